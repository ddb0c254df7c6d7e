"""Assessments through GraphQL (II.2.1.e): the main path, its refusals, what each viewer sees, the gaps, the register."""

import base64
import hashlib
import itertools
from typing import Any

import pytest

from domain.aggregates import Aggregate
from domain.compliance import cell_id
from domain.document_acts import PresentDocument, ReserveNumber, SignatureFact, SignDocument, SignedPaper
from domain.document_kinds import SignatureKind
from domain.roles import SYSTEM
from domain.standards import StandardCode
from persistence.assessments import AssessmentRecord
from persistence.certificates import CertificateRecord
from persistence.compliance import ComplianceRecord
from persistence.configuration import OfficialRecord
from persistence.documents import DocumentRecord
from persistence.evidence import EvidenceRecord
from persistence.personnel import PersonRecord
from persistence.standards import CriterionField, StandardRecord
from services.commands import Command, Done
from services.door import Door
from tests.integration.graphql.conftest import ACTORS, NOW, PlainLetters, StandingClock, World

pytestmark = pytest.mark.servers

ASSESSMENT = """id version state standards selfMet factualMet determined proposed round
    selfScores { criterion score note givenBy { name } evidence { name } }
    factualScores { criterion score givenBy { name } }
    findings { criterion fact } items { number standard criterion action returned closedOn }
    lead { name } secondReader { name } assessors { name } readBy { name } verifiedBy { name }
    criteria { code standard requirement text(language: EN) } document { id kind }
    certificate { edition state standards { code determinedOn revoked } }"""
REFUSAL = "__typename ... on Refusal { code message(language: EN) clauseId subject }"
CRITERIA = {"S01": ["S01-K1", "S01-K2"], "S02": ["S02-K1"]}
TODAY = "2023-10-02"


def global_id(kind: str, key: str) -> str:
    return base64.urlsafe_b64encode(f"{kind}:{key}".encode()).rstrip(b"=").decode()


def raw(value: str) -> str:
    return base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)).decode().partition(":")[2]


