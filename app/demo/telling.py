"""How a story is told: who acts, what is shown of each act, and how long a letter may take. Every act bears its own key."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.demo.client import ApiClient, Refused
from domain.document_kinds import SEALED_KINDS, DocumentKind

LOOK_SECONDS = 0.05
"""How long is waited between two looks at a letter that is being made."""

LETTER_SECONDS = 300.0
"""How long a letter may take until it is ready: a limit, on a machine that does much else."""


def is_made(paper: Mapping[str, Any]) -> bool:
    """Whether nobody but a person has to do anything on a paper: the worker's are issued, the others at least prepared."""
    is_sealed = DocumentKind(paper["kind"]) in SEALED_KINDS
    return bool(paper["state"] != "DRAFT") and not (is_sealed and paper["state"] == "AWAITING_SIGNATURE")


class StoryBroken(Exception):
    """An act had another outcome than the story tells."""


@dataclass(frozen=True)
class Cast:
    """Who acts: one client for each person, and the passphrase of the development keys."""

    institution_head: ApiClient
    unit_head: ApiClient
    unit_staff: ApiClient
    reviewer: ApiClient
    admin: ApiClient
    deputy: ApiClient
    public: ApiClient
    passphrase: str = field(repr=False)


@dataclass(frozen=True)
class FullCast(Cast):
    """Who acts in a whole life: three assessors, and one who examines objections and drafted nothing, besides."""

    lead: ApiClient
    second_reader: ApiClient
    assessor: ApiClient
    examiner: ApiClient


@dataclass
class Progress:
    """What has happened so far: one line for each act, and what was measured. *Units*: seconds.

    *Shape*: with `tempts` things are tried out: unlawful acts, to be refused, and how soon a paper can be verified.
    `goes_on` raises where the telling was broken off; it is asked after each act, and while a letter is awaited.
    """

    tell: Callable[[str], None]
    tempts: bool = True
    goes_on: Callable[[], None] = lambda: None
    acts: list[str] = field(default_factory=list)
    refusals: int = 0
    seconds_to_verifiable: float | None = None

    def done(self, line: str) -> None:
        """Tells of one act."""
        self.acts.append(line)
        self.tell(line)
        self.goes_on()


class Teller:
    """Acts as people do, and breaks the story where the API answers otherwise.

    *Shape*: `name` makes the idempotency keys, so that a retry is the same act. *Units*: `look_seconds` lie between two
    looks at a letter that is being made.
    """

    look_seconds = LOOK_SECONDS

    def __init__(self, progress: Progress, *, name: str) -> None:
        self._progress = progress
        self._name = name

    def _do(
        self, client: ApiClient, mutation: str, fields: str, values: Mapping[str, Any], *, key: str = ""
    ) -> dict[str, Any]:
        result = client.act(mutation, fields, {**values, "idempotencyKey": self._key(mutation, key)})
        if isinstance(result, Refused):
            raise StoryBroken(f"{mutation} was refused: {result}")
        state = next((v["state"] for v in result.values() if isinstance(v, dict) and "state" in v), "")
        self._progress.done(f"{mutation} → {state}" if state else mutation)
        return result

    def _put_in_force(self, admin: ApiClient, deputy: ApiClient, revision: Mapping[str, Any], *, key: str = "") -> None:
        """A revision of the working calendar: the administrator proposes it, the Deputy approves it."""
        fields = "calendar { version recordVersion }"
        proposed = self._do(admin, "reviseCalendar", fields, revision, key=key)["calendar"]
        seen = {"calendar": proposed["version"], "expectedVersion": proposed["recordVersion"]}
        self._do(deputy, "approveCalendar", "__typename", seen, key=key)

    def _refused(
        self, client: ApiClient, mutation: str, code: str, values: Mapping[str, Any], *, key: str = ""
    ) -> None:
        if not self._progress.tempts:
            return
        result = client.act(mutation, "__typename", {**values, "idempotencyKey": self._key(mutation, f"refused{key}")})
        if not isinstance(result, Refused) or result.code != code:
            raise StoryBroken(f"{mutation} was to be refused with {code}, but: {result}")
        self._progress.refusals += 1
        self._progress.done(f"{mutation} ditolak / refused: {result.message} [{result.clause}]")

    def _key(self, mutation: str, key: str) -> str:
        return f"{self._name}-{mutation}{'-' if key else ''}{key}"

    def _until(self, read: Callable[[], Any], holds: Callable[[Any], bool], otherwise: str) -> Any:
        limit = time.monotonic() + LETTER_SECONDS
        while not holds(found := read()):
            if time.monotonic() > limit:
                raise StoryBroken(f"{otherwise}: {found}")
            self._progress.goes_on()
            time.sleep(self.look_seconds)
        return found
