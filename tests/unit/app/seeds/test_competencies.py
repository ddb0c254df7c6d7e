"""The invented dictionary (DATA CONTOH): fifteen competencies of five levels, each sound, each position asked for."""

from app.seeds.competencies import competencies
from domain.competencies import LEVELS, Position

ROWS = competencies()


def test_fifteen_competencies_of_five_levels() -> None:
    assert [row.code for row in ROWS] == [f"KT-{number:02}" for number in range(1, 16)]
    assert all(tuple(level.level for level in row.levels) == LEVELS for row in ROWS)
    assert all(row.problem() is None for row in ROWS)


def test_it_says_whose_text_it_is() -> None:
    assert {row.reason for row in ROWS} == {"DATA CONTOH: kamus rekaan proyek, bukan Kamus Kompetensi Teknis LKPP"}


def test_every_position_has_a_standard() -> None:
    assert {position for row in ROWS for position in row.required} == set(Position)
