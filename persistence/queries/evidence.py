"""Which evidence files are read."""

from persistence.queries.reading import Scope, Selection


def evidence(*, scope: Scope) -> Selection:
    """Files within the reader's scope."""
    return Selection(collection="evidence", conditions=(scope.where(),), hidden=("key",))
