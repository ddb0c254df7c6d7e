"""Steps that the decree does not allow although each person acts within his role, told through GraphQL.

Who drafted does not examine; a paper is signed on the day it bears; what nobody signed leads to nothing. A refusal is
compared with the whole database: it changed nothing.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from app.embedded import Addresses
from domain.calendar import add_working_days
from domain.clock import legal_date
from persistence.calendar import current_calendar
from persistence.configuration import ConfigurationRecord
from persistence.documents import DocumentRecord, papers_to_make_anew
from persistence.personnel import PersonRecord
from storage.s3 import S3Store
from tests.integration.graphql.plays import ASKED, HEARD, REVOKE, TAKEOVER, UNIMPROVED, Play
from tests.integration.graphql.stage import START, Snapshot, Stage, key_of, open_stage, person_id

pytestmark = pytest.mark.servers

NOTHING_FOUND = {"conclusion": "Tidak satu pun terpenuhi."}
CONFIRMED = {
    "decision": "SANCTION_CONFIRMED",
    "considerations": ["Bukti tidak mengubah temuan."],
    "reinstated": [],
    "followUp": [],
}


@pytest.fixture(scope="module")
def stage(servers: Addresses, s3: S3Store) -> Iterator[Stage]:
    with open_stage(servers, s3) as opened:
        yield opened


@pytest.fixture(scope="module")
def with_file(stage: Stage) -> Snapshot:
    Play(stage).file()
    return stage.snapshot()


@pytest.fixture(scope="module")
def with_certificate(stage: Stage, with_file: Snapshot) -> Snapshot:
    """A system provider's unit, certified 17 of 17."""
    stage.restore(with_file)
    play = Play(stage)
    play.installed()
    play.certify()
    return stage.snapshot()


@pytest.fixture(scope="module")
def with_advice(stage: Stage, with_certificate: Snapshot) -> Snapshot:
    """The same unit, an advice received; nobody objected yet."""
    stage.restore(with_certificate)
    play = Play(stage)
    stage.things["case"] = play.case()
    stage.things["advice"] = play.received(play.thing("case"), "ADVICE")
    return stage.snapshot()


@pytest.fixture(scope="module")
def with_revocation(stage: Stage, with_certificate: Snapshot) -> Snapshot:
    """The same unit, S09 and S11 revoked after advice and warning, and the notice received."""
    stage.restore(with_certificate)
    play = Play(stage)
    stage.things["case"], stage.things["revocation"] = play.revoked()
    stage.act("proveReceipt", "unit-head", play.thing("revocation"), channel="IN_APP")
    return stage.snapshot()


@pytest.fixture
def begun(stage: Stage, with_file: Snapshot) -> Play:
    stage.restore(with_file)
    return Play(stage)


@pytest.fixture
def certified(stage: Stage, with_certificate: Snapshot) -> Play:
    stage.restore(with_certificate)
    return Play(stage)


@pytest.fixture
def advised(stage: Stage, with_advice: Snapshot) -> Play:
    stage.restore(with_advice)
    return Play(stage)


@pytest.fixture
def revoked(stage: Stage, with_revocation: Snapshot) -> Play:
    stage.restore(with_revocation)
    return Play(stage)


def summons(play: Play, examiner: str, *, hours: float = 4) -> dict[str, Any]:
    at = (play.stage.clock.now() + timedelta(hours=hours)).isoformat()
    return {"examiner": person_id(examiner), "place": "Daring", "agenda": "Klarifikasi.", "summonedAt": at}


def filed(play: Play, sanction: str) -> str:
    return play.stage.act("fileObjection", "unit-head", **play.objection(sanction))


def paper_of(thing: str, stage: Stage) -> DocumentRecord:
    """The stored paper that waits on a thing."""
    key = key_of(stage.look(thing, "document { id }")["document"]["id"])
    found: DocumentRecord = DocumentRecord.objects(id=key).get()
    return found


