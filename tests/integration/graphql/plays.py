"""The acts by which a story brings its unit to where it wants it: each is a mutation by the person whose act it is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from domain.clock import legal_date
from domain.standards import StandardCode
from schema.nodes import global_id
from tests.integration.graphql.stage import INSTITUTION, Stage, person_id

ALL_STANDARDS = [code.value for code in StandardCode]
DETAILS = {
    "form": "SYSTEM_PROVIDER",
    "unitForm": "UKPBJ",
    "managementPattern": "DISTRIBUTED",
    "unitName": "LPSE Kabupaten Contoh A",
    "letterNumber": "027/118/UKPBJ",
    "letterDate": "2022-10-03",
    "legalBasisNumber": "Peraturan Bupati 12/2021",
    "legalBasisDate": "2021-03-01",
    "address": "Jalan Contoh 10",
    "email": "lpse@contoh.invalid",
    "phone": "(0299) 000",
    "serviceHours": "Senin-Jumat 08.00-16.00",
    "authorisedSubmitters": [],
}
ATTACHMENTS = (
    "APPLICATION_LETTER",
    "LEGAL_BASIS",
    "ORGANISATION_STRUCTURE",
    "PERSONNEL_LIST",
    "INFRASTRUCTURE_STATEMENT",
)
TERMS = {
    "validityMonths": 24,
    "availability": "99,5",
    "services": [{"name": "Aplikasi SPSE", "description": "Akses bagi pengguna", "hours": "24 jam", "target": "99,5%"}],
    "targets": [
        {"priority": each, "responseHours": 1, "recoveryHours": 4} for each in ("CRITICAL", "HIGH", "MEDIUM", "LOW")
    ],
    "reportingMonths": 3,
    "reportDueWorkingDays": 10,
    "maintenanceNoticeWorkingDays": 3,
    "breachAnswerWorkingDays": 10,
    "evaluationMonths": 12,
}
FINDINGS: list[dict[str, Any]] = [
    {"standard": "S09", "criterion": "S09-K1", "fact": "Fasilitas dipakai tanpa izin.", "evidence": []},
    {"standard": "S11", "criterion": "S11-K1", "fact": "Aturan firewall tidak ditinjau.", "evidence": []},
]
ASKED: dict[str, Any] = {"asked": ["Catat setiap izin penggunaan fasilitas."], "standards": []}
REVOKE: dict[str, Any] = {"asked": ["Perbaiki pengendalian akses."], "standards": ["S09", "S11"]}
TAKEOVER: dict[str, Any] = {"asked": ["Serahkan daftar akun."], "standards": [], "stopForm": "ACCESS_TAKEOVER"}
UNIMPROVED = {"reason": "Tidak ada bukti perbaikan."}
HEARD = {
    "kind": "CLARIFICATION",
    "place": "Ruang Rapat (contoh)",
    "text": "Kepala LPSE menjelaskan keadaan.",
    "participants": [{"name": "Kepala LPSE (contoh)", "role": "Kepala LPSE", "ofUnit": True}],
    "others": [],
}


@dataclass
class Play:
    """A story on a stage. *Shape*: ids are global ids; what a later act needs is kept in `stage.things`."""

    stage: Stage

    # --- the people's words -----------------------------------------------------------------------------------------

    def today(self) -> str:
        return legal_date(self.stage.clock.now()).isoformat()

    def advance(self, **step: float) -> None:
        self.stage.clock.instant += timedelta(**step)

    def thing(self, name: str) -> str:
        return self.stage.things[name]

    def file(self) -> str:
        """A confirmed file of the unit's institution, uploaded once."""
        if "file" not in self.stage.things:
            self.stage.things["file"] = self.stage.uploaded()
        return self.thing("file")

    # --- II.2.1.a: application, SLA, installation ---------------------------------------------------------------------

    def drafted(self, *, unit: str | None = None, **changes: Any) -> str:
        """An application with its attachments, for a unit of the register where one is named."""
        named = {"institution": str(global_id("Institution", INSTITUTION))} | ({"unit": unit} if unit else {})
        application = self.stage.act("createApplication", "head", details=DETAILS | changes, **named)
        attachments = [{"kind": kind, "evidence": self.file()} for kind in ATTACHMENTS]
        return self.stage.act("reviseApplication", "staff", application, attachments=attachments)

    def ready_to_sign(self, **changes: Any) -> tuple[str, str]:
        """An application and its SLA, to which both parties have agreed."""
        stage, application = self.stage, self.drafted(**changes)
        stage.act("submitApplication", "head", application)
        stage.act("assignReviewer", "admin", application, reviewer=person_id("reviewer"))
        items = [{"kind": kind, "complete": True} for kind in ATTACHMENTS]
        stage.act("declareComplete", "reviewer", application, items=items)
        stage.act("startSla", "reviewer", application)
        sla = stage.look(application, "sla { id }")["sla"]["id"]
        stage.act("proposeSla", "reviewer", sla, terms=TERMS)
        for who in ("head", "reviewer"):
            stage.act("agreeSla", who, sla, digest=stage.look(sla, "digest")["digest"])
        return application, sla

    def in_force(self, **changes: Any) -> tuple[str, str]:
        """An application and its SLA with both signatures."""
        application, sla = self.ready_to_sign(**changes)
        self.stage.sign("signSlaForInstitution", "head", sla)
        self.stage.sign("signSlaForLkpp", "deputy", sla)
        return application, sla

    def installed(self) -> str:
        """A system provider's unit in service."""
        application, sla = self.in_force()
        self.stage.act("startInstallation", "staff", application)
        for who in ("admin", "unit-head"):
            installed = {"systemVersion": "SPSE 4.5", "location": "Pusat data (contoh)"}
            self.stage.act("acceptInstallation", who, application, passed=self.checklist(), **installed)
        unit = self.stage.look(application, "unit { id }")["unit"]["id"]
        self.stage.things |= {"application": application, "sla": sla, "unit": unit}
        return str(unit)

    def checklist(self) -> list[str]:
        """Every item of the checklist of an installation."""
        items = self.stage.ask('{ __type(name: "InstallationItem") { enumValues { name } } }')["__type"]["enumValues"]
        return [each["name"] for each in items]

    # --- II.2.1.e: assessment -----------------------------------------------------------------------------------------

    def running(self, *standards: str) -> str:
        """An assessment whose factual part runs, the unit's own scores all 2."""
        stage = self.stage
        assessment = stage.act(
            "openAssessment", "unit-head", unit=self.thing("unit"), standards=list(standards) or ALL_STANDARDS
        )
        scores = self.scores(assessment, evidence=[self.file()])
        stage.act("scoreSelfAssessment", "staff", assessment, scores=scores)
        stage.act("submitSelfAssessment", "unit-head", assessment)
        stage.act("assignAssessors", "admin", assessment, members=[], **team("assessor-1", "assessor-2"))
        self.assignment_signed(assessment)
        schedule = {"on": self.today(), "method": "DESK", "place": "Daring"}
        stage.act("startFactualAssessment", "assessor-1", assessment, **schedule)
        return assessment

    def assignment_signed(self, thing: str) -> None:
        """The Deputy signs the assignment letter of an assessment, surveillance or re-assessment that waits."""
        self.stage.sign_paper(self._waiting(thing, "ASSIGNMENT"), "deputy")

    def report_signed(self, thing: str, lead: str) -> str:
        """The lead signs the report of an assessment, surveillance or re-assessment that waits."""
        return self.stage.sign_paper(self._waiting(thing, "ASSESSMENT_REPORT"), lead)

    def _waiting(self, thing: str, kind: str) -> str:
        """The one paper of a kind that nobody has signed yet: papers of the same second have no order among them."""
        [paper] = [each for each in self.stage.papers(thing, kind) if each["state"] not in {"SIGNED", "VOID"}]
        return str(paper["id"])

    def reported(self, *standards: str, missed: frozenset[str] = frozenset()) -> str:
        """An assessment reported and its report signed. *Shape*: criteria in `missed` are scored 1."""
        stage, assessment = self.stage, self.running(*standards)
        scores = self.scores(assessment, evidence=[], missed=missed)
        stage.act("scoreFactualAssessment", "assessor-1", assessment, scores=scores)
        stage.act("approveReading", "assessor-2", assessment)
        stage.act("reportFactualAssessment", "assessor-1", assessment, conclusion="Hasil sebagaimana tabel.")
        self.report_signed(assessment, "assessor-1")
        return assessment

    def scores(
        self, assessment: str, *, evidence: list[str], missed: frozenset[str] = frozenset()
    ) -> list[dict[str, Any]]:
        """A score of each criterion of an assessment."""
        codes = [each["code"] for each in self.stage.look(assessment, "criteria { code }")["criteria"]]
        return [
            {"criterion": code, "score": 1 if code in missed else 2, "note": "Diperiksa.", "evidence": evidence}
            for code in codes
        ]

    def determined(self, assessment: str, *standards: str) -> str:
        """The standards determined, and the certificate signed: its id."""
        stage = self.stage
        named = list(standards) or ALL_STANDARDS
        stage.act("prepareDetermination", "reviewer", assessment, standards=named)
        stage.sign("determineStandards", "deputy", assessment)
        return self.certificate_signed()

    def certificate_signed(self) -> str:
        """The unit's present certificate, after the Deputy signed its paper."""
        certificate = self.certificate("id document { id }")
        self.stage.sign_paper(certificate["document"]["id"], "deputy")
        return str(certificate["id"])

    def certify(self) -> str:
        """All seventeen standards of the unit in service determined: its certificate."""
        assessment = self.reported()
        self.stage.act("recordNoRecommendation", "reviewer", assessment)
        self.stage.things["assessment"] = assessment
        self.stage.things["certificate"] = self.determined(assessment)
        return self.thing("certificate")

    # --- II.2.1.d: mentoring --------------------------------------------------------------------------------------------

    def mentoring(self, *mentors: str) -> str:
        """A mentoring that these people of LKPP are to hold today."""
        asked = {"unit": self.thing("unit"), "topic": "Pengelolaan aset.", "standards": ["S03"]}
        mentoring = self.stage.act("requestMentoring", "unit-head", **asked)
        scheduled: dict[str, Any] = {"mentors": [person_id(each) for each in mentors], "on": self.today()}
        scheduled["meeting"] = {"channel": "ONLINE"}
        return self.stage.act("scheduleMentoring", "admin", mentoring, standards=["S03"], **scheduled)

    # --- II.2.1.f: surveillance ----------------------------------------------------------------------------------------

    def watched(self, *standards: str) -> str:
        """A surveillance that runs, of S09 and S11 or of the standards named."""
        stage = self.stage
        year = legal_date(stage.clock.now()).year
        planned = {"unit": self.thing("unit"), "year": year, "factors": [], "reason": "Program tahunan."}
        surveillance = stage.act("planSurveillance", "admin", **planned)
        assessors = {"lead": person_id("assessor-1"), "declared": [person_id("assessor-1")], "members": []}
        days = {"beginsOn": self.today(), "endsOn": self.today(), "method": "DESK"}
        scope = list(standards) or ["S09", "S11"]
        stage.act("notifySurveillance", "admin", surveillance, standards=scope, **assessors, **days)
        self.assignment_signed(surveillance)
        return stage.act("startSurveillance", "assessor-1", surveillance)

    # --- II.2.2: cases and sanctions -----------------------------------------------------------------------------------

    def shown(self, findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """These findings, each with a file that shows it."""
        return [finding | {"evidence": finding["evidence"] or [self.file()]} for finding in findings]

    def case(self, **changes: Any) -> str:
        """A case on stated findings, each shown by a file, or as the changes say."""
        given = {"unit": self.thing("unit"), "findings": self.shown(FINDINGS)} | changes
        return self.stage.act("openSanctionCase", "reviewer", **given)

    def prepared(self, case: str, rung: str, contents: dict[str, Any] | None = None) -> str:
        """A sanction whose letter waits for the Deputy."""
        sanction = self.stage.act("draftSanction", "reviewer", case=case, rung=rung)
        return self.stage.act("prepareSanction", "reviewer", sanction, **(contents or ASKED))

    def issued(self, case: str, rung: str, contents: dict[str, Any] | None = None) -> str:
        sanction = self.prepared(case, rung, contents)
        self.stage.sign("issueSanction", "deputy", sanction)
        self.stage.worker.run_due()
        return sanction

    def received(self, case: str, rung: str, contents: dict[str, Any] | None = None) -> str:
        sanction = self.issued(case, rung, contents)
        return self.stage.act("proveReceipt", "unit-head", sanction, channel="IN_APP")

    def unimproved(self, case: str, rung: str, contents: dict[str, Any] | None = None) -> str:
        """Received, the term to object over, and recorded as without improvement."""
        sanction = self.received(case, rung, contents)
        self.after_term(sanction)
        return self.stage.act("recordNoImprovement", "reviewer", sanction, **UNIMPROVED)

    def last_instant(self, sanction: str) -> datetime:
        return datetime.fromisoformat(self.stage.look(sanction, "lastInstant")["lastInstant"])

    def after_term(self, sanction: str) -> None:
        """The first second after the last moment to object, and after the internal limit where there is one."""
        until = self.stage.look(sanction, "internalUntil")["internalUntil"]
        limit = datetime.fromisoformat(f"{until}T23:59:59+07:00") if until else self.stage.clock.now()
        self.stage.clock.instant = max(self.last_instant(sanction), limit) + timedelta(seconds=1)

    def revoked(self) -> tuple[str, str]:
        """S09 and S11 revoked after advice and warning: the case and the sanction, issued."""
        case = self.case()
        self.unimproved(case, "ADVICE")
        self.unimproved(case, "WARNING")
        return case, self.issued(case, "REVOCATION", REVOKE)

    def breached(self, finder: str = "reviewer") -> str:
        """A breach of the SLA reported, answered, found and confirmed: the case that it opened."""
        stage, sla = self.stage, self.breach_reported()
        stage.act("recordBreachFinding", finder, sla, text="Laporan terbukti.", evidence=[self.file()])
        stage.act("confirmBreach", "deputy", sla, reason="Terbukti.")
        return str(stage.look(sla, "breach { case { id } }")["breach"]["case"]["id"])

    def breach_reported(self) -> str:
        """A breach of the SLA reported and answered: the SLA, on which a reviewer is to find."""
        stage, sla = self.stage, self.thing("sla")
        facts = {"article": 6, "facts": "Ketersediaan 91%.", "evidence": [self.file()]}
        stage.act("reportBreach", "assessor-3", sla, **facts)
        stage.worker.run_due()
        stage.act("proveNoticeReceipt", "unit-head", sla, channel="IN_APP")
        stage.act("answerBreach", "unit-head", sla, text="Sudah dipulihkan.", evidence=[])
        return sla

    # --- II.2.3: objections --------------------------------------------------------------------------------------------

    def objection(self, sanction: str, **changes: Any) -> dict[str, Any]:
        """What `fileObjection` takes."""
        return {
            "sanction": sanction,
            "letterNumber": "027/9/LPSE",
            "letterDate": self.today(),
            "grounds": "Fakta tidak tepat.",
            "evidence": [self.file()],
        } | changes

    def examined(self, sanction: str) -> str:
        """An objection in time, with its examiner."""
        stage = self.stage
        objection = stage.act("fileObjection", "unit-head", **self.objection(sanction))
        summons = (stage.clock.now() + timedelta(hours=4)).isoformat()
        named = {
            "examiner": person_id("reviewer-2"),
            "place": "Daring",
            "agenda": "Klarifikasi.",
            "summonedAt": summons,
        }
        return stage.act("admitObjection", "admin", objection, **named)

    def heard(self, sanction: str) -> str:
        """An objection whose hearing was held and recorded."""
        objection = self.examined(sanction)
        self.advance(hours=5)
        held = (self.stage.clock.now() - timedelta(hours=1)).isoformat()
        self.stage.act("recordHearing", "reviewer-2", objection, heldAt=held, **HEARD)
        self.stage.papers_made()
        return objection

    def decided(self, objection: str, decision: str, **changes: Any) -> str:
        given = {"considerations": ["Bukti keberatan meyakinkan."], "reinstated": [], "followUp": []} | changes
        self.stage.act("prepareObjectionDecision", "reviewer-2", objection, decision=decision, **given)
        return self.stage.sign("decideObjection", "deputy", objection)

    # --- II.2.2.c: re-assessment ---------------------------------------------------------------------------------------

    def reassessment(self, sanction: str) -> str:
        """The newest re-assessment after a revocation."""
        found = self.stage.look(sanction, "reassessments(first: 10) { nodes { id } }")["reassessments"]["nodes"]
        return str(found[-1]["id"])

    def reassessing(self, reassessment: str) -> str:
        """A re-assessment that was requested and assigned."""
        stage = self.stage
        asked = {"standards": [], "improvement": "Izin dicatat.", "evidence": [self.file()]}
        stage.act("requestReassessment", "unit-head", reassessment, **asked)
        named = {"lead": person_id("assessor-4"), "members": [], "declared": [person_id("assessor-4")]}
        stage.act("assignReassessors", "admin", reassessment, method="DESK", **named)
        self.assignment_signed(reassessment)
        return reassessment

    def passed(self, reassessment: str) -> str:
        """A re-assessment passed, and the new certificate signed: its id."""
        stage = self.stage
        self.reassessing(reassessment)
        stage.act("scoreReassessment", "assessor-4", reassessment, scores=self.scores(reassessment, evidence=[]))
        conclusion = {"conclusion": "Semua terpenuhi.", "assessedOn": self.today()}
        stage.act("reportReassessment", "assessor-4", reassessment, **conclusion)
        self.report_signed(reassessment, "assessor-4")
        stage.act("prepareReassessmentPass", "reviewer", reassessment)
        stage.sign("passReassessment", "deputy", reassessment)
        return self.certificate_signed()

    def reminded(self) -> list[dict[str, str]]:
        """A reminder to be assessed again, sent yesterday."""
        yesterday = legal_date(self.stage.clock.now()) - timedelta(days=1)
        return [{"sentOn": yesterday.isoformat(), "text": "Mohon menyampaikan permintaan penilaian ulang."}]

    # --- what came of it -----------------------------------------------------------------------------------------------

    def cells(self) -> dict[str, str]:
        """The state of each of the unit's cells, by standard."""
        found = self.stage.look(self.thing("unit"), "compliance { code state }")["compliance"]
        return {cell["code"]: cell["state"] for cell in found}

    def certificate(self, fields: str) -> dict[str, Any]:
        """Some fields of the unit's newest certificate."""
        query = f"certificates(first: 20) {{ nodes {{ edition {fields} }} }}"
        found = self.stage.look(self.thing("unit"), query)["certificates"]["nodes"]
        return dict(max(found, key=lambda each: each["edition"]))


def team(lead: str, second_reader: str) -> dict[str, Any]:
    """Lead and second reader, both with their declaration."""
    both = [person_id(lead), person_id(second_reader)]
    return {"lead": both[0], "secondReader": both[1], "declared": both}
