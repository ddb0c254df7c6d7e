"""No measure leaves a unit without a way out, and none is ended by what nobody looked at: told through GraphQL."""

from collections.abc import Iterator

import pytest

from app.embedded import Addresses
from storage.s3 import S3Store
from tests.integration.graphql.plays import FINDINGS, TAKEOVER, UNIMPROVED, Play
from tests.integration.graphql.stage import Refused, Snapshot, Stage, open_stage

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def stage(servers: Addresses, s3: S3Store) -> Iterator[Stage]:
    with open_stage(servers, s3) as opened:
        yield opened


@pytest.fixture(scope="module")
def with_certificate(stage: Stage) -> Snapshot:
    """A unit in service, certified 17 of 17."""
    play = Play(stage)
    play.installed()
    play.certify()
    return stage.snapshot()


@pytest.fixture(scope="module")
def with_stop(stage: Stage, with_certificate: Snapshot) -> Snapshot:
    """S09 and S11 revoked, the re-assessment failed, and the service stopped for good by the takeover of access."""
    stage.restore(with_certificate)
    play = Play(stage)
    case, revocation = play.revoked()
    stage.act("proveReceipt", "unit-head", revocation, channel="IN_APP")
    reassessment = play.reassessment(revocation)
    play.after_term(revocation)
    reminded = [{"sentOn": play.today(), "text": "Mohon menyampaikan permintaan penilaian ulang."}]
    stage.act("recordNonCooperation", "reviewer", reassessment, reason="Tidak menjawab.", reminders=reminded)
    stage.act("recordNoImprovement", "reviewer", revocation, **UNIMPROVED)
    stop = play.received(case, "STOP", TAKEOVER)
    stage.things |= {"case": case, "revocation": revocation, "reassessment": reassessment, "stop": stop}
    play.after_term(stop)
    stage.act("recordNoImprovement", "reviewer", stop, **UNIMPROVED)
    return stage.snapshot()


@pytest.fixture
def play(stage: Stage, with_certificate: Snapshot) -> Play:
    stage.restore(with_certificate)
    return Play(stage)


@pytest.fixture
def stopped(stage: Stage, with_stop: Snapshot) -> Play:
    stage.restore(with_stop)
    return Play(stage)


def exceptional(play: Play) -> dict[str, str]:
    return {code: state for code, state in play.cells().items() if state != "DETERMINED"}


def with_findings(play: Play) -> str:
    """A surveillance that found something on S09 and S11."""
    surveillance = play.watched()
    findings = [
        {"standard": each, "criterion": f"{each}-K1", "fact": "Fakta.", "observation": "Dilihat.", "severity": "MAJOR"}
        for each in ("S09", "S11")
    ]
    given = {"findings": [each | {"evidence": []} for each in findings], "conclusion": "Ada temuan."}
    stage = play.stage
    stage.act("concludeSurveillanceWithFindings", "assessor-1", surveillance, **given)
    [report] = stage.papers(surveillance, "ASSESSMENT_REPORT")
    stage.sign_paper(report["id"], "assessor-1")
    return surveillance


# --- the service stopped, and back ----------------------------------------------------------------------------------


def test_what_was_revoked_before_a_stop_is_assessed_again_once_the_service_is_back(stopped: Play) -> None:
    """II.2.2.c.s2: the stop cancelled the re-assessment; the reinstated unit has the next attempt, and can pass it."""
    stage, unit = stopped.stage, stopped.thing("unit")
    assert (stage.state(unit), stage.state(stopped.thing("reassessment"))) == ("STOPPED", "CANCELLED")
    stage.act("prepareReinstatement", "reviewer", unit, reasons=["Sudah diperbaiki."], fromDay=stopped.today())
    stage.sign("reinstateUnit", "deputy", unit)
    assert exceptional(stopped) == {"S09": "REVOKED", "S11": "REVOKED"}
    anew = stopped.reassessment(stopped.thing("revocation"))
    fields = stage.look(anew, "state attempt standards")
    assert fields == {"state": "PENDING", "attempt": 2, "standards": ["S09", "S11"]}
    stopped.passed(anew)
    assert exceptional(stopped) == {}
    assert stopped.certificate("state")["state"] == "ACTIVE"


