"""The life of a unit's service: begun by its SLA or installation, stopped by effects, restored by effects or by the Deputy.

*Source*: II.2.1.a.3, II.2.2.d, II.2.3; what the decree leaves open on reinstatement is a house rule.
"""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.aggregates import Aggregate
from domain.document_acts import SignatureFact, SignDocument, SignedPaper
from domain.document_kinds import SignatureKind
from domain.papers import PaperFacts
from domain.reasons import Reason
from domain.refusals import Refusal, RefusalCode
from domain.roles import Role
from domain.standards import StandardCode
from domain.stop_checklists import CHECKLISTS, STOP_ITEM_LABELS, CarryOutStop, StopCheck, StopItem, undone
from domain.stop_forms import STOP_FORM_LABELS, StopForm
from domain.tables import Effect, LetterOrder
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
from domain.unit_amendments import AMENDED_LABELS, AmendUnit
from domain.unit_cells import FollowStandards, StandardChange, applicable, cells_due
from domain.unit_forms import UnitForm, unit_form_lapsed
from domain.units import (
    IN_THE_REGISTER,
    UNITS,
    ActivateUnit,
    CutShort,
    ManagementPattern,
    ProviderForm,
    RegisterUnit,
    UnitData,
    UnitFacts,
    UnitState,
)

ROWS = """
register              | -                     | PENDING          | SY    | II.2.1.a.3 | -
activate              | PENDING ACTIVE <S>    | ACTIVE           | SY    | II.2.1.a.3 | -
follow_standards      | ACTIVE <S>            | ACTIVE <S>       | SY    | HOUSE      | -
amend                 | ACTIVE <S>            | ACTIVE <S>       | AD    | HOUSE      | NOTICE
discard               | PENDING               | DISCARDED        | SY    | HOUSE      | -
stop                  | ACTIVE                | STOPPED          | SY    | II.2.2.d   | -
take_access           | STOPPED               | ACCESS_TAKEN     | AD    | II.2.2.d   | MINUTES
carry_out_stop        | STOPPED               | STOP_CARRIED_OUT | AD    | II.2.2.d   | MINUTES
prepare_reinstatement | <S>                   | <S>              | RV AD | HOUSE      | REINSTATEMENT
recall_reinstatement  | <S>                   | <S>              | RV DP | HOUSE      | -
reinstate             | <S>                   | ACTIVE           | DP    | HOUSE      | REINSTATEMENT
annul_stop            | <S>                   | ACTIVE           | SY    | II.2.3.s3  | REINSTATEMENT
""".replace("<S>", "STOPPED ACCESS_TAKEN STOP_CARRIED_OUT")
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
RUNNING = {"stop": {}, "takeover": {}, "carried_out": {}, "reinstatement_from": None}
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
REVOKED = CarryOutStop(
    place=TAKEOVER.place,
    participants=TAKEOVER.participants,
    items=tuple(
        StopCheck(item=item, done=item is not StopItem.TENDERS_HANDED_OVER, note=" Dua paket berjalan. ")
        for item in CHECKLISTS[StopForm.REVOCATION]
    ),
)
ORDERED = replace(
    REVOKED,
    items=tuple(StopCheck(item=item, done=True, note=" Dua paket dibatasi. ") for item in CHECKLISTS[StopForm.OTHER]),
)
PREPARED = PrepareReinstatement(reasons=(" Perbaikan terbukti. ", "Layanan dibutuhkan"), from_day=date(2026, 12, 1))
BECAUSE = Reason(reason=" Alasan yang sah. ")
ANNULLED = AnnulStop(reason=" Alasan yang sah. ", sanction_id="stop-1")
AMENDED = AmendUnit(
    letter_number=" 800/12/2026 ",
    letter_date=date(2026, 11, 20),
    name=" LPSE Kabupaten Contoh Baru ",
    legal_basis_date=date(2026, 11, 2),
    phone="(0299) 000",
)
PAYLOADS = {
    "amend": AMENDED,
    "register": RegisterUnit(application_id="app-1", institution_id="inst-own", data=DATA),
    "activate": ActivateUnit(data=DATA),
    "follow_standards": FollowStandards(),
    "stop": STOP,
    "take_access": TAKEOVER,
    "carry_out_stop": REVOKED,
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
        stopped_by="stop-1",
        sla_state="IN_FORCE",
        paper=PAPER,
        from_day=TODAY,
        data={name: value for name, value in FIELDS.items() if name in AMENDED_LABELS},
    )
    return replace(sound, **changes)


