"""The letters of guidance measures, of LKPP's systems, and of reinstatement (II.2.2, III)."""

from typing import Any

from documents.templates import paper as parts
from documents.templates.letters import words
from documents.templates.page import LETTER_STYLES, new_paper


def advice() -> Any:
    """Surat saran/rekomendasi perbaikan (II.2.2.a)."""
    paper = new_paper(*LETTER_STYLES)
    words.head(paper)
    parts.body(
        paper,
        "Dalam rangka pembinaan dan pengawasan, kami sampaikan bahwa dalam penyelenggaraan fungsi pengelolaan layanan "
        f"pengadaan secara elektronik oleh {words.OPERATOR} ditemukan ketidaksesuaian terhadap {words.STANDARDS} "
        "sebagai berikut:",
        keep_with_next=True,
    )
    words.facts_table(paper)
    words.earlier_letters(paper, "Temuan tersebut berkaitan dengan:")
    parts.body(
        paper,
        f"Sesuai pedoman dalam Bab II angka 2.2 huruf a {words.ANNEX}, kami memberikan tindakan pembinaan berupa "
        "saran/rekomendasi perbaikan sebagai berikut:",
        keep_with_next=True,
    )
    words.sentences(paper, "asked")
    parts.body(
        paper,
        f"{words.IMPROVE_UNTIL}Apabila tidak dilakukan perbaikan sebagai tindak lanjut terhadap saran/rekomendasi "
        "ini, tindakan pembinaan berikutnya dapat berupa teguran.",
    )
    words.objection(paper)
    return words.close(paper)


def warning() -> Any:
    """Surat teguran (II.2.2.b)."""
    paper = new_paper(*LETTER_STYLES)
    words.head(paper)
    words.earlier_letters(paper, "Kami telah memberikan tindakan pembinaan melalui:")
    parts.body(
        paper,
        f"Sampai dengan tanggal surat ini, {words.OPERATOR} tidak melakukan perbaikan sebagai tindak lanjut terhadap "
        "saran/rekomendasi yang diberikan atas ketidaksesuaian terhadap standar berikut:",
        keep_with_next=True,
    )
    words.facts_table(paper)
    parts.body(
        paper,
        f"Sesuai pedoman dalam Bab II angka 2.2 huruf b {words.ANNEX}, kami mengenakan tindakan pembinaan berupa "
        "teguran{% if round > 1 %} ke-{{ round }}{% endif %}, dan meminta Saudara:",
        keep_with_next=True,
    )
    words.sentences(paper, "asked")
    parts.body(
        paper,
        f"{words.IMPROVE_UNTIL}Apabila tidak dilakukan perbaikan untuk menindaklanjuti teguran ini, tindakan pembinaan "
        "berikutnya dapat berupa pencabutan sertifikat standarisasi.",
    )
    words.objection(paper)
    return words.close(paper)


def service_stop() -> Any:
    """Surat penghentian layanan SPSE (II.2.2.d)."""
    paper = new_paper(*LETTER_STYLES)
    words.head(paper)
    parts.body(
        paper,
        "Berdasarkan hasil pembinaan dan pengawasan penyelenggaraan fungsi pengelolaan layanan pengadaan secara "
        f"elektronik oleh {words.OPERATOR} dengan bentuk {words.FORM}, kami sampaikan bahwa terdapat keadaan "
        f"sebagaimana diatur dalam Bab II angka 2.2 huruf d {words.ANNEX}, yaitu {{{{ ground }}}}, dengan fakta sebagai "
        "berikut:",
        keep_with_next=True,
    )
    with parts.only_if(paper, "breach"):
        parts.particular_rows(paper, "particular in breach", "{{ particular.label }}", "{{ particular.value }}")
    with parts.only_if(paper, "facts"):
        words.facts_table(paper)
    with parts.only_if(paper, "sla"):
        parts.body(
            paper,
            "Hubungan layanan antara Saudara dan LKPP diatur dalam {{ sla.name }} "
            "{{ sla.number | numbered }} tanggal {{ sla.date | long_date }}.",
        )
    words.earlier_letters(paper, "Sebelum surat ini, kami telah menyampaikan:")
    parts.body(
        paper,
        "Sesuai pedoman tersebut, kami mengenakan tindakan pembinaan berupa penghentian layanan sistem pengadaan "
        "secara elektronik (SPSE) dalam bentuk {{ form }}, terhitung mulai tanggal {{ stops_on | long_date }}."
        "{% if form_text %} {{ form_text }}{% endif %}",
    )
    with parts.only_if(paper, "asked"):
        parts.body(paper, "Sehubungan dengan hal tersebut, kami meminta Saudara:", keep_with_next=True)
        words.sentences(paper, "asked")
        parts.body(paper, words.IMPROVE_UNTIL.rstrip())
    words.objection(paper)
    return words.close(paper)


