"""What each verb of mentoring and consultation takes (II.2.1.d); the rules are in `mentorings` and `consultations`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from domain.refusals import Refusal
from domain.standards import StandardCode
from domain.tables import Payload
from domain.text import SHORT, first_problem, input_problem, text_problem

MOST_PEOPLE, MOST_ACTIVITIES = 500, 100
"""How many people an attendance list, and how many lines a record of service activities may have."""


class GuidanceState(StrEnum):
    """The states of a mentoring and of a consultation."""

    REQUESTED = "REQUESTED"
    SCHEDULED = "SCHEDULED"
    HELD = "HELD"
    REPORTED = "REPORTED"
    CLOSED = "CLOSED"
    CANCELLED = "CANCELLED"


class Channel(StrEnum):
    """By which way people talk: online (daring), in person (luring), or in another form (II.2.1.d.p2)."""

    ONLINE = "ONLINE"
    IN_PERSON = "IN_PERSON"
    OTHER = "OTHER"


CHANNEL_LABELS: Mapping[Channel, tuple[str, str]] = {
    Channel.ONLINE: ("Daring", "Online"),
    Channel.IN_PERSON: ("Luring", "In person"),
    Channel.OTHER: ("Komunikasi dalam bentuk lain", "Other communication"),
}


@dataclass(frozen=True, kw_only=True)
class Meeting(Payload):
    """Where people meet, or how else they talk. *Shape*: `text` is the place or the link; needed for OTHER."""

    channel: Channel
    text: str = ""

    def problem(self) -> Refusal | None:
        """For another form of communication, words that say which."""
        return text_problem(self.text, field="meeting.text", longest=SHORT, required=self.channel is Channel.OTHER)


@dataclass(frozen=True, kw_only=True)
class RequestMentoring(Payload):
    """A unit asks for mentoring, or LKPP offers it of its own motion (II.2.1.d.p1)."""

    unit_id: str
    topic: str
    standards: tuple[StandardCode, ...]

    def problem(self) -> Refusal | None:
        """A topic, and at least one standard, none twice."""
        return first_problem(text_problem(self.topic, field="topic"), standards_problem(self.standards))


@dataclass(frozen=True, kw_only=True)
class ScheduleMentoring(Payload):
    """Who mentors, when, by which channel, and by which standards (II.2.1.d.p1)."""

    mentor_ids: tuple[str, ...]
    on: date
    meeting: Meeting
    standards: tuple[StandardCode, ...]

    def problem(self) -> Refusal | None:
        """At least one mentor, none twice; the channel and the standards as such."""
        return first_problem(
            people_problem(self.mentor_ids, "mentors"), self.meeting.problem(), standards_problem(self.standards)
        )


@dataclass(frozen=True, kw_only=True)
class Attendant(Payload):
    """Someone who took part. *Shape*: `role` in his own words, such as `Kepala LPSE`; `person_id` where he is known here."""

    name: str
    role: str
    person_id: str | None = None

    def problem(self) -> Refusal | None:
        """A name and a role."""
        return first_problem(
            text_problem(self.name, field="attendance.name", longest=SHORT),
            text_problem(self.role, field="attendance.role", longest=SHORT),
        )


@dataclass(frozen=True, kw_only=True)
class ServiceActivity(Payload):
    """One service activity that was recorded, with an example of how it is carried out (II.2.1.d.p2)."""

    activity: str
    example: str

    def problem(self) -> Refusal | None:
        """Both texts."""
        return first_problem(
            text_problem(self.activity, field="activities.activity", longest=1_000),
            text_problem(self.example, field="activities.example", longest=1_000),
        )


@dataclass(frozen=True, kw_only=True)
class HoldMentoring(Payload):
    """The technical guidance (bimbingan teknis) as it was held (II.2.1.d.p2)."""

    held_at: datetime
    attendance: tuple[Attendant, ...]
    activities: tuple[ServiceActivity, ...]

    def problem(self) -> Refusal | None:
        """At least one attendant and one activity, each sound."""
        return first_problem(
            attendance_problem(self.attendance),
            count_problem(len(self.activities), MOST_ACTIVITIES, "activities"),
            *(activity.problem() for activity in self.activities),
        )


@dataclass(frozen=True, kw_only=True)
class Report(Payload):
    """What came of it, in words."""

    text: str

    def problem(self) -> Refusal | None:
        """Text of ordinary length."""
        return text_problem(self.text, field="text")


@dataclass(frozen=True, kw_only=True)
class ReplaceGuides(Payload):
    """Who writes down what came of it in place of those who held it, and why (house rule).

    *Shape*: `field` is what those who take over are called.
    """

    field: ClassVar[str]
    guide_ids: tuple[str, ...]
    reason: str

    def problem(self) -> Refusal | None:
        """At least one person, none twice, and the reason."""
        return first_problem(people_problem(self.guide_ids, self.field), text_problem(self.reason, field="reason"))


@dataclass(frozen=True, kw_only=True)
class ReplaceMentors(ReplaceGuides):
    """Of a mentoring."""

    field: ClassVar[str] = "mentors"


@dataclass(frozen=True, kw_only=True)
class ReplaceConsultants(ReplaceGuides):
    """Of a consultation."""

    field: ClassVar[str] = "consultants"


@dataclass(frozen=True, kw_only=True)
class RequestConsultation(Payload):
    """A question, by any channel, on standards (II.2.1.d.p1-p2)."""

    unit_id: str
    question: str
    meeting: Meeting
    standards: tuple[StandardCode, ...]

    def problem(self) -> Refusal | None:
        """A question, a channel, and at least one standard, none twice."""
        return first_problem(
            text_problem(self.question, field="question"), self.meeting.problem(), standards_problem(self.standards)
        )


@dataclass(frozen=True, kw_only=True)
class ScheduleConsultation(Payload):
    """Who answers, when, and by which channel (II.2.1.d.p2)."""

    consultant_ids: tuple[str, ...]
    on: date
    meeting: Meeting

    def problem(self) -> Refusal | None:
        """At least one consultant, none twice; the channel as such."""
        return first_problem(people_problem(self.consultant_ids, "consultants"), self.meeting.problem())


@dataclass(frozen=True, kw_only=True)
class HoldConsultation(Payload):
    """The talk as it was held (II.2.1.d.p2)."""

    held_at: datetime
    attendance: tuple[Attendant, ...]

    def problem(self) -> Refusal | None:
        """At least one attendant, each sound."""
        return attendance_problem(self.attendance)


def standards_problem(standards: tuple[StandardCode, ...]) -> Refusal | None:
    """Guidance is given by the standards: at least one, none twice (II.2.1.d.p1)."""
    if not standards:
        return input_problem("standards", "paling sedikit satu standar.", "at least one standard.")
    return _repeated(standards, "standards")


def people_problem(person_ids: tuple[str, ...], field: str) -> Refusal | None:
    """From one to `MOST_PEOPLE`, nobody twice."""
    return count_problem(len(person_ids), MOST_PEOPLE, field) or _repeated(person_ids, field)


def attendance_problem(attendance: tuple[Attendant, ...]) -> Refusal | None:
    """From one to `MOST_PEOPLE`, each by name and role."""
    return first_problem(
        count_problem(len(attendance), MOST_PEOPLE, "attendance"), *(attendant.problem() for attendant in attendance)
    )


def count_problem(count: int, most: int, field: str) -> Refusal | None:
    """The refusal where there is none, or are too many."""
    if 1 <= count <= most:
        return None
    return input_problem(field, f"1 sampai {most}, diterima {count}.", f"from 1 to {most}, got {count}.")


def _repeated(values: tuple[str, ...], field: str) -> Refusal | None:
    if len(set(values)) == len(values):
        return None
    return input_problem(field, "ada isian yang disebut dua kali.", "something is named twice.")
