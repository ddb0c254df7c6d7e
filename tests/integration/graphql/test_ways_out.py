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
    reminded = play.reminded()
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
    return found(play, play.watched(), "S09", "S11")


def found(play: Play, surveillance: str, *standards: str) -> str:
    """The surveillance, concluded with a finding on each of these, its report signed."""
    findings = [
        {"standard": each, "criterion": f"{each}-K1", "fact": "Fakta.", "observation": "Dilihat.", "severity": "MAJOR"}
        for each in standards
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
    reminded = play.reminded()
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


def stopped_while_watched(play: Play) -> str:
    """A surveillance of S03 and S09 that ran when the service was stopped, and found something on both."""
    stage, surveillance = play.stage, play.watched("S03", "S09")
    case, revocation = play.revoked()
    stage.act("proveReceipt", "unit-head", revocation, channel="IN_APP")
    play.after_term(revocation)
    reminded = play.reminded()
    stage.act("recordNonCooperation", "reviewer", play.reassessment(revocation), reason="Diam.", reminders=reminded)
    stage.act("recordNoImprovement", "reviewer", revocation, **UNIMPROVED)
    stage.things["stop"] = play.issued(case, "STOP", TAKEOVER)
    return found(play, surveillance, "S03", "S09")


def stop_is_final(play: Play) -> None:
    """The case that stopped the service ends with its stop."""
    stop = play.stage.act("proveReceipt", "unit-head", play.thing("stop"), channel="IN_APP")
    play.after_term(stop)
    play.stage.act("recordNoImprovement", "reviewer", stop, **UNIMPROVED)


def test_what_a_surveillance_found_of_a_service_stopped_meanwhile_is_followed_and_improved(play: Play) -> None:
    """II.2.1.f.p2: a finding must lead to a measure; of S09 the case that stopped the service takes care."""
    stage, unit = play.stage, play.thing("unit")
    surveillance = stopped_while_watched(play)
    assert (stage.state(unit), stage.state(surveillance), play.cells()["S03"]) == ("STOPPED", "FINDINGS", "FLAGGED")
    stated = {"unit": unit, "findings": play.shown([{**FINDINGS[0], "standard": "S04", "criterion": "S04-K1"}])}
    assert stage.refused("openSanctionCase", "reviewer", **stated) == ("SERVICE_NOT_ACTIVE", "HOUSE", "unit")
    year = int(play.today()[:4]) + 1
    planned = {"unit": unit, "year": year, "factors": [], "reason": "Program tahunan."}
    assert stage.refused("planSurveillance", "admin", **planned)[:2] == ("WRONG_STATE", "HOUSE")
    case = play.case(surveillance=surveillance, findings=[])
    shown = stage.look(case, "state findings { standard }")
    assert shown == {"state": "OPEN", "findings": [{"standard": "S03"}]}
    advice = play.received(case, "ADVICE")
    stage.act("submitSanctionFollowUp", "unit-head", advice, text="Sudah.", evidence=[play.file()])
    stage.act("acceptImprovement", "assessor-3", advice, verification="Sesuai.")
    assert (stage.state(case), stage.state(surveillance), stage.state(unit)) == ("CLOSED", "SANCTIONED", "STOPPED")
    assert play.cells()["S03"] == "DETERMINED"
    stop_is_final(play)
    assert stage.state(surveillance) == "CLOSED"


def test_a_case_of_a_stopped_service_climbs_up_to_the_stop_and_goes_on_when_the_service_is_back(play: Play) -> None:
    """II.2.2.a to c ask for no service that runs, II.2.2.d does."""
    stage, unit = play.stage, play.thing("unit")
    case = play.case(surveillance=stopped_while_watched(play), findings=[])
    play.unimproved(case, "ADVICE")
    play.unimproved(case, "WARNING")
    revocation = play.received(case, "REVOCATION", {"asked": ["Perbaiki."], "standards": ["S03"]})
    play.after_term(revocation)
    stage.act("recordNoImprovement", "reviewer", revocation, **UNIMPROVED)
    stop = {"case": case, "rung": "STOP"}
    blocked = stage.refused("draftSanction", "reviewer", **stop)
    assert blocked == ("REASSESSMENT_UNSETTLED", "HOUSE", "reassessment")
    reminded = play.reminded()
    stage.act("recordNonCooperation", "reviewer", play.reassessment(revocation), reason="Diam.", reminders=reminded)
    assert stage.refused("draftSanction", "reviewer", **stop) == ("SERVICE_NOT_ACTIVE", "II.2.2.d", "unit")
    stage.act("prepareReinstatement", "reviewer", unit, reasons=["Sudah diperbaiki."], fromDay=play.today())
    stage.sign("reinstateUnit", "deputy", unit)
    play.issued(case, "STOP", TAKEOVER)
    assert (stage.state(unit), exceptional(play)) == (
        "STOPPED",
        {"S03": "REVOKED", "S09": "REVOKED", "S11": "REVOKED"},
    )


def test_the_deputy_ends_a_case_that_can_go_no_further_while_the_service_stands_still(play: Play) -> None:
    """House rule: the decree is silent; no finding of a surveillance is left without an end that LKPP can reach."""
    stage, surveillance = play.stage, stopped_while_watched(play)
    case = play.case(surveillance=surveillance, findings=[])
    play.unimproved(case, "ADVICE")
    play.unimproved(case, "WARNING")
    play.unimproved(case, "REVOCATION", {"asked": ["Perbaiki."], "standards": ["S03"]})
    stage.act("resumeSanctionCase", "deputy", case, decision="LEAVE", reason="Layanan sudah dihentikan.")
    assert (stage.state(case), stage.state(surveillance)) == ("CLOSED", "SANCTIONED")
    stop_is_final(play)
    assert stage.state(surveillance) == "CLOSED"


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


def test_findings_of_a_surveillance_do_not_end_with_a_case_in_which_no_measure_was_given(play: Play) -> None:
    """II.2.1.f.p2: what surveillance finds is followed by a measure; a case opened in error ends, and another follows."""
    stage, surveillance = play.stage, with_findings(play)
    case = play.case(surveillance=surveillance, findings=[])
    assert stage.state(surveillance) == "SANCTIONED"
    draft = stage.act("draftSanction", "reviewer", case=case, rung="ADVICE")
    stage.act("discardSanction", "reviewer", draft, reason="Keliru.")
    assert stage.state(stage.act("dismissSanctionCase", "deputy", case, reason="Keliru.")) == "CLOSED"
    shown = stage.look(surveillance, "state case { id } history(first: 20) { nodes { name clauseId } }")
    assert (shown["state"], shown["case"]) == ("FINDINGS", None)
    assert {"name": "SurveillanceFindingsReopened", "clauseId": "II.2.1.f.p2"} in shown["history"]["nodes"]
    assert [play.cells()[code] for code in ("S09", "S11")] == ["FLAGGED", "FLAGGED"]
    again = play.case(surveillance=surveillance, findings=[])
    advice = play.received(again, "ADVICE")
    follow = {"text": "Sudah diperbaiki.", "evidence": [play.file()]}
    stage.act("submitSanctionFollowUp", "unit-head", advice, **follow)
    stage.act("acceptImprovement", "assessor-3", advice, verification="Sesuai.")
    assert (stage.state(again), stage.state(surveillance)) == ("CLOSED", "CLOSED")


def settled(play: Play, case: str, by: str = "assessor-3") -> str:
    """The case advised, the advice followed, and the improvement accepted: the advice."""
    stage = play.stage
    advice = play.received(case, "ADVICE")
    stage.act("submitSanctionFollowUp", "unit-head", advice, text="Sudah.", evidence=[play.file()])
    return stage.act("acceptImprovement", by, advice, verification="Sesuai.")


def by_hand(play: Play, standard: str) -> str:
    """A case on the first criterion of the standard, stated by a reviewer."""
    finding = {"standard": standard, "criterion": f"{standard}-K1", "fact": "Fakta lain.", "evidence": []}
    return play.case(findings=play.shown([finding]))


def test_a_case_clears_no_flag_of_what_another_case_pursues_and_the_surveillance_waits_for_both(play: Play) -> None:
    """II.2.1.f.p2: of what it found S09 is pursued in an earlier case, S11 in its own; each ends with its case."""
    stage = play.stage
    earlier = by_hand(play, "S09")
    surveillance = with_findings(play)
    own = play.case(surveillance=surveillance, findings=[])
    shown = stage.look(surveillance, "state case { id } cases { id }")
    assert shown == {"state": "SANCTIONED", "case": {"id": own}, "cases": [{"id": own}, {"id": earlier}]}
    assert stage.look(own, "findings { standard }") == {"findings": [{"standard": "S11"}]}
    found_in = stage.look(earlier, "furtherSurveillances { id } history(first: 9) { nodes { name } }")
    assert found_in["furtherSurveillances"] == [{"id": surveillance}]
    assert {"name": "CaseSharedFindings"} in found_in["history"]["nodes"]
    settled(play, own)
    assert (stage.state(own), stage.state(surveillance)) == ("CLOSED", "SANCTIONED")
    assert exceptional(play) == {"S09": "FLAGGED"}
    settled(play, earlier)
    assert (stage.state(earlier), stage.state(surveillance), exceptional(play)) == ("CLOSED", "CLOSED", {})


def test_findings_that_a_case_pursues_already_are_taken_up_in_it(play: Play) -> None:
    """II.2.1.f.p2: no second case, and no advice where the first has brought the improvement."""
    stage = play.stage
    case, other = by_hand(play, "S09"), by_hand(play, "S03")
    surveillance = found(play, play.watched(), "S09")
    again = {"unit": play.thing("unit"), "surveillance": surveillance, "findings": []}
    assert stage.refused("openSanctionCase", "reviewer", **again) == ("FINDING_PURSUED", "HOUSE", "findings")
    taken = {"surveillance": surveillance}
    assert stage.refused("takeUpFindings", "deputy", case, **taken)[0] == "NOT_PERMITTED"
    assert stage.refused("takeUpFindings", "reviewer", other, **taken) == ("INVALID_INPUT", "HOUSE", "surveillance")
    assert stage.state(surveillance) == "FINDINGS"
    assert stage.state(stage.act("takeUpFindings", "reviewer", case, **taken)) == "OPEN"
    assert stage.look(surveillance, "state case { id }") == {"state": "SANCTIONED", "case": {"id": case}}
    twice = stage.refused("takeUpFindings", "reviewer", case, **taken)
    assert twice == ("ORIGIN_WITHOUT_FINDINGS", "HOUSE", "surveillance")
    advice = play.received(case, "ADVICE")
    stage.act("submitSanctionFollowUp", "unit-head", advice, text="Sudah.", evidence=[play.file()])
    assert stage.refused("acceptImprovement", "assessor-1", advice, verification="Sesuai.")[0] == "OWN_FINDING"
    stage.act("acceptImprovement", "assessor-3", advice, verification="Sesuai.")
    assert (stage.state(case), stage.state(surveillance), exceptional(play)) == ("CLOSED", "CLOSED", {})
    assert stage.state(other) == "OPEN"


def test_what_no_case_pursues_is_not_passed_over_by_taking_up_the_rest(play: Play) -> None:
    """II.2.1.f.p2: S11 asks for a case of its own; the one on S09 is dismissed, and then S09 asks for one too."""
    stage, case = play.stage, by_hand(play, "S09")
    surveillance = with_findings(play)
    refused = stage.refused("takeUpFindings", "reviewer", case, surveillance=surveillance)
    assert refused == ("FINDING_NOT_PURSUED", "II.2.1.f.p2", "surveillance")
    own = play.case(surveillance=surveillance, findings=[])
    stage.act("dismissSanctionCase", "deputy", case, reason="Keliru.")
    assert stage.state(surveillance) == "SANCTIONED"
    settled(play, own)
    assert (stage.state(surveillance), exceptional(play)) == ("FINDINGS", {"S09": "FLAGGED"})
    last = play.case(surveillance=surveillance, findings=[])
    assert stage.look(last, "findings { standard }") == {"findings": [{"standard": "S09"}]}
    settled(play, last)
    assert (stage.state(surveillance), exceptional(play)) == ("CLOSED", {})


def test_one_case_for_one_set_of_findings(play: Play) -> None:
    """II.2.2: what an open case pursues is not begun again beside it; once it is closed it may be."""
    stage, case = play.stage, play.case()
    again = {"unit": play.thing("unit"), "findings": play.shown(FINDINGS[:1])}
    assert stage.refused("openSanctionCase", "reviewer", **again) == ("FINDING_PURSUED", "HOUSE", "findings")
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
    assert refused == ("OBJECTION_OPEN", "HOUSE", "objection")
    play.decided(objection, "SANCTION_ANNULLED")
    assert stage.state(advice) == "ANNULLED"


def followed(play: Play) -> tuple[str, str]:
    """A case that ended with the improvement after its advice, while the term to object still runs."""
    case = play.case()
    advice = play.received(case, "ADVICE")
    play.stage.act("submitSanctionFollowUp", "unit-head", advice, text="Sudah.", evidence=[play.file()])
    play.stage.act("acceptImprovement", "assessor-3", advice, verification="Sesuai.")
    return case, advice


def test_a_measure_that_was_followed_can_still_be_changed_or_annulled(play: Play) -> None:
    """II.2.3.s1: the right is against each measure within five working days, whether it was followed or not."""
    stage = play.stage
    case, advice = followed(play)
    ended = stage.look(case, "version state closedReason")
    objection = play.heard(advice)
    change = {"considerations": ["Pertimbangan."], "reinstated": [], "followUp": ["Ubah."], "rung": "ADVICE"}
    asks = {**change, "asked": ["Perbaiki."], "decision": "SANCTION_CHANGED"}
    refused = stage.refused("prepareObjectionDecision", "reviewer-2", objection, **asks)
    assert refused == ("INVALID_INPUT", "HOUSE", "asked")
    stage.act("prepareObjectionDecision", "reviewer-2", objection, **{**asks, "asked": []})
    stage.act("recallObjectionDecision", "deputy", objection, reason="Dibatalkan saja.")
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
