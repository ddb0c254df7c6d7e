"""`pembina log`: verifies the event log and the public one, as the keeper or as a stranger with nothing but its key."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import httpx

from app.commands import Commands
from app.installation import Installation, opened_installation
from app.log_key import origin_of
from app.settings import SettingsError, read_settings
from persistence.log import LogFinding, verify_log
from persistence.merkle import verify_consistency
from persistence.repositories import REPOSITORIES
from services.log_audit import ReadLog, audit_records, read_log
from services.log_proofs import ConsistencyProof, LogProver
from services.publication import LogDiverged
from signing.checkpoints import Checkpoint, read_checkpoint
from signing.notes import NoteInvalid, NoteKey, new_signer, read_vkey
from signing.private_files import write_private
from storage.port import Area, ObjectMissing
from storage.tiles import CHECKPOINT, Tile

_TIMEOUT_SECONDS = 20.0


def add_commands(commands: Commands) -> None:
    """Adds `log`."""
    log = commands.add_parser("log", help="log peristiwa dan log publik / the event log and the public log")
    acts = log.add_subparsers(required=True, metavar="PERINTAH")
    verify = acts.add_parser(
        "verify", help="periksa log di sini atau di alamat lain / verify the logs here, or a public one elsewhere"
    )
    _of_stranger(verify)
    verify.add_argument("--checkpoint", type=Path, help="checkpoint yang disimpan dahulu / one kept from before")
    verify.add_argument("--save", type=Path, help="simpan checkpoint yang diperiksa / keep the verified checkpoint")
    verify.set_defaults(run=_reported(_verify))
    key = acts.add_parser("key", help="cetak kunci pemeriksa / print the verifier's key")
    key.set_defaults(run=_key)
    new_key = acts.add_parser("new-key", help="buat kunci log untuk produksi / make a log key for production")
    new_key.add_argument("file", type=Path)
    new_key.add_argument("--name", help="nama log / the log's name (bawaan: PEMBINA_PUBLIC_URL + /log)")
    new_key.set_defaults(run=_new_key)
    consistency = acts.add_parser("consistency", help="bukti bahwa log hanya bertambah / that the log only grew")
    consistency.add_argument("earlier", type=int)
    consistency.add_argument("size", type=int)
    consistency.set_defaults(run=_reported(_consistency))


def _of_stranger(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--url", help="alamat log publik / the public log's address, such as https://…/log")
    parser.add_argument("--key", help="kunci pemeriksa / the verifier's key, with --url")


def _reported(run: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    """A log that contradicts itself is an answer, not an accident."""

    def reported(options: argparse.Namespace) -> int:
        try:
            return run(options)
        except (LogDiverged, NoteInvalid) as error:
            print(f"-: {error}")
            return 1

    return reported


def _verify(options: argparse.Namespace) -> int:
    if options.url is not None:
        return _verify_there(options)
    with opened_installation(read_settings(data=options.data), share=True) as here:
        states = {aggregate.value: repository.record_class for aggregate, repository in REPOSITORIES.items()}
        findings = list(verify_log(states))
        read = _read_here(here, options)
        findings += [] if read is None else [*read.findings, *audit_records(read)]
    _keep(options, read)
    return _told(findings, read)


def _read_here(here: Installation, options: argparse.Namespace) -> ReadLog | None:
    """The published log, brought up to date first; None where nothing was ever issued."""
    publication = here.publication()
    publication.advance()
    try:
        note = here.store.get(Area.LOG, publication.place(CHECKPOINT)).decode(errors="replace")
    except ObjectMissing:
        return None
    return read_log(publication.fetch, note, publication.key, earlier=_earlier(options, publication.key))


def _verify_there(options: argparse.Namespace) -> int:
    if options.key is None:
        raise SettingsError("--url needs --key: the verifier's key, from a source that you trust")
    key, base = read_vkey(options.key), str(options.url).rstrip("/")
    with httpx.Client(timeout=_TIMEOUT_SECONDS, follow_redirects=False) as client:

        def fetch(name: str) -> bytes:
            try:
                answer = client.get(f"{base}/{name}")
                if answer.status_code == httpx.codes.NOT_FOUND:
                    raise ObjectMissing(Area.LOG, name)
                answer.raise_for_status()
            except httpx.HTTPError as error:
                raise SettingsError(f"{base}/{name} tidak menjawab / does not answer: {error}") from error
            return answer.content

        def fetch_tile(tile: Tile) -> bytes:
            return fetch(tile.name)

        try:
            note = fetch(CHECKPOINT).decode(errors="replace")
        except ObjectMissing as error:
            raise SettingsError(f"{base} tidak memuat checkpoint / has no checkpoint") from error
        read = read_log(fetch_tile, note, key, earlier=_earlier(options, key))
    _keep(options, read)
    return _told(read.findings, read)


def _earlier(options: argparse.Namespace, key: NoteKey) -> Sequence[Checkpoint]:
    if options.checkpoint is None:
        return ()
    try:
        return (read_checkpoint(options.checkpoint.read_text(), key=key),)
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{options.checkpoint} tidak dapat dibaca / cannot be read") from error


def _keep(options: argparse.Namespace, read: ReadLog | None) -> None:
    if options.save is not None and read is not None and read.checkpoint is not None and not read.findings:
        options.save.write_text(read.note)


def _told(findings: Sequence[LogFinding], read: ReadLog | None) -> int:
    for finding in findings:
        print(f"{'-' if finding.index is None else finding.index}: {finding.message}")
    if read is not None and read.checkpoint is not None:
        print(f"{read.checkpoint.origin}: {read.checkpoint.size} {read.checkpoint.root.hex()}")
    print("log utuh / the log is intact" if not findings else f"{len(findings)} temuan / findings")
    return 1 if findings else 0


def _key(options: argparse.Namespace) -> int:
    with opened_installation(read_settings(data=options.data), share=True) as here:
        print(here.log_signer.key.vkey)
    return 0


def _new_key(options: argparse.Namespace) -> int:
    if options.file.exists():
        raise SettingsError(f"{options.file} sudah ada; kunci log tidak pernah diganti / exists, and is never replaced")
    try:
        signer = new_signer(options.name or origin_of(read_settings(data=options.data).public_url))
        write_private(options.file, f"{signer.skey}\n".encode())
    except (OSError, NoteInvalid) as error:
        raise SettingsError(f"{options.file}: {error}") from error
    print(signer.key.vkey)
    return 0


def _consistency(options: argparse.Namespace) -> int:
    with opened_installation(read_settings(data=options.data), share=True) as here:
        publication = here.publication()
        publication.advance()
        try:
            proof = LogProver(publication).consistency(options.earlier, options.size)
        except IndexError as error:
            raise SettingsError(str(error)) from error
    holds = _holds(proof)
    for size, root in ((proof.earlier_size, proof.earlier_root), (proof.size, proof.root)):
        print(f"{size} {root}")
    for each in proof.path:
        print(each)
    print("benar / holds" if holds else "TIDAK benar / does NOT hold", file=sys.stderr)
    return 0 if holds else 1


def _holds(proof: ConsistencyProof) -> bool:
    return verify_consistency(
        earlier_size=proof.earlier_size,
        size=proof.size,
        earlier_root=bytes.fromhex(proof.earlier_root),
        root_hash=bytes.fromhex(proof.root),
        proof=[bytes.fromhex(each) for each in proof.path],
    )
