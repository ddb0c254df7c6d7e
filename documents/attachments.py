"""Facts inside a paper: which kinds carry them, how they are embedded, and how they are read again; no signature here."""

# mypy: disable-error-code="no-untyped-call"

import io
import json
from dataclasses import dataclass
from datetime import datetime

from pyhanko.pdf_utils.embed import EmbeddedFileObject, EmbeddedFileParams, FileSpec
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, StreamObject, pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from documents.contexts import Numbering
from documents.errors import ConversionFailed, DocumentError
from documents.facts import Json
from domain.canonical import canonical_digest, canonical_json
from domain.document_kinds import DocumentKind

CREDENTIAL_KINDS = frozenset({DocumentKind.CERTIFICATE})
"""Papers that carry their facts and a credential. An attachment is what PDF/A-2 forbids and PDF/A-3 allows."""

FACTS_NAME = "sertifikat.json"
FORMAT = "pembina-sertifikat-1"
LARGEST_FACTS = 256 * 1024


class AttachmentUnreadable(DocumentError):
    """The paper carries no facts, or they are not of our form."""


@dataclass(frozen=True, kw_only=True)
class CarriedFacts:
    """What a certificate carries. *Shape*: `facts` are the frozen facts of its context; `credential` is the QR code's text."""

    number: str
    dated: str
    code: str
    verify_url: str
    facts: dict[str, Json]
    credential: str


def pdfa_part(kind: DocumentKind) -> int:
    """The part of ISO 19005 that a paper of this kind follows: 3 where it carries a file, else 2."""
    return 3 if kind in CREDENTIAL_KINDS else 2


def carried(numbering: Numbering, facts: dict[str, Json], credential: str) -> bytes:
    """The canonical JSON that a certificate carries."""
    return canonical_json(
        {
            "format": FORMAT,
            "number": numbering.number,
            "dated": numbering.date.isoformat(),
            "code": numbering.code,
            "verify_url": numbering.verify_url,
            "facts": facts,
            "facts_sha256": canonical_digest(facts),
            "credential": credential,
        }
    )


def attach_facts(pdf: bytes, content: bytes, *, at: datetime) -> bytes:
    """`pdf` with the facts as an associated file, as one incremental revision; a PDF/A-3b stays one.

    *Source*: ISO 19005-3, 6.8 (AFRelationship, MIME type, file specification); ISO 32000-2, 7.11.4 and 14.13.
    *Raises*: `ConversionFailed` where the file is no PDF that can be extended.
    """
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        params = EmbeddedFileParams(creation_date=at, modification_date=at)
        stream = EmbeddedFileObject.from_file_data(writer, content, params=params, mime_type="application/json")
        _associate(writer, stream)
        output = io.BytesIO()
        writer.write(output)
    except Exception as error:
        raise ConversionFailed("the PDF takes no attachment") from error
    return output.getvalue()


def _associate(writer: IncrementalPdfFileWriter, stream: EmbeddedFileObject) -> None:
    """Names the file in the catalogue, once. pyHanko's own way also raises the version to 2.0, which PDF/A-3 is not."""
    root = writer.root
    if "/AF" in root or "/Names" in root:
        raise ConversionFailed("the PDF carries a file already")
    specification = FileSpec(
        file_spec_string=FACTS_NAME,
        file_name=FACTS_NAME,
        embedded_data=stream,
        description="Data sertifikat ini untuk dibaca mesin",
        af_relationship=pdf_name("/Data"),
    )
    reference = writer.add_object(specification.as_pdf_object())
    names = DictionaryObject({pdf_name("/Names"): ArrayObject([pdf_string(FACTS_NAME), reference])})
    root["/Names"] = DictionaryObject({pdf_name("/EmbeddedFiles"): names})
    root["/AF"] = ArrayObject([reference])
    writer.update_root()


def read_facts(pdf: bytes) -> CarriedFacts:
    """What a certificate carries. *Raises*: `AttachmentUnreadable`. *Does not check*: any signature, nor a credential."""
    try:
        content = json.loads(_embedded(pdf))
        facts = content["facts"]
        if content["format"] != FORMAT or canonical_digest(facts) != content["facts_sha256"]:
            raise AttachmentUnreadable("the facts are of another form, or not those of their digest")
        texts = {key: content[key] for key in ("number", "dated", "code", "verify_url", "credential")}
    except AttachmentUnreadable:
        raise
    except Exception as error:
        raise AttachmentUnreadable(f"the paper carries no readable {FACTS_NAME}") from error
    if not isinstance(facts, dict) or not all(isinstance(text, str) for text in texts.values()):
        raise AttachmentUnreadable("the facts are of another form")
    return CarriedFacts(**texts, facts=facts)


def _embedded(pdf: bytes) -> bytes:
    """The bytes of the one associated file of that name; its size is looked at before it is decoded further."""
    root = PdfFileReader(io.BytesIO(pdf), strict=True).root
    associated = root["/AF"]
    if not isinstance(associated, ArrayObject):
        raise AttachmentUnreadable("the paper has no associated files")
    found = [each for each in map(_object, associated) if isinstance(each, DictionaryObject) and _is_facts(each)]
    if len(found) != 1:
        raise AttachmentUnreadable(f"the paper carries {len(found)} files named {FACTS_NAME}")
    stream = found[0]["/EF"]["/F"]
    if not isinstance(stream, StreamObject) or len(stream.encoded_data) > LARGEST_FACTS:
        raise AttachmentUnreadable("the facts are too large")
    data: bytes = stream.data
    return data


def _object(value: object) -> object:
    return value.get_object() if hasattr(value, "get_object") else value


def _is_facts(specification: DictionaryObject) -> bool:
    return str(specification.get("/UF", specification.get("/F", ""))) == FACTS_NAME
