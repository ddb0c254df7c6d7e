"""Signed notes and checkpoints: broken ones first, then those that other implementations and the specifications publish."""

import base64
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from signing.checkpoints import Checkpoint, checkpoint_of, read_checkpoint
from signing.notes import (
    COSIGNATURE,
    NoteInvalid,
    NoteKey,
    NoteSigner,
    cosignature_line,
    new_signer,
    read_note,
    read_signatures,
    read_skey,
    read_vkey,
    verified_by,
)

PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
PETER_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
"""The keys and the note of the package that notes come from (golang.org/x/mod/sumdb/note, its documentation)."""

SIGNER = NoteSigner(name="contoh.invalid/log", private=Ed25519PrivateKey.from_private_bytes(b"\x07" * 32))
CHECKPOINT = Checkpoint(origin=SIGNER.name, size=3, root=b"r" * 32)


# --- broken -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n",
        "a\n\n",
        "a\n\n— b\n",
        "a\n\n— b AAAA\n",
        "a\n\n— b AAAAAAAA",
        "a\n\n- b AAAAAAAA\n",
        "a\n\n— b+c AAAAAAAA\n",
        "a\n\n—  AAAAAAAA\n",
        "a\n\n— b AAAAA$AA\n",
        "a\tb\n\n— b AAAAAAAA\n",
        "a\r\n\n— b AAAAAAAA\n",
        "a\n\n" + "— b AAAAAAAA\n" * 65,
        "a" * 70_000 + "\n\n— b AAAAAAAA\n",
    ],
)
def test_what_is_no_note_is_not_read(text: str) -> None:
    with pytest.raises(NoteInvalid):
        read_note(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "name+c74f20a3",
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeuman+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+AhpcAAcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+ARpc",
        "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ],
)
def test_what_is_no_key_is_not_read(text: str) -> None:
    with pytest.raises(NoteInvalid):
        read_vkey(text)


@pytest.mark.parametrize("text", [PETER, PETER_SECRET[:-4], PETER_SECRET.replace("c74f", "c74e"), "PRIVATE+KEY+a+b"])
def test_what_is_no_private_key_is_not_read_nor_repeated(text: str) -> None:
    with pytest.raises(NoteInvalid) as refused:
        read_skey(text)
    assert text[-20:] not in str(refused.value)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u00a0b", "a\nb"])
def test_a_name_holds_no_space_and_no_plus(name: str) -> None:
    with pytest.raises(NoteInvalid):
        new_signer(name)


def test_a_signature_under_our_name_and_id_must_be_ours() -> None:
    note = read_note(CHECKPOINT.signed(SIGNER))
    assert verified_by(note, [SIGNER.key]) == (SIGNER.key,)
    with pytest.raises(NoteInvalid, match="does not verify"):
        verified_by(replace(note, text=note.text.replace("\n3\n", "\n4\n")), [SIGNER.key])
    other = new_signer(SIGNER.name)
    assert verified_by(note, [other.key]) == ()
    short = replace(note.signatures[0], signature=b"x")
    with pytest.raises(NoteInvalid, match="does not verify"):
        verified_by(replace(note, signatures=(short,)), [SIGNER.key])


@pytest.mark.parametrize(
    "text",
    [
        "\n3\n" + base64.b64encode(b"r" * 32).decode() + "\n",
        "o\n3\n",
        "o\n03\n" + base64.b64encode(b"r" * 32).decode() + "\n",
        "o\n-3\n" + base64.b64encode(b"r" * 32).decode() + "\n",
        "o\n٣\n" + base64.b64encode(b"r" * 32).decode() + "\n",
        "o\n9223372036854775808\n" + base64.b64encode(b"r" * 32).decode() + "\n",
        "o\n3\n" + base64.b64encode(b"r" * 31).decode() + "\n",
        "o\n3\n!\n",
        "o\n3\n" + base64.b64encode(b"r" * 32).decode() + "\n\nextension\n",
    ],
)
def test_what_is_no_checkpoint_is_not_read(text: str) -> None:
    with pytest.raises(NoteInvalid):
        checkpoint_of(text)


def test_a_checkpoint_of_another_log_or_without_the_witness_is_refused() -> None:
    note = CHECKPOINT.signed(SIGNER)
    with pytest.raises(NoteInvalid, match="lacks the signature"):
        read_checkpoint(note, key=new_signer(SIGNER.name).key)
    elsewhere = replace(CHECKPOINT, origin="lain.invalid/log").signed(SIGNER)
    with pytest.raises(NoteInvalid, match=r"lain\.invalid/log"):
        read_checkpoint(elsewhere, key=SIGNER.key)
    witness = NoteKey(name="saksi.invalid", public=new_signer("saksi.invalid").key.public, kind=COSIGNATURE)
    with pytest.raises(NoteInvalid, match=r"lacks the signature of saksi\.invalid"):
        read_checkpoint(note, key=SIGNER.key, witnesses=[witness])


# --- sound ------------------------------------------------------------------------------------------------------------


def test_the_note_of_the_package_that_notes_come_from() -> None:
    key, signer = read_vkey(PETER), read_skey(PETER_SECRET)
    assert (key.name, key.id.hex(), key.vkey) == ("PeterNeumann", "c74f20a3", PETER)
    assert (signer.key, signer.skey) == (key, PETER_SECRET)
    note = read_note(PETER_NOTE)
    assert str(note) == PETER_NOTE
    assert verified_by(note, [key]) == (key,)
    assert signer.sign(note.text) == PETER_NOTE


def test_the_checkpoint_of_the_specification_is_read() -> None:
    """C2SP tlog-checkpoint; extension lines may follow."""
    text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    found = checkpoint_of(text)
    assert (found.origin, found.size) == ("example.com/behind-the-sofa", 20852163)
    assert found.root.hex() == "0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62"
    assert found.text == text
    assert checkpoint_of(text + "one\ntwo\n") == found


def test_the_empty_tree_has_a_checkpoint() -> None:
    empty = Checkpoint(origin="o", size=0, root=b"r" * 32)
    assert checkpoint_of(empty.text) == empty


def test_the_private_key_is_not_shown() -> None:
    assert "Ed25519PrivateKey" not in repr(SIGNER)


def test_a_witness_signs_time_and_text_together() -> None:
    """C2SP tlog-cosignature: the message begins with `cosignature/v1` and the time."""
    witness = new_signer("saksi.invalid/w1")
    key = NoteKey(name=witness.name, public=witness.key.public, kind=COSIGNATURE)
    line = cosignature_line(witness, CHECKPOINT.text, at=1_679_315_147)
    note = CHECKPOINT.signed(SIGNER) + line
    assert read_checkpoint(note, key=SIGNER.key, witnesses=[key]) == CHECKPOINT
    assert read_vkey(key.vkey) == key
    signature = read_signatures(line)[0]
    assert int.from_bytes(signature.signature[:8], "big") == 1_679_315_147  # seconds
    later = replace(signature, signature=(1_679_315_148).to_bytes(8, "big") + signature.signature[8:])
    with pytest.raises(NoteInvalid):
        verified_by(replace(read_note(note), signatures=(later,)), [key])
    assert key.id != witness.key.id
