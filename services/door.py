"""The one door: every change of state passes `perform`, which writes all of an act in one transaction, or nothing.

perform(command)
1. open a transaction; recall the idempotency key; load the record and the facts that its guards need;
2. `domain.tables.decide` gives a Decision or a Refusal;
3. take the turn in which such acts are decided; compare-and-set the record; do the same for each effect; draft the
   letters; insert events, entries of the public log, outbox entries, the key;
4. commit (w:majority, j:true), again on a transient conflict.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Protocol

from domain.aggregates import Aggregate
from domain.canonical import canonical_digest
from domain.clock import Clock, legal_date
from domain.document_acts import DraftDocument
from domain.document_kinds import SEALED_KINDS, DocumentKind
from domain.refusals import Refusal, RefusalCode, refuse
from domain.roles import SYSTEM, Actor
from domain.tables import Act, Decision, FreshIds, LetterOrder, Payload, decide, lawful
from persistence import idempotency, outbox
from persistence.connection import Database
from persistence.log import EventRecord
from persistence.records import Record, VersionMoved, create, insert, new_id, store
from persistence.repositories import REPOSITORIES, Repository
from persistence.transactions import reaching_database, run_transaction
from persistence.turns import take_turn
from services.commands import ActionOffer, Command, Done, plain
from services.log_entries import log_act

PREPARE_DOCUMENT = "prepare_document"
"""Outbox topic: steps 1-6 of issuing, for a paper that waits for a person."""

ISSUE_DOCUMENT = "issue_document"
"""Outbox topic: steps 1-10 of issuing, for a paper under the agency seal."""


class CannotCompose(Exception):
    """A letter cannot be written: the act that orders it is refused."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.message_en)
        self.refusal = refusal


class LetterComposer(Protocol):
    """Freezes what a letter will print, from the records as this thread's transaction sees them."""

    def compose(self, order: LetterOrder, *, aggregate: Aggregate, record: Record, act: Act) -> DraftDocument:
        """The draft of the ordered paper. It only reads. *Raises*: `CannotCompose`."""
        ...


class NoLetters:
    """For a door through which nothing goes that orders a letter: loading reference data."""

    def compose(self, order: LetterOrder, *, aggregate: Aggregate, record: Record, act: Act) -> DraftDocument:
        """*Raises*: `AssertionError`, always."""
        raise AssertionError(f"{order.kind} was ordered where no letters are written")


