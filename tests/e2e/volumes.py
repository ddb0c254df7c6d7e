"""A few lives of the volume, told over HTTP to a server of their own."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.clock import DevelopmentClock
from app.demo.casting import Company
from app.demo.office_days import OfficeDays
from app.demo.planned import PlannedLife
from app.demo.telling import Progress
from app.demo.volume import Volume
from tests.e2e.servers import Server


@dataclass(frozen=True)
class Told:
    """Where lives are told, and by whom."""

    server: Server
    company: Company
    plan: Sequence[PlannedLife]

    def tell(self, stop: Callable[[Progress], None] = lambda _progress: None) -> dict[str, datetime]:
        """Tells them to their end; `stop` is asked at each line. *Shape*: when each ended, in legal time, by its place.

        *Raises*: what `stop` raises, before which none may have ended.
        """
        ends: dict[str, datetime] = {}
        progress = Progress(tell=lambda _line: stop(progress), tempts=False)
        clock = DevelopmentClock(self.server.data / "clock.json")
        volume = Volume(self.company, clock, progress, self.server.data / "volume", plan=self.plan)
        try:
            volume.tell(lambda life, at: ends.update({life.place: at}))
        except BaseException:
            assert ends == {}
            raise
        return ends


@contextmanager
def few_lives(folder: Path, plan: Sequence[PlannedLife]) -> Iterator[Told]:
    """A server at the beginning of the decree that knows the institutions of the plan."""
    institutions = [life.institution_id for life in plan]
    with Server(folder, volume=institutions, clock_start=OfficeDays().begin().isoformat()) as server:
        server.start()
        reached = server.reached
        company = Company(reached.address, reached.people.__getitem__, passphrase=reached.passphrase)
        try:
            yield Told(server, company, plan)
        finally:
            company.close()
