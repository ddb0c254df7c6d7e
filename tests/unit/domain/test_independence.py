"""Nobody stands on both sides: who may not assess a unit, with the words that say why."""

from domain.independence import TIE_LABELS, Tie, assessors_known, independent
from domain.refusals import RefusalCode

TIES = {"mentor": Tie.MENTOR, "native": Tie.INSTITUTION}


def test_a_person_without_a_tie_is_independent():
    assert independent(TIES, ("one", "two"), "assessors") is None
    assert independent({}, (), "assessors") is None


def test_the_first_person_with_a_tie_is_named_with_his_tie():
    found = independent(TIES, ("one", "native", "mentor"), "assessors", names={"native": "Budi (DATA CONTOH)"})
    assert found is not None
    assert (found.code, found.subject, found.clause) == (RefusalCode.CONFLICT_OF_INTEREST, "assessors", "HOUSE")
    assert found.message_id == (
        "Budi (DATA CONTOH) (terkait dengan instansi) memiliki benturan kepentingan dengan instansi ini."
    )
    assert found.message_en == (
        "Budi (DATA CONTOH) (tied to the institution) has a conflict of interest with this institution."
    )


def test_a_mentor_is_told_apart_and_named_by_his_id_where_the_name_is_unknown():
    found = independent(TIES, ("mentor",), "examiner")
    assert found is not None
    assert (found.subject, found.clause) == ("examiner", "HOUSE")
    assert found.slots["person"] == "mentor (pernah mendampingi unit)"


def test_every_tie_has_words():
    assert set(TIE_LABELS) == set(Tie)


def test_whoever_is_no_assessor_is_not_found():
    known = {"assessor-1": "Ani (DATA CONTOH)"}
    assert assessors_known(known, ("assessor-1",), "lead") is None
    found = assessors_known(known, ("assessor-1", "x" * 100), "lead")
    assert found is not None
    assert (found.code, found.subject, found.clause) == (RefusalCode.NOT_FOUND, "lead", "HOUSE")
    assert found.slots["what"] == f"Penilai {'x' * 80}"
