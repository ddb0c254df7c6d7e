"""The 17 standards with their 100 criteria, read from `standards.json`; when a standard is met is not decided here."""

import json
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Any

from domain.catalogues import read_criterion
from domain.standards import Standard, StandardCode


@dataclass(frozen=True, kw_only=True)
class StandardsCatalogue:
    """One version of the standards. *Shape*: `label_id` and `label_en` say that the criteria are not LKPP's text."""

    version: str
    valid_from: date
    label_id: str
    label_en: str
    standards: tuple[Standard, ...]


def standards_catalogue() -> StandardsCatalogue:
    """The catalogue as shipped: the decree's names (II.2.1.b.1.a-q), criteria and ISO references of our own."""
    content = json.loads(resources.files("app.seeds").joinpath("standards.json").read_text(encoding="utf-8"))
    return StandardsCatalogue(
        version=content["version"],
        valid_from=date.fromisoformat(content["valid_from"]),
        label_id=content["label_id"],
        label_en=content["label_en"],
        standards=tuple(_standard(each) for each in content["standards"]),
    )


def _standard(entry: dict[str, Any]) -> Standard:
    code = StandardCode(entry["code"])
    return Standard(
        code=code,
        name_id=entry["name_id"],
        name_en=entry["name_en"],
        reference=entry["reference"],
        aliases=tuple(entry["aliases"]),
        criteria=tuple(read_criterion(each, standard=code) for each in entry["criteria"]),
    )
