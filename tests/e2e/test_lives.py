"""The lives of three units over HTTP: certified; revoked, objected in vain and regained; stopped and restored.

*Source*: II.2.1.e-f, II.2.2, II.2.3. Only the legal clock is moved from outside.
"""

import io
import json
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed, AdESSubIndic
from pyhanko.sign.validation.status import SignatureCoverageLevel

from app.clock import DevelopmentClock
from app.demo.casting import Company
from app.demo.client import ApiClient, ApiError
from app.demo.keeping import keep
from app.demo.lives import ACTS
from app.demo.offline import agree_without_network, fetch_bundle
from app.demo.performance import Performance, perform
from app.demo.tables import revoked_of, standards_of
from domain.clock import JAKARTA, legal_date
from domain.credentials import StatusType
from services.offline_pins import Pins
from signing.notes import read_vkey
from signing.trust import TrustAnchors
from tests.e2e.ledger import Ledger, log_findings
from tests.e2e.servers import Server
from tests.integration.documents.verapdf import check_pdfa
from tests.integration.signing.other_programs import (
    PADES,
    TRUSTED,
    VALID,
    content_info,
    covered,
    indications,
    nss_store,
    openssl_cms,
    pdfsig,
    stamped_at,
)

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
    ("submitApplication", "HOUSE"): 3,
    ("startInstallation", "II.2.1.a.4"): 4,
    ("agreeSla", "HOUSE"): 3,
    ("signSlaForInstitution", "HOUSE"): 3,
    ("acceptInstallation", "HOUSE"): 2,
    ("submitSelfAssessment", "II.2.1.e.1"): 2,
    ("reportFactualAssessment", "HOUSE"): 2,
    ("prepareDetermination", "II.2.1.e.5"): 1,
    ("draftSanction", "II.2.2.b"): 2,
    ("recordNoImprovement", "HOUSE"): 2,
    ("fileObjection", "HOUSE"): 2,
    ("fileObjection", "II.2.3.s1"): 2,
    ("draftSanction", "II.2.2.d"): 1,
    ("admitObjection", "HOUSE"): 2,
    ("prepareObjectionDecision", "II.2.3.s2"): 2,
    ("requestReassessment", "II.2.2.c.s2"): 1,
    ("prepareReassessmentPass", "HOUSE"): 1,
    ("confirmBreach", "HOUSE"): 3,
    ("draftSanction", "II.2.2.a"): 1,
}
"""Each refusal that the lives show, with its clause or HOUSE, and how often."""


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
def clock(server: Server) -> DevelopmentClock:
    """Legal time, as the server reads it."""
    return DevelopmentClock(server.data / "clock.json")


@pytest.fixture(scope="module")
def told(company: Company, clock: DevelopmentClock) -> Performance:
    """The three lives, told once from nine in the morning on, as the command tells them."""
    tomorrow = legal_date(datetime.now(UTC)) + timedelta(days=1)
    clock.advance_to(datetime.combine(tomorrow, time(9), JAKARTA))
    return perform(company, clock, name="lives", tell=lambda _plan, _line: None)


