"""Keys hold nothing that a person typed."""

import pytest

from storage.keys import draft_key, evidence_key, issued_key
from storage.port import InvalidKey

DIGEST = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("digest", ["", DIGEST.upper(), DIGEST[:-1], DIGEST + "0", "../" + DIGEST[3:], DIGEST + "\n"])
def test_an_issued_paper_is_named_by_a_whole_digest_only(digest: str) -> None:
    with pytest.raises(InvalidKey):
        issued_key(digest)


@pytest.mark.parametrize("part", ["", "..", "a/b", "a b", "é", "x" * 65])
def test_an_institution_or_document_is_named_by_its_id_only(part: str) -> None:
    for make in (lambda: evidence_key(part), lambda: draft_key(part, DIGEST, "pdf")):
        with pytest.raises(InvalidKey):
            make()


def test_the_three_keys() -> None:
    assert issued_key(DIGEST) == f"sha256/e3/b0/{DIGEST}.pdf"
    assert draft_key("65f0", DIGEST, "docx") == f"65f0/{DIGEST}.docx"
    assert evidence_key("65f0").startswith("65f0/")
    assert len(evidence_key("65f0")) == 5 + 32
    assert evidence_key("65f0") != evidence_key("65f0")
