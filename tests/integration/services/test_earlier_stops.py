"""What a decision on an earlier stop leaves as later acts have it (II.2.3.s3): the service, the SLA, the re-assessments."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.letterhead import HELP_DESK, LETTERHEAD
from domain.aggregates import Aggregate
from domain.clock import legal_date
from domain.document_acts import SignDocument
from domain.ladder import Rung
from domain.reasons import Reason
from domain.refusals import RefusalCode
from domain.roles import SYSTEM
from domain.sanction_acts import ChangeSanction, PrepareSanction, RecommendLkppSystem
from domain.sla_acts import RecordBreachFinding, ReportBreach
from domain.stop_forms import StopForm
from domain.unit_acts import PrepareReinstatement
from persistence.case_records import CaseRecord
from persistence.documents import DocumentRecord
from persistence.reassessments import ReassessmentRecord
from persistence.sanction_records import SanctionRecord
from persistence.slas import SlaRecord
from services.letters import LetterWriter
from tests.integration.services.life_laws import (
    a_stop_has_its_sanction,
    one_agreement_is_in_force,
    reassessments_are_of_what_is_revoked,
)
from tests.integration.services.office import BECAUSE, DEPUTY, REVIEWER, STAFF, UNIT_HEAD, Office, signed_by
from tests.integration.services.sanctioning import ASSESSOR, OPENED, REVOKE, S10, UNIMPROVED, Sanctioning

pytestmark = pytest.mark.servers
A = Aggregate
TAKEOVER = PrepareSanction(stop_form=StopForm.ACCESS_TAKEOVER, asked=("Serahkan daftar akun.",))
WITHDRAW = PrepareSanction(stop_form=StopForm.REVOCATION, asked=("Beritahukan penghentian kepada pengguna.",))
LIGHTER = ChangeSanction(reason="Cukup dibatasi.", stop_form=StopForm.OTHER, stop_text="Hanya paket baru.")
LOWER = ChangeSanction(reason="Cukup teguran.", rung=Rung.WARNING)


@pytest.fixture
def play(database, dump) -> Sanctioning:
    return Sanctioning(Office(database, dump, letters=LetterWriter(LETTERHEAD, HELP_DESK)))


def breached(play: Sanctioning) -> str:
    """The open case, which a confirmed breach of the SLA opened."""
    office = play.office
    report = ReportBreach(article=6, facts="Ketersediaan 91%.", evidence_ids=(office.evidence(STAFF),))
    office.done(A.SLA, "report_breach", ASSESSOR, play.sla_id, report)
    office.notice_received(play.sla_id)
    office.clock.instant += timedelta(days=30)
    finding = RecordBreachFinding(text="Laporan terbukti.", evidence_ids=report.evidence_ids)
    office.done(A.SLA, "record_breach_finding", REVIEWER, play.sla_id, finding)
    office.done(A.SLA, "confirm_breach", DEPUTY, play.sla_id, Reason(reason="Terbukti."))
    return str(CaseRecord.objects(unit_id=play.unit_id, origin="SLA", state="OPEN").get().id)


def revoked(play: Sanctioning) -> tuple[str, str]:
    """A case and its revocation of S09 and S10, received."""
    case_id = play.open_case()
    for rung in (Rung.ADVICE, Rung.WARNING):
        play.unimproved(case_id, rung)
    return case_id, play.received(case_id, Rung.REVOCATION, REVOKE)


def stopped_after(play: Sanctioning, case_id: str, revocation: str, form: PrepareSanction = TAKEOVER) -> str:
    """The stop after a revocation without improvement, by a unit that does not cooperate."""
    play.after_term(revocation)
    ReassessmentRecord.objects(case_id=case_id, state="PENDING").update(
        set__non_cooperation={"reason": "Tidak menjawab."}
    )
    play.office.done(A.SANCTION, "record_no_improvement", REVIEWER, revocation, UNIMPROVED)
    return play.received(case_id, Rung.STOP, form)


def reinstated(play: Sanctioning) -> None:
    """By the Deputy's hand, from today."""
    office = play.office
    given = PrepareReinstatement(reasons=("Perbaikan dibuktikan.",), from_day=legal_date(office.clock.now()))
    office.done(A.UNIT, "prepare_reinstatement", REVIEWER, play.unit_id, given)
    paper_id = office.record(A.UNIT, play.unit_id).document_id
    office.present(paper_id)
    paper = DocumentRecord.objects(id=paper_id).get()
    signed = SignDocument(seen_sha256=paper.sha256, signed=signed_by(DEPUTY, f"reinstated {paper_id}"))
    office.done(A.UNIT, "reinstate", DEPUTY, play.unit_id, signed)


def laws(play: Sanctioning) -> None:
    a_stop_has_its_sanction(play.unit_id)
    one_agreement_is_in_force(play.unit_id)
    reassessments_are_of_what_is_revoked(play.unit_id)


