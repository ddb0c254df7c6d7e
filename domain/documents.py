"""The life of a paper (naskah): its kinds and table; what it means in law is in `standings`, how it is signed elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from domain.clock import legal_date
from domain.initials import (
    CHAIN_ROLES,
    InitialDocument,
    initials,
    next_step,
    signs_own_initials,
    turn_problem,
)
from domain.reasons import Reason
from domain.refusals import HOUSE, Refusal, RefusalCode, refuse
from domain.roles import SIGNING_ROLES, Role
from domain.tables import Act, Aggregate, LetterOrder, Outcome, Payload, Table, Transition
from domain.text import input_problem


class DocumentKind(StrEnum):
    """The kinds of paper that the system issues."""

    APPLICATION_RECEIPT = "APPLICATION_RECEIPT"
    COMPLETION_REQUEST = "COMPLETION_REQUEST"
    APPROVAL = "APPROVAL"
    SLA = "SLA"
    INSTALLATION_MINUTES = "INSTALLATION_MINUTES"
    NOTICE = "NOTICE"
    ASSIGNMENT = "ASSIGNMENT"
    ASSESSMENT_REPORT = "ASSESSMENT_REPORT"
    RECOMMENDATION = "RECOMMENDATION"
    DETERMINATION = "DETERMINATION"
    CERTIFICATE = "CERTIFICATE"
    ADVICE = "ADVICE"
    WARNING = "WARNING"
    REVOCATION = "REVOCATION"
    SERVICE_STOP = "SERVICE_STOP"
    LKPP_SYSTEM = "LKPP_SYSTEM"
    OBJECTION_RECEIPT = "OBJECTION_RECEIPT"
    OBJECTION_RESULT = "OBJECTION_RESULT"
    REINSTATEMENT = "REINSTATEMENT"
    MINUTES = "MINUTES"


class DocumentState(StrEnum):
    """The states of a paper. Before SIGNED nothing legal has happened."""

    DRAFT = "DRAFT"
    AWAITING_INITIALS = "AWAITING_INITIALS"
    AWAITING_SIGNATURE = "AWAITING_SIGNATURE"
    RETURNED = "RETURNED"
    SIGNED = "SIGNED"
    VOID = "VOID"


UNSIGNED = (
    DocumentState.DRAFT,
    DocumentState.AWAITING_INITIALS,
    DocumentState.AWAITING_SIGNATURE,
    DocumentState.RETURNED,
)
"""The states of a paper that may still be signed, or become void."""


class SignatureKind(StrEnum):
    """Whose signature a paper bears: a person's, or the agency's seal, put unattended."""

    SEAL = "SEAL"
    PERSONAL = "PERSONAL"


DOCUMENT_LABELS: dict[DocumentKind, tuple[str, str]] = {
    DocumentKind.APPLICATION_RECEIPT: ("Tanda terima permohonan", "Application receipt"),
    DocumentKind.COMPLETION_REQUEST: ("Surat permintaan kelengkapan", "Request for completion"),
    DocumentKind.APPROVAL: ("Surat persetujuan", "Approval letter"),
    DocumentKind.SLA: ("Kesepakatan tingkat layanan", "Service-level agreement"),
    DocumentKind.INSTALLATION_MINUTES: ("Berita acara instalasi", "Installation minutes"),
    DocumentKind.NOTICE: ("Surat pemberitahuan", "Notice"),
    DocumentKind.ASSIGNMENT: ("Surat tugas", "Assignment letter"),
    DocumentKind.ASSESSMENT_REPORT: ("Laporan penilaian", "Assessment report"),
    DocumentKind.RECOMMENDATION: ("Surat rekomendasi perbaikan", "Recommendation letter"),
    DocumentKind.DETERMINATION: ("Keputusan penetapan", "Determination"),
    DocumentKind.CERTIFICATE: ("Sertifikat standarisasi", "Standardisation certificate"),
    DocumentKind.ADVICE: ("Surat saran/rekomendasi", "Letter of advice"),
    DocumentKind.WARNING: ("Surat teguran", "Warning letter"),
    DocumentKind.REVOCATION: ("Keputusan pencabutan", "Revocation decision"),
    DocumentKind.SERVICE_STOP: ("Surat penghentian layanan", "Service-stop letter"),
    DocumentKind.LKPP_SYSTEM: ("Surat rekomendasi penggunaan sistem LKPP", "Recommendation to use LKPP's systems"),
    DocumentKind.OBJECTION_RECEIPT: ("Tanda terima keberatan", "Objection receipt"),
    DocumentKind.OBJECTION_RESULT: ("Surat hasil keberatan", "Objection result"),
    DocumentKind.REINSTATEMENT: ("Surat pemulihan layanan", "Reinstatement letter"),
    DocumentKind.MINUTES: ("Berita acara", "Minutes"),
}

SEALED_KINDS = frozenset(
    {
        DocumentKind.APPLICATION_RECEIPT,
        DocumentKind.COMPLETION_REQUEST,
        DocumentKind.INSTALLATION_MINUTES,
        DocumentKind.NOTICE,
        DocumentKind.OBJECTION_RECEIPT,
        DocumentKind.MINUTES,
    }
)
"""Papers under the agency seal, which a worker issues unattended. All others wait for a person."""

SIGNED_BY_ACT = frozenset(
    {
        DocumentKind.SLA,
        DocumentKind.DETERMINATION,
        DocumentKind.ADVICE,
        DocumentKind.WARNING,
        DocumentKind.REVOCATION,
        DocumentKind.SERVICE_STOP,
        DocumentKind.OBJECTION_RESULT,
        DocumentKind.REINSTATEMENT,
    }
)
"""Papers whose signature is the act itself: they are signed by the verb that moves the thing they speak of."""

SIGNED_BY_AUTHOR = frozenset({DocumentKind.ASSESSMENT_REPORT})
"""Papers that their own author signs."""

LETTER_DAY: Mapping[DocumentKind, str] = {DocumentKind.SERVICE_STOP: "stops_on"}
"""The frozen fact that is the letter's own day, and moves with its date: the service is stopped by the signature."""

