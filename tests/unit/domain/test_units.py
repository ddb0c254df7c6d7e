"""The life of a unit's service: begun by its SLA or installation, stopped by effects, restored by effects or by the Deputy.

*Source*: II.2.1.a.3, II.2.2.d, II.2.3; what the decree leaves open on reinstatement is a house rule.
"""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.documents import SignatureFact, SignatureKind, SignDocument, SignedPaper
from domain.papers import PaperFacts
from domain.reasons import Reason
from domain.refusals import Refusal, RefusalCode
from domain.roles import Role
from domain.standards import StandardCode
from domain.stop_forms import STOP_FORM_LABELS, StopForm
from domain.tables import Aggregate, Effect, LetterOrder
from domain.unit_acts import (
    ACCESS_LABELS,
    AccessCheck,
    AccessItem,
    AnnulStop,
    Participant,
    PrepareReinstatement,
    StopService,
    TakeAccess,
)
from domain.units import (
    IN_THE_REGISTER,
    UNITS,
    ActivateUnit,
    ManagementPattern,
    ProviderForm,
    RegisterUnit,
    UnitData,
    UnitFacts,
    UnitForm,
    UnitState,
    unit_form_lapsed,
)

ROWS = """
register              | -                                   | PENDING              | SY    | II.2.1.a.3 | -
activate              | PENDING ACTIVE STOPPED ACCESS_TAKEN | ACTIVE               | SY    | II.2.1.a.3 | -
discard               | PENDING                             | DISCARDED            | SY    | HOUSE      | -
stop                  | ACTIVE                              | STOPPED              | SY    | II.2.2.d   | -
take_access           | STOPPED                             | ACCESS_TAKEN         | AD    | II.2.2.d   | MINUTES
prepare_reinstatement | STOPPED ACCESS_TAKEN                | STOPPED ACCESS_TAKEN | RV AD | HOUSE      | REINSTATEMENT
recall_reinstatement  | STOPPED ACCESS_TAKEN                | STOPPED ACCESS_TAKEN | RV DP | HOUSE      | -
reinstate             | STOPPED ACCESS_TAKEN                | ACTIVE               | DP    | HOUSE      | REINSTATEMENT
annul_stop            | ACTIVE STOPPED ACCESS_TAKEN         | ACTIVE               | SY    | II.2.3     | REINSTATEMENT
"""
NOW = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)
"""Already 23 November in Jakarta."""

TODAY = date(2026, 11, 23)
DATA = UnitData(
    name="LPSE Kabupaten Contoh",
    form=ProviderForm.SERVICE_PROVIDER,
    unit_form=UnitForm.UKPBJ,
    management_pattern=ManagementPattern.CENTRALISED,
    legal_basis_number="Peraturan Bupati 12/2021",
    legal_basis_date=date(2021, 3, 1),
    address="Jalan Merdeka 10",
    email="lpse@contoh.invalid",
    phone="(0299) 000",
    service_hours="Senin-Jumat",
)
FIELDS = {
    "name": "LPSE Kabupaten Contoh",
    "form": "SERVICE_PROVIDER",
    "unit_form": "UKPBJ",
    "management_pattern": "CENTRALISED",
    "legal_basis_number": "Peraturan Bupati 12/2021",
    "legal_basis_date": "2021-03-01",
    "address": "Jalan Merdeka 10",
    "email": "lpse@contoh.invalid",
    "phone": "(0299) 000",
    "service_hours": "Senin-Jumat",
}
RUNNING = {"stop": {}, "takeover": {}, "reinstatement_from": None}
SIGNED = SignedPaper(
    sha256="b" * 64,
    size=1000,
    signature=SignatureFact(
        field="TandaTangan",
        kind=SignatureKind.PERSONAL,
        signer_id="actor",
        signer_name="Sari",
        certificate_sha256="c" * 64,
        level="B-LTA",
        certification="NO_CHANGES",
        signed_at="2026-11-22T17:30:00+00:00",
    ),
)
STOP = StopService(form=StopForm.ACCESS_TAKEOVER, sanction_id="sanction-1", on=TODAY)
TAKEOVER = TakeAccess(
    place=" Pusat data Kabupaten Contoh ",
    participants=(Participant(name=" Budi (DATA CONTOH) ", capacity=" Kepala LPSE "),),
    items=tuple(
        AccessCheck(item=item, done=item is not AccessItem.RUNNING_TENDERS, note=" Dua paket berjalan. ")
        for item in AccessItem
    ),
)
PREPARED = PrepareReinstatement(reasons=(" Perbaikan terbukti. ", "Layanan dibutuhkan"), from_day=date(2026, 12, 1))
BECAUSE = Reason(reason=" Alasan yang sah. ")
ANNULLED = AnnulStop(reason=" Alasan yang sah. ", sanction_id="stop-1")
PAYLOADS = {
    "register": RegisterUnit(application_id="app-1", institution_id="inst-own", data=DATA),
    "activate": ActivateUnit(data=DATA),
    "stop": STOP,
    "take_access": TAKEOVER,
    "prepare_reinstatement": PREPARED,
    "recall_reinstatement": BECAUSE,
    "reinstate": SignDocument(seen_sha256="a" * 64, signed=SIGNED),
    "annul_stop": ANNULLED,
}
PAPER = PaperFacts(
    id="doc-1",
    state="AWAITING_SIGNATURE",
    sha256="a" * 64,
    signatories=frozenset({"actor"}),
    office_holders=frozenset({"actor"}),
)


