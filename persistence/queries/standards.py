"""Which standards are read, and which versions of their criteria."""

from domain.catalogues import CatalogueState
from persistence.queries.reading import Selection


def standards() -> Selection:
    """All of them: seventeen. *Shape*: the id is the standard's code."""
    return Selection(collection="standards")


def published_catalogues() -> Selection:
    """Every version of the criteria that is, was or will be in force."""
    states = [CatalogueState.PUBLISHED.value, CatalogueState.SUPERSEDED.value]
    return Selection(collection="catalogues", conditions=({"state": {"$in": states}},))
