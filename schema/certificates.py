"""Standardisation certificates (II.2.1.e.5) as LKPP and the unit's institution see them."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, ClassVar

import strawberry

from domain.aggregates import Aggregate
from domain.certificates import CertificateState as State
from persistence.queries.certificates import register
from persistence.queries.reading import Selection
from persistence.queries.rows import Row
from schema.context import Info
from schema.described import attribute, computed, input_type, object_type
from schema.enums import CertificateState, StandardCode
from schema.institutions import Institution
from schema.lives import Life, base
from schema.nodes import key_or_nothing

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


@object_type
class RegisteredCertificate:
    """A certificate as the public register shows it: whose it is, its number, and its standards with their present status.

    Nothing of scores, findings, sanctions or persons stands here (house rule).
    """

    unit_key: strawberry.Private[str]
    institution_key: strawberry.Private[str]
    paper: strawberry.Private[Row | None]
    number: str | None = attribute("The number of its paper; null until the Deputy has signed it.")
    state: CertificateState = attribute("Its standing today, whatever its paper says.")
    edition: int = attribute("Which version of the unit's certificate it is, from 1.")
    standards: list[CertifiedStandard] = attribute("The standards that it lists, in the decree's order.")
    applicable: int = attribute("How many standards bind the form of the unit.")
    issued_on: date = attribute("The legal date of its issue.")
    expires_on: date | None = attribute("Its last day, where a term is configured (house rule).")

    @classmethod
    def of(cls, row: Row, *, paper: Row | None, today: date) -> "RegisteredCertificate":
        """The certificate as the public sees it on a day. One whose last day has passed is expired.

        *Shape*: `paper` is its issued paper, None where it has none yet.
        """
        known = Certificate.of(row)
        is_over = known.expires_on is not None and known.expires_on < today
        expired = is_over and known.state in {State.ACTIVE, State.PARTLY_REVOKED}
        return cls(
            unit_key=known.unit_key,
            institution_key=known.owner_key,
            paper=paper,
            number=paper.text("number") if paper else None,
            state=CertificateState.EXPIRED if expired else known.state,
            edition=known.edition,
            standards=known.standards,
            applicable=known.applicable,
            issued_on=known.issued_on,
            expires_on=known.expires_on,
        )

    @computed
    async def unit(self, info: Info) -> Annotated["Unit", strawberry.lazy("schema.units")] | None:
        """The unit, with what is public of it."""
        return await info.context.loaders.unit(self.unit_key)

    @computed
    def path(self, info: Info) -> str | None:
        """Where anyone fetches its paper, with a strong ETag; null until the Deputy has signed it."""
        return None if self.paper is None else f"{info.context.public_url}/documents/{self.paper.id}"

    @computed
    def verify_url(self, info: Info) -> str | None:
        """Where anyone can check it: the address in its QR code; null until the Deputy has signed it."""
        return None if self.paper is None else f"{info.context.public_url}/v/{self.paper.text('code')}"

    @computed
    async def institution(self, info: Info) -> Institution | None:
        """The unit's institution."""
        return await info.context.loaders.institution(self.institution_key)


@input_type
class CertificateFilter:
    """Which certificates; what is left out or null does not restrict."""

    states: list[CertificateState] | None = attribute(
        "Recorded in these states; without it, every edition that is not superseded.", default=None
    )
    unit: strawberry.ID | None = attribute("Of this unit.", default=None)
    institution: strawberry.ID | None = attribute("Of this institution.", default=None)

    def selection(self) -> Selection:
        """The rows."""
        return register(
            states=self.states or (),
            unit_id=key_or_nothing(self.unit, "Unit"),
            institution_id=key_or_nothing(self.institution, "Institution"),
        )
