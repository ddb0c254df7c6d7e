"""The domain's closed sets as clients see them: each member with its meaning, and the clause where a rule stands behind it.

Types import these enums from here and not from the domain, so that each is described before a field names it.
"""

from domain.application_acts import AttachmentKind, InstallationItem
from domain.applications import ApplicationState
from domain.assessment_acts import AssessmentMethod, AssessmentState
from domain.calendar import OffDayKind, OffDayStatus
from domain.capacity_plans import CapacityPlanState
from domain.case_acts import CaseState, CloseReason, HoldDecision
from domain.catalogues import CatalogueState
from domain.certificates import CertificateState
from domain.competencies import CompetencyState, Position
from domain.compliance import CellState
from domain.configuration_keys import CATALOGUE, ConfigurationKey, CountedIn, ValueKind
from domain.documents import DocumentKind, DocumentState, SignatureKind, Standing
from domain.evidence import EvidenceState
from domain.guidance_acts import Channel, GuidanceState
from domain.institutions import InstitutionKind
from domain.managed_systems import ManagedSystemState, SystemKind
from domain.objection_acts import HearingKind, ObjectionDecision, ObjectionState
from domain.official_terms import OfficialState
from domain.officials import Capacity, Office
from domain.personnel_files import PersonnelFileState
from domain.reassessment_acts import ReassessmentState
from domain.receipts import ReceiptChannel
from domain.regulation import Force, Party
from domain.roles import Role
from domain.rungs import Rung
from domain.sanction_acts import SanctionState
from domain.settings import SettingState
from domain.sla_acts import Priority, Side, SlaState
from domain.standards import Applicability, Method, Requirement, SecurityAspect, StandardCode
from domain.stop_forms import StopForm
from domain.surveillance_acts import Severity, SurveillanceState
from domain.surveillance_risk import RiskFactor
from domain.unit_acts import AccessItem
from domain.units import ManagementPattern, ProviderForm, UnitForm, UnitState
from domain.user_figures import UserFiguresState, UserKind
from domain.verification import CheckResult, FileOrigin
from persistence.outbox import OutboxState
from schema.described import enumeration

