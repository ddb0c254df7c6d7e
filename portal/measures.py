"""What the page of stopped services and guidance measures shows; what is public of them is the API's to decide."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.decree import CLAUSES
from domain.rungs import RUNG_LABELS, Rung
from domain.standards import StandardCode
from domain.stop_forms import STOP_FORM_LABELS, StopForm
from portal.languages import Text

_STATES: Mapping[str, Text] = {
    "STOPPED": Text("Layanan dihentikan", "Service stopped"),
    "ACCESS_TAKEN": Text(
        "Layanan dihentikan; hak akses diambil alih LKPP", "Service stopped; LKPP has taken the access rights over"
    ),
    "STOP_CARRIED_OUT": Text(
        "Layanan dihentikan; penghentian telah dilaksanakan", "Service stopped; the stop was carried out"
    ),
}


@dataclass(frozen=True, kw_only=True)
class StoppedService:
    """A unit whose SPSE service stands still (II.2.2.d)."""

    unit: str
    institution: str
    state: Text


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A guidance measure that stands (II.2.2). *Shape*: `standards` are those that it revokes; for a revocation only."""

    unit: str
    institution: str
    what: Text
    issued_on: date
    standards: tuple[Text, ...]


@dataclass(frozen=True, kw_only=True)
class Measures:
    """Both lists as far as they are shown. *Shape*: the totals say how many there are, where that is more."""

    stopped: tuple[StoppedService, ...]
    stopped_total: int
    imposed: tuple[Measure, ...]
    imposed_total: int


MOST_PAGES = 10
"""How many pages of 100 rows are read for each list at most."""

Answer = Mapping[str, Any]
_LISTS: Mapping[str, str] = {"units": "stoppedAfter", "sanctionRegister": "measuresAfter"}
"""Each list of the document with the variable that says where its next page begins."""


async def read_measures(ask: Callable[[Mapping[str, Any]], Awaitable[Answer]]) -> Measures:
    """Both lists, page by page. *Shape*: `ask` answers `documents/measures.graphql` for these variables.

    *Raises*: `KeyError`, `ValueError` for an answer to something else.
    """
    pages = [await ask({})]
    while len(pages) < MOST_PAGES and any(pages[-1][name]["pageInfo"]["hasNextPage"] for name in _LISTS):
        pages.append(await ask({after: _last(pages, name) for name, after in _LISTS.items()}))
    units, register = ([node for page in pages for node in page[name]["nodes"]] for name in _LISTS)
    return Measures(
        stopped=tuple(_stopped(node) for node in units),
        stopped_total=pages[0]["units"]["totalCount"],
        imposed=tuple(_measure(node) for node in register),
        imposed_total=pages[0]["sanctionRegister"]["totalCount"],
    )


def _last(pages: Sequence[Answer], name: str) -> str | None:
    """Where the list goes on. A list that has ended gives an empty page after its last row."""
    cursors = [page[name]["pageInfo"]["endCursor"] for page in pages]
    return next((cursor for cursor in reversed(cursors) if cursor is not None), None)


def _stopped(node: Mapping[str, Any]) -> StoppedService:
    return StoppedService(unit=node["name"], institution=_name(node["institution"]), state=_STATES[node["state"]])


def _measure(node: Mapping[str, Any]) -> Measure:
    return Measure(
        unit=_name(node["unit"]),
        institution=_name(node["institution"]),
        what=_what(Rung(node["rung"]), node["stopForm"]),
        issued_on=date.fromisoformat(node["issuedOn"]),
        standards=tuple(_standard(StandardCode(code)) for code in node["standards"]),
    )


def _standard(code: StandardCode) -> Text:
    """The decree's own name, in English our summary of its clause."""
    clause = CLAUSES[code.clause]
    return Text(f"{clause.text_id.rstrip(';.')} ({code.value})", f"{clause.summary_en} ({code.value})")


def _name(thing: Mapping[str, Any] | None) -> str:
    return str(thing["name"]) if thing else "-"


def _what(rung: Rung, stop_form: str | None) -> Text:
    """The measure in the decree's words, a stop with its form."""
    words = [label[:1].upper() + label[1:] for label in RUNG_LABELS[rung]]
    if stop_form is not None:
        forms = STOP_FORM_LABELS[StopForm(stop_form)]
        words = [f"{word}: {form}" for word, form in zip(words, forms, strict=True)]
    return Text(*words)
