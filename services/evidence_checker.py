"""Checks an evidence pack without the system that made it: needs Python 3.11, `pyhanko` and `cryptography`, nothing else.

Run as `python3 check.py [FOLDER or ZIP] [--root ROOT.pem] [--log-key KEY]`. It imports nothing of Pembina, asks no server,
and checks:
1  the manifest is signed, and its signature time-stamped: both certificates lead to a root (yours with --root, else the one
   inside), at the time of the stamp each is on no list of its CA, and the newest list of each CA is current then; the
   signer is one of those whom the log's key announces as LKPP's credential keys (--log-key: by the key that you got
   elsewhere, else by the one inside);
2  every file is there with the SHA-256 of the manifest, and none beside them;
3  every letter is signed and time-stamped as often as the manifest says, each signature holds, nothing was changed after;
4  every event is in the event log whose root the manifest names (RFC 6962), and so is each that the manifest withholds: of
   that it tells the place and the hash alone;
5  the public log, by its signed checkpoint, holds the issuance of every letter and what it tells of it since (--log-key);
6  nothing was left out of what the events tell: every paper that they name is there, or the manifest says why not; every
   letter that was issued, every receipt, every event up to the version and the state that the manifest names of a record, told
   or withheld;
   and there is something at all.
Exit status 0 only if all of it holds by your own root and log key; 3 if it holds by those inside, which prove nothing of LKPP.
"""

import argparse
import asyncio
import base64
import hashlib
import io
import json
import logging
import sys
import zipfile
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from asn1crypto import cms as asn1_cms
from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate, AdESPassed
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.validation.ades import (
    AdESBasicValidationResult,
    AdESWithTimeValidationResult,
    ades_basic_validation,
    ades_lta_validation,
    ades_timestamp_validation,
    ades_with_time_validation,
)
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
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
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel, TimestampSignatureStatus
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer

FORMAT, PREFIX = "pembina-bukti-3", b"pembina-bukti-3\n"
OUTSIDE = {"manifest.json", "manifest.sig", "manifest.tst"}
REQUIRED = ("events.json", "receipts.json", "public-log.json")
NOTICE, LOG_KEY = "trust/credential-keys.note", "trust/log.vkey"
NOTICE_HEADING = "pembina kunci kredensial 1"
EARLIEST, LATEST = timedelta(minutes=5), timedelta(hours=1)
"""How far the time stamp may be from the time that the manifest names: clocks differ, and a pack takes its time."""
RETIREMENTS = {"unspecified", "affiliation_changed", "superseded", "cessation_of_operation"}
"""For which an authority's key stays good. *Source*: RFC 3161, section 4, item 1."""
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


def check_manifest(
    files: dict[str, bytes], roots: list[x509.Certificate], log_key: str
) -> tuple[dict[str, Any], datetime]:
    """1. The manifest with the time that is proven for it, once signature, stamp, chain and key hold."""
    manifest: dict[str, Any] = json.loads(files["manifest.json"])
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise Wrong("bentuk manifest tidak dikenal / the manifest has another form")
    signer = x509.load_der_x509_certificate(files["trust/manifest-signer.der"])
    _require_purpose(signer)
    key = signer.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise Wrong("kunci manifest jenis lain / the manifest's key is of another kind")
    try:
        key.verify(files["manifest.sig"], PREFIX + files["manifest.json"], ec.ECDSA(SHA256()))
    except InvalidSignature as error:
        raise Wrong("tanda tangan manifest tidak sah / the manifest's signature does not hold") from error
    made_at, chain = datetime.fromisoformat(manifest["made_at"]), [signer, *_loaded(files, "trust/intermediates/")]
    _require_chain(chain, roots, _lists(files), made_at)
    at = check_stamp(files, roots)
    if not made_at - EARLIEST <= at <= made_at + LATEST:
        raise Wrong(f"manifest bertanggal lain dari penanda waktunya / its time stamp is of another time: {at}")
    _require_chain(chain, roots, _lists(files), at)
    if _fingerprint(signer) not in read_notice(files[NOTICE].decode(), log_key):
        raise Wrong("kunci manifest tidak diumumkan log / the manifest's key is not announced by the log's key")
    return manifest, at


