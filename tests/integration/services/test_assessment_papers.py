"""The papers of an assessment as they leave the house: rendered, linted, numbered, signed and verified (II.2.1.e)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from app.people import actor_of
from domain.aggregates import Aggregate
from domain.assessment_acts import (
    AssessmentMethod,
    AssignAssessors,
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
from domain.refusals import Refusal, RefusalCode
from domain.scoring import CriterionScore
from domain.standards import StandardCode
from domain.standings import Standing
from persistence.assessments import AssessmentRecord
from persistence.certificates import CertificateRecord
from persistence.documents import DocumentRecord
from persistence.outbox import OutboxRecord
from persistence.personnel import PersonRecord
from persistence.units import UnitRecord
from services.commands import Done
from tests.integration.services.town import ALL_PASSED, Town, running_town

pytestmark = [pytest.mark.servers, pytest.mark.libreoffice, pytest.mark.slow]
A = Aggregate
S13, S16 = StandardCode.S13, StandardCode.S16
TODAY = date(2026, 11, 20)
MISSED = "S16-K2"


@dataclass
class Story:
    """What the walk left behind."""

    town: Town
    assessment_id: str
    early: Refusal
    wrong: Refusal

    def papers(self) -> dict[str, DocumentRecord]:
        certificate = CertificateRecord.objects.get()
        return {
            paper.kind: paper
            for paper in DocumentRecord.objects(subject_id__in=[self.assessment_id, certificate.id]).order_by("id")
        }


@pytest.fixture(scope="module")
def story(servers, pools, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    with running_town(servers, pools, tmp_path_factory.mktemp("town")) as town:
        yield told(town)


def in_service(town: Town) -> str:
    sla_id = town.agreed()
    town.work()
    for verb in ("sign_for_institution", "sign_for_lkpp"):
        assert isinstance(town.sign_sla(verb, sla_id), Done)
    application_id = town.sla(sla_id).application_id
    town.done(A.APPLICATION, "start_installation", town.admin, application_id)
    for actor in (town.admin, town.unit_head):
        town.done(A.APPLICATION, "accept_installation", actor, application_id, ALL_PASSED)
    return str(UnitRecord.objects.get().id)


def told(town: Town) -> Story:
    unit_id = in_service(town)
    lead, reader = (actor_of(PersonRecord.objects(id=f"person-assessor-{number}").get()) for number in (1, 2))
    town.system.keys.ensure(PersonRecord.objects(id=lead.id).get())
    opened = OpenAssessment(unit_id=unit_id, standards=(S13, S16))
    key = town.done(A.ASSESSMENT, "open", town.unit_head, None, opened).record_id

    def act(verb, actor, payload=None):
        return town.done(A.ASSESSMENT, verb, actor, key, payload)

    def record():
        return AssessmentRecord.objects(id=key).get()

    def scores(**missed):
        return tuple(
            CriterionScore(
                criterion=each["code"],
                score=missed.get("points", 2) if each["code"] == MISSED else 2,
                note="Diperiksa bersama pengelola.",
                evidence_ids=(file,),
            )
            for each in record().criteria
        )

    file = town.recorded()
    act("score_self", town.unit_head, GiveScores(scores=scores()))
    act("submit_self", town.unit_head)
    team = AssignAssessors(lead_id=lead.id, second_reader_id=reader.id, declared_ids=(lead.id, reader.id))
    act("assign_assessors", town.admin, team)
    town.work()
    assert isinstance(town.sign_paper(town.paper("ASSIGNMENT", key)), Done)
    act("start_factual", lead, StartFactual(on=TODAY, method=AssessmentMethod.ON_SITE, place="Kantor LPSE"))
    act("score_factual", lead, GiveFactualScores(scores=scores(points=1)))
    act("approve_reading", reader)
    act("report_factual", lead, ReportFactual(conclusion="Satu dari dua standar terpenuhi."))
    town.work()
    report = town.sign_paper(town.paper("ASSESSMENT_REPORT", key), actor=lead)
    assert isinstance(report, Done), report
    item = Improvement(standard=S16, criterion=MISSED, text="Menetapkan jadwal penelaahan kepatuhan.")
    act("recommend", town.reviewer, Recommend(items=(item,)))
    town.work()
    assert isinstance(town.sign_paper(town.paper("RECOMMENDATION", key)), Done)
    answer = FollowUpAnswer(item_id="1", action="Jadwal ditetapkan.", evidence_ids=(file,), done_on=TODAY)
    act("submit_follow_up", town.unit_head, SubmitFollowUp(answers=(answer,)))
    act("return_follow_up", reader, ReturnFollowUp(items=(ReturnedItem(item_id="1", reason="Belum ditandatangani."),)))
    act("submit_follow_up", town.unit_head, SubmitFollowUp(answers=(answer,)))
    again = (CriterionScore(criterion=MISSED, score=2, note="Berjalan."),)
    act("verify_follow_up", reader, VerifyFollowUp(note="Jadwal berjalan.", place="Daring", scores=again))
    act("prepare_determination", town.reviewer, PrepareDetermination(standards=(S13, S16)))

    def determine(**changes):
        paper = DocumentRecord.objects(id=record().document_id).get()
        given = {
            "actor": town.deputy,
            "aggregate": A.ASSESSMENT,
            "verb": "determine",
            "record_id": key,
            "seen_sha256": paper.sha256 or "",
            "passphrase": town.passphrase,
            "expected_version": record().version,
            "idempotency_key": town.key(),
        }
        return town.system.use_cases.signing_acts.sign(**(given | changes))

    early = determine()
    town.work()
    wrong = determine(passphrase="bukan-frasa-sandi")
    done = determine()
    assert isinstance(done, Done), done
    town.work()
    assert isinstance(town.sign_paper(town.paper("CERTIFICATE", str(record().certificate_id))), Done)
    return Story(town, key, early, wrong)


def test_every_paper_passed_its_lint_and_is_signed(story: Story) -> None:
    assert {entry.state for entry in OutboxRecord.objects} == {"DONE"}
    papers = story.papers()
    assert {kind: (paper.state, len(paper.signatures)) for kind, paper in papers.items()} == dict.fromkeys(
        (
            "ASSIGNMENT",
            "NOTICE",
            "ASSESSMENT_REPORT",
            "RECOMMENDATION",
            "MINUTES",
            "DETERMINATION",
            "CERTIFICATE",
        ),
        ("SIGNED", 1),
    )
    assert papers["ASSESSMENT_REPORT"].signatures[0]["signer_id"] == "person-assessor-1"
    assert papers["MINUTES"].signatures[0]["kind"] == "SEAL"


def test_before_the_signature_nothing_was_determined(story: Story) -> None:
    assert (story.early.code, story.wrong.code) == (RefusalCode.PAPER_NOT_READY, RefusalCode.PASSPHRASE_REFUSED)


def test_a_stranger_verifies_each_of_them(story: Story) -> None:
    """Of what is between LKPP and the unit he learns no more than that; the assignment and the request are done with."""
    public = {"ASSIGNMENT": Standing.CONCLUDED, "DETERMINATION": Standing.IN_FORCE, "CERTIFICATE": Standing.IN_FORCE}
    for paper in story.papers().values():
        report = story.town.system.use_cases.verification.verify_bytes(story.town.bytes_of(paper.id))
        assert report.genuine is True, (paper.kind, report)
        assert report.standing is public.get(paper.kind, Standing.WITHHELD), paper.kind
