"""Programs that know nothing of us, asked about a signed PDF: poppler's pdfsig with NSS, OpenSSL, and pyHanko by itself."""

import asyncio
import io
import shutil
import subprocess
from collections.abc import Sequence
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Self

import pytest
from asn1crypto import cms
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESSubIndic
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.policy_decl import LocalKnowledge
from pyhanko_certvalidator.ltv import ades_past

from signing.trust import TrustAnchors
from signing.validation_policy import at_time, signature_spec

VALID = "Signature Validation: Signature is Valid."
TRUSTED = "Certificate Validation: Certificate is Trusted."
PADES = "Signature Type: ETSI.CAdES.detached"


def program(name: str, package: str) -> str:
    """Where it is."""
    found = shutil.which(name)
    assert found, f"{name} is missing; on Debian: apt-get install {package}"
    return found


def nss_store(folder: Path, roots: Sequence[bytes]) -> str:
    """A store of certificates in the empty folder in which these roots alone are trusted. *Shape*: each DER or PEM."""
    certutil, store = program("certutil", "libnss3-tools"), f"sql:{folder}"
    subprocess.run([certutil, "-N", "-d", store, "--empty-password"], check=True)
    for number, root in enumerate(roots):
        file = folder / f"root-{number}"
        file.write_bytes(root)
        trust = ["-A", "-n", f"pembina {number}", "-t", "CT,C,C", "-i", str(file)]
        subprocess.run([certutil, *trust, "-d", store], check=True)
    return store


def pdfsig(file: Path, store: str) -> str:
    """What it says, by the wall clock."""
    command = [program("pdfsig", "poppler-utils"), "-nssdir", store, str(file)]
    return subprocess.run(command, check=False, capture_output=True, text=True, errors="replace").stdout


def covered(pdf: bytes, signature: EmbeddedPdfSignature) -> bytes:
    """The bytes that a signature covers: its /ByteRange."""
    start, gap, after, length = map(int, signature.byte_range)
    return pdf[start:gap] + pdf[after : after + length]


def content_info(signature: EmbeddedPdfSignature) -> bytes:
    """The container of a signature, without the zeros that fill its place."""
    return bytes(cms.ContentInfo.load(signature.pkcs7_content).dump())


def openssl_cms(container: bytes, content: bytes, root_pem: bytes, folder: Path, at: datetime) -> str:
    """What `openssl cms -verify` says of a detached container, with these roots alone, as of `at`. *Source*: RFC 5652."""
    files = {"container": container, "content": content, "root": root_pem}
    for name, data in files.items():
        (folder / name).write_bytes(data)
    command = [program("openssl", "openssl"), "cms", "-verify", "-inform", "DER", "-binary", "-purpose", "any"]
    alone = ["-CAfile", "root", "-no-CApath", "-no-CAstore", "-attime", str(int(at.timestamp()))]
    given = ["-in", "container", "-content", "content", "-out", "out"]
    done = subprocess.run([*command, *alone, *given], cwd=folder, check=False, capture_output=True, text=True)
    return done.stderr


def stamped_at(stamp: EmbeddedPdfSignature) -> datetime:
    """The time in a document time stamp."""
    moment: datetime = stamp.signed_data["encap_content_info"]["content"].parsed["gen_time"].native
    return moment


def indications(pdf: bytes, roots: Sequence[bytes], at: datetime) -> list[AdESSubIndic]:
    """What pyHanko's own validation for long-term archives says of each signature: with these roots, nothing else, as of `at`.

    pyHanko 0.38 slides back from the wall clock there, whatever time it is given; a legal clock may be ahead of that.
    *Source*: ETSI EN 319 102-1, section 5.6.
    """

    class Then(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls.fromtimestamp(at.timestamp(), tz)

    spec = signature_spec(TrustAnchors.read(roots=roots), LocalKnowledge())
    signatures = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ades_past, "datetime", Then)
        found = [asyncio.run(ades_lta_validation(each, spec, timing_info=at_time(at))) for each in signatures]
    assert all(each.api_status is not None and each.api_status.bottom_line for each in found)
    return [each.ades_subindic for each in found]
