"""Whose a signature in a file is to us: the person and title that are on record for its certificate."""

from dataclasses import replace
from typing import Any

from domain.document_kinds import SignatureKind
from persistence.documents import DocumentRecord
from services.reported_signatures import found_signatures
from signing.report import SignatureReport
from tests.unit.services.test_checks import SIGNATURE

RECORDED: dict[str, Any] = {
    "certificate_sha256": SIGNATURE.certificate_sha256,
    "kind": "PERSONAL",
    "office": "Plh. Deputi (contoh)",
}


def test_a_signature_of_ours_is_told_with_the_title_under_which_it_was_made() -> None:
    another = replace(SIGNATURE, certificate_sha256="f" * 64)
    report = SignatureReport(sha256="a" * 64, length=1, signatures=(SIGNATURE, another))
    paper = DocumentRecord(signatures=[RECORDED])
    told = [(each.kind, each.office) for each in found_signatures(report, paper)]
    assert told == [(SignatureKind.PERSONAL, "Plh. Deputi (contoh)"), (None, None)]
    assert [(each.kind, each.office) for each in found_signatures(report, None)] == [(None, None)] * 2
