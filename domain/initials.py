"""Initials (paraf) before a signature: the chain of a kind of paper, and whose turn it is; no state is decided here.

*Source*: house rules throughout; the decree knows no initials. By default no kind of paper has a chain.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.refusals import Refusal, RefusalCode, Words, refuse
from domain.roles import ROLE_LABELS, Actor, Role
from domain.tables import Payload

CHAIN_ROLES = (Role.REVIEWER, Role.ASSESSOR)
"""The roles that a chain may name: LKPP's people who judge content. Who administers does not."""

LONGEST_CHAIN = 5
PERSON = "person:"
"""What stands before the key of a person whom a chain names himself."""

_PERSON = re.compile(rf"{PERSON}[A-Za-z0-9-]+")


@dataclass(frozen=True, kw_only=True)
class InitialDocument(Payload):
    """A person's initials on the paper that has this digest. *Shape*: 64 hexadecimal characters."""

    seen_sha256: str


def chain_of(text: object) -> tuple[str, ...]:
    """The steps of a configured chain, in their order; none where nothing is configured.

    *Shape*: steps between commas, each a role's name or `person:` and a person's key.
    """
    steps = (step.strip() for step in str(text or "").split(","))
    return tuple(step for step in steps if step)


def chain_problem(text: str, roles: Sequence[Role] = CHAIN_ROLES) -> tuple[str, str] | None:
    """What is wrong with a configured chain, in both languages, or None. *Shape*: `roles` are those who read such papers.

    *Does not check*: that a person of that key exists and reads such papers; a step that nobody meets is seen in the paper
    that waits for it, which its chain shows and the administrator may issue anew.
    """
    steps, permitted = chain_of(text), ", ".join(role.value for role in roles)
    if not 1 <= len(steps) <= LONGEST_CHAIN:
        return f"1 sampai {LONGEST_CHAIN} langkah paraf.", f"1 to {LONGEST_CHAIN} steps of initials."
    for step in steps:
        if step not in roles and not _PERSON.fullmatch(step):
            return (
                f"langkah {step!r} bukan {permitted} atau orang.",
                f"the step {step!r} is none of {permitted}, nor a person.",
            )
    if len({step for step in steps if step.startswith(PERSON)}) < sum(step.startswith(PERSON) for step in steps):
        return "satu orang hanya membubuhkan paraf satu kali.", "one person puts initials once."
    return None


def next_step(chain: Sequence[str], given: int) -> str | None:
    """The step that comes after so many initials, or None where the chain is complete."""
    return chain[given] if given < len(chain) else None


def steps_of(actor: Actor) -> tuple[str, ...]:
    """The steps that the actor can meet: his roles among those of chains, and himself."""
    roles = tuple(role.value for role in CHAIN_ROLES if actor.has(role))
    return (*roles, f"{PERSON}{actor.id}")


def step_label(step: str) -> Words:
    """Whom a step waits for; a person by his key."""
    return Words(step, step) if step.startswith(PERSON) else Words(*ROLE_LABELS[Role(step)])


def turn_problem(
    actor: Actor, *, chain: Sequence[str], given: Sequence[Mapping[str, Any]], signatories: Sequence[str]
) -> Refusal | None:
    """Why the actor does not initial now, or None: another's turn, he did already, or he is the one who will sign."""
    step = next_step(chain, len(given))
    if step is None or step not in steps_of(actor) or actor.id in initialled_by(given):
        return refuse(RefusalCode.NOT_YOUR_INITIALS, who=step_label(step) if step else "-", subject="document")
    if actor.id in signatories:
        return refuse(RefusalCode.INITIALLER_SIGNS, subject=actor.id)
    return None


def initialled_by(given: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    """Who has initialled."""
    return frozenset(str(each["person_id"]) for each in given)


def signs_own_initials(actor: Actor, given: Sequence[Mapping[str, Any]]) -> Refusal | None:
    """Why who has initialled does not sign, or None: a second pair of eyes is what initials are for."""
    return refuse(RefusalCode.INITIALLER_SIGNS, subject=actor.id) if actor.id in initialled_by(given) else None


def initials(actor: Actor, *, step: str, sha256: str, at: datetime) -> dict[str, Any]:
    """One entry of a paper's initials, as the record keeps it."""
    return {
        "step": step,
        "person_id": actor.id,
        "person_name": actor.name,
        "sha256": sha256,
        "at": at.isoformat(),
    }
