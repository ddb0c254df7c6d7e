"""`pembina verify --offline`, `offline-bundle` and `evidence-pack`: what is checked without server and database."""

import argparse
from collections.abc import Mapping, Sequence
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
from domain.verification import CheckResult
from schema.nodes import split_id
from services.commands import plain
from services.door import Door, NoLetters
from services.evidence_packs import not_found
from services.log_proofs import LogProver
from services.offline import OfflineReport, OfflineVerification
from services.offline_bundles import BundleUnreadable, OfflineBundle
from services.offline_pins import PinMismatch, PinnedBundle, Pins, pinned
from services.offline_verdicts import STATUS_LABELS
from signing.credentials import LONGEST_TEXT, PREFIX
from signing.key_notices import fingerprint
from signing.notes import NoteInvalid, read_vkey
from signing.trust import TrustAnchors, TrustMaterialUnreadable
from signing.validation import inspect_signatures

MARKS = {"PASSED": "[green]✔[/]", "FAILED": "[red]✘[/]", "INDETERMINATE": "[yellow]?[/]"}
"""How the result of a check is shown in the terminal."""


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
    verify.add_argument("--log-key", metavar="KEY", help="kunci log publik yang Anda percaya / the public log's key")
    verify.add_argument(
        "--key",
        action="append",
        default=[],
        metavar="SHA256",
        help="sidik jari sertifikat kredensial / fingerprint of a credential key's certificate, instead of --log-key",
    )
    verify.add_argument("--at", type=_instant, help="waktu pemeriksaan, ISO 8601 / as of this instant; with --offline")


def check_offline(options: argparse.Namespace) -> tuple[OfflineReport, dict[str, Any]]:
    """The report, and the same as JSON. *Raises*: `SettingsError` for a bundle or file that cannot be read."""
    bundle = _read_bundle(options.offline)
    at = options.at or _time_of(bundle)
    verification = OfflineVerification(_pinned(bundle, options), inspect_signatures)
    text = _text(options.file)
    if text is not None:
        report = verification.verify_text(text, at)
    else:
        report = verification.verify_file(Path(options.file).read_bytes(), at)
    shown: dict[str, Any] = camel(plain(report)) | {
        "inForce": report.in_force,
        "standsToday": report.stands_today,
        "rootSha256": [fingerprint(der) for der in bundle.trust.anchors.roots],
    }
    return report, shown


def show_offline(report: OfflineReport, roots: Sequence[str]) -> None:
    """The report in the terminal. *Shape*: `roots` are the SHA-256 of the bundle's roots."""
    console = Console()
    console.print(f"\n[bold]{report.message_id}[/]\n{report.message_en}\n")
    checks = Table(show_header=False, box=None)
    for check in report.checks:
        checks.add_row(str(check.number), MARKS[check.result], check.evidence_id, f"[dim]{check.evidence_en}[/]")
    console.print(checks)
    compared = report.checks[-1]
    if compared.result is not CheckResult.PASSED:
        console.print(f"[red]{compared.evidence_id}\n{compared.evidence_en}[/]", soft_wrap=True)
    for root in roots:
        console.print(f"akar / root SHA-256  {root}", soft_wrap=True)
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
            door = Door(database=here.database, clock=here.clock, letters=NoLetters())
            packs = here.evidence_packs(door, store=here.store, log=LogProver(here.publication()))
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


def _read_bundle(path: Path) -> OfflineBundle:
    try:
        return OfflineBundle.read(path.read_bytes())
    except OSError as error:
        raise SettingsError(f"{path} tidak dapat dibaca / cannot be read: {error.strerror}") from error
    except BundleUnreadable as error:
        raise SettingsError(f"{path}: {error}") from error


def _pinned(bundle: OfflineBundle, options: argparse.Namespace) -> PinnedBundle:
    """The bundle by what the reader brought along."""
    try:
        pins = Pins(
            roots=TrustAnchors.read(roots=[options.root.read_bytes()]) if options.root else None,
            log_key=read_vkey(options.log_key) if options.log_key else None,
            keys=frozenset(each.replace(":", "").lower() for each in options.key),
        )
        return pinned(bundle, pins)
    except OSError as error:
        raise SettingsError(f"{error.filename} tidak dapat dibaca / cannot be read: {error.strerror}") from error
    except (TrustMaterialUnreadable, NoteInvalid, PinMismatch) as error:
        raise SettingsError(f"{options.offline}: {error}") from error


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
