"""The standards catalogue as stored (II.2.1.b): the 17 standards, and the dated versions of their criteria."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

import bson
from mongoengine import (
    BooleanField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentListField,
    IntField,
    ListField,
    StringField,
)

from domain.catalogues import CatalogueFacts, CatalogueState, read_criterion, version_at
from domain.configuration_keys import ConfigurationKey, ServiceProviderScope
from domain.provider_forms import ProviderForm
from domain.standards import Applicability, Criterion, Standard, StandardCode
from domain.tables import Act
from persistence.configuration import setting
from persistence.records import Record, only_one, stored_bytes

_IN_FORCE_ONCE = (CatalogueState.PUBLISHED.value, CatalogueState.SUPERSEDED.value)


class CriterionField(EmbeddedDocument):
    """One criterion: project configuration, not LKPP's official text. *Shape*: a version names its standard too."""

    code = StringField(required=True)
    standard = StringField()
    text_id = StringField(required=True)
    text_en = StringField(required=True)
    evidence_id = StringField(required=True)
    methods = ListField(StringField(), required=True)
    requirement = StringField(required=True)
    applicability = StringField(required=True)
    aspects = ListField(StringField())


class StandardRecord(Document):
    """One standard under the decree's name. *Shape*: `id` is S01 to S17; `aliases` are its names of 2014, for search;
    `criteria` are those that it was loaded with: a published version of the catalogue stands before them.
    """

    meta = {"collection": "standards", "indexes": ["number"]}

    id = StringField(primary_key=True)
    number = IntField(required=True)
    clause = StringField(required=True)
    name_id = StringField(required=True)
    name_en = StringField(required=True)
    aliases = ListField(StringField())
    reference = StringField()
    official_text = BooleanField(required=True)
    criteria = EmbeddedDocumentListField(CriterionField)


class CatalogueRecord(Record):
    """One version of the criteria of all standards. *Shape*: dates as ISO 8601 text; `valid_to` once it is superseded."""

    meta = {
        "collection": "catalogues",
        "indexes": [
            only_one("one_of_a_name", "edition", states=(CatalogueState.DRAFT.value, *_IN_FORCE_ONCE)),
            only_one("one_after_another", "replaces", states=_IN_FORCE_ONCE),
            ("state", "valid_from"),
        ],
    }

    edition = StringField(required=True)
    valid_from = StringField(required=True)
    valid_to = StringField()
    criteria = EmbeddedDocumentListField(CriterionField)
    replaces = StringField()
    reason = StringField(required=True)
    changed_by = StringField(required=True)
    published_by = StringField()


def catalogue(on: date | None = None) -> tuple[Standard, ...]:
    """The standards in the decree's order with the criteria in force on a day (None: of the version published last), as
    this thread's transaction sees them. Before the first version's day there are the first version's criteria.
    """
    version = _version(on)
    stored = tuple(map(_standard, stored_bytes(StandardRecord, {}, sort="number")))
    found = stored if version is None else tuple(version.of(standard) for standard in stored)
    return tuple(_binding_everyone(standard) for standard in found) if on and _every_criterion_binds(on) else found


def edition_on(on: date) -> str | None:
    """The name of the version whose criteria are in force on a day; None while none was published."""
    version = _version(on)
    return version.edition if version else None


def binding_standards(form: ProviderForm, on: date | None = None) -> frozenset[StandardCode]:
    """The standards of which at least one criterion binds a unit of that form on a day."""
    return frozenset(standard.code for standard in catalogue(on) if standard.criteria_for(form))


def catalogue_facts(record: CatalogueRecord | None, act: Act) -> CatalogueFacts:
    """The facts of a version, or of one that the act drafts."""
    current = _version(None)
    begun = _criteria(record.to_mongo()["criteria"]) if record else ()
    others = CatalogueRecord.objects(state__ne=CatalogueState.DISCARDED.value, id__ne=act.record_id).only("edition")
    return CatalogueFacts(
        state=record.state if record else None,
        valid_from=date.fromisoformat(record.valid_from) if record else None,
        criteria=begun if record else current.criteria if current else (),
        replaces=record.replaces if record else None,
        current_id=current.id if current else None,
        current_from=current.valid_from if current else None,
        editions=frozenset(other.edition for other in others),
    )


@dataclass(frozen=True)
class _Version:
    """A version of the criteria that is or was in force."""

    id: str
    edition: str
    valid_from: date
    criteria: tuple[Criterion, ...]

    def of(self, standard: Standard) -> Standard:
        """The standard with this version's criteria of it."""
        return replace(standard, criteria=tuple(each for each in self.criteria if each.standard is standard.code))


def _version(on: date | None) -> _Version | None:
    """The version in force on a day; the first one for an earlier day; the last one without a day."""
    were_in_force = {"state": {"$in": list(_IN_FORCE_ONCE)}}
    versions = [_read_version(each) for each in stored_bytes(CatalogueRecord, were_in_force, sort="valid_from")]
    index = version_at([each.valid_from for each in versions], on)
    return None if index is None else versions[index]


@lru_cache(maxsize=32)
def _read_version(stored: bytes) -> _Version:
    found = bson.decode(stored)
    return _Version(
        id=found["_id"],
        edition=found["edition"],
        valid_from=date.fromisoformat(found["valid_from"]),
        criteria=_criteria(found["criteria"]),
    )


@lru_cache(maxsize=64)
def _standard(stored: bytes) -> Standard:
    found = bson.decode(stored)
    return Standard(
        code=StandardCode(found["_id"]),
        name_id=found["name_id"],
        name_en=found["name_en"],
        reference=found.get("reference") or "",
        aliases=tuple(found.get("aliases", ())),
        criteria=_criteria(found.get("criteria", ()), of=StandardCode(found["_id"])),
    )


def _every_criterion_binds(on: date) -> bool:
    """Whether a service provider is bound by the system providers' criteria too: configured, the decree is silent."""
    return setting(ConfigurationKey.STANDARDS_FOR_SERVICE_PROVIDER, on) == ServiceProviderScope.EVERY_CRITERION


def _binding_everyone(standard: Standard) -> Standard:
    criteria = (replace(criterion, applicability=Applicability.ALL) for criterion in standard.criteria)
    return replace(standard, criteria=tuple(criteria))


def _criteria(stored: Iterable[Mapping[str, Any]], *, of: StandardCode | None = None) -> tuple[Criterion, ...]:
    """Stored criteria, of one standard, or of the one that each names."""
    return tuple(read_criterion(each, standard=of) for each in stored)