# --- II.2.3.s2: nobody stands on both sides -------------------------------------------------------------------------


def test_nobody_who_ever_drafted_or_prepared_the_sanction_examines_it(certified: Play) -> None:
    """II.2.3.s2: who drafted it, and who prepared it before it was recalled, stay its authors."""
    stage = certified.stage
    advice = stage.act("draftSanction", "reviewer", case=certified.case(), rung="ADVICE")
    stage.act("prepareSanction", "reviewer", advice, **ASKED)
    stage.act("recallSanction", "deputy", advice, reason="Perlu diperbaiki.")
    stage.act("prepareSanction", "reviewer-2", advice, **ASKED)
    stage.sign("issueSanction", "deputy", advice)
    stage.act("proveReceipt", "unit-head", advice, channel="IN_APP")
    objection = filed(certified, advice)
    for author in ("reviewer", "reviewer-2"):
        refusal = stage.refused("admitObjection", "admin", objection, **summons(certified, author))
        assert refusal == ("CONFLICT_OF_INTEREST", "HOUSE", "examiner")
    stage.act("admitObjection", "admin", objection, **summons(certified, "assessor-4"))
    certified.advance(hours=5)
    held = (stage.clock.now() - timedelta(hours=1)).isoformat()
    stage.act("recordHearing", "assessor-4", objection, heldAt=held, **HEARD)
    stage.papers_made()
    for author in ("reviewer", "reviewer-2"):
        refusal = stage.refused("prepareObjectionDecision", author, objection, **CONFIRMED)
        assert refusal == ("CONFLICT_OF_INTEREST", "HOUSE", "examiner")
    stage.act("prepareObjectionDecision", "assessor-4", objection, **CONFIRMED)
    assert stage.state(stage.sign("decideObjection", "deputy", objection)) == "DECIDED"


def test_the_examiner_of_an_open_objection_does_not_mentor_the_unit(advised: Play) -> None:
    """II.2.3.s2, II.2.1.d.p1: examiner and mentor of one unit are not one person at one time."""
    stage = advised.stage
    advised.examined(advised.thing("advice"))
    asked = {"unit": advised.thing("unit"), "topic": "Pengelolaan aset.", "standards": ["S03"]}
    mentoring = stage.act("requestMentoring", "unit-head", **asked)
    day = {"on": advised.today(), "meeting": {"channel": "ONLINE"}, "standards": ["S03"]}
    mentors = [person_id("reviewer-2")]
    refusal = stage.refused("scheduleMentoring", "admin", mentoring, mentors=mentors, **day)
    assert refusal == ("CONFLICT_OF_INTEREST", "HOUSE", "mentors")
    stage.act("scheduleMentoring", "admin", mentoring, mentors=[person_id("assessor-4")], **day)


def test_a_tie_that_came_after_the_admission_bars_hearing_and_decision_and_another_takes_over(advised: Play) -> None:
    """II.2.3.s2: independence is looked at again; another examiner is named, and the unit summoned anew."""
    stage = advised.stage
    objection = advised.examined(advised.thing("advice"))
    advised.advance(hours=5)
    held = (stage.clock.now() - timedelta(hours=1)).isoformat()
    PersonRecord.objects(id="reviewer-2").update(tied_institution_ids=["inst-a"])
    barred = ("CONFLICT_OF_INTEREST", "HOUSE", "examiner")
    assert stage.refused("recordHearing", "reviewer-2", objection, heldAt=held, **HEARD) == barred
    stage.act("admitObjection", "admin", objection, **summons(advised, "assessor-4"))
    assert stage.refused("recordHearing", "reviewer-2", objection, heldAt=held, **HEARD)[0] == "NOT_ASSIGNED"
    advised.advance(hours=5)
    held = (stage.clock.now() - timedelta(minutes=30)).isoformat()
    stage.act("recordHearing", "assessor-4", objection, heldAt=held, **HEARD)
    stage.papers_made()
    assert stage.refused("prepareObjectionDecision", "reviewer-2", objection, **CONFIRMED) == barred


