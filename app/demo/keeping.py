"""What the demonstration leaves in a folder: papers for any program that checks them, and what was answered, as JSON."""

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from app.demo.offline import CheckedCertificate, Fetched
from app.demo.proof import Proof
from app.settings import SettingsError

_SUMMARY = "summary.json"


def make_ready(folder: Path) -> None:
    """Makes the folder and writes to it: whether it can be used is seen before the demonstration, not at its end.

    *Raises*: `SettingsError`.
    """
    with _writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass


def keep(
    proofs: Sequence[Proof],
    figures: Mapping[str, float],
    folder: Path,
    *,
    root: bytes,
    log_key: str,
    bundle: Fetched,
    revoked: Sequence[CheckedCertificate],
    volume: Mapping[str, Any] | None = None,
) -> None:
    """Leaves PDFs, root certificate and log key for other validators, the offline bundles and `summary.json` in the folder.

    What an earlier run left there, by its own summary, goes: its papers may be of another root.
    *Shape*: `bundle` is the newest, beside those of the time when certificates were `revoked`; `volume` are the figures of
    the sixty units, where they were told. *Raises*: `SettingsError`.
    """
    summary = {
        "documents": [proof.summary() for proof in proofs],
        "revoked": [each.summary() for each in revoked],
        "figures": dict(figures),
    }
    if volume is not None:
        summary["volume"] = dict(volume)
    files = {
        # The summary first: where writing breaks off, the next run finds by it what is of this one.
        _SUMMARY: (json.dumps(summary, ensure_ascii=False, indent=2) + "\n").encode(),
        **{proof.file: proof.data for proof in proofs},
        "root.pem": root,
        "log.vkey": f"{log_key}\n".encode(),
        "luring.zip": bundle.content,
        **{each.bundle_file: each.certificate.fetched.content for each in revoked},
    }
    with _writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for file in _left_before(folder):
            file.unlink()
        for name, content in files.items():
            (folder / name).write_bytes(content)


def _left_before(folder: Path) -> Iterator[Path]:
    """The papers and bundles that the summary of an earlier run lists; none where there is no such summary."""
    with suppress(FileNotFoundError, ValueError, KeyError, TypeError):
        summary = json.loads((folder / _SUMMARY).read_bytes())
        names = [document["file"] for document in summary["documents"]] + [
            each["bundle"] for each in summary["revoked"]
        ]
        yield from (folder / name for name in names if Path(name).name == name and (folder / name).is_file())


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """*Raises*: `SettingsError` for what the system refuses."""
    try:
        yield
    except OSError as error:
        said = error.strerror or str(error)
        raise SettingsError(
            f"OUT (--out): {folder} tidak dapat ditulis, sebutkan folder lain / cannot be written to, name another folder: "
            f"{said}"
        ) from error