WITHOUT_PAPER = {"prepare_reinstatement", "take_access", "carry_out_stop"}
"""What is done while no letter that ends the stop waits."""


def paper_beside(verb) -> dict[str, None]:
    return {"paper": None} if verb in WITHOUT_PAPER else {}


def situation(verb, state, _role):
    form = StopForm.REVOCATION if verb == "carry_out_stop" else StopForm.ACCESS_TAKEOVER
    return facts_in(state, **paper_beside(verb), from_day=None, stop_form=form), PAYLOADS.get(verb)


@pytest.fixture
def book(rule_book):
    return rule_book(UNITS, ROWS, situation)


@pytest.fixture
def refused(try_act):
    """The code, clause and subject of the refusal of one act at NOW; None where it is lawful."""

    def attempt(verb, role, *, state="STOPPED", payload=None, **changes):
        found = try_act(
            UNITS, facts_in(state, **paper_beside(verb) | changes), verb, role, payload or PAYLOADS.get(verb), now=NOW
        )
        return (found.code, found.clause, found.subject) if isinstance(found, Refusal) else None

    return attempt


@pytest.fixture
def outcome(try_act):
    def attempt(verb, role, *, state="STOPPED", payload=None, **changes):
        found = try_act(
            UNITS, facts_in(state, **paper_beside(verb) | changes), verb, role, payload or PAYLOADS.get(verb), now=NOW
        )
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


# --- amended data ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", IN_THE_REGISTER)
def test_what_the_letter_says_otherwise_is_amended_and_a_notice_tells_both(state, outcome) -> None:
    after, found = outcome("amend", Role.ADMIN, state=state)
    assert after == state
    assert found.changes == {"name": "LPSE Kabupaten Contoh Baru", "legal_basis_date": "2026-11-02"}
    assert found.reason == "surat 800/12/2026 tanggal 2026-11-20"
    (notice,) = found.letters
    assert (notice.kind, notice.document_id) == ("NOTICE", "fresh-document")
    assert notice.details == {
        "letter_number": "800/12/2026",
        "letter_date": "2026-11-20",
        "amended": [
            {"field": "name", "from": "LPSE Kabupaten Contoh", "to": "LPSE Kabupaten Contoh Baru"},
            {"field": "legal_basis_date", "from": "2021-03-01", "to": "2026-11-02"},
        ],
    }
    assert found.effects == ()


def test_every_field_that_is_no_matter_of_an_application_may_be_amended(outcome) -> None:
    given = {
        "name": "LPSE Baru",
        "legal_basis_number": "Peraturan Bupati 3/2026",
        "legal_basis_date": date(2026, 1, 5),
        "address": "Jalan Baru 1",
        "email": "baru@contoh.invalid",
        "phone": "(021) 1",
        "service_hours": "Setiap hari",
    }
    assert set(given) == set(AMENDED_LABELS)
    payload = AmendUnit(letter_number="1", letter_date=TODAY, **given)
    _state, found = outcome("amend", Role.ADMIN, payload=payload)
    assert found.changes == given | {"legal_basis_date": "2026-01-05"}


