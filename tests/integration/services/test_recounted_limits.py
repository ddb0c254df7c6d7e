"""A term to object, or to answer, counted anew by another calendar (II.2.3.s1; HOUSE): on a real database, with its notices."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from app.letterhead import HELP_DESK, LETTERHEAD
from documents.contexts import Notice, from_facts
from domain.aggregates import Aggregate
from domain.calendar import OffDay, OffDayKind, OffDayStatus
from domain.calendars import PublishCalendar
from domain.clock import legal_date
from domain.document_kinds import DocumentKind
from domain.objection_acts import FileObjection
from domain.receipts import ReceiptChannel
from domain.roles import SYSTEM
from domain.rungs import Rung
from domain.sanction_acts import ProveReceipt
from domain.sla_acts import ReportBreach
from domain.standings import Audience, LegalStanding, Standing, legal_standing
from persistence.calendar import current_calendar
from persistence.documents import DocumentRecord
from persistence.log import EventRecord
from persistence.standings import paper_and_subject
from persistence.transparency import newest_statement
from services.commands import Done
from services.letters import LetterWriter
from tests.integration.services.assessing import configured
from tests.integration.services.office import ADMIN, BECAUSE, DEPUTY, REVIEWER, STAFF, UNIT_HEAD, Office, signed_by
from tests.integration.services.sanctioning import ASSESSOR, OPENED, UNIMPROVED, Sanctioning

pytestmark = pytest.mark.servers
A = Aggregate


@pytest.fixture
def play(database, dump) -> Sanctioning:
    return Sanctioning(Office(database, dump, letters=LetterWriter(LETTERHEAD, HELP_DESK)))


def off(day: date, status: OffDayStatus = OffDayStatus.OFFICIAL) -> OffDay:
    return OffDay(date=day, name="Hari libur (contoh)", kind=OffDayKind.OTHER, source="SKB contoh", status=status)


def in_force(play: Sanctioning, *days: OffDay) -> str:
    """A version with these days, proposed and approved."""
    payload = PublishCalendar(
        first_day=date(2026, 1, 1),
        last_day=date(2027, 12, 31),
        off_days=days,
        reason="SKB baru",
        replaces=current_calendar().version,
    )
    proposed = play.office.done(A.CALENDAR, "propose", ADMIN, payload=payload).record_id
    play.office.done(A.CALENDAR, "approve", DEPUTY, proposed)
    return proposed


def last_notice(subject_id: str) -> Notice:
    paper = DocumentRecord.objects(kind="NOTICE", subject_id=subject_id).order_by("-id").first()
    context: Any = from_facts(DocumentKind(paper.kind), dict(paper.facts))
    assert isinstance(context, Notice)
    return context


def test_a_new_day_off_moves_nothing_until_an_act_moves_the_last_day_to_object(play: Sanctioning) -> None:
    """Received on Sunday 22 November: the fifth working day is the 27th, and with the 25th off Monday the 30th."""
    advice = play.received(play.open_case(), Rung.ADVICE)
    assert play.sanction(advice).last_instant == datetime(2026, 11, 27, 16, 59, 59, tzinfo=UTC)
    unchanged = play.office.refused(A.SANCTION, "recompute_limit", ADMIN, advice, BECAUSE)
    assert (unchanged.code, unchanged.slots["version"]) == ("LIMIT_UNCHANGED", "calendar-1")
    version = in_force(play, off(date(2026, 11, 25)))
    assert play.sanction(advice).last_instant == datetime(2026, 11, 27, 16, 59, 59, tzinfo=UTC)
    play.office.done(A.SANCTION, "recompute_limit", ADMIN, advice, BECAUSE)
    stored = play.sanction(advice)
    assert stored.last_instant == datetime(2026, 11, 30, 16, 59, 59, tzinfo=UTC)
    assert (stored.calendar_version, stored.limit_is_estimated, stored.state) == (version, False, "RECEIVED")
    notice = last_notice(advice)
    assert notice.reference.subject == "Penghitungan Kembali Batas Akhir Keberatan"
    assert "semula 27 November 2026, menjadi tanggal 30 November 2026 pukul 23.59.59 WIB" in notice.paragraphs[0]
    assert [(each.label, each.value) for each in notice.particulars] == [
        ("Versi kalender", version),
        ("Alasan", "Alasan yang sah."),
    ]
    play.office.clock.instant = datetime(2026, 11, 30, 16, 59, 59, tzinfo=UTC)
    early = play.office.refused(A.SANCTION, "record_no_improvement", REVIEWER, advice, UNIMPROVED)
    assert early.code == "OBJECTION_TERM_RUNNING"
    in_force(play)
    kept = play.office.refused(A.SANCTION, "recompute_limit", DEPUTY, advice, BECAUSE)
    assert kept.code == "LIMIT_UNCHANGED", "a day that is a working day again takes nothing from the unit"
    play.after_term(advice)
    over = play.office.refused(A.SANCTION, "recompute_limit", ADMIN, advice, BECAUSE)
    assert (over.code, over.slots["day"]) == ("LIMIT_OVER", "2026-11-30")
    assert play.office.done(A.SANCTION, "record_no_improvement", REVIEWER, advice, UNIMPROVED).state == "NOT_IMPROVED"


def test_an_estimated_holiday_is_confirmed_before_anything_is_recorded_against_the_unit(play: Sanctioning) -> None:
    """The estimate said the 25th and the 27th became it: the term is the same, and certain."""
    in_force(play, off(date(2026, 11, 25), OffDayStatus.ESTIMATED))
    advice = play.received(play.open_case(), Rung.ADVICE)
    assert (play.sanction(advice).limit_is_estimated, play.sanction(advice).last_instant.day) == (True, 30)
    play.after_term(advice)
    found = play.office.refused(A.SANCTION, "record_no_improvement", REVIEWER, advice, UNIMPROVED)
    assert (found.code, found.clause, found.slots["day"]) == ("LIMIT_ESTIMATED", "HOUSE", "2026-11-30")
    assert play.office.refused(A.SANCTION, "recompute_limit", ADMIN, advice, BECAUSE).code == "LIMIT_UNCHANGED"
    in_force(play, off(date(2026, 11, 27)))
    play.office.done(A.SANCTION, "recompute_limit", ADMIN, advice, BECAUSE)
    assert "Batas akhir keberatan tetap tanggal 30 November 2026" in last_notice(advice).paragraphs[0]
    assert play.office.done(A.SANCTION, "record_no_improvement", REVIEWER, advice, UNIMPROVED).state == "NOT_IMPROVED"


def test_an_estimated_holiday_that_comes_later_reopens_the_term(play: Sanctioning) -> None:
    """II.2.3.s1: the unit has five working days, so that it may object on the day that proves to be the fifth."""
    in_force(play, off(date(2026, 11, 25), OffDayStatus.ESTIMATED))
    advice = play.received(play.open_case(), Rung.ADVICE)
    play.after_term(advice)
    in_force(play, off(date(2026, 11, 25)), off(date(2026, 11, 26)))
    play.office.done(A.SANCTION, "recompute_limit", DEPUTY, advice, BECAUSE)
    assert play.sanction(advice).last_instant == datetime(2026, 12, 1, 16, 59, 59, tzinfo=UTC)
    early = play.office.refused(A.SANCTION, "record_no_improvement", REVIEWER, advice, UNIMPROVED)
    assert early.code == "OBJECTION_TERM_RUNNING"


def objected(play: Sanctioning, sanction_id: str) -> Done:
    filing = FileObjection(
        sanction_id=sanction_id,
        letter_number="12/LPSE/2026",
        letter_date=legal_date(play.office.clock.now()),
        grounds="Temuan tidak sesuai keadaan.",
        evidence_ids=(play.office.evidence(),),
    )
    return play.office.done(A.OBJECTION, "file", UNIT_HEAD, payload=filing)


@pytest.mark.parametrize("late", ["LKPP_DECIDES", "REFUSED"])
def test_an_objection_within_the_limit_on_record_is_not_refused_as_late(play: Sanctioning, late: str) -> None:
    """II.2.3.s1: kept as late by an estimate, it lies within the five working days as they are counted at last."""
    configured("objection.late", late)
    configured("objection.suspends", "SANCTION_AND_ESCALATION")
    in_force(play, off(date(2026, 11, 25), OffDayStatus.ESTIMATED))
    advice = play.received(play.open_case(), Rung.ADVICE)
    play.after_term(advice)
    filed = objected(play, advice)
    objection_id = filed.record_id
    assert (filed.state, play.office.record(A.OBJECTION, objection_id).late) == ("LATE", True)
    for verb in ("refuse_late", "accept_late"):
        found = play.office.refused(A.OBJECTION, verb, DEPUTY, objection_id, BECAUSE)
        assert (found.code, found.clause, found.slots["day"]) == ("LIMIT_ESTIMATED", "HOUSE", "2026-11-30")
    in_force(play, off(date(2026, 11, 25)), off(date(2026, 11, 26)))
    play.office.done(A.SANCTION, "recompute_limit", ADMIN, advice, BECAUSE)
    stored = play.office.record(A.OBJECTION, objection_id)
    limit = datetime(2026, 12, 1, 16, 59, 59, tzinfo=UTC)
    assert (stored.state, stored.late, stored.last_instant, stored.suspends) == ("SUBMITTED", False, limit, True)
    event = EventRecord.objects(record_id=objection_id).order_by("-version").first()
    assert (event.name, event.clause, event.actor_id) == ("ObjectionFoundInTime", "II.2.3.s1", SYSTEM.id)
    notice = last_notice(objection_id)
    assert notice.reference.subject == "Keberatan Diajukan Tepat Waktu"
    assert [each.label for each in notice.particulars] == ["Batas akhir keberatan", "Keberatan diterima"]
    assert "1 Desember 2026" in notice.particulars[0].value
    for verb in ("refuse_late", "accept_late"):
        assert play.office.refused(A.OBJECTION, verb, DEPUTY, objection_id, BECAUSE).code == "WRONG_STATE"


def test_the_receipt_that_says_late_gives_way_to_the_notice_that_it_is_in_time(play: Sanctioning) -> None:
    """II.2.3.s1: whoever looks the receipt up is told so, and by which letter; the log says the same."""
    in_force(play, off(date(2026, 11, 25), OffDayStatus.ESTIMATED))
    advice = play.received(play.open_case(), Rung.ADVICE)
    play.after_term(advice)
    filed = objected(play, advice)
    receipt = sealed(play, filed.documents[0])
    assert (receipt.kind, receipt.facts["late"], stands(play, receipt).standing) == (
        "OBJECTION_RECEIPT",
        True,
        "IN_FORCE",
    )
    in_force(play, off(date(2026, 11, 25)), off(date(2026, 11, 26)))
    play.office.done(A.SANCTION, "recompute_limit", ADMIN, advice, BECAUSE)
    found_on = legal_date(play.office.clock.now())
    notice = DocumentRecord.objects(kind="NOTICE", subject_id=filed.record_id).get()
    assert stands(play, receipt) == LegalStanding(standing=Standing.SUPERSEDED, since=found_on)
    assert json.loads(newest_statement(receipt.id) or "{}")["standing"] == "SUPERSEDED"
    notice = sealed(play, notice.id)
    play.office.clock.instant += timedelta(days=1)
    play.office.done(A.OBJECTION, "withdraw", UNIT_HEAD, filed.record_id, BECAUSE)
    told = LegalStanding(standing=Standing.SUPERSEDED, since=found_on, by=notice.number)
    assert (stands(play, receipt), notice.number is not None) == (told, True)
    withheld = legal_standing(found_on, *paper_and_subject(receipt), Audience.PUBLIC)
    assert withheld == LegalStanding(standing=Standing.WITHHELD)


def sealed(play: Sanctioning, document_id: str) -> DocumentRecord:
    play.office.present(document_id)
    play.office.done(A.DOCUMENT, "publish", SYSTEM, document_id, signed_by(DEPUTY, document_id))
    return DocumentRecord.objects(id=document_id).get()


def stands(play: Sanctioning, paper: DocumentRecord) -> LegalStanding:
    """What the paper means today to whoever may read the objection."""
    return legal_standing(legal_date(play.office.clock.now()), *paper_and_subject(paper), Audience.AUTHORISED)


def test_one_that_is_late_by_the_limit_counted_anew_too_is_answered_by_that_limit(play: Sanctioning) -> None:
    """The letter names the limit on record, not the one of the day of the filing."""
    in_force(play, off(date(2026, 11, 25), OffDayStatus.ESTIMATED))
    advice = play.received(play.open_case(), Rung.ADVICE)
    play.office.clock.instant = datetime(2026, 12, 1, 17, 0, tzinfo=UTC)
    objection_id = objected(play, advice).record_id
    in_force(play, off(date(2026, 11, 25)), off(date(2026, 11, 26)))
    play.office.done(A.SANCTION, "recompute_limit", DEPUTY, advice, BECAUSE)
    assert play.office.record(A.OBJECTION, objection_id).state == "LATE"
    assert play.office.done(A.OBJECTION, "refuse_late", DEPUTY, objection_id, BECAUSE).state == "REFUSED_LATE"
    told = last_notice(objection_id)
    assert told.reference.subject == "Penolakan Keberatan yang Terlambat"
    assert "1 Desember 2026" in told.particulars[0].value


def test_an_earlier_receipt_counted_by_a_later_calendar_finds_an_objection_in_time(play: Sanctioning) -> None:
    """II.2.3.s1: the receipt of the same day is proven an hour earlier, when two days off are known."""
    advice = play.issued(play.open_case(), Rung.ADVICE)
    play.office.clock.instant += timedelta(hours=1)
    play.office.done(A.SANCTION, "prove_receipt", UNIT_HEAD, advice, OPENED)
    play.after_term(advice)
    objection_id = objected(play, advice).record_id
    in_force(play, off(date(2026, 11, 25)), off(date(2026, 11, 26)))
    note = ProveReceipt(
        channel=ReceiptChannel.DELIVERY_NOTE, at=play.sanction(advice).issued_at, evidence_id=play.office.evidence()
    )
    play.office.done(A.SANCTION, "prove_receipt", ADMIN, advice, note)
    assert play.sanction(advice).last_instant == datetime(2026, 12, 1, 16, 59, 59, tzinfo=UTC)
    assert play.office.record(A.OBJECTION, objection_id).state == "SUBMITTED"


def test_the_days_to_answer_a_breach_follow_a_new_day_off_by_an_act(play: Sanctioning) -> None:
    office, sla_id = play.office, play.sla_id
    report = ReportBreach(article=6, facts="Ketersediaan 91%.", evidence_ids=(office.evidence(STAFF),))
    office.done(A.SLA, "report_breach", ASSESSOR, sla_id, report)
    assert office.refused(A.SLA, "recompute_answer_day", ADMIN, sla_id, BECAUSE).code == "RECEIPT_NOT_PROVEN"
    office.notice_received(sla_id)
    assert office.record(A.SLA, sla_id).breach["answer_until"] == "2026-12-04"
    assert office.refused(A.SLA, "recompute_answer_day", ADMIN, sla_id, BECAUSE).code == "LIMIT_UNCHANGED"
    version = in_force(play, off(date(2026, 12, 1)))
    office.done(A.SLA, "recompute_answer_day", ADMIN, sla_id, BECAUSE)
    breach = office.record(A.SLA, sla_id).breach
    assert (breach["answer_until"], breach["calendar_version"]) == ("2026-12-07", version)
    assert "paling lambat tanggal 7 Desember 2026" in last_notice(sla_id).paragraphs[0]
    office.clock.instant = datetime(2026, 12, 7, 17, 0, tzinfo=UTC)
    over = office.refused(A.SLA, "recompute_answer_day", DEPUTY, sla_id, BECAUSE)
    assert (over.code, over.slots["day"]) == ("LIMIT_OVER", "2026-12-07")
