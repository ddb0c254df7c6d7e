"""With what an installation signs and whom it trusts: the development PKI, or what its signing file names."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.settings import PREFIX, Settings, SettingsError
from domain.clock import Clock
from signing.configuration import SigningFileUnusable, read_signing_file
from signing.configured_keys import ConfiguredKeys
from signing.development_pki import DevelopmentPki
from signing.pkcs12 import Pkcs12Keys
from signing.revocation import ConfiguredTrust
from signing.router import KeyDirectory
from signing.timestamps import HttpTimestamps, TimestampSource
from signing.trust import TrustAnchors

USUAL_SECONDS = 30.0
"""How long a signature may take where no service is asked for it."""


@dataclass(frozen=True, kw_only=True)
class SigningMaterial:
    """*Shape*: `trust` is for checking, `signing_trust` for signing; it refuses where revocation is not known now.

    `duties` keep it usable; the keys of production are renewed by who made them. *Units*: `limit_seconds` for one
    signature, with whatever services it asks.
    """

    directory: KeyDirectory
    timestamps: TimestampSource
    trust: Callable[[], TrustAnchors]
    signing_trust: Callable[[], TrustAnchors]
    roots_pem: Callable[[], bytes]
    limit_seconds: float = USUAL_SECONDS
    duties: tuple[Callable[[], object], ...] = ()


def development_material(pki: DevelopmentPki) -> SigningMaterial:
    """The test keys of a development machine."""
    return SigningMaterial(
        directory=Pkcs12Keys(pki),
        timestamps=pki.timestamps,
        trust=pki.trust,
        signing_trust=pki.trust,
        roots_pem=lambda: pki.root_pem,
        duties=(pki.replace_due,),
    )


def configured_material(path: Path, *, clock: Clock, cache: Path) -> SigningMaterial:
    """What the signing file names. *Shape*: `cache` keeps fetched revocation lists. *Raises*: `SigningFileUnusable`."""
    file = read_signing_file(path)
    timestamps = file.table("timestamps")
    seconds = timestamps.seconds("timeout_seconds", 10.0)
    authority = HttpTimestamps(timestamps.address("url"), timeout_seconds=seconds)
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
        limit_seconds=USUAL_SECONDS + 2 * max(seconds, keys.slowest_seconds()),
    )


def material_of(settings: Settings, clock: Clock, pki: DevelopmentPki | None) -> SigningMaterial:
    """What the signing file names, in development too where there is one; the marks on the pages stay those of a test.

    *Raises*: `SettingsError`.
    """
    if settings.signing_file is not None:
        try:
            return configured_material(settings.signing_file, clock=clock, cache=settings.data / "revocation")
        except SigningFileUnusable as error:
            raise SettingsError(str(error)) from error
    if pki is None:
        raise SettingsError(f"production needs {PREFIX}SIGNING_FILE: the test keys are refused")
    return development_material(pki)
