"""What the legal standing of papers is computed from: one plan of reads, run by the verification and by GraphQL alike.

`things_spoken_of` is a generator that asks for rows and is given them, so that the plan stands here once, whether the reader
is synchronous (inside a worker thread) or asynchronous (GraphQL, for many papers at once).
"""

from collections import defaultdict
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any, TypeAlias

from domain.aggregates import Aggregate
from domain.certificates import CertificateState
from domain.clock import legal_date
from domain.compliance import CellState
from domain.document_kinds import DocumentKind, DocumentState
from domain.objection_acts import OPEN_STATES, ObjectionState
from domain.rungs import Rung
from domain.sanction_acts import STANDING, SanctionState
from domain.sla_acts import SlaState
from domain.slas import ACTIVE_STATES
from domain.standards import StandardCode
from domain.standings import ONLY_NEWEST, ObjectionOn, Paper, RevokedStandard, Subject
from domain.surveillance_acts import SurveillanceState
from domain.transparency import ALSO_MEASURES
from persistence.queries.approval_standings import AGREEMENT_FIELDS, of_approval
from persistence.queries.lives import COLLECTIONS
from persistence.queries.reading import Selection
from persistence.queries.rows import Row

PAPER_FIELDS = ("kind", "state", "subject", "subject_id", "institution_id", "dated", "signed_at", "number")
"""The fields of a paper that this needs."""

_COLLECTIONS = {
    **COLLECTIONS,
    Aggregate.APPLICATION: "applications",
    Aggregate.SLA: "slas",
    Aggregate.UNIT: "units",
}
_FIELDS = (
    *("state", "updated_at", "unit_id", "document_id", "expires_on", "changed_on", "in_force_since", "standards"),
    *("revoked", "issued_on", "determined", "passed_standards", "determined_on", "notice_id", "case_id", "rung"),
    *("verified_on", "stop", "issued_at", "found_in_time_id", "found_in_time_on"),
)
_REVOKING = sorted({*STANDING, SanctionState.IMPROVED})

Found: TypeAlias = Sequence[Sequence[Row]]
Asked: TypeAlias = Sequence[Selection | None]
Steps: TypeAlias = Generator[Asked, Found, None]
Plan: TypeAlias = Generator[Asked, Found, dict[str, Subject]]
"""Asks for the rows of several selections at a time (None: of nothing); ends with each paper's subject, by its id."""


def things_spoken_of(papers: Sequence[Row]) -> Plan:
    """The things that these papers speak of. *Shape*: the papers have `PAPER_FIELDS`."""
    facts = _Facts()
    keys: dict[Aggregate, set[str]] = defaultdict(set)
    for paper in papers:
        keys[Aggregate(paper.text("subject"))].add(paper.text("subject_id"))
    asked = sorted(keys)
    results = [paper.id for paper in papers if paper.text("kind") == DocumentKind.OBJECTION_RESULT]
    *found, imposed = yield [
        *(_by(_COLLECTIONS[kind], "_id", keys[kind], only=_FIELDS) for kind in asked),
        _by("sanctions", "document_id", results, only=_FIELDS),
    ]
    facts.things = {row.id: row for rows in found for row in rows}
    facts.imposed = {row.text("document_id"): row for row in imposed}
    yield from _beside(facts, papers, keys)
    return {paper.id: _subject(paper, facts) for paper in papers}


@dataclass
class _Facts:
    """What was read.

    *Shape*: `numbers` holds those of signed papers; `imposed` the measures that results of objections put in place, by the
    paper; lists are in the order of their ids; `taken` are the cells that are revoked now, `replaced` maps each revocation to
    the one whose place it took; `objected` are the revocations of the certified units against which an objection is open;
    `approved` are the units of the approvals, `approvals` the numbers of those by application.
    """

    things: dict[str, Row] = field(default_factory=dict)
    imposed: dict[str, Row] = field(default_factory=dict)
    units: dict[str, Row] = field(default_factory=dict)
    objections: Sequence[Row] = ()
    objected: frozenset[str] = frozenset()
    closed_cases: frozenset[str] = frozenset()
    revocations: Sequence[Row] = ()
    certificates: Sequence[Row] = ()
    slas: Sequence[Row] = ()
    stops: Sequence[Row] = ()
    siblings: Sequence[Row] = ()
    taken: Sequence[Row] = ()
    replaced: Mapping[str, str | None] = field(default_factory=dict)
    reinstatements: Sequence[Row] = ()
    numbers: dict[str, str] = field(default_factory=dict)
    approved: set[str] = field(default_factory=set)
    approvals: dict[str, str] = field(default_factory=dict)