def facts_in(state, **changes) -> UnitFacts:
    sound = UnitFacts(
        state=state,
        institution_id="inst-own",
        unit_id="record",
        stop_form=StopForm.ACCESS_TAKEOVER,
        sla_state="IN_FORCE",
        paper=PAPER,
        from_day=TODAY,
    )
    return replace(sound, **changes)


def situation(verb, state, _role):
    paper = None if verb == "prepare_reinstatement" else PAPER
    return facts_in(state, paper=paper, from_day=None), PAYLOADS.get(verb)


@pytest.fixture
def book(rule_book):
    return rule_book(UNITS, ROWS, situation)


@pytest.fixture
def refused(try_act):
    """The code, clause and subject of the refusal of one act at NOW; None where it is lawful."""

    def attempt(verb, role, *, state="STOPPED", payload=None, **changes):
        found = try_act(UNITS, facts_in(state, **changes), verb, role, payload or PAYLOADS.get(verb), now=NOW)
        return (found.code, found.clause, found.subject) if isinstance(found, Refusal) else None

    return attempt


@pytest.fixture
def outcome(try_act):
    def attempt(verb, role, *, state="STOPPED", payload=None, **changes):
        found = try_act(UNITS, facts_in(state, **changes), verb, role, payload or PAYLOADS.get(verb), now=NOW)
        assert not isinstance(found, Refusal), found
        return found.state, found.outcome

    return attempt


# --- the whole table ------------------------------------------------------------------------------------------------


def test_the_table_has_the_rows_of_the_rule_book_and_no_other(book) -> None:
    book.verbs_agree()


def test_every_state_is_reached_and_only_a_discarded_unit_stays_so(book) -> None:
    book.states_live()
    assert set(UNITS.final) == {"DISCARDED"}
    assert set(IN_THE_REGISTER) == set(UnitState) - {"PENDING", "DISCARDED"}


def test_every_verb_in_every_state_by_every_role_is_lawful_or_refused(book) -> None:
    book.every_combination()


def test_nobody_of_the_institution_moves_its_unit() -> None:
    persons = {role for row in UNITS.rows if not row.is_effect for role in row.roles}
    assert persons == {Role.REVIEWER, Role.ADMIN, Role.DEPUTY}


# --- guards and checks ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", [None, StopForm.REVOCATION, StopForm.OTHER])
def test_access_is_taken_over_only_where_the_stop_has_that_form(form, refused) -> None:
    """II.2.2.d names three forms; each is carried out as itself."""
    assert refused("take_access", Role.ADMIN, stop_form=form) == (RefusalCode.OTHER_STOP_FORM, "II.2.2.d", "")


@pytest.mark.parametrize("sla_state", [None, "BREACHED", "TERMINATED", "EXPIRED", "NEGOTIATION"])
@pytest.mark.parametrize(
    ("verb", "role", "paper"),
    [("prepare_reinstatement", Role.REVIEWER, None), ("reinstate", Role.DEPUTY, PAPER)],
)
def test_no_service_comes_back_without_an_agreement(verb, role, paper, sla_state, refused) -> None:
    """II.2.1.a.3; that it holds for reinstatement too is our reading."""
    found = refused(verb, role, paper=paper, sla_state=sla_state)
    assert found == (RefusalCode.SLA_NOT_IN_FORCE, "II.2.1.a.3", "")
    assert refused(verb, role, paper=paper, sla_state="BREACH_REVIEW") is None


