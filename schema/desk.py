"""The signing desk: the papers that wait for the viewer, what each wants of him, and by which mutation (house rules)."""

from datetime import date, datetime
from enum import StrEnum

import strawberry

from domain.aggregates import Aggregate
from domain.clock import legal_date
from domain.desk import signing_verb, urgency_of
from domain.document_rules import date_passed
from domain.roles import Actor
from persistence.queries.desk import DeskQuestion
from persistence.queries.rows import Row
from schema.actions import MUTATIONS, ActionOffer
from schema.connections import Order, OrderDirection
from schema.context import Info
from schema.described import attribute, computed, enumeration, input_type, object_type
from schema.documents import Document, subject_of
from schema.enums import DeskTask, DeskUrgency, DocumentKind, DocumentState, UnitState
from schema.lives import Life

TASKS = {
    DocumentState.AWAITING_SIGNATURE: DeskTask.SIGN,
    DocumentState.AWAITING_INITIALS: DeskTask.INITIAL,
    DocumentState.RETURNED: DeskTask.RESUBMIT,
}
"""What a paper in each state wants of the person on whose desk it lies."""

_OWN_VERBS = {DeskTask.INITIAL: "initial", DeskTask.RESUBMIT: "resubmit"}


@object_type
class DeskItem:
    """One paper on the viewer's desk."""

    row: strawberry.Private[Row]
    document: Document = attribute(
        "The paper. Its `path` serves the very bytes that will be signed; their digest is its `sha256` and the ETag, and "
        "the act names it as `seenSha256`."
    )
    task: DeskTask = attribute("What it wants of the viewer.")
    waiting_since: datetime = attribute("When the act was done that ordered it.")
    presented_at: datetime | None = attribute("When it was presented first, however often it was dated anew.")

    @classmethod
    def of(cls, row: Row) -> "DeskItem":
        """The paper as it lies on the desk."""
        document = Document.of(row)
        return cls(
            row=row,
            document=document,
            task=TASKS[document.state],
            waiting_since=row.moment("created_at"),
            presented_at=row.moment_or_none("presented_at"),
        )

    @computed
    def urgency(self, info: Info) -> DeskUrgency:
        """How long it has been on its way, in legal days."""
        return DeskUrgency(urgency_of(legal_date(self.waiting_since), info.context.today))

    @computed
    def date_passed(self, info: Info) -> bool:
        """Whether the day that it prints has passed: then it is being made again under the same number, with today's date,
        and has other bytes and no initials afterwards.
        """
        presented = self.task is not DeskTask.RESUBMIT
        signatures = len(self.row.rows("signatures"))
        return presented and date_passed(self.document.dated, info.context.today, signatures=signatures) is not None

    @computed
    async def target(self, info: Info) -> Life | None:
        """The thing on which the act is done: the paper itself, or what it speaks of where the signature is the act. Its id
        and `version` are what the mutation takes.
        """
        return await self._target(info)

    @computed
    async def mutation(self, info: Info) -> str:
        """The mutation that does what the paper wants, such as `signDocument` or `issueSanction`."""
        return MUTATIONS[await self._act(info)]

    @computed
    async def offer(self, info: Info) -> ActionOffer | None:
        """Whether the viewer may do it now, or why not."""
        target = await self._target(info)
        offers = await info.context.actions(target.aggregate, target.key) if target else []
        mutation = MUTATIONS[await self._act(info)]
        return next((each for each in offers if each.mutation == mutation), None)

    @computed
    async def in_batch(self, info: Info) -> bool:
        """Whether `signDocuments` takes it: its signature is not itself an act."""
        return await self._act(info) == (Aggregate.DOCUMENT, "sign")

    async def _target(self, info: Info) -> Life | None:
        aggregate, _verb = await self._act(info)
        return self.document if aggregate is Aggregate.DOCUMENT else await subject_of(self.document, info)

    async def _act(self, info: Info) -> tuple[Aggregate, str]:
        if self.task in _OWN_VERBS:
            return Aggregate.DOCUMENT, _OWN_VERBS[self.task]
        subject = Aggregate(self.row.text("subject"))
        tells = self.document.kind is DocumentKind.REINSTATEMENT and await self._runs_already(info)
        signatures = len(self.row.rows("signatures"))
        return signing_verb(self.document.kind, subject, signatures=signatures, tells_what_is_done=tells)

    async def _runs_already(self, info: Info) -> bool:
        unit = await info.context.loaders.unit(self.row.text("subject_id"))
        return unit is not None and unit.state is UnitState.ACTIVE


@object_type
class DeskCount:
    """How many papers of one kind wait for one thing."""

    task: DeskTask = attribute("What they want of the viewer.")
    kind: DocumentKind = attribute("Their kind.")
    count: int = attribute("How many.")
    date_passed: int = attribute("How many of them print a day that has passed.")
    oldest: datetime = attribute("Since when the oldest has been on its way.")

    @classmethod
    def of(cls, row: Row) -> "DeskCount":
        """One group of the desk."""
        return cls(
            task=TASKS[DocumentState(row.text("state"))],
            kind=DocumentKind(row.text("kind")),
            count=row.whole("count"),
            date_passed=row.whole("passed"),
            oldest=row.moment("oldest"),
        )


class DeskOrderField(StrEnum):
    """By what the papers of a desk are sorted."""

    WAITING_SINCE = "WAITING_SINCE"
    UPDATED_AT = "UPDATED_AT"


enumeration(
    DeskOrderField,
    "By what the papers of a desk are sorted.",
    WAITING_SINCE="By when the act was done that ordered them.",
    UPDATED_AT="By their last change.",
)

_FIELDS = {DeskOrderField.WAITING_SINCE: "created_at", DeskOrderField.UPDATED_AT: "updated_at"}


@input_type
class DeskOrder:
    """The order of a desk."""

    field: DeskOrderField = attribute("By what.", default=DeskOrderField.WAITING_SINCE)
    direction: OrderDirection = attribute("In which direction.", default=OrderDirection.ASC)

    def order(self) -> Order:
        """The order of the rows."""
        return Order(field=_FIELDS[self.field], descending=self.direction is OrderDirection.DESC)


@input_type
class DeskFilter:
    """Which of the viewer's papers; what is left out or null does not restrict."""

    tasks: list[DeskTask] | None = attribute("That want one of these of the viewer.", default=None)
    kinds: list[DocumentKind] | None = attribute("Of these kinds.", default=None)
    urgencies: list[DeskUrgency] | None = attribute("That have been on their way for so long.", default=None)
    date_passed: bool | None = attribute("Whether the day that they print has passed.", default=None)

    def question(
        self, viewer: Actor, today: date, *, may_sign: frozenset[DocumentKind], drafters: frozenset[str]
    ) -> DeskQuestion:
        """The question of the database. *Shape*: `may_sign` and `drafters` as in `DeskQuestion`."""
        return DeskQuestion(
            viewer=viewer,
            today=today,
            may_sign=may_sign,
            drafters=drafters,
            tasks=tuple(self.tasks or ()),
            kinds=tuple(kind.value for kind in self.kinds or ()),
            urgencies=tuple(self.urgencies or ()),
            date_passed=self.date_passed,
        )
