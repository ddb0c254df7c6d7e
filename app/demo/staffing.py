"""The chapter of a unit's personnel (II.2.1.c.2): six people with positions and evidenced competencies, gaps among them."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from app.demo.stage import Stage
from app.seeds.competencies import competencies
from app.seeds.volume import invented_name
from domain.competencies import Position, SetCompetency
from domain.units import ProviderForm

_P = Position
_POSTS: dict[ProviderForm, tuple[tuple[Position, ...], ...]] = {
    ProviderForm.SYSTEM_PROVIDER: (
        (_P.UNIT_HEAD,),
        (_P.ADMIN_PPE,),
        (_P.VERIFIER, _P.TRAINER),
        (_P.HELPDESK,),
        (_P.SYSTEM_ADMINISTRATOR,),
        (_P.SECURITY_COORDINATOR,),
    ),
    ProviderForm.SERVICE_PROVIDER: (
        (_P.UNIT_HEAD,),
        (_P.ADMIN_PPE, _P.SECURITY_COORDINATOR),
        (_P.VERIFIER,),
        (_P.VERIFIER,),
        (_P.HELPDESK,),
        (_P.TRAINER,),
    ),
}
_STRANGERS = 400
"""Names from here on belong to nobody who signs in."""


def enter_personnel(stage: Stage, number: int, form: ProviderForm) -> None:
    """The unit's head enters everybody, himself and his staff by their accounts. *Shape*: `number` makes names and gaps."""
    cast = stage.cast
    accounts = {0: stage.person(cast.unit_head), 1: stage.person(cast.unit_staff)}
    for place, positions in enumerate(_POSTS[form]):
        values = {
            "unit": stage.unit_id,
            "person": accounts.get(place),
            "name": invented_name(3 * number + 1 + place if place < 2 else _STRANGERS + 4 * number + place),
            "positions": [position.value for position in positions],
            "competencies": held_by(positions, number + place, stage.evidence_id),
        }
        stage.begin(cast.unit_head, "enterPersonnel", values)


def held_by(positions: Sequence[Position], turn: int, evidence_id: str) -> list[dict[str, Any]]:
    """What somebody can do: as the standard of the positions asks, but one level less, or nothing, every few times."""
    found = []
    for place, competency in enumerate(_dictionary(), start=turn):
        needed = max((competency.required.get(position, 0) for position in positions), default=0)
        level = needed - 1 if place % 7 == 0 else needed
        if level > 0 and place % 11:
            found.append({"code": competency.code, "level": level, "evidence": [evidence_id]})
    return found


@cache
def _dictionary() -> tuple[SetCompetency, ...]:
    return competencies()
