"""Passphrases and keys: after a whole story with everything logged, they are nowhere but in the keys' own files."""

import base64
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates

from tests.e2e.ledger import Ledger
from tests.e2e.servers import Server, cast_of, closed, told_story

LOG_KEY = "log.key"
"""A signed-note key: no PEM."""

pytestmark = [pytest.mark.servers, pytest.mark.libreoffice, pytest.mark.slow]

WRONG = "bukan frasa sandinya"
"""What the story gives first."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that logged all it could, the drivers too, while the story was told; its files are looked at as it runs."""
    with Server(tmp_path_factory.mktemp("secrets"), workers=1, warm=False, log_level="DEBUG") as server:
        server.start()
        with closed(cast_of(server.reached)) as cast:
            told_story(cast, "secrets-story")
        yield server


@pytest.fixture(scope="module")
def keys(server: Server) -> dict[str, int]:
    """The private numbers of every key of the installation, by the file in which it is."""
    passphrase, pki = server.reached.passphrase.encode(), server.data / "pki"
    secrets = dict.fromkeys((pki / "persons").glob("*.p12"), passphrase)
    secrets[pki / "seal.p12"] = (pki / "seal.passphrase").read_bytes().strip()
    found = [(file, load_key_and_certificates(file.read_bytes(), secret)[0]) for file, secret in secrets.items()]
    for file in (*(set(pki.glob("*.key")) - {pki / LOG_KEY}), server.data / "keys" / "issuer.pem"):
        found.append((file, load_pem_private_key(file.read_bytes(), None)))
    numbers = {}
    for file, key in found:
        assert isinstance(key, EllipticCurvePrivateKey)
        numbers[file.name] = key.private_numbers().private_value
    seed = base64.b64decode((pki / LOG_KEY).read_text().strip().split("+", 4)[-1])[1:]
    return {**numbers, LOG_KEY: int.from_bytes(seed)}


def holders(server: Server, secret: bytes) -> set[str]:
    """The files, of the data folder and the logs, in which the bytes stand."""
    files = (file for file in server.folder.rglob("*") if file.is_file() and not file.is_symlink())
    return {str(file.relative_to(server.folder)) for file in files if secret in _bytes(file)}


def _bytes(file: Path) -> bytes:
    """A file's bytes; nothing where a server has just removed it."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return b""


def test_the_log_is_worth_looking_at(server: Server) -> None:
    log = server.log.read_text()
    assert "WARNING pembina.signing: sign_for_institution of" in log
    assert "DEBUG pymongo.command" in log


def test_the_passphrase_stands_in_its_own_file_only(server: Server) -> None:
    assert holders(server, server.reached.passphrase.encode()) == {"data/keys/passphrase"}


def test_a_wrong_passphrase_stands_nowhere(server: Server) -> None:
    assert holders(server, WRONG.encode()) == set()


def test_the_seals_passphrase_stands_in_its_own_file_only(server: Server) -> None:
    secret = (server.data / "pki" / "seal.passphrase").read_bytes().strip()
    assert holders(server, secret) == {"data/pki/seal.passphrase"}


def test_no_passphrase_stands_in_the_database(server: Server) -> None:
    """MongoDB compresses its files: what it stores is looked at as it gives it."""
    with Ledger(server.reached) as ledger:
        stored = str(ledger.everything())
    assert (WRONG in stored, server.reached.passphrase in stored) == (False, False)


def test_no_key_stands_outside_its_file(server: Server, keys: dict[str, int]) -> None:
    """As bytes, in hexadecimal and in decimal; as PEM it has its header."""
    assert len(keys) == 12
    for number in keys.values():
        assert holders(server, number.to_bytes(32, "big")) <= {f"data/pki/{name}" for name in keys}
        assert holders(server, f"{number:064x}".encode()) == set()
        assert holders(server, str(number).encode()) == set()
    pem = {"data/pki/root.key", "data/pki/issuing.key", "data/pki/tsa.key", "data/keys/issuer.pem"}
    pem |= {"data/pki/credential.key"}
    assert holders(server, b"PRIVATE KEY") == pem
    assert holders(server, b"PRIVATE+KEY") == {f"data/pki/{LOG_KEY}"}


def test_secret_files_are_their_owners_only(server: Server) -> None:
    secret = [*(server.data / "pki").rglob("*"), *(server.data / "keys").rglob("*"), server.data / "embedded.json"]
    assert {stat.S_IMODE(file.stat().st_mode) & 0o077 for file in secret} == {0}
