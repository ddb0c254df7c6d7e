"""What belongs to one sanction case: records, papers and evidence files; who may see what is not decided here."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from domain.aggregates import Aggregate
from domain.document_kinds import DocumentState
from domain.evidence import EvidenceState
from persistence.case_records import CaseRecord
from persistence.documents import DocumentRecord
from persistence.evidence import EvidenceRecord
from persistence.objections import ObjectionRecord
from persistence.reassessments import ReassessmentRecord
from persistence.records import Record
from persistence.repositories import REPOSITORIES
from persistence.sanction_records import SanctionRecord
from persistence.surveillances import SurveillanceRecord


@dataclass(frozen=True)
class CaseMaterial:
    """What there is. *Shape*: `related` are the origin of the case, what found the same again, its sanctions, and theirs."""

    case: CaseRecord
    related: list[tuple[Aggregate, Record]] = field(default_factory=list)


def material_of(case_id: str) -> CaseMaterial | None:
    """The case with what hangs on it, or None."""
    case: CaseRecord | None = CaseRecord.objects(id=case_id).first()
    if case is None:
        return None
    sanctions = list(SanctionRecord.objects(case_id=case_id).order_by("sequence"))
    ids = [sanction.id for sanction in sanctions]
    related: list[tuple[Aggregate, Record]] = [(Aggregate.SANCTION, each) for each in sanctions]
    related += [(Aggregate.SURVEILLANCE, each) for each in _found_again(case)]
    related += [(Aggregate.OBJECTION, each) for each in ObjectionRecord.objects(sanction_id__in=ids).order_by("id")]
    related += [(Aggregate.REASSESSMENT, each) for each in ReassessmentRecord.objects(case_id=case_id).order_by("id")]
    return CaseMaterial(case, [*_origin(case), *related])


def signed_papers(things: Iterable[tuple[Aggregate, str]]) -> list[DocumentRecord]:
    """The issued papers that speak of these things, by their date and number."""
    named = [{"subject": aggregate.value, "subject_id": record_id} for aggregate, record_id in things]
    found = DocumentRecord.objects(__raw__={"$or": named, "state": DocumentState.SIGNED.value}) if named else []
    return sorted(found, key=lambda paper: (paper.dated, paper.id))


def evidence_named_in(records: Iterable[Record]) -> list[EvidenceRecord]:
    """The confirmed files that these records name, wherever they name them, by id."""
    named = sorted({text for record in records for text in _evidence_ids(record.to_mongo().to_dict())})
    found = EvidenceRecord.objects(id__in=named, state=EvidenceState.CONFIRMED.value).order_by("id")
    return list(found)


def _origin(case: CaseRecord) -> list[tuple[Aggregate, Record]]:
    if not case.origin or not case.origin_id:
        return []
    aggregate = Aggregate(case.origin)
    found = REPOSITORIES[aggregate].load(case.origin_id)
    return [(aggregate, found)] if found is not None else []


def _found_again(case: CaseRecord) -> list[SurveillanceRecord]:
    """Other surveillances whose findings were taken up in the case."""
    return list(SurveillanceRecord.objects(id__in=case.surveillance_ids).order_by("id"))


def _evidence_ids(value: Any, key: str = "") -> Iterator[str]:
    """Text under a key such as `evidence_id` or `evidence_ids`, at any depth."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _evidence_ids(item, str(name))
    elif isinstance(value, list):
        for item in value:
            yield from _evidence_ids(item, key)
    elif isinstance(value, str) and key.startswith("evidence_id"):
        yield value
