"""The life of a configured value: the administrator proposes it, the Deputy approves it; never for a past day.

*Source*: house rules throughout; what the decree itself sets is locked (II.2.3.s1, I.p2).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from domain.aggregates import Aggregate
from domain.clock import legal_date
from domain.configuration import (
    ConfigurationValue,
    change_problem,
    lock_problem,
    overlap_problem,
    read_value,
    value_problem,
)
from domain.configuration_keys import CATALOGUE, ConfigurationKey
from domain.reasons import Reason
from domain.refusals import HOUSE, Refusal, RefusalCode, refuse
from domain.roles import Role
from domain.tables import Act, Outcome, Payload, Table, Transition
from domain.text import LONG, SHORT, first_problem, text_problem


class SettingState(StrEnum):
    """The states of a value with its validity. Only an approved one is ever in force."""

    PROPOSED = "PROPOSED"
    APPROVED = "APPROVED"
    WITHDRAWN = "WITHDRAWN"


@dataclass(frozen=True, kw_only=True)
class EnterSetting(Payload):
    """A value for one key from a day on. *Shape*: `text` as `read_value` takes it; `valid_to` is the last day, or None."""

    key: ConfigurationKey
    text: str | None
    valid_from: date
    reason: str
    valid_to: date | None = None

    def problem(self) -> Refusal | None:
        """First the lock: a locked key is refused whatever else is given. Then a reason and a printable value."""
        return first_problem(
            lock_problem(CATALOGUE[self.key]),
            text_problem(self.reason, field="reason", longest=LONG),
            text_problem(self.text or "", field="value", longest=SHORT, required=False),
        )

    def proposed(self) -> ConfigurationValue | Refusal:
        """The value with its validity, or why the text is none of the setting's form."""
        value = read_value(CATALOGUE[self.key], self.text)
        if isinstance(value, Refusal):
            return value
        return ConfigurationValue(
            key=self.key, value=value, valid_from=self.valid_from, valid_to=self.valid_to, reason=self.reason.strip()
        )


@dataclass(frozen=True, kw_only=True)
class SettingFacts:
    """What the guards of a configured value may know.

    *Shape*: `own` is the value that waits; `others` are the key's other entries, not withdrawn, `patterns` those of every
    pattern of numbers: at its approval the approved ones.
    """

    state: str | None
    valid_from: date | None = None
    own: ConfigurationValue | None = None
    others: tuple[ConfigurationValue, ...] = ()
    patterns: tuple[ConfigurationValue, ...] = ()

    @property
    def institution_id(self) -> str | None:
        """Configuration is nobody's own."""
        return None


def _may_be_entered(facts: SettingFacts, act: Act) -> Refusal | None:
    proposed = act.payload.proposed()
    if isinstance(proposed, Refusal):
        return proposed
    problem = change_problem(proposed, facts.others, today=legal_date(act.now))
    return problem or overlap_problem(proposed, facts.patterns)


def _of_the_form(facts: SettingFacts, act: Act) -> Refusal | None:
    proposed = act.payload.proposed()
    if isinstance(proposed, Refusal):
        return proposed
    problem = value_problem(CATALOGUE[proposed.key], proposed.value)
    return problem or overlap_problem(proposed, facts.patterns)


def _still_of_the_form(facts: SettingFacts, _act: Act) -> Refusal | None:
    """It may have been proposed at the moment of another pattern, or under an earlier version of this system."""
    if facts.own is None:
        return None
    return value_problem(CATALOGUE[facts.own.key], facts.own.value) or overlap_problem(facts.own, facts.patterns)


def _not_past(facts: SettingFacts, act: Act) -> Refusal | None:
    return _begins_from(facts, legal_date(act.now))


def _before_its_first_day(facts: SettingFacts, act: Act) -> Refusal | None:
    return _begins_from(facts, legal_date(act.now) + timedelta(days=1))


def _begins_from(facts: SettingFacts, earliest: date) -> Refusal | None:
    if facts.valid_from is not None and facts.valid_from >= earliest:
        return None
    return refuse(
        RefusalCode.PAST_DAY, subject="validFrom", day=str(facts.valid_from or "-"), earliest=earliest.isoformat()
    )


def _enter(_facts: SettingFacts, act: Act) -> Outcome:
    given: EnterSetting = act.payload
    changes: dict[str, Any] = {
        "key": given.key.value,
        "value": _stored(given),
        "valid_from": given.valid_from.isoformat(),
        "valid_to": given.valid_to.isoformat() if given.valid_to else None,
        "reason": given.reason.strip(),
        "changed_by": act.actor.id,
    }
    return Outcome(changes=changes, reason=given.reason.strip())


def _stored(given: EnterSetting) -> object:
    """As the database keeps it: a date as its text."""
    value = read_value(CATALOGUE[given.key], given.text)
    return value.isoformat() if isinstance(value, date) else value


def _withdraw(_facts: SettingFacts, act: Act) -> Outcome:
    return Outcome(reason=act.payload.reason.strip())


def _row(verb: str, label_id: str, event: str, **columns: Any) -> Transition[SettingFacts]:
    return Transition(verb=verb, label_id=label_id, event=event, clause=HOUSE, **columns)


_S = SettingState
_EITHER = frozenset({Role.ADMIN, Role.DEPUTY})

# fmt: off
SETTINGS: Table[SettingFacts] = Table(
    aggregate=Aggregate.SETTING,
    label_id="Nilai konfigurasi",
    label_en="Configured value",
    states=SettingState,
    final=frozenset({_S.WITHDRAWN}),
    rows=(
        _row(
            "seed", "memuat nilai awal", "SettingSeeded",
            sources=(None,), targets=(_S.APPROVED,), roles=frozenset({Role.SYSTEM}), payload=EnterSetting,
            checks=(_of_the_form,), action=_enter,
        ),
        _row(
            "enter", "mengusulkan nilai konfigurasi", "SettingEntered",
            sources=(None,), targets=(_S.PROPOSED,), roles=frozenset({Role.ADMIN}), payload=EnterSetting,
            checks=(_may_be_entered,), action=_enter,
        ),
        _row(
            "approve", "menyetujui nilai konfigurasi", "SettingApproved",
            sources=(_S.PROPOSED,), targets=(_S.APPROVED,), roles=frozenset({Role.DEPUTY}),
            guards=(_not_past, _still_of_the_form),
        ),
        _row(
            "withdraw", "menarik usulan nilai konfigurasi", "SettingWithdrawn",
            sources=(_S.PROPOSED,), targets=(_S.WITHDRAWN,), roles=_EITHER, payload=Reason, action=_withdraw,
        ),
        _row(
            "withdraw", "menarik nilai konfigurasi", "SettingWithdrawn",
            sources=(_S.APPROVED,), targets=(_S.WITHDRAWN,), roles=_EITHER, payload=Reason,
            guards=(_before_its_first_day,), action=_withdraw,
        ),
    ),
)
# fmt: on
