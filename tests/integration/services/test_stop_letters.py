"""The letters of a breach, a takeover and a reinstatement as issued papers: rendered, checked, sealed or signed (II.2.2.d)."""

from collections.abc import Iterator
from datetime import date

import pytest

from domain.aggregates import Aggregate
from domain.reasons import Reason
from domain.receipts import ReceiptChannel
from domain.roles import SYSTEM, Actor, Role
from domain.sanction_acts import ProveReceipt
from domain.sla_acts import AnswerBreach, RecordBreachFinding, ReportBreach
from domain.stop_forms import StopForm
from domain.unit_acts import AccessCheck, AccessItem, Participant, PrepareReinstatement, StopService, TakeAccess
from persistence.documents import DocumentRecord
from persistence.records import insert
from persistence.sanction_records import SanctionRecord
from persistence.units import UnitRecord
from services.commands import Done
from tests.integration.services.town import INSTITUTION, Town, running_town

pytestmark = [pytest.mark.servers, pytest.mark.libreoffice]
A = Aggregate
SANCTION = "000000000000000000000002"
TAKEOVER = TakeAccess(
    place="Pusat data Kabupaten Contoh Utara",
    participants=(Participant(name="Budi (DATA CONTOH)", capacity="Kepala LPSE"),),
    items=tuple(AccessCheck(item=item, done=item is not AccessItem.LOGS, note="Disalin besok.") for item in AccessItem),
)


@pytest.fixture(scope="module")
def town(servers, pools, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with running_town(servers, pools, tmp_path_factory.mktemp("town")) as running:
        yield running


@pytest.fixture(scope="module")
def sla_id(town: Town) -> str:
    """An SLA in force of a unit in service."""
    found = town.serving()
    town.work()
    return found


def issued(town: Town, kind: str, subject_id: str) -> tuple[str, int]:
    """The state and the number of signatures of the newest paper of a kind, once the worker has done what is due."""
    town.work()
    paper = town.paper(kind, subject_id)
    assert paper is not None
    return paper.state, len(paper.signatures)


ASSESSOR = Actor(id="assessor", name="Penilai (contoh)", roles=frozenset({Role.ASSESSOR}), institution_id=None)


def test_each_letter_of_a_reported_breach_is_issued_under_the_seal(town: Town, sla_id: str) -> None:
    given = ReportBreach(
        article=6, facts="Ketersediaan 91% pada Oktober 2026.\nTidak ada laporan.", evidence_ids=(town.recorded(),)
    )
    town.done(A.SLA, "report_breach", ASSESSOR, sla_id, given)
    assert issued(town, "NOTICE", sla_id) == ("SIGNED", 1)
    town.done(A.SLA, "answer_breach", town.unit_head, sla_id, AnswerBreach(text="Sudah dipulihkan."))
    town.done(A.SLA, "dismiss_breach", town.reviewer, sla_id, Reason(reason="Gangguan berasal dari jaringan LKPP."))
    assert issued(town, "MINUTES", sla_id) == ("SIGNED", 1)
    town.done(A.SLA, "report_breach", ASSESSOR, sla_id, given)
    town.work()
    town.done(A.SLA, "prove_notice_receipt", town.unit_head, sla_id, ProveReceipt(channel=ReceiptChannel.IN_APP))
    town.done(A.SLA, "answer_breach", town.unit_head, sla_id, AnswerBreach(text="Sudah dipulihkan."))
    finding = RecordBreachFinding(text="Jawaban tidak membantah laporan.", evidence_ids=given.evidence_ids)
    town.done(A.SLA, "record_breach_finding", town.reviewer, sla_id, finding)
    town.done(A.SLA, "confirm_breach", town.deputy, sla_id, Reason(reason="Terbukti dari catatan pemantauan."))
    town.work()
    notices = DocumentRecord.objects(kind="NOTICE", subject_id=sla_id).order_by("id")
    assert [(paper.state, paper.facts["reference"]["subject"]) for paper in notices] == [
        ("SIGNED", "Pemberitahuan Laporan Pelanggaran Kesepakatan Tingkat Layanan"),
        ("SIGNED", "Pemberitahuan Laporan Pelanggaran Kesepakatan Tingkat Layanan"),
        ("SIGNED", "Penetapan Pelanggaran Kesepakatan Tingkat Layanan"),
    ]
    town.done(A.SLA, "restore", SYSTEM, sla_id)


def test_a_takeover_has_its_minutes_and_a_reinstatement_the_deputys_signature(town: Town, sla_id: str) -> None:
    unit_id = town.sla(sla_id).unit_id
    now = town.system.clock.now()
    insert(
        SanctionRecord(
            id=SANCTION,
            state="RECEIVED",
            version=1,
            created_at=now,
            updated_at=now,
            institution_id=INSTITUTION,
            unit_id=unit_id,
            case_id="case-1",
            rung="STOP",
            round=1,
            sequence=1,
            drafted_by=town.reviewer.id,
            document_id=town.sla(sla_id).document_id,
        )
    )
    stop = StopService(form=StopForm.ACCESS_TAKEOVER, sanction_id=SANCTION, on=date(2026, 11, 20))
    town.done(A.UNIT, "stop", SYSTEM, unit_id, stop)
    town.done(A.UNIT, "take_access", town.admin, unit_id, TAKEOVER)
    assert issued(town, "MINUTES", unit_id) == ("SIGNED", 1)
    prepared = PrepareReinstatement(reasons=("Perbaikan telah dibuktikan.",), from_day=date(2026, 11, 20))
    town.done(A.UNIT, "prepare_reinstatement", town.reviewer, unit_id, prepared)
    assert issued(town, "REINSTATEMENT", unit_id) == ("AWAITING_SIGNATURE", 0)
    unit = UnitRecord.objects(id=unit_id).get()
    done = town.system.use_cases.signing_acts.sign(
        actor=town.deputy,
        aggregate=A.UNIT,
        verb="reinstate",
        record_id=unit_id,
        seen_sha256=town.paper("REINSTATEMENT", unit_id).sha256,
        passphrase=town.passphrase,
        expected_version=unit.version,
        idempotency_key=town.key(),
    )
    assert isinstance(done, Done), done
    assert (done.state, town.paper("REINSTATEMENT", unit_id).state) == ("ACTIVE", "SIGNED")
