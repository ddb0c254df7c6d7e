"""Objections against the rules of II.2.3 as written out here."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.aggregates import Aggregate
from domain.document_acts import SignatureFact, SignDocument, SignedPaper
from domain.document_kinds import SignatureKind
from domain.independence import Tie
from domain.objection_acts import (
    AdmitObjection,
    FileObjection,
    FindInTime,
    HearingKind,
    ObjectionDecision,
    ObjectionState,
    Participant,
    PrepareDecision,
    Proposal,
    RecordHearing,
    answers,
    holds_up,
)
from domain.objection_rules import Limit, ObjectedSanction, ObjectionFacts, is_late
from domain.objections import OBJECTIONS
from domain.papers import PaperFacts
from domain.reasons import Reason
from domain.refusals import Refusal, RefusalCode
from domain.roles import Actor, Role
from domain.rungs import Rung
from domain.sanction_acts import ChangeSanction
from domain.standards import StandardCode
from domain.stop_forms import StopForm
from domain.tables import Effect, LetterOrder

ROWS = """
file             | -                            | SUBMITTED LATE | HL HI | II.2.3.s1 | OBJECTION_RECEIPT
accept_late      | LATE                         | SUBMITTED      | DP    | HOUSE     | NOTICE
refuse_late      | LATE                         | REFUSED_LATE   | DP    | HOUSE     | NOTICE
find_in_time     | LATE                         | SUBMITTED      | SY    | II.2.3.s1 | NOTICE
admit            | SUBMITTED EXAMINATION        | EXAMINATION    | AD    | II.2.3.s2 | NOTICE
record_hearing   | EXAMINATION                  | EXAMINATION    | RV AS | II.2.3.s2 | MINUTES
prepare_decision | EXAMINATION                  | EXAMINATION    | RV AS | II.2.3.s3 | OBJECTION_RESULT
recall_decision  | EXAMINATION                  | EXAMINATION    | RV DP | HOUSE     | -
decide           | EXAMINATION                  | DECIDED        | DP    | II.2.3.s3 | OBJECTION_RESULT
withdraw         | LATE SUBMITTED EXAMINATION   | WITHDRAWN      | HL HI | HOUSE     | -
"""

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
LAST = datetime(2026, 11, 27, 16, 59, 59, tzinfo=UTC)
S09, S11 = StandardCode.S09, StandardCode.S11
CONFIRMED, CHANGED, ANNULLED = ObjectionDecision
SIGNED = SignedPaper(
    sha256="b" * 64,
    size=1000,
    signature=SignatureFact(
        field="Tanda",
        kind=SignatureKind.PERSONAL,
        signer_id="actor",
        signer_name="Sari",
        certificate_sha256="c" * 64,
        level="B-LTA",
        certification="NO_CHANGES",
        signed_at="2026-11-22T03:00:00+00:00",
    ),
)
WAITING = PaperFacts(
    id="doc-1",
    state="AWAITING_SIGNATURE",
    sha256="a" * 64,
    signatories=frozenset({"actor"}),
    office_holders=frozenset({"actor"}),
)
BECAUSE = Reason(reason=" Alasan yang sah. ")
FILED = FileObjection(
    sanction_id="sanction-1",
    letter_number=" 12/LPSE/2026 ",
    letter_date=date(2026, 11, 22),
    grounds=" Temuan tidak sesuai keadaan. ",
    evidence_ids=("evidence-1", "evidence-2"),
)
ADMITTED = AdmitObjection(
    examiner_id="examiner", summoned_at=NOW + timedelta(days=2), place=" Jakarta ", agenda=" Bukti baru. "
)
HEAD = Participant(name=" Contoh Ramadhan ", role=" Kepala LPSE ", of_unit=True)
LKPP = Participant(name="Contoh Kusuma", role="Pereviu")
VENDOR = Participant(name="Contoh Wenda", role="Penyedia jaringan")
HEARD = RecordHearing(
    kind=HearingKind.CLARIFICATION,
    held_at=NOW - timedelta(hours=1),
    place=" Jakarta ",
    text=" Unit menunjukkan catatan. ",
    participants=(HEAD,),
    others=(VENDOR,),
)
PREPARED = PrepareDecision(decision=CONFIRMED, considerations=(" Bukti tidak mengubah temuan. ",))
ASKED = ("Tinjau hak akses.",)
PAYLOADS = {
    "file": FILED,
    "accept_late": BECAUSE,
    "refuse_late": BECAUSE,
    "find_in_time": FindInTime(last_instant=LAST + timedelta(days=4)),
    "admit": ADMITTED,
    "record_hearing": HEARD,
    "prepare_decision": PREPARED,
    "recall_decision": BECAUSE,
    "decide": SignDocument(seen_sha256="a" * 64, signed=SIGNED),
    "withdraw": BECAUSE,
}
BEFORE_A_PAPER = {"admit", "record_hearing", "prepare_decision"}
REVOKED = ObjectedSanction(
    id="sanction-1",
    state="RECEIVED",
    rung=Rung.REVOCATION,
    standards=(S09, S11),
    still_revoked=frozenset({S09, S11}),
    last_instant=LAST,
    authors=frozenset({"drafter", "finder"}),
)
HEARING = {"kind": "EXAMINATION", "text": "Pemeriksaan pertama."}


def proposal(decision=CONFIRMED, **more) -> Proposal:
    values = {"considerations": ("Bukti tidak mengubah temuan.",), "reinstated": (), "follow_up": ()}
    values |= {"revoked": (S09, S11), "asked": ASKED if decision is CHANGED else ()}
    return Proposal(**{"decision": decision, "prepared_by": "reviewer", **values, **more})


def facts_in(state, **changes) -> ObjectionFacts:
    sound = ObjectionFacts(
        state=state,
        institution_id="inst-own",
        unit_id="unit-1",
        sanction=REVOKED,
        confirmed=frozenset({"evidence-1", "evidence-2"}),
        filed_at=LAST + timedelta(days=1) if state == "LATE" else NOW - timedelta(days=1),
        examiners={"examiner": "Contoh Kusuma"},
        examiner_id="actor",
        summoned_at=NOW - timedelta(hours=2),
        hearings=(HEARING,),
        limits={Rung.WARNING: Limit(days=14, reached=True), Rung.REVOCATION: Limit(days=30, reached=True)},
        proposal=proposal(),
        paper=WAITING,
    )
    return replace(sound, **changes)


def situation(verb, state, role):
    without = {"paper": None} if verb in BEFORE_A_PAPER else {}
    return facts_in(state, **without), PAYLOADS.get(verb)


@pytest.fixture
def book(rule_book):
    return rule_book(OBJECTIONS, ROWS, situation)


@pytest.fixture
def attempt(try_act):
    def act(verb, role, *, state, payload=None, now=NOW, **changes):
        if verb in BEFORE_A_PAPER:
            changes = {"paper": None, **changes}
        return try_act(OBJECTIONS, facts_in(state, **changes), verb, role, payload or PAYLOADS[verb], now=now)

    return act


# --- the whole table ------------------------------------------------------------------------------------------------


def test_the_table_has_the_rows_of_the_rule_book_and_no_other(book) -> None:
    book.verbs_agree()


def test_every_state_is_reached_and_only_final_states_have_no_exit(book) -> None:
    book.states_live()
    assert set(OBJECTIONS.final) == {"DECIDED", "REFUSED_LATE", "WITHDRAWN"}


def test_every_verb_in_every_state_by_every_role_is_lawful_or_refused(book) -> None:
    book.every_combination()


def test_another_institution_sees_no_objection(book) -> None:
    book.strangers_see_nothing()


# --- filing (II.2.3.s1) ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rung", list(Rung))
@pytest.mark.parametrize("state", ["RECEIVED", "FOLLOW_UP"])
def test_each_of_the_four_rungs_may_be_objected_to(rung, state, outcome) -> None:
    sanction = replace(REVOKED, rung=rung, state=state)
    assert outcome("file", Role.UNIT_HEAD, state=None, sanction=sanction)[0] == "SUBMITTED"


@pytest.mark.parametrize(
    ("now", "state", "late"),
    [
        (LAST, "SUBMITTED", False),
        (LAST.replace(microsecond=999_999), "SUBMITTED", False),
        (LAST + timedelta(seconds=1), "LATE", True),
        (LAST + timedelta(days=400), "LATE", True),
    ],
)
def test_at_the_last_instant_it_is_in_time_and_a_second_later_it_is_kept_as_late(now, state, late, outcome) -> None:
    found, result = outcome("file", Role.UNIT_HEAD, state=None, now=now)
    assert (found, result.changes["late"]) == (state, late)
    assert result.letters == (LetterOrder(kind="OBJECTION_RECEIPT", document_id="fresh-document"),)


def test_what_is_filed_is_kept_word_for_word_with_the_instant_that_decided(outcome) -> None:
    _state, result = outcome("file", Role.INSTITUTION_HEAD, state=None, suspends=True)
    assert result.changes == {
        "institution_id": "inst-own",
        "unit_id": "unit-1",
        "sanction_id": "sanction-1",
        "open_on": "sanction-1",
        "letter_number": "12/LPSE/2026",
        "letter_date": "2026-11-22",
        "grounds": "Temuan tidak sesuai keadaan.",
        "evidence_ids": ["evidence-1", "evidence-2"],
        "filed_by": "actor",
        "filed_at": NOW,
        "late": False,
        "last_instant": LAST,
        "suspends": True,
        "result_until": None,
    }
    assert result.effects == ()


UNTIL = date(2026, 12, 11)


def test_an_internal_limit_of_the_result_begins_when_the_objection_is_to_be_heard(outcome) -> None:
    """With the filing in time, or when a late one is accepted; not from the decree."""
    in_time = outcome("file", Role.UNIT_HEAD, state=None, result_until=UNTIL)[1]
    late = outcome("file", Role.UNIT_HEAD, state=None, result_until=UNTIL, now=LAST + timedelta(seconds=1))[1]
    accepted = outcome("accept_late", Role.DEPUTY, state="LATE", result_until=UNTIL)[1]
    refused_late = outcome("refuse_late", Role.DEPUTY, state="LATE", result_until=UNTIL)[1]
    assert [each.changes["result_until"] for each in (in_time, late, accepted)] == ["2026-12-11", None, "2026-12-11"]
    assert "result_until" not in refused_late.changes


def test_a_late_objection_suspends_nothing(outcome) -> None:
    _state, result = outcome("file", Role.UNIT_HEAD, state=None, suspends=True, now=LAST + timedelta(seconds=1))
    assert result.changes["suspends"] is False


@pytest.mark.parametrize("state", ["DRAFT", "AWAITING_SIGNATURE", "ISSUED", "CHANGED", "ANNULLED", "VOID"])
def test_what_was_not_received_or_is_taken_back_is_not_objected_to(state, refused) -> None:
    found = refused("file", Role.UNIT_HEAD, state=None, sanction=replace(REVOKED, state=state))
    assert found == (RefusalCode.WRONG_STATE, "II.2.3.s1", "sanction")


@pytest.mark.parametrize("state", ["ISSUED", "IMPROVED", "RECEIVED"])
def test_without_a_proven_receipt_there_is_no_objection_yet(state, refused) -> None:
    """II.2.3.s1: the term begins with it; the refusal says so, also of what ended in improvement before."""
    found = refused("file", Role.UNIT_HEAD, state=None, sanction=replace(REVOKED, state=state, last_instant=None))
    assert found == (RefusalCode.RECEIPT_NOT_PROVEN, "HOUSE", "sanction")
    assert is_late(replace(REVOKED, last_instant=None), NOW) is True


def test_after_no_improvement_was_recorded_an_objection_is_late_and_kept(outcome) -> None:
    """Its term is over by then; whether it is heard the Deputy decides. House rule."""
    settled = replace(REVOKED, state="NOT_IMPROVED")
    found, _result = outcome("file", Role.UNIT_HEAD, state=None, sanction=settled, now=LAST + timedelta(seconds=1))
    assert found == "LATE"


def test_an_unknown_sanction_is_not_found(refused) -> None:
    found = refused("file", Role.UNIT_HEAD, state=None, sanction=None)
    assert found == (RefusalCode.NOT_FOUND, "HOUSE", "sanction")


def test_one_objection_at_a_time(refused) -> None:
    found = refused("file", Role.UNIT_HEAD, state=None, another_open=True)
    assert found == (RefusalCode.OBJECTION_OPEN, "HOUSE", "sanction")


def test_evidence_must_be_there_confirmed_and_ones_own(refused) -> None:
    nothing = refused("file", Role.UNIT_HEAD, state=None, payload=replace(FILED, evidence_ids=()))
    assert nothing == (RefusalCode.ATTACHMENT_MISSING, "II.2.3.s1", "evidence")
    foreign = refused("file", Role.UNIT_HEAD, state=None, confirmed=frozenset({"evidence-1"}))
    assert foreign == (RefusalCode.EVIDENCE_NOT_CONFIRMED, "HOUSE", "evidence")


def test_the_letter_bears_no_date_to_come(refused) -> None:
    tomorrow = replace(FILED, letter_date=date(2026, 11, 23))
    assert refused("file", Role.UNIT_HEAD, state=None, payload=tomorrow) == (
        RefusalCode.INVALID_INPUT,
        "HOUSE",
        "letterDate",
    )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, None),
        ({"letter_number": " "}, "letterNumber"),
        ({"letter_number": "1" * 201}, "letterNumber"),
        ({"grounds": ""}, "grounds"),
        ({"evidence_ids": ("a", "a")}, "evidence"),
    ],
)
def test_an_objection_is_a_letter_with_grounds(changes, field, first_problem_field) -> None:
    assert first_problem_field(replace(FILED, **changes)) == field


# --- late ones (house rule) -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "state", "more"),
    [("accept_late", "SUBMITTED", {"suspends": True}), ("refuse_late", "REFUSED_LATE", {"suspends": False})],
)
def test_the_deputy_answers_a_late_objection_and_the_unit_is_told(verb, state, more, outcome) -> None:
    found, result = outcome(verb, Role.DEPUTY, state="LATE", suspends=True)
    settled = {"result_until": None} if state == "SUBMITTED" else {"open_on": None}
    assert (found, result.changes) == (state, {"late_reason": "Alasan yang sah.", **more, **settled})
    assert (result.reason, result.letters) == (
        "Alasan yang sah.",
        (
            LetterOrder(
                kind="NOTICE",
                document_id="fresh-document",
                details={"about": verb, "reason": "Alasan yang sah."},
            ),
        ),
    )


def test_where_so_configured_a_late_objection_can_only_be_refused(refused) -> None:
    found = refused("accept_late", Role.DEPUTY, state="LATE", accepts_late=False)
    assert found == (RefusalCode.NOT_CONFIGURED, "HOUSE", "")
    assert refused("refuse_late", Role.DEPUTY, state="LATE", accepts_late=False) is None


@pytest.mark.parametrize("verb", ["accept_late", "refuse_late"])
@pytest.mark.parametrize("filed_at", [LAST, LAST + timedelta(seconds=1)])
def test_nobody_calls_an_objection_late_by_an_estimate(verb, filed_at, refused) -> None:
    """II.2.3.s1 gives five working days, and nobody knows yet which they are. House rule."""
    guessed = replace(REVOKED, limit_is_estimated=True)
    found = refused(verb, Role.DEPUTY, state="LATE", sanction=guessed, filed_at=filed_at, accepts_late=False)
    assert found == (RefusalCode.LIMIT_ESTIMATED, "HOUSE", "lastInstant")


@pytest.mark.parametrize(("more", "is_refused"), [({"microsecond": 999_999}, True), ({}, True), (None, False)])
def test_what_is_in_time_by_the_limit_on_record_is_not_refused_as_late(more, is_refused, refused) -> None:
    filed_at = LAST + timedelta(seconds=1) if more is None else LAST.replace(**more)
    found = refused("refuse_late", Role.DEPUTY, state="LATE", filed_at=filed_at)
    assert found == ((RefusalCode.OBJECTION_IN_TIME, "II.2.3.s1", "lastInstant") if is_refused else None)


def test_one_that_stayed_late_on_record_though_in_time_is_accepted_whatever_is_configured(outcome) -> None:
    """A limit that was counted anew before there was `find_in_time`: the Deputy's act puts it right."""
    built_upon = replace(UNIMPROVED, stands=False)
    after, result = outcome(
        "accept_late", Role.DEPUTY, state="LATE", filed_at=LAST, accepts_late=False, sanction=built_upon, suspends=True
    )
    assert after == "SUBMITTED"
    assert result.changes == {
        "late_reason": "Alasan yang sah.",
        "suspends": True,
        "result_until": None,
        "late": False,
        "last_instant": LAST,
    }


