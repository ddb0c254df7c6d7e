"""A log's key and its predecessors: what a file may hold, and what a replaced key may still have signed."""

import pytest

from signing.checkpoints import Checkpoint, EarlierKey, read_checkpoint
from signing.log_keys import LogKeys, read_earlier_key, read_log_keys
from signing.notes import NoteInvalid, new_signer, signature_line

NAME = "contoh.invalid/log"
OLD = LogKeys(new_signer(NAME))
NEW = OLD.successor(7)
NEWEST = NEW.successor(9)


def checkpoint(size: int) -> Checkpoint:
    return Checkpoint(origin=NAME, size=size, root=bytes([size % 251]) * 32)


def test_a_file_is_read_as_it_was_written() -> None:
    for keys in (OLD, NEW, NEWEST):
        read = read_log_keys(keys.text)
        assert (read.signer.skey, read.earlier) == (keys.signer.skey, keys.earlier)
        assert read.first == OLD.key
    assert NEWEST.earlier == (EarlierKey(OLD.key, 7), EarlierKey(NEW.key, 9))
    assert read_earlier_key(f" {NEWEST.earlier[1]}\n") == NEWEST.earlier[1]


@pytest.mark.parametrize(
    "text",
    [
        "",
        NEW.earlier[0].key.vkey,
        f"{OLD.signer.skey}\n\n{NEW.earlier[0]}",
        f"{NEW.signer.skey}\n{OLD.key.vkey}",
        f"{NEW.signer.skey}\n{OLD.key.vkey} -1",
        f"{NEW.signer.skey}\n{OLD.key.vkey} ٧",
        f"{NEW.signer.skey}\n{OLD.key.vkey} {'9' * 19}",
        f"{NEW.signer.skey}\n{OLD.key.vkey[:-4]} 7",
        f"{NEWEST.signer.skey}\n{EarlierKey(NEW.key, 9)}\n{EarlierKey(OLD.key, 7)}",
        f"{NEW.signer.skey}\n{EarlierKey(NEW.key, 7)}",
        f"{NEWEST.signer.skey}\n{EarlierKey(OLD.key, 7)}\n{EarlierKey(OLD.key, 8)}",
        f"{NEW.signer.skey}\n{EarlierKey(new_signer('lain.invalid/log').key, 7)}",
        f"{NEW.signer.skey}\n{OLD.signer.skey}",
    ],
    ids=[f"file {number}" for number in range(1, 14)],
)
def test_another_file_is_refused_and_nothing_secret_is_repeated(text: str) -> None:
    with pytest.raises(NoteInvalid) as refused:
        read_log_keys(text)
    for keys in (OLD, NEW, NEWEST):
        assert keys.signer.skey.split("+", 4)[4] not in str(refused.value)


def test_a_successor_cannot_end_the_present_key_before_it_began() -> None:
    with pytest.raises(NoteInvalid, match="larger trees"):
        NEW.successor(6)


@pytest.mark.parametrize("size", [1, 7])
def test_what_a_replaced_key_signed_in_its_time_is_read(size: int) -> None:
    note = checkpoint(size).signed(OLD.signer)
    assert read_checkpoint(note, key=NEWEST.key, earlier=NEWEST.earlier) == checkpoint(size)
    with pytest.raises(NoteInvalid, match="lacks the signature"):
        read_checkpoint(note, key=NEWEST.key)


def test_what_a_replaced_key_signs_afterwards_is_forged() -> None:
    for keys, size in ((OLD, 8), (OLD, 9), (NEW, 10), (NEW, 2**40)):
        with pytest.raises(NoteInvalid, match=r"was replaced at a tree of [79]$"):
            read_checkpoint(checkpoint(size).signed(keys.signer), key=NEWEST.key, earlier=NEWEST.earlier)


def test_the_hand_over_bears_both_signatures_and_each_reader_finds_his() -> None:
    text = checkpoint(7).text
    note = OLD.signer.sign(text) + signature_line(NEW.key, NEW.signer.private.sign(text.encode()))
    for key, earlier in ((OLD.key, ()), (NEW.key, ()), (NEW.key, NEW.earlier), (NEWEST.key, NEWEST.earlier)):
        assert read_checkpoint(note, key=key, earlier=earlier) == checkpoint(7)


def test_a_forged_signature_of_the_new_key_is_not_saved_by_one_of_the_old() -> None:
    text = checkpoint(7).text
    forged = OLD.signer.sign(text) + signature_line(NEW.key, OLD.signer.private.sign(text.encode()))
    with pytest.raises(NoteInvalid, match="does not verify"):
        read_checkpoint(forged, key=NEW.key, earlier=NEW.earlier)
