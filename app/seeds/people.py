"""Invented people for every role (DATA CONTOH): no real name, no NIP, no NIK."""

from dataclasses import dataclass

from domain.roles import Role


@dataclass(frozen=True, kw_only=True)
class PersonSeed:
    """One invented person.

    *Shape*: `id` is a stable slug; `institution_id` is set exactly for roles of an institution; `unit_id` is None until
    the unit is registered from its application; `office` is what stands over the name in a signature block; `active` is
    false of one who acts no more.
    """

    id: str
    name: str
    roles: tuple[Role, ...]
    office: str
    organisation: str
    email: str
    institution_id: str | None = None
    unit_id: str | None = None
    tied_institution_ids: tuple[str, ...] = ()
    active: bool = True


LKPP_NAME = "Lembaga Kebijakan Pengadaan Barang/Jasa Pemerintah"
DEPUTY_TITLE_ID = "Deputi Bidang Monitoring-Evaluasi dan Pengembangan Sistem Informasi"
"""The Deputy's title in the decree; the organisation changed later, so the officials in force are configuration."""


def people() -> tuple[PersonSeed, ...]:
    """All: the officials of LKPP, then those of the invented institutions."""
    return (*lkpp_people(), *institution_people())


def lkpp_people() -> tuple[PersonSeed, ...]:
    """One Deputy, one administrator, three reviewers, three assessors and one auditor."""
    return tuple(
        PersonSeed(
            id=person_id,
            name=name,
            roles=(role,),
            office=office,
            organisation=LKPP_NAME,
            email=f"{person_id.removeprefix('person-')}@lkpp.contoh.invalid",
            tied_institution_ids=_TIES.get(person_id, ()),
        )
        for person_id, name, role, office in _LKPP
    )


def institution_people() -> tuple[PersonSeed, ...]:
    """Head, LPSE head and staff of the invented institutions that have a unit in the samples."""
    return tuple(person for row in _INSTITUTIONS for person in people_at(*row))


def people_at(
    slug: str, organisation: str, head: tuple[str, str], unit_head: str, staff: str
) -> tuple[PersonSeed, ...]:
    """Three people of an invented institution. *Shape*: `head` is the office and the name, the others are names."""
    place = organisation.removeprefix("Pemerintah ")
    rows = (
        ("head", head[1], Role.INSTITUTION_HEAD, head[0]),
        ("unit-head", unit_head, Role.UNIT_HEAD, f"Kepala LPSE {place}"),
        ("staff", staff, Role.UNIT_STAFF, f"Admin PPE LPSE {place}"),
    )
    return tuple(
        PersonSeed(
            id=f"person-{post}-{slug}",
            name=name,
            roles=(role,),
            office=office,
            organisation=organisation,
            email=f"{post}@{slug}.contoh.invalid",
            institution_id=f"inst-{slug}",
        )
        for post, name, role, office in rows
    )


_TIES = {"person-reviewer-2": ("inst-kabupaten-contoh-selatan",)}
"""Who once served an institution, and so may not review, assess or hear it."""

_LKPP = (
    ("person-deputy", "Dr. Contoh Wiratama, M.T.", Role.DEPUTY, DEPUTY_TITLE_ID),
    ("person-admin", "Contoh Lestari, S.Kom.", Role.ADMIN, "Pranata Komputer Ahli Muda"),
    ("person-reviewer-1", "Contoh Maharani, S.H.", Role.REVIEWER, "Analis Kebijakan Ahli Muda"),
    ("person-reviewer-2", "Contoh Nugraha, S.T.", Role.REVIEWER, "Analis Kebijakan Ahli Pertama"),
    ("person-reviewer-3", "Contoh Wicaksono, S.H., M.Kn.", Role.REVIEWER, "Analis Kebijakan Ahli Muda"),
    ("person-assessor-1", "Contoh Kusuma, M.Kom.", Role.ASSESSOR, "Pranata Komputer Ahli Madya"),
    ("person-assessor-2", "Contoh Anggraini, M.M.S.I.", Role.ASSESSOR, "Pranata Komputer Ahli Muda"),
    ("person-assessor-3", "Contoh Purnama, S.T., M.T.", Role.ASSESSOR, "Pranata Komputer Ahli Muda"),
    ("person-auditor", "Contoh Hidayat, S.E., Ak.", Role.AUDITOR, "Auditor Ahli Madya"),
)

_INSTITUTIONS = (
    (
        "kabupaten-contoh-utara",
        "Pemerintah Kabupaten Contoh Utara",
        ("Bupati Contoh Utara", "H. Contoh Prasetyo, S.Sos."),
        "Contoh Ramadhan, S.T., M.Kom.",
        "Contoh Pertiwi, A.Md.Kom.",
    ),
    (
        "kabupaten-contoh-selatan",
        "Pemerintah Kabupaten Contoh Selatan",
        ("Bupati Contoh Selatan", "Dra. Contoh Mandasari, M.Si."),
        "Contoh Saputra, S.Kom.",
        "Contoh Yulianti, S.T.",
    ),
    (
        "kota-contoh-timur",
        "Pemerintah Kota Contoh Timur",
        ("Wali Kota Contoh Timur", "Contoh Rumbiak, S.I.P."),
        "Contoh Wenda, S.T.",
        "Contoh Manibuy, A.Md.",
    ),
    (
        "kabupaten-contoh-barat",
        "Pemerintah Kabupaten Contoh Barat",
        ("Bupati Contoh Barat", "Ir. Contoh Siregar"),
        "Contoh Hasibuan, S.Kom.",
        "Contoh Ginting, S.E.",
    ),
    (
        "provinsi-contoh-raya",
        "Pemerintah Provinsi Contoh Raya",
        ("Gubernur Contoh Raya", "Dr. Contoh Adiningrat"),
        "Contoh Setiawan, M.T.",
        "Contoh Rahmawati, S.Kom.",
    ),
    (
        "kota-contoh-tengah",
        "Pemerintah Kota Contoh Tengah",
        ("Wali Kota Contoh Tengah", "Contoh Daeng, S.H., M.H."),
        "Contoh Palar, S.Kom.",
        "Contoh Tangkudung, S.T.",
    ),
    (
        "badan-contoh-data-pesisir",
        "Badan Contoh Data Pesisir",
        ("Kepala Badan Contoh Data Pesisir", "Prof. Contoh Baharuddin, Ph.D."),
        "Contoh Fauzi, M.Kom.",
        "Contoh Amelia, S.Kom.",
    ),
)
