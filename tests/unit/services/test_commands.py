"""What an idempotency key stands for: the act and its payload as plain JSON, never anything by accident."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pytest

from domain.aggregates import Aggregate
from domain.application_acts import AssignReviewer
from domain.reasons import Reason
from domain.roles import Actor, Role
from domain.sla_acts import Side
from services.commands import Command, plain

ACTOR = Actor(id="a", name="A", roles=frozenset({Role.ADMIN}))
COMMAND = Command(
    aggregate=Aggregate.APPLICATION,
    verb="withdraw",
    actor=ACTOR,
    record_id="r1",
    payload=Reason(reason="x"),
    expected_version=3,
    idempotency_key="k",
)


@dataclass(frozen=True)
class Inner:
    side: Side
    when: datetime


def test_values_become_json() -> None:
    value = {
        "a": (1, True, None, "é"),
        Side.LKPP: [Inner(side=Side.INSTITUTION, when=datetime(2026, 11, 22, 3, 0, tzinfo=UTC))],
        "day": date(2026, 11, 22),
    }
    assert plain(value) == {
        "a": [1, True, None, "é"],
        "LKPP": [{"side": "INSTITUTION", "when": "2026-11-22T03:00:00+00:00"}],
        "day": "2026-11-22",
    }
    assert type(plain(Side.LKPP)) is str


@pytest.mark.parametrize("value", [1.5, b"x", {1, 2}, object(), Inner, [1.5], {"a": b""}])
def test_anything_else_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="a payload holds no"):
        plain(value)


@pytest.mark.parametrize(
    "change",
    [
        {"aggregate": Aggregate.SLA},
        {"verb": "reject"},
        {"record_id": "r2"},
        {"record_id": None},
        {"payload": Reason(reason="y")},
        {"payload": AssignReviewer(reviewer_id="x")},
        {"payload": None},
        {"intent": "x"},
    ],
)
def test_another_act_has_another_digest(change: dict) -> None:
    assert replace(COMMAND, **change).digest() != COMMAND.digest()


@pytest.mark.parametrize(
    "change", [{"expected_version": 4}, {"expected_version": None}, {"actor": replace(ACTOR, name="B")}]
)
def test_the_same_act_has_the_same_digest(change: dict) -> None:
    """The version that was seen and the person's name are no part of what was asked for."""
    assert replace(COMMAND, **change).digest() == COMMAND.digest()


def test_the_intent_stands_for_a_payload_that_differs_each_time() -> None:
    one = replace(COMMAND, payload=Reason(reason="first signature"), intent="seen digest")
    other = replace(COMMAND, payload=Reason(reason="second signature"), intent="seen digest")
    assert one.digest() == other.digest()
