"""What a check of signatures says: mostly of files that somebody has altered."""

import hashlib
import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from signing.port import Certification, Level, RecipeName, SignedPdf
from signing.report import Coverage, Modification, Outcome, Problem, Revision, SignatureReport
from signing.structure import Limits
from signing.trust import TrustAnchors
from signing.validation import inspect_signatures
from tests.unit.signing.conftest import MovableClock, Office

Change = Callable[[IncrementalPdfFileWriter], None]


def revised(pdf: bytes, change: Change) -> bytes:
    """`pdf` with one more revision."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def flipped(pdf: bytes, at: int) -> bytes:
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]


def hex_digit_changed(pdf: bytes, at: int) -> bytes:
    """Another hexadecimal digit, so that only the container changes and not the syntax."""
    return pdf[:at] + (b"0" if pdf[at : at + 1] != b"0" else b"1") + pdf[at + 1 :]


def byte_ranges(pdf: bytes) -> list[list[int]]:
    return [
        [int(number) for number in match.group(1).split()]
        for match in re.finditer(rb"/ByteRange\s*\[\s*([\d\s]+?)\s*\]", pdf)
    ]


def codes(report: SignatureReport) -> list[list[str]]:
    return [[message.code for message in signature.messages] for signature in report.signatures]


# -- good files ------------------------------------------------------------------------------------------------------


def test_a_single_signature_holds(shared_office: Any, single: SignedPdf, one_field: bytes) -> None:
    report = shared_office.inspect(single.data)
    (signature,) = report.signatures
    (stamp,) = report.timestamps
    assert report.problem is None
    assert report.holds
    assert report.last_revision_covered
    assert report.empty_fields == ()
    assert (signature.field_name, signature.signer_name) == ("Penanda", "Ratna Sari (DATA CONTOH)")
    assert signature.certificate_sha256 == single.certificate_sha256
    assert signature.signing_time == signature.timestamp_time == datetime(2026, 3, 2, 2, 30, tzinfo=UTC)
    assert (signature.integrity, signature.trust) == (Outcome.PASSED, Outcome.PASSED)
    assert (signature.level, signature.certification) == (Level.B_LTA, Certification.NO_CHANGES)
    assert (signature.coverage, signature.modification) == (Coverage.ENTIRE_REVISION, Modification.LTA_UPDATES)
    assert signature.messages == ()
    assert "UJI - TIDAK SAH SECARA HUKUM" in signature.signer_subject
    assert (stamp.integrity, stamp.trust, stamp.coverage) == (Outcome.PASSED, Outcome.PASSED, Coverage.ENTIRE_FILE)
    assert stamp.authority_name == "UJI Otoritas Penanda Waktu Pembina"
    assert stamp.covered_length == len(single.data)


def test_the_revisions_tell_what_the_file_once_was(
    shared_office: Any, letter: bytes, one_field: bytes, single: SignedPdf
) -> None:
    """So that a record can find its own bytes at the front of a file that archive time stamps have extended."""
    revisions = shared_office.inspect(single.data).revisions
    known = {Revision(len(part), hashlib.sha256(part).hexdigest()) for part in (letter, one_field, single.data)}
    assert known <= set(revisions)
    assert [revision.length for revision in revisions] == sorted({revision.length for revision in revisions})
    assert revisions[-1].length == len(single.data)
    assert all(revision.sha256 == hashlib.sha256(single.data[: revision.length]).hexdigest() for revision in revisions)


def test_two_signatures_hold_and_the_first_is_still_intact(
    shared_office: Any, first_of_two: SignedPdf, two_signed: SignedPdf
) -> None:
    report = shared_office.inspect(two_signed.data)
    first, second = report.signatures
    assert report.holds
    assert (first.field_name, first.certification, first.modification) == (
        "Pertama",
        Certification.FILL_FORMS,
        Modification.FORM_FILLING,
    )
    assert (second.field_name, second.certification, second.modification) == (
        "Kedua",
        Certification.NONE,
        Modification.LTA_UPDATES,
    )
    assert (first.locks_document, second.locks_document) == (False, True)
    assert [first.certificate_sha256, second.certificate_sha256] == [
        first_of_two.certificate_sha256,
        two_signed.certificate_sha256,
    ]
    assert (first.level, second.level) == (Level.B_LTA, Level.B_LTA)
    assert report.certification is Certification.FILL_FORMS


def test_after_the_first_of_two_the_second_field_is_empty(shared_office: Any, first_of_two: SignedPdf) -> None:
    report = shared_office.inspect(first_of_two.data)
    (first,) = report.signatures
    assert (first.holds, first.level) == (True, Level.B_LT)
    assert report.empty_fields == ("Kedua",)
    assert not report.last_revision_covered


def test_an_unsigned_file_has_nothing_that_holds(shared_office: Any, letter: bytes) -> None:
    report = shared_office.inspect(letter)
    assert (report.problem, report.signatures, report.last_revision_covered, report.holds) == (None, (), False, False)


def test_validation_data_lies_in_the_file(shared_office: Any, two_signed: SignedPdf) -> None:
    """B-LTA: with roots alone, and the authority's list of the day, no other material is needed."""
    trust = replace(shared_office.pki.trust(), intermediates=())
    assert inspect_signatures(two_signed.data, trust, shared_office.clock.now()).holds


