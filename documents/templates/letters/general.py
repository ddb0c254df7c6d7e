"""The two papers of general use: a notice and minutes."""

from typing import Any

from documents.templates import paper as parts
from documents.templates.letters import words
from documents.templates.page import LETTER_STYLES, new_paper
from documents.templates.signatures import DATED, signature

_OBJECTION = (
    f"Apabila keberatan atas tindakan pembinaan yang diberitahukan dengan surat ini, sesuai pedoman dalam Bab II angka "
    f"2.3 {words.ANNEX}, Saudara dapat mengajukan surat keberatan kepada LKPP disertai bukti pendukung melalui "
    f"{words.SYSTEM}, paling lambat 5 (lima) hari kerja sejak surat pemberitahuan ini diterima."
)


def notice() -> Any:
    """Surat pemberitahuan."""
    paper = new_paper(*LETTER_STYLES)
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
        words.objection(paper, _OBJECTION)
    return words.close(paper, seal=True)


def minutes() -> Any:
    """Berita acara."""
    paper = new_paper(*LETTER_STYLES)
    parts.letterhead(paper)
    parts.heading(paper, "BERITA ACARA", "{{ title | upper }}")
    parts.plain(
        paper,
        "Pada hari {{ held_at | day_of | spelled_date }}, pukul {{ held_at | clock_time }}, {% if place in "
        "('Daring', 'daring') %}secara daring{% elif place in ('Luring', 'luring') %}secara luring{% else %}bertempat di "
        "{{ place }}{% endif %}, telah dibuat Berita Acara {{ title }} mengenai "
        f"{words.OPERATOR} dengan bentuk "
        f"{words.FORM}, dalam rangka pembinaan dan pengawasan sesuai {words.DECREE_OF_LKPP}.",
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
