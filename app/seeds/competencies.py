"""An invented competency dictionary (DATA CONTOH), read from `competencies.json`; LKPP sets the real one (II.2.1.c)."""

import json
from datetime import date
from importlib import resources
from typing import Any

from domain.competencies import LEVELS, Level, Position, SetCompetency


def competencies() -> tuple[SetCompetency, ...]:
    """Fifteen competencies of four levels with the standard of each position; the reason says whose text they are."""
    content = json.loads(resources.files("app.seeds").joinpath("competencies.json").read_text(encoding="utf-8"))
    first_day, label = date.fromisoformat(content["valid_from"]), content["label_id"]
    return tuple(_competency(entry, first_day, label) for entry in content["competencies"])


def _competency(entry: dict[str, Any], first_day: date, label: str) -> SetCompetency:
    return SetCompetency(
        code=entry["code"],
        name_id=entry["name_id"],
        name_en=entry["name_en"],
        definition_id=entry["definition_id"],
        definition_en=entry["definition_en"],
        levels=tuple(
            Level(level=level, text_id=text["text_id"], text_en=text["text_en"])
            for level, text in zip(LEVELS, entry["levels"], strict=True)
        ),
        required={Position(position): level for position, level in entry["required"].items()},
        valid_from=first_day,
        reason=label,
    )