REISSUABLE = frozenset({DocumentKind.APPROVAL})
"""Papers that can be issued anew while they wait: their letter follows from the record alone."""


# --- payloads -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class DraftDocument(Payload):
    """Effect: a paper begins. Its facts are frozen here.

    *Shape*: `facts` holds JSON values only; `drafted_by` is the person whose act ordered the paper.
    """

    kind: DocumentKind
    institution_id: str
    subject: Aggregate
    subject_id: str
    facts: Mapping[str, Any]
    facts_sha256: str
    signatories: tuple[str, ...]
    drafted_by: str


@dataclass(frozen=True, kw_only=True)
class ReserveNumber(Payload):
    """Number, date and verification code, taken in the same transaction from the counter of their series.

    *Shape*: `voided_number` is the number that the paper bore in a past year; it stays on record. `facts`, with their
    digest, are there where the letter prints its own day, which has moved (`LETTER_DAY`). `status_index` is the place of a
    certificate in the status list: a paper that is dated anew takes another, so that the credential on the bytes which
    nobody signed stays without force for ever.
    """

    number: str
    series: str
    sequence: int
    dated: date
    code: str
    template_version: str
    template_sha256: str
    voided_number: str | None = None
    status_index: int | None = None
    facts: Mapping[str, Any] | None = None
    facts_sha256: str | None = None


