"""Findings of a case that are done with one by one, as II.2.1.e.5 and II.2.2 are written out here."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from domain.aggregates import Aggregate
from domain.case_acts import CaseState, CloseCase, CloseReason, NoteDetermination, SettleFindings
from domain.case_findings import FindingsBeside, FollowedSurveillance, PursuingCase, noted
from domain.case_rules import CaseFacts
from domain.cases import CASES
from domain.findings import is_settled
from domain.ladder import LadderFacts, LadderReassessment, LadderSanction, is_improved, left, revocable
from domain.roles import Role
from domain.rungs import Rung
from domain.sanction_acts import SanctionState
from domain.standards import StandardCode
from domain.tables import Effect

NOW = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)
"""Already 23 November in Jakarta."""
S05, S09, S10 = StandardCode.S05, StandardCode.S09, StandardCode.S10
R, S = Rung, SanctionState
K2, K3, K1 = (S09, "S09-K2"), (S09, "S09-K3"), (S10, "S10-K1")
EARLIER = {"by": "assessor", "on": "2026-11-20", "cause": "SANCTION", "cause_id": "advice-1"}
DETERMINED = {"by": "deputy", "on": "2026-11-23", "cause": "ASSESSMENT", "cause_id": "assessment-1"}


def note(*standards) -> NoteDetermination:
    return NoteDetermination(standards=standards, cause=Aggregate.ASSESSMENT, cause_id="assessment-1", by="deputy")


def stored(key, **more):
    return {"standard": key[0].value, "criterion": key[1], "fact": "Tanpa izin.", **more}


def measure(rung, state=S.NOT_IMPROVED) -> LadderSanction:
    return LadderSanction(id=f"{rung}-1".lower(), rung=rung, state=state)


ADVISED = (measure(R.ADVICE, S.RECEIVED),)


def case_with(*open_keys, settled=(), sanctions=ADVISED, **changes) -> CaseFacts:
    keys = (*open_keys, *settled)
    given = CaseFacts(
        state=CaseState.OPEN,
        institution_id="inst-own",
        unit_id="unit-1",
        cells={S05: "DETERMINED", S09: "FLAGGED", S10: "FLAGGED"},
        findings=frozenset(keys),
        settled=frozenset(settled),
        stored_findings=tuple(stored(key, **({"settled": EARLIER} if key in settled else {})) for key in keys),
        ladder=LadderFacts(
            case_state=CaseState.OPEN,
            sanctions=sanctions,
            concerned=frozenset(key[0] for key in open_keys),
            certified=frozenset({S05, S09, S10}),
        ),
    )
    return replace(given, **changes)


@pytest.fixture
def noting(try_act):
    def act(facts, *standards):
        found = try_act(CASES, facts, "note_determination", Role.SYSTEM, note(*standards), now=NOW)
        brought = [(each.verb, each.record_id.removeprefix("unit-1-")) for each in found.outcome.effects]
        return found.state, found.outcome.changes["findings"], brought

    return act


def test_a_determination_settles_the_findings_on_its_standards_and_no_others(noting) -> None:
    """II.2.1.e.5: by whom, when and through what; a finding that was settled before keeps its own."""
    state, findings, brought = noting(case_with(K2, K1, settled=(K3,)), S05, S09)
    assert findings == [stored(K2, settled=DETERMINED), stored(K1), stored(K3, settled=EARLIER)]
    assert (state, brought) == ("OPEN", [("clear", "S09")])


@pytest.mark.parametrize("state", [CaseState.OPEN, CaseState.HOLD])
def test_a_case_of_which_nothing_is_left_ends_with_the_determination(state, noting) -> None:
    """II.2.1.e.5 with II.2.2.b-c: no measure follows findings on which LKPP itself says that the standards are met."""
    found = noting(case_with(K2, K1, state=state), S09, S10)
    assert found == (
        state,
        [stored(K2, settled=DETERMINED), stored(K1, settled=DETERMINED)],
        [("clear", "S09"), ("clear", "S10"), ("close", "record")],
    )


def test_the_case_ends_as_improved(try_act) -> None:
    found = try_act(CASES, case_with(K2), "note_determination", Role.SYSTEM, note(S09), now=NOW)
    assert found.outcome.effects[-1] == Effect(
        aggregate=Aggregate.CASE, verb="close", record_id="record", payload=CloseCase(reason=CloseReason.IMPROVED)
    )


@pytest.mark.parametrize("rung", [R.REVOCATION, R.STOP])
def test_a_case_does_not_end_over_a_revocation_or_stop_without_improvement(rung, noting) -> None:
    """II.2.2.c.s2, II.2.2.d: improvement of what was revoked is shown by re-assessment."""
    assert noting(case_with(K2, sanctions=(measure(rung),)), S09)[2] == [("clear", "S09")]
    assert noting(case_with(K2, sanctions=(measure(rung, S.IMPROVED),)), S09)[2][-1] == ("close", "record")
    assert noting(case_with(K2, sanctions=(measure(rung, S.ANNULLED),)), S09)[2][-1] == ("close", "record")


def test_a_case_that_ended_learns_of_a_determination_and_stays_ended(noting) -> None:
    """II.2.3.s3: an objection to its stop may open it again, and the finding is not held against the unit then."""
    facts = case_with(K2, sanctions=(), state=CaseState.CLOSED, cells={})
    assert noting(facts, S09) == ("CLOSED", [stored(K2, settled=DETERMINED)], [])


def test_a_flag_stays_while_something_else_is_found_on_the_standard(noting) -> None:
    """House rule, as at the end of a case: a surveillance that waits, or another open case."""
    watch = FollowedSurveillance(
        id="surveillance-1",
        state="SANCTIONED",
        findings=frozenset({K2, K3}),
        case_ids=("record",),
        flags=frozenset({S09}),
    )
    waits = FindingsBeside(surveillances=(watch,))
    other = FindingsBeside(cases={"b": PursuingCase(id="b", findings=frozenset({K3}), is_open=True)})
    for beside in (waits, other):
        assert noting(case_with(K2, K1, beside=beside), S09)[2] == []
    both = case_with(K2, K1, settled=(K3,), beside=waits)
    assert noting(both, S09)[2] == [("clear", "S09")]


def test_each_case_learns_of_the_standards_that_it_pursues() -> None:
    pursued = {"case-b": frozenset({S09, S10}), "case-a": frozenset({S10}), "case-c": frozenset({S05})}
    found = list(noted(pursued, note(S10, S09)))
    assert [(each.verb, each.record_id, each.payload.standards) for each in found] == [
        ("note_determination", "case-a", (S10,)),
        ("note_determination", "case-b", (S09, S10)),
    ]


def test_what_is_settled_is_not_revoked() -> None:
    """II.2.2.c.s1."""
    again = LadderReassessment(id="re-1", sanction_id="revocation-1", state="PASSED", passed=(S10,))
    facts = LadderFacts(concerned=frozenset({S09, S10}), certified=frozenset({S05, S09, S10}), reassessments=(again,))
    assert (left(facts), revocable(facts), is_improved(facts)) == ({S09}, {S09}, False)
    met = replace(facts, concerned=frozenset({S10}))
    assert (left(met), revocable(met), is_improved(met)) == (frozenset(), frozenset(), True)


def test_a_verified_improvement_settles_what_it_names_and_leaves_the_case_open(try_act) -> None:
    """II.2.2.b: the flag goes with the last finding on its standard."""
    given = SettleFindings(criteria=("S09-K2",), sanction_id="advice-1", by="assessor")
    verified = {"by": "assessor", "on": "2026-11-23", "cause": "SANCTION", "cause_id": "advice-1"}
    for others, cleared in (((K1,), ["unit-1-S09"]), ((K1, K3), [])):
        found = try_act(CASES, case_with(K2, *others), "settle_findings", Role.SYSTEM, given, now=NOW)
        assert found.outcome.changes["findings"] == [stored(K2, settled=verified), *map(stored, others)]
        assert (found.state, [each.record_id for each in found.outcome.effects]) == ("OPEN", cleared)


def test_a_stored_finding_says_whether_it_is_done_with() -> None:
    assert (is_settled({"standard": "S09"}), is_settled({"settled": {"by": "assessor"}})) == (False, True)
