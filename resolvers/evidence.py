"""Mutations of evidence files: leave to upload, and confirmation. The bytes never pass through GraphQL."""

from domain.refusals import Refusal
from resolvers.acting import Info, committed, existing
from schema import refusals
from schema.described import InputArgument, object_type, root
from schema.evidence import (
    ConfirmUploadInput,
    ConfirmUploadPayload,
    ConfirmUploadSuccess,
    RequestUploadInput,
    RequestUploadPayload,
    RequestUploadSuccess,
    UploadHeader,
)
from schema.permissions import SignedIn
from schema.refusals import refusal_type
from services.commands import Done
from services.evidence import UploadTicket


@object_type
class EvidenceMutations:
    """What can be done with evidence files."""

    @root(SignedIn, graphql_type=RequestUploadPayload)
    async def request_upload(
        self, info: Info, act: InputArgument[RequestUploadInput]
    ) -> RequestUploadSuccess | refusals.Refusal:
        """Gives leave to upload one file that is described beforehand (house rule)."""
        ticket = await _requested(info, act)
        if isinstance(ticket, Refusal):
            return refusal_type(ticket)
        evidence = existing(await info.context.loaders.evidence(ticket.done.record_id))
        headers = [UploadHeader(name=name, value=value) for name, value in ticket.headers.items()]
        return RequestUploadSuccess(evidence=evidence, url=ticket.url, headers=headers, expires_at=ticket.expires_at)

    @root(SignedIn, graphql_type=ConfirmUploadPayload)
    async def confirm_upload(
        self, info: Info, act: InputArgument[ConfirmUploadInput]
    ) -> ConfirmUploadSuccess | refusals.Refusal:
        """Checks what was uploaded against what was announced; from then on the file counts (house rule)."""
        done = await _confirmed(info, act)
        if isinstance(done, Refusal):
            return refusal_type(done)
        return ConfirmUploadSuccess(evidence=existing(await info.context.loaders.evidence(done.record_id)))


async def _requested(info: Info, act: RequestUploadInput) -> UploadTicket | Refusal:
    institution = act.key_problem() or act.institution_key()
    if isinstance(institution, Refusal):
        return institution
    evidence = info.context.use_cases.evidence
    return await committed(
        info,
        lambda: evidence.request_upload(
            actor=info.context.viewer,
            institution_id=institution,
            name=act.name,
            content_type=act.content_type,
            size=act.size,
            sha256=act.sha256,
            idempotency_key=act.idempotency_key,
        ),
    )


async def _confirmed(info: Info, act: ConfirmUploadInput) -> Done | Refusal:
    key = act.key_problem() or act.record()
    if isinstance(key, Refusal):
        return key
    evidence = info.context.use_cases.evidence
    return await committed(
        info,
        lambda: evidence.confirm_upload(
            actor=info.context.viewer,
            evidence_id=key,
            expected_version=act.expected_version,
            idempotency_key=act.idempotency_key,
        ),
    )
