"""Signing several papers in one act: its input, and how far it is (house rules)."""

import re
from datetime import datetime

import strawberry

from domain.refusals import Refusal, RefusalCode, Words, refuse
from domain.signing_batches import MOST_IN_BATCH, BatchProgress, PaperToSign
from domain.text import input_problem
from schema import refusals
from schema.acts import KeyedAct
from schema.context import Info
from schema.described import attribute, computed, input_type, object_type
from schema.documents import Document
from schema.enums import BatchState
from schema.nodes import key_of
from schema.refusals import payload, refusal_type
from schema.scalars import Secret

_KEY = re.compile(r"[0-9A-Za-z-]{1,64}", re.ASCII)
"""What an id of ours holds: it names the paper's place among the outcomes."""


@input_type
class PaperToSignInput:
    """One paper of a batch, as you have seen it."""

    document: strawberry.ID = attribute("The paper.")
    expected_version: int = attribute("The version that you have seen.")
    seen_sha256: str = attribute("The digest of the paper that you have seen: its `sha256`.")


@input_type
class SignDocumentsInput(KeyedAct):
    """What `signDocuments` takes. Sent again with the same key and papers it gives what was done, and goes on with the rest."""

    papers: list[PaperToSignInput] = attribute(f"1 to {MOST_IN_BATCH} papers, each once.")
    passphrase: Secret = attribute("The passphrase of your own signing key, once for all of them.")

    def to_sign(self) -> tuple[PaperToSign, ...] | Refusal:
        """The papers, or what is wrong with them."""
        if not 1 <= len(self.papers) <= MOST_IN_BATCH:
            return input_problem("papers", f"1 sampai {MOST_IN_BATCH} naskah.", f"1 to {MOST_IN_BATCH} papers.")
        read: list[PaperToSign] = []
        for each in self.papers:
            key = key_of(each.document, "Document", field="papers")
            if isinstance(key, Refusal):
                return key
            if not _KEY.fullmatch(key):
                return refuse(RefusalCode.NOT_FOUND, what=Words("Naskah", "Document"), subject="papers")
            read.append(
                PaperToSign(document_id=key, seen_sha256=each.seen_sha256, expected_version=each.expected_version)
            )
        if len({paper.document_id for paper in read}) < len(read):
            return input_problem("papers", "setiap naskah hanya satu kali.", "each paper once only.")
        return tuple(read)


@object_type
class BatchPaper:
    """What came of one paper of a batch."""

    key: strawberry.Private[str]
    signed: bool = attribute("Whether it is signed by this batch.")
    refusal: refusals.Refusal | None = attribute("Why it is not; null where it is, or was not come to yet.")

    @computed
    async def document(self, info: Info) -> Document | None:
        """The paper as it stands now."""
        return await info.context.loaders.document(self.key)


@object_type
class SigningBatch:
    """How far the signing of several papers is; ask again until it is FINISHED."""

    state: BatchState = attribute("Whether it runs, is finished, or was interrupted and waits to be sent again.")
    total: int = attribute("How many papers it has.")
    signed: int = attribute("How many it has signed.")
    refused: int = attribute("How many were refused; they are as they were.")
    waiting: int = attribute("How many are left.")
    started_at: datetime = attribute("When it was sent first.")
    finished_at: datetime | None = attribute("When the last paper was come to; null until then.")
    papers: list[BatchPaper] = attribute("Each paper, in the order given.")

    @classmethod
    def of(cls, progress: BatchProgress) -> "SigningBatch":
        """The batch as clients see it."""
        refused = {key: told for key, told in progress.outcomes.items() if told is not None}
        return cls(
            state=BatchState(progress.state),
            total=len(progress.papers),
            signed=len(progress.outcomes) - len(refused),
            refused=len(refused),
            waiting=len(progress.papers) - len(progress.outcomes),
            started_at=progress.started_at,
            finished_at=progress.finished_at,
            papers=[_paper(key, progress) for key in progress.papers],
        )


def _paper(key: str, progress: BatchProgress) -> BatchPaper:
    told = progress.outcomes.get(key)
    return BatchPaper(
        key=key,
        signed=key in progress.outcomes and told is None,
        refusal=None if told is None else refusal_type(told),
    )


@object_type
class SignDocumentsSuccess:
    """The batch, finished or still running: then ask `signingBatch`."""

    batch: SigningBatch = attribute("How far it is.")


SignDocumentsPayload = payload(SignDocumentsSuccess)
