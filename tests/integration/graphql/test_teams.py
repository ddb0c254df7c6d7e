"""A lead who leaves stops neither a re-assessment nor a surveillance: another team goes on. Told through GraphQL."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.embedded import Addresses
from storage.s3 import S3Store
from tests.integration.graphql.plays import TAKEOVER, UNIMPROVED, Play, team
from tests.integration.graphql.stage import Snapshot, Stage, key_of, open_stage, person_id

pytestmark = pytest.mark.servers

FORMER = "formerTeams { reason replacedOn assessors { name } replacedBy { name } }"
CONFORM = {"conclusion": "Sesuai."}


@pytest.fixture(scope="module")
def stage(servers: Addresses, s3: S3Store) -> Iterator[Stage]:
    with open_stage(servers, s3) as opened:
        yield opened


@pytest.fixture(scope="module")
def in_service(stage: Stage) -> Snapshot:
    """A unit in service."""
    Play(stage).installed()
    return stage.snapshot()


@pytest.fixture(scope="module")
def with_certificate(stage: Stage, in_service: Snapshot) -> Snapshot:
    """A unit in service, certified 17 of 17."""
    stage.restore(in_service)
    play = Play(stage)
    play.certify()
    return stage.snapshot()


@pytest.fixture(scope="module")
def with_reassessment(stage: Stage, with_certificate: Snapshot) -> Snapshot:
    """S09 and S11 revoked and received; assessor-4 leads the re-assessment and has scored one criterion."""
    stage.restore(with_certificate)
    play = Play(stage)
    case, revocation = play.revoked()
    stage.act("proveReceipt", "unit-head", revocation, channel="IN_APP")
    reassessment = play.reassessing(play.reassessment(revocation))
    stage.act("scoreReassessment", "assessor-4", reassessment, scores=play.scores(reassessment, evidence=[])[:1])
    stage.things |= {"case": case, "reassessment": reassessment, "revocation": revocation}
    return stage.snapshot()


@pytest.fixture
def reassessing(stage: Stage, with_reassessment: Snapshot) -> Play:
    stage.restore(with_reassessment)
    return Play(stage)


@pytest.fixture
def play(stage: Stage, with_certificate: Snapshot) -> Play:
    stage.restore(with_certificate)
    return Play(stage)


def led_by(who: str) -> dict[str, Any]:
    """What the mutations that replace a team take."""
    lead = person_id(who)
    return {"lead": lead, "members": [], "declared": [lead], "reason": "Ketua tim pindah tugas."}


def changed(play: Play, who: str, **values: Any) -> None:
    """As personnel records say it: the person left LKPP, or is bound to an institution."""
    people = play.stage.database.client[play.stage.database.name]["personnel"]
    assert people.update_one({"_id": who}, {"$set": values}).modified_count == 1


def authors(play: Play, reassessment: str) -> set[str]:
    """Whose the scores are."""
    record = play.stage.database.client[play.stage.database.name]["reassessments"].find_one(
        {"_id": key_of(reassessment)}
    )
    return {score["by"] for score in record["scores"]}


def scored_by(play: Play, who: str, codes: slice, missed: frozenset[str] = frozenset()) -> None:
    thing = play.thing("reassessment")
    scores = play.scores(thing, evidence=[], missed=missed)[codes]
    play.stage.act("scoreReassessment", who, thing, scores=scores)


def concluded(play: Play) -> dict[str, str]:
    return {"conclusion": "Hasil sebagaimana nilai.", "assessedOn": play.today()}


# --- re-assessment --------------------------------------------------------------------------------------------------


def test_a_reassessment_whose_lead_left_is_finished_by_another(reassessing: Play) -> None:
    play, stage, thing = reassessing, reassessing.stage, reassessing.thing("reassessment")
    changed(play, "assessor-4", active=False)
    unknown = stage.refused("replaceReassessmentTeam", "admin", thing, **led_by("reviewer"))
    assert unknown == ("NOT_FOUND", "HOUSE", "team")
    assert stage.refused("replaceReassessmentTeam", "reviewer", thing, **led_by("assessor-3"))[0] == "NOT_PERMITTED"
    stage.act("replaceReassessmentTeam", "admin", thing, **led_by("assessor-3"))
    [first, second] = stage.papers(thing, "ASSIGNMENT")
    assert (first["state"], second["state"]) == (
        "SIGNED",
        "DRAFT" if second["number"] is None else "AWAITING_SIGNATURE",
    )
    rest = play.scores(thing, evidence=[])[1:]
    early = stage.refused("scoreReassessment", "assessor-3", thing, scores=rest)
    assert early[:2] == ("LETTER_NOT_SIGNED", "HOUSE")
    play.assignment_signed(thing)
    assert stage.refused("scoreReassessment", "assessor-4", thing, scores=rest)[0] == "NOT_ON_THE_TEAM"
    scored_by(play, "assessor-3", slice(1, None))
    assert authors(play, thing) == {"assessor-3", "assessor-4"}
    stage.act("reportReassessment", "assessor-3", thing, **concluded(play))
    play.report_signed(thing, "assessor-3")
    stage.act("prepareReassessmentPass", "reviewer", thing)
    stage.sign("passReassessment", "deputy", thing)
    assert (stage.state(thing), set(play.cells().values())) == ("PASSED", {"DETERMINED"})
    [former] = stage.look(thing, FORMER, "auditor")["formerTeams"]
    assert former == {
        "reason": "Ketua tim pindah tugas.",
        "replacedOn": play.today(),
        "assessors": [{"name": "Assessor-4 (DATA CONTOH)"}],
        "replacedBy": {"name": "Admin (DATA CONTOH)"},
    }
    assert stage.look(thing, FORMER, "unit-head") == {"formerTeams": None}


@pytest.mark.parametrize(
    ("mutation", "missed"), [("reportReassessment", ()), ("failReassessment", ("S09-K1", "S11-K1"))]
)
def test_the_report_of_a_lead_who_left_gives_way_to_the_next_ones(
    mutation: str, missed: tuple[str, ...], reassessing: Play
) -> None:
    play, stage, thing = reassessing, reassessing.stage, reassessing.thing("reassessment")
    scored_by(play, "assessor-4", slice(None), frozenset(missed))
    stage.act(mutation, "assessor-4", thing, **concluded(play))
    stage.papers_made()
    changed(play, "assessor-4", active=False)
    stage.act("replaceReassessmentTeam", "admin", thing, **led_by("assessor-3"))
    assert stage.look(thing, "state report { id } conclusion") == {
        "state": "RUNNING",
        "report": None,
        "conclusion": None,
    }
    play.assignment_signed(thing)
    stage.act(mutation, "assessor-3", thing, **concluded(play))
    play.report_signed(thing, "assessor-3")
    assert sorted(paper["state"] for paper in stage.papers(thing, "ASSESSMENT_REPORT")) == ["SIGNED", "VOID"]
    again = stage.refused("replaceReassessmentTeam", "admin", thing, **led_by("assessor-2"))
    assert again[:2] == ("ALREADY_REPORTED", "HOUSE")


# --- assessment -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def with_assessment(stage: Stage, in_service: Snapshot) -> Snapshot:
    """A unit in service, whose factual assessment runs: assessor-1 leads it and has scored one criterion."""
    stage.restore(in_service)
    play = Play(stage)
    thing = play.running()
    stage.act("scoreFactualAssessment", "assessor-1", thing, scores=play.scores(thing, evidence=[])[:1])
    stage.things["assessment"] = thing
    return stage.snapshot()


@pytest.fixture
def assessing(stage: Stage, with_assessment: Snapshot) -> Play:
    stage.restore(with_assessment)
    return Play(stage)


def assessed_by(lead: str, reader: str) -> dict[str, Any]:
    """What `replaceAssessmentTeam` takes."""
    return {**team(lead, reader), "members": [], "reason": "Ketua tim pindah tugas."}


def factual_authors(play: Play) -> set[str]:
    """Whose the factual scores are."""
    assessments = play.stage.database.client[play.stage.database.name]["assessments"]
    return {score["by"] for score in assessments.find_one({"_id": key_of(play.thing("assessment"))})["factual_scores"]}


def reported_by(play: Play, lead: str, reader: str, codes: slice, missed: frozenset[str] = frozenset()) -> None:
    """Scored by the lead, read, and reported; the report waits for the lead."""
    stage, thing = play.stage, play.thing("assessment")
    scores = play.scores(thing, evidence=[], missed=missed)[codes]
    if scores:
        stage.act("scoreFactualAssessment", lead, thing, scores=scores)
    stage.act("approveReading", reader, thing)
    stage.act("reportFactualAssessment", lead, thing, conclusion="Hasil sebagaimana tabel.")
    stage.papers_made()


def test_an_assessment_whose_lead_left_is_finished_by_another(assessing: Play) -> None:
    play, stage, thing = assessing, assessing.stage, assessing.thing("assessment")
    changed(play, "assessor-1", active=False)
    given = assessed_by("assessor-3", "assessor-4")
    assert stage.refused("replaceAssessmentTeam", "reviewer", thing, **given)[0] == "NOT_PERMITTED"
    unknown = stage.refused("replaceAssessmentTeam", "admin", thing, **assessed_by("reviewer", "assessor-4"))
    assert unknown == ("NOT_FOUND", "HOUSE", "team")
    own = stage.refused("replaceAssessmentTeam", "admin", thing, **assessed_by("assessor-3", "assessor-1"))
    assert own == ("NOT_FOUND", "HOUSE", "team")
    nobody = stage.refused("replaceAssessmentTeam", "admin", thing, **{**given, "secondReader": "nobody"})
    assert nobody == ("NOT_FOUND", "HOUSE", "secondReader")
    [first] = stage.papers(thing, "ASSIGNMENT")
    stage.act("replaceAssessmentTeam", "admin", thing, **given)
    stage.papers_made()
    documents = stage.database.client[stage.database.name]["documents"]
    [letter] = documents.find({"kind": "ASSIGNMENT", "subject_id": key_of(thing), "state": "AWAITING_SIGNATURE"})
    assert letter["facts"]["purpose"].startswith(
        f"penilaian faktual sebagai pengganti tim menurut Surat Tugas Nomor {first['number']} tanggal "
    )
    [notice] = documents.find({"kind": "NOTICE", "facts.reference.subject": {"$regex": "Penggantian Tim"}})
    assert notice["facts"]["particulars"] == [
        {
            "label": "Tim pengganti",
            "value": "Assessor-3 (DATA CONTOH) (Ketua tim); Assessor-4 (DATA CONTOH) (Pembaca kedua)",
        }
    ]
    rest = play.scores(thing, evidence=[])[1:]
    early = stage.refused("scoreFactualAssessment", "assessor-3", thing, scores=rest)
    assert early[:2] == ("LETTER_NOT_SIGNED", "HOUSE")
    play.assignment_signed(thing)
    assert stage.refused("scoreFactualAssessment", "assessor-1", thing, scores=rest)[0] == "NOT_ASSIGNED"
    reported_by(play, "assessor-3", "assessor-4", slice(1, None))
    assert factual_authors(play) == {"assessor-1", "assessor-3"}
    play.report_signed(thing, "assessor-3")
    stage.act("recordNoRecommendation", "reviewer", thing)
    play.determined(thing)
    assert (stage.state(thing), set(play.cells().values())) == ("DETERMINED", {"DETERMINED"})
    [former] = stage.look(thing, FORMER, "auditor")["formerTeams"]
    assert former["assessors"] == [{"name": "Assessor-1 (DATA CONTOH)"}, {"name": "Assessor-2 (DATA CONTOH)"}]
    assert (former["reason"], former["replacedBy"]) == ("Ketua tim pindah tugas.", {"name": "Admin (DATA CONTOH)"})
    assert stage.look(thing, FORMER, "unit-head") == {"formerTeams": None}


def test_the_report_of_an_assessment_whose_lead_left_is_ordered_anew(assessing: Play) -> None:
    """The cells moved with the first report, and move with the second."""
    play, stage, thing = assessing, assessing.stage, assessing.thing("assessment")
    reported_by(play, "assessor-1", "assessor-2", slice(None), frozenset({"S09-K1"}))
    assert (stage.state(thing), play.cells()["S09"], play.cells()["S01"]) == ("FACTUAL_REPORTED", "GAP", "FACTUAL_MET")
    changed(play, "assessor-1", active=False)
    stage.act("replaceAssessmentTeam", "admin", thing, **assessed_by("assessor-3", "assessor-2"))
    assert stage.look(thing, "state conclusion readBy { name } findings { standard }") == {
        "state": "FACTUAL_RUNNING",
        "conclusion": None,
        "readBy": None,
        "findings": [],
    }
    play.assignment_signed(thing)
    [again] = [each for each in play.scores(thing, evidence=[]) if each["criterion"] == "S09-K1"]
    stage.act("scoreFactualAssessment", "assessor-3", thing, scores=[again])
    reported_by(play, "assessor-3", "assessor-2", slice(0))
    assert (play.cells()["S09"], play.cells()["S01"]) == ("FACTUAL_MET", "FACTUAL_MET")
    play.report_signed(thing, "assessor-3")
    assert sorted(paper["state"] for paper in stage.papers(thing, "ASSESSMENT_REPORT")) == ["SIGNED", "VOID"]
    final = stage.refused("replaceAssessmentTeam", "admin", thing, **assessed_by("assessor-4", "assessor-2"))
    assert final[:2] == ("ALREADY_REPORTED", "HOUSE")


def test_a_signed_report_of_who_is_tied_since_is_withdrawn_and_what_he_found_is_scored_anew(assessing: Play) -> None:
    play, stage, thing = assessing, assessing.stage, assessing.thing("assessment")
    missed = frozenset({"S09-K1"})
    reported_by(play, "assessor-1", "assessor-2", slice(None), missed)
    play.report_signed(thing, "assessor-1")
    bound(play, "assessor-1")
    stage.act("replaceAssessmentTeam", "admin", thing, **assessed_by("assessor-3", "assessor-2"))
    gap = {"unit": play.thing("unit"), "assessment": thing}
    finding = [{"standard": "S09", "criterion": "S09-K1", "fact": "Fakta.", "evidence": []}]
    case = stage.refused("openSanctionCase", "reviewer", findings=finding, **gap)
    assert case == ("REPORT_NOT_SIGNED", "HOUSE", "origin")
    play.assignment_signed(thing)
    stage.act("approveReading", "assessor-2", thing)
    tied = stage.refused("reportFactualAssessment", "assessor-3", thing, conclusion="Hasil sebagaimana tabel.")
    assert tied[:2] == ("CONFLICT_OF_INTEREST", "HOUSE")
    reported_by(play, "assessor-3", "assessor-2", slice(None))
    play.report_signed(thing, "assessor-3")
    assert factual_authors(play) == {"assessor-3"}
    stage.act("recordNoRecommendation", "reviewer", thing)
    play.determined(thing)
    assert stage.state(thing) == "DETERMINED"


def test_a_follow_up_that_nobody_of_the_team_could_verify_is_verified_by_another(assessing: Play) -> None:
    """II.2.1.e.4; who found the gap does not close it alone, and the second reader, who could, left."""
    play, stage, thing = assessing, assessing.stage, assessing.thing("assessment")
    reported_by(play, "assessor-1", "assessor-2", slice(None), frozenset({"S09-K1"}))
    play.report_signed(thing, "assessor-1")
    improve = [{"standard": "S09", "criterion": "S09-K1", "text": "Catat setiap izin."}]
    stage.act("recommendImprovement", "reviewer", thing, items=improve)
    [letter] = stage.papers(thing, "RECOMMENDATION")
    stage.sign_paper(letter["id"], "deputy")
    answer = {"number": "1", "action": "Dicatat.", "evidence": [play.file()], "doneOn": play.today()}
    stage.act("submitAssessmentFollowUp", "unit-head", thing, answers=[answer])
    changed(play, "assessor-2", active=False)
    [score] = [each for each in play.scores(thing, evidence=[]) if each["criterion"] == "S09-K1"]
    verified = {"note": "Sesuai.", "place": "Daring", "scores": [score]}
    assert stage.refused("verifyAssessmentFollowUp", "assessor-1", thing, **verified)[0] == "OWN_WORK"
    stage.act("replaceAssessmentTeam", "admin", thing, **assessed_by("assessor-3", "assessor-4"))
    early = stage.refused("verifyAssessmentFollowUp", "assessor-4", thing, **verified)
    assert early[:2] == ("LETTER_NOT_SIGNED", "HOUSE")
    play.assignment_signed(thing)
    stage.act("verifyAssessmentFollowUp", "assessor-4", thing, **verified)
    assert (stage.state(thing), play.cells()["S09"]) == ("READY", "FACTUAL_MET")
    bound(play, "assessor-2")
    refused = stage.refused("prepareDetermination", "reviewer", thing, standards=["S09"])
    assert refused[:2] == ("CONFLICT_OF_INTEREST", "HOUSE")
    changed(play, "assessor-2", tied_institution_ids=[])
    play.determined(thing)
    assert stage.state(thing) == "DETERMINED"


# --- surveillance ---------------------------------------------------------------------------------------------------


def test_a_surveillance_whose_lead_left_is_concluded_by_another(play: Play) -> None:
    stage, thing = play.stage, play.watched()
    changed(play, "assessor-1", active=False)
    assert stage.refused("cancelSurveillance", "admin", thing, reason="Tanpa ketua tim.")[0] == "WRONG_STATE"
    stage.act("replaceSurveillanceTeam", "admin", thing, **led_by("assessor-3"))
    early = stage.refused("concludeSurveillanceConform", "assessor-3", thing, **CONFORM)
    assert early[:2] == ("LETTER_NOT_SIGNED", "HOUSE")
    [waiting] = [each for each in stage.papers(thing, "ASSIGNMENT") if each["state"] != "SIGNED"]
    stage.sign_paper(waiting["id"], "deputy")
    assert stage.refused("concludeSurveillanceConform", "assessor-1", thing, **CONFORM)[0] == "NOT_ON_THE_TEAM"
    stage.act("concludeSurveillanceConform", "assessor-3", thing, **CONFORM)
    play.report_signed(thing, "assessor-3")
    assert stage.state(thing) == "CONFORM"
    assert stage.look(thing, FORMER)["formerTeams"][0]["assessors"] == [{"name": "Assessor-1 (DATA CONTOH)"}]
    assert len(stage.papers(thing, "NOTICE")) == 3
    again = stage.refused("replaceSurveillanceTeam", "admin", thing, **led_by("assessor-2"))
    assert again[:2] == ("ALREADY_REPORTED", "HOUSE")


def test_findings_whose_report_nobody_signed_lead_to_a_case_all_the_same(play: Play) -> None:
    """II.2.1.f.p2: they must lead to a measure, and without the signed report no case is opened."""
    stage, thing = play.stage, play.watched()
    seen = {"fact": "Fakta.", "observation": "Dilihat.", "severity": "MAJOR", "evidence": []}
    findings = [{"standard": "S09", "criterion": "S09-K1", **seen}]
    stage.act("concludeSurveillanceWithFindings", "assessor-1", thing, findings=findings, conclusion="Ada temuan.")
    stage.papers_made()
    changed(play, "assessor-1", active=False)
    opening = {"unit": play.thing("unit"), "findings": [], "surveillance": thing}
    assert stage.refused("openSanctionCase", "reviewer", **opening)[0] == "REPORT_NOT_SIGNED"
    stage.act("replaceSurveillanceTeam", "admin", thing, **led_by("assessor-3"))
    [report] = [each for each in stage.papers(thing, "ASSESSMENT_REPORT") if each["state"] != "VOID"]
    stage.sign_paper(report["id"], "assessor-3")
    facts = stage.database.client[stage.database.name]["documents"].find_one({"number": _number(play, report["id"])})
    assert facts["facts"]["conclusion"] == (
        "Ada temuan. (Disimpulkan oleh Assessor-1 (DATA CONTOH) selaku ketua tim pada waktu itu; laporan ini "
        "ditandatangani oleh ketua tim penggantinya.)"
    )
    case = stage.act("openSanctionCase", "reviewer", **opening)
    assert (stage.state(thing), stage.state(case)) == ("SANCTIONED", "OPEN")


def _number(play: Play, document: str) -> str:
    return str(play.stage.look(document, "number")["number"])


def test_the_letter_names_the_one_whose_place_it_takes(play: Play) -> None:
    stage, thing = play.stage, play.watched()
    [first] = stage.papers(thing, "ASSIGNMENT")
    stage.act("replaceSurveillanceTeam", "admin", thing, **led_by("assessor-3"))
    stage.papers_made()
    documents = stage.database.client[stage.database.name]["documents"]
    [letter] = documents.find({"kind": "ASSIGNMENT", "state": "AWAITING_SIGNATURE"})
    assert letter["facts"]["purpose"].startswith(
        f"surveillance sebagai pengganti tim menurut Surat Tugas Nomor {first['number']} tanggal "
    )
    assert [person["name"] for person in letter["facts"]["team"]] == ["Assessor-3 (DATA CONTOH)"]


# --- a unit that does not cooperate ---------------------------------------------------------------------------------


def test_that_a_unit_does_not_cooperate_is_shown_by_what_lkpp_asked_and_not_by_the_units_own_request(
    play: Play,
) -> None:
    """House rule: the unit asks and LKPP has assigned nobody; then a team is assigned, and goes in vain."""
    stage = play.stage
    case, revocation = play.revoked()
    stage.act("proveReceipt", "unit-head", revocation, channel="IN_APP")
    thing = play.reassessment(revocation)
    play.after_term(revocation)
    stage.act("recordNoImprovement", "reviewer", revocation, **UNIMPROVED)
    asked = {"standards": [], "improvement": "Izin dicatat.", "evidence": [play.file()]}
    stage.act("requestReassessment", "unit-head", thing, **asked)
    play.advance(days=10)
    unwilling = {"reason": "Tidak menerima tim.", "reminders": play.reminded()}
    silent = stage.refused("recordNonCooperation", "reviewer", thing, **unwilling)
    assert silent == ("REQUEST_UNANSWERED", "HOUSE", key_of(thing))
    lead = person_id("assessor-4")
    named = {"lead": lead, "members": [], "declared": [lead], "beginsOn": play.today(), "endsOn": play.today()}
    stage.act("assignReassessors", "admin", thing, method="ON_SITE", **named)
    unsigned = stage.refused("recordNonCooperation", "reviewer", thing, **unwilling)
    assert unsigned[:2] == ("LETTER_NOT_SIGNED", "HOUSE")
    play.assignment_signed(thing)
    assert stage.refused("recordNonCooperation", "reviewer", thing, **unwilling)[:2] == ("TOO_EARLY", "HOUSE")
    play.advance(days=1)
    earlier = [{"sentOn": "2020-01-01", "text": "Mohon jadwal."}]
    before = stage.refused("recordNonCooperation", "reviewer", thing, reason="x", reminders=earlier)
    assert before == ("INVALID_INPUT", "HOUSE", "reminders.sentOn")
    drafting = {"case": case, "rung": "STOP"}
    assert stage.refused("draftSanction", "reviewer", **drafting)[0] == "REASSESSMENT_UNSETTLED"
    given = {"reason": "Tim tidak diterima.", "reminders": play.reminded()}
    stage.act("recordNonCooperation", "reviewer", thing, **given)
    shown = stage.look(thing, "state attempt assessors { name } nonCooperation { reason }")
    assert shown == {
        "state": "PENDING",
        "attempt": 2,
        "assessors": [],
        "nonCooperation": {"reason": "Tim tidak diterima."},
    }
    play.issued(case, "STOP", TAKEOVER)
    assert stage.state(play.thing("unit")) == "STOPPED"


# --- ties that come later -------------------------------------------------------------------------------------------


def bound(play: Play, who: str) -> None:
    """The person is bound to the unit's institution since."""
    changed(play, who, tied_institution_ids=["inst-a"])


