"""Where MongoDB does not answer, every use case says so in time, with our own error."""

import time
from typing import Any

import pytest

from domain.aggregates import Aggregate
from persistence.connection import connect
from persistence.errors import DatabaseUnavailable
from services.commands import Command
from services.door import Door
from services.evidence import EvidenceService
from services.papers import PaperService
from services.slas import SlaService
from services.verification import VerificationPorts, VerificationService
from tests.integration.services.office import BECAUSE, HEAD, REVIEWER, TERMS, Clock, PlainLetters

pytestmark = pytest.mark.servers


class Untouched:
    """A port that nobody may reach, since the database comes first."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"{name} was asked for")


def test_every_use_case_says_that_the_database_is_not_there(together) -> None:
    database = connect("mongodb://127.0.0.1:9/?replicaSet=pembina", name="test-nobody")
    clock, nothing = Clock(), Untouched()
    door = Door(database=database, clock=clock, letters=PlainLetters())
    papers = PaperService(door=door, issuance=nothing, passes=nothing)
    slas = SlaService(door=door, issuance=nothing, letters=nothing, clock=clock)
    evidence = EvidenceService(door=door, store=nothing)
    verification = VerificationService(
        VerificationPorts(
            clock=clock,
            store=nothing,
            inspector=nothing,
            trust=lambda: nothing,
            log=nothing,
            credential_certificates=tuple,
            development=True,
        )
    )
    command = Command(
        aggregate=Aggregate.APPLICATION,
        verb="withdraw",
        actor=HEAD,
        record_id="f" * 24,
        payload=BECAUSE,
        idempotency_key="key-1",
    )
    signing = {"seen_sha256": "0" * 64, "passphrase": "x", "expected_version": 1, "idempotency_key": "key-1"}
    announced = {"institution_id": "inst-a", "name": "a.pdf", "content_type": "application/pdf", "size": 1}
    started = time.monotonic()
    errors = together(
        lambda: door.perform(command),
        lambda: door.recall(command),
        lambda: door.examine(command),
        lambda: door.available_actions(Aggregate.APPLICATION, "f" * 24, HEAD),
        lambda: papers.sign(actor=HEAD, document_id="f" * 24, **signing),
        lambda: papers.stored_at(actor=HEAD, document_id="f" * 24),
        lambda: papers.download_pass(actor=HEAD, document_id="f" * 24),
        lambda: slas.sign_for_institution(actor=HEAD, sla_id="f" * 24, **signing),
        lambda: slas.propose(actor=REVIEWER, sla_id="f" * 24, terms=TERMS, expected_version=1, idempotency_key="k"),
        lambda: evidence.request_upload(actor=HEAD, sha256="0" * 64, idempotency_key="key-2", **announced),
        lambda: evidence.confirm_upload(actor=HEAD, evidence_id="f" * 24, expected_version=1, idempotency_key="k"),
        lambda: evidence.download_url(actor=HEAD, evidence_id="f" * 24),
        lambda: verification.verify_code("0" * 32),
        lambda: verification.verify_digest("0" * 64),
    )
    assert time.monotonic() - started < 4
    assert [type(error) for error in errors] == [DatabaseUnavailable] * 14
    database.client.close()
