"""The certificate's paper (II.2.1.e.5, II.2.2.c)."""

from datetime import date

from documents.contexts import Certificate, DatedStandard, Letterhead
from domain.aggregates import Aggregate
from domain.clock import legal_date
from domain.objection_acts import ObjectionDecision, ObjectionState
from domain.tables import Act, LetterOrder
from persistence.certificates import CertificateRecord
from persistence.objections import ObjectionRecord
from persistence.repositories import REPOSITORIES
from services.letter_parts import deputy_signatory, earlier_letter, operator, standard_lines
from services.offices import deputy_on
from services.writing import Written


def write_certificate(letterhead: Letterhead, _order: LetterOrder, record: CertificateRecord, act: Act) -> Written:
    """Sertifikat standarisasi: every standard that stands, each with the date of its determination."""
    deputy = deputy_on(legal_date(act.now))
    context = Certificate(
        letterhead=letterhead,
        operator=operator(record.unit_id),
        edition=record.edition,
        standards=tuple(
            DatedStandard(code=line.code, name=line.name, determined_on=date.fromisoformat(record.standards[line.code]))
            for line in standard_lines(record.standards)
        ),
        applicable=record.applicable,
        determination=earlier_letter(_basis(record)),
        expires_on=date.fromisoformat(record.expires_on) if record.expires_on else None,
        signatory=deputy_signatory(deputy),
    )
    return context, (deputy.person_id,)


def _basis(record: CertificateRecord) -> str:
    """The paper on which the edition rests: a determination, what was decided on an objection (II.2.3.s3), or the revocation
    that says what remains (II.2.2.c).
    """
    origin = Aggregate(record.origin)
    if origin is Aggregate.SANCTION:
        decided = ObjectionRecord.objects(
            sanction_id=record.origin_id,
            state=ObjectionState.DECIDED.value,
            decision__ne=ObjectionDecision.SANCTION_CONFIRMED.value,
        )
        if (objection := decided.first()) is not None:
            return str(objection.document_id)
    return str(getattr(REPOSITORIES[origin].load(record.origin_id), "document_id", ""))
