"""The context of one request: who asks, the loaders, the lists, and the use cases."""

from dataclasses import dataclass
from datetime import date

from domain.act_labels import act_label_en
from domain.aggregates import Aggregate
from domain.refusals import Refusal
from domain.roles import Actor
from persistence.queries.reading import Reads
from resolvers.lists import RequestLists
from resolvers.loaders import RequestLoaders
from resolvers.refusals import answered
from schema.actions import MUTATIONS, ActionOffer
from schema.refusals import refusal_type
from services import commands
from services.use_cases import UseCases


@dataclass(frozen=True)
class RequestContext:
    """Fulfils `schema.context.Context`. It lives for one request."""

    viewer: Actor
    use_cases: UseCases
    reads: Reads
    loaders: RequestLoaders
    lists: RequestLists
    today: date
    public_url: str

    async def actions(self, aggregate: Aggregate, key: str) -> list[ActionOffer]:
        """What the viewer may do, or why not: only verbs that have a mutation."""
        offers = await answered(lambda: self.use_cases.door.available_actions(aggregate, key, self.viewer))
        if isinstance(offers, Refusal):
            return []
        return [_offer(aggregate, offer) for offer in offers if (aggregate, offer.verb) in MUTATIONS]

    async def download_url(self, document_key: str) -> str | None:
        """A short-lived address of a paper's bytes."""
        papers, viewer = self.use_cases.papers, self.viewer
        found = await answered(lambda: papers.download_pass(actor=viewer, document_id=document_key))
        return None if isinstance(found, Refusal) else f"{self.public_url}/documents/{document_key}?pass={found}"

    async def evidence_url(self, evidence_key: str) -> str | None:
        """A short-lived address of a confirmed evidence file's bytes."""
        evidence, viewer = self.use_cases.evidence, self.viewer
        found = await answered(lambda: evidence.download_url(actor=viewer, evidence_id=evidence_key))
        return None if isinstance(found, Refusal) else found


def request_context(
    *, viewer: Actor, use_cases: UseCases, reads: Reads, today: date, public_url: str
) -> RequestContext:
    """A fresh context."""
    loaders = RequestLoaders(reads, viewer, today=use_cases.door.today)
    lists = RequestLists(reads, viewer)
    return RequestContext(
        viewer=viewer,
        use_cases=use_cases,
        reads=reads,
        loaders=loaders,
        lists=lists,
        today=today,
        public_url=public_url,
    )


def _offer(aggregate: Aggregate, offer: commands.ActionOffer) -> ActionOffer:
    return ActionOffer(
        label_id=offer.label_id,
        label_en=act_label_en(aggregate, offer.verb),
        mutation=MUTATIONS[aggregate, offer.verb],
        clause_id=offer.clause,
        allowed=offer.refusal is None,
        refusal=None if offer.refusal is None else refusal_type(offer.refusal),
    )
