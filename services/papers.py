"""Papers that a person signs on their own (an approval), and leave to download an issued one."""

import logging
from dataclasses import dataclass, replace
from typing import Any

from domain.aggregates import Aggregate
from domain.document_acts import SignDocument
from domain.document_kinds import DocumentKind, DocumentState
from domain.reading import may_open_paper, may_read_paper
from domain.refusals import Refusal, RefusalCode, Words, no_such, refuse
from domain.roles import Actor
from domain.signing_batches import PaperToSign
from persistence import outbox
from persistence.documents import DocumentRecord, newest_bytes, papers_to_make_anew
from persistence.locks import LockHeld, lease_on
from persistence.transactions import reaching_database
from services.commands import Command, Done
from services.deliveries import record_opening
from services.door import PREPARE_DOCUMENT, Door
from services.download_passes import DownloadPasses
from services.issuance import Issuance
from services.issuing_parts import (
    PERSON_FIELD,
    EarlierSignatureUnsound,
    SignatureBelowProfile,
    SignatureUnsound,
    Signing,
)
from signing.port import (
    DigestMismatch,
    KeyNotUsable,
    OneTimePasswordRefused,
    SigningError,
    TimestampUnavailable,
    WrongPassphrase,
)
from storage.keys import draft_key, issued_key
from storage.port import Area

LOG = logging.getLogger("pembina.signing")

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
        return signing_refusal(error)
    payload: Any = replace(act.command.payload, signed=signed)
    return door.perform(replace(act.command, payload=payload, intent=act.command.payload))


def signing_refusal(error: SigningError | SignatureUnsound) -> Refusal:
    """Why no signature was made, without a word of the key or the passphrase."""
    match error:
        case EarlierSignatureUnsound():
            return refuse(RefusalCode.FIRST_SIGNATURE_NOT_VALID, reason=error.words)
        case SignatureBelowProfile():
            service = Words(f"penandatanganan: {error.words.id}", f"signing: {error.words.en}")
            return refuse(RefusalCode.SERVICE_UNAVAILABLE, service=service)
        case OneTimePasswordRefused():
            return refuse(RefusalCode.ONE_TIME_PASSWORD_REFUSED, subject="passphrase")
        case WrongPassphrase():
            return refuse(RefusalCode.PASSPHRASE_REFUSED, subject="passphrase")
        case KeyNotUsable():
            return refuse(RefusalCode.KEY_NOT_USABLE, reason=error.words, subject="key")
        case DigestMismatch():
            return refuse(RefusalCode.DIGEST_MISMATCH, subject="sha256")
        case TimestampUnavailable():
            return refuse(RefusalCode.SERVICE_UNAVAILABLE, service="TSA")
        case _:
            return refuse(RefusalCode.SERVICE_UNAVAILABLE, service=Words("penandatanganan", "signing"))


