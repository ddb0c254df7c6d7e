"""Two acts of which only one is lawful, both decided on what was there before either: one is done, the other refused.

Each transaction has opened its snapshot before the other writes (the payload is made inside it, at a barrier): without the
index, or the turn, both would be done.
"""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from pymongo.errors import DuplicateKeyError

from domain.aggregates import Aggregate
from domain.application_acts import CreateApplication
from domain.assessment_acts import OpenAssessment
from domain.calendars import PublishCalendar
from domain.capacity_plans import PlanCapacity, PlanItem
from domain.catalogues import ChangeCatalogue
from domain.clock import legal_date
from domain.competencies import LEVELS, Level, Position, SetCompetency
from domain.configuration_keys import ConfigurationKey
from domain.guidance_acts import Channel, Meeting, RequestMentoring, ScheduleMentoring
from domain.managed_systems import RegisterSystem, SystemDetails, SystemKind
from domain.official_terms import AppointOfficial, EndTerm
from domain.officials import Capacity
from domain.officials import Office as OfficeName
from domain.personnel_files import EnterFile
from domain.provider_forms import ProviderForm
from domain.reassessment_acts import BeginReassessment
from domain.refusals import Refusal, RefusalCode
from domain.roles import SYSTEM, Actor
from domain.rungs import Rung
from domain.settings import EnterSetting
from domain.standards import Applicability, Criterion, Method, Requirement, StandardCode
from domain.unit_amendments import AmendUnit
from domain.units import ManagementPattern
from domain.user_figures import ReportFigures, UserCount, UserKind
from persistence.assessments import AssessmentRecord
from persistence.calendar import CalendarRecord
from persistence.competencies import CapacityPlanRecord, PersonnelFileRecord
from persistence.configuration import ConfigurationRecord, OfficialRecord
from persistence.managed_systems import ManagedSystemRecord, UserFiguresRecord
from persistence.objections import ObjectionRecord
from persistence.reassessments import ReassessmentRecord
from persistence.records import new_id
from persistence.slas import SlaRecord
from persistence.standards import CatalogueRecord
from services.commands import Command, Done
from tests.integration.services.assessing import MEMBER, S01, S02, S03, TEAM, Assessing
from tests.integration.services.objecting import Objecting
from tests.integration.services.office import ADMIN, BECAUSE, DEPUTY, DETAILS, HEAD, REVIEWER, STAFF, UNIT_HEAD, Office

pytestmark = pytest.mark.servers
A, CODES = Aggregate, RefusalCode
Race = Callable[..., Refusal]


@pytest.fixture
def race(office: Office, together) -> Race:
    """Does both commands, each after both have looked; exactly one is done, and the other's refusal is given back."""

    def run(*commands: Command) -> Refusal:
        both_looked = threading.Barrier(2)

        def work(number: int, command: Command) -> Callable[[], Any]:
            tries: list[int] = []

            def payload() -> Any:
                tries.append(number)
                if len(tries) == 1:
                    both_looked.wait(timeout=10)
                return command.payload

            keyed = replace(command, idempotency_key=new_id())
            return lambda: office.door.perform(keyed, late=payload)

        results = together(*(work(number, command) for number, command in enumerate(commands)))
        assert sorted(type(result).__name__ for result in results) == ["Done", "Refusal"], results
        [refusal] = [result for result in results if isinstance(result, Refusal)]
        return refusal

    return run


@pytest.fixture
def unit(office: Office) -> str:
    return Assessing(office).unit_id


def command(
    aggregate: Aggregate, verb: str, actor: Actor, payload: Any = None, record_id: str | None = None
) -> Command:
    return Command(aggregate=aggregate, verb=verb, actor=actor, payload=payload, record_id=record_id)


def twice(aggregate: Aggregate, verb: str, actor: Actor, payload: Any) -> tuple[Command, Command]:
    return (command(aggregate, verb, actor, payload),) * 2


