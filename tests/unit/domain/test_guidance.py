"""Mentoring and consultation against the rules of II.2.1.d as written out here."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.consultations import CONSULTATIONS
from domain.guidance import GuidanceFacts
from domain.guidance_acts import (
    MOST_ACTIVITIES,
    MOST_PEOPLE,
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
from domain.mentorings import MENTORINGS
from domain.reasons import Reason
from domain.refusals import Refusal, RefusalCode
from domain.roles import Role
from domain.standards import StandardCode
from domain.tables import LetterOrder

MENTORING_ROWS = """
request  | -                   | REQUESTED | HL ST HI RV AS AD | II.2.1.d.p1 | -
schedule | REQUESTED SCHEDULED | SCHEDULED | AD                | II.2.1.d.p1 | -
hold     | SCHEDULED           | HELD      | RV AS AD          | II.2.1.d.p2 | -
replace_guides | HELD          | HELD      | AD                | HOUSE       | -
report   | HELD                | REPORTED  | RV AS AD          | II.2.1.d.p2 | MINUTES
close    | REPORTED            | CLOSED    | AD RV HL          | HOUSE       | -
cancel   | REQUESTED SCHEDULED | CANCELLED | AD HL HI          | HOUSE       | -
"""
CONSULTATION_ROWS = """
request  | -                        | REQUESTED | HL ST HI RV AS AD | II.2.1.d.p1 | -
schedule | REQUESTED SCHEDULED      | SCHEDULED | AD                | II.2.1.d.p2 | -
hold     | SCHEDULED                | HELD      | RV AS AD          | II.2.1.d.p2 | -
replace_guides | HELD               | HELD      | AD                | HOUSE       | -
answer   | REQUESTED SCHEDULED HELD | REPORTED  | RV AS AD          | II.2.1.d.p2 | -
close    | REPORTED                 | CLOSED    | AD RV HL          | HOUSE       | -
cancel   | REQUESTED SCHEDULED      | CANCELLED | AD HL HI          | HOUSE       | -
"""

NOW = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)
"""Already 23 November in Jakarta."""
TODAY = date(2026, 11, 23)
BEFORE = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
"""Already 21 November in Jakarta."""
S05, S09 = StandardCode.S05, StandardCode.S09
ROOM = Meeting(channel=Channel.IN_PERSON, text=" Ruang Rapat Contoh ")
SOMEONE = Attendant(name=" Contoh Tiga ", role=" Kepala LPSE ", person_id="head-1")
VISITOR = Attendant(name="Contoh Empat", role="Helpdesk")
ACTIVITY = ServiceActivity(activity=" Pencatatan tiket ", example=" Buku tiket contoh. ")
BECAUSE = Reason(reason=" Ditunda. ")
MENTORING = {
    "request": RequestMentoring(unit_id="unit-1", topic=" Pengelolaan gangguan ", standards=(S09, S05)),
    "schedule": ScheduleMentoring(mentor_ids=("actor", "mentor-2"), on=TODAY, meeting=ROOM, standards=(S05,)),
    "hold": HoldMentoring(held_at=BEFORE, attendance=(SOMEONE, VISITOR), activities=(ACTIVITY,)),
    "replace_guides": ReplaceMentors(guide_ids=("mentor-2",), reason=" Pindah tugas. "),
    "report": Report(text=" Berjalan baik. "),
    "cancel": BECAUSE,
}
CONSULTATION = {
    "request": RequestConsultation(
        unit_id="unit-1", question=" Bagaimana mencatat aset? ", meeting=ROOM, standards=(S05,)
    ),
    "schedule": ScheduleConsultation(consultant_ids=("actor",), on=TODAY, meeting=ROOM),
    "hold": HoldConsultation(held_at=BEFORE, attendance=(SOMEONE,)),
    "replace_guides": ReplaceConsultants(guide_ids=("mentor-2",), reason=" Pindah tugas. "),
    "answer": Report(text=" Dengan daftar aset. "),
    "cancel": BECAUSE,
}
BOOKS = {
    "mentoring": (MENTORINGS, MENTORING_ROWS, MENTORING),
    "consultation": (CONSULTATIONS, CONSULTATION_ROWS, CONSULTATION),
}
INVALID = RefusalCode.INVALID_INPUT


def facts_in(state, **changes) -> GuidanceFacts:
    sound = GuidanceFacts(
        state=state,
        institution_id="inst-own",
        unit_id="unit-1",
        unit_state="ACTIVE",
        guide_ids=("actor", "mentor-2"),
        people={"actor": "Contoh Satu", "mentor-2": "Contoh Dua"},
        on=date(2026, 11, 20),
    )
    return replace(sound, **changes)


@pytest.fixture(params=list(BOOKS))
def kind(request) -> str:
    return request.param


@pytest.fixture
def book(kind, rule_book):
    table, rows, payloads = BOOKS[kind]
    return rule_book(table, rows, lambda verb, state, _role: (facts_in(state), payloads.get(verb)))


@pytest.fixture
def attempt(try_act):
    def attempted(kind, verb, *, state=None, role=Role.ADMIN, payload=None, **changes):
        table, _rows, payloads = BOOKS[kind]
        return try_act(table, facts_in(state, **changes), verb, role, payload or payloads.get(verb), now=NOW)

    return attempted


@pytest.fixture
def refused(attempt):
    def tried(kind, verb, **given):
        found = attempt(kind, verb, **given)
        return (found.code, found.clause, found.subject) if isinstance(found, Refusal) else None

    return tried


@pytest.fixture
def outcome(attempt):
    def tried(kind, verb, **given):
        found = attempt(kind, verb, **given)
        assert not isinstance(found, Refusal), found
        return found.state, found.outcome

    return tried


# --- the whole tables -----------------------------------------------------------------------------------------------


def test_the_table_has_the_rows_of_the_rule_book_and_no_other(book) -> None:
    book.verbs_agree()


def test_every_state_is_reached_and_only_final_states_have_no_exit(book) -> None:
    book.states_live()
    assert set(book.table.final) == {"CLOSED", "CANCELLED"}


def test_every_verb_in_every_state_by_every_role_is_lawful_or_refused(book) -> None:
    book.every_combination()


def test_another_institution_sees_nothing(book) -> None:
    book.strangers_see_nothing()


# --- what both have in common ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "lawful"),
    [
        ({"unit_state": "PENDING"}, True),
        ({"unit_state": "STOPPED"}, True),
        ({"unit_state": "DISCARDED"}, False),
        ({"unit_id": None, "unit_state": None}, False),
    ],
)
def test_guidance_is_for_any_unit_on_record(kind, changes, lawful, refused) -> None:
    """II.2.1.d.p2: it prepares the operators, so service need not have begun."""
    assert refused(kind, "request", **changes) == (None if lawful else (RefusalCode.NOT_FOUND, "HOUSE", "unit"))


@pytest.mark.parametrize(("role", "own_motion"), [(Role.UNIT_STAFF, False), (Role.ADMIN, True)])
def test_a_request_says_on_whose_motion(kind, role, own_motion, outcome) -> None:
    """R-28: on request, or on LKPP's own motion."""
    state, found = outcome(kind, "request", role=role)
    assert (state, found.changes["own_motion"]) == ("REQUESTED", own_motion)


