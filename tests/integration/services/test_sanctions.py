"""The ladder of II.2.2 through the door on a real database: rung by rung, by both doors, with what follows from each."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from app.letterhead import HELP_DESK, LETTERHEAD
from documents.contexts import (
    Advice,
    Fact,
    LkppSystem,
    Marks,
    Minutes,
    Notice,
    Numbering,
    Revocation,
    ServiceStop,
    WarningLetter,
    from_facts,
)
from documents.lint_clauses import required_texts
from documents.render import render
from documents.text import docx_text, one_line
from domain.aggregates import Aggregate
from domain.calendars import PublishCalendar
from domain.case_acts import DismissCase, HoldDecision, OpenCase, ResumeCase
from domain.clock import legal_date
from domain.compliance import CellVerb
from domain.configuration_keys import ConfigurationKey
from domain.document_kinds import DocumentKind
from domain.findings import CaseFinding
from domain.outlook import outlook
from domain.reasons import Reason
from domain.receipts import ReceiptChannel
from domain.refusals import Refusal, RefusalCode
from domain.roles import SYSTEM, Role
from domain.rungs import Rung
from domain.sanction_acts import (
    AcceptImprovement,
    ChangeSanction,
    DraftSanction,
    PrepareSanction,
    ProveReceipt,
    RecommendLkppSystem,
    SubmitFollowUp,
)
from domain.sla_acts import RecordBreachFinding, ReportBreach
from domain.standards import StandardCode
from domain.stop_forms import StopForm
from domain.tables import Act, FreshIds
from persistence.assessments import AssessmentRecord
from persistence.case_records import CaseRecord
from persistence.compliance import ComplianceRecord
from persistence.configuration import ConfigurationRecord
from persistence.documents import DocumentRecord
from persistence.ladder import ladder_facts
from persistence.objections import ObjectionRecord
from persistence.reassessments import ReassessmentRecord
from persistence.records import insert
from persistence.sanction_records import SanctionRecord
from persistence.surveillances import SurveillanceRecord, surveillance_facts
from services.letters import LetterWriter
from services.outlook import sanction_outlook
from services.papers import PaperService
from tests.integration.services.office import ADMIN, DEPUTY, HEAD, REVIEWER, STAFF, STRANGER, UNIT_HEAD, Office
from tests.integration.services.sanctioning import (
    ASKED,
    ASSESSOR,
    FINDINGS,
    OPENED,
    REVOKE,
    S01,
    S09,
    S10,
    TIED,
    UNIMPROVED,
    Sanctioning,
)

pytestmark = pytest.mark.servers
COPIES = ("Bupati", "Inspektorat Pemerintah Kabupaten inst-a")
A = Aggregate
_NONE: Any = None
BECAUSE = Reason(reason="Bukti keberatan meyakinkan.")
STOP = PrepareSanction(stop_form=StopForm.ACCESS_TAKEOVER, asked=("Serahkan daftar akun.",))
WITHDRAW = PrepareSanction(stop_form=StopForm.REVOCATION, asked=("Beritahukan penghentian kepada pengguna.",))


@pytest.fixture
def play(database, dump) -> Sanctioning:
    return Sanctioning(Office(database, dump, letters=LetterWriter(LETTERHEAD, HELP_DESK)))


def printed(document_id: str) -> Any:
    """The context of a paper, from its frozen facts."""
    found = DocumentRecord.objects(id=document_id).get()
    return from_facts(DocumentKind(found.kind), dict(found.facts))


def objection(play: Sanctioning, sanction_id: str, *, state: str = "SUBMITTED") -> ObjectionRecord:
    """An objection as it would be stored; how it is filed is tested with objections."""
    now = play.office.clock.now()
    record = ObjectionRecord(
        id=f"objection-{sanction_id}",
        state=state,
        version=1,
        created_at=now,
        updated_at=now,
        institution_id="inst-a",
        unit_id=play.unit_id,
        sanction_id=sanction_id,
        letter_number="1/CONTOH",
        letter_date="2026-12-01",
        grounds="Fakta tidak tepat.",
        filed_by=UNIT_HEAD.id,
        filed_at=now,
        late=False,
        last_instant=now,
        suspends=False,
    )
    insert(record)
    return record


def refused(play: Sanctioning, verb: str, actor: Any, sanction_id: str | None, payload: Any) -> tuple[str, str, str]:
    """Code, clause and subject of a refusal that changed nothing."""
    found = play.office.refused(A.SANCTION, verb, actor, sanction_id, payload)
    return found.code.value, found.clause, found.subject


def draft_refused(play: Sanctioning, case_id: str, rung: Rung) -> tuple[str, str, str]:
    return refused(play, "draft", REVIEWER, None, DraftSanction(case_id=case_id, rung=rung))


# --- rung by rung ---------------------------------------------------------------------------------------------------


def test_advice_warning_and_revocation_leave_exactly_the_named_standards_revoked(play: Sanctioning) -> None:
    """II.2.2.a-c: each rung only after the one before, received and without improvement; the other standards stand."""
    case_id = play.open_case()
    advice = play.unimproved(case_id, Rung.ADVICE)
    warning = play.unimproved(case_id, Rung.WARNING)
    revocation = play.issued(case_id, Rung.REVOCATION, REVOKE)
    assert play.cells() == {"S01": "DETERMINED", "S05": "DETERMINED", "S09": "REVOKED", "S10": "REVOKED"}
    certificate = play.office.record(A.CERTIFICATE, "certificate-1")
    assert (certificate.state, certificate.revoked) == ("PARTLY_REVOKED", ["S09", "S10"])
    [reassessment] = ReassessmentRecord.objects(case_id=case_id)
    assert (reassessment.state, reassessment.sanction_id, reassessment.standards) == (
        "PENDING",
        revocation,
        ["S09", "S10"],
    )
    assert [play.sanction(each).state for each in (advice, warning, revocation)] == [
        "NOT_IMPROVED",
        "NOT_IMPROVED",
        "ISSUED",
    ]
    assert (play.case(case_id).state, play.case(case_id).rung) == ("OPEN", "REVOCATION")


def test_no_rung_is_left_out(play: Sanctioning) -> None:
    """II.2.2.b and c: no warning without an advice received in the same case, no revocation without a warning."""
    case_id = play.open_case()
    for rung in (Rung.WARNING, Rung.REVOCATION, Rung.STOP):
        assert draft_refused(play, case_id, rung) == ("RUNG_NOT_NEXT", rung.clause, "rung")
    advice = play.issued(case_id, Rung.ADVICE)
    assert draft_refused(play, case_id, Rung.WARNING) == ("RUNG_NOT_SETTLED", "II.2.2.b", "rung")
    assert refused(play, "record_no_improvement", REVIEWER, advice, UNIMPROVED)[0] == "WRONG_STATE"
    play.office.done(A.SANCTION, "prove_receipt", HEAD, advice, OPENED)
    assert draft_refused(play, case_id, Rung.WARNING) == ("RUNG_NOT_SETTLED", "II.2.2.b", "rung")
    elsewhere = CaseFinding(standard=StandardCode.S03, criterion="S03-K1", fact="Aset tanpa daftar.")
    other = play.open_case((elsewhere,))
    play.after_term(advice)
    play.office.done(A.SANCTION, "record_no_improvement", REVIEWER, advice, UNIMPROVED)
    assert draft_refused(play, other, Rung.WARNING) == ("RUNG_NOT_NEXT", "II.2.2.b", "rung")
    assert draft_refused(play, case_id, Rung.ADVICE) == ("RUNG_NOT_NEXT", "II.2.2.a", "rung")


def test_improvement_is_denied_only_after_the_last_moment_to_object(play: Sanctioning) -> None:
    """II.2.3.s1: at 23:59:59 of the fifth working day the operator may still object."""
    case_id = play.open_case()
    advice = play.received(case_id, Rung.ADVICE)
    last = datetime(2026, 11, 27, 16, 59, 59, tzinfo=UTC)
    record = play.sanction(advice)
    assert (record.last_instant, record.calendar_version, record.state) == (last, "calendar-1", "RECEIVED")
    play.office.clock.instant = last + timedelta(milliseconds=999)
    assert refused(play, "record_no_improvement", REVIEWER, advice, UNIMPROVED) == (
        "OBJECTION_TERM_RUNNING",
        "HOUSE",
        "lastInstant",
    )
    play.office.clock.instant = last + timedelta(seconds=1)
    assert play.office.done(A.SANCTION, "record_no_improvement", REVIEWER, advice, UNIMPROVED).state == "NOT_IMPROVED"


def test_nothing_escalates_while_an_objection_is_open(play: Sanctioning) -> None:
    case_id = play.open_case()
    advice = play.received(case_id, Rung.ADVICE)
    filed = objection(play, advice)
    play.after_term(advice)
    assert refused(play, "record_no_improvement", REVIEWER, advice, UNIMPROVED) == (
        "OBJECTION_OPEN",
        "HOUSE",
        "case",
    )
    ObjectionRecord.objects(id=filed.id).update(set__state="DECIDED")
    play.office.done(A.SANCTION, "record_no_improvement", REVIEWER, advice, UNIMPROVED)
    ObjectionRecord.objects(id=filed.id).update(set__state="LATE")
    assert draft_refused(play, case_id, Rung.WARNING) == ("OBJECTION_OPEN", "HOUSE", "case")
    ObjectionRecord.objects(id=filed.id).update(set__state="REFUSED_LATE")
    warning = play.prepared(case_id, Rung.WARNING)
    ObjectionRecord.objects(id=filed.id).update(set__state="EXAMINATION")
    assert refused(play, "issue", DEPUTY, warning, play.signature(warning))[0] == "OBJECTION_OPEN"


def test_an_internal_limit_is_printed_and_awaited(play: Sanctioning) -> None:
    """A house rule: 10 working days from the receipt, longer than the term to object."""
    insert(
        ConfigurationRecord(
            id="limit",
            state="APPROVED",
            version=1,
            created_at=play.office.clock.now(),
            updated_at=play.office.clock.now(),
            key=ConfigurationKey.LIMIT_ADVICE.value,
            value=10,
            valid_from="2026-01-01",
            changed_by="admin",
        )
    )
    advice = play.received(play.open_case(), Rung.ADVICE)
    assert play.sanction(advice).internal_until == "2026-12-04"
    assert printed(play.sanction(advice).document_id).improve_days == 10
    play.after_term(advice)
    assert refused(play, "record_no_improvement", REVIEWER, advice, UNIMPROVED) == (
        "TOO_EARLY",
        "HOUSE",
        "internalUntil",
    )
    play.office.clock.instant = datetime(2026, 12, 4, 17, 0, tzinfo=UTC)
    play.office.done(A.SANCTION, "record_no_improvement", REVIEWER, advice, UNIMPROVED)


# --- without a certificate ------------------------------------------------------------------------------------------


def uncertified(play: Sanctioning) -> str:
    """A case on S02, which stands on no certificate, held after its warning."""
    case_id = play.open_case((replace(FINDINGS[1], standard=StandardCode.S02, criterion="S02-K1"),))
    play.unimproved(case_id, Rung.ADVICE)
    play.unimproved(case_id, Rung.WARNING)
    return case_id


def test_without_a_certificate_the_deputy_decides_by_hand(play: Sanctioning) -> None:
    """The decree is silent (II.2.2.c presumes a certificate): one more warning, which is the second, or nothing."""
    case_id = uncertified(play)
    assert play.case(case_id).state == "HOLD"
    assert draft_refused(play, case_id, Rung.REVOCATION) == ("CASE_NOT_OPEN", "HOUSE", "case")
    again = ResumeCase(decision=HoldDecision.FURTHER_WARNING, reason="Unit masih dibina.")
    assert play.office.refused(A.CASE, "resume", REVIEWER, case_id, again).code is RefusalCode.NOT_PERMITTED
    play.office.done(A.CASE, "resume", DEPUTY, case_id, again)
    assert draft_refused(play, case_id, Rung.REVOCATION) == ("NOTHING_TO_REVOKE", "II.2.2.c.s1", "standards")
    second = play.unimproved(case_id, Rung.WARNING)
    assert play.sanction(second).round == 2
    assert printed(play.sanction(second).document_id).round == 2
    assert play.case(case_id).state == "HOLD"
    leave = ResumeCase(decision=HoldDecision.LEAVE, reason="Tidak ada yang dicabut.")
    play.office.done(A.CASE, "resume", DEPUTY, case_id, leave)
    case = play.case(case_id)
    assert (case.state, case.closed_reason, case.slot) == ("CLOSED", "DECIDED", None)


def test_a_revocation_names_what_it_revokes_and_only_what_it_can(play: Sanctioning) -> None:
    case_id = play.open_case()
    play.unimproved(case_id, Rung.ADVICE)
    play.unimproved(case_id, Rung.WARNING)
    revocation = play.drafted(case_id, Rung.REVOCATION)
    nothing, foreign = replace(REVOKE, standards=()), replace(REVOKE, standards=(S01, S09))
    assert refused(play, "prepare", REVIEWER, revocation, nothing)[0] == "NOTHING_TO_REVOKE"
    assert refused(play, "prepare", REVIEWER, revocation, foreign)[0] == "STANDARD_NOT_REVOCABLE"
    play.office.done(A.SANCTION, "prepare", REVIEWER, revocation, REVOKE)
    play.office.present(play.sanction(revocation).document_id)
    play.move(CellVerb.REVOKE, S10)
    assert refused(play, "issue", DEPUTY, revocation, play.signature(revocation)) == (
        "STANDARD_NOT_REVOCABLE",
        "II.2.2.c.s1",
        "standards",
    )


# --- the letter and its receipt -------------------------------------------------------------------------------------


def test_a_recalled_letter_is_void_and_a_new_one_may_be_prepared(play: Sanctioning) -> None:
    case_id = play.open_case()
    advice = play.prepared(case_id, Rung.ADVICE)
    first = play.sanction(advice).document_id
    play.office.done(A.SANCTION, "recall", DEPUTY, advice, BECAUSE)
    assert (play.sanction(advice).state, play.sanction(advice).document_id) == ("DRAFT", None)
    assert DocumentRecord.objects(id=first).get().state == "VOID"
    play.office.done(A.SANCTION, "prepare", REVIEWER, advice, ASKED)
    assert play.sanction(advice).document_id != first


def test_a_draft_stands_in_the_way_until_it_is_discarded(play: Sanctioning) -> None:
    case_id = play.open_case()
    advice = play.drafted(case_id, Rung.ADVICE)
    assert draft_refused(play, case_id, Rung.ADVICE) == ("SANCTION_UNDERWAY", "HOUSE", "case")
    play.office.done(A.SANCTION, "discard", REVIEWER, advice, BECAUSE)
    second = play.drafted(case_id, Rung.ADVICE)
    assert (play.sanction(second).round, play.sanction(second).sequence) == (1, 2)


def test_an_institution_learns_of_a_sanction_when_it_is_issued(play: Sanctioning) -> None:
    """Until then it does not exist for it, whatever it tries."""
    advice = play.prepared(play.open_case(), Rung.ADVICE)
    assert refused(play, "prove_receipt", UNIT_HEAD, advice, OPENED)[0] == "NOT_FOUND"
    play.office.done(A.SANCTION, "issue", DEPUTY, advice, play.signature(advice))
    assert refused(play, "prove_receipt", STRANGER, advice, OPENED)[0] == "NOT_FOUND"
    play.office.done(A.SANCTION, "prove_receipt", UNIT_HEAD, advice, OPENED)


def test_the_earliest_proven_receipt_counts(play: Sanctioning) -> None:
    """A delivery note of Monday counts, though the letter was opened on Wednesday; the term is computed anew."""
    advice = play.issued(play.open_case(), Rung.ADVICE)
    file = play.office.evidence(STAFF)
    monday = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
    play.office.clock.instant = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
    play.office.done(A.SANCTION, "prove_receipt", UNIT_HEAD, advice, OPENED)
    assert play.sanction(advice).last_instant == datetime(2026, 12, 2, 16, 59, 59, tzinfo=UTC)
    note = ProveReceipt(channel=ReceiptChannel.DELIVERY_NOTE, at=monday, evidence_id=file)
    assert refused(play, "prove_receipt", UNIT_HEAD, advice, OPENED)[0] == "RECEIPT_ALREADY_PROVEN"
    assert refused(play, "prove_receipt", UNIT_HEAD, advice, note)[2] == "channel"
    assert refused(play, "prove_receipt", ADMIN, advice, OPENED)[2] == "channel"
    early = replace(note, at=datetime(2026, 11, 22, 2, 59, tzinfo=UTC))
    assert refused(play, "prove_receipt", ADMIN, advice, early) == ("INVALID_INPUT", "II.2.3.s1", "receivedAt")
    ahead = replace(note, at=datetime(2026, 11, 25, 3, 1, tzinfo=UTC))
    assert refused(play, "prove_receipt", ADMIN, advice, ahead) == ("INVALID_INPUT", "II.2.3.s1", "receivedAt")
    unconfirmed = replace(note, evidence_id=play.office.evidence(STAFF, confirmed=False))
    assert refused(play, "prove_receipt", ADMIN, advice, unconfirmed)[0] == "EVIDENCE_NOT_CONFIRMED"
    play.office.done(A.SANCTION, "prove_receipt", ADMIN, advice, note)
    record = play.sanction(advice)
    assert (record.received_at, record.last_instant) == (monday, datetime(2026, 11, 30, 16, 59, 59, tzinfo=UTC))
    assert [receipt["channel"] for receipt in record.receipts] == ["IN_APP", "DELIVERY_NOTE"]
    decided = objection(play, advice, state="DECIDED")
    earlier = replace(note, at=monday - timedelta(hours=1))
    assert refused(play, "prove_receipt", ADMIN, advice, earlier)[0] == "OBJECTION_DECIDED"
    assert decided.sanction_id == advice


def test_a_receipt_beyond_the_calendar_is_refused(play: Sanctioning) -> None:
    """A limit is never guessed: a calendar that ends on the day before the fifth gives none."""
    advice = play.issued(play.open_case(), Rung.ADVICE)
    short = PublishCalendar(
        first_day=date(2026, 1, 1), last_day=date(2026, 11, 26), off_days=(), reason="uji", replaces="calendar-1"
    )
    proposed = play.office.done(A.CALENDAR, "propose", ADMIN, payload=short)
    play.office.done(A.CALENDAR, "approve", DEPUTY, proposed.record_id)
    assert refused(play, "prove_receipt", UNIT_HEAD, advice, OPENED) == ("OUTSIDE_CALENDAR", "II.2.3.s1", "calendar")


def test_the_receipt_of_a_revocation_is_that_of_its_notice(play: Sanctioning) -> None:
    case_id = play.open_case()
    play.unimproved(case_id, Rung.ADVICE)
    play.unimproved(case_id, Rung.WARNING)
    revocation = play.prepared(case_id, Rung.REVOCATION, REVOKE)
    play.office.done(A.SANCTION, "issue", DEPUTY, revocation, play.signature(revocation))
    assert refused(play, "prove_receipt", UNIT_HEAD, revocation, OPENED) == (
        "PAPER_NOT_READY",
        "II.2.3.s1",
        "notice",
    )
    notice = printed(play.sanction(revocation).notice_id)
    assert isinstance(notice, Notice)
    assert notice.objection_right
    assert [(line.label, line.value) for line in notice.particulars] == [
        ("S09-K2", "Fasilitas dipakai tanpa izin."),
        ("S10-K1", "Hak akses tidak ditinjau."),
    ]
    play.publish(play.sanction(revocation).notice_id)
    play.office.done(A.SANCTION, "prove_receipt", UNIT_HEAD, revocation, OPENED)


# --- improvement ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("was_drafted_before", [False, True])
def test_who_stated_the_findings_by_hand_does_not_accept_the_improvement(
    play: Sanctioning, was_drafted_before: bool
) -> None:
    """House rule: nobody settles his own finding alone; a draft of an earlier version does not name him."""
    both = replace(REVIEWER, roles=REVIEWER.roles | {Role.ASSESSOR})
    finding = replace(FINDINGS[0], evidence_ids=(play.office.evidence(),))
    opening = OpenCase(unit_id=play.unit_id, findings=(finding,))
    case_id = play.office.done(A.CASE, "open", both, payload=opening).record_id
    advice = play.received(case_id, Rung.ADVICE)
    assert play.sanction(advice).assessor_ids == [both.id]
    if was_drafted_before:
        SanctionRecord.objects(id=advice).update(set__assessor_ids=[])
    report = SubmitFollowUp(text="Buku izin sudah dipakai.", evidence_ids=(play.office.evidence(STAFF),))
    play.office.done(A.SANCTION, "submit_follow_up", UNIT_HEAD, advice, report)
    verified = AcceptImprovement(verification="Buku izin diperiksa di tempat.")
    assert refused(play, "accept_improvement", both, advice, verified) == ("OWN_FINDING", "HOUSE", advice)
    assert play.office.done(A.SANCTION, "accept_improvement", ASSESSOR, advice, verified).state == "IMPROVED"


def test_improvement_that_an_independent_assessor_accepts_closes_the_case(play: Sanctioning) -> None:
    case_id = play.open_case()
    advice = play.received(case_id, Rung.ADVICE)
    report = SubmitFollowUp(text="Buku izin sudah dipakai.", evidence_ids=(play.office.evidence(STAFF),))
    missing = replace(report, evidence_ids=(play.office.evidence(STAFF, confirmed=False),))
    assert refused(play, "submit_follow_up", UNIT_HEAD, advice, missing)[0] == "EVIDENCE_NOT_CONFIRMED"
    play.office.done(A.SANCTION, "submit_follow_up", UNIT_HEAD, advice, report)
    verified = AcceptImprovement(verification="Buku izin diperiksa di tempat.")
    assert refused(play, "accept_improvement", TIED, advice, verified)[0] == "CONFLICT_OF_INTEREST"
    returned = play.office.done(A.SANCTION, "return_follow_up", ASSESSOR, advice, Reason(reason="Buku belum lengkap."))
    assert printed(returned.documents[0]).particulars[0].value == "Buku belum lengkap."
    play.office.done(A.SANCTION, "submit_follow_up", UNIT_HEAD, advice, report)
    done = play.office.done(A.SANCTION, "accept_improvement", ASSESSOR, advice, verified)
    assert (done.state, play.case(case_id).state, play.case(case_id).closed_reason) == (
        "IMPROVED",
        "CLOSED",
        "IMPROVED",
    )
    minutes = printed(done.documents[0])
    assert isinstance(minutes, Minutes)
    assert minutes.items[-1].value == "Buku izin diperiksa di tempat."
    assert [each["returned"] for each in play.sanction(advice).follow_ups] == ["Buku belum lengkap.", None]


def test_a_system_of_lkpp_is_recommended_while_a_sanction_is_in_force(play: Sanctioning) -> None:
    """III: at any rung in force, and with none it is impossible."""
    case_id = play.open_case()
    why = RecommendLkppSystem(reasons=("Pengadaan perlu tetap lancar.",))
    advice = play.prepared(case_id, Rung.ADVICE)
    assert refused(play, "recommend_lkpp_system", REVIEWER, advice, why)[:2] == ("WRONG_STATE", "III")
    play.office.done(A.SANCTION, "issue", DEPUTY, advice, play.signature(advice))
    done = play.office.done(A.SANCTION, "recommend_lkpp_system", REVIEWER, advice, why)
    letter = printed(done.documents[0])
    assert isinstance(letter, LkppSystem)
    assert (letter.reasons, letter.sanction.name) == (why.reasons, "Surat Saran/Rekomendasi")
    assert play.sanction(advice).lkpp_system_ids == list(done.documents)


# --- the stop, by both doors ----------------------------------------------------------------------------------------


def revoked(play: Sanctioning) -> tuple[str, str]:
    """A case whose revocation is received, its term over: case and sanction."""
    case_id = play.open_case()
    play.unimproved(case_id, Rung.ADVICE)
    play.unimproved(case_id, Rung.WARNING)
    revocation = play.received(case_id, Rung.REVOCATION, REVOKE)
    play.after_term(revocation)
    return case_id, revocation


def reassess(case_id: str, **changes: Any) -> None:
    """The re-assessment as it would be stored; how it comes to it is tested with re-assessments."""
    ReassessmentRecord.objects(case_id=case_id).update(**{f"set__{name}": value for name, value in changes.items()})


def test_after_a_revocation_the_stop_waits_for_the_re_assessment(play: Sanctioning) -> None:
    """II.2.2.d: no improvement after the revocation is shown by a failed re-assessment, or by non-cooperation."""
    case_id, revocation = revoked(play)
    reassess(case_id, state="RUNNING")
    assert refused(play, "record_no_improvement", REVIEWER, revocation, UNIMPROVED)[0] == "REASSESSMENT_UNSETTLED"
    reassess(case_id, state="PENDING")
    play.office.done(A.SANCTION, "record_no_improvement", REVIEWER, revocation, UNIMPROVED)
    assert draft_refused(play, case_id, Rung.STOP) == ("REASSESSMENT_UNSETTLED", "HOUSE", "reassessment")
    reassess(case_id, non_cooperation={"reason": "Tidak menjawab."})
    play.issued(case_id, Rung.STOP, STOP)
    assert (play.unit_state(), play.sla_state()) == ("STOPPED", "IN_FORCE")
    assert [each.state for each in ReassessmentRecord.objects(case_id=case_id)] == ["CANCELLED"]


def test_a_stop_is_signed_on_the_day_that_its_letter_names(play: Sanctioning) -> None:
    """II.2.2.d: one that was prepared the day before is recalled and prepared anew."""
    case_id = breached(play)
    stop = play.prepared(case_id, Rung.STOP, STOP)
    day = legal_date(play.office.clock.now())
    assert printed(play.sanction(stop).document_id).stops_on == day
    play.office.clock.instant += timedelta(days=1)
    found = play.office.refused(A.SANCTION, "issue", DEPUTY, stop, play.signature(stop))
    assert (found.code, found.clause) == (RefusalCode.PAPER_DATE_PASSED, "HOUSE")
    assert f"Naskah bertanggal {day.isoformat()}" in found.message_id
    play.office.done(A.SANCTION, "recall", REVIEWER, stop, BECAUSE)
    play.office.done(A.SANCTION, "prepare", REVIEWER, stop, STOP)
    letter = printed(play.sanction(stop).document_id)
    play.office.present(play.sanction(stop).document_id)
    play.office.done(A.SANCTION, "issue", DEPUTY, stop, play.signature(stop))
    assert letter.stops_on == day + timedelta(days=1)
    assert play.office.record(A.UNIT, play.unit_id).stop["on"] == letter.stops_on.isoformat()


def test_a_stop_by_revocation_ends_the_sla_and_its_annulment_restores_it(play: Sanctioning) -> None:
    """II.2.2.d; II.2.3.s3: the case goes back to the revocation, and what is still revoked is assessed again."""
    case_id, revocation = revoked(play)
    signed_report(play, A.REASSESSMENT, "again")
    reassess(case_id, state="FAILED", report_id="report-again")
    play.office.done(A.SANCTION, "record_no_improvement", REVIEWER, revocation, UNIMPROVED)
    stop = play.received(case_id, Rung.STOP, WITHDRAW)
    assert (play.unit_state(), play.sla_state()) == ("STOPPED", "TERMINATED")
    play.office.done(A.SANCTION, "annul", SYSTEM, stop, BECAUSE)
    assert (play.unit_state(), play.sla_state()) == ("ACTIVE", "IN_FORCE")
    assert (play.case(case_id).state, play.case(case_id).rung) == ("OPEN", "REVOCATION")
    found = ReassessmentRecord.objects(case_id=case_id).order_by("attempt")
    assert [(each.state, each.attempt, each.standards) for each in found] == [
        ("CANCELLED", 1, ["S09", "S10"]),
        ("PENDING", 2, ["S09", "S10"]),
    ]


def breached(play: Sanctioning) -> str:
    """The case that the confirmed breach of the SLA opened."""
    office = play.office
    report = ReportBreach(article=6, facts="Ketersediaan 91%.", evidence_ids=(office.evidence(STAFF),))
    office.done(A.SLA, "report_breach", ASSESSOR, play.sla_id, report)
    office.notice_received(play.sla_id)
    office.clock.instant += timedelta(days=30)
    finding = RecordBreachFinding(text="Laporan terbukti.", evidence_ids=report.evidence_ids)
    office.done(A.SLA, "record_breach_finding", REVIEWER, play.sla_id, finding)
    office.done(A.SLA, "confirm_breach", DEPUTY, play.sla_id, Reason(reason="Terbukti."))
    return str(CaseRecord.objects(unit_id=play.unit_id, origin="SLA").get().id)


def test_a_confirmed_breach_leads_to_the_stop_at_once_and_nothing_else_does(play: Sanctioning) -> None:
    """II.2.2.d: the second door; its annulment puts the SLA in force and ends the case."""
    plain = play.open_case()
    assert draft_refused(play, plain, Rung.STOP) == ("RUNG_NOT_NEXT", "II.2.2.d", "rung")
    case_id = breached(play)
    for rung in (Rung.ADVICE, Rung.WARNING, Rung.REVOCATION):
        assert draft_refused(play, case_id, rung)[0] == "RUNG_NOT_NEXT"
    stop = play.received(case_id, Rung.STOP, replace(STOP, stop_form=StopForm.OTHER, stop_text="Hanya paket baru."))
    letter = printed(play.sanction(stop).document_id)
    assert isinstance(letter, ServiceStop)
    assert letter.facts is None
    assert [(each.label, each.value) for each in letter.breach or ()] == [
        ("Pasal yang dilanggar", "Pasal 6"),
        ("Uraian", "Ketersediaan 91%."),
        ("Pelanggaran ditetapkan", "22 Desember 2026"),
        ("Bukti", "1 (satu) berkas pada LKPP"),
    ]
    assert (letter.form, letter.form_text, letter.earlier) == ("lainnya", "Hanya paket baru.", ())
    assert letter.ground.startswith("pelanggaran terhadap hal-hal")
    assert (play.unit_state(), play.sla_state()) == ("STOPPED", "BREACHED")
    play.office.done(A.SANCTION, "annul", SYSTEM, stop, BECAUSE)
    assert (play.unit_state(), play.sla_state()) == ("ACTIVE", "IN_FORCE")
    assert (play.case(case_id).state, play.case(case_id).closed_reason) == ("CLOSED", "ANNULLED")


def test_a_stop_that_stands_ends_its_case(play: Sanctioning) -> None:
    case_id = breached(play)
    stop = play.unimproved(case_id, Rung.STOP, STOP)
    assert play.sanction(stop).state == "NOT_IMPROVED"
    assert (play.case(case_id).state, play.case(case_id).closed_reason) == ("CLOSED", "STOP_FINAL")


# --- after an objection ---------------------------------------------------------------------------------------------


def test_an_annulled_revocation_reinstates_everything_and_goes_back_to_the_warning(play: Sanctioning) -> None:
    """II.2.3.s3."""
    case_id, revocation = revoked(play)
    play.office.done(A.SANCTION, "annul", SYSTEM, revocation, BECAUSE)
    assert set(play.cells().values()) == {"DETERMINED"}
    certificate = play.office.record(A.CERTIFICATE, "certificate-1")
    assert (certificate.state, certificate.revoked) == ("ACTIVE", [])
    assert [each.state for each in ReassessmentRecord.objects(case_id=case_id)] == ["CANCELLED"]
    assert (play.case(case_id).state, play.case(case_id).rung) == ("OPEN", "WARNING")
    assert draft_refused(play, case_id, Rung.REVOCATION) == ("RUNG_NOT_SETTLED", "II.2.2.c.s1", "rung")
    [warning] = SanctionRecord.objects(case_id=case_id, rung="WARNING")
    play.office.done(A.SANCTION, "record_no_improvement", REVIEWER, warning.id, UNIMPROVED)
    play.drafted(case_id, Rung.REVOCATION)


def test_a_changed_revocation_keeps_some_standards_revoked_under_another_sanction(play: Sanctioning) -> None:
    """II.2.3.s3: S09 is reinstated, S10 stays revoked; the receipt of the new letter is to be proven."""
    case_id, revocation = revoked(play)
    every = ChangeSanction(reason="Sebagian beralasan.", standards=(S09, S10))
    assert play.office.refused(A.SANCTION, "change", SYSTEM, revocation, every).subject == "standards"
    play.office.done(A.SANCTION, "change", SYSTEM, revocation, replace(every, standards=(S10,)))
    assert play.cells() == {"S01": "DETERMINED", "S05": "DETERMINED", "S09": "DETERMINED", "S10": "REVOKED"}
    assert play.office.record(A.CERTIFICATE, "certificate-1").revoked == ["S10"]
    replacement = SanctionRecord.objects(replaces=revocation).get()
    assert play.sanction(revocation).state == "CHANGED"
    assert play.sanction(revocation).replaced_by == replacement.id
    assert (replacement.state, replacement.rung, replacement.round, replacement.standards) == (
        "ISSUED",
        "REVOCATION",
        1,
        ["S10"],
    )
    assert replacement.drafted_by == REVIEWER.id
    found = ReassessmentRecord.objects(case_id=case_id, state="PENDING").get()
    assert (found.sanction_id, found.standards) == (replacement.id, ["S10"])
    play.office.done(A.SANCTION, "prove_receipt", UNIT_HEAD, replacement.id, OPENED)


def test_an_advice_annulled_ends_its_case_and_what_was_begun_lapses(play: Sanctioning) -> None:
    case_id = play.open_case()
    advice = play.received(case_id, Rung.ADVICE)
    play.office.done(A.SANCTION, "annul", SYSTEM, advice, BECAUSE)
    case = play.case(case_id)
    assert (case.state, case.closed_reason, case.rung) == ("CLOSED", "ANNULLED", None)


# --- letters and outlook --------------------------------------------------------------------------------------------


def test_each_letter_says_what_was_found_and_what_came_before(play: Sanctioning) -> None:
    case_id = play.open_case()
    advice = play.unimproved(case_id, Rung.ADVICE)
    warning = play.unimproved(case_id, Rung.WARNING)
    revocation = play.prepared(case_id, Rung.REVOCATION, REVOKE)
    first, second, third = (printed(play.sanction(each).document_id) for each in (advice, warning, revocation))
    facts = (
        Fact(standard="S09", criterion="S09-K2", fact="Fasilitas dipakai tanpa izin.", severity="mayor"),
        Fact(standard="S10", criterion="S10-K1", fact="Hak akses tidak ditinjau.", severity=None),
    )
    assert isinstance(first, Advice)
    assert isinstance(second, WarningLetter)
    assert isinstance(third, Revocation)
    assert first.facts == second.facts == third.facts == facts
    assert (first.earlier, first.asked, first.improve_days) == ((), ASKED.asked, None)
    assert (first.addressee.name, first.copies) == ("Kepala LPSE Kabupaten Contoh", COPIES)
    assert [(letter.name, letter.received_on) for letter in second.earlier] == [
        ("Surat Saran/Rekomendasi", date(2026, 11, 22))
    ]
    assert [letter.name for letter in third.earlier] == ["Surat Saran/Rekomendasi", "Surat Teguran"]
    assert [line.code for line in third.standards] == ["S09", "S10"]
    assert [line.code for line in third.remaining] == ["S01", "S05"]


def test_each_letter_prints_what_its_clause_asks(play: Sanctioning) -> None:
    """Rendered from the facts frozen here; the texts are those without which a letter is not signed."""
    case_id = play.open_case()
    letters = [play.sanction(play.unimproved(case_id, rung)).document_id for rung in (Rung.ADVICE, Rung.WARNING)]
    revocation = play.sanction(play.received(case_id, Rung.REVOCATION, REVOKE))
    why = RecommendLkppSystem(reasons=("Pengadaan perlu tetap lancar.",))
    letters += [revocation.document_id, revocation.notice_id]
    letters += play.office.done(A.SANCTION, "recommend_lkpp_system", REVIEWER, revocation.id, why).documents
    signed_report(play, A.REASSESSMENT, "again")
    reassess(case_id, state="FAILED", report_id="report-again")
    play.after_term(revocation.id)
    play.office.done(A.SANCTION, "record_no_improvement", REVIEWER, revocation.id, UNIMPROVED)
    letters.append(play.sanction(play.prepared(case_id, Rung.STOP, STOP)).document_id)
    kinds = []
    for document_id in letters:
        paper = DocumentRecord.objects(id=document_id).get()
        kind, context = DocumentKind(paper.kind), printed(document_id)
        numbering = Numbering(number="1/B/D.2/X/XI/2026", date=date(2026, 11, 22), code="0" * 32, verify_url="v")
        text = one_line(
            docx_text(render(kind, context, numbering=numbering, marks=Marks(development=True, draft=False)))
        )
        assert [each for each in required_texts(kind, context) if one_line(each) not in text] == []
        kinds.append(kind.value)
    assert kinds == ["ADVICE", "WARNING", "REVOCATION", "NOTICE", "LKPP_SYSTEM", "SERVICE_STOP"]


def test_the_bytes_of_a_letter_are_lkpps_until_it_is_signed(play: Sanctioning) -> None:
    advice = play.prepared(play.open_case(), Rung.ADVICE)
    letter = play.sanction(advice).document_id
    papers = PaperService(door=play.office.door, issuance=_NONE, passes=_NONE)
    hidden = papers.stored_at(actor=UNIT_HEAD, document_id=letter)
    assert isinstance(hidden, Refusal)
    assert hidden.code is RefusalCode.NOT_FOUND
    assert not isinstance(papers.stored_at(actor=DEPUTY, document_id=letter), Refusal)
    play.office.done(A.SANCTION, "issue", DEPUTY, advice, play.signature(advice))
    assert not isinstance(papers.stored_at(actor=UNIT_HEAD, document_id=letter), Refusal)


def test_the_outlook_tells_what_blocks_each_rung_and_until_when(play: Sanctioning) -> None:
    [none] = [outlook(facts, date(2026, 11, 22)) for facts in ladder_facts(play.unit_id, date(2026, 11, 22))]
    assert (none.case_id, none.rungs[0].refusals[0].code) == (None, RefusalCode.CASE_NOT_OPEN)
    case_id = play.open_case()
    advice = play.received(case_id, Rung.ADVICE)
    [facts] = ladder_facts(play.unit_id, date(2026, 11, 22))
    during, after = outlook(facts, date(2026, 11, 27)), outlook(facts, date(2026, 11, 28))
    assert (during.sanction_id, during.last_day_to_object, during.may_object) == (advice, date(2026, 11, 27), True)
    assert (after.may_object, after.settled_after) == (False, date(2026, 11, 27))
    assert [refusal.code.value for refusal in during.rungs[1].refusals] == [
        "RUNG_NOT_SETTLED",
        "OBJECTION_TERM_RUNNING",
    ]
    assert [refusal.code.value for refusal in after.rungs[1].refusals] == ["RUNG_NOT_SETTLED"]


def test_a_case_from_an_assessment_needs_its_gap(play: Sanctioning) -> None:
    """II.2.2.a: a finding that no assessment made, or another's, opens nothing."""
    payload = OpenCase(
        unit_id=play.unit_id, findings=(FINDINGS[1],), origin=Aggregate.ASSESSMENT, origin_id="assessment-none"
    )
    assert play.office.refused(A.CASE, "open", REVIEWER, payload=payload).code is RefusalCode.NOT_FOUND
    shown = replace(FINDINGS[1], standard=StandardCode.S11, criterion="S11-K1", evidence_ids=(play.office.evidence(),))
    unbound = OpenCase(unit_id=play.unit_id, findings=(shown,))
    assert play.office.refused(A.CASE, "open", REVIEWER, payload=unbound).subject == "findings.standard"


