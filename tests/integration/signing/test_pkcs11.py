"""Keys in SoftHSM2 tokens: what is refused, that the key cannot leave, and what a good signature holds."""

import fcntl
import hashlib
import logging
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pkcs11
import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from pkcs11.constants import Attribute, ObjectClass
from pkcs11.exceptions import AttributeSensitive, PinIncorrect, PinLocked

from signing.certificate_subjects import CertificateSubject
from signing.keys import SigningRequest, sign_request
from signing.pkcs11 import TokenKey, _as_signing_errors
from signing.pool import SigningPool
from signing.port import (
    CertificateOfAnother,
    Certification,
    KeyLocked,
    KeyMissing,
    KeyNotValid,
    Level,
    RecipeName,
    ServiceUnavailable,
    SignedPdf,
    TimestampUnavailable,
    WrongPassphrase,
)
from signing.profile import add_signature_fields
from signing.router import RoutedSigner
from signing.timestamps import HttpTimestamps, TimestampSource
from tests.integration.signing.named_keys import NamedKeys
from tests.integration.signing.token_preparation import generate_key, store_certificate
from tests.integration.signing.tokens import Softhsm
from tests.unit.signing.conftest import Office

PIN, SEAL_PIN = "PIN-deputi-4711", "PIN-segel-0815"
LETTER = Path(__file__).parents[2] / "unit" / "signing" / "letter.pdf"


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("kantor") / "pki")


@pytest.fixture(scope="session")
def hsm(tmp_path_factory: pytest.TempPathFactory, office: Office) -> Softhsm:
    return Softhsm(tmp_path_factory.mktemp("hsm") / "softhsm", office.pki)


@pytest.fixture(scope="session")
def person(hsm: Softhsm) -> TokenKey:
    return hsm.person("deputi", pin=PIN, name="Ratna Sari (DATA CONTOH)")


@pytest.fixture(scope="session")
def seal(hsm: Softhsm) -> TokenKey:
    key = hsm.person("segel", pin=SEAL_PIN, name="Segel Contoh")
    file = hsm.folder / "seal.pin"
    file.write_text(SEAL_PIN + "\n")
    return replace(key, pin_file=file)


@pytest.fixture(scope="session")
def paper() -> bytes:
    return add_signature_fields(LETTER.read_bytes(), ["Penanda"])


@pytest.fixture
def sign(office: Office, person: TokenKey, seal: TokenKey, paper: bytes) -> Callable[..., SignedPdf]:
    def signed(
        key: TokenKey = person,
        pin: str | None = PIN,
        *,
        recipe: RecipeName = RecipeName.SINGLE,
        timestamps: TimestampSource | None = None,
        run: Callable[[SigningRequest], SignedPdf] = sign_request,
    ) -> SignedPdf:
        signer = RoutedSigner(
            directory=NamedKeys(key, seal=seal),
            trust=office.pki.trust,
            timestamps=timestamps or office.pki.timestamps,
            clock=office.clock,
            run=run,
        )
        intent = office.intent(paper, field_name="Penanda", signer_id="deputi", recipe=recipe)
        return signer.sign(paper, intent, passphrase=pin)

    return signed


# --- what is refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pin", [None, "", "salah", PIN.lower(), PIN + " ", "\ud800", "9" * 300])
def test_a_wrong_pin_is_refused_and_the_right_one_still_works(sign: Any, office: Office, pin: str | None) -> None:
    with pytest.raises(WrongPassphrase):
        sign(pin=pin)
    assert office.inspect(sign().data).holds


def test_a_locked_pin_is_told_apart_from_a_wrong_one(hsm: Softhsm, sign: Any) -> None:
    """SoftHSM2 never locks by itself: the token is given the flag that a locked one has (CKF_USER_PIN_LOCKED)."""
    before = set((hsm.folder / "tokens").iterdir())
    key = hsm.person("terkunci", pin=PIN, name="Terkunci")
    (folder,) = set((hsm.folder / "tokens").iterdir()) - before
    flags = pkcs11.lib(str(hsm.module)).get_token(token_label="terkunci").flags
    stored = (folder / "token.object").read_bytes()
    assert stored.count(int(flags).to_bytes(8, "big")) == 1
    locked = int(flags) | int(pkcs11.TokenFlag.USER_PIN_LOCKED)
    (folder / "token.object").write_bytes(stored.replace(int(flags).to_bytes(8, "big"), locked.to_bytes(8, "big")))
    pkcs11.lib(str(hsm.module)).reinitialize()
    with pytest.raises(KeyLocked) as refused:
        sign(key)
    assert refused.value.words == (
        "PIN terkunci setelah terlalu banyak percobaan salah",
        "PIN locked after too many wrong attempts",
    )


