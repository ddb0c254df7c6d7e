"""What the public log says, byte for byte, and of which papers it says nothing that a stranger could read."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from domain.aggregates import Aggregate
from domain.document_kinds import DocumentKind
from domain.standings import Standing
from domain.transparency import LogEvent, Statement, commitment, entry_of, follows, is_public, logged_standing

STATEMENT = Statement(
    event=LogEvent.ISSUED,
    kind=DocumentKind.CERTIFICATE,
    number="7/SERT/XI/2026",
    dated="2026-11-22",
    sha256="a" * 64,
    institution="inst-a",
    standing=Standing.IN_FORCE,
    revoked=("S11", "S09"),
    at=datetime(2026, 11, 22, 3, 0, 0, 4_000, tzinfo=UTC),
)


def test_the_entry_of_a_public_paper_is_its_statement_byte_for_byte() -> None:
    expected = (
        '{"at":"2026-11-22T03:00:00.004Z","dated":"2026-11-22","event":"ISSUED","institution":"inst-a",'
        '"kind":"CERTIFICATE","number":"7/SERT/XI/2026","revoked":["S09","S11"],'
        f'"sha256":"{"a" * 64}","standing":"IN_FORCE","v":1}}'
    ).encode()
    assert STATEMENT.canonical() == expected
    assert entry_of(expected, None) == expected


def test_an_instant_is_told_in_utc_whatever_its_zone() -> None:
    jakarta = STATEMENT.at.astimezone(timezone(timedelta(hours=7)))
    assert replace(STATEMENT, at=jakarta).canonical() == STATEMENT.canonical()


def test_a_commitment_tells_nothing_and_opens_by_salt_and_statement() -> None:
    statement, salt = STATEMENT.canonical(), bytes(range(32))
    digest = hashlib.sha256(salt + statement).hexdigest()
    assert commitment(statement, salt) == digest
    assert json.loads(entry_of(statement, salt)) == {"v": 1, "commitment": digest}
    assert commitment(statement, bytes(32)) != digest


def test_only_what_the_public_register_tells_is_named_in_the_open() -> None:
    assert {kind for kind in DocumentKind if is_public(kind)} == {
        DocumentKind.CERTIFICATE,
        DocumentKind.DETERMINATION,
        DocumentKind.REVOCATION,
        DocumentKind.SERVICE_STOP,
        DocumentKind.REINSTATEMENT,
    }


@pytest.mark.parametrize(
    ("kind", "state", "standing"),
    [
        (DocumentKind.CERTIFICATE, "ACTIVE", Standing.IN_FORCE),
        (DocumentKind.CERTIFICATE, "PARTLY_REVOKED", Standing.PARTLY_REVOKED),
        (DocumentKind.CERTIFICATE, "REVOKED", Standing.REVOKED),
        (DocumentKind.CERTIFICATE, "SUPERSEDED", Standing.SUPERSEDED),
        (DocumentKind.CERTIFICATE, "EXPIRED", Standing.EXPIRED),
        (DocumentKind.SLA, "IN_FORCE", Standing.IN_FORCE),
        (DocumentKind.SLA, "BREACH_REVIEW", Standing.IN_FORCE),
        (DocumentKind.SLA, "BREACHED", Standing.BREACHED),
        (DocumentKind.SLA, "TERMINATED", Standing.TERMINATED),
        (DocumentKind.APPLICATION_RECEIPT, "WITHDRAWN", Standing.IN_FORCE),
        (DocumentKind.APPROVAL, None, Standing.IN_FORCE),
    ],
)
def test_what_an_act_decided_is_what_is_logged(kind: DocumentKind, state: str | None, standing: Standing) -> None:
    assert logged_standing(kind, state) is standing


@pytest.mark.parametrize(
    ("kind", "subject", "told"),
    [
        (DocumentKind.CERTIFICATE, Aggregate.CERTIFICATE, False),
        (DocumentKind.ASSIGNMENT, Aggregate.ASSESSMENT, True),
        (DocumentKind.NOTICE, Aggregate.SANCTION, True),
        (DocumentKind.NOTICE, Aggregate.APPLICATION, False),
    ],
)
def test_the_log_looks_at_papers_that_follow_more_than_their_subject(kind, subject, told) -> None:
    """A notice on a measure may be its letter (II.2.3.s3)."""
    assert follows(kind, subject) is told
