"""The glossary names every value that the domain's enums show to clients, and cites only clauses that exist."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import domain
from domain.aggregates import Aggregate
from domain.configuration_keys import CountedIn, ValueKind
from domain.decree import cited
from domain.refusals import RefusalCode
from domain.regulation import Party
from domain.standards import StandardCode

GLOSSARY = Path(__file__).parents[3] / "docs" / "glossary.md"
EXPLAINED_ELSEWHERE = {Aggregate, CountedIn, Party, RefusalCode, StandardCode, ValueKind}
"""Enums whose values are codes of other lists: refusals have their own wordings, standards their own names."""


def enums() -> Iterator[type[StrEnum]]:
    for module in pkgutil.iter_modules(domain.__path__, "domain."):
        for each in vars(importlib.import_module(module.name)).values():
            if isinstance(each, type) and issubclass(each, StrEnum) and each.__module__ == module.name:
                yield each


def test_every_enum_value_of_the_domain_has_a_line() -> None:
    """Where this fails, add the value with its Indonesian term and clause to docs/glossary.md."""
    named = set(re.findall(r"`([^`]+)`", GLOSSARY.read_text(encoding="utf-8")))
    missing = {
        f"{each.__name__}.{value}"
        for each in set(enums()) - EXPLAINED_ELSEWHERE
        for value in each
        if value not in named
    }
    assert missing == set()


def test_every_clause_cited_exists() -> None:
    rows = [line.split("|") for line in GLOSSARY.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    citations = {row[-2].strip() for row in rows} - {"Clause", "-"}
    assert "II.2.1.a.3-4" in citations
    for citation in citations:
        assert cited(citation)