@pytest.mark.parametrize(
    ("changed", "subject"),
    [
        ({"letter_number": " "}, "letterNumber"),
        ({"letter_date": date(2026, 11, 24)}, "letterDate"),
        ({"legal_basis_date": date(2026, 11, 24)}, "legalBasisDate"),
        ({"legal_basis_date": date(1945, 8, 16)}, "legalBasisDate"),
        ({"name": ""}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"legal_basis_number": "\n"}, "legalBasisNumber"),
        ({"address": "a" * 501}, "address"),
        ({"address": "Jalan\nBaru"}, "address"),
        ({"email": "bukan alamat"}, "email"),
        ({"phone": "1" * 51}, "phone"),
        ({"service_hours": " "}, "serviceHours"),
        ({"name": "LPSE Kabupaten Contoh ", "legal_basis_date": None}, "unit"),
        ({"name": None, "legal_basis_date": None, "phone": None}, "unit"),
    ],
)
def test_an_amendment_that_says_nothing_or_wrongly_is_refused(changed, subject, refused) -> None:
    found = refused("amend", Role.ADMIN, payload=replace(AMENDED, **changed))
    assert found == (RefusalCode.INVALID_INPUT, "HOUSE", subject)


def test_beside_an_application_of_the_unit_its_data_is_a_matter_of_that(refused) -> None:
    assert refused("amend", Role.ADMIN, applied_anew="SUBMITTED") == (RefusalCode.APPLICATION_OPEN, "HOUSE", "")


# --- guards and checks ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", [None, StopForm.REVOCATION, StopForm.OTHER])
def test_access_is_taken_over_only_where_the_stop_has_that_form(form, refused) -> None:
    """II.2.2.d names three forms; each is carried out as itself."""
    assert refused("take_access", Role.ADMIN, stop_form=form) == (RefusalCode.OTHER_STOP_FORM, "II.2.2.d", "")


def test_a_takeover_is_carried_out_as_itself(refused) -> None:
    """II.2.2.d: it has a verb and a checklist of its own."""
    for form in (None, StopForm.ACCESS_TAKEOVER):
        found = refused("carry_out_stop", Role.ADMIN, stop_form=form)
        assert found == (RefusalCode.STOPPED_BY_TAKEOVER, "II.2.2.d", "")


@pytest.mark.parametrize(("form", "given"), [(StopForm.REVOCATION, REVOKED), (StopForm.OTHER, ORDERED)])
def test_each_form_has_its_checklist_of_which_no_item_is_left_out_or_told_twice(form, given, refused) -> None:
    """II.2.2.d; what is on the lists is a house rule."""
    assert refused("carry_out_stop", Role.ADMIN, stop_form=form, payload=given) is None
    other = ORDERED if given is REVOKED else REVOKED
    for items in ((), given.items[1:], (*given.items, given.items[0]), other.items):
        found = refused("carry_out_stop", Role.ADMIN, stop_form=form, payload=replace(given, items=items))
        assert found == (RefusalCode.INVALID_INPUT, "HOUSE", "items")


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


def test_nothing_is_carried_out_while_the_letter_that_ends_the_stop_waits(refused) -> None:
    """It says what of the stop is undone, and was written before."""
    waiting = replace(PAPER, state="AWAITING_SIGNATURE")
    for verb, form in (("take_access", StopForm.ACCESS_TAKEOVER), ("carry_out_stop", StopForm.REVOCATION)):
        found = refused(verb, Role.ADMIN, state="STOPPED", stop_form=form, paper=waiting)
        assert found[0] is RefusalCode.PAPER_WAITING
        assert refused(verb, Role.ADMIN, state="STOPPED", stop_form=form) is None


def test_while_an_objection_suspends_the_stop_no_access_is_taken(refused) -> None:
    """House rule (`objection.suspends`)."""
    found = refused("take_access", Role.ADMIN, state="STOPPED", stop_suspended=True)
    assert found == (RefusalCode.SANCTION_SUSPENDED, "HOUSE", "record")
    assert refused("take_access", Role.ADMIN, state="STOPPED") is None
    other = {"stop_form": StopForm.REVOCATION, "stop_suspended": True}
    assert refused("carry_out_stop", Role.ADMIN, **other) == (RefusalCode.SANCTION_SUSPENDED, "HOUSE", "record")


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
    """R-22 (II.2.1.a.3)."""
    after, found = outcome("activate", Role.SYSTEM, state=state, paper=None)
    assert (after, found.changes) == ("ACTIVE", FIELDS)


