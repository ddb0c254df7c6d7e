"""A time-stamping authority is retired or found compromised: what it stamped before, with and without a renewal between."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from asn1crypto import crl as asn1_crl
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader

from signing import issuing
from signing.archive import RenewalRequest, RenewedPdf, renew
from signing.development_pki import AuthorityName
from signing.port import Level, RecipeName, RenewalGainsNothing, TimestampUnavailable
from signing.profile import add_signature_fields
from signing.report import Outcome, SignatureReport
from signing.retirement import Standing, authority_id, moment_to_judge, retired_at, standing
from signing.validation import inspect_signatures

RETIREMENTS = ["unspecified", "affiliation_changed", "superseded", "cessation_of_operation"]
COMPROMISES = ["key_compromise", "ca_compromise", "privilege_withdrawn"]


def renewed(office: Any, pdf: bytes) -> RenewedPdf:
    return renew(RenewalRequest(pdf, office.pki.trust(), office.pki.timestamps, office.clock.now()))


def signed(office: Any, letter: bytes, recipe: RecipeName = RecipeName.SINGLE) -> bytes:
    pdf = add_signature_fields(letter, ["Penanda"])
    data: bytes = office.sign(pdf, field_name="Penanda", signer_id="deputi", recipe=recipe).data
    return data


def reasons(report: SignatureReport) -> list[list[str]]:
    found = [each.messages for each in report.signatures] + [each.messages for each in report.timestamps]
    return [[message.code for message in messages] for messages in found]


@pytest.mark.parametrize("reason", COMPROMISES)
def test_a_compromised_authority_proves_nothing_that_no_other_stamped_before(
    new_office: Callable[[], Any], letter: bytes, reason: str
) -> None:
    """RFC 3161, section 4, item 2: no token by that key can be trusted any more, also one that says it is older."""
    office = new_office()
    pdf = signed(office, letter)
    office.clock.advance(days=30)
    office.pki.revoke_authority("tsa", office.clock.now(), reason)
    office.clock.advance(days=1)
    report = office.inspect(pdf)
    assert (report.holds, reasons(report)) == (False, [["REVOKED_NO_POE"], ["REVOKED_NO_POE"]])
    with pytest.raises(TimestampUnavailable, match="not trusted now"):
        renewed(office, pdf)


@pytest.mark.parametrize("reason", [*COMPROMISES, "superseded"])
def test_what_is_stamped_after_the_revocation_is_not_proven_whatever_its_reason(
    new_office: Callable[[], Any], letter: bytes, reason: str
) -> None:
    """RFC 3161, section 4, item 1: only tokens that were made before the revocation stay valid."""
    office = new_office()
    since = office.clock.now()
    office.clock.advance(days=1)
    pdf = signed(office, letter)
    office.clock.advance(days=1)
    office.pki.revoke_authority("tsa", since, reason)
    report = office.inspect(pdf)
    assert (report.holds, reasons(report)) == (False, [["REVOKED_NO_POE"], ["REVOKED_NO_POE"]])


def test_a_paper_stamped_in_the_very_second_of_the_retirement_is_not_proven(
    new_office: Callable[[], Any], letter: bytes
) -> None:
    office = new_office()
    pdf = signed(office, letter)
    second = office.inspect(pdf).timestamps[0].timestamp_time
    office.clock.advance(days=1)
    office.pki.revoke_authority("tsa", second, "superseded")
    assert not office.inspect(pdf).holds


@pytest.mark.parametrize("reason", RETIREMENTS)
def test_what_was_stamped_before_its_authority_was_retired_stays_proven(
    new_office: Callable[[], Any], letter: bytes, reason: str
) -> None:
    """RFC 3161, section 4, item 1, and for years: without any renewal."""
    office = new_office()
    pdf = signed(office, letter)
    office.clock.advance(days=30)
    assert office.pki.revoke_authority("tsa", office.clock.now(), reason) == ("tsa.2",)
    for days in (1, 3 * 365):
        office.clock.advance(days=days)
        report = office.inspect(pdf)
        assert (report.holds, reasons(report)) == (True, [[], []])
    assert report.signatures[0].level is Level.B_LTA


def test_a_retirement_does_not_make_a_stamp_outlive_its_certificate(
    new_office: Callable[[], Any], letter: bytes
) -> None:
    office = new_office()
    pdf = signed(office, letter)
    office.clock.advance(days=30)
    office.pki.revoke_authority("tsa", office.clock.now(), "superseded")
    office.clock.advance(days=10 * 365)
    office.pki.replace_due()
    assert not office.inspect(pdf).holds


def test_a_retirement_does_not_hide_that_the_ca_was_compromised(new_office: Callable[[], Any], letter: bytes) -> None:
    office = new_office()
    pdf = signed(office, letter)
    office.clock.advance(days=30)
    office.pki.revoke_authority("tsa", office.clock.now(), "superseded")
    office.clock.advance(days=1)
    office.pki.revoke_authority("issuing", office.clock.now(), "ca_compromise")
    office.clock.advance(days=1)
    report = office.inspect(pdf)
    assert (report.holds, reasons(report)) == (False, [["REVOKED_CA_NO_POE"], ["REVOKED_CA_NO_POE"]])


@pytest.mark.parametrize("at", ["before", "after"])
def test_a_retirement_does_not_hide_a_signer_who_was_revoked_before_he_signed(
    new_office: Callable[[], Any], letter: bytes, at: str
) -> None:
    office = new_office()
    start = office.clock.now()
    office.clock.advance(days=1)
    pdf = signed(office, letter)
    office.clock.advance(days=30)
    office.pki.revoke_authority("tsa", office.clock.now(), "superseded")
    office.clock.advance(days=1)
    office.pki.revoke("deputi", start if at == "before" else office.clock.now(), "key_compromise")
    office.clock.advance(days=1)
    assert office.inspect(pdf).holds is (at == "after")


@pytest.mark.parametrize("reason", RETIREMENTS)
def test_rotated_then_renewed_then_retired(new_office: Callable[[], Any], letter: bytes, reason: str) -> None:
    """The lawful order: the new key ends with the same CA, and gains all the same."""
    office = new_office()
    pdf = signed(office, letter)
    office.clock.advance(days=20)
    assert office.pki.rotate(AuthorityName.TSA) == ("tsa.2",)
    end = office.pki.generations.certificate("tsa").not_valid_after_utc
    made = renewed(office, pdf)
    assert (made.protected_until, made.data[: len(pdf)]) == (end, pdf)
    office.clock.advance(days=5)
    assert office.pki.revoke_authority("tsa", office.clock.now(), reason) == ()
    office.clock.advance(days=1)
    report = office.inspect(made.data)
    assert (report.holds, reasons(report)) == (True, [[], [], []])
    assert [stamp.authority_name[-2:] for stamp in report.timestamps] == ["na", "G2"]


def test_retired_then_renewed_by_the_successor(new_office: Callable[[], Any], letter: bytes) -> None:
    """Late, and lawful still; the successor is retired years later, as lawfully."""
    office = new_office()
    pdf = signed(office, letter)
    office.clock.advance(days=20)
    office.pki.revoke_authority("tsa", office.clock.now(), "superseded")
    office.clock.advance(days=40)
    made = renewed(office, pdf)
    assert office.inspect(made.data).holds
    with pytest.raises(RenewalGainsNothing, match="ends no later than that of the last time stamp"):
        renewed(office, made.data)
    office.clock.advance(days=800)
    office.pki.revoke_authority("tsa.2", office.clock.now(), "cessation_of_operation")
    office.clock.advance(days=1)
    report = office.inspect(made.data)
    assert (report.holds, reasons(report)) == (True, [[], [], []])
    assert office.inspect(renewed(office, made.data).data).holds


@pytest.mark.parametrize("reason", COMPROMISES)
@pytest.mark.parametrize("years", [0, 4])
def test_a_compromise_after_a_renewal_by_another_key_harms_nothing(
    new_office: Callable[[], Any], letter: bytes, reason: str, years: int
) -> None:
    """ETSI EN 319 102-1, 5.6.2.3: the second stamp proves that the first was there before the compromise."""
    office = new_office()
    pdf = signed(office, letter)
    office.clock.advance(days=20)
    office.pki.rotate(AuthorityName.TSA)
    made = renewed(office, pdf)
    office.clock.advance(days=5)
    office.pki.revoke_authority("tsa", office.clock.now(), reason)
    office.clock.advance(days=1 + 365 * years)
    report = office.inspect(made.data)
    assert (report.holds, reasons(report)) == (True, [[], [], []])
    assert not office.inspect(pdf).holds


@pytest.mark.parametrize("days", [2, 40])
def test_a_compromise_from_before_the_renewal_is_not_healed_by_it(
    new_office: Callable[[], Any], letter: bytes, days: int
) -> None:
    """Told afterwards, when the archived lists know nothing: the thief may have stamped it between theft and renewal."""
    office = new_office()
    start = office.clock.now()
    office.clock.advance(days=1)
    pdf = signed(office, letter)
    office.clock.advance(days=60)
    office.pki.rotate(AuthorityName.TSA)
    made = renewed(office, pdf)
    assert office.inspect(made.data).holds
    office.clock.advance(days=5)
    office.pki.revoke_authority("tsa", start + timedelta(days=days), "key_compromise")
    report = office.inspect(made.data)
    assert [found.holds for found in (*report.signatures, *report.timestamps)] == [False, False, True]
    office.pki.revoke_authority("tsa.2", office.clock.now(), "superseded")
    office.clock.advance(days=1)
    report = office.inspect(made.data)
    assert [found.holds for found in (*report.signatures, *report.timestamps)] == [False, False, True]
    assert reasons(report)[1:] == [["REVOKED_NO_POE"], []]


def test_a_first_signature_whose_authority_was_compromised_before_the_second(
    new_office: Callable[[], Any], letter: bytes
) -> None:
    """The second signature's stamp, by another key, came after the theft, and proves nothing of the time before it."""
    office = new_office()
    pdf = add_signature_fields(letter, ["Pertama", "Kedua"])
    first = office.sign(pdf, field_name="Pertama", signer_id="kepala", recipe=RecipeName.FIRST_OF_TWO).data
    office.clock.advance(days=2)
    theft = office.clock.now()
    office.clock.advance(days=2)
    office.pki.rotate(AuthorityName.TSA)
    both = office.sign(first, field_name="Kedua", signer_id="deputi", recipe=RecipeName.SECOND_OF_TWO).data
    assert office.inspect(both).holds
    office.clock.advance(days=1)
    office.pki.revoke_authority("tsa", theft, "key_compromise")
    office.clock.advance(days=1)
    assert reasons(office.inspect(both)) == [["REVOKED_NO_POE"], [], []]