@pytest.mark.parametrize("given", [None, LIGHTER, LOWER], ids=["annulled", "lighter", "a warning"])
def test_a_decision_on_an_earlier_stop_does_not_end_a_later_one(
    given: ChangeSanction | None, play: Sanctioning
) -> None:
    """The first stop, reinstated by hand, is objected to late; the second, by a breach, stands meanwhile."""
    first = stopped_after(play, *revoked(play))
    reinstated(play)
    second = play.received(breached(play), Rung.STOP, TAKEOVER)
    before = play.office.record(A.UNIT, play.unit_id)
    play.office.done(A.SANCTION, "change" if given else "annul", SYSTEM, first, given or BECAUSE)
    after = play.office.record(A.UNIT, play.unit_id)
    assert (after.state, after.stop["sanction_id"], after.version) == ("STOPPED", second, before.version)
    laws(play)


@pytest.mark.parametrize("given", [None, LIGHTER, LOWER], ids=["annulled", "lighter", "a warning"])
def test_a_decision_on_an_earlier_stop_does_not_stop_a_service_that_runs_again(
    given: ChangeSanction | None, play: Sanctioning
) -> None:
    first = stopped_after(play, *revoked(play))
    reinstated(play)
    before = play.office.record(A.UNIT, play.unit_id)
    play.office.done(A.SANCTION, "change" if given else "annul", SYSTEM, first, given or BECAUSE)
    after = play.office.record(A.UNIT, play.unit_id)
    assert (after.state, after.stop, after.version) == ("ACTIVE", {}, before.version)
    assert play.sanction(first).state == ("CHANGED" if given else "ANNULLED")
    laws(play)


def test_no_system_of_lkpp_is_recommended_for_a_stop_that_was_reinstated_by_hand(play: Sanctioning) -> None:
    """III: the operator is under the measure no more; before, it is recommended."""
    stop = stopped_after(play, *revoked(play))
    why = RecommendLkppSystem(reasons=("Agar pengadaan lancar.",))
    assert play.office.done(A.SANCTION, "recommend_lkpp_system", REVIEWER, stop, why).state == "RECEIVED"
    reinstated(play)
    found = play.office.refused(A.SANCTION, "recommend_lkpp_system", REVIEWER, stop, why)
    assert (found.code, found.clause) == (RefusalCode.MEASURE_OVER, "III")


def test_an_agreement_that_another_has_followed_is_not_put_in_force_again(play: Sanctioning) -> None:
    """II.2.1.a.3: one agreement at a time; the stop that ended the first is annulled when the second is in force."""
    first = stopped_after(play, *revoked(play), form=WITHDRAW)
    office, ended = play.office, play.sla_id
    office.done(A.SLA, "renew", REVIEWER, ended, BECAUSE)
    play.sla_id = str(office.record(A.SLA, ended).renewal_id)
    play._conclude()
    reinstated(play)
    office.done(A.SANCTION, "annul", SYSTEM, first, BECAUSE)
    assert [office.record(A.SLA, each).state for each in (ended, play.sla_id)] == ["TERMINATED", "IN_FORCE"]
    laws(play)


def test_a_stop_after_a_changed_revocation_and_its_reinstatement_begin_one_re_assessment(play: Sanctioning) -> None:
    """II.2.2.c.s2: of what the replacement keeps revoked, once."""
    case_id, revocation = revoked(play)
    kept = ChangeSanction(reason="Sebagian.", standards=(S10,))
    play.office.done(A.SANCTION, "change", SYSTEM, revocation, kept)
    replacement = str(SanctionRecord.objects(replaces=revocation).get().id)
    play.office.done(A.SANCTION, "prove_receipt", UNIT_HEAD, replacement, OPENED)
    stopped_after(play, case_id, replacement)
    reinstated(play)
    living = ReassessmentRecord.objects(case_id=case_id, state="PENDING").get()
    assert (living.sanction_id, living.standards, living.attempt) == (replacement, ["S10"], 2)
    laws(play)


def test_the_letter_after_an_annulled_stop_is_void_with_the_next_stop(play: Sanctioning) -> None:
    """It would say of a service that stands still that it runs; what the objection decided is told by its own letter."""
    first = play.received(breached(play), Rung.STOP, TAKEOVER)
    play.office.done(A.SANCTION, "annul", SYSTEM, first, BECAUSE)
    told = DocumentRecord.objects(kind="REINSTATEMENT").get()
    play.office.present(told.id)
    assert play.office.record(A.UNIT, play.unit_id).document_id == told.id
    second = play.received(breached(play), Rung.STOP, TAKEOVER)
    told = DocumentRecord.objects(kind="REINSTATEMENT").get()
    assert (told.state, told.number is not None) == ("VOID", True)
    assert told.void_reason == "layanan SPSE dihentikan lagi sebelum surat ini ditandatangani"
    unit = play.office.record(A.UNIT, play.unit_id)
    assert (unit.stop["sanction_id"], unit.document_id) == (second, None)


