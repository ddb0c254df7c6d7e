"""What the guards of an objection may know, and the guards and checks of its table (II.2.3); pure, as all of `domain`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from domain.clock import JAKARTA, legal_date
from domain.configuration_keys import ConfigurationKey
from domain.independence import Tie, independent
from domain.ladder import LADDER, Course
from domain.objection_acts import ObjectionDecision, PrepareDecision, Proposal, RecordHearing
from domain.papers import PaperFacts
from domain.refusals import Refusal, RefusalCode, Words, no_such, refuse
from domain.roles import Role
from domain.rungs import Rung
from domain.sanction_acts import IN_FORCE, OBJECTIONABLE, STANDING, SanctionState
from domain.standards import StandardCode
from domain.stop_forms import StopForm, lighter_forms
from domain.tables import Act
from domain.text import input_problem


@dataclass(frozen=True, kw_only=True)
class Limit:
    """An internal limit as configured. *Units*: working days. *Shape*: `reached` says that the calendar knows its last day."""

    days: int
    reached: bool


@dataclass(frozen=True, kw_only=True)
class ObjectedSanction:
    """The sanction objected to, as the guards of its objection see it.

    *Shape*: `last_instant` is the last moment at which an objection is in time, as it is on record today, and
    `limit_is_estimated` says that an estimated holiday lay in its count; `authors` are all who drafted or prepared it, also
    before it was recalled, or assessed what it rests on; `standards` are those that it revoked, `still_revoked` those of
    them that are so now, `stop_form` how it stopped the service; `stands` says whether it is the sanction on which its case
    stands, none later being in force; `over` that nothing is pursued any more in that case (`sanction_effects.is_over`).
    """

    id: str
    state: str
    rung: Rung
    standards: tuple[StandardCode, ...] = ()
    still_revoked: frozenset[StandardCode] = frozenset()
    last_instant: datetime | None = None
    limit_is_estimated: bool = False
    authors: frozenset[str] = frozenset()
    stop_form: StopForm | None = None
    stands: bool = True
    over: bool = False

    def asks_nothing(self, rung: Rung | None, reinstated: Iterable[StandardCode]) -> bool:
        """Whether what would take its place is over with it, so that nothing is asked: unless a standard stays revoked."""
        holds = rung in {None, Rung.REVOCATION} and bool(self.still_revoked - frozenset(reinstated))
        return self.state == SanctionState.IMPROVED or (self.over and not holds)


@dataclass(frozen=True, kw_only=True)
class ObjectionFacts:
    """What the guards of an objection may know.

    *Shape*: `confirmed` are the files named in the act that are confirmed and the institution's own; `examiners` maps the
    person named in the act to his name, where he may examine at all; `ties` are about that person and the actor;
    `summoned_at` is to when the unit was summoned last; `hearings` are the records of hearings so far, `unnumbered` the
    days of those whose minutes have no number yet; `result_until` is the end of the internal limit of the result, counted
    from today, and `limits` are those of a sanction on each rung.
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
    unnumbered: tuple[str, ...] = ()
    limits: Mapping[Rung, Limit] = field(default_factory=dict)
    proposal: Proposal | None = None
    paper: PaperFacts | None = None


def is_late(sanction: ObjectedSanction, instant: datetime) -> bool:
    """Whether an objection at `instant` is late. A fraction of the last second is still in time (II.2.3.s1)."""
    return sanction.last_instant is None or instant.replace(microsecond=0) > sanction.last_instant


# --- guards ---------------------------------------------------------------------------------------------------------


def can_be_objected_to(facts: ObjectionFacts, _act: Act) -> Refusal | None:
    """Guard: it was not taken back (II.2.3.s1), and its receipt is proven, which opening it in the system does. House rule."""
    sanction = facts.sanction
    if sanction is None:
        return refuse(RefusalCode.NOT_FOUND, what=Words("Tindakan pembinaan", "Sanction"), subject="sanction")
    if sanction.state in OBJECTIONABLE and sanction.last_instant is not None:
        return None
    if sanction.last_instant is None and sanction.state in {*OBJECTIONABLE, SanctionState.ISSUED}:
        return refuse(RefusalCode.RECEIPT_NOT_PROVEN, subject="sanction")
    return refuse(
        RefusalCode.WRONG_STATE,
        clause="II.2.3.s1",
        subject="sanction",
        verb=Words("mengajukan keberatan", "file an objection"),
        state=sanction.state,
        sources=", ".join(sorted(OBJECTIONABLE)),
    )


