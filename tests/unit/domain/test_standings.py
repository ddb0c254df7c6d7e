"""A paper's standing on a day: the last day counts at once, and a paper that its SLA has left behind is void."""

from datetime import date

import pytest

from domain.documents import DocumentKind, DocumentState
from domain.standings import Standing, Subject, standing_on

LAST = date(2026, 11, 22)


@pytest.mark.parametrize("kind", [DocumentKind.SLA, DocumentKind.CERTIFICATE])
@pytest.mark.parametrize(
    ("day", "expected"), [(date(2026, 11, 22), Standing.IN_FORCE), (date(2026, 11, 23), Standing.EXPIRED)]
)
def test_the_day_after_the_last_it_is_expired_whatever_the_record_says(kind, day, expected) -> None:
    subject = Subject(state="IN_FORCE", expires_on=LAST, paper_id="paper-1")
    given = {"kind": kind, "state": DocumentState.SIGNED, "paper_id": "paper-1"}
    assert standing_on(day, **given, subject=subject) is expected


def test_without_a_last_day_it_goes_on() -> None:
    subject = Subject(state="IN_FORCE", paper_id="paper-1")
    given = {"kind": DocumentKind.SLA, "state": DocumentState.SIGNED, "paper_id": "paper-1"}
    assert standing_on(date(2099, 1, 1), **given, subject=subject) is Standing.IN_FORCE


@pytest.mark.parametrize(
    ("kind", "expected"), [(DocumentKind.SLA, Standing.VOID), (DocumentKind.CERTIFICATE, Standing.IN_FORCE)]
)
def test_a_paper_that_its_agreement_has_left_behind_is_void(kind, expected) -> None:
    """A certificate names its paper too, but has one only."""
    subject = Subject(state="ACTIVE", paper_id="paper-2")
    assert standing_on(LAST, kind=kind, state=DocumentState.SIGNED, paper_id="paper-1", subject=subject) is expected
