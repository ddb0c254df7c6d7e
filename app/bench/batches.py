"""A batch of letters signed in one act: as many as one act takes, each an approval that waits for the Deputy's signature."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from app.bench.pipeline import PATIENCE_SECONDS, MeasurementFailed
from app.people import actor_of, person_with
from app.wiring import System
from documents.contexts import to_facts
from documents.specimens import APPROVAL
from domain.aggregates import Aggregate
from domain.canonical import canonical_digest
from domain.clock import legal_date
from domain.document_acts import DraftDocument
from domain.document_kinds import DocumentKind, DocumentState
from domain.refusals import Refusal
from domain.roles import SYSTEM, Actor, Role
from domain.signing_batches import BatchProgress, BatchState, PaperToSign
from persistence import outbox
from persistence.documents import DocumentRecord
from services.commands import Command
from services.door import PREPARE_DOCUMENT
from services.letter_parts import deputy_signatory
from services.offices import deputy_on

LOOK_SECONDS = 0.5
"""Between two looks at the progress, as a person's page would."""


@dataclass(frozen=True, kw_only=True)
class BatchTime:
    """How long one act of signing took. *Units*: seconds. *Shape*: `looks` are the counts of papers done, each time it was
    polled.
    """

    papers: int
    seconds: float
    looks: tuple[int, ...]

    @property
    def milliseconds_each(self) -> float:
        """Of the whole, for one paper."""
        return self.seconds * 1e3 / self.papers


def measure_batch(system: System, letters: int) -> BatchTime:
    """Orders and prepares the letters, then signs all of them in one act, from the request until it is told as finished.

    *Raises*: `MeasurementFailed` where a single one was not signed, or the progress went back.
    """
    person = person_with(Role.DEPUTY)
    system.keys.ensure(person)
    deputy = actor_of(person)
    papers = _prepared(system, [_order(system, deputy) for _ in range(letters)])
    return _signed(system, deputy, papers)


def _signed(system: System, deputy: Actor, papers: list[PaperToSign]) -> BatchTime:
    key = f"bench-{secrets.token_hex(6)}"
    batches = system.use_cases.signing_batches
    begun = time.monotonic()
    found = batches.sign(
        actor=deputy, papers=papers, passphrase=system.keys.passphrase, key=key, patience_seconds=LOOK_SECONDS
    )
    looks = []
    while isinstance(found, BatchProgress) and found.state is BatchState.RUNNING:
        looks.append(len(found.outcomes))
        time.sleep(LOOK_SECONDS)
        found = batches.progress(actor=deputy, key=key) or found
    seconds = time.monotonic() - begun
    if isinstance(found, Refusal):
        raise MeasurementFailed(found.message_en)
    if looks != sorted(looks):
        raise MeasurementFailed(f"the progress went back: {looks}")
    signed = DocumentRecord.objects(id__in=list(found.papers), state=DocumentState.SIGNED.value).count()
    if found.state is not BatchState.FINISHED or signed != len(papers):
        raise MeasurementFailed(f"{signed} of {len(papers)} were signed; the batch is {found.state}")
    return BatchTime(papers=len(papers), seconds=seconds, looks=tuple(looks))


def _order(system: System, deputy: Actor) -> str:
    facts = to_facts(replace(APPROVAL, signatory=deputy_signatory(deputy_on(legal_date(system.clock.now())))))
    draft = DraftDocument(
        kind=DocumentKind.APPROVAL,
        institution_id="inst-kabupaten-contoh-utara",
        subject=Aggregate.APPLICATION,
        subject_id="bench",
        facts=facts,
        facts_sha256=canonical_digest(facts),
        signatories=(deputy.id,),
        drafted_by=SYSTEM.id,
    )
    done = system.use_cases.door.perform(
        Command(aggregate=Aggregate.DOCUMENT, verb="draft", actor=SYSTEM, payload=draft)
    )
    if isinstance(done, Refusal):
        raise MeasurementFailed(done.message_en)
    outbox.add(PREPARE_DOCUMENT, done.record_id)
    return done.record_id


def _prepared(system: System, ordered: list[str]) -> list[PaperToSign]:
    """The papers as they wait for the signature."""
    system.worker.start()
    try:
        _await(lambda: _waiting(ordered), count=len(ordered))
    finally:
        system.worker.stop()
    papers = DocumentRecord.objects(id__in=ordered)
    return [
        PaperToSign(document_id=str(paper.id), seen_sha256=paper.sha256, expected_version=paper.version)
        for paper in papers
    ]


def _waiting(ordered: list[str]) -> int:
    return int(DocumentRecord.objects(id__in=ordered, state=DocumentState.AWAITING_SIGNATURE.value).count())


def _await(found: Callable[[], int], *, count: int) -> None:
    limit = time.monotonic() + PATIENCE_SECONDS
    while (ready := found()) < count:
        if outbox.dead() or time.monotonic() > limit:
            raise MeasurementFailed(f"{ready} of {count} letters were prepared; {outbox.dead()} can not be")
        time.sleep(LOOK_SECONDS)
