"""Several papers signed in one act with one entry of the passphrase: each is a signature of its own, by `PaperService`.

1. the batch is recorded, unless each of its papers is refused beforehand: whose, which papers, in which order;
2. one paper is signed alone, or one part where who holds the key takes several in one call (`services.signing_parts`): a
   key that does not open is tried once, not two hundred times; a signature that was made before, under the same batch,
   proves nothing of the secret given now;
3. the others follow, two at a time; what came of each is noted. A one-time password signs one paper, or the one part that it
   was asked for (`services.signing_codes`), and is tried on no other: the batch is sent again with the next;
4. the batch is finished.

Each paper's act has an idempotency key made of the batch's and the paper's id, so the same batch sent again gives what was
done and goes on with the rest. The passphrase lives in the thread that signs, and a key that it opened in the signing
processes, until the last paper; nothing stores either.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import takewhile

from domain.canonical import canonical_digest
from domain.refusals import Refusal, RefusalCode, Words, refuse
from domain.roles import Actor
from domain.signing_batches import BatchProgress, BatchState, PaperToSign
from persistence import signing_batches as batches
from persistence.errors import DatabaseUnavailable
from persistence.transactions import reaching_database
from services.commands import Done
from services.papers import PaperService
from services.signing_parts import PartSigning
from services.told_outcomes import kept, told
from signing.port import NoSessions, Sessions
from storage.port import StorageError

LOG = logging.getLogger("pembina.signing")

AT_ONCE = 2
"""How many papers of one batch are signed at a time."""

_KEY_REFUSED = frozenset(
    {RefusalCode.PASSPHRASE_REFUSED, RefusalCode.ONE_TIME_PASSWORD_REFUSED, RefusalCode.KEY_NOT_USABLE}
)


@dataclass(frozen=True, kw_only=True)
class _Batch:
    id: str
    key: str
    actor: Actor
    papers: Sequence[PaperToSign]

    def key_of(self, paper: PaperToSign) -> str:
        """The idempotency key of one paper's signature."""
        return f"batch:{canonical_digest([self.key, paper.document_id])}"


@dataclass(kw_only=True)
class _Secret:
    """What one entry of the passphrase is known to do; the secret itself stands elsewhere.

    *Shape*: `proven` says that it has signed; `refusal` why it is not tried on a further paper.
    """

    serves_once: bool
    proven: bool = False
    refusal: Refusal | None = None

    def learn(self, outcomes: Iterable[Done | Refusal]) -> None:
        """From what came of the papers of a part, on which it may have been tried."""
        tried = [found for found in outcomes if isinstance(found, Refusal) or not found.repeated]
        refused = [found for found in tried if isinstance(found, Refusal) and found.code in _KEY_REFUSED]
        if refused:
            self.refusal = self.refusal or refused[0]
        if tried and self.serves_once:
            self.refusal = self.refusal or refuse(RefusalCode.ONE_TIME_PASSWORD_SPENT, subject="passphrase")
        self.proven = self.proven or any(isinstance(found, Done) for found in tried)


