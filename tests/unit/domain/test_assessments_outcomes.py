"""What follows from each act of an assessment: fields, papers, and the cells and certificate that it moves (II.2.1.e)."""

from dataclasses import replace
from datetime import date

import pytest

from domain.aggregates import Aggregate
from domain.assessment_acts import MoveFollowUpLimit
from domain.assessment_rules import findings_of
from domain.canonical import canonical_digest
from domain.case_acts import NoteDetermination
from domain.certification import Certified
from domain.compliance import MoveCell
from domain.reasons import Reason
from domain.refusals import Refusal
from domain.roles import Role
from domain.scoring import CriterionScore
from domain.standards import StandardCode
from domain.tables import Effect, LetterOrder
from tests.unit.domain import test_assessments as given

S01, S02 = StandardCode.S01, StandardCode.S02


@pytest.fixture
def outcome(try_act):
    def attempt(verb, role, *, state, payload=None, **changes):
        facts = replace(given.situation(verb, state, role)[0], **changes)
        found = try_act(given.ASSESSMENTS, facts, verb, role, payload or given.PAYLOADS.get(verb))
        assert not isinstance(found, Refusal), found
        return found.state, found.outcome

    return attempt


@pytest.fixture
def fresh(act, actor):
    return act("open", actor(Role.UNIT_HEAD)).fresh


def moved(verb: str, standard: StandardCode) -> Effect:
    return Effect(
        aggregate=Aggregate.COMPLIANCE,
        verb=verb,
        record_id=f"unit-1-{standard}",
        payload=MoveCell(
            institution_id="inst-own",
            unit_id="unit-1",
            standard=standard,
            cause=Aggregate.ASSESSMENT,
            cause_id="record",
            on=given.TODAY,
        ),
    )


def test_opening_freezes_the_criteria_of_the_chosen_standards(outcome):
    criteria = (*given.CRITERIA, given.frozen("S03-K1"))
    state, found = outcome("open", Role.UNIT_HEAD, state=None, criteria=criteria, edition="2022.1")
    frozen = [criterion.values() for criterion in given.CRITERIA]
    assert (state, found.letters, found.effects) == ("SELF_DRAFT", (), ())
    assert found.changes == {
        "institution_id": "inst-own",
        "unit_id": "unit-1",
        "standards": ["S01", "S02"],
        "criteria": frozen,
        "catalogue_edition": "2022.1",
        "catalogue_sha256": canonical_digest(frozen),
        "open_cells": ["unit-1-S01", "unit-1-S02"],
        "opened_by": "actor",
        "opened_on": "2026-11-22",
        "round": 1,
    }


def test_scores_of_the_unit_replace_those_before(outcome):
    _state, found = outcome("score_self", Role.UNIT_STAFF, state="SELF_DRAFT")
    assert [(each["criterion"], each["score"], each["by"], each["on"]) for each in found.changes["self_scores"]] == [
        ("S01-K1", 1, "actor", "2026-11-22"),
        ("S02-K1", 2, "head", "2026-11-01"),
        ("S02-K2", None, "head", "2026-11-01"),
    ]


def test_a_submitted_self_assessment_moves_the_cells_that_can_move(outcome):
    """R-30, II.2.1.e.1; domain.md 2.3."""
    scores = given.SELF | {"S02-K1": CriterionScore(criterion="S02-K1", score=1, evidence_ids=("file-1",))}
    _state, found = outcome("submit_self", Role.UNIT_HEAD, state="SELF_DRAFT", self_scores=scores)
    assert found.changes == {"self_met": ["S01"], "submitted_by": "actor", "submitted_on": "2026-11-22"}
    assert found.effects == (moved("meet_by_self", S01), moved("miss_by_self", S02))
    still = {S01: "DETERMINED", S02: "NOT_APPLICABLE"}
    assert outcome("submit_self", Role.UNIT_HEAD, state="SELF_DRAFT", cells=still)[1].effects == ()


def test_a_return_says_why_and_takes_the_result_back(outcome, fresh):
    _state, found = outcome("return_self", Role.REVIEWER, state="SELF_SUBMITTED")
    assert found.changes == {"reason": "Alasan yang sah.", "self_met": []}
    assert found.letters == (
        LetterOrder(kind="NOTICE", document_id=fresh.of("notice"), details={"reason": "Alasan yang sah."}),
    )
    assert found.reason == "Alasan yang sah."


