"""A stopped service (II.2.2.d): how it is carried out, the ways back, and the register of systems, on a real database."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.letterhead import HELP_DESK, LETTERHEAD
from domain.aggregates import Aggregate
from domain.document_acts import DraftDocument, SignDocument
from domain.managed_systems import RegisterSystem, SystemDetails, SystemKind
from domain.provider_forms import ProviderForm
from domain.refusals import RefusalCode
from domain.roles import SYSTEM, Role
from domain.stop_checklists import CHECKLISTS, CarryOutStop, StopCheck, StopItem
from domain.stop_forms import StopForm
from domain.tables import Act, LetterOrder
from domain.unit_acts import (
    AccessCheck,
    AccessItem,
    AnnulStop,
    Participant,
    PrepareReinstatement,
    StopService,
    TakeAccess,
)
from domain.units import ManagementPattern
from domain.user_figures import CorrectFigures, ReportFigures, UserCount, UserKind
from persistence.documents import DocumentRecord
from persistence.records import Record, insert
from persistence.sanction_records import SanctionRecord
from services.letters import LetterWriter
from tests.integration.services.office import (
    ADMIN,
    BECAUSE,
    DEPUTY,
    HEAD,
    REVIEWER,
    STAFF,
    START,
    UNIT_HEAD,
    Office,
    PlainLetters,
    person,
    signed_by,
)

pytestmark = pytest.mark.servers
A = Aggregate
STOP_LETTER = "000000000000000000000001"
SANCTION = "000000000000000000000002"
TAKEOVER = TakeAccess(
    place="Pusat data Kabupaten Contoh",
    participants=(Participant(name="Budi (DATA CONTOH)", capacity="Kepala LPSE"),),
    items=tuple(
        AccessCheck(
            item=item,
            done=item is not AccessItem.RUNNING_TENDERS,
            note="" if item is not AccessItem.RUNNING_TENDERS else "Dua paket menunggu penetapan pemenang.",
        )
        for item in AccessItem
    ),
)
ACCESS_BACK = (
    "Yang telah dilaksanakan dalam penghentian layanan dipulihkan bersama pengelola: akun pengelola dan hak akses "
    "dikembalikan; nama domain dan sertifikat TLS dikembalikan; basis data dan cadangannya dikembalikan; catatan log "
    "dikembalikan"
)


def carried_out(form: StopForm, note: str = "Dua paket menunggu penetapan pemenang.") -> CarryOutStop:
    """All but the running tenders is done."""
    checks = tuple(
        StopCheck(item=item, done=item is not StopItem.TENDERS_HANDED_OVER, note=note) for item in CHECKLISTS[form]
    )
    return CarryOutStop(place=TAKEOVER.place, participants=TAKEOVER.participants, items=checks)


PREPARED = PrepareReinstatement(reasons=("Perbaikan telah dibuktikan.",), from_day=date(2026, 11, 24))


class Letters(PlainLetters):
    """The letters of a unit in their real form, all others without one."""

    def compose(self, order: LetterOrder, *, aggregate: Aggregate, record: Record, act: Act) -> DraftDocument:
        writer = LetterWriter(LETTERHEAD, HELP_DESK) if aggregate is A.UNIT else super()
        return writer.compose(order, aggregate=aggregate, record=record, act=act)


@pytest.fixture
def office(database, dump) -> Office:
    return Office(database, dump, letters=Letters())


@pytest.fixture
def unit_id(office: Office) -> str:
    """A unit in service, its SLA in force."""
    application_id, _sla = office.in_force(ProviderForm.SERVICE_PROVIDER)
    return str(office.record(A.APPLICATION, application_id).unit_id)


def stop(office: Office, unit_id: str, form: StopForm = StopForm.ACCESS_TAKEOVER) -> None:
    """Stopped by a sanction that was issued by its letter."""
    insert(
        SanctionRecord(
            id=SANCTION,
            state="RECEIVED",
            version=1,
            created_at=START,
            updated_at=START,
            institution_id="inst-a",
            unit_id=unit_id,
            case_id="case-1",
            rung="STOP",
            round=1,
            sequence=1,
            drafted_by="reviewer",
            document_id=STOP_LETTER,
        )
    )
    insert(
        DocumentRecord(
            id=STOP_LETTER,
            state="SIGNED",
            version=1,
            created_at=START,
            updated_at=START,
            kind="SERVICE_STOP",
            institution_id="inst-a",
            subject="SANCTION",
            subject_id=SANCTION,
            facts={"kind": "SERVICE_STOP"},
            facts_sha256="0" * 64,
            number="7/B/D.2/PHL/XI/2026",
            dated="2026-11-20",
        )
    )
    given = StopService(form=form, text="Pembatasan akses.", sanction_id=SANCTION, on=date(2026, 11, 22))
    office.done(A.UNIT, "stop", SYSTEM, unit_id, given)


def letter(office: Office, kind: str) -> DocumentRecord:
    found: DocumentRecord = DocumentRecord.objects(kind=kind).order_by("-id").first()
    return found


def sign(office: Office, unit_id: str) -> Any:
    paper = DocumentRecord.objects(id=office.record(A.UNIT, unit_id).document_id).get()
    signed = signed_by(DEPUTY, f"reinstated {unit_id}")
    return A.UNIT, "reinstate", DEPUTY, unit_id, SignDocument(seen_sha256=paper.sha256, signed=signed)


def test_access_is_taken_over_with_its_checklist_and_minutes(office: Office, unit_id: str) -> None:
    stop(office, unit_id)
    assert office.done(A.UNIT, "take_access", ADMIN, unit_id, TAKEOVER).state == "ACCESS_TAKEN"
    unit = office.record(A.UNIT, unit_id)
    assert unit.stop == {
        "form": "ACCESS_TAKEOVER",
        "text": "Pembatasan akses.",
        "sanction_id": SANCTION,
        "on": "2026-11-22",
    }
    assert [check["done"] for check in unit.takeover["items"]] == [True] * 4 + [False]
    minutes = letter(office, "MINUTES").facts
    assert minutes["title"] == "Pengambilalihan Hak Akses Layanan SPSE"
    assert minutes["participants"] == [{"name": "Budi (DATA CONTOH)", "role": "Kepala LPSE"}]
    assert "Surat Penghentian Layanan Nomor 7/B/D.2/PHL/XI/2026 tanggal 20 November 2026" in minutes["paragraphs"][0]
    assert [item["value"] for item in minutes["items"]] == ["Selesai"] * 4 + [
        "Belum selesai: Dua paket menunggu penetapan pemenang."
    ]


@pytest.mark.parametrize("form", [StopForm.REVOCATION, StopForm.OTHER])
def test_a_stop_in_another_form_takes_no_access(form: StopForm, office: Office, unit_id: str) -> None:
    stop(office, unit_id, form)
    found = office.refused(A.UNIT, "take_access", ADMIN, unit_id, TAKEOVER)
    assert (found.code, found.clause) == (RefusalCode.OTHER_STOP_FORM, "II.2.2.d")


@pytest.mark.parametrize(
    ("form", "paragraph", "labels"),
    [
        (
            StopForm.REVOCATION,
            "Penghentian layanan SPSE dalam bentuk pencabutan dilaksanakan oleh LKPP sebagai pelaksanaan Surat Penghentian "
            "Layanan Nomor 7/B/D.2/PHL/XI/2026 tanggal 20 November 2026, dengan hasil pemeriksaan sebagai berikut.",
            [
                "Penutupan akun administrator dan pengelola",
                "Pengalihan pemilihan penyedia yang sedang berjalan",
                "Pemberitahuan kepada pengguna",
                "Penurunan sertifikat dan logo dari laman layanan",
                "Pengamanan basis data, cadangan, dan catatan log",
            ],
        ),
        (
            StopForm.OTHER,
            "Penghentian layanan SPSE dalam bentuk lainnya, yaitu Pembatasan akses, dilaksanakan oleh LKPP sebagai "
            "pelaksanaan Surat Penghentian Layanan Nomor 7/B/D.2/PHL/XI/2026 tanggal 20 November 2026, dengan hasil "
            "pemeriksaan sebagai berikut.",
            [
                "Pelaksanaan bentuk yang disebut dalam surat",
                "Pengalihan pemilihan penyedia yang sedang berjalan",
                "Pemberitahuan kepada pengguna",
            ],
        ),
    ],
)
def test_each_other_form_is_carried_out_once_with_its_checklist_and_minutes(
    form: StopForm, paragraph: str, labels: list[str], office: Office, unit_id: str
) -> None:
    """II.2.2.d: "pencabutan, pengambilalihan hak akses, atau bentuk lainnya"."""
    stop(office, unit_id, form)
    given = carried_out(form)
    assert office.done(A.UNIT, "carry_out_stop", ADMIN, unit_id, given).state == "STOP_CARRIED_OUT"
    unit = office.record(A.UNIT, unit_id)
    assert (unit.carried_out["by"], unit.carried_out["place"]) == (ADMIN.id, "Pusat data Kabupaten Contoh")
    assert [check["item"] for check in unit.carried_out["items"]] == list(CHECKLISTS[form])
    minutes = letter(office, "MINUTES").facts
    assert (minutes["title"], minutes["paragraphs"]) == ("Pelaksanaan Penghentian Layanan SPSE", [paragraph])
    assert [item["label"] for item in minutes["items"]] == labels
    assert minutes["items"][1]["value"] == "Belum selesai: Dua paket menunggu penetapan pemenang."
    assert office.refused(A.UNIT, "carry_out_stop", ADMIN, unit_id, given).code is RefusalCode.WRONG_STATE


def test_a_checklist_of_another_form_carries_nothing_out(office: Office, unit_id: str) -> None:
    stop(office, unit_id)
    found = office.refused(A.UNIT, "carry_out_stop", ADMIN, unit_id, carried_out(StopForm.REVOCATION))
    assert (found.code, found.clause) == (RefusalCode.STOPPED_BY_TAKEOVER, "II.2.2.d")


def test_the_letter_of_an_annulled_stop_says_what_is_undone(office: Office, unit_id: str) -> None:
    """II.2.3.s3: what was carried out is taken back with the stop; what was not done is not."""
    stop(office, unit_id, StopForm.OTHER)
    office.done(A.UNIT, "carry_out_stop", ADMIN, unit_id, carried_out(StopForm.OTHER))
    office.done(A.UNIT, "annul_stop", SYSTEM, unit_id, AnnulStop(reason="Keadaan kahar.", sanction_id=SANCTION))
    unit = office.record(A.UNIT, unit_id)
    assert (unit.state, unit.stop, unit.carried_out) == ("ACTIVE", {}, {})
    assert letter(office, "REINSTATEMENT").facts["reasons"] == [
        "Penghentian layanan dibatalkan melalui keputusan atas keberatan: Keadaan kahar",
        "Yang telah dilaksanakan dalam penghentian layanan dipulihkan bersama pengelola: pelaksanaan bentuk yang disebut "
        "dalam surat penghentian diakhiri; pengguna diberi tahu bahwa layanan berjalan kembali",
    ]


def test_the_deputy_restores_a_service_by_his_signature_from_the_day_that_the_letter_names(
    office: Office, unit_id: str
) -> None:
    stop(office, unit_id)
    office.done(A.UNIT, "take_access", ADMIN, unit_id, TAKEOVER)
    assert office.done(A.UNIT, "prepare_reinstatement", REVIEWER, unit_id, PREPARED).state == "ACCESS_TAKEN"
    paper = letter(office, "REINSTATEMENT")
    assert (paper.facts["reasons"], paper.facts["from_day"]) == (
        ["Perbaikan telah dibuktikan", ACCESS_BACK],
        "2026-11-24",
    )
    assert (paper.facts["stop"]["number"], paper.facts["by_objection"]) == ("7/B/D.2/PHL/XI/2026", False)
    assert paper.signatories == ["deputy"]
    assert office.refused(A.UNIT, "prepare_reinstatement", ADMIN, unit_id, PREPARED).code is RefusalCode.PAPER_WAITING
    office.present(paper.id)
    assert office.refused(*sign(office, unit_id)).code is RefusalCode.TOO_EARLY
    office.clock.instant = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
    assert office.refused(*sign(office, unit_id)).code is RefusalCode.PAPER_DATE_PASSED
    office.done(A.DOCUMENT, "redate", SYSTEM, paper.id)
    office.present(paper.id)
    assert office.done(*sign(office, unit_id)).state == "ACTIVE"
    unit = office.record(A.UNIT, unit_id)
    assert (unit.stop, unit.takeover, unit.reinstatement_from) == ({}, {}, None)
    assert DocumentRecord.objects(id=paper.id).get().state == "SIGNED"


def test_a_letter_that_was_recalled_restores_nothing(office: Office, unit_id: str) -> None:
    stop(office, unit_id)
    office.done(A.UNIT, "prepare_reinstatement", ADMIN, unit_id, PREPARED)
    office.present(letter(office, "REINSTATEMENT").id)
    assert office.done(A.UNIT, "recall_reinstatement", DEPUTY, unit_id, BECAUSE).state == "STOPPED"
    assert letter(office, "REINSTATEMENT").state == "VOID"
    payload = SignDocument(seen_sha256="0" * 64, signed=signed_by(DEPUTY, "x"))
    assert office.refused(A.UNIT, "reinstate", DEPUTY, unit_id, payload).code is RefusalCode.PAPER_NOT_READY


def test_a_service_whose_agreement_ended_comes_back_only_with_a_new_one(office: Office, unit_id: str) -> None:
    """A stop in the form of revocation ends the SLA (II.2.2.d); no service without one (II.2.1.a.3)."""
    stop(office, unit_id, StopForm.REVOCATION)
    (sla,) = office.database.client[office.database.name]["slas"].find()
    office.done(A.SLA, "terminate", SYSTEM, sla["_id"])
    found = office.refused(A.UNIT, "prepare_reinstatement", REVIEWER, unit_id, PREPARED)
    assert (found.code, found.clause) == (RefusalCode.SLA_NOT_IN_FORCE, "II.2.1.a.3")
    office.done(A.SLA, "renew", REVIEWER, sla["_id"], BECAUSE)
    renewal = office.record(A.SLA, sla["_id"]).renewal_id
    office.propose(renewal)
    office.agree(renewal)
    office.sign(renewal, "sign_for_institution", HEAD)
    office.sign(renewal, "sign_for_lkpp", DEPUTY)
    assert office.states()["SLA"] == ["TERMINATED", "IN_FORCE"]
    assert office.done(A.UNIT, "prepare_reinstatement", REVIEWER, unit_id, PREPARED).state == "STOPPED"


def test_a_new_application_brings_a_stopped_service_back(office: Office, unit_id: str) -> None:
    stop(office, unit_id)
    office.done(A.UNIT, "prepare_reinstatement", ADMIN, unit_id, PREPARED)
    application_id = office.complete(ProviderForm.SERVICE_PROVIDER, unit_id=unit_id)
    office.done(A.APPLICATION, "start_sla", REVIEWER, application_id)
    sla_id = str(office.record(A.APPLICATION, application_id).sla_id)
    office.propose(sla_id)
    office.agree(sla_id)
    office.sign(sla_id, "sign_for_institution", HEAD)
    office.sign(sla_id, "sign_for_lkpp", DEPUTY)
    unit = office.record(A.UNIT, unit_id)
    assert (unit.state, unit.stop) == ("ACTIVE", {})
    assert letter(office, "REINSTATEMENT").state == "VOID"
    assert office.states()["SLA"] == ["SUPERSEDED", "IN_FORCE"]


@pytest.mark.parametrize("taken", [False, True])
def test_an_annulled_stop_restores_the_service(taken: bool, office: Office, unit_id: str) -> None:
    """II.2.3.s3."""
    stop(office, unit_id)
    if taken:
        office.done(A.UNIT, "take_access", ADMIN, unit_id, TAKEOVER)
    sanction_id = str(office.record(A.UNIT, unit_id).stop["sanction_id"])
    annulled = AnnulStop(reason="Keadaan kahar.", sanction_id=sanction_id)
    assert office.done(A.UNIT, "annul_stop", SYSTEM, unit_id, annulled).state == "ACTIVE"
    assert office.record(A.UNIT, unit_id).stop == {}
    told = letter(office, "REINSTATEMENT")
    reason = "Penghentian layanan dibatalkan melalui keputusan atas keberatan: Keadaan kahar"
    assert told.facts["reasons"] == [reason, *([ACCESS_BACK] if taken else [])]
    assert (told.signatories, told.facts["by_objection"]) == ([DEPUTY.id], True)


# --- the register of systems, and users ------------------------------------------------------------------------------

DETAILS = SystemDetails(
    name="SPSE 4.5",
    pattern=ManagementPattern.DISTRIBUTED,
    location="Pusat data Kabupaten Contoh",
    owner="Dinas Komunikasi dan Informatika",
)


def test_a_unit_keeps_the_register_of_its_systems(office: Office, unit_id: str) -> None:
    """I.p1, I.p2."""
    given = RegisterSystem(unit_id=unit_id, kind=SystemKind.PROVIDER_SELECTION, details=DETAILS)
    system = office.done(A.MANAGED_SYSTEM, "register", STAFF, None, given)
    again = office.refused(A.MANAGED_SYSTEM, "register", UNIT_HEAD, None, given)
    assert (again.code, again.subject) == (RefusalCode.INVALID_INPUT, "kind")
    centralised = SystemDetails(name="SPSE 4.5", pattern=ManagementPattern.CENTRALISED)
    office.done(A.MANAGED_SYSTEM, "revise", UNIT_HEAD, system.record_id, centralised)
    record = office.record(A.MANAGED_SYSTEM, system.record_id)
    assert (record.pattern, record.owner, record.institution_id) == ("CENTRALISED", "", "inst-a")
    office.done(A.MANAGED_SYSTEM, "retire", UNIT_HEAD, system.record_id, BECAUSE)
    office.done(A.MANAGED_SYSTEM, "register", STAFF, None, given)
    assert office.states()["MANAGED_SYSTEM"] == ["RETIRED", "REGISTERED"]


def test_nobody_registers_a_system_of_another_institution_or_of_an_unknown_unit(office: Office, unit_id: str) -> None:
    stranger = person("staff-b", Role.UNIT_STAFF, "inst-b")
    for actor, unit in ((stranger, unit_id), (STAFF, "unknown")):
        given = RegisterSystem(unit_id=unit, kind=SystemKind.PLANNING, details=DETAILS)
        assert office.refused(A.MANAGED_SYSTEM, "register", actor, None, given).code is RefusalCode.NOT_FOUND
        figures = ReportFigures(unit_id=unit, period="2026", counts=(_count(1, 1),))
        assert office.refused(A.USER_FIGURES, "report", actor, None, figures).code is RefusalCode.NOT_FOUND


def _count(registered: int, verified: int) -> UserCount:
    return UserCount(kind=UserKind.PROVIDER, registered=registered, verified=verified)


def test_users_are_reported_once_for_a_period_and_then_corrected(office: Office, unit_id: str) -> None:
    """I.p2."""
    given = ReportFigures(unit_id=unit_id, period="2026-10", counts=(_count(120, 96),))
    figures = office.done(A.USER_FIGURES, "report", STAFF, None, given)
    again = office.refused(A.USER_FIGURES, "report", STAFF, None, given)
    assert (again.code, again.subject) == (RefusalCode.INVALID_INPUT, "period")
    corrected = CorrectFigures(counts=(_count(121, 96),), reason="Satu penyedia terlewat.")
    assert office.done(A.USER_FIGURES, "correct", UNIT_HEAD, figures.record_id, corrected).state == "CORRECTED"
    record = office.record(A.USER_FIGURES, figures.record_id)
    assert record.counts == [{"kind": "PROVIDER", "registered": 121, "verified": 96}]
    assert record.reason == "Satu penyedia terlewat."
