"""With what an installation signs and whom it trusts: the development PKI, or what its signing file names."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from domain.clock import Clock
from signing.configuration import SigningFileUnusable, read_signing_file
from signing.configured_keys import ConfiguredKeys
from signing.development_pki import DevelopmentPki
from signing.pkcs12 import Pkcs12Keys
from signing.revocation import ConfiguredTrust
from signing.router import KeyDirectory
from signing.timestamps import HttpTimestamps, TimestampSource
from signing.trust import TrustAnchors


@dataclass(frozen=True, kw_only=True)
class SigningMaterial:
    """*Shape*: `trust` is for checking, `signing_trust` for signing; it refuses where revocation is not known now."""

    directory: KeyDirectory
    timestamps: TimestampSource
    trust: Callable[[], TrustAnchors]
    signing_trust: Callable[[], TrustAnchors]
    roots_pem: Callable[[], bytes]


def development_material(pki: DevelopmentPki) -> SigningMaterial:
    """The test keys of a development machine."""
    return SigningMaterial(
        directory=Pkcs12Keys(pki),
        timestamps=pki.timestamps,
        trust=pki.trust,
        signing_trust=pki.trust,
        roots_pem=lambda: pki.root_pem,
    )


def configured_material(path: Path, *, clock: Clock, cache: Path) -> SigningMaterial:
    """What the signing file names. *Shape*: `cache` keeps fetched revocation lists. *Raises*: `SigningFileUnusable`."""
    file = read_signing_file(path)
    timestamps = file.table("timestamps")
    authority = HttpTimestamps(timestamps.address("url"), timeout_seconds=timestamps.seconds("timeout_seconds", 10.0))
    timestamps.finish()
    trust = ConfiguredTrust.read(file.table("trust"), cache=cache, clock=clock)
    keys = ConfiguredKeys.read(file)
    file.finish()
    return SigningMaterial(
        directory=keys,
        timestamps=authority,
        trust=trust.known,
        signing_trust=trust.current,
        roots_pem=trust.roots_pem,
    )


__all__ = ["SigningFileUnusable", "SigningMaterial", "configured_material", "development_material"]
