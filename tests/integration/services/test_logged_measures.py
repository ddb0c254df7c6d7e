"""The public log tells when a measure is done with: followed, its case closed, its service restored (II.2.2, II.2.3)."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.letterhead import HELP_DESK, LETTERHEAD
from domain.aggregates import Aggregate
from domain.case_acts import OpenCase
from domain.document_kinds import DocumentKind
from domain.findings import CaseFinding
from domain.objection_acts import ObjectionDecision, PrepareDecision
from domain.provider_forms import ProviderForm
from domain.receipts import ReceiptChannel
from domain.roles import SYSTEM, Role
from domain.rungs import Rung
from domain.sanction_acts import AcceptImprovement, ProveReceipt, SubmitFollowUp
from domain.standings import Audience, legal_standing, recorded_standing
from domain.transparency import MEASURES
from persistence.case_records import CaseRecord
from persistence.documents import DocumentRecord
from persistence.sanction_records import SanctionRecord
from persistence.standings import paper_and_subject, signed_papers_and_subjects
from persistence.transparency import LogEntryRecord, entries_of
from services.letters import LetterWriter
from services.log_entries import log_earlier_papers, log_followed_measures
from tests.integration.services.assessing import READER, S01, S02, Assessing, signature
from tests.integration.services.life_laws import what_is_revoked_has_a_way_back
from tests.integration.services.objecting import ASKED, STEPS, Kept, Objecting, played
from tests.integration.services.office import BECAUSE, DEPUTY, HEAD, REVIEWER, STAFF, UNIT_HEAD, Office, person
from tests.integration.services.sanctioning import ASSESSOR, Sanctioning
from tests.integration.services.test_objections import late_and_heard
from tests.integration.services.test_stops import PREPARED, STOP_LETTER, Letters, sign, stop

pytestmark = pytest.mark.servers
A = Aggregate
SOFTER = PrepareDecision(
    decision=ObjectionDecision.SANCTION_CHANGED,
    considerations=("Bukti menunjukkan sebagian dipenuhi.",),
    follow_up=("Saran/rekomendasi yang diubah menggantikan yang semula.",),
    asked=ASKED,
)
ANNULLED = PrepareDecision(
    decision=ObjectionDecision.SANCTION_ANNULLED, considerations=("Bukti menunjukkan standar dipenuhi.",)
)


@pytest.fixture
def play(database, dump) -> Sanctioning:
    return Sanctioning(Office(database, dump, letters=LetterWriter(LETTERHEAD, HELP_DESK)))


def told(paper: DocumentRecord) -> list[tuple[str, str]]:
    return [
        (said["event"], said["standing"]) for said in map(json.loads, (each.statement for each in entries_of(paper.id)))
    ]


def letter_of(play: Sanctioning, sanction_id: str) -> DocumentRecord:
    return DocumentRecord.objects(id=play.sanction(sanction_id).document_id).get()


def followed(play: Sanctioning, sanction_id: str) -> None:
    report = SubmitFollowUp(text="Buku izin sudah dipakai.", evidence_ids=(play.office.evidence(STAFF),))
    play.office.done(A.SANCTION, "submit_follow_up", UNIT_HEAD, sanction_id, report)
    play.office.done(
        A.SANCTION, "accept_improvement", ASSESSOR, sanction_id, AcceptImprovement(verification="Diperiksa.")
    )


CONCLUDED = [("ISSUED", "IN_FORCE"), ("STANDING_CHANGED", "CONCLUDED")]


def test_a_measure_that_is_followed_is_told_once_and_stays_a_commitment(play: Sanctioning) -> None:
    advice = play.received(play.open_case(), Rung.ADVICE)
    paper = letter_of(play, advice)
    report = SubmitFollowUp(text="Buku izin sudah dipakai.", evidence_ids=(play.office.evidence(STAFF),))
    play.office.done(A.SANCTION, "submit_follow_up", UNIT_HEAD, advice, report)
    assert told(paper) == CONCLUDED[:1], "that the unit says so decides nothing"
    play.office.done(A.SANCTION, "accept_improvement", ASSESSOR, advice, AcceptImprovement(verification="Diperiksa."))
    assert told(paper) == CONCLUDED
    assert all(json.loads(each.entry).keys() == {"v", "commitment"} for each in entries_of(paper.id))


def test_the_earlier_measure_of_the_case_is_done_with_when_the_later_is_followed(play: Sanctioning) -> None:
    """It stays NOT_IMPROVED in its own record: the case says that it is over (II.2.2.b)."""
    case_id = play.open_case()
    advice = play.unimproved(case_id, Rung.ADVICE)
    warning = play.received(case_id, Rung.WARNING)
    followed(play, warning)
    assert [play.sanction(each).state for each in (advice, warning)] == ["NOT_IMPROVED", "IMPROVED"]
    assert [told(letter_of(play, each)) for each in (advice, warning)] == [CONCLUDED, CONCLUDED]


def test_a_measure_that_is_annulled_is_not_told_as_followed(play: Sanctioning) -> None:
    advice = play.received(play.open_case(), Rung.ADVICE)
    play.office.done(A.SANCTION, "annul", SYSTEM, advice, BECAUSE)
    assert told(letter_of(play, advice)) == [("ISSUED", "IN_FORCE"), ("STANDING_CHANGED", "ANNULLED")]


def test_a_revocation_is_done_with_by_the_reassessment_in_the_open(office: Office) -> None:
    """II.2.2.c: what the public register tells, the log tells."""
    town = Objecting(office, Assessing(office))
    town.play()
    revocation = town.revoked()
    town.advance(days=8)
    town.running()
    town.scored()
    town.reported()
    town.passed()
    assert town.sanction(revocation).state == "IMPROVED"
    paper = DocumentRecord.objects(kind="REVOCATION").get()
    assert told(paper) == CONCLUDED
    assert [json.loads(each.entry)["standing"] for each in entries_of(paper.id)] == ["IN_FORCE", "CONCLUDED"]


@pytest.mark.parametrize("case_state", ["OPEN", "CLOSED"])
def test_a_revocation_without_improvement_is_done_with_when_all_is_regained(office: Office, case_state: str) -> None:
    """II.2.2.c.s2: by the unit's request after the record of no improvement, also in a case that is over already."""
    town = Objecting(office, Assessing(office))
    town.play()
    revocation = town.revoked()
    town.advance(days=8)
    office.done(A.SANCTION, "record_no_improvement", REVIEWER, revocation, BECAUSE)
    paper = DocumentRecord.objects(kind="REVOCATION").get()
    if case_state == "CLOSED":
        CaseRecord.objects(id=town.case_id).update(set__state="CLOSED", set__closed_reason="DECIDED")
    town.running(S01)
    town.reported()
    town.passed()
    assert (town.sanction(revocation).state, told(paper)) == ("NOT_IMPROVED", CONCLUDED[:1]), "S02 is revoked still"
    town.running()
    town.reported()
    town.passed()
    case = office.record(A.CASE, town.case_id)
    assert (case.state, case.closed_reason) == ("CLOSED", "IMPROVED" if case_state == "OPEN" else "DECIDED")
    assert (town.sanction(revocation).state, told(paper)) == ("IMPROVED", CONCLUDED)
    assert recorded_standing(*paper_and_subject(paper)).value == "CONCLUDED"
    SanctionRecord.objects(id=revocation).update(set__state="NOT_IMPROVED")
    assert recorded_standing(*paper_and_subject(paper)).value == "CONCLUDED", "so an earlier version left it on record"


