"""What the mutations of managed systems and user figures take and give (I.p2)."""

import strawberry

from domain import managed_systems as systems
from domain import user_figures as figures
from domain.reasons import Reason
from domain.refusals import Refusal
from domain.tables import Payload
from schema.acts import KeyedAct, VersionedAct
from schema.described import attribute, input_type, object_type
from schema.documents import Document
from schema.enums import ManagementPattern, SystemKind, UserKind
from schema.managed_systems import ManagedSystem, UserFigures
from schema.nodes import key_of
from schema.refusals import payload


@input_type
class SystemDetailsInput:
    """What is registered of a system."""

    name: str = attribute("Its name, at most 200 characters.")
    pattern: ManagementPattern = attribute("Whose infrastructure runs it (I.p2).")
    location: str = attribute("Where the infrastructure stands; required where it is distributed.", default="")
    owner: str = attribute("Whose the infrastructure is; required where it is distributed.", default="")
    developed_for: str = attribute("For which stakeholders; required of a system for them, of no other.", default="")

    def details(self) -> systems.SystemDetails:
        """The domain's details."""
        return systems.SystemDetails(
            name=self.name,
            pattern=self.pattern,
            location=self.location,
            owner=self.owner,
            developed_for=self.developed_for,
        )


@input_type
class RegisterSystemInput(KeyedAct):
    """What `registerSystem` takes (I.p2)."""

    unit: strawberry.ID = attribute("The unit that manages it.")
    kind: SystemKind = attribute("What it is. A component of SPSE is registered once.")
    details: SystemDetailsInput = attribute("The rest of it.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        unit = key_of(self.unit, "Unit", field="unit")
        if isinstance(unit, Refusal):
            return unit
        return systems.RegisterSystem(unit_id=unit, kind=self.kind, details=self.details.details())


@input_type
class ManagedSystemAct(VersionedAct):
    """An act on a managed system."""

    system: strawberry.ID = attribute("The system.")

    def record(self) -> str | Refusal:
        """The system's key."""
        return key_of(self.system, "ManagedSystem", field="system")


@input_type
class ReviseSystemInput(ManagedSystemAct):
    """What `reviseSystem` takes (I.p2)."""

    details: SystemDetailsInput = attribute("All details as they shall be.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return self.details.details()


@input_type
class RetireSystemInput(ManagedSystemAct):
    """What `retireSystem` takes (house rule)."""

    reason: str = attribute("Why, in at most 4000 characters. It is recorded.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return Reason(reason=self.reason)


@input_type
class UserCountInput:
    """The figures of one kind of user."""

    kind: UserKind = attribute("The kind.")
    registered: int = attribute("How many are registered.")
    verified: int = attribute("How many of them are verified.")

    def count(self) -> figures.UserCount:
        """The domain's figures."""
        return figures.UserCount(kind=self.kind, registered=self.registered, verified=self.verified)


@input_type
class ReportUserFiguresInput(KeyedAct):
    """What `reportUserFigures` takes (I.p2)."""

    unit: strawberry.ID = attribute("The unit.")
    period: str = attribute("A year or month that has begun, such as 2026 or 2026-03; reported once.")
    counts: list[UserCountInput] = attribute("The figures, each kind of user at most once.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        unit = key_of(self.unit, "Unit", field="unit")
        if isinstance(unit, Refusal):
            return unit
        counts = tuple(count.count() for count in self.counts)
        return figures.ReportFigures(unit_id=unit, period=self.period, counts=counts)


@input_type
class CorrectUserFiguresInput(VersionedAct):
    """What `correctUserFigures` takes (house rule)."""

    figures: strawberry.ID = attribute("The figures.")
    counts: list[UserCountInput] = attribute("All figures as they should have been.")
    reason: str = attribute("Why they differ, in at most 4000 characters. It is recorded.")

    def record(self) -> str | Refusal:
        """The figures' key."""
        return key_of(self.figures, "UserFigures", field="figures")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return figures.CorrectFigures(counts=tuple(count.count() for count in self.counts), reason=self.reason)


@object_type
class ManagedSystemChanged:
    """A managed system after an act."""

    thing: ManagedSystem = attribute("The system as it stands after the act.")
    documents: list[Document] = attribute("The papers that the act ordered: none.")


@object_type
class RegisterSystemSuccess(ManagedSystemChanged):
    """The system stands in the register (I.p2)."""


@object_type
class ReviseSystemSuccess(ManagedSystemChanged):
    """The details are as given (I.p2)."""


@object_type
class RetireSystemSuccess(ManagedSystemChanged):
    """The system is managed no longer."""


@object_type
class UserFiguresChanged:
    """User figures after an act."""

    thing: UserFigures = attribute("The figures as they stand after the act.")
    documents: list[Document] = attribute("The papers that the act ordered: none.")


@object_type
class ReportUserFiguresSuccess(UserFiguresChanged):
    """The figures of the period are on record (I.p2)."""


@object_type
class CorrectUserFiguresSuccess(UserFiguresChanged):
    """The figures are corrected; what they were stays in the log's digests."""


RegisterSystemPayload = payload(RegisterSystemSuccess)
ReviseSystemPayload = payload(ReviseSystemSuccess)
RetireSystemPayload = payload(RetireSystemSuccess)
ReportUserFiguresPayload = payload(ReportUserFiguresSuccess)
CorrectUserFiguresPayload = payload(CorrectUserFiguresSuccess)
