"""Chapters of mentoring and consultation (II.2.1.d): asked for by a unit, held, recorded with examples, closed."""

from typing import Any

from app.demo.stage import Stage

_STANDARDS = ["S01", "S05"]
_ATTENDANCE = [{"name": "Kepala LPSE (contoh)", "role": "Kepala LPSE"}, {"name": "Staf (contoh)", "role": "Helpdesk"}]


def mentor(stage: Stage) -> None:
    """Technical guidance with a record of service activities and examples (II.2.1.d.p2)."""
    cast = stage.cast
    request = {"unit": stage.unit_id, "topic": "Penyusunan katalog layanan dan SOP gangguan", "standards": _STANDARDS}
    key = str(stage.begin(cast.unit_head, "requestMentoring", request)["id"])
    scheduled = {
        "mentors": [stage.person(cast.reviewer)],
        "on": stage.today().isoformat(),
        "meeting": {"channel": "IN_PERSON", "text": "Kantor LPSE (contoh)"},
        "standards": _STANDARDS,
    }
    stage.on(cast.admin, "scheduleMentoring", "mentoring", key, scheduled)
    activity = {"activity": "Pencatatan permintaan layanan", "example": "Tiket dicatat, diberi prioritas, ditutup."}
    held = {"heldAt": _now(stage), "attendance": _ATTENDANCE, "activities": [activity]}
    stage.on(cast.reviewer, "holdMentoring", "mentoring", key, held)
    text = {"text": "Unit menyusun rancangan katalog layanan dan SOP gangguan."}
    stage.on(cast.reviewer, "reportMentoring", "mentoring", key, text)
    stage.on(cast.unit_head, "closeMentoring", "mentoring", key, {})


def consult(stage: Stage) -> None:
    """A question, an online talk, the answer (II.2.1.d.p2)."""
    cast = stage.cast
    meeting = {"channel": "ONLINE", "text": "Rapat daring (contoh)"}
    question: dict[str, Any] = {
        "unit": stage.unit_id,
        "question": "Bukti apa yang dapat menunjukkan tinjauan kebijakan tahunan?",
        "standards": ["S01"],
        "meeting": meeting,
    }
    key = str(stage.begin(cast.unit_staff, "requestConsultation", question)["id"])
    scheduled = {
        "consultants": [stage.person(cast.reviewer)],
        "on": stage.today().isoformat(),
        "meeting": meeting,
    }
    stage.on(cast.admin, "scheduleConsultation", "consultation", key, scheduled)
    stage.on(cast.reviewer, "holdConsultation", "consultation", key, {"heldAt": _now(stage), "attendance": _ATTENDANCE})
    answer = {"text": "Berita acara tinjauan dengan daftar hadir dan keputusan tindak lanjut."}
    stage.on(cast.reviewer, "answerConsultation", "consultation", key, answer)
    stage.on(cast.unit_head, "closeConsultation", "consultation", key, {})


def _now(stage: Stage) -> str:
    return stage.now().isoformat(timespec="seconds")
