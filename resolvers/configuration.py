"""Configuration and officials: read on any day; proposed, approved, appointed and ended by LKPP (house rules)."""

from datetime import date
from typing import Annotated, TypeAlias

import strawberry

from domain.aggregates import Aggregate
from domain.refusals import Refusal
from persistence.queries.configuration import configured_values, terms_of_office
from resolvers.acting import Info, begun, committed, life_changed, on_life
from schema import configuration_acts as acts
from schema import officials as terms
from schema import refusals
from schema.configuration import ConfiguredValue, Setting, configured
from schema.described import InputArgument, object_type, root
from schema.officials import Official
from schema.permissions import SignedIn
from schema.refusals import refusal_type

OnArgument: TypeAlias = Annotated[date | None, strawberry.argument(description="On this day; today without it.")]


@object_type
class ConfigurationQueries:
    """What is read of configuration and officials."""

    @root(SignedIn)
    async def configuration(self, info: Info, on: OnArgument = None) -> list[ConfiguredValue]:
        """Every key of the configuration with its value on a day: what is locked by the decree, and what is internal."""
        rows = await info.context.reads.all(configured_values())
        return configured([Setting.of(row) for row in rows], on or info.context.today)

    @root(SignedIn)
    async def officials(self, info: Info, on: OnArgument = None) -> list[Official]:
        """Who holds an office of LKPP on a day: the holder first, then who signs on his behalf."""
        day = on or info.context.today
        rows = await info.context.reads.all(terms_of_office())
        serving = [term for term in (Official.of(row) for row in rows) if term.serves_on(day)]
        return sorted(serving, key=lambda term: (term.office, term.capacity == "ON_BEHALF", term.valid_from, term.key))


@object_type
class ConfigurationMutations:
    """What can be done with configuration and officials."""

    @root(SignedIn, graphql_type=acts.EnterSettingPayload)
    async def enter_setting(
        self, info: Info, act: InputArgument[acts.EnterSettingInput]
    ) -> acts.EnterSettingSuccess | refusals.Refusal:
        """Proposes a value for a key from a day on (house rule); what the decree itself sets is refused (II.2.3.s1, I.p2)."""
        return await begun(info, acts.EnterSettingSuccess, Aggregate.SETTING, "enter", act)

    @root(SignedIn, graphql_type=acts.ApproveSettingPayload)
    async def approve_setting(
        self, info: Info, act: InputArgument[acts.ApproveSettingInput]
    ) -> acts.ApproveSettingSuccess | refusals.Refusal:
        """Approves a proposed value before its first day has passed (house rule)."""
        return await on_life(info, acts.ApproveSettingSuccess, Aggregate.SETTING, "approve", act)

    @root(SignedIn, graphql_type=acts.WithdrawSettingPayload)
    async def withdraw_setting(
        self, info: Info, act: InputArgument[acts.WithdrawSettingInput]
    ) -> acts.WithdrawSettingSuccess | refusals.Refusal:
        """Withdraws a proposal, or an approved value before its first day (house rule)."""
        return await on_life(info, acts.WithdrawSettingSuccess, Aggregate.SETTING, "withdraw", act)

    @root(SignedIn, graphql_type=terms.AppointOfficialPayload)
    async def appoint_official(
        self, info: Info, act: InputArgument[terms.AppointOfficialInput]
    ) -> terms.AppointOfficialSuccess | refusals.Refusal:
        """Appoints a person of LKPP to an office from a day on (house rule); a delegate needs a signing key."""
        problem, term = act.key_problem(), act.payload()
        if problem is not None:
            return refusal_type(problem)
        if isinstance(term, Refusal):
            return refusal_type(term)
        officials, actor = info.context.use_cases.officials, info.context.viewer
        done = await committed(
            info, lambda: officials.appoint(actor=actor, term=term, idempotency_key=act.idempotency_key)
        )
        return await life_changed(info, terms.AppointOfficialSuccess, Aggregate.OFFICIAL, done)

    @root(SignedIn, graphql_type=terms.EndTermPayload)
    async def end_term(
        self, info: Info, act: InputArgument[terms.EndTermInput]
    ) -> terms.EndTermSuccess | refusals.Refusal:
        """Sets the last day of a term of office, with a reason (house rule)."""
        return await on_life(info, terms.EndTermSuccess, Aggregate.OFFICIAL, "end", act)

    @root(SignedIn, graphql_type=terms.RevokeDelegationPayload)
    async def revoke_delegation(
        self, info: Info, act: InputArgument[terms.RevokeDelegationInput]
    ) -> terms.RevokeDelegationSuccess | refusals.Refusal:
        """Revokes a running delegation at once (house rule); papers that name the delegate are made anew, same number."""
        return await on_life(info, terms.RevokeDelegationSuccess, Aggregate.OFFICIAL, "revoke", act)

    @root(SignedIn, graphql_type=terms.WithdrawAppointmentPayload)
    async def withdraw_appointment(
        self, info: Info, act: InputArgument[terms.WithdrawAppointmentInput]
    ) -> terms.WithdrawAppointmentSuccess | refusals.Refusal:
        """Withdraws an appointment before its first day (house rule)."""
        return await on_life(info, terms.WithdrawAppointmentSuccess, Aggregate.OFFICIAL, "withdraw", act)
