"""Objections (II.2.3) and re-assessments (II.2.2.c) through the door on a real database, with the letters that they order."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from documents.contexts import (
    AssessmentReport,
    Assignment,
    Certificate,
    Determination,
    Marks,
    Minutes,
    Notice,
    Numbering,
    ObjectionReceipt,
    ObjectionResult,
    TeamMember,
    WaivedCriterion,
    from_facts,
)
from documents.lint import LintCode, Paper, lint
from documents.render import render
from domain.aggregates import Aggregate
from domain.assessment_acts import GiveFactualScores
from domain.case_acts import HoldDecision, ResumeCase
from domain.clock import legal_date
from domain.document_kinds import DocumentKind
from domain.objection_acts import ObjectionDecision, PrepareDecision
from domain.provider_forms import ProviderForm
from domain.reassessment_acts import OpenReassessment, RecordNonCooperation, Reminder, RequestReassessment
from domain.receipts import ReceiptChannel
from domain.refusals import Refusal, RefusalCode
from domain.roles import Role
from domain.rungs import Rung
from domain.sanction_acts import (
    AcceptImprovement,
    DraftSanction,
    ProveReceipt,
    RecommendLkppSystem,
    SubmitFollowUp,
)
from domain.standards import StandardCode
from domain.stop_forms import StopForm
from persistence.certificates import CertificateRecord, present_certificate
from persistence.compliance import ComplianceRecord
from persistence.documents import DocumentRecord
from persistence.objections import is_suspended, open_objection
from persistence.reassessments import ReassessmentRecord, criteria_to_assess
from persistence.units import UnitRecord
from services.commands import Done
from services.deliveries import record_opening
from services.offices import terms_of_office
from tests.integration.services.assessing import LEAD, MEMBER, READER, S01, S02, S03, TIED, configured, score, signature
from tests.integration.services.life_laws import an_annulment_raises_no_rung, certificate_equals_cells
from tests.integration.services.objecting import ASKED, SECOND_REVIEWER, STEPS, WITHDRAWN, Kept, Objecting, played
from tests.integration.services.office import (
    ADMIN,
    BECAUSE,
    DEPUTY,
    HEAD,
    REVIEWER,
    STRANGER,
    UNIT_HEAD,
    Office,
    person,
)

pytestmark = pytest.mark.servers
A = Aggregate
S11 = StandardCode.S11
TODAY = date(2026, 12, 8)
"""When the revocation is received, and a little later."""
ONE_SECOND = timedelta(seconds=1)
BECAUSE_SHOWN = ("Bukti menunjukkan standar dipenuhi.",)
CONFIRM = PrepareDecision(
    decision=ObjectionDecision.SANCTION_CONFIRMED, considerations=("Bukti tidak mengubah temuan.",)
)
ANNUL = PrepareDecision(
    decision=ObjectionDecision.SANCTION_ANNULLED, considerations=BECAUSE_SHOWN, reinstated=(S01, S02)
)
CHANGE = PrepareDecision(
    decision=ObjectionDecision.SANCTION_CHANGED,
    considerations=BECAUSE_SHOWN,
    reinstated=(S01,),
    follow_up=("Standar S02 tetap dinilai ulang.",),
    asked=("Perbaiki penerapan S02.",),
)


STORIES: dict[str, Callable[[Objecting], str]] = {
    "begun": lambda town: "",
    "advised": lambda town: town.received(Rung.ADVICE),
    "revoked": lambda town: town.revoked(),
}
"""What was done before a test begins, by name; each gives the sanction that it ends with."""


@pytest.fixture(scope="module")
def kept() -> dict[str, Kept]:
    """The stories that this module has played once."""
    return {}


@pytest.fixture
def story(request: pytest.FixtureRequest) -> str:
    """Which story the test asks for: that of the sanction that it names."""
    return next((name for name in ("revoked", "advised") if name in request.fixturenames), "begun")


@pytest.fixture
def town(office: Office, kept: dict[str, Kept], story: str) -> Objecting:
    if story not in kept:
        town = played(office)
        kept[story] = Kept.of(town, STORIES[story](town))
    return kept[story].put_back(office)


@pytest.fixture
def advised(town: Objecting, kept: dict[str, Kept]) -> str:
    """An advice that was received."""
    return kept["advised"].sanction_id


@pytest.fixture
def revoked(town: Objecting, kept: dict[str, Kept]) -> str:
    """The revocation of S01 and S02, received."""
    return kept["revoked"].sanction_id


def printed(document_id: str) -> Any:
    """The context of a paper, from its frozen facts."""
    found = DocumentRecord.objects(id=document_id).get()
    return from_facts(DocumentKind(found.kind), dict(found.facts))


# --- filing ---------------------------------------------------------------------------------------------------------


def test_at_the_last_instant_it_is_in_time_and_the_receipt_says_so(town: Objecting, advised: str) -> None:
    """II.2.3.s1: the very instant that the sanction shows."""
    town.office.clock.instant = town.last_instant(advised)
    done = town.office.done(A.OBJECTION, "file", HEAD, payload=town.filing(advised))
    assert done.state == "SUBMITTED"
    receipt = printed(done.documents[0])
    assert isinstance(receipt, ObjectionReceipt)
    assert (receipt.late, receipt.received_at, receipt.last_instant) == (
        False,
        town.last_instant(advised),
        town.last_instant(advised),
    )
    assert (receipt.sanction.name, receipt.sanction.received_on) == ("Surat Saran/Rekomendasi", date(2026, 11, 22))
    assert (receipt.objection_number, len(receipt.evidence)) == ("027/131/UKPBJ/2026", 1)


def test_one_second_later_it_is_kept_as_late_and_the_deputy_decides_on_that(town: Objecting, advised: str) -> None:
    town.office.clock.instant = town.last_instant(advised) + ONE_SECOND
    done = town.office.done(A.OBJECTION, "file", UNIT_HEAD, payload=town.filing(advised))
    assert (done.state, town.objection(done.record_id).late, printed(done.documents[0]).late) == ("LATE", True, True)
    accepted = town.office.done(A.OBJECTION, "accept_late", DEPUTY, done.record_id, BECAUSE)
    notice = printed(accepted.documents[0])
    assert isinstance(notice, Notice)
    assert (accepted.state, notice.reference.subject) == ("SUBMITTED", "Penerimaan Keberatan yang Terlambat")
    assert notice.particulars[2].value == "Alasan yang sah."


def test_a_late_one_that_is_refused_is_settled_and_stays_on_record(town: Objecting, advised: str) -> None:
    town.office.clock.instant = town.last_instant(advised) + ONE_SECOND
    objection_id = town.filed(advised)
    assert open_objection(advised) is not None
    done = town.office.done(A.OBJECTION, "refuse_late", DEPUTY, objection_id, BECAUSE)
    assert (done.state, open_objection(advised)) == ("REFUSED_LATE", None)
    assert printed(done.documents[0]).reference.subject == "Penolakan Keberatan yang Terlambat"


def test_where_so_configured_a_late_one_can_only_be_refused(town: Objecting, advised: str) -> None:
    configured("objection.late", "REFUSED")
    town.office.clock.instant = town.last_instant(advised) + ONE_SECOND
    objection_id = town.filed(advised)
    found = town.office.refused(A.OBJECTION, "accept_late", DEPUTY, objection_id, BECAUSE)
    assert found.code is RefusalCode.NOT_CONFIGURED
    assert town.office.done(A.OBJECTION, "refuse_late", DEPUTY, objection_id, BECAUSE).state == "REFUSED_LATE"


def test_without_evidence_or_with_anothers_or_before_its_receipt_nothing_is_filed(town: Objecting) -> None:
    issued = town.issued(Rung.ADVICE)
    file = {"verb": "file", "aggregate": A.OBJECTION}
    early = town.office.refused(**file, actor=UNIT_HEAD, payload=town.filing(issued))
    assert (early.code, early.clause, early.subject) == (RefusalCode.RECEIPT_NOT_PROVEN, "HOUSE", "sanction")
    nothing = town.office.refused(**file, actor=UNIT_HEAD, payload=town.filing(issued, evidence_ids=()))
    assert nothing.code is RefusalCode.RECEIPT_NOT_PROVEN


def test_evidence_must_be_confirmed_and_the_institutions_own(town: Objecting, advised: str) -> None:
    file = {"verb": "file", "aggregate": A.OBJECTION, "actor": UNIT_HEAD}
    nothing = town.office.refused(**file, payload=town.filing(advised, evidence_ids=()))
    assert (nothing.code, nothing.clause, nothing.subject) == (RefusalCode.ATTACHMENT_MISSING, "II.2.3.s1", "evidence")
    foreign = town.office.evidence(person("staff-b", Role.UNIT_STAFF, "inst-b"))
    pending = town.office.evidence(confirmed=False)
    for evidence_id in (foreign, pending):
        found = town.office.refused(**file, payload=town.filing(advised, evidence_ids=(evidence_id,)))
        assert (found.code, found.subject) == (RefusalCode.EVIDENCE_NOT_CONFIRMED, "evidence")


def test_another_institution_does_not_learn_of_the_sanction_and_nobody_of_a_draft(
    town: Objecting, advised: str
) -> None:
    stranger = town.office.refused(A.OBJECTION, "file", STRANGER, payload=town.filing(advised))
    assert stranger.code is RefusalCode.NOT_FOUND
    town.advance(days=8)
    town.office.done(A.SANCTION, "record_no_improvement", REVIEWER, advised, BECAUSE)
    drafted = DraftSanction(case_id=town.case_id, rung=Rung.WARNING)
    draft = town.office.done(A.SANCTION, "draft", REVIEWER, payload=drafted).record_id
    hidden = town.office.refused(A.OBJECTION, "file", UNIT_HEAD, payload=town.filing(draft))
    assert hidden.code is RefusalCode.NOT_FOUND


def test_two_who_object_at_once_object_once(town: Objecting, advised: str, together) -> None:
    payloads = [town.filing(advised), town.filing(advised)]
    results = together(*[lambda p=p: town.office.attempt(A.OBJECTION, "file", UNIT_HEAD, payload=p) for p in payloads])
    assert sorted(type(result).__name__ for result in results) == ["Done", "Refusal"]
    [refusal] = [result for result in results if isinstance(result, Refusal)]
    assert (refusal.code, refusal.subject) == (RefusalCode.OBJECTION_OPEN, "sanction")


def test_an_open_objection_blocks_escalation_until_it_is_withdrawn(town: Objecting, advised: str) -> None:
    objection_id = town.filed(advised)
    town.advance(days=8)
    blocked = town.office.refused(A.SANCTION, "record_no_improvement", REVIEWER, advised, BECAUSE)
    assert (blocked.code, blocked.clause) == (RefusalCode.OBJECTION_OPEN, "HOUSE")
    town.office.done(A.OBJECTION, "withdraw", HEAD, objection_id, WITHDRAWN)
    assert town.office.done(A.SANCTION, "record_no_improvement", REVIEWER, advised, BECAUSE).state == "NOT_IMPROVED"


@pytest.mark.parametrize(("value", "expected"), [(None, False), ("SANCTION_AND_ESCALATION", True)])
def test_it_suspends_the_sanction_only_where_that_is_configured(
    town: Objecting, advised: str, value: str | None, expected: bool
) -> None:
    if value is not None:
        configured("objection.suspends", value)
    objection_id = town.filed(advised)
    assert is_suspended(advised) is expected
    town.office.done(A.OBJECTION, "withdraw", UNIT_HEAD, objection_id, WITHDRAWN)
    assert is_suspended(advised) is False


# --- examination ----------------------------------------------------------------------------------------------------


def not_improved(town: Objecting, rung: Rung) -> str:
    sanction_id = town.received(rung)
    town.advance(days=8)
    town.office.done(A.SANCTION, "record_no_improvement", REVIEWER, sanction_id, BECAUSE)
    return sanction_id


def late_and_heard(town: Objecting, sanction_id: str) -> str:
    """Filed after its term, accepted by the Deputy, and heard."""
    objection_id = town.filed(sanction_id)
    assert town.objection(objection_id).state == "LATE"
    town.office.done(A.OBJECTION, "accept_late", DEPUTY, objection_id, BECAUSE)
    town.office.done(A.OBJECTION, "admit", ADMIN, objection_id, town.admission())
    town.advance(hours=2)
    town.record_hearing(objection_id)
    return objection_id


ANNUL_WARNING = replace(ANNUL, reinstated=())


def test_a_warning_without_improvement_is_annulled_and_the_case_goes_on_from_the_advice(town: Objecting) -> None:
    """II.2.3.s3: the measure that was imposed is followed up, though the term to improve is over by then."""
    advice = not_improved(town, Rung.ADVICE)
    warning = not_improved(town, Rung.WARNING)
    objection_id = late_and_heard(town, warning)
    town.decided(objection_id, ANNUL_WARNING)
    case = town.office.record(A.CASE, town.case_id)
    assert (town.sanction(warning).state, case.state, case.rung) == ("ANNULLED", "OPEN", "ADVICE")
    again = DraftSanction(case_id=town.case_id, rung=Rung.WARNING)
    refused = town.office.refused(A.SANCTION, "draft", REVIEWER, payload=again)
    assert (refused.code, refused.clause) == (RefusalCode.RUNG_NOT_SETTLED, "II.2.2.b")
    assert town.sanction(advice).state == "RECEIVED"
    town.office.done(A.SANCTION, "record_no_improvement", REVIEWER, advice, BECAUSE)
    assert town.office.done(A.SANCTION, "draft", REVIEWER, payload=again)


def test_a_warning_without_improvement_is_changed_and_its_replacement_is_in_force(town: Objecting) -> None:
    not_improved(town, Rung.ADVICE)
    warning = not_improved(town, Rung.WARNING)
    town.decided(late_and_heard(town, warning), replace(CHANGE, reinstated=(), rung=Rung.ADVICE, asked=ASKED))
    replaced = town.sanction(town.sanction(warning).replaced_by)
    case = town.office.record(A.CASE, town.case_id)
    assert (replaced.rung, replaced.state, case.state, case.rung) == ("ADVICE", "ISSUED", "OPEN", "ADVICE")


def test_a_warning_that_the_deputy_left_is_changed_and_its_case_stays_closed(town: Objecting) -> None:
    """House rule: nothing could be revoked any more; the letter says that nothing is asked, and nothing is."""
    not_improved(town, Rung.ADVICE)
    warning = town.received(Rung.WARNING)
    ComplianceRecord.objects(unit_id=town.unit_id).update(state="FACTUAL_MET")
    town.advance(days=8)
    town.office.done(A.SANCTION, "record_no_improvement", REVIEWER, warning, BECAUSE)
    left = ResumeCase(decision=HoldDecision.LEAVE, reason="Tidak ada sertifikat lagi.")
    town.office.done(A.CASE, "resume", DEPUTY, town.case_id, left)
    objection_id = late_and_heard(town, warning)
    asks = replace(CHANGE, reinstated=(), rung=Rung.ADVICE, asked=ASKED)
    wrong = town.office.refused(A.OBJECTION, "prepare_decision", SECOND_REVIEWER, objection_id, asks)
    assert (wrong.code, wrong.subject) == (RefusalCode.INVALID_INPUT, "asked")
    town.decided(objection_id, replace(asks, asked=()))
    letter = printed(str(town.objection(objection_id).document_id))
    assert letter.measure.consequence == "Kasus pembinaan ini sudah berakhir, sehingga tidak ada lagi yang diminta."
    assert (town.sanction(warning).state, town.office.record(A.CASE, town.case_id).state) == ("CHANGED", "CLOSED")
    assert town.sanction(str(town.sanction(warning).replaced_by)).state == "IMPROVED"


def test_the_letter_of_a_revocation_that_only_holds_names_no_stop_and_no_limit(town: Objecting, revoked: str) -> None:
    """II.2.2.c.s2: the Deputy left the case, for the service stands still by another; what stays revoked is in force."""
    configured("limit.after_revocation", 30)
    town.advance(days=8)
    town.office.done(A.SANCTION, "record_no_improvement", REVIEWER, revoked, BECAUSE)
    objection_id = late_and_heard(town, revoked)
    change = replace(CHANGE, asked=("Mintalah penilaian ulang.",))
    before = town.prepared(objection_id, change)
    assert (
        printed(before.id).measure.improve_days,
        "penghentian layanan SPSE" in printed(before.id).measure.consequence,
    ) == (
        30,
        True,
    )
    UnitRecord.objects(id=town.unit_id).update(state="STOPPED")
    left = ResumeCase(decision=HoldDecision.LEAVE, reason="Layanan sudah dihentikan dalam kasus lain.")
    town.office.done(A.CASE, "resume", DEPUTY, town.case_id, left)
    found = town.office.refused(A.OBJECTION, "decide", DEPUTY, objection_id, signature(before, DEPUTY))
    assert (found.code, found.subject) == (RefusalCode.PAPER_OUTDATED, "case")
    town.office.done(A.OBJECTION, "recall_decision", SECOND_REVIEWER, objection_id, BECAUSE)
    town.decided(objection_id, change)
    measure = printed(str(town.objection(objection_id).document_id)).measure
    assert ([line.code for line in measure.revoked], measure.asked, measure.improve_days) == (
        ["S02"],
        change.asked,
        None,
    )
    assert measure.consequence == (
        "Kasus pembinaan ini sudah berakhir, sehingga tidak ada tindakan pembinaan berikutnya dalam kasus ini. Pencabutan "
        "tersebut tetap berlaku sampai standar yang dicabut ditetapkan kembali melalui penilaian ulang."
    )
    held = town.sanction(str(town.sanction(revoked).replaced_by))
    assert (held.state, held.standards, held.limit_days) == ("ISSUED", ["S02"], None)
    again = ReassessmentRecord.objects(sanction_id=held.id).get()
    assert (again.state, again.standards, town.office.record(A.CASE, town.case_id).state) == (
        "PENDING",
        ["S02"],
        "CLOSED",
    )


def test_a_revocation_without_improvement_is_annulled_and_gives_everything_back(town: Objecting, revoked: str) -> None:
    town.advance(days=8)
    town.office.done(A.SANCTION, "record_no_improvement", REVIEWER, revoked, BECAUSE)
    town.decided(late_and_heard(town, revoked), ANNUL)
    assert set(town.assessing.cells().values()) == {"DETERMINED"}
    assert (town.sanction(revoked).state, town.reassessment().state) == ("ANNULLED", "CANCELLED")
    certificate_equals_cells(town.unit_id)


def test_a_late_objection_to_what_a_later_sanction_was_built_on_is_refused(town: Objecting) -> None:
    """House rule: the later one goes first; a late objection on which nothing could follow is not heard for nothing."""
    advice = not_improved(town, Rung.ADVICE)
    town.received(Rung.WARNING)
    objection_id = town.filed(advice)
    found = town.office.refused(A.OBJECTION, "accept_late", DEPUTY, objection_id, BECAUSE)
    assert (found.code, found.clause) == (RefusalCode.LATER_SANCTION_STANDS, "HOUSE")
    done = town.office.done(A.OBJECTION, "refuse_late", DEPUTY, objection_id, BECAUSE)
    assert done.state == "REFUSED_LATE"


def test_a_late_objection_to_a_final_stop_is_heard_and_annuls_it(town: Objecting, revoked: str) -> None:
    """II.2.3.s3: the stop is a measure imposed as any other, though its case is closed."""
    town.reassessing("record_non_cooperation", REVIEWER, silent(town))
    town.advance(days=8)
    town.office.done(A.SANCTION, "record_no_improvement", REVIEWER, revoked, BECAUSE)
    stop = not_improved(town, Rung.STOP)
    assert town.office.record(A.CASE, town.case_id).state == "CLOSED"
    town.decided(late_and_heard(town, stop), replace(ANNUL, reinstated=()))
    case, unit = town.office.record(A.CASE, town.case_id), town.office.record(A.UNIT, town.unit_id)
    assert (town.sanction(stop).state, case.state, case.rung, unit.state) == (
        "ANNULLED",
        "OPEN",
        "REVOCATION",
        "ACTIVE",
    )
    assert (town.sanction(revoked).state, town.reassessment().state) == ("RECEIVED", "PENDING")


def test_the_letter_that_changes_a_stop_says_its_form_and_since_when(town: Objecting, revoked: str) -> None:
    """II.2.2.d: a stop is told in its form; the result of the objection is the letter of what takes its place."""
    town.reassessing("record_non_cooperation", REVIEWER, silent(town))
    town.advance(days=8)
    town.office.done(A.SANCTION, "record_no_improvement", REVIEWER, revoked, BECAUSE)
    heard = town.heard(town.received(Rung.STOP))
    change = replace(
        CHANGE, reinstated=(), asked=("Batasi akses.",), stop_form=StopForm.OTHER, stop_text="Pembatasan akses pengguna"
    )
    assert printed(town.prepared(heard, change).id).decision_text == (
        "Penghentian layanan SPSE selanjutnya dilakukan dalam bentuk lainnya (Pembatasan akses pengguna), terhitung "
        "mulai tanggal surat ini."
    )


def silent(town: Objecting) -> RecordNonCooperation:
    """The unit did not answer a reminder until the next day."""
    reminder = Reminder(sent_on=town.assessing.today(), text="Mohon jadwal.")
    town.advance(days=1)
    return RecordNonCooperation(reason="Tidak menanggapi.", reminders=(reminder,))


def test_an_advice_that_was_followed_is_changed_and_its_replacement_is_improved(town: Objecting, advised: str) -> None:
    """II.2.3.s3: the right is against each measure; what takes its place asks for nothing more, and is objected to anew."""
    report = SubmitFollowUp(text="Kebijakan ditetapkan.", evidence_ids=(town.office.evidence(),))
    town.office.done(A.SANCTION, "submit_follow_up", UNIT_HEAD, advised, report)
    town.office.done(A.SANCTION, "accept_improvement", READER, advised, AcceptImprovement(verification="Sesuai."))
    paper = town.prepared(objection_id := town.heard(advised), replace(CHANGE, reinstated=(), asked=()))
    measure = printed(paper.id).measure
    assert (measure.asked, measure.improve_days) == ((), None)
    assert "telah diterima, sehingga tidak ada lagi yang diminta" in measure.consequence
    town.office.done(A.OBJECTION, "decide", DEPUTY, objection_id, signature(paper, DEPUTY))
    replaced = town.sanction(town.sanction(advised).replaced_by)
    case = town.office.record(A.CASE, town.case_id)
    assert (replaced.state, case.state, case.closed_reason) == ("IMPROVED", "CLOSED", "IMPROVED")
    town.office.done(A.SANCTION, "prove_receipt", HEAD, replaced.id, ProveReceipt(channel=ReceiptChannel.IN_APP))
    assert town.office.done(A.OBJECTION, "file", HEAD, payload=town.filing(replaced.id)).state == "SUBMITTED"


def test_while_an_objection_suspends_the_revocation_lkpp_does_not_pursue_it(town: Objecting, revoked: str) -> None:
    """`objection.suspends`, a house rule: what would carry the sanction out further waits for the decision."""
    configured("objection.suspends", "SANCTION_AND_ESCALATION")
    objection_id = town.filed(revoked)
    reassessment = str(town.reassessment().id)
    on_lkpps_motion = OpenReassessment(reason="Jadwal.")
    recommended = RecommendLkppSystem(reasons=("Agar lancar.",))
    for aggregate, verb, actor, record_id, payload in (
        (A.REASSESSMENT, "open_by_lkpp", ADMIN, reassessment, on_lkpps_motion),
        (A.SANCTION, "recommend_lkpp_system", REVIEWER, revoked, recommended),
    ):
        found = town.office.refused(aggregate, verb, actor, record_id, payload)
        assert (found.code, found.clause) == (RefusalCode.SANCTION_SUSPENDED, "HOUSE")
    town.office.done(A.OBJECTION, "withdraw", UNIT_HEAD, objection_id, WITHDRAWN)
    assert town.office.done(A.REASSESSMENT, "open_by_lkpp", ADMIN, reassessment, on_lkpps_motion).state == "REQUESTED"


def test_the_internal_limit_of_the_result_is_kept_and_nothing_follows_from_it(town: Objecting, advised: str) -> None:
    """`limit.objection_result`: five working days from Sunday 22 November on."""
    configured("limit.objection_result", 5)
    objection_id = town.filed(advised)
    assert town.objection(objection_id).result_until == "2026-11-27"
    town.advance(days=30)
    assert town.objection(objection_id).state == "SUBMITTED"


def test_the_examiner_is_neither_drafter_nor_tied(town: Objecting, advised: str) -> None:
    objection_id = town.filed(advised)
    for examiner, code in (
        ("reviewer", RefusalCode.CONFLICT_OF_INTEREST),
        (TIED.id, RefusalCode.CONFLICT_OF_INTEREST),
        ("tied-reviewer", RefusalCode.CONFLICT_OF_INTEREST),
        ("admin", RefusalCode.NOT_FOUND),
        ("head-a", RefusalCode.NOT_FOUND),
    ):
        found = town.office.refused(A.OBJECTION, "admit", ADMIN, objection_id, town.admission(examiner))
        assert (found.code, found.clause, found.subject) == (code, "HOUSE", "examiner"), examiner


def test_who_found_no_improvement_does_not_examine_the_objection_to_the_stop(town: Objecting, revoked: str) -> None:
    """II.2.2.d rests on the re-assessment that failed: its team stands on LKPP's side of the stop. House rule."""
    town.running()
    town.scored("S01-K1", "S02-K1")
    town.reassessing("fail", LEAD, town.conclusion())
    town.assessing.sign(str(town.reassessment().report_id), LEAD)
    town.advance(days=8)
    town.office.done(A.SANCTION, "record_no_improvement", REVIEWER, revoked, BECAUSE)
    objection_id = town.filed(town.received(Rung.STOP))
    for examiner in (LEAD.id, READER.id):
        found = town.office.refused(A.OBJECTION, "admit", ADMIN, objection_id, town.admission(examiner))
        assert (found.code, found.subject) == (RefusalCode.CONFLICT_OF_INTEREST, "examiner"), examiner
    town.office.done(A.OBJECTION, "admit", ADMIN, objection_id, town.admission())