def test_what_is_scheduled_is_still_to_come(kind, refused) -> None:
    payload = replace(BOOKS[kind][2]["schedule"], on=date(2026, 11, 22))
    assert refused(kind, "schedule", state="REQUESTED", payload=payload) == (INVALID, "HOUSE", "on")


def test_people_of_lkpp_guide(kind, refused) -> None:
    field = "mentors" if kind == "mentoring" else "consultants"
    found = refused(kind, "schedule", state="REQUESTED", people={})
    assert found == (RefusalCode.NOT_FOUND, "HOUSE", field)


def test_only_who_was_named_records_what_was_held(kind, attempt) -> None:
    found = attempt(kind, "hold", state="SCHEDULED", role=Role.ASSESSOR, guide_ids=("mentor-2", "mentor-3"))
    assert (found.code, found.subject) == (RefusalCode.NOT_ON_THE_TEAM, "record")
    assert found.required_id == "Yang ditugaskan: Contoh Dua, mentor-3."
    assert attempt(kind, "hold", state="SCHEDULED", guide_ids=()).required_en == "Assigned: -."


@pytest.mark.parametrize(
    ("held_at", "lawful"),
    [
        (NOW, True),
        (datetime(2026, 11, 22, 17, 30, 1, tzinfo=UTC), False),
        (datetime(2026, 11, 19, 17, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 19, 16, 59, tzinfo=UTC), False),
    ],
)
def test_what_is_recorded_has_happened_on_the_day_or_after(kind, held_at, lawful, refused) -> None:
    """Scheduled on 20 November in Jakarta."""
    payload = replace(BOOKS[kind][2]["hold"], held_at=held_at)
    found = refused(kind, "hold", state="SCHEDULED", payload=payload)
    assert found == (None if lawful else (INVALID, "HOUSE", "heldAt"))


def test_without_a_day_any_past_instant_will_do(kind, refused) -> None:
    assert refused(kind, "hold", state="SCHEDULED", on=None) is None


def test_closing_says_who_and_when(kind, outcome) -> None:
    _state, found = outcome(kind, "close", state="REPORTED", role=Role.UNIT_HEAD)
    assert found.changes == {"closed_on": "2026-11-23", "closed_by": "actor"}


