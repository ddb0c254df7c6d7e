"""Checkpoints of a transparency log: its size and root at one moment, signed as a note by its key.

*Source*: C2SP tlog-checkpoint.
"""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

from signing.notes import NoteInvalid, NoteKey, NoteSigner, read_note, verified_by

_LARGEST_SIZE = 2**63 - 1


@dataclass(frozen=True, kw_only=True)
class Checkpoint:
    """What a checkpoint says. *Shape*: `origin` names the log; `root` is 32 bytes."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    def signed(self, signer: NoteSigner) -> str:
        """The checkpoint as a signed note."""
        return signer.sign(self.text)


@dataclass(frozen=True)
class EarlierKey:
    """A key of a log that was replaced. *Shape*: `last_size` is that of the largest tree that it signed."""

    key: NoteKey
    last_size: int

    def __str__(self) -> str:
        """As it stands in files and on the command line."""
        return f"{self.key.vkey} {self.last_size}"


def read_checkpoint(
    note: str, *, key: NoteKey, witnesses: Sequence[NoteKey] = (), earlier: Sequence[EarlierKey] = ()
) -> Checkpoint:
    """The checkpoint in a note of the log whose key this is, cosigned by each of the witnesses.

    An `earlier` key of the log is as good for the trees that it signed, and for no larger one.
    *Raises*: `NoteInvalid` where the log's or a witness's signature is missing or wrong, or the text no checkpoint.
    """
    found = read_note(note)
    signed = set(verified_by(found, [key, *(each.key for each in earlier), *witnesses]))
    replaced = next((each for each in earlier if each.key in signed), None)
    if replaced is not None and key not in signed:
        if checkpoint_of(found.text).size > replaced.last_size:
            raise NoteInvalid(f"the key of {key.name} that signed this was replaced at a tree of {replaced.last_size}")
        key = replaced.key
    missing = {key, *witnesses} - signed
    if missing:
        raise NoteInvalid(f"the checkpoint lacks the signature of {sorted(each.name for each in missing)[0]}")
    checkpoint = checkpoint_of(found.text)
    if checkpoint.origin != key.name:
        raise NoteInvalid(f"the checkpoint is of {checkpoint.origin!r}, not of {key.name!r}")
    return checkpoint


def checkpoint_of(text: str) -> Checkpoint:
    """What the text of a checkpoint says; extension lines are passed over. *Raises*: `NoteInvalid`."""
    origin, size, root, *extensions = _lines(text)
    try:
        digest = base64.b64decode(root, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteInvalid("the root of the checkpoint is not Base 64") from error
    is_number = size.isascii() and size.isdecimal() and len(size) <= 19 and str(int(size)) == size
    if not origin or not is_number or int(size) > _LARGEST_SIZE or len(digest) != 32 or "" in extensions:
        raise NoteInvalid("this is no checkpoint")
    return Checkpoint(origin=origin, size=int(size), root=digest)


def _lines(text: str) -> list[str]:
    lines = text.removesuffix("\n").split("\n")
    if len(lines) < 3:
        raise NoteInvalid("a checkpoint has at least three lines")
    return lines
