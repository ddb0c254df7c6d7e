"""Who holds an office on a day: vacancy, doubled entries, acting and delegated officials."""

from dataclasses import replace
from datetime import date

import pytest

from domain.document_kinds import SIGNED_BY_ACT, DocumentKind
from domain.officials import (
    MAY_BE_ON_BEHALF,
    OFFICE_KINDS,
    Capacity,
    Office,
    OfficeHeldTwiceError,
    OfficeVacantError,
    Official,
    concluder_at,
    holder_at,
    kinds_of_signer,
    signatory_at,
    signers_at,
)


def official(person_id: str, first: int, last: int | None, capacity: Capacity = Capacity.DEFINITIVE) -> Official:
    return Official(
        office=Office.DEPUTY,
        capacity=capacity,
        person_id=person_id,
        name="Contoh",
        title_id="Deputi Bidang Contoh",
        title_en="Deputy for Samples",
        valid_from=date(2026, 1, first),
        valid_to=None if last is None else date(2026, 1, last),
    )


ENTRIES = (
    official("old", 1, 10),
    official("acting", 12, 20, Capacity.ACTING),
    official("new", 21, None),
    official("delegate", 5, 25, Capacity.ON_BEHALF),
)


@pytest.mark.parametrize(
    ("day", "person_id"), [(1, "old"), (10, "old"), (12, "acting"), (20, "acting"), (21, "new"), (31, "new")]
)
def test_the_holder_on_a_day(day: int, person_id: str) -> None:
    assert holder_at(Office.DEPUTY, ENTRIES, date(2026, 1, day)).person_id == person_id


def test_a_delegate_does_not_fill_a_vacancy() -> None:
    with pytest.raises(OfficeVacantError, match="DEPUTY on 2026-01-11"):
        holder_at(Office.DEPUTY, ENTRIES, date(2026, 1, 11))


def test_two_holders_on_one_day_are_refused() -> None:
    with pytest.raises(OfficeHeldTwiceError, match="2 officials"):
        holder_at(Office.DEPUTY, (*ENTRIES, official("other", 10, 11)), date(2026, 1, 10))


@pytest.mark.parametrize(
    ("person_id", "day", "title"),
    [
        ("old", 10, "Deputi Bidang Contoh"),
        ("acting", 12, "Plt. Deputi Bidang Contoh"),
        ("delegate", 11, "a.n. Deputi Bidang Contoh"),
    ],
)
def test_each_signs_under_a_title_of_his_own(person_id: str, day: int, title: str) -> None:
    on = date(2026, 1, day)
    [entry] = [each for each in ENTRIES if each.person_id == person_id and each.serves_on(on)]
    assert entry.signature_title == title


@pytest.mark.parametrize(("person_id", "day"), [("old", 11), ("delegate", 4), ("stranger", 5)])
def test_nobody_signs_outside_his_time(person_id: str, day: int) -> None:
    assert person_id not in signers_at(DocumentKind.APPROVAL, ENTRIES, date(2026, 1, day))


# --- delegation -----------------------------------------------------------------------------------------------------


def delegate(person_id: str, first: int, last: int, *kinds: DocumentKind) -> Official:
    entry = official(person_id, first, last, Capacity.ON_BEHALF)
    return replace(entry, kinds=kinds, own_title_id="Direktur Contoh")


HELD = official("holder", 1, 31)
ABSENT = official("stand-in", 5, 9, Capacity.DAILY)
APPROVES = delegate("director", 3, 20, DocumentKind.APPROVAL)


@pytest.mark.parametrize(("day", "person_id"), [(4, "holder"), (5, "stand-in"), (9, "stand-in"), (10, "holder")])
def test_a_plh_holds_the_office_on_his_days_and_no_longer(day: int, person_id: str) -> None:
    """Law 30/2014, article 14 (2) a: for a holder who is prevented for a time."""
    assert holder_at(Office.DEPUTY, (HELD, ABSENT), date(2026, 1, day)).person_id == person_id


ACTING_THEN = official("acting", 1, 31, Capacity.ACTING)


