"""What holds at every moment of a unit's life, whatever was tried: read from the database alone."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from domain.aggregates import Aggregate
from domain.certificates import PRESENT
from domain.compliance import CERTIFIED
from domain.credentials import STATUS_SERIES
from domain.document_kinds import DocumentKind
from domain.ladder import standing
from domain.numbering import Series
from domain.standards import StandardCode
from persistence.case_records import CaseRecord
from persistence.certificates import CertificateRecord
from persistence.compliance import ComplianceRecord
from persistence.counters import CounterRecord
from persistence.documents import DocumentRecord
from persistence.guidance import MentoringRecord
from persistence.ladder import ladder_of_case
from persistence.log import EventRecord
from persistence.objections import ObjectionRecord, held_up
from persistence.reassessments import ReassessmentRecord
from persistence.repositories import REPOSITORIES
from persistence.sanction_records import SanctionRecord
from persistence.slas import SlaRecord
from persistence.units import UnitRecord

A = Aggregate
BEFORE = {"ADVICE": (None,), "WARNING": ("ADVICE", "WARNING"), "REVOCATION": ("WARNING",), "STOP": ("REVOCATION",)}
"""Which rung comes before each, told independently of the ladder (II.2.2.a-d); a breach opens the stop with none before."""

GONE = {"VOID", "ANNULLED", "CHANGED"}
LIVING = {"PENDING", "REQUESTED", "RUNNING", "FAILED"}


def cells_are_explained(unit_id: str) -> None:
    """Each of the 17 standards has exactly one cell, in the state of its last event, moved by a record that exists."""
    cells = list(ComplianceRecord.objects(unit_id=unit_id))
    assert sorted(cell.standard for cell in cells) == [code.value for code in StandardCode]
    for cause, cause_id in {(cell.cause, cell.cause_id) for cell in cells}:
        assert REPOSITORIES[Aggregate(cause)].load(cause_id) is not None, (cause, cause_id)
    moved = EventRecord.objects(aggregate=A.COMPLIANCE.value, record_id__in=[cell.id for cell in cells])
    last = {each.record_id: (each.to_state, each.version) for each in moved.order_by("version")}
    assert last == {cell.id: (cell.state, cell.version) for cell in cells}


def no_edition_outlives_its_last_day(unit_id: str, on: date) -> None:
    """No edition that says something stands bears a last day that is over; looked at after the day's duties were done."""
    states = ["ACTIVE", "PARTLY_REVOKED"]
    over = CertificateRecord.objects(unit_id=unit_id, state__in=states, expires_on__lt=on.isoformat())
    assert [(each.edition, each.expires_on) for each in over] == []


def no_edition_is_issued_after_its_last_day(unit_id: str) -> None:
    """An edition is in force on the day on which it is issued; and no standard on it was determined later."""
    for each in CertificateRecord.objects(unit_id=unit_id):
        assert each.expires_on is None or each.issued_on <= each.expires_on
        assert all(day <= each.issued_on for day in each.standards.values())


def one_agreement_is_in_force(unit_id: str) -> None:
    """II.2.1.a.3: a unit has one service-level agreement at a time."""
    assert SlaRecord.objects(unit_id=unit_id, state__in=["IN_FORCE", "BREACH_REVIEW"]).count() <= 1


def certificate_equals_cells(unit_id: str) -> None:
    """At most one certificate is present, and what stands on it is what is DETERMINED or FLAGGED."""
    present = [each for each in CertificateRecord.objects(unit_id=unit_id) if each.state in PRESENT]
    assert len(present) <= 1
    standing = {code for each in present for code in each.standards if code not in each.revoked}
    cells = {cell.standard for cell in ComplianceRecord.objects(unit_id=unit_id) if cell.state in CERTIFIED}
    assert standing == cells


def papers_say_what_their_editions_say(unit_id: str) -> None:
    """No paper of an edition that is not in force whole can be signed; where something stands, a paper of it is or may be."""
    for edition in CertificateRecord.objects(unit_id=unit_id):
        paper = DocumentRecord.objects(id=edition.document_id).get()
        assert sorted(line["code"] for line in paper.facts["standards"]) == sorted(edition.standards)
        if edition.state != "ACTIVE":
            assert paper.state in {"SIGNED", "VOID"}, (edition.edition, edition.state, paper.state)
        if edition.state in {"ACTIVE", "PARTLY_REVOKED"}:
            assert paper.state != "VOID", (edition.edition, edition.state)


