"""A term of office: appointed by the administrator, ended with a reason; no two holders, no past days."""

from dataclasses import replace
from datetime import date

import pytest

from domain.official_terms import OFFICIALS, AppointOfficial, EndTerm, OfficialFacts, OfficialState
from domain.officials import Capacity, Office, Official
from domain.reasons import Reason
from domain.refusals import RefusalCode
from domain.roles import Role

ROWS = """
seed     | -         | APPOINTED | SY | HOUSE | -
appoint  | -         | APPOINTED | AD | HOUSE | -
end      | APPOINTED | ENDED     | AD | HOUSE | -
withdraw | APPOINTED | WITHDRAWN | AD | HOUSE | -
revoke   | APPOINTED | REVOKED   | AD DP | HOUSE | -
"""
TODAY, TOMORROW = date(2026, 11, 22), date(2026, 11, 23)
APPOINTED = AppointOfficial(
    office=Office.DEPUTY,
    capacity=Capacity.DEFINITIVE,
    person_id="person-2",
    title_id=" Deputi (contoh) ",
    title_en="Deputy (sample)",
    valid_from=TOMORROW,
    reason=" Keputusan contoh ",
    name="Nama dari data awal",
)
HELD = Official(
    office=Office.DEPUTY,
    capacity=Capacity.DEFINITIVE,
    person_id="person-1",
    name="Pejabat Lama (DATA CONTOH)",
    title_id="Deputi (contoh)",
    title_en="Deputy (sample)",
    valid_from=date(2022, 9, 30),
    valid_to=TODAY,
)
VACANT = OfficialFacts(state=None, person_name="Pejabat Baru (DATA CONTOH)")
BECAUSE = Reason(reason=" Pejabat kembali ")
ENDING = EndTerm(last_day=TOMORROW, reason=" Purna tugas ")


def situation(verb, state, _role):
    payload = {"end": ENDING, "withdraw": Reason(reason="Keliru"), "revoke": BECAUSE}.get(verb, APPOINTED)
    if verb == "revoke":
        return replace(VACANT, state=state, valid_from=TODAY, valid_to=TODAY, capacity=Capacity.DAILY), payload
    return replace(VACANT, state=state, valid_from=TOMORROW), payload


@pytest.fixture
def book(rule_book):
    return rule_book(OFFICIALS, ROWS, situation)


def test_the_table_has_the_rows_of_the_rule_book_and_no_other(book) -> None:
    book.verbs_agree()


def test_every_state_is_reached_and_only_final_states_have_no_exit(book) -> None:
    book.states_live()
    assert set(OFFICIALS.final) == {OfficialState.ENDED, OfficialState.WITHDRAWN, OfficialState.REVOKED}


def test_every_verb_in_every_state_by_every_role_is_lawful_or_refused(book) -> None:
    book.every_combination()


def test_the_successor_follows_the_day_after_under_the_name_on_record(try_act) -> None:
    found = try_act(OFFICIALS, replace(VACANT, others=(HELD,)), "appoint", Role.ADMIN, APPOINTED)
    assert found.outcome.changes == {
        "office": "DEPUTY",
        "capacity": "DEFINITIVE",
        "person_id": "person-2",
        "name": "Pejabat Baru (DATA CONTOH)",
        "title_id": "Deputi (contoh)",
        "title_en": "Deputy (sample)",
        "valid_from": "2026-11-23",
        "valid_to": None,
        "sample": False,
        "reason": "Keputusan contoh",
        "appointed_by": "actor",
    }
    assert found.outcome.reason == "Keputusan contoh"


def test_the_seeds_bring_their_own_name_and_past(try_act) -> None:
    past = replace(APPOINTED, valid_from=date(2022, 9, 30), valid_to=date(2023, 9, 30))
    found = try_act(OFFICIALS, OfficialFacts(state=None), "seed", Role.SYSTEM, past)
    assert (found.outcome.changes["name"], found.outcome.changes["valid_to"]) == ("Nama dari data awal", "2023-09-30")


@pytest.mark.parametrize(
    ("changes", "subject"),
    [
        ({"title_id": " "}, "titleId"),
        ({"title_en": ""}, "titleEn"),
        ({"reason": ""}, "reason"),
        ({"valid_to": TODAY}, "validTo"),
    ],
)
def test_an_appointment_that_will_not_do_is_refused(changes, subject, try_act) -> None:
    found = try_act(OFFICIALS, VACANT, "appoint", Role.ADMIN, replace(APPOINTED, **changes))
    assert (found.code, found.subject) == (RefusalCode.INVALID_INPUT, subject)


