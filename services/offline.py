"""The check of a certificate without server and database: is it LKPP's, and what did it mean when the status list was made?

A file is GENUINE only if all of these hold, each with the number that the report gives it:
1  the register of the bundle holds its SHA-256, or that of the revision which it extends by archive time stamps only;
2  every signature in it holds, up to a root of the bundle, at the time of the register or now, whichever is earlier:
   that a registered paper existed then is proven, and the revocation lists of the bundle are those of that time;
3  the credential that it carries is signed by a trusted credential key;
4  the facts that it carries are those of the credential.
Beside it stands its standing, as of the status list:
5  the list is signed, and fresh: what is not is never called "in force".
A credential alone, as a QR code gives it, is answered by 3 and 5: it can be copied onto another paper, so nothing is genuine.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from documents.attachments import AttachmentUnreadable, CarriedFacts, read_facts
from documents.contexts import Certificate, from_facts
from documents.errors import FactsError
from domain.credentials import CredentialClaims, StatusEntry, StatusList, StatusType, fitted, is_over
from domain.documents import DocumentKind
from domain.standards import StandardCode
from domain.verification import CheckResult
from services.offline_bundles import OfflineBundle
from services.offline_verdicts import OfflineCheck, OfflineCheckId, message_of, word
from signing.credentials import CredentialForged, CredentialUnreadable, read_credential
from signing.registers import Register, RegisterUnsound, read_register
from signing.report import Modification, Outcome, SignatureFinding, SignatureReport, TimestampFinding
from signing.status_lists import StatusListUnsound, read_status_list
from signing.trust import TrustAnchors

Inspect = Callable[[bytes, TrustAnchors, datetime], SignatureReport]
AHEAD = timedelta(minutes=5)
"""How far a list may be ahead of the reader's clock."""


class Freshness(StrEnum):
    """How far a status list can be relied on at the time of the check."""

    FRESH = "FRESH"
    STALE = "STALE"
    FROM_THE_FUTURE = "FROM_THE_FUTURE"
    UNSOUND = "UNSOUND"


@dataclass(frozen=True, kw_only=True)
class OfflineReport:
    """What could be found without network.

    *Shape*: `genuine` None where no file was given, or it cannot be decided; `status` what the list says of the
    credential, None where there is no sound list or credential; `listed_at` is the time of the list.
    """

    checked_at: datetime
    genuine: bool | None
    checks: tuple[OfflineCheck, ...]
    claims: CredentialClaims | None
    status: StatusEntry | None
    freshness: Freshness
    listed_at: datetime | None
    development: bool
    message_id: str
    message_en: str

    @property
    def stands_today(self) -> bool:
        """Whether it may be relied on: proven, in force, and by a list that is fresh."""
        in_force = self.status is not None and self.status.status is StatusType.VALID
        return (
            in_force and self.freshness is Freshness.FRESH and all(c.result is CheckResult.PASSED for c in self.checks)
        )


