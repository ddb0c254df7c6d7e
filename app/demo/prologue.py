"""Before the lives: the working calendar must reach as far as they do; an administrator adds a year where it does not.

The Deputy approves it.
"""

from datetime import date, timedelta

from app.demo.client import ApiClient
from app.demo.telling import Progress, Teller
from app.seeds.institutions import SAMPLE_MARK

LONGEST_LIFE = timedelta(days=200)
"""How much legal time the lives may take, told at the same time, with every limit in it."""

FIXED_HOLIDAYS = (
    (1, 1, "Tahun Baru"),
    (5, 1, "Hari Buruh"),
    (6, 1, "Pancasila"),
    (8, 17, "Kemerdekaan"),
    (12, 25, "Natal"),
)


class Prologue(Teller):
    """What LKPP's administrator and Deputy do beforehand."""

    def __init__(self, admin: ApiClient, deputy: ApiClient, progress: Progress, *, name: str) -> None:
        super().__init__(progress, name=name)
        self._admin, self._deputy = admin, deputy

    def prolong_calendar(self, today: date) -> None:
        """Adds the next year with its fixed holidays, as an estimate, where the calendar ends too soon."""
        calendar = self._admin.ask("{ calendar { version lastDay } }")["calendar"]
        last_day = date.fromisoformat(calendar["lastDay"])
        if last_day - today > LONGEST_LIFE:
            return
        year = last_day.year + 1
        days = [
            {
                "date": date(year, month, day).isoformat(),
                "name": name,
                "kind": "NATIONAL",
                "source": SAMPLE_MARK,
                "status": "ESTIMATED",
            }
            for month, day, name in FIXED_HOLIDAYS
        ]
        values = {
            "days": days,
            "removed": [],
            "lastDay": date(year, 12, 31).isoformat(),
            "reason": f"Kalender {year}, perkiraan ({SAMPLE_MARK})",
            "replaces": calendar["version"],
        }
        self._put_in_force(self._admin, self._deputy, values)
