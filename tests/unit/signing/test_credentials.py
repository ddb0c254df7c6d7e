"""Credentials: another library agrees, and what is cut off, forged, swollen or of another shape is refused."""

import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import base45
import cbor2
import cwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from domain.credentials import LONGEST_NAME, CredentialClaims, StatusReference, fitted, is_over
from domain.standards import StandardCode
from services import evidence_checker
from signing import issuing
from signing.cose import deterministic, sign_map
from signing.credential_keys import CredentialKey, CredentialKeyUnusable, CredentialTrust
from signing.credentials import (
    LARGEST_TOKEN,
    PREFIX,
    Credential,
    CredentialForged,
    CredentialIssuer,
    CredentialUnproven,
    CredentialUnreadable,
    read_credential,
    unpacked,
)
from tests.unit.signing.conftest import FIRST_START, Office

NOW = FIRST_START + timedelta(days=2)
CLAIMS = CredentialClaims(
    number="SERT-2026-0012",
    edition=2,
    unit="LPSE Kabupaten Contoh Utara",
    institution="Pemerintah Kabupaten Contoh Utara",
    standards={
        StandardCode.S01: date(2026, 2, 3),
        StandardCode.S02: date(2026, 3, 3),
        StandardCode.S17: date(2026, 2, 3),
    },
    issued_at=NOW,
    expires_on=date(2029, 3, 2),
    status=StatusReference(index=11, uri="https://pembina.example/status/1"),
)


def read(text: str, trust: CredentialTrust) -> Credential:
    """As a reader does whose lists must be those of the day of issue."""
    return read_credential(text, trust, known_at=NOW)


@pytest.fixture
def office(shared_office: Office) -> Office:
    return shared_office


@pytest.fixture
def key(office: Office) -> CredentialKey:
    return office.pki.credential_key()


@pytest.fixture
def trust(office: Office) -> CredentialTrust:
    return CredentialTrust(office.pki.credential_certificates(), office.pki.trust())


@pytest.fixture
def text(key: CredentialKey) -> str:
    return CredentialIssuer(lambda: key).issue(CLAIMS)


def packed(token: bytes) -> str:
    encoded: bytes = base45.b45encode(zlib.compress(token, 9))
    return PREFIX + encoded.decode()


def changed(text: str, change: Callable[[list[Any]], None]) -> str:
    """The credential with its four parts changed, and not signed anew."""
    parts = list(cbor2.loads(unpacked(text)).value)
    change(parts)
    return packed(deterministic(cbor2.CBORTag(18, parts)))


def resigned(office: Office, claims: dict[Any, Any], key: CredentialKey | None = None) -> str:
    """Any claims, signed as credentials are."""
    signer = key or office.pki.credential_key()
    return packed(sign_map(claims, key=signer.key, key_id=signer.key_id, typ=None))


def raw_claims(text: str) -> dict[Any, Any]:
    claims: dict[Any, Any] = cbor2.loads(cbor2.loads(unpacked(text)).value[2])
    return claims


def test_what_is_issued_is_read_again(text: str, trust: CredentialTrust, key: CredentialKey) -> None:
    assert read(text, trust) == Credential(CLAIMS, key.key_id)
    assert read(f" {text}\n", trust).claims == CLAIMS


def test_without_last_day(key: CredentialKey, trust: CredentialTrust) -> None:
    claims = replace(CLAIMS, expires_on=None)
    assert read(CredentialIssuer(lambda: key).issue(claims), trust).claims == claims
    assert not is_over(claims, NOW + timedelta(days=90_000))


def test_the_last_day_is_a_whole_day_in_jakarta() -> None:
    assert not is_over(CLAIMS, datetime(2029, 3, 2, 16, 59, 59, tzinfo=UTC))
    assert is_over(CLAIMS, datetime(2029, 3, 2, 17, 0, tzinfo=UTC))