class OfflineVerification:
    """Answers by one bundle. *Shape*: `inspect` examines the signatures of a file."""

    def __init__(self, bundle: OfflineBundle, inspect: Inspect) -> None:
        self._bundle = bundle
        self._inspect = inspect

    def verify_text(self, text: str, at: datetime) -> OfflineReport:
        """The report of a QR code's text at the instant `at` (aware)."""
        claims, third = self._credential(text)
        return self._report(at, genuine=None, checks=(third,), claims=claims, has_file=False)

    def verify_file(self, pdf: bytes, at: datetime) -> OfflineReport:
        """The report of a file. What is wrong in it is a failed check, never an exception."""
        register = self._register()
        found = self._inspect(pdf, self._bundle.trust.anchors, min(at, register.issued_at) if register else at)
        second = _signatures(found)
        try:
            carried = read_facts(pdf)
        except AttachmentUnreadable:
            missing = word(OfflineCheckId.CREDENTIAL, CheckResult.INDETERMINATE, "ABSENT")
            return self._report(at, genuine=_unless(second), checks=(second, missing), claims=None, has_file=True)
        claims, third = self._credential(carried.credential)
        checks = (_registered(register, found, claims), second, third, _agreement(carried, claims))
        return self._report(at, genuine=_all(checks), checks=checks, claims=claims, has_file=True)

    def _credential(self, text: str) -> tuple[CredentialClaims | None, OfflineCheck]:
        try:
            claims = read_credential(text, self._bundle.trust).claims
        except CredentialUnreadable:
            return None, word(OfflineCheckId.CREDENTIAL, CheckResult.FAILED, "UNREADABLE")
        except CredentialForged:
            return None, word(OfflineCheckId.CREDENTIAL, CheckResult.FAILED, "FORGED")
        return claims, word(OfflineCheckId.CREDENTIAL, CheckResult.PASSED, "SIGNED")

    def _register(self) -> Register | None:
        try:
            return read_register(self._bundle.register, self._bundle.trust)
        except RegisterUnsound:
            return None

    def _report(
        self,
        at: datetime,
        *,
        genuine: bool | None,
        checks: tuple[OfflineCheck, ...],
        claims: CredentialClaims | None,
        has_file: bool,
    ) -> OfflineReport:
        statuses, freshness = self._statuses(at)
        status = _status(statuses, claims, at)
        fifth = word(OfflineCheckId.STATUS, _PASSES[freshness], freshness.value)
        listed_at = statuses.issued_at if statuses else None
        message_id, message_en = message_of(
            genuine=genuine,
            has_file=has_file,
            has_credential=claims is not None,
            status=status,
            fresh=freshness is Freshness.FRESH,
            listed_at=listed_at,
        )
        return OfflineReport(
            checked_at=at,
            genuine=genuine,
            checks=(*checks, fifth),
            claims=claims,
            status=status,
            freshness=freshness,
            listed_at=listed_at,
            development=self._bundle.development,
            message_id=message_id,
            message_en=message_en,
        )

    def _statuses(self, at: datetime) -> tuple[StatusList | None, Freshness]:
        """5. *Source*: draft-ietf-oauth-status-list-21, section 8.3."""
        try:
            statuses = read_status_list(self._bundle.statuses, self._bundle.trust)
        except StatusListUnsound:
            return None, Freshness.UNSOUND
        if statuses.issued_at > at + AHEAD:
            return statuses, Freshness.FROM_THE_FUTURE
        return statuses, Freshness.FRESH if at < statuses.expires_at else Freshness.STALE


_PASSES = {
    Freshness.FRESH: CheckResult.PASSED,
    Freshness.STALE: CheckResult.INDETERMINATE,
    Freshness.FROM_THE_FUTURE: CheckResult.INDETERMINATE,
    Freshness.UNSOUND: CheckResult.FAILED,
}


def _status(statuses: StatusList | None, claims: CredentialClaims | None, at: datetime) -> StatusEntry | None:
    """What the list says; a last day that has passed counts whatever it says (the draft, section 7.1)."""
    if claims is None:
        return None
    if is_over(claims, at) and claims.expires_on is not None:
        return StatusEntry(status=StatusType.EXPIRED, since=claims.expires_on + timedelta(days=1))
    if statuses is None or _list_name(statuses.uri) != _list_name(claims.status.uri):
        return None
    try:
        return statuses.entry(claims.status.index)
    except IndexError:
        return None


def _registered(register: Register | None, found: SignatureReport, claims: CredentialClaims | None) -> OfflineCheck:
    """1. A paper that is newer than the bundle is not in it: that proves nothing, neither way."""
    if register is None:
        return word(OfflineCheckId.REGISTERED, CheckResult.INDETERMINATE, "UNSOUND")
    if claims is None:
        return word(OfflineCheckId.REGISTERED, CheckResult.FAILED, "UNKNOWN")
    digest = register.papers.get(claims.status.index)
    if digest is None:
        newer = claims.issued_at + timedelta(days=1) > register.issued_at
        outcome = CheckResult.INDETERMINATE if newer else CheckResult.FAILED
        return word(OfflineCheckId.REGISTERED, outcome, "NEWER" if newer else "UNKNOWN")
    return _in_register(found, digest)


