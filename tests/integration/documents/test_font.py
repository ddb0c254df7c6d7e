"""The characters that may stand in a text against the font that the letters are printed with, as it is installed."""

import shutil
import subprocess

import pytest

from domain.printable import FONT_CHARSET

pytestmark = pytest.mark.libreoffice


@pytest.mark.parametrize("style", ["Regular", "Bold", "Italic", "Bold Italic"])
def test_the_font_has_every_character_that_is_accepted(style: str) -> None:
    fc_match = shutil.which("fc-match")
    assert fc_match is not None
    pattern = f"Liberation Sans:style={style}"
    asked = [fc_match, "--format", "%{family}|%{style}|%{charset}", pattern]
    family, found, charset = subprocess.run(asked, capture_output=True, check=True, text=True).stdout.split("|")
    assert (family, found) == ("Liberation Sans", style)
    assert charset.split() == FONT_CHARSET.split()