def test_no_breach_is_reported_or_confirmed_of_a_service_that_stands_still(stopped: Play) -> None:
    """II.2.2.d: a breach leads to a stop, and this service is stopped."""
    facts = {"article": 6, "facts": "Ketersediaan 91%.", "evidence": [stopped.file()]}
    refused = stopped.stage.refused("reportBreach", "assessor-3", stopped.thing("sla"), **facts)
    assert refused == ("SERVICE_NOT_ACTIVE", "II.2.2.d", "unit")


def test_a_breach_confirmed_before_another_stop_ends_by_the_deputys_decision(play: Play) -> None:
    """The service cannot be stopped twice: the case is dismissed, the agreement cured, and the service may come back."""
    stage = play.stage
    breach_case, sla, unit = play.breached(), play.thing("sla"), play.thing("unit")
    case, revocation = play.revoked()
    stage.act("proveReceipt", "unit-head", revocation, channel="IN_APP")
    play.after_term(revocation)
    reminded = [{"sentOn": play.today(), "text": "Mohon menyampaikan permintaan penilaian ulang."}]
    stage.act("recordNonCooperation", "reviewer", play.reassessment(revocation), reason="Diam.", reminders=reminded)
    stage.act("recordNoImprovement", "reviewer", revocation, **UNIMPROVED)
    play.issued(case, "STOP", TAKEOVER)
    stop = {"case": breach_case, "rung": "STOP"}
    assert stage.refused("draftSanction", "reviewer", **stop) == ("SERVICE_NOT_ACTIVE", "II.2.2.d", "unit")
    assert stage.refused("cureSla", "deputy", sla, reason="Pulih.")[0] == "CASE_STILL_OPEN"
    stage.act("dismissSanctionCase", "deputy", breach_case, reason="Layanan sudah dihentikan dalam kasus lain.")
    assert stage.look(breach_case, "state closedReason") == {"state": "CLOSED", "closedReason": "DECIDED"}
    stage.act("cureSla", "deputy", sla, reason="Pulih.")
    stage.act("prepareReinstatement", "reviewer", unit, reasons=["Sudah diperbaiki."], fromDay=play.today())
    assert stage.state(stage.sign("reinstateUnit", "deputy", unit)) == "ACTIVE"


# --- cases ----------------------------------------------------------------------------------------------------------


def test_a_case_is_dismissed_by_the_deputy_alone_and_not_over_a_measure(play: Play) -> None:
    """House rule: a case opened in error ends; a measure in force or in the making is not ended by the way."""
    stage, case = play.stage, play.case()
    assert stage.refused("dismissSanctionCase", "reviewer", case, reason="Keliru.")[0] == "NOT_PERMITTED"
    assert stage.refused("dismissSanctionCase", "deputy", case, reason=" ")[0] == "INVALID_INPUT"
    advice = play.prepared(case, "ADVICE")
    assert stage.refused("dismissSanctionCase", "deputy", case, reason="Keliru.")[0] == "CASE_HAS_MEASURE"
    stage.sign("issueSanction", "deputy", advice)
    assert stage.refused("dismissSanctionCase", "deputy", case, reason="Keliru.")[0] == "CASE_HAS_MEASURE"
    other = play.case(
        findings=play.shown([{"standard": "S03", "criterion": "S03-K1", "fact": "Salah unit.", "evidence": []}])
    )
    assert stage.state(stage.act("dismissSanctionCase", "deputy", other, reason="Keliru.")) == "CLOSED"


def test_one_case_for_one_set_of_findings(play: Play) -> None:
    """II.2.2: what an open case pursues is not begun again beside it; once it is closed it may be."""
    stage, case = play.stage, play.case()
    again = {"unit": play.thing("unit"), "findings": play.shown(FINDINGS[:1])}
    assert stage.refused("openSanctionCase", "reviewer", **again) == ("FINDING_PURSUED", "II.2.2", "findings")
    stage.act("dismissSanctionCase", "deputy", case, reason="Keliru.")
    assert stage.state(stage.act("openSanctionCase", "reviewer", **again)) == "OPEN"


