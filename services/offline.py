"""The check of a certificate without server and database: is it LKPP's, and what did it mean when the status list was made?

A file is GENUINE only if all of these hold, each with the number that the report gives it:
1  the register of the bundle holds its SHA-256, or that of the revision which it extends by archive time stamps only;
2  every signature in it holds, up to a root of the bundle, at the time of the register or now, whichever is earlier:
   that a registered paper existed then is proven, and the revocation lists of the bundle are those of that time;
3  the credential that it carries is signed by a key that was a trusted credential key when the file got its first time stamp;
4  the facts that it carries are those of the credential.
Beside it stands its standing, as of the status list:
5  the list is signed, and fresh: what is not is never called "in force".
All of it rests on
6  roots and keys of the bundle were compared with what the reader got another way: whoever wrote the bundle chose both.
   Only those that he got so count. What holds below another root of the bundle alone is not proven, and not called false.
For 3 and 5 it must be known that the key was not revoked when the list was made: for each certificate of its chain the newest
revocation list was current then, else nothing is decided.
A credential alone, as a QR code gives it, is answered by 3, 5 and 6: it can be copied onto another paper, so nothing is
genuine, and it never stands by itself.
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
from domain.document_kinds import DocumentKind
from domain.standards import StandardCode
from domain.verification import CheckResult
from services.offline_pins import PinnedBundle
from services.offline_verdicts import OfflineCheck, OfflineCheckId, message_of, word
from signing.credential_keys import CredentialTrust
from signing.credentials import CredentialForged, CredentialUnproven, CredentialUnreadable, read_credential
from signing.registers import Register, RegisterUnproven, RegisterUnsound, read_register
from signing.report import Modification, Outcome, SignatureFinding, SignatureReport, TimestampFinding
from signing.status_lists import StatusListUnproven, StatusListUnsound, read_status_list
from signing.trust import TrustAnchors

Inspect = Callable[[bytes, TrustAnchors, datetime], SignatureReport]
AHEAD = timedelta(minutes=5)
"""How far a list may be ahead of the reader's clock."""


class Freshness(StrEnum):
    """How far a status list can be relied on at the time of the check."""

    FRESH = "FRESH"
    STALE = "STALE"
    UNPROVEN = "UNPROVEN"
    OTHER_ROOT = "OTHER_ROOT"
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
    def in_force(self) -> bool:
        """Whether what the credential names stands: every check passed, and a fresh list calls it valid."""
        valid = self.status is not None and self.status.status is StatusType.VALID
        return valid and self.freshness is Freshness.FRESH and all(c.result is CheckResult.PASSED for c in self.checks)

    @property
    def stands_today(self) -> bool:
        """Whether the paper may be relied on: genuine, and in force. A credential alone is no paper (ADR 9)."""
        return self.genuine is True and self.in_force


