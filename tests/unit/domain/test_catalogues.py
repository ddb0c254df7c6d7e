"""The versions of the criteria (II.2.1.b.1): drafted from the one in force, published from a day, the standards kept."""

from dataclasses import replace
from datetime import date

import pytest

from domain.aggregates import Aggregate
from domain.catalogues import (
    CATALOGUES,
    CatalogueFacts,
    CatalogueState,
    ChangeCatalogue,
    read_criterion,
    stored_criterion,
    version_at,
)
from domain.reasons import Reason
from domain.refusals import RefusalCode
from domain.roles import Role
from domain.standards import Applicability, Criterion, Method, Requirement, SecurityAspect, Standard, StandardCode
from domain.versions import SupersedeVersion

ROWS = """
seed      | -         | PUBLISHED  | SY    | II.2.1.b.1 | -
draft     | -         | DRAFT      | AD    | II.2.1.b.1 | -
revise    | DRAFT     | DRAFT      | AD    | II.2.1.b.1 | -
publish   | DRAFT     | PUBLISHED  | DP    | II.2.1.b.1 | -
discard   | DRAFT     | DISCARDED  | AD DP | HOUSE      | -
supersede | PUBLISHED | SUPERSEDED | SY    | HOUSE      | -
"""
TODAY, TOMORROW = date(2026, 11, 22), date(2026, 11, 23)


def criterion(code: str) -> Criterion:
    return Criterion(
        code=code,
        standard=StandardCode(code[:3]),
        text_id=f"{code} (contoh)",
        text_en=f"{code} (sample)",
        evidence_id="Dokumen contoh",
        methods=(Method.DOCUMENT,),
        requirement=Requirement.MANDATORY,
        applicability=Applicability.ALL,
        aspects=(SecurityAspect.INTEGRITY,),
    )


FIRST = tuple(criterion(f"{code}-K1") for code in StandardCode)
NEW = criterion("S01-K10")
CHANGE = ChangeCatalogue(edition=" 2027.1 ", valid_from=TOMORROW, changed=(NEW,), removed=(), reason=" Lebih jelas ")
CURRENT = CatalogueFacts(state=None, criteria=FIRST, current_id="catalogue-1", current_from=date(2022, 9, 30))
READY = replace(CURRENT, state="DRAFT", valid_from=TOMORROW, replaces="catalogue-1")


def situation(verb, state, _role):
    payloads = {
        "discard": Reason(reason="Keliru"),
        "supersede": SupersedeVersion(last_day=TODAY),
        "publish": None,
    }
    facts = replace(READY, state=state)
    if verb == "seed":
        facts = CatalogueFacts(state=state, criteria=FIRST)
    return facts, payloads.get(verb, CHANGE)


@pytest.fixture
def book(rule_book):
    return rule_book(CATALOGUES, ROWS, situation)


def test_the_table_has_the_rows_of_the_rule_book_and_no_other(book) -> None:
    book.verbs_agree()


def test_every_state_is_reached_and_only_final_states_have_no_exit(book) -> None:
    book.states_live()
    assert set(CATALOGUES.final) == {CatalogueState.SUPERSEDED, CatalogueState.DISCARDED}


def test_every_verb_in_every_state_by_every_role_is_lawful_or_refused(book) -> None:
    book.every_combination()


def test_a_draft_holds_the_criteria_in_force_with_the_changes_in_their_order(try_act) -> None:
    """R-24 (II.2.1.b.1)."""
    change = replace(CHANGE, changed=(NEW, criterion("S01-K2"), replace(FIRST[1], text_id="Baru")), removed=("S01-K1",))
    found = try_act(CATALOGUES, CURRENT, "draft", Role.ADMIN, change)
    changes = dict(found.outcome.changes)
    criteria = changes.pop("criteria")
    assert changes == {
        "edition": "2027.1",
        "valid_from": "2026-11-23",
        "reason": "Lebih jelas",
        "changed_by": "actor",
        "replaces": "catalogue-1",
    }
    assert [each["code"] for each in criteria[:3]] == ["S01-K2", "S01-K10", "S02-K1"]
    assert criteria[2] == {**stored_criterion(FIRST[1]), "text_id": "Baru"}
    assert len(criteria) == 18


def test_a_criterion_is_stored_whole() -> None:
    assert stored_criterion(FIRST[0]) == {
        "code": "S01-K1",
        "standard": "S01",
        "text_id": "S01-K1 (contoh)",
        "text_en": "S01-K1 (sample)",
        "evidence_id": "Dokumen contoh",
        "methods": ["DOCUMENT"],
        "requirement": "MANDATORY",
        "applicability": "ALL",
        "aspects": ["INTEGRITY"],
    }


def test_a_criterion_is_read_as_it_was_stored() -> None:
    for criterion in FIRST:
        stored = stored_criterion(criterion)
        assert read_criterion(stored) == criterion
        unnamed = {name: value for name, value in stored.items() if name not in {"standard", "aspects"}}
        assert read_criterion(unnamed, standard=criterion.standard) == replace(criterion, aspects=())


def test_a_revision_keeps_what_the_draft_was_made_from(try_act) -> None:
    found = try_act(CATALOGUES, READY, "revise", Role.ADMIN, CHANGE)
    assert "replaces" not in found.outcome.changes


