"""The stage of one unit's life: its people, its legal time, its papers; what every chapter needs to act on any thing."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol

from app.demo.client import ApiClient
from app.demo.telling import FullCast, Progress, StoryBroken, Teller, is_made
from domain.clock import JAKARTA, legal_date

_FRIDAY = 4
PAPER = "id kind label state number sha256 version verifyUrl path date standing signatures { signerName level }"


_PAPERS = f"query($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on Document {{ {PAPER} }} }} }}"


class LegalTime(Protocol):
    """The legal clock, as a demonstration may move it: forward only."""

    def now(self) -> datetime:
        """The present legal instant, aware."""
        ...

    def advance_to(self, instant: datetime) -> datetime:
        """Moves it to a later instant."""
        ...


class Stage(Teller):
    """Where the life of one unit is played.

    *Shape*: `unit_id`, `institution_id` and `evidence_id`, a confirmed file of the institution, are ids of the API;
    `papers` are those that the acts here ordered, in their order, each with its kind.
    """

    def __init__(
        self,
        cast: FullCast,
        progress: Progress,
        legal_time: LegalTime,
        *,
        name: str,
        unit_id: str,
        sla_id: str,
        evidence_id: str,
    ) -> None:
        super().__init__(progress, name=name)
        self.cast = cast
        self.unit_id = unit_id
        self.sla_id = sla_id
        self.evidence_id = evidence_id
        self.papers: dict[str, str] = {}
        self._time = legal_time
        self._people: dict[ApiClient, str] = {}
        self._count = 0

    # --- acts -------------------------------------------------------------------------------------------------------

    def begin(self, client: ApiClient, mutation: str, values: Mapping[str, Any], *, fields: str = "") -> dict[str, Any]:
        """An act that makes a thing; what it is now, with `fields`."""
        done = self._do(client, mutation, self._asked("thing", fields), values, key=self._next())
        self._note(done)
        return dict(done["thing"])

    def on(
        self, client: ApiClient, mutation: str, name: str, key: str, values: Mapping[str, Any], *, fields: str = ""
    ) -> dict[str, Any]:
        """An act on the thing that the input calls `name`, at its present version; what it is then, with `fields`."""
        result = name if name in {"sla", "unit"} else "thing"
        done = self._do(
            client, mutation, self._asked(result, fields), {**self.at(name, key), **values}, key=self._next()
        )
        self._note(done)
        return dict(done[result])

    def approve_calendar(self, revision: Mapping[str, Any]) -> None:
        """A revision of the working calendar is proposed and approved."""
        self._put_in_force(self.cast.admin, self.cast.deputy, revision, key=self._next())

    def refuse_making(self, client: ApiClient, mutation: str, code: str, values: Mapping[str, Any]) -> None:
        """Such an act is refused, with this code."""
        self._refused(client, mutation, code, values, key=self._next())

    def refuse(
        self, client: ApiClient, mutation: str, code: str, name: str, key: str, values: Mapping[str, Any]
    ) -> None:
        """Such an act on a thing is refused, with this code."""
        if not self._progress.tempts:
            return
        self._refused(client, mutation, code, {**self.at(name, key), **values}, key=self._next())

    def at(self, name: str, key: str) -> dict[str, Any]:
        """What an act names: the thing, and the version that the actor knows."""
        return {name: key, "expectedVersion": self.read("Life", key, "version")["version"]}

    # --- papers -----------------------------------------------------------------------------------------------------

    def sign(self, client: ApiClient, paper_id: str) -> None:
        """A person signs a paper that moves nothing else, once it is ready."""
        paper = self._ready(lambda: self.read("Document", paper_id, PAPER))
        values = {**self._signature(paper), "document": paper_id, "expectedVersion": paper["version"]}
        self._do(client, "signDocument", "document { id state }", values, key=self._next())

    def sign_act(self, client: ApiClient, mutation: str, name: str, kind: str, key: str, *, fields: str = "") -> Any:
        """A signature that is the act: the Deputy signs the present paper of a thing of this GraphQL type."""
        paper = self._ready(lambda: self.read(kind, key, f"document {{ {PAPER} }}")["document"])
        return self.on(client, mutation, name, key, self._signature(paper), fields=fields)

    def last_paper(self, kind: str) -> str:
        """The newest paper of this kind that an act here ordered."""
        for paper_id, found in reversed(self.papers.items()):
            if found == kind:
                return paper_id
        raise StoryBroken(f"no act ordered a {kind}")

    def issued(self) -> list[dict[str, Any]]:
        """Every paper that the acts here ordered, once all of them are issued; in the order of the acts."""
        papers: list[dict[str, Any]] = self._until(
            lambda: self.cast.deputy.ask(_PAPERS, ids=list(self.papers))["nodes"],
            lambda found: all(paper["state"] == "SIGNED" for paper in found),
            "the letters are not all issued",
        )
        return papers

    def await_made(self) -> None:
        """Until no paper of the life is being made any more: the worker's are issued, the others wait for a signature."""
        self._until(
            lambda: self.cast.admin.ask(_PAPERS, ids=list(self.papers))["nodes"],
            lambda found: all(is_made(paper) for paper in found),
            "a paper is not made",
        )

    def await_issued(self, paper_id: str) -> None:
        """Until a paper under the seal is issued."""
        self._until(
            lambda: self.read("Document", paper_id, PAPER), lambda found: found["state"] == "SIGNED", "not issued"
        )

    def _signature(self, paper: Mapping[str, Any]) -> dict[str, Any]:
        return {"seenSha256": paper["sha256"], "passphrase": self.cast.passphrase}

    def _ready(self, read: Any) -> dict[str, Any]:
        ready: dict[str, Any] = self._until(
            read, lambda found: bool(found) and self._may_be_signed(found), "the paper is not ready"
        )
        return ready

    def _may_be_signed(self, paper: Mapping[str, Any]) -> bool:
        """A paper of a past day is made again with today's date, before anyone signs it."""
        is_of_today = paper["date"] == self.today().isoformat() or bool(paper["signatures"])
        return bool(paper["state"] == "AWAITING_SIGNATURE" and is_of_today)

    # --- reading and time -------------------------------------------------------------------------------------------

    def read(self, kind: str, key: str, fields: str) -> dict[str, Any]:
        """Fields of a thing of this GraphQL type, as LKPP's administrator sees it."""
        document = f"query($id: ID!) {{ node(id: $id) {{ ... on {kind} {{ {fields} }} }} }}"
        return dict(self.cast.admin.ask(document, id=key)["node"])

    def person(self, client: ApiClient) -> str:
        """The id of who is signed in."""
        if client not in self._people:
            self._people[client] = str(client.ask("{ viewer { person { id } } }")["viewer"]["person"]["id"])
        return self._people[client]

    def now(self) -> datetime:
        """The present legal instant."""
        return self._time.now()

    def today(self) -> date:
        """The present legal date."""
        return legal_date(self._time.now())

    def wait_until(self, instant: datetime) -> None:
        """Lives on to an instant, which may have come already; what is being made is finished on its own day."""
        if instant > self._time.now():
            self.await_made()
            self._time.advance_to(instant)

    def wait_past(self, day: date) -> None:
        """Lives on to office hours after a day has ended."""
        self.wait_until(self.office_hour(day + timedelta(days=1)))

    def office_hour(self, day: date) -> datetime:
        """Nine in the morning in Jakarta on the day, or on the Monday after where it is a week-end."""
        to_monday = 7 - day.weekday() if day.weekday() > _FRIDAY else 0
        return datetime.combine(day + timedelta(days=to_monday), time(9), JAKARTA)

    def expect(self, what: str, found: Any, wanted: Any) -> None:
        """*Raises*: `StoryBroken` where something stands otherwise than the decree puts it."""
        if found != wanted:
            raise StoryBroken(f"{what}: {found} instead of {wanted}")

    def _note(self, done: Mapping[str, Any]) -> None:
        self.papers |= {paper["id"]: paper["kind"] for paper in done["documents"]}

    def _asked(self, result: str, fields: str) -> str:
        return f"documents {{ id kind }} {result} {{ id state version {fields} }}"

    def _next(self) -> str:
        self._count += 1
        return str(self._count)