def test_a_signature_without_archive_whose_authority_was_retired(new_office: Callable[[], Any], letter: bytes) -> None:
    """An agreement that waits for its second signature: the first one's own time stamp is all there is."""
    office = new_office()
    pdf = add_signature_fields(letter, ["Pertama", "Kedua"])
    first = office.sign(pdf, field_name="Pertama", signer_id="kepala", recipe=RecipeName.FIRST_OF_TWO).data
    office.clock.advance(days=3)
    office.pki.revoke_authority("tsa", office.clock.now(), "superseded")
    office.clock.advance(days=1)
    (found,) = office.inspect(first).signatures
    assert (found.holds, found.level, found.trust) == (True, Level.B_LT, Outcome.PASSED)
    both = office.sign(first, field_name="Kedua", signer_id="deputi", recipe=RecipeName.SECOND_OF_TWO).data
    assert office.inspect(both).holds
    office.clock.advance(days=365 * 4)
    assert office.inspect(both).holds
    (found,) = office.inspect(first).signatures
    assert (found.holds, found.messages[0].code) == (False, "REVOKED_NO_POE")


# -- the list itself -------------------------------------------------------------------------------------------------


def of_tsa(office: Any, letter: bytes) -> asn1_x509.Certificate:
    reader = PdfFileReader(io.BytesIO(signed(office, letter)))
    return reader.embedded_timestamp_signatures[0].signer_cert


