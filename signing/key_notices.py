"""The notice of credential keys: which certificates are LKPP's, signed by the key of the public log; no file is read here.

A CA certifies many. That a certificate below it is that of LKPP's credentials, the CA does not say: this note does, by the one
key that whoever checks the public log has got another way. *Source*: C2SP signed-note; the text is ours (HOUSE).
"""

from collections.abc import Iterable
from hashlib import sha256

from signing.notes import NoteInvalid, NoteKey, NoteSigner, read_note, verified_by

HEADING = "pembina kunci kredensial 1"
"""The first line. A checkpoint begins with the log's origin, so that neither can be taken for the other."""

_DIGITS = frozenset("0123456789abcdef")


def fingerprint(certificate: bytes) -> str:
    """The SHA-256 of a certificate. *Shape*: DER in, 64 hexadecimal digits out."""
    return sha256(certificate).hexdigest()


def sign_notice(certificates: Iterable[bytes], signer: NoteSigner) -> str:
    """The notice that these are the credential keys' certificates, all so far. *Shape*: certificates in DER."""
    lines = sorted({fingerprint(each) for each in certificates})
    return signer.sign("\n".join([HEADING, *lines]) + "\n")


def read_notice(note: str, key: NoteKey) -> frozenset[str]:
    """The fingerprints that this log's key announces.

    *Raises*: `NoteInvalid`. *Does not check*: whether a newer notice exists; a key that was revoked stands in it still.
    """
    found = read_note(note)
    if key not in verified_by(found, [key]):
        raise NoteInvalid(f"the notice of credential keys lacks the signature of {key.name}")
    heading, *lines = found.text.removesuffix("\n").split("\n")
    if heading != HEADING or any(len(each) != 64 or not _DIGITS.issuperset(each) for each in lines):
        raise NoteInvalid("this is no notice of credential keys")
    return frozenset(lines)
