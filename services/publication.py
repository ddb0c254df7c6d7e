"""Publishing the public log: tiles first, then a signed checkpoint on record, then the checkpoint for everybody.

advance()
1. entries that acts have committed get their index;
2. the tiles and bundles that the larger tree needs are stored, full and partial, each written once and never changed;
3. the checkpoint is signed and put on record by compare-and-set on the one before: of one size there is one, for ever;
4. object storage is given the checkpoint;
5. partial tiles give way where full ones have come.

Killed between any two of them, the next `advance` goes on: what 2 writes is determined by what 1 has recorded, and a
checkpoint is shown only after it is on record. *Source*: C2SP tlog-tiles, tlog-checkpoint.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from persistence.connection import Database
from persistence.merkle import Frontier, leaf_hash, root
from persistence.transactions import reaching_database
from persistence.transparency import (
    Published,
    checkpoint_sizes,
    entries_between,
    hand_over,
    mark_pruned,
    mark_shown,
    published,
    record_checkpoint,
    sequence_entries,
    sequenced,
)
from signing.checkpoints import Checkpoint, EarlierKey, read_checkpoint
from signing.log_keys import LogKeys
from signing.notes import NoteInvalid, NoteKey, read_note, signature_line
from storage.port import Area, ObjectExists, ObjectMissing, ObjectStore
from storage.tiles import (
    CHECKPOINT,
    ENTRIES,
    HEIGHT,
    WIDTH,
    Tile,
    bundle_of,
    hashes_in,
    narrowed,
    partial_tiles,
    tile_at,
    tiles_between,
)

MOST_AT_ONCE = 16 * WIDTH
"""Leaves; so many fit in memory and in the time of a request."""

TILE_TYPE = "application/octet-stream"
CHECKPOINT_TYPE = "text/plain; charset=utf-8"
_CACHED_TILES = 256
_PATIENCE_SECONDS = 5.0


class LogDiverged(Exception):
    """Records and what is published contradict each other: nothing more is signed until somebody has looked."""


@dataclass(frozen=True, kw_only=True)
class PublicationPorts:
    """What publishing works with. *Shape*: `on_step` is told the number of each step that was done;
    `most_at_once` is how many leaves one checkpoint adds at most; `read_keys` reads the keys anew where another process has
    replaced the key, and its file with it.
    """

    database: Database
    store: ObjectStore
    keys: LogKeys
    read_keys: Callable[[], LogKeys] | None = None
    on_step: Callable[[int, str], None] = lambda _step, _what: None
    most_at_once: int = MOST_AT_ONCE


class Publication:
    """The published log of one process. Threads and processes may share it: what each writes is the same."""

    def __init__(self, ports: PublicationPorts) -> None:
        self._ports = ports
        self._keys = ports.keys
        self._turn = threading.Lock()
        self._diverged: str | None = None
        self._cache: OrderedDict[str, bytes] = OrderedDict()

    @property
    def key(self) -> NoteKey:
        """The key by which everybody verifies the checkpoints."""
        return self._keys.key

    @property
    def keys(self) -> LogKeys:
        """The key that signs, and those that it replaced."""
        return self._keys

    @property
    def earlier(self) -> tuple[EarlierKey, ...]:
        """The keys that it replaced, oldest first."""
        return self._keys.earlier

    @property
    def diverged(self) -> str | None:
        """Why this process signs nothing more, as it found when it last tried; None where it does."""
        return self._diverged

    def place(self, name: str) -> str:
        """The key in storage of a tile or checkpoint: each log has a folder of its own, named after its first key."""
        return f"{self._keys.first.id.hex()}/{name}"

    @reaching_database()
    def advance(self) -> bool:
        """Publishes what was committed before; True where a checkpoint was added, or shown again.

        *Raises*: `DatabaseUnavailable`, `StorageError`; `LogDiverged`.
        """
        if not self._turn.acquire(timeout=_PATIENCE_SECONDS):
            return False
        try:
            while sequence_entries(self._ports.database.client):
                self._ports.on_step(1, "")
            moved = False
            while self._extend():
                moved = True
            moved = self._show() or moved
            self._diverged = None
            return moved
        except LogDiverged as error:
            self._diverged = str(error)
            raise
        finally:
            self._turn.release()

    @reaching_database()
    def newest(self) -> Published | None:
        """The newest checkpoint on record. *Raises*: `DatabaseUnavailable`; `LogDiverged` where another key signed it."""
        found = published()
        if found is not None and found.vkey != self.key.vkey:
            self._read_keys_anew()
        if found is not None and found.vkey != self.key.vkey:
            raise LogDiverged(f"the log on record is that of {found.vkey}, not of {self.key.vkey}")
        return found

    def _read_keys_anew(self) -> None:
        """Takes over the successor of the key, where its file is there already; never a key of another log."""
        read = self._ports.read_keys() if self._ports.read_keys is not None else self._keys
        if read.first == self._keys.first:
            self._keys = read

    @reaching_database()
    def hand_over(self, successor: LogKeys) -> bool:
        """Has another key sign from now on. The newest checkpoint bears both signatures; the present key signs no larger one.

        False where another process published meanwhile. The next `advance` shows it. *Raises*: `LogDiverged`,
        `DatabaseUnavailable`.
        """
        newest = self.newest()
        if newest is None or successor.earlier != (*self.earlier, EarlierKey(self.key, newest.size)):
            return False
        text = read_note(newest.note).text
        note = newest.note + signature_line(successor.key, successor.signer.private.sign(text.encode()))
        if not hand_over(self._ports.database.client, expected=newest, note=note, vkey=successor.key.vkey):
            return False
        self._keys = successor
        return True

    def fetch(self, tile: Tile) -> bytes:
        """The bytes of a tile or bundle, the full one where the partial has given way.

        *Raises*: `ObjectMissing`, `StorageUnavailable`.
        """
        found = self._cache.get(tile.name)
        if found is None:
            found = self._read(tile)
            self._cache[tile.name] = found
            while len(self._cache) > _CACHED_TILES:
                self._cache.popitem(last=False)
        return found

    def _read(self, tile: Tile) -> bytes:
        try:
            return self._ports.store.get(Area.LOG, self.place(tile.name))
        except ObjectMissing:
            if tile.is_full:
                raise
        return narrowed(tile, self._ports.store.get(Area.LOG, self.place(tile.full.name)))

    # --- the steps --------------------------------------------------------------------------------------------------

    def _extend(self) -> bool:
        before = self.newest()
        frontier = before.frontier if before is not None else Frontier()
        head = sequenced()
        size = min(head.size, frontier.size + self._ports.most_at_once)
        if size == frontier.size:
            return False
        first = frontier.size // WIDTH * WIDTH
        entries = entries_between(first, size)
        for entry in entries[frontier.size - first :]:
            frontier = frontier.append(leaf_hash(entry))
        if size == head.size and frontier.root() != head.root():
            raise LogDiverged(f"the entries up to {size} do not give the root on record: one was changed")
        self._write_tiles(before.size if before is not None else 0, size, entries)
        return self._sign(before, frontier)

    def _write_tiles(self, earlier: int, size: int, entries: list[bytes]) -> None:
        """Step 2, lowest level first: a tile's hashes are the roots of the full tiles below it."""
        written: dict[str, bytes] = {}
        first = earlier // WIDTH * WIDTH
        for tile in tiles_between(earlier, size):
            mine = entries[tile.index * WIDTH - first :][: tile.width] if tile.level <= 0 else []
            if tile.level == ENTRIES:
                data = bundle_of(mine)
            elif tile.level == 0:
                data = b"".join(leaf_hash(entry) for entry in mine)
            else:
                data = b"".join(self._upper(tile, earlier, written))
            self._store_tile(tile, data)
            written[tile.name] = data

    def _upper(self, tile: Tile, earlier: int, written: Mapping[str, bytes]) -> list[bytes]:
        """The hashes of a tile above the leaves: those of the narrower tile that it extends, and the new ones."""
        known: list[bytes] = []
        start = tile.index * WIDTH
        if (earlier >> HEIGHT * tile.level) > start:
            narrower = tile_at(tile.level, tile.index, earlier)
            known = hashes_in(narrower, self.fetch(narrower))
        below = [Tile(level=tile.level - 1, index=start + place) for place in range(len(known), tile.width)]
        return known + [root(hashes_in(each, written.get(each.name) or self.fetch(each))) for each in below]

    def _store_tile(self, tile: Tile, data: bytes) -> None:
        try:
            self._ports.store.put_once(Area.LOG, self.place(tile.name), data, content_type=TILE_TYPE)
        except ObjectExists as error:
            raise LogDiverged(f"{tile.name} was published with other bytes") from error
        self._ports.on_step(2, tile.name)

    def _sign(self, before: Published | None, frontier: Frontier) -> bool:
        """Step 3. Nothing is signed where storage shows a checkpoint that our records do not know."""
        self._confirm_ours(before)
        checkpoint = Checkpoint(origin=self.key.name, size=frontier.size, root=frontier.root())
        recorded = record_checkpoint(
            self._ports.database.client,
            expected_size=before.size if before is not None else None,
            frontier=frontier,
            note=checkpoint.signed(self._keys.signer),
            vkey=self.key.vkey,
        )
        self._ports.on_step(3, str(frontier.size))
        return recorded

    def _confirm_ours(self, before: Published | None) -> None:
        size = before.size if before is not None else 0
        try:
            shown = self._ports.store.get(Area.LOG, self.place(CHECKPOINT)).decode(errors="replace")
        except ObjectMissing:
            return
        try:
            checkpoint = read_checkpoint(shown, key=self.key, earlier=self.earlier)
        except NoteInvalid as error:
            raise LogDiverged(f"object storage shows a checkpoint that is not this log's: {error}") from error
        now = published() if checkpoint.size > size else before  # another process may have been faster
        if now is None or checkpoint.size > now.size:
            raise LogDiverged(f"a checkpoint of {checkpoint.size} was shown, and our records do not reach it")

    def _show(self) -> bool:
        """Steps 4 and 5; again where another process recorded a newer one meanwhile, so that the newest stays shown."""
        moved = False
        while (newest := self.newest()) is not None and newest.shown != newest.note:
            note = newest.note.encode()
            self._ports.store.put(Area.LOG, self.place(CHECKPOINT), note, content_type=CHECKPOINT_TYPE)
            self._ports.on_step(4, str(newest.size))
            mark_shown(newest.note)
            moved = True
        if newest is not None:
            self._prune(newest)
        return moved

    def _prune(self, newest: Published) -> None:
        """Step 5: partial tiles whose full tile is published may go (tlog-tiles, "Partial Tiles")."""
        end = newest.size // WIDTH * WIDTH
        if end <= newest.pruned:
            return
        for size in checkpoint_sizes(newest.pruned, end):
            for tile in partial_tiles(size):
                if (tile.index + 1) * WIDTH <= newest.size >> HEIGHT * max(tile.level, 0):
                    self._ports.store.remove(Area.LOG, self.place(tile.name))
                    self._ports.on_step(5, tile.name)
        mark_pruned(end)
