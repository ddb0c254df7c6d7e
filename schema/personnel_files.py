"""The personnel of units (II.2.1.c.2) as LKPP and the unit's institution see it, and what the mutations take and give."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, ClassVar

import strawberry

from domain import personnel_files as domain
from domain.aggregates import Aggregate
from domain.competency_gaps import HeldCompetency as Held
from domain.competency_gaps import StaffMember
from domain.reasons import Reason
from domain.refusals import Refusal
from domain.tables import Payload
from persistence.queries.rows import Row
from schema.acts import KeyedAct, VersionedAct
from schema.context import Info, loaded
from schema.described import attribute, computed, input_type, object_type
from schema.documents import Document
from schema.enums import PersonnelFileState, Position
from schema.evidence import Evidence
from schema.lives import Life, base
from schema.nodes import key_of, keys_of
from schema.personnel import Person
from schema.refusals import payload

if TYPE_CHECKING:
    from schema.units import Unit


@object_type
class HeldCompetency:
    """A level of a competency that a person has."""

    held: strawberry.Private[Held]
    code: str = attribute("The competency's code in the dictionary.")
    level: int = attribute("The level, 1 to 5.")
    valid_until: date | None = attribute("The last day on which it counts; null without an end.")

    @classmethod
    def of(cls, row: Row) -> "HeldCompetency":
        """The competency as clients see it."""
        held = Held(
            code=row.text("code"),
            level=row.whole("level"),
            evidence_ids=tuple(row.texts("evidence_ids")),
            valid_until=row.day_or_none("valid_until"),
        )
        return cls(held=held, code=held.code, level=held.level, valid_until=held.valid_until)

    @computed
    async def evidence(self, info: Info) -> list[Evidence]:
        """What shows it; only what the viewer may read."""
        return await loaded(info.context.loaders.evidence, self.held.evidence_ids)


@object_type
class PersonnelFile(Life):
    """One person of a unit: the positions held there, and the competencies with their evidence."""

    aggregate: ClassVar[Aggregate] = Aggregate.PERSONNEL_FILE

    unit_key: strawberry.Private[str]
    person_key: strawberry.Private[str | None]
    state: PersonnelFileState = attribute("Whether it counts.")
    name: str = attribute("The person's name.")
    positions: list[Position] = attribute("What the person does in the unit.")
    competencies: list[HeldCompetency] = attribute("What the person can do, by code.")

    @classmethod
    def of(cls, row: Row) -> "PersonnelFile":
        """The file as clients see it."""
        return cls(
            **base(row),
            unit_key=row.text("unit_id"),
            person_key=row.text_or_none("person_id"),
            state=PersonnelFileState(row.text("state")),
            name=row.text("name"),
            positions=[Position(position) for position in row.texts("positions")],
            competencies=[HeldCompetency.of(each) for each in row.rows("competencies")],
        )

    @computed
    async def unit(self, info: Info) -> Annotated["Unit", strawberry.lazy("schema.units")] | None:
        """The unit."""
        return await info.context.loaders.unit(self.unit_key)

    @computed
    async def person(self, info: Info) -> Person | None:
        """The person, where he acts in this system too."""
        return None if self.person_key is None else await info.context.loaders.person(self.person_key)

    def member(self) -> StaffMember:
        """The person as the gap report sees him."""
        return StaffMember(
            file_id=self.key, positions=tuple(self.positions), held=tuple(each.held for each in self.competencies)
        )


@input_type
class HeldCompetencyInput:
    """A level of a competency that a person has."""

    code: str = attribute("The competency's code in the dictionary.")
    level: int = attribute("The level, 1 to 5.")
    evidence: list[strawberry.ID] = attribute("Confirmed files that show it: at least one.")
    valid_until: date | None = attribute("The last day on which it counts; null without an end.", default=None)

    def held(self) -> Held | Refusal:
        """The domain's value."""
        evidence = keys_of(self.evidence, "Evidence", field="competencies.evidence")
        if isinstance(evidence, Refusal):
            return evidence
        return Held(code=self.code, level=self.level, evidence_ids=evidence, valid_until=self.valid_until)


