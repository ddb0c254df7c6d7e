"""How letters say dates, numbers and money."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from documents import wording

DECREE_DAY = date(2022, 9, 30)


@pytest.mark.parametrize("text", ["", "99.5", "-1", "+1", " 1", "1,", ",5", "satu", "1,5,2", "٣"])
def test_a_percentage_that_is_no_plain_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="decimal comma"):
        wording.percent_and_words(text)


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        wording.date_and_time(datetime(2022, 9, 30, 7, 5))  # noqa: DTZ001


def test_dates() -> None:
    assert wording.long_date(DECREE_DAY) == "30 September 2022"
    assert wording.full_date(DECREE_DAY) == "Jumat, 30 September 2022"
    assert wording.digits_date(DECREE_DAY) == "30-09-2022"
    assert wording.spelled_date(DECREE_DAY) == "Jumat tanggal tiga puluh bulan September tahun dua ribu dua puluh dua"


def test_an_instant_is_told_in_jakarta() -> None:
    assert wording.date_and_time(datetime(2022, 9, 30, 17, 5, tzinfo=UTC)) == "1 Oktober 2022 pukul 00.05 WIB"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (1, "satu"),
        (5, "lima"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (12, "dua belas"),
        (21, "dua puluh satu"),
        (100, "seratus"),
        (1000, "seribu"),
        (1500, "seribu lima ratus"),
        (2022, "dua ribu dua puluh dua"),
        (-3, "min tiga"),
        (Decimal("99.5"), "sembilan puluh sembilan koma lima"),
        (Decimal("99.05"), "sembilan puluh sembilan koma nol lima"),
        (Decimal("-0.5"), "min nol koma lima"),
        (Decimal("1E+3"), "seribu"),
    ],
)
def test_numbers_in_words(number: int | Decimal, words: str) -> None:
    assert wording.in_words(number) == words


def test_numbers_beside_their_words() -> None:
    """II.2.3 prints "5 (lima) hari kerja"."""
    assert wording.number_and_words(5) == "5 (lima)"
    assert wording.number_and_words(1500) == "1.500 (seribu lima ratus)"
    assert wording.percent_and_words("99,5") == "99,5% (sembilan puluh sembilan koma lima persen)"
    assert wording.percent_and_words("100") == "100% (seratus persen)"


def test_the_number_of_a_letter_and_of_a_decision() -> None:
    assert wording.numbered("12/B/D.2/TG/XI/2026") == "Nomor 12/B/D.2/TG/XI/2026"
    assert wording.numbered("NOMOR 7 TAHUN 2026") == "Nomor 7 Tahun 2026"
    assert wording.heading_number("12/B/D.2/TG/XI/2026") == "NOMOR 12/B/D.2/TG/XI/2026"
    assert wording.heading_number("NOMOR 7 TAHUN 2026") == "NOMOR 7 TAHUN 2026"
    assert wording.bare_number("12/B/D.2/TG/XI/2026") == "12/B/D.2/TG/XI/2026"
    assert wording.bare_number("NOMOR 7 TAHUN 2026") == "7 TAHUN 2026"


def test_the_marks_of_a_list() -> None:
    assert [wording.lettered(position) for position in (1, 2, 26, 27, 52, 53)] == ["a", "b", "z", "aa", "az", "ba"]


def test_the_time_of_day_is_that_of_jakarta() -> None:
    assert wording.clock_time(datetime(2022, 9, 30, 18, 5, tzinfo=UTC)) == "01.05 WIB"
