"""The chapter of a re-assessment (II.2.2.c.s2): exactly the revoked standards are assessed again, and certified anew."""

from app.demo.assessing import score, sign_certificate
from app.demo.stage import Stage


def reassess(stage: Stage, revocation: str, standards: list[str]) -> str:
    """Asked for by the unit, led by another assessor, determined by the Deputy. Returns the id of the new certificate."""
    cast = stage.cast
    key = pending(stage, revocation, standards)
    codes = take_up(stage, key, standards)
    stage.on(cast.assessor, "scoreReassessment", "reassessment", key, {"scores": [score(code) for code in codes]})
    done_on = {"assessedOn": stage.today().isoformat(), "conclusion": "Kedua standar kini dipenuhi."}
    stage.on(cast.assessor, "reportReassessment", "reassessment", key, done_on)
    stage.refuse(cast.reviewer, "prepareReassessmentPass", "REPORT_NOT_SIGNED", "reassessment", key, {})
    stage.sign(cast.assessor, stage.last_paper("ASSESSMENT_REPORT"))
    stage.on(cast.reviewer, "prepareReassessmentPass", "reassessment", key, {})
    done = stage.sign_act(cast.deputy, "passReassessment", "reassessment", "Reassessment", key)
    stage.expect("the re-assessment", done["state"], "PASSED")
    return sign_certificate(stage)


def fail(stage: Stage, revocation: str, standards: list[str]) -> None:
    """Asked for by the unit too soon: no standard is met yet, and the lead signs that report."""
    cast = stage.cast
    key = pending(stage, revocation, standards)
    codes = take_up(stage, key, standards)
    stage.on(cast.assessor, "scoreReassessment", "reassessment", key, {"scores": [score(code, 1) for code in codes]})
    done_on = {"assessedOn": stage.today().isoformat(), "conclusion": "Kedua standar belum dipenuhi."}
    done = stage.on(cast.assessor, "failReassessment", "reassessment", key, done_on)
    stage.expect("the re-assessment", done["state"], "FAILED")
    stage.sign(cast.assessor, stage.last_paper("ASSESSMENT_REPORT"))


def pending(stage: Stage, revocation: str, standards: list[str]) -> str:
    """The re-assessment that began with the revocation, of exactly its standards (II.2.2.c.s2). Returns its id."""
    found = stage.read("Sanction", revocation, "reassessments(first: 5) { nodes { id standards } }")
    begun = found["reassessments"]["nodes"]
    stage.expect("the standards of the re-assessment", [each["standards"] for each in begun], [standards])
    return str(begun[0]["id"])


def take_up(stage: Stage, key: str, standards: list[str]) -> list[str]:
    """The unit asks for it, a team is assigned. Returns the codes of the criteria."""
    cast = stage.cast
    request = {
        "improvement": "Jadwal perawatan dijalankan, aturan firewall ditinjau.",
        "evidence": [stage.evidence_id],
        "standards": ["S01"],
    }
    stage.refuse(cast.unit_head, "requestReassessment", "INVALID_INPUT", "reassessment", key, request)
    request["standards"] = standards
    stage.on(cast.unit_head, "requestReassessment", "reassessment", key, request)
    lead, member = stage.person(cast.assessor), stage.person(cast.second_reader)
    team = {
        "lead": lead,
        "members": [member],
        "declared": [lead, member],
        "method": "ON_SITE",
        "beginsOn": stage.today().isoformat(),
        "endsOn": stage.today().isoformat(),
    }
    assigned = stage.on(cast.admin, "assignReassessors", "reassessment", key, team, fields="criteria { code }")
    stage.sign(cast.deputy, stage.last_paper("ASSIGNMENT"))
    return [criterion["code"] for criterion in assigned["criteria"]]
