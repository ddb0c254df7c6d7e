"""What the mutations of mentorings and consultations take and give (II.2.1.d)."""

from datetime import date, datetime

import strawberry

from domain import guidance_acts as acts
from domain.reasons import Reason
from domain.refusals import Refusal
from domain.tables import Payload
from schema.acts import KeyedAct, VersionedAct
from schema.described import attribute, input_type, object_type
from schema.documents import Document
from schema.enums import Channel, StandardCode
from schema.guidance import Consultation, Mentoring
from schema.nodes import key_of, keys_of
from schema.refusals import payload


@input_type
class MeetingInput:
    """By which way people talk (II.2.1.d.p2)."""

    channel: Channel = attribute("Online, in person, or in another form.")
    text: str = attribute("The place or link; for another form of communication, which. At most 200.", default="")

    def meeting(self) -> acts.Meeting:
        """The domain's meeting."""
        return acts.Meeting(channel=self.channel, text=self.text)


@input_type
class AttendantInput:
    """Someone who took part."""

    name: str = attribute("The name, at most 200 characters.")
    role: str = attribute("In which capacity, at most 200 characters.")
    person: strawberry.ID | None = attribute("The person, where he is known here.", default=None)

    def attendant(self) -> acts.Attendant | Refusal:
        """The domain's attendant."""
        person = None if self.person is None else key_of(self.person, "Person", field="attendance.person")
        if isinstance(person, Refusal):
            return person
        return acts.Attendant(name=self.name, role=self.role, person_id=person)


def _attendance(given: list[AttendantInput]) -> tuple[acts.Attendant, ...] | Refusal:
    attendance: list[acts.Attendant] = []
    for each in given:
        attendant = each.attendant()
        if isinstance(attendant, Refusal):
            return attendant
        attendance.append(attendant)
    return tuple(attendance)


@input_type
class ServiceActivityInput:
    """One service activity with an example (II.2.1.d.p2)."""

    activity: str = attribute("The activity, at most 1000 characters.")
    example: str = attribute("How it is carried out, at most 1000 characters.")


# --- mentoring ------------------------------------------------------------------------------------------------------


