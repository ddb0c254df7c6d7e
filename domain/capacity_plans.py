"""A unit's plan of capacity building for one year (II.2.1.c.2): each item closes a gap; at the end, what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from domain.aggregates import Aggregate
from domain.clock import legal_date
from domain.competencies import LEVELS
from domain.reasons import Reason
from domain.refusals import HOUSE, Refusal, RefusalCode, refuse
from domain.roles import Role
from domain.tables import Act, Outcome, Payload, Table, Transition
from domain.text import LONG, SHORT, first_problem, input_problem, text_problem


class CapacityPlanState(StrEnum):
    """The states of a plan."""

    PLANNED = "PLANNED"
    COMPLETED = "COMPLETED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, kw_only=True)
class PlanItem:
    """One measure for one person. *Shape*: `code` is of the dictionary; `due` the last day."""

    file_id: str
    code: str
    target_level: int
    activity: str
    due: date


@dataclass(frozen=True, kw_only=True)
class RevisePlan(Payload):
    """The items of a plan: at least one, each person and competency once."""

    items: tuple[PlanItem, ...]

    def problem(self) -> Refusal | None:
        """Items with an activity and a level that exists, and none twice."""
        named = [(item.file_id, item.code) for item in self.items]
        return first_problem(
            None if self.items else input_problem("items", "paling sedikit satu.", "at least one."),
            None if len(set(named)) == len(named) else input_problem("items", "disebut dua kali.", "named twice."),
            *(text_problem(item.activity, field="items.activity", longest=SHORT) for item in self.items),
            *(
                None if item.target_level in LEVELS else input_problem("items.targetLevel", "1 sampai 5.", "1 to 5.")
                for item in self.items
            ),
        )


@dataclass(frozen=True, kw_only=True)
class PlanCapacity(RevisePlan):
    """A new plan of a unit for a year."""

    unit_id: str
    year: int


@dataclass(frozen=True, kw_only=True)
class ItemResult:
    """What came of one item. *Shape*: `evidence_ids` where it was achieved."""

    file_id: str
    code: str
    achieved: bool
    note: str
    evidence_ids: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CompletePlan(Payload):
    """What came of every item."""

    results: tuple[ItemResult, ...]

    def problem(self) -> Refusal | None:
        """A note for each, and evidence for what was achieved."""
        return first_problem(
            *(text_problem(result.note, field="results.note", longest=LONG) for result in self.results),
            *(
                input_problem("results.evidence", "paling sedikit satu bukti.", "at least one piece of evidence.")
                for result in self.results
                if result.achieved and not result.evidence_ids
            ),
        )


@dataclass(frozen=True, kw_only=True)
class PlanFacts:
    """What the guards of a plan may know.

    *Shape*: `gaps` maps (file, code) to the level held today and the level required; `items` are those of the plan;
    `twice` tells that the unit has another plan of the year; `evidence` maps the files that the act names to whether they
    are confirmed and the institution's own.
    """

    state: str | None
    institution_id: str | None
    unit_id: str | None = None
    year: int | None = None
    twice: bool = False
    gaps: Mapping[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    items: frozenset[tuple[str, str]] = frozenset()
    evidence: Mapping[str, bool] = field(default_factory=dict)


def _year_ahead(_facts: PlanFacts, act: Act) -> Refusal | None:
    this_year = legal_date(act.now).year
    if this_year <= act.payload.year <= this_year + 5:
        return None
    return input_problem("year", f"{this_year} sampai {this_year + 5}.", f"from {this_year} to {this_year + 5}.")


def _one_a_year(facts: PlanFacts, _act: Act) -> Refusal | None:
    if not facts.twice:
        return None
    return input_problem("year", "unit sudah memiliki rencana tahun itu.", "the unit has a plan of that year.")


def _due_in_the_year(facts: PlanFacts, act: Act) -> Refusal | None:
    year = getattr(act.payload, "year", facts.year)
    if all(item.due.year == year for item in act.payload.items):
        return None
    return input_problem("items.due", f"dalam tahun {year}.", f"within the year {year}.")


def _closes_gaps(facts: PlanFacts, act: Act) -> Refusal | None:
    """Each item rests on a gap of today, and leads above what the person has."""
    for item in act.payload.items:
        held, _required = facts.gaps.get((item.file_id, item.code), (max(LEVELS), 0))
        if item.target_level <= held:
            return input_problem(
                "items",
                f"{item.code[:20]}: tidak ada kesenjangan yang ditutup dengan tingkat {item.target_level}.",
                f"{item.code[:20]}: level {item.target_level} closes no gap of this person.",
            )
    return None


def _every_item_answered(facts: PlanFacts, act: Act) -> Refusal | None:
    answered = [(result.file_id, result.code) for result in act.payload.results]
    missing = sorted(code for _file, code in facts.items - set(answered))
    if missing:
        return refuse(RefusalCode.ITEM_NOT_ANSWERED, missing=", ".join(missing), subject="results")
    if len(answered) != len(facts.items):
        return input_problem("results", "ada butir yang bukan bagian rencana.", "an item is not of the plan.")
    return None


def _evidence_confirmed(facts: PlanFacts, act: Act) -> Refusal | None:
    named = (evidence_id for result in act.payload.results for evidence_id in result.evidence_ids)
    unconfirmed = next((each for each in named if not facts.evidence.get(each, False)), None)
    if unconfirmed is None:
        return None
    return refuse(RefusalCode.EVIDENCE_NOT_CONFIRMED, evidence=unconfirmed, subject="results.evidence")


def _items(facts: PlanFacts, given: RevisePlan) -> list[dict[str, Any]]:
    return [
        {
            "file_id": item.file_id,
            "code": item.code,
            "held": facts.gaps[item.file_id, item.code][0],
            "required": facts.gaps[item.file_id, item.code][1],
            "target_level": item.target_level,
            "activity": item.activity.strip(),
            "due": item.due.isoformat(),
        }
        for item in given.items
    ]


def _plan(facts: PlanFacts, act: Act) -> Outcome:
    given: PlanCapacity = act.payload
    whose = {"institution_id": facts.institution_id, "unit_id": given.unit_id, "year": given.year}
    return Outcome(changes=whose | {"items": _items(facts, given), "results": []})


def _revise(facts: PlanFacts, act: Act) -> Outcome:
    return Outcome(changes={"items": _items(facts, act.payload)})


def _complete(_facts: PlanFacts, act: Act) -> Outcome:
    results = [
        {
            "file_id": result.file_id,
            "code": result.code,
            "achieved": result.achieved,
            "note": result.note.strip(),
            "evidence_ids": list(result.evidence_ids),
        }
        for result in act.payload.results
    ]
    return Outcome(changes={"results": results, "completed_on": legal_date(act.now).isoformat()})


def _cancel(_facts: PlanFacts, act: Act) -> Outcome:
    return Outcome(reason=act.payload.reason.strip())


def _row(verb: str, label_id: str, event: str, **columns: Any) -> Transition[PlanFacts]:
    return Transition(verb=verb, label_id=label_id, event=event, roles=frozenset({Role.UNIT_HEAD}), **columns)


_S = CapacityPlanState
_C2 = "II.2.1.c.2"

# fmt: off
CAPACITY_PLANS: Table[PlanFacts] = Table(
    aggregate=Aggregate.CAPACITY_PLAN,
    label_id="Rencana pengembangan kapasitas",
    label_en="Capacity-building plan",
    states=CapacityPlanState,
    final=frozenset({_S.COMPLETED, _S.CANCELLED}),
    rows=(
        _row(
            "plan", "merencanakan pengembangan kapasitas", "CapacityPlanned",
            sources=(None,), targets=(_S.PLANNED,), clause=_C2, payload=PlanCapacity,
            checks=(_year_ahead, _one_a_year, _due_in_the_year, _closes_gaps), action=_plan,
        ),
        _row(
            "revise", "memperbarui rencana kapasitas", "CapacityPlanRevised",
            sources=(_S.PLANNED,), targets=(_S.PLANNED,), clause=_C2, payload=RevisePlan,
            checks=(_due_in_the_year, _closes_gaps), action=_revise,
        ),
        _row(
            "complete", "menyelesaikan rencana kapasitas", "CapacityPlanCompleted",
            sources=(_S.PLANNED,), targets=(_S.COMPLETED,), clause=_C2, payload=CompletePlan,
            checks=(_every_item_answered, _evidence_confirmed), action=_complete,
        ),
        _row(
            "cancel", "membatalkan rencana kapasitas", "CapacityPlanCancelled",
            sources=(_S.PLANNED,), targets=(_S.CANCELLED,), clause=HOUSE, payload=Reason, action=_cancel,
        ),
    ),
)
# fmt: on