def test_a_reassessment_settles_no_finding_that_it_did_not_look_at(play: Play) -> None:
    """II.2.1.f.p2: S09 is revoked and regained; the finding on S11 stands until a surveillance finds it conform."""
    stage, surveillance = play.stage, with_findings(play)
    case = play.case(surveillance=surveillance, findings=[])
    play.unimproved(case, "ADVICE")
    play.unimproved(case, "WARNING")
    only_one = {"asked": ["Perbaiki pengendalian akses."], "standards": ["S09"]}
    revocation = play.issued(case, "REVOCATION", only_one)
    play.passed(play.reassessment(revocation))
    assert stage.look(case, "state closedReason") == {"state": "CLOSED", "closedReason": "IMPROVED"}
    assert exceptional(play) == {"S11": "FLAGGED"}
    play.advance(days=366)
    stage.act("concludeSurveillanceConform", "assessor-1", play.watched(), conclusion="Sesuai.")
    assert exceptional(play) == {}


def test_a_surveillance_clears_no_finding_that_a_case_pursues(play: Play) -> None:
    """The case is to end first; a conform surveillance beside it moves nothing."""
    stage = play.stage
    case = play.case(surveillance=with_findings(play), findings=[])
    play.advance(days=366)
    stage.act("concludeSurveillanceConform", "assessor-1", play.watched(), conclusion="Sesuai.")
    assert exceptional(play) == {"S09": "FLAGGED", "S11": "FLAGGED"}
    assert stage.state(case) == "OPEN"


# --- follow-up ------------------------------------------------------------------------------------------------------


def test_who_made_the_finding_does_not_settle_it_alone(play: Play) -> None:
    """House rule: another assessor verifies the improvement; all flags of the case go with it."""
    stage = play.stage
    case = play.case(surveillance=with_findings(play), findings=[])
    advice = play.received(case, "ADVICE")
    stage.act("submitSanctionFollowUp", "unit-head", advice, text="Sudah.", evidence=[play.file()])
    refused = stage.refused("acceptImprovement", "assessor-1", advice, verification="Sesuai.")
    assert refused[:2] == ("OWN_FINDING", "HOUSE")
    stage.act("acceptImprovement", "assessor-2", advice, verification="Sesuai.")
    assert (stage.state(advice), stage.state(case), exceptional(play)) == ("IMPROVED", "CLOSED", {})


def test_the_only_assessor_may_settle_his_own_finding(play: Play) -> None:
    """Where nobody else can, or the unit could never be rid of the finding."""
    stage = play.stage
    case = play.case(surveillance=with_findings(play), findings=[])
    advice = play.received(case, "ADVICE")
    stage.act("submitSanctionFollowUp", "unit-head", advice, text="Sudah.", evidence=[play.file()])
    people = stage.database.client[stage.database.name]["personnel"]
    others = {"_id": {"$ne": "assessor-1"}, "roles": "ASSESSOR"}
    assert people.update_many(others, {"$set": {"active": False}}).modified_count == 3
    stage.act("acceptImprovement", "assessor-1", advice, verification="Sesuai.")
    assert stage.state(advice) == "IMPROVED"


# --- objections -----------------------------------------------------------------------------------------------------


def test_an_open_objection_is_decided_before_the_improvement_is_accepted(play: Play) -> None:
    """II.2.3.s2-3: accepted first, the case would be closed, and a measure proven wrong could only be confirmed."""
    stage = play.stage
    advice = play.received(play.case(), "ADVICE")
    stage.act("submitSanctionFollowUp", "unit-head", advice, text="Sudah.", evidence=[play.file()])
    objection = play.heard(advice)
    refused = stage.refused("acceptImprovement", "assessor-3", advice, verification="Sesuai.")
    assert refused == ("OBJECTION_OPEN", "II.2.3.s2", "objection")
    play.decided(objection, "SANCTION_ANNULLED")
    assert stage.state(advice) == "ANNULLED"


