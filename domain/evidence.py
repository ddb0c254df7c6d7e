"""Evidence files (bukti): uploaded by a presigned address, counted once size, digest and content are confirmed."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from domain.aggregates import Aggregate
from domain.refusals import HOUSE, Refusal, RefusalCode, no_such, refuse
from domain.roles import Role
from domain.tables import Act, Outcome, Payload, Table, Transition
from domain.text import SHORT, first_problem, input_problem, text_problem

LARGEST_EVIDENCE_BYTES = 20 * 1024 * 1024
"""The largest evidence file. *Units*: bytes (20 MiB)."""

EVIDENCE_CONTENT_TYPES = frozenset({"application/pdf", "image/png", "image/jpeg"})
"""What evidence may be: files that any reader opens without running anything."""

_SHA256 = re.compile(r"[0-9a-f]{64}")


class EvidenceState(StrEnum):
    """The states of an evidence file."""

    REQUESTED = "REQUESTED"
    CONFIRMED = "CONFIRMED"


@dataclass(frozen=True, kw_only=True)
class RequestUpload(Payload):
    """What will be uploaded, told beforehand, and where. *Units*: `size` in bytes. *Shape*: `sha256` in lower-case hex."""

    institution_id: str
    name: str
    content_type: str
    size: int
    sha256: str
    key: str

    def problem(self) -> Refusal | None:
        """A name, a type that is allowed, a size up to `LARGEST_EVIDENCE_BYTES`, and a digest."""
        return first_problem(
            text_problem(self.name, field="name", longest=SHORT),
            None if self.content_type in EVIDENCE_CONTENT_TYPES else _type_problem(self.content_type),
            None if 0 < self.size <= LARGEST_EVIDENCE_BYTES else _size_problem(self.size),
            None if _SHA256.fullmatch(self.sha256) else _digest_problem(),
        )


def _type_problem(content_type: str) -> Refusal:
    allowed = ", ".join(sorted(EVIDENCE_CONTENT_TYPES))
    return input_problem(
        "contentType", f"{content_type[:80]} tidak diterima; pakai {allowed}.", f"use one of {allowed}."
    )


def _size_problem(size: int) -> Refusal:
    most = LARGEST_EVIDENCE_BYTES
    return input_problem("size", f"1 sampai {most} byte, diterima {size}.", f"from 1 to {most} bytes, got {size}.")


def _digest_problem() -> Refusal:
    return input_problem("sha256", "64 digit heksadesimal kecil.", "64 lower-case hexadecimal digits.")


@dataclass(frozen=True, kw_only=True)
class ConfirmUpload(Payload):
    """What the store really holds: the problem found in it, or none."""

    problem_id: str | None
    problem_en: str | None


@dataclass(frozen=True, kw_only=True)
class EvidenceFacts:
    """What the guards of an evidence file may know."""

    state: str | None
    institution_id: str | None
    institution_known: bool = True


def _institution_known(facts: EvidenceFacts, _act: Act) -> Refusal | None:
    if facts.institution_known:
        return None
    return no_such("Instansi", "Institution", facts.institution_id or "-", subject="institution")


def _as_announced(_facts: EvidenceFacts, act: Act) -> Refusal | None:
    found: ConfirmUpload = act.payload
    if found.problem_id is None:
        return None
    return refuse(
        RefusalCode.EVIDENCE_REJECTED,
        problem_id=found.problem_id,
        problem_en=found.problem_en or "",
        subject=act.record_id,
    )


def _request(_facts: EvidenceFacts, act: Act) -> Outcome:
    payload: RequestUpload = act.payload
    changes: dict[str, Any] = {
        "institution_id": payload.institution_id,
        "name": payload.name.strip(),
        "content_type": payload.content_type,
        "size": payload.size,
        "sha256": payload.sha256,
        "key": payload.key,
        "uploaded_by": act.actor.id,
    }
    return Outcome(changes=changes)


_UPLOADERS = frozenset(
    {Role.INSTITUTION_HEAD, Role.UNIT_HEAD, Role.UNIT_STAFF, Role.REVIEWER, Role.ASSESSOR, Role.ADMIN}
)
"""The institution for its own files; LKPP's people for what they find, report and prove at an institution (II.2.2)."""


EVIDENCE: Table[EvidenceFacts] = Table(
    aggregate=Aggregate.EVIDENCE,
    label_id="Bukti",
    label_en="Evidence",
    states=EvidenceState,
    final=frozenset({EvidenceState.CONFIRMED}),
    rows=(
        Transition(
            verb="request_upload",
            label_id="meminta unggahan",
            event="UploadRequested",
            sources=(None,),
            targets=(EvidenceState.REQUESTED,),
            roles=_UPLOADERS,
            clause=HOUSE,
            payload=RequestUpload,
            guards=(_institution_known,),
            action=_request,
        ),
        Transition(
            verb="confirm_upload",
            label_id="mengonfirmasi unggahan",
            event="UploadConfirmed",
            sources=(EvidenceState.REQUESTED,),
            targets=(EvidenceState.CONFIRMED,),
            roles=_UPLOADERS,
            clause=HOUSE,
            payload=ConfirmUpload,
            checks=(_as_announced,),
        ),
    ),
)
