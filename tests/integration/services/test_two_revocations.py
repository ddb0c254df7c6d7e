"""Two revocations in one case, on a real database: a stop that was lowered to a warning, and a revocation after that one.

What is decided on the one leaves the other: its standards, its re-assessment, and the case that pursues it (II.2.2; II.2.3).
"""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from documents.contexts import from_facts
from documents.wording import long_date
from domain.aggregates import Aggregate
from domain.document_kinds import DocumentKind
from domain.objection_acts import ObjectionDecision, PrepareDecision
from domain.reassessment_acts import RecordNonCooperation, Reminder
from domain.receipts import ReceiptChannel
from domain.refusals import RefusalCode
from domain.roles import SYSTEM, Role
from domain.rungs import Rung
from domain.sanction_acts import IN_FORCE, AcceptImprovement, DraftSanction, ProveReceipt, SubmitFollowUp
from domain.standings import recorded_standing
from persistence.documents import DocumentRecord
from persistence.reassessments import ReassessmentRecord
from persistence.sanction_records import SanctionRecord
from persistence.standings import paper_and_subject
from persistence.transparency import newest_statement
from tests.integration.services.assessing import LEAD, MEMBER, S01, S02, signature
from tests.integration.services.life_laws import (
    a_stop_has_its_sanction,
    an_annulment_raises_no_rung,
    cells_are_explained,
    certificate_equals_cells,
    reassessments_are_of_what_is_revoked,
    rungs_are_in_order,
    what_is_revoked_has_a_way_back,
)
from tests.integration.services.objecting import ASKED, STEPS, Kept, Objecting, played
from tests.integration.services.office import ADMIN, BECAUSE, DEPUTY, HEAD, REVIEWER, UNIT_HEAD, Office, person

pytestmark = pytest.mark.servers
A = Aggregate
ANNUL = PrepareDecision(
    decision=ObjectionDecision.SANCTION_ANNULLED, considerations=("Bukti menunjukkan standar dipenuhi.",)
)
CONFIRM = PrepareDecision(
    decision=ObjectionDecision.SANCTION_CONFIRMED, considerations=("Bukti tidak mengubah temuan.",)
)
LOWER = PrepareDecision(
    decision=ObjectionDecision.SANCTION_CHANGED,
    considerations=("Penghentian terlalu berat.",),
    follow_up=("Teguran menggantikan tindakan tersebut.",),
    rung=Rung.WARNING,
    asked=ASKED,
)
OPENED = ProveReceipt(channel=ReceiptChannel.IN_APP)


@pytest.fixture(scope="module")
def kept() -> dict[str, Kept]:
    """The story that this module has played once."""
    return {}


@pytest.fixture
def town(office: Office, kept: dict[str, Kept]) -> Objecting:
    """S01 is revoked by the first revocation, S02 by the second; both wait to be assessed again."""
    _play_once(office, kept)
    return kept["twice"].put_back(office)


@pytest.fixture
def lowered(office: Office, kept: dict[str, Kept]) -> Objecting:
    """The same before the second revocation: the stop was lowered to a warning, which no improvement followed either."""
    _play_once(office, kept)
    return kept["lowered"].put_back(office)


def _play_once(office: Office, kept: dict[str, Kept]) -> None:
    if not kept:
        town = played(office)
        kept["lowered"] = Kept.of(town, _lowered(town))
        second = town.received(Rung.REVOCATION, replace(STEPS[Rung.REVOCATION], standards=(S02,)))
        kept["twice"] = Kept.of(town, second)


@pytest.fixture
def second(town: Objecting, kept: dict[str, Kept]) -> str:
    """The revocation of S02, received."""
    return kept["twice"].sanction_id


@pytest.fixture
def first(town: Objecting) -> str:
    """The revocation of S01, not improved."""
    found: SanctionRecord = SanctionRecord.objects(rung="REVOCATION").order_by("sequence").first()
    return str(found.id)


def _lowered(town: Objecting) -> str:
    for rung in (Rung.ADVICE, Rung.WARNING):
        _settled(town, town.received(rung))
    warning = _stop_lowered(town)
    _settled(town, warning)
    return warning


