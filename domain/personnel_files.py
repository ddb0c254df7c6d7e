"""The personnel of a unit (II.2.1.c.2): who works there, in which positions, with which competencies and their evidence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from domain.aggregates import Aggregate
from domain.clock import legal_date
from domain.competencies import LEVELS, Position
from domain.competency_gaps import HeldCompetency
from domain.reasons import Reason
from domain.refusals import HOUSE, Refusal, RefusalCode, Words, refuse
from domain.roles import Role
from domain.tables import Act, Outcome, Payload, Table, Transition
from domain.text import SHORT, first_problem, input_problem, text_problem


class PersonnelFileState(StrEnum):
    """The states of a person's file. Only an active one counts."""

    PROPOSED = "PROPOSED"
    ACTIVE = "ACTIVE"
    LEFT = "LEFT"


@dataclass(frozen=True, kw_only=True)
class ReviseFile(Payload):
    """What stands in a file. *Shape*: at least one position; each competency once, with at least one piece of evidence."""

    name: str
    positions: tuple[Position, ...]
    held: tuple[HeldCompetency, ...]

    def problem(self) -> Refusal | None:
        """A name, positions, levels that exist, evidence for each, and nothing twice."""
        codes = [each.code for each in self.held]
        return first_problem(
            text_problem(self.name, field="name", longest=SHORT),
            None if self.positions else _problem("positions", "paling sedikit satu.", "at least one."),
            _twice("positions") if len(set(self.positions)) != len(self.positions) else None,
            _twice("competencies") if len(set(codes)) != len(codes) else None,
            *(_held_problem(each) for each in self.held),
        )


def _held_problem(held: HeldCompetency) -> Refusal | None:
    if held.level not in LEVELS:
        return _problem("competencies.level", "tingkat 1 sampai 5.", "a level from 1 to 5.")
    if not held.evidence_ids:
        return _problem("competencies.evidence", "paling sedikit satu bukti.", "at least one piece of evidence.")
    return None


def _twice(name: str) -> Refusal:
    return _problem(name, "disebut dua kali.", "named twice.")


def _problem(name: str, problem_id: str, problem_en: str) -> Refusal:
    return input_problem(name, problem_id, problem_en)


@dataclass(frozen=True, kw_only=True)
class EnterFile(ReviseFile):
    """A new file in a unit. *Shape*: `person_id` where the person acts in this system too."""

    unit_id: str
    person_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class PersonnelFacts:
    """What the guards of a file may know.

    *Shape*: `person_known` tells that the person acts for the unit's institution; `twice` that the person has another
    file in the unit; `dictionary` are the codes in force today; `evidence` maps the files that the act names to whether
    they are confirmed and the institution's own; `on_file` is what the file holds already.
    """

    state: str | None
    institution_id: str | None
    unit_id: str | None = None
    person_id: str | None = None
    person_known: bool = True
    twice: bool = False
    dictionary: frozenset[str] = frozenset()
    evidence: Mapping[str, bool] = field(default_factory=dict)
    on_file: frozenset[HeldCompetency] = frozenset()


def _own_entry(_facts: PersonnelFacts, act: Act) -> Refusal | None:
    return None if act.payload.person_id == act.actor.id else _not_his_own(act)


def _own_file(facts: PersonnelFacts, act: Act) -> Refusal | None:
    return None if facts.person_id == act.actor.id else _not_his_own(act)


def _not_his_own(act: Act) -> Refusal:
    verb = Words("mengisi data personel orang lain", "fill in the file of another person")
    roles = Words(
        "kepala LPSE, atau staf LPSE untuk datanya sendiri", "head of the LPSE, or staff of the LPSE for their own file"
    )
    return refuse(RefusalCode.NOT_PERMITTED, verb=verb, roles=roles, subject=act.record_id)


def _person_of_the_institution(facts: PersonnelFacts, act: Act) -> Refusal | None:
    if facts.person_known:
        return None
    return refuse(RefusalCode.PERSON_UNKNOWN, who=str(act.payload.person_id), subject="person")


def _once_in_the_unit(facts: PersonnelFacts, _act: Act) -> Refusal | None:
    if not facts.twice:
        return None
    return input_problem("person", "orang ini sudah ada dalam daftar personel unit.", "this person has a file already.")


def _in_the_dictionary(facts: PersonnelFacts, act: Act) -> Refusal | None:
    unknown = sorted({each.code for each in act.payload.held} - facts.dictionary)
    if not unknown:
        return None
    codes = ", ".join(code[:20] for code in unknown)
    return input_problem(
        "competencies.code", f"tidak ada dalam kamus kompetensi: {codes}.", f"not in the dictionary: {codes}."
    )


