"""Contexts as frozen facts: dataclasses to JSON values and back, strictly; what the facts mean stands in `contexts`."""

import dataclasses
import types
from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints

from documents.errors import FactsError

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | bool | None"
Shape = TypeVar("Shape")


def freeze(value: object) -> Json:
    """A context as JSON values.

    *Shape*: dataclasses as objects, tuples as lists, dates as `2022-09-30`, instants as `2022-09-30T07:05:00+00:00`.
    *Raises*: `FactsError` for a value that has no exact JSON form, such as a float or a naive instant.
    """
    match value:
        case StrEnum():
            return value.value
        case None | bool() | int() | str():
            return value
        case datetime():
            return _instant_text(value)
        case date():
            return value.isoformat()
        case tuple():
            return [freeze(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: freeze(getattr(value, field.name)) for field in dataclasses.fields(value)}
    raise FactsError(f"{type(value).__name__} has no place in frozen facts")


def thaw(shape: type[Shape], facts: Json, path: str = "") -> Shape:
    """The dataclass `shape` from its frozen facts.

    A field that has a default came after the first papers: facts frozen before it are read without it, so that their
    letter is made again as it was.
    *Raises*: `FactsError` that names the path of an unknown key, a missing key, or a value of another type.
    """
    if not isinstance(facts, dict):
        raise FactsError(f"{path or shape.__name__}: an object was expected")
    types_of = _fields(shape)
    for key in (facts.keys() ^ types_of.keys()) - (_later(shape) - facts.keys()):
        raise FactsError(f"{_join(path, key)}: {'unknown' if key in facts else 'missing'} key of {shape.__name__}")
    return shape(**{key: _value(types_of[key], facts[key], _join(path, key)) for key in types_of if key in facts})


def _fields(shape: type) -> dict[str, object]:
    hints = get_type_hints(shape)
    return {field.name: hints[field.name] for field in dataclasses.fields(shape)}


def _later(shape: type) -> set[str]:
    return {field.name for field in dataclasses.fields(shape) if field.default is not dataclasses.MISSING}


def _value(kind: object, value: Json, path: str) -> object:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        inner = next(option for option in get_args(kind) if option is not types.NoneType)
        return None if value is None else _value(inner, value, path)
    if origin is tuple:
        return _items(get_args(kind)[0], value, path)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return thaw(kind, value, path)
    return _scalar(kind, value, path)


def _items(kind: object, value: Json, path: str) -> tuple[object, ...]:
    if not isinstance(value, list):
        raise FactsError(f"{path}: a list was expected")
    return tuple(_value(kind, item, f"{path}[{index}]") for index, item in enumerate(value))


def _scalar(kind: object, value: Json, path: str) -> object:
    if kind in (str, int, bool) and type(value) is kind:
        return value
    if isinstance(value, str) and kind not in (str, int, bool):
        try:
            return _from_text(kind)(value)
        except ValueError as error:
            raise FactsError(f"{path}: {error}") from error
    raise FactsError(f"{path}: {type(value).__name__} where {getattr(kind, '__name__', kind)} was expected")


def _from_text(kind: object) -> Callable[[str], object]:
    if kind is datetime:
        return _instant
    if kind is date:
        return date.fromisoformat
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind
    raise ValueError(f"no frozen form of {kind}")


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    _instant_text(instant)
    return instant.astimezone(UTC)


def _instant_text(instant: datetime) -> str:
    if instant.tzinfo is None:
        raise FactsError(f"an instant without time zone has no place in frozen facts: {instant.isoformat()}")
    return instant.astimezone(UTC).isoformat()


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
