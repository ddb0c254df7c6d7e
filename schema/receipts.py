"""The proof that a letter was received, as clients give it and see it: of a sanction (II.2.3.s1) and of a breach's notice."""

from datetime import datetime
from typing import Self

import strawberry

from domain.refusals import Refusal
from domain.sanction_acts import ProveReceipt
from persistence.queries.rows import Row
from schema.context import Info
from schema.described import attribute, computed, input_type, object_type
from schema.enums import ReceiptChannel
from schema.evidence import Evidence
from schema.nodes import key_of
from schema.personnel import Person


@object_type
class ReceiptProof:
    """What every proof of receipt tells. Each letter that is received has a type of its own, which inherits from this one."""

    row: strawberry.Private[Row]
    channel: ReceiptChannel = attribute("How it is proven.")
    at: datetime = attribute("The instant of receipt.")

    @classmethod
    def of(cls, row: Row) -> Self:
        """The proof as clients see it."""
        return cls(row=row, channel=ReceiptChannel(row.text("channel")), at=datetime.fromisoformat(row.text("at")))

    @computed
    async def by(self, info: Info) -> Person | None:
        """Who opened it, or recorded the proof."""
        return await info.context.loaders.person(self.row.text("by"))

    @computed
    async def evidence(self, info: Info) -> Evidence | None:
        """The file; null for an opening in the system."""
        key = self.row.text_or_none("evidence_id")
        return None if key is None else await info.context.loaders.evidence(key)


@input_type
class ReceiptProofGiven:
    """What an act that proves a receipt takes, beside what the letter belongs to."""

    channel: ReceiptChannel = attribute("IN_APP for the operator's own opening; the others for LKPP's admin.")
    received_at: datetime | None = attribute("The instant of receipt; null for IN_APP, which is now.", default=None)
    evidence: strawberry.ID | None = attribute("The file that shows it; null for IN_APP.", default=None)

    def payload(self) -> ProveReceipt | Refusal:
        """The domain's payload."""
        file = None if self.evidence is None else key_of(self.evidence, "Evidence", field="evidence")
        if isinstance(file, Refusal):
            return file
        return ProveReceipt(channel=self.channel, at=self.received_at, evidence_id=file)
