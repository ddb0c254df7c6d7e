"""Chapters of an assessment (II.2.1.e): both scorings, a recommendation that is followed up, and the determination."""

from collections.abc import Iterable, Sequence
from typing import Any

from app.demo.stage import Stage

ALL_STANDARDS = tuple(f"S{number:02}" for number in range(1, 18))
"""The seventeen standards (II.2.1.b.1)."""


def assess(stage: Stage, *, weak: frozenset[str] = frozenset()) -> str:
    """Self-assessment, then a factual one by a team of three, whose report the lead signs (II.2.1.e.1-2).

    *Shape*: `weak` are codes of criteria that the assessors find met in part only. Returns the id of the assessment.
    """
    key, codes = open_assessment(stage, ALL_STANDARDS)
    submit(stage, key, codes)
    assign(stage, key)
    visit(stage, key)
    report(stage, key, codes, weak)
    return key


def open_assessment(stage: Stage, standards: Sequence[str]) -> tuple[str, list[str]]:
    """The unit's head opens an assessment. Returns its id, and the codes of its criteria."""
    values = {"unit": stage.unit_id, "standards": list(standards)}
    opened = stage.begin(stage.cast.unit_head, "openAssessment", values, fields="criteria { code }")
    return str(opened["id"]), [criterion["code"] for criterion in opened["criteria"]]


def submit(stage: Stage, key: str, codes: Sequence[str]) -> None:
    """Staff score every criterion with evidence, the head submits; incomplete it is refused (II.2.1.e.1)."""
    cast = stage.cast
    stage.refuse(cast.unit_head, "submitSelfAssessment", "SCORES_INCOMPLETE", "assessment", key, {})
    own = [score(code, evidence=[stage.evidence_id]) for code in codes]
    stage.on(cast.unit_staff, "scoreSelfAssessment", "assessment", key, {"scores": own})
    stage.on(cast.unit_head, "submitSelfAssessment", "assessment", key, {})


def assign(stage: Stage, key: str) -> None:
    """A lead, a second reader and an assessor are assigned (II.2.1.e.2)."""
    cast = stage.cast
    team = {name: stage.person(getattr(cast, name)) for name in ("lead", "second_reader", "assessor")}
    stage.on(
        cast.admin,
        "assignAssessors",
        "assessment",
        key,
        {
            "lead": team["lead"],
            "secondReader": team["second_reader"],
            "members": [team["assessor"]],
            "declared": list(team.values()),
            "beginsOn": stage.today().isoformat(),
            "endsOn": stage.today().isoformat(),
        },
    )
    stage.sign(cast.deputy, stage.last_paper("ASSIGNMENT"))


def visit(stage: Stage, key: str) -> None:
    """The factual assessment begins, today and on site."""
    begins = {"on": stage.today().isoformat(), "method": "ON_SITE", "place": "Kantor LPSE (contoh)"}
    stage.on(stage.cast.lead, "startFactualAssessment", "assessment", key, begins)


def report(stage: Stage, key: str, codes: Sequence[str], weak: frozenset[str] = frozenset()) -> None:
    """What was found is scored, read by another and reported; the lead signs (II.2.1.e.2)."""
    cast = stage.cast
    found = [score(code, 1 if code in weak else 2) for code in codes]
    stage.on(cast.assessor, "scoreFactualAssessment", "assessment", key, {"scores": found})
    conclusion = {"conclusion": "Penerapan standar layanan diperiksa di tempat; hasilnya sebagaimana tabel."}
    stage.refuse(cast.lead, "reportFactualAssessment", "READING_MISSING", "assessment", key, conclusion)
    stage.on(cast.second_reader, "approveReading", "assessment", key, {})
    stage.on(cast.lead, "reportFactualAssessment", "assessment", key, conclusion)
    stage.sign(cast.lead, stage.last_paper("ASSESSMENT_REPORT"))


def improve(stage: Stage, key: str, *, standard: str, criterion: str) -> None:
    """A recommendation: while it is open nothing is determined; it is followed up and verified (II.2.1.e.3-5)."""
    recommend(stage, key, standard=standard, criterion=criterion)
    follow_up(stage, key)
    verify(stage, key, criterion=criterion)


def recommend(stage: Stage, key: str, *, standard: str, criterion: str) -> None:
    """The Deputy signs a recommendation; nothing is determined now (II.2.1.e.3, e.5)."""
    cast = stage.cast
    text = "Tetapkan jadwal perawatan perangkat dan catat pelaksanaannya."
    item = {"standard": standard, "criterion": criterion, "text": text}
    stage.on(cast.reviewer, "recommendImprovement", "assessment", key, {"items": [item]})
    stage.sign(cast.deputy, stage.last_paper("RECOMMENDATION"))
    stage.refuse(
        cast.reviewer, "prepareDetermination", "RECOMMENDATION_OPEN", "assessment", key, {"standards": ALL_STANDARDS}
    )


def follow_up(stage: Stage, key: str) -> None:
    """The unit says what it did about it (II.2.1.e.4)."""
    answer = {
        "number": "1",
        "action": "Jadwal perawatan ditetapkan dan dijalankan.",
        "evidence": [stage.evidence_id],
        "doneOn": stage.today().isoformat(),
    }
    stage.on(stage.cast.unit_head, "submitAssessmentFollowUp", "assessment", key, {"answers": [answer]})


def verify(stage: Stage, key: str, *, criterion: str) -> None:
    """An assessor who did not find it verifies the follow-up."""
    stage.on(
        stage.cast.second_reader,
        "verifyAssessmentFollowUp",
        "assessment",
        key,
        {"note": "Jadwal dan catatan diperiksa.", "place": "Daring", "scores": [score(criterion)]},
    )


def determine(stage: Stage, key: str, standards: Sequence[str] = ALL_STANDARDS) -> str:
    """The Deputy determines these standards, and signs the certificate that follows. Returns the certificate's id."""
    stage.on(stage.cast.reviewer, "prepareDetermination", "assessment", key, {"standards": list(standards)})
    done = stage.sign_act(
        stage.cast.deputy, "determineStandards", "assessment", "Assessment", key, fields="certificate { id }"
    )
    stage.expect("the assessment", done["state"], "DETERMINED")
    return sign_certificate(stage)


def sign_certificate(stage: Stage) -> str:
    """The Deputy signs the newest certificate of the unit. Returns its id."""
    found = stage.read("Unit", stage.unit_id, "certificates(first: 10) { nodes { id edition document { id } } }")
    newest = max(found["certificates"]["nodes"], key=lambda certificate: int(certificate["edition"]))
    stage.papers[newest["document"]["id"]] = "CERTIFICATE"
    stage.sign(stage.cast.deputy, newest["document"]["id"])
    return str(newest["id"])


def score(code: str, points: int = 2, *, evidence: Iterable[str] = ()) -> dict[str, Any]:
    """One score with its note. *Shape*: `AssessmentScoreInput` as JSON."""
    note = "Memenuhi." if points == 2 else "Terpenuhi sebagian: jadwal belum ditetapkan."
    return {"criterion": code, "score": points, "note": note, "evidence": list(evidence)}
