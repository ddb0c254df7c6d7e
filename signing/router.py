"""The `Signer` port over keys of any kind: a directory says whose key is where, a signing process uses it."""

from collections.abc import Callable
from typing import Protocol

from domain.clock import Clock
from signing.keys import Key, SigningRequest, sign_request
from signing.pades import require_digest
from signing.port import RecipeName, SignedPdf, SigningFailed, SigningIntent
from signing.timestamps import TimestampSource
from signing.trust import TrustAnchors


class KeyDirectory(Protocol):
    """Tells which key signs: a person's, or the agency's seal. The two are never the same key."""

    def key_of(self, intent: SigningIntent) -> Key:
        """The key for this intent, whether it can be used or not. *Raises*: `KeyMissing` where none is known."""
        ...

    def makes_own_field(self, recipe: RecipeName) -> bool:
        """Whether who signs by this recipe brings a signature field of his own."""
        ...

    def lacks_key(self, signer_id: str) -> bool:
        """Whether no key of this person is there, as far as it is known without his secret and without asking a service."""
        ...

    def key_of_person(self, signer_id: str) -> Key:
        """The key of a person by his id. *Raises*: `KeyMissing` where none is known."""
        ...

    def takes_one_time_secret(self, signer_id: str) -> bool:
        """Whether each secret of this person is good for one signature only; False where no key of his is known."""
        ...


class RoutedSigner:
    """Signs with the key that the directory names. `run` signs here by default; a pool's `sign` does it in its processes."""

    def __init__(
        self,
        *,
        directory: KeyDirectory,
        trust: Callable[[], TrustAnchors],
        timestamps: TimestampSource,
        clock: Clock,
        run: Callable[[SigningRequest], SignedPdf] | None = None,
    ) -> None:
        self._directory = directory
        self._trust = trust
        self._timestamps = timestamps
        self._clock = clock
        self._run = run or sign_request

    def sign(
        self, pdf: bytes, intent: SigningIntent, *, passphrase: str | None, session: str | None = None
    ) -> SignedPdf:
        """See `signing.port.Signer.sign`."""
        require_digest(pdf, intent)
        return self._run(
            SigningRequest(
                pdf=pdf,
                intent=intent,
                key=self._directory.key_of(intent),
                passphrase=passphrase,
                trust=self._current_trust(),
                timestamps=self._timestamps,
                now=self._clock.now(),
                session=session,
            )
        )

    def makes_own_field(self, recipe: RecipeName) -> bool:
        """See `signing.port.Signer.makes_own_field`."""
        return self._directory.makes_own_field(recipe)

    def _current_trust(self) -> TrustAnchors:
        try:
            return self._trust()
        except (OSError, ValueError) as error:
            raise SigningFailed("the trust material cannot be read or renewed") from error
