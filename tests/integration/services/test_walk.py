"""The whole walk through the services, with exact states, numbers and events; then what a verification says of its papers."""

import asyncio
import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from asn1crypto import x509
from pyhanko.pdf_utils.crypt import StandardSecurityHandler
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper, TimestampDSSContentSettings
from pyhanko_certvalidator import ValidationContext

from domain.aggregates import Aggregate
from domain.application_acts import Answer, AssignReviewer, AttachmentKind, Resubmit
from domain.reasons import Reason
from domain.refusals import Refusal, RefusalCode
from domain.roles import ANONYMOUS, Actor, Role
from domain.standings import Standing
from domain.verification import CheckResult as Result
from domain.verification import FileOrigin
from persistence.applications import ApplicationRecord
from persistence.documents import DocumentRecord
from persistence.evidence import EvidenceRecord
from persistence.log import EventRecord, sequence_events, verify_log
from persistence.outbox import OutboxRecord
from persistence.repositories import REPOSITORIES
from persistence.slas import SlaRecord
from services.commands import Done
from services.reports import VerificationReport
from signing.development_pki import DevelopmentPki
from signing.pkcs12 import Pkcs12Keys
from signing.port import RecipeName, SigningIntent
from signing.profile import add_signature_fields
from signing.router import RoutedSigner
from storage.keys import draft_key, issued_key
from storage.port import Area, ObjectLocked, ObjectMissing
from tests.integration.services.town import (
    ALL_PASSED,
    COMPLETE,
    EVIDENCE,
    INCOMPLETE,
    INSTITUTION,
    Town,
    running_town,
)

pytestmark = [pytest.mark.servers, pytest.mark.libreoffice]
A = Aggregate


@dataclass
class Walk:
    """What the walk left behind. *Shape*: `refusals` are those on its way, `first_signed` the SLA after one signature."""

    town: Town
    application_id: str
    sla_id: str
    refusals: list[Refusal]
    first_signed: bytes

    def document(self, kind: str) -> DocumentRecord:
        return DocumentRecord.objects(kind=kind).order_by("id").first()

    def issued(self, kind: str = "SLA") -> bytes:
        return self.town.bytes_of(self.document(kind).id)

    def verify(self, data: bytes) -> VerificationReport:
        return self.town.system.use_cases.verification.verify_bytes(data)


