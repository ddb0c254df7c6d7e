"""A signature without a time stamp of its own: the first document time stamp over it proves when it was there."""

import asyncio
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper

from domain.verification import SubIndication
from signing.archive import RenewalRequest, renew
from signing.development_pki import AuthorityName
from signing.port import Level
from signing.report import Coverage, Modification, SignatureFinding
from tests.unit.signing.conftest import FIRST_START, PASSPHRASES, Office
from tests.unit.signing.unstamped import extended_by, unstamped


def bare(office: Office, letter: bytes) -> bytes:
    return unstamped(letter, office.pki, "deputi", PASSPHRASES["deputi"])


def stamped(office: Office, pdf: bytes) -> bytes:
    output, writer = io.BytesIO(), IncrementalPdfFileWriter(io.BytesIO(pdf))
    asyncio.run(PdfTimeStamper(office.pki.timestamper()).async_timestamp_pdf(writer, "sha256", output=output))
    return output.getvalue()


def extended_of(office: Office, pdf: bytes, *, archived: bool = True) -> bytes:
    return extended_by(office.pki, pdf, office.clock.now(), archived=archived)


def found_in(office: Office, pdf: bytes) -> SignatureFinding:
    [found] = office.inspect(pdf).signatures
    return found


@pytest.fixture
def office(new_office: Callable[[], Office]) -> Office:
    return new_office()


def test_it_reaches_the_archive_level_by_two_time_stamps_of_ours(office: Office, letter: bytes) -> None:
    """ETSI EN 319 142-1, 6.3, table 1: either time stamp makes B-T; the second covers the validation data."""
    pdf = bare(office, letter)
    made = extended_of(office, pdf)
    report = office.inspect(made)
    [found] = report.signatures
    assert made.startswith(pdf)
    assert (report.holds, found.level, found.modification) == (True, Level.B_LTA, Modification.LTA_UPDATES)
    assert found.timestamp_time == FIRST_START
    assert [each.coverage for each in report.timestamps] == [Coverage.ENTIRE_REVISION, Coverage.ENTIRE_FILE]


@pytest.mark.parametrize(("stamps", "level"), [(0, None), (1, Level.B_T), (2, Level.B_LTA)])
def test_each_stage_is_recorded_as_what_it_proves(
    office: Office, letter: bytes, stamps: int, level: Level | None
) -> None:
    pdf = bare(office, letter)
    made = extended_of(office, pdf)
    ends = [len(pdf), *(each.covered_length for each in office.inspect(made).timestamps)]
    found = found_in(office, made[: ends[stamps]])
    assert (found.level, found.timestamp_time) == (level, FIRST_START if stamps else None)


def test_where_another_signature_follows_it_has_its_validation_data_and_its_time(office: Office, letter: bytes) -> None:
    report = office.inspect(extended_of(office, bare(office, letter), archived=False))
    assert [s.level for s in report.signatures] == [Level.B_LT]
    assert len(report.timestamps) == 1


def test_it_holds_after_the_certificate_has_ended(office: Office, letter: bytes) -> None:
    made = extended_of(office, bare(office, letter))
    office.clock.advance(days=3 * 365)
    assert office.inspect(made).holds
    assert (found_in(office, made).level, found_in(office, made).timestamp_time) == (Level.B_LTA, FIRST_START)


def test_it_holds_where_the_certificate_was_revoked_afterwards(office: Office, letter: bytes) -> None:
    made = extended_of(office, bare(office, letter))
    office.clock.advance(days=5)
    office.pki.revoke("deputi", office.clock.now(), "key_compromise")
    office.clock.advance(days=5)
    assert office.inspect(made).holds


def test_it_does_not_hold_where_the_certificate_was_revoked_before(office: Office, letter: bytes) -> None:
    """The list of a later day tells of it; the archived one could not yet."""
    made = extended_of(office, bare(office, letter))
    office.clock.advance(days=5)
    office.pki.revoke("deputi", FIRST_START - timedelta(hours=1), "key_compromise")
    found = found_in(office, made)
    assert (found.holds, found.ades.sub_indication) == (False, SubIndication.REVOKED_NO_POE)
    office.clock.advance(days=3 * 365)
    assert not found_in(office, made).holds


def test_a_time_stamp_from_after_the_end_of_the_certificate_proves_nothing(office: Office, letter: bytes) -> None:
    pdf = bare(office, letter)
    office.clock.advance(days=3 * 365)
    found = found_in(office, stamped(office, pdf))
    assert (found.holds, found.level) == (False, None)


@pytest.mark.parametrize("reason", ["cessation_of_operation", "key_compromise"])
def test_it_holds_where_our_authority_was_revoked_after_a_renewal(office: Office, letter: bytes, reason: str) -> None:
    made = extended_of(office, bare(office, letter))
    office.clock.advance(days=400)
    office.pki.rotate(AuthorityName.TSA)
    renewed = renew(RenewalRequest(made, office.pki.trust(), office.pki.timestamps, office.clock.now())).data
    office.clock.advance(days=5)
    office.pki.revoke_authority("tsa", office.clock.now(), reason)
    office.clock.advance(days=3 * 365)
    assert (office.inspect(renewed).holds, found_in(office, renewed).level) == (True, Level.B_LTA)


def test_it_does_not_hold_where_our_authority_was_compromised_before_a_renewal(office: Office, letter: bytes) -> None:
    made = extended_of(office, bare(office, letter))
    office.clock.advance(days=5)
    office.pki.revoke_authority("tsa", office.clock.now(), "key_compromise")
    found = found_in(office, made)
    assert (found.holds, found.level, found.timestamp_time) == (False, None, None)
