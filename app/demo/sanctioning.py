"""Chapters of the ladder (II.2.1.f, II.2.2): a surveillance with findings, advice, warning, and the revocation."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from app.demo.assessing import ALL_STANDARDS
from app.demo.limits import make_certain
from app.demo.stage import Stage
from domain.clock import legal_date

_FIREWALL = "Tinjau aturan firewall dan catat hasilnya."


def surveil(stage: Stage, findings: dict[str, str], standards: Sequence[str] = ALL_STANDARDS) -> str:
    """A surveillance finds non-conformity (II.2.1.f). *Shape*: fact by criterion. Returns the id of the surveillance."""
    key = inspect(stage, standards)
    concluded = {
        "findings": [
            {
                "standard": criterion[:3],
                "criterion": criterion,
                "fact": fact,
                "severity": "MAJOR",
                "evidence": [stage.evidence_id],
            }
            for criterion, fact in findings.items()
        ],
        "conclusion": "Ditemukan ketidaksesuaian dengan standar layanan.",
    }
    _conclude(stage, key, "concludeSurveillanceWithFindings", concluded)
    return key


def confirm_conformity(stage: Stage, standards: Sequence[str]) -> None:
    """A surveillance finds nothing amiss (II.2.1.f.p1)."""
    conclusion = {"conclusion": "Penerapan standar sesuai dengan penetapan; tidak ada ketidaksesuaian."}
    _conclude(stage, inspect(stage, standards), "concludeSurveillanceConform", conclusion)


def inspect(stage: Stage, standards: Sequence[str]) -> str:
    """A surveillance of this year is planned, announced and begun (II.2.1.f). Returns its id."""
    cast = stage.cast
    planned = {
        "unit": stage.unit_id,
        "year": stage.today().year,
        "factors": [],
        "reason": "Surveillance berkala atas unit yang bersertifikat.",
    }
    key = str(stage.begin(cast.admin, "planSurveillance", planned)["id"])
    lead, member = stage.person(cast.lead), stage.person(cast.second_reader)
    notified = {
        "beginsOn": stage.today().isoformat(),
        "endsOn": stage.today().isoformat(),
        "method": "ON_SITE",
        "lead": lead,
        "members": [member],
        "declared": [lead, member],
        "standards": list(standards),
    }
    stage.on(cast.admin, "notifySurveillance", "surveillance", key, notified)
    stage.sign(cast.deputy, stage.last_paper("ASSIGNMENT"))
    stage.on(cast.lead, "startSurveillance", "surveillance", key, {})
    return key


def _conclude(stage: Stage, key: str, mutation: str, values: dict[str, Any]) -> None:
    stage.on(stage.cast.lead, mutation, "surveillance", key, values)
    stage.sign(stage.cast.lead, stage.last_paper("ASSESSMENT_REPORT"))


def open_case(stage: Stage, surveillance: str) -> str:
    """The findings lead to a case, as they must (II.2.1.f.p2); a warning without an advice is refused (II.2.2.b)."""
    values = {"unit": stage.unit_id, "surveillance": surveillance, "findings": []}
    key = str(stage.begin(stage.cast.reviewer, "openSanctionCase", values)["id"])
    stage.refuse_making(stage.cast.reviewer, "draftSanction", "RUNG_NOT_NEXT", {"case": key, "rung": "WARNING"})
    return key


def advise(stage: Stage, case: str) -> None:
    """Advice (II.2.2.a). Before it was received, and found without improvement, no warning may follow (II.2.2.b)."""
    key = impose(stage, case, "ADVICE", {"asked": ["Jadwalkan dan laksanakan perawatan perangkat.", _FIREWALL]})
    stage.refuse_making(stage.cast.reviewer, "draftSanction", "RUNG_NOT_SETTLED", {"case": case, "rung": "WARNING"})
    receive(stage, key)
    not_improved(stage, key)


def warn(stage: Stage, case: str) -> None:
    """The warning (II.2.2.b), received and without improvement as well."""
    key = impose(stage, case, "WARNING", {"asked": ["Laksanakan saran yang telah diberikan.", _FIREWALL]})
    receive(stage, key)
    not_improved(stage, key)


def revoke(stage: Stage, case: str, standards: list[str]) -> str:
    """The certificate is revoked for these standards, and served under a notice (II.2.2.c.s1). Returns the sanction's id."""
    key = impose(stage, case, "REVOCATION", {"asked": [_FIREWALL], "standards": standards})
    stage.await_issued(stage.last_paper("NOTICE"))
    receive(stage, key)
    return key


def impose(stage: Stage, case: str, rung: str, letter: dict[str, Any]) -> str:
    """A reviewer drafts and prepares a sanction, the Deputy signs it. Returns its id."""
    key = str(stage.begin(stage.cast.reviewer, "draftSanction", {"case": case, "rung": rung})["id"])
    stage.on(stage.cast.reviewer, "prepareSanction", "sanction", key, {"standards": [], **letter})
    issued = stage.sign_act(stage.cast.deputy, "issueSanction", "sanction", "Sanction", key)
    stage.expect(rung, issued["state"], "ISSUED")
    return key


def receive(stage: Stage, key: str) -> None:
    """The unit's head opens the letter in the system: that instant sets the last moment to object (II.2.3.s1)."""
    stage.on(stage.cast.unit_head, "proveReceipt", "sanction", key, {"channel": "IN_APP"})


def not_improved(stage: Stage, key: str) -> None:
    """Neither timer nor reviewer can hurry it: the internal limit and the term to object are lived through first."""
    reason = {"reason": "Tidak ada tindak lanjut yang disampaikan."}
    stage.refuse(stage.cast.reviewer, "recordNoImprovement", "TOO_EARLY", "sanction", key, reason)
    found = stage.read("Sanction", key, "internalUntil lastInstant")
    term = legal_date(datetime.fromisoformat(found["lastInstant"]))
    stage.wait_past(max(date.fromisoformat(found["internalUntil"]), term))
    make_certain(stage, key)
    stage.on(stage.cast.reviewer, "recordNoImprovement", "sanction", key, reason)
