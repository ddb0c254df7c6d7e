"""A server of its own process, which the tests talk to over HTTP, stop, kill, and kill from inside at a named moment.

`serve` is the process: it tells over a connection how to reach it, and serves until the other end of that is closed.
"""

import logging
import os
import signal
import tempfile
import threading
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from pymongo import monitoring

from app.demo.casting import people_of
from app.demo.lives import LIVES
from app.http import http_application
from app.people import actor_of, person_with
from app.seeds.loader import load_volume
from app.server import served
from app.settings import read_settings
from app.wiring import System, running_system
from documents.conversion.pool import ConversionPool
from documents.conversion.supervision import LibreOffice
from domain.roles import Role
from persistence.documents import DocumentRecord
from persistence.personnel import PersonRecord

LOG = logging.getLogger("pembina.e2e")
FOREIGN_INSTITUTION = "inst-kabupaten-contoh-selatan"


@dataclass(frozen=True, kw_only=True)
class Order:
    """What to serve, and what shall go wrong.

    *Shape*: `plan` is a file of moments, one a line, at which this process kills itself (`Killer`). `soffice` is another
    LibreOffice, `signing_file` what signs in place of the test keys. With `lives` the people of the demonstration's lives
    are signed in too, and those of the volume whose institutions `volume` names. *Units*: `job_seconds` for one attempt of
    a conversion.
    """

    data: str
    port: int
    plan: str
    workers: int = 2
    lives: bool = False
    volume: Sequence[str] = ()
    clock_start: str = ""
    warm: bool = True
    soffice: str | None = None
    signing_file: str = ""
    job_seconds: float | None = None
    log: str = ""
    log_level: str = "INFO"


class Killer(monitoring.CommandListener):
    """Kills this process with SIGKILL at each moment of a plan once, whichever comes first, over any number of restarts.

    *Shape*: a moment is `KIND/SIGNATURES/STEP`, such as `SLA/1/8`: the letter, how many signatures it bore before, and
    the numbered step of issuing after which to die; `before-10` and `after-10` are the two sides of the commit that
    publishes. The plan may grow while the server runs.
    """

    def __init__(self, plan: Path) -> None:
        self._plan, self._done = plan, plan.with_suffix(".done")
        self._publishing = threading.local()
        self._dying = threading.Lock()

    def on_step(self, document_id: str, step: int) -> None:
        """After each numbered step of issuing."""
        if not self._left():
            return
        document = DocumentRecord.objects(id=document_id).only("kind", "signatures").get()
        bore = len(document.signatures) - (1 if step == 10 else 0)
        self._at(f"{document.kind}/{bore}/{step}")
        self._publishing.letter = f"{document.kind}/{bore}" if step == 9 else None

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        """Just before a command is sent."""
        self._around_commit(event, "before-10")

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        """Just after MongoDB has answered."""
        self._around_commit(event, "after-10")

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        """A command that failed is no moment of the plan."""

    def _around_commit(self, event: Any, step: str) -> None:
        letter = getattr(self._publishing, "letter", None)
        if letter is not None and event.command_name == "commitTransaction":
            self._at(f"{letter}/{step}")

    def _left(self) -> Counter[str]:
        planned, done = (file.read_text().split() if file.exists() else [] for file in (self._plan, self._done))
        return Counter(planned) - Counter(done)

    def _at(self, moment: str) -> None:
        """One death at a time: the lock is never given back by who dies."""
        with self._dying:
            if moment not in self._left():
                return
            with self._done.open("a") as done:
                done.write(f"{moment}\n")
                done.flush()
                os.fsync(done.fileno())
            os.kill(os.getpid(), signal.SIGKILL)


def serve(order: Order, channel: Connection, folder: Path) -> None:
    """The process. *Shape*: `folder` is for its passing files, and for what it says on standard output and error."""
    with (folder / "errors.log").open("ab") as errors:
        os.dup2(errors.fileno(), 1)
        os.dup2(errors.fileno(), 2)
    os.environ["TMPDIR"] = tempfile.tempdir = str(folder / "tmp")
    with channel:
        _serve(order, channel)


def _serve(order: Order, channel: Connection) -> None:
    logging.basicConfig(
        filename=order.log or None, level=order.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    killer = Killer(Path(order.plan))
    monitoring.register(killer)
    environment = {
        "PEMBINA_PORT": str(order.port),
        "PEMBINA_WORKERS": str(order.workers),
        "PEMBINA_CLOCK_START": order.clock_start,
        "PEMBINA_SIGNING_FILE": order.signing_file,
    }
    settings = read_settings(environment, data=Path(order.data))
    libreoffice = LibreOffice(soffice=Path(order.soffice)) if order.soffice else LibreOffice()
    with ExitStack() as stack:
        converter = None
        if order.job_seconds is not None:
            converter = ConversionPool(workers=1, libreoffice=libreoffice, job_seconds=order.job_seconds)
            stack.callback(converter.close)
        running = running_system(
            settings, on_progress=LOG.info, on_step=killer.on_step, converter=converter, libreoffice=libreoffice
        )
        system = stack.enter_context(running)
        if order.warm:
            system.pools.warm(conversion=converter is None)
        stack.enter_context(served(http_application(system), host=settings.host, port=settings.port))
        if order.volume:
            load_volume()
        institutions = [*(plan.institution_id for plan in LIVES if order.lives), *order.volume]
        channel.send(_told(system, institutions))
        with suppress(EOFError):
            channel.recv()


def _told(system: System, institutions: Sequence[str]) -> dict[str, Any]:
    """How to reach it, who of these institutions and of LKPP acts, and which processes belong to it."""
    people = {person for institution in institutions for person in people_of(institution).values()}
    s3 = system.installation.settings.s3
    assert s3 is not None
    roles = [role for role in Role if role not in {Role.SYSTEM, Role.PUBLIC}]
    return {
        "address": system.settings.public_url,
        "tokens": {role.value: _token(system, role) for role in roles}
        | {"FOREIGN_HEAD": _token(system, Role.INSTITUTION_HEAD, institution_id=FOREIGN_INSTITUTION)},
        "people": {person: _token_of(system, person) for person in people},
        "passphrase": system.keys.passphrase,
        "mongodb_uri": system.database.uri,
        "database": system.database.name,
        "s3": {"endpoint": s3.endpoint, "access_key": s3.access_key, "secret_key": s3.secret_key},
        "processes": {**system.installation.server_ids(), **system.pools.process_ids(), "server": [os.getpid()]},
    }


def _token(system: System, role: Role, *, institution_id: str | None = None) -> str:
    return _token_of(system, person_with(role, institution_id=institution_id).id)


def _token_of(system: System, person_id: str) -> str:
    person = PersonRecord.objects(id=person_id).get()
    system.keys.ensure(person)
    settings = system.settings
    return system.installation.issuer.token(
        actor_of(person), audience=settings.oidc_audience, roles_claim=settings.oidc_roles_claim
    )