@pytest.mark.parametrize("state", ["IMPROVED", "NOT_IMPROVED"], ids=["now", "as an earlier version left it"])
def test_an_objection_takes_back_nothing_that_another_case_revoked_since(office: Office, state: str) -> None:
    """II.2.3.s3: all is regained and the case over; S01 is revoked since, and the late objection is to the first one."""
    town = Objecting(office, Assessing(office))
    town.play()
    first = town.revoked()
    town.advance(days=8)
    office.done(A.SANCTION, "record_no_improvement", REVIEWER, first, BECAUSE)
    town.running()
    town.reported()
    town.passed()
    again = CaseFinding(standard=S01, criterion="S01-K1", fact="Terulang.", evidence_ids=(office.evidence(),))
    opened = OpenCase(unit_id=town.unit_id, findings=(again,))
    town.case_id = office.done(A.CASE, "open", REVIEWER, payload=opened).record_id
    for rung in (Rung.ADVICE, Rung.WARNING):
        measure = town.received(rung)
        town.advance(days=8)
        office.done(A.SANCTION, "record_no_improvement", REVIEWER, measure, BECAUSE)
    second = town.received(Rung.REVOCATION, replace(STEPS[Rung.REVOCATION], standards=(S01,)))
    SanctionRecord.objects(id=first).update(set__state=state)
    papers = [DocumentRecord.objects(id=town.sanction(each).document_id).get() for each in (first, second)]
    assert [told(paper)[-1][1] for paper in papers] == ["CONCLUDED", "IN_FORCE"]
    annul = PrepareDecision(
        decision=ObjectionDecision.SANCTION_ANNULLED, considerations=("Bukti baru.",), reinstated=(S01, S02)
    )
    town.decided(late_and_heard(town, first), annul)
    assert town.assessing.cells() == {"S01": "REVOKED", "S02": "DETERMINED", "S03": "DETERMINED"}
    assert [town.sanction(each).state for each in (first, second)] == ["ANNULLED", "RECEIVED"]
    assert [told(paper)[-1][1] for paper in papers] == ["ANNULLED", "IN_FORCE"]
    what_is_revoked_has_a_way_back(town.unit_id)


