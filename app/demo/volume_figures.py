"""What the volume came to, as the API answers it, and how quickly the API answers over so much of it."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from statistics import median
from typing import Any

from app.demo.client import ApiClient
from domain.application_acts import ApplicationState
from domain.assessment_acts import AssessmentState
from domain.document_kinds import DocumentState
from domain.provider_forms import ProviderForm
from domain.units import UnitState

LOOKS = 9
"""How often each answer is timed."""

_COUNTED: Mapping[str, tuple[str, Iterable[str]]] = {
    "units": ("states: [%s]", UnitState),
    "forms": ("form: %s", ProviderForm),
    "separate": ("unitFormLapsed: %s", ("true",)),
    "applications": ("states: [%s]", ApplicationState),
    "assessments": ("states: [%s]", AssessmentState),
    "surveillances": ("year: %s", ("2024", "2025")),
    "papers": ("states: [%s]", DocumentState),
}
_ROOTS = {"forms": "units", "separate": "units", "papers": "documents"}

_CASES = """
query($after: String) {
  sanctionCases(first: 50, after: $after) {
    pageInfo { hasNextPage endCursor }
    nodes {
      state
      rung
      sanctions(first: 10) { nodes { rung objections(first: 5) { nodes { state decision late } } } }
    }
  }
}
"""
_CERTIFICATES = """
query($after: String) {
  certificates(first: 50, after: $after) {
    pageInfo { hasNextPage endCursor }
    nodes { state standards { revoked } }
  }
}
"""
_UNITS = "{ units(first: 20) { totalCount nodes { name state form institution { name } } } }"
_REGISTER = "{ certificates(first: 20) { nodes { number state issuedOn unit { name } standards { code revoked } } } }"
_GAPS = '{ competencyGapsNational(competency: "KT-08") { position required people short units } }'
_OUTLOOK = "query($unit: ID!) { sanctionOutlook(unit: $unit) { cases { rungs { rung refusals { code } } } } }"
_IN_A_CASE = "{ sanctionCases(first: 1) { nodes { unit { id } } } }"


def volume_figures(reader: ApiClient) -> dict[str, dict[str, int]]:
    """How many of each kind there are, by state. *Shape*: `reader` is somebody of LKPP; kinds with none are left out."""
    figures = {name: _counts(reader, name, *counted) for name, counted in _COUNTED.items()}
    certificates = list(_pages(reader, _CERTIFICATES, "certificates"))
    cases = list(_pages(reader, _CASES, "sanctionCases"))
    sanctions = [sanction for case in cases for sanction in case["sanctions"]["nodes"]]
    objections = [objection for sanction in sanctions for objection in sanction["objections"]["nodes"]]
    return {
        **figures,
        "certificates": _in_order(Counter(_size(each) for each in certificates)),
        "cases": _in_order(Counter(f"{case['rung']} {case['state']}" for case in cases)),
        "sanctions": dict(Counter(sanction["rung"] for sanction in sanctions)),
        "objections": _in_order(Counter(each["decision"] or each["state"] for each in objections)),
    }


def answer_times(reader: ApiClient, public: ApiClient) -> dict[str, float]:
    """How long the answers of lists and reports take. *Units*: milliseconds, the median of several looks."""
    found = {
        "units_list": _median(reader, _UNITS),
        "public_register": _median(public, _REGISTER),
        "national_competency_gaps": _median(reader, _GAPS),
    }
    for case in reader.ask(_IN_A_CASE)["sanctionCases"]["nodes"]:
        found["sanction_outlook"] = _median(reader, _OUTLOOK, unit=case["unit"]["id"])
    return found


def _median(client: ApiClient, document: str, **variables: Any) -> float:
    taken = []
    for _look in range(LOOKS):
        begun = time.monotonic()
        client.ask(document, **variables)
        taken.append(time.monotonic() - begun)
    return round(1000 * median(taken), 1)


def _counts(reader: ApiClient, name: str, condition: str, values: Iterable[str]) -> dict[str, int]:
    """How many of a kind fulfil the condition with each value."""
    asked = " ".join(
        f"v{value}: {_ROOTS.get(name, name)}(first: 1, filter: {{{condition % value}}}) {{ totalCount }}"
        for value in values
    )
    found = reader.ask(f"{{ {asked} }}")
    return {key.removeprefix("v"): count["totalCount"] for key, count in found.items() if count["totalCount"]}


def _pages(reader: ApiClient, document: str, root: str) -> Iterator[dict[str, Any]]:
    after = None
    while True:
        page = reader.ask(document, after=after)[root]
        yield from page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            return
        after = page["pageInfo"]["endCursor"]


def _in_order(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items()))


def _size(certificate: Mapping[str, Any]) -> str:
    """How many standards count on it. *Shape*: the classes of the plan."""
    count = sum(not standard["revoked"] for standard in certificate["standards"])
    return next(name for least, name in ((17, "17"), (9, "9-16"), (1, "1-8"), (0, "0")) if count >= least)