def test_cancelling_says_why(kind, outcome) -> None:
    state, found = outcome(kind, "cancel", state="SCHEDULED", role=Role.UNIT_HEAD)
    assert (state, found.changes) == ("CANCELLED", {"reason": "Ditunda.", "closed_on": "2026-11-23"})
    assert found.reason == "Ditunda."


def test_others_take_over_what_was_held_by_people_who_left(kind, outcome) -> None:
    """House rule: what was held is not left without its end; who guided stays on record."""
    state, found = outcome(kind, "replace_guides", state="HELD")
    assert (state, found.changes, found.reason) == ("HELD", {"successor_ids": ["mentor-2"]}, "Pindah tugas.")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"guide_ids": ("mentor-2",)}, INVALID),
        ({"people": {"actor": "Contoh Satu"}}, RefusalCode.NOT_FOUND),
    ],
    ids=["the same people", "nobody of LKPP"],
)
def test_who_cannot_take_over(kind, changes, code, refused) -> None:
    field = {"mentoring": "mentors", "consultation": "consultants"}[kind]
    assert refused(kind, "replace_guides", state="HELD", **changes) == (code, "HOUSE", field)


def test_who_assesses_the_unit_reports_no_mentoring_of_it(attempt) -> None:
    found = attempt("mentoring", "replace_guides", state="HELD", assessing=frozenset({"mentor-2"}))
    assert (found.code, found.subject) == (RefusalCode.CONFLICT_OF_INTEREST, "mentors")


@pytest.mark.parametrize(
    ("changes", "field"),
    [({}, None), ({"guide_ids": ()}, "mentors"), ({"guide_ids": ("a", "a")}, "mentors"), ({"reason": " "}, "reason")],
)
def test_a_takeover_names_people_and_says_why(changes, field, first_problem_field) -> None:
    assert first_problem_field(replace(MENTORING["replace_guides"], **changes)) == field


# --- mentoring ------------------------------------------------------------------------------------------------------


def test_a_mentoring_is_requested_by_standards(outcome) -> None:
    _state, found = outcome("mentoring", "request", role=Role.UNIT_HEAD)
    assert found.changes == {
        "institution_id": "inst-own",
        "unit_id": "unit-1",
        "standards": ["S05", "S09"],
        "requested_by": "actor",
        "requested_on": "2026-11-23",
        "own_motion": False,
        "topic": "Pengelolaan gangguan",
    }


@pytest.mark.parametrize("state", ["REQUESTED", "SCHEDULED"])
def test_a_schedule_names_mentors_day_channel_and_standards(state, outcome) -> None:
    reached, found = outcome("mentoring", "schedule", state=state)
    assert reached == "SCHEDULED"
    assert found.changes == {
        "mentor_ids": ["actor", "mentor-2"],
        "scheduled_on": "2026-11-23",
        "standards": ["S05"],
        "channel": "IN_PERSON",
        "channel_text": "Ruang Rapat Contoh",
    }


def test_who_assesses_the_unit_now_does_not_mentor_it(attempt) -> None:
    found = attempt("mentoring", "schedule", state="REQUESTED", assessing=frozenset({"mentor-2"}))
    assert (found.code, found.subject) == (RefusalCode.CONFLICT_OF_INTEREST, "mentors")
    assert found.message_id.startswith("Contoh Dua (sedang menilai unit atau memeriksa keberatannya) ")
    assert found.message_en.startswith("Contoh Dua (assesses the unit or examines its objection) ")


def test_what_was_held_has_attendance_and_activities_with_examples(outcome) -> None:
    """II.2.1.d.p2: a record of every service activity, with examples."""
    state, found = outcome("mentoring", "hold", state="SCHEDULED", role=Role.ASSESSOR)
    assert state == "HELD"
    assert found.changes == {
        "held_at": BEFORE,
        "held_on": "2026-11-21",
        "attendance": [
            {"name": "Contoh Tiga", "role": "Kepala LPSE", "person_id": "head-1"},
            {"name": "Contoh Empat", "role": "Helpdesk"},
        ],
        "activities": [{"activity": "Pencatatan tiket", "example": "Buku tiket contoh."}],
    }


def test_a_report_orders_the_minutes(outcome, refused) -> None:
    state, found = outcome("mentoring", "report", state="HELD", role=Role.REVIEWER)
    assert state == "REPORTED"
    assert found.changes == {"report": "Berjalan baik.", "reported_by": "actor", "reported_on": "2026-11-23"}
    assert found.letters == (LetterOrder(kind="MINUTES", document_id="fresh-document"),)
    outsider = refused("mentoring", "report", state="HELD", role=Role.REVIEWER, guide_ids=("mentor-2",))
    assert outsider == (RefusalCode.NOT_ON_THE_TEAM, "HOUSE", "record")


