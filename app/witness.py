"""A witness: cosigns what continues the tree that it has seen, of one log. Anybody may run one; it needs no data of ours.

    POST /add-checkpoint   the size last cosigned, a consistency proof, a signed checkpoint; the answer is a cosignature

*Source*: C2SP tlog-witness.
"""

import base64
import binascii
import json
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from anyio.to_thread import run_sync
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from persistence.merkle import verify_consistency
from signing.checkpoints import Checkpoint, checkpoint_of
from signing.notes import NoteInvalid, NoteKey, NoteSigner, cosignature_line, read_note, verified_by
from signing.private_files import write_private

LARGEST_REQUEST = 64 * 1024
MOST_PROOF_LINES = 63


class _Answer(Exception):
    """The request ends here. *Shape*: a status of HTTP and the body."""

    def __init__(self, status: int, text: str, media_type: str = "text/plain") -> None:
        super().__init__(text)
        self.response = PlainTextResponse(text, status_code=status, headers={"content-type": media_type})


@dataclass(frozen=True)
class _Request:
    """What is asked. *Shape*: `note` is the signed checkpoint as it came."""

    old: int
    proof: tuple[bytes, ...]
    note: str


class WitnessLog:
    """What the witness has seen of the log, in a file that is on disk before anybody learns of a cosignature."""

    def __init__(self, path: Path, *, log: NoteKey, signer: NoteSigner) -> None:
        self._path, self._log, self._signer = path, log, signer
        self._turn = threading.Lock()

    @property
    def key(self) -> NoteKey:
        """By which its cosignatures are verified."""
        return self._signer.witness_key

    def add(self, request: _Request) -> str:
        """The cosignature's line. *Raises*: `_Answer` with the status that tlog-witness gives for each refusal."""
        checkpoint = self._signed(request.note)
        with self._turn:
            self._require_continuation(request, checkpoint)
            self._write(checkpoint)
            return cosignature_line(self._signer, checkpoint.text, at=int(time.time()))

    def _signed(self, text: str) -> Checkpoint:
        try:
            note = read_note(text)
            checkpoint = checkpoint_of(note.text)
            if checkpoint.origin != self._log.name:
                raise _Answer(404, f"not a log that is watched here: {checkpoint.origin}\n")
            if self._log not in verified_by(note, [self._log]):
                raise _Answer(403, "the log's signature is missing\n")
        except NoteInvalid as error:
            raise _Answer(403, f"{error}\n") from error
        return checkpoint

    def _require_continuation(self, request: _Request, checkpoint: Checkpoint) -> None:
        size, root = self._read()
        if request.old > checkpoint.size:
            raise _Answer(400, "the old size is larger than the checkpoint's\n")
        if request.old != size:
            raise _Answer(409, f"{size}\n", "text/x.tlog.size")
        if size == checkpoint.size:
            if size and root != checkpoint.root:
                raise _Answer(409, f"{size}\n", "text/x.tlog.size")
            if request.proof:
                raise _Answer(422, "no proof is needed for the same tree\n")
        elif size == 0:
            if request.proof:
                raise _Answer(422, "no proof is needed from an empty tree\n")
        elif not verify_consistency(
            earlier_size=size, size=checkpoint.size, earlier_root=root, root_hash=checkpoint.root, proof=request.proof
        ):
            raise _Answer(422, "the tree does not continue the one that was seen before\n")

    def _read(self) -> tuple[int, bytes]:
        if not self._path.exists():
            return 0, b""
        found = json.loads(self._path.read_text())
        return int(found["size"]), bytes.fromhex(found["root"])

    def _write(self, checkpoint: Checkpoint) -> None:
        write_private(self._path, json.dumps({"size": checkpoint.size, "root": checkpoint.root.hex()}).encode())


def witness_application(log: WitnessLog) -> Starlette:
    """The witness over HTTP."""

    async def add_checkpoint(request: Request) -> PlainTextResponse:
        try:
            asked = _read_request(await _body(request))
            return PlainTextResponse(await run_sync(log.add, asked))
        except _Answer as answer:
            return answer.response

    return Starlette(routes=[Route("/add-checkpoint", add_checkpoint, methods=["POST"])])


async def _body(request: Request) -> bytes:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_REQUEST:
            raise _Answer(413, f"at most {LARGEST_REQUEST} bytes\n")
    return body


def _read_request(body: bytes) -> _Request:
    try:
        head, separator, note = body.decode().partition("\n\n")
        first, *proof = head.split("\n")
        if not separator or not first.startswith("old ") or len(proof) > MOST_PROOF_LINES:
            raise ValueError
        return _Request(_size(first.removeprefix("old ")), _hashes(proof), note)
    except (ValueError, binascii.Error) as error:
        raise _Answer(400, "a request is `old SIZE`, the proof, an empty line and a signed checkpoint\n") from error


def _size(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > 19 or str(int(text)) != text:
        raise ValueError
    return int(text)


def _hashes(lines: Sequence[str]) -> tuple[bytes, ...]:
    hashes = tuple(base64.b64decode(line, validate=True) for line in lines)
    if any(len(each) != 32 for each in hashes):
        raise ValueError
    return hashes
