"""What the guards of an objection may know, read in the act's own transaction."""

from collections.abc import Mapping
from typing import Any

from domain.aggregates import Aggregate
from domain.case_acts import CaseState
from domain.clock import legal_date
from domain.configuration_keys import ConfigurationKey, LateObjection, ObjectionSuspends
from domain.objection_acts import Proposal
from domain.objection_rules import ObjectedSanction, ObjectionFacts
from domain.reading import is_hidden
from domain.roles import Role
from domain.rungs import Rung
from domain.sanction_acts import STANDING, SanctionState
from domain.sanction_effects import is_over
from domain.standards import StandardCode
from domain.stop_forms import StopForm
from domain.tables import Act
from persistence.case_records import found_by
from persistence.compliance import revoked_by
from persistence.configuration import setting
from persistence.documents import DocumentRecord, paper_facts
from persistence.evidence import confirmed_among
from persistence.independence import ties_of
from persistence.limits import limit_from, limits_of_rungs
from persistence.objections import ObjectionRecord, open_objection, stored_sanction
from persistence.personnel import PersonRecord
from persistence.records import Record
from persistence.sanction_records import SanctionRecord
from persistence.sanctions import sanction_facts


def objection_facts(record: ObjectionRecord | None, act: Act) -> ObjectionFacts:
    """The facts of an objection, or of one that the act files."""
    today = legal_date(act.now)
    suspends = setting(ConfigurationKey.OBJECTION_SUSPENDS, today) == ObjectionSuspends.SANCTION_AND_ESCALATION
    if record is None:
        return _facts_of_filing(act, suspends=suspends)
    examiners = _examiners(act)
    return ObjectionFacts(
        state=record.state,
        institution_id=record.institution_id,
        unit_id=record.unit_id,
        sanction=_sanction(stored_sanction(record.sanction_id), act),
        accepts_late=setting(ConfigurationKey.OBJECTION_LATE, today) == LateObjection.LKPP_DECIDES,
        suspends=suspends,
        result_until=limit_from(today, ConfigurationKey.LIMIT_OBJECTION_RESULT),
        filed_at=record.filed_at,
        examiners=examiners,
        ties=ties_of({*examiners, act.actor.id}, record.institution_id, record.unit_id),
        examiner_id=record.examiner_id,
        summoned_at=record.summoned_at,
        hearings=tuple(dict(hearing) for hearing in record.hearings),
        unnumbered=_unnumbered(record),
        limits=limits_of_rungs(today),
        proposal=Proposal.of(record.proposal) if record.proposal else None,
        paper=paper_facts(record.document_id, today),
    )


def _facts_of_filing(act: Act, *, suspends: bool) -> ObjectionFacts:
    sanction_id: str | None = getattr(act.payload, "sanction_id", None)
    stored = stored_sanction(sanction_id)
    if is_hidden(act.actor, Aggregate.SANCTION, stored.get("state")):
        stored = {}
    institution_id: str | None = stored.get("institution_id")
    return ObjectionFacts(
        state=None,
        institution_id=institution_id,
        unit_id=stored.get("unit_id"),
        sanction=_sanction(stored, act),
        another_open=sanction_id is not None and open_objection(sanction_id) is not None,
        confirmed=confirmed_among(getattr(act.payload, "evidence_ids", ()), institution_id),
        suspends=suspends,
        result_until=limit_from(legal_date(act.now), ConfigurationKey.LIMIT_OBJECTION_RESULT),
    )


def _unnumbered(record: ObjectionRecord) -> tuple[str, ...]:
    """The days of the hearings whose minutes have no number yet."""
    papers = [hearing["document_id"] for hearing in record.hearings]
    numbered = {str(each.id) for each in DocumentRecord.objects(id__in=papers).only("number") if each.number}
    return tuple(
        legal_date(hearing["held_at"]).isoformat()
        for hearing in record.hearings
        if hearing["document_id"] not in numbered
    )