def test_the_summons_and_the_minutes_say_who_when_and_what(town: Objecting, advised: str) -> None:
    objection_id = town.admitted(advised)
    summons = printed(town.paper("NOTICE").id)
    assert [line.label for line in summons.particulars] == ["Waktu", "Tempat", "Pokok bahasan", "Pemeriksa"]
    assert summons.particulars[0].value == "22 November 2026 pukul 11.00 WIB"
    town.advance(hours=1)
    done = town.office.done(A.OBJECTION, "record_hearing", MEMBER, objection_id, town.hearing())
    minutes = printed(done.documents[0])
    assert isinstance(minutes, Minutes)
    assert minutes.title == "Klarifikasi atas Keberatan"
    assert minutes.participants == (
        TeamMember(name=MEMBER.name, role="Pemeriksa keberatan"),
        TeamMember(name="Contoh Ramadhan", role="Kepala LPSE"),
        TeamMember(name="Contoh Wenda", role="Penyedia jaringan"),
    )
    assert (minutes.author.name, minutes.paragraphs[1]) == (MEMBER.name, "Unit memperlihatkan catatan.")
    other = town.office.refused(A.OBJECTION, "record_hearing", LEAD, objection_id, town.hearing())
    assert other.code is RefusalCode.NOT_ASSIGNED