@pytest.fixture(scope="module")
def walk(servers, pools, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    with running_town(servers, pools, tmp_path_factory.mktemp("town")) as town:
        yield walked(town)


def walked(town: Town) -> Walk:
    refusals = []

    def refused(verb: str, actor: Any, application_id: str, payload: Any = None) -> None:
        result = town.attempt(A.APPLICATION, verb, actor, application_id, payload)
        assert isinstance(result, Refusal), result
        refusals.append(result)

    application = town.draft(uploaded=True)
    reviewer = AssignReviewer(reviewer_id=town.reviewer.id)
    town.done(A.APPLICATION, "submit", town.head, application)
    town.done(A.APPLICATION, "assign_reviewer", town.admin, application, reviewer)
    town.done(A.APPLICATION, "request_completion", town.reviewer, application, INCOMPLETE)
    refused("resubmit", town.head, application, Resubmit(answers=()))
    answers = Resubmit(answers=(Answer(kind=AttachmentKind.PERSONNEL_LIST, text="Sudah ditandatangani."),))
    town.done(A.APPLICATION, "resubmit", town.head, application, answers)
    town.done(A.APPLICATION, "assign_reviewer", town.admin, application, reviewer)
    town.done(A.APPLICATION, "declare_complete", town.reviewer, application, COMPLETE)
    town.done(A.APPLICATION, "start_sla", town.reviewer, application)
    refused("start_installation", town.admin, application)
    sla_id = str(ApplicationRecord.objects(id=application).get().sla_id)
    assert isinstance(town.propose(sla_id), Done)
    town.agree(sla_id)
    assert town.work() == 5
    first = town.sign_sla("sign_for_institution", sla_id)
    assert isinstance(first, Done), first
    first_signed = town.bytes_of(town.sla(sla_id).document_id)
    refused("start_installation", town.staff, application)
    second = town.sign_sla("sign_for_lkpp", sla_id)
    assert isinstance(second, Done), second
    assert isinstance(town.sign_paper(town.paper("APPROVAL", application)), Done)
    town.done(A.APPLICATION, "start_installation", town.admin, application)
    town.done(A.APPLICATION, "accept_installation", town.admin, application, ALL_PASSED)
    town.done(A.APPLICATION, "accept_installation", town.unit_head, application, ALL_PASSED)
    assert town.work() == 1
    return Walk(town, application, sla_id, refusals, first_signed)


# --- the walk -------------------------------------------------------------------------------------------------------


def test_the_minutes_name_the_place_of_the_installation_and_not_the_postal_address(walk: Walk) -> None:
    """II.2.1.a.4: on the infrastructure owned, which both sides said where it stands."""
    minutes = walk.town.paper("INSTALLATION_MINUTES", walk.application_id)
    assert minutes is not None
    assert minutes.facts["location"] == "Pusat data (contoh)"


def test_every_paper_is_signed_with_its_number(walk: Walk) -> None:
    papers = [
        (paper.kind, paper.state, paper.number, paper.dated, len(paper.signatures))
        for paper in DocumentRecord.objects.order_by("id")
    ]
    assert papers == [
        ("APPLICATION_RECEIPT", "SIGNED", "1/B/D.2/TT/XI/2026", "2026-11-20", 1),
        ("COMPLETION_REQUEST", "SIGNED", "1/B/D.2/SPK/XI/2026", "2026-11-20", 1),
        ("APPLICATION_RECEIPT", "SIGNED", "2/B/D.2/TT/XI/2026", "2026-11-20", 1),
        ("APPROVAL", "SIGNED", "1/B/D.2/SPJ/XI/2026", "2026-11-20", 1),
        ("SLA", "SIGNED", "1/LKPP-LPSE/XI/2026", "2026-11-20", 2),
        ("INSTALLATION_MINUTES", "SIGNED", "1/B/D.2/BA/XI/2026", "2026-11-20", 1),
    ]
    assert {entry.state for entry in OutboxRecord.objects} == {"DONE"}


def test_the_application_went_through_these_states_by_these_people(walk: Walk) -> None:
    found = [
        (event.name, event.to_state, event.actor_id.removesuffix("-kabupaten-contoh-utara"), event.clause)
        for event in EventRecord.objects(record_id=walk.application_id).order_by("version")
    ]
    assert found == [
        ("ApplicationCreated", "DRAFT", "person-head", "II.2.1.a.1"),
        ("ApplicationRevised", "DRAFT", "person-staff", "HOUSE"),
        ("ApplicationSubmitted", "SUBMITTED", "person-head", "II.2.1.a.1"),
        ("ReviewerAssigned", "UNDER_REVIEW", "person-admin", "II.2.1.a.2"),
        ("CompletionRequested", "RETURNED", "person-reviewer-1", "HOUSE"),
        ("ApplicationResubmitted", "SUBMITTED", "person-head", "HOUSE"),
        ("ReviewerAssigned", "UNDER_REVIEW", "person-admin", "II.2.1.a.2"),
        ("ApplicationDeclaredComplete", "COMPLETE", "person-reviewer-1", "II.2.1.a.3"),
        ("SlaStarted", "SLA_PENDING", "person-reviewer-1", "II.2.1.a.3"),
        ("ApplicationSlaInForce", "INSTALL_PENDING", "system", "II.2.1.a.3"),
        ("InstallationStarted", "INSTALLING", "person-admin", "II.2.1.a.4"),
        ("InstallationAccepted", "INSTALLING", "person-admin", "II.2.1.a.4"),
        (
            "InstallationAccepted",
            "ACTIVE",
            "person-unit-head",
            "II.2.1.a.4",
        ),
    ]


def test_the_sla_and_the_unit_went_through_theirs(walk: Walk) -> None:
    unit_id = ApplicationRecord.objects(id=walk.application_id).get().unit_id

    def states(record_id: str) -> list[tuple[str, str]]:
        return [(e.verb, e.to_state) for e in EventRecord.objects(record_id=record_id).order_by("version")]

    assert states(walk.sla_id) == [
        ("draft", "DRAFT"),
        ("propose", "NEGOTIATION"),
        ("agree", "NEGOTIATION"),
        ("agree", "READY_TO_SIGN"),
        ("sign_for_institution", "SIGNED_ONE"),
        ("sign_for_lkpp", "IN_FORCE"),
    ]
    assert states(unit_id) == [("register", "PENDING"), ("activate", "ACTIVE")]
    assert states(walk.document("SLA").id) == [
        ("draft", "DRAFT"),
        ("reserve_number", "DRAFT"),
        ("present", "AWAITING_SIGNATURE"),
        ("add_signature", "AWAITING_SIGNATURE"),
        ("publish", "SIGNED"),
    ]


def test_what_was_refused_on_the_way_named_its_clause(walk: Walk) -> None:
    assert [(each.code, each.clause) for each in walk.refusals] == [
        (RefusalCode.ITEM_NOT_ANSWERED, "HOUSE"),
        (RefusalCode.SLA_NOT_IN_FORCE, "II.2.1.a.4"),
        (RefusalCode.SLA_NOT_IN_FORCE, "II.2.1.a.4"),
    ]
    assert [each.slots["state"] for each in walk.refusals[1:]] == ["DRAFT", "SIGNED_ONE"]


def test_each_letter_took_its_numbered_steps_once(walk: Walk) -> None:
    taken = {}
    for document_id, step in walk.town.steps:
        taken.setdefault(document_id, []).append(step)
    by_kind = {DocumentRecord.objects(id=document_id).get().kind: steps for document_id, steps in taken.items()}
    assert by_kind == {
        "APPLICATION_RECEIPT": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
        "COMPLETION_REQUEST": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
        "APPROVAL": [1, 2, 3, 4, 5, 6, 7, 8, 9],
        "SLA": [1, 2, 3, 4, 5, 6, 7, 8, 9, 7, 8, 9],
        "INSTALLATION_MINUTES": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    }


def test_an_issued_paper_is_locked_under_its_digest(walk: Walk) -> None:
    paper = walk.document("SLA")
    data = walk.issued()
    assert (hashlib.sha256(data).hexdigest(), len(data)) == (paper.sha256, paper.size)
    with pytest.raises(ObjectLocked):
        walk.town.system.store.remove(Area.ISSUED, issued_key(paper.sha256))


def test_the_bytes_that_were_signed_are_those_that_were_presented(walk: Walk) -> None:
    """Step 6, the signing intent: the signed file begins with the presented one."""
    for paper in DocumentRecord.objects:
        presented = walk.town.system.store.get(Area.DRAFT, draft_key(paper.id, paper.prepared_sha256, "pdf"))
        assert walk.town.bytes_of(paper.id).startswith(presented)


def test_the_log_holds_every_event_and_finds_nothing(walk: Walk) -> None:
    while sequence_events(walk.town.system.database.client):
        continue
    classes = {aggregate.value: repository.record_class for aggregate, repository in REPOSITORIES.items()}
    assert list(verify_log(classes)) == []


def test_who_may_read_a_paper(walk: Walk) -> None:
    paper = walk.document("SLA")
    papers = walk.town.system.use_cases.papers
    given = papers.download_pass(actor=walk.town.head, document_id=paper.id)
    assert papers.bearer(given, paper.id) == walk.town.head
    stranger = walk.town.head.__class__(id="x", name="x", roles=walk.town.head.roles, institution_id="inst-lain")
    for actor, document_id in ((stranger, paper.id), (walk.town.admin, "f" * 24)):
        refused = papers.download_pass(actor=actor, document_id=document_id)
        assert refused.code is RefusalCode.NOT_FOUND


# --- genuine --------------------------------------------------------------------------------------------------------

ALL_PASSED_CHECKS = [Result.PASSED] * 7


@pytest.mark.parametrize(
    "kind", ["APPLICATION_RECEIPT", "COMPLETION_REQUEST", "APPROVAL", "SLA", "INSTALLATION_MINUTES"]
)
def test_every_issued_paper_is_genuine_and_stands(kind: str, walk: Walk) -> None:
    """All are in force, but that what was asked for has been handed in."""
    expected = Standing.CONCLUDED if kind == "COMPLETION_REQUEST" else Standing.IN_FORCE
    report = walk.verify(walk.issued(kind))
    assert [check.result for check in report.checks] == ALL_PASSED_CHECKS, report.checks
    assert [check.number for check in report.checks] == [1, 2, 3, 4, 5, 6, 7]
    assert (report.genuine, report.origin, report.standing) == (True, FileOrigin.ISSUED_BY_US, expected)
    assert [signature.level for signature in report.signatures] == ["B_LTA"] * (2 if kind == "SLA" else 1)
    assert all(signature.valid and signature.trusted for signature in report.signatures)
    assert (report.document.number, report.document.sha256) == (walk.document(kind).number, report.sha256)
    assert (report.message_id, report.message_en) == (
        ("Asli. Status hukum: Berlaku.", "Genuine. Legal standing: In force.")
        if expected is Standing.IN_FORCE
        else (
            "Asli. Status hukum: Selesai sejak 2026-11-20.",
            "Genuine. Legal standing: Concluded since 2026-11-20.",
        )
    )
    assert report.development is True


def test_a_paper_is_found_by_its_code_in_any_writing(walk: Walk) -> None:
    """Without a file the question whether it is genuine stays open."""
    paper = walk.document("SLA")
    dashed = "-".join(paper.code[place : place + 4] for place in range(0, 32, 4)).upper()
    by_digest = walk.town.system.use_cases.verification.verify_digest(paper.sha256)
    for code in (paper.code, f"  {dashed} "):
        report = walk.town.system.use_cases.verification.verify_code(code)
        assert (report.genuine, report.origin, report.standing) == (None, FileOrigin.NO_FILE, Standing.IN_FORCE)
        assert (report.document.number, report.standing_since) == (paper.number, "2026-11-20")
        assert (report.document.unit_name, report.document.standards, report.document.path) == (None, (), None)
        assert [check.result for check in report.checks] == ALL_PASSED_CHECKS
        assert (report.log, report.timestamps) == (by_digest.log, by_digest.timestamps)
        assert report.log != ()
        assert [signature.signer_name for signature in report.signatures] == [
            signature["signer_name"] for signature in paper.signatures
        ]
        assert {(signature.valid, signature.trusted) for signature in report.signatures} == {(True, True)}
        assert report.message_en.startswith(
            "This code belongs to a paper of ours. The signatures on the paper that we keep are valid. "
            "Legal standing: In force."
        )


@pytest.mark.parametrize("code", ["", "f" * 32, "x", "$ne", "\x00", "0" * 10_000])
def test_an_unknown_code_finds_nothing(code: str, walk: Walk) -> None:
    report = walk.town.system.use_cases.verification.verify_code(code)
    assert (report.genuine, report.document, report.standing, report.origin) == (None, None, None, FileOrigin.NO_FILE)
    assert report.message_en == "No issued paper has this code or SHA-256."


def test_a_paper_is_found_by_its_digest_and_its_stored_bytes_are_checked(walk: Walk) -> None:
    paper = walk.document("APPROVAL")
    for digest in (paper.sha256, paper.sha256.upper()):
        report = walk.town.system.use_cases.verification.verify_digest(digest)
        assert (report.genuine, report.document.number) == (True, paper.number)
        assert [check.result for check in report.checks] == ALL_PASSED_CHECKS


def test_a_paper_that_storage_has_lost_is_named_and_not_proven(walk: Walk, caplog: pytest.LogCaptureFixture) -> None:
    paper, town = walk.document("APPROVAL"), walk.town
    lost = ObjectMissing(Area.ISSUED, issued_key(paper.sha256))
    with town.storage.failing(lost, "get"):
        report = town.system.use_cases.verification.verify_digest(paper.sha256)
    assert [check.result for check in report.checks] == [Result.FAILED, *[Result.INDETERMINATE] * 6]
    assert {(check.evidence_id, check.evidence_en) for check in report.checks} == {
        ("Berkas yang diterbitkan tidak ada di penyimpanan.", "The file that was issued is not in storage.")
    }
    assert (report.genuine, report.origin, report.standing) == (False, FileOrigin.ISSUED_BY_US, Standing.IN_FORCE)
    assert (report.document.number, report.sha256) == (paper.number, paper.sha256)
    assert [(s.signer_name, s.valid, s.trusted) for s in report.signatures] == [
        (signature["signer_name"], None, None) for signature in paper.signatures
    ]
    assert [(r.levelname, paper.id in r.message) for r in caplog.records if r.name == "pembina.verification"] == [
        ("ERROR", True)
    ]


def test_an_unknown_digest_is_not_ours(walk: Walk) -> None:
    prepared = walk.document("APPROVAL").prepared_sha256
    for digest in ("0" * 64, prepared, "x", ""):
        report = walk.town.system.use_cases.verification.verify_digest(digest)
        assert (report.genuine, report.document, report.sha256) == (False, None, digest)


def test_archive_time_stamps_leave_a_paper_as_genuine_as_it_was(walk: Walk) -> None:
    """ETSI EN 319 142-1, 5.4.3: a renewal extends the file, and the record finds its own bytes at the front of it."""
    renewed = renew(walk.town, walk.issued())
    report = walk.verify(renewed)
    assert [check.result for check in report.checks] == ALL_PASSED_CHECKS, report.checks
    assert (report.genuine, report.origin) == (True, FileOrigin.ISSUED_BY_US)
    assert (report.document.number, report.sha256) == (
        walk.document("SLA").number,
        hashlib.sha256(renewed).hexdigest(),
    )


def renew(town: Town, pdf: bytes) -> bytes:
    """A further archive time stamp over the validation material, so that it covers the last bytes."""
    pki = town.system.pki
    trust = pki.trust()
    context = ValidationContext(
        trust_roots=[x509.Certificate.load(der) for der in trust.roots],
        other_certs=[x509.Certificate.load(der) for der in trust.intermediates],
        crls=list(trust.crls),
        moment=town.system.clock.now(),
        revocation_mode="require",
    )
    output = io.BytesIO()
    before = TimestampDSSContentSettings(include_vri=False, update_before_ts=True)

    async def run() -> None:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        stamper = PdfTimeStamper(pki.timestamper())
        await stamper.async_timestamp_pdf(writer, "sha256", context, output=output, dss_settings=before)

    asyncio.run(run())
    return output.getvalue()


# --- not genuine ----------------------------------------------------------------------------------------------------


def flipped(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def test_one_changed_byte_is_caught_and_the_genuine_paper_is_named(walk: Walk) -> None:
    data = walk.issued("APPROVAL")
    report = walk.verify(flipped(data, 1_000))
    assert (report.genuine, report.origin) == (False, FileOrigin.NOT_AS_ISSUED)
    results = {check.number: check.result for check in report.checks}
    assert results[1] is Result.FAILED
    assert results[2] is Result.FAILED
    assert report.document.number == walk.document("APPROVAL").number
    assert report.message_en == (
        "NOT GENUINE: the file differs from what we issued. Legal standing of the genuine paper: In force."
    )


@pytest.mark.parametrize("place", [0.02, 0.2, 0.5, 0.8, 0.97])
def test_no_changed_byte_passes(place: float, walk: Walk) -> None:
    data = walk.issued()
    report = walk.verify(flipped(data, int(len(data) * place)))
    assert report.genuine is False
    assert len(report.checks) == 7


def test_bytes_after_the_end_are_not_as_issued(walk: Walk) -> None:
    report = walk.verify(walk.issued("APPROVAL") + b"\n% lampiran\n")
    assert (report.genuine, report.origin) == (False, FileOrigin.NOT_AS_ISSUED)
    results = {check.number: check.result for check in report.checks}
    assert results[6] is Result.FAILED


def test_a_chosen_second_names_no_paper_that_its_bearer_never_held(walk: Walk) -> None:
    """`/M` is anybody's to write: otherwise the letters of one key could be listed, a second at a time."""
    approval, other = walk.document("APPROVAL"), walk.document("SLA")
    assert approval.signatures[0]["certificate_sha256"] == other.signatures[1]["certificate_sha256"]
    altered, places = re.subn(rb"(/M \(D(?::|\\072))\d{14}", rb"\g<1>20310102030405", walk.issued("APPROVAL"))
    assert places >= 1
    documents, second = DocumentRecord._get_collection(), "signatures.1.signed_at"
    documents.update_one({"_id": other.id}, {"$set": {second: "2031-01-02T03:04:05+00:00"}})
    report = walk.verify(altered)
    documents.update_one({"_id": other.id}, {"$set": {second: other.signatures[1]["signed_at"]}})
    assert (report.genuine, report.origin) == (False, FileOrigin.NOT_ISSUED_BY_US)
    assert (report.document, report.standing, report.log) == (None, None, ())


def test_a_signature_of_public_bytes_names_no_paper(walk: Walk) -> None:
    """The bytes of a certificate stand in every file that it signed, and are no signature value of ours."""
    data = walk.issued("APPROVAL")
    [signature, *_stamps] = PdfFileReader(io.BytesIO(data)).embedded_signatures
    value = signature.signer_info["signature"].native
    public = signature.signer_cert.dump()[: len(value)].hex().encode()
    altered, places = re.subn(value.hex().encode(), public, data, flags=re.IGNORECASE)
    assert (places, public in data.lower()) == (1, True)
    report = walk.verify(altered)
    assert (report.genuine, report.origin, report.document) == (False, FileOrigin.NOT_ISSUED_BY_US, None)


def test_the_sla_with_one_signature_is_not_the_issued_one(walk: Walk) -> None:
    """It was only ever a draft between two signatures."""
    report = walk.verify(walk.first_signed)
    assert (report.genuine, report.origin) == (False, FileOrigin.NOT_AS_ISSUED)
    assert report.document.number == walk.document("SLA").number
    assert report.checks[0].result is Result.FAILED


def test_a_strangers_signature_is_reported_and_not_ours(walk: Walk, tmp_path) -> None:
    """Signed soundly by a key of another root: a report on its signature, and no word of a paper of ours."""
    stranger = DevelopmentPki.open(tmp_path / "pki", walk.town.system.clock, public_url="https://lain.invalid")
    stranger.issue_person_key(
        subject_id="orang", name="Orang Lain", title="Direktur", organisation="Lain", passphrase="sandi"
    )
    pdf = add_signature_fields(EVIDENCE.read_bytes(), ["TandaTangan"])
    signer = RoutedSigner(
        directory=Pkcs12Keys(stranger),
        trust=stranger.trust,
        timestamps=stranger.timestamps,
        clock=walk.town.system.clock,
    )
    intent = SigningIntent(
        document_id="x",
        field_name="TandaTangan",
        signer_id="orang",
        signer_name="Orang Lain",
        digest=hashlib.sha256(pdf).hexdigest(),
        recipe=RecipeName.SINGLE,
        reason="-",
        location="-",
        signed_at=walk.town.system.clock.now(),
    )
    report = walk.verify(signer.sign(pdf, intent, passphrase="sandi").data)
    assert (report.genuine, report.origin, report.document) == (False, FileOrigin.NOT_ISSUED_BY_US, None)
    assert [(s.signer_name, s.trusted, s.kind) for s in report.signatures] == [("Orang Lain", False, None)]
    assert report.message_en.startswith("NOT OURS: this file was not issued by us, or has been altered.")
    results = {check.number: check.result for check in report.checks}
    assert (results[1], results[4], results[6]) == (Result.FAILED, Result.INDETERMINATE, Result.PASSED)
    assert results[3] is not Result.PASSED


def encrypted(pdf: bytes) -> bytes:
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(pdf)))
    handler = StandardSecurityHandler.build_from_pw(desired_owner_pass="pemilik", desired_user_pass="pembaca")
    writer.security_handler = handler
    writer._encrypt = writer.add_object(handler.as_pdf_object())
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def docx() -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return output.getvalue()


