"""Who holds an office on a day, read from the records: the Deputy, and who signs for an institution."""

from collections.abc import Collection
from datetime import date

from documents.lint import TermOfOffice
from domain.clock import legal_date
from domain.configuration_keys import ConfigurationKey
from domain.document_kinds import DocumentKind
from domain.officials import OFFICE_KINDS, Office, Official, OfficialsError, concluder_at, holder_at, signatory_at
from domain.refusals import RefusalCode, Words, refuse
from domain.roles import ROLE_LABELS, Role
from domain.tables import Act, LetterOrder
from persistence.configuration import office_holders, officials, setting
from persistence.documents import DocumentRecord, reviewers_of
from persistence.personnel import PersonRecord, holders
from services.door import CannotCompose

_ALWAYS = date.min


def deputy_on(day: date) -> Official:
    """Who holds the Deputy's office on a day. *Raises*: `CannotCompose` where nobody does, or two."""
    try:
        return holder_at(Office.DEPUTY, officials(Office.DEPUTY), day)
    except OfficialsError as error:
        raise _unknown("Deputi", "DEPUTY") from error


def concluder_on(day: date) -> Official:
    """Who concludes an agreement for LKPP on a day. *Raises*: as `deputy_on`."""
    try:
        return concluder_at(officials(Office.DEPUTY), day)
    except OfficialsError as error:
        raise _unknown("Deputi", "DEPUTY") from error


def signatory_of(kind: DocumentKind, day: date, *, authors: Collection[str]) -> Official:
    """Who is to sign a paper of that kind for LKPP: a delegate a.n., or who holds the office. *Raises*: as `deputy_on`."""
    try:
        return signatory_at(kind, officials(Office.DEPUTY), day, authors=authors)
    except OfficialsError as error:
        raise _unknown("Deputi", "DEPUTY") from error


def signatory_of_order(kind: DocumentKind, order: LetterOrder, act: Act) -> Official:
    """The same for a letter that the act orders. *Raises*: as `deputy_on`."""
    authors = {order.drafted_by or act.actor.id, *reviewers_of(kind, act.record_id)}
    return signatory_of(kind, legal_date(act.now), authors=authors)


def signatory_anew(document: DocumentRecord, day: date) -> Official | None:
    """Who is to sign the paper for LKPP on that day, where it names another, or him under another title.

    None also for a paper that no official of LKPP signs alone, and while the office is vacant.
    """
    kind, printed = DocumentKind(document.kind), document.facts.get("signatory")
    if kind not in OFFICE_KINDS or printed is None:
        return None
    try:
        authors = {document.drafted_by, *reviewers_of(kind, document.subject_id)}
        found = signatory_at(kind, officials(Office.DEPUTY), day, authors=authors)
    except OfficialsError:
        return None
    stays = list(document.signatories) == [found.person_id] and printed.get("office") == found.signature_title
    return None if stays else found


def may_be_signed(document: DocumentRecord, day: date) -> bool:
    """Whether one of those whom the paper names may sign it on that day; a sealed one names nobody, and needs nobody."""
    named = list(document.signatories)
    return not named or bool(office_holders(named, day, kind=DocumentKind(document.kind)))


def institution_signatory(institution_id: str, day: date, *, unit_id: str) -> PersonRecord:
    """Who signs for the institution, as configured: its head, or the head of this unit.

    The head of a unit is registered with it; one who is registered without a unit heads whichever has no head of its own.
    *Raises*: `CannotCompose` where there is nobody, or where several could be meant.
    """
    configured = setting(ConfigurationKey.SLA_INSTITUTION_SIGNATORY, day)
    role = Role.UNIT_HEAD if configured == "UNIT_HEAD" else Role.INSTITUTION_HEAD
    people = holders(role.value, institution_id)
    if role is Role.UNIT_HEAD:
        people = [p for p in people if p.unit_id == unit_id] or [p for p in people if p.unit_id is None]
    if len(people) != 1:
        found = f" ({', '.join(person.name for person in people)}?)" if people else ""
        labels = (f"{label}, {institution_id}{found}" for label in ROLE_LABELS[role])
        raise _unknown(Words(*labels), role.value)
    return people[0]


def person_named(person_id: str) -> PersonRecord:
    """A person by id. *Raises*: `CannotCompose`."""
    found: PersonRecord | None = PersonRecord.objects(id=person_id).first()
    if found is None:
        raise _unknown(person_id, person_id)
    return found


def _unknown(who: str | Words, subject: str) -> CannotCompose:
    return CannotCompose(refuse(RefusalCode.PERSON_UNKNOWN, who=who, subject=subject))


def terms_of_office(document: DocumentRecord) -> list[TermOfOffice]:
    """The terms of those who are to sign the paper: of LKPP's officials as dated, of an institution's people and LKPP's
    assessors (who sign their own reports) while active.
    """
    terms = [
        TermOfOffice(
            name=official.name,
            office=official.signature_title,
            valid_from=official.valid_from,
            valid_until=official.valid_to,
        )
        for official in officials(Office.DEPUTY)
        if official.person_id in document.signatories and official.covers(DocumentKind(document.kind))
    ]
    people = PersonRecord.objects(id__in=list(document.signatories), active=True)
    return terms + [
        TermOfOffice(name=person.name, office=person.office, valid_from=_ALWAYS, valid_until=None)
        for person in people
        if person.institution_id is not None or Role.ASSESSOR.value in person.roles
    ]
