"""What the guards of a service-level agreement may know; who decides by it is elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from domain.independence import Tie
from domain.provider_forms import ProviderForm
from domain.roles import Role
from domain.sla_acts import Side


@dataclass(frozen=True, kw_only=True)
class PaperFacts:
    """The paper of an SLA as the guards see it."""

    id: str
    state: str
    sha256: str | None
    signatures: int = 0
    dated: date | None = None
    initials: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, kw_only=True)
class SlaFacts:
    """What the guards of an SLA may know.

    *Shape*: `breach` is the reported breach as `sla_breaches.report_breach` writes it; `answer_until` is the last day for
    the answer to a breach reported now, by the calendar of `calendar_version`; `confirmed_evidence` are those of the named
    files that are confirmed and the institution's; `renewed_state` is the state of the SLA that this one renews,
    `other_in_preparation` that of another SLA of the unit that is not in force yet;
    `term_notice_days` says how many days before its last day the end of the term is told, None for never.
    """

    state: str | None
    institution_id: str | None
    application_id: str | None = None
    application_state: str | None = None
    digest: str | None = None
    agreed_sides: frozenset[Side] = frozenset()
    signatories: Mapping[str, str] | None = None
    institution_signatory: Role = Role.INSTITUTION_HEAD
    unit_id: str | None = None
    reviewer_id: str | None = None
    office_holders: frozenset[str] = frozenset()
    validity_months: int | None = None
    paper: PaperFacts | None = None
    previous_sla_id: str | None = None
    form: ProviderForm | None = None
    renews_id: str | None = None
    renewed_state: str | None = None
    other_in_preparation: str | None = None
    ties: Mapping[str, Tie] = field(default_factory=dict)
    breach: Mapping[str, Any] = field(default_factory=dict)
    answer_until: date | None = None
    calendar_version: str | None = None
    confirmed_evidence: frozenset[str] = frozenset()
    breach_answered: bool = False
    breach_window_over: bool = False
    breach_case_closed: bool = False
    expires_on: date | None = None
    term_notice_days: int | None = None
    is_term_told: bool = False
    unit_state: str | None = None
