"""Invented units (DATA CONTOH) as their applications would describe them; only an application registers a unit."""

from dataclasses import dataclass
from datetime import date

from domain.unit_forms import UnitForm
from domain.units import ManagementPattern, ProviderForm, UnitData


@dataclass(frozen=True, kw_only=True)
class UnitSeed:
    """One planned unit. *Shape*: `id` is a stable slug; `case_en` says what the sample is for."""

    id: str
    institution_id: str
    case_en: str
    data: UnitData


def sample_units() -> tuple[UnitSeed, ...]:
    """One unit for each case: both forms, each time zone, an agency, and a unit separate from the UKPBJ (I.p2)."""
    return tuple(
        UnitSeed(
            id=f"unit-{slug}",
            institution_id=f"inst-{slug}",
            case_en=case_en,
            data=_data(slug=slug, number=number, place=place, form=form, unit_form=unit_form),
        )
        for number, (slug, place, form, unit_form, case_en) in enumerate(_UNITS, start=1)
    )


def _data(*, slug: str, number: int, place: str, form: ProviderForm, unit_form: UnitForm) -> UnitData:
    installs = form is ProviderForm.SYSTEM_PROVIDER
    return UnitData(
        name=f"LPSE {place}",
        form=form,
        unit_form=unit_form,
        management_pattern=ManagementPattern.DISTRIBUTED if installs else ManagementPattern.CENTRALISED,
        legal_basis_number=f"CONTOH/{number:02}/2021",
        legal_basis_date=date(2021, 3, number),
        address=f"Jalan Contoh Nomor {number}, Kota Contoh",
        email=f"lpse@{slug}.contoh.invalid",
        phone=f"(000) 000-{number:04}",
        service_hours="Senin-Jumat 08.00-16.00",
    )


_SYSTEM, _SERVICE = ProviderForm.SYSTEM_PROVIDER, ProviderForm.SERVICE_PROVIDER
_UNITS = (
    ("kabupaten-contoh-utara", "Kabupaten Contoh Utara", _SYSTEM, UnitForm.UKPBJ, "the demonstration's applicant"),
    ("kabupaten-contoh-selatan", "Kabupaten Contoh Selatan", _SERVICE, UnitForm.UKPBJ, "a foreign institution's unit"),
    ("kota-contoh-timur", "Kota Contoh Timur", _SYSTEM, UnitForm.UKPBJ, "a system provider in the eastern zone"),
    ("kabupaten-contoh-barat", "Kabupaten Contoh Barat", _SERVICE, UnitForm.UKPBJ, "a service provider"),
    ("provinsi-contoh-raya", "Provinsi Contoh Raya", _SYSTEM, UnitForm.UKPBJ, "a province"),
    ("kota-contoh-tengah", "Kota Contoh Tengah", _SERVICE, UnitForm.SEPARATE, "separate from the UKPBJ, valid to 2023"),
    ("badan-contoh-data-pesisir", "Badan Contoh Data Pesisir", _SERVICE, UnitForm.UKPBJ, "an agency"),
)
