"""The two root types: everything that can be asked, and everything that can be done."""

from resolvers.applications import ApplicationMutations
from resolvers.calendars import CalendarMutations, CalendarQueries
from resolvers.configuration import ConfigurationMutations, ConfigurationQueries
from resolvers.documents import DocumentMutations
from resolvers.evidence import EvidenceMutations
from resolvers.listing import ListQueries
from resolvers.reading import SingleQueries
from resolvers.slas import SlaMutations
from schema.described import object_type


@object_type
class Query(SingleQueries, CalendarQueries, ConfigurationQueries, ListQueries):
    """Everything that can be asked. Each list is read in pages by keyset; ids and cursors are opaque."""


@object_type
class Mutation(
    ApplicationMutations,
    SlaMutations,
    DocumentMutations,
    EvidenceMutations,
    CalendarMutations,
    ConfigurationMutations,
):
    """Everything that can be done: one mutation per verb. Each gives its success, or the refusal that says why not."""
