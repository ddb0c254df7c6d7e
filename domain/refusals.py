"""Refusals: why an act was not done, as data; its reasons and their words stand beside it."""

from dataclasses import dataclass, field

from domain.refusal_codes import RefusalCode
from domain.refusal_wordings import WORDINGS

__all__ = ["HOUSE", "Refusal", "RefusalCode", "refuse"]


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why an act was not done. Nothing else of the act remains.

    *Shape*: `message_*` says what is wrong and what to do; `required_*` what would have to be true; `clause` is the
    decree's clause id or `HOUSE` for a rule of our own; `subject` names the thing or input field concerned.
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


def refuse(code: RefusalCode, *, clause: str = HOUSE, subject: str = "", **slots: str) -> Refusal:
    """The refusal `code` with its wording filled in. *Raises*: `KeyError` where the wording names a slot not given."""
    wording = WORDINGS[code]
    return Refusal(
        code=code,
        message_id=wording.wrong_id.format(**slots),
        message_en=wording.wrong_en.format(**slots),
        required_id=wording.needed_id.format(**slots),
        required_en=wording.needed_en.format(**slots),
        clause=clause,
        subject=subject,
        slots=dict(slots),
    )
