"""The decree as a table: what a transition is, and `decide`, the one reader of the tables; no rule of its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from domain.act_labels import act_label_en
from domain.aggregates import Aggregate
from domain.refusals import HOUSE, Refusal, RefusalCode, Words, no_such, refuse
from domain.roles import INSTITUTION_ROLES, LKPP_ACTORS, ROLE_LABELS, Actor, Role


class Facts(Protocol):
    """What every table's guards may know. Each aggregate's own facts add to it."""

    @property
    def state(self) -> str | None:
        """The present state, or None where the record does not exist yet."""
        ...

    @property
    def institution_id(self) -> str | None:
        """The institution whose thing this is."""
        ...


F = TypeVar("F", bound=Facts)


class Payload:
    """What a verb takes beside the record: each subclass is a frozen dataclass that can tell its first problem."""

    def problem(self) -> Refusal | None:
        """The first thing wrong with these values by themselves, or None. Guards check them against the facts."""
        return None

    def is_rehearsal(self) -> bool:
        """Whether a part is missing that comes last (a signature): such values can be examined, never performed."""
        return False


class FreshIds(NamedTuple):
    """Unused ids for the records that an act may make, the same again where its transaction is run again."""

    unit: str
    sla: str
    document: str

    def of(self, what: str) -> str:
        """One more unused id, its own for each `what`. *Shape*: 24 hexadecimal characters, sorted with `document`."""
        return self.document[:8] + sha256(f"{self.document} {what}".encode()).hexdigest()[:16]


@dataclass(frozen=True, kw_only=True)
class Act:
    """One attempt: who does which verb, with what, at which legal instant, on which record (its id is known before)."""

    verb: str
    actor: Actor
    payload: Any
    now: datetime
    record_id: str
    fresh: FreshIds


@dataclass(frozen=True, kw_only=True)
class Effect:
    """A consequence on another record in the same transaction; an unused id makes a new one."""

    aggregate: Aggregate
    verb: str
    record_id: str
    payload: Any = None


@dataclass(frozen=True, kw_only=True)
class LetterOrder:
    """A paper that this transition issues: its kind, its id, and what only this act knows of its contents (JSON values).

    *Shape*: `subject` is the thing that it speaks of, where that is not the record acted on; `drafted_by` the person who
    drafted it first, where that is not the actor.
    """

    kind: str
    document_id: str
    details: Mapping[str, Any] = field(default_factory=dict)
    subject: tuple[Aggregate, str] | None = None
    drafted_by: str | None = None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a row's action yields beside the new state: field changes, letters and effects, and the reason given.

    *Shape*: `prepares` are the ids of papers that exist and are to be made again.
    """

    changes: Mapping[str, Any] = field(default_factory=dict)
    letters: tuple[LetterOrder, ...] = ()
    prepares: tuple[str, ...] = ()
    effects: tuple[Effect, ...] = ()
    reason: str = ""


Guard = Callable[[F, Act], Refusal | None]
Action = Callable[[F, Act], Outcome]


def nothing_more(_facts: Facts, _act: Act) -> Outcome:
    """The action of a transition that only moves the state."""
    return Outcome()


@dataclass(frozen=True, kw_only=True)
class Transition(Generic[F]):
    """One row: verb, from, to, who, guards, clause, event, paper.

    *Shape*: a source None means that the verb makes the record. Several `targets` need `choose`. `clause` is the
    decree's clause id or HOUSE; where the clause depends on the facts, `clauses` are those below it that are possible and
    `cite` chooses. `guards` look at the facts alone, so that `lawful` can tell beforehand; `checks` compare
    the payload with them. `otherwise` gives, for a state that is no source, a refusal that says more than WRONG_STATE.
    """

    verb: str
    sources: tuple[str | None, ...]
    targets: tuple[str, ...]
    roles: frozenset[Role]
    clause: str
    event: str
    label_id: str
    guards: tuple[Guard[F], ...] = ()
    payload: type | None = None
    checks: tuple[Guard[F], ...] = ()
    action: Action[F] = nothing_more
    choose: Callable[[F, Act], str] | None = None
    paper: str | None = None
    otherwise: Guard[F] | None = None
    clauses: tuple[str, ...] = ()
    cite: Callable[[F, Act], str] | None = None

    def clause_of(self, facts: F, act: Act) -> str:
        """The clause on which this act rests. *Raises*: `AssertionError` where `cite` names one that is not listed."""
        if self.cite is None:
            return self.clause
        chosen = self.cite(facts, act)
        if chosen not in self.clauses:
            raise AssertionError(f"{self.verb} cites {chosen}, which its row does not list")
        return chosen

    @property
    def is_effect(self) -> bool:
        """Whether only another transition, or the system's own worker, can do this."""
        return self.roles == frozenset({Role.SYSTEM})


