"""What the guards of an objection may know, and the guards and checks of its table (II.2.3); pure, as all of `domain`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from domain.case_acts import CaseState
from domain.clock import JAKARTA, legal_date
from domain.configuration_keys import ConfigurationKey
from domain.independence import Tie, independent
from domain.ladder import LADDER, Course
from domain.objection_acts import ObjectionDecision, PrepareDecision, Proposal, RecordHearing
from domain.papers import PaperFacts
from domain.refusals import Refusal, RefusalCode, refuse
from domain.roles import Role
from domain.rungs import Rung
from domain.sanction_acts import IN_FORCE, STANDING, SanctionState
from domain.standards import StandardCode
from domain.stop_forms import StopForm
from domain.tables import Act
from domain.text import input_problem

OBJECTIONABLE = frozenset(
    {SanctionState.RECEIVED, SanctionState.FOLLOW_UP, SanctionState.IMPROVED, SanctionState.NOT_IMPROVED}
)
"""The states of a sanction, of any rung, against which an objection may be filed at any time; late ones are kept.

The right is against each measure imposed, so also where the operator followed it at once. Of one without improvement the
term is over, so that an objection to it is late: LKPP decides whether it is heard.
"""


@dataclass(frozen=True, kw_only=True)
class ObjectedSanction:
    """The sanction objected to, as the guards of its objection see it.

    *Shape*: `last_instant` is the last moment at which an objection is in time, computed once when its receipt was
    proven; `authors` are all who drafted or prepared it, also before it was recalled, or assessed what it rests on;
    `standards` are those that it revoked; `stands` says whether it is the sanction on which its case stands, none later
    being in force, and `case_state` is the state of that case.
    """

    id: str
    state: str
    rung: Rung
    standards: tuple[StandardCode, ...] = ()
    last_instant: datetime | None = None
    authors: frozenset[str] = frozenset()
    stands: bool = True
    case_state: str = CaseState.OPEN


@dataclass(frozen=True, kw_only=True)
class ObjectionFacts:
    """What the guards of an objection may know.

    *Shape*: `confirmed` are the files named in the act that are confirmed and the institution's own; `examiners` maps the
    person named in the act to his name, where he may examine at all; `ties` are about that person and the actor;
    `summoned_at` is to when the unit was summoned last; `hearings` are the records of hearings so far; `result_until` is
    the end of the internal limit of the result, counted from today.
    """

    state: str | None
    institution_id: str | None
    unit_id: str | None = None
    sanction: ObjectedSanction | None = None
    another_open: bool = False
    confirmed: frozenset[str] = frozenset()
    accepts_late: bool = True
    suspends: bool = False
    result_until: date | None = None
    filed_at: datetime | None = None
    examiners: Mapping[str, str] = field(default_factory=dict)
    ties: Mapping[str, Tie] = field(default_factory=dict)
    examiner_id: str | None = None
    summoned_at: datetime | None = None
    hearings: tuple[Mapping[str, Any], ...] = ()
    proposal: Proposal | None = None
    paper: PaperFacts | None = None


def is_late(sanction: ObjectedSanction, instant: datetime) -> bool:
    """Whether an objection at `instant` is late. A fraction of the last second is still in time (II.2.3.s1)."""
    return sanction.last_instant is None or instant.replace(microsecond=0) > sanction.last_instant


# --- guards ---------------------------------------------------------------------------------------------------------


def can_be_objected_to(facts: ObjectionFacts, _act: Act) -> Refusal | None:
    """Guard: its receipt is proven, and it was not taken back (II.2.3.s1)."""
    sanction = facts.sanction
    if sanction is None:
        return refuse(RefusalCode.NOT_FOUND, what="Tindakan pembinaan", subject="sanction")
    if sanction.state in OBJECTIONABLE and sanction.last_instant is not None:
        return None
    return refuse(
        RefusalCode.WRONG_STATE,
        clause="II.2.3.s1",
        subject="sanction",
        verb="mengajukan keberatan",
        state=sanction.state,
        sources=", ".join(sorted(OBJECTIONABLE)),
    )


def none_open(facts: ObjectionFacts, _act: Act) -> Refusal | None:
    """Guard: one objection at a time on a sanction."""
    return refuse(RefusalCode.OBJECTION_OPEN, clause="II.2.3.s1", subject="sanction") if facts.another_open else None


def late_may_be_accepted(facts: ObjectionFacts, _act: Act) -> Refusal | None:
    """Guard: a late objection may be accepted at all, as configured; the decree is silent."""
    if facts.accepts_late:
        return None
    return refuse(RefusalCode.NOT_CONFIGURED, key=ConfigurationKey.OBJECTION_LATE.value)


def is_examiner(facts: ObjectionFacts, act: Act) -> Refusal | None:
    """Guard: the actor examines this objection (II.2.3.s2)."""
    if facts.examiner_id == act.actor.id:
        return None
    return refuse(RefusalCode.NOT_ASSIGNED, clause="II.2.3.s2", subject=act.record_id)


def stands_apart(facts: ObjectionFacts, act: Act) -> Refusal | None:
    """Guard: today too the actor is neither author of the sanction nor tied to the unit; what was so may have changed."""
    return _not_apart(facts, act.actor.id, {act.actor.id: act.actor.name})


def may_prepare(facts: ObjectionFacts, act: Act) -> Refusal | None:
    """Guard: a reviewer, or the examiner himself. House rule."""
    return None if act.actor.has(Role.REVIEWER) else is_examiner(facts, act)


def heard(facts: ObjectionFacts, act: Act) -> Refusal | None:
    """Guard: there is at least one record of an examination or clarification (II.2.3.s2)."""
    if facts.hearings:
        return None
    return refuse(RefusalCode.HEARING_MISSING, clause="II.2.3.s2", subject=act.record_id)


def not_the_preparer(facts: ObjectionFacts, act: Act) -> Refusal | None:
    """Guard: who prepared the decision does not sign it. House rule."""
    if facts.proposal is None or facts.proposal.prepared_by != act.actor.id:
        return None
    return refuse(
        RefusalCode.OWN_WORK, what="putusan yang Anda siapkan (the decision that you prepared)", subject=act.record_id
    )


def sanction_can_follow(facts: ObjectionFacts, _act: Act) -> Refusal | None:
    """Guard: what is decided can be carried out on the sanction as it stands (II.2.3.s3)."""
    if facts.proposal is None:
        return None
    return _cannot_follow(facts, facts.proposal.decision)


# --- checks ---------------------------------------------------------------------------------------------------------


def letter_not_from_tomorrow(_facts: ObjectionFacts, act: Act) -> Refusal | None:
    """Check: the unit's letter bears a date that has come."""
    if act.payload.letter_date <= legal_date(act.now):
        return None
    return input_problem("letterDate", "tanggal surat belum tiba.", "the letter is dated in the future.")


