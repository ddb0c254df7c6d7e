"""What a letter says of its own date when it is dated anew, by the real numbering on a real database."""

from datetime import UTC, datetime
from typing import Any

import pytest

from app.letterhead import HELP_DESK, LETTERHEAD
from domain.aggregates import Aggregate
from domain.assessment_acts import Improvement, Recommend
from domain.canonical import canonical_digest
from domain.clock import legal_date
from domain.document_acts import PresentDocument
from domain.roles import SYSTEM
from persistence.calendar import CalendarRecord
from persistence.documents import DocumentRecord
from persistence.records import insert
from services.commands import Command, Done
from services.door import Door
from services.letters import LetterWriter
from services.numbered_papers import numbered, plain
from tests.integration.services.assessing import S02, Assessing, configured
from tests.integration.services.office import REVIEWER, START, Office

pytestmark = pytest.mark.servers


@pytest.fixture
def town(office: Office) -> Assessing:
    assessing = Assessing(office)
    letters = LetterWriter(LETTERHEAD, HELP_DESK)
    office.door = Door(database=office.database, clock=office.clock, letters=letters)
    insert(
        CalendarRecord(
            id="calendar-1",
            state="IN_FORCE",
            version=1,
            created_at=START,
            updated_at=START,
            first_day="2026-01-01",
            last_day="2027-12-31",
            changed_by="admin",
            reason="Contoh.",
        )
    )
    return assessing


def calendar_until(last_day: str) -> None:
    CalendarRecord.objects(id="calendar-1").update(last_day=last_day)


def recommended(town: Assessing) -> tuple[str, str]:
    """The assessment, and its recommendation, drafted."""
    key = town.reported(S02, missed=frozenset({"S02-K1"}))
    item = Improvement(standard=S02, criterion="S02-K1", text="Tetapkan jadwal.")
    return key, town.act("recommend", REVIEWER, key, Recommend(items=(item,))).documents[0]


def paper(document_id: str) -> Any:
    return DocumentRecord.objects(id=document_id).get()


def dated(town: Assessing, document_id: str, *day: int) -> str | None:
    """Dated and presented on that day as the worker does, with what the letter says then; both have to agree."""
    town.office.clock.instant = datetime(*day, 2, 0, tzinfo=UTC)  # type: ignore[misc]
    if paper(document_id).state == "AWAITING_SIGNATURE":
        town.office.done(Aggregate.DOCUMENT, "redate", SYSTEM, document_id)
    command = Command(aggregate=Aggregate.DOCUMENT, verb="reserve_number", actor=SYSTEM, record_id=document_id)
    today = legal_date(town.office.clock.now())
    done = town.office.door.perform(command, late=lambda: numbered(paper(document_id), today))
    assert isinstance(done, Done), done
    shown = PresentDocument(sha256=canonical_digest([document_id, *day]), size=100)
    town.office.done(Aggregate.DOCUMENT, "present", SYSTEM, document_id, shown)
    found = paper(document_id)
    assert canonical_digest(plain(found.facts)) == found.facts_sha256
    assert town.record(found.subject_id).follow_up_until == found.facts["follow_up_until"]
    until: str | None = found.facts["follow_up_until"]
    return until


def test_a_limit_that_the_calendar_did_not_reach_once_is_counted_again_at_the_next_date(town: Assessing) -> None:
    """No holidays of 2028 are known in December 2027; the letter that is dated in January has its thirty working days."""
    configured("limit.recommendation", 30)
    _key, letter = recommended(town)
    assert dated(town, letter, 2026, 11, 23) == "2027-01-04"
    assert dated(town, letter, 2027, 12, 13) is None
    calendar_until("2028-12-31")
    assert dated(town, letter, 2028, 1, 10) == "2028-02-21"


def test_it_is_remembered_over_two_dates_without_one(town: Assessing) -> None:
    configured("limit.recommendation", 30)
    _key, letter = recommended(town)
    assert [dated(town, letter, 2027, 12, day) for day in (13, 14)] == [None, None]
    calendar_until("2028-12-31")
    assert dated(town, letter, 2027, 12, 15) == "2028-01-26"


def test_a_letter_that_was_drafted_without_a_limit_gets_none(town: Assessing) -> None:
    """The calendar did not reach the limit on the day of the draft: nobody was told of one, and none is added unseen."""
    configured("limit.recommendation", 30)
    calendar_until("2026-12-01")
    _key, letter = recommended(town)
    assert dated(town, letter, 2026, 11, 23) is None
    calendar_until("2027-12-31")
    assert dated(town, letter, 2026, 11, 24) is None


def test_no_limit_follows_a_setting_that_came_after_the_draft(town: Assessing) -> None:
    _key, letter = recommended(town)
    configured("limit.recommendation", 30)
    assert dated(town, letter, 2026, 11, 23) is None