# --- consultation ---------------------------------------------------------------------------------------------------


def test_a_question_comes_by_a_channel_and_concerns_standards(outcome) -> None:
    _state, found = outcome("consultation", "request", role=Role.UNIT_STAFF)
    assert (found.changes["question"], found.changes["standards"]) == ("Bagaimana mencatat aset?", ["S05"])
    assert (found.changes["channel"], found.changes["channel_text"]) == ("IN_PERSON", "Ruang Rapat Contoh")


def test_a_consultation_is_scheduled_and_held(outcome) -> None:
    _state, found = outcome("consultation", "schedule", state="REQUESTED")
    assert (found.changes["consultant_ids"], found.changes["scheduled_on"]) == (["actor"], "2026-11-23")
    _state, found = outcome("consultation", "hold", state="SCHEDULED", role=Role.ASSESSOR)
    assert found.changes == {
        "held_at": BEFORE,
        "held_on": "2026-11-21",
        "attendance": [{"name": "Contoh Tiga", "role": "Kepala LPSE", "person_id": "head-1"}],
    }


@pytest.mark.parametrize("state", ["REQUESTED", "SCHEDULED", "HELD"])
def test_a_question_is_answered_at_once_or_after_talking(state, outcome) -> None:
    reached, found = outcome("consultation", "answer", state=state, role=Role.REVIEWER)
    assert reached == "REPORTED"
    assert found.changes == {
        "answer": "Dengan daftar aset.",
        "answered_by": "actor",
        "answered_on": "2026-11-23",
    }
    assert found.letters == ()


def test_anyone_of_lkpp_answers_until_people_are_named(refused) -> None:
    assert refused("consultation", "answer", state="REQUESTED", role=Role.REVIEWER, guide_ids=()) is None
    found = refused("consultation", "answer", state="SCHEDULED", role=Role.REVIEWER, guide_ids=("mentor-2",))
    assert found == (RefusalCode.NOT_ON_THE_TEAM, "HOUSE", "record")


# --- the payloads by themselves -------------------------------------------------------------------------------------

CROWD = tuple(f"person-{number}" for number in range(MOST_PEOPLE + 1))


@pytest.mark.parametrize(
    ("payload", "field"),
    [
        *((payload, None) for payload in (*MENTORING.values(), *CONSULTATION.values())),
        (replace(MENTORING["request"], topic=""), "topic"),
        (replace(MENTORING["request"], standards=()), "standards"),
        (replace(MENTORING["request"], standards=(S05, S05)), "standards"),
        (replace(MENTORING["schedule"], mentor_ids=()), "mentors"),
        (replace(MENTORING["schedule"], mentor_ids=("actor", "actor")), "mentors"),
        (replace(MENTORING["schedule"], mentor_ids=CROWD), "mentors"),
        (replace(MENTORING["schedule"], meeting=Meeting(channel=Channel.OTHER)), "meeting.text"),
        (replace(MENTORING["schedule"], meeting=Meeting(channel=Channel.OTHER, text="Surat")), None),
        (replace(MENTORING["schedule"], meeting=Meeting(channel=Channel.ONLINE)), None),
        (replace(MENTORING["schedule"], standards=()), "standards"),
        (replace(MENTORING["hold"], attendance=()), "attendance"),
        (replace(MENTORING["hold"], attendance=(SOMEONE,) * (MOST_PEOPLE + 1)), "attendance"),
        (replace(MENTORING["hold"], attendance=(replace(SOMEONE, name=""),)), "attendance.name"),
        (replace(MENTORING["hold"], attendance=(replace(SOMEONE, role=""),)), "attendance.role"),
        (replace(MENTORING["hold"], activities=()), "activities"),
        (replace(MENTORING["hold"], activities=(ACTIVITY,) * (MOST_ACTIVITIES + 1)), "activities"),
        (replace(MENTORING["hold"], activities=(replace(ACTIVITY, activity=""),)), "activities.activity"),
        (replace(MENTORING["hold"], activities=(replace(ACTIVITY, example=""),)), "activities.example"),
        (replace(MENTORING["report"], text=""), "text"),
        (replace(CONSULTATION["request"], question=""), "question"),
        (replace(CONSULTATION["request"], meeting=Meeting(channel=Channel.OTHER)), "meeting.text"),
        (replace(CONSULTATION["request"], standards=()), "standards"),
        (replace(CONSULTATION["schedule"], consultant_ids=()), "consultants"),
        (replace(CONSULTATION["schedule"], meeting=Meeting(channel=Channel.OTHER)), "meeting.text"),
        (replace(CONSULTATION["hold"], attendance=()), "attendance"),
    ],
)
def test_a_payload_by_itself(payload, field, first_problem_field) -> None:
    assert first_problem_field(payload) == field
