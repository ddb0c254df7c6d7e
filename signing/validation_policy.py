"""How a certificate chain is judged: trusted roots only, revocation information required, nothing fetched."""

from datetime import datetime, timedelta

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.policy_decl import (
    CertificateFetchingRule,
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer

from signing.modifications import STRICT_POLICY
from signing.trust import TrustAnchors, parsed

CLOCK_TOLERANCE = timedelta(seconds=1)


def signature_spec(trust: TrustAnchors, knowledge: LocalKnowledge) -> PdfSignatureValidationSpec:
    """The specification for signatures. The signer's key must be meant for non-repudiation (RFC 5280, 4.2.1.3)."""
    material = parsed(trust)
    policy = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(trust_roots=list(material.roots)),
        revinfo_policy=CertRevTrustPolicy(revocation_checking_policy=REQUIRE_REVINFO),
        time_tolerance=CLOCK_TOLERANCE,
    )
    return PdfSignatureValidationSpec(
        SignatureValidationSpec(
            cert_validation_policy=policy,
            ts_cert_validation_policy=policy,
            revinfo_gathering_policy=RevocationInfoGatheringSpec(
                online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY,
                certificate_fetching_rule=CertificateFetchingRule.NEVER_FETCH,
            ),
            local_knowledge=knowledge,
            key_usage_settings=KeyUsageConstraints(key_usage={"non_repudiation"}),
        ),
        diff_policy=STRICT_POLICY,
    )


def known_material(trust: TrustAnchors) -> LocalKnowledge:
    """What we know ourselves: certificates and revocation lists."""
    material = parsed(trust)
    return LocalKnowledge(
        known_certs=list(material.intermediates), known_crls=[CRLContainer(crl) for crl in material.crls]
    )


def archived_material(reader: PdfFileReader) -> LocalKnowledge:
    """What the file brings along in its document security store. *Source*: ETSI EN 319 142-1, section 5.4.2."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return LocalKnowledge()
    context: ValidationContext = store.as_validation_context({})
    return LocalKnowledge(
        known_certs=list(store.load_certs()),
        known_crls=[CRLContainer(crl) for crl in context.crls],
        known_ocsps=[found for ocsp in context.ocsps for found in OCSPContainer.load_multi(ocsp)],
    )


def joined(first: LocalKnowledge, second: LocalKnowledge) -> LocalKnowledge:
    """Both together."""
    return LocalKnowledge(
        known_certs=[*first.known_certs, *second.known_certs],
        known_crls=[*first.known_crls, *second.known_crls],
        known_ocsps=[*first.known_ocsps, *second.known_ocsps],
    )


def at_time(moment: datetime) -> ValidationTimingInfo:
    """Validation as of `moment`, whatever the wall clock says."""
    return ValidationTimingInfo(validation_time=moment, best_signature_time=moment, point_in_time_validation=True)
