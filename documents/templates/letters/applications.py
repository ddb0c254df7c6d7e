"""The letters of an application, paragraph by paragraph."""

from typing import Any

from documents.sla_clauses import DECREE
from documents.templates import paper as parts
from documents.templates.letters import words
from documents.templates.ooxml import tag
from documents.templates.page import new_paper
from documents.templates.signatures import signature, signature_pair

_APPLICATION = (
    ("Nomor surat permohonan", "{{ application.letter_number }}"),
    ("Tanggal surat", "{{ application.letter_date | long_date }}"),
    ("Pemohon", "{{ application.institution }}"),
    ("Pengelola LPSE", "{{ application.unit }}"),
    ("Bentuk pengelolaan", "{{ application.form | form_name }}"),
)


def application_receipt() -> Any:
    """Tanda terima permohonan."""
    paper = new_paper()
    parts.letterhead(paper)
    parts.reference_lines(paper)
    parts.body(
        paper,
        "Bersama ini kami sampaikan bahwa permohonan pengelolaan layanan pengadaan secara elektronik dari Saudara "
        "telah kami terima pada tanggal {{ received_at | date_and_time }}, dengan keterangan sebagai berikut:",
        keep_with_next=True,
    )
    parts.particulars(paper, *_APPLICATION)
    parts.body(paper, "Berkas yang kami terima:", keep_with_next=True)
    parts.listing(
        paper,
        loop="attachment in attachments",
        columns=(
            ("No.", 1.0, "{{ loop.index }}"),
            ("Nama berkas", 7.3, "{{ attachment.name }}"),
            ("Sidik berkas (SHA-256)", 8.2, "{{ attachment.sha256[:32] }} {{ attachment.sha256[32:] }}"),
        ),
    )
    parts.body(
        paper,
        f"Permohonan tersebut selanjutnya direviu sesuai pedoman dalam Bab II angka 2.1 huruf a angka 2) Lampiran "
        f"{DECREE}. Tanda terima ini bukan merupakan persetujuan.",
    )
    parts.body(
        paper, "Demikian kami sampaikan. Atas perhatian Saudara, kami ucapkan terima kasih.", keep_with_next=True
    )
    signature(paper, seal=True)
    parts.copies(paper)
    return paper


def completion_request() -> Any:
    """Surat permintaan kelengkapan."""
    paper = new_paper()
    parts.letterhead(paper)
    parts.reference_lines(paper)
    parts.body(
        paper,
        "Sehubungan dengan surat Saudara Nomor {{ application.letter_number }} tanggal "
        "{{ application.letter_date | long_date }} mengenai permohonan {{ application.institution }} untuk "
        "pengelolaan layanan pengadaan secara elektronik melalui {{ application.unit }} dengan bentuk _{{ "
        "application.form | form_name }}_, yang kami terima pada tanggal {{ received_at | date_and_time }}, kami "
        f"telah melakukan reviu sesuai pedoman dalam Bab II angka 2.1 huruf a angka 2) Lampiran {DECREE}.",
        "Berdasarkan hasil reviu, permohonan tersebut belum lengkap. Kami mohon Saudara melengkapi "
        "{{ items | length | number_and_words }} hal berikut:",
    )
    parts.listing(
        paper,
        loop="item in items",
        columns=(
            ("No.", 1.0, "{{ loop.index }}"),
            ("Kelengkapan", 6.0, "{{ item.requirement }}"),
            ("Alasan dan perbaikan yang diminta", 9.5, "{{ item.reason }}"),
        ),
    )
    parts.body(
        paper,
        "Kelengkapan disampaikan melalui sistem informasi pembinaan LKPP dengan menjawab setiap butir di atas"
        "{% if answer_until %} paling lambat tanggal {{ answer_until | long_date }} "
        f"{words.INTERNAL}{{% endif %}}. "
        "Setelah permohonan dinyatakan lengkap, proses dilanjutkan dengan penandatanganan kesepakatan tingkat layanan.",
    )
    parts.body(
        paper, "Demikian kami sampaikan. Atas kerja sama Saudara, kami ucapkan terima kasih.", keep_with_next=True
    )
    signature(paper, seal=True)
    parts.copies(paper)
    return paper


def approval() -> Any:
    """Surat persetujuan."""
    paper = new_paper()
    parts.letterhead(paper)
    parts.reference_lines(paper)
    parts.body(
        paper,
        "Sehubungan dengan surat Saudara Nomor {{ application.letter_number }} tanggal "
        "{{ application.letter_date | long_date }} mengenai permohonan pengelolaan layanan pengadaan secara "
        "elektronik, bersama ini kami sampaikan hal-hal sebagai berikut:",
    )
    for number, text in enumerate(_APPROVAL, start=1):
        parts.say(paper, text.replace("#.", f"{number}.\t", 1), "Ayat")
    parts.body(
        paper, "Demikian kami sampaikan. Atas kerja sama Saudara, kami ucapkan terima kasih.", keep_with_next=True
    )
    signature(paper, seal=False)
    parts.copies(paper)
    return paper


