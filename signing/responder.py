"""Answers to "is this certificate revoked?" by the development PKI's responder (OCSP); how they travel is decided elsewhere."""

# mypy: disable-error-code="import-untyped,no-untyped-call"

from datetime import datetime, timedelta

from asn1crypto import core, ocsp
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from certomancer.services import RevocationInfoInterface, SimpleOCSPResponder, choose_signed_digest, issuer_match
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from domain.clock import Clock
from signing.development_pki import DevelopmentPki
from signing.issuing import Authority

LARGEST_REQUEST_BYTES = 4096
MOST_CERTIFICATES = 8
LONGEST_NONCE = 128
"""*Source*: RFC 9654, section 2.1."""

ANSWER_LIFE = timedelta(hours=1)
"""How long an answer may be kept, in legal time."""

_NAMED_HASHES = ("sha1", "sha256")
"""By which a request may name a CA. *Source*: RFC 5019, section 2.1.1; RFC 9654."""

_REASONS = {
    x509.ReasonFlags.key_compromise: "key_compromise",
    x509.ReasonFlags.ca_compromise: "ca_compromise",
    x509.ReasonFlags.affiliation_changed: "affiliation_changed",
    x509.ReasonFlags.superseded: "superseded",
    x509.ReasonFlags.cessation_of_operation: "cessation_of_operation",
    x509.ReasonFlags.privilege_withdrawn: "privilege_withdrawn",
    x509.ReasonFlags.unspecified: "unspecified",
}


class Responder:
    """Answers for every CA of the PKI that lives, by a key that this CA has delegated. Call it in a thread.

    *Source*: RFC 6960, sections 2.2 (good, revoked, unknown), 2.3 (errors), 4.2.2.2 (delegation) and 4.4.1 (nonce).
    """

    def __init__(self, pki: DevelopmentPki, clock: Clock) -> None:
        self._pki = pki
        self._clock = clock

    def answer(self, request: bytes) -> bytes:
        """The signed answer in DER, or an unsigned error that says why there is none. Never raises for what a stranger sends.

        A request names certificates of one CA: `unauthorized` for a CA that is not ours, or for two at once.
        """
        try:
            asked = ocsp.OCSPRequest.load(request, strict=True)
            _ = asked.native  # it is parsed piece by piece, when it is looked at
            names = [each["req_cert"] for each in asked["tbs_request"]["request_list"]]
            readable = _is_readable(names, asked.nonce_value)
        except (ValueError, TypeError, KeyError, AttributeError):
            readable = False
        if not readable or len(request) > LARGEST_REQUEST_BYTES:
            return _error("malformed_request")
        ca = self._ca_of(names[0])
        if ca is None:
            return _error("unauthorized")
        now = self._clock.now().replace(microsecond=0)
        return bytes(self._responder(ca, now).build_ocsp_response(asked).dump())

    def _ca_of(self, named: ocsp.CertId) -> str | None:
        for stem in self._pki.living_cas():
            if issuer_match(named, _certificate(self._pki.generations.certificate(stem))):
                return stem
        return None

    def _responder(self, ca: str, now: datetime) -> SimpleOCSPResponder:
        authority = self._pki.responder(ca)
        certificate = _certificate(authority.certificate)
        return SimpleOCSPResponder(
            responder_cert=certificate,
            responder_key=_private_key(authority),
            signature_algo=choose_signed_digest("sha256", certificate.public_key),
            at_time=now,
            revinfo_interface=_Records(self._pki, ca),
            validity=ANSWER_LIFE,
        )


class _Records(RevocationInfoInterface):
    """What one CA has on record."""

    def __init__(self, pki: DevelopmentPki, ca: str) -> None:
        self._pki = pki
        self._ca = ca

    def get_issuer_cert(self) -> asn1_x509.Certificate:
        return _certificate(self._pki.generations.certificate(self._ca))

    def check_revocation_status(
        self, cid: ocsp.CertId, at_time: datetime
    ) -> tuple[ocsp.CertStatus, list[ocsp.SingleResponseExtension]]:
        serial = cid["serial_number"].native
        revoked = self._pki.lists.revoked(self._ca).get(serial)
        if revoked is not None:
            info = {"revocation_time": revoked.at.replace(microsecond=0), "revocation_reason": _REASONS[revoked.reason]}
            return ocsp.CertStatus(name="revoked", value=ocsp.RevokedInfo(info)), []
        if self._pki.lists.was_issued(self._ca, serial):
            return ocsp.CertStatus(name="good", value=core.Null()), []
        return ocsp.CertStatus(name="unknown", value=core.Null()), []


def _is_readable(names: list[ocsp.CertId], nonce: core.OctetString | None) -> bool:
    """Reads each part that an answer needs, so that what is broken inside shows now."""
    if nonce is not None and not 1 <= len(nonce.native) <= LONGEST_NONCE:
        return False
    hashes = [(each["hash_algorithm"]["algorithm"].native, each["serial_number"].native) for each in names]
    return 1 <= len(names) <= MOST_CERTIFICATES and all(name in _NAMED_HASHES for name, _serial in hashes)


def _error(status: str) -> bytes:
    return bytes(SimpleOCSPResponder.build_error_response(status).dump())


def _certificate(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def _private_key(authority: Authority) -> asn1_keys.PrivateKeyInfo:
    der = authority.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return asn1_keys.PrivateKeyInfo.load(der)
