"""Legal standing through a unit's story: each paper, told to those entitled and to strangers, by GraphQL and by its code."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from app.embedded import Addresses
from persistence.records import Record
from persistence.transparency import entries_of
from services.log_entries import log_followed_measures
from storage.s3 import S3Store
from tests.integration.graphql.plays import TAKEOVER, UNIMPROVED, Play
from tests.integration.graphql.stage import Snapshot, Stage, key_of, open_stage

pytestmark = pytest.mark.servers

REVOKED = "standing since by revoked { standard since decision underObjection }"
DOCUMENTS = f"""query {{ documents(first: 100) {{
    nodes {{ kind state number createdAt standing legalStanding {{ {REVOKED} }} verifyUrl }} }} }}"""
BY_CODE = """query($code: String!) { verify(code: $code) {
    standing standingSince standingBy revokedStandards { standard since decision underObjection } message(language: EN) } }"""


@pytest.fixture(scope="module")
def stage(servers: Addresses, s3: S3Store) -> Iterator[Stage]:
    with open_stage(servers, s3) as opened:
        yield opened


@pytest.fixture(scope="module")
def with_certificate(stage: Stage) -> Snapshot:
    """A unit in service, certified 17 of 17."""
    play = Play(stage)
    play.file()
    play.installed()
    play.certify()
    return stage.snapshot()


@pytest.fixture(scope="module")
def with_revocation(stage: Stage, with_certificate: Snapshot) -> Snapshot:
    """The same, S09 and S11 revoked after advice and warning, the decision received."""
    stage.restore(with_certificate)
    play = Play(stage)
    case, revocation = play.revoked()
    for paper in stage.papers(revocation, "NOTICE"):
        if paper["state"] != "SIGNED":
            stage.worker.run_due()
    stage.act("proveReceipt", "unit-head", revocation, channel="IN_APP")
    stage.things |= {"case": case, "revocation": revocation}
    return stage.snapshot()


@pytest.fixture
def certified(stage: Stage, with_certificate: Snapshot) -> Play:
    stage.restore(with_certificate)
    return Play(stage)


@pytest.fixture
def revoked(stage: Stage, with_revocation: Snapshot) -> Play:
    stage.restore(with_revocation)
    return Play(stage)


class Told:
    """What every signed paper means now, to somebody; in GraphQL and by its code it must be the same."""

    def __init__(self, play: Play, who: str = "admin") -> None:
        stage = play.stage
        stage.worker.run_due()
        self.papers: dict[str, list[dict[str, Any]]] = {}
        for paper in stage.ask(DOCUMENTS, who)["documents"]["nodes"]:
            if paper["state"] != "SIGNED":
                assert paper["standing"] == ("VOID" if paper["state"] == "VOID" else "PENDING")
                continue
            code = paper["verifyUrl"].rpartition("/v/")[2]
            verified = stage.ask(BY_CODE, who, code=code)["verify"]
            stranger = stage.ask(BY_CODE, code=code)["verify"]
            found = paper["legalStanding"]
            assert paper["standing"] == found["standing"]
            assert found == {
                "standing": verified["standing"],
                "since": verified["standingSince"],
                "by": verified["standingBy"],
                "revoked": verified["revokedStandards"],
            }, paper["kind"]
            self.papers.setdefault(paper["kind"], []).append(
                {**found, "number": paper["number"], "at": paper["createdAt"], "public": stranger}
            )

    def all(self, kind: str) -> list[str]:
        """The standings of a kind's papers, oldest first."""
        return [each["standing"] for each in sorted(self.papers[kind], key=_age)]

    def public(self, kind: str) -> list[str]:
        return [each["public"]["standing"] for each in sorted(self.papers[kind], key=_age)]

    def one(self, kind: str) -> dict[str, Any]:
        (paper,) = self.papers[kind]
        return paper


def _age(paper: dict[str, Any]) -> str:
    return str(paper["at"])


def revoked_by(decision: str, since: str, *, objected: bool = False) -> list[dict[str, Any]]:
    return [
        {"standard": code, "since": since, "decision": decision, "underObjection": objected} for code in ("S09", "S11")
    ]


def test_a_certified_unit(certified: Play) -> None:
    told = Told(certified)
    assert {kind: set(told.all(kind)) for kind in told.papers} == {
        "APPLICATION_RECEIPT": {"IN_FORCE"},
        "SLA": {"IN_FORCE"},
        "INSTALLATION_MINUTES": {"IN_FORCE"},
        "ASSIGNMENT": {"CONCLUDED"},
        "NOTICE": {"IN_FORCE"},
        "ASSESSMENT_REPORT": {"IN_FORCE"},
        "DETERMINATION": {"IN_FORCE"},
        "CERTIFICATE": {"IN_FORCE"},
    }
    assert told.public("ASSESSMENT_REPORT") == ["WITHHELD"]
    assert told.public("CERTIFICATE") == ["IN_FORCE"]


