"""Claims of signed tokens as values: instants, days, standards on days, numbers and texts within their bounds."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from domain.standards import StandardCode
from signing.cose import Cbor, TokenUnsound

_EPOCH = date(1970, 1, 1)
_CODES = tuple(StandardCode)
_LATEST = 32_503_680_000


def instant(value: "Cbor | None") -> datetime:
    """A NumericDate of whole seconds. *Raises*: `TokenUnsound`. *Source*: RFC 8392, section 2."""
    return datetime.fromtimestamp(whole(value, least=0, most=_LATEST), tz=UTC)


def days_since_epoch(day: date) -> int:
    """The days since 1970, as RFC 8943 counts them, without its tag."""
    return (day - _EPOCH).days


def day_of(days: int) -> date:
    """The day again."""
    return _EPOCH + timedelta(days=days)


def standards_by_day(standards: Mapping[StandardCode, date]) -> "list[Cbor]":
    """*Shape*: pairs of a day and bits, bit 0 for S01 to bit 16 for S17, by day."""
    bits: dict[int, int] = {}
    for code, day in standards.items():
        days = days_since_epoch(day)
        bits[days] = bits.get(days, 0) | 1 << code.number - 1
    return [[days, bits[days]] for days in sorted(bits)]


def standards_on_days(value: "Cbor | None") -> dict[StandardCode, date]:
    """The standards again, each with its day. *Raises*: `TokenUnsound`, also where a standard has two days."""
    if not isinstance(value, list) or not 0 < len(value) <= len(_CODES):
        raise TokenUnsound("the standards are a list")
    found: dict[StandardCode, date] = {}
    for pair in value:
        if not isinstance(pair, list) or len(pair) != 2:
            raise TokenUnsound("a day and its standards are a pair")
        day = day_of(whole(pair[0], least=0, most=100_000))
        bits = whole(pair[1], least=1, most=(1 << len(_CODES)) - 1)
        named = {code: day for code in _CODES if bits >> code.number - 1 & 1}
        if found.keys() & named.keys():
            raise TokenUnsound("a standard has two days")
        found |= named
    return dict(sorted(found.items()))


def text(value: "Cbor | None", most: int) -> str:
    """Printable text. *Raises*: `TokenUnsound`."""
    if not isinstance(value, str) or not value.strip() or len(value) > most or not value.isprintable():
        raise TokenUnsound("a claim is no printable text, or too long")
    return value


def whole(value: "Cbor | None", *, least: int, most: int) -> int:
    """A whole number within bounds. *Raises*: `TokenUnsound`."""
    if type(value) is not int or not least <= value <= most:
        raise TokenUnsound(f"a claim is no whole number from {least} to {most}")
    return value
