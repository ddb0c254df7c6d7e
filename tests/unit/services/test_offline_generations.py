"""Papers of older generations and renewed ones, checked without network: rotated keys, later revocations, archive stamps."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from domain.verification import CheckResult
from services.offline import OfflineReport
from services.offline_bundles import OfflineBundle
from services.offline_verdicts import OfflineCheckId
from signing.archive import RenewalRequest, renew
from signing.development_pki import AuthorityName
from tests.unit.services.test_offline import ALL_PASSED, Desk, by_file, by_text, results
from tests.unit.signing.conftest import Office

YEAR = 365


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(Office(tmp_path / "pki"))


def renewed(desk: Desk, pdf: bytes) -> bytes:
    office = desk.office
    return renew(RenewalRequest(pdf, office.pki.trust(), office.pki.timestamps, office.clock.now())).data


def fetched(desk: Desk, *papers: bytes) -> OfflineBundle:
    """The bundle of today, as a reader gets it."""
    return OfflineBundle.read(desk.bundle(*papers, listed_at=desk.office.clock.now()).packed())


def told(desk: Desk, bundle: OfflineBundle, pdf: bytes) -> OfflineReport:
    return by_file(bundle, pdf, desk.office.clock.now())


@pytest.mark.parametrize("name", list(AuthorityName))
def test_a_paper_from_before_a_rotation_is_genuine(name: AuthorityName, desk: Desk) -> None:
    paper = desk.paper()
    desk.office.clock.advance(days=2)
    desk.office.pki.rotate(name)
    report = told(desk, fetched(desk, paper), paper)
    assert results(report) == ALL_PASSED
    assert (report.genuine, report.stands_today) == (True, True)


def test_every_edition_of_a_renewed_paper_is_genuine_as_long_as_its_stamp_lasts(desk: Desk) -> None:
    paper, office = desk.paper(), desk.office
    editions = [paper]
    for _ in range(2):
        office.clock.advance(days=YEAR * 8 + 30)
        office.pki.replace_due()
        editions.append(renewed(desk, editions[-1]))
        report = told(desk, fetched(desk, paper), editions[-1])
        assert (results(report), report.genuine) == (ALL_PASSED, True)
    bundle = fetched(desk, paper)
    assert [told(desk, bundle, each).genuine for each in editions[1:]] == [True, True]
    assert told(desk, bundle, paper).genuine is None, "its one stamp has ended: neither proven nor false"
    office.clock.advance(days=YEAR * 6)
    bundle = fetched(desk, paper)
    assert [told(desk, bundle, each).genuine for each in editions] == [None, None, True]


def _annotated(pdf: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    page[pdf_name("/Contoh")] = pdf_string("lain")
    writer.update_container(page)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def _torn(pdf: bytes) -> bytes:
    return pdf[:-200]


def _flipped(pdf: bytes) -> bytes:
    return pdf[:-300] + bytes([pdf[-300] ^ 1]) + pdf[-299:]


@pytest.mark.parametrize("change", [_annotated, _torn, _flipped])
def test_a_renewed_paper_that_was_touched_is_not_genuine(change: Callable[[bytes], bytes], desk: Desk) -> None:
    paper = desk.paper()
    desk.office.clock.advance(days=YEAR * 8 + 30)
    desk.office.pki.replace_due()
    assert told(desk, fetched(desk, paper), change(renewed(desk, paper))).genuine is False


@pytest.mark.parametrize("renew_it", [False, True])
def test_a_signers_key_that_was_revoked_later_leaves_his_papers_genuine(renew_it: bool, desk: Desk) -> None:
    """The time stamp proves that the paper is older; the list of the bundle names the key."""
    paper, office = desk.paper(), desk.office
    if renew_it:
        office.clock.advance(days=500)
        office.pki.rotate(AuthorityName.ROOT)
        office.pki.rotate(AuthorityName.TSA)
        paper_now = renewed(desk, paper)
    else:
        paper_now = paper
    office.clock.advance(days=2)
    office.pki.revoke("deputi", office.clock.now(), "key_compromise")
    office.clock.advance(days=1)
    report = told(desk, fetched(desk, paper), paper_now)
    assert (results(report), report.genuine) == (ALL_PASSED, True)


def test_a_paper_signed_by_a_key_that_was_revoked_before_is_not_proven(desk: Desk) -> None:
    """ETSI EN 319 102-1, 5.5.4: REVOKED_NO_POE is indeterminate."""
    office = desk.office
    before = office.clock.now() - timedelta(hours=1)
    paper = desk.paper()
    office.clock.advance(days=1)
    office.pki.revoke("deputi", before, "key_compromise")
    report = told(desk, fetched(desk, paper), paper)
    assert (report.genuine, report.stands_today) == (None, False)
    assert [check.finding for check in report.checks[:2]] == ["AS_ISSUED", "UNPROVEN"]


@pytest.mark.parametrize("reason", ["superseded", "key_compromise"])
def test_a_credential_key_that_was_revoked_later_leaves_its_papers_genuine(reason: str, desk: Desk) -> None:
    """Inside a paper the credential is as old as the paper's time stamp proves; whatever came of its key since."""
    paper, office = desk.paper(), desk.office
    office.clock.advance(days=2)
    office.pki.revoke_authority("credential", office.clock.now(), reason)
    report = told(desk, fetched(desk, paper), paper)
    assert (results(report), report.genuine) == (ALL_PASSED, True)