def test_two_standards_revoked(revoked: Play) -> None:
    """II.2.2.c: certificate and determination name them, the day and the decision, to everybody."""
    told, today = Told(revoked), revoked.today()
    decision = told.one("REVOCATION")["number"]
    for kind in ("CERTIFICATE", "DETERMINATION"):
        paper = told.one(kind)
        assert (paper["standing"], paper["since"], paper["by"]) == ("PARTLY_REVOKED", today, decision)
        assert paper["revoked"] == paper["public"]["revokedStandards"] == revoked_by(decision, today)
        assert paper["public"]["message"] == (
            "This code belongs to a paper of ours. The paper that we keep has not passed every check. "
            f"Legal standing: Partly revoked since {today} by {decision} (S09, S11). "
            "Upload your file to check that it is genuine."
        )
    assert (told.all("ADVICE"), told.all("WARNING"), told.all("REVOCATION")) == (["IN_FORCE"],) * 3
    assert (told.public("ADVICE"), told.public("WARNING"), told.public("REVOCATION")) == (
        ["WITHHELD"],
        ["WITHHELD"],
        ["IN_FORCE"],
    )
    assert told.one("WARNING")["public"]["standingSince"] is None


@pytest.mark.parametrize("who", ["admin", "deputy", "auditor", "unit-head"])
def test_an_open_objection_is_told_to_those_entitled_only(revoked: Play, who: str) -> None:
    revoked.heard(revoked.thing("revocation"))
    told = Told(revoked, who)
    assert told.all("REVOCATION") == ["UNDER_OBJECTION"]
    assert told.public("REVOCATION") == ["IN_FORCE"]
    assert told.public("OBJECTION_RECEIPT") == ["WITHHELD"]
    decision = told.one("REVOCATION")["number"]
    for kind in ("CERTIFICATE", "DETERMINATION"):
        paper = told.one(kind)
        assert (paper["standing"], paper["public"]["standing"]) == ("PARTLY_REVOKED", "PARTLY_REVOKED")
        assert paper["revoked"] == revoked_by(decision, revoked.today(), objected=True)
        assert paper["public"]["revokedStandards"] == revoked_by(decision, revoked.today())


def test_the_revocation_annulled(revoked: Play) -> None:
    """II.2.3.s3: decision and the notice that served it fall; certificate and determination stand again."""
    revoked.decided(revoked.heard(revoked.thing("revocation")), "SANCTION_ANNULLED", reinstated=["S09", "S11"])
    told = Told(revoked)
    result = told.one("OBJECTION_RESULT")["number"]
    decision = told.one("REVOCATION")
    assert (decision["standing"], decision["since"], decision["by"]) == ("ANNULLED", revoked.today(), result)
    assert (decision["public"]["standing"], decision["public"]["standingBy"]) == ("ANNULLED", None)
    assert sorted(told.all("NOTICE"))[0] == "ANNULLED"
    assert (told.all("CERTIFICATE"), told.all("DETERMINATION")) == (["IN_FORCE"], ["IN_FORCE"])
    assert told.one("CERTIFICATE")["revoked"] == []


def test_the_revocation_changed_to_one_standard(revoked: Play) -> None:
    """What the change leaves revoked is revoked by the paper that now says so: the objection's result."""
    revoked.decided(
        revoked.heard(revoked.thing("revocation")),
        "SANCTION_CHANGED",
        reinstated=["S09"],
        rung="REVOCATION",
        followUp=["Hanya S11 yang dicabut."],
        asked=["Perbaiki penerapan S11."],
    )
    told = Told(revoked)
    result = told.one("OBJECTION_RESULT")["number"]
    assert (told.one("REVOCATION")["standing"], told.one("REVOCATION")["by"]) == ("CHANGED", result)
    expected = [
        {"standard": "S11", "since": revoked.today(), "decision": result, "underObjection": False},
    ]
    assert told.one("CERTIFICATE")["revoked"] == told.one("DETERMINATION")["revoked"] == expected
    assert (told.all("OBJECTION_RESULT"), told.public("OBJECTION_RESULT")) == (["IN_FORCE"], ["WITHHELD"])


