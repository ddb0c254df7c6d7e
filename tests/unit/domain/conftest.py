"""One act of anyone, and the walk over a whole transition table: every verb x state x role, against the rows written out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from domain.act_labels import act_label_en
from domain.decree import clause
from domain.refusals import Refusal, RefusalCode
from domain.roles import INSTITUTION_ROLES, ROLE_LABELS, Actor, Role
from domain.tables import Act, Decision, FreshIds, Table, decide

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
OWN = "inst-own"
ROLES = {
    "RV": Role.REVIEWER,
    "AS": Role.ASSESSOR,
    "DP": Role.DEPUTY,
    "AD": Role.ADMIN,
    "HL": Role.UNIT_HEAD,
    "ST": Role.UNIT_STAFF,
    "HI": Role.INSTITUTION_HEAD,
    "AU": Role.AUDITOR,
    "PU": Role.PUBLIC,
    "SY": Role.SYSTEM,
}
"""The letters of the rule book; SY is the system, which does the effects."""


def actor_of(*roles: Role, institution: str = OWN) -> Actor:
    """The person `actor` with these roles, of his own institution where a role is one of an institution."""
    own = institution if set(roles) & INSTITUTION_ROLES else None
    return Actor(id="actor", name="Sari (DATA CONTOH)", roles=frozenset(roles), institution_id=own)


def act_of(verb: str, actor: Actor, payload: Any = None, *, now: datetime = NOW) -> Act:
    """One attempt on the record `record`."""
    fresh = FreshIds(unit="fresh-unit", sla="fresh-sla", document="fresh-document")
    return Act(verb=verb, actor=actor, payload=payload, now=now, record_id="record", fresh=fresh)


@dataclass(frozen=True)
class Row:
    """One row of the rule book."""

    verb: str
    sources: frozenset[str | None]
    targets: frozenset[str]
    roles: frozenset[Role]
    clause: str
    paper: str | None


def rows_of(text: str) -> list[Row]:
    """Rows from lines of `verb | from | to | by | clause | paper`; `-` stands for nothing."""
    rows = []
    for line in text.strip().splitlines():
        verb, sources, targets, roles, clause_id, paper = (cell.strip() for cell in line.split("|"))
        rows.append(
            Row(
                verb=verb,
                sources=frozenset(None if name == "-" else name for name in sources.split()),
                targets=frozenset(targets.split()),
                roles=frozenset(ROLES[role] for role in roles.split()),
                clause=clause_id,
                paper=None if paper == "-" else paper,
            )
        )
    return rows


Situation = Callable[[str, str | None, Role], tuple[Any, Any]]
"""For verb, state and role: facts that satisfy every guard, and a payload that passes every check."""


@dataclass(frozen=True)
class RuleBook:
    """A table of the code beside the rows that the rule book orders."""

    table: Table[Any]
    rows: list[Row]
    situation: Situation

    def verbs_agree(self) -> None:
        """Neither side has a verb, label, clause or paper that the other lacks; every clause is the decree's or HOUSE."""
        assert set(self.table.verbs()) == {row.verb for row in self.rows}
        coded = {(row.verb, row.clause, row.paper) for row in self.table.rows}
        assert coded == {(row.verb, row.clause, row.paper) for row in self.rows}
        assert all(clause(row.clause).id == row.clause for row in self.table.rows)
        assert all(row.label_id and row.event for row in self.table.rows)

    def states_live(self) -> None:
        """Every state is reached from nothing; final states have no exit, every other state has one."""
        edges = {(source, target) for row in self.table.rows for source in row.sources for target in row.targets}
        reached: set[str | None] = {None}
        while more := {target for source, target in edges if source in reached} - reached:
            reached |= more
        states = {str(state) for state in self.table.states}
        assert {str(state) for state in reached - {None}} == states
        assert {str(source) for source, _target in edges if source is not None} == states - set(self.table.final)

    def every_combination(self) -> None:
        """Each verb x state x role is one lawful row, or the refusal that says what is wrong."""
        for verb in self.table.verbs():
            for state in (None, *self.table.states):
                for role in Role:
                    self._one(verb, state, role)

    def _one(self, verb: str, state: str | None, role: Role) -> None:
        ordered = [row for row in self.rows if row.verb == verb and state in row.sources and role in row.roles]
        coded = [row for row in self.table.rows_of(verb) if state in row.sources and role in row.roles]
        assert len(coded) == len(ordered) <= 1, (verb, state, role)
        facts, payload = self.situation(verb, state, role)
        found = decide(self.table, facts, act_of(verb, actor_of(role), payload))
        if ordered:
            assert isinstance(found, Decision), (verb, state, role, found)
            assert found.row is coded[0]
            assert found.state in ordered[0].targets
            assert {str(target) for target in coded[0].targets} == ordered[0].targets
            return
        permitted = any(role in row.roles for row in self.rows if row.verb == verb)
        code = RefusalCode.WRONG_STATE if permitted else RefusalCode.NOT_PERMITTED
        assert isinstance(found, Refusal), (verb, state, role, found)
        assert (found.code, found.subject) == (code, "record"), (verb, state, role, found)
        self._in_two_languages(found, verb)

    def _in_two_languages(self, found: Refusal, verb: str) -> None:
        """The act, and who may do it, are named in the language of the sentence."""
        labels = {row.label_id for row in self.table.rows_of(verb)}
        assert any(f"“{label}”" in found.message_id for label in labels)
        assert f"“{act_label_en(self.table.aggregate, verb)}”" in found.message_en
        if found.code is RefusalCode.NOT_PERMITTED:
            roles = {role for row in self.table.rows_of(verb) for role in row.roles}
            indonesian, english = zip(*sorted(ROLE_LABELS[role] for role in roles), strict=True)
            assert found.required_id == f"Tindakan ini hanya untuk: {', '.join(indonesian)}."
            assert found.required_en == f"Only these roles may do this: {', '.join(english)}."

    def strangers_see_nothing(self) -> None:
        """A role of another institution gets NOT_FOUND in every state, never a word of the state; of what an act would
        make, the institution or unit that it names.
        """
        for verb in self.table.verbs():
            for role in INSTITUTION_ROLES:
                if not any(role in row.roles for row in self.rows if row.verb == verb):
                    continue
                for state in (None, *self.table.states):
                    facts, payload = self.situation(verb, state, role)
                    stranger = actor_of(role, institution="inst-other")
                    found = decide(self.table, facts, act_of(verb, stranger, payload))
                    assert isinstance(found, Refusal), (verb, state, role)
                    assert found.code is RefusalCode.NOT_FOUND
                    indonesian, english = self._unseen(payload, state)
                    assert found.message_id == f"{indonesian} tidak ditemukan."
                    assert found.message_en == f"{english} was not found."

    def _unseen(self, payload: Any, state: str | None) -> tuple[str, str]:
        if state is None:
            if (institution_id := getattr(payload, "institution_id", None)) is not None:
                return f"Instansi {institution_id}", f"Institution {institution_id}"
            if (unit_id := getattr(payload, "unit_id", None)) is not None:
                return f"Unit {unit_id}", f"Unit {unit_id}"
        return f"{self.table.label_id} record", f"{self.table.label_en} record"


