"""The volume: sixty planned lives told at the same time on one legal clock, once for each data folder."""

from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import datetime
from functools import partial
from pathlib import Path

from app.demo.casting import OF_LKPP, Company
from app.demo.client import ApiClient
from app.demo.journal import Journal, JournalledClient
from app.demo.office_days import OfficeDays
from app.demo.planned import PLAN, PlannedLife
from app.demo.shared_time import SharedTime, told_together
from app.demo.stage import LegalTime
from app.demo.telling import FullCast, Progress, Teller
from app.demo.volume_life import VolumeLife
from app.seeds.institutions import SAMPLE_MARK

AT_ONCE = 8
"""How many lives act at the same moment; more would only queue for the machine."""

_SETTINGS = (
    ("APPLICATION_LAPSE_AFTER_DAYS", "30"),
    ("APPLICATION_REJECTION_ENABLED", "true"),
)
_SETTINGS_FROM, _SETTINGS_TO = "2024-01-01", "2024-12-31"

OnEnd = Callable[[PlannedLife, datetime], None]


class Volume:
    """The telling of the planned lives. *Shape*: `folder` keeps what the lives were answered, until all are told."""

    def __init__(
        self,
        company: Company,
        legal_time: LegalTime,
        progress: Progress,
        folder: Path,
        *,
        plan: Sequence[PlannedLife] = PLAN,
    ) -> None:
        self._company = company
        self._legal_time = legal_time
        self._progress = progress
        self._folder = folder
        self._plan = plan
        self._days = OfficeDays()

    def tell(self, on_end: OnEnd = lambda _plan, _at: None) -> None:
        """Tells every life to its end; what an interrupted telling had told is not told again.

        *Raises*: `StoryBroken`, `ApiError`; then the others end after the act that they are at.
        """
        self._configure()
        time = SharedTime(self._legal_time, lives=len(self._plan), at_once=AT_ONCE)
        self._progress.goes_on = time.check
        told_together(time, [partial(self._live, number, time, on_end) for number in range(len(self._plan))])

    def _live(self, number: int, time: SharedTime, on_end: OnEnd) -> None:
        plan = self._plan[number]
        journal = Journal(self._folder / f"{plan.institution_id}.jsonl")
        try:
            with time.life():
                life = VolumeLife(
                    plan,
                    number,
                    cast=lambda: _journalled(self._company.cast(plan.institution_id), journal),
                    progress=self._progress,
                    time=time,
                    office_days=self._days,
                    journal=journal,
                )
                life.run()
                on_end(plan, time.now())
        finally:
            journal.close()

    def _configure(self) -> None:
        """For one year, an application that is not completed lapses, and one can be rejected (house rules)."""
        journal = Journal(self._folder / "settings.jsonl")
        admin, deputy = (JournalledClient(self._company.session(OF_LKPP[who]), journal) for who in ("admin", "deputy"))
        try:
            _Configuration(self._progress, name="volume").enter(admin, deputy)
        finally:
            journal.close()


class _Configuration(Teller):
    """The two settings that some lives of the plan need."""

    def enter(self, admin: ApiClient, deputy: ApiClient) -> None:
        """The administrator proposes, the Deputy approves."""
        for key, value in _SETTINGS:
            values = {
                "key": key,
                "value": value,
                "validFrom": _SETTINGS_FROM,
                "validTo": _SETTINGS_TO,
                "reason": SAMPLE_MARK,
            }
            made = self._do(admin, "enterSetting", "thing { id version }", values, key=key)["thing"]
            approved = {"setting": made["id"], "expectedVersion": made["version"]}
            self._do(deputy, "approveSetting", "thing { id state }", approved, key=key)


def _journalled(cast: FullCast, journal: Journal) -> FullCast:
    """The same people, each of whom hears what he was answered before."""
    sessions = {
        part.name: JournalledClient(session, journal)
        for part in fields(cast)
        if isinstance(session := getattr(cast, part.name), ApiClient)
    }
    return FullCast(**sessions, passphrase=cast.passphrase)