# -- time ------------------------------------------------------------------------------------------------------------


def test_a_signature_outlives_its_certificate(new_office: Callable[[], Any], two_fields: bytes) -> None:
    """ETSI EN 319 102-1, 5.6: the archive time stamp proves that it was made while the certificate was good."""
    office = new_office()
    first = office.sign(two_fields, field_name="Pertama", signer_id="kepala", recipe=RecipeName.FIRST_OF_TWO)
    second = office.sign(first.data, field_name="Kedua", signer_id="deputi", recipe=RecipeName.SECOND_OF_TWO)
    office.clock.advance(days=3 * 365)
    report = office.inspect(second.data)
    assert report.holds
    assert [signature.level for signature in report.signatures] == [Level.B_LTA, Level.B_LTA]


def test_without_renewal_it_does_not_outlive_the_time_stamp(new_office: Callable[[], Any], one_field: bytes) -> None:
    office = new_office()
    signed = office.sign(one_field, field_name="Penanda", signer_id="deputi", recipe=RecipeName.SINGLE)
    office.clock.advance(days=11 * 365)
    report = office.inspect(signed.data)
    assert not report.holds
    assert report.signatures[0].integrity is Outcome.PASSED
    assert report.signatures[0].trust is not Outcome.PASSED
    assert report.timestamps[0].trust is not Outcome.PASSED


def test_a_revocation_after_the_signature_does_not_touch_it(new_office: Callable[[], Any], one_field: bytes) -> None:
    office = new_office()
    signed = office.sign(one_field, field_name="Penanda", signer_id="deputi", recipe=RecipeName.SINGLE)
    office.clock.advance(days=1)
    office.pki.revoke("deputi", office.clock.now(), "affiliation_changed")
    office.clock.advance(hours=1)
    assert office.inspect(signed.data).holds
    office.clock.advance(days=3 * 365)
    assert office.inspect(signed.data).holds


def test_a_revocation_before_the_signature_spoils_it(new_office: Callable[[], Any], one_field: bytes) -> None:
    """The list comes late: the key was already compromised when it signed."""
    office = new_office()
    office.clock.advance(days=1)
    signed = office.sign(one_field, field_name="Penanda", signer_id="deputi", recipe=RecipeName.SINGLE)
    office.pki.revoke("deputi", office.clock.now() - timedelta(hours=2), "key_compromise")
    office.clock.advance(hours=1)
    (signature,) = office.inspect(signed.data).signatures
    assert (signature.integrity, signature.level) == (Outcome.PASSED, None)
    assert signature.trust is not Outcome.PASSED
    assert signature.messages[0].code == "REVOKED_NO_POE"


@pytest.fixture
def ahead(tmp_path: Path) -> Office:
    """An office whose legal time is two months ahead of this machine's, as a development clock may be."""
    return Office(tmp_path / "pki", MovableClock(datetime.now(UTC) + timedelta(days=60)))


