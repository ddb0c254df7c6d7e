"""The agency file of an installation (TOML): letterhead, help desk, and the people who act; keys and secrets are elsewhere."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.letterhead import HELP_DESK, LETTERHEAD
from app.seeds.people import PersonSeed
from app.settings import SettingsError
from documents.contexts import Letterhead
from documents.sla_terms import HelpDesk
from domain.roles import INSTITUTION_ROLES, Role

_PERSON = {
    "id": str,
    "name": str,
    "roles": list,
    "office": str,
    "organisation": str,
    "email": str,
    "institution_id": str,
    "unit_id": str,
    "tied_institution_ids": list,
    "active": bool,
}
_NEEDED = ("id", "name", "roles", "office", "organisation")


@dataclass(frozen=True)
class Agency:
    """Who the installation belongs to. *Shape*: at each start the register of people becomes what `people` say."""

    letterhead: Letterhead
    help_desk: HelpDesk
    people: tuple[PersonSeed, ...] = ()


SAMPLE_AGENCY = Agency(LETTERHEAD, HELP_DESK)
"""That of development: an invented address; its people are the samples."""


def read_agency(path: Path) -> Agency:
    """The agency of the file. *Raises*: `SettingsError` with what is wrong and where."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is no TOML: {error}") from error
    unknown = sorted(set(found) - {"letterhead", "help_desk", "people"})
    if unknown:
        raise SettingsError(f"{path.name}: {unknown[0]} is not known here")
    rows = found.get("people", [])
    if not isinstance(rows, list):
        raise SettingsError(f"{path.name}: people are written as [[people]]")
    people = tuple(_person(row, f"{path.name}, person {number}") for number, row in enumerate(rows, start=1))
    if len({person.id for person in people}) != len(people):
        raise SettingsError(f"{path.name}: two people have one id")
    return Agency(
        _letterhead(found.get("letterhead"), path.name), _help_desk(found.get("help_desk"), path.name), people
    )


def _letterhead(found: object, where: str) -> Letterhead:
    fields = ("agency", "office", "address", "place")
    if not isinstance(found, dict) or set(found) != set(fields):
        raise SettingsError(f"{where}: [letterhead] has {', '.join(fields)}, and nothing else")
    address = found["address"]
    texts = [found["agency"], found["office"], found["place"], *(address if isinstance(address, list) else [None])]
    if len(texts) == len(fields) - 1 or not all(isinstance(text, str) and text.strip() for text in texts):
        raise SettingsError(f"{where}: [letterhead] has texts, and address is a list of them")
    return Letterhead(agency=found["agency"], office=found["office"], address=tuple(address), place=found["place"])


def _help_desk(found: object, where: str) -> HelpDesk:
    fields = ("name", "telephone", "email", "hours")
    if not isinstance(found, dict) or set(found) != set(fields):
        raise SettingsError(f"{where}: [help_desk] has {', '.join(fields)}, and nothing else")
    if not all(isinstance(text, str) and text.strip() for text in found.values()):
        raise SettingsError(f"{where}: [help_desk] has texts")
    return HelpDesk(**found)


def _person(row: object, where: str) -> PersonSeed:
    if not isinstance(row, dict):
        raise SettingsError(f"{where}: a person is a table")
    missing = [name for name in _NEEDED if not row.get(name)]
    wrong = [name for name, value in row.items() if name not in _PERSON or not isinstance(value, _PERSON[name])]
    if missing or wrong:
        raise SettingsError(f"{where}: {(missing or wrong)[0]} is {'missing' if missing else 'not as it should be'}")
    roles = _roles(row, where)
    if (row.get("institution_id") is not None) != bool(set(roles) & INSTITUTION_ROLES):
        raise SettingsError(f"{where}: institution_id belongs to the roles of an institution, and to no other")
    return PersonSeed(
        id=row["id"],
        name=row["name"],
        roles=roles,
        office=row["office"],
        organisation=row["organisation"],
        email=row.get("email", ""),
        institution_id=row.get("institution_id"),
        unit_id=row.get("unit_id"),
        tied_institution_ids=tuple(row.get("tied_institution_ids", ())),
        active=row.get("active", True),
    )


def _roles(row: Mapping[str, Any], where: str) -> tuple[Role, ...]:
    try:
        roles = tuple(Role(role) for role in row["roles"])
    except ValueError as error:
        raise SettingsError(f"{where}: {error}") from error
    if {Role.SYSTEM, Role.PUBLIC} & set(roles):
        raise SettingsError(f"{where}: SYSTEM and PUBLIC are no roles of a person")
    return roles
