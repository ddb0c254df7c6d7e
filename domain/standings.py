"""What a paper means in law on a day, and how much of that a reader learns: one answer for everybody who asks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from domain.aggregates import Aggregate
from domain.document_kinds import DocumentKind, DocumentState
from domain.reading import may_read
from domain.roles import Actor
from domain.standards import StandardCode


class Standing(StrEnum):
    """What a paper means in law today, whatever its signature says."""

    IN_FORCE = "IN_FORCE"
    PENDING = "PENDING"
    BREACHED = "BREACHED"
    UNDER_OBJECTION = "UNDER_OBJECTION"
    SUSPENDED = "SUSPENDED"
    CONCLUDED = "CONCLUDED"
    CHANGED = "CHANGED"
    SUPERSEDED = "SUPERSEDED"
    EXPIRED = "EXPIRED"
    TERMINATED = "TERMINATED"
    PARTLY_REVOKED = "PARTLY_REVOKED"
    REVOKED = "REVOKED"
    ANNULLED = "ANNULLED"
    VOID = "VOID"
    WITHHELD = "WITHHELD"


STANDING_LABELS: dict[Standing, tuple[str, str]] = {
    Standing.IN_FORCE: ("Berlaku", "In force"),
    Standing.PENDING: ("Belum berlaku", "Not yet in force"),
    Standing.BREACHED: ("Pelanggaran ditetapkan", "Breach confirmed"),
    Standing.UNDER_OBJECTION: ("Berlaku, dalam keberatan", "In force, under objection"),
    Standing.SUSPENDED: ("Ditangguhkan karena keberatan", "Suspended by an objection"),
    Standing.CONCLUDED: ("Selesai", "Concluded"),
    Standing.CHANGED: ("Diubah", "Changed"),
    Standing.SUPERSEDED: ("Digantikan", "Superseded"),
    Standing.EXPIRED: ("Berakhir", "Expired"),
    Standing.TERMINATED: ("Dihentikan", "Terminated"),
    Standing.PARTLY_REVOKED: ("Dicabut sebagian", "Partly revoked"),
    Standing.REVOKED: ("Dicabut", "Revoked"),
    Standing.ANNULLED: ("Dibatalkan", "Annulled"),
    Standing.VOID: ("Batal", "Void"),
    Standing.WITHHELD: ("Tidak diumumkan", "Not public"),
}


class Audience(StrEnum):
    """Who is told: everybody, or whoever may read the thing that the paper speaks of."""

    PUBLIC = "PUBLIC"
    AUTHORISED = "AUTHORISED"


class ObjectionOn(StrEnum):
    """Whether an objection is open on a sanction, and whether it suspends it (`objection.suspends`, ADR 0044)."""

    NONE = "NONE"
    OPEN = "OPEN"
    SUSPENDS = "SUSPENDS"


@dataclass(frozen=True, kw_only=True)
class RevokedStandard:
    """A standard that is revoked on a paper: since when, the number of the decision that revoked it, and whether an objection
    to that decision is open (II.2.3): it stays revoked until the objection is decided.
    """

    standard: StandardCode
    since: date | None
    decision: str | None
    under_objection: bool = False


@dataclass(frozen=True, kw_only=True)
class Subject:
    """The thing that a paper speaks of, as it is recorded.

    *Shape*: `since` is the day from which it is as it is; `expires_on` its last day, where it has one; `paper_id` the
    present paper of an SLA, which has one at a time; `by` the number of the signed paper that brought this about: the one
    in its place, the decision, the stop. `listed` are the standards that the paper itself names, `standing` those of them
    that stand on the unit's present certificate or are revoked there, `revoked` those revoked. `newer_number` is that of
    a later signed paper of the same kind about the same thing, "" where it has none. Of an approval, `agreement` is the state
    of the last agreement that followed from it, SUPERSEDED once one that followed from another approval came into force.
    """

    state: str | None
    since: date | None = None
    expires_on: date | None = None
    paper_id: str | None = None
    by: str | None = None
    listed: frozenset[StandardCode] = frozenset()
    standing: frozenset[StandardCode] = frozenset()
    revoked: tuple[RevokedStandard, ...] = ()
    objection: ObjectionOn = ObjectionOn.NONE
    is_over: bool = False
    has_newer: bool = False
    newer_number: str | None = None
    serves: bool = True
    agreement: str | None = None


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A paper as its standing asks for it. *Shape*: `dated` is the date that it bears."""

    id: str
    kind: DocumentKind
    state: DocumentState
    dated: date | None = None


