"""Which template is in use: its version and SHA-256, so that an edit becomes a new version and never happens unseen."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from documents.errors import TemplateNotRegistered
from domain.document_kinds import DocumentKind

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Template:
    """A registered template. *Shape*: `version` counts from 1; `sha256` is that of the .docx file, in hexadecimal."""

    kind: DocumentKind
    version: int
    sha256: str


def template_path(kind: DocumentKind, *, folder: Path = FOLDER) -> Path:
    """The .docx of `kind`: `application_receipt.docx` for APPLICATION_RECEIPT."""
    return folder / f"{kind.value.lower()}.docx"


def read_template(kind: DocumentKind, *, folder: Path = FOLDER) -> tuple[Template, bytes]:
    """The registered template of `kind` with its bytes.

    *Raises*: `TemplateNotRegistered` where the file is missing, not in the register, or not the registered one.
    """
    try:
        content = template_path(kind, folder=folder).read_bytes()
        entry = _read(folder)[kind.value]
    except (OSError, KeyError, ValueError) as error:
        raise TemplateNotRegistered(f"no registered template of {kind.value} in {folder}") from error
    if hashlib.sha256(content).hexdigest() != entry.sha256:
        raise TemplateNotRegistered(
            f"{template_path(kind, folder=folder).name} was changed: look at a preview, then run "
            "`python -m documents.templates.build register`"
        )
    return entry, content


def register(folder: Path = FOLDER) -> None:
    """Records each template as it now is; a changed one gets the next version."""
    known = _read(folder) if _register_path(folder).exists() else {}
    present = [kind for kind in DocumentKind if template_path(kind, folder=folder).exists()]
    entries = {kind.value: _entry(kind, folder, known.get(kind.value)) for kind in present}
    text = json.dumps({name: asdict(entry) for name, entry in entries.items()}, indent=2)
    _register_path(folder).write_text(text + "\n")


def _entry(kind: DocumentKind, folder: Path, before: Template | None) -> Template:
    digest = hashlib.sha256(template_path(kind, folder=folder).read_bytes()).hexdigest()
    if before and before.sha256 == digest:
        return before
    return Template(kind, before.version + 1 if before else 1, digest)


def _read(folder: Path) -> dict[str, Template]:
    entries = json.loads(_register_path(folder).read_text())
    return {
        name: Template(DocumentKind(entry["kind"]), entry["version"], entry["sha256"])
        for name, entry in entries.items()
    }


def _register_path(folder: Path) -> Path:
    return folder / "register.json"
