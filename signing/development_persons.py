"""The personal keys of the development PKI on disk: none is overwritten, so that each certificate can be revoked.

*Shape*: a person's first key lies in `<name>.pem` and `<name>.p12`, the next in `<name>.2.pem` and `<name>.2.p12`, and so on;
the name says nothing about him. The certificate is written first: one without a key beside it was never used.
"""

import hashlib
from pathlib import Path

from cryptography import x509

from signing.generations import Generations
from signing.port import KeyMissing


class DevelopmentPersons:
    """Where the keys of persons lie. *Does not check*: that the folder's lock is held where a key is made."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._generations = Generations(folder)

    def key_path(self, subject_id: str) -> Path:
        """The newest PKCS#12 of this person; where the first one would lie, if there is none."""
        paths = [self._generations.path(stem, "p12") for stem in self._generations.stems(_name(subject_id))]
        return next((path for path in reversed(paths) if path.exists()), paths[0])

    def next_path(self, subject_id: str) -> Path:
        """Where his next key is to lie, without a suffix."""
        name = _name(subject_id)
        return self._folder / (self._generations.next(name)[0] if self._generations.exists(name) else name)

    def certificates(self, subject_id: str) -> tuple[x509.Certificate, ...]:
        """Every certificate of this person, oldest first. *Raises*: `KeyMissing` where none was issued; `PkiDamaged`."""
        stems = [stem for stem in self._generations.stems(_name(subject_id)) if self._generations.exists(stem)]
        if not stems:
            raise KeyMissing("no certificate was issued to this person")
        return tuple(map(self._generations.certificate, stems))


def _name(subject_id: str) -> str:
    return hashlib.sha256(subject_id.encode()).hexdigest()[:32]
