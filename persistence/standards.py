"""The standards catalogue as stored (II.2.1.b): the 17 standards with their criteria; when one is met is the domain's."""

from mongoengine import (
    BooleanField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentListField,
    IntField,
    ListField,
    StringField,
)

from domain.provider_forms import ProviderForm
from domain.standards import Applicability, Criterion, Method, Requirement, Standard, StandardCode


class CriterionField(EmbeddedDocument):
    """One criterion: project configuration, not LKPP's official text."""

    code = StringField(required=True)
    text_id = StringField(required=True)
    text_en = StringField(required=True)
    evidence_id = StringField(required=True)
    methods = ListField(StringField(), required=True)
    requirement = StringField(required=True)
    applicability = StringField(required=True)


class StandardRecord(Document):
    """One standard under the decree's name. *Shape*: `id` is S01 to S17; `aliases` are its names of 2014, for search."""

    meta = {"collection": "standards", "indexes": ["number"]}

    id = StringField(primary_key=True)
    number = IntField(required=True)
    clause = StringField(required=True)
    name_id = StringField(required=True)
    name_en = StringField(required=True)
    aliases = ListField(StringField())
    reference = StringField()
    official_text = BooleanField(required=True)
    criteria = EmbeddedDocumentListField(CriterionField)


def catalogue() -> tuple[Standard, ...]:
    """The standards in force, in the decree's order, as this thread's transaction sees them."""
    return tuple(_standard(record) for record in StandardRecord.objects.order_by("number"))


def binding_standards(form: ProviderForm) -> frozenset[StandardCode]:
    """The standards of which at least one criterion binds a unit of that form."""
    return frozenset(standard.code for standard in catalogue() if standard.criteria_for(form))


def _standard(record: StandardRecord) -> Standard:
    code = StandardCode(record.id)
    return Standard(
        code=code,
        name_id=record.name_id,
        name_en=record.name_en,
        reference=record.reference or "",
        aliases=tuple(record.aliases),
        criteria=tuple(
            Criterion(
                code=criterion.code,
                standard=code,
                text_id=criterion.text_id,
                text_en=criterion.text_en,
                evidence_id=criterion.evidence_id,
                methods=tuple(Method(method) for method in criterion.methods),
                requirement=Requirement(criterion.requirement),
                applicability=Applicability(criterion.applicability),
            )
            for criterion in record.criteria
        ),
    )
