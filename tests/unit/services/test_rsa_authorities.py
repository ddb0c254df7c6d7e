"""The checks without us where the CAs sign by RSA, as the national ones do: what holds, what is revoked, whose a list is.

ETSI TS 119 312, section 6.2.2: RSA is as good as an elliptic curve for a CA.
"""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPrivateKeyTypes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from domain.credentials import CredentialClaims
from services import evidence_checker
from signing import credential_chains, issuing
from signing.credential_chains import CredentialKeyUntrusted
from signing.credential_keys import CredentialKey
from signing.credentials import CredentialForged, read_credential
from signing.report import Outcome
from signing.revocation_lists import read_lists
from signing.status_lists import read_status_list
from signing.trust import TrustAnchors
from signing.validation import inspect_signatures
from tests.unit.services.test_evidence_checker import Pack
from tests.unit.services.test_offline import ALL_PASSED, LISTED, NOW, Desk, by_file, by_text, results
from tests.unit.signing.conftest import FIRST_START, Office
from tests.unit.signing.rsa_authorities import RsaPki

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(Office(tmp_path_factory.mktemp("kantor") / "pki", make=RsaPki))


@pytest.fixture(scope="module")
def paper(desk: Desk) -> bytes:
    return desk.paper()


@pytest.fixture
def moving(tmp_path: Path) -> Desk:
    """One whose clock the test may move, and whose keys it may revoke."""
    return Desk(Office(tmp_path / "pki", make=RsaPki))


def test_the_cas_of_these_tests_sign_by_rsa(desk: Desk) -> None:
    generations = desk.office.pki.generations
    signed = [generations.certificate(name) for name in ("root", "issuing", "tsa", "credential")]
    signed.append(x509.load_pem_x509_certificate(_person(desk.office, "deputi").read_bytes()))
    oids = {each.signature_algorithm_oid for each in signed}
    oids |= {x509.load_der_x509_crl(der).signature_algorithm_oid for der in desk.office.pki.trust().crls}
    assert oids == {x509.SignatureAlgorithmOID.RSA_WITH_SHA256}


def _person(office: Office, subject_id: str) -> Path:
    return office.pki.person_key_path(subject_id).with_suffix(".pem")


def test_a_certificate_is_genuine_and_in_force_without_network(desk: Desk, paper: bytes) -> None:
    report = by_file(desk.bundle(paper), paper)
    assert results(report) == ALL_PASSED
    assert (report.genuine, report.stands_today) == (True, True)
    assert by_text(desk.bundle(), desk.credential()).in_force


def test_credential_and_status_list_are_read(desk: Desk) -> None:
    bundle = desk.bundle()
    assert isinstance(read_credential(desk.credential(), bundle.trust, known_at=NOW).claims, CredentialClaims)
    assert read_status_list(bundle.statuses, bundle.trust).issued_at == LISTED


def test_a_pack_holds(desk: Desk, paper: bytes) -> None:
    assert Pack(desk.office, paper).wrong() == []


# --- what is revoked --------------------------------------------------------------------------------------------------


def test_a_credential_key_that_is_revoked_proves_nothing(moving: Desk) -> None:
    text, key = moving.credential(), moving.office.pki.credential_key()
    moving.office.clock.advance(days=1)
    moving.office.pki.revoke_authority("credential", moving.office.clock.now(), "key_compromise")
    bundle = moving.bundle(listed_at=moving.office.clock.now())
    with pytest.raises(CredentialForged, match="is revoked"):
        read_credential(text, bundle.trust, known_at=moving.office.clock.now())
    (found,) = Pack(moving.office, moving.paper(), at=moving.office.clock.now(), key=key).wrong()
    assert found == "manifest: sertifikat dicabut / a certificate is revoked"


def test_a_signer_revoked_later_leaves_his_paper_genuine_and_before_does_not(moving: Desk) -> None:
    office, paper = moving.office, moving.paper()
    office.clock.advance(days=2)
    office.pki.revoke("deputi", office.clock.now(), "key_compromise")
    office.clock.advance(days=1)
    now = office.clock.now()
    assert by_file(moving.bundle(paper, listed_at=now), paper, now).genuine is True
    assert Pack(office, paper, at=now).wrong() == []
    office.pki.revoke("kepala", FIRST_START - timedelta(hours=1), "key_compromise")
    with pytest.raises(Exception, match="revoked"):
        moving.paper(signer="kepala")


