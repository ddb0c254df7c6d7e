"""From the second signer's act to a verifiable SLA: the demonstration's own walk, over HTTP, several times."""

import secrets

from app.bench.pipeline import MeasurementFailed
from app.commands.staging import token_of
from app.demo.client import ApiClient
from app.demo.story import Story
from app.demo.telling import Cast, Progress
from app.people import person_with
from app.wiring import System
from domain.roles import Role


def measure_agreements(system: System, address: str, count: int) -> list[float]:
    """The times of `count` SLAs. *Units*: seconds, from the mutation's start until a stranger's look-up by SHA-256 has
    checked the stored bytes and found them genuine and in force."""
    cast = _cast(system, address)
    times = []
    for _ in range(count):
        progress = Progress(tell=lambda _line: None)
        story = Story(cast, progress, name=f"bench-{secrets.token_hex(6)}")
        story.apply()
        story.complete()
        story.negotiate()
        story.sign_first()
        story.sign_second()
        if progress.seconds_to_verifiable is None:
            raise MeasurementFailed("the walk measured nothing")
        times.append(progress.seconds_to_verifiable)
    return times


def _cast(system: System, address: str) -> Cast:
    """A client for each person, signed in by the development issuer, and their keys."""

    def client(role: Role) -> ApiClient:
        return ApiClient(address, token_of(system, person_with(role)))

    return Cast(
        institution_head=client(Role.INSTITUTION_HEAD),
        unit_head=client(Role.UNIT_HEAD),
        unit_staff=client(Role.UNIT_STAFF),
        reviewer=client(Role.REVIEWER),
        admin=client(Role.ADMIN),
        deputy=client(Role.DEPUTY),
        public=ApiClient(address),
        passphrase=system.keys.passphrase,
    )