STRANGE = {
    "empty": lambda: b"",
    "garbage": lambda: bytes(range(256)) * 40,
    "text": lambda: b"%PDF-1.7\nbukan PDF",
    "docx posing as PDF": docx,
    "docx behind a header": lambda: b"%PDF-1.7\n" + docx(),
    "truncated": lambda: EVIDENCE.read_bytes()[:2_000],
    "encrypted": lambda: encrypted(EVIDENCE.read_bytes()),
    "unsigned": EVIDENCE.read_bytes,
    "huge number": lambda: b"%PDF-1.7\n1 0 obj\n<< /Length 99999999999999999999 >>\nstream\n",
}


@pytest.mark.parametrize("name", STRANGE)
def test_a_strange_file_gets_an_answer_and_never_an_error(name: str, walk: Walk) -> None:
    data = STRANGE[name]()
    report = walk.verify(data)
    assert (report.genuine, report.origin, report.document) == (False, FileOrigin.NOT_ISSUED_BY_US, None)
    assert report.sha256 == hashlib.sha256(data).hexdigest()
    assert [check.number for check in report.checks] == [1, 2, 3, 4, 5, 6, 7]
    assert report.checks[0].result is Result.FAILED
    assert report.checks[1].result is Result.FAILED
    assert all(check.evidence_id and check.evidence_en for check in report.checks)
    assert not any("could not be run" in check.evidence_en for check in report.checks)


