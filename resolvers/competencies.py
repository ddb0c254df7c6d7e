"""Competencies (II.2.1.c): the dictionary, the personnel of units, the gaps, and the plans that close them."""

from datetime import date
from typing import Annotated, TypeAlias

import strawberry

from domain.aggregates import Aggregate
from domain.refusals import Refusal
from persistence.queries.competencies import PERSONNEL_FILES, gaps_by_position, published_competencies
from persistence.queries.lives import lives
from resolvers.acting import Info, begun, on_life
from resolvers.configuration import OnArgument
from schema import capacity_plans as plans
from schema import competencies as acts
from schema import personnel_files as files
from schema import refusals
from schema.competencies import Competency
from schema.competency_gaps import CompetencyGapReport, NationalCompetencyGap, report
from schema.described import InputArgument, object_type, root
from schema.enums import PersonnelFileState, Position
from schema.nodes import key_of
from schema.permissions import OfLkpp, Public, ReadsPersonnelFiles, SignedIn, scope_of
from schema.personnel_files import PersonnelFile

PositionArgument: TypeAlias = Annotated[
    Position | None, strawberry.argument(description="Only those that the standard of this position asks for.")
]
UnitArgument: TypeAlias = Annotated[strawberry.ID, strawberry.argument(name="unit", description="The unit.")]
CompetencyArgument: TypeAlias = Annotated[
    str, strawberry.argument(name="competency", description="The competency's code, such as KT-01.")
]


@object_type
class CompetencyQueries:
    """What is read of competencies."""

    @root(Public)
    async def competencies(
        self, info: Info, on: OnArgument = None, position: PositionArgument = None
    ) -> list[Competency]:
        """The competency dictionary in force on a day, by code (II.2.1.c.1), with the standard of each position."""
        found = await _dictionary(info, on or info.context.today)
        return [each for each in found if position is None or position in each.least()]

    @root(SignedIn, ReadsPersonnelFiles)
    async def competency_gaps(
        self, info: Info, unit: UnitArgument, on: OnArgument = None
    ) -> CompetencyGapReport | None:
        """Where the people of a unit fall short of the standards of their positions on a day (II.2.1.c.2); null for a unit
        that the viewer may not look into.
        """
        key, scope = key_of(unit, "Unit", field="unit"), scope_of(info.context.viewer, Aggregate.PERSONNEL_FILE)
        found = None if isinstance(key, Refusal) else await info.context.loaders.unit(key)
        if found is None or not scope.covers(found.owner_key):
            return None
        which = lives(
            Aggregate.PERSONNEL_FILE, scope=scope, states=[PersonnelFileState.ACTIVE.value], unit_id=found.key
        )
        people = sorted(await info.context.reads.all(which), key=lambda row: row.id)
        day = on or info.context.today
        return report([PersonnelFile.of(row) for row in people], await _dictionary(info, day), day)

    @root(SignedIn, OfLkpp)
    async def competency_gaps_national(
        self, info: Info, code: CompetencyArgument, on: OnArgument = None
    ) -> list[NationalCompetencyGap]:
        """How many people of all units fall short in one competency on a day, by position (II.2.1.c.2); for LKPP."""
        day = on or info.context.today
        least = next((each.least() for each in await _dictionary(info, day) if each.code == code), {})
        if not least:
            return []
        rows = await info.context.reads.gathered(PERSONNEL_FILES, gaps_by_position(code, least, day))
        return [
            NationalCompetencyGap(
                position=Position(row.id),
                required=least[Position(row.id)],
                people=row.whole("people"),
                short=row.whole("short"),
                units=row.whole("units"),
            )
            for row in rows
        ]


async def _dictionary(info: Info, on: date) -> list[Competency]:
    rows = await info.context.reads.all(published_competencies())
    return sorted((each for each in map(Competency.of, rows) if each.covers(on)), key=lambda each: each.code)


