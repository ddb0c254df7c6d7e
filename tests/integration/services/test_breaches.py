"""The breach door of the SLA (II.2.2.d) and its renewal, on a real database, with the letters as they will be printed."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.letterhead import HELP_DESK, LETTERHEAD
from domain.aggregates import Aggregate
from domain.calendars import PublishCalendar
from domain.case_acts import CloseCase, CloseReason
from domain.clock import legal_date
from domain.provider_forms import ProviderForm
from domain.reasons import Reason
from domain.receipts import ReceiptChannel
from domain.refusals import RefusalCode
from domain.roles import SYSTEM, Actor, Role
from domain.sanction_acts import ProveReceipt
from domain.sla_acts import AgreeSla, AnswerBreach, ProposeSla, RecordBreachFinding, ReportBreach
from persistence.documents import DocumentRecord
from persistence.slas import SlaRecord
from services.commands import Done
from services.deliveries import record_opening
from services.letters import LetterWriter
from tests.integration.services.office import (
    ADMIN,
    BECAUSE,
    DEPUTY,
    HEAD,
    REVIEWER,
    STAFF,
    TERMS,
    UNIT_HEAD,
    Office,
    person,
)

pytestmark = pytest.mark.servers
A = Aggregate
ASSESSOR = person("assessor", Role.ASSESSOR)
ANSWERED = AnswerBreach(text="Gangguan jaringan sudah dipulihkan.")


@pytest.fixture
def office(database, dump) -> Office:
    """The office with a calendar for 2026 and letters of their real form."""
    made = Office(database, dump, letters=LetterWriter(LETTERHEAD, HELP_DESK))
    year = PublishCalendar(
        first_day=date(2026, 1, 1), last_day=date(2026, 12, 31), off_days=(), reason="pertama", replaces=None
    )
    made.done(A.CALENDAR, "seed", SYSTEM, "calendar-1", year)
    return made


def conclude(office: Office, sla_id: str) -> None:
    """Proposed, agreed and signed by both: in force."""
    ready(office, sla_id)
    for verb, signer in (("sign_for_institution", HEAD), ("sign_for_lkpp", DEPUTY)):
        assert isinstance(office.sign(sla_id, verb, signer), Done)


def ready(office: Office, sla_id: str) -> None:
    """Proposed and agreed; its paper awaits the signatures."""
    day = legal_date(office.clock.now())
    agreement, signatories = office.letters.agreement(sla=office.record(A.SLA, sla_id), terms=TERMS, day=day)
    proposed = ProposeSla(terms=TERMS, agreement=agreement, signatories=signatories)
    office.done(A.SLA, "propose", REVIEWER, sla_id, proposed)
    for actor in (HEAD, REVIEWER):
        office.done(A.SLA, "agree", actor, sla_id, AgreeSla(digest=office.record(A.SLA, sla_id).digest))
    office.present(office.paper_of(sla_id).id)


@pytest.fixture
def sla_id(office: Office) -> str:
    """An SLA in force."""
    _application, started = office.started(ProviderForm.SERVICE_PROVIDER)
    conclude(office, started)
    return started


@pytest.fixture
def report(office: Office, sla_id: str) -> Callable[..., ReportBreach]:
    """What an assessor reports, with evidence that the reviewer uploaded."""

    def made(**changes: Any) -> ReportBreach:
        evidence = changes.pop("evidence", None) or (office.evidence(STAFF),)
        return ReportBreach(article=6, facts="Ketersediaan 91% pada Oktober 2026.", evidence_ids=evidence)

    return made


@pytest.fixture
def reported(office: Office, sla_id: str, report) -> str:
    """Its notice was opened at once."""
    office.done(A.SLA, "report_breach", ASSESSOR, sla_id, report())
    office.notice_received(sla_id)
    return sla_id


@pytest.fixture
def found(office: Office, reported: str) -> str:
    """Answered by the unit and examined by a reviewer: what remains is the Deputy's decision."""
    office.done(A.SLA, "answer_breach", UNIT_HEAD, reported, ANSWERED)
    office.done(A.SLA, "record_breach_finding", REVIEWER, reported, finding(office))
    return reported


