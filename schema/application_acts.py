"""What the mutations of applications take and give; each input knows the domain's payload that it stands for."""

from datetime import date

import strawberry

from domain import application_acts as acts
from domain.reasons import Reason
from domain.refusals import Refusal
from domain.tables import Payload
from schema.acts import KeyedAct, VersionedAct
from schema.described import attribute, input_type
from schema.enums import AttachmentKind, InstallationItem, ManagementPattern, ProviderForm, UnitForm
from schema.nodes import key_of, keys_of


@input_type
class ApplicationDetailsInput:
    """What an application says of the unit that will manage the service."""

    form: ProviderForm = attribute("The form applied for (II.2.1.a).")
    unit_form: UnitForm = attribute("Where the unit stands; SEPARATE was valid through 31 December 2023 (I.p2).")
    management_pattern: ManagementPattern = attribute("Whose infrastructure runs the applications (I.p2).")
    unit_name: str = attribute("The name of the unit, at most 200 characters.")
    letter_number: str = attribute("The number of the applicant's own letter of application (II.2.1.a.1).")
    letter_date: date = attribute("The date of that letter.")
    legal_basis_number: str = attribute("The number of the act that set the unit up.")
    legal_basis_date: date = attribute("The date of that act.")
    address: str = attribute("The unit's address.")
    email: str = attribute("The unit's address of e-mail.")
    phone: str = attribute("The unit's telephone.")
    service_hours: str = attribute("The unit's service hours.")
    authorised_submitters: list[strawberry.ID] = attribute(
        "Persons who may submit it beside the head of the institution; only the head may change them."
    )

    def details(self) -> acts.ApplicationDetails | Refusal:
        """The domain's details."""
        submitters = keys_of(self.authorised_submitters, "Person", field="authorisedSubmitters")
        if isinstance(submitters, Refusal):
            return submitters
        return acts.ApplicationDetails(
            form=self.form,
            unit_form=self.unit_form,
            management_pattern=self.management_pattern,
            unit_name=self.unit_name,
            letter_number=self.letter_number,
            letter_date=self.letter_date,
            legal_basis_number=self.legal_basis_number,
            legal_basis_date=self.legal_basis_date,
            address=self.address,
            email=self.email,
            phone=self.phone,
            service_hours=self.service_hours,
            authorised_submitter_ids=submitters,
        )


@input_type
class CreateApplicationInput(KeyedAct):
    """What `createApplication` takes (II.2.1.a.1)."""

    institution: strawberry.ID = attribute("The institution that applies.")
    unit: strawberry.ID | None = attribute(
        "Its own unit in the register, also one whose service is stopped, where the application changes that unit's form or "
        "renews its SLA; null for a new unit.",
        default=None,
    )
    details: ApplicationDetailsInput = attribute("What the application says.")

    def payload(self) -> Payload | Refusal:
        """The domain's payload."""
        institution = key_of(self.institution, "Institution", field="institution")
        unit = None if self.unit is None else key_of(self.unit, "Unit", field="unit")
        details = self.details.details()
        if isinstance(institution, Refusal):
            return institution
        if isinstance(unit, Refusal):
            return unit
        if isinstance(details, Refusal):
            return details
        return acts.CreateApplication(institution_id=institution, details=details, unit_id=unit)


@input_type
class ApplicationAct(VersionedAct):
    """An act on an application."""

    application: strawberry.ID = attribute("The application.")

    def record(self) -> str | Refusal:
        """The application's key."""
        return key_of(self.application, "Application", field="application")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload: nothing more."""
        return None


@input_type
class ReasonedApplicationAct(ApplicationAct):
    """An act on an application that takes a reason."""

    reason: str = attribute("Why, in at most 4000 characters. It is recorded.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload: the reason."""
        return Reason(reason=self.reason)


@input_type
class AttachmentInput:
    """One attachment."""

    kind: AttachmentKind = attribute("What it is.")
    evidence: strawberry.ID = attribute("The confirmed file of the same institution.")

    def attachment(self) -> acts.Attachment | Refusal:
        """The domain's attachment."""
        evidence = key_of(self.evidence, "Evidence", field="attachments.evidence")
        return evidence if isinstance(evidence, Refusal) else acts.Attachment(kind=self.kind, evidence_id=evidence)


