"""The payload of the many verbs that take nothing but their reason."""

from dataclasses import dataclass

from domain.refusals import Refusal
from domain.tables import Payload
from domain.text import LONG, text_problem


@dataclass(frozen=True, kw_only=True)
class Reason(Payload):
    """Why an act is done. *Shape*: printable text of at most `LONG` characters."""

    reason: str

    def problem(self) -> Refusal | None:
        """As `text_problem` says."""
        return text_problem(self.reason, field="reason", longest=LONG)