def test_ahead_of_the_machine_a_signature_outlives_its_certificate_too(ahead: Office, two_fields: bytes) -> None:
    first = ahead.sign(two_fields, field_name="Pertama", signer_id="kepala", recipe=RecipeName.FIRST_OF_TWO)
    second = ahead.sign(first.data, field_name="Kedua", signer_id="deputi", recipe=RecipeName.SECOND_OF_TWO)
    ahead.clock.advance(days=3 * 365)
    report = ahead.inspect(second.data)
    assert report.holds
    assert [signature.level for signature in report.signatures] == [Level.B_LTA, Level.B_LTA]
    ahead.clock.advance(days=8 * 365)
    assert [s.trust is Outcome.PASSED for s in ahead.inspect(second.data).signatures] == [False, False]


@pytest.mark.parametrize(("hours", "holds"), [(24, True), (-2, False)])
def test_ahead_of_the_machine_a_revocation_counts_from_its_time_too(
    ahead: Office, one_field: bytes, hours: int, *, holds: bool
) -> None:
    ahead.clock.advance(days=2)
    signed = ahead.sign(one_field, field_name="Penanda", signer_id="deputi", recipe=RecipeName.SINGLE)
    revoked = ahead.clock.now() + timedelta(hours=hours)
    ahead.clock.advance(days=2)
    ahead.pki.revoke("deputi", revoked, "key_compromise")
    assert ahead.inspect(signed.data).holds is holds
    ahead.clock.advance(days=3 * 365)
    assert ahead.inspect(signed.data).holds is holds


def test_a_time_stamp_from_the_future_is_not_believed(shared_office: Any, single: SignedPdf) -> None:
    """Checked twelve hours before it was made, while certificates and lists are already good."""
    earlier = shared_office.clock.now() - timedelta(hours=12)
    report = inspect_signatures(single.data, shared_office.pki.trust(), earlier)
    assert not report.holds
    assert report.timestamps[0].trust is not Outcome.PASSED
    assert report.signatures[0].trust is not Outcome.PASSED


def test_stale_lists_are_not_believed(
    new_office: Callable[[], Any], first_of_two: SignedPdf, shared_office: Any
) -> None:
    """A signature at B-LT, a month on, with lists of the day that it was made."""
    later = shared_office.clock.now() + timedelta(days=30)
    (signature,) = inspect_signatures(first_of_two.data, shared_office.pki.trust(), later).signatures
    assert signature.trust is Outcome.INDETERMINATE
    assert signature.messages[0].code == "TRY_LATER"


# -- trust -----------------------------------------------------------------------------------------------------------


def test_another_root_is_not_trusted(new_office: Callable[[], Any], shared_office: Any, single: SignedPdf) -> None:
    report = inspect_signatures(single.data, new_office().pki.trust(), shared_office.clock.now())
    (signature,) = report.signatures
    assert (signature.integrity, signature.trust, signature.level) == (Outcome.PASSED, Outcome.INDETERMINATE, None)
    assert signature.messages[0].code == "NO_CERTIFICATE_CHAIN_FOUND"
    assert not report.holds


def test_without_roots_nothing_is_trusted(shared_office: Any, single: SignedPdf) -> None:
    report = inspect_signatures(single.data, TrustAnchors(roots=()), shared_office.clock.now())
    assert report.signatures[0].trust is Outcome.INDETERMINATE


def test_a_stranger_in_the_second_field_is_named_by_his_fingerprint(
    new_office: Callable[[], Any], shared_office: Any, first_of_two: SignedPdf
) -> None:
    stranger = new_office()
    signed = stranger_signs(stranger, first_of_two.data, shared_office)
    report = shared_office.inspect(signed.data)
    first, second = report.signatures
    assert first.integrity is Outcome.PASSED
    assert first.trust is Outcome.PASSED
    assert second.certificate_sha256 == signed.certificate_sha256
    assert second.trust is Outcome.INDETERMINATE
    assert not report.holds


def stranger_signs(stranger: Any, pdf: bytes, shared_office: Any) -> SignedPdf:
    """A stranger with a whole PKI of his own signs the open field."""
    signed: SignedPdf = stranger.sign(pdf, field_name="Kedua", signer_id="kepala", recipe=RecipeName.SECOND_OF_TWO)
    return signed