@dataclass(frozen=True, kw_only=True)
class LegalStanding:
    """What a paper means in law on a day.

    *Shape*: `since` is the day from which it means that, None where that is not known or not told; `by` the number of the
    paper that brought it about; `revoked` the standards revoked on it.
    """

    standing: Standing
    since: date | None = None
    by: str | None = None
    revoked: tuple[RevokedStandard, ...] = ()


# --- by kind --------------------------------------------------------------------------------------------------------

_SLA: Mapping[str, Standing] = {
    "IN_FORCE": Standing.IN_FORCE,
    "BREACH_REVIEW": Standing.IN_FORCE,
    "BREACHED": Standing.BREACHED,
    "SUPERSEDED": Standing.SUPERSEDED,
    "EXPIRED": Standing.EXPIRED,
    "TERMINATED": Standing.TERMINATED,
    "VOID": Standing.VOID,
}
_ENDED: Mapping[str, Standing] = dict.fromkeys(("WITHDRAWN", "REJECTED", "LAPSED"), Standing.TERMINATED)
_APPROVED: Mapping[str, Standing] = {
    "SUPERSEDED": Standing.SUPERSEDED,
    "EXPIRED": Standing.EXPIRED,
    "TERMINATED": Standing.TERMINATED,
}
_REQUEST: Mapping[str, Standing] = {"RETURNED": Standing.IN_FORCE, **_ENDED}
_ASSIGNMENT: Mapping[str, Standing] = {
    **dict.fromkeys(("DETERMINED", "PASSED", "FAILED", "PENDING", "REQUESTED"), Standing.CONCLUDED),
    **dict.fromkeys(("CLOSED", "CANCELLED"), Standing.TERMINATED),
}
_RECOMMENDATION: Mapping[str, Standing] = {
    **dict.fromkeys(("READY", "DETERMINED"), Standing.CONCLUDED),
    "CLOSED": Standing.TERMINATED,
}
_CERTIFICATE: Mapping[str, Standing] = {
    "PARTLY_REVOKED": Standing.PARTLY_REVOKED,
    "REVOKED": Standing.REVOKED,
    "SUPERSEDED": Standing.SUPERSEDED,
    "EXPIRED": Standing.EXPIRED,
}


def _by_state(states: Mapping[str, Standing], otherwise: Standing) -> Callable[[Subject], Standing]:
    def found(subject: Subject) -> Standing:
        return states.get(subject.state or "", otherwise)

    return found


def _approval(subject: Subject) -> Standing:
    """An approval stands with its application, then with the last agreement that followed from it (II.2.1.a.3)."""
    found = _ENDED.get(subject.state or "") or _APPROVED.get(subject.agreement or "")
    return found or Standing.IN_FORCE


def _determination(subject: Subject) -> Standing:
    """A determination stands as far as its standards do (II.2.1.e.5, II.2.2.c)."""
    gone = {each.standard for each in subject.revoked}
    if not subject.listed:
        return Standing.IN_FORCE
    if gone >= subject.listed:
        return Standing.REVOKED
    if not subject.standing - gone:
        return Standing.EXPIRED if subject.is_over else Standing.SUPERSEDED
    if subject.is_over:
        return Standing.EXPIRED
    return Standing.PARTLY_REVOKED if gone else Standing.IN_FORCE


