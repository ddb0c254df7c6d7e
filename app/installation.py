"""The data of one installation, reached or started: servers, database, object storage, keys. Nothing works on it yet."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from cryptography.hazmat.primitives.serialization import Encoding

from app.agency import SAMPLE_AGENCY, Agency, read_agency
from app.authentication import DevelopmentIssuer
from app.clock import DevelopmentClock, RealClock
from app.development_keys import DevelopmentKeys
from app.embedded import Addresses, embedded_servers, running_servers
from app.embedded.folder import using_folder
from app.log_key import kept_log_keys, log_key_path, log_keys
from app.named_keys import read_credential_key, read_earlier_credentials, require_named_keys
from app.seeds.loader import load_seeds
from app.settings import S3Settings, Settings, SettingsError
from app.signing_material import SigningMaterial, material_of
from domain.clock import Clock
from persistence.connection import Database, connect
from persistence.log import sequence_events
from persistence.schema_setup import prepare_database
from services.archive import ArchivePorts, ArchiveService
from services.door import Door, NoLetters
from services.download_passes import DownloadPasses
from services.evidence_packs import EvidencePacks, PackPorts
from services.log_entries import log_earlier_papers, log_followed_measures
from services.log_proofs import LogProver
from services.offline_bundles import OfflineBundles
from services.publication import Publication, PublicationPorts
from services.status_lists import StatusListService
from services.verification import VerificationPorts, VerificationService
from signing.credential_keys import CredentialKey
from signing.development_pki import DevelopmentPki
from signing.log_keys import LogKeys
from signing.notes import NoteSigner
from signing.pool import SigningPool
from signing.report import SignatureReport
from signing.trust import TrustAnchors
from signing.validation import inspect_signatures
from storage.port import ObjectStore
from storage.s3 import S3Store

Progress = Callable[[str], None]


def silent(_line: str) -> None:
    """Tells nobody."""


@dataclass(frozen=True, kw_only=True)
class DevelopmentParts:
    """What only a development machine has: a PKI without worth, an issuer of tokens, keys of invented people."""

    pki: DevelopmentPki
    issuer: DevelopmentIssuer
    keys: DevelopmentKeys


@dataclass(frozen=True, kw_only=True)
class Installation:
    """What an installation keeps, ready for use."""

    settings: Settings
    clock: Clock
    database: Database
    store: ObjectStore
    agency: Agency
    signing: SigningMaterial
    development: DevelopmentParts | None
    embedded: Addresses | None
    log_keys: LogKeys

    def publication(self, store: ObjectStore | None = None, *, keys: LogKeys | None = None) -> Publication:
        """The public log in this process, in the installation's storage or another view of it, by its keys or newer ones."""
        return Publication(
            PublicationPorts(
                database=self.database,
                store=store or self.store,
                keys=keys or self.log_keys,
                read_keys=lambda: kept_log_keys(log_key_path(self.settings)),
            )
        )

    @property
    def pki(self) -> DevelopmentPki:
        """The development PKI. *Raises*: `SettingsError` in production."""
        return self._made_for_development.pki

    @property
    def issuer(self) -> DevelopmentIssuer:
        """The development issuer. *Raises*: `SettingsError` in production."""
        return self._made_for_development.issuer

    @property
    def keys(self) -> DevelopmentKeys:
        """The keys of the invented people. *Raises*: `SettingsError` in production."""
        return self._made_for_development.keys

    def lacks_key(self, person_id: str) -> bool:
        """Whether no key of this person is known; where people sign with test keys, a delegate is given his now."""
        if self.settings.signing_file is None and self.development is not None:
            return self.development.keys.lacks_key(person_id)
        return self.signing.directory.lacks_key(person_id)

    @property
    def _made_for_development(self) -> DevelopmentParts:
        if self.development is None:
            raise SettingsError("uji saja, tidak ada di produksi / made for development, and refused in production")
        return self.development

    def server_ids(self) -> dict[str, list[int]]:
        """The processes of the embedded servers that this process started; none where it uses others."""
        return {name: [each] for name, each in (self.embedded.process_ids if self.embedded else {}).items()}

    def credential_key(self) -> CredentialKey:
        """The key of credentials, status lists and packs: that of the configured file, else that of the development PKI.

        It is read anew each time, so that this process keeps none. *Raises*: `CredentialKeyUnusable`.
        """
        path = self.settings.credential_key
        if path is None:
            return self.pki.credential_key()
        return read_credential_key(path)

    def trust(self) -> TrustAnchors:
        """Roots, intermediates and revocation lists, for checking."""
        return self.signing.trust()

    def credential_certificates(self) -> tuple[bytes, ...]:
        """The certificates of all credential keys that may have signed: the present one, those of the test keys, earlier."""
        known = self.development.pki.credential_certificates() if self.development else ()
        earlier = read_earlier_credentials(self.settings.earlier_credentials)
        present = self.credential_key().certificate.public_bytes(Encoding.DER)
        return tuple(dict.fromkeys((*(() if present in known else (present,)), *known, *earlier)))

    def statuses(self) -> StatusListService:
        """The status list of certificates, signed by the credential key that the installation has now."""
        return StatusListService(clock=self.clock, key=self.credential_key, public_url=self.settings.public_url)

    def bundles(self, statuses: StatusListService) -> OfflineBundles:
        """What a check without network needs."""
        development = not self.settings.production
        return OfflineBundles(
            clock=self.clock,
            source=self,
            statuses=statuses,
            log_signer=self._log_signer,
            development=development,
        )

    def _log_signer(self) -> NoteSigner:
        """The key of the public log that the installation has now, which announces the keys of credentials."""
        return kept_log_keys(log_key_path(self.settings)).signer

    def evidence_packs(self, door: Door, *, store: ObjectStore, log: LogProver) -> EvidencePacks:
        """Packs of what is on record of a case, by the storage and the log that this process works with."""
        return EvidencePacks(
            PackPorts(
                door=door,
                clock=self.clock,
                store=store,
                source=self,
                log=log,
                key=self.credential_key,
                sequence=lambda: sequence_events(self.database.client),
                log_signer=self._log_signer,
                timestamps=self.signing.timestamps,
                development=not self.settings.production,
            )
        )

    def archive(self, door: Door, *, store: ObjectStore, signing: SigningPool) -> ArchiveService:
        """Renewal of what was issued, by time stamps of this installation's authority."""
        return ArchiveService(
            ArchivePorts(
                door=door,
                clock=self.clock,
                store=store,
                inspector=signing,
                renewer=signing,
                trust=self.signing.signing_trust,
                known=self.signing.trust,
                timestamps=self.signing.timestamps,
            )
        )

    def passes(self) -> DownloadPasses:
        """Passes for download addresses: every process of the installation has the log's key, and so the same."""
        return DownloadPasses.derived(self.log_keys.signer.private.private_bytes_raw())

    def verification(self) -> VerificationService:
        """Verification in this process: for a file that the person at the terminal chose himself."""
        return VerificationService(
            VerificationPorts(
                clock=self.clock,
                store=self.store,
                inspector=DirectInspector(),
                trust=self.signing.trust,
                log=LogProver(self.publication()),
                credential_certificates=self.credential_certificates,
                development=not self.settings.production,
            )
        )


