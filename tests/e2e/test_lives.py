"""The lives of three units over HTTP: certified; revoked, objected in vain and regained; stopped and restored.

*Source*: II.2.1.e-f, II.2.2, II.2.3. Only the legal clock is moved from outside.
"""

import json
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from app.clock import DevelopmentClock
from app.demo.casting import Company
from app.demo.client import ApiClient, ApiError
from app.demo.lives import ACTS
from app.demo.performance import Performance, perform
from app.demo.tables import revoked_of, standards_of
from app.demo.telling import Progress
from domain.clock import JAKARTA, legal_date
from tests.e2e.ledger import Ledger, log_findings
from tests.e2e.servers import Server

pytestmark = [pytest.mark.servers, pytest.mark.libreoffice]

PAPERS = {
    "APPLICATION_RECEIPT": 6,
    "COMPLETION_REQUEST": 3,
    "APPROVAL": 3,
    "SLA": 3,
    "INSTALLATION_MINUTES": 2,
    "ASSIGNMENT": 4,
    "NOTICE": 9,
    "ASSESSMENT_REPORT": 4,
    "RECOMMENDATION": 1,
    "MINUTES": 4,
    "DETERMINATION": 3,
    "CERTIFICATE": 3,
    "ADVICE": 1,
    "WARNING": 1,
    "REVOCATION": 1,
    "SERVICE_STOP": 1,
    "LKPP_SYSTEM": 1,
    "OBJECTION_RECEIPT": 2,
    "OBJECTION_RESULT": 2,
    "REINSTATEMENT": 1,
}
NOT_IN_FORCE = {
    ("ASSIGNMENT", "CONCLUDED"): 4,
    ("CERTIFICATE", "SUPERSEDED"): 1,
    ("COMPLETION_REQUEST", "CONCLUDED"): 3,
    ("DETERMINATION", "PARTLY_REVOKED"): 1,
    ("REVOCATION", "CONCLUDED"): 1,
    ("SERVICE_STOP", "ANNULLED"): 1,
}
WITHHELD = {"ADVICE", "WARNING", "LKPP_SYSTEM", "NOTICE", "ASSESSMENT_REPORT", "RECOMMENDATION", "MINUTES"} | {
    "OBJECTION_RECEIPT",
    "OBJECTION_RESULT",
}
"""Of these a stranger learns only that they are genuine."""
DEPUTY = "Dr. Contoh Wiratama, M.T."
SEAL = "Segel Elektronik Pembina UJI"
SIGNED_BY_THE_LEAD = {"Contoh Kusuma, M.Kom.": 3, "Contoh Purnama, S.T., M.T.": 1}

REFUSED = {
    ("submitApplication", "II.2.1.a.1"): 3,
    ("startInstallation", "II.2.1.a.4"): 4,
    ("agreeSla", "HOUSE"): 3,
    ("signSlaForInstitution", "HOUSE"): 3,
    ("acceptInstallation", "II.2.1.a.4"): 2,
    ("submitSelfAssessment", "II.2.1.e.1"): 2,
    ("reportFactualAssessment", "HOUSE"): 2,
    ("prepareDetermination", "II.2.1.e.5"): 1,
    ("draftSanction", "II.2.2.b"): 2,
    ("recordNoImprovement", "HOUSE"): 2,
    ("fileObjection", "II.2.3.s1"): 4,
    ("draftSanction", "II.2.2.d"): 1,
    ("admitObjection", "II.2.3.s2"): 2,
    ("prepareObjectionDecision", "II.2.3.s2"): 2,
    ("requestReassessment", "II.2.2.c.s2"): 1,
    ("prepareReassessmentPass", "II.2.2.c.s2"): 1,
    ("confirmBreach", "II.2.2.d"): 1,
    ("draftSanction", "II.2.2.a"): 1,
}
"""Each refusal that the lives show, with its clause, and how often."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with an empty database, so that every number is of these lives."""
    with Server(tmp_path_factory.mktemp("lives"), lives=True) as server:
        server.start()
        yield server


@pytest.fixture(scope="module")
def company(server: Server) -> Iterator[Company]:
    reached = server.reached
    company = Company(reached.address, reached.people.__getitem__, passphrase=reached.passphrase)
    yield company
    company.close()


@pytest.fixture(scope="module")
def told(server: Server, company: Company) -> Performance:
    """The three lives, told once from nine in the morning on, as the command tells them."""
    clock = DevelopmentClock(server.data / "clock.json")
    tomorrow = legal_date(datetime.now(UTC)) + timedelta(days=1)
    clock.advance_to(datetime.combine(tomorrow, time(9), JAKARTA))
    return perform(company, Progress(tell=lambda _line: None), clock, name="lives")