def finding(office: Office) -> RecordBreachFinding:
    return RecordBreachFinding(text="Jawaban tidak membantah laporan.", evidence_ids=(office.evidence(STAFF),))


def letters(office: Office, kind: str) -> list[dict[str, Any]]:
    """What the papers of a kind print, oldest first."""
    return [dict(paper.facts) for paper in DocumentRecord.objects(kind=kind).order_by("id")]


def test_a_reported_breach_gives_the_unit_the_working_days_of_its_agreement_from_the_receipt(
    office: Office, sla_id: str, report
) -> None:
    """Article 6. Reported on Sunday 22 November, received on Wednesday: the tenth working day after it is 9 December."""
    office.done(A.SLA, "report_breach", ASSESSOR, sla_id, report())
    breach = office.record(A.SLA, sla_id).breach
    assert (breach["reported_on"], breach["answer_until"], breach["receipts"]) == ("2026-11-22", None, [])
    office.clock.instant = datetime(2026, 11, 25, 3, tzinfo=UTC)
    office.notice_received(sla_id)
    sla: SlaRecord = office.record(A.SLA, sla_id)
    assert (sla.state, sla.breach["answer_until"], sla.breach["calendar_version"]) == (
        "BREACH_REVIEW",
        "2026-12-09",
        "calendar-1",
    )
    opened = {"channel": "IN_APP", "at": "2026-11-25T03:00:00+00:00", "by": "unit-head-a", "evidence_id": None}
    assert sla.breach["receipts"] == [opened]
    (notice,) = letters(office, "NOTICE")
    assert notice["addressee"]["name"] == "Kepala LPSE Kabupaten Contoh"
    assert notice["paragraphs"][1] == (
        "Saudara dapat menyampaikan jawaban beserta bukti melalui sistem informasi pembinaan LKPP dalam waktu 10 (sepuluh) "
        "hari kerja sejak surat ini diterima, sebagaimana disepakati dalam kesepakatan tingkat layanan tersebut. Batas waktu "
        "ini berasal dari kesepakatan, bukan dari Keputusan Deputi Nomor 152 Tahun 2022."
    )
    assert notice["objection_right"] is False
    assert [line["value"] for line in notice["particulars"]] == [
        "6",
        "22 November 2026",
        "Ketersediaan 91% pada Oktober 2026.",
    ]


def test_a_breach_of_which_the_unit_was_never_told_is_not_decided(office: Office, sla_id: str, report) -> None:
    """However late: a notice that is dead starts no days; a delivery note proves what was sent on paper."""
    office.done(A.SLA, "report_breach", ASSESSOR, sla_id, report())
    office.clock.instant = datetime(2026, 12, 14, 3, tzinfo=UTC)
    examined, note = finding(office), office.evidence(STAFF)
    unheard = office.refused(A.SLA, "record_breach_finding", REVIEWER, sla_id, examined)
    assert (unheard.code, unheard.slots["state"]) == (RefusalCode.LETTER_NOT_SIGNED, "DRAFT")
    office.publish(office.record(A.SLA, sla_id).breach["notice_id"])
    unread = office.refused(A.SLA, "record_breach_finding", REVIEWER, sla_id, examined)
    assert (unread.code, unread.clause) == (RefusalCode.RECEIPT_NOT_PROVEN, "HOUSE")
    office.clock.instant = datetime(2026, 12, 15, 3, tzinfo=UTC)
    at = datetime(2026, 12, 14, 5, tzinfo=UTC)
    brought = ProveReceipt(channel=ReceiptChannel.DELIVERY_NOTE, at=at, evidence_id=note)
    office.done(A.SLA, "prove_notice_receipt", ADMIN, sla_id, brought)
    assert office.record(A.SLA, sla_id).breach["answer_until"] == "2026-12-28"
    office.clock.instant = datetime(2026, 12, 28, 17, tzinfo=UTC)
    office.done(A.SLA, "record_breach_finding", REVIEWER, sla_id, examined)


