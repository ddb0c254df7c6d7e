"""Asking a CA's responder whether a certificate is revoked, while something is signed; what strangers send asks nobody.

*Source*: RFC 6960, section 4.1; RFC 5019, section 5 (POST). Who signed an answer, and whether it is of now, pyHanko checks.
"""

# mypy: disable-error-code="import-untyped,no-untyped-call"

from collections.abc import AsyncGenerator, Iterable

import httpx
from asn1crypto import crl, ocsp, x509
from pyhanko_certvalidator.authority import Authority
from pyhanko_certvalidator.errors import OCSPFetchError, OCSPValidationError
from pyhanko_certvalidator.fetchers.api import CertificateFetcher, CRLFetcher, Fetchers, OCSPFetcher
from pyhanko_certvalidator.fetchers.common_utils import format_ocsp_request, process_ocsp_response_data

from signing.port import ServiceUnavailable

TIMEOUT_SECONDS = 5.0
LARGEST_ANSWER = 64 * 1024
MOST_ADDRESSES = 2
_HEADERS = {"content-type": "application/ocsp-request", "accept": "application/ocsp-response"}


class OcspRequests(OCSPFetcher):
    """Asks the addresses that a certificate names, and keeps each answer for this one signature; the silent are asked once.

    *Shape*: `listed` are the issuers of which a revocation list is at hand: for their certificates an answer may be lacking.
    """

    def __init__(self, listed: Iterable[crl.CertificateList]) -> None:
        self._listed = {each.issuer.hashable for each in listed}
        self._answers: dict[bytes, ocsp.OCSPResponse] = {}
        self._silent: set[bytes] = set()

    async def fetch(self, cert: x509.Certificate, authority: Authority) -> ocsp.OCSPResponse:
        """The answer about one certificate.

        *Raises*: `OCSPFetchError` where there is none and a list will do; `ServiceUnavailable` where nothing else tells.
        """
        if cert.dump() not in self._answers:
            self._answers[cert.dump()] = await self._asked(cert, authority)
        return self._answers[cert.dump()]

    async def _asked(self, cert: x509.Certificate, authority: Authority) -> ocsp.OCSPResponse:
        request = format_ocsp_request(cert, authority, certid_hash_algo="sha1", request_nonces=True)
        for url in cert.ocsp_urls[:MOST_ADDRESSES] if cert.dump() not in self._silent else ():
            try:
                return process_ocsp_response_data(
                    await _posted(url, request.dump()), ocsp_request=request, ocsp_url=url
                )
            except (httpx.HTTPError, httpx.InvalidURL, OCSPFetchError, OCSPValidationError, ValueError, TypeError):
                continue
        self._silent.add(cert.dump())
        if cert.ocsp_urls and cert.issuer.hashable not in self._listed:
            raise ServiceUnavailable("the CA's responder does not say whether a certificate is revoked")
        raise OCSPFetchError("no answer of a responder")

    def fetched_responses(self) -> Iterable[ocsp.OCSPResponse]:
        """Every answer so far."""
        return tuple(self._answers.values())

    def fetched_responses_for_cert(self, cert: x509.Certificate) -> Iterable[ocsp.OCSPResponse]:
        """The answer about this certificate, if there is one."""
        found = self._answers.get(cert.dump())
        return () if found is None else (found,)


class _NoLists(CRLFetcher):
    """Lists are fetched elsewhere, and kept."""

    async def fetch(self, cert: x509.Certificate, *, use_deltas: object = None) -> Iterable[crl.CertificateList]:
        return ()

    def fetched_crls(self) -> Iterable[crl.CertificateList]:
        return ()

    def fetched_crls_for_cert(self, cert: x509.Certificate) -> Iterable[crl.CertificateList]:
        return ()


class _NoCertificates(CertificateFetcher):
    """The configured intermediates are all there are."""

    _none: tuple[x509.Certificate, ...] = ()

    async def fetch_cert_issuers(self, cert: x509.Certificate) -> AsyncGenerator[x509.Certificate, None]:
        for found in self._none:
            yield found

    async def fetch_crl_issuers(self, certificate_list: crl.CertificateList) -> AsyncGenerator[x509.Certificate, None]:
        for found in self._none:
            yield found

    def fetched_certs(self) -> Iterable[x509.Certificate]:
        return ()


def ocsp_alone(listed: Iterable[crl.CertificateList]) -> Fetchers:
    """For a validation context that may ask responders, and fetches nothing else."""
    return Fetchers(OcspRequests(listed), _NoLists(), _NoCertificates())


async def _posted(url: str, request: bytes) -> bytes:
    async with (
        httpx.AsyncClient(timeout=TIMEOUT_SECONDS, follow_redirects=False) as client,
        client.stream("POST", url, content=request, headers=_HEADERS) as answer,
    ):
        answer.raise_for_status()
        body = b""
        async for part in answer.aiter_bytes():
            body += part
            if len(body) > LARGEST_ANSWER:
                raise ValueError("larger than any answer")
    return body
