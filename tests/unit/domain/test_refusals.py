"""Every reason has its words in two languages, and every place that refuses gives the words all that they name."""

import ast
from pathlib import Path
from string import Formatter

import pytest

from domain.refusal_wordings import WORDINGS
from domain.refusals import HOUSE, RefusalCode, refuse

ROOT = Path(__file__).parents[3]
SOURCES = [
    file for folder in ("domain", "services", "schema", "resolvers", "app") for file in (ROOT / folder).rglob("*.py")
]
OWN_ARGUMENTS = {"clause", "subject"}


def slots_of(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name is not None}


def wanted(code: RefusalCode) -> set[str]:
    wording = WORDINGS[code]
    texts = (wording.wrong_id, wording.wrong_en, wording.needed_id, wording.needed_en)
    return set().union(*(slots_of(text) for text in texts))


def calls() -> list[tuple[str, RefusalCode, set[str]]]:
    """Every `refuse(RefusalCode.X, slot=...)` of the code: where, which code, and the slots given."""
    found = []
    for file in SOURCES:
        for node in ast.walk(ast.parse(file.read_text())):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "refuse"):
                continue
            place = f"{file.relative_to(ROOT)}:{node.lineno}"
            code = node.args[0]
            assert isinstance(code, ast.Attribute), f"{place} names no code"
            given = {keyword.arg for keyword in node.keywords}
            assert None not in given, f"{place} hides its slots"
            found.append((place, RefusalCode[code.attr], {str(name) for name in given} - OWN_ARGUMENTS))
    return found


CALLS = calls()


@pytest.mark.parametrize(("place", "code", "given"), CALLS, ids=[place for place, _code, _given in CALLS])
def test_each_refusal_gives_exactly_the_slots_of_its_words(place, code, given) -> None:
    assert given == wanted(code)
    refusal = refuse(code, **{slot: f"<{slot}>" for slot in given})
    for text in (refusal.message_id, refusal.message_en, refusal.required_id, refusal.required_en):
        assert text
        assert "{" not in text


def test_each_code_has_words_and_a_place_that_uses_it() -> None:
    assert set(WORDINGS) == set(RefusalCode)
    assert all(code.value == code.name for code in RefusalCode)
    assert {code for _place, code, _given in CALLS} == set(RefusalCode)


@pytest.mark.parametrize("code", list(RefusalCode))
def test_both_languages_say_the_same_things(code) -> None:
    """A slot of one language stands in the other too; a problem told in both has a slot for each."""
    wording = WORDINGS[code]
    for indonesian, english in ((wording.wrong_id, wording.wrong_en), (wording.needed_id, wording.needed_en)):
        assert indonesian.endswith(".") or "{problem_id}" in indonesian
        assert {slot.removesuffix("_id") for slot in slots_of(indonesian)} == {
            slot.removesuffix("_en") for slot in slots_of(english)
        }


def test_a_missing_slot_is_a_bug() -> None:
    with pytest.raises(KeyError, match="signatory"):
        refuse(RefusalCode.NOT_THE_SIGNATORY)


def test_a_refusal_is_a_house_rule_unless_it_names_its_clause() -> None:
    assert refuse(RefusalCode.ALREADY_GIVEN).clause == HOUSE == "HOUSE"
    named = refuse(RefusalCode.NOT_THE_SIGNATORY, clause="II.2.1.a.3", subject="x", signatory="Deputi")
    assert (named.clause, named.subject, named.slots) == ("II.2.1.a.3", "x", {"signatory": "Deputi"})


def test_braces_in_a_persons_text_stay_as_they_are() -> None:
    assert refuse(RefusalCode.NOT_FOUND, what="{0.__class__}").message_en == "{0.__class__} was not found."
