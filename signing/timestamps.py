"""Where time stamps come from: a time-stamping authority in process (development) or over HTTP; no signature is made here."""

# mypy: disable-error-code="import-untyped,no-untyped-call"

import asyncio
from collections.abc import AsyncIterator, Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import httpx
from asn1crypto import cms, pem, tsp
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from certomancer.services import TimeStamper as CertomancerAuthority
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.path import ValidationPath

from domain.clock import Clock
from signing.generations import Generations
from signing.port import TimestampUnavailable

POLICY = "2.25.152.2022.3161"
"""An identifier of our own below the UUID arc: nobody has registered a policy for tokens that prove nothing."""


class TimestampSource(Hashable, Protocol):
    """Describes an authority, small enough to be sent to a signing process."""

    def timestamper(self, clock: Clock) -> TimeStamper:
        """The client of this authority. *Raises*: `TimestampUnavailable` where its key cannot be read."""
        ...


@dataclass(frozen=True)
class LocalTimestamps:
    """The development authority, which stamps legal time in process.

    *Shape*: PEM files; `chain` are the CAs above it, as far as the file of the certificate does not hold them itself.
    """

    certificate: Path
    key: Path
    chain: tuple[Path, ...]

    def timestamper(self, clock: Clock) -> TimeStamper:
        """The authority itself, with its key parsed once."""
        try:
            certificate, *chain = (der for path in (self.certificate, *self.chain) for der in _ders(path))
            return local_timestamper(certificate, _der(self.key), chain=chain, clock=clock)
        except (OSError, ValueError, TypeError) as error:
            raise TimestampUnavailable("the development time-stamping authority has no usable key") from error


@dataclass(frozen=True)
class RotatingTimestamps:
    """The development authority of a PKI folder, in process: whichever generation is the newest at each stamp."""

    folder: Path

    def timestamper(self, clock: Clock) -> TimeStamper:
        """The authority, with its key parsed once for each generation."""
        return _RotatingTimestamper(self.folder, clock)


@dataclass(frozen=True)
class HttpTimestamps:
    """An authority by RFC 3161 over HTTP."""

    url: str
    timeout_seconds: float = 10.0

    def timestamper(self, clock: Clock) -> TimeStamper:
        """The client."""
        return _HttpTimestamper(self)


def known_certificate(source: TimestampSource) -> asn1_x509.Certificate | None:
    """The certificate by which the authority stamps now, where that is known without asking it: one in this process.

    *Raises*: `TimestampUnavailable` where its file cannot be read.
    """
    match source:
        case LocalTimestamps():
            path = source.certificate
        case RotatingTimestamps():
            generations = Generations(source.folder)
            path = generations.path(generations.newest("tsa"), "pem")
        case _:
            return None
    try:
        return asn1_x509.Certificate.load(_ders(path)[0], strict=True)
    except (OSError, ValueError, TypeError, IndexError) as error:
        raise TimestampUnavailable("the development time-stamping authority has no usable certificate") from error


def local_timestamper(certificate: bytes, key: bytes, *, chain: Sequence[bytes], clock: Clock) -> TimeStamper:
    """An authority in this process, of DER certificates and a DER PKCS#8 key. *Raises*: `ValueError`, `TypeError`.

    Its tokens carry each CA of the chain once and no root: whoever trusts a root has it, and each certificate in a token is
    paid for at every examination.
    """
    above = [asn1_x509.Certificate.load(der, strict=True) for der in dict.fromkeys(chain)]
    authority = CertomancerAuthority(
        tsa_cert=asn1_x509.Certificate.load(certificate, strict=True),
        tsa_key=asn1_keys.PrivateKeyInfo.load(key, strict=True),
        certs_to_embed=[each for each in above if not each.self_issued],
        policy=tsp.ObjectIdentifier(POLICY),
    )
    return _LocalTimestamper(authority, clock)


class _LocalTimestamper(TimeStamper):
    def __init__(self, authority: CertomancerAuthority, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._authority = authority

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        self._authority.fixed_dt = self._clock.now().replace(microsecond=0)
        return self._authority.request_tsa_response(req)


class _RotatingTimestamper(TimeStamper):
    """Hands on to the authority of the newest generation, and forgets what it has learned of the one before."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        super().__init__()
        self._generations = Generations(folder)
        self._clock = clock
        self._stem = ""
        self._authority: TimeStamper | None = None

    async def validation_paths(self, validation_context: ValidationContext) -> AsyncIterator[ValidationPath]:
        async for path in self._newest().validation_paths(validation_context):
            yield path

    async def async_dummy_response(self, md_algorithm: str) -> cms.ContentInfo:
        return await self._newest().async_dummy_response(md_algorithm)

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        return await self._newest().async_timestamp(message_digest, md_algorithm)

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        return await self._newest().async_request_tsa_response(req)

    def _newest(self) -> TimeStamper:
        stem = self._generations.newest("tsa")
        if self._authority is None or stem != self._stem:
            file = self._generations.path
            above = () if "." in stem else (file("issuing", "pem"), file("root", "pem"))
            source = LocalTimestamps(file(stem, "pem"), file(stem, "key"), chain=above)
            self._authority, self._stem = source.timestamper(self._clock), stem
        return self._authority


class _HttpTimestamper(TimeStamper):
    def __init__(self, source: HttpTimestamps) -> None:
        super().__init__()
        self._source = source

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        try:
            return await asyncio.to_thread(self._ask, req.dump())
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, TypeError) as error:
            raise TimestampUnavailable("the time-stamping authority did not answer as RFC 3161 says") from error

    def _ask(self, request: bytes) -> tsp.TimeStampResp:
        headers = {"content-type": "application/timestamp-query", "accept": "application/timestamp-reply"}
        answer = httpx.post(self._source.url, content=request, headers=headers, timeout=self._source.timeout_seconds)
        answer.raise_for_status()
        response = tsp.TimeStampResp.load(answer.content, strict=True)
        _ = response["status"], response["time_stamp_token"]  # parsed when looked at: a rejection has no token
        return response


def _ders(path: Path) -> list[bytes]:
    return [bytes(der) for _, _, der in pem.unarmor(path.read_bytes(), multiple=True)]


def _der(path: Path) -> bytes:
    _, _, der = pem.unarmor(path.read_bytes())
    return bytes(der)
