"""What a unit has certified, as this thread's transaction sees it; what follows for the certificate is the domain's."""

from collections.abc import Mapping
from datetime import date

from domain.certification import Certified, Listing
from domain.compliance import CERTIFIED
from domain.configuration_keys import ConfigurationKey
from domain.standards import StandardCode
from domain.unit_cells import applicable
from persistence.certificates import CertificateRecord, present_certificate
from persistence.configuration import setting


def certified(unit_id: str, cells: Mapping[StandardCode, str], on: date) -> Certified:
    """The present certificate and the standards that stand on it. *Shape*: `cells` as `persistence.compliance.cells_of`."""
    present = present_certificate(unit_id)
    editions = list(CertificateRecord.objects(unit_id=unit_id).order_by("edition"))
    months = setting(ConfigurationKey.CERTIFICATE_TERM_MONTHS, on)
    return Certified(
        present_id=str(present.id) if present else None,
        edition=int(editions[-1].edition) if editions else 0,
        standing=_standing(present, cells) if present else {},
        listed={code: listing for edition in editions for code, listing in _listings(edition).items()},
        expires_on=_last_day(present) if present else None,
        applicable=applicable(cells),
        term_months=months if isinstance(months, int) else None,
    )


def _standing(present: CertificateRecord, cells: Mapping[StandardCode, str]) -> dict[StandardCode, date]:
    """A standard stands that is listed, not revoked, and whose cell says so too."""
    listed = {StandardCode(code): date.fromisoformat(day) for code, day in present.standards.items()}
    return {
        code: day for code, day in listed.items() if cells.get(code) in CERTIFIED and code.value not in present.revoked
    }


def _listings(edition: CertificateRecord) -> dict[StandardCode, Listing]:
    last_day = _last_day(edition)
    return {
        StandardCode(code): Listing(determined_on=date.fromisoformat(day), expires_on=last_day)
        for code, day in edition.standards.items()
    }


def _last_day(edition: CertificateRecord) -> date | None:
    return date.fromisoformat(edition.expires_on) if edition.expires_on else None
