"""Trust anchors from PEM and DER."""

from typing import Any

import pytest

from signing.trust import TrustAnchors, TrustMaterialUnreadable, parsed


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"bukan sertifikat",
        b"\x30\x03\x02\x01\x01",
        b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    ],
)
def test_what_is_no_certificate_is_refused(damage: bytes) -> None:
    with pytest.raises(TrustMaterialUnreadable):
        TrustAnchors.read(roots=[damage])


def test_what_is_no_revocation_list_is_refused(shared_office: Any) -> None:
    with pytest.raises(TrustMaterialUnreadable):
        TrustAnchors.read(roots=[shared_office.pki.root_pem], crls=[b"bukan daftar"])


def test_pem_and_der_give_the_same_anchors(shared_office: Any) -> None:
    from_pem = TrustAnchors.read(roots=[shared_office.pki.root_pem])
    from_der = TrustAnchors.read(roots=list(from_pem.roots))
    assert from_pem == from_der


def test_one_file_may_hold_several_certificates(shared_office: Any) -> None:
    trust = shared_office.pki.trust()
    issuing = (shared_office.folder / "issuing.pem").read_bytes()
    assert TrustAnchors.read(roots=[shared_office.pki.root_pem + issuing]).roots == trust.roots + trust.intermediates


def test_the_parsed_form_is_kept(shared_office: Any) -> None:
    trust = shared_office.pki.trust()
    assert parsed(trust) is parsed(shared_office.pki.trust())
