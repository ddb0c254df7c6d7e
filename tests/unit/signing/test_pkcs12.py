"""Signing with PKCS#12 keys: what is refused, that nothing secret leaks, and what a good signature holds."""

import asyncio
import hashlib
import io
import logging
import traceback
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from signing import issuing
from signing.pkcs12 import Pkcs12Keys, open_key
from signing.port import (
    Certification,
    DigestMismatch,
    KeyMissing,
    KeyNotValid,
    Level,
    RecipeName,
    ServiceUnavailable,
    SignedPdf,
    SigningFailed,
    TimestampUnavailable,
    WrongPassphrase,
)
from signing.router import RoutedSigner
from signing.timestamps import HttpTimestamps, LocalTimestamps
from signing.trust import TrustAnchors
from signing.validation import inspect_signatures

PASSPHRASE = "Kata-Sandi Deputi #1"


@pytest.mark.parametrize(
    "passphrase", ["", "salah", PASSPHRASE.lower(), PASSPHRASE + " ", None, "\x00", PASSPHRASE + "\x00", "\ud800"]
)
def test_a_wrong_passphrase_is_refused(shared_office: Any, one_field: bytes, passphrase: str | None) -> None:
    intent = shared_office.intent(one_field, field_name="Penanda", signer_id="deputi", recipe=RecipeName.SINGLE)
    with pytest.raises(WrongPassphrase):
        shared_office.signer.sign(one_field, intent, passphrase=passphrase)


def test_other_bytes_than_those_of_the_intent_are_refused(shared_office: Any, one_field: bytes) -> None:
    intent = shared_office.intent(one_field, field_name="Penanda", signer_id="deputi", recipe=RecipeName.SINGLE)
    with pytest.raises(DigestMismatch):
        shared_office.signer.sign(one_field + b"\n", intent, passphrase=PASSPHRASE)


@pytest.mark.parametrize("signer_id", ["orang-lain", "../seal", ""])
def test_a_signer_without_key_is_refused(shared_office: Any, one_field: bytes, signer_id: str) -> None:
    intent = shared_office.intent(one_field, field_name="Penanda", signer_id=signer_id, recipe=RecipeName.SINGLE)
    with pytest.raises(KeyMissing, match="no key file"):
        shared_office.signer.sign(one_field, intent, passphrase=PASSPHRASE)


@pytest.mark.parametrize("damage", [b"", b"bukan PKCS#12", b"\x30\x82\x00"])
def test_a_key_file_that_is_no_pkcs12_is_refused(damage: bytes) -> None:
    with pytest.raises(KeyMissing, match="damaged"):
        open_key(damage, passphrase=PASSPHRASE)


def test_a_cut_key_file_is_refused(shared_office: Any) -> None:
    pkcs12 = shared_office.pki.person_key_path("deputi").read_bytes()
    with pytest.raises(KeyMissing, match="damaged"):
        open_key(pkcs12[:-20], passphrase=PASSPHRASE)


def test_an_altered_key_file_is_refused_by_its_authentication_code(shared_office: Any) -> None:
    pkcs12 = bytearray(shared_office.pki.person_key_path("deputi").read_bytes())
    pkcs12[len(pkcs12) // 2] ^= 1
    with pytest.raises((WrongPassphrase, KeyMissing)):
        open_key(bytes(pkcs12), passphrase=PASSPHRASE)


def _store(key: Any, certificate_key: Any = None) -> bytes:
    owner = certificate_key or ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "UJI")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(owner.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2027, 1, 1, tzinfo=UTC))
        .sign(owner, None if isinstance(owner, ed25519.Ed25519PrivateKey) else SHA256())
    )
    return serialize_key_and_certificates(b"uji", key, certificate, None, BestAvailableEncryption(b"sandi"))


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: ed25519.Ed25519PrivateKey.generate(), "no P-256 or RSA key"),
        (lambda: ec.generate_private_key(ec.SECP384R1()), "neither P-256 nor RSA"),
        (lambda: rsa.generate_private_key(65537, 1024), "neither P-256 nor RSA"),
    ],
)
def test_keys_of_other_kinds_are_refused(make: Callable[[], Any], reason: str) -> None:
    key = make()
    with pytest.raises(KeyMissing, match=reason):
        open_key(_store(key, key), passphrase="sandi")


