"""What the guards of a service-level agreement may know; who decides by it is elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from domain.independence import Tie
from domain.provider_forms import ProviderForm
from domain.receipts import Receipt
from domain.reviewers import Reviewer
from domain.roles import Role
from domain.sla_acts import Side
from domain.unit_forms import UnitForm


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

    *Shape*: `breach` is the reported breach as `sla_breaches.report_breach` writes it; `answer_until` is the last day
    for the answer to the one under review, counted from the receipt that the act proves, else from the earliest proven,
    by the calendar of `calendar_version` (before a report: were its notice received now); `notice_state` is that of the
    notice which tells the unit, `notice_issued_at` when it was sealed, `receipts` prove that it arrived;
    `confirmed_evidence` are those of the named files that are confirmed and the institution's; `unit_form` is that of
    its application; `other_in_preparation` is the state of another SLA of the unit that is not in force yet,
    `overtaken_by` that of the agreement which took the place of what a renewal renews (SUPERSEDED where that is over
    too), `amended_since` names what a renewal's text says of the unit and one written today would not (as `AmendUnitInput`
    calls it), `later_sla` is the state of one which was begun after this one and came into force, `unsettled_breach` that of
    another one whose breach is reported or confirmed; `next_reviewer` is None where the act names nobody who reviews;
    `former_reviewers` had it, or its application, before; `term_notice_days` says how many days before its last day the
    end of the term is told, None for never.
    """

    state: str | None
    institution_id: str | None
    application_id: str | None = None
    application_state: str | None = None
    unit_form: UnitForm | None = None
    digest: str | None = None
    agreed_sides: frozenset[Side] = frozenset()
    signatories: Mapping[str, str] | None = None
    institution_signatory: Role = Role.INSTITUTION_HEAD
    unit_id: str | None = None
    reviewer_id: str | None = None
    former_reviewers: frozenset[str] = frozenset()
    next_reviewer: Reviewer | None = None
    office_holders: frozenset[str] = frozenset()
    validity_months: int | None = None
    paper: PaperFacts | None = None
    previous_sla_id: str | None = None
    form: ProviderForm | None = None
    renews_id: str | None = None
    other_in_preparation: str | None = None
    overtaken_by: str | None = None
    amended_since: tuple[str, ...] = ()
    later_sla: str | None = None
    unsettled_breach: str | None = None
    ties: Mapping[str, Tie] = field(default_factory=dict)
    breach: Mapping[str, Any] = field(default_factory=dict)
    answer_until: date | None = None
    calendar_version: str | None = None
    notice_state: str | None = None
    notice_issued_at: datetime | None = None
    receipts: tuple[Receipt, ...] = ()
    confirmed_evidence: frozenset[str] = frozenset()
    breach_answered: bool = False
    breach_window_over: bool = False
    breach_case_closed: bool = False
    expires_on: date | None = None
    term_notice_days: int | None = None
    is_term_told: bool = False
    unit_state: str | None = None
