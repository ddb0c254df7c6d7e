"""The journal of a life: told again it hears the same, and goes on from there; it keeps no request and no refusal."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from app.demo.client import ApiClient, Refused
from app.demo.journal import Journal, JournalledClient
from app.demo.telling import StoryBroken


class Session(ApiClient):
    """Answers by counting; refuses what it is told to, with each of the codes in turn."""

    def __init__(self, refused: str = "", codes: tuple[str, ...] = ()) -> None:
        self.count = 0
        self.refused = refused
        self.codes = list(codes)

    def ask(self, document: str, **variables: Any) -> dict[str, Any]:
        self.count += 1
        return {"count": self.count, "asked": document}

    def act(self, mutation: str, fields: str, values: Mapping[str, Any]) -> dict[str, Any] | Refused:
        if mutation == self.refused and self.codes:
            return Refused(type="InvalidState", code=self.codes.pop(0), message="-", required="-", clause="HOUSE")
        self.count += 1
        return {"count": self.count}

    def upload(self, url: str, headers: Mapping[str, str], data: bytes) -> None:
        self.count += 1


def tell(journal: Journal, session: ApiClient) -> list[Any]:
    client = JournalledClient(session, journal)
    found = [client.ask("{ a }"), client.act("openAssessment", "id", {"passphrase": "rahasia"})]
    client.upload("url", {}, b"data")
    found.append(journal.once("waited", lambda: [client.ask("{ b }"), client.ask("{ c }")]))
    return found


def test_what_was_answered_is_not_asked_again(tmp_path: Path) -> None:
    file, session = tmp_path / "lives" / "one.jsonl", Session()
    first, again = Journal(file), Session()
    found = tell(first, session)
    first.close()
    assert (len(file.read_text().splitlines()), session.count) == (4, 5)
    assert "rahasia" not in file.read_text()
    second = Journal(file)
    assert tell(second, again) == found
    assert again.count == 0
    assert JournalledClient(again, second).ask("{ d }") == {"count": 1, "asked": "{ d }"}
    second.close()
    assert len(file.read_text().splitlines()) == 5


def test_a_line_that_a_killed_process_left_unfinished_is_asked_again(tmp_path: Path) -> None:
    file = tmp_path / "one.jsonl"
    file.write_text('["ask", {"count": 7}]\n["ask", {"cou')
    journal, session = Journal(file), Session()
    client = JournalledClient(session, journal)
    assert [client.ask("{ a }"), client.ask("{ b }")] == [{"count": 7}, {"count": 1, "asked": "{ b }"}]
    journal.close()
    assert file.read_text().splitlines() == ['["ask", {"count": 7}]', '["ask", {"count": 1, "asked": "{ b }"}]']


def test_another_life_than_the_journal_knows_is_not_told(tmp_path: Path) -> None:
    file = tmp_path / "one.jsonl"
    file.write_text('["ask", {"count": 7}]\n')
    journal = Journal(file)
    with pytest.raises(StoryBroken, match="knows ask where the life now has openAssessment"):
        JournalledClient(Session(), journal).act("openAssessment", "id", {})
    journal.close()


def test_a_refusal_breaks_the_life_and_is_not_kept(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "one.jsonl")
    client = JournalledClient(Session(refused="openAssessment", codes=("WRONG_STATE",)), journal)
    with pytest.raises(StoryBroken, match=r"openAssessment was refused.*WRONG_STATE"):
        client.act("openAssessment", "id", {})
    assert client.ask("{ a }") == {"count": 1, "asked": "{ a }"}
    journal.close()
    assert (tmp_path / "one.jsonl").read_text() == '["ask", {"count": 1, "asked": "{ a }"}]\n'


def test_a_signature_that_is_under_way_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr("app.demo.journal.time.sleep", slept.append)
    journal = Journal(tmp_path / "one.jsonl")
    session = Session(refused="signDocument", codes=("SIGNING_IN_PROGRESS", "SIGNING_IN_PROGRESS"))
    assert JournalledClient(session, journal).act("signDocument", "id", {}) == {"count": 1}
    journal.close()
    assert slept == [1.0, 1.0]