def test_a_store_without_key_is_refused(shared_office: Any) -> None:
    root = x509.load_pem_x509_certificate(shared_office.pki.root_pem)
    certificate_only = serialize_key_and_certificates(None, None, None, [root], BestAvailableEncryption(b"sandi"))
    with pytest.raises(KeyMissing, match="holds no"):
        open_key(certificate_only, passphrase="sandi")


def test_the_key_and_its_certificate_must_be_a_pair(shared_office: Any) -> None:
    from signing.pkcs12 import CachedKeyHolder

    certificate = x509.load_pem_x509_certificate(shared_office.pki.root_pem)
    with pytest.raises(KeyMissing, match="another key"):
        CachedKeyHolder(ec.generate_private_key(ec.SECP256R1()), certificate, chain=[])


def test_a_missing_seal_is_refused(new_office: Callable[[], Any], one_field: bytes) -> None:
    office = new_office()
    office.pki.seal_key.path.unlink()
    with pytest.raises(KeyMissing, match="seal"):
        office.sign(one_field, field_name="Penanda", signer_id="segel", recipe=RecipeName.SEAL)


@pytest.mark.parametrize(
    ("step", "reason"),
    [({"days": -2}, "not yet valid"), ({"days": 2 * 365}, "expired")],
)
def test_a_certificate_out_of_its_time_is_refused(
    new_office: Callable[[], Any], one_field: bytes, step: dict[str, float], reason: str
) -> None:
    office = new_office()
    office.clock.advance(**step)
    with pytest.raises(KeyNotValid, match=reason):
        office.sign(one_field, field_name="Penanda", signer_id="deputi", recipe=RecipeName.SINGLE)


def test_a_revoked_certificate_is_refused(new_office: Callable[[], Any], one_field: bytes) -> None:
    office = new_office()
    office.pki.revoke("deputi", office.clock.now(), "key_compromise")
    office.clock.advance(minutes=1)
    with pytest.raises(KeyNotValid, match="revoked"):
        office.sign(one_field, field_name="Penanda", signer_id="deputi", recipe=RecipeName.SINGLE)


def test_a_certificate_below_another_root_is_refused(
    shared_office: Any, new_office: Callable[[], Any], one_field: bytes
) -> None:
    signer = RoutedSigner(
        directory=Pkcs12Keys(shared_office.pki),
        trust=new_office().pki.trust,
        timestamps=shared_office.pki.timestamps,
        clock=shared_office.clock,
    )
    intent = shared_office.intent(one_field, field_name="Penanda", signer_id="deputi", recipe=RecipeName.SINGLE)
    with pytest.raises(KeyNotValid, match="does not lead to a trusted root"):
        signer.sign(one_field, intent, passphrase=PASSPHRASE)


def test_without_revocation_information_nothing_is_signed(shared_office: Any, one_field: bytes) -> None:
    """The level is never lowered in silence: B-LTA needs the lists. It says nothing against the key: the letter waits."""
    signer = RoutedSigner(
        directory=Pkcs12Keys(shared_office.pki),
        trust=lambda: replace(shared_office.pki.trust(), crls=()),
        timestamps=shared_office.pki.timestamps,
        clock=shared_office.clock,
    )
    intent = shared_office.intent(one_field, field_name="Penanda", signer_id="deputi", recipe=RecipeName.SINGLE)
    with pytest.raises(ServiceUnavailable, match="revocation list"):
        signer.sign(one_field, intent, passphrase=PASSPHRASE)


@pytest.mark.parametrize(
    "timestamps",
    [
        HttpTimestamps("http://127.0.0.1:9/tsa", timeout_seconds=0.5),
        HttpTimestamps("bukan alamat", timeout_seconds=0.5),
        LocalTimestamps(Path("/tidak/ada.pem"), Path("/tidak/ada.key"), chain=()),
    ],
)
def test_without_time_stamps_nothing_is_signed(
    shared_office: Any, one_field: bytes, timestamps: HttpTimestamps | LocalTimestamps
) -> None:
    signer = RoutedSigner(
        directory=Pkcs12Keys(shared_office.pki),
        trust=shared_office.pki.trust,
        timestamps=timestamps,
        clock=shared_office.clock,
    )
    intent = shared_office.intent(one_field, field_name="Penanda", signer_id="deputi", recipe=RecipeName.SINGLE)
    with pytest.raises(TimestampUnavailable):
        signer.sign(one_field, intent, passphrase=PASSPHRASE)


