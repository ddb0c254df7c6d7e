"""What of an assessment is taken back while nobody has signed its letter: guards and actions (house rule).

A paper prints what its act recorded, so that one whose facts are wrong is not made again: the act is taken back, the paper is
void with its number on record, and the act is done anew. What is signed stands.
"""

from domain.assessment_rules import AssessmentFacts
from domain.assessment_teams import WITHDRAWN_REPORT
from domain.document_kinds import DocumentState
from domain.refusals import Refusal, RefusalCode, refuse
from domain.tables import Act, Outcome
from domain.teams import voided


def report_not_signed(facts: AssessmentFacts, act: Act) -> Refusal | None:
    """Guard: the lead has not signed the report."""
    return _not_signed(facts.report_state, act)


def recommendation_not_signed(facts: AssessmentFacts, act: Act) -> Refusal | None:
    """Guard: the Deputy has not signed the letter; what it recommends, once given, is followed up (II.2.1.e.4)."""
    return _not_signed(facts.recommendation_state, act)


def _not_signed(state: str | None, act: Act) -> Refusal | None:
    return refuse(RefusalCode.PAPER_SIGNED_ALREADY, subject=act.record_id) if state == DocumentState.SIGNED else None


def recall_report(facts: AssessmentFacts, act: Act) -> Outcome:
    """The scores and their reading stay; what the report said of them is said anew. Why stands in the log alone: the unit
    reads the reason of the record.
    """
    reason = act.payload.reason.strip()
    return Outcome(
        changes=WITHDRAWN_REPORT,
        effects=voided({facts.report_id: facts.report_state}, reason),
        reason=reason,
    )


def recall_recommendation(facts: AssessmentFacts, act: Act) -> Outcome:
    """Nothing was recommended: the items go with their letter."""
    reason = act.payload.reason.strip()
    return Outcome(
        changes={"items": [], "recommended_on": None, "follow_up_until": None},
        effects=voided({facts.recommendation_id: facts.recommendation_state}, reason),
        reason=reason,
    )
