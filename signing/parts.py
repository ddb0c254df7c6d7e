"""Several letters of one signer given in one call to who holds his key, and the codes that are sent to him for it.

Only a service that takes PDFs can do it (the BSrE gateway, version 2). The call is made in the caller's own thread, once: a
one-time password must not be tried again because a process died. What came back is extended and examined letter by letter, in
the signing processes; each ends as its own signed PDF, or its own error.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from pyhanko.sign.timestamps import TimeStamper

from domain.clock import Clock
from signing.blocking import run_blocking
from signing.keys import Key, SigningRequest
from signing.pades import require_digest
from signing.port import Letter, SignedPdf, SigningError, SigningFailed
from signing.request_clock import timestamper_at
from signing.timestamps import TimestampSource
from signing.trust import TrustAnchors


@runtime_checkable
class PartKey(Protocol):
    """A key whose holder takes several letters in one call."""

    @property
    def letters_at_once(self) -> int:
        """How many letters one call takes."""
        ...

    async def handed(self, letters: Sequence[Letter], given: str | None) -> list[bytes | SigningError]:
        """What came back for each letter, in their order. *Raises*: the `SigningError` family, for all of them."""
        ...

    async def accepted(self, request: SigningRequest, signed: bytes, timestamper: TimeStamper) -> SignedPdf:
        """What came back for the request's letter, extended and examined. *Raises*: the `SigningError` family."""
        ...

    async def send_code(self, letters: int) -> None:
        """Has a one-time password for so many letters sent to the person. *Raises*: the `SigningError` family."""
        ...


@dataclass(frozen=True)
class AcceptanceRequest:
    """What came back for one letter, to be extended and examined in a signing process. No secret is in it."""

    request: SigningRequest
    signed: bytes = field(repr=False)


def accept_signed(request: AcceptanceRequest) -> SignedPdf:
    """Extend and examine in this process. *Raises*: the `SigningError` family. Not inside a running event loop."""
    asked = request.request
    key = _part_key(asked.key)
    timestamper = timestamper_at(asked.timestamps, asked.now)
    return run_blocking(lambda: key.accepted(asked, request.signed, timestamper))


class PartSigner:
    """Hands parts over by the keys of a directory. Threads may share it.

    *Shape*: `key_of` gives a person's key by his id, or raises `KeyMissing`; `accept` examines here by default, a pool's
    `accept` does it in its processes.
    """

    def __init__(
        self,
        *,
        key_of: Callable[[str], Key],
        trust: Callable[[], TrustAnchors],
        timestamps: TimestampSource,
        clock: Clock,
        accept: Callable[[AcceptanceRequest], SignedPdf] = accept_signed,
    ) -> None:
        self._key_of = key_of
        self._trust = trust
        self._timestamps = timestamps
        self._clock = clock
        self._accept = accept

    def letters_at_once(self, signer_id: str) -> int:
        """How many letters of this person one call takes; 1 where his key signs one after another, or none is known."""
        try:
            key = self._key_of(signer_id)
        except SigningError:
            return 1
        return key.letters_at_once if isinstance(key, PartKey) else 1

    def takes_code(self, signer_id: str) -> bool:
        """Whether a one-time password can be sent to this person. *Raises*: `KeyMissing`."""
        key = self._key_of(signer_id)
        return isinstance(key, PartKey) and key.secret_serves_once

    def send_code(self, signer_id: str, letters: int) -> None:
        """Has a one-time password for so many letters sent to the person; it never comes here. Blocks.

        *Raises*: the `SigningError` family.
        """
        key = _part_key(self._key_of(signer_id))
        run_blocking(lambda: key.send_code(letters))

    def handed(self, letters: Sequence[Letter], *, signer_id: str, passphrase: str) -> list[bytes | SigningError]:
        """What came back for each letter, none of it examined. Blocks. *Raises*: the `SigningError` family, for all."""
        for letter in letters:
            require_digest(letter.pdf, letter.intent)
        key = _part_key(self._key_of(signer_id))
        return run_blocking(lambda: key.handed(letters, passphrase))

    def accepted(self, letter: Letter, signed: bytes) -> SignedPdf:
        """One letter that came back, extended and examined. Blocks. *Raises*: the `SigningError` family."""
        try:
            trust = self._trust()
        except (OSError, ValueError) as error:
            raise SigningFailed("the trust material cannot be read or renewed") from error
        asked = SigningRequest(
            pdf=letter.pdf,
            intent=letter.intent,
            key=self._key_of(letter.intent.signer_id),
            passphrase=None,
            trust=trust,
            timestamps=self._timestamps,
            now=self._clock.now(),
        )
        return self._accept(AcceptanceRequest(asked, signed))


def _part_key(key: Key) -> PartKey:
    if not isinstance(key, PartKey):
        raise SigningFailed("this key signs one letter after another, and no code is sent for it")
    return key