def test_an_objection_within_the_limit_counted_anew_is_heard_as_any_other(outcome) -> None:
    after, result = outcome("find_in_time", Role.SYSTEM, state="LATE", suspends=True, result_until=UNTIL)
    assert (after, result.effects) == ("SUBMITTED", ())
    assert result.changes == {
        "late": False,
        "found_in_time_id": result.letters[0].document_id,
        "found_in_time_on": "2026-11-22",
        "last_instant": LAST + timedelta(days=4),
        "suspends": True,
        "result_until": "2026-12-11",
    }
    [order] = result.letters
    assert (order.kind, order.details) == ("NOTICE", {"about": "find_in_time"})


# --- examination (II.2.3.s2) ----------------------------------------------------------------------------------------


def test_the_unit_is_summoned_to_an_examiner(outcome) -> None:
    _state, result = outcome("admit", Role.ADMIN, state="SUBMITTED")
    assert result.changes == {"examiner_id": "examiner", "summoned_at": NOW + timedelta(days=2)}
    (summons,) = result.letters
    assert summons.details == {
        "about": "admit",
        "at": "2026-11-24T03:00:00+00:00",
        "place": "Jakarta",
        "agenda": "Bukti baru.",
    }


@pytest.mark.parametrize("author", ["drafter", "finder"])
def test_who_drafted_or_assessed_the_sanction_does_not_examine_it(author, refused) -> None:
    payload = replace(ADMITTED, examiner_id=author)
    found = refused("admit", Role.ADMIN, state="SUBMITTED", payload=payload, examiners={author: "Contoh"})
    assert found == (RefusalCode.CONFLICT_OF_INTEREST, "HOUSE", "examiner")


