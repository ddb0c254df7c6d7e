"""The demonstration's application is that of the sample unit: one invented unit, described in one place."""

from dataclasses import fields

from app.demo.samples import DETAILS
from app.seeds.units import sample_units
from domain.application_acts import ApplicationDetails


def test_the_application_describes_the_sample_unit() -> None:
    unit = sample_units()[0].data
    assert DETAILS["unitName"] == unit.name == "LPSE Kabupaten Contoh Utara"
    assert (DETAILS["form"], DETAILS["unitForm"], DETAILS["managementPattern"]) == (
        "SYSTEM_PROVIDER",
        "UKPBJ",
        "DISTRIBUTED",
    )
    assert (DETAILS["legalBasisNumber"], DETAILS["legalBasisDate"]) == (unit.legal_basis_number, "2021-03-01")
    assert (DETAILS["address"], DETAILS["email"], DETAILS["phone"]) == (unit.address, unit.email, unit.phone)
    assert (DETAILS["letterNumber"], DETAILS["letterDate"]) == ("027/118/UKPBJ/2026", "2026-11-09")


def test_every_detail_is_given() -> None:
    names = {name.replace("_", "").removesuffix("ids") for name in (field.name for field in fields(ApplicationDetails))}
    assert {name.lower().removesuffix("s") for name in DETAILS} == {name.removesuffix("s") for name in names}