def none_open(facts: ObjectionFacts, _act: Act) -> Refusal | None:
    """Guard: one objection at a time on a sanction. House rule."""
    return refuse(RefusalCode.OBJECTION_OPEN, subject="sanction") if facts.another_open else None


def filed_in_time(facts: ObjectionFacts) -> bool:
    """Whether it was filed in time by the limit that is on record today, which may be another than at its filing."""
    sanction = facts.sanction
    return sanction is not None and facts.filed_at is not None and not is_late(sanction, facts.filed_at)


def limit_certain(facts: ObjectionFacts, _act: Act) -> Refusal | None:
    """Guard: nobody calls an objection late while the last day is an estimate (II.2.3.s1 gives the term), or unknown since
    the proof of the receipt was struck. House rule.
    """
    sanction = facts.sanction
    if sanction is None or (sanction.last_instant is not None and not sanction.limit_is_estimated):
        return None
    if sanction.last_instant is None:
        return refuse(RefusalCode.RECEIPT_NOT_PROVEN, subject="lastInstant")
    day = legal_date(sanction.last_instant).isoformat()
    return refuse(RefusalCode.LIMIT_ESTIMATED, day=day, subject="lastInstant")


def is_late_today(facts: ObjectionFacts, _act: Act) -> Refusal | None:
    """Guard: only what is late by the limit on record today is refused as late (II.2.3.s1)."""
    sanction = facts.sanction
    if sanction is None or sanction.last_instant is None or not filed_in_time(facts):
        return None
    day = legal_date(sanction.last_instant).isoformat()
    return refuse(RefusalCode.OBJECTION_IN_TIME, clause="II.2.3.s1", day=day, subject="lastInstant")


def late_may_be_accepted(facts: ObjectionFacts, _act: Act) -> Refusal | None:
    """Guard: a late objection may be accepted at all, as configured; the decree is silent. One in time always is."""
    if facts.accepts_late or filed_in_time(facts):
        return None
    return refuse(RefusalCode.NOT_CONFIGURED, key=ConfigurationKey.OBJECTION_LATE.value)


def late_could_follow(facts: ObjectionFacts, _act: Act) -> Refusal | None:
    """Guard: a late objection is accepted only where something could follow from it. House rule."""
    if filed_in_time(facts):
        return None
    return _cannot_follow(facts, ObjectionDecision.SANCTION_ANNULLED)


def is_examiner(facts: ObjectionFacts, act: Act) -> Refusal | None:
    """Guard: the actor examines this objection. House rule: the decree says LKPP, not who of it."""
    if facts.examiner_id == act.actor.id:
        return None
    return refuse(RefusalCode.NOT_ASSIGNED, subject=act.record_id)


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


def minutes_numbered(facts: ObjectionFacts, _act: Act) -> Refusal | None:
    """Guard: the minutes that the letter names have their numbers. House rule."""
    if not facts.unnumbered:
        return None
    return refuse(RefusalCode.MINUTES_NOT_NUMBERED, days=", ".join(facts.unnumbered), subject="hearings")


def not_the_preparer(facts: ObjectionFacts, act: Act) -> Refusal | None:
    """Guard: who prepared the decision does not sign it. House rule."""
    if facts.proposal is None or facts.proposal.prepared_by != act.actor.id:
        return None
    what = Words("putusan yang Anda siapkan", "the decision that you prepared")
    return refuse(RefusalCode.OWN_WORK, what=what, subject=act.record_id)


def sanction_can_follow(facts: ObjectionFacts, _act: Act) -> Refusal | None:
    """Guard: what is decided can be carried out on the sanction as it stands (II.2.3.s3)."""
    if facts.proposal is None:
        return None
    return _cannot_follow(facts, facts.proposal.decision)


def still_as_written(facts: ObjectionFacts, _act: Act) -> Refusal | None:
    """Guard: the standards that the letter gives back or leaves revoked are revoked today. House rule."""
    proposal, sanction = facts.proposal, facts.sanction
    if proposal is None or sanction is None or proposal.decision is ObjectionDecision.SANCTION_CONFIRMED:
        return None
    if frozenset(proposal.revoked) == sanction.still_revoked:
        return _still_asked(sanction, proposal)
    said, today = (", ".join(sorted(codes)) or "-" for codes in (proposal.revoked, sanction.still_revoked))
    what = Words(f"standar yang dicabut: {said}; kini: {today}", f"standards revoked: {said}; now: {today}")
    return refuse(RefusalCode.PAPER_OUTDATED, what=what, subject="standards")