def test_the_same_claims_and_key_give_the_same_text(text: str, key: CredentialKey) -> None:
    """RFC 6979 and RFC 8949, 4.2.1: so that a rendering can be reproduced."""
    assert CredentialIssuer(lambda: key).issue(CLAIMS) == text


def test_another_library_verifies_it_and_reads_the_same_claims(text: str, key: CredentialKey) -> None:
    """RFC 8392: `cwt` checks the signature and knows exp and iat."""
    public = key.certificate.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    cose_key = cwt.COSEKey.from_pem(public, alg="ES256", kid=key.key_id)
    claims = cwt.decode(unpacked(text), cose_key)
    assert claims[6] == int(NOW.timestamp())
    assert claims[4] == int(datetime(2029, 3, 2, 17, 0, tzinfo=UTC).timestamp())
    assert claims[65_535] == {"status_list": {"idx": 11, "uri": "https://pembina.example/status/1"}}
    own = claims[-65_537]
    assert (own[1], own[2], own[3], own[4]) == (CLAIMS.number, 2, CLAIMS.unit, CLAIMS.institution)
    assert own[5] == [[20_487, 1 | 1 << 16], [20_515, 2]]


def test_claims_that_are_signed_anew_are_read(office: Office, text: str, trust: CredentialTrust) -> None:
    """So that the refusals below are those of the claims."""
    assert read(resigned(office, raw_claims(text)), trust).claims == CLAIMS


def test_the_credential_of_seventeen_standards_fits_version_twelve_of_qr(key: CredentialKey) -> None:
    """383 characters or so: 0.47 mm a module at 34 mm, measured on the page by the integration tests."""
    claims = replace(CLAIMS, standards=dict.fromkeys(StandardCode, date(2026, 3, 3)), expires_on=None)
    assert len(CredentialIssuer(lambda: key).issue(claims)) < 420


def test_a_long_name_is_cut_with_a_mark() -> None:
    assert fitted("  LPSE\u00a0Contoh \n Utara ") == "LPSE Contoh Utara"
    assert fitted("a" * LONGEST_NAME) == "a" * LONGEST_NAME
    assert fitted("a" * (LONGEST_NAME + 1)) == "a" * (LONGEST_NAME - 1) + "…"


@pytest.mark.parametrize(
    "wrong",
    ["", "PBN1:", "HC1:", "PBN2:", "pbn1:", "https://pembina.example/v/0", "PBN1:0", "PBN1:ÄÖ", "PBN1:" + "0" * 5_000],
)
def test_another_text_is_refused(wrong: str, text: str, trust: CredentialTrust) -> None:
    given = wrong + text.removeprefix(PREFIX) if wrong in {"HC1:", "PBN2:", "pbn1:"} else wrong
    with pytest.raises(CredentialUnreadable):
        read(given, trust)


def test_every_truncation_is_refused(text: str, trust: CredentialTrust) -> None:
    for length in range(len(text)):
        with pytest.raises(CredentialUnreadable):
            read(text[:length], trust)


def test_every_changed_character_is_refused_or_says_the_same(text: str, trust: CredentialTrust) -> None:
    """The bits that fill up the last byte of a deflated stream mean nothing (RFC 1951, 3.2.3): another text, one token."""
    token, without_meaning = unpacked(text), 0
    for place in range(len(PREFIX), len(text)):
        changed = text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]
        try:
            read(changed, trust)
        except (CredentialUnreadable, CredentialForged):
            continue
        assert unpacked(changed) == token
        without_meaning += 1
    assert without_meaning <= 3


def test_a_bomb_is_not_inflated(trust: CredentialTrust) -> None:
    bomb = packed(bytes(1_000_000))
    assert len(bomb) < 4_096
    with pytest.raises(CredentialUnreadable, match="too large"):
        read(bomb, trust)
    assert len(unpacked(packed(bytes(LARGEST_TOKEN - 1)))) == LARGEST_TOKEN - 1


