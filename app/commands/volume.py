"""The volume of `pembina demo --volume`: told once for each data folder, before the three lives; then only counted."""

import json
import shutil
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from app.commands.staging import LegalTime, company_of, progress_bar
from app.demo.casting import OF_LKPP, Company
from app.demo.office_days import OfficeDays
from app.demo.planned import PLAN, PlannedLife
from app.demo.telling import Progress
from app.demo.volume import Volume
from app.demo.volume_figures import volume_figures
from app.seeds.loader import load_volume
from app.settings import Settings
from app.wiring import System
from domain.clock import legal_date

_TOLD = "volume.json"
_JOURNALS = "volume"


def from_the_beginning(settings: Settings) -> Settings:
    """Legal time of a new data folder begins where the lives do, unless the environment says when."""
    if settings.clock_start is not None:
        return settings
    return replace(settings, clock_start=OfficeDays().begin().isoformat())


def tell_volume(system: System, address: str, console: Console) -> dict[str, Any] | None:
    """Tells the volume, or goes on with an interrupted telling, or finds it told.

    Legal time is the present afterwards. *Shape*: the figures of `summary.json`, but for the times of answers; None where
    legal time has passed the beginning already, and nothing is told. *Raises*: `StoryBroken`, `ApiError`.
    """
    told, journals = system.settings.data / _TOLD, system.settings.data / _JOURNALS
    if not told.exists() and not journals.exists() and _begins_too_late(system):
        console.print(
            "[yellow]enam puluh unit dilewati: waktu hukum folder data ini sudah lewat; gunakan folder data baru (--data)\n"
            "sixty units left out: legal time of this data folder has passed; use a new one (--data)[/]"
        )
        return None
    company = company_of(system, address)
    try:
        if not told.exists():
            load_volume(lambda line: console.print(f"[dim]{line}[/]"))
            _keep(told, _tell(system, company, journals, console))
            shutil.rmtree(journals)
        counted = volume_figures(company.session(OF_LKPP["deputy"]))
        figures = {**json.loads(told.read_text(encoding="utf-8")), **counted}
    finally:
        company.close()
    console.print(volume_table(figures))
    return figures


def _begins_too_late(system: System) -> bool:
    return legal_date(system.clock.now()) > min(plan.begins for plan in PLAN)


def _tell(system: System, company: Company, journals: Path, console: Console) -> dict[str, Any]:
    """The telling itself. Returns what only it knows: acts and seconds."""
    begun = time.monotonic()
    legal_time = LegalTime(system, OF_LKPP.values())
    with progress_bar(console) as bar:
        task = bar.add_task("", total=len(PLAN))
        progress = Progress(tell=lambda line: bar.update(task, description=line.split(" ")[0]), tempts=False)

        def ended(plan: PlannedLife, at: datetime) -> None:
            bar.console.print(f" [green]✔[/] {legal_date(at)} LPSE {plan.place}: {plan.fate.value}")
            bar.update(task, advance=1)

        Volume(company, legal_time, progress, journals).tell(ended)
    if legal_time.now() < (today := datetime.now(UTC)):
        legal_time.advance_to(today)
    return {"lives": len(PLAN), "acts": len(progress.acts), "seconds": round(time.monotonic() - begun, 1)}


def _keep(file: Path, figures: Mapping[str, Any]) -> None:
    """Whole or not at all: whoever finds the file does not tell the volume again."""
    draft = file.with_suffix(".draft")
    draft.write_text(json.dumps(figures) + "\n", encoding="utf-8")
    draft.replace(file)


def volume_table(figures: Mapping[str, Any]) -> Table:
    """The figures, a line for each kind; it fits a terminal of 80 columns."""
    title = f"Enam puluh unit / sixty units ({figures['acts']} acts, {figures['seconds']} s)"
    table = Table(title=title, title_justify="left", width=80)
    table.add_column("Apa / what", no_wrap=True)
    table.add_column("Berapa / how many")
    for name, counts in figures.items():
        if isinstance(counts, dict):
            table.add_row(name, ", ".join(f"{key} {count}" for key, count in counts.items()))
        elif name not in {"acts", "seconds"}:
            table.add_row(name, str(counts))
    return table
