"""A log's key with those that it replaced: one file, whose first line alone is secret; who reads the file is elsewhere.

*Shape*: the private key as signed-note has it; then for each earlier key, oldest first, its verifier's key and the size of
the last tree that it signed.
"""

from dataclasses import dataclass

from signing.checkpoints import EarlierKey
from signing.notes import NoteInvalid, NoteKey, NoteSigner, new_signer, read_skey, read_vkey

_LONGEST_SIZE = 18


@dataclass(frozen=True)
class LogKeys:
    """The key that signs, and those that it replaced. *Shape*: all of one name, the log's origin; sizes ascend."""

    signer: NoteSigner
    earlier: tuple[EarlierKey, ...] = ()

    @property
    def key(self) -> NoteKey:
        """By which checkpoints are verified now."""
        return self.signer.key

    @property
    def first(self) -> NoteKey:
        """The log's first key, after which its folder in storage is named for ever."""
        return self.earlier[0].key if self.earlier else self.key

    @property
    def text(self) -> str:
        """The file."""
        return "".join(f"{line}\n" for line in (self.signer.skey, *map(str, self.earlier)))

    def successor(self, last_size: int) -> "LogKeys":
        """A fresh key of the same log; the present one signs no tree larger than `last_size`. *Raises*: `NoteInvalid`."""
        return _sound(LogKeys(new_signer(self.key.name), (*self.earlier, EarlierKey(self.key, last_size))))


def read_log_keys(text: str) -> LogKeys:
    """The keys in a file. *Raises*: `NoteInvalid`, without repeating what is secret."""
    secret, *lines = text.strip().split("\n")
    return _sound(LogKeys(read_skey(secret), tuple(read_earlier_key(line) for line in lines)))


def read_earlier_key(line: str) -> EarlierKey:
    """A verifier's key and, after a space, the size of the last tree that it signed. *Raises*: `NoteInvalid`."""
    vkey, _, size = line.strip().rpartition(" ")
    if not (size.isascii() and size.isdecimal()) or len(size) > _LONGEST_SIZE:
        raise NoteInvalid("an earlier key of a log is a verifier's key, a space, and the size of its last tree")
    return EarlierKey(read_vkey(vkey), int(size))


def _sound(keys: LogKeys) -> LogKeys:
    sizes = [each.last_size for each in keys.earlier]
    known = [each.key for each in keys.earlier]
    if sizes != sorted(sizes) or {each.name for each in known} - {keys.key.name}:
        raise NoteInvalid("the earlier keys of a log bear its name, and each signed larger trees than the one before")
    if len({each.id for each in (*known, keys.key)}) <= len(known):
        raise NoteInvalid("a key of the log is named twice")
    return keys