__all__ = [
    "AccessItem",
    "Applicability",
    "ApplicationState",
    "AssessmentMethod",
    "AssessmentState",
    "AttachmentKind",
    "Capacity",
    "CapacityPlanState",
    "CaseState",
    "CatalogueState",
    "CellState",
    "CertificateState",
    "Channel",
    "CheckResult",
    "CloseReason",
    "CompetencyState",
    "ConfigurationKey",
    "CountedIn",
    "DocumentKind",
    "DocumentState",
    "EvidenceState",
    "FileOrigin",
    "Force",
    "GuidanceState",
    "HearingKind",
    "HoldDecision",
    "InstallationItem",
    "InstitutionKind",
    "ManagedSystemState",
    "ManagementPattern",
    "Method",
    "ObjectionDecision",
    "ObjectionState",
    "OffDayKind",
    "OffDayStatus",
    "Office",
    "OfficialState",
    "OutboxState",
    "Party",
    "PersonnelFileState",
    "Position",
    "Priority",
    "ProviderForm",
    "ReassessmentState",
    "ReceiptChannel",
    "Requirement",
    "RiskFactor",
    "Role",
    "Rung",
    "SanctionState",
    "SecurityAspect",
    "SettingState",
    "Severity",
    "Side",
    "SignatureKind",
    "SlaState",
    "StandardCode",
    "Standing",
    "StopForm",
    "SurveillanceState",
    "SystemKind",
    "UnitForm",
    "UnitState",
    "UserFiguresState",
    "UserKind",
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
    EXPIRED="Its time ran out. Final.",
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
    DocumentKind,
    "The kinds of paper that LKPP issues here.",
    APPLICATION_RECEIPT="Receipt of an application, under the agency seal.",
    COMPLETION_REQUEST="Request for completion, under the agency seal.",
    APPROVAL="Letter of approval, signed by the Deputy (II.2.1.a.3).",
    SLA="Service-level agreement, signed by both parties (II.2.1.a.3).",
    INSTALLATION_MINUTES="Minutes of the installation, under the agency seal (II.2.1.a.4).",
    NOTICE="A notice under the seal.",
    ASSIGNMENT="The letter that assigns assessors (II.2.1.e.2; II.2.1.f; II.2.2.c).",
    ASSESSMENT_REPORT="The assessors' report (II.2.1.e.2; II.2.1.f; II.2.2.c).",
    RECOMMENDATION="Recommendations for improvement after an assessment (II.2.1.e.3).",
    DETERMINATION="The decision that determines standards (II.2.1.e.5; II.2.2.c).",
    CERTIFICATE="The standardisation certificate (II.2.1.e.5; II.2.2.c).",
    ADVICE="The first sanction: advice (II.2.2.a).",
    WARNING="The second sanction: a warning (II.2.2.b).",
    REVOCATION="The third sanction: the decision that revokes standards (II.2.2.c).",
    SERVICE_STOP="The fourth sanction: the stop of the service (II.2.2.d).",
    LKPP_SYSTEM="The recommendation to use a system that LKPP manages (III).",
    OBJECTION_RECEIPT="The receipt of an objection (II.2.3.s1).",
    OBJECTION_RESULT="The result of an objection (II.2.3.s3).",
    REINSTATEMENT="The letter that restores a stopped service (house rule).",
    MINUTES="Minutes of a hearing, a verification or a takeover.",
)
enumeration(
    DocumentState,
    "The states of a paper. Before SIGNED nothing legal has happened.",
    DRAFT="Its facts are frozen; the paper is being prepared.",
    AWAITING_SIGNATURE="Prepared: its digest is recorded, and a signature is awaited.",
    SIGNED="Issued. Final: a correction is a new paper.",
    VOID="Never issued; its number stays on record as void. Final.",
)
enumeration(
    SignatureKind,
    "Whose signature a paper bears.",
    SEAL="The agency's seal, put unattended.",
    PERSONAL="A person's.",
)
enumeration(
    Standing,
    "What a paper means in law today, whatever its signature says.",
    IN_FORCE="In force.",
    PENDING="Not yet in force.",
    BREACHED="A breach of the agreement is confirmed (II.2.2.d).",
    SUPERSEDED="A later one took its place.",
    EXPIRED="Its time ran out.",
    TERMINATED="Ended.",
    VOID="Void.",
    PARTLY_REVOKED="Some of the standards that it lists are revoked (II.2.2.c).",
    REVOKED="It is revoked (II.2.2.c).",
    ANNULLED="It was annulled on an objection (II.2.3).",
)
enumeration(
    EvidenceState,
    "The states of an evidence file.",
    REQUESTED="Leave to upload was given; nothing counts yet.",
    CONFIRMED="Size, digest and content of the upload were checked.",
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
    StandardCode,
    "The 17 standards in the decree's order (II.2.1.b.1.a-q).",
    **{code.name: f"Standard {code.number} ({code.clause})." for code in StandardCode},
)
enumeration(
    Method,
    "How a criterion is assessed.",
    DOCUMENT="By document.",
    OBSERVATION="By observation.",
    INTERVIEW="By interview (wawancara).",
    TEST="By test (uji).",
)
enumeration(
    Requirement,
    "Whether a criterion must be met. The criteria are house rules.",
    MANDATORY="Mandatory (wajib).",
    ADVISED="Advised (anjuran).",
)
enumeration(
    Applicability,
    "Whom a criterion binds. The decree does not say which standards bind a service provider: house rule.",
    ALL="Every unit.",
    SYSTEM_PROVIDER="System providers only.",
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
    CheckResult,
    "The outcome of one check (ETSI EN 319 102-1, section 5.1.3).",
    PASSED="It holds.",
    FAILED="It does not hold.",
    INDETERMINATE="It cannot be told.",
)
enumeration(
    FileOrigin,
    "Whether the bytes are ours.",
    ISSUED_BY_US="We issued exactly these bytes.",
    NOT_AS_ISSUED="They speak of a paper of ours, and are not as issued.",
    NOT_ISSUED_BY_US="We did not issue them.",
    NO_FILE="No bytes were given.",
)

enumeration(
    CellState,
    "How far a unit meets one standard (II.2.1.b.2).",
    IMPLEMENTING="The standard is being implemented (II.2.1.b.2).",
    SELF_MET="Met by the unit's own assessment (II.2.1.e.1).",
    FACTUAL_MET="Met by LKPP's factual assessment (II.2.1.e.2).",
    GAP="Not met by the factual assessment.",
    DETERMINED="Determined (II.2.1.e.5): it stands on the certificate.",
    FLAGGED="Determined, with a finding of surveillance upon it (II.2.1.f).",
    REVOKED="Revoked (II.2.2.c).",
    NOT_APPLICABLE="No criterion of it binds the form of the unit (house rule).",
)