def test_without_a_record_of_a_hearing_nothing_is_decided(town: Objecting, advised: str) -> None:
    objection_id = town.admitted(advised)
    found = town.office.refused(A.OBJECTION, "prepare_decision", SECOND_REVIEWER, objection_id, CONFIRM)
    assert (found.code, found.clause) == (RefusalCode.HEARING_MISSING, "II.2.3.s2")


# --- the decision ---------------------------------------------------------------------------------------------------


def test_a_confirmed_sanction_stands_and_the_letter_says_why(town: Objecting, advised: str) -> None:
    objection_id = town.heard(advised)
    paper = town.prepared(objection_id, CONFIRM)
    result = printed(paper.id)
    assert isinstance(result, ObjectionResult)
    assert (result.decision, result.considerations) == ("SANCTION_CONFIRMED", ("Bukti tidak mengubah temuan.",))
    assert [hearing.value for hearing in result.hearings] == ["Unit memperlihatkan catatan."]
    assert town.objection(objection_id).decision is None
    done = town.office.done(A.OBJECTION, "decide", DEPUTY, objection_id, signature(paper, DEPUTY))
    record = town.objection(objection_id)
    assert (done.state, record.decision, record.decided_on) == ("DECIDED", "SANCTION_CONFIRMED", "2026-11-22")
    assert (town.sanction(advised).state, open_objection(advised)) == ("RECEIVED", None)
    assert DocumentRecord.objects(id=paper.id).get().state == "SIGNED"