_APPROVAL = (
    "#.Permohonan {{ application.institution }} telah kami reviu sesuai pedoman dalam Bab II angka 2.1 huruf a angka "
    f"2) Lampiran {DECREE}, dan dinyatakan lengkap pada tanggal {{{{ complete_on | long_date }}}}.",
    "#.Berdasarkan hal tersebut, kami menyetujui pengelolaan fungsi layanan pengadaan secara elektronik oleh "
    "{{ application.unit }} dengan bentuk _{{ application.form | form_name }}_.",
    "#.Sesuai Bab II angka 2.1 huruf a angka 3) Lampiran Keputusan Deputi tersebut, proses dilanjutkan dengan "
    "penandatanganan kesepakatan tingkat layanan (_service level agreement_) antara Saudara dan LKPP. Naskah "
    "kesepakatan disampaikan melalui sistem informasi pembinaan LKPP untuk disepakati bersama.",
    "#.{% if application.form == 'SYSTEM_PROVIDER' %}Sesuai Bab II angka 2.1 huruf a angka 4) Lampiran Keputusan "
    "Deputi tersebut, setelah kesepakatan tingkat layanan ditandatangani, proses dilanjutkan dengan instalasi SPSE "
    "pada infrastruktur yang dimiliki.{% else %}Layanan dapat diselenggarakan setelah kesepakatan tingkat layanan "
    "ditandatangani; bentuk _service provider_ tidak memerlukan instalasi SPSE pada infrastruktur sendiri.{% endif %}",
)


def rejection() -> Any:
    """Surat penolakan permohonan."""
    paper = new_paper()
    parts.letterhead(paper)
    parts.reference_lines(paper)
    parts.body(
        paper,
        "Sehubungan dengan surat Saudara Nomor {{ application.letter_number }} tanggal "
        "{{ application.letter_date | long_date }} mengenai permohonan {{ application.institution }} untuk "
        "pengelolaan layanan pengadaan secara elektronik melalui {{ application.unit }} dengan bentuk _{{ "
        "application.form | form_name }}_, yang telah kami reviu sesuai pedoman dalam Bab II angka 2.1 huruf a angka "
        f"2) Lampiran {DECREE}, dengan ini kami sampaikan bahwa permohonan tersebut kami tolak pada tanggal "
        "{{ rejected_on | long_date }}, dengan alasan sebagai berikut:",
        keep_with_next=True,
    )
    parts.say(paper, "{{ reason }}", "Isi Surat")
    parts.body(
        paper,
        "Penolakan permohonan diatur oleh ketentuan internal LKPP dan bukan oleh Keputusan Deputi Nomor 152 Tahun 2022. "
        "Permohonan yang baru dapat diajukan setelah alasan tersebut diselesaikan.",
        "Demikian kami sampaikan. Atas perhatian Saudara, kami ucapkan terima kasih.",
        keep_with_next=True,
    )
    signature(paper, seal=False)
    parts.copies(paper)
    return paper


def sla() -> Any:
    """Kesepakatan tingkat layanan: the frame; its articles are facts."""
    paper = new_paper()
    parts.letterhead(paper)
    parts.heading(
        paper,
        "KESEPAKATAN TINGKAT LAYANAN (SERVICE LEVEL AGREEMENT)",
        "PENGELOLAAN LAYANAN PENGADAAN SECARA ELEKTRONIK",
        "DENGAN BENTUK {{ terms.form | form_name | upper }}",
        "ANTARA",
        "{{ lkpp.body | upper }}",
        "DAN",
        "{{ institution.body | upper }}",
    )
    parts.plain(
        paper,
        "Pada hari ini, {% if numbering %}{{ numbering.date | spelled_date }} ({{ numbering.date | digits_date }})"
        "{% else %}…………{% endif %}, kami yang bertanda tangan secara elektronik di bawah ini:",
    )
    parts.party(paper, "I.", "lkpp", "PIHAK KESATU")
    parts.party(paper, "II.", "institution", "PIHAK KEDUA")
    parts.plain(
        paper,
        "PIHAK KESATU dan PIHAK KEDUA, yang selanjutnya secara bersama-sama disebut PARA PIHAK, dengan memperhatikan "
        f"{DECREE}, khususnya Bab II angka 2.1 huruf a angka 3) Lampirannya, serta surat permohonan Nomor "
        "{{ application.letter_number }} tanggal {{ application.letter_date | long_date }} untuk {{ application.unit "
        "}}, sepakat mengikatkan diri dalam kesepakatan tingkat layanan, yang selanjutnya disebut Kesepakatan, dengan "
        "ketentuan sebagai berikut:",
    )
    tag(paper, "{%p for article in articles %}")
    paper.add_paragraph("Pasal {{ article.number }}", style="Pasal")
    paper.add_paragraph("{{ article.heading | upper }}", style="Judul Pasal")
    tag(paper, "{%p for clause in article.clauses %}")
    tag(paper, "{%p if clause.label and clause.items %}")
    paper.add_paragraph("{{ clause.label }}\t{{ clause.text | unbroken }}", style="Ayat Berhuruf")
    tag(paper, "{%p elif clause.label %}")
    paper.add_paragraph("{{ clause.label }}\t{{ clause.text | unbroken }}", style="Ayat")
    tag(paper, "{%p else %}")
    paper.add_paragraph("{{ clause.text | unbroken }}", style="Isi Rata").paragraph_format.keep_with_next = True
    tag(paper, "{%p endif %}")
    tag(paper, "{%p for line in clause.items %}")
    paper.add_paragraph("{{ line.label }}\t{{ line.text | unbroken }}", style="Huruf")
    tag(paper, "{%p endfor %}")
    tag(paper, "{%p endfor %}")
    _sla_tables(paper)
    tag(paper, "{%p endfor %}")
    closing = (
        "Demikian Kesepakatan ini dibuat dalam bentuk dokumen elektronik dan ditandatangani secara elektronik oleh "
        "PARA PIHAK, dengan itikad baik untuk dilaksanakan sebagaimana mestinya."
    )
    parts.plain(paper, closing).paragraph_format.keep_with_next = True
    signature_pair(paper)
    return paper


