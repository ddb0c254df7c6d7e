"""What an application is told beside its own letters: that it lapsed, and why an installation failed."""

from datetime import date

from documents.contexts import Letterhead, Minutes, Notice, Operator, Particular, Reference, TeamMember
from documents.wording import long_date, number_and_words
from domain.application_acts import ATTACHMENT_LABELS, AttachmentKind
from domain.provider_forms import ProviderForm
from domain.tables import Act, LetterOrder
from persistence.applications import ApplicationRecord
from persistence.institutions import InstitutionRecord
from services.letter_parts import addressee, agreement_of, earlier_letter, formal_name, person_signatory, seal
from services.offices import person_named
from services.writing import Written

_DECREE = "Keputusan Deputi Nomor 152 Tahun 2022"


def write_application_notice(
    letterhead: Letterhead, order: LetterOrder, record: ApplicationRecord, _act: Act
) -> Written:
    """Surat pemberitahuan: an application that lapsed. *Source*: house rule, off unless configured."""
    subject, paragraphs, particulars = _lapsed(record, order)
    context = Notice(
        letterhead=letterhead,
        reference=Reference(nature="Biasa", enclosures="-", subject=subject),
        addressee=addressee(record.institution_id),
        operator=_applicant(record),
        paragraphs=paragraphs,
        particulars=particulars,
        objection_right=False,
        signatory=seal(),
        copies=(f"Kepala {record.unit_name}",),
    )
    return context, ()


_AFTER_FAILURE = {
    True: "Kesepakatan tersebut tetap berlaku. Instalasi dapat dilaksanakan kembali setelah penyebab di bawah ini "
    "diselesaikan.",
    False: "Kesepakatan tersebut tidak sedang berlaku. Instalasi dapat dilaksanakan kembali setelah penyebab di bawah ini "
    "diselesaikan dan kesepakatan tingkat layanan berlaku kembali.",
}
"""By whether an agreement is in force on the day of the failure."""


def write_failed_installation(
    letterhead: Letterhead, order: LetterOrder, record: ApplicationRecord, act: Act
) -> Written:
    """Berita acara: why SPSE was not accepted on the unit's infrastructure; it may be installed again (II.2.1.a.4)."""
    author = person_signatory(person_named(act.actor.id))
    agreement = earlier_letter(agreement_of(record).document_id)
    context = Minutes(
        letterhead=letterhead,
        operator=_applicant(record),
        title="Kegagalan Instalasi SPSE",
        held_at=act.now,
        place=letterhead.place,
        participants=(TeamMember(name=author.name, role=author.office),),
        paragraphs=(
            "Instalasi SPSE pada infrastruktur yang dimiliki, berdasarkan kesepakatan tingkat layanan Nomor "
            f"{agreement.number} tanggal {long_date(agreement.date)}, dinyatakan gagal. Penerimaan yang telah diberikan "
            "untuk instalasi ini tidak berlaku lagi.",
            _AFTER_FAILURE[order.details["in_force"]],
        ),
        items=(Particular(label="Penyebab kegagalan", value=order.details["reason"]),),
        author=author,
        signatory=seal(),
    )
    return context, ()


# --- what a notice says ---------------------------------------------------------------------------------------------

_Told = tuple[str, tuple[str, ...], tuple[Particular, ...]]


def _lapsed(record: ApplicationRecord, order: LetterOrder) -> _Told:
    returned = date.fromisoformat(record.returned_on)
    missing = "; ".join(ATTACHMENT_LABELS[AttachmentKind(kind)][0] for kind in record.requested_items)
    paragraphs = (
        f"{_letter(record)} dikembalikan untuk dilengkapi pada tanggal {long_date(returned)} dan tidak diajukan kembali "
        f"dalam {number_and_words(order.details['days'])} hari. Permohonan tersebut dinyatakan gugur.",
        f"Batas waktu tersebut adalah batas waktu internal, bukan dari {_DECREE}. Permohonan yang baru dapat diajukan "
        "setiap waktu.",
    )
    return "Pemberitahuan Gugurnya Permohonan", paragraphs, (Particular(label="Belum dilengkapi", value=missing),)


def _letter(record: ApplicationRecord) -> str:
    written = long_date(date.fromisoformat(record.letter_date))
    return f"Permohonan dengan surat Nomor {record.letter_number} tanggal {written}"


def _applicant(record: ApplicationRecord) -> Operator:
    """The unit as the application names it: it need not be registered yet."""
    institution = InstitutionRecord.objects(id=record.institution_id).get()
    return Operator(unit=record.unit_name, institution=formal_name(institution), form=ProviderForm(record.form))
