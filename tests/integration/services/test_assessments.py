"""An assessment through the door on a real database, from its opening to the certificate, with exact cells and letters."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.letterhead import HELP_DESK, LETTERHEAD
from documents.contexts import (
    AssessedStandard,
    AssessmentReport,
    Assignment,
    Certificate,
    DatedStandard,
    Determination,
    EarlierLetter,
    Fact,
    Minutes,
    Notice,
    Particular,
    Recommendation,
    RecommendedItem,
    StandardLine,
    TeamMember,
    WaivedCriterion,
    from_facts,
)
from domain.aggregates import Aggregate
from domain.assessment_acts import (
    AssessmentMethod,
    FollowUpAnswer,
    GiveFactualScores,
    GiveScores,
    Improvement,
    OpenAssessment,
    PrepareDetermination,
    Recommend,
    ReportFactual,
    ReturnedItem,
    ReturnFollowUp,
    StartFactual,
    SubmitFollowUp,
    VerifyFollowUp,
)
from domain.document_kinds import DocumentKind
from domain.reasons import Reason
from domain.refusals import Refusal, RefusalCode
from persistence.calendar import CalendarRecord
from persistence.certificates import CertificateRecord, certificates_over
from persistence.documents import DocumentRecord
from persistence.log import EventRecord
from persistence.records import insert
from persistence.standards import StandardRecord
from persistence.units import UnitRecord
from services.certificates import CertificateService
from services.commands import Done
from services.door import Door
from services.letters import LetterWriter
from tests.integration.services.assessing import (
    LEAD,
    MEMBER,
    READER,
    S01,
    S02,
    S03,
    TEAM,
    TIED,
    Assessing,
    configured,
    criterion,
    score,
    signature,
)
from tests.integration.services.life_laws import certificate_equals_cells
from tests.integration.services.office import (
    ADMIN,
    DEPUTY,
    HEAD,
    REVIEWER,
    STAFF,
    START,
    STRANGER,
    UNIT_HEAD,
    Office,
)

pytestmark = pytest.mark.servers
A = Aggregate
BECAUSE = Reason(reason="Bukti belum terbaca.")


@pytest.fixture
def town(office: Office) -> Assessing:
    """The unit in service; from here on letters are written as they are in truth."""
    assessing = Assessing(office)
    office.door = Door(
        database=office.database,
        clock=office.clock,
        letters=LetterWriter(LETTERHEAD, HELP_DESK),
        on_commit=lambda: office.commits.append(1),
    )
    return assessing


def letter(kind: str, subject_id: str):
    """The context of the only paper of this kind about this thing."""
    paper = DocumentRecord.objects(kind=kind, subject_id=subject_id).get()
    return from_facts(DocumentKind(kind), paper.facts)


def notice_of(key: str, verb: str) -> Notice:
    """The notice that this verb ordered."""
    event = EventRecord.objects(record_id=key, verb=verb).get()
    found = from_facts(DocumentKind.NOTICE, DocumentRecord.objects(id__in=event.documents).get().facts)
    assert isinstance(found, Notice)
    return found


# --- the whole cycle ------------------------------------------------------------------------------------------------


def test_from_the_opening_to_the_certificate(town: Assessing):
    """II.2.1.e.1-5: each state, each cell, each paper."""
    assert town.cells() == {"S01": "IMPLEMENTING", "S02": "IMPLEMENTING", "S03": "IMPLEMENTING"}
    key = town.opened()
    town.self_scored(key)
    town.act("submit_self", UNIT_HEAD, key)
    assert town.cells() == {"S01": "SELF_MET", "S02": "SELF_MET", "S03": "IMPLEMENTING"}
    town.act("return_self", REVIEWER, key, BECAUSE)
    worse = GiveScores(scores=(score("S01-K1", 1, town.office.evidence()),))
    town.act("score_self", STAFF, key, worse)
    town.act("submit_self", UNIT_HEAD, key)
    assert town.cells() == {"S01": "IMPLEMENTING", "S02": "SELF_MET", "S03": "IMPLEMENTING"}
    town.act("return_self", REVIEWER, key, BECAUSE)
    town.self_scored(key)
    town.act("submit_self", UNIT_HEAD, key)
    town.act("close_without", ADMIN, key, BECAUSE)

    key = town.reported(S01, S02, missed=frozenset({"S02-K1"}))
    assert town.cells() == {"S01": "FACTUAL_MET", "S02": "GAP", "S03": "IMPLEMENTING"}
    town.recommended(key, S02, "S02-K1")
    town.followed_up(key)
    town.act("return_follow_up", LEAD, key, ReturnFollowUp(items=(ReturnedItem(item_id="1", reason="Belum jalan."),)))
    town.followed_up(key)
    assert town.cells()["S02"] == "GAP"
    town.verified(key, score("S02-K1", 2))
    assert town.cells() == {"S01": "FACTUAL_MET", "S02": "FACTUAL_MET", "S03": "IMPLEMENTING"}
    town.prepared(key, S01)
    town.act("recall_determination", DEPUTY, key, BECAUSE)
    done = town.determined(key, S02, S01)
    assert (done.state, town.record(key).round) == ("DETERMINED", 2)
    assert town.cells() == {"S01": "DETERMINED", "S02": "DETERMINED", "S03": "IMPLEMENTING"}

    [certificate] = CertificateRecord.objects
    assert (certificate.state, certificate.edition, certificate.applicable) == ("ACTIVE", 1, 3)
    assert dict(certificate.standards) == {"S01": "2026-11-22", "S02": "2026-11-22"}
    assert (certificate.origin, certificate.origin_id, certificate.id) == (
        "ASSESSMENT",
        key,
        town.record(key).certificate_id,
    )
    papers = [
        (paper.kind, paper.state) for paper in DocumentRecord.objects(subject_id=key).order_by("created_at", "id")
    ]
    assert sorted(papers) == [
        ("ASSESSMENT_REPORT", "SIGNED"),
        ("ASSIGNMENT", "SIGNED"),
        ("DETERMINATION", "SIGNED"),
        ("DETERMINATION", "VOID"),
        ("MINUTES", "DRAFT"),
        ("NOTICE", "DRAFT"),
        ("NOTICE", "DRAFT"),
        ("RECOMMENDATION", "SIGNED"),
    ]


def test_every_act_is_an_event_by_its_clause(town: Assessing):
    key = town.reported(S03)
    town.act("no_recommendation", REVIEWER, key)
    town.determined(key, S03)
    events = [
        (event.name, event.to_state, event.clause, event.actor_id)
        for event in EventRecord.objects(record_id=key).order_by("version")
    ]
    assert events == [
        ("AssessmentOpened", "SELF_DRAFT", "II.2.1.e.1", "unit-head-a"),
        ("SelfScored", "SELF_DRAFT", "II.2.1.e.1", "unit-head-a"),
        ("SelfAssessmentSubmitted", "SELF_SUBMITTED", "II.2.1.e.1", "unit-head-a"),
        ("AssessorsAssigned", "FACTUAL_ASSIGNED", "II.2.1.e.2", "admin"),
        ("FactualAssessmentStarted", "FACTUAL_RUNNING", "II.2.1.e.2", "assessor-1"),
        ("FactuallyScored", "FACTUAL_RUNNING", "II.2.1.e.2", "assessor-3"),
        ("FactualAssessmentRead", "FACTUAL_RUNNING", "HOUSE", "assessor-2"),
        ("FactualAssessmentReported", "FACTUAL_REPORTED", "II.2.1.e.2", "assessor-1"),
        ("NothingRecommended", "READY", "II.2.1.e.3", "reviewer"),
        ("DeterminationPrepared", "READY", "II.2.1.e.5", "reviewer"),
        ("StandardsDetermined", "DETERMINED", "II.2.1.e.5", "deputy"),
    ]
    cell = [
        (event.verb, event.to_state)
        for event in EventRecord.objects(record_id=f"{town.unit_id}-S03").order_by("version")
    ]
    assert cell == [
        ("begin", "IMPLEMENTING"),
        ("meet_by_self", "SELF_MET"),
        ("meet_by_fact", "FACTUAL_MET"),
        ("determine", "DETERMINED"),
    ]


def test_a_later_edition_keeps_the_dates_of_what_stood(town: Assessing):
    configured("certificate.term_months", 24)
    first = town.reported(S01)
    town.act("no_recommendation", REVIEWER, first)
    town.determined(first, S01)
    town.office.clock.instant = START + timedelta(days=30)
    second = town.reported(S02, S03, missed=frozenset({"S02-K1"}))
    town.act("no_recommendation", REVIEWER, second)
    town.determined(second, S03)
    before, after = CertificateRecord.objects.order_by("edition")
    assert (before.state, dict(before.standards)) == ("SUPERSEDED", {"S01": "2026-11-22"})
    assert (after.state, dict(after.standards)) == ("ACTIVE", {"S01": "2026-11-22", "S03": "2026-12-22"})
    assert (after.edition, after.previous_id, after.expires_on) == (2, before.id, before.expires_on)
    assert before.expires_on == "2028-11-21"
    assert town.cells() == {"S01": "DETERMINED", "S02": "GAP", "S03": "DETERMINED"}


def test_a_certificate_ends_with_its_term_and_its_standards_are_assessed_anew(town: Assessing):
    configured("certificate.term_months", 1)
    first = town.reported(S01)
    town.act("no_recommendation", REVIEWER, first)
    town.determined(first, S01)
    again = OpenAssessment(unit_id=town.unit_id, standards=(S01,))
    found = town.office.refused(A.ASSESSMENT, "open", UNIT_HEAD, payload=again)
    assert found.code is RefusalCode.STANDARD_NOT_ASSESSABLE

    service = CertificateService(door=town.office.door, clock=town.office.clock)
    town.office.clock.instant = START + timedelta(days=29)
    assert (certificates_over(town.today()), service.expire_due()) == ([], 0)
    town.office.clock.instant = START + timedelta(days=30)
    assert service.expire_due() == 1
    assert [each.state for each in CertificateRecord.objects] == ["EXPIRED"]
    assert town.cells() == dict.fromkeys(("S01", "S02", "S03"), "IMPLEMENTING")
    certificate_equals_cells(town.unit_id)

    second = town.reported(S01)
    town.act("no_recommendation", REVIEWER, second)
    town.determined(second, S01)
    newest = CertificateRecord.objects.order_by("-edition").first()
    assert (newest.edition, newest.previous_id, dict(newest.standards)) == (2, None, {"S01": "2026-12-22"})


def test_what_is_determined_after_the_last_day_of_the_edition_before_does_not_inherit_it(town: Assessing):
    """HOUSE: nobody has expired the first edition yet on the morning after its last day; S01 lapses with the determination."""
    configured("certificate.term_months", 1)
    first, second = town.reported(S01), town.reported(S02, S03)
    for each, standards in ((first, (S01,)), (second, (S02,))):
        town.act("no_recommendation", REVIEWER, each)
        if each == second:
            town.office.clock.instant = START + timedelta(days=30)
        town.determined(each, *standards)
    before, after = CertificateRecord.objects.order_by("edition")
    assert (before.state, before.expires_on) == ("EXPIRED", "2026-12-21")
    assert (after.state, after.previous_id, dict(after.standards)) == ("ACTIVE", None, {"S02": "2026-12-22"})
    assert after.expires_on == "2027-01-21"
    assert town.record(second).certificate_id == after.id
    assert town.cells() == {"S01": "IMPLEMENTING", "S02": "DETERMINED", "S03": "FACTUAL_MET"}
    certificate_equals_cells(town.unit_id)


def test_a_verified_follow_up_counts_where_the_unit_scored_itself_below_the_mark(town: Assessing):
    """II.2.1.e.4-5: the unit has met the recommendation; its own score stays on record as it was submitted."""
    key = town.opened(S01, S02)
    town.self_scored(key)
    low = score("S02-K1", 1, town.office.evidence())
    town.act("score_self", UNIT_HEAD, key, GiveScores(scores=(low,)))
    town.act("submit_self", UNIT_HEAD, key)
    town.assigned(key)
    start = StartFactual(on=town.today(), method=AssessmentMethod.ON_SITE, place="Kantor LPSE (contoh)")
    town.act("start_factual", LEAD, key, start)
    scores = tuple(score(code, 1 if code == "S02-K1" else 2) for code in town.criteria_of(key))
    town.act("score_factual", MEMBER, key, GiveFactualScores(scores=scores))
    town.act("approve_reading", READER, key)
    town.act("report_factual", LEAD, key, ReportFactual(conclusion="Hasil sebagaimana tabel."))
    town.sign(str(town.record(key).report_id), LEAD)
    town.recommended(key, S02, "S02-K1")
    town.followed_up(key)
    town.verified(key, score("S02-K1", 2))
    assert (town.record(key).self_met, town.record(key).factual_met) == (["S01"], ["S01", "S02"])
    assert [each["score"] for each in town.record(key).self_scores if each["criterion"] == "S02-K1"] == [1]
    town.determined(key, S01, S02)
    assert town.cells() == {"S01": "DETERMINED", "S02": "DETERMINED", "S03": "IMPLEMENTING"}
    certificate_equals_cells(town.unit_id)


def test_a_new_catalogue_does_not_change_a_running_assessment(town: Assessing):
    """II.2.1.b.1: the criteria are frozen at the opening."""
    key = town.opened(S01)
    StandardRecord.objects(id="S01").update(criteria=[criterion("S01-K9", "MANDATORY", "ALL")])
    assert [values["code"] for values in town.record(key).criteria] == ["S01-K1", "S01-K2"]
    town.self_scored(key)
    town.act("submit_self", UNIT_HEAD, key)
    assert town.record(key).self_met == ["S01"]
    town.act("close_without", ADMIN, key, BECAUSE)
    assert [values["code"] for values in town.record(town.opened(S01)).criteria] == ["S01-K9"]


def test_only_criteria_that_bind_the_form_are_assessed(town: Assessing):
    key = town.opened(S01, S02, S03)
    assert list(town.criteria_of(key)) == ["S01-K1", "S01-K2", "S02-K1", "S03-K1"]
    found = town.office.refused(
        A.ASSESSMENT, "open", UNIT_HEAD, payload=OpenAssessment(unit_id=town.unit_id, standards=("S11",))
    )
    assert (found.code, found.slots["standards"]) == (RefusalCode.STANDARD_NOT_ASSESSABLE, "S11")


# --- refusals -------------------------------------------------------------------------------------------------------


def test_who_may_not_open_and_what_may_not_be_opened(town: Assessing):
    office, payload = town.office, OpenAssessment(unit_id=town.unit_id, standards=(S01,))

    def code(actor, given=payload):
        return office.refused(A.ASSESSMENT, "open", actor, payload=given).code

    assert code(STAFF) is RefusalCode.NOT_PERMITTED
    assert code(HEAD) is RefusalCode.NOT_PERMITTED
    assert code(replace(UNIT_HEAD, institution_id="inst-b")) is RefusalCode.NOT_FOUND
    assert code(UNIT_HEAD, replace(payload, unit_id="unknown")) is RefusalCode.NOT_FOUND
    town.opened(S01, S02)
    assert code(UNIT_HEAD) is RefusalCode.ASSESSMENT_OPEN
    UnitRecord.objects(id=town.unit_id).update(state="STOPPED")
    assert code(UNIT_HEAD, replace(payload, standards=(S03,))) is RefusalCode.UNIT_NOT_ACTIVE


def test_two_heads_who_open_at_the_same_moment_open_one(town: Assessing, together):
    payload = OpenAssessment(unit_id=town.unit_id, standards=(S01,))
    one, two = together(*(lambda: town.office.attempt(A.ASSESSMENT, "open", UNIT_HEAD, payload=payload),) * 2)
    done, refused = (one, two) if isinstance(one, Done) else (two, one)
    assert isinstance(done, Done)
    assert isinstance(refused, Refusal)
    assert refused.code is RefusalCode.ASSESSMENT_OPEN


def test_evidence_is_confirmed_and_the_institutions_own(town: Assessing):
    key, office = town.opened(S03), town.office
    for file in (office.evidence(confirmed=False), office.evidence(STRANGER), "unknown"):
        given = GiveScores(scores=(score("S03-K1", 2, file),))
        found = office.refused(A.ASSESSMENT, "score_self", UNIT_HEAD, key, given)
        assert (found.code, found.subject) == (RefusalCode.EVIDENCE_NOT_CONFIRMED, file)
    found = office.refused(A.ASSESSMENT, "submit_self", UNIT_HEAD, key)
    assert (found.code, found.slots["missing"]) == (RefusalCode.SCORES_INCOMPLETE, "S03-K1")
    town.act("score_self", UNIT_HEAD, key, GiveScores(scores=(score("S03-K1", 2),)))
    found = office.refused(A.ASSESSMENT, "submit_self", UNIT_HEAD, key)
    assert (found.code, found.slots["missing"]) == (RefusalCode.SCORES_INCOMPLETE, "S03-K1")
    town.act("score_self", UNIT_HEAD, key, GiveScores(scores=(score("S03-K1", None, note="Tidak berlaku."),)))
    town.act("submit_self", UNIT_HEAD, key)
    assert (town.record(key).self_met, town.cells()["S03"]) == ([], "IMPLEMENTING")


def test_a_standard_is_not_met_by_waiving_what_is_mandatory_and_the_report_says_what_was_waived(town: Assessing):
    """II.2.1.e.2 gives no passing mark; that a standard has a mandatory criterion which was looked at is a house rule."""
    key, file = town.opened(S01, S03), town.office.evidence()
    own = (score("S01-K1", 2, file), score("S01-K2", None, note="Tidak ada sasaran."), score("S03-K1", 2, file))
    town.act("score_self", UNIT_HEAD, key, GiveScores(scores=own))
    town.act("submit_self", UNIT_HEAD, key)
    assert town.record(key).self_met == ["S01", "S03"]
    town.assigned(key)
    start = StartFactual(on=town.today(), method=AssessmentMethod.DESK, place="Daring")
    town.act("start_factual", LEAD, key, start)
    found = (score("S01-K1", None, note="Kebijakan induk."), score("S01-K2", 2), score("S03-K1", 2))
    town.act("score_factual", MEMBER, key, GiveFactualScores(scores=found))
    town.act("approve_reading", READER, key)
    town.act("report_factual", LEAD, key, ReportFactual(conclusion="Hasil sebagaimana tabel."))
    assert (town.record(key).factual_met, town.cells()["S01"], town.cells()["S03"]) == (["S03"], "GAP", "FACTUAL_MET")
    report = letter("ASSESSMENT_REPORT", key)
    assert isinstance(report, AssessmentReport)
    assert report.results[0] == AssessedStandard(
        code="S01", name="Standar S01 (contoh)", self_mean="2,00", factual_mean="2,00", met=False
    )
    assert report.waived == (
        WaivedCriterion(criterion="S01-K1", requirement="wajib", by="penilai", reason="Kebijakan induk."),
        WaivedCriterion(criterion="S01-K2", requirement="anjuran", by="unit", reason="Tidak ada sasaran."),
    )


def test_nobody_with_a_tie_and_nobody_who_mentored_the_unit_assesses_it(town: Assessing):
    key, office = town.submitted(S03), town.office

    def assign(**changes):
        team = replace(TEAM, **changes)
        team = replace(team, declared_ids=team.team())
        return office.refused(A.ASSESSMENT, "assign_assessors", ADMIN, key, team)

    found = assign(member_ids=(TIED.id,))
    assert (found.code, found.slots["person"]) == (
        RefusalCode.CONFLICT_OF_INTEREST,
        f"{TIED.name} (terkait dengan instansi)",
    )
    assert assign(member_ids=(REVIEWER.id,)).code is RefusalCode.NOT_FOUND
    database = office.database.client[office.database.name]
    database["mentorings"].insert_one(
        {"_id": "mentoring-1", "unit_id": town.unit_id, "state": "HELD", "mentor_ids": [MEMBER.id]}
    )
    assert assign().code is RefusalCode.CONFLICT_OF_INTEREST
    database["mentorings"].delete_many({})
    town.act("assign_assessors", ADMIN, key, TEAM)
    assert list(town.record(key).assessor_ids) == [LEAD.id, READER.id, MEMBER.id]


def test_each_of_the_team_does_his_own_part(town: Assessing):
    key, office = town.running(S03), town.office
    given = GiveFactualScores(scores=(score("S03-K1", 1),))

    def code(verb, actor, payload=None):
        return office.refused(A.ASSESSMENT, verb, actor, key, payload).code

    assert code("score_factual", TIED, given) is RefusalCode.NOT_ASSIGNED
    assert code("score_factual", READER, given) is RefusalCode.OWN_WORK
    assert code("approve_reading", READER) is RefusalCode.SCORES_INCOMPLETE
    town.act("score_factual", MEMBER, key, given)
    assert code("approve_reading", LEAD) is RefusalCode.NOT_ASSIGNED
    town.act("approve_reading", READER, key)
    assert town.record(key).read_by == READER.id
    town.act("score_factual", LEAD, key, given)
    assert town.record(key).read_by is None


def test_the_scorer_and_the_lead_do_not_close_their_findings(town: Assessing):
    key = town.reported(S02, missed=frozenset({"S02-K1"}))
    town.recommended(key, S02, "S02-K1")
    town.followed_up(key)
    given = VerifyFollowUp(note="Baik.", place="Daring", scores=(score("S02-K1", 2),))
    for own in (LEAD, MEMBER):
        found = town.office.refused(A.ASSESSMENT, "verify_follow_up", own, key, given)
        assert found.code is RefusalCode.OWN_WORK
    town.verified(key)
    assert (town.record(key).state, town.cells()["S02"]) == ("READY", "GAP")
    found = town.office.refused(
        A.ASSESSMENT, "prepare_determination", REVIEWER, key, PrepareDetermination(standards=(S02,))
    )
    assert (found.code, found.clause) == (RefusalCode.NOT_DETERMINABLE, "II.2.1.e.5")


def test_a_follow_up_needs_confirmed_evidence(town: Assessing):
    key = town.reported(S02, missed=frozenset({"S02-K1"}))
    town.recommended(key, S02, "S02-K1")
    answer = FollowUpAnswer(
        item_id="1", action="Sudah.", evidence_ids=(town.office.evidence(confirmed=False),), done_on=town.today()
    )
    found = town.office.refused(A.ASSESSMENT, "submit_follow_up", UNIT_HEAD, key, SubmitFollowUp(answers=(answer,)))
    assert found.code is RefusalCode.EVIDENCE_NOT_CONFIRMED


def test_partial_determination_is_refused_where_it_is_switched_off(town: Assessing):
    configured("determination.partial", False)
    key = town.reported(S01, S02, missed=frozenset({"S02-K1"}))
    found = town.office.refused(A.ASSESSMENT, "no_recommendation", REVIEWER, key)
    assert (found.code, found.slots["standards"]) == (RefusalCode.NOT_DETERMINABLE, "S02")


def test_the_determination_waits_for_the_report_and_for_the_deputy_alone(town: Assessing):
    key, office = town.reported(S03), town.office
    town.act("no_recommendation", REVIEWER, key)
    paper = town.prepared(key, S03)
    twice = PrepareDetermination(standards=(S03,))
    assert office.refused(A.ASSESSMENT, "prepare_determination", REVIEWER, key, twice).code is RefusalCode.PAPER_WAITING
    other = replace(DEPUTY, id="another-deputy")
    found = office.refused(A.ASSESSMENT, "determine", other, key, signature(paper, other))
    assert found.code is RefusalCode.NOT_THE_SIGNATORY
    unseen = signature(paper, DEPUTY, seen_sha256="0" * 64)
    assert office.refused(A.ASSESSMENT, "determine", DEPUTY, key, unseen).code is RefusalCode.DIGEST_MISMATCH
    assert office.refused(A.DOCUMENT, "sign", DEPUTY, paper.id, signature(paper, DEPUTY)).code is (
        RefusalCode.SIGNED_BY_ITS_ACT
    )
    DocumentRecord.objects(id=town.record(key).report_id).update(state="AWAITING_SIGNATURE")
    town.act("recall_determination", REVIEWER, key, BECAUSE)
    found = office.refused(A.ASSESSMENT, "prepare_determination", REVIEWER, key, twice)
    assert found.code is RefusalCode.REPORT_NOT_SIGNED


def test_what_waits_for_a_signature_is_void_when_the_assessment_is_closed(town: Assessing):
    key = town.reported(S02, missed=frozenset({"S02-K1"}))
    item = Improvement(standard=S02, criterion="S02-K1", text="Tetapkan jadwal.")
    town.act("recommend", REVIEWER, key, Recommend(items=(item,)))
    town.act("close_without", ADMIN, key, BECAUSE)
    states = {paper.kind: paper.state for paper in DocumentRecord.objects(subject_id=key)}
    assert states == {
        "ASSESSMENT_REPORT": "SIGNED",
        "ASSIGNMENT": "SIGNED",
        "NOTICE": "DRAFT",
        "RECOMMENDATION": "VOID",
    }
    assert town.record(town.opened(S02)).state == "SELF_DRAFT"


# --- letters --------------------------------------------------------------------------------------------------------


def put_calendar(last_day: str) -> None:
    insert(
        CalendarRecord(
            id="calendar-1",
            state="IN_FORCE",
            version=1,
            created_at=START,
            updated_at=START,
            first_day="2026-01-01",
            last_day=last_day,
            changed_by="admin",
            reason="Contoh.",
        )
    )


@pytest.mark.parametrize(("last_day", "until"), [("2027-12-31", "2027-01-01"), ("2026-12-01", None)])
def test_the_internal_limit_of_a_follow_up_is_counted_in_working_days(last_day, until, town: Assessing):
    put_calendar(last_day)
    configured("limit.recommendation", 30)
    key = town.reported(S02, missed=frozenset({"S02-K1"}))
    town.recommended(key, S02, "S02-K1")
    assert town.record(key).follow_up_until == until
    assert letter("RECOMMENDATION", key).follow_up_until == (date.fromisoformat(until) if until else None)


def test_each_letter_states_its_facts(town: Assessing):
    """The frozen facts of every paper of the cycle."""
    key = town.reported(S01, S02, missed=frozenset({"S02-K1"}))
    town.recommended(key, S02, "S02-K1")
    town.followed_up(key)
    town.act("return_follow_up", READER, key, ReturnFollowUp(items=(ReturnedItem(item_id="1", reason="Belum jalan."),)))
    town.followed_up(key)
    town.verified(key, score("S02-K1", 2))
    town.determined(key, S01, S02)

    team = (
        TeamMember(name=LEAD.name, role="Ketua tim"),
        TeamMember(name=READER.name, role="Pembaca kedua"),
        TeamMember(name=MEMBER.name, role="Anggota"),
    )
    lines = (
        StandardLine(code="S01", name="Standar S01 (contoh)"),
        StandardLine(code="S02", name="Standar S02 (contoh)"),
    )
    assignment = letter("ASSIGNMENT", key)
    assert isinstance(assignment, Assignment)
    assert (assignment.team, assignment.standards, assignment.begins_on) == (team, lines, None)
    assert assignment.method == "pemeriksaan dokumen (desk) dan/atau pemeriksaan di tempat"

    report = letter("ASSESSMENT_REPORT", key)
    assert isinstance(report, AssessmentReport)
    assert report.results == (
        AssessedStandard(code="S01", name="Standar S01 (contoh)", self_mean="2,00", factual_mean="2,00", met=True),
        AssessedStandard(code="S02", name="Standar S02 (contoh)", self_mean="2,00", factual_mean="1,00", met=False),
    )
    assert report.facts == (Fact(standard="S02", criterion="S02-K1", fact="Diperiksa.", severity=None),)
    assert (report.assessed_on, report.method, report.signatory.name) == (
        date(2026, 11, 22),
        "Pemeriksaan di tempat",
        LEAD.name,
    )

    recommendation = letter("RECOMMENDATION", key)
    assert isinstance(recommendation, Recommendation)
    assert recommendation.items == (RecommendedItem(standard="S02", criterion="S02-K1", text="Tetapkan jadwal."),)
    assert recommendation.addressee.name == "Bupati"

    schedule, returned = notice_of(key, "start_factual"), notice_of(key, "return_follow_up")
    assert schedule.reference.subject == "Pemberitahuan Jadwal Penilaian Faktual"
    assert schedule.addressee.name == "Kepala LPSE Kabupaten Contoh"
    assert schedule.particulars[0] == Particular(label="Tanggal", value="22 November 2026")
    assert returned.reference.subject == "Pemberitahuan Pengembalian Tindak Lanjut Rekomendasi (Putaran 2)"
    assert returned.particulars == (Particular(label="Butir 1 (S02-K1)", value="Belum jalan."),)

    minutes = letter("MINUTES", key)
    assert isinstance(minutes, Minutes)
    assert minutes.author.name == READER.name
    assert minutes.items == (Particular(label="S02-K1: Tetapkan jadwal.", value="Jadwal ditetapkan."),)
    assert minutes.paragraphs[1:] == (
        "Jadwal dijalankan.",
        "Kesenjangan pada standar berikut dinyatakan tertutup: Standar S02 (contoh) (S02).",
    )

    report_paper = DocumentRecord.objects(id=town.record(key).report_id).get()
    determination = letter("DETERMINATION", key)
    assert isinstance(determination, Determination)
    assert (determination.standards, determination.applicable, determination.reassessment) == (lines, 3, False)
    assert determination.report == EarlierLetter(
        name="Laporan Penilaian", number=report_paper.number, date=date(2026, 11, 22), received_on=None
    )
    assert determination.considerations[-1].endswith(
        "telah ditindaklanjuti, dan tindak lanjutnya telah diverifikasi pada tanggal 22 November 2026"
    )

    paper = DocumentRecord.objects(id=town.record(key).document_id).get()
    certificate = letter("CERTIFICATE", str(town.record(key).certificate_id))
    assert isinstance(certificate, Certificate)
    assert certificate.standards == tuple(
        DatedStandard(code=line.code, name=line.name, determined_on=date(2026, 11, 22)) for line in lines
    )
    assert certificate.determination.number == paper.number
    assert paper.signatories == [DEPUTY.id]


def test_the_notices_of_a_return_and_of_an_end_say_why(town: Assessing):
    key = town.submitted(S03)
    town.act("return_self", REVIEWER, key, BECAUSE)
    town.act("close_without", ADMIN, key, Reason(reason="Unit mengundurkan diri."))
    returned, closed = notice_of(key, "return_self"), notice_of(key, "close_without")
    assert returned.reference.subject == "Pemberitahuan Pengembalian Penilaian Mandiri"
    assert returned.particulars[1] == Particular(label="Alasan pengembalian", value="Bukti belum terbaca.")
    assert closed.reference.subject == "Pemberitahuan Penutupan Penilaian Tanpa Penetapan"
    assert closed.particulars == (
        Particular(label="Standar yang dinilai", value="Standar S03 (contoh) (S03)"),
        Particular(label="Alasan penutupan", value="Unit mengundurkan diri."),
    )
    assert not returned.objection_right
    assert not closed.objection_right


def test_without_recommendations_the_determination_says_so(town: Assessing):
    key = town.reported(S03)
    town.act("no_recommendation", REVIEWER, key)
    town.prepared(key, S03)
    assert letter("DETERMINATION", key).considerations[-1] == (
        "tidak terdapat rekomendasi perbaikan bagi LPSE Kabupaten Contoh atas standar yang ditetapkan"
    )


def test_minutes_without_a_closed_gap_say_so(town: Assessing):
    key = town.reported(S02, missed=frozenset({"S02-K1"}))
    town.recommended(key, S02, "S02-K1")
    town.followed_up(key)
    town.verified(key)
    assert letter("MINUTES", key).paragraphs[-1] == "Hasil penilaian faktual atas setiap standar tidak berubah."
