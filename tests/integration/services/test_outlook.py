"""What the outlook tells beside the rungs: by which acts a unit comes onto the ladder, and what blocks each (II.2.2)."""

from datetime import date, timedelta

import pytest

from app.letterhead import HELP_DESK, LETTERHEAD
from domain.aggregates import Aggregate
from domain.clock import legal_date
from domain.rungs import Rung
from domain.sla_acts import AnswerBreach, RecordBreachFinding, ReportBreach
from services.letters import LetterWriter
from services.outlook import outlook_acts, sanction_outlook
from tests.integration.services.office import BECAUSE, DEPUTY, REVIEWER, STAFF, UNIT_HEAD, Office
from tests.integration.services.sanctioning import ASSESSOR, Sanctioning

pytestmark = pytest.mark.servers
A = Aggregate


@pytest.fixture
def play(database, dump) -> Sanctioning:
    return Sanctioning(Office(database, dump, letters=LetterWriter(LETTERHEAD, HELP_DESK)))


def told(play: Sanctioning, on: date | None = None) -> dict[tuple[str, str], str | None]:
    """The code that blocks each act on a day, by what it is about and its verb."""
    found = outlook_acts(play.unit_id, on or legal_date(play.office.clock.now()))
    return {(act.about.value, act.verb): act.refusal.code.value if act.refusal else None for act in found}


def test_a_unit_without_a_case_may_get_one_by_findings_or_by_a_breach(play: Sanctioning) -> None:
    assert told(play) == {("UNIT", "open"): None, ("SLA", "report_breach"): None}
    assert [act.key for act in outlook_acts(play.unit_id, date(2026, 11, 22))] == [play.unit_id, play.sla_id]


def test_the_second_door_is_told_step_by_step(play: Sanctioning) -> None:
    """II.2.2.d; the unit has until 4 December to answer."""
    office, sla_id = play.office, play.sla_id
    report = ReportBreach(article=6, facts="Ketersediaan 91%.", evidence_ids=(office.evidence(STAFF),))
    office.done(A.SLA, "report_breach", ASSESSOR, sla_id, report)
    unheard = told(play, date(2026, 12, 5))
    assert (unheard["SLA", "prove_notice_receipt"], unheard["SLA", "confirm_breach"]) == ("LETTER_NOT_SIGNED",) * 2
    office.notice_received(sla_id)
    reported = told(play)
    assert reported["SLA", "prove_notice_receipt"] is None
    early = {
        "record_breach_finding": "ANSWER_TERM_RUNNING",
        "confirm_breach": "ANSWER_TERM_RUNNING",
        "dismiss_breach": None,
    }
    assert {verb: reported["SLA", verb] for verb in early} == early
    later = told(play, date(2026, 12, 5))
    assert (later["SLA", "record_breach_finding"], later["SLA", "confirm_breach"]) == (None, "FINDING_MISSING")
    office.done(A.SLA, "answer_breach", UNIT_HEAD, sla_id, AnswerBreach(text="Sudah dipulihkan."))
    finding = RecordBreachFinding(text="Terbukti.", evidence_ids=report.evidence_ids)
    office.done(A.SLA, "record_breach_finding", REVIEWER, sla_id, finding)
    assert told(play)["SLA", "confirm_breach"] is None
    office.done(A.SLA, "confirm_breach", DEPUTY, sla_id, BECAUSE)
    confirmed = told(play)
    assert (confirmed["SLA", "cure"], confirmed["CASE", "dismiss"]) == ("CASE_STILL_OPEN", None)
    assert ("SLA", "confirm_breach") not in confirmed
    [outlook] = sanction_outlook(play.unit_id, date(2026, 11, 22))
    stop = outlook.rungs[-1]
    assert (stop.rung, stop.possible, stop.first_day) == (Rung.STOP, True, date(2026, 11, 22))


def test_what_follows_a_measure_is_told_with_the_first_day_of_the_next(play: Sanctioning) -> None:
    advice = play.received(play.open_case(), Rung.ADVICE)
    last = legal_date(play.sanction(advice).last_instant)
    running, over = told(play, last), told(play, last + timedelta(days=1))
    assert (running["SANCTION", "submit_follow_up"], running["SANCTION", "record_no_improvement"]) == (
        None,
        "OBJECTION_TERM_RUNNING",
    )
    assert over["SANCTION", "record_no_improvement"] is None
    assert (running["SANCTION", "recompute_limit"], over["SANCTION", "recompute_limit"]) == (
        "LIMIT_UNCHANGED",
        "LIMIT_OVER",
    )
    [outlook] = sanction_outlook(play.unit_id, last)
    assert [rung.first_day for rung in outlook.rungs] == [None, last + timedelta(days=1), None, None]


def test_an_outlook_writes_nothing_and_an_unknown_unit_has_no_act_to_try(play: Sanctioning) -> None:
    before = play.office.dump()
    told(play)
    assert play.office.dump() == before
    [act] = outlook_acts("f" * 24, date(2026, 11, 22))
    assert (act.verb, act.refusal is not None) == ("open", True)