def test_who_mentored_the_unit_neither_states_findings_nor_records_that_nothing_improved(advised: Play) -> None:
    """II.2.1.d.p1, II.2.2: nobody stands on both sides; another reviewer does it."""
    stage, advice = advised.stage, advised.thing("advice")
    advised.mentoring("reviewer")
    finding = {"standard": "S10", "criterion": "S10-K1", "fact": "Hak akses tidak ditinjau.", "evidence": []}
    given = {"unit": advised.thing("unit"), "findings": advised.shown([finding])}
    assert stage.refused("openSanctionCase", "reviewer", **given) == ("CONFLICT_OF_INTEREST", "HOUSE", "unit")
    stage.act("openSanctionCase", "reviewer-2", **given)
    advised.after_term(advice)
    barred = ("CONFLICT_OF_INTEREST", "HOUSE", key_of(advice))
    assert stage.refused("recordNoImprovement", "reviewer", advice, **UNIMPROVED) == barred
    stage.act("recordNoImprovement", "reviewer-2", advice, **UNIMPROVED)


def test_who_mentored_the_unit_does_not_record_that_it_stays_away(revoked: Play) -> None:
    """II.2.2.d: a stop of the service may rest on the record."""
    stage, reassessment = revoked.stage, revoked.reassessment(revoked.thing("revocation"))
    revoked.mentoring("reviewer")
    revoked.advance(hours=48)
    silent = {"reason": "Diam.", "reminders": revoked.reminded()}
    barred = ("CONFLICT_OF_INTEREST", "HOUSE", key_of(reassessment))
    assert stage.refused("recordNonCooperation", "reviewer", reassessment, **silent) == barred
    stage.act("recordNonCooperation", "reviewer-2", reassessment, **silent)


def test_nobody_is_heard_before_the_summons_in_the_units_absence(advised: Play) -> None:
    """II.2.3.s2: "klarifikasi kepada pengelola": who is summoned for a day is not passed over before it."""
    stage = advised.stage
    objection = filed(advised, advised.thing("advice"))
    stage.act("admitObjection", "admin", objection, **summons(advised, "reviewer-2", hours=72))
    advised.advance(minutes=5)
    held = (stage.clock.now() - timedelta(minutes=4)).isoformat()
    others = HEARD | {"participants": [], "others": [{"name": "Penyedia (contoh)", "role": "Saksi"}]}
    refusal = stage.refused("recordHearing", "reviewer-2", objection, heldAt=held, **others)
    assert refusal == ("HEARING_BEFORE_SUMMONS", "HOUSE", "heldAt")
    waived = others | {"waiver": "Unit menyatakan tidak perlu ditunggu."}
    stage.act("recordHearing", "reviewer-2", objection, heldAt=held, **waived)
    stage.act("recordHearing", "reviewer-2", objection, heldAt=held, **HEARD)
    advised.advance(hours=72)
    stage.act("recordHearing", "reviewer-2", objection, heldAt=stage.clock.now().isoformat(), **others)
    found = DocumentRecord.objects(subject_id=key_of(objection), kind="MINUTES").order_by("id")
    said = [[item["value"] for item in minutes.facts["items"]][1:] for minutes in found]
    assert said == [["Unit menyatakan tidak perlu ditunggu."], [], []]


