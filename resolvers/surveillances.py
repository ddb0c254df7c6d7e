"""Surveillances (II.2.1.f): the yearly programme, the risk-based list behind it, and one mutation per verb."""

from typing import Annotated

import strawberry

from domain.aggregates import Aggregate
from domain.configuration_keys import ConfigurationKey, SurveillanceScope
from domain.surveillance_risk import risk_of
from persistence.queries import surveillance_risk
from resolvers.acting import Info, begun, on_life
from resolvers.lists import listed
from resolvers.settings import written_setting
from schema import refusals
from schema import surveillance_acts as acts
from schema.connections import AfterArgument, Connection, FirstArgument, Order, PageRequest, connection, requested
from schema.described import FilterArgument, InputArgument, OrderArgument, object_type, root
from schema.lives import LifeOrder
from schema.permissions import OfLkpp, ReadsSurveillances, SignedIn
from schema.surveillances import RiskPart, Surveillance, SurveillanceCandidate, SurveillanceFilter

YearArgument = Annotated[int, strawberry.argument(name="year", description="The year of the programme.")]

_HIGHEST = Order(field="score", descending=True)
_A = Aggregate.SURVEILLANCE


@object_type
class SurveillanceQueries:
    """What is read of surveillances."""

    @root(SignedIn, ReadsSurveillances)
    async def surveillances(
        self,
        info: Info,
        first: FirstArgument,
        after: AfterArgument = None,
        where: FilterArgument[SurveillanceFilter] = None,
        order: OrderArgument[LifeOrder] = None,
    ) -> Connection[Surveillance]:
        """Surveillances (II.2.1.f), last changed first unless told otherwise; an institution sees its own."""
        page = requested(first, after, (order or LifeOrder()).order())
        which = (where or SurveillanceFilter()).selection(info.context.viewer)
        return await listed(info.context.reads, which, page, Surveillance.of)

    @root(SignedIn, OfLkpp)
    async def surveillance_candidates(
        self, info: Info, year: YearArgument, first: FirstArgument, after: AfterArgument = None
    ) -> Connection[SurveillanceCandidate]:
        """The risk-based list: units in the configured scope that the year's programme does not hold yet, the highest score
        first. Facts make the score, and LKPP decides (II.2.1.f; the list is a house rule).
        """
        page = requested(first, after, _HIGHEST)
        today = info.context.today
        scope = await _scope(info)
        rows = await info.context.reads.gathered(surveillance_risk.UNITS, surveillance_risk.candidates())
        found = [surveillance_risk.candidate_of(row) for row in rows]
        open_to = [each for each in found if each.in_scope(scope) and year not in each.years]
        scored = {candidate.unit_id: risk_of(candidate.facts, today) for candidate in open_to}
        ranked = sorted(((risk.score, unit) for unit, risk in scored.items()), reverse=True)
        shown = [
            SurveillanceCandidate(unit_key=unit, score=score, parts=[RiskPart.of(part) for part in scored[unit].parts])
            for score, unit in _beyond(ranked, page)[: page.window.size + 1]
        ]
        return _connection(shown, page, len(ranked))


async def _scope(info: Info) -> SurveillanceScope:
    """The scope that is configured for today."""
    return SurveillanceScope(str(await written_setting(info, ConfigurationKey.SURVEILLANCE_SCOPE)))


def _beyond(ranked: list[tuple[int, str]], page: PageRequest) -> list[tuple[int, str]]:
    """What follows the place of the page's cursor."""
    match page.window.after:
        case (int(score), str(unit)):
            return [each for each in ranked if each < (score, unit)]
    return ranked


def _connection(shown: list[SurveillanceCandidate], page: PageRequest, total: int) -> Connection[SurveillanceCandidate]:
    async def count() -> int:
        return total

    rows = [(each, each.score, each.unit_key) for each in shown[: page.window.size]]
    return connection(rows, request=page, more=len(shown) > page.window.size, counter=count)


@object_type
class SurveillanceMutations:
    """What can be done with surveillances."""

    @root(SignedIn, graphql_type=acts.PlanSurveillancePayload)
    async def plan_surveillance(
        self, info: Info, act: InputArgument[acts.PlanSurveillanceInput]
    ) -> acts.PlanSurveillanceSuccess | refusals.Refusal:
        """Puts a unit into the year's programme (II.2.1.f); another one of it in the year is concluded or cancelled first."""
        return await begun(info, acts.PlanSurveillanceSuccess, _A, "plan", act)

    @root(SignedIn, graphql_type=acts.NotifySurveillancePayload)
    async def notify_surveillance(
        self, info: Info, act: InputArgument[acts.NotifySurveillanceInput]
    ) -> acts.NotifySurveillanceSuccess | refusals.Refusal:
        """Tells the unit dates, team and scope, and assigns the team (house rule): nobody with a tie to the unit."""
        return await on_life(info, acts.NotifySurveillanceSuccess, _A, "notify", act)

    @root(SignedIn, graphql_type=acts.StartSurveillancePayload)
    async def start_surveillance(
        self, info: Info, act: InputArgument[acts.StartSurveillanceInput]
    ) -> acts.StartSurveillanceSuccess | refusals.Refusal:
        """Begins it, by an assessor of the team (II.2.1.f)."""
        return await on_life(info, acts.StartSurveillanceSuccess, _A, "start", act)

    @root(SignedIn, graphql_type=acts.ConcludeSurveillanceConformPayload)
    async def conclude_surveillance_conform(
        self, info: Info, act: InputArgument[acts.ConcludeSurveillanceConformInput]
    ) -> acts.ConcludeSurveillanceConformSuccess | refusals.Refusal:
        """States, by the lead, that the unit conforms (II.2.1.f.p1)."""
        return await on_life(info, acts.ConcludeSurveillanceConformSuccess, _A, "conclude_conform", act)

    @root(SignedIn, graphql_type=acts.ConcludeSurveillanceWithFindingsPayload)
    async def conclude_surveillance_with_findings(
        self, info: Info, act: InputArgument[acts.ConcludeSurveillanceWithFindingsInput]
    ) -> acts.ConcludeSurveillanceWithFindingsSuccess | refusals.Refusal:
        """States, by the lead, what does not conform; it must lead to a sanction (II.2.1.f.p2)."""
        return await on_life(info, acts.ConcludeSurveillanceWithFindingsSuccess, _A, "conclude_findings", act)

    @root(SignedIn, graphql_type=acts.ReplaceSurveillanceTeamPayload)
    async def replace_surveillance_team(
        self, info: Info, act: InputArgument[acts.ReplaceSurveillanceTeamInput]
    ) -> acts.ReplaceSurveillanceTeamSuccess | refusals.Refusal:
        """Assigns another team where the present one cannot go on, or its report is not signed (house rule)."""
        return await on_life(info, acts.ReplaceSurveillanceTeamSuccess, _A, "replace_team", act)

    @root(SignedIn, graphql_type=acts.CancelSurveillancePayload)
    async def cancel_surveillance(
        self, info: Info, act: InputArgument[acts.CancelSurveillanceInput]
    ) -> acts.CancelSurveillanceSuccess | refusals.Refusal:
        """Cancels it before it has begun, with a reason (house rule)."""
        return await on_life(info, acts.CancelSurveillanceSuccess, _A, "cancel", act)
