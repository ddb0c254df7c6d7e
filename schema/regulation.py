"""The decree as clients see it: its clauses, and the rules read from them (Keputusan Deputi LKPP 152/2022)."""

from collections.abc import Sequence
from typing import Any

import strawberry

from domain import decree, regulation, trace
from domain.refusals import HOUSE
from domain.tables import Table
from persistence.repositories import REPOSITORIES
from schema.described import attribute, computed, object_type
from schema.enums import DocumentKind, Force, Party
from schema.languages import Language, LanguageArgument
from schema.nodes import Node


@object_type
class Clause(Node):
    """A clause of Keputusan Deputi 152/2022, in its own words."""

    source: strawberry.Private[decree.Clause]
    path: str = attribute("The clause's path in the decree, such as II.2.1.a.3.")
    text: str = attribute("The official words, in Indonesian; empty where the clause only groups others.")
    heading: str = attribute("The official heading; mostly empty.")
    summary: str = attribute("A summary in English, which is ours and not official.")

    @classmethod
    def of(cls, path: str) -> "Clause":
        """The clause of that path. *Raises*: `domain.decree.UnknownClauseError`."""
        found = decree.clause(path)
        return cls(
            key=found.id,
            source=found,
            path=found.id,
            text=found.text_id,
            heading=found.heading_id,
            summary=found.summary_en,
        )

    @computed
    def parent(self) -> "Clause | None":
        """The clause above; null at the top."""
        return Clause.of(self.source.parent) if self.source.parent else None

    @computed
    def children(self) -> list["Clause"]:
        """The clauses directly below, in the decree's order."""
        return [Clause.of(child.id) for child in decree.children(self.source.id)]

    @computed
    def rules(self) -> list["Rule"]:
        """The rules that rest on this clause or on one below it."""
        return [Rule.of(rule) for rule in regulation.rules_of(self.source.id)]

    @computed
    def acts(self) -> list["ClauseAct"]:
        """The acts that rest on this clause or on one below it."""
        return [ClauseAct.of(act) for act in trace.acts_on(self.source.id, _tables())]


@object_type
class ClauseAct:
    """One kind of act that the decree, or a house rule, makes possible."""

    event: str = attribute("What the log says when it was done, such as ApplicationSubmitted.")
    label: str = attribute("What it does, in Indonesian.")
    clause_path: str = attribute("The clause on which it rests, or several, parted by a semicolon.")
    paper: DocumentKind | None = attribute("The kind of paper that it issues or that issues it; null for none.")
    by_people: bool = attribute("Whether a person does it; false for what follows from another act.")

    @classmethod
    def of(cls, act: trace.TracedAct) -> "ClauseAct":
        """The act as clients see it."""
        return cls(
            event=act.event,
            label=act.label_id,
            clause_path=act.clause,
            paper=DocumentKind(act.paper) if act.paper else None,
            by_people=not act.is_effect,
        )


@object_type
class OpenPoint:
    """Something that the decree leaves open; it may be configured, never presented as law."""

    source: strawberry.Private[regulation.OpenPoint]

    @computed
    def text(self, language: LanguageArgument = Language.ID) -> str:
        """What is left open."""
        return language.choose(self.source.text_id, self.source.text_en)


@object_type
class Rule(Node):
    """One rule read from the decree: who shall or may do what."""

    source: strawberry.Private[regulation.Rule]
    code: str = attribute("The rule's code, R-01 to R-60.")
    force: Force = attribute("How the rule binds.")
    actors: list[Party] = attribute("Whom it speaks of; empty for a definition.")
    open_points: list[OpenPoint] = attribute("What the clause leaves open.")

    @classmethod
    def of(cls, rule: regulation.Rule) -> "Rule":
        """The rule as clients see it."""
        return cls(
            key=rule.id,
            source=rule,
            code=rule.id,
            force=rule.force,
            actors=list(rule.actors),
            open_points=_open(rule.undefined),
        )

    @computed
    def action(self, language: LanguageArgument = Language.ID) -> str:
        """What is done."""
        return language.choose(self.source.action_id, self.source.action_en)

    @computed
    def clause(self) -> Clause:
        """The clause on which the rule rests."""
        return Clause.of(self.source.clause)

    @computed
    def acts(self) -> list[ClauseAct]:
        """The acts that carry it out."""
        return [ClauseAct.of(act) for act in trace.acts_of(self.source, _tables())]

    @computed
    def reason(self, language: LanguageArgument = Language.ID) -> str | None:
        """Why no act carries it out; null where one does."""
        found = trace.REASONS.get(self.source.id)
        return None if found is None else language.choose(*found)


def decree_clause(clause_id: str) -> Clause | None:
    """The clause of that id; None for HOUSE, and for a citation of several clauses."""
    return None if clause_id == HOUSE or clause_id not in decree.CLAUSES else Clause.of(clause_id)


def _open(points: Sequence[regulation.OpenPoint]) -> list[OpenPoint]:
    return [OpenPoint(source=point) for point in points]


def _tables() -> tuple[Table[Any], ...]:
    return tuple(repository.table for repository in REPOSITORIES.values())
