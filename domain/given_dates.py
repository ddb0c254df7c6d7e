"""Days that somebody writes down of a letter or a legal basis: none is to come, and none is older than the republic."""

from datetime import date

from domain.refusals import Refusal
from domain.text import input_problem

EARLIEST_DATE = date(1945, 8, 17)
"""No letter and no legal basis is older. *Source*: house rule."""


def dates_problem(today: date, **given: date | None) -> Refusal | None:
    """The first of the given days that cannot be, by the name of its field; None is no day."""
    for field, day in given.items():
        if day is not None and not EARLIEST_DATE <= day <= today:
            return input_problem(
                field,
                f"harus dari {EARLIEST_DATE.isoformat()} sampai hari ini.",
                f"must be from {EARLIEST_DATE.isoformat()} to today.",
            )
    return None
