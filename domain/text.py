"""Free text from people: what may be in it, so that every text accepted can be printed on a letter."""

import unicodedata

from domain.printable import is_printable, shown
from domain.refusals import Refusal, RefusalCode, refuse

SHORT = 200
"""The longest name, title or label, in characters."""

LONG = 4_000
"""The longest reason or note, in characters."""


def text_problem(
    value: str, *, field: str, longest: int = LONG, required: bool = True, lines: bool | None = None
) -> Refusal | None:
    """What is wrong with one text, or None.

    Refused are: nothing that can be seen where `required`; more than `longest` characters; a character that a letter cannot
    print; and in a text of one line (one up to `SHORT`, unless `lines` says otherwise) line feeds and tabs, with which its
    writer would set lines of his own into a letter of LKPP's.
    """
    if required and not any(unicodedata.category(each)[0] in "LNPS" for each in value):
        return input_problem(field, "isian ini wajib.", "this field is required.")
    if len(value) > longest:
        return input_problem(
            field,
            f"paling banyak {longest} karakter, diterima {len(value)}.",
            f"at most {longest} characters, got {len(value)}.",
        )
    return _characters_problem(value, field, lines=longest > SHORT if lines is None else lines)


def _characters_problem(value: str, field: str, *, lines: bool) -> Refusal | None:
    breaks = "\n\t" if lines else ""
    wrong = next((each for each in value if not is_printable(each) and each not in breaks), None)
    if wrong is None:
        return None
    if wrong in "\n\t":
        return input_problem(field, "harus satu baris tanpa tab.", "it must be one line without tabs.")
    return input_problem(
        field, f"memuat karakter yang tidak dapat dicetak: {shown(wrong)}.", f"it cannot be printed: {shown(wrong)}."
    )


def input_problem(field: str, problem_id: str, problem_en: str) -> Refusal:
    """The refusal of one input field."""
    return refuse(RefusalCode.INVALID_INPUT, field=field, problem_id=problem_id, problem_en=problem_en, subject=field)


def first_problem(*problems: Refusal | None) -> Refusal | None:
    """The first that is not None."""
    return next((problem for problem in problems if problem is not None), None)


def email_problem(email: str) -> Refusal | None:
    """What is wrong with an address of e-mail, or None: one @ with something before it, and a host with a dot."""
    local, at, host = email.partition("@")
    if local and at and "." in host and "@" not in host and " " not in email:
        return None
    return input_problem("email", "bukan alamat pos-el.", "not an e-mail address.")
