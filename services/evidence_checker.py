"""Checks an evidence pack without the system that made it: needs Python 3.11, `pyhanko` and `cryptography`, nothing else.

Run as `python3 check.py [FOLDER or ZIP] [--root ROOT.pem]`. It imports nothing of Pembina, asks no server, and checks:
1  the manifest is signed, by a certificate that leads to a root (yours with --root, else the one inside);
2  every file is there with the SHA-256 of the manifest, and none beside them;
3  every letter is signed and time-stamped as often as the manifest says, each signature holds, nothing was changed after;
4  every event is in the log whose root the manifest names (RFC 6962).
Exit status 0 only if all of it holds.
"""

import argparse
import asyncio
import hashlib
import io
import json
import logging
import sys
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

from asn1crypto import crl as asn1_crl
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation.ades import (
    AdESWithTimeValidationResult,
    ades_lta_validation,
    ades_timestamp_validation,
    ades_with_time_validation,
)
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.policy_decl import (
    CertificateFetchingRule,
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer

FORMAT, PREFIX = "pembina-bukti-1", b"pembina-bukti-1\n"
OUTSIDE = {"manifest.json", "manifest.sig"}
LARGEST_FILE = 256 * 1024 * 1024


class Wrong(Exception):
    """Something does not hold. *Shape*: Indonesian, then English."""


def files_of(source: Path) -> dict[str, bytes]:
    """Every file of the pack, from a folder or a ZIP."""
    if source.is_dir():
        return {p.relative_to(source).as_posix(): p.read_bytes() for p in sorted(source.rglob("*")) if p.is_file()}
    with zipfile.ZipFile(source) as archive:
        entries = archive.infolist()
        if len({entry.filename for entry in entries}) != len(entries):
            raise Wrong("ada nama berkas ganda / a file stands there twice")
        if any(entry.file_size > LARGEST_FILE for entry in entries):
            raise Wrong("ada berkas terlalu besar / a file is too large")
        return {entry.filename: archive.read(entry) for entry in entries}


def check_manifest(files: dict[str, bytes], roots: list[x509.Certificate]) -> dict[str, Any]:
    """1. The manifest, once its signature and chain hold."""
    manifest: dict[str, Any] = json.loads(files["manifest.json"])
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise Wrong("bentuk manifest tidak dikenal / the manifest has another form")
    at = datetime.fromisoformat(manifest["made_at"])
    signer = x509.load_der_x509_certificate(files["trust/manifest-signer.der"])
    usage = signer.extensions.get_extension_for_class(x509.KeyUsage).value
    if not usage.digital_signature or usage.content_commitment or usage.key_cert_sign:
        raise Wrong("sertifikat manifest untuk keperluan lain / the manifest's certificate is meant for something else")
    chain = [signer, *_loaded(files, "trust/intermediates/")]
    lists = [x509.load_der_x509_crl(content) for content in _below(files, "trust/crls/")]
    _require_chain(chain, roots, lists, at)
    key = signer.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise Wrong("kunci manifest jenis lain / the manifest's key is of another kind")
    try:
        key.verify(files["manifest.sig"], PREFIX + files["manifest.json"], ec.ECDSA(SHA256()))
    except InvalidSignature as error:
        raise Wrong("tanda tangan manifest tidak sah / the manifest's signature does not hold") from error
    return manifest


def _require_chain(
    chain: list[x509.Certificate],
    roots: list[x509.Certificate],
    lists: list[x509.CertificateRevocationList],
    at: datetime,
) -> None:
    below, others = chain[0], chain[1:]
    for _ in chain:
        if not below.not_valid_before_utc <= at <= below.not_valid_after_utc:
            raise Wrong("sertifikat tidak berlaku saat itu / a certificate was not valid then")
        issuer = next((each for each in [*roots, *others] if each != below and _issued(below, each)), None)
        if issuer is None:
            break
        key = issuer.public_key()
        own = [each for each in lists if isinstance(key, ec.EllipticCurvePublicKey) and each.is_signature_valid(key)]
        if not own or any(each.get_revoked_certificate_by_serial_number(below.serial_number) for each in own):
            raise Wrong("sertifikat dicabut, atau daftar pencabutannya tidak ada / revoked, or without revocation list")
        if issuer in roots:
            return
        below = issuer
    raise Wrong("sertifikat tidak menuju akar tepercaya / the certificate does not lead to a trusted root")


def _issued(below: x509.Certificate, above: x509.Certificate) -> bool:
    try:
        below.verify_directly_issued_by(above)
        return above.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (InvalidSignature, ValueError, TypeError, x509.ExtensionNotFound):
        return False


def check_files(files: dict[str, bytes], manifest: dict[str, Any]) -> list[str]:
    """2. What is missing, changed, or too many."""
    named = manifest["files"]
    found = [f"{name}: tidak ada / missing" for name in named if name not in files]
    found += [
        f"{name}: tidak tercatat / not in the manifest" for name in files if name not in named and name not in OUTSIDE
    ]
    for name, entry in named.items():
        if name in files and hashlib.sha256(files[name]).hexdigest() != entry["sha256"]:
            found.append(f"{name}: berubah / changed")
    return found


def check_letter(pdf: bytes, letter: dict[str, Any], spec: PdfSignatureValidationSpec, at: datetime) -> None:
    """3. *Source*: ETSI EN 319 102-1, sections 5.4 (time stamps), 5.5 and 5.6 (signatures with time, and with archive)."""
    if hashlib.sha256(pdf).hexdigest() != letter["sha256"]:
        raise Wrong("bukan byte yang diterbitkan / not the bytes that were issued")
    reader = PdfFileReader(io.BytesIO(pdf), strict=True)
    signatures, stamps = reader.embedded_regular_signatures, reader.embedded_timestamp_signatures
    if len(signatures) != letter["signatures"] or not stamps:
        raise Wrong("jumlah tanda tangan atau penanda waktu berbeda / other signatures or time stamps than recorded")
    timing = ValidationTimingInfo(validation_time=at, best_signature_time=at, point_in_time_validation=True)
    for embedded in signatures:
        embedded.compute_integrity_info()
        result = asyncio.run(_judged(embedded, spec, timing))
        status = result.api_status
        sound = status is not None and status.intact and status.valid and status.docmdp_ok
        if result.ades_subindic is not AdESPassed.OK or not sound:
            raise Wrong(f"tanda tangan {embedded.field_name} tidak terbukti / is not proven: {result.ades_subindic}")
    _check_last_stamp(stamps[-1], spec, timing)


def _check_last_stamp(
    stamp: EmbeddedPdfSignature, spec: PdfSignatureValidationSpec, timing: ValidationTimingInfo
) -> None:
    """It covers the whole file, so that nothing follows it, and holds."""
    judged = ades_timestamp_validation(
        stamp.signed_data, spec.signature_validation_spec, stamp.compute_digest, timing_info=timing
    )
    result = asyncio.run(judged)
    covers = stamp.evaluate_signature_coverage() is SignatureCoverageLevel.ENTIRE_FILE
    if not covers or result.ades_subindic is not AdESPassed.OK:
        raise Wrong(f"penanda waktu tidak terbukti / the time stamp is not proven: {result.ades_subindic}")


async def _judged(
    embedded: EmbeddedPdfSignature, spec: PdfSignatureValidationSpec, timing: ValidationTimingInfo
) -> AdESWithTimeValidationResult:
    """By what is valid at the time of the pack; a certificate that has ended since, by the archive time stamps."""
    result = await ades_with_time_validation(
        embedded.signed_data,
        spec.signature_validation_spec,
        timing_info=timing,
        raw_digest=embedded.compute_digest(),
        extra_status_kwargs=embedded.summarise_integrity_info(),
        status_cls=PdfSignatureStatus,
    )
    path = result.api_status.validation_path if result.api_status is not None else None
    current = path is not None and all(each.not_valid_after >= timing.validation_time for each in path)
    if result.ades_subindic is AdESPassed.OK and current:
        return result
    return await ades_lta_validation(embedded, spec, timing_info=timing)


def check_event(event: dict[str, Any], log: dict[str, Any]) -> None:
    """4. *Source*: RFC 9162, section 2.1.3.2."""
    node = hashlib.sha256(b"\x00" + event["leaf"].encode()).digest()
    position, last = event["index"], log["size"] - 1
    if not 0 <= position <= last:
        raise Wrong("indeks di luar log / the index is outside the log")
    for sibling in map(bytes.fromhex, event["path"]):
        if last == 0:
            raise Wrong("bukti terlalu panjang / the proof is too long")
        if position & 1 or position == last:
            node = hashlib.sha256(b"\x01" + sibling + node).digest()
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            node = hashlib.sha256(b"\x01" + node + sibling).digest()
        position, last = position >> 1, last >> 1
    if last or node != bytes.fromhex(log["root"]):
        raise Wrong("bukti tidak menuju akar log / the proof does not lead to the log's root")


def check_pack(files: dict[str, bytes], root: x509.Certificate | None) -> list[str]:
    """Everything that does not hold; nothing where all does."""
    roots = [root] if root is not None else _loaded(files, "trust/roots/")
    try:
        manifest = check_manifest(files, roots)
    except (Wrong, KeyError, ValueError, x509.ExtensionNotFound) as error:
        return [f"manifest: {error!s}"]
    found = check_files(files, manifest)
    spec, at = _policy(files, roots), datetime.fromisoformat(manifest["made_at"])
    papers = sorted(name for name in manifest["files"] if name.startswith("letters/"))
    if len(papers) != len(manifest["letters"]):
        found.append("letters: jumlahnya berbeda / another number than in the manifest")
    for name, letter in zip(papers, manifest["letters"], strict=False):
        found += _attempt(name, lambda n=name, one=letter: check_letter(files[n], one, spec, at))
    for event in json.loads(files.get("events.json", b"[]")):
        found += _attempt(f"events.json {event['index']}", lambda e=event: check_event(e, manifest["log"]))
    return found


def _attempt(name: str, check: Any) -> list[str]:
    try:
        check()
    except Exception as error:
        return [f"{name}: {error!s}"]
    return []


def _policy(files: dict[str, bytes], roots: list[x509.Certificate]) -> PdfSignatureValidationSpec:
    trusted = [asn1_x509.Certificate.load(root.public_bytes(Encoding.DER)) for root in roots]
    policy = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(trust_roots=trusted),
        revinfo_policy=CertRevTrustPolicy(revocation_checking_policy=REQUIRE_REVINFO),
    )
    return PdfSignatureValidationSpec(
        SignatureValidationSpec(
            cert_validation_policy=policy,
            ts_cert_validation_policy=policy,
            revinfo_gathering_policy=RevocationInfoGatheringSpec(
                online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY,
                certificate_fetching_rule=CertificateFetchingRule.NEVER_FETCH,
            ),
            local_knowledge=LocalKnowledge(
                known_certs=[asn1_x509.Certificate.load(der) for der in _below(files, "trust/intermediates/")],
                known_crls=[CRLContainer(asn1_crl.CertificateList.load(der)) for der in _below(files, "trust/crls/")],
            ),
            key_usage_settings=KeyUsageConstraints(key_usage={"non_repudiation"}),
        )
    )


