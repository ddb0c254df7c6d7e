"""Re-assessments against the rules of II.2.2.c.s2 as written out here."""

from dataclasses import replace
from datetime import date

import pytest

from domain.aggregates import Aggregate
from domain.assessment_acts import AssessmentMethod, GiveFactualScores
from domain.case_acts import NoteDetermination
from domain.certificates import IssueCertificate
from domain.certification import Certified
from domain.document_acts import SignatureFact, SignDocument, SignedPaper
from domain.document_kinds import SignatureKind
from domain.independence import Tie
from domain.papers import PaperFacts
from domain.reasons import Reason
from domain.reassessment_acts import (
    AssignReassessors,
    BeginReassessment,
    OpenReassessment,
    RecordNonCooperation,
    Reminder,
    ReportReassessment,
    RequestReassessment,
)
from domain.reassessment_rules import ReassessmentFacts
from domain.reassessments import REASSESSMENTS
from domain.refusals import RefusalCode
from domain.roles import Role
from domain.scoring import CriterionScore, FrozenCriterion
from domain.standards import Requirement, StandardCode
from domain.tables import Effect, LetterOrder
from domain.teams import ReplaceTeam
from services.letters_reassessments import asking_again

ROWS = """
begin                  | -                               | PENDING   | SY    | II.2.2.c.s2 | -
request                | PENDING                         | REQUESTED | HL    | HOUSE       | -
open_by_lkpp           | PENDING                         | REQUESTED | AD    | II.2.2.c.s2 | NOTICE
assign                 | REQUESTED                       | RUNNING   | AD    | II.2.2.c.s2 | ASSIGNMENT
score                  | RUNNING                         | RUNNING   | AS    | II.2.2.c.s2 | -
report                 | RUNNING                         | RUNNING   | AS    | II.2.2.c.s2 | ASSESSMENT_REPORT
prepare_pass           | RUNNING                         | RUNNING   | RV    | II.2.2.c.s2 | DETERMINATION
recall_pass            | RUNNING                         | RUNNING   | RV DP | HOUSE       | -
pass                   | RUNNING                         | PASSED    | DP    | II.2.2.c.s2 | DETERMINATION
fail                   | RUNNING                         | FAILED    | AS    | II.2.2.c.s2 | ASSESSMENT_REPORT
replace_team           | RUNNING                         | RUNNING   | AD    | HOUSE       | ASSIGNMENT
replace_team           | FAILED                          | RUNNING   | AD    | HOUSE       | ASSIGNMENT
retry                  | FAILED                          | PENDING   | AD HL | HOUSE       | -
record_non_cooperation | PENDING REQUESTED               | PENDING   | RV    | HOUSE       | NOTICE
record_non_cooperation | RUNNING                         | PENDING   | RV    | HOUSE       | NOTICE
cancel                 | PENDING REQUESTED RUNNING FAILED | CANCELLED | SY   | II.2.3.s3 | -
"""

TODAY = date(2026, 11, 22)
S01, S09, S11 = StandardCode.S01, StandardCode.S09, StandardCode.S11
SIGNED = SignedPaper(
    sha256="b" * 64,
    size=1000,
    signature=SignatureFact(
        field="Tanda",
        kind=SignatureKind.PERSONAL,
        signer_id="actor",
        signer_name="Sari",
        certificate_sha256="c" * 64,
        level="B-LTA",
        certification="NO_CHANGES",
        signed_at="2026-11-22T03:00:00+00:00",
    ),
)
WAITING = PaperFacts(
    id="doc-1",
    state="AWAITING_SIGNATURE",
    sha256="a" * 64,
    signatories=frozenset({"actor"}),
    office_holders=frozenset({"actor"}),
)
BECAUSE = Reason(reason=" Alasan yang sah. ")


def criterion(code: str) -> FrozenCriterion:
    standard = StandardCode(code[:3])
    return FrozenCriterion(
        code=code, standard=standard, requirement=Requirement.MANDATORY, text_id="Kriteria.", text_en="Criterion."
    )


CRITERIA = tuple(criterion(code) for code in ("S01-K1", "S09-K1", "S09-K2", "S11-K1"))
BEGUN = BeginReassessment(
    institution_id="inst-own", unit_id="unit-1", sanction_id="sanction-1", case_id="case-1", standards=(S11, S09)
)
ASKED = RequestReassessment(improvement=" Peladen dimutakhirkan. ", evidence_ids=("evidence-1",), standards=(S09,))
TEAM = AssignReassessors(
    lead_id="lead",
    method=AssessmentMethod.ON_SITE,
    member_ids=("member",),
    declared_ids=("lead", "member"),
    begins_on=date(2026, 11, 23),
    ends_on=date(2026, 11, 24),
)
SCORES = GiveFactualScores(
    scores=(CriterionScore(criterion="S09-K1", score=2, note=" Ada. ", evidence_ids=("evidence-1",)),)
)
CONCLUDED = ReportReassessment(conclusion=" Terpenuhi. ", assessed_on=TODAY)
SILENT = RecordNonCooperation(
    reason=" Tidak menanggapi. ", reminders=(Reminder(sent_on=date(2026, 11, 12), text=" Mohon jadwal. "),)
)
OTHERS = ReplaceTeam(
    lead_id="lead", member_ids=("member",), declared_ids=("lead", "member"), reason=" Ketua tim pindah tugas. "
)
PAYLOADS = {
    "replace_team": OTHERS,
    "begin": BEGUN,
    "request": ASKED,
    "open_by_lkpp": OpenReassessment(reason=" Atas prakarsa LKPP. "),
    "assign": TEAM,
    "score": SCORES,
    "report": CONCLUDED,
    "recall_pass": BECAUSE,
    "pass": SignDocument(seen_sha256="a" * 64, signed=SIGNED),
    "fail": CONCLUDED,
    "retry": BECAUSE,
    "record_non_cooperation": SILENT,
    "cancel": BECAUSE,
}
WHEN = {"assessor_ids": ["actor", "member"], "on": "2026-11-22", "by": "actor", "reason": "Ketua tim pindah tugas."}


def scored(**points):
    return {
        code.replace("_", "-"): CriterionScore(criterion=code.replace("_", "-"), score=score, note="x")
        for code, score in points.items()
    }


