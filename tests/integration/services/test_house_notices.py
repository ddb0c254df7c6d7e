"""What the house's own rules tell: a lapse, a rejection, a failed installation and the end of a term, as issued papers."""

import subprocess
from collections.abc import Iterator
from datetime import timedelta

import pytest

from domain.aggregates import Aggregate
from domain.application_acts import AssignReviewer
from domain.clock import legal_date
from domain.reasons import Reason
from domain.refusals import Refusal, RefusalCode
from domain.roles import SYSTEM, Role
from persistence.applications import ApplicationRecord
from persistence.documents import DocumentRecord
from persistence.slas import SlaRecord
from services.commands import Done
from tests.integration.services.assessing import configured
from tests.integration.services.town import INCOMPLETE, Town, running_town

pytestmark = [pytest.mark.servers, pytest.mark.libreoffice]
A = Aggregate
DECREE = "Keputusan Deputi Nomor 152 Tahun 2022"


@pytest.fixture(scope="module")
def town(servers, pools, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with running_town(servers, pools, tmp_path_factory.mktemp("town")) as running:
        configured("application.lapse_after_days", 14)
        configured("application.rejection_enabled", True)
        configured("sla.term_notice_days", 30)
        yield running


def under_review(town: Town) -> str:
    application_id = town.submitted()
    reviewer = AssignReviewer(reviewer_id=town.reviewer.id)
    town.done(A.APPLICATION, "assign_reviewer", town.admin, application_id, reviewer)
    return application_id


def in_force(town: Town) -> str:
    sla_id = town.agreed()
    town.work()
    for verb in ("sign_for_institution", "sign_for_lkpp"):
        assert isinstance(town.sign_sla(verb, sla_id), Done)
    return sla_id


def issued(town: Town, kind: str, subject_id: str) -> tuple[DocumentRecord, str]:
    """The newest paper, sealed by the worker, and its text."""
    town.work()
    paper = town.paper(kind, subject_id)
    assert (paper.state, [signature["kind"] for signature in paper.signatures]) == ("SIGNED", ["SEAL"])
    return paper, one_page(town, paper)


def one_page(town: Town, paper: DocumentRecord) -> str:
    """Its text in one line; it has one page."""
    data = town.bytes_of(paper.id)
    text = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True).stdout.decode()
    assert text.count("\f") == 1
    return " ".join(text.split())


def test_a_rejected_application_is_told_who_rejected_it_and_why(town: Town) -> None:
    """House rule, off unless configured: the decree has no rejection."""
    application_id = under_review(town)
    town.done(A.APPLICATION, "reject", town.deputy, application_id, Reason(reason="Unit sudah dikelola instansi lain."))
    town.work()
    waiting = town.paper("REJECTION", application_id)
    assert (waiting.state, waiting.signatures) == ("AWAITING_SIGNATURE", [])
    assert isinstance(town.sign_paper(waiting), Done)
    paper = town.paper("REJECTION", application_id)
    assert [(each["kind"], each["signer_id"]) for each in paper.signatures] == [("PERSONAL", town.deputy.id)]
    text = one_page(town, paper)
    assert paper.facts["reason"] == "Unit sudah dikelola instansi lain."
    assert "kami tolak pada tanggal" in text
    assert "Unit sudah dikelola instansi lain." in text
    assert f"bukan oleh {DECREE}" in text
    assert "keberatan" not in text.lower()
    assert town.paper("NOTICE", application_id) is None


def test_nobody_else_signs_the_rejection(town: Town) -> None:
    """Who reviewed it prepares; the Deputy signs (house rule: drafter and signer are two)."""
    application_id = under_review(town)
    town.done(A.APPLICATION, "reject", town.deputy, application_id, Reason(reason="Tidak memenuhi syarat."))
    town.work()
    waiting = town.paper("REJECTION", application_id)
    for other in (town.reviewer, town.admin, town.head):
        assert isinstance(town.sign_paper(waiting, actor=other), Refusal)
    assert town.paper("REJECTION", application_id).signatures == []


def test_a_lapsed_application_is_told_what_was_missing(town: Town) -> None:
    """House rule, off unless configured; the days are named as internal."""
    application_id = under_review(town)
    town.done(A.APPLICATION, "request_completion", town.reviewer, application_id, INCOMPLETE)
    early = town.attempt(A.APPLICATION, "lapse", town.admin, application_id)
    assert isinstance(early, Refusal)
    assert early.code is RefusalCode.TOO_EARLY
    assert town.paper("NOTICE", application_id) is None
    town.advance(days=15)
    town.done(A.APPLICATION, "lapse", town.admin, application_id)
    paper, text = issued(town, "NOTICE", application_id)
    assert paper.facts["reference"]["subject"] == "Pemberitahuan Gugurnya Permohonan"
    assert [each["label"] for each in paper.facts["particulars"]] == ["Belum dilengkapi"]
    assert "dalam 14 (empat belas) hari" in text
    assert f"batas waktu internal, bukan dari {DECREE}" in text


def test_a_failed_installation_is_on_record_and_may_be_repeated(town: Town) -> None:
    """II.2.1.a.4: the agreement stands."""
    sla_id = in_force(town)
    application_id = town.sla(sla_id).application_id
    town.done(A.APPLICATION, "start_installation", town.admin, application_id)
    town.done(A.APPLICATION, "fail_installation", town.admin, application_id, Reason(reason="Penyimpanan penuh."))
    paper, text = issued(town, "MINUTES", application_id)
    assert (paper.facts["title"], paper.facts["place"]) == ("Kegagalan Instalasi SPSE", "Jakarta")
    assert paper.facts["items"] == [{"label": "Penyebab kegagalan", "value": "Penyimpanan penuh."}]
    assert f"Nomor {DocumentRecord.objects(id=town.sla(sla_id).document_id).get().number}" in text
    assert ApplicationRecord.objects(id=application_id).get().state == "INSTALL_PENDING"
    town.done(A.APPLICATION, "start_installation", town.admin, application_id)


def test_the_worker_tells_the_end_of_a_term_within_the_configured_days_and_once(town: Town) -> None:
    """House rule (`sla.term_notice_days`). The standing stays in force until the last day."""
    sla_id = in_force(town)
    today = legal_date(town.system.clock.now())
    slas = town.system.use_cases.slas
    SlaRecord.objects(id=sla_id).update_one(set__expires_on=(today + timedelta(days=31)).isoformat())
    assert (slas.tell_of_terms(), town.paper("NOTICE", sla_id)) == (0, None)
    SlaRecord.objects(id=sla_id).update_one(set__expires_on=(today + timedelta(days=30)).isoformat())
    assert slas.tell_of_terms() == 1
    paper, text = issued(town, "NOTICE", sla_id)
    assert paper.facts["reference"]["subject"] == "Pemberitahuan Akhir Masa Berlaku Kesepakatan Tingkat Layanan"
    assert [each["label"] for each in paper.facts["particulars"]] == ["Berlaku sejak", "Berlaku sampai dengan"]
    assert "Surat ini bukan tindakan pembinaan." in text
    assert (slas.tell_of_terms(), town.sla(sla_id).state) == (0, "IN_FORCE")
    again = town.attempt(A.SLA, "tell_term", SYSTEM, sla_id)
    assert isinstance(again, Refusal)
    assert again.code is RefusalCode.ALREADY_GIVEN
    by_hand = town.attempt(A.SLA, "tell_term", town._actor(Role.ADMIN), sla_id)
    assert isinstance(by_hand, Refusal)
    assert by_hand.code is RefusalCode.NOT_PERMITTED
