"""Looking for lies in the public log: as anybody with its key, and as who holds the records, too.

read_log(fetch, note, key) — a stranger
1. the checkpoint bears the signature of the key, and those of the witnesses that are asked for;
2. every bundle gives as many entries as the tree has, and their hashes are those of the tiles, at every level;
3. together they give the root of the checkpoint; an earlier checkpoint gives its own root at its size;
4. each entry is one of the two forms of version 1.

audit_records() — the keeper
5. the entries published are those on record, one by one; a commitment is that to the recorded statement;
6. every issued paper has its issuance in the log, with its digest, and its newest entry says how it stands; nothing else
   is in;
7. every checkpoint ever signed is a prefix of the tree.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from domain.canonical import canonical_json
from domain.document_kinds import DocumentState
from domain.transparency import VERSION, LogEvent, entry_of
from persistence.documents import DocumentRecord
from persistence.log import LogFinding
from persistence.merkle import Frontier, leaf_hash, root
from persistence.transparency import all_entries, checkpoint_notes, published
from services.log_entries import standing_now
from services.log_nodes import Fetch
from signing.checkpoints import Checkpoint, read_checkpoint
from signing.notes import NoteInvalid, NoteKey
from storage.port import ObjectMissing
from storage.tiles import ENTRIES, WIDTH, BrokenBundle, Tile, entries_in, hashes_in, tiles_of

_COMMITMENT = re.compile(r"[0-9a-f]{64}")
_IN_THE_OPEN = {"v", "event", "kind", "number", "dated", "sha256", "institution", "standing", "revoked", "at"}


@dataclass(frozen=True, kw_only=True)
class ReadLog:
    """A log as it was read. *Shape*: `checkpoint` None where its signature fails; `entries` as far as they could be read."""

    note: str
    checkpoint: Checkpoint | None
    entries: tuple[bytes, ...]
    findings: tuple[LogFinding, ...]


def read_log(
    fetch: Fetch,
    note: str,
    key: NoteKey,
    *,
    earlier: Sequence[Checkpoint] = (),
    witnesses: Sequence[NoteKey] = (),
) -> ReadLog:
    """The whole log, read and checked as a stranger does (1-4). *Raises*: `StorageError` where it cannot be reached."""
    try:
        checkpoint = read_checkpoint(note, key=key, witnesses=witnesses)
    except NoteInvalid as error:
        return ReadLog(note=note, checkpoint=None, entries=(), findings=(LogFinding(None, str(error)),))
    findings: list[LogFinding] = []
    entries: list[bytes] = []
    levels: dict[int, list[bytes]] = {0: []}
    try:
        for tile in tiles_of(checkpoint.size):
            if tile.level == ENTRIES:
                found = entries_in(tile, fetch(tile))
                entries += found
                levels[0] += [leaf_hash(entry) for entry in found]
            elif hashes_in(tile, fetch(tile)) != _expected(tile, levels):
                findings.append(LogFinding(None, f"{tile.name} is not the tree of its entries"))
    except (BrokenBundle, ObjectMissing) as error:
        findings.append(LogFinding(None, str(error)))
        return ReadLog(note=note, checkpoint=checkpoint, entries=tuple(entries), findings=tuple(findings))
    findings += _root_findings(levels[0], [checkpoint, *earlier])
    findings += [LogFinding(place, "not an entry of version 1") for place, e in enumerate(entries) if not is_entry(e)]
    return ReadLog(note=note, checkpoint=checkpoint, entries=tuple(entries), findings=tuple(findings))


def _expected(tile: Tile, levels: dict[int, list[bytes]]) -> list[bytes]:
    """The hashes that a tile must have, from the level below, which is complete when its turn comes."""
    if tile.level not in levels:
        below = levels[tile.level - 1]
        whole = len(below) // WIDTH
        levels[tile.level] = [root(below[place * WIDTH : (place + 1) * WIDTH]) for place in range(whole)]
    return levels[tile.level][tile.index * WIDTH :][: tile.width]


def _root_findings(leaves: list[bytes], checkpoints: Sequence[Checkpoint]) -> Iterator[LogFinding]:
    frontier = Frontier()
    for checkpoint in sorted(checkpoints, key=lambda each: each.size):
        if checkpoint.size > len(leaves):
            yield LogFinding(None, f"a checkpoint of {checkpoint.size} was signed, and the log ends at {len(leaves)}")
            return
        for leaf in leaves[frontier.size : checkpoint.size]:
            frontier = frontier.append(leaf)
        if checkpoint.root != frontier.root():
            yield LogFinding(None, f"the tree of {checkpoint.size} leaves has not the root of its checkpoint")


def is_entry(entry: bytes) -> bool:
    """Whether these bytes are an entry of version 1, in the open or a commitment."""
    try:
        found = json.loads(entry)
        if not isinstance(found, dict) or canonical_json(found) != entry or found.get("v") != VERSION:
            return False
    except (ValueError, TypeError):
        return False
    if found.keys() == {"v", "commitment"}:
        return isinstance(found["commitment"], str) and _COMMITMENT.fullmatch(found["commitment"]) is not None
    return found.keys() == _IN_THE_OPEN and found["event"] in set(LogEvent)


def audit_records(read: ReadLog) -> Iterator[LogFinding]:
    """What is on record beside what was read (5-7); what waits to be published is no finding."""
    issued: dict[str, str] = {}
    newest: dict[str, tuple[int, dict[str, Any]]] = {}
    unknown = set(range(len(read.entries)))
    for document_id, order, logged in all_entries():
        place = logged.index
        unknown.discard(-1 if place is None else place)
        if entry_of(logged.statement, logged.salt) != logged.entry:
            yield LogFinding(place, f"the entry of paper {document_id} is not that of its statement")
        if place is not None and place < len(read.entries) and read.entries[place] != logged.entry:
            yield LogFinding(place, f"the log shows another entry than that of paper {document_id}")
        said = json.loads(logged.statement)
        if order == 0:
            issued[document_id] = said["sha256"]
        if order >= newest.get(document_id, (0, said))[0]:
            newest[document_id] = (order, said)
    for place in sorted(unknown):
        yield LogFinding(place, "the log shows an entry that is not on record")
    yield from _paper_findings(issued)
    yield from _standing_findings(newest)
    yield from _checkpoint_findings(read)


def _paper_findings(issued: dict[str, str]) -> Iterator[LogFinding]:
    for paper in DocumentRecord.objects(state=DocumentState.SIGNED.value).only("id", "sha256"):
        digest = issued.pop(paper.id, None)
        if digest is None:
            yield LogFinding(None, f"paper {paper.id} was issued, and the log does not hold it")
        elif digest != paper.sha256:
            yield LogFinding(None, f"paper {paper.id} has another digest than the log")
    for document_id in issued:
        yield LogFinding(None, f"the log holds paper {document_id}, which was not issued")


def _standing_findings(newest: dict[str, tuple[int, dict[str, Any]]]) -> Iterator[LogFinding]:
    for paper in DocumentRecord.objects(state=DocumentState.SIGNED.value, id__in=list(newest)):
        _order, said = newest[paper.id]
        standing, revoked = standing_now(paper)
        if (said["standing"], tuple(said["revoked"])) != (standing.value, revoked):
            yield LogFinding(
                None, f"paper {paper.id} is {standing.value}, and its newest entry says {said['standing']}"
            )


def _checkpoint_findings(read: ReadLog) -> Iterator[LogFinding]:
    notes = list(checkpoint_notes())
    newest = published()
    size = newest.size if newest is not None else 0
    if read.checkpoint is not None and read.checkpoint.size > size:
        yield LogFinding(None, f"a checkpoint of {read.checkpoint.size} is shown, and the records end at {size}")
    if read.checkpoint is not None and len(read.entries) != read.checkpoint.size:
        return
    reached = [
        Checkpoint(origin="", size=each, root=digest) for each, digest, _note in notes if each <= len(read.entries)
    ]
    yield from _root_findings([leaf_hash(entry) for entry in read.entries], reached)
