"""The papers of assessment that are no decisions: assignment, report, recommendation (II.2.1.e)."""

from typing import Any

from documents.templates import paper as parts
from documents.templates.decision import dictum, items
from documents.templates.letters import words
from documents.templates.page import HEADED_STYLES, LETTER_STYLES, new_paper
from documents.templates.signatures import DATED, signature

_DAYS = (
    "{% if begins_on and ends_on %}{% if begins_on == ends_on %}pelaksanaan tugas pada tanggal {{ begins_on | long_date }}"
    "{% else %}pelaksanaan tugas mulai tanggal {{ begins_on | long_date }} sampai dengan tanggal {{ ends_on | long_date }}"
    "{% endif %}{% elif begins_on %}pelaksanaan tugas mulai tanggal {{ begins_on | long_date }} sampai "
    "dengan selesai{% elif ends_on %}pelaksanaan tugas sampai dengan tanggal {{ ends_on | long_date }}{% else %}"
    "pelaksanaan tugas sejak tanggal surat tugas ini sampai dengan selesai{% endif %};"
)


def assignment() -> Any:
    """Surat tugas."""
    paper = new_paper(*HEADED_STYLES)
    parts.letterhead(paper)
    parts.heading(paper, "SURAT TUGAS")
    dictum(paper, "Dasar", f"{{{{ basis }}}} {words.ANNEX}.")
    paper.add_paragraph("MEMBERI TUGAS", style="Memutuskan")
    cell = dictum(paper, "Kepada")
    parts.lines(
        cell, "person in team", "{{ person.name }}, selaku {{ person.role }}{{ '.' if loop.last else ';' }}",
        "Huruf Diktum",
    )  # fmt: skip
    items(
        dictum(paper, "Untuk"),
        f"melaksanakan {{{{ purpose }}}} terhadap {words.OPERATOR} dengan bentuk {words.FORM}"
        "{% if standards %}, meliputi {{ standards | length | number_and_words }} standar, yaitu "
        f"{words.JOINED_STANDARDS}{{% endif %}};",
        "metode pelaksanaan tugas: {{ method }};",
        _DAYS,
        f"mencatat hasil tugas pada {words.SYSTEM} dan melaporkannya.",
    )
    parts.plain(
        paper, "Surat tugas ini dilaksanakan dengan sebaik-baiknya dan penuh tanggung jawab."
    ).paragraph_format.keep_with_next = True
    signature(paper, seal=False, opening=DATED, beside=True)
    return paper


def _results(paper: Any) -> None:
    """Each standard with the scores that there are: a surveillance gives none, a re-assessment has no self-assessment."""
    by_self = ("Nilai mandiri", 1.7, "{{ result.self_mean }}")
    factual = ("Nilai faktual", 1.7, "{{ result.factual_mean }}")
    for which, scores in (
        ("results | scored('self_mean')", (by_self, factual)),
        ("not results | scored('self_mean') and results | scored('factual_mean')", (factual,)),
        ("not results | scored('self_mean') and not results | scored('factual_mean')", ()),
    ):
        with parts.only_if(paper, which):
            parts.listing(
                paper,
                loop="result in results",
                columns=(
                    ("Kode", 1.2, "{{ result.code }}"),
                    ("Standar", 12.2 - sum(width for _, width, _ in scores), "{{ result.name }}"),
                    *scores,
                    ("Hasil", 3.1, "{{ 'Memenuhi' if result.met else 'Belum memenuhi' }}"),
                ),
            )


def _waived(paper: Any) -> None:
    """Each criterion that was said not to be applicable, by whom and why: what is met without it is seen here."""
    with parts.only_if(paper, "waived"):
        parts.plain(
            paper,
            "Kriteria berikut dinyatakan tidak berlaku dan tidak diperhitungkan dalam nilai. Standar yang semua kriteria "
            "wajibnya dinyatakan tidak berlaku tidak dinyatakan memenuhi (ketentuan internal LKPP, bukan dari "
            f"{words.SHORT}).",
        ).paragraph_format.keep_with_next = True
        parts.listing(
            paper,
            loop="each in waived",
            columns=(
                ("No.", 1.0, "{{ loop.index }}"),
                ("Kriteria", 2.1, "{{ each.criterion }}"),
                ("Sifat", 2.0, "{{ each.requirement }}"),
                ("Dinyatakan oleh", 2.4, "{{ each.by }}"),
                ("Alasan", 9.0, "{{ each.reason }}"),
            ),
        )