def _stop_lowered(town: Objecting) -> str:
    """After a warning not followed: S01 is revoked, the service stopped, and the stop lowered to the warning given back."""
    first = town.received(Rung.REVOCATION, replace(STEPS[Rung.REVOCATION], standards=(S01,)))
    _unwilling(town)
    _settled(town, first)
    stop = town.received(Rung.STOP)
    town.decided(town.heard(stop), LOWER)
    warning = str(town.sanction(stop).replaced_by)
    town.office.done(A.SANCTION, "prove_receipt", HEAD, warning, OPENED)
    return warning


def _settled(town: Objecting, sanction_id: str) -> None:
    town.advance(days=8)
    town.office.done(A.SANCTION, "record_no_improvement", REVIEWER, sanction_id, BECAUSE)


def _unwilling(town: Objecting) -> None:
    reminder = Reminder(sent_on=town.assessing.today(), text="Mohon jadwal.")
    town.advance(days=1)
    silent = RecordNonCooperation(reason="Tidak menanggapi.", reminders=(reminder,))
    town.reassessing("record_non_cooperation", REVIEWER, silent)


def _failed(town: Objecting, *missed: str) -> None:
    town.running()
    town.scored(*missed)
    town.reassessing("fail", LEAD, town.conclusion())
    town.assessing.sign(str(town.reassessment().report_id), LEAD)


def _objected_anew(town: Objecting, sanction_id: str, decision: PrepareDecision) -> None:
    """Heard as any other; the decision is prepared by somebody who had no hand in the measure that is decided upon."""
    objection_id = town.heard(sanction_id)
    preparer = person(str(town.objection(objection_id).examiner_id), Role.ASSESSOR)
    town.office.done(A.OBJECTION, "prepare_decision", preparer, objection_id, decision)
    document_id = str(town.objection(objection_id).document_id)
    town.office.present(document_id)
    paper = DocumentRecord.objects(id=document_id).get()
    town.office.done(A.OBJECTION, "decide", DEPUTY, objection_id, signature(paper, DEPUTY))


def paper_of(town: Objecting, sanction_id: str) -> DocumentRecord:
    found: DocumentRecord = DocumentRecord.objects(id=town.sanction(sanction_id).document_id).get()
    return found


def printed(town: Objecting, sanction_id: str) -> Any:
    """The context of its letter, from the frozen facts."""
    paper = paper_of(town, sanction_id)
    return from_facts(DocumentKind(paper.kind), dict(paper.facts))


def decision(town: Objecting, revocation: str) -> str:
    """A revocation's decision as letters name it."""
    paper = paper_of(town, revocation)
    dated = long_date(date.fromisoformat(paper.dated))
    return f"Keputusan Pencabutan Nomor {paper.number} tanggal {dated}"


def living() -> dict[str, tuple[str, int]]:
    """Of each standard the re-assessment in which it waits: its state and attempt."""
    found = ReassessmentRecord.objects(state__in=["PENDING", "REQUESTED", "RUNNING", "FAILED"])
    return {code: (each.state, each.attempt) for each in found for code in each.standards}


def in_force(town: Objecting) -> SanctionRecord:
    """The one measure of the case under which the operator is."""
    found: SanctionRecord = SanctionRecord.objects(case_id=town.case_id, state__in=sorted(IN_FORCE)).get()
    return found


def standing_of(town: Objecting, sanction_id: str) -> str:
    """What the verification says of its letter, which is what the newest entry of the public log says."""
    paper = DocumentRecord.objects(id=town.sanction(sanction_id).document_id).get()
    statement = newest_statement(paper.id)
    assert statement is not None
    said: str = json.loads(statement)["standing"]
    assert said == recorded_standing(*paper_and_subject(paper)).value
    return said


def case_of(town: Objecting) -> tuple[str, str | None, str | None]:
    case = town.office.record(A.CASE, town.case_id)
    return case.state, case.rung, case.closed_reason


def the_laws_hold(town: Objecting) -> None:
    for law in (
        cells_are_explained,
        certificate_equals_cells,
        rungs_are_in_order,
        an_annulment_raises_no_rung,
        a_stop_has_its_sanction,
        reassessments_are_of_what_is_revoked,
        what_is_revoked_has_a_way_back,
    ):
        law(town.unit_id)


def passed(town: Objecting, sanction_id: str) -> None:
    town.about = sanction_id
    town.running()
    town.reported()
    town.passed()


