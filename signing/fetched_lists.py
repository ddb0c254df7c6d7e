"""A revocation list that is fetched over HTTP, and kept in a file that outlives the process."""

import hashlib
import logging
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import httpx
from cryptography import x509

from signing.private_files import write_private
from signing.revocation_lists import MOST_BYTES, RevocationList, read_lists

LOG = logging.getLogger("pembina.signing")

FRESH_FOR = timedelta(hours=1)
"""How long a fetched list is used before it is asked for again, where it does not end sooner."""

RETRY_SECONDS = 60.0
"""How long a source that failed is left alone; the list that is there serves meanwhile."""


class Source:
    """Where one list comes from: an address, with a copy on disk that outlives the process.

    Only a list that one of `issuers` signed is taken, so that who sits on the line can withhold one, but put none in its
    place. *Does not take*: indirect lists (RFC 5280, 5.2.5), which another than the CA signs.
    """

    def __init__(
        self, address: str, *, cache: Path, timeout_seconds: float, issuers: Sequence[x509.Certificate]
    ) -> None:
        self.address = address
        self._issuers = tuple(issuers)
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
            found = self._signed(self._body())
            if self._found is not None and found.issued_at < self._found.issued_at:
                raise ValueError("the revocation list is older than the one before")
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            LOG.warning("the revocation list of %s was not renewed: %s", self.address, type(error).__name__)
            return
        self._tried = -RETRY_SECONDS
        self._found, self._fetched_at = found, now
        write_private(self._file, found.der)

    def _body(self) -> bytes:
        body = b""
        with httpx.stream("GET", self.address, timeout=self._timeout, follow_redirects=True) as answer:
            answer.raise_for_status()
            for part in answer.iter_bytes():
                body += part
                if len(body) > MOST_BYTES:
                    raise ValueError("the revocation list is too large")
        return body

    def _signed(self, content: bytes) -> RevocationList:
        """*Raises*: `ValueError` where it is no list, or none of the issuers signed it."""
        [found] = read_lists(content, issuers=self._issuers, origin=self.address)
        return found

    def _kept(self) -> RevocationList | None:
        try:
            return self._signed(self._file.read_bytes())
        except (OSError, ValueError):
            return None