def test_a_receipt_whose_last_day_the_calendar_does_not_reach_is_not_recorded(
    office: Office, sla_id: str, report
) -> None:
    office.done(A.SLA, "report_breach", ASSESSOR, sla_id, report())
    notice_id = office.record(A.SLA, sla_id).breach["notice_id"]
    office.clock.instant = datetime(2026, 12, 18, 3, tzinfo=UTC)
    office.publish(notice_id)
    opened = ProveReceipt(channel=ReceiptChannel.IN_APP)
    found = office.refused(A.SLA, "prove_notice_receipt", UNIT_HEAD, sla_id, opened)
    assert (found.code, found.clause, found.slots) == ("OUTSIDE_CALENDAR", "HOUSE", {"day": "2026-12-18"})
    notice = DocumentRecord.objects(id=notice_id).get()
    refusal = record_opening(office.door, HEAD, notice)
    assert refusal is not None
    assert refusal.code is RefusalCode.OUTSIDE_CALENDAR


def test_who_opens_the_notice_as_head_has_received_it(office: Office, sla_id: str, report) -> None:
    """Decision 53; staff and LKPP read without receiving."""
    office.done(A.SLA, "report_breach", ASSESSOR, sla_id, report())
    notice_id = office.record(A.SLA, sla_id).breach["notice_id"]
    assert record_opening(office.door, UNIT_HEAD, DocumentRecord.objects(id=notice_id).get()) is None
    office.publish(notice_id)
    notice = DocumentRecord.objects(id=notice_id).get()
    for reader in (STAFF, REVIEWER):
        assert record_opening(office.door, reader, notice) is None
    assert office.record(A.SLA, sla_id).breach["receipts"] == []
    for head in (UNIT_HEAD, HEAD):
        assert record_opening(office.door, head, notice) is None
    assert [each["by"] for each in office.record(A.SLA, sla_id).breach["receipts"]] == ["unit-head-a"]


def test_reviewer_and_deputy_wait_for_the_answer_or_for_the_end_of_its_last_day(office: Office, reported: str) -> None:
    examined = finding(office)
    early = office.refused(A.SLA, "record_breach_finding", REVIEWER, reported, examined)
    assert (early.code, early.clause) == (RefusalCode.ANSWER_TERM_RUNNING, "HOUSE")
    early = office.refused(A.SLA, "confirm_breach", DEPUTY, reported, BECAUSE)
    assert (early.code, early.clause) == (RefusalCode.ANSWER_TERM_RUNNING, "HOUSE")
    assert "2026-12-04" in early.message_id
    office.clock.instant = datetime(2026, 12, 4, 16, 59, 59, tzinfo=UTC)
    assert office.refused(A.SLA, "confirm_breach", DEPUTY, reported, BECAUSE).code is RefusalCode.ANSWER_TERM_RUNNING
    office.clock.instant = datetime(2026, 12, 4, 17, 0, 0, tzinfo=UTC)
    assert office.refused(A.SLA, "confirm_breach", DEPUTY, reported, BECAUSE).code is RefusalCode.FINDING_MISSING
    office.done(A.SLA, "record_breach_finding", REVIEWER, reported, examined)
    assert office.done(A.SLA, "confirm_breach", DEPUTY, reported, BECAUSE).state == "BREACHED"


def test_who_reported_examined_or_is_tied_does_not_confirm(office: Office, found: str) -> None:
    """House rule: also where one person holds both offices, as a Deputy for a time does."""
    for person_id, code in (
        ("assessor", RefusalCode.NOT_A_SECOND_PERSON),
        ("reviewer", RefusalCode.NOT_A_SECOND_PERSON),
        ("tied-reviewer", RefusalCode.CONFLICT_OF_INTEREST),
    ):
        acting = person(person_id, Role.DEPUTY)
        assert office.refused(A.SLA, "confirm_breach", acting, found, BECAUSE).code is code
    reporter = person("assessor", Role.REVIEWER)
    refusal = office.refused(A.SLA, "record_breach_finding", reporter, found, finding(office))
    assert refusal.code is RefusalCode.NOT_A_SECOND_PERSON


