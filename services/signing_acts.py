"""Verbs whose act is a person's signature: a sanction issued, a determination, an objection decided, a service restored."""

from domain.aggregates import Aggregate
from domain.document_acts import SignDocument
from domain.refusals import Refusal, RefusalCode, refuse
from domain.roles import Actor
from persistence.documents import DocumentRecord
from persistence.repositories import REPOSITORIES
from persistence.transactions import reaching_database
from services.commands import Command, Done
from services.door import Door
from services.issuance import Issuance
from services.issuing_parts import PERSON_FIELD, Signing
from services.papers import SigningAct, sign_then_perform


class SigningActs:
    """Signs the paper that waits on a record (its `document_id`), and moves the record, in one transaction."""

    def __init__(self, *, door: Door, issuance: Issuance) -> None:
        self._door = door
        self._issuance = issuance

    @reaching_database()
    def sign(
        self,
        *,
        actor: Actor,
        aggregate: Aggregate,
        verb: str,
        record_id: str,
        seen_sha256: str,
        passphrase: str,
        expected_version: int,
        idempotency_key: str,
    ) -> Done | Refusal:
        """Steps 7-10 of issuing. *Raises*: `DatabaseUnavailable`, `StorageError`; then nothing legal has changed."""
        command = Command(
            aggregate=aggregate,
            verb=verb,
            actor=actor,
            record_id=record_id,
            payload=SignDocument(seen_sha256=seen_sha256),
            expected_version=expected_version,
            idempotency_key=idempotency_key,
        )
        early = self._door.recall(command) or self._door.examine(command)
        if early is not None:
            return early
        record = REPOSITORIES[aggregate].load(record_id)
        document: DocumentRecord | None = DocumentRecord.objects(id=getattr(record, "document_id", None)).first()
        if document is None:
            return refuse(RefusalCode.PAPER_NOT_READY, state="-", subject=record_id)
        signing = Signing(field=PERSON_FIELD, signer_id=actor.id, signer_name=actor.name, passphrase=passphrase)
        return sign_then_perform(self._door, self._issuance, SigningAct(command, document, signing))
