"""The pass in a download address: for a few minutes it lets its bearer open one paper as the person to whom it was given.

Handing an address out changes nothing and is written nowhere, so that a list of letters can show addresses. The opening is
the download itself, and the pass says whose it is (II.2.3.s1, ADR 0053 and 0061).
"""

import base64
import binascii
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from domain.canonical import canonical_json
from domain.roles import Actor, Role

PASS_LIFE = timedelta(minutes=5)
"""How long an address works."""

LONGEST_PASS = 4_096
"""Units: characters. What is longer is not looked at."""

_MAC_BYTES = 32


class PassInvalid(Exception):
    """No pass of ours, one for another paper, or one whose time is over."""


@dataclass(frozen=True, kw_only=True)
class DownloadPasses:
    """Makes and reads passes.

    *Shape*: `key` 32 bytes, the same in every process of the installation; `now` is real time. A pass is base64url of an
    HMAC-SHA-256 followed by the canonical JSON that it protects.
    """

    key: bytes = field(repr=False)
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    @classmethod
    def derived(cls, secret: bytes) -> "DownloadPasses":
        """Passes by a key derived from a secret of the installation. *Source*: RFC 5869 (HKDF)."""
        return cls(key=HKDF(SHA256(), length=_MAC_BYTES, salt=None, info=b"pembina download passes 1").derive(secret))

    def given(self, actor: Actor, document_id: str) -> str:
        """A pass for this actor and paper, from now on."""
        said = canonical_json(
            {
                "document": document_id,
                "id": actor.id,
                "name": actor.name,
                "roles": sorted(role.value for role in actor.roles),
                "institution": actor.institution_id,
                "unit": actor.unit_id,
                "office": actor.office,
                "until": int((self.now() + PASS_LIFE).timestamp()),
            }
        )
        return base64.urlsafe_b64encode(self._mac(said) + said).rstrip(b"=").decode()

    def bearer(self, text: str, document_id: str) -> Actor:
        """Whose pass it is. *Raises*: `PassInvalid`. *Does not check*: what he may read now."""
        said = json.loads(self._genuine(text))
        if said["document"] != document_id or said["until"] <= self.now().timestamp():
            raise PassInvalid
        return Actor(
            id=said["id"],
            name=said["name"],
            roles=frozenset(Role(role) for role in said["roles"]),
            institution_id=said["institution"],
            unit_id=said["unit"],
            office=said["office"],
        )

    def _genuine(self, text: str) -> bytes:
        """What the pass says, once its code is found to be ours; only what was written here is ever parsed."""
        if len(text) > LONGEST_PASS or not text.isascii():
            raise PassInvalid
        try:
            data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        except binascii.Error as error:
            raise PassInvalid from error
        mac, said = data[:_MAC_BYTES], data[_MAC_BYTES:]
        if not hmac.compare_digest(mac, self._mac(said)):
            raise PassInvalid
        return said

    def _mac(self, said: bytes) -> bytes:
        return hmac.digest(self.key, said, "sha256")
