"""Whose cells do not follow the standards that bind them now, and by which version or value they have changed."""

from datetime import date, timedelta

from domain.aggregates import Aggregate
from domain.assessment_acts import ENDED
from domain.catalogues import CatalogueState
from domain.compliance import CellState, CellVerb, sources_of
from domain.configuration_keys import ConfigurationKey
from domain.provider_forms import ProviderForm
from domain.standards import StandardCode
from domain.unit_cells import StandardChange
from domain.units import IN_THE_REGISTER
from persistence.assessments import AssessmentRecord
from persistence.compliance import ComplianceRecord
from persistence.configuration import ConfigurationRecord, changes_of
from persistence.standards import CatalogueRecord, binding_standards
from persistence.units import UnitRecord


def changes_known() -> tuple[tuple[str, str], ...]:
    """What says the same as long as no version and no value is new, changed or gone: id and state of each; two small reads."""
    key = ConfigurationKey.STANDARDS_FOR_SERVICE_PROVIDER.value
    found = (
        *CatalogueRecord.objects.scalar("id", "state"),
        *ConfigurationRecord.objects(key=key).scalar("id", "state"),
    )
    return tuple(sorted((str(each), str(state)) for each, state in found))


def units_behind(
    form: ProviderForm, binding: frozenset[StandardCode], *, most: int
) -> dict[str, frozenset[StandardCode]]:
    """Some units of the form whose cells do not follow what binds it, with the standards: not those that an open
    assessment holds. *Units*: at most `most` cells.
    """
    chosen = {
        "$or": [_left_out(binding), _left_in(frozenset(StandardCode) - binding)],
        "unit_id": {"$in": _units(form)},
    }
    found: dict[str, frozenset[StandardCode]] = {}
    for cell in ComplianceRecord.objects(__raw__=chosen).order_by("id").limit(most).only("unit_id", "standard"):
        found[cell.unit_id] = found.get(cell.unit_id, frozenset()) | {StandardCode(cell.standard)}
    return found


def _left_out(binding: frozenset[StandardCode]) -> dict[str, object]:
    return {"standard": {"$in": sorted(binding)}, "state": CellState.NOT_APPLICABLE.value}


def _left_in(unbound: frozenset[StandardCode]) -> dict[str, object]:
    states = sorted(source.value for source in sources_of(CellVerb.EXCLUDE))
    held = _cells_assessed() if unbound else []
    return {"standard": {"$in": sorted(unbound)}, "state": {"$in": states}, "_id": {"$nin": held}}


def _units(form: ProviderForm) -> list[str]:
    served = UnitRecord.objects(form=form.value, state__in=[state.value for state in IN_THE_REGISTER])
    return [str(unit) for unit in served.distinct("id")]


def _cells_assessed() -> list[str]:
    """The cells in an open assessment of any unit."""
    ended = [state.value for state in ENDED]
    return [str(cell) for cell in AssessmentRecord.objects(state__nin=ended).distinct("open_cells")]


def changes_behind(form: ProviderForm, codes: frozenset[StandardCode], on: date) -> tuple[StandardChange, ...]:
    """By which version or value each of the standards came to bind the form, or to bind it no longer: the last that did."""
    days = sorted((each for each in _days() if each[0] <= on), key=lambda each: each[0], reverse=True)
    found: dict[StandardCode, StandardChange] = {}
    for day, cause, cause_id in days:
        moved = binding_standards(form, day) ^ binding_standards(form, day - timedelta(days=1))
        for code in (moved & codes) - found.keys():
            found[code] = StandardChange(standard=code, cause=cause, cause_id=cause_id, since=day)
    return tuple(found[code] for code in sorted(found))


def _days() -> list[tuple[date, Aggregate, str]]:
    """Every day on which what binds may change: first that of a version, where a value begins with it."""
    in_force_once = [CatalogueState.PUBLISHED.value, CatalogueState.SUPERSEDED.value]
    versions = CatalogueRecord.objects(state__in=in_force_once).only("id", "valid_from")
    changes = changes_of(ConfigurationKey.STANDARDS_FOR_SERVICE_PROVIDER)
    return [(date.fromisoformat(each.valid_from), Aggregate.CATALOGUE, str(each.id)) for each in versions] + [
        (day, Aggregate.SETTING, key) for day, key in changes
    ]
