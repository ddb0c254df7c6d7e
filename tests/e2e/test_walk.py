"""The walk over HTTP, from an application to a signed SLA that a stranger verifies; what stands in it, exactly.

*Source*: II.2.1.a.1-4; the order of the papers is that of the acts that ordered them.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
import zxingcpp
from PIL import Image

from app.demo.client import ApiClient, ApiError
from app.demo.proof import Proof, altered_is_caught, proof_of
from app.demo.story import PAPERS, VERIFY_CODE, VERIFY_DIGEST, Story
from app.demo.telling import Cast
from tests.e2e.ledger import Ledger, log_findings
from tests.e2e.servers import Reached, Server
from tests.integration.documents.verapdf import check_pdfa
from tests.integration.signing.other_programs import TRUSTED, VALID, nss_store, pdfsig

pytestmark = [pytest.mark.servers, pytest.mark.libreoffice]

SEAL, HEAD, DEPUTY = "Segel Elektronik Pembina UJI", "H. Contoh Prasetyo, S.Sos.", "Dr. Contoh Wiratama, M.T."
MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")

EXPECTED = (
    ("APPLICATION_RECEIPT", "1/B/D.2/TT", [(SEAL, "B_LTA")]),
    ("COMPLETION_REQUEST", "1/B/D.2/SPK", [(SEAL, "B_LTA")]),
    ("APPLICATION_RECEIPT", "2/B/D.2/TT", [(SEAL, "B_LTA")]),
    ("APPROVAL", "1/B/D.2/SPJ", [(DEPUTY, "B_LTA")]),
    ("INSTALLATION_MINUTES", "1/B/D.2/BA", [(SEAL, "B_LTA")]),
    ("SLA", "1/LKPP-LPSE", [(HEAD, "B_LT"), (DEPUTY, "B_LTA")]),
)

SEVEN_CHECKS = [
    (1, "KNOWN_DIGEST"),
    (2, "SIGNATURES_VALID"),
    (3, "CHAINS_TRUSTED"),
    (4, "CERTIFICATION_AS_RECORDED"),
    (5, "NO_OTHER_CHANGES"),
    (6, "LAST_REVISION_COVERED"),
    (7, "PUBLICLY_LOGGED"),
]


@pytest.fixture(scope="module")
def proofs(story: Story, cast: Cast) -> list[Proof]:
    """Every paper, downloaded and verified three ways."""
    return [proof_of(paper, holder=cast.institution_head, public=cast.public) for paper in story.await_papers()]


@pytest.fixture(scope="module")
def sla(proofs: list[Proof]) -> Proof:
    return next(proof for proof in proofs if proof.kind == "SLA")


@pytest.fixture
def stranger(reached: Reached) -> Iterator[ApiClient]:
    """The head of another institution."""
    client = ApiClient(reached.address, reached.tokens["FOREIGN_HEAD"])
    yield client
    client.close()


@pytest.fixture(scope="module")
def number(story: Story, story_days: list[date]) -> Callable[[str], str]:
    """A number as of the story's day: its month is Roman."""
    assert story.sla_id
    return lambda start: f"{start}/{MONTHS[story_days[0].month - 1]}/{story_days[0].year}"


def test_everything_stands_where_the_decree_puts_it(story: Story, cast: Cast, story_days: list[date]) -> None:
    found = cast.admin.ask(STATES, application=story.application_id)["node"]
    since = found["sla"].pop("inForceSince")
    assert since in {day.isoformat() for day in story_days}
    assert found == {
        "state": "ACTIVE",
        "unit": {"state": "ACTIVE", "name": "LPSE Kabupaten Contoh Utara"},
        "sla": {"state": "IN_FORCE"},
    }


STATES = """
query($application: ID!) {
  node(id: $application) { ... on Application { state unit { state name } sla { state inForceSince } } }
}
"""