@dataclass(frozen=True, kw_only=True)
class PresentDocument(Payload):
    """The signing intent: these very bytes are what will be signed. *Shape*: SHA-256 as 64 hexadecimal characters;
    `rendering` says from what the bytes were made, so that they can be made again, and what they show; `chain` holds the
    steps of the initials that are to be put first (`domain.initials`).
    """

    sha256: str
    size: int
    rendering: Mapping[str, Any] | None = None
    chain: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SignatureFact:
    """One signature as recorded: who, by which certificate, at which level and certification."""

    field: str
    kind: SignatureKind
    signer_id: str
    signer_name: str
    certificate_sha256: str
    level: str
    certification: str
    signed_at: str

    def values(self) -> dict[str, str]:
        """The record's fields."""
        return {
            "field": self.field,
            "kind": self.kind.value,
            "signer_id": self.signer_id,
            "signer_name": self.signer_name,
            "certificate_sha256": self.certificate_sha256,
            "level": self.level,
            "certification": self.certification,
            "signed_at": self.signed_at,
        }


@dataclass(frozen=True, kw_only=True)
class SignedPaper(Payload):
    """A paper after a signature: the digest of its new bytes, and the signature. *Units*: `size` in bytes."""

    sha256: str
    size: int
    signature: SignatureFact


@dataclass(frozen=True, kw_only=True)
class SignDocument(Payload):
    """A person signs the paper that has this digest. `signed` is set once the signature is made, validated and stored."""

    seen_sha256: str
    signed: SignedPaper | None = None

    def is_rehearsal(self) -> bool:
        """Without the signed paper nothing may move."""
        return self.signed is None


# --- facts, guards, actions -----------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class DocumentFacts:
    """What the guards of a paper may know.

    *Shape*: `chain` is what it waits for before its signature, `initials` what was given of it; `presented_at` is when it was
    presented first. `tells_what_is_done` says that its signature is no act, although that of its kind is (`SIGNED_BY_ACT`): the
    letter of reinstatement after an annulled stop.
    """

    state: str | None
    institution_id: str | None
    kind: DocumentKind = DocumentKind.APPLICATION_RECEIPT
    subject: tuple[Aggregate, str] | None = None
    sha256: str | None = None
    number: str | None = None
    voided_numbers: tuple[str, ...] = ()
    dated: date | None = None
    signatories: tuple[str, ...] = ()
    drafted_by: str | None = None
    office_holders: frozenset[str] = frozenset()
    signatures: tuple[Mapping[str, str], ...] = ()
    chain: tuple[str, ...] = ()
    initials: tuple[Mapping[str, Any], ...] = ()
    presented_at: datetime | None = None
    tells_what_is_done: bool = False


def not_ready(state: str | None) -> Refusal | None:
    """Why a paper in this state cannot be signed by a person, or None."""
    if state == DocumentState.AWAITING_SIGNATURE:
        return None
    return refuse(RefusalCode.PAPER_NOT_READY, state=str(state or "-"), subject="document")


def date_passed(dated: date | None, today: date, *, signatures: int = 0) -> Refusal | None:
    """Why a paper of that date cannot be signed today, or None: what is signed says on which day.

    The second signature of an SLA is free of it: the first stands in the paper, and the date printed is that of its day.
    *Source*: house rule; a Keputusan is in force "pada tanggal ditetapkan", and a letter's term begins with it.
    """
    if dated is None or dated >= today or signatures:
        return None
    return refuse(RefusalCode.PAPER_DATE_PASSED, dated=dated.isoformat(), subject="document")


def not_same(sha256: str | None, seen_sha256: str) -> Refusal | None:
    """Why the paper is not the one that a person has seen, or None."""
    return None if sha256 == seen_sha256 else refuse(RefusalCode.DIGEST_MISMATCH, subject="sha256")


def _same_paper(facts: DocumentFacts, act: Act) -> Refusal | None:
    return not_same(facts.sha256, act.payload.seen_sha256)


def _of_today(facts: DocumentFacts, act: Act) -> Refusal | None:
    return date_passed(facts.dated, legal_date(act.now), signatures=len(facts.signatures))


