"""Refusals: why an act was not done, as data; its reasons and their words stand beside it."""

from dataclasses import dataclass, field
from typing import NamedTuple

from domain.refusal_codes import RefusalCode
from domain.refusal_wordings import WORDINGS

__all__ = ["HOUSE", "Refusal", "RefusalCode", "Words", "no_such", "refuse"]


class Words(NamedTuple):
    """What fills a slot where both languages do not say it alike."""

    id: str
    en: str


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why an act was not done. Nothing else of the act remains.

    *Shape*: `message_*` says what is wrong and what to do; `required_*` what would have to be true; `clause` is the
    decree's clause id or `HOUSE` for a rule of our own; `subject` names the thing or input field concerned;
    `slots` are what filled the Indonesian wording.
    """

    code: RefusalCode
    message_id: str
    message_en: str
    required_id: str
    required_en: str
    clause: str
    subject: str = ""
    slots: dict[str, str] = field(default_factory=dict, compare=False)


HOUSE = "HOUSE"
"""The pseudo-clause of a rule that the decree does not hold."""


def refuse(code: RefusalCode, *, clause: str = HOUSE, subject: str = "", **slots: str | Words) -> Refusal:
    """The refusal `code` with its wording filled in. *Raises*: `KeyError` where the wording names a slot not given."""
    wording = WORDINGS[code]
    indonesian = {name: each.id if isinstance(each, Words) else each for name, each in slots.items()}
    english = {name: each.en if isinstance(each, Words) else each for name, each in slots.items()}
    return Refusal(
        code=code,
        message_id=wording.wrong_id.format(**indonesian),
        message_en=wording.wrong_en.format(**english),
        required_id=wording.needed_id.format(**indonesian),
        required_en=wording.needed_en.format(**english),
        clause=clause,
        subject=subject,
        slots=indonesian,
    )


def no_such(indonesian: str, english: str, key: str, *, subject: str) -> Refusal:
    """That there is no such thing, or none that the one who asks may see. *Shape*: of a long `key` 80 characters are told."""
    return refuse(
        RefusalCode.NOT_FOUND, what=Words(f"{indonesian} {key[:80]}", f"{english} {key[:80]}"), subject=subject
    )
