"""The outlook of a unit on the ladder of guidance measures (II.2.2): what is open on a day, and what blocks the rest."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, cast

import strawberry

from domain.aggregates import Aggregate
from domain.outlook import Outlook
from schema.actions import ActionOffer
from schema.context import Info
from schema.described import attribute, computed, object_type
from schema.enums import Rung
from schema.refusals import Refusal, refusal_type

if TYPE_CHECKING:
    from schema.sanction_cases import SanctionCase
    from schema.sanctions import Sanction


@object_type
class RungOutlook:
    """One rung of the ladder on a day."""

    rung: Rung = attribute("The rung.")
    possible: bool = attribute("Whether it may be imposed, as things stand now.")
    refusals: list[Refusal] = attribute("Everything that blocks it, the most telling first; none where it is possible.")
    first_day: date | None = attribute(
        "The first day on which nothing but an act of people is awaited, such as the record that no improvement followed; "
        "null where something blocks it of which no day is known."
    )


@object_type
class CaseOutlook:
    """What may follow in one case, or in a new one where the unit has none."""

    case_key: strawberry.Private[str | None]
    sanction_key: strawberry.Private[str | None]
    rungs: list[RungOutlook] = attribute("Each rung, lowest first.")
    last_day_to_object: date | None = attribute(
        "The last day to object to `sanction` (II.2.3.s1); null while no receipt is proven."
    )
    may_object: bool = attribute("Whether an objection to it would be in time on that day.")
    settled_after: date | None = attribute(
        "The last day on which it is too early to record that no improvement followed; null where nothing is awaited."
    )

    @classmethod
    def of(cls, outlook: Outlook) -> "CaseOutlook":
        """The outlook as clients see it."""
        return cls(
            case_key=outlook.case_id,
            sanction_key=outlook.sanction_id,
            rungs=[
                RungOutlook(
                    rung=each.rung,
                    possible=each.possible,
                    refusals=[refusal_type(refusal) for refusal in each.refusals],
                    first_day=each.first_day,
                )
                for each in outlook.rungs
            ],
            last_day_to_object=outlook.last_day_to_object,
            may_object=outlook.may_object,
            settled_after=outlook.settled_after,
        )

    @computed
    async def case(self, info: Info) -> Annotated["SanctionCase", strawberry.lazy("schema.sanction_cases")] | None:
        """The case; null where the unit has none that is not closed."""
        found = None if self.case_key is None else await info.context.loaders.life(Aggregate.CASE, self.case_key)
        return cast("SanctionCase | None", found)

    @computed
    async def sanction(self, info: Info) -> Annotated["Sanction", strawberry.lazy("schema.sanctions")] | None:
        """The newest while it may be objected to, else the one that stands now."""
        key = self.sanction_key
        found = None if key is None else await info.context.loaders.life(Aggregate.SANCTION, key)
        return cast("Sanction | None", found)


@object_type
class OutlookAct:
    """An act beside the rungs that the state of a thing admits on the day, for whoever bears its role."""

    thing: strawberry.ID = attribute(
        "What it is done on, or what a case would be opened from: a surveillance, or the unit where findings are stated."
    )
    action: ActionOffer = attribute("The act, and what blocks it on the day. Who the person is, is not looked at.")


@object_type
class SanctionOutlook:
    """The outlook of a unit on a day. No timer imposes anything: it says what people may then do."""

    on: date = attribute("The day.")
    cases: list[CaseOutlook] = attribute(
        "Each case that is not closed, oldest first; one without a case where there is none."
    )
    acts: list[OutlookAct] = attribute(
        "The other acts of the ladder: opening a case, the breach door, what follows each measure, re-assessment."
    )
