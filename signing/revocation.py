"""Trust of an installation: roots and intermediates of files, revocation lists of files or fetched over HTTP and kept."""

# mypy: disable-error-code="import-untyped"

import hashlib
import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import httpx
from asn1crypto import crl as asn1_crl
from asn1crypto import pem

from domain.clock import Clock
from signing.configuration import Section, SigningFileUnusable
from signing.port import ServiceUnavailable
from signing.private_files import private_folder, write_private
from signing.trust import TrustAnchors, TrustMaterialUnreadable

LOG = logging.getLogger("pembina.signing")

FRESH_FOR = timedelta(hours=1)
"""How long a fetched list is used before it is asked for again, where it does not end sooner."""

RETRY_SECONDS = 60.0
"""How long a source that failed is left alone; the list that is there serves meanwhile."""

MOST_BYTES = 20 * 1024 * 1024
_ADDRESSES = ("http://", "https://")


@dataclass(frozen=True)
class RevocationList:
    """One list as it was found. *Shape*: DER; times aware UTC."""

    der: bytes
    issued_at: datetime
    ends_at: datetime | None

    @classmethod
    def read(cls, content: bytes) -> "RevocationList":
        """From DER or PEM. *Raises*: `ValueError` where it is no revocation list. *Does not check*: its signature."""
        try:
            der = pem.unarmor(content)[2] if pem.detect(content) else content
            listed = asn1_crl.CertificateList.load(der, strict=True)["tbs_cert_list"]
            _ = listed["issuer"].native
            return cls(bytes(der), listed["this_update"].native, listed["next_update"].native)
        except (ValueError, TypeError) as error:
            raise ValueError("this is no revocation list") from error

    def is_current(self, now: datetime) -> bool:
        """Whether it has not ended. *Source*: RFC 5280, 5.1.2.5 (nextUpdate)."""
        return self.ends_at is None or now < self.ends_at


class Source:
    """Where one list comes from: an address, with a copy on disk that outlives the process."""

    def __init__(self, address: str, *, cache: Path, timeout_seconds: float) -> None:
        self.address = address
        self._file = cache / f"{hashlib.sha256(address.encode()).hexdigest()[:32]}.crl"
        self._timeout = timeout_seconds
        self._fetched_at: datetime | None = None
        self._tried = -RETRY_SECONDS
        self._found = self._kept()

    def current(self, now: datetime) -> RevocationList | None:
        """The newest list that could be had, whether it has ended or not."""
        fresh = self._fetched_at is not None and self._fetched_at <= now < self._fetched_at + FRESH_FOR
        if fresh and self._found is not None and self._found.is_current(now):
            return self._found
        if time.monotonic() - self._tried >= RETRY_SECONDS:
            self._fetch(now)
        return self._found

    def _fetch(self, now: datetime) -> None:
        """A list older than the one that is there is not taken: it could hide a revocation."""
        self._tried = time.monotonic()
        try:
            answer = httpx.get(self.address, timeout=self._timeout, follow_redirects=True)
            answer.raise_for_status()
            if len(answer.content) > MOST_BYTES:
                raise ValueError("the revocation list is too large")
            found = RevocationList.read(answer.content)
            if self._found is not None and found.issued_at < self._found.issued_at:
                raise ValueError("the revocation list is older than the one before")
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            LOG.warning("the revocation list of %s was not renewed: %s", self.address, type(error).__name__)
            return
        self._tried = -RETRY_SECONDS
        self._found, self._fetched_at = found, now
        write_private(self._file, found.der)

    def _kept(self) -> RevocationList | None:
        try:
            return RevocationList.read(self._file.read_bytes())
        except (OSError, ValueError):
            return None


class ConfiguredTrust:
    """Whom this installation trusts. Threads may share it."""

    def __init__(
        self, *, anchors: TrustAnchors, files: Sequence[Path], sources: Sequence[Source], clock: Clock
    ) -> None:
        self._anchors = anchors
        self._files = tuple(files)
        self._sources = tuple(sources)
        self._clock = clock
        self._guard = threading.Lock()

    @classmethod
    def read(cls, given: Section, *, cache: Path, clock: Clock) -> "ConfiguredTrust":
        """From the table `[trust]`: `roots`, `intermediates`, `revocation_lists` (addresses, files or folders).

        *Raises*: `SigningFileUnusable` where a certificate cannot be read, or nothing tells of revocation.
        """
        roots, others = given.paths("roots"), given.paths("intermediates")
        lists, timeout = given.texts("revocation_lists"), given.seconds("timeout_seconds", 10.0)
        given.finish()
        if not roots or not lists:
            raise SigningFileUnusable(f"{given.where}: roots and revocation_lists are needed")
        try:
            anchors = TrustAnchors.read(
                roots=[path.read_bytes() for path in roots], intermediates=[path.read_bytes() for path in others]
            )
        except (OSError, TrustMaterialUnreadable) as error:
            raise SigningFileUnusable(f"{given.where}: a certificate cannot be read") from error
        private_folder(cache)
        return cls(
            anchors=anchors,
            files=[given.folder / name for name in lists if not name.startswith(_ADDRESSES)],
            sources=[
                Source(name, cache=cache, timeout_seconds=timeout) for name in lists if name.startswith(_ADDRESSES)
            ],
            clock=clock,
        )

    def known(self) -> TrustAnchors:
        """Everything that is known, for checking: a paper brings its own proofs, so a list that has ended does no harm."""
        return self._with_lists(lambda _found, _now: True)

    def current(self) -> TrustAnchors:
        """What a signature made now may rest on.

        *Raises*: `ServiceUnavailable` where a source has no list that still holds: the signer's certificate could be
        revoked, and the letter waits.
        """
        now = self._clock.now()
        for source in self._sources:
            found = self._asked(source, now)
            if found is None or not found.is_current(now):
                raise ServiceUnavailable(f"no current revocation list of {source.address}")
        return self._with_lists(lambda found, now: found.is_current(now))

    def roots_pem(self) -> bytes:
        """The roots, for anybody who checks."""
        return b"".join(pem.armor("CERTIFICATE", der) for der in self._anchors.roots)

    def _with_lists(self, keeps: Callable[[RevocationList, datetime], bool]) -> TrustAnchors:
        now = self._clock.now()
        fetched = [self._asked(source, now) for source in self._sources]
        lists = [found for found in [*self._on_disk(), *fetched] if found is not None and keeps(found, now)]
        return TrustAnchors(self._anchors.roots, self._anchors.intermediates, tuple(found.der for found in lists))

    def _asked(self, source: Source, now: datetime) -> RevocationList | None:
        with self._guard:
            return source.current(now)

    def _on_disk(self) -> list[RevocationList]:
        """*Raises*: `OSError`, `ValueError` where a named file cannot be read: silence would hide a revocation."""
        found = []
        for path in self._files:
            files = sorted(each for each in path.iterdir() if each.is_file()) if path.is_dir() else [path]
            found += [RevocationList.read(each.read_bytes()) for each in files]
        return found