@pytest.mark.parametrize("tie", list(Tie))
def test_who_is_tied_to_the_institution_or_mentored_the_unit_does_not_examine_it(tie, refused) -> None:
    found = refused("admit", Role.ADMIN, state="SUBMITTED", ties={"examiner": tie})
    assert found == (RefusalCode.CONFLICT_OF_INTEREST, "HOUSE", "examiner")


def test_the_examiner_is_a_reviewer_or_assessor_of_lkpp(refused) -> None:
    found = refused("admit", Role.ADMIN, state="SUBMITTED", examiners={})
    assert found == (RefusalCode.NOT_FOUND, "HOUSE", "examiner")


def test_nobody_is_summoned_to_the_past(refused) -> None:
    now = replace(ADMITTED, summoned_at=NOW)
    assert refused("admit", Role.ADMIN, state="SUBMITTED", payload=now)[2] == "summonedAt"


@pytest.mark.parametrize(("changes", "field"), [({}, None), ({"place": ""}, "place"), ({"agenda": "\x00"}, "agenda")])
def test_a_summons_says_where_and_why(changes, field, first_problem_field) -> None:
    assert first_problem_field(replace(ADMITTED, **changes)) == field


def test_a_hearing_is_recorded_beside_those_before(outcome) -> None:
    _state, result = outcome("record_hearing", Role.ASSESSOR, state="EXAMINATION")
    assert result.changes == {
        "hearings": [
            HEARING,
            {
                "kind": "CLARIFICATION",
                "held_at": NOW - timedelta(hours=1),
                "place": "Jakarta",
                "text": "Unit menunjukkan catatan.",
                "participants": [{"name": "Contoh Ramadhan", "role": "Kepala LPSE", "of_unit": True}],
                "others": [{"name": "Contoh Wenda", "role": "Penyedia jaringan", "of_unit": False}],
                "waiver": None,
                "missed_summons": None,
                "recorded_by": "actor",
                "document_id": "fresh-document",
            },
        ]
    }
    assert result.letters == (LetterOrder(kind="MINUTES", document_id="fresh-document"),)


def test_a_clarification_is_with_the_operator_or_another_party() -> None:
    """II.2.3.s2: "kepada pengelola layanan pengadaan secara elektronik dan/atau pihak lain yang dianggap perlu"."""
    found = replace(HEARD, participants=(LKPP,), others=()).problem()
    assert found is not None
    assert (found.code, found.clause, found.subject) == (RefusalCode.INVALID_INPUT, "II.2.3.s2", "participants")
    assert found.slots["problem_en"] == (
        "a clarification is with the operator (ofUnit) or another party (others); without them record an examination "
        "(kind EXAMINATION)."
    )


