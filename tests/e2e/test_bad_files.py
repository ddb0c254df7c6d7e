"""What bad files get: evidence that is not what was announced, and strangers' files at `/verify`; nothing is kept of them."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from typing import Any

import httpx
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from app.demo.client import ApiClient, Refused
from app.demo.samples import sample_pdf
from app.demo.story import Story
from app.demo.telling import Cast
from app.receiving import LARGEST_UPLOAD_BYTES
from schema.nodes import global_id
from tests.e2e.ledger import Ledger, unchanged
from tests.e2e.servers import Reached

pytestmark = [pytest.mark.servers, pytest.mark.libreoffice]

INSTITUTION = global_id("Institution", "inst-kabupaten-contoh-utara")
PDF = "application/pdf"


def docx() -> bytes:
    """A Word file, as far as its content tells."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    return file.getvalue()


def encrypted_pdf() -> bytes:
    """A PDF that opens with a password only."""
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(sample_pdf("Rahasia"))))
    writer.encrypt(owner_pass="pemilik", user_pass="pembaca")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


@pytest.fixture(scope="module")
def site(reached: Reached, story: Story) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=reached.address, timeout=120) as client:
        yield client


# --- evidence: leave to upload ----------------------------------------------------------------------------------------

BAD_ANNOUNCEMENTS = {
    "empty": ({"size": 0}, "size", "1 sampai 20971520 byte, diterima 0."),
    "larger than 20 MiB": ({"size": 20_971_521}, "size", "1 sampai 20971520 byte, diterima 20971521."),
    "a Word file": ({"contentType": "application/msword"}, "contentType", "application/msword tidak diterima"),
    "no digest": ({"sha256": "abc"}, "sha256", "64 digit heksadesimal kecil."),
    "a digest in capitals": ({"sha256": "A" * 64}, "sha256", "64 digit heksadesimal kecil."),
    "no name": ({"name": ""}, "name", "isian ini wajib."),
}


@pytest.mark.parametrize("name", BAD_ANNOUNCEMENTS)
def test_leave_for_a_bad_upload_is_not_given(cast: Cast, story: Story, ledger: Ledger, name: str) -> None:
    changed, field, words = BAD_ANNOUNCEMENTS[name]
    with unchanged(ledger):
        found = cast.unit_staff.act("requestUpload", "__typename", {**announced(sample_pdf("x")), **changed})
    assert isinstance(found, Refused)
    assert (found.code, words in found.message, field in found.required) == ("INVALID_INPUT", True, True)


def announced(data: bytes, *, key: str = "bad-upload", **changed: Any) -> dict[str, Any]:
    """The input of `requestUpload` for a file."""
    return {
        "institution": INSTITUTION,
        "name": "bukti.pdf",
        "contentType": PDF,
        "size": len(data),
        "sha256": sha256(data).hexdigest(),
        "idempotencyKey": key,
        **changed,
    }


# --- evidence: what is uploaded ---------------------------------------------------------------------------------------


def leave_for(cast: Cast, data: bytes, *, key: str) -> dict[str, Any]:
    """Leave to upload the file."""
    fields = "evidence { id version state } url headers { name value }"
    leave = cast.unit_staff.act("requestUpload", fields, announced(data, key=key))
    assert isinstance(leave, dict), leave
    return leave


def put(leave: dict[str, Any], data: bytes, **headers: str) -> httpx.Response:
    """The upload, with the headers that were given, or others."""
    given = {header["name"]: header["value"] for header in leave["headers"]}
    return httpx.put(leave["url"], content=data, headers={**given, **headers}, timeout=60)


def confirmed(cast: Cast, leave: dict[str, Any]) -> dict[str, Any] | Refused:
    """The outcome of the confirmation."""
    evidence = leave["evidence"]["id"]
    values = {"evidence": evidence, "expectedVersion": 1, "idempotencyKey": f"confirm-{evidence}"}
    return cast.unit_staff.act("confirmUpload", "evidence { state }", values)


