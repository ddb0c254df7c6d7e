"""The one reader of the tables: its order of questions, and the tables taken together."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

import pytest

from domain.aggregates import Aggregate
from domain.reasons import Reason
from domain.refusals import Refusal, RefusalCode, refuse
from domain.roles import Actor, Role
from domain.tables import Act, Decision, FreshIds, Outcome, Payload, Table, Transition, decide, lawful, nothing_more
from persistence.repositories import REPOSITORIES

ALL = tuple(REPOSITORIES[aggregate].table for aggregate in Aggregate)


class State(StrEnum):
    OPEN = "OPEN"
    CLOSED = "CLOSED"


@dataclass(frozen=True)
class Facts:
    state: str | None
    institution_id: str | None = "inst-own"
    guarded: bool = False
    checked: bool = False


def guard(facts: Facts, _act: Act) -> Refusal | None:
    return refuse(RefusalCode.INSTITUTION_INACTIVE) if facts.guarded else None


def check(facts: Facts, _act: Act) -> Refusal | None:
    return refuse(RefusalCode.ALREADY_GIVEN) if facts.checked else None


CLOSE = Transition(
    verb="close",
    sources=(State.OPEN,),
    targets=(State.CLOSED,),
    roles=frozenset({Role.UNIT_HEAD, Role.REVIEWER}),
    clause="II.2.1.a.1",
    event="Closed",
    label_id="menutup",
    guards=(guard,),
    payload=Reason,
    checks=(check,),
    action=lambda facts, act: Outcome(reason=act.payload.reason),
)


def table(*rows: Transition) -> Table:
    return Table(
        aggregate=Aggregate.UNIT,
        label_id="Benda",
        label_en="Thing",
        states=State,
        final=frozenset({State.CLOSED}),
        rows=rows,
    )


THINGS = table(CLOSE)
CITED = replace(
    CLOSE, clauses=("II.2.2.a", "II.2.2.b"), cite=lambda facts, _act: "II.2.2.b" if facts.checked else "III"
)
SOUND = Reason(reason="Selesai.")


def test_the_questions_come_in_their_order(act, actor) -> None:
    """Role, sight, state, guards, payload, checks: so a stranger learns nothing of a state."""
    everything_wrong = Facts(state=State.CLOSED, guarded=True, checked=True)
    stranger = actor(Role.UNIT_HEAD, institution="inst-other")
    ladder = [
        (actor(Role.AUDITOR), everything_wrong, Reason(reason=""), RefusalCode.NOT_PERMITTED),
        (stranger, everything_wrong, Reason(reason=""), RefusalCode.NOT_FOUND),
        (actor(Role.UNIT_HEAD), everything_wrong, Reason(reason=""), RefusalCode.WRONG_STATE),
        (
            actor(Role.UNIT_HEAD),
            Facts("OPEN", guarded=True, checked=True),
            Reason(reason=""),
            RefusalCode.INSTITUTION_INACTIVE,
        ),
        (actor(Role.UNIT_HEAD), Facts("OPEN", checked=True), Reason(reason=""), RefusalCode.INVALID_INPUT),
        (actor(Role.UNIT_HEAD), Facts("OPEN", checked=True), SOUND, RefusalCode.ALREADY_GIVEN),
    ]
    for person, facts, payload, code in ladder:
        found = decide(THINGS, facts, act("close", person, payload))
        assert isinstance(found, Refusal)
        assert found.code is code
    done = decide(THINGS, Facts("OPEN"), act("close", actor(Role.UNIT_HEAD), SOUND))
    assert done == Decision(row=CLOSE, clause="II.2.1.a.1", state="CLOSED", outcome=Outcome(reason="Selesai."))


def test_lawful_looks_at_no_payload(act, actor) -> None:
    assert lawful(THINGS, Facts("OPEN", checked=True), act("close", actor(Role.REVIEWER))) is CLOSE


def test_a_refusal_names_the_clause_the_state_and_the_way_out(act, actor) -> None:
    found = decide(THINGS, Facts(State.CLOSED), act("close", actor(Role.REVIEWER), SOUND))
    assert (found.clause, found.message_id, found.required_en) == (
        "II.2.1.a.1",
        "“menutup” tidak dapat dilakukan dalam keadaan CLOSED.",
        "The state must be one of: OPEN.",
    )
    found = decide(THINGS, Facts(None), act("close", actor(Role.REVIEWER), SOUND))
    assert found.message_id == "“menutup” tidak dapat dilakukan dalam keadaan -."
    found = decide(THINGS, Facts("OPEN"), act("close", actor(Role.AUDITOR), SOUND))
    assert (found.clause, found.required_id) == (
        "II.2.1.a.1",
        "Tindakan ini hanya untuk: kepala LPSE, pereviu LKPP.",
    )


def test_an_unknown_verb_is_permitted_to_nobody(act, actor) -> None:
    found = decide(THINGS, Facts("OPEN"), act("explode", actor(Role.REVIEWER)))
    assert (found.code, found.clause, found.subject) == (RefusalCode.NOT_PERMITTED, "HOUSE", "record")


def test_a_payload_of_another_type_is_a_bug(act, actor) -> None:
    for wrong in (None, "Selesai.", Payload()):
        with pytest.raises(TypeError, match="close takes a Reason"):
            decide(THINGS, Facts("OPEN"), act("close", actor(Role.REVIEWER), wrong))


def test_a_choice_outside_the_row_is_a_bug(act, actor) -> None:
    wild = table(
        Transition(
            verb="open",
            sources=(None,),
            targets=(State.OPEN,),
            roles=frozenset({Role.SYSTEM}),
            clause="HOUSE",
            event="Opened",
            label_id="membuka",
            choose=lambda _facts, _act: State.CLOSED,
        )
    )
    with pytest.raises(AssertionError, match="chose CLOSED"):
        decide(wild, Facts(None), act("open", actor(Role.SYSTEM)))


def test_a_plain_row_only_moves_the_state(act, actor) -> None:
    assert nothing_more(Facts("OPEN"), act("x", actor(Role.SYSTEM))) == Outcome()
    assert Payload().problem() is None
    assert Payload().is_rehearsal() is False


# --- all tables -----------------------------------------------------------------------------------------------------


def test_each_aggregate_has_its_table() -> None:
    assert [each.aggregate for each in ALL] == list(Aggregate)
    assert all(each.label_id and each.label_en for each in ALL)


@pytest.mark.parametrize("each", ALL, ids=lambda each: each.aggregate)
def test_a_row_is_sound_by_itself(each) -> None:
    states = set(each.states)
    for row in each.rows:
        assert row.sources
        assert row.roles
        assert set(row.targets) <= states
        assert set(row.sources) - {None} <= states - each.final
        assert (row.choose is not None) == (len(row.targets) > 1)
        assert row.event[0].isupper()
        assert row.is_effect == (row.roles == {Role.SYSTEM})


@pytest.mark.parametrize("each", ALL, ids=lambda each: each.aggregate)
def test_the_system_never_does_what_a_person_does(each) -> None:
    """An effect is nobody's act, and an act is never an effect; the auditor and the public do nothing at all."""
    for row in each.rows:
        assert Role.SYSTEM not in row.roles or len(row.roles) == 1
        assert not row.roles & {Role.AUDITOR, Role.PUBLIC}


