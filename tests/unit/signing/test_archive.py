"""Renewal of archive time stamps: each one before the last lapses keeps a letter proven over legal decades."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from signing.archive import RenewalRequest, RenewedPdf, renew
from signing.development_pki import AuthorityName
from signing.port import ProtectionLapsed, RecipeName, RenewalGainsNothing, SigningFailed, TimestampUnavailable
from signing.profile import add_signature_fields
from signing.timestamps import LocalTimestamps
from signing.validation import inspect_signatures

YEAR = timedelta(days=365)
LETTER = (Path(__file__).parent / "letter.pdf").read_bytes()


def renewed(office: Any, pdf: bytes) -> RenewedPdf:
    return renew(RenewalRequest(pdf, office.pki.trust(), office.pki.timestamps, office.clock.now()))


def single(office: Any) -> bytes:
    pdf = add_signature_fields(LETTER, ["Penanda"])
    data: bytes = office.sign(pdf, field_name="Penanda", signer_id="deputi", recipe=RecipeName.SINGLE).data
    return data


def both(office: Any) -> bytes:
    pdf = add_signature_fields(LETTER, ["Pertama", "Kedua"])
    first = office.sign(pdf, field_name="Pertama", signer_id="kepala", recipe=RecipeName.FIRST_OF_TWO).data
    data: bytes = office.sign(first, field_name="Kedua", signer_id="deputi", recipe=RecipeName.SECOND_OF_TWO).data
    return data


def test_what_was_signed_says_until_when_it_is_protected(new_office: Callable[[], Any]) -> None:
    office = new_office()
    signed = office.sign(
        add_signature_fields(LETTER, ["Penanda"]), field_name="Penanda", signer_id="deputi", recipe=RecipeName.SINGLE
    )
    end = office.pki.generations.certificate("tsa").not_valid_after_utc
    report = inspect_signatures(signed.data, office.pki.trust(), office.clock.now())
    assert report.protected_until == end
    pdf = add_signature_fields(LETTER, ["Pertama", "Kedua"])
    first = office.sign(pdf, field_name="Pertama", signer_id="kepala", recipe=RecipeName.FIRST_OF_TWO)
    assert inspect_signatures(first.data, office.pki.trust(), office.clock.now()).protected_until is None


@pytest.mark.parametrize("sign", [single, both])
def test_two_renewals_prove_a_letter_for_twenty_five_years(
    new_office: Callable[[], Any], sign: Callable[[Any], bytes]
) -> None:
    """By 2050 asn1crypto would need another form of time: so far the clock goes here."""
    office = new_office()
    letter = unrenewed = sign(office)
    ends = []
    for _ in range(2):
        office.clock.advance(days=365 * 8 + 30)
        office.pki.replace_due()
        made = renewed(office, letter)
        assert made.data.startswith(letter)
        assert office.inspect(made.data).holds
        ends.append(made.protected_until)
        letter = made.data
    assert ends == [office.pki.generations.certificate(stem).not_valid_after_utc for stem in ("tsa.2", "tsa.3")]
    office.clock.advance(days=365 * 6)
    report = office.inspect(letter)
    assert report.holds
    assert [stamp.holds for stamp in report.timestamps] == [True] * 3
    assert not office.inspect(unrenewed).holds


def test_five_renewals_in_a_row(new_office: Callable[[], Any]) -> None:
    office = new_office()
    letter = single(office)
    for _ in range(5):
        office.clock.advance(days=200)
        for name in (AuthorityName.ROOT, AuthorityName.TSA):
            office.pki.rotate(name)
        office.clock.advance(days=400)
        office.pki.rotate(AuthorityName.ROOT)
        office.pki.rotate(AuthorityName.TSA)
        letter = renewed(office, letter).data
        assert office.inspect(letter).holds
    assert len(office.inspect(letter).timestamps) == 6


def test_what_has_lapsed_is_not_renewed_as_if_it_were_whole(new_office: Callable[[], Any]) -> None:
    office = new_office()
    letter = single(office)
    office.clock.advance(days=365 * 11)
    office.pki.replace_due()
    with pytest.raises(ProtectionLapsed, match="protected the file until 2036"):
        renewed(office, letter)


def test_a_renewal_that_gains_nothing_is_not_made(new_office: Callable[[], Any]) -> None:
    office = new_office()
    letter = single(office)
    office.clock.advance(days=30)
    with pytest.raises(RenewalGainsNothing, match="no later than that of the last time stamp"):
        renewed(office, letter)


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7 rusak", LETTER, add_signature_fields(LETTER, ["Penanda"])])
def test_what_was_never_archived_cannot_be_renewed(new_office: Callable[[], Any], pdf: bytes) -> None:
    with pytest.raises(SigningFailed):
        renewed(new_office(), pdf)


def test_without_the_authority_it_waits(new_office: Callable[[], Any], tmp_path: Path) -> None:
    office = new_office()
    away = LocalTimestamps(tmp_path / "tsa.pem", tmp_path / "tsa.key", chain=())
    with pytest.raises(TimestampUnavailable):
        renew(RenewalRequest(single(office), office.pki.trust(), away, office.clock.now()))


@pytest.mark.parametrize(("revoked", "holds"), [("after", True), ("before", False)])
@pytest.mark.parametrize("stem", ["seal", "tsa"])
def test_a_revocation_that_became_known_after_the_renewal(
    new_office: Callable[[], Any], stem: str, revoked: str, holds: bool
) -> None:
    """When the signer's CA has long ended: what counts is since when the key is revoked, not when it was told.

    ETSI EN 319 102-1, 5.6.2.3: the later stamp covers the lists of its time; a list from afterwards speaks of both.
    """
    office = new_office()
    start = office.clock.now()
    office.clock.advance(days=1)
    pdf = add_signature_fields(LETTER, ["Penanda"])
    letter = office.sign(pdf, field_name="Penanda", signer_id="segel", recipe=RecipeName.SEAL).data
    office.clock.advance(days=365 * 9 + 10)
    office.pki.replace_due()
    letter = renewed(office, letter).data
    office.clock.advance(days=20)
    at = start if revoked == "before" else office.clock.now()
    office.pki.revoke_authority(stem, at, "key_compromise")
    assert office.inspect(letter).holds is holds
    for _ in range(2):
        office.clock.advance(days=365 * 2)
        office.pki.replace_due()
        assert office.inspect(letter).holds is holds
