"""Which measures the public register lists: those that stand today, by the one legal standing."""

from datetime import date

from domain.standings import Audience, Standing, legal_standing
from persistence.queries.reading import Page, Reads, Selection, Window
from persistence.queries.rows import Row
from persistence.queries.sanctions import letter_of
from persistence.queries.standings import paper_of, things_spoken_of


async def standing_measures(reads: Reads, imposed: Selection, today: date) -> list[Row]:
    """Those of the imposed measures that stand today, as `/v/{code}` tells anybody of their letters (II.2.2, II.2.3).

    A stop ends where the service was reinstated, a measure with its case, with an objection that took it back, and with
    improvement. The number of reads does not grow with the list. *Raises*: `DatabaseUnavailable`.
    """
    measures = await reads.all(imposed)
    letters = [letter_of(measure) for measure in measures]
    subjects = await reads.planned(things_spoken_of(letters))

    def stands(letter: Row) -> bool:
        told = legal_standing(today, paper_of(letter), subjects[letter.id], Audience.PUBLIC, sanctions_public=True)
        return told.standing is Standing.IN_FORCE

    return [measure for measure, letter in zip(measures, letters, strict=True) if stands(letter)]


def page_of(measures: list[Row], window: Window) -> Page:
    """One page of them, in the window's order. *Shape*: sorted by a field of text, as days are stored."""

    def place(row: Row) -> tuple[str, str]:
        return row.text(window.sort), row.id

    ordered = sorted(measures, key=place, reverse=window.descending)
    if window.after is not None:
        last = (str(window.after[0]), window.after[1])
        ordered = [row for row in ordered if (place(row) < last if window.descending else place(row) > last)]
    return Page(rows=tuple(ordered[: window.size]), more=len(ordered) > window.size)