def evidence_confirmed(facts: ObjectionFacts, act: Act) -> Refusal | None:
    """Check: each piece of evidence is confirmed and the institution's own (II.2.3.s1)."""
    missing = next((each for each in act.payload.evidence_ids if each not in facts.confirmed), None)
    if missing is None:
        return None
    return refuse(RefusalCode.EVIDENCE_NOT_CONFIRMED, clause="II.2.3.s1", evidence=missing, subject="evidence")


def examiner_stands_apart(facts: ObjectionFacts, act: Act) -> Refusal | None:
    """Check: neither drafter nor assessor of the sanction, nor mentor of the unit, nor tied to its institution."""
    examiner: str = act.payload.examiner_id
    if examiner not in facts.examiners:
        return refuse(RefusalCode.NOT_FOUND, clause="II.2.3.s2", what=f"Pemeriksa {examiner[:80]}", subject="examiner")
    return _not_apart(facts, examiner, facts.examiners)


def summoned_ahead(_facts: ObjectionFacts, act: Act) -> Refusal | None:
    """Check: the time of the summons is still to come."""
    if act.payload.summoned_at > act.now:
        return None
    return input_problem("summonedAt", "waktu panggilan sudah lewat.", "the time of the hearing has passed.")


def held_since_filed(facts: ObjectionFacts, act: Act) -> Refusal | None:
    """Check: the hearing took place after the filing, and not in the future."""
    if facts.filed_at is not None and facts.filed_at <= act.payload.held_at <= act.now:
        return None
    return input_problem(
        "heldAt", "harus sesudah keberatan diajukan dan tidak di masa depan.", "must be after the filing and not ahead."
    )


def unit_could_come(facts: ObjectionFacts, act: Act) -> Refusal | None:
    """Check: no hearing before the instant of the summons without the unit, unless it waived the waiting (II.2.3.s2).

    "Klarifikasi dengan pengelola": who is summoned for a day is not heard in his absence before it. House rule.
    """
    given: RecordHearing = act.payload
    is_there = any(person.of_unit for person in given.participants)
    if is_there or given.waiver is not None or facts.summoned_at is None or given.held_at >= facts.summoned_at:
        return None
    at = facts.summoned_at.astimezone(JAKARTA).strftime("%Y-%m-%d %H:%M WIB")
    return refuse(RefusalCode.HEARING_BEFORE_SUMMONS, clause="II.2.3.s2", at=at, subject="heldAt")