ALL_MET = scored(S09_K1=2, S09_K2=2, S11_K1=2)
NONE_MET = scored(S09_K1=1, S09_K2=2, S11_K1=0)
ONE_MET = scored(S09_K1=2, S09_K2=2, S11_K1=1)
CERTIFIED = Certified(present_id="cert-1", edition=3, standing={S01: date(2025, 2, 1)}, applicable=17, term_months=24)


def facts_in(state, **changes) -> ReassessmentFacts:
    sound = ReassessmentFacts(
        state=state,
        institution_id="inst-own",
        unit_id="unit-1",
        sanction_id="sanction-1",
        case_id="case-1",
        standards=(S09, S11),
        scope=(S09, S11),
        began_on=date(2026, 11, 10),
        asked_on=date(2026, 11, 10),
        team=("actor", "member"),
        criteria=CRITERIA[1:],
        scores=ALL_MET,
        stored_scores=({"criterion": "S11-K1", "score": 0},),
        report_state="SIGNED",
        assignment_state="SIGNED",
        proposed=(S09, S11),
        prepared_by="reviewer",
        cells={S01: "DETERMINED", S09: "REVOKED", S11: "REVOKED"},
        certified=CERTIFIED,
        assessors={"lead": "Contoh Kusuma", "member": "Contoh Anggraini"},
        confirmed=frozenset({"evidence-1"}),
        paper=WAITING,
    )
    return replace(sound, **changes)


def fitting(verb):
    if verb == "fail":
        return {"scores": NONE_MET, "paper": None}
    if verb == "replace_team":
        return {"paper": None, "report_state": None}
    if verb == "record_non_cooperation":
        return {"paper": None, "scores": NONE_MET}
    return {"paper": None} if verb == "prepare_pass" else {}


def situation(verb, state, role):
    return facts_in(state, **fitting(verb)), PAYLOADS.get(verb)


@pytest.fixture
def book(rule_book):
    return rule_book(REASSESSMENTS, ROWS, situation)


@pytest.fixture
def attempt(try_act):
    def act(verb, role, *, state, payload=None, **changes):
        facts = facts_in(state, **{**fitting(verb), **changes})
        return try_act(REASSESSMENTS, facts, verb, role, payload or PAYLOADS.get(verb))

    return act


# --- the whole table ------------------------------------------------------------------------------------------------


def test_the_table_has_the_rows_of_the_rule_book_and_no_other(book) -> None:
    book.verbs_agree()


def test_every_state_is_reached_and_only_final_states_have_no_exit(book) -> None:
    book.states_live()
    assert set(REASSESSMENTS.final) == {"PASSED", "CANCELLED"}


def test_every_verb_in_every_state_by_every_role_is_lawful_or_refused(book) -> None:
    book.every_combination()


def test_another_institution_sees_no_reassessment(book) -> None:
    book.strangers_see_nothing()


# --- beginning and asking -------------------------------------------------------------------------------------------


def test_it_is_of_exactly_the_standards_revoked(outcome) -> None:
    state, result = outcome("begin", Role.SYSTEM, state=None)
    assert state == "PENDING"
    assert result.changes == {
        "institution_id": "inst-own",
        "unit_id": "unit-1",
        "sanction_id": "sanction-1",
        "case_id": "case-1",
        "standards": ["S09", "S11"],
        "attempt": 1,
        "previous_id": None,
        "began_on": "2026-11-22",
    }


def test_of_one_revocation_one_is_under_way(refused) -> None:
    found = refused("begin", Role.SYSTEM, state=None, running=frozenset({S11, S09}))
    assert found == (RefusalCode.ASSESSMENT_OPEN, "HOUSE", "standards")


def test_the_unit_asks_for_some_standards_with_evidence_and_so_cooperates(outcome) -> None:
    _state, result = outcome("request", Role.UNIT_HEAD, state="PENDING")
    assert result.changes == {
        "scope": ["S09"],
        "improvement": "Peladen dimutakhirkan.",
        "evidence_ids": ["evidence-1"],
        "requested_by": "actor",
        "requested_on": "2026-11-22",
        "non_cooperation": None,
    }


def test_lkpp_opens_it_for_all_and_tells_the_unit(outcome) -> None:
    _state, result = outcome("open_by_lkpp", Role.ADMIN, state="PENDING")
    assert result.changes == {
        "scope": ["S09", "S11"],
        "improvement": None,
        "evidence_ids": [],
        "requested_by": "actor",
        "requested_on": "2026-11-22",
    }
    assert (result.reason, result.letters) == (
        "Atas prakarsa LKPP.",
        (
            LetterOrder(
                kind="NOTICE",
                document_id="fresh-document",
                details={"about": "open_by_lkpp", "reason": "Atas prakarsa LKPP."},
            ),
        ),
    )


@pytest.mark.parametrize(("verb", "role"), [("request", Role.UNIT_HEAD), ("open_by_lkpp", Role.ADMIN)])
def test_no_other_standard_is_assessed_again(verb, role, refused) -> None:
    found = refused(verb, role, state="PENDING", payload=replace(PAYLOADS[verb], standards=(S09, S01)))
    assert found == (RefusalCode.INVALID_INPUT, "II.2.2.c.s2", "standards")


def test_evidence_of_improvement_is_there_confirmed_and_ones_own(refused) -> None:
    nothing = refused("request", Role.UNIT_HEAD, state="PENDING", payload=replace(ASKED, evidence_ids=()))
    assert nothing == (RefusalCode.ATTACHMENT_MISSING, "HOUSE", "evidence")
    foreign = refused("request", Role.UNIT_HEAD, state="PENDING", confirmed=frozenset())
    assert foreign == (RefusalCode.EVIDENCE_NOT_CONFIRMED, "HOUSE", "evidence-1")


