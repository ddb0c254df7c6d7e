"""What a visitor typed: a verification code, a SHA-256, a credential, or none of them; the look-up itself is GraphQL's."""

import re
from dataclasses import dataclass

from domain.credentials import CREDENTIAL_PREFIX, LONGEST_CREDENTIAL

_CODE = re.compile(r"[0-9a-z]{16,40}", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_ADDRESS = re.compile(r"^\S*/v/([^/?#\s]+)\S*$")
_SEPARATORS = re.compile(r"[\s\-:]+")


@dataclass(frozen=True)
class Code:
    """A verification code. *Shape*: 16 to 40 lower-case letters and digits, without separators: safe to show."""

    value: str

    @property
    def groups(self) -> str:
        """The code in groups of four, for people who compare it with paper."""
        return " ".join(self.value[start : start + 4] for start in range(0, len(self.value), 4))


@dataclass(frozen=True)
class Digest:
    """A SHA-256. *Shape*: 64 lower-case hexadecimal digits: safe to show."""

    value: str


@dataclass(frozen=True)
class Credential:
    """The text of a certificate's second QR code, as it was typed. *Does not check*: whether it can be read."""

    value: str


def recognise(typed: str) -> Code | Digest | Credential | None:
    """What the text is: the address from a QR code, a code or a SHA-256 in any spacing, a credential; None where it is none.

    *Does not check*: whether anything was issued under it.
    """
    if typed.strip().startswith(CREDENTIAL_PREFIX):
        return Credential(typed.strip()) if len(typed) <= LONGEST_CREDENTIAL else None
    address = _ADDRESS.match(typed.strip())
    plain = _SEPARATORS.sub("", address[1] if address else typed).lower()
    plain = plain.removeprefix("sha256")
    if _SHA256.fullmatch(plain):
        return Digest(plain)
    return Code(plain) if _CODE.fullmatch(plain) else None