def test_publishing_ends_the_version_before_on_the_day_before(try_act) -> None:
    found = try_act(CATALOGUES, READY, "publish", Role.DEPUTY)
    [effect] = found.outcome.effects
    assert (effect.aggregate, effect.verb, effect.record_id) == (Aggregate.CATALOGUE, "supersede", "catalogue-1")
    assert effect.payload == SupersedeVersion(last_day=TODAY)
    assert found.outcome.changes == {"published_by": "actor"}
    ended = try_act(CATALOGUES, replace(READY, state="PUBLISHED"), "supersede", Role.SYSTEM, effect.payload)
    assert ended.outcome.changes == {"valid_to": "2026-11-22"}


def test_the_first_version_ends_none(try_act) -> None:
    facts = replace(READY, replaces=None, current_id=None, current_from=None)
    assert try_act(CATALOGUES, facts, "publish", Role.DEPUTY).outcome.effects == ()


@pytest.mark.parametrize(
    ("changes", "earliest"),
    [
        ({"valid_from": date(2026, 11, 21)}, "2026-11-22"),
        ({"valid_from": None}, "2026-11-22"),
        ({"current_from": TOMORROW}, "2026-11-24"),
    ],
)
def test_a_version_begins_today_or_later_and_after_the_one_before(changes, earliest, try_act) -> None:
    found = try_act(CATALOGUES, replace(READY, **changes), "publish", Role.DEPUTY)
    assert (found.code, found.clause, found.slots["earliest"]) == (RefusalCode.PAST_DAY, "HOUSE", earliest)


def test_a_draft_of_an_older_version_is_not_published(try_act) -> None:
    found = try_act(CATALOGUES, replace(READY, current_id="catalogue-2"), "publish", Role.DEPUTY)
    assert (found.code, found.slots) == (RefusalCode.CONFLICT, {"expected": "catalogue-1", "actual": "catalogue-2"})
    first = try_act(CATALOGUES, replace(READY, replaces=None), "publish", Role.DEPUTY)
    assert first.slots == {"expected": "-", "actual": "catalogue-1"}
    gone = try_act(CATALOGUES, replace(READY, current_id=None), "publish", Role.DEPUTY)
    assert gone.slots == {"expected": "catalogue-1", "actual": "-"}


@pytest.mark.parametrize(
    ("changes", "subject"),
    [
        ({"edition": ""}, "edition"),
        ({"edition": "2022.1"}, "edition"),
        ({"reason": ""}, "reason"),
        ({"changed": (replace(NEW, code="S18-K1"),)}, "changed.code"),
        ({"changed": (replace(NEW, code="S02-K1"),)}, "changed.code"),
        ({"changed": (replace(NEW, code="S01-K0"),)}, "changed.code"),
        ({"changed": (replace(NEW, text_id=" "),)}, "changed.textId"),
        ({"changed": (replace(NEW, text_en=""),)}, "changed.textEn"),
        ({"changed": (replace(NEW, evidence_id=""),)}, "changed.evidence"),
        ({"changed": (replace(NEW, methods=()),)}, "changed.methods"),
        ({"changed": (NEW, NEW)}, "changed"),
        ({"removed": ("S01-K10",)}, "changed"),
        ({"removed": ("S01-K9",)}, "removed"),
        ({"removed": ("S17-K1",)}, "removed"),
    ],
)
@pytest.mark.parametrize("verb", ["draft", "revise"])
def test_a_change_that_will_not_do_is_refused(verb, changes, subject, try_act) -> None:
    facts = replace(CURRENT, state=None if verb == "draft" else "DRAFT", editions=frozenset({"2022.1"}))
    found = try_act(CATALOGUES, facts, verb, Role.ADMIN, replace(CHANGE, **changes))
    assert (found.code, found.subject) == (RefusalCode.INVALID_INPUT, subject)


def test_the_decrees_seventeen_standards_stay(try_act) -> None:
    """II.2.1.b.1.a-q."""
    found = try_act(CATALOGUES, CURRENT, "draft", Role.ADMIN, replace(CHANGE, removed=("S17-K1", "S04-K1")))
    assert found.message_en.endswith("standards without criteria: S04, S17; the decree sets 17 standards.")


@pytest.mark.parametrize(
    ("on", "index"),
    [(date(2020, 1, 1), 0), (date(2022, 9, 30), 0), (TODAY, 0), (TOMORROW, 1), (None, 1)],
)
def test_the_version_of_a_day_is_the_last_that_has_begun(on, index) -> None:
    assert version_at([date(2022, 9, 30), TOMORROW], on) == index
    assert version_at([], on) is None


def test_the_catalogue_is_nobodys_own() -> None:
    assert CatalogueFacts(state=None).institution_id is None


@pytest.mark.parametrize(
    ("search", "called", "mentioned"),
    [
        ("helpdesk", True, False),
        ("GANGGUAN permintaan", True, False),
        ("s05", True, True),
        ("s05-k1 (SAMPLE)", False, True),
        ("gangguan sample", False, False),
    ],
)
def test_a_standard_is_found_by_its_names_those_of_2014_and_its_criteria(search, called, mentioned) -> None:
    standard = Standard(
        code=StandardCode.S05,
        name_id="Standar Pengelolaan Gangguan Masalah dan Permintaan Layanan",
        name_en="Incident, problem and service-request management",
        reference="",
        aliases=("Pengelolaan Layanan Helpdesk",),
        criteria=(criterion("S05-K1"),),
    )
    assert (standard.is_called(search), standard.mentions(search)) == (called, mentioned)