def test_a_strangers_time_stamps_are_refused(
    shared_office: Any, new_office: Callable[[], Any], one_field: bytes
) -> None:
    signer = RoutedSigner(
        directory=Pkcs12Keys(shared_office.pki),
        trust=shared_office.pki.trust,
        timestamps=new_office().pki.timestamps,
        clock=shared_office.clock,
    )
    intent = shared_office.intent(one_field, field_name="Penanda", signer_id="deputi", recipe=RecipeName.SINGLE)
    with pytest.raises(TimestampUnavailable, match="not trusted"):
        signer.sign(one_field, intent, passphrase=PASSPHRASE)


@pytest.mark.parametrize("failure", [OSError("disk"), ValueError("crl")])
def test_unreadable_trust_material_is_an_error_of_signing(
    shared_office: Any, one_field: bytes, failure: Exception
) -> None:
    def broken() -> TrustAnchors:
        raise failure

    signer = RoutedSigner(
        directory=Pkcs12Keys(shared_office.pki),
        trust=broken,
        timestamps=shared_office.pki.timestamps,
        clock=shared_office.clock,
    )
    intent = shared_office.intent(one_field, field_name="Penanda", signer_id="deputi", recipe=RecipeName.SINGLE)
    with pytest.raises(SigningFailed, match="trust material"):
        signer.sign(one_field, intent, passphrase=PASSPHRASE)


def test_a_missing_field_is_refused(shared_office: Any, one_field: bytes) -> None:
    with pytest.raises(SigningFailed, match="no empty signature field"):
        shared_office.sign(one_field, field_name="Kedua", signer_id="deputi", recipe=RecipeName.SINGLE)


def test_a_signed_field_is_not_signed_again(shared_office: Any, single: SignedPdf) -> None:
    with pytest.raises(SigningFailed, match="no empty signature field"):
        shared_office.sign(single.data, field_name="Penanda", signer_id="deputi", recipe=RecipeName.SINGLE)


def test_the_second_signature_cannot_come_first(shared_office: Any, two_fields: bytes) -> None:
    with pytest.raises(SigningFailed, match="before the first"):
        shared_office.sign(two_fields, field_name="Kedua", signer_id="deputi", recipe=RecipeName.SECOND_OF_TWO)


def test_the_second_signature_needs_the_locking_field(shared_office: Any, two_fields: bytes) -> None:
    with pytest.raises(SigningFailed, match="locks the document"):
        shared_office.sign(two_fields, field_name="Pertama", signer_id="deputi", recipe=RecipeName.SECOND_OF_TWO)


def test_a_second_certification_is_refused(shared_office: Any, first_of_two: SignedPdf) -> None:
    with pytest.raises(SigningFailed):
        shared_office.sign(first_of_two.data, field_name="Kedua", signer_id="deputi", recipe=RecipeName.SINGLE)


@pytest.mark.parametrize("pdf", [b"", b"PK\x03\x04 surat.docx", b"%PDF-1.7\nrusak\n%%EOF\n"])
def test_what_is_no_pdf_is_not_signed(shared_office: Any, pdf: bytes) -> None:
    with pytest.raises(SigningFailed, match="cannot be signed"):
        shared_office.sign(pdf, field_name="Penanda", signer_id="deputi", recipe=RecipeName.SINGLE)


def test_an_encrypted_pdf_is_not_signed(shared_office: Any, one_field: bytes) -> None:
    from pyhanko.pdf_utils.writer import copy_into_new_writer

    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(one_field)))
    writer.encrypt("pemilik", "pengguna")
    output = io.BytesIO()
    writer.write(output)
    with pytest.raises(SigningFailed):
        shared_office.sign(output.getvalue(), field_name="Penanda", signer_id="deputi", recipe=RecipeName.SINGLE)


def test_signing_inside_an_event_loop_is_refused(shared_office: Any, one_field: bytes) -> None:
    async def inside() -> None:
        shared_office.sign(one_field, field_name="Penanda", signer_id="deputi", recipe=RecipeName.SINGLE)

    with pytest.raises(SigningFailed, match="event loop"):
        asyncio.run(inside())


