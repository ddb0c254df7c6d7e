"""The standards through GraphQL: read on any day, found by their names of 2014, changed by published versions only."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from app.seeds.loader import all_seeds
from domain.aggregates import Aggregate
from domain.configuration_keys import ConfigurationKey
from domain.provider_forms import ProviderForm
from domain.roles import SYSTEM
from domain.settings import EnterSetting
from domain.standards import StandardCode
from persistence.standards import binding_standards, catalogue, edition_on
from services.commands import Command, Done
from services.door import Door
from tests.integration.graphql.conftest import PlainLetters, StandingClock, World

pytestmark = pytest.mark.servers

STANDARDS = "query($s: String) { standards(search: $s) { code aliases aspects criteria { code aspects } } }"
CATALOGUE = """
query($on: Date) {
  standardsCatalogue(on: $on) {
    edition state validFrom validTo label(language: EN)
    standards { code name criteria { code text methods requirement applicability aspects } }
  }
}
"""
CHANGED = """
    __typename
    ... on %s { thing { id version state edition validFrom validTo standards { code criteria { code } } } }
    ... on Refusal { code subject clauseId }
"""
DRAFT = f"mutation($i: DraftCatalogueInput!) {{ draftCatalogue(input: $i) {{ {CHANGED % 'DraftCatalogueSuccess'} }} }}"
REVISE = (
    f"mutation($i: ReviseCatalogueInput!) {{ reviseCatalogue(input: $i) {{ {CHANGED % 'ReviseCatalogueSuccess'} }} }}"
)
PUBLISH = f"mutation($i: PublishCatalogueInput!) {{ publishCatalogue(input: $i) {{ {CHANGED % 'PublishCatalogueSuccess'} }} }}"
DISCARD = f"mutation($i: DiscardCatalogueInput!) {{ discardCatalogue(input: $i) {{ {CHANGED % 'DiscardCatalogueSuccess'} }} }}"
FREE_FOR_ALL = {
    "standard": "S11",
    "code": "S11-K8",
    "textId": "Akses pengelola dari luar dicatat (contoh).",
    "textEn": "Remote access is logged (sample).",
    "evidence": "Log akses",
    "methods": ["DOCUMENT", "TEST"],
    "requirement": "MANDATORY",
    "applicability": "ALL",
    "aspects": ["CONFIDENTIALITY"],
}


@pytest.fixture
def shelf(people: World) -> World:
    """The world with the catalogue as it is shipped."""
    door = Door(database=people.database, clock=StandingClock(), letters=PlainLetters())
    [shipped] = [seed for seed in all_seeds(door) if seed.name == "standards"]
    shipped.write(shipped.rows())
    return people


def draft(world: World, who: str = "admin", **values: Any) -> dict[str, Any]:
    given = {
        "edition": "2024.1",
        "validFrom": "2024-01-01",
        "changed": [FREE_FOR_ALL],
        "removed": ["S01-K6"],
        "reason": "Contoh",
        "idempotencyKey": "key-draft-1",
        **values,
    }
    return dict(world.ask(DRAFT, who, i=given)["draftCatalogue"])


def act(world: World, mutation: str, name: str, who: str, thing: dict[str, Any], **values: Any) -> dict[str, Any]:
    given = {
        "catalogue": thing["id"],
        "expectedVersion": thing["version"],
        "idempotencyKey": f"{name}-{thing['version']}-{len(values)}",
        **values,
    }
    return dict(world.ask(mutation, who, i=given)[name])


def codes(thing: dict[str, Any], standard: str) -> list[str]:
    return [
        criterion["code"] for each in thing["standards"] if each["code"] == standard for criterion in each["criteria"]
    ]


def test_the_readme_tells_what_the_api_answers(shelf: World) -> None:
    readme = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
    ((asked, told),) = re.findall(r"curl 'http://127\.0\.0\.1:8000/graphql\?query=([^']+)'\n\n    (\{.*\})\n", readme)
    assert shelf.post({"query": unquote(asked)}).json() == json.loads(told)


def test_the_shipped_criteria_are_the_first_version_from_the_decrees_day(shelf: World) -> None:
    found = shelf.ask(CATALOGUE)["standardsCatalogue"]
    assert (found["edition"], found["state"], found["validFrom"], found["validTo"]) == (
        "2022.1",
        "PUBLISHED",
        "2022-09-30",
        None,
    )
    assert found["label"] == "project configuration, not LKPP's official text"
    assert [each["code"] for each in found["standards"]] == list(StandardCode)
    assert sum(len(each["criteria"]) for each in found["standards"]) == 100
    assert found["standards"][0]["criteria"][2]["aspects"] == ["CONFIDENTIALITY", "INTEGRITY", "AVAILABILITY"]


def test_a_catalogue_that_is_not_there_is_null(people: World) -> None:
    assert people.ask(CATALOGUE)["standardsCatalogue"] is None
    assert people.ask(STANDARDS)["standards"] == []


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("Pengelolaan Layanan Helpdesk", ["S05"]),
        ("risiko layanan", ["S04"]),
        ("kelangsungan layanan", ["S12"]),
        ("S11-K7", ["S11"]),
        ("pemasok", ["S14"]),
        ("tidak ada yang begini", []),
    ],
)
def test_a_standard_is_found_by_its_name_of_2014_and_by_text(shelf: World, search: str, found: list[str]) -> None:
    rows = shelf.ask(STANDARDS, s=search)["standards"]
    assert [row["code"] for row in rows][: len(found) or None] == found, rows


def test_every_standard_shows_what_it_protects(shelf: World) -> None:
    rows = {row["code"]: row for row in shelf.ask(STANDARDS)["standards"]}
    assert len(rows) == 17
    assert rows["S12"]["aspects"] == ["AVAILABILITY"]
    assert rows["S10"]["aspects"] == ["CONFIDENTIALITY", "INTEGRITY", "AVAILABILITY"]
    assert rows["S05"]["aliases"] == ["Pengelolaan Layanan Helpdesk"]
    assert all(criterion["aspects"] for row in rows.values() for criterion in row["criteria"])


def test_a_published_version_is_in_force_from_its_day_and_ends_the_one_before(shelf: World) -> None:
    """R-24 (II.2.1.b.1): LKPP sets the criteria of the standards; a draft binds nobody."""
    made = draft(shelf)["thing"]
    assert (made["state"], codes(made, "S11")[-1], "S01-K6" in codes(made, "S01")) == ("DRAFT", "S11-K8", False)
    assert shelf.ask(CATALOGUE, on="2024-01-01")["standardsCatalogue"]["edition"] == "2022.1", "a draft binds nobody"
    revised = act(
        shelf, REVISE, "reviseCatalogue", "admin", made,
        edition="2024.2", validFrom="2024-02-01", changed=[], removed=["S01-K5"], reason="Lagi",
    )["thing"]  # fmt: skip
    assert (revised["edition"], codes(revised, "S01")) == ("2024.2", ["S01-K1", "S01-K2", "S01-K3", "S01-K4"])
    published = act(shelf, PUBLISH, "publishCatalogue", "deputy", revised)["thing"]
    assert (published["state"], published["validFrom"]) == ("PUBLISHED", "2024-02-01")
    before = shelf.ask(CATALOGUE, on="2024-01-31")["standardsCatalogue"]
    assert (before["edition"], before["state"], before["validTo"]) == ("2022.1", "SUPERSEDED", "2024-01-31")
    assert shelf.ask(CATALOGUE, on="2024-02-01")["standardsCatalogue"]["edition"] == "2024.2"
    assert [edition_on(day) for day in (date(2024, 1, 31), date(2024, 2, 1))] == ["2022.1", "2024.2"]
    assert len(shelf.ask(STANDARDS, s="S11-K8")["standards"]) == 0, "today is before its first day"
    assert StandardCode.S11 not in binding_standards(ProviderForm.SERVICE_PROVIDER, date(2024, 1, 31))
    assert StandardCode.S11 in binding_standards(ProviderForm.SERVICE_PROVIDER, date(2024, 2, 1))
    assert len(catalogue(date(2024, 2, 1))[0].criteria) == 4
    assert len(catalogue(date(2024, 1, 31))[0].criteria) == 6


def test_a_version_of_today_is_what_everyone_reads(shelf: World) -> None:
    made = draft(shelf, validFrom="2023-10-02")["thing"]
    assert "thing" in act(shelf, PUBLISH, "publishCatalogue", "deputy", made)
    assert [row["code"] for row in shelf.ask(STANDARDS, s="S11-K8")["standards"]] == ["S11"]


def test_a_draft_is_discarded_and_its_name_is_free_again(shelf: World) -> None:
    made = draft(shelf)["thing"]
    assert draft(shelf, idempotencyKey="key-draft-2")["subject"] == "edition"
    gone = act(shelf, DISCARD, "discardCatalogue", "deputy", made, reason="Keliru")
    assert gone["thing"]["state"] == "DISCARDED"
    assert draft(shelf, idempotencyKey="key-draft-3")["thing"]["state"] == "DRAFT"
    listed = shelf.ask("{ catalogues(first: 9) { nodes { edition state } } }", "reviewer")["catalogues"]["nodes"]
    assert sorted((row["edition"], row["state"]) for row in listed) == [
        ("2022.1", "PUBLISHED"),
        ("2024.1", "DISCARDED"),
        ("2024.1", "DRAFT"),
    ]
    assert shelf.ask("{ catalogues(first: 9) { nodes { edition } } }", "head-a")["catalogues"]["nodes"] == []


@pytest.mark.parametrize(
    ("who", "values", "code", "subject", "clause"),
    [
        ("deputy", {}, "NOT_PERMITTED", None, "HOUSE"),
        ("unit-head-a", {}, "NOT_PERMITTED", None, "II.2.1.b.1"),
        ("admin", {"removed": [f"S17-K{number}" for number in range(1, 7)]}, "INVALID_INPUT", "removed", "HOUSE"),
        ("admin", {"changed": [{**FREE_FOR_ALL, "code": "S18-K1"}]}, "INVALID_INPUT", "changed.code", "HOUSE"),
        ("admin", {"changed": [{**FREE_FOR_ALL, "methods": []}]}, "INVALID_INPUT", "changed.methods", "HOUSE"),
        ("admin", {"edition": "2022.1"}, "INVALID_INPUT", "edition", "HOUSE"),
    ],
)
def test_a_draft_that_is_refused_changes_nothing(
    shelf: World, who: str, values: dict[str, Any], code: str, subject: str | None, clause: str
) -> None:
    before = shelf.dump()
    refused = draft(shelf, who, **values)
    assert (refused["code"], refused["clauseId"]) == (code, clause)
    assert subject is None or refused["subject"] == subject
    assert shelf.dump() == before


def test_only_the_deputy_publishes_and_never_for_a_past_day(shelf: World) -> None:
    made = draft(shelf, validFrom="2023-10-01")["thing"]
    before = shelf.dump()
    assert act(shelf, PUBLISH, "publishCatalogue", "admin", made)["code"] == "NOT_PERMITTED"
    refused = act(shelf, PUBLISH, "publishCatalogue", "deputy", made)
    assert (refused["code"], refused["clauseId"]) == ("PAST_DAY", "HOUSE")
    assert shelf.dump() == before


def test_the_configuration_may_bind_service_providers_by_every_criterion(shelf: World) -> None:
    """The decree does not say which standards bind a service provider: house rule."""
    door = Door(database=shelf.database, clock=StandingClock(), letters=PlainLetters())
    every = EnterSetting(
        key=ConfigurationKey.STANDARDS_FOR_SERVICE_PROVIDER,
        text="EVERY_CRITERION",
        valid_from=date(2023, 11, 1),
        reason="Contoh",
    )
    done = door.perform(Command(aggregate=Aggregate.SETTING, verb="seed", actor=SYSTEM, record_id="s-1", payload=every))
    assert isinstance(done, Done)
    assert StandardCode.S11 not in binding_standards(ProviderForm.SERVICE_PROVIDER, date(2023, 10, 31))
    assert binding_standards(ProviderForm.SERVICE_PROVIDER, date(2023, 11, 1)) == set(StandardCode)
