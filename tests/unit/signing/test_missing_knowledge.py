"""What a paper is worth while no list holds: a B-LTA paper too is undecided, and what only lacks lists is told apart."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from asn1crypto.crl import CertificateList

from domain.verification import SubIndication
from signing.archive import RenewalRequest, renew
from signing.development_pki import AuthorityName
from signing.missing_knowledge import lacks_knowledge
from signing.port import Level, RecipeName
from signing.report import SignatureReport
from signing.trust import TrustAnchors
from signing.validation import inspect_signatures
from tests.unit.signing.conftest import Office


def signed(office: Office, one_field: bytes) -> bytes:
    return office.sign(one_field, field_name="Penanda", signer_id="deputi", recipe=RecipeName.SINGLE).data


def moved(office: Office) -> None:
    """The time stamps are of another root and CA from now on; the signers stay where they are."""
    for name in (AuthorityName.ROOT, AuthorityName.TSA):
        office.pki.rotate(name)


def lists(trust: TrustAnchors, *, of_new: bool) -> TrustAnchors:
    """With those of the new CAs only, or of the first ones only."""
    names = {der: str(CertificateList.load(der).issuer.native["common_name"]) for der in trust.crls}
    return replace(trust, crls=tuple(der for der, name in names.items() if name.endswith(" G2") is of_new))


def outcome(report: SignatureReport) -> tuple[bool, bool, list[SubIndication | None], list[SubIndication | None]]:
    """Whether it holds, whether it lacks knowledge, and what is said of each signature and time stamp."""
    signatures = [each.ades.sub_indication for each in report.signatures]
    return report.holds, lacks_knowledge(report), signatures, [each.ades.sub_indication for each in report.timestamps]


LATER = SubIndication.TRY_LATER
NO_LIST = SubIndication.REVOCATION_OUT_OF_BOUNDS_NO_POE


@pytest.mark.parametrize(("seconds", "holds"), [(1, True), (2, False)])
def test_a_paper_of_the_highest_level_is_undecided_once_the_last_list_has_ended(
    seconds: int, holds: bool, new_office: Callable[[], Office], one_field: bytes
) -> None:
    """To the second in which it ends, and one of tolerance; decided by the next one. *Source*: ETSI EN 319 102-1, 5.6.3."""
    office = new_office()
    paper, early = signed(office, one_field), office.pki.trust()
    office.clock.advance(days=7, seconds=seconds)
    said = inspect_signatures(paper, early, office.clock.now())
    assert outcome(said) == ((True, False, [None], [None]) if holds else (False, True, [LATER], [LATER]))
    assert outcome(office.inspect(paper)) == (True, False, [None], [None])


def test_each_ca_needs_a_list_until_a_renewal_has_brought_one_of_after_the_signature(
    new_office: Callable[[], Office], one_field: bytes
) -> None:
    """The list that went in with the first time stamp is of before the signature. *Source*: ETSI EN 319 102-1, 5.2.5.4."""
    office = new_office()
    moved(office)
    paper = signed(office, one_field)
    office.clock.advance(days=30)
    now, trust = office.clock.now(), office.pki.trust()
    of_stamps, of_signers = lists(trust, of_new=True), lists(trust, of_new=False)
    assert outcome(inspect_signatures(paper, trust, now)) == (True, False, [None], [None])
    assert outcome(inspect_signatures(paper, of_stamps, now)) == (False, True, [NO_LIST], [None])
    assert outcome(inspect_signatures(paper, of_signers, now)) == (False, True, [LATER], [LATER])


@pytest.mark.parametrize("days", [8, 30, 400, 800])
def test_the_signers_of_a_renewed_paper_are_judged_by_its_own_proofs(
    days: int, new_office: Callable[[], Office], one_field: bytes
) -> None:
    """His CA lives and tells nothing; the newest time stamp needs a list that holds now."""
    office = new_office()
    paper = signed(office, one_field)
    office.clock.advance(days=400)
    moved(office)
    renewed = renew(RenewalRequest(paper, office.pki.trust(), office.pki.timestamps, office.clock.now())).data
    early = office.pki.trust()
    office.clock.advance(days=days)
    now, trust = office.clock.now(), office.pki.trust()
    found = inspect_signatures(renewed, lists(trust, of_new=True), now)
    assert outcome(found) == (True, False, [None], [None, None])
    assert found.signatures[0].level is Level.B_LTA
    for ended in (early, replace(trust, crls=())):
        assert outcome(inspect_signatures(renewed, ended, now)) == (False, True, [LATER], [LATER, LATER])
    assert lacks_knowledge(inspect_signatures(renewed, lists(trust, of_new=False), now))


# --- what does not wait -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("days", [0, 8, 400])
def test_a_signer_who_was_revoked_before_lacks_no_knowledge(
    days: int, new_office: Callable[[], Office], one_field: bytes
) -> None:
    """The list says so, long after the lists in the paper have ended, too."""
    office = new_office()
    office.clock.advance(days=1)
    paper = signed(office, one_field)
    office.pki.revoke("deputi", office.clock.now() - timedelta(hours=2), "key_compromise")
    office.clock.advance(hours=2, days=days)
    assert outcome(office.inspect(paper)) == (False, False, [SubIndication.REVOKED_NO_POE], [None])


def test_a_compromised_authority_is_not_waited_for(new_office: Callable[[], Office], one_field: bytes) -> None:
    office = new_office()
    moved(office)
    paper = signed(office, one_field)
    office.clock.advance(days=1)
    office.pki.revoke_authority("tsa.2", office.clock.now(), "key_compromise")
    office.clock.advance(days=30)
    found = inspect_signatures(paper, lists(office.pki.trust(), of_new=True), office.clock.now())
    assert (found.holds, lacks_knowledge(found)) == (False, False)


def test_what_is_altered_behind_or_of_another_root_is_not_waited_for(
    new_office: Callable[[], Office], one_field: bytes
) -> None:
    office = new_office()
    paper, early = signed(office, one_field), office.pki.trust()
    office.clock.advance(days=30)
    now = office.clock.now()
    assert lacks_knowledge(inspect_signatures(paper, early, now))
    place = paper.index(b"stream") + 20
    flipped = paper[:place] + bytes([paper[place] ^ 1]) + paper[place + 1 :]
    for other in (flipped, paper + b"\n%%EOF\n", paper[:-200], one_field, b""):
        assert not lacks_knowledge(inspect_signatures(other, early, now))
    assert not lacks_knowledge(inspect_signatures(paper, new_office().pki.trust(), now))
