"""A small volume over HTTP, interrupted twice on the way: each act is done once, and the numbers have no gap."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial

import pytest

from app.demo.casting import OF_LKPP
from app.demo.planned import PLAN
from app.demo.telling import Progress
from app.demo.volume_figures import answer_times, volume_figures
from domain.applications import ApplicationState
from tests.e2e.ledger import Ledger, log_findings
from tests.e2e.volumes import Told, few_lives

pytestmark = [pytest.mark.servers, pytest.mark.libreoffice]

BEGINS = date(2022, 10, 17)
_SMALLEST = next(life for life in PLAN if life.standards == 1)
_WITHDRAWN = next(life for life in PLAN if life.first_try is ApplicationState.WITHDRAWN)
SAMPLE = (
    replace(_SMALLEST, begins=BEGINS, returned=True, surveilled=(date(2023, 2, 6),)),
    replace(_WITHDRAWN, begins=BEGINS, later=date(2022, 11, 28), mentored=True),
)
PAPERS = {
    "APPLICATION_RECEIPT": 4,
    "COMPLETION_REQUEST": 1,
    "APPROVAL": 2,
    "SLA": 2,
    "INSTALLATION_MINUTES": 1,
    "ASSIGNMENT": 2,
    "NOTICE": 3,
    "MINUTES": 1,
    "ASSESSMENT_REPORT": 2,
    "DETERMINATION": 1,
    "CERTIFICATE": 1,
}


class Interrupted(Exception):
    """What ends a telling, as Ctrl-C would."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    with few_lives(tmp_path_factory.mktemp("volume"), SAMPLE) as told:
        yield told


@pytest.fixture(scope="module")
def ended(told: Told) -> dict[str, datetime]:
    """The sample, told to its end in three tellings; when each life ended, in legal time."""
    for acts in (11, 25):
        with pytest.raises(Interrupted):
            told.tell(partial(_stop, after=acts))
    return told.tell()


def _stop(progress: Progress, after: int) -> None:
    if len(progress.acts) >= after:
        raise Interrupted


def test_each_life_ends_on_its_own_legal_day(ended: dict[str, datetime]) -> None:
    assert {place: at.astimezone(UTC).date() for place, at in ended.items()} == {
        _SMALLEST.place: date(2023, 2, 6),
        _WITHDRAWN.place: date(2023, 1, 9),
    }


def test_the_figures_are_what_the_api_answers(ended: dict[str, datetime], told: Told) -> None:
    assert ended
    assert volume_figures(told.company.session(OF_LKPP["deputy"])) == {
        "units": {"ACTIVE": 2},
        "forms": {"SERVICE_PROVIDER": 1, "SYSTEM_PROVIDER": 1},
        "separate": {},
        "applications": {"ACTIVE": 2, "WITHDRAWN": 1},
        "assessments": {"DETERMINED": 1},
        "surveillances": {},
        "certificates": {"1-8": 1},
        "cases": {},
        "sanctions": {},
        "objections": {},
        "papers": {"SIGNED": sum(PAPERS.values())},
    }


def test_no_paper_was_made_twice_and_no_number_is_missing(ended: dict[str, datetime], told: Told) -> None:
    assert ended
    with Ledger(told.server.reached) as ledger:
        ledger.settle()
        stored = list(ledger.stored["documents"].find())
        numbers, last = ledger.numbers(), ledger.counters()
    assert Counter(document["kind"] for document in stored) == PAPERS
    assert {series: list(range(1, len(found) + 1)) for series, found in numbers.items()} == numbers
    assert {series: found[-1] for series, found in numbers.items()} == {key: last[key] for key in numbers}
    assert log_findings(told.server.data) == "log utuh / the log is intact\n"


def test_each_unit_has_six_people_and_the_mentored_one_its_records(ended: dict[str, datetime], told: Told) -> None:
    assert ended
    units = told.company.session(OF_LKPP["deputy"]).ask(
        "{ units(first: 5) { nodes { personnel(first: 10) { nodes { positions competencies { code } } } "
        "mentorings(first: 5) { nodes { state } } consultations(first: 5) { nodes { state } } } } }"
    )["units"]["nodes"]
    assert [len(unit["personnel"]["nodes"]) for unit in units] == [6, 6]
    assert all(person["competencies"] for unit in units for person in unit["personnel"]["nodes"])
    guided = sorted(
        [each["state"] for kind in ("mentorings", "consultations") for each in unit[kind]["nodes"]] for unit in units
    )
    assert guided == [[], ["CLOSED", "CLOSED"]]


def test_told_again_nothing_more_happens(ended: dict[str, datetime], told: Told) -> None:
    with Ledger(told.server.reached) as ledger:
        before = ledger.stored["events"].count_documents({})
    again = told.tell()
    with Ledger(told.server.reached) as ledger:
        assert ledger.stored["events"].count_documents({}) == before
    assert set(again) == set(ended)


def test_answers_are_timed(ended: dict[str, datetime], told: Told) -> None:
    assert ended
    times = answer_times(told.company.session(OF_LKPP["deputy"]), told.company.public)
    assert {name: 0 < taken < 5_000 for name, taken in times.items()} == {
        "units_list": True,
        "public_register": True,
        "national_competency_gaps": True,
    }