class SigningBatches:
    """Signs batches in threads of this process, and tells how far they are.

    *Shape*: `sessions` are those of the signer of `papers`, so that a key is opened once for all papers of a batch, not for
    each. `takes_one_time_secret` says of a signer's id whether each of his secrets is good for one call only. With `parts`
    as many papers go in one call as who holds the key takes.
    """

    def __init__(
        self,
        papers: PaperService,
        *,
        sessions: Sessions | None = None,
        takes_one_time_secret: Callable[[str], bool] = lambda _signer_id: False,
        parts: PartSigning | None = None,
    ) -> None:
        self._papers = papers
        self._parts = parts
        self._sessions = sessions or NoSessions()
        self._takes_one_time_secret = takes_one_time_secret
        self._guard = threading.Lock()
        self._running: dict[str, threading.Thread] = {}

    @reaching_database()
    def sign(
        self, *, actor: Actor, papers: Sequence[PaperToSign], passphrase: str, key: str, patience_seconds: float
    ) -> BatchProgress | Refusal:
        """Begins the batch, or goes on with it, and waits so long for its end; it goes on in any case.

        *Raises*: `DatabaseUnavailable`.
        """
        batch = _Batch(id=batches.batch_id(actor.id, key), key=key, actor=actor, papers=papers)
        found = batches.batch_of(batch.id)
        if found is not None and list(found.papers) != [paper.document_id for paper in papers]:
            return refuse(RefusalCode.IDEMPOTENCY_KEY_REUSED, subject="idempotencyKey")
        if found is None and (refusal := self._refusal_of_all(batch)) is not None:
            return refusal
        self._begun(batch, passphrase).join(patience_seconds)
        what = Words("Kumpulan naskah", "Batch")
        return self._progress(batch.id) or refuse(RefusalCode.NOT_FOUND, what=what, subject="idempotencyKey")

    @reaching_database()
    def progress(self, *, actor: Actor, key: str) -> BatchProgress | None:
        """How far the actor's batch of that key is, or None where he has none. *Raises*: `DatabaseUnavailable`."""
        return self._progress(batches.batch_id(actor.id, key))

    def _refusal_of_all(self, batch: _Batch) -> Refusal | None:
        """The first paper's refusal, where none of them could be signed: then there is no batch."""
        found = (self._papers.examine(actor=batch.actor, paper=paper) for paper in batch.papers)
        refusals = list(takewhile(lambda refusal: refusal is not None, found))
        return refusals[0] if len(refusals) == len(batch.papers) else None

    def _begun(self, batch: _Batch, passphrase: str) -> threading.Thread:
        """The thread that signs the batch: one, however often it is sent."""
        with self._guard:
            running = self._running.get(batch.id)
            if running is not None:
                return running
            batches.begin(batch.id, signer_id=batch.actor.id, papers=[each.document_id for each in batch.papers])
            thread = threading.Thread(target=self._run, args=(batch, passphrase), name="signing-batch", daemon=True)
            self._running[batch.id] = thread
            thread.start()
            return thread

    def _run(self, batch: _Batch, passphrase: str) -> None:
        try:
            with self._sessions.session() as session:
                self._sign_all(batch, passphrase, session)
            batches.finish(batch.id)
        except (DatabaseUnavailable, StorageError) as error:
            LOG.warning("batch %s stands still: %s: %s", batch.id, type(error).__name__, error)
        except Exception:  # whatever went wrong: the batch is told as interrupted, and can be sent again
            LOG.exception("batch %s stands still", batch.id)
        finally:
            with self._guard:
                self._running.pop(batch.id, None)

    def _sign_all(self, batch: _Batch, passphrase: str, session: str | None) -> None:
        """One part at a time until the secret has signed: a paper that is refused beforehand says nothing of it."""
        secret = _Secret(serves_once=self._takes_one_time_secret(batch.actor.id))

        def one(part: Sequence[PaperToSign]) -> None:
            outcomes: Mapping[str, Done | Refusal] = (
                {paper.document_id: secret.refusal for paper in part}
                if secret.refusal is not None
                else self._signed(batch, part, passphrase, session)
            )
            secret.learn(outcomes.values())
            for paper, found in outcomes.items():
                _note(batch.id, paper, found if isinstance(found, Refusal) else None)

        left = self._left_in_parts(batch)
        while left and not secret.proven and secret.refusal is None:
            one(left.pop(0))
        with ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="signing-batch") as threads:
            for done in [threads.submit(one, part) for part in left]:
                done.result()

    def _left_in_parts(self, batch: _Batch) -> list[Sequence[PaperToSign]]:
        """What is to be signed now, in parts of as many papers as go in one call; of the others it is noted what came."""
        left = []
        for paper in batch.papers:
            found = self._papers.early(actor=batch.actor, paper=paper, idempotency_key=batch.key_of(paper))
            if found is None:
                left.append(paper)
            else:
                _note(batch.id, paper.document_id, found if isinstance(found, Refusal) else None)
        size = self._parts.at_once(batch.actor.id) if self._parts else 1
        return [left[start : start + size] for start in range(0, len(left), size)]

    def _signed(
        self, batch: _Batch, part: Sequence[PaperToSign], passphrase: str, session: str | None
    ) -> Mapping[str, Done | Refusal]:
        """What came of each paper of a part: of one alone, or of several that go in one call."""
        if self._parts and self._parts.at_once(batch.actor.id) > 1:
            keys = {paper.document_id: batch.key_of(paper) for paper in part}
            return self._parts.sign(actor=batch.actor, papers=part, keys=keys, passphrase=passphrase)
        return {paper.document_id: self._signed_alone(batch, paper, passphrase, session) for paper in part}

    def _signed_alone(self, batch: _Batch, paper: PaperToSign, passphrase: str, session: str | None) -> Done | Refusal:
        return self._papers.sign(
            actor=batch.actor,
            document_id=paper.document_id,
            seen_sha256=paper.seen_sha256,
            passphrase=passphrase,
            expected_version=paper.expected_version,
            idempotency_key=batch.key_of(paper),
            session=session,
        )

    @reaching_database()
    def _progress(self, batch: str) -> BatchProgress | None:
        found = batches.batch_of(batch)
        if found is None:
            return None
        with self._guard:
            running = batch in self._running
        return BatchProgress(
            state=_state(finished=found.finished_at is not None, running=running),
            papers=tuple(found.papers),
            outcomes={paper: told(outcome) for paper, outcome in found.outcomes.items()},
            started_at=found.started_at,
            finished_at=found.finished_at,
        )


def _state(*, finished: bool, running: bool) -> BatchState:
    if finished:
        return BatchState.FINISHED
    return BatchState.RUNNING if running else BatchState.INTERRUPTED


@reaching_database()
def _note(batch: str, paper: str, outcome: Refusal | None) -> None:
    batches.note(batch, paper, kept(outcome))
