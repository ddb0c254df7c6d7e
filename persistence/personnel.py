"""People who act in the system: officials of LKPP and of institutions, with their roles and ties; never their keys."""

from mongoengine import BooleanField, Document, ListField, StringField


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
