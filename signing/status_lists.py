"""Status lists as signed tokens: many standings in a few bytes, packed, signed and read strictly; whose they are is elsewhere.

*Source*: draft-ietf-oauth-status-list-21, sections 4 to 6.
"""

import base64
import zlib
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

import jwt

from domain.credentials import StatusEntry, StatusList, StatusType
from domain.standards import StandardCode
from signing.claims import day_of, days_since_epoch, instant, standards_by_day, standards_on_days, text, whole
from signing.cose import Cbor, TokenUnsound, read_map, sign_map
from signing.credential_keys import CredentialKey, CredentialKeyUnproven, CredentialKeyUntrusted, CredentialTrust

CWT_TYPE, JWT_TYPE = "application/statuslist+cwt", "statuslist+jwt"
SUBJECT, EXPIRES, ISSUED, TIME_TO_LIVE, STATUS_LIST, DETAILS = 2, 4, 6, 65_534, 65_533, -65_538
"""Claims: RFC 8392; the draft, section 5.2; our own for private use: more of the places that are not simply valid."""
SINCE, REVOKED = 1, 2
"""Inside our own claim, for each place: the day, and the standards that no longer stand by the day of their revocation."""

BITS = 4
"""Four: of the values that are left to applications two bits hold only one."""
LIFE = timedelta(days=7)
"""How long a list says anything about today: as long as a revocation list does."""
REFRESH = timedelta(hours=12)
"""After which a reader who has a network should fetch the next one."""
LARGEST_LIST = 1_048_576
LARGEST_TOKEN = 4 * LARGEST_LIST
_WIDTHS = (1, 2, 4, 8)


class StatusListUnsound(ValueError):
    """This is no status list of ours: damaged, of another form, or not signed by a trusted credential key."""


class StatusListUnproven(ValueError):
    """A key below a trusted root signed this list; whether it was revoked before, the lists at hand are too old to know."""


