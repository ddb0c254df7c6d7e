"""`pembina log rotate` on a log that a server publishes at the same time: what strangers kept holds, and what they get."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.cli import main
from app.http import http_application
from app.log_key import kept_log_keys
from app.log_rotation import replace_log_key
from app.pools import Pools
from app.server import free_port, served
from app.settings import SettingsError
from persistence.documents import DocumentRecord
from signing.checkpoints import Checkpoint, EarlierKey, read_checkpoint
from signing.notes import new_signer
from signing.private_files import write_private
from storage.port import Area
from tests.integration.services.town import Town, running_town

pytestmark = [pytest.mark.servers, pytest.mark.libreoffice]


@pytest.fixture
def town(servers: Any, pools: Pools, tmp_path: Path) -> Iterator[Town]:
    with running_town(servers, pools, tmp_path) as town:
        issue(town)
        yield town


def issue(town: Town) -> DocumentRecord:
    application_id = town.submitted()
    town.work()
    town.system.publication.advance()
    return town.paper("APPLICATION_RECEIPT", application_id)


def await_size(town: Town, size: int) -> None:
    """Until the server's own worker has issued the paper and published it."""
    limit = time.monotonic() + 60
    while (newest := town.system.publication.newest()) is None or newest.size < size:
        assert time.monotonic() < limit, newest
        town.work()
        town.system.publication.advance()
        time.sleep(0.1)


def key_file(town: Town) -> Path:
    return town.system.settings.data / "pki" / "log.key"


def test_strangers_read_the_log_through_a_rotation_beside_a_running_server(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The server learns of the new key by itself; a checkpoint of before is believed by its key, up to its size."""
    port, kept = free_port(), tmp_path / "disimpan.txt"
    old = town.system.publication.key
    with served(http_application(town.system), host="127.0.0.1", port=port):
        url = f"http://127.0.0.1:{port}/log"

        def verified(*words: str) -> tuple[int, str]:
            status = main(["log", "verify", "--url", url, *words])
            return status, capsys.readouterr().out.strip()

        assert verified("--key", old.vkey, "--save", str(kept))[0] == 0
        size = read_checkpoint(kept.read_text(), key=old).size
        new = replace_log_key(town.system.installation)
        assert httpx.get(f"{url}/keys").json() == {"key": new.vkey, "earlier": [{"key": old.vkey, "lastSize": size}]}
        assert httpx.get(f"{url}/key").text == f"{new.vkey}\n"
        town.submitted()
        await_size(town, size + 1)
        assert town.system.publication.key == new
        earlier = ["--earlier-key", f"{old.vkey} {size}"]
        assert verified("--key", new.vkey, "--checkpoint", str(kept), *earlier)[0] == 0
        status, said = verified("--key", new.vkey, "--checkpoint", str(kept))
        assert (status, f"lacks the signature of {new.name}" in said) == (1, True)
        status, said = verified("--key", old.vkey)
        assert (status, f"lacks the signature of {old.name}" in said) == (1, True)
        forged = Checkpoint(origin=old.name, size=size + 1, root=bytes(32))
        kept.write_text(forged.signed(town.system.installation.log_keys.signer))
        status, said = verified("--key", new.vkey, "--checkpoint", str(kept), *earlier)
        assert (status, f"was replaced at a tree of {size}" in said) == (1, True)


def test_papers_of_both_keys_are_proven_by_the_new_one(town: Town) -> None:
    first = DocumentRecord.objects(kind="APPLICATION_RECEIPT").get()
    new = replace_log_key(town.system.installation)
    second = issue(town)
    verification = town.system.use_cases.verification
    for paper in (first, second):
        data = town.bytes_of(str(paper.id))
        report = verification.verify_bytes(data)
        assert bool(report.genuine), report.checks
        found = town.system.use_cases.log.find(str(paper.id))
        assert [(proof.verifier_key, proof.holds(new)) for proof in found.proofs] == [(new.vkey, True)]


class _Killed(BaseException):
    pass


@pytest.mark.parametrize("handed_over", [False, True])
def test_a_rotation_that_was_killed_is_run_again(town: Town, handed_over: bool) -> None:
    """Before the hand-over nothing has happened; after it the next run finds the new key where it was written."""
    here, old = town.system.installation, town.system.publication.key

    def kill(step: int) -> None:
        if step == (3 if handed_over else 2):
            raise _Killed

    with pytest.raises(_Killed):
        replace_log_key(here, on_step=kill)
    draft = key_file(town).with_name("log.key.next")
    written = kept_log_keys(draft).key
    assert kept_log_keys(key_file(town)).key == old
    new = replace_log_key(here)
    assert (new == written) is handed_over
    assert not draft.exists()
    keys = kept_log_keys(key_file(town))
    assert (keys.key, [each.key for each in keys.earlier]) == (new, [old])
    assert key_file(town).stat().st_mode & 0o777 == 0o600
    issue(town)
    note = town.system.store.get(Area.LOG, town.system.publication.place("checkpoint")).decode()
    assert read_checkpoint(note, key=new).size == keys.earlier[0].last_size + 1


def test_a_file_that_names_a_stranger_as_earlier_key_stops_the_start(town: Town, tmp_path: Path) -> None:

    file = tmp_path / "lain.key"
    keys = town.system.installation.log_keys
    text = f"{keys.signer.skey}\n{EarlierKey(new_signer('lain.invalid/log').key, 3)}\n"
    write_private(file, text.encode())
    with pytest.raises(SettingsError, match="holds no key of a log: the earlier keys of a log bear its name"):
        kept_log_keys(file)