# --- where a case comes from ----------------------------------------------------------------------------------------


def stored(play: Sanctioning, record_class: Any, record_id: str, **values: Any) -> None:
    """A surveillance, an assessment or a report as it would be stored; how it comes to it is tested with them."""
    now = play.office.clock.now()
    common = {"id": record_id, "version": 1, "created_at": now, "updated_at": now, "institution_id": "inst-a"}
    of_unit = {"unit_id": play.unit_id} if hasattr(record_class, "unit_id") else {}
    insert(record_class(**common, **of_unit, **values))


def signed_report(play: Sanctioning, origin: A, origin_id: str) -> None:
    stored(
        play,
        DocumentRecord,
        f"report-{origin_id}",
        state="SIGNED",
        kind="ASSESSMENT_REPORT",
        subject=origin.value,
        subject_id=origin_id,
        facts={"of": origin_id},
        facts_sha256="0" * 64,
    )


def test_findings_of_a_surveillance_lead_to_a_case_and_end_with_it(play: Sanctioning) -> None:
    """II.2.1.f.p2: what it flagged is cleared once the case improved, and the surveillance is closed."""
    found = {"standard": "S09", "criterion": "S09-K2", "fact": "Tanpa izin.", "severity": "MINOR", "evidence_ids": []}
    stored(
        play,
        SurveillanceRecord,
        "surveillance-1",
        state="FINDINGS",
        year=2026,
        reason="Rutin.",
        score=0,
        planned_on="2026-11-01",
        planned_by="admin",
        lead_id="assessor-1",
        member_ids=["assessor-2"],
        findings=[found],
    )
    signed_report(play, A.SURVEILLANCE, "surveillance-1")
    play.move(CellVerb.FLAG, S09, cause="surveillance-1")
    play.move(CellVerb.FLAG, S10, cause="surveillance-2")
    payload = OpenCase(unit_id=play.unit_id, origin=A.SURVEILLANCE, origin_id="surveillance-1")
    case_id = play.office.done(A.CASE, "open", REVIEWER, payload=payload).record_id
    assert (play.case(case_id).findings, play.case(case_id).assessor_ids) == ([found], ["assessor-1", "assessor-2"])
    assert play.office.record(A.SURVEILLANCE, "surveillance-1").state == "SANCTIONED"
    again = play.office.refused(A.CASE, "open", REVIEWER, payload=payload)
    assert again.code is RefusalCode.ORIGIN_WITHOUT_FINDINGS
    advice = play.received(case_id, Rung.ADVICE)
    assert play.sanction(advice).assessor_ids == ["assessor-1", "assessor-2"]
    report = SubmitFollowUp(text="Sudah.", evidence_ids=(play.office.evidence(STAFF),))
    play.office.done(A.SANCTION, "submit_follow_up", UNIT_HEAD, advice, report)
    play.office.done(A.SANCTION, "accept_improvement", ASSESSOR, advice, AcceptImprovement(verification="Sesuai."))
    assert play.office.record(A.SURVEILLANCE, "surveillance-1").state == "CLOSED"
    assert (play.cells()["S09"], play.cells()["S10"]) == ("DETERMINED", "FLAGGED")