class Cycle:
    """The world with a unit of inst-a, two standards, and files; each act is a mutation."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._keys = itertools.count(1)
        self._door = Door(database=world.database, clock=StandingClock(), letters=PlainLetters())
        self.unit = world.unit("inst-a", record_id="unit-a")
        for code, criteria in CRITERIA.items():
            _standard(code, criteria)
        for code in CRITERIA:
            _cell(world, code)
        for key, institution, state in (
            ("file-a", "inst-a", "CONFIRMED"),
            ("file-b", "inst-b", "CONFIRMED"),
            ("file-new", "inst-a", "REQUESTED"),
        ):
            world._put(
                EvidenceRecord,
                institution,
                NOW,
                {
                    "record_id": key,
                    "state": state,
                    "name": f"{key}.pdf",
                    "key": key,
                    "content_type": "application/pdf",
                    "size": 1,
                    "sha256": "0" * 64,
                    "uploaded_by": "staff-a",
                },
            )

    def ask(self, name: str, who: str, **values: Any) -> dict[str, Any]:
        kind = name[0].upper() + name[1:]
        query = (
            f"mutation($i: {kind}Input!) {{ {name}(input: $i) {{ {REFUSAL} "
            f"... on {kind}Success {{ thing {{ {ASSESSMENT} }} documents {{ kind state }} }} }} }}"
        )
        given = {"idempotencyKey": f"key-cycle-{next(self._keys)}", **values}
        return dict(self.world.ask(query, who, i=given)[name])

    def act(self, name: str, who: str, thing: dict[str, Any], **values: Any) -> dict[str, Any]:
        done = self.ask(name, who, assessment=thing["id"], **{"expectedVersion": thing["version"], **values})
        assert done["__typename"].endswith("Success"), done
        return dict(done["thing"])

    def refused(self, name: str, who: str, thing: dict[str, Any], **values: Any) -> tuple[str, str, str]:
        """Code, clause and subject, after the whole database was compared."""
        before = self.world.dump()
        answer = self.ask(name, who, assessment=thing["id"], **{"expectedVersion": thing["version"], **values})
        assert self.world.dump() == before
        return answer["code"], answer["clauseId"], answer["subject"]

    def opened(self) -> dict[str, Any]:
        done = self.ask("openAssessment", "unit-head-a", unit=global_id("Unit", self.unit), standards=list(CRITERIA))
        assert done["__typename"] == "OpenAssessmentSuccess", done
        return dict(done["thing"])

    def self_submitted(self) -> dict[str, Any]:
        thing = self.opened()
        scores = [scored(code, 2) for code in ("S01-K1", "S01-K2", "S02-K1")]
        thing = self.act("scoreSelfAssessment", "staff-a", thing, scores=scores)
        return self.act("submitSelfAssessment", "unit-head-a", thing)

    def assigned(self) -> dict[str, Any]:
        thing = self.act("assignAssessors", "admin", self.self_submitted(), **team())
        self.letter_signed(thing, "ASSIGNMENT")
        return thing

    def letter_signed(self, thing: dict[str, Any], kind: str) -> None:
        """The Deputy signs the newest letter of a kind."""
        letter = DocumentRecord.objects(subject_id=raw(thing["id"]), kind=kind).order_by("-id").first()
        self.sign(letter.id, "deputy")

    def running(self) -> dict[str, Any]:
        schedule = {"on": TODAY, "method": "ON_SITE", "place": "Kantor LPSE"}
        return self.act("startFactualAssessment", "assessor", self.assigned(), **schedule)

    def reported(self, **points: int) -> dict[str, Any]:
        """Reported and signed. *Shape*: `points` by criterion with an underscore, 2 otherwise."""
        thing = self.running()
        scores = [
            scored(code, points.get(code.replace("-", "_"), 2), evidence=[], note="Diperiksa.")
            for code in ("S01-K1", "S01-K2", "S02-K1")
        ]
        thing = self.act("scoreFactualAssessment", "assessor-3", thing, scores=scores)
        thing = self.act("approveReading", "assessor-2", thing)
        thing = self.act("reportFactualAssessment", "assessor", thing, conclusion="Sebagaimana tabel.")
        self.sign(AssessmentRecord.objects(id=raw(thing["id"])).get().report_id, "assessor")
        return thing

    def ready(self) -> dict[str, Any]:
        return self.act("recordNoRecommendation", "reviewer", self.reported())

    # --- what the worker and the signer's key do ---------------------------------------------------------------------

    def present(self, document_id: str, *, signatory: str) -> DocumentRecord:
        """Numbered and presented. The letters of this world print nothing, so their signatory is named here."""
        DocumentRecord.objects(id=document_id).update(signatories=[signatory])
        number = next(self._keys)
        reserved = ReserveNumber(
            number=f"{number}/CONTOH/X/2023",
            series="CONTOH/2023",
            sequence=number,
            dated=NOW.date(),
            code=f"{number:032x}",
            template_version="1",
            template_sha256="f" * 64,
        )
        self._do(Aggregate.DOCUMENT, "reserve_number", document_id, reserved)
        self._do(Aggregate.DOCUMENT, "present", document_id, PresentDocument(sha256=f"{number:064x}", size=1))
        return DocumentRecord.objects(id=document_id).get()

    def sign(self, document_id: str, who: str) -> None:
        paper = self.present(document_id, signatory=who)
        self._do(Aggregate.DOCUMENT, "sign", document_id, signature(paper, who), who=who)

    def determine(self, thing: dict[str, Any]) -> None:
        """The Deputy's signature, made: here the signing itself is not under test."""
        paper = self.present(raw(thing["document"]["id"]), signatory="deputy")
        self._do(Aggregate.ASSESSMENT, "determine", raw(thing["id"]), signature(paper, "deputy"), who="deputy")

    def _do(self, aggregate: Aggregate, verb: str, key: str, payload: Any, *, who: str | None = None) -> None:
        actor = ACTORS[who] if who else SYSTEM
        done = self._door.perform(Command(aggregate=aggregate, verb=verb, actor=actor, record_id=key, payload=payload))
        assert isinstance(done, Done), done


def _standard(code: str, criteria: list[str]) -> None:
    standard = StandardCode(code)
    StandardRecord(
        id=code,
        number=standard.number,
        clause=standard.clause,
        name_id=f"Standar {code} (contoh)",
        name_en=f"Standard {code} (sample)",
        official_text=False,
        criteria=[
            CriterionField(
                code=each,
                text_id=f"Kriteria {each}.",
                text_en=f"Criterion {each}.",
                evidence_id="Dokumen",
                methods=["DOCUMENT"],
                requirement="MANDATORY",
                applicability="ALL",
            )
            for each in criteria
        ],
    ).save(force_insert=True)


