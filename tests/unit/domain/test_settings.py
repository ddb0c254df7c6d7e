"""A configured value's life: proposed by the administrator, approved by the Deputy, never for a past day, never if locked."""

from dataclasses import replace
from datetime import date

import pytest

from domain.configuration import ConfigurationValue, read_value, write_value
from domain.configuration_keys import CATALOGUE, ConfigurationKey
from domain.reasons import Reason
from domain.refusals import Refusal, RefusalCode
from domain.roles import Role
from domain.settings import SETTINGS, EnterSetting, SettingFacts, SettingState

ROWS = """
seed     | -        | APPROVED  | SY    | HOUSE | -
enter    | -        | PROPOSED  | AD    | HOUSE | -
approve  | PROPOSED | APPROVED  | DP    | HOUSE | -
withdraw | PROPOSED | WITHDRAWN | AD DP | HOUSE | -
withdraw | APPROVED | WITHDRAWN | AD DP | HOUSE | -
"""
KEY = ConfigurationKey
TODAY, TOMORROW = date(2026, 11, 22), date(2026, 11, 23)
ENTERED = EnterSetting(key=KEY.LIMIT_REVIEW, text="10", valid_from=TOMORROW, reason=" Beban kerja ")
BECAUSE = Reason(reason=" Keliru ")


def situation(verb, state, _role):
    payload = {"seed": ENTERED, "enter": ENTERED, "withdraw": BECAUSE}.get(verb)
    return SettingFacts(state=state, valid_from=TOMORROW), payload


@pytest.fixture
def book(rule_book):
    return rule_book(SETTINGS, ROWS, situation)


def test_the_table_has_the_rows_of_the_rule_book_and_no_other(book) -> None:
    book.verbs_agree()


def test_every_state_is_reached_and_only_the_final_state_has_no_exit(book) -> None:
    book.states_live()
    assert set(SETTINGS.final) == {SettingState.WITHDRAWN}


def test_every_verb_in_every_state_by_every_role_is_lawful_or_refused(book) -> None:
    book.every_combination()


def test_a_value_is_stored_as_its_form_with_its_validity(try_act) -> None:
    given = replace(ENTERED, valid_to=date(2026, 12, 31))
    found = try_act(SETTINGS, SettingFacts(state=None), "enter", Role.ADMIN, given)
    assert found.outcome.changes == {
        "key": "limit.review",
        "value": 10,
        "valid_from": "2026-11-23",
        "valid_to": "2026-12-31",
        "reason": "Beban kerja",
        "changed_by": "actor",
    }
    assert found.outcome.reason == "Beban kerja"


def test_no_limit_is_a_value_too(try_act) -> None:
    found = try_act(SETTINGS, SettingFacts(state=None), "enter", Role.ADMIN, replace(ENTERED, text=None))
    assert (found.outcome.changes["value"], found.outcome.changes["valid_to"]) == (None, None)


@pytest.mark.parametrize(
    ("key", "clause"), [(KEY.OBJECTION_WORKING_DAYS, "II.2.3.s1"), (KEY.SEPARATE_UNIT_LAST_DAY, "I.p2")]
)
@pytest.mark.parametrize(("verb", "role"), [("enter", Role.ADMIN), ("seed", Role.SYSTEM)])
def test_a_locked_value_is_refused_by_its_clause_before_anything_else(key, clause, verb, role, try_act) -> None:
    """II.2.3.s1: five working days; I.p2: 31 December 2023."""
    given = EnterSetting(key=key, text="tidak sah", valid_from=date(2020, 1, 1), reason="")
    found = try_act(SETTINGS, SettingFacts(state=None), verb, role, given)
    assert (found.code, found.clause, found.subject) == (RefusalCode.CONFIGURATION_LOCKED, clause, key.value)
    assert found.message_en == f"The value “{key.value}” is set by the decree ({clause}) and locked."


@pytest.mark.parametrize(
    ("changes", "subject"),
    [
        ({"reason": " "}, "reason"),
        ({"text": "1\x00"}, "value"),
        ({"text": "sepuluh"}, "limit.review"),
        ({"text": "0"}, "limit.review"),
        ({"valid_from": date(2026, 11, 21)}, "limit.review"),
        ({"valid_to": TODAY}, "limit.review"),
    ],
)
def test_a_value_that_will_not_do_is_refused(changes, subject, try_act) -> None:
    found = try_act(SETTINGS, SettingFacts(state=None), "enter", Role.ADMIN, replace(ENTERED, **changes))
    assert (found.code, found.subject) == (RefusalCode.INVALID_INPUT, subject)


def test_a_second_value_from_the_same_day_is_refused(try_act) -> None:
    other = ConfigurationValue(key=KEY.LIMIT_REVIEW, value=5, valid_from=TOMORROW)
    found = try_act(SETTINGS, SettingFacts(state=None, others=(other,)), "enter", Role.ADMIN, ENTERED)
    assert "another value begins on that day" in found.message_en


@pytest.mark.parametrize("text", ["sepuluh", "366"])
def test_the_seeds_may_begin_in_the_past_but_keep_the_form(text, try_act) -> None:
    past = replace(ENTERED, valid_from=date(2022, 9, 30))
    assert try_act(SETTINGS, SettingFacts(state=None), "seed", Role.SYSTEM, past).state == "APPROVED"
    found = try_act(SETTINGS, SettingFacts(state=None), "seed", Role.SYSTEM, replace(past, text=text))
    assert found.code is RefusalCode.INVALID_INPUT


