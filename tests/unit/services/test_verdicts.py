"""The first sentence of a verification: genuine and in force are two things, said in both languages."""

from dataclasses import replace
from datetime import date

import pytest

from domain.standards import StandardCode
from domain.standings import STANDING_LABELS, LegalStanding, RevokedStandard, Standing
from domain.verification import FileOrigin
from services.verdicts import message_of


@pytest.mark.parametrize("standing", list(Standing))
def test_a_genuine_paper_is_called_genuine_whatever_it_means_today(standing: Standing) -> None:
    label_id, label_en = STANDING_LABELS[standing]
    assert message_of(origin=FileOrigin.ISSUED_BY_US, genuine=True, standing=LegalStanding(standing=standing)) == (
        f"Asli. Status hukum: {label_id}.",
        f"Genuine. Legal standing: {label_en}.",
    )


@pytest.mark.parametrize("standing", list(Standing))
def test_an_altered_paper_is_never_called_genuine_however_good_the_original(standing: Standing) -> None:
    words_id, words_en = message_of(
        origin=FileOrigin.NOT_AS_ISSUED, genuine=False, standing=LegalStanding(standing=standing)
    )
    assert words_id.startswith("TIDAK ASLI: ")
    assert words_en.startswith("NOT GENUINE: ")
    assert words_id.endswith(f"{STANDING_LABELS[standing][0]}.")
    assert words_en.endswith(f"{STANDING_LABELS[standing][1]}.")


@pytest.mark.parametrize("standing", list(Standing))
def test_our_own_bytes_with_a_failed_check_are_not_proven(standing: Standing) -> None:
    words_id, words_en = message_of(
        origin=FileOrigin.ISSUED_BY_US, genuine=False, standing=LegalStanding(standing=standing)
    )
    assert words_id.startswith("TIDAK TERBUKTI: ")
    assert words_en.startswith("NOT PROVEN: ")


def test_a_code_alone_proves_no_file() -> None:
    words_id, words_en = message_of(
        origin=FileOrigin.NO_FILE, genuine=None, standing=LegalStanding(standing=Standing.IN_FORCE)
    )
    assert "Unggah berkas Anda" in words_id
    assert "Upload your file" in words_en
    assert not words_en.startswith("Genuine")


@pytest.mark.parametrize("origin", list(FileOrigin))
def test_without_a_paper_of_ours_nothing_is_said_of_standing(origin: FileOrigin) -> None:
    for words in message_of(origin=origin, genuine=False, standing=None):
        assert words.endswith((".", "below."))
        assert "Status hukum" not in words
        assert "Legal standing" not in words


def test_what_is_no_longer_in_force_says_since_when_by_what_and_which_standards() -> None:
    """Number and day stand in the sentence itself, for those who read nothing else."""
    day = date(2026, 11, 20)
    codes = (StandardCode.S09, StandardCode.S11)
    revoked = tuple(RevokedStandard(standard=code, since=day, decision="9/LKPP/XI/2026") for code in codes)
    found = LegalStanding(standing=Standing.PARTLY_REVOKED, since=day, by="9/LKPP/XI/2026", revoked=revoked)
    assert message_of(origin=FileOrigin.ISSUED_BY_US, genuine=True, standing=found) == (
        "Asli. Status hukum: Dicabut sebagian sejak 2026-11-20 oleh 9/LKPP/XI/2026 (S09, S11).",
        "Genuine. Legal standing: Partly revoked since 2026-11-20 by 9/LKPP/XI/2026 (S09, S11).",
    )
    objected = LegalStanding(
        standing=Standing.PARTLY_REVOKED, since=day, revoked=(revoked[0], replace(revoked[1], under_objection=True))
    )
    assert message_of(origin=FileOrigin.ISSUED_BY_US, genuine=True, standing=objected) == (
        "Asli. Status hukum: Dicabut sebagian sejak 2026-11-20 (S09, S11), dalam keberatan (S11).",
        "Genuine. Legal standing: Partly revoked since 2026-11-20 (S09, S11), under objection (S11).",
    )
    public = LegalStanding(standing=Standing.ANNULLED, since=day)
    assert message_of(origin=FileOrigin.ISSUED_BY_US, genuine=True, standing=public)[1] == (
        "Genuine. Legal standing: Annulled since 2026-11-20."
    )
    in_force = LegalStanding(standing=Standing.IN_FORCE, since=day)
    assert message_of(origin=FileOrigin.ISSUED_BY_US, genuine=True, standing=in_force)[1] == (
        "Genuine. Legal standing: In force."
    )