def test_lkpps_own_people_examine_and_the_minutes_say_that_the_unit_did_not_come(advised: Play) -> None:
    """II.2.3.s2: a clarification is with the operator or another party; nobody came, so that it is an examination."""
    stage = advised.stage
    objection = filed(advised, advised.thing("advice"))
    stage.act("admitObjection", "admin", objection, **summons(advised, "reviewer-2", hours=4))
    advised.advance(hours=5)
    alone = HEARD | {
        "participants": [{"name": "Pereviu (contoh)", "role": "Pereviu"}],
        "heldAt": stage.clock.now().isoformat(),
    }
    barred = ("INVALID_INPUT", "II.2.3.s2", "participants")
    assert stage.refused("recordHearing", "reviewer-2", objection, **alone) == barred
    stage.act("recordHearing", "reviewer-2", objection, **alone | {"kind": "EXAMINATION"})
    summoned = stage.look(objection, "summonedAt")["summonedAt"]
    heard = stage.look(objection, "hearings { kind missedSummons }")["hearings"]
    assert heard == [{"kind": "EXAMINATION", "missedSummons": summoned}]
    [minutes] = DocumentRecord.objects(subject_id=key_of(objection), kind="MINUTES")
    assert [item["label"] for item in minutes.facts["items"]][1:] == ["Pengelola dipanggil dan tidak datang"]


# --- II.2.3.s1: late objections -------------------------------------------------------------------------------------


def test_after_an_answer_a_further_late_objection_is_stored_and_holds_nothing_up(advised: Play) -> None:
    """II.2.3.s1: one term. The first late objection is answered before anything follows; a further one is only kept."""
    stage, advice = advised.stage, advised.thing("advice")
    advised.after_term(advice)
    late = filed(advised, advice)
    assert stage.state(late) == "LATE"
    assert stage.refused("recordNoImprovement", "reviewer", advice, **UNIMPROVED)[0] == "OBJECTION_OPEN"
    stage.act("refuseLateObjection", "deputy", late, reason="Terlambat.")
    again = filed(advised, advice)
    stage.act("recordNoImprovement", "reviewer", advice, **UNIMPROVED)
    assert (stage.state(again), stage.state(advice)) == ("LATE", "NOT_IMPROVED")
    warning = stage.act("draftSanction", "reviewer", case=advised.thing("case"), rung="WARNING")
    stage.act("acceptLateObjection", "deputy", again, reason="Bukti baru.")
    refusal = stage.refused("prepareSanction", "reviewer", warning, **ASKED)
    assert refusal == ("OBJECTION_OPEN", "HOUSE", "case")


# --- the date of a paper --------------------------------------------------------------------------------------------


def test_a_revocation_is_signed_on_the_day_that_it_bears(certified: Play) -> None:
    """II.2.2.c.s1: a Keputusan is in force "pada tanggal ditetapkan"; made anew, it keeps its number and its code."""
    stage, case = certified.stage, certified.case()
    certified.unimproved(case, "ADVICE")
    certified.unimproved(case, "WARNING")
    revocation = certified.prepared(case, "REVOCATION", REVOKE)
    stage.papers_made()
    first, signature = paper_of(revocation, stage), stage.signature(revocation, "deputy")
    certified.advance(days=10)
    refusal = stage.refused("issueSanction", "deputy", revocation, **signature)
    assert refusal == ("PAPER_DATE_PASSED", "HOUSE", "document")
    stage.sign("issueSanction", "deputy", revocation)
    issued = paper_of(revocation, stage)
    assert (issued.dated, stage.look(revocation, "issuedOn")["issuedOn"]) == (certified.today(), certified.today())
    assert (issued.id, issued.number, issued.code) == (first.id, first.number, first.code)
    assert (issued.sha256 != first.sha256, issued.facts, issued.voided_numbers) == (True, first.facts, [])
    names = [each["name"] for each in events_of(stage, issued.id)]
    assert names == [
        *("DocumentDrafted", "DocumentNumbered", "DocumentPresented"),
        *("DocumentRedated", "DocumentNumbered", "DocumentPresented", "DocumentIssued"),
    ]


def test_a_stop_letter_that_is_dated_anew_stops_on_its_own_day(certified: Play) -> None:
    """II.2.2.d: the service ends with the signature, and the letter says so."""
    stage = certified.stage
    stop = certified.prepared(certified.breached(), "STOP", TAKEOVER)
    stage.papers_made()
    certified.advance(days=3)
    stage.sign("issueSanction", "deputy", stop)
    issued = paper_of(stop, stage)
    assert (issued.facts["stops_on"], issued.dated) == (certified.today(), certified.today())