def test_an_event_name_says_one_thing() -> None:
    """One name for one verb; a paper issued by a person and one issued by the seal are the same event."""
    verbs: dict[str, set[str]] = {}
    for each in ALL:
        for row in each.rows:
            verbs.setdefault(row.event, set()).add(row.verb)
    assert {event for event, names in verbs.items() if len(names) > 1} == {"DocumentIssued"}


@dataclass(frozen=True, kw_only=True)
class UnitThing(Facts):
    state: str | None = State.OPEN
    unit_id: str | None = "unit-1"


@pytest.mark.parametrize(("own", "found"), [("unit-1", True), (None, True), ("unit-2", False)])
def test_a_person_of_another_unit_of_the_same_institution_sees_nothing(own: str | None, found: bool) -> None:
    someone = Actor(id="a", name="A", roles=frozenset({Role.UNIT_HEAD}), institution_id="inst-own", unit_id=own)
    act = Act(
        verb="close",
        actor=someone,
        payload=None,
        now=datetime(2026, 11, 22, tzinfo=UTC),
        record_id="r",
        fresh=FreshIds("", "", ""),
    )
    answer = lawful(table(CLOSE), UnitThing(), act)
    assert isinstance(answer, Transition) is found
    if not found:
        assert answer.code is RefusalCode.NOT_FOUND


def test_a_row_cites_only_clauses_that_it_lists(act, actor) -> None:
    closing = act("close", actor(Role.REVIEWER), SOUND)
    assert CITED.clause_of(Facts(state="OPEN", checked=True), closing) == "II.2.2.b"
    with pytest.raises(AssertionError, match="close cites III"):
        CITED.clause_of(Facts(state="OPEN"), closing)