def _still_asked(sanction: ObjectedSanction, proposal: Proposal) -> Refusal | None:
    """The case may have ended since the letter was written: then it asks nothing, or nothing follows. House rule."""
    if proposal.decision is not ObjectionDecision.SANCTION_CHANGED:
        return None
    if bool(proposal.asked) is sanction.asks_nothing(proposal.rung, proposal.reinstated):
        what = Words("yang diminta, karena kasusnya sudah berakhir", "what is asked, as the case is over")
        return refuse(RefusalCode.PAPER_OUTDATED, what=what, subject="asked")
    if bool(proposal.asked) and proposal.over is not sanction.over:
        what = Words(
            "tindakan berikutnya, karena kasusnya berakhir atau dibuka kembali",
            "what may follow, as the case ended or is open again",
        )
        return refuse(RefusalCode.PAPER_OUTDATED, what=what, subject="case")
    return None


# --- checks ---------------------------------------------------------------------------------------------------------


def letter_not_from_tomorrow(_facts: ObjectionFacts, act: Act) -> Refusal | None:
    """Check: the unit's letter bears a date that has come."""
    if act.payload.letter_date <= legal_date(act.now):
        return None
    return input_problem("letterDate", "tanggal surat belum tiba.", "the letter is dated in the future.")


def evidence_confirmed(facts: ObjectionFacts, act: Act) -> Refusal | None:
    """Check: each piece of evidence is confirmed and the institution's own. House rule; that there is one is II.2.3.s1."""
    missing = next((each for each in act.payload.evidence_ids if each not in facts.confirmed), None)
    if missing is None:
        return None
    return refuse(RefusalCode.EVIDENCE_NOT_CONFIRMED, evidence=missing, subject="evidence")


def examiner_stands_apart(facts: ObjectionFacts, act: Act) -> Refusal | None:
    """Check: neither drafter nor assessor of the sanction, nor mentor of the unit, nor tied to its institution. House rule."""
    examiner: str = act.payload.examiner_id
    if examiner not in facts.examiners:
        return no_such("Pemeriksa", "Examiner", examiner, subject="examiner")
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
    """Check: no hearing before the instant of the summons without the unit, unless it waived the waiting.

    "Klarifikasi kepada pengelola" (II.2.3.s2): who is summoned for a day is not heard in his absence before it. House rule.
    """
    given: RecordHearing = act.payload
    if (
        given.unit_is_there()
        or given.waiver is not None
        or facts.summoned_at is None
        or given.held_at >= facts.summoned_at
    ):
        return None
    at = facts.summoned_at.astimezone(JAKARTA).strftime("%Y-%m-%d %H:%M WIB")
    return refuse(RefusalCode.HEARING_BEFORE_SUMMONS, at=at, subject="heldAt")


def carried_out(facts: ObjectionFacts, act: Act) -> Refusal | None:
    """Check: what is decided can be carried out, and it names exactly what it changes or reinstates (II.2.3.s3)."""
    given: PrepareDecision = act.payload
    if facts.sanction is None:
        return refuse(RefusalCode.NOT_FOUND, what=Words("Tindakan pembinaan", "Sanction"), subject="sanction")
    return (
        _cannot_follow(facts, given.decision)
        or _replaced_wrongly(facts.sanction, given)
        or _reinstated_wrongly(facts.sanction, given)
        or _asked_wrongly(facts.sanction, given)
    )


def limit_reached(facts: ObjectionFacts, act: Act) -> Refusal | None:
    """Check: the calendar reaches the last day of the internal limit that a change puts into its letter. House rule."""
    limit = replacement_limit(facts, act.payload)
    if limit is None or limit.reached:
        return None
    return refuse(RefusalCode.OUTSIDE_CALENDAR, day=legal_date(act.now).isoformat(), subject="calendar")


def replacement_limit(facts: ObjectionFacts, given: PrepareDecision) -> Limit | None:
    """The internal limit of the sanction that a change puts in place; None for another decision, or without a limit.

    None in a case that is over too: nothing follows where a revocation that only holds what it holds is not followed up.
    """
    if facts.sanction is None or given.decision is not ObjectionDecision.SANCTION_CHANGED:
        return None
    if facts.sanction.over or facts.sanction.asks_nothing(given.rung, given.reinstated):
        return None
    return facts.limits.get(given.rung or facts.sanction.rung)


def _asked_wrongly(sanction: ObjectedSanction, given: PrepareDecision) -> Refusal | None:
    """A change says what is asked, as any letter of a measure; another decision does not.

    Of what was followed already, or is over with its case, nothing more is asked.
    """
    changed = given.decision is ObjectionDecision.SANCTION_CHANGED
    asks = changed and not sanction.asks_nothing(given.rung, given.reinstated)
    if bool(given.asked) == asks:
        return None
    return input_problem(
        "asked",
        "perubahan menyebut apa yang diminta; putusan lain, atau atas tindakan yang sudah diikuti perbaikan atau yang "
        "kasusnya sudah berakhir, tidak.",
        "a change says what is asked; another decision, or one on a sanction that was followed by improvement or whose case "
        "is over, does not.",
    )


