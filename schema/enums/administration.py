"""Who acts, who holds office, and what is configured, as clients see them; the decree's own words in the map of its rules."""

from domain.calendar import OffDayKind, OffDayStatus
from domain.calendars import CalendarState
from domain.configuration_keys import CATALOGUE, ConfigurationKey, CountedIn, ValueKind
from domain.institutions import InstitutionKind
from domain.official_terms import OfficialState
from domain.officials import Capacity, Office
from domain.regulation import Force, Party
from domain.roles import Role
from domain.settings import SettingState
from persistence.outbox import OutboxState
from schema.described import enumeration

__all__ = [
    "CalendarState",
    "Capacity",
    "ConfigurationKey",
    "CountedIn",
    "Force",
    "InstitutionKind",
    "OffDayKind",
    "OffDayStatus",
    "Office",
    "OfficialState",
    "OutboxState",
    "Party",
    "Role",
    "SettingState",
    "ValueKind",
]

enumeration(
    Role,
    "A role in which people act. Which role may do what follows from the decree's actors.",
    REVIEWER="LKPP's reviewer: reviews applications and prepares SLAs (II.2.1.a.2).",
    ASSESSOR="LKPP's assessor: assesses the standards (II.2.1.e.2).",
    DEPUTY="The Deputy: signs for LKPP (DIKTUM.KESATU).",
    ADMIN="LKPP's administrator: assigns and configures; never signs.",
    UNIT_HEAD="The head of a unit (kepala LPSE).",
    UNIT_STAFF="Staff of a unit (staf LPSE).",
    INSTITUTION_HEAD="The head of an institution (pimpinan K/L/Pemda, II.2.1.a.1).",
    AUDITOR="An auditor: reads, and does nothing else.",
    PUBLIC="Anyone, without a token.",
    SYSTEM="The system's own workers and the effects of other acts.",
)
enumeration(
    InstitutionKind,
    "The kinds of institution (K/L/Pemda).",
    MINISTRY="Kementerian.",
    AGENCY="Lembaga.",
    PROVINCE="Pemerintah provinsi.",
    REGENCY="Pemerintah kabupaten.",
    CITY="Pemerintah kota.",
)
enumeration(
    CalendarState,
    "The states of a version of the working calendar (house rule).",
    PROPOSED="Proposed by LKPP's administrator; not in force.",
    IN_FORCE="Approved by the Deputy, or the first: deadlines are computed by it.",
    SUPERSEDED="Another version has taken its place. Final.",
    WITHDRAWN="Withdrawn before it was in force. Final.",
)
enumeration(
    OffDayKind,
    "Why a day is off.",
    NATIONAL="A national holiday (hari libur nasional).",
    JOINT_LEAVE="Joint leave of civil servants (cuti bersama).",
    OTHER="Another day that was decided.",
)
enumeration(
    OffDayStatus,
    "Whether the date of a day that is off is certain.",
    OFFICIAL="It is decided (resmi).",
    ESTIMATED="It is computed in advance (perkiraan).",
)
enumeration(
    Force,
    "How a clause binds.",
    name="RuleForce",
    SHALL="Stated as done or imposed.",
    MAY='Allowed ("dapat").',
    FACT="A definition or a fact.",
)
enumeration(
    Party,
    "Whom a rule of the decree speaks of.",
    DEPUTY="The Deputy.",
    LKPP="LKPP.",
    INSTITUTION="The institution (K/L/Pemda).",
    UKPBJ="The UKPBJ.",
    SEPARATE_UNIT="A unit separate from the UKPBJ.",
    UNIT="The unit (pengelola LPSE).",
)
enumeration(
    OutboxState,
    "The states of work that an act ordered.",
    PENDING="Due, or waiting for its next attempt.",
    CLAIMED="A worker has it.",
    DONE="Done.",
    DEAD="Failed too often; it waits for a person.",
)
enumeration(
    ConfigurationKey,
    "The keys of the configuration: what the decree leaves open, and two values that it sets itself.",
    **{key.name: f"`{key.value}`. {CATALOGUE[key].reason_en}" for key in ConfigurationKey},
)
enumeration(
    ValueKind,
    "The form of a configured value.",
    COUNT="A whole number from 1.",
    SWITCH="true or false.",
    DATE="A date.",
    CHOICE="One of a few words.",
    PATTERN="A pattern of numbers of papers.",
    CHAIN="Who puts initials, in order: names of roles and people (`person:` and the key), between commas.",
)
enumeration(
    CountedIn,
    "What a configured count counts.",
    WORKING_DAYS="Working days by the working calendar.",
    DAYS="Days.",
    MONTHS="Months.",
)
enumeration(
    SettingState,
    "The states of a configured value.",
    PROPOSED="Proposed by LKPP's administrator; not in force.",
    APPROVED="Approved by the Deputy: in force from its first day.",
    WITHDRAWN="Withdrawn before it was in force. Final.",
)
enumeration(
    Office,
    "The offices that sign for LKPP.",
    DEPUTY="The Deputy, whom the decree names (DIKTUM.KESATU).",
)
enumeration(
    Capacity,
    "How an official signs.",
    DEFINITIVE="As the holder of the office.",
    ACTING="Acting while the office is vacant (Plt., pelaksana tugas).",
    DAILY="For the days of the holder's absence (Plh., pelaksana harian).",
    ON_BEHALF="Letters of some kinds, on behalf of the holder (a.n., atas nama).",
)
enumeration(
    OfficialState,
    "The states of a term of office.",
    APPOINTED="Appointed: the days of the term say when.",
    ENDED="Its last day was set, with a reason. Final.",
    WITHDRAWN="Withdrawn before its first day. Final.",
    REVOKED="A delegation, revoked while it ran. Final.",
)
