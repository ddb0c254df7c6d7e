"""Writes docs/regulation.md from the tables: `make regulation`. Clause -> rule -> transitions -> letters -> tests."""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from domain.aggregates import Aggregate
from domain.document_kinds import DOCUMENT_LABELS, DocumentKind
from domain.refusals import HOUSE
from domain.regulation import RULES, Rule
from domain.trace import REASONS, SHARED, TracedAct, acts_of, cited, traced_acts
from persistence.repositories import REPOSITORIES
from schema.actions import MUTATIONS

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "regulation.md"
MOST_TESTS = 8
_OF_THE_TRACE = {"test_regulation.py", "test_trace.py"}
_RULE = re.compile(r"\bR-\d\d\b")
TABLES = tuple(repository.table for repository in REPOSITORIES.values())

_HEAD = """# From the decree to the code

Written by `make regulation` from the tables in `domain/`; a test fails where this page is not what they give. Each rule
of Keputusan Deputi 152/2022 stands with the acts that carry it out, the letters that they issue, and tests of it. An act
in italics is an effect: no person does it by itself. A test stands here only where its own text names one of the acts (by
its mutation, or by its verb beside the thing) and cites the rule or its clause; of each act the first such test, and how
many there are in all. A rule that no act carries out has its reason, and the tests that name it. What is not in the decree
stands at the end, marked HOUSE; an act in both tables rests on the decree on some facts and on a house rule on others.

| Rule | Clause | What | Acts | Letters | Tests |
|---|---|---|---|---|---|
"""

_HOUSE_HEAD = """
## House rules

Acts that the decree does not hold: rules of this system, in part to be configured.

| Thing | Verb | Tindakan | Letter |
|---|---|---|---|
"""


@dataclass(frozen=True, kw_only=True)
class Test:
    """One test function. *Shape*: `thing` is what the file is about by its name, such as SANCTION of `test_sanctions.py`."""

    name: str
    docstring: str
    text: str
    thing: Aggregate | None

    def names(self, rule: Rule) -> bool:
        """Whether its docstring says that it tests the rule."""
        return rule.id in _RULE.findall(self.docstring)

    def cites(self, rule: Rule) -> bool:
        """Whether it names the rule, or the rule's clause and not only one below it."""
        return self.names(rule) or names_clause(self.text, rule.clause)

    def does(self, act: TracedAct, rule: Rule) -> bool:
        """Whether it names the act: its mutation or its event, or its verb where the thing is named too.

        An effect has no mutation, and tests of the act that brings it about name its verb alone: then the docstring must
        name the rule.
        """
        mutation = MUTATIONS.get((act.aggregate, act.verb), "")
        if any(f'"{word}"' in self.text for word in (mutation, act.event) if word):
            return True
        is_meant = self.thing is act.aggregate or (act.is_effect and self.names(rule))
        is_named = re.search(rf"\b(A|Aggregate)\.{act.aggregate}\b|\"{act.aggregate}\"", self.text)
        return (is_meant or is_named is not None) and self._has_verb(act.verb)

    def _has_verb(self, verb: str) -> bool:
        return f'"{verb}"' in self.text or re.search(rf"\b\w*Verb\.{verb.upper()}\b", self.text) is not None


def page() -> str:
    """The whole page."""
    tests = every_test()
    rules = "".join(_line(rule, tests) for rule in RULES.values())
    house = "".join(
        f"| {act.aggregate} | {_named(act, act.verb)} | {act.label_id} | {_letter(act)} |\n"
        for act in traced_acts(TABLES)
        if HOUSE in cited(act.clause)
    )
    return f"{_HEAD}{rules}{_HOUSE_HEAD}{house}"


def every_test() -> tuple[Test, ...]:
    """Every test function there is, in the order of the files; those of this trace itself test no rule."""
    paths = sorted((ROOT / "tests").rglob("test_*.py"))
    return tuple(test for path in paths if path.name not in _OF_THE_TRACE for test in tests_in(path))


def tests_of(rule: Rule, tests: tuple[Test, ...]) -> tuple[Test, ...]:
    """The tests of a rule: they cite it and do one of its acts, of which the first of each act come first.

    Of acts that several rules share, only those of this rule alone tell that it is meant, unless the test names the rule.
    """
    acts, citing = acts_of(rule, TABLES), [test for test in tests if test.cites(rule)]
    if not acts:
        return tuple(test for test in tests if test.names(rule))
    found = [[test for test in citing if test.does(act, rule) and _is_meant(test, act, rule)] for act in acts]
    first = [of_act[0] for of_act in found if of_act]
    return tuple(dict.fromkeys([*first, *(test for of_act in found for test in of_act)]))


def _is_meant(test: Test, act: TracedAct, rule: Rule) -> bool:
    others = (SHARED[each] for each in SHARED if each != rule.id and RULES[each].clause == rule.clause)
    shared = any((act.aggregate, act.verb) in acts for acts in others)
    return not shared or test.names(rule)


def names_clause(text: str, clause: str) -> bool:
    """Whether the text cites the clause itself, not one below it.

    A whole chapter is named in brackets, `(III)`: it would else be taken for the month of a letter's number.
    """
    if "." not in clause:
        return f"({clause})" in text
    return re.search(rf"(?<![\w.]){re.escape(clause)}(?!\w|\.\w)", text) is not None


def tests_in(path: Path) -> Iterator[Test]:
    """The test functions of a file, in its order."""
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines()
    where = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path.name
    thing = _thing(path.stem.removeprefix("test_"))
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            first = min(each.lineno for each in (*node.decorator_list, node))
            text = "\n".join(lines[first - 1 : node.end_lineno])
            name = f"{where}::{node.name}"
            yield Test(name=name, docstring=ast.get_docstring(node) or "", text=text, thing=thing)


def _thing(stem: str) -> Aggregate | None:
    """The thing in whose plural the file's name begins, if any: `stops` is none, `assessments_outcomes` is ASSESSMENT."""
    plurals = {f"{each.lower()}s": each for each in Aggregate} | {"guidance": Aggregate.MENTORING}
    plurals |= {"competencies": Aggregate.COMPETENCY, "user_figures": Aggregate.USER_FIGURES}
    plurals |= {"compliance": Aggregate.COMPLIANCE, "sla_breaches": Aggregate.SLA, "breaches": Aggregate.SLA}
    return next((plurals[plural] for plural in sorted(plurals, key=len, reverse=True) if stem.startswith(plural)), None)


def _line(rule: Rule, tests: tuple[Test, ...]) -> str:
    acts, found = acts_of(rule, TABLES), tests_of(rule, tests)
    shown = "<br>".join(_named(act, f"{act.aggregate}.{act.verb}") for act in acts) or REASONS[rule.id][1]
    letters = "<br>".join(dict.fromkeys(_letter(act) for act in acts if act.paper)) or "-"
    names = [f"`{test.name}`" for test in found[:MOST_TESTS]]
    more = [f"and {len(found) - MOST_TESTS} more"] if len(found) > MOST_TESTS else []
    return (
        f"| {rule.id} | {rule.clause} | {rule.action_en} | {shown} | {letters} | {'<br>'.join(names + more) or '-'} |\n"
    )


def _named(act: TracedAct, name: str) -> str:
    return f"*`{name}`*" if act.is_effect else f"`{name}`"


def _letter(act: TracedAct) -> str:
    return DOCUMENT_LABELS[DocumentKind(act.paper)][1] if act.paper else "-"


def main() -> None:
    """Writes the page."""
    TARGET.write_text(page())
    sys.stdout.write(f"{TARGET.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
