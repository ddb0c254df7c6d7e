"""Chapters of the second door (II.2.2.d): a breach of the agreement, the stop of the service, the access taken over."""

from datetime import datetime, timedelta

from app.demo.sanctioning import impose
from app.demo.stage import Stage

_ACCESS = ("ACCOUNTS", "DOMAIN", "DATABASE", "LOGS", "RUNNING_TENDERS")


def breach(stage: Stage) -> str:
    """A breach is reported, answered by the unit and confirmed; unanswered it is not. Returns the id of the case."""
    cast = stage.cast
    report = {
        "article": 5,
        "facts": "Laporan berkala tidak disampaikan dan ketersediaan layanan di bawah sasaran.",
        "evidence": [stage.evidence_id],
    }
    stage.on(cast.reviewer, "reportBreach", "sla", stage.sla_id, report)
    confirmed = {"reason": "Fakta pelanggaran terbukti dari laporan ketersediaan."}
    stage.refuse(cast.deputy, "confirmBreach", "TOO_EARLY", "sla", stage.sla_id, confirmed)
    answer = {"text": "Gangguan terjadi di luar kendali unit; bukti terlampir.", "evidence": [stage.evidence_id]}
    stage.on(cast.unit_head, "answerBreach", "sla", stage.sla_id, answer)
    done = stage.on(cast.deputy, "confirmBreach", "sla", stage.sla_id, confirmed, fields="breach { case { id } }")
    stage.expect("the agreement", done["state"], "BREACHED")
    case = str(done["breach"]["case"]["id"])
    stage.refuse_making(cast.reviewer, "draftSanction", "RUNG_NOT_NEXT", {"case": case, "rung": "ADVICE"})
    return case


def stop(stage: Stage, case: str) -> str:
    """The service is stopped by taking over access, and a system that LKPP runs is recommended (III). Returns its id."""
    cast = stage.cast
    key = impose(stage, case, "STOP", {"asked": [], "stopForm": "ACCESS_TAKEOVER"})
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
    takeover = {
        "place": "Pusat data (contoh)",
        "participants": [{"name": "Kepala LPSE (contoh)", "capacity": "Kepala LPSE"}],
        "items": [{"item": item, "done": True, "note": ""} for item in _ACCESS],
    }
    stage.on(cast.admin, "takeAccess", "unit", stage.unit_id, takeover)
    return key


def wait_for_last_minute(stage: Stage, sanction: str) -> None:
    """Lives on to the last minute in which the unit may object: the fifth working day (II.2.3.s1)."""
    last = datetime.fromisoformat(stage.read("Sanction", sanction, "lastInstant")["lastInstant"])
    stage.wait_until(last - timedelta(minutes=1))
