"""What the door writes into the public log, in the act's own transaction: an issuance, or a change of standing.

The signature of a paper and a change of what it speaks of, at the same moment, take turns: the one that comes later sees
the other, so that the newest entry of a paper is its standing.
"""

import json
import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from domain.aggregates import Aggregate
from domain.document_kinds import SIGNED_BY_ACT, DocumentKind, DocumentState
from domain.standings import ONLY_NEWEST, Standing, recorded_standing
from domain.tables import Act, Decision
from domain.transparency import (
    ALSO_MEASURES,
    MEASURES,
    SALT_BYTES,
    LogEvent,
    Statement,
    entry_of,
    follows,
    is_public,
    logged_standing,
)
from persistence.connection import Database
from persistence.documents import (
    DocumentRecord,
    signed_approvals,
    signed_determinations,
    signed_measures,
    signed_papers_of,
)
from persistence.records import Record
from persistence.repositories import REPOSITORIES
from persistence.standings import paper_and_subject, signed_papers_and_subjects
from persistence.transactions import run_transaction
from persistence.transparency import add_entry, issued_without_entry, newest_statement, newest_statements, next_order
from persistence.turns import take_turn

_MOVES_DETERMINATIONS = frozenset({Aggregate.CERTIFICATE, Aggregate.SANCTION})
"""What an act on these changes may change the standing of the unit's determinations."""


def log_act(aggregate: Aggregate, record: Record | None, act: Act, decision: Decision) -> None:
    """Writes the entries of an act that is stored. *Shape*: `record` is as it was before, None where the act makes it."""
    if isinstance(record, DocumentRecord):
        if decision.state == DocumentState.SIGNED and record.state != DocumentState.SIGNED:
            issued_sha256 = str(decision.outcome.changes["sha256"])
            _log_issuance(record, sha256=issued_sha256, at=act.now, is_new=True)
        return
    if record is not None:
        _log_standing(aggregate, record, act, decision)
    if aggregate in _MOVES_DETERMINATIONS:
        _log_determinations(aggregate, act)
    if aggregate is Aggregate.SANCTION and (record is None or record.state != decision.state):
        _log_imposing(act)
    if aggregate is Aggregate.SLA and record is not None and record.state != decision.state:
        _log_approvals(str(getattr(record, "unit_id", "")), act)
    if record is not None and _moves_measures(aggregate, record, decision):
        _log_measures(aggregate, act)


def log_earlier_papers(database: Database) -> int:
    """Logs the papers that were issued before there was a log, each once; returns how many.

    Each is logged with the standing that it has now (`_log_issuance`), and the instant of its signature.
    """
    missing = issued_without_entry(DocumentState.SIGNED.value)
    for document_id in missing:
        run_transaction(database.client, lambda document_id=document_id: _log_earlier(document_id))  # type: ignore[misc]
    return len(missing)


def log_followed_measures(database: Database, *, at: datetime) -> int:
    """Logs what became of measures and approvals while the log did not tell of it, each once; returns of how many papers.

    *Shape*: `at` is the instant of now: a reader sees when it was told, the verification says since when it is so.
    """
    papers = signed_papers_and_subjects(MEASURES | ALSO_MEASURES | {DocumentKind.APPROVAL})
    said = {key: json.loads(each) for key, each in newest_statements(paper.id for paper, _subject in papers).items()}
    behind = [
        paper.id
        for paper, subject in papers
        if paper.id in said and said[paper.id]["standing"] != recorded_standing(paper, subject).value
    ]
    for document_id in behind:
        run_transaction(database.client, lambda document_id=document_id: _log_followed(document_id, at))  # type: ignore[misc]
    return len(behind)


def _log_followed(document_id: str, at: datetime) -> None:
    paper = DocumentRecord.objects(id=document_id).get()
    take_turn(_papers_of(paper.subject, paper.subject_id))
    _log_followers([paper], at)


