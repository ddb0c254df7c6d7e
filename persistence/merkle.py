"""Merkle trees of RFC 6962 (section 2.1): leaf hashes, roots, inclusion and consistency proofs; no storage here."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

EMPTY_ROOT = hashlib.sha256(b"").digest()
"""The hash of an empty tree (section 2.1)."""


def leaf_hash(entry: bytes) -> bytes:
    """SHA-256 of 0x00 and the entry. *Shape*: 32 bytes."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256 of 0x01 and both children. *Shape*: 32 bytes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """MTH of section 2.1 over leaf hashes."""
    frontier = Frontier()
    for leaf in leaves:
        frontier = frontier.append(leaf)
    return frontier.root()


@dataclass(frozen=True)
class Frontier:
    """The roots of the complete subtrees of a tree, largest first: all that appending needs.

    *Shape*: one hash of 32 bytes for each bit set in `size`.
    """

    size: int = 0
    nodes: tuple[bytes, ...] = ()

    def append(self, leaf: bytes) -> "Frontier":
        """The tree with one more leaf hash."""
        nodes = list(self.nodes)
        node, size = leaf, self.size
        while size & 1:
            node = node_hash(nodes.pop(), node)
            size >>= 1
        return Frontier(self.size + 1, (*nodes, node))

    def root(self) -> bytes:
        """The tree's root hash."""
        if not self.nodes:
            return EMPTY_ROOT
        node = self.nodes[-1]
        for left in reversed(self.nodes[:-1]):
            node = node_hash(left, node)
        return node


Nodes = Callable[[int, int], bytes]
"""Where proofs take their hashes: the root of the complete subtree of `2**height` leaves that is number `index` of them.

*Shape*: asked as `nodes(height, index)`, and only for subtrees that lie wholly in the tree.
"""


def nodes_of(leaves: Sequence[bytes]) -> Nodes:
    """The nodes of a tree whose leaf hashes are all at hand."""
    return lambda height, index: root(leaves[index << height : (index + 1) << height])


def range_root(nodes: Nodes, begin: int, end: int) -> bytes:
    """MTH over the leaves from `begin` up to `end`, which some tree splits off (section 2.1); of none, the empty root."""
    count = end - begin
    if count == 0:
        return EMPTY_ROOT
    if count & (count - 1) == 0:
        height = count.bit_length() - 1
        return nodes(height, begin >> height)
    split = begin + _split(count)
    return node_hash(range_root(nodes, begin, split), range_root(nodes, split, end))


def inclusion_proof(nodes: Nodes, index: int, size: int) -> list[bytes]:
    """PATH(index, D[size]) of section 2.1.1, leaf upwards. *Raises*: `IndexError`."""
    if not 0 <= index < size:
        raise IndexError(f"no leaf {index} in a tree of {size}")
    path: list[bytes] = []
    begin, end = 0, size
    while end - begin > 1:
        split = begin + _split(end - begin)
        if index < split:
            path.append(range_root(nodes, split, end))
            end = split
        else:
            path.append(range_root(nodes, begin, split))
            begin = split
    return path[::-1]


def consistency_proof(nodes: Nodes, earlier_size: int, size: int) -> list[bytes]:
    """PROOF(earlier_size, D[size]) of section 2.1.2. *Raises*: `IndexError` where the earlier tree is no prefix."""
    if not 0 < earlier_size <= size:
        raise IndexError(f"no tree of {earlier_size} leaves within {size}")
    path: list[bytes] = []
    begin, end = 0, size
    while earlier_size != end:
        split = begin + _split(end - begin)
        if earlier_size <= split:
            path.append(range_root(nodes, split, end))
            end = split
        else:
            path.append(range_root(nodes, begin, split))
            begin = split
    return [*([range_root(nodes, begin, end)] if begin else []), *path[::-1]]


def verify_inclusion(*, leaf: bytes, index: int, size: int, proof: Sequence[bytes], root_hash: bytes) -> bool:
    """Whether `proof` shows `leaf` at `index` of the tree (RFC 9162, section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    node, position, last = leaf, index, size - 1
    for sibling in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            node = node_hash(sibling, node)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and node == root_hash


def verify_consistency(
    *, earlier_size: int, size: int, earlier_root: bytes, root_hash: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the earlier tree is a prefix of the later one (RFC 9162, section 2.1.4.2)."""
    if not 0 < earlier_size <= size:
        return False
    if earlier_size == size:
        return not proof and earlier_root == root_hash
    path = list(proof)
    if earlier_size & (earlier_size - 1) == 0:
        path.insert(0, earlier_root)
    if not path:
        return False
    position, last = earlier_size - 1, size - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    earlier = later = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            earlier, later = node_hash(sibling, earlier), node_hash(sibling, later)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            later = node_hash(later, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and earlier == earlier_root and later == root_hash


def _split(size: int) -> int:
    """The largest power of two smaller than `size`."""
    return 1 << (size - 1).bit_length() - 1
