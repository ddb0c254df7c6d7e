"""DOCX to PDF/A-2b by a supervised pool of warm LibreOffice processes; what is converted is none of its business."""

from documents.conversion.pool import ConversionPool
from documents.conversion.supervision import LibreOffice
from documents.conversion.version import renderer_version

__all__ = ["ConversionPool", "LibreOffice", "renderer_version"]
