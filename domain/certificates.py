"""Standardisation certificates: one per unit, versioned, listing the standards determined (II.2.1.e.5, II.2.2.c)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from domain.aggregates import Aggregate
from domain.clock import legal_date
from domain.compliance import CellVerb, MoveCell, move
from domain.document_kinds import DocumentKind
from domain.papers import PaperFacts, recalled
from domain.refusals import HOUSE, Refusal, RefusalCode, Words, refuse
from domain.roles import Role
from domain.standards import StandardCode
from domain.tables import Act, Effect, LetterOrder, Outcome, Payload, Table, Transition


class CertificateState(StrEnum):
    """The states of one version of a unit's certificate."""

    ACTIVE = "ACTIVE"
    PARTLY_REVOKED = "PARTLY_REVOKED"
    REVOKED = "REVOKED"
    SUPERSEDED = "SUPERSEDED"
    EXPIRED = "EXPIRED"


PRESENT = frozenset({CertificateState.ACTIVE, CertificateState.PARTLY_REVOKED, CertificateState.REVOKED})
"""The states of the version that a unit has now; at most one."""


TERM_OVER = "masa berlaku sertifikat berakhir"
"""Why a standard lapses with its certificate."""

_SUPERSEDED_UNSIGNED = "digantikan oleh edisi berikutnya sebelum naskahnya ditandatangani"
_REVOKED_UNSIGNED = "standar pada sertifikat dicabut sebelum naskahnya ditandatangani"


@dataclass(frozen=True, kw_only=True)
class IssueCertificate(Payload):
    """Effect of a determination or reinstatement: the next version begins, and the version before it is superseded.

    *Shape*: `standards` maps every standard that the certificate lists to the date of its determination; the caller
    brings those that stood before together with those determined or reinstated now. `origin` is the assessment,
    re-assessment or sanction whose act it is.
    """

    institution_id: str
    unit_id: str
    standards: Mapping[StandardCode, date]
    applicable: int
    origin: Aggregate
    origin_id: str
    edition: int
    previous_id: str | None
    expires_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ChangeStandards(Payload):
    """Effect of a sanction or of an objection decided: these standards are revoked, or reinstated."""

    standards: tuple[StandardCode, ...]
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReplacePaper(Payload):
    """Effect of a paper issued anew before its signature: the edition has this one in its place."""

    document_id: str


@dataclass(frozen=True, kw_only=True)
class CertificateFacts:
    """What the guards of a certificate may know. *Shape*: `listed` are all its standards, `revoked` some of them,
    `revoked_on` the days of those whose day is on record; `paper` is its paper, signed or not.
    """

    state: str | None
    institution_id: str | None
    unit_id: str | None = None
    listed: frozenset[StandardCode] = frozenset()
    revoked: frozenset[StandardCode] = frozenset()
    revoked_on: Mapping[StandardCode, date] = field(default_factory=dict)
    expires_on: date | None = None
    paper: PaperFacts | None = None


def outdated(state: str, revoked: Iterable[str], expires_on: date | None, today: date) -> Refusal | None:
    """Why the paper of an edition in that state can no longer be initialled or signed, or None.

    It says of every standard listed that it is met, as of the edition that the unit has (II.2.1.e.5), which a revocation
    takes back (II.2.2.c). That the next edition, or the end of the term, overtakes it is a house rule.
    """
    if gone := sorted(revoked):
        codes = ", ".join(gone)
        what = Words(f"standar yang telah dicabut: {codes}", f"standards revoked since: {codes}")
        return refuse(RefusalCode.PAPER_OUTDATED, clause="II.2.2.c.s1", what=what, subject="document")
    is_over = expires_on is not None and expires_on < today
    if state == CertificateState.ACTIVE and not is_over:
        return None
    now = CertificateState.EXPIRED if is_over and state == CertificateState.ACTIVE else state
    what = Words(f"keadaan edisi sertifikat ini: {now}", f"the state of this edition: {now}")
    return refuse(RefusalCode.PAPER_OUTDATED, what=what, subject="document")


def _term_over(facts: CertificateFacts, act: Act) -> Refusal | None:
    if facts.expires_on is None:
        return refuse(RefusalCode.NOT_CONFIGURED, key="certificate.term_months")
    if legal_date(act.now) > facts.expires_on:
        return None
    return refuse(RefusalCode.TOO_EARLY, day=(facts.expires_on + timedelta(days=1)).isoformat())


def _issue(_facts: CertificateFacts, act: Act) -> Outcome:
    given: IssueCertificate = act.payload
    supersede = Effect(aggregate=Aggregate.CERTIFICATE, verb="supersede", record_id=given.previous_id or "")
    return Outcome(
        changes={
            "institution_id": given.institution_id,
            "unit_id": given.unit_id,
            "standards": {code.value: given.standards[code].isoformat() for code in sorted(given.standards)},
            "revoked": [],
            "revoked_on": {},
            "applicable": given.applicable,
            "origin": given.origin.value,
            "origin_id": given.origin_id,
            "edition": given.edition,
            "previous_id": given.previous_id,
            "issued_on": legal_date(act.now).isoformat(),
            "expires_on": given.expires_on.isoformat() if given.expires_on else None,
            "document_id": act.fresh.of("certificate"),
        },
        letters=(LetterOrder(kind=DocumentKind.CERTIFICATE, document_id=act.fresh.of("certificate")),),
        effects=(supersede,) if given.previous_id else (),
    )


