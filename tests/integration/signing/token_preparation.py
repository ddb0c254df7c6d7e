"""Prepares a PKCS#11 token: makes a key in it that cannot leave, and puts its certificate beside it. Never signs."""

# mypy: disable-error-code="import-untyped,no-untyped-call"

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pkcs11
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding, load_der_public_key
from cryptography.x509 import Certificate
from pkcs11.constants import Attribute, CertificateType, ObjectClass
from pkcs11.exceptions import NoSuchToken
from pkcs11.mechanisms import KeyType
from pkcs11.util.ec import encode_ec_public_key, encode_named_curve_parameters
from pkcs11.util.rsa import encode_rsa_public_key

from signing.raw_signatures import PublicKey

_KEPT = {Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False}


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a key is to be: the module, the token by its label, the key's label and id."""

    module: Path
    token: str
    key: str
    key_id: bytes = b"\x01"


def generate_key(
    place: Place, *, pin: str, rsa_bits: int | None = None, always_authenticate: bool = False, kept: bool = True
) -> PublicKey:
    """Makes a P-256 or RSA key in the token and gives its public half, for a CA to certify.

    *Shape*: with `always_authenticate` the token asks for the PIN at each signature; with `kept` False the key can be
    taken out again, and our own signer will refuse it. *Raises*: `pkcs11.exceptions.PKCS11Error`.
    """
    private = _KEPT if kept else {Attribute.SENSITIVE: False, Attribute.EXTRACTABLE: True}
    if always_authenticate:
        private = {**private, Attribute.ALWAYS_AUTHENTICATE: True}
    named = {"id": place.key_id, "label": place.key, "store": True, "private_template": private}
    with _token(place).open(rw=True, user_pin=pin) as session:
        if rsa_bits is not None:
            public, _ = session.generate_keypair(KeyType.RSA, rsa_bits, **named)
            return _loaded(encode_rsa_public_key(public))
        curve = {Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")}
        public, _ = session.create_domain_parameters(KeyType.EC, curve, local=True).generate_keypair(**named)
        return _loaded(encode_ec_public_key(public))


def store_certificate(place: Place, certificate: Certificate, *, pin: str) -> None:
    """Puts the certificate into the token under the key's label and id. *Raises*: `pkcs11.exceptions.PKCS11Error`."""
    der = certificate.public_bytes(Encoding.DER)
    subject = asn1_x509.Certificate.load(der).subject.dump()
    with _token(place).open(rw=True, user_pin=pin) as session:
        session.create_object(
            {
                Attribute.CLASS: ObjectClass.CERTIFICATE,
                Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
                Attribute.TOKEN: True,
                Attribute.LABEL: place.key,
                Attribute.ID: place.key_id,
                Attribute.SUBJECT: subject,
                Attribute.VALUE: der,
            }
        )


def _token(place: Place) -> Any:
    library = pkcs11.lib(str(place.module))
    try:
        return library.get_token(token_label=place.token)
    except NoSuchToken:
        library.reinitialize()
        return library.get_token(token_label=place.token)


def _loaded(der: bytes) -> PublicKey:
    """*Raises*: `ValueError` where the token made a key of another kind."""
    key = load_der_public_key(der)
    if not isinstance(key, PublicKey):
        raise ValueError("the token made a key of another kind")
    return key
