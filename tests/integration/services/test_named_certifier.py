"""Which papers say at their foot that BSrE issued the signer's certificate: made in earnest, to be signed at its gateway."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from asn1crypto import pem

from app.embedded import Addresses
from app.pools import Pools
from documents.contexts import from_facts
from documents.marks import BSRE_SENTENCE, BSRE_WORDS, DEVELOPMENT_MARK
from documents.render import render
from documents.text import one_line
from domain.document_kinds import DocumentKind
from persistence.documents import DocumentRecord
from services.issuance import Issuance
from services.issuing_parts import LetterUnsound
from services.numbered_papers import plain
from signing import issuing
from signing.port import RecipeName
from signing.trust import TrustAnchors
from storage.keys import draft_key
from storage.port import Area
from tests.integration.services.town import Town, running_town

pytestmark = [pytest.mark.servers, pytest.mark.libreoffice]


class PeopleAtTheGateway:
    """Signs nothing here; people sign at the gateway, the seal does not."""

    def makes_own_field(self, recipe: RecipeName) -> bool:
        return recipe is not RecipeName.SEAL


@pytest.fixture(scope="module")
def town(servers: Addresses, pools: Pools, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with running_town(servers, pools, tmp_path_factory.mktemp("kaki")) as town:
        yield town


@pytest.fixture(scope="module")
def foreign() -> TrustAnchors:
    """A root that is none of a test PKI of ours: whose, does not matter here."""
    found = Path("/etc/ssl/certs/ca-certificates.crt").read_bytes()
    [(_name, _headers, der), *_others] = pem.unarmor(found, multiple=True)
    return TrustAnchors.read(roots=[der])


@pytest.fixture
def made(town: Town) -> Callable[..., tuple[str, dict[str, Any]]]:
    """What the paper of a new application prints when it is made by such an installation, and how it says it was made."""

    def make(kind: str, **ports: Any) -> tuple[str, dict[str, Any]]:
        application_id = town.complete()
        paper_id = town.paper(kind, application_id).id
        Issuance(replace(town.system.issuance._ports, signer=PeopleAtTheGateway(), **ports)).prepare(paper_id)
        paper = DocumentRecord.objects(id=paper_id).get()
        assert paper.state == "AWAITING_SIGNATURE"
        pdf = town.system.store.get(Area.DRAFT, draft_key(paper.id, paper.sha256, "pdf"))
        text = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout
        return one_line(text.decode()), paper.rendering

    return make


def test_a_paper_whose_signer_is_at_the_gateway_says_so_and_remembers_that_it_did(
    foreign: TrustAnchors, made: Callable[..., Any]
) -> None:
    text, rendering = made("APPROVAL", development=False, trust=lambda: foreign)
    assert (text.count(BSRE_SENTENCE), DEVELOPMENT_MARK in text) == (1, False)
    assert rendering["certified_by_bsre"] is True


@pytest.mark.parametrize("why", ["under the seal", "a test root is trusted", "made with test keys"])
def test_no_other_paper_says_so(town: Town, foreign: TrustAnchors, made: Callable[..., Any], why: str) -> None:
    """Of the invented CA it would be a lie, and the agency's seal is not spoken at the gateway."""
    pki = town.system.pki.trust()
    assert issuing.TEST_UNIT in town.system.pki.generations.certificate("root").subject.rfc4514_string()
    kind, ports = {
        "under the seal": ("APPLICATION_RECEIPT", {"development": False, "trust": lambda: foreign}),
        "a test root is trusted": (
            "APPROVAL",
            {"development": False, "trust": lambda: replace(pki, roots=(*foreign.roots, *pki.roots))},
        ),
        "made with test keys": ("APPROVAL", {"development": True, "trust": lambda: foreign}),
    }[why]
    text, rendering = made(kind, **ports)
    assert ("Balai Sertifikasi" in text, rendering["certified_by_bsre"]) == (False, False)


@pytest.mark.parametrize("is_test_trusted", [False, True], ids=["foreign roots only", "a test root is trusted"])
def test_an_edited_template_says_it_only_where_a_paper_may(
    town: Town, foreign: TrustAnchors, is_test_trusted: bool
) -> None:
    """Words that somebody put into a template are held to the same condition as the foot of the page."""
    roots = (*foreign.roots, *(town.system.pki.trust().roots if is_test_trusted else ()))
    ports = {"signer": PeopleAtTheGateway(), "development": False, "trust": lambda: replace(foreign, roots=roots)}
    issuance = Issuance(replace(town.system.issuance._ports, **ports))
    paper_id = town.paper("APPROVAL", town.complete()).id
    pdf = issuance.prepare(paper_id)
    paper = DocumentRecord.objects(id=paper_id).get()
    context, marks = from_facts(DocumentKind.APPROVAL, plain(paper.facts)), issuance._marks(DocumentKind.APPROVAL)
    docx = render(DocumentKind.APPROVAL, context, numbering=issuance._numbering(paper), marks=marks)
    issuance._lint(paper, context, docx=docx, pdf=pdf)
    literal = replaced(docx, "Ditandatangani secara elektronik", f"Ditandatangani memakai sertifikat {BSRE_WORDS}")
    with pytest.raises(LetterUnsound, match="MARK_WRONG") if is_test_trusted else nullcontext():
        issuance._lint(paper, context, docx=literal, pdf=pdf)


def replaced(docx: bytes, old: str, new: str) -> bytes:
    """The letter after somebody replaced words in its template."""
    result, count = BytesIO(), 0
    with ZipFile(BytesIO(docx)) as source, ZipFile(result, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            count += content.count(old.encode())
            target.writestr(name, content.replace(old.encode(), new.encode()))
    assert count > 0
    return result.getvalue()