def _beside(facts: _Facts, papers: Sequence[Row], keys: Mapping[Aggregate, set[str]]) -> Steps:
    """What stands beside the things: objections, cases, units, editions, decisions; then the numbers of their papers."""
    certified = _units_of(facts, keys)
    spoken_of = [row for key in keys.get(Aggregate.SANCTION, ()) if (row := facts.things.get(key))]
    measures = [*spoken_of, *facts.imposed.values()]
    stopped = {row.text("unit_id") for row in measures} | keys.get(Aggregate.UNIT, set())
    slas = [row for key in keys.get(Aggregate.SLA, ()) if (row := facts.things.get(key))]
    renewed = {row.text("unit_id") for row in slas if row.text("state") == SlaState.SUPERSEDED}
    facts.approved = {unit for paper in papers if (unit := _approved_unit(paper, facts))}
    terminated = {row.id for row in slas if row.text("state") == SlaState.TERMINATED}
    revoking = {row.text("unit_id") for row in measures if row.text("rung") == Rung.REVOCATION}
    ordered = {paper.text("subject_id") for paper in papers if paper.text("kind") in ONLY_NEWEST}
    found = yield [
        _by("objections", "sanction_id", {row.id for row in measures}, only=_OBJECTION_FIELDS),
        _by("cases", "_id", {row.text("case_id") for row in measures}, only=("state",)),
        _by("units", "_id", stopped, only=("state", "stop", "document_id")),
        _by("sanctions", "unit_id", certified, {"rung": Rung.REVOCATION.value, "state": {"$in": _REVOKING}}),
        _by("certificates", "unit_id", certified, only=(*_FIELDS, "edition", "previous_id")),
        _by("slas", "unit_id", renewed | facts.approved, only=AGREEMENT_FIELDS),
        _by("sanctions", "terminated_sla_id", terminated, {"state": {"$in": _REVOKING}}),
        _by("documents", "subject_id", ordered, _SIGNED, only=PAPER_FIELDS),
        _by("documents", "subject_id", stopped, _SIGNED, _REINSTATEMENTS, only=PAPER_FIELDS),
        _by("compliance", "unit_id", revoking, {"state": CellState.REVOKED.value}, only=("cause_id",)),
        _by("sanctions", "unit_id", revoking, {"rung": Rung.REVOCATION.value}, only=("replaces",)),
        _by("objections", "unit_id", certified, {"state": {"$in": sorted(_OPEN)}}, only=("sanction_id",)),
    ]
    objections, cases_found, units, facts.revocations, facts.certificates = found[:5]
    facts.slas, facts.stops, facts.siblings, reinstatements, facts.taken, revocations, objected = found[5:]
    facts.objected = frozenset(each.text("sanction_id") for each in objected)
    facts.replaced = {each.id: each.text_or_none("replaces") for each in revocations}
    facts.objections = sorted(objections, key=lambda each: (each.moment("filed_at"), each.id))
    facts.reinstatements = sorted(reinstatements, key=lambda each: (_signed_at(each), each.id))
    facts.closed_cases = frozenset(case.id for case in cases_found if case.text("state") == "CLOSED")
    facts.units = {unit.id: unit for unit in units}
    yield from _numbers(facts)


def _numbers(facts: _Facts) -> Steps:
    """The numbers of the papers that may be named; of unsigned ones none."""
    stops = {stop for unit in facts.units.values() if (stop := unit.row("stop").text_or_none("sanction_id"))}
    agreements = [sla for sla in facts.slas if sla.text("unit_id") in facts.approved]
    ended = {sla.id for sla in agreements if sla.text("state") == SlaState.TERMINATED}
    stopping, ending = yield [
        _by("sanctions", "_id", stops, only=("document_id",)),
        _by("sanctions", "terminated_sla_id", ended, {"state": {"$in": _REVOKING}}),
    ]
    facts.stops = [*facts.stops, *stopping, *ending]
    named = [*facts.revocations, *facts.certificates, *facts.slas, *facts.stops, *facts.objections]
    papers = {paper for row in named if (paper := row.text_or_none("document_id"))}
    papers |= {paper for row in facts.things.values() if (paper := row.text_or_none("found_in_time_id"))}
    applications = {sla.text("application_id") for sla in agreements}
    signed, approvals = yield [
        _by("documents", "_id", papers, _SIGNED, only=("number",)),
        _by("documents", "subject_id", applications, _SIGNED, _APPROVALS, only=("subject_id", "number")),
    ]
    facts.numbers = {row.id: number for row in signed if (number := row.text_or_none("number"))}
    facts.approvals = {row.text("subject_id"): row.text("number") for row in approvals}


