"""People who act in the system: officials of LKPP and of institutions, with their roles and ties; never their keys."""

from mongoengine import BooleanField, Document, ListField, StringField

from domain.reviewers import Reviewer
from domain.roles import Role
from domain.tables import Act


class PersonRecord(Document):
    """A person. *Shape*: `tied_institution_ids` are institutions that he may not review, assess or hear."""

    meta = {"collection": "personnel", "indexes": ["institution_id", "roles"]}

    id = StringField(primary_key=True)
    name = StringField(required=True)
    roles = ListField(StringField(), required=True)
    office = StringField(required=True)
    organisation = StringField(required=True)
    institution_id = StringField()
    unit_id = StringField()
    identity = StringField()
    tied_institution_ids = ListField(StringField())
    active = BooleanField(required=True)


def holders(role: str, institution_id: str) -> list[PersonRecord]:
    """Every active person who holds the role in the institution, by id."""
    return list(PersonRecord.objects(roles=role, institution_id=institution_id, active=True).order_by("id"))


def holder(role: str, institution_id: str | None) -> PersonRecord | None:
    """The active person who holds the role in the institution (None: in LKPP); the first by id where there are several."""
    found: PersonRecord | None = (
        PersonRecord.objects(roles=role, institution_id=institution_id, active=True).order_by("id").first()
    )
    return found


def named_reviewer(act: Act, institution_id: str) -> Reviewer | None:
    """The active reviewer of LKPP whom the act names (`reviewer_id`), as the institution finds him; None where nobody is."""
    person_id = getattr(act.payload, "reviewer_id", None)
    found = PersonRecord.objects(id=person_id, roles=Role.REVIEWER.value, active=True).first() if person_id else None
    return Reviewer(name=found.name, tied=institution_id in found.tied_institution_ids) if found else None
