"""The chain of a credential key up to a root, and what the revocation lists know of it; which keys are known is elsewhere."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

from signing.revocation_lists import signed_by
from signing.trust import TrustAnchors

_Extension = TypeVar("_Extension", bound=x509.ExtensionType)


class CredentialKeyUntrusted(ValueError):
    """The certificate of a credential key does not lead to a trusted root, is revoked, or is meant for something else."""


class CredentialKeyUnproven(CredentialKeyUntrusted):
    """Nothing speaks against the key, but the lists at hand are too old, or too few, to know whether it is revoked."""


def loaded(ders: Iterable[bytes]) -> list[x509.Certificate]:
    """Certificates from DER. *Raises*: `CredentialKeyUntrusted`."""
    try:
        return [x509.load_der_x509_certificate(der) for der in ders]
    except ValueError as error:
        raise CredentialKeyUntrusted("a certificate cannot be read") from error


def require_purpose(certificate: x509.Certificate) -> None:
    """Digital signature and nothing else: so that neither a person's key nor the time stamps' can sign a credential.

    *Raises*: `CredentialKeyUntrusted`, for any extended key usage, too: time stamps and OCSP answers have one.
    """
    usages = _extension(certificate, x509.KeyUsage)
    constraints = _extension(certificate, x509.BasicConstraints)
    only = usages is not None and usages.digital_signature and not _further(usages)
    is_authority = constraints is not None and constraints.ca
    if not only or is_authority or _extension(certificate, x509.ExtendedKeyUsage) is not None:
        raise CredentialKeyUntrusted("the certificate is not meant for credentials")


def require_chain(
    certificate: x509.Certificate,
    anchors: TrustAnchors,
    *,
    at: datetime,
    proven: datetime | None,
    known_at: datetime,
) -> None:
    """Up to a root, each certificate valid at `at`, signed by the one above, and on no list of its issuer.

    *Shape*: `known_at` is the instant for which revocation must be known, or `proven` where that is earlier: a list from
    after the proof of existence suffices (ETSI EN 319 102-1, section 5.2.5).
    *Raises*: `CredentialKeyUntrusted`; `CredentialKeyUnproven` where only the age of a list, or its absence, is wrong.
    """
    roots, others = loaded(anchors.roots), loaded(anchors.intermediates)
    lists = [x509.load_der_x509_crl(der) for der in anchors.crls]
    below, is_known = certificate, True
    for _ in range(len(others) + 1):
        if not below.not_valid_before_utc <= at <= below.not_valid_after_utc:
            raise CredentialKeyUntrusted("a certificate of the chain was not valid then")
        root = next((each for each in roots if _issued(below, each)), None)
        issuer = root or next((each for each in others if each != below and _issued(below, each)), None)
        if issuer is None:
            break
        own = [each for each in lists if signed_by(each, issuer)]
        _require_not_named(below, own, at=at, proven=proven)
        is_known = is_known and _is_known(below, own, known_at if proven is None else min(proven, known_at))
        if root is not None:
            if not is_known:
                raise CredentialKeyUnproven("a revocation list of the chain is missing, or too old")
            return
        below = issuer
    raise CredentialKeyUntrusted("the certificate does not lead to a trusted root")


def _is_known(below: x509.Certificate, own: list[x509.CertificateRevocationList], known_at: datetime) -> bool:
    """Whether the newest complete list of the issuer was still current then, or when the certificate ended before.

    After that end no list need name it (RFC 5280, section 3.3): the CA itself may have ended, and its last list stays.
    *Source*: RFC 5280, section 5.1.2.5 (nextUpdate).
    """
    complete = [each for each in own if _covers(each, below)]
    if not complete:
        return False
    until = max(complete, key=lambda each: each.last_update_utc).next_update_utc
    return until is not None and min(known_at, below.not_valid_after_utc) < until


def _covers(found: x509.CertificateRevocationList, below: x509.Certificate) -> bool:
    """Whether the list is about this certificate, for every reason: no delta, and no part that leaves it out.

    *Source*: RFC 5280, sections 5.2 (critical extensions), 5.2.5 and 6.3.3, step (b)(2) (issuing distribution point).
    """
    for extension in found.extensions:
        scope = extension.value
        if isinstance(scope, x509.IssuingDistributionPoint):
            partial = scope.only_contains_user_certs or scope.only_contains_ca_certs or scope.only_some_reasons
            if partial or scope.only_contains_attribute_certs or scope.indirect_crl or scope.relative_name:
                return False
            if scope.full_name is not None and not set(scope.full_name) & _places(below):
                return False
        elif extension.critical:
            return False
    return True


def _places(certificate: x509.Certificate) -> set[x509.GeneralName]:
    """Where the certificate says that its list is."""
    points = _extension(certificate, x509.CRLDistributionPoints)
    return {name for point in points or () for name in point.full_name or ()}


def _require_not_named(
    below: x509.Certificate,
    own: list[x509.CertificateRevocationList],
    *,
    at: datetime,
    proven: datetime | None,
) -> None:
    """No list of the issuer may name the certificate, whenever it was revoked; but for two cases.

    A credential bears no time stamp: one that claims to be older than the revocation may have been made after it. So it
    must be proven to be older; or the key was only replaced, and then what says that it is older may be believed.
    """
    found = [entry for each in own if (entry := each.get_revoked_certificate_by_serial_number(below.serial_number))]
    for entry in found:
        was_before = proven is not None and proven < entry.revocation_date_utc
        if not was_before and not (_was_replaced(entry) and at <= entry.revocation_date_utc):
            raise CredentialKeyUntrusted("the certificate of the credential key is revoked")


def _was_replaced(entry: x509.RevokedCertificate) -> bool:
    """Whether the list says that the key gave way to another, with no suspicion of it. *Source*: RFC 5280, section 5.3.1."""
    try:
        reason = entry.extensions.get_extension_for_class(x509.CRLReason).value.reason
    except x509.ExtensionNotFound:
        return False
    return reason in {x509.ReasonFlags.superseded, x509.ReasonFlags.cessation_of_operation}


def _issued(below: x509.Certificate, above: x509.Certificate) -> bool:
    constraints = _extension(above, x509.BasicConstraints)
    if constraints is None or not constraints.ca:
        return False
    try:
        below.verify_directly_issued_by(above)
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError):
        return False
    return True


def _further(usages: x509.KeyUsage) -> bool:
    named = (usages.content_commitment, usages.key_encipherment, usages.data_encipherment, usages.key_agreement)
    return any(named) or usages.key_cert_sign or usages.crl_sign


def _extension(certificate: x509.Certificate, kind: type[_Extension]) -> _Extension | None:
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None
