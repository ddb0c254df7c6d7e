"""Articles 9 to 15 of the SLA: environment, emergency, revision, costs, secrecy, disputes, catalogue; our own text."""

from documents.sla_clauses.texts import Texts
from documents.sla_terms import SlaTerms
from documents.wording import number_and_words
from domain.units import ProviderForm


def user_environment(_: SlaTerms) -> Texts:
    """Pasal 9: what a user needs on his side."""
    return (
        (
            "Layanan dapat digunakan dengan baik pada lingkungan Pengguna yang memenuhi ketentuan berikut:",
            [
                "perangkat dengan peramban web yang masih memperoleh pembaruan keamanan dari pengembangnya;",
                "koneksi internet yang stabil dan waktu perangkat yang sesuai dengan waktu setempat;",
                "aplikasi pendukung pada versi yang diumumkan pada laman SPSE; dan",
                "akun yang dijaga kerahasiaannya oleh Pengguna yang bersangkutan.",
            ],
        ),
        "PIHAK KEDUA memberitahukan perubahan ketentuan pada ayat (1) kepada Pengguna melalui laman layanan sebelum "
        "perubahan tersebut diterapkan.",
        "Kegagalan yang disebabkan oleh lingkungan Pengguna tidak diperhitungkan dalam pengukuran sasaran layanan.",
    )


def emergency(_: SlaTerms) -> Texts:
    """Pasal 10: events that nobody can prevent, and how the service goes on."""
    return (
        "Keadaan Darurat adalah kejadian di luar kemampuan PARA PIHAK yang mengakibatkan layanan tidak dapat "
        "diselenggarakan, antara lain bencana alam, kebakaran, kerusuhan, kegagalan jaringan atau listrik berskala "
        "luas, dan serangan siber yang tidak dapat dicegah dengan upaya yang wajar.",
        "Pihak yang mengalami Keadaan Darurat memberitahukan kepada pihak lainnya secara tertulis paling lambat pada "
        "Hari Kerja berikutnya sejak kejadian diketahui, disertai perkiraan dampak dan langkah penanganan.",
        "Selama Keadaan Darurat, PARA PIHAK menjalankan rencana kelangsungan layanan dan mendahulukan proses pengadaan "
        "yang memiliki batas waktu.",
        "Tidak terpenuhinya sasaran layanan akibat Keadaan Darurat yang diberitahukan sesuai ayat (2) bukan merupakan "
        "pelanggaran terhadap Kesepakatan ini.",
    )


def revision(terms: SlaTerms) -> Texts:
    """Pasal 11: how the agreement is evaluated and changed."""
    return (
        f"PARA PIHAK mengevaluasi pelaksanaan Kesepakatan ini paling sedikit 1 (satu) kali dalam "
        f"{number_and_words(terms.evaluation_months)} bulan.",
        "Evaluasi menggunakan laporan sebagaimana dimaksud dalam Pasal 8, hasil penilaian, dan hasil surveillance.",
        "Perubahan terhadap Kesepakatan ini dituangkan dalam kesepakatan tingkat layanan yang baru yang ditandatangani "
        "oleh PARA PIHAK.",
        "Dalam hal Standar Layanan atau peraturan perundang-undangan berubah, PARA PIHAK menyesuaikan Kesepakatan ini "
        "melalui mekanisme pada ayat (3).",
    )


def costs(terms: SlaTerms) -> Texts:
    """Pasal 12: who bears what; LKPP charges nothing for SPSE."""
    own = (
        "penyediaan infrastruktur, instalasi, dan pemeliharaannya, serta "
        if terms.form is ProviderForm.SYSTEM_PROVIDER
        else ""
    )
    return (
        "PIHAK KESATU tidak memungut biaya atas penggunaan SPSE, penilaian, pendampingan, dan konsultasi.",
        f"Biaya {own}penyelenggaraan layanan, personel, dan dukungan Pengguna pada PIHAK KEDUA dibebankan pada "
        f"anggaran PIHAK KEDUA sesuai peraturan perundang-undangan.",
        "PIHAK KEDUA tidak memungut biaya dari Pengguna atas layanan dalam Kesepakatan ini.",
    )


def confidentiality(_: SlaTerms) -> Texts:
    """Pasal 13: what both sides keep secret, and for how long."""
    return (
        "PARA PIHAK menjaga kerahasiaan dokumen penawaran, data pribadi, kredensial, konfigurasi keamanan, dan "
        "informasi lain yang menurut sifatnya atau menurut peraturan perundang-undangan dikecualikan.",
        "Akses terhadap informasi sebagaimana dimaksud pada ayat (1) hanya diberikan kepada personel yang "
        "memerlukannya untuk tugasnya dan telah menandatangani pernyataan menjaga kerahasiaan.",
        "Kewajiban kerahasiaan tetap berlaku setelah Kesepakatan ini berakhir.",
        "Kewajiban kerahasiaan tidak menghalangi pemberian informasi kepada aparat pengawasan, penegak hukum, atau "
        "pengadilan sesuai peraturan perundang-undangan.",
    )


def disputes(_: SlaTerms) -> Texts:
    """Pasal 14: settlement between the parties, and the right to object to a measure (II.2.3)."""
    return (
        "Perselisihan mengenai pelaksanaan Kesepakatan ini diselesaikan secara musyawarah untuk mufakat.",
        "Dalam hal PIHAK KEDUA keberatan atas tindakan pembinaan yang dikenakan, Pengelola LPSE dapat mengajukan surat "
        "keberatan kepada LKPP disertai bukti pendukung paling lambat 5 (lima) hari kerja sejak surat pemberitahuan "
        "tindakan pembinaan diterima, sesuai Bab II angka 2.3 Lampiran Keputusan Deputi.",
        "LKPP menindaklanjuti keberatan dengan melakukan pemeriksaan dan/atau klarifikasi, dan hasilnya menjadi dasar "
        "untuk tindak lanjut terhadap tindakan pembinaan yang telah dikenakan.",
        "Selama perselisihan diselesaikan, PARA PIHAK tetap menyelenggarakan layanan kepada Pengguna.",
    )


def catalogue(_: SlaTerms) -> Texts:
    """Pasal 15: the closing words; the table of services follows the first clause."""
    return ("Jenis layanan yang diselenggarakan berdasarkan Kesepakatan ini tercantum dalam daftar berikut.",)
