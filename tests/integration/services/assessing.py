"""A unit in service with three standards of its own, four assessors, and each step of an assessment as one call."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from domain.aggregates import Aggregate
from domain.assessment_acts import (
    AssessmentMethod,
    AssignAssessors,
    FollowUpAnswer,
    GiveFactualScores,
    GiveScores,
    Improvement,
    OpenAssessment,
    PrepareDetermination,
    Recommend,
    ReportFactual,
    StartFactual,
    SubmitFollowUp,
    VerifyFollowUp,
)
from domain.clock import legal_date
from domain.document_acts import SignDocument
from domain.provider_forms import ProviderForm
from domain.roles import Actor, Role
from domain.scoring import CriterionScore
from domain.standards import StandardCode
from persistence.assessments import AssessmentRecord
from persistence.compliance import cells_of
from persistence.configuration import ConfigurationRecord
from persistence.documents import DocumentRecord
from persistence.personnel import PersonRecord
from persistence.records import insert
from persistence.slas import SlaRecord
from persistence.standards import CriterionField, StandardRecord
from services.commands import Done
from tests.integration.services.office import (
    ADMIN,
    DEPUTY,
    REVIEWER,
    START,
    UNIT_HEAD,
    Office,
    person,
    signed_by,
)

A = Aggregate
S01, S02, S03 = StandardCode.S01, StandardCode.S02, StandardCode.S03
LEAD, READER, MEMBER, TIED = (person(f"assessor-{number}", Role.ASSESSOR) for number in (1, 2, 3, 4))
CRITERIA = {
    "S01": [("S01-K1", "MANDATORY", "ALL"), ("S01-K2", "ADVISED", "ALL")],
    "S02": [("S02-K1", "MANDATORY", "ALL"), ("S02-K2", "MANDATORY", "SYSTEM_PROVIDER")],
    "S03": [("S03-K1", "MANDATORY", "ALL")],
    "S11": [("S11-K1", "MANDATORY", "SYSTEM_PROVIDER")],
}
"""A catalogue of four standards, of which S11 binds system providers only; the unit is a service provider."""


def criterion(code: str, requirement: str, applicability: str) -> CriterionField:
    return CriterionField(
        code=code,
        text_id=f"Kriteria {code} (contoh).",
        text_en=f"Criterion {code} (sample).",
        evidence_id="Dokumen",
        methods=["DOCUMENT"],
        requirement=requirement,
        applicability=applicability,
    )


def write_catalogue() -> None:
    for code, criteria in CRITERIA.items():
        standard = StandardCode(code)
        insert(
            StandardRecord(
                id=code,
                number=standard.number,
                clause=standard.clause,
                name_id=f"Standar {code} (contoh)",
                name_en=f"Standard {code} (sample)",
                official_text=False,
                criteria=[criterion(*each) for each in criteria],
            )
        )


def write_assessors() -> None:
    for someone in (LEAD, READER, MEMBER, TIED):
        insert(
            PersonRecord(
                id=someone.id,
                name=someone.name,
                roles=["ASSESSOR"],
                office="Pranata Komputer (contoh)",
                organisation="LKPP",
                tied_institution_ids=["inst-a"] if someone is TIED else [],
                active=True,
            )
        )


def score(code: str, points: int | None, *files: str, note: str = "Diperiksa.") -> CriterionScore:
    return CriterionScore(criterion=code, score=points, note=note, evidence_ids=files)


TEAM = AssignAssessors(
    lead_id=LEAD.id,
    second_reader_id=READER.id,
    member_ids=(MEMBER.id,),
    declared_ids=(LEAD.id, READER.id, MEMBER.id),
)


@dataclass
class Assessing:
    """The office with such a unit. Each method is one lawful act, or more where its name says so."""

    office: Office
    unit_id: str = ""

    def __post_init__(self) -> None:
        write_catalogue()
        write_assessors()
        _application, sla_id = self.office.in_force(ProviderForm.SERVICE_PROVIDER)
        self.unit_id = str(SlaRecord.objects(id=sla_id).get().unit_id)

    def today(self) -> date:
        return legal_date(self.office.clock.now())

    def record(self, key: str) -> AssessmentRecord:
        return AssessmentRecord.objects(id=key).get()

    def act(self, verb: str, actor: Actor, key: str, payload: Any = None) -> Done:
        return self.office.done(A.ASSESSMENT, verb, actor, key, payload)

    def cells(self) -> dict[str, str]:
        """The cells that are not NOT_APPLICABLE."""
        return {code.value: state for code, state in cells_of(self.unit_id).items() if state != "NOT_APPLICABLE"}

    def opened(self, *standards: StandardCode) -> str:
        payload = OpenAssessment(unit_id=self.unit_id, standards=standards or (S01, S02))
        return self.office.done(A.ASSESSMENT, "open", UNIT_HEAD, payload=payload).record_id

    def criteria_of(self, key: str) -> Iterator[str]:
        return (values["code"] for values in self.record(key).criteria)

    def self_scored(self, key: str, points: int = 2) -> None:
        file = self.office.evidence()
        scores = tuple(score(code, points, file) for code in self.criteria_of(key))
        self.act("score_self", UNIT_HEAD, key, GiveScores(scores=scores))

    def submitted(self, *standards: StandardCode) -> str:
        key = self.opened(*standards)
        self.self_scored(key)
        self.act("submit_self", UNIT_HEAD, key)
        return key

    def running(self, *standards: StandardCode) -> str:
        key = self.submitted(*standards)
        self.assigned(key)
        start = StartFactual(on=self.today(), method=AssessmentMethod.ON_SITE, place="Kantor LPSE (contoh)")
        self.act("start_factual", LEAD, key, start)
        return key

    def assigned(self, key: str) -> None:
        """The team, and its assignment letter signed by the Deputy."""
        done = self.act("assign_assessors", ADMIN, key, TEAM)
        self.sign(done.documents[0], DEPUTY)

    def reported(self, *standards: StandardCode, missed: frozenset[str] = frozenset()) -> str:
        """Scored by the member, read, reported and signed by the lead. *Shape*: `missed` criteria are scored 1."""
        key = self.running(*standards)
        scores = tuple(score(code, 1 if code in missed else 2) for code in self.criteria_of(key))
        self.act("score_factual", MEMBER, key, GiveFactualScores(scores=scores))
        self.act("approve_reading", READER, key)
        self.act("report_factual", LEAD, key, ReportFactual(conclusion="Hasil sebagaimana tabel."))
        self.sign(str(self.record(key).report_id), LEAD)
        return key

    def recommended(self, key: str, standard: StandardCode, code: str) -> None:
        item = Improvement(standard=standard, criterion=code, text="Tetapkan jadwal.")
        done = self.act("recommend", REVIEWER, key, Recommend(items=(item,)))
        self.sign(done.documents[0], DEPUTY)

    def followed_up(self, key: str) -> None:
        answer = FollowUpAnswer(
            item_id="1", action="Jadwal ditetapkan.", evidence_ids=(self.office.evidence(),), done_on=self.today()
        )
        self.act("submit_follow_up", UNIT_HEAD, key, SubmitFollowUp(answers=(answer,)))

    def verified(self, key: str, *scores: CriterionScore) -> None:
        verified = VerifyFollowUp(note="Jadwal dijalankan.", place="Daring", scores=scores)
        self.act("verify_follow_up", READER, key, verified)

    def prepared(self, key: str, *standards: StandardCode) -> DocumentRecord:
        self.act("prepare_determination", REVIEWER, key, PrepareDetermination(standards=standards))
        document_id = str(self.record(key).document_id)
        self.office.present(document_id)
        return DocumentRecord.objects(id=document_id).get()

    def determined(self, key: str, *standards: StandardCode) -> Done:
        paper = self.prepared(key, *standards)
        return self.act("determine", DEPUTY, key, signature(paper, DEPUTY))

    def sign(self, document_id: str, signer: Actor) -> None:
        """Presented as the worker does, and signed on its own."""
        self.office.present(document_id)
        paper = DocumentRecord.objects(id=document_id).get()
        self.office.done(A.DOCUMENT, "sign", signer, document_id, signature(paper, signer))


def signature(paper: DocumentRecord, signer: Actor, **changes: Any) -> SignDocument:
    """A signature that was made and validated: here of no bytes."""
    given = SignDocument(seen_sha256=paper.sha256, signed=signed_by(signer, f"{paper.id} by {signer.id}"))
    return replace(given, **changes)


def configured(key: str, value: Any) -> None:
    """An approved value of the configuration, from the beginning of the year."""
    insert(
        ConfigurationRecord(
            id=f"set-{key}",
            state="APPROVED",
            version=1,
            created_at=START,
            updated_at=START,
            key=key,
            value=value,
            valid_from="2026-01-01",
            changed_by="admin",
        )
    )
