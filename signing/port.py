"""The port through which letters are signed, and its errors; no library of an adapter may enter here."""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from domain.refusals import Words

SHA256_HEX_LENGTH = 64


class Level(StrEnum):
    """How much proof a signature carries with it. *Source*: ETSI EN 319 142-1, section 6 (PAdES baseline levels)."""

    B_B = "B_B"
    B_T = "B_T"
    B_LT = "B_LT"
    B_LTA = "B_LTA"

    def reaches(self, other: "Level") -> bool:
        """Whether this level proves all that `other` proves."""
        order = list(Level)
        return order.index(self) >= order.index(other)


class Certification(StrEnum):
    """What may change after a certifying signature. *Source*: ISO 32000-1, 12.8.2.2 (DocMDP)."""

    NONE = "NONE"
    NO_CHANGES = "NO_CHANGES"
    FILL_FORMS = "FILL_FORMS"


class RecipeName(StrEnum):
    """The named ways to sign; `signing.profile.RECIPES` holds what each one means."""

    SINGLE = "SINGLE"
    SEAL = "SEAL"
    FIRST_OF_TWO = "FIRST_OF_TWO"
    SECOND_OF_TWO = "SECOND_OF_TWO"


@dataclass(frozen=True)
class SigningIntent:
    """What is going to be signed, by whom and how: recorded before the signature exists.

    *Shape*: `digest` is the SHA-256 of the exact PDF bytes handed to `Signer.sign`, 64 lower-case hexadecimal characters;
    `signed_at` is aware UTC from the legal clock; `signer_id` names the key (the recipe SEAL uses the agency's seal instead).
    *Raises*: `ValueError` where the digest or the time has another shape.
    """

    document_id: str
    field_name: str
    signer_id: str
    signer_name: str
    digest: str
    recipe: RecipeName
    reason: str
    location: str
    signed_at: datetime

    def __post_init__(self) -> None:
        if len(self.digest) != SHA256_HEX_LENGTH or set(self.digest) - set("0123456789abcdef"):
            raise ValueError("the digest of a signing intent is 64 lower-case hexadecimal characters")
        if self.signed_at.utcoffset() != timedelta(0):
            raise ValueError("the time of a signing intent is aware UTC")


@dataclass(frozen=True)
class Letter:
    """What is going to be signed, and how. *Shape*: `pdf` are the bytes of the intent's digest."""

    pdf: bytes = field(repr=False)
    intent: SigningIntent


@dataclass(frozen=True)
class SignedPdf:
    """A signed PDF. *Shape*: `certificate_sha256` is hexadecimal, of the signer's certificate in DER."""

    data: bytes = field(repr=False)
    level: Level
    certification: Certification
    certificate_sha256: str
    signer_name: str
    signed_at: datetime


class SigningError(Exception):
    """A signature was not made; nothing was changed. No message holds key material, a passphrase or content of the PDF."""


class WrongPassphrase(SigningError):
    """The passphrase, PIN or TOTP does not open the key (or the key file was altered: nothing tells the difference)."""


class OneTimePasswordRefused(WrongPassphrase):
    """The one-time password is wrong, expired, used up, another person's, or was asked for fewer letters."""


class DigestMismatch(SigningError):
    """The bytes to be signed are not those of the recorded intent."""


class KeyNotUsable(SigningError):
    """The signer's key cannot be used, whatever he types. *Shape*: `words` say why to him."""

    words = Words("kunci tidak siap dipakai", "the key is not ready for use")


class KeyMissing(KeyNotUsable):
    """There is no usable key for this signer: no file or token, one that is no key, or one of a kind that is not taken."""

    words = Words("kunci tidak ada", "there is no key")


class KeyLocked(KeyNotUsable):
    """The token or service takes no more PINs for this key: it was given wrong ones too often."""

    words = Words("PIN terkunci setelah terlalu banyak percobaan salah", "PIN locked after too many wrong attempts")


class SignerNotEnrolled(KeyNotUsable):
    """The signing service does not know this person, or has issued no certificate that may sign."""

    words = Words(
        "belum terdaftar atau sertifikat belum terbit di penyelenggara", "not enrolled, or no certificate issued"
    )


class KeyNotValid(KeyNotUsable):
    """The certificate is expired, not yet valid, revoked or not trusted at the legal time of signing."""

    words = Words("sertifikat tidak berlaku", "its certificate is not valid")


class CertificateOfAnother(KeyNotUsable):
    """The key's certificate does not name whom the signing file says: labels were swapped, or a file was put in its place."""

    words = Words(
        "sertifikatnya bukan atas nama penanda tangan; minta pengelola membetulkan berkas penandatanganan",
        "its certificate does not name the signer; have the administrator correct the signing file",
    )


class ProtectionLapsed(SigningError):
    """The last document time stamp had lapsed before it was renewed: nothing can prove the file from now on."""


class TimestampUnavailable(SigningError):
    """The timestamp authority gave no usable answer; the level is never lowered instead."""


class RenewalGainsNothing(TimestampUnavailable):
    """The authority answers, and its stamp would prove the file no longer than the last one: it has no newer key yet."""


class SigningFailed(SigningError):
    """Any other failure: the field is missing or already signed, the file cannot be signed, the worker died or timed out."""


class SigningUnavailable(SigningFailed):
    """No signing process took the work, or brought it to an end: none was free, they are stopped, do not start, or died twice;
    or a paper of ours could not be examined within the limits.
    """


class ServiceUnavailable(SigningUnavailable):
    """The signing service or token does not answer, answers wrongly, or does not take this installation's credentials.

    It says nothing against the signer or the letter: the letter waits.
    """


class Signer(Protocol):
    """Signs a PDF that carries its empty signature fields already, unless the signature makes its own."""

    def makes_own_field(self, recipe: RecipeName) -> bool:
        """Whether signatures by this recipe come with a field of their own: then the paper bears no empty one for it."""
        ...

    def sign(
        self, pdf: bytes, intent: SigningIntent, *, passphrase: str | None, session: str | None = None
    ) -> SignedPdf:
        """Sign `pdf` as `intent` says.

        The passphrase (PIN, TOTP) opens the signer's key for this call only, or for the `session` where the signer has such
        an act of many signatures (`Sessions`); the agency's seal takes none.
        Blocks; call it from a thread without a running event loop.
        *Raises*: the `SigningError` family, and nothing else.
        *Does not check*: that the intent was recorded, nor that the signer holds the office.
        """
        ...


class Sessions(Protocol):
    """Acts of many signatures, for each of which a key is opened once."""

    def session(self) -> AbstractContextManager[str | None]:
        """A session for `Signer.sign`, while the block runs; at its end what was opened under it is forgotten everywhere."""
        ...


class NoSessions:
    """A key is opened for each signature."""

    def session(self) -> AbstractContextManager[str | None]:
        """None, which is no session."""
        return nullcontext()
