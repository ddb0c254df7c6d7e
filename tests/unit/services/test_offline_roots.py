"""A reader who pinned a root, and a bundle that holds others beside it: rotated ones, added ones, a stranger's."""

from dataclasses import replace
from pathlib import Path

import pytest

from domain.verification import CheckResult
from services.offline import Freshness, OfflineReport, OfflineVerification
from services.offline_bundles import OfflineBundle
from services.offline_pins import PinMismatch, Pins, pinned
from signing.credential_keys import CredentialTrust
from signing.development_pki import AuthorityName
from signing.key_notices import sign_notice
from signing.trust import TrustAnchors
from signing.validation import inspect_signatures
from tests.unit.services.test_offline import ALL_PASSED, LOG, Desk, findings, results
from tests.unit.signing.conftest import Office


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(Office(tmp_path / "pki"))


def roots(desk: Desk) -> TrustAnchors:
    return TrustAnchors(roots=desk.office.pki.trust().roots)


def verifier(desk: Desk, bundle: OfflineBundle, root: TrustAnchors) -> OfflineVerification:
    read = OfflineBundle.read(bundle.packed())
    return OfflineVerification(pinned(read, Pins(roots=root, log_key=LOG.key)), inspect_signatures)


def told(desk: Desk, bundle: OfflineBundle, root: TrustAnchors, pdf: bytes) -> OfflineReport:
    return verifier(desk, bundle, root).verify_file(pdf, desk.office.clock.now())


def today(desk: Desk, *papers: bytes) -> OfflineBundle:
    return desk.bundle(*papers, listed_at=desk.office.clock.now())


def rotated_wholly(desk: Desk) -> None:
    """The root, and the key of credentials, the time stamps and the persons' keys below it."""
    for name in (AuthorityName.ROOT, AuthorityName.CREDENTIAL, AuthorityName.TSA):
        desk.office.pki.rotate(name)


def test_the_earlier_root_still_answers_for_what_is_below_it(desk: Desk) -> None:
    """A root is added, and nothing of this paper rests on it."""
    paper, old = desk.paper(), roots(desk)
    desk.office.clock.advance(days=2)
    desk.office.pki.rotate(AuthorityName.ROOT)
    bundle = today(desk, paper)
    assert len(bundle.trust.anchors.roots) == 2
    report = told(desk, bundle, old, paper)
    assert (results(report), report.genuine, report.stands_today) == (ALL_PASSED, True, True)
    assert told(desk, bundle, roots(desk), paper).stands_today


def test_a_list_below_the_new_root_is_not_believed_by_the_earlier_one(desk: Desk) -> None:
    """The paper holds; what the list and the register say of it does not count, and is no forgery either."""
    paper, old = desk.paper(), roots(desk)
    desk.office.clock.advance(days=2)
    rotated_wholly(desk)
    bundle = today(desk, paper)
    report = told(desk, bundle, old, paper)
    assert findings(report) == ["UNSOUND", "HOLD", "SIGNED", "SAME", "OTHER_ROOT", "BOTH"]
    assert (report.genuine, report.freshness, report.stands_today) == (None, Freshness.OTHER_ROOT, False)
    assert told(desk, bundle, roots(desk), paper).stands_today


def test_a_paper_below_the_new_root_alone_is_neither_proven_nor_false(desk: Desk) -> None:
    old = roots(desk)
    desk.office.clock.advance(days=2)
    rotated_wholly(desk)
    paper = desk.paper()
    bundle = today(desk, paper)
    report = told(desk, bundle, old, paper)
    assert findings(report) == ["OTHER_ROOT", "OTHER_ROOT", "OTHER_ROOT", "BOTH"]
    assert (report.genuine, report.claims, report.stands_today) == (None, None, False)
    assert CheckResult.FAILED not in results(report).values()
    assert told(desk, bundle, roots(desk), paper).stands_today
    text = verifier(desk, bundle, old).verify_text(desk.credential(), desk.office.clock.now())
    assert (findings(text), text.in_force) == (["OTHER_ROOT", "OTHER_ROOT", "BOTH"], False)


def test_what_is_broken_below_every_root_stays_broken(desk: Desk) -> None:
    paper, old = desk.paper(), roots(desk)
    desk.office.clock.advance(days=2)
    desk.office.pki.rotate(AuthorityName.ROOT)
    report = told(desk, today(desk, paper), old, paper.replace(b"/ByteRange", b"/BiteRange"))
    assert report.genuine is False
    foreign = verifier(desk, today(desk, paper), old).verify_text("PBN1:AAAA", desk.office.clock.now())
    assert findings(foreign)[0] == "UNREADABLE"


def test_a_root_that_a_stranger_adds_lends_him_nothing(desk: Desk, tmp_path: Path) -> None:
    """Whoever writes a bundle may put his own root beside LKPP's, with his keys, his list and his register."""
    stranger = Desk(Office(tmp_path / "lain"))
    forged = stranger.paper()
    his, ours = stranger.bundle(forged), desk.bundle()
    anchors = TrustAnchors(
        roots=(*ours.trust.anchors.roots, *his.trust.anchors.roots),
        intermediates=(*ours.trust.anchors.intermediates, *his.trust.anchors.intermediates),
        crls=(*ours.trust.anchors.crls, *his.trust.anchors.crls),
    )
    keys = (*ours.trust.certificates, *his.trust.certificates)
    mixed = replace(his, trust=CredentialTrust(keys, anchors), notice=sign_notice(keys, LOG))
    assert told(stranger, mixed, roots(stranger), forged).genuine is True
    report = told(desk, mixed, roots(desk), forged)
    assert findings(report) == ["OTHER_ROOT", "OTHER_ROOT", "OTHER_ROOT", "BOTH"]
    assert (report.genuine, report.stands_today) == (None, False)


def test_a_bundle_without_any_pinned_root_is_refused(desk: Desk, tmp_path: Path) -> None:
    stranger = Desk(Office(tmp_path / "lain"))
    with pytest.raises(PinMismatch, match="has another root"):
        pinned(desk.bundle(), Pins(roots=roots(stranger)))
    with pytest.raises(PinMismatch, match="has another root"):
        pinned(desk.bundle(), Pins(roots=TrustAnchors(roots=())))
    assert pinned(desk.bundle(), Pins(roots=roots(desk))).unpinned is None