def test_a_recalled_decision_is_void_and_prepared_anew(town: Objecting, advised: str) -> None:
    objection_id = town.heard(advised)
    first = town.prepared(objection_id, CONFIRM)
    waiting = town.office.refused(A.OBJECTION, "prepare_decision", SECOND_REVIEWER, objection_id, CONFIRM)
    assert waiting.code is RefusalCode.PAPER_WAITING
    town.office.done(A.OBJECTION, "recall_decision", REVIEWER, objection_id, BECAUSE)
    assert DocumentRecord.objects(id=first.id).get().state == "VOID"
    no_rung = replace(CONFIRM, decision=ObjectionDecision.SANCTION_ANNULLED)
    done = town.decided(objection_id, no_rung)
    assert (done.state, town.sanction(advised).state) == ("DECIDED", "ANNULLED")
    assert town.office.record(A.CASE, town.case_id).state == "CLOSED"


def test_who_drafted_the_sanction_does_not_prepare_the_decision_on_it(town: Objecting, advised: str) -> None:
    objection_id = town.heard(advised)
    found = town.office.refused(A.OBJECTION, "prepare_decision", REVIEWER, objection_id, CONFIRM)
    assert (found.code, found.clause) == (RefusalCode.CONFLICT_OF_INTEREST, "HOUSE")


