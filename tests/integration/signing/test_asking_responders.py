"""Revocation by a CA's responder alone: asked over HTTP while something is signed, kept in the paper, needed to sign."""

import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore

from domain.clock import Clock
from signing import issuing
from signing.configuration import SigningFileUnusable, read_signing_file
from signing.issuing import Access
from signing.missing_knowledge import lacks_knowledge
from signing.pkcs12 import Pkcs12Keys
from signing.port import KeyNotValid, RecipeName, ServiceUnavailable, SigningError, SigningIntent
from signing.profile import add_signature_fields
from signing.revocation import ConfiguredTrust
from signing.router import RoutedSigner
from signing.trust import TrustAnchors
from signing.validation import inspect_signatures
from tests.e2e.authorities import Authorities, WallClock, authorities

LETTER = (Path(__file__).parents[2] / "unit" / "signing" / "letter.pdf").read_bytes()
PASSPHRASE = "sandi"


@dataclass
class Installed:
    """A signer whose certificate names the responder, and a trust without any revocation list."""

    given: Authorities

    def __post_init__(self) -> None:
        pki = self.given.pki
        path = pki.issue_person_key(
            subject_id="deputi", name="Deputi", title="Deputi", organisation="Contoh", passphrase=PASSPHRASE
        )
        ca, key = pki.generations.authority("issuing"), issuing.new_key()
        address = self.given.address
        self.certificate = issuing.signing_certificate(
            ca,
            name=issuing.person_name(name="Deputi", title="Deputi", organisation="Contoh", subject_id="deputi"),
            key=key.public_key(),
            start=datetime.now(UTC) - timedelta(days=1),
            life=timedelta(days=300),
            crl_url=f"{address}/crl/issuing.crl",
            access=Access(f"{address}/pki/issuing.cer", f"{address}/ocsp"),
        )
        pki.lists.note_issued("issuing", self.certificate)
        secret = BestAvailableEncryption(PASSPHRASE.encode())
        path.write_bytes(serialize_key_and_certificates(b"deputi", key, self.certificate, [ca.certificate], secret))
        self.trust = replace(pki.trust(), crls=(), asks_responders=True)

    def sign(self, trust: TrustAnchors | None = None, *, clock: Clock | None = None) -> bytes:
        pdf = add_signature_fields(LETTER, ["Penanda"])
        pki, clock = self.given.pki, clock or WallClock()
        intent = SigningIntent(
            document_id="dok",
            field_name="Penanda",
            signer_id="deputi",
            signer_name="Deputi",
            digest=hashlib.sha256(pdf).hexdigest(),
            recipe=RecipeName.SINGLE,
            reason="Persetujuan",
            location="Jakarta",
            signed_at=clock.now(),
        )
        signer = RoutedSigner(
            directory=Pkcs12Keys(pki), trust=lambda: trust or self.trust, timestamps=pki.timestamps, clock=clock
        )
        return signer.sign(pdf, intent, passphrase=PASSPHRASE).data


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Installed]:
    with authorities(tmp_path) as given:
        yield Installed(given)


def answers_in(pdf: bytes) -> int:
    return len(list(DocumentSecurityStore.read_dss(PdfFileReader(io.BytesIO(pdf))).ocsps))


def test_without_any_list_the_responder_is_asked_and_its_answers_stay_in_the_paper(here: Installed) -> None:
    """The signer, the CA and the time stamps: each once. Verification asks nobody, and needs no list of ours."""
    pdf = here.sign()
    asked = here.given.asked
    assert (asked, answers_in(pdf)) == (3, 3)
    for trust in (here.trust, replace(here.trust, asks_responders=False), here.given.pki.trust()):
        report = inspect_signatures(pdf, trust, datetime.now(UTC))
        assert report.holds, report
    assert here.given.asked == asked


@dataclass(frozen=True)
class BegunBefore:
    """The time at which a signing began that takes its time: the responder answers when it is later already."""

    seconds: float

    def now(self) -> datetime:
        return datetime.now(UTC) - timedelta(seconds=self.seconds)


@pytest.mark.parametrize("seconds", [3.0, 240.0])
def test_an_answer_may_be_younger_than_the_signing_that_asked_for_it(here: Installed, seconds: float) -> None:
    """RFC 6960, section 4.2.2.1: `thisUpdate` is when the responder knew it, which is after it was asked."""
    pdf = here.sign(clock=BegunBefore(seconds))
    assert answers_in(pdf) == 3
    assert inspect_signatures(pdf, here.trust, datetime.now(UTC)).holds


