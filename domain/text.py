"""Free text from people: what may be in it, so that every text accepted can be printed on a letter."""

import unicodedata

from domain.refusals import Refusal, RefusalCode, refuse

SHORT = 200
"""The longest name, title or label, in characters."""

LONG = 4_000
"""The longest reason or note, in characters."""


def text_problem(value: str, *, field: str, longest: int = LONG, required: bool = True) -> Refusal | None:
    """What is wrong with one text, or None.

    Refused are: nothing but white space where `required`; more than `longest` characters; control and surrogate
    characters other than line feed and tab (a letter, being XML 1.0, cannot hold them: section 2.2 of that standard).
    """
    if required and not value.strip():
        return input_problem(field, "isian ini wajib.", "this field is required.")
    if len(value) > longest:
        return input_problem(
            field,
            f"paling banyak {longest} karakter, diterima {len(value)}.",
            f"at most {longest} characters, got {len(value)}.",
        )
    if any(_cannot_be_printed(character) for character in value):
        return input_problem(field, "memuat karakter kendali.", "it holds control characters.")
    return None


def input_problem(field: str, problem_id: str, problem_en: str) -> Refusal:
    """The refusal of one input field."""
    return refuse(RefusalCode.INVALID_INPUT, field=field, problem_id=problem_id, problem_en=problem_en, subject=field)


def first_problem(*problems: Refusal | None) -> Refusal | None:
    """The first that is not None."""
    return next((problem for problem in problems if problem is not None), None)


def _cannot_be_printed(character: str) -> bool:
    if character in "\n\t":
        return False
    return unicodedata.category(character) in {"Cc", "Cs", "Cn"} or character in "￾￿"
