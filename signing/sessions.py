"""Keys that stay open for one act of many signatures, in the signing process that opened them; nothing is opened here.

A session is a name that the pool makes at random for one act (a batch). Under it a process keeps a key that it has opened,
until the pool says that the act is over, or nothing was asked of it for so long that nobody is there to say it.
"""

from collections.abc import Callable
from hashlib import blake2b

from pyhanko.sign.signers.pdf_cms import Signer as KeyHolder

LONGEST_IDLE_SECONDS = 30.0
"""How long a signing process keeps an opened key while nothing is asked of it."""

_BLAKE2_KEY_BYTES = 64


class OpenedKeys:
    """What one process holds open. Not safe for two threads at once."""

    def __init__(self) -> None:
        self._holders: dict[tuple[str, object, bytes], KeyHolder] = {}

    def __bool__(self) -> bool:
        """Whether any key is open."""
        return bool(self._holders)

    def holder(
        self, session: str, key: object, passphrase: str | None, *, opened: Callable[[], KeyHolder]
    ) -> KeyHolder:
        """The key as this session opened it by this very passphrase, or as it is `opened` now. *Raises*: what that raises."""
        place = (session, key, _bound(session, passphrase))
        if place not in self._holders:
            self._holders[place] = opened()
        return self._holders[place]

    def forget(self, session: str) -> None:
        """The act is over: its keys are gone, with the memory that held them."""
        self._holders = {place: holder for place, holder in self._holders.items() if place[0] != session}

    def forget_all(self) -> None:
        """Every session's keys are gone."""
        self._holders = {}


def _bound(session: str, passphrase: str | None) -> bytes:
    """A session serves who gives the passphrase that opened it, and no other; the passphrase itself is not kept."""
    given = b"" if passphrase is None else b"\x01" + passphrase.encode(errors="surrogatepass")
    return blake2b(given, key=session.encode()[:_BLAKE2_KEY_BYTES]).digest()


OPENED = OpenedKeys()
"""Of this process. Where no session is named, nothing is kept in it."""