def _evidence_confirmed(facts: PersonnelFacts, act: Act) -> Refusal | None:
    for held in act.payload.held:
        for evidence_id in held.evidence_ids:
            if not facts.evidence.get(evidence_id, False):
                return refuse(RefusalCode.EVIDENCE_NOT_CONFIRMED, evidence=evidence_id, subject="competencies.evidence")
    return None


def _still_valid(facts: PersonnelFacts, act: Act) -> Refusal | None:
    """What is new or changed counts today; what has run out in the file may stay there, and counts as a gap."""
    if all(held in facts.on_file or held.counts_on(legal_date(act.now)) for held in act.payload.held):
        return None
    return input_problem("competencies.validUntil", "sudah berakhir.", "it has run out.")


def _contents(given: ReviseFile) -> dict[str, Any]:
    return {
        "name": given.name.strip(),
        "positions": [position.value for position in given.positions],
        "competencies": [
            {
                "code": held.code,
                "level": held.level,
                "evidence_ids": list(held.evidence_ids),
                "valid_until": held.valid_until.isoformat() if held.valid_until else None,
            }
            for held in sorted(given.held, key=lambda held: held.code)
        ],
    }


def _enter(facts: PersonnelFacts, act: Act) -> Outcome:
    given: EnterFile = act.payload
    whose = {"institution_id": facts.institution_id, "unit_id": given.unit_id, "person_id": given.person_id}
    return Outcome(changes=whose | _contents(given))


def _revise(_facts: PersonnelFacts, act: Act) -> Outcome:
    return Outcome(changes=_contents(act.payload))


def _leave(_facts: PersonnelFacts, act: Act) -> Outcome:
    return Outcome(reason=act.payload.reason.strip())


def _same_state(facts: PersonnelFacts, _act: Act) -> str:
    return str(facts.state)


def _row(verb: str, label_id: str, event: str, **columns: Any) -> Transition[PersonnelFacts]:
    return Transition(verb=verb, label_id=label_id, event=event, **columns)


_S = PersonnelFileState
_HEAD = frozenset({Role.UNIT_HEAD})
_STAFF = frozenset({Role.UNIT_STAFF})
_SOUND = (_in_the_dictionary, _still_valid, _evidence_confirmed)

# fmt: off
PERSONNEL_FILES: Table[PersonnelFacts] = Table(
    aggregate=Aggregate.PERSONNEL_FILE,
    label_id="Data personel",
    label_en="Personnel file",
    states=PersonnelFileState,
    final=frozenset({_S.LEFT}),
    rows=(
        _row(
            "enter", "memasukkan data personel", "PersonnelEntered",
            sources=(None,), targets=(_S.ACTIVE,), roles=_HEAD, clause="II.2.1.c.2", payload=EnterFile,
            checks=(_person_of_the_institution, _once_in_the_unit, *_SOUND), action=_enter,
        ),
        _row(
            "propose", "mengusulkan data personel sendiri", "PersonnelProposed",
            sources=(None,), targets=(_S.PROPOSED,), roles=_STAFF, clause="II.2.1.c.2", payload=EnterFile,
            checks=(_own_entry, _person_of_the_institution, _once_in_the_unit, *_SOUND), action=_enter,
        ),
        _row(
            "revise", "memperbarui data personel", "PersonnelRevised",
            sources=(_S.PROPOSED, _S.ACTIVE), targets=(_S.PROPOSED, _S.ACTIVE), roles=_HEAD, clause="II.2.1.c.2",
            payload=ReviseFile, checks=_SOUND, choose=_same_state, action=_revise,
        ),
        _row(
            "revise", "memperbarui data personel", "PersonnelRevised",
            sources=(_S.PROPOSED,), targets=(_S.PROPOSED,), roles=_STAFF, clause="II.2.1.c.2", payload=ReviseFile,
            guards=(_own_file,), checks=_SOUND, action=_revise,
        ),
        _row(
            "accept", "menerima usulan data personel", "PersonnelAccepted",
            sources=(_S.PROPOSED,), targets=(_S.ACTIVE,), roles=_HEAD, clause="II.2.1.c.2",
        ),
        _row(
            "leave", "mengeluarkan dari daftar personel", "PersonnelLeft",
            sources=(_S.PROPOSED, _S.ACTIVE), targets=(_S.LEFT,), roles=_HEAD, clause=HOUSE, payload=Reason,
            action=_leave,
        ),
    ),
)
# fmt: on