@pytest.mark.parametrize(
    ("changes", "before", "missed"),
    [
        ({"participants": (LKPP,), "others": (), "kind": HearingKind.EXAMINATION}, {}, True),
        ({"participants": ()}, {}, True),
        ({}, {}, False),
        ({"participants": (), "waiver": "Tidak perlu ditunggu."}, {}, False),
        ({"participants": ()}, {"participants": [{"of_unit": True}]}, False),
        ({"participants": ()}, {"participants": [{"of_unit": False}]}, True),
        ({"participants": ()}, {"waiver": "Tidak perlu ditunggu."}, False),
    ],
)
def test_a_hearing_says_that_the_unit_was_summoned_and_did_not_come(changes, before, missed, outcome) -> None:
    """House rule: the record shows whether the operator could be heard (II.2.3.s2)."""
    _state, result = outcome(
        "record_hearing",
        Role.ASSESSOR,
        state="EXAMINATION",
        payload=replace(HEARD, **changes),
        hearings=({**HEARING, **before},),
    )
    assert result.changes["hearings"][-1]["missed_summons"] == (NOW - timedelta(hours=2) if missed else None)


def test_only_the_examiner_records_a_hearing(refused) -> None:
    found = refused("record_hearing", Role.REVIEWER, state="EXAMINATION", examiner_id="examiner")
    assert found == (RefusalCode.NOT_ASSIGNED, "HOUSE", "record")


@pytest.mark.parametrize("verb", ["record_hearing", "prepare_decision"])
@pytest.mark.parametrize(
    "changes", [{"ties": {"actor": Tie.MENTOR}}, {"sanction": replace(REVOKED, authors=frozenset({"actor"}))}]
)
def test_who_no_longer_stands_apart_neither_hears_nor_prepares_the_decision(verb, changes, refused) -> None:
    """II.2.3.s2."""
    found = refused(verb, Role.REVIEWER, state="EXAMINATION", **changes)
    assert found == (RefusalCode.CONFLICT_OF_INTEREST, "HOUSE", "examiner")


@pytest.mark.parametrize(
    ("held", "changes", "expected"),
    [
        (timedelta(0), {}, None),
        (timedelta(seconds=-1), {}, (RefusalCode.HEARING_BEFORE_SUMMONS, "HOUSE", "heldAt")),
        (timedelta(seconds=-1), {"participants": (HEAD,)}, None),
        (timedelta(seconds=-1), {"waiver": "Tidak perlu ditunggu."}, None),
    ],
)
def test_without_the_unit_nobody_is_heard_before_the_summons(held, changes, expected, refused) -> None:
    """II.2.3.s2: "klarifikasi kepada pengelola"."""
    summoned = NOW - timedelta(hours=1)
    hearing = replace(HEARD, **{"participants": (), "held_at": summoned + held, **changes})
    assert (
        refused("record_hearing", Role.REVIEWER, state="EXAMINATION", payload=hearing, summoned_at=summoned) == expected
    )


def test_where_nobody_was_summoned_any_hearing_since_the_filing_counts(refused) -> None:
    hearing = replace(HEARD, participants=())
    assert refused("record_hearing", Role.REVIEWER, state="EXAMINATION", payload=hearing, summoned_at=None) is None


@pytest.mark.parametrize(
    ("state", "answered_before", "expected"),
    [
        ("LATE", False, True),
        ("LATE", True, False),
        ("SUBMITTED", True, True),
        ("EXAMINATION", True, True),
        ("DECIDED", False, False),
        ("WITHDRAWN", False, False),
    ],
)
def test_only_a_further_late_objection_holds_nothing_up(state, answered_before, expected) -> None:
    """II.2.3.s1."""
    assert holds_up(state, answered_before=answered_before) is expected


@pytest.mark.parametrize(
    ("state", "late", "expected"),
    [
        ("DECIDED", False, True),
        ("REFUSED_LATE", True, True),
        ("WITHDRAWN", True, True),
        ("WITHDRAWN", False, False),
        ("LATE", True, False),
    ],
)
def test_what_answers_an_objection(state, late, expected) -> None:
    assert answers(state, late=late) is expected


def test_no_hearing_is_added_to_a_decision_that_waits(refused) -> None:
    found = refused("record_hearing", Role.REVIEWER, state="EXAMINATION", paper=WAITING)
    assert found == (RefusalCode.PAPER_WAITING, "HOUSE", "record")


@pytest.mark.parametrize("held_at", [NOW + timedelta(seconds=1), NOW - timedelta(days=1, seconds=1)])
def test_a_hearing_lies_between_the_filing_and_now(held_at, refused) -> None:
    assert refused("record_hearing", Role.REVIEWER, state="EXAMINATION", payload=replace(HEARD, held_at=held_at))[
        2
    ] == ("heldAt")


def test_a_hearing_before_any_filing_is_refused(refused) -> None:
    assert refused("record_hearing", Role.REVIEWER, state="EXAMINATION", filed_at=None)[2] == "heldAt"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, None),
        ({"others": ()}, None),
        ({"participants": ()}, None),
        ({"participants": (), "others": ()}, "participants"),
        ({"participants": (LKPP,), "others": ()}, "participants"),
        ({"participants": (LKPP,), "others": (), "kind": HearingKind.EXAMINATION}, None),
        ({"participants": (LKPP,)}, None),
        ({"participants": (LKPP, HEAD), "others": ()}, None),
        ({"participants": (replace(HEAD, name=""),)}, "participants.name"),
        ({"others": (replace(VENDOR, role=""),)}, "participants.role"),
        ({"place": ""}, "place"),
        ({"text": " "}, "text"),
        ({"waiver": "Tidak perlu ditunggu."}, None),
        ({"waiver": " "}, "waiver"),
    ],
)
def test_a_hearing_says_who_was_heard_and_what(changes, field, first_problem_field) -> None:
    assert first_problem_field(replace(HEARD, **changes)) == field


# --- the decision (II.2.3.s3) ---------------------------------------------------------------------------------------


def test_a_decision_is_put_before_the_deputy_by_its_paper(outcome) -> None:
    payload = PrepareDecision(
        decision=CHANGED,
        considerations=(" Standar 9 dipenuhi. ",),
        reinstated=(S09,),
        follow_up=(" Standar 11 dinilai ulang. ",),
        asked=ASKED,
    )
    _state, result = outcome("prepare_decision", Role.REVIEWER, state="EXAMINATION", payload=payload)
    assert result.changes == {
        "proposal": {
            "decision": "SANCTION_CHANGED",
            "considerations": ["Standar 9 dipenuhi."],
            "reinstated": ["S09"],
            "follow_up": ["Standar 11 dinilai ulang."],
            "prepared_by": "actor",
            "rung": None,
            "stop_form": None,
            "stop_text": None,
            "asked": list(ASKED),
            "limit_days": 30,
            "revoked": ["S09", "S11"],
            "over": False,
        },
        "document_id": "fresh-document",
    }
    assert result.letters == (LetterOrder(kind="OBJECTION_RESULT", document_id="fresh-document"),)


