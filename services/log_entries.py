"""What the door writes into the public log, in the act's own transaction: an issuance, or a change of standing."""

import secrets
from datetime import datetime

from domain.documents import DocumentKind, DocumentState
from domain.standings import Standing
from domain.tables import Act, Aggregate, Decision
from domain.transparency import SALT_BYTES, LogEvent, Statement, entry_of, is_public, logged_standing
from persistence.connection import Database
from persistence.documents import DocumentRecord, signed_papers_of
from persistence.records import Record
from persistence.repositories import REPOSITORIES
from persistence.transactions import run_transaction
from persistence.transparency import add_entry, issued_without_entry, next_order


def log_act(aggregate: Aggregate, record: Record | None, act: Act, decision: Decision) -> None:
    """Writes the entries of an act. *Shape*: `record` is as it was before the act, None where the act makes it."""
    if record is None:
        return
    if isinstance(record, DocumentRecord):
        if decision.state == DocumentState.SIGNED:
            issued_sha256 = str(decision.outcome.changes["sha256"])
            _log_issuance(record, sha256=issued_sha256, at=act.now)
        return
    _log_standing(aggregate, record, act, decision)


def log_earlier_papers(database: Database) -> int:
    """Logs the papers that were issued before there was a log, each once; returns how many.

    Each is logged with the standing that it has now (`_log_issuance`), and the instant of its signature.
    """
    missing = issued_without_entry(DocumentState.SIGNED.value)
    for document_id in missing:
        run_transaction(database.client, lambda document_id=document_id: _log_earlier(document_id))  # type: ignore[misc]
    return len(missing)


def _log_earlier(document_id: str) -> None:
    paper = DocumentRecord.objects(id=document_id).first()
    if paper is not None and next_order(document_id) == 0:
        _log_issuance(paper, sha256=paper.sha256, at=paper.signed_at or paper.updated_at)


def _log_issuance(paper: DocumentRecord, *, sha256: str, at: datetime) -> None:
    """The first entry of a paper, with the standing that it has now.

    The first entry of a paper that is not public is shown with its verification to whoever holds it, so it says no more
    than that the paper was issued: what became of it since is an entry of its own, which stays a commitment.
    """
    subject = REPOSITORIES[Aggregate(paper.subject)].load(paper.subject_id)
    state = str(subject.state) if subject is not None else None
    revoked = _revoked(paper, getattr(subject, "revoked", ()))
    kind = DocumentKind(paper.kind)
    if is_public(kind) or logged_standing(kind, state) is Standing.IN_FORCE:
        _add(paper, LogEvent.ISSUED, sha256=sha256, state=state, revoked=revoked, at=at)
        return
    _add(paper, LogEvent.ISSUED, sha256=sha256, state=None, revoked=(), at=at)
    _add(paper, LogEvent.STANDING_CHANGED, sha256=sha256, state=state, revoked=revoked, at=at)


def _log_standing(aggregate: Aggregate, record: Record, act: Act, decision: Decision) -> None:
    """An entry for each signed paper of the thing whose standing the act has changed."""
    before: tuple[str, ...] = tuple(getattr(record, "revoked", ()))
    after: tuple[str, ...] = tuple(decision.outcome.changes.get("revoked", before))
    if (record.state, before) == (decision.state, after):
        return
    for paper in signed_papers_of(aggregate, act.record_id):
        kind = DocumentKind(paper.kind)
        earlier = logged_standing(kind, str(record.state)), _revoked(paper, before)
        later = logged_standing(kind, decision.state), _revoked(paper, after)
        if earlier != later and next_order(paper.id) == 0:  # issued before there was a log: so it begins in it
            _log_issuance(paper, sha256=paper.sha256, at=act.now)
        elif earlier != later:
            _add(
                paper,
                LogEvent.STANDING_CHANGED,
                sha256=paper.sha256,
                state=decision.state,
                revoked=later[1],
                at=act.now,
            )


def _revoked(paper: DocumentRecord, revoked: object) -> tuple[str, ...]:
    """The standards that are revoked on a certificate; no other paper has any."""
    is_certificate = paper.kind == DocumentKind.CERTIFICATE
    return tuple(sorted(revoked)) if is_certificate and isinstance(revoked, tuple | list) else ()


def _add(
    paper: DocumentRecord, event: LogEvent, *, sha256: str, state: str | None, revoked: tuple[str, ...], at: datetime
) -> None:
    kind = DocumentKind(paper.kind)
    statement = Statement(
        event=event,
        kind=kind,
        number=paper.number,
        dated=paper.dated,
        sha256=sha256,
        institution=paper.institution_id,
        standing=logged_standing(kind, state),
        revoked=revoked,
        at=at,
    ).canonical()
    salt = None if is_public(kind) else secrets.token_bytes(SALT_BYTES)
    add_entry(
        document_id=paper.id,
        order=next_order(paper.id),
        at=at,
        statement=statement,
        salt=salt,
        entry=entry_of(statement, salt),
    )