def check_stamp(files: dict[str, bytes], roots: list[x509.Certificate]) -> datetime:
    """1. When the manifest's signature existed, by an authority below the roots. *Source*: RFC 3161."""
    token = asn1_cms.ContentInfo.load(files["manifest.tst"], strict=True)
    signed = token["content"]
    time: datetime = signed["encap_content_info"]["content"].parsed["gen_time"].native

    def imprint(algorithm: str) -> bytes:
        return hashlib.new(algorithm, files["manifest.sig"]).digest()

    policy = _policy(files, roots).signature_validation_spec
    result = asyncio.run(ades_timestamp_validation(signed, policy, imprint, timing_info=_at(time)))
    if result.ades_subindic is not AdESPassed.OK or result.api_status is None:
        raise Wrong(
            f"penanda waktu manifest tidak terbukti / the manifest's time stamp is not proven: {result.ades_subindic}"
        )
    brought = [x509.load_der_x509_certificate(each.chosen.dump()) for each in signed["certificates"]]
    authority = x509.load_der_x509_certificate(result.api_status.signing_cert.dump())
    _require_chain([authority, *_loaded(files, "trust/intermediates/"), *brought], roots, _lists(files), time)
    return time


def read_notice(note: str, key: str) -> set[str]:
    """1. The SHA-256 of the certificates that the log's key announces as those of credential keys."""
    heading, *lines = _signed_text(note, key).removesuffix("\n").split("\n")
    if heading != NOTICE_HEADING:
        raise Wrong("bukan pengumuman kunci / no notice of keys")
    return set(lines)


def _fingerprint(certificate: x509.Certificate) -> str:
    return hashlib.sha256(certificate.public_bytes(Encoding.DER)).hexdigest()


def _require_purpose(certificate: x509.Certificate) -> None:
    """Digital signature and nothing else: neither a person's key nor that of time stamps or OCSP answers."""
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    further = usage.content_commitment or usage.key_encipherment or usage.data_encipherment or usage.key_agreement
    named = {extension.oid for extension in certificate.extensions}
    above = usage.key_cert_sign or usage.crl_sign
    if not usage.digital_signature or further or above or x509.ExtendedKeyUsage.oid in named:
        raise Wrong("sertifikat manifest untuk keperluan lain / the manifest's certificate is meant for something else")


def _lists(files: dict[str, bytes]) -> list[x509.CertificateRevocationList]:
    return [x509.load_der_x509_crl(content) for content in _below(files, "trust/crls/")]


def _require_chain(
    chain: list[x509.Certificate],
    roots: list[x509.Certificate],
    lists: list[x509.CertificateRevocationList],
    at: datetime,
) -> None:
    """Up to a root, each certificate valid then, and known not to be revoked: by the newest list of its CA, current then."""
    below, others, is_known = chain[0], chain[1:], True
    for _ in chain:
        if not below.not_valid_before_utc <= at <= below.not_valid_after_utc:
            raise Wrong("sertifikat tidak berlaku saat itu / a certificate was not valid then")
        issuer = next((each for each in [*roots, *others] if each != below and _issued(below, each)), None)
        if issuer is None:
            break
        own = [each for each in lists if _is_list_of(issuer, each)]
        if any(each.get_revoked_certificate_by_serial_number(below.serial_number) for each in own):
            raise Wrong("sertifikat dicabut / a certificate is revoked")
        is_known = is_known and _is_current([each for each in own if _covers(each, below)], at)
        if issuer in roots:
            if not is_known:
                raise Wrong(
                    "tidak terbukti: daftar pencabutan tidak ada atau terlalu lama / "
                    "not proven: a revocation list is missing or too old"
                )
            return
        below = issuer
    raise Wrong("sertifikat tidak menuju akar tepercaya / the certificate does not lead to a trusted root")


def _is_list_of(issuer: x509.Certificate, listed: x509.CertificateRevocationList) -> bool:
    """It bears the CA's name, and the CA's key signed it, RSA or elliptic. *Source*: RFC 5280, section 6.3.3 (b)(1) and (f)."""
    key = issuer.public_key()
    if listed.issuer != issuer.subject or not isinstance(key, ec.EllipticCurvePublicKey | rsa.RSAPublicKey):
        return False
    try:
        return listed.is_signature_valid(key)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return False


def _covers(found: x509.CertificateRevocationList, below: x509.Certificate) -> bool:
    """No delta, and no list of a part that leaves this certificate out. *Source*: RFC 5280, sections 5.2.5 and 6.3.3."""
    points = next((e.value for e in below.extensions if isinstance(e.value, x509.CRLDistributionPoints)), ())
    places = {name for point in points for name in point.full_name or ()}
    for extension in found.extensions:
        scope = extension.value
        if isinstance(scope, x509.IssuingDistributionPoint):
            partial = scope.only_contains_user_certs or scope.only_contains_ca_certs or scope.only_some_reasons
            elsewhere = scope.full_name is not None and not set(scope.full_name) & places
            if partial or elsewhere or scope.only_contains_attribute_certs or scope.indirect_crl or scope.relative_name:
                return False
        elif extension.critical:
            return False
    return True


def _is_current(complete: list[x509.CertificateRevocationList], at: datetime) -> bool:
    """*Source*: RFC 5280, section 5.1.2.5 (nextUpdate)."""
    newest = max(complete, key=lambda each: each.last_update_utc, default=None)
    return newest is not None and newest.next_update_utc is not None and at < newest.next_update_utc


