"""What the public log says of a paper: its issuance and each change of its standing, in the open or as a commitment.

An entry is canonical JSON, version 1. In the open it is the statement itself:

    {"at": "2026-11-22T03:00:00.000Z", "dated": "2026-11-22", "event": "ISSUED", "institution": "inst-…",
     "kind": "CERTIFICATE", "number": "…", "revoked": [], "sha256": "…", "standing": "IN_FORCE", "v": 1}

Of a paper that is not public it is `{"commitment": "…", "v": 1}`, the SHA-256 over a salt of 32 random bytes followed by
the canonical JSON of the same statement. Who holds the paper learns salt and statement with its verification; nobody else
learns more than that something happened.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from domain.aggregates import Aggregate
from domain.canonical import canonical_json
from domain.document_kinds import DocumentKind
from domain.standings import OF_MEASURES, ONLY_NEWEST, Standing

VERSION = 1
SALT_BYTES = 32

PUBLIC_KINDS = frozenset(
    {
        DocumentKind.CERTIFICATE,
        DocumentKind.DETERMINATION,
        DocumentKind.REVOCATION,
        DocumentKind.SERVICE_STOP,
        DocumentKind.REINSTATEMENT,
    }
)
"""Papers that the log names in the open: what the public register tells anyway (certificates, standards, service).

*Source*: house rule; whether measures are public is left open by the decree, so advice, warnings and all else stay hidden.
"""


class LogEvent(StrEnum):
    """What an entry of the public log tells."""

    ISSUED = "ISSUED"
    STANDING_CHANGED = "STANDING_CHANGED"


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What happened to a paper. *Shape*: `sha256` of the paper as issued; `revoked` are codes of standards."""

    event: LogEvent
    kind: DocumentKind
    number: str
    dated: str
    sha256: str
    institution: str
    standing: Standing
    revoked: tuple[str, ...]
    at: datetime

    def canonical(self) -> bytes:
        """The statement's one byte sequence."""
        return canonical_json(
            {
                "v": VERSION,
                "event": self.event.value,
                "kind": self.kind.value,
                "number": self.number,
                "dated": self.dated,
                "sha256": self.sha256,
                "institution": self.institution,
                "standing": self.standing.value,
                "revoked": sorted(self.revoked),
                "at": self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{self.at.microsecond // 1000:03}Z",
            }
        )


def commitment(statement: bytes, salt: bytes) -> str:
    """What stands for a statement that is not public. *Shape*: 64 hexadecimal characters."""
    return hashlib.sha256(salt + statement).hexdigest()


def entry_of(statement: bytes, salt: bytes | None) -> bytes:
    """The entry of the log, whose leaf hash is in the tree: the statement, or with a salt the commitment to it."""
    if salt is None:
        return statement
    return canonical_json({"v": VERSION, "commitment": commitment(statement, salt)})


_LOGGED: Mapping[DocumentKind, Mapping[str, Standing]] = {
    DocumentKind.CERTIFICATE: {
        "PARTLY_REVOKED": Standing.PARTLY_REVOKED,
        "REVOKED": Standing.REVOKED,
        "SUPERSEDED": Standing.SUPERSEDED,
        "EXPIRED": Standing.EXPIRED,
    },
    DocumentKind.SLA: {
        "BREACHED": Standing.BREACHED,
        "SUPERSEDED": Standing.SUPERSEDED,
        "EXPIRED": Standing.EXPIRED,
        "TERMINATED": Standing.TERMINATED,
        "VOID": Standing.VOID,
    },
}

MEASURES = OF_MEASURES | {DocumentKind.REVOCATION, DocumentKind.SERVICE_STOP}
"""Letters that impose a measure. What it asked for is done with by acts on the measure, on its case, or on the service."""

ALSO_MEASURES = frozenset({DocumentKind.NOTICE, DocumentKind.OBJECTION_RESULT})
"""Letters that may impose one: a notice serves a revocation, the result of an objection changes a measure (II.2.3.s3)."""

_FOLLOWING = (
    ONLY_NEWEST
    | MEASURES
    | {DocumentKind.APPROVAL, DocumentKind.DETERMINATION, DocumentKind.OBJECTION_RECEIPT, DocumentKind.OBJECTION_RESULT}
)


def follows(kind: DocumentKind, subject: Aggregate) -> bool:
    """Whether such papers stand or fall with more than the state of their own subject: with a later paper of the same kind,
    the unit's certificate or agreement, the case or the service, or a limit that is counted anew.

    The log says of them what `standings.recorded_standing` does; a notice on a measure is among them, since one may be its
    letter (II.2.3.s3).
    """
    return kind in _FOLLOWING or (kind is DocumentKind.NOTICE and subject is Aggregate.SANCTION)


def logged_standing(kind: DocumentKind, subject_state: str | None) -> Standing:
    """What the log says of a signed paper where the thing that it speaks of is in this state.

    Only what an act has decided: an objection that is open, or a last day that has passed before its state followed, are
    told by the verification (`domain/standings.py`) and leave no entry.
    """
    return _LOGGED.get(kind, {}).get(subject_state or "", Standing.IN_FORCE)


def is_public(kind: DocumentKind) -> bool:
    """Whether the log names such a paper in the open."""
    return kind in PUBLIC_KINDS