def _list_name(uri: str) -> str:
    """The list without its host: an installation that moved to another address still keeps the same list.

    The draft (section 8.3) compares whole addresses, because anyone may sign lists for its readers; here the same keys must
    have signed credential and list.
    """
    return urlsplit(uri).path


def _signatures(found: SignatureReport) -> OfflineCheck:
    """2. What is whole, but cannot be proven by the revocation lists at hand, is not called broken."""
    if found.holds:
        return word(OfflineCheckId.SIGNATURES, CheckResult.PASSED, "HOLD")
    parts: tuple[SignatureFinding | TimestampFinding, ...] = (*found.signatures, *found.timestamps)
    whole = found.problem is None and bool(found.signatures) and found.last_revision_covered
    permitted = all(signature.modification_permitted for signature in found.signatures)
    unproven = all(p.integrity is Outcome.PASSED and p.trust is not Outcome.FAILED for p in parts)
    if whole and permitted and unproven:
        return word(OfflineCheckId.SIGNATURES, CheckResult.INDETERMINATE, "UNPROVEN")
    return word(OfflineCheckId.SIGNATURES, CheckResult.FAILED, "BROKEN" if found.signatures else "NONE")


def _in_register(found: SignatureReport, digest: str) -> OfflineCheck:
    if found.sha256 == digest:
        return word(OfflineCheckId.REGISTERED, CheckResult.PASSED, "AS_ISSUED")
    extends = any(revision.sha256 == digest for revision in found.revisions[:-1])
    archived = bool(found.signatures) and found.signatures[-1].modification in {
        Modification.NONE,
        Modification.LTA_UPDATES,
    }
    if extends and archived and found.holds:
        return word(OfflineCheckId.REGISTERED, CheckResult.PASSED, "ARCHIVED")
    return word(OfflineCheckId.REGISTERED, CheckResult.FAILED, "ALTERED")


def _agreement(carried: CarriedFacts, claims: CredentialClaims | None) -> OfflineCheck:
    """4."""
    if claims is None:
        return word(OfflineCheckId.AGREEMENT, CheckResult.INDETERMINATE, "NO_CREDENTIAL")
    try:
        facts = from_facts(DocumentKind.CERTIFICATE, carried.facts)
    except FactsError:
        return word(OfflineCheckId.AGREEMENT, CheckResult.FAILED, "DIFFERS")
    same = isinstance(facts, Certificate) and _said(facts, carried.number) == (
        claims.number,
        claims.edition,
        claims.unit,
        claims.institution,
        dict(claims.standards),
        claims.expires_on,
    )
    outcome = CheckResult.PASSED if same else CheckResult.FAILED
    return word(OfflineCheckId.AGREEMENT, outcome, "SAME" if same else "DIFFERS")


def _said(facts: Certificate, number: str) -> tuple[object, ...]:
    standards = {StandardCode(line.code): line.determined_on for line in facts.standards}
    unit, institution = fitted(facts.operator.unit), fitted(facts.operator.institution)
    return number, facts.edition, unit, institution, standards, facts.expires_on


def _all(checks: tuple[OfflineCheck, ...]) -> bool | None:
    results = {check.result for check in checks}
    if CheckResult.FAILED in results:
        return False
    return None if CheckResult.INDETERMINATE in results else True


def _unless(signatures: OfflineCheck) -> bool | None:
    """A file without credential: broken signatures make it false, sound ones do not make it a certificate of ours."""
    return False if signatures.result is CheckResult.FAILED else None