def test_a_truncated_copy_of_ours_is_not_genuine(walk: Walk) -> None:
    data = walk.issued()
    for length in (len(data) // 2, len(data) - 1, len(data) - 200):
        assert walk.verify(data[:length]).genuine is False


# --- standing -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "standing", "words"),
    [
        ("BREACH_REVIEW", Standing.IN_FORCE, "In force"),
        ("BREACHED", Standing.BREACHED, "Breach confirmed since 2026-11-20"),
        ("SUPERSEDED", Standing.SUPERSEDED, "Superseded since 2026-11-20"),
        ("EXPIRED", Standing.EXPIRED, "Expired since 2028-11-20"),
        ("TERMINATED", Standing.TERMINATED, "Terminated since 2026-11-20"),
    ],
)
def test_genuine_is_not_the_same_as_in_force(state: str, standing: Standing, words: str, walk: Walk) -> None:
    """The signature stays as good as it was; what the paper means follows the agreement."""
    slas = SlaRecord._get_collection()
    slas.update_one({"_id": walk.sla_id}, {"$set": {"state": state}})
    try:
        by_file = walk.verify(walk.issued())
        by_code = walk.town.system.use_cases.verification.verify_code(walk.document("SLA").code)
    finally:
        slas.update_one({"_id": walk.sla_id}, {"$set": {"state": "IN_FORCE"}})
    assert (by_file.genuine, by_file.standing) == (True, standing)
    assert by_file.message_en == f"Genuine. Legal standing: {words}."
    assert (by_code.genuine, by_code.standing) == (None, standing)