def test_activation_begins_each_standard_that_binds_the_form_and_leaves_what_is_further_on(outcome) -> None:
    """R-25 (II.2.1.b.2): 17 cells, always explained."""
    binding = frozenset(StandardCode) - {StandardCode("S11")}
    _state, found = outcome("activate", Role.SYSTEM, state="PENDING", paper=None, binding=binding)
    assert [effect.verb for effect in found.effects] == ["begin"] * 10 + ["exclude"] + ["begin"] * 6
    assert found.effects[10].payload.reason == "tidak ada kriteria yang berlaku bagi bentuk ini"
    known = {StandardCode("S01"): "DETERMINED", StandardCode("S02"): "NOT_APPLICABLE"}
    _state, again = outcome("activate", Role.SYSTEM, state="ACTIVE", paper=None, binding=binding, cells=known)
    assert [effect.verb for effect in again.effects] == ["include"] + ["begin"] * 8 + ["exclude"] + ["begin"] * 6


SETTLED = dict.fromkeys(StandardCode, "IMPLEMENTING")
S11, S17 = StandardCode.S11, StandardCode.S17
CHANGED = StandardChange(standard=S11, cause=Aggregate.CATALOGUE, cause_id="version-2", since=date(2026, 11, 20))


def test_a_unit_whose_cells_follow_has_nothing_to_follow(refused) -> None:
    """Of two workers the second does nothing."""
    settled = {"state": "ACTIVE", "binding": frozenset(StandardCode), "cells": SETTLED}
    assert refused("follow_standards", Role.SYSTEM, **settled) == (RefusalCode.WRONG_STATE, "HOUSE", "record")
    behind = {**settled, "cells": SETTLED | {S11: "NOT_APPLICABLE"}}
    assert refused("follow_standards", Role.SYSTEM, **behind) is None


@pytest.mark.parametrize("state", IN_THE_REGISTER)
def test_cells_follow_with_the_change_that_is_known_and_the_unit_stays_as_it_is(state, outcome) -> None:
    """II.2.1.b.2."""
    bound = frozenset(StandardCode) - {S17}
    cells = SETTLED | {S11: "NOT_APPLICABLE", S17: "GAP"}
    given = FollowStandards(changes=(CHANGED,))
    after, found = outcome("follow_standards", Role.SYSTEM, state=state, payload=given, binding=bound, cells=cells)
    assert (after, found.changes, found.letters) == (state, {}, ())
    moves = [(each.verb, each.payload.standard, each.payload.cause, each.payload.cause_id) for each in found.effects]
    assert moves == [
        ("include", S11, Aggregate.CATALOGUE, "version-2"),
        ("exclude", S17, Aggregate.UNIT, "record"),
    ]
    assert {each.payload.on for each in found.effects} == {TODAY}
    assert [each.payload.reason for each in found.effects] == [
        "kriterianya berlaku bagi bentuk ini sejak 2026-11-20 menurut versi katalog",
        "kriterianya tidak berlaku bagi bentuk ini",
    ]