@pytest.mark.parametrize("more", [{}, {"rung": Rung.WARNING, "stop_form": StopForm.OTHER, "stop_text": "Pembatasan."}])
def test_a_proposal_is_kept_as_it_was_made(more) -> None:
    made = proposal(CHANGED, reinstated=(S09, S11), follow_up=("Teguran.",), **more)
    assert Proposal.of(made.values()) == made


@pytest.mark.parametrize("verb", ["prepare_decision", "decide"])
def test_nothing_is_decided_without_a_record_of_a_hearing(verb, refused) -> None:
    role = Role.DEPUTY if verb == "decide" else Role.REVIEWER
    found = refused(verb, role, state="EXAMINATION", hearings=())
    assert found == (RefusalCode.HEARING_MISSING, "II.2.3.s2", "record")


def test_an_assessor_prepares_only_what_he_examined_himself(refused) -> None:
    assert refused("prepare_decision", Role.ASSESSOR, state="EXAMINATION") is None
    other = refused("prepare_decision", Role.ASSESSOR, state="EXAMINATION", examiner_id="examiner")
    assert other == (RefusalCode.NOT_ASSIGNED, "HOUSE", "record")
    assert refused("prepare_decision", Role.REVIEWER, state="EXAMINATION", examiner_id="examiner") is None


def test_no_author_of_the_sanction_prepares_the_decision_on_it(refused) -> None:
    mine = replace(REVOKED, authors=frozenset({"actor"}))
    found = refused("prepare_decision", Role.REVIEWER, state="EXAMINATION", sanction=mine)
    assert found == (RefusalCode.CONFLICT_OF_INTEREST, "HOUSE", "examiner")


def test_a_second_decision_waits_until_the_first_is_recalled(refused) -> None:
    found = refused("prepare_decision", Role.REVIEWER, state="EXAMINATION", paper=WAITING)
    assert found == (RefusalCode.PAPER_WAITING, "HOUSE", "record")
    void = replace(WAITING, state="VOID")
    assert refused("prepare_decision", Role.REVIEWER, state="EXAMINATION", paper=void) is None


WARNED = replace(REVOKED, rung=Rung.WARNING, standards=(), still_revoked=frozenset())
STOPPED = replace(REVOKED, rung=Rung.STOP, standards=(), still_revoked=frozenset())
DONE = ("Dilaksanakan.",)


@pytest.mark.parametrize(
    ("sanction", "given", "field"),
    [
        (REVOKED, {"decision": CONFIRMED}, None),
        (REVOKED, {"decision": CONFIRMED, "reinstated": (S09,)}, "reinstated"),
        (REVOKED, {"decision": CONFIRMED, "rung": Rung.WARNING}, "rung"),
        (REVOKED, {"decision": ANNULLED, "reinstated": (S09, S11)}, None),
        (REVOKED, {"decision": ANNULLED, "reinstated": (S09,)}, "reinstated"),
        (REVOKED, {"decision": ANNULLED}, "reinstated"),
        (REVOKED, {"decision": CHANGED, "reinstated": (S11,), "asked": ASKED}, None),
        (REVOKED, {"decision": CHANGED, "reinstated": (S11,), "rung": Rung.REVOCATION, "asked": ASKED}, None),
        (REVOKED, {"decision": CHANGED}, "reinstated"),
        (REVOKED, {"decision": CHANGED, "reinstated": (S09, S11)}, "reinstated"),
        (REVOKED, {"decision": CHANGED, "reinstated": (StandardCode.S01,)}, "reinstated"),
        (REVOKED, {"decision": CHANGED, "reinstated": (S09, S11), "rung": Rung.WARNING, "asked": ASKED}, None),
        (REVOKED, {"decision": CHANGED, "reinstated": (S09, S11), "rung": Rung.WARNING}, "asked"),
        (WARNED, {"decision": CHANGED, "asked": ()}, "asked"),
        (REVOKED, {"decision": CHANGED, "reinstated": (S11,)}, "asked"),
        (STOPPED, {"decision": CHANGED, "stop_form": StopForm.ACCESS_TAKEOVER}, "asked"),
        (WARNED, {"decision": CONFIRMED, "asked": ASKED}, "asked"),
        (WARNED, {"decision": ANNULLED, "asked": ASKED}, "asked"),
        (REVOKED, {"decision": CHANGED, "reinstated": (S09,), "rung": Rung.WARNING}, "reinstated"),
        (REVOKED, {"decision": CHANGED, "reinstated": (S09,), "rung": Rung.STOP}, "rung"),
        (WARNED, {"decision": CHANGED, "asked": ASKED}, None),
        (WARNED, {"decision": CHANGED, "rung": Rung.ADVICE, "asked": ASKED}, None),
        (WARNED, {"decision": CHANGED, "reinstated": (S09,)}, "reinstated"),
        (WARNED, {"decision": CHANGED, "stop_form": StopForm.ACCESS_TAKEOVER}, "rung"),
        (WARNED, {"decision": ANNULLED}, None),
        (STOPPED, {"decision": ANNULLED, "stop_form": StopForm.OTHER, "stop_text": "x"}, "rung"),
        (STOPPED, {"decision": CHANGED, "stop_form": StopForm.ACCESS_TAKEOVER, "asked": ASKED}, None),
        (STOPPED, {"decision": CHANGED, "stop_form": StopForm.OTHER, "stop_text": "Pembatasan.", "asked": ASKED}, None),
        (STOPPED, {"decision": CHANGED, "stop_form": StopForm.REVOCATION}, "rung"),
        (STOPPED, {"decision": CHANGED}, "rung"),
        (STOPPED, {"decision": CHANGED, "rung": Rung.STOP}, "rung"),
        (
            STOPPED,
            {"decision": CHANGED, "rung": Rung.STOP, "stop_form": StopForm.ACCESS_TAKEOVER, "asked": ASKED},
            None,
        ),
        (STOPPED, {"decision": CHANGED, "stop_text": "Pembatasan."}, "stopText"),
        (STOPPED, {"decision": CHANGED, "stop_form": StopForm.ACCESS_TAKEOVER, "stop_text": "x"}, "stopText"),
        (STOPPED, {"decision": CHANGED, "rung": Rung.ADVICE, "asked": ASKED, "stop_text": "x"}, "stopText"),
        (STOPPED, {"decision": CHANGED, "rung": Rung.REVOCATION}, "rung"),
        (STOPPED, {"decision": CHANGED, "rung": Rung.WARNING, "asked": ASKED}, None),
    ],
)
def test_a_decision_names_exactly_what_it_reinstates_or_puts_in_place(sanction, given, field, refused) -> None:
    payload = PrepareDecision(considerations=("Pertimbangan.",), follow_up=DONE, **given)
    found = refused("prepare_decision", Role.REVIEWER, state="EXAMINATION", payload=payload, sanction=sanction)
    assert found == (None if field is None else (RefusalCode.INVALID_INPUT, "HOUSE", field))