def _after(facts: CertificateFacts, act: Act) -> frozenset[StandardCode]:
    named = facts.listed & frozenset(act.payload.standards)
    return facts.revoked - named if act.verb == "reinstate" else facts.revoked | named


def _standing(facts: CertificateFacts, act: Act) -> str:
    revoked = _after(facts, act)
    if not revoked:
        return CertificateState.ACTIVE
    return CertificateState.REVOKED if revoked == facts.listed else CertificateState.PARTLY_REVOKED


def _change(facts: CertificateFacts, act: Act) -> Outcome:
    today, revoked = legal_date(act.now), sorted(_after(facts, act))
    days = {code: today if code not in facts.revoked else facts.revoked_on.get(code) for code in revoked}
    return Outcome(
        changes={
            "revoked": revoked,
            "revoked_on": {code.value: day.isoformat() for code, day in days.items() if day is not None},
            "changed_on": today.isoformat(),
        },
        reason=act.payload.reason,
    )


def _revoke(facts: CertificateFacts, act: Act) -> Outcome:
    """A paper that nobody has signed would certify what is revoked now."""
    return replace(_change(facts, act), effects=recalled(facts, _REVOKED_UNSIGNED))


def _replace_paper(_facts: CertificateFacts, act: Act) -> Outcome:
    return Outcome(changes={"document_id": act.payload.document_id})


def _supersede(facts: CertificateFacts, _act: Act) -> Outcome:
    return Outcome(effects=recalled(facts, _SUPERSEDED_UNSIGNED))


def _expire(facts: CertificateFacts, act: Act) -> Outcome:
    """What stood on it stands no more: its cells lapse, and may be assessed anew."""
    lapse = tuple(
        move(
            CellVerb.LAPSE,
            MoveCell(
                institution_id=facts.institution_id or "",
                unit_id=facts.unit_id or "",
                standard=code,
                cause=Aggregate.CERTIFICATE,
                cause_id=act.record_id,
                on=legal_date(act.now),
                reason=TERM_OVER,
            ),
        )
        for code in sorted(facts.listed - facts.revoked)
    )
    return Outcome(effects=(*lapse, *recalled(facts, TERM_OVER)))


def _row(verb: str, label_id: str, event: str, **columns: Any) -> Transition[CertificateFacts]:
    return Transition(verb=verb, label_id=label_id, event=event, roles=frozenset({Role.SYSTEM}), **columns)


_S = CertificateState

# fmt: off
CERTIFICATES: Table[CertificateFacts] = Table(
    aggregate=Aggregate.CERTIFICATE,
    label_id="Sertifikat",
    label_en="Certificate",
    states=CertificateState,
    final=frozenset({_S.SUPERSEDED, _S.EXPIRED}),
    rows=(
        _row(
            "issue", "menerbitkan sertifikat", "CertificateIssued",
            sources=(None,), targets=(_S.ACTIVE,), clause="II.2.1.e.5", payload=IssueCertificate, action=_issue,
            paper=DocumentKind.CERTIFICATE,
        ),
        _row(
            "revoke", "mencabut standar pada sertifikat", "CertificateRevoked",
            sources=(_S.ACTIVE, _S.PARTLY_REVOKED), targets=(_S.PARTLY_REVOKED, _S.REVOKED), clause="II.2.2.c.s1",
            payload=ChangeStandards, choose=_standing, action=_revoke,
        ),
        _row(
            "reinstate", "memulihkan standar pada sertifikat", "CertificateReinstated",
            sources=(_S.PARTLY_REVOKED, _S.REVOKED), targets=(_S.ACTIVE, _S.PARTLY_REVOKED), clause="II.2.3.s3",
            payload=ChangeStandards, choose=_standing, action=_change,
        ),
        _row(
            "replace_paper", "mengganti naskah sertifikat", "CertificatePaperReplaced",
            sources=(_S.ACTIVE,), targets=(_S.ACTIVE,), clause=HOUSE, payload=ReplacePaper, action=_replace_paper,
        ),
        _row(
            "supersede", "menggantikan sertifikat", "CertificateSuperseded",
            sources=(_S.ACTIVE, _S.PARTLY_REVOKED, _S.REVOKED), targets=(_S.SUPERSEDED,), clause=HOUSE,
            action=_supersede,
        ),
        _row(
            "expire", "mengakhiri sertifikat", "CertificateExpired",
            sources=(_S.ACTIVE, _S.PARTLY_REVOKED), targets=(_S.EXPIRED,), clause=HOUSE, guards=(_term_over,),
            action=_expire,
        ),
    ),
)
# fmt: on
