"""Asking a witness to cosign a checkpoint: one request over HTTP, and what came back is verified; no log is read here.

*Source*: C2SP tlog-witness, "add-checkpoint"; C2SP tlog-cosignature.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass

import httpx

from signing.notes import COSIGNATURE, Note, NoteInvalid, NoteKey, NoteSignature, read_note, read_signatures, read_vkey
from signing.notes import verified_by as keys_of
from signing.port import SigningError

MOST_WITNESSES = 16
_TIMEOUT_SECONDS = 5.0
_LARGEST_ANSWER = 16 * 1024


class WitnessRefused(SigningError):
    """The witness did not cosign. *Shape*: which one, and its own words."""


@dataclass(frozen=True)
class Witness:
    """Somebody who watches that the log only grows. *Shape*: `url` without `/add-checkpoint`."""

    url: str
    key: NoteKey

    def has_cosigned(self, note: str) -> bool:
        """Whether the note bears its cosignature. *Raises*: `NoteInvalid` for one in its name that does not verify."""
        return self.key in keys_of(read_note(note), [self.key])


@dataclass(frozen=True)
class Knows:
    """The witness has seen a tree of another size than was assumed."""

    size: int


def read_witnesses(text: str) -> tuple[Witness, ...]:
    """The witnesses of a file: an address and a verifier's key on each line; `#` begins a remark. *Raises*: `NoteInvalid`."""
    lines = [line.split() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    found = tuple(_witness(words) for words in lines)
    if len(found) > MOST_WITNESSES or len({each.key for each in found}) < len(found):
        raise NoteInvalid(f"at most {MOST_WITNESSES} witnesses, each once")
    return found


def _witness(words: list[str]) -> Witness:
    if len(words) != 2 or not words[0].startswith(("http://", "https://")):
        raise NoteInvalid(
            f"each line of the witnesses is an address and a verifier's key, not {' '.join(words)[:100]!r}"
        )
    key = read_vkey(words[1])
    if key.kind != COSIGNATURE:
        raise NoteInvalid(f"the key of {key.name} is no key for cosignatures")
    return Witness(words[0].rstrip("/"), key)


def ask(witness: Witness, *, note: str, old: int, proof: Sequence[bytes]) -> NoteSignature | Knows:
    """The witness's cosignature of the note's checkpoint; `Knows` where it has seen another tree than the `old` one.

    *Raises*: `WitnessRefused`; what a witness answers is believed only as far as its signature goes.
    """
    try:
        url, body = f"{witness.url}/add-checkpoint", request(note, old, proof)
        answer = httpx.post(url, content=body, timeout=_TIMEOUT_SECONDS)
        if answer.status_code == httpx.codes.CONFLICT and answer.headers.get("content-type") == "text/x.tlog.size":
            return Knows(_size(answer.text))
        if answer.status_code != httpx.codes.OK or len(answer.content) > _LARGEST_ANSWER:
            raise WitnessRefused(f"{witness.key.name}: {answer.status_code} {answer.text[:200]}")
        return _cosignature(witness, read_note(note), answer.content.decode())
    except (httpx.HTTPError, httpx.InvalidURL, NoteInvalid, UnicodeDecodeError) as error:
        raise WitnessRefused(f"{witness.key.name}: {error}") from error


def request(note: str, old: int, proof: Sequence[bytes]) -> bytes:
    """The body of add-checkpoint: the size last cosigned, the consistency proof, and the signed checkpoint."""
    lines = [f"old {old}", *(base64.b64encode(each).decode() for each in proof)]
    return ("\n".join(lines) + f"\n\n{note}").encode()


def _size(text: str) -> int:
    line = text.removesuffix("\n")
    if not (line.isascii() and line.isdecimal()) or len(line) > 19:
        raise NoteInvalid(f"{line[:40]!r} is no size of a tree")
    return int(line)


def _cosignature(witness: Witness, note: Note, answer: str) -> NoteSignature:
    for each in read_signatures(answer):
        if (each.name, each.key_id) == (witness.key.name, witness.key.id):
            if witness.key not in keys_of(Note(note.text, (each,)), [witness.key]):
                break
            return each
    raise NoteInvalid("the answer bears no signature of the witness")
