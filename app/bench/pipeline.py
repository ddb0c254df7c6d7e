"""Letters a minute through the whole pipeline: ordered in the outbox, issued by the worker's threads, all ten steps."""

import time
from dataclasses import dataclass

from app.wiring import System
from documents.contexts import to_facts
from documents.specimens import SPECIMENS
from domain.aggregates import Aggregate
from domain.canonical import canonical_digest
from domain.document_acts import DraftDocument
from domain.document_kinds import DocumentKind, DocumentState
from domain.refusals import Refusal
from domain.roles import SYSTEM
from persistence import outbox
from persistence.documents import DocumentRecord
from services.commands import Command
from services.door import ISSUE_DOCUMENT

KIND = DocumentKind.APPLICATION_RECEIPT
"""A letter of one page under the agency seal."""

PATIENCE_SECONDS = 600.0

LOOK_SECONDS = 0.25
"""Between two looks at what is issued: each one costs the measured processor time of its own."""


class MeasurementFailed(Exception):
    """Something measured did not work, so that its time means nothing."""


@dataclass(frozen=True)
class Throughput:
    """How many letters took how long. *Units*: seconds."""

    letters: int
    seconds: float

    @property
    def per_minute(self) -> float:
        """Letters a minute."""
        return self.letters * 60 / self.seconds


def measure_pipeline(system: System, letters: int) -> Throughput:
    """Orders the letters, starts the worker, and waits until each is signed, validated, stored and published."""
    ordered = [_order(system) for _ in range(letters)]
    begun = time.monotonic()
    system.worker.start()
    try:
        _await(ordered, deadline=begun + PATIENCE_SECONDS)
    finally:
        system.worker.stop()
    return Throughput(letters, time.monotonic() - begun)


def _order(system: System) -> str:
    context, _numbering = SPECIMENS[KIND]
    facts = to_facts(context)
    draft = DraftDocument(
        kind=KIND,
        institution_id="inst-kabupaten-contoh-utara",
        subject=Aggregate.APPLICATION,
        subject_id="bench",
        facts=facts,
        facts_sha256=canonical_digest(facts),
        signatories=(),
        drafted_by=SYSTEM.id,
    )
    done = system.use_cases.door.perform(
        Command(aggregate=Aggregate.DOCUMENT, verb="draft", actor=SYSTEM, payload=draft)
    )
    if isinstance(done, Refusal):
        raise MeasurementFailed(done.message_en)
    outbox.add(ISSUE_DOCUMENT, done.record_id)
    return done.record_id


def _await(ordered: list[str], *, deadline: float) -> None:
    while True:
        signed = DocumentRecord.objects(id__in=ordered, state=DocumentState.SIGNED.value).count()
        if signed == len(ordered):
            return
        if outbox.dead() or time.monotonic() > deadline:
            raise MeasurementFailed(f"{signed} of {len(ordered)} letters were issued; {outbox.dead()} can not be")
        time.sleep(LOOK_SECONDS)
