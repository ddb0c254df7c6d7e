"""Standards and how they are assessed and certified (II.2.1.b, II.2.1.e) as clients see them."""

from domain.assessment_acts import AssessmentMethod, AssessmentState
from domain.catalogues import CatalogueState
from domain.certificates import CertificateState
from domain.compliance import CellState
from domain.standards import Applicability, Method, Requirement, SecurityAspect, StandardCode
from schema.described import enumeration

__all__ = [
    "Applicability",
    "AssessmentMethod",
    "AssessmentState",
    "CatalogueState",
    "CellState",
    "CertificateState",
    "Method",
    "Requirement",
    "SecurityAspect",
    "StandardCode",
]

enumeration(
    StandardCode,
    "The 17 standards in the decree's order (II.2.1.b.1.a-q).",
    **{code.name: f"Standard {code.number} ({code.clause})." for code in StandardCode},
)
enumeration(
    Method,
    "How a criterion is assessed.",
    DOCUMENT="By document.",
    OBSERVATION="By observation.",
    INTERVIEW="By interview (wawancara).",
    TEST="By test (uji).",
)
enumeration(
    Requirement,
    "Whether a criterion must be met. The criteria are house rules.",
    MANDATORY="Mandatory (wajib).",
    ADVISED="Advised (anjuran).",
)
enumeration(
    Applicability,
    "Whom a criterion binds. The decree does not say which standards bind a service provider: house rule.",
    ALL="Every unit.",
    SYSTEM_PROVIDER="System providers only.",
)
enumeration(
    CellState,
    "How far a unit meets one standard (II.2.1.b.2).",
    IMPLEMENTING="The standard is being implemented (II.2.1.b.2).",
    SELF_MET="Met by the unit's own assessment (II.2.1.e.1).",
    FACTUAL_MET="Met by LKPP's factual assessment (II.2.1.e.2).",
    GAP="Not met by the factual assessment.",
    DETERMINED="Determined (II.2.1.e.5): it stands on the certificate.",
    FLAGGED="Determined, with a finding of surveillance upon it (II.2.1.f).",
    REVOKED="Revoked (II.2.2.c).",
    NOT_APPLICABLE="No criterion of it binds the form of the unit (house rule).",
)
enumeration(
    CertificateState,
    "The standing of one version of a unit's certificate.",
    ACTIVE="In force for every standard that it lists (II.2.1.e.5).",
    PARTLY_REVOKED="Some of its standards are revoked (II.2.2.c).",
    REVOKED="All of its standards are revoked (II.2.2.c).",
    SUPERSEDED="A later version stands in its place.",
    EXPIRED="Its term is over, where one is configured (house rule).",
)
enumeration(
    CatalogueState,
    "The states of a version of the standards' criteria (II.2.1.b.1).",
    DRAFT="Being written by LKPP's administrator.",
    PUBLISHED="Published by the Deputy: in force from its first day.",
    SUPERSEDED="A later version takes its place from that one's first day. Final.",
    DISCARDED="Never published. Final.",
)
enumeration(
    SecurityAspect,
    "What a criterion protects (I.p3). Which protects what is a proposal of our own, not LKPP's text.",
    CONFIDENTIALITY="Confidentiality (kerahasiaan).",
    INTEGRITY="Integrity (integritas).",
    AVAILABILITY="Availability (ketersediaan).",
)
enumeration(
    AssessmentState,
    "The states of an assessment (II.2.1.e).",
    SELF_DRAFT="The unit assesses itself (II.2.1.e.1).",
    SELF_SUBMITTED="The self-assessment is submitted; LKPP assigns assessors or returns it.",
    FACTUAL_ASSIGNED="Assessors are assigned (II.2.1.e.2).",
    FACTUAL_RUNNING="The factual assessment is under way (II.2.1.e.2).",
    FACTUAL_REPORTED="The factual assessment is reported (II.2.1.e.2).",
    RECOMMENDED="Improvements are recommended, and the unit is to follow them up (II.2.1.e.3).",
    FOLLOW_UP="The follow-up is submitted and is being verified (II.2.1.e.4).",
    READY="Nothing is open: what is met may be determined.",
    DETERMINED="Determined (II.2.1.e.5). Final.",
    CLOSED="Closed without determination (house rule). Final.",
)
enumeration(
    AssessmentMethod,
    "How a factual assessment is made (house rule).",
    DESK="By documents, at the desk.",
    ON_SITE="On site.",
)