class DirectInspector:
    """Examines signatures in this very process, under the same limits."""

    def inspect(self, pdf: bytes, trust: TrustAnchors, at: datetime) -> SignatureReport:
        """See `signing.validation.inspect_signatures`."""
        return inspect_signatures(pdf, trust, at)


@contextmanager
def opened_installation(
    settings: Settings, *, on_progress: Progress = silent, share: bool = False
) -> Iterator[Installation]:
    """The installation that the settings name, while the block runs: collections, indexes, seeds, buckets and keys made.

    `share` uses the embedded servers of a `pembina serve` that runs on the same data; else that is an error.
    *Raises*: `SettingsError`, `EmbeddedServerError`, `DatabaseUnavailable`, `StorageError`; then nothing is left running.
    """
    require_named_keys(settings)
    agency = read_agency(settings.agency_file) if settings.agency_file else SAMPLE_AGENCY
    with ExitStack() as stack:
        embedded: Addresses | None = None
        if settings.is_embedded:
            embedded = _servers(settings, stack, on_progress=on_progress, share=share)
            settings = _with_servers(settings, embedded)
        clock = _clock(settings)
        with using_folder(settings.data):
            development = None if settings.production else _development(settings, clock)
            material = material_of(settings, clock, development.pki if development else None)
            keys = log_keys(settings)
        database = connect(settings.mongodb_uri or "", name=settings.mongodb_name)
        stack.callback(database.client.close)
        on_progress("menyiapkan basis data / preparing the database")
        prepare_database()
        load_seeds(
            door=Door(database=database, clock=clock, letters=NoLetters()),
            with_samples=not settings.production,
            people=agency.people,
            on_progress=on_progress,
        )
        store = _store(settings)
        store.ensure_buckets()
        if logged := log_earlier_papers(database):
            on_progress(f"{logged} naskah lama dicatat dalam log publik / earlier papers entered in the public log")
        if logged := log_followed_measures(database, at=clock.now()):
            on_progress(f"{logged} perubahan status dicatat dalam log publik / changes of standing entered in it")
        yield Installation(
            settings=settings,
            clock=clock,
            database=database,
            store=store,
            agency=agency,
            signing=material,
            development=development,
            embedded=embedded,
            log_keys=keys,
        )


def _development(settings: Settings, clock: Clock) -> DevelopmentParts:
    pki = DevelopmentPki.open(settings.data / "pki", clock, public_url=settings.public_url)
    folder = settings.data / "keys"
    return DevelopmentParts(pki=pki, issuer=DevelopmentIssuer(folder), keys=DevelopmentKeys(pki=pki, folder=folder))


def _servers(settings: Settings, stack: ExitStack, *, on_progress: Progress, share: bool) -> Addresses:
    running = running_servers(settings.data) if share else None
    if running is not None:
        return running
    on_progress("menjalankan MongoDB dan S3 / starting MongoDB and S3")
    return stack.enter_context(embedded_servers(settings.data, on_progress=on_progress))


def _with_servers(settings: Settings, addresses: Addresses) -> Settings:
    s3 = S3Settings(
        endpoint=addresses.s3_endpoint,
        access_key=addresses.s3_access_key,
        secret_key=addresses.s3_secret_key,
        secure=False,
    )
    return replace(settings, mongodb_uri=addresses.mongodb_uri, s3=s3)


def _clock(settings: Settings) -> Clock:
    if settings.production:
        return RealClock()
    start = datetime.fromisoformat(settings.clock_start) if settings.clock_start else None
    return DevelopmentClock(settings.data / "clock.json", start=start)


def _store(settings: Settings) -> S3Store:
    if settings.s3 is None:
        raise SettingsError("no object storage is set")
    return S3Store(
        endpoint=settings.s3.endpoint,
        access_key=settings.s3.access_key,
        secret_key=settings.s3.secret_key,
        secure=settings.s3.secure,
        public_url=settings.s3.public_url,
    )