def test_a_colleague_in_the_second_field_holds_but_is_told_apart(shared_office: Any, first_of_two: SignedPdf) -> None:
    """The signatures alone cannot know who should have signed: the record compares the fingerprints."""
    same = shared_office.sign(
        first_of_two.data, field_name="Kedua", signer_id="kepala", recipe=RecipeName.SECOND_OF_TWO
    )
    report = shared_office.inspect(same.data)
    assert report.holds
    assert {signature.certificate_sha256 for signature in report.signatures} == {first_of_two.certificate_sha256}


# -- flips -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("offset", [200, 3000, 20000, 35000, 36500, 39000])
def test_a_changed_byte_in_what_was_signed_is_found(shared_office: Any, single: SignedPdf, offset: int) -> None:
    report = shared_office.inspect(flipped(single.data, offset))
    assert not report.holds
    assert report.problem is not None or report.signatures[0].integrity is Outcome.FAILED


def test_a_changed_content_stream_is_a_hash_failure(shared_office: Any, two_signed: SignedPdf) -> None:
    at = two_signed.data.index(b"stream") + 20
    report = shared_office.inspect(flipped(two_signed.data, at))
    assert [signature.integrity for signature in report.signatures] == [Outcome.FAILED, Outcome.FAILED]
    assert [signature.trust for signature in report.signatures] == [Outcome.INDETERMINATE] * 2
    assert codes(report) == [["HASH_FAILURE", "NOT_EXAMINED"], ["HASH_FAILURE", "NOT_EXAMINED"]]
    assert report.timestamps[0].integrity is Outcome.FAILED


def test_a_changed_signature_value_is_found(shared_office: Any, single: SignedPdf) -> None:
    """The value is the last OCTET STRING of the signer info, before its unsigned attributes."""
    (signature,) = PdfFileReader(io.BytesIO(single.data)).embedded_regular_signatures
    value = signature.signer_info["signature"].native.hex().encode()
    at = single.data.lower().index(value) + len(value) - 4
    report = shared_office.inspect(hex_digit_changed(single.data, at))
    assert report.signatures[0].integrity is Outcome.FAILED
    assert report.signatures[0].messages[0].code == "SIG_CRYPTO_FAILURE"


@pytest.mark.parametrize("offset", [2, 40, 400, 1500])
def test_a_changed_container_is_found(shared_office: Any, single: SignedPdf, offset: int) -> None:
    start = byte_ranges(single.data)[0][1]
    report = shared_office.inspect(hex_digit_changed(single.data, start + offset))
    assert not report.holds


def test_a_changed_archive_is_found(shared_office: Any, single: SignedPdf) -> None:
    """A byte in the revision after the signature: the document time stamp covers it."""
    end_of_signature = shared_office.inspect(single.data).signatures[0].covered_length
    at = single.data.index(b"stream", end_of_signature) + 30
    report = shared_office.inspect(flipped(single.data, at))
    assert not report.holds


def test_a_changed_document_time_stamp_is_found(shared_office: Any, single: SignedPdf) -> None:
    start = byte_ranges(single.data)[-1][1]
    report = shared_office.inspect(hex_digit_changed(single.data, start + 600))
    assert not report.holds
    assert not report.timestamps[0].holds


@pytest.mark.parametrize("stamp", [0, -1], ids=["signature", "last time stamp"])
@pytest.mark.parametrize("change", ["padding", "case"])
def test_even_what_no_signature_covers_in_a_container_is_fixed(
    shared_office: Any, single: SignedPdf, stamp: int, change: str
) -> None:
    """The container itself is outside of its byte range: its padding is zero and its digits are of one case."""
    start, end = byte_ranges(single.data)[stamp][1:3]
    container = single.data[start:end]
    if change == "padding":
        altered = container[:-3] + b"1" + container[-2:]
    else:
        at = next(index for index, digit in enumerate(container) if chr(digit).isalpha())
        altered = container[:at] + container[at : at + 1].swapcase() + container[at + 1 :]
    report = shared_office.inspect(single.data[:start] + altered + single.data[end:])
    assert not report.holds


