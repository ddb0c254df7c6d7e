"""Keys at a remote signing service (CSC API v1.0.4): what is refused, what waits, and what a good signature holds."""

import logging
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import JSONResponse, PlainTextResponse, Response

from app.server import free_port, served
from signing import issuing
from signing.certificate_subjects import CertificateSubject
from signing.csc import CloudKey, Secret
from signing.keys import SigningRequest, sign_request
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
    SigningFailed,
    TimestampUnavailable,
    WrongPassphrase,
)
from signing.profile import add_signature_fields
from signing.router import RoutedSigner
from signing.timestamps import HttpTimestamps, TimestampSource
from tests.integration.signing.cloud_service import WRONG_PINS, CloudService, new_key
from tests.integration.signing.named_keys import NamedKeys
from tests.integration.signing.tokens import issuing_ca
from tests.unit.signing.conftest import Office

LETTER = Path(__file__).parents[2] / "unit" / "signing" / "letter.pdf"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("kantor") / "pki")


@pytest.fixture(scope="module")
def paper() -> bytes:
    return add_signature_fields(LETTER.read_bytes(), ["Penanda"])


@dataclass
class Cloud:
    """The service as it runs, and the key that stands for it."""

    service: CloudService
    url: str
    folder: Path

    def key(self, **changes: Any) -> CloudKey:
        token = self.folder / "token"
        token.write_text(f"{self.service.token}\n")
        key = CloudKey(url=self.url, credential=self.service.credential, token_file=token, timeout_seconds=5)
        return replace(key, **changes)


def service_of(office: Office) -> CloudService:
    key = new_key()
    certificate = issuing.signing_certificate(
        issuing_ca(office.pki),
        name=issuing.person_name(
            name="Ratna Sari (DATA CONTOH)", title="", organisation="Instansi Contoh", subject_id="deputi"
        ),
        key=key.public_key(),
        start=office.pki._issuing.start(),
        life=timedelta(days=400),
        crl_url="https://pembina.example/crl/issuing.crl",
    )
    return CloudService(key=key, certificates=[certificate, issuing_ca(office.pki).certificate])


@contextmanager
def running(service: CloudService, folder: Path) -> Iterator[Cloud]:
    port = free_port()
    with served(service.application(), host="127.0.0.1", port=port):
        yield Cloud(service, f"http://127.0.0.1:{port}", folder)


@pytest.fixture
def cloud(office: Office, tmp_path: Path) -> Iterator[Cloud]:
    with running(service_of(office), tmp_path) as cloud:
        yield cloud


@pytest.fixture
def sign(office: Office, cloud: Cloud, paper: bytes) -> Callable[..., SignedPdf]:
    def signed(
        key: CloudKey | None = None,
        secret: str | None = cloud.service.pin,
        *,
        recipe: RecipeName = RecipeName.SINGLE,
        timestamps: TimestampSource | None = None,
        run: Callable[[SigningRequest], SignedPdf] = sign_request,
    ) -> SignedPdf:
        signer = RoutedSigner(
            directory=NamedKeys(key or cloud.key()),
            trust=office.pki.trust,
            timestamps=timestamps or office.pki.timestamps,
            clock=office.clock,
            run=run,
        )
        intent = office.intent(paper, field_name="Penanda", signer_id="deputi", recipe=recipe)
        return signer.sign(paper, intent, passphrase=secret)

    return signed


# --- what is refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("secret", [None, "", "salah"])
def test_a_wrong_pin_is_refused_and_the_right_one_still_works(sign: Any, office: Office, secret: str | None) -> None:
    with pytest.raises(WrongPassphrase):
        sign(secret=secret)
    assert office.inspect(sign().data).holds


def test_a_locked_pin_is_told_apart_from_a_wrong_one(sign: Any) -> None:
    for _ in range(WRONG_PINS):
        with pytest.raises(WrongPassphrase):
            sign(secret="salah")
    with pytest.raises(KeyLocked):
        sign()


def test_a_one_time_password_goes_by_its_own_name(sign: Any, cloud: Cloud, office: Office) -> None:
    cloud.service.secret = "OTP"
    with pytest.raises(WrongPassphrase, match="one-time password"):
        sign(cloud.key(secret=Secret.OTP), "000000")
    assert office.inspect(sign(cloud.key(secret=Secret.OTP)).data).holds


def test_a_disabled_key_and_a_revoked_certificate_are_refused_before_anything_is_authorised(
    sign: Any, cloud: Cloud
) -> None:
    cloud.service.key_status = "disabled"
    with pytest.raises(KeyMissing, match="disabled"):
        sign()
    cloud.service.key_status, cloud.service.certificate_status = "enabled", "revoked"
    with pytest.raises(KeyNotValid):
        sign()
    assert {name for name, _body in cloud.service.asked} == {"credentials/info"}


def test_an_activation_that_is_over_signs_nothing(sign: Any, cloud: Cloud) -> None:
    cloud.service.lifetime = -1.0
    with pytest.raises(SigningFailed, match="refused to sign what it had authorised"):
        sign()


def test_a_signature_of_another_key_is_not_used(sign: Any, cloud: Cloud) -> None:
    cloud.service.key = new_key()
    with pytest.raises(KeyMissing, match="belongs to another key"):
        sign()


