"""QR codes are large enough, and say exactly the address."""

from io import BytesIO

import pytest
import segno
import zxingcpp
from PIL import Image

from documents.errors import RenderError
from documents.qr_codes import CREDENTIAL_SIDE_MM, QR_SIDE_MM, QUIET_ZONE_MODULES, credential_code, verification_code
from documents.specimens import CREDENTIAL


def symbol_millimetres(content: str, side: float = QR_SIDE_MM) -> float:
    """The side of the symbol on paper, without its quiet zone."""
    code = segno.make(content, error="m", boost_error=False, micro=False)
    return side * float(code.symbol_size(border=0)[0] / code.symbol_size(border=QUIET_ZONE_MODULES)[0])


def test_an_address_too_long_to_be_read_from_paper_is_refused() -> None:
    with pytest.raises(RenderError, match="too long for a QR code: 300 characters"):
        verification_code("https://" + "a" * 292)


@pytest.mark.parametrize("length", [20, 60, 90, 130])
def test_the_symbol_is_over_twenty_millimetres_and_says_the_address(length: int) -> None:
    address = "https://pembina.contoh.invalid/v/".ljust(length, "x")
    picture = Image.open(BytesIO(verification_code(address)))
    (found,) = zxingcpp.read_barcodes(picture)
    assert found.text == address
    assert found.ec_level == "M"
    assert symbol_millimetres(address) >= 20.0


def test_the_quiet_zone_is_four_modules() -> None:
    """ISO/IEC 18004."""
    picture = Image.open(BytesIO(verification_code("https://pembina.contoh.invalid/v/x"))).convert("L")
    border = 4 * 8
    assert {picture.getpixel((x, y)) for x in range(picture.width) for y in range(border)} == {255}
    assert picture.getpixel((border, border)) == 0


@pytest.mark.parametrize("credential", [CREDENTIAL, (CREDENTIAL * 2)[:700]])
def test_the_credentials_symbol_is_thirty_millimetres_and_says_it(credential: str) -> None:
    """RFC 9285: base45 is made for the alphanumeric mode."""
    (found,) = zxingcpp.read_barcodes(Image.open(BytesIO(credential_code(credential))))
    assert (found.text, found.ec_level) == (credential, "M")
    assert symbol_millimetres(credential, CREDENTIAL_SIDE_MM) >= 30.0


def test_a_credential_too_long_to_be_read_from_paper_is_refused() -> None:
    with pytest.raises(RenderError, match="the credential is too long for a QR code: 800 characters"):
        credential_code("PBN1:" + "0" * 795)
