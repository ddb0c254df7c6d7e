"""Signing through the gateway's double, both versions: what is refused, what waits, and what is made of what came back."""

import base64
import hashlib
import io
import logging
import re
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from starlette.responses import JSONResponse, PlainTextResponse, Response

from app.server import free_port, served
from signing.blocking import run_blocking
from signing.bsre import GatewayKey
from signing.certificate_subjects import CertificateSubject
from signing.gateway import GatewaySecret, GatewayVersion
from signing.keys import SigningRequest, sign_request
from signing.parts import AcceptanceRequest, PartSigner, accept_signed
from signing.pkcs12 import PersonKey, open_key
from signing.pool import SigningPool
from signing.port import (
    CertificateOfAnother,
    Certification,
    DigestMismatch,
    KeyMissing,
    KeyNotValid,
    Letter,
    Level,
    OneTimePasswordRefused,
    RecipeName,
    ServiceUnavailable,
    SignedPdf,
    SignerNotEnrolled,
    SigningFailed,
    TimestampUnavailable,
    WrongPassphrase,
)
from signing.report import Coverage, Modification
from signing.router import RoutedSigner
from signing.timestamps import HttpTimestamps
from signing.validation import inspect_signatures
from tests.integration.signing.gateway import Gateway, Person
from tests.integration.signing.named_keys import NamedKeys
from tests.unit.signing.conftest import PASSPHRASES, MovableClock, Office

LETTER = Path(__file__).parents[2] / "unit" / "signing" / "letter.pdf"
NIK = {"deputi": "3171010101700001", "kepala": "3171010101700002"}
V1, V2 = GatewayVersion.V1, GatewayVersion.V2
both_versions = pytest.mark.parametrize("version", [V1, V2])


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """On the wall clock, as the gateway is."""
    now = datetime.now(UTC).replace(microsecond=0)
    return Office(tmp_path_factory.mktemp("kantor") / "pki", clock=MovableClock(now))


@dataclass
class Site:
    gateway: Gateway
    url: str
    folder: Path

    def key(self, subject_id: str = "deputi", **changes: Any) -> GatewayKey:
        account = self.folder / "akun"
        if not account.exists():
            account.write_text(":".join(self.gateway.account) + "\n")
        return replace(
            GatewayKey(url=self.url, nik=NIK[subject_id], account_file=account, timeout_seconds=10), **changes
        )


@pytest.fixture
def site(office: Office, tmp_path: Path) -> Iterator[Site]:
    gateway = Gateway(office.pki.timestamper())
    for subject_id, nik in NIK.items():
        passphrase = PASSPHRASES[subject_id]
        holder = open_key(office.pki.person_key_path(subject_id).read_bytes(), passphrase=passphrase)
        gateway.people[nik] = Person(holder, passphrase)
    port = free_port()
    with served(gateway.application(), host="127.0.0.1", port=port):
        yield Site(gateway, f"http://127.0.0.1:{port}", tmp_path)


Sign = Callable[..., SignedPdf]


@pytest.fixture
def sign(office: Office, site: Site) -> Sign:
    def signed(
        pdf: bytes = LETTER.read_bytes(),
        *,
        who: str = "deputi",
        secret: str | None = None,
        recipe: RecipeName = RecipeName.SINGLE,
        run: Callable[[SigningRequest], SignedPdf] = sign_request,
        timestamps: Any = None,
        gateway_secret: GatewaySecret = GatewaySecret.PASSPHRASE,
        **changes: Any,
    ) -> SignedPdf:
        signer = RoutedSigner(
            directory=NamedKeys(people={each: site.key(each, secret=gateway_secret, **changes) for each in NIK}),
            trust=office.pki.trust,
            timestamps=timestamps or office.pki.timestamps,
            clock=office.clock,
            run=run,
        )
        assert signer.makes_own_field(recipe)
        intent = office.intent(pdf, field_name="TandaTangan", signer_id=who, recipe=recipe)
        return signer.sign(pdf, intent, passphrase=PASSPHRASES[who] if secret is None else secret)

    return signed


