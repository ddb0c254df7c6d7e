"""A team of assessors that takes the place of another, and how a row of the tables does it. House rule.

The decree says that LKPP assesses and surveils (II.2.1.f, II.2.2.c.s2), not who of it: where the lead leaves or gets a tie,
the work would have no exit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.aggregates import Aggregate
from domain.assessment_acts import LARGEST_TEAM
from domain.clock import legal_date
from domain.document_kinds import UNSIGNED
from domain.reasons import Reason
from domain.refusals import Refusal
from domain.tables import Act, Effect, Payload
from domain.text import LONG, first_problem, input_problem, text_problem


@dataclass(frozen=True, kw_only=True)
class ReplaceTeam(Payload):
    """Who goes on with the work, and why the team of before does not.

    *Shape*: `member_ids` are those beside the lead; `declared_ids` everyone of the team who has declared in writing to be
    free of conflicting interests. Persons of the team of before may be in it.
    """

    lead_id: str
    reason: str
    member_ids: tuple[str, ...] = ()
    declared_ids: tuple[str, ...] = ()

    def team(self) -> tuple[str, ...]:
        """Everyone, the lead first."""
        return (self.lead_id, *self.member_ids)

    def problem(self) -> Refusal | None:
        """The reason; each person once and with a declaration."""
        team = self.team()
        return first_problem(
            text_problem(self.reason, field="reason", longest=LONG),
            None if len(set(team)) == len(team) else _once_problem(),
            None if len(team) <= LARGEST_TEAM else _size_problem(),
            None if set(team) <= set(self.declared_ids) else _declaration_problem(),
        )


def _once_problem() -> Refusal:
    return input_problem("members", "setiap orang hanya disebut satu kali.", "name each person once only.")


def _size_problem() -> Refusal:
    return input_problem("members", f"paling banyak {LARGEST_TEAM} orang.", f"at most {LARGEST_TEAM} persons.")


def _declaration_problem() -> Refusal:
    return input_problem(
        "declared",
        "setiap penilai harus menyatakan bebas benturan kepentingan.",
        "each assessor must have declared to be free of conflicting interests.",
    )


def is_another(team: tuple[str, ...], given: ReplaceTeam) -> Refusal | None:
    """Why this team does not take the place of the other, or None: it is the same under the same lead."""
    if (given.lead_id, set(given.team())) != (next(iter(team), None), set(team)):
        return None
    return input_problem("members", "tim ini sudah ditugaskan.", "this team is assigned already.")


def former(team: tuple[str, ...], act: Act) -> Mapping[str, Any]:
    """What stays on record of the team of before. *Shape*: the lead first; the day is ISO 8601."""
    return {
        "assessor_ids": list(team),
        "on": legal_date(act.now).isoformat(),
        "by": act.actor.id,
        "reason": act.payload.reason.strip(),
    }


def voided(papers: Mapping[str | None, str | None], reason: str) -> tuple[Effect, ...]:
    """Those papers that nobody has signed yet become void. *Shape*: state by id; a thing without the paper gives None."""
    return tuple(
        Effect(aggregate=Aggregate.DOCUMENT, verb="void", record_id=paper, payload=Reason(reason=reason))
        for paper, state in papers.items()
        if paper is not None and state in UNSIGNED
    )
