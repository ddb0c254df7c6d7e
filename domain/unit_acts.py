"""What the verbs of a stopped service take: the stop itself, the takeover of access, and reinstatement (II.2.2.d)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from domain.refusals import Refusal
from domain.stop_forms import StopForm
from domain.tables import Payload
from domain.text import LONG, SHORT, first_problem, input_problem, text_problem

MOST_REASONS = 10
"""How many reasons a letter of reinstatement states at most."""

MOST_PARTICIPANTS = 20
"""How many people the minutes of a takeover, or of another stop carried out, name at most."""


class AccessItem(StrEnum):
    """What is looked at when LKPP takes the access rights over. II.2.2.d orders the takeover; the list is a house rule."""

    ACCOUNTS = "ACCOUNTS"
    DOMAIN = "DOMAIN"
    DATABASE = "DATABASE"
    LOGS = "LOGS"
    RUNNING_TENDERS = "RUNNING_TENDERS"


ACCESS_LABELS: dict[AccessItem, tuple[str, str]] = {
    AccessItem.ACCOUNTS: ("Akun pengelola dan hak akses", "Operators' accounts and rights"),
    AccessItem.DOMAIN: ("Nama domain dan sertifikat TLS", "Domain name and TLS certificate"),
    AccessItem.DATABASE: ("Basis data dan cadangannya", "Database and its backups"),
    AccessItem.LOGS: ("Catatan log", "Logs"),
    AccessItem.RUNNING_TENDERS: ("Pemilihan penyedia yang sedang berjalan", "Running tenders"),
}


@dataclass(frozen=True, kw_only=True)
class AnnulStop(Payload):
    """Effect of a stop that an objection took back (II.2.3.s3). *Shape*: `replaced` where another stop follows at once."""

    reason: str
    sanction_id: str
    replaced: bool = False


@dataclass(frozen=True, kw_only=True)
class StopService(Payload):
    """Effect of a stop issued: its form, the words of another form, the sanction, and the legal date (II.2.2.d)."""

    form: StopForm
    sanction_id: str
    on: date
    text: str | None = None

    def problem(self) -> Refusal | None:
        """Another form is told in words."""
        return text_problem(self.text or "", field="text", longest=LONG, required=self.form is StopForm.OTHER)

    def values(self) -> dict[str, Any]:
        """The record's field. *Shape*: plain values, the date as ISO 8601 text."""
        return {
            "form": self.form.value,
            "text": self.text,
            "sanction_id": self.sanction_id,
            "on": self.on.isoformat(),
        }


@dataclass(frozen=True, kw_only=True)
class AccessCheck(Payload):
    """One item of the takeover: done, or a note that says why not."""

    item: AccessItem
    done: bool
    note: str = ""

    def problem(self) -> Refusal | None:
        """What is not done has a note."""
        return text_problem(self.note, field="items.note", longest=LONG, required=not self.done)

    def values(self) -> dict[str, Any]:
        """The record's field."""
        return {"item": self.item.value, "done": self.done, "note": self.note.strip()}


@dataclass(frozen=True, kw_only=True)
class Participant(Payload):
    """Someone who was present when the stop was carried out, and in what capacity."""

    name: str
    capacity: str

    def problem(self) -> Refusal | None:
        """Both are short texts."""
        return first_problem(
            text_problem(self.name, field="participants.name", longest=SHORT),
            text_problem(self.capacity, field="participants.capacity", longest=SHORT),
        )

    def values(self) -> dict[str, str]:
        """The record's field."""
        return {"name": self.name.strip(), "capacity": self.capacity.strip()}


@dataclass(frozen=True, kw_only=True)
class Attended(Payload):
    """What was done on the spot, of which minutes are written: where, and before whom."""

    place: str
    participants: tuple[Participant, ...]

    def attendance_problem(self) -> Refusal | None:
        """A place; 1 to `MOST_PARTICIPANTS` people."""
        return first_problem(
            text_problem(self.place, field="place", longest=SHORT),
            None if 1 <= len(self.participants) <= MOST_PARTICIPANTS else _participants_problem(),
            *(participant.problem() for participant in self.participants),
        )

    def attendance(self) -> dict[str, Any]:
        """The record's fields."""
        return {"place": self.place.strip(), "participants": [each.values() for each in self.participants]}


@dataclass(frozen=True, kw_only=True)
class TakeAccess(Attended):
    """The access rights were taken over: where, before whom, and how it went item by item."""

    items: tuple[AccessCheck, ...]

    def problem(self) -> Refusal | None:
        """Each item once; a place and people."""
        named = [check.item for check in self.items]
        return first_problem(
            self.attendance_problem(),
            None if sorted(named) == sorted(AccessItem) else _items_problem(),
            *(check.problem() for check in self.items),
        )


@dataclass(frozen=True, kw_only=True)
class PrepareReinstatement(Payload):
    """Why the service is to be restored, and from which legal date."""

    reasons: tuple[str, ...]
    from_day: date

    def problem(self) -> Refusal | None:
        """1 to `MOST_REASONS` reasons of ordinary length."""
        return first_problem(
            None if 1 <= len(self.reasons) <= MOST_REASONS else _reasons_problem(),
            *(text_problem(reason, field="reasons", longest=LONG) for reason in self.reasons),
        )


def _participants_problem() -> Refusal:
    return input_problem(
        "participants", f"1 sampai {MOST_PARTICIPANTS} orang yang hadir.", f"1 to {MOST_PARTICIPANTS} people present."
    )


def _items_problem() -> Refusal:
    items = ", ".join(AccessItem)
    return input_problem("items", f"setiap butir satu kali: {items}.", f"each item once: {items}.")


def _reasons_problem() -> Refusal:
    return input_problem("reasons", f"1 sampai {MOST_REASONS} alasan.", f"1 to {MOST_REASONS} reasons.")
