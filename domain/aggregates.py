"""The things that have a life of their own; each has a table of its transitions (`domain.tables`)."""

from enum import StrEnum


class Aggregate(StrEnum):
    """The things that have a life of their own, and so a table."""

    APPLICATION = "APPLICATION"
    SLA = "SLA"
    UNIT = "UNIT"
    DOCUMENT = "DOCUMENT"
    EVIDENCE = "EVIDENCE"
    CALENDAR = "CALENDAR"
    COMPLIANCE = "COMPLIANCE"
    ASSESSMENT = "ASSESSMENT"
    CERTIFICATE = "CERTIFICATE"
    SURVEILLANCE = "SURVEILLANCE"
    CASE = "CASE"
    SANCTION = "SANCTION"
    OBJECTION = "OBJECTION"
    REASSESSMENT = "REASSESSMENT"
    MENTORING = "MENTORING"
    CONSULTATION = "CONSULTATION"
    MANAGED_SYSTEM = "MANAGED_SYSTEM"
    USER_FIGURES = "USER_FIGURES"
    CATALOGUE = "CATALOGUE"
    SETTING = "SETTING"
    OFFICIAL = "OFFICIAL"
    COMPETENCY = "COMPETENCY"
    PERSONNEL_FILE = "PERSONNEL_FILE"
    CAPACITY_PLAN = "CAPACITY_PLAN"
