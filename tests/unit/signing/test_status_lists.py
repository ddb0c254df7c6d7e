"""Status lists: the draft's own vectors, and lists that are cut off, swollen, forged, or hold for too long."""

import base64
import zlib
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import cbor2
import cwt
import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from domain.certificates import CertificateState
from domain.credentials import STATUS_OF, StatusEntry, StatusList, StatusType
from domain.document_kinds import DocumentKind, DocumentState
from domain.standards import StandardCode
from domain.standings import Audience, Paper, Standing, Subject, legal_standing
from signing.cose import sign_map
from signing.credential_keys import CredentialTrust
from signing.registers import PAPERS, Register, RegisterUnproven, RegisterUnsound, read_register, sign_register
from signing.status_lists import (
    CWT_TYPE,
    DETAILS,
    EXPIRES,
    LARGEST_LIST,
    LIFE,
    STATUS_LIST,
    StatusListUnproven,
    StatusListUnsound,
    inflated,
    packed,
    read_status_list,
    sign_status_list,
    sign_status_list_as_jwt,
    unpacked,
)
from tests.unit.signing.conftest import FIRST_START, Office

NOW = FIRST_START + timedelta(days=2)
S01, S02, S09 = StandardCode.S01, StandardCode.S02, StandardCode.S09
ENTRIES = {
    0: StatusEntry(status=StatusType.VALID),
    1: StatusEntry(status=StatusType.INVALID, since=date(2026, 3, 4), revoked={S01: date(2026, 3, 4), S02: None}),
    2: StatusEntry(status=StatusType.PARTLY_REVOKED, since=date(2026, 3, 3), revoked={S09: date(2026, 3, 3)}),
    4: StatusEntry(status=StatusType.SUPERSEDED, since=date(2026, 3, 2)),
    5: StatusEntry(status=StatusType.EXPIRED),
}
STATUSES = StatusList(
    uri="https://pembina.example/status/1", issued_at=NOW, expires_at=NOW + LIFE, entries=ENTRIES, size=6
)


@pytest.fixture
def trust(shared_office: Office) -> CredentialTrust:
    return CredentialTrust(shared_office.pki.credential_certificates(), shared_office.pki.trust())


@pytest.fixture
def token(shared_office: Office) -> bytes:
    return sign_status_list(STATUSES, shared_office.pki.credential_key())


def signed(office: Office, claims: dict[Any, Any], typ: str | None = CWT_TYPE) -> bytes:
    key = office.pki.credential_key()
    return sign_map(claims, key=key.key, key_id=key.key_id, typ=typ)


def claims_of(token: bytes) -> dict[Any, Any]:
    claims: dict[Any, Any] = cbor2.loads(cbor2.loads(token).value[2])
    return claims


@pytest.mark.parametrize(
    ("bits", "values", "octets", "encoded"),
    [
        (1, [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1], "b9a3", "eNrbuRgAAhcBXQ"),
        (2, [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3], "c944f9", "eNo76fITAAPfAgc"),
    ],
)
def test_the_vectors_of_the_draft(bits: int, values: list[int], octets: str, encoded: str) -> None:
    """draft-ietf-oauth-status-list-21, sections 4.1 and 4.2, and appendix C."""
    compressed = base64.urlsafe_b64decode(encoded + "==")
    assert packed(values, bits=bits).hex() == octets
    assert zlib.compress(packed(values, bits=bits), 9) == compressed
    assert unpacked(inflated(compressed), bits=bits) == values


@pytest.mark.parametrize("bits", [1, 2, 4, 8])
def test_what_is_packed_is_unpacked_at_every_width(bits: int) -> None:
    values = [index * 7 % (1 << bits) for index in range(64)]
    assert unpacked(packed(values, bits=bits), bits=bits) == values


@pytest.mark.parametrize("bits", [0, 3, 16])
def test_another_width_is_refused(bits: int) -> None:
    with pytest.raises(StatusListUnsound):
        unpacked(b"\x00", bits=bits)


def test_what_is_signed_is_read_again(token: bytes, trust: CredentialTrust) -> None:
    found = read_status_list(token, trust)
    assert found == STATUSES
    assert found.entry(3) == StatusEntry(status=StatusType.NOT_ISSUED)


@pytest.mark.parametrize("index", [-1, 6, 10**9])
def test_a_place_beyond_the_list_is_no_answer(index: int, token: bytes, trust: CredentialTrust) -> None:
    """The draft, section 8.3: an index out of bounds is an error, never VALID."""
    with pytest.raises(IndexError):
        read_status_list(token, trust).entry(index)


def test_every_standing_of_a_certificate_has_its_status() -> None:
    today = date(2026, 11, 23)
    reached = {
        legal_standing(
            today,
            Paper(id="paper", kind=DocumentKind.CERTIFICATE, state=paper),
            Subject(state=state, expires_on=last_day),
            Audience.PUBLIC,
        ).standing
        for paper in DocumentState
        for state in CertificateState
        for last_day in (None, today - timedelta(days=1))
    }
    assert reached <= set(STATUS_OF)
    assert Standing.PARTLY_REVOKED in reached
    assert [standing for standing, status in STATUS_OF.items() if status is StatusType.VALID] == [Standing.IN_FORCE]