def _log_earlier(document_id: str) -> None:
    paper = DocumentRecord.objects(id=document_id).first()
    if paper is not None and next_order(document_id) == 0:
        _log_issuance(paper, sha256=paper.sha256, at=paper.signed_at or paper.updated_at)


def _log_issuance(paper: DocumentRecord, *, sha256: str, at: datetime, is_new: bool = False) -> None:
    """The first entry of a paper, with the standing that it has now; and what it makes of an earlier one of its kind.

    The first entry of a paper that is not public is shown with its verification to whoever holds it, so it says no more
    than that the paper was issued: what became of it since is an entry of its own, which stays a commitment. A determination
    or a measure that `is_new` stands, though the certificate or the service follows it in the same transaction; a letter
    about a measure, which is signed alone, may come after the end of it.
    """
    kind = DocumentKind(paper.kind)
    take_turn(_papers_of(paper.subject, paper.subject_id))
    if kind is DocumentKind.DETERMINATION:
        take_turn(_determinations_of(_unit_of(paper)))
    if kind is DocumentKind.APPROVAL:
        take_turn(_approvals_of(_unit_of(paper)))
    stands = is_new and kind in SIGNED_BY_ACT & (MEASURES | {DocumentKind.DETERMINATION})
    standing, revoked = (Standing.IN_FORCE, ()) if stands else standing_now(paper, as_signed=True)
    if is_public(kind) or standing is Standing.IN_FORCE:
        _add(paper, LogEvent.ISSUED, sha256=sha256, standing=standing, revoked=revoked, at=at)
    else:
        _add(paper, LogEvent.ISSUED, sha256=sha256, standing=Standing.IN_FORCE, revoked=(), at=at)
        _add(paper, LogEvent.STANDING_CHANGED, sha256=sha256, standing=standing, revoked=revoked, at=at)
    if kind in ONLY_NEWEST:
        earlier = signed_papers_of(Aggregate(paper.subject), paper.subject_id)
        _log_followers((each for each in earlier if each.kind == paper.kind and each.id != paper.id), at)


def _log_standing(aggregate: Aggregate, record: Record, act: Act, decision: Decision) -> None:
    """An entry for each signed paper of the thing whose standing the act has changed."""
    before: tuple[str, ...] = tuple(getattr(record, "revoked", ()))
    after: tuple[str, ...] = tuple(decision.outcome.changes.get("revoked", before))
    if (record.state, before) == (decision.state, after):
        return
    take_turn(_papers_of(aggregate.value, act.record_id))
    papers = signed_papers_of(aggregate, act.record_id)
    _log_followers((paper for paper in papers if follows(DocumentKind(paper.kind), aggregate)), act.now)
    for paper in papers:
        kind = DocumentKind(paper.kind)
        if follows(kind, aggregate):
            continue
        earlier = logged_standing(kind, str(record.state)), _revoked(paper, before)
        later = logged_standing(kind, decision.state), _revoked(paper, after)
        if earlier != later:
            _log_change(paper, *later, at=act.now)


def _log_determinations(aggregate: Aggregate, act: Act) -> None:
    """A determination stands as far as its standards stand on the unit's certificate (II.2.1.e.5, II.2.2.c)."""
    record = REPOSITORIES[aggregate].load(act.record_id)
    unit_id = str(getattr(record, "unit_id", ""))
    papers = signed_determinations(unit_id)
    if papers:
        take_turn(_determinations_of(unit_id))
        _log_followers(papers, act.now)


def _log_approvals(unit_id: str, act: Act) -> None:
    """An approval stands with the agreement that follows from it, until that of another one follows (II.2.1.a.3)."""
    take_turn(_approvals_of(unit_id))
    _log_followers(signed_approvals(unit_id), act.now)


