"""Mutations of papers: signing one that stands on its own, such as an approval."""

from domain.refusals import Refusal
from resolvers.acting import Info, committed, existing, ordered
from schema import refusals
from schema.described import InputArgument, object_type, root
from schema.documents import SignDocumentInput, SignDocumentPayload, SignDocumentSuccess
from schema.permissions import SignedIn
from schema.refusals import refusal_type
from services.commands import Done


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