def test_a_flag_that_was_left_waits_for_the_open_case_that_pursues_its_standard(play: Sanctioning) -> None:
    """II.2.1.f.p1: a surveillance that finds the standard conform clears only what no case pursues, by hand or otherwise."""
    finding = {"standard": "S09", "criterion": "S09-K2", "fact": "Tanpa izin.", "severity": "MINOR", "evidence_ids": []}
    given: dict[str, Any] = {
        "year": 2026,
        "reason": "Rutin.",
        "score": 0,
        "planned_on": "2026-11-01",
        "planned_by": "admin",
    }
    stored(play, SurveillanceRecord, "surveillance-1", state="CLOSED", findings=[finding], **given)
    stored(play, SurveillanceRecord, "surveillance-2", state="RUNNING", **given)
    play.move(CellVerb.FLAG, S09, cause="surveillance-1")
    running = play.office.record(A.SURVEILLANCE, "surveillance-2")
    act = Act(
        verb="conclude_conform",
        actor=ASSESSOR,
        payload=None,
        now=play.office.clock.now(),
        record_id="surveillance-2",
        fresh=FreshIds(unit="", sla="", document=""),
    )
    assert surveillance_facts(running, act).unpursued == {S09}
    case_id = play.open_case()
    assert surveillance_facts(running, act).unpursued == frozenset()
    play.office.done(A.CASE, "dismiss", DEPUTY, case_id, DismissCase(reason="Keliru."))
    assert surveillance_facts(running, act).unpursued == {S09}


