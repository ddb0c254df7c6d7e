"""The systems that a unit manages, and whose infrastructure runs them (I.p1, I.p2): SPSE's components, those beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from domain.aggregates import Aggregate
from domain.reasons import Reason
from domain.refusals import HOUSE, Refusal, RefusalCode, Words, refuse
from domain.roles import Role
from domain.tables import Act, Outcome, Payload, Table, Transition
from domain.text import LONG, SHORT, first_problem, input_problem, text_problem
from domain.units import IN_THE_REGISTER, ManagementPattern


class SystemKind(StrEnum):
    """SPSE's seven components in the decree's order, LKPP's supporting systems, and what stakeholders need (I.p1, I.p2)."""

    PLANNING = "PLANNING"
    PREPARATION = "PREPARATION"
    PROVIDER_SELECTION = "PROVIDER_SELECTION"
    CONTRACT_EXECUTION = "CONTRACT_EXECUTION"
    HANDOVER = "HANDOVER"
    PROVIDER_MANAGEMENT = "PROVIDER_MANAGEMENT"
    ELECTRONIC_CATALOGUE = "ELECTRONIC_CATALOGUE"
    SUPPORTING = "SUPPORTING"
    STAKEHOLDER = "STAKEHOLDER"


SPSE_COMPONENTS = tuple(kind for kind in SystemKind if kind not in {SystemKind.SUPPORTING, SystemKind.STAKEHOLDER})
"""The seven components of SPSE (I.p1)."""

SYSTEM_LABELS: Mapping[SystemKind, tuple[str, str]] = {
    SystemKind.PLANNING: ("Perencanaan Pengadaan", "Procurement planning"),
    SystemKind.PREPARATION: ("Persiapan Pengadaan", "Procurement preparation"),
    SystemKind.PROVIDER_SELECTION: ("Pemilihan Penyedia", "Selection of providers"),
    SystemKind.CONTRACT_EXECUTION: ("Pelaksanaan Kontrak", "Execution of contracts"),
    SystemKind.HANDOVER: ("Serah Terima Pekerjaan", "Handover of work"),
    SystemKind.PROVIDER_MANAGEMENT: ("Pengelolaan Penyedia", "Management of providers"),
    SystemKind.ELECTRONIC_CATALOGUE: ("Katalog Elektronik", "Electronic catalogue"),
    SystemKind.SUPPORTING: ("Sistem pendukung", "Supporting system"),
    SystemKind.STAKEHOLDER: ("Sistem bagi pemangku kepentingan", "System for stakeholders"),
}


class ManagedSystemState(StrEnum):
    """The states of a system in the register of its unit."""

    REGISTERED = "REGISTERED"
    RETIRED = "RETIRED"


@dataclass(frozen=True, kw_only=True)
class SystemDetails(Payload):
    """What is registered of a system.

    *Shape*: `location` and `owner` are those of the infrastructure, which is LKPP's where the pattern is centralised;
    `developed_for` names the stakeholders of a system that the unit had developed for them.
    """

    name: str
    pattern: ManagementPattern
    location: str = ""
    owner: str = ""
    developed_for: str = ""

    def problem(self) -> Refusal | None:
        """A name; of distributed infrastructure where it stands and whose it is (I.p2)."""
        is_own = self.pattern is ManagementPattern.DISTRIBUTED
        return first_problem(
            text_problem(self.name, field="name", longest=SHORT),
            text_problem(self.location, field="location", longest=SHORT, required=is_own),
            text_problem(self.owner, field="owner", longest=SHORT, required=is_own),
            text_problem(self.developed_for, field="developedFor", longest=LONG, required=False),
        )

    def changes(self) -> dict[str, str]:
        """The record's fields."""
        return {
            "name": self.name.strip(),
            "pattern": self.pattern.value,
            "location": self.location.strip(),
            "owner": self.owner.strip(),
            "developed_for": self.developed_for.strip(),
        }


@dataclass(frozen=True, kw_only=True)
class RegisterSystem(Payload):
    """A system of a unit, and what kind of system it is."""

    unit_id: str
    kind: SystemKind
    details: SystemDetails

    def problem(self) -> Refusal | None:
        """As the details."""
        return self.details.problem()


@dataclass(frozen=True, kw_only=True)
class ManagedSystemFacts:
    """What the guards of a system may know. *Shape*: `registered` are the kinds that the unit has in its register now
    beside this system, each with the names under it; `unit_state` is None for an unknown unit.
    """

    state: str | None
    institution_id: str | None
    unit_id: str | None = None
    unit_state: str | None = None
    kind: SystemKind | None = None
    registered: Mapping[SystemKind, frozenset[str]] = field(default_factory=dict)


