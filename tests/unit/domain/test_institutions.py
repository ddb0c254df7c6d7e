"""The kinds of K/L/Pemda."""

from domain.institutions import LOCAL_GOVERNMENTS, InstitutionKind


def test_provinces_regencies_and_cities_are_local_governments_and_ministries_and_agencies_are_not() -> None:
    assert set(LOCAL_GOVERNMENTS) == {"PROVINCE", "REGENCY", "CITY"}
    assert set(InstitutionKind) - LOCAL_GOVERNMENTS == {"MINISTRY", "AGENCY"}