def test_an_answer_after_the_finding_is_weighed_before_the_breach_is_confirmed(office: Office, found: str) -> None:
    office.done(A.SLA, "answer_breach", UNIT_HEAD, found, AnswerBreach(text="Bukti baru."))
    assert office.refused(A.SLA, "confirm_breach", DEPUTY, found, BECAUSE).code is RefusalCode.FINDING_MISSING
    office.done(A.SLA, "record_breach_finding", REVIEWER, found, finding(office))
    assert office.done(A.SLA, "confirm_breach", DEPUTY, found, BECAUSE).state == "BREACHED"


def test_a_confirmed_breach_opens_a_case_that_must_close_before_it_is_cured(office: Office, found: str) -> None:
    """II.2.2.d: the second door to the stop."""
    reported = found
    confirmed = office.done(A.SLA, "confirm_breach", DEPUTY, reported, BECAUSE)
    sla: SlaRecord = office.record(A.SLA, reported)
    case = office.record(A.CASE, sla.breach["case_id"])
    assert (confirmed.state, case.state, case.unit_id) == ("BREACHED", "OPEN", sla.unit_id)
    assert case.breach["sla_id"] == reported
    assert (case.breach["reported_by"], case.breach["found_by"]) == ("assessor", ["reviewer"])
    assert (case.breach["article"], case.breach["facts"]) == (6, "Ketersediaan 91% pada Oktober 2026.")
    notice = letters(office, "NOTICE")[-1]
    assert notice["reference"]["subject"] == "Penetapan Pelanggaran Kesepakatan Tingkat Layanan"
    assert [(line["label"], line["value"]) for line in notice["particulars"]][3:] == [
        ("Pemberitahuan diterima pada", "22 November 2026"),
        ("Jawaban pengelola", "22 November 2026: Gangguan jaringan sudah dipulihkan."),
        ("Temuan LKPP", "22 November 2026: Jawaban tidak membantah laporan."),
        ("Pertimbangan", "Alasan yang sah."),
    ]
    assert office.refused(A.SLA, "cure", DEPUTY, reported, BECAUSE).code is RefusalCode.CASE_STILL_OPEN
    office.done(A.CASE, "close", SYSTEM, case.id, CloseCase(reason=CloseReason.DECIDED))
    assert office.done(A.SLA, "cure", DEPUTY, reported, BECAUSE).state == "IN_FORCE"
    assert letters(office, "NOTICE")[-1]["reference"]["subject"] == "Pemulihan Pelanggaran Kesepakatan Tingkat Layanan"


def test_a_dismissed_report_leaves_the_agreement_in_force_and_minutes(office: Office, reported: str) -> None:
    office.done(A.SLA, "answer_breach", UNIT_HEAD, reported, ANSWERED)
    assert office.done(A.SLA, "dismiss_breach", REVIEWER, reported, BECAUSE).state == "IN_FORCE"
    (minutes,) = letters(office, "MINUTES")
    assert minutes["title"] == "Penghentian Laporan Pelanggaran Kesepakatan Tingkat Layanan"
    assert [line["value"] for line in minutes["items"]][2:] == [
        "Ketersediaan 91% pada Oktober 2026.",
        "22 November 2026: Gangguan jaringan sudah dipulihkan.",
        "Alasan yang sah.",
    ]
    assert minutes["author"]["name"] == "Reviewer"


def test_evidence_of_a_breach_is_confirmed_and_the_institutions_own(office: Office, sla_id: str, report) -> None:
    stranger = person("staff-b", Role.UNIT_STAFF, "inst-b")
    for evidence in (office.evidence(STAFF, confirmed=False), office.evidence(stranger), "unknown"):
        found = office.refused(A.SLA, "report_breach", ASSESSOR, sla_id, report(evidence=(evidence,)))
        assert (found.code, found.subject) == (RefusalCode.EVIDENCE_NOT_CONFIRMED, "evidence")


