"""Standardisation certificates (II.2.1.e.5) as LKPP and the unit's institution see them."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, ClassVar

import strawberry

from domain.tables import Aggregate
from persistence.queries.rows import Row
from schema.context import Info
from schema.described import attribute, computed, object_type
from schema.enums import CertificateState, StandardCode
from schema.lives import Life, base

if TYPE_CHECKING:
    from schema.documents import Document
    from schema.units import Unit


@object_type
class CertifiedStandard:
    """One standard that a certificate lists."""

    code: StandardCode = attribute("The standard.")
    determined_on: date = attribute("The legal date of its determination (II.2.1.e.5).")
    revoked: bool = attribute("Whether it is revoked now (II.2.2.c).")


@object_type
class Certificate(Life):
    """One version of a unit's standardisation certificate: the standards determined, and what became of them."""

    aggregate: ClassVar[Aggregate] = Aggregate.CERTIFICATE

    unit_key: strawberry.Private[str]
    document_key: strawberry.Private[str]
    state: CertificateState = attribute("Its standing.")
    edition: int = attribute("Which version of the unit's certificate it is, from 1.")
    standards: list[CertifiedStandard] = attribute("The standards that it lists, in the decree's order.")
    applicable: int = attribute("How many standards bind the form of the unit.")
    issued_on: date = attribute("The legal date of its issue.")
    expires_on: date | None = attribute("Its last day, where a term is configured (house rule).")

    @classmethod
    def of(cls, row: Row) -> "Certificate":
        """The certificate as clients see it."""
        revoked = set(row.texts("revoked"))
        return cls(
            **base(row),
            unit_key=row.text("unit_id"),
            document_key=row.text("document_id"),
            state=CertificateState(row.text("state")),
            edition=row.whole("edition"),
            standards=[
                CertifiedStandard(
                    code=StandardCode(code), determined_on=date.fromisoformat(day), revoked=code in revoked
                )
                for code, day in sorted(row.row("standards").pairs())
            ],
            applicable=row.whole("applicable"),
            issued_on=row.day("issued_on"),
            expires_on=row.day_or_none("expires_on"),
        )

    @computed
    async def unit(self, info: Info) -> Annotated["Unit", strawberry.lazy("schema.units")] | None:
        """The unit."""
        return await info.context.loaders.unit(self.unit_key)

    @computed
    async def document(self, info: Info) -> Annotated["Document", strawberry.lazy("schema.documents")] | None:
        """Its paper; null for those who may not read it."""
        return await info.context.loaders.document(self.document_key)