@dataclass(frozen=True, kw_only=True)
class Table(Generic[F]):
    """The whole life of one kind of thing. *Shape*: `final` states have no exit, every other state has one."""

    aggregate: Aggregate
    label_id: str
    label_en: str
    states: type[StrEnum]
    final: frozenset[str]
    rows: tuple[Transition[F], ...]

    def verbs(self) -> tuple[str, ...]:
        """Every verb once, in the table's order."""
        return tuple(dict.fromkeys(row.verb for row in self.rows))

    def label_of(self, row: Transition[F]) -> Words:
        """What the act of this row is called."""
        return Words(row.label_id, act_label_en(self.aggregate, row.verb))

    def not_found(self, record_id: str) -> Refusal:
        """That there is no such thing, or none that the one who asks may see."""
        return no_such(self.label_id, self.label_en, record_id, subject=record_id)

    def rows_of(self, verb: str) -> tuple[Transition[F], ...]:
        """The rows of one verb; empty for an unknown verb."""
        return tuple(row for row in self.rows if row.verb == verb)


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What is to be written, all of it or nothing: the new state with its changes, the event, letters and effects.

    *Shape*: `clause` is the one on which this very act rests.
    """

    row: Transition[Any]
    clause: str
    state: str
    outcome: Outcome


def lawful(table: Table[F], facts: F, act: Act) -> Transition[F] | Refusal:
    """The row by which the act may be tried now, or why there is none; the payload is not looked at.

    Checked in this order: the verb's roles, the thing's visibility, the state, the guards as the row lists them. So a
    stranger learns nothing of a state.
    """
    rows = table.rows_of(act.verb)
    if not rows:
        return refuse(RefusalCode.NOT_PERMITTED, verb=act.verb, roles="-", subject=act.record_id)
    mine = [row for row in rows if row.roles & act.actor.roles]
    if not mine:
        return _not_permitted(table, rows, facts, act)
    if not act.actor.sees(facts.institution_id) or _of_another_unit(facts, act):
        return _not_found(table, facts, act)
    row = next((row for row in mine if facts.state in row.sources), None)
    if row is None:
        return _wrong_state(table, mine, facts, act)
    return _first_refusal(row.guards, facts, act) or row


def decide(table: Table[F], facts: F, act: Act) -> Decision | Refusal:
    """Whether the act is lawful now, and what follows from it. Pure: it reads nothing else and writes nothing.

    After `lawful`: the payload by itself, then the payload against the facts.
    *Raises*: `TypeError` where the payload is not of the row's type (a bug of the caller, not of the person).
    """
    row = lawful(table, facts, act)
    if isinstance(row, Refusal):
        return row
    if row.payload is not None and not isinstance(act.payload, row.payload):
        raise TypeError(f"{row.verb} takes a {row.payload.__name__}, not a {type(act.payload).__name__}")
    problem = act.payload.problem() if isinstance(act.payload, Payload) else None
    refusal = problem or _first_refusal(row.checks, facts, act)
    if refusal is not None:
        return refusal
    state = row.choose(facts, act) if row.choose else row.targets[0]
    if state not in row.targets:
        raise AssertionError(f"{table.aggregate}.{row.verb} chose {state}, which its row does not list")
    return Decision(row=row, clause=row.clause_of(facts, act), state=state, outcome=row.action(facts, act))


def _not_found(table: Table[Any], facts: Facts, act: Act) -> Refusal:
    """Of a thing that the act would make, nobody knows the id: what is not found is the institution or unit that it names."""
    if facts.state is None:
        institution_id, unit_id = (getattr(act.payload, name, None) for name in ("institution_id", "unit_id"))
        if institution_id is not None and not act.actor.sees(institution_id):
            return no_such("Instansi", "Institution", institution_id, subject="institution")
        if unit_id is not None:
            return refuse(RefusalCode.NOT_FOUND, what=f"Unit {unit_id[:80]}", subject="unit")
    return table.not_found(act.record_id)


def _of_another_unit(facts: Facts, act: Act) -> bool:
    """Whether a person of one unit reaches for what is another's of the same institution. *Source*: house rule."""
    unit_id: str | None = getattr(facts, "unit_id", None)
    return None not in (act.actor.unit_id, unit_id) and act.actor.unit_id != unit_id


def _first_refusal(guards: tuple[Guard[F], ...], facts: F, act: Act) -> Refusal | None:
    return next((found for guard in guards if (found := guard(facts, act)) is not None), None)


def _not_permitted(table: Table[F], rows: tuple[Transition[F], ...], facts: F, act: Act) -> Refusal:
    """The decree names LKPP and the institution with its operator; who of either may do it is a house rule."""
    possible = frozenset[Role]().union(*(row.roles for row in rows))
    of_that_side = any(possible & side and act.actor.roles & side for side in (LKPP_ACTORS, INSTITUTION_ROLES))
    labels = sorted(ROLE_LABELS[role] for role in possible)
    return refuse(
        RefusalCode.NOT_PERMITTED,
        clause=HOUSE if of_that_side else rows[0].clause_of(facts, act),
        subject=act.record_id,
        verb=table.label_of(rows[0]),
        roles=Words(*map(", ".join, zip(*labels, strict=True))),
    )


def _wrong_state(table: Table[F], rows: list[Transition[F]], facts: F, act: Act) -> Refusal:
    for row in rows:
        if row.otherwise is not None and (refusal := row.otherwise(facts, act)) is not None:
            return refusal
    sources = dict.fromkeys(str(source or "-") for row in rows for source in row.sources)
    return refuse(
        RefusalCode.WRONG_STATE,
        clause=rows[0].clause_of(facts, act),
        subject=act.record_id,
        verb=table.label_of(rows[0]),
        state=str(facts.state or "-"),
        sources=", ".join(sources),
    )