def _loaded(files: dict[str, bytes], folder: str) -> list[x509.Certificate]:
    return [x509.load_der_x509_certificate(der) for der in _below(files, folder)]


def _below(files: dict[str, bytes], folder: str) -> list[bytes]:
    return [files[name] for name in sorted(files) if name.startswith(folder)]


def main(arguments: list[str]) -> int:
    """Prints what was found; 0 where everything holds."""
    parser = argparse.ArgumentParser(description="Memeriksa bukti satu kasus / checks the evidence of one case")
    parser.add_argument("source", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--root", type=Path, help="akar yang Anda percaya (PEM) / the root that you trust")
    options = parser.parse_args(arguments)
    try:
        root = x509.load_pem_x509_certificate(options.root.read_bytes()) if options.root else None
        files = files_of(options.source)
        found = check_pack(files, root)
    except (Wrong, OSError, ValueError, zipfile.BadZipFile) as error:
        found, files = [str(error)], {}
    for line in found:
        sys.stdout.write(f"SALAH / WRONG  {line}\n")
    if not found:
        sys.stdout.write(f"BENAR / HOLDS  {len(files)} berkas / files\n")
        for der in _below(files, "trust/roots/"):
            sys.stdout.write(f"akar / root SHA-256  {hashlib.sha256(der).hexdigest()}\n")
    return 1 if found else 0


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)  # the libraries' own words; what is wrong is said on the standard output
    raise SystemExit(main(sys.argv[1:]))