@pytest.mark.parametrize(
    ("state", "bound", "assessed", "due"),
    [
        ("IMPLEMENTING", False, False, "exclude"),
        ("SELF_MET", False, False, "exclude"),
        ("FACTUAL_MET", False, False, "exclude"),
        ("GAP", False, False, "exclude"),
        ("SELF_MET", False, True, None),
        ("GAP", False, True, None),
        ("DETERMINED", False, False, None),
        ("FLAGGED", False, False, None),
        ("REVOKED", False, False, None),
        ("NOT_APPLICABLE", False, False, None),
        ("NOT_APPLICABLE", True, False, "include"),
        ("NOT_APPLICABLE", True, True, "include"),
        ("IMPLEMENTING", True, False, None),
        ("DETERMINED", True, False, None),
        ("REVOKED", True, False, None),
    ],
)
def test_what_an_assessment_or_a_certificate_holds_stays(state, bound, assessed, due) -> None:
    binding = frozenset(StandardCode) - (set() if bound else {S11})
    found = cells_due(binding=binding, cells=SETTLED | {S11: state}, assessed={S11} if assessed else set())
    assert list(found) == ([(due, S11)] if due else [])


def test_a_new_form_does_not_take_a_standard_from_a_running_assessment(outcome) -> None:
    """II.2.1.b.1: it goes on with the criteria that it was opened with."""
    facts = {"binding": frozenset(StandardCode) - {S11}, "cells": SETTLED | {S11: "SELF_MET"}}
    for assessed, verbs in ((frozenset({S11}), []), (frozenset(), ["exclude"])):
        _state, found = outcome("activate", Role.SYSTEM, state="ACTIVE", assessed=assessed, **facts)
        assert [each.verb for each in found.effects] == verbs


def test_a_unit_is_certified_of_the_standards_that_it_can_have_determined() -> None:
    assert applicable(SETTLED) == 17
    assert applicable(SETTLED | {S11: "NOT_APPLICABLE", S17: "REVOKED"}) == 16
    assert applicable({}) == 0


VOID = Effect(
    aggregate=Aggregate.DOCUMENT,
    verb="void",
    record_id="doc-1",
    payload=Reason(reason="layanan dimulai lagi melalui permohonan baru"),
)


@pytest.mark.parametrize("state", ["STOPPED", "ACCESS_TAKEN", "STOP_CARRIED_OUT"])
def test_a_new_application_brings_a_stopped_service_back(state, outcome) -> None:
    after, found = outcome("activate", Role.SYSTEM, state=state)
    assert (after, found.changes) == ("ACTIVE", FIELDS | RUNNING)
    assert found.effects[0] == VOID


def test_a_new_application_of_a_running_service_leaves_the_letter_that_waits(outcome) -> None:
    """The letter after an annulled stop says that the service runs, which is so still."""
    _after, found = outcome("activate", Role.SYSTEM, state="ACTIVE")
    assert found.changes == FIELDS
    assert not [effect for effect in found.effects if effect.aggregate is Aggregate.DOCUMENT]


@pytest.mark.parametrize("form", list(StopForm))
def test_a_stop_is_recorded_with_its_form_sanction_and_date(form, outcome) -> None:
    """II.2.2.d."""
    stop = StopService(form=form, text="Pembatasan akses.", sanction_id="sanction-1", on=TODAY)
    state, found = outcome("stop", Role.SYSTEM, state="ACTIVE", payload=stop, paper=None)
    assert (state, found.effects) == ("STOPPED", ())
    assert found.changes == {
        "stop": {
            "form": form.value,
            "text": "Pembatasan akses.",
            "sanction_id": "sanction-1",
            "on": "2026-11-23",
        }
    }
    assert found.reason == STOP_FORM_LABELS[form][0]


def test_a_letter_on_an_earlier_stop_that_nobody_signed_is_void_with_the_next_stop(outcome) -> None:
    """It would say that the service runs. What is signed stays; its number stays on record either way. House rule."""
    _state, found = outcome("stop", Role.SYSTEM, state="ACTIVE")
    lost = Reason(reason="layanan SPSE dihentikan lagi sebelum surat ini ditandatangani")
    assert (found.effects, found.changes["document_id"]) == ((replace(VOID, payload=lost),), None)
    _state, found = outcome("stop", Role.SYSTEM, state="ACTIVE", paper=replace(PAPER, state="SIGNED"))
    assert (found.effects, "document_id" in found.changes) == ((), False)


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


