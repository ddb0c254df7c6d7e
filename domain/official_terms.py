"""The life of a term of office: appointed, ended with a reason; two holders at once and past days are refused.

*Source*: house rules; the decree names one office, the Deputy's, and not who follows in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from domain.clock import legal_date
from domain.officials import Capacity, Office, Official
from domain.reasons import Reason
from domain.refusals import HOUSE, Refusal, RefusalCode, refuse
from domain.roles import Role
from domain.tables import Act, Aggregate, Outcome, Payload, Table, Transition
from domain.text import LONG, SHORT, first_problem, input_problem, text_problem


class OfficialState(StrEnum):
    """The states of a term of office. Who holds it on a day follows from its days; a withdrawn one never began."""

    APPOINTED = "APPOINTED"
    ENDED = "ENDED"
    WITHDRAWN = "WITHDRAWN"


@dataclass(frozen=True, kw_only=True)
class AppointOfficial(Payload):
    """One person in one office from a day on. *Shape*: `valid_to` is the last day, None until further notice; the titles
    stand in the signature block; `name` is given by the seeds alone, otherwise it is the person's on record.
    """

    office: Office
    capacity: Capacity
    person_id: str
    title_id: str
    title_en: str
    valid_from: date
    reason: str
    valid_to: date | None = None
    name: str = ""
    is_sample: bool = False

    def problem(self) -> Refusal | None:
        """Titles in both languages, a reason, and a term that does not end before it begins."""
        return first_problem(
            text_problem(self.title_id, field="titleId", longest=SHORT),
            text_problem(self.title_en, field="titleEn", longest=SHORT),
            text_problem(self.reason, field="reason", longest=LONG),
            None if self.valid_to is None or self.valid_from <= self.valid_to else _ends_first("validTo"),
        )

    def official(self, name: str) -> Official:
        """The entry of the register of officials."""
        return Official(
            office=self.office,
            capacity=self.capacity,
            person_id=self.person_id,
            name=name,
            title_id=self.title_id.strip(),
            title_en=self.title_en.strip(),
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            is_sample=self.is_sample,
        )


@dataclass(frozen=True, kw_only=True)
class EndTerm(Payload):
    """The last day of a term, and why it ends."""

    last_day: date
    reason: str

    def problem(self) -> Refusal | None:
        """A reason."""
        return text_problem(self.reason, field="reason", longest=LONG)


@dataclass(frozen=True, kw_only=True)
class OfficialFacts:
    """What the guards of a term may know. *Shape*: `others` are the office's other terms, not withdrawn; `person_name` is
    None where LKPP has no such active person.
    """

    state: str | None
    valid_from: date | None = None
    valid_to: date | None = None
    person_name: str | None = None
    person_administers: bool = False
    others: tuple[Official, ...] = ()

    @property
    def institution_id(self) -> str | None:
        """LKPP's offices are no institution's."""
        return None


def _person_of_lkpp(facts: OfficialFacts, act: Act) -> Refusal | None:
    if facts.person_name is None:
        return refuse(RefusalCode.PERSON_UNKNOWN, who=act.payload.person_id, subject="person")
    return None


def _not_an_administrator(facts: OfficialFacts, _act: Act) -> Refusal | None:
    """Who administers never signs: the duties stay apart."""
    if not facts.person_administers:
        return None
    return input_problem(
        "person", "admin LKPP tidak dapat menjadi penanda tangan.", "an administrator of LKPP cannot be a signatory."
    )


def _from_today(_facts: OfficialFacts, act: Act) -> Refusal | None:
    return _not_before(act.payload.valid_from, legal_date(act.now), subject="validFrom")


def _no_overlap(facts: OfficialFacts, act: Act) -> Refusal | None:
    overlapping = next(_overlapping(facts, act.payload), None)
    if overlapping is None:
        return None
    until = overlapping.valid_to.isoformat() if overlapping.valid_to else "…"
    period = f"{overlapping.valid_from.isoformat()} – {until}"
    return refuse(RefusalCode.TERMS_OVERLAP, who=overlapping.name, period=period, subject="validFrom")


def _overlapping(facts: OfficialFacts, given: AppointOfficial) -> Iterator[Official]:
    """Other holders of the office on a day of the term; a delegate (a.n.) stands beside the holder, once."""
    for other in facts.others:
        exclusive = Capacity.ON_BEHALF not in {other.capacity, given.capacity}
        if (exclusive or other.person_id == given.person_id) and _meet(other, given):
            yield other


def _meet(one: Official, other: AppointOfficial) -> bool:
    begins_before_end = one.valid_to is None or other.valid_from <= one.valid_to
    ends_after_begin = other.valid_to is None or one.valid_from <= other.valid_to
    return begins_before_end and ends_after_begin


def _last_day_ahead(_facts: OfficialFacts, act: Act) -> Refusal | None:
    return _not_before(act.payload.last_day, legal_date(act.now), subject="lastDay")


def _within_its_days(facts: OfficialFacts, act: Act) -> Refusal | None:
    last_day: date = act.payload.last_day
    if facts.valid_from is not None and last_day < facts.valid_from:
        return _ends_first("lastDay")
    if facts.valid_to is not None and last_day > facts.valid_to:
        return input_problem(
            "lastDay",
            f"masa jabatan sudah berakhir pada {facts.valid_to.isoformat()}; perpanjangan adalah penetapan baru.",
            f"the term ends on {facts.valid_to.isoformat()} already; an extension is a new appointment.",
        )
    return None


def _not_begun(facts: OfficialFacts, act: Act) -> Refusal | None:
    return _not_before(facts.valid_from, legal_date(act.now) + timedelta(days=1), subject="validFrom")


def _not_before(day: date | None, earliest: date, *, subject: str) -> Refusal | None:
    if day is not None and day >= earliest:
        return None
    return refuse(RefusalCode.PAST_DAY, subject=subject, day=str(day or "-"), earliest=earliest.isoformat())


def _ends_first(field: str) -> Refusal:
    return input_problem(field, "masa jabatan berakhir sebelum mulai.", "the term ends before it begins.")


def _appoint(facts: OfficialFacts, act: Act) -> Outcome:
    given: AppointOfficial = act.payload
    official = given.official(facts.person_name or given.name)
    changes: dict[str, Any] = {
        "office": official.office.value,
        "capacity": official.capacity.value,
        "person_id": official.person_id,
        "name": official.name,
        "title_id": official.title_id,
        "title_en": official.title_en,
        "valid_from": official.valid_from.isoformat(),
        "valid_to": official.valid_to.isoformat() if official.valid_to else None,
        "sample": official.is_sample,
        "reason": given.reason.strip(),
        "appointed_by": act.actor.id,
    }
    return Outcome(changes=changes, reason=given.reason.strip())


def _end(_facts: OfficialFacts, act: Act) -> Outcome:
    return Outcome(changes={"valid_to": act.payload.last_day.isoformat()}, reason=act.payload.reason.strip())


def _withdraw(_facts: OfficialFacts, act: Act) -> Outcome:
    return Outcome(reason=act.payload.reason.strip())


def _row(verb: str, label_id: str, event: str, **columns: Any) -> Transition[OfficialFacts]:
    return Transition(verb=verb, label_id=label_id, event=event, clause=HOUSE, **columns)


_S = OfficialState
_ADMIN = frozenset({Role.ADMIN})

# fmt: off
OFFICIALS: Table[OfficialFacts] = Table(
    aggregate=Aggregate.OFFICIAL,
    label_id="Masa jabatan",
    label_en="Term of office",
    states=OfficialState,
    final=frozenset({_S.ENDED, _S.WITHDRAWN}),
    rows=(
        _row(
            "seed", "memuat pejabat awal", "OfficialSeeded",
            sources=(None,), targets=(_S.APPOINTED,), roles=frozenset({Role.SYSTEM}), payload=AppointOfficial,
            checks=(_no_overlap,), action=_appoint,
        ),
        _row(
            "appoint", "menetapkan pejabat", "OfficialAppointed",
            sources=(None,), targets=(_S.APPOINTED,), roles=_ADMIN, payload=AppointOfficial,
            checks=(_person_of_lkpp, _not_an_administrator, _from_today, _no_overlap), action=_appoint,
        ),
        _row(
            "end", "mengakhiri masa jabatan", "OfficialTermEnded",
            sources=(_S.APPOINTED,), targets=(_S.ENDED,), roles=_ADMIN, payload=EndTerm,
            checks=(_last_day_ahead, _within_its_days), action=_end,
        ),
        _row(
            "withdraw", "membatalkan penetapan pejabat", "OfficialAppointmentWithdrawn",
            sources=(_S.APPOINTED,), targets=(_S.WITHDRAWN,), roles=_ADMIN, payload=Reason,
            guards=(_not_begun,), action=_withdraw,
        ),
    ),
)
# fmt: on
