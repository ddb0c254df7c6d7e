"""For which papers a one-time password was asked for, so that the same request sends no second one; no password is here."""

from datetime import timedelta
from typing import Any

from mongoengine import DateTimeField, Document, ListField, MapField, StringField
from mongoengine.fields import DictField

from persistence.records import utc_now
from persistence.signing_batches import batch_id

KEPT = timedelta(days=1)
"""How long a request is known: far longer than any one-time password lives."""


class SigningCodeRecord(Document):
    """One request. *Shape*: the id as of a batch; `papers` are ids in the order given; `outcomes` as in a batch, where
    `{"signed": True}` stands for a paper that the password was asked for.
    """

    meta = {
        "collection": "signing_codes",
        "indexes": [{"fields": ["asked_at"], "expireAfterSeconds": int(KEPT.total_seconds())}],
    }

    id = StringField(primary_key=True)
    signer_id = StringField(required=True)
    papers = ListField(StringField())
    outcomes = MapField(DictField())
    asked_at = DateTimeField(required=True)


def code_asked(signer_id: str, key: str) -> SigningCodeRecord | None:
    """The person's request of that key, or None."""
    found: SigningCodeRecord | None = SigningCodeRecord.objects(id=batch_id(signer_id, key)).first()
    return found


def note_code(signer_id: str, key: str, *, papers: list[str], outcomes: dict[str, dict[str, Any]]) -> None:
    """A one-time password was sent."""
    values = {"signer_id": signer_id, "papers": papers, "outcomes": outcomes, "asked_at": utc_now()}
    SigningCodeRecord._get_collection().update_one(
        {"_id": batch_id(signer_id, key)}, {"$setOnInsert": values}, upsert=True
    )