def limited(value: int, since: str) -> None:
    """The internal limit of a follow-up, in working days, from a day on."""
    values = {"state": "APPROVED", "key": "limit.recommendation", "value": value, "valid_from": since}
    row = ConfigurationRecord(id=f"limit-{since}", version=1, created_at=START, updated_at=START, **values)
    row.changed_by = "admin"
    row.save(force_insert=True)


def test_a_recommendation_that_is_dated_anew_asks_for_nothing_by_a_day_that_has_passed(begun: Play) -> None:
    """HOUSE: its limit begins with the letter. So many working days as when it was drafted; the record says what it says."""
    stage, _unit = begun.stage, begun.installed()
    limited(10, "2022-01-01")
    assessment = begun.reported("S01")
    item = {"standard": "S01", "criterion": "S01-K1", "text": "Lengkapi."}
    stage.act("recommendImprovement", "reviewer", assessment, items=[item])
    [letter] = stage.papers(assessment, "RECOMMENDATION")
    drafted = legal_date(stage.clock.now())
    first = DocumentRecord.objects(id=key_of(letter["id"])).get()
    until = add_working_days(drafted, 10, current_calendar())
    assert (first.facts["follow_up_until"], first.dated) == (until.isoformat(), drafted.isoformat())
    assert stage.look(assessment, "followUpUntil")["followUpUntil"] == until.isoformat()
    limited(3, (drafted + timedelta(days=1)).isoformat())
    begun.advance(days=41)
    stage.sign_paper(letter["id"], "deputy")
    signed = DocumentRecord.objects(id=first.id).get()
    anew = add_working_days(drafted + timedelta(days=41), 10, current_calendar())
    assert (signed.state, signed.dated, signed.facts["follow_up_until"]) == ("SIGNED", begun.today(), anew.isoformat())
    assert stage.look(assessment, "followUpUntil")["followUpUntil"] == anew.isoformat()
    assert {**signed.facts, "follow_up_until": first.facts["follow_up_until"]} == first.facts
    names = [each["name"] for each in events_of(stage, key_of(assessment))]
    assert names[-2:] == ["ImprovementRecommended", "FollowUpLimitMoved"]


def test_letters_that_a_person_signs_by_themselves_are_dated_anew_too(certified: Play) -> None:
    """A recommendation of LKPP's systems (III): in a new month its number shows the month."""
    stage = certified.stage
    advice = certified.issued(certified.case(), "ADVICE")
    stage.act("recommendLkppSystem", "reviewer", advice, reasons=["Pengadaan perlu tetap lancar."])
    [letter] = stage.papers(advice, "LKPP_SYSTEM")
    seen = stage.look(letter["id"], "sha256", "deputy")["sha256"]
    certified.advance(days=31)
    given = {"seenSha256": seen, "passphrase": stage.passphrase}
    assert stage.refused("signDocument", "deputy", letter["id"], **given)[:2] == ("PAPER_DATE_PASSED", "HOUSE")
    stage.sign_paper(letter["id"], "deputy")
    signed = DocumentRecord.objects(id=key_of(letter["id"])).get()
    assert (signed.state, signed.dated) == ("SIGNED", certified.today())
    assert signed.number == letter["number"].replace("/X/2022", "/XI/2022") != letter["number"]


