"""The life of a paper (naskah): its table, and what each act writes; what it means in law is in `standings`."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.aggregates import Aggregate
from domain.assessment_acts import MoveFollowUpLimit
from domain.certificates import ReplacePaper
from domain.document_acts import (
    DraftDocument,
    PresentDocument,
    ProtectDocument,
    ReserveNumber,
    SignDocument,
    SignedPaper,
)
from domain.document_kinds import LETTER_LIMIT, UNSIGNED, DocumentKind, DocumentState
from domain.document_rules import (
    DocumentFacts,
    drafted_by_him,
    his_turn,
    holds_still,
    is_signatory,
    may_return,
    must_be_made_anew,
    of_today,
    same_paper,
    signed_on_its_own,
    waits_for_one_person,
)
from domain.initials import CHAIN_ROLES, InitialDocument, initials, next_step
from domain.reasons import Reason
from domain.refusals import HOUSE
from domain.roles import Role
from domain.tables import Act, Effect, LetterOrder, Outcome, Table, Transition


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
        | ({} if reserved.signatories is None else {"signatories": list(reserved.signatories)})
        | ({"had_limit": True} if reserved.had_limit else {}),
        effects=_limit_moved(facts, reserved),
    )


def _limit_moved(facts: DocumentFacts, reserved: ReserveNumber) -> tuple[Effect, ...]:
    """The assessment keeps the last day that its recommendation says; no other record keeps a letter's limit."""
    recommends = facts.kind is DocumentKind.RECOMMENDATION and facts.subject is not None
    if not reserved.moves_limit or reserved.facts is None or not recommends:
        return ()
    aggregate, record_id = facts.subject or (Aggregate.ASSESSMENT, "")
    until = MoveFollowUpLimit(until=reserved.facts[LETTER_LIMIT[facts.kind]])
    return (Effect(aggregate=aggregate, verb="move_follow_up_limit", record_id=record_id, payload=until),)


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
        | _protection(paper.protected_until, paper.protected_by)
    )


def _protected(facts: DocumentFacts, act: Act) -> Outcome:
    """The digest as issued stays what it is; a rendition is kept beside it."""
    paper: ProtectDocument = act.payload
    made = [paper.rendition.values()] if paper.rendition else []
    kept = {"renditions": [*(dict(r) for r in facts.renditions), *made]}
    return Outcome(changes=kept | _protection(paper.protected_until, paper.protected_by))


def _protection(until: str | None, by: str | None) -> dict[str, Any]:
    return {"protected_until": datetime.fromisoformat(until), "protected_by": by} if until else {}


def _void(_facts: DocumentFacts, act: Act) -> Outcome:
    return Outcome(changes={"void_reason": act.payload.reason}, reason=act.payload.reason)


def _reissue(facts: DocumentFacts, act: Act) -> Outcome:
    """This paper is void, its number with it; the same letter is ordered with today's facts and office holder."""
    anew = LetterOrder(
        kind=facts.kind, document_id=act.fresh.document, subject=facts.subject, drafted_by=facts.drafted_by
    )
    return replace(_void(facts, act), letters=(anew,), effects=_named_anew(facts, anew.document_id))


def _named_anew(facts: DocumentFacts, document_id: str) -> tuple[Effect, ...]:
    """An edition of a certificate keeps which paper is its own; no other thing does whose paper is issued anew."""
    if facts.kind is not DocumentKind.CERTIFICATE or facts.subject is None:
        return ()
    aggregate, edition = facts.subject
    paper = ReplacePaper(document_id=document_id)
    return (Effect(aggregate=aggregate, verb="replace_paper", record_id=edition, payload=paper),)


# --- the table ------------------------------------------------------------------------------------------------------

_S = DocumentState
_SYSTEM = frozenset({Role.SYSTEM})
_SIGNERS = frozenset({Role.DEPUTY})
_DELEGATES = frozenset({Role.REVIEWER})
"""Whose role a delegate a.n. bears; what he may sign, and when, is the guards'."""
_INITIALLERS = frozenset(CHAIN_ROLES)
DRAFTERS = frozenset({Role.REVIEWER, Role.ASSESSOR, Role.DEPUTY})
"""Who submits a returned paper again that he drafted."""


def _row(verb: str, label_id: str, event: str, **columns: Any) -> Transition[DocumentFacts]:
    return Transition(verb=verb, label_id=label_id, event=event, clause=HOUSE, **columns)


# fmt: off
DOCUMENTS: Table[DocumentFacts] = Table(
    aggregate=Aggregate.DOCUMENT,
    label_id="Naskah",
    label_en="Document",
    states=DocumentState,
    final=frozenset({_S.VOID}),
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
            payload=InitialDocument, guards=(his_turn, holds_still, of_today), checks=(same_paper,), choose=_after_initials,
            action=_initial,
        ),
        _row(
            "return_paper", "mengembalikan naskah", "DocumentReturned",
            sources=(_S.AWAITING_INITIALS, _S.AWAITING_SIGNATURE), targets=(_S.RETURNED,), roles=_INITIALLERS | _SIGNERS,
            payload=Reason, guards=(may_return,), action=_return,
        ),
        _row(
            "resubmit", "mengajukan kembali naskah", "DocumentResubmitted",
            sources=(_S.RETURNED,), targets=(_S.DRAFT,), roles=DRAFTERS | {Role.ADMIN},
            guards=(drafted_by_him,), action=_resubmit,
        ),
        _row(
            "redate", "memberi tanggal baru pada naskah", "DocumentRedated",
            sources=(_S.AWAITING_SIGNATURE, _S.AWAITING_INITIALS), targets=(_S.DRAFT,), roles=_SYSTEM,
            guards=(must_be_made_anew,), action=_redate,
        ),
        _row(
            "add_signature", "membubuhkan tanda tangan pertama", "DocumentSignedByFirst",
            sources=(_S.AWAITING_SIGNATURE,), targets=(_S.AWAITING_SIGNATURE,), roles=_SYSTEM, payload=SignedPaper,
            guards=(of_today,), action=_signed,
        ),
        _row(
            "publish", "menerbitkan naskah", "DocumentIssued",
            sources=(_S.AWAITING_SIGNATURE,), targets=(_S.SIGNED,), roles=_SYSTEM, payload=SignedPaper,
            guards=(of_today,), action=_signed,
        ),
        _row(
            "sign", "menandatangani naskah", "DocumentIssued",
            sources=(_S.AWAITING_SIGNATURE,), targets=(_S.SIGNED,), roles=_SIGNERS | _DELEGATES | {Role.ASSESSOR},
            payload=SignDocument, guards=(signed_on_its_own, is_signatory, holds_still, of_today), checks=(same_paper,),
            action=_signed,
        ),
        _row(
            "renew", "memperpanjang perlindungan arsip naskah", "DocumentProtected",
            sources=(_S.SIGNED,), targets=(_S.SIGNED,), roles=_SYSTEM, payload=ProtectDocument, action=_protected,
        ),
        _row(
            "void", "membatalkan naskah", "DocumentVoided",
            sources=UNSIGNED, targets=(_S.VOID,), roles=_SYSTEM, payload=Reason,
            action=_void,
        ),
        _row(
            "reissue", "membatalkan dan menerbitkan ulang naskah", "DocumentReissued",
            sources=UNSIGNED, targets=(_S.VOID,), roles=frozenset({Role.ADMIN}),
            payload=Reason, guards=(waits_for_one_person, holds_still), action=_reissue,
        ),
    ),
)
# fmt: on
