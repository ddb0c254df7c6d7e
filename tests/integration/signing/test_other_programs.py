"""Our signatures as programs that know nothing of us see them: poppler's pdfsig with NSS, OpenSSL, and veraPDF."""

import io
import re
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import pem
from pyhanko.pdf_utils.reader import PdfFileReader

from tests.integration.signing.other_programs import (
    PADES,
    TRUSTED,
    VALID,
    content_info,
    covered,
    nss_store,
    openssl_cms,
    pdfsig,
    program,
)


@pytest.fixture(scope="module")
def nss(letters: Any, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store of certificates in which our roots are trusted."""
    return nss_store(tmp_path_factory.mktemp("nss"), letters.pki.trust().roots)


def said_of(pdf: bytes, store: str, folder: Path) -> str:
    file = folder / "letter.pdf"
    file.write_bytes(pdf)
    return pdfsig(file, store)


RENEWED = [("single, renewed 1", 1), ("single, renewed 2", 1), ("both, renewed 1", 2), ("both, renewed 2", 2)]


@pytest.mark.parametrize(
    ("stage", "signatures"),
    [("single", 1), ("sealed", 1), ("first of two", 1), ("both", 2), ("stamped by ours", 1), *RENEWED],
)
def test_pdfsig_trusts_every_signature(letters: Any, nss: str, tmp_path: Path, stage: str, signatures: int) -> None:
    """Without a network: the address of the revocation list in the certificates leads nowhere."""
    said = said_of(letters.stages[stage], nss, tmp_path)
    assert said.count(VALID) == signatures
    assert said.count(TRUSTED) == signatures
    assert said.count(PADES) == signatures


def test_pdfsig_does_not_know_our_root_by_itself(letters: Any, tmp_path: Path) -> None:
    empty = tmp_path / "nss"
    empty.mkdir()
    said = said_of(letters.stages["both"], nss_store(empty, []), tmp_path)
    assert said.count(VALID) == 2
    assert TRUSTED not in said


def test_pdfsig_finds_a_changed_byte(letters: Any, nss: str, tmp_path: Path) -> None:
    pdf = bytearray(letters.stages["both"])
    pdf[pdf.index(b"stream") + 20] ^= 1
    assert VALID not in said_of(bytes(pdf), nss, tmp_path)


def test_openssl_accepts_the_container(letters: Any, tmp_path: Path) -> None:
    """RFC 5652: the detached CMS over the byte range, checked against our root alone."""
    pdf = letters.stages["both"]
    for signature in PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures:
        content, now = covered(pdf, signature), datetime.now(UTC)
        said = openssl_cms(content_info(signature), content, letters.pki.root_pem, tmp_path, now)
        assert "Verification successful" in said, said


@pytest.mark.parametrize(("stage", "signatures"), RENEWED)
def test_pdfsig_sees_each_time_stamp_of_a_renewed_paper(
    letters: Any, nss: str, tmp_path: Path, stage: str, signatures: int
) -> None:
    """That of the day of signing, and one a renewal. Poppler names a document time stamp and does not judge it."""
    said = said_of(letters.stages[stage], nss, tmp_path)
    stamps = 1 + int(stage[-1])
    assert said.count("Signature Field Name: Timestamp-") == stamps
    assert said.count("Signature #") == signatures + stamps
    assert said.count("Signature has not yet been verified") == stamps
    assert said.count("  - Total document signed") == 1


@pytest.mark.parametrize("stage", ["single", "both", "stamped by ours", *(stage for stage, _ in RENEWED)])
def test_openssl_accepts_each_time_stamp(letters: Any, tmp_path: Path, stage: str) -> None:
    """RFC 3161, checked against our roots alone; and not over one byte more or less."""
    stamps = PdfFileReader(io.BytesIO(letters.stages[stage])).embedded_timestamp_signatures
    more = 1 if stage == "stamped by ours" else int(stage[-1]) if "renewed" in stage else 0
    assert len(stamps) == 1 + more
    for stamp in stamps:
        content = covered(letters.stages[stage], stamp)
        assert "Verification: OK" in openssl_ts(letters, tmp_path, content_info(stamp), content)
        assert "message imprint mismatch" in openssl_ts(letters, tmp_path, content_info(stamp), content[:-1])


def openssl_ts(letters: Any, folder: Path, token: bytes, content: bytes) -> str:
    """What `openssl ts` says, with our roots and the intermediate certificates that anybody may fetch."""
    anchors = letters.pki.trust()
    (folder / "token.der").write_bytes(token)
    (folder / "content").write_bytes(content)
    for name, ders in (("roots", anchors.roots), ("others", anchors.intermediates)):
        (folder / f"{name}.pem").write_bytes(b"".join(pem.armor("CERTIFICATE", der) for der in ders))
    command = [program("openssl", "openssl"), "ts", "-verify", "-in", "token.der", "-token_in", "-data", "content"]
    files = ["-CAfile", "roots.pem", "-untrusted", "others.pem"]
    done = subprocess.run([*command, *files], cwd=folder, check=False, capture_output=True, text=True)
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    "stage",
    [
        "one field",
        "two fields",
        "single",
        "sealed",
        "first of two",
        "both",
        "stamped by ours",
        *(stage for stage, _ in RENEWED),
    ],
)
def test_every_stage_is_pdfa_2b(letters: Any, check_pdfa: Callable[..., Any], stage: str) -> None:
    """ISO 19005-2, conformance level B, by the checker of the archives."""
    result = check_pdfa(letters.stages[stage])
    assert (result.flavour, result.compliant, result.failures) == ("2b", True, ())


def test_no_key_stands_in_a_signed_file(letters: Any) -> None:
    for pdf in letters.stages.values():
        assert not re.search(rb"PRIVATE KEY", pdf)