def _approved_unit(paper: Row, facts: _Facts) -> str | None:
    application = facts.things.get(paper.text("subject_id"))
    is_approval = paper.text("kind") == DocumentKind.APPROVAL
    return application.text_or_none("unit_id") if is_approval and application is not None else None


def _units_of(facts: _Facts, keys: Mapping[Aggregate, set[str]]) -> set[str]:
    kinds = (Aggregate.CERTIFICATE, Aggregate.ASSESSMENT, Aggregate.REASSESSMENT)
    things = (facts.things.get(key) for kind in kinds for key in keys.get(kind, ()))
    return {row.text("unit_id") for row in things if row is not None}


_SIGNED = {"state": DocumentState.SIGNED.value}
_APPROVALS = {"kind": DocumentKind.APPROVAL.value}
_REINSTATEMENTS = {"kind": DocumentKind.REINSTATEMENT.value}
_OPEN = frozenset(OPEN_STATES)
_CONCLUDED = frozenset(
    {SurveillanceState.CONFORM, SurveillanceState.FINDINGS, SurveillanceState.SANCTIONED, SurveillanceState.CLOSED}
)
_UNSIGNED = datetime.max.replace(tzinfo=UTC)
_OBJECTION_FIELDS = ("sanction_id", "state", "suspends", "late", "filed_at", "decided_on", "document_id")


def _by(
    collection: str, name: str, keys: Iterable[str], *more: Mapping[str, Any], only: tuple[str, ...] = ()
) -> Selection | None:
    wanted = sorted(set(keys))
    if not wanted:
        return None
    return Selection(collection=collection, conditions=({name: {"$in": wanted}}, *more), only=only)


def paper_of(row: Row) -> Paper:
    """A paper as its standing asks for it."""
    return Paper(
        id=row.id,
        kind=DocumentKind(row.text("kind")),
        state=DocumentState(row.text("state")),
        dated=row.day_or_none("dated"),
    )


# --- one paper ------------------------------------------------------------------------------------------------------


def _subject(paper: Row, facts: _Facts) -> Subject:
    thing = facts.things.get(paper.text("subject_id"))
    if thing is None:
        return Subject(state=None)
    kind = DocumentKind(paper.text("kind"))
    base = Subject(
        state=thing.text("state"),
        since=legal_date(thing.moment("updated_at")),
        expires_on=thing.day_or_none("expires_on"),
        serves=kind not in ALSO_MEASURES,
        **_newer(paper, facts),
    )
    match Aggregate(paper.text("subject")):
        case Aggregate.APPLICATION if kind is DocumentKind.APPROVAL:
            ended_by = {
                str(each.text_or_none("terminated_sla_id")): number
                for each in facts.stops
                if (number := facts.numbers.get(str(each.text_or_none("document_id"))))
            }
            return of_approval(base, thing, facts.slas, approvals=facts.approvals, stops=ended_by)
        case Aggregate.SLA:
            return _of_sla(base, thing, facts)
        case Aggregate.CERTIFICATE:
            return _of_certificate(base, thing, facts)
        case Aggregate.ASSESSMENT | Aggregate.REASSESSMENT if kind is DocumentKind.DETERMINATION:
            return _of_determination(base, thing, paper, facts)
        case Aggregate.SANCTION:
            return _of_sanction(base, thing, paper, facts)
        case Aggregate.SURVEILLANCE:
            return replace(base, is_over=thing.text("state") in _CONCLUDED)
        case Aggregate.UNIT:
            return replace(base, by=_stop_number(thing, facts))
        case Aggregate.OBJECTION if kind is DocumentKind.OBJECTION_RECEIPT:
            return _of_receipt(base, thing, facts)
        case Aggregate.OBJECTION if paper.id in facts.imposed:
            return _of_imposed(base, facts.imposed[paper.id], paper, facts)
        case _:
            return base