class PaperService:
    """What a person does with a paper itself."""

    def __init__(self, *, door: Door, issuance: Issuance, passes: DownloadPasses) -> None:
        self._door = door
        self._issuance = issuance
        self._passes = passes

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
        session: str | None = None,
    ) -> Done | Refusal:
        """Signs the paper that the person has seen, and publishes it; in a `session` of the signer's, as one of many.

        *Raises*: `DatabaseUnavailable`, `StorageError`.
        """
        paper = PaperToSign(document_id=document_id, seen_sha256=seen_sha256, expected_version=expected_version)
        command = sign_command(actor, paper, idempotency_key)
        early = self._door.recall(command) or self._door.examine(command)
        if early is not None:
            return early
        signing = Signing(
            field=PERSON_FIELD, signer_id=actor.id, signer_name=actor.name, passphrase=passphrase, session=session
        )
        document = DocumentRecord.objects(id=document_id).get()
        return sign_then_perform(self._door, self._issuance, SigningAct(command, document, signing))

    @reaching_database()
    def examine(self, *, actor: Actor, paper: PaperToSign) -> Refusal | None:
        """Why the actor could not sign the paper now, whatever his passphrase; nothing is changed."""
        return self._door.examine(sign_command(actor, paper, None))

    @reaching_database()
    def early(self, *, actor: Actor, paper: PaperToSign, idempotency_key: str) -> Done | Refusal | None:
        """What `sign` would answer without a look at the key: what was signed before, or a refusal; nothing is changed."""
        command = sign_command(actor, paper, idempotency_key)
        return self._door.recall(command) or self._door.examine(command)

    @reaching_database()
    def date_anew(self) -> int:
        """Orders that papers of a past day, and those of an official who may no longer sign them, be made again before anyone
        signs them; returns how many were ordered.

        Some at a time, so that a morning with many of them leaves the worker to other letters too.
        *Raises*: `DatabaseUnavailable`.
        """
        found = papers_to_make_anew(self._door.today(), most=MOST_DATED_ANEW)
        owed = [paper for paper in found if not outbox.is_owed(PREPARE_DOCUMENT, paper)]
        for paper in owed:
            outbox.add(PREPARE_DOCUMENT, paper)
        return len(owed)

    @reaching_database()
    def stored_at(self, *, actor: Actor, document_id: str) -> tuple[DocumentRecord, Area, str] | Refusal:
        """Where the present bytes of a paper are, for one who may read them.

        LKPP reads a paper also before it is issued. An institution reads there what one of its own signs; whatever else is
        not issued is not its to read, since the bytes say already that they are signed.
        """
        document: DocumentRecord | None = DocumentRecord.objects(id=document_id).first()
        if document is None or not readable(actor, document):
            return no_such("Naskah", "Document", document_id, subject=document_id[:80])
        opens = may_open_paper(actor, DocumentKind(document.kind), DocumentState(document.state))
        if document.sha256 is None or not opens:
            return refuse(RefusalCode.PAPER_NOT_READY, state=document.state, subject=document_id)
        if document.state == DocumentState.SIGNED:
            return document, Area.ISSUED, issued_key(newest_bytes(document)[0])
        return document, Area.DRAFT, draft_key(document.id, document.sha256, "pdf")

    def download_pass(self, *, actor: Actor, document_id: str) -> str | Refusal:
        """What lets the actor open the paper by its address alone, for a few minutes. It is no opening, and changes nothing.

        *Raises*: `DatabaseUnavailable`.
        """
        found = self.stored_at(actor=actor, document_id=document_id)
        return found if isinstance(found, Refusal) else self._passes.given(actor, document_id)

    def bearer(self, text: str, document_id: str) -> Actor:
        """Who opens this paper by such a pass. *Raises*: `PassInvalid`."""
        return self._passes.bearer(text, document_id)

    @reaching_database()
    def opened(self, *, actor: Actor, document: DocumentRecord) -> Refusal | None:
        """Says that the actor is about to be given the bytes; see `services.deliveries.record_opening`."""
        return record_opening(self._door, actor, document)


def sign_command(actor: Actor, paper: PaperToSign, idempotency_key: str | None) -> Command:
    """The act of signing a paper on its own; the signature is made before it is performed."""
    return Command(
        aggregate=Aggregate.DOCUMENT,
        verb="sign",
        actor=actor,
        record_id=paper.document_id,
        payload=SignDocument(seen_sha256=paper.seen_sha256),
        expected_version=paper.expected_version,
        idempotency_key=idempotency_key,
    )


def readable(actor: Actor, document: DocumentRecord) -> bool:
    """Whether the actor may read the paper as it stands now."""
    return may_read_paper(
        actor,
        Aggregate(document.subject),
        document.institution_id,
        kind=DocumentKind(document.kind),
        state=DocumentState(document.state),
        is_signed=bool(document.signatures),
    )


def file_name(document: DocumentRecord) -> str:
    """The name under which a paper is downloaded, such as `SLA_3-LKPP-LPSE-XI-2026.pdf`."""
    number = "".join(c if c.isalnum() or c in "-." else "-" for c in document.number or document.id)
    return f"{DocumentKind(document.kind).value}_{number}.pdf"
