"""From the decree to the acts: which transitions carry out a rule, or why none does."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from domain.regulation import Rule, rules_of
from domain.tables import Aggregate, Table, Transition

REASONS: dict[str, tuple[str, str]] = {
    "R-01": (
        "Penetapan itu sendiri; sistem ini ada karenanya.",
        "The decree's own act; this system exists because of it.",
    ),
    "R-02": (
        "UKPBJ menjadi bentuk unit sebuah permohonan, bukan sebuah tindakan.",
        "The UKPBJ is a unit form of an application, not an act.",
    ),
    "R-03": (
        "Unit terpisah menjadi bentuk unit sebuah permohonan sampai batas R-08.",
        "The separate unit is a unit form of an application up to the limit of R-08.",
    ),
    "R-04": (
        "Tanggal berlaku; katalog standar versi 1 berlaku sejak tanggal ini.",
        "A date of effect; version 1 of the standards catalogue holds from it.",
    ),
    "R-05": (
        "Definisi fungsi dan tujuh komponen SPSE.",
        "A definition of the function and of SPSE's seven components.",
    ),
    "R-06": (
        "Definisi; pola pengelolaan adalah isian permohonan dan unit.",
        "A definition; the management pattern is a field of application and unit.",
    ),
    "R-07": (
        "Diperiksa oleh penjaga pengajuan permohonan (bentuk unit), tanpa transisi tersendiri.",
        "Checked by the guard of an application's submission (unit form), without a transition of its own.",
    ),
    "R-08": (
        "Diperiksa oleh penjaga pengajuan permohonan sampai 31 Desember 2023; unit lama ditandai.",
        "Checked by the guard of an application's submission through 31 December 2023; older units are flagged.",
    ),
    "R-09": ("Lingkup fungsi: definisi.", "The scope of the function: a definition."),
    "R-10": (
        "Menjadi tanda C/I/A pada standar; tidak memerintahkan tindakan.",
        "Becomes the C/I/A tags of the standards; it orders no act.",
    ),
    "R-11": (
        "Tugas LKPP secara umum; dijalankan oleh semua tabel.",
        "LKPP's task in general; every table carries it out.",
    ),
}
"""Rules that no transition carries out, with the reason (Indonesian, English). *Shape*: by rule id."""


@dataclass(frozen=True, kw_only=True)
class TracedAct:
    """One transition as the trace names it. *Shape*: `paper` is a kind of document, or None."""

    aggregate: Aggregate
    verb: str
    event: str
    label_id: str
    clause: str
    paper: str | None
    is_effect: bool


def traced_acts(tables: Iterable[Table[Any]]) -> tuple[TracedAct, ...]:
    """Every verb of every table once, in the tables' order; a verb with several rows under its first row's clause."""
    return tuple(
        _traced(table.aggregate, rows[0]) for table in tables for verb in table.verbs() if (rows := table.rows_of(verb))
    )


def acts_on(clause_id: str, tables: Iterable[Table[Any]]) -> tuple[TracedAct, ...]:
    """The acts that rest on a clause or on one below it."""
    return tuple(act for act in traced_acts(tables) if any(_is_under(each, clause_id) for each in cited(act.clause)))


def acts_of(rule: Rule, tables: Iterable[Table[Any]]) -> tuple[TracedAct, ...]:
    """The acts that carry out a rule: those that rest on its clause."""
    return acts_on(rule.clause, tables)


def untraced(tables: Iterable[Table[Any]]) -> tuple[Rule, ...]:
    """The rules that have neither an act nor a stated reason: there must be none."""
    known = tuple(tables)
    return tuple(
        rule for root in _ROOTS for rule in rules_of(root) if rule.id not in REASONS and not acts_of(rule, known)
    )


def cited(clause: str) -> tuple[str, ...]:
    """The clause ids of a row's citation. *Shape*: several are parted by a semicolon."""
    return tuple(each.strip() for each in clause.split(";"))


_ROOTS = ("DIKTUM", "I", "II", "III")


def _is_under(clause_id: str, wanted: str) -> bool:
    return clause_id == wanted or clause_id.startswith(f"{wanted}.")


def _traced(aggregate: Aggregate, row: Transition[Any]) -> TracedAct:
    return TracedAct(
        aggregate=aggregate,
        verb=row.verb,
        event=row.event,
        label_id=row.label_id,
        clause=row.clause,
        paper=row.paper,
        is_effect=row.is_effect,
    )
