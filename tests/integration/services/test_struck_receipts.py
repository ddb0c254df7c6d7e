"""A receipt that LKPP recorded wrongly is struck (II.2.3.s1; HOUSE): on a real database, with its notice."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.letterhead import HELP_DESK, LETTERHEAD
from documents.contexts import Notice, from_facts
from domain.aggregates import Aggregate
from domain.clock import legal_date
from domain.document_kinds import DocumentKind
from domain.objection_acts import FileObjection
from domain.receipts import ReceiptChannel
from domain.roles import SYSTEM
from domain.rungs import Rung
from domain.sanction_acts import ProveReceipt, RecommendLkppSystem, SubmitFollowUp
from persistence.documents import DocumentRecord
from persistence.log import EventRecord
from services.deliveries import record_opening
from services.letters import LetterWriter
from tests.integration.services.office import ADMIN, BECAUSE, DEPUTY, REVIEWER, UNIT_HEAD, Office
from tests.integration.services.sanctioning import ASSESSOR, UNIMPROVED, Sanctioning

pytestmark = pytest.mark.servers
A = Aggregate
LATER = timedelta(days=10)


@pytest.fixture
def play(database, dump) -> Sanctioning:
    return Sanctioning(Office(database, dump, letters=LetterWriter(LETTERHEAD, HELP_DESK)))


def noted(play: Sanctioning, sanction_id: str, at: datetime) -> ProveReceipt:
    return ProveReceipt(channel=ReceiptChannel.DELIVERY_NOTE, at=at, evidence_id=play.office.evidence())


def typed_wrongly(play: Sanctioning) -> str:
    """An advice that came ten days after its issue, of which the administrator recorded that it came at once."""
    advice = play.issued(play.open_case(), Rung.ADVICE)
    play.office.clock.instant += LATER
    play.office.done(A.SANCTION, "prove_receipt", ADMIN, advice, noted(play, advice, play.sanction(advice).issued_at))
    return advice


def objected(play: Sanctioning, sanction_id: str) -> Any:
    filing = FileObjection(
        sanction_id=sanction_id,
        letter_number="12/LPSE/2026",
        letter_date=legal_date(play.office.clock.now()),
        grounds="Surat baru diterima.",
        evidence_ids=(play.office.evidence(),),
    )
    return play.office.done(A.OBJECTION, "file", UNIT_HEAD, payload=filing)


def last_notice(subject_id: str) -> Notice:
    paper = DocumentRecord.objects(kind="NOTICE", subject_id=subject_id).order_by("-id").first()
    context: Any = from_facts(DocumentKind(paper.kind), dict(paper.facts))
    assert isinstance(context, Notice)
    return context


def test_a_wrong_day_no_longer_takes_the_right_to_object(play: Sanctioning) -> None:
    """II.2.3.s1. Issued on Sunday 22 November, received on 2 December: the fifth working day is the 9th."""
    advice = typed_wrongly(play)
    received = play.office.clock.now()
    assert play.sanction(advice).last_instant == datetime(2026, 11, 27, 16, 59, 59, tzinfo=UTC)
    play.office.done(A.SANCTION, "record_no_improvement", REVIEWER, advice, UNIMPROVED)
    case_id = play.sanction(advice).case_id
    warning = play.drafted(case_id, Rung.WARNING)
    filed = objected(play, advice)
    assert filed.state == "LATE"
    early = play.office.refused(A.SANCTION, "strike_receipt", ADMIN, advice, BECAUSE)
    assert (early.code, early.clause) == ("NOT_PERMITTED", "HOUSE")

    assert play.office.done(A.SANCTION, "strike_receipt", DEPUTY, advice, BECAUSE).state == "ISSUED"
    stored = play.sanction(advice)
    assert (stored.received_at, stored.last_instant, stored.calendar_version, stored.internal_until) == (None,) * 4
    [struck] = stored.receipts
    assert (struck["by"], struck["struck"]["by"], struck["struck"]["reason"]) == (
        ADMIN.id,
        DEPUTY.id,
        "Alasan yang sah.",
    )
    event = EventRecord.objects(record_id=advice).order_by("-version").first()
    assert (event.name, event.clause, event.actor_id) == ("SanctionReceiptStruck", "HOUSE", DEPUTY.id)
    assert (play.case(case_id).state, play.case(case_id).rung) == ("OPEN", "ADVICE")
    told = last_notice(advice)
    assert told.reference.subject == "Pencoretan Bukti Penerimaan"
    assert "yang semula tercatat tanggal 22 November 2026 kami nyatakan tidak berlaku" in told.paragraphs[0]
    assert "Penerimaan surat tersebut belum terbukti. Tenggang waktu keberatan belum berjalan" in told.paragraphs[0]
    assert "tidak dilakukan perbaikan" in told.paragraphs[1]
    for verb in ("refuse_late", "accept_late"):
        waits = play.office.refused(A.OBJECTION, verb, DEPUTY, filed.record_id, BECAUSE)
        assert (waits.code, waits.subject) == ("RECEIPT_NOT_PROVEN", "lastInstant")
    blocked = play.office.refused(A.SANCTION, "prepare", REVIEWER, warning)
    assert blocked.code == "RUNG_NOT_SETTLED"

    play.office.done(A.SANCTION, "prove_receipt", ADMIN, advice, noted(play, advice, received))
    assert play.sanction(advice).last_instant == datetime(2026, 12, 9, 16, 59, 59, tzinfo=UTC)
    assert [bool(each.get("struck")) for each in play.sanction(advice).receipts] == [True, False]
    objection = play.office.record(A.OBJECTION, filed.record_id)
    assert (objection.state, objection.late) == ("SUBMITTED", False)
    heard = play.office.refused(A.SANCTION, "strike_receipt", DEPUTY, advice, BECAUSE)
    assert heard.code == "OBJECTION_OPEN"


def test_what_is_left_counts_and_the_letter_is_opened_again(play: Sanctioning) -> None:
    """The head's own opening, which came after the day that was typed, is kept where it was recorded before it."""
    advice = play.issued(play.open_case(), Rung.ADVICE)
    letter = play.sanction(advice).document_id
    play.office.clock.instant += LATER
    opened = play.office.clock.now()
    paper = DocumentRecord.objects(id=letter).get()
    assert record_opening(play.office.door, UNIT_HEAD, paper) is None
    play.office.done(A.SANCTION, "prove_receipt", ADMIN, advice, noted(play, advice, play.sanction(advice).issued_at))
    assert play.office.done(A.SANCTION, "strike_receipt", DEPUTY, advice, BECAUSE).state == "RECEIVED"
    assert play.sanction(advice).received_at == opened
    told = last_notice(advice)
    assert (
        "diterima pada tanggal 2 Desember 2026, dan batas akhir keberatan menjadi tanggal 9 Desember 2026 pukul"
        in (told.paragraphs[0])
    )
    assert len(told.paragraphs) == 2
    own = play.office.refused(A.SANCTION, "strike_receipt", DEPUTY, advice, BECAUSE)
    assert own.code == "RECEIPT_BY_OPENING"