@pytest.mark.parametrize(
    ("payload", "field"),
    [
        (ASKED, None),
        (replace(ASKED, improvement=""), "improvement"),
        (replace(ASKED, evidence_ids=("a", "a")), "evidence"),
        (replace(ASKED, standards=(S09, S09)), "standards"),
        (OpenReassessment(reason="x"), None),
        (OpenReassessment(reason=""), "reason"),
        (OpenReassessment(reason="x", standards=(S09, S09)), "standards"),
        (TEAM, None),
        (replace(TEAM, begins_on=None), None),
        (replace(TEAM, ends_on=None), None),
        (replace(TEAM, ends_on=TEAM.begins_on), None),
        (replace(TEAM, ends_on=date(2026, 11, 22)), "endsOn"),
        (replace(TEAM, member_ids=("lead",)), "members"),
        (replace(TEAM, member_ids=tuple("abcdefghijkl")), "members"),
        (replace(TEAM, declared_ids=("lead",)), "declared"),
        (CONCLUDED, None),
        (replace(CONCLUDED, conclusion=""), "conclusion"),
        (SILENT, None),
        (replace(SILENT, reason=""), "reason"),
        (replace(SILENT, reminders=(Reminder(sent_on=TODAY, text=""),)), "reminders.text"),
    ],
)
def test_what_is_given_is_sound_by_itself(payload, field, first_problem_field) -> None:
    assert first_problem_field(payload) == field


# --- assessing ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("verb", "role"), [("open_by_lkpp", Role.ADMIN), ("record_non_cooperation", Role.REVIEWER)])
def test_while_an_objection_suspends_the_revocation_lkpp_does_not_pursue_it(verb, role, refused) -> None:
    """House rule (`objection.suspends`); the unit may ask for the re-assessment itself."""
    found = refused(verb, role, state="PENDING", suspended=True)
    assert (found[0], found[1]) == (RefusalCode.SANCTION_SUSPENDED, "HOUSE")
    assert refused(verb, role, state="PENDING") is None
    assert refused("request", Role.UNIT_HEAD, state="PENDING", suspended=True) is None


@pytest.mark.parametrize(("involved", "noted"), [(frozenset(), False), (frozenset({"lead"}), True)])
def test_the_criteria_in_scope_are_frozen_and_a_lead_of_before_is_noted(involved, noted, outcome) -> None:
    frozen = {"scope": (S09,), "criteria": CRITERIA, "edition": "2022.1"}
    state, result = outcome("assign", Role.ADMIN, state="REQUESTED", involved=involved, **frozen)
    assert state == "RUNNING"
    assert result.changes == {
        "lead_id": "lead",
        "assessor_ids": ["lead", "member"],
        "declared_ids": ["lead", "member"],
        "lead_was_involved": noted,
        "method": "ON_SITE",
        "begins_on": "2026-11-23",
        "ends_on": "2026-11-24",
        "criteria": [criterion("S09-K1").values(), criterion("S09-K2").values()],
        "catalogue_edition": "2022.1",
        "assignment_id": "fresh-document",
    }
    assert result.letters == (LetterOrder(kind="ASSIGNMENT", document_id="fresh-document"),)


def test_the_days_of_an_assignment_may_be_open(outcome) -> None:
    payload = replace(TEAM, begins_on=None, ends_on=None)
    _state, result = outcome("assign", Role.ADMIN, state="REQUESTED", payload=payload)
    assert (result.changes["begins_on"], result.changes["ends_on"]) == (None, None)


def test_nobody_with_a_tie_and_nobody_but_assessors_assess_again(refused) -> None:
    tied = refused("assign", Role.ADMIN, state="REQUESTED", ties={"member": Tie.MENTOR})
    assert tied == (RefusalCode.CONFLICT_OF_INTEREST, "HOUSE", "team")
    unknown = refused("assign", Role.ADMIN, state="REQUESTED", assessors={"lead": "Contoh Kusuma"})
    assert unknown == (RefusalCode.NOT_FOUND, "HOUSE", "team")


def test_a_score_takes_the_place_of_the_one_before(outcome) -> None:
    payload = GiveFactualScores(
        scores=(
            CriterionScore(criterion="S11-K1", score=2, note=" Ada. ", evidence_ids=("evidence-1",)),
            CriterionScore(criterion="S09-K1", score=None, note="Tidak ada ruang peladen."),
        )
    )
    _state, result = outcome("score", Role.ASSESSOR, state="RUNNING", payload=payload)
    given = {"by": "actor", "on": "2026-11-22"}
    assert result.changes["scores"] == [
        {"criterion": "S09-K1", "score": None, "note": "Tidak ada ruang peladen.", "evidence_ids": [], **given},
        {"criterion": "S11-K1", "score": 2, "note": "Ada.", "evidence_ids": ["evidence-1"], **given},
    ]


@pytest.mark.parametrize("verb", ["score", "report", "fail"])
def test_only_the_team_scores_and_only_its_lead_reports(verb, refused) -> None:
    outside = refused(verb, Role.ASSESSOR, state="RUNNING", team=("lead", "member"))
    assert outside == (RefusalCode.NOT_ON_THE_TEAM, "HOUSE", "record")
    nobody = refused(verb, Role.ASSESSOR, state="RUNNING", team=())
    assert nobody == (RefusalCode.NOT_ON_THE_TEAM, "HOUSE", "record")
    member = refused(verb, Role.ASSESSOR, state="RUNNING", team=("lead", "actor"))
    assert member == (None if verb == "score" else (RefusalCode.NOT_ON_THE_TEAM, "HOUSE", "record"))


def test_scores_are_of_the_criteria_assigned_and_rest_on_files_that_count(refused) -> None:
    other = GiveFactualScores(scores=(CriterionScore(criterion="S01-K1", score=2, note="x"),))
    assert refused("score", Role.ASSESSOR, state="RUNNING", payload=other)[2] == "scores.criterion"
    found = refused("score", Role.ASSESSOR, state="RUNNING", confirmed=frozenset())
    assert found == (RefusalCode.EVIDENCE_NOT_CONFIRMED, "HOUSE", "evidence-1")


@pytest.mark.parametrize("verb", ["score", "report", "fail"])
def test_after_the_report_nothing_is_scored_or_reported_anew(verb, refused) -> None:
    found = refused(verb, Role.ASSESSOR, state="RUNNING", report_id="doc-2", scores=ONE_MET)
    assert found == (RefusalCode.ALREADY_REPORTED, "HOUSE", "record")


