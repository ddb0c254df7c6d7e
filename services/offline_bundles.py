"""What a check without network needs, in one file: anchors, revocation lists, credential keys, status list, register."""

import io
import json
import threading
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Protocol

from domain.canonical import canonical_json
from domain.clock import Clock
from services.status_lists import StatusListService
from signing.credential_keys import CredentialTrust
from signing.key_notices import sign_notice
from signing.notes import NoteSigner
from signing.status_lists import whole_seconds
from signing.trust import TrustAnchors, TrustMaterialUnreadable

FORMAT = "pembina-luring-2"
MANIFEST, STATUSES, REGISTER, NOTICE = "bundle.json", "status-1.cwt", "register.cwt", "credential-keys.note"
LARGEST_FILE = 8 * 1024 * 1024
LARGEST_BUNDLE = 16 * 1024 * 1024
MOST_FILES = 256
REFRESH_SECONDS = 300
"""How long a copy may be handed on before the next is asked for: what is carried away should not be old from the start."""
_TIME = (1980, 1, 1, 0, 0, 0)


class BundleUnreadable(ValueError):
    """This is no bundle, or it is damaged."""


@dataclass(frozen=True, kw_only=True)
class OfflineBundle:
    """The contents of a bundle.

    *Shape*: `made_at` is legal time; `statuses` and `register` are tokens as they were signed; `development` says that all
    keys are for tests; `notice` is the log's signed notice of which certificates are those of credential keys.
    """

    made_at: datetime
    development: bool
    trust: CredentialTrust
    statuses: bytes
    register: bytes
    notice: str

    def packed(self) -> bytes:
        """The file: a ZIP whose manifest names each other file with its SHA-256. The same contents give the same bytes."""
        files = _files(self)
        manifest = {
            "format": FORMAT,
            "made_at": self.made_at.isoformat(),
            "development": self.development,
            "files": {name: sha256(content).hexdigest() for name, content in files.items()},
        }
        output = io.BytesIO()
        with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in {MANIFEST: canonical_json(manifest), **files}.items():
                archive.writestr(zipfile.ZipInfo(name, _TIME), content, zipfile.ZIP_DEFLATED)
        return output.getvalue()

    @classmethod
    def read(cls, data: bytes) -> "OfflineBundle":
        """The bundle in a file.

        *Raises*: `BundleUnreadable`. *Does not check*: any signature; nor that its roots are those of LKPP, which nobody
        can tell from the file itself: compare them with a root certificate that came another way.
        """
        try:
            contents = _contents(data)
            manifest = json.loads(contents.pop(MANIFEST))
            if manifest["format"] != FORMAT:
                raise BundleUnreadable("this bundle has another form")
            if {name: sha256(each).hexdigest() for name, each in contents.items()} != manifest["files"]:
                raise BundleUnreadable("a file of the bundle is missing, or differs from its manifest")
            made_at = datetime.fromisoformat(manifest["made_at"])
            if made_at.tzinfo is None:
                raise BundleUnreadable("this bundle has another form")
            anchors = TrustAnchors.read(
                roots=_below("roots/", contents),
                intermediates=_below("intermediates/", contents),
                crls=_below("crls/", contents),
            )
            return cls(
                made_at=made_at,
                development=manifest["development"] is not False,
                trust=CredentialTrust(_below("credential-keys/", contents), anchors),
                statuses=contents[STATUSES],
                register=contents[REGISTER],
                notice=contents[NOTICE].decode(),
            )
        except BundleUnreadable:
            raise
        except (ValueError, KeyError, TypeError, OSError, zipfile.BadZipFile, TrustMaterialUnreadable) as error:
            raise BundleUnreadable("this is no bundle for a check without network, or it is damaged") from error


@dataclass(frozen=True, kw_only=True)
class PackedBundle:
    """A bundle as it is served. *Shape*: `etag` is the SHA-256 of the file. *Units*: seconds."""

    made_at: datetime
    content: bytes
    etag: str
    refresh_seconds: int = REFRESH_SECONDS


class TrustSource(Protocol):
    """Where anchors and credential keys come from. *Shape*: as `signing.development_pki.DevelopmentPki` gives them."""

    def trust(self) -> TrustAnchors:
        """Roots, intermediates, current revocation lists."""
        ...

    def credential_certificates(self) -> tuple[bytes, ...]:
        """The certificates of credential keys, in DER."""
        ...


class OfflineBundles:
    """Makes bundles of what is current."""

    def __init__(
        self,
        *,
        clock: Clock,
        source: TrustSource,
        statuses: StatusListService,
        log_signer: Callable[[], NoteSigner],
        development: bool,
    ) -> None:
        self._clock = clock
        self._source = source
        self._log_signer = log_signer
        self._statuses = statuses
        self._development = development
        self._lock = threading.Lock()
        self._last: tuple[tuple[object, ...], PackedBundle] | None = None

    def packed(self) -> PackedBundle:
        """The file to serve: the last one as long as nothing in it would differ but its time. Threads may share it.

        *Raises*: as `current`.
        """
        bundle = self.current()
        holds = (
            bundle.statuses,
            bundle.register,
            bundle.notice,
            bundle.trust.anchors,
            tuple(bundle.trust.certificates),
        )
        with self._lock:
            if self._last is None or self._last[0] != holds or self._last[1].made_at > bundle.made_at:
                content = bundle.packed()
                etag = sha256(content).hexdigest()
                self._last = (holds, PackedBundle(made_at=bundle.made_at, content=content, etag=etag))
            return self._last[1]

    def current(self) -> OfflineBundle:
        """The bundle of now. *Raises*: `DatabaseUnavailable`, `SigningError`."""
        published, certificates = self._statuses.current(), self._source.credential_certificates()
        return OfflineBundle(
            made_at=whole_seconds(self._clock.now()),
            development=self._development,
            trust=CredentialTrust(certificates, self._source.trust()),
            statuses=published.cwt,
            register=published.register,
            notice=sign_notice(certificates, self._log_signer()),
        )


def _files(bundle: OfflineBundle) -> dict[str, bytes]:
    anchors = bundle.trust.anchors
    return {
        **{f"roots/{i}.der": der for i, der in enumerate(anchors.roots)},
        **{f"intermediates/{i}.der": der for i, der in enumerate(anchors.intermediates)},
        **{f"crls/{i}.crl": der for i, der in enumerate(anchors.crls)},
        **{f"credential-keys/{i}.der": der for i, der in enumerate(bundle.trust.certificates)},
        STATUSES: bundle.statuses,
        REGISTER: bundle.register,
        NOTICE: bundle.notice.encode(),
    }


def _contents(data: bytes) -> dict[str, bytes]:
    """Every file, within limits that are looked at before anything is unpacked, and kept while it is."""
    if len(data) > LARGEST_BUNDLE:
        raise BundleUnreadable("the bundle is too large")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        if len(entries) > MOST_FILES or len({entry.filename for entry in entries}) != len(entries):
            raise BundleUnreadable("the bundle has too many files, or one twice")
        found = {}
        for entry in entries:
            with archive.open(entry) as file:
                found[entry.filename] = file.read(LARGEST_FILE + 1)
            if len(found[entry.filename]) > LARGEST_FILE:
                raise BundleUnreadable(f"{entry.filename} is too large")
    return found


def _below(folder: str, contents: Mapping[str, bytes]) -> tuple[bytes, ...]:
    """The files of a folder, in the order of their numbers."""
    names = sorted((name for name in contents if name.startswith(folder)), key=lambda name: (len(name), name))
    return tuple(contents[name] for name in names)
