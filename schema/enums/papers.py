"""Papers, files and what verification finds of them, as clients see them."""

from domain.desk import DeskTask, DeskUrgency
from domain.document_kinds import DocumentKind, DocumentState, SignatureKind
from domain.evidence import EvidenceState
from domain.signing_batches import BatchState
from domain.standings import Standing
from domain.verification import CheckResult, FileOrigin, SignatureIndication, SubIndication
from schema.described import enumeration

__all__ = [
    "BatchState",
    "CheckResult",
    "DeskTask",
    "DeskUrgency",
    "DocumentKind",
    "DocumentState",
    "EvidenceState",
    "FileOrigin",
    "SignatureIndication",
    "SignatureKind",
    "Standing",
    "SubIndication",
]

enumeration(
    DocumentKind,
    "The kinds of paper that LKPP issues here.",
    APPLICATION_RECEIPT="Receipt of an application, under the agency seal.",
    COMPLETION_REQUEST="Request for completion, under the agency seal.",
    APPROVAL="Letter of approval, signed by the Deputy (II.2.1.a.3).",
    REJECTION="Letter that rejects an application, signed by the Deputy (house rule).",
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
    BatchState,
    "How far the signing of several papers in one act is (house rule).",
    RUNNING="Papers are being signed.",
    FINISHED="Every paper was come to.",
    INTERRUPTED="It stopped in the middle. What is signed is signed; sent again with the same key it goes on.",
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
    CHANGED="What it says was changed by a later decision.",
    WITHHELD="Not told to the public.",
    SUPERSEDED="A later one took its place.",
    EXPIRED="Its time ran out.",
    TERMINATED="Ended.",
    VOID="Void.",
    PARTLY_REVOKED="Some of the standards that it lists are revoked (II.2.2.c).",
    REVOKED="It is revoked (II.2.2.c).",
    ANNULLED="It was annulled by a later decision.",
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
enumeration(
    SignatureIndication,
    "What the standard's own algorithm says of a signature (ETSI EN 319 102-1, section 5.1.3).",
    TOTAL_PASSED="It is valid by the standard.",
    INDETERMINATE="The standard does not tell.",
    TOTAL_FAILED="It is not valid by the standard.",
)
enumeration(
    SubIndication,
    "Why a signature did not pass (ETSI EN 319 102-1, section 5.1.3).",
    FORMAT_FAILURE="It is not formed as the standard asks.",
    HASH_FAILURE="The bytes are not those that were signed.",
    SIG_CRYPTO_FAILURE="The signature value does not fit the certificate.",
    REVOKED="The certificate was revoked before the signature.",
    EXPIRED="The certificate had expired before the signature.",
    NOT_YET_VALID="The certificate was not yet valid.",
    SIG_CONSTRAINTS_FAILURE="The signature does not meet the policy, as after a change that it forbids.",
    CHAIN_CONSTRAINTS_FAILURE="The certificates do not meet the policy.",
    CERTIFICATE_CHAIN_GENERAL_FAILURE="The certificates could not be examined.",
    CRYPTO_CONSTRAINTS_FAILURE="An algorithm is too weak.",
    POLICY_PROCESSING_ERROR="The policy could not be applied.",
    SIGNATURE_POLICY_NOT_AVAILABLE="The signature names a policy that is not at hand.",
    TIMESTAMP_ORDER_FAILURE="Time stamps are out of order.",
    NO_SIGNING_CERTIFICATE_FOUND="The signer's certificate is not in the file.",
    NO_CERTIFICATE_CHAIN_FOUND="No chain leads to a trusted root.",
    REVOKED_NO_POE="The certificate is revoked, and nothing proves that the signature is older.",
    REVOKED_CA_NO_POE="An issuer's certificate is revoked, and nothing proves that the signature is older.",
    OUT_OF_BOUNDS_NO_POE="The certificate is out of its time, and nothing proves the time of the signature.",
    REVOCATION_OUT_OF_BOUNDS_NO_POE="The revocation information is out of its time.",
    OUT_OF_BOUNDS_NOT_REVOKED="The certificate is out of its time, and was not revoked.",
    CRYPTO_CONSTRAINTS_FAILURE_NO_POE="An algorithm is too weak today, and nothing proves that the signature is older.",
    NO_POE="Nothing proves that the signature is older.",
    TRY_LATER="Revocation information is missing.",
    SIGNED_DATA_NOT_FOUND="What was signed is not at hand.",
    GENERIC="Another reason.",
)
