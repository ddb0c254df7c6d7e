"""What a unit has before standards are determined, as this thread's transaction sees it; what follows is the domain's."""

from collections.abc import Mapping
from datetime import date

from domain.certification import Certified
from domain.compliance import CERTIFIED
from domain.configuration_keys import ConfigurationKey
from domain.provider_forms import ProviderForm
from domain.standards import StandardCode
from persistence.certificates import CertificateRecord, present_certificate
from persistence.configuration import setting
from persistence.standards import binding_standards


def certified(unit_id: str, form: ProviderForm, cells: Mapping[StandardCode, str], on: date) -> Certified:
    """The present certificate and the standards that stand on it. *Shape*: `cells` as `persistence.compliance.cells_of`."""
    present = present_certificate(unit_id)
    months = setting(ConfigurationKey.CERTIFICATE_TERM_MONTHS, on)
    return Certified(
        present_id=str(present.id) if present else None,
        edition=_last_edition(unit_id),
        standing=_standing(present, cells) if present else {},
        applicable=len(binding_standards(form, on)),
        term_months=months if isinstance(months, int) else None,
    )


def _standing(present: CertificateRecord, cells: Mapping[StandardCode, str]) -> dict[StandardCode, date]:
    """A standard stands that is listed, not revoked, and whose cell says so too."""
    listed = {StandardCode(code): date.fromisoformat(day) for code, day in present.standards.items()}
    return {
        code: day for code, day in listed.items() if cells.get(code) in CERTIFIED and code.value not in present.revoked
    }


def _last_edition(unit_id: str) -> int:
    last = CertificateRecord.objects(unit_id=unit_id).order_by("-edition").only("edition").first()
    return int(last.edition) if last else 0
