"""Findings of a case that are done with while others go on (II.2.1.e.5; II.2.2), through the door on a real database."""

from datetime import date
from typing import Any

import pytest

from app.letterhead import HELP_DESK, LETTERHEAD
from documents.contexts import Minutes, Notice, WarningLetter, from_facts
from domain.aggregates import Aggregate
from domain.calendars import PublishCalendar
from domain.case_acts import OpenCase
from domain.compliance import CellVerb, MoveCell, cell_id
from domain.document_kinds import DocumentKind
from domain.findings import CaseFinding
from domain.reasons import Reason
from domain.roles import SYSTEM
from domain.rungs import Rung
from domain.sanction_acts import AcceptImprovement, AcceptInPart, PrepareSanction, SubmitFollowUp
from domain.standards import StandardCode
from persistence.documents import DocumentRecord
from persistence.log import EventRecord
from services.door import Door
from services.letters import LetterWriter
from services.outlook import sanction_outlook
from tests.integration.services.assessing import S01, S02, Assessing, score
from tests.integration.services.office import DEPUTY, REVIEWER, STAFF, UNIT_HEAD, Office
from tests.integration.services.sanctioning import ASKED, ASSESSOR, S09, S10, UNIMPROVED, Sanctioning

pytestmark = pytest.mark.servers
A = Aggregate
IN_PART = AcceptInPart(
    verification="Buku izin diperiksa di tempat.", criteria=("S09-K2",), returned="Hak akses belum ditinjau."
)


@pytest.fixture
def office(database, dump) -> Office:
    return Office(database, dump, letters=LetterWriter(LETTERHEAD, HELP_DESK))


def printed(document_id: str) -> Any:
    """The context of a paper, from its frozen facts."""
    found = DocumentRecord.objects(id=document_id).get()
    return from_facts(DocumentKind(found.kind), dict(found.facts))


def stated(facts: Any) -> list[str]:
    return [fact.criterion for fact in facts]


def settled(case: Any) -> dict[str, Any]:
    return {each["criterion"]: each.get("settled") for each in case.findings}


# --- what LKPP has determined as met --------------------------------------------------------------------------------


def advised(database, dump, *, more: tuple[CaseFinding, ...] = ()) -> tuple[Assessing, Sanctioning, str, str, str]:
    """An assessment with a gap in S02, and a case from it whose advice is received: town, acts, assessment, case, advice."""
    office = Office(database, dump)
    town = Assessing(office)
    office.door = Door(database=database, clock=office.clock, letters=LetterWriter(LETTERHEAD, HELP_DESK))
    years = PublishCalendar(
        first_day=date(2026, 1, 1), last_day=date(2027, 12, 31), off_days=(), reason="pertama", replaces=None
    )
    office.done(A.CALENDAR, "seed", SYSTEM, "calendar-1", years)
    play = object.__new__(Sanctioning)
    play.office, play.unit_id = office, town.unit_id
    assessment = town.reported(S01, S02, missed=frozenset({"S02-K1"}))
    gap = CaseFinding(standard=S02, criterion="S02-K1", fact="Jadwal belum ditetapkan.")
    opening = OpenCase(unit_id=town.unit_id, findings=(gap,), origin=A.ASSESSMENT, origin_id=assessment)
    case_id = play.open_case((gap, *more)) if more else office.done(A.CASE, "open", REVIEWER, payload=opening).record_id
    advice = play.received(case_id, Rung.ADVICE)
    town.recommended(assessment, S02, "S02-K1")
    town.followed_up(assessment)
    town.verified(assessment, score("S02-K1", 2))
    return town, play, assessment, case_id, advice


def test_what_was_determined_as_met_is_neither_warned_of_nor_revoked(database, dump) -> None:
    """II.2.1.e.5 with II.2.2.b-c: the case of which nothing is left ends, and its advice with it."""
    town, play, assessment, case_id, advice = advised(database, dump)
    office = town.office
    town.determined(assessment, S01, S02)
    case = play.case(case_id)
    assert (case.state, case.closed_reason, case.findings_settled) == ("CLOSED", "IMPROVED", True)
    assert settled(case) == {
        "S02-K1": {"by": "deputy", "on": "2026-11-22", "cause": "ASSESSMENT", "cause_id": assessment}
    }
    assert play.sanction(advice).state == "IMPROVED"
    told = {each.case_id: each for each in sanction_outlook(town.unit_id, town.today())}
    assert {rung.refusals[0].code.value for rung in told[case_id].rungs} == {"CASE_NOT_OPEN"}
    play.after_term(advice)
    found = office.refused(A.SANCTION, "record_no_improvement", REVIEWER, advice, UNIMPROVED)
    assert (found.code.value, found.clause) == ("WRONG_STATE", "II.2.2.b")
    events = EventRecord.objects(record_id=case_id).order_by("version")
    assert [(each.name, each.clause) for each in events][-2:] == [
        ("CaseNotedDetermination", "II.2.1.e.5"),
        ("CaseClosed", "HOUSE"),
    ]


