"""The sandbox in which templates run: what they may use, and how a value becomes text in a Word file."""

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from docx.opc.oxml import parse_xml, serialize_part_xml
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, Undefined, UndefinedError
from jinja2 import Template as CompiledPart
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from documents import wording
from documents.errors import RenderError
from documents.sla_clauses import FORM_NAMES
from domain.clock import legal_date

_BREAK = Markup('</w:t><w:br/><w:t xml:space="preserve">')
_TAB = Markup('</w:t><w:tab/><w:t xml:space="preserve">')
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CITATION = re.compile(r"\b(Pasal|[Aa]yat|huruf|angka|Bab|Nomor) (?=[\dIVX(]|[a-q]\b)")
_NAMED = re.compile(r"'(\w+)'(?: is undefined)?$")


class _Absent(StrictUndefined):
    """An optional value that is not given: a template may ask whether it is there, and may not print it."""

    def __bool__(self) -> bool:  # type: ignore[override]
        return False


class _Sandbox(ImmutableSandboxedEnvironment):
    """No access to Python's inside, no change of values, no undefined or absent value printed."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        return _present(attribute, super().getattr(obj, attribute))

    def getitem(self, obj: Any, argument: Any) -> Any:
        return _present(str(argument), super().getitem(obj, argument))


def _present(name: str, value: Any) -> Any:
    return _Absent(name=name) if value is None else value


def _printed(value: Any) -> Any:
    """Text literally, with its line breaks and tabs as Word has them; dates and truths need a filter first."""
    if isinstance(value, Undefined):
        return str(value)
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise RenderError(f"a {type(value).__name__} cannot be printed as it is: the template lacks a filter")
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    return escape(text).replace("\n", _BREAK).replace("\t", _TAB)


def unbroken(text: str) -> str:
    """The text with its citations kept on one line: `Pasal 15`, `ayat (3)`, `huruf a`, `angka 2.1`, `Bab II`."""
    return _CITATION.sub("\\1\u00a0", text)


def environment() -> ImmutableSandboxedEnvironment:
    """The environment of every template: autoescape, strict, no globals, our filters only."""
    sandbox = _Sandbox(autoescape=True, undefined=StrictUndefined, finalize=_printed)
    words: tuple[Callable[..., str], ...] = (
        wording.long_date,
        wording.full_date,
        wording.spelled_date,
        wording.digits_date,
        wording.date_and_time,
        wording.clock_time,
        wording.numbered,
        wording.heading_number,
        wording.bare_number,
        wording.lettered,
        wording.number_and_words,
        wording.percent_and_words,
        unbroken,
    )
    sandbox.filters = {name: sandbox.filters[name] for name in ("upper", "length")}
    sandbox.filters.update({filter_.__name__: filter_ for filter_ in words})
    sandbox.filters["day_of"] = legal_date
    sandbox.filters["form_name"] = lambda form: FORM_NAMES[form]
    sandbox.filters["scored"] = lambda results, name: any(getattr(each, name) != "-" for each in results)
    sandbox.globals.clear()
    return sandbox


_SANDBOX = environment()


def compile_part(xml: bytes) -> CompiledPart:
    """One XML part of a template, compiled.

    *Raises*: `RenderError` for a tag or an XML part that is not well formed.
    """
    try:
        plain = serialize_part_xml(_element(xml)).decode()  # one way of escaping, whoever wrote the file
        return _SANDBOX.from_string(DocxTemplate(None).patch_xml(plain))
    except (TemplateError, SyntaxError) as error:
        raise RenderError(f"the template has a faulty tag: {error}") from error


def _element(xml: bytes) -> Any:
    return parse_xml(xml)  # type: ignore[arg-type]


def render_part(part: CompiledPart, values: Mapping[str, object]) -> str:
    """The part with these values. *Raises*: `RenderError`, with the field that is missing where one is."""
    try:
        return part.render({name: _present(name, value) for name, value in values.items()})
    except UndefinedError as error:
        named = _NAMED.search(str(error))
        raise RenderError(f"a value is missing: {error}", field=named[1] if named else "") from error
    except RenderError:
        raise
    except Exception as error:
        raise RenderError(f"the template failed: {error}") from error


def refuse_unprintable(value: object, path: str = "") -> None:
    """Looks through a context for characters that XML cannot hold. *Raises*: `RenderError` with the field's path."""
    if isinstance(value, str):
        found = _UNPRINTABLE.search(value)
        if found:
            raise RenderError(f"{path}: character U+{ord(found[0]):04X} cannot be printed", field=path)
    elif is_dataclass(value):
        for field in fields(value):
            refuse_unprintable(getattr(value, field.name), f"{path}.{field.name}" if path else field.name)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            refuse_unprintable(item, f"{path}[{index}]")