def test_who_is_tied_to_the_institution_reports_nothing_of_it(office: Office, sla_id: str, report) -> None:
    tied = person("tied-reviewer", Role.REVIEWER)
    found = office.refused(A.SLA, "report_breach", tied, sla_id, report())
    assert found.code is RefusalCode.CONFLICT_OF_INTEREST
    assert office.refused(A.SLA, "renew", tied, sla_id, BECAUSE).code is RefusalCode.CONFLICT_OF_INTEREST


@pytest.mark.parametrize("day", [datetime(2026, 12, 28, 3, tzinfo=UTC), datetime(2027, 1, 4, 3, tzinfo=UTC)])
def test_no_breach_is_reported_whose_last_day_to_answer_the_calendar_does_not_know(
    day: datetime, office: Office, sla_id: str, report
) -> None:
    given = report()
    office.clock.instant = day
    found = office.refused(A.SLA, "report_breach", ASSESSOR, sla_id, given)
    assert (found.code, found.clause, found.subject) == (RefusalCode.OUTSIDE_CALENDAR, "HOUSE", "calendar")


# --- renewal --------------------------------------------------------------------------------------------------------


def test_a_renewal_is_negotiated_beside_the_agreement_and_supersedes_it_when_signed(
    office: Office, sla_id: str
) -> None:
    office.done(A.SLA, "renew", REVIEWER, sla_id, BECAUSE)
    renewal_id = office.record(A.SLA, sla_id).renewal_id
    renewal: SlaRecord = office.record(A.SLA, renewal_id)
    assert (renewal.state, renewal.renews_id, renewal.reviewer_id) == ("DRAFT", sla_id, "reviewer")
    assert (renewal.unit_id, renewal.form) == (office.record(A.SLA, sla_id).unit_id, "SERVICE_PROVIDER")
    second = office.refused(A.SLA, "renew", REVIEWER, sla_id, BECAUSE)
    assert second.code is RefusalCode.ANOTHER_SLA
    assert "DRAFT" in second.message_id
    conclude(office, renewal_id)
    assert office.states()["SLA"] == ["SUPERSEDED", "IN_FORCE"]
    assert office.states()["APPLICATION"] == ["ACTIVE"]


def test_a_renewal_goes_on_after_the_agreement_has_expired(office: Office, sla_id: str) -> None:
    office.done(A.SLA, "renew", REVIEWER, sla_id, BECAUSE)
    office.clock.instant = datetime(2028, 11, 22, 3, tzinfo=UTC)
    office.done(A.SLA, "expire", SYSTEM, sla_id)
    conclude(office, office.record(A.SLA, sla_id).renewal_id)
    assert office.states()["SLA"] == ["EXPIRED", "IN_FORCE"]


def test_an_agreement_whose_term_ended_is_renewed_and_none_that_another_followed(office: Office, sla_id: str) -> None:
    """House rule: the service goes on, so an agreement can be had without a new application."""
    office.clock.instant = datetime(2028, 11, 22, 3, tzinfo=UTC)
    office.done(A.SLA, "expire", SYSTEM, sla_id)
    office.done(A.SLA, "renew", REVIEWER, sla_id, BECAUSE)
    renewal_id = office.record(A.SLA, sla_id).renewal_id
    conclude(office, renewal_id)
    assert office.states()["SLA"] == ["EXPIRED", "IN_FORCE"]
    office.clock.instant = datetime(2030, 11, 22, 3, tzinfo=UTC)
    office.done(A.SLA, "expire", SYSTEM, renewal_id)
    found = office.refused(A.SLA, "renew", REVIEWER, sla_id, BECAUSE)
    assert (found.code, found.clause, found.slots) == ("ANOTHER_SLA", "HOUSE", {"state": "EXPIRED"})
    office.done(A.SLA, "renew", REVIEWER, renewal_id, BECAUSE)
    assert office.states()["SLA"] == ["EXPIRED", "EXPIRED", "DRAFT"]


def test_an_abandoned_renewal_makes_room_for_another(office: Office, sla_id: str) -> None:
    office.done(A.SLA, "renew", REVIEWER, sla_id, BECAUSE)
    first = office.record(A.SLA, sla_id).renewal_id
    office.done(A.SLA, "abandon_renewal", REVIEWER, first, Reason(reason="Tidak jadi."))
    office.done(A.SLA, "renew", REVIEWER, sla_id, BECAUSE)
    assert office.record(A.SLA, sla_id).renewal_id != first
    assert office.states()["SLA"] == ["IN_FORCE", "VOID", "DRAFT"]