# --- what is refused ------------------------------------------------------------------------------------------------


@both_versions
@pytest.mark.parametrize("secret", ["", "salah"])
def test_a_wrong_passphrase_is_refused_and_the_right_one_still_works(
    sign: Sign, office: Office, version: GatewayVersion, secret: str
) -> None:
    with pytest.raises(WrongPassphrase):
        sign(secret=secret, version=version)
    assert office.inspect(sign(version=version).data).holds


@both_versions
def test_the_status_is_asked_first_and_who_may_not_sign_is_not_sent(
    sign: Sign, site: Site, version: GatewayVersion
) -> None:
    site.gateway.people[NIK["deputi"]].status = 2021
    with pytest.raises(SignerNotEnrolled, match="may not sign"):
        sign(version=version)
    with pytest.raises(SignerNotEnrolled, match="does not know"):
        sign(version=version, nik="0000000000000000")
    assert len(site.gateway.asked) == 2
    assert not any("sign/pdf" in path for path in site.gateway.asked)
    assert "belum terdaftar" in SignerNotEnrolled.words.id


TOTP = GatewaySecret.TOTP


def asked_code(site: Site, files: int = 1, *, who: str = "deputi") -> str:
    """The password that the gateway sends to a person."""
    run_blocking(lambda: site.key(who, secret=TOTP).send_code(files))
    return site.gateway.people[NIK[who]].inbox[-1]


def test_a_one_time_password_is_asked_for_sent_to_the_person_and_used_up_by_one_signature(
    sign: Sign, site: Site, office: Office
) -> None:
    first = asked_code(site)
    assert site.gateway.asked == ["/api/v2/user/check/status", "/api/v2/sign/get/totp"]
    with pytest.raises(OneTimePasswordRefused):
        sign(secret=f"{(int(first) + 1) % 10**6:06}", gateway_secret=TOTP)
    assert office.inspect(sign(secret=first, gateway_secret=TOTP).data).holds
    with pytest.raises(OneTimePasswordRefused):
        sign(secret=first, gateway_secret=TOTP)
    second = asked_code(site)
    assert second != first
    assert office.inspect(sign(secret=second, gateway_secret=TOTP).data).holds


@pytest.mark.parametrize("bad_code", [(400, 2031, "TOTP salah"), (400, 2099, "OTP expired"), (200, 2099, "Totp salah")])
def test_one_that_is_expired_or_another_persons_is_refused_by_code_or_by_word(
    sign: Sign, site: Site, office: Office, bad_code: tuple[int, int, str]
) -> None:
    site.gateway.bad_code = bad_code
    with pytest.raises(OneTimePasswordRefused):
        sign(secret=asked_code(site, who="kepala"), gateway_secret=TOTP)
    site.gateway.code_seconds = -1.0
    with pytest.raises(OneTimePasswordRefused):
        sign(secret=asked_code(site), gateway_secret=TOTP)
    site.gateway.code_seconds = 300.0
    assert office.inspect(sign(secret=asked_code(site), gateway_secret=TOTP).data).holds


def test_none_is_sent_to_who_may_not_sign_by_version_1_or_where_the_gateway_says_no(site: Site) -> None:
    with pytest.raises(SigningFailed, match="sends no one-time"):
        run_blocking(lambda: site.key(version=V1).send_code(1))
    with pytest.raises(SignerNotEnrolled):
        run_blocking(lambda: site.key(nik="0000000000000000").send_code(1))
    site.gateway.people[NIK["deputi"]].status = 2021
    with pytest.raises(SignerNotEnrolled):
        run_blocking(lambda: site.key().send_code(1))
    site.gateway.people[NIK["deputi"]].status = 1111
    for answer in ({"success": False, "message": "gagal"}, {"result": False}, {"error": "gagal", "status_code": 7}):
        site.gateway.answers["/api/v2/sign/get/totp"] = JSONResponse(answer)
        with pytest.raises(SigningFailed, match="refused"):
            run_blocking(lambda: site.key().send_code(1))
    site.gateway.answers["/api/v2/sign/get/totp"] = PlainTextResponse("bukan JSON")
    with pytest.raises(ServiceUnavailable):
        run_blocking(lambda: site.key().send_code(1))
    assert site.gateway.codes == {}