def test_a_stop_carried_out_is_recorded_item_by_item_and_orders_its_minutes(outcome) -> None:
    """II.2.2.d."""
    state, found = outcome("carry_out_stop", Role.ADMIN, stop_form=StopForm.REVOCATION)
    assert state == "STOP_CARRIED_OUT"
    note = "Dua paket berjalan."
    assert found.changes == {
        "carried_out": {
            "items": [
                {"item": "ACCOUNTS_CLOSED", "done": True, "note": note},
                {"item": "TENDERS_HANDED_OVER", "done": False, "note": note},
                {"item": "USERS_TOLD", "done": True, "note": note},
                {"item": "MARKS_TAKEN_DOWN", "done": True, "note": note},
                {"item": "DATA_SECURED", "done": True, "note": note},
            ],
            "place": "Pusat data Kabupaten Contoh",
            "participants": [{"name": "Budi (DATA CONTOH)", "capacity": "Kepala LPSE"}],
            "by": "actor",
            "at": "2026-11-22T17:30:00+00:00",
        }
    }
    assert found.letters == (LetterOrder(kind="MINUTES", document_id="fresh-document"),)


UNDONE = (
    "Yang telah dilaksanakan dalam penghentian layanan dipulihkan bersama pengelola: akun administrator dan pengelola "
    "dibuka kembali; pengguna diberi tahu bahwa layanan berjalan kembali"
)


@pytest.mark.parametrize(
    ("verb", "role", "paper"), [("annul_stop", Role.SYSTEM, PAPER), ("prepare_reinstatement", Role.ADMIN, None)]
)
def test_the_letter_that_ends_a_stop_says_that_what_was_carried_out_is_undone(verb, role, paper, outcome) -> None:
    """II.2.3.s3, and the same where the service comes back by hand (house rule)."""
    done = {"state": "STOP_CARRIED_OUT", "carried_out": ("ACCOUNTS_CLOSED", "USERS_TOLD"), "paper": paper}
    _state, found = outcome(verb, role, **done)
    assert found.letters[0].details["reasons"][-1] == UNDONE
    _state, found = outcome(verb, role, paper=paper)
    assert UNDONE not in found.letters[0].details["reasons"]


def test_each_item_of_each_form_has_its_words_and_how_it_is_undone() -> None:
    assert set(STOP_ITEM_LABELS) == set(StopItem) == {item for items in CHECKLISTS.values() for item in items}
    assert set(CHECKLISTS) == set(StopForm) - {StopForm.ACCESS_TAKEOVER}
    told = [undone([item]) for item in (*StopItem, *AccessItem)]
    assert (len(told), len(set(told))) == (11, 10)
    assert undone([]) is None


@pytest.mark.parametrize("state", ["STOPPED", "ACCESS_TAKEN", "STOP_CARRIED_OUT"])
def test_preparing_a_reinstatement_moves_nothing_and_orders_the_letter(state, outcome) -> None:
    after, found = outcome("prepare_reinstatement", Role.REVIEWER, state=state, paper=None)
    assert after == state
    assert found.changes == {"document_id": "fresh-document", "reinstatement_from": "2026-12-01"}
    details = {"reasons": ["Perbaikan terbukti.", "Layanan dibutuhkan"], "from_day": "2026-12-01"}
    assert found.letters == (LetterOrder(kind="REINSTATEMENT", document_id="fresh-document", details=details),)
    assert found.reason == "Perbaikan terbukti.; Layanan dibutuhkan"


@pytest.mark.parametrize("state", ["STOPPED", "ACCESS_TAKEN", "STOP_CARRIED_OUT"])
def test_a_letter_that_was_recalled_is_void(state, outcome) -> None:
    after, found = outcome("recall_reinstatement", Role.REVIEWER, state=state)
    assert (after, found.reason) == (state, "Alasan yang sah.")
    assert found.changes == {"document_id": None, "reinstatement_from": None}
    assert found.effects == (replace(VOID, payload=Reason(reason="Alasan yang sah.")),)


