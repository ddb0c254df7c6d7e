"""From the second signer's act to a verifiable SLA: the demonstration's own walk, over HTTP, several times."""

import secrets

from app.bench.pipeline import MeasurementFailed
from app.commands.demonstration import cast_of
from app.demo.story import Story
from app.demo.telling import Progress
from app.wiring import System


def measure_agreements(system: System, address: str, count: int) -> list[float]:
    """The times of `count` SLAs. *Units*: seconds, from the mutation's start until a stranger's look-up by SHA-256 has
    checked the stored bytes and found them genuine and in force."""
    cast = cast_of(system, address)
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