def test_an_approval_of_a_withdrawn_application_is_genuine_and_means_nothing(walk: Walk) -> None:
    applications = ApplicationRecord._get_collection()
    applications.update_one({"_id": walk.application_id}, {"$set": {"state": "WITHDRAWN"}})
    try:
        report = walk.verify(walk.issued("APPROVAL"))
        receipt = walk.verify(walk.issued("APPLICATION_RECEIPT"))
    finally:
        applications.update_one({"_id": walk.application_id}, {"$set": {"state": "ACTIVE"}})
    assert (report.genuine, report.standing) == (True, Standing.TERMINATED)
    assert (receipt.genuine, receipt.standing) == (True, Standing.IN_FORCE)


def test_an_sla_paper_that_its_agreement_no_longer_names_is_void(walk: Walk) -> None:
    slas = SlaRecord._get_collection()
    slas.update_one({"_id": walk.sla_id}, {"$set": {"document_id": "another"}})
    try:
        report = walk.verify(walk.issued())
    finally:
        slas.update_one({"_id": walk.sla_id}, {"$set": {"document_id": walk.document("SLA").id}})
    assert (report.genuine, report.standing) == (True, Standing.VOID)


# --- evidence -------------------------------------------------------------------------------------------------------


def test_an_upload_counts_once_it_is_what_was_announced(walk: Walk) -> None:
    town, data = walk.town, EVIDENCE.read_bytes()
    ticket = town.ticket(data)
    early = town.confirm(ticket.done.record_id)
    assert (early.code, early.slots["problem_en"]) == (RefusalCode.EVIDENCE_REJECTED, "the file was not uploaded yet.")
    assert town.put(ticket, data) == 200
    done = town.confirm(ticket.done.record_id)
    assert (done.state, done.version) == ("CONFIRMED", 2)
    assert town.put(ticket, data) == 412


