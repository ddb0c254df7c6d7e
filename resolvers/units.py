"""Mutations of a unit: its data, its stop carried out (II.2.2.d), and reinstatement."""

from typing import TypeVar

from domain.aggregates import Aggregate
from domain.refusals import Refusal
from resolvers.acting import Info, existing, ordered, performed, signed
from schema import refusals
from schema import unit_acts as acts
from schema.described import InputArgument, object_type, root
from schema.permissions import SignedIn
from schema.refusals import refusal_type
from services.commands import Done

U = TypeVar("U", bound=acts.UnitChanged)


@object_type
class UnitMutations:
    """What can be done with a registered unit, and with one whose service was stopped."""

    @root(SignedIn, graphql_type=acts.AmendUnitPayload)
    async def amend_unit(
        self, info: Info, act: InputArgument[acts.AmendUnitInput]
    ) -> acts.AmendUnitSuccess | refusals.Refusal:
        """Records what the institution's letter says of its unit from now on (house rule)."""
        return await _changed(info, acts.AmendUnitSuccess, await performed(info, Aggregate.UNIT, "amend", act))

    @root(SignedIn, graphql_type=acts.TakeAccessPayload)
    async def take_access(
        self, info: Info, act: InputArgument[acts.TakeAccessInput]
    ) -> acts.TakeAccessSuccess | refusals.Refusal:
        """Records that LKPP took the access rights over, item by item (II.2.2.d)."""
        return await _changed(info, acts.TakeAccessSuccess, await performed(info, Aggregate.UNIT, "take_access", act))

    @root(SignedIn, graphql_type=acts.CarryOutStopPayload)
    async def carry_out_stop(
        self, info: Info, act: InputArgument[acts.CarryOutStopInput]
    ) -> acts.CarryOutStopSuccess | refusals.Refusal:
        """Records that a stop in the form of a revocation, or in another form, was carried out, item by item (II.2.2.d)."""
        done = await performed(info, Aggregate.UNIT, "carry_out_stop", act)
        return await _changed(info, acts.CarryOutStopSuccess, done)

    @root(SignedIn, graphql_type=acts.PrepareReinstatementPayload)
    async def prepare_reinstatement(
        self, info: Info, act: InputArgument[acts.PrepareReinstatementInput]
    ) -> acts.PrepareReinstatementSuccess | refusals.Refusal:
        """Orders the letter that restores the service, for the Deputy (house rule)."""
        done = await performed(info, Aggregate.UNIT, "prepare_reinstatement", act)
        return await _changed(info, acts.PrepareReinstatementSuccess, done)

    @root(SignedIn, graphql_type=acts.RecallReinstatementPayload)
    async def recall_reinstatement(
        self, info: Info, act: InputArgument[acts.RecallReinstatementInput]
    ) -> acts.RecallReinstatementSuccess | refusals.Refusal:
        """Recalls the letter before it is signed (house rule)."""
        done = await performed(info, Aggregate.UNIT, "recall_reinstatement", act)
        return await _changed(info, acts.RecallReinstatementSuccess, done)

    @root(SignedIn, graphql_type=acts.ReinstateUnitPayload)
    async def reinstate_unit(
        self, info: Info, act: InputArgument[acts.ReinstateUnitInput]
    ) -> acts.ReinstateUnitSuccess | refusals.Refusal:
        """Signs the letter with the viewer's own key; the service runs again (house rule)."""
        done = await signed(info, Aggregate.UNIT, "reinstate", act)
        return await _changed(info, acts.ReinstateUnitSuccess, done)


async def _changed(info: Info, success: type[U], done: Done | Refusal) -> U | refusals.Refusal:
    if isinstance(done, Refusal):
        return refusal_type(done)
    unit = existing(await info.context.loaders.unit(done.record_id))
    return success(unit=unit, documents=await ordered(info, done))
