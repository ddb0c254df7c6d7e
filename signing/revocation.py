"""Trust of an installation: roots and intermediates of files, revocation lists of files or fetched over HTTP and kept."""

# mypy: disable-error-code="import-untyped"

import logging
import threading
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from asn1crypto import pem
from cryptography import x509

from domain.clock import Clock
from signing.configuration import Section, SigningFileUnusable
from signing.fetched_lists import Source
from signing.filed_lists import FiledLists
from signing.listed_authorities import ListingAuthority, lacking, listing_authorities, too_few, what_is_lacking
from signing.port import ServiceUnavailable
from signing.private_files import private_folder
from signing.revocation_lists import RevocationList, newest_of_each
from signing.trust import TrustAnchors, TrustMaterialUnreadable

LOG = logging.getLogger("pembina.signing")

_ADDRESSES = ("http://", "https://")


class ConfiguredTrust:
    """Whom this installation trusts. Threads may share it."""

    def __init__(
        self, *, anchors: TrustAnchors, files: Sequence[FiledLists], sources: Sequence[Source], clock: Clock
    ) -> None:
        self._anchors = anchors
        self._files = tuple(files)
        self._sources = tuple(sources)
        self._clock = clock
        self._guard = threading.Lock()

    @classmethod
    def read(cls, given: Section, *, cache: Path, clock: Clock) -> "ConfiguredTrust":
        """From the table `[trust]`: `roots`, `intermediates`, `revocation_lists` (addresses, files or folders), `responders`.

        `responders = "ask"`: what is signed asks the responders (OCSP) that its certificates name. It needs lists all the same:
        an answer holds for hours, and whoever checks the paper later, or renews its archive, asks nobody (decision 72).
        A list of each CA is needed; where the places that are named lack one already, that is said at once.
        *Raises*: `SigningFileUnusable` where a certificate cannot be read, no list is named, or fewer than there are CAs.
        """
        roots, others = given.paths("roots"), given.paths("intermediates")
        lists, timeout = given.texts("revocation_lists"), given.seconds("timeout_seconds", 10.0)
        asks = given.choice("responders", ("ask", "leave"), "leave") == "ask"
        given.finish()
        if not roots or not lists:
            why = (
                ' also with responders = "ask": an answer holds for hours, and who checks later asks nobody'
                if asks
                else ""
            )
            raise SigningFileUnusable(f"{given.where}: roots and revocation_lists are needed{why}")
        try:
            anchors = TrustAnchors.read(
                roots=[path.read_bytes() for path in roots], intermediates=[path.read_bytes() for path in others]
            )
        except (OSError, TrustMaterialUnreadable) as error:
            raise SigningFileUnusable(f"{given.where}: a certificate cannot be read") from error
        anchors = replace(anchors, asks_responders=asks)
        private_folder(cache)
        issuers = [x509.load_der_x509_certificate(der) for der in (*anchors.roots, *anchors.intermediates)]
        trust = cls(
            anchors=anchors,
            files=[
                FiledLists(given.folder / name, issuers=issuers) for name in lists if not name.startswith(_ADDRESSES)
            ],
            sources=[
                Source(name, cache=cache, timeout_seconds=timeout, issuers=issuers)
                for name in lists
                if name.startswith(_ADDRESSES)
            ],
            clock=clock,
        )
        trust._require_places(given.where)
        return trust

    def _require_places(self, where: str) -> None:
        """An address gives one list. A file may be put there later, so that what it lacks is told and nothing stops for it.

        *Raises*: `SigningFileUnusable`.
        """
        authorities = self._authorities()
        addresses = {source.address for source in self._sources}
        if not self._files and len(addresses) < len(authorities):
            raise SigningFileUnusable(f"{where}: {too_few(len(addresses), authorities)}")
        if not self._sources:
            filed = [each for place in self._files for each in place.found()]
            if missing := lacking(authorities, (each.issuer for each in filed if each.issuer)):
                LOG.warning("%s: letters will wait: %s", where, what_is_lacking(missing))

    def _authorities(self) -> tuple[ListingAuthority, ...]:
        roots, others = (
            [x509.load_der_x509_certificate(der) for der in ders]
            for ders in (self._anchors.roots, self._anchors.intermediates)
        )
        return listing_authorities(roots, others, self._clock.now())

    def known(self) -> TrustAnchors:
        """Everything that is known, for checking; a list that has ended, too: it names who was revoked by then.

        A file's newest time stamp needs a list that holds now, like anything without a proof of its own; what a renewal has
        proven of the signatures stands by the lists in the file (ETSI EN 319 102-1, 5.6).
        """
        return self._with_lists(each for _where, lists in self._places() for each in lists)

    def current(self) -> TrustAnchors:
        """What a signature made now may rest on.

        *Raises*: `ServiceUnavailable` where a place has no list at all, a CA has none, or its newest does not hold now: the
        signer's certificate could be revoked, and the letter waits. A list of a CA whose certificate does not hold now
        stops nothing, for nobody renews it.
        """
        now, places, authorities = self._clock.now(), self._places(), self._authorities()
        found = [each for _where, lists in places for each in lists]
        needed = _of_those(authorities, places)
        for each in newest_of_each(each for _where, lists in needed for each in lists):
            if not each.is_current(now):
                raise ServiceUnavailable(f"no current revocation list: {_why_not(each, now)}")
        for where, lists in needed:
            if not any(each.is_current(now) for each in lists):
                raise ServiceUnavailable(f"no current revocation list {where}")
        listed = [each.issuer for each in found if each.issuer and each.is_current(now)]
        if missing := lacking(authorities, listed):
            raise ServiceUnavailable(f"no current revocation list: {what_is_lacking(missing)}")
        return self._with_lists(each for each in found if each.is_current(now))

    def roots_pem(self) -> bytes:
        """The roots, for anybody who checks."""
        return b"".join(pem.armor("CERTIFICATE", der) for der in self._anchors.roots)

    def _places(self) -> list[tuple[str, list[RevocationList]]]:
        """Each place that the table names, and the lists that are there."""
        now = self._clock.now()
        with self._guard:
            filed = [(f"in {place.path}", place.found()) for place in self._files]
            fetched = [(f"of {source.address}", source.current(now)) for source in self._sources]
        return [*filed, *((where, [found] if found else []) for where, found in fetched)]

    def _with_lists(self, lists: Iterable[RevocationList]) -> TrustAnchors:
        return replace(self._anchors, crls=tuple(found.der for found in lists))


def _of_those(
    authorities: Iterable[ListingAuthority], places: Iterable[tuple[str, list[RevocationList]]]
) -> list[tuple[str, list[RevocationList]]]:
    """The places with the lists of these CAs alone; a place that has lists of others only is left out."""
    keys = {each.key for each in authorities}
    of_them = [(where, lists, [each for each in lists if each.signer in keys]) for where, lists in places]
    return [(where, kept) for where, lists, kept in of_them if kept or not lists]


def _why_not(found: RevocationList, now: datetime) -> str:
    if now >= found.ends_at:
        return f"that of {found.origin} ended on {found.ends_at.isoformat()}"
    return f"that of {found.origin} is of {found.issued_at.isoformat()}, which has not come"
