"""Several papers signed in one act: what its signer gives, and how far it is; HOUSE throughout."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.refusals import Refusal


class BatchState(StrEnum):
    """How far the signing of several papers in one act is; INTERRUPTED goes on when the same act is sent again."""

    RUNNING = "RUNNING"
    FINISHED = "FINISHED"
    INTERRUPTED = "INTERRUPTED"


MOST_IN_BATCH = 200
"""The most papers that one act signs. *Source*: house rule."""


@dataclass(frozen=True, kw_only=True)
class PaperToSign:
    """One paper of a batch, as its signer has seen it."""

    document_id: str
    seen_sha256: str
    expected_version: int


@dataclass(frozen=True, kw_only=True)
class CodeAsked:
    """For which papers a one-time password was sent to their signer.

    *Shape*: `outcomes` holds None for a paper that it signs; what has no entry could be signed too, but with the next one.
    """

    papers: tuple[str, ...]
    outcomes: dict[str, Refusal | None]
    asked_at: datetime


@dataclass(frozen=True, kw_only=True)
class BatchProgress:
    """How far a batch is. *Shape*: `outcomes` holds None for a paper that is signed; papers without an entry are left."""

    state: BatchState
    papers: tuple[str, ...]
    outcomes: dict[str, Refusal | None]
    started_at: datetime
    finished_at: datetime | None
