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
