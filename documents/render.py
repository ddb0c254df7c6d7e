"""Renders a context into its .docx template, in a sandbox and to the same bytes each time; conversion is elsewhere."""

import re
from dataclasses import dataclass, fields
from functools import lru_cache
from html import escape
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from jinja2 import Template as CompiledPart

from documents.contexts import CONTEXTS, Context, Marks, Numbering
from documents.environment import compile_part, refuse_unprintable, render_part
from documents.errors import RenderError
from documents.qr_codes import CREDENTIAL_DESCRIPTION, QR_DESCRIPTION, credential_code, verification_code
from documents.templates.register import FOLDER, Template, read_template
from documents.titles import document_title
from domain.document_kinds import DocumentKind

__all__ = ["Template", "render", "template"]

_TIME = (1980, 1, 1, 0, 0, 0)
_WITH_TAGS = re.compile(r"^word/(document|header\d*|footer\d*)\.xml$")
_CORE = "docProps/core.xml"


@dataclass(frozen=True, slots=True)
class _Compiled:
    template: Template
    parts: dict[str, CompiledPart]
    properties: str
    picture: str
    credential_picture: str | None
    others: dict[str, bytes]


def template(kind: DocumentKind, *, folder: Path = FOLDER) -> Template:
    """The registered template of `kind`, to be recorded with what it renders. *Raises*: `TemplateNotRegistered`."""
    return _compiled(kind, folder).template


def render(
    kind: DocumentKind,
    context: Context,
    *,
    numbering: Numbering | None,
    marks: Marks,
    credential: str | None = None,
    folder: Path = FOLDER,
) -> bytes:
    """The DOCX of a letter: the same facts, numbering and template give the same bytes.

    *Shape*: `numbering` may be absent in a draft only; it then has no QR code and dots in place of number and date.
    `credential` is there for exactly those kinds whose template has a place for it (`documents.attachments`).
    *Raises*: `RenderError`, naming the field where a value is missing or unprintable; `TemplateNotRegistered`.
    *Does not check*: whether what is printed is lawful or complete; see `lint`.
    """
    if not isinstance(context, CONTEXTS[kind]):
        raise RenderError(f"{type(context).__name__} is not the context of {kind.value}")
    if numbering is None and not marks.draft:
        raise RenderError("only a draft goes without a number", field="numbering")
    refuse_unprintable(context)
    refuse_unprintable(numbering, "numbering")
    compiled = _compiled(kind, folder)
    values = {field.name: getattr(context, field.name) for field in fields(context)}
    values |= {"numbering": numbering, "marks": marks}
    contents = dict(compiled.others)
    contents |= {name: render_part(part, values).encode() for name, part in compiled.parts.items()}
    contents[_CORE] = _properties(compiled, document_title(kind, numbering), context.letterhead.agency)
    if numbering is not None:
        contents[compiled.picture] = verification_code(numbering.verify_url)
        if (credential is None) != (compiled.credential_picture is None):
            raise RenderError("a credential belongs to a certificate, and to nothing else", field="credential")
        if credential is not None and compiled.credential_picture is not None:
            contents[compiled.credential_picture] = credential_code(credential)
    return _packed(contents)


@lru_cache(maxsize=64)
def _compiled(kind: DocumentKind, folder: Path) -> _Compiled:
    registered, content = read_template(kind, folder=folder)
    try:
        with ZipFile(BytesIO(content)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
    except BadZipFile as error:
        raise RenderError(f"the template of {kind.value} is not a Word file") from error
    tagged = {name for name in files if _WITH_TAGS.match(name)}
    return _Compiled(
        template=registered,
        parts={name: compile_part(files[name]) for name in sorted(tagged)},
        properties=files[_CORE].decode(),
        picture=_picture_of_address(files, kind),
        credential_picture=_picture_name(files, CREDENTIAL_DESCRIPTION),
        others={name: content for name, content in files.items() if name not in tagged | {_CORE}},
    )


def _picture_of_address(files: dict[str, bytes], kind: DocumentKind) -> str:
    found = _picture_name(files, QR_DESCRIPTION)
    if found is None:
        raise RenderError(f"the template of {kind.value} has no picture described as {QR_DESCRIPTION!r}")
    return found


def _picture_name(files: dict[str, bytes], description: str) -> str | None:
    pattern = re.compile(rf'descr="{description}".*?r:embed="([^"]+)"', re.DOTALL)
    shown = pattern.search(files["word/document.xml"].decode())
    for relation in re.findall(r"<Relationship [^>]*>", files["word/_rels/document.xml.rels"].decode()):
        target = re.search(r'Target="([^"]+)"', relation)
        if shown and target and f'Id="{shown[1]}"' in relation:
            return f"word/{target[1]}"
    return None


def _properties(compiled: _Compiled, title: str, author: str) -> bytes:
    return compiled.properties.replace("{{ title }}", escape(title)).replace("{{ author }}", escape(author)).encode()


def _packed(contents: dict[str, bytes]) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in contents.items():
            archive.writestr(ZipInfo(name, _TIME), content, ZIP_DEFLATED)
    return packed.getvalue()
