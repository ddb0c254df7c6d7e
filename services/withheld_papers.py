"""The papers that the events of a pack name and that are not in it, each with the reason; who may read is decided elsewhere."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from domain.aggregates import Aggregate
from domain.document_kinds import DocumentState
from persistence.documents import DocumentRecord


class WithheldReason(StrEnum):
    """Why a paper that an event names is not in a pack."""

    NOT_ISSUED = "NOT_ISSUED"
    NOT_FOR_READER = "NOT_FOR_READER"


WORDS: dict[WithheldReason, tuple[str, str]] = {
    WithheldReason.NOT_ISSUED: (
        "Naskah ini belum atau tidak jadi diterbitkan.",
        "This paper was not issued, or not yet.",
    ),
    WithheldReason.NOT_FOR_READER: (
        "Naskah ini bukan untuk penerima bukti ini.",
        "This paper is not for whom this pack was made.",
    ),
}


@dataclass(frozen=True)
class WithheldPaper:
    """One of them. *Shape*: `document` is its id, as events name it."""

    document: str
    reason: WithheldReason

    def values(self) -> dict[str, str]:
        """As a manifest says it."""
        words_id, words_en = WORDS[self.reason]
        return {"id": self.document, "reason": self.reason.value, "reason_id": words_id, "reason_en": words_en}


def withheld_papers(leaves: Iterable[bytes], given: Iterable[str]) -> list[WithheldPaper]:
    """Those that these leaves of the event log name, but for those that are given, by id. *Raises*: `DatabaseUnavailable`."""
    named = {document for leaf in leaves for document in _named_in(json.loads(leaf))} - set(given)
    signed = {record.id for record in DocumentRecord.objects(id__in=sorted(named), state=DocumentState.SIGNED.value)}
    return [
        WithheldPaper(each, WithheldReason.NOT_FOR_READER if each in signed else WithheldReason.NOT_ISSUED)
        for each in sorted(named)
    ]


def _named_in(event: dict[str, Any]) -> Iterator[str]:
    yield from event["documents"]
    if event["aggregate"] == Aggregate.DOCUMENT.value:
        yield event["record_id"]
