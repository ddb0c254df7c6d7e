"""One application on a reviewer's desk, whose next act orders a letter under the seal; for tests of failures."""

import time
from typing import Any

from app.demo.client import ApiClient, Refused
from app.demo.samples import ATTACHMENTS
from app.demo.story import Story
from app.demo.telling import Cast, Progress
from tests.e2e.servers import Reached

PAPERS = """
query($id: ID!) {
  node(id: $id) { ... on Application { state documents(first: 9) { nodes { id kind state path signatures { level } } } } }
}
"""


class Desk:
    """An application under review, with its receipt issued."""

    def __init__(self, cast: Cast, reached: Reached, *, name: str) -> None:
        self.cast = cast
        self._name = name
        self._impatient = ApiClient(reached.address, reached.tokens["REVIEWER"], patience_seconds=0)
        self.story = Story(cast, Progress(tell=lambda _line: None), name=name)
        self.story.apply()
        reviewer = cast.reviewer.ask("{ viewer { person { id } } }")["viewer"]["person"]["id"]
        assigned = cast.admin.act("assignReviewer", "application { version }", self._act(reviewer=reviewer, version=3))
        assert isinstance(assigned, dict), assigned
        self.version = int(assigned["application"]["version"])
        self.await_letters(1)

    def request_completion(self, client: ApiClient | None = None) -> dict[str, Any] | Refused:
        """The act that orders a letter; asked once only unless `client` is more patient."""
        items = [{"kind": kind, "complete": False, "reason": "Belum ditandatangani."} for kind in ATTACHMENTS]
        values = self._act(items=items, version=self.version)
        return (client or self._impatient).act("requestCompletion", "application { state }", values)

    def letters(self) -> list[dict[str, Any]]:
        """The papers of the application."""
        node = self.cast.reviewer.ask(PAPERS, id=self.story.application_id)["node"]
        papers: list[dict[str, Any]] = node["documents"]["nodes"]
        return papers

    def states(self) -> list[str]:
        """Where each paper stands, in the order in which they were ordered."""
        return [letter["state"] for letter in self.letters()]

    def await_letters(self, number: int, *, seconds: float = 60) -> None:
        """Until so many papers are issued."""
        limit = time.monotonic() + seconds
        while (found := self.states()) != ["SIGNED"] * number:
            assert time.monotonic() < limit, found
            time.sleep(0.05)

    def close(self) -> None:
        """Closes the connections."""
        self._impatient.close()

    def _act(self, *, version: int, **values: Any) -> dict[str, Any]:
        key = f"{self._name}-{'-'.join(sorted(values))}"
        return {"application": self.story.application_id, "expectedVersion": version, "idempotencyKey": key, **values}
