"""A unit's whole life walked at random: any verb by anybody at any time, and what holds whatever was tried.

In CI it is short. A longer one, new each time:

    PEMBINA_LONG_WALK=20 python -m pytest tests/integration/services/test_whole_life.py
"""

import itertools
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any, ClassVar, TypeAlias

import pytest
from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from app.embedded import Addresses
from domain.aggregates import Aggregate
from domain.clock import legal_date
from domain.configuration_keys import ConfigurationKey
from domain.document_acts import SignDocument
from domain.document_kinds import SIGNED_BY_ACT, DocumentKind
from domain.refusals import Refusal
from domain.roles import Actor, Role
from domain.sla_acts import CatalogueService, Priority, ProposedTerms, ResponseTime
from domain.tables import Transition
from persistence.configuration import ConfigurationRecord
from persistence.documents import DocumentRecord
from persistence.log import EventRecord
from persistence.personnel import PersonRecord
from persistence.records import insert
from persistence.repositories import REPOSITORIES
from persistence.sanction_records import SanctionRecord
from services.commands import Command, Done
from storage.s3 import S3Store
from tests.integration.graphql.plays import TAKEOVER, UNIMPROVED, Play
from tests.integration.graphql.stage import PEOPLE, Snapshot, Stage, key_of, open_stage
from tests.integration.services.life_acts import Chance, payload_for
from tests.integration.services.life_laws import (
    all_laws,
    issued_after_settling,
    mentors_of,
    no_edition_outlives_its_last_day,
    the_log_is_complete,
)

pytestmark = pytest.mark.servers
A = Aggregate

LONG = int(os.environ.get("PEMBINA_LONG_WALK", "0"))
"""How many walks from each beginning; 0 is the short run of CI."""

WALK = settings(
    max_examples=LONG or 3,
    stateful_step_count=40 if LONG else 8,
    deadline=None,
    derandomize=not LONG,
    database=None,
    print_blob=False,
    suppress_health_check=list(HealthCheck),
)

SEEDS = st.integers(0, 2**32 - 1)

MOST_ROUNDS = 6
"""The short walk goes from each beginning once, and on until it has come deep enough: at most so many times."""

TABLES = (
    A.UNIT, A.SLA, A.ASSESSMENT, A.SURVEILLANCE, A.CASE, A.SANCTION, A.OBJECTION, A.REASSESSMENT, A.MENTORING,
    A.CONSULTATION, A.DOCUMENT,
)  # fmt: skip
"""The tables of a unit that exists. Applications come before; catalogues, settings and officials are LKPP's."""

SETTLING = {A.CASE, A.SANCTION, A.OBJECTION, A.REASSESSMENT}

TURNING_BACK = {
    "discard", "recall", "cancel", "withdraw", "close_without", "recall_determination", "recall_decision", "recall_pass",
    "recall_report", "recall_recommendation",
    "recall_reinstatement", "return_self", "return_follow_up", "decline", "abandon_renewal", "dismiss_breach",
    "dismiss",
}  # fmt: skip
"""Verbs that undo: tried now and then, or nothing would ever come far."""

Step: TypeAlias = tuple[Aggregate, Transition[Any], Any]

HATS = {"deputy": Role.REVIEWER, "reviewer-2": Role.ASSESSOR, "assessor-2": Role.REVIEWER, "assessor-3": Role.REVIEWER}
"""People who wear a second hat, so that they could stand on both sides."""

ASSESSING = {
    A.ASSESSMENT: {"start_factual", "score_factual", "approve_reading", "report_factual", "verify_follow_up"},
    A.SURVEILLANCE: {"start", "conclude_conform", "conclude_findings"},
    A.CASE: {"open"},
    A.REASSESSMENT: {"score", "report", "fail", "record_non_cooperation"},
    A.SANCTION: {"accept_improvement", "accept_in_part", "return_follow_up", "record_no_improvement"},
    A.OBJECTION: {"record_hearing"},
}
"""What nobody does who has mentored the unit."""

TERMS = ProposedTerms(
    validity_months=24,
    availability="99,5",
    services=(CatalogueService(name="Aplikasi SPSE", description="Akses", hours="24 jam", target="99,5%"),),
    targets=tuple(ResponseTime(priority=each, response_hours=1, recovery_hours=4) for each in Priority),
    reporting_months=3,
    report_due_working_days=10,
    maintenance_notice_working_days=3,
    breach_answer_working_days=10,
    evaluation_months=12,
)