def _cell(world: World, code: str) -> None:
    values = {"unit_id": "unit-a", "standard": code, "since": TODAY, "cause": "UNIT", "cause_id": "unit-a"}
    record_id = cell_id("unit-a", StandardCode(code))
    world._put(ComplianceRecord, "inst-a", NOW, {"record_id": record_id, "state": "IMPLEMENTING"} | values)


def scored(code: str, points: int | None, **changes: Any) -> dict[str, Any]:
    given = {"criterion": code, "score": points, "note": "", "evidence": [global_id("Evidence", "file-a")]}
    return given | changes


def team(**changes: Any) -> dict[str, Any]:
    people = {key: global_id("Person", key) for key in ("assessor", "assessor-2", "assessor-3")}
    given = {
        "lead": people["assessor"],
        "secondReader": people["assessor-2"],
        "members": [people["assessor-3"]],
        "declared": list(people.values()),
    }
    return given | changes


def signature(paper: DocumentRecord, who: str) -> SignDocument:
    made = SignedPaper(
        sha256=hashlib.sha256(f"{paper.id} {who}".encode()).hexdigest(),
        size=1,
        signature=SignatureFact(
            field="Tanda",
            kind=SignatureKind.PERSONAL,
            signer_id=who,
            signer_name=who,
            certificate_sha256="c" * 64,
            level="B-LT",
            certification="NO_CHANGES",
            signed_at=NOW.isoformat(),
        ),
    )
    return SignDocument(seen_sha256=paper.sha256, signed=made)


@pytest.fixture
def cycle(people: World) -> Cycle:
    """The unit and its standards, and a Deputy in office."""
    OfficialRecord(
        id="deputy-1",
        state="APPOINTED",
        version=1,
        created_at=NOW,
        updated_at=NOW,
        office="DEPUTY",
        capacity="DEFINITIVE",
        person_id="deputy",
        name="deputy",
        title_id="Deputi",
        title_en="Deputy",
        valid_from="2022-09-30",
        sample=True,
        appointed_by="seeds",
    ).save(force_insert=True)
    return Cycle(people)


# --- the main path --------------------------------------------------------------------------------------------------


