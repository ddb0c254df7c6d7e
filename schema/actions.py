"""What may be done: the mutation of each verb, and the offer of one verb for one thing."""

from collections.abc import Mapping

import strawberry

from domain.tables import Aggregate
from schema.described import attribute, computed, object_type
from schema.languages import Language, LanguageArgument
from schema.refusals import Refusal
from schema.regulation import Clause, decree_clause

MUTATIONS: Mapping[tuple[Aggregate, str], tuple[str, str]] = {
    (Aggregate.APPLICATION, "create"): ("createApplication", "create an application"),
    (Aggregate.APPLICATION, "revise"): ("reviseApplication", "revise the application"),
    (Aggregate.APPLICATION, "submit"): ("submitApplication", "submit the application"),
    (Aggregate.APPLICATION, "assign_reviewer"): ("assignReviewer", "assign a reviewer"),
    (Aggregate.APPLICATION, "request_completion"): ("requestCompletion", "request completion"),
    (Aggregate.APPLICATION, "resubmit"): ("resubmitApplication", "submit the application again"),
    (Aggregate.APPLICATION, "lapse"): ("lapseApplication", "declare the application lapsed"),
    (Aggregate.APPLICATION, "declare_complete"): ("declareComplete", "declare the application complete"),
    (Aggregate.APPLICATION, "reject"): ("rejectApplication", "reject the application"),
    (Aggregate.APPLICATION, "start_sla"): ("startSla", "start the service-level agreement"),
    (Aggregate.APPLICATION, "start_installation"): ("startInstallation", "start the installation of SPSE"),
    (Aggregate.APPLICATION, "accept_installation"): ("acceptInstallation", "accept the installation of SPSE"),
    (Aggregate.APPLICATION, "fail_installation"): ("failInstallation", "declare the installation failed"),
    (Aggregate.APPLICATION, "withdraw"): ("withdrawApplication", "withdraw the application"),
    (Aggregate.SLA, "propose"): ("proposeSla", "propose terms"),
    (Aggregate.SLA, "agree"): ("agreeSla", "agree to the terms"),
    (Aggregate.SLA, "sign_for_institution"): ("signSlaForInstitution", "sign for the institution"),
    (Aggregate.SLA, "sign_for_lkpp"): ("signSlaForLkpp", "sign for LKPP"),
    (Aggregate.SLA, "decline"): ("declineSla", "decline to sign"),
    (Aggregate.SLA, "report_breach"): ("reportBreach", "report a breach"),
    (Aggregate.SLA, "answer_breach"): ("answerBreach", "answer the reported breach"),
    (Aggregate.SLA, "dismiss_breach"): ("dismissBreach", "let the reported breach rest"),
    (Aggregate.SLA, "confirm_breach"): ("confirmBreach", "confirm the breach"),
    (Aggregate.SLA, "cure"): ("cureSla", "declare the breach cured"),
    (Aggregate.SLA, "renew"): ("renewSla", "begin a renewal or amendment"),
    (Aggregate.SLA, "abandon_renewal"): ("abandonRenewal", "let the renewal rest"),
    (Aggregate.UNIT, "take_access"): ("takeAccess", "record the takeover of access rights"),
    (Aggregate.UNIT, "prepare_reinstatement"): ("prepareReinstatement", "prepare the reinstatement of the service"),
    (Aggregate.UNIT, "recall_reinstatement"): ("recallReinstatement", "recall the letter of reinstatement"),
    (Aggregate.UNIT, "reinstate"): ("reinstateUnit", "reinstate the service"),
    (Aggregate.MANAGED_SYSTEM, "register"): ("registerSystem", "register a system"),
    (Aggregate.MANAGED_SYSTEM, "revise"): ("reviseSystem", "revise the system's details"),
    (Aggregate.MANAGED_SYSTEM, "retire"): ("retireSystem", "take the system out of the register"),
    (Aggregate.USER_FIGURES, "report"): ("reportUserFigures", "report user figures"),
    (Aggregate.USER_FIGURES, "correct"): ("correctUserFigures", "correct the user figures"),
    (Aggregate.SURVEILLANCE, "plan"): ("planSurveillance", "put the unit into the programme"),
    (Aggregate.SURVEILLANCE, "notify"): ("notifySurveillance", "notify the surveillance"),
    (Aggregate.SURVEILLANCE, "start"): ("startSurveillance", "start the surveillance"),
    (Aggregate.SURVEILLANCE, "conclude_conform"): ("concludeSurveillanceConform", "conclude that the unit conforms"),
    (Aggregate.SURVEILLANCE, "conclude_findings"): ("concludeSurveillanceWithFindings", "conclude with findings"),
    (Aggregate.SURVEILLANCE, "cancel"): ("cancelSurveillance", "cancel the surveillance"),
    (Aggregate.MENTORING, "request"): ("requestMentoring", "request the mentoring"),
    (Aggregate.MENTORING, "schedule"): ("scheduleMentoring", "schedule the mentoring"),
    (Aggregate.MENTORING, "hold"): ("holdMentoring", "record the mentoring as held"),
    (Aggregate.MENTORING, "report"): ("reportMentoring", "report the mentoring"),
    (Aggregate.MENTORING, "close"): ("closeMentoring", "close the mentoring"),
    (Aggregate.MENTORING, "cancel"): ("cancelMentoring", "cancel the mentoring"),
    (Aggregate.CONSULTATION, "request"): ("requestConsultation", "request the consultation"),
    (Aggregate.CONSULTATION, "schedule"): ("scheduleConsultation", "schedule the consultation"),
    (Aggregate.CONSULTATION, "hold"): ("holdConsultation", "record the consultation as held"),
    (Aggregate.CONSULTATION, "answer"): ("answerConsultation", "answer the question"),
    (Aggregate.CONSULTATION, "close"): ("closeConsultation", "close the consultation"),
    (Aggregate.CONSULTATION, "cancel"): ("cancelConsultation", "cancel the consultation"),
    (Aggregate.DOCUMENT, "sign"): ("signDocument", "sign the paper"),
    (Aggregate.DOCUMENT, "initial"): ("initialDocument", "put initials on the paper"),
    (Aggregate.DOCUMENT, "return_paper"): ("returnDocument", "return the paper"),
    (Aggregate.DOCUMENT, "resubmit"): ("resubmitDocument", "submit the paper again"),
    (Aggregate.DOCUMENT, "reissue"): ("reissueDocument", "void the paper and issue it anew"),
    (Aggregate.EVIDENCE, "request_upload"): ("requestUpload", "request leave to upload"),
    (Aggregate.EVIDENCE, "confirm_upload"): ("confirmUpload", "confirm the upload"),
    (Aggregate.CALENDAR, "publish"): ("reviseCalendar", "revise the working calendar"),
    (Aggregate.ASSESSMENT, "open"): ("openAssessment", "open an assessment"),
    (Aggregate.ASSESSMENT, "score_self"): ("scoreSelfAssessment", "fill in the self-assessment"),
    (Aggregate.ASSESSMENT, "submit_self"): ("submitSelfAssessment", "submit the self-assessment"),
    (Aggregate.ASSESSMENT, "return_self"): ("returnSelfAssessment", "return the self-assessment"),
    (Aggregate.ASSESSMENT, "assign_assessors"): ("assignAssessors", "assign assessors"),
    (Aggregate.ASSESSMENT, "start_factual"): ("startFactualAssessment", "start the factual assessment"),
    (Aggregate.ASSESSMENT, "score_factual"): ("scoreFactualAssessment", "fill in the factual assessment"),
    (Aggregate.ASSESSMENT, "approve_reading"): ("approveReading", "approve the scores as second reader"),
    (Aggregate.ASSESSMENT, "report_factual"): ("reportFactualAssessment", "report the factual assessment"),
    (Aggregate.ASSESSMENT, "recommend"): ("recommendImprovement", "recommend improvements"),
    (Aggregate.ASSESSMENT, "no_recommendation"): ("recordNoRecommendation", "state that nothing is recommended"),
    (Aggregate.ASSESSMENT, "submit_follow_up"): ("submitAssessmentFollowUp", "submit the follow-up"),
    (Aggregate.ASSESSMENT, "verify_follow_up"): ("verifyAssessmentFollowUp", "verify the follow-up"),
    (Aggregate.ASSESSMENT, "return_follow_up"): ("returnAssessmentFollowUp", "return the follow-up"),
    (Aggregate.ASSESSMENT, "prepare_determination"): ("prepareDetermination", "prepare the determination"),
    (Aggregate.ASSESSMENT, "recall_determination"): ("recallDetermination", "recall the prepared determination"),
    (Aggregate.ASSESSMENT, "determine"): ("determineStandards", "determine"),
    (Aggregate.ASSESSMENT, "close_without"): ("closeAssessment", "close without determination"),
    (Aggregate.CATALOGUE, "draft"): ("draftCatalogue", "draft a version of the criteria"),
    (Aggregate.CATALOGUE, "revise"): ("reviseCatalogue", "revise the draft"),
    (Aggregate.CATALOGUE, "publish"): ("publishCatalogue", "publish the version"),
    (Aggregate.CATALOGUE, "discard"): ("discardCatalogue", "discard the draft"),
    (Aggregate.COMPETENCY, "draft"): ("draftCompetency", "draft a competency"),
    (Aggregate.COMPETENCY, "revise"): ("reviseCompetency", "revise the draft"),
    (Aggregate.COMPETENCY, "publish"): ("publishCompetency", "publish the competency and its standards"),
    (Aggregate.COMPETENCY, "discard"): ("discardCompetency", "discard the draft"),
    (Aggregate.PERSONNEL_FILE, "enter"): ("enterPersonnel", "enter a person"),
    (Aggregate.PERSONNEL_FILE, "propose"): ("proposePersonnel", "propose one's own entry"),
    (Aggregate.PERSONNEL_FILE, "revise"): ("revisePersonnel", "revise the file"),
    (Aggregate.PERSONNEL_FILE, "accept"): ("acceptPersonnel", "accept the entry"),
    (Aggregate.PERSONNEL_FILE, "leave"): ("leavePersonnel", "take the person off the personnel"),
    (Aggregate.CAPACITY_PLAN, "plan"): ("planCapacity", "plan capacity building"),
    (Aggregate.CAPACITY_PLAN, "revise"): ("reviseCapacityPlan", "revise the plan"),
    (Aggregate.CAPACITY_PLAN, "complete"): ("completeCapacityPlan", "complete the plan"),
    (Aggregate.CAPACITY_PLAN, "cancel"): ("cancelCapacityPlan", "cancel the plan"),
    (Aggregate.SETTING, "enter"): ("enterSetting", "propose a configured value"),
    (Aggregate.SETTING, "approve"): ("approveSetting", "approve the configured value"),
    (Aggregate.SETTING, "withdraw"): ("withdrawSetting", "withdraw the configured value"),
    (Aggregate.OFFICIAL, "appoint"): ("appointOfficial", "appoint an official"),
    (Aggregate.OFFICIAL, "end"): ("endTerm", "end the term of office"),
    (Aggregate.OFFICIAL, "withdraw"): ("withdrawAppointment", "withdraw the appointment"),
    (Aggregate.OBJECTION, "file"): ("fileObjection", "object to the sanction"),
    (Aggregate.OBJECTION, "accept_late"): ("acceptLateObjection", "accept the late objection"),
    (Aggregate.OBJECTION, "refuse_late"): ("refuseLateObjection", "refuse the late objection"),
    (Aggregate.OBJECTION, "admit"): ("admitObjection", "name the examiner and summon the unit"),
    (Aggregate.OBJECTION, "record_hearing"): ("recordHearing", "record a hearing"),
    (Aggregate.OBJECTION, "prepare_decision"): ("prepareObjectionDecision", "prepare the decision"),
    (Aggregate.OBJECTION, "recall_decision"): ("recallObjectionDecision", "recall the prepared decision"),
    (Aggregate.OBJECTION, "decide"): ("decideObjection", "decide the objection"),
    (Aggregate.OBJECTION, "withdraw"): ("withdrawObjection", "withdraw the objection"),
    (Aggregate.REASSESSMENT, "request"): ("requestReassessment", "ask for the re-assessment"),
    (Aggregate.REASSESSMENT, "open_by_lkpp"): ("openReassessment", "open the re-assessment"),
    (Aggregate.REASSESSMENT, "assign"): ("assignReassessors", "assign assessors"),
    (Aggregate.REASSESSMENT, "score"): ("scoreReassessment", "score criteria"),
    (Aggregate.REASSESSMENT, "report"): ("reportReassessment", "report that standards are met"),
    (Aggregate.REASSESSMENT, "prepare_pass"): ("prepareReassessmentPass", "prepare the determination"),
    (Aggregate.REASSESSMENT, "recall_pass"): ("recallReassessmentPass", "recall the prepared determination"),
    (Aggregate.REASSESSMENT, "pass"): ("passReassessment", "determine the standards again"),
    (Aggregate.REASSESSMENT, "fail"): ("failReassessment", "report that no standard is met"),
    (Aggregate.REASSESSMENT, "retry"): ("retryReassessment", "try again"),
    (Aggregate.REASSESSMENT, "record_non_cooperation"): (
        "recordNonCooperation",
        "record that the unit does not cooperate",
    ),
    (Aggregate.CASE, "open"): ("openSanctionCase", "open a sanction case"),
    (Aggregate.CASE, "resume"): ("resumeSanctionCase", "decide on the case that is held"),
    (Aggregate.CASE, "dismiss"): ("dismissSanctionCase", "end the case without a measure"),
    (Aggregate.SANCTION, "draft"): ("draftSanction", "draft a sanction"),
    (Aggregate.SANCTION, "discard"): ("discardSanction", "discard the draft"),
    (Aggregate.SANCTION, "prepare"): ("prepareSanction", "prepare the letter"),
    (Aggregate.SANCTION, "issue"): ("issueSanction", "impose the sanction"),
    (Aggregate.SANCTION, "recall"): ("recallSanction", "recall the letter"),
    (Aggregate.SANCTION, "prove_receipt"): ("proveReceipt", "prove the receipt"),
    (Aggregate.SANCTION, "submit_follow_up"): ("submitSanctionFollowUp", "submit the follow-up"),
    (Aggregate.SANCTION, "return_follow_up"): ("returnSanctionFollowUp", "return the follow-up"),
    (Aggregate.SANCTION, "accept_improvement"): ("acceptImprovement", "accept the improvement"),
    (Aggregate.SANCTION, "record_no_improvement"): ("recordNoImprovement", "record that no improvement followed"),
    (Aggregate.SANCTION, "recommend_lkpp_system"): ("recommendLkppSystem", "recommend a system that LKPP runs"),
}
"""The mutation of each verb that a person can do here, and what it does in English."""


@object_type
class ActionOffer:
    """One thing that the viewer's role could ever do here: allowed now, or why not."""

    label_id: strawberry.Private[str]
    label_en: strawberry.Private[str]
    mutation: str = attribute("The mutation that does it.")
    clause_id: str = attribute("The clause of the decree that orders or allows it, or HOUSE for a rule of our own.")
    allowed: bool = attribute("Whether it may be tried now. What is given with it is looked at only then.")
    refusal: Refusal | None = attribute("Why it may not be done now; null where it may.")

    @computed
    def label(self, language: LanguageArgument = Language.ID) -> str:
        """What it does, as a verb for a button."""
        return language.choose(self.label_id, self.label_en)

    @computed
    def clause(self) -> Clause | None:
        """The clause that orders or allows it; null for a rule of our own."""
        return decree_clause(self.clause_id)