def _issued(below: x509.Certificate, above: x509.Certificate) -> bool:
    try:
        below.verify_directly_issued_by(above)
        return above.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError, x509.ExtensionNotFound):
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
    """3. The file is the letter as issued, or that with archive time stamps behind it and nothing else.

    *Source*: ETSI EN 319 102-1, sections 5.4 (time stamps), 5.5 and 5.6 (signatures with time, and with archive)."""
    if hashlib.sha256(pdf[: letter["size"]]).hexdigest() != letter["sha256"]:
        raise Wrong("bukan byte yang diterbitkan / not the bytes that were issued")
    reader = PdfFileReader(io.BytesIO(pdf), strict=True)
    signatures, stamps = reader.embedded_regular_signatures, reader.embedded_timestamp_signatures
    if len(signatures) != letter["signatures"] or not stamps:
        raise Wrong("jumlah tanda tangan atau penanda waktu berbeda / other signatures or time stamps than recorded")
    archived, known = _with_archive(spec, reader), spec.signature_validation_spec.local_knowledge.known_crls
    for embedded in signatures:
        embedded.compute_integrity_info()
        result = asyncio.run(_judged(embedded, spec, _at(at)))
        status = result.api_status
        sound = status is not None and status.intact and status.valid and status.docmdp_ok
        if sound and result.ades_subindic is not AdESPassed.OK:
            result = _proven_earlier(pdf, embedded.field_name, stamps, archived, at, known) or result
        if sound and result.ades_subindic is not AdESPassed.OK:
            result = _as_stamped(embedded, stamps, archived, at, known) or result
        if sound and _is_covered(embedded, stamps, archived, at, known):
            continue
        if not sound or result.ades_subindic is not AdESPassed.OK or _was_revoked(embedded, result, known):
            raise Wrong(f"tanda tangan {embedded.field_name} tidak terbukti / is not proven: {result.ades_subindic}")
    times = _times_of(stamps, archived, at, known)
    for embedded in signatures:
        authority, control = _authority(embedded), _proven_by(embedded, stamps, times, at)
        if authority is not None and _retired(authority, known) is None and _is_named([authority], known, control):
            raise Wrong(f"tanda tangan {embedded.field_name} tidak terbukti / is not proven: the time stamp's key")


