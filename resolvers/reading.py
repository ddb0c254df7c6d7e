"""Root queries of single things: who asks, anything by its id, the decree, the standards, and verification."""

from asyncio import gather
from typing import Annotated, TypeAlias

import strawberry
from anyio.to_thread import run_sync
from graphql import GraphQLError

from domain.decree import CLAUSES
from domain.refusals import HOUSE
from domain.regulation import RULES
from domain.roles import ANONYMOUS
from resolvers.acting import Info
from resolvers.nodes import found
from resolvers.verification import verification_report
from schema.connections import LARGEST_PAGE
from schema.described import object_type, root
from schema.nodes import Node, printable
from schema.permissions import Public
from schema.regulation import Clause, Rule, decree_clause
from schema.scalars import Sha256
from schema.verification import VerificationReport
from schema.viewer import Viewer

IdArgument: TypeAlias = Annotated[strawberry.ID, strawberry.argument(name="id", description="The thing's id.")]
IdsArgument: TypeAlias = Annotated[
    list[strawberry.ID], strawberry.argument(name="ids", description=f"The things' ids, at most {LARGEST_PAGE}.")
]
PathArgument: TypeAlias = Annotated[
    str, strawberry.argument(name="path", description="The clause's path in the decree, such as II.2.1.a.3.")
]
CodeArgument: TypeAlias = Annotated[
    str | None, strawberry.argument(description="The code under the QR code of a paper.")
]
CredentialArgument: TypeAlias = Annotated[
    str | None, strawberry.argument(description="The text of the second QR code of a certificate, `PBN1:…`.")
]
DigestArgument: TypeAlias = Annotated[Sha256 | None, strawberry.argument(description="The digest of a file.")]


@object_type
class SingleQueries:
    """What is read one at a time, or is small and public."""

    @root(Public)
    def viewer(self, info: Info) -> Viewer:
        """Who asks; the public without a token."""
        actor = info.context.viewer
        return Viewer(
            actor=actor,
            name=actor.name,
            roles=sorted(actor.roles),
            signed_in=actor.id != ANONYMOUS.id,
        )

    @root(Public)
    async def node(self, info: Info, key: IdArgument) -> Node | None:
        """Anything by its id; null for what is unknown, and for what the viewer may not read."""
        return await found(info.context.loaders, key)

    @root(Public)
    async def nodes(self, info: Info, keys: IdsArgument) -> list[Node | None]:
        """Things by their ids, in the same order; null as in `node`."""
        if len(keys) > LARGEST_PAGE:
            raise GraphQLError(f"`ids` holds at most {LARGEST_PAGE}.", extensions={"code": "INVALID_PAGE"})
        return list(await gather(*(found(info.context.loaders, key) for key in keys)))

    @root(Public)
    def clauses(self) -> list[Clause]:
        """Every clause of Keputusan Deputi 152/2022, in its order."""
        return [Clause.of(path) for path in CLAUSES if path != HOUSE]

    @root(Public)
    def clause(self, path: PathArgument) -> Clause | None:
        """The clause of that path."""
        return decree_clause(path)

    @root(Public)
    def rules(self) -> list[Rule]:
        """Every rule read from the decree, R-01 to R-60."""
        return [Rule.of(rule) for rule in RULES.values()]

    @root(Public)
    async def verify(
        self,
        info: Info,
        code: CodeArgument = None,
        sha256: DigestArgument = None,
        credential: CredentialArgument = None,
    ) -> VerificationReport:
        """Whether a paper is genuine, and beside it whether it is in force; give a code, a digest or a credential.

        A file itself is checked by POST /verify.
        """
        service, viewer = info.context.use_cases.verification, info.context.viewer
        if sum(given is not None for given in (code, sha256, credential)) != 1:
            message = "Give either `code`, `sha256` or `credential`."
            raise GraphQLError(message, extensions={"code": "BAD_REQUEST"})
        if credential is not None:
            return verification_report(await run_sync(lambda: service.verify_credential(credential, viewer=viewer)))
        if sha256 is not None:
            return verification_report(await run_sync(lambda: service.verify_digest(sha256, viewer=viewer)))
        return verification_report(await run_sync(lambda: service.verify_code(printable(code or ""), viewer=viewer)))
