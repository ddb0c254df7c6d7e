"""The breach door of the SLA (II.2.2.d) and its renewal, on a real database, with the letters as they will be printed."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.letterhead import LETTERHEAD
from domain.calendars import PublishCalendar
from domain.case_acts import CloseCase, CloseReason
from domain.clock import legal_date
from domain.provider_forms import ProviderForm
from domain.reasons import Reason
from domain.refusals import RefusalCode
from domain.roles import SYSTEM, Role
from domain.sla_acts import AgreeSla, AnswerBreach, ProposeSla, ReportBreach
from domain.tables import Aggregate
from persistence.documents import DocumentRecord
from persistence.slas import SlaRecord
from services.commands import Done
from services.letters import LetterWriter
from tests.integration.services.office import (
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
    made = Office(database, dump, letters=LetterWriter(LETTERHEAD))
    year = PublishCalendar(
        first_day=date(2026, 1, 1), last_day=date(2026, 12, 31), off_days=(), reason="pertama", replaces=None
    )
    made.done(A.CALENDAR, "seed", SYSTEM, "calendar-1", year)
    return made


def conclude(office: Office, sla_id: str) -> None:
    """Proposed, agreed and signed by both: in force."""
    day = legal_date(office.clock.now())
    agreement, signatories = office.letters.agreement(sla=office.record(A.SLA, sla_id), terms=TERMS, day=day)
    proposed = ProposeSla(terms=TERMS, agreement=agreement, signatories=signatories)
    office.done(A.SLA, "propose", REVIEWER, sla_id, proposed)
    for actor in (HEAD, REVIEWER):
        office.done(A.SLA, "agree", actor, sla_id, AgreeSla(digest=office.record(A.SLA, sla_id).digest))
    office.present(office.paper_of(sla_id).id)
    for verb, signer in (("sign_for_institution", HEAD), ("sign_for_lkpp", DEPUTY)):
        assert isinstance(office.sign(sla_id, verb, signer), Done)


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
    office.done(A.SLA, "report_breach", ASSESSOR, sla_id, report())
    return sla_id


def letters(office: Office, kind: str) -> list[dict[str, Any]]:
    """What the papers of a kind print, oldest first."""
    return [dict(paper.facts) for paper in DocumentRecord.objects(kind=kind).order_by("id")]


def test_a_reported_breach_gives_the_unit_the_working_days_of_its_agreement(office: Office, reported: str) -> None:
    """Reported on Sunday 22 November: the tenth working day after it is Friday 4 December."""
    sla: SlaRecord = office.record(A.SLA, reported)
    assert sla.state == "BREACH_REVIEW"
    assert (sla.breach["reported_on"], sla.breach["answer_until"]) == ("2026-11-22", "2026-12-04")
    assert sla.breach["calendar_version"] == "calendar-1"
    (notice,) = letters(office, "NOTICE")
    assert notice["addressee"]["name"] == "Kepala LPSE Kabupaten Contoh"
    assert "paling lambat tanggal 4 Desember 2026, yaitu 10 hari kerja" in notice["paragraphs"][1]
    assert notice["objection_right"] is False
    assert [line["value"] for line in notice["particulars"]] == [
        "6",
        "22 November 2026",
        "Ketersediaan 91% pada Oktober 2026.",
    ]


def test_the_deputy_waits_for_the_answer_or_for_the_end_of_its_last_day(office: Office, reported: str) -> None:
    early = office.refused(A.SLA, "confirm_breach", DEPUTY, reported, BECAUSE)
    assert (early.code, early.clause) == (RefusalCode.TOO_EARLY, "II.2.2.d")
    assert "2026-12-04" in early.message_id
    office.clock.instant = datetime(2026, 12, 4, 16, 59, 59, tzinfo=UTC)
    assert office.refused(A.SLA, "confirm_breach", DEPUTY, reported, BECAUSE).code is RefusalCode.TOO_EARLY
    office.clock.instant = datetime(2026, 12, 4, 17, 0, 0, tzinfo=UTC)
    assert office.done(A.SLA, "confirm_breach", DEPUTY, reported, BECAUSE).state == "BREACHED"


def test_a_confirmed_breach_opens_a_case_that_must_close_before_it_is_cured(office: Office, reported: str) -> None:
    """II.2.2.d: the second door to the stop."""
    office.done(A.SLA, "answer_breach", UNIT_HEAD, reported, ANSWERED)
    confirmed = office.done(A.SLA, "confirm_breach", DEPUTY, reported, BECAUSE)
    sla: SlaRecord = office.record(A.SLA, reported)
    case = office.record(A.CASE, sla.breach["case_id"])
    assert (confirmed.state, case.state, case.unit_id) == ("BREACHED", "OPEN", sla.unit_id)
    assert case.breach["sla_id"] == reported
    assert (case.breach["article"], case.breach["facts"]) == (6, "Ketersediaan 91% pada Oktober 2026.")
    notice = letters(office, "NOTICE")[-1]
    assert notice["reference"]["subject"] == "Penetapan Pelanggaran Kesepakatan Tingkat Layanan"
    assert [line["label"] for line in notice["particulars"]][3:] == [
        "Jawaban pengelola, 22 November 2026",
        "Pertimbangan",
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
        "Gangguan jaringan sudah dipulihkan.",
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
    assert (found.code, found.clause) == (RefusalCode.NOT_CONFIGURED, "II.2.2.d")


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


def test_an_abandoned_renewal_makes_room_for_another(office: Office, sla_id: str) -> None:
    office.done(A.SLA, "renew", REVIEWER, sla_id, BECAUSE)
    first = office.record(A.SLA, sla_id).renewal_id
    office.done(A.SLA, "abandon_renewal", REVIEWER, first, Reason(reason="Tidak jadi."))
    office.done(A.SLA, "renew", REVIEWER, sla_id, BECAUSE)
    assert office.record(A.SLA, sla_id).renewal_id != first
    assert office.states()["SLA"] == ["IN_FORCE", "VOID", "DRAFT"]


def test_a_breach_confirmed_meanwhile_stops_the_renewal_at_the_second_signature(
    office: Office, sla_id: str, report
) -> None:
    """II.2.2.d: what the breach brings about is not evaded."""
    office.done(A.SLA, "renew", REVIEWER, sla_id, BECAUSE)
    renewal_id = office.record(A.SLA, sla_id).renewal_id
    office.done(A.SLA, "report_breach", ASSESSOR, sla_id, report())
    office.done(A.SLA, "answer_breach", UNIT_HEAD, sla_id, ANSWERED)
    office.done(A.SLA, "confirm_breach", DEPUTY, sla_id, BECAUSE)
    with pytest.raises(AssertionError):
        conclude(office, renewal_id)
    assert office.states()["SLA"] == ["BREACHED", "SIGNED_ONE"]
    before = office.dump()
    found = office.sign(renewal_id, "sign_for_lkpp", DEPUTY)
    assert (found.code, found.clause) == (RefusalCode.ANOTHER_SLA, "II.2.2.d")
    assert office.dump() == before
