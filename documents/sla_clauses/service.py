"""Articles 1 to 8 of the SLA: parties, services, duties, support, reports; our own text."""

from documents.sla_clauses.texts import BASIS, DECREE, FORM_NAMES, Texts
from documents.sla_terms import SlaTerms
from documents.wording import number_and_words, percent_and_words
from domain.units import ProviderForm


def parties(terms: SlaTerms) -> Texts:
    """Pasal 1: who the parties are, and on what basis they sign."""
    return (
        "PIHAK KESATU adalah penyelenggara pembinaan dan pengawasan terhadap fungsi pengelolaan layanan pengadaan "
        "secara elektronik, serta pengembang SPSE dan sistem pendukungnya.",
        "PIHAK KEDUA adalah penyelenggara fungsi pengelolaan layanan pengadaan secara elektronik dengan bentuk "
        f"{FORM_NAMES[terms.form]}, yang pelaksanaannya dilakukan oleh Pengelola LPSE pada PIHAK KEDUA.",
        "Kesepakatan ini ditandatangani setelah permohonan PIHAK KEDUA dinyatakan lengkap oleh PIHAK KESATU, sesuai "
        f"{BASIS}.",
        "Kewajiban PIHAK KEDUA dalam Kesepakatan ini dilaksanakan oleh Pengelola LPSE tanpa mengurangi tanggung jawab "
        "PIHAK KEDUA atas pemenuhannya.",
    )


def definitions(terms: SlaTerms) -> Texts:
    """Pasal 2: the terms used; the decree does not define the two forms, so the SLA does for itself."""
    system = terms.form is ProviderForm.SYSTEM_PROVIDER
    form = (
        "System provider, untuk keperluan Kesepakatan ini, adalah bentuk pengelolaan dengan SPSE yang diinstal pada "
        "infrastruktur yang dimiliki dan dikelola oleh PIHAK KEDUA."
        if system
        else "Service provider, untuk keperluan Kesepakatan ini, adalah bentuk pengelolaan dengan SPSE yang berjalan "
        "pada infrastruktur yang tidak dikelola oleh PIHAK KEDUA, sedangkan layanan kepada Pengguna diselenggarakan "
        "oleh PIHAK KEDUA."
    )
    return (
        (
            "Dalam Kesepakatan ini yang dimaksud dengan:",
            [
                f"Keputusan Deputi adalah {DECREE}.",
                "Sistem Pengadaan Secara Elektronik, yang selanjutnya disingkat SPSE, adalah sistem informasi "
                "pengadaan barang/jasa pemerintah yang dikembangkan oleh LKPP, meliputi Perencanaan Pengadaan, "
                "Persiapan Pengadaan, Pemilihan Penyedia, Pelaksanaan Kontrak, Serah Terima Pekerjaan, Pengelolaan "
                "Penyedia, dan Katalog Elektronik.",
                "Pengelola LPSE adalah unit kerja pada PIHAK KEDUA yang melaksanakan fungsi pengelolaan layanan "
                "pengadaan secara elektronik.",
                form,
                "Standar Layanan adalah standar layanan, kapasitas, dan keamanan informasi yang ditetapkan oleh LKPP "
                "sesuai Bab II angka 2.1 huruf b Lampiran Keputusan Deputi.",
                "Pengguna adalah orang atau badan yang memiliki akun pada SPSE atau sistem pendukungnya dan dilayani "
                "oleh Pengelola LPSE.",
                "Jam Layanan adalah waktu tersedianya dukungan bagi Pengguna untuk setiap jenis layanan sebagaimana "
                "tercantum dalam Pasal 15.",
                "Ketersediaan adalah perbandingan antara waktu layanan dapat digunakan dan seluruh waktu layanan "
                "dalam 1 (satu) bulan kalender, dinyatakan dalam persen.",
                "Gangguan adalah kejadian yang menghentikan layanan atau menurunkan mutunya di bawah sasaran yang "
                "disepakati.",
                "Waktu Tanggap adalah jangka waktu sejak Gangguan dilaporkan sampai dengan dimulainya penanganan.",
                "Waktu Pemulihan adalah jangka waktu sejak Gangguan dilaporkan sampai dengan layanan dapat digunakan "
                "kembali.",
                "Hari Kerja adalah hari Senin sampai dengan hari Jumat, kecuali hari libur nasional dan cuti bersama "
                "yang ditetapkan oleh Pemerintah.",
            ],
        ),
    )


