"""The life of a term of office: appointed, ended or, where it is a delegation, revoked; what contradicts itself is refused.

*Source*: house rules; the decree names one office, the Deputy's, and not who follows in it or stands for its holder.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from domain.aggregates import Aggregate
from domain.clock import legal_date
from domain.delegations import excludes, form_problem, place_problem
from domain.document_kinds import DocumentKind
from domain.officials import Capacity, Office, Official
from domain.reasons import Reason
from domain.refusals import HOUSE, Refusal, RefusalCode, refuse
from domain.roles import Role
from domain.tables import Act, Outcome, Payload, Table, Transition
from domain.text import LONG, SHORT, first_problem, input_problem, text_problem


class OfficialState(StrEnum):
    """The states of a term of office. Who holds it on a day follows from its days; a withdrawn one never began, and a
    revoked delegation ended with the day before.
    """

    APPOINTED = "APPOINTED"
    ENDED = "ENDED"
    WITHDRAWN = "WITHDRAWN"
    REVOKED = "REVOKED"


@dataclass(frozen=True, kw_only=True)
class AppointOfficial(Payload):
    """One person in one office from a day on. *Shape*: `valid_to` is the last day, None until further notice; the titles
    stand in the signature block; `name` is given by the seeds alone, otherwise it is the person's on record. A delegation
    has number and date of its letter of assignment (surat perintah), one a.n. its `kinds` and the delegate's own title.
    `key_is_missing` is not stated but found: the installation knows no signing key of this delegate.
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
    order_number: str = ""
    order_date: date | None = None
    kinds: tuple[DocumentKind, ...] = ()
    own_title_id: str = ""
    key_is_missing: bool = False

    def problem(self) -> Refusal | None:
        """Titles in both languages, a reason, a term that does not end before it begins, and a delegation's letter."""
        return first_problem(
            text_problem(self.title_id, field="titleId", longest=SHORT),
            text_problem(self.title_en, field="titleEn", longest=SHORT),
            text_problem(self.reason, field="reason", longest=LONG),
            None if self.valid_to is None or self.valid_from <= self.valid_to else _ends_first("validTo"),
            form_problem(self),
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
            kinds=tuple(sorted(set(self.kinds))),
            own_title_id=self.own_title_id.strip(),
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
    None where LKPP has no such active person; `person_cannot_act` says that his roles and the Deputy's exclude each other.
    """

    state: str | None
    capacity: Capacity = Capacity.DEFINITIVE
    valid_from: date | None = None
    valid_to: date | None = None
    person_name: str | None = None
    person_administers: bool = False
    person_cannot_act: bool = False
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


def _may_act(facts: OfficialFacts, act: Act) -> Refusal | None:
    """Who acts as the Deputy bears his role, which excludes reviewing and assessing; a.n. each paper is looked at."""
    if not facts.person_cannot_act or act.payload.capacity not in {Capacity.ACTING, Capacity.DAILY}:
        return None
    return refuse(RefusalCode.SEPARATION_OF_DUTIES, subject="person")


def _delegation_in_place(facts: OfficialFacts, act: Act) -> Refusal | None:
    return place_problem(act.payload, facts.others, today=legal_date(act.now))


def _can_sign(facts: OfficialFacts, act: Act) -> Refusal | None:
    """No letter is to wait for a delegate who has nothing to sign it with."""
    if not act.payload.key_is_missing:
        return None
    return refuse(RefusalCode.DELEGATE_WITHOUT_KEY, who=facts.person_name or act.payload.person_id, subject="person")


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
    """Those of the office's other terms that share a day with this one, and must not."""
    for other in facts.others:
        if excludes(other, given) and _meet(other, given):
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


def _is_running_delegation(facts: OfficialFacts, act: Act) -> Refusal | None:
    """What has not begun is withdrawn, a definitive term is ended, and what is over stays as it was."""
    today = legal_date(act.now)
    running = facts.valid_from is not None and facts.valid_from <= today <= (facts.valid_to or today)
    if facts.capacity.is_delegated and running:
        return None
    return refuse(RefusalCode.NO_RUNNING_DELEGATION, subject=act.record_id)


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
    if given.capacity.is_delegated:
        changes |= {
            "order_number": given.order_number.strip(),
            "order_date": given.order_date.isoformat() if given.order_date else None,
            "kinds": [kind.value for kind in official.kinds],
            "own_title_id": official.own_title_id or None,
        }
    return Outcome(changes=changes, reason=given.reason.strip())


def _end(_facts: OfficialFacts, act: Act) -> Outcome:
    return Outcome(changes={"valid_to": act.payload.last_day.isoformat()}, reason=act.payload.reason.strip())


def _revoke(_facts: OfficialFacts, act: Act) -> Outcome:
    """At once: what was signed before stays as it was signed, and nothing more is."""
    last_day = legal_date(act.now) - timedelta(days=1)
    changes = {"valid_to": last_day.isoformat(), "revoked_at": act.now, "revoked_by": act.actor.id}
    return Outcome(changes=changes, reason=act.payload.reason.strip())


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
    final=frozenset({_S.ENDED, _S.WITHDRAWN, _S.REVOKED}),
    rows=(
        _row(
            "seed", "memuat pejabat awal", "OfficialSeeded",
            sources=(None,), targets=(_S.APPOINTED,), roles=frozenset({Role.SYSTEM}), payload=AppointOfficial,
            checks=(_no_overlap,), action=_appoint,
        ),
        _row(
            "appoint", "menetapkan pejabat", "OfficialAppointed",
            sources=(None,), targets=(_S.APPOINTED,), roles=_ADMIN, payload=AppointOfficial,
            checks=(
                _person_of_lkpp, _not_an_administrator, _may_act, _from_today, _delegation_in_place, _no_overlap,
                _can_sign,
            ),
            action=_appoint,
        ),
        _row(
            "end", "mengakhiri masa jabatan", "OfficialTermEnded",
            sources=(_S.APPOINTED,), targets=(_S.ENDED,), roles=_ADMIN, payload=EndTerm,
            checks=(_last_day_ahead, _within_its_days), action=_end,
        ),
        _row(
            "revoke", "mencabut pelimpahan", "DelegationRevoked",
            sources=(_S.APPOINTED,), targets=(_S.REVOKED,), roles=_ADMIN | {Role.DEPUTY}, payload=Reason,
            guards=(_is_running_delegation,), action=_revoke,
        ),
        _row(
            "withdraw", "membatalkan penetapan pejabat", "OfficialAppointmentWithdrawn",
            sources=(_S.APPOINTED,), targets=(_S.WITHDRAWN,), roles=_ADMIN, payload=Reason,
            guards=(_not_begun,), action=_withdraw,
        ),
    ),
)
# fmt: on