def test_a_time_stamp_of_a_compromised_authority_proves_nothing(moving: Desk) -> None:
    office, paper = moving.office, moving.paper()
    office.clock.advance(days=2)
    office.pki.revoke_authority("tsa", office.clock.now(), "key_compromise")
    found = inspect_signatures(paper, office.pki.trust(), office.clock.now())
    assert [stamp.trust for stamp in found.timestamps] == [Outcome.INDETERMINATE]


# --- whose a list is --------------------------------------------------------------------------------------------------


def listed(
    key: CertificateIssuerPrivateKeyTypes, issuer: x509.Name, *, pss: bool = False
) -> x509.CertificateRevocationList:
    """An empty list as of the first start."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer)
        .last_update(FIRST_START)
        .next_update(FIRST_START + 7 * DAY)
    )
    return builder.sign(key, SHA256(), rsa_padding=PSS(MGF1(SHA256()), 32) if pss else None)


def judged(office: Office, lists: list[x509.CertificateRevocationList]) -> tuple[str, str]:
    """What both checks say of the credential key by these lists: ours, and that of the pack."""
    trust, key, at = office.pki.trust(), office.pki.credential_key(), FIRST_START + DAY
    roots = [x509.load_der_x509_certificate(der) for der in trust.roots]
    others = [x509.load_der_x509_certificate(der) for der in trust.intermediates]
    crls = tuple(each.public_bytes(Encoding.DER) for each in lists)
    return _ours(key, trust, crls, at), _packs([key.certificate, *others], roots, lists, at)


def _ours(key: CredentialKey, trust: TrustAnchors, crls: tuple[bytes, ...], at: datetime) -> str:
    anchors = TrustAnchors(roots=trust.roots, intermediates=trust.intermediates, crls=crls)
    try:
        credential_chains.require_chain(key.certificate, anchors, at=at, proven=None, known_at=at)
    except CredentialKeyUntrusted as error:
        return str(error)
    return "holds"


def _packs(
    chain: list[x509.Certificate],
    roots: list[x509.Certificate],
    lists: list[x509.CertificateRevocationList],
    at: datetime,
) -> str:
    try:
        evidence_checker._require_chain(chain, roots, lists, at)
    except evidence_checker.Wrong as error:
        return str(error)
    return "holds"


UNKNOWN = (
    "a revocation list of the chain is missing, or too old",
    "tidak terbukti: daftar pencabutan tidak ada atau terlalu lama / not proven: a revocation list is missing or too old",
)


@pytest.mark.parametrize("pss", [False, True])
def test_a_list_by_either_form_of_rsa_counts(pss: bool, desk: Desk) -> None:
    cas = [desk.office.pki.generations.authority(name) for name in ("root", "issuing")]
    lists = [listed(ca.key, ca.certificate.subject, pss=pss) for ca in cas]
    assert judged(desk.office, lists) == ("holds", "holds")


@pytest.mark.parametrize("make", [RsaPki, None])
def test_a_list_under_another_name_or_by_another_kind_of_key_is_not_the_cas(
    make: type[RsaPki] | None, desk: Desk, tmp_path: Path
) -> None:
    """RFC 5280, 6.3.3 (b) and (f): the name is the CA's subject, and its key signed. Settings and checks take the same."""
    office = desk.office if make else Office(tmp_path / "pki")
    root, ca = (office.pki.generations.authority(name) for name in ("root", "issuing"))
    good = listed(root.key, root.certificate.subject)
    foreign = (
        issuing.root_authority(start=FIRST_START).key if make else desk.office.pki.generations.authority("root").key
    )
    for wrong in (listed(ca.key, root.certificate.subject), listed(foreign, ca.certificate.subject), _unknown(ca)):
        assert judged(office, [good, wrong]) == UNKNOWN
        with pytest.raises(ValueError, match="none of the CAs"):
            read_lists(wrong.public_bytes(Encoding.DER), issuers=[ca.certificate], origin="uji")
    assert judged(office, [good, listed(ca.key, ca.certificate.subject)]) == ("holds", "holds")


def _unknown(ca: issuing.Authority) -> x509.CertificateRevocationList:
    """The CA's own list, which says that it is signed by an algorithm that nobody knows."""
    der = listed(ca.key, ca.certificate.subject).public_bytes(Encoding.DER)
    for known in ("2a864886f70d01010b", "2a8648ce3d040302"):  # sha256WithRSAEncryption, ecdsa-with-SHA256
        der = der.replace(bytes.fromhex(known), bytes.fromhex(known)[:-1] + b"\x63")
    return x509.load_der_x509_crl(der)
