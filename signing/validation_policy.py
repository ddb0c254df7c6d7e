"""How a certificate chain is judged: trusted roots only, revocation information required, nothing fetched."""

# mypy: disable-error-code="import-untyped"

from datetime import datetime, timedelta

from asn1crypto.crl import CertificateList
from asn1crypto.ocsp import OCSPResponse
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.rw_common import PdfHandler
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
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer

from signing.modifications import STRICT_POLICY
from signing.trust import TrustAnchors, parsed

CLOCK_TOLERANCE = timedelta(seconds=1)


def signature_spec(
    trust: TrustAnchors, knowledge: LocalKnowledge, *, by_later_lists: bool = False
) -> PdfSignatureValidationSpec:
    """The specification for signatures. The signer's key must be meant for non-repudiation (RFC 5280, 4.2.1.3).

    With `by_later_lists`, a list that was issued after the moment of validation tells of that moment too.
    """
    material = parsed(trust)
    policy = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(trust_roots=list(material.roots)),
        revinfo_policy=CertRevTrustPolicy(
            revocation_checking_policy=REQUIRE_REVINFO, retroactive_revinfo=by_later_lists
        ),
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


def archived_material(reader: PdfHandler) -> LocalKnowledge:
    """What the file brings along in its document security store. *Source*: ETSI EN 319 142-1, section 5.4.2."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return LocalKnowledge()
    crls = [CertificateList.load(item.get_object().read_data(DecodePurpose.CRL)) for item in store.crls]
    responses = [OCSPResponse.load(item.get_object().read_data(DecodePurpose.OCSP_RESPONSE)) for item in store.ocsps]
    return LocalKnowledge(
        known_certs=list(store.load_certs()),
        known_crls=[CRLContainer(crl) for crl in crls],
        known_ocsps=[found for response in responses for found in OCSPContainer.load_multi(response)],
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
