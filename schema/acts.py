"""What the inputs of all mutations have in common: the version seen, the idempotency key, and the thing acted on."""

from typing import Protocol

from domain.refusals import Refusal, RefusalCode, refuse
from domain.tables import Payload
from schema.described import attribute, input_type
from schema.scalars import Secret

SHORTEST_KEY, LONGEST_KEY = 8, 100


@input_type
class KeyedAct:
    """An act that may be repeated without harm."""

    idempotency_key: str = attribute(
        f"A key of {SHORTEST_KEY} to {LONGEST_KEY} printable characters, new for each act. The same act sent again with "
        "the same key gives its first outcome; a refused act leaves its key free."
    )

    def key_problem(self) -> Refusal | None:
        """Why the idempotency key will not do, or None."""
        key = self.idempotency_key
        if SHORTEST_KEY <= len(key) <= LONGEST_KEY and key.isprintable():
            return None
        return refuse(
            RefusalCode.INVALID_INPUT,
            field="idempotencyKey",
            subject="idempotencyKey",
            problem_id=f"{SHORTEST_KEY} sampai {LONGEST_KEY} karakter yang dapat dicetak.",
            problem_en=f"{SHORTEST_KEY} to {LONGEST_KEY} printable characters.",
        )


@input_type
class VersionedAct(KeyedAct):
    """An act on a thing that the caller has seen."""

    expected_version: int = attribute(
        "The version that you have seen. If the thing has changed since, you get Conflict."
    )


@input_type
class SigningAct(VersionedAct):
    """An act that is a person's signature on the paper of the thing."""

    seen_sha256: str = attribute("The digest of the paper that you have seen: the document's `sha256`.")
    passphrase: Secret = attribute("The passphrase of your own signing key.")

    def payload(self) -> Payload | Refusal | None:
        """The signature is made by the use case: nothing more."""
        return None


class NewAct(Protocol):
    """The input of an act that makes a thing, as the resolvers use it."""

    idempotency_key: str

    def key_problem(self) -> Refusal | None:
        """Why the idempotency key will not do, or None."""
        ...

    def payload(self) -> Payload | Refusal | None:
        """What the verb takes."""
        ...


class RecordAct(Protocol):
    """The input of an act on one thing, as the resolvers use it."""

    expected_version: int
    idempotency_key: str

    def key_problem(self) -> Refusal | None:
        """Why the idempotency key will not do, or None."""
        ...

    def record(self) -> str | Refusal:
        """The key of the thing, or why there is none."""
        ...

    def payload(self) -> Payload | Refusal | None:
        """What the verb takes beside the thing."""
        ...


class SignedAct(RecordAct, Protocol):
    """The input of an act that is a signature, as the resolvers use it."""

    seen_sha256: str
    passphrase: Secret
