"""What clients learn of errors: their own mistakes without the values sent, refusals to read, and an id for anything else.

Names that a client wrote (of fields, arguments, variables, operations) are repeated: without them no mistake is found.
"""

import logging
import re
import secrets

from graphql import GraphQLError

from domain.refusals import Refusal
from resolvers.refusals import UNREACHABLE, unavailable

LOG = logging.getLogger("pembina.graphql")

_VALUES = (
    (re.compile(r"[,;.]? ?\bfound:? .*", re.DOTALL | re.IGNORECASE), "."),
    (re.compile(r"\b(cannot represent\b[^:]*): .*", re.DOTALL), r"\1."),
    (re.compile(r"\bValue .* does not exist in (\S+) enum.*", re.DOTALL), r"The value does not exist in \1 enum."),
    (re.compile(r"\b(Enum \S+) cannot represent.*", re.DOTALL), r"\1 cannot represent the value."),
    (re.compile(r"\b(String|BlockString|Int|Float) \".*", re.DOTALL), r"\1."),
    (re.compile(r"(Unterminated string|Invalid character|Unexpected character|Invalid number)\b.*", re.DOTALL), r"\1."),
)
"""Where the messages of graphql-core repeat values that a client sent, a passphrase in the place of another among them."""


def safe_error(error: GraphQLError) -> GraphQLError:
    """The error as a client may see it. An unknown error is logged under an id, and only the id is told."""
    original = error.original_error
    if isinstance(original, UNREACHABLE):
        LOG.warning("%s: %s", type(original).__name__, original)
        return _told(error, _both(unavailable(original)), "SERVICE_UNAVAILABLE")
    if original is not None and not isinstance(original, GraphQLError):
        return _incident(error, original)
    if error.path is None:
        return _told(error, without_values(error.message), "BAD_REQUEST")
    return error


def without_values(message: str) -> str:
    """The message without the values that it repeats. *Does not check*: names, in whose place a secret may stand."""
    for pattern, replacement in _VALUES:
        message = pattern.sub(replacement, message, count=1)
    return message


def _incident(error: GraphQLError, original: BaseException) -> GraphQLError:
    incident = secrets.token_hex(6)
    LOG.error("incident %s at %s", incident, error.path, exc_info=original)
    text = (
        f"Terjadi kesalahan pada sistem (kode {incident}). Laporkan kode ini. / "
        f"Something went wrong inside (id {incident}). Please report this id."
    )
    return GraphQLError(text, path=error.path, extensions={"code": "INTERNAL", "incident": incident})


def _told(error: GraphQLError, message: str, code: str) -> GraphQLError:
    extensions = {"code": code, **(error.extensions or {})}
    return GraphQLError(
        message,
        nodes=error.nodes,
        positions=error.positions,
        source=error.source,
        path=error.path,
        extensions=extensions,
    )


def _both(refusal: Refusal) -> str:
    return f"{refusal.message_id} / {refusal.message_en}"
