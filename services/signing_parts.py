"""Several papers of one batch signed by one call to who holds the key: each keeps its lease, its record and its refusal.

1. each paper is leased, and asked once more whether it may be signed; what may not is told, and is not handed over;
2. the others are handed over in one call, with one secret; a refusal there is the refusal of each;
3. what came back is examined, stored and published paper by paper: what fails for one leaves the others.

A process that dies in between leaves each paper published or waiting, as one that is signed alone. Where storage or the
database goes away, what can still be published is, and the error is told at the end.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Any

from domain.refusals import Refusal, RefusalCode, refuse
from domain.roles import Actor
from domain.signing_batches import PaperToSign
from persistence.documents import DocumentRecord
from persistence.locks import LockHeld, lease_on
from persistence.transactions import reaching_database
from services.commands import Done
from services.door import Door
from services.issuance import Issuance
from services.issuing_parts import PERSON_FIELD, SignatureUnsound, Signing
from services.papers import SigningAct, sign_command, signing_refusal
from signing.parts import PartSigner
from signing.port import Letter, SigningError

LOG = logging.getLogger("pembina.signing")

FINISHED_AT_ONCE = 2
"""How many papers that came back are examined and published at a time."""

Outcome = Done | Refusal


@dataclass(frozen=True)
class _Handed:
    """A paper that may be signed now, and what of it is handed over."""

    act: SigningAct
    letter: Letter


class PartSigning:
    """Signs papers of one person together. Threads may share it."""

    def __init__(self, *, door: Door, issuance: Issuance, signer: PartSigner) -> None:
        self._door = door
        self._issuance = issuance
        self._signer = signer

    def at_once(self, signer_id: str) -> int:
        """How many papers of this person go in one call; 1 where they are signed one after another."""
        return self._signer.letters_at_once(signer_id)

    @reaching_database()
    def sign(
        self, *, actor: Actor, papers: Sequence[PaperToSign], keys: Mapping[str, str], passphrase: str
    ) -> dict[str, Outcome]:
        """What came of each paper, by its id. *Shape*: `keys` are the idempotency keys, by the papers' ids.

        *Raises*: `DatabaseUnavailable`, `StorageError`, after all that could be published was.
        """
        outcomes: dict[str, Outcome] = {}
        with self._leased(papers, outcomes) as leased:
            handed = [each for paper in leased if (each := self._ready(actor, paper, keys, outcomes))]
            if handed:
                outcomes |= self._together(actor, handed, passphrase)
        return outcomes

    @contextmanager
    def _leased(self, papers: Sequence[PaperToSign], outcomes: dict[str, Outcome]) -> Iterator[list[PaperToSign]]:
        """The papers that nobody else is signing. None waits for another: who comes second is told."""
        with ExitStack() as leases:
            held = []
            for paper in papers:
                try:
                    leases.enter_context(lease_on(f"sign-{paper.document_id}"))
                except LockHeld:
                    outcomes[paper.document_id] = refuse(RefusalCode.SIGNING_IN_PROGRESS, subject=paper.document_id)
                else:
                    held.append(paper)
            yield held

    def _ready(
        self, actor: Actor, paper: PaperToSign, keys: Mapping[str, str], outcomes: dict[str, Outcome]
    ) -> _Handed | None:
        """The paper with its letter, or None where it was signed before or is refused now."""
        command = sign_command(actor, paper, keys[paper.document_id])
        found = self._door.recall(command) or self._door.examine(command)
        if found is not None:
            outcomes[paper.document_id] = found
            return None
        document = DocumentRecord.objects(id=paper.document_id).get()
        signing = Signing(field=PERSON_FIELD, signer_id=actor.id, signer_name=actor.name)
        try:
            letter = self._issuance.letter(document, signing)
        except SignatureUnsound as error:
            outcomes[paper.document_id] = signing_refusal(error)
            return None
        return _Handed(SigningAct(command, document, signing), letter)

    def _together(self, actor: Actor, handed: list[_Handed], passphrase: str) -> dict[str, Outcome]:
        letters = [each.letter for each in handed]
        try:
            came_back = self._signer.handed(letters, signer_id=actor.id, passphrase=passphrase)
        except SigningError as error:
            LOG.warning("%s papers of %s: %s: %s", len(handed), actor.id, type(error).__name__, error)
            return {each.act.document.id: signing_refusal(error) for each in handed}
        with ThreadPoolExecutor(max_workers=FINISHED_AT_ONCE, thread_name_prefix="signing-part") as threads:
            done = {
                each.act.document.id: threads.submit(self._finished, each, signed)
                for each, signed in zip(handed, came_back, strict=True)
            }
        return {paper: future.result() for paper, future in done.items()}

    def _finished(self, handed: _Handed, signed: bytes | SigningError) -> Outcome:
        """Steps 8-10 of one paper. *Raises*: `DatabaseUnavailable`, `StorageError`."""
        act = handed.act
        try:
            if isinstance(signed, SigningError):
                raise signed
            made = self._signer.accepted(handed.letter, signed)
            paper = self._issuance.finish(act.document, act.signing, made)
        except (SigningError, SignatureUnsound) as error:
            LOG.warning("%s of %s: %s: %s", act.command.verb, act.document.id, type(error).__name__, error)
            return signing_refusal(error)
        payload: Any = replace(act.command.payload, signed=paper)
        return self._door.perform(replace(act.command, payload=payload, intent=act.command.payload))
