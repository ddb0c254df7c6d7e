"""`pembina log`: verifies the event log and the public one, as the keeper or as a stranger with nothing but its key."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import httpx

from app.commands import Commands
from app.installation import Installation, opened_installation
from app.log_key import kept_log_keys, log_key_path, origin_of, read_log_key
from app.log_rotation import replace_log_key
from app.server import check_port, serve
from app.settings import SettingsError, read_settings
from app.witness import WitnessLog, witness_application
from persistence.log import LogFinding, verify_log
from persistence.merkle import verify_consistency
from persistence.repositories import REPOSITORIES
from services.log_audit import ReadLog, audit_records, read_log
from services.log_nodes import Fetch
from services.log_proofs import ConsistencyProof, LogProver
from services.publication import LogDiverged
from signing.checkpoints import Checkpoint, EarlierKey, read_checkpoint
from signing.log_keys import read_earlier_key
from signing.notes import NoteInvalid, NoteKey, new_signer, read_vkey
from signing.private_files import write_private
from storage.port import Area, ObjectMissing
from storage.tiles import CHECKPOINT, Tile

_TIMEOUT_SECONDS = 20.0


def add_commands(commands: Commands) -> None:
    """Adds `log`."""
    log = commands.add_parser("log", help="log peristiwa dan log publik / the event log and the public log")
    acts = log.add_subparsers(required=True, metavar="PERINTAH")
    verify = acts.add_parser("verify", help="periksa log / verify: the logs here, or a public log elsewhere")
    _of_stranger(verify)
    verify.add_argument("--checkpoint", type=Path, help="checkpoint yang disimpan dahulu / one kept from before")
    verify.add_argument("--save", type=Path, help="simpan checkpoint yang diperiksa / keep the verified checkpoint")
    verify.set_defaults(run=_reported(_verify))
    witnessed = "kunci saksi yang wajib / a witness whose cosignature is required (repeatable)"
    verify.add_argument("--witness", action="append", default=[], help=witnessed)
    key = acts.add_parser("key", help="cetak kunci pemeriksa / print the verifier's key")
    key.set_defaults(run=_key)
    rotate = acts.add_parser("rotate", help="ganti kunci log / replace the log's key: the same log goes on")
    rotate.set_defaults(run=_reported(rotate_log_key))
    new_key = acts.add_parser("new-key", help="buat kunci log untuk produksi / make a log key for production")
    new_key.add_argument("file", type=Path)
    new_key.add_argument("--name", help="nama log / the log's name (bawaan: PEMBINA_PUBLIC_URL + /log)")
    new_key.add_argument("--witness", action="store_true", help="kunci saksi / the key of a witness")
    new_key.set_defaults(run=_new_key)
    witness = acts.add_parser("witness", help="jadi saksi sebuah log / be a witness of a log")
    witness.add_argument("--log-key", required=True, help="kunci pemeriksa log itu / the log's verifier's key")
    witness.add_argument("--key", type=Path, required=True, help="kunci sendiri / its own key, by new-key --witness")
    witness.add_argument("--state", type=Path, required=True, help="apa yang telah dilihat / what it has seen")
    witness.add_argument("--host", default="127.0.0.1")
    witness.add_argument("--port", type=int, default=8_100)
    witness.set_defaults(run=_reported(_witness))
    consistency = acts.add_parser("consistency", help="bukti bahwa log hanya bertambah / that the log only grew")
    consistency.add_argument("earlier", type=int)
    consistency.add_argument("size", type=int)
    consistency.set_defaults(run=_reported(_consistency))


def _of_stranger(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--url", help="alamat log publik / the public log's address, such as https://…/log")
    parser.add_argument("--key", help="kunci pemeriksa / the verifier's key, with --url")
    earlier = "kunci lama dan ukuran akhirnya / an earlier key with its last size, as `/log/keys` names it (repeatable)"
    parser.add_argument("--earlier-key", action="append", default=[], help=earlier)


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
    return _read(publication.fetch, note, publication.key, options, publication.earlier)


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
        read = _read(fetch_tile, note, key, options, [read_earlier_key(each) for each in options.earlier_key])
    _keep(options, read)
    return _told(read.findings, read)


def _read(
    fetch: Fetch, note: str, key: NoteKey, options: argparse.Namespace, replaced: Sequence[EarlierKey]
) -> ReadLog:
    """The checkpoint of now must be by the key of now; one that was kept from before may be by an earlier key."""
    witnesses = [read_vkey(each) for each in options.witness]
    return read_log(fetch, note, key, earlier=_earlier(options, key, replaced), witnesses=witnesses)


def _earlier(options: argparse.Namespace, key: NoteKey, replaced: Sequence[EarlierKey]) -> Sequence[Checkpoint]:
    if options.checkpoint is None:
        return ()
    try:
        return (read_checkpoint(options.checkpoint.read_text(), key=key, earlier=replaced),)
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
        print(here.log_keys.key.vkey)
    return 0


def rotate_log_key(options: argparse.Namespace) -> int:
    """Replaces the key, in development as in production; prints the verifier's keys, the earlier ones with their ends."""
    with opened_installation(read_settings(data=options.data), share=True) as here:
        replace_log_key(here)
        keys = kept_log_keys(log_key_path(here.settings))
    print("\n".join((keys.key.vkey, *map(str, keys.earlier))))
    return 0


def _new_key(options: argparse.Namespace) -> int:
    if options.file.exists():
        raise SettingsError(f"{options.file} sudah ada / exists already: `pembina log rotate`")
    try:
        signer = new_signer(options.name or origin_of(read_settings(data=options.data).public_url))
        write_private(options.file, f"{signer.skey}\n".encode())
    except (OSError, NoteInvalid) as error:
        raise SettingsError(f"{options.file}: {error}") from error
    print((signer.witness_key if options.witness else signer.key).vkey)
    return 0


def _witness(options: argparse.Namespace) -> int:
    log = WitnessLog(options.state, log=read_vkey(options.log_key), signer=read_log_key(options.key))
    check_port(options.host, options.port)
    print(f"http://{options.host}:{options.port} {log.key.vkey}", flush=True)
    serve(witness_application(log), host=options.host, port=options.port)
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
