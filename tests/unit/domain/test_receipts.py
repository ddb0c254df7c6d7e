"""Proofs of receipt, and the last instant to object that follows from them (II.2.3.s1)."""

from datetime import UTC, date, datetime

import pytest

from app.seeds.holidays import working_calendar
from domain.calendar import CountingStart
from domain.clock import JAKARTA
from domain.receipts import ObjectionTerm, Receipt, ReceiptChannel, earliest, objection_deadline, receipt_of

CALENDAR = working_calendar()
LAST = datetime(2026, 11, 27, 16, 59, 59, tzinfo=UTC)

VECTORS = [
    ("2022-10-03", "2022-10-10", "2022-10-10"),
    ("2022-10-07", "2022-10-14", "2022-10-14"),
    ("2022-10-08", "2022-10-14", "2022-10-14"),
    ("2022-04-26", "2022-05-11", "2022-05-05"),
    ("2025-03-26", "2025-04-11", "2025-04-04"),
    ("2026-03-16", "2026-03-30", "2026-03-24"),
    ("2026-05-12", "2026-05-21", "2026-05-20"),
    ("2026-05-25", "2026-06-04", "2026-06-03"),
    ("2026-08-14", "2026-08-24", "2026-08-24"),
    ("2026-12-21", "2026-12-30", "2026-12-29"),
    ("2026-12-31", "2027-01-11", "2027-01-11"),
    ("2027-03-04", "2027-03-19", "2027-03-16"),
]


@pytest.mark.parametrize(("received", "leave_off", "leave_worked"), VECTORS)
def test_the_last_moment_to_object_is_the_end_of_the_fifth_working_day(received, leave_off, leave_worked) -> None:
    """II.2.3.s1, at whatever time of the day the letter was received."""
    calendar = CALENDAR
    for clock in ("00:00:00", "23:59:59"):
        at = datetime.fromisoformat(f"{received}T{clock}").replace(tzinfo=JAKARTA)
        for term, day in (
            (ObjectionTerm(), leave_off),
            (ObjectionTerm(joint_leave_is_off=False), leave_worked),
        ):
            found = objection_deadline(at, term, calendar)
            assert found is not None
            assert found.last_instant == datetime.fromisoformat(f"{day}T23:59:59").replace(tzinfo=JAKARTA)
            assert found.calendar_version == calendar.version


def test_the_day_of_receipt_counts_where_it_is_so_configured() -> None:
    at = datetime(2026, 8, 18, 3, 0, tzinfo=UTC)
    found = objection_deadline(at, ObjectionTerm(counting_start=CountingStart.DAY_OF_RECEIPT), CALENDAR)
    assert found is not None
    assert found.last_day == date(2026, 8, 24)


def test_a_limit_is_not_guessed() -> None:
    at = datetime(2027, 12, 30, tzinfo=UTC)
    assert objection_deadline(at, ObjectionTerm(), CALENDAR) is None
    assert objection_deadline(at, ObjectionTerm(), None) is None


def test_the_earliest_proof_counts_and_is_stored_whole() -> None:
    note = Receipt(channel=ReceiptChannel.DELIVERY_NOTE, at=LAST, by="admin", evidence_id="evidence-1")
    opened = Receipt(channel=ReceiptChannel.IN_APP, at=LAST.replace(day=28), by="head")
    assert earliest([opened, note]) == note
    assert earliest([]) is None
    assert [receipt_of(each.values()) for each in (note, opened)] == [note, opened]
    assert note.values()["at"] == "2026-11-27T16:59:59+00:00"