def _with_archive(spec: PdfSignatureValidationSpec, reader: PdfFileReader) -> PdfSignatureValidationSpec:
    """With the certificates and lists that the file brings along, too. *Source*: ETSI EN 319 142-1, section 5.4.2."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return spec
    lists = [asn1_crl.CertificateList.load(item.get_object().data) for item in store.crls]
    answers = [asn1_ocsp.OCSPResponse.load(item.get_object().data) for item in store.ocsps]
    inner, known = spec.signature_validation_spec, spec.signature_validation_spec.local_knowledge
    more = LocalKnowledge(
        known_certs=[*known.known_certs, *store.load_certs()],
        known_crls=[*known.known_crls, *map(CRLContainer, lists)],
        known_ocsps=[each for answer in answers for each in OCSPContainer.load_multi(answer)],
    )
    return replace(spec, signature_validation_spec=replace(inner, local_knowledge=more))


def _was_revoked(
    embedded: EmbeddedPdfSignature, result: AdESWithTimeValidationResult, known: list[CRLContainer]
) -> bool:
    """Whether a list of the pack says that a certificate was revoked by the time that is proven, whenever it was told."""
    status = result.api_status
    stamp = status.timestamp_validity if status is not None else None
    time = stamp.timestamp if stamp is not None else None
    entries = _entries(_chain(embedded.signer_cert, status), known)
    return any(time is None or entry["revocation_date"].native <= time for entry in entries)


def _retired(authority: asn1_x509.Certificate, known: list[CRLContainer]) -> datetime | None:
    """Since when a time-stamping authority is revoked though its key is good; what it stamped before then stays valid.

    None where a list gives another reason, or none. *Source*: RFC 3161, section 4, item 1.
    """
    entries = list(_entries([authority], known))
    reasons = {each.crl_reason_value.native if each.crl_reason_value is not None else None for each in entries}
    return min(each["revocation_date"].native for each in entries) if entries and reasons <= RETIREMENTS else None


def _entries(wanted: list[asn1_x509.Certificate], known: list[CRLContainer]) -> list[Any]:
    names = {(each.issuer.hashable, each.serial_number) for each in wanted}
    return [
        entry
        for found in known
        for entry in found.crl_data["tbs_cert_list"]["revoked_certificates"]
        if (found.crl_data.issuer.hashable, entry["user_certificate"].native) in names
    ]


def _moment(authority: asn1_x509.Certificate, known: list[CRLContainer], control: datetime) -> datetime:
    """As of when its token is judged: the last second before it was retired."""
    since = _retired(authority, known)
    return control if since is None or since > control else since - timedelta(seconds=1)


def _stays(chain: list[asn1_x509.Certificate], known: list[CRLContainer], said: datetime, control: datetime) -> bool:
    """Whether no list names an authority by the time that counts: of a retired one what its token says, else `control`."""
    authority, *others = chain
    above = [each for each in others if each.issuer_serial != authority.issuer_serial]
    decisive = control if _retired(authority, known) is None else said
    return not _is_named([authority], known, decisive) and not _is_named(above, known, control)


def _is_named(certificates: list[asn1_x509.Certificate], known: list[CRLContainer], by: datetime) -> bool:
    """Whether a list of the pack says that one of them was revoked by then."""
    return any(each["revocation_date"].native <= by for each in _entries(certificates, known))


def _hides_nothing(chain: list[asn1_x509.Certificate], known: list[CRLContainer], control: datetime) -> bool:
    """Whether an earlier moment hides neither an end of validity nor the revocation of a CA."""
    above = [each for each in chain if each.issuer_serial != chain[0].issuer_serial]
    within = all(each.not_valid_before <= control <= each.not_valid_after for each in chain)
    return within and not _is_named(above, known, control)


def _chain(leaf: asn1_x509.Certificate, status: Any) -> list[asn1_x509.Certificate]:
    path = status.validation_path if status is not None else None
    return [leaf, *(path.iter_certs(include_root=False) if path is not None else ())]


def _with_later_lists(spec: PdfSignatureValidationSpec) -> PdfSignatureValidationSpec:
    """A list that came after a moment tells of that moment too."""
    inner = spec.signature_validation_spec
    trust = replace(inner.cert_validation_policy.revinfo_policy, retroactive_revinfo=True)
    policy = replace(inner.cert_validation_policy, revinfo_policy=trust)
    inner = replace(inner, cert_validation_policy=policy, ts_cert_validation_policy=policy)
    return replace(spec, signature_validation_spec=inner)


def _judged_stamp(
    stamp: EmbeddedPdfSignature, spec: PdfSignatureValidationSpec, control: datetime, known: list[CRLContainer]
) -> AdESBasicValidationResult[TimestampSignatureStatus]:
    """As of `control`; where its authority was retired by then, as of just before."""
    result = _stamp_as_of(stamp, spec, control)
    moment = _moment(stamp.signer_cert, known, control)
    if result.ades_subindic is not AdESIndeterminate.REVOKED_NO_POE or moment == control:
        return result
    earlier = _stamp_as_of(stamp, _with_later_lists(spec), moment)
    chain = _chain(stamp.signer_cert, earlier.api_status)
    is_good = earlier.ades_subindic is AdESPassed.OK and _hides_nothing(chain, known, control)
    return earlier if is_good else result


def _stamp_as_of(
    stamp: EmbeddedPdfSignature, spec: PdfSignatureValidationSpec, moment: datetime
) -> AdESBasicValidationResult[TimestampSignatureStatus]:
    inner = spec.signature_validation_spec
    judged = ades_timestamp_validation(stamp.signed_data, inner, stamp.compute_digest, timing_info=_at(moment))
    return asyncio.run(judged)


def _times_of(
    stamps: list[EmbeddedPdfSignature], spec: PdfSignatureValidationSpec, at: datetime, known: list[CRLContainer]
) -> list[datetime]:
    """What each time stamp proves: the last, which covers the whole file, by what is valid now, each one by the next."""
    times: list[datetime] = []
    control = at
    for stamp in reversed(stamps):
        result = _judged_stamp(stamp, spec, control, known)
        covers = times or stamp.evaluate_signature_coverage() is SignatureCoverageLevel.ENTIRE_FILE
        status, passed = result.api_status, result.ades_subindic is AdESPassed.OK
        chain = _chain(stamp.signer_cert, status)
        if not covers or not passed or status is None or not _stays(chain, known, status.timestamp, control):
            raise Wrong(f"penanda waktu tidak terbukti / the time stamp is not proven: {result.ades_subindic}")
        control = status.timestamp
        times.insert(0, control)
    return times


def _authority(embedded: EmbeddedPdfSignature) -> asn1_x509.Certificate | None:
    """Who stamped the signature itself."""
    token = next(extract_tst_data_iter(embedded.signer_info, signed=False), None)
    return extract_certificate_info(token).signer_cert if token is not None else None


def _proven_by(
    embedded: EmbeddedPdfSignature, stamps: list[EmbeddedPdfSignature], times: list[datetime], at: datetime
) -> datetime:
    """When the signature is proven to have been there: by the first time stamp over it."""
    revision = embedded.signed_revision
    return next((time for each, time in zip(stamps, times, strict=True) if each.signed_revision > revision), at)


def _as_stamped(
    embedded: EmbeddedPdfSignature,
    stamps: list[EmbeddedPdfSignature],
    spec: PdfSignatureValidationSpec,
    at: datetime,
    known: list[CRLContainer],
) -> AdESWithTimeValidationResult | None:
    """Where an authority that stamped the letter is revoked: as of the time that the first stamp over the signature proves.

    *Source*: RFC 3161, section 4; ETSI EN 319 102-1, section 5.6.2.3.
    """
    authority = _authority(embedded)
    if authority is None or not _entries([authority, *(each.signer_cert for each in stamps)], known):
        return None
    try:
        times = _times_of(stamps, spec, at, known)
    except Wrong:
        return None
    control = _proven_by(embedded, stamps, times, at)
    moment = _moment(authority, known, control)
    result = asyncio.run(_as_of(embedded, _with_later_lists(spec) if moment < control else spec, _at(moment)))
    status = result.api_status
    token_status = status.timestamp_validity if status is not None else None
    chains = (_chain(embedded.signer_cert, status), _chain(authority, token_status))
    is_good = result.ades_subindic is AdESPassed.OK
    return result if is_good and all(_hides_nothing(chain, known, control) for chain in chains) else None


def _is_covered(
    embedded: EmbeddedPdfSignature,
    stamps: list[EmbeddedPdfSignature],
    spec: PdfSignatureValidationSpec,
    at: datetime,
    known: list[CRLContainer],
) -> bool:
    """Whether a signature that bears no time stamp is proven by those over the file: as of the pack, or as of the first of
    them where one that covers the validation data shows that nothing was known then.

    *Source*: ETSI EN 319 142-1, section 5.4.3 (document time stamps); EN 319 102-1, section 5.6.2.
    """
    if _authority(embedded) is not None:
        return False
    try:
        times = _times_of(stamps, spec, at, known)
    except Wrong:
        return False
    over = [
        (each, time)
        for each, time in zip(stamps, times, strict=True)
        if each.signed_revision > embedded.signed_revision
    ]
    kept = next((time for each, time in over if _has_validation_data(each)), None)
    if kept is None:
        return False
    first = over[0][1]
    lists = spec.signature_validation_spec.local_knowledge.known_crls
    for moment in (at, first):
        result = asyncio.run(
            ades_basic_validation(
                embedded.signed_data,
                spec.signature_validation_spec,
                timing_info=_at(moment),
                raw_digest=embedded.compute_digest(),
            )
        )
        chain = _chain(embedded.signer_cert, result.api_status)
        is_good = result.ades_subindic is AdESPassed.OK and not _is_named(chain, lists, first)
        if is_good and (moment == at or _hides_nothing(chain, lists, kept)):
            return True
    return False


def _has_validation_data(stamp: EmbeddedPdfSignature) -> bool:
    return "/DSS" in stamp.reader.get_historical_root(stamp.signed_revision)


def _proven_earlier(
    pdf: bytes,
    name: str,
    stamps: list[EmbeddedPdfSignature],
    spec: PdfSignatureValidationSpec,
    at: datetime,
    known: list[CRLContainer],
) -> AdESWithTimeValidationResult | None:
    """Where a CA of the signer has ended since: the file up to one time stamp, as of the time that the next one proves.

    *Source*: ETSI EN 319 102-1, section 5.6.2.3.
    """
    try:
        proven = _times_of(stamps, spec, at, known)
    except Wrong:
        return None
    for stamp, time in zip(reversed(stamps[:-1]), reversed(proven[1:]), strict=True):
        _, _, start, length = map(int, stamp.byte_range)
        reader = PdfFileReader(io.BytesIO(pdf[: start + length]), strict=True)
        found = next((each for each in reader.embedded_regular_signatures if each.field_name == name), None)
        if found is None:
            return None
        result = asyncio.run(ades_lta_validation(found, spec, timing_info=_at(time)))
        if result.ades_subindic is AdESPassed.OK:
            return result
    return None


def _at(time: datetime) -> ValidationTimingInfo:
    return ValidationTimingInfo(validation_time=time, best_signature_time=time, point_in_time_validation=True)


async def _as_of(
    embedded: EmbeddedPdfSignature, spec: PdfSignatureValidationSpec, timing: ValidationTimingInfo
) -> AdESWithTimeValidationResult:
    return await ades_with_time_validation(
        embedded.signed_data,
        spec.signature_validation_spec,
        timing_info=timing,
        raw_digest=embedded.compute_digest(),
        extra_status_kwargs=embedded.summarise_integrity_info(),
        status_cls=PdfSignatureStatus,
    )


async def _judged(
    embedded: EmbeddedPdfSignature, spec: PdfSignatureValidationSpec, timing: ValidationTimingInfo
) -> AdESWithTimeValidationResult:
    """By what is valid at the time of the pack; a certificate that has ended since, by the archive time stamps."""
    result = await _as_of(embedded, spec, timing)
    path = result.api_status.validation_path if result.api_status is not None else None
    current = path is not None and all(each.not_valid_after >= timing.validation_time for each in path)
    if result.ades_subindic is AdESPassed.OK and current:
        return result
    return await ades_lta_validation(embedded, spec, timing_info=timing)


def check_event(event: dict[str, Any], log: dict[str, Any]) -> None:
    """4. The leaf is in the tree that the manifest names."""
    _require_leaf(event["leaf"], event, log["size"], log["root"])


def check_withheld(event: dict[str, Any], log: dict[str, Any]) -> None:
    """4. Something is in the tree at its place; what it is, the manifest keeps from this reader."""
    _require_node(bytes.fromhex(event["leaf_hash"]), event, log["size"], log["root"])


def _require_leaf(leaf: str, proof: dict[str, Any], size: int, root: str) -> None:
    _require_node(hashlib.sha256(b"\x00" + leaf.encode()).digest(), proof, size, root)


def _require_node(node: bytes, proof: dict[str, Any], size: int, root: str) -> None:
    """*Source*: RFC 9162, section 2.1.3.2."""
    position, last = proof["index"], size - 1
    if not 0 <= position <= last:
        raise Wrong("indeks di luar log / the index is outside the log")
    for sibling in map(bytes.fromhex, proof["path"]):
        if last == 0:
            raise Wrong("bukti terlalu panjang / the proof is too long")
        if position & 1 or position == last:
            node = hashlib.sha256(b"\x01" + sibling + node).digest()
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            node = hashlib.sha256(b"\x01" + node + sibling).digest()
        position, last = position >> 1, last >> 1
    if last or node != bytes.fromhex(root):
        raise Wrong("bukti tidak menuju akar log / the proof does not lead to the log's root")


def check_logged(letter: dict[str, Any], logged: dict[str, Any], log_key: str | None) -> None:
    """5. Its first entry is, or commits to, the issuance of these bytes; every entry is in the tree of the checkpoint."""
    size, root = read_checkpoint(logged["checkpoint"], log_key or logged["verifier_key"])
    said = [json.loads(proof["statement"]) for proof in logged["proofs"]]
    if not said or said[0]["event"] != "ISSUED" or any(each["sha256"] != letter["sha256"] for each in said):
        raise Wrong("log publik tidak menyebut naskah ini / the public log does not speak of this letter")
    for proof in logged["proofs"]:
        if proof["entry"] != _entry(proof["statement"], proof["salt"]):
            raise Wrong("isi log publik lain dari pernyataannya / the entry is not what its statement says")
        _require_leaf(proof["entry"], proof, size, root)


def _entry(statement: str, salt: str | None) -> str:
    """The statement itself; of a paper that is not public a commitment to it (SHA-256 over a salt and the statement)."""
    if salt is None:
        return statement
    commitment = hashlib.sha256(bytes.fromhex(salt) + statement.encode()).hexdigest()
    return json.dumps({"commitment": commitment, "v": 1}, sort_keys=True, separators=(",", ":"))


def read_checkpoint(note: str, key: str) -> tuple[int, str]:
    """Size and root, once this key's signature holds. *Source*: C2SP tlog-checkpoint."""
    origin, size, root = _signed_text(note, key).split("\n")[:3]
    if origin != key.strip().split("+", 2)[0]:
        raise Wrong("kunci log publik lain / another key of the public log")
    return int(size), base64.b64decode(root, validate=True).hex()