def test_what_else_was_found_is_pursued_without_what_was_determined(database, dump) -> None:
    """II.2.2.b: the warning names what was not improved, and no revocation takes what LKPP has determined."""
    other = CaseFinding(standard=S01, criterion="S01-K2", fact="Kebijakan tidak ditinjau.")
    town, play, assessment, case_id, advice = advised(database, dump, more=(other,))
    office = town.office
    town.determined(assessment, S02)
    assert play.case(case_id).state == "OPEN"
    play.after_term(advice)
    office.done(A.SANCTION, "record_no_improvement", REVIEWER, advice, UNIMPROVED)
    warning = play.unimproved(case_id, Rung.WARNING)
    assert stated(printed(play.sanction(warning).document_id).facts) == ["S01-K2"]
    assert play.case(case_id).state == "HOLD"
    fresh = play.open_case((CaseFinding(standard=S02, criterion="S02-K1", fact="Jadwal tidak dijalankan lagi."),))
    assert play.case(fresh).state == "OPEN"


# --- improvement in part --------------------------------------------------------------------------------------------


def reported(play: Sanctioning, rung: Rung = Rung.ADVICE) -> tuple[str, str]:
    """A case of S09 and S10, both flagged by the same surveillance, and a measure that the unit has followed up."""
    case_id = play.open_case()
    sanction_id = play.received(case_id, rung)
    submit(play, sanction_id)
    return case_id, sanction_id


def submit(play: Sanctioning, sanction_id: str) -> None:
    report = SubmitFollowUp(text="Buku izin sudah dipakai.", evidence_ids=(play.office.evidence(STAFF),))
    play.office.done(A.SANCTION, "submit_follow_up", UNIT_HEAD, sanction_id, report)


def flag(play: Sanctioning, *codes: StandardCode) -> None:
    for code in codes:
        moved = MoveCell(
            institution_id="inst-a", unit_id=play.unit_id, standard=code, cause=A.SURVEILLANCE, cause_id="watch",
            on=date(2026, 11, 22),
        )  # fmt: skip
        play.office.done(A.COMPLIANCE, CellVerb.FLAG.value, SYSTEM, cell_id(play.unit_id, code), moved)


def test_what_was_improved_stands_on_no_later_letter_and_is_not_revoked(office: Office) -> None:
    """II.2.2.b, II.2.2.c.s1: the unit repaired S09 and not S10; the warning says so, and S10 alone is revoked."""
    play = Sanctioning(office)
    flag(play, S09, S10)
    case_id, advice = reported(play)
    done = office.done(A.SANCTION, "accept_in_part", ASSESSOR, advice, IN_PART)
    day = play.office.door.today().isoformat()
    verified = {"by": ASSESSOR.id, "on": day, "cause": "SANCTION", "cause_id": advice}
    assert (done.state, settled(play.case(case_id))) == ("RECEIVED", {"S09-K2": verified, "S10-K1": None})
    assert play.cells() == {"S01": "DETERMINED", "S05": "DETERMINED", "S09": "DETERMINED", "S10": "FLAGGED"}
    minutes, notice = (printed(each) for each in done.documents)
    assert isinstance(minutes, Minutes)
    assert isinstance(notice, Notice)
    assert minutes.items[0].label == "S09-K2"
    assert minutes.paragraphs[0].endswith("Perbaikan atas temuan lainnya, yaitu S10-K1, belum dapat diterima.")
    assert "belum dapat diterima untuk temuan S10-K1." in notice.paragraphs[0]
    assert notice.particulars[0].value == "Hak akses belum ditinjau."
    play.after_term(advice)
    office.done(A.SANCTION, "record_no_improvement", REVIEWER, advice, UNIMPROVED)
    warning = play.unimproved(case_id, Rung.WARNING)
    letter = printed(play.sanction(warning).document_id)
    assert isinstance(letter, WarningLetter)
    assert stated(letter.facts) == ["S10-K1"]
    revocation = play.drafted(case_id, Rung.REVOCATION)
    both = PrepareSanction(asked=("Perbaiki.",), standards=(S09, S10))
    found = office.refused(A.SANCTION, "prepare", REVIEWER, revocation, both)
    assert (found.code.value, found.clause, found.slots["standards"]) == (
        "STANDARD_NOT_REVOCABLE",
        "II.2.2.c.s1",
        "S09",
    )


