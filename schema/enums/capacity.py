"""Competencies, personnel and guidance (II.2.1.c, II.2.1.d) as clients see them."""

from domain.capacity_plans import CapacityPlanState
from domain.competencies import CompetencyState, Position
from domain.guidance_acts import Channel, GuidanceState
from domain.personnel_files import PersonnelFileState
from schema.described import enumeration

__all__ = [
    "CapacityPlanState",
    "Channel",
    "CompetencyState",
    "GuidanceState",
    "PersonnelFileState",
    "Position",
]

enumeration(
    GuidanceState,
    "The states of a mentoring and of a consultation (II.2.1.d).",
    REQUESTED="Asked for, or offered by LKPP.",
    SCHEDULED="People, day and channel are named.",
    HELD="It took place (II.2.1.d.p2).",
    REPORTED="It is reported, or the question is answered.",
    CLOSED="Nothing more is to be done. Final.",
    CANCELLED="It did not take place. Final.",
)
enumeration(
    Channel,
    "By which way people talk (II.2.1.d.p2).",
    ONLINE="Online (daring).",
    IN_PERSON="In person (luring).",
    OTHER="Another form of communication, named in words.",
)
enumeration(
    Position,
    "What a person does in a unit. The decree names no position: house rule.",
    UNIT_HEAD="Head of the unit (kepala LPSE).",
    ADMIN_PPE="Administrator of e-procurement (admin PPE).",
    VERIFIER="Verifier of users (verifikator).",
    HELPDESK="Helpdesk.",
    SYSTEM_ADMINISTRATOR="System administrator (admin sistem).",
    SECURITY_COORDINATOR="Coordinator of information security (koordinator keamanan informasi).",
    TRAINER="Trainer (pelatih).",
)
enumeration(
    CompetencyState,
    "The states of one version of a competency (II.2.1.c).",
    DRAFT="Being written by LKPP's administrator.",
    PUBLISHED="Published by the Deputy: in force from its first day.",
    SUPERSEDED="A later version takes its place from that one's first day. Final.",
    DISCARDED="Never published. Final.",
)
enumeration(
    PersonnelFileState,
    "The states of a person's file in a unit (II.2.1.c.2).",
    PROPOSED="Proposed by the person; the head of the unit has not accepted it.",
    ACTIVE="On the unit's personnel.",
    LEFT="No longer on the unit's personnel. Final.",
)
enumeration(
    CapacityPlanState,
    "The states of a unit's plan of capacity building (II.2.1.c.2).",
    PLANNED="Planned.",
    COMPLETED="Completed, with what came of every item. Final.",
    CANCELLED="Cancelled. Final.",
)
