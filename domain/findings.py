"""A finding: one way in which a unit does not conform to a standard (II.2.1.f.p2; II.2.2.a)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.refusals import Refusal
from domain.standards import StandardCode
from domain.surveillance_acts import Severity
from domain.tables import Payload
from domain.text import LONG, first_problem, input_problem, text_problem

MOST_FINDINGS = 100
"""How many findings one case holds at most."""

_CRITERION = re.compile(r"S[01][0-9]-K[1-9][0-9]?")


@dataclass(frozen=True, kw_only=True)
class CaseFinding(Payload):
    """One non-conformity. *Shape*: `criterion` is one of the standard's, as in `S09-K1`; each letter of the case names it."""

    standard: StandardCode
    criterion: str
    fact: str
    severity: Severity | None = None
    evidence_ids: tuple[str, ...] = ()

    def problem(self) -> Refusal | None:
        """The fact in words, and a criterion of this very standard."""
        return first_problem(
            text_problem(self.fact, field="findings.fact", longest=LONG),
            None if self._criterion_fits() else _criterion_problem(self.standard),
        )

    def _criterion_fits(self) -> bool:
        return bool(_CRITERION.fullmatch(self.criterion)) and self.criterion.startswith(f"{self.standard.value}-")

    def values(self) -> dict[str, Any]:
        """The record's field. *Shape*: plain values."""
        return {
            "standard": self.standard.value,
            "criterion": self.criterion,
            "fact": self.fact.strip(),
            "severity": self.severity.value if self.severity else None,
            "evidence_ids": list(self.evidence_ids),
        }


def is_settled(values: Mapping[str, Any]) -> bool:
    """Whether the record that holds a finding says that it is done with (`case_settlements`)."""
    return values.get("settled") is not None


def finding_of(values: Mapping[str, Any]) -> CaseFinding:
    """The finding that a record holds, of a surveillance or of a case."""
    severity = values.get("severity")
    return CaseFinding(
        standard=StandardCode(values["standard"]),
        criterion=values["criterion"],
        fact=values["fact"],
        severity=Severity(severity) if severity else None,
        evidence_ids=tuple(values.get("evidence_ids") or ()),
    )


def _criterion_problem(standard: StandardCode) -> Refusal:
    return input_problem(
        "findings.criterion",
        f"kriteria harus milik {standard.value}, misalnya {standard.value}-K1.",
        f"the criterion must be one of {standard.value}, such as {standard.value}-K1.",
    )
