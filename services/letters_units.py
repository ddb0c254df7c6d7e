"""The notice of amended data, the minutes of a stop carried out (II.2.2.d), the letter that restores a service (house rule)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from documents.contexts import (
    EarlierLetter,
    Letterhead,
    Minutes,
    Notice,
    Particular,
    Reference,
    Reinstatement,
    TeamMember,
)
from documents.wording import long_date, numbered
from domain.aggregates import Aggregate
from domain.clock import legal_date
from domain.stop_checklists import STOP_ITEM_LABELS
from domain.stop_forms import STOP_FORM_LABELS, StopForm
from domain.tables import Act, LetterOrder
from domain.unit_acts import ACCESS_LABELS
from domain.unit_amendments import AMENDED_LABELS
from persistence.repositories import REPOSITORIES
from persistence.units import UnitRecord
from services.letter_parts import addressee, deputy_signatory, earlier_letter, operator, person_signatory, seal
from services.offices import deputy_on, person_named
from services.writing import Written


def write_unit_notice(letterhead: Letterhead, order: LetterOrder, record: UnitRecord, _act: Act) -> Written:
    """Surat pemberitahuan: what the register said of the unit, and says now, by the institution's letter."""
    told = order.details
    written = long_date(date.fromisoformat(told["letter_date"]))
    named = "nama" if any(each["field"] == "name" for each in told["amended"]) else "data"
    context = Notice(
        letterhead=letterhead,
        reference=Reference(nature="Biasa", enclosures="-", subject="Pemberitahuan Perubahan Data Pengelola LPSE"),
        addressee=addressee(record.institution_id),
        operator=operator(record.id),
        paragraphs=(
            f"Berdasarkan surat Saudara Nomor {told['letter_number']} tanggal {written}, data pengelola LPSE yang tercatat "
            "pada sistem informasi pembinaan LKPP telah diubah sebagai berikut.",
            f"Naskah yang telah terbit tetap berlaku dengan {named} yang tercetak padanya; naskah yang disusun kemudian "
            f"memuat {named} yang baru.",
        ),
        particulars=tuple(_amended(each) for each in told["amended"]),
        objection_right=False,
        signatory=seal(),
        copies=(f"Kepala {record.name}",),
    )
    return context, ()


def _amended(change: Mapping[str, str]) -> Particular:
    before, after = (_said(change["field"], change[side]) for side in ("from", "to"))
    return Particular(label=AMENDED_LABELS[change["field"]][0], value=f"{after} (semula: {before or '-'})")


def _said(name: str, value: str) -> str:
    return long_date(date.fromisoformat(value)) if name == "legal_basis_date" and value else value


def write_stop_minutes(letterhead: Letterhead, _order: LetterOrder, record: UnitRecord, act: Act) -> Written:
    """Berita acara: who was present when the stop was carried out, and how each item of its form's checklist went."""
    stop = _stop_letter(record.stop["sanction_id"])
    told, letter = record.takeover or record.carried_out, f"{stop.name} {numbered(stop.number)}"
    title, beginning = _what_was_done(record)
    context = Minutes(
        letterhead=letterhead,
        operator=operator(record.id),
        title=title,
        held_at=act.now,
        place=told["place"],
        participants=tuple(TeamMember(name=person["name"], role=person["capacity"]) for person in told["participants"]),
        paragraphs=(
            f"{beginning} sebagai pelaksanaan {letter} tanggal {long_date(stop.date)}, dengan hasil pemeriksaan sebagai "
            "berikut.",
        ),
        items=tuple(_item(check) for check in told["items"]),
        author=person_signatory(person_named(act.actor.id)),
        signatory=seal(),
    )
    return context, ()


def _what_was_done(record: UnitRecord) -> tuple[str, str]:
    """The title of the minutes, and how their first sentence begins."""
    if record.takeover:
        return "Pengambilalihan Hak Akses Layanan SPSE", "Hak akses diambil alih oleh LKPP"
    form = StopForm(record.stop["form"])
    text = f", yaitu {record.stop['text'].rstrip(' .')}," if form is StopForm.OTHER else ""
    label = STOP_FORM_LABELS[form][0]
    named = label if form is StopForm.OTHER else f"bentuk {label}"
    return (
        "Pelaksanaan Penghentian Layanan SPSE",
        f"Penghentian layanan SPSE dalam {named}{text} dilaksanakan oleh LKPP",
    )


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
        by_objection="sanction_id" in order.details,
    )
    return context, (deputy.person_id,)


def _stop_letter(sanction_id: str) -> EarlierLetter:
    """The letter that stopped the service."""
    sanction = REPOSITORIES[Aggregate.SANCTION].load(sanction_id)
    return earlier_letter(str(getattr(sanction, "document_id", "")))


_ITEMS: Mapping[str, str] = {item: words[0] for item, words in (*ACCESS_LABELS.items(), *STOP_ITEM_LABELS.items())}


def _item(check: Mapping[str, Any]) -> Particular:
    outcome = "Selesai" if check["done"] else "Belum selesai"
    note = f"{outcome}: {check['note']}" if check["note"] else outcome
    return Particular(label=_ITEMS[check["item"]], value=note)
