"""Whether the proven time of a signature lies where its certificate was good; pyHanko leaves that open."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta

from asn1crypto import core, crl, x509

from domain.verification import SignatureIndication, SubIndication
from signing.report import Ades, Outcome

NOT_YET = Ades(SignatureIndication.TOTAL_FAILED, SubIndication.NOT_YET_VALID)
TOO_LATE = Ades(SignatureIndication.INDETERMINATE, SubIndication.OUT_OF_BOUNDS_NO_POE)
REVOKED = Ades(SignatureIndication.INDETERMINATE, SubIndication.REVOKED_NO_POE)
TOO_EARLY_TO_BE_TRUE = Ades(SignatureIndication.INDETERMINATE, SubIndication.TIMESTAMP_ORDER_FAILURE)


def out_of_validity(certificates: Iterable[x509.Certificate], proven: datetime | None) -> tuple[Outcome, Ades] | None:
    """What is wrong where the proven time lies outside of a certificate's validity; None where nothing is.

    Proven before a certificate began: it cannot be (NOT_YET_VALID). Proven only after one had ended: nothing tells that
    the signature is older, and a revocation after the end would have gone unseen (OUT_OF_BOUNDS_NO_POE).
    *Source*: ETSI EN 319 102-1, section 5.5.4, step 5 (comparison of times). pyHanko 0.38 passes both.
    """
    if proven is None:
        return None
    for certificate in certificates:
        if proven < certificate.not_valid_before:
            return Outcome.FAILED, NOT_YET
        if proven > certificate.not_valid_after:
            return Outcome.INDETERMINATE, TOO_LATE
    return None


def revoked_by_then(
    certificates: Iterable[x509.Certificate], lists: Iterable[crl.CertificateList], proven: datetime | None
) -> tuple[Outcome, Ades] | None:
    """What is wrong where a list names a certificate as revoked no later than the proven time; None where none does.

    A list from after the end of a CA may tell of a revocation that the archived lists of the file could not know yet.
    *Source*: ETSI EN 319 102-1, section 5.5.4, step 2 (REVOKED_NO_POE). pyHanko 0.38 believes the archived list alone.
    """
    if proven is None:
        return None
    entries = revocations(certificates, lists)
    named = any(entry["revocation_date"].native <= proven for entry in entries)
    return (Outcome.INDETERMINATE, REVOKED) if named else None


def revocations(
    certificates: Iterable[x509.Certificate], lists: Iterable[crl.CertificateList]
) -> Iterator[crl.RevokedCertificate]:
    """Every entry of these lists that names one of these certificates. *Does not check*: who signed the lists."""
    wanted = {(each.issuer.hashable, each.serial_number) for each in certificates}
    for found in lists:
        serials = {serial for issuer, serial in wanted if issuer == found.issuer.hashable}
        if serials:
            yield from entries_of(serials, [found])


def entries_of(serials: Collection[int], lists: Iterable[crl.CertificateList]) -> Iterator[crl.RevokedCertificate]:
    """Every entry of these lists, whosever they are, with one of these numbers."""
    for found in lists:
        encoded = found.dump()
        if any(core.Integer(serial).dump() in encoded for serial in serials):
            entries = found["tbs_cert_list"]["revoked_certificates"]
            yield from (entry for entry in entries if entry["user_certificate"].native in serials)


def in_future(proven: datetime | None, now: datetime, tolerance: timedelta) -> bool:
    """Whether a time stamp speaks of a time that has not come."""
    return proven is not None and proven > now + tolerance
