"""The QR codes of a letter, large enough to be read from paper: the verification address, and a certificate's credential."""

from io import BytesIO

import segno

from documents.errors import RenderError

QR_DESCRIPTION = "Kode QR untuk memeriksa keaslian dan status terkini naskah ini"
"""The alternative text of the picture in a template, by which it is found and replaced."""
QR_SIDE_MM = 30.0
CREDENTIAL_DESCRIPTION = "Kode QR kredensial sertifikat ini, untuk diperiksa tanpa jaringan"
"""The same, of the credential."""
CREDENTIAL_SIDE_MM = 34.0
"""With its quiet zone; the symbol alone is 30 mm or more."""
QUIET_ZONE_MODULES = 4
_PIXELS_PER_MODULE = 8


def verification_code(address: str) -> bytes:
    """A PNG of the address for a square of `QR_SIDE_MM`.

    *Shape*: QR Code, not Micro; error correction M; quiet zone of four modules (ISO/IEC 18004); symbol over 20 mm.
    *Raises*: `RenderError` for an address so long that its modules would be too fine to read from paper.
    """
    return _picture(address, most_modules=57, what="verification address")  # version 10: 0.46 mm a module at 30 mm


def credential_code(credential: str) -> bytes:
    """A PNG of the credential for a square of `CREDENTIAL_SIDE_MM`, as `verification_code` otherwise.

    *Shape*: in the alphanumeric mode, whose 45 characters are those of base45 (RFC 9285).
    *Raises*: `RenderError` for a credential so long that its modules would be too fine.
    """
    return _picture(credential, most_modules=85, what="credential")  # version 17: 0.37 mm a module at 34 mm


def _picture(content: str, *, most_modules: int, what: str) -> bytes:
    code = segno.make(content, error="m", boost_error=False, micro=False)
    if code.symbol_size(border=0)[0] > most_modules:
        raise RenderError(f"the {what} is too long for a QR code: {len(content)} characters")
    picture = BytesIO()
    code.save(picture, kind="png", scale=_PIXELS_PER_MODULE, border=QUIET_ZONE_MODULES)
    return picture.getvalue()
