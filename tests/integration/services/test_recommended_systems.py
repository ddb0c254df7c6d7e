"""A recommendation of LKPP's system (III) whose measure is over before it is signed: refused, then void, and told truly."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from app.letterhead import HELP_DESK, LETTERHEAD
from domain.aggregates import Aggregate
from domain.document_acts import SignDocument
from domain.documents import DOCUMENTS
from domain.roles import SYSTEM
from domain.rungs import Rung
from domain.sanction_acts import AcceptImprovement, ChangeSanction, RecommendLkppSystem, SubmitFollowUp
from domain.tables import Act, Decision, FreshIds, Outcome
from persistence.document_facts import recommendations_over
from persistence.documents import DocumentRecord
from persistence.transactions import run_transaction
from persistence.transparency import entries_of
from services.commands import Done
from services.letters import LetterWriter
from services.log_entries import log_act
from services.recommendations import OVER, RecommendationService
from tests.integration.services.office import BECAUSE, DEPUTY, REVIEWER, STAFF, UNIT_HEAD, Office, signed_by
from tests.integration.services.sanctioning import ASSESSOR, Sanctioning

pytestmark = pytest.mark.servers
A = Aggregate
WHY = RecommendLkppSystem(reasons=("Pengadaan perlu tetap lancar.",))


@pytest.fixture
def play(database, dump) -> Sanctioning:
    return Sanctioning(Office(database, dump, letters=LetterWriter(LETTERHEAD, HELP_DESK)))


def waiting(play: Sanctioning, sanction_id: str) -> str:
    """A recommendation that waits for the Deputy."""
    [paper] = play.office.done(A.SANCTION, "recommend_lkpp_system", REVIEWER, sanction_id, WHY).documents
    play.office.present(paper)
    return paper


def signature(paper_id: str) -> SignDocument:
    paper = DocumentRecord.objects(id=paper_id).get()
    return SignDocument(seen_sha256=paper.sha256, signed=signed_by(DEPUTY, paper_id))


def annulled(play: Sanctioning, sanction_id: str) -> None:
    play.office.done(A.SANCTION, "annul", SYSTEM, sanction_id, BECAUSE)


def changed(play: Sanctioning, sanction_id: str) -> None:
    """By the decision on an objection, to other demands (II.2.3.s3)."""
    given = ChangeSanction(reason="Sebagian beralasan.", asked=("Tinjau hak akses.",), limit_days=5)
    play.office.done(A.SANCTION, "change", SYSTEM, sanction_id, given)


def followed(play: Sanctioning, sanction_id: str) -> None:
    report = SubmitFollowUp(text="Buku izin sudah dipakai.", evidence_ids=(play.office.evidence(STAFF),))
    play.office.done(A.SANCTION, "submit_follow_up", UNIT_HEAD, sanction_id, report)
    verified = AcceptImprovement(verification="Diperiksa.")
    play.office.done(A.SANCTION, "accept_improvement", ASSESSOR, sanction_id, verified)


ENDS: dict[str, tuple[Callable[[Sanctioning, str], None], str, str, str]] = {
    "annulled": (annulled, "ANNULLED", "MEASURE_OVER", "ANNULLED"),
    "changed": (changed, "CHANGED", "MEASURE_OVER", "CHANGED"),
    "followed": (followed, "IMPROVED", "MEASURE_OVER", "CONCLUDED"),
}


@pytest.mark.parametrize("end", ENDS)
def test_a_recommendation_is_not_signed_once_its_measure_is_over_and_then_void(play: Sanctioning, end: str) -> None:
    """III: only who is under a measure is recommended it, on the day of the signature too."""
    happens, state, code, _standing = ENDS[end]
    advice = play.received(play.open_case(), Rung.ADVICE)
    paper = waiting(play, advice)
    service = RecommendationService(door=play.office.door, clock=play.office.clock)
    assert service.void_over() == 0, "while the measure stands, its recommendation waits"
    happens(play, advice)
    assert play.sanction(advice).state == state
    refusal = play.office.refused(A.DOCUMENT, "sign", DEPUTY, paper, signature(paper))
    assert (refusal.code.value, refusal.clause, refusal.subject) == (code, "III", advice)
    assert [service.void_over(), service.void_over()] == [1, 0]
    void = DocumentRecord.objects(id=paper).get()
    assert (void.state, void.void_reason) == ("VOID", OVER.reason)
    assert entries_of(paper) == [], "what was never issued is not in the log"


def test_a_recommendation_of_an_earlier_rung_is_over_with_its_case(play: Sanctioning) -> None:
    """The record of the advice stays NOT_IMPROVED: it is the case that says that it is over."""
    case_id = play.open_case()
    advice = play.unimproved(case_id, Rung.ADVICE)
    warning = play.received(case_id, Rung.WARNING)
    paper = waiting(play, advice)
    followed(play, warning)
    assert (play.sanction(advice).state, play.case(case_id).state) == ("NOT_IMPROVED", "CLOSED")
    refusal = play.office.refused(A.DOCUMENT, "sign", DEPUTY, paper, signature(paper))
    assert (refusal.code.value, refusal.clause) == ("CASE_NOT_OPEN", "III")
    assert recommendations_over(play.office.clock.now()) == [paper]


def test_while_the_measure_stands_it_is_signed_and_what_is_signed_is_never_void(play: Sanctioning) -> None:
    advice = play.received(play.open_case(), Rung.ADVICE)
    paper = waiting(play, advice)
    assert isinstance(play.office.attempt(A.DOCUMENT, "sign", DEPUTY, paper, signature(paper)), Done)
    annulled(play, advice)
    assert RecommendationService(door=play.office.door, clock=play.office.clock).void_over() == 0
    assert DocumentRecord.objects(id=paper).get().state == "SIGNED"
    assert told(paper) == [("ISSUED", "IN_FORCE"), ("STANDING_CHANGED", "ANNULLED")]


def told(paper_id: str) -> list[tuple[str, str]]:
    said = (json.loads(each.statement) for each in entries_of(paper_id))
    return [(each["event"], each["standing"]) for each in said]


@pytest.mark.parametrize("end", [*ENDS, None])
def test_the_log_tells_the_standing_of_a_letter_that_was_signed_after_its_measure(
    play: Sanctioning, end: str | None
) -> None:
    """As the acts of an earlier version let it be signed: its first entry stays a commitment, the next says what it is."""
    advice = play.received(play.open_case(), Rung.ADVICE)
    paper = DocumentRecord.objects(id=waiting(play, advice)).get()
    if end is not None:
        ENDS[end][0](play, advice)
    now = play.office.clock.now()
    act = Act(verb="sign", record_id=paper.id, actor=SYSTEM, now=now, payload=None, fresh=FreshIds("", "", ""))
    row = DOCUMENTS.rows_of("sign")[0]
    signed: dict[str, Any] = {"sha256": "b" * 64}
    decision = Decision(row=row, clause=row.clause, state="SIGNED", outcome=Outcome(changes=signed))
    run_transaction(play.office.database.client, lambda: log_act(A.DOCUMENT, paper, act, decision))
    later = [("STANDING_CHANGED", ENDS[end][3])] if end is not None else []
    assert told(paper.id) == [("ISSUED", "IN_FORCE"), *later]
    assert all(json.loads(each.entry).keys() == {"v", "commitment"} for each in entries_of(paper.id))
