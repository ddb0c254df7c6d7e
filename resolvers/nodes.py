"""Finding anything again by its id, within what the viewer may read."""

from collections.abc import Awaitable, Callable, Mapping

from domain.aggregates import Aggregate
from domain.decree import CLAUSES
from domain.refusals import HOUSE
from domain.regulation import RULES
from resolvers.lives import KINDS
from resolvers.loaders import RequestLoaders
from schema.nodes import Node, split_id
from schema.regulation import Clause, Rule


async def _clause(_loaders: RequestLoaders, key: str) -> Node | None:
    return Clause.of(key) if key in CLAUSES and key != HOUSE else None


async def _rule(_loaders: RequestLoaders, key: str) -> Node | None:
    return Rule.of(RULES[key]) if key in RULES else None


def _life(aggregate: Aggregate) -> Callable[[RequestLoaders, str], Awaitable[Node | None]]:
    return lambda loaders, key: loaders.life(aggregate, key)


_KINDS: Mapping[str, Callable[[RequestLoaders, str], Awaitable[Node | None]]] = {
    "Institution": RequestLoaders.institution,
    "Unit": RequestLoaders.unit,
    "Application": RequestLoaders.application,
    "Sla": RequestLoaders.sla,
    "Document": RequestLoaders.document,
    "Evidence": RequestLoaders.evidence,
    "Person": RequestLoaders.person,
    "Standard": RequestLoaders.standard,
    "Clause": _clause,
    "Rule": _rule,
    **{kind.__name__: _life(aggregate) for aggregate, kind in KINDS.items()},
}


async def found(loaders: RequestLoaders, value: str) -> Node | None:
    """The thing of that id; None for a malformed id, an unknown thing and a foreign one alike."""
    parts = split_id(value)
    if parts is None or parts[0] not in _KINDS:
        return None
    return await _KINDS[parts[0]](loaders, parts[1])
