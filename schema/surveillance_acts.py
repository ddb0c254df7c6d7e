"""What the mutations of surveillances take and give (II.2.1.f)."""

from datetime import date

import strawberry

from domain import surveillance_acts as acts
from domain.reasons import Reason
from domain.refusals import Refusal
from domain.tables import Payload
from schema.acts import KeyedAct, VersionedAct
from schema.described import attribute, input_type, object_type
from schema.documents import Document
from schema.enums import AssessmentMethod, RiskFactor, Severity, StandardCode
from schema.nodes import key_of, keys_of
from schema.refusals import payload
from schema.surveillances import Surveillance
from schema.teams import TeamInput, team_keys


@input_type
class PlanSurveillanceInput(KeyedAct):
    """What `planSurveillance` takes (II.2.1.f)."""

    unit: strawberry.ID = attribute("The unit: in service, and in the scope that is configured.")
    year: int = attribute("The year of the programme: this one or the next.")
    factors: list[RiskFactor] = attribute(
        "The factors of today's list that speak for it; none for a matter of routine."
    )
    reason: str = attribute("Why, in at most 4000 characters. The unit reads it.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        unit = key_of(self.unit, "Unit", field="unit")
        if isinstance(unit, Refusal):
            return unit
        return acts.PlanSurveillance(unit_id=unit, year=self.year, factors=tuple(self.factors), reason=self.reason)


@input_type
class SurveillanceAct(VersionedAct):
    """An act on a surveillance."""

    surveillance: strawberry.ID = attribute("The surveillance.")

    def record(self) -> str | Refusal:
        """The surveillance's key."""
        return key_of(self.surveillance, "Surveillance", field="surveillance")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload: nothing more."""
        return None


@input_type
class NotifySurveillanceInput(SurveillanceAct):
    """What `notifySurveillance` takes (house rule)."""

    begins_on: date = attribute("The first day: today or later, in the year of the programme.")
    ends_on: date = attribute("The last day.")
    method: AssessmentMethod = attribute("How it is carried out.")
    lead: strawberry.ID = attribute("The assessor who leads the team.")
    members: list[strawberry.ID] = attribute("The other assessors.")
    declared: list[strawberry.ID] = attribute(
        "Everyone of the team who has declared in writing to be free of conflicting interests."
    )
    standards: list[StandardCode] = attribute("The scope: standards that bind the form of the unit.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        team = team_keys(self.lead, self.members, self.declared)
        if isinstance(team, Refusal):
            return team
        return acts.NotifySurveillance(
            begins_on=self.begins_on,
            ends_on=self.ends_on,
            method=self.method,
            lead_id=team.lead,
            member_ids=team.members,
            declared_ids=team.declared,
            standards=tuple(self.standards),
        )


@input_type
class StartSurveillanceInput(SurveillanceAct):
    """What `startSurveillance` takes (II.2.1.f)."""


@input_type
class ConcludeSurveillanceConformInput(SurveillanceAct):
    """What `concludeSurveillanceConform` takes (II.2.1.f.p1)."""

    conclusion: str = attribute("The conclusion, in at most 4000 characters.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return acts.ConcludeConform(conclusion=self.conclusion)


@input_type
class SurveillanceFindingInput:
    """One non-conformity: a fact against one criterion, shown by evidence or by what the team saw."""

    standard: StandardCode = attribute("A standard of the scope.")
    criterion: str = attribute("The code of one of its criteria, such as S09-K1.")
    fact: str = attribute("What was found, in at most 4000 characters.")
    severity: Severity = attribute("How grave it is.")
    evidence: list[strawberry.ID] = attribute("Confirmed files of the institution that show it.")
    observation: str = attribute("What the team saw for itself; needed where there is no evidence.", default="")

    def finding(self) -> acts.Finding | Refusal:
        """The domain's finding."""
        evidence = keys_of(self.evidence, "Evidence", field="findings.evidence")
        if isinstance(evidence, Refusal):
            return evidence
        return acts.Finding(
            standard=self.standard,
            criterion=self.criterion,
            fact=self.fact,
            severity=self.severity,
            evidence_ids=evidence,
            observation=self.observation,
        )


@input_type
class ConcludeSurveillanceWithFindingsInput(SurveillanceAct):
    """What `concludeSurveillanceWithFindings` takes (II.2.1.f.p2)."""

    findings: list[SurveillanceFindingInput] = attribute("What was found: 1 to 100 findings.")
    conclusion: str = attribute("The conclusion, in at most 4000 characters.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        findings: list[acts.Finding] = []
        for given in self.findings:
            finding = given.finding()
            if isinstance(finding, Refusal):
                return finding
            findings.append(finding)
        return acts.ConcludeFindings(findings=tuple(findings), conclusion=self.conclusion)


@input_type
class ReplaceSurveillanceTeamInput(TeamInput, SurveillanceAct):
    """What `replaceSurveillanceTeam` takes (house rule)."""


@input_type
class CancelSurveillanceInput(SurveillanceAct):
    """What `cancelSurveillance` takes (house rule)."""

    reason: str = attribute("Why, in at most 4000 characters. The unit reads it.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return Reason(reason=self.reason)


@object_type
class SurveillanceChanged:
    """A surveillance after an act."""

    thing: Surveillance = attribute("The surveillance as it stands after the act.")
    documents: list[Document] = attribute("The papers that the act ordered.")


@object_type
class PlanSurveillanceSuccess(SurveillanceChanged):
    """It is in the year's programme, and the unit is told (II.2.1.f)."""


@object_type
class NotifySurveillanceSuccess(SurveillanceChanged):
    """The unit is told when, by whom and of which standards; the assignment waits for the Deputy's signature."""


@object_type
class StartSurveillanceSuccess(SurveillanceChanged):
    """The team has begun (II.2.1.f)."""


@object_type
class ConcludeSurveillanceConformSuccess(SurveillanceChanged):
    """The unit conforms; the report waits for the lead's signature (II.2.1.f.p1)."""


@object_type
class ConcludeSurveillanceWithFindingsSuccess(SurveillanceChanged):
    """Findings are stated, which must lead to a sanction; the report waits for the lead's signature (II.2.1.f.p2)."""


@object_type
class ReplaceSurveillanceTeamSuccess(SurveillanceChanged):
    """Another team goes on; its letter waits for the Deputy, and what the former lead left unsigned is void (house rule)."""


@object_type
class CancelSurveillanceSuccess(SurveillanceChanged):
    """It does not take place; the year is free for another."""


PlanSurveillancePayload = payload(PlanSurveillanceSuccess)
NotifySurveillancePayload = payload(NotifySurveillanceSuccess)
StartSurveillancePayload = payload(StartSurveillanceSuccess)
ConcludeSurveillanceConformPayload = payload(ConcludeSurveillanceConformSuccess)
ConcludeSurveillanceWithFindingsPayload = payload(ConcludeSurveillanceWithFindingsSuccess)
ReplaceSurveillanceTeamPayload = payload(ReplaceSurveillanceTeamSuccess)
CancelSurveillancePayload = payload(CancelSurveillanceSuccess)
