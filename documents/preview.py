"""Shows what the templates look like: `python -m documents.preview FOLDER` writes a specimen of each letter as PDF."""

import argparse
import sys
from pathlib import Path

from documents.attachments import pdfa_part
from documents.contexts import Marks
from documents.conversion import ConversionPool
from documents.render import render
from documents.specimens import SPECIMENS, credential_of
from documents.templates.register import FOLDER
from documents.titles import document_title


def preview(target: Path, *, templates: Path = FOLDER) -> list[Path]:
    """Writes a PDF of each kind with invented facts into `target`, made from the registered templates.

    *Raises*: `RenderError`, `ConversionError`.
    """
    target.mkdir(parents=True, exist_ok=True)
    written = []
    with ConversionPool(workers=1) as pool:
        for kind, (context, numbering) in SPECIMENS.items():
            marks = Marks(development=True, draft=False)
            docx = render(
                kind, context, numbering=numbering, marks=marks, credential=credential_of(kind), folder=templates
            )
            path = target / f"{kind.value.lower()}.pdf"
            path.write_bytes(pool.convert(docx, title=document_title(kind, numbering), part=pdfa_part(kind)))
            written.append(path)
    return written


def main(arguments: list[str]) -> None:
    """Previews all letters."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    for path in preview(parser.parse_args(arguments).folder):
        sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
