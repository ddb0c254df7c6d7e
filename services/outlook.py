"""The outlook of a unit on the ladder of guidance measures (II.2.2): it reads, and promises nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from domain.aggregates import Aggregate
from domain.case_acts import OpenCase
from domain.clock import JAKARTA
from domain.outlook import Outlook, outlook
from domain.refusals import Refusal
from domain.roles import LKPP_ROLES, Actor
from domain.tables import Act, FreshIds, Payload, Transition, decide, lawful
from persistence.ladder import ladder_facts
from persistence.outlook import looked_at
from persistence.records import Record
from persistence.repositories import REPOSITORIES
from persistence.transactions import reaching_database

_VERBS: dict[Aggregate, tuple[str, ...]] = {
    Aggregate.SLA: (
        "report_breach",
        "prove_notice_receipt",
        "answer_breach",
        "record_breach_finding",
        "dismiss_breach",
        "confirm_breach",
        "cure",
    ),
    Aggregate.CASE: ("resume", "dismiss"),
    Aggregate.SANCTION: (
        "prove_receipt",
        "strike_receipt",
        "submit_follow_up",
        "accept_improvement",
        "accept_in_part",
        "recompute_limit",
        "record_no_improvement",
    ),
    Aggregate.REASSESSMENT: ("request", "open_by_lkpp", "retry", "record_non_cooperation"),
}
"""What may lead on or away from the ladder beside the rungs themselves, in the order in which it comes."""

_NO_IDS = FreshIds("0" * 24, "0" * 24, "0" * 24)


@dataclass(frozen=True, kw_only=True)
class OutlookAct:
    """An act that the state of a thing admits on a day, and what blocks it then, for whoever bears its role.

    *Shape*: `about` and `key` name the thing looked at, the unit where a case is opened by hand; `aggregate` and `verb` the
    act. *Does not check*: who the person is, and what is given with the act.
    """

    about: Aggregate
    key: str
    aggregate: Aggregate
    verb: str
    label_id: str
    clause: str
    refusal: Refusal | None


@reaching_database()
def sanction_outlook(unit_id: str, on: date) -> tuple[Outlook, ...]:
    """For each case of the unit that is not closed, or for the unit without one; then for each closed case of concern still.

    *Raises*: `DatabaseUnavailable`.
    """
    return tuple(outlook(facts, on) for facts in ladder_facts(unit_id, on))


@reaching_database()
def outlook_acts(unit_id: str, on: date) -> tuple[OutlookAct, ...]:
    """The other acts of the ladder that the unit's things admit at the beginning of a day in Jakarta, and what blocks each.

    A case from the findings of each surveillance, and by hand; the breach door; what follows each measure; re-assessment.
    *Raises*: `DatabaseUnavailable`.
    """
    now = datetime.combine(on, time.min, JAKARTA)
    found: list[OutlookAct] = [_opening(Aggregate.UNIT, unit_id, OpenCase(unit_id=unit_id), now)]
    for aggregate, record in looked_at(unit_id):
        if aggregate is Aggregate.SURVEILLANCE:
            payload = OpenCase(unit_id=unit_id, origin=aggregate, origin_id=str(record.id))
            found.append(_opening(aggregate, str(record.id), payload, now))
        found.extend(_of_thing(aggregate, record, now))
    return tuple(found)


def _opening(about: Aggregate, key: str, payload: OpenCase, now: datetime) -> OutlookAct:
    """Of findings that are there already all is looked at; of those still to be stated only whether any may be."""
    repository = REPOSITORIES[Aggregate.CASE]
    [row] = repository.table.rows_of("open")
    act = _act(row, record_id=_NO_IDS.of("case"), institution_id=None, payload=payload, now=now)
    facts = repository.facts(None, act)
    tried = decide(repository.table, facts, act) if payload.origin else lawful(repository.table, facts, act)
    return OutlookAct(
        about=about,
        key=key,
        aggregate=Aggregate.CASE,
        verb=row.verb,
        label_id=row.label_id,
        clause=row.clause_of(facts, act),
        refusal=tried if isinstance(tried, Refusal) else None,
    )


def _of_thing(aggregate: Aggregate, record: Record, now: datetime) -> Iterator[OutlookAct]:
    repository = REPOSITORIES[aggregate]
    for verb in _VERBS.get(aggregate, ()):
        row = next((row for row in repository.table.rows_of(verb) if record.state in row.sources), None)
        if row is None:
            continue
        institution_id: str | None = getattr(record, "institution_id", None)
        act = _act(row, record_id=str(record.id), institution_id=institution_id, payload=None, now=now)
        facts = repository.facts(record, act)
        tried = lawful(repository.table, facts, act)
        yield OutlookAct(
            about=aggregate,
            key=str(record.id),
            aggregate=aggregate,
            verb=verb,
            label_id=row.label_id,
            clause=row.clause_of(facts, act),
            refusal=tried if isinstance(tried, Refusal) else None,
        )


def _act(
    row: Transition[Any], *, record_id: str, institution_id: str | None, payload: Payload | None, now: datetime
) -> Act:
    """The act as somebody would do it who bears its role and of whom nothing else is known."""
    of_lkpp = row.roles & LKPP_ROLES
    actor = Actor(id="-", name="-", roles=of_lkpp or row.roles)
    actor = actor if of_lkpp else replace(actor, institution_id=institution_id)
    return Act(verb=row.verb, actor=actor, payload=payload, now=now, record_id=record_id, fresh=_NO_IDS)
