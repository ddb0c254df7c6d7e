"""What a certificate carries, embedded and read again; the conformance is tested with veraPDF elsewhere."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from documents.attachments import AttachmentUnreadable, attach_facts, carried, pdfa_part, read_facts
from documents.contexts import from_facts, to_facts
from documents.errors import ConversionFailed
from documents.specimens import CERTIFICATE, CREDENTIAL, SPECIMENS
from domain.canonical import canonical_digest
from domain.document_kinds import DocumentKind

AT = datetime(2026, 11, 23, 3, tzinfo=UTC)
PDF = (Path(__file__).parents[1] / "signing" / "letter.pdf").read_bytes()
NUMBERING = SPECIMENS[DocumentKind.CERTIFICATE][1]
CONTENT = carried(NUMBERING, to_facts(CERTIFICATE), CREDENTIAL)


def test_what_is_attached_is_read_again() -> None:
    paper = attach_facts(PDF, CONTENT, at=AT)
    assert paper.startswith(PDF)
    found = read_facts(paper)
    assert (found.number, found.dated, found.verify_url) == (NUMBERING.number, "2026-11-23", NUMBERING.verify_url)
    assert found.credential == CREDENTIAL
    assert from_facts(DocumentKind.CERTIFICATE, found.facts) == CERTIFICATE


def test_only_certificates_carry_a_file() -> None:
    assert {kind for kind in DocumentKind if pdfa_part(kind) == 3} == {DocumentKind.CERTIFICATE}


def test_the_relationship_is_data_and_the_type_is_named() -> None:
    """ISO 19005-3, 6.8."""
    paper = attach_facts(PDF, CONTENT, at=AT)
    assert b"/AFRelationship /Data" in paper
    assert b"/Subtype /application#2Fjson" in paper


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7\n%%EOF", b"no pdf"])
def test_a_file_that_cannot_be_extended_is_refused(pdf: bytes) -> None:
    with pytest.raises(ConversionFailed):
        attach_facts(pdf, CONTENT, at=AT)


@pytest.mark.parametrize("pdf", [b"", b"no pdf", PDF, PDF[:-100]])
def test_a_paper_without_facts_says_so(pdf: bytes) -> None:
    with pytest.raises(AttachmentUnreadable):
        read_facts(pdf)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"[" * 100_000,
        CONTENT.replace(b"pembina-sertifikat-1", b"pembina-sertifikat-9"),
        CONTENT.replace(b"LPSE Kabupaten Contoh Utara", b"LPSE Kabupaten Contoh Timur"),
        json.dumps(json.loads(CONTENT) | {"credential": None}).encode(),
        json.dumps(json.loads(CONTENT) | {"facts": [], "facts_sha256": canonical_digest([])}).encode(),
    ],
)
def test_facts_of_another_form_are_refused(content: bytes) -> None:
    with pytest.raises(AttachmentUnreadable):
        read_facts(attach_facts(PDF, content, at=AT))


def test_a_second_file_is_refused() -> None:
    """Which of them would a reader see?"""
    with pytest.raises(ConversionFailed):
        attach_facts(attach_facts(PDF, CONTENT, at=AT), CONTENT, at=AT)


def test_facts_that_swell_are_not_read() -> None:
    bomb = attach_facts(PDF, b'{"format":"' + b" " * 60_000_000 + b'"}', at=AT)
    assert len(bomb) < 200_000
    with pytest.raises(AttachmentUnreadable):
        read_facts(bomb)
