"""The GraphQL type of each thing that is read by `persistence.queries.lives`: the one list by which loaders find them."""

from collections.abc import Callable, Mapping

from domain.aggregates import Aggregate
from persistence.queries.rows import Row
from schema.assessments import Assessment
from schema.capacity_plans import CapacityPlan
from schema.catalogues import StandardsCatalogue
from schema.certificates import Certificate
from schema.competencies import Competency
from schema.compliance import ComplianceCell
from schema.configuration import Setting
from schema.guidance import Consultation, Mentoring
from schema.lives import Life
from schema.managed_systems import ManagedSystem, UserFigures
from schema.objections import Objection
from schema.officials import Official
from schema.personnel_files import PersonnelFile
from schema.reassessments import Reassessment
from schema.sanction_cases import SanctionCase
from schema.sanctions import Sanction
from schema.surveillances import Surveillance

KINDS: Mapping[Aggregate, type[Life]] = {
    Aggregate.COMPLIANCE: ComplianceCell,
    Aggregate.ASSESSMENT: Assessment,
    Aggregate.CERTIFICATE: Certificate,
    Aggregate.SURVEILLANCE: Surveillance,
    Aggregate.CASE: SanctionCase,
    Aggregate.SANCTION: Sanction,
    Aggregate.MENTORING: Mentoring,
    Aggregate.CONSULTATION: Consultation,
    Aggregate.MANAGED_SYSTEM: ManagedSystem,
    Aggregate.USER_FIGURES: UserFigures,
    Aggregate.CATALOGUE: StandardsCatalogue,
    Aggregate.COMPETENCY: Competency,
    Aggregate.PERSONNEL_FILE: PersonnelFile,
    Aggregate.CAPACITY_PLAN: CapacityPlan,
    Aggregate.SETTING: Setting,
    Aggregate.OFFICIAL: Official,
    Aggregate.OBJECTION: Objection,
    Aggregate.REASSESSMENT: Reassessment,
}
"""The type of each."""

SHAPES: Mapping[Aggregate, Callable[[Row], Life]] = {aggregate: kind.of for aggregate, kind in KINDS.items()}
"""How a row becomes what clients see."""