def test_no_secret_stands_in_logs_errors_or_representations(
    shared_office: Any, one_field: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    """Messages, arguments and the printed chain of causes, of a refusal and of a success alike."""
    secret = "Rahasia-7f3a91"
    intent = shared_office.intent(one_field, field_name="Penanda", signer_id="deputi", recipe=RecipeName.SINGLE)
    shown = [repr(intent)]
    with caplog.at_level(logging.DEBUG):
        for field_name, passphrase in (("Penanda", secret), ("Lain", PASSPHRASE)):
            with pytest.raises((WrongPassphrase, SigningFailed)) as refused:
                shared_office.signer.sign(one_field, replace(intent, field_name=field_name), passphrase=passphrase)
            error: BaseException | None = refused.value
            shown += traceback.format_exception(refused.value)
            while error is not None:
                shown += [repr(error), repr(error.args)]
                error = error.__cause__ or error.__context__
        signed = shared_office.signer.sign(one_field, intent, passphrase=PASSPHRASE)
    shown += [repr(signed), caplog.text]
    text = "\n".join(shown)
    assert secret not in text
    assert PASSPHRASE not in text
    assert "%PDF" not in text
    assert "PRIVATE KEY" not in text


def test_a_signing_request_shows_neither_passphrase_nor_content(shared_office: Any, one_field: bytes) -> None:
    seen: list[str] = []

    def record(request: Any) -> SignedPdf:
        seen.append(repr(request))
        raise SigningFailed("diamati")

    signer = RoutedSigner(
        directory=Pkcs12Keys(shared_office.pki),
        trust=shared_office.pki.trust,
        timestamps=shared_office.pki.timestamps,
        clock=shared_office.clock,
        run=record,
    )
    intent = shared_office.intent(one_field, field_name="Penanda", signer_id="deputi", recipe=RecipeName.SINGLE)
    with pytest.raises(SigningFailed, match="diamati"):
        signer.sign(one_field, intent, passphrase=PASSPHRASE)
    assert PASSPHRASE not in seen[0]
    assert "%PDF" not in seen[0]


def test_a_single_signature_is_what_its_recipe_says(shared_office: Any, one_field: bytes, single: SignedPdf) -> None:
    certificate = shared_office.pki.person_key_path("deputi").with_suffix(".pem").read_bytes()
    expected = x509.load_pem_x509_certificate(certificate).fingerprint(SHA256()).hex()
    assert single.data.startswith(one_field)
    assert single == SignedPdf(
        data=single.data,
        level=Level.B_LTA,
        certification=Certification.NO_CHANGES,
        certificate_sha256=expected,
        signer_name="Ratna Sari (DATA CONTOH)",
        signed_at=shared_office.clock.now(),
    )


def test_the_seal_takes_no_passphrase(shared_office: Any, one_field: bytes) -> None:
    sealed = shared_office.sign(one_field, field_name="Penanda", signer_id="siapa pun", recipe=RecipeName.SEAL)
    assert (sealed.level, sealed.certification) == (Level.B_LTA, Certification.NO_CHANGES)
    assert sealed.signer_name == "Segel Elektronik Pembina UJI"


def test_an_rsa_key_signs_too(new_office: Callable[[], Any], one_field: bytes) -> None:
    office = new_office()
    key = rsa.generate_private_key(65537, 3072)
    ca = office.pki.generations.authority("issuing")
    certificate = issuing.signing_certificate(
        ca,
        name=issuing.person_name(name="Kunci RSA", title="", organisation="Contoh", subject_id="rsa"),
        key=key.public_key(),
        start=office.clock.now() - timedelta(days=1),
        life=timedelta(days=30),
        crl_url="https://pembina.example/crl/issuing.crl",
    )
    store = serialize_key_and_certificates(
        b"rsa", key, certificate, [ca.certificate], BestAvailableEncryption(b"sandi")
    )
    office.pki.person_key_path("rsa").write_bytes(store)
    intent = office.intent(one_field, field_name="Penanda", signer_id="rsa", recipe=RecipeName.SINGLE)
    signed = office.signer.sign(one_field, intent, passphrase="sandi")
    assert office.inspect(signed.data).holds


def _large_authority(key: Any, *, name: str, issuer: Any, start: datetime) -> issuing.Authority:
    """A CA of an RSA key for ten years; self-signed where `issuer` is None."""
    above = issuer.certificate.subject if issuer else issuing.authority_name(name)
    others = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement")
    usage = dict.fromkeys((*others, "encipher_only", "decipher_only"), False)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(issuing.authority_name(name))
        .issuer_name(above)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(key_cert_sign=True, crl_sign=True, **usage), critical=True)
        .sign(key, SHA256())
    )
    return issuing.Authority(certificate, key)


