"""How letters say dates and numbers in Indonesian; all other words stand in templates and contexts."""

import re
from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from num2words import num2words

from domain.clock import JAKARTA

_LOCALE = "id_ID"
_DECISION = re.compile(r"NOMOR\b")


def long_date(day: date) -> str:
    """A date as letters print it. *Shape*: `30 September 2022`."""
    return format_date(day, "long", locale=_LOCALE)


def full_date(day: date) -> str:
    """A date with its weekday. *Shape*: `Jumat, 30 September 2022`."""
    return format_date(day, "full", locale=_LOCALE)


def spelled_date(day: date) -> str:
    """A date in words, as minutes and agreements open.

    *Shape*: `Jumat tanggal tiga puluh bulan September tahun dua ribu dua puluh dua`.
    """
    weekday, month = format_date(day, "EEEE", locale=_LOCALE), format_date(day, "MMMM", locale=_LOCALE)
    return f"{weekday} tanggal {in_words(day.day)} bulan {month} tahun {in_words(day.year)}"


def digits_date(day: date) -> str:
    """A date in digits, beside the spelled one. *Shape*: `30-09-2022`."""
    return format_date(day, "dd-MM-yyyy", locale=_LOCALE)


def date_and_time(instant: datetime) -> str:
    """An aware instant, told in Jakarta.

    *Shape*: `30 September 2022 pukul 14.05 WIB`. *Raises*: `ValueError` for a naive instant.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant on paper needs its time zone")
    local = instant.astimezone(JAKARTA)
    return f"{long_date(local.date())} pukul {clock_time(local)}"


def clock_time(instant: datetime) -> str:
    """The time of day in Jakarta. *Shape*: `14.05 WIB`."""
    return f"{format_datetime(instant.astimezone(JAKARTA), 'HH.mm', locale=_LOCALE)} WIB"


def numbered(number: str) -> str:
    """A paper's number within a sentence. *Shape*: `Nomor 12/B/D.2/TG/XI/2026`; of a decision `Nomor 7 Tahun 2026`."""
    if _DECISION.match(number):
        return number.replace("NOMOR", "Nomor").replace("TAHUN", "Tahun")
    return f"Nomor {number}"


def heading_number(number: str) -> str:
    """A paper's number under its title. *Shape*: `NOMOR 12/ST/XI/2026`; a decision's own number says it already."""
    return number if _DECISION.match(number) else f"NOMOR {number}"


def bare_number(number: str) -> str:
    """A paper's number after a label that says it. *Shape*: of a decision `7 TAHUN 2026`."""
    return _DECISION.sub("", number).strip()


def lettered(position: int) -> str:
    """The mark of a line in a list, from 1. *Shape*: `a` to `z`, then `aa`."""
    around, place = divmod(position - 1, 26)
    return (chr(96 + around) if around else "") + chr(97 + place)


def in_words(number: int | Decimal) -> str:
    """A number in words.

    *Shape*: `dua ribu dua puluh dua`; decimals are read digit by digit: `sembilan puluh sembilan koma nol lima`.
    """
    whole, _, fraction = format(abs(number), "f" if isinstance(number, Decimal) else "d").partition(".")
    spoken = [_cardinal(whole), *(["koma", *map(_cardinal, fraction)] if fraction else [])]
    return " ".join(["min", *spoken] if number < 0 else spoken)


def _cardinal(digits: str) -> str:
    return str(num2words(int(digits), lang="id"))


def number_and_words(number: int) -> str:
    """A number as legal texts print it. *Shape*: `5 (lima)`."""
    return f"{format_decimal(number, locale=_LOCALE)} ({in_words(number)})"


def percent_and_words(percentage: str) -> str:
    """A percentage written with a decimal comma. *Shape*: `99,5% (sembilan puluh sembilan koma lima persen)`.

    *Raises*: `ValueError` for a text that is not a plain number with a decimal comma.
    """
    return f"{percentage}% ({in_words(decimal_of(percentage))} persen)"


def decimal_of(text: str) -> Decimal:
    """The number that a text with a decimal comma names.

    *Raises*: `ValueError` for signs, points, spaces or letters.
    """
    whole, comma, fraction = text.partition(",")
    if not (whole.isascii() and whole.isdigit()) or (comma and not (fraction.isascii() and fraction.isdigit())):
        raise ValueError(f"not a number with a decimal comma: {text!r}")
    return Decimal(f"{whole}.{fraction}" if comma else whole)
