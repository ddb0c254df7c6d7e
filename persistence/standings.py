"""The subjects of papers, read at once in this thread: the plan is `queries.standings`."""

from collections.abc import Sequence

from domain.standings import Paper, Subject
from persistence.documents import DocumentRecord
from persistence.queries.reading import Selection
from persistence.queries.rows import Row
from persistence.queries.standings import paper_of, things_spoken_of
from persistence.records import Record


def paper_and_subject(document: DocumentRecord) -> tuple[Paper, Subject]:
    """A paper, and the thing that it speaks of."""
    row = Row(document.to_mongo())
    plan = things_spoken_of([row])
    asked = next(plan)
    while True:
        try:
            asked = plan.send([_rows(selection) for selection in asked])
        except StopIteration as finished:
            return paper_of(row), finished.value[row.id]


def _rows(selection: Selection | None) -> Sequence[Row]:
    if selection is None:
        return []
    found = Record._get_db()[selection.collection].find(selection.filter(), selection.projection())
    return [Row(document) for document in found]