# --- acts -------------------------------------------------------------------------------------------------------------


def test_as_many_acts_as_the_progress_bar_announces(told: Performance) -> None:
    assert len(told.progress.acts) == ACTS == 198


def test_each_refusal_names_its_clause(told: Performance) -> None:
    lines = [line for line in told.progress.acts if "ditolak / refused" in line]
    assert Counter((line.split(" ")[0], line[line.rindex("[") + 1 : -1]) for line in lines) == REFUSED
    assert told.progress.refusals == len(lines) == 37


# --- where everything stands in the end -------------------------------------------------------------------------------


def test_the_first_unit_is_certified_17_of_17(told: Performance) -> None:
    outcome = told.outcomes[0]
    assert (outcome["name"], outcome["state"], outcome["slaState"]) == (
        "LPSE Kabupaten Contoh Utara",
        "ACTIVE",
        "IN_FORCE",
    )
    assert standards_of(outcome) == {"DETERMINED": 17}
    assert editions(outcome) == [(1, "ACTIVE", 17, 17, 0)]
    assert outcome["sanctionCases"]["nodes"] == []


def test_the_second_unit_lost_two_standards_and_has_them_again(told: Performance) -> None:
    outcome = told.outcomes[1]
    assert (outcome["state"], outcome["slaState"], standards_of(outcome)) == ("ACTIVE", "IN_FORCE", {"DETERMINED": 17})
    assert editions(outcome) == [(2, "ACTIVE", 17, 17, 0), (1, "SUPERSEDED", 17, 17, 2)]
    assert revoked_of(outcome) == 2
    assert outcome["reassessments"]["nodes"] == [{"state": "PASSED", "passedStandards": ["S09", "S11"]}]
    assert outcome["sanctionCases"]["nodes"] == [
        {
            "state": "CLOSED",
            "rung": "REVOCATION",
            "closedReason": "IMPROVED",
            "sanctions": {
                "nodes": [
                    sanction("ADVICE", "NOT_IMPROVED"),
                    sanction("WARNING", "NOT_IMPROVED"),
                    sanction("REVOCATION", "IMPROVED", "SANCTION_CONFIRMED"),
                ]
            },
        }
    ]


def test_the_third_unit_serves_again_after_its_stop_was_annulled(told: Performance) -> None:
    outcome = told.outcomes[2]
    assert (outcome["state"], outcome["slaState"]) == ("ACTIVE", "IN_FORCE")
    assert standards_of(outcome) == {"IMPLEMENTING": 16, "NOT_APPLICABLE": 1}
    assert editions(outcome) == []
    assert outcome["sanctionCases"]["nodes"] == [
        {
            "state": "CLOSED",
            "rung": None,
            "closedReason": "ANNULLED",
            "sanctions": {"nodes": [sanction("STOP", "ANNULLED", "SANCTION_ANNULLED")]},
        }
    ]


def editions(outcome: dict[str, Any]) -> list[tuple[int, str, int, int, int]]:
    """Edition, state, standards that apply, standards named, standards of them revoked."""
    return [
        (
            each["edition"],
            each["state"],
            each["applicable"],
            len(each["standards"]),
            sum(standard["revoked"] for standard in each["standards"]),
        )
        for each in outcome["certificates"]["nodes"]
    ]


def sanction(rung: str, state: str, *decisions: str) -> dict[str, Any]:
    objections = [{"state": "DECIDED", "decision": decision} for decision in decisions]
    return {"rung": rung, "state": state, "objections": {"nodes": objections}}


def test_anyone_reads_the_two_certificates_that_count(told: Performance, company: Company) -> None:
    found = company.public.ask(
        "{ certificates(first: 10, filter: {states: [ACTIVE]}) { nodes { number edition state unit { name } } } }"
    )["certificates"]["nodes"]
    numbers = [outcome["certificates"]["nodes"][0]["document"]["number"] for outcome in told.outcomes[:2]]
    assert sorted((each["number"], each["edition"], each["unit"]["name"]) for each in found) == sorted(
        zip(numbers, [1, 2], ["LPSE Kabupaten Contoh Utara", "LPSE Kota Contoh Timur"], strict=True)
    )


# --- papers -----------------------------------------------------------------------------------------------------------


def test_every_paper_of_the_database_was_shown(told: Performance, server: Server) -> None:
    found = Counter(paper["kind"] for paper in told.every_paper())
    with Ledger(server.reached) as ledger:
        stored = Counter(document["kind"] for document in ledger.stored["documents"].find())
    assert found == stored == PAPERS
    assert [len(papers) for papers in told.papers] == [13, 27, 15]


