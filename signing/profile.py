"""The PAdES profile: which recipe means what, and the empty signature fields that a letter carries before it is signed."""

# mypy: disable-error-code="no-untyped-call"

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import (
    FieldMDPAction,
    FieldMDPSpec,
    InvisSigSettings,
    MDPPerm,
    SigFieldSpec,
    append_signature_field,
)

from signing.port import Certification, Level, RecipeName, SigningFailed

_BLANK = InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=False)
"""No area and no appearance: the visible block is part of the page, as an appearance drawn at signing would break PDF/A."""


@dataclass(frozen=True)
class Recipe:
    """One way to sign: the level reached, and what the signature lets happen afterwards."""

    level: Level
    certification: Certification
    sealed_by_agency: bool = False


RECIPES: Mapping[RecipeName, Recipe] = MappingProxyType(
    {
        RecipeName.SINGLE: Recipe(Level.B_LTA, Certification.NO_CHANGES),
        RecipeName.SEAL: Recipe(Level.B_LTA, Certification.NO_CHANGES, sealed_by_agency=True),
        RecipeName.FIRST_OF_TWO: Recipe(Level.B_LT, Certification.FILL_FORMS),
        RecipeName.SECOND_OF_TWO: Recipe(Level.B_LTA, Certification.NONE),
    }
)
"""What each recipe means.

The first of two signers certifies and leaves room for the second; the second approves, and the lock in his field closes the
document. Validation data and a document timestamp come last, so that they cover both.
*Source*: ETSI EN 319 142-1, section 6; ISO 32000-1, 12.8.2.2 and 12.8.2.4; ISO 32000-2, table 236 (the lock's `P`).
"""


def add_signature_fields(pdf: bytes, names: Sequence[str], *, closing: str | None = None) -> bytes:
    """`pdf` with an empty signature field for each name, as one incremental revision; still PDF/A-2b.

    The field `closing`, with more than one name the last, carries a lock on all fields that permits no further change.
    *Raises*: `SigningFailed` where the names are empty, repeated or taken, or the file is no PDF that can be extended.
    """
    if not names or len(set(names)) != len(names):
        raise SigningFailed("signature fields need distinct names")
    if closing is None and len(names) > 1:
        closing = names[-1]
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        for name in names:
            append_signature_field(writer, _field(name, closing=name == closing))
        output = io.BytesIO()
        writer.write(output)
    except Exception as error:
        raise SigningFailed("the file takes no signature fields") from error
    return output.getvalue()


def _field(name: str, *, closing: bool) -> SigFieldSpec:
    return SigFieldSpec(
        name,
        field_mdp_spec=FieldMDPSpec(FieldMDPAction.ALL) if closing else None,
        doc_mdp_update_value=MDPPerm.NO_CHANGES if closing else None,
        invis_sig_settings=_BLANK,
    )