def test_from_the_opening_to_the_determination(cycle: Cycle):
    """II.2.1.e.1-5, each act by the one whose it is."""
    thing = cycle.opened()
    assert (thing["state"], thing["version"], thing["standards"]) == ("SELF_DRAFT", 1, ["S01", "S02"])
    assert thing["criteria"][0] == {
        "code": "S01-K1",
        "standard": "S01",
        "requirement": "MANDATORY",
        "text": "Criterion S01-K1.",
    }
    scores = [scored(code, 2) for code in ("S01-K1", "S01-K2")]
    thing = cycle.act("scoreSelfAssessment", "staff-a", thing, scores=scores)
    not_applicable = scored("S02-K1", None, note="Tidak berlaku.", evidence=[])
    thing = cycle.act("scoreSelfAssessment", "unit-head-a", thing, scores=[not_applicable])
    assert thing["selfScores"][2] == {
        "criterion": "S02-K1",
        "score": None,
        "note": "Tidak berlaku.",
        "givenBy": {"name": "unit-head-a"},
        "evidence": [],
    }
    thing = cycle.act("submitSelfAssessment", "unit-head-a", thing)
    assert (thing["state"], thing["selfMet"]) == ("SELF_SUBMITTED", ["S01"])
    thing = cycle.act("returnSelfAssessment", "reviewer", thing, reason="Kriteria itu berlaku.")
    thing = cycle.act("scoreSelfAssessment", "staff-a", thing, scores=[scored("S02-K1", 2)])
    thing = cycle.act("submitSelfAssessment", "unit-head-a", thing)
    assert thing["selfMet"] == ["S01", "S02"]

    thing = cycle.act("assignAssessors", "admin", thing, **team(beginsOn=TODAY, endsOn="2023-10-09"))
    assert [person["name"] for person in thing["assessors"]] == ["assessor", "assessor-2", "assessor-3"]
    assert (thing["lead"], thing["secondReader"]) == ({"name": "assessor"}, {"name": "assessor-2"})
    cycle.letter_signed(thing, "ASSIGNMENT")
    thing = cycle.act("startFactualAssessment", "assessor", thing, on=TODAY, method="DESK", place="Daring")
    given = [scored("S01-K1", 2, note="Ada."), scored("S01-K2", 2, note="Ada."), scored("S02-K1", 1, note="Belum.")]
    thing = cycle.act("scoreFactualAssessment", "assessor-3", thing, scores=given)
    thing = cycle.act("approveReading", "assessor-2", thing)
    assert thing["readBy"] == {"name": "assessor-2"}
    thing = cycle.act("reportFactualAssessment", "assessor", thing, conclusion="Satu terpenuhi.")
    assert (thing["state"], thing["factualMet"]) == ("FACTUAL_REPORTED", ["S01"])
    assert thing["findings"] == [{"criterion": "S02-K1", "fact": "Belum."}]
    cycle.sign(AssessmentRecord.objects(id=raw(thing["id"])).get().report_id, "assessor")

    item = {"standard": "S02", "criterion": "S02-K1", "text": "Tetapkan jadwal."}
    thing = cycle.act("recommendImprovement", "reviewer", thing, items=[item])
    cycle.letter_signed(thing, "RECOMMENDATION")
    answers = [{"number": "1", "action": "Ada.", "evidence": [global_id("Evidence", "file-a")], "doneOn": TODAY}]
    thing = cycle.act("submitAssessmentFollowUp", "unit-head-a", thing, answers=answers)
    returned = [{"number": "1", "reason": "Belum jalan."}]
    thing = cycle.act("returnAssessmentFollowUp", "assessor", thing, items=returned)
    assert (thing["state"], thing["round"], thing["items"][0]["returned"]) == ("RECOMMENDED", 2, "Belum jalan.")
    thing = cycle.act("submitAssessmentFollowUp", "unit-head-a", thing, answers=answers)
    again = [scored("S02-K1", 2, evidence=[], note="Berjalan.")]
    thing = cycle.act("verifyAssessmentFollowUp", "assessor-2", thing, note="Baik.", place="Daring", scores=again)
    assert (thing["state"], thing["factualMet"]) == ("READY", ["S01", "S02"])
    assert (thing["items"][0]["closedOn"], thing["verifiedBy"]) == (TODAY, {"name": "assessor-2"})

    thing = cycle.act("prepareDetermination", "reviewer", thing, standards=["S02", "S01"])
    assert (thing["proposed"], thing["document"]["kind"]) == (["S01", "S02"], "DETERMINATION")
    thing = cycle.act("recallDetermination", "deputy", thing, reason="Salah ketik.")
    assert (thing["proposed"], thing["document"]) == ([], None)
    thing = cycle.act("prepareDetermination", "reviewer", thing, standards=["S01", "S02"])
    deliberation = {"DeterminationPrepared", "DeterminationRecalled"}
    for reader, reads in (("unit-head-a", False), ("deputy", True)):
        fields = "proposed reason document { id } history(first: 50) { nodes { name reason } }"
        asked = f"query($id: ID!) {{ node(id: $id) {{ ... on Assessment {{ {fields} }} }} }}"
        told = cycle.world.ask(asked, reader, id=thing["id"])["node"]
        events = told["history"]["nodes"]
        assert (told["proposed"], told["document"] is not None) == (["S01", "S02"] if reads else [], reads)
        assert {each["name"] for each in events} & deliberation == (deliberation if reads else set())
        assert ("Salah ketik." in str(told)) is reads
    cycle.determine(thing)
    query = f"query($id: ID!) {{ node(id: $id) {{ ... on Assessment {{ {ASSESSMENT} }} }} }}"
    found = cycle.world.ask(query, "unit-head-a", id=thing["id"])["node"]
    assert (found["state"], found["determined"]) == ("DETERMINED", ["S01", "S02"])
    assert found["certificate"] == {
        "edition": 1,
        "state": "ACTIVE",
        "standards": [
            {"code": "S01", "determinedOn": TODAY, "revoked": False},
            {"code": "S02", "determinedOn": TODAY, "revoked": False},
        ],
    }
    cells = "query($id: ID!) { node(id: $id) { ... on Unit { compliance { code state since } } } }"
    assert cycle.world.ask(cells, "unit-head-a", id=global_id("Unit", "unit-a"))["node"]["compliance"] == [
        {"code": "S01", "state": "DETERMINED", "since": TODAY},
        {"code": "S02", "state": "DETERMINED", "since": TODAY},
    ]


