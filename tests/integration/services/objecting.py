"""A unit whose standards S01, S02 and S03 are determined, brought up the ladder by real acts, and objections against it."""

import itertools
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from app.letterhead import HELP_DESK, LETTERHEAD
from domain.aggregates import Aggregate
from domain.assessment_acts import AssessmentMethod, GiveFactualScores
from domain.calendars import PublishCalendar
from domain.case_acts import OpenCase
from domain.findings import CaseFinding
from domain.objection_acts import (
    AdmitObjection,
    FileObjection,
    HearingKind,
    Participant,
    PrepareDecision,
    RecordHearing,
)
from domain.reasons import Reason
from domain.reassessment_acts import AssignReassessors, ReportReassessment, RequestReassessment
from domain.receipts import ReceiptChannel
from domain.roles import SYSTEM, Role
from domain.rungs import Rung
from domain.sanction_acts import DraftSanction, PrepareSanction, ProveReceipt
from domain.standards import StandardCode
from domain.stop_forms import StopForm
from persistence.documents import DocumentRecord
from persistence.objections import ObjectionRecord
from persistence.personnel import PersonRecord
from persistence.reassessments import ReassessmentRecord
from persistence.records import insert
from persistence.sanction_records import SanctionRecord
from services.commands import Done
from services.door import Door
from services.letters import LetterWriter
from tests.integration.services.assessing import LEAD, MEMBER, READER, S01, S02, S03, Assessing, score, signature
from tests.integration.services.office import (
    ADMIN,
    BECAUSE,
    DEPUTY,
    HEAD,
    REVIEWER,
    UNIT_HEAD,
    Office,
    person,
    signed_by,
)

A = Aggregate
SECOND_REVIEWER = person("reviewer-2", Role.REVIEWER)
ASKED = ("Lengkapi kebijakan layanan.",)
STEPS = {
    Rung.ADVICE: PrepareSanction(asked=ASKED),
    Rung.WARNING: PrepareSanction(asked=ASKED),
    Rung.REVOCATION: PrepareSanction(asked=ASKED, standards=(S01, S02)),
    Rung.STOP: PrepareSanction(asked=ASKED, stop_form=StopForm.ACCESS_TAKEOVER),
}
"""What each letter on the way to a revocation of S01 and S02, and to the stop after it, says."""


def real_door(office: Office) -> Door:
    """The office's door, with letters in their real form."""
    return Door(
        database=office.database,
        clock=office.clock,
        letters=LetterWriter(LETTERHEAD, HELP_DESK),
        on_commit=lambda: office.commits.append(1),
    )


