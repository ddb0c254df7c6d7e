"""The tables at the end of the demonstration; they fit a terminal of 80 columns."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from rich.table import Table

from app.demo.offline import CheckedCertificate
from app.demo.proof import Proof
from domain.clock import legal_date


def papers_table(title: str, proofs: Sequence[Proof]) -> Table:
    """The papers of one life with what their verification said."""
    table = Table(title=title, title_justify="left", width=80)
    for heading in ("Naskah / paper", "Nomor / number", "TTE", "Asli", "Status hukum"):
        table.add_column(heading, no_wrap=heading.startswith(("Nomor", "Status")))
    for proof in proofs:
        genuine = "[green]ya[/]" if proof.genuine else "[red]TIDAK[/]"
        table.add_row(proof.label, proof.number, str(proof.signatures), genuine, proof.standing)
    return table


WAYS = {"code": "kode / code", "upload": "berkas / upload", "offline": "luring / offline"}


def revoked_table(checked: CheckedCertificate) -> Table:
    """What a certificate that lost standards meant that day, by each of three ways; by its code no file is examined."""
    day = legal_date(checked.certificate.fetched.at)
    title = f"{checked.number} pada / on {day.isoformat()}, tiga jawaban / three answers"
    table = Table(title=title, title_justify="left", width=80, show_lines=True)
    for heading in ("Cara / way", "Asli", "Dicabut", "Jawaban / answer"):
        table.add_column(heading)
    for way, answer in checked.answers().items():
        genuine = {True: "[green]ya[/]", False: "[red]TIDAK[/]", None: "-"}[answer.genuine]
        table.add_row(
            WAYS[way], genuine, _lines(f"{code} {day}" for code, day in answer.revoked.items()), answer.message
        )
    return table


def units_table(outcomes: Sequence[Mapping[str, Any]]) -> Table:
    """How each unit stands: its standards, its certificates and its cases. *Shape*: outcomes of `Life.outcome`."""
    table = Table(title="Unit pada akhirnya / the units in the end", title_justify="left", width=80, show_lines=True)
    for heading in ("Unit", "Standar / standards", "Sertifikat / certificate", "Kasus / cases"):
        table.add_column(heading)
    for outcome in outcomes:
        table.add_row(
            f"{outcome['name']}\n{outcome['state']}, SLA {outcome['slaState']}",
            _lines(f"{count} {state}" for state, count in standards_of(outcome).items()),
            _lines(_certificate(each) for each in reversed(outcome["certificates"]["nodes"])),
            _lines(_case(each) for each in outcome["sanctionCases"]["nodes"]),
        )
    return table


def standards_of(outcome: Mapping[str, Any]) -> dict[str, int]:
    """How many standards are in each state."""
    return dict(Counter(cell["state"] for cell in outcome["compliance"]))


def revoked_of(outcome: Mapping[str, Any]) -> int:
    """How many standards were ever revoked on a certificate."""
    editions = outcome["certificates"]["nodes"]
    return len({each["code"] for edition in editions for each in edition["standards"] if each["revoked"]})


def _certificate(edition: Mapping[str, Any]) -> str:
    number, count = edition["document"]["number"], len(edition["standards"])
    revoked = sum(each["revoked"] for each in edition["standards"])
    taken = f", {revoked} dicabut" if revoked else ""
    return f"{number} v{edition['edition']} {edition['state']}: {count}/{edition['applicable']}{taken}"


def _case(case: Mapping[str, Any]) -> str:
    sanctions = ", ".join(f"{each['rung']} {each['state']}" for each in case["sanctions"]["nodes"])
    return f"{case['state']} {case['closedReason'] or ''}: {sanctions}"


def _lines(lines: Any) -> str:
    return "\n".join(lines) or "-"
