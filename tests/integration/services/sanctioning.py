"""The ladder played on an office: a certified unit, its case, and each sanction from draft to its outcome."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from app.letterhead import HELP_DESK, LETTERHEAD
from app.seeds.loader import all_seeds
from domain.aggregates import Aggregate
from domain.calendars import PublishCalendar
from domain.case_acts import OpenCase
from domain.clock import legal_date
from domain.compliance import CellVerb, MoveCell, cell_id
from domain.document_acts import SignDocument
from domain.findings import CaseFinding
from domain.ladder import Rung
from domain.provider_forms import ProviderForm
from domain.reasons import Reason
from domain.receipts import ReceiptChannel
from domain.roles import SYSTEM, Actor, Role
from domain.sanction_acts import DraftSanction, PrepareSanction, ProveReceipt
from domain.sla_acts import AgreeSla, ProposeSla
from domain.standards import StandardCode
from domain.surveillance_acts import Severity
from persistence.certificates import CertificateRecord
from persistence.documents import DocumentRecord
from persistence.personnel import PersonRecord
from persistence.records import insert
from persistence.units import UnitRecord
from services.commands import Done
from services.letters import LetterWriter
from tests.integration.services.office import (
    DEPUTY,
    HEAD,
    REVIEWER,
    TERMS,
    UNIT_HEAD,
    Office,
    person,
    signed_by,
)

A = Aggregate
S01, S05, S09, S10 = StandardCode.S01, StandardCode.S05, StandardCode.S09, StandardCode.S10
CERTIFIED = (S01, S05, S09, S10)
ASSESSOR, TIED = person("assessor-1", Role.ASSESSOR), person("assessor-2", Role.ASSESSOR)
FINDINGS = (
    CaseFinding(standard=S09, criterion="S09-K2", fact="Fasilitas dipakai tanpa izin.", severity=Severity.MAJOR),
    CaseFinding(standard=S10, criterion="S10-K1", fact="Hak akses tidak ditinjau."),
)
ASKED = PrepareSanction(asked=("Catat setiap izin penggunaan fasilitas.", "Tinjau hak akses."))
REVOKE = PrepareSanction(asked=("Perbaiki pengendalian akses.",), standards=(S09, S10))
OPENED = ProveReceipt(channel=ReceiptChannel.IN_APP)
UNIMPROVED = Reason(reason="Tidak ada bukti perbaikan.")


@dataclass
class Sanctioning:
    """A unit in service with a certificate, and the acts upon it."""

    office: Office
    unit_id: str = ""
    sla_id: str = ""

    def __post_init__(self) -> None:
        office = self.office
        [standards] = [seed for seed in all_seeds(office.door) if seed.name == "standards"]
        standards.write(standards.rows())
        years = PublishCalendar(
            first_day=date(2026, 1, 1), last_day=date(2027, 12, 31), off_days=(), reason="pertama", replaces=None
        )
        office.done(A.CALENDAR, "seed", SYSTEM, "calendar-1", years)
        for someone, ties in ((ASSESSOR, []), (TIED, ["inst-a"])):
            insert(
                PersonRecord(
                    id=someone.id,
                    name=someone.name,
                    roles=["ASSESSOR"],
                    office="Penilai (contoh)",
                    organisation="LKPP",
                    tied_institution_ids=ties,
                    active=True,
                )
            )
        _application, self.sla_id = office.started(ProviderForm.SERVICE_PROVIDER)
        self._conclude()
        self.unit_id = str(UnitRecord.objects(institution_id="inst-a").get().id)
        for code in CERTIFIED:
            for verb in (CellVerb.MEET_BY_FACT, CellVerb.DETERMINE):
                self.move(verb, code)
        self._certify()

    def _conclude(self) -> None:
        office, day = self.office, legal_date(self.office.clock.now())
        agreement, signatories = LetterWriter(LETTERHEAD, HELP_DESK).agreement(
            sla=office.record(A.SLA, self.sla_id), terms=TERMS, day=day
        )
        proposed = ProposeSla(terms=TERMS, agreement=agreement, signatories=signatories)
        office.done(A.SLA, "propose", REVIEWER, self.sla_id, proposed)
        for actor in (HEAD, REVIEWER):
            office.done(A.SLA, "agree", actor, self.sla_id, AgreeSla(digest=office.record(A.SLA, self.sla_id).digest))
        office.present(office.paper_of(self.sla_id).id)
        for verb, signer in (("sign_for_institution", HEAD), ("sign_for_lkpp", DEPUTY)):
            assert isinstance(office.sign(self.sla_id, verb, signer), Done)

    def _certify(self) -> None:
        now = self.office.clock.now()
        insert(
            CertificateRecord(
                id="certificate-1",
                state="ACTIVE",
                version=1,
                created_at=now,
                updated_at=now,
                institution_id="inst-a",
                unit_id=self.unit_id,
                standards={code.value: "2026-11-22" for code in CERTIFIED},
                applicable=16,
                origin="ASSESSMENT",
                origin_id="assessment-1",
                edition=1,
                issued_on="2026-11-22",
                document_id="certificate-paper",
            )
        )

    # --- acts -------------------------------------------------------------------------------------------------------

    def move(self, verb: CellVerb, code: StandardCode, *, cause: str = "assessment-1") -> None:
        moved = MoveCell(
            institution_id="inst-a",
            unit_id=self.unit_id,
            standard=code,
            cause=A.ASSESSMENT,
            cause_id=cause,
            on=legal_date(self.office.clock.now()),
        )
        self.office.done(A.COMPLIANCE, verb.value, SYSTEM, cell_id(self.unit_id, code), moved)

    def open_case(self, findings: tuple[CaseFinding, ...] = FINDINGS) -> str:
        shown = tuple(replace(each, evidence_ids=each.evidence_ids or (self.office.evidence(),)) for each in findings)
        payload = OpenCase(unit_id=self.unit_id, findings=shown)
        return self.office.done(A.CASE, "open", REVIEWER, payload=payload).record_id

    def drafted(self, case_id: str, rung: Rung) -> str:
        return self.office.done(
            A.SANCTION, "draft", REVIEWER, payload=DraftSanction(case_id=case_id, rung=rung)
        ).record_id

    def prepared(self, case_id: str, rung: Rung, contents: PrepareSanction = ASKED) -> str:
        sanction_id = self.drafted(case_id, rung)
        self.office.done(A.SANCTION, "prepare", REVIEWER, sanction_id, contents)
        self.office.present(self.sanction(sanction_id).document_id)
        return sanction_id

    def signature(self, sanction_id: str, signer: Actor = DEPUTY) -> SignDocument:
        """The signer's act on the letter that waits."""
        letter = DocumentRecord.objects(id=self.sanction(sanction_id).document_id).get()
        return SignDocument(seen_sha256=letter.sha256, signed=signed_by(signer, f"{signer.id} {sanction_id}"))

    def issued(self, case_id: str, rung: Rung, contents: PrepareSanction = ASKED) -> str:
        sanction_id = self.prepared(case_id, rung, contents)
        self.office.done(A.SANCTION, "issue", DEPUTY, sanction_id, self.signature(sanction_id))
        if (notice_id := self.sanction(sanction_id).notice_id) is not None:
            self.publish(notice_id)
        return sanction_id

    def publish(self, document_id: str) -> None:
        """As the worker does with a paper under the seal."""
        self.office.publish(document_id)

    def received(self, case_id: str, rung: Rung, contents: PrepareSanction = ASKED) -> str:
        sanction_id = self.issued(case_id, rung, contents)
        self.office.done(A.SANCTION, "prove_receipt", UNIT_HEAD, sanction_id, OPENED)
        return sanction_id

    def unimproved(self, case_id: str, rung: Rung, contents: PrepareSanction = ASKED) -> str:
        """Received, its term over, and recorded as without improvement."""
        sanction_id = self.received(case_id, rung, contents)
        self.after_term(sanction_id)
        self.office.done(A.SANCTION, "record_no_improvement", REVIEWER, sanction_id, UNIMPROVED)
        return sanction_id

    def after_term(self, sanction_id: str) -> None:
        """The first second after the last moment to object."""
        self.office.clock.instant = self.sanction(sanction_id).last_instant + timedelta(seconds=1)

    # --- what came of it --------------------------------------------------------------------------------------------

    def sanction(self, sanction_id: str) -> Any:
        return self.office.record(A.SANCTION, sanction_id)

    def case(self, case_id: str) -> Any:
        return self.office.record(A.CASE, case_id)

    def cells(self) -> dict[str, str]:
        """The state of the certified standards' cells."""
        return {
            code.value: str(self.office.record(A.COMPLIANCE, cell_id(self.unit_id, code)).state) for code in CERTIFIED
        }

    def unit_state(self) -> str:
        return str(self.office.record(A.UNIT, self.unit_id).state)

    def sla_state(self) -> str:
        return str(self.office.record(A.SLA, self.sla_id).state)
