"""The letters of surveillance and mentoring as issued papers: prepared, looked at by the lint, sealed or signed."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from domain.aggregates import Aggregate
from domain.assessment_acts import AssessmentMethod
from domain.clock import legal_date
from domain.compliance import CellVerb, MoveCell, cell_id
from domain.guidance_acts import (
    Attendant,
    Channel,
    HoldMentoring,
    Meeting,
    Report,
    RequestMentoring,
    ScheduleMentoring,
    ServiceActivity,
)
from domain.reasons import Reason
from domain.roles import SYSTEM, Role
from domain.standards import StandardCode
from domain.surveillance_acts import (
    ConcludeConform,
    ConcludeFindings,
    Finding,
    NotifySurveillance,
    PlanSurveillance,
    Severity,
)
from services.commands import Done
from tests.integration.services.town import ALL_PASSED, INSTITUTION, Town, running_town

pytestmark = [pytest.mark.servers, pytest.mark.libreoffice]
A = Aggregate
SCOPE = (StandardCode.S01, StandardCode.S05, StandardCode.S09)


@pytest.fixture(scope="module")
def town(servers, pools, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with running_town(servers, pools, tmp_path_factory.mktemp("town")) as running:
        yield running


@pytest.fixture(scope="module")
def unit(town: Town) -> str:
    """A unit in service with one standard determined."""
    sla_id = town.agreed()
    town.work()
    for verb in ("sign_for_institution", "sign_for_lkpp"):
        assert isinstance(town.sign_sla(verb, sla_id), Done)
    application = town.sla(sla_id).application_id
    town.done(A.APPLICATION, "start_installation", town.admin, application)
    for actor in (town.admin, town.unit_head):
        town.done(A.APPLICATION, "accept_installation", actor, application, ALL_PASSED)
    town.work()
    unit_id = str(town.sla(sla_id).unit_id)
    for verb in (CellVerb.MEET_BY_FACT, CellVerb.DETERMINE):
        moved = MoveCell(
            institution_id=INSTITUTION,
            unit_id=unit_id,
            standard=SCOPE[2],
            cause=A.ASSESSMENT,
            cause_id="assessment-1",
            on=legal_date(town.system.clock.now()),
        )
        town.done(A.COMPLIANCE, verb.value, SYSTEM, cell_id(unit_id, SCOPE[2]), moved)
    return unit_id


def states(town: Town, subject_id: str, *kinds: str) -> list[tuple[str, int]]:
    """State and number of signatures of the newest paper of each kind, once the worker has done what is due."""
    town.work()
    papers = [town.paper(kind, subject_id) for kind in kinds]
    return [(paper.state, len(paper.signatures)) for paper in papers]


def begun(town: Town, unit_id: str) -> str:
    """A surveillance that runs, its notices sealed and its assignment signed."""
    today = legal_date(town.system.clock.now())
    lead = town._actor(Role.ASSESSOR)
    plan = PlanSurveillance(unit_id=unit_id, year=today.year, factors=(), reason="Program tahunan.\nRutin.")
    surveillance_id = town.done(A.SURVEILLANCE, "plan", town.admin, None, plan).record_id
    assert states(town, surveillance_id, "NOTICE") == [("SIGNED", 1)]
    notice = NotifySurveillance(
        begins_on=today,
        ends_on=today + timedelta(days=2),
        method=AssessmentMethod.ON_SITE,
        lead_id=lead.id,
        member_ids=("person-assessor-2",),
        declared_ids=(lead.id, "person-assessor-2"),
        standards=SCOPE,
    )
    town.done(A.SURVEILLANCE, "notify", town.admin, surveillance_id, notice)
    waiting = [("SIGNED", 1), ("AWAITING_SIGNATURE", 0)]
    assert states(town, surveillance_id, "NOTICE", "ASSIGNMENT") == waiting
    return surveillance_id


def test_a_cancelled_surveillance_voids_its_assignment_and_tells_the_unit(town: Town, unit: str) -> None:
    surveillance_id = begun(town, unit)
    town.done(A.SURVEILLANCE, "cancel", town.admin, surveillance_id, Reason(reason="Tim berhalangan."))
    assert states(town, surveillance_id, "NOTICE", "ASSIGNMENT") == [("SIGNED", 1), ("VOID", 0)]
    assert town.paper("NOTICE", surveillance_id).facts["particulars"][0]["label"] == "Alasan pembatalan"


@pytest.mark.parametrize("found", [False, True])
def test_the_deputy_signs_the_assignment_and_the_lead_the_report(found: bool, town: Town, unit: str) -> None:
    """Once a year: the one with findings is in the next."""
    if found:
        town.advance(days=70)
    surveillance_id = begun(town, unit)
    assert isinstance(town.sign_paper(town.paper("ASSIGNMENT", surveillance_id)), Done)
    lead = town._actor(Role.ASSESSOR)
    town.done(A.SURVEILLANCE, "start", lead, surveillance_id)
    finding = Finding(
        standard=SCOPE[2],
        criterion="S09-K1",
        fact="Pintu terbuka.",
        severity=Severity.MAJOR,
        observation="Dilihat tim.",
    )
    verb, payload = (
        ("conclude_findings", ConcludeFindings(findings=(finding,), conclusion="Belum sesuai pada S09."))
        if found
        else ("conclude_conform", ConcludeConform(conclusion="Seluruh standar dalam lingkup sesuai."))
    )
    town.done(A.SURVEILLANCE, verb, lead, surveillance_id, payload)
    assert states(town, surveillance_id, "ASSESSMENT_REPORT") == [("AWAITING_SIGNATURE", 0)]
    report = town.paper("ASSESSMENT_REPORT", surveillance_id)
    assert isinstance(town.sign_paper(report, actor=lead), Done)
    assert states(town, surveillance_id, "ASSIGNMENT", "ASSESSMENT_REPORT") == [("SIGNED", 1), ("SIGNED", 1)]


def test_the_minutes_of_a_technical_guidance_are_sealed(town: Town, unit: str) -> None:
    now = town.system.clock.now()
    request = RequestMentoring(unit_id=unit, topic="Pencatatan gangguan", standards=SCOPE[:2])
    mentoring_id = town.done(A.MENTORING, "request", town.unit_head, None, request).record_id
    schedule = ScheduleMentoring(
        mentor_ids=(town.reviewer.id,),
        on=legal_date(now),
        meeting=Meeting(channel=Channel.ONLINE),
        standards=SCOPE[:2],
    )
    town.done(A.MENTORING, "schedule", town.admin, mentoring_id, schedule)
    held = HoldMentoring(
        held_at=now,
        attendance=(Attendant(name="Contoh Lestari", role="Kepala LPSE"), Attendant(name="Contoh", role="Helpdesk")),
        activities=(
            ServiceActivity(activity="Pencatatan tiket", example="Buku tiket dengan waktu lapor dan selesai."),
            ServiceActivity(activity="Verifikasi pengguna", example="Formulir verifikasi yang diparaf dua orang."),
        ),
    )
    town.done(A.MENTORING, "hold", town.reviewer, mentoring_id, held)
    town.done(A.MENTORING, "report", town.reviewer, mentoring_id, Report(text="Peserta menyusun tiga catatan layanan."))
    assert states(town, mentoring_id, "MINUTES") == [("SIGNED", 1)]