def test_the_passphrase_goes_to_the_signing_and_a_refusal_comes_back(cycle: Cycle):
    thing = cycle.act("prepareDetermination", "reviewer", cycle.ready(), standards=["S01"])
    found = cycle.refused("determineStandards", "deputy", thing, seenSha256="0" * 64, passphrase="rahasia-deputi")
    assert found == ("PASSPHRASE_REFUSED", "HOUSE", "passphrase")
    assert cycle.world.papers.passphrases == ["rahasia-deputi"]


def test_an_assessment_is_closed_without_determination(cycle: Cycle):
    thing = cycle.act("closeAssessment", "admin", cycle.opened(), reason="Unit mengundurkan diri.")
    assert thing["state"] == "CLOSED"
    assert cycle.opened()["state"] == "SELF_DRAFT"


# --- refusals -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("staff-a", "NOT_PERMITTED"),
        ("head-a", "NOT_PERMITTED"),
        ("reviewer", "NOT_PERMITTED"),
        ("auditor", "NOT_PERMITTED"),
        ("unit-head-b", "NOT_FOUND"),
    ],
)
def test_only_the_units_own_head_opens(cycle: Cycle, who: str, code: str):
    before = cycle.world.dump()
    answer = cycle.ask("openAssessment", who, unit=global_id("Unit", cycle.unit), standards=["S01"])
    assert (answer["code"], cycle.world.dump()) == (code, before)


@pytest.mark.parametrize(
    ("standards", "expected"),
    [
        ([], ("INVALID_INPUT", "HOUSE", "standards")),
        (["S01", "S01"], ("INVALID_INPUT", "HOUSE", "standards")),
        (["S17"], ("STANDARD_NOT_ASSESSABLE", "HOUSE", "standards")),
    ],
)
def test_standards_that_cannot_be_assessed(cycle: Cycle, standards: list[str], expected: tuple[str, str, str]):
    answer = cycle.ask("openAssessment", "unit-head-a", unit=global_id("Unit", cycle.unit), standards=standards)
    assert (answer["code"], answer["clauseId"], answer["subject"]) == expected


def test_a_second_cycle_of_the_same_standards_is_refused(cycle: Cycle):
    cycle.opened()
    answer = cycle.ask("openAssessment", "unit-head-a", unit=global_id("Unit", cycle.unit), standards=["S02"])
    assert answer["code"] == "ASSESSMENT_OPEN"
    assert answer["message"] == "An assessment of these standards is still running: S02."


def test_scores_and_files_that_will_not_do(cycle: Cycle):
    thing = cycle.opened()

    def refused(given: dict[str, Any], who: str = "unit-head-a", **more: Any) -> tuple[str, str, str]:
        return cycle.refused("scoreSelfAssessment", who, thing, scores=[given], **more)

    assert refused(scored("S01-K1", 3)) == ("INVALID_INPUT", "HOUSE", "scores.score")
    assert refused(scored("S01-K1", -1)) == ("INVALID_INPUT", "HOUSE", "scores.score")
    assert refused(scored("S01-K1", None)) == ("INVALID_INPUT", "HOUSE", "scores.note")
    assert refused(scored("S03-K1", 2)) == ("INVALID_INPUT", "HOUSE", "scores.criterion")
    for file in ("file-b", "file-new"):
        strange = scored("S01-K1", 2, evidence=[global_id("Evidence", file)])
        assert refused(strange) == ("EVIDENCE_NOT_CONFIRMED", "HOUSE", file)
    assert refused(scored("S01-K1", 2, evidence=["x"]))[0] == "NOT_FOUND"
    assert refused(scored("S01-K1", 2), expectedVersion=7)[0] == "CONFLICT"
    assert refused(scored("S01-K1", 2), "unit-head-b")[0] == "NOT_FOUND"
    assert refused(scored("S01-K1", 2), "assessor")[0] == "NOT_PERMITTED"


