"""Certificates whose papers were overtaken before their signature: by a revocation, by an objection's result, by their term."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from documents.contexts import Certificate, from_facts
from domain.aggregates import Aggregate
from domain.document_kinds import DocumentKind
from domain.objection_acts import ObjectionDecision, PrepareDecision
from domain.refusals import Refusal, RefusalCode
from domain.roles import SYSTEM
from domain.rungs import Rung
from domain.sanction_acts import DraftSanction
from domain.standards import StandardCode
from persistence.certificates import CertificateRecord, present_certificate
from persistence.documents import DocumentRecord
from services.certificates import CertificateService
from services.commands import Command, Done
from tests.integration.services.assessing import Assessing, configured, signature
from tests.integration.services.life_laws import certificate_equals_cells
from tests.integration.services.objecting import STEPS, Objecting
from tests.integration.services.office import BECAUSE, DEPUTY, REVIEWER, Office

pytestmark = pytest.mark.servers
A, S01, S02, S03 = Aggregate, StandardCode.S01, StandardCode.S02, StandardCode.S03
ANNUL = PrepareDecision(
    decision=ObjectionDecision.SANCTION_ANNULLED, considerations=("Bukti meyakinkan.",), reinstated=(S01, S02)
)
CHANGE = PrepareDecision(
    decision=ObjectionDecision.SANCTION_CHANGED,
    considerations=("Bukti meyakinkan.",),
    reinstated=(S01,),
    follow_up=("Standar S02 tetap dinilai ulang.",),
    asked=("Perbaiki penerapan S02.",),
)


class Unsigned(Objecting):
    """The same town, in which the Deputy has not signed a certificate yet."""

    def present_and_sign(self, document_id: str) -> None:
        if DocumentRecord.objects(id=document_id).get().kind == "CERTIFICATE":
            return self.office.present(document_id)
        return super().present_and_sign(document_id)


@pytest.fixture
def town(office: Office) -> Unsigned:
    """S01, S02 and S03 are certified on a paper that waits."""
    found = Unsigned(office, Assessing(office))
    found.play()
    return found


def papers() -> list[tuple[int, str, str, list[str]]]:
    """Of each edition its number, its state, that of its paper, and what the paper lists."""
    found = []
    for edition in CertificateRecord.objects.order_by("edition"):
        paper = DocumentRecord.objects(id=edition.document_id).get()
        codes = [line.code for line in letter(edition.document_id).standards]
        found.append((edition.edition, edition.state, paper.state, codes))
    return found


def letter(document_id: str) -> Certificate:
    found = from_facts(DocumentKind.CERTIFICATE, dict(DocumentRecord.objects(id=document_id).get().facts))
    assert isinstance(found, Certificate)
    return found


def present(town: Objecting) -> CertificateRecord:
    """The unit's present edition."""
    found = present_certificate(town.unit_id)
    assert found is not None
    return found


def sign(town: Objecting, document_id: str) -> None:
    paper = DocumentRecord.objects(id=document_id).get()
    town.office.done(A.DOCUMENT, "sign", DEPUTY, document_id, signature(paper, DEPUTY))


def test_what_remains_is_certified_anew_with_its_date_its_last_day_and_the_revocation_as_its_basis(
    town: Unsigned,
) -> None:
    first = present(town)
    assert papers() == [(1, "ACTIVE", "AWAITING_SIGNATURE", ["S01", "S02", "S03"])]
    sanction_id = town.revoked()
    assert papers() == [(1, "SUPERSEDED", "VOID", ["S01", "S02", "S03"]), (2, "ACTIVE", "DRAFT", ["S03"])]
    second = present(town)
    assert (second.standards, second.revoked) == ({"S03": first.standards["S03"]}, [])
    assert (second.expires_on, second.applicable, second.previous_id) == (first.expires_on, first.applicable, first.id)
    assert (second.origin, second.origin_id) == ("SANCTION", sanction_id)
    decision = DocumentRecord.objects(id=town.sanction(sanction_id).document_id).get()
    assert (letter(second.document_id).determination.number, decision.state) == (decision.number, "SIGNED")
    gone = CertificateRecord.objects(edition=1).get()
    assert (sorted(gone.revoked), gone.revoked_on.keys()) == (["S01", "S02"], {"S01", "S02"})
    certificate_equals_cells(town.unit_id)


def test_an_annulment_lists_again_what_the_revocation_took_from_a_paper_that_nobody_had_signed(town: Unsigned) -> None:
    """II.2.3.s3: the third edition supersedes the second, whose paper lists less than what stands."""
    sanction_id = town.revoked()
    town.present_and_sign(present(town).document_id)
    objection_id = town.heard(sanction_id)
    town.decided(objection_id, ANNUL)
    assert papers() == [
        (1, "SUPERSEDED", "VOID", ["S01", "S02", "S03"]),
        (2, "SUPERSEDED", "VOID", ["S03"]),
        (3, "ACTIVE", "DRAFT", ["S01", "S02", "S03"]),
    ]
    result = DocumentRecord.objects(id=town.objection(objection_id).document_id).get()
    third = present(town)
    assert letter(third.document_id).determination.number == result.number
    assert third.standards == CertificateRecord.objects(edition=1).get().standards
    certificate_equals_cells(town.unit_id)
    town.present_and_sign(third.document_id)
    sign(town, third.document_id)