@pytest.mark.parametrize("state", ["STOPPED", "ACCESS_TAKEN", "STOP_CARRIED_OUT"])
def test_the_signature_restores_the_service(state, outcome) -> None:
    after, found = outcome("reinstate", Role.DEPUTY, state=state)
    assert (after, found.changes) == ("ACTIVE", RUNNING)
    assert found.effects == (Effect(aggregate=Aggregate.DOCUMENT, verb="publish", record_id="doc-1", payload=SIGNED),)


@pytest.mark.parametrize("state", ["STOPPED", "ACCESS_TAKEN", "STOP_CARRIED_OUT"])
def test_a_stop_annulled_leaves_nothing_of_it(state, outcome) -> None:
    """II.2.3; a letter of reinstatement that waits has lost its object, and the one that tells waits in its place."""
    after, found = outcome("annul_stop", Role.SYSTEM, state=state)
    told = found.letters[0].document_id
    assert (after, found.changes, found.reason) == ("ACTIVE", RUNNING | {"document_id": told}, "Alasan yang sah.")
    assert found.effects == (replace(VOID, payload=Reason(reason="Alasan yang sah.")),)
    assert outcome("annul_stop", Role.SYSTEM, state=state, paper=None)[1].effects == ()


@pytest.mark.parametrize("stopped_by", [None, "stop-2"])
def test_a_stop_is_annulled_only_where_the_service_stands_still_by_it(stopped_by, refused) -> None:
    """II.2.3.s3: the follow-up is on the measure objected to, not on a later one."""
    found = refused("annul_stop", Role.SYSTEM, stopped_by=stopped_by)
    assert found == (RefusalCode.WRONG_STATE, "II.2.3.s3", "record")


@pytest.mark.parametrize(
    ("state", "replaced", "told"), [("STOPPED", False, True), ("ACCESS_TAKEN", False, True), ("STOPPED", True, False)]
)
def test_a_letter_tells_that_an_annulled_stop_restored_the_service(state, replaced, told, outcome) -> None:
    """II.2.3: not where another stop takes its place."""
    payload = replace(ANNULLED, replaced=replaced)
    _after, found = outcome("annul_stop", Role.SYSTEM, payload=payload, state=state)
    assert found.changes["document_id"] == (found.letters[0].document_id if told else None)
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


def test_what_is_not_done_has_a_note_and_so_has_what_only_the_letter_describes(first_problem_field) -> None:
    """II.2.2.d: "atau bentuk lainnya"."""
    for item, done, field in (
        (StopItem.USERS_TOLD, False, "items.note"),
        (StopItem.USERS_TOLD, True, None),
        (StopItem.ORDER_CARRIED_OUT, True, "items.note"),
    ):
        given = replace(REVOKED, items=(StopCheck(item=item, done=done, note=" "),))
        assert first_problem_field(given) == field
    assert first_problem_field(replace(REVOKED, place=" ")) == "place"
    assert first_problem_field(replace(REVOKED, participants=())) == "participants"


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


def test_with_the_service_the_re_assessment_that_the_stop_cut_short_begins_anew(outcome) -> None:
    """II.2.2.c.s2: what was revoked before the stop is revoked still."""
    ended = CutShort(id="re-1", sanction_id="revocation-1", case_id="case-1", attempt=2, standards=(StandardCode.S09,))
    _state, found = outcome("reinstate", Role.DEPUTY, cut_short=(ended,))
    [begun] = [each for each in found.effects if each.aggregate is Aggregate.REASSESSMENT]
    assert (begun.verb, begun.payload.sanction_id) == ("begin", "revocation-1")
    assert (begun.payload.standards, begun.payload.attempt, begun.payload.previous_id) == (
        (StandardCode.S09,),
        3,
        "re-1",
    )