@pytest.mark.parametrize(
    ("verb", "state", "first_day", "earliest"),
    [
        ("approve", "PROPOSED", date(2026, 11, 21), "2026-11-22"),
        ("withdraw", "APPROVED", TODAY, "2026-11-23"),
        ("approve", "PROPOSED", None, "2026-11-22"),
    ],
)
def test_what_has_begun_is_not_changed(verb, state, first_day, earliest, try_act) -> None:
    facts = SettingFacts(state=state, valid_from=first_day)
    found = try_act(SETTINGS, facts, verb, Role.DEPUTY, BECAUSE if verb == "withdraw" else None)
    assert (found.code, found.slots["earliest"]) == (RefusalCode.PAST_DAY, earliest)


def test_a_proposal_can_be_withdrawn_at_any_time_with_its_reason(try_act) -> None:
    facts = SettingFacts(state="PROPOSED", valid_from=date(2026, 1, 1))
    found = try_act(SETTINGS, facts, "withdraw", Role.ADMIN, BECAUSE)
    assert (found.state, found.outcome.reason) == ("WITHDRAWN", "Keliru")


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        (KEY.LIMIT_REVIEW, None, None),
        (KEY.LIMIT_REVIEW, "14", 14),
        (KEY.DETERMINATION_PARTIAL, "true", True),
        (KEY.DETERMINATION_PARTIAL, "false", False),
        (KEY.OBJECTION_LATE, "REFUSED", "REFUSED"),
        (KEY.SEPARATE_UNIT_LAST_DAY, "2023-12-31", date(2023, 12, 31)),
    ],
)
def test_a_value_is_read_as_it_is_written(key, text, value) -> None:
    assert read_value(CATALOGUE[key], text) == value
    assert write_value(value) == text


@pytest.mark.parametrize(
    ("key", "text"),
    [
        (KEY.LIMIT_REVIEW, "1.5"),
        (KEY.LIMIT_REVIEW, "1" * 10),
        (KEY.DETERMINATION_PARTIAL, "ya"),
        (KEY.SEPARATE_UNIT_LAST_DAY, "31 Desember"),
    ],
)
def test_a_text_of_another_form_is_no_value(key, text) -> None:
    found = read_value(CATALOGUE[key], text)
    assert isinstance(found, Refusal)
    assert found.code is RefusalCode.INVALID_INPUT


# --- patterns of numbers --------------------------------------------------------------------------------------------


def pattern(key: ConfigurationKey, text: str) -> ConfigurationValue:
    return ConfigurationValue(key=key, value=text, valid_from=TOMORROW)


@pytest.mark.parametrize(
    ("key", "text", "entries", "other"),
    [
        (KEY.NUMBER_SLA_PATTERN, "NOMOR {sequence} TAHUN {year}", (), "number.decision_pattern"),
        (KEY.NUMBER_LETTER_PATTERN, "{code}-{year}-{sequence}", (), None),
        (
            KEY.NUMBER_LETTER_PATTERN,
            "{sequence}/{code}/{year}",
            (pattern(KEY.NUMBER_SLA_PATTERN, "{sequence}/TG/{year}"),),
            "number.sla_pattern",
        ),
        (KEY.NUMBER_LETTER_PATTERN, "{sequence}/{code}/{year}", (pattern(KEY.NUMBER_LETTER_PATTERN, "x"),), None),
        (KEY.NUMBER_SLA_PATTERN, "{sequence}/{code}/{year}", (), None),
    ],
)
def test_two_series_do_not_bear_one_number(key, text, entries, other, try_act) -> None:
    """House rule: neither a default nor a value of any day, as what is numbered keeps its number; not its own either."""
    asked = replace(ENTERED, key=key, text=text)
    waits = SettingFacts(state="PROPOSED", valid_from=TOMORROW, own=pattern(key, text), patterns=entries)
    for found in (
        try_act(SETTINGS, SettingFacts(state=None, patterns=entries), "enter", Role.ADMIN, asked),
        try_act(SETTINGS, SettingFacts(state=None, patterns=entries), "seed", Role.SYSTEM, asked),
        try_act(SETTINGS, waits, "approve", Role.DEPUTY),
    ):
        if other is None:
            assert not isinstance(found, Refusal)
            continue
        taken = next((each.value for each in entries), "NOMOR {sequence} TAHUN {year}")
        assert (found.code, found.clause, found.subject) == (RefusalCode.INVALID_INPUT, "HOUSE", key.value)
        assert f"pola ini dapat memberi nomor yang sama dengan pola “{taken}” ({other})." in found.message_id
        assert f"this pattern can give the same number as the pattern “{taken}” ({other})." in found.message_en


def test_a_letter_pattern_without_its_code_that_waits_from_before_is_not_approved(try_act) -> None:
    own = pattern(KEY.NUMBER_LETTER_PATTERN, "{sequence}/{year}")
    found = try_act(SETTINGS, SettingFacts(state="PROPOSED", valid_from=TOMORROW, own=own), "approve", Role.DEPUTY)
    assert found.subject == "number.letter_pattern"
    assert "pola harus memuat code." in found.message_id


def test_configuration_is_nobodys_own() -> None:
    assert SettingFacts(state=None).institution_id is None
