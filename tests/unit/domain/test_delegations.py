"""A delegation of LKPP's signature: by a letter of assignment, for kinds and days, beside a holder, revocable at once."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.delegations import LONGEST_DAYS
from domain.document_kinds import DocumentKind
from domain.official_terms import OFFICIALS, AppointOfficial, OfficialFacts
from domain.officials import MAY_BE_ON_BEHALF, OFFICE_KINDS, Capacity, Office, Official
from domain.reasons import Reason
from domain.refusals import RefusalCode
from domain.roles import Role

TODAY, TOMORROW = date(2026, 11, 22), date(2026, 11, 23)
DEPUTY = Official(
    office=Office.DEPUTY,
    capacity=Capacity.DEFINITIVE,
    person_id="deputy",
    name="Deputi (DATA CONTOH)",
    title_id="Deputi (contoh)",
    title_en="Deputy (sample)",
    valid_from=date(2022, 9, 30),
)
FACTS = OfficialFacts(state=None, person_name="Direktur (DATA CONTOH)", others=(DEPUTY,))
PLH = AppointOfficial(
    office=Office.DEPUTY,
    capacity=Capacity.DAILY,
    person_id="director",
    title_id="Deputi (contoh)",
    title_en="Deputy (sample)",
    valid_from=TOMORROW,
    valid_to=date(2026, 11, 27),
    reason="Perjalanan dinas",
    order_number=" PRINT-12/D.2/2026 ",
    order_date=date(2026, 11, 20),
)
PLT = replace(PLH, capacity=Capacity.ACTING)
BEHALF = replace(
    PLH,
    capacity=Capacity.ON_BEHALF,
    kinds=(DocumentKind.APPROVAL,),
    own_title_id=" Direktur Contoh ",
    valid_to=TOMORROW,
)
DIRECTOR = replace(DEPUTY, person_id="other", name="Direktur Lain (DATA CONTOH)")


def serving(given: AppointOfficial, **changes) -> Official:
    return replace(given.official("Direktur Lain (DATA CONTOH)"), **{"person_id": "other", **changes})


@pytest.fixture
def appoint(try_act):
    return lambda given, facts=FACTS: try_act(OFFICIALS, facts, "appoint", Role.ADMIN, given)


@pytest.mark.parametrize("given", [PLH, PLT, BEHALF], ids=["plh", "plt", "a.n."])
@pytest.mark.parametrize(
    ("changes", "code", "subject"),
    [
        ({"order_number": " "}, RefusalCode.INVALID_INPUT, "orderNumber"),
        ({"order_number": "x" * 201}, RefusalCode.INVALID_INPUT, "orderNumber"),
        ({"order_date": None}, RefusalCode.INVALID_INPUT, "orderDate"),
        ({"order_date": TOMORROW}, RefusalCode.INVALID_INPUT, "orderDate"),
        ({"valid_to": None}, RefusalCode.DELEGATION_TOO_LONG, "validTo"),
        ({"valid_to": date(2029, 1, 1)}, RefusalCode.DELEGATION_TOO_LONG, "validTo"),
        ({"valid_to": TODAY}, RefusalCode.INVALID_INPUT, "validTo"),
        ({"valid_from": date(2026, 11, 21)}, RefusalCode.PAST_DAY, "validFrom"),
    ],
)
def test_a_delegation_that_will_not_do_is_refused(given, changes, code, subject, appoint) -> None:
    others = () if given is PLT else (DEPUTY,)
    found = appoint(replace(given, **changes), replace(FACTS, others=others))
    assert (found.code, found.subject) == (code, subject)


@pytest.mark.parametrize("given", [PLH, PLT, BEHALF], ids=["plh", "plt", "a.n."])
def test_a_letter_of_assignment_reaches_its_longest_day_and_not_one_more(given, appoint) -> None:
    days = LONGEST_DAYS[given.capacity]
    facts = replace(FACTS, others=() if given is PLT else (DEPUTY,))
    last = date.fromordinal(TOMORROW.toordinal() + days - 1)
    assert appoint(replace(given, valid_to=last), facts).state == "APPOINTED"
    found = appoint(replace(given, valid_to=date.fromordinal(last.toordinal() + 1)), facts)
    assert (found.code, found.slots) == (RefusalCode.DELEGATION_TOO_LONG, {"days": str(days)})


@pytest.mark.parametrize("given", [PLH, BEHALF], ids=["plh", "a.n."])
@pytest.mark.parametrize(
    "others",
    [
        (),
        (replace(DEPUTY, valid_to=TODAY),),
        (replace(DEPUTY, valid_from=date(2026, 11, 24)),),
        (replace(DEPUTY, capacity=Capacity.ACTING),),
    ],
    ids=["vacant", "holder leaves before", "holder comes later", "held by a plt"],
)
def test_plh_and_a_n_stand_for_a_definitive_holder_on_each_day(given, others, appoint) -> None:
    found = appoint(given, replace(FACTS, others=others))
    assert (found.code, found.subject) == (RefusalCode.NO_HOLDER_TO_STAND_FOR, "validFrom")


@pytest.mark.parametrize("given", [PLH, BEHALF], ids=["plh", "a.n."])
def test_nobody_stands_for_himself(given, appoint) -> None:
    found = appoint(replace(given, person_id="deputy"))
    assert (found.code, found.subject) == (RefusalCode.INVALID_INPUT, "person")


def test_a_plt_is_for_a_vacant_office(appoint) -> None:
    """Law 30/2014, article 14 (2) b."""
    assert appoint(PLT).code is RefusalCode.TERMS_OVERLAP
    assert appoint(PLT, replace(FACTS, others=(replace(DEPUTY, valid_to=TODAY),))).state == "APPOINTED"


@pytest.mark.parametrize("kind", sorted(set(DocumentKind) - MAY_BE_ON_BEHALF))
def test_what_is_the_deputys_own_is_not_delegated(kind, appoint) -> None:
    found = appoint(replace(BEHALF, kinds=(DocumentKind.APPROVAL, kind)))
    assert (found.code, found.subject) == (RefusalCode.NOT_DELEGABLE, "kinds")


@pytest.mark.parametrize(
    ("given", "subject"),
    [
        (replace(BEHALF, kinds=()), "kinds"),
        (replace(BEHALF, own_title_id=" "), "ownTitleId"),
        (replace(PLH, kinds=(DocumentKind.APPROVAL,)), "kinds"),
        (replace(PLT, own_title_id="Direktur"), "ownTitleId"),
    ],
)
def test_kinds_and_own_title_belong_to_a_n_alone(given, subject, appoint) -> None:
    found = appoint(given)
    assert (found.code, found.subject) == (RefusalCode.INVALID_INPUT, subject)


@pytest.mark.parametrize(
    ("given", "other", "overlaps"),
    [
        (PLH, serving(PLH), True),
        (PLH, serving(PLH, valid_from=date(2026, 11, 27)), True),
        (PLH, serving(PLH, valid_from=date(2026, 11, 28), valid_to=date(2026, 11, 28)), False),
        (PLH, serving(BEHALF), False),
        (PLH, serving(BEHALF, person_id="director"), True),
        (BEHALF, serving(BEHALF), True),
        (BEHALF, serving(BEHALF, kinds=(DocumentKind.ASSIGNMENT,)), False),
        (BEHALF, serving(PLH), False),
        (BEHALF, serving(PLH, person_id="director"), True),
    ],
)
def test_one_plh_one_delegate_for_a_kind_and_each_person_once(given, other, overlaps, appoint) -> None:
    found = appoint(given, replace(FACTS, others=(DEPUTY, other)))
    if not overlaps:
        assert found.state == "APPOINTED"
        return
    assert (found.code, found.slots["who"]) == (RefusalCode.TERMS_OVERLAP, "Direktur Lain (DATA CONTOH)")


@pytest.mark.parametrize(("given", "refused"), [(PLH, True), (PLT, True), (BEHALF, False)])
def test_who_reviews_or_assesses_does_not_act_as_the_deputy(given, refused, appoint) -> None:
    facts = replace(FACTS, person_cannot_act=True, others=() if given is PLT else (DEPUTY,))
    found = appoint(given, facts)
    if refused:
        assert (found.code, found.subject) == (RefusalCode.SEPARATION_OF_DUTIES, "person")
    else:
        assert found.state == "APPOINTED"


def test_what_is_recorded_of_a_delegation(appoint) -> None:
    changes = appoint(BEHALF).outcome.changes
    assert {
        name: changes[name] for name in ("order_number", "order_date", "kinds", "own_title_id", "appointed_by")
    } == {
        "order_number": "PRINT-12/D.2/2026",
        "order_date": "2026-11-20",
        "kinds": ["APPROVAL"],
        "own_title_id": "Direktur Contoh",
        "appointed_by": "actor",
    }
    assert appoint(PLH).outcome.changes["kinds"] == []


# --- revoked --------------------------------------------------------------------------------------------------------

RUNNING = OfficialFacts(state="APPOINTED", capacity=Capacity.DAILY, valid_from=TODAY, valid_to=TOMORROW)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.DEPUTY])
def test_a_running_delegation_is_revoked_at_once(role, try_act) -> None:
    found = try_act(OFFICIALS, RUNNING, "revoke", role, Reason(reason=" Pejabat kembali "))
    assert (found.state, found.outcome.changes) == (
        "REVOKED",
        {"valid_to": "2026-11-21", "revoked_at": datetime(2026, 11, 22, 3, 0, tzinfo=UTC), "revoked_by": "actor"},
    )
    assert found.outcome.reason == "Pejabat kembali"


@pytest.mark.parametrize(
    "changes",
    [
        {"capacity": Capacity.DEFINITIVE},
        {"valid_from": TOMORROW},
        {"valid_from": date(2026, 11, 1), "valid_to": date(2026, 11, 21)},
    ],
    ids=["definitive", "not begun", "over"],
)
def test_nothing_else_is_revoked(changes, try_act) -> None:
    found = try_act(OFFICIALS, replace(RUNNING, **changes), "revoke", Role.ADMIN, Reason(reason="Keliru"))
    assert (found.code, found.subject) == (RefusalCode.NO_RUNNING_DELEGATION, "record")


def test_a_revocation_says_why(try_act) -> None:
    found = try_act(OFFICIALS, RUNNING, "revoke", Role.ADMIN, Reason(reason=" "))
    assert (found.code, found.subject) == (RefusalCode.INVALID_INPUT, "reason")


def test_no_sealed_paper_report_or_agreement_is_of_the_office_alone() -> None:
    assert {"APPLICATION_RECEIPT", "NOTICE", "MINUTES", "SLA", "ASSESSMENT_REPORT"}.isdisjoint(OFFICE_KINDS)


@pytest.mark.parametrize("given", [PLH, PLT, BEHALF], ids=["plh", "plt", "a.n."])
def test_who_has_no_key_is_not_delegated_to(given, appoint) -> None:
    facts = replace(FACTS, others=() if given is PLT else (DEPUTY,))
    found = appoint(replace(given, key_is_missing=True), facts)
    assert (found.code, found.subject, found.slots) == (
        RefusalCode.DELEGATE_WITHOUT_KEY,
        "person",
        {"who": FACTS.person_name},
    )
    assert appoint(given, facts).state == "APPOINTED"