def test_a_letter_whose_receipt_was_struck_is_received_by_opening_it(play: Sanctioning) -> None:
    advice = typed_wrongly(play)
    recommended = play.office.done(
        A.SANCTION, "recommend_lkpp_system", REVIEWER, advice, RecommendLkppSystem(reasons=("Agar lancar.",))
    )
    play.office.done(A.SANCTION, "strike_receipt", DEPUTY, advice, BECAUSE)
    assert DocumentRecord.objects(id=recommended.documents[0]).get().state == "VOID"
    paper = DocumentRecord.objects(id=play.sanction(advice).document_id).get()
    assert record_opening(play.office.door, UNIT_HEAD, paper) is None
    stored = play.sanction(advice)
    assert (stored.state, stored.received_at) == ("RECEIVED", play.office.clock.now())
    assert EventRecord.objects(record_id=recommended.documents[0]).order_by("-version").first().actor_id == SYSTEM.id


def test_once_the_next_letter_waits_or_is_out_the_receipt_stands(play: Sanctioning) -> None:
    advice = typed_wrongly(play)
    play.office.done(A.SANCTION, "record_no_improvement", REVIEWER, advice, UNIMPROVED)
    warning = play.prepared(play.sanction(advice).case_id, Rung.WARNING)
    assert play.office.refused(A.SANCTION, "strike_receipt", DEPUTY, advice, BECAUSE).code == "PAPER_WAITING"
    play.office.done(A.SANCTION, "issue", DEPUTY, warning, play.signature(warning))
    found = play.office.refused(A.SANCTION, "strike_receipt", DEPUTY, advice, BECAUSE)
    assert (found.code, found.clause) == ("RECEIPT_RELIED_ON", "HOUSE")


def test_a_letter_whose_report_came_back_after_the_strike_is_received_by_opening_it(play: Sanctioning) -> None:
    """Else somebody reads while no term runs (II.2.3.s1)."""
    advice = typed_wrongly(play)
    reported = SubmitFollowUp(text="Perangkat sudah dirawat.", evidence_ids=(play.office.evidence(),))
    play.office.done(A.SANCTION, "submit_follow_up", UNIT_HEAD, advice, reported)
    assert play.office.done(A.SANCTION, "strike_receipt", DEPUTY, advice, BECAUSE).state == "FOLLOW_UP"
    assert play.office.done(A.SANCTION, "return_follow_up", ASSESSOR, advice, BECAUSE).state == "RECEIVED"
    assert play.sanction(advice).received_at is None
    paper = DocumentRecord.objects(id=play.sanction(advice).document_id).get()
    assert record_opening(play.office.door, UNIT_HEAD, paper) is None
    assert (play.sanction(advice).state, play.sanction(advice).received_at) == ("RECEIVED", play.office.clock.now())