def test_six_papers_with_their_numbers_signatures_and_levels(story: Story, number: Callable[[str], str]) -> None:
    """PAdES levels of ETSI EN 319 142-1: every paper ends at B-LTA, with a document time stamp."""
    found = [
        (paper["kind"], paper["number"], [(s["signerName"], s["level"]) for s in paper["signatures"]])
        for paper in story.papers()
    ]
    assert found == [(kind, number(start), signatures) for kind, start, signatures in EXPECTED]
    assert {(paper["state"], paper["standing"]) for paper in story.papers()} == {
        ("SIGNED", "IN_FORCE"),
        ("SIGNED", "CONCLUDED"),
    }


def test_three_ways_of_verifying_say_the_same(proofs: list[Proof], number: Callable[[str], str]) -> None:
    assert [(p.kind, p.number, p.signatures, p.genuine, p.standing) for p in proofs] == [
        (kind, number(start), len(signatures), True, "CONCLUDED" if kind == "COMPLETION_REQUEST" else "IN_FORCE")
        for kind, start, signatures in EXPECTED
    ]


def test_each_of_the_seven_checks_passes_for_each_paper(proofs: list[Proof], cast: Cast) -> None:
    for proof in proofs:
        report = cast.public.verify(proof.data)
        assert [(check["number"], check["id"]) for check in report["checks"]] == SEVEN_CHECKS
        assert {check["result"] for check in report["checks"]} == {"PASSED"}
        assert (report["origin"], report["sha256"]) == ("ISSUED_BY_US", proof.sha256)


@pytest.mark.parametrize("place", [0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999])
def test_one_byte_changed_is_caught(sla: Proof, cast: Cast, place: float) -> None:
    altered = bytearray(sla.data)
    altered[int(place * len(altered))] ^= 0x01
    report = cast.public.verify(bytes(altered))
    assert (report["genuine"], report["checks"][0]["result"]) == (False, "FAILED")
    assert report["standing"] is None or report["origin"] == "NOT_AS_ISSUED"


def test_the_demonstration_shows_that_the_changed_byte_is_caught(sla: Proof, cast: Cast) -> None:
    said = altered_is_caught(sla, cast.public)
    assert said.startswith(("TIDAK ASLI: berkas berbeda", "BUKAN NASKAH KAMI")), said


def test_bytes_added_at_the_end_are_caught(sla: Proof, cast: Cast) -> None:
    report = cast.public.verify(sla.data + b"\n%%EOF\n")
    assert (report["genuine"], report["checks"][0]["result"]) == (False, "FAILED")
    assert report["origin"] in {"NOT_AS_ISSUED", "NOT_ISSUED_BY_US"}


def test_a_code_and_a_digest_that_nothing_bears_find_nothing(cast: Cast) -> None:
    nothing = {"origin": "NO_FILE", "standing": None, "signatures": [], "document": None}
    by_code = cast.public.ask(VERIFY_CODE, code="0" * 32)["verify"]
    by_digest = cast.public.ask(VERIFY_DIGEST, digest="0" * 64)["verify"]
    unknown = {**nothing, "genuine": None, "standingSince": None, "revokedStandards": []}
    assert unknown == {key: value for key, value in by_code.items() if key != "message"}
    assert {**nothing, "genuine": False} == {key: value for key, value in by_digest.items() if key != "message"}


def test_pdfsig_trusts_both_signatures_by_our_root(sla: Proof, cast: Cast, reached: Reached, tmp_path: Path) -> None:
    """A program that knows nothing of us, with the root that the server publishes."""
    store, file = nss_store(tmp_path, [published_root(reached)]), tmp_path / "sla.pdf"
    file.write_bytes(sla.data)
    said = pdfsig(file, store)
    assert (said.count(VALID), said.count(TRUSTED)) == (2, 2)


def published_root(reached: Reached) -> bytes:
    answer = httpx.get(f"{reached.address}/pki/root.pem")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/x-pem-file")
    return answer.content


def test_every_downloaded_paper_is_pdfa_2b(proofs: list[Proof]) -> None:
    """ISO 19005-2, conformance level B, after the signatures."""
    for proof in proofs:
        result = check_pdfa(proof.data)
        assert (result.flavour, result.compliant, result.failures) == ("2b", True, ()), proof.kind