def _sanction(subject: Subject) -> Standing:
    """A measure counts until an objection takes it back, or what it asked for is done with (II.2.2, II.2.3).

    A notice that serves none, and the result of an objection that imposes none, record what happened.
    """
    if not subject.serves:
        return Standing.IN_FORCE
    if subject.state in {"ANNULLED", "CHANGED"}:
        return Standing(subject.state)
    if subject.objection is not ObjectionOn.NONE:
        return Standing.SUSPENDED if subject.objection is ObjectionOn.SUSPENDS else Standing.UNDER_OBJECTION
    return Standing.CONCLUDED if subject.is_over or subject.state == "IMPROVED" else Standing.IN_FORCE


def _assignment(subject: Subject) -> Standing:
    """It orders an assessment, and ends with it; `is_over` says that a surveillance was concluded."""
    return Standing.CONCLUDED if subject.is_over else _ASSIGNMENT.get(subject.state or "", Standing.IN_FORCE)


def _reinstatement(subject: Subject) -> Standing:
    return (
        Standing.SUPERSEDED if subject.state in {"STOPPED", "ACCESS_TAKEN", "STOP_CARRIED_OUT"} else Standing.IN_FORCE
    )


def _record(_subject: Subject) -> Standing:
    """A receipt, a rejection, a report and minutes record what happened, so they stand whatever followed."""
    return Standing.IN_FORCE


def _receipt(subject: Subject) -> Standing:
    """As `_record`; but `is_over` says that it calls late what was found to be in time since (II.2.3.s1): a notice does."""
    return Standing.SUPERSEDED if subject.is_over else Standing.IN_FORCE


_RULES: Mapping[DocumentKind, Callable[[Subject], Standing]] = {
    DocumentKind.APPLICATION_RECEIPT: _record,
    DocumentKind.COMPLETION_REQUEST: _by_state(_REQUEST, Standing.CONCLUDED),
    DocumentKind.APPROVAL: _approval,
    DocumentKind.REJECTION: _record,
    DocumentKind.SLA: _by_state(_SLA, Standing.PENDING),
    DocumentKind.INSTALLATION_MINUTES: _record,
    DocumentKind.NOTICE: _sanction,
    DocumentKind.ASSIGNMENT: _assignment,
    DocumentKind.ASSESSMENT_REPORT: _record,
    DocumentKind.RECOMMENDATION: _by_state(_RECOMMENDATION, Standing.IN_FORCE),
    DocumentKind.DETERMINATION: _determination,
    DocumentKind.CERTIFICATE: _by_state(_CERTIFICATE, Standing.IN_FORCE),
    DocumentKind.ADVICE: _sanction,
    DocumentKind.WARNING: _sanction,
    DocumentKind.REVOCATION: _sanction,
    DocumentKind.SERVICE_STOP: _sanction,
    DocumentKind.LKPP_SYSTEM: _sanction,
    DocumentKind.OBJECTION_RECEIPT: _receipt,
    DocumentKind.OBJECTION_RESULT: _sanction,
    DocumentKind.REINSTATEMENT: _reinstatement,
    DocumentKind.MINUTES: _record,
}
"""What the recorded state of the thing makes of its paper."""

ONLY_NEWEST = frozenset(
    {DocumentKind.COMPLETION_REQUEST, DocumentKind.ASSIGNMENT, DocumentKind.RECOMMENDATION, DocumentKind.REINSTATEMENT}
)
"""Orders: a later one of the same kind about the same thing takes the place of the one before."""

_BEGIN_WITH_IT = frozenset({DocumentKind.SLA, DocumentKind.CERTIFICATE})
_TERMED = _BEGIN_WITH_IT | {DocumentKind.APPROVAL}
_RUNNING = frozenset({Standing.IN_FORCE, Standing.PARTLY_REVOKED})


