"""The command `pembina`: words in, the function that does it out; each command stands in `app/commands/`.

Only the module of the command that was given is loaded: `verify` and `pki` need neither GraphQL nor the demonstration.
"""

import argparse
import importlib
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from app.clock import ClockError
from app.embedded import EmbeddedServerError
from app.problems import BrokerUnavailable, PortTaken
from app.settings import SettingsError
from persistence.errors import PersistenceError
from signing.port import SigningError
from storage.port import StorageError

COMMANDS = {
    "serve": "serving",
    "worker": "serving",
    "demo": "demonstration",
    "verify": "verifying",
    "offline-bundle": "offline_checks",
    "evidence-pack": "offline_checks",
    "documents": "reproducing",
    "token": "administration",
    "clock": "administration",
    "outbox": "administration",
    "schema": "administration",
    "pki": "pki",
    "archive": "archive",
    "log": "logs",
    "bench": "bench",
}
"""Each command, and the module of `app/commands/` that adds it."""

_KNOWN_ERRORS = (
    SettingsError,
    EmbeddedServerError,
    PersistenceError,
    StorageError,
    SigningError,
    ClockError,
    PortTaken,
    BrokerUnavailable,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command. *Shape*: exit status 0 well, 1 not well (the reason on standard error), 2 wrong words."""
    options = _parser(sys.argv[1:] if arguments is None else arguments).parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    for name in ("pyhanko", "pyhanko_certvalidator", "httpx", "pymongo", "uvicorn"):
        logging.getLogger(name).setLevel(logging.ERROR)
    try:
        status: int = options.run(options)
    except _KNOWN_ERRORS as error:
        print(f"pembina: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return status


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    """The parser of the command that `arguments` name, and of every command where they name none."""
    parser = argparse.ArgumentParser(
        prog="pembina", description="Pembinaan LPSE menurut Keputusan Deputi LKPP 152/2022"
    )
    parser.add_argument("--data", type=Path, help="folder data (bawaan: PEMBINA_DATA atau ./var)")
    commands = parser.add_subparsers(required=True, metavar="PERINTAH")
    module = COMMANDS.get(_command_of(arguments))
    for name in dict.fromkeys(COMMANDS.values() if module is None else [module]):
        importlib.import_module(f"app.commands.{name}").add_commands(commands)
    return parser


def _command_of(arguments: Sequence[str]) -> str:
    """The first word that is neither an option nor its value; empty where there is none."""
    words = iter(arguments)
    for word in words:
        if word == "--data":
            next(words, None)
        elif not word.startswith("-"):
            return word
    return ""


if __name__ == "__main__":
    raise SystemExit(main())
