"""A limit that was counted with an estimated holiday: its date becomes official, and the limit is counted anew, by people."""

from datetime import date, datetime
from typing import Any

from app.demo.stage import Stage
from domain.clock import legal_date

_CALENDAR = "{ calendar { version offDays { date name kind status source } } }"


def make_certain(stage: Stage, sanction: str) -> None:
    """Where it is needed, the estimated days within the term are decided and the term is counted by them (II.2.3.s1)."""
    found = stage.read("Sanction", sanction, "limitIsEstimated receivedAt lastInstant")
    if not found["limitIsEstimated"]:
        return
    first, last = (legal_date(datetime.fromisoformat(found[name])) for name in ("receivedAt", "lastInstant"))
    stage.approve_calendar(estimates_between(stage.cast.admin.ask(_CALENDAR)["calendar"], first, last))
    reason = {"reason": "Tanggal hari libur telah ditetapkan (contoh)."}
    stage.on(stage.cast.admin, "recomputeObjectionLimit", "sanction", sanction, reason)


def estimates_between(calendar: dict[str, Any], first: date, last: date) -> dict[str, Any]:
    """What `reviseCalendar` takes so that the estimated days from one day through another are official."""
    days = [
        {**day, "status": "OFFICIAL"}
        for day in calendar["offDays"]
        if day["status"] == "ESTIMATED" and first <= date.fromisoformat(day["date"]) <= last
    ]
    reason = "Tanggal hari libur telah ditetapkan (contoh)."
    return {"replaces": calendar["version"], "days": days, "removed": [], "reason": reason}