def test_a_file_that_was_never_uploaded_is_not_confirmed(cast: Cast, story: Story, ledger: Ledger) -> None:
    leave = leave_for(cast, sample_pdf("never"), key="upload-never")
    with unchanged(ledger):
        found = confirmed(cast, leave)
    assert isinstance(found, Refused)
    assert (found.code, found.message) == ("EVIDENCE_REJECTED", "Berkas ditolak: berkas belum diunggah.")


def test_object_storage_takes_no_other_size_and_no_other_type(cast: Cast, story: Story, ledger: Ledger) -> None:
    """Both are signed into the address, so that the storage itself refuses them."""
    data = sample_pdf("exact")
    leave = leave_for(cast, data, key="upload-exact")
    with unchanged(ledger):
        longer = data + b"\n"
        assert put(leave, longer, **{"content-length": str(len(longer))}).status_code == 403
        assert put(leave, data, **{"content-type": "text/html"}).status_code == 403
        assert httpx.put(leave["url"].replace("pembina-evidence", "pembina-issued"), content=data).status_code == 403
        assert httpx.get(leave["url"]).status_code == 403


DAMAGED = {
    "other bytes": (sample_pdf("announced"), sample_pdf("delivered"), "SHA-256"),
    "a Word file posing as PDF": (docx(), docx(), "Isi berkas adalah DOCX; yang diterima: PDF."),
    "a truncated PDF": (sample_pdf("cut")[:-20], sample_pdf("cut")[:-20], "terpotong"),
    "an encrypted PDF": (encrypted_pdf(), encrypted_pdf(), "sandi"),
    "text": (b"bukan PDF", b"bukan PDF", "PDF"),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_file_that_is_not_as_announced_is_rejected(cast: Cast, story: Story, ledger: Ledger, name: str) -> None:
    told, delivered, words = DAMAGED[name]
    leave = leave_for(cast, told, key=f"upload-{name.replace(' ', '-')}")
    assert put(leave, delivered).status_code == 200
    with unchanged(ledger):
        found = confirmed(cast, leave)
    assert isinstance(found, Refused)
    assert (found.code, found.message.startswith("Berkas ditolak: ")) == ("EVIDENCE_REJECTED", True)
    assert words in found.message


def test_after_a_rejected_file_the_right_one_counts_by_a_new_leave(cast: Cast, story: Story) -> None:
    right, wrong = sample_pdf("right one"), sample_pdf("wrong one")
    leave = leave_for(cast, right, key="upload-second-try")
    assert (put(leave, wrong).status_code, isinstance(confirmed(cast, leave), Refused)) == (200, True)
    assert put(leave, right).status_code == 412
    fresh = leave_for(cast, right, key="upload-third-try")
    assert put(fresh, right).status_code == 200
    found = confirmed(cast, fresh)
    assert isinstance(found, dict)
    assert found["evidence"] == {"state": "CONFIRMED"}


EVIDENCE_URL = "query($id: ID!) { node(id: $id) { ... on Evidence { name downloadUrl } } }"


def test_lkpp_opens_what_was_uploaded_and_strangers_do_not(cast: Cast, reached: Reached, story: Story) -> None:
    data = sample_pdf("to be read")
    leave = leave_for(cast, data, key="upload-to-be-read")
    assert put(leave, data).status_code == 200
    evidence = leave["evidence"]["id"]
    assert cast.reviewer.ask(EVIDENCE_URL, id=evidence)["node"]["downloadUrl"] is None
    assert isinstance(confirmed(cast, leave), dict)
    found = cast.reviewer.ask(EVIDENCE_URL, id=evidence)["node"]
    answer = httpx.get(found["downloadUrl"])
    assert (answer.status_code, answer.content) == (200, data)
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    for role, reads in (("ASSESSOR", True), ("FOREIGN_HEAD", False)):
        with closing(ApiClient(reached.address, reached.tokens[role])) as client:
            assert (client.ask(EVIDENCE_URL, id=evidence)["node"] is not None) is reads


# --- verification -----------------------------------------------------------------------------------------------------


def sla_bytes(story: Story, cast: Cast) -> bytes:
    sla = next(paper for paper in story.papers() if paper["kind"] == "SLA")
    return cast.institution_head.download(sla["path"][sla["path"].index("/documents/") :])


STRANGE = {
    "a Word file": (lambda _sla: docx(), "PDF"),
    "a truncated paper of ours": (lambda sla: sla[: len(sla) * 2 // 3], ""),
    "the first kilobyte of ours": (lambda sla: sla[:1024], ""),
    "an encrypted PDF": (lambda _sla: encrypted_pdf(), ""),
    "an unsigned PDF": (lambda _sla: sample_pdf("kosong"), "tanda tangan"),
    "one byte": (lambda _sla: b"%", "PDF"),
    "zeros": (lambda _sla: bytes(100_000), "PDF"),
    "our paper behind another": (lambda sla: sample_pdf("muka") + sla, ""),
}


@pytest.mark.parametrize("name", STRANGE)
def test_a_strange_file_gets_a_report_that_says_it_is_not_ours(
    site: httpx.Client, story: Story, cast: Cast, ledger: Ledger, name: str
) -> None:
    make, words = STRANGE[name]
    data = make(sla_bytes(story, cast))
    with unchanged(ledger):
        answer = site.post("/verify", content=data, headers={"Content-Type": PDF})
    report = answer.json()
    assert (answer.status_code, report["genuine"], report["sha256"]) == (200, False, sha256(data).hexdigest())
    assert report["checks"][0]["result"] == "FAILED"
    assert words in str(report["checks"])


def test_an_empty_request_is_400_and_says_what_to_send(site: httpx.Client, ledger: Ledger) -> None:
    with unchanged(ledger):
        answers = [
            site.post("/verify"),
            site.post("/verify", content=b"", headers={"Content-Type": PDF}),
            site.post("/verify", files={"other": ("a.pdf", sample_pdf("x"), PDF)}),
            site.post("/verify", files={"file": ("a.pdf", b"", PDF)}),
            site.post("/verify", data={"file": "text"}, files={"x": ("", b"")}),
        ]
    for answer in answers:
        assert (answer.status_code, answer.json()["message"]["en"]) == (
            400,
            "Send the file as the request body (application/pdf), or as the form field “file”.",
        )


@pytest.mark.parametrize("content_type", ["multipart/form-data", "multipart/form-data; boundary=x"])
def test_a_broken_form_is_400(site: httpx.Client, ledger: Ledger, content_type: str) -> None:
    with unchanged(ledger):
        answer = site.post("/verify", content=b"no form at all", headers={"Content-Type": content_type})
    assert (answer.status_code, set(answer.json()["message"])) == (400, {"id", "en"})


def test_the_form_of_a_browser_works_too(site: httpx.Client, story: Story, cast: Cast) -> None:
    answer = site.post("/verify", files={"file": ("sla.pdf", sla_bytes(story, cast), PDF)})
    assert (answer.status_code, answer.json()["genuine"]) == (200, True)


TOO_MUCH = LARGEST_UPLOAD_BYTES + 10_001


def chunks(start: bytes) -> Iterator[bytes]:
    """A body whose length is not announced."""
    yield start
    for _ in range(40):
        yield bytes(1_000_000)


@pytest.mark.parametrize("how", ["announced", "in chunks", "as a form in chunks"])
def test_a_file_that_is_too_large_is_413_however_it_is_sent(site: httpx.Client, ledger: Ledger, how: str) -> None:
    part = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    requests: dict[str, tuple[Any, dict[str, str]]] = {
        "announced": (bytes(TOO_MUCH), {"Content-Type": PDF}),
        "in chunks": (chunks(b""), {"Content-Type": PDF}),
        "as a form in chunks": (
            chunks(part),
            {"Content-Type": "multipart/form-data; boundary=x"},
        ),
    }
    content, headers = requests[how]
    with unchanged(ledger):
        answer = site.post("/verify", content=content, headers=headers)
    assert (answer.status_code, answer.json()["message"]["id"]) == (413, "Berkas lebih dari 20 MiB.")
