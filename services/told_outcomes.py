"""What came of one of several papers, as it is kept for the answer, and as it is told again."""

from collections.abc import Mapping
from typing import Any

from domain.refusals import Refusal, RefusalCode


def kept(outcome: Refusal | None) -> dict[str, Any]:
    """What is stored: that it was done, or the refusal with the words in which it was told."""
    if outcome is None:
        return {"signed": True}
    return {
        "code": outcome.code.value,
        "message_id": outcome.message_id,
        "message_en": outcome.message_en,
        "required_id": outcome.required_id,
        "required_en": outcome.required_en,
        "clause": outcome.clause,
        "subject": outcome.subject,
    }


def told(stored: Mapping[str, Any]) -> Refusal | None:
    """The refusal as it was told then; None for what was done."""
    if stored.get("signed"):
        return None
    return Refusal(**{**stored, "code": RefusalCode(stored["code"])})
