"""The decree's own words, clause by clause (Keputusan Deputi LKPP 152/2022); our reading of them is in `regulation`."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.refusals import HOUSE


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One clause.

    *Shape*: `id` is the path in the decree: `II.2.1.a.3` = chapter II, 2.1, letter a, number 3; `.p2` an unnumbered
    paragraph, `.s1` a sentence. `text_id` and `heading_id` are official words, emphasis marks left out; a clause that
    only groups others has the heading and an empty text. `summary_en` is ours.
    """

    id: str
    parent: str | None
    text_id: str
    summary_en: str
    heading_id: str = ""


class UnknownClauseError(Exception):
    """A clause id that the decree does not have."""


def clause(clause_id: str) -> Clause:
    """The clause of that id, or the pseudo-clause HOUSE. *Raises*: `UnknownClauseError`."""
    try:
        return CLAUSES[clause_id]
    except KeyError as error:
        raise UnknownClauseError(f"the decree has no clause {clause_id!r}") from error


def children(clause_id: str) -> tuple[Clause, ...]:
    """The clauses directly below, in the decree's order. *Raises*: `UnknownClauseError`."""
    parent = clause(clause_id)
    return tuple(each for each in CLAUSES.values() if each.parent == parent.id)


def cited(citation: str) -> tuple[Clause, ...]:
    """The clauses that a citation such as `II.2.1.a.3-4; I.p2` names, in its order.

    *Shape*: ids apart by `; `; a range runs over the clauses between the two siblings. *Raises*: `UnknownClauseError`.
    """
    return tuple(each for part in citation.split(";") for each in _range(part.strip()))


def _range(part: str) -> Iterator[Clause]:
    first_id, dash, last_segment = part.partition("-")
    first = clause(first_id)
    if not dash:
        yield first
        return
    siblings = [each.id for each in CLAUSES.values() if each.parent == first.parent]
    last_id = clause(first_id.rpartition(".")[0] + "." + last_segment).id
    if siblings.index(first_id) >= siblings.index(last_id):
        raise UnknownClauseError(f"the citation {part!r} runs backwards")
    for each in siblings[siblings.index(first_id) : siblings.index(last_id) + 1]:
        yield clause(each)


def _clauses(*rows: tuple[str, str, str, str]) -> dict[str, Clause]:
    """The table below as clauses; the parent follows from the id. *Raises*: `ValueError` for an id given twice."""
    clauses: dict[str, Clause] = {}
    for clause_id, heading_id, text_id, summary_en in rows:
        if clause_id in clauses:
            raise ValueError(f"clause {clause_id} stands twice")
        clauses[clause_id] = Clause(
            id=clause_id,
            parent=_parent_id(clause_id),
            text_id=text_id,
            summary_en=summary_en,
            heading_id=heading_id,
        )
    return clauses


def _parent_id(clause_id: str) -> str | None:
    parent = clause_id.rpartition(".")[0]
    return {"": None, "II.2": "II"}.get(parent, parent)