@pytest.mark.parametrize(
    ("entries", "person_id"),
    [((HELD,), "holder"), ((HELD, ABSENT), "holder"), ((ABSENT, HELD), "holder"), ((ACTING_THEN,), "acting")],
)
def test_an_agreement_names_the_definitive_holder_also_in_the_days_of_his_plh(entries, person_id: str) -> None:
    """II.2.1.a.3; else what is proposed in the days of a Plh. could not be signed after them (house rule)."""
    assert concluder_at(entries, date(2026, 1, 6)).person_id == person_id


def test_nobody_concludes_an_agreement_while_the_office_is_vacant() -> None:
    with pytest.raises(OfficeVacantError):
        concluder_at((APPROVES,), date(2026, 1, 6))


@pytest.mark.parametrize(
    ("kind", "day", "drafted_by", "person_id"),
    [
        (DocumentKind.APPROVAL, 2, "", "holder"),
        (DocumentKind.APPROVAL, 3, "", "director"),
        (DocumentKind.APPROVAL, 20, "", "director"),
        (DocumentKind.APPROVAL, 21, "", "holder"),
        (DocumentKind.APPROVAL, 3, "director", "holder"),
        (DocumentKind.ASSIGNMENT, 3, "", "holder"),
        (DocumentKind.ASSIGNMENT, 6, "", "stand-in"),
        (DocumentKind.DETERMINATION, 6, "", "stand-in"),
        (DocumentKind.DETERMINATION, 3, "", "holder"),
    ],
)
def test_who_is_to_sign_a_paper(kind: DocumentKind, day: int, drafted_by: str, person_id: str) -> None:
    entries = (HELD, ABSENT, APPROVES)
    assert signatory_at(kind, entries, date(2026, 1, day), authors=[drafted_by]).person_id == person_id


def test_what_may_not_be_delegated_is_not_signed_by_a_delegate_whatever_his_record_says() -> None:
    entry = delegate("director", 1, 31, DocumentKind.CERTIFICATE, DocumentKind.APPROVAL)
    day = date(2026, 1, 8)
    assert signatory_at(DocumentKind.CERTIFICATE, (HELD, entry), day).person_id == "holder"
    assert signers_at(DocumentKind.CERTIFICATE, (HELD, entry), day) == {"holder"}
    assert kinds_of_signer("director", (HELD, entry), day) == {DocumentKind.APPROVAL}


def test_every_kind_is_for_a_delegate_or_the_officials_own() -> None:
    """II.2.1.e.5, II.2.2, II.2.3.s3: what changes someone's standing is never signed a.n."""
    assert {"APPROVAL", "ASSIGNMENT", "RECOMMENDATION"} == MAY_BE_ON_BEHALF
    assert MAY_BE_ON_BEHALF <= OFFICE_KINDS
    assert not MAY_BE_ON_BEHALF & SIGNED_BY_ACT


def test_nobody_signs_on_behalf_of_an_office_that_is_vacant_or_held_by_a_plt() -> None:
    day, acting = date(2026, 1, 8), official("acting", 1, 31, Capacity.ACTING)
    assert signers_at(DocumentKind.APPROVAL, (APPROVES, ABSENT), day) == frozenset()
    assert signers_at(DocumentKind.APPROVAL, (APPROVES, acting), day) == {"acting"}
    assert signatory_at(DocumentKind.APPROVAL, (APPROVES, acting), day).person_id == "acting"
    with pytest.raises(OfficeVacantError):
        signatory_at(DocumentKind.APPROVAL, (APPROVES,), day)


def test_the_block_of_each_capacity() -> None:
    """ANRI 5/2021: the holder's title after a.n., the delegate's own under it."""
    assert APPROVES.signature_title == "a.n. Deputi Bidang Contoh\nDirektur Contoh"
    assert ABSENT.signature_title == "Plh. Deputi Bidang Contoh"
    assert [each.is_delegated for each in Capacity] == [False, True, True, True]


def test_a_signer_has_the_kinds_of_his_days() -> None:
    entries = (HELD, ABSENT, APPROVES)
    everything = OFFICE_KINDS | {DocumentKind.SLA}
    assert kinds_of_signer("holder", entries, date(2026, 1, 1)) == everything
    assert kinds_of_signer("stand-in", entries, date(2026, 1, 5)) == everything
    assert kinds_of_signer("stand-in", entries, date(2026, 1, 10)) == frozenset()
    assert kinds_of_signer("stranger", entries, date(2026, 1, 5)) == frozenset()