@pytest.mark.parametrize(
    "numbers",
    [
        "0 10 20 30",
        "0 39000 57000 1",
        "1 2 3 4",
        "0 0 0 0",
        "0 999999 999999 9",
        "-5 4 4 4",
        "0 1 2",
        "0 1 2 3 4 5",
    ],
)
def test_an_irregular_byte_range_is_refused(shared_office: Any, single: SignedPdf, numbers: str) -> None:
    """ETSI EN 319 142-1, 4.1: the range covers all but the container."""
    match = re.search(rb"/ByteRange\s*\[[^\]]*\]", single.data)
    assert match is not None
    written = f"/ByteRange [{numbers}".encode().ljust(match.end() - match.start() - 1) + b"]"
    forged = single.data[: match.start()] + written + single.data[match.end() :]
    report = shared_office.inspect(forged)
    assert not report.holds
    assert report.signatures[0].integrity is Outcome.FAILED


# -- later revisions -------------------------------------------------------------------------------------------------


def _annotate(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): generic.ArrayObject([generic.NumberObject(number) for number in (50, 50, 400, 400)]),
            pdf_name("/Contents"): generic.pdf_string("DICABUT"),
        }
    )
    annotations = page.setdefault(pdf_name("/Annots"), generic.ArrayObject())
    annotations.append(writer.add_object(note))
    writer.update_container(annotations)
    writer.update_container(page)


def _overlay(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    content = writer.add_object(generic.StreamObject(stream_data=b"1 1 1 rg 0 0 600 800 re f"))
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), content])
    writer.update_container(page)


def _add_field(writer: IncrementalPdfFileWriter) -> None:
    append_signature_field(writer, SigFieldSpec("Susulan"))


def _add_visible_field(writer: IncrementalPdfFileWriter) -> None:
    append_signature_field(writer, SigFieldSpec("Susulan", box=(10, 10, 300, 300)))


def _retitle_in_xmp(writer: IncrementalPdfFileWriter) -> None:
    stream = writer.root["/Metadata"]
    assert b"SURAT UJI" in stream.data
    stream._data = stream.data.replace(b"SURAT UJI", b"SURAT CABUT")
    stream._encoded_data = None
    writer.update_container(stream)


def _retitle_in_info(writer: IncrementalPdfFileWriter) -> None:
    info = writer.trailer["/Info"]
    info[pdf_name("/Title")] = generic.pdf_string("SURAT CABUT")
    writer.update_container(info)


def _add_text_field(writer: IncrementalPdfFileWriter) -> None:
    fields = writer.root["/AcroForm"]["/Fields"]
    text = generic.DictionaryObject(
        {
            pdf_name("/FT"): pdf_name("/Tx"),
            pdf_name("/T"): generic.pdf_string("Nilai"),
            pdf_name("/V"): generic.pdf_string("Rp 0"),
        }
    )
    fields.append(writer.add_object(text))
    writer.update_container(fields)


def _unlock(writer: IncrementalPdfFileWriter) -> None:
    del writer.root["/Perms"]
    writer.update_root()


def _javascript(writer: IncrementalPdfFileWriter) -> None:
    action = generic.DictionaryObject(
        {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): generic.pdf_string("app.alert(1)")}
    )
    writer.root[pdf_name("/OpenAction")] = writer.add_object(action)
    writer.update_root()


