"""The name under which evidence is downloaded holds nothing that a file system or a header minds."""

import pytest

from services.evidence import file_name


@pytest.mark.parametrize(
    ("name", "content_type", "expected"),
    [
        ("", "application/pdf", "bukti.pdf"),
        (" .. ", "application/pdf", "bukti.pdf"),
        ("../../etc/passwd", "image/png", "-..-etc-passwd.png"),
        ("C:\\SK.pdf", "application/pdf", "C--SK.pdf"),
        ("SK\r\nX: y.pdf", "application/pdf", "SK--X- y.pdf"),
        ("SK\u202efdp.exe", "application/pdf", "SK-fdp.exe.pdf"),
        ('SK "Bupati";.PDF', "application/pdf", "SK -Bupati--.PDF"),
        ("foto.jpeg", "image/jpeg", "foto.jpeg"),
        ("foto.png", "image/jpeg", "foto.png.jpg"),
        ("Surat Keputusan (2021) é.pdf", "application/pdf", "Surat Keputusan (2021) é.pdf"),
    ],
)
def test_the_name_of_a_download(name: str, content_type: str, expected: str) -> None:
    assert file_name(name, content_type) == expected
