"""What the standing of an approval is computed from: the agreements of its unit (II.2.1.a.3)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.clock import legal_date
from domain.sla_acts import SlaState
from domain.standings import Subject
from persistence.queries.rows import Row

AGREEMENT_FIELDS = ("unit_id", "application_id", "state", "document_id", "in_force_since", "expires_on", "updated_at")
"""The fields of an agreement that this needs."""


def of_approval(
    base: Subject,
    application: Row,
    agreements: Sequence[Row],
    *,
    approvals: Mapping[str, str],
    stops: Mapping[str, str],
) -> Subject:
    """The application with the last agreement that followed from it, and what has taken the place of that.

    *Shape*: `agreements` of whatever unit; `approvals` the number of the signed approval by application, `stops` that of the
    letter that ended an agreement, by the agreement.
    """
    begun = _begun(agreements, application.text_or_none("unit_id"))
    own = [each for each in begun if each.text("application_id") == application.id]
    if not own or base.state in _CLOSED:
        return base
    last = own[-1]
    if (after := next((each for each in begun if _order(each) > _order(last)), None)) is not None:
        number = approvals.get(after.text("application_id"))
        return replace(base, agreement=SlaState.SUPERSEDED.value, since=after.day_or_none("in_force_since"), by=number)
    return replace(
        base,
        agreement=last.text("state"),
        since=legal_date(last.moment("updated_at")),
        expires_on=last.day_or_none("expires_on"),
        by=stops.get(last.id),
    )


_CLOSED = frozenset({"WITHDRAWN", "REJECTED", "LAPSED"})


def _begun(agreements: Sequence[Row], unit_id: str | None) -> list[Row]:
    """The agreements of the unit that came into force, in the order in which they did."""
    of_unit = (each for each in agreements if each.text_or_none("unit_id") == unit_id)
    return sorted((each for each in of_unit if each.text_or_none("in_force_since")), key=_order)


def _order(agreement: Row) -> tuple[str, str]:
    return agreement.text("in_force_since"), agreement.id
