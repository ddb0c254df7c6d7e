"""Where people fall short of the competency standard (II.2.1.c.2), in a unit and over all units."""

from datetime import date

from domain.competency_gaps import gaps_of, unfilled
from schema.competencies import Competency
from schema.described import attribute, object_type
from schema.enums import Position
from schema.personnel_files import PersonnelFile


@object_type
class CompetencyGap:
    """One person in one position below the standard."""

    file: PersonnelFile = attribute("Whose gap it is.")
    position: Position = attribute("The position that asks for it.")
    competency: Competency = attribute("The competency.")
    required: int = attribute("The least level of the position's standard (II.2.1.c.2).")
    held: int = attribute("The level that counts on the day; 0 for none.")
    expired: bool = attribute("Whether what the person has would do, had it not run out.")


@object_type
class CompetencyGapReport:
    """The gaps of one unit on a day. A gap is advice for capacity building; the decree attaches no consequence to it."""

    on: date = attribute("The day.")
    people: int = attribute("How many active people the unit has on record.")
    gaps: list[CompetencyGap] = attribute("The gaps, person by person.")
    unfilled: list[Position] = attribute("Positions with a standard that nobody of the unit holds.")


@object_type
class NationalCompetencyGap:
    """One position over all units: how many people fall short of the standard of one competency."""

    position: Position = attribute("The position.")
    required: int = attribute("The least level of its standard (II.2.1.c.2).")
    people: int = attribute("How many active people hold the position.")
    short: int = attribute("How many of them are below the level.")
    units: int = attribute("In how many units.")


def report(files: list[PersonnelFile], dictionary: list[Competency], on: date) -> CompetencyGapReport:
    """The report of one unit. *Shape*: `files` are its active people; `dictionary` the versions in force on the day."""
    competencies = {each.code: each for each in dictionary}
    standard = {code: each.least() for code, each in competencies.items()}
    people = {file.key: file for file in files}
    staff = [file.member() for file in files]
    return CompetencyGapReport(
        on=on,
        people=len(files),
        gaps=[
            CompetencyGap(
                file=people[gap.file_id],
                position=gap.position,
                competency=competencies[gap.code],
                required=gap.required,
                held=gap.held,
                expired=gap.expired,
            )
            for gap in gaps_of(staff, standard, on=on)
        ],
        unfilled=unfilled(staff, standard),
    )
