"""The minutes of a takeover of access rights (II.2.2.d), and the letter that restores a stopped service (house rule)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from documents.contexts import EarlierLetter, Letterhead, Minutes, Particular, Reference, Reinstatement, TeamMember
from documents.wording import long_date
from domain.clock import legal_date
from domain.tables import Act, Aggregate, LetterOrder
from domain.unit_acts import ACCESS_LABELS, AccessItem
from persistence.repositories import REPOSITORIES
from persistence.units import UnitRecord
from services.letter_parts import addressee, deputy_signatory, earlier_letter, operator, person_signatory, seal
from services.offices import deputy_on, person_named
from services.writing import Written


def write_takeover_minutes(letterhead: Letterhead, _order: LetterOrder, record: UnitRecord, act: Act) -> Written:
    """Berita acara pengambilalihan hak akses: who was present, and how each item of the checklist went."""
    stop = _stop_letter(record.stop["sanction_id"])
    context = Minutes(
        letterhead=letterhead,
        operator=operator(record.id),
        title="Pengambilalihan Hak Akses Layanan SPSE",
        held_at=act.now,
        place=record.takeover["place"],
        participants=tuple(
            TeamMember(name=person["name"], role=person["capacity"]) for person in record.takeover["participants"]
        ),
        paragraphs=(
            f"Hak akses diambil alih oleh LKPP sebagai pelaksanaan {stop.name} nomor {stop.number} tanggal "
            f"{long_date(stop.date)}, dengan hasil pemeriksaan sebagai berikut.",
        ),
        items=tuple(_item(check) for check in record.takeover["items"]),
        author=person_signatory(person_named(act.actor.id)),
        signatory=seal(),
    )
    return context, ()


def write_reinstatement(letterhead: Letterhead, order: LetterOrder, record: UnitRecord, act: Act) -> Written:
    """Surat pemulihan layanan SPSE, for the Deputy to sign."""
    deputy = deputy_on(legal_date(act.now))
    context = Reinstatement(
        letterhead=letterhead,
        reference=Reference(nature="Biasa", enclosures="-", subject="Pemulihan Layanan SPSE"),
        addressee=addressee(record.institution_id),
        operator=operator(record.id),
        stop=_stop_letter(order.details.get("sanction_id") or record.stop["sanction_id"]),
        reasons=tuple(reason.rstrip(".") for reason in order.details["reasons"]),
        from_day=date.fromisoformat(order.details["from_day"]),
        signatory=deputy_signatory(deputy),
        copies=(f"Kepala {record.name}",),
    )
    return context, (deputy.person_id,)


def _stop_letter(sanction_id: str) -> EarlierLetter:
    """The letter that stopped the service."""
    sanction = REPOSITORIES[Aggregate.SANCTION].load(sanction_id)
    return earlier_letter(str(getattr(sanction, "document_id", "")))


def _item(check: Mapping[str, Any]) -> Particular:
    outcome = "Selesai" if check["done"] else "Belum selesai"
    note = f"{outcome}: {check['note']}" if check["note"] else outcome
    return Particular(label=ACCESS_LABELS[AccessItem(check["item"])][0], value=note)
