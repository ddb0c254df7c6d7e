"""`pembina demo`: starts everything, lives three units' lives through the HTTP API, shows what came of it, keeps serving."""

import argparse
import secrets
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.table import Table

from app.clock import ClockError, DevelopmentClock
from app.commands import Commands
from app.commands.serving import with_address
from app.demo.casting import cast_at, people_of
from app.demo.client import ApiClient
from app.demo.lives import ACTS, LIVES, Life
from app.demo.prologue import Prologue
from app.demo.proof import altered_is_caught, figures_of, keep, proofs_of_papers
from app.demo.tables import papers_table, revoked_of, standards_of, units_table
from app.demo.telling import Cast, FullCast, Progress
from app.http import http_application
from app.people import actor_of, person_with
from app.server import check_port, free_port, served
from app.settings import read_settings
from app.wiring import System, running_system
from domain.roles import Actor, Role
from persistence.personnel import PersonRecord

_LONGEST_LINE = 240
"""How much of what an act said is shown: its beginning, and its end with the clause. *Units*: characters."""

CONSOLE = Console()


def add_commands(commands: Commands) -> None:
    """Adds `demo`."""
    demo = commands.add_parser(
        "demo", help="kehidupan tiga unit, dari permohonan / the lives of three units, from their applications"
    )
    demo.add_argument("--once", action="store_true", help="berhenti setelah selesai / end after the run")
    demo.add_argument("--out", type=Path, help="simpan PDF dan summary.json di sini / keep PDFs and summary.json here")
    demo.add_argument("--port", type=int)
    demo.set_defaults(run=_demo)


def _demo(options: argparse.Namespace) -> int:
    port = free_port() if options.once and options.port is None else options.port
    settings = with_address(read_settings(data=options.data), host=None, port=port)
    check_port(settings.host, settings.port)
    begun = time.monotonic()
    with running_system(settings, on_progress=lambda line: CONSOLE.print(f"[dim]{line}[/]")) as system:
        system.pools.warm()
        CONSOLE.print(f"[dim]siap / ready ({time.monotonic() - begun:.1f} s)[/]\n")
        with served(http_application(system), host=settings.host, port=settings.port):
            address = f"http://{settings.host}:{settings.port}"
            _perform(system, address, out=options.out)
            CONSOLE.print(f"\n[bold green]Selesai / done[/] ({time.monotonic() - begun:.1f} s)")
            if not options.once:
                _keep_serving(system, address)
    return 0


def _perform(system: System, address: str, *, out: Path | None) -> None:
    legal_time = LegalTime(system)
    people = People(system, address)
    name, begun = f"demo-{secrets.token_hex(6)}", legal_time.now()
    deputy = people.client("person-deputy")
    with _bar() as bar, ThreadPoolExecutor(max_workers=1) as verifier:
        task = bar.add_task("", total=ACTS)
        progress = Progress(tell=lambda line: _advance(bar, task, line))
        Prologue(people.client("person-admin"), progress, name=name).prolong_calendar(begun.date())
        bar.update(task, total=ACTS + len(progress.acts))
        lives, verified = [], []
        for number, plan in enumerate(LIVES, start=1):
            bar.console.rule(f"[bold]{number}. {plan.title}", align="left")
            life = Life(plan, people.cast(plan.institution_id), progress, legal_time, name=f"{name}-{number}")
            life.run()
            lives.append(life)
            papers = life.papers()
            verified.append(verifier.submit(proofs_of_papers, papers, holder=deputy, public=people.public))
        bar.update(task, description="surat diperiksa / verifying the letters")
        proofs = [of_life.result() for of_life in verified]
    outcomes = [life.outcome() for life in lives]
    CONSOLE.print("Naskah terbit, diperiksa tiga cara / issued papers, verified three ways", style="bold")
    for plan, of_life in zip(LIVES, proofs, strict=True):
        CONSOLE.print(papers_table(plan.title, of_life))
    CONSOLE.print(units_table(outcomes))
    every = [proof for of_life in proofs for proof in of_life]
    sla = next(proof for proof in every if proof.kind == "SLA")
    caught = altered_is_caught(sla, people.public)
    CONSOLE.print(f"\nSatu byte SLA diubah / one byte of the SLA changed: [red]{caught}[/]")
    figures = {
        **figures_of(people.public),
        **_told(progress, outcomes),
        "documents": len(every),
        "legal_days": (legal_time.now() - begun).days,
    }
    if out is not None:
        keep(every, figures, out, root=system.pki.root_pem)
        CONSOLE.print(f"{len(every)} PDF, root.pem, summary.json → {out}")


