"""Rotation of each key: the successor signs, the old generation stays trusted for what it signed; and the revocation drill."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from signing.credential_keys import CredentialTrust
from signing.credentials import CredentialForged, CredentialIssuer, read_credential
from signing.development_pki import AuthorityName, AuthorityState, DevelopmentPki
from signing.port import KeyMissing, RecipeName, SigningError
from signing.profile import add_signature_fields
from tests.unit.signing.test_credentials import CLAIMS

START = datetime(2026, 3, 2, 2, 30, tzinfo=UTC)
YEAR = timedelta(days=365)


class Clock:
    def __init__(self, instant: datetime = START) -> None:
        self.instant = instant

    def now(self) -> datetime:
        return self.instant


def states(pki: DevelopmentPki) -> dict[str, AuthorityState]:
    return {each.stem: each.state for each in pki.authorities()}


@pytest.fixture(scope="module")
def one_field() -> bytes:
    return add_signature_fields((Path(__file__).parent / "letter.pdf").read_bytes(), ["Penanda"])


def sealed(office: Any, pdf: bytes) -> bytes:
    data: bytes = office.sign(pdf, field_name="Penanda", signer_id="segel", recipe=RecipeName.SEAL).data
    return data


@pytest.mark.parametrize(
    ("name", "new"),
    [
        ("tsa", ("tsa.2",)),
        ("seal", ("seal.2",)),
        ("credential", ("credential.2",)),
        ("issuing", ("issuing.2",)),
        ("root", ("root.2", "issuing.2")),
        ("ocsp", ("ocsp-root", "ocsp-issuing")),
    ],
)
def test_each_key_has_a_successor_and_earlier_letters_hold(
    new_office: Callable[[], Any], one_field: bytes, name: str, new: tuple[str, ...]
) -> None:
    office = new_office()
    before = sealed(office, one_field)
    assert office.pki.rotate(AuthorityName(name)) == new
    after = sealed(office, one_field)
    assert office.inspect(before).holds
    assert office.inspect(after).holds
    assert {stem: states(office.pki)[stem] for stem in new} == dict.fromkeys(new, AuthorityState.CURRENT)
    retired = {stem for stem, state in states(office.pki).items() if state is AuthorityState.RETIRED}
    assert retired == {stem.partition(".")[0] for stem in new if "." in stem}


def test_everything_rotated_twice_signs_by_the_newest_keys_alone(
    new_office: Callable[[], Any], one_field: bytes
) -> None:
    office = new_office()
    for _ in range(2):
        for name in AuthorityName:
            office.pki.rotate(name)
    letter = sealed(office, one_field)
    (signature,) = office.inspect(letter).signatures
    seal = office.pki.generations.certificate("seal.3").public_bytes(Encoding.DER)
    assert (signature.holds, signature.certificate_sha256) == (True, hashlib.sha256(seal).hexdigest())
    kept = {each.stem: each for each in office.pki.authorities()}
    assert kept["seal.3"].issuer == kept["tsa.3"].issuer == kept["issuing.5"].subject == "UJI Issuing CA Pembina G5"
    assert kept["issuing.5"].issuer == kept["root.3"].subject == "UJI Root CA Pembina G3"


def test_whoever_knows_the_first_root_alone_does_not_trust_the_second(
    new_office: Callable[[], Any], one_field: bytes
) -> None:
    from signing.trust import TrustAnchors
    from signing.validation import inspect_signatures

    office = new_office()
    first = office.pki.root_pem
    for name in AuthorityName:
        office.pki.rotate(name)
    letter = sealed(office, one_field)
    assert office.pki.root_pem.count(b"BEGIN CERTIFICATE") == 2
    assert office.pki.root_pem.endswith(first)
    trust = office.pki.trust()
    alone = TrustAnchors(TrustAnchors.read(roots=[first]).roots, trust.intermediates, trust.crls)
    assert not inspect_signatures(letter, alone, office.clock.now()).holds


def test_persons_move_below_the_new_issuing_ca(new_office: Callable[[], Any], one_field: bytes) -> None:
    office = new_office()
    before = office.sign(one_field, field_name="Penanda", signer_id="deputi", recipe=RecipeName.SINGLE).data
    first = office.pki.person_key_path("deputi").read_bytes()
    office.pki.rotate(AuthorityName.TSA)
    office.issue("deputi", "Ratna Sari")
    assert office.pki.person_key_path("deputi").read_bytes() == first
    office.pki.rotate(AuthorityName.ISSUING)
    office.issue("deputi", "Ratna Sari")
    assert office.pki.person_key_path("deputi").read_bytes() != first
    after = office.sign(one_field, field_name="Penanda", signer_id="deputi", recipe=RecipeName.SINGLE).data
    assert office.inspect(before).holds
    assert office.inspect(after).holds


def test_a_credential_of_the_key_before_is_read_still(new_office: Callable[[], Any]) -> None:
    office = new_office()
    before = CredentialIssuer(office.pki.credential_key).issue(CLAIMS)
    office.clock.instant = max(office.clock.instant, CLAIMS.issued_at)
    office.pki.rotate(AuthorityName.ROOT)
    office.pki.rotate(AuthorityName.CREDENTIAL)
    after = CredentialIssuer(office.pki.credential_key).issue(CLAIMS)
    trust = CredentialTrust(office.pki.credential_certificates(), office.pki.trust())
    assert [read_credential(each, trust, known_at=CLAIMS.issued_at).claims for each in (before, after)] == [
        CLAIMS,
        CLAIMS,
    ]
    known = CredentialTrust(office.pki.credential_certificates()[:1], office.pki.trust())
    with pytest.raises(CredentialForged, match="no such credential key"):
        read_credential(after, known, known_at=CLAIMS.issued_at)


def test_a_rotation_of_the_root_that_was_killed_is_continued(tmp_path: Path) -> None:
    pki = DevelopmentPki.open(tmp_path, Clock())
    pki.rotate(AuthorityName.ROOT)
    for kind in ("pem", "key"):
        (tmp_path / f"issuing.2.{kind}").unlink()
    again = DevelopmentPki.open(tmp_path, Clock())
    assert states(again)["issuing.2"] is AuthorityState.CURRENT
    again.generations.certificate("issuing.2").verify_directly_issued_by(again.generations.certificate("root.2"))


def test_a_folder_of_the_version_before_goes_on(tmp_path: Path) -> None:
    """It has no record of what was issued, no CA beside a revocation, and no certificate of two in one file."""
    pki = DevelopmentPki.open(tmp_path, Clock())
    pki.issue_person_key(subject_id="deputi", name="R", title="", organisation="C", passphrase="x")
    serials = {serial for ca in ("root", "issuing") for serial in pki.lists.issued(ca)}
    (tmp_path / "issued.txt").unlink()
    for name in ("tsa", "credential"):
        alone = pki.generations.certificate(name).public_bytes(Encoding.PEM)
        (tmp_path / f"{name}.pem").write_bytes(alone)
    seal = pki.generations.certificate("seal").serial_number
    (tmp_path / "revoked.json").write_text(
        f'{{"{seal}": {{"at": "2026-03-02T02:30:00+00:00", "reason": "superseded"}}}}'
    )
    again = DevelopmentPki.open(tmp_path, Clock())
    assert {serial for ca in ("root", "issuing") for serial in again.lists.issued(ca)} == serials
    assert set(again.lists.revoked("issuing")) == {seal}
    assert again.lists.revoked("root") == {}
    assert again.rotate(AuthorityName.TSA) == ("tsa.2",)


def test_what_ends_within_two_years_is_replaced_from_the_root_down(tmp_path: Path) -> None:
    clock = Clock()
    pki = DevelopmentPki.open(tmp_path, clock)
    clock.instant = START - timedelta(days=1) + 8 * YEAR - timedelta(seconds=1)
    assert pki.replace_due() == ()
    clock.instant += timedelta(seconds=1)
    assert pki.replace_due() == ("root.2", "issuing.2", "tsa.2", "credential.2", "seal.2")
    assert pki.replace_due() == ()
    ends = {each.stem: each.ends for each in pki.authorities() if each.state is AuthorityState.CURRENT}
    assert min(ends.values()) == clock.instant - timedelta(days=1) + 10 * YEAR


def test_a_jump_of_twenty_years_ends_one_generation_and_begins_one(
    new_office: Callable[[], Any], one_field: bytes
) -> None:
    office = new_office()
    old = sealed(office, one_field)
    office.clock.advance(days=365 * 20)
    office.pki.replace_due()
    assert {stem for stem, state in states(office.pki).items() if state is AuthorityState.ENDED} == {
        "root",
        "issuing",
        "tsa",
        "credential",
        "seal",
    }
    new = sealed(office, one_field)
    assert office.inspect(new).holds
    assert not office.inspect(old).holds


def test_revoked_after_signing_stays_valid_and_before_does_not(new_office: Callable[[], Any], one_field: bytes) -> None:
    """The drill: the time stamp proves that the letter is older than the revocation."""
    office = new_office()
    before = office.sign(one_field, field_name="Penanda", signer_id="deputi", recipe=RecipeName.SINGLE).data
    office.clock.advance(days=10)
    office.pki.revoke("deputi", office.clock.now(), "cessation_of_operation")
    assert office.inspect(before).holds
    office.clock.advance(days=1)
    with pytest.raises(SigningError):
        office.sign(one_field, field_name="Penanda", signer_id="deputi", recipe=RecipeName.SINGLE)
    office.issue("deputi", "Ratna Sari")
    after = office.sign(one_field, field_name="Penanda", signer_id="deputi", recipe=RecipeName.SINGLE).data
    assert office.inspect(after).holds
    assert office.inspect(before).holds


@pytest.mark.parametrize("stem", ["seal", "tsa", "credential", "issuing"])
def test_a_revoked_authority_has_a_successor_at_once(
    new_office: Callable[[], Any], one_field: bytes, stem: str
) -> None:
    office = new_office()
    office.clock.advance(days=1)
    new = office.pki.revoke_authority(stem, office.clock.now(), "key_compromise")
    assert new == (f"{stem}.2",)
    assert office.pki.revoke_authority(stem, office.clock.now(), "superseded") == ()
    assert states(office.pki)[stem] is AuthorityState.REVOKED
    assert states(office.pki)[new[0]] is AuthorityState.CURRENT
    ca = "root" if stem == "issuing" else "issuing"
    crl = x509.load_der_x509_crl(office.pki.current_crls()[f"{ca}.crl"])
    serial = office.pki.generations.certificate(stem).serial_number
    assert crl.get_revoked_certificate_by_serial_number(serial) is not None


def test_the_seal_that_was_revoked_leaves_its_earlier_letters_valid(
    new_office: Callable[[], Any], one_field: bytes
) -> None:
    office = new_office()
    before = sealed(office, one_field)
    office.clock.advance(days=1)
    office.pki.revoke_authority("seal", office.clock.now(), "key_compromise")
    assert office.inspect(before).holds
    assert office.inspect(sealed(office, one_field)).holds


@pytest.mark.parametrize("stem", ["root", "ocsp-issuing"])
def test_what_nobody_can_revoke_is_refused_and_nothing_changes(tmp_path: Path, stem: str) -> None:
    pki = DevelopmentPki.open(tmp_path, Clock())
    pki.responder("issuing")
    before = (tmp_path / "revoked.json").read_bytes()
    with pytest.raises(ValueError, match="cannot be revoked"):
        pki.revoke_authority(stem, START, "superseded")
    with pytest.raises(KeyMissing, match=r"no authority tsa\.7"):
        pki.revoke_authority("tsa.7", START, "superseded")
    with pytest.raises(ValueError, match="no reason"):
        pki.revoke_authority("tsa", START, "remove_from_crl")
    assert (tmp_path / "revoked.json").read_bytes() == before
