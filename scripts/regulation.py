"""Writes docs/regulation.md from the tables: `make regulation`. Clause -> rule -> transitions -> letters -> tests."""

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from domain.decree import CLAUSES
from domain.documents import DOCUMENT_LABELS, DocumentKind
from domain.refusals import HOUSE
from domain.regulation import RULES, Rule
from domain.trace import REASONS, TracedAct, acts_of, traced_acts
from persistence.repositories import REPOSITORIES

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "regulation.md"
MOST_TESTS = 4

_HEAD = """# From the decree to the code

Written by `make regulation` from the tables in `domain/`; a test fails where this page is not what they give. Each rule
of Keputusan Deputi 152/2022 stands with the acts that carry it out, the letters that they issue, and some of the tests that
name its clause. A rule that no act carries out has its reason. What is not in the decree stands at the end, marked HOUSE.

| Rule | Clause | What | Acts | Letters | Tests |
|---|---|---|---|---|---|
"""


def page() -> str:
    """The whole page."""
    tables = tuple(repository.table for repository in REPOSITORIES.values())
    tests = tests_by_clause()
    rules = "".join(_line(rule, acts_of(rule, tables), tests) for rule in RULES.values())
    house = "".join(
        f"| {act.aggregate} | `{act.verb}` | {act.label_id} | {_letter(act)} |\n"
        for act in traced_acts(tables)
        if act.clause == HOUSE and not act.is_effect
    )
    return (
        f"{_HEAD}{rules}\n## House rules\n\nActs of people that the decree does not hold.\n\n"
        f"| Thing | Verb | Tindakan | Letter |\n|---|---|---|---|\n{house}"
    )


def tests_by_clause() -> dict[str, list[str]]:
    """Which test functions name a clause. *Shape*: clause id to `file::function`, in the order of the files.

    A whole chapter is named in brackets, `(III)`: it would else be taken for the month of a letter's number.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        source = path.read_text()
        for function in _functions(ast.parse(source)):
            text = ast.get_source_segment(source, function) or ""
            for clause in CLAUSES:
                if clause != HOUSE and (_names(text, clause) if "." in clause else f"({clause})" in text):
                    found[clause].append(f"{path.name}::{function.name}")
    return found


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            yield node


def _names(text: str, clause: str) -> bool:
    """Whether the text cites the clause itself, not one below it."""
    start = 0
    while (at := text.find(clause, start)) >= 0:
        after = text[at + len(clause) : at + len(clause) + 2]
        before = text[at - 1] if at else " "
        if not (before.isalnum() or before == ".") and not (
            after[:1].isalnum() or (after[:1] == "." and after[1:].isalnum())
        ):
            return True
        start = at + 1
    return False


def _line(rule: Rule, acts: tuple[TracedAct, ...], tests: dict[str, list[str]]) -> str:
    shown = (
        "<br>".join(f"`{act.aggregate}.{act.verb}`" for act in acts if not act.is_effect)
        or REASONS.get(rule.id, ("", "as an effect of other acts"))[1]
    )
    letters = "<br>".join(dict.fromkeys(_letter(act) for act in acts if act.paper)) or "-"
    named = tests.get(rule.clause, [])
    cited = "<br>".join(f"`{test}`" for test in named[:MOST_TESTS])
    return f"| {rule.id} | {rule.clause} | {rule.action_en} | {shown} | {letters} | {cited or '-'} |\n"


def _letter(act: TracedAct) -> str:
    return DOCUMENT_LABELS[DocumentKind(act.paper)][1] if act.paper else "-"


def main() -> None:
    """Writes the page."""
    TARGET.write_text(page())
    sys.stdout.write(f"{TARGET.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
