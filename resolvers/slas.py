"""Mutations of service-level agreements (II.2.1.a.3), one per verb of their table that is open here."""

from collections.abc import Callable

from domain.refusals import Refusal
from resolvers.acting import Info, checked, committed, on_sla, sla_changed
from schema import refusals
from schema import sla_acts as acts
from schema.described import InputArgument, object_type, root
from schema.permissions import SignedIn
from services.commands import Done


@object_type
class SlaMutations:
    """What can be done with service-level agreements."""

    @root(SignedIn, graphql_type=acts.ProposeSlaPayload)
    async def propose_sla(
        self, info: Info, act: InputArgument[acts.ProposeSlaInput]
    ) -> acts.ProposeSlaSuccess | refusals.Refusal:
        """Writes the clauses from terms and puts them to both parties (II.2.1.a.3)."""
        return await sla_changed(info, acts.ProposeSlaSuccess, await _proposed(info, act))

    @root(SignedIn, graphql_type=acts.AgreeSlaPayload)
    async def agree_sla(
        self, info: Info, act: InputArgument[acts.AgreeSlaInput]
    ) -> acts.AgreeSlaSuccess | refusals.Refusal:
        """Agrees to the clauses of one digest for the viewer's party (house rule)."""
        return await on_sla(info, acts.AgreeSlaSuccess, "agree", act)

    @root(SignedIn, graphql_type=acts.SignSlaForInstitutionPayload)
    async def sign_sla_for_institution(
        self, info: Info, act: InputArgument[acts.SignSlaForInstitutionInput]
    ) -> acts.SignSlaForInstitutionSuccess | refusals.Refusal:
        """Signs the paper for the institution, with the viewer's own key (II.2.1.a.3)."""
        done = await _signed(info, act, info.context.use_cases.slas.sign_for_institution)
        return await sla_changed(info, acts.SignSlaForInstitutionSuccess, done)

    @root(SignedIn, graphql_type=acts.SignSlaForLkppPayload)
    async def sign_sla_for_lkpp(
        self, info: Info, act: InputArgument[acts.SignSlaForLkppInput]
    ) -> acts.SignSlaForLkppSuccess | refusals.Refusal:
        """Signs the paper for LKPP as the second, with the viewer's own key; it comes into force (II.2.1.a.3)."""
        done = await _signed(info, act, info.context.use_cases.slas.sign_for_lkpp)
        return await sla_changed(info, acts.SignSlaForLkppSuccess, done)

    @root(SignedIn, graphql_type=acts.DeclineSlaPayload)
    async def decline_sla(
        self, info: Info, act: InputArgument[acts.DeclineSlaInput]
    ) -> acts.DeclineSlaSuccess | refusals.Refusal:
        """Declines to sign: the agreement is negotiated again (house rule)."""
        return await on_sla(info, acts.DeclineSlaSuccess, "decline", act)


async def _proposed(info: Info, act: acts.ProposeSlaInput) -> Done | Refusal:
    key = checked(act)
    if isinstance(key, Refusal):
        return key
    slas, terms = info.context.use_cases.slas, act.terms.terms()
    return await committed(
        info,
        lambda: slas.propose(
            actor=info.context.viewer,
            sla_id=key,
            terms=terms,
            expected_version=act.expected_version,
            idempotency_key=act.idempotency_key,
        ),
    )


async def _signed(info: Info, act: acts.SignSlaInput, sign: Callable[..., Done | Refusal]) -> Done | Refusal:
    key = checked(act)
    if isinstance(key, Refusal):
        return key
    return await committed(
        info,
        lambda: sign(
            actor=info.context.viewer,
            sla_id=key,
            seen_sha256=act.seen_sha256,
            passphrase=act.passphrase.reveal(),
            expected_version=act.expected_version,
            idempotency_key=act.idempotency_key,
        ),
    )
