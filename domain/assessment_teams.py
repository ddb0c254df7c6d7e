"""A team of an assessment that takes the place of another: its payload, guards, checks and actions (house rule).

The decree says that LKPP assesses (II.2.1.e.2), not who of it. Before the report is signed the new team goes on with the
factual assessment, and its lead reports for himself; once a recommendation is given, it verifies what is done about it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.assessment_rules import AssessmentFacts, all_independent, team_independent
from domain.document_kinds import DocumentKind, DocumentState
from domain.refusals import Refusal, RefusalCode, refuse
from domain.tables import Act, LetterOrder, Outcome
from domain.teams import ReplaceTeam, former, voided
from domain.text import input_problem


@dataclass(frozen=True, kw_only=True)
class ReplaceAssessors(ReplaceTeam):
    """Who goes on with the assessment. *Shape*: `member_ids` are those beside lead and second reader."""

    second_reader_id: str

    def team(self) -> tuple[str, ...]:
        """Everyone, the lead first, then the second reader."""
        return (self.lead_id, self.second_reader_id, *self.member_ids)


# --- guards and checks ----------------------------------------------------------------------------------------------


def report_gives_way(facts: AssessmentFacts, act: Act) -> Refusal | None:
    """Guard: nobody has signed the report yet, or who assessed is tied to the unit since; else what it says stands."""
    if facts.report_state != DocumentState.SIGNED or all_independent(facts, act) is not None:
        return None
    return refuse(RefusalCode.ALREADY_REPORTED, subject=act.record_id)


def takes_over(facts: AssessmentFacts, act: Act) -> Refusal | None:
    """Check: assessors of LKPP without a tie; another team than now; a second reader who scored nothing that counts."""
    return team_independent(facts, act) or _is_another(facts, act.payload) or _reads_no_own_score(facts, act.payload)


def _is_another(facts: AssessmentFacts, given: ReplaceAssessors) -> Refusal | None:
    present = (facts.lead_id, facts.second_reader_id, frozenset(facts.assessor_ids))
    if (given.lead_id, given.second_reader_id, frozenset(given.team())) != present:
        return None
    return input_problem("members", "tim ini sudah ditugaskan.", "this team is assigned already.")


def _reads_no_own_score(facts: AssessmentFacts, given: ReplaceAssessors) -> Refusal | None:
    if given.second_reader_id not in {str(each["by"]) for each in facts.stored_factual}:
        return None
    return input_problem(
        "secondReader",
        "pembaca kedua tidak boleh orang yang nilainya dipakai.",
        "the second reader must not be one whose scores count.",
    )


# --- actions --------------------------------------------------------------------------------------------------------


WITHDRAWN_REPORT: Mapping[str, Any] = {
    "report_id": None,
    "reported_by": None,
    "reported_on": None,
    "conclusion": None,
    "findings": [],
    "factual_met": [],
}
"""What an assessment no longer says once its report is withdrawn."""


def assess_on(facts: AssessmentFacts, act: Act) -> Outcome:
    """The scores stay with their authors and are read anew; a report that was made is the former lead's, and is withdrawn."""
    withdrawn = {"read_by": None, "read_on": None, **WITHDRAWN_REPORT}
    announced = facts.visit_on is not None
    notice = LetterOrder(kind=DocumentKind.NOTICE, document_id=act.fresh.of("notice"))
    return _replaced(facts, act, withdrawn, (notice,) if announced else ())


def follow_on(facts: AssessmentFacts, act: Act) -> Outcome:
    """What was reported stands, and stays the work of who assessed; the new team verifies what follows the recommendation."""
    return _replaced(facts, act, {"reported_by": facts.reported_by or facts.lead_id}, ())


def _replaced(facts: AssessmentFacts, act: Act, changes: dict[str, Any], further: tuple[LetterOrder, ...]) -> Outcome:
    given: ReplaceAssessors = act.payload
    reason = given.reason.strip()
    assignment = LetterOrder(kind=DocumentKind.ASSIGNMENT, document_id=act.fresh.document)
    return Outcome(
        changes={
            "lead_id": given.lead_id,
            "second_reader_id": given.second_reader_id,
            "assessor_ids": list(given.team()),
            "former_teams": [*(dict(each) for each in facts.former_teams), former(facts.assessor_ids, act)],
            "assignment_id": assignment.document_id,
            **changes,
        },
        letters=(assignment, *further),
        effects=voided({facts.assignment_id: facts.assignment_state, facts.report_id: facts.report_state}, reason),
        reason=reason,
    )
