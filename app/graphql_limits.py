"""What one request of GraphQL may cost: depth, fields and rows, counted before anything is validated or executed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_list_type,
)
from graphql.language import ValueNode

DEEPEST = 15
"""The most levels of fields under each other, lists and pages included."""

DEEPEST_NESTING = 60
"""The most selections inside each other, fragments included: what can be counted without exhausting the stack."""

MOST_FIELDS = 500
"""The most fields of one request, as if each list had one row, fragments written out at each use."""

MOST_COST = 20_000
"""The most cost: each field counts 1 for each row in which it stands, and more where `WEIGHTS` says so."""

MOST_TOKENS = 5_000
"""The most tokens of the text."""

_LONGEST_NUMBER = 10
"""Digits of a 32-bit number with its sign; Python refuses to read much longer ones."""

ASSUMED_LIST = 5
"""How many rows a list without a page size counts for."""

LARGEST_PAGE = 100
"""What a page counts for whose size cannot be read; the schema refuses larger ones."""

WEIGHTS: Mapping[str, int] = {
    "availableActions": 500,
    "downloadUrl": 20,
    "history": 10,
    "totalCount": 50,
    "verify": 2_000,
}
"""Fields that cost more than a value: what the door reads for each verb, counts, checks of signatures."""

_ROWS_OF_PAGE = frozenset({"edges", "nodes"})


@dataclass(frozen=True)
class Cost:
    """The cost of a selection. *Shape*: `rows` is the part that stands under the rows of a page, counted for one row."""

    depth: int = 0
    fields: int = 0
    once: int = 0
    rows: int = 0


class TooExpensive(GraphQLError):
    """A request over a limit. *Shape*: says which, and what to do."""

    def __init__(self, what: str, found: int, most: int) -> None:
        super().__init__(
            f"This request has {_capped(found)} {what}; at most {most} are allowed. Ask for smaller pages, fewer "
            "fields, or in several requests.",
            extensions={"code": "TOO_EXPENSIVE"},
        )


def _capped(number: int) -> str:
    return str(number) if number < 1_000_000_000 else "more than 1000000000"


class CostCounter:
    """Counts one document. Each fragment is counted once for each type on which it stands, whatever spreads it."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, object]) -> None:
        self._schema = schema
        self._variables = variables
        self._fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
        self._known: dict[str, Cost] = {}
        self._under_way: set[str] = set()
        self._nesting = 0
        self.selections = 0

    def operation(self, operation: OperationDefinitionNode) -> Cost:
        """The cost of an operation."""
        return self._selection(operation.selection_set, self._schema.get_root_type(operation.operation))

    def _selection(self, selection_set: SelectionSetNode, parent: object) -> Cost:
        self._nesting += 1
        if self._nesting > DEEPEST_NESTING:
            raise TooExpensive("levels of selections", self._nesting, DEEPEST_NESTING)
        cost = _together(self._each(selection_set, parent))
        self._nesting -= 1
        return cost

    def _each(self, selection_set: SelectionSetNode, parent: object) -> Iterator[Cost]:
        for node in selection_set.selections:
            self.selections += 1
            match node:
                case FieldNode():
                    yield self._field(node, parent)
                case InlineFragmentNode():
                    on = node.type_condition
                    inner = self._schema.get_type(on.name.value) if on else parent
                    yield self._selection(node.selection_set, inner)
                case FragmentSpreadNode():
                    yield self._fragment(node.name.value)

    def _fragment(self, name: str) -> Cost:
        if name in self._known:
            return self._known[name]
        fragment = self._fragments.get(name)
        if fragment is None or name in self._under_way:
            return Cost()
        self._under_way.add(name)
        on = self._schema.get_type(fragment.type_condition.name.value)
        self._known[name] = self._selection(fragment.selection_set, on)
        return self._known[name]

    def _field(self, node: FieldNode, parent: object) -> Cost:
        name = node.name.value
        if name == "__typename":
            return Cost(depth=1, fields=1, once=1)
        if name.startswith("__"):
            inner = self._selection(node.selection_set, None) if node.selection_set else Cost()
            return Cost(depth=1, fields=1 + inner.fields)
        known = parent.fields.get(name) if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType) else None
        kind = get_named_type(known.type) if known else None
        inner = self._selection(node.selection_set, kind) if node.selection_set else Cost()
        own = WEIGHTS.get(name, 1)
        depth, fields = 1 + inner.depth, 1 + inner.fields
        if name in _ROWS_OF_PAGE and _is_page(parent):
            return Cost(depth, fields, own, inner.once + inner.rows)
        size = self._size(node, is_list=known is not None and is_list_type(get_nullable_type(known.type)))
        if _is_page(kind):
            return Cost(depth, fields, own + inner.once + size * inner.rows)
        return Cost(depth, fields, own + size * (inner.once + inner.rows))

    def _size(self, node: FieldNode, *, is_list: bool) -> int:
        for argument in node.arguments or ():
            if argument.name.value == "first":
                return self._number(argument.value)
            if argument.name.value == "ids":
                return self._length(argument.value)
        return ASSUMED_LIST if is_list else 1

    def _number(self, node: ValueNode) -> int:
        value: object = None
        if isinstance(node, IntValueNode):
            value = int(node.value) if len(node.value) <= _LONGEST_NUMBER else None
        elif isinstance(node, VariableNode):
            value = self._variables.get(node.name.value)
        return value if isinstance(value, int) and 0 <= value <= LARGEST_PAGE else LARGEST_PAGE

    def _length(self, node: ValueNode) -> int:
        value: object = None
        if isinstance(node, ListValueNode):
            value = node.values
        elif isinstance(node, VariableNode):
            value = self._variables.get(node.name.value)
        return len(value) if isinstance(value, list | tuple) else LARGEST_PAGE


def _is_page(kind: object) -> bool:
    return isinstance(kind, GraphQLObjectType) and kind.name.endswith("Connection")


def _together(costs: Iterator[Cost]) -> Cost:
    depth = fields = once = rows = 0
    for cost in costs:
        depth, fields = max(depth, cost.depth), fields + cost.fields
        once, rows = once + cost.once, rows + cost.rows
    return Cost(depth, fields, once, rows)


def refused_cost(
    schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, object], operation_name: str | None
) -> GraphQLError | None:
    """Why the operation asked for may not run, or None. *Does not check*: whether the document is valid.

    It is safe on an invalid one: unknown names count little, and a cycle of fragments counts as nothing.
    """
    counter = CostCounter(schema, document, variables)
    asked = (d for d in document.definitions if isinstance(d, OperationDefinitionNode) and _is_asked(d, operation_name))
    operation = next(asked, None)
    try:
        return None if operation is None else _over(counter.operation(operation))
    except TooExpensive as refused:
        return refused


def _is_asked(definition: OperationDefinitionNode, operation_name: str | None) -> bool:
    return operation_name is None or (definition.name is not None and definition.name.value == operation_name)


def _over(cost: Cost) -> GraphQLError | None:
    limits = (
        ("levels of fields", cost.depth, DEEPEST),
        ("fields", cost.fields, MOST_FIELDS),
        ("points of cost", cost.once + cost.rows, MOST_COST),
    )
    return next((TooExpensive(what, found, most) for what, found, most in limits if found > most), None)