def today(office: Office) -> date:
    return legal_date(office.clock.now())


# --- a key of its own: a unique index -------------------------------------------------------------------------------


def test_a_person_has_one_file_in_a_unit(unit: str, race: Race) -> None:
    payload = EnterFile(unit_id=unit, person_id=STAFF.id, name="Contoh Satu", positions=(Position.HELPDESK,), held=())
    entered = command(A.PERSONNEL_FILE, "enter", UNIT_HEAD, payload)
    proposed = command(A.PERSONNEL_FILE, "propose", STAFF, payload)
    found = race(entered, proposed)
    assert (found.code, found.subject) == (CODES.INVALID_INPUT, "person")
    assert PersonnelFileRecord.objects(person_id=STAFF.id).count() == 1


def competency(office: Office, code: str = "KT-05") -> SetCompetency:
    return SetCompetency(
        code=code,
        name_id="Layanan pengguna",
        name_en="User service",
        definition_id="Melayani pengguna.",
        definition_en="Serves users.",
        levels=tuple(Level(level=level, text_id="Mampu.", text_en="Able.") for level in LEVELS),
        required={Position.HELPDESK: 2},
        valid_from=today(office),
        reason="Contoh.",
    )


def test_a_unit_has_one_plan_of_a_year(office: Office, unit: str, race: Race) -> None:
    office.done(A.COMPETENCY, "seed", SYSTEM, payload=competency(office))
    person = EnterFile(unit_id=unit, name="Contoh Satu", positions=(Position.HELPDESK,), held=())
    file_id = office.done(A.PERSONNEL_FILE, "enter", UNIT_HEAD, payload=person).record_id
    year = today(office).year
    item = PlanItem(file_id=file_id, code="KT-05", target_level=2, activity="Pelatihan", due=date(year, 12, 31))
    payload = PlanCapacity(unit_id=unit, year=year, items=(item,))
    found = race(*twice(A.CAPACITY_PLAN, "plan", UNIT_HEAD, payload))
    assert (found.code, found.subject) == (CODES.INVALID_INPUT, "year")
    assert CapacityPlanRecord.objects(unit_id=unit, year=year).count() == 1


def test_one_version_of_a_competency_follows_another_and_one_is_the_first(office: Office, race: Race) -> None:
    """R-26 (II.2.1.c.1)."""
    first = competency(office)
    for given in (first, replace(first, valid_from=first.valid_from + timedelta(days=1))):
        drafts = [office.done(A.COMPETENCY, "draft", ADMIN, payload=given).record_id for _ in range(2)]
        assert race(*(command(A.COMPETENCY, "publish", DEPUTY, None, draft) for draft in drafts)).code is CODES.CONFLICT
    assert sorted(office.states()["COMPETENCY"]) == ["DRAFT", "DRAFT", "PUBLISHED", "SUPERSEDED"]


def test_a_setting_has_one_value_from_a_day(office: Office, race: Race) -> None:
    payload = EnterSetting(
        key=ConfigurationKey.LIMIT_ADVICE, text="9", valid_from=today(office) + timedelta(days=9), reason="Contoh."
    )
    found = race(*twice(A.SETTING, "enter", ADMIN, payload))
    assert (found.code, found.message_en.endswith("another value begins on that day.")) == (CODES.INVALID_INPUT, True)
    assert ConfigurationRecord.objects(key=payload.key.value).count() == 1


@pytest.mark.parametrize(("kind", "field"), [(SystemKind.PLANNING, "kind"), (SystemKind.SUPPORTING, "name")])
def test_a_system_stands_once_in_the_register(kind: SystemKind, field: str, unit: str, race: Race) -> None:
    details = SystemDetails(name="SIRUP", pattern=ManagementPattern.CENTRALISED)
    payload = RegisterSystem(unit_id=unit, kind=kind, details=details)
    found = race(*twice(A.MANAGED_SYSTEM, "register", STAFF, payload))
    assert (found.code, found.subject) == (CODES.INVALID_INPUT, field)
    assert ManagedSystemRecord.objects(unit_id=unit).count() == 1


