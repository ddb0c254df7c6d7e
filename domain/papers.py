"""What the tables have in common where a person's signature on a paper is the act itself: guards, check and effect."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from domain.aggregates import Aggregate
from domain.clock import legal_date
from domain.document_acts import SignDocument
from domain.document_kinds import DOCUMENT_LABELS, UNSIGNED, DocumentKind, DocumentState
from domain.document_rules import date_passed, not_ready, not_same
from domain.initials import signs_own_initials
from domain.reasons import Reason
from domain.refusals import HOUSE, Refusal, RefusalCode, Words, refuse
from domain.tables import Act, Effect

WAITING = frozenset(UNSIGNED)
"""The states of a paper that may still be signed."""


@dataclass(frozen=True, kw_only=True)
class PaperFacts:
    """The paper that waits for its signature, as the guards of the thing it speaks of see it.

    *Shape*: `dated` is the day that it prints, None before it is made; `signatories` are those named in it,
    `office_holders` those of them who hold their office today; `initials` are those put on it.
    """

    id: str
    state: str
    sha256: str | None
    dated: date | None = None
    signatories: frozenset[str] = frozenset()
    office_holders: frozenset[str] = frozenset()
    initials: tuple[Mapping[str, Any], ...] = ()


class WithPaper(Protocol):
    """Facts of a thing with a paper."""

    @property
    def paper(self) -> PaperFacts | None:
        """The paper that waits, or None."""
        ...


def paper_ready(facts: WithPaper, act: Act) -> Refusal | None:
    """Guard: the paper is prepared, waits, and bears the date of today."""
    unready = not_ready(facts.paper.state if facts.paper else None)
    return unready or date_passed(facts.paper.dated if facts.paper else None, legal_date(act.now))


def is_signatory(facts: WithPaper, act: Act) -> Refusal | None:
    """Guard: the actor is named in the paper, holds the office today, and has not initialled it."""
    named = facts.paper.signatories if facts.paper else frozenset()
    holding = facts.paper.office_holders if facts.paper else frozenset()
    if act.actor.id in named & holding:
        return signs_own_initials(act.actor, facts.paper.initials if facts.paper else ())
    return refuse(RefusalCode.NOT_THE_SIGNATORY, signatory=", ".join(sorted(named)) or "-", subject=act.record_id)


def same_paper(facts: WithPaper, act: Act) -> Refusal | None:
    """Check: the paper is the one that the actor has seen."""
    return not_same(facts.paper.sha256 if facts.paper else None, act.payload.seen_sha256)


def out_of_date(printed: date | None, act: Act, *, clause: str = HOUSE) -> Refusal | None:
    """Why a paper that takes effect with its signature is not signed today: the day that it names has passed.

    *Shape*: `printed` is that day, or None for a paper that names none.
    """
    if printed is None or legal_date(act.now) <= printed:
        return None
    return refuse(RefusalCode.PAPER_OUT_OF_DATE, clause=clause, day=printed.isoformat(), subject=act.record_id)


def no_paper_waits(facts: WithPaper, act: Act) -> Refusal | None:
    """Guard: no paper was prepared that may still be signed."""
    if facts.paper is None or facts.paper.state not in WAITING:
        return None
    return refuse(RefusalCode.PAPER_WAITING, subject=act.record_id)


def paper_waits(facts: WithPaper, _act: Act) -> Refusal | None:
    """Guard: a paper was prepared that can be recalled."""
    if facts.paper is not None and facts.paper.state in WAITING:
        return None
    return not_ready(facts.paper.state if facts.paper else None)


def letter_signed(kind: DocumentKind, state: str | None, subject: str, *, clause: str = HOUSE) -> Refusal | None:
    """Why what a letter orders may not begin yet, or None: nobody has signed it. *Shape*: `state` is the letter's."""
    if state == DocumentState.SIGNED:
        return None
    return refuse(
        RefusalCode.LETTER_NOT_SIGNED,
        clause=clause,
        letter=Words(*DOCUMENT_LABELS[kind]),
        state=state or "-",
        subject=subject,
    )


def recalled(facts: WithPaper, reason: str) -> tuple[Effect, ...]:
    """The waiting paper becomes VOID, its number stays on record; nothing follows where none waits."""
    if facts.paper is None or facts.paper.state not in WAITING:
        return ()
    return (Effect(aggregate=Aggregate.DOCUMENT, verb="void", record_id=facts.paper.id, payload=Reason(reason=reason)),)


def publish(facts: WithPaper, act: Act) -> Effect:
    """The paper becomes SIGNED in the transaction of the act. *Raises*: `AssertionError` for a thing without a paper."""
    given: SignDocument = act.payload
    if facts.paper is None:
        raise AssertionError("the guards let an act pass that has no paper")
    return Effect(aggregate=Aggregate.DOCUMENT, verb="publish", record_id=facts.paper.id, payload=given.signed)
