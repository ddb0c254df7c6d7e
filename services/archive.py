"""Renewal of archive time stamps: which papers lapse when, and a further time stamp on one of them before it does.

A renewed paper is the same paper in more bytes: its digest as issued, its number and its entry in the public log stay.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Protocol

from domain.aggregates import Aggregate
from domain.clock import Clock
from domain.document_acts import ProtectDocument, RenditionFact
from domain.document_kinds import DocumentState
from domain.refusals import Refusal
from domain.roles import SYSTEM
from persistence import outbox
from persistence.documents import DocumentRecord, newest_bytes, papers_to_renew, protecting_authorities
from persistence.locks import LockHeld, lease_on
from persistence.transactions import reaching_database
from services.commands import Command
from services.door import Door
from services.examination import Inspector, examine_ours, present_moment
from services.issuing_parts import PDF, RETENTION, IssuingError, LetterUnsound
from services.stamping_authorities import GainsNothingYet, StampingAuthority, StampingNow, asked_again_after
from signing.archive import GAINS_NOTHING, RenewalRequest, RenewedPdf
from signing.missing_knowledge import lacks_knowledge
from signing.pades import ends_at, last_authority
from signing.port import ProtectionLapsed, RenewalGainsNothing, ServiceUnavailable
from signing.retirement import Standing, authority_id, standing
from signing.timestamps import TimestampSource
from signing.trust import TrustAnchors, parsed
from storage.keys import issued_key
from storage.port import Area, ObjectMissing, ObjectStore

LOG = logging.getLogger("pembina.archive")

RENEW_DOCUMENT = "renew_document"
"""The topic of the outbox under which a renewal is owed."""

RENEWED_BEFORE = timedelta(days=365)
"""How long before the end of its protection a paper is renewed: HOUSE. The authority has a newer key by then."""

MOST_AT_ONCE = 50
"""How many renewals one round of the duty orders."""


class Protection(StrEnum):
    """How an issued paper stands: protected still, not for long, not any more, or not recorded; or by an authority whose
    certificate is revoked: retired, and the stamp stays good, or compromised, and it proves nothing any more.
    """

    PROTECTED = "PROTECTED"
    LAPSING = "LAPSING"
    LAPSED = "LAPSED"
    UNRECORDED = "UNRECORDED"
    RETIRED = "RETIRED"
    COMPROMISED = "COMPROMISED"


class RenewalImpossible(LetterUnsound):
    """This paper cannot be renewed, now or later, without a person: lapsed, missing, altered."""


class Renewer(Protocol):
    """Puts the time stamp, in a process of its own."""

    def renew(self, request: RenewalRequest) -> RenewedPdf:
        """*Raises*: the `SigningError` family."""
        ...


@dataclass(frozen=True, kw_only=True)
class ArchivePorts:
    """What renewal works with; as for issuing.

    *Shape*: `trust` is for a time stamp made now, and may raise `ServiceUnavailable`; `known` has also the lists that ended.
    """

    door: Door
    clock: Clock
    store: ObjectStore
    inspector: Inspector
    renewer: Renewer
    trust: Callable[[], TrustAnchors]
    known: Callable[[], TrustAnchors]
    timestamps: TimestampSource


@dataclass(frozen=True, kw_only=True)
class ArchivedPaper:
    """A line of the report. *Shape*: `protected_until` is None where it is not recorded."""

    document_id: str
    number: str
    protection: Protection
    protected_until: datetime | None
    renditions: int


class ArchiveService:
    """The keeper of what was issued. Threads may share it."""

    def __init__(self, ports: ArchivePorts) -> None:
        self._ports = ports
        self._stamping = StampingNow(ports.timestamps)
        self._seen: str | None = None

    @reaching_database()
    def report(self, within: timedelta) -> tuple[ArchivedPaper, ...]:
        """Every issued paper whose protection ends within that time or has ended, soonest first.

        And every one whose last time stamp is of an authority that is revoked since.
        """
        now, revoked = self._ports.clock.now(), self._revoked()
        return tuple(_archived(paper, now, revoked) for paper in papers_to_renew(now + within, stamped_by=revoked))

    @reaching_database()
    def order_due(self) -> int:
        """Orders the renewals that are due and not owed yet; returns how many. What is dead waits for a person.

        None is ordered that is known to gain nothing: the authority stamps by the same certificate still.
        """
        now, revoked = self._ports.clock.now(), self._revoked()
        found = papers_to_renew(now + RENEWED_BEFORE, stamped_by=revoked)
        stamping = self._stamping.known(now) if found else None
        self._hasten_for(stamping)
        gaining = [str(paper.id) for paper in found if not _waits_for_a_newer_key(paper, stamping, now, revoked)]
        owed = [paper for paper in gaining if not outbox.is_owed(RENEW_DOCUMENT, paper)][:MOST_AT_ONCE]
        for paper in owed:
            outbox.add(RENEW_DOCUMENT, paper, can_wait=True)
        return len(owed)

    def _hasten_for(self, stamping: StampingAuthority | None) -> None:
        """What waits until the authority has a newer key waits no longer once that has been seen."""
        if stamping is not None and stamping.id != self._seen:
            outbox.hasten(RENEW_DOCUMENT)
            self._seen = stamping.id

    def renew(self, document_id: str, within: timedelta = RENEWED_BEFORE) -> bool:
        """Renews one paper where it is due, once however many ask; whether it has a new rendition.

        *Raises*: `RenewalImpossible`, and then nothing was stored; `GainsNothingYet`, where it can be known before the
        paper is read and the authority asked; `ServiceUnavailable` where nothing current tells of revocation;
        `TimestampUnavailable`, `StorageError`, `IssuingError`.
        """
        try:
            with lease_on(f"renew-{document_id}"):
                return self._renew(document_id, within)
        except LockHeld:
            return False

    def _renew(self, document_id: str, within: timedelta) -> bool:
        now = self._ports.clock.now()
        paper = DocumentRecord.objects(id=document_id, state=DocumentState.SIGNED.value).first()
        if paper is None:
            raise RenewalImpossible(f"there is no issued paper {document_id}")
        if paper.protected_until is None or paper.protected_by is None:
            paper = self._read(paper)
        if not self._is_due(paper.protected_until, paper.protected_by, now + within):
            return False
        if now >= paper.protected_until:
            raise RenewalImpossible(f"its protection lapsed on {paper.protected_until.isoformat()}")
        self._require_gain(paper, now)
        pdf = self._stored(paper)
        self._require_sound(paper, pdf, "the stored paper does not validate any more")
        made = self._made(paper, pdf, now)
        self._require_sound(paper, made.data, "the renewed paper does not validate")
        self._keep(paper, made, now)
        return True

    def _read(self, paper: DocumentRecord) -> DocumentRecord:
        """A paper of an earlier version, once what its last time stamp says is on record.

        *Raises*: `RenewalImpossible`, as for the stored bytes, or where it bears no document time stamp.
        """
        last = last_authority(self._stored(paper))
        if last is None:
            raise RenewalImpossible("it bears no document time stamp that could be renewed")
        until, by = ends_at(last), authority_id(last)
        self._record(paper, ProtectDocument(protected_until=until.isoformat(), protected_by=by))
        read: DocumentRecord = DocumentRecord.objects(id=paper.id).get()
        return read

    def _is_due(self, until: datetime, by: str, before: datetime) -> bool:
        return until < before or by in self._revoked()

    def _revoked(self) -> dict[str, Standing]:
        """The authorities behind the last time stamps of issued papers that any list that is known names."""
        lists = parsed(self._ports.known()).crls
        found = {authority: standing(authority, lists) for authority in protecting_authorities()}
        return {authority: how for authority, how in found.items() if how is not Standing.GOOD}

    def _stored(self, paper: DocumentRecord) -> bytes:
        digest, _size = newest_bytes(paper)
        try:
            pdf = self._ports.store.get(Area.ISSUED, issued_key(digest))
        except ObjectMissing as error:
            raise RenewalImpossible(f"the stored paper is missing: {digest}") from error
        if sha256(pdf).hexdigest() != digest:
            raise RenewalImpossible(f"the stored paper is not what was recorded: {digest}")
        return pdf

    def _require_gain(self, paper: DocumentRecord, now: datetime) -> None:
        """By what is known without reading the paper or asking the authority, so before anything dear is done."""
        stamping = self._stamping.known(now)
        if stamping is not None and stamping.gains_nothing(paper, revoked=self._revoked()):
            raise self._nothing_yet(paper, now)

    def _nothing_yet(self, paper: DocumentRecord, now: datetime) -> GainsNothingYet:
        return GainsNothingYet(GAINS_NOTHING, wait=asked_again_after(paper.protected_until, now))

    def _made(self, paper: DocumentRecord, pdf: bytes, now: datetime) -> RenewedPdf:
        """The authority is asked, and by which certificate it stamps is remembered, whether it gains or not."""
        try:
            made = self._stamped(pdf, now)
        except RenewalGainsNothing as error:
            self._stamping.learn(StampingAuthority(id=paper.protected_by, until=paper.protected_until), now)
            self._seen = paper.protected_by
            raise self._nothing_yet(paper, now) from error
        self._stamping.learn(StampingAuthority(id=made.protected_by, until=made.protected_until), now)
        return made

    def _stamped(self, pdf: bytes, now: datetime) -> RenewedPdf:
        ports = self._ports
        request = RenewalRequest(pdf=pdf, trust=ports.trust(), timestamps=ports.timestamps, now=now)
        try:
            return ports.renewer.renew(request)
        except ProtectionLapsed as error:
            raise RenewalImpossible(str(error)) from error

    def _require_sound(self, paper: DocumentRecord, pdf: bytes, otherwise: str) -> None:
        """By our own verifier: the recorded signatures, and nothing else.

        *Raises*: `RenewalImpossible`; `ServiceUnavailable` where only what is known of revocation now is missing: that says
        nothing against the paper (ETSI EN 319 102-1, 5.1.3: TRY_LATER), and it is judged again.
        """
        report = examine_ours(pdf, self._ports, present_moment(self._ports)).report
        recorded = [signature["certificate_sha256"] for signature in paper.signatures]
        is_ours = [found.certificate_sha256 for found in report.signatures] == recorded
        if report.holds and is_ours:
            return
        reasons = {reason.code for found in report.signatures for reason in found.messages}
        reasons |= {reason.code for found in report.timestamps for reason in found.messages}
        why = f"{otherwise}: {', '.join(sorted(reasons))}"
        if is_ours and lacks_knowledge(report):
            raise ServiceUnavailable(f"no current revocation list tells of a certificate; {why}")
        raise RenewalImpossible(why)

    def _keep(self, paper: DocumentRecord, made: RenewedPdf, now: datetime) -> None:
        """A new locked object, then the record of it: killed in between, an object that nobody names stays behind."""
        digest = sha256(made.data).hexdigest()
        self._ports.store.put_locked(issued_key(digest), made.data, content_type=PDF, retain_until=now + RETENTION)
        until = made.protected_until.isoformat()
        fact = RenditionFact(sha256=digest, size=len(made.data), made_at=now.isoformat(), protected_until=until)
        self._record(paper, ProtectDocument(protected_until=until, rendition=fact, protected_by=made.protected_by))

    def _record(self, paper: DocumentRecord, payload: ProtectDocument) -> None:
        command = Command(
            aggregate=Aggregate.DOCUMENT,
            verb="renew",
            actor=SYSTEM,
            record_id=str(paper.id),
            payload=payload,
            expected_version=paper.version,
        )
        done = self._ports.door.perform(command)
        if isinstance(done, Refusal):
            raise IssuingError(f"{done.code}: {done.message_en}")


def _waits_for_a_newer_key(
    paper: DocumentRecord, stamping: StampingAuthority | None, now: datetime, revoked: Mapping[str, Standing]
) -> bool:
    """What has lapsed waits for nothing: it is ordered, and tells that it is dead."""
    lapsed = paper.protected_until is not None and now >= paper.protected_until
    return stamping is not None and not lapsed and stamping.gains_nothing(paper, revoked=revoked)


def _archived(paper: DocumentRecord, now: datetime, revoked: Mapping[str, Standing]) -> ArchivedPaper:
    until, by = paper.protected_until, paper.protected_by
    if until is not None and now >= until:
        protection = Protection.LAPSED
    elif until is None or by is None:
        protection = Protection.UNRECORDED
    elif by in revoked:
        protection = Protection[revoked[by].name]
    else:
        protection = Protection.LAPSING if until < now + RENEWED_BEFORE else Protection.PROTECTED
    return ArchivedPaper(
        document_id=str(paper.id),
        number=paper.number,
        protection=protection,
        protected_until=until,
        renditions=len(paper.renditions),
    )