def test_the_letter_after_an_annulled_stop_is_signed_while_the_service_runs(play: Sanctioning) -> None:
    first = play.received(breached(play), Rung.STOP, TAKEOVER)
    play.office.done(A.SANCTION, "annul", SYSTEM, first, BECAUSE)
    told = DocumentRecord.objects(kind="REINSTATEMENT").get()
    play.office.present(told.id)
    told = DocumentRecord.objects(id=told.id).get()
    signed = SignDocument(seen_sha256=told.sha256, signed=signed_by(DEPUTY, "told"))
    assert play.office.done(A.DOCUMENT, "sign", DEPUTY, told.id, signed).state == "SIGNED"
    second = play.received(breached(play), Rung.STOP, replace(TAKEOVER, stop_form=StopForm.REVOCATION))
    assert DocumentRecord.objects(id=told.id).get().state == "SIGNED"
    assert play.office.record(A.UNIT, play.unit_id).stop["sanction_id"] == second
    assert SlaRecord.objects(id=play.sla_id).get().state == "TERMINATED"


# --- a stop that became final (II.2.3.s3) ---------------------------------------------------------------------------


def ended_by(play: Sanctioning, stop: str) -> None:
    """No improvement followed the stop either: its case is closed."""
    play.after_term(stop)
    play.office.done(A.SANCTION, "record_no_improvement", REVIEWER, stop, UNIMPROVED)


def case_of(play: Sanctioning, sanction_id: str) -> tuple[str, str | None, str | None]:
    case = CaseRecord.objects(id=play.sanction(sanction_id).case_id).get()
    return case.state, case.rung, case.closed_reason


def test_a_final_stop_that_is_annulled_gives_service_and_agreement_back_and_its_case_goes_on(play: Sanctioning) -> None:
    case_id, revocation = revoked(play)
    stop = stopped_after(play, case_id, revocation, form=WITHDRAW)
    ended_by(play, stop)
    assert case_of(play, stop) == ("CLOSED", "STOP", "STOP_FINAL")
    play.office.done(A.SANCTION, "annul", SYSTEM, stop, BECAUSE)
    assert case_of(play, stop) == ("OPEN", "REVOCATION", None)
    assert (play.sanction(stop).state, play.sanction(revocation).state) == ("ANNULLED", "RECEIVED")
    assert play.office.record(A.UNIT, play.unit_id).state == "ACTIVE"
    assert play.office.record(A.SLA, play.sla_id).state == "IN_FORCE"
    living = ReassessmentRecord.objects(case_id=case_id, state="PENDING").get()
    assert (living.sanction_id, living.standards, living.attempt) == (revocation, ["S09", "S10"], 2)
    assert DocumentRecord.objects(kind="REINSTATEMENT").count() == 1
    laws(play)


def test_a_final_stop_of_a_breach_that_is_annulled_leaves_its_case_closed_as_annulled(play: Sanctioning) -> None:
    stop = play.received(breached(play), Rung.STOP, WITHDRAW)
    ended_by(play, stop)
    assert case_of(play, stop) == ("CLOSED", "STOP", "STOP_FINAL")
    play.office.done(A.SANCTION, "annul", SYSTEM, stop, BECAUSE)
    assert case_of(play, stop) == ("CLOSED", None, "ANNULLED")
    assert play.office.record(A.UNIT, play.unit_id).state == "ACTIVE"
    assert play.office.record(A.SLA, play.sla_id).state == "IN_FORCE"
    laws(play)


@pytest.mark.parametrize("given", [LIGHTER, LOWER], ids=["lighter", "a warning"])
def test_a_final_stop_that_is_changed_is_pursued_again(given: ChangeSanction, play: Sanctioning) -> None:
    stop = stopped_after(play, *revoked(play))
    ended_by(play, stop)
    play.office.done(A.SANCTION, "change", SYSTEM, stop, given)
    replacement = SanctionRecord.objects(replaces=stop).get()
    assert case_of(play, stop) == ("OPEN", replacement.rung, None)
    play.office.done(A.SANCTION, "prove_receipt", UNIT_HEAD, str(replacement.id), OPENED)
    laws(play)
    if given is LIGHTER:
        ended_by(play, str(replacement.id))
        assert case_of(play, stop) == ("CLOSED", "STOP", "STOP_FINAL")
        laws(play)


def test_a_case_opened_again_holds_its_origin_again(play: Sanctioning) -> None:
    """So that the database too keeps a second case of the same breach from being opened."""
    stop = play.received(breached(play), Rung.STOP, TAKEOVER)
    ended_by(play, stop)
    case_id = play.sanction(stop).case_id
    assert CaseRecord.objects(id=case_id).get().slot is None
    play.office.done(A.SANCTION, "change", SYSTEM, stop, LIGHTER)
    assert CaseRecord.objects(id=case_id).get().slot == f"SLA-{play.sla_id}"