def test_an_annulled_revocation_gives_everything_back(town: Objecting, revoked: str) -> None:
    """II.2.3.s3: standards, certificate, re-assessment, and the case at the rung before."""
    assert town.assessing.cells() == {"S01": "REVOKED", "S02": "REVOKED", "S03": "DETERMINED"}
    town.decided(town.heard(revoked), ANNUL)
    assert town.assessing.cells() == {"S01": "DETERMINED", "S02": "DETERMINED", "S03": "DETERMINED"}
    certificate = present_certificate(town.unit_id)
    assert certificate is not None
    assert (certificate.state, certificate.edition, certificate.revoked) == ("ACTIVE", 1, [])
    assert (town.sanction(revoked).state, town.reassessment().state) == ("ANNULLED", "CANCELLED")
    case = town.office.record(A.CASE, town.case_id)
    assert (case.state, case.rung) == ("OPEN", "WARNING")


def test_a_changed_revocation_keeps_the_rest_revoked_and_assesses_only_that(town: Objecting, revoked: str) -> None:
    objection_id = town.heard(revoked)
    town.decided(objection_id, CHANGE)
    assert town.assessing.cells() == {"S01": "DETERMINED", "S02": "REVOKED", "S03": "DETERMINED"}
    assert town.objection(objection_id).reinstated == ["S01"]
    replaced = town.sanction(town.sanction(revoked).replaced_by)
    assert (town.sanction(revoked).state, replaced.state, replaced.standards) == ("CHANGED", "ISSUED", ["S02"])
    assert replaced.document_id == town.objection(objection_id).document_id
    living = ReassessmentRecord.objects(state="PENDING").get()
    assert (living.standards, living.sanction_id) == (["S02"], replaced.id)


@pytest.mark.parametrize(
    "given",
    [ANNUL, replace(CHANGE, reinstated=(S01, S02), rung=Rung.WARNING, asked=ASKED)],
    ids=["annulled", "lowered"],
)
def test_what_the_present_edition_does_not_list_comes_back_by_a_next_one(
    given: PrepareDecision, town: Objecting, revoked: str
) -> None:
    """S01 alone passed again, so that the second edition lists no S02; the objection gives S02 back (II.2.3.s3)."""
    town.running(S01)
    town.reported()
    town.passed()
    assert present_certificate(town.unit_id).standards.keys() == {"S01", "S03"}
    objection_id = town.heard(revoked)
    town.decided(objection_id, given)
    assert set(town.assessing.cells().values()) == {"DETERMINED"}
    third = present_certificate(town.unit_id)
    assert (third.state, third.edition, third.revoked) == ("ACTIVE", 3, [])
    assert third.standards == {"S01": "2026-12-08", "S02": "2026-11-22", "S03": "2026-11-22"}
    assert (third.origin, third.origin_id) == ("SANCTION", revoked)
    assert [each.state for each in CertificateRecord.objects.order_by("edition")] == ["SUPERSEDED"] * 2 + ["ACTIVE"]
    certificate_equals_cells(town.unit_id)
    letter = printed(third.document_id)
    assert isinstance(letter, Certificate)
    assert [line.code for line in letter.standards] == ["S01", "S02", "S03"]
    result = DocumentRecord.objects(id=town.objection(objection_id).document_id).get()
    assert (letter.determination.name, letter.determination.number) == ("Surat Hasil Keberatan", result.number)


def test_a_revocation_lowered_to_a_warning_gives_all_standards_back(town: Objecting, revoked: str) -> None:
    configured("limit.warning", 14)
    lowered = replace(CHANGE, reinstated=(S01, S02), rung=Rung.WARNING, asked=ASKED)
    paper = town.prepared(objection_id := town.heard(revoked), lowered)
    result = printed(paper.id)
    assert "dikenakan teguran" in result.decision_text
    assert (result.measure.name, result.measure.letter, result.measure.revoked) == ("teguran", "b", ())
    assert (result.measure.asked, result.measure.improve_days) == (ASKED, 14)
    assert [(fact.standard, fact.fact) for fact in result.measure.facts] == [
        ("S01", "Kebijakan tidak dijalankan."),
        ("S02", "Kebijakan tidak dijalankan."),
    ]
    town.office.done(A.OBJECTION, "decide", DEPUTY, objection_id, signature(paper, DEPUTY))
    replaced = town.sanction(town.sanction(revoked).replaced_by)
    assert (replaced.rung, set(town.assessing.cells().values())) == ("WARNING", {"DETERMINED"})
    assert (replaced.asked, replaced.limit_days) == (list(ASKED), 14)
    town.office.done(A.SANCTION, "prove_receipt", HEAD, replaced.id, ProveReceipt(channel=ReceiptChannel.IN_APP))
    assert town.sanction(replaced.id).internal_until == "2026-12-28"


def test_a_lowered_measure_that_is_annulled_in_its_turn_leaves_the_case_below_it(town: Objecting, revoked: str) -> None:
    """II.2.3.s3: the revocation became a warning; without that one the case stands on the advice, not on a warning."""
    heard = town.filed(revoked)
    town.office.done(A.OBJECTION, "admit", ADMIN, heard, town.admission())
    town.advance(hours=2)
    town.record_hearing(heard)
    town.decided(heard, replace(CHANGE, reinstated=(S01, S02), rung=Rung.WARNING, asked=ASKED))
    warning = str(town.sanction(revoked).replaced_by)
    opened = ProveReceipt(channel=ReceiptChannel.IN_APP)
    town.office.done(A.SANCTION, "prove_receipt", UNIT_HEAD, warning, opened)
    town.advance(days=8)
    late = late_and_heard(town, warning)
    examiner = person(str(town.objection(late).examiner_id), Role.ASSESSOR)
    town.office.done(A.OBJECTION, "prepare_decision", examiner, late, ANNUL_WARNING)
    town.office.present(str(town.objection(late).document_id))
    paper = DocumentRecord.objects(id=town.objection(late).document_id).get()
    town.office.done(A.OBJECTION, "decide", DEPUTY, late, signature(paper, DEPUTY))
    case = town.office.record(A.CASE, town.case_id)
    assert (case.state, case.rung) == ("OPEN", "ADVICE")
    an_annulment_raises_no_rung(town.unit_id)


def test_the_letter_of_a_change_is_that_of_the_sanction_in_place(town: Objecting, revoked: str) -> None:
    """II.2.2.c, II.2.3.s3: what stays revoked, by whose facts, and what is asked; of the old letter nothing is copied."""
    paper = town.prepared(objection_id := town.heard(revoked), replace(CHANGE, asked=("Tetapkan tim.",)))
    result = printed(paper.id)
    assert [line.code for line in result.reinstated] == ["S01"]
    assert [line.code for line in result.measure.revoked] == ["S02"]
    assert (result.measure.name, result.measure.letter) == ("pencabutan sertifikat standarisasi", "c")
    town.office.done(A.OBJECTION, "decide", DEPUTY, objection_id, signature(paper, DEPUTY))
    replaced = town.sanction(town.sanction(revoked).replaced_by)
    assert (replaced.asked, replaced.standards, replaced.limit_days) == (["Tetapkan tim."], ["S02"], None)


def test_the_result_waits_for_the_number_of_the_minutes(town: Objecting, advised: str) -> None:
    """II.2.3.s3: the letter names the minutes on which it rests by their number."""
    objection_id = town.admitted(advised)
    town.advance(hours=1)
    done = town.office.done(A.OBJECTION, "record_hearing", MEMBER, objection_id, town.hearing())
    found = town.office.refused(A.OBJECTION, "prepare_decision", SECOND_REVIEWER, objection_id, CONFIRM)
    assert (found.code, found.clause) == (RefusalCode.MINUTES_NOT_NUMBERED, "HOUSE")
    town.office.present(done.documents[0])
    number = DocumentRecord.objects(id=done.documents[0]).get().number
    result = printed(town.prepared(objection_id, CONFIRM).id)
    assert result.hearings[0].label == f"Klarifikasi tanggal 22 November 2026, berita acara Nomor {number}"
    assert result.measure is None


