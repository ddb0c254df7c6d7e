"""A unit's plans of capacity building (II.2.1.c.2) as clients see them, and what their mutations take and give."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, ClassVar

import strawberry

from domain import capacity_plans as domain
from domain.aggregates import Aggregate
from domain.reasons import Reason
from domain.refusals import Refusal
from domain.tables import Payload
from persistence.queries.rows import Row
from schema.acts import KeyedAct, VersionedAct
from schema.context import Info
from schema.described import attribute, computed, input_type, object_type
from schema.documents import Document
from schema.enums import CapacityPlanState
from schema.lives import Life, base
from schema.nodes import key_of, keys_of
from schema.personnel_files import PersonnelFile
from schema.refusals import payload

if TYPE_CHECKING:
    from schema.units import Unit


@object_type
class CapacityPlanItem:
    """One measure for one person, with the gap that it rests on and what came of it."""

    file_key: strawberry.Private[str]
    code: str = attribute("The competency's code.")
    held: int = attribute("The level that the person had when it was planned; 0 for none.")
    required: int = attribute("The level that the standard of the position asked for (II.2.1.c.2).")
    target_level: int = attribute("The level to be reached.")
    activity: str = attribute("What is done.")
    due: date = attribute("By when.")
    achieved: bool | None = attribute("Whether the level was reached; null before the plan is completed.")
    note: str | None = attribute("What came of it.")

    @computed
    async def file(self, info: Info) -> PersonnelFile | None:
        """Whose it is."""
        found = await info.context.loaders.life(Aggregate.PERSONNEL_FILE, self.file_key)
        return found if isinstance(found, PersonnelFile) else None


@object_type
class CapacityPlan(Life):
    """The plan of one unit for one year."""

    aggregate: ClassVar[Aggregate] = Aggregate.CAPACITY_PLAN

    unit_key: strawberry.Private[str]
    state: CapacityPlanState = attribute("How far it is.")
    year: int = attribute("The year.")
    items: list[CapacityPlanItem] = attribute("What is planned.")
    completed_on: date | None = attribute("The legal date of its completion.")

    @classmethod
    def of(cls, row: Row) -> "CapacityPlan":
        """The plan as clients see it."""
        results = {(each.text("file_id"), each.text("code")): each for each in row.rows("results")}
        return cls(
            **base(row),
            unit_key=row.text("unit_id"),
            state=CapacityPlanState(row.text("state")),
            year=row.whole("year"),
            items=[_item(each, results.get((each.text("file_id"), each.text("code")))) for each in row.rows("items")],
            completed_on=row.day_or_none("completed_on"),
        )

    @computed
    async def unit(self, info: Info) -> Annotated["Unit", strawberry.lazy("schema.units")] | None:
        """The unit."""
        return await info.context.loaders.unit(self.unit_key)


def _item(row: Row, result: Row | None) -> CapacityPlanItem:
    return CapacityPlanItem(
        file_key=row.text("file_id"),
        code=row.text("code"),
        held=row.whole("held"),
        required=row.whole("required"),
        target_level=row.whole("target_level"),
        activity=row.text("activity"),
        due=row.day("due"),
        achieved=None if result is None else result.flag("achieved"),
        note=None if result is None else result.text("note"),
    )


@input_type
class CapacityPlanItemInput:
    """One measure for one person: it closes a gap of today."""

    file: strawberry.ID = attribute("The person's file.")
    code: str = attribute("The competency's code.")
    target_level: int = attribute("The level to be reached: above what the person has.")
    activity: str = attribute("What is done, at most 200 characters.")
    due: date = attribute("By when, within the plan's year.")

    def item(self) -> domain.PlanItem | Refusal:
        """The domain's value."""
        file = key_of(self.file, "PersonnelFile", field="items.file")
        if isinstance(file, Refusal):
            return file
        return domain.PlanItem(
            file_id=file, code=self.code, target_level=self.target_level, activity=self.activity, due=self.due
        )


