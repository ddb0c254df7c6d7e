"""The public log: what it is, and its proofs as clients see them."""

from typing import Annotated, TypeAlias

import strawberry
from anyio.to_thread import run_sync
from graphql import GraphQLError

from resolvers.acting import Info
from resolvers.refusals import proven
from schema import public_log as schema
from schema.described import object_type, root
from schema.permissions import Public
from services import log_proofs
from services.use_cases import UseCases

FromArgument: TypeAlias = Annotated[
    int | None, strawberry.argument(name="from", description="The earlier size of a consistency proof.")
]
ToArgument: TypeAlias = Annotated[
    int | None, strawberry.argument(name="to", description="Its later size; that of the newest checkpoint without it.")
]


@object_type
class PublicLogQueries:
    """What anyone may ask of the public log."""

    @root(Public)
    async def public_log(self, info: Info, earlier: FromArgument = None, later: ToArgument = None) -> schema.PublicLog:
        """The public log, and the proof that its tree of `to` entries continues that of `from`."""
        use_cases = info.context.use_cases
        found = await run_sync(lambda: proven(lambda: _public_log(use_cases, earlier, later)))
        if found is None:
            raise GraphQLError("Give sizes from 1 to the newest checkpoint's.", extensions={"code": "BAD_REQUEST"})
        return found


def log_proof(proof: log_proofs.LogProof) -> schema.LogProof:
    """The proof as clients see it."""
    return schema.LogProof(
        index=proof.index,
        tree_size=proof.tree_size,
        root=proof.root,
        path=list(proof.path),
        entry=proof.entry,
        statement=proof.statement,
        salt=proof.salt,
        checkpoint=proof.checkpoint,
        verifier_key=proof.verifier_key,
    )


def _public_log(use_cases: UseCases, earlier: int | None, later: int | None) -> schema.PublicLog:
    newest, key = use_cases.log.newest(), use_cases.log.key
    size = newest.size if newest is not None else 0
    asked = earlier is not None or later is not None
    proof = use_cases.log.consistency(earlier or 0, size if later is None else later) if asked else None
    return schema.PublicLog(
        origin=key.name,
        verifier_key=key.vkey,
        size=size,
        checkpoint=newest.note if newest is not None else None,
        consistency=None if proof is None else _consistency(proof),
    )


def _consistency(proof: log_proofs.ConsistencyProof) -> schema.LogConsistency:
    return schema.LogConsistency(
        earlier_size=proof.earlier_size,
        size=proof.size,
        earlier_root=proof.earlier_root,
        root=proof.root,
        path=list(proof.path),
    )
