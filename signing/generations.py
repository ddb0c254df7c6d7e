"""The authorities of the development PKI on disk, generation after generation; what a certificate says stands in `issuing`.

*Shape*: the first generation of `tsa` lies in `tsa.key` and `tsa.pem`, the second in `tsa.2.key` and `tsa.2.pem`, and so on: a
`stem` names one generation. The certificate is written last, so that a generation exists whole or not at all.
"""

from collections.abc import Sequence
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from signing.issuing import Authority
from signing.port import SigningError
from signing.private_files import write_private


class PkiDamaged(SigningError):
    """The folder of the development PKI holds something unreadable; it is never silently made anew."""


class Generations:
    """Authorities by name and generation. *Does not check*: that the folder's lock is held where something is written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def stems(self, name: str) -> tuple[str, ...]:
        """Every generation of this name, oldest first; the first one is named even where its file is gone."""
        parts = (path.name.split(".") for path in self._folder.glob(f"{name}.*.pem"))
        numbers = sorted(int(part[1]) for part in parts if len(part) == len(("name", "2", "pem")) and part[1].isdigit())
        return (name, *(f"{name}.{number}" for number in numbers))

    def newest(self, name: str) -> str:
        """The generation that is used now."""
        return self.stems(name)[-1]

    def next(self, name: str) -> tuple[str, int]:
        """The stem and number of the generation that would come next."""
        number = generation_of(self.newest(name)) + 1
        return f"{name}.{number}", number

    def exists(self, stem: str) -> bool:
        """Whether this generation was made."""
        return self.path(stem, "pem").exists()

    def path(self, stem: str, kind: str) -> Path:
        """Where a file of this generation lies. *Shape*: `kind` is `key`, `pem`, `crl`, `p12` or `passphrase`."""
        return self._folder / f"{stem}.{kind}"

    def keep(self, stem: str, authority: Authority, *, chain: Sequence[x509.Certificate] = ()) -> None:
        """Key first, certificate last, followed by the CAs above it."""
        key = authority.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        write_private(self.path(stem, "key"), key)
        certificates = (authority.certificate, *chain)
        write_private(self.path(stem, "pem"), b"".join(each.public_bytes(Encoding.PEM) for each in certificates))

    def authority(self, stem: str) -> Authority:
        """Certificate and key. *Raises*: `PkiDamaged`."""
        try:
            key = load_pem_private_key(self.read(stem, "key"), password=None)
        except ValueError as error:
            raise PkiDamaged(f"{stem}.key of the development PKI cannot be read") from error
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise PkiDamaged(f"{stem}.key of the development PKI is of another kind")
        return Authority(self.certificate(stem), key)

    def certificate(self, stem: str) -> x509.Certificate:
        """The certificate alone. *Raises*: `PkiDamaged`."""
        try:
            return x509.load_pem_x509_certificate(self.read(stem, "pem"))
        except ValueError as error:
            raise PkiDamaged(f"{stem}.pem of the development PKI cannot be read") from error

    def read(self, stem: str, kind: str) -> bytes:
        """The bytes of one file. *Raises*: `PkiDamaged`."""
        path = self.path(stem, kind)
        try:
            return path.read_bytes()
        except OSError as error:
            raise PkiDamaged(f"{path.name} of the development PKI cannot be read") from error


def generation_of(stem: str) -> int:
    """The number of a generation, from 1."""
    return int(stem.rpartition(".")[2]) if "." in stem else 1
