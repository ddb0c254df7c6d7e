"""The lives of three units: one certified, one that loses two standards and regains them, one stopped without ground."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.demo.assessing import assess, determine, improve
from app.demo.breaching import breach, stop, wait_for_last_minute
from app.demo.objecting import decide, hear, object_to, sign_restoration
from app.demo.offline import RevokedCertificate, fetch_bundle
from app.demo.proof import Proof, proof_of
from app.demo.reassessing import reassess
from app.demo.samples import details_at
from app.demo.sanctioning import advise, open_case, revoke, surveil, warn
from app.demo.stage import PAPER, LegalTime, Stage
from app.demo.story import Story
from app.demo.telling import FullCast, Progress
from app.people import DEMONSTRATION_INSTITUTION

REVOKED = ["S09", "S11"]
FINDINGS = {
    "S09-K4": "Perawatan perangkat tidak dilaksanakan selama dua belas bulan.",
    "S11-K2": "Aturan firewall tidak ditinjau sejak penetapan.",
}


def certified(stage: Stage) -> None:
    """All seventeen standards determined, after a recommendation on one of them."""
    assessment = assess(stage, weak=frozenset({"S09-K4"}))
    improve(stage, assessment, standard="S09", criterion="S09-K4")
    determine(stage, assessment)


def revoked_and_regained(stage: Stage) -> RevokedCertificate:
    """Certified; two standards are revoked after advice and warning, the objection fails, the re-assessment does not.

    Returns the first certificate as it was found while those standards stood revoked.
    """
    assessment = assess(stage)
    stage.on(stage.cast.reviewer, "recordNoRecommendation", "assessment", assessment, {})
    certificate = determine(stage, assessment)
    case = open_case(stage, surveil(stage, FINDINGS))
    advise(stage, case)
    warn(stage, case)
    revocation = revoke(stage, case, REVOKED)
    revoked = RevokedCertificate(
        _expect_standing(stage, certificate, "PARTLY_REVOKED"), fetch_bundle(stage.cast.public, stage.now())
    )
    objection = object_to(
        stage, stage.cast.unit_head, revocation, grounds="Perawatan telah dijadwalkan; pencabutan terlalu berat."
    )
    _expect_no_escalation(stage, case)
    hear(stage, objection)
    decide(stage, objection, "SANCTION_CONFIRMED", "Jadwal tanpa pelaksanaan bukan perbaikan.")
    reassess(stage, revocation, REVOKED)
    _expect_standing(stage, certificate, "SUPERSEDED")
    return revoked


def stopped_and_restored(stage: Stage) -> None:
    """A confirmed breach stops the service; the objection, filed in the last minute, annuls the stop."""
    sanction = stop(stage, breach(stage))
    wait_for_last_minute(stage, sanction)
    objection = object_to(
        stage, stage.cast.institution_head, sanction, grounds="Gangguan berasal dari jaringan di luar kendali unit."
    )
    hear(stage, objection)
    decide(stage, objection, "SANCTION_ANNULLED", "Bukti menunjukkan keadaan kahar; pelanggaran tidak terbukti.")
    sign_restoration(stage)
    stage.expect("the service", stage.read("Unit", stage.unit_id, "state")["state"], "ACTIVE")
    stage.expect("the agreement", stage.read("Sla", stage.sla_id, "state")["state"], "IN_FORCE")


def _expect_no_escalation(stage: Stage, case: str) -> None:
    """While the objection is open nothing escalates, and the outlook says why (house rule)."""
    stage.refuse_making(stage.cast.reviewer, "draftSanction", "RUNG_NOT_SETTLED", {"case": case, "rung": "STOP"})
    outlook = stage.cast.reviewer.ask(_OUTLOOK, unit=stage.unit_id)["sanctionOutlook"]["cases"][0]
    blocked = {refusal["code"] for rung in outlook["rungs"] if rung["rung"] == "STOP" for refusal in rung["refusals"]}
    stage.expect("an open objection blocks the stop", "OBJECTION_OPEN" in blocked, True)


def _expect_standing(stage: Stage, certificate: str, standing: str) -> Proof:
    """What a stranger finds the certificate to mean by its code and its file, though its signature stays valid."""
    paper = stage.read("Certificate", certificate, f"document {{ {PAPER} }}")["document"]
    proof = proof_of(paper, holder=stage.cast.deputy, public=stage.cast.public)
    stage.expect("the standing of the certificate", proof.standing, standing)
    return proof


_OUTLOOK = "query($unit: ID!) { sanctionOutlook(unit: $unit) { cases { rungs { rung refusals { code } } } } }"


@dataclass(frozen=True)
class Plan:
    """One life: whose, what it is called in Indonesian and English, and what happens once the unit runs.

    *Shape*: `live` returns a certificate as it was found while standards of it stood revoked, None where none were.
    """

    institution_id: str
    title: str
    live: Callable[[Stage], RevokedCertificate | None]


LIVES = (
    Plan(DEMONSTRATION_INSTITUTION, "bersertifikat 17 dari 17 / certified 17 of 17", certified),
    Plan("inst-kota-contoh-timur", "2 standar dicabut, dinilai ulang, pulih / revoked, regained", revoked_and_regained),
    Plan("inst-kabupaten-contoh-barat", "dihentikan, keberatan diterima / stopped, restored", stopped_and_restored),
)
"""In the order of their numbers. All institutions are invented (DATA CONTOH)."""

ACTS = 202
"""How many acts the three lives have, refused ones included."""


class Life:
    """One unit from its application on. *Shape*: `name` makes the idempotency keys."""

    def __init__(self, plan: Plan, cast: FullCast, progress: Progress, legal_time: LegalTime, *, name: str) -> None:
        self.plan = plan
        self.cast = cast
        self._progress = progress
        self._legal_time = legal_time
        self._name = name
        self.story = Story(cast, progress, name=name, details=details_at(plan.institution_id))
        self.stage: Stage | None = None
        self.revoked: RevokedCertificate | None = None

    def run(self) -> None:
        """The whole life. *Raises*: `StoryBroken`, `ApiError`."""
        self.story.run()
        unit = self.cast.admin.ask(_UNIT, id=self.story.application_id)["node"]["unit"]
        self.stage = Stage(
            self.cast,
            self._progress,
            self._legal_time,
            name=f"{self._name}-life",
            unit_id=unit["id"],
            sla_id=self.story.sla_id,
            evidence_id=self.story.evidence_id,
        )
        self.revoked = self.plan.live(self.stage)
        self.stage.await_made()

    def papers(self) -> list[dict[str, Any]]:
        """Every paper of the life, in the order of the acts, once none of them is under way."""
        return self.story.await_papers() + self._played().issued()

    def outcome(self) -> dict[str, Any]:
        """How the unit stands at the end. *Shape*: see `_OUTCOME`."""
        return dict(self.cast.deputy.ask(_OUTCOME, id=self._played().unit_id)["node"])

    def _played(self) -> Stage:
        if self.stage is None:
            raise AssertionError("the life was not told")
        return self.stage


_UNIT = "query($id: ID!) { node(id: $id) { ... on Application { unit { id } } } }"
_OUTCOME = """
query($id: ID!) {
  node(id: $id) {
    ... on Unit {
      name
      state
      slaState
      compliance { code state }
      certificates(first: 10) {
        nodes { edition state applicable standards { code revoked } document { number } }
      }
      sanctionCases(first: 10) {
        nodes {
          state
          rung
          closedReason
          sanctions(first: 10) { nodes { rung state objections(first: 5) { nodes { state decision } } } }
        }
      }
      reassessments(first: 10) { nodes { state passedStandards } }
    }
  }
}
"""
