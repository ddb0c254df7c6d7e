"""Configuration and officials with validity dates; the keys, defaults and rules of choice are the domain's."""

from datetime import date, timedelta
from typing import Any

from mongoengine import BooleanField, DateTimeField, DynamicField, ListField, Q, StringField

from domain.configuration import ConfigurationValue, value_at
from domain.configuration_keys import CATALOGUE, PATTERN_KEYS, ConfigurationKey, Value, ValueKind
from domain.document_kinds import DocumentKind
from domain.official_terms import OfficialFacts, OfficialState
from domain.officials import OFFICE_KINDS, Capacity, Office, Official, signers_at
from domain.roles import Role, duties_conflict
from domain.settings import SettingFacts, SettingState
from domain.tables import Act
from persistence.personnel import PersonRecord
from persistence.records import Record, only_one

_STANDING = [SettingState.PROPOSED.value, SettingState.APPROVED.value]


class ConfigurationRecord(Record):
    """One value of one key from a day on. *Shape*: dates as ISO 8601 text; `valid_to` is the last day, or absent."""

    meta = {
        "collection": "configuration",
        "indexes": [only_one("one_from_a_day", "key", "valid_from", states=_STANDING)],
    }

    key = StringField(required=True)
    value = DynamicField()
    valid_from = StringField(required=True)
    valid_to = StringField()
    reason = StringField()
    changed_by = StringField(required=True)


class OfficialRecord(Record):
    """One person in one office for a time. *Shape*: a delegation has `order_*`, its letter of assignment; one a.n. its `kinds`
    and `own_title_id`; `revoked_*` tell when and by whom it was revoked.
    """

    meta = {"collection": "officials", "indexes": [("office", "valid_from")]}

    office = StringField(required=True)
    capacity = StringField(required=True)
    person_id = StringField(required=True)
    name = StringField(required=True)
    title_id = StringField(required=True)
    title_en = StringField(required=True)
    valid_from = StringField(required=True)
    valid_to = StringField()
    sample = BooleanField(required=True)
    reason = StringField()
    appointed_by = StringField(required=True)
    order_number = StringField()
    order_date = StringField()
    kinds = ListField(StringField())
    own_title_id = StringField()
    revoked_at = DateTimeField()
    revoked_by = StringField()


def setting(key: ConfigurationKey, on: date) -> Value:
    """The value of `key` in force on a day; its default where nothing is approved."""
    approved = ConfigurationRecord.objects(key=key.value, state=SettingState.APPROVED.value)
    return value_at(key, [_value(record) for record in approved], on)


def changes_of(key: ConfigurationKey) -> list[tuple[date, str]]:
    """The days on which an approved value begins, or ends without a successor, each with the id of that value."""
    approved = ConfigurationRecord.objects(key=key.value, state=SettingState.APPROVED.value).order_by("valid_from")
    begins = [(date.fromisoformat(each.valid_from), str(each.id)) for each in approved]
    over = [(date.fromisoformat(each.valid_to) + timedelta(days=1), str(each.id)) for each in approved if each.valid_to]
    return begins + over


def setting_facts(record: ConfigurationRecord | None, act: Act) -> SettingFacts:
    """The facts of a configured value, or of one that the act enters."""
    key = record.key if record else _text(act, "key")
    others = ConfigurationRecord.objects(key=key, state__ne=SettingState.WITHDRAWN.value, id__ne=act.record_id)
    return SettingFacts(
        state=record.state if record else None,
        valid_from=date.fromisoformat(record.valid_from) if record else None,
        own=_value(record) if record else None,
        others=tuple(_value(other) for other in others),
        patterns=_patterns(act, states=_STANDING if record is None else [SettingState.APPROVED.value]),
    )


def _patterns(act: Act, *, states: list[str]) -> tuple[ConfigurationValue, ...]:
    keys = sorted(each.value for each in set(PATTERN_KEYS.values()))
    found = ConfigurationRecord.objects(key__in=keys, state__in=states, id__ne=act.record_id)
    return tuple(_value(each) for each in found.order_by("id"))


def configuration_value(
    key: ConfigurationKey, value: Any, *, valid_from: str, valid_to: str | None
) -> ConfigurationValue:
    """An entry as the domain has it, from what is stored."""
    if CATALOGUE[key].kind is ValueKind.DATE and isinstance(value, str):
        value = date.fromisoformat(value)
    return ConfigurationValue(key=key, value=value, valid_from=date.fromisoformat(valid_from), valid_to=_day(valid_to))


def _value(record: ConfigurationRecord) -> ConfigurationValue:
    return configuration_value(
        ConfigurationKey(record.key), record.value, valid_from=record.valid_from, valid_to=record.valid_to
    )


def officials(office: Office) -> list[Official]:
    """Everyone who holds or held the office."""
    return _terms(OfficialRecord.objects(office=office.value))


def official_facts(record: OfficialRecord | None, act: Act) -> OfficialFacts:
    """The facts of a term of office, or of one that the act begins."""
    person = PersonRecord.objects(id=_text(act, "person_id"), institution_id=None, active=True).first()
    others = OfficialRecord.objects(office=record.office if record else _text(act, "office"), id__ne=act.record_id)
    return OfficialFacts(
        state=record.state if record else None,
        valid_from=date.fromisoformat(record.valid_from) if record else None,
        valid_to=_day(record.valid_to) if record else None,
        person_name=person.name if person else None,
        capacity=Capacity(record.capacity) if record else Capacity.DEFINITIVE,
        person_administers=person is not None and Role.ADMIN.value in person.roles,
        person_cannot_act=person is not None and _cannot_act_as_deputy(person),
        others=tuple(_terms(others)),
    )


def _cannot_act_as_deputy(person: PersonRecord) -> bool:
    return duties_conflict(frozenset(Role(role) for role in person.roles) | {Role.DEPUTY})


def _terms(records: Any) -> list[Official]:
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
            kinds=tuple(DocumentKind(kind) for kind in record.kinds),
            own_title_id=record.own_title_id or "",
        )
        for record in records.filter(state__ne=OfficialState.WITHDRAWN.value).order_by("valid_from")
    ]


def office_holders(person_ids: list[str], on: date, *, kind: DocumentKind) -> frozenset[str]:
    """Those of these persons who may sign a paper of that kind on the day: LKPP's officials by their dated terms, an
    institution's people and LKPP's assessors (who sign their own reports) while active. Nothing is read where nobody is
    named, as on a sealed paper.
    """
    if not person_ids:
        return frozenset()
    serving = signers_at(kind, officials(Office.DEPUTY), on)
    if kind in OFFICE_KINDS:
        return serving.intersection(person_ids)
    own = PersonRecord.objects(
        Q(institution_id__ne=None) | Q(roles=Role.ASSESSOR.value), id__in=person_ids, active=True
    ).only("id")
    return frozenset(person for person in person_ids if person in serving) | frozenset(str(p.id) for p in own)


def _text(act: Act, name: str) -> str:
    """A text of the payload; empty where it has none (an act on what exists, an examination beforehand)."""
    return str(getattr(act.payload, name, ""))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