def test_something_after_the_token_is_refused(text: str, trust: CredentialTrust) -> None:
    with pytest.raises(CredentialUnreadable):
        read(packed(unpacked(text) + b"\x00"), trust)
    stream: bytes = base45.b45encode(zlib.compress(unpacked(text)) + b"more")
    with pytest.raises(CredentialUnreadable):
        read(PREFIX + stream.decode(), trust)


def _unsigned_header(parts: list[Any]) -> None:
    parts[1] = {4: b"another!"}


def _other_payload(parts: list[Any]) -> None:
    parts[2] = parts[2].replace(b"SERT-2026-0012", b"SERT-2026-0013")


def _other_signature(parts: list[Any]) -> None:
    parts[3] = bytes(64)


def _short_signature(parts: list[Any]) -> None:
    parts[3] = parts[3][:63]


def _hs256(parts: list[Any]) -> None:
    parts[0] = deterministic({1: 5, 4: cbor2.loads(parts[0])[4]})


def _no_key(parts: list[Any]) -> None:
    parts[0] = deterministic({1: -7})


def _critical(parts: list[Any]) -> None:
    parts[0] = deterministic(cbor2.loads(parts[0]) | {2: [99]})


def _a_status_list(parts: list[Any]) -> None:
    parts[0] = deterministic(cbor2.loads(parts[0]) | {16: "application/statuslist+cwt"})


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (_unsigned_header, CredentialUnreadable),
        (_other_payload, CredentialForged),
        (_other_signature, CredentialForged),
        (_short_signature, CredentialUnreadable),
        (_hs256, CredentialUnreadable),
        (_no_key, CredentialUnreadable),
        (_critical, CredentialUnreadable),
        (_a_status_list, CredentialUnreadable),
    ],
)
def test_changed_parts_are_refused(
    change: Callable[[list[Any]], None], error: type[Exception], text: str, trust: CredentialTrust
) -> None:
    with pytest.raises(error):
        read(changed(text, change), trust)


@pytest.mark.parametrize(
    "token", [b"", b"\x00", b"\xff", b"\xd2\x80", b"\x9f\xff", b"\x81" * 4_000, b"\xd8\x1c\x81\xd8\x1d\x00"]
)
def test_bytes_that_are_no_token_are_refused(token: bytes, trust: CredentialTrust) -> None:
    with pytest.raises(CredentialUnreadable):
        read(packed(token), trust)


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        (1, 7),
        (1, ""),
        (1, "SERT\u202e0012"),
        (1, "x" * 500),
        (2, 0),
        (2, True),
        (2, "2"),
        (3, b"LPSE"),
        (5, []),
        (5, {20_487: 1}),
        (5, [[20_487, 0]]),
        (5, [[20_487, 1 << 17]]),
        (5, [[20_487, 1], [20_488, 1]]),
        (5, [[20_487]]),
        (5, [[-1, 1]]),
        (5, [[10**9, 1]]),
    ],
)
def test_claims_of_another_type_are_refused_though_the_signature_holds(
    claim: int, value: object, office: Office, text: str, trust: CredentialTrust
) -> None:
    claims = raw_claims(text)
    claims[-65_537][claim] = value
    with pytest.raises(CredentialUnreadable):
        read(resigned(office, claims), trust)


@pytest.mark.parametrize(("claim", "value"), [(6, 1.5), (6, -1), (6, 10**12), (4, "soon"), (65_535, {}), (65_535, 3)])
def test_times_and_status_of_another_type_are_refused(
    claim: int, value: object, office: Office, text: str, trust: CredentialTrust
) -> None:
    with pytest.raises(CredentialUnreadable):
        read(resigned(office, raw_claims(text) | {claim: value}), trust)


