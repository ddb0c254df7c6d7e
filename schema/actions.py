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
    (Aggregate.DOCUMENT, "sign"): ("signDocument", "sign the paper"),
    (Aggregate.DOCUMENT, "reissue"): ("reissueDocument", "void the paper and issue it anew"),
    (Aggregate.EVIDENCE, "request_upload"): ("requestUpload", "request leave to upload"),
    (Aggregate.EVIDENCE, "confirm_upload"): ("confirmUpload", "confirm the upload"),
    (Aggregate.CALENDAR, "publish"): ("reviseCalendar", "revise the working calendar"),
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
