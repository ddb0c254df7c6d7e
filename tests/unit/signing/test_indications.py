"""The standard's indications: pyHanko's words become them one by one, and nothing altered keeps a good one."""

from collections.abc import Callable
from typing import Any

import pytest
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate, AdESPassed, AdESSubIndic

from domain.verification import SignatureIndication, SubIndication
from signing.indications import indicated
from signing.port import SignedPdf
from signing.report import Ades, SignatureReport
from signing.trust import TrustAnchors
from signing.validation import inspect_signatures
from tests.attacks.raw import RAW
from tests.attacks.revisions import REVISIONS

MAKE = {attack.name: attack.make for attack in [*RAW, *REVISIONS]}
PASSED = Ades(SignatureIndication.TOTAL_PASSED, None)


def failed(sub: SubIndication) -> Ades:
    return Ades(SignatureIndication.TOTAL_FAILED, sub)


def open_(sub: SubIndication) -> Ades:
    return Ades(SignatureIndication.INDETERMINATE, sub)


def of(report: SignatureReport) -> tuple[list[Ades], list[Ades]]:
    return [signature.ades for signature in report.signatures], [stamp.ades for stamp in report.timestamps]


@pytest.mark.parametrize("found", [*AdESFailure, *AdESIndeterminate], ids=lambda found: f"{found.status}-{found.name}")
def test_each_word_of_the_library_has_its_sub_indication(found: AdESSubIndic) -> None:
    """*Source*: ETSI EN 319 102-1, section 5.1.3, tables 5 and 6."""
    failure = isinstance(found, AdESFailure)
    indication = SignatureIndication.TOTAL_FAILED if failure else SignatureIndication.INDETERMINATE
    assert indicated(found, intact=True) == Ades(indication, SubIndication[found.standard_name])


def test_only_what_is_intact_passes() -> None:
    assert indicated(AdESPassed.OK, intact=True) == PASSED
    assert indicated(AdESPassed.OK, intact=False) == failed(SubIndication.HASH_FAILURE)
    assert indicated(AdESIndeterminate.TRY_LATER, intact=False) == failed(SubIndication.HASH_FAILURE)
    assert indicated(AdESFailure.SIG_CRYPTO_FAILURE, intact=False) == failed(SubIndication.SIG_CRYPTO_FAILURE)


def test_our_papers_pass(shared_office: Any, single: SignedPdf, two_signed: SignedPdf) -> None:
    assert of(shared_office.inspect(single.data)) == ([PASSED], [PASSED])
    assert of(shared_office.inspect(two_signed.data)) == ([PASSED, PASSED], [PASSED])


@pytest.mark.parametrize(
    ("attack", "signature", "stamp"),
    [
        ("flip: page content", failed(SubIndication.HASH_FAILURE), failed(SubIndication.HASH_FAILURE)),
        ("container: no CMS", failed(SubIndication.FORMAT_FAILURE), failed(SubIndication.HASH_FAILURE)),
        ("USF: no /ByteRange", failed(SubIndication.FORMAT_FAILURE), PASSED),
        ("container: that of the time stamp", failed(SubIndication.FORMAT_FAILURE), failed(SubIndication.HASH_FAILURE)),
        ("shadow hide: covered page", open_(SubIndication.SIG_CONSTRAINTS_FAILURE), PASSED),
        ("evil annotation: stamp", open_(SubIndication.SIG_CONSTRAINTS_FAILURE), PASSED),
        ("title in XMP", open_(SubIndication.SIG_CONSTRAINTS_FAILURE), PASSED),
    ],
)
def test_altered_papers_do_not(
    shared_office: Any, single: SignedPdf, attack: str, signature: Ades, stamp: Ades
) -> None:
    """pyHanko's own algorithm passes what only adds to the file; the constraint on changes is what fails it."""
    assert of(shared_office.inspect(MAKE[attack](single.data))) == ([signature], [stamp])


def test_without_our_root_no_chain_is_found(
    shared_office: Any, new_office: Callable[[], Any], single: SignedPdf
) -> None:
    other = new_office().pki.trust()
    report = inspect_signatures(single.data, other, shared_office.clock.now())
    nowhere = open_(SubIndication.NO_CERTIFICATE_CHAIN_FOUND)
    assert of(report) == ([nowhere], [nowhere])


def test_without_revocation_information_nothing_is_certain(shared_office: Any, first_of_two: SignedPdf) -> None:
    """Taken out of the file and not known to us: nobody can say that the certificate was good."""
    trust = shared_office.pki.trust()
    bare = MAKE["catalog: DSS removed"](first_of_two.data)
    report = inspect_signatures(bare, TrustAnchors(trust.roots, trust.intermediates), shared_office.clock.now())
    assert of(report)[0] == [open_(SubIndication.CERTIFICATE_CHAIN_GENERAL_FAILURE)]
