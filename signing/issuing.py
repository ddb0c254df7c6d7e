"""Certificates and revocation lists of the development PKI, as values; no file is written here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

TEST_UNIT = "UJI - TIDAK SAH SECARA HUKUM"
"""Stands in every name, so that no test certificate can be taken for a real one."""

LONGEST_NAME = 64
"""*Source*: RFC 5280, appendix A.1 (ub-common-name, ub-organization-name, ub-title)."""

CRL_LIFE = timedelta(days=7)
YEAR = timedelta(days=365)
RESPONDER_LIFE = YEAR
"""Short, as nobody asks whether a responder itself was revoked. *Source*: RFC 6960, section 4.2.2.2.1 (ocsp-nocheck)."""


@dataclass(frozen=True)
class Authority:
    """A CA: its certificate and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class Revocation:
    """A revoked certificate."""

    serial: int
    at: datetime
    reason: x509.ReasonFlags


@dataclass(frozen=True)
class Access:
    """Where a CA's own certificate and its responder are found, or None. *Source*: RFC 5280, section 4.2.2.1."""

    ca_url: str | None = None
    ocsp_url: str | None = None


NO_ACCESS = Access()


def new_key() -> ec.EllipticCurvePrivateKey:
    """A P-256 key: `pdfsig` cannot read Ed25519."""
    return ec.generate_private_key(ec.SECP256R1())


def person_name(*, name: str, title: str, organisation: str, subject_id: str) -> x509.Name:
    """The name of a person or the seal, marked as a test. *Shape*: parts are shortened to 64 characters."""
    parts = {
        NameOID.COUNTRY_NAME: "ID",
        NameOID.ORGANIZATION_NAME: organisation,
        NameOID.ORGANIZATIONAL_UNIT_NAME: TEST_UNIT,
        NameOID.TITLE: title,
        NameOID.COMMON_NAME: name,
        NameOID.SERIAL_NUMBER: subject_id,
    }
    return x509.Name([x509.NameAttribute(oid, _fitted(value)) for oid, value in parts.items() if value.strip()])


def authority_name(name: str) -> x509.Name:
    """The name of a CA or the time-stamping authority."""
    return person_name(name=f"UJI {name}", title="", organisation="Pembina", subject_id="")


def generation_name(name: str, generation: int) -> str:
    """The name of an authority's certificate: each generation has one of its own, which its lists bear too."""
    return name if generation == 1 else f"{name} G{generation}"


def root_authority(*, start: datetime, generation: int = 1) -> Authority:
    """A self-signed root for ten years."""
    key = new_key()
    name = authority_name(generation_name("Root CA Pembina", generation))
    certificate = _ca(
        x509.CertificateBuilder().subject_name(name).issuer_name(name), key.public_key(), path_length=1, issuer_key=key
    )
    return Authority(_signed(certificate, start=start, end=start + 10 * YEAR, key=key), key)


def issuing_authority(
    root: Authority, *, start: datetime, crl_url: str, access: Access = NO_ACCESS, generation: int = 1
) -> Authority:
    """The CA that issues everything else, as long as the root."""
    key = new_key()
    name = authority_name(generation_name("Issuing CA Pembina", generation))
    builder = x509.CertificateBuilder().subject_name(name)
    builder = _ca(builder.issuer_name(root.certificate.subject), key.public_key(), path_length=0, issuer_key=root.key)
    builder = _addressed(builder, crl_url, access)
    return Authority(_signed(builder, start=start, end=root.certificate.not_valid_after_utc, key=root.key), key)


def signing_certificate(
    ca: Authority,
    *,
    name: x509.Name,
    key: ec.EllipticCurvePublicKey,
    start: datetime,
    life: timedelta,
    crl_url: str,
    access: Access = NO_ACCESS,
) -> x509.Certificate:
    """A certificate for signing letters. It ends with its CA at the latest.

    No extended key usage (`pdfsig` asks for that of e-mail where one is present) and no OCSP address: the legal clock of
    development runs ahead, and a program that asked the responder would find an answer of the future, or nobody.
    """
    usage = _usage(digital_signature=True, content_commitment=True)
    builder = _leaf(ca, name, key, crl_url, access).add_extension(usage, critical=True)
    end = min(start + life, ca.certificate.not_valid_after_utc)
    return _signed(builder, start=start, end=end, key=ca.key)


