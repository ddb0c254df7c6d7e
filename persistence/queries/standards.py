"""Which standards are read: the catalogue that the seeds put there."""

from persistence.queries.reading import Selection


def standards() -> Selection:
    """All of them: seventeen. *Shape*: the id is the standard's code."""
    return Selection(collection="standards")
