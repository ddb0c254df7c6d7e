"""The register of a bundle: the SHA-256 of each issued certificate by its place in the status list, signed; no record here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from signing.claims import instant, whole
from signing.cose import Cbor, TokenUnsound, read_map, sign_map
from signing.credential_keys import CredentialKey, CredentialKeyUnproven, CredentialKeyUntrusted, CredentialTrust

TYPE = "application/vnd.pembina.register+cwt"
ISSUED, PAPERS = 6, -65_539
_DIGEST_BYTES = 32


class RegisterUnsound(ValueError):
    """This is no register of ours."""


class RegisterUnproven(ValueError):
    """A key below a trusted root signed this; whether it was revoked since, the lists at hand are too old to know."""


@dataclass(frozen=True)
class Register:
    """What was issued up to an instant. *Shape*: `papers` maps places of the status list to SHA-256 in hexadecimal."""

    issued_at: datetime
    papers: Mapping[int, str]


def sign_register(register: Register, key: CredentialKey) -> bytes:
    """The register as a signed token."""
    papers: dict[Cbor, Cbor] = {index: bytes.fromhex(digest) for index, digest in sorted(register.papers.items())}
    claims: dict[Cbor, Cbor] = {ISSUED: int(register.issued_at.timestamp()), PAPERS: papers}
    return sign_map(claims, key=key.key, key_id=key.key_id, typ=TYPE)


def read_register(token: bytes, trust: CredentialTrust, *, known_at: datetime) -> Register:
    """The register, where a trusted credential key signed it.

    *Shape*: revocation must be known for `known_at`, and for the register's own time where that is later.
    *Raises*: `RegisterUnsound`, `RegisterUnproven`.
    """
    try:
        found = read_map(token, typ=TYPE)
        issued_at = instant(found.claims.get(ISSUED))
        found.verify(trust.key(found.key_id, issued_at, known_at=max(issued_at, known_at)))
        papers = found.claims.get(PAPERS)
        if not isinstance(papers, dict):
            raise TokenUnsound("the register is no map")
        return Register(issued_at, {whole(i, least=0, most=2**32): _digest(d) for i, d in papers.items()})
    except CredentialKeyUnproven as error:
        raise RegisterUnproven(str(error)) from error
    except (TokenUnsound, CredentialKeyUntrusted) as error:
        raise RegisterUnsound(str(error)) from error


def _digest(value: Cbor) -> str:
    if not isinstance(value, bytes) or len(value) != _DIGEST_BYTES:
        raise TokenUnsound("a digest has 32 bytes")
    return value.hex()