def test_the_result_gives_back_what_is_revoked_still(town: Objecting, revoked: str) -> None:
    """II.2.2.c.s2, II.2.3.s3: S01 was determined again before; the letter gives back S02, and a change leaves it revoked."""
    town.running(S01)
    town.reported()
    town.passed()
    objection_id = town.heard(revoked)
    nothing_left = replace(CHANGE, reinstated=(S02,))
    found = town.office.refused(A.OBJECTION, "prepare_decision", SECOND_REVIEWER, objection_id, nothing_left)
    assert (found.code, found.subject) == (RefusalCode.INVALID_INPUT, "reinstated")
    paper = town.prepared(objection_id, ANNUL)
    assert [line.code for line in printed(paper.id).reinstated] == ["S02"]
    town.office.done(A.OBJECTION, "decide", DEPUTY, objection_id, signature(paper, DEPUTY))
    assert set(town.assessing.cells().values()) == {"DETERMINED"}


def test_a_decision_names_all_that_an_annulment_reinstates(town: Objecting, revoked: str) -> None:
    objection_id = town.heard(revoked)
    wrong = replace(ANNUL, reinstated=(S01,))
    found = town.office.refused(A.OBJECTION, "prepare_decision", SECOND_REVIEWER, objection_id, wrong)
    assert (found.code, found.subject) == (RefusalCode.INVALID_INPUT, "reinstated")


# --- re-assessment --------------------------------------------------------------------------------------------------


def test_exactly_the_standards_revoked_wait_to_be_assessed_again(town: Objecting, revoked: str) -> None:
    record = town.reassessment()
    assert (record.state, record.standards, record.sanction_id, record.attempt) == (
        "PENDING",
        ["S01", "S02"],
        revoked,
        1,
    )


def test_all_passed_renews_the_certificate_and_closes_the_case(town: Objecting, revoked: str) -> None:
    """II.2.2.c.s2: determined again with today's date, the others with theirs."""
    town.running()
    assignment = printed(town.reassessment().assignment_id)
    assert isinstance(assignment, Assignment)
    assert [line.code for line in assignment.standards] == ["S01", "S02"]
    assert (assignment.purpose, assignment.team[0]) == ("penilaian ulang", TeamMember(name=LEAD.name, role="Ketua tim"))
    town.reported()
    report = printed(town.reassessment().report_id)
    assert isinstance(report, AssessmentReport)
    assert [(line.code, line.factual_mean, line.met) for line in report.results] == [
        ("S01", "2,00", True),
        ("S02", "2,00", True),
    ]
    done = town.passed()
    determination = printed(str(town.reassessment().document_id))
    assert isinstance(determination, Determination)
    assert (determination.reassessment, len(determination.standards)) == (True, 2)
    assert (done.state, town.reassessment().passed_standards) == ("PASSED", ["S01", "S02"])
    assert set(town.assessing.cells().values()) == {"DETERMINED"}
    first, second = CertificateRecord.objects.order_by("edition")
    assert (first.state, second.state, second.edition) == ("SUPERSEDED", "ACTIVE", 2)
    assert second.standards == {"S01": "2026-12-08", "S02": "2026-12-08", "S03": "2026-11-22"}
    assert (second.origin, second.origin_id) == ("REASSESSMENT", str(town.reassessment().id))
    case = town.office.record(A.CASE, town.case_id)
    assert (case.state, case.closed_reason, town.sanction(revoked).state) == ("CLOSED", "IMPROVED", "IMPROVED")


def test_what_did_not_pass_goes_on_alone_and_the_case_stays_open(town: Objecting, revoked: str) -> None:
    town.running()
    town.reported("S02-K1")
    town.passed()
    assert town.assessing.cells() == {"S01": "DETERMINED", "S02": "REVOKED", "S03": "DETERMINED"}
    second = ReassessmentRecord.objects(attempt=2).get()
    assert (second.state, second.standards, second.sanction_id) == ("PENDING", ["S02"], revoked)
    assert present_certificate(town.unit_id).standards.keys() == {"S01", "S03"}
    assert town.office.record(A.CASE, town.case_id).state == "OPEN"
    town.running()
    assert town.reassessment().lead_was_involved is True
    town.reported()
    town.passed()
    assert set(town.assessing.cells().values()) == {"DETERMINED"}
    assert present_certificate(town.unit_id).edition == 3
    assert town.office.record(A.CASE, town.case_id).state == "CLOSED"


def test_the_determination_waits_for_the_signed_report(town: Objecting, revoked: str) -> None:
    town.running(S01)
    town.scored()
    town.reassessing("report", LEAD, town.conclusion())
    key = str(town.reassessment().id)
    found = town.office.refused(A.REASSESSMENT, "prepare_pass", REVIEWER, key)
    assert (found.code, found.subject) == (RefusalCode.REPORT_NOT_SIGNED, key)


def test_what_was_revoked_is_not_regained_by_waiving_what_is_mandatory(town: Objecting, revoked: str) -> None:
    """II.2.2.c.s2: the standard revoked is assessed again; the mark is a house rule."""
    town.running(S01)
    scores = (score("S01-K1", None, note="Kebijakan induk."), score("S01-K2", 2))
    town.reassessing("score", READER, GiveFactualScores(scores=scores))
    key = str(town.reassessment().id)
    found = town.office.refused(A.REASSESSMENT, "report", LEAD, key, town.conclusion())
    assert (found.code, found.clause, found.subject) == (RefusalCode.STANDARDS_NOT_MET, "II.2.2.c.s2", key)
    done = town.reassessing("fail", LEAD, town.conclusion())
    report = printed(done.documents[0])
    waived = WaivedCriterion(criterion="S01-K1", requirement="wajib", by="penilai", reason="Kebijakan induk.")
    assert (report.results[0].factual_mean, report.results[0].met, report.waived) == ("2,00", False, (waived,))


def test_what_failed_is_tried_again_with_its_history(town: Objecting, revoked: str) -> None:
    town.running()
    town.scored("S01-K1", "S02-K1")
    done = town.reassessing("fail", LEAD, town.conclusion())
    report = printed(done.documents[0])
    assert [fact.criterion for fact in report.facts] == ["S01-K1", "S02-K1"]
    town.reassessing("retry", UNIT_HEAD, BECAUSE)
    record = town.reassessment()
    assert (record.state, record.attempt, record.scores, len(record.attempts)) == ("PENDING", 2, [], 1)
    assert record.attempts[0]["assessor_ids"] == [LEAD.id, "assessor-2"]


def test_once_the_stop_is_drafted_the_unit_puts_it_off_no_more_and_it_comes_to_its_end(
    town: Objecting, revoked: str
) -> None:
    """II.2.2.d: what LKPP is making is signed or discarded by LKPP alone."""
    town.running()
    town.scored("S01-K1", "S02-K1")
    town.reassessing("fail", LEAD, town.conclusion())
    town.assessing.sign(str(town.reassessment().report_id), LEAD)
    town.advance(days=8)
    town.office.done(A.SANCTION, "record_no_improvement", REVIEWER, revoked, BECAUSE)
    stop = DraftSanction(case_id=town.case_id, rung=Rung.STOP)
    draft = town.office.done(A.SANCTION, "draft", REVIEWER, payload=stop).record_id
    failed = str(town.reassessment().id)
    by_lkpp = town.office.refused(A.REASSESSMENT, "retry", ADMIN, failed, BECAUSE)
    assert (by_lkpp.code, by_lkpp.clause) == (RefusalCode.STOP_UNDERWAY, "II.2.2.d")
    by_unit = town.office.refused(A.REASSESSMENT, "retry", UNIT_HEAD, failed, BECAUSE)
    assert (by_unit.code, by_unit.clause) == (RefusalCode.NO_IMPROVEMENT_RECORDED, "HOUSE")
    town.office.done(A.SANCTION, "prepare", REVIEWER, draft, STEPS[Rung.STOP])
    again = town.office.refused(A.REASSESSMENT, "retry", UNIT_HEAD, failed, BECAUSE)
    assert again.code is RefusalCode.NO_IMPROVEMENT_RECORDED
    town.office.present(town.sanction(draft).document_id)
    for verb in ("recall", "discard"):
        town.office.done(A.SANCTION, verb, REVIEWER, draft, BECAUSE)
    town.issued(Rung.STOP)
    assert town.office.record(A.UNIT, town.unit_id).state == "STOPPED"


