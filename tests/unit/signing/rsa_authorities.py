"""A development PKI whose CAs and first time-stamping authority have RSA keys, as the national ones do; people have P-256."""

from datetime import datetime
from pathlib import Path
from typing import cast

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from domain.clock import Clock
from signing import issuing
from signing.development_issuing import DAY
from signing.development_pki import DevelopmentPki
from signing.generations import Generations
from signing.issuing import YEAR, Authority

KEY_BITS = 3072


class _RsaGenerations(Generations):
    """Which reads keys of either kind."""

    def authority(self, stem: str) -> Authority:
        if stem not in ("root", "issuing", "tsa"):
            return super().authority(stem)
        return _authority(self.certificate(stem), load_pem_private_key(self.read(stem, "key"), password=None))


class RsaPki(DevelopmentPki):
    """The PKI, with a root and an issuing CA by RSA. *Does not*: rotate them."""

    def __init__(self, folder: Path, clock: Clock, public_url: str) -> None:
        super().__init__(folder, clock, public_url)
        for part in (self, self._lists, self._issuing, self._rotation):
            part._generations = _RsaGenerations(folder)

    def _complete(self) -> None:
        if not self._generations.exists("root"):
            start = (self._clock.now() - DAY).replace(microsecond=0)
            root = _ca("Root CA Pembina", None, start=start)
            ca = _ca("Issuing CA Pembina", root, start=start)
            self._generations.keep("root", root)
            self._generations.keep("issuing", ca, chain=[root.certificate])
            self._generations.keep("tsa", _stamping(ca, start=start), chain=[ca.certificate, root.certificate])
        super()._complete()


def _ca(name: str, above: Authority | None, *, start: datetime) -> Authority:
    key = generate_private_key(65537, KEY_BITS)
    subject = issuing.authority_name(name)
    usage = issuing._usage(key_cert_sign=True, crl_sign=True)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(above.certificate.subject if above else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + 10 * YEAR)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(above.key if above else key, SHA256())
    )
    return _authority(made, key)


def _stamping(ca: Authority, *, start: datetime) -> Authority:
    key = generate_private_key(65537, KEY_BITS)
    public = cast(EllipticCurvePublicKey, key.public_key())
    url = "https://pembina.example/crl/issuing.crl"
    return _authority(issuing.timestamping_certificate(ca, key=public, start=start, crl_url=url), key)


def _authority(certificate: x509.Certificate, key: object) -> Authority:
    """The development PKI names elliptic keys alone; what it does with a CA's, an RSA key does as well."""
    return Authority(certificate, cast(EllipticCurvePrivateKey, key))
