"""What a reader without network got another way than the bundle, and the bundle compared with it; no signature is checked.

Anybody can write a bundle, and a CA certifies others than LKPP: only a root and a key of one's own bind it to LKPP.
"""

from dataclasses import dataclass, replace

from services.offline_bundles import OfflineBundle
from signing.credential_keys import CredentialTrust
from signing.key_notices import fingerprint, read_notice
from signing.notes import NoteInvalid, NoteKey
from signing.trust import TrustAnchors


class PinMismatch(ValueError):
    """The bundle is not of this root, or not of this log. *Shape*: the words are Indonesian, then English."""


@dataclass(frozen=True, kw_only=True)
class Pins:
    """What came another way. *Shape*: `keys` are SHA-256 of certificates of credential keys, in hexadecimal."""

    roots: TrustAnchors | None = None
    log_key: NoteKey | None = None
    keys: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class PinnedBundle:
    """A bundle of which only those roots and keys are left that the pins name, and what was compared.

    *Shape*: `unpinned` is the trust with the roots that the pins do not name, None where there are none: nothing passes by
    it, but what holds by it alone is not called false.
    """

    bundle: OfflineBundle
    unpinned: CredentialTrust | None = None
    roots_compared: bool
    keys_compared: bool


def pinned(bundle: OfflineBundle, pins: Pins) -> PinnedBundle:
    """The bundle as far as the pins bear it: the roots and the keys that they name, of the bundle's.

    A root that was added or rotated since is left out, and what is below the earlier one is checked still.
    *Raises*: `PinMismatch` where no root is left.
    """
    named = pins.keys | (_announced(bundle, pins.log_key) if pins.log_key is not None else frozenset())
    compares_keys = pins.log_key is not None or bool(pins.keys)
    if compares_keys:
        kept = tuple(der for der in bundle.trust.certificates if fingerprint(der) in named)
        bundle = replace(bundle, trust=replace(bundle.trust, certificates=kept))
    below = bundle.trust if pins.roots is None else _below(bundle.trust, pins.roots)
    return PinnedBundle(
        bundle=replace(bundle, trust=below),
        unpinned=bundle.trust if below != bundle.trust else None,
        roots_compared=pins.roots is not None,
        keys_compared=compares_keys,
    )


def _below(trust: CredentialTrust, named: TrustAnchors) -> CredentialTrust:
    """The same with only those roots that are named."""
    roots = tuple(der for der in trust.anchors.roots if der in named.roots)
    if not roots:
        raise PinMismatch("memakai akar lain / has another root")
    return replace(trust, anchors=replace(trust.anchors, roots=roots))


def _announced(bundle: OfflineBundle, log_key: NoteKey) -> frozenset[str]:
    try:
        return read_notice(bundle.notice, log_key)
    except NoteInvalid as error:
        raise PinMismatch(
            "kunci kredensialnya tidak diumumkan oleh log publik ini / its keys are not announced by this public log"
        ) from error
