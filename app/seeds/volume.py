"""Invented institutions with their people for sixty units (DATA CONTOH); what happens to the units is told elsewhere.

They are loaded only where the volume is told, so that no test and no empty installation carries them.
"""

from app.seeds.institutions import WIB, WIT, WITA, InstitutionSeed, institutions, invented
from app.seeds.people import PersonSeed, people_at
from domain.institutions import InstitutionKind

_K, _C, _P = InstitutionKind.REGENCY, InstitutionKind.CITY, InstitutionKind.PROVINCE

# fmt: off
_PLACES = (
    (_P, "Aruna", WIB), (_P, "Bahtera", WITA), (_P, "Cakrawala", WIT), (_P, "Dirgantara", WIB),
    (_K, "Akasia", WIB), (_K, "Bakau", WITA), (_K, "Cemara", WIB), (_K, "Damar", WIT), (_K, "Embun", WIB),
    (_K, "Flamboyan", WITA), (_K, "Gaharu", WIB), (_K, "Hijau", WIB), (_K, "Ilalang", WITA), (_K, "Jati", WIB),
    (_K, "Kenanga", WIB), (_K, "Lontar", WITA), (_K, "Mahoni", WIB), (_K, "Nipah", WIT), (_K, "Oleander", WIB),
    (_K, "Pinus", WIB), (_K, "Rotan", WITA), (_K, "Sagu", WIT), (_K, "Trembesi", WIB), (_K, "Ulin", WITA),
    (_K, "Waru", WIB), (_K, "Angsana", WIB), (_K, "Beringin", WIB), (_K, "Cendana", WITA), (_K, "Dadap", WIB),
    (_K, "Enau", WIB), (_K, "Gandaria", WITA), (_K, "Kepuh", WIB),
    (_C, "Anggrek", WIB), (_C, "Bugenvil", WITA), (_C, "Cempaka", WIB), (_C, "Dahlia", WIB), (_C, "Kamboja", WITA),
    (_C, "Lavender", WIB), (_C, "Mawar", WIB), (_C, "Melati", WIT), (_C, "Seroja", WITA), (_C, "Tanjung", WIB),
    (_C, "Teratai", WIB), (_C, "Wijaya", WIB),
)
_AGENCIES = (
    "Badan Contoh Arsip Kelautan", "Badan Contoh Bahasa Daerah", "Badan Contoh Benih dan Pupuk",
    "Badan Contoh Cadangan Air", "Badan Contoh Energi Pasang Surut", "Badan Contoh Gunung dan Lembah",
    "Badan Contoh Hutan Kota", "Badan Contoh Jalan Setapak", "Badan Contoh Kearsipan Digital",
    "Badan Contoh Literasi Angka", "Badan Contoh Mutu Bangunan", "Badan Contoh Pelayaran Rakyat",
    "Badan Contoh Peta Tematik", "Lembaga Contoh Kajian Sungai", "Lembaga Contoh Rekayasa Pangan",
    "Lembaga Contoh Statistik Desa",
)
_HEADS = {_K: "Bupati", _C: "Wali Kota", _P: "Gubernur"}
_KIND_NAMES = {_K: "Kabupaten", _C: "Kota", _P: "Provinsi"}
_FIRST = (
    "Adi", "Bayu", "Citra", "Dewi", "Eka", "Farah", "Gilang", "Hana", "Indra", "Joko", "Kartika", "Laras", "Mega",
    "Nanda", "Okta", "Putri", "Rangga", "Sari", "Tegar", "Umar", "Vina", "Wahyu", "Yoga", "Zahra", "Arif", "Bunga",
    "Chandra", "Dian", "Fitri", "Galih",
)
_LAST = (
    "Abimanyu", "Baskara", "Cahyono", "Darmawan", "Erlangga", "Firmansyah", "Gunawan", "Handayani", "Iskandar",
    "Jatmika", "Kurniawan", "Laksana", "Mahendra", "Nugroho", "Oktaviani", "Pamungkas", "Rahayu", "Santosa", "Tanjung",
    "Utami", "Verawati", "Wibowo", "Yudhistira", "Zulkarnain", "Anindita", "Budiman", "Chaniago", "Dwiputra",
    "Fadillah", "Ginanjar",
)
# fmt: on


def volume_governments() -> tuple[InstitutionSeed, ...]:
    """The 44 invented local governments of the volume."""
    return tuple(
        invented(
            kind=kind,
            name=f"{_KIND_NAMES[kind]} Contoh {place}",
            head_title=f"{_HEADS[kind]} Contoh {place}",
            time_zone=time_zone,
        )
        for kind, place, time_zone in _PLACES
    )


def volume_institutions() -> tuple[InstitutionSeed, ...]:
    """The sixty institutions whose units have data: the local governments, and sixteen of the invented agencies."""
    agencies = {seed.name: seed for seed in institutions() if seed.name in _AGENCIES}
    return (*volume_governments(), *(agencies[name] for name in _AGENCIES))


def volume_people() -> tuple[PersonSeed, ...]:
    """Head, head of the unit and staff of each of them."""
    return tuple(
        person
        for number, institution in enumerate(volume_institutions())
        for person in people_at(
            institution.id.removeprefix("inst-"),
            institution.letterhead_name,
            (institution.head_title, invented_name(3 * number)),
            invented_name(3 * number + 1),
            invented_name(3 * number + 2),
        )
    )


def invented_name(number: int) -> str:
    """A person's name that stands for nobody: another for each number below 900."""
    rounds, first = divmod(number, len(_FIRST))
    return f"Contoh {_FIRST[first]} {_LAST[(7 * first + rounds) % len(_LAST)]}"