def _date_is_over(facts: DocumentFacts, act: Act) -> Refusal | None:
    """What bears a signature is not made again, and today's paper stands."""
    return None if _of_today(facts, act) else refuse(RefusalCode.PAPER_WAITING, subject=act.record_id)


def _signed_on_its_own(facts: DocumentFacts, act: Act) -> Refusal | None:
    if facts.kind in SEALED_KINDS or (facts.kind in SIGNED_BY_ACT and not facts.tells_what_is_done):
        return refuse(RefusalCode.NOT_THE_SIGNATORY, signatory=DOCUMENT_LABELS[facts.kind][0], subject=act.record_id)
    return None


def _is_signatory(facts: DocumentFacts, act: Act) -> Refusal | None:
    if act.actor.id not in facts.signatories or act.actor.id not in facts.office_holders:
        return refuse(RefusalCode.NOT_THE_SIGNATORY, signatory=", ".join(facts.signatories), subject=act.record_id)
    if act.actor.id == facts.drafted_by and facts.kind not in SIGNED_BY_AUTHOR:
        return refuse(RefusalCode.SEPARATION_OF_DUTIES, subject=act.record_id)
    return signs_own_initials(act.actor, facts.initials)


def _his_turn(facts: DocumentFacts, act: Act) -> Refusal | None:
    return turn_problem(act.actor, chain=facts.chain, given=facts.initials, signatories=facts.signatories)


def _may_return(facts: DocumentFacts, act: Act) -> Refusal | None:
    """Whose turn it is returns the paper: who would initial it now, or who would sign it; never what bears a signature."""
    if facts.signatures:
        return refuse(RefusalCode.PAPER_SIGNED_ALREADY, subject=act.record_id)
    if facts.state == DocumentState.AWAITING_INITIALS:
        return _his_turn(facts, act)
    if act.actor.id in facts.signatories and act.actor.id in facts.office_holders:
        return None
    return refuse(RefusalCode.NOT_THE_SIGNATORY, signatory=", ".join(facts.signatories) or "-", subject=act.record_id)


def _drafted_by_him(facts: DocumentFacts, act: Act) -> Refusal | None:
    if act.actor.id == facts.drafted_by or act.actor.has(Role.ADMIN):
        return None
    return refuse(RefusalCode.NOT_THE_DRAFTER, subject=act.record_id)


def _waits_for_one_person(facts: DocumentFacts, _act: Act) -> Refusal | None:
    """A sealed paper needs no person, what is signed by an act is recalled by one, and what bears a signature stands."""
    if facts.kind in REISSUABLE and not facts.signatures:
        return None
    return input_problem(
        "document",
        "hanya surat persetujuan yang belum ditandatangani yang dapat diterbitkan ulang.",
        "only a letter of approval that is not signed yet can be issued anew.",
    )


def _draft(_facts: DocumentFacts, act: Act) -> Outcome:
    paper: DraftDocument = act.payload
    return Outcome(
        changes={
            "kind": paper.kind.value,
            "institution_id": paper.institution_id,
            "subject": paper.subject.value,
            "subject_id": paper.subject_id,
            "facts": dict(paper.facts),
            "facts_sha256": paper.facts_sha256,
            "signatories": list(paper.signatories),
            "drafted_by": paper.drafted_by,
        }
    )


def _reserve(facts: DocumentFacts, act: Act) -> Outcome:
    reserved: ReserveNumber = act.payload
    voided = [reserved.voided_number] if reserved.voided_number else []
    return Outcome(
        changes={
            "number": reserved.number,
            "series": reserved.series,
            "sequence": reserved.sequence,
            "dated": reserved.dated.isoformat(),
            "code": reserved.code,
            "template_version": reserved.template_version,
            "template_sha256": reserved.template_sha256,
            "voided_numbers": [*facts.voided_numbers, *voided],
        }
        | ({} if reserved.status_index is None else {"status_index": reserved.status_index})
        | ({"facts": dict(reserved.facts), "facts_sha256": reserved.facts_sha256} if reserved.facts else {})
    )