def assessment_report() -> Any:
    """Laporan penilaian."""
    paper = new_paper(*HEADED_STYLES)
    parts.letterhead(paper)
    parts.heading(paper, "LAPORAN", "{{ title | upper }}")
    paper.add_paragraph("A.  Umum", style="Judul Bagian")
    parts.plain(
        paper,
        f"Laporan ini mengacu pada {words.STANDARDS} yang telah ditetapkan oleh LKPP, sesuai pedoman dalam Bab II angka "
        f"2.1 huruf b {words.ANNEX}.",
    )
    parts.particulars(
        paper,
        ("Pengelola LPSE", "{{ operator.unit }}"),
        ("Instansi", "{{ operator.institution }}"),
        ("Bentuk pengelolaan", "{{ operator.form | form_name }}"),
        ("Tanggal pelaksanaan", "{{ assessed_on | long_date }}"),
        ("Metode", "{{ method }}"),
    )
    paper.add_paragraph("B.  Tim", style="Judul Bagian")
    parts.listing(
        paper,
        loop="person in team",
        columns=(
            ("No.", 1.0, "{{ loop.index }}"),
            ("Nama", 8.5, "{{ person.name }}"),
            ("Kedudukan", 7.0, "{{ person.role }}"),
        ),
    )
    paper.add_paragraph("C.  Hasil", style="Judul Bagian")
    _results(paper)
    _waived(paper)
    paper.add_paragraph("D.  Fakta yang Ditemukan", style="Judul Bagian")
    with parts.only_if(paper, "facts"):
        words.facts_table(paper)
    with parts.only_if(paper, "not facts"):
        parts.plain(paper, "Tidak ditemukan ketidaksesuaian pada standar yang dinilai.")
    paper.add_paragraph("E.  Kesimpulan", style="Judul Bagian")
    parts.plain(paper, "{{ conclusion }}").paragraph_format.keep_with_next = True
    parts.plain(
        paper, "Demikian laporan ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya."
    ).paragraph_format.keep_with_next = True
    signature(paper, seal=False, opening=(*DATED, "Ketua Tim Penilai,"))
    return paper


def recommendation() -> Any:
    """Surat rekomendasi perbaikan tata kelola."""
    paper = new_paper(*LETTER_STYLES)
    words.head(paper)
    parts.body(
        paper,
        f"Berdasarkan penilaian standarisasi tata kelola layanan pengadaan secara elektronik terhadap {words.OPERATOR} "
        f"dengan bentuk {words.FORM} pada tanggal {{{{ assessment_on | long_date }}}}, sesuai pedoman dalam Bab II "
        f"angka 2.1 huruf e angka 3) {words.ANNEX}, kami memberikan rekomendasi perbaikan sebagai berikut:",
        keep_with_next=True,
    )
    parts.listing(
        paper,
        loop="item in items",
        columns=(
            ("No.", 1.0, "{{ loop.index }}"),
            ("Standar", 1.8, "{{ item.standard }}"),
            ("Kriteria", 2.1, "{{ item.criterion }}"),
            ("Rekomendasi perbaikan", 11.6, "{{ item.text }}"),
        ),
    )
    parts.body(
        paper,
        "Sesuai pedoman dalam Bab II angka 2.1 huruf e angka 4) Lampiran Keputusan Deputi tersebut, kami mengharapkan "
        "Saudara menindaklanjuti rekomendasi perbaikan tersebut dan menyampaikan buktinya melalui "
        f"{words.SYSTEM}{{% if follow_up_until %}} paling lambat tanggal {{{{ follow_up_until | long_date }}}} "
        f"{words.INTERNAL}{{% endif %}}. Rekomendasi perbaikan ini merupakan bagian dari penilaian dan bukan merupakan "
        "tindakan pembinaan.",
    )
    return words.close(paper)