def test_two_systems_do_not_take_one_name_nor_does_a_later_one(office: Office, unit: str, race: Race) -> None:
    def details(name: str) -> SystemDetails:
        return SystemDetails(name=name, pattern=ManagementPattern.CENTRALISED)

    def registered(name: str) -> str:
        payload = RegisterSystem(unit_id=unit, kind=SystemKind.SUPPORTING, details=details(name))
        return office.done(A.MANAGED_SYSTEM, "register", STAFF, payload=payload).record_id

    first, second = registered("AMEL"), registered("SIKaP")
    revised = [command(A.MANAGED_SYSTEM, "revise", STAFF, details("Baru"), each) for each in (first, second)]
    found = race(*revised)
    assert (found.code, found.subject) == (CODES.INVALID_INPUT, "name")
    names = sorted(record.name for record in ManagedSystemRecord.objects())
    assert names in (["AMEL", "Baru"], ["Baru", "SIKaP"])
    taken = office.refused(A.MANAGED_SYSTEM, "revise", STAFF, registered("Lain"), details("Baru"))
    assert (taken.code, taken.subject) == (CODES.INVALID_INPUT, "name")
    same = office.record(A.MANAGED_SYSTEM, first)
    assert isinstance(office.attempt(A.MANAGED_SYSTEM, "revise", STAFF, first, details(same.name)), Done)


def test_figures_of_a_period_are_reported_once(unit: str, race: Race) -> None:
    counts = (UserCount(kind=UserKind.PROVIDER, registered=2, verified=1),)
    payload = ReportFigures(unit_id=unit, period="2026", counts=counts)
    found = race(*twice(A.USER_FIGURES, "report", STAFF, payload))
    assert (found.code, found.subject) == (CODES.INVALID_INPUT, "period")
    assert UserFiguresRecord.objects(unit_id=unit).count() == 1


CHANGE = ChangeCatalogue(
    edition="2026-2",
    valid_from=date(2026, 12, 1),
    changed=tuple(
        Criterion(
            code=f"{code.value}-K1",
            standard=code,
            text_id="Kriteria.",
            text_en="Criterion.",
            evidence_id="Dokumen",
            methods=(Method.DOCUMENT,),
            requirement=Requirement.MANDATORY,
            applicability=Applicability.ALL,
        )
        for code in StandardCode
    ),
    removed=(),
    reason="Contoh.",
)


def test_a_version_of_the_catalogue_has_a_name_of_its_own_and_one_follows_another(office: Office, race: Race) -> None:
    """R-24 (II.2.1.b.1)."""
    office.done(A.CATALOGUE, "seed", SYSTEM, payload=replace(CHANGE, edition="2026-1", valid_from=date(2026, 1, 1)))
    found = race(*twice(A.CATALOGUE, "draft", ADMIN, CHANGE))
    assert (found.code, found.subject) == (CODES.INVALID_INPUT, "edition")
    office.done(A.CATALOGUE, "draft", ADMIN, payload=replace(CHANGE, edition="2026-3"))
    drafts = [str(draft.id) for draft in CatalogueRecord.objects(state="DRAFT")]
    found = race(*(command(A.CATALOGUE, "publish", DEPUTY, None, draft) for draft in drafts))
    assert found.code is CODES.CONFLICT
    assert sorted(office.states()["CATALOGUE"]) == ["DRAFT", "PUBLISHED", "SUPERSEDED"]


