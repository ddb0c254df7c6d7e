"""The whole demonstration: one life after the other, while the papers of the one before are verified."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from app.demo.casting import OF_LKPP, Company
from app.demo.lives import LIVES, Life, Plan
from app.demo.offline import RevokedCertificate
from app.demo.prologue import Prologue
from app.demo.proof import Proof, proof_of
from app.demo.stage import LegalTime
from app.demo.tables import revoked_of, standards_of
from app.demo.telling import Progress
from domain.clock import legal_date

_VERIFIERS = 2
"""How many papers are verified at a time: one by its file while another is by its code."""


@dataclass(frozen=True)
class Performance:
    """What the lives left behind.

    *Shape*: papers and proofs life by life, in the order of the acts; `revoked` are certificates as they were found while
    standards of them stood revoked; legal instants.
    """

    progress: Progress
    papers: list[list[dict[str, Any]]]
    proofs: list[list[Proof]]
    revoked: list[RevokedCertificate]
    outcomes: list[dict[str, Any]]
    begun: datetime
    ended: datetime

    def every_paper(self) -> list[dict[str, Any]]:
        """All papers."""
        return [paper for papers in self.papers for paper in papers]

    def every_proof(self) -> list[Proof]:
        """All papers, verified."""
        return [proof for proofs in self.proofs for proof in proofs]

    def figures(self) -> dict[str, float]:
        """What it came to, in numbers; every one rests on what the API answered."""
        cases = [case for outcome in self.outcomes for case in outcome["sanctionCases"]["nodes"]]
        sanctions = [sanction for case in cases for sanction in case["sanctions"]["nodes"]]
        return {
            "lives": len(self.outcomes),
            "acts": len(self.progress.acts),
            "refusals": self.progress.refusals,
            "documents": len(self.every_proof()),
            "standards_determined": sum(standards_of(outcome).get("DETERMINED", 0) for outcome in self.outcomes),
            "standards_revoked": sum(revoked_of(outcome) for outcome in self.outcomes),
            "certificates": sum(len(outcome["certificates"]["nodes"]) for outcome in self.outcomes),
            "cases": len(cases),
            "sanctions": len(sanctions),
            "objections": sum(len(sanction["objections"]["nodes"]) for sanction in sanctions),
            "reassessments": sum(len(outcome["reassessments"]["nodes"]) for outcome in self.outcomes),
            "legal_days": (legal_date(self.ended) - legal_date(self.begun)).days,
            "seconds_from_sign_to_verifiable": round(self.progress.seconds_to_verifiable or 0.0, 3),
        }


def perform(
    company: Company,
    progress: Progress,
    legal_time: LegalTime,
    *,
    name: str,
    on_life: Callable[[Plan], None] = lambda _plan: None,
) -> Performance:
    """Tells all lives. *Shape*: `name` makes the idempotency keys; `on_life` hears which life begins.

    *Raises*: `StoryBroken`, `ApiError`.
    """
    begun = legal_time.now()
    admin, deputy = company.session(OF_LKPP["admin"]), company.session(OF_LKPP["deputy"])
    Prologue(admin, deputy, progress, name=name).prolong_calendar(legal_date(begun))
    lives, papers, verified = [], [], []
    verify = partial(proof_of, holder=deputy, public=company.public)
    with ThreadPoolExecutor(max_workers=_VERIFIERS) as verifiers:
        for number, plan in enumerate(LIVES, start=1):
            on_life(plan)
            life = Life(plan, company.cast(plan.institution_id), progress, legal_time, name=f"{name}-{number}")
            life.run()
            lives.append(life)
            papers.append(life.papers())
            verified.append([verifiers.submit(verify, paper) for paper in papers[-1]])
        proofs = [[of_paper.result() for of_paper in of_life] for of_life in verified]
    return Performance(
        progress=progress,
        papers=papers,
        proofs=proofs,
        revoked=[life.revoked for life in lives if life.revoked is not None],
        outcomes=[life.outcome() for life in lives],
        begun=begun,
        ended=legal_time.now(),
    )