def test_both_wait_to_be_assessed_again(town: Objecting, second: str) -> None:
    assert town.assessing.cells() == {"S01": "REVOKED", "S02": "REVOKED", "S03": "DETERMINED"}
    assert living() == {"S01": ("PENDING", 2), "S02": ("PENDING", 1)}
    assert (case_of(town), town.sanction(second).state) == (("OPEN", "REVOCATION", None), "RECEIVED")
    the_laws_hold(town)


def test_the_second_annulled_leaves_the_first_with_its_way_back(town: Objecting, first: str, second: str) -> None:
    """II.2.3.s3 with II.2.2.c.s2: the case is back on the warning, and S01 may pass by itself.

    The warning is in force again, and nobody has looked at S02 since: the case ends when it is followed up (II.2.2.b).
    """
    town.decided(town.heard(second), replace(ANNUL, reinstated=(S02,)))
    assert town.assessing.cells() == {"S01": "REVOKED", "S02": "DETERMINED", "S03": "DETERMINED"}
    assert (living(), case_of(town)) == ({"S01": ("PENDING", 2)}, ("OPEN", "WARNING", None))
    the_laws_hold(town)
    passed(town, first)
    assert set(town.assessing.cells().values()) == {"DETERMINED"}
    warning = in_force(town)
    assert (case_of(town), warning.rung) == (("OPEN", "WARNING", None), "WARNING")
    assert (town.sanction(first).state, standing_of(town, first)) == ("IMPROVED", "CONCLUDED")
    the_laws_hold(town)
    report = SubmitFollowUp(text="Kebijakan dijalankan.", evidence_ids=(town.office.evidence(),))
    town.office.done(A.SANCTION, "submit_follow_up", UNIT_HEAD, str(warning.id), report)
    accepted = AcceptImprovement(verification="Diperiksa.")
    town.office.done(A.SANCTION, "accept_improvement", MEMBER, str(warning.id), accepted)
    assert case_of(town) == ("CLOSED", "WARNING", "IMPROVED")
    the_laws_hold(town)


def test_the_first_regained_voids_no_revocation_that_is_being_made(lowered: Objecting) -> None:
    """II.2.2.c.s1: of S02 no improvement followed the warning, which what S01 shows does not answer; S01 is not taken twice."""
    town = lowered
    first = str(SanctionRecord.objects(rung="REVOCATION").get().id)
    making = DraftSanction(case_id=town.case_id, rung=Rung.REVOCATION)
    draft = town.office.done(A.SANCTION, "draft", REVIEWER, payload=making).record_id
    passed(town, first)
    assert (case_of(town), town.sanction(draft).state) == (("OPEN", "WARNING", None), "DRAFT")
    assert town.sanction(first).state == "IMPROVED"
    both = replace(STEPS[Rung.REVOCATION], standards=(S01, S02))
    refused = town.office.refused(A.SANCTION, "prepare", REVIEWER, draft, both)
    assert (refused.code, "S01" in refused.message_en, "S02" in refused.message_en) == (
        RefusalCode.STANDARD_NOT_REVOCABLE,
        True,
        False,
    )
    town.office.done(A.SANCTION, "discard", REVIEWER, draft, BECAUSE)
    second = town.received(Rung.REVOCATION, replace(STEPS[Rung.REVOCATION], standards=(S02,)))
    assert (case_of(town), living()) == (("OPEN", "REVOCATION", None), {"S02": ("PENDING", 1)})
    the_laws_hold(town)
    passed(town, second)
    assert case_of(town) == ("CLOSED", "REVOCATION", "IMPROVED")
    the_laws_hold(town)


def test_nothing_is_determined_again_while_an_objection_in_the_case_is_open(
    town: Objecting, first: str, second: str
) -> None:
    """House rule: with the pass the case may end, and a measure that should not have been is annulled, not improved."""
    objection_id = town.heard(second)
    town.about = first
    town.running()
    town.reported()
    reassessment_id = str(town.reassessment().id)
    found = town.office.refused(A.REASSESSMENT, "prepare_pass", REVIEWER, reassessment_id)
    assert (found.code, found.clause) == (RefusalCode.OBJECTION_OPEN, "HOUSE")
    town.decided(objection_id, replace(ANNUL, reinstated=(S02,)))
    town.passed()
    assert town.sanction(first).state == "IMPROVED"


