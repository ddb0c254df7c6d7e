"""What the API answers to the document of the page of measures (DATA CONTOH)."""

from typing import Any

INSTITUTION = {"name": "Kabupaten Contoh Selatan"}
UNIT = {"name": "LPSE Contoh Selatan", "state": "ACCESS_TAKEN", "institution": INSTITUTION}
STOP = {
    "rung": "STOP",
    "issuedOn": "2026-11-20",
    "standards": [],
    "stopForm": "ACCESS_TAKEOVER",
    "unit": {"name": "LPSE Contoh Selatan"},
    "institution": INSTITUTION,
}
REVOCATION = {
    "rung": "REVOCATION",
    "issuedOn": "2026-10-02",
    "standards": ["S09"],
    "stopForm": None,
    "unit": {"name": "LPSE Contoh Utara"},
    "institution": {"name": "Kabupaten Contoh Utara"},
}


def listed(nodes: list[dict[str, Any]], *, total: int, end: str | None = None, more: bool = False) -> dict[str, Any]:
    """One page of a list."""
    return {"totalCount": total, "pageInfo": {"hasNextPage": more, "endCursor": end}, "nodes": nodes}


def answered(
    *,
    units: list[dict[str, Any]] | None = None,
    imposed: list[dict[str, Any]] | None = None,
    total: int | None = None,
    more: bool = False,
) -> dict[str, Any]:
    """Both lists. *Shape*: `more` says of the register that it goes on."""
    stopped = [UNIT] if units is None else units
    register = [STOP, REVOCATION] if imposed is None else imposed
    return {
        "units": listed(stopped, total=total or len(stopped), end="units-end"),
        "sanctionRegister": listed(register, total=total or len(register), end="sanctionRegister-end", more=more),
    }