def test_the_qr_code_on_each_paper_is_exactly_its_verification_address(
    story: Story, proofs: list[Proof], tmp_path: Path
) -> None:
    addresses = {paper["number"]: paper["verifyUrl"] for paper in story.papers()}
    for proof in proofs:
        assert qr_codes(proof, tmp_path) == [addresses[proof.number]], proof.kind


def qr_codes(proof: Proof, folder: Path) -> list[str]:
    """What a camera reads on the pages, at 150 dots an inch."""
    file = folder / proof.file
    file.write_bytes(proof.data)
    subprocess.run(["pdftoppm", "-r", "150", "-gray", "-png", file, file.with_suffix("")], check=True)
    pages = sorted(folder.glob(f"{file.stem}-*.png"))
    return [code.text for page in pages for code in zxingcpp.read_barcodes(Image.open(page))]


def test_the_page_behind_the_qr_code_shows_the_number(story: Story) -> None:
    for paper in story.papers():
        page = httpx.get(paper["verifyUrl"])
        assert (page.status_code, paper["number"] in page.text) == (200, True)


def test_the_command_verifies_a_file_and_catches_an_altered_one(running: Server, sla: Proof, tmp_path: Path) -> None:
    genuine, altered = tmp_path / "genuine.pdf", tmp_path / "altered.pdf"
    genuine.write_bytes(sla.data)
    altered.write_bytes(sla.data.replace(b"%%EOF", b"%%EOG", 1))
    assert (verified_by_command(running, genuine), verified_by_command(running, altered)) == (0, 1)


def verified_by_command(running: Server, file: Path) -> int:
    command = [sys.executable, "-m", "app.cli", "--data", str(running.data), "verify", str(file)]
    return subprocess.run(command, check=False, capture_output=True, cwd=Path(__file__).parents[2]).returncode


def test_the_event_log_is_whole(running: Server, story: Story, ledger: Ledger) -> None:
    ledger.settle()
    assert log_findings(running.data) == "log utuh / the log is intact\n"


# --- what another institution sees ------------------------------------------------------------------------------------


def test_another_institutions_head_finds_nothing_by_id(story: Story, cast: Cast, stranger: ApiClient) -> None:
    ids = [story.application_id, story.sla_id, *(paper["id"] for paper in story.papers())]
    document = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    assert [node["id"] for node in cast.institution_head.ask(document, ids=ids)["nodes"]] == ids
    assert stranger.ask(document, ids=ids)["nodes"] == [None] * len(ids)
    assert stranger.ask(PAPERS, application=story.application_id)["node"] is None


def test_another_institutions_head_finds_nothing_in_lists(story: Story, stranger: ApiClient) -> None:
    for name in ("applications", "slas", "documents"):
        found = stranger.ask(f"{{ it: {name}(first: 10) {{ totalCount edges {{ node {{ id }} }} }} }}")["it"]
        assert found == {"totalCount": 0, "edges": []}


def test_another_institutions_head_downloads_nothing(story: Story, stranger: ApiClient) -> None:
    for paper in story.papers():
        with pytest.raises(ApiError, match=": 404 "):
            stranger.download(urlsplit(paper["path"]).path)


def test_the_public_may_verify_but_not_read(story: Story, cast: Cast) -> None:
    assert cast.public.ask("query($id: ID!) { node(id: $id) { id } }", id=story.application_id)["node"] is None
    with pytest.raises(ApiError, match=": 401 "):
        cast.public.download(urlsplit(story.papers()[0]["path"]).path)


def test_names_of_people_are_not_in_what_the_public_reads_of_a_report(sla: Proof, cast: Cast) -> None:
    """A verification names who signed, and no other person of the institution or of LKPP."""
    report: dict[str, Any] = cast.public.verify(sla.data)
    assert [signature["signerName"] for signature in report["signatures"]] == [HEAD, DEPUTY]
    assert "Contoh Maharani" not in str(report)