def test_an_sla_is_dated_anew_before_its_first_signature_and_never_after_it(begun: Play) -> None:
    """II.2.1.a.3: what the institution signed stands; the agreement is in force from the second signature."""
    stage = begun.stage
    _application, sla = begun.ready_to_sign()
    stage.papers_made()
    signature = stage.signature(sla, "head")
    begun.advance(days=1)
    refusal = stage.refused("signSlaForInstitution", "head", sla, **signature)
    assert refusal == ("PAPER_DATE_PASSED", "HOUSE", "document")
    stage.sign("signSlaForInstitution", "head", sla)
    first = paper_of(sla, stage)
    assert first.dated == begun.today()
    begun.advance(days=7)
    assert first.id not in papers_to_make_anew(legal_date(stage.clock.now()), most=100)
    stage.sign("signSlaForLkpp", "deputy", sla)
    signed = paper_of(sla, stage)
    assert (signed.dated, len(signed.signatures)) == (first.dated, 2)
    assert stage.look(sla, "state inForceSince") == {"state": "IN_FORCE", "inForceSince": begun.today()}


def test_an_internal_limit_runs_from_the_receipt_as_the_letter_says(certified: Play) -> None:
    """II.2.2.a with a house limit: never over before the letter is out."""
    stage = certified.stage
    values = {"key": "LIMIT_ADVICE", "value": "5", "validFrom": certified.today(), "reason": "Uji."}
    stage.act("approveSetting", "deputy", stage.act("enterSetting", "admin", **values))
    advice = certified.prepared(certified.case(), "ADVICE")
    certified.advance(days=40)
    stage.sign("issueSanction", "deputy", advice)
    assert (stage.look(advice, "internalUntil")["internalUntil"], paper_of(advice, stage).facts["improve_days"]) == (
        None,
        5,
    )
    certified.advance(days=1)
    stage.act("proveReceipt", "unit-head", advice, channel="IN_APP")
    assert legal_date(stage.clock.now()) == date(2022, 11, 13)
    until = stage.look(advice, "internalUntil")["internalUntil"]
    assert until == "2022-11-18"
    stage.clock.instant = datetime.fromisoformat(f"{until}T23:00:00+07:00")
    refusal = stage.refused("recordNoImprovement", "reviewer", advice, **UNIMPROVED)
    assert refusal == ("TOO_EARLY", "HOUSE", "internalUntil")


def test_a_revocation_lists_what_remains_on_the_day_of_its_signature(certified: Play) -> None:
    """II.2.2.c.s1: two revocations prepared at once; the second says what no longer holds, and is prepared anew."""
    stage, first, shown = certified.stage, certified.case(), [certified.file()]
    finding = {"standard": "S03", "criterion": "S03-K1", "fact": "Daftar aset tidak dipelihara.", "evidence": shown}
    second = certified.case(findings=[finding])
    for rung in ("ADVICE", "WARNING"):
        for case in (first, second):
            certified.unimproved(case, rung)
    both = certified.prepared(first, "REVOCATION", REVOKE)
    third = certified.prepared(second, "REVOCATION", {"asked": ["Pelihara daftar aset."], "standards": ["S03"]})
    stage.sign("issueSanction", "deputy", both)
    refusal = stage.refused("issueSanction", "deputy", third, **stage.signature(third, "deputy"))
    assert refusal == ("PAPER_OUTDATED", "HOUSE", "standards")
    stage.act("recallSanction", "reviewer", third, reason="Daftar berubah.")
    stage.act("prepareSanction", "reviewer", third, asked=["Pelihara daftar aset."], standards=["S03"])
    stage.sign("issueSanction", "deputy", third)
    remaining = [each["code"] for each in paper_of(third, stage).facts["remaining"]]
    assert remaining == sorted(code for code, state in certified.cells().items() if state == "DETERMINED")
    assert len(remaining) == 14


# --- papers that nobody signed --------------------------------------------------------------------------------------


