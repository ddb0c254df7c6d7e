"""`pembina outbox` as it is typed, on servers that are named."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.cli import main
from app.embedded import Addresses
from persistence import outbox
from persistence.connection import connect

Typed = Callable[..., tuple[int, str]]


@pytest.fixture
def typed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Typed:
    """Runs `pembina` with these words; its exit status and what it printed."""

    def run(*words: str) -> tuple[int, str]:
        status = main(["--data", str(tmp_path), *words])
        return status, capsys.readouterr().out.strip()

    return run


@pytest.fixture
def three_dead(servers: Addresses, database_name: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of three dead entries, in the database that the environment names."""
    for name, value in {
        "MONGODB_URI": servers.mongodb_uri,
        "MONGODB_NAME": database_name,
        "S3_ENDPOINT": servers.s3_endpoint,
        "S3_ACCESS_KEY": servers.s3_access_key,
        "S3_SECRET_KEY": servers.s3_secret_key,
        "S3_SECURE": "false",
    }.items():
        monkeypatch.setenv(f"PEMBINA_{name}", value)
    connect(servers.mongodb_uri, name=database_name)
    ids = [outbox.add("prepare_document", f"doc-{number}") for number in range(3)]
    for _ in ids:
        entry = outbox.claim()
        assert entry is not None
        outbox.fail(entry, "LetterUnsound: altered", final=True)
    return ids


@pytest.mark.servers
def test_the_dead_are_revived_one_or_all(three_dead: list[str], typed: Typed) -> None:
    assert typed("outbox", "revive", three_dead[0]) == (0, "1 pekerjaan dihidupkan lagi / entries revived")
    assert typed("outbox", "revive", three_dead[0]) == (1, "0 pekerjaan dihidupkan lagi / entries revived")
    assert typed("outbox", "revive", "doc-1") == (0, "1 pekerjaan dihidupkan lagi / entries revived")
    assert typed("outbox", "revive", "--all") == (0, "1 pekerjaan dihidupkan lagi / entries revived")
    assert typed("outbox", "revive", "--all") == (0, "0 pekerjaan dihidupkan lagi / entries revived")


@pytest.mark.parametrize("words", [("revive",), ("revive", "some-id", "--all"), ("bury", "--all")])
def test_which_must_be_said(words: tuple[str, ...], typed: Typed) -> None:
    with pytest.raises(SystemExit) as ended:
        typed("outbox", *words)
    assert ended.value.code == 2
