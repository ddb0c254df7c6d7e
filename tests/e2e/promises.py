"""What must hold of a data folder after any number of stories and kills: each letter once, and no number missing."""

from collections import Counter
from hashlib import sha256
from typing import Any

from app.demo.client import ApiClient
from tests.e2e.ledger import Ledger, log_findings
from tests.e2e.servers import Server

LETTERS = {
    "APPLICATION_RECEIPT": 2,
    "COMPLETION_REQUEST": 1,
    "APPROVAL": 1,
    "SLA": 1,
    "INSTALLATION_MINUTES": 1,
}
"""How many letters of each kind one story orders."""

FIELDS = {
    "APPLICATION_RECEIPT": ["Segel"],
    "COMPLETION_REQUEST": ["Segel"],
    "APPROVAL": ["TandaTangan"],
    "SLA": ["PihakKedua", "PihakKesatu"],
    "INSTALLATION_MINUTES": ["Segel"],
}
"""Whose signatures each letter bears, in their order."""


def check_promises(server: Server, *, stories: int) -> None:
    """Every letter issued once, numbers 1..n without gap, double or void, signatures counted right, the log intact."""
    with Ledger(server.reached) as ledger:
        ledger.settle()
        documents = list(ledger.stored["documents"].find())
        _each_letter_once(ledger, documents, stories=stories)
        _numbers_without_gap(ledger, documents, stories=stories)
        _bytes_as_recorded(ledger, documents, public=ApiClient(server.reached.address))
        assert Counter(each["state"] for each in ledger.stored["applications"].find()) == {"ACTIVE": stories}
        assert Counter(each["state"] for each in ledger.stored["slas"].find()) == {"IN_FORCE": stories}
        assert Counter(each["state"] for each in ledger.stored["outbox"].find()) == {"DONE": 6 * stories}
    assert log_findings(server.data) == "log utuh / the log is intact\n"


def _each_letter_once(ledger: Ledger, documents: list[dict[str, Any]], *, stories: int) -> None:
    assert Counter(each["kind"] for each in documents) == {kind: n * stories for kind, n in LETTERS.items()}
    assert {each["state"] for each in documents} == {"SIGNED"}
    events = ledger.event_counts()
    for document in documents:
        fields = [signature["field"] for signature in document["signatures"]]
        assert fields == FIELDS[document["kind"]], document["_id"]
        first = {"DocumentSignedByFirst": 1} if document["kind"] == "SLA" else {}
        assert events[document["_id"]] == {
            "DocumentDrafted": 1,
            "DocumentNumbered": 1,
            "DocumentPresented": 1,
            "DocumentIssued": 1,
            **first,
        }


def _numbers_without_gap(ledger: Ledger, documents: list[dict[str, Any]], *, stories: int) -> None:
    year = documents[0]["dated"][:4]
    last = {f"{kind}-{year}": n * stories for kind, n in LETTERS.items()}
    assert ledger.numbers() == {series: list(range(1, n + 1)) for series, n in last.items()}
    assert ledger.counters() == last
    assert [each["voided_numbers"] for each in documents if each.get("voided_numbers")] == []
    assert len({each["number"] for each in documents}) == len({each["code"] for each in documents}) == len(documents)


def _bytes_as_recorded(ledger: Ledger, documents: list[dict[str, Any]], *, public: ApiClient) -> None:
    """Each letter's bytes stand under lock. What a crash between steps 9 and 10 left there was never issued."""
    names = {f"sha256/{d['sha256'][:2]}/{d['sha256'][2:4]}/{d['sha256']}.pdf": d["sha256"] for d in documents}
    assert len(names) == len(documents)
    stored = {str(name) for name, _etag, _size in ledger.objects("pembina-issued")}
    assert names.keys() - stored == set()
    for name, digest in names.items():
        assert sha256(ledger.object("pembina-issued", name)).hexdigest() == digest
    for name in stored - names.keys():
        report = public.verify(ledger.object("pembina-issued", name))
        assert (report["genuine"], report["checks"][0]["result"]) == (False, "FAILED")
    public.close()
