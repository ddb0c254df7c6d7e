"""The public register of guidance measures (II.2.2): empty unless `sanctions.public` says otherwise."""

from datetime import date

import strawberry

from persistence.queries.reading import Selection
from persistence.queries.rows import Row
from persistence.queries.sanctions import imposed_sanctions
from schema.context import Info
from schema.described import attribute, computed, input_type, object_type
from schema.enums import Rung, StandardCode, StopForm
from schema.institutions import Institution
from schema.nodes import key_or_nothing
from schema.units import Unit


@object_type
class RegisteredSanction:
    """A guidance measure as the public register shows it: which, against whom, since when.

    Nothing of findings, letters, objections or persons stands here (house rule).
    """

    unit_key: strawberry.Private[str]
    institution_key: strawberry.Private[str]
    rung: Rung = attribute("Which measure it is (II.2.2).")
    issued_on: date = attribute("The legal date of its issue.")
    standards: list[StandardCode] = attribute("The standards that it revokes; for a revocation only (II.2.2.c).")
    stop_form: StopForm | None = attribute("In which form the service is stopped; for a stop only (II.2.2.d).")

    @classmethod
    def of(cls, row: Row) -> "RegisteredSanction":
        """The measure as the public sees it."""
        form = row.text_or_none("stop_form")
        return cls(
            unit_key=row.text("unit_id"),
            institution_key=row.text("institution_id"),
            rung=Rung(row.text("rung")),
            issued_on=row.day("issued_on"),
            standards=[StandardCode(code) for code in row.texts("standards")],
            stop_form=None if form is None else StopForm(form),
        )

    @computed
    async def unit(self, info: Info) -> Unit | None:
        """The unit, with what is public of it."""
        return await info.context.loaders.unit(self.unit_key)

    @computed
    async def institution(self, info: Info) -> Institution | None:
        """The unit's institution."""
        return await info.context.loaders.institution(self.institution_key)


@input_type
class SanctionRegisterFilter:
    """Which measures; what is left out or null does not restrict."""

    unit: strawberry.ID | None = attribute("Of this unit.", default=None)
    institution: strawberry.ID | None = attribute("Of this institution.", default=None)

    def selection(self) -> Selection:
        """The measures that were imposed and not taken back; which of them stand is for the legal standing to say."""
        return imposed_sanctions(
            unit_id=key_or_nothing(self.unit, "Unit"), institution_id=key_or_nothing(self.institution, "Institution")
        )