def _signed_text(note: str, key: str) -> str:
    """The text of a note, once this key's signature holds. *Source*: C2SP signed-note (Ed25519)."""
    name, key_id, material = key.strip().split("+", 2)
    public = base64.b64decode(material, validate=True)
    named = hashlib.sha256(name.encode() + b"\n" + public).digest()[:4]
    text, _, lines = note.rpartition("\n\n")
    text += "\n"
    signed = [base64.b64decode(line.split(" ")[2]) for line in lines.splitlines() if line.split(" ")[1] == name]
    signature = next((each[4:] for each in signed if each[:4] == named), None)
    others = bool(lines) and signature is None
    if public[:1] != b"\x01" or named.hex() != key_id or others:
        raise Wrong("kunci log publik lain / another key of the public log")
    try:
        Ed25519PublicKey.from_public_bytes(public[1:]).verify(signature or b"", text.encode())
    except InvalidSignature as error:
        raise Wrong("tanda tangan log publik tidak sah / the public log's signature does not hold") from error
    return text


def check_whole(manifest: dict[str, Any], events: list[dict[str, Any]], receipts: list[dict[str, Any]]) -> list[str]:
    """6. What the events tell and the pack has not. *Shape*: the leaves of events, as JSON."""
    given, withheld = [each["id"] for each in manifest["letters"]], [each["id"] for each in manifest["withheld"]]
    issued = [each["record_id"] for each in events if _is_issuance(each)]
    untold = {each["id"] for each in manifest["withheld_events"] if each["aggregate"] == "DOCUMENT"}
    named = {document for each in events for document in each["documents"]} | set(issued)
    not_issued = {each["id"] for each in manifest["withheld"] if each["reason"] == "NOT_ISSUED"}
    found = [
        f"events.json: naskah ditahan tanpa alasan / a paper is withheld without a reason: {document}"
        for document in sorted(named - set(given) - set(withheld))
    ]
    found += [
        f"manifest: naskah ini terbit / this paper was issued: {each}" for each in sorted(not_issued & set(issued))
    ]
    found += [
        f"events.json: penerbitan naskah tidak ada / a letter without its issuance: {document}"
        for document in sorted(set(given) - set(issued) - untold)
    ]
    return [*found, *_gaps(manifest, events), *_untold_receipts(manifest, events, receipts)]


