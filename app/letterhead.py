"""The letterhead of this installation: agency and office as in the decree, with an invented address (DATA CONTOH)."""

from documents.contexts import Letterhead

LETTERHEAD = Letterhead(
    agency="Lembaga Kebijakan Pengadaan Barang/Jasa Pemerintah",
    office="Deputi Bidang Monitoring-Evaluasi dan Pengembangan Sistem Informasi",
    address=("Jalan Contoh Nomor 1, Jakarta 10000 (DATA CONTOH)", "Telepon (021) 000-0000 | contoh@contoh.invalid"),
    place="Jakarta",
)