def test_the_assignment_names_the_team_and_orders_its_letter(outcome):
    _state, found = outcome("assign_assessors", Role.ADMIN, state="SELF_SUBMITTED")
    assert found.changes == {
        "lead_id": "lead",
        "second_reader_id": "reader",
        "assessor_ids": ["lead", "reader", "member"],
        "assignment_id": "fresh-document",
        "begins_on": "2026-11-23",
        "ends_on": "2026-11-30",
    }
    assert found.letters == (LetterOrder(kind="ASSIGNMENT", document_id="fresh-document"),)
    bare = replace(given.TEAM, begins_on=None, ends_on=None)
    _state, found = outcome("assign_assessors", Role.ADMIN, state="SELF_SUBMITTED", payload=bare)
    assert (found.changes["begins_on"], found.changes["ends_on"]) == (None, None)


def test_the_start_announces_day_method_and_place(outcome, fresh):
    _state, found = outcome("start_factual", Role.ASSESSOR, state="FACTUAL_ASSIGNED")
    assert found.changes == {"visit_on": "2026-11-22", "method": "ON_SITE", "place": "Kantor LPSE."}
    assert found.letters == (LetterOrder(kind="NOTICE", document_id=fresh.of("notice")),)


def test_a_changed_score_takes_the_second_reading_away(outcome):
    _state, found = outcome("score_factual", Role.ASSESSOR, state="FACTUAL_RUNNING")
    assert [(each["criterion"], each["score"], each["by"]) for each in found.changes["factual_scores"]] == [
        ("S01-K1", 2, "member"),
        ("S02-K1", 0, "actor"),
        ("S02-K2", 2, "member"),
    ]
    assert (found.changes["read_by"], found.changes["read_on"]) == (None, None)
    _state, found = outcome("approve_reading", Role.ASSESSOR, state="FACTUAL_RUNNING")
    assert found.changes == {"read_by": "actor", "read_on": "2026-11-22"}


def test_the_report_states_what_is_met_and_what_was_found(outcome):
    """R-31, II.2.1.e.2."""
    state, found = outcome("report_factual", Role.ASSESSOR, state="FACTUAL_RUNNING")
    finding = {"standard": "S02", "criterion": "S02-K1", "fact": "Belum teratur.", "evidence_ids": ["file-1"]}
    assert state == "FACTUAL_REPORTED"
    assert found.changes == {
        "factual_met": ["S01"],
        "findings": [finding],
        "conclusion": "Satu standar terpenuhi.",
        "reported_by": "actor",
        "reported_on": "2026-11-22",
        "report_id": "fresh-document",
    }
    assert found.letters == (LetterOrder(kind="ASSESSMENT_REPORT", document_id="fresh-document"),)
    assert found.effects == (moved("meet_by_fact", S01), moved("miss_by_fact", S02))


def test_a_criterion_that_is_not_applicable_is_no_finding():
    scores = given.FACTUAL | {"S02-K1": CriterionScore(criterion="S02-K1", score=None, note="Tidak berlaku.")}
    assert findings_of(given.facts_in("FACTUAL_RUNNING", factual_scores=scores)) == []


def test_a_recommendation_counts_its_items_and_bears_the_internal_limit(outcome):
    """II.2.1.e.3; the limit is no one of the decree."""
    _state, found = outcome("recommend", Role.REVIEWER, state="FACTUAL_REPORTED")
    assert found.changes == {
        "items": [given.item(1, S02, "S02-K1").values() | {"text": "Susun jadwal."}],
        "recommended_on": "2026-11-22",
        "follow_up_until": "2026-12-31",
    }
    assert found.letters == (LetterOrder(kind="RECOMMENDATION", document_id="fresh-document"),)
    assert found.effects == ()
    _state, found = outcome("recommend", Role.REVIEWER, state="FACTUAL_REPORTED", follow_up_until=None)
    assert found.changes["follow_up_until"] is None


@pytest.mark.parametrize("state", ["RECOMMENDED", "FOLLOW_UP", "READY"])
@pytest.mark.parametrize("until", ["2027-01-04", None])
def test_the_limit_follows_the_letter_that_was_dated_anew(until, state, outcome):
    """And nothing else changes: the recommendation itself, and the day on which it was given, stay."""
    payload = MoveFollowUpLimit(until=until)
    after, found = outcome("move_follow_up_limit", Role.SYSTEM, state=state, payload=payload)
    assert (after, found.changes, found.letters, found.effects) == (state, {"follow_up_until": until}, (), ())