def test_the_second_lowered_leaves_the_first_with_its_way_back(town: Objecting, second: str) -> None:
    town.decided(town.heard(second), replace(LOWER, reinstated=(S02,)))
    assert (living(), case_of(town)) == ({"S01": ("PENDING", 2)}, ("OPEN", "WARNING", None))
    the_laws_hold(town)


def test_with_the_first_regained_the_second_is_not_improved(town: Objecting, first: str, second: str) -> None:
    """II.2.2.c.s2: the case ends when nothing of it is revoked any more."""
    passed(town, first)
    assert (case_of(town), town.sanction(second).state) == (("OPEN", "REVOCATION", None), "RECEIVED")
    assert living() == {"S02": ("PENDING", 1)}
    assert town.sanction(first).state == "IMPROVED"
    assert [standing_of(town, each) for each in (first, second)] == ["CONCLUDED", "IN_FORCE"]
    the_laws_hold(town)
    passed(town, second)
    assert [standing_of(town, each) for each in (first, second)] == ["CONCLUDED", "CONCLUDED"]
    assert (case_of(town), town.sanction(second).state) == (("CLOSED", "REVOCATION", "IMPROVED"), "IMPROVED")
    assert (living(), set(town.assessing.cells().values())) == ({}, {"DETERMINED"})
    the_laws_hold(town)


def test_with_the_second_regained_the_stop_rests_on_the_first(town: Objecting, first: str, second: str) -> None:
    """II.2.2.d: no improvement followed the revocation of S01; without the stop only that one is assessed again."""
    passed(town, second)
    assert (case_of(town), living()) == (("OPEN", "REVOCATION", None), {"S01": ("PENDING", 2)})
    assert [(town.sanction(each).state, standing_of(town, each)) for each in (first, second)] == [
        ("NOT_IMPROVED", "IN_FORCE"),
        ("IMPROVED", "CONCLUDED"),
    ]
    the_laws_hold(town)
    draft = DraftSanction(case_id=town.case_id, rung=Rung.STOP)
    refused = town.office.refused(A.SANCTION, "draft", REVIEWER, payload=draft)
    assert (refused.code, refused.clause) == (RefusalCode.REASSESSMENT_UNSETTLED, "HOUSE")
    town.about = first
    _failed(town, "S01-K1")
    stop = town.received(Rung.STOP)
    letter = printed(town, stop)
    assert letter.ground == (
        f"tidak dilakukan perbaikan setelah pencabutan sertifikat standarisasi dengan {decision(town, first)} untuk "
        "Standar S01 (contoh) (S01)"
    )
    assert [fact.standard for fact in letter.facts] == ["S01"]
    assert [each.name for each in letter.earlier] == [
        "Surat Saran/Rekomendasi",
        "Surat Teguran",
        "Keputusan Pencabutan",
        "Surat Hasil Keberatan",
    ]
    assert letter.earlier[2].number == paper_of(town, first).number != paper_of(town, second).number
    assert (town.office.record(A.UNIT, town.unit_id).state, living()) == ("STOPPED", {})
    _objected_anew(town, stop, ANNUL)
    assert (living(), case_of(town)) == ({"S01": ("PENDING", 3)}, ("OPEN", "REVOCATION", None))
    assert [town.sanction(each).state for each in (first, second)] == ["RECEIVED", "IMPROVED"]
    the_laws_hold(town)


@pytest.mark.parametrize("decided", [replace(ANNUL, reinstated=(S02,)), CONFIRM], ids=["annulled", "confirmed"])
def test_the_second_is_annulled_though_a_stop_rests_on_the_first(
    town: Objecting, first: str, second: str, decided: PrepareDecision
) -> None:
    """II.2.3.s3: filed within its term; the stop does not rest on it, and its case stays where it is."""
    passed(town, second)
    town.about = first
    _failed(town, "S01-K1")
    stop = town.received(Rung.STOP)
    before = [case_of(town), town.assessing.cells(), *(town.sanction(each).state for each in (first, stop))]
    _objected_anew(town, second, decided)
    assert town.sanction(second).state == ("IMPROVED" if decided is CONFIRM else "ANNULLED")
    assert [case_of(town), town.assessing.cells(), *(town.sanction(each).state for each in (first, stop))] == before
    assert before[0] == ("OPEN", "STOP", None)
    the_laws_hold(town)