def test_a_self_assessment_without_evidence_is_not_submitted(cycle: Cycle):
    """II.2.1.e.1."""
    thing = cycle.opened()
    bare = [scored(code, 2, evidence=[]) for code in ("S01-K1", "S01-K2", "S02-K1")]
    thing = cycle.act("scoreSelfAssessment", "staff-a", thing, scores=bare)
    answer = cycle.ask("submitSelfAssessment", "unit-head-a", assessment=thing["id"], expectedVersion=thing["version"])
    assert (answer["code"], answer["clauseId"]) == ("SCORES_INCOMPLETE", "II.2.1.e.1")
    assert answer["message"] == "These criteria are not scored, or bear no evidence: S01-K1, S01-K2, S02-K1."
    assert cycle.refused("submitSelfAssessment", "staff-a", thing)[0] == "NOT_PERMITTED"


def test_a_conflict_of_interest_bars_an_assessor(cycle: Cycle):
    thing = cycle.self_submitted()
    PersonRecord.objects(id="assessor-3").update(tied_institution_ids=["inst-a"])
    assert cycle.refused("assignAssessors", "admin", thing, **team()) == ("CONFLICT_OF_INTEREST", "HOUSE", "team")
    PersonRecord.objects(id="assessor-3").update(tied_institution_ids=[])
    undeclared = team(declared=[global_id("Person", "assessor")])
    assert cycle.refused("assignAssessors", "admin", thing, **undeclared) == (
        "INVALID_INPUT",
        "HOUSE",
        "declared",
    )
    assert cycle.refused("assignAssessors", "admin", thing, **team(lead="x"))[0] == "NOT_FOUND"
    assert cycle.refused("assignAssessors", "admin", thing, **team(members=["x"]))[0] == "NOT_FOUND"
    assert cycle.refused("assignAssessors", "reviewer", thing, **team())[0] == "NOT_PERMITTED"


def test_a_determination_while_a_recommendation_is_open_is_refused(cycle: Cycle):
    """Scenario 4 of domain.md 7."""
    thing = cycle.reported(S02_K1=1)
    item = {"standard": "S02", "criterion": None, "text": "Tetapkan jadwal."}
    thing = cycle.act("recommendImprovement", "reviewer", thing, items=[item])
    assert cycle.refused("prepareDetermination", "reviewer", thing, standards=["S01"]) == (
        "RECOMMENDATION_OPEN",
        "II.2.1.e.5",
        raw(thing["id"]),
    )
    answers = [{"number": "1", "action": "Ada.", "evidence": ["x"], "doneOn": TODAY}]
    assert cycle.refused("submitAssessmentFollowUp", "unit-head-a", thing, answers=answers)[0] == "NOT_FOUND"


# --- reading --------------------------------------------------------------------------------------------------------


def test_the_unit_sees_the_factual_scores_once_they_are_reported(cycle: Cycle):
    thing = cycle.running()
    given = [scored("S01-K1", 1, note="Sebagian.", evidence=[])]
    thing = cycle.act("scoreFactualAssessment", "assessor-3", thing, scores=given)
    query = "query($id: ID!) { node(id: $id) { ... on Assessment { factualScores { score } unit { name } "
    query += "institution { name } } } }"

    def seen(who: str) -> Any:
        return cycle.world.ask(query, who, id=thing["id"])["node"]

    assert seen("unit-head-a")["factualScores"] is None
    assert seen("reviewer")["factualScores"] == [{"score": 1}]
    assert seen("unit-head-a")["unit"] == {"name": "LPSE Contoh"}
    assert seen("unit-head-a")["institution"] == {"name": "Kabupaten Contoh Utara"}
    assert seen("unit-head-b") is None


def test_lists_of_assessments_hold_what_the_viewer_may_read(cycle: Cycle):
    thing = cycle.assigned()
    query = "query($f: AssessmentFilter) { assessments(first: 10, filter: $f) { nodes { id } totalCount } }"

    def listed(who: str, **chosen: Any) -> list[str]:
        return [node["id"] for node in cycle.world.ask(query, who, f=chosen)["assessments"]["nodes"]]

    assert listed("auditor") == listed("unit-head-a") == listed("staff-a") == [thing["id"]]
    assert listed("unit-head-b") == []
    assert listed("admin", states=["READY"]) == []
    assert listed("admin", unit=global_id("Unit", "unit-a"), states=["FACTUAL_ASSIGNED"]) == [thing["id"]]
    assert listed("assessor", assessor=global_id("Person", "assessor-3")) == [thing["id"]]
    assert listed("assessor", assessor=global_id("Person", "reviewer")) == []
    assert listed("admin", institution=global_id("Institution", "inst-b")) == []
    assert cycle.world.codes(query, "anonymous") == ["UNAUTHENTICATED"]
    of_unit = "query($id: ID!) { node(id: $id) { ... on Unit { assessments(first: 5) { nodes { id } } } } }"
    asked = {"id": global_id("Unit", "unit-a")}
    assert cycle.world.ask(of_unit, "unit-head-a", **asked)["node"]["assessments"] == {"nodes": [{"id": thing["id"]}]}
    assert cycle.world.ask(of_unit, "unit-head-b", **asked)["node"]["assessments"] is None