# --- several letters in one call --------------------------------------------------------------------------------------


def letters_of(office: Office, count: int) -> list[Letter]:
    """As many different letters, each with a reason of its own."""
    made = []
    for number in range(count):
        pdf = LETTER.read_bytes() + b"\n%% surat %d\n" % number
        intent = office.intent(pdf, field_name="TandaTangan", signer_id="deputi", recipe=RecipeName.SINGLE)
        made.append(Letter(pdf, replace(intent, document_id=f"dok-{number}", reason=f"Persetujuan {number}")))
    return made


@pytest.fixture
def parts(office: Office, site: Site) -> Callable[..., PartSigner]:
    def made(*, accept: Callable[[AcceptanceRequest], SignedPdf] = accept_signed, **changes: Any) -> PartSigner:
        return PartSigner(
            key_of=NamedKeys(people={each: site.key(each, **changes) for each in NIK}).key_of_person,
            trust=office.pki.trust,
            timestamps=office.pki.timestamps,
            clock=office.clock,
            accept=accept,
        )

    return made


Parts = Callable[..., PartSigner]


def signed_of(parts: PartSigner, letters: list[Letter], secret: str) -> list[SignedPdf]:
    came_back = parts.handed(letters, signer_id="deputi", passphrase=secret)
    return [parts.accepted(letter, file) for letter, file in zip(letters, came_back, strict=True)]


@pytest.mark.parametrize("reorder", [False, True])
def test_one_password_signs_as_many_letters_as_it_was_asked_for_each_as_its_own(
    parts: Parts, site: Site, office: Office, reorder: bool
) -> None:
    """In whatever order they come back, each letter is paired with what goes on from its bytes."""
    site.gateway.reorder = reorder
    letters, secret = letters_of(office, 3), asked_code(site, 3)
    papers = signed_of(parts(secret=TOTP), letters, secret)
    assert site.gateway.asked_files == [3]
    for letter, paper in zip(letters, papers, strict=True):
        assert (paper.data.startswith(letter.pdf), paper.level) == (True, Level.B_LTA)
        assert office.inspect(paper.data).holds
        [signature] = PdfFileReader(io.BytesIO(paper.data)).embedded_regular_signatures
        assert signature.sig_object["/Reason"] == letter.intent.reason
    with pytest.raises(OneTimePasswordRefused):
        parts(secret=TOTP).handed(letters, signer_id="deputi", passphrase=secret)


def test_more_letters_than_it_was_asked_for_are_refused_together_and_fewer_are_signed(
    parts: Parts, site: Site, office: Office
) -> None:
    letters, secret = letters_of(office, 3), asked_code(site, 2)
    with pytest.raises(OneTimePasswordRefused):
        parts(secret=TOTP).handed(letters, signer_id="deputi", passphrase=secret)
    assert site.gateway.asked_files == []
    assert len(signed_of(parts(secret=TOTP), letters[:1], secret)) == 1


def test_a_letter_that_the_gateway_cannot_read_leaves_the_others_where_the_secret_may_be_given_again(
    parts: Parts, site: Site, office: Office
) -> None:
    letters = letters_of(office, 3)
    site.gateway.unreadable = letters[1].pdf
    found = parts().handed(letters, signer_id="deputi", passphrase=PASSPHRASES["deputi"])
    assert site.gateway.asked_files == [3, 1, 1, 1]
    assert [isinstance(each, bytes) for each in found] == [True, False, True]
    assert "refused (400, 5001)" in str(found[1])
    with pytest.raises(SigningFailed, match="5001"):
        parts(secret=TOTP).handed(letters, signer_id="deputi", passphrase=asked_code(site, 3))
    assert site.gateway.asked_files == [3, 1, 1, 1, 3]