def packed(values: Sequence[int], *, bits: int) -> bytes:
    """The values, the first in the least significant bits of the first byte. *Source*: the draft, section 4.1."""
    each = 8 // bits
    octets = bytearray(-(-len(values) // each))
    for index, value in enumerate(values):
        octets[index // each] |= value << index % each * bits
    return bytes(octets)


def unpacked(octets: bytes, *, bits: int) -> list[int]:
    """The values again; the last byte may hold more than were packed. *Raises*: `StatusListUnsound`."""
    if bits not in _WIDTHS:
        raise StatusListUnsound("a status has one, two, four or eight bits")
    mask = (1 << bits) - 1
    return [octet >> place & mask for octet in octets for place in range(0, 8, bits)]


def inflated(compressed: bytes) -> bytes:
    """The bytes of a list, at most `LARGEST_LIST`. *Raises*: `StatusListUnsound`."""
    inflater = zlib.decompressobj()
    try:
        octets = inflater.decompress(compressed, LARGEST_LIST)
    except zlib.error as error:
        raise StatusListUnsound("the list is damaged") from error
    if not inflater.eof or inflater.unused_data:
        raise StatusListUnsound("the list is cut off, too large, or something follows it")
    return octets


def sign_status_list(statuses: StatusList, key: CredentialKey) -> bytes:
    """The list as a CWT, with what it says beyond the draft in a claim of its own."""
    details = {index: _details(entry) for index, entry in sorted(statuses.entries.items())}
    listed: dict[Cbor, Cbor] = {"bits": BITS, "lst": _compressed(statuses)}
    claims: dict[Cbor, Cbor] = {
        SUBJECT: statuses.uri,
        ISSUED: int(statuses.issued_at.timestamp()),
        EXPIRES: int(statuses.expires_at.timestamp()),
        TIME_TO_LIVE: int(REFRESH.total_seconds()),
        STATUS_LIST: listed,
        DETAILS: {index: detail for index, detail in details.items() if detail},
    }
    return sign_map(claims, key=key.key, key_id=key.key_id, typ=CWT_TYPE)


def sign_status_list_as_jwt(statuses: StatusList, key: CredentialKey) -> str:
    """The same list for readers of JSON, without the details."""
    claims = {
        "sub": statuses.uri,
        "iat": int(statuses.issued_at.timestamp()),
        "exp": int(statuses.expires_at.timestamp()),
        "ttl": int(REFRESH.total_seconds()),
        "status_list": {"bits": BITS, "lst": base64.urlsafe_b64encode(_compressed(statuses)).rstrip(b"=").decode()},
    }
    header = {"typ": JWT_TYPE, "kid": key.key_id.hex()}
    return jwt.encode(claims, key.key, algorithm="ES256", headers=header)


def read_status_list(token: bytes, trust: CredentialTrust) -> StatusList:
    """The list, where a trusted credential key signed it that is known not to have been revoked at the list's time.

    *Raises*: `StatusListUnsound`, `StatusListUnproven`.
    *Does not check*: whether it is fresh; `issued_at` and `expires_at` say until when.
    """
    try:
        if len(token) > LARGEST_TOKEN:
            raise TokenUnsound("the token is too large")
        found = read_map(token, typ=CWT_TYPE)
        issued_at = instant(found.claims.get(ISSUED))
        found.verify(trust.key(found.key_id, issued_at, known_at=issued_at))
        return _decoded(found.claims, issued_at)
    except CredentialKeyUnproven as error:
        raise StatusListUnproven(str(error)) from error
    except (TokenUnsound, CredentialKeyUntrusted) as error:
        raise StatusListUnsound(str(error)) from error


def _compressed(statuses: StatusList) -> bytes:
    """*Source*: the draft, section 4.1: DEFLATE in the ZLIB format, at the highest level."""
    values = [statuses.entry(index).status for index in range(statuses.size)]
    return zlib.compress(packed(values, bits=BITS), 9)


def _details(entry: StatusEntry) -> dict[Cbor, Cbor]:
    """*Shape*: a day that is not on record is left out, or 0 beside standards."""
    found: dict[Cbor, Cbor] = {}
    if entry.since is not None and entry.status is not StatusType.VALID:
        found[SINCE] = days_since_epoch(entry.since)
    if entry.revoked:
        found[REVOKED] = standards_by_day({code: day or date(1970, 1, 1) for code, day in entry.revoked.items()})
    return found


def _decoded(claims: Mapping[Cbor, Cbor], issued_at: datetime) -> StatusList:
    listed, details = claims.get(STATUS_LIST), claims.get(DETAILS)
    if not isinstance(listed, dict) or not isinstance(details, dict) or listed.get("bits") != BITS:
        raise TokenUnsound("the list has another form")
    compressed = listed.get("lst")
    if not isinstance(compressed, bytes):
        raise TokenUnsound("the list has another form")
    values = unpacked(inflated(compressed), bits=BITS)
    try:
        statuses = {i: StatusType(v) for i, v in enumerate(values) if v != StatusType.NOT_ISSUED}
    except ValueError as error:
        raise TokenUnsound("the list has a status that is not known") from error
    expires_at = instant(claims.get(EXPIRES))
    if not issued_at < expires_at <= issued_at + LIFE:
        raise TokenUnsound("the list would hold longer than any does")
    return StatusList(
        uri=text(claims.get(SUBJECT), 200),
        issued_at=issued_at,
        expires_at=expires_at,
        entries={index: _entry(status, details.get(index)) for index, status in statuses.items()},
        size=len(values),
    )


def _entry(status: StatusType, detail: "Cbor | None") -> StatusEntry:
    if detail is None:
        return StatusEntry(status=status)
    if not isinstance(detail, dict):
        raise TokenUnsound("a detail is no map")
    since, revoked = detail.get(SINCE), detail.get(REVOKED)
    named: dict[StandardCode, date] = standards_on_days(revoked) if revoked is not None else {}
    return StatusEntry(
        status=status,
        since=None if since is None else day_of(whole(since, least=0, most=100_000)),
        revoked={code: day if day.year > 1970 else None for code, day in named.items()},
    )


def whole_seconds(moment: datetime) -> datetime:
    """The instant cut to the second, as tokens have it."""
    return moment.astimezone(UTC).replace(microsecond=0)
