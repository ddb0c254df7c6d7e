"""The whole demonstration: the lives told at the same time, and at the end of each its papers verified."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from statistics import median
from typing import Any

from app.demo.casting import OF_LKPP, Company
from app.demo.lives import LIVES, Life, Plan
from app.demo.offline import RevokedCertificate
from app.demo.prologue import Prologue
from app.demo.proof import Proof, proof_of
from app.demo.shared_time import SharedTime, told_together
from app.demo.stage import LegalTime
from app.demo.tables import revoked_of, standards_of
from app.demo.telling import Progress
from domain.clock import legal_date

_AT_ONCE = 2
"""How many lives act at the same moment; more would only queue for the machine, and each letter take longer."""

_VERIFIERS = 2
"""How many papers are verified at a time: one by its file while another is by its code."""

Tell = Callable[[Plan | None, str], None]
"""Hears of each act in whose life it was, None before the lives; called by the threads of all of them."""


@dataclass(frozen=True)
class Performance:
    """What the lives left behind.

    *Shape*: `progress` of what came before the lives, then of each; papers and proofs life by life, in the order of the
    acts; `revoked` are certificates as they were found while standards of them stood revoked; legal instants.
    """

    progress: list[Progress]
    papers: list[list[dict[str, Any]]]
    proofs: list[list[Proof]]
    revoked: list[RevokedCertificate]
    outcomes: list[dict[str, Any]]
    begun: datetime
    ended: datetime

    def every_act(self) -> list[str]:
        """One line for each act, refused ones included: those before the lives, then life by life."""
        return [line for told in self.progress for line in told.acts]

    def every_proof(self) -> list[Proof]:
        """All papers, verified."""
        return [proof for proofs in self.proofs for proof in proofs]

    def figures(self) -> dict[str, float]:
        """What it came to, in numbers; every one rests on what the API answered."""
        cases = [case for outcome in self.outcomes for case in outcome["sanctionCases"]["nodes"]]
        sanctions = [sanction for case in cases for sanction in case["sanctions"]["nodes"]]
        return {
            "lives": len(self.outcomes),
            "acts": len(self.every_act()),
            "refusals": sum(told.refusals for told in self.progress),
            "documents": len(self.every_proof()),
            "standards_determined": sum(standards_of(outcome).get("DETERMINED", 0) for outcome in self.outcomes),
            "standards_revoked": sum(revoked_of(outcome) for outcome in self.outcomes),
            "certificates": sum(len(outcome["certificates"]["nodes"]) for outcome in self.outcomes),
            "cases": len(cases),
            "sanctions": len(sanctions),
            "objections": sum(len(sanction["objections"]["nodes"]) for sanction in sanctions),
            "reassessments": sum(len(outcome["reassessments"]["nodes"]) for outcome in self.outcomes),
            "legal_days": (legal_date(self.ended) - legal_date(self.begun)).days,
            "seconds_from_sign_to_verifiable": round(
                median(told.seconds_to_verifiable for told in self.progress if told.seconds_to_verifiable is not None),
                3,
            ),
        }


def perform(company: Company, legal_time: LegalTime, *, name: str, tell: Tell) -> Performance:
    """Tells all lives. *Shape*: `name` makes the idempotency keys.

    *Raises*: `StoryBroken`, `ApiError`; then the other lives end after the act that they are at.
    """
    begun = legal_time.now()
    admin, deputy = company.session(OF_LKPP["admin"]), company.session(OF_LKPP["deputy"])
    before = Progress(tell=partial(tell, None))
    Prologue(admin, deputy, before, name=name).prolong_calendar(legal_date(begun))
    time = SharedTime(legal_time, lives=len(LIVES), at_once=_AT_ONCE)
    progress = [Progress(tell=partial(tell, plan), goes_on=time.check) for plan in LIVES]
    lives = [
        Life(plan, company.cast(plan.institution_id), progress[index], time, name=f"{name}-{index + 1}")
        for index, plan in enumerate(LIVES)
    ]
    with ThreadPoolExecutor(max_workers=_VERIFIERS) as verifiers:

        def proven(paper: dict[str, Any]) -> Proof:
            time.check()
            return proof_of(paper, holder=deputy, public=company.public)

        def live(life: Life) -> tuple[list[dict[str, Any]], list[Proof]]:
            """The clock stands while papers are verified: an answer is of one moment, its revocation lists too."""
            with time.life():
                life.run()
                papers = life.papers()
                with time.still():
                    return papers, list(verifiers.map(proven, papers))

        told = told_together(time, [partial(live, life) for life in lives])
    return Performance(
        progress=[before, *progress],
        papers=[papers for papers, _ in told],
        proofs=[proofs for _, proofs in told],
        revoked=[life.revoked for life in lives if life.revoked is not None],
        outcomes=[life.outcome() for life in lives],
        begun=begun,
        ended=legal_time.now(),
    )