def test_a_letter_for_which_nothing_came_back_is_its_own_failure(parts: Parts, site: Site, office: Office) -> None:
    letters = letters_of(office, 3)
    [*files] = parts().handed(letters, signer_id="deputi", passphrase=PASSPHRASES["deputi"])
    told = [base64.b64encode(file).decode() for file in (files[2], files[0])]
    site.gateway.answers["/api/v2/sign/pdf"] = JSONResponse({"time": 1, "file": told})
    found = parts().handed(letters, signer_id="deputi", passphrase=PASSPHRASES["deputi"])
    assert (found[0], found[2]) == (files[0], files[2])
    assert isinstance(found[1], SigningFailed)
    site.gateway.answers["/api/v2/sign/pdf"] = JSONResponse({"time": 1, "file": told * 2})
    with pytest.raises(ServiceUnavailable, match="without the files"):
        parts().handed(letters, signer_id="deputi", passphrase=PASSPHRASES["deputi"])


def test_a_wrong_passphrase_is_given_once_for_all(parts: Parts, site: Site, office: Office) -> None:
    with pytest.raises(WrongPassphrase):
        parts().handed(letters_of(office, 3), signer_id="deputi", passphrase="salah")
    assert site.gateway.asked.count("/api/v2/sign/pdf") == 1


def test_who_takes_several_and_to_whom_a_code_is_sent(parts: Parts, office: Office) -> None:
    assert parts(files_at_once=7).letters_at_once("deputi") == 7
    assert parts(version=V1).letters_at_once("deputi") == 1
    assert parts().letters_at_once("siapa") == 1
    assert (parts().takes_code("deputi"), parts(secret=TOTP).takes_code("deputi")) == (False, True)
    file = PartSigner(
        key_of=lambda who: PersonKey(office.pki.person_key_path(who)),
        trust=office.pki.trust,
        timestamps=office.pki.timestamps,
        clock=office.clock,
    )
    assert (file.letters_at_once("deputi"), file.takes_code("deputi")) == (1, False)
    with pytest.raises(SigningFailed, match="no code is sent"):
        file.send_code("deputi", 1)


def test_bytes_that_are_not_those_of_the_intent_are_not_handed_over(parts: Parts, site: Site, office: Office) -> None:
    [first, second] = letters_of(office, 2)
    with pytest.raises(DigestMismatch):
        parts().handed([first, Letter(first.pdf, second.intent)], signer_id="deputi", passphrase="x")
    assert site.gateway.asked == []


def test_what_came_back_is_examined_in_the_signing_processes(parts: Parts, site: Site, office: Office) -> None:
    letters = letters_of(office, 2)
    with SigningPool(workers=1) as pool:
        papers = signed_of(parts(accept=pool.accept), letters, PASSPHRASES["deputi"])
        assert [office.inspect(paper.data).holds for paper in papers] == [True, True]
        stranger = letters_of(office, 3)[2]
        with pytest.raises(SigningFailed, match="bears no signature"):
            parts(accept=pool.accept).accepted(stranger, stranger.pdf)


@both_versions
def test_a_file_that_was_changed_on_the_way_is_not_taken(sign: Sign, site: Site, version: GatewayVersion) -> None:
    letter = LETTER.read_bytes()
    site.gateway.change = lambda signed: signed[:100] + b"X" + signed[101:]
    with pytest.raises(SigningFailed, match="did not leave the letter as it was sent"):
        sign(letter, version=version)
    site.gateway.change = lambda signed: letter
    with pytest.raises(SigningFailed, match="bears no signature"):
        sign(letter, version=version)


