"""What the public log proves: that it holds a paper, and that it only ever grew; proofs are read from published tiles."""

import json
import logging
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from domain.standings import Standing
from domain.transparency import LogEvent, entry_of
from persistence.merkle import consistency_proof, inclusion_proof, leaf_hash, range_root, verify_inclusion
from persistence.transparency import LoggedEntry, Published, entries_of
from services.log_nodes import nodes_in
from services.publication import LogDiverged, Publication
from signing.checkpoints import read_checkpoint
from signing.notes import NoteInvalid, NoteKey
from storage.port import StorageError
from storage.tiles import BrokenBundle

LOG = logging.getLogger("pembina.log")


Told: TypeAlias = tuple[Standing, tuple[str, ...]]
"""What an entry tells: the standing, and the codes of the standards that are revoked on a certificate, sorted."""


@dataclass(frozen=True, kw_only=True)
class LogProof:
    """That one entry is in the log. Whoever has the verifier's key needs nothing else of ours to check it.

    *Shape*: hashes as hexadecimal text, `path` from the leaf upwards (RFC 9162, 2.1.3); `entry` is the logged JSON, `salt`
    (hexadecimal) only where that is a commitment; `statement` what it says.
    """

    index: int
    tree_size: int
    root: str
    path: tuple[str, ...]
    entry: str
    statement: str
    salt: str | None
    checkpoint: str
    verifier_key: str

    def holds(self, key: NoteKey) -> bool:
        """Whether the log of this key has signed a tree in which the entry is at its place (RFC 9162, 2.1.3.2)."""
        try:
            signed = read_checkpoint(self.checkpoint, key=key)
        except NoteInvalid:
            return False
        return (signed.size, signed.root.hex()) == (self.tree_size, self.root) and verify_inclusion(
            leaf=leaf_hash(self.entry.encode()),
            index=self.index,
            size=self.tree_size,
            proof=[bytes.fromhex(each) for each in self.path],
            root_hash=signed.root,
        )

    @property
    def told(self) -> Told:
        """What the paper means by the entry."""
        said = json.loads(self.statement)
        return Standing(said["standing"]), tuple(said["revoked"])

    def tells_of(self, sha256: str) -> bool:
        """Whether the entry is, or is the commitment to, the statement that a paper with this SHA-256 was issued."""
        statement = self.statement.encode()
        salt = bytes.fromhex(self.salt) if self.salt is not None else None
        said = json.loads(statement)
        is_issuance = said["event"] == LogEvent.ISSUED.value and said["sha256"] == sha256
        return is_issuance and entry_of(statement, salt) == self.entry.encode()


class LogStatus(StrEnum):
    """Whether the log holds a paper."""

    HELD = "HELD"
    WAITING = "WAITING"
    ABSENT = "ABSENT"
    BROKEN = "BROKEN"


@dataclass(frozen=True, kw_only=True)
class PaperInLog:
    """What the log says of a paper: its issuance first, then each change of standing that is published."""

    status: LogStatus
    proofs: tuple[LogProof, ...] = ()
    key: NoteKey | None = None


NOT_LOGGED = PaperInLog(status=LogStatus.ABSENT)
"""What the log says of a file that is no paper of ours."""


@dataclass(frozen=True, kw_only=True)
class ConsistencyProof:
    """That the earlier tree is a prefix of the later (RFC 9162, 2.1.4). *Shape*: hashes as hexadecimal text."""

    earlier_size: int
    size: int
    earlier_root: str
    root: str
    path: tuple[str, ...]


class LogProver:
    """Proofs from the published log."""

    def __init__(self, publication: Publication) -> None:
        self._publication = publication

    @property
    def key(self) -> NoteKey:
        """The key that verifies the checkpoints."""
        return self._publication.key

    def newest(self) -> Published | None:
        """The newest checkpoint on record. *Raises*: `DatabaseUnavailable`, `LogDiverged`."""
        return self._publication.newest()

    def find(self, document_id: str) -> PaperInLog:
        """What the log holds of a paper: its issuance, and in the open each later change of its standing.

        What became of a paper that is not public is told to those who may know, by the standing. Who asks first for one
        just issued has it published now, if that can be done.

        *Raises*: `DatabaseUnavailable`; no other error: what cannot be proven now is `WAITING` or `BROKEN`.
        """
        entries = entries_of(document_id)
        if not entries:
            return PaperInLog(status=LogStatus.ABSENT)
        try:
            return self._found(document_id, entries)
        except StorageError as error:
            LOG.warning("the public log waits: %s", error)
            return PaperInLog(status=LogStatus.WAITING)
        except (LogDiverged, BrokenBundle, LookupError) as error:
            LOG.error("the public log is broken: %s", error)
            return PaperInLog(status=LogStatus.BROKEN)

    def _found(self, document_id: str, entries: list[LoggedEntry]) -> PaperInLog:
        newest = self._publication.newest()
        if not all(_is_in(entry, newest) for entry in entries):
            self._publication.advance()
            newest, entries = self._publication.newest(), entries_of(document_id)
        held = [entry for entry in entries if _is_in(entry, newest)]
        if newest is None or not held or held[0] is not entries[0]:
            return PaperInLog(status=LogStatus.WAITING)
        told = [held[0], *(entry for entry in held[1:] if entry.salt is None)]
        proofs = tuple(self._proof(entry, newest) for entry in told)
        return PaperInLog(status=LogStatus.HELD, proofs=proofs, key=self._publication.key)

    def _proof(self, entry: LoggedEntry, newest: Published) -> LogProof:
        if entry.index is None:
            raise LookupError("an entry without a place has no proof")
        path = inclusion_proof(nodes_in(self._publication.fetch, newest.size), entry.index, newest.size)
        return LogProof(
            index=entry.index,
            tree_size=newest.size,
            root=newest.frontier.root().hex(),
            path=tuple(each.hex() for each in path),
            entry=entry.entry.decode(),
            statement=entry.statement.decode(),
            salt=entry.salt.hex() if entry.salt is not None else None,
            checkpoint=newest.note,
            verifier_key=self._publication.key.vkey,
        )

    def consistency(self, earlier_size: int, size: int) -> ConsistencyProof:
        """That the tree of `size` leaves continues the earlier one. *Shape*: sizes from 1 to that of the newest checkpoint.

        *Raises*: `IndexError` for other sizes; `DatabaseUnavailable`, `StorageError`, `LogDiverged`, `BrokenBundle`.
        """
        newest = self._publication.newest()
        if newest is None or not 0 < earlier_size <= size <= newest.size:
            raise IndexError(f"no trees of {earlier_size} and {size} leaves")
        nodes = nodes_in(self._publication.fetch, newest.size)
        return ConsistencyProof(
            earlier_size=earlier_size,
            size=size,
            earlier_root=range_root(nodes, 0, earlier_size).hex(),
            root=range_root(nodes, 0, size).hex(),
            path=tuple(each.hex() for each in consistency_proof(nodes, earlier_size, size)),
        )


def _is_in(entry: LoggedEntry, newest: Published | None) -> bool:
    return newest is not None and entry.index is not None and entry.index < newest.size