@dataclass
class Objecting:
    """Each method is one lawful act, or more where its name says so."""

    office: Office
    assessing: Assessing
    case_id: str = ""
    certified: tuple[StandardCode, ...] = (S01, S02, S03)
    about: str | None = None
    """The revocation whose re-assessment is meant, where the case has two; else the newest of all is."""

    def play(self) -> None:
        """From the application to the certificate of S01, S02 and S03, or as set, and a case of findings in two of them."""
        self.office.door = real_door(self.office)
        insert(
            PersonRecord(
                id=SECOND_REVIEWER.id,
                name=SECOND_REVIEWER.name,
                roles=["REVIEWER"],
                office="Pereviu",
                organisation="LKPP",
                active=True,
            )
        )
        calendar = PublishCalendar(
            first_day=date(2026, 1, 1), last_day=date(2027, 12, 31), off_days=(), reason="Contoh.", replaces=None
        )
        self.office.done(A.CALENDAR, "seed", SYSTEM, "calendar-1", calendar)
        assessment_id = self.assessing.reported(*self.certified)
        self.assessing.act("no_recommendation", REVIEWER, assessment_id)
        self.assessing.determined(assessment_id, *self.certified)
        self.present_and_sign(self.paper("CERTIFICATE").id)
        findings = tuple(
            CaseFinding(
                standard=code,
                criterion=f"{code.value}-K1",
                fact="Kebijakan tidak dijalankan.",
                evidence_ids=(self.office.evidence(),),
            )
            for code in (S01, S02)
        )
        opened = OpenCase(unit_id=self.unit_id, findings=findings)
        self.case_id = self.office.done(A.CASE, "open", REVIEWER, payload=opened).record_id

    @property
    def unit_id(self) -> str:
        return self.assessing.unit_id

    def advance(self, **step: float) -> None:
        self.office.clock.instant += timedelta(**step)

    def paper(self, kind: str) -> DocumentRecord:
        """The newest paper of a kind."""
        found: DocumentRecord = DocumentRecord.objects(kind=kind).order_by("-id").first()
        return found

    def present_and_sign(self, document_id: str) -> None:
        self.assessing.sign(document_id, DEPUTY)

    # --- sanctions ----------------------------------------------------------------------------------------------------

    def issued(self, rung: Rung, step: PrepareSanction | None = None) -> str:
        """A sanction on the next rung, its letter signed by the Deputy; of a revocation its notice sealed."""
        drafted = DraftSanction(case_id=self.case_id, rung=rung)
        sanction_id = self.office.done(A.SANCTION, "draft", REVIEWER, payload=drafted).record_id
        self.office.done(A.SANCTION, "prepare", REVIEWER, sanction_id, step or STEPS[rung])
        self.office.present(self.sanction(sanction_id).document_id)
        paper = DocumentRecord.objects(id=self.sanction(sanction_id).document_id).get()
        self.office.done(A.SANCTION, "issue", DEPUTY, sanction_id, signature(paper, DEPUTY))
        notice_id = self.sanction(sanction_id).notice_id
        if notice_id:
            self.office.present(notice_id)
            self.office.done(A.DOCUMENT, "publish", SYSTEM, notice_id, signed_by(DEPUTY, notice_id))
        return sanction_id

    def received(self, rung: Rung, step: PrepareSanction | None = None) -> str:
        """The same, opened in the system by the institution's head."""
        sanction_id = self.issued(rung, step)
        self.office.done(A.SANCTION, "prove_receipt", HEAD, sanction_id, ProveReceipt(channel=ReceiptChannel.IN_APP))
        return sanction_id

    def revoked(self) -> str:
        """Advice and warning without improvement, then the revocation of S01 and S02, received."""
        for rung in (Rung.ADVICE, Rung.WARNING):
            sanction_id = self.received(rung)
            self.advance(days=8)
            self.office.done(A.SANCTION, "record_no_improvement", REVIEWER, sanction_id, BECAUSE)
        return self.received(Rung.REVOCATION)

    def sanction(self, sanction_id: str) -> SanctionRecord:
        return SanctionRecord.objects(id=sanction_id).get()

    def last_instant(self, sanction_id: str) -> datetime:
        instant: datetime = self.sanction(sanction_id).last_instant
        return instant

    # --- objections ---------------------------------------------------------------------------------------------------

    def filing(self, sanction_id: str, **changes: Any) -> FileObjection:
        given = {
            "letter_number": "027/131/UKPBJ/2026",
            "letter_date": date(2026, 11, 22),
            "grounds": "Temuan tidak sesuai keadaan.",
            "evidence_ids": (self.office.evidence(),),
        }
        return FileObjection(sanction_id=sanction_id, **(given | changes))

    def filed(self, sanction_id: str) -> str:
        return self.office.done(A.OBJECTION, "file", UNIT_HEAD, payload=self.filing(sanction_id)).record_id

    def admission(self, examiner_id: str = MEMBER.id) -> AdmitObjection:
        now = self.office.clock.now()
        return AdmitObjection(
            examiner_id=examiner_id,
            summoned_at=now + timedelta(hours=1),
            place="Ruang Rapat Contoh",
            agenda="Bukti baru.",
        )

    def hearing(self) -> RecordHearing:
        return RecordHearing(
            kind=HearingKind.CLARIFICATION,
            held_at=self.office.clock.now(),
            place="Ruang Rapat Contoh",
            text="Unit memperlihatkan catatan.",
            participants=(Participant(name="Contoh Ramadhan", role="Kepala LPSE", of_unit=True),),
            others=(Participant(name="Contoh Wenda", role="Penyedia jaringan"),),
        )

    def admitted(self, sanction_id: str) -> str:
        objection_id = self.filed(sanction_id)
        self.office.done(A.OBJECTION, "admit", ADMIN, objection_id, self.admission())
        return objection_id

    def heard(self, sanction_id: str) -> str:
        objection_id = self.admitted(sanction_id)
        self.advance(hours=1)
        self.record_hearing(objection_id)
        return objection_id

    def record_hearing(self, objection_id: str) -> None:
        """A record whose minutes have their number."""
        done = self.office.done(A.OBJECTION, "record_hearing", MEMBER, objection_id, self.hearing())
        self.office.present(done.documents[0])

    def prepared(self, objection_id: str, decision: PrepareDecision) -> DocumentRecord:
        """The letter of the result, waiting for the Deputy."""
        self.office.done(A.OBJECTION, "prepare_decision", SECOND_REVIEWER, objection_id, decision)
        document_id = str(self.objection(objection_id).document_id)
        self.office.present(document_id)
        return DocumentRecord.objects(id=document_id).get()

    def decided(self, objection_id: str, decision: PrepareDecision) -> Done:
        paper = self.prepared(objection_id, decision)
        return self.office.done(A.OBJECTION, "decide", DEPUTY, objection_id, signature(paper, DEPUTY))

    def objection(self, objection_id: str) -> ObjectionRecord:
        return ObjectionRecord.objects(id=objection_id).get()

    # --- re-assessments -----------------------------------------------------------------------------------------------

    def reassessment(self) -> ReassessmentRecord:
        """The newest, or that of the revocation which is meant."""
        chosen = {"sanction_id": self.about} if self.about else {}
        found: ReassessmentRecord = ReassessmentRecord.objects(**chosen).order_by("-created_at", "-attempt").first()
        return found

    def reassessing(self, verb: str, actor: Any, payload: Any = None) -> Done:
        return self.office.done(A.REASSESSMENT, verb, actor, str(self.reassessment().id), payload)

    def team(self) -> AssignReassessors:
        people = (LEAD.id, READER.id)
        return AssignReassessors(
            lead_id=LEAD.id, method=AssessmentMethod.ON_SITE, member_ids=(READER.id,), declared_ids=people
        )

    def requested(self, *standards: StandardCode) -> None:
        evidence = (self.office.evidence(),)
        asked = RequestReassessment(improvement="Kebijakan ditetapkan.", evidence_ids=evidence, standards=standards)
        self.reassessing("request", UNIT_HEAD, asked)

    def running(self, *standards: StandardCode) -> None:
        self.requested(*standards)
        done = self.reassessing("assign", ADMIN, self.team())
        self.present_and_sign(done.documents[0])

    def scored(self, *missed: str) -> None:
        """Every criterion, 2 but for those missed, by a member."""
        criteria = [values["code"] for values in self.reassessment().criteria]
        scores = tuple(score(code, 1 if code in missed else 2) for code in criteria)
        self.reassessing("score", READER, GiveFactualScores(scores=scores))

    def conclusion(self) -> ReportReassessment:
        return ReportReassessment(conclusion="Hasil sebagaimana tabel.", assessed_on=self.assessing.today())

    def reported(self, *missed: str) -> None:
        """Scored, reported and signed by the lead."""
        self.scored(*missed)
        self.reassessing("report", LEAD, self.conclusion())
        self.assessing.sign(str(self.reassessment().report_id), LEAD)

    def passed(self) -> Done:
        """The determination prepared and signed by the Deputy."""
        self.reassessing("prepare_pass", REVIEWER)
        document_id = str(self.reassessment().document_id)
        self.office.present(document_id)
        paper = DocumentRecord.objects(id=document_id).get()
        return self.reassessing("pass", DEPUTY, signature(paper, DEPUTY))