def test_a_file_with_two_signatures_more_is_not_taken(sign: Sign, site: Site, office: Office) -> None:
    """The gateway sends what two people signed, for a letter that one was to sign."""
    letter = LETTER.read_bytes()
    first = sign(letter, who="kepala", recipe=RecipeName.FIRST_OF_TWO)
    both = sign(first.data, recipe=RecipeName.SECOND_OF_TWO)
    site.gateway.change = lambda signed: both.data
    with pytest.raises(SigningFailed, match="exactly one signature more"):
        sign(letter)


def test_a_signature_of_another_person_is_not_taken_where_the_certificate_is_known(
    sign: Sign, site: Site, office: Office
) -> None:
    expected = office.pki.person_key_path("kepala").with_suffix(".pem")
    with pytest.raises(SigningFailed, match="another certificate"):
        sign(certificate=expected)
    assert sign(certificate=office.pki.person_key_path("deputi").with_suffix(".pem")).level is Level.B_LTA


NAMED = CertificateSubject(name="Ratna Sari (DATA CONTOH)")


@both_versions
def test_a_signature_whose_certificate_names_another_is_not_taken(
    sign: Sign, site: Site, version: GatewayVersion
) -> None:
    """Two NIKs were swapped. No time stamp of ours is spent on it: there is no authority to ask here."""
    nowhere = HttpTimestamps("http://127.0.0.1:9/tsa", timeout_seconds=0.5)
    swapped: dict[str, Any] = {"nik": NIK["kepala"], "secret": PASSPHRASES["kepala"], "timestamps": nowhere}
    with pytest.raises(CertificateOfAnother, match="names Budi Santoso"):
        sign(subject=NAMED, version=version, **swapped)
    assert sign(subject=NAMED, version=version).signer_name == "Ratna Sari (DATA CONTOH)"


def test_letters_of_one_call_are_compared_each(parts: Parts, site: Site, office: Office) -> None:
    other = parts(subject=CertificateSubject(name="Budi Santoso (DATA CONTOH)"))
    letters = letters_of(office, 2)
    came_back = other.handed(letters, signer_id="deputi", passphrase=PASSPHRASES["deputi"])
    for letter, file in zip(letters, came_back, strict=True):
        assert isinstance(file, bytes)
        with pytest.raises(CertificateOfAnother, match="names Ratna Sari"):
            other.accepted(letter, file)
    assert len(signed_of(parts(subject=NAMED), letters, PASSPHRASES["deputi"])) == 2