@pytest.fixture(scope="module")
def out(
    told: Performance,
    server: Server,
    company: Company,
    clock: DevelopmentClock,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """What `pembina demo --out` leaves, with root and log key as the server publishes them."""
    folder = tmp_path_factory.mktemp("out")
    root, log_key = (httpx.get(f"{server.reached.address}{path}").content for path in ("/pki/root.pem", "/log/key"))
    pins = Pins(roots=TrustAnchors.read(roots=[root]), log_key=read_vkey(log_key.decode().strip()))
    bundle = fetch_bundle(company.public, clock.now())
    assert agree_without_network(told.every_proof(), bundle, pins) == 3
    keep(
        told.every_proof(),
        told.figures(),
        folder,
        root=root,
        log_key=log_key.decode().strip(),
        bundle=bundle,
        revoked=[certificate.checked(pins) for certificate in told.revoked],
    )
    return folder


# --- acts -------------------------------------------------------------------------------------------------------------


def test_as_many_acts_as_the_progress_bar_announces(told: Performance) -> None:
    assert sum(len(progress.acts) for progress in told.progress[1:]) == ACTS == 202


def test_each_refusal_names_its_clause_or_the_house(told: Performance) -> None:
    lines = [line for line in told.every_act() if "ditolak / refused" in line]
    assert Counter((line.split(" ")[0], line[line.rindex("[") + 1 : -1]) for line in lines) == REFUSED
    assert told.figures()["refusals"] == len(lines) == 39


def test_the_readme_tells_as_many_refusals_and_papers() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text()
    assert f"\n{sum(REFUSED.values())} steps that are not lawful are tried on the way and refused" in readme
    assert f"{sum(PAPERS.values())} papers come\nout" in readme


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


def every_paper(told: Performance) -> list[dict[str, Any]]:
    return [paper for papers in told.papers for paper in papers]


def test_every_paper_of_the_database_was_shown(told: Performance, server: Server) -> None:
    found = Counter(paper["kind"] for paper in every_paper(told))
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


# --- papers, by programs that know nothing of us ----------------------------------------------------------------------


def kept_papers(out: Path) -> list[tuple[dict[str, Any], bytes]]:
    """Each with what `summary.json` says of it."""
    papers = json.loads((out / "summary.json").read_text())["documents"]
    return [(paper, (out / paper["file"]).read_bytes()) for paper in papers]


def test_the_folder_holds_every_paper_and_its_signatures(out: Path) -> None:
    papers = [paper for paper, _ in kept_papers(out)]
    assert {file.name for file in out.glob("*.pdf")} == {paper["file"] for paper in papers}
    assert Counter(paper["kind"] for paper in papers) == PAPERS
    assert {paper["file"]: paper["signatures"] for paper in papers} == {
        paper["file"]: 2 if paper["kind"] == "SLA" else 1 for paper in papers
    }


def test_pdfsig_calls_all_58_signatures_valid_and_trusted(out: Path, tmp_path: Path) -> None:
    """Its certificates are judged by the wall clock, which is behind that of the lives."""
    store = nss_store(tmp_path, [(out / "root.pem").read_bytes()])
    found: Counter[str] = Counter()
    for paper, _ in kept_papers(out):
        said = pdfsig(out / paper["file"], store)
        counts = {words: said.count(words) for words in (VALID, TRUSTED, PADES)}
        assert counts == dict.fromkeys(counts, paper["signatures"]), said
        found.update(counts)
    assert found == {VALID: 58, TRUSTED: 58, PADES: 58}


def test_openssl_and_pyhanko_accept_all_58_signatures_by_our_root_alone(out: Path, tmp_path: Path) -> None:
    """The containers (RFC 5652), and for the archive (ETSI EN 319 102-1, section 5.6): both as of the last time stamp."""
    root = (out / "root.pem").read_bytes()
    found: Counter[AdESSubIndic] = Counter()
    for paper, pdf in kept_papers(out):
        reader = PdfFileReader(io.BytesIO(pdf))
        (stamp,) = reader.embedded_timestamp_signatures
        assert stamp.evaluate_signature_coverage() is SignatureCoverageLevel.ENTIRE_FILE, paper["file"]
        assert "/DSS" in reader.get_historical_root(stamp.signed_revision), paper["file"]
        for signature in reader.embedded_regular_signatures:
            content = covered(pdf, signature)
            said = openssl_cms(content_info(signature), content, root, tmp_path, stamped_at(stamp))
            assert "Verification successful" in said, (paper["file"], said)
        found.update(indications(pdf, [root], stamped_at(stamp)))
    assert found == {AdESPassed.OK: 58}


def test_every_paper_ends_at_pades_b_lta(told: Performance) -> None:
    """The first signature of an agreement waits for the second: the archive time stamp closes the file."""
    levels = Counter(signature["level"] for paper in every_paper(told) for signature in paper["signatures"])
    assert levels == {"B_LTA": 55, "B_LT": 3}


def test_verapdf_calls_52_papers_pdfa_2b_and_three_certificates_3b(out: Path) -> None:
    """ISO 19005-2 and -3, level B, after the signatures."""
    found = Counter(
        (paper["kind"] == "CERTIFICATE", *check_pdfa(pdf, flavour="3b" if paper["kind"] == "CERTIFICATE" else "2b"))
        for paper, pdf in kept_papers(out)
    )
    assert found == {(False, "2b", True, ()): 52, (True, "3b", True, ()): 3}


# --- a certificate while two of its standards stood revoked -----------------------------------------------------------


def test_the_revoked_certificate_says_so_by_code_upload_and_without_network(told: Performance, out: Path) -> None:
    """II.2.2.c.s1: the signature stays valid, and each answer names the standards and the day of the decision."""
    revocation = next(paper for paper in every_paper(told) if paper["kind"] == "REVOCATION")
    day, number = revocation["date"], revocation["number"]
    (kept,) = json.loads((out / "summary.json").read_text())["revoked"]
    (found,) = told.revoked
    assert (out / kept["file"]).read_bytes() == found.proof.data
    gone = {"standing": "PARTLY_REVOKED", "since": day, "revoked": {"S09": day, "S11": day}}
    said = f"Status hukum: Dicabut sebagian sejak {day} oleh {number} (S09, S11)."
    stored = "Tanda tangan pada naskah yang kami simpan sah."
    by_code = f"Kode ini milik naskah kami. {stored} {said} Unggah berkas Anda untuk memeriksa keasliannya."
    listed = f"Status hukum: Dicabut sebagian sejak {date.fromisoformat(day):%d-%m-%Y}, per "
    message = kept["answers"]["offline"].pop("message")
    assert message.startswith(f"ASLI: tanda tangan sah. {listed}")
    assert kept["answers"] == {
        "code": {"genuine": None, **gone, "message": by_code},
        "upload": {"genuine": True, **gone, "message": f"Asli. {said}"},
        "offline": {"genuine": True, **gone, "freshness": "FRESH"},
    }


def test_the_command_says_the_same_of_what_was_kept(out: Path) -> None:
    """`pembina verify --offline`, with nothing but the folder: exit status 1, as the certificate was not wholly in force."""
    (kept,) = json.loads((out / "summary.json").read_text())["revoked"]
    pins = ["--root", str(out / "root.pem"), "--log-key", (out / "log.vkey").read_text().strip()]
    command = [sys.executable, "-m", "app.cli", "verify", "--offline", str(out / kept["bundle"]), *pins, "--json"]
    done = subprocess.run([*command, str(out / kept["file"])], capture_output=True, text=True, timeout=60, check=False)
    found, offline = json.loads(done.stdout), kept["answers"]["offline"]
    assert (done.returncode, found["genuine"], found["standsToday"], found["freshness"]) == (1, True, False, "FRESH")
    assert [check["result"] for check in found["checks"]] == ["PASSED"] * 6
    assert found["messageId"] == offline["message"]
    gone = {"status": StatusType.PARTLY_REVOKED, "since": offline["since"], "revoked": offline["revoked"]}
    assert found["status"] == gone


# --- papers, by who made and numbered them ----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["SLA", "REVOCATION", "CERTIFICATE"])
def test_a_paper_is_made_again_beside_the_running_server(told: Performance, server: Server, kind: str) -> None:
    """`pembina documents reproduce`: from the facts of that day, the kept template, and another LibreOffice."""
    number = next(paper["number"] for paper in every_paper(told) if paper["kind"] == kind)
    command = [sys.executable, "-m", "app.cli", "--data", str(server.data), "documents", "reproduce", number, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    found = json.loads(done.stdout)
    assert (done.returncode, found["outcome"], found["number"], found["differences"]) == (0, "SAME", number, [])
    assert found["madeSha256"] == found["issuedSha256"] is not None


def test_who_signed(told: Performance) -> None:
    """The seal for the worker's papers, the lead for his report, both parties for the SLA, the Deputy for all others."""
    signers: dict[str, Counter[str]] = defaultdict(Counter)
    for paper in every_paper(told):
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
    papers = every_paper(told)
    found = stranger.ask("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=[paper["id"] for paper in papers])
    assert found["nodes"] == [None] * 55
    with pytest.raises(ApiError, match=": 404 "):
        stranger.download(urlsplit(papers[-1]["path"]).path)
    stranger.close()


def test_the_figures_are_those_of_the_lives(told: Performance) -> None:
    figures = told.figures()
    assert 50 <= figures.pop("legal_days") <= 110
    assert figures.pop("seconds_from_sign_to_verifiable") > 0
    assert figures == {
        "lives": 3,
        "acts": ACTS + len(told.progress[0].acts),
        "refusals": 39,
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