def test_what_may_be_done_now_is_offered(cycle: Cycle):
    thing = cycle.assigned()
    query = "query($id: ID!) { node(id: $id) { ... on Assessment { availableActions { mutation allowed } } } }"
    offers = cycle.world.ask(query, "assessor", id=thing["id"])["node"]["availableActions"]
    assert {offer["mutation"]: offer["allowed"] for offer in offers} == {
        "startFactualAssessment": True,
        "scoreFactualAssessment": False,
        "approveReading": False,
        "reportFactualAssessment": False,
        "recallAssessmentReport": False,
        "verifyAssessmentFollowUp": False,
        "returnAssessmentFollowUp": False,
    }


GAPS = """query($u: ID, $s: StandardCode, $a: ID, $n: Int!, $c: String) {
    assessmentGaps(unit: $u, standard: $s, assessor: $a, first: $n, after: $c) {
        totalCount pageInfo { hasNextPage endCursor }
        nodes { standard criteria selfMean factualMean gap assessor { name } unit { name } assessment { id } } } }"""


def test_the_gap_between_the_two_assessments(cycle: Cycle):
    """Issue 3, item 3: per standard, unit and assessor; one command reads it."""
    thing = cycle.reported(S01_K2=1, S02_K1=0)

    def gaps(who: str = "auditor", **chosen: Any) -> Any:
        return cycle.world.ask(GAPS, who, **{"n": 10, **chosen})["assessmentGaps"]

    first, second = gaps()["nodes"]
    assert first == {
        "standard": "S01",
        "criteria": 2,
        "selfMean": 2.0,
        "factualMean": 1.5,
        "gap": 0.5,
        "assessor": {"name": "assessor-3"},
        "unit": {"name": "LPSE Contoh"},
        "assessment": {"id": thing["id"]},
    }
    assert (second["standard"], second["gap"], second["criteria"]) == ("S02", 2.0, 1)
    assert [node["standard"] for node in gaps(s="S02")["nodes"]] == ["S02"]
    assert len(gaps(u=global_id("Unit", "unit-a"), a=global_id("Person", "assessor-3"))["nodes"]) == 2
    assert gaps(a=global_id("Person", "assessor"))["nodes"] == []
    assert gaps(u=global_id("Unit", "unit-b"))["totalCount"] == 0
    assert len(gaps("unit-head-a")["nodes"]) == 2
    assert gaps("unit-head-b")["nodes"] == []
    page = gaps(n=1)
    assert (page["totalCount"], page["pageInfo"]["hasNextPage"], len(page["nodes"])) == (2, True, 1)
    rest = gaps(n=1, c=page["pageInfo"]["endCursor"])
    assert ([node["standard"] for node in rest["nodes"]], rest["pageInfo"]["hasNextPage"]) == (["S02"], False)
    bare = "{ assessmentGaps(first: 10) { nodes { standard gap } } }"
    assert cycle.world.commands(lambda: cycle.world.ask(bare, "auditor")) == [("aggregate", "assessments")]
    assert cycle.world.codes(bare, "anonymous") == ["UNAUTHENTICATED"]


def test_a_gap_counts_what_both_scored_in_reported_assessments_only(cycle: Cycle):
    thing = cycle.running()
    given = [scored(code, 1, evidence=[], note="Ada.") for code in ("S01-K1", "S02-K1")]
    given.append(scored("S01-K2", None, evidence=[], note="Tidak berlaku."))
    thing = cycle.act("scoreFactualAssessment", "assessor-3", thing, scores=given)
    assert cycle.world.ask(GAPS, "auditor", n=10)["assessmentGaps"]["nodes"] == []
    thing = cycle.act("approveReading", "assessor-2", thing)
    cycle.act("reportFactualAssessment", "assessor", thing, conclusion="Sebagaimana tabel.")
    found = cycle.world.ask(GAPS, "auditor", n=10)["assessmentGaps"]["nodes"]
    assert [(each["standard"], each["criteria"], each["gap"]) for each in found] == [("S01", 1, 1.0), ("S02", 1, 1.0)]


