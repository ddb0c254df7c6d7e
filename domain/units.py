"""Units that run e-procurement (pengelola LPSE): their forms and the life of their service (I.p2; II.2.1.a)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from domain.refusals import HOUSE
from domain.roles import Role
from domain.tables import Act, Aggregate, Outcome, Payload, Table, Transition

SEPARATE_UNIT_LAST_DAY = date(2023, 12, 31)
"""The last day on which a unit may stand separate from the UKPBJ (I.p2). Locked: the decree's own date."""


class ProviderForm(StrEnum):
    """The two forms of II.2.1.a; the decree does not define them. Only a system provider installs SPSE itself."""

    SERVICE_PROVIDER = "SERVICE_PROVIDER"
    SYSTEM_PROVIDER = "SYSTEM_PROVIDER"


class UnitForm(StrEnum):
    """Where the unit stands: in the UKPBJ, or separate from it (valid through 31 December 2023, I.p2)."""

    UKPBJ = "UKPBJ"
    SEPARATE = "SEPARATE"


def unit_form_lapsed(form: UnitForm, on: date) -> bool:
    """Whether a unit of this form no longer stands as I.p2 has it: separate from the UKPBJ after the last day for that.

    What becomes of such a unit the decree does not say: it is shown, and keeps its service.
    """
    return form is UnitForm.SEPARATE and on > SEPARATE_UNIT_LAST_DAY


class ManagementPattern(StrEnum):
    """Whose infrastructure runs the applications: LKPP's (centralised) or the institution's (distributed), I.p2."""

    CENTRALISED = "CENTRALISED"
    DISTRIBUTED = "DISTRIBUTED"


class UnitState(StrEnum):
    """The states of a unit's service."""

    PENDING = "PENDING"
    ACTIVE = "ACTIVE"
    STOPPED = "STOPPED"
    DISCARDED = "DISCARDED"


@dataclass(frozen=True, kw_only=True)
class UnitData:
    """What is registered of a unit, taken from its application."""

    name: str
    form: ProviderForm
    unit_form: UnitForm
    management_pattern: ManagementPattern
    legal_basis_number: str
    legal_basis_date: date
    address: str
    email: str
    phone: str
    service_hours: str

    def changes(self) -> dict[str, Any]:
        """The record's fields. *Shape*: plain values, dates as ISO 8601 text."""
        return {
            "name": self.name,
            "form": self.form.value,
            "unit_form": self.unit_form.value,
            "management_pattern": self.management_pattern.value,
            "legal_basis_number": self.legal_basis_number,
            "legal_basis_date": self.legal_basis_date.isoformat(),
            "address": self.address,
            "email": self.email,
            "phone": self.phone,
            "service_hours": self.service_hours,
        }


@dataclass(frozen=True, kw_only=True)
class RegisterUnit(Payload):
    """Effect: the unit of a complete application is registered."""

    application_id: str
    institution_id: str
    data: UnitData


@dataclass(frozen=True, kw_only=True)
class ActivateUnit(Payload):
    """Effect: the unit's service begins, or goes on in the form that its newest application names."""

    data: UnitData


@dataclass(frozen=True, kw_only=True)
class UnitFacts:
    """What the guards of a unit may know."""

    state: str | None
    institution_id: str | None


def _register(_facts: UnitFacts, act: Act) -> Outcome:
    origin = {"institution_id": act.payload.institution_id, "application_id": act.payload.application_id}
    return Outcome(changes=origin | act.payload.data.changes())


def _activate(_facts: UnitFacts, act: Act) -> Outcome:
    return Outcome(changes=act.payload.data.changes())


_SYSTEM = frozenset({Role.SYSTEM})

UNITS: Table[UnitFacts] = Table(
    aggregate=Aggregate.UNIT,
    label_id="Unit pengelola LPSE",
    label_en="Unit",
    states=UnitState,
    final=frozenset({UnitState.DISCARDED}),
    rows=(
        Transition(
            verb="register",
            label_id="mendaftarkan unit",
            event="UnitRegistered",
            sources=(None,),
            targets=(UnitState.PENDING,),
            roles=_SYSTEM,
            clause="II.2.1.a.3",
            payload=RegisterUnit,
            action=_register,
        ),
        Transition(
            verb="activate",
            label_id="memulai layanan unit",
            event="UnitActivated",
            sources=(UnitState.PENDING, UnitState.ACTIVE),
            targets=(UnitState.ACTIVE,),
            roles=_SYSTEM,
            clause="II.2.1.a.3",
            payload=ActivateUnit,
            action=_activate,
        ),
        Transition(
            verb="discard",
            label_id="menghapus pendaftaran unit",
            event="UnitDiscarded",
            sources=(UnitState.PENDING,),
            targets=(UnitState.DISCARDED,),
            roles=_SYSTEM,
            clause=HOUSE,
        ),
        Transition(
            verb="stop",
            label_id="menghentikan layanan SPSE",
            event="ServiceStopped",
            sources=(UnitState.ACTIVE,),
            targets=(UnitState.STOPPED,),
            roles=_SYSTEM,
            clause="II.2.2.d",
        ),
        Transition(
            verb="annul_stop",
            label_id="memulihkan layanan SPSE",
            event="ServiceStopAnnulled",
            sources=(UnitState.STOPPED,),
            targets=(UnitState.ACTIVE,),
            roles=_SYSTEM,
            clause="II.2.3",
        ),
    ),
)
