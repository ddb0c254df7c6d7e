"""The decorators of every type: what clients read as description is the docstring, so that nothing goes without words."""

import inspect
from collections.abc import Callable
from dataclasses import MISSING
from enum import Enum
from typing import Annotated, Any, TypeAlias, TypeVar, dataclass_transform

import strawberry
from strawberry.permission import BasePermission
from strawberry.types.enum import StrawberryEnumDefinition
from strawberry.types.field import StrawberryField

T = TypeVar("T")
E = TypeVar("E", bound=Enum)


InputArgument: TypeAlias = Annotated[
    T, strawberry.argument(name="input", description="What is to be done, and on what.")
]
"""The one argument of a mutation."""


FilterArgument: TypeAlias = Annotated[
    T | None, strawberry.argument(name="filter", description="Which rows; all that the viewer may read without it.")
]
"""The filter of a list."""

OrderArgument: TypeAlias = Annotated[
    T | None,
    strawberry.argument(name="orderBy", description="In which order; each list has an order of its own without it."),
]
"""The order of a list."""


class UndescribedError(Exception):
    """A type, field or enum value without words for the client."""


def attribute(description: str, *, default: object = MISSING, name: str | None = None) -> Any:
    """A plain field with its description."""
    return strawberry.field(description=description, default=default, name=name)


def computed(resolver: Callable[..., Any]) -> StrawberryField:
    """A field that a method computes; its docstring is the description."""
    field: StrawberryField = strawberry.field(resolver, description=words(resolver))
    return field


def root(
    *permissions: type[BasePermission], graphql_type: object = None
) -> Callable[[Callable[..., Any]], StrawberryField]:
    """A root field with the permissions that it needs, all of them; its docstring is the description."""

    def decorate(resolver: Callable[..., Any]) -> StrawberryField:
        field: StrawberryField = strawberry.field(
            resolver, description=words(resolver), permission_classes=list(permissions), graphql_type=graphql_type
        )
        return field

    return decorate


@dataclass_transform(order_default=True, kw_only_default=True, field_specifiers=(attribute,))
def object_type(cls: type[T]) -> type[T]:
    """An object type described by its docstring."""
    return strawberry.type(cls, description=words(cls))


@dataclass_transform(order_default=True, kw_only_default=True, field_specifiers=(attribute,))
def interface_type(cls: type[T]) -> type[T]:
    """An interface described by its docstring."""
    return strawberry.interface(cls, description=words(cls))


@dataclass_transform(order_default=True, kw_only_default=True, field_specifiers=(attribute,))
def input_type(cls: type[T]) -> type[T]:
    """An input object described by its docstring."""
    return strawberry.input(cls, description=words(cls))


def enumeration(enum: type[E], description: str, *, name: str | None = None, **values: str) -> type[E]:
    """Registers an enum of the domain under its own name, with a description of each member.

    *Raises*: `UndescribedError` where a member and a description do not match.
    """
    strawberry.enum(enum, name=name, description=description)
    definition: StrawberryEnumDefinition = vars(enum)["__strawberry_definition__"]
    if differing := {value.name for value in definition.values} ^ values.keys():
        raise UndescribedError(f"{enum.__name__}: {', '.join(sorted(differing))}")
    for value in definition.values:
        value.description = values[value.name]
    return enum


def words(thing: Callable[..., Any] | type) -> str:
    """The docstring as one paragraph per paragraph. *Raises*: `UndescribedError`."""
    text = vars(thing).get("__doc__") if isinstance(thing, type) else thing.__doc__
    if not text:
        raise UndescribedError(f"{thing.__name__} has no docstring")
    paragraphs = inspect.cleandoc(text).split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