@input_type
class RequestMentoringInput(KeyedAct):
    """What `requestMentoring` takes (II.2.1.d.p1)."""

    unit: strawberry.ID = attribute("The unit.")
    topic: str = attribute("What it is to be about, in at most 4000 characters.")
    standards: list[StandardCode] = attribute("The standards by which it is given.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        unit = key_of(self.unit, "Unit", field="unit")
        if isinstance(unit, Refusal):
            return unit
        return acts.RequestMentoring(unit_id=unit, topic=self.topic, standards=tuple(self.standards))


@input_type
class MentoringAct(VersionedAct):
    """An act on a mentoring."""

    mentoring: strawberry.ID = attribute("The mentoring.")

    def record(self) -> str | Refusal:
        """The mentoring's key."""
        return key_of(self.mentoring, "Mentoring", field="mentoring")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload: nothing more."""
        return None


@input_type
class ScheduleMentoringInput(MentoringAct):
    """What `scheduleMentoring` takes (II.2.1.d.p1)."""

    mentors: list[strawberry.ID] = attribute("People of LKPP: at least one, and nobody who assesses the unit now.")
    on: date = attribute("The day: today or later.")
    meeting: MeetingInput = attribute("Where, or how else.")
    standards: list[StandardCode] = attribute("The standards by which it is given.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        mentors = keys_of(self.mentors, "Person", field="mentors")
        if isinstance(mentors, Refusal):
            return mentors
        return acts.ScheduleMentoring(
            mentor_ids=mentors, on=self.on, meeting=self.meeting.meeting(), standards=tuple(self.standards)
        )


@input_type
class HoldMentoringInput(MentoringAct):
    """What `holdMentoring` takes (II.2.1.d.p2)."""

    held_at: datetime = attribute("When it was held: not before the day that was scheduled.")
    attendance: list[AttendantInput] = attribute("Who took part: at least one.")
    activities: list[ServiceActivityInput] = attribute("The service activities recorded, each with an example.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        attendance = _attendance(self.attendance)
        if isinstance(attendance, Refusal):
            return attendance
        activities = tuple(
            acts.ServiceActivity(activity=each.activity, example=each.example) for each in self.activities
        )
        return acts.HoldMentoring(held_at=self.held_at, attendance=attendance, activities=activities)


@input_type
class ReplaceMentorsInput(MentoringAct):
    """What `replaceMentors` takes (house rule): those who held it cannot report it any more."""

    mentors: list[strawberry.ID] = attribute(
        "People of LKPP who report it instead: at least one, and nobody who assesses the unit now."
    )
    reason: str = attribute("Why, in at most 4000 characters. It is recorded.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        guides = keys_of(self.mentors, "Person", field="mentors")
        return guides if isinstance(guides, Refusal) else acts.ReplaceMentors(guide_ids=guides, reason=self.reason)


@input_type
class ReportMentoringInput(MentoringAct):
    """What `reportMentoring` takes (II.2.1.d.p2)."""

    text: str = attribute("What came of it, in at most 4000 characters.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return acts.Report(text=self.text)


@input_type
class CloseMentoringInput(MentoringAct):
    """What `closeMentoring` takes (house rule)."""


@input_type
class CancelMentoringInput(MentoringAct):
    """What `cancelMentoring` takes (house rule)."""

    reason: str = attribute("Why, in at most 4000 characters. It is recorded.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return Reason(reason=self.reason)


@object_type
class MentoringChanged:
    """A mentoring after an act."""

    thing: Mentoring = attribute("The mentoring as it stands after the act.")
    documents: list[Document] = attribute("The papers that the act ordered.")


@object_type
class RequestMentoringSuccess(MentoringChanged):
    """The mentoring is requested, or offered (II.2.1.d.p1)."""


@object_type
class ScheduleMentoringSuccess(MentoringChanged):
    """It is scheduled; a later schedule takes this one's place."""


@object_type
class HoldMentoringSuccess(MentoringChanged):
    """It was held: from now on its mentors may not assess the unit nor hear its objection (II.2.1.d.p2)."""


@object_type
class ReplaceMentorsSuccess(MentoringChanged):
    """Others are to report; who mentored stays on record (house rule)."""


@object_type
class ReportMentoringSuccess(MentoringChanged):
    """It is reported; the minutes are ordered (II.2.1.d.p2)."""


@object_type
class CloseMentoringSuccess(MentoringChanged):
    """It is closed."""


@object_type
class CancelMentoringSuccess(MentoringChanged):
    """It does not take place."""


RequestMentoringPayload = payload(RequestMentoringSuccess)
ScheduleMentoringPayload = payload(ScheduleMentoringSuccess)
HoldMentoringPayload = payload(HoldMentoringSuccess)
ReplaceMentorsPayload = payload(ReplaceMentorsSuccess)
ReportMentoringPayload = payload(ReportMentoringSuccess)
CloseMentoringPayload = payload(CloseMentoringSuccess)
CancelMentoringPayload = payload(CancelMentoringSuccess)


# --- consultation ---------------------------------------------------------------------------------------------------


@input_type
class RequestConsultationInput(KeyedAct):
    """What `requestConsultation` takes (II.2.1.d.p1)."""

    unit: strawberry.ID = attribute("The unit.")
    question: str = attribute("The question, in at most 4000 characters.")
    meeting: MeetingInput = attribute("By which channel it is asked.")
    standards: list[StandardCode] = attribute("The standards that it concerns.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        unit = key_of(self.unit, "Unit", field="unit")
        if isinstance(unit, Refusal):
            return unit
        return acts.RequestConsultation(
            unit_id=unit, question=self.question, meeting=self.meeting.meeting(), standards=tuple(self.standards)
        )


@input_type
class ConsultationAct(VersionedAct):
    """An act on a consultation."""

    consultation: strawberry.ID = attribute("The consultation.")

    def record(self) -> str | Refusal:
        """The consultation's key."""
        return key_of(self.consultation, "Consultation", field="consultation")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload: nothing more."""
        return None


@input_type
class ScheduleConsultationInput(ConsultationAct):
    """What `scheduleConsultation` takes (II.2.1.d.p2)."""

    consultants: list[strawberry.ID] = attribute("People of LKPP who are to answer: at least one.")
    on: date = attribute("The day: today or later.")
    meeting: MeetingInput = attribute("Where, or how else.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        consultants = keys_of(self.consultants, "Person", field="consultants")
        if isinstance(consultants, Refusal):
            return consultants
        return acts.ScheduleConsultation(consultant_ids=consultants, on=self.on, meeting=self.meeting.meeting())


@input_type
class HoldConsultationInput(ConsultationAct):
    """What `holdConsultation` takes (II.2.1.d.p2)."""

    held_at: datetime = attribute("When people talked: not before the day that was scheduled.")
    attendance: list[AttendantInput] = attribute("Who took part: at least one.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        attendance = _attendance(self.attendance)
        if isinstance(attendance, Refusal):
            return attendance
        return acts.HoldConsultation(held_at=self.held_at, attendance=attendance)


@input_type
class ReplaceConsultantsInput(ConsultationAct):
    """What `replaceConsultants` takes (house rule): those who held it cannot answer it any more."""

    consultants: list[strawberry.ID] = attribute("People of LKPP who answer it instead: at least one.")
    reason: str = attribute("Why, in at most 4000 characters. It is recorded.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        guides = keys_of(self.consultants, "Person", field="consultants")
        return guides if isinstance(guides, Refusal) else acts.ReplaceConsultants(guide_ids=guides, reason=self.reason)


@input_type
class AnswerConsultationInput(ConsultationAct):
    """What `answerConsultation` takes (II.2.1.d.p2)."""

    text: str = attribute("The answer, in at most 4000 characters.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return acts.Report(text=self.text)


@input_type
class CloseConsultationInput(ConsultationAct):
    """What `closeConsultation` takes (house rule)."""


@input_type
class CancelConsultationInput(ConsultationAct):
    """What `cancelConsultation` takes (house rule)."""

    reason: str = attribute("Why, in at most 4000 characters. It is recorded.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return Reason(reason=self.reason)


@object_type
class ConsultationChanged:
    """A consultation after an act."""

    thing: Consultation = attribute("The consultation as it stands after the act.")
    documents: list[Document] = attribute("The papers that the act ordered: none.")


@object_type
class RequestConsultationSuccess(ConsultationChanged):
    """The question is asked (II.2.1.d.p1)."""


@object_type
class ScheduleConsultationSuccess(ConsultationChanged):
    """It is scheduled; a later schedule takes this one's place."""


@object_type
class HoldConsultationSuccess(ConsultationChanged):
    """People have talked (II.2.1.d.p2)."""


@object_type
class ReplaceConsultantsSuccess(ConsultationChanged):
    """Others are to answer; who was asked first stays on record (house rule)."""


@object_type
class AnswerConsultationSuccess(ConsultationChanged):
    """The question is answered (II.2.1.d.p2)."""


@object_type
class CloseConsultationSuccess(ConsultationChanged):
    """It is closed."""


@object_type
class CancelConsultationSuccess(ConsultationChanged):
    """It does not take place."""


RequestConsultationPayload = payload(RequestConsultationSuccess)
ScheduleConsultationPayload = payload(ScheduleConsultationSuccess)
HoldConsultationPayload = payload(HoldConsultationSuccess)
ReplaceConsultantsPayload = payload(ReplaceConsultantsSuccess)
AnswerConsultationPayload = payload(AnswerConsultationSuccess)
CloseConsultationPayload = payload(CloseConsultationSuccess)
CancelConsultationPayload = payload(CancelConsultationSuccess)
