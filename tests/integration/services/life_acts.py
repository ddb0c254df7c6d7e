"""What people may try in the life of a unit: for each verb a payload that fits, or sometimes one that does not."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from domain import (
    assessment_acts,
    guidance_acts,
    objection_acts,
    reassessment_acts,
    sanction_acts,
    sla_acts,
    stop_checklists,
    unit_acts,
)
from domain.aggregates import Aggregate
from domain.application_acts import AssignReviewer
from domain.assessment_acts import AssessmentMethod
from domain.assessment_teams import ReplaceAssessors
from domain.case_acts import DismissCase, HoldDecision, OpenCase, ResumeCase, TakeUpFindings
from domain.clock import legal_date
from domain.findings import CaseFinding
from domain.objection_acts import HearingKind, ObjectionDecision, Participant
from domain.reasons import Reason
from domain.receipts import ReceiptChannel
from domain.roles import Actor, Role
from domain.rungs import Rung
from domain.scoring import CriterionScore
from domain.standards import StandardCode
from domain.stop_forms import StopForm
from domain.surveillance_acts import (
    ConcludeConform,
    ConcludeFindings,
    Finding,
    NotifySurveillance,
    PlanSurveillance,
    Severity,
)
from domain.teams import ReplaceTeam
from domain.unit_amendments import AmendUnit
from persistence.case_records import CaseRecord
from persistence.compliance import cells_of
from persistence.sanction_records import SanctionRecord
from persistence.surveillances import SurveillanceRecord

A = Aggregate
T = TypeVar("T")
_NEXT: Mapping[str | None, Rung] = {
    None: Rung.ADVICE,
    "ADVICE": Rung.WARNING,
    "WARNING": Rung.REVOCATION,
    "REVOCATION": Rung.STOP,
    "STOP": Rung.STOP,
}
EVERY_STANDARD = tuple(StandardCode)
REVIEWERS = ("reviewer", "reviewer-2", "deputy", "assessor-3")
ASSESSORS = ("assessor-1", "assessor-2", "assessor-3", "reviewer-2")
OFFICERS = ("reviewer", "reviewer-2", "assessor-1", "assessor-2", "assessor-3")


@dataclass(frozen=True, kw_only=True)
class Chance:
    """Who throws the dice, at which moment, about which unit. *Shape*: `odd` asks for values that hardly fit."""

    pick: Callable[[Sequence[Any]], Any]
    now: datetime
    unit_id: str
    file_id: str
    odd: bool

    @property
    def today(self) -> date:
        return legal_date(self.now)

    def words(self) -> str:
        return str(self.pick(("", "  ", "x" * 5_000)) if self.odd else "Alasan yang sah.")

    def files(self) -> tuple[str, ...]:
        found: tuple[str, ...] = (
            self.pick(((), ("nothing",), (self.file_id, self.file_id))) if self.odd else (self.file_id,)
        )
        return found

    def reason(self) -> Reason:
        return Reason(reason=self.words())

    def some(self, values: Sequence[T]) -> tuple[T, ...]:
        """One or two of these, in their order; or whatever, where odd."""
        known: Sequence[Any] = values or EVERY_STANDARD
        if self.odd:
            return (self.pick(EVERY_STANDARD),)  # type: ignore[return-value]
        first = self.pick(range(len(known)))
        return tuple(known[first : first + self.pick((1, 2))])

    def scores(self, record: Any, *, evidence: tuple[str, ...] = ()) -> tuple[CriterionScore, ...]:
        """All criteria met; or those of one standard not; or none."""
        codes = [str(values["code"]) for values in record.criteria]
        if self.odd or not codes:
            return (CriterionScore(criterion="S99-K1", score=2, note="Diperiksa."),)
        missed = self.pick(("none", "none", codes[-1][:3], "S"))
        return tuple(
            CriterionScore(
                criterion=code, score=1 if code.startswith(missed) else 2, note="Diperiksa.", evidence_ids=evidence
            )
            for code in codes
        )

    def meeting(self) -> guidance_acts.Meeting:
        return guidance_acts.Meeting(channel=guidance_acts.Channel.ONLINE)


# --- units and SLAs -------------------------------------------------------------------------------------------------


def _take_access(chance: Chance, _record: Any, _actor: Actor) -> unit_acts.TakeAccess:
    checks = tuple(unit_acts.AccessCheck(item=item, done=not chance.odd) for item in unit_acts.AccessItem)
    present = (unit_acts.Participant(name="Kepala LPSE (contoh)", capacity="Kepala LPSE"),)
    return unit_acts.TakeAccess(place="Daring", participants=present, items=checks)


def _carry_out_stop(chance: Chance, record: Any, _actor: Actor) -> stop_checklists.CarryOutStop:
    items = stop_checklists.CHECKLISTS.get(record.stop.get("form"), tuple(stop_checklists.StopItem))
    checks = tuple(stop_checklists.StopCheck(item=item, done=True, note=chance.words()) for item in items)
    present = (unit_acts.Participant(name="Kepala LPSE (contoh)", capacity="Kepala LPSE"),)
    return stop_checklists.CarryOutStop(place="Daring", participants=present, items=checks[int(chance.odd) :])


def _amend(chance: Chance, _record: Any, _actor: Actor) -> AmendUnit:
    written = chance.today + timedelta(days=int(chance.odd))
    return AmendUnit(letter_number="800/1/2026", letter_date=written, name=chance.pick(("LPSE Satu", "LPSE Dua")))


def _prepare_reinstatement(chance: Chance, _record: Any, _actor: Actor) -> unit_acts.PrepareReinstatement:
    from_day = chance.today + timedelta(days=-1 if chance.odd else chance.pick((0, 1)))
    return unit_acts.PrepareReinstatement(reasons=(chance.words(),), from_day=from_day)


def _agree(chance: Chance, record: Any, _actor: Actor) -> sla_acts.AgreeSla:
    return sla_acts.AgreeSla(digest="0" * 64 if chance.odd or not record.digest else record.digest)


def _report_breach(chance: Chance, _record: Any, _actor: Actor) -> sla_acts.ReportBreach:
    return sla_acts.ReportBreach(
        article=chance.pick((6, 99) if chance.odd else (6,)), facts="91%.", evidence_ids=chance.files()
    )


def _prove_notice_receipt(chance: Chance, _record: Any, actor: Actor) -> sanction_acts.ProveReceipt:
    if not actor.has(Role.ADMIN):
        return sanction_acts.ProveReceipt(channel=ReceiptChannel.IN_APP)
    at = chance.now + timedelta(hours=1 if chance.odd else 0)
    return sanction_acts.ProveReceipt(channel=ReceiptChannel.DELIVERY_NOTE, at=at, evidence_id=chance.file_id)


def _record_breach_finding(chance: Chance, _record: Any, _actor: Actor) -> sla_acts.RecordBreachFinding:
    return sla_acts.RecordBreachFinding(text=chance.words(), evidence_ids=chance.files())


def _answer_breach(chance: Chance, _record: Any, _actor: Actor) -> sla_acts.AnswerBreach:
    return sla_acts.AnswerBreach(text=chance.words())


# --- assessments ----------------------------------------------------------------------------------------------------


def _assign_reviewer(chance: Chance, _record: Any, _actor: Actor) -> AssignReviewer:
    return AssignReviewer(reviewer_id=chance.pick(("nobody", "assessor-1") if chance.odd else REVIEWERS))


def _open_assessment(chance: Chance, _record: Any, _actor: Actor) -> assessment_acts.OpenAssessment:
    free = [code for code, state in sorted(cells_of(chance.unit_id).items()) if state not in {"DETERMINED", "REVOKED"}]
    return assessment_acts.OpenAssessment(unit_id=chance.unit_id, standards=chance.some(free))


def _score_self(chance: Chance, record: Any, _actor: Actor) -> assessment_acts.GiveScores:
    return assessment_acts.GiveScores(scores=chance.scores(record, evidence=(chance.file_id,)))


def _assign_assessors(chance: Chance, _record: Any, _actor: Actor) -> assessment_acts.AssignAssessors:
    lead, reader = chance.pick(ASSESSORS), chance.pick(ASSESSORS)
    return assessment_acts.AssignAssessors(lead_id=lead, second_reader_id=reader, declared_ids=(lead, reader))


def _start_factual(chance: Chance, _record: Any, _actor: Actor) -> assessment_acts.StartFactual:
    on = chance.today - timedelta(days=int(chance.odd))
    return assessment_acts.StartFactual(on=on, method=AssessmentMethod.DESK, place="Daring")


def _score_factual(chance: Chance, record: Any, _actor: Actor) -> assessment_acts.GiveFactualScores:
    return assessment_acts.GiveFactualScores(scores=chance.scores(record))


def _report_factual(chance: Chance, _record: Any, _actor: Actor) -> assessment_acts.ReportFactual:
    return assessment_acts.ReportFactual(conclusion=chance.words())


def _recommend(chance: Chance, record: Any, _actor: Actor) -> assessment_acts.Recommend:
    standard = chance.pick(EVERY_STANDARD) if chance.odd else StandardCode(record.standards[0])
    item = assessment_acts.Improvement(standard=standard, criterion=None, text="Tetapkan jadwal.")
    return assessment_acts.Recommend(items=(item,))


def _submit_follow_up(chance: Chance, _record: Any, _actor: Actor) -> assessment_acts.SubmitFollowUp:
    answer = assessment_acts.FollowUpAnswer(
        item_id="9" if chance.odd else "1", action="Ditetapkan.", evidence_ids=chance.files(), done_on=chance.today
    )
    return assessment_acts.SubmitFollowUp(answers=(answer,))


def _verify_follow_up(chance: Chance, _record: Any, _actor: Actor) -> assessment_acts.VerifyFollowUp:
    return assessment_acts.VerifyFollowUp(note=chance.words(), place="Daring")


def _return_follow_up(chance: Chance, _record: Any, _actor: Actor) -> assessment_acts.ReturnFollowUp:
    item = assessment_acts.ReturnedItem(item_id="9" if chance.odd else "1", reason="Belum lengkap.")
    return assessment_acts.ReturnFollowUp(items=(item,))


def _prepare_determination(chance: Chance, record: Any, _actor: Actor) -> assessment_acts.PrepareDetermination:
    met = [StandardCode(code) for code in record.factual_met]
    return assessment_acts.PrepareDetermination(standards=chance.some(met))


# --- surveillance ---------------------------------------------------------------------------------------------------


def _plan(chance: Chance, _record: Any, _actor: Actor) -> PlanSurveillance:
    year = chance.today.year + (chance.pick((-1, 2)) if chance.odd else chance.pick((0, 1)))
    return PlanSurveillance(unit_id=chance.unit_id, year=year, factors=(), reason="Program tahunan.")


def _notify(chance: Chance, record: Any, _actor: Actor) -> NotifySurveillance:
    lead = chance.pick(ASSESSORS)
    begins = max(chance.today, date(record.year, 1, 1)) - timedelta(days=int(chance.odd))
    return NotifySurveillance(
        begins_on=begins,
        ends_on=begins,
        method=AssessmentMethod.DESK,
        lead_id=lead,
        member_ids=(),
        declared_ids=(lead,),
        standards=chance.some(EVERY_STANDARD),
    )


def _conclude_conform(chance: Chance, _record: Any, _actor: Actor) -> ConcludeConform:
    return ConcludeConform(conclusion=chance.words())


def _conclude_findings(chance: Chance, record: Any, _actor: Actor) -> ConcludeFindings:
    standard = chance.pick(EVERY_STANDARD) if chance.odd else StandardCode(chance.pick(record.standards or ["S01"]))
    finding = Finding(
        standard=standard,
        criterion=f"{standard.value}-K1",
        fact="Tidak sesuai.",
        severity=Severity.MAJOR,
        observation="Dilihat di tempat.",
    )
    return ConcludeFindings(findings=(finding,), conclusion="Ditemukan ketidaksesuaian.")


# --- cases and sanctions --------------------------------------------------------------------------------------------


def _open_case(chance: Chance, _record: Any, _actor: Actor) -> OpenCase:
    found = list(
        SurveillanceRecord.objects(unit_id=chance.unit_id, state__in=["FINDINGS", "SANCTIONED"]).order_by("$natural")
    )
    if found and not chance.odd:
        return OpenCase(unit_id=chance.unit_id, origin=A.SURVEILLANCE, origin_id=chance.pick(found).id)
    shown = chance.files()
    codes = chance.some(EVERY_STANDARD)
    findings = tuple(
        CaseFinding(standard=code, criterion=f"{code.value}-K1", fact="Tidak sesuai.", evidence_ids=shown)
        for code in codes
    )
    return OpenCase(unit_id=chance.unit_id, findings=findings)


def _take_up(chance: Chance, _record: Any, _actor: Actor) -> TakeUpFindings:
    found = list(SurveillanceRecord.objects(unit_id=chance.unit_id, state="FINDINGS").order_by("$natural"))
    return TakeUpFindings(surveillance_id=chance.pick(found).id if found and not chance.odd else "nothing")


def _dismiss(chance: Chance, _record: Any, _actor: Actor) -> DismissCase:
    return DismissCase(reason=chance.words())


def _resume(chance: Chance, _record: Any, _actor: Actor) -> ResumeCase:
    return ResumeCase(decision=chance.pick(tuple(HoldDecision)), reason=chance.words())


def _draft_sanction(chance: Chance, _record: Any, _actor: Actor) -> sanction_acts.DraftSanction:
    cases = list(CaseRecord.objects(unit_id=chance.unit_id, state="OPEN").order_by("$natural"))
    if chance.odd or not cases:
        case_id = cases[0].id if cases else "nothing"
        return sanction_acts.DraftSanction(case_id=case_id, rung=chance.pick(tuple(Rung)))
    case = chance.pick(cases)
    rung = Rung.STOP if case.breach else Rung.WARNING if case.further_warning else _NEXT[case.rung]
    return sanction_acts.DraftSanction(case_id=case.id, rung=rung)


def _prepare_sanction(chance: Chance, record: Any, _actor: Actor) -> sanction_acts.PrepareSanction:
    rung = chance.pick(tuple(Rung)) if chance.odd else Rung(record.rung)
    if rung is Rung.STOP:
        form = chance.pick(tuple(StopForm))
        text = "Penutupan pendaftaran." if form is StopForm.OTHER else None
        return sanction_acts.PrepareSanction(stop_form=form, stop_text=text, asked=(chance.words(),))
    if rung is Rung.REVOCATION:
        cells, case = cells_of(chance.unit_id), CaseRecord.objects(id=record.case_id).get()
        concerned = [StandardCode(finding["standard"]) for finding in case.findings]
        standing = [code for code in concerned if cells.get(code) in {"DETERMINED", "FLAGGED"}]
        return sanction_acts.PrepareSanction(
            standards=chance.some(list(dict.fromkeys(standing))), asked=(chance.words(),)
        )
    return sanction_acts.PrepareSanction(asked=(chance.words(),))


def _prove_receipt(chance: Chance, record: Any, actor: Actor) -> sanction_acts.ProveReceipt:
    if not actor.has(Role.ADMIN):
        return sanction_acts.ProveReceipt(channel=ReceiptChannel.IN_APP)
    at = (
        chance.now + timedelta(hours=1)
        if chance.odd
        else max(record.issued_at or chance.now, chance.now - timedelta(days=1))
    )
    return sanction_acts.ProveReceipt(channel=ReceiptChannel.DELIVERY_NOTE, at=at, evidence_id=chance.file_id)


def _follow_up_sanction(chance: Chance, _record: Any, _actor: Actor) -> sanction_acts.SubmitFollowUp:
    return sanction_acts.SubmitFollowUp(text=chance.words(), evidence_ids=chance.files())


def _accept_improvement(chance: Chance, _record: Any, _actor: Actor) -> sanction_acts.AcceptImprovement:
    return sanction_acts.AcceptImprovement(verification=chance.words())


def _accept_in_part(chance: Chance, record: Any, _actor: Actor) -> sanction_acts.AcceptInPart:
    named = record.findings[:1] or ["S09-K1"]
    return sanction_acts.AcceptInPart(verification=chance.words(), criteria=tuple(named), returned=chance.words())


def _lkpp_system(chance: Chance, _record: Any, _actor: Actor) -> sanction_acts.RecommendLkppSystem:
    return sanction_acts.RecommendLkppSystem(reasons=(chance.words(),))


# --- objections -----------------------------------------------------------------------------------------------------


def _file(chance: Chance, _record: Any, _actor: Actor) -> objection_acts.FileObjection:
    states = ["RECEIVED", "FOLLOW_UP", "IMPROVED"] + ["ISSUED", "NOT_IMPROVED", "DRAFT"] * chance.odd
    found = list(SanctionRecord.objects(unit_id=chance.unit_id, state__in=states).order_by("$natural"))
    sanction_id = chance.pick(found).id if found else "nothing"
    return objection_acts.FileObjection(
        sanction_id=sanction_id,
        letter_number="027/9",
        letter_date=chance.today,
        grounds="Fakta tidak tepat.",
        evidence_ids=chance.files(),
    )


def _admit(chance: Chance, _record: Any, _actor: Actor) -> objection_acts.AdmitObjection:
    ahead = chance.now + timedelta(hours=-1 if chance.odd else 1)
    return objection_acts.AdmitObjection(
        examiner_id=chance.pick(OFFICERS), summoned_at=ahead, place="Daring", agenda="Klarifikasi."
    )


def _record_hearing(chance: Chance, _record: Any, _actor: Actor) -> objection_acts.RecordHearing:
    return objection_acts.RecordHearing(
        kind=HearingKind.CLARIFICATION,
        held_at=chance.now + timedelta(hours=int(chance.odd)),
        place="Daring",
        text="Dijelaskan.",
        participants=(Participant(name="Kepala LPSE (contoh)", role="Kepala LPSE", of_unit=not chance.odd),),
    )


def _prepare_decision(chance: Chance, record: Any, _actor: Actor) -> objection_acts.PrepareDecision:
    sanction = SanctionRecord.objects(id=record.sanction_id).get()
    revoked = tuple(StandardCode(code) for code in sanction.standards)
    decision = chance.pick(tuple(ObjectionDecision))
    rung, reinstated = None, ()
    if decision is ObjectionDecision.SANCTION_ANNULLED:
        reinstated = revoked
    elif decision is ObjectionDecision.SANCTION_CHANGED:
        rung = chance.pick((None, Rung.ADVICE, Rung.WARNING))
        reinstated = revoked[:1] if rung is None else revoked
    return objection_acts.PrepareDecision(
        decision=decision,
        considerations=(chance.words(),),
        reinstated=EVERY_STANDARD[:3] if chance.odd else reinstated,
        follow_up=("Tindak lanjut.",),
        rung=rung,
        asked=_asked_of(chance, sanction, decision, rung),
    )


def _asked_of(chance: Chance, sanction: Any, decision: ObjectionDecision, rung: Rung | None) -> tuple[str, ...]:
    """What a change asks; now and then nothing where something must be asked."""
    asks = decision is ObjectionDecision.SANCTION_CHANGED and sanction.state != "IMPROVED"
    return (chance.words(),) if asks and not chance.odd else ()


# --- re-assessments -------------------------------------------------------------------------------------------------


def _revoked_of(chance: Chance, record: Any) -> tuple[StandardCode, ...]:
    found: tuple[StandardCode, ...] = chance.pick(((), tuple(StandardCode(code) for code in record.standards[:1])))
    return EVERY_STANDARD[:4] if chance.odd else found


def _request(chance: Chance, record: Any, _actor: Actor) -> reassessment_acts.RequestReassessment:
    standards = _revoked_of(chance, record)
    return reassessment_acts.RequestReassessment(
        improvement="Diperbaiki.", evidence_ids=(chance.file_id,), standards=standards
    )


def _open_by_lkpp(chance: Chance, record: Any, _actor: Actor) -> reassessment_acts.OpenReassessment:
    return reassessment_acts.OpenReassessment(reason="Prakarsa LKPP.", standards=_revoked_of(chance, record))


def _reassign(chance: Chance, _record: Any, _actor: Actor) -> reassessment_acts.AssignReassessors:
    lead = chance.pick(ASSESSORS)
    declared = () if chance.odd else (lead,)
    return reassessment_acts.AssignReassessors(lead_id=lead, method=AssessmentMethod.DESK, declared_ids=declared)


def _replace_team(chance: Chance, _record: Any, _actor: Actor) -> ReplaceTeam:
    lead = chance.pick(ASSESSORS)
    return ReplaceTeam(lead_id=lead, reason=chance.words(), declared_ids=() if chance.odd else (lead,))


def _replace_assessors(chance: Chance, _record: Any, _actor: Actor) -> ReplaceAssessors:
    lead, reader = chance.pick(ASSESSORS), chance.pick(ASSESSORS)
    declared = () if chance.odd else (lead, reader)
    return ReplaceAssessors(lead_id=lead, second_reader_id=reader, reason=chance.words(), declared_ids=declared)


def _conclude(chance: Chance, _record: Any, _actor: Actor) -> reassessment_acts.ReportReassessment:
    return reassessment_acts.ReportReassessment(
        conclusion="Hasil penilaian ulang.", assessed_on=chance.today + timedelta(days=int(chance.odd))
    )


def _non_cooperation(chance: Chance, _record: Any, _actor: Actor) -> reassessment_acts.RecordNonCooperation:
    sent = chance.today + timedelta(days=1 if chance.odd else -1)
    reminder = reassessment_acts.Reminder(sent_on=sent, text="Mohon mengajukan penilaian ulang.")
    return reassessment_acts.RecordNonCooperation(reason="Tidak menanggapi.", reminders=(reminder,))


# --- mentoring and consultation -------------------------------------------------------------------------------------


def _request_mentoring(chance: Chance, _record: Any, _actor: Actor) -> guidance_acts.RequestMentoring:
    return guidance_acts.RequestMentoring(
        unit_id=chance.unit_id, topic="Pengelolaan aset.", standards=chance.some(EVERY_STANDARD)
    )


def _schedule_mentoring(chance: Chance, _record: Any, _actor: Actor) -> guidance_acts.ScheduleMentoring:
    return guidance_acts.ScheduleMentoring(
        mentor_ids=(chance.pick(OFFICERS),),
        on=chance.today - timedelta(days=int(chance.odd)),
        meeting=chance.meeting(),
        standards=chance.some(EVERY_STANDARD),
    )


def _replace_mentors(chance: Chance, _record: Any, _actor: Actor) -> guidance_acts.ReplaceMentors:
    return guidance_acts.ReplaceMentors(guide_ids=(chance.pick(OFFICERS),), reason=chance.words())


def _replace_consultants(chance: Chance, _record: Any, _actor: Actor) -> guidance_acts.ReplaceConsultants:
    return guidance_acts.ReplaceConsultants(guide_ids=(chance.pick(OFFICERS),), reason=chance.words())


def _attendance() -> tuple[guidance_acts.Attendant, ...]:
    return (guidance_acts.Attendant(name="Staf (contoh)", role="Staf LPSE"),)


def _hold_mentoring(chance: Chance, _record: Any, _actor: Actor) -> guidance_acts.HoldMentoring:
    activity = guidance_acts.ServiceActivity(activity="Pencatatan aset", example="Mengisi daftar aset.")
    held_at = chance.now + timedelta(days=int(chance.odd))
    return guidance_acts.HoldMentoring(held_at=held_at, attendance=_attendance(), activities=(activity,))


def _say(chance: Chance, _record: Any, _actor: Actor) -> guidance_acts.Report:
    return guidance_acts.Report(text=chance.words())


def _request_consultation(chance: Chance, _record: Any, _actor: Actor) -> guidance_acts.RequestConsultation:
    return guidance_acts.RequestConsultation(
        unit_id=chance.unit_id,
        question="Apa buktinya?",
        meeting=chance.meeting(),
        standards=chance.some(EVERY_STANDARD),
    )


def _schedule_consultation(chance: Chance, _record: Any, _actor: Actor) -> guidance_acts.ScheduleConsultation:
    return guidance_acts.ScheduleConsultation(
        consultant_ids=(chance.pick(OFFICERS),), on=chance.today, meeting=chance.meeting()
    )


def _hold_consultation(chance: Chance, _record: Any, _actor: Actor) -> guidance_acts.HoldConsultation:
    return guidance_acts.HoldConsultation(held_at=chance.now, attendance=_attendance())


def _because(chance: Chance, _record: Any, _actor: Actor) -> Reason:
    return chance.reason()


Maker = Callable[[Chance, Any, Actor], Any]

PAYLOADS: Mapping[tuple[Aggregate, str], Maker] = {
    (A.UNIT, "amend"): _amend,
    (A.UNIT, "take_access"): _take_access,
    (A.UNIT, "carry_out_stop"): _carry_out_stop,
    (A.UNIT, "prepare_reinstatement"): _prepare_reinstatement,
    (A.SLA, "agree"): _agree,
    (A.SLA, "assign_reviewer"): _assign_reviewer,
    (A.SLA, "report_breach"): _report_breach,
    (A.SLA, "prove_notice_receipt"): _prove_notice_receipt,
    (A.SLA, "answer_breach"): _answer_breach,
    (A.SLA, "record_breach_finding"): _record_breach_finding,
    (A.ASSESSMENT, "open"): _open_assessment,
    (A.ASSESSMENT, "score_self"): _score_self,
    (A.ASSESSMENT, "assign_assessors"): _assign_assessors,
    (A.ASSESSMENT, "start_factual"): _start_factual,
    (A.ASSESSMENT, "score_factual"): _score_factual,
    (A.ASSESSMENT, "report_factual"): _report_factual,
    (A.ASSESSMENT, "recommend"): _recommend,
    (A.ASSESSMENT, "submit_follow_up"): _submit_follow_up,
    (A.ASSESSMENT, "verify_follow_up"): _verify_follow_up,
    (A.ASSESSMENT, "return_follow_up"): _return_follow_up,
    (A.ASSESSMENT, "prepare_determination"): _prepare_determination,
    (A.ASSESSMENT, "replace_team"): _replace_assessors,
    (A.SURVEILLANCE, "plan"): _plan,
    (A.SURVEILLANCE, "notify"): _notify,
    (A.SURVEILLANCE, "replace_team"): _replace_team,
    (A.SURVEILLANCE, "conclude_conform"): _conclude_conform,
    (A.SURVEILLANCE, "conclude_findings"): _conclude_findings,
    (A.CASE, "open"): _open_case,
    (A.CASE, "take_up"): _take_up,
    (A.CASE, "dismiss"): _dismiss,
    (A.CASE, "resume"): _resume,
    (A.SANCTION, "draft"): _draft_sanction,
    (A.SANCTION, "prepare"): _prepare_sanction,
    (A.SANCTION, "prove_receipt"): _prove_receipt,
    (A.SANCTION, "submit_follow_up"): _follow_up_sanction,
    (A.SANCTION, "accept_improvement"): _accept_improvement,
    (A.SANCTION, "accept_in_part"): _accept_in_part,
    (A.SANCTION, "recommend_lkpp_system"): _lkpp_system,
    (A.OBJECTION, "file"): _file,
    (A.OBJECTION, "admit"): _admit,
    (A.OBJECTION, "record_hearing"): _record_hearing,
    (A.OBJECTION, "prepare_decision"): _prepare_decision,
    (A.REASSESSMENT, "request"): _request,
    (A.REASSESSMENT, "open_by_lkpp"): _open_by_lkpp,
    (A.REASSESSMENT, "assign"): _reassign,
    (A.REASSESSMENT, "replace_team"): _replace_team,
    (A.REASSESSMENT, "score"): _score_factual,
    (A.REASSESSMENT, "report"): _conclude,
    (A.REASSESSMENT, "fail"): _conclude,
    (A.REASSESSMENT, "record_non_cooperation"): _non_cooperation,
    (A.MENTORING, "request"): _request_mentoring,
    (A.MENTORING, "schedule"): _schedule_mentoring,
    (A.MENTORING, "hold"): _hold_mentoring,
    (A.MENTORING, "replace_guides"): _replace_mentors,
    (A.MENTORING, "report"): _say,
    (A.CONSULTATION, "request"): _request_consultation,
    (A.CONSULTATION, "schedule"): _schedule_consultation,
    (A.CONSULTATION, "hold"): _hold_consultation,
    (A.CONSULTATION, "replace_guides"): _replace_consultants,
    (A.CONSULTATION, "answer"): _say,
}
"""How each verb's payload is made; a verb that takes only a reason, nothing, or a signature is not listed."""


def payload_for(chance: Chance, aggregate: Aggregate, verb: str, taken: type | None, record: Any, actor: Actor) -> Any:
    """A payload of the type that the verb's row takes, or None for one that takes none."""
    if (aggregate, verb) in PAYLOADS:
        return PAYLOADS[aggregate, verb](chance, record, actor)
    return _because(chance, record, actor) if taken is Reason else None
