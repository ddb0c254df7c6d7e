"""Chapters of the second door (II.2.2.d): a breach of the agreement, the stop of the service, and how it is carried out."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from app.demo.sanctioning import impose
from app.demo.stage import Stage

_REVOCATION = ("ACCOUNTS_CLOSED", "TENDERS_HANDED_OVER", "USERS_TOLD", "MARKS_TAKEN_DOWN", "DATA_SECURED")
_ACCESS = ("ACCOUNTS", "DOMAIN", "DATABASE", "LOGS", "RUNNING_TENDERS")


def breach(stage: Stage) -> str:
    """A breach is reported, its notice received, answered by the unit, found by a reviewer and confirmed: no step is left out.

    Returns the case.
    """
    cast = stage.cast
    report = {
        "article": 5,
        "facts": "Laporan berkala tidak disampaikan dan ketersediaan layanan di bawah sasaran.",
        "evidence": [stage.evidence_id],
    }
    stage.on(cast.assessor, "reportBreach", "sla", stage.sla_id, report)
    confirmed = {"reason": "Fakta pelanggaran terbukti dari laporan ketersediaan."}
    stage.await_issued(stage.last_paper("NOTICE"))
    stage.refuse(cast.deputy, "confirmBreach", "RECEIPT_NOT_PROVEN", "sla", stage.sla_id, confirmed)
    stage.on(cast.unit_head, "proveNoticeReceipt", "sla", stage.sla_id, {"channel": "IN_APP"})
    stage.refuse(cast.deputy, "confirmBreach", "ANSWER_TERM_RUNNING", "sla", stage.sla_id, confirmed)
    answer = {"text": "Gangguan terjadi di luar kendali unit; bukti terlampir.", "evidence": [stage.evidence_id]}
    stage.on(cast.unit_head, "answerBreach", "sla", stage.sla_id, answer)
    stage.refuse(cast.deputy, "confirmBreach", "FINDING_MISSING", "sla", stage.sla_id, confirmed)
    finding = {
        "text": "Laporan dua triwulan tidak diterima dan catatan pemantauan di bawah sasaran; jawaban tidak membantahnya.",
        "evidence": [stage.evidence_id],
    }
    stage.on(cast.reviewer, "recordBreachFinding", "sla", stage.sla_id, finding)
    done = stage.on(cast.deputy, "confirmBreach", "sla", stage.sla_id, confirmed, fields="breach { case { id } }")
    stage.expect("the agreement", done["state"], "BREACHED")
    case = str(done["breach"]["case"]["id"])
    stage.refuse_making(cast.reviewer, "draftSanction", "RUNG_NOT_NEXT", {"case": case, "rung": "ADVICE"})
    return case


def stop(stage: Stage, case: str) -> str:
    """The service is stopped by taking over access, and a system that LKPP runs is recommended (III). Returns its id."""
    cast = stage.cast
    key = impose(
        stage, case, "STOP", {"asked": ["Serahkan daftar akun pengelola kepada LKPP."], "stopForm": "ACCESS_TAKEOVER"}
    )
    stage.expect("the service", stage.read("Unit", stage.unit_id, "state")["state"], "STOPPED")
    received = {
        "channel": "DELIVERY_NOTE",
        "receivedAt": stage.now().isoformat(timespec="milliseconds"),
        "evidence": stage.evidence_id,
    }
    stage.on(cast.admin, "proveReceipt", "sanction", key, received)
    reasons = {"reasons": ["Layanan pengadaan tetap harus tersedia bagi para pihak."]}
    stage.on(cast.reviewer, "recommendLkppSystem", "sanction", key, reasons)
    stage.sign(cast.deputy, stage.last_paper("LKPP_SYSTEM"))
    stage.on(cast.admin, "takeAccess", "unit", stage.unit_id, _on_the_spot(_ACCESS))
    return key


def carry_out(stage: Stage) -> None:
    """A stop in the form of a revocation is carried out, item by item; there is no access to take over."""
    told = _on_the_spot(_REVOCATION)
    access = told | {"items": _on_the_spot(_ACCESS)["items"]}
    stage.refuse(stage.cast.admin, "takeAccess", "OTHER_STOP_FORM", "unit", stage.unit_id, access)
    done = stage.on(stage.cast.admin, "carryOutStop", "unit", stage.unit_id, told)
    stage.expect("the service", done["state"], "STOP_CARRIED_OUT")


def _on_the_spot(items: Sequence[str]) -> dict[str, Any]:
    return {
        "place": "Pusat data (contoh)",
        "participants": [{"name": "Kepala LPSE (contoh)", "capacity": "Kepala LPSE"}],
        "items": [{"item": item, "done": True, "note": ""} for item in items],
    }


def wait_for_last_minute(stage: Stage, sanction: str) -> None:
    """Lives on to the last minute in which the unit may object: the fifth working day (II.2.3.s1)."""
    last = datetime.fromisoformat(stage.read("Sanction", sanction, "lastInstant")["lastInstant"])
    stage.wait_until(last - timedelta(minutes=1))
