"""The settings' values: which is in force on a day, and whether a proposed change may be made; the keys are elsewhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from domain.configuration_keys import CATALOGUE, PATTERN_KEYS, ConfigurationKey, Setting, Value, ValueKind
from domain.initials import CHAIN_ROLES, chain_problem
from domain.number_overlaps import can_print_alike
from domain.numbering import LETTER_CODES, PatternError, check_pattern
from domain.refusals import Refusal, RefusalCode, refuse
from domain.roles import Role


@dataclass(frozen=True, kw_only=True)
class ConfigurationValue:
    """A value in force from a day on, to `valid_to` inclusive where that is given, or until a later entry begins."""

    key: ConfigurationKey
    value: Value
    valid_from: date
    valid_to: date | None = None
    reason: str = ""

    def covers(self, day: date) -> bool:
        """Whether `day` lies in the validity."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def value_at(key: ConfigurationKey, entries: Iterable[ConfigurationValue], day: date) -> Value:
    """The value in force on `day`: of the entries that cover it the one that began last, else the default.

    A locked key has its default, whatever the entries say. *Does not check*: values; `change_problem` did, on entry.
    """
    entry = CATALOGUE[key]
    if entry.locked:
        return entry.default
    covering = (each for each in entries if each.key is key and each.covers(day))
    newest = max(covering, key=lambda each: each.valid_from, default=None)
    return entry.default if newest is None else newest.value


def change_problem(
    proposed: ConfigurationValue, entries: Iterable[ConfigurationValue], *, today: date
) -> Refusal | None:
    """Why a proposed value may not be entered, or None.

    Refused are: a locked key, with its clause; a value that is not of the setting's form; a validity that ends before it
    begins, or begins before `today` (limits once computed stand); a second entry of the key that begins the same day.
    """
    entry = CATALOGUE[proposed.key]
    return (
        lock_problem(entry) or value_problem(entry, proposed.value) or _validity_problem(proposed, entries, today=today)
    )


def lock_problem(entry: Setting) -> Refusal | None:
    """The refusal of a value that the decree itself sets, with its clause; None for what may be configured."""
    if not entry.locked:
        return None
    return refuse(
        RefusalCode.CONFIGURATION_LOCKED,
        clause=entry.clause,
        subject=entry.key.value,
        key=entry.key.value,
        basis=entry.clause,
    )


def read_value(entry: Setting, text: str | None) -> Value | Refusal:
    """The value that a person wrote. *Shape*: digits, `true` or `false`, an ISO 8601 date, or the text itself; None is
    no limit.
    """
    if text is None or entry.kind in {ValueKind.CHOICE, ValueKind.PATTERN, ValueKind.CHAIN}:
        return text
    if entry.kind is ValueKind.COUNT:
        return int(text) if text.isdecimal() and len(text) < 10 else _count_form(entry)
    if entry.kind is ValueKind.SWITCH:
        return text == "true" if text in {"true", "false"} else _form_problem(entry)
    try:
        return date.fromisoformat(text)
    except ValueError:
        return _form_problem(entry)


def write_value(value: Value) -> str | None:
    """A value as a person writes it; `read_value` gives it back."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def _validity_problem(
    proposed: ConfigurationValue, entries: Iterable[ConfigurationValue], *, today: date
) -> Refusal | None:
    key = proposed.key
    if proposed.valid_from < today:
        return _problem(key, "tidak dapat berlaku surut.", "it cannot apply to the past.")
    if proposed.valid_to is not None and proposed.valid_to < proposed.valid_from:
        return _problem(key, "masa berlaku berakhir sebelum mulai.", "its validity ends before it begins.")
    if any(each.key is key and each.valid_from == proposed.valid_from for each in entries):
        return _problem(key, "sudah ada nilai yang mulai pada hari itu.", "another value begins on that day.")
    return None


def value_problem(entry: Setting, value: Value) -> Refusal | None:
    """Why a value is not of the setting's form, or None. *Does not check*: the lock."""
    if value is None:
        return None if entry.optional else _problem(entry.key, "nilai wajib ada.", "a value is required.")
    if entry.kind is ValueKind.COUNT:
        return _count_problem(entry, value)
    if entry.kind is ValueKind.PATTERN:
        return _pattern_problem(entry, value)
    if entry.kind is ValueKind.CHAIN:
        return _chain_problem(entry, value)
    return None if _is_of_form(entry, value) else _form_problem(entry)