def test_where_nobody_asks_nothing_is_signed_without_a_list(here: Installed) -> None:
    with pytest.raises(SigningError):
        here.sign(replace(here.trust, asks_responders=False))
    assert here.given.asked == 0


def test_a_revoked_signer_is_refused_by_what_the_responder_says(here: Installed) -> None:
    pki = here.given.pki
    pki.person_key_path("deputi").with_suffix(".pem").write_bytes(here.certificate.public_bytes(Encoding.PEM))
    pki.revoke("deputi", datetime.now(UTC) - timedelta(minutes=1), "key_compromise")
    with pytest.raises(KeyNotValid, match="revoked"):
        here.sign()


def _nothing(_request: bytes) -> bytes:
    return b""


def _error(_request: bytes) -> bytes:
    return bytes.fromhex("30030a0103")  # tryLater


def _huge(_request: bytes) -> bytes:
    return b"0" * 200_000


@pytest.mark.parametrize("answer", [None, _nothing, _error, _huge])
def test_without_an_answer_the_letter_waits_unless_a_list_is_at_hand(
    here: Installed, answer: Callable[[bytes], bytes] | None
) -> None:
    here.given.ocsp_answer = answer
    with pytest.raises(ServiceUnavailable, match="responder does not say"):
        here.sign()
    pdf = here.sign(replace(here.given.pki.trust(), asks_responders=True))
    assert inspect_signatures(pdf, here.given.pki.trust(), datetime.now(UTC)).holds


def test_an_answer_that_another_signed_is_none(here: Installed, tmp_path: Path) -> None:
    """A responder of another installation answers for its own CA of the same name."""
    folder = tmp_path / "lain"
    folder.mkdir()
    with authorities(folder) as other:
        here.given.ocsp_answer = other.ocsp_answer
        with pytest.raises(SigningError):
            here.sign()


def test_an_answer_of_before_is_not_taken_again(here: Installed) -> None:
    """The nonce of another question: what was recorded on the line proves nothing today."""
    kept: dict[int, bytes] = {}
    real = here.given.ocsp_answer
    assert real is not None

    def replayed(request: bytes) -> bytes:
        return kept.setdefault(len(request), real(request))

    here.given.ocsp_answer = replayed
    with pytest.raises(ServiceUnavailable):
        here.sign()


def configured(folder: Path, table: str) -> ConfiguredTrust:
    file = folder / "signing.toml"
    file.write_text(f"[trust]\n{table}\n")
    section = read_signing_file(file).table("trust")
    return ConfiguredTrust.read(section, cache=folder / "cache", clock=WallClock())


@pytest.mark.parametrize(
    ("table", "asks"), [('responders = "ask"', True), ('responders = "leave"', False), ("", False)]
)
def test_the_signing_file_says_whether_responders_are_asked(
    here: Installed, tmp_path: Path, table: str, asks: bool
) -> None:
    """Lists it needs in any case: an answer holds for an hour, and who checks the paper later asks nobody."""
    for name in ("root", "issuing"):
        (tmp_path / f"{name}.pem").write_bytes((here.given.folder / "ca" / f"{name}.pem").read_bytes())
    roots = 'roots = ["root.pem"]\nintermediates = ["issuing.pem"]\n'
    why = 'responders = "ask": an answer holds for hours, and who checks later asks nobody$' if asks else "are needed$"
    with pytest.raises(SigningFileUnusable, match=f"roots and revocation_lists are needed.*{why}" if asks else why):
        configured(tmp_path, roots + table)
    lists = ", ".join(f'"{here.given.address}/crl/{name}.crl"' for name in ("root", "issuing"))
    trust = configured(tmp_path, f"{roots}revocation_lists = [{lists}]\n{table}")
    assert trust.current().asks_responders is asks
    asked = here.given.asked
    pdf = here.sign(trust.current())
    assert (here.given.asked - asked, answers_in(pdf)) == ((3, 3) if asks else (0, 0))
    assert inspect_signatures(pdf, trust.known(), datetime.now(UTC)).holds


def test_a_paper_with_answers_alone_is_undecided_when_they_have_ended(here: Installed) -> None:
    """Which is why lists are needed: neither a check nor a renewal may say then that it is false."""
    pdf, later = here.sign(), datetime.now(UTC) + timedelta(hours=2)
    found = inspect_signatures(pdf, here.trust, later)
    assert (found.holds, lacks_knowledge(found)) == (False, True)
    assert inspect_signatures(pdf, here.given.pki.trust(), later).holds


def test_another_word_is_refused(here: Installed, tmp_path: Path) -> None:
    with pytest.raises(SigningFileUnusable, match="responders is one of ask, leave"):
        configured(tmp_path, 'roots = ["root.pem"]\nresponders = "ya"')