class _Refused(Exception):
    """Carries a refusal out of the transaction, which rolls back on the way."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


class Door:
    """The only writer of state. Threads may share it; call it in a worker thread, never on the event loop."""

    def __init__(
        self, *, database: Database, clock: Clock, letters: LetterComposer, on_commit: Callable[[], None] = lambda: None
    ) -> None:
        self._database = database
        self._clock = clock
        self._letters = letters
        self._on_commit = on_commit

    def perform(self, command: Command, *, late: Callable[[], Any] | None = None) -> Done | Refusal:
        """Does the act, or says why not; a refused act leaves nothing, and its idempotency key stays free.

        `late` makes the payload inside the transaction, for what must be taken together with it (a number).
        *Raises*: `DatabaseUnavailable`; then ask again with the same key. `TypeError` for a payload that
        `is_rehearsal` (a bug of the caller, not of the person).
        """
        fresh = FreshIds(unit=new_id(), sla=new_id(), document=new_id())
        record_id = new_id() if command.record_id is None else command.record_id
        try:
            done = run_transaction(
                self._database.client, lambda: self._perform(command, record_id=record_id, fresh=fresh, late=late)
            )
        except _Refused as refused:
            return refused.refusal
        if not done.repeated:
            self._on_commit()
        return done

    def today(self) -> date:
        """The legal date of this moment."""
        return legal_date(self._clock.now())

    @reaching_database()
    def recall(self, command: Command) -> Done | Refusal | None:
        """The outcome of an act that was committed under the command's key; None where the key is free.

        *Raises*: `DatabaseUnavailable`.
        """
        try:
            return self._recall(command)
        except _Refused as refused:
            return refused.refusal

    @reaching_database()
    def examine(self, command: Command) -> Refusal | None:
        """What `perform` would refuse now; nothing is written. *Raises*: `DatabaseUnavailable`."""
        fresh = FreshIds(unit="", sla="", document="")
        try:
            repository, record = self._loaded(command.aggregate, command.record_id or "", command)
        except _Refused as refused:
            return refused.refusal
        act = self._act(command, record_id=command.record_id or "", fresh=fresh, payload=command.payload)
        decision = decide(repository.table, repository.facts(record, act), act)
        return decision if isinstance(decision, Refusal) else None

    @reaching_database()
    def available_actions(self, aggregate: Aggregate, record_id: str, actor: Actor) -> tuple[ActionOffer, ...]:
        """For each verb that the actor's roles could ever do here: allowed now, or why not. Payloads are not looked at.

        *Raises*: `DatabaseUnavailable`.
        """
        repository = REPOSITORIES[aggregate]
        record = repository.load(record_id)
        if record is None:
            return ()
        probe = Command(aggregate=aggregate, verb="", actor=actor, record_id=record_id)
        act = self._act(probe, record_id=record_id, fresh=FreshIds("", "", ""), payload=None)
        facts = repository.facts(record, act)
        offers = []
        for verb in repository.table.verbs():
            rows = [
                row for row in repository.table.rows_of(verb) if row.roles & actor.roles and None not in row.sources
            ]
            if not rows:
                continue
            tried = replace(act, verb=verb)
            found = lawful(repository.table, facts, tried)
            refusal = found if isinstance(found, Refusal) else None
            clause = rows[0].clause_of(facts, tried)
            offers.append(ActionOffer(verb=verb, label_id=rows[0].label_id, clause=clause, refusal=refusal))
        return tuple(offers)

    # --- inside the transaction -------------------------------------------------------------------------------------

    def _perform(self, command: Command, *, record_id: str, fresh: FreshIds, late: Callable[[], Any] | None) -> Done:
        recalled = self._recall(command)
        if recalled is not None:
            return recalled
        repository, record = self._loaded(command.aggregate, record_id, command)
        payload = late() if late is not None else command.payload
        if isinstance(payload, Payload) and payload.is_rehearsal():
            raise TypeError(f"{command.verb} can only be examined with an unfinished {type(payload).__name__}")
        act = self._act(command, record_id=record_id, fresh=fresh, payload=payload)
        done = self._write(repository, record, act)
        self._remember(command, done)
        return done

    def _loaded(self, aggregate: Aggregate, record_id: str, command: Command) -> tuple[Repository, Record | None]:
        repository = REPOSITORIES[aggregate]
        record = repository.load(record_id) if command.record_id is not None else None
        if command.record_id is not None and record is None and command.actor is not SYSTEM:
            raise _Refused(repository.table.not_found(record_id))
        if record is not None and command.expected_version not in (None, record.version):
            self._refuse_unseen(repository, record, command)
            raise _Refused(
                refuse(
                    RefusalCode.CONFLICT,
                    expected=str(command.expected_version),
                    actual=str(record.version),
                    subject=record_id,
                )
            )
        return repository, record

    def _refuse_unseen(self, repository: Repository, record: Record, command: Command) -> None:
        """A stranger is told that the record does not exist, not that it has another version."""
        act = self._act(command, record_id=str(record.id), fresh=FreshIds("", "", ""), payload=None)
        found = lawful(repository.table, repository.facts(record, act), act)
        if isinstance(found, Refusal) and found.code in {RefusalCode.NOT_FOUND, RefusalCode.NOT_PERMITTED}:
            raise _Refused(found)

    def _write(self, repository: Repository, record: Record | None, act: Act) -> Done:
        facts = repository.facts(record, act)
        decision = decide(repository.table, facts, act)
        if isinstance(decision, Refusal):
            raise _Refused(decision)
        if (turn := repository.turn(facts)) is not None:
            take_turn(turn)
        changes = dict(decision.outcome.changes)
        version = self._store(repository, record, act, decision, changes)
        papers = tuple(order.document_id for order in decision.outcome.letters)
        _record_event(repository, record, act, decision, version=version, papers=papers)
        log_act(repository.table.aggregate, record, act, decision)
        for order in decision.outcome.letters:
            self._draft(order, repository=repository, act=act)
        for paper in decision.outcome.prepares:
            outbox.add(PREPARE_DOCUMENT, paper)
        for effect in decision.outcome.effects:
            self._follow(
                effect.aggregate, effect.record_id, replace(act, actor=SYSTEM, verb=effect.verb), effect.payload
            )
        return Done(
            aggregate=repository.table.aggregate,
            record_id=act.record_id,
            version=version,
            state=decision.state,
            documents=papers,
        )

    def _store(
        self, repository: Repository, record: Record | None, act: Act, decision: Decision, changes: dict[str, Any]
    ) -> int:
        if record is None:
            return create(repository.record_class, act.record_id, state=decision.state, changes=changes, now=act.now)
        try:
            return store(record, state=decision.state, changes=changes, now=act.now)
        except VersionMoved as error:
            refusal = refuse(RefusalCode.CONFLICT, expected=str(record.version), actual="?", subject=act.record_id)
            raise _Refused(refusal) from error

    def _follow(self, aggregate: Aggregate, record_id: str, act: Act, payload: Any) -> None:
        """An effect: the same door, inside the same transaction, as the system's own act."""
        repository = REPOSITORIES[aggregate]
        act = replace(act, record_id=record_id, payload=payload)
        self._write(repository, repository.load(record_id), act)

    def _draft(self, order: LetterOrder, *, repository: Repository, act: Act) -> None:
        aggregate, record_id = order.subject or (repository.table.aggregate, act.record_id)
        record = REPOSITORIES[aggregate].load(record_id)
        if record is None:
            raise AssertionError("the record was just written, or a paper speaks of it")
        try:
            draft = self._letters.compose(order, aggregate=aggregate, record=record, act=act)
        except CannotCompose as error:
            raise _Refused(error.refusal) from error
        self._follow(Aggregate.DOCUMENT, order.document_id, replace(act, actor=SYSTEM, verb="draft"), draft)
        sealed = DocumentKind(order.kind) in SEALED_KINDS
        outbox.add(ISSUE_DOCUMENT if sealed else PREPARE_DOCUMENT, order.document_id)

    def _recall(self, command: Command) -> Done | None:
        if command.idempotency_key is None:
            return None
        found = idempotency.recall(command.actor.id, command.idempotency_key)
        if found is None:
            return None
        digest, outcome = found
        if digest != command.digest():
            raise _Refused(refuse(RefusalCode.IDEMPOTENCY_KEY_REUSED, subject="idempotencyKey"))
        return Done(
            aggregate=Aggregate(outcome["aggregate"]),
            record_id=outcome["record_id"],
            version=outcome["version"],
            state=outcome["state"],
            documents=tuple(outcome["documents"]),
            repeated=True,
        )

    def _remember(self, command: Command, done: Done) -> None:
        if command.idempotency_key is not None:
            outcome: Mapping[str, Any] = plain(done)
            idempotency.remember(
                command.actor.id,
                command.idempotency_key,
                command_sha256=command.digest(),
                outcome=dict(outcome),
            )

    def _act(self, command: Command, *, record_id: str, fresh: FreshIds, payload: Any) -> Act:
        return Act(
            verb=command.verb,
            actor=command.actor,
            payload=payload,
            now=_milliseconds(self._clock.now()),
            record_id=record_id,
            fresh=fresh,
        )


def _record_event(
    repository: Repository,
    record: Record | None,
    act: Act,
    decision: Decision,
    *,
    version: int,
    papers: tuple[str, ...],
) -> None:
    event = EventRecord(
        id=new_id(),
        aggregate=repository.table.aggregate.value,
        record_id=act.record_id,
        version=version,
        name=decision.row.event,
        verb=act.verb,
        from_state=record.state if record else None,
        to_state=decision.state,
        actor_id=act.actor.id,
        actor_name=act.actor.name,
        at=act.now,
        clause=decision.clause,
        reason=decision.outcome.reason or None,
        documents=list(papers),
        payload_sha256=canonical_digest(plain(act.payload)) if act.payload is not None else None,
    )
    insert(event)


def _milliseconds(instant: datetime) -> datetime:
    """As MongoDB keeps time."""
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)
