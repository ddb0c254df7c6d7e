"""The numbers of letters: patterns, series per kind and year, what a new month or year does; reserving is elsewhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from string import Formatter

from domain.document_kinds import DocumentKind

ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
PLACEHOLDERS = frozenset({"sequence", "classification", "code", "month_roman", "year"})
REQUIRED_PLACEHOLDERS = frozenset({"sequence", "year"})
"""Without them two letters of one kind would bear the same number."""

LETTER_PATTERN = "{sequence}/{classification}/D.2/{code}/{month_roman}/{year}"
"""Letters of the Deputy's office, whose unit code is D.2."""

SLA_PATTERN = "{sequence}/LKPP-LPSE/{month_roman}/{year}"
"""The service-level agreement, after the practice of 2016; the month is ours."""

DECISION_PATTERN = "NOMOR {sequence} TAHUN {year}"
"""A decision (Keputusan), as the decree itself is numbered."""

LONGEST_PATTERN = 100
_WIDTH = re.compile(r"0[1-9]")


class Classification(StrEnum):
    """The security code (sifat) of a letter: biasa, terbatas, rahasia."""

    ORDINARY = "ORDINARY"
    RESTRICTED = "RESTRICTED"
    CONFIDENTIAL = "CONFIDENTIAL"

    @property
    def letter(self) -> str:
        """The letter that stands in the number: B, T or R."""
        return _CLASSIFICATIONS[self][0]

    @property
    def label_id(self) -> str:
        """The word after "Sifat" in the letter's head: Biasa, Terbatas or Rahasia."""
        return _CLASSIFICATIONS[self][1]


_CLASSIFICATIONS = {
    Classification.ORDINARY: ("B", "Biasa"),
    Classification.RESTRICTED: ("T", "Terbatas"),
    Classification.CONFIDENTIAL: ("R", "Rahasia"),
}

LETTER_CODES: dict[DocumentKind, str] = {
    DocumentKind.APPLICATION_RECEIPT: "TT",
    DocumentKind.COMPLETION_REQUEST: "SPK",
    DocumentKind.APPROVAL: "SPJ",
    DocumentKind.REJECTION: "SPN",
    DocumentKind.SLA: "SLA",
    DocumentKind.INSTALLATION_MINUTES: "BA",
    DocumentKind.NOTICE: "PB",
    DocumentKind.ASSIGNMENT: "ST",
    DocumentKind.ASSESSMENT_REPORT: "LP",
    DocumentKind.RECOMMENDATION: "SR-E",
    DocumentKind.DETERMINATION: "KEP",
    DocumentKind.CERTIFICATE: "SERT",
    DocumentKind.ADVICE: "SR-P",
    DocumentKind.WARNING: "TG",
    DocumentKind.REVOCATION: "KEP",
    DocumentKind.SERVICE_STOP: "PHL",
    DocumentKind.LKPP_SYSTEM: "RSL",
    DocumentKind.OBJECTION_RECEIPT: "TTK",
    DocumentKind.OBJECTION_RESULT: "HK",
    DocumentKind.REINSTATEMENT: "PML",
    DocumentKind.MINUTES: "BAP",
}
"""The code of each kind, as the glossary spells it out. Each series has a code of its own, so that no two letters of a
year bear the same number; the two decisions share theirs."""

CERTIFICATE_PATTERN = "SERT-{year}-{sequence:04}"
"""A certificate; its version within the unit stands beside the number."""

DECISIONS = frozenset({DocumentKind.DETERMINATION, DocumentKind.REVOCATION})
"""Kinds in the form of a Keputusan, which are numbered in one series."""


class NumberingError(Exception):
    """The family of every error of this module."""


class PatternError(NumberingError):
    """A pattern that cannot number letters. *Shape*: both languages, for the administrator who proposed it."""

    def __init__(self, message_id: str, message_en: str) -> None:
        super().__init__(message_en)
        self.message_id = message_id
        self.message_en = message_en


class InvalidNumberError(NumberingError):
    """A sequence below one, or a letter dated before the day on which its number was reserved."""