def _moves_measures(aggregate: Aggregate, record: Record, decision: Decision) -> bool:
    """Whether a case has come to another state, or a service was stopped or runs again (II.2.2)."""
    if aggregate is Aggregate.CASE:
        return bool(record.state != decision.state)
    return aggregate is Aggregate.UNIT and "stop" in decision.outcome.changes


def _log_measures(aggregate: Aggregate, act: Act) -> None:
    """A measure is done with when its case is closed or the service runs again, whatever its own record says."""
    papers = signed_measures(aggregate, act.record_id)
    for subject, subject_id in sorted({(paper.subject, paper.subject_id) for paper in papers}):
        take_turn(_papers_of(subject, subject_id))
    _log_followers(papers, act.now)


def _log_imposing(act: Act) -> None:
    """The letter of a measure that took another's place is the result of the objection to that one (II.2.3.s3)."""
    papers = [each for each in signed_measures(Aggregate.SANCTION, act.record_id) if _is_result(each)]
    for paper in papers:
        take_turn(_papers_of(paper.subject, paper.subject_id))
    _log_followers(papers, act.now)


def _is_result(paper: DocumentRecord) -> bool:
    return bool(paper.kind == DocumentKind.OBJECTION_RESULT)


def _log_followers(papers: Iterable[DocumentRecord], at: datetime) -> None:
    """An entry for each whose newest does not say what it means now."""
    for paper in papers:
        standing, _revoked_on_it = standing_now(paper)
        said = newest_statement(paper.id)
        if said is None or json.loads(said)["standing"] != standing.value:
            _log_change(paper, standing, (), at=at)


def _log_change(paper: DocumentRecord, standing: Standing, revoked: tuple[str, ...], *, at: datetime) -> None:
    if next_order(paper.id) == 0:  # issued before there was a log: so it begins in it
        _log_issuance(paper, sha256=paper.sha256, at=at)
        return
    _add(paper, LogEvent.STANDING_CHANGED, sha256=paper.sha256, standing=standing, revoked=revoked, at=at)


def _papers_of(subject: str, subject_id: str) -> str:
    return f"papers of {subject} {subject_id}"


def _determinations_of(unit_id: str) -> str:
    return f"determinations of {unit_id}"


def _approvals_of(unit_id: str) -> str:
    return f"approvals of {unit_id}"


def _unit_of(paper: DocumentRecord) -> str:
    return str(getattr(REPOSITORIES[Aggregate(paper.subject)].load(paper.subject_id), "unit_id", ""))


def standing_now(paper: DocumentRecord, *, as_signed: bool = False) -> tuple[Standing, tuple[str, ...]]:
    """What the newest entry of an issued paper has to say: its standing, and a certificate's revoked standards.

    *Shape*: `as_signed` of one whose signature this transaction has just stored.
    """
    kind = DocumentKind(paper.kind)
    if follows(kind, Aggregate(paper.subject)):
        read, subject = paper_and_subject(paper)
        signed = replace(read, state=DocumentState.SIGNED) if as_signed else read
        return recorded_standing(signed, subject), ()
    thing = REPOSITORIES[Aggregate(paper.subject)].load(paper.subject_id)
    state = str(thing.state) if thing is not None else None
    return logged_standing(kind, state), _revoked(paper, getattr(thing, "revoked", ()))


def _revoked(paper: DocumentRecord, revoked: object) -> tuple[str, ...]:
    """The standards that are revoked on a certificate; no other paper has any."""
    is_certificate = paper.kind == DocumentKind.CERTIFICATE
    return tuple(sorted(revoked)) if is_certificate and isinstance(revoked, tuple | list) else ()


def _add(
    paper: DocumentRecord,
    event: LogEvent,
    *,
    sha256: str,
    standing: Standing,
    revoked: tuple[str, ...],
    at: datetime,
) -> None:
    kind = DocumentKind(paper.kind)
    statement = Statement(
        event=event,
        kind=kind,
        number=paper.number,
        dated=paper.dated,
        sha256=sha256,
        institution=paper.institution_id,
        standing=standing,
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
