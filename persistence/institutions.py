"""Institutions (K/L/Pemda): reference data, written by the seeds and by LKPP's admin."""

from mongoengine import BooleanField, DateTimeField, Document, StringField


class InstitutionRecord(Document):
    """A ministry, agency or local government. *Shape*: `region_code` is Kemendagri's dotted code, local governments only."""

    meta = {"collection": "institutions", "indexes": [("name", "id"), ("kind", "name", "id"), "region_code"]}

    id = StringField(primary_key=True)
    kind = StringField(required=True)
    name = StringField(required=True)
    region_code = StringField()
    province_code = StringField()
    time_zone = StringField(required=True)
    head_office = StringField(required=True)
    address = StringField()
    place = StringField()
    active = BooleanField(required=True)
    sample = BooleanField(required=True)
    updated_at = DateTimeField()
