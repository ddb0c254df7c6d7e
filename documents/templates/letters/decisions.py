"""The two decisions (Keputusan): determination and revocation (II.2.1.e.5, II.2.2.c)."""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm

from documents.sla_clauses import DECREE
from documents.templates import paper as parts
from documents.templates.decision import (
    AGENCY,
    OFFICE,
    annex_head,
    annex_signature,
    capitals,
    decision_heading,
    dictum,
    item,
    items,
)
from documents.templates.letters import words
from documents.templates.page import HEADED_STYLES, new_paper
from documents.templates.signatures import DECIDED, signature

_AGAIN = "{% if reassessment %}kembali {% endif %}"
_DETERMINED = f"penetapan {_AGAIN}pemenuhan {words.STANDARDS} pada {{{{ operator.unit }}}}"
_REVOKED = "pencabutan sertifikat standarisasi pada {{ operator.unit }}"
_BASES = (
    "Peraturan Presiden Nomor 106 Tahun 2007 tentang Lembaga Kebijakan Pengadaan Barang/Jasa Pemerintah beserta "
    "perubahannya;",
    "Peraturan Presiden Nomor 16 Tahun 2018 tentang Pengadaan Barang/Jasa Pemerintah beserta perubahannya;",
    "Peraturan Lembaga Kebijakan Pengadaan Barang/Jasa Pemerintah Nomor 10 Tahun 2021 tentang Unit Kerja Pengadaan "
    "Barang/Jasa;",
    f"{DECREE};",
)
_TABLE = (
    ("No.", 1.2, "{{ loop.index }}"),
    ("Kode", 2.3, "{{ standard.code }}"),
    ("Standar", 13.0, "{{ standard.name }}"),
)


def determination() -> Any:
    """Keputusan penetapan."""
    paper = _opened(_DETERMINED)
    dictum(
        paper,
        "KESATU",
        f"Menetapkan {words.OPERATOR} dengan bentuk {words.FORM} telah memenuhi "
        "{% if reassessment %}penilaian ulang{% else %}penilaian mandiri dan penilaian faktual standarisasi, serta "
        f"rekomendasi perbaikan{{% endif %}} tata kelola layanan pengadaan secara elektronik dengan mengacu pada "
        f"{words.STANDARDS}, untuk {{{{ standards | length | number_and_words }}}} dari "
        "{{ applicable | number_and_words }} standar yang berlaku{% if report %}, berdasarkan {{ report.name }} "
        "{{ report.number | numbered }} tanggal {{ report.date | long_date }}{% endif %}, sebagaimana tercantum dalam "
        "Lampiran yang merupakan "
        "bagian tidak terpisahkan dari Keputusan ini.",
    )
    dictum(
        paper,
        "KEDUA",
        "Penetapan sebagaimana dimaksud dalam Diktum KESATU dibuktikan dengan sertifikat standarisasi yang "
        "diterbitkan berdasarkan Keputusan ini.",
    )
    dictum(
        paper,
        "KETIGA",
        f"LKPP melakukan pemantauan dan evaluasi terhadap penerapan {words.STANDARDS} sesuai pedoman dalam Bab II "
        f"angka 2.1 huruf f Lampiran {words.SHORT}.",
    )
    _in_force(paper, "KEEMPAT")
    annex_head(paper, capitals(_DETERMINED))
    paper.add_paragraph(
        "STANDAR YANG {% if reassessment %}KEMBALI {% endif %}DITETAPKAN TELAH DIPENUHI", style="Judul Naskah"
    ).paragraph_format.space_after = Cm(0.3)
    parts.listing(paper, loop="standard in standards", columns=_TABLE)
    annex_signature(paper)
    return paper