def rungs_are_in_order(unit_id: str) -> None:
    """No sanction was issued but after one of the rung before, received, in the same case; or by a breach."""
    for case in CaseRecord.objects(unit_id=unit_id):
        sanctions = list(SanctionRecord.objects(case_id=case.id).order_by("sequence"))
        assert [each.sequence for each in sanctions] == list(range(1, len(sanctions) + 1))
        living = [each for each in sanctions if each.state in {"ISSUED", "RECEIVED", "FOLLOW_UP"}]
        assert len(living) <= 1, [(each.rung, each.state) for each in sanctions]
        for sanction in sanctions:
            if sanction.issued_at is not None and sanction.replaces is None:
                _after_the_rung_before(case, sanction, sanctions)


def _after_the_rung_before(case: Any, sanction: Any, sanctions: list[Any]) -> None:
    if BEFORE[sanction.rung] == (None,):
        return
    if sanction.rung == "STOP" and case.breach:
        return
    earlier = [each for each in sanctions if each.sequence < sanction.sequence and each.rung in BEFORE[sanction.rung]]
    receipts = [datetime.fromisoformat(receipt["at"]) for each in earlier for receipt in each.receipts]
    proven = [
        at for at in receipts if at < sanction.issued_at
    ]  # one may be struck since a measure in between was annulled
    assert proven, (sanction.rung, [(each.rung, each.state, each.received_at) for each in sanctions])


def issued_after_settling(sanction_id: str) -> None:
    """Looked at when a sanction was just issued: what counts before it is settled, received, and its term is over."""
    sanction = SanctionRecord.objects(id=sanction_id).get()
    case = CaseRecord.objects(id=sanction.case_id).get()
    earlier = SanctionRecord.objects(case_id=case.id, sequence__lt=sanction.sequence).order_by("sequence")
    counting = [each for each in earlier if each.state not in GONE]
    if counting and counting[-1].state == "IMPROVED":  # of two revocations the later was regained, the first was not
        counting = [each for each in counting if each.rung == "REVOCATION" and each.state != "IMPROVED"]
        assert counting
    if not counting:
        assert sanction.rung == ("STOP" if case.breach else "ADVICE")
        return
    last = counting[-1]
    assert last.rung in BEFORE[sanction.rung]
    assert (last.state, last.received_at is not None) == ("NOT_IMPROVED", True)
    assert last.last_instant < sanction.issued_at
    ids = [each.id for each in earlier]
    assert not held_up(ids)


def an_annulment_raises_no_rung(unit_id: str) -> None:
    """An open case stands where its ladder does; after an annulled measure not above that one's rung, and below it where the
    measure had taken a heavier one's place (II.2.3.s3).
    """
    heights = {rung: height for height, rung in enumerate(BEFORE)}
    for case in CaseRecord.objects(unit_id=unit_id, state__in=["OPEN", "HOLD"]):
        last = standing(ladder_of_case(case))
        assert (last.rung if last else None) == case.rung
        issued = SanctionRecord.objects(case_id=case.id, issued_at__ne=None).order_by("-sequence").first()
        if issued is not None and issued.state == "ANNULLED":
            assert heights[case.rung] + _is_lowered(issued) <= heights[issued.rung]


def _is_lowered(measure: Any) -> bool:
    """Whether the first of those whose place it took was heavier, as told by their records."""
    first = measure
    while first.replaces is not None:
        first = SanctionRecord.objects(id=first.replaces).get()
    return bool(first.rung != measure.rung)


def nobody_is_on_both_sides(unit_id: str) -> None:
    """Drafter and signer, examiner and author, preparer and decider are never one person."""
    for sanction in SanctionRecord.objects(unit_id=unit_id):
        assert not set(sanction.author_ids) & _actors(A.SANCTION, sanction.id, "issue")
    for objection in ObjectionRecord.objects(unit_id=unit_id):
        sanction = SanctionRecord.objects(id=objection.sanction_id).get()
        assert objection.examiner_id not in {*sanction.author_ids, *sanction.assessor_ids}
        if objection.proposal:
            assert objection.proposal["prepared_by"] not in _actors(A.OBJECTION, objection.id, "decide")
    for aggregate, verb in ((A.ASSESSMENT, "determine"), (A.REASSESSMENT, "pass")):
        for record in REPOSITORIES[aggregate].record_class.objects(unit_id=unit_id):
            assert record.prepared_by not in _actors(aggregate, record.id, verb) - {None}


def _actors(aggregate: Aggregate, record_id: str, verb: str) -> set[str]:
    found = EventRecord.objects(aggregate=aggregate.value, record_id=record_id, verb=verb).only("actor_id")
    return {str(event.actor_id) for event in found}


def mentors_of(unit_id: str) -> set[str]:
    """Everyone who has mentored the unit (II.2.1.d)."""
    held = MentoringRecord.objects(unit_id=unit_id, state__in=["HELD", "REPORTED", "CLOSED"])
    return {mentor for each in held for mentor in each.mentor_ids}