def _held(given: list[HeldCompetencyInput]) -> tuple[Held, ...] | Refusal:
    found: list[Held] = []
    for each in given:
        held = each.held()
        if isinstance(held, Refusal):
            return held
        found.append(held)
    return tuple(found)


@input_type
class NewFileInput(KeyedAct):
    """A new file of a person in a unit."""

    unit: strawberry.ID = attribute("The unit.")
    person: strawberry.ID | None = attribute("The person, where he acts in this system too.", default=None)
    name: str = attribute("The person's name, at most 200 characters.")
    positions: list[Position] = attribute("What the person does in the unit: at least one.")
    competencies: list[HeldCompetencyInput] = attribute("What the person can do, each once.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        unit = key_of(self.unit, "Unit", field="unit")
        if isinstance(unit, Refusal):
            return unit
        person = None if self.person is None else key_of(self.person, "Person", field="person")
        if isinstance(person, Refusal):
            return person
        held = _held(self.competencies)
        if isinstance(held, Refusal):
            return held
        return domain.EnterFile(
            unit_id=unit, person_id=person, name=self.name, positions=tuple(self.positions), held=held
        )


@input_type
class EnterPersonnelInput(NewFileInput):
    """What `enterPersonnel` takes."""


@input_type
class ProposePersonnelInput(NewFileInput):
    """What `proposePersonnel` takes; `person` is yourself."""


@input_type
class PersonnelAct(VersionedAct):
    """An act on a person's file."""

    file: strawberry.ID = attribute("The file.")

    def record(self) -> str | Refusal:
        """The file's key."""
        return key_of(self.file, "PersonnelFile", field="file")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload: nothing more."""
        return None


@input_type
class RevisePersonnelInput(PersonnelAct):
    """What `revisePersonnel` takes: everything in the file anew."""

    name: str = attribute("The person's name, at most 200 characters.")
    positions: list[Position] = attribute("What the person does in the unit: at least one.")
    competencies: list[HeldCompetencyInput] = attribute("What the person can do, each once.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        held = _held(self.competencies)
        if isinstance(held, Refusal):
            return held
        return domain.ReviseFile(name=self.name, positions=tuple(self.positions), held=held)


@input_type
class AcceptPersonnelInput(PersonnelAct):
    """What `acceptPersonnel` takes."""


@input_type
class LeavePersonnelInput(PersonnelAct):
    """What `leavePersonnel` takes."""

    reason: str = attribute("Why, in at most 4000 characters. It is recorded.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return Reason(reason=self.reason)


@object_type
class PersonnelChanged:
    """The file after an act."""

    thing: PersonnelFile = attribute("The file as it stands after the act.")
    documents: list[Document] = attribute("The papers that the act ordered: none.")


@object_type
class EnterPersonnelSuccess(PersonnelChanged):
    """The person is on the unit's personnel."""


@object_type
class ProposePersonnelSuccess(PersonnelChanged):
    """The entry is proposed; the head of the unit accepts it."""


@object_type
class RevisePersonnelSuccess(PersonnelChanged):
    """The file is revised."""


@object_type
class AcceptPersonnelSuccess(PersonnelChanged):
    """The proposed entry counts now."""


@object_type
class LeavePersonnelSuccess(PersonnelChanged):
    """The person is no longer on the unit's personnel; the file stays on record."""


EnterPersonnelPayload = payload(EnterPersonnelSuccess)
ProposePersonnelPayload = payload(ProposePersonnelSuccess)
RevisePersonnelPayload = payload(RevisePersonnelSuccess)
AcceptPersonnelPayload = payload(AcceptPersonnelSuccess)
LeavePersonnelPayload = payload(LeavePersonnelSuccess)
