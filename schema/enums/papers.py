"""Papers, files and what verification finds of them, as clients see them."""

from domain.desk import DeskTask, DeskUrgency
from domain.documents import DocumentKind, DocumentState, SignatureKind
from domain.evidence import EvidenceState
from domain.standings import Standing
from domain.verification import CheckResult, FileOrigin
from schema.described import enumeration

__all__ = [
    "CheckResult",
    "DeskTask",
    "DeskUrgency",
    "DocumentKind",
    "DocumentState",
    "EvidenceState",
    "FileOrigin",
    "SignatureKind",
    "Standing",
]

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
    AWAITING_INITIALS="Prepared: its digest is recorded, and initials are awaited before the signature (house rule).",
    AWAITING_SIGNATURE="Prepared: its digest is recorded, and a signature is awaited.",
    RETURNED="Returned with a reason; it waits for its drafter.",
    SIGNED="Issued. Final: a correction is a new paper.",
    VOID="Never issued; its number stays on record as void. Final.",
)
enumeration(
    DeskTask,
    "What a paper wants of the person on whose desk it lies (house rule).",
    SIGN="His signature.",
    INITIAL="His initials (paraf), before it goes on to its signature.",
    RESUBMIT="It was returned to him, who drafted it.",
)
enumeration(
    DeskUrgency,
    "How long a paper has been on its way, from the day of the act that ordered it (house rule).",
    NEW="It was ordered today.",
    WAITING="It was ordered one or two days ago.",
    LATE="It was ordered three days ago or earlier.",
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
    UNDER_OBJECTION="In force; an objection is open (II.2.3).",
    SUSPENDED="An objection suspends it (`objection.suspends`, house rule).",
    CONCLUDED="What it asked for, or ordered, is done with.",
    CHANGED="It was changed on an objection (II.2.3).",
    WITHHELD="Not told to the public.",
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