def _told(progress: Progress, outcomes: list[dict[str, Any]]) -> dict[str, float]:
    """What the lives came to, in numbers."""
    cases = [case for outcome in outcomes for case in outcome["sanctionCases"]["nodes"]]
    sanctions = [sanction for case in cases for sanction in case["sanctions"]["nodes"]]
    return {
        "lives": len(outcomes),
        "acts": len(progress.acts),
        "refusals": progress.refusals,
        "standards_determined": sum(standards_of(outcome).get("DETERMINED", 0) for outcome in outcomes),
        "standards_revoked": sum(revoked_of(outcome) for outcome in outcomes),
        "certificates": sum(len(outcome["certificates"]["nodes"]) for outcome in outcomes),
        "cases": len(cases),
        "sanctions": len(sanctions),
        "objections": sum(len(sanction["objections"]["nodes"]) for sanction in sanctions),
        "reassessments": sum(len(outcome["reassessments"]["nodes"]) for outcome in outcomes),
        "seconds_from_sign_to_verifiable": round(progress.seconds_to_verifiable or 0.0, 3),
    }


class LegalTime:
    """The development clock, moved in this process; whoever signs later has a key that is valid then."""

    def __init__(self, system: System) -> None:
        if not isinstance(system.clock, DevelopmentClock):
            raise ClockError("demonstrasi memerlukan jam pengembangan / the demonstration needs the development clock")
        self._clock = system.clock
        self._system = system

    def now(self) -> datetime:
        """The present legal instant, UTC."""
        return self._clock.now()

    def advance_to(self, instant: datetime) -> datetime:
        """Moves legal time forward, for every process on this data folder."""
        now = self._clock.advance_to(instant)
        for person_id in {person for plan in LIVES for person in people_of(plan.institution_id).values()}:
            self._system.keys.ensure(_person(person_id))
        return now


class People:
    """The sessions of the invented people, signed in by the development issuer; each has a key where he signs."""

    def __init__(self, system: System, address: str) -> None:
        self._system = system
        self._address = address
        self._clients: dict[str, ApiClient] = {}
        self.public = ApiClient(address)

    def client(self, person_id: str) -> ApiClient:
        """The session of one person."""
        if person_id not in self._clients:
            person = _person(person_id)
            self._system.keys.ensure(person)
            self._clients[person_id] = ApiClient(self._address, _token_of(self._system, actor_of(person)))
        return self._clients[person_id]

    def cast(self, institution_id: str) -> FullCast:
        """Everybody in the life of this institution's unit."""
        return cast_at(institution_id, self.client, public=self.public, passphrase=self._system.keys.passphrase)


def cast_of(system: System, address: str) -> Cast:
    """A client for each person, signed in by the development issuer, and their keys."""

    def client(role: Role) -> ApiClient:
        person = person_with(role)
        system.keys.ensure(person)
        return ApiClient(address, _token(system, role))

    return Cast(
        institution_head=client(Role.INSTITUTION_HEAD),
        unit_head=client(Role.UNIT_HEAD),
        unit_staff=client(Role.UNIT_STAFF),
        reviewer=client(Role.REVIEWER),
        admin=client(Role.ADMIN),
        deputy=client(Role.DEPUTY),
        public=ApiClient(address),
        passphrase=system.keys.passphrase,
    )


def _token(system: System, role: Role) -> str:
    return _token_of(system, actor_of(person_with(role)))


def _token_of(system: System, actor: Actor) -> str:
    settings = system.settings
    return system.installation.issuer.token(
        actor, audience=settings.oidc_audience, roles_claim=settings.oidc_roles_claim
    )


def _person(person_id: str) -> PersonRecord:
    person: PersonRecord = PersonRecord.objects(id=person_id).get()
    return person


def _bar() -> Bar:
    columns = (
        SpinnerColumn(),
        BarColumn(20),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    return Bar(*columns, console=CONSOLE)


def _advance(bar: Bar, task: TaskID, line: str) -> None:
    mark = "[yellow]✘[/]" if "ditolak" in line else "[green]✔[/]"
    shown = line if len(line) <= _LONGEST_LINE else f"{line[: _LONGEST_LINE - 30]} … {line[-25:]}"
    bar.console.print(f" {mark} {shown.replace('[', chr(92) + '[')}")
    bar.update(task, advance=1, description=line.split(" ")[0])


def _keep_serving(system: System, address: str) -> None:
    table = Table(title="Token pengembangan / development tokens", show_lines=True)
    table.add_column("Peran / role")
    table.add_column("Token (Authorization: Bearer …)", overflow="fold")
    for role in Role:
        if role not in {Role.SYSTEM, Role.PUBLIC}:
            table.add_row(role.value, _token(system, role))
    CONSOLE.print(table)
    CONSOLE.print(f"Frasa sandi kunci pengembangan / passphrase of the development keys: {system.keys.passphrase}")
    CONSOLE.print(
        f"GraphQL  {address}/graphql\nPeriksa  {address}/verify\nHealth   {address}/health\n\nCtrl-C untuk berhenti / to stop"
    )
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        CONSOLE.print("\nberhenti / stopping")