def test_other_libraries_verify_both_forms(token: bytes, shared_office: Office) -> None:
    key = shared_office.pki.credential_key()
    pem = key.certificate.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    as_cwt = cwt.COSE.new().decode(token, cwt.COSEKey.from_pem(pem, alg="ES256", kid=key.key_id))
    assert cbor2.loads(as_cwt)[65_533]["bits"] == 4
    as_jwt = jwt.decode(
        sign_status_list_as_jwt(STATUSES, key), key.certificate.public_key(), algorithms=["ES256"],
        options={"verify_exp": False, "verify_iat": False},
    )  # fmt: skip
    compressed = base64.urlsafe_b64decode(as_jwt["status_list"]["lst"] + "==")
    assert compressed == cbor2.loads(as_cwt)[65_533]["lst"]
    assert unpacked(inflated(compressed), bits=4) == [0, 1, 3, 14, 12, 13]
    assert (as_jwt["sub"], as_jwt["ttl"]) == (STATUSES.uri, 43_200)


def test_every_truncation_is_refused(token: bytes, trust: CredentialTrust) -> None:
    for length in range(len(token)):
        with pytest.raises(StatusListUnsound):
            read_status_list(token[:length], trust)


def test_every_flipped_byte_is_refused(token: bytes, trust: CredentialTrust) -> None:
    for place in range(len(token)):
        with pytest.raises(StatusListUnsound):
            read_status_list(token[:place] + bytes([token[place] ^ 1]) + token[place + 1 :], trust)


def test_a_credential_is_no_status_list(token: bytes, shared_office: Office, trust: CredentialTrust) -> None:
    """The type stands in the protected header: no token is taken for another kind (RFC 8725, 3.11; RFC 9596)."""
    for typ in (None, "application/statuslist+jwt"):
        with pytest.raises(StatusListUnsound):
            read_status_list(signed(shared_office, claims_of(token), typ), trust)


def _swollen() -> bytes:
    return zlib.compress(bytes(LARGEST_LIST + 1), 9)


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        (STATUS_LIST, {"bits": 4, "lst": _swollen()}),
        (STATUS_LIST, {"bits": 4, "lst": b"damaged"}),
        (STATUS_LIST, {"bits": 4, "lst": zlib.compress(b"\x10") + b"more"}),
        (STATUS_LIST, {"bits": 4, "lst": zlib.compress(b"\x10")[:-1]}),
        (STATUS_LIST, {"bits": 4, "lst": zlib.compress(b"\x77")}),
        (STATUS_LIST, {"bits": 4, "lst": "text"}),
        (STATUS_LIST, {"bits": 2, "lst": zlib.compress(b"\x10")}),
        (STATUS_LIST, []),
        (DETAILS, []),
        (DETAILS, {0: 1}),
        (DETAILS, {1: {1: "today"}}),
        (DETAILS, {1: {2: [[0, 0]]}}),
        (EXPIRES, int((NOW + LIFE).timestamp()) + 1),
        (EXPIRES, int(NOW.timestamp())),
        (2, "x" * 300),
        (6, "now"),
    ],
)
def test_claims_of_another_form_are_refused_though_the_signature_holds(
    claim: int, value: object, token: bytes, shared_office: Office, trust: CredentialTrust
) -> None:
    with pytest.raises(StatusListUnsound):
        read_status_list(signed(shared_office, claims_of(token) | {claim: value}), trust)


def test_a_token_too_large_is_not_read(trust: CredentialTrust) -> None:
    with pytest.raises(StatusListUnsound, match="too large"):
        read_status_list(bytes(4 * LARGEST_LIST + 1), trust)


def test_a_list_of_seven_hundred_units_is_small(shared_office: Office, trust: CredentialTrust) -> None:
    """2,800 places, a tenth of them revoked in part."""
    revoked = StatusEntry(status=StatusType.PARTLY_REVOKED, since=date(2026, 3, 3), revoked={S09: date(2026, 3, 3)})
    entries = {i: revoked if i % 10 == 0 else StatusEntry(status=StatusType.VALID) for i in range(2_800)}
    token = sign_status_list(replace(STATUSES, entries=entries, size=2_800), shared_office.pki.credential_key())
    assert len(token) == 4_947
    assert read_status_list(token, trust).entries == entries


def test_a_list_whose_key_may_have_been_revoked_meanwhile_is_unproven(
    shared_office: Office, token: bytes, trust: CredentialTrust
) -> None:
    """A stolen key signs lists of any day: that of before the theft names no key, and has long been replaced."""
    late = NOW + timedelta(days=300)
    key = shared_office.pki.credential_key()
    with pytest.raises(StatusListUnproven, match="too old"):
        read_status_list(sign_status_list(replace(STATUSES, issued_at=late, expires_at=late + LIFE), key), trust)
    register = sign_register(Register(NOW, {}), key)
    with pytest.raises(RegisterUnproven, match="too old"):
        read_register(register, trust, known_at=late)
    with pytest.raises(RegisterUnproven, match="too old"):
        read_register(sign_register(Register(late, {}), key), trust, known_at=NOW)


def test_a_register_is_read_again_and_another_token_is_none(
    shared_office: Office, token: bytes, trust: CredentialTrust
) -> None:
    register = Register(NOW, {0: "ab" * 32, 7: "cd" * 32})
    sealed = sign_register(register, shared_office.pki.credential_key())
    assert read_register(sealed, trust, known_at=NOW) == register
    for wrong in (b"", token, sealed[:-1], sealed[:-1] + bytes([sealed[-1] ^ 1])):
        with pytest.raises(RegisterUnsound):
            read_register(wrong, trust, known_at=NOW)
    for papers in ([], {0: b"short"}, {0: "ab" * 32}, {-1: bytes(32)}, {"0": bytes(32)}):
        forged = signed(shared_office, claims_of(sealed) | {PAPERS: papers}, "application/vnd.pembina.register+cwt")
        with pytest.raises(RegisterUnsound):
            read_register(forged, trust, known_at=NOW)
