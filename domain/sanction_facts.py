"""What the guards of a sanction may know; the rules are in `sanctions`, what an act brings about in `sanction_effects`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.calendar import WorkingCalendar
from domain.case_findings import FindingKey
from domain.certification import Certified
from domain.document_kinds import DocumentKind, DocumentState
from domain.independence import Tie
from domain.ladder import LadderFacts, LadderSanction
from domain.papers import PaperFacts
from domain.receipts import ObjectionLimit, ObjectionTerm, Receipt
from domain.rungs import Rung
from domain.standards import StandardCode
from domain.stop_forms import StopForm

RUNG_PAPERS: Mapping[Rung, DocumentKind] = {
    Rung.ADVICE: DocumentKind.ADVICE,
    Rung.WARNING: DocumentKind.WARNING,
    Rung.REVOCATION: DocumentKind.REVOCATION,
    Rung.STOP: DocumentKind.SERVICE_STOP,
}
"""The paper of each rung."""


@dataclass(frozen=True, kw_only=True)
class CertificateOnRecord:
    """The unit's present certificate. *Shape*: `listed` are all its standards, `revoked` some of them; `paper` is the state of
    its paper, None where there is none.
    """

    id: str
    listed: frozenset[StandardCode]
    revoked: frozenset[StandardCode]
    paper: str | None = None

    @property
    def is_unsigned(self) -> bool:
        """Whether nobody has signed its paper: it waits still, or is void."""
        return self.paper is not None and self.paper != DocumentState.SIGNED


@dataclass(frozen=True, kw_only=True)
class SlaOnRecord:
    """The SLA that a stop concerns: the one breached, the one that the stop ended, or else the unit's present one.

    *Shape*: `succeeded` says that a later agreement of the unit has come into force since.
    """

    id: str
    state: str
    succeeded: bool = False


@dataclass(frozen=True, kw_only=True)
class KeptAsLate:
    """The objection to the sanction that is kept as late and not answered."""

    id: str
    filed_at: datetime


@dataclass(frozen=True, kw_only=True)
class SanctionFacts:
    """What the guards of a sanction may know.

    *Shape*: `author_ids` are all who drafted or prepared it, `drafted_by` the last of them; `remaining` are the
    standards that its letter says remain, `held` those that the letter of a stop says are revoked still; `found` are the
    criteria of the findings that its letter states, `open_findings` the case's that are not settled; `round` counts the
    sanctions of its rung within the case, `sequence` all of them;
    `announced_at` is when the letter that tells of it was signed, None while it is not; `confirmed` are the
    files named in the act that are confirmed and the institution's; `cells` maps standard to state; `calendar` is
    there for the acts that count days, and `late_objection` with it; `lkpp_letters_waiting` are the recommendations of
    LKPP's system that nobody has signed yet, asked where a receipt is struck; `limit` is the last moment to object as it was
    stored; `stopped_by` is the sanction by which the unit's service stands still now, if it does; `limit_days`
    (*units*: working days) is the internal limit that its letter names, or while it is prepared the one configured;
    `terminated_sla_id` is the SLA that this stop ended, the later one where it ended two; `later_sla_id` is the
    unit's present SLA where a stop concerns an earlier one; `other_assessor` says that there is one without a tie who
    did not make the findings, asked where an assessor acts.
    """

    state: str | None
    institution_id: str | None
    unit_id: str | None = None
    case_id: str | None = None
    rung: Rung = Rung.ADVICE
    round: int = 1
    sequence: int = 1
    ladder: LadderFacts = field(default_factory=LadderFacts)
    standards: tuple[StandardCode, ...] = ()
    stop_form: StopForm | None = None
    stop_text: str | None = None
    remaining: tuple[StandardCode, ...] = ()
    held: tuple[StandardCode, ...] = ()
    found: tuple[str, ...] = ()
    open_findings: frozenset[FindingKey] = frozenset()
    asked: tuple[str, ...] = ()
    author_ids: tuple[str, ...] = ()
    drafted_by: str | None = None
    assessor_ids: tuple[str, ...] = ()
    document_id: str | None = None
    paper: PaperFacts | None = None
    announced_at: datetime | None = None
    receipts: tuple[Receipt, ...] = ()
    objection_decided: bool = False
    suspended: bool = False
    follow_ups: tuple[Mapping[str, Any], ...] = ()
    lkpp_system_ids: tuple[str, ...] = ()
    lkpp_letters_waiting: tuple[str, ...] = ()
    confirmed: frozenset[str] = frozenset()
    ties: Mapping[str, Tie] = field(default_factory=dict)
    term: ObjectionTerm = field(default_factory=ObjectionTerm)
    calendar: WorkingCalendar | None = None
    limit: ObjectionLimit | None = None
    late_objection: KeptAsLate | None = None
    limit_days: int | None = None
    cells: Mapping[StandardCode, str] = field(default_factory=dict)
    certificate: CertificateOnRecord | None = None
    certified: Certified = field(default_factory=Certified)
    sla: SlaOnRecord | None = None
    later_sla_id: str | None = None
    terminated_sla_id: str | None = None
    stopped_by: str | None = None
    other_assessor: bool = False


def on_ladder(facts: SanctionFacts, sanction_id: str) -> LadderSanction:
    """The sanction itself among those of its case. *Raises*: `StopIteration` where the case does not hold it."""
    return next(each for each in facts.ladder.sanctions if each.id == sanction_id)