def test_a_gap_that_an_assessment_found_leads_to_a_case(play: Sanctioning) -> None:
    """II.2.2.a: only for the standards in which its gap stands today, by the criteria that it was assessed by."""
    stored(
        play,
        AssessmentRecord,
        "assessment-9",
        state="CLOSED",
        standards=["S02"],
        criteria=[{"code": "S02-K1", "standard": "S02"}, {"code": "S02-K99", "standard": "S02"}],
        catalogue_sha256="0" * 64,
        opened_by="unit-head-a",
        opened_on="2026-10-01",
        round=1,
        lead_id="assessor-1",
        second_reader_id="assessor-2",
        assessor_ids=["assessor-1"],
        report_id="report-assessment-9",
    )
    signed_report(play, A.ASSESSMENT, "assessment-9")
    play.move(CellVerb.MISS_BY_FACT, StandardCode.S02, cause="assessment-9")
    gap = replace(FINDINGS[1], standard=StandardCode.S02, criterion="S02-K99")
    other = replace(FINDINGS[1], standard=StandardCode.S03, criterion="S03-K1")
    payload = OpenCase(unit_id=play.unit_id, findings=(gap, other), origin=A.ASSESSMENT, origin_id="assessment-9")
    assert play.office.refused(A.CASE, "open", REVIEWER, payload=payload).code is RefusalCode.ORIGIN_WITHOUT_FINDINGS
    newer = replace(payload, findings=(replace(gap, criterion="S02-K2"),))
    assert play.office.refused(A.CASE, "open", REVIEWER, payload=newer).subject == "findings.criterion"
    case_id = play.office.done(A.CASE, "open", REVIEWER, payload=replace(payload, findings=(gap,))).record_id
    assert play.case(case_id).findings[0]["criterion"] == "S02-K99"
    assert (play.case(case_id).origin, play.case(case_id).assessor_ids) == ("ASSESSMENT", ["assessor-1", "assessor-2"])


