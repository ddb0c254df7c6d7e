"""Improvement of some findings and not of others (II.2.2.b-c), and the look at what the unit reported, as written out here."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.aggregates import Aggregate
from domain.case_acts import CaseState, SettleFindings
from domain.document_kinds import DocumentKind
from domain.independence import Tie
from domain.ladder import LadderFacts, LadderReassessment, LadderSanction
from domain.outlook import outlook
from domain.papers import PaperFacts
from domain.reasons import Reason
from domain.refusals import Refusal
from domain.roles import Role
from domain.rungs import Rung
from domain.sanction_acts import AcceptInPart, PrepareSanction, SanctionState
from domain.sanction_facts import SanctionFacts
from domain.sanctions import SANCTIONS
from domain.settling import settled_after, settling_blocks
from domain.standards import StandardCode
from domain.tables import Effect
from tests.unit.domain.ladder_cases import LAST, facts_of, sanction

S01, S09, S10 = StandardCode.S01, StandardCode.S09, StandardCode.S10
R, S = Rung, SanctionState
K2, K3, K1 = (S09, "S09-K2"), (S09, "S09-K3"), (S10, "S10-K1")
NOW = datetime(2026, 12, 7, 3, tzinfo=UTC)
IN_PART = AcceptInPart(
    verification=" Buku izin dipakai. ", criteria=("S09-K2",), returned=" Hak akses belum ditinjau. "
)
REPORTS = ({"text": "Sudah.", "on": "2026-12-01", "returned": None},)


def facts_in(state, rung=R.ADVICE, *, findings=(K2, K1), **changes) -> SanctionFacts:
    own = LadderSanction(id="record", rung=rung, state=state, received_at=LAST, last_instant=LAST)
    given = SanctionFacts(
        state=state,
        institution_id="inst-own",
        unit_id="unit-1",
        case_id="case-1",
        rung=rung,
        ladder=LadderFacts(
            case_id="case-1",
            case_state=CaseState.OPEN,
            sanctions=(own,),
            concerned=frozenset(standard for standard, _criterion in findings),
            certified=frozenset({S01, S09, S10}),
            unit_state="ACTIVE",
        ),
        open_findings=frozenset(findings),
        assessor_ids=("finder",),
        follow_ups=REPORTS,
        cells={S01: "DETERMINED", S09: "FLAGGED", S10: "FLAGGED"},
    )
    return replace(given, **changes)


@pytest.fixture
def accepting(try_act):
    def act(facts, payload=IN_PART):
        return try_act(SANCTIONS, facts, "accept_in_part", Role.ASSESSOR, payload, now=NOW)

    return act


def told(found):
    assert isinstance(found, Refusal), found
    return found.code.value, found.clause, found.subject


@pytest.mark.parametrize("rung", [R.ADVICE, R.WARNING])
def test_what_was_improved_is_settled_and_the_report_comes_back_for_the_rest(rung, accepting) -> None:
    """II.2.2.b: what the unit improved is not held against it; the measure goes on for what it did not."""
    found = accepting(facts_in(S.FOLLOW_UP, rung))
    assert (found.state, found.clause, found.row.event) == ("RECEIVED", "HOUSE", "SanctionImprovedInPart")
    assert found.outcome.changes == {
        "follow_ups": [{"text": "Sudah.", "on": "2026-12-01", "returned": "Hak akses belum ditinjau."}]
    }
    assert found.outcome.effects == (
        Effect(
            aggregate=Aggregate.CASE,
            verb="settle_findings",
            record_id="case-1",
            payload=SettleFindings(criteria=("S09-K2",), sanction_id="record", by="actor"),
        ),
    )
    minutes, notice = found.outcome.letters
    assert (minutes.kind, dict(minutes.details)) == (
        DocumentKind.MINUTES,
        {"verification": "Buku izin dipakai.", "improved": ["S09-K2"], "left": ["S10-K1"]},
    )
    assert (notice.kind, dict(notice.details)) == (
        DocumentKind.NOTICE,
        {"about": "accept_in_part", "reason": "Hak akses belum ditinjau.", "left": ["S10-K1"]},
    )


@pytest.mark.parametrize(
    ("changes", "subject"),
    [
        ({"criteria": ()}, "findings"),
        ({"criteria": ("S09-K2", "S09-K2")}, "findings"),
        ({"criteria": ("S09-K3",)}, "findings"),
        ({"criteria": ("S10-K1", "S09-K2")}, "findings"),
        ({"verification": " "}, "verification"),
        ({"returned": ""}, "reason"),
        ({"returned": "x" * 4001}, "reason"),
    ],
    ids=["none", "twice", "not of the case", "all", "not verified", "no reason", "long"],
)
def test_what_is_accepted_in_part_is_some_of_what_waits(changes, subject, accepting) -> None:
    found = accepting(facts_in(S.FOLLOW_UP), replace(IN_PART, **changes))
    assert told(found) == ("INVALID_INPUT", "HOUSE", subject)


def test_a_refusal_names_the_findings_in_both_languages(accepting) -> None:
    found = accepting(facts_in(S.FOLLOW_UP), replace(IN_PART, criteria=("S09-K9", "S01-K1")))
    assert "bukan temuan kasus ini yang menunggu perbaikan: S01-K1, S09-K9." in found.message_id
    assert "no findings of this case that wait for improvement: S01-K1, S09-K9." in found.message_en


@pytest.mark.parametrize("rung", [R.REVOCATION, R.STOP])
def test_a_heavier_measure_is_not_followed_in_part(rung, accepting) -> None:
    """House rule: a re-assessment tells of a revocation (II.2.2.c.s2), and the service runs again as a whole."""
    assert told(accepting(facts_in(S.FOLLOW_UP, rung))) == ("NOTHING_TO_PART", "HOUSE", "record")


def test_one_finding_is_improved_or_not(accepting) -> None:
    assert told(accepting(facts_in(S.FOLLOW_UP, findings=(K2,)))) == ("NOTHING_TO_PART", "HOUSE", "record")


def test_what_is_revoked_no_follow_up_shows_as_improved(accepting) -> None:
    """II.2.2.c.s2: a warning in place of a stop, beside a revocation that holds S09 still."""
    held = facts_in(S.FOLLOW_UP, R.WARNING, findings=(K2, K3, K1), cells={S09: "REVOKED", S10: "DETERMINED"})
    assert told(accepting(held))[2] == "findings"
    found = accepting(held, replace(IN_PART, criteria=("S10-K1",)))
    assert dict(found.outcome.letters[0].details)["left"] == ["S09-K2", "S09-K3"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"ties": {"actor": Tie.MENTOR}}, ("CONFLICT_OF_INTEREST", "HOUSE", "record")),
        ({"assessor_ids": ("actor",), "other_assessor": True}, ("OWN_FINDING", "HOUSE", "record")),
    ],
)
def test_who_accepts_in_part_is_who_may_accept_all(changes, expected, accepting) -> None:
    assert told(accepting(facts_in(S.FOLLOW_UP, **changes))) == expected


# --- letters --------------------------------------------------------------------------------------------------------


def prepared(try_act, rung, standards=(), **changes):
    facts = facts_in(S.DRAFT, rung, **changes)
    before = {R.WARNING: (R.ADVICE,), R.REVOCATION: (R.ADVICE, R.WARNING)}.get(rung, ())
    facts = replace(facts, ladder=replace(facts.ladder, sanctions=tuple(sanction(each) for each in before)))
    payload = PrepareSanction(asked=("Perbaiki.",), standards=standards)
    return try_act(SANCTIONS, facts, "prepare", Role.REVIEWER, payload, now=NOW).outcome.changes["findings"]


def test_a_letter_states_what_is_left_and_a_revocation_what_it_takes(try_act) -> None:
    """II.2.2.b: "tidak melakukan perbaikan" of what was not improved; II.2.2.c.s1: of the standards that are revoked."""
    assert prepared(try_act, R.ADVICE, findings=(K3, K2, K1)) == ["S09-K2", "S09-K3", "S10-K1"]
    assert prepared(try_act, R.WARNING, findings=(K1,)) == ["S10-K1"]
    assert prepared(try_act, R.REVOCATION, (S09,), findings=(K2, K1)) == ["S09-K2"]


def test_a_letter_states_nothing_that_a_re_assessment_of_the_case_found_met(try_act) -> None:
    """II.2.2.c.s2."""
    facts = facts_in(S.DRAFT)
    again = LadderReassessment(id="re-1", sanction_id="revocation-1", state="PASSED", passed=(S09,))
    facts = replace(facts, ladder=replace(facts.ladder, sanctions=(), reassessments=(again,)))
    payload = PrepareSanction(asked=("Perbaiki.",))
    found = try_act(SANCTIONS, facts, "prepare", Role.REVIEWER, payload, now=NOW)
    assert found.outcome.changes["findings"] == ["S10-K1"]


def test_a_letter_is_not_signed_over_what_was_settled_while_it_waited(try_act) -> None:
    """II.2.1.e.5: S09 was determined meanwhile, and the warning says that nothing improved there."""
    paper = PaperFacts(
        id="doc-1",
        state="AWAITING_SIGNATURE",
        sha256="a" * 64,
        signatories=frozenset({"actor"}),
        office_holders=frozenset({"actor"}),
    )
    waits = facts_in(S.AWAITING_SIGNATURE, R.WARNING, findings=(K1,), paper=paper, found=("S09-K2", "S10-K1"))
    ladder = replace(waits.ladder, sanctions=(sanction(R.ADVICE), *waits.ladder.sanctions))
    found = try_act(SANCTIONS, replace(waits, ladder=ladder), "issue", Role.DEPUTY, None, now=NOW)
    assert told(found) == ("PAPER_OUTDATED", "HOUSE", "findings")
    assert "S09-K2, S10-K1; kini: S10-K1" in found.message_id
    assert "S09-K2, S10-K1; now: S10-K1" in found.message_en


# --- what the unit reported -----------------------------------------------------------------------------------------


def waits(reported_on, rung=R.ADVICE, *, answered=False, until=None) -> list[tuple[str, str, str]]:
    """What blocks the record on 10 December; the term to object ended on 27 November."""
    own = sanction(rung, S.FOLLOW_UP, reported_on=reported_on, answered_before=answered, internal_until=until)
    return [told(each) for each in settling_blocks(facts_of(own), own, datetime(2026, 12, 10, tzinfo=UTC))]


UNANSWERED = [("FOLLOW_UP_UNANSWERED", "HOUSE", "followUps")]


@pytest.mark.parametrize("rung", [R.ADVICE, R.WARNING, R.STOP])
def test_what_the_unit_reported_is_looked_at_first(rung) -> None:
    """II.2.2.b-d ask whether improvement followed: nobody knows before it was looked at, however late it came."""
    assert waits(date(2026, 11, 25), rung) == UNANSWERED
    assert waits(date(2026, 12, 9), rung) == UNANSWERED
    assert waits(None, rung) == []


def test_no_unit_puts_the_record_off_by_reporting_again() -> None:
    """House rule: what was answered once had the term for more, counted with the internal limit where there is one."""
    assert waits(date(2026, 11, 27), answered=True) == UNANSWERED
    assert waits(date(2026, 11, 28), answered=True) == []
    assert waits(date(2026, 12, 4), answered=True, until=date(2026, 12, 4)) == UNANSWERED
    assert waits(date(2026, 12, 5), answered=True, until=date(2026, 12, 4)) == []


def test_after_a_revocation_no_report_is_awaited() -> None:
    """II.2.2.c.s2: the re-assessment tells."""
    assert waits(date(2026, 11, 25), R.REVOCATION) == []


def test_without_a_receipt_no_day_is_known() -> None:
    assert settled_after(sanction(R.ADVICE, S.ISSUED, received_at=None, last_instant=None)) is None
    unproven = sanction(R.ADVICE, S.FOLLOW_UP, last_instant=None, reported_on=date(2026, 12, 9), answered_before=True)
    found = settling_blocks(facts_of(unproven), unproven, datetime(2026, 12, 10, tzinfo=UTC))
    assert [told(each) for each in found] == UNANSWERED


def test_the_record_waits_for_the_look_and_the_outlook_says_so(try_act) -> None:
    facts = facts_in(S.FOLLOW_UP)
    [own] = facts.ladder.sanctions
    ladder = replace(facts.ladder, sanctions=(replace(own, reported_on=date(2026, 12, 1)),))
    found = try_act(
        SANCTIONS,
        replace(facts, ladder=ladder),
        "record_no_improvement",
        Role.REVIEWER,
        Reason(reason="Tidak ada."),
        now=NOW,
    )
    assert told(found) == ("FOLLOW_UP_UNANSWERED", "HOUSE", "followUps")
    assert found.message_id.startswith("Laporan tindak lanjut tanggal 2026-12-01 belum diperiksa penilai.")
    assert found.message_en.startswith("No assessor has looked at the follow-up report of 2026-12-01 yet.")
    warning = outlook(ladder, date(2026, 12, 7)).rungs[1]
    assert [each.code.value for each in warning.refusals] == ["RUNG_NOT_SETTLED", "FOLLOW_UP_UNANSWERED"]
    assert warning.first_day == date(2026, 12, 7)