@dataclass(frozen=True, kw_only=True)
class Series:
    """One run of numbers without gaps: a kind of paper in a year."""

    kind: DocumentKind
    year: int

    @property
    def key(self) -> str:
        """The series' name in storage, such as `APPROVAL-2026`; decisions share `DECISION-2026`."""
        return f"{'DECISION' if self.kind in DECISIONS else self.kind.value}-{self.year}"


@dataclass(frozen=True, kw_only=True)
class LetterNumber:
    """A reserved number. *Shape*: `on` is the letter's date; `pattern` is the one in force when it was reserved."""

    kind: DocumentKind
    sequence: int
    on: date
    classification: Classification
    pattern: str

    @property
    def series(self) -> Series:
        """The series that the sequence was taken from."""
        return Series(kind=self.kind, year=self.on.year)

    @property
    def text(self) -> str:
        """The number as printed. *Raises*: `NumberingError`."""
        return format_number(
            self.pattern,
            sequence=self.sequence,
            on=self.on,
            classification=self.classification,
            code=LETTER_CODES[self.kind],
        )


@dataclass(frozen=True, kw_only=True)
class VoidedNumber:
    """A number that a new year made void: it stays on record, and the letter takes a new one of the new series."""

    number: LetterNumber
    next_series: Series


def format_number(pattern: str, *, sequence: int, on: date, classification: Classification, code: str) -> str:
    """The number as printed, such as `12/B/D.2/SPJ/XI/2026`.

    *Raises*: `PatternError` as `check_pattern`; `InvalidNumberError` for a sequence below one.
    """
    check_pattern(pattern)
    if sequence < 1:
        raise InvalidNumberError(f"numbers start at 1, not {sequence}")
    return pattern.format(
        sequence=sequence,
        classification=classification.letter,
        code=code,
        month_roman=ROMAN_MONTHS[on.month - 1],
        year=on.year,
    )


def renumber_month(number: LetterNumber, *, on: date) -> LetterNumber | VoidedNumber:
    """What becomes of a reserved number when its letter is dated later than planned.

    The sequence stays and the month part is computed anew; a new year voids the number.
    *Raises*: `InvalidNumberError` where `on` lies before the number's date. *Source*: house rule.
    """
    if on < number.on:
        raise InvalidNumberError(f"a letter of {number.on} cannot be dated back to {on}")
    if on.year != number.on.year:
        return VoidedNumber(number=number, next_series=Series(kind=number.kind, year=on.year))
    return replace(number, on=on)


def check_pattern(pattern: str, *, further: frozenset[str] = frozenset()) -> None:
    """Nothing, where the pattern can number letters.

    *Shape*: `PLACEHOLDERS` in braces, `sequence`, `year` and the `further` among them, each at most once; only `sequence`
    may have a width (`{sequence:04}`); up to 100 printable characters. *Raises*: `PatternError`.
    *Does not check*: whether another series prints the same (`number_overlaps`).
    """
    if not pattern.isprintable() or len(pattern) > LONGEST_PATTERN:
        raise PatternError(
            f"pola paling banyak {LONGEST_PATTERN} karakter tercetak.",
            f"a pattern has at most {LONGEST_PATTERN} printable characters.",
        )
    names = list(_placeholders(pattern))
    if missing := (REQUIRED_PLACEHOLDERS | further) - set(names):
        listed = ", ".join(sorted(missing))
        raise PatternError(f"pola harus memuat {listed}.", f"the pattern must hold {listed}.")
    if len(names) != len(set(names)):
        raise PatternError("setiap isian hanya boleh sekali.", "each placeholder may stand only once.")


def _placeholders(pattern: str) -> Iterator[str]:
    try:
        pieces = list(Formatter().parse(pattern))
    except ValueError as error:
        raise PatternError("kurung kurawal pola tidak sah.", "the pattern's braces do not match.") from error
    for _literal, name, width, conversion in pieces:
        if name is None:
            continue
        if name not in PLACEHOLDERS:
            raise PatternError(f"isian “{name}” tidak dikenal.", f"the placeholder “{name}” is unknown.")
        if conversion or (width and not (name == "sequence" and _WIDTH.fullmatch(width))):
            raise PatternError(f"bentuk isian “{name}” tidak sah.", f"the format of “{name}” is not allowed.")
        yield name