def test_a_change_leaves_something_revoked(refused) -> None:
    """II.2.2.c.s2: what a re-assessment determined again is no longer revoked, so that nothing would be assessed again."""
    regained = replace(REVOKED, still_revoked=frozenset({S11}))
    payload = PrepareDecision(decision=CHANGED, considerations=("-",), follow_up=DONE, reinstated=(S11,), asked=ASKED)
    more = {"state": "EXAMINATION", "sanction": regained}
    found = refused("prepare_decision", Role.REVIEWER, payload=payload, **more)
    assert found == (RefusalCode.INVALID_INPUT, "HOUSE", "reinstated")
    assert refused("prepare_decision", Role.REVIEWER, payload=replace(payload, reinstated=(S09,)), **more) is None


def test_a_change_names_what_is_asked_and_by_when_on_the_rung_that_it_puts_in_place(outcome) -> None:
    """II.2.2.b; the limit is the house's own, that of the new rung."""
    payload = PrepareDecision(
        decision=CHANGED,
        considerations=("Cukup teguran.",),
        follow_up=DONE,
        reinstated=(S09, S11),
        rung=Rung.WARNING,
        asked=(" Tinjau hak akses. ",),
    )
    _state, result = outcome("prepare_decision", Role.REVIEWER, state="EXAMINATION", payload=payload)
    kept = result.changes["proposal"]
    assert (kept["asked"], kept["limit_days"], kept["revoked"]) == (["Tinjau hak akses."], 14, ["S09", "S11"])
    made = Proposal.of(kept)
    assert (made.asked, made.limit_days, made.revoked) == (ASKED, 14, (S09, S11))
    _state, result = outcome("decide", Role.DEPUTY, state="EXAMINATION", proposal=replace(made, prepared_by="reviewer"))
    change = result.effects[1].payload
    assert (change.rung, change.asked, change.limit_days) == (Rung.WARNING, ASKED, 14)


def test_a_limit_that_the_calendar_does_not_reach_is_not_promised(refused) -> None:
    beyond = {Rung.WARNING: Limit(days=14, reached=False), Rung.ADVICE: Limit(days=3, reached=True)}
    more = {"state": "EXAMINATION", "sanction": WARNED, "limits": beyond}
    change = PrepareDecision(decision=CHANGED, considerations=("-",), follow_up=DONE, asked=ASKED)
    found = refused("prepare_decision", Role.REVIEWER, payload=change, **more)
    assert found == (RefusalCode.OUTSIDE_CALENDAR, "HOUSE", "calendar")
    lower = replace(change, rung=Rung.ADVICE)
    assert refused("prepare_decision", Role.REVIEWER, payload=lower, **more) is None
    assert refused("prepare_decision", Role.REVIEWER, **more) is None


def test_the_letter_waits_for_the_number_of_the_minutes_that_it_names(refused) -> None:
    """II.2.3.s3: the result rests on the records of the hearings, which it names by their numbers."""
    more = {"state": "EXAMINATION", "unnumbered": ("2026-11-22",)}
    found = refused("prepare_decision", Role.REVIEWER, **more)
    assert found == (RefusalCode.MINUTES_NOT_NUMBERED, "HOUSE", "hearings")
    assert refused("decide", Role.DEPUTY, **more) is None


@pytest.mark.parametrize("decision", [CHANGED, ANNULLED])
def test_what_has_been_determined_again_since_stops_the_signature(decision, refused) -> None:
    """II.2.3.s3: the letter says which standards come back and which stay revoked."""
    regained = replace(REVOKED, still_revoked=frozenset({S11}))
    more = {"state": "EXAMINATION", "sanction": regained}
    found = refused("decide", Role.DEPUTY, proposal=proposal(decision), **more)
    assert found == (RefusalCode.PAPER_OUTDATED, "HOUSE", "standards")
    assert refused("decide", Role.DEPUTY, proposal=proposal(), **more) is None
    assert refused("decide", Role.DEPUTY, proposal=proposal(decision, revoked=(S11,)), **more) is None


def test_without_its_sanction_nothing_is_prepared(refused) -> None:
    found = refused("prepare_decision", Role.REVIEWER, state="EXAMINATION", sanction=None)
    assert found == (RefusalCode.NOT_FOUND, "HOUSE", "sanction")


UNIMPROVED = replace(REVOKED, state="NOT_IMPROVED")


def test_a_sanction_without_improvement_is_changed_or_annulled_while_the_case_stands_on_it(refused) -> None:
    """II.2.3.s3: the result is the basis of what follows on the measure imposed, whatever became of it meanwhile."""
    annul = PrepareDecision(decision=ANNULLED, considerations=("Pertimbangan.",), reinstated=(S09, S11))
    more = {"state": "EXAMINATION", "sanction": UNIMPROVED}
    assert refused("prepare_decision", Role.REVIEWER, payload=annul, **more) is None
    assert refused("decide", Role.DEPUTY, proposal=proposal(ANNULLED), **more) is None
    assert refused("decide", Role.DEPUTY, proposal=proposal(CHANGED), **more) is None


def test_one_that_was_followed_is_annulled_changed_or_confirmed(refused) -> None:
    """II.2.3.s1, s3: the right is against each measure imposed, and the result follows up on it whatever became of it."""
    improved = replace(REVOKED, state="IMPROVED", still_revoked=frozenset())
    assert refused("file", Role.UNIT_HEAD, state=None, sanction=improved) is None
    more = {"state": "EXAMINATION", "sanction": improved}
    for decision in ObjectionDecision:
        written = proposal(decision, revoked=(), asked=())
        assert refused("decide", Role.DEPUTY, proposal=written, **more) is None
    change = PrepareDecision(decision=CHANGED, considerations=("-",), follow_up=DONE, reinstated=(S09,))
    assert refused("prepare_decision", Role.REVIEWER, payload=change, **more) is None
    lower = replace(change, reinstated=(S09, S11), rung=Rung.WARNING)
    assert refused("prepare_decision", Role.REVIEWER, payload=lower, **more) is None
    asks = replace(lower, asked=ASKED)
    found = refused("prepare_decision", Role.REVIEWER, payload=asks, **more)
    assert found == (RefusalCode.INVALID_INPUT, "HOUSE", "asked")


def test_of_one_that_was_followed_no_limit_is_set_anew(outcome) -> None:
    improved = replace(WARNED, state="IMPROVED")
    change = PrepareDecision(decision=CHANGED, considerations=("-",), follow_up=DONE, rung=Rung.ADVICE)
    _state, result = outcome("prepare_decision", Role.REVIEWER, state="EXAMINATION", payload=change, sanction=improved)
    assert result.changes["proposal"]["limit_days"] is None