def handed_over(play: Play, who: str) -> None:
    stage, thing = play.stage, play.thing("reassessment")
    stage.act("replaceReassessmentTeam", "admin", thing, **led_by(who))
    play.assignment_signed(thing)


def test_no_determination_rests_on_who_is_tied_to_the_unit_and_another_team_finds_the_way_out(
    reassessing: Play,
) -> None:
    play, stage, thing = reassessing, reassessing.stage, reassessing.thing("reassessment")
    bound(play, "assessor-4")
    all_scores = {"scores": play.scores(thing, evidence=[])}
    assert stage.refused("scoreReassessment", "assessor-4", thing, **all_scores)[:2] == (
        "CONFLICT_OF_INTEREST",
        "HOUSE",
    )
    handed_over(play, "assessor-3")
    scored_by(play, "assessor-3", slice(1, None))
    tied = stage.refused("reportReassessment", "assessor-3", thing, **concluded(play))
    assert tied[:2] == ("CONFLICT_OF_INTEREST", "HOUSE")
    scored_by(play, "assessor-3", slice(1))
    stage.act("reportReassessment", "assessor-3", thing, **concluded(play))
    play.report_signed(thing, "assessor-3")
    stage.act("prepareReassessmentPass", "reviewer", thing)
    bound(play, "assessor-3")
    signature = stage.signature(thing, "deputy")
    assert stage.refused("passReassessment", "deputy", thing, **signature)[:2] == ("CONFLICT_OF_INTEREST", "HOUSE")
    waits = stage.refused("replaceReassessmentTeam", "admin", thing, **led_by("assessor-2"))
    assert waits[:2] == ("PAPER_WAITING", "HOUSE")
    stage.act("recallReassessmentPass", "deputy", thing, reason="Penilai terkait dengan instansi.")
    assert stage.refused("prepareReassessmentPass", "reviewer", thing)[:2] == ("CONFLICT_OF_INTEREST", "HOUSE")
    handed_over(play, "assessor-2")
    scored_by(play, "assessor-2", slice(None))
    stage.act("reportReassessment", "assessor-2", thing, **concluded(play))
    play.report_signed(thing, "assessor-2")
    stage.act("prepareReassessmentPass", "reviewer", thing)
    stage.sign("passReassessment", "deputy", thing)
    assert (stage.state(thing), authors(play, thing)) == ("PASSED", {"assessor-2"})
    teams = stage.look(thing, FORMER)["formerTeams"]
    assert [team["assessors"][0]["name"][:10] for team in teams] == ["Assessor-4", "Assessor-3"]