def test_what_a_unit_asks_for_while_the_stop_is_made_holds_it_up_at_both_doors(town: Objecting, revoked: str) -> None:
    """II.2.2.d with II.2.2.c.s2: the notice promises the request until the stop is issued, and nobody tells of a draft."""
    town.reassessing("record_non_cooperation", REVIEWER, silent(town))
    town.advance(days=8)
    town.office.done(A.SANCTION, "record_no_improvement", REVIEWER, revoked, BECAUSE)
    stop = DraftSanction(case_id=town.case_id, rung=Rung.STOP)
    draft = town.office.done(A.SANCTION, "draft", REVIEWER, payload=stop).record_id
    pending = str(town.reassessment().id)
    asks = RequestReassessment(improvement="Kebijakan ditetapkan.", evidence_ids=(town.office.evidence(),))
    opens = OpenReassessment(reason="Atas prakarsa LKPP.")
    found = town.office.refused(A.REASSESSMENT, "open_by_lkpp", ADMIN, pending, opens)
    assert (found.code, found.clause) == (RefusalCode.STOP_UNDERWAY, "II.2.2.d")
    kept = Kept.of(town, revoked)
    town.office.done(A.REASSESSMENT, "request", UNIT_HEAD, pending, asks)
    held = town.office.refused(A.SANCTION, "prepare", REVIEWER, draft, STEPS[Rung.STOP])
    assert (held.code, held.clause) == (RefusalCode.REASSESSMENT_UNSETTLED, "HOUSE")
    later = kept.put_back(town.office)
    later.office.done(A.SANCTION, "prepare", REVIEWER, draft, STEPS[Rung.STOP])
    later.office.present(later.sanction(draft).document_id)
    paper = DocumentRecord.objects(id=later.sanction(draft).document_id).get()
    later.office.done(A.REASSESSMENT, "request", UNIT_HEAD, pending, asks)
    unsigned = later.office.refused(A.SANCTION, "issue", DEPUTY, draft, signature(paper, DEPUTY))
    assert (unsigned.code, unsigned.clause) == (RefusalCode.REASSESSMENT_UNSETTLED, "HOUSE")
    for verb in ("recall", "discard"):
        later.office.done(A.SANCTION, verb, REVIEWER, draft, BECAUSE)
    again = later.office.refused(A.SANCTION, "draft", REVIEWER, payload=stop)
    assert again.code is RefusalCode.REASSESSMENT_UNSETTLED


def test_a_unit_that_asks_again_and_again_and_lets_the_team_go_in_vain_comes_to_the_stop(
    town: Objecting, revoked: str
) -> None:
    """II.2.2.d: the first attempt in vain can be recorded under the next request; the one after it is LKPP's to open."""
    town.advance(days=8)
    for attempt in (1, 2):
        town.requested()
        kept = town.reassessment().attempt
        assert kept == attempt
        if attempt == 1:
            early = town.office.refused(A.SANCTION, "record_no_improvement", REVIEWER, revoked, BECAUSE)
            assert early.code is RefusalCode.REASSESSMENT_UNSETTLED
        else:
            town.office.done(A.SANCTION, "record_no_improvement", REVIEWER, revoked, BECAUSE)
        done = town.reassessing("assign", ADMIN, town.team())
        town.present_and_sign(done.documents[0])
        town.reassessing("record_non_cooperation", REVIEWER, silent(town))
        assert town.reassessment().non_cooperation["last"] is (attempt == 2)
        notice = town.paper("NOTICE")
        town.office.present(notice.id)
    asks = RequestReassessment(improvement="Kebijakan ditetapkan.", evidence_ids=(town.office.evidence(),))
    found = town.office.refused(A.REASSESSMENT, "request", UNIT_HEAD, str(town.reassessment().id), asks)
    assert (found.code, found.clause) == (RefusalCode.NO_IMPROVEMENT_RECORDED, "HOUSE")
    town.issued(Rung.STOP)
    assert town.office.record(A.UNIT, town.unit_id).state == "STOPPED"


def test_a_failed_attempt_is_recorded_though_the_unit_asks_again_at_once(town: Objecting, revoked: str) -> None:
    """II.2.2.d: what the first team found is on record; the second is waited for, the third is LKPP's to give."""
    town.advance(days=8)
    town.running()
    town.scored("S01-K1", "S02-K1")
    town.reassessing("fail", LEAD, town.conclusion())
    town.reassessing("retry", UNIT_HEAD, BECAUSE)
    town.requested()
    town.office.done(A.SANCTION, "record_no_improvement", REVIEWER, revoked, BECAUSE)
    stop = DraftSanction(case_id=town.case_id, rung=Rung.STOP)
    assert town.office.refused(A.SANCTION, "draft", REVIEWER, payload=stop).code is RefusalCode.REASSESSMENT_UNSETTLED
    town.present_and_sign(town.reassessing("assign", ADMIN, town.team()).documents[0])
    town.scored("S01-K1", "S02-K1")
    town.reassessing("fail", LEAD, town.conclusion())
    town.assessing.sign(str(town.reassessment().report_id), LEAD)
    over = town.office.refused(A.REASSESSMENT, "retry", UNIT_HEAD, str(town.reassessment().id), BECAUSE)
    assert over.code is RefusalCode.NO_IMPROVEMENT_RECORDED
    town.issued(Rung.STOP)
    assert town.office.record(A.UNIT, town.unit_id).state == "STOPPED"


def test_a_unit_does_not_put_off_the_stop_by_trying_again_at_once(town: Objecting, revoked: str) -> None:
    """II.2.2.d: once it is recorded that nothing improved, LKPP's administrator decides on another try."""
    town.running()
    town.scored("S01-K1", "S02-K1")
    town.reassessing("fail", LEAD, town.conclusion())
    town.assessing.sign(str(town.reassessment().report_id), LEAD)
    town.advance(days=8)
    failed = str(town.reassessment().id)
    town.office.done(A.SANCTION, "record_no_improvement", REVIEWER, revoked, BECAUSE)
    found = town.office.refused(A.REASSESSMENT, "retry", UNIT_HEAD, failed, BECAUSE)
    assert (found.code, found.clause) == (RefusalCode.NO_IMPROVEMENT_RECORDED, "HOUSE")
    assert town.reassessment().state == "FAILED"
    town.reassessing("retry", ADMIN, BECAUSE)
    town.running()
    assert town.reassessment().attempt == 2


def test_a_revoked_standard_that_binds_no_more_is_assessed_by_what_it_was_revoked_by(town: Objecting) -> None:
    """II.2.2.c.s2: of S11 nothing binds a service provider; a system provider that became one may still pass."""
    system, service = ProviderForm.SYSTEM_PROVIDER, ProviderForm.SERVICE_PROVIDER
    assert {each.standard for each in criteria_to_assess(service, TODAY, (), TODAY)}.isdisjoint({S11})
    whole = [each.code for each in criteria_to_assess(system, TODAY, (S11,), TODAY) if each.standard is S11]
    kept = [each.code for each in criteria_to_assess(service, TODAY, (S11, S01), TODAY) if each.standard is S11]
    assert kept == whole != []
    ours = [each.code for each in criteria_to_assess(service, TODAY, (S11, S01), TODAY) if each.standard is S01]
    assert ours == [each.code for each in criteria_to_assess(service, TODAY, (), TODAY) if each.standard is S01]


