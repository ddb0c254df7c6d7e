"""Configuration and officials with validity dates; the keys, defaults and rules of choice are the domain's."""

from datetime import date

from mongoengine import BooleanField, DateTimeField, Document, DynamicField, Q, StringField

from domain.configuration import ConfigurationValue, value_at
from domain.configuration_keys import CATALOGUE, ConfigurationKey, Value, ValueKind
from domain.officials import Capacity, Office, Official
from domain.roles import Role
from persistence.personnel import PersonRecord


class ConfigurationRecord(Document):
    """One value of one key from a day on. *Shape*: dates as ISO 8601 text; `valid_to` is the last day, or absent."""

    meta = {"collection": "configuration", "indexes": [("key", "valid_from")]}

    id = StringField(primary_key=True)
    key = StringField(required=True)
    value = DynamicField()
    valid_from = StringField(required=True)
    valid_to = StringField()
    reason = StringField()
    changed_by = StringField(required=True)
    changed_at = DateTimeField(required=True)


class OfficialRecord(Document):
    """One person in one office for a time."""

    meta = {"collection": "officials", "indexes": [("office", "valid_from")]}

    id = StringField(primary_key=True)
    office = StringField(required=True)
    capacity = StringField(required=True)
    person_id = StringField(required=True)
    name = StringField(required=True)
    title_id = StringField(required=True)
    title_en = StringField(required=True)
    valid_from = StringField(required=True)
    valid_to = StringField()
    sample = BooleanField(required=True)


def setting(key: ConfigurationKey, on: date) -> Value:
    """The value of `key` in force on a day; its default where nothing is entered."""
    return value_at(key, [_value(record) for record in ConfigurationRecord.objects(key=key.value)], on)


def _value(record: ConfigurationRecord) -> ConfigurationValue:
    key = ConfigurationKey(record.key)
    value = record.value
    if CATALOGUE[key].kind is ValueKind.DATE and isinstance(value, str):
        value = date.fromisoformat(value)
    return ConfigurationValue(
        key=key,
        value=value,
        valid_from=date.fromisoformat(record.valid_from),
        valid_to=_day(record.valid_to),
        reason=record.reason or "",
    )


def officials(office: Office) -> list[Official]:
    """Everyone who holds or held the office."""
    return [
        Official(
            office=Office(record.office),
            capacity=Capacity(record.capacity),
            person_id=record.person_id,
            name=record.name,
            title_id=record.title_id,
            title_en=record.title_en,
            valid_from=date.fromisoformat(record.valid_from),
            valid_to=_day(record.valid_to),
            is_sample=record.sample,
        )
        for record in OfficialRecord.objects(office=office.value).order_by("valid_from")
    ]


def office_holders(person_ids: list[str], on: date) -> frozenset[str]:
    """Those of these persons who may sign on the day: LKPP's officials by their dated terms, an institution's people and
    LKPP's assessors (who sign their own reports) while active.
    """
    serving = {official.person_id for official in officials(Office.DEPUTY) if official.serves_on(on)}
    own = PersonRecord.objects(
        Q(institution_id__ne=None) | Q(roles=Role.ASSESSOR.value), id__in=person_ids, active=True
    ).only("id")
    return frozenset(person for person in person_ids if person in serving) | frozenset(str(p.id) for p in own)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
