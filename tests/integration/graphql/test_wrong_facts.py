"""A paper with wrong facts is corrected before its signature, and the next one says what is so: told through GraphQL."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.embedded import Addresses
from persistence.documents import DocumentRecord
from persistence.records import Record
from storage.s3 import S3Store
from tests.integration.graphql.plays import Play
from tests.integration.graphql.stage import Snapshot, Stage, key_of, open_stage

pytestmark = pytest.mark.servers

WRONG = {"standard": "S09", "criterion": "S09-K1", "text": "Susun daftar aset."}
RIGHT = {"standard": "S09", "criterion": "S09-K2", "text": "Susun jadwal pemeliharaan."}
BECAUSE = {"reason": "Isi naskah keliru."}


@pytest.fixture(scope="module")
def stage(servers: Addresses, s3: S3Store) -> Iterator[Stage]:
    with open_stage(servers, s3) as opened:
        yield opened


@pytest.fixture(scope="module")
def in_service(stage: Stage) -> Snapshot:
    """A unit in service."""
    Play(stage).installed()
    return stage.snapshot()


@pytest.fixture
def play(stage: Stage, in_service: Snapshot) -> Play:
    stage.restore(in_service)
    return Play(stage)


def papers(play: Play, thing: str, kind: str) -> dict[str, DocumentRecord]:
    """The papers of a kind about a thing, by state: there is one in each."""
    found = [DocumentRecord.objects(id=key_of(each["id"])).get() for each in play.stage.papers(thing, kind)]
    return {each.state: each for each in found}


def global_paper(play: Play, thing: str, kind: str, state: str) -> str:
    [found] = [each for each in play.stage.papers(thing, kind) if each["state"] == state]
    return str(found["id"])


def printed(paper: DocumentRecord) -> list[tuple[str, str]]:
    return [(item["criterion"], item["text"]) for item in paper.facts["items"]]


def scored(play: Play) -> str:
    """An assessment of S09 that was read, and is not reported."""
    assessment = play.running("S09")
    missed = play.scores(assessment, evidence=[], missed=frozenset({"S09-K1", "S09-K2"}))
    play.stage.act("scoreFactualAssessment", "assessor-1", assessment, scores=missed)
    play.stage.act("approveReading", "assessor-2", assessment)
    return assessment


def test_a_report_is_recalled_by_its_lead_and_made_anew(play: Play) -> None:
    stage, assessment = play.stage, scored(play)
    stage.act("reportFactualAssessment", "assessor-1", assessment, conclusion="Salah.")
    stage.papers_made()
    assert stage.refused("recallAssessmentReport", "assessor-2", assessment, **BECAUSE)[0] == "NOT_ASSIGNED"
    assert stage.refused("recallAssessmentReport", "assessor-1", assessment, reason=" ")[::2] == (
        "INVALID_INPUT",
        "reason",
    )
    stage.act("recallAssessmentReport", "assessor-1", assessment, **BECAUSE)
    assert stage.state(assessment) == "FACTUAL_RUNNING"
    void = papers(play, assessment, "ASSESSMENT_REPORT")["VOID"]
    assert (void.void_reason, void.number is not None) == ("Isi naskah keliru.", True)
    stage.act("reportFactualAssessment", "assessor-1", assessment, conclusion="Dua kriteria belum terpenuhi.")
    play.report_signed(assessment, "assessor-1")
    signed = papers(play, assessment, "ASSESSMENT_REPORT")["SIGNED"]
    assert (signed.facts["conclusion"], len(signed.facts["facts"])) == ("Dua kriteria belum terpenuhi.", 2)
    refused = stage.refused("recallAssessmentReport", "assessor-1", assessment, **BECAUSE)
    assert refused[:2] == ("PAPER_SIGNED_ALREADY", "HOUSE")


@pytest.mark.parametrize("who", ["reviewer", "deputy"])
def test_a_recommendation_with_a_wrong_item_is_recalled_and_given_anew(play: Play, who: str) -> None:
    """What is submitted again says the same; what is recommended anew says what is so (II.2.1.e.3-4)."""
    stage, assessment = play.stage, scored(play)
    stage.act("reportFactualAssessment", "assessor-1", assessment, conclusion="Dua kriteria belum terpenuhi.")
    play.report_signed(assessment, "assessor-1")
    stage.act("recommendImprovement", "reviewer", assessment, items=[WRONG])
    stage.papers_made()
    letter = global_paper(play, assessment, "RECOMMENDATION", "AWAITING_SIGNATURE")
    stage.act("returnDocument", "deputy", letter, **BECAUSE)
    stage.act("resubmitDocument", "reviewer", letter)
    stage.papers_made()
    waiting = papers(play, assessment, "RECOMMENDATION")["AWAITING_SIGNATURE"]
    assert printed(waiting) == [("S09-K1", "Susun daftar aset.")]
    assert stage.refused("reissueDocument", "admin", letter, **BECAUSE)[0] == "INVALID_INPUT"
    stage.act("recallRecommendation", who, assessment, **BECAUSE)
    assert stage.state(assessment) == "FACTUAL_REPORTED"
    assert stage.look(assessment, "reason", "unit-head")["reason"] is None
    stage.act("recommendImprovement", "reviewer", assessment, items=[RIGHT])
    stage.papers_made()
    found = papers(play, assessment, "RECOMMENDATION")
    assert {state: printed(each) for state, each in found.items()} == {
        "VOID": [("S09-K1", "Susun daftar aset.")],
        "AWAITING_SIGNATURE": [("S09-K2", "Susun jadwal pemeliharaan.")],
    }
    assert (found["VOID"].number, found["VOID"].void_reason) == (waiting.number, "Isi naskah keliru.")
    assert found["AWAITING_SIGNATURE"].sequence == waiting.sequence + 1
    stage.sign_paper(global_paper(play, assessment, "RECOMMENDATION", "AWAITING_SIGNATURE"), "deputy")
    refused = stage.refused("recallRecommendation", who, assessment, **BECAUSE)
    assert refused[:2] == ("PAPER_SIGNED_ALREADY", "HOUSE")
    answer: dict[str, Any] = {"number": "1", "action": "Disusun.", "evidence": [play.file()], "doneOn": play.today()}
    stage.act("submitAssessmentFollowUp", "unit-head", assessment, answers=[answer])
    assert stage.state(assessment) == "FOLLOW_UP"


def test_a_certificate_with_a_wrong_name_is_issued_anew_from_the_records(play: Play) -> None:
    """Its edition has the new paper as its own, which can be signed and later be overtaken (II.2.1.e.5)."""
    stage, assessment = play.stage, play.reported("S09")
    stage.act("recordNoRecommendation", "reviewer", assessment)
    stage.act("prepareDetermination", "reviewer", assessment, standards=["S09"])
    stage.sign("determineStandards", "deputy", assessment)
    stage.papers_made()
    certificate = play.certificate("id document { id }")
    Record._get_db()["units"].update_one({"_id": key_of(play.thing("unit"))}, {"$set": {"name": "LPSE Contoh"}})
    old = certificate["document"]["id"]
    stage.act("returnDocument", "deputy", old, **BECAUSE)
    assert stage.refused("reissueDocument", "reviewer", old, **BECAUSE)[0] == "NOT_PERMITTED"
    stage.act("reissueDocument", "admin", old, **BECAUSE)
    stage.papers_made()
    new = play.certificate("document { id }")["document"]["id"]
    assert new != old
    void, waiting = (DocumentRecord.objects(id=key_of(each)).get() for each in (old, new))
    assert (void.state, void.void_reason, void.facts["operator"]["unit"] != "LPSE Contoh") == (
        "VOID",
        "Isi naskah keliru.",
        True,
    )
    assert (waiting.state, waiting.facts["operator"]["unit"]) == ("AWAITING_SIGNATURE", "LPSE Contoh")
    assert (waiting.sequence, waiting.status_index) == (void.sequence + 1, void.status_index + 1)
    stage.sign_paper(new, "deputy")
    assert stage.look(new, "state standing", "deputy") == {"state": "SIGNED", "standing": "IN_FORCE"}
    assert stage.refused("reissueDocument", "admin", new, **BECAUSE)[0] == "WRONG_STATE"