def test_without_the_stop_after_both_both_are_assessed_again(town: Objecting, first: str, second: str) -> None:
    """II.2.3.s3 with II.2.2.c.s2: a stop of which the first runs is not drafted; issued, it ended the attempts of both."""
    town.about = second
    _failed(town, "S02-K1")
    _settled(town, second)
    town.about = first
    town.requested()
    draft = DraftSanction(case_id=town.case_id, rung=Rung.STOP)
    refused = town.office.refused(A.SANCTION, "draft", REVIEWER, payload=draft)
    assert refused.code is RefusalCode.REASSESSMENT_UNSETTLED
    done = town.reassessing("assign", ADMIN, town.team())
    town.present_and_sign(done.documents[0])
    town.scored("S01-K1")
    town.reassessing("fail", LEAD, town.conclusion())
    stop = town.received(Rung.STOP)
    letter = printed(town, stop)
    assert letter.ground == (
        f"tidak dilakukan perbaikan setelah pencabutan sertifikat standarisasi dengan {decision(town, first)} untuk "
        f"Standar S01 (contoh) (S01); dan dengan {decision(town, second)} untuk "
        "Standar S02 (contoh) (S02)"
    )
    assert [fact.standard for fact in letter.facts] == ["S01", "S02"]
    assert [each.number for each in letter.earlier[2::2]] == [paper_of(town, each).number for each in (first, second)]
    assert living() == {}
    _objected_anew(town, stop, ANNUL)
    assert living() == {"S01": ("PENDING", 3), "S02": ("PENDING", 2)}
    the_laws_hold(town)


def test_after_the_lowered_stop_is_annulled_the_next_warning_names_the_advice_alone(office: Office) -> None:
    """II.2.2.b with II.2.3.s3: it rests on the rung to which the case went back, not on what stood above it."""
    town = played(office)
    advice = town.received(Rung.ADVICE)
    _settled(town, advice)
    _settled(town, town.received(Rung.WARNING))
    _objected_anew(town, _stop_lowered(town), ANNUL)
    assert case_of(town) == ("OPEN", "ADVICE", None)
    if town.sanction(advice).state != "NOT_IMPROVED":
        _settled(town, advice)
    letter = printed(town, town.issued(Rung.WARNING))
    assert [each.number for each in letter.earlier] == [paper_of(town, advice).number]
    assert letter.earlier[0].name == "Surat Saran/Rekomendasi"


def test_a_stop_that_names_a_standard_which_is_regained_is_not_signed(office: Office) -> None:
    """House rule: between preparing and signing one of two standards passed; the letter is recalled and prepared anew."""
    town = played(office)
    revocation = town.revoked()
    _unwilling(town)
    _settled(town, revocation)
    draft = town.office.done(
        A.SANCTION, "draft", REVIEWER, payload=DraftSanction(case_id=town.case_id, rung=Rung.STOP)
    ).record_id
    town.office.done(A.SANCTION, "prepare", REVIEWER, draft, STEPS[Rung.STOP])
    town.office.present(paper_of(town, draft).id)
    town.running()
    town.reported("S02-K1")
    town.passed()
    _unwilling(town)
    town.office.done(A.DOCUMENT, "redate", SYSTEM, paper_of(town, draft).id)
    town.office.present(paper_of(town, draft).id)
    refused = town.office.refused(A.SANCTION, "issue", DEPUTY, draft, signature(paper_of(town, draft), DEPUTY))
    assert (refused.code, refused.clause, refused.subject) == (RefusalCode.PAPER_OUTDATED, "HOUSE", "standards")
    assert "standards revoked still: S01, S02; now: S02" in refused.message_en
    town.office.done(A.SANCTION, "recall", REVIEWER, draft, BECAUSE)
    town.office.done(A.SANCTION, "prepare", REVIEWER, draft, STEPS[Rung.STOP])
    town.office.present(paper_of(town, draft).id)
    assert [fact.standard for fact in printed(town, draft).facts] == ["S02"]
    signed = town.office.done(A.SANCTION, "issue", DEPUTY, draft, signature(paper_of(town, draft), DEPUTY))
    assert (signed.state, town.sanction(draft).held) == ("ISSUED", ["S02"])