def purpose(_: SlaTerms) -> Texts:
    """Pasal 3: what the agreement is for."""
    return (
        "Kesepakatan ini menjadi dasar bagi PARA PIHAK dalam menyediakan, menerima, mengukur, dan memperbaiki layanan "
        "pengadaan secara elektronik pada PIHAK KEDUA.",
        (
            "Kesepakatan ini bertujuan untuk:",
            [
                "menetapkan jenis, ruang lingkup, dan sasaran mutu layanan yang dapat diukur;",
                "menegaskan hak, kewajiban, dan tanggung jawab PARA PIHAK;",
                "menjaga kerahasiaan, integritas, dan ketersediaan informasi pengadaan; dan",
                "mendukung penerapan Standar Layanan oleh Pengelola LPSE.",
            ],
        ),
    )


def validity(terms: SlaTerms) -> Texts:
    """Pasal 4: the term, where one is agreed, and how it ends."""
    term = (
        "sampai dengan diakhiri sesuai ketentuan ayat (3)"
        if terms.validity_months is None
        else f"selama {number_and_words(terms.validity_months)} bulan"
    )
    return (
        f"Kesepakatan ini berlaku sejak ditandatangani oleh PARA PIHAK dan berlaku {term}.",
        "Kesepakatan ini dapat diperbarui dengan kesepakatan tingkat layanan yang baru. Dalam hal kesepakatan yang "
        "baru telah berlaku, Kesepakatan ini dinyatakan digantikan.",
        (
            "Kesepakatan ini berakhir apabila:",
            [
                "jangka waktu berlakunya selesai, dalam hal jangka waktu ditentukan;",
                "digantikan sebagaimana dimaksud pada ayat (2); atau",
                "PIHAK KEDUA dikenakan tindakan pembinaan berupa penghentian layanan SPSE dalam bentuk pencabutan.",
            ],
        ),
        "Berakhirnya Kesepakatan ini tidak menghapus kewajiban menjaga kerahasiaan, menyerahkan data dan catatan "
        "layanan, serta menyelesaikan proses pengadaan yang sedang berjalan sesuai peraturan perundang-undangan.",
    )


def scope(terms: SlaTerms) -> Texts:
    """Pasal 5: the services (I.p2) and the targets; the table of response targets follows the last clause."""
    return (
        (
            "Layanan yang diselenggarakan oleh PIHAK KEDUA meliputi:",
            [
                "pengelolaan seluruh sistem informasi pengadaan barang/jasa dan infrastrukturnya sesuai bentuk "
                f"{FORM_NAMES[terms.form]};",
                "pelaksanaan registrasi dan verifikasi Pengguna seluruh sistem informasi pengadaan barang/jasa; dan",
                "pengembangan sistem informasi yang dibutuhkan oleh pemangku kepentingan.",
            ],
        ),
        "Rincian jenis layanan, Jam Layanan, dan sasaran setiap layanan tercantum dalam Pasal 15.",
        f"PARA PIHAK menyepakati sasaran Ketersediaan layanan paling sedikit {percent_and_words(terms.availability)} "
        "dalam setiap bulan kalender, di luar waktu pemeliharaan terencana dan Keadaan Darurat.",
        "Pemeliharaan terencana diberitahukan kepada Pengguna dan pihak lainnya paling lambat "
        f"{number_and_words(terms.maintenance_notice_working_days)} Hari Kerja sebelum pelaksanaannya, dan "
        "dilaksanakan di luar jadwal kritis proses pemilihan penyedia.",
        "Gangguan ditangani menurut prioritas dengan Waktu Tanggap dan Waktu Pemulihan paling lama sebagaimana "
        "tercantum dalam tabel berikut, dihitung dalam Jam Layanan.",
    )


