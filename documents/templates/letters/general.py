"""The two papers of general use: a notice and minutes."""

from typing import Any

from documents.sla_clauses import DECREE
from documents.templates import paper as parts
from documents.templates.letters import words
from documents.templates.page import new_paper
from documents.templates.signatures import DATED, signature

_OBJECTION = (
    f"Apabila keberatan atas tindakan pembinaan yang diberitahukan dengan surat ini, sesuai pedoman dalam Bab II angka "
    f"2.3 {words.ANNEX}, Saudara dapat mengajukan surat keberatan kepada LKPP disertai bukti pendukung melalui "
    f"{words.SYSTEM}, paling lambat 5 (lima) hari kerja sejak surat pemberitahuan ini diterima."
)


def notice() -> Any:
    """Surat pemberitahuan."""
    paper = new_paper()
    words.head(paper)
    parts.body(
        paper,
        "Sehubungan dengan pembinaan dan pengawasan penyelenggaraan fungsi pengelolaan layanan pengadaan secara "
        f"elektronik oleh {words.OPERATOR}, bersama ini kami sampaikan hal-hal sebagai berikut.",
    )
    parts.each(paper, "paragraph in paragraphs", "{{ paragraph }}", "Isi Surat")
    with parts.only_if(paper, "particulars"):
        parts.particular_rows(paper, "particular in particulars", "{{ particular.label }}", "{{ particular.value }}")
    with parts.only_if(paper, "objection_right"):
        parts.body(paper, _OBJECTION)
    words.close(paper)
    signature(paper, seal=True)
    parts.copies(paper)
    return paper


def minutes() -> Any:
    """Berita acara."""
    paper = new_paper()
    parts.letterhead(paper)
    parts.heading(paper, "BERITA ACARA", "{{ title | upper }}")
    parts.plain(
        paper,
        "Pada hari {{ held_at | day_of | spelled_date }} ({{ held_at | day_of | digits_date }}) pukul "
        "{{ held_at | clock_time }}, bertempat di {{ place }}, telah dilaksanakan kegiatan sebagaimana judul berita "
        f"acara ini mengenai {words.OPERATOR} dengan bentuk {words.FORM}, dalam rangka pembinaan dan pengawasan sesuai "
        f"{DECREE}.",
    )
    with parts.only_if(paper, "participants"):
        parts.plain(paper, "Kegiatan diikuti oleh:").paragraph_format.keep_with_next = True
        parts.listing(
            paper,
            loop="person in participants",
            columns=(
                ("No.", 1.0, "{{ loop.index }}"),
                ("Nama", 7.5, "{{ person.name }}"),
                ("Kedudukan", 8.0, "{{ person.role }}"),
            ),
        )
    parts.each(paper, "paragraph in paragraphs", "{{ paragraph }}", "Isi Rata")
    with parts.only_if(paper, "items"):
        parts.listing(
            paper,
            loop="item in items",
            columns=(
                ("No.", 1.0, "{{ loop.index }}"),
                ("Butir", 6.0, "{{ item.label }}"),
                ("Uraian", 9.5, "{{ item.value }}"),
            ),
        )
    parts.plain(
        paper,
        "Demikian berita acara ini dibuat dengan sebenarnya oleh {{ author.name }}, {{ author.office }}, berdasarkan "
        f"catatan pada {words.SYSTEM}.",
    ).paragraph_format.keep_with_next = True
    signature(paper, seal=True, opening=DATED)
    return paper
