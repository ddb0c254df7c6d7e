"""What is on record of each place in the status list; what the list says of it is decided by the use case."""

from dataclasses import dataclass
from datetime import date

from domain.clock import legal_date
from domain.credentials import STATUS_SERIES
from domain.document_kinds import DocumentState
from domain.standards import StandardCode
from persistence.certificates import CertificateRecord
from persistence.counters import CounterRecord
from persistence.documents import DocumentRecord

PLACED = {"status_index": {"$type": "int", "$gte": 0}}
"""The papers that have a place; as their partial index is written, or MongoDB would not use it."""


@dataclass(frozen=True, kw_only=True)
class ListedEdition:
    """One certificate's paper with its place in the list, and its edition as it is now.

    *Shape*: `since` is the day from which the edition is in its state; `revoked` has None where the day is not on record.
    """

    index: int
    paper_id: str
    paper_state: DocumentState
    sha256: str | None
    state: str
    since: date
    expires_on: date | None
    revoked: dict[StandardCode, date | None]


def places_taken() -> int:
    """How many places of the list were ever given away."""
    counter = CounterRecord.objects(id=STATUS_SERIES).first()
    return int(counter.last) if counter else 0


def listed_editions() -> list[ListedEdition]:
    """Every certificate that has a place. Two queries, whatever their number."""
    fields = ("id", "state", "status_index", "subject_id", "sha256")
    papers = list(DocumentRecord.objects(__raw__=PLACED).only(*fields).order_by("status_index"))
    editions = {str(each.id): each for each in CertificateRecord.objects(id__in=[p.subject_id for p in papers])}
    return [_listed(paper, editions[paper.subject_id]) for paper in papers if paper.subject_id in editions]


def _listed(paper: DocumentRecord, edition: CertificateRecord) -> ListedEdition:
    days = dict(edition.revoked_on)
    return ListedEdition(
        index=paper.status_index,
        paper_id=str(paper.id),
        paper_state=DocumentState(paper.state),
        sha256=paper.sha256,
        state=edition.state,
        since=legal_date(edition.updated_at),
        expires_on=date.fromisoformat(edition.expires_on) if edition.expires_on else None,
        revoked={StandardCode(c): date.fromisoformat(days[c]) if c in days else None for c in edition.revoked},
    )