@pytest.mark.parametrize("verb", ["report", "fail"])
def test_each_criterion_is_scored_before_the_report(verb, refused) -> None:
    found = refused(verb, Role.ASSESSOR, state="RUNNING", scores=scored(S09_K1=1))
    assert found == (RefusalCode.SCORES_INCOMPLETE, "II.2.2.c.s2", "scores")


@pytest.mark.parametrize(
    ("scores", "reports", "fails"),
    [
        (ALL_MET, None, (RefusalCode.STANDARDS_MET, "HOUSE", "record")),
        (ONE_MET, None, (RefusalCode.STANDARDS_MET, "HOUSE", "record")),
        (NONE_MET, (RefusalCode.STANDARDS_NOT_MET, "II.2.2.c.s2", "record"), None),
    ],
)
def test_what_is_met_is_reported_and_it_fails_where_nothing_is(scores, reports, fails, refused) -> None:
    for verb, expected in (("report", reports), ("fail", fails)):
        assert refused(verb, Role.ASSESSOR, state="RUNNING", scores=scores) == expected


PARTIAL = (RefusalCode.PARTIAL_DETERMINATION_OFF, "HOUSE", "record")


@pytest.mark.parametrize(
    ("changes", "reports", "fails"),
    [
        ({"scores": ALL_MET}, None, (RefusalCode.STANDARDS_MET, "HOUSE", "record")),
        ({"scores": ONE_MET}, PARTIAL, None),
        ({"scores": NONE_MET}, (RefusalCode.STANDARDS_NOT_MET, "II.2.2.c.s2", "record"), None),
        ({"scope": (S09,)}, PARTIAL, None),
        (
            {"scores": ONE_MET, "cells": {S09: "REVOKED", S11: "DETERMINED"}},
            None,
            (RefusalCode.STANDARDS_MET, "HOUSE", "record"),
        ),
    ],
)
def test_where_parts_are_not_determined_it_fails_unless_all_that_is_revoked_is_met(
    changes, reports, fails, refused
) -> None:
    """House rule (`determination.partial`); II.2.2.c.s2 does not say whether some may be determined without the others."""
    for verb, expected in (("report", reports), ("fail", fails)):
        assert refused(verb, Role.ASSESSOR, state="RUNNING", partial_allowed=False, **changes) == expected


def test_what_would_have_to_be_true_is_said_with_the_standards_that_are_wanting(attempt) -> None:
    found = attempt("report", Role.ASSESSOR, state="RUNNING", partial_allowed=False, scores=ONE_MET)
    assert found.message_en == (
        "Determination in part is switched off (determination.partial), and of what is revoked this is left out or not "
        "met: S11."
    )
    assert found.required_en == (
        "All that is revoked must be assessed and met, or LKPP's configuration must allow determination in part; a "
        "result that falls short is reported as failed, and a further attempt may follow."
    )


@pytest.mark.parametrize(("verb", "role"), [("request", Role.UNIT_HEAD), ("open_by_lkpp", Role.ADMIN)])
@pytest.mark.parametrize(
    ("standards", "cells", "expected"),
    [
        ((S09,), {}, (RefusalCode.PARTIAL_DETERMINATION_OFF, "HOUSE", "standards")),
        ((S09,), {"cells": {S09: "REVOKED", S11: "DETERMINED"}}, None),
        ((S09, S11), {}, None),
        ((), {}, None),
    ],
)
def test_where_parts_are_not_determined_no_part_is_asked_for(verb, role, standards, cells, expected, refused) -> None:
    given = replace(PAYLOADS[verb], standards=standards)
    assert refused(verb, role, state="PENDING", payload=given, partial_allowed=False, **cells) == expected
    assert refused(verb, role, state="PENDING", payload=given, **cells) is None


@pytest.mark.parametrize(
    "overtaken",
    [
        {"partial_allowed": False, "scores": ONE_MET},
        {"scope": (S09,), "cells": {S09: "DETERMINED", S11: "REVOKED"}},
    ],
)
@pytest.mark.parametrize(("report_state", "voided"), [("AWAITING_SIGNATURE", ["doc-2"]), ("SIGNED", [])])
def test_a_report_that_nothing_can_rest_on_any_more_gives_way_to_a_failure(
    overtaken, report_state, voided, outcome, refused
) -> None:
    """The setting changed since, or an objection reinstated what was met: else no act would be lawful any more."""
    reported = {"report_id": "doc-2", "report_state": report_state, "paper": None, **overtaken}
    state, result = outcome("fail", Role.ASSESSOR, state="RUNNING", **reported)
    assert (state, result.changes["report_id"]) == ("FAILED", "fresh-document")
    assert [(effect.verb, effect.record_id) for effect in result.effects] == [("void", each) for each in voided]
    prepared = {**reported, "paper": WAITING}
    assert refused("fail", Role.ASSESSOR, state="RUNNING", **prepared)[0] is RefusalCode.PAPER_WAITING


@pytest.mark.parametrize(("verb", "state"), [("report", "RUNNING"), ("fail", "FAILED")])
def test_the_report_is_ordered_for_its_lead(verb, state, outcome) -> None:
    found, result = outcome(verb, Role.ASSESSOR, state="RUNNING")
    assert (found, result.changes) == (
        state,
        {"conclusion": "Terpenuhi.", "assessed_on": "2026-11-22", "report_id": "fresh-document"},
    )
    assert result.letters == (LetterOrder(kind="ASSESSMENT_REPORT", document_id="fresh-document"),)


@pytest.mark.parametrize(
    ("day", "began", "sound"),
    [
        (TODAY, date(2026, 11, 10), True),
        (date(2026, 11, 10), date(2026, 11, 10), True),
        (date(2026, 11, 9), date(2026, 11, 10), False),
        (date(2026, 11, 23), date(2026, 11, 10), False),
        (TODAY, None, False),
    ],
)
def test_it_was_made_between_its_beginning_and_today(day, began, sound, refused) -> None:
    payload = replace(CONCLUDED, assessed_on=day)
    found = refused("report", Role.ASSESSOR, state="RUNNING", payload=payload, began_on=began)
    assert found == (None if sound else (RefusalCode.INVALID_INPUT, "HOUSE", "assessedOn"))


