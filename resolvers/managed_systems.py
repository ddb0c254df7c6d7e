"""Managed systems and user figures (I.p1, I.p2): the lists over all units, and one mutation per verb."""

from domain.aggregates import Aggregate
from resolvers.acting import Info, begun, on_life
from resolvers.lists import listed
from schema import managed_system_acts as acts
from schema import refusals
from schema.connections import AfterArgument, Connection, FirstArgument, requested
from schema.described import FilterArgument, InputArgument, OrderArgument, object_type, root
from schema.lives import LifeOrder
from schema.managed_systems import ManagedSystem, ManagedSystemFilter, UserFigures, UserFiguresFilter
from schema.permissions import ReadsManagedSystems, ReadsUserFigures, SignedIn


@object_type
class ManagedSystemQueries:
    """What is read of the systems of all units."""

    @root(SignedIn, ReadsManagedSystems)
    async def managed_systems(
        self,
        info: Info,
        first: FirstArgument,
        after: AfterArgument = None,
        where: FilterArgument[ManagedSystemFilter] = None,
        order: OrderArgument[LifeOrder] = None,
    ) -> Connection[ManagedSystem]:
        """Systems that units manage (I.p1, I.p2), last changed first unless told otherwise; an institution sees its own."""
        page = requested(first, after, (order or LifeOrder()).order())
        which = (where or ManagedSystemFilter()).selection(info.context.viewer)
        return await listed(info.context.reads, which, page, ManagedSystem.of)

    @root(SignedIn, ReadsUserFigures)
    async def user_figures(
        self,
        info: Info,
        first: FirstArgument,
        after: AfterArgument = None,
        where: FilterArgument[UserFiguresFilter] = None,
        order: OrderArgument[LifeOrder] = None,
    ) -> Connection[UserFigures]:
        """Users registered and verified (I.p2), last changed first unless told otherwise; an institution sees its own."""
        page = requested(first, after, (order or LifeOrder()).order())
        which = (where or UserFiguresFilter()).selection(info.context.viewer)
        return await listed(info.context.reads, which, page, UserFigures.of)


@object_type
class ManagedSystemMutations:
    """What a unit can do with its register of systems and its user figures."""

    @root(SignedIn, graphql_type=acts.RegisterSystemPayload)
    async def register_system(
        self, info: Info, act: InputArgument[acts.RegisterSystemInput]
    ) -> acts.RegisterSystemSuccess | refusals.Refusal:
        """Registers a system that the unit manages (I.p2)."""
        return await begun(info, acts.RegisterSystemSuccess, Aggregate.MANAGED_SYSTEM, "register", act)

    @root(SignedIn, graphql_type=acts.ReviseSystemPayload)
    async def revise_system(
        self, info: Info, act: InputArgument[acts.ReviseSystemInput]
    ) -> acts.ReviseSystemSuccess | refusals.Refusal:
        """Revises what is registered of a system (I.p2)."""
        return await on_life(info, acts.ReviseSystemSuccess, Aggregate.MANAGED_SYSTEM, "revise", act)

    @root(SignedIn, graphql_type=acts.RetireSystemPayload)
    async def retire_system(
        self, info: Info, act: InputArgument[acts.RetireSystemInput]
    ) -> acts.RetireSystemSuccess | refusals.Refusal:
        """Takes a system out of the register (house rule)."""
        return await on_life(info, acts.RetireSystemSuccess, Aggregate.MANAGED_SYSTEM, "retire", act)

    @root(SignedIn, graphql_type=acts.ReportUserFiguresPayload)
    async def report_user_figures(
        self, info: Info, act: InputArgument[acts.ReportUserFiguresInput]
    ) -> acts.ReportUserFiguresSuccess | refusals.Refusal:
        """Reports the users registered and verified in a year or month (I.p2)."""
        return await begun(info, acts.ReportUserFiguresSuccess, Aggregate.USER_FIGURES, "report", act)

    @root(SignedIn, graphql_type=acts.CorrectUserFiguresPayload)
    async def correct_user_figures(
        self, info: Info, act: InputArgument[acts.CorrectUserFiguresInput]
    ) -> acts.CorrectUserFiguresSuccess | refusals.Refusal:
        """Corrects reported figures, with the reason (house rule)."""
        return await on_life(info, acts.CorrectUserFiguresSuccess, Aggregate.USER_FIGURES, "correct", act)
