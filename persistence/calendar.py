"""The working calendar as stored: versions of off days, edited by LKPP's admin; how days are counted is the domain's."""

from datetime import date

from mongoengine import DateTimeField, Document, EmbeddedDocument, EmbeddedDocumentListField, IntField, StringField

from domain.calendar import OffDay, OffDayKind, OffDayStatus, WorkingCalendar, calendar_of


class OffDayField(EmbeddedDocument):
    """One day that is off. *Shape*: ISO 8601 date."""

    date = StringField(required=True)
    name = StringField(required=True)
    kind = StringField(required=True)
    source = StringField(required=True)
    status = StringField(required=True)


class CalendarRecord(Document):
    """One version of the calendar, whole; the highest `ordinal` is in force. Earlier versions stay: deadlines name them."""

    meta = {"collection": "calendars", "indexes": ["-ordinal"]}

    id = StringField(primary_key=True)
    ordinal = IntField(required=True, unique=True)
    first_day = StringField(required=True)
    last_day = StringField(required=True)
    off_days = EmbeddedDocumentListField(OffDayField)
    changed_by = StringField(required=True)
    changed_at = DateTimeField(required=True)
    reason = StringField(required=True)


def current_calendar() -> WorkingCalendar:
    """The calendar in force. *Raises*: `LookupError` where none was seeded."""
    found = CalendarRecord.objects.order_by("-ordinal").first()
    if found is None:
        raise LookupError("no working calendar is stored: run the seeds")
    return calendar_of(
        version=found.id,
        first_day=date.fromisoformat(found.first_day),
        last_day=date.fromisoformat(found.last_day),
        off_days=[
            OffDay(
                date=date.fromisoformat(day.date),
                name=day.name,
                kind=OffDayKind(day.kind),
                source=day.source,
                status=OffDayStatus(day.status),
            )
            for day in found.off_days
        ],
    )
