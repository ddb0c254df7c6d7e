"""Numbers of letters: patterns, months and years."""

from datetime import date

import pytest

from domain.configuration_keys import CATALOGUE, PATTERN_KEYS
from domain.document_kinds import DocumentKind
from domain.numbering import (
    DECISION_PATTERN,
    LETTER_CODES,
    LETTER_PATTERN,
    SLA_PATTERN,
    Classification,
    InvalidNumberError,
    LetterNumber,
    PatternError,
    Series,
    VoidedNumber,
    check_pattern,
    format_number,
    renumber_month,
)

NOVEMBER = date(2026, 11, 30)
PATTERNS = {kind: str(CATALOGUE[key].default) for kind, key in PATTERN_KEYS.items()}
"""By which each kind is numbered where no setting says otherwise."""


def number(*, on: date = NOVEMBER, kind: DocumentKind = DocumentKind.APPROVAL) -> LetterNumber:
    return LetterNumber(kind=kind, sequence=12, on=on, classification=Classification.ORDINARY, pattern=PATTERNS[kind])


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("", "must hold sequence, year"),
        ("{sequence}/{code}", "must hold year"),
        ("{year}/{code}", "must hold sequence"),
        ("{sequence}/{year}/{jabatan}", "“jabatan” is unknown"),
        ("{sequence}/{year}/{}", "“” is unknown"),
        ("{sequence}/{year}/{0}", "“0” is unknown"),
        ("{sequence.real}/{year}", "“sequence.real” is unknown"),
        ("{sequence.__class__}/{year}", "is unknown"),
        ("{code[0]}/{sequence}/{year}", "is unknown"),
        ("{sequence}/{year}/{sequence}", "only once"),
        ("{sequence/{year}", "braces do not match"),
        ("{sequence}/{year", "braces do not match"),
        ("}{sequence}/{year}", "braces do not match"),
        ("{sequence!r}/{year}", "format of “sequence”"),
        ("{sequence:09999999999}/{year}", "format of “sequence”"),
        ("{sequence:{year}}/{year}", "format of “sequence”"),
        ("{sequence}/{year:>9}", "format of “year”"),
        ("{sequence}/{year}\n", "printable"),
        ("{sequence}/{year}" + "x" * 84, "at most 100"),
    ],
)
def test_a_pattern_that_cannot_number_letters_is_refused(pattern: str, problem: str) -> None:
    with pytest.raises(PatternError, match=problem) as refused:
        check_pattern(pattern)
    assert refused.value.message_id
    assert refused.value.message_en == str(refused.value)
    with pytest.raises(PatternError):
        format_number(pattern, sequence=1, on=NOVEMBER, classification=Classification.ORDINARY, code="SPJ")


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (LETTER_PATTERN, "7/T/D.2/SPJ/XI/2026"),
        (SLA_PATTERN, "7/LKPP-LPSE/XI/2026"),
        (DECISION_PATTERN, "NOMOR 7 TAHUN 2026"),
        ("SERT-{year}-{sequence:04}", "SERT-2026-0007"),
        ("{{{sequence}}}/{year}", "{7}/2026"),
        ("{sequence}/{year}" + "x" * 83, "7/2026" + "x" * 83),
    ],
)
def test_a_number_is_printed_as_its_pattern_says(pattern: str, expected: str) -> None:
    printed = format_number(pattern, sequence=7, on=NOVEMBER, classification=Classification.RESTRICTED, code="SPJ")
    assert printed == expected


@pytest.mark.parametrize("sequence", [0, -1])
def test_numbers_start_at_one(sequence: int) -> None:
    with pytest.raises(InvalidNumberError, match=f"not {sequence}"):
        format_number(
            LETTER_PATTERN, sequence=sequence, on=NOVEMBER, classification=Classification.ORDINARY, code="SPJ"
        )


def test_all_twelve_months_are_roman() -> None:
    months = [number(on=date(2026, month, 1)).text.split("/")[4] for month in range(1, 13)]
    assert months == ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]


def test_each_classification_has_its_letter_and_word() -> None:
    assert [(each.value, each.letter, each.label_id) for each in Classification] == [
        ("ORDINARY", "B", "Biasa"),
        ("RESTRICTED", "T", "Terbatas"),
        ("CONFIDENTIAL", "R", "Rahasia"),
    ]


def test_every_kind_of_paper_has_a_code_and_a_sound_pattern_and_no_two_print_alike() -> None:
    assert set(LETTER_CODES) == set(PATTERNS) == set(DocumentKind)
    printed = {kind: number(kind=kind).text for kind in DocumentKind}
    assert len(set(printed.values())) == len(DocumentKind) - 1
    assert printed[DocumentKind.DETERMINATION] == printed[DocumentKind.REVOCATION] == "NOMOR 12 TAHUN 2026"
    assert printed[DocumentKind.CERTIFICATE] == "SERT-2026-0012"
    assert printed[DocumentKind.SLA] == "12/LKPP-LPSE/XI/2026"
    assert printed[DocumentKind.COMPLETION_REQUEST] == "12/B/D.2/SPK/XI/2026"


def test_a_series_is_a_kind_in_a_year() -> None:
    assert number().series == Series(kind=DocumentKind.APPROVAL, year=2026)
    assert number().series.key == "APPROVAL-2026"


def test_the_decisions_share_one_series_so_that_no_two_of_a_year_bear_the_same_number() -> None:
    keys = {number(kind=kind).series.key for kind in (DocumentKind.DETERMINATION, DocumentKind.REVOCATION)}
    assert keys == {"DECISION-2026"}


def test_a_new_month_keeps_the_sequence_and_computes_the_month_anew() -> None:
    later = renumber_month(number(), on=date(2026, 12, 1))
    assert isinstance(later, LetterNumber)
    assert (later.text, later.sequence, later.on) == ("12/B/D.2/SPJ/XII/2026", 12, date(2026, 12, 1))


def test_the_same_day_changes_nothing() -> None:
    assert renumber_month(number(), on=NOVEMBER) == number()


@pytest.mark.parametrize("on", [date(2027, 1, 1), date(2027, 11, 30), date(2029, 1, 1)])
def test_a_new_year_voids_the_number(on: date) -> None:
    assert renumber_month(number(), on=on) == VoidedNumber(
        number=number(), next_series=Series(kind=DocumentKind.APPROVAL, year=on.year)
    )


@pytest.mark.parametrize("on", [date(2026, 11, 29), date(2025, 12, 31)])
def test_a_letter_is_never_dated_back(on: date) -> None:
    with pytest.raises(InvalidNumberError, match="cannot be dated back"):
        renumber_month(number(), on=on)