enumeration(
    CertificateState,
    "The standing of one version of a unit's certificate.",
    ACTIVE="In force for every standard that it lists (II.2.1.e.5).",
    PARTLY_REVOKED="Some of its standards are revoked (II.2.2.c).",
    REVOKED="All of its standards are revoked (II.2.2.c).",
    SUPERSEDED="A later version stands in its place.",
    EXPIRED="Its term is over, where one is configured (house rule).",
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
    ACTING="Acting while the office is vacant (Plt.).",
    ON_BEHALF="On behalf of the holder (a.n.).",
)

enumeration(
    OfficialState,
    "The states of a term of office.",
    APPOINTED="Appointed: the days of the term say when.",
    ENDED="Its last day was set, with a reason. Final.",
    WITHDRAWN="Withdrawn before its first day. Final.",
)

enumeration(
    StopForm,
    "The forms in which a service is stopped (II.2.2.d).",
    REVOCATION="Revocation (pencabutan).",
    ACCESS_TAKEOVER="Takeover of access rights (pengambilalihan hak akses).",
    OTHER="Another form (bentuk lainnya), told in words.",
)

enumeration(
    AccessItem,
    "The checklist of a takeover of access rights. II.2.2.d orders the takeover; the list is a house rule.",
    ACCOUNTS="Operators' accounts and rights.",
    DOMAIN="Domain name and TLS certificate.",
    DATABASE="Database and its backups.",
    LOGS="Logs.",
    RUNNING_TENDERS="Running tenders.",
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

enumeration(
    CatalogueState,
    "The states of a version of the standards' criteria (II.2.1.b.1).",
    DRAFT="Being written by LKPP's administrator.",
    PUBLISHED="Published by the Deputy: in force from its first day.",
    SUPERSEDED="A later version takes its place from that one's first day. Final.",
    DISCARDED="Never published. Final.",
)

enumeration(
    SecurityAspect,
    "What a criterion protects (I.p3). Which protects what is a proposal of our own, not LKPP's text.",
    CONFIDENTIALITY="Confidentiality (kerahasiaan).",
    INTEGRITY="Integrity (integritas).",
    AVAILABILITY="Availability (ketersediaan).",
)

enumeration(
    AssessmentState,
    "The states of an assessment (II.2.1.e).",
    SELF_DRAFT="The unit assesses itself (II.2.1.e.1).",
    SELF_SUBMITTED="The self-assessment is submitted; LKPP assigns assessors or returns it.",
    FACTUAL_ASSIGNED="Assessors are assigned (II.2.1.e.2).",
    FACTUAL_RUNNING="The factual assessment is under way (II.2.1.e.2).",
    FACTUAL_REPORTED="The factual assessment is reported (II.2.1.e.2).",
    RECOMMENDED="Improvements are recommended, and the unit is to follow them up (II.2.1.e.3).",
    FOLLOW_UP="The follow-up is submitted and is being verified (II.2.1.e.4).",
    READY="Nothing is open: what is met may be determined.",
    DETERMINED="Determined (II.2.1.e.5). Final.",
    CLOSED="Closed without determination (house rule). Final.",
)
enumeration(
    AssessmentMethod,
    "How a factual assessment is made (house rule).",
    DESK="By documents, at the desk.",
    ON_SITE="On site.",
)

enumeration(
    SurveillanceState,
    "The states of a surveillance (II.2.1.f).",
    PLANNED="In the year's programme (II.2.1.f).",
    NOTIFIED="The unit was told dates, team and scope (house rule).",
    RUNNING="Being carried out (II.2.1.f).",
    CONFORM="The unit conforms (II.2.1.f.p1). Final.",
    FINDINGS="Findings are stated, and must lead to a sanction (II.2.1.f.p2).",
    SANCTIONED="A sanction case was opened from the findings (II.2.1.f.p2).",
    CLOSED="That case is closed. Final.",
    CANCELLED="It did not take place (house rule). Final.",
)
enumeration(
    Severity,
    "How grave a finding is; the decree grades nothing: house rule.",
    MINOR="Minor.",
    MAJOR="Major.",
)
enumeration(
    RiskFactor,
    "What speaks for surveilling a unit. The decree names no criterion of choice: house rule.",
    UNDETERMINED="Standards that are not determined yet.",
    FLAGGED="Standards with a finding upon them.",
    REVOKED="Standards that are revoked.",
    OPEN_FINDINGS="Findings and sanctions that are open.",
    MONTHS_SINCE="Months since the last surveillance ended.",
    ASSESSMENT_GAP="How far the unit's own scores lie above the factual ones.",
)
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
    Rung,
    "The four sanctions (tindakan pembinaan, II.2.2), lowest first.",
    ADVICE="Advice: saran/rekomendasi (II.2.2.a).",
    WARNING="A warning: teguran (II.2.2.b).",
    REVOCATION="Revocation of the standardisation certificate: pencabutan sertifikat standarisasi (II.2.2.c).",
    STOP="The stop of SPSE's service: penghentian layanan SPSE (II.2.2.d).",
)