def test_nothing_recommended_changes_nothing_else(outcome):
    state, found = outcome("no_recommendation", Role.REVIEWER, state="FACTUAL_REPORTED")
    assert (state, found.changes, found.letters, found.effects) == ("READY", {}, (), ())


def test_a_follow_up_answers_its_items_and_leaves_the_others(outcome):
    standing = given.item(2, S01, action="Dahulu.", done_on="2026-11-01")
    items = (given.item(1, S02, "S02-K1", action="Dahulu.", returned="Belum."), standing)
    _state, found = outcome("submit_follow_up", Role.UNIT_HEAD, state="RECOMMENDED", items=items)
    answered = given.item(
        1, S02, "S02-K1", action="Disusun.", evidence_ids=("file-2",), done_on="2026-11-22", returned=""
    )
    assert found.changes == {"items": [answered.values(), standing.values()], "followed_up_on": "2026-11-22"}


def test_a_verified_follow_up_closes_the_gap_that_its_scores_close(outcome):
    """R-33, II.2.1.e.4; the factual scores themselves stay as they were."""
    state, found = outcome("verify_follow_up", Role.ASSESSOR, state="FOLLOW_UP")
    assert state == "READY"
    assert found.changes == {
        "items": [given.item(1, S02, "S02-K1", closed_by="actor", closed_on="2026-11-22").values()],
        "verified_scores": [
            {
                "criterion": "S02-K1",
                "score": 2,
                "note": "Catatan.",
                "evidence_ids": ["file-2"],
                "by": "actor",
                "on": "2026-11-22",
            }
        ],
        "verified_by": "actor",
        "verified_on": "2026-11-22",
        "verification_note": "Jadwal berjalan.",
        "factual_met": ["S01", "S02"],
    }
    assert found.letters == (
        LetterOrder(kind="MINUTES", document_id="fresh-document", details={"place": "Daring", "improved": ["S02"]}),
    )
    assert found.effects == (moved("close_gap", S02),)


def test_a_verification_without_new_scores_closes_items_and_no_gap(outcome):
    bare = replace(given.PAYLOADS["verify_follow_up"], scores=())
    _state, found = outcome("verify_follow_up", Role.ASSESSOR, state="FOLLOW_UP", payload=bare)
    assert (found.changes["factual_met"], found.effects) == (["S01"], ())
    assert found.letters[0].details == {"place": "Daring", "improved": []}


def test_a_returned_follow_up_begins_the_next_round(outcome, fresh):
    items = (given.item(1, S02, "S02-K1", action="Sudah."), given.item(2, S01, action="Sudah."))
    state, found = outcome("return_follow_up", Role.ASSESSOR, state="FOLLOW_UP", items=items, round=2)
    assert state == "RECOMMENDED"
    assert found.changes == {
        "items": [replace(items[0], returned="Belum berjalan.").values(), items[1].values()],
        "round": 3,
    }
    assert found.letters == (
        LetterOrder(kind="NOTICE", document_id=fresh.of("notice"), details={"reasons": {"1": "Belum berjalan."}}),
    )


def test_a_determination_is_prepared_as_a_paper_and_recalled_with_it(outcome):
    state, found = outcome("prepare_determination", Role.REVIEWER, state="READY")
    assert state == "READY"
    assert found.changes == {"proposed": ["S01"], "prepared_by": "actor", "document_id": "fresh-document"}
    assert found.letters == (LetterOrder(kind="DETERMINATION", document_id="fresh-document"),)
    state, found = outcome("recall_determination", Role.DEPUTY, state="READY")
    assert state == "READY"
    assert found.changes == {
        "proposed": [],
        "prepared_by": None,
        "document_id": None,
    }
    void = Reason(reason="Alasan yang sah.")
    assert found.effects == (Effect(aggregate=Aggregate.DOCUMENT, verb="void", record_id="doc-1", payload=void),)


def void(paper: str) -> Effect:
    reason = Reason(reason="Alasan yang sah.")
    return Effect(aggregate=Aggregate.DOCUMENT, verb="void", record_id=paper, payload=reason)


