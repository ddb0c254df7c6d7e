"""DOCX to PDF/A-2b by a supervised pool of warm LibreOffice processes; what is converted is none of its business."""

from documents.conversion.pool import ConversionPool
from documents.conversion.supervision import LibreOffice

__all__ = ["ConversionPool", "LibreOffice"]