def _replaced_wrongly(sanction: ObjectedSanction, given: PrepareDecision) -> Refusal | None:
    """A change puts another sanction in the place of this one: on the same rung or on a lower one that the ladder names.

    Where a stop takes its place, the change says in which lighter form: nothing else of a stop could change (II.2.2.d).
    """
    if given.decision is not ObjectionDecision.SANCTION_CHANGED:
        return None if given.rung is None and given.stop_form is None else _rung_problem("-")
    possible = LADDER[sanction.rung, Course.CHANGED].rungs
    rung = given.rung or sanction.rung
    forms = lighter_forms(sanction.stop_form) if rung is Rung.STOP else (None,)
    sound = rung in possible and given.stop_form in forms
    return None if sound else _rung_problem(", ".join(possible))


def _rung_problem(possible: str) -> Refusal:
    return input_problem(
        "rung",
        f"hanya perubahan menyebut tingkat pengganti ({possible}); penghentian hanya diubah ke bentuk yang lebih ringan, yang "
        "disebut (stopForm).",
        f"only a change names another rung ({possible}); a stop is changed only to a lighter form, which is named (stopForm).",
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
        return _nothing_left_revoked(sanction, given)
    listed = ", ".join(sorted(revoked)) or "-"
    return input_problem(
        "reinstated",
        f"pembatalan atau penurunan tingkat memulihkan semua standar yang dicabut, perubahan pada tingkat yang sama "
        f"sebagiannya, putusan lain tidak satu pun ({listed}).",
        f"an annulment or a lower rung reinstates all revoked standards, a change on the same rung some of them, any "
        f"other decision none ({listed}).",
    )


def _nothing_left_revoked(sanction: ObjectedSanction, given: PrepareDecision) -> Refusal | None:
    """A revocation that stays one must leave a standard to be assessed again (II.2.2.c.s2), unless all were."""
    stays = given.decision is ObjectionDecision.SANCTION_CHANGED and given.rung in {None, sanction.rung}
    if sanction.rung is not Rung.REVOCATION or not stays or sanction.state == SanctionState.IMPROVED:
        return None
    if sanction.over and not sanction.still_revoked:
        return None
    if sanction.still_revoked - set(given.reinstated):
        return None
    listed = ", ".join(sorted(sanction.still_revoked)) or "-"
    return input_problem(
        "reinstated",
        f"perubahan menyisakan paling sedikit satu standar yang masih dicabut ({listed}); bila tidak ada, batalkan atau "
        "turunkan tingkatnya.",
        f"a change leaves at least one standard that is still revoked ({listed}); where there is none, annul it or lower "
        "the rung.",
    )


def _cannot_follow(facts: ObjectionFacts, decision: ObjectionDecision) -> Refusal | None:
    """The measure imposed is followed up (II.2.3.s3) as long as it counts and nothing was built on it.

    One without improvement counts still, a stop that became final too; one that was followed by improvement counts as
    imposed. What was imposed on its ground goes first (house rule).
    """
    sanction = facts.sanction
    state = sanction.state if sanction else "-"
    if decision is ObjectionDecision.SANCTION_CONFIRMED or state in IN_FORCE:
        return None
    if sanction is not None and state in {SanctionState.NOT_IMPROVED, SanctionState.IMPROVED}:
        return None if sanction.stands else refuse(RefusalCode.LATER_SANCTION_STANDS, subject="sanction")
    return refuse(
        RefusalCode.WRONG_STATE,
        clause="II.2.3.s3",
        subject="sanction",
        verb=Words("mengubah atau membatalkan tindakan pembinaan", "change or annul the sanction"),
        state=state,
        sources=", ".join(sorted(STANDING)),
    )


def _not_apart(facts: ObjectionFacts, person: str, names: Mapping[str, str]) -> Refusal | None:
    """Why this person does not stand apart from the sanction and the unit, or None."""
    if facts.sanction is None or person not in facts.sanction.authors:
        return independent(facts.ties, [person], "examiner", names=names)
    return refuse(
        RefusalCode.CONFLICT_OF_INTEREST,
        person=Words(
            f"{names[person]} (menyusun atau menilai tindakan pembinaan ini)",
            f"{names[person]} (drafted or assessed this sanction)",
        ),
        subject="examiner",
    )
