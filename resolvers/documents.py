"""Mutations of papers that stand on their own, such as an approval: signing one, and issuing one anew."""

from typing import TypeVar

from domain.aggregates import Aggregate
from domain.refusals import Refusal
from domain.signing_batches import BatchProgress, CodeAsked
from resolvers.acting import Info, committed, existing, ordered, performed
from schema import refusals
from schema.acts import RecordAct
from schema.described import InputArgument, object_type, root
from schema.documents import (
    DocumentChanged,
    InitialDocumentInput,
    InitialDocumentPayload,
    InitialDocumentSuccess,
    ReissueDocumentInput,
    ReissueDocumentPayload,
    ReissueDocumentSuccess,
    ResubmitDocumentInput,
    ResubmitDocumentPayload,
    ResubmitDocumentSuccess,
    ReturnDocumentInput,
    ReturnDocumentPayload,
    ReturnDocumentSuccess,
    SignDocumentInput,
    SignDocumentPayload,
    SignDocumentSuccess,
)
from schema.permissions import SignedIn
from schema.refusals import refusal_type
from schema.signing_batches import SignDocumentsInput, SignDocumentsPayload, SignDocumentsSuccess, SigningBatch
from schema.signing_codes import RequestSigningCodeInput, RequestSigningCodePayload, RequestSigningCodeSuccess
from services.commands import Done

C = TypeVar("C", bound=DocumentChanged)


@object_type
class DocumentMutations:
    """What can be done with papers."""

    @root(SignedIn, graphql_type=SignDocumentPayload)
    async def sign_document(
        self, info: Info, act: InputArgument[SignDocumentInput]
    ) -> SignDocumentSuccess | refusals.Refusal:
        """Signs a paper with the viewer's own key, and issues it (a letter of approval: II.2.1.a.3)."""
        done = await _signed(info, act)
        if isinstance(done, Refusal):
            return refusal_type(done)
        document = existing(await info.context.loaders.document(done.record_id))
        return SignDocumentSuccess(document=document, documents=await ordered(info, done))

    @root(SignedIn, graphql_type=SignDocumentsPayload)
    async def sign_documents(
        self, info: Info, act: InputArgument[SignDocumentsInput]
    ) -> SignDocumentsSuccess | refusals.Refusal:
        """Signs up to 200 papers that wait for the viewer, with one entry of his passphrase (house rule). Each is a
        signature of its own: one that is refused leaves the others. A long batch answers while it still runs.
        """
        found = await _batch(info, act)
        return refusal_type(found) if isinstance(found, Refusal) else SignDocumentsSuccess(batch=SigningBatch.of(found))

    @root(SignedIn, graphql_type=RequestSigningCodePayload)
    async def request_signing_code(
        self, info: Info, act: InputArgument[RequestSigningCodeInput]
    ) -> RequestSigningCodeSuccess | refusals.Refusal:
        """Has a one-time password sent to the viewer by who holds his key (BSrE), for the papers that he is about to sign
        (house rule). It is given as `passphrase` with the act that signs; nothing of it is kept here.
        """
        found = await _code(info, act)
        return refusal_type(found) if isinstance(found, Refusal) else RequestSigningCodeSuccess.of(found)

    @root(SignedIn, graphql_type=InitialDocumentPayload)
    async def initial_document(
        self, info: Info, act: InputArgument[InitialDocumentInput]
    ) -> InitialDocumentSuccess | refusals.Refusal:
        """Puts the viewer's initials (paraf) on a paper whose chain waits for him, by the digest that he has seen (house
        rule).
        """
        return await _changed(info, InitialDocumentSuccess, "initial", act)

    @root(SignedIn, graphql_type=ReturnDocumentPayload)
    async def return_document(
        self, info: Info, act: InputArgument[ReturnDocumentInput]
    ) -> ReturnDocumentSuccess | refusals.Refusal:
        """Returns a paper with a reason to its drafter, instead of initialling or signing it (house rule)."""
        return await _changed(info, ReturnDocumentSuccess, "return_paper", act)

    @root(SignedIn, graphql_type=ResubmitDocumentPayload)
    async def resubmit_document(
        self, info: Info, act: InputArgument[ResubmitDocumentInput]
    ) -> ResubmitDocumentSuccess | refusals.Refusal:
        """Submits a returned paper again, made anew from its frozen facts under the same number (house rule). Where the facts
        themselves are wrong, it is recalled or issued anew instead.
        """
        return await _changed(info, ResubmitDocumentSuccess, "resubmit", act)

    @root(SignedIn, graphql_type=ReissueDocumentPayload)
    async def reissue_document(
        self, info: Info, act: InputArgument[ReissueDocumentInput]
    ) -> ReissueDocumentSuccess | refusals.Refusal:
        """Voids a paper that its signatory cannot or must not sign, and orders the same letter anew (house rule)."""
        done = await performed(info, Aggregate.DOCUMENT, "reissue", act)
        if isinstance(done, Refusal):
            return refusal_type(done)
        document = existing(await info.context.loaders.document(done.record_id))
        return ReissueDocumentSuccess(document=document, documents=await ordered(info, done))


async def _changed(info: Info, success: type[C], verb: str, act: RecordAct) -> C | refusals.Refusal:
    done = await performed(info, Aggregate.DOCUMENT, verb, act)
    if isinstance(done, Refusal):
        return refusal_type(done)
    document = existing(await info.context.loaders.document(done.record_id))
    return success(document=document, documents=await ordered(info, done))


PATIENCE_SECONDS = 20.0
"""How long a batch is waited for before its progress is told: less than a request may take."""


async def _batch(info: Info, act: SignDocumentsInput) -> BatchProgress | Refusal:
    papers = act.key_problem() or act.to_sign()
    if isinstance(papers, Refusal):
        return papers
    return await committed(
        info,
        lambda: info.context.use_cases.signing_batches.sign(
            actor=info.context.viewer,
            papers=papers,
            passphrase=act.passphrase.reveal(),
            key=act.idempotency_key,
            patience_seconds=PATIENCE_SECONDS,
        ),
    )


async def _code(info: Info, act: RequestSigningCodeInput) -> CodeAsked | Refusal:
    papers = act.key_problem() or act.papers()
    if isinstance(papers, Refusal):
        return papers
    codes = info.context.use_cases.signing_codes
    return await committed(info, lambda: codes.ask(actor=info.context.viewer, papers=papers, key=act.idempotency_key))


async def _signed(info: Info, act: SignDocumentInput) -> Done | Refusal:
    key = act.key_problem() or act.record()
    if isinstance(key, Refusal):
        return key
    papers = info.context.use_cases.papers
    return await committed(
        info,
        lambda: papers.sign(
            actor=info.context.viewer,
            document_id=key,
            seen_sha256=act.seen_sha256,
            passphrase=act.passphrase.reveal(),
            expected_version=act.expected_version,
            idempotency_key=act.idempotency_key,
        ),
    )
