"""The layout of C2SP tlog-tiles: its own examples first, then every size around the edges of tiles."""

import pytest

from storage.port import InvalidKey
from storage.tiles import (
    ENTRIES,
    BrokenBundle,
    Tile,
    bundle_of,
    entries_in,
    hashes_in,
    narrowed,
    partial_tiles,
    tile_at,
    tile_named,
    tiles_between,
    tiles_of,
)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "tile",
        "tile/0",
        "tile/0/0",
        "tile/0/00",
        "tile/0/1000",
        "tile/0/x000/001",
        "tile/0/x001/x234",
        "tile/0/001/234",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/000.p/",
        "tile/0/000.p",
        "tile/entries/000.q/1",
        "tile/data/000",
        "tile/0/000/",
        "/tile/0/000",
        "tile/0/../000",
        "tile/0/٠٠٠",
        "tile/0/000\n",
        "checkpoint",
    ],
)
def test_a_name_has_one_spelling(name: str) -> None:
    with pytest.raises(InvalidKey):
        tile_named(name)


@pytest.mark.parametrize("data", [b"\x00", b"\x00\x02a", b"\x00\x01a\x00", b"", b"\x00\x01a\x00\x01b\x00\x01c"])
def test_a_bundle_that_ends_early_or_holds_more_is_broken(data: bytes) -> None:
    with pytest.raises(BrokenBundle):
        entries_in(Tile(level=ENTRIES, index=0, width=2), data)


def test_a_tile_of_another_length_is_broken() -> None:
    for length in (0, 31, 33, 96):
        with pytest.raises(BrokenBundle):
            hashes_in(Tile(level=0, index=0, width=2), b"x" * length)


def test_an_entry_that_no_length_can_tell_is_refused() -> None:
    assert len(bundle_of([b"x" * 65535])) == 65537
    with pytest.raises(ValueError, match="65536"):
        bundle_of([b"x" * 65536])


@pytest.mark.parametrize(
    ("tile", "name"),
    [
        (Tile(level=0, index=0), "tile/0/000"),
        (Tile(level=0, index=1234067), "tile/0/x001/x234/067"),
        (Tile(level=63, index=999, width=1), "tile/63/999.p/1"),
        (Tile(level=1, index=1000, width=255), "tile/1/x001/000.p/255"),
        (Tile(level=ENTRIES, index=273, width=112), "tile/entries/273.p/112"),
    ],
)
def test_the_names_of_the_specification(tile: Tile, name: str) -> None:
    """C2SP tlog-tiles, "Merkle Tree": index 1234067 is x001/x234/067."""
    assert tile.name == name
    assert tile_named(name) == tile


def test_the_trees_of_the_specification() -> None:
    """C2SP tlog-tiles, "Partial Tiles": the trees of 70,000 and of 256 leaves."""
    tiles = list(tiles_of(70_000))
    assert [tile for tile in tiles if tile.level == 0] == [
        *(Tile(level=0, index=index) for index in range(273)),
        Tile(level=0, index=273, width=112),
    ]
    assert [tile for tile in tiles if tile.level > 0] == [
        Tile(level=1, index=0),
        Tile(level=1, index=1, width=17),
        Tile(level=2, index=0, width=1),
    ]
    assert [tile for tile in tiles_of(256) if tile.level >= 0] == [
        Tile(level=0, index=0),
        Tile(level=1, index=0, width=1),
    ]
    assert [tile.name for tile in partial_tiles(70_000)] == [
        "tile/entries/273.p/112",
        "tile/0/273.p/112",
        "tile/1/001.p/17",
        "tile/2/000.p/1",
    ]
    assert list(tiles_of(0)) == list(partial_tiles(0)) == []


def test_what_a_larger_tree_needs_is_what_the_smaller_had_not() -> None:
    for earlier in (0, 1, 255, 256, 257, 511, 512, 65_535, 65_536):
        for size in (earlier, earlier + 1, earlier + 2, earlier + 255, earlier + 256, earlier + 700):
            had = set(tiles_of(earlier))
            assert set(tiles_between(earlier, size)) == set(tiles_of(size)) - had


def test_a_tile_that_a_tree_has_not_is_no_tile() -> None:
    assert tile_at(0, 1, 300) == Tile(level=0, index=1, width=44)
    assert tile_at(1, 0, 300) == Tile(level=1, index=0, width=1)
    for level, index, size in ((0, 2, 300), (1, 0, 255), (0, -1, 300), (0, 0, 0)):
        with pytest.raises(IndexError):
            tile_at(level, index, size)


def test_a_full_tile_holds_the_partial_ones() -> None:
    entries = [bytes([number]) * (number + 1) for number in range(256)]
    full = bundle_of(entries)
    bundle = Tile(level=ENTRIES, index=3, width=7)
    assert entries_in(bundle.full, full) == entries
    assert narrowed(bundle, full) == bundle_of(entries[:7])
    hashes = [bytes([number]) * 32 for number in range(256)]
    assert narrowed(Tile(level=0, index=3, width=2), b"".join(hashes)) == hashes[0] + hashes[1]
