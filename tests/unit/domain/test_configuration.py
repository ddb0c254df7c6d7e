"""Settings: what is locked by the decree, which value is in force on a day, and which changes are refused."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest

from domain.configuration import ConfigurationValue, change_problem, value_at, value_problem
from domain.configuration_keys import (
    CATALOGUE,
    DEMONSTRATION_LIMITS,
    INITIALS_KEYS,
    PATTERN_KEYS,
    ConfigurationKey,
    CountedIn,
    Setting,
    Value,
    ValueKind,
)
from domain.decree import CLAUSES
from domain.document_kinds import SEALED_KINDS, DocumentKind
from domain.numbering import CERTIFICATE_PATTERN, DECISION_PATTERN, LETTER_PATTERN, SLA_PATTERN
from domain.refusals import HOUSE, Refusal, RefusalCode

KEY = ConfigurationKey
TODAY = date(2026, 11, 23)


def entry(
    value: Value = 14,
    *,
    key: ConfigurationKey = KEY.LIMIT_REVIEW,
    valid_from: date = TODAY,
    valid_to: date | None = None,
) -> ConfigurationValue:
    return ConfigurationValue(key=key, value=value, valid_from=valid_from, valid_to=valid_to)


def refused(proposed: ConfigurationValue, *entries: ConfigurationValue) -> Refusal:
    problem = change_problem(proposed, entries, today=TODAY)
    assert problem is not None
    assert problem.code is RefusalCode.INVALID_INPUT
    assert problem.subject == proposed.key.value
    return problem


def test_every_key_has_a_setting_with_reasons_and_a_known_clause() -> None:
    assert set(CATALOGUE) == set(ConfigurationKey)
    for setting in CATALOGUE.values():
        assert setting.reason_id
        assert setting.reason_en
        assert setting.clause in CLAUSES
        assert setting.locked is (setting.clause != HOUSE)
        assert (setting.kind is ValueKind.COUNT) is (setting.counted_in is not None)


def test_every_key_is_read_somewhere() -> None:
    """What nobody reads configures nothing: a key has a reader outside its catalogue, numbers papers or names a chain."""
    root = Path(__file__).parents[3]
    folders = ("domain", "persistence", "services", "resolvers")
    sources = [
        path.read_text(encoding="utf-8")
        for folder in folders
        for path in (root / folder).rglob("*.py")
        if path.name != "configuration_keys.py"
    ]
    locked = {KEY.SEPARATE_UNIT_LAST_DAY: "import SEPARATE_UNIT_LAST_DAY"}
    unread = {
        key
        for key in ConfigurationKey
        if not any(re.search(rf"{locked.get(key, f'ConfigurationKey.{key.name}')}\b", source) for source in sources)
    }
    assert unread == {*PATTERN_KEYS.values(), *INITIALS_KEYS.values()} - {KEY.INITIALS_APPROVAL}


def test_only_the_two_numbers_of_the_decree_are_locked() -> None:
    locked = {setting.key: (setting.default, setting.clause) for setting in CATALOGUE.values() if setting.locked}
    assert locked == {
        KEY.OBJECTION_WORKING_DAYS: (5, "II.2.3.s1"),
        KEY.SEPARATE_UNIT_LAST_DAY: (date(2023, 12, 31), "I.p2"),
    }


def test_the_defaults() -> None:
    assert {setting.key.value: setting.default for setting in CATALOGUE.values() if not setting.locked} == {
        "objection.counting_start": "NEXT_WORKING_DAY",
        "objection.joint_leave_is_off": True,
        "objection.suspends": "ESCALATION_ONLY",
        "objection.late": "LKPP_DECIDES",
        "limit.completion": None,
        "limit.review": None,
        "limit.recommendation": None,
        "limit.advice": None,
        "limit.warning": None,
        "limit.after_revocation": None,
        "limit.objection_result": None,
        "application.rejection_enabled": False,
        "application.lapse_after_days": None,
        "sla.institution_signatory": "INSTITUTION_HEAD",
        "sla.term_months": None,
        "sla.term_notice_days": None,
        "certificate.term_months": None,
        "determination.partial": True,
        "standards.for_service_provider": "WITHOUT_SYSTEM_CRITERIA",
        "surveillance.scope": "AT_LEAST_ONE_DETERMINED",
        "sanctions.public": False,
        "sanctions.copied_to_inspectorate": True,
        "number.letter_pattern": "{sequence}/{classification}/D.2/{code}/{month_roman}/{year}",
        "number.sla_pattern": "{sequence}/LKPP-LPSE/{month_roman}/{year}",
        "number.decision_pattern": "NOMOR {sequence} TAHUN {year}",
        "number.certificate_pattern": CERTIFICATE_PATTERN,
        **{f"initials.{kind.lower()}": None for kind in DocumentKind if kind not in SEALED_KINDS},
    }


def _without_lock(setting: Setting) -> ConfigurationValue:
    return entry(setting.default, key=setting.key)


@pytest.mark.parametrize("key", [setting.key for setting in CATALOGUE.values() if not setting.locked])
def test_every_default_would_be_accepted_as_a_change(key: ConfigurationKey) -> None:
    assert change_problem(_without_lock(CATALOGUE[key]), (), today=TODAY) is None


@pytest.mark.parametrize(("key", "value"), [(KEY.OBJECTION_WORKING_DAYS, 10), (KEY.SEPARATE_UNIT_LAST_DAY, TODAY)])
def test_a_locked_key_is_refused_with_its_clause(key: ConfigurationKey, value: Value) -> None:
    problem = change_problem(entry(value, key=key), (), today=TODAY)
    assert problem is not None
    assert (problem.code, problem.subject) == (RefusalCode.CONFIGURATION_LOCKED, key.value)
    assert problem.clause == CATALOGUE[key].clause
    assert problem.message_en == f"The value “{key.value}” is set by the decree ({problem.clause}) and locked."


def test_a_locked_key_keeps_the_decrees_value_whatever_the_entries_say() -> None:
    smuggled = entry(30, key=KEY.OBJECTION_WORKING_DAYS, valid_from=date(2022, 1, 1))
    assert value_at(KEY.OBJECTION_WORKING_DAYS, [smuggled], TODAY) == 5


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        (KEY.LIMIT_REVIEW, 0, "an integer from 1 to 365"),
        (KEY.LIMIT_REVIEW, 366, "an integer from 1 to 365"),
        (KEY.LIMIT_REVIEW, True, "an integer from 1 to 365"),
        (KEY.LIMIT_REVIEW, "14", "an integer from 1 to 365"),
        (KEY.SLA_TERM_MONTHS, 121, "an integer from 1 to 120"),
        (KEY.CERTIFICATE_TERM_MONTHS, 241, "an integer from 1 to 240"),
        (KEY.DETERMINATION_PARTIAL, 1, "must be a SWITCH"),
        (KEY.DETERMINATION_PARTIAL, None, "a value is required"),
        (KEY.OBJECTION_LATE, "PERHAPS", "must be a CHOICE (LKPP_DECIDES, REFUSED)"),
        (KEY.OBJECTION_LATE, TODAY, "must be a CHOICE"),
        (KEY.INITIALS_APPROVAL, 7, "must be a CHAIN"),
        (KEY.INITIALS_APPROVAL, " , ", "1 to 5 steps"),
        (KEY.INITIALS_APPROVAL, "REVIEWER,person:a,person:b,person:c,person:d,person:e", "1 to 5 steps"),
        (KEY.INITIALS_SLA, "REVIEWER,DEPUTY", "'DEPUTY' is none of REVIEWER, ASSESSOR, nor"),
        (KEY.INITIALS_APPROVAL, "REVIEWER,ASSESSOR", "'ASSESSOR' is none of REVIEWER, nor"),
        (KEY.INITIALS_APPROVAL, "person:", "'person:' is none of"),
        (KEY.INITIALS_APPROVAL, "person:sari,REVIEWER,person:sari", "one person puts initials once"),
        (KEY.NUMBER_LETTER_PATTERN, 7, "must be a PATTERN"),
        (KEY.NUMBER_LETTER_PATTERN, "{sequence}/{jabatan}/{year}", "“jabatan” is unknown"),
        (KEY.NUMBER_LETTER_PATTERN, "{sequence}/{year}", "the pattern must hold code."),
        (KEY.NUMBER_SLA_PATTERN, "{sequence}", "must hold year"),
    ],
)
def test_a_value_of_another_form_is_refused(key: ConfigurationKey, value: Value, problem: str) -> None:
    message = refused(entry(value, key=key)).message_en
    assert problem in message


def test_a_change_cannot_apply_to_the_past() -> None:
    assert "past" in refused(entry(valid_from=date(2026, 11, 22))).message_en


def test_a_validity_cannot_end_before_it_begins() -> None:
    assert "ends before" in refused(entry(valid_to=date(2026, 11, 22))).message_en
    assert change_problem(entry(valid_to=TODAY), (), today=TODAY) is None


def test_two_values_of_a_key_cannot_begin_on_one_day() -> None:
    assert "another value begins" in refused(entry(20), entry(14)).message_en
    assert change_problem(entry(20), [entry(14, key=KEY.LIMIT_ADVICE)], today=TODAY) is None
    assert change_problem(entry(20, valid_from=date(2026, 11, 24)), [entry(14)], today=TODAY) is None


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (date(2026, 11, 22), None),
        (date(2026, 11, 23), 14),
        (date(2026, 11, 30), 14),
        (date(2026, 12, 1), 21),
        (date(2026, 12, 31), 21),
        (date(2027, 1, 1), 14),
    ],
)
def test_the_value_on_a_day_is_that_of_the_entry_that_began_last(day: date, value: Value) -> None:
    entries = [
        entry(21, valid_from=date(2026, 12, 1), valid_to=date(2026, 12, 31)),
        entry(14),
        entry(99, key=KEY.LIMIT_ADVICE),
    ]
    assert value_at(KEY.LIMIT_REVIEW, entries, day) == value


def test_an_entry_may_set_a_limit_back_to_none() -> None:
    entries = [entry(14), entry(None, valid_from=date(2026, 12, 1))]
    assert value_at(KEY.LIMIT_REVIEW, entries, date(2026, 12, 1)) is None


def test_every_kind_of_paper_is_numbered_by_a_setting() -> None:
    assert set(PATTERN_KEYS) == set(DocumentKind)
    own = {
        DocumentKind.SLA: SLA_PATTERN,
        DocumentKind.CERTIFICATE: CERTIFICATE_PATTERN,
        DocumentKind.DETERMINATION: DECISION_PATTERN,
        DocumentKind.REVOCATION: DECISION_PATTERN,
    }
    assert {kind: CATALOGUE[key].default for kind, key in PATTERN_KEYS.items()} == {
        kind: own.get(kind, LETTER_PATTERN) for kind in DocumentKind
    }


def test_the_demonstrations_limits_are_valid_changes_in_working_days() -> None:
    assert list(DEMONSTRATION_LIMITS.values()) == [14, 14, 30, 30, 14, 30, 14]
    for key, value in DEMONSTRATION_LIMITS.items():
        assert CATALOGUE[key].counted_in is CountedIn.WORKING_DAYS
        assert change_problem(entry(value, key=key), (), today=TODAY) is None


@pytest.mark.parametrize(
    ("value", "is_sound"),
    [(TODAY, True), (datetime(2026, 11, 23), False), ("2026-11-23", False), (20261123, False)],  # noqa: DTZ001
)
def test_a_date_setting_takes_a_date_and_no_instant(value: Value, is_sound: bool) -> None:
    problem = value_problem(CATALOGUE[KEY.SEPARATE_UNIT_LAST_DAY], value)
    assert (problem is None) is is_sound
    assert problem is None or "must be a DATE" in problem.message_en
