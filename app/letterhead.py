"""The letterhead and help desk of the samples: agency and office as in the decree, the rest invented (DATA CONTOH)."""

from documents.contexts import Letterhead
from documents.sla_terms import HelpDesk

LETTERHEAD = Letterhead(
    agency="Lembaga Kebijakan Pengadaan Barang/Jasa Pemerintah",
    office="Deputi Bidang Monitoring-Evaluasi dan Pengembangan Sistem Informasi",
    address=("Jalan Contoh Nomor 1, Jakarta 10000 (DATA CONTOH)", "Telepon (021) 000-0000 | contoh@contoh.invalid"),
    place="Jakarta",
)

HELP_DESK = HelpDesk(
    name="Layanan Bantuan LKPP (DATA CONTOH)",
    telephone="(021) 000-0000",
    email="contoh@contoh.invalid",
    hours="Senin-Jumat 08.00-16.00 WIB",
)