# --- determining again ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "proposed"),
    [
        ({}, ["S09", "S11"]),
        ({"scores": ONE_MET}, ["S09"]),
        ({"scope": (S11,)}, ["S11"]),
        ({"cells": {S09: "DETERMINED", S11: "REVOKED"}}, ["S11"]),
    ],
)
def test_what_is_met_and_revoked_still_is_put_before_the_deputy(changes, proposed, outcome) -> None:
    state, result = outcome("prepare_pass", Role.REVIEWER, state="RUNNING", **changes)
    assert (state, result.changes) == (
        "RUNNING",
        {"proposed": proposed, "prepared_by": "actor", "document_id": "fresh-document"},
    )
    assert result.letters == (LetterOrder(kind="DETERMINATION", document_id="fresh-document"),)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"report_state": "AWAITING_SIGNATURE"}, (RefusalCode.REPORT_NOT_SIGNED, "HOUSE", "record")),
        ({"report_state": None}, (RefusalCode.REPORT_NOT_SIGNED, "HOUSE", "record")),
        ({"paper": WAITING}, (RefusalCode.PAPER_WAITING, "HOUSE", "record")),
        ({"scores": NONE_MET}, (RefusalCode.STANDARDS_NOT_MET, "II.2.2.c.s2", "record")),
        ({"scores": ONE_MET, "partial_allowed": False}, PARTIAL),
        ({"partial_allowed": False}, None),
    ],
)
def test_a_determination_rests_on_a_signed_report(changes, expected, refused) -> None:
    assert refused("prepare_pass", Role.REVIEWER, state="RUNNING", **changes) == expected


def test_a_determination_that_waits_is_recalled(outcome) -> None:
    _state, result = outcome("recall_pass", Role.DEPUTY, state="RUNNING")
    assert result.changes == {"proposed": [], "prepared_by": None, "document_id": None}
    assert [(effect.verb, effect.record_id) for effect in result.effects] == [("void", "doc-1")]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"paper": None}, RefusalCode.PAPER_NOT_READY),
        ({"paper": replace(WAITING, signatories=frozenset())}, RefusalCode.NOT_THE_SIGNATORY),
        ({"paper": replace(WAITING, sha256="9" * 64)}, RefusalCode.DIGEST_MISMATCH),
        ({"prepared_by": "actor"}, RefusalCode.OWN_WORK),
        ({"cells": {S09: "DETERMINED", S11: "REVOKED"}}, RefusalCode.WRONG_STATE),
    ],
)
def test_the_deputy_signs_what_he_has_seen_and_what_still_holds(changes, code, refused) -> None:
    assert refused("pass", Role.DEPUTY, state="RUNNING", **changes)[0] is code


def told(effects):
    return [(effect.aggregate.value, effect.verb, effect.record_id) for effect in effects]


def fresh_of(act, what):
    return act("x", None).fresh.of(what)


def test_all_passed_determines_renews_the_certificate_and_improves_the_revocation(outcome, act, actor) -> None:
    """R-43 (II.2.2.c.s2)."""
    state, result = outcome("pass", Role.DEPUTY, state="RUNNING")
    assert state == "PASSED"
    assert result.changes == {
        "passed_standards": ["S09", "S11"],
        "remaining_standards": [],
        "determined_on": "2026-11-22",
    }
    assert told(result.effects) == [
        ("DOCUMENT", "publish", "doc-1"),
        ("COMPLIANCE", "redetermine", "unit-1-S09"),
        ("COMPLIANCE", "redetermine", "unit-1-S11"),
        ("CERTIFICATE", "issue", fresh_of(act, "certificate-record")),
        ("SANCTION", "improve", "sanction-1"),
    ]
    issued = result.effects[3].payload
    assert issued == IssueCertificate(
        institution_id="inst-own",
        unit_id="unit-1",
        standards={S01: date(2025, 2, 1), S09: TODAY, S11: TODAY},
        applicable=17,
        origin=Aggregate.REASSESSMENT,
        origin_id="record",
        edition=4,
        previous_id="cert-1",
        expires_on=date(2028, 11, 21),
    )
    cell = result.effects[1].payload
    assert (cell.cause, cell.cause_id, cell.on, cell.institution_id) == (
        Aggregate.REASSESSMENT,
        "record",
        TODAY,
        "inst-own",
    )


def test_other_cases_learn_of_what_is_determined_again(outcome) -> None:
    """II.2.2.c.s2: a finding that another case made before is not held against the standard any more."""
    pursued = {"case-2": frozenset({S01, S11})}
    _state, result = outcome("pass", Role.DEPUTY, state="RUNNING", pursued=pursued)
    noted = NoteDetermination(standards=(S11,), cause=Aggregate.REASSESSMENT, cause_id="record", by="actor")
    assert result.effects[-2] == Effect(
        aggregate=Aggregate.CASE, verb="note_determination", record_id="case-2", payload=noted
    )


def test_what_did_not_pass_goes_on_to_the_next_attempt_by_itself(outcome, act) -> None:
    _state, result = outcome("pass", Role.DEPUTY, state="RUNNING", proposed=(S09,), attempt=2)
    assert (result.changes["passed_standards"], result.changes["remaining_standards"]) == (["S09"], ["S11"])
    assert result.effects[-1] == Effect(
        aggregate=Aggregate.REASSESSMENT,
        verb="begin",
        record_id=fresh_of(act, "reassessment"),
        payload=BeginReassessment(
            institution_id="inst-own",
            unit_id="unit-1",
            sanction_id="sanction-1",
            case_id="case-1",
            standards=(S11,),
            attempt=3,
            previous_id="record",
        ),
    )
    assert not {"CASE", "SANCTION"} & {aggregate for aggregate, _verb, _id in told(result.effects)}


def test_what_an_objection_reinstated_meanwhile_needs_no_further_attempt(outcome) -> None:
    cells = {S09: "REVOKED", S11: "DETERMINED"}
    _state, result = outcome("pass", Role.DEPUTY, state="RUNNING", proposed=(S09,), cells=cells)
    assert result.changes["remaining_standards"] == []
    assert told(result.effects)[-1] == ("SANCTION", "improve", "sanction-1")