_PATTERNS: Mapping[ConfigurationKey, frozenset[str]] = {
    key: frozenset(LETTER_CODES[kind] for kind, numbers in PATTERN_KEYS.items() if numbers is key)
    for key in dict.fromkeys(PATTERN_KEYS.values())
}
"""The codes of the kinds that each pattern numbers; each series has one."""

_SEVERAL_SERIES = frozenset({"code"})
"""What a pattern needs beside, without which two series would print the same numbers."""

_CHAINS = {ConfigurationKey.INITIALS_APPROVAL: (Role.REVIEWER,)}
"""Which roles a chain may name where it is not all of `CHAIN_ROLES`: assessors do not read applications."""


def _chain_problem(entry: Setting, value: Value) -> Refusal | None:
    if not isinstance(value, str):
        return _form_problem(entry)
    problem = chain_problem(value, _CHAINS.get(entry.key, CHAIN_ROLES))
    return _problem(entry.key, *problem) if problem else None


def _is_of_form(entry: Setting, value: Value) -> bool:
    if entry.kind is ValueKind.CHOICE:
        return value in entry.choices
    return type(value) is (bool if entry.kind is ValueKind.SWITCH else date)


def _count_problem(entry: Setting, value: Value) -> Refusal | None:
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= entry.maximum:
        return None
    return _count_form(entry)


def _count_form(entry: Setting) -> Refusal:
    return _problem(entry.key, f"bilangan bulat 1 sampai {entry.maximum}.", f"an integer from 1 to {entry.maximum}.")


def _pattern_problem(entry: Setting, value: Value) -> Refusal | None:
    if not isinstance(value, str):
        return _form_problem(entry)
    try:
        check_pattern(value, further=_SEVERAL_SERIES if len(_PATTERNS[entry.key]) > 1 else frozenset())
    except PatternError as error:
        return _problem(entry.key, error.message_id, error.message_en)
    return None


def overlap_problem(proposed: ConfigurationValue, entries: Iterable[ConfigurationValue]) -> Refusal | None:
    """Why the pattern may not number its papers, or None: those of another setting could bear the same number.

    *Shape*: `entries` are values of any key. Their days do not matter, since what is numbered keeps its number, and the
    defaults number what was issued before them.
    """
    if CATALOGUE[proposed.key].kind is not ValueKind.PATTERN:
        return None
    defaults = ((key, CATALOGUE[key].default) for key in _PATTERNS)
    for key, value in (*defaults, *((each.key, each.value) for each in entries if each.key in _PATTERNS)):
        if key is not proposed.key and can_print_alike(
            str(proposed.value), str(value), first_codes=_PATTERNS[proposed.key], second_codes=_PATTERNS[key]
        ):
            return _problem(
                proposed.key,
                f"pola ini dapat memberi nomor yang sama dengan pola “{value}” ({key.value}).",
                f"this pattern can give the same number as the pattern “{value}” ({key.value}).",
            )
    return None


def _form_problem(entry: Setting) -> Refusal:
    choices = f" ({', '.join(entry.choices)})" if entry.choices else ""
    form = f"{entry.kind.value}{choices}"
    return _problem(entry.key, f"bentuk nilai harus {form}.", f"the value must be a {form}.")


def _problem(key: ConfigurationKey, problem_id: str, problem_en: str) -> Refusal:
    return refuse(
        RefusalCode.INVALID_INPUT,
        subject=key.value,
        field=key.value,
        problem_id=problem_id,
        problem_en=problem_en,
    )
