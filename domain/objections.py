"""Objections (keberatan) against a sanction: the table of II.2.3."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.clock import legal_date
from domain.configuration_keys import ConfigurationKey
from domain.documents import DocumentKind, SignDocument
from domain.independence import Tie, independent
from domain.objection_acts import (
    AdmitObjection,
    FileObjection,
    ObjectionDecision,
    ObjectionState,
    PrepareDecision,
    Proposal,
    RecordHearing,
)
from domain.papers import (
    PaperFacts,
    is_signatory,
    no_paper_waits,
    paper_ready,
    paper_waits,
    publish,
    recalled,
    same_paper,
)
from domain.reasons import Reason
from domain.refusals import HOUSE, Refusal, RefusalCode, refuse
from domain.roles import Role
from domain.standards import StandardCode
from domain.tables import Act, Aggregate, Effect, LetterOrder, Outcome, Table, Transition
from domain.text import input_problem

OBJECTIONABLE = frozenset({"RECEIVED", "FOLLOW_UP"})
"""The states of a sanction, of any rung, against which an objection may be filed at any time; late ones are kept."""

DECIDABLE = frozenset({"RECEIVED", "FOLLOW_UP"})
"""The states of a sanction that a decision may still change or annul."""


@dataclass(frozen=True, kw_only=True)
class ObjectedSanction:
    """The sanction objected to, as the guards of its objection see it.

    *Shape*: `last_instant` is the last moment at which an objection is in time, computed once when its receipt was
    proven; `authors` drafted it or assessed what it rests on; `standards` are those that it revoked.
    """

    id: str
    state: str
    rung: str
    standards: tuple[StandardCode, ...] = ()
    last_instant: datetime | None = None
    authors: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class ObjectionFacts:
    """What the guards of an objection may know.

    *Shape*: `confirmed` are the files named in the act that are confirmed and the institution's own; `examiners` maps the
    person named in the act to his name, where he may examine at all; `hearings` are the records of hearings so far.
    """

    state: str | None
    institution_id: str | None
    unit_id: str | None = None
    sanction: ObjectedSanction | None = None
    another_open: bool = False
    confirmed: frozenset[str] = frozenset()
    accepts_late: bool = True
    suspends: bool = False
    filed_at: datetime | None = None
    examiners: Mapping[str, str] = field(default_factory=dict)
    ties: Mapping[str, Tie] = field(default_factory=dict)
    examiner_id: str | None = None
    hearings: tuple[Mapping[str, Any], ...] = ()
    proposal: Proposal | None = None
    paper: PaperFacts | None = None


def is_late(sanction: ObjectedSanction, instant: datetime) -> bool:
    """Whether an objection at `instant` is late. A fraction of the last second is still in time (II.2.3.s1)."""
    return sanction.last_instant is None or instant.replace(microsecond=0) > sanction.last_instant


# --- guards ---------------------------------------------------------------------------------------------------------


def _can_be_objected_to(facts: ObjectionFacts, act: Act) -> Refusal | None:
    """Its receipt is proven and it is not settled; one without improvement only while the term still runs."""
    sanction = facts.sanction
    if sanction is None:
        return refuse(RefusalCode.NOT_FOUND, what="Tindakan pembinaan", subject="sanction")
    if sanction.state in OBJECTIONABLE and sanction.last_instant is not None:
        return None
    if sanction.state == "NOT_IMPROVED" and not is_late(sanction, act.now):
        return None
    return refuse(
        RefusalCode.WRONG_STATE,
        clause="II.2.3.s1",
        subject="sanction",
        verb="mengajukan keberatan",
        state=sanction.state,
        sources=", ".join(sorted(OBJECTIONABLE)),
    )


def _none_open(facts: ObjectionFacts, _act: Act) -> Refusal | None:
    return refuse(RefusalCode.OBJECTION_OPEN, clause="II.2.3.s1", subject="sanction") if facts.another_open else None


def _late_may_be_accepted(facts: ObjectionFacts, _act: Act) -> Refusal | None:
    if facts.accepts_late:
        return None
    return refuse(RefusalCode.NOT_CONFIGURED, key=ConfigurationKey.OBJECTION_LATE.value)


def _is_examiner(facts: ObjectionFacts, act: Act) -> Refusal | None:
    if facts.examiner_id == act.actor.id:
        return None
    return refuse(RefusalCode.NOT_ASSIGNED, clause="II.2.3.s2", subject=act.record_id)


def _may_prepare(facts: ObjectionFacts, act: Act) -> Refusal | None:
    """A reviewer, or the examiner himself; never one who drafted or assessed the sanction."""
    if act.actor.id in _authors(facts):
        return _author(act.actor.name)
    return None if act.actor.has(Role.REVIEWER) else _is_examiner(facts, act)


def _heard(facts: ObjectionFacts, act: Act) -> Refusal | None:
    if facts.hearings:
        return None
    return refuse(RefusalCode.HEARING_MISSING, clause="II.2.3.s2", subject=act.record_id)


def _not_the_preparer(facts: ObjectionFacts, act: Act) -> Refusal | None:
    """Who prepared the decision does not sign it. *Source*: house rule."""
    if facts.proposal is None or facts.proposal.prepared_by != act.actor.id:
        return None
    return refuse(
        RefusalCode.CONFLICT_OF_INTEREST,
        person=f"{act.actor.name} (menyiapkan putusan ini / prepared this decision)",
        subject=act.record_id,
    )


def _sanction_can_follow(facts: ObjectionFacts, _act: Act) -> Refusal | None:
    """What is decided can be carried out on the sanction as it stands."""
    if facts.proposal is None:
        return None
    return _cannot_follow(facts, facts.proposal.decision)


# --- checks ---------------------------------------------------------------------------------------------------------


def _letter_not_from_tomorrow(_facts: ObjectionFacts, act: Act) -> Refusal | None:
    if act.payload.letter_date <= legal_date(act.now):
        return None
    return input_problem("letterDate", "tanggal surat belum tiba.", "the letter is dated in the future.")


def _evidence_confirmed(facts: ObjectionFacts, act: Act) -> Refusal | None:
    missing = next((each for each in act.payload.evidence_ids if each not in facts.confirmed), None)
    if missing is None:
        return None
    return refuse(RefusalCode.EVIDENCE_NOT_CONFIRMED, clause="II.2.3.s1", evidence=missing, subject="evidence")


def _examiner_stands_apart(facts: ObjectionFacts, act: Act) -> Refusal | None:
    """Neither drafter nor assessor of the sanction, nor mentor of the unit, nor tied to its institution."""
    examiner: str = act.payload.examiner_id
    if examiner not in facts.examiners:
        return refuse(RefusalCode.NOT_FOUND, clause="II.2.3.s2", what=f"Pemeriksa {examiner[:80]}", subject="examiner")
    if examiner in _authors(facts):
        return _author(facts.examiners[examiner])
    return independent(facts.ties, [examiner], "examiner", names=facts.examiners, clause="II.2.3.s2")


def _summoned_ahead(_facts: ObjectionFacts, act: Act) -> Refusal | None:
    if act.payload.summoned_at > act.now:
        return None
    return input_problem("summonedAt", "waktu panggilan sudah lewat.", "the time of the hearing has passed.")


def _held_since_filed(facts: ObjectionFacts, act: Act) -> Refusal | None:
    if facts.filed_at is not None and facts.filed_at <= act.payload.held_at <= act.now:
        return None
    return input_problem(
        "heldAt", "harus sesudah keberatan diajukan dan tidak di masa depan.", "must be after the filing and not ahead."
    )


def _carried_out(facts: ObjectionFacts, act: Act) -> Refusal | None:
    """What is decided can be carried out, and it names exactly the standards that it reinstates (II.2.3.s3)."""
    payload: PrepareDecision = act.payload
    return _cannot_follow(facts, payload.decision) or _reinstated_wrongly(facts, payload)


def _reinstated_wrongly(facts: ObjectionFacts, payload: PrepareDecision) -> Refusal | None:
    revoked = _revoked(facts)
    named = set(payload.reinstated)
    match payload.decision:
        case ObjectionDecision.SANCTION_ANNULLED:
            sound = named == revoked
        case ObjectionDecision.SANCTION_CHANGED if revoked:
            sound = bool(named) and named < revoked
        case _:
            sound = not named
    if sound:
        return None
    listed = ", ".join(sorted(revoked)) or "-"
    return input_problem(
        "reinstated",
        f"pembatalan memulihkan semua standar yang dicabut, perubahan sebagiannya, putusan lain tidak satu pun ({listed}).",
        f"an annulment reinstates all revoked standards, a change some of them, any other decision none ({listed}).",
    )


def _revoked(facts: ObjectionFacts) -> set[StandardCode]:
    sanction = facts.sanction
    return set(sanction.standards) if sanction is not None and sanction.rung == "REVOCATION" else set()


def _cannot_follow(facts: ObjectionFacts, decision: ObjectionDecision) -> Refusal | None:
    state = facts.sanction.state if facts.sanction else "-"
    if decision is ObjectionDecision.SANCTION_CONFIRMED or state in DECIDABLE:
        return None
    return refuse(
        RefusalCode.WRONG_STATE,
        clause="II.2.3.s3",
        subject="sanction",
        verb="mengubah atau membatalkan tindakan pembinaan",
        state=state,
        sources=", ".join(sorted(DECIDABLE)),
    )


def _authors(facts: ObjectionFacts) -> frozenset[str]:
    return facts.sanction.authors if facts.sanction else frozenset()


def _author(name: str) -> Refusal:
    return refuse(
        RefusalCode.CONFLICT_OF_INTEREST,
        clause="II.2.3.s2",
        person=f"{name} (menyusun atau menilai tindakan pembinaan ini / drafted or assessed this sanction)",
        subject="examiner",
    )


# --- actions --------------------------------------------------------------------------------------------------------


def _in_time(facts: ObjectionFacts, act: Act) -> str:
    if facts.sanction is not None and not is_late(facts.sanction, act.now):
        return ObjectionState.SUBMITTED
    return ObjectionState.LATE


def _file(facts: ObjectionFacts, act: Act) -> Outcome:
    given: FileObjection = act.payload
    late = _in_time(facts, act) == ObjectionState.LATE
    return Outcome(
        changes={
            "institution_id": facts.institution_id,
            "unit_id": facts.unit_id,
            "sanction_id": given.sanction_id,
            "letter_number": given.letter_number.strip(),
            "letter_date": given.letter_date.isoformat(),
            "grounds": given.grounds.strip(),
            "evidence_ids": list(given.evidence_ids),
            "filed_by": act.actor.id,
            "filed_at": act.now,
            "late": late,
            "last_instant": facts.sanction.last_instant if facts.sanction else None,
            "suspends": facts.suspends and not late,
        },
        letters=(LetterOrder(kind=DocumentKind.OBJECTION_RECEIPT, document_id=act.fresh.document),),
    )


def _answer_late(facts: ObjectionFacts, act: Act) -> Outcome:
    reason = act.payload.reason.strip()
    accepted = act.verb == "accept_late"
    return Outcome(
        changes={"late_reason": reason, "suspends": facts.suspends and accepted},
        letters=(
            LetterOrder(
                kind=DocumentKind.NOTICE,
                document_id=act.fresh.document,
                details={"about": act.verb, "reason": reason},
            ),
        ),
        reason=reason,
    )


def _admit(_facts: ObjectionFacts, act: Act) -> Outcome:
    given: AdmitObjection = act.payload
    summons = {
        "about": "admit",
        "at": given.summoned_at.isoformat(),
        "place": given.place.strip(),
        "agenda": given.agenda.strip(),
    }
    return Outcome(
        changes={"examiner_id": given.examiner_id, "summoned_at": given.summoned_at},
        letters=(LetterOrder(kind=DocumentKind.NOTICE, document_id=act.fresh.document, details=summons),),
    )


def _record_hearing(facts: ObjectionFacts, act: Act) -> Outcome:
    given: RecordHearing = act.payload
    hearing = {
        "kind": given.kind.value,
        "held_at": given.held_at,
        "place": given.place.strip(),
        "text": given.text.strip(),
        "participants": [person.values() for person in given.participants],
        "others": [person.values() for person in given.others],
        "recorded_by": act.actor.id,
        "document_id": act.fresh.document,
    }
    return Outcome(
        changes={"hearings": [*(dict(each) for each in facts.hearings), hearing]},
        letters=(LetterOrder(kind=DocumentKind.MINUTES, document_id=act.fresh.document),),
    )


def _prepare(_facts: ObjectionFacts, act: Act) -> Outcome:
    given: PrepareDecision = act.payload
    proposal = Proposal(
        decision=given.decision,
        considerations=tuple(text.strip() for text in given.considerations),
        reinstated=tuple(sorted(given.reinstated)),
        follow_up=tuple(text.strip() for text in given.follow_up),
        prepared_by=act.actor.id,
    )
    return Outcome(
        changes={"proposal": proposal.values(), "document_id": act.fresh.document},
        letters=(LetterOrder(kind=DocumentKind.OBJECTION_RESULT, document_id=act.fresh.document),),
    )


def _recall(facts: ObjectionFacts, act: Act) -> Outcome:
    reason = act.payload.reason.strip()
    return Outcome(
        changes={"proposal": None, "document_id": None}, effects=recalled(facts, act.payload.reason), reason=reason
    )


def _decide(facts: ObjectionFacts, act: Act) -> Outcome:
    proposal = facts.proposal
    if proposal is None:
        raise AssertionError("a paper that is ready has the proposal from which it was written")
    return Outcome(
        changes={
            "decision": proposal.decision.value,
            "reinstated": [code.value for code in proposal.reinstated],
            "considerations": list(proposal.considerations),
            "follow_up": list(proposal.follow_up),
            "decided_on": legal_date(act.now).isoformat(),
        },
        effects=(publish(facts, act), *_on_sanction(facts, proposal)),
    )


def _on_sanction(facts: ObjectionFacts, proposal: Proposal) -> tuple[Effect, ...]:
    """The follow-up on the sanction (II.2.3.s3)."""
    reason = proposal.considerations[0]
    if facts.sanction is None or proposal.decision is ObjectionDecision.SANCTION_CONFIRMED:
        return ()
    if proposal.decision is ObjectionDecision.SANCTION_ANNULLED:
        return (_sanction_effect(facts.sanction, "annul", Reason(reason=reason)),)
    return (_sanction_effect(facts.sanction, "change", Reason(reason=reason)),)


def _sanction_effect(sanction: ObjectedSanction, verb: str, payload: Any) -> Effect:
    return Effect(aggregate=Aggregate.SANCTION, verb=verb, record_id=sanction.id, payload=payload)


def _withdraw(facts: ObjectionFacts, act: Act) -> Outcome:
    reason = act.payload.reason.strip()
    return Outcome(changes={"reason": reason}, effects=recalled(facts, act.payload.reason), reason=reason)


# --- the table ------------------------------------------------------------------------------------------------------

_S = ObjectionState
_UNIT = frozenset({Role.UNIT_HEAD, Role.INSTITUTION_HEAD})
_DEPUTY = frozenset({Role.DEPUTY})
_LKPP_OFFICERS = frozenset({Role.REVIEWER, Role.ASSESSOR})


def _row(verb: str, label_id: str, event: str, **columns: Any) -> Transition[ObjectionFacts]:
    return Transition(verb=verb, label_id=label_id, event=event, **columns)


# fmt: off
OBJECTIONS: Table[ObjectionFacts] = Table(
    aggregate=Aggregate.OBJECTION,
    label_id="Keberatan",
    label_en="Objection",
    states=ObjectionState,
    final=frozenset({_S.DECIDED, _S.REFUSED_LATE, _S.WITHDRAWN}),
    rows=(
        _row(
            "file", "mengajukan keberatan", "ObjectionFiled",
            sources=(None,), targets=(_S.SUBMITTED, _S.LATE), roles=_UNIT, clause="II.2.3.s1", payload=FileObjection,
            guards=(_can_be_objected_to, _none_open), checks=(_letter_not_from_tomorrow, _evidence_confirmed),
            choose=_in_time, action=_file, paper=DocumentKind.OBJECTION_RECEIPT,
        ),
        _row(
            "accept_late", "menerima keberatan yang terlambat", "LateObjectionAccepted",
            sources=(_S.LATE,), targets=(_S.SUBMITTED,), roles=_DEPUTY, clause=HOUSE, payload=Reason,
            guards=(_late_may_be_accepted,), action=_answer_late, paper=DocumentKind.NOTICE,
        ),
        _row(
            "refuse_late", "menolak keberatan yang terlambat", "LateObjectionRefused",
            sources=(_S.LATE,), targets=(_S.REFUSED_LATE,), roles=_DEPUTY, clause=HOUSE, payload=Reason,
            action=_answer_late, paper=DocumentKind.NOTICE,
        ),
        _row(
            "admit", "menunjuk pemeriksa dan memanggil", "ObjectionAdmitted",
            sources=(_S.SUBMITTED,), targets=(_S.EXAMINATION,), roles=frozenset({Role.ADMIN}), clause="II.2.3.s2",
            payload=AdmitObjection, checks=(_examiner_stands_apart, _summoned_ahead), action=_admit,
            paper=DocumentKind.NOTICE,
        ),
        _row(
            "record_hearing", "mencatat pemeriksaan atau klarifikasi", "ObjectionHeard",
            sources=(_S.EXAMINATION,), targets=(_S.EXAMINATION,), roles=_LKPP_OFFICERS, clause="II.2.3.s2",
            payload=RecordHearing, guards=(_is_examiner, no_paper_waits), checks=(_held_since_filed,),
            action=_record_hearing, paper=DocumentKind.MINUTES,
        ),
        _row(
            "prepare_decision", "menyiapkan putusan keberatan", "ObjectionDecisionPrepared",
            sources=(_S.EXAMINATION,), targets=(_S.EXAMINATION,), roles=_LKPP_OFFICERS, clause="II.2.3.s3",
            payload=PrepareDecision, guards=(_may_prepare, _heard, no_paper_waits), checks=(_carried_out,),
            action=_prepare, paper=DocumentKind.OBJECTION_RESULT,
        ),
        _row(
            "recall_decision", "menarik kembali konsep putusan keberatan", "ObjectionDecisionRecalled",
            sources=(_S.EXAMINATION,), targets=(_S.EXAMINATION,), roles=frozenset({Role.REVIEWER, Role.DEPUTY}),
            clause=HOUSE, payload=Reason, guards=(paper_waits,), action=_recall,
        ),
        _row(
            "decide", "memutus keberatan", "ObjectionDecided",
            sources=(_S.EXAMINATION,), targets=(_S.DECIDED,), roles=_DEPUTY, clause="II.2.3.s3", payload=SignDocument,
            guards=(_heard, paper_ready, is_signatory, _not_the_preparer, _sanction_can_follow), checks=(same_paper,),
            action=_decide, paper=DocumentKind.OBJECTION_RESULT,
        ),
        _row(
            "withdraw", "mencabut keberatan", "ObjectionWithdrawn",
            sources=(_S.LATE, _S.SUBMITTED, _S.EXAMINATION), targets=(_S.WITHDRAWN,), roles=_UNIT, clause=HOUSE,
            payload=Reason, action=_withdraw,
        ),
    ),
)
# fmt: on
