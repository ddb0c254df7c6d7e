"""Who holds an office on a day: vacancy, doubled entries, acting and delegated officials."""

from datetime import date

import pytest

from domain.officials import (
    Capacity,
    Office,
    OfficeHeldTwiceError,
    OfficeVacantError,
    Official,
    holder_at,
    signs_as,
)


def official(person_id: str, first: int, last: int | None, capacity: Capacity = Capacity.DEFINITIVE) -> Official:
    return Official(
        office=Office.DEPUTY,
        capacity=capacity,
        person_id=person_id,
        name="Contoh",
        title_id="Deputi Bidang Contoh",
        title_en="Deputy for Samples",
        valid_from=date(2026, 1, first),
        valid_to=None if last is None else date(2026, 1, last),
    )


ENTRIES = (
    official("old", 1, 10),
    official("acting", 12, 20, Capacity.ACTING),
    official("new", 21, None),
    official("delegate", 5, 25, Capacity.ON_BEHALF),
)


@pytest.mark.parametrize(
    ("day", "person_id"), [(1, "old"), (10, "old"), (12, "acting"), (20, "acting"), (21, "new"), (31, "new")]
)
def test_the_holder_on_a_day(day: int, person_id: str) -> None:
    assert holder_at(Office.DEPUTY, ENTRIES, date(2026, 1, day)).person_id == person_id


def test_a_delegate_does_not_fill_a_vacancy() -> None:
    with pytest.raises(OfficeVacantError, match="DEPUTY on 2026-01-11"):
        holder_at(Office.DEPUTY, ENTRIES, date(2026, 1, 11))


def test_two_holders_on_one_day_are_refused() -> None:
    with pytest.raises(OfficeHeldTwiceError, match="2 officials"):
        holder_at(Office.DEPUTY, (*ENTRIES, official("other", 10, 11)), date(2026, 1, 10))


@pytest.mark.parametrize(
    ("person_id", "day", "title"),
    [
        ("old", 10, "Deputi Bidang Contoh"),
        ("acting", 12, "Plt. Deputi Bidang Contoh"),
        ("delegate", 11, "a.n. Deputi Bidang Contoh"),
    ],
)
def test_each_signs_under_a_title_of_his_own(person_id: str, day: int, title: str) -> None:
    entry = signs_as(person_id, Office.DEPUTY, ENTRIES, day=date(2026, 1, day))
    assert entry is not None
    assert entry.signature_title == title


@pytest.mark.parametrize(("person_id", "day"), [("old", 11), ("delegate", 4), ("stranger", 5)])
def test_nobody_signs_outside_his_time(person_id: str, day: int) -> None:
    assert signs_as(person_id, Office.DEPUTY, ENTRIES, day=date(2026, 1, day)) is None
