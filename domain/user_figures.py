"""How many users a unit has registered and verified, by kind of user and period (I.p2); who they are is nowhere kept."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from domain.aggregates import Aggregate
from domain.clock import legal_date
from domain.refusals import HOUSE, Refusal, RefusalCode, Words, refuse
from domain.roles import Role
from domain.tables import Act, Outcome, Payload, Table, Transition
from domain.text import LONG, first_problem, input_problem, text_problem
from domain.units import IN_THE_REGISTER

LARGEST_COUNT = 10_000_000
"""The largest figure that is believed."""

_PERIOD = re.compile(r"20[0-9]{2}(?:-(?:0[1-9]|1[0-2]))?")


class UserKind(StrEnum):
    """Kinds of users of the systems. The decree says "pengguna seluruh sistem informasi": the kinds are a house rule."""

    PROVIDER = "PROVIDER"
    BUDGET_USER = "BUDGET_USER"
    COMMITMENT_OFFICER = "COMMITMENT_OFFICER"
    PROCUREMENT_OFFICER = "PROCUREMENT_OFFICER"
    SELECTION_GROUP = "SELECTION_GROUP"
    AUDITOR = "AUDITOR"
    OTHER = "OTHER"


USER_LABELS: Mapping[UserKind, tuple[str, str]] = {
    UserKind.PROVIDER: ("Penyedia", "Provider"),
    UserKind.BUDGET_USER: ("Pengguna Anggaran/Kuasa Pengguna Anggaran", "Budget user"),
    UserKind.COMMITMENT_OFFICER: ("Pejabat Pembuat Komitmen", "Commitment officer"),
    UserKind.PROCUREMENT_OFFICER: ("Pejabat Pengadaan", "Procurement officer"),
    UserKind.SELECTION_GROUP: ("Kelompok Kerja Pemilihan", "Selection working group"),
    UserKind.AUDITOR: ("Auditor", "Auditor"),
    UserKind.OTHER: ("Lainnya", "Other"),
}


class UserFiguresState(StrEnum):
    """The states of the figures of one period; they may be corrected for ever, each correction being an event."""

    REPORTED = "REPORTED"
    CORRECTED = "CORRECTED"


@dataclass(frozen=True, kw_only=True)
class UserCount(Payload):
    """The figures of one kind of user: accounts registered, and those of them that were verified."""

    kind: UserKind
    registered: int
    verified: int

    def problem(self) -> Refusal | None:
        """No more are verified than were registered."""
        if 0 <= self.verified <= self.registered <= LARGEST_COUNT:
            return None
        return input_problem(
            "counts",
            f"terverifikasi 0 sampai jumlah terdaftar, dan terdaftar paling banyak {LARGEST_COUNT}.",
            f"verified from 0 to those registered, and registered at most {LARGEST_COUNT}.",
        )

    def values(self) -> dict[str, Any]:
        """The record's field."""
        return {"kind": self.kind.value, "registered": self.registered, "verified": self.verified}


@dataclass(frozen=True, kw_only=True)
class ReportFigures(Payload):
    """The figures of a unit for a year or a month. *Shape*: `period` is `2026` or `2026-03`."""

    unit_id: str
    period: str
    counts: tuple[UserCount, ...]

    def problem(self) -> Refusal | None:
        """A year or month, and each kind of user at most once."""
        return first_problem(
            None
            if _PERIOD.fullmatch(self.period)
            else _period_problem("tahun (2026) atau bulan (2026-03).", "a year (2026) or a month (2026-03)."),
            counts_problem(self.counts),
        )


@dataclass(frozen=True, kw_only=True)
class CorrectFigures(Payload):
    """The figures as they should have been, and why they differ."""

    counts: tuple[UserCount, ...]
    reason: str

    def problem(self) -> Refusal | None:
        """Each kind of user at most once, and a reason."""
        return first_problem(counts_problem(self.counts), text_problem(self.reason, field="reason", longest=LONG))


def counts_problem(counts: tuple[UserCount, ...]) -> Refusal | None:
    """What is wrong with figures by themselves, or None: at least one kind of user, each once."""
    kinds = [count.kind for count in counts]
    if not kinds or len(set(kinds)) < len(kinds):
        return input_problem(
            "counts",
            "paling sedikit satu jenis pengguna, masing-masing satu kali.",
            "at least one kind of user, each once.",
        )
    return first_problem(*(count.problem() for count in counts))


def _period_problem(problem_id: str, problem_en: str) -> Refusal:
    return input_problem("period", problem_id, problem_en)


@dataclass(frozen=True, kw_only=True)
class UserFiguresFacts:
    """What the guards of figures may know. *Shape*: `reported` are the periods that the unit has reported."""

    state: str | None
    institution_id: str | None
    unit_id: str | None = None
    unit_state: str | None = None
    reported: frozenset[str] = frozenset()


def _unit_serves(facts: UserFiguresFacts, _act: Act) -> Refusal | None:
    if facts.unit_state in IN_THE_REGISTER:
        return None
    return refuse(
        RefusalCode.WRONG_STATE,
        subject="unit",
        verb=Words("melaporkan jumlah pengguna", "report user figures"),
        state=facts.unit_state or "-",
        sources=", ".join(IN_THE_REGISTER),
    )


def _period_begun(_facts: UserFiguresFacts, act: Act) -> Refusal | None:
    """A year or month that has begun. ISO 8601 texts of the same length sort as the dates do."""
    period: str = act.payload.period
    if period <= legal_date(act.now).isoformat()[: len(period)]:
        return None
    return _period_problem("periode ini belum dimulai.", "this period has not begun.")


def _period_free(facts: UserFiguresFacts, act: Act) -> Refusal | None:
    if act.payload.period not in facts.reported:
        return None
    return _period_problem(
        "periode ini sudah dilaporkan; koreksi laporan itu.", "this period was reported already: correct that report."
    )


def _report(facts: UserFiguresFacts, act: Act) -> Outcome:
    given: ReportFigures = act.payload
    return Outcome(
        changes={
            "institution_id": facts.institution_id,
            "unit_id": given.unit_id,
            "period": given.period,
            "counts": [count.values() for count in given.counts],
        }
    )


def _correct(_facts: UserFiguresFacts, act: Act) -> Outcome:
    given: CorrectFigures = act.payload
    reason = given.reason.strip()
    return Outcome(changes={"counts": [count.values() for count in given.counts], "reason": reason}, reason=reason)


_S = UserFiguresState
_UNIT = frozenset({Role.UNIT_HEAD, Role.UNIT_STAFF})

# fmt: off
USER_FIGURES: Table[UserFiguresFacts] = Table(
    aggregate=Aggregate.USER_FIGURES,
    label_id="Jumlah pengguna",
    label_en="User figures",
    states=UserFiguresState,
    final=frozenset(),
    rows=(
        Transition(
            verb="report", label_id="melaporkan jumlah pengguna", event="UserFiguresReported",
            sources=(None,), targets=(_S.REPORTED,), roles=_UNIT, clause="I.p2", payload=ReportFigures,
            guards=(_unit_serves,), checks=(_period_begun, _period_free), action=_report,
        ),
        Transition(
            verb="correct", label_id="mengoreksi jumlah pengguna", event="UserFiguresCorrected",
            sources=(_S.REPORTED, _S.CORRECTED), targets=(_S.CORRECTED,), roles=_UNIT, clause=HOUSE,
            payload=CorrectFigures, action=_correct,
        ),
    ),
)
# fmt: on