def listed(office: Any, serial: int, at: datetime, reason: x509.ReasonFlags | None) -> asn1_crl.CertificateList:
    """A list of the issuing CA that names this certificate, with a reason or without one."""
    ca = office.pki.generations.authority("issuing")
    entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(at)
    if reason is not None:
        entry = entry.add_extension(x509.CRLReason(reason), critical=False)
    made = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(ca.certificate.subject)
        .last_update(at)
        .next_update(at + issuing.CRL_LIFE)
        .add_revoked_certificate(entry.build())
        .sign(ca.key, SHA256())
    )
    return asn1_crl.CertificateList.load(made.public_bytes(Encoding.DER))


def test_an_entry_without_reason_counts_as_a_compromise(new_office: Callable[[], Any], letter: bytes) -> None:
    """RFC 3161, section 4, item 1: only an entry that says why leaves the tokens valid."""
    office = new_office()
    certificate, at = of_tsa(office, letter), office.clock.now() + timedelta(days=1)
    silent = listed(office, certificate.serial_number, at, None)
    assert retired_at(certificate, [silent]) is None
    said = listed(office, certificate.serial_number, at, x509.ReasonFlags.unspecified)
    assert retired_at(certificate, [said]) == at
    assert retired_at(certificate, [said, silent]) is None
    assert retired_at(certificate, []) is None
    pdf = signed(office, letter)
    office.clock.advance(days=2)
    trust = office.pki.trust()
    for found, holds in ((silent, False), (said, True)):
        lists = (trust.crls[0], found.dump())
        given = type(trust)(roots=trust.roots, intermediates=trust.intermediates, crls=lists)
        assert inspect_signatures(pdf, given, office.clock.now()).holds is holds