def test_a_pin_that_locks_at_the_login_is_told_too() -> None:
    with pytest.raises(KeyLocked), _as_signing_errors():
        raise PinLocked


@pytest.mark.parametrize("changes", [{"token": "tidak-ada"}, {"key": "tidak-ada"}])
def test_a_missing_token_or_key_is_refused(sign: Any, person: TokenKey, changes: dict[str, str]) -> None:
    with pytest.raises(KeyMissing, match=r"there is no (token|key) of this label"):
        sign(replace(person, **changes))


def test_a_missing_module_is_a_service_that_is_away(sign: Any, person: TokenKey) -> None:
    with pytest.raises(ServiceUnavailable, match="PKCS11Error"):
        sign(replace(person, module=Path("/tidak/ada.so")))


def test_two_tokens_of_one_label_are_ambiguous(hsm: Softhsm, sign: Any) -> None:
    key = hsm.person("kembar", pin=PIN, name="Kembar")
    hsm.token("kembar", pin=PIN)
    pkcs11.lib(str(hsm.module)).reinitialize()
    with pytest.raises(KeyMissing, match=r"several (tokens|keys) have this label"):
        sign(key)


def test_two_keys_of_one_label_are_ambiguous(hsm: Softhsm, sign: Any) -> None:
    key = hsm.person("dua-kunci", pin=PIN, name="Dua Kunci")
    generate_key(hsm.place("dua-kunci", key_id=b"\x02"), pin=PIN)
    with pytest.raises(KeyMissing, match=r"several (tokens|keys) have this label"):
        sign(key)


def test_the_token_of_another_person_does_not_open_with_my_pin(hsm: Softhsm, sign: Any) -> None:
    other = hsm.person("orang-lain", pin="PIN-orang-lain", name="Orang Lain")
    with pytest.raises(WrongPassphrase):
        sign(other)


def test_a_key_without_certificate_is_refused(hsm: Softhsm, sign: Any) -> None:
    hsm.token("tanpa", pin=PIN)
    generate_key(hsm.place("tanpa"), pin=PIN)
    with pytest.raises(KeyMissing, match="no certificate"):
        sign(hsm.key("tanpa"))


def test_a_certificate_that_is_none_is_refused(hsm: Softhsm, sign: Any, person: TokenKey) -> None:
    broken = hsm.folder / "broken.pem"
    broken.write_text("bukan sertifikat")
    for certificate in (broken, hsm.folder / "tidak-ada.pem"):
        with pytest.raises(KeyMissing, match="cannot be read"):
            sign(replace(person, certificate=certificate))


def test_the_certificate_of_another_key_is_refused_before_anything_is_signed(
    hsm: Softhsm, office: Office, sign: Any, person: TokenKey
) -> None:
    file = office.pki.person_key_path("kepala").with_suffix(".pem")
    with pytest.raises(KeyMissing, match="belongs to another key"):
        sign(replace(person, certificate=file))


def test_two_tokens_whose_labels_were_swapped_sign_nothing(hsm: Softhsm, sign: Any, person: TokenKey) -> None:
    """Each opens with its own PIN; the certificate in it says whose it is."""
    other = hsm.person("kepala", pin=PIN, name="Budi Santoso (DATA CONTOH)")
    named = CertificateSubject(name="Ratna Sari (DATA CONTOH)", serial_number="deputi")
    with pytest.raises(CertificateOfAnother, match="the certificate names Budi Santoso"):
        sign(replace(other, subject=named))
    assert sign(replace(person, subject=named)).signer_name == "Ratna Sari (DATA CONTOH)"
    with SigningPool(workers=1) as pool, pytest.raises(CertificateOfAnother):
        sign(replace(person, subject=CertificateSubject(serial_number="kepala")), run=pool.sign)


def test_a_key_that_can_leave_its_token_is_refused(hsm: Softhsm, sign: Any) -> None:
    key = hsm.person("bocor", pin=PIN, name="Bocor", kept=False)
    with pytest.raises(KeyMissing, match="taken out"):
        sign(key)


@pytest.mark.parametrize("bits", [1024])
def test_a_weak_key_is_refused(hsm: Softhsm, office: Office, sign: Any, bits: int) -> None:
    key = hsm.person(f"lemah-{bits}", pin=PIN, name="Lemah", rsa_bits=bits)
    with pytest.raises(KeyMissing, match="neither P-256 nor RSA"):
        sign(key)