def rights_and_duties(terms: SlaTerms) -> Texts:
    """Pasal 6: rights and duties by form, and what a breach leads to (II.2.2.d)."""
    system = terms.form is ProviderForm.SYSTEM_PROVIDER
    lkpp = [
        "menyediakan SPSE beserta pembaruannya dan petunjuk penggunaannya;",
        "menetapkan dan menyampaikan Standar Layanan kepada PIHAK KEDUA;",
        "memberikan pendampingan dan konsultasi pelaksanaan tata kelola layanan;",
        "menindaklanjuti laporan Gangguan yang diteruskan oleh Pengelola LPSE; dan",
        "memberikan penjelasan tertulis atas hasil pemantauan dan evaluasi yang berkaitan dengan PIHAK KEDUA.",
    ]
    common = [
        "menerapkan Standar Layanan sesuai pedoman dalam Keputusan Deputi;",
        "menyediakan organisasi, anggaran, dan personel yang kompeten untuk menyelenggarakan layanan;",
        "menyelenggarakan registrasi, verifikasi, dan dukungan bagi Pengguna;",
        "menjaga keamanan akun, hak akses, dan informasi pengadaan;",
        "mencatat setiap aktivitas layanan dan menyampaikan laporan sebagaimana dimaksud dalam Pasal 8;",
    ]
    own = (
        [
            "menyediakan dan memelihara peladen, jaringan, dan fasilitas pendukung yang memenuhi kebutuhan kapasitas;",
            "menginstal SPSE pada infrastruktur yang dimiliki setelah Kesepakatan ini ditandatangani, dan menerapkan "
            "pembaruan yang disediakan oleh PIHAK KESATU;",
            "melakukan pencadangan data dan menguji pemulihannya secara berkala; dan",
        ]
        if system
        else [
            "menggunakan SPSE pada infrastruktur yang ditunjuk sesuai batas hak akses yang diberikan;",
            "menyediakan jaringan dan perangkat kerja bagi Pengelola LPSE; dan",
        ]
    )
    return (
        (
            "PIHAK KESATU berhak:",
            [
                "memperoleh data, laporan, dan akses yang diperlukan untuk pembinaan dan pengawasan;",
                "melakukan penilaian faktual, pemantauan, dan evaluasi dalam bentuk surveillance; dan",
                "mengenakan tindakan pembinaan sesuai Bab II angka 2.2 Lampiran Keputusan Deputi.",
            ],
        ),
        ("PIHAK KESATU berkewajiban:", lkpp),
        (
            "PIHAK KEDUA berhak:",
            [
                "menggunakan SPSE dan memperoleh pembaruannya;",
                "memperoleh pendampingan, konsultasi, dan dukungan teknis dari PIHAK KESATU; dan",
                "mengajukan keberatan atas tindakan pembinaan sebagaimana dimaksud dalam Pasal 14.",
            ],
        ),
        ("PIHAK KEDUA berkewajiban:", [*common, *own, "memberikan keterangan dan bukti yang diminta dalam penilaian."]),
        "Dalam hal PIHAK KEDUA diduga melanggar hal-hal yang dinyatakan dalam Kesepakatan ini, PIHAK KESATU "
        "menyampaikan dugaan tersebut secara tertulis disertai bukti, dan PIHAK KEDUA diberi kesempatan untuk "
        f"menanggapinya dalam waktu {number_and_words(terms.breach_answer_working_days)} Hari Kerja sejak diterima.",
        "Pelanggaran terhadap hal-hal yang dinyatakan dalam Kesepakatan ini dikenakan tindakan pembinaan berupa "
        "penghentian layanan SPSE dalam bentuk pencabutan, pengambilalihan hak akses, atau bentuk lainnya, sesuai "
        "Bab II angka 2.2 huruf d Lampiran Keputusan Deputi.",
    )


def support(_: SlaTerms) -> Texts:
    """Pasal 7: the tiers of user support; the table of contact points follows the last clause."""
    return (
        (
            "Dukungan kepada Pengguna diselenggarakan secara berjenjang:",
            [
                "tingkat pertama oleh helpdesk Pengelola LPSE, untuk pertanyaan, permintaan, dan Gangguan yang dapat "
                "diselesaikan pada PIHAK KEDUA;",
                "tingkat kedua oleh pengelola teknis Pengelola LPSE, untuk Gangguan yang memerlukan penanganan "
                "sistem; dan",
                "tingkat ketiga oleh PIHAK KESATU, untuk Gangguan pada aplikasi SPSE yang tidak dapat diselesaikan "
                "pada PIHAK KEDUA.",
            ],
        ),
        "Setiap permintaan dan Gangguan dicatat dengan nomor, waktu, prioritas, penanganan, dan penyelesaiannya.",
        "Dukungan tidak meliputi perangkat milik Pengguna, koneksi internet Pengguna, dan isi dokumen pengadaan.",
        "PARA PIHAK menunjuk narahubung sebagaimana tercantum dalam tabel berikut. Perubahan narahubung diberitahukan "
        "secara tertulis dan tidak memerlukan perubahan Kesepakatan ini.",
    )


def reporting(terms: SlaTerms) -> Texts:
    """Pasal 8: what is reported, and when."""
    return (
        f"PIHAK KEDUA menyampaikan laporan layanan kepada PIHAK KESATU setiap "
        f"{number_and_words(terms.reporting_months)} bulan, paling lambat "
        f"{number_and_words(terms.report_due_working_days)} Hari Kerja setelah akhir periode laporan.",
        (
            "Laporan layanan paling sedikit memuat:",
            [
                "capaian Ketersediaan, Waktu Tanggap, dan Waktu Pemulihan terhadap sasaran;",
                "jumlah dan jenis permintaan, Gangguan, serta registrasi dan verifikasi Pengguna;",
                "pemeliharaan dan perubahan yang dilaksanakan;",
                "insiden keamanan informasi dan penanganannya; dan",
                "rencana perbaikan atas sasaran yang tidak tercapai.",
            ],
        ),
        "Insiden keamanan informasi yang berdampak pada proses pengadaan dilaporkan kepada PIHAK KESATU paling lambat "
        "pada Hari Kerja berikutnya sejak diketahui.",
    )
