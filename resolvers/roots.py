"""The two root types: everything that can be asked, and everything that can be done."""

from resolvers.applications import ApplicationMutations
from resolvers.assessments import AssessmentMutations, AssessmentQueries
from resolvers.calendars import CalendarMutations, CalendarQueries
from resolvers.catalogues import CatalogueMutations, CatalogueQueries
from resolvers.certificates import CertificateQueries
from resolvers.competencies import CompetencyMutations, CompetencyQueries
from resolvers.configuration import ConfigurationMutations, ConfigurationQueries
from resolvers.consultations import ConsultationMutations, ConsultationQueries
from resolvers.desk import DeskQueries
from resolvers.documents import DocumentMutations
from resolvers.evidence import EvidenceMutations
from resolvers.listing import ListQueries
from resolvers.managed_systems import ManagedSystemMutations, ManagedSystemQueries
from resolvers.mentorings import MentoringMutations, MentoringQueries
from resolvers.objections import ObjectionMutations, ObjectionQueries
from resolvers.public_log import PublicLogQueries
from resolvers.reading import SingleQueries
from resolvers.reassessments import ReassessmentMutations, ReassessmentQueries
from resolvers.sanctions import SanctionMutations, SanctionQueries
from resolvers.sla_breaches import SlaBreachMutations
from resolvers.slas import SlaMutations
from resolvers.surveillances import SurveillanceMutations, SurveillanceQueries
from resolvers.units import UnitMutations
from schema.described import object_type


@object_type
class Query(
    ObjectionQueries,
    ReassessmentQueries,
    AssessmentQueries,
    CertificateQueries,
    SingleQueries,
    CalendarQueries,
    CatalogueQueries,
    CompetencyQueries,
    ConfigurationQueries,
    ManagedSystemQueries,
    SurveillanceQueries,
    SanctionQueries,
    MentoringQueries,
    ConsultationQueries,
    ListQueries,
    DeskQueries,
    PublicLogQueries,
):
    """Everything that can be asked. Each list is read in pages by keyset; ids and cursors are opaque."""


@object_type
class Mutation(
    ObjectionMutations,
    ReassessmentMutations,
    AssessmentMutations,
    ApplicationMutations,
    SlaMutations,
    SlaBreachMutations,
    UnitMutations,
    ManagedSystemMutations,
    DocumentMutations,
    EvidenceMutations,
    CalendarMutations,
    CatalogueMutations,
    CompetencyMutations,
    ConfigurationMutations,
    SurveillanceMutations,
    SanctionMutations,
    MentoringMutations,
    ConsultationMutations,
):
    """Everything that can be done: one mutation per verb. Each gives its success, or the refusal that says why not."""
