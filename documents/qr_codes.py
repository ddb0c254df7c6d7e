"""The QR code of a letter: the verification address, large enough to be read from paper."""

from io import BytesIO

import segno

from documents.errors import RenderError

QR_DESCRIPTION = "Kode QR untuk memeriksa keaslian dan status terkini naskah ini"
"""The alternative text of the picture in a template, by which it is found and replaced."""
QR_SIDE_MM = 30.0
QUIET_ZONE_MODULES = 4
_SMALLEST_SYMBOL_MM = 20.0
_PIXELS_PER_MODULE = 8


def verification_code(address: str) -> bytes:
    """A PNG of the address for a square of `QR_SIDE_MM`.

    *Shape*: QR Code, not Micro; error correction M; quiet zone of four modules (ISO/IEC 18004); symbol over 20 mm.
    *Raises*: `RenderError` for an address so long that its modules would be too fine to read from paper.
    """
    code = segno.make(address, error="m", boost_error=False, micro=False)
    modules = code.symbol_size(border=0)[0]
    if modules > 57:  # version 10: 0.46 mm a module at 30 mm
        raise RenderError(f"the verification address is too long for a QR code: {len(address)} characters")
    picture = BytesIO()
    code.save(picture, kind="png", scale=_PIXELS_PER_MODULE, border=QUIET_ZONE_MODULES)
    return picture.getvalue()


def symbol_millimetres(address: str) -> float:
    """The side of the symbol on paper, without its quiet zone."""
    code = segno.make(address, error="m", boost_error=False, micro=False)
    return QR_SIDE_MM * code.symbol_size(border=0)[0] / code.symbol_size(border=QUIET_ZONE_MODULES)[0]