def _of_receipt(base: Subject, objection: Row, facts: _Facts) -> Subject:
    """It called late what was found to be in time since; the notice of that says so in its place (II.2.3.s1)."""
    notice = objection.text_or_none("found_in_time_id")
    if notice is None:
        return base
    found_on = objection.day_or_none("found_in_time_on")
    return replace(base, is_over=True, since=found_on, by=facts.numbers.get(notice))


def _newer(paper: Row, facts: _Facts) -> dict[str, Any]:
    mine, mark = paper.text("subject_id"), (_signed_at(paper), paper.id)
    later = [
        each
        for each in facts.siblings
        if each.text("subject_id") == mine
        and each.text("kind") == paper.text("kind")
        and (_signed_at(each), each.id) > mark
    ]
    last = max(later, key=lambda each: (_signed_at(each), each.id), default=None)
    return {"has_newer": last is not None, "newer_number": last.text_or_none("number") if last else None}


def _signed_at(paper: Row) -> datetime:
    return paper.moment_or_none("signed_at") or _UNSIGNED


def _of_sla(base: Subject, sla: Row, facts: _Facts) -> Subject:
    subject = replace(base, paper_id=sla.text_or_none("document_id"))
    if SlaState(sla.text("state")) in ACTIVE_STATES:
        return replace(subject, since=sla.day_or_none("in_force_since"))
    stop = next((each for each in facts.stops if each.text_or_none("terminated_sla_id") == sla.id), None)
    by = facts.numbers.get(str(stop.text_or_none("document_id"))) if stop else _successor(sla, facts)
    return replace(subject, by=by)


def _successor(sla: Row, facts: _Facts) -> str | None:
    """The number of the agreement that came into force next in its unit."""
    begun = str(sla.text_or_none("in_force_since"))
    later = [
        (str(each.text_or_none("in_force_since")), each.id, str(each.text_or_none("document_id")))
        for each in facts.slas
        if each.text("unit_id") == sla.text("unit_id") and each.id != sla.id and each.text_or_none("in_force_since")
    ]
    after = sorted(each for each in later if (each[0], each[1]) > (begun, sla.id))
    return facts.numbers.get(after[0][2]) if after and sla.text("state") == SlaState.SUPERSEDED else None


def _of_certificate(base: Subject, certificate: Row, facts: _Facts) -> Subject:
    codes = {StandardCode(code) for code in certificate.texts("revoked")}
    next_one = next((e for e in facts.certificates if e.text_or_none("previous_id") == certificate.id), None)
    revoked = _revoked(codes, certificate.text("unit_id"), facts)
    changed_on = certificate.day_or_none("changed_on")
    if certificate.text("state") == CertificateState.SUPERSEDED:
        by = facts.numbers.get(next_one.text("document_id")) if next_one else None
        return replace(base, since=next_one.day("issued_on") if next_one else base.since, by=by, revoked=revoked)
    return replace(base, since=changed_on or certificate.day("issued_on"), by=_latest(revoked), revoked=revoked)


def _of_determination(base: Subject, thing: Row, paper: Row, facts: _Facts) -> Subject:
    unit_id, determined_on = thing.text("unit_id"), thing.text_or_none("determined_on")
    listed = {StandardCode(code) for code in thing.texts("determined") or thing.texts("passed_standards")}
    signed_at = _signed_at(paper)
    after = [each for each in facts.revocations if (each.moment_or_none("issued_at") or signed_at) > signed_at]
    hit = {StandardCode(code) for each in after if each.text("unit_id") == unit_id for code in each.texts("standards")}
    editions = sorted(
        (each for each in facts.certificates if each.text("unit_id") == unit_id), key=lambda each: each.whole("edition")
    )
    last = editions[-1] if editions else None
    dates = dict(last.row("standards").pairs()) if last else {}
    revoked = _revoked(hit & listed, unit_id, facts)
    over = last is not None and last.text("state") == CertificateState.EXPIRED
    return replace(
        base,
        since=max((each.since for each in revoked if each.since), default=base.since),
        by=_latest(revoked),
        listed=frozenset(listed),
        standing=frozenset(code for code in listed if dates.get(code.value) == determined_on),
        revoked=revoked,
        is_over=over,
        expires_on=last.day_or_none("expires_on") if last else None,
    )


def _revoked(codes: Iterable[StandardCode], unit_id: str, facts: _Facts) -> tuple[RevokedStandard, ...]:
    """Each with the latest decision that counts and names it."""
    return tuple(_revocation_of(code, unit_id, facts) for code in sorted(set(codes)))


