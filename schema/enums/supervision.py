"""Surveillance, the ladder of sanctions, objections and re-assessments (II.2.1.f, II.2.2, II.2.3) as clients see them."""

from domain.case_acts import CaseState, CloseReason, HoldDecision
from domain.objection_acts import HearingKind, ObjectionDecision, ObjectionState
from domain.reassessment_acts import ReassessmentState
from domain.receipts import ReceiptChannel
from domain.rungs import Rung
from domain.sanction_acts import SanctionState
from domain.stop_checklists import StopItem
from domain.stop_forms import StopForm
from domain.surveillance_acts import Severity, SurveillanceState
from domain.surveillance_risk import RiskFactor
from domain.unit_acts import AccessItem
from schema.described import enumeration

__all__ = [
    "AccessItem",
    "CaseState",
    "CloseReason",
    "HearingKind",
    "HoldDecision",
    "ObjectionDecision",
    "ObjectionState",
    "ReassessmentState",
    "ReceiptChannel",
    "RiskFactor",
    "Rung",
    "SanctionState",
    "Severity",
    "StopForm",
    "StopItem",
    "SurveillanceState",
]

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
    StopItem,
    "The checklists of a stop that takes no access over. II.2.2.d names the forms; the lists are a house rule.",
    ACCOUNTS_CLOSED="Accounts of administrators and operators closed; of a revocation.",
    TENDERS_HANDED_OVER="Running tenders handed over; of both forms.",
    USERS_TOLD="Notice to the users; of both forms.",
    MARKS_TAKEN_DOWN="Certificate and logo taken down; of a revocation.",
    DATA_SECURED="Database, backups and logs secured; of a revocation.",
    ORDER_CARRIED_OUT="What the letter orders carried out, told in the note; of another form.",
)
enumeration(
    SurveillanceState,
    "The states of a surveillance (II.2.1.f).",
    PLANNED="In the year's programme (II.2.1.f).",
    NOTIFIED="The unit was told dates, team and scope (house rule).",
    RUNNING="Being carried out (II.2.1.f).",
    CONFORM="The unit conforms (II.2.1.f.p1). Only its report may still come from another lead.",
    FINDINGS="Findings are stated, and must lead to a sanction (II.2.1.f.p2).",
    SANCTIONED="A sanction case follows the findings, its own or one that pursued them already (II.2.1.f.p2).",
    CLOSED="Every case that pursued a finding of it is closed. Final.",
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
    Rung,
    "The rungs of the ladder of guidance measures, lowest first (II.2.2).",
    ADVICE="Advice (saran/rekomendasi, II.2.2.a).",
    WARNING="Warning (teguran, II.2.2.b).",
    REVOCATION="Revocation of the standardisation certificate for named standards (II.2.2.c).",
    STOP="Stop of the SPSE service (II.2.2.d).",
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
    FAILED="No standard was met; the unit may try again until the missing improvement is recorded, then LKPP may.",
    CANCELLED="Ended by an annulment or a stop. Final.",
)
enumeration(
    SanctionState,
    "The states of a sanction (II.2.2, II.2.3).",
    DRAFT="Being written; only LKPP sees it.",
    AWAITING_SIGNATURE="Its letter waits for the Deputy; only LKPP sees it.",
    ISSUED="Signed and in force; its receipt is not proven yet.",
    RECEIVED="Its receipt is proven, and the days to object are counted (II.2.3.s1).",
    FOLLOW_UP="The operator has reported what it did; an assessor verifies it (II.2.2).",
    IMPROVED="Improvement was accepted. Only an objection can still annul it (II.2.3).",
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