def _items(given: list[CapacityPlanItemInput]) -> tuple[domain.PlanItem, ...] | Refusal:
    found: list[domain.PlanItem] = []
    for each in given:
        item = each.item()
        if isinstance(item, Refusal):
            return item
        found.append(item)
    return tuple(found)


@input_type
class PlanCapacityInput(KeyedAct):
    """What `planCapacity` takes."""

    unit: strawberry.ID = attribute("The unit.")
    year: int = attribute("The year: this one, or one of the next five.")
    items: list[CapacityPlanItemInput] = attribute("What is planned: at least one.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        unit, items = key_of(self.unit, "Unit", field="unit"), _items(self.items)
        if isinstance(unit, Refusal):
            return unit
        return items if isinstance(items, Refusal) else domain.PlanCapacity(unit_id=unit, year=self.year, items=items)


@input_type
class CapacityPlanAct(VersionedAct):
    """An act on a plan."""

    plan: strawberry.ID = attribute("The plan.")

    def record(self) -> str | Refusal:
        """The plan's key."""
        return key_of(self.plan, "CapacityPlan", field="plan")


@input_type
class ReviseCapacityPlanInput(CapacityPlanAct):
    """What `reviseCapacityPlan` takes: the items anew."""

    items: list[CapacityPlanItemInput] = attribute("What is planned: at least one.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        items = _items(self.items)
        return items if isinstance(items, Refusal) else domain.RevisePlan(items=items)


@input_type
class CapacityResultInput:
    """What came of one item."""

    file: strawberry.ID = attribute("The person's file.")
    code: str = attribute("The competency's code.")
    achieved: bool = attribute("Whether the level was reached.")
    note: str = attribute("What came of it, in at most 4000 characters.")
    evidence: list[strawberry.ID] = attribute("Confirmed files that show it: at least one where it was reached.")

    def result(self) -> domain.ItemResult | Refusal:
        """The domain's value."""
        file = key_of(self.file, "PersonnelFile", field="results.file")
        evidence = keys_of(self.evidence, "Evidence", field="results.evidence")
        if isinstance(file, Refusal):
            return file
        if isinstance(evidence, Refusal):
            return evidence
        return domain.ItemResult(
            file_id=file, code=self.code, achieved=self.achieved, note=self.note, evidence_ids=evidence
        )


@input_type
class CompleteCapacityPlanInput(CapacityPlanAct):
    """What `completeCapacityPlan` takes: what came of every item."""

    results: list[CapacityResultInput] = attribute("One for each item.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        results: list[domain.ItemResult] = []
        for each in self.results:
            result = each.result()
            if isinstance(result, Refusal):
                return result
            results.append(result)
        return domain.CompletePlan(results=tuple(results))


@input_type
class CancelCapacityPlanInput(CapacityPlanAct):
    """What `cancelCapacityPlan` takes."""

    reason: str = attribute("Why, in at most 4000 characters. It is recorded.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return Reason(reason=self.reason)


@object_type
class CapacityPlanChanged:
    """The plan after an act."""

    thing: CapacityPlan = attribute("The plan as it stands after the act.")
    documents: list[Document] = attribute("The papers that the act ordered: none.")


@object_type
class PlanCapacitySuccess(CapacityPlanChanged):
    """The plan is made."""


@object_type
class ReviseCapacityPlanSuccess(CapacityPlanChanged):
    """The plan is revised."""


@object_type
class CompleteCapacityPlanSuccess(CapacityPlanChanged):
    """The plan is completed. Levels that were reached count once they are entered in the personnel files."""


@object_type
class CancelCapacityPlanSuccess(CapacityPlanChanged):
    """The plan is cancelled."""


PlanCapacityPayload = payload(PlanCapacitySuccess)
ReviseCapacityPlanPayload = payload(ReviseCapacityPlanSuccess)
CompleteCapacityPlanPayload = payload(CompleteCapacityPlanSuccess)
CancelCapacityPlanPayload = payload(CancelCapacityPlanSuccess)