enumeration(
    ObjectionState,
    "The states of an objection (II.2.3).",
    LATE="Filed after the last instant; the Deputy accepts or refuses it (house rule).",
    SUBMITTED="Filed in time, or accepted although late (II.2.3.s1).",
    EXAMINATION="Being examined and clarified (II.2.3.s2).",
    DECIDED="Decided by the Deputy (II.2.3.s3). Final.",
    REFUSED_LATE="Refused because it was late; it stays on record (house rule). Final.",
    WITHDRAWN="Withdrawn by the unit. Final.",
)
enumeration(
    ObjectionDecision,
    "What may be decided on an objection; what follows is carried out on the sanction (II.2.3.s3).",
    SANCTION_CONFIRMED="The sanction stands as it is.",
    SANCTION_CHANGED="Another sanction takes its place, on the same rung or a lower one.",
    SANCTION_ANNULLED="The sanction is annulled, and what it took is given back.",
)
enumeration(
    HearingKind,
    "By what an objection is followed up (II.2.3.s2).",
    EXAMINATION="Examination (pemeriksaan).",
    CLARIFICATION="Clarification (klarifikasi).",
)
enumeration(
    ReassessmentState,
    "The states of a re-assessment (II.2.2.c.s2).",
    PENDING="Standards are revoked; nobody has asked for a re-assessment yet.",
    REQUESTED="Asked for by the unit, or opened by LKPP; assessors are to be assigned.",
    RUNNING="Assessors are assigned.",
    PASSED="The standards met are determined again. Final.",
    FAILED="No standard was met; it may be tried again while no stop is issued.",
    CANCELLED="Ended by an annulment or a stop. Final.",
)
enumeration(
    Rung,
    "The rungs of the ladder of guidance measures, lowest first (II.2.2).",
    ADVICE="Advice (saran/rekomendasi, II.2.2.a).",
    WARNING="Warning (teguran, II.2.2.b).",
    REVOCATION="Revocation of the standardisation certificate for named standards (II.2.2.c).",
    STOP="Stop of the SPSE service (II.2.2.d).",
)
enumeration(
    SanctionState,
    "The states of a sanction (II.2.2, II.2.3).",
    DRAFT="Being written; only LKPP sees it.",
    AWAITING_SIGNATURE="Its letter waits for the Deputy; only LKPP sees it.",
    ISSUED="Signed and in force; its receipt is not proven yet.",
    RECEIVED="Its receipt is proven, and the days to object are counted (II.2.3.s1).",
    FOLLOW_UP="The operator has reported what it did; an assessor verifies it (II.2.2).",
    IMPROVED="Improvement was accepted. Final.",
    NOT_IMPROVED="No improvement followed (II.2.2.b-d). Final.",
    CHANGED="Another sanction took its place after an objection (II.2.3.s3). Final.",
    ANNULLED="Annulled after an objection (II.2.3.s3). Final.",
    VOID="Never issued; only LKPP sees it. Final.",
)
enumeration(
    CaseState,
    "The states of a sanction case.",
    OPEN="Sanctions may be imposed, one rung after another (II.2.2).",
    HOLD="No improvement after a warning, and no certificate to revoke: the Deputy decides (the decree is silent).",
    CLOSED="Ended. Final.",
)
enumeration(
    CloseReason,
    "How a sanction case ended.",
    IMPROVED="The operator improved (II.2.2).",
    ANNULLED="Its only sanction was annulled (II.2.3.s3).",
    STOP_FINAL="The stop of the service became final (II.2.2.d).",
    DECIDED="The Deputy decided to leave it (house rule).",
)
enumeration(
    HoldDecision,
    "What the Deputy decides on a case that is held. The decree is silent: house rule.",
    FURTHER_WARNING="One more warning may be given.",
    LEAVE="The case is closed.",
)
enumeration(
    ReceiptChannel,
    "How the receipt of a sanction letter is proven. The decree does not say: house rule.",
    IN_APP="Opened in the system by the head of the unit or of the institution.",
    DELIVERY_NOTE="A delivery note, with its file.",
    EMAIL_ACKNOWLEDGEMENT="An acknowledgement by e-mail, with its file.",
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
