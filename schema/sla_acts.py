"""What the mutations of SLAs take and give (II.2.1.a.3)."""

import strawberry

from domain import sla_acts as acts
from domain.reasons import Reason
from domain.refusals import Refusal
from domain.tables import Payload
from schema.acts import VersionedAct
from schema.described import attribute, input_type, object_type
from schema.documents import Document
from schema.enums import Priority
from schema.nodes import key_of
from schema.refusals import payload
from schema.scalars import Secret
from schema.slas import Sla


@input_type
class SlaAct(VersionedAct):
    """An act on an SLA."""

    sla: strawberry.ID = attribute("The service-level agreement.")

    def record(self) -> str | Refusal:
        """The SLA's key."""
        return key_of(self.sla, "Sla", field="sla")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload: nothing more."""
        return None


@input_type
class CatalogueServiceInput:
    """One line of the service catalogue."""

    name: str = attribute("The service, at most 200 characters.")
    description: str = attribute("What it is, at most 1000 characters.")
    hours: str = attribute("When it is given.")
    target: str = attribute("The measure promised.")


@input_type
class ResponseTimeInput:
    """How fast a disturbance of one priority is answered and repaired."""

    priority: Priority = attribute("The priority.")
    response_hours: int = attribute("Hours to the answer, within the service hours.")
    recovery_hours: int = attribute("Hours to the repair, at most 720.")


@input_type
class ProposedTermsInput:
    """What the reviewer proposes; the clauses are written from it. The decree names no content: house rule."""

    validity_months: int | None = attribute(
        "For how many months, 1 to 120; null means the configured term (`sla.term_months`), else until ended.",
        default=None,
    )
    availability: str = attribute("A percentage with a decimal comma, such as 99,5.")
    services: list[CatalogueServiceInput] = attribute("The service catalogue: 1 to 40 lines.")
    targets: list[ResponseTimeInput] = attribute("One target for each priority.")
    reporting_months: int = attribute("A report every so many months, 1 to 12.")
    report_due_working_days: int = attribute("Working days in which a report is due, 1 to 30.")
    maintenance_notice_working_days: int = attribute("Working days of notice before maintenance, 1 to 30.")
    breach_answer_working_days: int = attribute("Working days in which a reported breach is answered, 1 to 30.")
    evaluation_months: int = attribute("An evaluation every so many months, 1 to 24.")

    def terms(self) -> acts.ProposedTerms:
        """The domain's terms."""
        return acts.ProposedTerms(
            validity_months=self.validity_months,
            availability=self.availability,
            services=tuple(
                acts.CatalogueService(name=s.name, description=s.description, hours=s.hours, target=s.target)
                for s in self.services
            ),
            targets=tuple(
                acts.ResponseTime(priority=t.priority, response_hours=t.response_hours, recovery_hours=t.recovery_hours)
                for t in self.targets
            ),
            reporting_months=self.reporting_months,
            report_due_working_days=self.report_due_working_days,
            maintenance_notice_working_days=self.maintenance_notice_working_days,
            breach_answer_working_days=self.breach_answer_working_days,
            evaluation_months=self.evaluation_months,
        )


@input_type
class ProposeSlaInput(SlaAct):
    """What `proposeSla` takes (II.2.1.a.3)."""

    terms: ProposedTermsInput = attribute("The terms proposed.")


@input_type
class AgreeSlaInput(SlaAct):
    """What `agreeSla` takes (house rule)."""

    digest: str = attribute("The digest of the clauses that you have read and agree to.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return acts.AgreeSla(digest=self.digest)


@input_type
class SignSlaInput(SlaAct):
    """What signing an SLA takes."""

    seen_sha256: str = attribute("The digest of the paper that you have seen: the document's `sha256`.")
    passphrase: Secret = attribute("The passphrase of your own signing key.")


@input_type
class SignSlaForInstitutionInput(SignSlaInput):
    """What `signSlaForInstitution` takes (II.2.1.a.3)."""


@input_type
class SignSlaForLkppInput(SignSlaInput):
    """What `signSlaForLkpp` takes (II.2.1.a.3)."""


@input_type
class DeclineSlaInput(SlaAct):
    """What `declineSla` takes (house rule)."""

    reason: str = attribute("Why, in at most 4000 characters. It is recorded.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return Reason(reason=self.reason)


@object_type
class SlaChanged:
    """An SLA after an act."""

    sla: Sla = attribute("The agreement as it stands after the act.")
    documents: list[Document] = attribute("The papers that the act ordered.")


@object_type
class ProposeSlaSuccess(SlaChanged):
    """The terms are proposed; earlier agreement to other clauses lapsed (II.2.1.a.3)."""


@object_type
class AgreeSlaSuccess(SlaChanged):
    """This party agreed; with the second agreement the paper is ordered."""


@object_type
class SignSlaForInstitutionSuccess(SlaChanged):
    """The institution has signed; the agreement is not yet in force (II.2.1.a.3)."""


@object_type
class SignSlaForLkppSuccess(SlaChanged):
    """LKPP has signed; the agreement is in force (II.2.1.a.3)."""


@object_type
class DeclineSlaSuccess(SlaChanged):
    """Signing was declined; the agreement is negotiated again, and its paper is void."""


ProposeSlaPayload = payload(ProposeSlaSuccess)
AgreeSlaPayload = payload(AgreeSlaSuccess)
SignSlaForInstitutionPayload = payload(SignSlaForInstitutionSuccess)
SignSlaForLkppPayload = payload(SignSlaForLkppSuccess)
DeclineSlaPayload = payload(DeclineSlaSuccess)