def test_a_stranger_to_lkpp_is_not_appointed(try_act) -> None:
    found = try_act(OFFICIALS, OfficialFacts(state=None), "appoint", Role.ADMIN, APPOINTED)
    assert (found.code, found.slots) == (RefusalCode.PERSON_UNKNOWN, {"who": "person-2"})


def test_who_administers_does_not_sign(try_act) -> None:
    found = try_act(OFFICIALS, replace(VACANT, person_administers=True), "appoint", Role.ADMIN, APPOINTED)
    assert (found.code, found.subject) == (RefusalCode.INVALID_INPUT, "person")


def test_an_appointment_does_not_reach_back(try_act) -> None:
    found = try_act(OFFICIALS, VACANT, "appoint", Role.ADMIN, replace(APPOINTED, valid_from=date(2026, 11, 21)))
    assert (found.code, found.slots) == (RefusalCode.PAST_DAY, {"day": "2026-11-21", "earliest": "2026-11-22"})


@pytest.mark.parametrize(
    ("held", "given", "overlaps"),
    [
        ({"valid_to": None}, {}, True),
        ({"valid_to": TOMORROW}, {}, True),
        ({"valid_to": TODAY}, {}, False),
        ({"valid_from": date(2026, 12, 1), "valid_to": None}, {"valid_to": date(2026, 11, 30)}, False),
        ({"valid_from": date(2026, 12, 1), "valid_to": None}, {"valid_to": date(2026, 12, 1)}, True),
        ({"valid_to": None, "capacity": Capacity.ACTING}, {}, True),
        ({"valid_to": None, "capacity": Capacity.ON_BEHALF}, {}, False),
        ({"valid_to": None, "capacity": Capacity.DAILY}, {}, False),
        ({"valid_to": None, "person_id": "person-2", "capacity": Capacity.DAILY}, {}, True),
    ],
)
def test_an_office_has_one_holder_on_a_day(held, given, overlaps, try_act) -> None:
    facts = replace(VACANT, others=(replace(HELD, **held),))
    found = try_act(OFFICIALS, facts, "appoint", Role.ADMIN, replace(APPOINTED, **given))
    if not overlaps:
        assert found.state == "APPOINTED"
        return
    assert (found.code, found.slots["who"]) == (RefusalCode.TERMS_OVERLAP, "Pejabat Lama (DATA CONTOH)")


def test_the_refusal_tells_the_term_that_stands_in_the_way(try_act) -> None:
    facts = replace(VACANT, others=(replace(HELD, valid_to=None),))
    found = try_act(OFFICIALS, facts, "appoint", Role.ADMIN, APPOINTED)
    assert found.slots["period"] == "2022-09-30 – …"
    limited = replace(VACANT, others=(replace(HELD, valid_to=TOMORROW),))
    found = try_act(OFFICIALS, limited, "appoint", Role.ADMIN, APPOINTED)
    assert found.slots["period"] == "2022-09-30 – 2026-11-23"


def test_a_term_ends_with_the_day_named(try_act) -> None:
    facts = OfficialFacts(state="APPOINTED", valid_from=date(2022, 9, 30))
    found = try_act(OFFICIALS, facts, "end", Role.ADMIN, ENDING)
    assert (found.outcome.changes, found.outcome.reason) == ({"valid_to": "2026-11-23"}, "Purna tugas")


@pytest.mark.parametrize(
    ("facts", "given", "code", "subject"),
    [
        ({}, {"last_day": date(2026, 11, 21)}, RefusalCode.PAST_DAY, "lastDay"),
        ({}, {"reason": ""}, RefusalCode.INVALID_INPUT, "reason"),
        ({"valid_from": date(2026, 12, 1)}, {}, RefusalCode.INVALID_INPUT, "lastDay"),
        ({"valid_to": TODAY}, {}, RefusalCode.INVALID_INPUT, "lastDay"),
    ],
)
def test_a_term_ends_within_its_days_and_not_in_the_past(facts, given, code, subject, try_act) -> None:
    held = OfficialFacts(**{"state": "APPOINTED", "valid_from": date(2022, 9, 30), **facts})
    found = try_act(OFFICIALS, held, "end", Role.ADMIN, replace(ENDING, **given))
    assert (found.code, found.subject) == (code, subject)


def test_only_what_has_not_begun_is_withdrawn(try_act) -> None:
    held = OfficialFacts(state="APPOINTED", valid_from=TODAY)
    found = try_act(OFFICIALS, held, "withdraw", Role.ADMIN, Reason(reason="Keliru"))
    assert (found.code, found.slots["earliest"]) == (RefusalCode.PAST_DAY, "2026-11-23")


def test_lkpps_offices_are_no_institutions() -> None:
    assert OfficialFacts(state=None).institution_id is None
