"""The versions of the standards' criteria (II.2.1.b.1): drafted by the administrator, published by the Deputy, dated.

The 17 standards and their names are the decree's: a version holds criteria and nothing else.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from domain.aggregates import Aggregate
from domain.reasons import Reason
from domain.refusals import HOUSE, Refusal
from domain.roles import Role
from domain.standards import Applicability, Criterion, Method, Requirement, SecurityAspect, StandardCode
from domain.tables import Act, Outcome, Payload, Table, Transition
from domain.text import LONG, SHORT, first_problem, input_problem, text_problem
from domain.versions import SupersedeVersion, VersionFacts, begins_ahead, ends_current, made_from_current, supersede

_CODE = re.compile(r"(S0[1-9]|S1[0-7])-K([1-9][0-9]?)")


class CatalogueState(StrEnum):
    """The states of a version. A superseded one stays: assessments that began under it keep it."""

    DRAFT = "DRAFT"
    PUBLISHED = "PUBLISHED"
    SUPERSEDED = "SUPERSEDED"
    DISCARDED = "DISCARDED"


@dataclass(frozen=True, kw_only=True)
class ChangeCatalogue(Payload):
    """What a version changes. *Shape*: a criterion in `changed` replaces the one of its code, or is new; `removed` are
    codes; `valid_from` is the version's first day.
    """

    edition: str
    valid_from: date
    changed: tuple[Criterion, ...]
    removed: tuple[str, ...]
    reason: str

    def problem(self) -> Refusal | None:
        """A name, a reason, whole criteria of the seventeen standards, and no code twice."""
        codes = Counter((*(each.code for each in self.changed), *self.removed))
        twice = next((code for code, times in codes.items() if times > 1), None)
        return first_problem(
            text_problem(self.edition, field="edition", longest=20),
            text_problem(self.reason, field="reason", longest=LONG),
            *(_criterion_problem(each) for each in self.changed),
            _twice(twice) if twice else None,
        )


def _criterion_problem(given: Criterion) -> Refusal | None:
    if _CODE.fullmatch(given.code) is None or not given.code.startswith(f"{given.standard}-"):
        return input_problem(
            "changed.code",
            f"“{given.code[:40]}”: kode berbentuk S01-K1, dari S01 sampai S17; standar ditetapkan Keputusan 152/2022.",
            f"“{given.code[:40]}”: a code is like S01-K1, from S01 to S17; the standards are the decree's.",
        )
    return first_problem(
        text_problem(given.text_id, field="changed.textId", longest=LONG),
        text_problem(given.text_en, field="changed.textEn", longest=LONG),
        text_problem(given.evidence_id, field="changed.evidence", longest=SHORT),
        None
        if given.methods
        else input_problem("changed.methods", "paling sedikit satu cara.", "at least one method."),
    )


def _twice(code: str) -> Refusal:
    return input_problem("changed", f"{code} disebut dua kali.", f"{code} is named twice.")


@dataclass(frozen=True, kw_only=True)
class CatalogueFacts(VersionFacts):
    """What the guards of a version may know.

    *Shape*: `criteria` are those that the act changes: of the version in force for a new draft, else of the version
    itself. `editions` are the names of the others.
    """

    criteria: tuple[Criterion, ...] = ()
    editions: frozenset[str] = frozenset()


def _edition_free(facts: CatalogueFacts, act: Act) -> Refusal | None:
    if act.payload.edition.strip() not in facts.editions:
        return None
    return input_problem("edition", "nama versi ini sudah dipakai.", "this name of a version is taken.")


def _known_removed(facts: CatalogueFacts, act: Act) -> Refusal | None:
    unknown = sorted(set(act.payload.removed) - {each.code for each in facts.criteria})
    if not unknown:
        return None
    codes = ", ".join(code[:40] for code in unknown)
    return input_problem("removed", f"tidak ada dalam katalog: {codes}.", f"not in the catalogue: {codes}.")


def _every_standard_kept(facts: CatalogueFacts, act: Act) -> Refusal | None:
    """There are seventeen standards, no fewer: each keeps at least one criterion (II.2.1.b.1)."""
    left = {each.standard for each in revised(facts.criteria, act.payload)}
    if not (gone := sorted(set(StandardCode) - left)):
        return None
    return input_problem(
        "removed",
        f"standar tanpa kriteria: {', '.join(gone)}; Keputusan 152/2022 menetapkan 17 standar.",
        f"standards without criteria: {', '.join(gone)}; the decree sets 17 standards.",
    )


def version_at(first_days: Sequence[date], on: date | None) -> int | None:
    """Which of the versions, in the order of their first days, is in force on a day; None where there is none.

    *Shape*: an index. A day before all of them falls to the first, no day to the last.
    """
    if not first_days:
        return None
    begun = len(first_days) if on is None else sum(first <= on for first in first_days)
    return max(begun, 1) - 1


def revised(criteria: Iterable[Criterion], change: ChangeCatalogue) -> tuple[Criterion, ...]:
    """The criteria after a change, in the order of their codes."""
    kept = {each.code: each for each in criteria if each.code not in change.removed}
    kept |= {each.code: each for each in change.changed}
    return tuple(sorted(kept.values(), key=lambda each: (each.standard, int(each.code.rpartition("K")[2]))))


def stored_criterion(criterion: Criterion) -> dict[str, Any]:
    """A criterion as the record keeps it."""
    return {
        "code": criterion.code,
        "standard": criterion.standard.value,
        "text_id": criterion.text_id.strip(),
        "text_en": criterion.text_en.strip(),
        "evidence_id": criterion.evidence_id.strip(),
        "methods": [method.value for method in criterion.methods],
        "requirement": criterion.requirement.value,
        "applicability": criterion.applicability.value,
        "aspects": [aspect.value for aspect in criterion.aspects],
    }


def read_criterion(stored: Mapping[str, Any], *, standard: StandardCode | None = None) -> Criterion:
    """A criterion from what `stored_criterion` made; of this standard, where what is stored names none."""
    return Criterion(
        code=stored["code"],
        standard=standard or StandardCode(stored["standard"]),
        text_id=stored["text_id"],
        text_en=stored["text_en"],
        evidence_id=stored["evidence_id"],
        methods=tuple(Method(each) for each in stored["methods"]),
        requirement=Requirement(stored["requirement"]),
        applicability=Applicability(stored["applicability"]),
        aspects=tuple(SecurityAspect(each) for each in stored.get("aspects", ())),
    )


def _change(facts: CatalogueFacts, act: Act) -> Outcome:
    given: ChangeCatalogue = act.payload
    changes: dict[str, Any] = {
        "edition": given.edition.strip(),
        "valid_from": given.valid_from.isoformat(),
        "criteria": [stored_criterion(each) for each in revised(facts.criteria, given)],
        "reason": given.reason.strip(),
        "changed_by": act.actor.id,
    }
    if facts.state is None:
        changes["replaces"] = facts.current_id
    return Outcome(changes=changes, reason=given.reason.strip())


def _publish(facts: CatalogueFacts, act: Act) -> Outcome:
    return Outcome(changes={"published_by": act.actor.id}, effects=ends_current(facts, Aggregate.CATALOGUE))


def _discard(_facts: CatalogueFacts, act: Act) -> Outcome:
    return Outcome(reason=act.payload.reason.strip())


def _row(verb: str, label_id: str, event: str, **columns: Any) -> Transition[CatalogueFacts]:
    return Transition(verb=verb, label_id=label_id, event=event, **columns)


_S = CatalogueState
_ADMIN = frozenset({Role.ADMIN})
_SYSTEM = frozenset({Role.SYSTEM})
_SOUND = (_edition_free, _known_removed, _every_standard_kept)

# fmt: off
CATALOGUES: Table[CatalogueFacts] = Table(
    aggregate=Aggregate.CATALOGUE,
    label_id="Katalog standar",
    label_en="Standards catalogue",
    states=CatalogueState,
    final=frozenset({_S.SUPERSEDED, _S.DISCARDED}),
    rows=(
        _row(
            "seed", "memuat katalog standar pertama", "CatalogueSeeded",
            sources=(None,), targets=(_S.PUBLISHED,), roles=_SYSTEM, clause="II.2.1.b.1", payload=ChangeCatalogue,
            guards=(made_from_current,), checks=_SOUND, action=_change,
        ),
        _row(
            "draft", "menyusun versi baru katalog standar", "CatalogueDrafted",
            sources=(None,), targets=(_S.DRAFT,), roles=_ADMIN, clause="II.2.1.b.1", payload=ChangeCatalogue,
            checks=_SOUND, action=_change,
        ),
        _row(
            "revise", "memperbaiki rancangan katalog standar", "CatalogueRevised",
            sources=(_S.DRAFT,), targets=(_S.DRAFT,), roles=_ADMIN, clause="II.2.1.b.1", payload=ChangeCatalogue,
            checks=_SOUND, action=_change,
        ),
        _row(
            "publish", "menetapkan katalog standar", "CataloguePublished",
            sources=(_S.DRAFT,), targets=(_S.PUBLISHED,), roles=frozenset({Role.DEPUTY}), clause="II.2.1.b.1",
            guards=(made_from_current, begins_ahead), action=_publish,
        ),
        _row(
            "discard", "membuang rancangan katalog standar", "CatalogueDiscarded",
            sources=(_S.DRAFT,), targets=(_S.DISCARDED,), roles=frozenset({Role.ADMIN, Role.DEPUTY}), clause=HOUSE,
            payload=Reason, action=_discard,
        ),
        _row(
            "supersede", "menggantikan katalog standar", "CatalogueSuperseded",
            sources=(_S.PUBLISHED,), targets=(_S.SUPERSEDED,), roles=_SYSTEM, clause=HOUSE,
            payload=SupersedeVersion, action=supersede,
        ),
    ),
)
# fmt: on
