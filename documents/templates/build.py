"""Builds the .docx templates once, and registers their versions: `python -m documents.templates.build [register]`."""

import argparse
import sys
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.oxml.ns import qn

from documents.templates.letters import LETTERS
from documents.templates.ooxml import in_schema_order
from documents.templates.page import FURTHER_STYLES, STYLES
from documents.templates.register import FOLDER, register, template_path
from domain.document_kinds import DocumentKind

_BALLAST = {"stylesWithEffects", "thumbnail", "customXml", "numbering"}
_EPOCH = (1980, 1, 1, 0, 0, 0)


def build(kind: DocumentKind) -> bytes:
    """The template of `kind` as first built. *Shape*: the same bytes on each run."""
    paper = LETTERS[kind]()
    _without_ballast(paper)
    in_schema_order(paper.element)
    raw = BytesIO()
    paper.save(raw)
    return _without_times(raw.getvalue())


def build_all(folder: Path) -> None:
    """Writes every template into `folder`, over edits that were made there by hand."""
    for kind in LETTERS:
        template_path(kind, folder=folder).write_bytes(build(kind))


def _without_ballast(paper: Any) -> None:
    """Takes out the styles and parts of python-docx's own template that no letter uses; they are 9/10 of its XML."""
    styles = paper.styles.element
    kept = {name for name, _, _ in STYLES + FURTHER_STYLES} | {
        "Normal",
        "Default Paragraph Font",
        "Normal Table",
        "Table Grid",
    }
    for style in list(styles.style_lst):
        if style.name_val not in kept | {name.lower() for name in kept}:
            styles.remove(style)
    for latent in styles.findall(qn("w:latentStyles")):
        styles.remove(latent)
    for holder in (paper.part, paper.part.package):
        for key, relation in list(holder.rels.items()):
            if relation.reltype.rsplit("/", 1)[-1] in _BALLAST:
                del holder.rels[key]


def _without_times(packed: bytes) -> bytes:
    plain = BytesIO()
    with ZipFile(BytesIO(packed)) as source, ZipFile(plain, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(ZipInfo(name, _EPOCH), source.read(name), ZIP_DEFLATED)
    return plain.getvalue()


def main(arguments: list[str]) -> None:
    """Builds all templates, unless only the register is asked for (after an edit in Word or LibreOffice)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="?", choices=("all", "register"), default="all")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    chosen = parser.parse_args(arguments)
    if chosen.what == "all":
        build_all(chosen.folder)
    register(chosen.folder)


if __name__ == "__main__":
    main(sys.argv[1:])
