"""The working calendar as stored: versions of off days, proposed and approved; how days are counted is the domain's."""

from datetime import date
from functools import lru_cache

import bson
from mongoengine import EmbeddedDocument, EmbeddedDocumentListField, StringField

from domain.calendar import OffDay, OffDayKind, OffDayStatus, WorkingCalendar, calendar_of
from domain.calendars import CalendarFacts, CalendarState
from domain.tables import Act
from persistence.records import Record, only_one, stored_bytes


class OffDayField(EmbeddedDocument):
    """One day that is off. *Shape*: ISO 8601 date."""

    date = StringField(required=True)
    name = StringField(required=True)
    kind = StringField(required=True)
    source = StringField(required=True)
    status = StringField(required=True)


class CalendarRecord(Record):
    """One version of the calendar, whole. *Shape*: one is IN_FORCE; dates as ISO 8601 text.

    Several proposals may be made to replace one version; of those approved one does.
    """

    meta = {
        "collection": "calendars",
        "indexes": [
            only_one("one_after_another", "replaces", states=(CalendarState.IN_FORCE, CalendarState.SUPERSEDED)),
            "state",
        ],
    }

    first_day = StringField(required=True)
    last_day = StringField(required=True)
    off_days = EmbeddedDocumentListField(OffDayField)
    replaces = StringField()
    changed_by = StringField(required=True)
    approved_by = StringField()
    reason = StringField(required=True)


def calendar_facts(record: CalendarRecord | None, _act: Act) -> CalendarFacts:
    """The facts of a version, or of one that the act publishes."""
    current = CalendarRecord.objects(state=CalendarState.IN_FORCE.value).only("id").first()
    return CalendarFacts(
        state=record.state if record else None,
        current_id=current.id if current else None,
        made_from=record.replaces if record else None,
    )


def current_calendar() -> WorkingCalendar:
    """The calendar in force. *Raises*: `LookupError` where none was seeded."""
    found = stored_bytes(CalendarRecord, {"state": CalendarState.IN_FORCE.value}, sort="_id")
    if not found:
        raise LookupError("no working calendar is stored: run the seeds")
    return _calendar(found[0])


@lru_cache(maxsize=8)
def _calendar(stored: bytes) -> WorkingCalendar:
    found = bson.decode(stored)
    return calendar_of(
        version=found["_id"],
        first_day=date.fromisoformat(found["first_day"]),
        last_day=date.fromisoformat(found["last_day"]),
        off_days=[
            OffDay(
                date=date.fromisoformat(day["date"]),
                name=day["name"],
                kind=OffDayKind(day["kind"]),
                source=day["source"],
                status=OffDayStatus(day["status"]),
            )
            for day in found["off_days"]
        ],
    )