def test_one_calendar_is_the_first_and_one_proposal_takes_its_place(office: Office, race: Race) -> None:
    payload = PublishCalendar(
        first_day=date(2026, 1, 1), last_day=date(2027, 12, 31), off_days=(), reason="Contoh.", replaces=None
    )
    found = race(*twice(A.CALENDAR, "seed", SYSTEM, payload))
    assert (found.code, found.subject) == (CODES.CONFLICT, "calendar")
    [first] = [str(each.id) for each in CalendarRecord.objects()]
    for _ in range(2):
        office.done(A.CALENDAR, "propose", ADMIN, payload=replace(payload, replaces=first))
    proposed = [str(each.id) for each in CalendarRecord.objects(state="PROPOSED")]
    found = race(*(command(A.CALENDAR, "approve", DEPUTY, None, each) for each in proposed))
    assert (found.code, found.subject) == (CODES.CONFLICT, "calendar")
    assert sorted(office.states()["CALENDAR"]) == ["IN_FORCE", "PROPOSED", "SUPERSEDED"]


def test_of_one_revocation_one_reassessment_is_under_way(office: Office, unit: str, race: Race) -> None:
    """II.2.2.c.s2."""
    payload = BeginReassessment(
        institution_id="inst-a", unit_id=unit, sanction_id="sanction-1", case_id="case-1", standards=(S02, S01)
    )
    begin = Command(aggregate=A.REASSESSMENT, verb="begin", actor=SYSTEM, payload=payload)
    found = race(begin, begin)
    assert (found.code, found.subject, found.slots["standards"]) == (CODES.ASSESSMENT_OPEN, "standards", "S01, S02")
    assert [record.state for record in ReassessmentRecord.objects()] == ["PENDING"]


def test_a_standard_is_in_one_open_assessment(unit: str, race: Race) -> None:
    one, two = (OpenAssessment(unit_id=unit, standards=standards) for standards in ((S01, S02), (S02, S03)))
    found = race(*(command(A.ASSESSMENT, "open", UNIT_HEAD, payload) for payload in (one, two)))
    assert (found.code, found.slots["standards"]) == (CODES.ASSESSMENT_OPEN, "S02")
    assert AssessmentRecord.objects(unit_id=unit).count() == 1


def test_the_database_itself_holds_no_second_one(office: Office, unit: str) -> None:
    """Those that a turn keeps apart already."""
    office.done(A.ASSESSMENT, "open", UNIT_HEAD, payload=OpenAssessment(unit_id=unit, standards=(S01,)))
    payload = BeginReassessment(
        institution_id="inst-a", unit_id=unit, sanction_id="sanction-1", case_id="case-1", standards=(S02,)
    )
    office.done(A.REASSESSMENT, "begin", SYSTEM, new_id(), payload)
    for record_class in (AssessmentRecord, ReassessmentRecord):
        stored = dict(record_class._get_collection().find_one() or {})
        with pytest.raises(DuplicateKeyError):
            record_class._get_collection().insert_one(stored | {"_id": new_id()})


# --- no key: a turn -------------------------------------------------------------------------------------------------


def appointment(first: date, last: date | None) -> AppointOfficial:
    return AppointOfficial(
        office=OfficeName.DEPUTY,
        capacity=Capacity.ACTING,
        person_id=DEPUTY.id,
        title_id="Deputi (contoh)",
        order_number="PRINT-1/D.2/2026",
        order_date=date(2022, 10, 1),
        title_en="Acting Deputy (sample)",
        valid_from=first,
        valid_to=last,
        reason="Contoh.",
    )


def test_two_terms_of_an_office_do_not_overlap(office: Office, race: Race) -> None:
    """Neither begins on the other's first day: no index could tell."""
    last = today(office) + timedelta(days=9)
    office.done(A.OFFICIAL, "end", ADMIN, "deputy-1", EndTerm(last_day=last, reason="Contoh."))
    first = last + timedelta(days=1)
    terms = (
        appointment(first, first + timedelta(days=30)),
        appointment(first + timedelta(days=15), first + timedelta(days=40)),
    )
    assert race(*(command(A.OFFICIAL, "appoint", ADMIN, term) for term in terms)).code is CODES.TERMS_OVERLAP
    assert OfficialRecord.objects(state="APPOINTED").count() == 1