def test_nobody_assesses_before_the_assignment_letter_is_signed(begun: Play) -> None:
    """II.2.1.e.2, e.3: the team goes by a signed letter, and what is recommended rests on a signed report."""
    stage, unit = begun.stage, begun.installed()
    assessment = stage.act("openAssessment", "unit-head", unit=unit, standards=["S01"])
    scores = begun.scores(assessment, evidence=[begun.file()])
    stage.act("scoreSelfAssessment", "staff", assessment, scores=scores)
    stage.act("submitSelfAssessment", "unit-head", assessment)
    named = [person_id("assessor-1"), person_id("assessor-2")]
    team = {"lead": named[0], "secondReader": named[1], "declared": named, "members": []}
    stage.act("assignAssessors", "admin", assessment, **team)
    stage.papers_made()
    schedule = {"on": begun.today(), "method": "DESK", "place": "Daring"}
    refusal = stage.refused("startFactualAssessment", "assessor-1", assessment, **schedule)
    assert refusal == ("LETTER_NOT_SIGNED", "HOUSE", key_of(assessment))
    begun.assignment_signed(assessment)
    stage.act("startFactualAssessment", "assessor-1", assessment, **schedule)
    stage.act("scoreFactualAssessment", "assessor-1", assessment, scores=begun.scores(assessment, evidence=[]))
    stage.act("approveReading", "assessor-2", assessment)
    stage.act("reportFactualAssessment", "assessor-1", assessment, conclusion="Terpenuhi.")
    unsigned = ("REPORT_NOT_SIGNED", "HOUSE", key_of(assessment))
    item = {"standard": "S01", "criterion": "S01-K1", "text": "Lengkapi."}
    assert stage.refused("recommendImprovement", "reviewer", assessment, items=[item]) == unsigned
    assert stage.refused("recordNoRecommendation", "reviewer", assessment) == unsigned
    begun.report_signed(assessment, "assessor-1")
    stage.act("recommendImprovement", "reviewer", assessment, items=[item])
    answer = {"number": "1", "action": "Dilengkapi.", "evidence": [begun.file()], "doneOn": begun.today()}
    refusal = stage.refused("submitAssessmentFollowUp", "unit-head", assessment, answers=[answer])
    assert refusal == ("LETTER_NOT_SIGNED", "II.2.1.e.4", key_of(assessment))
    [letter] = stage.papers(assessment, "RECOMMENDATION")
    stage.sign_paper(letter["id"], "deputy")
    stage.act("submitAssessmentFollowUp", "unit-head", assessment, answers=[answer])


def test_a_surveillance_goes_by_a_signed_letter_and_a_case_by_a_signed_report(certified: Play) -> None:
    """II.2.1.f.p1, II.2.1.f.p2."""
    stage, unit = certified.stage, certified.thing("unit")
    planned = {"unit": unit, "year": legal_date(stage.clock.now()).year, "factors": [], "reason": "Program tahunan."}
    watched = stage.act("planSurveillance", "admin", **planned)
    assessors = {"lead": person_id("assessor-1"), "declared": [person_id("assessor-1")], "members": []}
    days = {"beginsOn": certified.today(), "endsOn": certified.today(), "method": "DESK"}
    stage.act("notifySurveillance", "admin", watched, standards=["S09"], **assessors, **days)
    stage.papers_made()
    refusal = stage.refused("startSurveillance", "assessor-1", watched)
    assert refusal == ("LETTER_NOT_SIGNED", "HOUSE", key_of(watched))
    certified.assignment_signed(watched)
    stage.act("startSurveillance", "assessor-1", watched)
    finding: dict[str, Any] = {
        "standard": "S09",
        "criterion": "S09-K1",
        "fact": "Tanpa izin.",
        "severity": "MAJOR",
        "evidence": [],
    }
    finding["observation"] = "Dilihat di tempat."
    concluded = {"findings": [finding], "conclusion": "Ada temuan."}
    stage.act("concludeSurveillanceWithFindings", "assessor-1", watched, **concluded)
    stage.papers_made()
    opening = {"unit": unit, "surveillance": watched, "findings": []}
    refusal = stage.refused("openSanctionCase", "reviewer", **opening)
    assert refusal == ("REPORT_NOT_SIGNED", "HOUSE", "origin")
    certified.report_signed(watched, "assessor-1")
    stage.act("openSanctionCase", "reviewer", **opening)
    assert stage.state(watched) == "SANCTIONED"


