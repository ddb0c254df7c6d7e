"""Where a unit stands: in the UKPBJ or separate from it, and until when the latter was lawful (I.p2)."""

from datetime import date, datetime
from enum import StrEnum

from domain.clock import legal_date
from domain.configuration_keys import SEPARATE_UNIT_LAST_DAY
from domain.refusals import Refusal, RefusalCode, refuse


class UnitForm(StrEnum):
    """Where the unit stands: in the UKPBJ, or separate from it (valid through 31 December 2023, I.p2)."""

    UKPBJ = "UKPBJ"
    SEPARATE = "SEPARATE"


def unit_form_lapsed(form: UnitForm, on: date) -> bool:
    """Whether a unit of this form no longer stands as I.p2 has it: separate from the UKPBJ after the last day for that.

    What becomes of such a unit the decree does not say: it is shown, and keeps its service.
    """
    return form is UnitForm.SEPARATE and on > SEPARATE_UNIT_LAST_DAY


def form_problem(form: UnitForm, now: datetime) -> Refusal | None:
    """Why a unit of this form is not taken on any more, if it is not (I.p2)."""
    today = legal_date(now)
    if not unit_form_lapsed(form, today):
        return None
    return refuse(RefusalCode.SEPARATE_UNIT_NOT_ALLOWED, clause="I.p2", today=today.isoformat(), subject="unitForm")