def test_no_stop_rests_on_who_is_tied_to_the_unit_and_another_team_finds_the_way_out(reassessing: Play) -> None:
    """II.2.2.d with II.2.2.c.s2: the failure was found by who is bound to the institution since; it is found anew."""
    play, stage, thing = reassessing, reassessing.stage, reassessing.thing("reassessment")
    missed = frozenset(("S09-K1", "S11-K1"))
    scored_by(play, "assessor-4", slice(None), missed)
    stage.act("failReassessment", "assessor-4", thing, **concluded(play))
    first = play.report_signed(thing, "assessor-4")
    play.after_term(play.thing("revocation"))
    stage.act("recordNoImprovement", "reviewer", play.thing("revocation"), **UNIMPROVED)
    stop = play.prepared(play.thing("case"), "STOP", TAKEOVER)
    bound(play, "assessor-4")
    signature = stage.signature(stop, "deputy")
    assert stage.refused("issueSanction", "deputy", stop, **signature) == (
        "REPORT_NOT_INDEPENDENT",
        "HOUSE",
        "reassessment",
    )
    stage.act("recallSanction", "deputy", stop, reason="Penilai terkait dengan instansi.")
    stage.act("discardSanction", "reviewer", stop, reason="Menunggu laporan tim lain.")
    drafting = {"case": play.thing("case"), "rung": "STOP"}
    assert stage.refused("draftSanction", "reviewer", **drafting)[0] == "REPORT_NOT_INDEPENDENT"
    handed_over(play, "assessor-3")
    assert stage.look(thing, "state report { id }") == {"state": "RUNNING", "report": None}
    assert stage.refused("draftSanction", "reviewer", **drafting)[0] == "REASSESSMENT_UNSETTLED"
    tied = stage.refused("failReassessment", "assessor-3", thing, **concluded(play))
    assert tied[:2] == ("CONFLICT_OF_INTEREST", "HOUSE")
    scored_by(play, "assessor-3", slice(None), missed)
    stage.act("failReassessment", "assessor-3", thing, **concluded(play))
    assert stage.refused("draftSanction", "reviewer", **drafting)[0] == "REPORT_NOT_SIGNED"
    second = play.report_signed(thing, "assessor-3")
    reports = {paper["id"]: paper["state"] for paper in stage.papers(thing, "ASSESSMENT_REPORT")}
    assert reports == {first: "SIGNED", second: "SIGNED"}
    issued = play.issued(play.thing("case"), "STOP", TAKEOVER)
    assert (stage.state(issued), stage.state(play.thing("unit"))) == ("ISSUED", "STOPPED")


def test_a_surveillance_is_not_concluded_by_who_is_tied_to_the_unit(play: Play) -> None:
    stage, thing = play.stage, play.watched()
    bound(play, "assessor-1")
    refused = stage.refused("concludeSurveillanceConform", "assessor-1", thing, **CONFORM)
    assert refused[:2] == ("CONFLICT_OF_INTEREST", "HOUSE")
    assert stage.refused("replaceSurveillanceTeam", "admin", thing, **led_by("assessor-1"))[0] == "CONFLICT_OF_INTEREST"
    stage.act("replaceSurveillanceTeam", "admin", thing, **led_by("assessor-2"))
    play.assignment_signed(thing)
    stage.act("concludeSurveillanceConform", "assessor-2", thing, **CONFORM)
    assert stage.state(thing) == "CONFORM"
