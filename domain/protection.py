"""How long a signed paper stays proven: the months in which people ask for it; what lapses is found in `persistence`."""

from datetime import date, datetime, time, timedelta

from domain.clock import JAKARTA

MONTH = timedelta(days=30)
"""A month, where people ask what lapses within some: HOUSE. What is renewed by itself is renewed a year before."""

MOST_MONTHS = 1_200


def lapse_horizon(today: date, months: int) -> datetime:
    """The first instant after the legal day that lies so many months of thirty days after `today`.

    *Raises*: `ValueError` for less than no month, or more than `MOST_MONTHS`.
    """
    if not 0 <= months <= MOST_MONTHS:
        raise ValueError(f"0 to {MOST_MONTHS}")
    return datetime.combine(today + months * MONTH + timedelta(days=1), time(), tzinfo=JAKARTA)
