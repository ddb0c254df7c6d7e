"""`pembina documents reproduce ID`: an issued letter is made again from its facts, and compared page by page."""

import argparse
import json

from rich.console import Console

from app.commands import Commands
from app.installation import opened_installation
from app.settings import read_settings
from app.uploads import camel
from documents.conversion import ConversionPool, LibreOffice, renderer_version
from persistence.documents import DocumentRecord
from schema.nodes import split_id
from services.commands import plain
from services.reproduction import OUTCOME_LABELS, Outcome, Reproduction, ReproductionService


def add_commands(commands: Commands) -> None:
    """Adds `documents reproduce`."""
    documents = commands.add_parser("documents", help="naskah terbit / issued papers")
    documents.add_argument("act", choices=("reproduce",))
    documents.add_argument("id", metavar="ID", help="id naskah, atau nomornya / the paper's id, or its number")
    documents.add_argument("--json", action="store_true", help="laporan sebagai JSON / the report as JSON")
    documents.set_defaults(run=_reproduce)


def _reproduce(options: argparse.Namespace) -> int:
    """Exit status 0 only where the pages are the same."""
    libreoffice = LibreOffice()
    with (
        opened_installation(read_settings(data=options.data), share=True) as here,
        ConversionPool(workers=1, libreoffice=libreoffice) as pool,
    ):
        service = ReproductionService(store=here.store, converter=pool, renderer=renderer_version(libreoffice.soffice))
        found = service.reproduce(_key(options.id))
    if options.json:
        print(json.dumps(camel(plain(found)), ensure_ascii=False, indent=2))
    else:
        _show(found)
    return 0 if found.outcome is Outcome.SAME else 1


def _key(given: str) -> str:
    """The record's key, of a GraphQL id, of a number, or of the key itself."""
    by_number = DocumentRecord.objects(number=given).only("id").first()
    if by_number is not None:
        return str(by_number.id)
    parsed = split_id(given)
    return parsed[1] if parsed is not None and parsed[0] == "Document" else given


def _show(found: Reproduction) -> None:
    console = Console(soft_wrap=True, highlight=False)
    words_id, words_en = OUTCOME_LABELS[found.outcome]
    console.print(f"\n[bold]{words_id}.[/]\n{words_en}.\n")
    if found.reason is not None:
        console.print(f"{found.reason[0]} / {found.reason[1]}", markup=False)
        return
    for label, value in (
        ("Nomor / number", found.number),
        ("Halaman / pages", found.pages),
        ("Terbit / issued", found.issued_sha256),
        ("Dibuat ulang / made again", found.made_sha256),
        ("Pengonversi dahulu / converter then", found.renderer_then),
        ("Pengonversi kini / converter now", found.renderer_now),
    ):
        console.print(f"{label}: {value}", markup=False)
    for each in found.differences:
        console.print(f"\nHalaman / page {each.page}:\n- {each.before}\n+ {each.after}", markup=False)
