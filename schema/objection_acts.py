"""What the mutations of objections take and give (II.2.3)."""

from datetime import date, datetime

import strawberry

from domain import objection_acts as acts
from domain.reasons import Reason
from domain.refusals import Refusal
from domain.tables import Payload
from schema.acts import KeyedAct, SigningAct, VersionedAct
from schema.described import attribute, input_type, object_type
from schema.documents import Document
from schema.enums import HearingKind, ObjectionDecision, Rung, StandardCode, StopForm
from schema.nodes import key_of, keys_of
from schema.objections import Objection
from schema.refusals import payload


@input_type
class FileObjectionInput(KeyedAct):
    """What `fileObjection` takes (II.2.3.s1)."""

    sanction: strawberry.ID = attribute("The sanction objected to: received, and of any rung.")
    letter_number: str = attribute("The number of the unit's own letter.")
    letter_date: date = attribute("The date of that letter.")
    grounds: str = attribute("What is objected to, and why, in at most 4000 characters.")
    evidence: list[strawberry.ID] = attribute("The evidence: at least one confirmed file of the same institution.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        sanction = key_of(self.sanction, "Sanction", field="sanction")
        evidence = keys_of(self.evidence, "Evidence", field="evidence")
        if isinstance(sanction, Refusal):
            return sanction
        if isinstance(evidence, Refusal):
            return evidence
        return acts.FileObjection(
            sanction_id=sanction,
            letter_number=self.letter_number,
            letter_date=self.letter_date,
            grounds=self.grounds,
            evidence_ids=evidence,
        )


@input_type
class ObjectionAct(VersionedAct):
    """An act on an objection."""

    objection: strawberry.ID = attribute("The objection.")

    def record(self) -> str | Refusal:
        """The objection's key."""
        return key_of(self.objection, "Objection", field="objection")


@input_type
class ReasonedObjectionAct(ObjectionAct):
    """An act on an objection that takes a reason."""

    reason: str = attribute("Why, in at most 4000 characters. It is recorded.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return Reason(reason=self.reason)


@input_type
class AcceptLateObjectionInput(ReasonedObjectionAct):
    """What `acceptLateObjection` takes (house rule)."""


@input_type
class RefuseLateObjectionInput(ReasonedObjectionAct):
    """What `refuseLateObjection` takes (house rule)."""


@input_type
class WithdrawObjectionInput(ReasonedObjectionAct):
    """What `withdrawObjection` takes (house rule)."""


@input_type
class RecallObjectionDecisionInput(ReasonedObjectionAct):
    """What `recallObjectionDecision` takes (house rule)."""


@input_type
class AdmitObjectionInput(ObjectionAct):
    """What `admitObjection` takes (II.2.3.s2)."""

    examiner: strawberry.ID = attribute(
        "Who examines it: a reviewer or assessor of LKPP who neither drafted nor assessed the sanction, never mentored the "
        "unit, and has no tie to its institution."
    )
    summoned_at: datetime = attribute("When the unit is to be heard; still to come.")
    place: str = attribute("Where, at most 200 characters.")
    agenda: str = attribute("What is to be clarified, in at most 4000 characters.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        examiner = key_of(self.examiner, "Person", field="examiner")
        if isinstance(examiner, Refusal):
            return examiner
        return acts.AdmitObjection(
            examiner_id=examiner, summoned_at=self.summoned_at, place=self.place, agenda=self.agenda
        )


@input_type
class HearingParticipantInput:
    """Someone who was heard, or took part."""

    name: str = attribute("The name, at most 200 characters.")
    role: str = attribute("In what capacity, at most 200 characters.")
    of_unit: bool = attribute("Whether this person came for the operator.", default=False)

    def participant(self) -> acts.Participant:
        """The domain's participant."""
        return acts.Participant(name=self.name, role=self.role, of_unit=self.of_unit)


@input_type
class RecordHearingInput(ObjectionAct):
    """What `recordHearing` takes (II.2.3.s2)."""

    kind: HearingKind = attribute("Examination, or clarification with somebody of the operator or another party.")
    held_at: datetime = attribute("When it was held: since the filing, and not in the future.")
    place: str = attribute("Where, at most 200 characters.")
    text: str = attribute("What was said, in at most 4000 characters.")
    participants: list[HearingParticipantInput] = attribute("The operator's people and LKPP's.")
    others: list[HearingParticipantInput] = attribute("Other parties that were heard; may be empty.")
    waiver: str | None = attribute(
        "How the operator said that it need not be waited for until the time of the summons, in at most 4000 characters.",
        default=None,
    )

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return acts.RecordHearing(
            kind=self.kind,
            held_at=self.held_at,
            place=self.place,
            text=self.text,
            participants=tuple(person.participant() for person in self.participants),
            others=tuple(person.participant() for person in self.others),
            waiver=self.waiver,
        )


@input_type
class PrepareObjectionDecisionInput(ObjectionAct):
    """What `prepareObjectionDecision` takes (II.2.3.s3)."""

    decision: ObjectionDecision = attribute("What is to be decided.")
    considerations: list[str] = attribute("Why: 1 to 20 whole sentences, printed on the letter.")
    reinstated: list[StandardCode] = attribute(
        "Of a revocation: all its standards for an annulment or a lower rung, some of them for a change on the same rung."
    )
    follow_up: list[str] = attribute("What follows: whole sentences; at least one for a change.")
    rung: Rung | None = attribute(
        "For a change: the rung of the sanction in its place; null for the same.", default=None
    )
    stop_form: StopForm | None = attribute("For a changed stop: its form; null for the same.", default=None)
    stop_text: str | None = attribute("What another form is, in words.", default=None)
    asked: list[str] | None = attribute(
        "For a change: what the operator is to do; at least one thing where it becomes or stays an advice or a warning.",
        default=None,
    )

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return acts.PrepareDecision(
            decision=self.decision,
            considerations=tuple(self.considerations),
            reinstated=tuple(self.reinstated),
            follow_up=tuple(self.follow_up),
            rung=self.rung,
            stop_form=self.stop_form,
            stop_text=self.stop_text,
            asked=tuple(self.asked or ()),
        )


@input_type
class DecideObjectionInput(SigningAct):
    """What `decideObjection` takes (II.2.3.s3): the Deputy's signature on the letter of the result."""

    objection: strawberry.ID = attribute("The objection.")

    def record(self) -> str | Refusal:
        """The objection's key."""
        return key_of(self.objection, "Objection", field="objection")


@object_type
class ObjectionChanged:
    """An objection after an act."""

    thing: Objection = attribute("The objection as it stands after the act.")
    documents: list[Document] = attribute("The papers that the act ordered.")


@object_type
class FileObjectionSuccess(ObjectionChanged):
    """The objection is filed, in time or late; its receipt is ordered (II.2.3.s1)."""


@object_type
class AcceptLateObjectionSuccess(ObjectionChanged):
    """The late objection is accepted; the unit is told."""


@object_type
class RefuseLateObjectionSuccess(ObjectionChanged):
    """The late objection is refused; it stays on record, and the unit is told."""


@object_type
class AdmitObjectionSuccess(ObjectionChanged):
    """The examiner is named, and the summons is ordered (II.2.3.s2)."""


@object_type
class RecordHearingSuccess(ObjectionChanged):
    """The hearing is recorded, and its minutes are ordered (II.2.3.s2)."""


@object_type
class PrepareObjectionDecisionSuccess(ObjectionChanged):
    """The letter of the result is ordered for the Deputy's signature; nothing is decided yet."""


@object_type
class RecallObjectionDecisionSuccess(ObjectionChanged):
    """The letter that waited is void."""


@object_type
class DecideObjectionSuccess(ObjectionChanged):
    """The objection is decided, and what follows is carried out on the sanction (II.2.3.s3)."""


@object_type
class WithdrawObjectionSuccess(ObjectionChanged):
    """The objection is withdrawn; the sanction stands."""


FileObjectionPayload = payload(FileObjectionSuccess)
AcceptLateObjectionPayload = payload(AcceptLateObjectionSuccess)
RefuseLateObjectionPayload = payload(RefuseLateObjectionSuccess)
AdmitObjectionPayload = payload(AdmitObjectionSuccess)
RecordHearingPayload = payload(RecordHearingSuccess)
PrepareObjectionDecisionPayload = payload(PrepareObjectionDecisionSuccess)
RecallObjectionDecisionPayload = payload(RecallObjectionDecisionSuccess)
DecideObjectionPayload = payload(DecideObjectionSuccess)
WithdrawObjectionPayload = payload(WithdrawObjectionSuccess)
