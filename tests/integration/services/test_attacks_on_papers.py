"""The attack collection against papers that were really issued and stored, through the service and over HTTP."""

import asyncio
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed

from app.embedded import Addresses
from app.http import http_application
from app.pools import Pools
from domain.aggregates import Aggregate
from domain.verification import CheckResult, FileOrigin, SignatureIndication
from persistence.documents import DocumentRecord
from services.commands import Done
from services.reports import CheckId, VerificationReport
from storage.keys import issued_key
from storage.port import Area
from tests.attacks.adversary import Adversary
from tests.attacks.attack import Attack, Forgery
from tests.attacks.expected import PRINCIPLES
from tests.attacks.scene import COLLECTION
from tests.integration.services.town import Town, running_town
from tests.integration.signing.other_programs import content_info, covered, indications, openssl_cms

pytestmark = [pytest.mark.servers, pytest.mark.libreoffice]
A = Aggregate
KINDS = {"APPROVAL": "one", "APPLICATION_RECEIPT": "sealed", "SLA": "two"}
SAMPLE = (
    "flip: page content",
    "flip: DSS",
    "cut: 50%",
    "not a PDF",
    "polyglot: HTML first",
    "ISA: object, table and trailer",
    "USF: no /ByteRange",
    "shadow hide: covered page",
    "evil annotation: free text",
    "page added",
    "encrypted",
    "hybrid reference",
    "fields 5,000 deep",
    "XMP: 300 MiB when unpacked",
    "certificate: revoked",
    "certificate: expired",
    "archive time stamp: a stranger's on top",
    "stranger signs afterwards",
    "CMS: of another letter",
)


@dataclass(frozen=True)
class Stored:
    """A stored paper: its record and its bytes."""

    record: DocumentRecord
    data: bytes


@dataclass(frozen=True)
class Archive:
    """The town with its papers, by kind, and somebody who forges them."""

    town: Town
    papers: dict[str, Stored]
    adversary: Adversary

    def verify(self, data: bytes) -> VerificationReport:
        return self.town.system.use_cases.verification.verify_bytes(data)


@pytest.fixture(scope="module")
def archive(servers: Addresses, pools: Pools, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """A receipt under the seal, the Deputy's approval and an agreement with two signatures, all issued through the outbox."""
    with running_town(servers, pools, tmp_path_factory.mktemp("town")) as town:
        sla_id = town.agreed()
        town.work()
        for verb in ("sign_for_institution", "sign_for_lkpp"):
            assert isinstance(town.sign_sla(verb, sla_id), Done)
        town.work()
        application = town.sla(sla_id).application_id
        assert isinstance(town.sign_paper(town.paper("APPROVAL", application)), Done)
        town.work()
        subjects = {"APPROVAL": application, "APPLICATION_RECEIPT": application, "SLA": sla_id}
        records = {kind: town.paper(kind, subject) for kind, subject in subjects.items()}
        papers = {
            kind: Stored(record, town.system.store.get(Area.ISSUED, issued_key(record.sha256)))
            for kind, record in records.items()
        }
        system = town.system
        adversary = Adversary(
            ours=system.installation.pki, folder=tmp_path_factory.mktemp("lawan"), now=system.clock.now()
        )
        yield Archive(town, papers, adversary)


@pytest.fixture(scope="module")
def posted(archive: Archive) -> Iterator[Callable[[bytes], httpx.Response]]:
    """The answer of `POST /verify` to a file, from one application for all of them."""
    application = http_application(archive.town.system)
    transport = httpx.ASGITransport(app=application)
    with asyncio.Runner() as runner:
        client = httpx.AsyncClient(transport=transport, base_url="http://test")
        yield lambda data: runner.run(client.post("/verify", files={"file": ("surat.pdf", data, "application/pdf")}))
        runner.run(client.aclose())


def numbers(report: VerificationReport) -> str:
    """Of the checks that do not pass; the public log, which looks at no file, is left out."""
    of_the_file = [check for check in report.checks if check.id is not CheckId.PUBLICLY_LOGGED]
    return " ".join(str(check.number) for check in of_the_file if check.result is not CheckResult.PASSED)


def without_problem(principle: str) -> str:
    return " ".join(word for word in principle.split() if word.isdigit())


@pytest.mark.parametrize("kind", KINDS)
def test_the_stored_papers_are_genuine_and_pass_by_the_standard(archive: Archive, kind: str) -> None:
    paper = archive.papers[kind]
    report = archive.verify(paper.data)
    assert (report.genuine, report.origin, numbers(report)) == (True, FileOrigin.ISSUED_BY_US, "")
    found = [*report.signatures, *report.timestamps]
    assert {each.indication for each in found} == {SignatureIndication.TOTAL_PASSED}
    assert len(report.signatures) == len(paper.record.signatures)
    assert len(report.timestamps) == 1
    assert all(each.reasons == () and each.sub_indication is None for each in found)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("attack", COLLECTION, ids=lambda attack: attack.name)
def test_a_stored_paper_that_was_attacked_is_not_genuine(archive: Archive, attack: Attack | Forgery, kind: str) -> None:
    """The same checks fail as on the papers that the unit tests sign: the principle holds for every letter."""
    expected = PRINCIPLES[attack.name].numbers(KINDS[kind])
    if expected is None:
        return
    altered = attack.apply(archive.papers[kind].data, archive.adversary)
    assert altered != archive.papers[kind].data
    report = archive.verify(altered)
    assert report.genuine is False
    assert numbers(report) == without_problem(expected)


@pytest.mark.parametrize("name", SAMPLE)
def test_over_http_an_attacked_paper_gets_a_report_and_no_error(
    archive: Archive, posted: Callable[[bytes], httpx.Response], name: str
) -> None:
    attack = next(each for each in COLLECTION if each.name == name)
    altered = attack.apply(archive.papers["APPROVAL"].data, archive.adversary)
    answer = posted(altered)
    report = answer.json()
    failing = [str(each["number"]) for each in report["checks"] if each["number"] < 7 and each["result"] != "PASSED"]
    assert (answer.status_code, report["genuine"]) == (200, False)
    assert " ".join(failing) == without_problem(PRINCIPLES[name].numbers("one") or "")
    for each in [*report["signatures"], *report["timestamps"]]:
        assert (each["subIndication"] is None) == (each["indication"] == "TOTAL_PASSED")


@pytest.mark.parametrize("kind", KINDS)
def test_pyhankos_own_validation_passes_with_our_root_alone(archive: Archive, kind: str) -> None:
    """ETSI EN 319 102-1, section 5.6 (LTA): no intermediate, no list but those in the file; the plain verdict holds too."""
    roots = archive.town.system.installation.trust().roots
    found = indications(archive.papers[kind].data, roots, archive.town.system.clock.now())
    assert found == [AdESPassed.OK] * len(archive.papers[kind].record.signatures)


@pytest.mark.parametrize("kind", KINDS)
def test_openssl_accepts_the_container_of_each_signature(archive: Archive, kind: str, tmp_path: Path) -> None:
    """RFC 5652: the detached CMS over the bytes of /ByteRange, with our root alone, at the legal time of the signing."""
    pdf, root = archive.papers[kind].data, archive.town.system.installation.pki.root_pem
    found = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
    assert len(found) == len(archive.papers[kind].record.signatures)
    for signature in found:
        container, content, now = content_info(signature), covered(pdf, signature), archive.town.system.clock.now()
        said = openssl_cms(container, content, root, tmp_path, now)
        assert "Verification successful" in said, said
        said = openssl_cms(container, content + b" ", root, tmp_path, now)
        assert "Verification failure" in said, said