def test_a_credential_in_a_paper_from_after_its_keys_revocation_is_forged(desk: Desk) -> None:
    office = desk.office
    stolen = desk.credential()
    office.clock.advance(days=1)
    office.pki.revoke_authority("credential", office.clock.now(), "key_compromise")
    office.clock.advance(days=1)
    paper = desk.paper(credential=stolen)
    report = told(desk, fetched(desk, paper), paper)
    assert results(report)[OfflineCheckId.CREDENTIAL] is CheckResult.FAILED
    assert report.genuine is False


def test_a_credential_alone_says_nothing_of_its_age_once_its_key_was_stolen(desk: Desk) -> None:
    text, office = desk.credential(), desk.office
    office.clock.advance(days=2)
    office.pki.revoke_authority("credential", office.clock.now(), "key_compromise")
    report = by_text(fetched(desk), text, office.clock.now())
    assert results(report)[OfflineCheckId.CREDENTIAL] is CheckResult.FAILED


# --- a key that was replaced ----------------------------------------------------------------------------------------


def test_a_printed_credential_of_a_replaced_key_is_read_and_stands(desk: Desk) -> None:
    text, office = desk.credential(), desk.office
    for _ in range(2):
        office.clock.advance(days=400)
        office.pki.rotate(AuthorityName.CREDENTIAL)
    report = by_text(fetched(desk), text, office.clock.now())
    given = (OfflineCheckId.CREDENTIAL, OfflineCheckId.STATUS, OfflineCheckId.COMPARED)
    assert results(report) == dict.fromkeys(given, CheckResult.PASSED)
    assert report.in_force


@pytest.mark.parametrize(("late", "result"), [(0, CheckResult.PASSED), (1, CheckResult.FAILED)])
def test_what_a_replaced_key_signed_after_it_was_replaced_is_forged(late: int, result: CheckResult, desk: Desk) -> None:
    office = desk.office
    office.clock.advance(days=30)
    old, at = office.pki.credential_key(), office.clock.now().replace(microsecond=0)
    office.pki.rotate(AuthorityName.CREDENTIAL)
    office.pki.credential_key = lambda: old  # type: ignore[method-assign]
    text = desk.credential(issued_at=at + timedelta(seconds=late))
    del office.pki.credential_key
    office.clock.advance(days=1)
    report = by_text(fetched(desk), text, office.clock.now())
    assert results(report)[OfflineCheckId.CREDENTIAL] is result


def test_a_list_and_a_register_that_a_replaced_key_signed_afterwards_are_not_believed(desk: Desk) -> None:
    paper, office = desk.paper(), desk.office
    office.clock.advance(days=30)
    old = office.pki.credential_key()
    office.pki.rotate(AuthorityName.CREDENTIAL)
    office.clock.advance(days=1)
    office.pki.credential_key = lambda: old  # type: ignore[method-assign]
    bundle = fetched(desk, paper)
    del office.pki.credential_key
    report = told(desk, bundle, paper)
    assert (report.genuine, report.stands_today, report.freshness.value) == (None, False, "UNSOUND")