def test_a_token_without_the_mechanism_is_refused(hsm: Softhsm, sign: Any, person: TokenKey) -> None:
    """The module is told to offer RSA alone, as a token made for something else would."""
    hsm.configuration.write_text(hsm.configuration.read_text() + "slots.mechanisms = CKM_SHA256_RSA_PKCS,CKM_SHA_1\n")
    try:
        pkcs11.lib(str(hsm.module)).reinitialize()
        with pytest.raises(KeyMissing, match="cannot make signatures"):
            sign()
    finally:
        hsm.configuration.write_text(hsm.configuration.read_text().partition("slots.")[0])
        pkcs11.lib(str(hsm.module)).reinitialize()


def test_a_seal_without_its_pin_file_is_refused(sign: Any, person: TokenKey, office: Office, paper: bytes) -> None:
    seal = replace(person, pin_file=Path("/tidak/ada"))
    request = SigningRequest(
        pdf=paper,
        intent=office.intent(paper, field_name="Penanda", signer_id="segel", recipe=RecipeName.SEAL),
        key=seal,
        passphrase=None,
        trust=office.pki.trust(),
        timestamps=office.pki.timestamps,
        now=office.clock.now(),
    )
    with pytest.raises(KeyMissing, match="PIN of the seal"):
        sign_request(request)


def test_without_time_stamps_nothing_is_signed(sign: Any) -> None:
    with pytest.raises(TimestampUnavailable):
        sign(timestamps=HttpTimestamps("http://127.0.0.1:9/tsa", timeout_seconds=0.5))


def test_a_certificate_of_another_root_is_refused(
    hsm: Softhsm, sign: Any, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    stranger = Office(tmp_path_factory.mktemp("asing") / "pki")
    hsm.token("asing", pin=PIN)
    public = generate_key(hsm.place("asing"), pin=PIN)
    theirs = Softhsm.certificate(replace_pki(hsm, stranger), public, name="Asing", subject_id="asing")
    store_certificate(hsm.place("asing"), theirs, pin=PIN)
    with pytest.raises(KeyNotValid, match="does not lead to a trusted root"):
        sign(hsm.key("asing"))


def replace_pki(hsm: Softhsm, office: Office) -> Softhsm:
    other = object.__new__(Softhsm)
    other.__dict__.update(hsm.__dict__, pki=office.pki)
    return other


def test_the_pin_is_in_no_message_and_no_log(sign: Any, caplog: pytest.LogCaptureFixture) -> None:
    secret, shown = "Rahasia-PIN-9c1", []
    with caplog.at_level(logging.DEBUG):
        with pytest.raises(WrongPassphrase) as refused:
            sign(pin=secret)
        shown += [*traceback.format_exception(refused.value), repr(refused.value.args), repr(sign())]
    assert secret not in "\n".join([*shown, caplog.text])
    assert PIN not in "\n".join([*shown, caplog.text])


# --- what a good signature is ---------------------------------------------------------------------------------------


def test_the_key_was_made_in_the_token_and_cannot_leave(hsm: Softhsm, person: TokenKey) -> None:
    with pkcs11.lib(str(hsm.module)).get_token(token_label=person.token).open(user_pin=PIN) as session:
        key = session.get_key(object_class=ObjectClass.PRIVATE_KEY, label=person.key)
        told = [
            key[attribute]
            for attribute in (
                Attribute.LOCAL,
                Attribute.SENSITIVE,
                Attribute.ALWAYS_SENSITIVE,
                Attribute.EXTRACTABLE,
                Attribute.NEVER_EXTRACTABLE,
            )
        ]
        assert told == [True, True, True, False, True]
        with pytest.raises(AttributeSensitive):
            _ = key[Attribute.VALUE]


def test_a_token_signs_as_its_recipe_says(sign: Any, office: Office, paper: bytes) -> None:
    signed = sign()
    report = office.inspect(signed.data)
    assert signed.data.startswith(paper)
    assert (signed.level, signed.certification) == (Level.B_LTA, Certification.NO_CHANGES)
    assert (signed.signer_name, signed.signed_at) == ("Ratna Sari (DATA CONTOH)", office.clock.now())
    assert report.holds
    [found] = report.signatures
    assert (found.level, found.certification) == (Level.B_LTA, Certification.NO_CHANGES)
    assert found.certificate_sha256 == signed.certificate_sha256


def test_the_seal_is_another_key_and_takes_no_pin_of_a_person(sign: Any, office: Office) -> None:
    sealed = sign(pin=None, recipe=RecipeName.SEAL)
    assert sealed.signer_name == "Segel Contoh"
    assert office.inspect(sealed.data).holds


def test_an_rsa_key_signs_too(hsm: Softhsm, sign: Any, office: Office) -> None:
    key = hsm.person("rsa", pin=PIN, name="Kunci RSA", rsa_bits=2048)
    assert office.inspect(sign(key).data).holds


def test_an_rsa_key_signs_where_the_token_only_does_raw_rsa(hsm: Softhsm, sign: Any, office: Office) -> None:
    key = hsm.person("rsa-mentah", pin=PIN, name="Kunci RSA", rsa_bits=2048)
    hsm.configuration.write_text(hsm.configuration.read_text() + "slots.mechanisms = CKM_RSA_PKCS,CKM_SHA_1\n")
    try:
        pkcs11.lib(str(hsm.module)).reinitialize()
        assert office.inspect(sign(key).data).holds
    finally:
        hsm.configuration.write_text(hsm.configuration.read_text().partition("slots.")[0])
        pkcs11.lib(str(hsm.module)).reinitialize()


def test_a_key_that_asks_for_its_pin_at_each_signature_gets_it(hsm: Softhsm, sign: Any, office: Office) -> None:
    """PKCS#11 v2.40, 4.9: CKA_ALWAYS_AUTHENTICATE."""
    key = hsm.person("selalu", pin=PIN, name="Selalu", always_authenticate=True)
    assert office.inspect(sign(key).data).holds


def test_a_certificate_file_serves_instead_of_one_in_the_token(hsm: Softhsm, sign: Any, office: Office) -> None:
    hsm.token("berkas", pin=PIN)
    public = generate_key(hsm.place("berkas"), pin=PIN)
    certificate = hsm.certificate(public, name="Dari Berkas", subject_id="berkas")
    file = hsm.folder / "berkas.pem"
    file.write_bytes(certificate.public_bytes(Encoding.PEM))
    signed = sign(hsm.key("berkas", certificate=file))
    assert signed.signer_name == "Dari Berkas"
    assert signed.certificate_sha256 == hashlib.sha256(certificate.public_bytes(Encoding.DER)).hexdigest()


def test_nobody_stays_logged_in(hsm: Softhsm, sign: Any, person: TokenKey) -> None:
    """After a success and after a failure a session without PIN sees no private key."""
    for pin in (PIN, "salah-sama-sekali"):
        try:
            sign(pin=pin)
        except WrongPassphrase:
            assert pin != PIN
        with pkcs11.lib(str(hsm.module)).get_token(token_label=person.token).open() as session:
            assert list(session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY})) == []


