"""From the decree to the acts: which transitions carry out a rule, or why none does."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from domain.aggregates import Aggregate
from domain.ladder import LADDER, Course, Step
from domain.regulation import Rule, rules_of
from domain.rungs import Rung
from domain.tables import Table, Transition

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


_A = Aggregate
_FOLLOWED = ("submit_follow_up", "accept_improvement", "record_no_improvement")
_SANCTIONED = {(_A.SANCTION, "draft"), (_A.SANCTION, "prepare"), (_A.SANCTION, "issue"), (_A.CASE, "record_stop")}

SHARED: Mapping[str, frozenset[tuple[Aggregate, str]]] = {
    "R-06": frozenset(),
    "R-07": frozenset(),
    "R-08": frozenset(),
    "R-09": frozenset({(_A.MANAGED_SYSTEM, "register"), (_A.MANAGED_SYSTEM, "revise"), (_A.USER_FIGURES, "report")}),
    "R-44": frozenset({*((_A.SANCTION, verb) for verb in _FOLLOWED), *_SANCTIONED}),
    "R-45": frozenset(
        {(_A.SLA, "report_breach"), (_A.SLA, "confirm_breach"), (_A.CASE, "open_for_breach"), *_SANCTIONED}
    ),
    "R-46": frozenset(
        {(_A.SANCTION, "prepare"), (_A.UNIT, "stop"), (_A.UNIT, "take_access"), (_A.UNIT, "carry_out_stop")}
    ),
}
"""Where several rules share a clause: which of the acts upon it carry out which of them."""

DOORS: Mapping[str, tuple[Rung | None, Course]] = {
    "R-40": (None, Course.FINDING),
    "R-41": (Rung.ADVICE, Course.NOT_IMPROVED),
    "R-42": (Rung.WARNING, Course.NOT_IMPROVED),
    "R-44": (Rung.REVOCATION, Course.NOT_IMPROVED),
    "R-45": (None, Course.BREACH),
}
"""The step of the ladder by which each rule's rung is reached: without it the acts cannot carry the rule out."""


@dataclass(frozen=True, kw_only=True)
class TracedAct:
    """One transition as the trace names it.

    *Shape*: `clause` names several clauses, parted by a semicolon, where the facts decide; `paper` is a kind of document,
    or None.
    """

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
    """The acts that carry out a rule: those on its clause, and of a clause that several rules share, its own of them."""
    found, own = acts_on(rule.clause, tables), SHARED.get(rule.id)
    return found if own is None else tuple(act for act in found if (act.aggregate, act.verb) in own)


def untraced(
    tables: Iterable[Table[Any]], ladder: Mapping[tuple[Rung | None, Course], Step] = LADDER
) -> tuple[Rule, ...]:
    """The rules that have neither an act nor a stated reason, or to which no step of the ladder leads: there must be none."""
    known = tuple(tables)
    rules = [rule for root in _ROOTS for rule in rules_of(root) if rule.id not in REASONS]
    return tuple(rule for rule in rules if not acts_of(rule, known) or not _is_reached(rule, ladder))


def _is_reached(rule: Rule, ladder: Mapping[tuple[Rung | None, Course], Step]) -> bool:
    door = DOORS.get(rule.id)
    return door is None or (door in ladder and rule.clause in {rung.clause for rung in ladder[door].rungs})


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
        clause="; ".join(row.clauses) or row.clause,
        paper=row.paper,
        is_effect=row.is_effect,
    )