def test_a_stop_is_done_with_when_the_service_runs_again(database, dump) -> None:
    """II.2.2.d: its own record stays as it was; the signature of the reinstatement ends it."""
    office = Office(database, dump, letters=Letters())
    application_id, _sla = office.in_force(ProviderForm.SERVICE_PROVIDER)
    unit_id = str(office.record(A.APPLICATION, application_id).unit_id)
    stop(office, unit_id)
    letter = DocumentRecord.objects(id=STOP_LETTER).get()
    assert told(letter) == CONCLUDED[:1]
    office.done(A.UNIT, "prepare_reinstatement", REVIEWER, unit_id, PREPARED)
    office.clock.instant = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
    office.present(office.record(A.UNIT, unit_id).document_id)
    assert told(letter) == CONCLUDED[:1], "a letter that waits restores nothing"
    office.done(*sign(office, unit_id))
    assert told(letter) == CONCLUDED


OPENED = ProveReceipt(channel=ReceiptChannel.IN_APP)


@pytest.fixture(scope="module")
def kept() -> dict[str, Kept]:
    """The story that this module has played once."""
    return {}


@pytest.fixture
def changed(office: Office, kept: dict[str, Kept]) -> tuple[Objecting, str]:
    """An advice that took another's place on an objection and was received: the result is its only letter."""
    if not kept:
        town = played(office)
        advice = town.received(Rung.ADVICE)
        town.decided(town.heard(advice), SOFTER)
        replaced = str(town.sanction(advice).replaced_by)
        town.office.done(A.SANCTION, "prove_receipt", HEAD, replaced, OPENED)
        kept["changed"] = Kept.of(town, replaced)
    return kept["changed"].put_back(office), kept["changed"].sanction_id


def stands(paper_id: str, audience: Audience = Audience.AUTHORISED) -> tuple[str, str | None]:
    """What the verification says of it on the day."""
    found = legal_standing(date(2026, 12, 1), *paper_and_subject(DocumentRecord.objects(id=paper_id).get()), audience)
    return found.standing.value, found.by


def test_the_letter_of_a_changed_measure_is_told_as_followed(changed: tuple[Objecting, str]) -> None:
    """II.2.3.s3: the result of the objection is the letter of what it puts in place, and stays a commitment."""
    town, advice = changed
    paper = town.paper("OBJECTION_RESULT")
    assert (town.sanction(advice).document_id, stands(paper.id), told(paper)) == (
        paper.id,
        ("IN_FORCE", None),
        CONCLUDED[:1],
    )
    report = SubmitFollowUp(text="Kebijakan ditetapkan.", evidence_ids=(town.office.evidence(),))
    town.office.done(A.SANCTION, "submit_follow_up", UNIT_HEAD, advice, report)
    town.office.done(A.SANCTION, "accept_improvement", READER, advice, AcceptImprovement(verification="Sesuai."))
    assert (stands(paper.id)[0], stands(paper.id, Audience.PUBLIC)[0], told(paper)) == (
        "CONCLUDED",
        "WITHHELD",
        CONCLUDED,
    )
    assert all(json.loads(each.entry).keys() == {"v", "commitment"} for each in entries_of(paper.id))


@pytest.mark.parametrize(
    ("decision", "standing"),
    [(ObjectionDecision.SANCTION_ANNULLED, "ANNULLED"), (ObjectionDecision.SANCTION_CHANGED, "CHANGED")],
)
def test_the_letter_of_a_changed_measure_is_told_as_taken_back(
    changed: tuple[Objecting, str], decision: ObjectionDecision, standing: str
) -> None:
    """II.2.3.s1: the right is against each measure. An open objection is told to those entitled and leaves no entry."""
    town, advice = changed
    paper = town.paper("OBJECTION_RESULT")
    objection_id = town.heard(advice)
    assert (stands(paper.id), told(paper)) == (("UNDER_OBJECTION", None), CONCLUDED[:1])
    proposed = SOFTER if decision is ObjectionDecision.SANCTION_CHANGED else ANNULLED
    preparer = person(str(town.objection(objection_id).examiner_id), Role.ASSESSOR)
    town.office.done(A.OBJECTION, "prepare_decision", preparer, objection_id, proposed)
    document_id = str(town.objection(objection_id).document_id)
    town.office.present(document_id)
    second = DocumentRecord.objects(id=document_id).get()
    town.office.done(A.OBJECTION, "decide", DEPUTY, objection_id, signature(second, DEPUTY))
    assert (stands(paper.id), told(paper)) == (
        (standing, DocumentRecord.objects(id=document_id).get().number),
        [("ISSUED", "IN_FORCE"), ("STANDING_CHANGED", standing)],
    )
    assert told(second) == CONCLUDED[:1], "that one stands, or records an annulment"


