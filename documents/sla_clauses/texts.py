"""Words that several clauses share: the decree's name, the citation of its clauses, the names of the two forms."""

from typing import TypeAlias

from domain.units import ProviderForm

Texts: TypeAlias = tuple[str | tuple[str, list[str]], ...]
"""The clauses of one article before they are labelled: a sentence, or an opening with its lines."""

DECREE = (
    "Keputusan Deputi Bidang Monitoring-Evaluasi dan Pengembangan Sistem Informasi Lembaga Kebijakan Pengadaan "
    "Barang/Jasa Pemerintah Nomor 152 Tahun 2022 tentang Pembinaan Fungsi Pengelolaan Layanan Pengadaan Secara "
    "Elektronik"
)
BASIS = "Bab II angka 2.1 huruf a angka 3) Lampiran Keputusan Deputi"
FORM_NAMES = {
    ProviderForm.SERVICE_PROVIDER: "service provider",
    ProviderForm.SYSTEM_PROVIDER: "system provider",
}
