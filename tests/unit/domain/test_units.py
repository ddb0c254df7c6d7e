"""The life of a unit's service: begun by its SLA or installation, stopped and restored only by effects (II.2.1.a; II.2.2.d)."""

from datetime import date

import pytest

from domain.roles import Role
from domain.units import (
    UNITS,
    ActivateUnit,
    ManagementPattern,
    ProviderForm,
    RegisterUnit,
    UnitData,
    UnitFacts,
    UnitForm,
    unit_form_lapsed,
)

ROWS = """
register  | -              | PENDING | SY | II.2.1.a.3 | -
activate  | PENDING ACTIVE | ACTIVE  | SY | II.2.1.a.3 | -
discard   | PENDING        | DISCARDED | SY | HOUSE   | -
stop      | ACTIVE         | STOPPED | SY | II.2.2.d   | -
annul_stop| STOPPED        | ACTIVE  | SY | II.2.3     | -
"""
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
PAYLOADS = {
    "register": RegisterUnit(application_id="app-1", institution_id="inst-own", data=DATA),
    "activate": ActivateUnit(data=DATA),
}


def situation(verb, state, _role):
    return UnitFacts(state=state, institution_id="inst-own"), PAYLOADS.get(verb)


@pytest.fixture
def book(rule_book):
    return rule_book(UNITS, ROWS, situation)


def test_the_table_has_the_rows_of_the_rule_book_and_no_other(book) -> None:
    book.verbs_agree()


def test_every_state_is_reached_and_only_a_discarded_unit_stays_so(book) -> None:
    book.states_live()
    assert set(UNITS.final) == {"DISCARDED"}


def test_every_verb_in_every_state_by_every_role_is_lawful_or_refused(book) -> None:
    book.every_combination()


def test_only_effects_move_a_unit() -> None:
    assert all(row.is_effect for row in UNITS.rows)


def test_a_unit_is_registered_from_its_application(try_act) -> None:
    found = try_act(
        UNITS, UnitFacts(state=None, institution_id="inst-own"), "register", Role.SYSTEM, PAYLOADS["register"]
    )
    assert found.outcome.changes == {"institution_id": "inst-own", "application_id": "app-1", **FIELDS}


def test_activation_takes_the_newest_data(try_act) -> None:
    found = try_act(
        UNITS, UnitFacts(state="ACTIVE", institution_id="inst-own"), "activate", Role.SYSTEM, PAYLOADS["activate"]
    )
    assert (found.state, found.outcome.changes) == ("ACTIVE", FIELDS)


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