@input_type
class ReviseApplicationInput(ApplicationAct):
    """What `reviseApplication` takes: new details, attachments, or both; what is left out stays."""

    details: ApplicationDetailsInput | None = attribute("The new details, all of them.", default=None)
    attachments: list[AttachmentInput] | None = attribute(
        "The new attachments, all of them, each kind once.", default=None
    )

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        details = self.details.details() if self.details else None
        attachments = [each.attachment() for each in self.attachments or ()]
        for found in (details, *attachments):
            if isinstance(found, Refusal):
                return found
        named = tuple(each for each in attachments if isinstance(each, acts.Attachment))
        return acts.ReviseApplication(
            details=details if isinstance(details, acts.ApplicationDetails) else None,
            attachments=None if self.attachments is None else named,
        )


@input_type
class SubmitApplicationInput(ApplicationAct):
    """What `submitApplication` takes (II.2.1.a.1)."""


@input_type
class AssignReviewerInput(ApplicationAct):
    """What `assignReviewer` takes (II.2.1.a.2)."""

    reviewer: strawberry.ID = attribute("The reviewer, who must have no tie with the institution.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        reviewer = key_of(self.reviewer, "Person", field="reviewer")
        return reviewer if isinstance(reviewer, Refusal) else acts.AssignReviewer(reviewer_id=reviewer)


@input_type
class ReviewItemInput:
    """What the reviewer found of one attachment (II.2.1.a.2)."""

    kind: AttachmentKind = attribute("The attachment.")
    complete: bool = attribute("Whether it is complete.")
    reason: str = attribute("Why it is not; needed exactly then.", default="")


@input_type
class ReviewAct(ApplicationAct):
    """An act by a review sheet."""

    items: list[ReviewItemInput] = attribute("The review sheet: each attachment once.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        items = (acts.ReviewItem(kind=i.kind, complete=i.complete, reason=i.reason) for i in self.items)
        return acts.ReviewSheet(items=tuple(items))


@input_type
class RequestCompletionInput(ReviewAct):
    """What `requestCompletion` takes: at least one item that is not complete."""


@input_type
class DeclareCompleteInput(ReviewAct):
    """What `declareComplete` takes: every required attachment as complete (II.2.1.a.3)."""


@input_type
class CompletionAnswerInput:
    """The answer to one item of a completion request."""

    kind: AttachmentKind = attribute("The item.")
    text: str = attribute("The answer, at most 1000 characters.")


@input_type
class ResubmitApplicationInput(ApplicationAct):
    """What `resubmitApplication` takes."""

    answers: list[CompletionAnswerInput] = attribute("An answer to each item that was requested.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return acts.Resubmit(answers=tuple(acts.Answer(kind=each.kind, text=each.text) for each in self.answers))


@input_type
class LapseApplicationInput(ApplicationAct):
    """What `lapseApplication` takes (house rule)."""


@input_type
class RejectApplicationInput(ReasonedApplicationAct):
    """What `rejectApplication` takes (house rule)."""


@input_type
class StartSlaInput(ApplicationAct):
    """What `startSla` takes (II.2.1.a.3)."""


@input_type
class StartInstallationInput(ApplicationAct):
    """What `startInstallation` takes (II.2.1.a.4)."""


@input_type
class AcceptInstallationInput(ApplicationAct):
    """What `acceptInstallation` takes (II.2.1.a.4)."""

    passed: list[InstallationItem] = attribute("The items of the checklist that passed: all of them are needed.")
    system_version: str = attribute("The version installed, such as SPSE 4.5.")
    location: str = attribute("Where it is installed, in at most 200 characters; both sides give the same.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return acts.AcceptInstallation(
            passed=tuple(self.passed), system_version=self.system_version, location=self.location
        )


@input_type
class FailInstallationInput(ReasonedApplicationAct):
    """What `failInstallation` takes (house rule)."""


@input_type
class WithdrawApplicationInput(ReasonedApplicationAct):
    """What `withdrawApplication` takes (house rule)."""
