"""The public register of certificates (II.2.1.e.5)."""

from persistence.queries.certificates import issued_papers
from persistence.queries.rows import Row
from resolvers.acting import Info
from schema.certificates import CertificateFilter, RegisteredCertificate
from schema.connections import AfterArgument, Connection, FirstArgument, Order, connection, requested
from schema.described import FilterArgument, object_type, root
from schema.permissions import Public

_NEWEST = Order(field="issued_on", descending=True)


@object_type
class CertificateQueries:
    """What can be asked of certificates."""

    @root(Public)
    async def certificates(
        self,
        info: Info,
        first: FirstArgument,
        after: AfterArgument = None,
        where: FilterArgument[CertificateFilter] = None,
    ) -> Connection[RegisteredCertificate]:
        """The public register of standardisation certificates, newest first: number, standards and present status."""
        reads, page = info.context.reads, requested(first, after, _NEWEST)
        which = (where or CertificateFilter()).selection()
        found = await reads.page(which, page.window)
        papers = await reads.by_ids(issued_papers(), [row.text("document_id") for row in found.rows])
        today = info.context.today

        def node(row: Row) -> RegisteredCertificate:
            return RegisteredCertificate.of(row, paper=papers.get(row.text("document_id")), today=today)

        rows = [(node(row), row.text("issued_on"), row.id) for row in found.rows]
        return connection(rows, request=page, more=found.more, counter=lambda: reads.count(which))