@pytest.fixture(scope="session")
def rule_book() -> Callable[[Table[Any], str, Situation], RuleBook]:
    """Makes a rule book from the written rows."""
    return lambda table, text, situation: RuleBook(table, rows_of(text), situation)


@pytest.fixture(scope="session")
def actor() -> Callable[..., Actor]:
    return actor_of


@pytest.fixture(scope="session")
def act() -> Callable[..., Act]:
    return act_of


@pytest.fixture(scope="session")
def try_act() -> Callable[..., Decision | Refusal]:
    """Decides one act: table, facts (with changes), verb, actor or roles, payload."""

    def attempt(
        table: Table[Any], facts: Any, verb: str, who: Actor | Role, payload: Any = None, *, now: datetime = NOW
    ) -> Decision | Refusal:
        person = who if isinstance(who, Actor) else actor_of(who)
        return decide(table, facts, act_of(verb, person, payload, now=now))

    return attempt


@pytest.fixture(scope="session")
def first_problem_field() -> Callable[[Any], str | None]:
    """The field that a payload's own check names; None where it is sound. The refusal is always INVALID_INPUT."""

    def field(payload: Any) -> str | None:
        problem = payload.problem()
        if problem is None:
            return None
        assert problem.code is RefusalCode.INVALID_INPUT
        return str(problem.subject)

    return field


# --- what became of a module's own `attempt` ----------------------------------------------------------------------------


@pytest.fixture
def refused(attempt: Callable[..., Any]) -> Callable[..., Any]:
    """Why it was refused: code, clause and subject; None where it was done."""

    def act(*arguments: Any, **more: Any) -> Any:
        found = attempt(*arguments, **more)
        return (found.code, found.clause, found.subject) if isinstance(found, Refusal) else None

    return act


@pytest.fixture
def outcome(attempt: Callable[..., Any]) -> Callable[..., Any]:
    """The new state and what else it wrote, where it was done."""

    def act(*arguments: Any, **more: Any) -> Any:
        found = attempt(*arguments, **more)
        assert not isinstance(found, Refusal), found
        return found.state, found.outcome

    return act
