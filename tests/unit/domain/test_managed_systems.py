"""The register of systems that a unit manages (I.p1, I.p2)."""

from dataclasses import replace

import pytest

from domain.managed_systems import (
    MANAGED_SYSTEMS,
    SPSE_COMPONENTS,
    SYSTEM_LABELS,
    ManagedSystemFacts,
    RegisterSystem,
    SystemDetails,
    SystemKind,
)
from domain.reasons import Reason
from domain.refusals import Refusal, RefusalCode
from domain.roles import Role
from domain.units import IN_THE_REGISTER, ManagementPattern, UnitState

ROWS = """
register | -          | REGISTERED | HL ST | I.p2  | -
revise   | REGISTERED | REGISTERED | HL ST | I.p2  | -
retire   | REGISTERED | RETIRED    | HL ST | HOUSE | -
"""
DETAILS = SystemDetails(
    name=" SPSE 4.5 ",
    pattern=ManagementPattern.DISTRIBUTED,
    location=" Pusat data Kabupaten Contoh ",
    owner=" Dinas Komunikasi dan Informatika ",
)
PAYLOADS = {
    "register": RegisterSystem(unit_id="unit-1", kind=SystemKind.PROVIDER_SELECTION, details=DETAILS),
    "revise": DETAILS,
    "retire": Reason(reason=" Diganti. "),
}
FACTS = ManagedSystemFacts(
    state=None,
    institution_id="inst-own",
    unit_id="unit-1",
    unit_state="ACTIVE",
    kind=SystemKind.PROVIDER_SELECTION,
)
STORED = {
    "name": "SPSE 4.5",
    "pattern": "DISTRIBUTED",
    "location": "Pusat data Kabupaten Contoh",
    "owner": "Dinas Komunikasi dan Informatika",
    "developed_for": "",
}


def situation(verb, state, _role):
    return replace(FACTS, state=state), PAYLOADS[verb]


@pytest.fixture
def book(rule_book):
    return rule_book(MANAGED_SYSTEMS, ROWS, situation)


@pytest.fixture
def register(try_act):
    """The code and subject of the refusal of a registration; None where it is lawful."""

    def attempt(kind=SystemKind.PROVIDER_SELECTION, details=DETAILS, **changes):
        given = RegisterSystem(unit_id="unit-1", kind=kind, details=details)
        found = try_act(MANAGED_SYSTEMS, replace(FACTS, **changes), "register", Role.UNIT_STAFF, given)
        return (found.code, found.subject) if isinstance(found, Refusal) else None

    return attempt


def test_the_table_has_the_rows_of_the_rule_book_and_no_other(book) -> None:
    book.verbs_agree()
    assert MANAGED_SYSTEMS.final == {"RETIRED"}


def test_every_state_is_reached_and_only_a_retired_system_stays_so(book) -> None:
    book.states_live()


def test_every_verb_in_every_state_by_every_role_is_lawful_or_refused(book) -> None:
    book.every_combination()


def test_another_institution_sees_no_system(book) -> None:
    book.strangers_see_nothing()


def test_spse_has_the_decrees_seven_components_in_its_order() -> None:
    """R-05 (I.p1)."""
    assert [SYSTEM_LABELS[kind][0] for kind in SPSE_COMPONENTS] == [
        "Perencanaan Pengadaan",
        "Persiapan Pengadaan",
        "Pemilihan Penyedia",
        "Pelaksanaan Kontrak",
        "Serah Terima Pekerjaan",
        "Pengelolaan Penyedia",
        "Katalog Elektronik",
    ]
    assert set(SYSTEM_LABELS) == set(SystemKind)


@pytest.mark.parametrize("state", [None, *UnitState])
def test_only_a_unit_that_is_in_the_register_registers_systems(state, register) -> None:
    expected = None if state in IN_THE_REGISTER else (RefusalCode.WRONG_STATE, "unit")
    assert register(unit_state=state) == expected


def test_a_component_stands_once_and_other_systems_once_by_name(register) -> None:
    have = {kind: frozenset({"SPSE 4.5", "SIKaP"}) for kind in SystemKind}
    for kind in SPSE_COMPONENTS:
        assert register(kind, registered=have) == (RefusalCode.INVALID_INPUT, "kind")
        assert register(kind, registered={SystemKind.SUPPORTING: frozenset({"SPSE 4.5"})}) is None
    assert register(SystemKind.SUPPORTING, registered=have) == (RefusalCode.INVALID_INPUT, "name")
    assert register(SystemKind.SUPPORTING, replace(DETAILS, name="AMEL"), registered=have) is None


def test_a_system_keeps_its_name_and_takes_no_others(try_act) -> None:
    facts = replace(FACTS, state="REGISTERED", registered={SystemKind.PROVIDER_SELECTION: frozenset({"SIKaP"})})
    taken = try_act(MANAGED_SYSTEMS, facts, "revise", Role.UNIT_HEAD, replace(DETAILS, name=" SIKaP "))
    assert (taken.code, taken.subject) == (RefusalCode.INVALID_INPUT, "name")
    assert not isinstance(try_act(MANAGED_SYSTEMS, facts, "revise", Role.UNIT_HEAD, DETAILS), Refusal)
    of_another_kind = replace(facts, kind=SystemKind.PLANNING)
    renamed = try_act(MANAGED_SYSTEMS, of_another_kind, "revise", Role.UNIT_HEAD, replace(DETAILS, name="SIKaP"))
    assert not isinstance(renamed, Refusal)


def test_a_system_for_stakeholders_names_them_and_no_other_does(register, try_act) -> None:
    """I.p2: "pengembangan sistem informasi yang dibutuhkan oleh pemangku kepentingan"."""
    named = replace(DETAILS, developed_for="Dinas PUPR")
    for kind in SystemKind:
        needed = kind is SystemKind.STAKEHOLDER
        assert register(kind, named) == (None if needed else (RefusalCode.INVALID_INPUT, "developedFor"))
        assert register(kind) == ((RefusalCode.INVALID_INPUT, "developedFor") if needed else None)
        facts = replace(FACTS, state="REGISTERED", kind=kind)
        revised = try_act(MANAGED_SYSTEMS, facts, "revise", Role.UNIT_HEAD, named)
        assert isinstance(revised, Refusal) is not needed


def test_what_is_registered_revised_and_retired(try_act) -> None:
    def changes(verb, state):
        facts = replace(FACTS, state=state)
        return try_act(MANAGED_SYSTEMS, facts, verb, Role.UNIT_HEAD, PAYLOADS[verb]).outcome.changes

    origin = {"institution_id": "inst-own", "unit_id": "unit-1", "kind": "PROVIDER_SELECTION"}
    assert changes("register", None) == origin | STORED
    assert changes("revise", "REGISTERED") == STORED
    assert changes("retire", "REGISTERED") == {"reason": "Diganti."}


def test_distributed_infrastructure_has_a_place_and_an_owner(first_problem_field) -> None:
    """R-06 (I.p2): centralised infrastructure is LKPP's."""
    assert first_problem_field(PAYLOADS["register"]) is None
    for field in ("location", "owner"):
        bare = replace(DETAILS, **{field: " "})
        assert first_problem_field(bare) == field
        assert first_problem_field(replace(bare, pattern=ManagementPattern.CENTRALISED)) is None
    for field, bad in (("name", ""), ("name", "x" * 201), ("location", "x" * 201)):
        assert first_problem_field(replace(DETAILS, **{field: bad})) == field
    assert first_problem_field(replace(DETAILS, developed_for="x" * 4001)) == "developedFor"