CHANGES = [
    _annotate,
    _overlay,
    _add_visible_field,
    _retitle_in_xmp,
    _retitle_in_info,
    _add_text_field,
    _unlock,
    _javascript,
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_after_the_single_signature_is_found(shared_office: Any, single: SignedPdf, change: Change) -> None:
    """Certified NO_CHANGES: nothing but archive material may follow (ISO 32000-1, 12.8.2.2)."""
    report = shared_office.inspect(revised(single.data, change))
    (signature,) = report.signatures
    assert not report.holds
    assert not report.last_revision_covered
    assert signature.integrity is Outcome.PASSED
    assert signature.modification is Modification.OTHER or not signature.modification_permitted


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_after_both_signatures_is_found(shared_office: Any, two_signed: SignedPdf, change: Change) -> None:
    report = shared_office.inspect(revised(two_signed.data, change))
    assert not report.holds
    assert not report.signatures[1].modification_permitted
    assert "MODIFIED" in codes(report)[1]


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_between_the_signatures_spoils_the_first(
    shared_office: Any, first_of_two: SignedPdf, change: Change
) -> None:
    """What the second signer was shown is not what the first one signed."""
    changed = revised(first_of_two.data, change)
    report = shared_office.inspect(changed)
    assert not report.holds
    assert not report.signatures[0].holds


def test_an_empty_field_added_later_is_reported(shared_office: Any, two_signed: SignedPdf) -> None:
    """Without an area it is what an archive time stamp brings, so only its coverage and its name give it away."""
    report = shared_office.inspect(revised(two_signed.data, _add_field))
    assert report.empty_fields == ("Susulan",)
    assert not report.last_revision_covered
    assert not report.holds


def test_an_empty_revision_is_not_covered(shared_office: Any, single: SignedPdf) -> None:
    def touch(writer: IncrementalPdfFileWriter) -> None:
        writer.add_object(generic.DictionaryObject())

    report = shared_office.inspect(revised(single.data, touch))
    assert not report.last_revision_covered
    assert not report.holds


@pytest.mark.parametrize(
    "tail",
    [b"x", b"\n", b"sampah\n%%EOF\n", b"9 0 obj\n<< >>\nendobj\nstartxref\n0\n%%EOF\n", b"\0" * 500],
)
def test_bytes_after_the_end_are_found(shared_office: Any, single: SignedPdf, tail: bytes) -> None:
    report = shared_office.inspect(single.data + tail)
    assert not report.last_revision_covered
    assert not report.holds


def test_an_archive_time_stamp_may_follow(new_office: Callable[[], Any], one_field: bytes) -> None:
    """A renewal extends the file and leaves the signature as good as it was (ETSI EN 319 142-1, 5.4.3)."""
    office = new_office()
    signed = office.sign(one_field, field_name="Penanda", signer_id="deputi", recipe=RecipeName.SINGLE)
    office.clock.advance(days=400)
    renewed = renew(office, signed.data)
    office.clock.advance(days=11 * 365 - 400)
    report = office.inspect(renewed)
    assert Revision(len(signed.data), hashlib.sha256(signed.data).hexdigest()) in report.revisions
    assert report.signatures[0].modification is Modification.LTA_UPDATES
    assert report.signatures[0].modification_permitted
    assert len(report.timestamps) == 2


def renew(office: Any, pdf: bytes) -> bytes:
    import asyncio

    from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
    from pyhanko_certvalidator import ValidationContext

    trust = office.pki.trust()
    context = ValidationContext(
        trust_roots=[_asn1(der) for der in trust.roots],
        other_certs=[_asn1(der) for der in trust.intermediates],
        crls=list(trust.crls),
        moment=office.clock.now(),
        revocation_mode="require",
    )
    output = io.BytesIO()

    async def run() -> None:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        await PdfTimeStamper(office.pki.timestamper()).async_timestamp_pdf(writer, "sha256", context, output=output)

    asyncio.run(run())
    return output.getvalue()


def _asn1(der: bytes) -> Any:
    from asn1crypto import x509

    return x509.Certificate.load(der)


# -- other files -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pdf", "problem"),
    [
        (b"", Problem.EMPTY),
        (b"PK\x03\x04[Content_Types].xml word/document.xml", Problem.NOT_A_PDF),
        (b"\n%PDF-1.7 bergeser", Problem.NOT_A_PDF),
        (b"%PDF-1.7\n", Problem.TRUNCATED),
        (b"%PDF-1.7\n%%EOF\n", Problem.DAMAGED),
        (b"%PDF-1.7\nxref\n0 99999999\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n", Problem.DAMAGED),
        (b"%PDF-1.7\n" + b"[" * 200_000 + b"\nstartxref\n9\n%%EOF\n", Problem.DAMAGED),
    ],
)
def test_what_cannot_be_examined_is_named(shared_office: Any, pdf: bytes, problem: Problem) -> None:
    report = shared_office.inspect(pdf)
    assert report.problem is problem
    assert report.problem_message is not None
    assert report.problem_message.code == problem.value
    assert (report.length, report.sha256) == (len(pdf), hashlib.sha256(pdf).hexdigest())
    assert not report.holds


