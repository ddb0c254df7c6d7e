"""The record of a sanction case (II.2.2); what its guards need is gathered in `cases`."""

from collections.abc import Mapping
from typing import Any

from mongoengine import BooleanField, DictField, ListField, Q, StringField

from domain.aggregates import Aggregate
from domain.case_acts import CaseState, CloseReason
from domain.case_findings import FindingKey, keys_of, standards_of
from domain.findings import finding_of, is_settled
from domain.standards import StandardCode
from persistence.records import Record


class CaseRecord(Record):
    """A sanction case.

    *Shape*: `findings` as `domain.findings.CaseFinding` states them, each with who `settled` it, when and through what, once
    improvement of it is on record; `breach` holds sla_id, article, facts, evidence_ids;
    `rung` is the last that was issued and counts; `slot` names the origin while the case is not closed, so that the
    database too holds one case of each; `surveillance_ids` are other surveillances that found the same; `findings_settled`
    says, once it ended, that every finding of it was looked at; dates as ISO 8601 text.
    """

    meta = {
        "collection": "cases",
        "indexes": [
            {"fields": ["slot"], "unique": True, "partialFilterExpression": {"slot": {"$type": "string"}}},
            ("institution_id", "id"),
            ("unit_id", "id"),
            ("unit_id", "state"),
            ("origin_id", "state"),
            ("state", "updated_at", "id"),
            ("updated_at", "id"),
        ],
    }

    institution_id = StringField(required=True)
    unit_id = StringField(required=True)
    findings = ListField(DictField())
    breach = DictField()
    origin = StringField()
    origin_id = StringField()
    slot = StringField()
    assessor_ids = ListField(StringField())
    surveillance_ids = ListField(StringField())
    rung = StringField()
    further_warning = BooleanField(required=True)
    opened_by = StringField(required=True)
    opened_on = StringField(required=True)
    closed_reason = StringField()
    closed_on = StringField()
    findings_settled = BooleanField()
    reason = StringField()


def found_by(case: Mapping[str, Any]) -> tuple[str, ...]:
    """Who found what a case pursues: its assessors, who stated its findings by hand, or who reported and examined the breach.

    *Shape*: `case` as stored.
    """
    people = [*case.get("assessor_ids", ())]
    if case.get("origin") is None:
        people.append(case.get("opened_by"))
    if case.get("origin") == Aggregate.SLA.value:
        breach = case.get("breach", {})
        people += [breach.get("reported_by"), *breach.get("found_by", ())]
    return tuple(dict.fromkeys(str(person) for person in people if person))


def standards_pursued(unit_id: str) -> dict[str, frozenset[StandardCode]]:
    """Each case of the unit that is not closed, or that an objection to its stop may open again, with the standards of its
    unsettled findings.
    """
    goes_on = Q(state__ne=CaseState.CLOSED.value) | Q(closed_reason=CloseReason.STOP_FINAL.value)
    found = CaseRecord.objects(goes_on, unit_id=unit_id).only("findings")
    return {str(each.id): standards_of(unsettled_in(each)) for each in found}


def unsettled_in(case: CaseRecord) -> frozenset[FindingKey]:
    """The findings of a case that are not settled yet."""
    return keys_of(finding_of(each) for each in case.findings if not is_settled(each))