def test_the_decision_of_a_revocation_states_what_it_rests_on(office: Office) -> None:
    """II.2.2.c.s1: with S10 alone revoked, what was found on S09 is no fact of the decision, nor of the notice."""
    play = Sanctioning(office)
    case_id = play.open_case()
    play.unimproved(case_id, Rung.ADVICE)
    play.unimproved(case_id, Rung.WARNING)
    only = PrepareSanction(asked=("Tinjau hak akses.",), standards=(S10,))
    revocation = play.sanction(play.issued(case_id, Rung.REVOCATION, only))
    assert revocation.findings == ["S10-K1"]
    assert stated(printed(revocation.document_id).facts) == ["S10-K1"]
    assert [each.label for each in printed(revocation.notice_id).particulars] == ["S10-K1"]


def test_the_rest_is_accepted_later_and_the_case_ends(office: Office) -> None:
    play = Sanctioning(office)
    case_id, advice = reported(play)
    office.done(A.SANCTION, "accept_in_part", ASSESSOR, advice, IN_PART)
    submit(play, advice)
    again = office.refused(A.SANCTION, "accept_in_part", ASSESSOR, advice, IN_PART)
    assert (again.code.value, again.clause) == ("NOTHING_TO_PART", "HOUSE")
    done = office.done(A.SANCTION, "accept_improvement", ASSESSOR, advice, AcceptImprovement(verification="Diperiksa."))
    case = play.case(case_id)
    assert (done.state, case.state, case.closed_reason) == ("IMPROVED", "CLOSED", "IMPROVED")
    assert [each["cause_id"] for each in settled(case).values()] == [advice, advice]
    assert printed(done.documents[0]).items[0].label == "S10-K1"


def test_nothing_is_recorded_over_a_report_that_nobody_looked_at(office: Office) -> None:
    """II.2.2.b: whether improvement followed is what the report is about; a second one after the term holds up nothing."""
    play = Sanctioning(office)
    _case_id, advice = reported(play)
    play.after_term(advice)
    found = office.refused(A.SANCTION, "record_no_improvement", REVIEWER, advice, UNIMPROVED)
    assert (found.code.value, found.clause, found.subject) == ("FOLLOW_UP_UNANSWERED", "HOUSE", "followUps")
    office.done(A.SANCTION, "return_follow_up", ASSESSOR, advice, Reason(reason="Buku izin kosong."))
    submit(play, advice)
    done = office.done(A.SANCTION, "record_no_improvement", REVIEWER, advice, UNIMPROVED)
    assert done.state == "NOT_IMPROVED"


def test_a_warning_that_waits_is_not_signed_once_a_finding_of_it_is_settled(database, dump) -> None:
    """House rule: it says that nothing improved. It is recalled and prepared anew."""
    other = CaseFinding(standard=S01, criterion="S01-K2", fact="Kebijakan tidak ditinjau.")
    town, play, assessment, case_id, advice = advised(database, dump, more=(other,))
    office = town.office
    play.after_term(advice)
    office.done(A.SANCTION, "record_no_improvement", REVIEWER, advice, UNIMPROVED)
    warning = play.prepared(case_id, Rung.WARNING)
    assert play.sanction(warning).findings == ["S01-K2", "S02-K1"]
    town.determined(assessment, S02)
    found = office.refused(A.SANCTION, "issue", DEPUTY, warning, play.signature(warning))
    assert (found.code.value, found.clause, found.subject) == ("PAPER_OUTDATED", "HOUSE", "findings")
    office.done(A.SANCTION, "recall", REVIEWER, warning, Reason(reason="Temuan S02 selesai."))
    office.done(A.SANCTION, "prepare", REVIEWER, warning, ASKED)
    assert stated(printed(play.sanction(warning).document_id).facts) == ["S01-K2"]