@pytest.mark.parametrize(
    ("settled", "wrong"),
    [
        (replace(REVOKED, state="CHANGED"), (RefusalCode.WRONG_STATE, "II.2.3.s3", "sanction")),
        (replace(UNIMPROVED, stands=False), (RefusalCode.LATER_SANCTION_STANDS, "HOUSE", "sanction")),
        (replace(REVOKED, state="IMPROVED", stands=False), (RefusalCode.LATER_SANCTION_STANDS, "HOUSE", "sanction")),
    ],
    ids=["changed", "a later sanction stands on it", "regained, and a later one stands on it"],
)
def test_what_is_over_or_built_upon_can_only_be_confirmed(settled, wrong, refused) -> None:
    annul = PrepareDecision(decision=ANNULLED, considerations=("Pertimbangan.",), reinstated=(S09, S11))
    more = {"state": "EXAMINATION", "sanction": settled}
    assert refused("prepare_decision", Role.REVIEWER, payload=annul, **more) == wrong
    assert refused("prepare_decision", Role.REVIEWER, **more) is None
    assert refused("decide", Role.DEPUTY, proposal=proposal(ANNULLED), **more) == wrong
    assert refused("decide", Role.DEPUTY, **more) is None
    missing = refused("decide", Role.DEPUTY, proposal=proposal(ANNULLED), state="EXAMINATION", sanction=None)
    assert missing == (RefusalCode.WRONG_STATE, "II.2.3.s3", "sanction")


@pytest.mark.parametrize(
    ("more", "rung", "reinstated", "asks"),
    [
        ({"rung": Rung.WARNING, "standards": ()}, Rung.ADVICE, (), False),
        ({"still_revoked": frozenset()}, Rung.WARNING, (S09, S11), False),
        ({"still_revoked": frozenset()}, None, (S09,), False),
        ({}, None, (S09,), True),
        ({}, Rung.WARNING, (S09, S11), False),
    ],
)
def test_of_a_case_that_is_over_nothing_is_asked_unless_a_standard_stays_revoked(
    more, rung, reinstated, asks, refused, outcome
) -> None:
    """House rule: what takes the place is over with its case; a standard that stays revoked is assessed again."""
    sanction = replace(UNIMPROVED, over=True, **more)
    given = {"decision": CHANGED, "considerations": ("Cukup.",), "reinstated": reinstated, "rung": rung}
    given["follow_up"] = ("Lanjut.",)
    asked = PrepareDecision(**given, asked=ASKED)
    silent = PrepareDecision(**given)
    facts = {"state": "EXAMINATION", "sanction": sanction}
    wrong, right = (silent, asked) if asks else (asked, silent)
    found = refused("prepare_decision", Role.REVIEWER, **facts, payload=wrong)
    assert found == (RefusalCode.INVALID_INPUT, "HOUSE", "asked")
    result = outcome("prepare_decision", Role.REVIEWER, **facts, payload=right)[1]
    made = Proposal.of(result.changes["proposal"])
    assert (bool(made.asked), made.limit_days, made.over) == (asks, None, True)


def test_while_its_case_goes_on_a_change_names_the_limit_of_the_revocation(outcome) -> None:
    change = PrepareDecision(
        decision=CHANGED, considerations=("Cukup.",), reinstated=(S09,), follow_up=("Lanjut.",), asked=ASKED
    )
    facts = {"state": "EXAMINATION", "sanction": UNIMPROVED, "payload": change}
    made = Proposal.of(outcome("prepare_decision", Role.REVIEWER, **facts)[1].changes["proposal"])
    assert (made.limit_days, made.over) == (30, False)


@pytest.mark.parametrize(("written", "now"), [(False, True), (True, False)], ids=["ended", "open again"])
def test_what_a_change_says_may_follow_is_true_when_it_is_signed(written, now, refused) -> None:
    """II.2.2.d: of a case that is over no stop follows. The letter is recalled and written anew. House rule."""
    waiting = {"state": "EXAMINATION", "proposal": proposal(CHANGED, reinstated=(S09,), over=written)}
    found = refused("decide", Role.DEPUTY, **waiting, sanction=replace(UNIMPROVED, over=now))
    assert found == (RefusalCode.PAPER_OUTDATED, "HOUSE", "case")
    assert refused("decide", Role.DEPUTY, **waiting, sanction=replace(UNIMPROVED, over=written)) is None


def test_a_change_that_asks_something_is_not_signed_once_its_case_is_over(refused) -> None:
    """The Deputy left it meanwhile: the letter is recalled and written anew. House rule."""
    waiting = {"state": "EXAMINATION", "proposal": proposal(CHANGED, rung=Rung.WARNING, asked=ASKED)}
    assert refused("decide", Role.DEPUTY, **waiting, sanction=UNIMPROVED) is None
    found = refused("decide", Role.DEPUTY, **waiting, sanction=replace(UNIMPROVED, over=True))
    assert found == (RefusalCode.PAPER_OUTDATED, "HOUSE", "asked")


def test_a_late_objection_on_which_nothing_could_follow_is_not_accepted(refused) -> None:
    """House rule: a later sanction rests on this one and is decided first; the term of the decree is over (II.2.3.s1)."""
    built_upon = replace(UNIMPROVED, stands=False)
    found = refused("accept_late", Role.DEPUTY, state="LATE", sanction=built_upon)
    assert found == (RefusalCode.LATER_SANCTION_STANDS, "HOUSE", "sanction")
    assert refused("refuse_late", Role.DEPUTY, state="LATE", sanction=built_upon) is None
    for state in ("RECEIVED", "FOLLOW_UP", "IMPROVED", "NOT_IMPROVED"):
        assert refused("accept_late", Role.DEPUTY, state="LATE", sanction=replace(REVOKED, state=state)) is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, None),
        ({"considerations": ()}, "considerations"),
        ({"considerations": ("x",) * 21}, "considerations"),
        ({"considerations": ("",)}, "considerations"),
        ({"follow_up": ("",)}, "followUp"),
        ({"decision": CHANGED}, "followUp"),
        ({"decision": CHANGED, "follow_up": DONE}, None),
        ({"reinstated": (S09, S09)}, "reinstated"),
        ({"stop_form": StopForm.OTHER}, "stopText"),
        ({"stop_form": StopForm.OTHER, "stop_text": "Pembatasan."}, None),
        ({"stop_form": StopForm.ACCESS_TAKEOVER}, None),
        ({"asked": (" ",)}, "asked"),
        ({"asked": ("x",) * 31}, "asked"),
        ({"asked": ("x",) * 30}, None),
    ],
)
def test_a_prepared_decision_has_its_reasons(changes, field, first_problem_field) -> None:
    assert first_problem_field(replace(PREPARED, **changes)) == field


@pytest.mark.parametrize("paper_state", ["DRAFT", "AWAITING_SIGNATURE"])
def test_a_decision_that_waits_is_recalled_and_its_paper_is_void(paper_state, outcome) -> None:
    paper = replace(WAITING, state=paper_state)
    state, result = outcome("recall_decision", Role.REVIEWER, state="EXAMINATION", paper=paper)
    assert (state, result.changes) == ("EXAMINATION", {"proposal": None, "document_id": None})
    assert result.effects == (
        Effect(aggregate=Aggregate.DOCUMENT, verb="void", record_id="doc-1", payload=Reason(reason=BECAUSE.reason)),
    )


