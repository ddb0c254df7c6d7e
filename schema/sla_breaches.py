"""A reported breach of an SLA (II.2.2.d) as its parties see it: the report, the answers, and the case that it opened."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import strawberry

from domain.aggregates import Aggregate
from persistence.queries.rows import Row
from schema.context import Info, loaded
from schema.described import attribute, computed, object_type
from schema.evidence import Evidence
from schema.lives import Life
from schema.personnel import Person
from schema.receipts import ReceiptProof

if TYPE_CHECKING:
    from schema.documents import Document


@object_type
class BreachAnswer:
    """An answer of the unit to a reported breach."""

    row: strawberry.Private[Row]
    text: str = attribute("Its words.")
    answered_on: date = attribute("The legal date of the answer.")

    @classmethod
    def of(cls, row: Row) -> "BreachAnswer":
        """The answer as clients see it."""
        return cls(row=row, text=row.text("text"), answered_on=row.day("answered_on"))

    @computed
    async def answered_by(self, info: Info) -> Person | None:
        """Who answered."""
        return await info.context.loaders.person(self.row.text("answered_by"))

    @computed
    async def evidence(self, info: Info) -> list[Evidence]:
        """The files that were given with it."""
        return await loaded(info.context.loaders.evidence, self.row.texts("evidence_ids"))


@object_type
class BreachFinding:
    """What a reviewer found when he examined a reported breach: he is not the reporter and has no tie to the unit."""

    row: strawberry.Private[Row]
    text: str = attribute("Its words.")
    found_on: date = attribute("The legal date of the finding.")
    answers_weighed: int = attribute("How many of the unit's answers there were by then, and so were weighed.")

    @classmethod
    def of(cls, row: Row) -> "BreachFinding":
        """The finding as clients see it."""
        weighed = row.whole("answers_weighed")
        return cls(row=row, text=row.text("text"), found_on=row.day("found_on"), answers_weighed=weighed)

    @computed
    async def found_by(self, info: Info) -> Person | None:
        """Who examined it."""
        return await info.context.loaders.person(self.row.text("found_by"))

    @computed
    async def evidence(self, info: Info) -> list[Evidence]:
        """The files that show it."""
        return await loaded(info.context.loaders.evidence, self.row.texts("evidence_ids"))


@object_type
class NoticeReceipt(ReceiptProof):
    """One proof that the notice of a reported breach was received (house rule); the earliest counts."""


@object_type
class SlaBreach:
    """A breach of one article, as reported (II.2.2.d). What became of it follows from the state of the agreement."""

    row: strawberry.Private[Row]
    article: int = attribute("The article (pasal) of the agreement.")
    facts: str = attribute("What happened.")
    reported_on: date = attribute("The legal date of the report.")
    answer_until: date | None = attribute(
        "The last day for the unit's answer: the working days that the agreement grants, counted from the earliest proven "
        "receipt of the notice; null until then. It is not from the decree."
    )
    calendar_version: str | None = attribute("The version of the working calendar by which that day was counted.")
    receipts: list[NoticeReceipt] = attribute("Every proof that the notice was received, in the order of recording.")
    answers: list[BreachAnswer] = attribute("The unit's answers, oldest first.")
    findings: list[BreachFinding] = attribute(
        "The reviewer's findings, oldest first; the last decides, and without one nothing is confirmed."
    )

    @classmethod
    def of(cls, row: Row) -> "SlaBreach":
        """The breach as clients see it."""
        return cls(
            row=row,
            article=row.whole("article"),
            facts=row.text("facts"),
            reported_on=row.day("reported_on"),
            answer_until=row.day_or_none("answer_until"),
            calendar_version=row.text_or_none("calendar_version"),
            receipts=[NoticeReceipt.of(receipt) for receipt in row.rows("receipts")],
            answers=[BreachAnswer.of(answer) for answer in row.rows("answers")],
            findings=[BreachFinding.of(finding) for finding in row.rows("findings")],
        )

    @computed
    async def reported_by(self, info: Info) -> Person | None:
        """Who reported it."""
        return await info.context.loaders.person(self.row.text("reported_by"))

    @computed
    async def evidence(self, info: Info) -> list[Evidence]:
        """The files that show it."""
        return await loaded(info.context.loaders.evidence, self.row.texts("evidence_ids"))

    @computed
    async def notice(self, info: Info) -> Annotated["Document", strawberry.lazy("schema.documents")] | None:
        """The notice that tells the unit; who opens it as head has received it."""
        key = self.row.text_or_none("notice_id")
        return None if key is None else await info.context.loaders.document(key)

    @computed
    async def case(self, info: Info) -> Life | None:
        """The sanction case that its confirmation opened; null before."""
        key = self.row.text_or_none("case_id")
        return None if key is None else await info.context.loaders.life(Aggregate.CASE, key)
