"""The minutes of a technical guidance (bimbingan teknis): who attended, and which service activities were recorded."""

from documents.contexts import Letterhead, Minutes, Particular, TeamMember
from domain.guidance_acts import CHANNEL_LABELS, Channel
from domain.tables import Act, LetterOrder
from persistence.guidance import MentoringRecord
from services.letter_parts import operator, person_signatory, seal, standard_lines
from services.offices import person_named
from services.writing import Written

MENTOR = "Pendamping dari LKPP"


def write_mentoring_minutes(letterhead: Letterhead, _order: LetterOrder, record: MentoringRecord, _act: Act) -> Written:
    """Berita acara bimbingan teknis: attendance, and each service activity with its example (II.2.1.d.p2)."""
    standards = "; ".join(f"{line.name} ({line.code})" for line in standard_lines(record.standards))
    mentors = tuple(TeamMember(name=person_named(mentor).name, role=MENTOR) for mentor in record.mentor_ids)
    attendants = tuple(TeamMember(name=each["name"], role=each["role"]) for each in record.attendance)
    listed = {each.name for each in attendants}
    context = Minutes(
        letterhead=letterhead,
        operator=operator(record.unit_id),
        title="Bimbingan Teknis",
        held_at=record.held_at,
        place=_place(record),
        participants=(*(mentor for mentor in mentors if mentor.name not in listed), *attendants),
        paragraphs=(
            f"Bimbingan teknis dengan topik “{record.topic}” dilaksanakan sebagai pendampingan sesuai pedoman dalam Bab "
            f"II angka 2.1 huruf d, dengan mengacu pada {standards}.",
            record.report,
            "Aktivitas penyelenggaraan layanan dicatat disertai contoh pelaksanaannya sebagai berikut.",
        ),
        items=tuple(Particular(label=each["activity"], value=each["example"]) for each in record.activities),
        author=person_signatory(person_named(record.reported_by)),
        signatory=seal(),
    )
    return context, ()


def _place(record: MentoringRecord) -> str:
    """The place as it was scheduled, or the channel where none was given."""
    return record.channel_text or CHANNEL_LABELS[Channel(record.channel)][0].lower()
