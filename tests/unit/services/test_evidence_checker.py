"""The standalone checker, part by part: each of its checks fails by itself, whatever the manifest says."""

import hashlib
import io
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from persistence.merkle import inclusion_proof, leaf_hash, nodes_of, root
from services.evidence_checker import Wrong, _policy, check_event, check_files, check_letter, check_pack, files_of, main
from signing.port import RecipeName
from signing.profile import add_signature_fields
from tests.unit.signing.conftest import FIRST_START, MovableClock, Office

LETTER = (Path(__file__).parents[1] / "signing" / "letter.pdf").read_bytes()
AT = FIRST_START + timedelta(hours=1)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("kantor") / "pki")


@pytest.fixture(scope="module")
def signed(office: Office) -> bytes:
    pdf = add_signature_fields(LETTER, ["TandaTangan"])
    return office.sign(pdf, field_name="TandaTangan", signer_id="deputi", recipe=RecipeName.SINGLE).data


def checked(
    office: Office, pdf: bytes, *, signatures: int = 1, at: datetime = AT, anchors: Office | None = None
) -> None:
    """The letter alone, with a manifest that says what the bytes are."""
    trust = (anchors or office).pki.trust()
    files = {f"trust/intermediates/{i}.der": der for i, der in enumerate(trust.intermediates)}
    files |= {f"trust/crls/{i}.der": der for i, der in enumerate(trust.crls)}
    roots = [x509.load_der_x509_certificate(der) for der in trust.roots]
    letter: dict[str, Any] = {"sha256": hashlib.sha256(pdf).hexdigest(), "signatures": signatures}
    check_letter(pdf, letter, _policy(files, roots), at)


def _overlaid(pdf: bytes) -> bytes:
    """What the page says is changed by a later revision."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    page[pdf_name("/Contoh")] = pdf_string("lain")
    writer.update_container(page)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def test_a_letter_as_signed_passes(office: Office, signed: bytes) -> None:
    checked(office, signed)


def test_a_letter_of_a_legal_clock_that_is_ahead_of_the_worlds_passes(tmp_path: Path) -> None:
    """Development's clock may be years ahead: what counts is the time of the pack, not that of the reader's machine."""
    ahead = Office(tmp_path / "pki", clock=MovableClock(FIRST_START + timedelta(days=3_000)))
    pdf = add_signature_fields(LETTER, ["TandaTangan"])
    letter = ahead.sign(pdf, field_name="TandaTangan", signer_id="deputi", recipe=RecipeName.SINGLE).data
    checked(ahead, letter, at=ahead.clock.now() + timedelta(hours=1))


def test_other_bytes_are_not_those_of_the_manifest(office: Office, signed: bytes) -> None:
    with pytest.raises(Wrong, match="not the bytes that were issued"):
        check_letter(signed, {"sha256": "0" * 64, "signatures": 1}, _policy({}, []), AT)


@pytest.mark.parametrize("place", [2_000, 9_000])
def test_a_flipped_byte_breaks_the_signature(place: int, office: Office, signed: bytes) -> None:
    flipped = signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :]
    with pytest.raises(Wrong, match="TandaTangan"):
        checked(office, flipped)


def test_a_later_change_breaks_the_certification(office: Office, signed: bytes) -> None:
    with pytest.raises(Wrong, match="TandaTangan"):
        checked(office, _overlaid(signed))


def test_another_number_of_signatures_is_not_as_recorded(office: Office, signed: bytes) -> None:
    for pdf, signatures in ((signed, 2), (signed, 0), (LETTER, 0)):
        with pytest.raises(Wrong, match="than recorded"):
            checked(office, pdf, signatures=signatures)


def test_another_root_proves_nothing(office: Office, signed: bytes, tmp_path: Path) -> None:
    with pytest.raises(Wrong, match="TandaTangan"):
        checked(office, signed, anchors=Office(tmp_path / "pki"))


@pytest.mark.parametrize("size", [1, 2, 5, 8, 13])
def test_events_are_proven_to_be_in_the_log(size: int) -> None:
    """RFC 9162, 2.1.3.2; each wrong proof is refused."""
    texts = [f'{{"event":{number}}}' for number in range(size)]
    leaves = [leaf_hash(text.encode()) for text in texts]
    log = {"size": size, "root": root(leaves).hex()}
    for index, text in enumerate(texts):
        path = [node.hex() for node in inclusion_proof(nodes_of(leaves), index, len(leaves))]
        check_event({"index": index, "leaf": text, "path": path}, log)
        for wrong in (
            {"leaf": text + " "},
            {"index": size},
            {"index": -1},
            {"path": [*path, "00" * 32]},
            *([{"path": path[:-1]}] if path else []),
        ):
            with pytest.raises(Wrong):
                check_event({"index": index, "leaf": text, "path": path} | wrong, log)


def test_files_are_compared_with_the_manifest() -> None:
    def entry(content: bytes) -> dict[str, str]:
        return {"sha256": hashlib.sha256(content).hexdigest()}

    manifest = {"files": {"a": entry(b"1"), "b": entry(b"2"), "c": entry(b"3")}}
    files = {"a": b"1", "b": b"x", "d": b"4", "manifest.json": b"", "manifest.sig": b""}
    assert check_files(files, manifest) == [
        "c: tidak ada / missing",
        "d: tidak tercatat / not in the manifest",
        "b: berubah / changed",
    ]


@pytest.mark.parametrize("files", [{}, {"manifest.json": b""}, {"manifest.json": b"{}"}, {"manifest.json": b"[]"}])
def test_a_pack_without_a_manifest_is_wrong(files: dict[str, bytes]) -> None:
    (found,) = check_pack(files, None)
    assert found.startswith("manifest:")


def test_another_file_is_no_pack(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "other.zip"
    other.write_bytes(b"no zip")
    assert main([str(other)]) == 1
    assert main([str(tmp_path / "none")]) == 1
    assert capsys.readouterr().out.count("SALAH / WRONG") == 2
    assert files_of(tmp_path) == {"other.zip": b"no zip"}
