"""What the mutations of applications give: a success of their own each, or a refusal."""

from schema.applications import Application
from schema.described import attribute, object_type
from schema.documents import Document
from schema.refusals import payload


@object_type
class ApplicationChanged:
    """An application after an act."""

    application: Application = attribute("The application as it stands after the act.")
    documents: list[Document] = attribute("The papers that the act ordered; they are prepared or issued in a moment.")


@object_type
class CreateApplicationSuccess(ApplicationChanged):
    """The draft was made (II.2.1.a.1)."""


@object_type
class ReviseApplicationSuccess(ApplicationChanged):
    """The draft or returned application was revised."""


@object_type
class SubmitApplicationSuccess(ApplicationChanged):
    """The application was submitted; its receipt is ordered (II.2.1.a.1)."""


@object_type
class AssignReviewerSuccess(ApplicationChanged):
    """The reviewer was assigned (II.2.1.a.2)."""


@object_type
class RequestCompletionSuccess(ApplicationChanged):
    """The application went back; the request for completion is ordered."""


@object_type
class ResubmitApplicationSuccess(ApplicationChanged):
    """The completed application was submitted again; its receipt is ordered."""


@object_type
class LapseApplicationSuccess(ApplicationChanged):
    """The application lapsed."""


@object_type
class DeclareCompleteSuccess(ApplicationChanged):
    """The application is complete; the letter of approval is ordered (II.2.1.a.3)."""


@object_type
class RejectApplicationSuccess(ApplicationChanged):
    """The application was rejected."""


@object_type
class StartSlaSuccess(ApplicationChanged):
    """The unit is registered, and its service-level agreement begun (II.2.1.a.3)."""


@object_type
class StartInstallationSuccess(ApplicationChanged):
    """The installation of SPSE began (II.2.1.a.4)."""


@object_type
class AcceptInstallationSuccess(ApplicationChanged):
    """This side accepted; with the second acceptance the service begins and the minutes are ordered (II.2.1.a.4)."""


@object_type
class FailInstallationSuccess(ApplicationChanged):
    """The installation failed, and may be started again."""


@object_type
class WithdrawApplicationSuccess(ApplicationChanged):
    """The application was withdrawn, and an agreement not yet in force is void."""


CreateApplicationPayload = payload(CreateApplicationSuccess)
ReviseApplicationPayload = payload(ReviseApplicationSuccess)
SubmitApplicationPayload = payload(SubmitApplicationSuccess)
AssignReviewerPayload = payload(AssignReviewerSuccess)
RequestCompletionPayload = payload(RequestCompletionSuccess)
ResubmitApplicationPayload = payload(ResubmitApplicationSuccess)
LapseApplicationPayload = payload(LapseApplicationSuccess)
DeclareCompletePayload = payload(DeclareCompleteSuccess)
RejectApplicationPayload = payload(RejectApplicationSuccess)
StartSlaPayload = payload(StartSlaSuccess)
StartInstallationPayload = payload(StartInstallationSuccess)
AcceptInstallationPayload = payload(AcceptInstallationSuccess)
FailInstallationPayload = payload(FailInstallationSuccess)
WithdrawApplicationPayload = payload(WithdrawApplicationSuccess)
