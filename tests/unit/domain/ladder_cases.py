"""Cases on the ladder as facts: one finding on two standards, of which the unit is certified in one."""

from dataclasses import replace
from datetime import UTC, datetime

from domain.case_acts import CaseState
from domain.ladder import LadderFacts, LadderReassessment, LadderSanction
from domain.rungs import Rung
from domain.sanction_acts import SanctionState
from domain.standards import StandardCode

S01, S09, S10 = StandardCode.S01, StandardCode.S09, StandardCode.S10
R, S = Rung, SanctionState
RECEIVED_AT = datetime(2026, 11, 20, 3, tzinfo=UTC)
LAST = datetime(2026, 11, 27, 16, 59, 59, tzinfo=UTC)
"""The last instant to object to what was received then."""


def sanction(rung, state=S.NOT_IMPROVED, **more) -> LadderSanction:
    given = {"id": f"{rung}-{more.get('round', 1)}".lower(), "received_at": LAST, "last_instant": LAST}
    return LadderSanction(**{**given, "rung": rung, "state": state, **more})


def facts_of(*sanctions, **more) -> LadderFacts:
    given = LadderFacts(
        case_id="case",
        case_state=CaseState.OPEN,
        sanctions=sanctions,
        concerned=frozenset({S09, S10}),
        certified=frozenset({S01, S09}),
        reassessments=(LadderReassessment(id="re", sanction_id="revocation-1", state="FAILED", report_state="SIGNED"),),
        unit_state="ACTIVE",
    )
    return replace(given, **more)