@pytest.mark.parametrize("name", ["docx posing as PDF", "truncated", "encrypted"])
def test_a_file_of_another_kind_is_refused_however_often_it_is_confirmed(name: str, walk: Walk) -> None:
    town, data = walk.town, STRANGE[name]()
    ticket = town.ticket(data)
    assert town.put(ticket, data) == 200
    refused, again = (town.confirm(ticket.done.record_id) for _ in range(2))
    assert refused.code is RefusalCode.EVIDENCE_REJECTED
    assert again.slots["problem_en"] == refused.slots["problem_en"] != "the file was not uploaded yet."


def test_other_bytes_of_the_announced_size_are_refused_and_the_right_ones_need_a_new_leave(walk: Walk) -> None:
    town, data = walk.town, EVIDENCE.read_bytes()
    ticket = town.ticket(data)
    assert town.put(ticket, flipped(data, 500)) == 200
    assert town.confirm(ticket.done.record_id).code is RefusalCode.EVIDENCE_REJECTED
    assert town.put(ticket, data) == 412
    assert town.confirm(ticket.done.record_id).code is RefusalCode.EVIDENCE_REJECTED
    fresh = town.ticket(data)
    assert town.put(fresh, data) == 200
    assert town.confirm(fresh.done.record_id).state == "CONFIRMED"


