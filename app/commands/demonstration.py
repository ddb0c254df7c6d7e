"""`pembina demo`: starts everything, walks the story through the HTTP API, shows what came of it, and keeps serving."""

import argparse
import secrets
import threading
import time
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.table import Table

from app.commands import Commands
from app.commands.serving import with_address
from app.demo.client import ApiClient
from app.demo.proof import Proof, altered_is_caught, figures_of, keep, proofs_of
from app.demo.story import Cast, Progress, Story
from app.http import http_application
from app.people import actor_of, person_with
from app.server import check_port, free_port, served
from app.settings import read_settings
from app.wiring import System, running_system
from domain.roles import Role

_ACTS = 34
"""How many acts the story has, for the progress bar."""

CONSOLE = Console()


def add_commands(commands: Commands) -> None:
    """Adds `demo`."""
    demo = commands.add_parser(
        "demo", help="dari permohonan sampai SLA bertanda tangan / from application to signed SLA"
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
    cast = cast_of(system, address)
    with _bar() as bar:
        task = bar.add_task("", total=_ACTS)
        progress = Progress(tell=lambda line: _advance(bar, task, line))
        story = Story(cast, progress, name=f"demo-{secrets.token_hex(6)}")
        story.run()
        bar.update(task, completed=_ACTS, description="surat diperiksa / verifying the letters")
        proofs = proofs_of(story, holder=cast.institution_head, public=cast.public)
    _show(proofs)
    sla = next(proof for proof in proofs if proof.kind == "SLA")
    CONSOLE.print(
        f"\nSatu byte SLA diubah / one byte of the SLA changed: [red]{altered_is_caught(sla, cast.public)}[/]"
    )
    figures: dict[str, float] = dict(figures_of(cast.public))
    figures["acts"] = len(progress.acts)
    figures["seconds_from_sign_to_verifiable"] = round(progress.seconds_to_verifiable or 0.0, 3)
    if out is not None:
        keep(proofs, figures, out, root=system.pki.root_pem)
        CONSOLE.print(f"{len(proofs)} PDF, root.pem, summary.json → {out}")


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
    settings = system.settings
    actor = actor_of(person_with(role))
    return system.installation.issuer.token(
        actor, audience=settings.oidc_audience, roles_claim=settings.oidc_roles_claim
    )


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
    bar.console.print(f" {mark} {line.replace('[', chr(92) + '[')}")
    bar.update(task, advance=1, description=line.split(" ")[0])


def _show(proofs: list[Proof]) -> None:
    """The final table; it fits a terminal of 80 columns."""
    table = Table(title="Naskah terbit, diperiksa tiga cara / issued papers, verified three ways")
    for heading in ("Naskah / paper", "Nomor / number", "TTE", "Asli", "Status hukum"):
        table.add_column(heading, no_wrap=heading.startswith("Nomor"))
    for proof in proofs:
        genuine = "[green]ya[/]" if proof.genuine else "[red]TIDAK[/]"
        table.add_row(proof.label, proof.number, str(proof.signatures), genuine, proof.standing)
    CONSOLE.print(table)


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
