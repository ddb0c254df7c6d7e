"""`pembina verify FILE`: the verification report of a file, in the terminal; with `--offline` by a bundle alone."""

import argparse
import json
from pathlib import Path

import httpx
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from app.commands import Commands
from app.commands.offline_checks import MARKS, add_options, check_offline, show_offline
from app.installation import opened_installation
from app.settings import SettingsError, read_settings
from app.uploads import camel
from services.commands import plain


def add_commands(commands: Commands) -> None:
    """Adds `verify`."""
    verify = commands.add_parser("verify", help="periksa sebuah berkas / verify a file")
    verify.add_argument(
        "file", metavar="FILE", help="berkas, atau teks kode QR / a file, or with --offline a QR code's text"
    )
    verify.add_argument("--server", help="tanyakan kepada server ini / ask this server, such as http://127.0.0.1:8000")
    verify.add_argument("--json", action="store_true", help="cetak laporan sebagai JSON")
    add_options(verify)
    verify.set_defaults(run=_verify)


def _verify(options: argparse.Namespace) -> int:
    if options.offline is not None:
        return _verify_offline(options)
    try:
        data = Path(options.file).read_bytes()
    except OSError as error:
        raise SettingsError(f"{options.file} tidak dapat dibaca / cannot be read: {error.strerror}") from error
    report = _asked(options.server, data) if options.server else _checked_here(options, data)
    if options.json:
        print(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        _show(report)
    return 0 if report["genuine"] else 1


def _verify_offline(options: argparse.Namespace) -> int:
    """*Shape*: status 0 only where a file is proven genuine by a root and a key of one's own, in force by a fresh list."""
    report, shown = check_offline(options)
    if options.json:
        print(json.dumps(shown, ensure_ascii=False, indent=2))
    else:
        show_offline(report, shown["rootSha256"])
    return 0 if report.stands_today else 1


def _asked(server: str, data: bytes) -> dict[str, object]:
    try:
        answer = httpx.post(
            f"{server.rstrip('/')}/verify", content=data, headers={"Content-Type": "application/pdf"}, timeout=60
        )
        answer.raise_for_status()
    except httpx.HTTPError as error:
        raise SettingsError(f"server {server} tidak menjawab / does not answer: {error}") from error
    report: dict[str, object] = answer.json()
    return report


def _checked_here(options: argparse.Namespace, data: bytes) -> dict[str, object]:
    with opened_installation(read_settings(data=options.data), share=True) as here:
        report: dict[str, object] = camel(plain(here.verification().verify_bytes(data)))
        return report


def _show(report: dict[str, object]) -> None:
    console = Console()
    console.print(f"\n[bold]{report['messageId']}[/]\n{report['messageEn']}\n")
    table = Table(show_header=False, box=None)
    checks = report["checks"]
    for check in checks if isinstance(checks, list) else []:
        mark = MARKS[check["result"]]
        table.add_row(str(check["number"]), mark, check["statementId"], f"[dim]{check['evidenceId']}[/]")
    console.print(table)
    _show_signatures(console, report)
    document = report["document"]
    if isinstance(document, dict):
        console.print(f"\n{document['kind']} {document['number']} ({document['dated']}) {document['institutionName']}")


def _show_signatures(console: Console, report: dict[str, object]) -> None:
    """Each signature and time stamp with the standard's indication (ETSI EN 319 102-1, section 5.1.3)."""
    for kind, name in (("signatures", "signerName"), ("timestamps", "authorityName")):
        found = report[kind]
        for each in found if isinstance(found, list) else []:
            words = [each["indication"], each["subIndication"], *(reason["textId"] for reason in each["reasons"])]
            who = escape(f"{each['fieldName']}: {each[name]}")  # a stranger's file chose these words
            console.print(f"{who}  [dim]{escape(' '.join(filter(None, words)))}[/]")