def _sla_tables(paper: Any) -> None:
    tag(paper, "{%p if article.number == 5 %}")
    parts.listing(
        paper,
        loop="target in terms.targets",
        columns=(
            ("Prioritas", 2.5, "{{ target.priority }}"),
            ("Uraian", 7.0, "{{ target.description }}"),
            ("Waktu Tanggap", 3.5, "{{ target.response_hours | number_and_words }} jam"),
            ("Waktu Pemulihan", 3.5, "{{ target.recovery_hours | number_and_words }} jam"),
        ),
    )
    tag(paper, "{%p elif article.number == 7 %}")
    parts.listing(
        paper,
        loop="contact in terms.contacts",
        columns=(
            ("Pihak", 2.4, "{{ contact.party }}"),
            ("Narahubung", 4.0, "{{ contact.name }}"),
            ("Telepon", 2.5, "{{ contact.telephone }}"),
            ("Pos elektronik", 4.7, "{{ contact.email }}"),
            ("Jam Layanan", 2.9, "{{ contact.hours }}"),
        ),
    )
    tag(paper, "{%p elif article.number == 15 %}")
    parts.listing(
        paper,
        loop="service in terms.services",
        columns=(
            ("No.", 1.0, "{{ loop.index }}"),
            ("Jenis layanan", 3.4, "{{ service.name }}"),
            ("Uraian", 4.9, "{{ service.description }}"),
            ("Jam Layanan", 3.0, "{{ service.hours }}"),
            ("Sasaran", 4.2, "{{ service.target }}"),
        ),
    )
    tag(paper, "{%p endif %}")


def installation_minutes() -> Any:
    """Berita acara instalasi SPSE."""
    paper = new_paper()
    parts.letterhead(paper)
    parts.heading(paper, "BERITA ACARA", "INSTALASI SISTEM PENGADAAN SECARA ELEKTRONIK (SPSE)")
    parts.plain(
        paper,
        "Pada hari ini, {{ numbering.date | spelled_date }} ({{ numbering.date | digits_date }}), dibuat berita "
        "acara atas instalasi SPSE pada infrastruktur yang dimiliki oleh {{ application.institution }}, sesuai Bab "
        f"II angka 2.1 huruf a angka 4) Lampiran {DECREE}, dengan keterangan sebagai berikut:",
    )
    parts.particulars(
        paper,
        ("Pengelola LPSE", "{{ application.unit }}"),
        ("Bentuk pengelolaan", "{{ application.form | form_name }}"),
        ("Kesepakatan tingkat layanan", "Nomor {{ sla_number }} tanggal {{ sla_date | long_date }}"),
        ("Lokasi", "{{ location }}"),
        ("Versi sistem", "{{ system_version }}"),
    )
    parts.plain(paper, "Hasil pemeriksaan instalasi:").paragraph_format.keep_with_next = True
    parts.listing(
        paper,
        loop="check in checklist",
        columns=(
            ("No.", 1.0, "{{ loop.index }}"),
            ("Butir pemeriksaan", 8.5, "{{ check.item }}"),
            ("Hasil", 2.5, "{{ 'Lulus' if check.passed else 'Tidak lulus' }}"),
            ("Catatan", 4.5, "{{ check.note }}"),
        ),
    )
    parts.plain(paper, "Instalasi tersebut diterima melalui sistem oleh:").paragraph_format.keep_with_next = True
    parts.acceptances(paper, ("lkpp_acceptance", "unit_acceptance"))
    parts.plain(
        paper,
        "Demikian berita acara ini dibuat dengan sebenarnya berdasarkan catatan pada sistem informasi pembinaan LKPP.",
    ).paragraph_format.keep_with_next = True
    signature(paper, seal=True)
    return paper
