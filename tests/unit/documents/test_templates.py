"""The script that builds the templates, and the form in which an official opens them."""

import json
from io import BytesIO
from pathlib import Path

import docx
import pytest

from documents.contexts import Marks
from documents.render import render, template
from documents.specimens import SPECIMENS, credential_of
from documents.templates.build import build, main
from documents.templates.register import FOLDER
from domain.document_kinds import DocumentKind


@pytest.mark.parametrize("kind", DocumentKind)
def test_building_gives_the_same_bytes_on_each_run(kind: DocumentKind) -> None:
    assert build(kind) == build(kind)


def test_built_templates_are_registered_and_render(tmp_path: Path) -> None:
    main(["--folder", str(tmp_path)])
    for kind, (context, number) in SPECIMENS.items():
        assert template(kind, folder=tmp_path).version == 1
        assert render(
            kind,
            context,
            numbering=number,
            marks=Marks(development=False, draft=False),
            credential=credential_of(kind),
            folder=tmp_path,
        ).startswith(b"PK")


def test_registering_again_changes_nothing(tmp_path: Path) -> None:
    main(["--folder", str(tmp_path)])
    before = (tmp_path / "register.json").read_text()
    main(["register", "--folder", str(tmp_path)])
    assert (tmp_path / "register.json").read_text() == before
    (tmp_path / "sla.docx").write_bytes(b"edited")
    main(["register", "--folder", str(tmp_path)])
    assert json.loads((tmp_path / "register.json").read_text())["SLA"]["version"] == 2


@pytest.mark.parametrize("kind", DocumentKind)
def test_an_official_finds_styles_on_a4_paper(kind: DocumentKind) -> None:
    """Named styles, so that a change of look is one change; A4; Indonesian, so that spelling is checked rightly."""
    paper = docx.Document(BytesIO((FOLDER / f"{kind.lower()}.docx").read_bytes()))
    section = paper.sections[0]
    size = (297, 210) if kind is DocumentKind.CERTIFICATE else (210, 297)
    assert (round(section.page_width.mm), round(section.page_height.mm)) == size
    assert {paragraph.style.name for paragraph in paper.paragraphs}.isdisjoint({"Normal"})
    assert paper.styles["Normal"].font.name == "Arial"
    assert 'w:lang w:val="id-ID"' in paper.styles["Normal"].element.xml


@pytest.mark.parametrize("kind", DocumentKind)
def test_every_tag_stands_in_one_run(kind: DocumentKind) -> None:
    paper = docx.Document(BytesIO((FOLDER / f"{kind.lower()}.docx").read_bytes()))
    runs = [
        node.text or ""
        for node in paper.element.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t")
    ]
    assert all(run.count("{{") == run.count("}}") and run.count("{%") == run.count("%}") for run in runs)
