"""What may be added to a signed file: pyHanko's rules, made stricter where they let a title change or a form be filled."""

# mypy: disable-error-code="import-untyped,no-untyped-call"

from collections.abc import Iterable, Iterator

from lxml import etree
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.reader import HistoricalResolver
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DocInfoRule,
    DSSCompareRule,
    FieldComparisonContext,
    FormUpdate,
    FormUpdatingRule,
    MetadataUpdateRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
    XrefStreamRule,
)
from pyhanko.sign.diff_analysis.rules_api import ReferenceUpdate

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_VOLATILE_XMP = {
    "{http://ns.adobe.com/xap/1.0/}ModifyDate",
    "{http://ns.adobe.com/xap/1.0/}MetadataDate",
    "{http://ns.adobe.com/pdf/1.3/}Producer",
}
_VOLATILE_INFO = {"/ModDate", "/Producer"}

Property = tuple[str, str]


class SameMetadata(MetadataUpdateRule):
    """XMP metadata may be written again, but only dates of modification and the producer may differ."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[ReferenceUpdate]:
        """See `WhitelistRule.apply`."""
        yield from super().apply(old, new)
        if _xmp(old) != _xmp(new):
            raise SuspiciousModification("the metadata of the document changed")


class SameInfo(DocInfoRule):
    """The same for the information dictionary."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[ReferenceUpdate]:
        """See `WhitelistRule.apply`."""
        yield from super().apply(old, new)
        if _info(old) != _info(new):
            raise SuspiciousModification("the information dictionary of the document changed")


class FilledFields(SigFieldCreationRule):
    """A signature field may be added only where it is signed in the same breath, as an archive time stamp is.

    An empty one would wait for a stranger, and shows in readers as an invitation to sign.
    """

    def apply(self, context: FieldComparisonContext) -> Iterable[tuple[ModificationLevel, FormUpdate]]:
        """See `FieldMDPRule.apply`."""
        yield from super().apply(context)
        for name, spec in context.field_specs.items():
            if spec.old_field_ref is None and "/V" not in (spec.new_field or {}):
                raise SuspiciousModification(f"the field {name} was added empty")


_CATALOG_KEYS_WITH_RULES = frozenset({"/AcroForm", "/DSS", "/Metadata", "/Extensions"})
"""Others have rules for the first three; /Extensions tells what archive material needs (ISO 32000-1, 7.12). The /Version
of the file (7.5.2) and /MarkInfo (14.7.1) do not change after signing."""

_FORM_KEYS_WITH_RULES = frozenset({"/Fields"})
"""/NeedAppearances, /DR, /DA and /Q change how fields look, so they stay as they were (ISO 32000-1, 12.7.2)."""

STRICT_POLICY = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(ignored_keys=_CATALOG_KEYS_WITH_RULES),
        *(
            rule.as_qualified(ModificationLevel.LTA_UPDATES)
            for rule in (SameInfo(), XrefStreamRule(), ObjectStreamRule(), DSSCompareRule(), SameMetadata())
        ),
    ],
    form_rule=FormUpdatingRule(
        field_rules=[FilledFields(), SigFieldModificationRule()], ignored_acroform_keys=_FORM_KEYS_WITH_RULES
    ),
)
"""Our policy on changes after signing. *Source*: ISO 32000-1, 12.8.2; ETSI EN 319 142-1, section 5.4."""


def _info(revision: HistoricalResolver) -> dict[str, str]:
    reference = revision.trailer_view.get_value_as_reference("/Info", optional=True)
    info = revision.get_object(reference) if reference is not None else None
    if not isinstance(info, generic.DictionaryObject):
        return {}
    return {key: repr(info.raw_get(key)) for key in info if key not in _VOLATILE_INFO}


def _xmp(revision: HistoricalResolver) -> frozenset[Property]:
    reference = revision.root.get_value_as_reference("/Metadata", optional=True)
    stream = revision.get_object(reference) if reference is not None else None
    if not isinstance(stream, generic.StreamObject):
        return frozenset()
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(stream.read_data(DecodePurpose.XMP_METADATA), parser=parser)
    return frozenset(_properties(root))


def _properties(root: etree._Element) -> Iterator[Property]:
    """Properties written as elements and as attributes are the same to XMP. *Source*: ISO 16684-1, 7.9.2.2."""
    for description in root.iter(f"{_RDF}Description"):
        if description.getparent() is None or description.getparent().tag != f"{_RDF}RDF":
            continue
        for name, value in description.attrib.items():
            if name not in _VOLATILE_XMP and not name.startswith(_RDF):
                yield str(name), str(value)
        for child in description:
            if child.tag not in _VOLATILE_XMP:
                yield str(child.tag), _canonical(child)


def _canonical(element: etree._Element) -> str:
    if len(element) == 0:
        return element.text or ""
    return "".join(f"<{child.tag} {sorted(child.attrib.items())}>{_canonical(child)}" for child in element)
