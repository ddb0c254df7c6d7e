"""What the lives bring along: invented people for every part, applications for each institution, tables of the end."""

from datetime import date, timedelta
from typing import Any

import pytest
from rich.console import Console

from app.demo.answers import Answer
from app.demo.casting import OF_LKPP, people_of
from app.demo.lives import LIVES
from app.demo.prologue import LONGEST_LIFE, Prologue
from app.demo.proof import Proof
from app.demo.samples import ATTACHMENTS, attachments_of, details_at
from app.demo.tables import papers_table, revoked_of, standards_of, units_table
from app.demo.telling import Progress, StoryBroken
from app.seeds.people import people
from domain.application_acts import AttachmentKind
from domain.application_rules import required_attachments
from domain.provider_forms import ProviderForm
from domain.roles import Role

ROLES = {
    "reviewer": Role.REVIEWER,
    "examiner": Role.REVIEWER,
    "admin": Role.ADMIN,
    "deputy": Role.DEPUTY,
    "lead": Role.ASSESSOR,
    "second_reader": Role.ASSESSOR,
    "assessor": Role.ASSESSOR,
    "institution_head": Role.INSTITUTION_HEAD,
    "unit_head": Role.UNIT_HEAD,
    "unit_staff": Role.UNIT_STAFF,
}


@pytest.mark.parametrize("institution_id", [plan.institution_id for plan in LIVES])
def test_everybody_of_a_life_is_seeded_with_his_role_and_nobody_is_tied(institution_id: str) -> None:
    seeds = {person.id: person for person in people()}
    cast = people_of(institution_id)
    assert {part: seeds[person].roles for part, person in cast.items()} == {part: (ROLES[part],) for part in ROLES}
    assert len(set(cast.values())) == len(cast)
    for part, person in cast.items():
        assert seeds[person].institution_id == (None if part in OF_LKPP else institution_id)
        assert institution_id not in seeds[person].tied_institution_ids


def test_two_units_have_their_own_systems_and_the_stopped_one_uses_those_of_lkpp() -> None:
    assert [details_at(plan.institution_id)["form"] for plan in LIVES] == [
        "SYSTEM_PROVIDER",
        "SYSTEM_PROVIDER",
        "SERVICE_PROVIDER",
    ]


@pytest.mark.parametrize("form", ProviderForm)
def test_attachments_are_those_that_the_form_needs(form: ProviderForm) -> None:
    assert {AttachmentKind(kind) for kind in attachments_of(form.value)} == set(required_attachments(form))
    assert {AttachmentKind(kind) for kind in ATTACHMENTS} == set(AttachmentKind)


# --- the calendar -----------------------------------------------------------------------------------------------------


class Administrator:
    """Answers as the API does, and keeps what was asked of it."""

    def __init__(self, last_day: date) -> None:
        self.last_day = last_day
        self.acts: list[tuple[str, dict[str, Any]]] = []

    def ask(self, _document: str) -> dict[str, Any]:
        return {"calendar": {"version": "v1", "lastDay": self.last_day.isoformat()}}

    def act(self, mutation: str, _fields: str, values: dict[str, Any]) -> dict[str, Any]:
        self.acts.append((mutation, values))
        return {"calendar": {"version": "v2", "recordVersion": 1}}


def prologue(administrator: Any) -> tuple[Prologue, Progress]:
    progress = Progress(tell=lambda _line: None)
    return Prologue(administrator, administrator, progress, name="run"), progress


def test_a_calendar_that_reaches_far_enough_is_left_alone() -> None:
    administrator = Administrator(date(2027, 12, 31))
    told, progress = prologue(administrator)
    told.prolong_calendar(date(2027, 12, 31) - LONGEST_LIFE - timedelta(days=1))
    assert (administrator.acts, progress.acts) == ([], [])


def test_a_calendar_that_ends_too_soon_gets_the_next_year() -> None:
    administrator = Administrator(date(2027, 12, 31))
    told, progress = prologue(administrator)
    told.prolong_calendar(date(2027, 12, 31) - LONGEST_LIFE)
    (mutation, values), approval = administrator.acts
    assert (mutation, progress.acts) == ("reviseCalendar", ["reviseCalendar", "approveCalendar"])
    seen = {"calendar": "v2", "expectedVersion": 1, "idempotencyKey": approval[1]["idempotencyKey"]}
    assert approval == ("approveCalendar", seen)
    assert (values["lastDay"], values["replaces"], values["removed"]) == ("2028-12-31", "v1", [])
    assert [day["date"] for day in values["days"]] == [
        "2028-01-01",
        "2028-05-01",
        "2028-06-01",
        "2028-08-17",
        "2028-12-25",
    ]
    assert {(day["kind"], day["status"], day["source"]) for day in values["days"]} == {
        ("NATIONAL", "ESTIMATED", "DATA CONTOH")
    }


# --- telling ----------------------------------------------------------------------------------------------------------


def test_an_act_that_goes_otherwise_than_told_breaks_the_story() -> None:
    told, progress = prologue(Administrator(date(2027, 12, 31)))
    with pytest.raises(StoryBroken, match="was to be refused with WRONG_STATE"):
        told._refused(Administrator(date(2027, 12, 31)), "openAssessment", "WRONG_STATE", {})
    assert (progress.acts, progress.refusals) == ([], 0)


# --- tables -----------------------------------------------------------------------------------------------------------

OUTCOME = {
    "name": "LPSE Kota Contoh Timur",
    "state": "ACTIVE",
    "slaState": "IN_FORCE",
    "compliance": [{"code": "S01", "state": "DETERMINED"}, {"code": "S09", "state": "REVOKED"}],
    "certificates": {
        "nodes": [
            {
                "edition": 1,
                "state": "PARTLY_REVOKED",
                "applicable": 2,
                "standards": [{"code": "S01", "revoked": False}, {"code": "S09", "revoked": True}],
                "document": {"number": "SERT-2026-0001"},
            }
        ]
    },
    "sanctionCases": {
        "nodes": [
            {
                "state": "OPEN",
                "rung": "REVOCATION",
                "closedReason": None,
                "sanctions": {"nodes": [{"rung": "REVOCATION", "state": "ISSUED", "objections": {"nodes": []}}]},
            }
        ]
    },
    "reassessments": {"nodes": []},
}


def shown(table: Any) -> str:
    console = Console(width=80, color_system=None)
    with console.capture() as capture:
        console.print(table)
    return " ".join(capture.get().replace("│", " ").split())


def test_the_table_of_the_units() -> None:
    assert standards_of(OUTCOME) == {"DETERMINED": 1, "REVOKED": 1}
    assert revoked_of(OUTCOME) == 1
    text = shown(units_table([OUTCOME]))
    for word in ("1 DETERMINED", "1 REVOKED", "SERT-2026-0001", "PARTLY_REVOKED", "1 dicabut", "REVOCATION", "ISSUED"):
        assert word in text


def test_the_table_of_the_papers_shouts_where_one_is_not_genuine() -> None:
    proof = Proof(
        kind="ADVICE",
        label="Surat saran/rekomendasi",
        number="1/B/D.2/SR-P/XI/2026",
        file="advice.pdf",
        sha256="0" * 64,
        signatures=1,
        by_code=Answer(genuine=None, standing="ANNULLED", since=None),
        by_upload=Answer(genuine=False, standing="ANNULLED", since=None),
        data=b"",
    )
    text = shown(papers_table("Satu unit", [proof]))
    for word in ("Satu unit", "1/B/D.2/SR-P/XI/2026", "TIDAK", "ANNULLED"):
        assert word in text
