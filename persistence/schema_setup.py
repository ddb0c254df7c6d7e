"""Makes collections and indexes before the first write: a transaction should never have to make one."""

from typing import Any

from mongoengine import DateTimeField, Document, StringField
from pymongo.errors import CollectionInvalid, OperationFailure, PyMongoError

from persistence.applications import ApplicationRecord
from persistence.assessments import AssessmentRecord
from persistence.calendar import CalendarRecord
from persistence.case_records import CaseRecord
from persistence.certificates import CertificateRecord
from persistence.competencies import CapacityPlanRecord, CompetencyRecord, PersonnelFileRecord
from persistence.compliance import ComplianceRecord
from persistence.configuration import ConfigurationRecord, OfficialRecord
from persistence.counters import CounterRecord
from persistence.documents import DocumentRecord
from persistence.errors import DatabaseUnavailable
from persistence.evidence import EvidenceRecord
from persistence.guidance import ConsultationRecord, MentoringRecord
from persistence.idempotency import IdempotencyRecord
from persistence.institutions import InstitutionRecord
from persistence.locks import LockRecord
from persistence.log import EventRecord, LogHeadRecord
from persistence.managed_systems import ManagedSystemRecord, UserFiguresRecord
from persistence.objections import ObjectionRecord
from persistence.outbox import OutboxRecord
from persistence.personnel import PersonRecord
from persistence.reassessments import ReassessmentRecord
from persistence.records import utc_now
from persistence.sanction_records import SanctionRecord
from persistence.signing_batches import SigningBatchRecord
from persistence.signing_codes import SigningCodeRecord
from persistence.slas import SlaRecord
from persistence.standards import CatalogueRecord, StandardRecord
from persistence.surveillances import SurveillanceRecord
from persistence.transparency import CheckpointRecord, LogEntryRecord, PublicationRecord
from persistence.turns import TurnRecord
from persistence.units import UnitRecord

RECORD_CLASSES: tuple[type[Document], ...] = (
    InstitutionRecord,
    PersonRecord,
    UnitRecord,
    ApplicationRecord,
    SlaRecord,
    ManagedSystemRecord,
    UserFiguresRecord,
    ComplianceRecord,
    AssessmentRecord,
    CertificateRecord,
    CaseRecord,
    SanctionRecord,
    SurveillanceRecord,
    MentoringRecord,
    ConsultationRecord,
    ObjectionRecord,
    ReassessmentRecord,
    DocumentRecord,
    SigningBatchRecord,
    SigningCodeRecord,
    EvidenceRecord,
    StandardRecord,
    CatalogueRecord,
    CompetencyRecord,
    PersonnelFileRecord,
    CapacityPlanRecord,
    CalendarRecord,
    ConfigurationRecord,
    OfficialRecord,
    CounterRecord,
    EventRecord,
    LogHeadRecord,
    LogEntryRecord,
    PublicationRecord,
    CheckpointRecord,
    LockRecord,
    TurnRecord,
    OutboxRecord,
    IdempotencyRecord,
)
"""Every collection that the system writes."""


_NAMESPACE_EXISTS = 48


class SeedRecord(Document):
    """Which reference data was loaded, by name and digest, so that a start loads only what is new."""

    meta = {"collection": "seeds"}

    id = StringField(primary_key=True)
    digest = StringField(required=True)
    loaded_at = DateTimeField(required=True)


def prepare_database() -> None:
    """Makes what is missing; quick where nothing is. *Raises*: `DatabaseUnavailable`."""
    try:
        for record_class in (*RECORD_CLASSES, SeedRecord):
            _prepare(record_class)
    except PyMongoError as error:
        raise DatabaseUnavailable(str(error)) from error


def _prepare(record_class: type[Document]) -> None:
    database = record_class._get_db()
    name: str = record_class._get_collection_name()
    if name not in _existing(database):
        _create(database, name)
    record_class.ensure_indexes()


def _create(database: Any, name: str) -> None:
    """Makes the collection, unless another process that starts at this moment was faster."""
    try:
        database.create_collection(name)
    except CollectionInvalid:
        return
    except OperationFailure as error:
        if error.code != _NAMESPACE_EXISTS:
            raise


def _existing(database: Any) -> set[str]:
    return set(database.list_collection_names())


def is_loaded(name: str, digest: str) -> bool:
    """Whether this very seed was loaded already."""
    return SeedRecord.objects(id=name, digest=digest).first() is not None


def mark_loaded(name: str, digest: str) -> None:
    """Records that a seed was loaded."""
    values = {"digest": digest, "loaded_at": utc_now()}
    SeedRecord._get_collection().update_one({"_id": name}, {"$set": values}, upsert=True)