def test_a_key_of_the_same_authority_that_is_meant_for_letters_signs_no_credential(office: Office, text: str) -> None:
    """The seal's or a person's certificate has content commitment; the time stamps' an extended usage."""
    for name in ("tsa", "issuing", "root"):
        authority = office.pki.generations.authority(name)
        forged = CredentialKey(authority.key, authority.certificate)
        known = CredentialTrust((authority.certificate.public_bytes(Encoding.DER),), office.pki.trust())
        with pytest.raises(CredentialForged, match="not meant for credentials"):
            read(resigned(office, raw_claims(text), forged), known)


def test_a_key_of_another_authority_signs_no_credential(office: Office, text: str) -> None:
    """Though it is listed: a list of keys is worth nothing without a chain."""
    root = issuing.root_authority(start=FIRST_START)
    key = issuing.new_key()
    certificate = issuing.credential_certificate(
        root, key=key.public_key(), start=FIRST_START, crl_url="https://x.example"
    )
    known = CredentialTrust((certificate.public_bytes(Encoding.DER),), office.pki.trust())
    with pytest.raises(CredentialForged, match="does not lead to a trusted root"):
        read(resigned(office, raw_claims(text), CredentialKey(key, certificate)), known)


def test_a_key_that_is_not_listed_signs_no_credential(office: Office, text: str) -> None:
    with pytest.raises(CredentialForged, match="no such credential key"):
        read(text, CredentialTrust((), office.pki.trust()))


def test_a_credential_from_before_its_key_is_forged(office: Office, text: str, trust: CredentialTrust) -> None:
    early = raw_claims(text) | {6: int(FIRST_START.timestamp()) - 200_000}
    with pytest.raises(CredentialForged, match="was not valid then"):
        read(resigned(office, early), trust)


def test_a_revoked_key_proves_nothing_whatever_its_credentials_claim(
    office: Office, text: str, trust: CredentialTrust
) -> None:
    authority = office.pki.generations.authority("issuing")
    serial = office.pki.credential_key().certificate.serial_number
    revoked = {serial: issuing.Revocation(serial, NOW + timedelta(days=1), x509.ReasonFlags.key_compromise)}
    crl = issuing.revocation_list(authority, number=9, now=NOW + timedelta(days=1), revoked=revoked)
    anchors = replace(trust.anchors, crls=(*trust.anchors.crls, crl.public_bytes(Encoding.DER)))
    with pytest.raises(CredentialForged, match="is revoked"):
        read(text, replace(trust, anchors=anchors))


def test_without_the_revocation_list_of_each_ca_nothing_is_proven(text: str, trust: CredentialTrust) -> None:
    assert len(trust.anchors.crls) == 2
    for crls in ((), trust.anchors.crls[:1], trust.anchors.crls[1:]):
        with pytest.raises(CredentialUnproven, match="missing, or too old"):
            read(text, replace(trust, anchors=replace(trust.anchors, crls=crls)))


@pytest.mark.parametrize(("days", "seconds", "known"), [(7, -1, True), (7, 0, False), (300, 0, False)])
def test_a_list_that_is_over_does_not_say_that_a_key_stands(
    days: int, seconds: int, known: bool, text: str, trust: CredentialTrust
) -> None:
    """RFC 5280, 5.1.2.5: by then the CA has published another, which may name the key."""
    known_at = FIRST_START + timedelta(days=days, seconds=seconds)
    if known:
        assert read_credential(text, trust, known_at=known_at).claims == CLAIMS
        return
    with pytest.raises(CredentialUnproven):
        read_credential(text, trust, known_at=known_at)


def _list(office: Office, stem: str, days: int) -> bytes:
    ca = office.pki.generations.authority(stem)
    made = issuing.revocation_list(ca, number=days, now=FIRST_START + timedelta(days=days), revoked={})
    return made.public_bytes(Encoding.DER)