@pytest.mark.parametrize("paper", [None, replace(WAITING, state="SIGNED")])
def test_where_nothing_waits_nothing_is_recalled(paper, refused) -> None:
    assert refused("recall_decision", Role.DEPUTY, state="EXAMINATION", paper=paper)[0] is RefusalCode.PAPER_NOT_READY


PUBLISHED = Effect(aggregate=Aggregate.DOCUMENT, verb="publish", record_id="doc-1", payload=SIGNED)


def test_a_confirmed_sanction_stands_untouched(outcome) -> None:
    state, result = outcome("decide", Role.DEPUTY, state="EXAMINATION")
    assert (state, result.effects) == ("DECIDED", (PUBLISHED,))
    assert result.changes == {
        "open_on": None,
        "decision": "SANCTION_CONFIRMED",
        "reinstated": [],
        "considerations": ["Bukti tidak mengubah temuan."],
        "follow_up": [],
        "changed_rung": None,
        "decided_on": "2026-11-22",
    }


def test_an_annulment_is_carried_out_on_the_sanction(outcome) -> None:
    annul = proposal(ANNULLED, reinstated=(S09, S11))
    _state, result = outcome("decide", Role.DEPUTY, state="EXAMINATION", proposal=annul)
    assert (result.changes["decision"], result.changes["reinstated"]) == ("SANCTION_ANNULLED", ["S09", "S11"])
    assert result.effects == (
        PUBLISHED,
        Effect(
            aggregate=Aggregate.SANCTION,
            verb="annul",
            record_id="sanction-1",
            payload=Reason(reason="Bukti tidak mengubah temuan."),
        ),
    )


def test_a_change_keeps_the_other_standards_revoked_and_this_letter_tells_of_it(outcome) -> None:
    change = proposal(CHANGED, reinstated=(S09,), rung=Rung.REVOCATION)
    _state, result = outcome("decide", Role.DEPUTY, state="EXAMINATION", proposal=change)
    assert result.changes["changed_rung"] == "REVOCATION"
    assert result.effects[1].payload == ChangeSanction(
        reason="Bukti tidak mengubah temuan.",
        standards=(S11,),
        rung=Rung.REVOCATION,
        asked=ASKED,
        document_id="doc-1",
    )
    assert (result.effects[1].verb, result.effects[1].record_id) == ("change", "sanction-1")


@pytest.mark.parametrize(
    ("present", "lighter"),
    [
        (None, {StopForm.ACCESS_TAKEOVER, StopForm.OTHER}),
        (StopForm.REVOCATION, {StopForm.ACCESS_TAKEOVER, StopForm.OTHER}),
        (StopForm.ACCESS_TAKEOVER, {StopForm.OTHER}),
        (StopForm.OTHER, {StopForm.OTHER}),
    ],
)
@pytest.mark.parametrize("form", list(StopForm))
def test_no_objection_makes_a_stop_heavier(refused, present, lighter, form) -> None:
    """II.2.3.s3: the decree's order of forms is one of weight."""
    text = "Pembatasan." if form is StopForm.OTHER else None
    change = replace(PREPARED, decision=CHANGED, stop_form=form, stop_text=text, follow_up=DONE, asked=ASKED)
    found = refused(
        "prepare_decision",
        Role.REVIEWER,
        state="EXAMINATION",
        payload=change,
        sanction=replace(STOPPED, stop_form=present),
    )
    assert found == (None if form in lighter else (RefusalCode.INVALID_INPUT, "HOUSE", "rung"))


def test_a_stop_may_take_a_lighter_form(outcome) -> None:
    change = proposal(CHANGED, stop_form=StopForm.OTHER, stop_text="Pembatasan.", revoked=())
    _state, result = outcome("decide", Role.DEPUTY, state="EXAMINATION", proposal=change, sanction=STOPPED)
    assert result.effects[1].payload == ChangeSanction(
        reason="Bukti tidak mengubah temuan.",
        stop_form=StopForm.OTHER,
        stop_text="Pembatasan.",
        asked=ASKED,
        document_id="doc-1",
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"paper": None}, RefusalCode.PAPER_NOT_READY),
        ({"paper": replace(WAITING, state="DRAFT")}, RefusalCode.PAPER_NOT_READY),
        ({"paper": replace(WAITING, office_holders=frozenset())}, RefusalCode.NOT_THE_SIGNATORY),
        ({"paper": replace(WAITING, sha256="9" * 64)}, RefusalCode.DIGEST_MISMATCH),
        ({"proposal": proposal(prepared_by="actor")}, RefusalCode.OWN_WORK),
    ],
)
def test_the_deputy_in_office_signs_what_he_has_seen_and_did_not_prepare(changes, code, refused) -> None:
    assert refused("decide", Role.DEPUTY, state="EXAMINATION", **changes)[0] is code


def test_a_paper_without_its_proposal_is_a_bug(attempt) -> None:
    with pytest.raises(AssertionError, match="proposal"):
        attempt("decide", Role.DEPUTY, state="EXAMINATION", proposal=None)


# --- withdrawing ----------------------------------------------------------------------------------------------------


def test_a_withdrawn_objection_leaves_the_sanction_alone_and_no_paper_waiting(outcome) -> None:
    state, result = outcome("withdraw", Role.UNIT_HEAD, state="EXAMINATION")
    assert (state, result.changes) == ("WITHDRAWN", {"open_on": None, "reason": "Alasan yang sah."})
    assert [(effect.aggregate, effect.verb) for effect in result.effects] == [(Aggregate.DOCUMENT, "void")]
    _state, early = outcome("withdraw", Role.UNIT_HEAD, state="SUBMITTED", paper=None)
    assert early.effects == ()


def test_a_person_of_another_unit_of_the_institution_sees_nothing(try_act) -> None:
    other = Actor(id="x", name="x", roles=frozenset({Role.UNIT_HEAD}), institution_id="inst-own", unit_id="unit-2")
    found = try_act(OBJECTIONS, facts_in("SUBMITTED"), "withdraw", other, BECAUSE)
    assert isinstance(found, Refusal)
    assert found.code is RefusalCode.NOT_FOUND


def test_the_open_states_are_those_that_are_not_final() -> None:
    assert {str(state) for state in ObjectionState} - set(OBJECTIONS.final) == {"LATE", "SUBMITTED", "EXAMINATION"}


def test_a_proposal_tells_what_comes_back_and_what_stays_revoked() -> None:
    """II.2.3.s3: what was determined again since does not come back once more."""
    given = proposal(ANNULLED, reinstated=(S09, StandardCode.S10), revoked=(S09, S11))
    assert (given.regained, given.still_revoked) == ((S09,), (S11,))


@pytest.mark.parametrize("verb", ["accept_late", "refuse_late"])
def test_nobody_is_late_while_no_receipt_is_proven(verb, refused) -> None:
    """The proof may have been struck (II.2.3.s1)."""
    unknown = replace(REVOKED, last_instant=None)
    found = refused(verb, Role.DEPUTY, state="LATE", sanction=unknown)
    assert found == (RefusalCode.RECEIPT_NOT_PROVEN, "HOUSE", "lastInstant")
