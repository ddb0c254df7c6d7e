"""The office days on which the lives of the volume go on: every other week a working day, at nine in the morning."""

from datetime import date, datetime, time, timedelta

from app.seeds.holidays import working_calendar
from domain.calendar import WorkingCalendar, is_working_day
from domain.clock import JAKARTA, legal_date

FIRST_DAY = date(2022, 10, 3)
"""The first Monday after the decree came into force (DIKTUM.KETIGA)."""

STEP = timedelta(days=14)


class OfficeDays:
    """Lives that wait for the same day are told together, and so share the machine."""

    def __init__(self, calendar: WorkingCalendar | None = None) -> None:
        self._calendar = calendar or working_calendar()

    def begin(self) -> datetime:
        """The first instant."""
        return self._morning(0)

    def from_instant(self, instant: datetime) -> datetime:
        """The first office morning that is not before an instant."""
        number = max(0, (legal_date(instant) - FIRST_DAY) // STEP)
        while self._morning(number) < instant:
            number += 1
        return self._morning(number)

    def after(self, today: date, steps: int) -> datetime:
        """The office morning so many steps after that of today, or the last one before today."""
        return self._morning((today - FIRST_DAY) // STEP + steps)

    def _morning(self, number: int) -> datetime:
        """Nine in Jakarta on the Monday, or on the next working day."""
        day = FIRST_DAY + number * STEP
        while not is_working_day(day, self._calendar):
            day += timedelta(days=1)
        return datetime.combine(day, time(9), JAKARTA)