def _is_issuance(event: dict[str, Any]) -> bool:
    is_signed = event["to_state"] == "SIGNED" and event["from_state"] != "SIGNED"
    return bool(event["aggregate"] == "DOCUMENT" and is_signed)


def _gaps(manifest: dict[str, Any], events: list[dict[str, Any]]) -> list[str]:
    """Each act on a record raises its version by one, up to that of the manifest; the last leaves the state named there."""
    lives: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for each in events:
        lives.setdefault((each["aggregate"], each["record_id"]), []).append(each)
    withheld: dict[tuple[str, str], list[int]] = {}
    for each in manifest["withheld_events"]:
        withheld.setdefault((each["aggregate"], each["id"]), []).append(each["version"])
    stated = {(each["aggregate"], each["id"]): each for each in manifest["records"]}
    found = [
        f"events.json: peristiwa tidak ada / an event is missing: {key[0]} {key[1]}"
        for key in sorted(stated.keys() | lives.keys() | withheld.keys())
        if not _is_told(stated.get(key), lives.get(key, []), withheld.get(key, []))
    ]
    if ("CASE", manifest["case"]["id"]) not in lives.keys() | withheld.keys():
        found.append("events.json: tidak ada peristiwa kasus ini / no event of this case")
    return found


def _is_told(record: dict[str, Any] | None, life: list[dict[str, Any]], withheld: list[int]) -> bool:
    """Told or withheld, each version is there once; of one that is withheld the state after it is not known."""
    versions = [each["version"] for each in life]
    together = sorted([*versions, *withheld])
    if record is None or versions != sorted(versions) or together != list(range(1, record["version"] + 1)):
        return False
    ends_told = bool(versions) and versions[-1] == record["version"]
    return bool(together) and (not ends_told or bool(life[-1]["to_state"] == record["state"]))


