"""A person's desk: what a paper wants of him, by which act it is signed, and how urgent it is; HOUSE throughout."""

from datetime import date, timedelta
from enum import StrEnum

from domain.aggregates import Aggregate
from domain.document_kinds import SIGNED_BY_ACT, DocumentKind

LATE_AFTER = timedelta(days=3)
"""How long a paper may lie before it counts as late. *Source*: house rule; it binds nobody."""


class DeskTask(StrEnum):
    """What a paper wants of the person on whose desk it lies."""

    SIGN = "SIGN"
    INITIAL = "INITIAL"
    RESUBMIT = "RESUBMIT"


class DeskUrgency(StrEnum):
    """How long a paper has been on its way, from the day of the act that ordered it."""

    NEW = "NEW"
    WAITING = "WAITING"
    LATE = "LATE"


def urgency_of(ordered_on: date, today: date) -> DeskUrgency:
    """How urgent a paper is. *Units*: legal dates."""
    if today - ordered_on >= LATE_AFTER:
        return DeskUrgency.LATE
    return DeskUrgency.NEW if ordered_on >= today else DeskUrgency.WAITING


def ordered_days(urgency: DeskUrgency, today: date) -> tuple[date | None, date | None]:
    """The legal days on which papers of that urgency were ordered. *Shape*: first and last, both included; None is open."""
    if urgency is DeskUrgency.NEW:
        return today, None
    if urgency is DeskUrgency.WAITING:
        return today - LATE_AFTER + timedelta(days=1), today - timedelta(days=1)
    return None, today - LATE_AFTER


def signing_verb(
    kind: DocumentKind, subject: Aggregate, *, signatures: int, tells_what_is_done: bool
) -> tuple[Aggregate, str]:
    """The table and the verb by which a paper of this kind is signed next (`SIGNED_BY_ACT` tells when that is an act).

    *Shape*: `signatures` that it bears already; the SLA gets two. `tells_what_is_done` as in `DocumentFacts`.
    """
    if kind not in SIGNED_BY_ACT or tells_what_is_done:
        return Aggregate.DOCUMENT, "sign"
    if kind is DocumentKind.SLA:
        return Aggregate.SLA, "sign_for_lkpp" if signatures else "sign_for_institution"
    return subject, _VERBS[subject]


_VERBS = {
    Aggregate.ASSESSMENT: "determine",
    Aggregate.REASSESSMENT: "pass",
    Aggregate.SANCTION: "issue",
    Aggregate.OBJECTION: "decide",
    Aggregate.UNIT: "reinstate",
}
"""The verb whose act is a signature, by the thing that the paper speaks of; a test compares it with the tables."""