@dataclass(frozen=True)
class Kept:
    """A town that was played up to a sanction, to be put back instead of being played again."""

    stored: dict[str, list[dict[str, Any]]]
    instant: datetime
    unit_id: str
    case_id: str
    sanction_id: str
    numbers_used: int

    @classmethod
    def of(cls, town: Objecting, sanction_id: str) -> "Kept":
        office = town.office
        used = next(office._sequence)
        return cls(office.dump(), office.clock.instant, town.unit_id, town.case_id, sanction_id, used)

    def put_back(self, office: Office) -> Objecting:
        """The same town in the office's database, which held nothing but the office."""
        stored = office.database.client[office.database.name]
        for name, documents in self.stored.items():
            stored[name].delete_many({})
            if documents:
                stored[name].insert_many(documents)
        office.clock.instant = self.instant
        office._sequence = itertools.count(self.numbers_used + 1)
        office.door = real_door(office)
        assessing = Assessing.__new__(Assessing)
        assessing.office, assessing.unit_id = office, self.unit_id
        return Objecting(office, assessing, self.case_id)


def played(office: Office) -> Objecting:
    """The town from its beginning, by real acts."""
    town = Objecting(office, Assessing(office))
    town.play()
    return town


WITHDRAWN = Reason(reason="Kami menerima tindakan pembinaan ini.")
