"""The layout of a tiled transparency log: which tiles a tree of a size has, how they are named, what their bytes are.

Pure: nothing is stored here. *Source*: C2SP tlog-tiles (tiles of height 8, entry bundles).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from storage.port import InvalidKey

HEIGHT = 8
WIDTH = 1 << HEIGHT
"""The hashes of a full tile, and the entries of a full bundle."""

HASH_BYTES = 32
CHECKPOINT = "checkpoint"
"""The name of the signed checkpoint, the one object that changes."""

ENTRIES = -1
"""In place of a tile's level: a bundle of entries."""

LARGEST_ENTRY = 0xFFFF
"""Units: bytes; a length is written as a 16-bit number."""

_NAME = re.compile(
    r"tile/(?P<level>entries|[0-9]|[1-5][0-9]|6[0-3])/(?P<index>(?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


class BrokenBundle(Exception):
    """The bytes of a tile or bundle are not what its name says."""


@dataclass(frozen=True, kw_only=True)
class Tile:
    """One tile, or one bundle of entries (`level` is `ENTRIES`). *Shape*: `width` from 1 to 256, the latter full."""

    level: int
    index: int
    width: int = WIDTH

    @property
    def is_full(self) -> bool:
        """Whether it will never change or give way."""
        return self.width == WIDTH

    @property
    def full(self) -> "Tile":
        """The full tile that holds this one's hashes, too."""
        return replace(self, width=WIDTH)

    @property
    def name(self) -> str:
        """Its address below the log's prefix, and its key in storage: `tile/<L>/<N>[.p/<W>]`."""
        digits = f"{self.index:03}"
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        parts = [digits[place : place + 3] for place in range(0, len(digits), 3)]
        number = "/".join([*(f"x{part}" for part in parts[:-1]), parts[-1]])
        level = "entries" if self.level == ENTRIES else str(self.level)
        return f"tile/{level}/{number}" + ("" if self.is_full else f".p/{self.width}")


def tile_named(name: str) -> Tile:
    """The tile of that name, spelled in the one way that there is. *Raises*: `InvalidKey`."""
    found = _NAME.fullmatch(name)
    if found is None:
        raise InvalidKey(name)
    level = ENTRIES if found["level"] == "entries" else int(found["level"])
    width = int(found["width"]) if found["width"] else WIDTH
    tile = Tile(level=level, index=int(found["index"].replace("x", "").replace("/", "")), width=width)
    if tile.name != name:  # a partial tile of 256, or more digits than the number needs
        raise InvalidKey(name)
    return tile


def tiles_between(earlier: int, size: int) -> Iterator[Tile]:
    """The tiles and bundles of a tree of `size` that one of `earlier` leaves had not, or had narrower; lowest first."""
    level, before, now = 0, earlier, size
    while now:
        for index in range(before // WIDTH, -(-now // WIDTH)):
            width = min(WIDTH, now - index * WIDTH)
            if index * WIDTH + width > before:
                yield from (
                    Tile(level=each, index=index, width=width) for each in ((ENTRIES, 0) if level == 0 else (level,))
                )
        level, before, now = level + 1, before // WIDTH, now // WIDTH


def tiles_of(size: int) -> Iterator[Tile]:
    """Every tile and bundle of a tree of this size."""
    return tiles_between(0, size)


def partial_tiles(size: int) -> Iterator[Tile]:
    """The tiles and bundles of a tree of this size that are not full: the last at each level."""
    level, now = 0, size
    while now:
        if now % WIDTH:
            yield from (
                Tile(level=each, index=now // WIDTH, width=now % WIDTH)
                for each in ((ENTRIES, 0) if level == 0 else (level,))
            )
        level, now = level + 1, now // WIDTH


def tile_at(level: int, index: int, size: int) -> Tile:
    """The tile with number `index` at a level, as wide as a tree of `size` leaves has it. *Raises*: `IndexError`."""
    width = min(WIDTH, (size >> HEIGHT * max(level, 0)) - index * WIDTH)
    if index < 0 or width <= 0:
        raise IndexError(f"a tree of {size} leaves has no tile {index} at level {level}")
    return Tile(level=level, index=index, width=width)


def hashes_in(tile: Tile, data: bytes) -> list[bytes]:
    """The hashes of a tile. *Raises*: `BrokenBundle` where their number is not the tile's width."""
    if len(data) != tile.width * HASH_BYTES:
        raise BrokenBundle(f"{tile.name} has {len(data)} bytes, not {tile.width * HASH_BYTES}")
    return [data[place : place + HASH_BYTES] for place in range(0, len(data), HASH_BYTES)]


def bundle_of(entries: Sequence[bytes]) -> bytes:
    """The bytes of a bundle: each entry after its length. *Raises*: `ValueError` for an entry that is too large."""
    for entry in entries:
        if len(entry) > LARGEST_ENTRY:
            raise ValueError(f"an entry of {len(entry)} bytes is larger than {LARGEST_ENTRY}")
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def entries_in(tile: Tile, data: bytes) -> list[bytes]:
    """The entries of a bundle. *Raises*: `BrokenBundle` where a length or the number of entries is wrong."""
    entries, place = [], 0
    while place < len(data):
        length = int.from_bytes(data[place : place + 2], "big")
        entry = data[place + 2 : place + 2 + length]
        if len(data) - place < 2 or len(entry) != length:
            raise BrokenBundle(f"{tile.name} ends within an entry")
        entries.append(entry)
        place += 2 + length
    if len(entries) != tile.width:
        raise BrokenBundle(f"{tile.name} holds {len(entries)} entries, not {tile.width}")
    return entries


def narrowed(tile: Tile, full: bytes) -> bytes:
    """The bytes of a partial tile or bundle from those of the full one, which took its place. *Raises*: `BrokenBundle`."""
    if tile.level == ENTRIES:
        return bundle_of(entries_in(tile.full, full)[: tile.width])
    return b"".join(hashes_in(tile.full, full)[: tile.width])