def _present(facts: DocumentFacts, act: Act) -> Outcome:
    presented: PresentDocument = act.payload
    return Outcome(
        changes={
            "sha256": presented.sha256,
            "prepared_sha256": presented.sha256,
            "size": presented.size,
            "rendering": dict(presented.rendering or {}),
            "chain": list(presented.chain),
            "initials": [],
            "awaits_step": next_step(presented.chain, 0),
            "presented_at": facts.presented_at or act.now,
        }
    )


def _waits_for_initials(_facts: DocumentFacts, act: Act) -> str:
    return DocumentState.AWAITING_INITIALS if act.payload.chain else DocumentState.AWAITING_SIGNATURE


def _without_bytes() -> dict[str, Any]:
    """The number, its series and the verification code stay; the bytes are made again, and initials were put on others."""
    return {
        "sha256": None,
        "prepared_sha256": None,
        "size": None,
        "rendering": {},
        "chain": [],
        "initials": [],
        "awaits_step": None,
    }


def _redate(_facts: DocumentFacts, _act: Act) -> Outcome:
    return Outcome(changes=_without_bytes())


def _initial(facts: DocumentFacts, act: Act) -> Outcome:
    given = len(facts.initials)
    entry = initials(act.actor, step=facts.chain[given], sha256=act.payload.seen_sha256, at=act.now)
    return Outcome(
        changes={
            "initials": [*(dict(each) for each in facts.initials), entry],
            "awaits_step": next_step(facts.chain, given + 1),
        }
    )


def _after_initials(facts: DocumentFacts, _act: Act) -> str:
    """The last initials of the chain pass the paper on to its signature."""
    is_last = next_step(facts.chain, len(facts.initials) + 1) is None
    return DocumentState.AWAITING_SIGNATURE if is_last else DocumentState.AWAITING_INITIALS


def _return(_facts: DocumentFacts, act: Act) -> Outcome:
    """The bytes are given up with their initials; number and date stay until the paper is made anew."""
    reason: str = act.payload.reason
    return Outcome(changes=_without_bytes() | {"return_reason": reason, "returned_by": act.actor.id}, reason=reason)


def _resubmit(_facts: DocumentFacts, act: Act) -> Outcome:
    return Outcome(changes={"return_reason": None, "returned_by": None}, prepares=(act.record_id,))


def _signed(facts: DocumentFacts, act: Act) -> Outcome:
    paper: SignedPaper | None = act.payload if isinstance(act.payload, SignedPaper) else act.payload.signed
    if paper is None:
        return Outcome()
    return Outcome(
        changes={
            "sha256": paper.sha256,
            "size": paper.size,
            "signatures": [*(dict(s) for s in facts.signatures), paper.signature.values()],
            "signed_at": act.now,
        }
    )


def _void(_facts: DocumentFacts, act: Act) -> Outcome:
    return Outcome(changes={"void_reason": act.payload.reason}, reason=act.payload.reason)


def _reissue(facts: DocumentFacts, act: Act) -> Outcome:
    """This paper is void, its number with it; the same letter is ordered with today's facts and office holder."""
    anew = LetterOrder(
        kind=facts.kind, document_id=act.fresh.document, subject=facts.subject, drafted_by=facts.drafted_by
    )
    return replace(_void(facts, act), letters=(anew,))


# --- the table ------------------------------------------------------------------------------------------------------

_S = DocumentState
_SYSTEM = frozenset({Role.SYSTEM})
_SIGNERS = SIGNING_ROLES
_INITIALLERS = frozenset(CHAIN_ROLES)


def _row(verb: str, label_id: str, event: str, **columns: Any) -> Transition[DocumentFacts]:
    return Transition(verb=verb, label_id=label_id, event=event, clause=HOUSE, **columns)