def _full(day: date, paper: Paper, subject: Subject) -> LegalStanding:
    if paper.state is not DocumentState.SIGNED:
        return LegalStanding(standing=Standing.VOID if paper.state is DocumentState.VOID else Standing.PENDING)
    if paper.kind is DocumentKind.SLA and subject.paper_id != paper.id:
        return LegalStanding(standing=Standing.VOID)
    is_replaced = subject.has_newer and paper.kind in ONLY_NEWEST
    found = Standing.SUPERSEDED if is_replaced else _RULES[paper.kind](subject)
    ended_on = subject.expires_on if paper.kind in _TERMED else None
    if ended_on is not None and ended_on < day and found in _RUNNING:
        found = Standing.EXPIRED
    if found is Standing.EXPIRED and subject.expires_on is not None:
        return LegalStanding(standing=found, since=subject.expires_on + timedelta(days=1), revoked=subject.revoked)
    if found is Standing.IN_FORCE:
        return LegalStanding(
            standing=found, since=(subject.since if paper.kind in _BEGIN_WITH_IT else None) or paper.dated
        )
    by = subject.newer_number if is_replaced else subject.by
    return LegalStanding(standing=found, since=subject.since or paper.dated, by=by, revoked=subject.revoked)


def recorded_standing(paper: Paper, subject: Subject) -> Standing:
    """What the paper means by what acts have decided, whoever asks.

    An objection that is open decides nothing yet, nor does a last day that no act has followed.
    """
    return _full(date.min, paper, replace(subject, objection=ObjectionOn.NONE)).standing


# --- for whom -------------------------------------------------------------------------------------------------------

OF_MEASURES = frozenset({DocumentKind.ADVICE, DocumentKind.WARNING, DocumentKind.LKPP_SYSTEM})
"""Letters of measures of which the public learns the standing only where `sanctions.public` says so."""

BETWEEN_LKPP_AND_UNIT = frozenset(
    {
        DocumentKind.REJECTION,
        DocumentKind.NOTICE,
        DocumentKind.ASSESSMENT_REPORT,
        DocumentKind.RECOMMENDATION,
        DocumentKind.OBJECTION_RECEIPT,
        DocumentKind.OBJECTION_RESULT,
        DocumentKind.MINUTES,
    }
)
"""Papers about scores, findings, objections and people: the public learns whether they are genuine, and no more."""


def audience_of(viewer: Actor, aggregate: Aggregate, institution_id: str | None) -> Audience:
    """As whom a reader is told the standing of a paper about a thing of this kind, which is that institution's."""
    return Audience.AUTHORISED if may_read(viewer, aggregate, institution_id) else Audience.PUBLIC


def _for_public(full: LegalStanding, paper: Paper, *, sanctions_public: bool) -> LegalStanding:
    """What of it everybody is told; an objection was left out before."""
    if paper.kind in BETWEEN_LKPP_AND_UNIT or (paper.kind in OF_MEASURES and not sanctions_public):
        return LegalStanding(standing=Standing.WITHHELD)
    return replace(full, by=None) if full.standing in {Standing.ANNULLED, Standing.CHANGED} else full


def legal_standing(
    day: date, paper: Paper, subject: Subject, audience: Audience, *, sanctions_public: bool = False
) -> LegalStanding:
    """What the paper means on a day: the one answer for verification, GraphQL, pages and the command line.

    A last day that has passed counts at once, before any state follows. A paper that an SLA has left behind is void.
    *Shape*: `sanctions_public` is the setting of that name. *Source*: II.2.2.c and .d, II.2.3; what the public is told is a
    house rule: service, certificate and standards, never scores, findings, letters of the first rungs, or objections: the
    public answer is that of the thing as if nobody had objected, since suspension stops LKPP, not the record.
    """
    if audience is Audience.AUTHORISED:
        return _full(day, paper, subject)
    revoked = tuple(replace(each, under_objection=False) for each in subject.revoked)
    without_objection = replace(subject, objection=ObjectionOn.NONE, revoked=revoked)
    return _for_public(_full(day, paper, without_objection), paper, sanctions_public=sanctions_public)
