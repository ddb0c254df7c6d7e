"""Applications, agreements, units and what a unit registers (I, II.2.1.a) as clients see them."""

from domain.application_acts import ApplicationState, AttachmentKind, InstallationItem
from domain.managed_systems import ManagedSystemState, SystemKind
from domain.sla_acts import Priority, Side, SlaState
from domain.unit_forms import UnitForm
from domain.units import ManagementPattern, ProviderForm, UnitState
from domain.user_figures import UserFiguresState, UserKind
from schema.described import enumeration

__all__ = [
    "ApplicationState",
    "AttachmentKind",
    "InstallationItem",
    "ManagedSystemState",
    "ManagementPattern",
    "Priority",
    "ProviderForm",
    "Side",
    "SlaState",
    "SystemKind",
    "UnitForm",
    "UnitState",
    "UserFiguresState",
    "UserKind",
]

enumeration(
    ProviderForm,
    "The two forms of the service (II.2.1.a); the decree names and does not define them.",
    SERVICE_PROVIDER="Uses a system that another runs; its service begins with the SLA (II.2.1.a.3).",
    SYSTEM_PROVIDER="Installs SPSE itself, once the SLA is in force (II.2.1.a.4).",
)
enumeration(
    UnitForm,
    "Where the unit stands (I.p2).",
    UKPBJ="In the UKPBJ.",
    SEPARATE="Separate from the UKPBJ: valid through 31 December 2023.",
)
enumeration(
    ManagementPattern,
    "Whose infrastructure runs the applications (I.p2).",
    CENTRALISED="LKPP's (terpusat).",
    DISTRIBUTED="The institution's (terdistribusi).",
)
enumeration(
    UnitState,
    "The states of a unit's service.",
    PENDING="Registered; the service has not begun.",
    ACTIVE="In service (II.2.1.a.3).",
    STOPPED="The service was stopped (II.2.2.d).",
    ACCESS_TAKEN="The service was stopped, and LKPP has taken the access rights over (II.2.2.d).",
    STOP_CARRIED_OUT="The service was stopped in another form, and the stop was carried out by its checklist (II.2.2.d).",
    DISCARDED="Its application was withdrawn before the service began.",
)
enumeration(
    ApplicationState,
    "The states of an application (II.2.1.a.1-4).",
    DRAFT="Being written.",
    SUBMITTED="Submitted; waits for a reviewer (II.2.1.a.1).",
    UNDER_REVIEW="Under review (II.2.1.a.2).",
    RETURNED="Returned for completion.",
    COMPLETE="Declared complete; the letter of approval is ordered (II.2.1.a.3).",
    SLA_PENDING="The service-level agreement is being made (II.2.1.a.3).",
    INSTALL_PENDING="A system provider may now install SPSE (II.2.1.a.4).",
    INSTALLING="SPSE is being installed (II.2.1.a.4).",
    ACTIVE="The service has begun. Final.",
    LAPSED="Not completed in time (house rule). Final.",
    REJECTED="Rejected (house rule). Final.",
    WITHDRAWN="Withdrawn by the institution. Final.",
)
enumeration(
    AttachmentKind,
    "What an application brings along. The decree names no attachment: this list is a house rule.",
    APPLICATION_LETTER="The letter of application.",
    LEGAL_BASIS="The legal basis of the unit.",
    ORGANISATION_STRUCTURE="Organisation and duties.",
    PERSONNEL_LIST="The list of personnel.",
    INFRASTRUCTURE_STATEMENT="Statement of infrastructure; for a system provider only.",
)
enumeration(
    InstallationItem,
    "The checklist of an installation. II.2.1.a.4 orders the installation; the list is a house rule.",
    SERVER_READY="Servers are ready as specified.",
    NETWORK_READY="Network and domain are ready.",
    SPSE_INSTALLED="SPSE is installed.",
    TLS_VALID="TLS is valid and time is synchronised.",
    BACKUP_TESTED="Backup and restore were tested.",
    ACCOUNTS_CREATED="Operator accounts were created.",
    USER_TEST_PASSED="The users' acceptance test passed.",
)
enumeration(
    SlaState,
    "The states of a service-level agreement (II.2.1.a.3, II.2.2.d).",
    DRAFT="Empty; the reviewer has proposed nothing yet.",
    NEGOTIATION="Terms are proposed; the parties have not both agreed.",
    READY_TO_SIGN="Both agreed; the paper is prepared for the first signature.",
    SIGNED_ONE="The institution has signed.",
    IN_FORCE="Both have signed (II.2.1.a.3).",
    BREACH_REVIEW="A breach was reported and is being examined; the agreement is in force (II.2.2.d).",
    BREACHED="The breach was confirmed (II.2.2.d).",
    SUPERSEDED="A later agreement took its place. Final.",
    EXPIRED="Its term ended. It may be renewed while the service goes on.",
    TERMINATED="Ended by the stop of the service (II.2.2.d).",
    VOID="Never came into force. Final.",
)
enumeration(
    Side,
    "The two parties of an SLA.",
    INSTITUTION="The institution.",
    LKPP="LKPP.",
)
enumeration(
    Priority,
    "How urgent a disturbance is.",
    CRITICAL="The service stands still.",
    HIGH="A main function fails.",
    MEDIUM="A function is hampered.",
    LOW="A question or wish.",
)
enumeration(
    SystemKind,
    "The systems of the function: SPSE's seven components (I.p1), supporting systems, and those for stakeholders (I.p2).",
    PLANNING="Component of SPSE: Perencanaan Pengadaan (I.p1).",
    PREPARATION="Component of SPSE: Persiapan Pengadaan (I.p1).",
    PROVIDER_SELECTION="Component of SPSE: Pemilihan Penyedia (I.p1).",
    CONTRACT_EXECUTION="Component of SPSE: Pelaksanaan Kontrak (I.p1).",
    HANDOVER="Component of SPSE: Serah Terima Pekerjaan (I.p1).",
    PROVIDER_MANAGEMENT="Component of SPSE: Pengelolaan Penyedia (I.p1).",
    ELECTRONIC_CATALOGUE="Component of SPSE: Katalog Elektronik (I.p1).",
    SUPPORTING="A supporting system made by LKPP (I.p1).",
    STAKEHOLDER="A system developed for stakeholders (I.p2).",
)
enumeration(
    ManagedSystemState,
    "The states of a system in the register of its unit.",
    REGISTERED="Managed by the unit.",
    RETIRED="Managed no longer. Final.",
)
enumeration(
    UserKind,
    "Kinds of users of the systems; the list is a house rule.",
    PROVIDER="Providers (penyedia).",
    BUDGET_USER="Budget users (PA, KPA).",
    COMMITMENT_OFFICER="Commitment officers (PPK).",
    PROCUREMENT_OFFICER="Procurement officers (pejabat pengadaan).",
    SELECTION_GROUP="Selection working groups (Pokja Pemilihan).",
    AUDITOR="Auditors.",
    OTHER="Others.",
)
enumeration(
    UserFiguresState,
    "The states of the user figures of one period.",
    REPORTED="As first reported.",
    CORRECTED="Corrected, with a reason.",
)
