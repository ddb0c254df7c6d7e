"""The cases of the volume (II.2.2, II.2.3): how each trouble of the plan comes to the place where it is left."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from app.demo.breaching import breach, carry_out, stop
from app.demo.lives import FINDINGS, REVOKED
from app.demo.objecting import decide, hear, object_to
from app.demo.planned import Trouble
from app.demo.reassessing import fail, pending, reassess
from app.demo.sanctioning import advise, impose, not_improved, open_case, receive, revoke, surveil, warn
from app.demo.stage import Stage

_WARNING = {"asked": ["Laksanakan saran yang telah diberikan.", "Tinjau aturan firewall dan catat hasilnya."]}


def _advised(stage: Stage) -> None:
    case = open_case(stage, surveil(stage, FINDINGS))
    receive(stage, impose(stage, case, "ADVICE", {"asked": ["Jadwalkan dan laksanakan perawatan perangkat."]}))


def _warned(stage: Stage) -> str:
    """Advised in vain, warned and reached by the warning. Returns the warning's id."""
    case = open_case(stage, surveil(stage, FINDINGS))
    advise(stage, case)
    warning = impose(stage, case, "WARNING", _WARNING)
    receive(stage, warning)
    return warning


def _object(stage: Stage, sanction: str, decision: str, consideration: str, **more: Sequence[str]) -> None:
    objection = object_to(stage, stage.cast.unit_head, sanction, grounds="Perbaikan telah dilaksanakan sebagian.")
    hear(stage, objection)
    decide(stage, objection, decision, consideration, **more)


def _warning_annulled(stage: Stage) -> None:
    _object(stage, _warned(stage), "SANCTION_ANNULLED", "Perbaikan telah dilaksanakan sebelum teguran diterbitkan.")


def _objects_late(stage: Stage) -> None:
    """The objection comes after the fifth working day; it is kept, and waits for the Deputy (II.2.3.s1)."""
    warning = _warned(stage)
    last = datetime.fromisoformat(stage.read("Sanction", warning, "lastInstant")["lastInstant"])
    stage.wait_until(last + timedelta(days=1))
    object_to(stage, stage.cast.unit_head, warning, grounds="Surat teguran terlambat diteruskan.", late=True)


def _warning_changed(stage: Stage) -> None:
    remaining = ["Tinjau aturan firewall dan catat hasilnya."]
    found = "Perawatan perangkat telah dilaksanakan; teguran disesuaikan."
    follow_up = ["Teguran ini menggantikan teguran sebelumnya."]
    _object(stage, _warned(stage), "SANCTION_CHANGED", found, followUp=follow_up, asked=remaining)


def _revoked(stage: Stage) -> tuple[str, str]:
    """The ids of the case and of its revocation, which the unit has received."""
    case = open_case(stage, surveil(stage, FINDINGS))
    advise(stage, case)
    warn(stage, case)
    return case, revoke(stage, case, REVOKED)


def _regained(stage: Stage) -> None:
    _case, revocation = _revoked(stage)
    _object(stage, revocation, "SANCTION_CONFIRMED", "Jadwal tanpa pelaksanaan bukan perbaikan.")
    reassess(stage, revocation, REVOKED)


def _failed_again(stage: Stage) -> None:
    _case, revocation = _revoked(stage)
    fail(stage, revocation, REVOKED)


def _stopped_by_ladder(stage: Stage) -> None:
    """Reminded in vain, it does not let itself be re-assessed: the service is stopped (II.2.2.d)."""
    case, revocation = _revoked(stage)
    key = pending(stage, revocation, REVOKED)
    refusing = {
        "reason": "Unit tidak bersedia menjadwalkan penilaian ulang.",
        "reminders": [{"sentOn": stage.today().isoformat(), "text": "Permintaan jadwal penilaian ulang."}],
    }
    stage.wait_past(stage.today())
    stage.on(stage.cast.reviewer, "recordNonCooperation", "reassessment", key, refusing)
    not_improved(stage, revocation)
    receive(
        stage,
        impose(
            stage,
            case,
            "STOP",
            {"asked": ["Beritahukan penghentian layanan kepada seluruh pengguna."], "stopForm": "REVOCATION"},
        ),
    )
    carry_out(stage)


def _stopped_by_breach(stage: Stage) -> None:
    stop(stage, breach(stage))


TROUBLES: Mapping[Trouble, Callable[[Stage], None]] = {
    Trouble.ADVISED: _advised,
    Trouble.WARNING_ANNULLED: _warning_annulled,
    Trouble.WARNED_OBJECTS_LATE: _objects_late,
    Trouble.WARNING_CHANGED: _warning_changed,
    Trouble.REVOKED_REGAINED: _regained,
    Trouble.REVOKED_FAILED_AGAIN: _failed_again,
    Trouble.STOPPED_BY_LADDER: _stopped_by_ladder,
    Trouble.STOPPED_BY_BREACH: _stopped_by_breach,
}
"""What happens, by trouble."""