def test_a_certificate_of_another_root_is_not_taken(
    sign: Sign, site: Site, office: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    stranger = Office(tmp_path_factory.mktemp("asing") / "pki", clock=MovableClock(office.clock.now()))
    key = stranger.pki.person_key_path("deputi").read_bytes()
    site.gateway.people[NIK["deputi"]].holder = open_key(key, passphrase=PASSPHRASES["deputi"])
    with pytest.raises((KeyNotValid, TimestampUnavailable)):
        sign()


# --- what waits -----------------------------------------------------------------------------------------------------

PATHS = {V1: ("/api/user/status/{nik}", "/api/sign/pdf"), V2: ("/api/v2/user/check/status", "/api/v2/sign/pdf")}


@both_versions
@pytest.mark.parametrize("step", [0, 1])
@pytest.mark.parametrize(
    "answer",
    [
        PlainTextResponse("galat", status_code=500),
        PlainTextResponse("dialihkan", status_code=302, headers={"location": "http://127.0.0.1:9/"}),
        PlainTextResponse("bukan JSON"),
        JSONResponse([]),
        Response(b"\xff", media_type="application/json"),
    ],
)
def test_a_gateway_that_answers_wrongly_leaves_the_letter_waiting(
    sign: Sign, site: Site, office: Office, version: GatewayVersion, step: int, answer: Response
) -> None:
    path = PATHS[version][step]
    site.gateway.answers[path] = answer
    with pytest.raises(ServiceUnavailable):
        sign(version=version)
    del site.gateway.answers[path]
    assert office.inspect(sign(version=version).data).holds


@pytest.mark.parametrize(
    "answer", [{}, {"file": []}, {"file": ["AAAA", "AAAA"]}, {"file": "AAAA"}, {"file": [None]}, {"file": ["!"]}]
)
def test_version_2_without_exactly_one_file(sign: Sign, site: Site, answer: dict[str, Any]) -> None:
    site.gateway.answers["/api/v2/sign/pdf"] = JSONResponse(answer)
    with pytest.raises((ServiceUnavailable, SigningFailed)):
        sign(version=V2)


def test_version_1_gives_its_file_out_once(sign: Sign, site: Site, office: Office) -> None:
    site.gateway.by_download = True
    assert office.inspect(sign(version=V1).data).holds
    site.gateway.answers["/api/sign/pdf"] = JSONResponse({"id_dokumen": "a1"})
    with pytest.raises(SigningFailed, match=r"refused \(404, 2042\)"):
        sign(version=V1)
    site.gateway.answers["/api/sign/pdf"] = JSONResponse({"id_dokumen": "../../user/status/1"})
    with pytest.raises(ServiceUnavailable, match="neither a file nor the id"):
        sign(version=V1)


@both_versions
def test_an_account_that_is_not_taken_and_a_gateway_that_is_slow_or_away(
    sign: Sign, site: Site, version: GatewayVersion, tmp_path: Path
) -> None:
    other = tmp_path / "akun-lain"
    other.write_text("pembina:salah")
    with pytest.raises(ServiceUnavailable, match="401"):
        sign(version=version, account_file=other)
    with pytest.raises(ServiceUnavailable, match="ConnectError"):
        sign(version=version, url=f"http://127.0.0.1:{free_port()}")
    site.gateway.delay = 1.0
    with pytest.raises(ServiceUnavailable, match="Timeout"):
        sign(version=version, timeout_seconds=0.2)


def test_without_its_account_the_key_is_missing(sign: Sign, tmp_path: Path) -> None:
    with pytest.raises(KeyMissing, match="cannot be read"):
        sign(account_file=tmp_path / "tidak-ada")
    (tmp_path / "cacat").write_text("tanpa titik dua")
    with pytest.raises(KeyMissing, match="user:password"):
        sign(account_file=tmp_path / "cacat")


@both_versions
def test_without_time_stamps_nothing_is_issued(sign: Sign, version: GatewayVersion) -> None:
    with pytest.raises(TimestampUnavailable):
        sign(version=version, timestamps=HttpTimestamps("http://127.0.0.1:9/tsa", timeout_seconds=0.5))


@both_versions
def test_no_secret_is_in_a_message_or_a_log(
    sign: Sign, site: Site, caplog: pytest.LogCaptureFixture, version: GatewayVersion
) -> None:
    wrong, other, shown = "Kata-Rahasia-9c1", "Kata-Sekali-Pakai-4d7", [repr(site.key())]
    with caplog.at_level(logging.DEBUG):
        with pytest.raises(WrongPassphrase) as refused:
            sign(secret=wrong, version=version)
        shown += [*traceback.format_exception(refused.value), repr(sign(version=version))]
    secrets_sent = []
    if version is V2:
        secrets_sent = [asked_code(site, 2)]
        with caplog.at_level(logging.DEBUG), pytest.raises(OneTimePasswordRefused) as refused:
            sign(secret=other, gateway_secret=TOTP)
        shown += traceback.format_exception(refused.value)
    told = re.sub(r'"GET /api/user/status/\d+|/api/user/status/\d+', "", "\n".join([*shown, caplog.text]))
    secrets = (wrong, PASSPHRASES["deputi"], site.gateway.account[1], NIK["deputi"])
    assert not [secret for secret in (*secrets, *secrets_sent, other) if secret in told]


# --- what a good signature is ---------------------------------------------------------------------------------------


@both_versions
def test_what_comes_back_is_extended_to_the_archive_level(sign: Sign, office: Office, version: GatewayVersion) -> None:
    letter = LETTER.read_bytes()
    signed = sign(letter, version=version)
    report = office.inspect(signed.data)
    assert signed.data.startswith(letter)
    assert (signed.level, signed.certification) == (Level.B_LTA, Certification.NONE)
    assert (signed.signer_name, report.holds) == ("Ratna Sari (DATA CONTOH)", True)
    [found] = report.signatures
    assert (found.level, found.certification, found.modification) == (
        Level.B_LTA,
        Certification.NONE,
        Modification.LTA_UPDATES,
    )
    assert [stamp.coverage for stamp in report.timestamps] == [Coverage.ENTIRE_FILE]
    assert hashlib.sha256(letter).hexdigest() == hashlib.sha256(signed.data[: len(letter)]).hexdigest()


@both_versions
def test_two_people_sign_one_agreement(sign: Sign, office: Office, version: GatewayVersion) -> None:
    first = sign(who="kepala", recipe=RecipeName.FIRST_OF_TWO, version=version)
    assert first.level is Level.B_LT
    second = sign(first.data, who="deputi", recipe=RecipeName.SECOND_OF_TWO, version=version)
    report = inspect_signatures(second.data, office.pki.trust(), office.clock.now())
    assert second.data.startswith(first.data)
    assert [(s.signer_name, s.holds) for s in report.signatures] == [
        ("Budi Santoso (DATA CONTOH)", True),
        ("Ratna Sari (DATA CONTOH)", True),
    ]
    assert [s.level for s in report.signatures] == [Level.B_LTA, Level.B_LTA]
    assert report.holds


@both_versions
def test_what_comes_back_without_a_time_stamp_is_stamped_by_ours_at_once(
    sign: Sign, office: Office, site: Site, version: GatewayVersion
) -> None:
    """ETSI EN 319 142-1, 6.3, table 1: a document time stamp makes B-T as well as the signature's own."""
    site.gateway.timestamper = None
    letter = LETTER.read_bytes()
    signed = sign(letter, version=version)
    report = office.inspect(signed.data)
    [found] = report.signatures
    first, last = report.timestamps
    assert signed.data.startswith(letter)
    assert (report.holds, signed.level, found.level) == (True, Level.B_LTA, Level.B_LTA)
    assert (found.timestamp_time, found.modification) == (first.timestamp_time, Modification.LTA_UPDATES)
    assert [each.coverage for each in (first, last)] == [Coverage.ENTIRE_REVISION, Coverage.ENTIRE_FILE]
    assert b"/DSS" not in signed.data[: first.covered_length]
    assert sum("sign/pdf" in path for path in site.gateway.asked) == 1


def test_two_people_sign_one_agreement_at_a_gateway_without_time_stamps(sign: Sign, office: Office, site: Site) -> None:
    site.gateway.timestamper = None
    first = sign(who="kepala", recipe=RecipeName.FIRST_OF_TWO)
    assert (first.level, len(office.inspect(first.data).timestamps)) == (Level.B_LT, 1)
    second = sign(first.data, who="deputi", recipe=RecipeName.SECOND_OF_TWO)
    report = office.inspect(second.data)
    assert (report.holds, [s.level for s in report.signatures]) == (True, [Level.B_LTA, Level.B_LTA])
    assert len(report.timestamps) == 3


def test_without_the_first_time_stamp_what_remains_is_recorded_as_what_it_is(
    sign: Sign, office: Office, site: Site
) -> None:
    """Cut off after the signature, it proves no level; after the first time stamp, its time and no more."""
    site.gateway.timestamper = None
    made = sign().data
    report = office.inspect(made)
    alone, stamped = (made[: each.covered_length] for each in (report.signatures[0], report.timestamps[0]))
    assert [office.inspect(each).signatures[0].level for each in (alone, stamped)] == [None, Level.B_T]


def test_signing_processes_use_the_gateway_too(sign: Sign, office: Office) -> None:
    with SigningPool(workers=1) as pool:
        assert office.inspect(sign(run=pool.sign).data).holds
        with pytest.raises(WrongPassphrase):
            sign(secret="salah", run=pool.sign)
