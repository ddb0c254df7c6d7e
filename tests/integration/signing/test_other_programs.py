"""Our signatures as programs that know nothing of us see them: poppler's pdfsig with NSS, OpenSSL, and veraPDF."""

import io
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

VALID = "Signature Validation: Signature is Valid."
TRUSTED = "Certificate Validation: Certificate is Trusted."


def program(name: str, package: str) -> str:
    found = shutil.which(name)
    assert found, f"{name} is missing; on Debian: apt-get install {package}"
    return found


@pytest.fixture(scope="module")
def nss(letters: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of certificates in which our root is trusted."""
    store = tmp_path_factory.mktemp("nss")
    certutil = program("certutil", "libnss3-tools")
    root = store / "root.pem"
    root.write_bytes(letters.pki.root_pem)
    subprocess.run([certutil, "-N", "-d", f"sql:{store}", "--empty-password"], check=True)
    trust = ["-A", "-n", "pembina", "-t", "CT,C,C", "-i", str(root)]
    subprocess.run([certutil, *trust, "-d", f"sql:{store}"], check=True)
    return store


def pdfsig(pdf: bytes, store: Path, folder: Path) -> str:
    file = folder / "letter.pdf"
    file.write_bytes(pdf)
    command = [program("pdfsig", "poppler-utils"), "-nssdir", f"sql:{store}", str(file)]
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout


@pytest.mark.parametrize(("stage", "signatures"), [("single", 1), ("sealed", 1), ("first of two", 1), ("both", 2)])
def test_pdfsig_trusts_every_signature(letters: Any, nss: Path, tmp_path: Path, stage: str, signatures: int) -> None:
    """Without a network: the address of the revocation list in the certificates leads nowhere."""
    said = pdfsig(letters.stages[stage], nss, tmp_path)
    assert said.count(VALID) == signatures
    assert said.count(TRUSTED) == signatures
    assert said.count("ETSI.CAdES.detached") == signatures


def test_pdfsig_does_not_know_our_root_by_itself(letters: Any, tmp_path: Path) -> None:
    empty = tmp_path / "nss"
    empty.mkdir()
    subprocess.run([program("certutil", "libnss3-tools"), "-N", "-d", f"sql:{empty}", "--empty-password"], check=True)
    said = pdfsig(letters.stages["both"], empty, tmp_path)
    assert said.count(VALID) == 2
    assert TRUSTED not in said


def test_pdfsig_finds_a_changed_byte(letters: Any, nss: Path, tmp_path: Path) -> None:
    pdf = bytearray(letters.stages["both"])
    pdf[pdf.index(b"stream") + 20] ^= 1
    assert VALID not in pdfsig(bytes(pdf), nss, tmp_path)


def test_openssl_accepts_the_container(letters: Any, tmp_path: Path) -> None:
    """RFC 5652: the detached CMS over the byte range, checked against our root alone."""
    pdf = letters.stages["both"]
    for number, signature in enumerate(PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures):
        start, gap, after, length = map(int, signature.byte_range)
        content, container, root = (tmp_path / f"{number}.{kind}" for kind in ("bin", "der", "pem"))
        content.write_bytes(pdf[start:gap] + pdf[after : after + length])
        container.write_bytes(_content_info(signature))
        root.write_bytes(letters.pki.root_pem)
        command = [program("openssl", "openssl"), "cms", "-verify", "-inform", "DER", "-binary", "-purpose", "any"]
        files = ["-in", str(container), "-content", str(content), "-CAfile", str(root), "-out", str(tmp_path / "out")]
        done = subprocess.run([*command, *files], check=False, capture_output=True, text=True)
        assert "Verification successful" in done.stderr, done.stderr


def _content_info(signature: Any) -> bytes:
    from asn1crypto import cms

    return bytes(cms.ContentInfo.load(signature.pkcs7_content).dump())


@pytest.mark.parametrize("stage", ["one field", "two fields", "single", "sealed", "first of two", "both"])
def test_every_stage_is_pdfa_2b(letters: Any, check_pdfa: Callable[..., Any], stage: str) -> None:
    """ISO 19005-2, conformance level B, by the checker of the archives."""
    result = check_pdfa(letters.stages[stage])
    assert (result.flavour, result.compliant, result.failures) == ("2b", True, ())


def test_no_key_stands_in_a_signed_file(letters: Any) -> None:
    for pdf in letters.stages.values():
        assert not re.search(rb"PRIVATE KEY", pdf)