# --- failing, trying again, not cooperating, ending -----------------------------------------------------------------


def test_a_further_attempt_begins_anew_and_the_one_before_stays_on_record(outcome) -> None:
    before = {"attempt": 1, "scope": ["S11"], "assessor_ids": ["old"], "scores": [], "report_id": "doc-0"}
    state, result = outcome("retry", Role.UNIT_HEAD, state="FAILED", attempt=2, attempts=(before,), report_id="doc-2")
    assert (state, result.changes["attempt"], result.changes["began_on"]) == ("PENDING", 3, "2026-11-22")
    assert result.changes["attempts"] == [
        before,
        {
            "attempt": 2,
            "scope": ["S09", "S11"],
            "assessor_ids": ["actor", "member"],
            "scores": [{"criterion": "S11-K1", "score": 0}],
            "report_id": "doc-2",
            "former_teams": [],
        },
    ]
    emptied = {key: value for key, value in result.changes.items() if key not in {"attempt", "attempts", "began_on"}}
    assert all(not value for value in emptied.values())
    assert {"scope", "scores", "criteria", "assessor_ids", "report_id", "non_cooperation"} <= set(emptied)


def test_after_a_stop_nothing_is_tried_again(refused) -> None:
    found = refused("retry", Role.ADMIN, state="FAILED", stop_issued=True)
    assert found == (RefusalCode.STOP_ISSUED, "HOUSE", "record")


@pytest.mark.parametrize(
    ("verb", "role", "state", "more"),
    [
        ("open_by_lkpp", Role.ADMIN, "PENDING", {}),
        ("retry", Role.ADMIN, "FAILED", {}),
        ("replace_team", Role.ADMIN, "FAILED", {"report_state": "AWAITING_SIGNATURE"}),
    ],
)
def test_lkpp_opens_nothing_beside_the_stop_that_it_makes(verb, role, state, more, refused) -> None:
    """II.2.2.d: its drafting settles that no improvement followed; LKPP itself discards the draft before it tries again."""
    found = refused(verb, role, state=state, stop_underway=True, **more)
    assert found == (RefusalCode.STOP_UNDERWAY, "II.2.2.d", "record")
    assert refused(verb, role, state=state, **more) is None


def test_after_the_record_that_nothing_improved_lkpp_alone_gives_another_try(refused) -> None:
    """II.2.2.d: the decree counts no tries, and a unit that tries again at once would never be stopped. House rule."""
    found = refused("retry", Role.UNIT_HEAD, state="FAILED", stop_next=True)
    assert found == (RefusalCode.NO_IMPROVEMENT_RECORDED, "HOUSE", "record")
    assert refused("retry", Role.ADMIN, state="FAILED", stop_next=True) is None
    assert refused("request", Role.UNIT_HEAD, state="PENDING", stop_next=True) is None


def test_a_unit_learns_of_no_draft_of_a_stop(attempt) -> None:
    """A draft is LKPP's own: what the unit may not do follows from what is on record and known to it. House rule."""
    found = attempt("retry", Role.UNIT_HEAD, state="FAILED", stop_underway=True, stop_next=True)
    assert found.code is RefusalCode.NO_IMPROVEMENT_RECORDED
    told = (found.message_id, found.message_en, found.required_id, found.required_en)
    assert not [text for text in told if "konsep" in text or "draft" in text or "sedang disusun" in text]
    assert attempt("retry", Role.UNIT_HEAD, state="FAILED", stop_underway=True).code is found.code


@pytest.mark.parametrize("draft", [False, True])
@pytest.mark.parametrize("recorded", [False, True])
@pytest.mark.parametrize(
    ("state", "over", "last"),
    [("PENDING", False, False), ("REQUESTED", False, False), ("RUNNING", False, None), ("PENDING", True, True)],
)
def test_the_notice_of_non_cooperation_promises_what_the_unit_may_do(
    state, over, last, recorded, draft, outcome, refused
) -> None:
    """What LKPP's letter says of the next request is what the guard answers, whatever LKPP is writing beside it."""
    known = {"stop_next": recorded, "stop_underway": draft, "requests_over": over}
    _state, result = outcome("record_non_cooperation", Role.REVIEWER, state=state, **known)
    is_last = result.changes["non_cooperation"]["last"]
    assert is_last is (recorded if last is None else last)
    assert result.letters[0].details["last"] is is_last
    found = refused("request", Role.UNIT_HEAD, state="PENDING", **(known | {"requests_over": is_last}))
    promised = "Saudara tetap dapat meminta penilaian ulang" in asking_again(last=is_last)
    assert found == (None if promised else (RefusalCode.NO_IMPROVEMENT_RECORDED, "HOUSE", "record"))
    internal = "hanya dapat dibuka oleh LKPP (ketentuan internal, bukan dari Keputusan Deputi Nomor 152 Tahun 2022)"
    assert asking_again(last=is_last).endswith(
        "Bab II angka 2.2 huruf c Lampiran Keputusan Deputi Nomor 152 Tahun 2022" if promised else internal
    )
    assert refused("open_by_lkpp", Role.ADMIN, state="PENDING", requests_over=True) is None


def test_that_the_unit_does_not_cooperate_is_recorded_with_its_reminders(outcome) -> None:
    state, result = outcome("record_non_cooperation", Role.REVIEWER, state="REQUESTED")
    reminders = [{"sent_on": "2026-11-12", "text": "Mohon jadwal."}]
    assert (state, result.reason) == ("PENDING", "Tidak menanggapi.")
    assert result.changes == {
        "non_cooperation": {
            "reason": "Tidak menanggapi.",
            "reminders": reminders,
            "on": "2026-11-22",
            "by": "actor",
            "last": False,
        },
        "scope": [],
    }
    (notice,) = result.letters
    assert (notice.kind, notice.details["reminders"]) == ("NOTICE", reminders)


def test_without_a_reminder_nothing_is_held_against_the_unit(refused) -> None:
    found = refused("record_non_cooperation", Role.REVIEWER, state="PENDING", payload=replace(SILENT, reminders=()))
    assert found == (RefusalCode.ATTACHMENT_MISSING, "HOUSE", "reminders")


