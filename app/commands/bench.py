"""`pembina bench`: the figures of the README, each measured now on this machine."""

import argparse
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

from app.bench.agreements import measure_agreements
from app.bench.baseline import measure_baseline
from app.bench.batches import measure_batch
from app.bench.pipeline import measure_pipeline
from app.bench.starts import measure_start
from app.bench.verifications import measure_examinations, measure_verifications
from app.commands import Commands
from app.http import http_application
from app.server import free_port, served
from app.settings import read_settings
from app.wiring import System, running_system
from domain.signing_batches import MOST_IN_BATCH

CONSOLE = Console()
VERIFICATIONS = 100


def add_commands(commands: Commands) -> None:
    """Adds `bench`."""
    bench = commands.add_parser("bench", help="ukur jalur surat / measure the letters' pipeline")
    bench.add_argument("--letters", type=int, default=100)
    bench.add_argument("--slas", type=int, default=10)
    bench.add_argument(
        "--batch", type=int, default=MOST_IN_BATCH, help="surat dalam satu tindakan / letters in one act"
    )
    bench.set_defaults(run=_bench)


def _bench(options: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="pembina-bench-") as folder:
        settings = replace(read_settings({}, data=Path(folder)), port=free_port())
        begun = time.monotonic()
        with running_system(settings) as system:
            system.pools.warm()
            first_start = time.monotonic() - begun
            plain = measure_baseline(system, options.letters, workers=settings.workers)
            ours = measure_pipeline(system, options.letters)
            batch = measure_batch(system, options.batch)
            address = f"http://{settings.host}:{settings.port}"
            with served(http_application(system), host=settings.host, port=settings.port):
                verifiable = measure_agreements(system, address, options.slas)
            examinations = measure_examinations(system, VERIFICATIONS)
            verifications = measure_verifications(system, VERIFICATIONS)
            memory = _memory(system)
        cold_start = measure_start(settings.data, settings.port)
    table = Table(title=f"pembina bench ({options.letters} letters, {options.slas} SLAs, {settings.workers} workers)")
    table.add_column("Figure")
    table.add_column("Measured", justify="right")
    table.add_row("letters a minute, whole pipeline", f"{ours.per_minute:.0f}")
    table.add_row("letters a minute, the plain way (same level, validated, stored)", f"{plain.per_minute:.0f}")
    table.add_row("ratio", f"{ours.per_minute / plain.per_minute:.1f}")
    table.add_row(f"{batch.papers} letters signed in one act, s", f"{batch.seconds:.1f}")
    table.add_row("the same, ms for each letter", f"{batch.milliseconds_each:.0f}")
    table.add_row(
        "median s from the second signer's act to a genuine verification", f"{statistics.median(verifiable):.2f}"
    )
    table.add_row("slowest of them, s", f"{max(verifiable):.2f}")
    table.add_row("median ms to examine a one-page file, in process", f"{statistics.median(examinations) * 1e3:.0f}")
    table.add_row("slowest of them, ms", f"{max(examinations) * 1e3:.0f}")
    table.add_row("median ms to verify it as an upload", f"{statistics.median(verifications) * 1e3:.0f}")
    table.add_row("slowest of them, ms", f"{max(verifications) * 1e3:.0f}")
    table.add_row("first start with empty data, s", f"{first_start:.1f}")
    table.add_row("cold start of serve, s", f"{cold_start:.1f}")
    for name, size in memory.items():
        table.add_row(f"resident memory, {name}, MB", f"{size:.0f}")
    CONSOLE.print(table)
    return 0


_ALONE = frozenset({"API and worker", "supervisor"})
"""The processes whose children have rows of their own."""


def _memory(system: System) -> dict[str, float]:
    """Resident memory of each process with its children (LibreOffice's worker has one). *Units*: MB (10^6 bytes)."""
    named = {"API and worker": [psutil.Process().pid], **system.pools.process_ids(), **system.installation.server_ids()}
    return {
        f"{name} {number}" if len(ids) > 1 else name: _resident(each, alone=name in _ALONE)
        for name, ids in named.items()
        for number, each in enumerate(ids, start=1)
    }


def _resident(process_id: int, *, alone: bool) -> float:
    process = psutil.Process(process_id)
    family = [process] if alone else [process, *process.children(recursive=True)]
    return float(sum(each.memory_info().rss for each in family)) / 1e6
