"""What the guards of a paper may know, and the guards of its table; pure, as all of `domain`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from domain.aggregates import Aggregate
from domain.clock import legal_date
from domain.document_kinds import (
    DOCUMENT_LABELS,
    REISSUABLE,
    SEALED_KINDS,
    SIGNED_BY_ACT,
    SIGNED_BY_AUTHOR,
    DocumentKind,
    DocumentState,
)
from domain.initials import signs_own_initials, turn_problem
from domain.refusals import Refusal, RefusalCode, Words, refuse
from domain.roles import Role
from domain.tables import Act
from domain.text import input_problem


@dataclass(frozen=True, kw_only=True)
class DocumentFacts:
    """What the guards of a paper may know.

    *Shape*: `chain` is what it waits for before its signature, `initials` what was given of it; `presented_at` is when it was
    presented first. `tells_what_is_done` says that its signature is no act, although that of its kind is (`SIGNED_BY_ACT`): the
    letter of reinstatement after an annulled stop. `outdated` is why what it says no longer holds: of a certificate, of the
    approval of a unit whose form has ended (I.p2), and of a recommendation of LKPP's system, which rests on a measure.
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
    reviewers: frozenset[str] = frozenset()
    office_holders: frozenset[str] = frozenset()
    signatures: tuple[Mapping[str, str], ...] = ()
    renditions: tuple[Mapping[str, Any], ...] = ()
    chain: tuple[str, ...] = ()
    initials: tuple[Mapping[str, Any], ...] = ()
    presented_at: datetime | None = None
    tells_what_is_done: bool = False
    outdated: Refusal | None = None


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


def same_paper(facts: DocumentFacts, act: Act) -> Refusal | None:
    """Who signs or initials names the bytes that he has seen."""
    return not_same(facts.sha256, act.payload.seen_sha256)


def of_today(facts: DocumentFacts, act: Act) -> Refusal | None:
    """A paper is signed on the day that it bears."""
    return date_passed(facts.dated, legal_date(act.now), signatures=len(facts.signatures))


def holds_still(facts: DocumentFacts, _act: Act) -> Refusal | None:
    """What it certifies, approves or rests on has not changed since it was prepared."""
    return facts.outdated


def must_be_made_anew(facts: DocumentFacts, act: Act) -> Refusal | None:
    """What bears a signature is not made again, and today's paper stands while one who is named in it may sign it."""
    given_up = not facts.signatures and facts.office_holders.isdisjoint(facts.signatories)
    return None if given_up or of_today(facts, act) else refuse(RefusalCode.PAPER_WAITING, subject=act.record_id)


def signed_on_its_own(facts: DocumentFacts, act: Act) -> Refusal | None:
    """Neither is it signed by an act of its own, nor by the agency's seal."""
    if facts.kind in SIGNED_BY_ACT and not facts.tells_what_is_done:
        indonesian, english = DOCUMENT_LABELS[facts.kind]
        return refuse(RefusalCode.SIGNED_BY_ITS_ACT, paper_id=indonesian, paper_en=english, subject=act.record_id)
    if facts.kind in SEALED_KINDS:
        return refuse(
            RefusalCode.NOT_THE_SIGNATORY, signatory=Words(*DOCUMENT_LABELS[facts.kind]), subject=act.record_id
        )
    return None


def is_signatory(facts: DocumentFacts, act: Act) -> Refusal | None:
    """He is named in it and holds the office today; he neither drafted it, unless it is its author's, nor initialled it."""
    if act.actor.id not in facts.signatories or act.actor.id not in facts.office_holders:
        return refuse(RefusalCode.NOT_THE_SIGNATORY, signatory=", ".join(facts.signatories), subject=act.record_id)
    wrote = act.actor.id == facts.drafted_by and facts.kind not in SIGNED_BY_AUTHOR
    if wrote or act.actor.id in facts.reviewers:
        return refuse(RefusalCode.SEPARATION_OF_DUTIES, subject=act.record_id)
    return signs_own_initials(act.actor, facts.initials)


def his_turn(facts: DocumentFacts, act: Act) -> Refusal | None:
    """It is his turn in the chain of initials."""
    return turn_problem(act.actor, chain=facts.chain, given=facts.initials, signatories=facts.signatories)


def may_return(facts: DocumentFacts, act: Act) -> Refusal | None:
    """Whose turn it is returns the paper: who would initial it now, or who would sign it; never what bears a signature."""
    if facts.signatures:
        return refuse(RefusalCode.PAPER_SIGNED_ALREADY, subject=act.record_id)
    if facts.state == DocumentState.AWAITING_INITIALS:
        return his_turn(facts, act)
    if act.actor.id in facts.signatories and act.actor.id in facts.office_holders:
        return None
    return refuse(RefusalCode.NOT_THE_SIGNATORY, signatory=", ".join(facts.signatories) or "-", subject=act.record_id)


def drafted_by_him(facts: DocumentFacts, act: Act) -> Refusal | None:
    """Who drafted a returned paper submits it again, or the administrator."""
    if act.actor.id == facts.drafted_by or act.actor.has(Role.ADMIN):
        return None
    return refuse(RefusalCode.NOT_THE_DRAFTER, subject=act.record_id)


def waits_for_one_person(facts: DocumentFacts, _act: Act) -> Refusal | None:
    """A sealed paper needs no person, what is signed by an act is recalled by one, and what bears a signature stands."""
    if facts.kind in REISSUABLE and not facts.signatures:
        return None
    return input_problem(
        "document",
        "hanya surat persetujuan, surat penolakan permohonan atau sertifikat standarisasi yang belum ditandatangani yang "
        "dapat diterbitkan ulang; naskah lain ditarik kembali melalui tindakan yang memerintahkannya.",
        "only an approval letter, a rejection letter or a standardisation certificate that is not signed yet can be issued "
        "anew; another paper is recalled with the act that ordered it.",
    )
