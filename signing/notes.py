"""Signed notes: text that an Ed25519 key has signed, as transparency logs and their witnesses write it; no file is read.

*Source*: C2SP signed-note; for the cosignatures of witnesses, C2SP tlog-cosignature (Ed25519, `cosignature/v1`).
"""

import base64
import binascii
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from signing.port import SigningError

NOTE_SIGNATURE = 0x01
"""An Ed25519 signature over the note's text."""

COSIGNATURE = 0x04
"""A witness's signature over time and text."""

MOST_SIGNATURES = 64
LARGEST_NOTE = 64 * 1024
"""Units: bytes."""

_DASH = "\u2014 "


class NoteInvalid(SigningError):
    """The note, or the key, is not what it should be: nothing in it may be believed."""


@dataclass(frozen=True, kw_only=True)
class NoteKey:
    """A verifier's key: who signs, by which algorithm. *Shape*: `public` 32 bytes; `kind` one of the two above."""

    name: str
    public: bytes
    kind: int = NOTE_SIGNATURE

    @property
    def id(self) -> bytes:
        """The first four bytes of SHA-256 over name, newline, kind and key."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    @property
    def vkey(self) -> str:
        """The key as text, by which others are told of it: `name+id+base64(kind, key)`."""
        return f"{self.name}+{self.id.hex()}+{_base64(bytes([self.kind]) + self.public)}"


@dataclass(frozen=True, kw_only=True)
class NoteSigner:
    """A key that signs notes."""

    name: str
    private: Ed25519PrivateKey = field(repr=False)

    @property
    def key(self) -> NoteKey:
        """By which its signatures are verified."""
        return NoteKey(name=self.name, public=self.private.public_key().public_bytes_raw())

    @property
    def witness_key(self) -> NoteKey:
        """By which its cosignatures are verified."""
        return NoteKey(name=self.name, public=self.key.public, kind=COSIGNATURE)

    @property
    def skey(self) -> str:
        """The private key as text, for a file that only its owner may read: `PRIVATE+KEY+name+id+base64(kind, seed)`."""
        seed = bytes([NOTE_SIGNATURE]) + self.private.private_bytes_raw()
        return f"PRIVATE+KEY+{self.name}+{self.key.id.hex()}+{_base64(seed)}"

    def sign(self, text: str) -> str:
        """The note: text, blank line, signature. *Shape*: `text` ends in a newline. *Raises*: `NoteInvalid`."""
        _sound(text)
        return f"{text}\n{signature_line(self.key, self.private.sign(text.encode()))}"


@dataclass(frozen=True)
class NoteSignature:
    """One signature line. *Shape*: `line` as it stands in the note, with its newline."""

    name: str
    key_id: bytes
    signature: bytes
    line: str


@dataclass(frozen=True)
class Note:
    """A note as read; *Does not check*: its signatures, which `verified_by` does."""

    text: str
    signatures: tuple[NoteSignature, ...]

    def __str__(self) -> str:
        """The whole note."""
        return f"{self.text}\n{''.join(each.line for each in self.signatures)}"


def new_signer(name: str) -> NoteSigner:
    """A fresh key under this name. *Raises*: `NoteInvalid` for a name with white space or plus."""
    return NoteSigner(name=_named(name), private=Ed25519PrivateKey.generate())


def read_skey(text: str) -> NoteSigner:
    """The private key from its text. *Raises*: `NoteInvalid`, without repeating any of it."""
    parts = text.strip().split("+", 4)
    if len(parts) != 5 or parts[:2] != ["PRIVATE", "KEY"]:
        raise NoteInvalid("this is no private key of a note")
    secret = _bytes(parts[4])
    if len(secret) != 33 or secret[0] != NOTE_SIGNATURE:
        raise NoteInvalid("the private key of the note is of another kind")
    signer = NoteSigner(name=_named(parts[2]), private=Ed25519PrivateKey.from_private_bytes(secret[1:]))
    if not secrets.compare_digest(signer.key.id.hex(), parts[3]):
        raise NoteInvalid("the private key of the note and its id differ")
    return signer


def read_vkey(text: str) -> NoteKey:
    """The verifier's key from its text. *Raises*: `NoteInvalid`."""
    parts = text.strip().split("+", 2)
    if len(parts) != 3:
        raise NoteInvalid(f"not a verifier's key: {text.strip()[:100]!r}")
    material = _bytes(parts[2])
    if len(material) != 33 or material[0] not in {NOTE_SIGNATURE, COSIGNATURE}:
        raise NoteInvalid("the verifier's key is of another kind")
    key = NoteKey(name=_named(parts[0]), public=material[1:], kind=material[0])
    if key.id.hex() != parts[1]:
        raise NoteInvalid("the verifier's key and its id differ")
    return key


def read_note(note: str) -> Note:
    """Text and signature lines. *Raises*: `NoteInvalid` where the form is wrong."""
    text, separator, lines = note.rpartition("\n\n")
    if not separator or not lines.endswith("\n") or len(note) > LARGEST_NOTE:
        raise NoteInvalid("this is no signed note")
    _sound(text + "\n")
    return Note(text + "\n", read_signatures(lines))


def read_signatures(lines: str) -> tuple[NoteSignature, ...]:
    """The signature lines, as they stand in a note or come from a witness. *Raises*: `NoteInvalid`."""
    found = tuple(_signature(line) for line in lines.removesuffix("\n").split("\n"))
    if len(found) > MOST_SIGNATURES:
        raise NoteInvalid(f"more than {MOST_SIGNATURES} signatures")
    return found


def verified_by(note: Note, keys: Sequence[NoteKey]) -> tuple[NoteKey, ...]:
    """The given keys that signed the note; others' signatures are ignored.

    *Raises*: `NoteInvalid` where a signature names a given key and is not its own.
    """
    signed = []
    for key in keys:
        for each in note.signatures:
            if (each.name, each.key_id) == (key.name, key.id):
                _check(key, each.signature, note.text)
                signed.append(key)
                break
    return tuple(signed)


def signature_line(key: NoteKey, signature: bytes) -> str:
    """The line of a signature. *Shape*: with its newline."""
    return f"{_DASH}{key.name} {_base64(key.id + signature)}\n"


def cosignature_line(signer: NoteSigner, text: str, *, at: int) -> str:
    """A witness's line for a checkpoint's text. *Units*: `at` in seconds since 1970."""
    return signature_line(signer.witness_key, at.to_bytes(8, "big") + signer.private.sign(_cosigned(text, at)))


def _cosigned(text: str, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def _check(key: NoteKey, signature: bytes, text: str) -> None:
    message = text.encode()
    if key.kind == COSIGNATURE:
        message, signature = _cosigned(text, int.from_bytes(signature[:8], "big")), signature[8:]
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, message)
    except (InvalidSignature, ValueError) as error:
        raise NoteInvalid(f"the signature of {key.name} does not verify") from error


def _signature(line: str) -> NoteSignature:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    data = _bytes(encoded)
    if not line.startswith(_DASH) or len(data) < 5:
        raise NoteInvalid("a line of the note is no signature")
    return NoteSignature(_named(name), data[:4], data[4:], f"{line}\n")


def _sound(text: str) -> None:
    if not text.endswith("\n") or any(letter < " " and letter != "\n" for letter in text):
        raise NoteInvalid("the text of a note ends in a newline and holds no control character")


def _named(name: str) -> str:
    if not name or "+" in name or any(letter.isspace() or letter < " " for letter in name):
        raise NoteInvalid(f"not a key name: {name[:100]!r}")
    return name


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteInvalid("not Base 64") from error
