"""Surveillance, mentoring and consultation through the door on a real database, with the letters that they order."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from app.letterhead import HELP_DESK
from app.seeds.loader import all_seeds
from documents.contexts import (
    AssessmentReport,
    Assignment,
    Letterhead,
    Minutes,
    Notice,
    Particular,
    TeamMember,
    from_facts,
)
from domain.aggregates import Aggregate
from domain.assessment_acts import AssessmentMethod
from domain.case_acts import OpenCase
from domain.clock import legal_date
from domain.compliance import CellVerb, MoveCell, cell_id
from domain.document_acts import SignDocument
from domain.document_kinds import DocumentKind
from domain.guidance_acts import (
    Attendant,
    Channel,
    HoldConsultation,
    HoldMentoring,
    Meeting,
    ReplaceConsultants,
    ReplaceMentors,
    Report,
    RequestConsultation,
    RequestMentoring,
    ScheduleConsultation,
    ScheduleMentoring,
    ServiceActivity,
)
from domain.independence import Tie
from domain.provider_forms import ProviderForm
from domain.reasons import Reason
from domain.refusals import Refusal, RefusalCode
from domain.roles import SYSTEM, Actor, Role
from domain.standards import StandardCode
from domain.surveillance_acts import (
    ConcludeConform,
    ConcludeFindings,
    Finding,
    NotifySurveillance,
    PlanSurveillance,
    Severity,
)
from domain.surveillance_risk import RiskFactor
from persistence.compliance import ComplianceRecord
from persistence.configuration import ConfigurationRecord
from persistence.documents import DocumentRecord
from persistence.guidance import assessors_at_work
from persistence.independence import ties_of
from persistence.log import EventRecord
from persistence.personnel import PersonRecord
from persistence.records import Record, insert
from persistence.units import UnitRecord
from services.commands import Done
from services.door import Door
from services.letters import LetterWriter
from tests.integration.services.office import (
    ADMIN,
    DEPUTY,
    HEAD,
    REVIEWER,
    START,
    STRANGER,
    UNIT_HEAD,
    Office,
    person,
    signed_by,
)

pytestmark = pytest.mark.servers
A = Aggregate
S01, S09 = StandardCode.S01, StandardCode.S09
TODAY = legal_date(START)
LEAD, SECOND, TIED = (person(name, Role.ASSESSOR) for name in ("assessor-1", "assessor-2", "assessor-3"))
LETTERHEAD = Letterhead(agency="LKPP", office="Kedeputian (contoh)", address=("Jalan Contoh 1",), place="Jakarta")
BECAUSE = Reason(reason="Tim berhalangan.")
MEETING = Meeting(channel=Channel.IN_PERSON, text="Ruang Rapat Contoh")
SEEN = Finding(
    standard=S09, criterion="S09-K2", fact="Pintu tidak terkunci.", severity=Severity.MAJOR, observation="Dilihat tim."
)


@pytest.fixture
def town(office: Office) -> Office:
    """The office with the standards, three assessors and a unit in service whose S01 and S09 are determined."""
    [standards] = [seed for seed in all_seeds(office.door) if seed.name == "standards"]
    standards.write(standards.rows())
    for someone, ties in ((LEAD, []), (SECOND, []), (TIED, ["inst-a"])):
        insert(
            PersonRecord(
                id=someone.id,
                name=someone.name,
                roles=["ASSESSOR"],
                office="Penilai (contoh)",
                organisation="LKPP",
                tied_institution_ids=ties,
                active=True,
            )
        )
    office.in_force(ProviderForm.SERVICE_PROVIDER)
    for code in (S01, S09):
        move_cell(office, CellVerb.MEET_BY_FACT, code)
        move_cell(office, CellVerb.DETERMINE, code)
    office.door = Door(
        database=office.database,
        clock=office.clock,
        letters=LetterWriter(LETTERHEAD, HELP_DESK),
        on_commit=lambda: office.commits.append(1),
    )
    return office


def unit_of(office: Office) -> str:
    return str(UnitRecord.objects(institution_id="inst-a").get().id)


def move_cell(office: Office, verb: CellVerb, code: StandardCode) -> None:
    unit_id = unit_of(office)
    moved = MoveCell(
        institution_id="inst-a", unit_id=unit_id, standard=code, cause=A.ASSESSMENT, cause_id="assessment-1", on=TODAY
    )
    office.done(A.COMPLIANCE, verb.value, SYSTEM, cell_id(unit_id, code), moved)


def plan(office: Office, **changes: Any) -> PlanSurveillance:
    given = PlanSurveillance(
        unit_id=unit_of(office), year=TODAY.year, factors=(RiskFactor.UNDETERMINED,), reason="Belum semua ditetapkan."
    )
    return replace(given, **changes)


def notice(**changes: Any) -> NotifySurveillance:
    given = NotifySurveillance(
        begins_on=TODAY,
        ends_on=TODAY + timedelta(days=2),
        method=AssessmentMethod.ON_SITE,
        lead_id=LEAD.id,
        member_ids=(SECOND.id,),
        declared_ids=(LEAD.id, SECOND.id),
        standards=(S01, S09),
    )
    return replace(given, **changes)


def running(office: Office) -> str:
    surveillance_id = office.done(A.SURVEILLANCE, "plan", ADMIN, payload=plan(office)).record_id
    letters = office.done(A.SURVEILLANCE, "notify", ADMIN, surveillance_id, notice()).documents
    sign(office, letters[1], DEPUTY)
    office.done(A.SURVEILLANCE, "start", SECOND, surveillance_id)
    return surveillance_id


def sign(office: Office, document_id: str, signer: Actor) -> None:
    """Presented as the worker does, and signed on its own."""
    office.present(document_id)
    given = SignDocument(seen_sha256=paper(document_id).sha256, signed=signed_by(signer, document_id))
    office.done(A.DOCUMENT, "sign", signer, document_id, given)


def paper(document_id: str) -> DocumentRecord:
    found: DocumentRecord = DocumentRecord.objects(id=document_id).get()
    return found


def printed(document_id: str) -> Any:
    """The context of a paper, from its frozen facts."""
    found = paper(document_id)
    return from_facts(DocumentKind(found.kind), dict(found.facts))


def cell(office: Office, code: StandardCode) -> ComplianceRecord:
    return office.record(A.COMPLIANCE, cell_id(unit_of(office), code))  # type: ignore[no-any-return]


# --- the programme --------------------------------------------------------------------------------------------------


def test_a_plan_keeps_the_risk_of_the_day_and_tells_the_unit(town: Office) -> None:
    """II.2.1.f: 14 of the 16 standards that bind a service provider are not determined; never surveilled."""
    done = town.done(A.SURVEILLANCE, "plan", ADMIN, payload=plan(town))
    record = town.record(A.SURVEILLANCE, done.record_id)
    assert {part["factor"]: part["points"] for part in record.risk if part["points"]} == {
        "UNDETERMINED": 131,
        "MONTHS_SINCE": 150,
    }
    assert (record.score, record.institution_id, record.state) == (281, "inst-a", "PLANNED")
    [document_id] = done.documents
    context = printed(document_id)
    assert isinstance(context, Notice)
    assert context.reference.subject == "Pemberitahuan Program Surveillance Tahun 2026"
    assert context.particulars == (
        Particular(label="Tahun program", value="2026"),
        Particular(label="Alasan", value="Belum semua ditetapkan."),
    )
    assert (context.operator.unit, context.copies) == ("LPSE Kabupaten Contoh", ("Kepala LPSE Kabupaten Contoh",))
    assert not context.objection_right


def test_what_the_list_does_not_show_is_no_reason(town: Office) -> None:
    found = town.refused(A.SURVEILLANCE, "plan", ADMIN, payload=plan(town, factors=(RiskFactor.REVOKED,)))
    assert (found.code, found.subject) == (RefusalCode.INVALID_INPUT, "factors")


def test_two_who_plan_at_once_plan_one(town: Office, together) -> None:
    payload = plan(town)
    results = together(*[lambda: town.attempt(A.SURVEILLANCE, "plan", ADMIN, payload=payload)] * 2)
    assert sorted(type(result).__name__ for result in results) == ["Done", "Refusal"]
    [refusal] = [result for result in results if isinstance(result, Refusal)]
    assert (refusal.code, refusal.subject) == (RefusalCode.ALREADY_PLANNED, "year")


def test_a_unit_is_surveilled_again_in_the_year_once_the_first_is_concluded(town: Office) -> None:
    """II.2.1.f sets no frequency: an extraordinary one follows with its reason; two at once there are not (house rule)."""
    first = running(town)
    refusal = town.refused(A.SURVEILLANCE, "plan", ADMIN, payload=plan(town))
    assert (refusal.code, refusal.clause) == (RefusalCode.ALREADY_PLANNED, "HOUSE")
    assert town.refused(A.SURVEILLANCE, "cancel", ADMIN, first, BECAUSE).code is RefusalCode.WRONG_STATE
    town.done(A.SURVEILLANCE, "conclude_conform", LEAD, first, ConcludeConform(conclusion="Sesuai."))
    second = town.done(A.SURVEILLANCE, "plan", ADMIN, payload=plan(town))
    assert (second.state, second.record_id == first) == ("PLANNED", False)


def test_a_cancelled_one_frees_the_year_tells_the_unit_and_voids_the_assignment(town: Office) -> None:
    first = town.done(A.SURVEILLANCE, "plan", ADMIN, payload=plan(town)).record_id
    _notice, assignment = town.done(A.SURVEILLANCE, "notify", ADMIN, first, notice()).documents
    cancelled = town.done(A.SURVEILLANCE, "cancel", ADMIN, first, BECAUSE)
    assert (paper(assignment).state, paper(assignment).void_reason) == ("VOID", "Tim berhalangan.")
    [told] = cancelled.documents
    assert printed(told).reference.subject == "Pemberitahuan Pembatalan Surveillance Tahun 2026"
    assert printed(told).particulars == (Particular(label="Alasan pembatalan", value="Tim berhalangan."),)
    second = town.done(A.SURVEILLANCE, "plan", ADMIN, payload=plan(town))
    assert second.record_id != first
    assert town.refused(A.SURVEILLANCE, "plan", ADMIN, payload=plan(town)).code is RefusalCode.ALREADY_PLANNED


def test_the_scope_leaves_units_out_unless_it_is_configured_wider(town: Office) -> None:
    """The decree does not say whom surveillance concerns: by default units with a standard determined."""
    for code in (S01, S09):
        move_cell(town, CellVerb.REVOKE, code)
    found = town.refused(A.SURVEILLANCE, "plan", ADMIN, payload=plan(town))
    assert (found.code, found.subject) == (RefusalCode.NOT_CONFIGURED, "unit")
    insert(
        ConfigurationRecord(
            id="scope-1",
            state="APPROVED",
            version=1,
            created_at=START,
            updated_at=START,
            key="surveillance.scope",
            value="EVERY_ACTIVE_UNIT",
            valid_from="2026-01-01",
            changed_by="admin",
        )
    )
    done = town.done(A.SURVEILLANCE, "plan", ADMIN, payload=plan(town, factors=(RiskFactor.REVOKED,)))
    assert town.record(A.SURVEILLANCE, done.record_id).factors == ["REVOKED"]


def test_a_unit_that_is_unknown_or_not_in_service_is_not_planned(town: Office) -> None:
    unknown = town.refused(A.SURVEILLANCE, "plan", ADMIN, payload=plan(town, unit_id="nobody"))
    assert (unknown.code, unknown.subject) == (RefusalCode.NOT_FOUND, "unit")
    UnitRecord.objects(id=unit_of(town)).update(set__state="STOPPED")
    stopped = town.refused(A.SURVEILLANCE, "plan", ADMIN, payload=plan(town))
    assert (stopped.code, stopped.clause) == (RefusalCode.WRONG_STATE, "HOUSE")


# --- conduct --------------------------------------------------------------------------------------------------------


def test_a_notice_tells_the_unit_and_assigns_the_team(town: Office) -> None:
    surveillance_id = town.done(A.SURVEILLANCE, "plan", ADMIN, payload=plan(town)).record_id
    done = town.done(A.SURVEILLANCE, "notify", ADMIN, surveillance_id, notice())
    told, assigned = (printed(document_id) for document_id in done.documents)
    assert isinstance(told, Notice)
    assert told.particulars[:3] == (
        Particular(label="Waktu", value="22 November 2026 sampai dengan 24 November 2026"),
        Particular(label="Metode", value="pemeriksaan di tempat"),
        Particular(label="Tim", value=f"{LEAD.name} (Ketua tim); {SECOND.name} (Anggota)"),
    )
    assert told.particulars[3].value.endswith("(S09)")
    assert isinstance(assigned, Assignment)
    assert assigned.team == (TeamMember(name=LEAD.name, role="Ketua tim"), TeamMember(name=SECOND.name, role="Anggota"))
    assert (assigned.purpose, assigned.basis) == ("surveillance", "Bab II angka 2.1 huruf f")
    assert [line.code for line in assigned.standards] == ["S01", "S09"]
    assert (assigned.begins_on, assigned.ends_on) == (TODAY, TODAY + timedelta(days=2))
    assert [tuple(paper(each).signatories) for each in done.documents] == [(), (DEPUTY.id,)]
    record = town.record(A.SURVEILLANCE, surveillance_id)
    assert sorted(record.criteria) == ["S01", "S09"]
    assert record.criteria["S09"] == ["S09-K2", "S09-K5", "S09-K6"]


def test_a_single_day_is_told_once(town: Office) -> None:
    surveillance_id = town.done(A.SURVEILLANCE, "plan", ADMIN, payload=plan(town)).record_id
    done = town.done(A.SURVEILLANCE, "notify", ADMIN, surveillance_id, notice(ends_on=TODAY))
    assert printed(done.documents[0]).particulars[0].value == "22 November 2026"


@pytest.mark.parametrize(
    ("changes", "code", "subject"),
    [
        ({"lead_id": TIED.id, "declared_ids": (TIED.id, SECOND.id)}, RefusalCode.CONFLICT_OF_INTEREST, "team"),
        ({"lead_id": REVIEWER.id, "declared_ids": (REVIEWER.id, SECOND.id)}, RefusalCode.NOT_FOUND, "team"),
        ({"standards": (StandardCode.S11,)}, RefusalCode.INVALID_INPUT, "standards"),
        ({"begins_on": date(2026, 11, 21)}, RefusalCode.INVALID_INPUT, "beginsOn"),
    ],
)
def test_a_notice_with_a_wrong_team_scope_or_day_is_refused(changes, code, subject, town: Office) -> None:
    surveillance_id = town.done(A.SURVEILLANCE, "plan", ADMIN, payload=plan(town)).record_id
    found = town.refused(A.SURVEILLANCE, "notify", ADMIN, surveillance_id, notice(**changes))
    assert (found.code, found.subject) == (code, subject)


def test_only_the_lead_concludes_and_only_the_team_starts(town: Office) -> None:
    surveillance_id = town.done(A.SURVEILLANCE, "plan", ADMIN, payload=plan(town)).record_id
    letters = town.done(A.SURVEILLANCE, "notify", ADMIN, surveillance_id, notice()).documents
    assert town.refused(A.SURVEILLANCE, "start", TIED, surveillance_id).code is RefusalCode.NOT_ON_THE_TEAM
    assert town.refused(A.SURVEILLANCE, "start", SECOND, surveillance_id).code is RefusalCode.LETTER_NOT_SIGNED
    sign(town, letters[1], DEPUTY)
    town.done(A.SURVEILLANCE, "start", SECOND, surveillance_id)
    payload = ConcludeConform(conclusion="Sesuai.")
    found = town.refused(A.SURVEILLANCE, "conclude_conform", SECOND, surveillance_id, payload)
    assert (found.code, found.required_id) == (RefusalCode.NOT_ON_THE_TEAM, f"Yang ditugaskan: {LEAD.name}.")


def test_a_unit_that_conforms_gets_a_report_of_the_lead(town: Office) -> None:
    surveillance_id = running(town)
    done = town.done(
        A.SURVEILLANCE, "conclude_conform", LEAD, surveillance_id, ConcludeConform(conclusion="Seluruhnya sesuai.")
    )
    [document_id] = done.documents
    context = printed(document_id)
    assert isinstance(context, AssessmentReport)
    assert (context.title, context.conclusion, context.facts) == ("Surveillance Tahun 2026", "Seluruhnya sesuai.", ())
    assert [(result.code, result.met) for result in context.results] == [("S01", True), ("S09", True)]
    assert tuple(paper(document_id).signatories) == (LEAD.id,)
    assert (done.state, cell(town, S09).state) == ("CONFORM", "DETERMINED")


def test_findings_flag_the_cells_and_end_only_with_their_case(town: Office) -> None:
    """II.2.1.f.p2: only the case that a reviewer opens from them leads on."""
    surveillance_id = running(town)
    evidence = town.evidence()
    shown = Finding(
        standard=S09, criterion="S09-K5", fact="Tanpa buku tamu.", severity=Severity.MINOR, evidence_ids=(evidence,)
    )
    payload = ConcludeFindings(findings=(SEEN, shown), conclusion="Belum sesuai pada S09.")
    done = town.done(A.SURVEILLANCE, "conclude_findings", LEAD, surveillance_id, payload)
    flagged = cell(town, S09)
    assert (flagged.state, flagged.cause, flagged.cause_id) == ("FLAGGED", "SURVEILLANCE", surveillance_id)
    assert flagged.reason == "temuan surveillance pada S09-K2, S09-K5"
    assert cell(town, S01).state == "DETERMINED"
    context = printed(done.documents[0])
    assert [(fact.criterion, fact.fact, fact.severity) for fact in context.facts] == [
        ("S09-K2", "Pintu tidak terkunci.", "mayor"),
        ("S09-K5", "Tanpa buku tamu.", "minor"),
    ]
    assert [(result.code, result.met) for result in context.results] == [("S01", True), ("S09", False)]
    for actor in (ADMIN, LEAD):
        assert town.refused(A.SURVEILLANCE, "cancel", actor, surveillance_id, BECAUSE)
        assert town.refused(A.SURVEILLANCE, "close", actor, surveillance_id).code is RefusalCode.NOT_PERMITTED
    given = OpenCase(unit_id=unit_of(town), origin=A.SURVEILLANCE, origin_id=surveillance_id)
    assert town.refused(A.CASE, "open", REVIEWER, payload=given).code is RefusalCode.REPORT_NOT_SIGNED
    sign(town, done.documents[0], LEAD)
    case_id = town.done(A.CASE, "open", REVIEWER, payload=given).record_id
    record = town.record(A.SURVEILLANCE, surveillance_id)
    assert (record.state, record.case_id) == ("SANCTIONED", case_id)
    assert town.done(A.SURVEILLANCE, "close", SYSTEM, surveillance_id).state == "CLOSED"
    names = [event.name for event in EventRecord.objects(record_id=surveillance_id).order_by("version")]
    assert names == [
        "SurveillancePlanned",
        "SurveillanceNotified",
        "SurveillanceStarted",
        "SurveillanceFoundNonconformity",
        "SurveillanceSanctioned",
        "SurveillanceClosed",
    ]


def test_a_criterion_of_system_providers_does_not_bind_a_service_provider(town: Office) -> None:
    payload = ConcludeFindings(findings=(replace(SEEN, criterion="S09-K1"),), conclusion="Belum sesuai.")
    found = town.refused(A.SURVEILLANCE, "conclude_findings", LEAD, running(town), payload)
    assert (found.code, found.subject) == (RefusalCode.INVALID_INPUT, "findings.criterion")


def test_evidence_that_is_not_confirmed_or_anothers_proves_nothing(town: Office) -> None:
    surveillance_id = running(town)
    for evidence in (town.evidence(confirmed=False), town.evidence(STRANGER)):
        payload = ConcludeFindings(findings=(replace(SEEN, evidence_ids=(evidence,)),), conclusion="Belum sesuai.")
        found = town.refused(A.SURVEILLANCE, "conclude_findings", LEAD, surveillance_id, payload)
        assert (found.code, found.subject) == (RefusalCode.EVIDENCE_NOT_CONFIRMED, "findings.evidence")


# --- mentoring and consultation -------------------------------------------------------------------------------------


def held_mentoring(office: Office) -> str:
    request = RequestMentoring(unit_id=unit_of(office), topic="Pencatatan gangguan", standards=(S01,))
    mentoring_id = office.done(A.MENTORING, "request", UNIT_HEAD, payload=request).record_id
    schedule = ScheduleMentoring(mentor_ids=(LEAD.id,), on=TODAY, meeting=MEETING, standards=(S01,))
    office.done(A.MENTORING, "schedule", ADMIN, mentoring_id, schedule)
    held = HoldMentoring(
        held_at=START,
        attendance=(Attendant(name="Unit-Head-A (DATA CONTOH)", role="Kepala LPSE", person_id=UNIT_HEAD.id),),
        activities=(ServiceActivity(activity="Pencatatan tiket", example="Buku tiket contoh."),),
    )
    office.done(A.MENTORING, "hold", LEAD, mentoring_id, held)
    return mentoring_id


def test_a_mentoring_ends_with_minutes_of_attendance_and_activities(town: Office) -> None:
    """II.2.1.d.p2."""
    mentoring_id = held_mentoring(town)
    done = town.done(A.MENTORING, "report", LEAD, mentoring_id, Report(text="Berjalan baik."))
    context = printed(done.documents[0])
    assert isinstance(context, Minutes)
    assert (context.title, context.held_at, context.place) == ("Bimbingan Teknis", START, "Ruang Rapat Contoh")
    assert context.participants == (
        TeamMember(name=LEAD.name, role="Pendamping dari LKPP"),
        TeamMember(name="Unit-Head-A (DATA CONTOH)", role="Kepala LPSE"),
    )
    assert context.items == (Particular(label="Pencatatan tiket", value="Buku tiket contoh."),)
    assert "Pencatatan gangguan" in context.paragraphs[0]
    assert context.paragraphs[1] == "Berjalan baik."
    assert (context.author.name, tuple(paper(done.documents[0]).signatories)) == (LEAD.name, ())
    assert town.done(A.MENTORING, "close", UNIT_HEAD, mentoring_id).state == "CLOSED"


def test_others_report_a_mentoring_whose_mentors_left_and_the_minutes_name_who_mentored(town: Office) -> None:
    """House rule: what was held does not stay open; the minutes do not make mentors of those who report."""
    mentoring_id = held_mentoring(town)
    PersonRecord._get_collection().update_one({"_id": LEAD.id}, {"$set": {"active": False}})
    report = Report(text="Berjalan baik.")
    assert town.refused(A.MENTORING, "report", REVIEWER, mentoring_id, report).code is RefusalCode.NOT_ON_THE_TEAM
    gone = ReplaceMentors(guide_ids=(LEAD.id,), reason="Mutasi.")
    assert town.refused(A.MENTORING, "replace_guides", ADMIN, mentoring_id, gone).subject == "mentors"
    others = replace(gone, guide_ids=(REVIEWER.id,))
    assert town.refused(A.MENTORING, "replace_guides", REVIEWER, mentoring_id, others).code is RefusalCode.NOT_PERMITTED
    town.done(A.MENTORING, "replace_guides", ADMIN, mentoring_id, others)
    stored = town.record(A.MENTORING, mentoring_id)
    assert (stored.mentor_ids, stored.successor_ids) == ([LEAD.id], [REVIEWER.id])
    done = town.done(A.MENTORING, "report", REVIEWER, mentoring_id, report)
    context = printed(done.documents[0])
    assert [each.name for each in context.participants] == [LEAD.name, "Unit-Head-A (DATA CONTOH)"]
    assert context.author.name == "Reviewer"
    assert ties_of((LEAD.id, REVIEWER.id), "inst-a", unit_of(town)) == {LEAD.id: Tie.MENTOR}


def test_others_answer_a_consultation_whose_consultants_left(town: Office) -> None:
    request = RequestConsultation(unit_id=unit_of(town), question="Bagaimana?", meeting=MEETING, standards=(S01,))
    consultation_id = town.done(A.CONSULTATION, "request", UNIT_HEAD, payload=request).record_id
    schedule = ScheduleConsultation(consultant_ids=(LEAD.id,), on=TODAY, meeting=MEETING)
    town.done(A.CONSULTATION, "schedule", ADMIN, consultation_id, schedule)
    attended = (Attendant(name="Contoh", role="Helpdesk"),)
    town.done(A.CONSULTATION, "hold", LEAD, consultation_id, HoldConsultation(held_at=START, attendance=attended))
    answer = Report(text="Demikian.")
    assert town.refused(A.CONSULTATION, "answer", SECOND, consultation_id, answer).code is RefusalCode.NOT_ON_THE_TEAM
    others = ReplaceConsultants(guide_ids=(SECOND.id,), reason="Mutasi.")
    town.done(A.CONSULTATION, "replace_guides", ADMIN, consultation_id, others)
    assert town.done(A.CONSULTATION, "answer", SECOND, consultation_id, answer).state == "REPORTED"


def test_minutes_of_an_online_mentoring_name_the_channel(town: Office) -> None:
    request = RequestMentoring(unit_id=unit_of(town), topic="Aset", standards=(S01,))
    mentoring_id = town.done(A.MENTORING, "request", REVIEWER, payload=request).record_id
    assert town.record(A.MENTORING, mentoring_id).own_motion is True
    online = ScheduleMentoring(
        mentor_ids=(REVIEWER.id,), on=TODAY, meeting=Meeting(channel=Channel.ONLINE), standards=(S01,)
    )
    town.done(A.MENTORING, "schedule", ADMIN, mentoring_id, online)
    held = HoldMentoring(
        held_at=START,
        attendance=(Attendant(name="Contoh", role="Helpdesk"),),
        activities=(ServiceActivity(activity="Daftar aset", example="Daftar contoh."),),
    )
    town.done(A.MENTORING, "hold", REVIEWER, mentoring_id, held)
    done = town.done(A.MENTORING, "report", REVIEWER, mentoring_id, Report(text="Selesai."))
    assert printed(done.documents[0]).place == "daring"


def test_who_mentored_the_unit_does_not_surveil_it(town: Office) -> None:
    """Nobody stands on both sides: neither named after the mentoring, nor starting after it."""
    surveillance_id = town.done(A.SURVEILLANCE, "plan", ADMIN, payload=plan(town)).record_id
    held_mentoring(town)
    found = town.refused(A.SURVEILLANCE, "notify", ADMIN, surveillance_id, notice())
    assert (found.code, found.subject) == (RefusalCode.CONFLICT_OF_INTEREST, "team")
    assert LEAD.name in found.message_id
    alone = notice(lead_id=SECOND.id, member_ids=(), declared_ids=(SECOND.id,))
    assert town.done(A.SURVEILLANCE, "notify", ADMIN, surveillance_id, alone).state == "NOTIFIED"


def test_who_surveils_or_assesses_the_unit_now_does_not_mentor_it(town: Office) -> None:
    running(town)
    unit_id = unit_of(town)
    assert assessors_at_work(unit_id) == {LEAD.id, SECOND.id}
    Record._get_db()["assessments"].insert_one(
        {"_id": "assessment-9", "unit_id": unit_id, "state": "FACTUAL_RUNNING", "assessor_ids": [TIED.id]}
    )
    assert assessors_at_work(unit_id) == {LEAD.id, SECOND.id, TIED.id}
    Record._get_db()["reassessments"].insert_one(
        {"_id": "reassessment-9", "unit_id": unit_id, "state": "RUNNING", "assessor_ids": ["person-9"]}
    )
    assert assessors_at_work(unit_id) == {LEAD.id, SECOND.id, TIED.id, "person-9"}
    request = RequestMentoring(unit_id=unit_id, topic="Aset", standards=(S01,))
    mentoring_id = town.done(A.MENTORING, "request", UNIT_HEAD, payload=request).record_id
    for mentor in (LEAD, TIED):
        schedule = ScheduleMentoring(mentor_ids=(mentor.id,), on=TODAY, meeting=MEETING, standards=(S01,))
        found = town.refused(A.MENTORING, "schedule", ADMIN, mentoring_id, schedule)
        assert (found.code, found.subject) == (RefusalCode.CONFLICT_OF_INTEREST, "mentors")
    schedule = ScheduleMentoring(mentor_ids=("head-a",), on=TODAY, meeting=MEETING, standards=(S01,))
    assert town.refused(A.MENTORING, "schedule", ADMIN, mentoring_id, schedule).code is RefusalCode.NOT_FOUND


def test_a_unit_is_guided_only_at_its_own_asking_or_lkpps(town: Office) -> None:
    request = RequestMentoring(unit_id=unit_of(town), topic="Aset", standards=(S01,))
    found = town.refused(A.MENTORING, "request", STRANGER, payload=request)
    assert found.code is RefusalCode.NOT_FOUND
    unknown = town.refused(A.MENTORING, "request", HEAD, payload=replace(request, unit_id="nobody"))
    assert (unknown.code, unknown.subject) == (RefusalCode.NOT_FOUND, "unit")


def test_a_question_is_answered_after_people_have_talked(town: Office) -> None:
    question = RequestConsultation(
        unit_id=unit_of(town), question="Bagaimana mencatat aset?", meeting=MEETING, standards=(S01,)
    )
    consultation_id = town.done(A.CONSULTATION, "request", HEAD, payload=question).record_id
    schedule = ScheduleConsultation(consultant_ids=(LEAD.id,), on=TODAY, meeting=Meeting(channel=Channel.ONLINE))
    town.done(A.CONSULTATION, "schedule", ADMIN, consultation_id, schedule)
    talk = HoldConsultation(held_at=START, attendance=(Attendant(name="Contoh", role="Helpdesk"),))
    town.done(A.CONSULTATION, "hold", LEAD, consultation_id, talk)
    found = town.refused(A.CONSULTATION, "answer", REVIEWER, consultation_id, Report(text="Begini."))
    assert found.code is RefusalCode.NOT_ON_THE_TEAM
    answered = town.done(A.CONSULTATION, "answer", LEAD, consultation_id, Report(text="Dengan daftar aset."))
    assert isinstance(answered, Done)
    record = town.record(A.CONSULTATION, consultation_id)
    assert (record.state, record.answer, record.answered_by) == ("REPORTED", "Dengan daftar aset.", LEAD.id)
    assert (record.channel, record.channel_text, answered.documents) == ("ONLINE", "", ())
