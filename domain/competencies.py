"""The technical competency dictionary and the competency standard of each position (II.2.1.c): dated, set by LKPP."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from domain.aggregates import Aggregate
from domain.reasons import Reason
from domain.refusals import HOUSE, Refusal
from domain.roles import Role
from domain.tables import Act, Outcome, Payload, Table, Transition
from domain.text import LONG, SHORT, first_problem, input_problem, text_problem
from domain.versions import SupersedeVersion, VersionFacts, begins_ahead, ends_current, made_from_current, supersede

LEVELS = (1, 2, 3, 4, 5)
"""The levels of a competency, the lowest first. *Source*: house rule, after those of the competencies of civil servants
(Peraturan Menteri PANRB 38/2017); the decree names none."""

_CODE = re.compile(r"KT-[0-9]{2}")


class Position(StrEnum):
    """What a person does in a unit. The decree names no position: house rule, after the practice of the units."""

    UNIT_HEAD = "UNIT_HEAD"
    ADMIN_PPE = "ADMIN_PPE"
    VERIFIER = "VERIFIER"
    HELPDESK = "HELPDESK"
    SYSTEM_ADMINISTRATOR = "SYSTEM_ADMINISTRATOR"
    SECURITY_COORDINATOR = "SECURITY_COORDINATOR"
    TRAINER = "TRAINER"


class CompetencyState(StrEnum):
    """The states of one version of a competency."""

    DRAFT = "DRAFT"
    PUBLISHED = "PUBLISHED"
    SUPERSEDED = "SUPERSEDED"
    DISCARDED = "DISCARDED"


@dataclass(frozen=True, kw_only=True)
class Level:
    """What someone can do who has a competency at a level."""

    level: int
    text_id: str
    text_en: str


@dataclass(frozen=True, kw_only=True)
class SetCompetency(Payload):
    """One entry of the dictionary with the standard of each position.

    *Shape*: `code` is `KT-01`; `levels` are all of `LEVELS` in order; `required` maps a position to the least level that
    its standard asks for (II.2.1.c.2); a position that needs nothing is absent.
    """

    code: str
    name_id: str
    name_en: str
    definition_id: str
    definition_en: str
    levels: tuple[Level, ...]
    required: Mapping[Position, int]
    valid_from: date
    reason: str

    def problem(self) -> Refusal | None:
        """A code, words in both languages for itself and each level, and required levels that exist."""
        return first_problem(
            None if _CODE.fullmatch(self.code) else input_problem("code", "kode berbentuk KT-01.", "a code is KT-01."),
            text_problem(self.name_id, field="nameId", longest=SHORT),
            text_problem(self.name_en, field="nameEn", longest=SHORT),
            text_problem(self.definition_id, field="definitionId", longest=LONG),
            text_problem(self.definition_en, field="definitionEn", longest=LONG),
            text_problem(self.reason, field="reason", longest=LONG),
            None if tuple(each.level for each in self.levels) == LEVELS else _levels_problem(),
            *(text_problem(each.text_id, field="levels.textId", longest=LONG) for each in self.levels),
            *(text_problem(each.text_en, field="levels.textEn", longest=LONG) for each in self.levels),
            None if set(self.required.values()) <= set(LEVELS) else _required_problem(),
        )


def _levels_problem() -> Refusal:
    return input_problem("levels", "tingkat 1 sampai 5, berurutan.", "levels 1 to 5, in order.")


def _required_problem() -> Refusal:
    return input_problem("required", "tingkat 1 sampai 5.", "a level from 1 to 5.")


@dataclass(frozen=True, kw_only=True)
class CompetencyFacts(VersionFacts):
    """What the guards of a competency may know. *Shape*: versions follow one another within its code."""

    code: str | None = None


def _same_code(facts: CompetencyFacts, act: Act) -> Refusal | None:
    if facts.code in {None, act.payload.code}:
        return None
    return input_problem("code", f"kode tetap {facts.code}.", f"the code stays {facts.code}.")


def _set(facts: CompetencyFacts, act: Act) -> Outcome:
    given: SetCompetency = act.payload
    changes: dict[str, Any] = {
        "code": given.code,
        "name_id": given.name_id.strip(),
        "name_en": given.name_en.strip(),
        "definition_id": given.definition_id.strip(),
        "definition_en": given.definition_en.strip(),
        "levels": [{"level": each.level, "text_id": each.text_id, "text_en": each.text_en} for each in given.levels],
        "required": [
            {"position": position.value, "level": given.required[position]} for position in sorted(given.required)
        ],
        "valid_from": given.valid_from.isoformat(),
        "reason": given.reason.strip(),
        "changed_by": act.actor.id,
    }
    if facts.state is None:
        changes["replaces"] = facts.current_id
    return Outcome(changes=changes, reason=given.reason.strip())


def _publish(facts: CompetencyFacts, _act: Act) -> Outcome:
    return Outcome(effects=ends_current(facts, Aggregate.COMPETENCY))


def _discard(_facts: CompetencyFacts, act: Act) -> Outcome:
    return Outcome(reason=act.payload.reason.strip())


def _row(verb: str, label_id: str, event: str, **columns: Any) -> Transition[CompetencyFacts]:
    return Transition(verb=verb, label_id=label_id, event=event, **columns)


_S = CompetencyState
_ADMIN = frozenset({Role.ADMIN})
_SYSTEM = frozenset({Role.SYSTEM})

# fmt: off
COMPETENCIES: Table[CompetencyFacts] = Table(
    aggregate=Aggregate.COMPETENCY,
    label_id="Kompetensi teknis",
    label_en="Technical competency",
    states=CompetencyState,
    final=frozenset({_S.SUPERSEDED, _S.DISCARDED}),
    rows=(
        _row(
            "seed", "memuat kompetensi awal", "CompetencySeeded",
            sources=(None,), targets=(_S.PUBLISHED,), roles=_SYSTEM, clause="II.2.1.c.1", payload=SetCompetency,
            guards=(made_from_current,), action=_set,
        ),
        _row(
            "draft", "menyusun kompetensi teknis", "CompetencyDrafted",
            sources=(None,), targets=(_S.DRAFT,), roles=_ADMIN, clause="II.2.1.c.1", payload=SetCompetency,
            action=_set,
        ),
        _row(
            "revise", "memperbaiki rancangan kompetensi", "CompetencyRevised",
            sources=(_S.DRAFT,), targets=(_S.DRAFT,), roles=_ADMIN, clause="II.2.1.c.1", payload=SetCompetency,
            checks=(_same_code,), action=_set,
        ),
        _row(
            "publish", "menetapkan kompetensi dan standarnya", "CompetencyPublished",
            sources=(_S.DRAFT,), targets=(_S.PUBLISHED,), roles=frozenset({Role.DEPUTY}), clause="II.2.1.c.2",
            guards=(made_from_current, begins_ahead), action=_publish,
        ),
        _row(
            "discard", "membuang rancangan kompetensi", "CompetencyDiscarded",
            sources=(_S.DRAFT,), targets=(_S.DISCARDED,), roles=frozenset({Role.ADMIN, Role.DEPUTY}), clause=HOUSE,
            payload=Reason, action=_discard,
        ),
        _row(
            "supersede", "menggantikan kompetensi", "CompetencySuperseded",
            sources=(_S.PUBLISHED,), targets=(_S.SUPERSEDED,), roles=_SYSTEM, clause=HOUSE,
            payload=SupersedeVersion, action=supersede,
        ),
    ),
)
# fmt: on
