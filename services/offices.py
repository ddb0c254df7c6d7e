"""Who holds an office on a day, read from the records: the Deputy, and who signs for an institution."""

from datetime import date

from documents.lint import TermOfOffice
from domain.configuration_keys import ConfigurationKey
from domain.officials import Office, Official, OfficialsError, holder_at
from domain.refusals import RefusalCode, refuse
from domain.roles import ROLE_LABELS_ID, Role
from persistence.configuration import officials, setting
from persistence.documents import DocumentRecord
from persistence.personnel import PersonRecord, holders
from services.door import CannotCompose

_ALWAYS = date.min


def deputy_on(day: date) -> Official:
    """Who holds the Deputy's office on a day. *Raises*: `CannotCompose` where nobody does, or two."""
    try:
        return holder_at(Office.DEPUTY, officials(Office.DEPUTY), day)
    except OfficialsError as error:
        raise _unknown("Deputi", "DEPUTY") from error


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
        raise _unknown(f"{ROLE_LABELS_ID[role]}, {institution_id}{found}", role.value)
    return people[0]


def person_named(person_id: str) -> PersonRecord:
    """A person by id. *Raises*: `CannotCompose`."""
    found: PersonRecord | None = PersonRecord.objects(id=person_id).first()
    if found is None:
        raise _unknown(person_id, person_id)
    return found


def _unknown(who: str, subject: str) -> CannotCompose:
    return CannotCompose(refuse(RefusalCode.PERSON_UNKNOWN, clause="II.2.1.a.3", who=who, subject=subject))


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
        if official.person_id in document.signatories
    ]
    people = PersonRecord.objects(id__in=list(document.signatories), active=True)
    return terms + [
        TermOfOffice(name=person.name, office=person.office, valid_from=_ALWAYS, valid_until=None)
        for person in people
        if person.institution_id is not None or Role.ASSESSOR.value in person.roles
    ]
