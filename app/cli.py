"""The command `pembina`: words in, the function that does it out; each command stands in `app/commands/`."""

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from app.clock import ClockError
from app.commands import (
    administration,
    archive,
    bench,
    demonstration,
    logs,
    offline_checks,
    pki,
    reproducing,
    serving,
    verifying,
)
from app.embedded import EmbeddedServerError
from app.server import PortTaken
from app.settings import SettingsError
from app.worker import BrokerUnavailable
from persistence.errors import PersistenceError
from signing.port import SigningError
from storage.port import StorageError

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
    options = _parser().parse_args(arguments)
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pembina", description="Pembinaan LPSE menurut Keputusan Deputi LKPP 152/2022"
    )
    parser.add_argument("--data", type=Path, help="folder data (bawaan: PEMBINA_DATA atau ./var)")
    commands = parser.add_subparsers(required=True, metavar="PERINTAH")
    for module in (
        serving,
        demonstration,
        verifying,
        offline_checks,
        reproducing,
        administration,
        pki,
        archive,
        logs,
        bench,
    ):
        module.add_commands(commands)
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