def test_one_letter_waits_at_a_time(refused) -> None:
    for state in ("DRAFT", "AWAITING_SIGNATURE"):
        waiting = replace(PAPER, state=state)
        assert refused("prepare_reinstatement", Role.ADMIN, paper=waiting)[0] is RefusalCode.PAPER_WAITING
        assert refused("recall_reinstatement", Role.DEPUTY, paper=waiting) is None
    for paper in (None, replace(PAPER, state="VOID"), replace(PAPER, state="SIGNED")):
        assert refused("prepare_reinstatement", Role.ADMIN, paper=paper) is None
        assert refused("recall_reinstatement", Role.DEPUTY, paper=paper)[0] is RefusalCode.PAPER_NOT_READY


def test_while_an_objection_suspends_the_stop_no_access_is_taken(refused) -> None:
    """House rule (`objection.suspends`)."""
    found = refused("take_access", Role.ADMIN, state="STOPPED", stop_suspended=True)
    assert found == (RefusalCode.SANCTION_SUSPENDED, "HOUSE", "record")
    assert refused("take_access", Role.ADMIN, state="STOPPED") is None


def test_a_service_is_not_restored_from_a_day_that_is_past(refused) -> None:
    for day, expected in ((date(2026, 11, 22), (RefusalCode.INVALID_INPUT, "HOUSE", "fromDay")), (TODAY, None)):
        prepared = replace(PREPARED, from_day=day)
        assert refused("prepare_reinstatement", Role.ADMIN, paper=None, payload=prepared) == expected


def test_the_letter_is_not_signed_before_its_day(refused) -> None:
    """The register changes with the signature."""
    early = refused("reinstate", Role.DEPUTY, from_day=date(2026, 11, 24))
    assert early == (RefusalCode.TOO_EARLY, "HOUSE", "")
    assert refused("reinstate", Role.DEPUTY, from_day=TODAY) is None


def test_a_letter_whose_day_has_passed_is_prepared_anew(refused) -> None:
    late = refused("reinstate", Role.DEPUTY, from_day=date(2026, 11, 22))
    assert late == (RefusalCode.PAPER_OUT_OF_DATE, "HOUSE", "record")


def test_only_the_deputy_of_the_day_signs_the_paper_that_he_has_seen(refused) -> None:
    for paper, code in (
        (None, RefusalCode.PAPER_NOT_READY),
        (replace(PAPER, state="DRAFT"), RefusalCode.PAPER_NOT_READY),
        (replace(PAPER, office_holders=frozenset()), RefusalCode.NOT_THE_SIGNATORY),
        (replace(PAPER, signatories=frozenset({"another"})), RefusalCode.NOT_THE_SIGNATORY),
        (replace(PAPER, sha256="d" * 64), RefusalCode.DIGEST_MISMATCH),
    ):
        assert refused("reinstate", Role.DEPUTY, paper=paper)[0] is code


# --- what follows ---------------------------------------------------------------------------------------------------


def test_a_unit_is_registered_from_its_application(outcome) -> None:
    assert outcome("register", Role.SYSTEM, state=None)[1].changes == {
        "institution_id": "inst-own",
        "application_id": "app-1",
        **FIELDS,
    }


@pytest.mark.parametrize("state", ["PENDING", "ACTIVE"])
def test_activation_takes_the_newest_data(state, outcome) -> None:
    after, found = outcome("activate", Role.SYSTEM, state=state, paper=None)
    assert (after, found.changes) == ("ACTIVE", FIELDS)


def test_activation_begins_each_standard_that_binds_the_form_and_leaves_what_is_further_on(outcome) -> None:
    """II.2.1.b.2: 17 cells, always explained."""
    binding = frozenset(StandardCode) - {StandardCode("S11")}
    _state, found = outcome("activate", Role.SYSTEM, state="PENDING", paper=None, binding=binding)
    assert [effect.verb for effect in found.effects] == ["begin"] * 10 + ["exclude"] + ["begin"] * 6
    assert found.effects[10].payload.reason == "tidak ada kriteria yang berlaku bagi bentuk ini"
    known = {StandardCode("S01"): "DETERMINED", StandardCode("S02"): "NOT_APPLICABLE"}
    _state, again = outcome("activate", Role.SYSTEM, state="ACTIVE", paper=None, binding=binding, cells=known)
    assert [effect.verb for effect in again.effects] == ["include"] + ["begin"] * 8 + ["exclude"] + ["begin"] * 6


