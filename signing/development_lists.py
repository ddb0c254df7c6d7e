"""What the CAs of the development PKI have issued and revoked, and the lists they publish; asked by the OCSP responder too."""

import json
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from domain.clock import Clock
from signing import issuing
from signing.generations import Generations, generation_of
from signing.issuing import Revocation
from signing.private_files import PRIVATE_FILE, write_private

CRL_RENEWED_AFTER = timedelta(days=1)
FIRST_CA = "issuing"
"""Whose certificates are meant in `revoked.json` where no CA is named: files of the time when there was one."""


class DevelopmentLists:
    """Issued serial numbers, revocations and revocation lists. Call what writes under the folder's lock.

    *Shape*: `revoked.json` by serial number; `issued.txt` a line for each certificate, `<stem of its CA> <serial>`, written
    before the certificate, so that none is unknown.
    """

    def __init__(self, folder: Path, generations: Generations, clock: Clock) -> None:
        self._folder = folder
        self._generations = generations
        self._clock = clock

    def note_issued(self, ca: str, certificate: x509.Certificate) -> None:
        """This CA makes this certificate."""
        path = self._folder / "issued.txt"
        with path.open("a", encoding="ascii") as file:
            path.chmod(PRIVATE_FILE)
            file.write(f"{ca} {certificate.serial_number}\n")

    def complete(self) -> None:
        """The record of issued certificates, begun from what lies in the folder where an earlier version kept none."""
        if (self._folder / "issued.txt").exists():
            return
        names = {path.stem for path in self._folder.glob("*.pem")} - {"root"}
        paths = [self._folder / f"{name}.pem" for name in sorted(names)]
        found = [x509.load_pem_x509_certificate(path.read_bytes()) for path in paths]
        found += [
            x509.load_pem_x509_certificate(path.read_bytes()) for path in (self._folder / "persons").glob("*.pem")
        ]
        lines = [f"{self._ca_of(certificate)} {certificate.serial_number}\n" for certificate in found]
        write_private(self._folder / "issued.txt", "".join(lines).encode())

    def was_issued(self, ca: str, serial: int) -> bool:
        """Whether this CA made a certificate of this number."""
        return serial in self.issued(ca)

    def issued(self, ca: str) -> frozenset[int]:
        """The serial numbers of every certificate that this CA made."""
        lines = (line.split() for line in (self._folder / "issued.txt").read_text("ascii").splitlines())
        return frozenset(int(serial) for issuer, serial in lines if issuer == ca)

    def revoke(self, certificate: x509.Certificate, *, at: datetime, reason: x509.ReasonFlags) -> None:
        """The certificate is revoked as of `at`, once, and its CA's list says so at once."""
        ca = self._ca_of(certificate)
        entries = json.loads((self._folder / "revoked.json").read_text())
        entry = {"at": at.isoformat(), "reason": reason.name, "ca": ca}
        entries.setdefault(str(certificate.serial_number), entry)
        write_private(self._folder / "revoked.json", json.dumps(entries).encode())
        self._renew(ca)

    def can_list(self, certificate: x509.Certificate) -> bool:
        """Whether its CA still publishes lists: the CA's own certificate has not ended."""
        return self._clock.now() < self._generations.certificate(self._ca_of(certificate)).not_valid_after_utc

    def revoked(self, ca: str) -> dict[int, Revocation]:
        """What this CA has revoked, by serial number."""
        entries = json.loads((self._folder / "revoked.json").read_text())
        return {
            int(serial): Revocation(int(serial), datetime.fromisoformat(entry["at"]), x509.ReasonFlags[entry["reason"]])
            for serial, entry in entries.items()
            if entry.get("ca", FIRST_CA) == ca
        }

    def is_revoked(self, certificate: x509.Certificate) -> bool:
        """Whether the certificate was revoked."""
        return str(certificate.serial_number) in json.loads((self._folder / "revoked.json").read_text())

    def reason_of(self, certificate: x509.Certificate) -> x509.ReasonFlags | None:
        """Why the certificate was revoked; None where it was not."""
        entry = json.loads((self._folder / "revoked.json").read_text()).get(str(certificate.serial_number))
        return x509.ReasonFlags[entry["reason"]] if entry is not None else None

    def current(self) -> dict[str, bytes]:
        """The list of each CA by its published name, `issuing.2.crl`, in DER; renewed where a day old.

        A CA whose certificate has ended signs no more: its last list stays.
        """
        stems = [*self._generations.stems("root"), *self._generations.stems("issuing")]
        lists = {
            stem: self._current(stem) for stem in stems if self._generations.exists(stem) or generation_of(stem) == 1
        }
        return {f"{stem}.crl": found for stem, found in lists.items() if found is not None}

    def _current(self, ca: str) -> bytes | None:
        path, now = self._generations.path(ca, "crl"), self._clock.now()
        kept = path.read_bytes() if path.exists() else None
        if kept is not None:
            crl = x509.load_der_x509_crl(kept)
            if crl.last_update_utc <= now < crl.last_update_utc + CRL_RENEWED_AFTER:
                return kept
        return self._renew(ca) if now < self._generations.certificate(ca).not_valid_after_utc else kept

    def _renew(self, ca: str) -> bytes:
        path = self._generations.path(ca, "crl")
        crl = issuing.revocation_list(
            self._generations.authority(ca),
            number=_next_number(path),
            now=self._clock.now().replace(microsecond=0),
            revoked=self.revoked(ca),
        ).public_bytes(Encoding.DER)
        write_private(path, crl)
        return crl

    def _ca_of(self, certificate: x509.Certificate) -> str:
        """The stem of the CA that issued it, by name: each generation has one of its own."""
        for stem in (*self._generations.stems("issuing"), *self._generations.stems("root")):
            if self._generations.certificate(stem).subject == certificate.issuer:
                return stem
        return FIRST_CA


def _next_number(path: Path) -> int:
    if not path.exists():
        return 1
    number = x509.load_der_x509_crl(path.read_bytes()).extensions.get_extension_for_class(x509.CRLNumber)
    return number.value.crl_number + 1
