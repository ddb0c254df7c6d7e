"""How a stop in the form of a revocation, or in another form, is carried out, and what is undone with it (II.2.2.d).

The decree names the forms and not what is done for them: the lists are house rules. The takeover's own is in `unit_acts`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from domain.refusals import Refusal
from domain.stop_forms import StopForm
from domain.tables import Payload
from domain.text import LONG, first_problem, input_problem, text_problem
from domain.unit_acts import AccessItem, Attended


class StopItem(StrEnum):
    """What is looked at when a stop is carried out that takes no access over."""

    ACCOUNTS_CLOSED = "ACCOUNTS_CLOSED"
    TENDERS_HANDED_OVER = "TENDERS_HANDED_OVER"
    USERS_TOLD = "USERS_TOLD"
    MARKS_TAKEN_DOWN = "MARKS_TAKEN_DOWN"
    DATA_SECURED = "DATA_SECURED"
    ORDER_CARRIED_OUT = "ORDER_CARRIED_OUT"


_I = StopItem
STOP_ITEM_LABELS: Mapping[StopItem, tuple[str, str]] = {
    _I.ACCOUNTS_CLOSED: (
        "Penutupan akun administrator dan pengelola",
        "Accounts of administrators and operators closed",
    ),
    _I.TENDERS_HANDED_OVER: ("Pengalihan pemilihan penyedia yang sedang berjalan", "Running tenders handed over"),
    _I.USERS_TOLD: ("Pemberitahuan kepada pengguna", "Notice to the users"),
    _I.MARKS_TAKEN_DOWN: ("Penurunan sertifikat dan logo dari laman layanan", "Certificate and logo taken down"),
    _I.DATA_SECURED: ("Pengamanan basis data, cadangan, dan catatan log", "Database, backups and logs secured"),
    _I.ORDER_CARRIED_OUT: ("Pelaksanaan bentuk yang disebut dalam surat", "What the letter orders carried out"),
}

CHECKLISTS: Mapping[StopForm, tuple[StopItem, ...]] = {
    StopForm.REVOCATION: (
        _I.ACCOUNTS_CLOSED,
        _I.TENDERS_HANDED_OVER,
        _I.USERS_TOLD,
        _I.MARKS_TAKEN_DOWN,
        _I.DATA_SECURED,
    ),
    StopForm.OTHER: (_I.ORDER_CARRIED_OUT, _I.TENDERS_HANDED_OVER, _I.USERS_TOLD),
}
"""The checklist of each form that `carry_out_stop` carries out. House rule."""

_TENDERS_BACK = "pemilihan penyedia yang dialihkan dikembalikan sejauh masih berjalan"
_UNDONE: Mapping[str, str] = {
    _I.ACCOUNTS_CLOSED: "akun administrator dan pengelola dibuka kembali",
    _I.TENDERS_HANDED_OVER: _TENDERS_BACK,
    _I.USERS_TOLD: "pengguna diberi tahu bahwa layanan berjalan kembali",
    _I.MARKS_TAKEN_DOWN: "sertifikat dan logo ditampilkan kembali sejauh sertifikatnya berlaku",
    _I.DATA_SECURED: "basis data, cadangan, dan catatan log yang diamankan diserahkan kembali",
    _I.ORDER_CARRIED_OUT: "pelaksanaan bentuk yang disebut dalam surat penghentian diakhiri",
    AccessItem.ACCOUNTS: "akun pengelola dan hak akses dikembalikan",
    AccessItem.DOMAIN: "nama domain dan sertifikat TLS dikembalikan",
    AccessItem.DATABASE: "basis data dan cadangannya dikembalikan",
    AccessItem.LOGS: "catatan log dikembalikan",
    AccessItem.RUNNING_TENDERS: _TENDERS_BACK,
}


def undone(done: Iterable[str]) -> str | None:
    """What the letter that ends a stop says of what was carried out for it: that it is undone. None where nothing was.

    *Shape*: `done` are the codes of the items that were done; a whole clause without full stop.
    """
    parts = "; ".join(_UNDONE[item] for item in done)
    return f"Yang telah dilaksanakan dalam penghentian layanan dipulihkan bersama pengelola: {parts}" if parts else None


@dataclass(frozen=True, kw_only=True)
class StopCheck(Payload):
    """One item of a stop carried out: done, or a note that says why not; what an order says is told in words."""

    item: StopItem
    done: bool
    note: str = ""

    def problem(self) -> Refusal | None:
        """What is not done has a note, and so has the form that only the letter describes."""
        needed = not self.done or self.item is StopItem.ORDER_CARRIED_OUT
        return text_problem(self.note, field="items.note", longest=LONG, required=needed)

    def values(self) -> dict[str, Any]:
        """The record's field."""
        return {"item": self.item.value, "done": self.done, "note": self.note.strip()}


@dataclass(frozen=True, kw_only=True)
class CarryOutStop(Attended):
    """The stop was carried out: where, before whom, and how it went item by item."""

    items: tuple[StopCheck, ...]

    def problem(self) -> Refusal | None:
        """A place, people, and each note; which items there are, the form of the stop says."""
        return first_problem(self.attendance_problem(), *(check.problem() for check in self.items))


def items_problem(form: StopForm, given: CarryOutStop) -> Refusal | None:
    """Why these are not the items of the checklist of this form, each once."""
    wanted = CHECKLISTS[form]
    if sorted(check.item for check in given.items) == sorted(wanted):
        return None
    items = ", ".join(wanted)
    return input_problem("items", f"setiap butir satu kali: {items}.", f"each item once: {items}.")