# fmt: off
DOCUMENTS: Table[DocumentFacts] = Table(
    aggregate=Aggregate.DOCUMENT,
    label_id="Naskah",
    label_en="Document",
    states=DocumentState,
    final=frozenset({_S.SIGNED, _S.VOID}),
    rows=(
        _row(
            "draft", "membuat konsep naskah", "DocumentDrafted",
            sources=(None,), targets=(_S.DRAFT,), roles=_SYSTEM, payload=DraftDocument, action=_draft,
        ),
        _row(
            "reserve_number", "memberi nomor naskah", "DocumentNumbered",
            sources=(_S.DRAFT,), targets=(_S.DRAFT,), roles=_SYSTEM, payload=ReserveNumber, action=_reserve,
        ),
        _row(
            "present", "mengajukan naskah untuk ditandatangani", "DocumentPresented",
            sources=(_S.DRAFT,), targets=(_S.AWAITING_SIGNATURE, _S.AWAITING_INITIALS), roles=_SYSTEM,
            payload=PresentDocument, choose=_waits_for_initials, action=_present,
        ),
        _row(
            "initial", "membubuhkan paraf", "DocumentInitialled",
            sources=(_S.AWAITING_INITIALS,), targets=(_S.AWAITING_INITIALS, _S.AWAITING_SIGNATURE), roles=_INITIALLERS,
            payload=InitialDocument, guards=(_his_turn, _of_today), checks=(_same_paper,), choose=_after_initials,
            action=_initial,
        ),
        _row(
            "return_paper", "mengembalikan naskah", "DocumentReturned",
            sources=(_S.AWAITING_INITIALS, _S.AWAITING_SIGNATURE), targets=(_S.RETURNED,), roles=_INITIALLERS | _SIGNERS,
            payload=Reason, guards=(_may_return,), action=_return,
        ),
        _row(
            "resubmit", "mengajukan kembali naskah", "DocumentResubmitted",
            sources=(_S.RETURNED,), targets=(_S.DRAFT,), roles=frozenset({Role.REVIEWER, Role.ASSESSOR, Role.ADMIN}),
            guards=(_drafted_by_him,), action=_resubmit,
        ),
        _row(
            "redate", "memberi tanggal baru pada naskah", "DocumentRedated",
            sources=(_S.AWAITING_SIGNATURE, _S.AWAITING_INITIALS), targets=(_S.DRAFT,), roles=_SYSTEM, guards=(_date_is_over,),
            action=_redate,
        ),
        _row(
            "add_signature", "membubuhkan tanda tangan pertama", "DocumentSignedByFirst",
            sources=(_S.AWAITING_SIGNATURE,), targets=(_S.AWAITING_SIGNATURE,), roles=_SYSTEM, payload=SignedPaper,
            guards=(_of_today,), action=_signed,
        ),
        _row(
            "publish", "menerbitkan naskah", "DocumentIssued",
            sources=(_S.AWAITING_SIGNATURE,), targets=(_S.SIGNED,), roles=_SYSTEM, payload=SignedPaper,
            guards=(_of_today,), action=_signed,
        ),
        _row(
            "sign", "menandatangani naskah", "DocumentIssued",
            sources=(_S.AWAITING_SIGNATURE,), targets=(_S.SIGNED,), roles=_SIGNERS | {Role.ASSESSOR},
            payload=SignDocument, guards=(_signed_on_its_own, _is_signatory, _of_today), checks=(_same_paper,), action=_signed,
        ),
        _row(
            "void", "membatalkan naskah", "DocumentVoided",
            sources=UNSIGNED, targets=(_S.VOID,), roles=_SYSTEM, payload=Reason,
            action=_void,
        ),
        _row(
            "reissue", "membatalkan dan menerbitkan ulang naskah", "DocumentReissued",
            sources=UNSIGNED, targets=(_S.VOID,), roles=frozenset({Role.ADMIN}),
            payload=Reason, guards=(_waits_for_one_person,), action=_reissue,
        ),
    ),
)
# fmt: on