def test_a_stop_after_a_failed_re_assessment_needs_its_signed_report(revoked: Play) -> None:
    """II.2.2.d, II.2.2.c.s2: unsigned papers neither begin a re-assessment nor end a service."""
    stage, revocation, case = revoked.stage, revoked.thing("revocation"), revoked.thing("case")
    again = revoked.reassessment(revocation)
    asked = {"standards": [], "improvement": "Izin dicatat.", "evidence": [revoked.file()]}
    stage.act("requestReassessment", "unit-head", again, **asked)
    named = {"lead": person_id("assessor-4"), "members": [], "declared": [person_id("assessor-4")]}
    stage.act("assignReassessors", "admin", again, method="DESK", **named)
    stage.papers_made()
    missed = frozenset(each["code"] for each in stage.look(again, "criteria { code }")["criteria"])
    scores = revoked.scores(again, evidence=[], missed=missed)
    refusal = stage.refused("scoreReassessment", "assessor-4", again, scores=scores)
    assert refusal == ("LETTER_NOT_SIGNED", "HOUSE", key_of(again))
    revoked.assignment_signed(again)
    stage.act("scoreReassessment", "assessor-4", again, scores=scores)
    stage.act("failReassessment", "assessor-4", again, assessedOn=revoked.today(), **NOTHING_FOUND)
    revoked.after_term(revocation)
    stage.act("recordNoImprovement", "reviewer", revocation, **UNIMPROVED)
    refusal = stage.refused("draftSanction", "reviewer", case=case, rung="STOP")
    assert refusal == ("REPORT_NOT_SIGNED", "HOUSE", "reassessment")
    revoked.report_signed(again, "assessor-4")
    stop = revoked.issued(case, "STOP", TAKEOVER)
    assert (stage.state(stop), stage.state(revoked.thing("unit"))) == ("ISSUED", "STOPPED")


# --- the clause of each rung ----------------------------------------------------------------------------------------


def test_each_act_of_a_sanction_rests_on_the_clause_of_its_rung(revoked: Play) -> None:
    """II.2.2.a, II.2.2.b, II.2.2.c.s1, II.2.2.d: what the log says, and what a refusal says."""
    stage = revoked.stage
    found = [each for each in stored_events(stage) if each["aggregate"] == "SANCTION"]
    imposed = [each["clause"] for each in found if each["verb"] in {"draft", "prepare", "issue"}]
    assert imposed == [clause for clause in ("II.2.2.a", "II.2.2.b", "II.2.2.c.s1") for _verb in range(3)]
    settled = [each["clause"] for each in found if each["verb"] == "record_no_improvement"]
    assert settled == ["II.2.2.b", "II.2.2.c.s1"]
    refusal = stage.refused("issueSanction", "deputy", revoked.thing("revocation"), **{**SEEN, "passphrase": "x"})
    assert refusal[:2] == ("WRONG_STATE", "II.2.2.c.s1")
    query = "query($c: String!) { clause(path: $c) { acts { event clausePath } } }"
    acts = stage.ask(query, "admin", c="II.2.2.b")["clause"]["acts"]
    assert [each["event"] for each in acts] == [
        *("CaseWarned", "SanctionDrafted", "SanctionPrepared", "SanctionIssued"),
        *("SanctionFollowedUp", "SanctionImproved", "SanctionNotImproved"),
    ]


SEEN = {"seenSha256": "0" * 64}


def stored_events(stage: Stage) -> list[dict[str, Any]]:
    """Every event, in the order of the log."""
    return list(stage.database.client[stage.database.name]["events"].find().sort("_id"))


def events_of(stage: Stage, record_id: str) -> list[dict[str, Any]]:
    return [each for each in stored_events(stage) if each["record_id"] == record_id]