def test_the_newest_list_of_each_ca_counts(office: Office, text: str, trust: CredentialTrust) -> None:
    known_at = FIRST_START + timedelta(days=300)
    root, issuer = _list(office, "root", 299), _list(office, "issuing", 299)
    for crls in ((root, issuer), (issuer, root), (*trust.anchors.crls, issuer, root)):
        found = replace(trust, anchors=replace(trust.anchors, crls=crls))
        assert read_credential(text, found, known_at=known_at).claims == CLAIMS
    for crls in ((*trust.anchors.crls, root), (*trust.anchors.crls, issuer)):
        with pytest.raises(CredentialUnproven):
            read_credential(text, replace(trust, anchors=replace(trust.anchors, crls=crls)), known_at=known_at)


HERE = [x509.UniformResourceIdentifier("https://pembina.example/crl/issuing.crl")]
ELSEWHERE = [x509.UniformResourceIdentifier("https://pembina.example/crl/lain.crl")]


def _scope(*, at: list[x509.UniformResourceIdentifier] | None = None, **only: bool) -> x509.IssuingDistributionPoint:
    named = {"only_contains_user_certs", "only_contains_ca_certs", "indirect_crl", "only_contains_attribute_certs"}
    flags = dict.fromkeys(named, False) | only
    reasons = frozenset({x509.ReasonFlags.key_compromise}) if flags.pop("some_reasons", False) else None
    return x509.IssuingDistributionPoint(at, None, only_some_reasons=reasons, **flags)


@pytest.mark.parametrize(
    ("extension", "covers"),
    [
        (_scope(at=HERE), True),
        (_scope(at=[*ELSEWHERE, *HERE]), True),
        (_scope(at=ELSEWHERE), False),
        (_scope(only_contains_user_certs=True), False),
        (_scope(only_contains_ca_certs=True), False),
        (_scope(only_contains_attribute_certs=True), False),
        (_scope(indirect_crl=True), False),
        (_scope(some_reasons=True), False),
        (x509.DeltaCRLIndicator(1), False),
    ],
)
def test_a_delta_or_a_list_of_a_part_is_no_list_of_the_ca(
    extension: x509.ExtensionType, covers: bool, office: Office, text: str, trust: CredentialTrust
) -> None:
    """RFC 5280, 5.2.4, 5.2.5 and 6.3.3: a list of CA certificates alone says nothing of others. The pack's checker alike."""
    ca = office.pki.generations.authority("issuing")
    part = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(ca.certificate.subject)
        .last_update(FIRST_START)
        .next_update(FIRST_START + timedelta(days=7))
        .add_extension(extension, critical=True)
        .sign(ca.key, SHA256())
    )
    assert evidence_checker._covers(part, office.pki.credential_key().certificate) is covers
    crls = (_list(office, "root", 0), part.public_bytes(Encoding.DER))
    found = replace(trust, anchors=replace(trust.anchors, crls=crls))
    if covers:
        assert read(text, found).claims == CLAIMS
        return
    with pytest.raises(CredentialUnproven):
        read(text, found)


def test_a_list_from_after_the_proof_of_existence_suffices(text: str, trust: CredentialTrust) -> None:
    """ETSI EN 319 102-1, 5.2.5: what came of the key later is no matter for what is proven to be older."""
    late = FIRST_START + timedelta(days=300)
    assert read_credential(text, trust, known_at=late, proven=NOW).claims == CLAIMS
    with pytest.raises(CredentialUnproven):
        read_credential(text, trust, known_at=late, proven=FIRST_START + timedelta(days=7))


def test_a_key_file_holds_a_key_and_its_certificate(key: CredentialKey, office: Office) -> None:
    pem = key.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    certificate = key.certificate.public_bytes(Encoding.PEM)
    assert CredentialKey.read(pem + certificate).key_id == key.key_id
    other = office.pki.generations.authority("tsa").certificate.public_bytes(Encoding.PEM)
    for wrong in (b"", pem, certificate, pem + other):
        with pytest.raises(CredentialKeyUnusable):
            CredentialKey.read(wrong)


def test_the_key_is_not_shown(key: CredentialKey) -> None:
    assert repr(key) == f"CredentialKey({key.key_id.hex()})"
