"""`pembina verify --offline`, `offline-bundle` and `evidence-pack`: what is checked without server and database."""

import argparse
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from app.commands import Commands
from app.installation import opened_installation
from app.settings import SettingsError, read_settings
from app.uploads import camel
from domain.roles import Actor, Role
from schema.nodes import split_id
from services.commands import plain
from services.door import Door, NoLetters
from services.evidence_packs import not_found
from services.offline import OfflineReport, OfflineVerification
from services.offline_bundles import BundleUnreadable, OfflineBundle
from services.offline_verdicts import STATUS_LABELS
from signing.credentials import LONGEST_TEXT, PREFIX
from signing.trust import TrustAnchors, TrustMaterialUnreadable
from signing.validation import inspect_signatures

_MARKS = {"PASSED": "[green]✔[/]", "FAILED": "[red]✘[/]", "INDETERMINATE": "[yellow]?[/]"}


def add_commands(commands: Commands) -> None:
    """Adds `offline-bundle` and `evidence-pack`."""
    bundle = commands.add_parser(
        "offline-bundle", help="tulis berkas untuk pemeriksaan tanpa jaringan / write what an offline check needs"
    )
    bundle.add_argument("out", type=Path)
    bundle.set_defaults(run=_bundle)
    pack = commands.add_parser(
        "evidence-pack", help="tulis bukti satu kasus, dengan pemeriksanya / write the evidence of one case"
    )
    pack.add_argument("case", metavar="CASE", help="kasus, seperti dalam GraphQL / the case, as GraphQL names it")
    pack.add_argument("out", type=Path)
    pack.set_defaults(run=_pack)


def add_options(verify: argparse.ArgumentParser) -> None:
    """The options of `verify` that belong here."""
    verify.add_argument("--offline", type=Path, metavar="BUNDLE", help="tanpa server dan basis data / without a server")
    verify.add_argument(
        "--root", type=Path, help="akar yang Anda percaya (PEM) / the root that you trust; with --offline"
    )
    verify.add_argument("--at", type=_instant, help="waktu pemeriksaan, ISO 8601 / as of this instant; with --offline")


def check_offline(options: argparse.Namespace) -> tuple[OfflineReport, dict[str, Any]]:
    """The report, and the same as JSON. *Raises*: `SettingsError` for a bundle or file that cannot be read."""
    bundle = _read_bundle(options.offline, options.root)
    at = options.at or _time_of(bundle)
    verification = OfflineVerification(bundle, inspect_signatures)
    text = _text(options.file)
    if text is not None:
        report = verification.verify_text(text, at)
    else:
        report = verification.verify_file(Path(options.file).read_bytes(), at)
    shown: dict[str, Any] = camel(plain(report)) | {"standsToday": report.stands_today}
    return report, shown


def show_offline(report: OfflineReport) -> None:
    """The report in the terminal."""
    console = Console()
    console.print(f"\n[bold]{report.message_id}[/]\n{report.message_en}\n")
    checks = Table(show_header=False, box=None)
    for check in report.checks:
        checks.add_row(str(check.number), _MARKS[check.result], check.evidence_id, f"[dim]{check.evidence_en}[/]")
    console.print(checks)
    if report.claims is not None:
        console.print(_stated(report))
    if report.development:
        console.print("\n[red]TANDA TANGAN UJI - TIDAK SAH SECARA HUKUM / TEST SIGNATURE[/]")


def _stated(report: OfflineReport) -> Table:
    """What the credential says, to be compared with what is printed."""
    table = Table(show_header=False, box=None)
    claims = report.claims
    if claims is None:
        return table
    revoked: Mapping[Any, Any] = report.status.revoked if report.status is not None else {}
    table.add_row("Nomor", f"{claims.number}, versi {claims.edition}")
    table.add_row("Unit", claims.unit)
    table.add_row("Instansi", claims.institution)
    table.add_row("Status", STATUS_LABELS[report.status.status][0] if report.status else "-")
    for code, day in claims.standards.items():
        taken = f"  [red]dicabut {revoked[code] or ''}[/]" if code in revoked else ""
        table.add_row(code.value, f"ditetapkan {day.isoformat()}{taken}")
    return table


def _bundle(options: argparse.Namespace) -> int:
    with opened_installation(read_settings(data=options.data), share=True) as here:
        bundle = here.bundles(here.statuses()).current()
    try:
        options.out.write_bytes(bundle.packed())
    except OSError as error:
        raise SettingsError(f"{options.out} tidak dapat ditulis / cannot be written: {error.strerror}") from error
    print(f"{options.out} ({bundle.made_at.isoformat()})")
    return 0


def _pack(options: argparse.Namespace) -> int:
    """With what an auditor may read: whoever runs this command reads the database itself."""
    kind, key = split_id(options.case) or ("SanctionCase", options.case)
    auditor = Actor(id="terminal", name="pembina evidence-pack", roles=frozenset({Role.AUDITOR}))
    draft = options.out.with_name(f".{options.out.name}.draft")
    try:
        with opened_installation(read_settings(data=options.data), share=True) as here, draft.open("wb") as target:
            packs = here.evidence_packs(Door(database=here.database, clock=here.clock, letters=NoLetters()))
            refusal = (
                packs.write(actor=auditor, case_id=key, target=target) if kind == "SanctionCase" else not_found(key)
            )
        if refusal is not None:
            print(f"{refusal.message_id} / {refusal.message_en}")
            return 1
        draft.replace(options.out)
    except OSError as error:
        raise SettingsError(f"{options.out} tidak dapat ditulis / cannot be written: {error.strerror}") from error
    finally:
        draft.unlink(missing_ok=True)
    print(options.out)
    return 0


def _read_bundle(path: Path, root: Path | None) -> OfflineBundle:
    try:
        bundle = OfflineBundle.read(path.read_bytes())
        if root is not None and not bundle.rooted_in(TrustAnchors.read(roots=[root.read_bytes()])):
            raise SettingsError(f"{path} memakai akar lain / has another root than {root}")
    except OSError as error:
        raise SettingsError(f"{error.filename} tidak dapat dibaca / cannot be read: {error.strerror}") from error
    except (BundleUnreadable, TrustMaterialUnreadable) as error:
        raise SettingsError(f"{path}: {error}") from error
    return bundle


def _time_of(bundle: OfflineBundle) -> datetime:
    """Now; but a development clock may be ahead of the world's, and its bundle with it."""
    now = datetime.now(UTC)
    return max(now, bundle.made_at) if bundle.development else now


def _text(given: str) -> str | None:
    """The text of a QR code, given as such or in a small file; None for any other file."""
    if given.strip().startswith(PREFIX):
        return given
    try:
        with Path(given).open("rb") as file:
            beginning = file.read(LONGEST_TEXT + 1)
    except OSError as error:
        raise SettingsError(f"{given} tidak dapat dibaca / cannot be read: {error.strerror}") from error
    return None if beginning.startswith(b"%PDF-") else beginning.decode("ascii", errors="replace")


def _instant(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("an instant has a zone")
    return moment
