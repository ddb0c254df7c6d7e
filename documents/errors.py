"""The error families of this package: what can go wrong between facts and a finished PDF; no other error leaves it."""


class DocumentError(Exception):
    """The root of all errors that this package raises."""


class FactsError(DocumentError):
    """Frozen facts do not have the shape of their kind: a key is unknown, missing, or holds a wrong value."""


class RenderError(DocumentError):
    """A letter could not be rendered. *Shape*: `field` names the value at fault, where one is."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class TemplateNotRegistered(RenderError):
    """The template on disk is not the registered version: it was edited and not registered, or is damaged."""


class ConversionError(DocumentError):
    """A DOCX could not be converted to PDF."""


class ConverterUnavailable(ConversionError):
    """The converter does not serve now: it does not start, is closed, or no worker was free. No file is at fault."""


class ConverterMissing(ConverterUnavailable):
    """LibreOffice or its Python bridge is not installed; the message names the packages."""


class ConversionTimedOut(ConversionError):
    """A worker had the file, and no PDF came in the time given, on any attempt."""


class ConversionFailed(ConversionError):
    """LibreOffice answered that it cannot convert this file, or crashed on every attempt."""