def test_a_certificate_that_names_another_is_refused_before_anything_is_authorised(sign: Any, cloud: Cloud) -> None:
    """So that no one-time password is spent on it."""
    with pytest.raises(CertificateOfAnother, match="names Ratna Sari"):
        sign(cloud.key(subject=CertificateSubject(name="Budi Santoso (DATA CONTOH)")))
    assert [name for name, _body in cloud.service.asked] == ["credentials/info"]
    named = CertificateSubject(name="Ratna Sari (DATA CONTOH)", serial_number="deputi")
    assert sign(cloud.key(subject=named)).signer_name == "Ratna Sari (DATA CONTOH)"


def test_a_certificate_of_another_root_is_refused(
    sign: Any, cloud: Cloud, tmp_path_factory: pytest.TempPathFactory
) -> None:
    stranger = service_of(Office(tmp_path_factory.mktemp("asing") / "pki"))
    cloud.service.key, cloud.service.certificates = stranger.key, stranger.certificates
    with pytest.raises(KeyNotValid, match="does not lead to a trusted root"):
        sign()


# --- what waits -----------------------------------------------------------------------------------------------------

INFO, AUTHORIZE, SIGN = "credentials/info", "credentials/authorize", "signatures/signHash"


@pytest.mark.parametrize("name", [INFO, AUTHORIZE, SIGN])
@pytest.mark.parametrize(
    "answer",
    [
        PlainTextResponse("galat", status_code=500),
        PlainTextResponse("bukan JSON"),
        JSONResponse({}),
        JSONResponse([]),
        JSONResponse({"cert": {"certificates": ["AAAA"]}, "signatures": ["!"], "key": {"algo": []}, "multisign": 1}),
        Response(b"\xff", media_type="application/json"),
    ],
)
def test_a_service_that_answers_wrongly_leaves_the_letter_waiting(
    sign: Any, cloud: Cloud, office: Office, name: str, answer: Response
) -> None:
    cloud.service.answers[name] = answer
    with pytest.raises((ServiceUnavailable, KeyMissing)):
        sign()
    del cloud.service.answers[name]
    assert office.inspect(sign().data).holds


def test_a_service_that_does_not_take_our_token_is_away(sign: Any, cloud: Cloud) -> None:
    key = cloud.key()
    key.token_file.write_text("token-lain")
    with pytest.raises(ServiceUnavailable, match="401"):
        sign(key)


def test_a_service_that_is_slow_or_away_is_away(sign: Any, cloud: Cloud) -> None:
    cloud.service.delay = 2.0
    with pytest.raises(ServiceUnavailable, match="Timeout"):
        sign(cloud.key(timeout_seconds=1))
    with pytest.raises(ServiceUnavailable, match="ClientConnectorError"):
        sign(cloud.key(url=f"http://127.0.0.1:{free_port()}"))


def test_without_its_files_the_key_is_missing(sign: Any, cloud: Cloud) -> None:
    with pytest.raises(KeyMissing, match="tidak-ada"):
        sign(cloud.key(token_file=Path("/tidak-ada")))
    with pytest.raises(KeyMissing, match="tidak-ada"):
        sign(cloud.key(secret_file=Path("/tidak-ada")))
    assert cloud.service.asked == []


def test_without_time_stamps_nothing_is_signed(sign: Any) -> None:
    with pytest.raises(TimestampUnavailable):
        sign(timestamps=HttpTimestamps("http://127.0.0.1:9/tsa", timeout_seconds=0.5))


def test_the_pin_and_the_token_are_in_no_message_and_no_log(
    sign: Any, cloud: Cloud, caplog: pytest.LogCaptureFixture
) -> None:
    wrong, shown = "Rahasia-PIN-9c1", []
    with caplog.at_level(logging.DEBUG):
        for answer in (None, PlainTextResponse("galat", status_code=500)):
            if answer:
                cloud.service.answers[SIGN] = answer
            with pytest.raises((WrongPassphrase, ServiceUnavailable)) as refused:
                sign(secret=wrong if answer is None else cloud.service.pin)
            shown += traceback.format_exception(refused.value)
        shown.append(repr(cloud.key()))
    told = "\n".join([*shown, caplog.text])
    assert [secret in told for secret in (wrong, cloud.service.pin, cloud.service.token)] == [False] * 3


# --- what a good signature is ---------------------------------------------------------------------------------------


def test_a_service_signs_as_the_recipe_says(sign: Any, cloud: Cloud, office: Office, paper: bytes) -> None:
    signed = sign()
    report = office.inspect(signed.data)
    assert signed.data.startswith(paper)
    assert (signed.level, signed.certification) == (Level.B_LTA, Certification.NO_CHANGES)
    assert (signed.signer_name, signed.signed_at) == ("Ratna Sari (DATA CONTOH)", office.clock.now())
    [found] = report.signatures
    assert (report.holds, found.level, found.certification) == (True, Level.B_LTA, Certification.NO_CHANGES)
    assert [name for name, _body in cloud.service.asked] == [INFO, AUTHORIZE, SIGN]
    authorized, signing = (body for name, body in cloud.service.asked if name != INFO)
    assert authorized["hash"] == signing["hash"]
    assert "PIN" not in signing


def test_the_seal_takes_its_secret_from_a_file(sign: Any, cloud: Cloud, office: Office, tmp_path: Path) -> None:
    file = tmp_path / "segel.pin"
    file.write_text(f"{cloud.service.pin}\n")
    sealed = sign(cloud.key(secret_file=file), None, recipe=RecipeName.SEAL)
    assert office.inspect(sealed.data).holds


def test_signing_processes_use_the_service_too(sign: Any, office: Office) -> None:
    with SigningPool(workers=1) as pool:
        assert office.inspect(sign(run=pool.sign).data).holds
        with pytest.raises(WrongPassphrase):
            sign(secret="salah", run=pool.sign)