def test_a_confirmation_that_found_a_problem_leaves_the_object(walk: Walk) -> None:
    """Another confirmation may have accepted it meanwhile."""
    town, data = walk.town, EVIDENCE.read_bytes()
    ticket = town.ticket(data)
    wrong = flipped(data, 500)
    assert town.put(ticket, wrong) == 200
    assert town.confirm(ticket.done.record_id).code is RefusalCode.EVIDENCE_REJECTED
    key = EvidenceRecord.objects(id=ticket.done.record_id).get().key
    assert town.system.store.get(Area.EVIDENCE, key) == wrong


def test_a_confirmed_file_is_downloaded_by_its_readers_alone(walk: Walk) -> None:
    town, data = walk.town, EVIDENCE.read_bytes()
    evidence = town.system.use_cases.evidence
    ticket = town.ticket(data, name='../SK "Bupati".exe')
    evidence_id = ticket.done.record_id
    assert town.put(ticket, data) == 200
    early = evidence.download_url(actor=town.reviewer, evidence_id=evidence_id)
    assert early.code is RefusalCode.NOT_FOUND
    assert isinstance(town.confirm(evidence_id), Done)

    foreign = Actor(id="x", name="x", roles=town.staff.roles, institution_id="inst-lain")
    for actor in (foreign, ANONYMOUS):
        refused = evidence.download_url(actor=actor, evidence_id=evidence_id)
        assert refused.code is RefusalCode.NOT_FOUND
    assert evidence.download_url(actor=town.reviewer, evidence_id="f" * 24).code is RefusalCode.NOT_FOUND

    assessor = Actor(id="x", name="x", roles=frozenset({Role.ASSESSOR}), institution_id=None)
    for actor in (town.reviewer, town.staff, assessor):
        answer = httpx.get(evidence.download_url(actor=actor, evidence_id=evidence_id))
        assert (answer.status_code, answer.content) == (200, data)
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''-SK%20-Bupati-.exe.pdf"