def lkpp_system() -> Any:
    """Surat rekomendasi penggunaan sistem yang dikelola LKPP (III)."""
    paper = new_paper(*LETTER_STYLES)
    words.head(paper)
    parts.body(
        paper,
        f"Sehubungan dengan tindakan pembinaan yang dikenakan kepada {words.OPERATOR} melalui {words.SANCTION}"
        "{% if sanction.received_on %}, yang diterima pada tanggal {{ sanction.received_on | long_date }}{% endif %}, "
        "kami menyampaikan pertimbangan sebagai berikut:",
        keep_with_next=True,
    )
    words.sentences(paper, "reasons")
    parts.body(
        paper,
        f"Dalam rangka menunjang kelancaran pengadaan barang/jasa pemerintah, sesuai pedoman dalam Bab III "
        f"{words.ANNEX}, kami memberikan rekomendasi agar {{{{ operator.unit }}}} menggunakan sistem yang dikelola "
        "oleh LKPP.",
        "Pelaksanaan rekomendasi ini, termasuk pengalihan data dan pemberitahuan kepada pengguna, dikoordinasikan "
        f"melalui {words.SYSTEM}. Rekomendasi ini tidak mengubah tindakan pembinaan yang telah dikenakan.",
    )
    return words.close(paper)


def reinstatement() -> Any:
    """Surat pemulihan layanan SPSE: after an objection by II.2.3.s3, else by a house rule, which it says."""
    paper = new_paper(*LETTER_STYLES)
    words.head(paper)
    parts.body(
        paper,
        f"Sehubungan dengan penghentian layanan sistem pengadaan secara elektronik (SPSE) pada {words.OPERATOR} "
        "melalui {{ stop.name }} {{ stop.number | numbered }} tanggal {{ stop.date | long_date }}, kami menyampaikan "
        "pertimbangan sebagai berikut:",
        keep_with_next=True,
    )
    words.sentences(paper, "reasons")
    parts.body(
        paper,
        "Berdasarkan hal tersebut, {% if by_objection %}sebagai tindak lanjut atas keberatan sesuai pedoman dalam Bab II "
        f"angka 2.3 {words.ANNEX}, {{% endif %}}layanan SPSE pada {{{{ operator.unit }}}} dengan bentuk "
        f"{words.FORM} kami pulihkan terhitung mulai tanggal {{{{ from_day | long_date }}}}."
        "{% if not by_objection %} Pemulihan layanan ini merupakan ketentuan internal LKPP, tidak diatur dalam "
        f"{words.ANNEX}.{{% endif %}}",
        "Sejak tanggal tersebut, penyelenggaraan layanan dilaksanakan kembali sesuai kesepakatan tingkat layanan yang "
        f"berlaku serta {words.STANDARDS} yang telah ditetapkan oleh LKPP. Pemulihan layanan ini tidak mengubah status "
        "sertifikat standarisasi.",
    )
    return words.close(paper)
