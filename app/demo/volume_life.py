"""One life of the volume: from the application to where the plan leaves the unit, through the same chapters as the lives."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from app.demo.assessing import (
    ALL_STANDARDS,
    assign,
    determine,
    follow_up,
    open_assessment,
    recommend,
    report,
    submit,
    verify,
    visit,
)
from app.demo.guiding import consult, mentor
from app.demo.journal import Journal
from app.demo.office_days import OfficeDays
from app.demo.planned import Fate, PlannedLife
from app.demo.samples import TERMS
from app.demo.sanctioning import confirm_conformity
from app.demo.shared_time import SharedTime
from app.demo.staffing import enter_personnel
from app.demo.stage import Stage
from app.demo.story import Story
from app.demo.telling import FullCast, Progress, Teller
from app.demo.troubles import TROUBLES
from domain.application_acts import ApplicationState
from domain.assessment_acts import AssessmentState
from domain.clock import JAKARTA
from domain.unit_forms import UnitForm
from domain.units import ProviderForm

_LOOK_SECONDS = 0.4
_TERMS = {**TERMS, "validityMonths": 60}
_NOT_FOR_SERVICE_PROVIDERS = "S11"
"""All criteria of this standard are for system providers only."""


class LifeTime:
    """Legal time as one life knows it. *Shape*: what it was told once it is told again."""

    def __init__(self, time: SharedTime, journal: Journal) -> None:
        self._time = time
        self._journal = journal

    def now(self) -> datetime:
        """The present legal instant."""
        return datetime.fromisoformat(self._journal.once("now", lambda: self._time.now().isoformat()))

    def advance_to(self, instant: datetime) -> datetime:
        """Waits for an instant, which may have come already."""
        return self._time.advance_to(instant) if instant > self._time.now() else instant


class _Patient(Teller):
    """Looks less often, since others act meanwhile; keeps what it saw in the end."""

    journal: Journal
    look_seconds = _LOOK_SECONDS

    def _until(self, read: Callable[[], Any], holds: Callable[[Any], bool], otherwise: str) -> Any:
        looked = super()._until
        return self.journal.once(otherwise, lambda: looked(read, holds, otherwise))


class PlannedStory(_Patient, Story):
    """An application of the volume: one file holds all its attachments."""

    def upload(self, institution: str) -> list[dict[str, str]]:
        """One upload for every attachment. *Shape*: as `Story.upload`."""
        evidence = self._upload("ATTACHMENTS", "Berkas permohonan", institution)
        return [{"kind": kind, "evidence": evidence} for kind in self._attachments]


class PlannedStage(_Patient, Stage):
    """A unit of the volume: it lives from office day to office day."""

    office_days: OfficeDays

    def wait_until(self, instant: datetime) -> None:
        """Lives on to the first office day from the instant on."""
        super().wait_until(self.office_days.from_instant(instant))


class VolumeLife:
    """One unit of the plan.

    *Shape*: `number` is its place in the plan; `cast` signs its people in, whose keys are made on that legal day;
    `journal` holds what the life was answered before.
    """

    def __init__(
        self,
        plan: PlannedLife,
        number: int,
        *,
        cast: Callable[[], FullCast],
        progress: Progress,
        time: SharedTime,
        office_days: OfficeDays,
        journal: Journal,
    ) -> None:
        self.plan = plan
        self._number = number
        self._cast_now = cast
        self._progress = progress
        self._time = LifeTime(time, journal)
        self._office_days = office_days
        self._journal = journal
        self._name = f"volume-{number}"

    def run(self) -> None:
        """The whole life. *Raises*: `StoryBroken`, `ApiError`, `LivesBroken`."""
        self._wait_for(self.plan.begins)
        self._cast = self._cast_now()
        if self.plan.first_try is not None:
            self._try_in_vain(self.plan.first_try)
            self._wait_for(self.plan.later)
        story = self._story("application", self.plan.form, self._time.now().astimezone(JAKARTA).date())
        is_running = self._apply(story)
        story.await_made()
        if not is_running:
            return
        stage = self._stage(story)
        enter_personnel(stage, self._number, self.plan.form)
        if self.plan.mentored:
            mentor(stage)
            consult(stage)
        self._live_on(stage)
        if self.plan.changes_to is not None:
            self._wait_for(self.plan.later)
            self._ask_for_change(stage, self.plan.changes_to)
        stage.await_made()

    # --- the application --------------------------------------------------------------------------------------------

    def _apply(self, story: PlannedStory) -> bool:
        """From the application to the running unit; whether it came so far."""
        state = ApplicationState
        story.apply()
        self._pause(story)
        story.assign("first")
        if self._stops(state.UNDER_REVIEW):
            return False
        if self.plan.returned:
            story.send_back()
            self._pause(story)
            story.answer()
            story.assign("second")
        story.declare()
        if self._stops(state.COMPLETE):
            return False
        self._pause(story)
        if self._stops(state.SLA_PENDING):
            story.begin_sla()
            return False
        story.negotiate()
        story.sign()
        if not story.installs:
            return True
        if self._stops(state.INSTALL_PENDING):
            return False
        self._pause(story)
        if self._stops(state.INSTALLING):
            story.start_installation()
            return False
        story.install()
        return True

    def _stops(self, state: ApplicationState | AssessmentState) -> bool:
        return self.plan.stops_at is state

    def _try_in_vain(self, ends: ApplicationState) -> None:
        """An application that came to nothing: withdrawn, lapsed, or rejected where configuration allows it."""
        story = self._story("first", self.plan.form, self.plan.begins)
        story.apply()
        self._pause(story)
        if ends is ApplicationState.WITHDRAWN:
            story.withdraw("Rencana pembentukan unit ditinjau kembali.")
            return
        story.assign("first")
        if ends is ApplicationState.REJECTED:
            story.reject("Fungsi pengelolaan belum dibentuk.")
            return
        story.send_back()
        self._pause(story, steps=4)
        story.lapse()

    def _ask_for_change(self, stage: PlannedStage, ends: ApplicationState) -> None:
        """A running unit applies to become a system provider; the application is left on its way."""
        today = self._time.now().astimezone(JAKARTA).date()
        story = self._story("change", ProviderForm.SYSTEM_PROVIDER, today, unit_id=stage.unit_id)
        if ends is ApplicationState.DRAFT:
            story.draft()
            return
        story.apply()
        if ends is ApplicationState.RETURNED:
            story.assign("first")
            story.send_back()
        story.await_made()

    def _story(self, name: str, form: ProviderForm, on: date, *, unit_id: str | None = None) -> PlannedStory:
        story = PlannedStory(
            self._cast,
            self._progress,
            name=f"{self._name}-{name}",
            details=_details(self.plan, self._number, form, on),
            terms=_TERMS,
            unit_id=unit_id,
        )
        story.journal = self._journal
        return story

    # --- the running unit -------------------------------------------------------------------------------------------

    def _live_on(self, stage: PlannedStage) -> None:
        match self.plan.fate:
            case Fate.CERTIFIED:
                self._certify(stage)
                self._surveil(stage)
            case Fate.ASSESSED:
                self._wait_for(self.plan.later, stage)
                self._assess(stage)
            case Fate.TROUBLED:
                self._trouble(stage)
            case _:
                pass

    def _certify(self, stage: PlannedStage) -> None:
        key = self._assess(stage)
        stage.on(stage.cast.reviewer, "recordNoRecommendation", "assessment", key, {})
        self._pause(stage)
        determine(stage, key, self._met())

    def _assess(self, stage: PlannedStage) -> str:
        """An assessment of every standard that binds the unit, as far as the plan has it. Returns its id."""
        state = AssessmentState
        self._pause(stage)
        key, codes = open_assessment(stage, self._bound())
        if self._stops(state.SELF_DRAFT):
            return key
        submit(stage, key, codes)
        if self._stops(state.SELF_SUBMITTED):
            return key
        self._pause(stage)
        assign(stage, key)
        if self._stops(state.FACTUAL_ASSIGNED):
            return key
        visit(stage, key)
        if self._stops(state.FACTUAL_RUNNING):
            return key
        met = set(self._met())
        report(stage, key, codes, frozenset(code for code in codes if code[:3] not in met))
        if not self._stops(state.FACTUAL_REPORTED) and self.plan.fate is Fate.ASSESSED:
            self._improve(stage, key, next(code for code in codes if code[:3] not in met))
        return key

    def _improve(self, stage: PlannedStage, key: str, criterion: str) -> None:
        recommend(stage, key, standard=criterion[:3], criterion=criterion)
        if self._stops(AssessmentState.RECOMMENDED):
            return
        self._pause(stage)
        follow_up(stage, key)
        if not self._stops(AssessmentState.FOLLOW_UP):
            verify(stage, key, criterion=criterion)

    def _surveil(self, stage: PlannedStage) -> None:
        for day in self.plan.surveilled:
            self._wait_for(day, stage)
            confirm_conformity(stage, self._bound())

    def _trouble(self, stage: PlannedStage) -> None:
        if self.plan.trouble is None:
            raise AssertionError("a unit in trouble has its trouble in the plan")
        if self.plan.standards:
            self._certify(stage)
        self._wait_for(next(iter(self.plan.surveilled), self.plan.later), stage)
        TROUBLES[self.plan.trouble](stage)

    def _bound(self) -> list[str]:
        service_provider = self.plan.form is ProviderForm.SERVICE_PROVIDER
        return [code for code in ALL_STANDARDS if not (service_provider and code == _NOT_FOR_SERVICE_PROVIDERS)]

    def _met(self) -> list[str]:
        """The standards that are met: so many as planned, another selection for each unit."""
        bound = self._bound()
        turned = bound[self._number % len(bound) :] + bound[: self._number % len(bound)]
        return sorted(turned[: self.plan.standards])

    def _stage(self, story: PlannedStory) -> PlannedStage:
        unit = self._cast.admin.ask(_UNIT, id=story.application_id)["node"]["unit"]
        stage = PlannedStage(
            self._cast,
            self._progress,
            self._time,
            name=f"{self._name}-life",
            unit_id=unit["id"],
            sla_id=story.sla_id,
            evidence_id=story.evidence_id,
        )
        stage.journal, stage.office_days = self._journal, self._office_days
        return stage

    # --- time -------------------------------------------------------------------------------------------------------

    def _pause(self, teller: PlannedStory | PlannedStage, *, steps: int = 1) -> None:
        """Lives on to a later office day, once the papers of this one are made."""
        teller.await_made()
        today = self._time.now().astimezone(JAKARTA).date()
        self._time.advance_to(self._office_days.after(today, steps))

    def _wait_for(self, day: date | None, stage: PlannedStage | None = None) -> None:
        if day is None:
            raise AssertionError("the plan names the day")
        if stage is not None:
            stage.await_made()
        morning = datetime.combine(day, datetime.min.time(), JAKARTA)
        self._time.advance_to(self._office_days.from_instant(morning))


def _details(plan: PlannedLife, number: int, form: ProviderForm, on: date) -> dict[str, Any]:
    """What the application says. *Shape*: `ApplicationDetailsInput` as JSON."""
    installs = form is ProviderForm.SYSTEM_PROVIDER
    where = "UKPBJ" if plan.unit_form is UnitForm.UKPBJ else "LPSE"
    return {
        "form": form.value,
        "unitForm": plan.unit_form.value,
        "managementPattern": "DISTRIBUTED" if installs else "CENTRALISED",
        "unitName": f"LPSE {plan.place}",
        "letterNumber": f"027/{101 + number}/{where}/{on.year}",
        "letterDate": on.isoformat(),
        "legalBasisNumber": f"CONTOH/{11 + number}/2021",
        "legalBasisDate": date(2021, 1 + number % 12, 1 + number % 28).isoformat(),
        "address": f"Jalan Contoh Nomor {11 + number}, Kota Contoh",
        "email": f"lpse@{plan.institution_id.removeprefix('inst-')}.contoh.invalid",
        "phone": f"(000) 000-{1001 + number}",
        "serviceHours": "Senin-Jumat 08.00-16.00",
        "authorisedSubmitters": [],
    }


_UNIT = "query($id: ID!) { node(id: $id) { ... on Application { unit { id } } } }"
