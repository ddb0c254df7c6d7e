"""Units (pengelola LPSE): their record, and the facts that their guards need."""

from mongoengine import StringField

from domain.provider_forms import ProviderForm
from domain.tables import Act
from domain.units import ActivateUnit, UnitFacts
from persistence.compliance import cells_of
from persistence.records import Record
from persistence.standards import binding_standards


class UnitRecord(Record):
    """A unit that runs, or will run, e-procurement for its institution. *Shape*: dates as ISO 8601 text."""

    meta = {"collection": "units", "indexes": ["institution_id", ("name", "id"), ("state", "name", "id")]}

    institution_id = StringField(required=True)
    application_id = StringField(required=True)
    name = StringField(required=True)
    form = StringField(required=True)
    unit_form = StringField(required=True)
    management_pattern = StringField(required=True)
    legal_basis_number = StringField(required=True)
    legal_basis_date = StringField(required=True)
    address = StringField(required=True)
    email = StringField(required=True)
    phone = StringField(required=True)
    service_hours = StringField(required=True)


def unit_facts(record: UnitRecord | None, act: Act) -> UnitFacts:
    """The facts of a unit, or of one that the act registers."""
    if record is None:
        return UnitFacts(state=None, institution_id=getattr(act.payload, "institution_id", None))
    form = act.payload.data.form if isinstance(act.payload, ActivateUnit) else ProviderForm(record.form)
    return UnitFacts(
        state=record.state,
        institution_id=record.institution_id,
        unit_id=record.id,
        cells=cells_of(record.id),
        binding=binding_standards(form),
    )