def _sanction(stored: dict[str, Any], act: Act) -> ObjectedSanction | None:
    if not stored:
        return None
    case = Record._get_db()["cases"].find_one({"_id": stored["case_id"]}) or {}
    return ObjectedSanction(
        id=stored["_id"],
        state=stored["state"],
        rung=Rung(stored["rung"]),
        standards=(standards := tuple(StandardCode(code) for code in stored.get("standards") or ())),
        still_revoked=_still_revoked(stored, standards),
        last_instant=stored.get("last_instant"),
        limit_is_estimated=bool(stored.get("limit_is_estimated")),
        authors=frozenset({stored["drafted_by"], *stored.get("author_ids", ())}) | _found_by(stored, case),
        stop_form=StopForm(stored["stop_form"]) if stored.get("stop_form") else None,
        stands=not _has_later(stored),
        over=case.get("state") == CaseState.CLOSED and _is_over(stored, act),
    )


def _is_over(stored: dict[str, Any], act: Act) -> bool:
    """As the sanction's own act would find it; asked only where its case is closed."""
    record: SanctionRecord = SanctionRecord.objects(id=stored["_id"]).get()
    return is_over(sanction_facts(record, act), record.id)


def _found_by(stored: Mapping[str, Any], case: Mapping[str, Any]) -> frozenset[str]:
    """Who found what its case pursues, and for a stop those whose re-assessments found no improvement (II.2.2.d)."""
    people = {*stored.get("assessor_ids", ()), *found_by(case)}
    if stored["rung"] == Rung.STOP.value:
        for attempt in Record._get_db()["reassessments"].find({"case_id": stored["case_id"]}):
            people |= _assessed_by(attempt)
            people.update(*map(_assessed_by, attempt.get("attempts", ())))
    return frozenset(people)


def _assessed_by(attempt: Mapping[str, Any]) -> set[str]:
    """The team of an attempt, those before it, and whoever scored."""
    teams = (attempt, *attempt.get("former_teams", ()))
    named = {person for team in teams for person in team.get("assessor_ids", ())}
    return named | {score["by"] for score in attempt.get("scores", ()) if score.get("by")}


def _still_revoked(stored: dict[str, Any], standards: tuple[StandardCode, ...]) -> frozenset[StandardCode]:
    """Those that it holds, or one whose place it took: what it regained, another case may have revoked since."""
    if not standards:
        return frozenset()
    causes, chain, last = revoked_by(stored["unit_id"]), [stored["_id"]], stored.get("replaces")
    while last is not None:
        chain.append(last)
        last = stored_sanction(last).get("replaces")
    return frozenset(code for code in standards if causes.get(code) in chain)


def _has_later(stored: dict[str, Any]) -> bool:
    """Whether a later sanction of the case was imposed, counts and rests on this one."""
    later = {"case_id": stored["case_id"], "sequence": {"$gt": stored["sequence"]}}
    counting = {"state": {"$in": [*sorted(STANDING), SanctionState.IMPROVED.value]}}
    found = Record._get_db()["sanctions"].find({**later, **counting}, {"held": 1})
    return any(_rests_on(each, stored) for each in found)


def _rests_on(later: Mapping[str, Any], stored: Mapping[str, Any]) -> bool:
    """Not where this one is a revocation whose standards were regained before a stop that names those of another."""
    if stored["state"] != SanctionState.IMPROVED.value or not later.get("held"):
        return True
    return not {*later["held"]}.isdisjoint(stored.get("standards") or ())


def _examiners(act: Act) -> dict[str, str]:
    """The person named in the act, where he is LKPP's reviewer or assessor and active."""
    person_id: str | None = getattr(act.payload, "examiner_id", None)
    if person_id is None:
        return {}
    found = PersonRecord.objects(
        id=person_id, roles__in=[Role.REVIEWER.value, Role.ASSESSOR.value], institution_id=None, active=True
    ).only("name")
    return {str(person.id): str(person.name) for person in found}
