"""Mutations of applications (II.2.1.a.1-4), one per verb of their table."""

from domain.aggregates import Aggregate
from domain.refusals import Refusal
from resolvers.acting import Info, application_changed, committed, on_application
from schema import application_acts as inputs
from schema import application_payloads as gives
from schema import refusals
from schema.application_acts import CreateApplicationInput
from schema.described import InputArgument, object_type, root
from schema.permissions import SignedIn
from schema.refusals import refusal_type
from services.commands import Command


@object_type
class ApplicationMutations:
    """What can be done with applications."""

    @root(SignedIn, graphql_type=gives.CreateApplicationPayload)
    async def create_application(
        self, info: Info, act: InputArgument[CreateApplicationInput]
    ) -> gives.CreateApplicationSuccess | refusals.Refusal:
        """Begins an application of an institution (II.2.1.a.1)."""
        payload = act.key_problem() or act.payload()
        if isinstance(payload, Refusal):
            return refusal_type(payload)
        command = Command(
            aggregate=Aggregate.APPLICATION,
            verb="create",
            actor=info.context.viewer,
            payload=payload,
            idempotency_key=act.idempotency_key,
        )
        done = await committed(info, lambda: info.context.use_cases.door.perform(command))
        return await application_changed(info, gives.CreateApplicationSuccess, done)

    @root(SignedIn, graphql_type=gives.ReviseApplicationPayload)
    async def revise_application(
        self, info: Info, act: InputArgument[inputs.ReviseApplicationInput]
    ) -> gives.ReviseApplicationSuccess | refusals.Refusal:
        """Revises a draft or a returned application: details, attachments, or both (house rule)."""
        return await on_application(info, gives.ReviseApplicationSuccess, "revise", act)

    @root(SignedIn, graphql_type=gives.SubmitApplicationPayload)
    async def submit_application(
        self, info: Info, act: InputArgument[inputs.SubmitApplicationInput]
    ) -> gives.SubmitApplicationSuccess | refusals.Refusal:
        """Submits a draft (II.2.1.a.1); LKPP's receipt follows."""
        return await on_application(info, gives.SubmitApplicationSuccess, "submit", act)

    @root(SignedIn, graphql_type=gives.AssignReviewerPayload)
    async def assign_reviewer(
        self, info: Info, act: InputArgument[inputs.AssignReviewerInput]
    ) -> gives.AssignReviewerSuccess | refusals.Refusal:
        """Assigns the reviewer of a submitted application, or another one while it is under review or complete (II.2.1.a.2)."""
        return await on_application(info, gives.AssignReviewerSuccess, "assign_reviewer", act)

    @root(SignedIn, graphql_type=gives.RequestCompletionPayload)
    async def request_completion(
        self, info: Info, act: InputArgument[inputs.RequestCompletionInput]
    ) -> gives.RequestCompletionSuccess | refusals.Refusal:
        """Sends an application back with what is not complete (house rule); the letter follows."""
        return await on_application(info, gives.RequestCompletionSuccess, "request_completion", act)

    @root(SignedIn, graphql_type=gives.ResubmitApplicationPayload)
    async def resubmit_application(
        self, info: Info, act: InputArgument[inputs.ResubmitApplicationInput]
    ) -> gives.ResubmitApplicationSuccess | refusals.Refusal:
        """Submits a returned application again, with an answer to each item (house rule)."""
        return await on_application(info, gives.ResubmitApplicationSuccess, "resubmit", act)

    @root(SignedIn, graphql_type=gives.LapseApplicationPayload)
    async def lapse_application(
        self, info: Info, act: InputArgument[inputs.LapseApplicationInput]
    ) -> gives.LapseApplicationSuccess | refusals.Refusal:
        """Declares a returned application lapsed, where configuration sets a limit (house rule)."""
        return await on_application(info, gives.LapseApplicationSuccess, "lapse", act)

    @root(SignedIn, graphql_type=gives.DeclareCompletePayload)
    async def declare_complete(
        self, info: Info, act: InputArgument[inputs.DeclareCompleteInput]
    ) -> gives.DeclareCompleteSuccess | refusals.Refusal:
        """Declares an application complete (II.2.1.a.3); the letter of approval is prepared."""
        return await on_application(info, gives.DeclareCompleteSuccess, "declare_complete", act)

    @root(SignedIn, graphql_type=gives.RejectApplicationPayload)
    async def reject_application(
        self, info: Info, act: InputArgument[inputs.RejectApplicationInput]
    ) -> gives.RejectApplicationSuccess | refusals.Refusal:
        """Rejects an application, where configuration allows it (house rule)."""
        return await on_application(info, gives.RejectApplicationSuccess, "reject", act)

    @root(SignedIn, graphql_type=gives.StartSlaPayload)
    async def start_sla(
        self, info: Info, act: InputArgument[inputs.StartSlaInput]
    ) -> gives.StartSlaSuccess | refusals.Refusal:
        """Begins the service-level agreement, and registers the unit where it is new (II.2.1.a.3)."""
        return await on_application(info, gives.StartSlaSuccess, "start_sla", act)

    @root(SignedIn, graphql_type=gives.StartInstallationPayload)
    async def start_installation(
        self, info: Info, act: InputArgument[inputs.StartInstallationInput]
    ) -> gives.StartInstallationSuccess | refusals.Refusal:
        """Begins the installation of SPSE; the SLA must be in force (II.2.1.a.4)."""
        return await on_application(info, gives.StartInstallationSuccess, "start_installation", act)

    @root(SignedIn, graphql_type=gives.AcceptInstallationPayload)
    async def accept_installation(
        self, info: Info, act: InputArgument[inputs.AcceptInstallationInput]
    ) -> gives.AcceptInstallationSuccess | refusals.Refusal:
        """Accepts the installation for one side; with the second the service begins (II.2.1.a.4)."""
        return await on_application(info, gives.AcceptInstallationSuccess, "accept_installation", act)

    @root(SignedIn, graphql_type=gives.FailInstallationPayload)
    async def fail_installation(
        self, info: Info, act: InputArgument[inputs.FailInstallationInput]
    ) -> gives.FailInstallationSuccess | refusals.Refusal:
        """Declares the installation failed, so that it can begin again (house rule)."""
        return await on_application(info, gives.FailInstallationSuccess, "fail_installation", act)

    @root(SignedIn, graphql_type=gives.WithdrawApplicationPayload)
    async def withdraw_application(
        self, info: Info, act: InputArgument[inputs.WithdrawApplicationInput]
    ) -> gives.WithdrawApplicationSuccess | refusals.Refusal:
        """Withdraws an application before its agreement is in force, or once that ended before installation (house rule)."""
        return await on_application(info, gives.WithdrawApplicationSuccess, "withdraw", act)
