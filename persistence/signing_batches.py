"""How far the signing of several papers is: for the signer to look at; no state of a paper, no secret and no act is here."""

from typing import Any

from mongoengine import DateTimeField, Document, ListField, MapField, StringField
from mongoengine.fields import DictField

from domain.canonical import canonical_digest
from persistence.records import utc_now


class SigningBatchRecord(Document):
    """One batch. *Shape*: the id is the canonical digest of the signer's id and the idempotency key; `papers` are ids in the
    order given; `outcomes` holds for each paper that was come to `{"signed": True}`, or a refusal's code, words,
    clause and subject; `finished_at` is absent while papers are left.
    """

    meta = {"collection": "signing_batches"}

    id = StringField(primary_key=True)
    signer_id = StringField(required=True)
    papers = ListField(StringField())
    outcomes = MapField(DictField())
    started_at = DateTimeField(required=True)
    finished_at = DateTimeField()


def batch_id(signer_id: str, key: str) -> str:
    """Both together, whatever signs they hold, at one length."""
    return canonical_digest([signer_id, key])


def begin(batch: str, *, signer_id: str, papers: list[str]) -> None:
    """A batch begins, or begins again with what is left of it; what was signed stays so."""
    SigningBatchRecord._get_collection().update_one(
        {"_id": batch},
        {
            "$setOnInsert": {"signer_id": signer_id, "papers": papers, "outcomes": {}, "started_at": utc_now()},
            "$unset": {"finished_at": ""},
        },
        upsert=True,
    )


def note(batch: str, paper: str, outcome: dict[str, Any]) -> None:
    """What came of one paper; one that is signed stays so, whatever came of it when the batch was sent again."""
    not_signed = {"_id": batch, f"outcomes.{paper}.signed": {"$ne": True}}
    SigningBatchRecord._get_collection().update_one(not_signed, {"$set": {f"outcomes.{paper}": outcome}})


def finish(batch: str) -> None:
    """Every paper was come to."""
    SigningBatchRecord._get_collection().update_one({"_id": batch}, {"$set": {"finished_at": utc_now()}})


def batch_of(batch: str) -> SigningBatchRecord | None:
    """The batch, or None."""
    found: SigningBatchRecord | None = SigningBatchRecord.objects(id=batch).first()
    return found
