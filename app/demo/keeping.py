"""What the demonstration leaves in a folder: papers for any program that checks them, and what was answered, as JSON."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from app.demo.offline import CheckedCertificate, Fetched
from app.demo.proof import Proof


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

    *Shape*: `bundle` is the newest, beside those of the time when certificates were `revoked`; `volume` are the figures of
    the sixty units, where they were told.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for proof in proofs:
        (folder / proof.file).write_bytes(proof.data)
    (folder / "root.pem").write_bytes(root)
    (folder / "log.vkey").write_text(f"{log_key}\n", encoding="utf-8")
    (folder / "luring.zip").write_bytes(bundle.content)
    for each in revoked:
        (folder / each.bundle_file).write_bytes(each.certificate.fetched.content)
    summary = {
        "documents": [proof.summary() for proof in proofs],
        "revoked": [each.summary() for each in revoked],
        "figures": dict(figures),
    }
    if volume is not None:
        summary["volume"] = dict(volume)
    (folder / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
