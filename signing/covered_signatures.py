"""Judges a signature without a time stamp of its own by the document time stamps over it; these have been judged before."""

# mypy: disable-error-code="import-untyped,no-untyped-call"

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation.ades import AdESBasicValidationResult, ades_basic_validation
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.policy_decl import LocalKnowledge
from pyhanko.sign.validation.status import PdfSignatureStatus

from signing.proven_times import revoked_by_then
from signing.retirement import was_sound
from signing.trust import TrustAnchors, parsed
from signing.validation_policy import archived_material, at_time, joined, known_material, signature_spec

Result = AdESBasicValidationResult[PdfSignatureStatus]


@dataclass(frozen=True)
class Cover:
    """A document time stamp that holds, over the signature. *Shape*: the revision that it makes, and its time."""

    revision: int
    time: datetime


async def judged_as_covered(
    reader: PdfFileReader,
    embedded: EmbeddedPdfSignature,
    covers: Sequence[Cover],
    *,
    trust: TrustAnchors,
    at: datetime,
) -> Result:
    """As of `at`; where that is not enough, as of the first cover, by validation data that a cover proves.

    pyHanko 0.38 goes on after its basic validation only where the signature bears a time stamp of its own.
    *Shape*: `covers` in the order of their revisions, at least one.
    *Source*: ETSI EN 319 102-1, sections 5.3 and 5.6.2.3 (a later time stamp proves existence); 5.6.2.4 (past validation).
    """
    known = known_material(trust)
    everything = archived_material(reader)
    today = await _as_of(embedded, at, trust, joined(known, everything))
    archived = next((cover for cover in covers if _has_archive(reader, cover)), None)
    if today.ades_subindic is AdESPassed.OK or archived is None:
        return today
    archive = archived_material(reader.get_historical_resolver(archived.revision))
    then = await _as_of(embedded, covers[0].time, trust, joined(known, archive))
    path = then.api_status.validation_path if then.api_status is not None else None
    if then.ades_subindic is not AdESPassed.OK or path is None:
        return today
    lists = [*parsed(trust).crls, *(found.crl_data for found in everything.known_crls)]
    chain = [embedded.signer_cert, *path.iter_certs(include_root=False)]
    was_good = revoked_by_then(chain, lists, covers[0].time) is None and was_sound(chain, lists, archived.time)
    return then if was_good else today


def _has_archive(reader: PdfFileReader, cover: Cover) -> bool:
    return "/DSS" in reader.get_historical_root(cover.revision)


async def _as_of(
    embedded: EmbeddedPdfSignature, moment: datetime, trust: TrustAnchors, knowledge: LocalKnowledge
) -> Result:
    """With what pyHanko 0.38 leaves out there: how the rest of the file follows the signature."""
    result = await ades_basic_validation(
        embedded.signed_data,
        signature_spec(trust, knowledge).signature_validation_spec,
        timing_info=at_time(moment),
        raw_digest=embedded.compute_digest(),
    )
    status = result.api_status
    if status is None:
        return result
    told = {each.name: getattr(status, each.name) for each in fields(status)}
    return replace(result, api_status=PdfSignatureStatus(**told | embedded.summarise_integrity_info()))