def followed(play: Play) -> tuple[str, str]:
    """A case that ended with the improvement after its advice, while the term to object still runs."""
    case = play.case()
    advice = play.received(case, "ADVICE")
    play.stage.act("submitSanctionFollowUp", "unit-head", advice, text="Sudah.", evidence=[play.file()])
    play.stage.act("acceptImprovement", "assessor-3", advice, verification="Sesuai.")
    return case, advice


def test_a_measure_that_was_followed_can_still_be_annulled(play: Play) -> None:
    """II.2.3.s1: the right is against each measure within five working days, whether it was followed or not."""
    stage = play.stage
    case, advice = followed(play)
    ended = stage.look(case, "version state closedReason")
    objection = play.heard(advice)
    change = {"considerations": ["Pertimbangan."], "reinstated": [], "followUp": ["Ubah."], "rung": "ADVICE"}
    refused = stage.refused("prepareObjectionDecision", "reviewer-2", objection, decision="SANCTION_CHANGED", **change)
    assert refused == ("WRONG_STATE", "II.2.3.s3", "sanction")
    play.decided(objection, "SANCTION_ANNULLED")
    assert (stage.state(objection), stage.state(advice)) == ("DECIDED", "ANNULLED")
    assert (
        stage.look(case, "version state closedReason")
        == ended
        == {**ended, "state": "CLOSED", "closedReason": "IMPROVED"}
    )


def test_a_late_objection_to_a_measure_that_was_followed_is_kept(play: Play) -> None:
    """II.2.3.s1; HOUSE: stored as late, and LKPP decides."""
    stage = play.stage
    _case, advice = followed(play)
    play.after_term(advice)
    objection = stage.act("fileObjection", "unit-head", **play.objection(advice))
    assert stage.state(objection) == "LATE"
    stage.act("refuseLateObjection", "deputy", objection, reason="Terlambat tanpa alasan.")
    assert (stage.state(objection), stage.state(advice)) == ("REFUSED_LATE", "IMPROVED")


def test_an_open_objection_is_decided_before_the_reassessment_is_passed(play: Play) -> None:
    """II.2.3.s2: with the pass the case would end."""
    stage = play.stage
    _case, revocation = play.revoked()
    stage.act("proveReceipt", "unit-head", revocation, channel="IN_APP")
    objection = play.heard(revocation)
    reassessment = play.reassessment(revocation)
    with pytest.raises(Refused, match="OBJECTION_OPEN"):
        play.passed(reassessment)
    play.decided(objection, "SANCTION_CONFIRMED")
    stage.act("prepareReassessmentPass", "reviewer", reassessment)
    stage.sign("passReassessment", "deputy", reassessment)
    assert (stage.state(reassessment), exceptional(play)) == ("PASSED", {})


def test_after_an_annulled_revocation_the_warning_is_followed_up_anew(play: Play) -> None:
    """II.2.3.s3: the same revocation needs a new record that no improvement followed; the operator may improve first."""
    stage = play.stage
    case, revocation = play.revoked()
    stage.act("proveReceipt", "unit-head", revocation, channel="IN_APP")
    play.decided(play.heard(revocation), "SANCTION_ANNULLED", reinstated=["S09", "S11"])
    again = {"case": case, "rung": "REVOCATION"}
    assert stage.refused("draftSanction", "reviewer", **again) == ("RUNG_NOT_SETTLED", "II.2.2.c.s1", "rung")
    nodes = stage.look(case, "sanctions(first: 5) { nodes { id rung state } }")["sanctions"]["nodes"]
    [warning] = [each for each in nodes if each["rung"] == "WARNING"]
    assert warning["state"] == "RECEIVED"
    stage.act("submitSanctionFollowUp", "unit-head", warning["id"], text="Sudah.", evidence=[play.file()])
    stage.act("acceptImprovement", "assessor-3", warning["id"], verification="Sesuai.")
    assert (stage.state(case), exceptional(play)) == ("CLOSED", {})
