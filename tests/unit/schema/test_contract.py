"""The schema as a contract: described everywhere, closed by default, and the same as the file that is checked in."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLObjectType, GraphQLUnionType, is_introspection_type

import schema
from app.graphql import build_schema
from domain.act_labels import ACT_LABELS_EN
from domain.aggregates import Aggregate
from domain.refusals import RefusalCode
from domain.units import ProviderForm
from persistence.repositories import REPOSITORIES
from resolvers.roots import Mutation, Query
from schema.actions import MUTATIONS
from schema.permissions import Public

BUILT = build_schema()
CORE = BUILT._schema
OWN_TYPES = [
    t for n, t in CORE.type_map.items() if not is_introspection_type(t) and n not in {"String", "Int", "Boolean", "ID"}
]


MAKING = {
    mutation
    for (aggregate, verb), mutation in MUTATIONS.items()
    if any(None in row.sources for row in REPOSITORIES[aggregate].table.rows_of(verb))
}
"""The mutations that make a thing, of which nobody has seen a version before."""

MANY = {"signDocuments"}
"""The mutations that do another's verb on several things, each with the version seen of it."""

CHANGES_NOTHING = {"requestSigningCode"}
"""The mutations that only have something sent to the viewer: no verb is done, and no version need have been seen."""


def parts(kind):
    """Everything of a type that a client reads about: itself, its fields with their arguments, its values."""
    yield kind.name, kind
    for name, field in getattr(kind, "fields", {}).items():
        yield f"{kind.name}.{name}", field
        for argument, described in getattr(field, "args", {}).items():
            yield f"{kind.name}.{name}({argument}:)", described
    if isinstance(kind, GraphQLEnumType):
        for name, value in kind.values.items():
            yield f"{kind.name}.{name}", value


def test_everything_has_a_description():
    silent = [name for kind in OWN_TYPES for name, part in parts(kind) if not part.description]
    assert silent == []


@pytest.mark.parametrize("root", [Query, Mutation])
def test_every_root_field_declares_its_permissions(root):
    """Closed by default: what is open to everybody says so."""
    fields = root.__strawberry_definition__.fields
    assert [field.name for field in fields if not field.permission_classes] == []


def test_what_is_open_to_everybody_is_this_list():
    fields = Query.__strawberry_definition__.fields + Mutation.__strawberry_definition__.fields
    assert sorted(field.name for field in fields if field.permission_classes == [Public]) == [
        "calendar",
        "certificates",
        "clause",
        "clauses",
        "competencies",
        "institutions",
        "node",
        "nodes",
        "public_log",
        "rules",
        "sanction_register",
        "standards",
        "standards_catalogue",
        "units",
        "verify",
        "viewer",
    ]


def test_the_file_is_the_schema():
    """`pembina schema > schema/schema.graphql` after a change; the difference is what reviewers read."""
    file = Path(schema.__file__).with_name("schema.graphql")
    assert file.read_text(encoding="utf-8") == build_schema(in_order=True).as_str() + "\n"


def test_every_verb_that_a_person_can_do_has_its_mutation():
    fields = CORE.mutation_type.fields
    assert sorted(MUTATIONS.values()) == sorted(set(fields) - MANY - CHANGES_NOTHING)
    whole = (Aggregate.APPLICATION, Aggregate.SLA, Aggregate.DOCUMENT, Aggregate.EVIDENCE)
    for aggregate in (*whole, Aggregate.UNIT, Aggregate.MANAGED_SYSTEM, Aggregate.USER_FIGURES):
        verbs = {row.verb for row in REPOSITORIES[aggregate].table.rows if not row.is_effect}
        assert verbs == {verb for of, verb in MUTATIONS if of is aggregate}
    assert MUTATIONS.keys() == ACT_LABELS_EN.keys()


def test_every_mutation_takes_one_input_with_key_and_version():
    for name, field in CORE.mutation_type.fields.items():
        ((argument, given),) = field.args.items()
        assert (argument, str(given.type)) == ("input", f"{name[0].upper()}{name[1:]}Input!")
        taken = {key: str(value.type) for key, value in given.type.of_type.fields.items()}
        assert taken["idempotencyKey"] == "String!"
        if name in MANY:
            taken = {key: str(value.type) for key, value in CORE.type_map["PaperToSignInput"].fields.items()}
        if name not in MAKING | CHANGES_NOTHING:
            assert taken["expectedVersion"] == "Int!"


def test_every_mutation_gives_a_union_of_its_success_and_every_refusal():
    refusals = {"".join(word.capitalize() for word in code.split("_")) for code in RefusalCode}
    for name, field in CORE.mutation_type.fields.items():
        union = field.type.of_type
        stem = f"{name[0].upper()}{name[1:]}"
        assert isinstance(union, GraphQLUnionType)
        assert union.name == f"{stem}Payload"
        assert {member.name for member in union.types} == refusals | {f"{stem}Success"}


def test_every_refusal_type_implements_the_interface():
    interface = CORE.type_map["Refusal"]
    assert {each.name for each in CORE.get_possible_types(interface)} == {
        "".join(word.capitalize() for word in code.split("_")) for code in RefusalCode
    }
    assert set(interface.fields) == {"code", "message", "required", "clause", "clauseId", "subject"}


def test_references_are_objects_and_not_ids():
    """No output field is called after an id, save the ids of things themselves and of clauses."""
    named = [
        f"{kind.name}.{field}"
        for kind in OWN_TYPES
        if isinstance(kind, GraphQLObjectType)
        for field in kind.fields
        if field.endswith("Id") and field != "clauseId"
    ]
    assert named == []


def test_secrets_only_go_in():
    """`Secret` stands in inputs alone."""
    given = [
        f"{kind.name}.{name}"
        for kind in OWN_TYPES
        for name, field in getattr(kind, "fields", {}).items()
        if "Secret" in str(field.type) and not isinstance(kind, GraphQLInputObjectType)
    ]
    assert given == []


def test_an_enum_in_an_input_arrives_as_the_domains_own_member():
    """A schema sorted for printing gives plain text instead, so it must never be the one that is served."""
    found = CORE.type_map["ProviderForm"].coerce_input_value("SYSTEM_PROVIDER")
    assert found is ProviderForm.SYSTEM_PROVIDER


def problem_fields() -> Iterator[tuple[str, str]]:
    """Every field that the domain says is wrong by itself: where, and its name, with dots between it and what it stands in."""
    for file in sorted((Path(schema.__file__).parents[1] / "domain").glob("*.py")):
        for call in (node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)):
            is_problem = isinstance(call.func, ast.Name) and call.func.id == "input_problem"
            named = [call.args[0]] if is_problem and call.args else []
            named += [keyword.value for keyword in call.keywords if keyword.arg == "field"]
            for name in named:
                if isinstance(name, ast.Constant):
                    yield f"{file.name}:{call.lineno}", str(name.value)


def test_a_refusal_of_an_input_names_a_field_that_inputs_have():
    """“Correct the field x and send it again” helps only who finds x in what he sent."""
    named = list(problem_fields())
    assert len(named) > 150
    inputs = {field for kind in OWN_TYPES if isinstance(kind, GraphQLInputObjectType) for field in kind.fields}
    assert [(place, name) for place, name in named if not inputs.issuperset(name.split("."))] == []