def test_a_renewal_signed_by_the_institution_does_not_end_a_report_under_review(
    office: Office, sla_id: str, report
) -> None:
    """II.2.2.d: the report is decided first; dismissed, the renewal goes on where it stood."""
    office.done(A.SLA, "renew", REVIEWER, sla_id, BECAUSE)
    renewal_id = signed_once(office, office.record(A.SLA, sla_id).renewal_id)
    office.done(A.SLA, "report_breach", ASSESSOR, sla_id, report())
    refused_to_sign(office, renewal_id, "BREACH_REVIEW")
    office.done(A.SLA, "dismiss_breach", REVIEWER, sla_id, BECAUSE)
    assert isinstance(office.sign(renewal_id, "sign_for_lkpp", DEPUTY), Done)
    assert office.states()["SLA"] == ["SUPERSEDED", "IN_FORCE"]


def test_a_breach_confirmed_meanwhile_stops_the_renewal_at_the_second_signature(
    office: Office, sla_id: str, report
) -> None:
    """II.2.2.d: what the breach brings about is not evaded."""
    office.done(A.SLA, "renew", REVIEWER, sla_id, BECAUSE)
    renewal_id = signed_once(office, office.record(A.SLA, sla_id).renewal_id)
    confirm(office, sla_id, report())
    assert office.states()["SLA"] == ["BREACHED", "SIGNED_ONE"]
    refused_to_sign(office, renewal_id, "BREACHED")


def test_a_new_application_of_the_unit_does_not_evade_a_breach(office: Office, sla_id: str, report) -> None:
    """II.2.2.d: its agreement renews nothing and waits all the same; once the breach is cured it takes the place."""
    unit_id = office.record(A.SLA, sla_id).unit_id
    application_id = office.complete(ProviderForm.SERVICE_PROVIDER, unit_id=unit_id)
    office.done(A.APPLICATION, "start_sla", REVIEWER, application_id)
    second = str(office.record(A.APPLICATION, application_id).sla_id)
    ready(office, second)
    confirm(office, sla_id, report())
    refused_to_sign(office, second, "BREACHED", "sign_for_institution", HEAD)
    case_id = office.record(A.SLA, sla_id).breach["case_id"]
    office.done(A.CASE, "close", SYSTEM, case_id, CloseCase(reason=CloseReason.DECIDED))
    office.done(A.SLA, "cure", DEPUTY, sla_id, BECAUSE)
    assert isinstance(office.sign(second, "sign_for_institution", HEAD), Done)
    assert isinstance(office.sign(second, "sign_for_lkpp", DEPUTY), Done)
    assert office.states()["SLA"] == ["SUPERSEDED", "IN_FORCE"]


def signed_once(office: Office, sla_id: str) -> str:
    ready(office, sla_id)
    assert isinstance(office.sign(sla_id, "sign_for_institution", HEAD), Done)
    return sla_id


def confirm(office: Office, sla_id: str, given: ReportBreach) -> None:
    office.done(A.SLA, "report_breach", ASSESSOR, sla_id, given)
    office.notice_received(sla_id)
    office.done(A.SLA, "answer_breach", UNIT_HEAD, sla_id, ANSWERED)
    office.done(A.SLA, "record_breach_finding", REVIEWER, sla_id, finding(office))
    office.done(A.SLA, "confirm_breach", DEPUTY, sla_id, BECAUSE)


def refused_to_sign(
    office: Office, sla_id: str, state: str, verb: str = "sign_for_lkpp", signer: Actor = DEPUTY
) -> None:
    before = office.dump()
    refusal = office.sign(sla_id, verb, signer)
    assert (refusal.code, refusal.clause, refusal.slots["state"]) == (RefusalCode.BREACH_NOT_SETTLED, "HOUSE", state)
    assert office.dump() == before
