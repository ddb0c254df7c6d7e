"""What the demonstration does about a term that was counted with an estimated holiday."""

from datetime import date
from typing import Any

import pytest

from app.demo.limits import estimates_between, make_certain


def day(on: str, status: str) -> dict[str, str]:
    return {"date": on, "name": "Libur", "kind": "NATIONAL", "source": "contoh", "status": status}


CALENDAR = {
    "version": "v1",
    "offDays": [
        day("2027-03-08", "ESTIMATED"),
        day("2027-03-09", "OFFICIAL"),
        day("2027-03-10", "ESTIMATED"),
        day("2027-03-15", "ESTIMATED"),
        day("2027-03-16", "ESTIMATED"),
    ],
}


class Administrator:
    """Answers with the calendar."""

    def ask(self, _document: str) -> dict[str, Any]:
        return {"calendar": CALENDAR}


class Cast:
    admin = Administrator()


class Staged:
    """Keeps what was done."""

    cast = Cast()

    def __init__(self, estimated: bool) -> None:
        self.estimated = estimated
        self.done: list[tuple[str, Any]] = []

    def read(self, _kind: str, _key: str, _fields: str) -> dict[str, Any]:
        # 20:00 UTC on the 8th and 9th of March are the 9th and, at the end of the term, the 15th in Jakarta.
        received, last = "2027-03-08T20:00:00+00:00", "2027-03-15T16:59:59+00:00"
        return {"limitIsEstimated": self.estimated, "receivedAt": received, "lastInstant": last}

    def approve_calendar(self, revision: dict[str, Any]) -> None:
        self.done.append(("approve", [each["date"] for each in revision["days"]]))

    def on(self, client: Any, mutation: str, name: str, key: str, values: dict[str, Any]) -> None:
        assert client is self.cast.admin
        self.done.append((mutation, (name, key, values["reason"])))


def test_the_estimated_days_of_the_term_become_official_and_no_other() -> None:
    found = estimates_between(CALENDAR, date(2027, 3, 9), date(2027, 3, 15))
    assert found["days"] == [day("2027-03-10", "OFFICIAL"), day("2027-03-15", "OFFICIAL")]
    assert (found["replaces"], found["removed"]) == ("v1", [])


@pytest.mark.parametrize("estimated", [True, False])
def test_only_an_estimated_limit_is_made_certain(estimated: bool) -> None:
    stage: Any = Staged(estimated)
    make_certain(stage, "sanction-1")
    told = ("sanction", "sanction-1", "Tanggal hari libur telah ditetapkan (contoh).")
    certain = [("approve", ["2027-03-10", "2027-03-15"]), ("recomputeObjectionLimit", told)]
    assert stage.done == (certain if estimated else [])