def test_nobody_becomes_mentor_and_assessor_of_a_unit(office: Office, race: Race) -> None:
    """II.2.1.d and the separation of duties."""
    assessing = Assessing(office)
    assessment_id = assessing.submitted(S01)
    asked = RequestMentoring(unit_id=assessing.unit_id, topic="Kebijakan layanan", standards=(S01,))
    mentoring_id = office.done(A.MENTORING, "request", UNIT_HEAD, payload=asked).record_id
    meeting = Meeting(channel=Channel.ONLINE)
    mentors = ScheduleMentoring(mentor_ids=(MEMBER.id,), on=today(office), meeting=meeting, standards=(S01,))
    found = race(
        command(A.MENTORING, "schedule", ADMIN, mentors, mentoring_id),
        command(A.ASSESSMENT, "assign_assessors", ADMIN, TEAM, assessment_id),
    )
    assert found.code is CODES.CONFLICT_OF_INTEREST
    assert bool(office.record(A.MENTORING, mentoring_id).mentor_ids) is not bool(
        assessing.record(assessment_id).lead_id
    )


def test_nothing_escalates_at_the_moment_of_an_objection(office: Office, race: Race) -> None:
    """II.2.3.s2. A late one is open too, until LKPP has decided whether to hear it."""
    town = Objecting(office, Assessing(office))
    town.play()
    sanction_id = town.received(Rung.ADVICE)
    town.advance(days=8)
    filing = command(A.OBJECTION, "file", UNIT_HEAD, town.filing(sanction_id))
    found = race(filing, command(A.SANCTION, "record_no_improvement", REVIEWER, BECAUSE, sanction_id))
    assert found.code in {CODES.OBJECTION_OPEN, CODES.WRONG_STATE}
    open_objections, state = ObjectionRecord.objects().count(), town.sanction(sanction_id).state
    assert (open_objections, state) in {(1, "RECEIVED"), (0, "NOT_IMPROVED")}


def test_a_unit_has_one_renewal_in_preparation(office: Office, race: Race) -> None:
    """Of the agreement that has ended and of the one that ends."""
    _application, sla_id = office.in_force(ProviderForm.SERVICE_PROVIDER)
    ended = dict(SlaRecord._get_collection().find_one({"_id": sla_id}) or {}) | {"_id": "sla-ended"}
    SlaRecord._get_collection().insert_one(ended | {"state": "TERMINATED"})
    SlaRecord.objects(id=sla_id).update(state="TERMINATED")
    found = race(*(command(A.SLA, "renew", REVIEWER, BECAUSE, each) for each in (sla_id, "sla-ended")))
    assert found.code is CODES.ANOTHER_SLA
    assert office.states()["SLA"].count("DRAFT") == 1


def test_data_is_amended_by_letter_or_by_the_application_that_begins(office: Office, unit: str, together) -> None:
    """ADR 98. The amendment has looked before the application was written, and is written after it."""
    has_looked, is_written = threading.Event(), threading.Event()
    given = AmendUnit(letter_number="800/77/2026", letter_date=today(office) - timedelta(days=1), phone="(021) 99")

    def amendment() -> AmendUnit:
        has_looked.set()
        assert is_written.wait(timeout=10)
        return given

    def create() -> Done | Refusal:
        assert has_looked.wait(timeout=10)
        created = CreateApplication(institution_id="inst-a", details=DETAILS, unit_id=unit)
        done = office.door.perform(command(A.APPLICATION, "create", HEAD, created))
        is_written.set()
        return done

    amended, applied = together(
        lambda: office.door.perform(command(A.UNIT, "amend", ADMIN, given, unit), late=amendment), create
    )
    assert isinstance(applied, Done)
    assert (type(amended), amended.code) == (Refusal, CODES.APPLICATION_OPEN)
    assert office.record(A.UNIT, unit).phone == DETAILS.phone
