"""How far a unit meets each standard (II.2.1.b.2): one cell per unit and standard, moved by other acts' effects only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from domain.aggregates import Aggregate
from domain.refusals import HOUSE
from domain.roles import Role
from domain.standards import StandardCode
from domain.tables import Act, Effect, Outcome, Payload, Table, Transition


class CellState(StrEnum):
    """The states of one cell."""

    IMPLEMENTING = "IMPLEMENTING"
    SELF_MET = "SELF_MET"
    FACTUAL_MET = "FACTUAL_MET"
    GAP = "GAP"
    DETERMINED = "DETERMINED"
    FLAGGED = "FLAGGED"
    REVOKED = "REVOKED"
    NOT_APPLICABLE = "NOT_APPLICABLE"


CERTIFIED = frozenset({CellState.DETERMINED, CellState.FLAGGED})
"""The states in which a standard stands on a unit's certificate."""


class CellVerb(StrEnum):
    """What moves a cell. Each is the effect of an act on another record."""

    BEGIN = "begin"
    EXCLUDE = "exclude"
    INCLUDE = "include"
    MEET_BY_SELF = "meet_by_self"
    MISS_BY_SELF = "miss_by_self"
    MEET_BY_FACT = "meet_by_fact"
    MISS_BY_FACT = "miss_by_fact"
    CLOSE_GAP = "close_gap"
    DETERMINE = "determine"
    FLAG = "flag"
    CLEAR = "clear"
    REVOKE = "revoke"
    REDETERMINE = "redetermine"
    REINSTATE = "reinstate"
    LAPSE = "lapse"


@dataclass(frozen=True, kw_only=True)
class MoveCell(Payload):
    """By which act a cell moves. *Shape*: `cause` and `cause_id` name the record whose act it is; `on` is a legal date."""

    institution_id: str
    unit_id: str
    standard: StandardCode
    cause: Aggregate
    cause_id: str
    on: date
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class CellFacts:
    """What the guards of a cell may know."""

    state: str | None
    institution_id: str | None
    unit_id: str | None = None


def cell_id(unit_id: str, standard: StandardCode) -> str:
    """The id of a cell. *Shape*: the unit's id, a hyphen, the code: `…-S01`."""
    return f"{unit_id}-{standard.value}"


def move(verb: CellVerb, moved: MoveCell) -> Effect:
    """The effect that moves one cell."""
    return Effect(
        aggregate=Aggregate.COMPLIANCE,
        verb=verb.value,
        record_id=cell_id(moved.unit_id, moved.standard),
        payload=moved,
    )


def sources_of(verb: CellVerb) -> frozenset[CellState]:
    """The states from which the verb moves a cell that there is."""
    return frozenset(CellState(each) for row in CELLS.rows_of(verb.value) for each in row.sources if each is not None)


def movable(verb: CellVerb, cells: Mapping[StandardCode, str]) -> tuple[StandardCode, ...]:
    """The standards whose cells the verb can move now, in the decree's order. *Shape*: `cells` maps code to state."""
    sources = {source for row in CELLS.rows_of(verb.value) for source in row.sources}
    return tuple(code for code in StandardCode if cells.get(code) in sources)


def _moved(_facts: CellFacts, act: Act) -> Outcome:
    moved: MoveCell = act.payload
    return Outcome(
        changes={
            "institution_id": moved.institution_id,
            "unit_id": moved.unit_id,
            "standard": moved.standard.value,
            "since": moved.on.isoformat(),
            "cause": moved.cause.value,
            "cause_id": moved.cause_id,
            "reason": moved.reason,
        },
        reason=moved.reason,
    )


def _row(verb: CellVerb, label_id: str, event: str, **columns: Any) -> Transition[CellFacts]:
    return Transition(
        verb=verb.value,
        label_id=label_id,
        event=event,
        roles=frozenset({Role.SYSTEM}),
        payload=MoveCell,
        action=_moved,
        **columns,
    )


