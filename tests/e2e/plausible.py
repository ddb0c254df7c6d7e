"""A well-formed input for any mutation, made from the schema alone: right types, things that do not exist."""

from collections.abc import Mapping
from typing import Any

from app.demo.client import ApiClient
from schema.nodes import global_id

_TYPES = """
{ __schema { types { name kind enumValues { name } inputFields { name defaultValue type { ...T } } }
  mutationType { fields { name args { type { ...T } } } } } }
fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }
"""
_SCALARS: Mapping[str, Any] = {
    "String": "Contoh yang cukup panjang",
    "Int": 1,
    "Boolean": True,
    "Float": 1.0,
    "Date": "2026-11-23",
    "DateTime": "2026-11-23T03:00:00+00:00",
    "Sha256": "0" * 64,
    "Secret": "contoh",
}
KINDS = {
    "unit": "Unit",
    "sla": "Sla",
    "document": "Document",
    "institution": "Institution",
    "assessment": "Assessment",
    "surveillance": "Surveillance",
    "case": "SanctionCase",
    "sanctionCase": "SanctionCase",
    "sanction": "Sanction",
    "objection": "Objection",
    "reassessment": "Reassessment",
    "mentoring": "Mentoring",
    "consultation": "Consultation",
    "certificate": "Certificate",
    "system": "ManagedSystem",
    "figures": "UserFigures",
    "catalogue": "StandardsCatalogue",
    "setting": "Setting",
    "official": "Official",
    "competency": "Competency",
    "file": "PersonnelFile",
    "plan": "CapacityPlan",
}
"""The kind of thing that an input's field names."""


class Inputs:
    """Reads the schema once, as any client can."""

    def __init__(self, client: ApiClient) -> None:
        schema = client.ask(_TYPES)["__schema"]
        self._types = {each["name"]: each for each in schema["types"]}
        self._mutations = {
            field["name"]: _name(field["args"][0]["type"])
            for field in schema["mutationType"]["fields"]
            if field["args"]
        }

    def names(self) -> tuple[str, ...]:
        """Every mutation."""
        return tuple(self._mutations)

    def of(self, mutation: str) -> dict[str, Any]:
        """The required fields of its input, filled in."""
        return self._object(self._mutations[mutation])

    def _object(self, name: str) -> dict[str, Any]:
        fields = self._types[name]["inputFields"]
        return {
            field["name"]: self._value(field["name"], field["type"])
            for field in fields
            if field["type"]["kind"] == "NON_NULL" and field["defaultValue"] is None
        }

    def _value(self, field: str, wanted: Mapping[str, Any]) -> Any:
        match wanted["kind"]:
            case "NON_NULL":
                return self._value(field, wanted["ofType"])
            case "LIST":
                return [self._value(field, wanted["ofType"])]
            case "ENUM":
                return self._types[wanted["name"]]["enumValues"][0]["name"]
            case "INPUT_OBJECT":
                return self._object(wanted["name"])
        if wanted["name"] == "ID":
            return global_id(KINDS.get(field, "Evidence"), "0" * 24)
        return _SCALARS[wanted["name"]]


def _name(wanted: Mapping[str, Any]) -> str:
    while wanted["name"] is None:
        wanted = wanted["ofType"]
    return str(wanted["name"])