@object_type
class CompetencyMutations:
    """What can be done with the dictionary, the personnel of units, and their plans."""

    @root(SignedIn, graphql_type=acts.DraftCompetencyPayload)
    async def draft_competency(
        self, info: Info, act: InputArgument[acts.DraftCompetencyInput]
    ) -> acts.DraftCompetencySuccess | refusals.Refusal:
        """Drafts a competency, or the next version of one (II.2.1.c.1)."""
        return await begun(info, acts.DraftCompetencySuccess, Aggregate.COMPETENCY, "draft", act)

    @root(SignedIn, graphql_type=acts.ReviseCompetencyPayload)
    async def revise_competency(
        self, info: Info, act: InputArgument[acts.ReviseCompetencyInput]
    ) -> acts.ReviseCompetencySuccess | refusals.Refusal:
        """Revises a draft (II.2.1.c.1)."""
        return await on_life(info, acts.ReviseCompetencySuccess, Aggregate.COMPETENCY, "revise", act)

    @root(SignedIn, graphql_type=acts.PublishCompetencyPayload)
    async def publish_competency(
        self, info: Info, act: InputArgument[acts.PublishCompetencyInput]
    ) -> acts.PublishCompetencySuccess | refusals.Refusal:
        """Publishes a competency with the standard of each position (II.2.1.c.2)."""
        return await on_life(info, acts.PublishCompetencySuccess, Aggregate.COMPETENCY, "publish", act)

    @root(SignedIn, graphql_type=acts.DiscardCompetencyPayload)
    async def discard_competency(
        self, info: Info, act: InputArgument[acts.DiscardCompetencyInput]
    ) -> acts.DiscardCompetencySuccess | refusals.Refusal:
        """Discards a draft (house rule)."""
        return await on_life(info, acts.DiscardCompetencySuccess, Aggregate.COMPETENCY, "discard", act)

    @root(SignedIn, graphql_type=files.EnterPersonnelPayload)
    async def enter_personnel(
        self, info: Info, act: InputArgument[files.EnterPersonnelInput]
    ) -> files.EnterPersonnelSuccess | refusals.Refusal:
        """Enters a person of the viewer's unit with positions and competencies (II.2.1.c.2)."""
        return await begun(info, files.EnterPersonnelSuccess, Aggregate.PERSONNEL_FILE, "enter", act)

    @root(SignedIn, graphql_type=files.ProposePersonnelPayload)
    async def propose_personnel(
        self, info: Info, act: InputArgument[files.ProposePersonnelInput]
    ) -> files.ProposePersonnelSuccess | refusals.Refusal:
        """Proposes the viewer's own entry; the head of the unit accepts it (II.2.1.c.2)."""
        return await begun(info, files.ProposePersonnelSuccess, Aggregate.PERSONNEL_FILE, "propose", act)

    @root(SignedIn, graphql_type=files.RevisePersonnelPayload)
    async def revise_personnel(
        self, info: Info, act: InputArgument[files.RevisePersonnelInput]
    ) -> files.RevisePersonnelSuccess | refusals.Refusal:
        """Writes a file anew: the head any of the unit, staff their own while it is proposed (II.2.1.c.2)."""
        return await on_life(info, files.RevisePersonnelSuccess, Aggregate.PERSONNEL_FILE, "revise", act)

    @root(SignedIn, graphql_type=files.AcceptPersonnelPayload)
    async def accept_personnel(
        self, info: Info, act: InputArgument[files.AcceptPersonnelInput]
    ) -> files.AcceptPersonnelSuccess | refusals.Refusal:
        """Accepts an entry that staff proposed (II.2.1.c.2)."""
        return await on_life(info, files.AcceptPersonnelSuccess, Aggregate.PERSONNEL_FILE, "accept", act)

    @root(SignedIn, graphql_type=files.LeavePersonnelPayload)
    async def leave_personnel(
        self, info: Info, act: InputArgument[files.LeavePersonnelInput]
    ) -> files.LeavePersonnelSuccess | refusals.Refusal:
        """Takes a person off the unit's personnel (house rule)."""
        return await on_life(info, files.LeavePersonnelSuccess, Aggregate.PERSONNEL_FILE, "leave", act)

    @root(SignedIn, graphql_type=plans.PlanCapacityPayload)
    async def plan_capacity(
        self, info: Info, act: InputArgument[plans.PlanCapacityInput]
    ) -> plans.PlanCapacitySuccess | refusals.Refusal:
        """Plans how the gaps of a unit are closed in a year (II.2.1.c.2)."""
        return await begun(info, plans.PlanCapacitySuccess, Aggregate.CAPACITY_PLAN, "plan", act)

    @root(SignedIn, graphql_type=plans.ReviseCapacityPlanPayload)
    async def revise_capacity_plan(
        self, info: Info, act: InputArgument[plans.ReviseCapacityPlanInput]
    ) -> plans.ReviseCapacityPlanSuccess | refusals.Refusal:
        """Writes the items of a plan anew (II.2.1.c.2)."""
        return await on_life(info, plans.ReviseCapacityPlanSuccess, Aggregate.CAPACITY_PLAN, "revise", act)

    @root(SignedIn, graphql_type=plans.CompleteCapacityPlanPayload)
    async def complete_capacity_plan(
        self, info: Info, act: InputArgument[plans.CompleteCapacityPlanInput]
    ) -> plans.CompleteCapacityPlanSuccess | refusals.Refusal:
        """Completes a plan with what came of every item (II.2.1.c.2)."""
        return await on_life(info, plans.CompleteCapacityPlanSuccess, Aggregate.CAPACITY_PLAN, "complete", act)

    @root(SignedIn, graphql_type=plans.CancelCapacityPlanPayload)
    async def cancel_capacity_plan(
        self, info: Info, act: InputArgument[plans.CancelCapacityPlanInput]
    ) -> plans.CancelCapacityPlanSuccess | refusals.Refusal:
        """Cancels a plan (house rule)."""
        return await on_life(info, plans.CancelCapacityPlanSuccess, Aggregate.CAPACITY_PLAN, "cancel", act)