def carried_out(facts: ObjectionFacts, act: Act) -> Refusal | None:
    """Check: what is decided can be carried out, and it names exactly what it changes or reinstates (II.2.3.s3)."""
    given: PrepareDecision = act.payload
    if facts.sanction is None:
        return refuse(RefusalCode.NOT_FOUND, what="Tindakan pembinaan", subject="sanction")
    return (
        _cannot_follow(facts, given.decision)
        or _replaced_wrongly(facts.sanction, given)
        or _reinstated_wrongly(facts.sanction, given)
    )


def _replaced_wrongly(sanction: ObjectedSanction, given: PrepareDecision) -> Refusal | None:
    """A change puts another sanction in the place of this one: on the same rung or on a lower one that the ladder names."""
    if given.decision is not ObjectionDecision.SANCTION_CHANGED:
        return None if given.rung is None and given.stop_form is None else _rung_problem("-")
    possible = LADDER[sanction.rung, Course.CHANGED].rungs
    rung = given.rung or sanction.rung
    sound = rung in possible and (given.stop_form is None or (rung, given.stop_form) in _LIGHTER_STOPS)
    return None if sound else _rung_problem(", ".join(possible))


_LIGHTER_STOPS = frozenset({(Rung.STOP, StopForm.ACCESS_TAKEOVER), (Rung.STOP, StopForm.OTHER)})


def _rung_problem(possible: str) -> Refusal:
    return input_problem(
        "rung",
        f"hanya perubahan menyebut tingkat pengganti ({possible}); penghentian hanya diubah ke bentuk yang lebih ringan.",
        f"only a change names another rung ({possible}); a stop is changed only to a lighter form.",
    )


def _reinstated_wrongly(sanction: ObjectedSanction, given: PrepareDecision) -> Refusal | None:
    revoked = set(sanction.standards) if sanction.rung is Rung.REVOCATION else set()
    named = set(given.reinstated)
    match given.decision:
        case ObjectionDecision.SANCTION_ANNULLED:
            sound = named == revoked
        case ObjectionDecision.SANCTION_CHANGED if given.rung not in {None, sanction.rung}:
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
        f"pembatalan atau penurunan tingkat memulihkan semua standar yang dicabut, perubahan pada tingkat yang sama "
        f"sebagiannya, putusan lain tidak satu pun ({listed}).",
        f"an annulment or a lower rung reinstates all revoked standards, a change on the same rung some of them, any "
        f"other decision none ({listed}).",
    )


def _cannot_follow(facts: ObjectionFacts, decision: ObjectionDecision) -> Refusal | None:
    """The measure imposed is followed up (II.2.3.s3) as long as it counts and nothing was built on it.

    One without improvement counts still; what was imposed on its ground goes first, and a case that ended is not reopened.
    One that was followed and improved can be annulled, so that it counts for nothing; there is nothing left to change in it.
    """
    sanction = facts.sanction
    state = sanction.state if sanction else "-"
    if decision is ObjectionDecision.SANCTION_CONFIRMED or state in IN_FORCE:
        return None
    if decision is ObjectionDecision.SANCTION_ANNULLED and state == SanctionState.IMPROVED:
        return None
    if sanction is not None and state == SanctionState.NOT_IMPROVED:
        return _built_upon(sanction)
    return refuse(
        RefusalCode.WRONG_STATE,
        clause="II.2.3.s3",
        subject="sanction",
        verb="mengubah atau membatalkan tindakan pembinaan",
        state=state,
        sources=", ".join(sorted(STANDING)),
    )


def _built_upon(sanction: ObjectedSanction) -> Refusal | None:
    if sanction.case_state == CaseState.CLOSED:
        return refuse(RefusalCode.CASE_NOT_OPEN, clause="II.2.3.s3", subject="case", state=sanction.case_state)
    if sanction.stands:
        return None
    return refuse(RefusalCode.LATER_SANCTION_STANDS, clause="II.2.3.s3", subject="sanction")


def _not_apart(facts: ObjectionFacts, person: str, names: Mapping[str, str]) -> Refusal | None:
    """Why this person does not stand apart from the sanction and the unit, or None."""
    if facts.sanction is None or person not in facts.sanction.authors:
        return independent(facts.ties, [person], "examiner", names=names, clause="II.2.3.s2")
    return refuse(
        RefusalCode.CONFLICT_OF_INTEREST,
        clause="II.2.3.s2",
        person=f"{names[person]} (menyusun atau menilai tindakan pembinaan ini / drafted or assessed this sanction)",
        subject="examiner",
    )
