"""Dates and times as people read them, in both languages; always the legal time of the letters (WIB)."""

from datetime import date, datetime

from babel.dates import format_date, format_datetime

from domain.clock import JAKARTA, legal_date
from portal.languages import Language, Text


def day(value: date | datetime) -> Text:
    """`22 November 2026` in both languages; of a moment, its day in Jakarta."""
    on = legal_date(value) if isinstance(value, datetime) else value
    return Text(*(format_date(on, "d MMMM y", locale=language.value) for language in Language))


def moment(value: datetime) -> Text:
    """`22 November 2026 pukul 14.05.09 WIB`, and `22 November 2026, 14:05:09 WIB (UTC+7)`."""
    there = value.astimezone(JAKARTA)
    return Text(
        format_datetime(there, "d MMMM y 'pukul' HH.mm.ss 'WIB'", locale="id"),
        format_datetime(there, "d MMMM y, HH:mm:ss 'WIB (UTC+7)'", locale="en"),
    )


def day_of(value: str) -> date:
    """The day of an ISO 8601 date, or of a moment as seen in Jakarta. *Raises*: `ValueError`."""
    return legal_date(datetime.fromisoformat(value)) if "T" in value else date.fromisoformat(value)