class OfflineVerification:
    """Answers by one bundle. *Shape*: `inspect` examines the signatures of a file."""

    def __init__(self, pinned: PinnedBundle, inspect: Inspect) -> None:
        self._bundle = pinned.bundle
        self._unpinned = pinned.unpinned
        self._sixth = _compared(pinned)
        self._inspect = inspect

    def verify_text(self, text: str, at: datetime) -> OfflineReport:
        """The report of a QR code's text at the instant `at` (aware)."""
        listed = self._statuses(at)
        claims, third = self._credential(text, _known_at(listed, at))
        return self._report(at, listed, genuine=None, checks=(third,), claims=claims, has_file=False)

    def verify_file(self, pdf: bytes, at: datetime) -> OfflineReport:
        """The report of a file. What is wrong in it is a failed check, never an exception."""
        listed = self._statuses(at)
        known_at = _known_at(listed, at)
        register = self._register(known_at)
        moment = min(at, register.issued_at) if register else at
        found = self._inspect(pdf, self._bundle.trust.anchors, moment)
        second = self._signed(pdf, found, moment)
        try:
            carried = read_facts(pdf)
        except AttachmentUnreadable:
            missing = word(OfflineCheckId.CREDENTIAL, CheckResult.INDETERMINATE, "ABSENT")
            return self._report(
                at, listed, genuine=_unless(second), checks=(second, missing), claims=None, has_file=True
            )
        claims, third = self._credential(carried.credential, known_at, _proven(found))
        if third.result is CheckResult.INDETERMINATE:
            return self._report(at, listed, genuine=_unless(second), checks=(second, third), claims=None, has_file=True)
        checks = (_registered(register, found, claims), second, third, _agreement(carried, claims))
        genuine = _all((*checks, self._sixth))
        return self._report(at, listed, genuine=genuine, checks=checks, claims=claims, has_file=True)

    def _signed(self, pdf: bytes, found: SignatureReport, moment: datetime) -> OfflineCheck:
        """2. What holds only below a root that was left out says so."""
        second = _signatures(found)
        if second.result is CheckResult.PASSED or self._unpinned is None:
            return second
        holds = self._inspect(pdf, self._unpinned.anchors, moment).holds
        return word(OfflineCheckId.SIGNATURES, CheckResult.INDETERMINATE, "OTHER_ROOT") if holds else second

    def _credential(
        self, text: str, known_at: datetime, proven: datetime | None = None
    ) -> tuple[CredentialClaims | None, OfflineCheck]:
        try:
            claims = read_credential(text, self._bundle.trust, known_at=known_at, proven=proven).claims
        except CredentialUnreadable:
            return None, word(OfflineCheckId.CREDENTIAL, CheckResult.FAILED, "UNREADABLE")
        except CredentialForged:
            if self._is_below_another_root(
                lambda trust: read_credential(text, trust, known_at=known_at, proven=proven)
            ):
                return None, word(OfflineCheckId.CREDENTIAL, CheckResult.INDETERMINATE, "OTHER_ROOT")
            return None, word(OfflineCheckId.CREDENTIAL, CheckResult.FAILED, "FORGED")
        except CredentialUnproven:
            return None, word(OfflineCheckId.CREDENTIAL, CheckResult.INDETERMINATE, "UNPROVEN")
        return claims, word(OfflineCheckId.CREDENTIAL, CheckResult.PASSED, "SIGNED")

    def _is_below_another_root(self, read: Callable[[CredentialTrust], object]) -> bool:
        """Whether it could be read by the roots that were left out: then it is not proven, and not false either."""
        if self._unpinned is None:
            return False
        try:
            read(self._unpinned)
        except (CredentialForged, StatusListUnsound):
            return False
        except (CredentialUnproven, StatusListUnproven):
            pass
        return True

    def _register(self, known_at: datetime) -> Register | None:
        try:
            return read_register(self._bundle.register, self._bundle.trust, known_at=known_at)
        except (RegisterUnsound, RegisterUnproven):
            return None

    def _report(
        self,
        at: datetime,
        listed: "_Listed",
        *,
        genuine: bool | None,
        checks: tuple[OfflineCheck, ...],
        claims: CredentialClaims | None,
        has_file: bool,
    ) -> OfflineReport:
        statuses, freshness = listed
        status = _status(statuses, claims, at)
        fifth = word(OfflineCheckId.STATUS, _PASSES[freshness], freshness.value)
        listed_at = statuses.issued_at if statuses else None
        message_id, message_en = message_of(
            genuine=genuine,
            has_file=has_file,
            has_credential=claims is not None,
            is_forged=any(c.id is OfflineCheckId.CREDENTIAL and c.result is CheckResult.FAILED for c in checks),
            is_compared=self._sixth.result is CheckResult.PASSED,
            status=status,
            fresh=freshness is Freshness.FRESH,
            listed_at=listed_at,
        )
        return OfflineReport(
            checked_at=at,
            genuine=genuine,
            checks=(*checks, fifth, self._sixth),
            claims=claims,
            status=status,
            freshness=freshness,
            listed_at=listed_at,
            development=self._bundle.development,
            message_id=message_id,
            message_en=message_en,
        )

    def _statuses(self, at: datetime) -> "_Listed":
        """5. *Source*: draft-ietf-oauth-status-list-21, section 8.3."""
        try:
            statuses = read_status_list(self._bundle.statuses, self._bundle.trust)
        except StatusListUnsound:
            other = self._is_below_another_root(lambda trust: read_status_list(self._bundle.statuses, trust))
            return None, Freshness.OTHER_ROOT if other else Freshness.UNSOUND
        except StatusListUnproven:
            return None, Freshness.UNPROVEN
        if statuses.issued_at > at + AHEAD:
            return statuses, Freshness.FROM_THE_FUTURE
        return statuses, Freshness.FRESH if at < statuses.expires_at else Freshness.STALE


_Listed = tuple[StatusList | None, Freshness]

_PASSES = {
    Freshness.FRESH: CheckResult.PASSED,
    Freshness.STALE: CheckResult.INDETERMINATE,
    Freshness.UNPROVEN: CheckResult.INDETERMINATE,
    Freshness.OTHER_ROOT: CheckResult.INDETERMINATE,
    Freshness.FROM_THE_FUTURE: CheckResult.INDETERMINATE,
    Freshness.UNSOUND: CheckResult.FAILED,
}


def _known_at(listed: _Listed, at: datetime) -> datetime:
    """When revocation must be known: at the time of the list that answers; without one, now."""
    statuses, _ = listed
    return statuses.issued_at if statuses is not None else at


def _compared(pinned: PinnedBundle) -> OfflineCheck:
    """6."""
    match pinned.roots_compared, pinned.keys_compared:
        case True, True:
            return word(OfflineCheckId.COMPARED, CheckResult.PASSED, "BOTH")
        case True, False:
            return word(OfflineCheckId.COMPARED, CheckResult.INDETERMINATE, "ROOT_ONLY")
        case False, True:
            return word(OfflineCheckId.COMPARED, CheckResult.INDETERMINATE, "KEYS_ONLY")
    return word(OfflineCheckId.COMPARED, CheckResult.INDETERMINATE, "NEITHER")


def _status(statuses: StatusList | None, claims: CredentialClaims | None, at: datetime) -> StatusEntry | None:
    """What the list says; a last day that has passed takes the place of what stood until then, and of nothing worse.

    *Source*: draft-ietf-oauth-status-list-21, section 7.1 (the end); what was revoked or superseded before stays so, as
    `domain.standings` answers.
    """
    if claims is None:
        return None
    listed = _entry_of(statuses, claims)
    if not is_over(claims, at) or claims.expires_on is None:
        return listed
    if listed is not None and listed.status not in _RUNNING:
        return listed
    revoked = listed.revoked if listed is not None else {}
    return StatusEntry(status=StatusType.EXPIRED, since=claims.expires_on + timedelta(days=1), revoked=revoked)


_RUNNING = frozenset({StatusType.VALID, StatusType.PARTLY_REVOKED})
"""What a last day ends."""


def _entry_of(statuses: StatusList | None, claims: CredentialClaims) -> StatusEntry | None:
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


def _proven(found: SignatureReport) -> datetime | None:
    """Since when the file is proven to carry what it carries: by the time stamp of a signature that lets nothing be added."""
    return found.signatures[0].timestamp_time if found.holds else None


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
    if extends and archived and _signatures(found).result is CheckResult.INDETERMINATE:
        return word(OfflineCheckId.REGISTERED, CheckResult.INDETERMINATE, "UNPROVEN")
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