@pytest.mark.parametrize(
    ("days", "asked", "sound"),
    [
        (["2026-11-10", "2026-11-22"], date(2026, 11, 10), True),
        (["2026-11-21"], date(2026, 11, 10), True),
        (["2026-11-22"], date(2026, 11, 10), False),
        (["2026-11-09", "2026-11-20"], date(2026, 11, 10), False),
        (["2026-11-12", "2026-11-23"], date(2026, 11, 10), False),
        (["2026-11-12"], None, False),
    ],
)
@pytest.mark.parametrize("state", ["PENDING", "REQUESTED"])
def test_reminders_were_sent_since_lkpp_asked_and_one_of_them_could_be_heeded(
    state, days, asked, sound, refused
) -> None:
    reminders = tuple(Reminder(sent_on=date.fromisoformat(day), text="x") for day in days)
    payload = replace(SILENT, reminders=reminders)
    found = refused("record_non_cooperation", Role.REVIEWER, state=state, payload=payload, asked_on=asked)
    assert found == (None if sound else (RefusalCode.INVALID_INPUT, "HOUSE", "reminders.sentOn"))


@pytest.mark.parametrize("tie", list(Tie))
@pytest.mark.parametrize("state", ["PENDING", "REQUESTED", "RUNNING"])
def test_who_is_tied_to_the_unit_does_not_record_that_it_stays_away(state, tie, refused) -> None:
    """House rule: a stop of the service may rest on the record (II.2.2.d)."""
    found = refused("record_non_cooperation", Role.REVIEWER, state=state, ties={"actor": tie})
    assert found == (RefusalCode.CONFLICT_OF_INTEREST, "HOUSE", "record")
    assert refused("record_non_cooperation", Role.REVIEWER, state=state, ties={"another": tie}) is None


def test_who_asked_to_be_assessed_and_got_no_team_is_not_held_uncooperative(attempt, refused) -> None:
    """House rule: it is LKPP's turn; of its own opening the unit may be reminded in vain."""
    found = attempt("record_non_cooperation", Role.REVIEWER, state="REQUESTED", asked_by_unit=True)
    assert (found.code, found.clause, found.subject) == (RefusalCode.REQUEST_UNANSWERED, "HOUSE", "record")
    assert found.message_en == "The unit has asked to be assessed again, and it is LKPP that has not acted."
    assert found.required_en == (
        "LKPP assigns a team first; non-cooperation is recorded once the first day of its assignment has passed."
    )
    assert refused("record_non_cooperation", Role.REVIEWER, state="REQUESTED") is None


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, None),
        ({"scores": {}}, None),
        ({"suspended": True}, RefusalCode.SANCTION_SUSPENDED),
        ({"assignment_state": "AWAITING_SIGNATURE"}, RefusalCode.LETTER_NOT_SIGNED),
        ({"assignment_state": None}, RefusalCode.LETTER_NOT_SIGNED),
        ({"asked_on": TODAY}, RefusalCode.TOO_EARLY),
        ({"asked_on": None}, RefusalCode.TOO_EARLY),
        ({"report_id": "doc-2"}, RefusalCode.ALREADY_REPORTED),
        ({"scores": ONE_MET}, RefusalCode.STANDARDS_MET),
    ],
)
def test_a_team_that_went_in_vain_shows_that_the_unit_does_not_cooperate(changes, expected, refused) -> None:
    """House rule: assigned by a signed letter, its first day passed, and nothing found that could be determined."""
    found = refused("record_non_cooperation", Role.REVIEWER, state="RUNNING", **changes)
    assert found == (expected and (expected, "HOUSE", "record"))


def test_the_attempt_of_a_team_that_went_in_vain_stays_on_record(outcome) -> None:
    state, result = outcome("record_non_cooperation", Role.REVIEWER, state="RUNNING", attempt=2)
    assert (state, result.changes["attempt"], result.changes["began_on"]) == ("PENDING", 3, "2026-11-22")
    [ended] = result.changes["attempts"]
    assert (ended["attempt"], ended["assessor_ids"], ended["report_id"]) == (2, ["actor", "member"], None)
    assert (result.changes["assessor_ids"], result.changes["scores"], result.changes["scope"]) == ([], [], [])
    assert result.changes["non_cooperation"]["reason"] == "Tidak menanggapi."
    assert [letter.kind for letter in result.letters] == ["NOTICE"]


@pytest.mark.parametrize(("paper", "verbs"), [(WAITING, ["void"]), (None, [])])
def test_what_is_cancelled_leaves_no_paper_waiting(paper, verbs, outcome) -> None:
    state, result = outcome("cancel", Role.SYSTEM, state="RUNNING", paper=paper)
    assert (state, result.changes, result.reason) == (
        "CANCELLED",
        {"reason": BECAUSE.reason},
        BECAUSE.reason,
    )
    assert [effect.verb for effect in result.effects] == verbs


# --- another team ---------------------------------------------------------------------------------------------------


def test_another_team_goes_on_with_the_scores_and_the_unsigned_papers_are_void(outcome) -> None:
    """The assignment and the report that nobody signed give way; the new lead concludes for himself."""
    waiting = {"assignment_id": "doc-3", "report_id": "doc-2"}
    states = {"assignment_state": "DRAFT", "report_state": "AWAITING_SIGNATURE"}
    state, result = outcome(
        "replace_team", Role.ADMIN, state="RUNNING", involved=frozenset({"lead"}), **waiting, **states
    )
    assert state == "RUNNING"
    assert result.changes == {
        "lead_id": "lead",
        "assessor_ids": ["lead", "member"],
        "declared_ids": ["lead", "member"],
        "lead_was_involved": True,
        "former_teams": [WHEN],
        "assignment_id": "fresh-document",
        "report_id": None,
        "conclusion": None,
        "assessed_on": None,
    }
    assert result.letters == (LetterOrder(kind="ASSIGNMENT", document_id="fresh-document"),)
    assert [(effect.verb, effect.record_id) for effect in result.effects] == [("void", "doc-3"), ("void", "doc-2")]
    assert {effect.payload.reason for effect in result.effects} == {"Ketua tim pindah tugas."}
    assert result.reason == "Ketua tim pindah tugas."


