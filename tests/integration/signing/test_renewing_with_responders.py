"""What a renewal embeds of revocation: lists and responders' answers of after the signature, about its signer too.

*Source*: ETSI EN 319 102-1, 5.2.5.4 (freshness) and 5.6.2.3: what tells of a certificate is to be of after the best signature
time.
"""

import io
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import crl, ocsp, x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore

from signing.archive import RenewalRequest, RenewedPdf, renew
from signing.development_pki import AuthorityName, DevelopmentPki
from signing.port import ServiceUnavailable
from signing.trust import TrustAnchors
from signing.validation import inspect_signatures
from tests.e2e.authorities import Authorities, answering
from tests.integration.signing.ageing import WallClock
from tests.integration.signing.test_asking_responders import Installed, _error, _huge, _nothing


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Installed]:
    """Whose authorities are more than a year old, so that the next time-stamping key ends later than the one that stamped."""
    given = Authorities(tmp_path)
    with answering(given.answer) as address:
        DevelopmentPki.open(tmp_path / "ca", WallClock(timedelta(days=420)), public_url=address)
        given.open(address)
        yield Installed(given)


def dss(pdf: bytes) -> DocumentSecurityStore:
    return DocumentSecurityStore.read_dss(PdfFileReader(io.BytesIO(pdf)))


def answers_about(pdf: bytes, serial: int) -> list[datetime]:
    """When each answer about the certificate was made."""
    found = []
    for reference in dss(pdf).ocsps:
        answer = ocsp.OCSPResponse.load(reference.get_object().data)["response_bytes"]["response"].parsed
        [single] = answer["tbs_response_data"]["responses"]
        if single["cert_id"]["serial_number"].native == serial:
            found.append(answer["tbs_response_data"]["produced_at"].native)
    return sorted(found)


def lists_of(pdf: bytes, issuer: x509.Name) -> list[datetime]:
    """When each list of this CA was made."""
    lists = [crl.CertificateList.load(each.get_object().data) for each in dss(pdf).crls]
    return sorted(each["tbs_cert_list"]["this_update"].native for each in lists if each.issuer == issuer)


def signer_of(pdf: bytes) -> x509.Certificate:
    [signature] = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
    return signature.signer_cert


def later(here: Installed, *, lists: bool = False) -> TrustAnchors:
    """Some seconds later, with a time-stamping authority below a new root: whom we trust then."""
    time.sleep(1.2)
    for name in (AuthorityName.ROOT, AuthorityName.TSA):
        here.given.pki.rotate(name)
    trust = here.given.pki.trust()
    return replace(trust, crls=trust.crls if lists else (), asks_responders=True)


def renewed(here: Installed, pdf: bytes, trust: TrustAnchors) -> RenewedPdf:
    return renew(RenewalRequest(pdf, trust, here.given.pki.timestamps, datetime.now(UTC)))


def holds(pdf: bytes, trust: TrustAnchors) -> bool:
    return inspect_signatures(pdf, replace(trust, asks_responders=False), datetime.now(UTC)).holds


def test_the_signers_responder_is_asked_again_at_the_renewal(here: Installed) -> None:
    signed_at = datetime.now(UTC).replace(microsecond=0)
    pdf = here.sign()
    serial = signer_of(pdf).serial_number
    [first] = answers_about(pdf, serial)
    trust = later(here)
    begun = datetime.now(UTC).replace(microsecond=0)
    made = renewed(here, pdf, trust)
    kept, asked_again = answers_about(made.data, serial)
    assert kept == first
    assert signed_at <= first < begun <= asked_again
    assert made.data.startswith(pdf)
    assert holds(made.data, trust)


def test_a_list_of_after_the_signature_is_embedded_at_the_renewal(here: Installed) -> None:
    """Without any responder; the signer's CA is another than that of the new time stamp."""
    here.given.ocsp_answer = None
    before = here.given.pki.trust()
    pdf = here.sign(before)
    issuer = signer_of(pdf).issuer
    [first] = lists_of(pdf, issuer)
    (here.given.folder / "ca" / "issuing.crl").unlink()  # the next one is due
    trust = replace(later(here, lists=True), asks_responders=False)
    made = renewed(here, pdf, trust)
    assert here.given.asked == 0
    kept, newer = lists_of(made.data, issuer)
    assert kept == first < newer
    assert holds(made.data, trust)


def test_a_signer_revoked_since_is_told_with_his_day_and_the_letter_stands(here: Installed) -> None:
    """The answer that he is revoked is proof that he was not before."""
    pdf = here.sign()
    serial = signer_of(pdf).serial_number
    trust = later(here)
    pki = here.given.pki
    pki.person_key_path("deputi").with_suffix(".pem").write_bytes(here.certificate.public_bytes(Encoding.PEM))
    pki.revoke("deputi", datetime.now(UTC), "key_compromise")
    time.sleep(1.1)
    made = renewed(here, pdf, trust)
    assert len(answers_about(made.data, serial)) == 2
    for each in (trust, replace(pki.trust(), asks_responders=False)):
        assert holds(made.data, each)


@pytest.mark.parametrize("answer", [None, _nothing, _error, _huge])
def test_a_signers_responder_that_is_silent_keeps_no_letter_from_its_renewal(
    here: Installed, answer: Callable[[bytes], bytes] | None
) -> None:
    """Of the old time stamp a list tells; what the signer's CA no longer says is not waited for: protection would lapse."""
    pdf = here.sign()
    trust = later(here, lists=True)
    here.given.ocsp_answer, asked = answer, here.given.asked
    made = renewed(here, pdf, trust)
    if answer is not None:  # of the signer, both stamping keys, and the two CAs: each once
        assert here.given.asked - asked == 5
    assert len(answers_about(made.data, signer_of(pdf).serial_number)) == 1
    assert holds(made.data, trust)


def test_where_nothing_tells_of_the_time_stamp_the_renewal_waits(here: Installed) -> None:
    pdf = here.sign()
    trust = later(here)
    here.given.ocsp_answer = None
    with pytest.raises(ServiceUnavailable, match="responder does not say"):
        renewed(here, pdf, trust)