def test_a_recalled_recommendation_recommended_nothing(outcome):
    """HOUSE: its letter is void, and the reviewer recommends anew or nothing. Why stands in the log alone."""
    state, found = outcome("recall_recommendation", Role.REVIEWER, state="RECOMMENDED")
    assert (state, found.letters, found.reason) == ("FACTUAL_REPORTED", (), "Alasan yang sah.")
    assert found.changes == {
        "items": [],
        "recommended_on": None,
        "follow_up_until": None,
    }
    assert found.effects == (void("doc-5"),)


def test_a_recalled_report_leaves_the_scores_and_their_reading(outcome):
    """HOUSE: what it said of them is said anew; the cells follow the next report."""
    state, found = outcome("recall_report", Role.ASSESSOR, state="FACTUAL_REPORTED")
    assert (state, found.letters, found.reason) == ("FACTUAL_RUNNING", (), "Alasan yang sah.")
    assert found.changes == {
        "report_id": None,
        "reported_by": None,
        "reported_on": None,
        "conclusion": None,
        "findings": [],
        "factual_met": [],
    }
    assert found.effects == (void("doc-4"),)


def test_the_determination_publishes_its_paper_moves_the_cells_and_issues_the_certificate(outcome, fresh):
    """R-34, II.2.1.e.5: what stood before keeps its date."""
    before = Certified(
        present_id="certificate-1", edition=1, standing={StandardCode.S05: date(2025, 1, 31)}, applicable=17
    )
    state, found = outcome("determine", Role.DEPUTY, state="READY", certified=before)
    certificate_id = fresh.of("certificate-record")
    assert state == "DETERMINED"
    assert found.changes == {
        "determined": ["S01"],
        "determined_on": "2026-11-22",
        "certificate_id": certificate_id,
        "open_cells": [],
    }
    publish, determine, issue = found.effects
    assert publish == Effect(aggregate=Aggregate.DOCUMENT, verb="publish", record_id="doc-1", payload=given.SIGNED)
    assert determine == moved("determine", S01)
    assert (issue.aggregate, issue.verb, issue.record_id) == (Aggregate.CERTIFICATE, "issue", certificate_id)
    assert issue.payload.standards == {StandardCode.S05: date(2025, 1, 31), S01: given.TODAY}
    assert (issue.payload.edition, issue.payload.previous_id) == (2, "certificate-1")
    assert (issue.payload.origin, issue.payload.origin_id) == (Aggregate.ASSESSMENT, "record")


def test_each_case_with_findings_on_what_is_determined_learns_of_it(outcome):
    """II.2.1.e.5 with II.2.2: what LKPP has determined as met is not held against the unit."""
    pursued = {"case-1": frozenset({S01, StandardCode.S05}), "case-2": frozenset({StandardCode.S05})}
    _state, found = outcome("determine", Role.DEPUTY, state="READY", pursued=pursued)
    noted = NoteDetermination(standards=(S01,), cause=Aggregate.ASSESSMENT, cause_id="record", by="actor")
    assert found.effects[-1] == Effect(
        aggregate=Aggregate.CASE, verb="note_determination", record_id="case-1", payload=noted
    )
    assert [each.aggregate for each in found.effects] == ["DOCUMENT", "COMPLIANCE", "CERTIFICATE", "CASE"]


def test_closing_frees_the_standards_and_voids_what_waits(outcome, fresh):
    state, found = outcome("close_without", Role.ADMIN, state="READY")
    assert state == "CLOSED"
    assert found.changes == {"reason": "Alasan yang sah.", "open_cells": [], "closed_on": "2026-11-22"}
    void = Reason(reason="Alasan yang sah.")
    assert found.effects == tuple(
        Effect(aggregate=Aggregate.DOCUMENT, verb="void", record_id=paper, payload=void) for paper in ("doc-1", "doc-2")
    )
    assert found.letters == (
        LetterOrder(kind="NOTICE", document_id=fresh.of("notice"), details={"reason": "Alasan yang sah."}),
    )
    assert found.reason == "Alasan yang sah."


@pytest.mark.parametrize("missing", ["institution_id", "unit_id"])
def test_an_assessment_of_nobody_moves_nothing(missing, outcome):
    with pytest.raises(AssertionError, match="names its"):
        outcome("determine", Role.DEPUTY, state="READY", **{missing: None})
