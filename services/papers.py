"""Papers that a person signs on their own (an approval), and leave to download an issued one."""

import logging
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from domain.documents import DocumentKind, DocumentState, SignDocument
from domain.reading import may_read_paper
from domain.refusals import Refusal, RefusalCode, refuse
from domain.roles import Actor
from domain.tables import Aggregate
from persistence import outbox
from persistence.documents import DocumentRecord, papers_of_a_past_day
from persistence.locks import LockHeld, lease_on
from persistence.transactions import reaching_database
from services.commands import Command, Done
from services.deliveries import record_opening
from services.door import PREPARE_DOCUMENT, Door
from services.issuance import PERSON_FIELD, EarlierSignatureUnsound, Issuance, SignatureUnsound, Signing
from signing.port import (
    DigestMismatch,
    KeyNotUsable,
    SigningError,
    TimestampUnavailable,
    WrongPassphrase,
)
from storage.keys import draft_key, issued_key
from storage.port import Area, ObjectStore

LOG = logging.getLogger("pembina.signing")

DOWNLOAD_WINDOW = timedelta(minutes=5)
"""How long a download address works."""


MOST_DATED_ANEW = 20
"""How many papers are dated anew at a time."""


@dataclass(frozen=True)
class SigningAct:
    """A person's act of signing: the command that will move the state, the paper, and how to sign it."""

    command: Command
    document: DocumentRecord
    signing: Signing


def sign_then_perform(door: Door, issuance: Issuance, act: SigningAct) -> Done | Refusal:
    """Steps 7-9 of issuing in this request, then step 10: the command with the signed paper in its payload.

    One signature at a time is made on a paper: a second signer who comes meanwhile is told so, and nothing of his is kept.
    *Shape*: the command's payload has a field `signed`. A refusal or error before step 10 changes nothing legal.
    """
    try:
        with lease_on(f"sign-{act.document.id}"):
            return door.recall(act.command) or door.examine(act.command) or _signed_and_performed(door, issuance, act)
    except LockHeld:
        return refuse(RefusalCode.SIGNING_IN_PROGRESS, subject=act.document.id)


def _signed_and_performed(door: Door, issuance: Issuance, act: SigningAct) -> Done | Refusal:
    try:
        signed = issuance.sign(act.document, act.signing)
    except (SigningError, SignatureUnsound) as error:
        LOG.warning("%s of %s: %s: %s", act.command.verb, act.document.id, type(error).__name__, error)
        return _refusal(error)
    payload: Any = replace(act.command.payload, signed=signed)
    return door.perform(replace(act.command, payload=payload, intent=act.command.payload))


def _refusal(error: SigningError | SignatureUnsound) -> Refusal:
    """Why no signature was made, without a word of the key or the passphrase."""
    match error:
        case EarlierSignatureUnsound():
            return refuse(RefusalCode.FIRST_SIGNATURE_NOT_VALID, clause="II.2.1.a.3", reason=str(error))
        case WrongPassphrase():
            return refuse(RefusalCode.PASSPHRASE_REFUSED, subject="passphrase")
        case KeyNotUsable():
            return refuse(RefusalCode.KEY_NOT_USABLE, reason=error.words, subject="key")
        case DigestMismatch():
            return refuse(RefusalCode.DIGEST_MISMATCH, subject="sha256")
        case TimestampUnavailable():
            return refuse(RefusalCode.SERVICE_UNAVAILABLE, service="TSA")
        case _:
            return refuse(RefusalCode.SERVICE_UNAVAILABLE, service="penandatanganan (signing)")


class PaperService:
    """What a person does with a paper itself."""

    def __init__(self, *, door: Door, issuance: Issuance, store: ObjectStore) -> None:
        self._door = door
        self._issuance = issuance
        self._store = store

    @reaching_database()
    def sign(
        self,
        *,
        actor: Actor,
        document_id: str,
        seen_sha256: str,
        passphrase: str,
        expected_version: int,
        idempotency_key: str,
    ) -> Done | Refusal:
        """Signs the paper that the person has seen, and publishes it. *Raises*: `DatabaseUnavailable`, `StorageError`."""
        command = Command(
            aggregate=Aggregate.DOCUMENT,
            verb="sign",
            actor=actor,
            record_id=document_id,
            payload=SignDocument(seen_sha256=seen_sha256),
            expected_version=expected_version,
            idempotency_key=idempotency_key,
        )
        early = self._door.recall(command) or self._door.examine(command)
        if early is not None:
            return early
        signing = Signing(field=PERSON_FIELD, signer_id=actor.id, signer_name=actor.name, passphrase=passphrase)
        document = DocumentRecord.objects(id=document_id).get()
        return sign_then_perform(self._door, self._issuance, SigningAct(command, document, signing))

    @reaching_database()
    def date_anew(self) -> int:
        """Orders that papers of a past day be made again before anyone signs them; returns how many were ordered.

        Some at a time, so that a morning with many of them leaves the worker to other letters too.
        *Raises*: `DatabaseUnavailable`.
        """
        found = papers_of_a_past_day(self._door.today(), most=MOST_DATED_ANEW)
        owed = [paper for paper in found if not outbox.is_owed(PREPARE_DOCUMENT, paper)]
        for paper in owed:
            outbox.add(PREPARE_DOCUMENT, paper)
        return len(owed)

    @reaching_database()
    def stored_at(self, *, actor: Actor, document_id: str) -> tuple[DocumentRecord, Area, str] | Refusal:
        """Where the present bytes of a paper are, for one who may read them.

        Who reads the thing that a paper speaks of reads the paper, also before it is issued: to see what he signs. A
        sanction's letter is LKPP's until it is signed.
        """
        document: DocumentRecord | None = DocumentRecord.objects(id=document_id).first()
        if document is None or not _readable(actor, document):
            return refuse(RefusalCode.NOT_FOUND, what=f"Naskah {document_id[:80]}", subject=document_id[:80])
        if document.sha256 is None:
            return refuse(RefusalCode.PAPER_NOT_READY, state=document.state, subject=document_id)
        if document.state == DocumentState.SIGNED:
            return document, Area.ISSUED, issued_key(document.sha256)
        return document, Area.DRAFT, draft_key(document.id, document.sha256, "pdf")

    def download_url(self, *, actor: Actor, document_id: str) -> str | Refusal:
        """A short-lived address of the bytes; who is given it has opened the paper (`opened`).

        *Raises*: `DatabaseUnavailable`, `StorageUnavailable`.
        """
        found = self.stored_at(actor=actor, document_id=document_id)
        if isinstance(found, Refusal):
            return found
        document, area, key = found
        address = self._store.presign_get(area, key, expires=DOWNLOAD_WINDOW, filename=file_name(document))
        return self.opened(actor=actor, document=document) or address

    @reaching_database()
    def opened(self, *, actor: Actor, document: DocumentRecord) -> Refusal | None:
        """Says that the actor is about to be given the bytes; see `services.deliveries.record_opening`."""
        return record_opening(self._door, actor, document)


def _readable(actor: Actor, document: DocumentRecord) -> bool:
    return may_read_paper(
        actor,
        Aggregate(document.subject),
        document.institution_id,
        kind=DocumentKind(document.kind),
        state=DocumentState(document.state),
    )


def file_name(document: DocumentRecord) -> str:
    """The name under which a paper is downloaded, such as `SLA_3-LKPP-LPSE-XI-2026.pdf`."""
    number = "".join(c if c.isalnum() or c in "-." else "-" for c in document.number or document.id)
    return f"{DocumentKind(document.kind).value}_{number}.pdf"