def test_the_letter_of_a_changed_revocation_stands_as_that_does(revoked: Play) -> None:
    """II.2.3.s1: the measure in another's place is objected to as any other, and the result is its only letter."""
    stage = revoked.stage
    revoked.decided(
        revoked.heard(revoked.thing("revocation")),
        "SANCTION_CHANGED",
        reinstated=["S09"],
        rung="REVOCATION",
        followUp=["Hanya S11 yang dicabut."],
        asked=["Perbaiki penerapan S11."],
    )
    replaced = stage.look(revoked.thing("revocation"), "replacedBy { id }")["replacedBy"]["id"]
    stage.act("proveReceipt", "unit-head", replaced, channel="IN_APP")
    stage.act("fileObjection", "unit-head", **revoked.objection(replaced))
    told = Told(revoked)
    letter = told.one("OBJECTION_RESULT")
    assert (letter["standing"], letter["since"]) == ("UNDER_OBJECTION", revoked.today())
    assert told.public("OBJECTION_RESULT") == ["WITHHELD"]
    assert told.all("REVOCATION") == ["CHANGED"]


def test_reassessed_and_certified_anew(revoked: Play) -> None:
    """The first certificate is superseded by the second; the first determination keeps what was not revoked."""
    revoked.after_term(revoked.thing("revocation"))
    decision = Told(revoked).one("REVOCATION")
    revoked.passed(revoked.reassessment(revoked.thing("revocation")))
    told = Told(revoked)
    first, second = sorted(told.papers["CERTIFICATE"], key=_age)
    assert (first["standing"], first["by"]) == ("SUPERSEDED", second["number"])
    assert (first["public"]["standing"], first["public"]["standingBy"]) == ("SUPERSEDED", second["number"])
    assert second["standing"] == "IN_FORCE"
    assert told.all("DETERMINATION") == ["PARTLY_REVOKED", "IN_FORCE"]
    oldest = min(told.papers["DETERMINATION"], key=_age)
    assert oldest["revoked"] == revoked_by(decision["number"], decision["since"])
    assert (told.all("REVOCATION"), told.all("ADVICE"), told.all("WARNING")) == (["CONCLUDED"],) * 3


def test_a_stop_annulled_and_the_agreement_that_it_ended(certified: Play) -> None:
    stage = certified.stage
    case = certified.breached()
    assert Told(certified).all("SLA") == ["BREACHED"]
    stop = certified.received(case, "STOP", TAKEOVER)
    told = Told(certified)
    assert (told.all("SERVICE_STOP"), told.public("SERVICE_STOP")) == (["IN_FORCE"], ["IN_FORCE"])
    certified.decided(certified.heard(stop), "SANCTION_ANNULLED")
    told = Told(certified)
    assert (told.all("SERVICE_STOP"), told.public("SERVICE_STOP")) == (["ANNULLED"], ["ANNULLED"])
    assert told.one("SERVICE_STOP")["by"] == told.one("OBJECTION_RESULT")["number"]
    assert stage.state(certified.thing("unit")) == "ACTIVE"


def test_a_stop_is_concluded_by_the_letter_that_restores_the_service(revoked: Play) -> None:
    """A later stop takes the force of that letter in turn; what was revoked before stays so."""
    stage, revocation, unit = revoked.stage, revoked.thing("revocation"), revoked.thing("unit")
    revoked.after_term(revocation)
    reminded = revoked.reminded()
    reassessment = revoked.reassessment(revocation)
    stage.act("recordNonCooperation", "reviewer", reassessment, reason="Tidak menjawab.", reminders=reminded)
    stage.act("recordNoImprovement", "reviewer", revocation, **UNIMPROVED)
    revoked.received(revoked.thing("case"), "STOP", TAKEOVER)
    assert Told(revoked).all("SERVICE_STOP") == ["IN_FORCE"]
    revoked.advance(days=1)
    stage.act("prepareReinstatement", "reviewer", unit, reasons=["Sudah diperbaiki."], fromDay=revoked.today())
    stage.sign("reinstateUnit", "deputy", unit)
    told = Told(revoked)
    letter, stop = told.one("REINSTATEMENT"), told.one("SERVICE_STOP")
    assert (letter["standing"], letter["since"]) == ("IN_FORCE", revoked.today())
    for found in (stop, stop["public"]):
        assert found["standing"] == "CONCLUDED"
    assert (stop["since"], stop["by"]) == (revoked.today(), letter["number"])
    assert told.one("CERTIFICATE")["standing"] == "PARTLY_REVOKED"
    assert told.one("REVOCATION")["standing"] == "IN_FORCE"


def test_a_stop_by_revocation_ends_the_agreement_and_is_named_there(certified: Play) -> None:
    """II.2.2.d, the second door."""
    form = {"asked": ["Hentikan."], "standards": [], "stopForm": "REVOCATION"}
    certified.issued(certified.breached(), "STOP", form)
    told = Told(certified)
    sla, stop = told.one("SLA"), told.one("SERVICE_STOP")
    assert (sla["standing"], sla["by"], sla["public"]["standingBy"]) == ("TERMINATED", stop["number"], stop["number"])
    assert stop["standing"] == "IN_FORCE"