def _revocation_of(code: StandardCode, unit_id: str, facts: _Facts) -> RevokedStandard:
    naming = [r for r in facts.revocations if r.text("unit_id") == unit_id and code.value in r.texts("standards")]
    last = max(naming, key=lambda each: (each.text("issued_on"), each.id), default=None)
    if last is None:
        return RevokedStandard(standard=code, since=None, decision=None)
    number = facts.numbers.get(str(last.text_or_none("document_id")))
    objected = last.id in facts.objected
    return RevokedStandard(standard=code, since=last.day("issued_on"), decision=number, under_objection=objected)


def _latest(revoked: Sequence[RevokedStandard]) -> str | None:
    last = max((each for each in revoked if each.since), key=lambda each: each.since or date.min, default=None)
    return last.decision if last else None


def _of_imposed(base: Subject, sanction: Row, paper: Row, facts: _Facts) -> Subject:
    """The measure that took the place of the one objected to: the result is its letter (II.2.3.s3)."""
    measure = replace(base, state=sanction.text("state"), since=legal_date(sanction.moment("updated_at")), serves=True)
    return _of_sanction(measure, sanction, paper, facts)


def _of_sanction(base: Subject, sanction: Row, paper: Row, facts: _Facts) -> Subject:
    unit = facts.units.get(sanction.text("unit_id"))
    mine = [each for each in facts.objections if each.text("sanction_id") == sanction.id]
    open_one = next((each for each in mine if each.text("state") in _OPEN), None)
    decided = next((each for each in reversed(mine) if each.text("state") == ObjectionState.DECIDED), None)
    subject = replace(
        base,
        serves=base.serves or paper.id == sanction.text_or_none("notice_id"),
        objection=_objection(open_one),
        is_over=_is_over(sanction, unit, facts),
    )
    if sanction.text("state") in {SanctionState.ANNULLED, SanctionState.CHANGED} and decided is not None:
        number = facts.numbers.get(str(decided.text_or_none("document_id")))
        return replace(subject, since=decided.day_or_none("decided_on"), by=number)
    if open_one is not None:
        return replace(subject, since=legal_date(open_one.moment("filed_at")))
    if subject.is_over and sanction.text("rung") == Rung.STOP:
        return _ended_by_reinstatement(subject, sanction, facts)
    return replace(subject, since=sanction.day_or_none("verified_on") or base.since)


def _ended_by_reinstatement(subject: Subject, stop: Row, facts: _Facts) -> Subject:
    issued_at = stop.moment_or_none("issued_at") or _UNSIGNED
    of_unit = (each for each in facts.reinstatements if each.text("subject_id") == stop.text("unit_id"))
    letter = next((each for each in of_unit if _signed_at(each) > issued_at), None)
    return replace(subject, since=letter.day("dated"), by=letter.text("number")) if letter else subject


def _is_over(sanction: Row, unit: Row | None, facts: _Facts) -> bool:
    """Whether what it asked for is done with: the service runs again, nothing is revoked by it any more (II.2.2.c.s2), or the
    case of a lower rung is closed.
    """
    match Rung(sanction.text("rung")):
        case Rung.STOP:
            return unit is not None and unit.row("stop").text_or_none("sanction_id") != sanction.id
        case Rung.REVOCATION:
            return sanction.text("state") in STANDING and not _holds(sanction, facts)
        case _:
            return sanction.text("case_id") in facts.closed_cases


def _holds(revocation: Row, facts: _Facts) -> bool:
    """Whether a standard is revoked by it, or by one whose place it took."""
    chain: list[str] = []
    last: str | None = revocation.id
    while last is not None:
        chain.append(last)
        last = facts.replaced.get(last)
    return any(cell.text("cause_id") in chain for cell in facts.taken)


def _objection(found: Row | None) -> ObjectionOn:
    if found is None:
        return ObjectionOn.NONE
    heard = found.text("state") != ObjectionState.LATE
    return ObjectionOn.SUSPENDS if heard and found.flag("suspends") else ObjectionOn.OPEN


def _stop_number(unit: Row, facts: _Facts) -> str | None:
    stopped_by = unit.row("stop").text_or_none("sanction_id")
    stop = next((each for each in facts.stops if each.id == stopped_by), None)
    return facts.numbers.get(str(stop.text_or_none("document_id"))) if stop else None
