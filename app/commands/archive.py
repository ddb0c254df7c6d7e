"""`pembina archive`: which issued papers' protection lapses when, and their renewal now."""

import argparse
from datetime import timedelta
from functools import partial

from rich.console import Console
from rich.table import Table

from app.commands import Commands
from app.installation import Installation, opened_installation
from app.settings import read_settings
from domain.clock import legal_date
from domain.protection import MONTH, MOST_MONTHS
from persistence.errors import PersistenceError
from services.archive import ArchivedPaper, ArchiveService, Protection
from services.door import Door, NoLetters
from services.issuing_parts import IssuingError
from signing.pool import SigningPool
from signing.port import SigningError
from storage.port import StorageError

_PROTECTIONS = {
    Protection.PROTECTED: "terlindungi / protected",
    Protection.LAPSING: "segera berakhir / lapsing",
    Protection.LAPSED: "sudah berakhir / lapsed",
    Protection.UNRECORDED: "belum tercatat / unrecorded",
    Protection.RETIRED: "penanda waktu pensiun / retired authority",
    Protection.COMPROMISED: "kunci penanda waktu bocor / compromised authority",
}


def add_commands(commands: Commands) -> None:
    """Adds `archive`."""
    archive = commands.add_parser("archive", help="perlindungan arsip / archive time stamps: report, renew")
    acts = archive.add_subparsers(required=True, metavar="PERINTAH")
    report = acts.add_parser(
        "report", help="naskah yang perlindungannya berakhir / what lapses (status 1: something has)"
    )
    renew = acts.add_parser("renew", help="perpanjang sekarang / renew now what lapses")
    renew.add_argument(
        "papers", nargs="*", metavar="ID", help="hanya naskah ini / these papers only, where they are due"
    )
    for parser, least in ((report, 0), (renew, 1)):
        months = partial(_months, least=least)
        parser.add_argument("--months", type=months, default=12, help="dalam N bulan / within N months (12)")
    report.set_defaults(run=_report)
    renew.set_defaults(run=_renew)


def _months(text: str, *, least: int) -> int:
    """A whole number of months. *Does not check*: that it is sensible; renewing within none could only fail."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(MOST_MONTHS))
    if not is_number or not least <= int(text) <= MOST_MONTHS:
        raise argparse.ArgumentTypeError(f"{least} - {MOST_MONTHS}")
    return int(text)


def _report(options: argparse.Namespace) -> int:
    with opened_installation(read_settings(data=options.data), share=True) as here, SigningPool(workers=1) as pool:
        papers = _archive(here, pool).report(options.months * MONTH)
    _show(papers)
    return 1 if any(paper.protection in {Protection.LAPSED, Protection.COMPROMISED} for paper in papers) else 0


def _renew(options: argparse.Namespace) -> int:
    with opened_installation(read_settings(data=options.data), share=True) as here, SigningPool(workers=1) as pool:
        for duty in here.signing.duties:  # a renewal needs an authority that outlives the time stamp of now
            duty()
        archive = _archive(here, pool)
        within = options.months * MONTH
        due = {paper.document_id: paper.number for paper in archive.report(within)}
        chosen = options.papers or due
        outcomes = [_renewed(archive, paper, due.get(paper, paper), within) for paper in chosen]
    print(f"{outcomes.count(True)} diperpanjang / renewed, {outcomes.count(None)} gagal / failed")
    return 1 if None in outcomes else 0


def _renewed(archive: ArchiveService, document_id: str, name: str, within: timedelta) -> bool | None:
    """Whether it was renewed; None, and the reason told, where it could not be."""
    try:
        return archive.renew(document_id, within)
    except (IssuingError, SigningError, StorageError, PersistenceError) as error:
        print(f"{name}: {error}")
        return None


def _archive(here: Installation, pool: SigningPool) -> ArchiveService:
    door = Door(database=here.database, clock=here.clock, letters=NoLetters())
    return here.archive(door, store=here.store, signing=pool)


def _show(papers: tuple[ArchivedPaper, ...]) -> None:
    table = Table("nomor", "id", "sampai / until", "keadaan / state", "perpanjangan / renewals", box=None)
    for paper in papers:
        until = legal_date(paper.protected_until).isoformat() if paper.protected_until else "-"
        state = _PROTECTIONS[paper.protection]
        table.add_row(paper.number, paper.document_id, until, state, str(paper.renditions))
    Console().print(table)
