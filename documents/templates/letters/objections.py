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
    with parts.only_if(paper, "measure"):
        _measure(paper)
        words.objection(paper)
    return words.close(paper)


def _measure(paper: Any) -> None:
    """The measure that takes the place of the one objected to, with all that its own letter would say (II.2.2)."""
    parts.body(
        paper,
        "Dengan demikian, sesuai pedoman dalam Bab II angka 2.2 huruf {{ measure.letter }} Lampiran Keputusan Deputi "
        "tersebut, tindakan pembinaan yang dikenakan selanjutnya adalah {{ measure.name }}, dengan fakta sebagai berikut:",
        keep_with_next=True,
    )
    with parts.only_if(paper, "measure.breach"):
        parts.particular_rows(paper, "particular in measure.breach", "{{ particular.label }}", "{{ particular.value }}")
    with parts.only_if(paper, "measure.facts"):
        words.facts_table(paper, "measure.facts")
    with parts.only_if(paper, "measure.revoked"):
        parts.body(
            paper,
            "Sertifikat standarisasi tetap dicabut untuk {{ measure.revoked | length | number_and_words }} standar berikut, "
            "dan terhadapnya dilakukan penilaian ulang:",
            keep_with_next=True,
        )
        parts.lines(
            paper,
            "standard in measure.revoked",
            "{{ standard.name }} ({{ standard.code }}){{ '.' if loop.last else ';' }}",
        )
    with parts.only_if(paper, "measure.asked"):
        parts.body(paper, "Sehubungan dengan tindakan pembinaan tersebut, kami meminta Saudara:", keep_with_next=True)
        words.sentences(paper, "measure.asked")
    with parts.only_if(paper, "measure.asked or measure.improve_days or measure.consequence"):
        parts.body(
            paper,
            f"{{% if measure.asked or measure.improve_days %}}{words.improve_until('measure.improve_days')}{{% endif %}}"
            "{% if measure.consequence %}{{ measure.consequence }}{% endif %}",
        )
