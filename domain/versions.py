"""Dated versions that follow one another: each is made from the one in force, begins after it, and so ends it.

The standards' catalogue and the competency dictionary are kept so; a working calendar is replaced at once instead.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from domain.aggregates import Aggregate
from domain.clock import legal_date
from domain.refusals import Refusal, RefusalCode, refuse
from domain.tables import Act, Effect, Outcome, Payload


@dataclass(frozen=True, kw_only=True)
class SupersedeVersion(Payload):
    """Effect of a version that is published: the last day of the one before."""

    last_day: date


@dataclass(frozen=True, kw_only=True)
class VersionFacts:
    """What the guards of any version may know.

    *Shape*: `valid_from` is its first day; `replaces` the version that it was made from; `current_id` the one published
    last, with its first day.
    """

    state: str | None
    valid_from: date | None = None
    replaces: str | None = None
    current_id: str | None = None
    current_from: date | None = None

    @property
    def institution_id(self) -> str | None:
        """What LKPP sets for everyone is nobody's own."""
        return None


def made_from_current(facts: VersionFacts, act: Act) -> Refusal | None:
    """Guard: no other version was published since this one was begun."""
    if facts.replaces == facts.current_id:
        return None
    return refuse(
        RefusalCode.CONFLICT,
        expected=str(facts.replaces or "-"),
        actual=str(facts.current_id or "-"),
        subject=act.record_id,
    )


def begins_ahead(facts: VersionFacts, act: Act) -> Refusal | None:
    """Guard: it begins today or later, and after the one that it follows. House rule."""
    earliest = legal_date(act.now)
    if facts.current_from is not None:
        earliest = max(earliest, facts.current_from + timedelta(days=1))
    if facts.valid_from is not None and facts.valid_from >= earliest:
        return None
    return refuse(
        RefusalCode.PAST_DAY,
        subject="validFrom",
        day=str(facts.valid_from or "-"),
        earliest=earliest.isoformat(),
    )


def ends_current(facts: VersionFacts, aggregate: Aggregate) -> tuple[Effect, ...]:
    """The effect of publishing: the version in force ends on the day before; none where it is the first."""
    if facts.current_id is None or facts.valid_from is None:
        return ()
    ended = SupersedeVersion(last_day=facts.valid_from - timedelta(days=1))
    return (Effect(aggregate=aggregate, verb="supersede", record_id=facts.current_id, payload=ended),)


def supersede(_facts: VersionFacts, act: Act) -> Outcome:
    """Action: its last day is known now."""
    return Outcome(changes={"valid_to": act.payload.last_day.isoformat()})
