"""Chapters of an objection (II.2.3): filed in time with evidence, heard, and decided by the Deputy."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from app.demo.client import ApiClient
from app.demo.stage import Stage


def object_to(stage: Stage, client: ApiClient, sanction: str, *, grounds: str, late: bool = False) -> str:
    """The unit objects by letter with evidence; without it (II.2.3.s1), or twice (house rule), it may not. Returns its id.

    *Shape*: `late` says that the term is over: the objection is kept all the same.
    """
    letter = {
        "sanction": sanction,
        "letterNumber": f"027/204/UKPBJ/{stage.today().year}",
        "letterDate": stage.today().isoformat(),
        "grounds": grounds,
        "evidence": [],
    }
    stage.refuse_making(client, "fileObjection", "ATTACHMENT_MISSING", letter)
    letter["evidence"] = [stage.evidence_id]
    filed = stage.begin(client, "fileObjection", letter, fields="late")
    stage.expect("lateness of the objection", filed["late"], late)
    stage.refuse_making(client, "fileObjection", "OBJECTION_OPEN", letter)
    return str(filed["id"])


def hear(stage: Stage, objection: str) -> None:
    """Somebody who did not draft the sanction hears the unit (II.2.3.s2); nothing is decided before, nor without minutes."""
    cast = stage.cast
    summoned_at = stage.office_hour(stage.today() + timedelta(days=2))
    meeting = {
        "summonedAt": summoned_at.isoformat(),
        "place": "Ruang Klarifikasi (contoh)",
        "agenda": "Klarifikasi atas keberatan dan bukti pendukungnya.",
    }
    drafter = {**meeting, "examiner": stage.person(cast.reviewer)}
    stage.refuse(cast.admin, "admitObjection", "CONFLICT_OF_INTEREST", "objection", objection, drafter)
    examiner = {**meeting, "examiner": stage.person(cast.examiner)}
    stage.on(cast.admin, "admitObjection", "objection", objection, examiner)
    unheard = {"decision": "SANCTION_CONFIRMED", "considerations": ["-"], "reinstated": [], "followUp": []}
    stage.refuse(cast.examiner, "prepareObjectionDecision", "HEARING_MISSING", "objection", objection, unheard)
    stage.wait_until(summoned_at + timedelta(hours=1))
    hearing = {
        "kind": "CLARIFICATION",
        "heldAt": stage.now().isoformat(timespec="seconds"),
        "place": "Ruang Klarifikasi (contoh)",
        "text": "Unit menjelaskan keberatannya dan menunjukkan bukti; bukti diperiksa bersama.",
        "participants": [{"name": "Kepala LPSE (contoh)", "role": "Kepala LPSE", "ofUnit": True}],
        "others": [],
    }
    stage.on(cast.examiner, "recordHearing", "objection", objection, hearing)
    stage.await_issued(stage.last_paper("MINUTES"))


def decide(stage: Stage, objection: str, decision: str, consideration: str, **more: Sequence[str]) -> None:
    """The examiner prepares the result, the Deputy decides; it is the basis of what follows (II.2.3.s3).

    *Shape*: `more` are lists of sentences: `followUp`, and for a change what is `asked`.
    """
    prepared: dict[str, Any] = {
        "decision": decision,
        "considerations": [consideration],
        "reinstated": [],
        "followUp": [],
    } | {field: list(sentences) for field, sentences in more.items()}
    stage.on(stage.cast.examiner, "prepareObjectionDecision", "objection", objection, prepared)
    done = stage.sign_act(stage.cast.deputy, "decideObjection", "objection", "Objection", objection, fields="decision")
    stage.expect("the objection", (done["state"], done["decision"]), ("DECIDED", decision))


def sign_restoration(stage: Stage) -> None:
    """The Deputy signs the letter by which the unit hears that its annulled stop restored the service (II.2.3)."""
    papers = stage.read("Unit", stage.unit_id, "documents(first: 50) { nodes { id kind } }")["documents"]["nodes"]
    [letter] = [paper["id"] for paper in papers if paper["kind"] == "REINSTATEMENT"]
    stage.papers[letter] = "REINSTATEMENT"
    stage.sign(stage.cast.deputy, letter)