def test_no_other_standard_and_nobody_tied(town: Objecting, revoked: str) -> None:
    key = str(town.reassessment().id)
    other = RequestReassessment(improvement="x", evidence_ids=(town.office.evidence(),), standards=(S03,))
    found = town.office.refused(A.REASSESSMENT, "request", UNIT_HEAD, key, other)
    assert (found.code, found.clause, found.subject) == (RefusalCode.INVALID_INPUT, "II.2.2.c.s2", "standards")
    town.requested()
    tied = replace(town.team(), member_ids=(TIED.id,), declared_ids=(LEAD.id, TIED.id))
    refusal = town.office.refused(A.REASSESSMENT, "assign", ADMIN, key, tied)
    assert (refusal.code, refusal.subject) == (RefusalCode.CONFLICT_OF_INTEREST, "team")


def test_a_unit_that_does_not_cooperate_is_told_and_may_still_ask(town: Objecting, revoked: str) -> None:
    done = town.reassessing("record_non_cooperation", REVIEWER, silent(town))
    notice = printed(done.documents[0])
    assert notice.particulars[-1].value == "8 Desember 2026: Mohon jadwal."
    assert (done.state, town.reassessment().non_cooperation["reason"]) == ("PENDING", "Tidak menanggapi.")
    town.requested(S02)
    assert (town.reassessment().scope, town.reassessment().non_cooperation) == (["S02"], {})


def test_lkpp_opens_it_itself_and_tells_the_unit(town: Objecting, revoked: str) -> None:
    done = town.reassessing("open_by_lkpp", ADMIN, OpenReassessment(reason="Atas prakarsa LKPP."))
    assert isinstance(done, Done)
    assert printed(done.documents[0]).reference.subject == "Pemberitahuan Pembukaan Penilaian Ulang"
    assert (done.state, town.reassessment().scope) == ("REQUESTED", ["S01", "S02"])


def test_a_measure_that_was_improved_before_it_was_received_is_objected_to_all_the_same(town: Objecting) -> None:
    """II.2.3.s1: LKPP opened the re-assessment itself; the five working days run from the receipt, whatever came before."""
    for rung in (Rung.ADVICE, Rung.WARNING):
        sanction_id = town.received(rung)
        town.advance(days=8)
        town.office.done(A.SANCTION, "record_no_improvement", REVIEWER, sanction_id, BECAUSE)
    revocation = town.issued(Rung.REVOCATION)
    town.reassessing("open_by_lkpp", ADMIN, OpenReassessment(reason="Atas prakarsa LKPP."))
    done = town.reassessing("assign", ADMIN, town.team())
    town.present_and_sign(done.documents[0])
    town.reported()
    town.passed()
    assert town.sanction(revocation).state == "IMPROVED"
    found = town.office.refused(A.OBJECTION, "file", UNIT_HEAD, payload=town.filing(revocation))
    assert (found.code, found.clause) == (RefusalCode.RECEIPT_NOT_PROVEN, "HOUSE")

    notice = DocumentRecord.objects(id=town.sanction(revocation).notice_id).get()
    assert record_opening(town.office.door, HEAD, notice) is None
    opened = town.sanction(revocation)
    assert (opened.state, opened.received_at, len(opened.receipts)) == ("IMPROVED", town.office.clock.now(), 1)
    assert record_opening(town.office.door, UNIT_HEAD, notice) is None
    assert town.sanction(revocation).version == opened.version

    objection_id = town.heard(revocation)
    assert town.objection(objection_id).late is False
    town.decided(objection_id, ANNUL)
    assert town.sanction(revocation).state == "ANNULLED"
    assert set(town.assessing.cells().values()) == {"DETERMINED"}
    assert town.office.record(A.CASE, town.case_id).closed_reason == "IMPROVED"


@pytest.mark.parametrize(
    ("after", "left"), [(timedelta(days=10), "DETERMINED"), (timedelta(days=40), "IMPLEMENTING")], ids=["in", "over"]
)
def test_an_objection_gives_back_no_more_than_the_term_that_was_taken(
    after: timedelta, left: str, town: Objecting, revoked: str
) -> None:
    """HOUSE (decision 45): S01 passed again, on an edition that runs longer; S02's own last day was that of the first."""
    last_day = legal_date(town.office.clock.now() + timedelta(days=30)).isoformat()
    CertificateRecord.objects.update(set__expires_on=last_day)
    town.running(S01)
    town.reported()
    town.passed()
    objection_id = town.heard(revoked)
    CertificateRecord.objects(edition=2).update(set__expires_on="2027-12-31")
    town.advance(seconds=after.total_seconds())
    town.decided(objection_id, ANNUL)
    assert town.assessing.cells() == {"S01": "DETERMINED", "S02": left, "S03": "DETERMINED"}
    present = present_certificate(town.unit_id)
    assert present.edition == (3 if left == "DETERMINED" else 2)
    certificate_equals_cells(town.unit_id)


# --- the letters as papers ------------------------------------------------------------------------------------------


def unsound() -> dict[str, list[str]]:
    """What the lint finds in the papers of objections and re-assessments, without their PDF, by kind."""
    found: dict[str, list[str]] = {}
    for paper in DocumentRecord.objects(subject__in=["OBJECTION", "REASSESSMENT"]):
        kind, context = DocumentKind(paper.kind), printed(paper.id)
        numbering = Numbering(
            number="7/B/D.2/X/XI/2026", date=TODAY, code="0" * 32, verify_url="https://contoh.invalid/v/0"
        )
        marks = Marks(development=True, draft=False)
        docx = render(kind, context, numbering=numbering, marks=marks)
        given = Paper(kind=kind, context=context, numbering=numbering, marks=marks, docx=docx, pdf=b"")
        findings = lint(given, today=TODAY, terms_of_office=terms_of_office(paper))
        found.setdefault(kind.value, []).extend(
            finding.message_en for finding in findings if finding.code is not LintCode.PDF_WRONG
        )
    return found


def test_the_letters_of_an_objection_hold_all_that_they_must(town: Objecting, revoked: str) -> None:
    town.office.clock.instant = town.last_instant(revoked) + ONE_SECOND
    town.office.done(A.OBJECTION, "refuse_late", DEPUTY, town.filed(revoked), BECAUSE)
    objection_id = town.filed(revoked)
    town.office.done(A.OBJECTION, "accept_late", DEPUTY, objection_id, BECAUSE)
    town.office.done(A.OBJECTION, "admit", ADMIN, objection_id, town.admission())
    town.advance(hours=1)
    town.record_hearing(objection_id)
    for decision in (CONFIRM, ANNUL, CHANGE, replace(CHANGE, reinstated=(S01, S02), rung=Rung.ADVICE, asked=ASKED)):
        town.prepared(objection_id, decision)
        town.office.done(A.OBJECTION, "recall_decision", DEPUTY, objection_id, BECAUSE)
    assert unsound() == {"OBJECTION_RECEIPT": [], "NOTICE": [], "MINUTES": [], "OBJECTION_RESULT": []}


def test_the_letters_of_a_reassessment_hold_all_that_they_must(town: Objecting, revoked: str) -> None:
    town.reassessing("record_non_cooperation", REVIEWER, silent(town))
    town.reassessing("open_by_lkpp", ADMIN, OpenReassessment(reason="Atas prakarsa LKPP."))
    town.present_and_sign(town.reassessing("assign", ADMIN, town.team()).documents[0])
    town.reported("S02-K1")
    town.reassessing("prepare_pass", REVIEWER)
    assert unsound() == {"NOTICE": [], "ASSIGNMENT": [], "ASSESSMENT_REPORT": [], "DETERMINATION": []}
