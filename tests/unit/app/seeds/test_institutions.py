"""The institutions: exact counts, stable ids, zones, and a plain line between real and invented."""

from collections import Counter

import pytest

from app.seeds.institutions import (
    WIB,
    WIT,
    WITA,
    InstitutionSeed,
    institutions,
    local_governments,
    ministries,
    sample_institutions,
    time_zone_of,
)
from domain.institutions import InstitutionKind

ALL = {seed.id: seed for seed in institutions()}


def test_local_governments_are_38_provinces_415_regencies_and_93_cities() -> None:
    assert Counter(seed.kind for seed in local_governments()) == {
        InstitutionKind.PROVINCE: 38,
        InstitutionKind.REGENCY: 415,
        InstitutionKind.CITY: 93,
    }


def test_the_six_administrative_entities_of_jakarta_are_no_institutions() -> None:
    assert [seed.id for seed in local_governments() if (seed.region_code or "").startswith("31")] == ["inst-31"]
    assert not [seed for seed in ALL.values() if "Administrasi" in seed.name]


def test_there_are_48_ministries_and_26_invented_institutions() -> None:
    assert len(ministries()) == 48
    assert Counter(seed.kind for seed in sample_institutions()) == {
        InstitutionKind.AGENCY: 20,
        InstitutionKind.REGENCY: 3,
        InstitutionKind.CITY: 2,
        InstitutionKind.PROVINCE: 1,
    }
    assert len(institutions()) == 620


def test_ids_are_unique_and_stable() -> None:
    assert len(ALL) == 620
    assert institutions() == institutions()
    assert all(seed.id.startswith("inst-") and " " not in seed.id for seed in ALL.values())


def test_only_invented_institutions_are_marked_and_only_they_have_an_address() -> None:
    for seed in ALL.values():
        assert seed.is_sample is ("Contoh" in seed.name)
        assert bool(seed.address) is seed.is_sample


def test_region_codes_are_unique_and_belong_to_real_local_governments() -> None:
    codes = [seed.region_code for seed in ALL.values() if seed.region_code is not None]
    assert len(codes) == len(set(codes)) == 546


@pytest.mark.parametrize(
    ("institution_id", "name", "head_title", "letterhead", "zone"),
    [
        ("inst-11", "Provinsi Aceh", "Gubernur Aceh", "Pemerintah Provinsi Aceh", WIB),
        (
            "inst-31",
            "Provinsi Daerah Khusus Ibukota Jakarta",
            "Gubernur Daerah Khusus Ibukota Jakarta",
            "Pemerintah Provinsi Daerah Khusus Ibukota Jakarta",
            WIB,
        ),
        ("inst-11.01", "Kabupaten Aceh Selatan", "Bupati Aceh Selatan", "Pemerintah Kabupaten Aceh Selatan", WIB),
        ("inst-73.71", "Kota Makassar", "Wali Kota Makassar", "Pemerintah Kota Makassar", WITA),
        ("inst-91.71", "Kota Jayapura", "Wali Kota Jayapura", "Pemerintah Kota Jayapura", WIT),
        (
            "inst-kementerian-dalam-negeri",
            "Kementerian Dalam Negeri",
            "Menteri Dalam Negeri",
            "Kementerian Dalam Negeri",
            WIB,
        ),
        (
            "inst-kementerian-sekretariat-negara",
            "Kementerian Sekretariat Negara",
            "Menteri Sekretaris Negara",
            "Kementerian Sekretariat Negara",
            WIB,
        ),
        (
            "inst-kabupaten-contoh-utara",
            "Kabupaten Contoh Utara",
            "Bupati Contoh Utara",
            "Pemerintah Kabupaten Contoh Utara",
            WIB,
        ),
    ],
)
def test_names_offices_and_zones(institution_id: str, name: str, head_title: str, letterhead: str, zone: str) -> None:
    seed = ALL[institution_id]
    assert (seed.name, seed.head_title, seed.letterhead_name, seed.time_zone) == (name, head_title, letterhead, zone)


def test_every_local_government_has_an_office_of_its_kind() -> None:
    offices = {
        InstitutionKind.PROVINCE: "Gubernur ",
        InstitutionKind.REGENCY: "Bupati ",
        InstitutionKind.CITY: "Wali Kota ",
    }
    wrong = [seed for seed in ALL.values() if seed.kind in offices and not _heads(seed, offices[seed.kind])]
    assert wrong == []


def _heads(seed: InstitutionSeed, office: str) -> bool:
    place = seed.name.partition(" ")[2]
    return seed.head_title == f"{office}{place}"


def test_the_three_zones_of_the_provinces() -> None:
    zones = Counter(seed.time_zone for seed in local_governments() if seed.kind is InstitutionKind.PROVINCE)
    assert zones == {WIB: 18, WITA: 12, WIT: 8}
    assert [time_zone_of(code) for code in ("61", "63.72", "65.01", "82")] == [WIB, WITA, WITA, WIT]
