"""How long an authority is believed to have no newer key, by the time that is left."""

from datetime import UTC, datetime, timedelta

import pytest

from services.stamping_authorities import GainsNothingYet, asked_again_after
from signing.port import RenewalGainsNothing, TimestampUnavailable

NOW = datetime(2036, 11, 17, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("left", "believed"),
    [
        (timedelta(days=-1), timedelta(minutes=1)),
        (timedelta(0), timedelta(minutes=1)),
        (timedelta(minutes=3), timedelta(minutes=1)),
        (timedelta(minutes=4), timedelta(minutes=1)),
        (timedelta(minutes=6), timedelta(minutes=1, seconds=30)),
        (timedelta(hours=4), timedelta(hours=1)),
        (timedelta(days=3), timedelta(hours=18)),
        (timedelta(days=4), timedelta(days=1)),
        (timedelta(days=365), timedelta(days=1)),
    ],
)
def test_the_less_is_left_the_sooner_the_authority_is_asked_again(left: timedelta, believed: timedelta) -> None:
    assert asked_again_after(NOW + left, NOW) == believed


def test_who_asks_by_the_rule_asks_to_the_last_minute() -> None:
    """Each wait ends before the lapse, and the last question is asked within its last minute."""
    lapse, at, asked = NOW + timedelta(days=1), NOW, []
    while at < lapse:
        asked.append(at)
        at += asked_again_after(lapse, at)
    assert len(asked) == 25
    assert lapse - asked[-1] <= timedelta(minutes=1)


def test_a_renewal_that_gains_nothing_yet_says_how_long_it_waits() -> None:
    error = GainsNothingYet("no newer key", wait=timedelta(hours=1))
    assert (str(error), error.wait) == ("no newer key", timedelta(hours=1))
    assert isinstance(error, RenewalGainsNothing)
    assert isinstance(error, TimestampUnavailable)
