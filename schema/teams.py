"""Teams that were replaced, and what the mutations that replace one take (house rule)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import strawberry

from domain.refusals import Refusal
from domain.tables import Payload
from domain.teams import ReplaceTeam
from persistence.queries.rows import Row
from schema.context import Info, loaded
from schema.described import attribute, computed, input_type, object_type
from schema.nodes import key_of, keys_of
from schema.personnel import Person


@object_type
class FormerTeam:
    """A team whose place another took before the work was done (house rule)."""

    assessor_keys: strawberry.Private[list[str]]
    by_key: strawberry.Private[str]
    replaced_on: date = attribute("The legal date on which the other took its place.")
    reason: str = attribute("Why.")

    @classmethod
    def of(cls, row: Row) -> "FormerTeam":
        """The team as LKPP sees it."""
        return cls(
            assessor_keys=row.texts("assessor_ids"),
            by_key=row.text("by"),
            replaced_on=row.day("on"),
            reason=row.text("reason"),
        )

    @computed
    async def assessors(self, info: Info) -> list[Person]:
        """Its people, the lead first."""
        return await loaded(info.context.loaders.person, self.assessor_keys)

    @computed
    async def replaced_by(self, info: Info) -> Person | None:
        """Who assigned the other team."""
        return await info.context.loaders.person(self.by_key)


@dataclass(frozen=True)
class TeamKeys:
    """The people of a team by their keys. *Shape*: `members` are those beside the lead (and the second reader)."""

    lead: str
    members: tuple[str, ...]
    declared: tuple[str, ...]


def team_keys(
    lead: strawberry.ID, members: Iterable[strawberry.ID], declared: Iterable[strawberry.ID]
) -> TeamKeys | Refusal:
    """Lead, members and those who have declared, or the refusal of an id that names no person."""
    lead_key = key_of(lead, "Person", field="lead")
    member_keys = keys_of(members, "Person", field="members")
    declared_keys = keys_of(declared, "Person", field="declared")
    if isinstance(lead_key, Refusal):
        return lead_key
    if isinstance(member_keys, Refusal):
        return member_keys
    if isinstance(declared_keys, Refusal):
        return declared_keys
    return TeamKeys(lead=lead_key, members=member_keys, declared=declared_keys)


@input_type
class TeamInput:
    """Who takes the place of a team, and why."""

    lead: strawberry.ID = attribute("The assessor who leads the team from now on, concludes and signs the report.")
    members: list[strawberry.ID] = attribute("The others; persons of the team of before may be among them.")
    declared: list[strawberry.ID] = attribute(
        "Everyone of the team who has declared in writing to be free of conflicting interests: all of them must have."
    )
    reason: str = attribute("Why the team of before does not go on, in at most 4000 characters. It is recorded.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        team = team_keys(self.lead, self.members, self.declared)
        if isinstance(team, Refusal):
            return team
        return ReplaceTeam(lead_id=team.lead, reason=self.reason, member_ids=team.members, declared_ids=team.declared)