def test_a_chain_of_large_rsa_keys_finds_room(new_office: Callable[[], Any], one_field: bytes, tmp_path: Path) -> None:
    """Signature, chain and time stamp of RSA-4096 keys alone: over 8 KiB in the container."""
    office = new_office()
    now = office.clock.now()
    start, key = now - timedelta(days=1), rsa.generate_private_key(65537, 4096)
    root = _large_authority(key, name="Akar", issuer=None, start=start)
    ca = _large_authority(key, name="Penerbit", issuer=root, start=start)
    common = {"key": key.public_key(), "start": start, "crl_url": "https://pembina.example/crl/ca.crl"}
    name = issuing.person_name(name="Kunci RSA", title="", organisation="Contoh", subject_id="rsa")
    person = issuing.signing_certificate(ca, name=name, life=timedelta(days=30), **common)
    store = serialize_key_and_certificates(
        b"rsa", key, person, [ca.certificate, root.certificate], BestAvailableEncryption(b"sandi")
    )
    office.pki.person_key_path("rsa").write_bytes(store)
    stamping = issuing.timestamping_certificate(ca, **common)
    pems = [each.public_bytes(Encoding.PEM) for each in (stamping, ca.certificate, root.certificate)]
    (tmp_path / "tsa.pem").write_bytes(b"".join(pems))
    (tmp_path / "tsa.key").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    lists = [issuing.revocation_list(each, number=1, now=now, revoked={}) for each in (root, ca)]
    trust = TrustAnchors.read(
        roots=pems[2:], intermediates=pems[1:2], crls=[each.public_bytes(Encoding.DER) for each in lists]
    )
    signer = RoutedSigner(
        directory=Pkcs12Keys(office.pki),
        trust=lambda: trust,
        timestamps=LocalTimestamps(tmp_path / "tsa.pem", tmp_path / "tsa.key", chain=()),
        clock=office.clock,
    )
    intent = office.intent(one_field, field_name="Penanda", signer_id="rsa", recipe=RecipeName.SINGLE)
    signed = signer.sign(one_field, intent, passphrase="sandi")
    (signature,) = PdfFileReader(io.BytesIO(signed.data)).embedded_regular_signatures
    assert len(signature.signed_data.dump()) > 8192
    report = inspect_signatures(signed.data, trust, now)
    assert (report.holds, report.signatures[0].level) == (True, Level.B_LTA)


def test_the_file_says_when_and_why_in_legal_time(single: SignedPdf) -> None:
    (signature,) = PdfFileReader(io.BytesIO(single.data)).embedded_regular_signatures
    assert signature.sig_object["/M"] == "D:20260302023000Z"
    assert signature.sig_object["/Reason"] == "Persetujuan"
    assert signature.sig_object["/Location"] == "Jakarta"
    assert signature.sig_object["/Name"] == "Penanda deputi"
    assert hashlib.sha256(signature.signer_cert.dump()).hexdigest() == single.certificate_sha256


def test_an_unwritten_revision_cannot_be_signed_over(shared_office: Any, single: SignedPdf) -> None:
    """A file certified NO_CHANGES takes no further signature, even where somebody adds a field."""
    writer = IncrementalPdfFileWriter(io.BytesIO(single.data))
    from pyhanko.sign.fields import SigFieldSpec, append_signature_field

    append_signature_field(writer, SigFieldSpec("Susulan"))
    output = io.BytesIO()
    writer.write(output)
    with pytest.raises(SigningFailed):
        shared_office.sign(output.getvalue(), field_name="Susulan", signer_id="kepala", recipe=RecipeName.SINGLE)
