"""`pembina demo`: starts everything, lives three units' lives through the HTTP API, shows what came of it, keeps serving."""

import argparse
import secrets
import threading
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress as Bar
from rich.progress import TaskID
from rich.table import Table

from app.commands import Commands
from app.commands.serving import with_address
from app.commands.staging import LegalTime, company_of, progress_bar, token_of
from app.commands.volume import from_the_beginning, tell_volume
from app.demo.casting import OF_LKPP, people_of
from app.demo.keeping import keep, make_ready
from app.demo.lives import ACTS, LIVES, Plan
from app.demo.offline import agree_without_network, fetch_bundle
from app.demo.performance import Performance, perform
from app.demo.proof import altered_is_caught, figures_of
from app.demo.tables import papers_table, revoked_table, units_table
from app.demo.volume_figures import answer_times
from app.http import http_application
from app.people import person_with
from app.server import check_port, free_port, served
from app.settings import SettingsError, read_settings
from app.wiring import System, running_system
from domain.roles import Role
from services.offline_pins import Pins
from signing.trust import TrustAnchors

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
    demo.add_argument(
        "--volume",
        action="store_true",
        help="sebelumnya, sekali untuk satu folder data, enam puluh unit / before, once for a data folder, sixty units",
    )
    demo.add_argument("--port", type=int)
    demo.set_defaults(run=_demo)


def _demo(options: argparse.Namespace) -> int:
    port = free_port() if options.once and options.port is None else options.port
    settings = with_address(read_settings(data=options.data), host=None, port=port)
    if settings.production:
        raise SettingsError("demo memakai orang rekaan / demo acts with invented people, and is refused in production")
    if options.volume:
        settings = from_the_beginning(settings)
    check_port(settings.host, settings.port)
    if options.out is not None:
        make_ready(options.out)
    begun = time.monotonic()
    with running_system(settings, on_progress=lambda line: CONSOLE.print(f"[dim]{line}[/]")) as system:
        CONSOLE.print(f"[dim]siap / ready ({time.monotonic() - begun:.1f} s)[/]\n")
        with (
            ThreadPoolExecutor(max_workers=1) as aside,
            served(http_application(system), host=settings.host, port=settings.port),
        ):
            warming = aside.submit(system.pools.warm)  # while the first acts, which make no letter, are done
            address = f"http://{settings.host}:{settings.port}"
            volume = tell_volume(system, address, CONSOLE) if options.volume else None
            _perform(system, address, out=options.out, volume=volume)
            warming.result()
            CONSOLE.print(f"\n[bold green]Selesai / done[/] ({time.monotonic() - begun:.1f} s)")
            if not options.once:
                _keep_serving(system, address)
    return 0


def _perform(system: System, address: str, *, out: Path | None, volume: Mapping[str, Any] | None) -> None:
    company = company_of(system, address)
    with progress_bar(CONSOLE) as bar:
        task = bar.add_task("", total=ACTS)
        for number, plan in enumerate(LIVES, start=1):
            bar.console.print(f"[bold]{number}  {plan.title}[/]")
        performance = perform(
            company,
            LegalTime(system, [person for plan in LIVES for person in people_of(plan.institution_id).values()]),
            name=f"demo-{secrets.token_hex(6)}",
            tell=partial(_advance, bar, task),
        )
    _show(performance)
    sla = next(proof for proof in performance.every_proof() if proof.kind == "SLA")
    caught = altered_is_caught(sla, company.public)
    CONSOLE.print(f"\nSatu byte SLA diubah / one byte of the SLA changed: [red]{caught}[/]")
    bundle = fetch_bundle(company.public, system.clock.now())
    pins = Pins(roots=TrustAnchors.read(roots=[system.pki.root_pem]), log_key=system.publication.key)
    offline = agree_without_network(performance.every_proof(), bundle, pins)
    CONSOLE.print(f"{offline} sertifikat diperiksa tanpa jaringan / certificates checked without network\n")
    revoked = [certificate.checked(pins) for certificate in performance.revoked]
    for each in revoked:
        CONSOLE.print(revoked_table(each))
    if volume is not None:
        volume = {**volume, "milliseconds": answer_times(company.session(OF_LKPP["deputy"]), company.public)}
        times = ", ".join(f"{name} {taken} ms" for name, taken in volume["milliseconds"].items())
        CONSOLE.print(f"Median jawaban / median answer: {times}")
    if out is not None:
        figures = {**figures_of(company.public), **performance.figures()}
        keep(
            performance.every_proof(),
            figures,
            out,
            root=system.pki.root_pem,
            log_key=system.publication.key.vkey,
            bundle=bundle,
            revoked=revoked,
            volume=volume,
        )
        papers, bundles = len(performance.every_proof()), 1 + len(revoked)
        CONSOLE.print(f"{papers} PDF, root.pem, log.vkey, {bundles} luring.zip, summary.json → {out}")
    company.close()


def _show(performance: Performance) -> None:
    CONSOLE.print("\nNaskah terbit, diperiksa tiga cara / issued papers, verified three ways", style="bold")
    for plan, proofs in zip(LIVES, performance.proofs, strict=True):
        CONSOLE.print(papers_table(plan.title, proofs))
    CONSOLE.print(units_table(performance.outcomes))


def _token(system: System, role: Role) -> str:
    return token_of(system, person_with(role))


def _advance(bar: Bar, task: TaskID, plan: Plan | None, line: str) -> None:
    """One act, with the number of the life that it is of; what comes before the lives is not among `ACTS`."""
    number = " " if plan is None else str(LIVES.index(plan) + 1)
    mark = "[yellow]✘[/]" if "ditolak" in line else "[green]✔[/]"
    shown = line if len(line) <= _LONGEST_LINE else f"{line[: _LONGEST_LINE - 30]} … {line[-25:]}"
    bar.console.print(f"{number} {mark} {shown.replace('[', chr(92) + '[')}")
    bar.update(task, advance=int(plan is not None), description=line.split(" ")[0])


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