def revocation() -> Any:
    """Keputusan pencabutan sertifikat standarisasi."""
    paper = _opened(_REVOKED)
    cell = dictum(
        paper,
        "KESATU",
        f"Mencabut sertifikat standarisasi {words.OPERATOR} dengan bentuk {words.FORM}{{% if certificate %}} "
        "{{ certificate.number | numbered }} tanggal {{ certificate.date | long_date }}{% endif %} untuk "
        "{{ standards | length | number_and_words }} standar sebagai berikut:",
    )
    parts.lines(
        cell,
        "standard in standards",
        "{{ standard.name }} ({{ standard.code }}){{ '.' if loop.last else ';' }}",
        "Huruf Diktum",
        mark="{{ loop.index | lettered }}.",
    )
    dictum(
        paper,
        "KEDUA",
        "Pencabutan sebagaimana dimaksud dalam Diktum KESATU didasarkan pada fakta dan tindakan pembinaan "
        "sebelumnya sebagaimana tercantum dalam Lampiran yang merupakan bagian tidak terpisahkan dari Keputusan ini.",
    )
    dictum(
        paper,
        "KETIGA",
        "{% if remaining %}Standar yang tidak dicabut, sebanyak {{ remaining | length | number_and_words }} standar "
        "sebagaimana tercantum dalam Lampiran, tetap berlaku{% else %}Dengan pencabutan sebagaimana dimaksud dalam "
        "Diktum KESATU, tidak ada lagi standar yang berlaku pada sertifikat tersebut{% endif %}.",
    )
    dictum(
        paper,
        "KEEMPAT",
        "Terhadap standar yang dicabut dilakukan penilaian ulang sesuai pedoman dalam Bab II angka 2.2 huruf c "
        f"Lampiran {words.SHORT}.",
    )
    cell = dictum(
        paper,
        "KELIMA",
        "Dalam rangka penilaian ulang sebagaimana dimaksud dalam Diktum KEEMPAT, pengelola layanan pengadaan secara "
        "elektronik diminta:",
    )
    parts.lines(cell, "sentence in asked", "{{ sentence }}", "Huruf Diktum", mark="{{ loop.index | lettered }}.")
    dictum(
        paper,
        "KEENAM",
        "Keputusan ini disampaikan dengan surat pemberitahuan. Apabila keberatan, sesuai pedoman dalam Bab II angka "
        f"2.3 Lampiran {words.SHORT}, pengelola layanan pengadaan secara elektronik dapat mengajukan surat keberatan "
        f"kepada LKPP disertai bukti pendukung melalui {words.SYSTEM}, paling lambat 5 (lima) hari kerja sejak surat "
        "pemberitahuan tersebut diterima.",
    )
    _in_force(paper, "KETUJUH")
    _reasons_annex(paper)
    return paper


def _reasons_annex(paper: Any) -> None:
    annex_head(paper, capitals(_REVOKED))
    paper.add_paragraph("A.  Fakta yang Menjadi Dasar Pencabutan", style="Judul Bagian")
    words.facts_table(paper)
    with parts.only_if(paper, "earlier"):
        paper.add_paragraph("B.  Tindakan Pembinaan Sebelumnya", style="Judul Bagian")
        parts.listing(
            paper,
            loop="letter in earlier",
            columns=(
                ("No.", 1.0, "{{ loop.index }}"),
                ("Surat", 5.3, "{{ letter.name }}"),
                ("Nomor", 4.6, "{{ letter.number }}"),
                ("Tanggal", 2.8, "{{ letter.date | long_date }}"),
                ("Diterima", 2.8, "{{ letter.received_on | long_date if letter.received_on else '-' }}"),
            ),
        )
    with parts.only_if(paper, "remaining"):
        paper.add_paragraph("{{ 'C' if earlier else 'B' }}.  Standar yang Tetap Berlaku", style="Judul Bagian")
        parts.listing(paper, loop="standard in remaining", columns=_TABLE)
    annex_signature(paper)


def _opened(about: str) -> Any:
    """A decision up to its Menetapkan."""
    paper = new_paper(*HEADED_STYLES)
    parts.letterhead(paper)
    decision_heading(paper, capitals(about).replace(" PADA ", "\nPADA "))
    cell = dictum(paper, "Menimbang")
    parts.lines(
        cell, "reason in considerations", "bahwa {{ reason }};", "Huruf Diktum", mark="{{ loop.index | lettered }}."
    )
    item(
        cell,
        "{{ (considerations | length + 1) | lettered }}.",
        "bahwa berdasarkan pertimbangan sebagaimana dimaksud dalam huruf a{% if considerations | length > 1 %} sampai "
        "dengan huruf {{ considerations | length | lettered }}{% endif %}, perlu menetapkan Keputusan "
        f"{{{{ letterhead.office }}}} tentang {about};",
    )
    items(dictum(paper, "Mengingat"), *_BASES)
    paper.add_paragraph("MEMUTUSKAN:", style="Memutuskan")
    cell = dictum(paper, "Menetapkan", f"KEPUTUSAN {OFFICE} {AGENCY} TENTANG {capitals(about)}.")
    cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.LEFT
    return paper


def _in_force(paper: Any, label: str) -> None:
    dictum(paper, label, "Keputusan ini mulai berlaku pada tanggal ditetapkan.", last=True)
    signature(paper, seal=False, opening=DECIDED)