def numbers_have_no_gap() -> None:
    """In each series the numbers 1 to n are taken, each by one paper; a void one stays on record."""
    taken: dict[str, Counter[int]] = defaultdict(Counter)
    for paper in DocumentRecord.objects:
        if paper.series is not None:
            taken[paper.series][paper.sequence] += 1
        for number in paper.voided_numbers:
            series, sequence = _parsed(DocumentKind(paper.kind), number)
            taken[series][sequence] += 1
    counters = {each.id: each.last for each in CounterRecord.objects}
    places = [paper.status_index for paper in DocumentRecord.objects if paper.status_index is not None]
    assert len(set(places)) == len(places) <= counters.pop(STATUS_SERIES, 0)  # one dated anew has left its place
    assert {series: dict(numbers) for series, numbers in taken.items()} == {
        series: dict.fromkeys(range(1, last + 1), 1) for series, last in counters.items()
    }


def _parsed(kind: DocumentKind, number: str) -> tuple[str, int]:
    digits = [int(each) for each in re.findall(r"\d+", number)]
    year, sequence = (digits[0], digits[1]) if number.startswith("SERT-") else (digits[-1], digits[0])
    return Series(kind=kind, year=year).key, sequence


def a_stop_has_its_sanction(unit_id: str) -> None:
    """A service stands still only by a sanction of that rung that was issued, and not annulled or changed (II.2.2.d)."""
    unit = UnitRecord.objects(id=unit_id).get()
    if unit.state in {"STOPPED", "ACCESS_TAKEN", "STOP_CARRIED_OUT"}:
        sanction = SanctionRecord.objects(id=unit.stop["sanction_id"]).get()
        assert (sanction.rung, sanction.issued_at is not None, sanction.state in GONE) == ("STOP", True, False)
        assert sanction.stop_form == unit.stop["form"]
    else:
        assert not unit.stop


def reassessments_are_of_what_is_revoked(unit_id: str) -> None:
    """A re-assessment is of standards that its revocation took, and no two that live are of the same (II.2.2.c.s2)."""
    living: list[str] = []
    for each in ReassessmentRecord.objects(unit_id=unit_id):
        sanction = SanctionRecord.objects(id=each.sanction_id).get()
        assert sanction.rung == "REVOCATION"
        assert set(each.standards) <= set(sanction.standards)
        living += each.standards if each.state in LIVING else []
    assert len(living) == len(set(living))


def what_is_revoked_has_a_way_back(unit_id: str) -> None:
    """Each standard that is revoked is so by a revocation that counts and is not improved; and while the service runs, it waits
    in a re-assessment (II.2.2.c.s2).
    """
    revoked = {cell.standard: cell.cause_id for cell in ComplianceRecord.objects(unit_id=unit_id, state="REVOKED")}
    for standard, cause_id in revoked.items():
        sanction = SanctionRecord.objects(id=cause_id).get()
        while sanction.state == "CHANGED":
            sanction = SanctionRecord.objects(id=sanction.replaced_by).get()
        assert standard in sanction.standards
        assert sanction.state in {"ISSUED", "RECEIVED", "FOLLOW_UP", "NOT_IMPROVED"}, (standard, sanction.state)
    living = ReassessmentRecord.objects(unit_id=unit_id, state__in=sorted(LIVING))
    waiting = {code for each in living for code in each.standards}
    if UnitRecord.objects(id=unit_id).get().state == "ACTIVE":
        assert set(revoked) <= waiting, (sorted(revoked), sorted(waiting))


def the_log_is_complete(changed: Iterable[tuple[Aggregate, str]]) -> None:
    """Each version of a record has its one event, and the last one led to its state."""
    for aggregate, record_id in changed:
        record: Any = REPOSITORIES[aggregate].load(record_id)
        events = EventRecord.objects(aggregate=aggregate.value, record_id=record_id).order_by("version")
        assert [event.version for event in events] == list(range(1, record.version + 1))
        assert events[record.version - 1].to_state == record.state


def all_laws(unit_id: str) -> None:
    """Everything that holds of the unit now."""
    cells_are_explained(unit_id)
    certificate_equals_cells(unit_id)
    no_edition_is_issued_after_its_last_day(unit_id)
    papers_say_what_their_editions_say(unit_id)
    one_agreement_is_in_force(unit_id)
    rungs_are_in_order(unit_id)
    an_annulment_raises_no_rung(unit_id)
    nobody_is_on_both_sides(unit_id)
    numbers_have_no_gap()
    a_stop_has_its_sanction(unit_id)
    reassessments_are_of_what_is_revoked(unit_id)
    what_is_revoked_has_a_way_back(unit_id)
