"""Having a one-time password sent for papers that wait for the viewer: its input, and for which papers it is (house rules)."""

import re
from datetime import datetime

import strawberry

from domain.refusals import Refusal, RefusalCode, Words, refuse
from domain.signing_batches import MOST_IN_BATCH, CodeAsked
from domain.text import input_problem
from schema import refusals
from schema.acts import KeyedAct
from schema.context import Info
from schema.described import attribute, computed, input_type, object_type
from schema.documents import Document
from schema.nodes import key_of
from schema.refusals import payload, refusal_type

_KEY = re.compile(r"[0-9A-Za-z-]{1,64}", re.ASCII)
"""What an id of ours holds."""


@input_type
class RequestSigningCodeInput(KeyedAct):
    """What `requestSigningCode` takes. Sent again with the same key and papers it sends no second password."""

    documents: list[strawberry.ID] = attribute(
        f"1 to {MOST_IN_BATCH} papers, each once; alone, a paper whose signature is an act of its own."
    )

    def papers(self) -> tuple[str, ...] | Refusal:
        """The ids of the papers, or what is wrong with them."""
        if not 1 <= len(self.documents) <= MOST_IN_BATCH:
            return input_problem("documents", f"1 sampai {MOST_IN_BATCH} naskah.", f"1 to {MOST_IN_BATCH} papers.")
        read: list[str] = []
        for each in self.documents:
            key = key_of(each, "Document", field="documents")
            if isinstance(key, Refusal):
                return key
            if not _KEY.fullmatch(key):
                return refuse(RefusalCode.NOT_FOUND, what=Words("Naskah", "Document"), subject="documents")
            read.append(key)
        if len(set(read)) < len(read):
            return input_problem("documents", "setiap naskah hanya satu kali.", "each paper once only.")
        return tuple(read)


@object_type
class SigningCodePaper:
    """One paper of those for which a one-time password was asked."""

    key: strawberry.Private[str]
    covered: bool = attribute("Whether the password signs it.")
    refusal: refusals.Refusal | None = attribute(
        "Why you cannot sign it now; null where the password signs it, or it waits for the next one."
    )

    @computed
    async def document(self, info: Info) -> Document | None:
        """The paper as it stands now."""
        return await info.context.loaders.document(self.key)


@object_type
class RequestSigningCodeSuccess:
    """A one-time password was sent to you by who holds your key; it was not seen here."""

    covered: int = attribute(
        "How many papers it signs, in one act. The others are signed with the next one: send `signDocuments` again with it."
    )
    asked_at: datetime = attribute("When it was asked for.")
    papers: list[SigningCodePaper] = attribute("Each paper, in the order given.")

    @classmethod
    def of(cls, asked: CodeAsked) -> "RequestSigningCodeSuccess":
        """The request as clients see it."""
        papers = [_paper(key, asked) for key in asked.papers]
        return cls(covered=sum(paper.covered for paper in papers), asked_at=asked.asked_at, papers=papers)


def _paper(key: str, asked: CodeAsked) -> SigningCodePaper:
    told = asked.outcomes.get(key)
    return SigningCodePaper(
        key=key,
        covered=key in asked.outcomes and told is None,
        refusal=None if told is None else refusal_type(told),
    )


RequestSigningCodePayload = payload(RequestSigningCodeSuccess)
