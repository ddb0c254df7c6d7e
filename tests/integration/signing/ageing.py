"""An office whose papers are as old today as a test needs: other programs look at them by the wall clock, not by ours."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from signing.archive import RenewalRequest, renew
from signing.development_pki import AuthorityName, DevelopmentPki
from signing.pkcs12 import Pkcs12Keys
from signing.port import RecipeName, SigningIntent
from signing.router import RoutedSigner

PASSPHRASE = "sandi"


@dataclass
class WallClock:
    """*Shape*: so far `behind` the clock on the wall."""

    behind: timedelta

    def now(self) -> datetime:
        return datetime.now(UTC) - self.behind


@dataclass
class AgeingOffice:
    """Keys made more than a year ago, papers signed three hours ago, and each renewal an hour later."""

    folder: Path
    clock: WallClock = field(default_factory=lambda: WallClock(timedelta(days=420)))

    def __post_init__(self) -> None:
        self.pki = DevelopmentPki.open(self.folder, self.clock, public_url="https://pembina.invalid")
        for subject_id in ("kepala", "deputi"):
            self.pki.issue_person_key(
                subject_id=subject_id,
                name=subject_id.title(),
                title="Pejabat",
                organisation="Contoh",
                passphrase=PASSPHRASE,
            )
        self.clock.behind = timedelta(hours=3)
        self.signer = RoutedSigner(
            directory=Pkcs12Keys(self.pki), trust=self.pki.trust, timestamps=self.pki.timestamps, clock=self.clock
        )

    def sign(self, pdf: bytes, field_name: str, signer_id: str, recipe: RecipeName) -> bytes:
        intent = SigningIntent(
            document_id="dok",
            field_name=field_name,
            signer_id=signer_id,
            signer_name=signer_id.title(),
            digest=hashlib.sha256(pdf).hexdigest(),
            recipe=recipe,
            reason="Persetujuan",
            location="Jakarta",
            signed_at=self.clock.now(),
        )
        return self.signer.sign(pdf, intent, passphrase=PASSPHRASE).data

    def rotate(self) -> None:
        """An hour later, with the next key of the time-stamping authority, below a new root: it ends later than the last."""
        self.clock.behind -= timedelta(hours=1)
        for name in (AuthorityName.ROOT, AuthorityName.TSA):
            self.pki.rotate(name)

    def renewed(self, pdf: bytes) -> bytes:
        return renew(RenewalRequest(pdf, self.pki.trust(), self.pki.timestamps, self.clock.now())).data
