"""The hashes of a published tree, read from its tiles wherever they lie; proofs need no more."""

from collections.abc import Callable

from persistence.merkle import Nodes, root
from storage.tiles import HEIGHT, Tile, hashes_in, tile_at

Fetch = Callable[[Tile], bytes]
"""The bytes of a tile or bundle. *Raises*: what its place raises where they are missing."""


def nodes_in(fetch: Fetch, size: int) -> Nodes:
    """The nodes of a tree of `size` leaves, from its tiles.

    *Raises*: asked, `BrokenBundle`, `IndexError`, and what `fetch` raises.
    """

    def node(height: int, index: int) -> bytes:
        level, rest = divmod(height, HEIGHT)
        first = index << rest
        tile = tile_at(level, first >> HEIGHT, size)
        place = first % (1 << HEIGHT)
        hashes = hashes_in(tile, fetch(tile))[place : place + (1 << rest)]
        if len(hashes) != 1 << rest:
            raise IndexError(f"subtree {index} of height {height} is not wholly in a tree of {size} leaves")
        return root(hashes)

    return node