VOID = Effect(
    aggregate=Aggregate.DOCUMENT,
    verb="void",
    record_id="doc-1",
    payload=Reason(reason="layanan dimulai lagi melalui permohonan baru"),
)


@pytest.mark.parametrize("state", ["STOPPED", "ACCESS_TAKEN"])
def test_a_new_application_brings_a_stopped_service_back(state, outcome) -> None:
    after, found = outcome("activate", Role.SYSTEM, state=state)
    assert (after, found.changes) == ("ACTIVE", FIELDS | RUNNING)
    assert found.effects[0] == VOID


@pytest.mark.parametrize("form", list(StopForm))
def test_a_stop_is_recorded_with_its_form_sanction_and_date(form, outcome) -> None:
    """II.2.2.d."""
    stop = StopService(form=form, text="Pembatasan akses.", sanction_id="sanction-1", on=TODAY)
    state, found = outcome("stop", Role.SYSTEM, state="ACTIVE", payload=stop)
    assert state == "STOPPED"
    assert found.changes == {
        "stop": {
            "form": form.value,
            "text": "Pembatasan akses.",
            "sanction_id": "sanction-1",
            "on": "2026-11-23",
        }
    }
    assert found.reason == STOP_FORM_LABELS[form][0]


def test_a_takeover_is_recorded_item_by_item_and_orders_its_minutes(outcome) -> None:
    state, found = outcome("take_access", Role.ADMIN)
    assert state == "ACCESS_TAKEN"
    items = [{"item": item.value, "done": True, "note": "Dua paket berjalan."} for item in AccessItem]
    assert found.changes == {
        "takeover": {
            "items": [*items[:4], items[4] | {"done": False}],
            "place": "Pusat data Kabupaten Contoh",
            "participants": [{"name": "Budi (DATA CONTOH)", "capacity": "Kepala LPSE"}],
            "by": "actor",
            "at": "2026-11-22T17:30:00+00:00",
        }
    }
    assert found.letters == (LetterOrder(kind="MINUTES", document_id="fresh-document"),)


@pytest.mark.parametrize("state", ["STOPPED", "ACCESS_TAKEN"])
def test_preparing_a_reinstatement_moves_nothing_and_orders_the_letter(state, outcome) -> None:
    after, found = outcome("prepare_reinstatement", Role.REVIEWER, state=state, paper=None)
    assert after == state
    assert found.changes == {"document_id": "fresh-document", "reinstatement_from": "2026-12-01"}
    details = {"reasons": ["Perbaikan terbukti.", "Layanan dibutuhkan"], "from_day": "2026-12-01"}
    assert found.letters == (LetterOrder(kind="REINSTATEMENT", document_id="fresh-document", details=details),)
    assert found.reason == "Perbaikan terbukti.; Layanan dibutuhkan"


@pytest.mark.parametrize("state", ["STOPPED", "ACCESS_TAKEN"])
def test_a_letter_that_was_recalled_is_void(state, outcome) -> None:
    after, found = outcome("recall_reinstatement", Role.REVIEWER, state=state)
    assert (after, found.reason) == (state, "Alasan yang sah.")
    assert found.changes == {"document_id": None, "reinstatement_from": None}
    assert found.effects == (replace(VOID, payload=Reason(reason="Alasan yang sah.")),)


@pytest.mark.parametrize("state", ["STOPPED", "ACCESS_TAKEN"])
def test_the_signature_restores_the_service(state, outcome) -> None:
    after, found = outcome("reinstate", Role.DEPUTY, state=state)
    assert (after, found.changes) == ("ACTIVE", RUNNING)
    assert found.effects == (Effect(aggregate=Aggregate.DOCUMENT, verb="publish", record_id="doc-1", payload=SIGNED),)


