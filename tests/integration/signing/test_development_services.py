"""Responder and time-stamping authority over HTTP, as OpenSSL and pyHanko ask them."""

import asyncio
import base64
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from asn1crypto import ocsp, tsp
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, SHA384, HashAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp as crypto_ocsp
from starlette.applications import Starlette

from app.development_services import LARGEST_BYTES, DevelopmentServices, Pace
from app.server import free_port, served
from signing.development_pki import AuthorityName, DevelopmentPki
from signing.issuing import new_key, root_authority, signing_certificate
from signing.port import TimestampUnavailable
from signing.responder import Responder
from signing.stamping import Rejection, stamped
from signing.timestamps import HttpTimestamps

OCSP = {"content-type": "application/ocsp-request"}
TSA = {"content-type": "application/timestamp-query"}


class WallClock:
    """The wall clock, which the programs outside know, and a jump of legal time."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass(frozen=True)
class Services:
    """A PKI with one person, and where its services are served."""

    pki: DevelopmentPki
    clock: WallClock
    folder: Path
    url: str

    @property
    def root(self) -> Path:
        path = self.folder / "roots.pem"
        path.write_bytes(self.pki.root_pem)
        return path

    def certificate(self, stem: str) -> x509.Certificate:
        return self.pki.generations.certificate(stem)


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    clock, port = WallClock(), free_port()
    url = f"http://127.0.0.1:{port}"
    pki = DevelopmentPki.open(tmp_path / "pki", clock, public_url=url)
    pki.issue_person_key(subject_id="deputi", name="Ratna", title="", organisation="Contoh", passphrase="sandi")
    routes = DevelopmentServices(pki, clock, most_each_second=10_000).routes()
    with served(Starlette(routes=[*routes]), host="127.0.0.1", port=port):
        yield Services(pki, clock, tmp_path, url)


def person_pem(services: Services) -> Path:
    return services.pki.person_key_path("deputi").with_suffix(".pem")


def openssl(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["openssl", *map(str, words)], check=False, capture_output=True, text=True)


def asked_by_openssl(services: Services, issuer: str, *which: str | Path) -> str:
    """What `openssl ocsp` says, with its nonce, trusting our roots alone."""
    issuer_pem = services.folder / "pki" / f"{issuer}.pem"
    said = openssl("ocsp", "-issuer", issuer_pem, *which, "-url", f"{services.url}/ocsp", "-CAfile", services.root)
    assert said.returncode == 0, said.stderr
    assert "Response verify OK" in said.stderr
    assert "WARNING" not in said.stderr
    return said.stdout


def query(certificate: x509.Certificate, issuer: x509.Certificate, algorithm: HashAlgorithm | None = None) -> bytes:
    builder = crypto_ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, algorithm or SHA256())
    return builder.build().public_bytes(Encoding.DER)


def post(services: Services, body: bytes) -> crypto_ocsp.OCSPResponse:
    answer = httpx.post(f"{services.url}/ocsp", content=body, headers=OCSP)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/ocsp-response")
    assert answer.headers["cache-control"] == "no-store"
    return crypto_ocsp.load_der_ocsp_response(answer.content)


def test_openssl_hears_good_revoked_and_unknown(services: Services) -> None:
    pem = person_pem(services)
    assert f"{pem}: good" in asked_by_openssl(services, "issuing", "-cert", pem)
    services.pki.revoke("deputi", services.clock.now() - timedelta(hours=1), "key_compromise")
    said = asked_by_openssl(services, "issuing", "-cert", pem)
    assert f"{pem}: revoked" in said
    assert "Reason: keyCompromise" in said
    assert "4711: unknown" in asked_by_openssl(services, "issuing", "-serial", "4711")


def test_openssl_asks_about_several_at_once_and_about_the_issuing_ca(services: Services) -> None:
    names = [services.folder / "pki" / f"{stem}.pem" for stem in ("tsa", "seal")]
    said = asked_by_openssl(services, "issuing", "-cert", names[0], "-cert", names[1])
    assert [f"{name}: good" in said for name in names] == [True, True]
    ca = services.folder / "pki" / "issuing.pem"
    assert f"{ca}: good" in asked_by_openssl(services, "root", "-cert", ca)
    services.pki.revoke_authority("issuing", services.clock.now(), "ca_compromise")
    assert f"{ca}: revoked" in asked_by_openssl(services, "root", "-cert", ca)


def test_each_generation_is_answered_by_a_responder_of_its_own_ca(services: Services) -> None:
    for name in (AuthorityName.ROOT, AuthorityName.SEAL, AuthorityName.OCSP):
        services.pki.rotate(name)
    for issuer, stem in (("issuing", "seal"), ("issuing.2", "seal.2"), ("root", "issuing"), ("root.2", "issuing.2")):
        assert ": good" in asked_by_openssl(services, issuer, "-cert", services.folder / "pki" / f"{stem}.pem")
    serial = hex(services.certificate("seal.2").serial_number)
    assert f"{serial}: unknown" in asked_by_openssl(services, "issuing", "-serial", serial)


@pytest.mark.parametrize("algorithm", [SHA1(), SHA256()])
def test_get_answers_as_post_does(services: Services, algorithm: HashAlgorithm) -> None:
    """RFC 6960, appendix A.1.1: base64 in the path, percent-encoded; a slash within it is part of it."""
    request = query(services.certificate("seal"), services.certificate("issuing"), algorithm)
    answer = httpx.get(f"{services.url}/ocsp/{quote(base64.b64encode(request).decode(), safe='')}")
    said = crypto_ocsp.load_der_ocsp_response(answer.content)
    assert said.response_status is crypto_ocsp.OCSPResponseStatus.SUCCESSFUL
    assert said.certificate_status is crypto_ocsp.OCSPCertStatus.GOOD
    assert said.serial_number == services.certificate("seal").serial_number
    raw = httpx.get(f"{services.url}/ocsp/{base64.b64encode(request).decode()}")
    assert crypto_ocsp.load_der_ocsp_response(raw.content).serial_number == said.serial_number


def test_the_nonce_comes_back_and_the_times_are_legal_time(services: Services) -> None:
    services.clock.ahead = timedelta(days=700)
    builder = crypto_ocsp.OCSPRequestBuilder().add_certificate(
        services.certificate("seal"), services.certificate("issuing"), SHA256()
    )
    request = builder.add_extension(x509.OCSPNonce(b"sekali-saja"), critical=False).build()
    said = post(services, request.public_bytes(Encoding.DER))
    assert said.extensions.get_extension_for_class(x509.OCSPNonce).value.nonce == b"sekali-saja"
    assert abs(said.produced_at_utc - services.clock.now()) < timedelta(minutes=1)
    assert said.next_update_utc == said.this_update_utc + timedelta(hours=1)
    (delegate,) = said.certificates
    assert delegate.not_valid_before_utc <= said.produced_at_utc < delegate.not_valid_after_utc


def test_a_responder_that_ends_soon_is_replaced_when_it_is_asked(services: Services) -> None:
    request = query(services.certificate("seal"), services.certificate("issuing"))
    (first,) = post(services, request).certificates
    services.clock.ahead = first.not_valid_after_utc - datetime.now(UTC) - timedelta(days=31)
    assert post(services, request).certificates == [first]
    services.clock.ahead += timedelta(days=2)
    (second,) = post(services, request).certificates
    assert second.not_valid_after_utc > first.not_valid_after_utc + timedelta(days=330)


def malformed(services: Services) -> dict[str, bytes]:
    good = query(services.certificate("seal"), services.certificate("issuing"))
    none = ocsp.OCSPRequest({"tbs_request": {"request_list": []}}).dump()
    one = ocsp.OCSPRequest.load(good)["tbs_request"]["request_list"][0]
    many = ocsp.OCSPRequest({"tbs_request": {"request_list": [one] * 9}}).dump()
    builder = crypto_ocsp.OCSPRequestBuilder().add_certificate(
        services.certificate("seal"), services.certificate("issuing"), SHA256()
    )
    long_nonce = builder.add_extension(x509.OCSPNonce(b"x" * 129), critical=False).build()
    return {
        "nothing": b"",
        "no DER": b"bukan DER",
        "cut": good[:-1],
        "more behind": good + b"\0",
        "another thing": services.certificate("seal").public_bytes(Encoding.DER),
        "no certificate": none,
        "nine certificates": many,
        "long nonce": long_nonce.public_bytes(Encoding.DER),
        "unknown hash": query(services.certificate("seal"), services.certificate("issuing"), SHA384()),
    }


def test_what_cannot_be_read_is_called_malformed(services: Services) -> None:
    for why, body in malformed(services).items():
        said = post(services, body)
        assert said.response_status is crypto_ocsp.OCSPResponseStatus.MALFORMED_REQUEST, why
    answer = httpx.get(f"{services.url}/ocsp/!!!")
    said = crypto_ocsp.load_der_ocsp_response(answer.content)
    assert said.response_status is crypto_ocsp.OCSPResponseStatus.MALFORMED_REQUEST


def test_a_flipped_bit_anywhere_is_answered_and_never_an_error(services: Services) -> None:
    good = bytearray(query(services.certificate("seal"), services.certificate("issuing")))
    allowed = {"successful", "malformed_request", "unauthorized"}
    responder = Responder(services.pki, services.clock)
    for place in range(len(good)):
        for bit in (1, 0x20, 0x80):
            changed = bytes(good[:place]) + bytes([good[place] ^ bit]) + bytes(good[place + 1 :])
            assert ocsp.OCSPResponse.load(responder.answer(changed))["response_status"].native in allowed


def test_of_another_ca_nothing_is_said(services: Services) -> None:
    root = root_authority(start=services.clock.now() - timedelta(days=1))
    leaf = signing_certificate(
        root,
        name=root.certificate.subject,
        key=new_key().public_key(),
        start=services.clock.now() - timedelta(days=1),
        life=timedelta(days=9),
        crl_url="http://x.invalid",
    )
    said = post(services, query(leaf, root.certificate))
    assert said.response_status is crypto_ocsp.OCSPResponseStatus.UNAUTHORIZED


def stamp_request(services: Services, *more: str) -> Path:
    (services.folder / "data").write_bytes(b"isi naskah")
    path = services.folder / "request.tsq"
    said = openssl("ts", "-query", "-data", services.folder / "data", "-sha256", "-cert", *more, "-out", path)
    assert said.returncode == 0, said.stderr
    return path


def stamp(services: Services, body: bytes) -> bytes:
    answer = httpx.post(f"{services.url}/tsa", content=body, headers=TSA)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/timestamp-reply")
    return answer.content


@pytest.mark.parametrize("rotations", [0, 1])
def test_openssl_verifies_a_stamp(services: Services, rotations: int) -> None:
    for _ in range(rotations):
        services.pki.rotate(AuthorityName.ROOT)
        services.pki.rotate(AuthorityName.TSA)
    request = stamp_request(services)
    reply = services.folder / "reply.tsr"
    reply.write_bytes(httpx.post(f"{services.url}/tsa", content=request.read_bytes(), headers=TSA).content)
    said = openssl("ts", "-verify", "-queryfile", request, "-in", reply, "-CAfile", services.root)
    assert (said.returncode, "Verification: OK" in said.stdout) == (0, True), said.stderr
    (services.folder / "data").write_bytes(b"isi lain")
    other = openssl("ts", "-verify", "-data", services.folder / "data", "-in", reply, "-CAfile", services.root)
    assert (other.returncode, "Verification: FAILED" in other.stdout) == (1, True)


def test_our_own_client_gets_a_stamp_of_legal_time(services: Services) -> None:
    services.clock.ahead = timedelta(days=400)
    client = HttpTimestamps(f"{services.url}/tsa").timestamper(services.clock)
    token = asyncio.run(client.async_timestamp(b"x" * 32, "sha256"))
    stamped = token["content"]["encap_content_info"]["content"].parsed
    assert abs(stamped["gen_time"].native - services.clock.now()) < timedelta(minutes=1)
    assert stamped["message_imprint"]["hashed_message"].native == b"x" * 32
    with pytest.raises(TimestampUnavailable):
        asyncio.run(
            HttpTimestamps(f"{services.url}/nowhere").timestamper(services.clock).async_timestamp(b"", "sha256")
        )


def test_what_is_not_stamped_is_refused_in_the_words_of_the_standard(services: Services) -> None:
    """RFC 3161, 2.4.2."""
    good = tsp.TimeStampReq.load(stamp_request(services).read_bytes())
    imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": b"x" * 32}
    weak = {"hash_algorithm": {"algorithm": "sha1"}, "hashed_message": b"x" * 20}
    short = imprint | {"hashed_message": b"x" * 31}
    extension = [{"extn_id": "1.2.3.4", "critical": True, "extn_value": b"\x05\x00"}]
    refused = {
        b"": "bad_data_format",
        b"bukan DER": "bad_data_format",
        good.dump()[:-1]: "bad_data_format",
        good.dump() + b"\0": "bad_data_format",
        tsp.TimeStampReq({"version": "v1", "message_imprint": weak}).dump(): "bad_alg",
        tsp.TimeStampReq({"version": "v1", "message_imprint": short}).dump(): "bad_data_format",
        tsp.TimeStampReq({"version": "v2", "message_imprint": imprint}).dump(): "bad_request",
        tsp.TimeStampReq({"version": "v1", "message_imprint": imprint, "nonce": 2**512}).dump(): "bad_request",
        tsp.TimeStampReq({"version": "v1", "message_imprint": imprint, "req_policy": "1.2.3"}).dump(): (
            "unaccepted_policy"
        ),
        tsp.TimeStampReq({"version": "v1", "message_imprint": imprint, "extensions": extension}).dump(): (
            "unaccepted_extensions"
        ),
    }
    for body, why in refused.items():
        said = Rejection.load(stamp(services, body), strict=True).native
        assert said == {"status": {"status": "rejection", "status_string": None, "fail_info": {why}}}
    reply = services.folder / "reply.tsr"
    reply.write_bytes(stamp(services, b"bukan DER"))
    assert (
        "Failure info: the data submitted has the wrong format" in openssl("ts", "-reply", "-in", reply, "-text").stdout
    )
    with pytest.raises(TimestampUnavailable):
        asyncio.run(
            HttpTimestamps(f"{services.url}/tsa").timestamper(services.clock).async_timestamp(b"x" * 20, "sha1")
        )


def test_a_flipped_bit_in_a_request_for_a_stamp_is_answered(services: Services) -> None:
    good = stamp_request(services).read_bytes()
    authority = services.pki.timestamper()
    for place in range(len(good)):
        for bit in (1, 0x20, 0x80):
            changed = good[:place] + bytes([good[place] ^ bit]) + good[place + 1 :]
            status = Rejection.load(stamped(changed, authority))[0]["status"].native
            assert status in {"granted", "rejection"}


@pytest.mark.parametrize("service", ["ocsp", "tsa"])
def test_a_body_is_bounded_in_size(services: Services, service: str) -> None:
    answer = httpx.post(f"{services.url}/{service}", content=b"x" * (LARGEST_BYTES + 1))
    assert answer.status_code == 413

    def pieces() -> Iterator[bytes]:
        yield from [b"x" * 1024] * 5

    assert httpx.post(f"{services.url}/{service}", content=pieces()).status_code == 413
    assert httpx.get(f"{services.url}/tsa").status_code == 405


def test_each_service_has_a_pace_of_its_own(services: Services, tmp_path: Path) -> None:
    port = free_port()
    routes = DevelopmentServices(services.pki, services.clock, most_each_second=0).routes()
    with served(Starlette(routes=[*routes]), host="127.0.0.1", port=port):
        for service in ("ocsp", "tsa"):
            answer = httpx.post(f"http://127.0.0.1:{port}/{service}", content=b"x")
            assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")


def test_a_pace_counts_by_the_second() -> None:
    seconds = iter([5.0, 5.4, 5.9, 6.0, 6.1, 6.2])
    pace = Pace(2, now=lambda: next(seconds))
    assert [pace.admits() for _ in range(6)] == [True, True, False, True, True, False]
