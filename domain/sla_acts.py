"""What each verb of an SLA takes, and what the parties choose in it; the rules are in `slas`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from domain.document_acts import SignedPaper
from domain.refusals import Refusal
from domain.tables import Payload
from domain.text import SHORT, first_problem, input_problem, text_problem
from domain.units import ProviderForm


class SlaState(StrEnum):
    """The states of a service-level agreement."""

    DRAFT = "DRAFT"
    NEGOTIATION = "NEGOTIATION"
    READY_TO_SIGN = "READY_TO_SIGN"
    SIGNED_ONE = "SIGNED_ONE"
    IN_FORCE = "IN_FORCE"
    BREACH_REVIEW = "BREACH_REVIEW"
    BREACHED = "BREACHED"
    SUPERSEDED = "SUPERSEDED"
    EXPIRED = "EXPIRED"
    TERMINATED = "TERMINATED"
    VOID = "VOID"


class Side(StrEnum):
    """The two parties."""

    INSTITUTION = "INSTITUTION"
    LKPP = "LKPP"


class Priority(StrEnum):
    """How urgent a disturbance is."""

    CRITICAL = "CRITICAL"
    HIGH = "HIGH"
    MEDIUM = "MEDIUM"
    LOW = "LOW"


@dataclass(frozen=True, kw_only=True)
class DraftSla(Payload):
    """Effect: the empty agreement of an application, or of a renewal; then of which, and by which reviewer."""

    application_id: str
    institution_id: str
    unit_id: str
    form: ProviderForm
    renews_id: str | None = None
    reviewer_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class CatalogueService(Payload):
    """One line of the service catalogue."""

    name: str
    description: str
    hours: str
    target: str

    def problem(self) -> Refusal | None:
        """Each text in its length."""
        return first_problem(
            text_problem(self.name, field="services.name", longest=SHORT),
            text_problem(self.description, field="services.description", longest=1_000),
            text_problem(self.hours, field="services.hours", longest=SHORT),
            text_problem(self.target, field="services.target", longest=SHORT),
        )


@dataclass(frozen=True, kw_only=True)
class ResponseTime(Payload):
    """How fast a disturbance of one priority is answered and repaired. *Units*: hours within the service hours."""

    priority: Priority
    response_hours: int
    recovery_hours: int

    def problem(self) -> Refusal | None:
        """Hours from 1 to 720, and an answer no later than the repair."""
        if 1 <= self.response_hours <= self.recovery_hours <= 720:
            return None
        return input_problem(
            "targets",
            "jam tanggap 1 sampai jam pulih, dan jam pulih paling lama 720.",
            "response from 1 hour to the recovery time, and recovery at most 720 hours.",
        )


_AVAILABILITY = re.compile(r"(?:100|[5-9][0-9](?:,[0-9]{1,3})?)")


@dataclass(frozen=True, kw_only=True)
class ProposedTerms(Payload):
    """What the reviewer proposes. *Shape*: `availability` is a percentage with a decimal comma, such as `99,5`.

    *Units*: months and working days as the names say; `validity_months` None means the configured term, else until ended.
    """

    validity_months: int | None
    availability: str
    services: tuple[CatalogueService, ...]
    targets: tuple[ResponseTime, ...]
    reporting_months: int
    report_due_working_days: int
    maintenance_notice_working_days: int
    breach_answer_working_days: int
    evaluation_months: int

    def problem(self) -> Refusal | None:
        """One to forty services; each priority once; numbers in their ranges."""
        return first_problem(
            _range("validityMonths", self.validity_months, 1, 120),
            None if _AVAILABILITY.fullmatch(self.availability) else _availability_problem(),
            _range("services", len(self.services), 1, 40),
            *(service.problem() for service in self.services),
            None
            if {t.priority for t in self.targets} == set(Priority) and len(self.targets) == len(Priority)
            else _targets_problem(),
            *(target.problem() for target in self.targets),
            _range("reportingMonths", self.reporting_months, 1, 12),
            _range("reportDueWorkingDays", self.report_due_working_days, 1, 30),
            _range("maintenanceNoticeWorkingDays", self.maintenance_notice_working_days, 1, 30),
            _range("breachAnswerWorkingDays", self.breach_answer_working_days, 1, 30),
            _range("evaluationMonths", self.evaluation_months, 1, 24),
        )


def with_term(terms: ProposedTerms, configured_months: int | None) -> ProposedTerms:
    """The terms with the configured term (`sla.term_months`) where the reviewer names none. House rule."""
    return terms if terms.validity_months is not None else replace(terms, validity_months=configured_months)


def _range(field: str, value: int | None, least: int, most: int) -> Refusal | None:
    if value is None or least <= value <= most:
        return None
    return input_problem(field, f"harus {least} sampai {most}.", f"must be from {least} to {most}.")


def _availability_problem() -> Refusal:
    return input_problem("availability", "tulis persen dengan koma, misalnya 99,5.", "a percentage such as 99,5.")


def _targets_problem() -> Refusal:
    return input_problem("targets", "satu target untuk setiap prioritas.", "one target for each priority.")


@dataclass(frozen=True, kw_only=True)
class ProposeSla(Payload):
    """Terms together with the canonical clauses that were written from them. *Shape*: JSON values only."""

    terms: ProposedTerms
    agreement: Mapping[str, Any]
    signatories: Mapping[str, str]

    def problem(self) -> Refusal | None:
        """As the terms."""
        return self.terms.problem()

    def is_rehearsal(self) -> bool:
        """Without the clauses there is nothing to agree on."""
        return not self.agreement


@dataclass(frozen=True, kw_only=True)
class AgreeSla(Payload):
    """Agreement to the clauses that have this digest."""

    digest: str


@dataclass(frozen=True, kw_only=True)
class SignSla(Payload):
    """A party signs the paper that has this digest; `signed` is set once the signature is made, validated and stored."""

    seen_sha256: str
    signed: SignedPaper | None = None

    def is_rehearsal(self) -> bool:
        """Without the signed paper nothing may move."""
        return self.signed is None


@dataclass(frozen=True, kw_only=True)
class ReportBreach(Payload):
    """A breach of a named clause of the SLA, with evidence (II.2.2.d)."""

    article: int
    facts: str
    evidence_ids: tuple[str, ...]

    def problem(self) -> Refusal | None:
        """An article from 1 to 15, facts, and at least one piece of evidence."""
        return first_problem(
            _range("article", self.article, 1, 15),
            text_problem(self.facts, field="facts"),
            _evidence_problem(self.evidence_ids),
        )


def _evidence_problem(evidence_ids: tuple[str, ...]) -> Refusal | None:
    return None if evidence_ids else input_problem("evidence", "paling sedikit satu bukti.", "at least one piece.")


@dataclass(frozen=True, kw_only=True)
class RecordBreachFinding(Payload):
    """What the reviewer found when he examined a reported breach and the unit's answers, with the evidence for it."""

    text: str
    evidence_ids: tuple[str, ...]

    def problem(self) -> Refusal | None:
        """Text of ordinary length, and at least one piece of evidence."""
        return first_problem(text_problem(self.text, field="text"), _evidence_problem(self.evidence_ids))


@dataclass(frozen=True, kw_only=True)
class AnswerBreach(Payload):
    """The unit's answer to a reported breach, with evidence where it has any."""

    text: str
    evidence_ids: tuple[str, ...] = ()

    def problem(self) -> Refusal | None:
        """Text of ordinary length."""
        return text_problem(self.text, field="text")
