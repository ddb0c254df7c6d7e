"""Terms in months: the last day of something that begins on a day and holds for some months; no record is known here."""

from calendar import monthrange
from datetime import date, timedelta


def last_day_of_term(first_day: date, months: int) -> date:
    """The last day of a term: 24 months from 22 November 2026 last through 21 November 2028.

    Where the month of the end has no such day, its last day stands for it (30 January + 1 month: through 27 February in
    a year without a leap day, as the next term would begin on the 28th).
    """
    year, month = divmod(first_day.month - 1 + months, 12)
    year += first_day.year
    day = min(first_day.day, monthrange(year, month + 1)[1])
    return date(year, month + 1, day) - timedelta(days=1)
