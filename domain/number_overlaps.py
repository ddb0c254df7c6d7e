"""Whether the patterns of two series can print the same number, by the texts that each of them can print."""

from collections.abc import Iterable
from string import Formatter

from domain.numbering import ROMAN_MONTHS, Classification

_DIGITS = frozenset("0123456789")
_YEAR_DIGITS = 4

Automaton = list[dict[str, set[int]]]
"""By step the characters that may follow, and the steps to which each leads; the last step is the end of the text."""


def can_print_alike(first: str, second: str, *, first_codes: Iterable[str], second_codes: Iterable[str]) -> bool:
    """Whether a number of the first pattern can be one of the second too, in whatever month and year.

    *Shape*: patterns that pass `check_pattern`; the codes are those of the kinds that each numbers. A sequence counts as any
    digits, with zeros before them too.
    """
    one, other = _automaton(first, first_codes), _automaton(second, second_codes)
    ends = (len(one) - 1, len(other) - 1)
    reached, fresh = {(0, 0)}, [(0, 0)]
    while fresh:
        here, there = fresh.pop()
        pairs = {
            (a, b)
            for character in one[here].keys() & other[there].keys()
            for a in one[here][character]
            for b in other[there][character]
        }
        fresh += pairs - reached
        reached |= pairs
    return ends in reached


def _automaton(pattern: str, codes: Iterable[str]) -> Automaton:
    steps: Automaton = [{}]
    for literal, name, width, _conversion in Formatter().parse(pattern):
        _one_of(steps, [literal] if literal else [])
        if name == "sequence":
            _digits(steps, max(int(width or 1), 1))
            _lead(steps, len(steps) - 1, _DIGITS, len(steps) - 1)
        elif name == "year":
            _digits(steps, _YEAR_DIGITS)
        elif name is not None:
            words = {"month_roman": ROMAN_MONTHS, "classification": [each.letter for each in Classification]}
            _one_of(steps, words.get(name, codes))
    return steps


def _lead(steps: Automaton, here: int, characters: Iterable[str], there: int) -> None:
    for character in characters:
        steps[here].setdefault(character, set()).add(there)


def _digits(steps: Automaton, count: int) -> None:
    for _digit in range(count):
        steps.append({})
        _lead(steps, len(steps) - 2, _DIGITS, len(steps) - 1)


def _one_of(steps: Automaton, words: Iterable[str]) -> None:
    """From the present end each word leads to one new end."""
    begin, ends = len(steps) - 1, []
    for word in words:
        here = begin
        for character in word[:-1]:
            steps.append({})
            _lead(steps, here, character, len(steps) - 1)
            here = len(steps) - 1
        ends.append((here, word[-1]))
    if ends:
        steps.append({})
        for here, character in ends:
            _lead(steps, here, character, len(steps) - 1)