DEEP = {
    (A.ASSESSMENT, "score_factual"),
    (A.SURVEILLANCE, "conclude_findings"),
    (A.CASE, "open"),
    (A.SANCTION, "issue"),
    (A.SANCTION, "prove_receipt"),
    (A.SANCTION, "record_no_improvement"),
    (A.SANCTION, "recommend_lkpp_system"),
    (A.OBJECTION, "file"),
    (A.OBJECTION, "record_hearing"),
    (A.OBJECTION, "decide"),
    (A.REASSESSMENT, "score"),
    (A.SLA, "prove_notice_receipt"),
    (A.SLA, "record_breach_finding"),
    (A.SLA, "confirm_breach"),
}
"""What the walk reaches in any case: it goes on until it has, at most `MOST_ROUNDS` times from each beginning."""


def hatted(actor: Actor) -> Actor:
    return replace(actor, roles=actor.roles | {HATS[actor.id]}) if actor.id in HATS else actor


ACTORS = tuple(hatted(each) for each in PEOPLE)


class Life(RuleBasedStateMachine):
    """One walk. *Shape*: `stage` and `starts` are set for the run; `done` counts what was done over all walks."""

    stage: ClassVar[Stage]
    starts: ClassVar[dict[str, Snapshot]]
    done: ClassVar[Counter[tuple[Aggregate, str]]] = Counter()
    refused: ClassVar[Counter[str]] = Counter()
    in_vain: ClassVar[Counter[tuple[Aggregate, str]]] = Counter()

    start: ClassVar[str] = ""
    salt: ClassVar[int] = 0
    unit_id = ""
    steps = keys = 0

    # --- beginnings -------------------------------------------------------------------------------------------------

    @initialize(seed=SEEDS)
    def begin(self, seed: int) -> None:
        """Somewhere on the way from the first assessment to a breach confirmed: each beginning was reached by real acts."""
        event(f"start {self.start}")
        self.seed = seed
        self.stage.restore(self.starts[self.start])
        self.present = self._sum()
        self.lawful = -1
        self.unit_id = key_of(self.stage.things["unit"])
        self.file_id = key_of(self.stage.things["file"])
        self.mine: set[tuple[Aggregate, str]] = set()

    # --- steps ------------------------------------------------------------------------------------------------------

    @rule(seed=SEEDS)
    def a_few_steps(self, seed: int) -> None:
        """Three things, each of a kind that the dice choose.

        There is one rule only: hypothesis leaves out rules at random ("swarm"), and a walk without acts goes nowhere.
        """
        self.steps += 1
        dice = Random(f"{self.salt} {self.seed} {seed} {self.steps}")
        kinds = (
            self._a_next_step,
            self._a_settling_step,
            self._a_tried_step,
            self._whatever,
            self._time_passes,
            self._a_term_ends,
        )
        for kind in dice.choices(kinds, weights=(5, 4, 1, 1, 1, 1), k=3):
            kind(dice)

    def _a_next_step(self, dice: Random) -> None:
        """A verb that the state, the role and the guards allow, most likely one not done before."""
        self._try(dice, self._next_steps(), allowed=True)

    def _a_settling_step(self, dice: Random) -> None:
        """The same among sanctions, objections and re-assessments alone."""
        self._try(dice, [step for step in self._next_steps() if step[0] in SETTLING], allowed=True)

    def _a_tried_step(self, dice: Random) -> None:
        """A verb that the state and the role allow, whatever the guards say."""
        self._try(dice, self._next_steps(), allowed=False)

    def _whatever(self, dice: Random) -> None:
        """Any verb on anything by anybody."""
        aggregate, record = dice.choice([(each, record) for each in TABLES for record in self._records(each)])
        rows = [row for row in REPOSITORIES[aggregate].table.rows if not row.is_effect and None not in row.sources]
        self._attempt(dice, aggregate, dice.choice(rows), record, dice.choice(ACTORS))

    def _time_passes(self, dice: Random) -> None:
        self._later(self.stage.clock.instant + timedelta(hours=dice.choice((1, 24, 24 * 8))))

    def _a_term_ends(self, _dice: Random) -> None:
        """Just after the last moment to object, where a term runs."""
        self._later(max((*self._running_terms(), self.stage.clock.instant)) + timedelta(seconds=1))

    def _later(self, instant: datetime) -> None:
        self.stage.clock.instant = instant
        done = self.stage.timers()
        no_edition_outlives_its_last_day(self.unit_id, legal_date(instant))
        if self.stage.papers_made() or done:
            self.present = self._sum()

    def _running_terms(self) -> list[Any]:
        found = SanctionRecord.objects(unit_id=self.unit_id, state__in=["RECEIVED", "FOLLOW_UP"])
        now = self.stage.clock.instant
        return [each.last_instant for each in found if each.last_instant and each.last_instant > now]

    # --- what holds -------------------------------------------------------------------------------------------------

    @invariant()
    def every_law_holds(self) -> None:
        if self.unit_id and self.lawful != self.present[0]:
            all_laws(self.unit_id)
            self.lawful = self.present[0]

    # --- how a step is made -----------------------------------------------------------------------------------------

    def _records(self, aggregate: Aggregate) -> list[Any]:
        kind = REPOSITORIES[aggregate].record_class
        if aggregate is A.DOCUMENT:
            waiting = DocumentRecord.objects(state="AWAITING_SIGNATURE").order_by("$natural")
            return [each for each in waiting if DocumentKind(each.kind) not in SIGNED_BY_ACT]
        wanted = {"id": self.unit_id} if aggregate is A.UNIT else {"unit_id": self.unit_id}
        return list(kind.objects(**wanted).order_by("$natural"))

    def _next_steps(self) -> list[Step]:
        """Every row by which a person could act now, as far as states tell; those that lead on count more.

        What was never done counts most, and less with each refusal.
        """
        steps: list[Step] = []
        for aggregate in TABLES:
            rows = [row for row in REPOSITORIES[aggregate].table.rows if not row.is_effect]
            for record in (None, *self._records(aggregate)):
                state = record.state if record is not None else None
                for row in rows:
                    if state in row.sources:
                        steps += [(aggregate, row, record)] * self._weight(aggregate, row)
        return steps

    def _weight(self, aggregate: Aggregate, row: Transition[Any]) -> int:
        if row.verb in TURNING_BACK or aggregate in {A.MENTORING, A.CONSULTATION}:
            return 1
        begins_anew = None in row.sources and aggregate is not A.SANCTION
        if (aggregate, row.verb) in self.mine:
            return 1 if begins_anew else 3
        if (aggregate, row.verb) in self.done:
            return 9
        return max(27 // (1 + self.in_vain[aggregate, row.verb]), 1)

    def _try(self, dice: Random, steps: Sequence[Step], *, allowed: bool) -> None:
        for _attempt in range(5 if allowed and steps else 0):
            aggregate, row, record = dice.choice(steps)
            actor = self._somebody(dice, aggregate, row, record)
            if record is None or self._is_allowed(aggregate, row.verb, record, actor):
                self._attempt(dice, aggregate, row, record, actor)
                return
        if steps:
            aggregate, row, record = dice.choice(steps)
            self._attempt(dice, aggregate, row, record, self._somebody(dice, aggregate, row, record))

    def _is_allowed(self, aggregate: Aggregate, verb: str, record: Any, actor: Actor) -> bool:
        offers = self.stage.door.available_actions(aggregate, record.id, actor)
        return any(offer.verb == verb and offer.refusal is None for offer in offers)

    def _somebody(self, dice: Random, aggregate: Aggregate, row: Transition[Any], record: Any) -> Actor:
        """One of the role; those who are named for it most likely."""
        able = [actor for actor in ACTORS if row.roles & actor.roles and actor.id != "stranger"]
        named = {getattr(record, name, None) for name in ("lead_id", "second_reader_id", "examiner_id")}
        named |= {*getattr(record, "mentor_ids", ()), *getattr(record, "consultant_ids", ())}
        named |= set(record.signatories) if aggregate is A.DOCUMENT else set()
        return dice.choice([actor for actor in able for _ in range(9 if actor.id in named else 1)])

    def _attempt(self, dice: Random, aggregate: Aggregate, row: Transition[Any], record: Any, actor: Actor) -> None:
        odd = dice.random() < 0.1
        chance = Chance(
            pick=dice.choice,
            now=self.stage.clock.instant,
            unit_id=self.unit_id,
            file_id=self.file_id,
            odd=odd,
        )
        payload = payload_for(chance, aggregate, row.verb, row.payload, record, actor)
        mentors = mentors_of(self.unit_id)
        result = self._perform(aggregate, row, record, actor, payload, odd=odd)
        if isinstance(result, Refusal):
            event(f"refused {result.code.value}")
            self.refused[result.code.value] += 1
            self.in_vain[aggregate, row.verb] += 1
            assert self._sum() == self.present
            assert result.message_id
            assert result.message_en
            assert result.required_id
            assert result.required_en
            return
        event(f"{aggregate.value} {row.verb}")
        self.done[aggregate, row.verb] += 1
        self.mine.add((aggregate, row.verb))
        self.stage.papers_made()
        self.present = self._sum()
        the_log_is_complete([(aggregate, result.record_id)])
        assert not (row.verb in ASSESSING.get(aggregate, ()) and actor.id in mentors), (aggregate, row.verb, actor.id)
        if (aggregate, row.verb) == (A.SANCTION, "issue"):
            issued_after_settling(result.record_id)
        self.every_law_holds()

    def _perform(
        self, aggregate: Aggregate, row: Transition[Any], record: Any, actor: Actor, payload: Any, *, odd: bool
    ) -> Done | Refusal:
        use_cases = self.stage.use_cases
        if record is None:
            return use_cases.door.perform(
                Command(aggregate=aggregate, verb=row.verb, actor=actor, payload=payload, idempotency_key=self._key())
            )
        seen = {"expected_version": record.version, "idempotency_key": self._key(), "actor": actor}
        signature = {**seen, "seen_sha256": self._digest(aggregate, record, odd=odd), "passphrase": "contoh"}
        if aggregate is A.DOCUMENT:
            return use_cases.papers.sign(document_id=record.id, **signature)
        if aggregate is A.SLA and row.verb == "propose":
            return use_cases.slas.propose(sla_id=record.id, terms=TERMS, **seen)
        if aggregate is A.SLA and row.verb.startswith("sign_for"):
            sign: Any = getattr(use_cases.slas, row.verb)
            result: Done | Refusal = sign(sla_id=record.id, **signature)
            return result
        if row.payload is SignDocument:
            return use_cases.signing_acts.sign(aggregate=aggregate, verb=row.verb, record_id=record.id, **signature)
        command = Command(aggregate=aggregate, verb=row.verb, record_id=record.id, payload=payload, **seen)
        return use_cases.door.perform(command)

    def _digest(self, aggregate: Aggregate, record: Any, *, odd: bool) -> str:
        paper = record if aggregate is A.DOCUMENT else None
        key = getattr(record, "document_id", None)
        if paper is None and key is not None:
            paper = DocumentRecord.objects(id=key).first()
        return "0" * 64 if odd or paper is None or paper.sha256 is None else str(paper.sha256)

    def _key(self) -> str:
        self.keys += 1
        return f"walk-{self.keys:08}"

    def _sum(self) -> tuple[int, dict[str, list[tuple[str, int]]]]:
        """How many events there are, and the version of every record."""
        stored = self.stage.database.client[self.stage.database.name]
        versions = {
            aggregate.value: [
                (str(row["_id"]), int(row["version"]))
                for row in stored[repository.record_class._get_collection_name()].find({}, {"version": 1}).sort("_id")
                if "version" in row
            ]
            for aggregate, repository in REPOSITORIES.items()
        }
        return EventRecord.objects.count(), versions


def stopped_twice(play: Play, revocation: str) -> Snapshot:
    """Stopped, reinstated by hand while the objection to that is heard, and stopped again by a breach."""
    stage = play.stage
    first = stopped_after(play, revocation)
    objection = play.heard(first)
    stage.things["objection"] = objection
    reinstated(play)
    stage.act("proveReceipt", "unit-head", play.issued(play.breached("reviewer-2"), "STOP", TAKEOVER), channel="IN_APP")
    return stage.snapshot()


def partly_kept(play: Play) -> Snapshot:
    """An objection gave one standard of two back; the other is revoked by the replacement, after which the service stopped."""
    stage = play.stage
    changed = str(stage.look(play.thing("objection"), "sanction { id }")["sanction"]["id"])
    kept = {"reinstated": ["S09"], "followUp": ["S11 tetap dicabut."], "asked": ["Perbaiki S11."]}
    play.decided(play.thing("objection"), "SANCTION_CHANGED", **kept)
    kept = str(stage.look(changed, "replacedBy { id }")["replacedBy"]["id"])
    stage.act("proveReceipt", "unit-head", kept, channel="IN_APP")
    stopped_after(play, kept)
    stage.act("prepareReinstatement", "reviewer", play.thing("unit"), reasons=["Diperbaiki."], fromDay=play.today())
    return stage.snapshot()


def last_day_over(play: Play) -> Snapshot:
    """The morning after the last day of an edition that nobody has expired yet; a determination waits for the Deputy."""
    stage = play.stage
    two_months_from_january()
    play.certify()
    _case, revocation = play.revoked()
    stage.act("proveReceipt", "unit-head", revocation, channel="IN_APP")
    again = play.reassessing(play.reassessment(revocation))
    stage.act("scoreReassessment", "assessor-4", again, scores=play.scores(again, evidence=[]))
    stage.act("reportReassessment", "assessor-4", again, conclusion="Semua terpenuhi.", assessedOn=play.today())
    play.report_signed(again, "assessor-4")
    last_day = date.fromisoformat(play.certificate("expiresOn")["expiresOn"])
    stage.clock.instant = datetime.combine(last_day, time(17, 30), UTC)
    stage.act("prepareReassessmentPass", "reviewer", again)
    return stage.snapshot()


def two_months_from_january() -> None:
    """The term of a certificate, as configured."""
    now = datetime(2022, 1, 1, tzinfo=UTC)
    insert(
        ConfigurationRecord(
            id="certificate-term",
            state="APPROVED",
            version=1,
            created_at=now,
            updated_at=now,
            key=ConfigurationKey.CERTIFICATE_TERM_MONTHS.value,
            value=2,
            valid_from="2022-01-01",
            changed_by="admin",
        )
    )


def stopped_after(play: Play, revocation: str) -> str:
    """The stop that follows a revocation, received: the unit was reminded in vain to let itself be assessed again."""
    stage = play.stage
    play.after_term(revocation)
    reminders = play.reminded()
    reassessment = play.reassessment(revocation)
    stage.act("recordNonCooperation", "reviewer", reassessment, reason="Diam.", reminders=reminders)
    stage.act("recordNoImprovement", "reviewer", revocation, **UNIMPROVED)
    case = str(stage.look(revocation, "case { id }")["case"]["id"])
    return play.received(case, "STOP", TAKEOVER)


def reinstated(play: Play) -> None:
    unit = play.thing("unit")
    play.stage.act("prepareReinstatement", "reviewer", unit, reasons=["Diperbaiki."], fromDay=play.today())
    play.stage.sign("reinstateUnit", "deputy", unit)


@pytest.fixture(scope="module")
def prepared(servers: Addresses, s3: S3Store) -> Iterator[type[Life]]:
    """The walk with its beginnings."""
    with open_stage(servers, s3) as stage:
        for key, role in HATS.items():
            PersonRecord.objects(id=key).update(add_to_set__roles=role.value)
        play = Play(stage)
        play.installed()
        in_service = stage.snapshot()
        play.running("S01", "S02")
        starts = {"under assessment": stage.snapshot()}
        stage.restore(in_service)
        play.certify()
        play.mentoring("assessor-2")  # who could open a case too; the other reviewers have their parts below
        starts["certified"] = stage.snapshot()
        case = play.case()
        play.unimproved(case, "ADVICE")
        play.received(case, "WARNING")
        play.watched()
        starts["warned"] = stage.snapshot()
        stage.restore(starts["certified"])
        _case, revocation = play.revoked()
        stage.act("proveReceipt", "unit-head", revocation, channel="IN_APP")
        starts["revoked"] = stage.snapshot()
        play.reassessing(play.reassessment(revocation))
        starts["being reassessed"] = stage.snapshot()
        stage.restore(starts["revoked"])
        stage.things["objection"] = play.heard(revocation)
        starts["heard"] = stage.snapshot()
        stage.restore(starts["certified"])
        play.breach_reported()
        starts["breach reported"] = stage.snapshot()
        stage.restore(starts["certified"])
        play.breached("reviewer-2")
        starts["breached"] = stage.snapshot()
        stage.restore(starts["revoked"])
        starts["stopped twice"] = stopped_twice(play, revocation)
        stage.restore(starts["heard"])
        starts["partly kept"] = partly_kept(play)
        stage.restore(in_service)
        starts["last day over"] = last_day_over(play)
        Life.stage, Life.starts = stage, starts
        Life.done.clear()
        Life.refused.clear()
        Life.in_vain.clear()
        yield Life


@pytest.mark.slow
def test_whatever_anybody_tries_the_laws_of_the_decree_hold(prepared: type[Life]) -> None:
    """R-11 (I.p3), the supervision as a whole.

    Rungs in order and received, nobody on both sides, cells explained, numbers without gap, refusals without trace.
    """
    for salt, start in itertools.product(range(MOST_ROUNDS), prepared.starts):
        if salt and set(prepared.done) >= DEEP:
            break
        prepared.salt, prepared.start = salt, start
        run_state_machine_as_test(prepared, settings=WALK)
    assert DEEP - set(prepared.done) == set()
    assert len(prepared.done) >= 40
    assert len(prepared.refused) >= 15
