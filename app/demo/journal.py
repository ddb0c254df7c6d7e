"""What a life was answered, kept on disk: told again after an interruption, it hears the same and goes on where it stopped.

A life is code that acts on what it is answered and on nothing else. So its answers are enough to bring it, without a
request, to the place where it stopped; there it goes on asking. An act whose answer was lost is sent again with the same
idempotency key, and gives its first outcome.
"""

import json
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from app.demo.client import PATIENCE_SECONDS, ApiClient, Refused
from app.demo.telling import StoryBroken

_UNDERWAY = "SIGNING_IN_PROGRESS"
_AGAIN_SECONDS = 1.0


class Journal:
    """The answers of one life, in their order. *Shape*: one JSON line for each; no request is kept, so no passphrase either.

    For one thread. What a killed process wrote is whole up to its last line; a machine that lost its power may lose more.
    """

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._past = _kept(file)
        self._file = file.open("a", encoding="utf-8", buffering=1)
        self._place = 0
        self._inside = False

    def close(self) -> None:
        """Closes the file."""
        self._file.close()

    def once(self, name: str, ask: Callable[[], Any]) -> Any:
        """What was answered at this place of the life, or what `ask` answers now, which is kept.

        *Shape*: JSON values; an `ask` within an `ask` is part of the outer one. *Raises*: `StoryBroken` where another
        thing was asked here before.
        """
        if self._inside:
            return ask()
        if self._place < len(self._past):
            known, answer = self._past[self._place]
            self._place += 1
            if known != name:
                raise StoryBroken(f"the journal knows {known} where the life now has {name}: told by another version")
            return answer
        self._inside = True
        try:
            answer = ask()
        finally:
            self._inside = False
        self._file.write(f"{json.dumps([name, answer])}\n")
        return answer


class JournalledClient(ApiClient):
    """A person's session within one life: what it was answered before is not asked again."""

    def __init__(self, session: ApiClient, journal: Journal) -> None:
        self._session = session
        self._journal = journal

    def ask(self, document: str, **variables: Any) -> dict[str, Any]:
        """See `ApiClient.ask`."""
        answer: dict[str, Any] = self._journal.once("ask", lambda: self._session.ask(document, **variables))
        return answer

    def act(self, mutation: str, fields: str, values: Mapping[str, Any]) -> dict[str, Any] | Refused:
        """See `ApiClient.act`. A refusal breaks the life and is not kept: told again, the act is tried again."""
        answer: dict[str, Any] = self._journal.once(mutation, lambda: self._done(mutation, fields, values))
        return answer

    def _done(self, mutation: str, fields: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """The outcome; where the same signature is under way still, since an answer came too late, it is waited for."""
        limit = time.monotonic() + PATIENCE_SECONDS
        while isinstance(result := self._session.act(mutation, fields, values), Refused):
            if result.code != _UNDERWAY or time.monotonic() > limit:
                raise StoryBroken(f"{mutation} was refused: {result}")
            time.sleep(_AGAIN_SECONDS)
        return result

    def upload(self, url: str, headers: Mapping[str, str], data: bytes) -> None:
        """See `ApiClient.upload`."""
        self._journal.once("upload", lambda: self._session.upload(url, headers, data))


def _kept(file: Path) -> list[tuple[str, Any]]:
    """What the file holds. A last line that a killed process left unfinished counts as not written, and is cut off."""
    if not file.exists():
        return []
    content = file.read_bytes()
    whole = content.rfind(b"\n") + 1
    if whole < len(content):
        os.truncate(file, whole)
    return [tuple(json.loads(line)) for line in content[:whole].splitlines()]