def test_signed_papers_stay_and_former_teams_add_up(outcome) -> None:
    before = {"assessor_ids": ["old"], "on": "2026-11-01", "by": "admin", "reason": "x"}
    signed = {"assignment_id": "doc-3", "assignment_state": "SIGNED", "former_teams": (before,)}
    _state, result = outcome("replace_team", Role.ADMIN, state="RUNNING", **signed)
    assert (result.effects, result.changes["former_teams"]) == ((), [before, WHEN])


def test_a_failure_whose_report_nobody_signed_is_concluded_anew(outcome) -> None:
    """Without that report no stop may follow, and its lead is gone."""
    unsigned = {"report_id": "doc-2", "report_state": "AWAITING_SIGNATURE"}
    state, result = outcome("replace_team", Role.ADMIN, state="FAILED", **unsigned)
    assert (state, [effect.record_id for effect in result.effects]) == ("RUNNING", ["doc-2"])


TIED = {"ties": {"member": Tie.INSTITUTION}}
BY_TIED_AUTHOR = {
    "ties": {"author": Tie.MENTOR},
    "stored_scores": ({"criterion": "S11-K1", "score": 0, "by": "author"},),
}


@pytest.mark.parametrize(
    ("state", "changes", "expected"),
    [
        ("FAILED", {"report_id": "doc-2", "report_state": "SIGNED"}, RefusalCode.ALREADY_REPORTED),
        ("FAILED", {"report_id": "doc-2", "report_state": "SIGNED", **TIED}, RefusalCode.CONFLICT_OF_INTEREST),
        ("FAILED", {"report_id": "doc-2", "report_state": "SIGNED", "ties": {"actor": Tie.INSTITUTION}}, None),
        ("FAILED", {"report_id": "doc-2", "report_state": "SIGNED", **BY_TIED_AUTHOR}, None),
        ("RUNNING", {"report_id": "doc-2", "report_state": "SIGNED"}, RefusalCode.ALREADY_REPORTED),
        ("RUNNING", {"report_id": "doc-2", "report_state": "SIGNED", "scores": NONE_MET}, None),
        ("RUNNING", {"report_id": "doc-2", "report_state": "SIGNED", "ties": {"actor": Tie.MENTOR}}, None),
        ("RUNNING", {"paper": WAITING}, RefusalCode.PAPER_WAITING),
        ("RUNNING", TIED, RefusalCode.CONFLICT_OF_INTEREST),
        ("RUNNING", {"assessors": {"lead": "Contoh Kusuma"}}, RefusalCode.NOT_FOUND),
        ("RUNNING", {"team": ("lead", "member")}, RefusalCode.INVALID_INPUT),
        ("RUNNING", {"team": ("member", "lead")}, None),
        ("RUNNING", {"team": ("lead",)}, None),
    ],
)
def test_a_team_is_replaced_while_its_work_is_open_by_one_that_stands_apart(state, changes, expected, refused) -> None:
    found = refused("replace_team", Role.ADMIN, state=state, **changes)
    assert (found and found[:2]) == (expected and (expected, "HOUSE"))


@pytest.mark.parametrize(
    ("payload", "field"),
    [
        (OTHERS, None),
        (replace(OTHERS, reason=" "), "reason"),
        (replace(OTHERS, member_ids=("lead",)), "members"),
        (replace(OTHERS, member_ids=tuple("abcdefghijkl")), "members"),
        (replace(OTHERS, declared_ids=("lead",)), "declared"),
    ],
)
def test_what_is_given_of_a_team_is_sound_by_itself(payload, field, first_problem_field) -> None:
    assert first_problem_field(payload) == field


def test_the_next_attempt_has_no_former_team_and_the_one_before_keeps_its(outcome) -> None:
    _state, result = outcome("retry", Role.ADMIN, state="FAILED", former_teams=(WHEN,))
    assert result.changes["former_teams"] == []
    assert result.changes["attempts"][-1]["former_teams"] == [WHEN]


@pytest.mark.parametrize("verb", ["report", "fail"])
def test_a_new_team_reports_after_its_own_letter_is_signed(verb, refused) -> None:
    found = refused(verb, Role.ASSESSOR, state="RUNNING", assignment_state="AWAITING_SIGNATURE")
    assert found == (RefusalCode.LETTER_NOT_SIGNED, "HOUSE", "record")


# --- nobody on both sides -------------------------------------------------------------------------------------------

CONFLICT = (RefusalCode.CONFLICT_OF_INTEREST, "HOUSE", "record")
BY_AUTHOR = ({"criterion": "S11-K1", "score": 0, "by": "author"},)
ACTS = [
    ("score", Role.ASSESSOR),
    ("report", Role.ASSESSOR),
    ("fail", Role.ASSESSOR),
    ("prepare_pass", Role.REVIEWER),
    ("pass", Role.DEPUTY),
]


@pytest.mark.parametrize("tie", list(Tie))
@pytest.mark.parametrize(("verb", "role"), ACTS)
def test_an_assessor_who_got_a_tie_since_assesses_no_more_and_nothing_rests_on_him(verb, role, tie, refused) -> None:
    """House rule: the decree does not speak of it (ADR 0067); the team is replaced."""
    assert refused(verb, role, state="RUNNING", ties={"actor": tie}) == CONFLICT
    assert refused(verb, role, state="RUNNING") is None


@pytest.mark.parametrize(("verb", "role"), ACTS[1:])
@pytest.mark.parametrize("person", ["member", "author"])
def test_nothing_is_concluded_from_what_a_person_with_a_tie_found(verb, role, person, refused) -> None:
    """Of the team, or of one before whose scores count still."""
    tied = {"ties": {person: Tie.INSTITUTION}, "stored_scores": BY_AUTHOR}
    assert refused(verb, role, state="RUNNING", **tied) == CONFLICT


@pytest.mark.parametrize("person", ["member", "author"])
def test_others_of_the_team_score_anew_what_a_person_with_a_tie_found(person, refused) -> None:
    tied = {"ties": {person: Tie.INSTITUTION}, "stored_scores": BY_AUTHOR}
    assert refused("score", Role.ASSESSOR, state="RUNNING", **tied) is None
