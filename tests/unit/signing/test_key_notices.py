"""The notice of credential keys: the log's key signs it, and a checkpoint, or another's notice, is none."""

from hashlib import sha256

import pytest

from signing.checkpoints import Checkpoint
from signing.key_notices import HEADING, fingerprint, read_notice, sign_notice
from signing.notes import NoteInvalid, NoteKey, new_signer

LOG = new_signer("pembina.example/log")
ONE, TWO = b"one", b"two"


def test_a_notice_names_each_certificate_once() -> None:
    note = sign_notice([TWO, ONE, TWO], LOG)
    assert read_notice(note, LOG.key) == {sha256(ONE).hexdigest(), fingerprint(TWO)}
    assert note == sign_notice([ONE, TWO], LOG)
    assert read_notice(sign_notice([], LOG), LOG.key) == frozenset()


@pytest.mark.parametrize("key", [new_signer(LOG.name).key, new_signer("lain").key, LOG.witness_key])
def test_a_notice_of_another_key_is_refused(key: NoteKey) -> None:
    with pytest.raises(NoteInvalid):
        read_notice(sign_notice([ONE], LOG), key)


def test_a_changed_notice_is_refused() -> None:
    note = sign_notice([ONE], LOG)
    for changed in (note.replace(fingerprint(ONE), fingerprint(TWO)), "", note.partition("\n\n")[0] + "\n\n"):
        with pytest.raises(NoteInvalid):
            read_notice(changed, LOG.key)


@pytest.mark.parametrize(
    "text",
    [f"{HEADING}\n{'A' * 64}\n", f"{HEADING}\n{'a' * 63}\n", f"{HEADING}\n\n", "pembina kunci kredensial 2\n", "x\n"],
)
def test_another_text_of_the_same_key_is_no_notice(text: str) -> None:
    with pytest.raises(NoteInvalid, match="no notice"):
        read_notice(LOG.sign(text), LOG.key)


def test_a_checkpoint_is_no_notice() -> None:
    checkpoint = Checkpoint(origin=LOG.name, size=9, root=bytes(32)).signed(LOG)
    with pytest.raises(NoteInvalid, match="no notice"):
        read_notice(checkpoint, LOG.key)
