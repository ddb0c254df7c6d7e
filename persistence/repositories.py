"""Which record class and which facts belong to each table: the one list by which the door finds them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from domain.aggregates import Aggregate
from domain.applications import APPLICATIONS
from domain.assessments import ASSESSMENTS
from domain.calendars import CALENDARS
from domain.capacity_plans import CAPACITY_PLANS
from domain.cases import CASES
from domain.catalogues import CATALOGUES
from domain.certificates import CERTIFICATES
from domain.competencies import COMPETENCIES
from domain.compliance import CELLS
from domain.consultations import CONSULTATIONS
from domain.documents import DOCUMENTS
from domain.evidence import EVIDENCE
from domain.managed_systems import MANAGED_SYSTEMS
from domain.mentorings import MENTORINGS
from domain.objections import OBJECTIONS
from domain.official_terms import OFFICIALS
from domain.personnel_files import PERSONNEL_FILES
from domain.reassessments import REASSESSMENTS
from domain.sanctions import SANCTIONS
from domain.settings import SETTINGS
from domain.slas import SLAS
from domain.surveillances import SURVEILLANCES
from domain.tables import Act, Table
from domain.units import UNITS
from domain.user_figures import USER_FIGURES
from persistence.applications import ApplicationRecord, application_facts
from persistence.assessments import AssessmentRecord, assessment_facts
from persistence.calendar import CalendarRecord, calendar_facts
from persistence.case_records import CaseRecord
from persistence.cases import case_facts
from persistence.certificates import CertificateRecord, certificate_facts
from persistence.competencies import (
    CapacityPlanRecord,
    CompetencyRecord,
    PersonnelFileRecord,
    competency_facts,
    personnel_facts,
    plan_facts,
)
from persistence.compliance import ComplianceRecord, cell_facts
from persistence.configuration import ConfigurationRecord, OfficialRecord, official_facts, setting_facts
from persistence.document_facts import document_facts
from persistence.documents import DocumentRecord
from persistence.evidence import EvidenceRecord, evidence_facts
from persistence.guidance import ConsultationRecord, MentoringRecord, consultation_facts, mentoring_facts
from persistence.managed_systems import (
    ManagedSystemRecord,
    UserFiguresRecord,
    managed_system_facts,
    user_figures_facts,
)
from persistence.objection_facts import objection_facts
from persistence.objections import ObjectionRecord
from persistence.reassessments import ReassessmentRecord, reassessment_facts
from persistence.records import Record
from persistence.sanction_records import SanctionRecord
from persistence.sanctions import sanction_facts
from persistence.slas import SlaRecord, sla_facts
from persistence.standards import CatalogueRecord, catalogue_facts
from persistence.surveillances import SurveillanceRecord, surveillance_facts
from persistence.units import UnitRecord, unit_facts


def no_turn(_facts: Any) -> str | None:
    """Nothing waits: the record's version, or an index, settles what happens at the same moment."""
    return None


def turn_of_unit(facts: Any) -> str | None:
    """The unit's: the guards look at other things of the same unit, which another act may be moving."""
    return f"unit {facts.unit_id}" if facts.unit_id else None


def turn_of_offices(_facts: Any) -> str | None:
    """One for every term of office: no index can say that terms do not overlap."""
    return "offices"


@dataclass(frozen=True)
class Repository:
    """One aggregate: its table, its record class, how its facts are read in the act's own transaction, and the turn in
    which acts on it are decided one after another.
    """

    table: Table[Any]
    record_class: type[Record]
    facts: Callable[[Any, Act], Any]
    turn: Callable[[Any], str | None] = no_turn

    def load(self, record_id: str) -> Record | None:
        """The record as this thread's transaction sees it, or None."""
        found: Record | None = self.record_class.objects(id=record_id).first()
        return found


REPOSITORIES: Mapping[Aggregate, Repository] = {
    Aggregate.APPLICATION: Repository(APPLICATIONS, ApplicationRecord, application_facts, turn_of_unit),
    Aggregate.SLA: Repository(SLAS, SlaRecord, sla_facts, turn_of_unit),
    Aggregate.UNIT: Repository(UNITS, UnitRecord, unit_facts, turn_of_unit),
    Aggregate.DOCUMENT: Repository(DOCUMENTS, DocumentRecord, document_facts),
    Aggregate.EVIDENCE: Repository(EVIDENCE, EvidenceRecord, evidence_facts),
    Aggregate.CALENDAR: Repository(CALENDARS, CalendarRecord, calendar_facts),
    Aggregate.CATALOGUE: Repository(CATALOGUES, CatalogueRecord, catalogue_facts),
    Aggregate.COMPETENCY: Repository(COMPETENCIES, CompetencyRecord, competency_facts),
    Aggregate.PERSONNEL_FILE: Repository(PERSONNEL_FILES, PersonnelFileRecord, personnel_facts),
    Aggregate.CAPACITY_PLAN: Repository(CAPACITY_PLANS, CapacityPlanRecord, plan_facts),
    Aggregate.SETTING: Repository(SETTINGS, ConfigurationRecord, setting_facts),
    Aggregate.OFFICIAL: Repository(OFFICIALS, OfficialRecord, official_facts, turn_of_offices),
    Aggregate.ASSESSMENT: Repository(ASSESSMENTS, AssessmentRecord, assessment_facts, turn_of_unit),
    Aggregate.COMPLIANCE: Repository(CELLS, ComplianceRecord, cell_facts),
    Aggregate.CERTIFICATE: Repository(CERTIFICATES, CertificateRecord, certificate_facts),
    Aggregate.CASE: Repository(CASES, CaseRecord, case_facts, turn_of_unit),
    Aggregate.SANCTION: Repository(SANCTIONS, SanctionRecord, sanction_facts, turn_of_unit),
    Aggregate.SURVEILLANCE: Repository(SURVEILLANCES, SurveillanceRecord, surveillance_facts, turn_of_unit),
    Aggregate.MENTORING: Repository(MENTORINGS, MentoringRecord, mentoring_facts, turn_of_unit),
    Aggregate.CONSULTATION: Repository(CONSULTATIONS, ConsultationRecord, consultation_facts, turn_of_unit),
    Aggregate.MANAGED_SYSTEM: Repository(MANAGED_SYSTEMS, ManagedSystemRecord, managed_system_facts),
    Aggregate.USER_FIGURES: Repository(USER_FIGURES, UserFiguresRecord, user_figures_facts),
    Aggregate.OBJECTION: Repository(OBJECTIONS, ObjectionRecord, objection_facts, turn_of_unit),
    Aggregate.REASSESSMENT: Repository(REASSESSMENTS, ReassessmentRecord, reassessment_facts, turn_of_unit),
}
