"""A time-stamping authority whose certificate was revoked although its key is not compromised; no token is checked here."""

# mypy: disable-error-code="import-untyped"

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from asn1crypto import crl, x509

from signing.proven_times import entries_of, out_of_validity, revocations, revoked_by_then
from signing.report import Ades, Outcome

RETIREMENT_REASONS = frozenset({"unspecified", "affiliation_changed", "superseded", "cessation_of_operation"})
"""*Source*: RFC 3161, section 4, item 1. An entry without reason counts as a compromise there, and so it does here."""

JUST_BEFORE = timedelta(seconds=1)


def retired_at(certificate: x509.Certificate, lists: Iterable[crl.CertificateList]) -> datetime | None:
    """Since when the certificate is revoked, where every list that names it gives a reason that leaves its key good.

    What it stamped before then stays valid; what it stamped since does not. None where no list names it, and where one
    names a compromise, another reason, or no reason at all. *Source*: RFC 3161, section 4, item 1.
    """
    entries = list(revocations([certificate], lists))
    if not entries or not _reasons(entries) <= RETIREMENT_REASONS:
        return None
    since: datetime = min(entry["revocation_date"].native for entry in entries)
    return since


class Standing(StrEnum):
    """How the certificate of a time-stamping authority stands by the lists of today."""

    GOOD = "GOOD"
    RETIRED = "RETIRED"
    COMPROMISED = "COMPROMISED"


def authority_id(certificate: x509.Certificate) -> str:
    """What tells one certificate from another, and is found on a list again: its serial number and its issuer.

    *Shape*: the number in hexadecimal, a colon, the SHA-256 of the issuer's normalised name.
    """
    return f"{certificate.serial_number:x}:{_digest(certificate.issuer)}"


def standing(authority: str, lists: Iterable[crl.CertificateList]) -> Standing:
    """How the certificate of this `authority_id` stands. *Raises*: `ValueError` where it is none."""
    number, _, issuer = authority.partition(":")
    own = [found for found in lists if _digest(found.issuer) == issuer]
    entries = list(entries_of({int(number, 16)}, own))
    if not entries:
        return Standing.GOOD
    return Standing.RETIRED if _reasons(entries) <= RETIREMENT_REASONS else Standing.COMPROMISED


def _digest(name: x509.Name) -> str:
    return hashlib.sha256(name.hashable.encode()).hexdigest()


def _reasons(entries: Iterable[crl.RevokedCertificate]) -> set[str | None]:
    return {entry.crl_reason_value.native if entry.crl_reason_value is not None else None for entry in entries}


def moment_to_judge(certificate: x509.Certificate, lists: Iterable[crl.CertificateList], control: datetime) -> datetime:
    """As of when a token of this authority is to be judged instead of `control`: the last second before it was retired."""
    retired = retired_at(certificate, lists)
    return control if retired is None or retired > control else retired - JUST_BEFORE


def was_sound(chain: Sequence[x509.Certificate], lists: Sequence[crl.CertificateList], control: datetime) -> bool:
    """Whether, but for its first certificate's retirement, nothing was wrong with the chain at `control` either.

    An earlier moment must hide neither an end of validity nor the revocation of a CA.
    """
    above = [each for each in chain if each.issuer_serial != chain[0].issuer_serial]
    return out_of_validity(chain, control) is None and revoked_by_then(above, lists, control) is None


def stamp_revoked_by_then(
    chain: Sequence[x509.Certificate], lists: Sequence[crl.CertificateList], *, said: datetime | None, control: datetime
) -> tuple[Outcome, Ades] | None:
    """What is wrong with a token where the lists of today name a certificate of its chain; None where nothing is.

    The time that a token says counts where its authority was retired; whoever has the key of another may say any, so that
    the revocation must be later than `control`, at which something else proves the token.
    *Source*: RFC 3161, section 4; ETSI EN 319 102-1, section 5.6.2.3.
    """
    authority, *_ = chain
    above = [each for each in chain if each.issuer_serial != authority.issuer_serial]
    decisive = control if retired_at(authority, lists) is None else said
    return revoked_by_then([authority], lists, decisive) or revoked_by_then(above, lists, control)
