"""Events of some records with their proofs in the log: each leaf as it was hashed, its index, its path to the root."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.aggregates import Aggregate
from persistence.log import EventRecord, leaf_of
from persistence.merkle import EMPTY_ROOT, leaf_hash, node_hash


@dataclass(frozen=True)
class ProvenEvent:
    """One event. *Shape*: `leaf` are the canonical bytes that were hashed; `path` leads from the leaf upwards."""

    index: int
    leaf: bytes
    path: tuple[bytes, ...]


@dataclass(frozen=True)
class ProvenEvents:
    """Events of one log, and the log itself. *Shape*: `size` counts its leaves, `root` is their Merkle root."""

    size: int
    root: bytes
    events: tuple[ProvenEvent, ...]


def proven_events(records: Iterable[tuple[Aggregate, str]]) -> ProvenEvents:
    """Every sequenced event of these records, in the log's order, with inclusion proofs.

    One walk over the log, whatever the number of events. *Does not check*: what `verify_log` checks.
    *Source*: RFC 6962, section 2.1.1.
    """
    wanted = {(aggregate.value, record_id) for aggregate, record_id in records}
    leaves: list[bytes] = []
    chosen: list[tuple[int, bytes]] = []
    for event in EventRecord._get_collection().find({"index": {"$type": "int"}}).sort([("index", 1)]):
        leaf = leaf_of(event)
        if (event["aggregate"], event["record_id"]) in wanted:
            chosen.append((len(leaves), leaf))
        leaves.append(leaf_hash(leaf))
    levels = _levels(leaves)
    events = tuple(ProvenEvent(index, leaf, _path(levels, index)) for index, leaf in chosen)
    return ProvenEvents(len(leaves), levels[-1][0] if leaves else EMPTY_ROOT, events)


def _levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """The tree from its leaves to its root; the last node of an odd level goes up as it is (RFC 6962, section 2.1)."""
    levels = [list(leaves)]
    while len(levels[-1]) > 1:
        below = levels[-1]
        pairs = [node_hash(below[i], below[i + 1]) for i in range(0, len(below) - 1, 2)]
        levels.append([*pairs, below[-1]] if len(below) % 2 else pairs)
    return levels


def _path(levels: Sequence[Sequence[bytes]], index: int) -> tuple[bytes, ...]:
    path = []
    for level in levels[:-1]:
        sibling = index ^ 1
        if sibling < len(level):
            path.append(level[sibling])
        index >>= 1
    return tuple(path)