CLAUSES: dict[str, Clause] = _clauses(
    ("DIKTUM", "MEMUTUSKAN", "", "The operative part of the decree."),
    (
        "DIKTUM.KESATU",
        "",
        "Menetapkan pembinaan fungsi pengelolaan layanan pengadaan secara elektronik sebagaimana tercantum dalam "
        "Lampiran yang merupakan bagian tidak terpisahkan dari Keputusan ini.",
        "The guidance is set as in the annex, an inseparable part of the decree.",
    ),
    (
        "DIKTUM.KEDUA",
        "",
        "Pembinaan fungsi pengelolaan layanan pengadaan secara elektronik sebagaimana yang dimaksud pada Diktum "
        "KESATU dapat menjadi pedoman dalam melaksanakan fungsi pengelolaan layanan pengadaan secara elektronik, "
        "bagi:",
        "The annex may serve as guidance for those who run the function:",
    ),
    (
        "DIKTUM.KEDUA.a",
        "",
        "Unit Kerja Pengadaan Barang/Jasa (UKPBJ); dan",
        "the procurement unit (UKPBJ);",
    ),
    (
        "DIKTUM.KEDUA.b",
        "",
        "Unit kerja terpisah dari UKPBJ yang melaksanakan fungsi pengelolaan layanan pengadaan secara elektronik.",
        "a unit separate from the UKPBJ that runs the function.",
    ),
    (
        "DIKTUM.KETIGA",
        "",
        "Keputusan ini mulai berlaku pada tanggal ditetapkan.",
        "In force on the day it was set: 30 September 2022, Jakarta.",
    ),
    ("I", "PENDAHULUAN", "", "Introduction."),
    (
        "I.p1",
        "",
        "Fungsi pengelolaan layanan pengadaan secara elektronik merupakan layanan pengelolaan teknologi informasi "
        "untuk memfasilitasi pengadaan barang/jasa secara elektronik. Penyelenggaraan Pengadaan Barang/Jasa dilakukan "
        "secara elektronik menggunakan sistem informasi yang terdiri atas Sistem Pengadaan Secara Elektronik (SPSE) "
        "dan sistem pendukung yang dikembangkan oleh Lembaga Kebijakan Pengadaan Barang/Jasa Pemerintah (LKPP). SPSE "
        "yang terdiri dari: Perencanaan Pengadaan, Persiapan Pengadaan, Pemilihan Penyedia, Pelaksanaan Kontrak, "
        "Serah Terima Pekerjaan, Pengelolaan Penyedia, dan Katalog Elektronik. Disamping itu, terdapat beberapa "
        "sistem pendukung yang dikembangkan dengan ruang lingkup yang bersifat mendukung terlaksananya proses "
        "pengadaan barang/jasa secara elektronik.",
        "The function is an IT management service that facilitates e-procurement; its systems are SPSE, in seven "
        "parts, and supporting systems made by LKPP.",
    ),
    (
        "I.p2",
        "",
        "Pengelolaan SPSE dan sistem pendukung dilakukan dengan cara terpusat dan terdistribusi. Pengelolaan terpusat "
        "adalah pengelolaan infrastruktur pendukung untuk operasional aplikasi yang dikelola oleh LKPP, sedangkan "
        "terdistribusi adalah pengelolaan infrastruktur pendukung terdapat di masing-masing "
        "Kementerian/Lembaga/Pemerintah Daerah (K/L/Pemda). Agar implementasi SPSE dan sistem pendukung dapat berjalan "
        "dengan baik maka K/L/Pemda menyelenggarakan fungsi pengelolaan layanan pengadaan secara elektronik di Unit "
        "Kerja Pengadaan Barang/Jasa (UKPBJ). Fungsi pengelolaan layanan pengadaan secara elektronik yang dilaksanakan "
        "oleh unit kerja terpisah dari UKPBJ berlaku sampai dengan 31 Desember 2023. Fungsi pengelolaan layanan "
        "pengadaan secara elektronik meliputi: pengelolaan seluruh sistem informasi pengadaan barang/jasa dan "
        "infrastrukturnya, pelaksanaan registrasi dan verifikasi pengguna seluruh sistem informasi pengadaan "
        "barang/jasa, dan pengembangan sistem informasi yang dibutuhkan oleh pemangku kepentingan.",
        "Centralised or distributed management; the function is run in the UKPBJ; a separate unit is valid through "
        "31 December 2023; the scope of the function.",
    ),
    (
        "I.p3",
        "",
        "Pengelola layanan pengadaan secara elektronik memiliki peran penting dalam memfasilitasi pengguna SPSE "
        "melaksanakan proses pengadaan barang/jasa secara elektronik. Agar pelaksanaan pengadaan barang/jasa secara "
        "elektronik dapat berjalan dengan optimal, terdapat 3 (tiga) aspek keamanan informasi yang harus menjadi "
        "perhatian dari pengelola layanan pengadaan secara elektronik, yaitu confidentiality (kerahasiaan), integrity "
        "(integritas), dan availability (ketersediaan) informasi. Sejalan dengan hal tersebut, untuk mendorong para "
        "pengelola layanan pengadaan secara elektronik di K/L/Pemda menjalankan tugasnya dengan baik, salah satu "
        "fungsi yang diselenggarakan LKPP dalam melaksanakan tugas adalah fungsi pembinaan dan pengembangan sistem "
        "informasi serta pengawasan penyelenggaraan pengadaan barang/jasa pemerintah secara elektronik.",
        "Operators attend to confidentiality, integrity and availability; LKPP guides, develops and supervises.",
    ),
    (
        "II",
        "PEMBINAAN DAN PENGAWASAN PENYELENGGARAAN FUNGSI PENGELOLAAN LAYANAN PENGADAAN SECARA ELEKTRONIK",
        "",
        "Guidance and supervision of the function.",
    ),
    (
        "II.2.1",
        "Bentuk Pembinaan dan Pengawasan",
        "LKPP melakukan pembinaan dan pengawasan penyelenggaraan fungsi pengelolaan layanan pengadaan secara "
        "elektronik berupa:",
        "The forms of guidance and supervision.",
    ),
    (
        "II.2.1.a",
        "Persetujuan Pengelolaan Fungsi Layanan Pengadaan Secara Elektronik dengan Bentuk Service Provider dan System "
        "Provider",
        "",
        "Approval to run the function as service provider or system provider.",
    ),
    (
        "II.2.1.a.1",
        "",
        "K/L/Pemda yang akan melaksanakan pengelolaan layanan pengadaan secara elektronik mengajukan permohonan "
        "pengelolaan layanan pengadaan secara elektronik.",
        "The institution that will manage the service submits an application.",
    ),
    (
        "II.2.1.a.2",
        "",
        "LKPP melakukan reviu terhadap permohonan K/L/Pemda yang akan melaksanakan pengelolaan layanan pengadaan "
        "secara elektronik dengan bentuk service provider dan system provider.",
        "LKPP reviews the application, in the form of service provider or system provider.",
    ),
    (
        "II.2.1.a.3",
        "",
        "Apabila permohonan pengelolaan layanan pengadaan secara elektronik dinyatakan lengkap, maka dilanjutkan "
        "dengan penandatanganan kesepakatan tingkat layanan (service level agreement) dengan LKPP.",
        "Once the application is declared complete, the service-level agreement with LKPP is signed.",
    ),
    (
        "II.2.1.a.4",
        "",
        "Untuk fungsi pengelolaan layanan pengadaan secara elektronik dengan bentuk system provider, dilanjutkan "
        "dengan instalasi sistem pengadaan secara elektronik pada infrastruktur yang dimiliki.",
        "For a system provider, SPSE is then installed on the infrastructure it owns.",
    ),
    (
        "II.2.1.b",
        "Standar Layanan, Kapasitas, dan Keamanan Informasi",
        "",
        "The standards of service, capacity and information security.",
    ),
    (
        "II.2.1.b.1",
        "",
        "LKPP menetapkan standar layanan, kapasitas, dan keamanan informasi, yang terdiri dari:",
        "LKPP sets the seventeen standards of service, capacity and information security:",
    ),
    ("II.2.1.b.1.a", "", "Standar Kebijakan Layanan;", "service policy"),
    ("II.2.1.b.1.b", "", "Standar Organisasi Layanan;", "service organisation"),
    ("II.2.1.b.1.c", "", "Standar Pengelolaan Aset Layanan;", "service asset management"),
    ("II.2.1.b.1.d", "", "Standar Pengelolaan Resiko Layanan;", "service risk management"),
    (
        "II.2.1.b.1.e",
        "",
        "Standar Pengelolaan Gangguan Masalah dan Permintaan Layanan;",
        "incident, problem and service-request management",
    ),
    ("II.2.1.b.1.f", "", "Standar Pengelolaan Perubahan;", "change management"),
    ("II.2.1.b.1.g", "", "Standar Pengelolaan Kapasitas Layanan;", "service capacity management"),
    ("II.2.1.b.1.h", "", "Standar Pengelolaan Sumber Daya Manusia;", "human resource management"),
    ("II.2.1.b.1.i", "", "Standar Pengelolaan Keamanan Perangkat;", "equipment security management"),
    ("II.2.1.b.1.j", "", "Standar Pengelolaan Operasional Keamanan Layanan;", "service security operations"),
    (
        "II.2.1.b.1.k",
        "",
        "Standar Pengelolaan Keamanan Server dan Jaringan;",
        "server and network security management",
    ),
    ("II.2.1.b.1.l", "", "Standar Pengelolaan Kelangsungan Pelayanan;", "service continuity management"),
    ("II.2.1.b.1.m", "", "Standar Pengelolaan Anggaran Layanan;", "service budget management"),
    ("II.2.1.b.1.n", "", "Standar Pengelolaan Pendukung Layanan;", "service support (supplier) management"),
    ("II.2.1.b.1.o", "", "Standar Pengelolaan Hubungan Bisnis Layanan;", "business relationship management"),
    ("II.2.1.b.1.p", "", "Standar Pengelolaan Kepatuhan; dan", "compliance management"),
    ("II.2.1.b.1.q", "", "Standar Penilaian Internal.", "internal assessment"),
    (
        "II.2.1.b.2",
        "",
        "Pengelola layanan pengadaan secara elektronik menerapkan standar layanan, kapasitas, dan keamanan informasi "
        "yang telah ditetapkan oleh LKPP.",
        "The operator implements the standards that LKPP has set.",
    ),
    (
        "II.2.1.c",
        "Standar Kompetensi Bagi Personel Pengelola Layanan Pengadaan Secara Elektronik",
        "",
        "Competency standards for the operator's personnel.",
    ),
    (
        "II.2.1.c.1",
        "",
        "Dalam rangka menciptakan Sumber Daya Manusia yang profesional dan kompeten dalam pengelolaan layanan "
        "pengadaan secara elektronik, LKPP menetapkan Kamus Kompetensi Teknis untuk Pengelolaan Layanan Pengadaan "
        "Secara Elektronik.",
        "LKPP sets the technical competency dictionary.",
    ),
    (
        "II.2.1.c.2",
        "",
        "Berdasarkan Kamus Kompetensi sebagaimana angka (1), LKPP menetapkan Standar Kompetensi yang menjadi acuan "
        "dalam pengadaan personel pengelola layanan pengadaan secara elektronik dan pengembangan kapasitasnya.",
        "From it LKPP sets the competency standard, the reference for recruiting and for building capacity.",
    ),
    (
        "II.2.1.d",
        "Pendampingan dan Konsultasi Pelaksanaan Tata Kelola Layanan Pengadaan Secara Elektronik",
        "",
        "Mentoring and consultation.",
    ),
    (
        "II.2.1.d.p1",
        "",
        "LKPP memberikan pendampingan dan konsultasi pelaksanaan tata kelola layanan pengadaan secara elektronik "
        "dengan mengacu pada standar layanan, kapasitas, dan keamanan informasi yang telah ditetapkan.",
        "LKPP gives mentoring and consultation by the standards.",
    ),
    (
        "II.2.1.d.p2",
        "",
        "Pendampingan dilakukan dalam bentuk bimbingan teknis yang bertujuan untuk menyiapkan penyelenggara layanan "
        "pengadaan secara elektronik agar mampu melakukan penyusunan, pengembangan dan mengimplementasikan pelayanan "
        "yang baik dan terstandar yang mencakup pencatatan setiap aktivitas penyelenggaraan layanan disertai dengan "
        "contoh-contoh pelaksanaannya. Sedangkan konsultasi dilakukan dalam bentuk komunikasi secara "
        "daring/luring/komunikasi dalam bentuk lain.",
        "Mentoring is technical guidance, with a record of every service activity and examples; consultation is "
        "online, in person or by other communication.",
    ),
    (
        "II.2.1.e",
        "Penilaian dan Rekomendasi Implementasi Standarisasi Tata Kelola Layanan Pengadaan Secara Elektronik",
        "",
        "Assessment and recommendations.",
    ),
    (
        "II.2.1.e.1",
        "",
        "Pengelola layanan pengadaan secara elektronik melakukan penilaian mandiri terhadap pemenuhan standarisasi "
        "tata kelola fungsi pengelolaan layanan pengadaan secara elektronik yang mengacu kepada standar layanan, "
        "kapasitas, dan keamanan informasi yang telah ditetapkan.",
        "The operator assesses itself against the standards.",
    ),
    (
        "II.2.1.e.2",
        "",
        "LKPP melakukan penilaian faktual standarisasi tata kelola layanan pengadaan secara elektronik dengan mengacu "
        "pada standar layanan, kapasitas, dan keamanan informasi yang telah ditetapkan.",
        "LKPP makes the factual assessment against the standards.",
    ),
    (
        "II.2.1.e.3",
        "",
        "Berdasarkan penilaian, LKPP dapat memberikan rekomendasi perbaikan tata kelola layanan pengadaan secara "
        "elektronik.",
        "On the assessment LKPP may give improvement recommendations.",
    ),
    (
        "II.2.1.e.4",
        "",
        "Pengelola layanan pengadaan secara elektronik menindaklanjuti rekomendasi perbaikan yang diberikan oleh LKPP.",
        "The operator follows up the recommendations.",
    ),
    (
        "II.2.1.e.5",
        "",
        "LKPP melakukan penetapan terhadap layanan pengadaan secara elektronik yang telah memenuhi penilaian mandiri "
        "dan penilaian faktual standarisasi, serta rekomendasi perbaikan tata kelola layanan pengadaan secara "
        "elektronik dengan mengacu pada standar layanan, kapasitas, dan keamanan informasi.",
        "LKPP determines the service that has met self-assessment, factual assessment and recommendations.",
    ),
    (
        "II.2.1.f",
        "Pemantauan dan Evaluasi Tata Kelola Layanan Pengadaan Secara Elektronik",
        "",
        "Monitoring and evaluation.",
    ),
    (
        "II.2.1.f.p1",
        "",
        "LKPP melakukan pemantauan dan evaluasi terhadap tata kelola layanan pengadaan secara elektronik. Pemantauan "
        "dan evaluasi dilakukan dalam bentuk surveillance untuk memastikan penyelenggaraan layanan pengadaan secara "
        "elektronik dilaksanakan sesuai standarisasi pengelolaan layanan pengadaan secara elektronik",
        "LKPP monitors and evaluates in the form of surveillance, to ensure conformity.",
    ),
    (
        "II.2.1.f.p2",
        "",
        "Dalam hal surveillance ditemukan pengelolaan layanan pengadaan secara elektronik yang belum sesuai dengan "
        "standar layanan, kapasitas, dan keamanan informasi, LKPP memberikan tindakan pembinaan kepada pengelola "
        "layanan pengadaan secara elektronik.",
        "Where surveillance finds non-conformity, LKPP gives a measure of guidance.",
    ),
    (
        "II.2.2",
        "Tindakan Pembinaan",
        "Tindakan pembinaan kepada pengelola layanan pengadaan secara elektronik yang dilakukan oleh LKPP berupa:",
        "The measures of guidance.",
    ),
    (
        "II.2.2.a",
        "Saran/Rekomendasi",
        "Saran/rekomendasi perbaikan diberikan dalam hal ditemukan ketidaksesuaian terhadap standar layanan, "
        "kapasitas, dan keamanan informasi dalam penyelenggaraan fungsi pengelolaan layanan pengadaan secara "
        "elektronik.",
        "Advice is given where non-conformity with the standards is found.",
    ),
    (
        "II.2.2.b",
        "Teguran",
        "Tindakan pembinaan berupa teguran dikenakan apabila pengelola layanan pengadaan secara elektronik tidak "
        "melakukan perbaikan sebagai tindak lanjut terhadap saran/rekomendasi yang diberikan.",
        "A warning is imposed where the advice was not followed by improvement.",
    ),
    ("II.2.2.c", "Pencabutan Sertifikat Standarisasi", "", "Revocation of the standardisation certificate."),
    (
        "II.2.2.c.s1",
        "",
        "Dalam hal pengelola layanan pengadaan secara elektronik tidak melakukan perbaikan untuk menindaklanjuti "
        "teguran, dikenakan tindakan pembinaan berupa pencabutan sertifikat standarisasi.",
        "Where the warning was not followed by improvement, the certificate is revoked.",
    ),
    (
        "II.2.2.c.s2",
        "",
        "Pengelola layanan pengadaan secara elektronik yang dicabut sertifikat standarisasinya, dilakukan penilaian "
        "ulang terhadap standar yang dicabut.",
        "The operator whose certificate is revoked is re-assessed on the standards revoked.",
    ),
    (
        "II.2.2.d",
        "Penghentian Layanan SPSE",
        "Dalam hal tidak dilakukan perbaikan setelah pencabutan sertifikat standarisasi atau melanggar hal-hal yang "
        "dinyatakan di dalam kesepakatan tingkat layanan (service level agreement), maka dikenakan tindakan pembinaan "
        "berupa penghentian layanan sistem pengadaan secara elektronik dalam bentuk pencabutan, pengambilalihan hak "
        "akses, atau bentuk lainnya.",
        "Without improvement after revocation, or on breach of the service-level agreement, the SPSE service is "
        "stopped: by revocation, takeover of access rights, or in another form.",
    ),
    ("II.2.3", "Keberatan", "", "Objection."),
    (
        "II.2.3.s1",
        "",
        "Pengelola layanan pengadaan secara elektronik yang keberatan atas tindakan pembinaan yang dikenakan dapat "
        "mengajukan surat keberatan kepada LKPP disertai bukti pendukung paling lambat diajukan 5 (lima) hari kerja "
        "sejak surat pemberitahuan tindakan pembinaan diterima.",
        "The operator may object by letter with supporting evidence, at the latest five working days after the "
        "notification letter was received.",
    ),
    (
        "II.2.3.s2",
        "",
        "LKPP menindaklanjuti keberatan dengan melakukan pemeriksaan dan/atau klarifikasi kepada pengelola layanan "
        "pengadaan secara elektronik dan/atau pihak lain yang dianggap perlu.",
        "LKPP follows up by examination and/or clarification with the operator and/or others deemed necessary.",
    ),
    (
        "II.2.3.s3",
        "",
        "Hasil pemeriksaan dan/atau klarifikasi menjadi dasar untuk tindak lanjut terhadap tindakan pembinaan yang "
        "telah dikenakan.",
        "The result is the basis for what follows of the measure imposed.",
    ),
    (
        "III",
        "KETENTUAN LAINNYA",
        "Dalam rangka menunjang kelancaran pengadaan barang/jasa pemerintah, LKPP dapat memberikan rekomendasi berupa "
        "penggunaan sistem yang dikelola oleh LKPP kepada pengelola layanan pengadaan secara elektronik yang dikenakan "
        "tindakan pembinaan.",
        "LKPP may recommend that an operator under a measure use a system that LKPP manages.",
    ),
    (
        HOUSE,
        "Aturan rumah tangga",
        "Aturan sistem ini sendiri, bukan bunyi Keputusan 152/2022; dapat diatur melalui konfigurasi.",
        "A rule of this system, not of the decree; it is configuration.",
    ),
)
"""Every clause in the decree's order, and HOUSE at the end."""
