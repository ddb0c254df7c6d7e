"""A time stamp over bytes that are no PDF, such as the signature of a manifest; where the authority is stands elsewhere."""

# mypy: disable-error-code="import-untyped,no-untyped-call"

from hashlib import sha256

from domain.clock import Clock
from signing.blocking import run_blocking
from signing.pades import as_signing_errors
from signing.timestamps import TimestampSource


def stamp_over(content: bytes, source: TimestampSource, clock: Clock) -> bytes:
    """The token over the SHA-256 of the content, in DER. Must not be called inside a running event loop.

    *Raises*: `SigningError`, of it `TimestampUnavailable` where the authority gives none.
    *Source*: RFC 3161, section 2.4.2 (TimeStampToken).
    """
    with as_signing_errors():
        timestamper = source.timestamper(clock)
        token = run_blocking(lambda: timestamper.async_timestamp(sha256(content).digest(), "sha256"))
        return bytes(token.dump())