def _untold_receipts(
    manifest: dict[str, Any], events: list[dict[str, Any]], receipts: list[dict[str, Any]]
) -> list[str]:
    """Each proof of receipt is one act, and one line; that act may be among those withheld."""
    told = {each["sanction"]: len(each["receipts"]) for each in receipts}
    withheld = [each["id"] for each in manifest["withheld_events"] if each["aggregate"] == "SANCTION"]
    sanctions = {each["record_id"] for each in events if each["aggregate"] == "SANCTION"} | set(withheld)
    proven = dict.fromkeys(sanctions, 0)
    for each in events:
        if each["aggregate"] == "SANCTION" and each["verb"] == "prove_receipt":
            proven[each["record_id"]] += 1
    return [
        f"receipts.json: tidak sesuai peristiwa / not as the events tell: {sanction}"
        for sanction in sorted(proven.keys() | told.keys())
        if sanction not in proven
        or sanction not in told
        or not proven[sanction] <= told[sanction] <= proven[sanction] + withheld.count(sanction)
    ]


def check_pack(
    files: dict[str, bytes], trusted: list[x509.Certificate] | None, log_key: str | None = None
) -> list[str]:
    """Everything that does not hold; nothing where all does."""
    roots = trusted if trusted is not None else _loaded(files, "trust/roots/")
    try:
        key = log_key or files[LOG_KEY].decode()
        manifest, at = check_manifest(files, roots, key)
    except Exception as error:
        return [f"manifest: {error!s}" if isinstance(error, Wrong) else f"manifest: {error!r}"]
    found, spec = check_files(files, manifest), _policy(files, roots)
    missing = [f"{name}: tidak ada / missing" for name in REQUIRED if name not in files]
    if missing:
        return list(dict.fromkeys([*found, *missing]))
    papers = sorted(name for name in manifest["files"] if name.startswith("letters/"))
    if len(papers) != len(manifest["letters"]):
        found.append("letters: jumlahnya berbeda / another number than in the manifest")
    for name, letter in zip(papers, manifest["letters"], strict=False):
        found += _attempt(name, lambda n=name, one=letter: check_letter(files[n], one, spec, at))
    events, logged = json.loads(files["events.json"]), json.loads(files["public-log.json"])
    for event in events:
        found += _attempt(f"events.json {event['index']}", lambda e=event: check_event(e, manifest["log"]))
    for event in manifest["withheld_events"]:
        found += _attempt(f"manifest {event['index']}", lambda e=event: check_withheld(e, manifest["log"]))
    places = [each["index"] for each in [*events, *manifest["withheld_events"]]]
    if len(set(places)) != len(places):
        found.append("events.json: satu indeks disebut dua kali / an index stands there twice")
    if len(logged) != len(manifest["letters"]):
        found.append("public-log.json: jumlahnya berbeda / another number than in the manifest")
    for letter, entries in zip(manifest["letters"], logged, strict=False):
        name = f"public-log.json {letter['number']}"
        found += _attempt(name, lambda one=letter, its=entries: check_logged(one, its, log_key))
    try:
        leaves = [json.loads(event["leaf"]) for event in events]
        found += check_whole(manifest, leaves, json.loads(files["receipts.json"]))
    except (KeyError, TypeError, ValueError) as error:
        found.append(f"events.json: bentuk lain / of another form: {error!r}")
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