@pytest.mark.parametrize(("given", "listed"), [(ANNUL, ["S01", "S02"]), (CHANGE, ["S01"])], ids=["annulled", "changed"])
def test_of_a_certificate_revoked_whole_and_unsigned_a_next_edition_gives_back_what_comes_back(
    office: Office, given: PrepareDecision, listed: list[str]
) -> None:
    """Its own paper is void for ever, so that a reinstatement on it would leave the unit without one."""
    town = Unsigned(office, Assessing(office), certified=(S01, S02))
    town.play()
    sanction_id = town.revoked()
    assert papers() == [(1, "REVOKED", "VOID", ["S01", "S02"])]
    town.decided(town.heard(sanction_id), given)
    assert papers() == [(1, "SUPERSEDED", "VOID", ["S01", "S02"]), (2, "ACTIVE", "DRAFT", listed)]
    certificate_equals_cells(town.unit_id)


def test_a_certificate_whose_term_ends_unsigned_leaves_nothing_to_sign(office: Office) -> None:
    configured("certificate.term_months", 1)
    town = Unsigned(office, Assessing(office))
    town.play()
    paper = present(town).document_id
    town.advance(days=30)
    assert CertificateService(door=town.office.door, clock=town.office.clock).expire_due() == 1
    assert papers() == [(1, "EXPIRED", "VOID", ["S01", "S02", "S03"])]
    assert DocumentRecord.objects(id=paper).get().void_reason == "masa berlaku sertifikat berakhir"
    certificate_equals_cells(town.unit_id)


def test_a_returned_paper_and_one_that_is_not_made_yet_are_void_too(town: Unsigned) -> None:
    paper = present(town).document_id
    town.office.done(A.DOCUMENT, "return_paper", DEPUTY, paper, BECAUSE)
    sanction_id = town.revoked()
    assert [(each[0], each[2]) for each in papers()] == [(1, "VOID"), (2, "DRAFT")]
    town.decided(town.heard(sanction_id), ANNUL)
    assert [(each[0], each[2]) for each in papers()] == [(1, "VOID"), (2, "VOID"), (3, "DRAFT")]


def test_a_signature_and_a_revocation_at_the_same_moment_never_leave_a_signed_paper_without_its_edition(
    town: Unsigned, together: Callable[..., list[Any]]
) -> None:
    """Either the paper is signed and the revocation stands on its edition, or it is void and a next one certifies the rest."""
    for rung in (Rung.ADVICE, Rung.WARNING):
        sanction_id = town.received(rung)
        town.advance(days=8)
        town.office.done(A.SANCTION, "record_no_improvement", REVIEWER, sanction_id, BECAUSE)
    certificate_id = present(town).document_id
    town.office.done(A.DOCUMENT, "redate", SYSTEM, certificate_id)
    town.office.present(certificate_id)
    drafted = DraftSanction(case_id=town.case_id, rung=Rung.REVOCATION)
    sanction_id = town.office.done(A.SANCTION, "draft", REVIEWER, payload=drafted).record_id
    decision_id = town.office.done(A.SANCTION, "prepare", REVIEWER, sanction_id, STEPS[Rung.REVOCATION]).documents[0]
    town.office.present(decision_id)
    certificate, decision = (DocumentRecord.objects(id=each).get() for each in (certificate_id, decision_id))
    both_looked = threading.Barrier(2)

    def attempt(aggregate: Aggregate, verb: str, key: str, paper: DocumentRecord) -> Callable[[], Done | Refusal]:
        """Each has its snapshot before the other writes; what is tried again after a conflict waits for nobody."""
        tries: list[str] = []

        def payload() -> Any:
            tries.append(verb)
            if len(tries) == 1:
                both_looked.wait(timeout=10)
            return signature(paper, DEPUTY)

        given = Command(aggregate=aggregate, verb=verb, actor=DEPUTY, record_id=key)
        return lambda: town.office.door.perform(given, late=payload)

    signed, issued = together(
        attempt(A.DOCUMENT, "sign", certificate_id, certificate),
        attempt(A.SANCTION, "issue", sanction_id, decision),
    )
    assert isinstance(issued, Done), issued
    if isinstance(signed, Done):
        assert papers() == [(1, "PARTLY_REVOKED", "SIGNED", ["S01", "S02", "S03"])]
    else:
        assert signed.code in {RefusalCode.WRONG_STATE, RefusalCode.PAPER_OUTDATED}
        assert papers() == [(1, "SUPERSEDED", "VOID", ["S01", "S02", "S03"]), (2, "ACTIVE", "DRAFT", ["S03"])]
    certificate_equals_cells(town.unit_id)


@pytest.mark.parametrize(
    ("changes", "voided"),
    [
        ({}, 0),
        ({"expires_on": "2026-11-22"}, 0),
        ({"expires_on": "2026-11-21"}, 1),
        ({"state": "PARTLY_REVOKED", "revoked": ["S01"]}, 1),
        ({"state": "SUPERSEDED"}, 1),
    ],
    ids=["in force", "its last day", "over", "partly revoked", "superseded"],
)
def test_what_an_earlier_version_left_waiting_is_made_void(
    town: Unsigned, changes: dict[str, Any], voided: int
) -> None:
    paper = present(town).document_id
    CertificateRecord.objects.update(**{"state": "ACTIVE"} | changes)
    service = CertificateService(door=town.office.door, clock=town.office.clock)
    assert [service.void_outdated(), service.void_outdated()] == [voided, 0]
    assert (DocumentRecord.objects(id=paper).get().state == "VOID") is bool(voided)


def test_a_signed_paper_is_never_made_void(town: Unsigned) -> None:
    paper = present(town).document_id
    sign(town, paper)
    CertificateRecord.objects.update(state="EXPIRED")
    assert CertificateService(door=town.office.door, clock=town.office.clock).void_outdated() == 0
    assert DocumentRecord.objects(id=paper).get().state == "SIGNED"