def timestamping_certificate(
    ca: Authority,
    *,
    key: ec.EllipticCurvePublicKey,
    start: datetime,
    crl_url: str,
    access: Access = NO_ACCESS,
    generation: int = 1,
) -> x509.Certificate:
    """A certificate for time stamps. *Source*: RFC 3161, section 2.3 (critical extended key usage, alone)."""
    name = authority_name(generation_name("Otoritas Penanda Waktu Pembina", generation))
    builder = (
        _leaf(ca, name, key, crl_url, access)
        .add_extension(_usage(digital_signature=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    )
    return _signed(builder, start=start, end=ca.certificate.not_valid_after_utc, key=ca.key)


def credential_certificate(
    ca: Authority,
    *,
    key: ec.EllipticCurvePublicKey,
    start: datetime,
    crl_url: str,
    access: Access = NO_ACCESS,
    generation: int = 1,
) -> x509.Certificate:
    """A certificate for credentials and status lists: digital signature alone, so that its key signs no letter."""
    name = authority_name(generation_name("Kredensial Sertifikat Pembina", generation))
    builder = _leaf(ca, name, key, crl_url, access).add_extension(_usage(digital_signature=True), critical=True)
    return _signed(builder, start=start, end=ca.certificate.not_valid_after_utc, key=ca.key)


def responder_certificate(
    ca: Authority,
    *,
    key: ec.EllipticCurvePublicKey,
    start: datetime,
    now: datetime,
    crl_url: str,
    access: Access = NO_ACCESS,
) -> x509.Certificate:
    """A certificate for answers about this CA's certificates, for a year from `now`.

    *Source*: RFC 6960, sections 4.2.2.2 (delegated by the CA itself) and 4.2.2.2.1 (no check of the responder).
    """
    name = authority_name("Penjawab OCSP Pembina")
    builder = (
        _leaf(ca, name, key, crl_url, access)
        .add_extension(_usage(digital_signature=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING]), critical=False)
        .add_extension(x509.OCSPNoCheck(), critical=False)
    )
    end = min(now + RESPONDER_LIFE, ca.certificate.not_valid_after_utc)
    return _signed(builder, start=start, end=end, key=ca.key)


def revocation_list(
    ca: Authority, *, number: int, now: datetime, revoked: Mapping[int, Revocation]
) -> x509.CertificateRevocationList:
    """The CA's list as of `now`, good for seven days."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(ca.certificate.subject)
        .last_update(now)
        .next_update(now + CRL_LIFE)
        .add_extension(x509.CRLNumber(number), critical=False)
        .add_extension(_authority_key(ca.key.public_key()), critical=False)
    )
    for entry in revoked.values():
        builder = builder.add_revoked_certificate(
            x509.RevokedCertificateBuilder()
            .serial_number(entry.serial)
            .revocation_date(entry.at)
            .add_extension(x509.CRLReason(entry.reason), critical=False)
            .build()
        )
    return builder.sign(ca.key, SHA256())


def _ca(
    builder: x509.CertificateBuilder,
    key: ec.EllipticCurvePublicKey,
    *,
    path_length: int,
    issuer_key: ec.EllipticCurvePrivateKey,
) -> x509.CertificateBuilder:
    return (
        builder.public_key(key)
        .add_extension(x509.BasicConstraints(ca=True, path_length=path_length), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(_authority_key(issuer_key.public_key()), critical=False)
    )


def _leaf(
    ca: Authority, name: x509.Name, key: ec.EllipticCurvePublicKey, crl_url: str, access: Access
) -> x509.CertificateBuilder:
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(ca.certificate.subject)
        .public_key(key)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(_authority_key(ca.key.public_key()), critical=False)
    )
    return _addressed(builder, crl_url, access)


def _addressed(builder: x509.CertificateBuilder, crl_url: str, access: Access) -> x509.CertificateBuilder:
    """*Source*: RFC 5280, sections 4.2.1.13 (lists) and 4.2.2.1 (the CA's certificate and its responder)."""
    builder = builder.add_extension(_distribution(crl_url), critical=False)
    methods = {
        AuthorityInformationAccessOID.OCSP: access.ocsp_url,
        AuthorityInformationAccessOID.CA_ISSUERS: access.ca_url,
    }
    named = [
        x509.AccessDescription(method, x509.UniformResourceIdentifier(url))
        for method, url in methods.items()
        if url is not None
    ]
    return builder.add_extension(x509.AuthorityInformationAccess(named), critical=False) if named else builder


def _signed(
    builder: x509.CertificateBuilder, *, start: datetime, end: datetime, key: ec.EllipticCurvePrivateKey
) -> x509.Certificate:
    serial = x509.random_serial_number()
    return builder.serial_number(serial).not_valid_before(start).not_valid_after(end).sign(key, SHA256())


def _distribution(url: str) -> x509.CRLDistributionPoints:
    point = x509.DistributionPoint([x509.UniformResourceIdentifier(url)], None, None, None)
    return x509.CRLDistributionPoints([point])


def _authority_key(key: ec.EllipticCurvePublicKey) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key)


def _usage(
    *,
    digital_signature: bool = False,
    content_commitment: bool = False,
    key_cert_sign: bool = False,
    crl_sign: bool = False,
) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=content_commitment,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        encipher_only=False,
        decipher_only=False,
    )


def _fitted(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_NAME else text[: LONGEST_NAME - 1].rstrip() + "…"
