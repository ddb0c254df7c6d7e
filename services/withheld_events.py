"""The events of a pack that its reader does not read in the log: named with their place and their proof, and not told."""

import json
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from domain.aggregates import Aggregate
from domain.reading import internal_verbs, may_read_act
from domain.roles import Actor
from persistence.log_proofs import ProvenEvent, ProvenEvents
from persistence.merkle import leaf_hash


class EventReason(StrEnum):
    """Why an event is not told."""

    INTERNAL = "INTERNAL"
    NOT_IN_READERS_LOG = "NOT_IN_READERS_LOG"


WORDS: dict[EventReason, tuple[str, str]] = {
    EventReason.INTERNAL: (
        "Tindakan ini bagian dari pembahasan di dalam LKPP.",
        "This act is part of LKPP's own deliberation.",
    ),
    EventReason.NOT_IN_READERS_LOG: (
        "Penerima bukti ini tidak membaca tindakan ini dalam log.",
        "Whoever this pack was made for does not read this act in the log.",
    ),
}


@dataclass(frozen=True)
class WithheldEvent:
    """One of them. *Shape*: `leaf` is its leaf, of which no more than the hash is told."""

    event: ProvenEvent
    leaf: dict[str, Any]
    reason: EventReason

    def values(self) -> dict[str, Any]:
        """As a manifest says it. *Shape*: `leaf_hash` and `path` in hexadecimal (RFC 6962, section 2.1)."""
        words_id, words_en = WORDS[self.reason]
        return {
            "aggregate": self.leaf["aggregate"],
            "id": self.leaf["record_id"],
            "version": self.leaf["version"],
            "index": self.event.index,
            "leaf_hash": leaf_hash(self.event.leaf).hex(),
            "path": [node.hex() for node in self.event.path],
            "reason": self.reason.value,
            "reason_id": words_id,
            "reason_en": words_en,
        }


def told_and_withheld(reader: Actor, log: ProvenEvents) -> tuple[ProvenEvents, list[WithheldEvent]]:
    """The events that the reader is told, and the others; those of things that he may not read are in neither.

    *Does not check*: that he may read the things.
    """
    leaves = [(event, json.loads(event.leaf)) for event in log.events]
    told = tuple(event for event, leaf in leaves if _is_told(reader, leaf))
    others = [WithheldEvent(event, leaf, _reason(reader, leaf)) for event, leaf in leaves if not _is_told(reader, leaf)]
    return replace(log, events=told), others


def _is_told(reader: Actor, leaf: dict[str, Any]) -> bool:
    return may_read_act(reader, Aggregate(leaf["aggregate"]), verb=leaf["verb"], actor_id=leaf["actor_id"])


def _reason(reader: Actor, leaf: dict[str, Any]) -> EventReason:
    internal = leaf["verb"] in internal_verbs(reader, Aggregate(leaf["aggregate"]))
    return EventReason.INTERNAL if internal else EventReason.NOT_IN_READERS_LOG