REGISTER = """query($f: CertificateFilter, $n: Int = 10, $c: String) { certificates(first: $n, after: $c, filter: $f) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { number state edition applicable issuedOn expiresOn unit { name } institution { name }
        standards { code determinedOn revoked } } } }"""


def certificate(world: World, paper: str, **more: Any) -> None:
    values = {
        "unit_id": "unit-a",
        "state": "ACTIVE",
        "standards": {"S01": "2023-01-31", "S02": "2023-01-31"},
        "revoked": [],
        "applicable": 2,
        "origin": "ASSESSMENT",
        "origin_id": "none",
        "edition": 1,
        "issued_on": "2023-01-31",
        "document_id": paper,
    }
    world._put(CertificateRecord, "inst-a", NOW, values | more)


def test_the_register_is_open_to_everybody_with_what_is_public(cycle: Cycle):
    """domain.md 5: name, institution, number, standards with date and present status."""
    paper = cycle.world.document(
        "inst-a", kind="CERTIFICATE", state="SIGNED", number="7/CONTOH", subject="CERTIFICATE", record_id="paper-2"
    )
    certificate(cycle.world, "paper-1", state="SUPERSEDED")
    certificate(cycle.world, paper, edition=2, state="PARTLY_REVOKED", revoked=["S02"], issued_on="2023-02-28")
    found = cycle.world.ask(REGISTER)["certificates"]
    assert found["totalCount"] == 1
    assert found["nodes"] == [
        {
            "number": "7/CONTOH",
            "state": "PARTLY_REVOKED",
            "edition": 2,
            "applicable": 2,
            "issuedOn": "2023-02-28",
            "expiresOn": None,
            "unit": {"name": "LPSE Contoh"},
            "institution": {"name": "Kabupaten Contoh Utara"},
            "standards": [
                {"code": "S01", "determinedOn": "2023-01-31", "revoked": False},
                {"code": "S02", "determinedOn": "2023-01-31", "revoked": True},
            ],
        }
    ]
    old = cycle.world.ask(REGISTER, f={"states": ["SUPERSEDED"], "unit": global_id("Unit", "unit-a")})
    assert [(node["edition"], node["number"]) for node in old["certificates"]["nodes"]] == [(1, None)]
    other = cycle.world.ask(REGISTER, f={"institution": global_id("Institution", "inst-b")})
    assert other["certificates"]["nodes"] == []


@pytest.mark.parametrize(
    ("state", "expires_on", "shown"),
    [
        ("ACTIVE", "2023-10-02", "ACTIVE"),
        ("ACTIVE", "2023-10-01", "EXPIRED"),
        ("PARTLY_REVOKED", "2023-10-01", "EXPIRED"),
        ("REVOKED", "2023-10-01", "REVOKED"),
    ],
)
def test_the_register_shows_the_present_standing(cycle: Cycle, state: str, expires_on: str, shown: str):
    """Also where its record has not followed yet."""
    certificate(cycle.world, "paper-1", state=state, expires_on=expires_on)
    [node] = cycle.world.ask(REGISTER)["certificates"]["nodes"]
    assert (node["state"], node["expiresOn"], node["number"]) == (shown, expires_on, None)


def test_the_register_is_read_in_pages(cycle: Cycle):
    for number in range(3):
        unit = cycle.world.unit("inst-a", record_id=f"unit-{number}")
        certificate(cycle.world, f"paper-{number}", unit_id=unit, issued_on=f"2023-0{number + 1}-01")
    page = cycle.world.ask(REGISTER, n=2)["certificates"]
    assert [node["issuedOn"] for node in page["nodes"]] == ["2023-03-01", "2023-02-01"]
    rest = cycle.world.ask(REGISTER, n=2, c=page["pageInfo"]["endCursor"])["certificates"]
    assert [node["issuedOn"] for node in rest["nodes"]] == ["2023-01-01"]
    assert not rest["pageInfo"]["hasNextPage"]
