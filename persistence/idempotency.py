"""Idempotency keys: the outcome of each committed act under its actor's key; a refused act leaves its key free."""

from typing import Any

from mongoengine import DateTimeField, DictField, Document, StringField

from domain.canonical import canonical_digest
from persistence.records import insert, utc_now


class IdempotencyRecord(Document):
    """The outcome of one act. *Shape*: the id is the canonical digest of the actor's id and the key."""

    meta = {"collection": "idempotency_keys"}

    id = StringField(primary_key=True)
    command_sha256 = StringField(required=True)
    outcome = DictField(required=True)
    created_at = DateTimeField(required=True)


def recall(actor_id: str, key: str) -> tuple[str, dict[str, Any]] | None:
    """The digest of the command and its outcome that were stored under the key, or None."""
    found = IdempotencyRecord.objects(id=_id(actor_id, key)).first()
    return (found.command_sha256, dict(found.outcome)) if found else None


def remember(actor_id: str, key: str, *, command_sha256: str, outcome: dict[str, Any]) -> None:
    """Stores the outcome, inside the act's own transaction."""
    outcome_record = IdempotencyRecord(
        id=_id(actor_id, key), command_sha256=command_sha256, outcome=outcome, created_at=utc_now()
    )
    insert(outcome_record)


def _id(actor_id: str, key: str) -> str:
    """Both together, whatever signs they hold, at one length."""
    return canonical_digest([actor_id, key])
