"""The addresses beside GraphQL: health, revocation lists, the root certificate, drafts of agreements, and what is not there."""

from collections.abc import Iterator

import httpx
import pytest
from cryptography import x509

from app.demo.client import ApiClient
from app.demo.story import Story
from app.demo.telling import Cast
from tests.e2e.servers import Reached

pytestmark = [pytest.mark.servers, pytest.mark.libreoffice, pytest.mark.slow]


@pytest.fixture(scope="module")
def site(reached: Reached) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=reached.address, timeout=60) as client:
        yield client


def test_health_names_every_part(site: httpx.Client) -> None:
    answer = site.get("/health")
    assert answer.status_code == 200
    checks = answer.json()["checks"]
    assert set(checks) == {"mongodb", "s3", "libreoffice", "outbox", "public_log"}
    assert all(check["ok"] for check in checks.values())


@pytest.mark.parametrize("name", ["root", "issuing"])
def test_the_revocation_lists_stand_where_the_certificates_say(site: httpx.Client, name: str) -> None:
    answer = site.get(f"/crl/{name}.crl")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pkix-crl")
    assert len(x509.load_der_x509_crl(answer.content)) == 0


def test_the_issued_certificates_name_that_address(site: httpx.Client) -> None:
    root = x509.load_pem_x509_certificate(site.get("/pki/root.pem").content)
    assert root.subject == root.issuer
    listed = x509.load_der_x509_crl(site.get("/crl/root.crl").content)
    assert listed.issuer == root.subject
    assert listed.is_signature_valid(root.public_key())


def test_what_is_not_there_says_so_in_both_languages(site: httpx.Client) -> None:
    missing = site.get("/crl/stranger.crl")
    assert missing.status_code == 404
    assert missing.json()["message"]["en"] == "There is no such revocation list."
    nowhere = site.get("/nowhere")
    assert nowhere.json() == {"message": {"id": "Alamat ini tidak ada.", "en": "There is nothing at this address."}}
    wrong = site.post("/health")
    assert (wrong.status_code, wrong.json()["message"]["en"]) == (405, "This method is not allowed here.")
    page = site.get("/nowhere", headers={"Accept": "text/html"})
    assert page.status_code == 404
    assert "Alamat ini tidak ada." in page.text


def test_every_answer_bears_the_security_headers(site: httpx.Client) -> None:
    for path in ("/health", "/verify", "/nowhere", "/graphql"):
        headers = site.get(path).headers
        assert (headers["x-content-type-options"], headers["x-frame-options"]) == ("nosniff", "DENY"), path


def concept_of(story: Story, client: ApiClient) -> str:
    found = client.ask("query($id: ID!) { node(id: $id) { ... on Sla { conceptPath } } }", id=story.sla_id)
    path: str = found["node"]["conceptPath"]
    return path.partition("/slas/")[2]


def test_the_draft_of_an_agreement_is_a_pdf_for_its_parties_only(
    site: httpx.Client, reached: Reached, cast: Cast, story: Story
) -> None:
    path = f"/slas/{concept_of(story, cast.institution_head)}"
    for who in ("INSTITUTION_HEAD", "REVIEWER"):
        answer = site.get(path, headers={"Authorization": f"Bearer {reached.tokens[who]}"})
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
        assert answer.content.startswith(b"%PDF-")
    stranger = site.get(path, headers={"Authorization": f"Bearer {reached.tokens['FOREIGN_HEAD']}"})
    assert (stranger.status_code, stranger.json()["code"]) == (404, "NOT_FOUND")
    assert site.get(path).status_code == 401
    forged = site.get(path, headers={"Authorization": "Bearer forged"})
    assert forged.status_code == 401