@pytest.mark.parametrize("reason", ["key_compromise", "ca_compromise", "certificate_hold", "privilege_withdrawn"])
def test_one_list_that_names_a_worse_reason_decides(new_office: Callable[[], Any], letter: bytes, reason: str) -> None:
    office = new_office()
    certificate, at = of_tsa(office, letter), office.clock.now() + timedelta(days=1)
    good = listed(office, certificate.serial_number, at, x509.ReasonFlags.superseded)
    bad = listed(office, certificate.serial_number, at, x509.ReasonFlags[reason])
    assert retired_at(certificate, [good, bad]) is None


def test_the_moment_is_the_last_second_before_the_earliest_entry(new_office: Callable[[], Any], letter: bytes) -> None:
    office = new_office()
    certificate, at = of_tsa(office, letter), office.clock.now() + timedelta(days=1)
    lists = [
        listed(office, certificate.serial_number, at + timedelta(days=days), x509.ReasonFlags.superseded)
        for days in (1, 0)
    ]
    assert moment_to_judge(certificate, lists, at + timedelta(days=9)) == at - timedelta(seconds=1)
    assert moment_to_judge(certificate, lists, at - timedelta(hours=1)) == at - timedelta(hours=1)
    other = listed(office, certificate.serial_number + 1, at, x509.ReasonFlags.superseded)
    assert moment_to_judge(certificate, [other], at + timedelta(days=9)) == at + timedelta(days=9)


def test_an_authority_is_found_on_a_list_again_by_what_is_recorded_of_it(
    new_office: Callable[[], Any], letter: bytes
) -> None:
    office = new_office()
    certificate, at = of_tsa(office, letter), office.clock.now() + timedelta(days=1)
    found = authority_id(certificate)
    number, issuer = found.split(":")
    assert (int(number, 16), len(issuer)) == (certificate.serial_number, 64)
    serial = certificate.serial_number
    assert standing(found, []) is Standing.GOOD
    assert standing(found, [listed(office, serial + 1, at, x509.ReasonFlags.superseded)]) is Standing.GOOD
    retired = listed(office, serial, at, x509.ReasonFlags.superseded)
    assert standing(found, [retired]) is Standing.RETIRED
    assert standing(f"{number}:{'0' * 64}", [retired]) is Standing.GOOD
    stolen = listed(office, serial, at, x509.ReasonFlags.key_compromise)
    assert standing(found, [retired, stolen]) is Standing.COMPROMISED
    assert standing(found, [listed(office, serial, at, None)]) is Standing.COMPROMISED
    with pytest.raises(ValueError, match="invalid literal"):
        standing("bukan angka", [retired])