_S, _V = CellState, CellVerb
_UNDETERMINED = (_S.IMPLEMENTING, _S.SELF_MET, _S.FACTUAL_MET, _S.GAP)

# fmt: off
CELLS: Table[CellFacts] = Table(
    aggregate=Aggregate.COMPLIANCE,
    label_id="Pemenuhan standar",
    label_en="Compliance with a standard",
    states=CellState,
    final=frozenset(),
    rows=(
        _row(
            _V.BEGIN, "mulai menerapkan standar", "StandardBegun",
            sources=(None,), targets=(_S.IMPLEMENTING,), clause="II.2.1.b.2",
        ),
        _row(
            _V.EXCLUDE, "menyatakan standar tidak berlaku", "StandardNotApplicable",
            sources=(None, *_UNDETERMINED), targets=(_S.NOT_APPLICABLE,), clause=HOUSE,
        ),
        _row(
            _V.INCLUDE, "menyatakan standar berlaku", "StandardApplicable",
            sources=(_S.NOT_APPLICABLE,), targets=(_S.IMPLEMENTING,), clause="II.2.1.b.2",
        ),
        _row(
            _V.MEET_BY_SELF, "memenuhi menurut penilaian mandiri", "StandardMetBySelf",
            sources=_UNDETERMINED, targets=(_S.SELF_MET,), clause="II.2.1.e.1",
        ),
        _row(
            _V.MISS_BY_SELF, "belum memenuhi menurut penilaian mandiri", "StandardMissedBySelf",
            sources=_UNDETERMINED, targets=(_S.IMPLEMENTING,), clause="II.2.1.e.1",
        ),
        _row(
            _V.MEET_BY_FACT, "memenuhi menurut penilaian faktual", "StandardMetByFact",
            sources=_UNDETERMINED, targets=(_S.FACTUAL_MET,), clause="II.2.1.e.2",
        ),
        _row(
            _V.MISS_BY_FACT, "belum memenuhi menurut penilaian faktual", "StandardMissedByFact",
            sources=_UNDETERMINED, targets=(_S.GAP,), clause="II.2.1.e.2",
        ),
        _row(
            _V.CLOSE_GAP, "menutup kesenjangan", "StandardGapClosed",
            sources=(_S.GAP,), targets=(_S.FACTUAL_MET,), clause="II.2.1.e.4",
        ),
        _row(
            _V.DETERMINE, "menetapkan standar", "StandardDetermined",
            sources=(_S.FACTUAL_MET,), targets=(_S.DETERMINED,), clause="II.2.1.e.5",
        ),
        _row(
            _V.FLAG, "menandai temuan", "StandardFlagged",
            sources=(_S.DETERMINED, _S.FLAGGED), targets=(_S.FLAGGED,), clause="II.2.1.f.p2",
        ),
        _row(
            _V.CLEAR, "menghapus tanda temuan", "StandardCleared",
            sources=(_S.FLAGGED,), targets=(_S.DETERMINED,), clause=HOUSE,
        ),
        _row(
            _V.REVOKE, "mencabut standar", "StandardRevoked",
            sources=(_S.DETERMINED, _S.FLAGGED), targets=(_S.REVOKED,), clause="II.2.2.c.s1",
        ),
        _row(
            _V.REDETERMINE, "menetapkan kembali setelah penilaian ulang", "StandardRedetermined",
            sources=(_S.REVOKED,), targets=(_S.DETERMINED,), clause="II.2.2.c.s2",
        ),
        _row(
            _V.REINSTATE, "memulihkan standar", "StandardReinstated",
            sources=(_S.REVOKED, _S.FLAGGED), targets=(_S.DETERMINED,), clause="II.2.3.s3",
        ),
        _row(
            _V.LAPSE, "mengakhiri penetapan standar dengan masa berlaku sertifikat", "StandardLapsed",
            sources=(_S.DETERMINED, _S.FLAGGED), targets=(_S.IMPLEMENTING,), clause=HOUSE,
        ),
    ),
)
# fmt: on
