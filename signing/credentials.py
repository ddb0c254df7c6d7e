"""The credential on a certificate: a signed CBOR web token as text for a QR code, made and read; no record is known here."""

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import base45

from domain.clock import JAKARTA
from domain.credentials import LONGEST_NAME, CredentialClaims, StatusReference
from domain.standards import StandardCode
from signing.cose import Cbor, TokenUnsound, read_map, sign_map
from signing.credential_keys import CredentialKey, CredentialKeyUntrusted, CredentialTrust

PREFIX = "PBN1:"
"""What every credential begins with, as health certificates begin with `HC1:`; a next form would be `PBN2:`."""

EXPIRES, ISSUED, STATUS, CERTIFICATE = 4, 6, 65_535, -65_537
"""Claims: RFC 8392, section 3.1; draft-ietf-oauth-status-list, section 6.3; our own, from the range for private use."""
NUMBER, EDITION, UNIT, INSTITUTION, STANDARDS = 1, 2, 3, 4, 5
"""Inside our own claim."""

LONGEST_TEXT = 4_096
LARGEST_TOKEN = 8_192
_EPOCH = date(1970, 1, 1)
_CODES = tuple(StandardCode)


class CredentialUnreadable(ValueError):
    """This is no credential of ours: another prefix, damaged text, or contents of another shape."""


class CredentialForged(ValueError):
    """This has the shape of a credential, and no key that we trust signed it."""


class CredentialIssuer:
    """Signs credentials with the key that the installation has now. *Shape*: `key` reads it anew each time."""

    def __init__(self, key: Callable[[], CredentialKey]) -> None:
        self._key = key

    def issue(self, claims: CredentialClaims) -> str:
        """The text of the QR code. The same claims and key give the same text. *Raises*: `SigningError`."""
        key = self._key()
        token = sign_map(_encoded(claims), key=key.key, key_id=key.key_id, typ=None)
        text: bytes = base45.b45encode(zlib.compress(token, 9))
        return PREFIX + text.decode()


@dataclass(frozen=True)
class Credential:
    """A credential as it was read and proven. *Shape*: `key_id` is that of the key that signed it."""

    claims: CredentialClaims
    key_id: bytes


def read_credential(text: str, trust: CredentialTrust) -> Credential:
    """What a QR code says, where a trusted credential key signed it.

    *Raises*: `CredentialUnreadable`, `CredentialForged`. *Does not check*: whether the certificate stands today.
    """
    token = unpacked(text)
    try:
        found = read_map(token, typ=None)
        claims = _decoded(found.claims)
        key_id = found.key_id
    except TokenUnsound as error:
        raise CredentialUnreadable(str(error)) from error
    try:
        found.verify(trust.key(key_id, claims.issued_at))
    except (TokenUnsound, CredentialKeyUntrusted) as error:
        raise CredentialForged(str(error)) from error
    return Credential(claims, key_id)


def unpacked(text: str) -> bytes:
    """The token in a QR code's text, never more than `LARGEST_TOKEN` bytes. *Raises*: `CredentialUnreadable`."""
    text = text.strip()
    if len(text) > LONGEST_TEXT or not text.startswith(PREFIX):
        raise CredentialUnreadable(f"a credential begins with {PREFIX} and is at most {LONGEST_TEXT} characters long")
    try:
        packed = base45.b45decode(text.removeprefix(PREFIX))
        inflater = zlib.decompressobj()
        token = inflater.decompress(packed, LARGEST_TOKEN)
    except (ValueError, zlib.error) as error:
        raise CredentialUnreadable("the text is damaged or cut off") from error
    if not inflater.eof or inflater.unused_data:
        raise CredentialUnreadable("the text is cut off, too large, or something follows it")
    return token


def _encoded(claims: CredentialClaims) -> dict[Cbor, Cbor]:
    """*Shape*: standards as pairs of day and bits: the days since 1970, and bit 0 for S01 to bit 16 for S17."""
    days: dict[date, int] = {}
    for code, day in claims.standards.items():
        days[day] = days.get(day, 0) | 1 << code.number - 1
    own: dict[Cbor, Cbor] = {
        NUMBER: claims.number,
        EDITION: claims.edition,
        UNIT: claims.unit,
        INSTITUTION: claims.institution,
        STANDARDS: [[(day - _EPOCH).days, days[day]] for day in sorted(days)],
    }
    status: dict[Cbor, Cbor] = {"status_list": {"idx": claims.status.index, "uri": claims.status.uri}}
    encoded: dict[Cbor, Cbor] = {ISSUED: int(claims.issued_at.timestamp()), STATUS: status, CERTIFICATE: own}
    if claims.expires_on is not None:
        encoded[EXPIRES] = int(_end_of(claims.expires_on).timestamp())
    return encoded


def _end_of(day: date) -> datetime:
    """The first instant after a legal day."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=JAKARTA)


def _decoded(claims: Mapping[Cbor, Cbor]) -> CredentialClaims:
    own, status = _map(claims.get(CERTIFICATE)), _map(_map(claims.get(STATUS)).get("status_list"))
    expires = claims.get(EXPIRES)
    return CredentialClaims(
        number=_text(own.get(NUMBER)),
        edition=_whole(own.get(EDITION), least=1, most=10_000),
        unit=_text(own.get(UNIT)),
        institution=_text(own.get(INSTITUTION)),
        standards=_standards(own.get(STANDARDS)),
        issued_at=instant(claims.get(ISSUED)),
        expires_on=None if expires is None else _last_day(instant(expires)),
        status=StatusReference(index=_whole(status.get("idx"), least=0, most=2**32), uri=_text(status.get("uri"), 200)),
    )


def _last_day(end: datetime) -> date:
    return (end - timedelta(seconds=1)).astimezone(JAKARTA).date()


def _standards(value: "Cbor | None") -> dict[StandardCode, date]:
    if not isinstance(value, list) or not 0 < len(value) <= len(_CODES):
        raise TokenUnsound("the standards are a list")
    found: dict[StandardCode, date] = {}
    for pair in value:
        if not isinstance(pair, list) or len(pair) != 2:
            raise TokenUnsound("a day and its standards are a pair")
        day = _EPOCH + timedelta(days=_whole(pair[0], least=0, most=100_000))
        bits = _whole(pair[1], least=1, most=(1 << len(_CODES)) - 1)
        named = {code: day for code in _CODES if bits >> code.number - 1 & 1}
        if found.keys() & named.keys():
            raise TokenUnsound("a standard has two days")
        found |= named
    return dict(sorted(found.items()))


def _map(value: "Cbor | None") -> Mapping[Cbor, Cbor]:
    if not isinstance(value, dict):
        raise TokenUnsound("a claim is no map")
    return value


def _text(value: "Cbor | None", most: int = LONGEST_NAME) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > most or not value.isprintable():
        raise TokenUnsound("a claim is no printable text, or too long")
    return value


def _whole(value: "Cbor | None", *, least: int, most: int) -> int:
    if type(value) is not int or not least <= value <= most:
        raise TokenUnsound(f"a claim is no whole number from {least} to {most}")
    return value


def instant(value: "Cbor | None") -> datetime:
    """A NumericDate of whole seconds. *Raises*: `TokenUnsound`. *Source*: RFC 8392, section 2."""
    return datetime.fromtimestamp(_whole(value, least=0, most=32_503_680_000), tz=UTC)