def test_every_paper_is_genuine_and_stands_as_the_law_left_it(told: Performance) -> None:
    proofs = told.every_proof()
    assert {proof.genuine for proof in proofs} == {True}
    assert len({proof.sha256 for proof in proofs}) == len({proof.file for proof in proofs}) == 55
    assert {proof.kind for proof in proofs if proof.standing == "WITHHELD"} == WITHHELD
    told = Counter((proof.kind, proof.standing) for proof in proofs if proof.kind not in WITHHELD)
    assert {key: count for key, count in told.items() if key[1] != "IN_FORCE"} == NOT_IN_FORCE
    assert [proof.standing for proof in proofs if proof.kind == "CERTIFICATE"] == ["IN_FORCE", "SUPERSEDED", "IN_FORCE"]


@pytest.mark.parametrize("kind", ["SLA", "REVOCATION", "CERTIFICATE"])
def test_a_paper_is_made_again_beside_the_running_server(told: Performance, server: Server, kind: str) -> None:
    """`pembina documents reproduce`: from the facts of that day, the kept template, and another LibreOffice."""
    number = next(paper["number"] for paper in told.every_paper() if paper["kind"] == kind)
    command = [sys.executable, "-m", "app.cli", "--data", str(server.data), "documents", "reproduce", number, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    found = json.loads(done.stdout)
    assert (done.returncode, found["outcome"], found["number"], found["differences"]) == (0, "SAME", number, [])
    assert found["madeSha256"] == found["issuedSha256"] == found["recordedSha256"]


def test_who_signed(told: Performance) -> None:
    """The seal for the worker's papers, the lead for his report, both parties for the SLA, the Deputy for all others."""
    signers: dict[str, Counter[str]] = defaultdict(Counter)
    for paper in told.every_paper():
        signers[paper["kind"]].update(signature["signerName"] for signature in paper["signatures"])
        assert paper["signatures"][-1]["level"] == "B_LTA"
    assert signers.pop("ASSESSMENT_REPORT") == SIGNED_BY_THE_LEAD
    assert signers.pop("SLA")[DEPUTY] == 3
    sealed = {"APPLICATION_RECEIPT", "COMPLETION_REQUEST", "INSTALLATION_MINUTES", "NOTICE", "MINUTES"}
    for kind, found in signers.items():
        signer = SEAL if kind in sealed | {"OBJECTION_RECEIPT"} else DEPUTY
        assert found == {signer: PAPERS[kind]}, kind


def test_numbers_have_no_gap_in_any_series_and_nobody_wasted_one(told: Performance, server: Server) -> None:
    with Ledger(server.reached) as ledger:
        numbers, last = ledger.numbers(), ledger.counters()
    assert {series: list(range(1, len(found) + 1)) for series, found in numbers.items()} == numbers
    assert {series: found[-1] for series, found in numbers.items()} == {key: last[key] for key in numbers}
    assert sum(len(found) for found in numbers.values()) == sum(PAPERS.values()) == 55


def test_decisions_and_certificates_have_their_own_forms_of_number(told: Performance) -> None:
    for proof in told.every_proof():
        if proof.kind in {"DETERMINATION", "REVOCATION"}:
            assert re.fullmatch(r"NOMOR [1-4] TAHUN \d{4}", proof.number)
        elif proof.kind == "CERTIFICATE":
            assert re.fullmatch(r"SERT-\d{4}-000[1-3].*", proof.number)
        else:
            assert re.fullmatch(r"\d+/(B/D\.2/[A-Z-]+|LKPP-LPSE)/[IVX]+/\d{4}", proof.number), proof.kind


def test_another_institution_reads_none_of_them(told: Performance, server: Server) -> None:
    stranger = ApiClient(server.reached.address, server.reached.tokens["FOREIGN_HEAD"])
    papers = told.every_paper()
    found = stranger.ask("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=[paper["id"] for paper in papers])
    assert found["nodes"] == [None] * 55
    with pytest.raises(ApiError, match=": 404 "):
        stranger.download(urlsplit(papers[-1]["path"]).path)
    stranger.close()


def test_the_figures_are_those_of_the_lives(told: Performance) -> None:
    figures = told.figures()
    assert 60 <= figures.pop("legal_days") <= 120
    assert figures.pop("seconds_from_sign_to_verifiable") > 0
    assert figures == {
        "lives": 3,
        "acts": 198,
        "refusals": 37,
        "documents": 55,
        "standards_determined": 34,
        "standards_revoked": 2,
        "certificates": 3,
        "cases": 2,
        "sanctions": 4,
        "objections": 2,
        "reassessments": 1,
    }


def test_the_event_log_is_whole(told: Performance, server: Server) -> None:
    with Ledger(server.reached) as ledger:
        ledger.settle()
    assert log_findings(server.data) == "log utuh / the log is intact\n"