# --- approvals ------------------------------------------------------------------------------------------------------


def logged(paper: str) -> list[str]:
    """What the public log says of a paper, oldest first; of an approval it is a commitment."""
    entries = entries_of(key_of(paper))
    assert all(json.loads(each.entry).keys() == {"v", "commitment"} for each in entries)
    return [json.loads(each.statement)["standing"] for each in entries]


def approved(play: Play, application: str) -> dict[str, Any]:
    """The application's approval, signed."""
    (waiting,) = play.stage.papers(application, "APPROVAL")
    play.stage.sign_paper(waiting["id"], "deputy")
    (signed,) = play.stage.papers(application, "APPROVAL")
    assert signed["state"] == "SIGNED"
    return signed


def test_an_approval_ends_with_the_agreement_that_a_stop_ends_and_stands_again_with_that(certified: Play) -> None:
    """II.2.1.a.3, II.2.2.d, II.2.3.s3: told to everybody, and a commitment of the log."""
    approval = approved(certified, certified.thing("application"))
    told = Told(certified)
    assert (told.all("APPROVAL"), told.public("APPROVAL")) == (["IN_FORCE"], ["IN_FORCE"])
    form = {"asked": ["Hentikan."], "standards": [], "stopForm": "REVOCATION"}
    stop = certified.received(certified.breached(), "STOP", form)
    told = Told(certified)
    found, letter = told.one("APPROVAL"), told.one("SERVICE_STOP")
    assert (found["standing"], found["by"], found["since"]) == ("TERMINATED", letter["number"], letter["since"])
    assert (found["public"]["standing"], found["public"]["standingBy"]) == ("TERMINATED", letter["number"])
    said = f"Legal standing: Terminated since {letter['since']} by {letter['number']}."
    assert said in found["public"]["message"]
    certified.decided(certified.heard(stop), "SANCTION_ANNULLED")
    told = Told(certified)
    assert (told.all("SLA"), told.all("APPROVAL"), told.public("APPROVAL")) == (["IN_FORCE"],) * 3
    assert logged(approval["id"]) == ["IN_FORCE", "TERMINATED", "IN_FORCE"]


def test_after_a_change_of_form_one_approval_stands(certified: Play) -> None:
    """II.2.1.a.3-4: the earlier gives way when the agreement of the later comes into force, whoever signed which letter."""
    first = approved(certified, certified.thing("application"))
    certified.advance(days=1)
    application, sla = certified.ready_to_sign(unit=certified.thing("unit"), form="SERVICE_PROVIDER")
    second = approved(certified, application)
    assert Told(certified).all("APPROVAL") == ["IN_FORCE", "IN_FORCE"], "the later is approved, not yet agreed"
    certified.stage.sign("signSlaForInstitution", "head", sla)
    certified.stage.sign("signSlaForLkpp", "deputy", sla)
    told = Told(certified)
    assert (told.all("APPROVAL"), told.public("APPROVAL")) == (["SUPERSEDED", "IN_FORCE"],) * 2
    old = min(told.papers["APPROVAL"], key=_age)
    assert (old["number"], old["by"], old["since"]) == (first["number"], second["number"], certified.today())
    assert told.all("SLA") == ["SUPERSEDED", "IN_FORCE"]
    assert (logged(first["id"]), logged(second["id"])) == (["IN_FORCE", "SUPERSEDED"], ["IN_FORCE"])


def test_an_approval_that_was_signed_before_the_log_followed_it_is_told_at_the_next_start_and_once(
    certified: Play,
) -> None:
    stage = certified.stage
    approval = approved(certified, certified.thing("application"))
    Record._get_db()["slas"].update_one({"_id": key_of(certified.thing("sla"))}, {"$set": {"state": "EXPIRED"}})
    now = stage.clock.now()
    assert [log_followed_measures(stage.database, at=now) for _ in range(2)] == [1, 0]
    assert logged(approval["id"]) == ["IN_FORCE", "EXPIRED"]


def test_another_institution_is_a_stranger(revoked: Play) -> None:
    """It may not read the paper at all; by its code it is told what everybody is told."""
    papers = revoked.stage.ask(DOCUMENTS, "admin")["documents"]["nodes"]
    (warning,) = (paper for paper in papers if paper["kind"] == "WARNING")
    code = warning["verifyUrl"].rpartition("/v/")[2]
    asked = {who: revoked.stage.ask(BY_CODE, who, code=code)["verify"] for who in ("stranger", "unit-head", "staff")}
    assert asked["stranger"] == revoked.stage.ask(BY_CODE, code=code)["verify"]
    assert [asked[who]["standing"] for who in asked] == ["WITHHELD", "IN_FORCE", "IN_FORCE"]