@pytest.mark.parametrize("state", ["ACTIVE", "STOPPED", "ACCESS_TAKEN"])
def test_a_stop_annulled_leaves_nothing_of_it(state, outcome) -> None:
    """II.2.3; a letter of reinstatement that waits has lost its object."""
    after, found = outcome("annul_stop", Role.SYSTEM, state=state)
    assert (after, found.changes, found.reason) == ("ACTIVE", RUNNING, "Alasan yang sah.")
    assert found.effects == (replace(VOID, payload=Reason(reason="Alasan yang sah.")),)
    assert outcome("annul_stop", Role.SYSTEM, state=state, paper=None)[1].effects == ()


@pytest.mark.parametrize(
    ("state", "replaced", "told"),
    [("STOPPED", False, True), ("ACCESS_TAKEN", False, True), ("ACTIVE", False, False), ("STOPPED", True, False)],
)
def test_a_letter_tells_that_an_annulled_stop_restored_the_service(state, replaced, told, outcome) -> None:
    """II.2.3: not where the service ran already, nor where another stop takes its place."""
    payload = replace(ANNULLED, replaced=replaced)
    _after, found = outcome("annul_stop", Role.SYSTEM, payload=payload, state=state)
    reason = "Penghentian layanan dibatalkan melalui keputusan atas keberatan: Alasan yang sah."
    details = {"reasons": [reason], "from_day": "2026-11-23", "sanction_id": "stop-1"}
    assert [(letter.kind, letter.details) for letter in found.letters] == ([("REINSTATEMENT", details)] if told else [])


# --- payloads -------------------------------------------------------------------------------------------------------


def test_each_form_and_item_has_its_words() -> None:
    assert set(STOP_FORM_LABELS) == set(StopForm)
    assert set(ACCESS_LABELS) == set(AccessItem)


def test_another_form_is_told_in_words(first_problem_field) -> None:
    """II.2.2.d: "atau bentuk lainnya"."""
    for form in StopForm:
        needed = form is StopForm.OTHER
        assert first_problem_field(replace(STOP, form=form)) == ("text" if needed else None)
        assert first_problem_field(replace(STOP, form=form, text="Pembatasan akses.")) is None
        assert first_problem_field(replace(STOP, form=form, text="x" * 4001)) == "text"


def test_a_takeover_answers_for_each_item(first_problem_field) -> None:
    assert first_problem_field(TAKEOVER) is None
    for items in ((), TAKEOVER.items[:4], (*TAKEOVER.items, TAKEOVER.items[0]), (TAKEOVER.items[0],) * 5):
        assert first_problem_field(replace(TAKEOVER, items=items)) == "items"
    silent = replace(TAKEOVER.items[4], note=" ")
    assert first_problem_field(replace(TAKEOVER, items=(*TAKEOVER.items[:4], silent))) == "items.note"
    done = replace(silent, done=True)
    assert first_problem_field(replace(TAKEOVER, items=(*TAKEOVER.items[:4], done))) is None


def test_a_takeover_has_a_place_and_one_to_twenty_people(first_problem_field) -> None:
    assert first_problem_field(replace(TAKEOVER, place=" ")) == "place"
    for count in (0, 21):
        assert first_problem_field(replace(TAKEOVER, participants=TAKEOVER.participants * count)) == "participants"
    assert first_problem_field(replace(TAKEOVER, participants=TAKEOVER.participants * 20)) is None
    for field, bad in (("name", ""), ("name", "x" * 201), ("capacity", "\x07")):
        person = replace(TAKEOVER.participants[0], **{field: bad})
        assert first_problem_field(replace(TAKEOVER, participants=(person,))) == f"participants.{field}"


def test_a_reinstatement_has_one_to_ten_reasons(first_problem_field) -> None:
    assert first_problem_field(PREPARED) is None
    for bad in ((), ("x",) * 11, ("x", " "), ("x" * 4001,)):
        assert first_problem_field(replace(PREPARED, reasons=bad)) == "reasons"
    assert first_problem_field(replace(PREPARED, reasons=("x",) * 10)) is None


@pytest.mark.parametrize(
    ("form", "on", "lapsed"),
    [
        (UnitForm.SEPARATE, date(2023, 12, 31), False),
        (UnitForm.SEPARATE, date(2024, 1, 1), True),
        (UnitForm.UKPBJ, date(2024, 1, 1), False),
    ],
)
def test_a_separate_unit_stands_through_2023(form, on, lapsed) -> None:
    """I.p2."""
    assert unit_form_lapsed(form, on) is lapsed
