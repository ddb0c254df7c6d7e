"""The letters of an objection: its receipt and its result (II.2.3)."""

from typing import Any

from documents.templates import paper as parts
from documents.templates.letters import words
from documents.templates.page import LETTER_STYLES, new_paper


def objection_receipt() -> Any:
    """Tanda terima keberatan."""
    paper = new_paper(*LETTER_STYLES)
    words.head(paper)
    parts.body(
        paper,
        f"Bersama ini kami sampaikan bahwa surat keberatan dari {words.OPERATOR} atas tindakan pembinaan yang "
        "dikenakan telah kami terima pada tanggal {{ received_at | date_and_time }}, dengan keterangan sebagai "
        "berikut:",
        keep_with_next=True,
    )
    parts.particulars(
        paper,
        ("Surat keberatan", "Nomor {{ objection_number }} tanggal {{ objection_date | long_date }}"),
        ("Tindakan pembinaan", words.SANCTION),
        (
            "Surat pemberitahuan diterima",
            "{{ sanction.received_on | long_date if sanction.received_on else 'belum tercatat' }}",
        ),
        ("Batas akhir keberatan", "{{ last_instant | date_and_time }}"),
        ("Keterangan waktu", "{{ 'melewati batas akhir' if late else 'dalam batas waktu' }}"),
    )
    parts.body(paper, "Bukti pendukung yang kami terima:", keep_with_next=True)
    parts.listing(
        paper,
        loop="file in evidence",
        columns=(
            ("No.", 1.0, "{{ loop.index }}"),
            ("Nama berkas", 7.3, "{{ file.name }}"),
            ("Sidik berkas (SHA-256)", 8.2, "{{ file.sha256[:32] }} {{ file.sha256[32:] }}"),
        ),
    )
    parts.body(
        paper,
        "{% if late %}Keberatan diterima setelah batas waktu 5 (lima) hari kerja sejak surat pemberitahuan tindakan "
        f"pembinaan diterima sebagaimana diatur dalam Bab II angka 2.3 {words.ANNEX}. Keberatan tetap kami catat, dan "
        "penerimaan atau penolakan atas keterlambatan tersebut kami sampaikan kemudian.{% else %}Sesuai pedoman dalam "
        f"Bab II angka 2.3 {words.ANNEX}, keberatan tersebut kami tindak lanjuti dengan pemeriksaan dan/atau "
        "klarifikasi.{% endif %} Tanda terima ini bukan merupakan keputusan atas keberatan.",
    )
    return words.close(paper, seal=True, thanks="perhatian")


def objection_result() -> Any:
    """Surat hasil keberatan."""
    paper = new_paper(*LETTER_STYLES)
    words.head(paper)
    parts.body(
        paper,
        "Sehubungan dengan surat keberatan Nomor {{ objection_number }} tanggal {{ objection_date | long_date }} dari "
        f"{words.OPERATOR} atas tindakan pembinaan yang dikenakan melalui {words.SANCTION}, sesuai pedoman dalam Bab "
        f"II angka 2.3 {words.ANNEX}, kami telah melakukan pemeriksaan dan/atau klarifikasi berikut:",
        keep_with_next=True,
    )
    parts.listing(
        paper,
        loop="hearing in hearings",
        columns=(
            ("No.", 1.0, "{{ loop.index }}"),
            ("Pemeriksaan dan/atau klarifikasi", 6.0, "{{ hearing.label }}"),
            ("Pokok hasil", 9.5, "{{ hearing.value }}"),
        ),
    )
    parts.body(paper, "Berdasarkan pemeriksaan dan/atau klarifikasi tersebut:", keep_with_next=True)
    words.sentences(paper, "considerations")
    parts.body(
        paper,
        "Dengan memperhatikan hal-hal tersebut, kami memutuskan bahwa tindakan pembinaan melalui {{ sanction.name }} "
        "{{ sanction.number | numbered }} {% if decision == 'SANCTION_CONFIRMED' %}tetap berlaku{% elif decision == "
        "'SANCTION_CHANGED' %}diubah{% elif decision == 'SANCTION_ANNULLED' %}dibatalkan{% endif %}. "
        "{{ decision_text }}",
    )
    with parts.only_if(paper, "reinstated"):
        parts.body(
            paper,
            "Terhitung sejak tanggal surat ini, penetapan atas {{ reinstated | length | number_and_words }} standar "
            "berikut dipulihkan:",
            keep_with_next=True,
        )
        parts.lines(
            paper,
            "standard in reinstated",
            "{{ standard.name }} ({{ standard.code }}){{ '.' if loop.last else ';' }}",
        )
    with parts.only_if(paper, "follow_up"):
        parts.body(paper, "Tindak lanjut atas keputusan ini adalah sebagai berikut:", keep_with_next=True)
        words.sentences(paper, "follow_up")
    return words.close(paper)
