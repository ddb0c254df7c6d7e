"""Gaps (II.2.1.c.2): the level that counts on the day against the standard of each position."""

from datetime import date

import pytest

from domain.competencies import Position
from domain.competency_gaps import Gap, HeldCompetency, StaffMember, gaps_of, level_of, unfilled

TODAY = date(2026, 11, 22)
STANDARD = {"KT-05": {Position.HELPDESK: 3, Position.VERIFIER: 2}, "KT-01": {Position.HELPDESK: 1}}


def held(level: int, *, code: str = "KT-05", until: date | None = None) -> HeldCompetency:
    return HeldCompetency(code=code, level=level, evidence_ids=("proof",), valid_until=until)


def member(*competencies: HeldCompetency, positions: tuple[Position, ...] = (Position.HELPDESK,)) -> StaffMember:
    return StaffMember(file_id="file-1", positions=positions, held=competencies)


def gap(code: str, required: int, has: int, *, expired: bool = False, position: Position = Position.HELPDESK) -> Gap:
    return Gap(file_id="file-1", position=position, code=code, required=required, held=has, expired=expired)


@pytest.mark.parametrize(
    ("competencies", "found"),
    [
        ((), [gap("KT-01", 1, 0), gap("KT-05", 3, 0)]),
        ((held(1, code="KT-01"), held(2)), [gap("KT-05", 3, 2)]),
        ((held(1, code="KT-01"), held(3)), []),
        ((held(1, code="KT-01"), held(4, until=TODAY)), []),
        ((held(1, code="KT-01"), held(3, until=date(2026, 11, 21))), [gap("KT-05", 3, 0, expired=True)]),
        ((held(1, code="KT-01"), held(2, until=date(2026, 11, 21))), [gap("KT-05", 3, 0)]),
    ],
)
def test_a_gap_is_a_level_below_the_standard_on_the_day(competencies, found) -> None:
    assert gaps_of([member(*competencies)], STANDARD, on=TODAY) == found


def test_each_position_asks_for_itself() -> None:
    both = member(held(2), held(1, code="KT-01"), positions=(Position.VERIFIER, Position.HELPDESK, Position.TRAINER))
    assert gaps_of([both], STANDARD, on=TODAY) == [gap("KT-05", 3, 2)]
    none = member(held(1, code="KT-01"), positions=(Position.VERIFIER,))
    assert gaps_of([none], STANDARD, on=TODAY) == [gap("KT-05", 2, 0, position=Position.VERIFIER)]


def test_positions_that_nobody_holds_are_told() -> None:
    assert unfilled([member()], STANDARD) == [Position.VERIFIER]
    assert unfilled([], {}) == []


def test_the_highest_level_counts() -> None:
    assert level_of([held(1), held(3), held(4, code="KT-01")], "KT-05") == 3
    assert level_of([], "KT-05") == 0