# --- where the ladder leads nowhere, and what still concerns the unit -----------------------------------------------


def test_standards_that_leave_the_certificate_after_the_warning_leave_the_case_to_the_deputy(play: Sanctioning) -> None:
    """House rule: S09 and S10 lapse after it was recorded that no improvement followed; the case is open, not held."""
    case_id = play.open_case()
    play.unimproved(case_id, Rung.ADVICE)
    play.unimproved(case_id, Rung.WARNING)
    assert play.case(case_id).state == "OPEN"
    again = ResumeCase(decision=HoldDecision.FURTHER_WARNING, reason="Unit masih dibina.")
    early = play.office.refused(A.CASE, "resume", DEPUTY, case_id, again)
    assert (early.code, early.clause) == (RefusalCode.CASE_GOES_ON, "HOUSE")
    ComplianceRecord.objects(unit_id=play.unit_id, standard__in=["S09", "S10"]).update(set__state="IMPLEMENTING")
    assert draft_refused(play, case_id, Rung.REVOCATION) == ("NOTHING_TO_REVOKE", "II.2.2.c.s1", "standards")
    dismissal = DismissCase(reason="Tidak ada yang dicabut.")
    assert play.office.refused(A.CASE, "dismiss", DEPUTY, case_id, dismissal).code is RefusalCode.CASE_HAS_MEASURE
    play.office.done(A.CASE, "resume", DEPUTY, case_id, again)
    assert play.sanction(play.unimproved(case_id, Rung.WARNING)).round == 2
    assert play.case(case_id).state == "HOLD"
    leave = ResumeCase(decision=HoldDecision.LEAVE, reason="Tidak ada yang dicabut.")
    play.office.done(A.CASE, "resume", DEPUTY, case_id, leave)
    assert play.case(case_id).closed_reason == "DECIDED"


def test_the_outlook_tells_of_a_closed_case_while_its_measure_may_be_objected_to(play: Sanctioning) -> None:
    """II.2.3.s1: the right is against each measure; who was followed at once must not lose sight of the last day."""
    case_id = play.open_case()
    advice = play.received(case_id, Rung.ADVICE)
    done = SubmitFollowUp(text="Sudah dicatat.", evidence_ids=(play.office.evidence(),))
    play.office.done(A.SANCTION, "submit_follow_up", UNIT_HEAD, advice, done)
    play.office.done(A.SANCTION, "accept_improvement", ASSESSOR, advice, AcceptImprovement(verification="Sesuai."))
    assert play.case(case_id).state == "CLOSED"
    last = date(2026, 11, 27)
    unit, closed = sanction_outlook(play.unit_id, last)
    assert (unit.case_id, closed.case_id, closed.sanction_id) == (None, case_id, advice)
    assert (closed.last_day_to_object, closed.may_object) == (last, True)
    assert {refusal.code for rung in closed.rungs for refusal in rung.refusals} == {RefusalCode.CASE_NOT_OPEN}
    assert [each.case_id for each in sanction_outlook(play.unit_id, last + timedelta(days=1))] == [None]
