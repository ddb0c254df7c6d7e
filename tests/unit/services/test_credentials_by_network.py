"""A QR code's text that leads to no certificate is told why, in both languages; nothing is looked up for it."""

from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from domain.verification import FileOrigin
from services.verdicts import CREDENTIAL_PROBLEMS, CredentialProblem
from services.verification import VerificationPorts, VerificationService
from tests.unit.services.test_offline import NOW, Desk
from tests.unit.signing.conftest import Office


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(Office(tmp_path_factory.mktemp("kantor") / "pki"))


def service(desk: Desk, at: datetime) -> VerificationService:
    trust, untouched = desk.office.pki.trust(), Any
    return VerificationService(
        VerificationPorts(
            clock=SimpleNamespace(now=lambda: at),  # type: ignore[arg-type]
            store=untouched,  # type: ignore[arg-type]
            inspector=untouched,  # type: ignore[arg-type]
            trust=lambda: trust,
            log=untouched,  # type: ignore[arg-type]
            credential_certificates=desk.office.pki.credential_certificates,
            development=True,
        )
    )


def told(desk: Desk, text: str, at: datetime = NOW) -> CredentialProblem:
    report = service(desk, at).verify_credential(text)
    assert (report.origin, report.genuine, report.document, report.standing) == (FileOrigin.NO_FILE, None, None, None)
    assert (report.credential, report.checks, report.signatures, report.log) == (None, (), (), ())
    return next(
        problem for problem, words in CREDENTIAL_PROBLEMS.items() if words == (report.message_id, report.message_en)
    )


@pytest.mark.parametrize(
    "wrong",
    ["", " ", "PBN1:", "pbn1:abc", "HC1:ABC", "PBN1:AAAA", "PBN1:é", "PBN1:\ud800", "$ne", "\x00", "PBN1:" * 5_000],
)
def test_what_is_no_whole_credential_is_unreadable(wrong: str, desk: Desk) -> None:
    assert told(desk, wrong) is CredentialProblem.UNREADABLE


def test_one_that_is_cut_off_is_unreadable(desk: Desk) -> None:
    assert told(desk, desk.credential()[:-4]) is CredentialProblem.UNREADABLE


def test_one_that_another_key_signed_is_forged(desk: Desk, tmp_path: Path) -> None:
    """Whoever copies our form, but has not our key."""
    assert told(desk, Desk(Office(tmp_path / "pki")).credential()) is CredentialProblem.FORGED


def test_one_whose_key_nobody_can_vouch_for_today_is_not_proven(desk: Desk) -> None:
    assert told(desk, desk.credential(), NOW + timedelta(days=60)) is CredentialProblem.UNPROVEN