def test_the_letter_of_a_changed_measure_is_done_with_when_its_case_is(changed: tuple[Objecting, str]) -> None:
    """II.2.2.b: its own record stays NOT_IMPROVED; the case says that it is over. An earlier log is brought up to it once."""
    town, advice = changed
    paper = town.paper("OBJECTION_RESULT")
    town.advance(days=8)
    town.office.done(A.SANCTION, "record_no_improvement", REVIEWER, advice, BECAUSE)
    warning = town.received(Rung.WARNING)
    assert told(paper) == CONCLUDED[:1]
    report = SubmitFollowUp(text="Kebijakan ditetapkan.", evidence_ids=(town.office.evidence(),))
    town.office.done(A.SANCTION, "submit_follow_up", UNIT_HEAD, warning, report)
    town.office.done(A.SANCTION, "accept_improvement", READER, warning, AcceptImprovement(verification="Sesuai."))
    assert (town.sanction(advice).state, told(paper)) == ("NOT_IMPROVED", CONCLUDED)
    assert LogEntryRecord._get_collection().delete_one({"_id": f"{paper.id}/1"}).deleted_count == 1
    now, database = town.office.clock.now(), town.office.database
    assert [log_followed_measures(database, at=now) for _ in range(2)] == [1, 0]
    assert told(paper) == CONCLUDED


def test_the_letter_of_a_measure_that_is_over_from_its_first_day_says_so(office: Office) -> None:
    """An advice that was followed and is changed all the same: what takes its place asks nothing more (II.2.3.s3)."""
    town = played(office)
    advice = town.received(Rung.ADVICE)
    report = SubmitFollowUp(text="Kebijakan ditetapkan.", evidence_ids=(town.office.evidence(),))
    town.office.done(A.SANCTION, "submit_follow_up", UNIT_HEAD, advice, report)
    town.office.done(A.SANCTION, "accept_improvement", READER, advice, AcceptImprovement(verification="Sesuai."))
    town.decided(town.heard(advice), replace(SOFTER, asked=()))
    assert told(town.paper("OBJECTION_RESULT")) == CONCLUDED


def test_every_newest_entry_says_what_the_verification_says(play: Sanctioning) -> None:
    case_id = play.open_case()
    play.unimproved(case_id, Rung.ADVICE)
    followed(play, play.received(case_id, Rung.WARNING))
    papers = list(DocumentRecord.objects(state="SIGNED"))
    assert {DocumentKind(paper.kind) for paper in papers} >= {DocumentKind.ADVICE, DocumentKind.WARNING}
    for paper in papers:
        if DocumentKind(paper.kind) in MEASURES:
            assert told(paper)[-1][1] == recorded_standing(*paper_and_subject(paper)).value
    at_once = {paper.id: (paper, subject) for paper, subject in signed_papers_and_subjects(MEASURES)}
    alone = {paper.id: paper_and_subject(paper) for paper in papers if DocumentKind(paper.kind) in MEASURES}
    assert at_once == alone


def test_what_was_followed_before_the_log_told_of_it_is_told_at_the_next_start_and_once(play: Sanctioning) -> None:
    """An installation of an earlier version: its log ends with the issuance, or calls a changed measure superseded."""
    case_id = play.open_case()
    advice = play.unimproved(case_id, Rung.ADVICE)
    warning = play.received(case_id, Rung.WARNING)
    followed(play, warning)
    papers = [letter_of(play, each) for each in (advice, warning)]
    later = [f"{paper.id}/1" for paper in papers]
    assert LogEntryRecord._get_collection().delete_many({"_id": {"$in": later}}).deleted_count == 2
    now, database = play.office.clock.now(), play.office.database
    assert [log_followed_measures(database, at=now) for _ in range(2)] == [2, 0]
    assert [told(paper) for paper in papers] == [CONCLUDED, CONCLUDED]
    assert (log_earlier_papers(database), log_followed_measures(database, at=now)) == (0, 0)