# --- guards and checks ----------------------------------------------------------------------------------------------


def _unit_serves(facts: ManagedSystemFacts, _act: Act) -> Refusal | None:
    if facts.unit_state in IN_THE_REGISTER:
        return None
    return refuse(
        RefusalCode.WRONG_STATE,
        subject="unit",
        verb=Words("mendaftarkan sistem", "register a system"),
        state=facts.unit_state or "-",
        sources=", ".join(IN_THE_REGISTER),
    )


def _not_registered_yet(facts: ManagedSystemFacts, act: Act) -> Refusal | None:
    """A component of SPSE stands once in the register; other systems, once by their name."""
    given: RegisterSystem = act.payload
    if given.kind in SPSE_COMPONENTS and facts.registered.get(given.kind):
        return _registered_already("kind")
    return _name_taken(facts, given.kind, given.details)


def _name_still_free(facts: ManagedSystemFacts, act: Act) -> Refusal | None:
    return _name_taken(facts, facts.kind, act.payload)


def _name_taken(facts: ManagedSystemFacts, kind: SystemKind | None, details: SystemDetails) -> Refusal | None:
    names = facts.registered.get(kind, frozenset()) if kind else frozenset()
    return _registered_already("name") if details.name.strip() in names else None


def _registered_already(field_name: str) -> Refusal:
    return input_problem(
        field_name, "sistem ini sudah terdaftar; perbaiki data itu.", "this system is registered already: revise it."
    )


def _made_for_somebody(_facts: ManagedSystemFacts, act: Act) -> Refusal | None:
    given: RegisterSystem = act.payload
    return _stakeholders_named(given.kind, given.details)


def _still_made_for_somebody(facts: ManagedSystemFacts, act: Act) -> Refusal | None:
    return _stakeholders_named(facts.kind, act.payload)


def _stakeholders_named(kind: SystemKind | None, details: SystemDetails) -> Refusal | None:
    """I.p2: "pengembangan sistem informasi yang dibutuhkan oleh pemangku kepentingan"; no other kind has stakeholders."""
    if (kind is SystemKind.STAKEHOLDER) == bool(details.developed_for.strip()):
        return None
    return input_problem(
        "developedFor",
        "diisi hanya, dan selalu, untuk sistem bagi pemangku kepentingan.",
        "for a system for stakeholders always, for no other.",
    )


# --- actions --------------------------------------------------------------------------------------------------------


def _register(facts: ManagedSystemFacts, act: Act) -> Outcome:
    given: RegisterSystem = act.payload
    origin = {"institution_id": facts.institution_id, "unit_id": given.unit_id, "kind": given.kind.value}
    return Outcome(changes=origin | given.details.changes())


def _revise(_facts: ManagedSystemFacts, act: Act) -> Outcome:
    return Outcome(changes=act.payload.changes())


def _retire(_facts: ManagedSystemFacts, act: Act) -> Outcome:
    reason = act.payload.reason.strip()
    return Outcome(changes={"reason": reason}, reason=reason)


# --- the table ------------------------------------------------------------------------------------------------------

_S = ManagedSystemState
_UNIT = frozenset({Role.UNIT_HEAD, Role.UNIT_STAFF})


def _row(verb: str, label_id: str, event: str, **columns: Any) -> Transition[ManagedSystemFacts]:
    return Transition(verb=verb, label_id=label_id, event=event, roles=_UNIT, **columns)


# fmt: off
MANAGED_SYSTEMS: Table[ManagedSystemFacts] = Table(
    aggregate=Aggregate.MANAGED_SYSTEM,
    label_id="Sistem yang dikelola",
    label_en="Managed system",
    states=ManagedSystemState,
    final=frozenset({_S.RETIRED}),
    rows=(
        _row(
            "register", "mendaftarkan sistem", "SystemRegistered",
            sources=(None,), targets=(_S.REGISTERED,), clause="I.p2", payload=RegisterSystem, guards=(_unit_serves,),
            checks=(_made_for_somebody, _not_registered_yet), action=_register,
        ),
        _row(
            "revise", "memperbaiki data sistem", "SystemRevised",
            sources=(_S.REGISTERED,), targets=(_S.REGISTERED,), clause="I.p2", payload=SystemDetails,
            checks=(_still_made_for_somebody, _name_still_free), action=_revise,
        ),
        _row(
            "retire", "menyatakan sistem tidak dikelola lagi", "SystemRetired",
            sources=(_S.REGISTERED,), targets=(_S.RETIRED,), clause=HOUSE, payload=Reason, action=_retire,
        ),
    ),
)
# fmt: on