def test_a_file_is_confirmed_by_its_own_institution_alone(walk: Walk) -> None:
    town, data = walk.town, EVIDENCE.read_bytes()
    ticket = town.ticket(data)
    stranger = town.staff.__class__(id="x", name="x", roles=town.staff.roles, institution_id="inst-lain")
    assert town.confirm(ticket.done.record_id, actor=stranger).code is RefusalCode.NOT_FOUND
    assert town.confirm("f" * 24).code is RefusalCode.NOT_FOUND
    assert town.confirm(ticket.done.record_id, expected_version=9).code is RefusalCode.CONFLICT


@pytest.mark.parametrize("institution_id", ["inst-lain", "", "../pembina-issued", "a/b", "x" * 5_000])
def test_leave_to_upload_is_given_for_ones_own_institution_alone(institution_id: str, walk: Walk) -> None:
    refused = walk.town.system.use_cases.evidence.request_upload(
        actor=walk.town.staff,
        institution_id=institution_id,
        name="SK.pdf",
        content_type="application/pdf",
        size=10,
        sha256="0" * 64,
        idempotency_key=walk.town.key(),
    )
    assert isinstance(refused, Refusal)
    assert refused.code is RefusalCode.NOT_FOUND
    assert INSTITUTION not in refused.message_en


def test_asking_again_for_the_same_upload_gives_the_same_record(walk: Walk) -> None:
    evidence = walk.town.system.use_cases.evidence
    asked = {
        "actor": walk.town.staff,
        "institution_id": INSTITUTION,
        "name": "SK.pdf",
        "content_type": "application/pdf",
        "size": 10,
        "sha256": "0" * 64,
        "idempotency_key": walk.town.key(),
    }
    first, again = evidence.request_upload(**asked), evidence.request_upload(**asked)
    assert (again.done.record_id, again.done.repeated) == (first.done.record_id, True)
    other = evidence.request_upload(**(asked | {"size": 11}))
    assert other.code is RefusalCode.IDEMPOTENCY_KEY_REUSED


# --- last, because they change what the walk left -------------------------------------------------------------------


def test_a_withdrawn_application_leaves_its_sla_void_and_its_paper_unsigned(walk: Walk) -> None:
    town = walk.town
    sla_id = town.agreed()
    town.work()
    paper = town.paper("SLA", sla_id)
    assert isinstance(town.sign_sla("sign_for_institution", sla_id), Done)
    application_id = town.sla(sla_id).application_id
    town.done(A.APPLICATION, "withdraw", town.head, application_id, Reason(reason="Ditunda tahun depan."))
    assert town.sla(sla_id).state == "VOID"
    void = DocumentRecord.objects(id=paper.id).get()
    assert (void.state, void.number) == ("VOID", "2/LKPP-LPSE/XI/2026")
    refused = town.sign_sla("sign_for_lkpp", sla_id)
    assert refused.code is RefusalCode.WRONG_STATE
    assert town.system.use_cases.verification.verify_code(void.code).document is None