def roots_in(file: Path) -> list[x509.Certificate]:
    """The roots of a PEM file: after a rotation there are several, and an earlier letter is of an earlier one."""
    return x509.load_pem_x509_certificates(file.read_bytes())


def main(arguments: list[str]) -> int:
    """Prints what was found; 0 where everything holds."""
    parser = argparse.ArgumentParser(description="Memeriksa bukti satu kasus / checks the evidence of one case")
    parser.add_argument("source", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--root", type=Path, help="akar yang Anda percaya (PEM) / the roots that you trust")
    parser.add_argument("--log-key", help="kunci log publik yang Anda percaya / the public log's key that you trust")
    options = parser.parse_args(arguments)
    try:
        root = roots_in(options.root) if options.root else None
        files = files_of(options.source)
        found = check_pack(files, root, options.log_key)
    except (Wrong, OSError, ValueError, zipfile.BadZipFile) as error:
        root, found, files = None, [str(error)], {}
    for line in found:
        sys.stdout.write(f"SALAH / WRONG  {line}\n")
    return _tell(files, has_root=root is not None, has_log_key=options.log_key is not None) if not found else 1


def _tell(files: dict[str, bytes], *, has_root: bool, has_log_key: bool) -> int:
    """What was checked, what is withheld and why, and what was not compared."""
    manifest, events = json.loads(files["manifest.json"]), json.loads(files["events.json"])
    receipts = sum(len(each["receipts"]) for each in json.loads(files["receipts.json"]))
    sys.stdout.write(
        f"BENAR / HOLDS  {len(files)} berkas / files: {len(manifest['letters'])} naskah / letters, "
        f"{len(events)} peristiwa / events, {receipts} tanda terima / receipts\n"
    )
    for each in manifest["withheld"]:
        sys.stdout.write(f"ditahan / withheld  {each['id']}: {each['reason_id']} / {each['reason_en']}\n")
    reasons = [f"{each['reason_id']} / {each['reason_en']}" for each in manifest["withheld_events"]]
    for words in sorted(set(reasons)):
        sys.stdout.write(f"ditahan / withheld  {reasons.count(words)} peristiwa / events: {words}\n")
    for der in _below(files, "trust/roots/"):
        sys.stdout.write(f"akar / root SHA-256  {hashlib.sha256(der).hexdigest()}\n")
    for key in sorted({files[LOG_KEY].decode().strip(), *_log_keys(files)}):
        sys.stdout.write(f"kunci log / log key  {key}\n")
    if not has_root:
        sys.stdout.write("akar tidak dibandingkan / root not compared (--root)\n")
    if not has_log_key:
        sys.stdout.write("kunci log tidak dibandingkan / log key not compared (--log-key)\n")
    return 0 if has_root and has_log_key else 3


def _log_keys(files: dict[str, bytes]) -> set[str]:
    return {each["verifier_key"] for each in json.loads(files["public-log.json"])}


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)  # the libraries' own words; what is wrong is said on the standard output
    raise SystemExit(main(sys.argv[1:]))
