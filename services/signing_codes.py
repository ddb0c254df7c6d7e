"""One-time passwords for papers that wait for a person: asked for at the service that holds his key, which sends them to him.

The password never comes here; it is given with the act that signs. One is good for one call of at most as many papers as it
was asked for: a batch that is longer is sent again with the next. A paper whose signature is an act of its own (an agreement,
a sanction) gets one for itself. The request is kept for a day, beside the door, since nothing legal follows from it: the same
request again sends no second password.
"""

import logging
from collections.abc import Sequence

from domain.aggregates import Aggregate
from domain.desk import signing_verb
from domain.document_acts import SignDocument
from domain.document_kinds import DocumentKind
from domain.refusals import Refusal, RefusalCode, Words, no_such, refuse
from domain.roles import Actor
from domain.signing_batches import CodeAsked
from domain.sla_acts import SignSla
from persistence.documents import DocumentRecord, tells_what_is_done
from persistence.locks import LockHeld, lease_on
from persistence.signing_codes import SigningCodeRecord, code_asked, note_code
from persistence.transactions import reaching_database
from services.commands import Command
from services.door import Door
from services.papers import readable, signing_refusal
from services.told_outcomes import kept, told
from signing.parts import PartSigner
from signing.port import SigningError

LOG = logging.getLogger("pembina.signing")

_ON_ITS_OWN = (Aggregate.DOCUMENT, "sign")


class SigningCodes:
    """Asks for one-time passwords. Threads may share it."""

    def __init__(self, *, door: Door, signer: PartSigner) -> None:
        self._door = door
        self._signer = signer

    @reaching_database()
    def ask(self, *, actor: Actor, papers: Sequence[str], key: str) -> CodeAsked | Refusal:
        """Has a password sent for those of the papers that the actor can sign now, as many as one call takes.

        *Raises*: `DatabaseUnavailable`.
        """
        try:
            with lease_on(f"code-{actor.id}"):
                return self._recalled(actor, papers, key) or self._asked(actor, papers, key)
        except LockHeld:
            return refuse(
                RefusalCode.SERVICE_UNAVAILABLE, service=Words("kata sandi sekali pakai", "one-time passwords")
            )

    def _recalled(self, actor: Actor, papers: Sequence[str], key: str) -> CodeAsked | Refusal | None:
        found = code_asked(actor.id, key)
        if found is None:
            return None
        if list(found.papers) != list(papers):
            return refuse(RefusalCode.IDEMPOTENCY_KEY_REUSED, subject="idempotencyKey")
        return _answer(found)

    def _asked(self, actor: Actor, papers: Sequence[str], key: str) -> CodeAsked | Refusal:
        refusals = {paper: self._refusal_of(actor, paper, alone=len(papers) == 1) for paper in papers}
        can = [paper for paper in papers if refusals[paper] is None]
        if not can:
            return next(refusal for refusal in refusals.values() if refusal is not None)
        try:
            if not self._signer.takes_code(actor.id):
                return refuse(RefusalCode.NO_SIGNING_CODE, subject="key")
            asked = can[: self._signer.letters_at_once(actor.id)]
            self._signer.send_code(actor.id, len(asked))
        except SigningError as error:
            LOG.warning("a one-time password for %s: %s: %s", actor.id, type(error).__name__, error)
            return signing_refusal(error)
        later = set(can) - set(asked)
        outcomes = {paper: kept(refusal) for paper, refusal in refusals.items() if paper not in later}
        note_code(actor.id, key, papers=list(papers), outcomes=outcomes)
        what = Words("Kata sandi sekali pakai", "One-time password")
        return self._recalled(actor, papers, key) or refuse(RefusalCode.NOT_FOUND, what=what, subject="papers")

    def _refusal_of(self, actor: Actor, paper: str, *, alone: bool) -> Refusal | None:
        """Why the actor could not sign the paper now, by whichever act; nothing is changed."""
        document: DocumentRecord | None = DocumentRecord.objects(id=paper).first()
        if document is None or not readable(actor, document):
            return no_such("Naskah", "Document", paper, subject=paper[:80])
        aggregate, verb = signing_verb(
            DocumentKind(document.kind),
            Aggregate(document.subject),
            signatures=len(document.signatures),
            tells_what_is_done=tells_what_is_done(document),
        )
        signs = SignSla if aggregate is Aggregate.SLA else SignDocument
        by_act = (aggregate, verb) != _ON_ITS_OWN
        command = Command(
            aggregate=aggregate,
            verb=verb,
            actor=actor,
            record_id=document.subject_id if by_act else document.id,
            payload=signs(seen_sha256=document.sha256 or ""),
        )
        found = self._door.examine(command)
        return refuse(RefusalCode.SIGNED_ALONE, subject=paper) if found is None and by_act and not alone else found


def _answer(found: SigningCodeRecord) -> CodeAsked:
    return CodeAsked(
        papers=tuple(found.papers),
        outcomes={paper: told(outcome) for paper, outcome in found.outcomes.items()},
        asked_at=found.asked_at,
    )