_LOGINS = """
import asyncio, sys
from pathlib import Path
from signing.pkcs11 import TokenKey

async def log_in(key):
    for _ in range(25):
        async with key.opened(sys.argv[4]) as holder:
            await holder.async_sign_raw(b"surat", "sha256")

module, token, name = sys.argv[1:4]
asyncio.run(log_in(TokenKey(module=Path(module), token=token, key=name)))
"""


@pytest.mark.parametrize("asks_each_time", [False, True])
def test_processes_log_in_to_one_token_in_turns(hsm: Softhsm, asks_each_time: bool) -> None:
    """SoftHSM2 2.6.1 without turns: of four processes' 1,200 logins 790 found no token and 45 met a GeneralError."""
    name = "bergiliran-pin" if asks_each_time else "bergiliran"
    key = hsm.person(name, pin=PIN, name="Bergiliran", always_authenticate=asks_each_time)
    command = [sys.executable, "-c", _LOGINS, str(key.module), key.token, key.key, PIN]
    processes = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    assert [process.communicate(timeout=60)[1] for process in processes] == [""] * 4
    assert [process.returncode for process in processes] == [0] * 4


def test_who_does_not_get_his_turn_goes_on_without(sign: Any, office: Office, hsm: Softhsm, monkeypatch: Any) -> None:
    """A module that another program holds for good stops nobody from signing."""
    monkeypatch.setattr("signing.pkcs11._PATIENCE_SECONDS", 0.1)
    with hsm.module.open("rb") as module:
        fcntl.flock(module, fcntl.LOCK_EX)
        assert office.inspect(sign().data).holds


def test_two_signing_processes_share_a_token(sign: Any, office: Office) -> None:
    with SigningPool(workers=2) as pool:
        pool.warm()
        results: list[SignedPdf] = []
        threads = [threading.Thread(target=lambda: results.append(sign(run=pool.sign))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with pytest.raises(WrongPassphrase):
            sign(pin="salah", run=pool.sign)
    assert len(results) == 4
    assert all(office.inspect(signed.data).holds for signed in results)


def test_the_preparation_needs_the_pin_too(hsm: Softhsm) -> None:
    hsm.token("baru", pin=PIN)
    with pytest.raises(PinIncorrect):
        generate_key(hsm.place("baru"), pin="salah")