@pytest.mark.parametrize("share", [0.05, 0.3, 0.55, 0.75, 0.9, 0.999])
def test_a_cut_file_never_holds(shared_office: Any, two_signed: SignedPdf, share: float) -> None:
    report = shared_office.inspect(two_signed.data[: int(len(two_signed.data) * share)])
    assert not report.holds
    assert report.problem in (Problem.TRUNCATED, Problem.DAMAGED)


def test_a_file_cut_back_to_the_first_signature_shows_the_open_field(
    shared_office: Any, first_of_two: SignedPdf, two_signed: SignedPdf
) -> None:
    """A whole earlier revision is a whole file: the record must count the signatures."""
    report = shared_office.inspect(two_signed.data[: len(first_of_two.data)])
    assert report.problem is None
    assert report.empty_fields == ("Kedua",)
    assert not report.holds


def test_an_encrypted_file_is_named(shared_office: Any, letter: bytes) -> None:
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(letter)))
    writer.encrypt("pemilik", "pengguna")
    output = io.BytesIO()
    writer.write(output)
    assert shared_office.inspect(output.getvalue()).problem is Problem.ENCRYPTED


@pytest.mark.parametrize(
    ("limits", "problem"),
    [
        (Limits(size_bytes=1000), Problem.TOO_LARGE),
        (Limits(pages=0), Problem.TOO_MANY_PAGES),
        (Limits(revisions=2), Problem.TOO_MANY_REVISIONS),
        (Limits(signature_fields=1), Problem.TOO_MANY_SIGNATURES),
    ],
)
def test_limits_are_named(shared_office: Any, two_signed: SignedPdf, limits: Limits, problem: Problem) -> None:
    report = inspect_signatures(two_signed.data, shared_office.pki.trust(), shared_office.clock.now(), limits=limits)
    assert report.problem is problem


def test_end_marks_in_bulk_are_too_many_revisions(shared_office: Any, single: SignedPdf) -> None:
    report = shared_office.inspect(single.data + b"%%EOF\n" * 100_000)
    assert report.problem is Problem.TOO_MANY_REVISIONS


def test_two_cross_reference_tables_at_once_are_refused(shared_office: Any, letter: bytes) -> None:
    """A hybrid file shows one content to old readers and another to new ones (ISO 32000-1, 7.5.8.4)."""
    body = _hybrid()
    assert shared_office.inspect(body).problem is Problem.HYBRID_XREF


def _hybrid() -> bytes:
    """A small file whose trailer names a cross-reference stream beside its table."""
    parts = [b"%PDF-1.5\n"]
    offsets = {}
    for number, text in (
        (1, b"<< /Type /Catalog /Pages 2 0 R >>"),
        (2, b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"),
        (3, b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"),
    ):
        offsets[number] = sum(map(len, parts))
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, text))
    stream_at = sum(map(len, parts))
    entry = bytes([1]) + stream_at.to_bytes(2) + bytes([0])
    head = b"<< /Type /XRef /Size 5 /Index [4 1] /W [1 2 1] /Length %d >>" % len(entry)
    parts.append(b"4 0 obj\n%s\nstream\n%s\nendstream\nendobj\n" % (head, entry))
    table_at = sum(map(len, parts))
    rows = b"".join(b"%010d 00000 n \n" % offsets[number] for number in (1, 2, 3))
    parts.append(b"xref\n0 4\n0000000000 65535 f \n" + rows)
    parts.append(b"trailer\n<< /Size 5 /Root 1 0 R /XRefStm %d >>\nstartxref\n%d\n%%%%EOF\n" % (stream_at, table_at))
    return b"".join(parts)


def test_the_messages_speak_both_languages(shared_office: Any, single: SignedPdf) -> None:
    report = shared_office.inspect(flipped(single.data, single.data.index(b"stream") + 20))
    message = report.signatures[0].messages[0]
    assert (message.code, message.id, message.en) == (
        "HASH_FAILURE",
        "Isi dokumen tidak sama dengan yang ditandatangani.",
        "The content is not what was signed.",
    )


def test_a_check_inside_an_event_loop_is_a_mistake_of_the_caller(shared_office: Any, single: SignedPdf) -> None:
    import asyncio

    from signing.blocking import InsideEventLoop

    async def inside() -> None:
        shared_office.inspect(single.data)

    with pytest.raises(InsideEventLoop):
        asyncio.run(inside())
