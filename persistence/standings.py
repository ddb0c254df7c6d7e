"""The subjects of papers, read at once in this thread: the plan is `queries.standings`."""

from collections.abc import Iterable, Sequence

from domain.document_kinds import DocumentKind, DocumentState
from domain.standings import Paper, Subject
from persistence.documents import DocumentRecord
from persistence.queries.reading import Selection
from persistence.queries.rows import Row
from persistence.queries.standings import PAPER_FIELDS, paper_of, things_spoken_of
from persistence.records import Record


def paper_and_subject(document: DocumentRecord) -> tuple[Paper, Subject]:
    """A paper, and the thing that it speaks of."""
    row = Row(document.to_mongo())
    return paper_of(row), _subjects([row])[row.id]


def signed_papers_and_subjects(kinds: Iterable[DocumentKind]) -> list[tuple[Paper, Subject]]:
    """Every issued paper of these kinds with the thing that it speaks of; the number of reads does not grow with them."""
    wanted = {"state": DocumentState.SIGNED.value, "kind": {"$in": sorted(kinds)}}
    fields = dict.fromkeys(PAPER_FIELDS, 1)
    rows = [Row(found) for found in Record._get_db()["documents"].find(wanted, fields).sort("_id")]
    subjects = _subjects(rows)
    return [(paper_of(row), subjects[row.id]) for row in rows]


def _subjects(papers: Sequence[Row]) -> dict[str, Subject]:
    plan = things_spoken_of(papers)
    asked = next(plan)
    while True:
        try:
            asked = plan.send([_rows(selection) for selection in asked])
        except StopIteration as finished:
            found: dict[str, Subject] = finished.value
            return found


def _rows(selection: Selection | None) -> Sequence[Row]:
    if selection is None:
        return []
    found = Record._get_db()[selection.collection].find(selection.filter(), selection.projection())
    return [Row(document) for document in found]
