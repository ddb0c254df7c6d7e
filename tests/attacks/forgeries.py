"""Attacks that need keys: time stamps, chains, revoked and lapsed certificates, strangers' signatures, containers."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from asn1crypto import algos, cms
from pyhanko.sign.timestamps import TimeStamper

from tests.attacks.adversary import Adversary, first_signed, forced, signed, stamped, token, unsigned
from tests.attacks.attack import Forgery, gaps

TIME = "RFC 3161, section 2.3 and 2.4.2; ETSI EN 319 102-1, section 5.4"
CHAIN = "RFC 5280, section 6; ETSI EN 319 102-1, section 5.2.6"
AFTER = "ISO 32000-1, 12.8.2; Rohlmann et al., S&P 2021 (sneaky signature)"
CMS = "RFC 5652, section 5; ETSI EN 319 142-1, section 4.1"
TRANSPLANT = "RFC 5652, section 5.4 (message digest)"

Forge = Callable[[bytes, Adversary], bytes]


def _recontained(pdf: bytes, change: Callable[[cms.ContentInfo], None], *, place: int = 0) -> bytes:
    """Another container in the same place, which no byte range covers. *Shape*: `place` counts the containers of the file."""
    start, end = gaps(pdf)[place]
    info = cms.ContentInfo.load(bytes.fromhex(pdf[start + 1 : end - 1].decode()), strict=False)
    change(info)
    return _filled(pdf, info.dump(force=True), place=place)


def _filled(pdf: bytes, container: bytes, *, place: int) -> bytes:
    start, end = gaps(pdf)[place]
    new = container.hex().encode()
    assert len(new) <= end - start - 2
    return pdf[:start] + b"<" + new.ljust(end - start - 2, b"0") + b">" + pdf[end:]


# -- time stamps -------------------------------------------------------------------------------------------------------


def _without_stamp(signer: Any) -> cms.SignerInfo:
    return cms.SignerInfo({name: signer[name] for name in signer if name != "unsigned_attrs"})


def _stripped(pdf: bytes, _adversary: Adversary) -> bytes:
    def change(info: cms.ContentInfo) -> None:
        bare = _without_stamp(info["content"]["signer_infos"][0])
        info["content"]["signer_infos"] = cms.SignerInfos([bare])

    return _recontained(first_signed(pdf), change)


def _emptied(pdf: bytes, _adversary: Adversary) -> bytes:
    def change(info: cms.ContentInfo) -> None:
        info["content"]["signer_infos"][0]["unsigned_attrs"] = cms.CMSAttributes([])

    return _recontained(first_signed(pdf), change)


def _restamped(stamps: Callable[[Adversary], TimeStamper], imprint: bytes | None = None) -> Forge:
    """The signature's own time stamp replaced by another one: it stands outside of what is signed."""

    def forge(pdf: bytes, adversary: Adversary) -> bytes:
        def change(info: cms.ContentInfo) -> None:
            signer = info["content"]["signer_infos"][0]
            found = token(stamps(adversary), imprint or signer["signature"].native)
            values = {"type": "signature_time_stamp_token", "values": [found]}
            signer["unsigned_attrs"] = cms.CMSAttributes([cms.CMSAttribute(values)])

        return _recontained(first_signed(pdf), change)

    return forge


def _document_restamped(pdf: bytes, adversary: Adversary) -> bytes:
    """The archive time stamp replaced by one that our authority gave for something else."""
    return _filled(pdf, token(adversary.our_stamps(), b"lain").dump(), place=-1)


def _on_top(stamps: Callable[[Adversary], TimeStamper]) -> Forge:
    return lambda pdf, adversary: stamped(pdf, stamps(adversary))


def _in_place_of_ours(pdf: bytes, adversary: Adversary) -> bytes:
    return stamped(first_signed(pdf), adversary.their_stamps())


def _early_certificate(pdf: bytes, adversary: Adversary) -> bytes:
    """Signed, by a proven time, before the certificate began."""
    at = adversary.now - timedelta(hours=6)
    by = adversary.not_yet(-timedelta(hours=1))
    return signed(unsigned(pdf), by, at=at, stamps=adversary.our_stamps(at))


# -- chains ------------------------------------------------------------------------------------------------------------


def _signed_by(by: Callable[[Adversary], Any]) -> Forge:
    """The letter as it was before it was signed, signed by somebody else, with a true time stamp of ours."""
    return lambda pdf, adversary: signed(unsigned(pdf), by(adversary), at=adversary.now, stamps=adversary.our_stamps())


def _signed_without_time(by: Callable[[Adversary], Any]) -> Forge:
    return lambda pdf, adversary: signed(unsigned(pdf), by(adversary), at=adversary.now)


def _whole_strange_paper(pdf: bytes, adversary: Adversary) -> bytes:
    """The stranger does everything as we do, B-LTA, and brings his own root in the file."""
    return signed(
        unsigned(pdf),
        adversary.stranger(),
        at=adversary.now,
        stamps=adversary.their_stamps(),
        archive=adversary.theirs.trust(),
    )


def _revoked_with_old_list(pdf: bytes, adversary: Adversary) -> bytes:
    """The revocation list of before the revocation is put into the file."""
    return signed(
        unsigned(pdf),
        adversary.stolen,
        at=adversary.now,
        stamps=adversary.our_stamps(),
        archive=adversary.trust_before,
    )


# -- further signatures ------------------------------------------------------------------------------------------------


def _in_second_field(by: Callable[[Adversary], Any]) -> Forge:
    return lambda pdf, adversary: signed(
        first_signed(pdf), by(adversary), at=adversary.now, certify=False, stamps=adversary.our_stamps()
    )


def _afterwards(by: Callable[[Adversary], Any]) -> Forge:
    return lambda pdf, adversary: forced(
        pdf, by(adversary), at=adversary.now, field_name="Susulan", stamps=adversary.our_stamps()
    )


# -- containers --------------------------------------------------------------------------------------------------------


def _changed(change: Callable[[Any, Adversary], None]) -> Forge:
    """The container of the first signature changed; the paper is cut after it, so that no later stamp tells of it."""
    return lambda pdf, adversary: _recontained(first_signed(pdf), lambda info: change(info["content"], adversary))


def _enveloped(content: Any, _adversary: Adversary) -> None:
    content["encap_content_info"] = cms.ContentInfo({"content_type": "data", "content": b"DICABUT"})


def _two_signers(content: Any, _adversary: Adversary) -> None:
    first = content["signer_infos"][0]
    content["signer_infos"] = cms.SignerInfos([first, _without_stamp(first)])


def _no_signer(content: Any, _adversary: Adversary) -> None:
    content["signer_infos"] = cms.SignerInfos([])


def _no_signed_attributes(content: Any, _adversary: Adversary) -> None:
    content["signer_infos"][0]["signed_attrs"] = cms.CMSAttributes([])


def _other_digest(content: Any, _adversary: Adversary) -> None:
    content["signer_infos"][0]["digest_algorithm"] = algos.DigestAlgorithm({"algorithm": "md5"})


def _no_certificates(content: Any, _adversary: Adversary) -> None:
    content["certificates"] = cms.CertificateSet([])


def _other_certificate(content: Any, adversary: Adversary) -> None:
    """The container names another official's certificate as the signer's."""
    other = adversary.official().signing_cert
    assert other is not None
    content["certificates"] = cms.CertificateSet([other, *content["certificates"]])
    content["signer_infos"][0]["sid"] = cms.SignerIdentifier(
        {"issuer_and_serial_number": {"issuer": other.issuer, "serial_number": other.serial_number}}
    )


def _other_value(content: Any, _adversary: Adversary) -> None:
    value = content["signer_infos"][0]["signature"].native
    content["signer_infos"][0]["signature"] = value[:-1] + bytes([value[-1] ^ 1])


def _transplanted(pdf: bytes, adversary: Adversary) -> bytes:
    """The container of another letter that an official of ours signed."""
    other = signed(unsigned(pdf), adversary.official(), at=adversary.now, stamps=adversary.our_stamps())
    start, end = gaps(other)[0]
    content = bytes.fromhex(other[start + 1 : end - 1].decode())
    return _filled(pdf, cms.ContentInfo.load(content, strict=False).dump(), place=0)


FORGERIES = [
    Forgery("time stamp: stripped", TIME, _stripped),
    Forgery("time stamp: attributes emptied", TIME, _emptied),
    Forgery("time stamp: by another authority", TIME, _restamped(Adversary.their_stamps)),
    Forgery("time stamp: of other bytes", TIME, _restamped(Adversary.our_stamps, b"lain")),
    Forgery("time stamp: by a key that is not for it", TIME, _restamped(Adversary.stamps_of_a_person)),
    Forgery("time stamp: from the future", TIME, _restamped(lambda a: a.our_stamps(a.now + timedelta(days=10)))),
    Forgery(
        "time stamp: before its authority began", TIME, _restamped(lambda a: a.our_stamps(a.now - timedelta(days=400)))
    ),
    Forgery("time stamp: before the signer's certificate", TIME, _early_certificate),
    Forgery("archive time stamp: of other bytes", TIME, _document_restamped),
    Forgery("archive time stamp: a stranger's in place of ours", TIME, _in_place_of_ours),
    Forgery("archive time stamp: a stranger's on top", TIME, _on_top(Adversary.their_stamps)),
    Forgery("archive time stamp: by a key that is not for it", TIME, _on_top(Adversary.stamps_of_a_person)),
    Forgery("archive time stamp: from the future", TIME, _on_top(lambda a: a.our_stamps(a.now + timedelta(days=10)))),
    Forgery("chain: an authority with our names", CHAIN, _signed_by(Adversary.stranger)),
    Forgery("chain: a whole strange paper at B-LTA", CHAIN, _whole_strange_paper),
    Forgery("chain: self-signed", CHAIN, _signed_by(Adversary.self_signed)),
    Forgery("chain: a person as authority", CHAIN, _signed_by(Adversary.below_a_person)),
    Forgery("certificate: another key", CHAIN, _signed_by(Adversary.mismatched)),
    Forgery("certificate: meant for time stamps", CHAIN, _signed_by(Adversary.of_time_stamps)),
    Forgery("certificate: meant for credentials", CHAIN, _signed_by(Adversary.of_credentials)),
    Forgery("certificate: expired", CHAIN, _signed_by(Adversary.expired)),
    Forgery("certificate: expired, without time stamp", CHAIN, _signed_without_time(Adversary.expired)),
    Forgery("certificate: not yet valid", CHAIN, _signed_by(Adversary.not_yet)),
    Forgery("certificate: revoked", CHAIN, _signed_by(lambda a: a.stolen)),
    Forgery("certificate: revoked, with the old list", CHAIN, _revoked_with_old_list),
    Forgery("letter signed by another official", CHAIN, _signed_by(Adversary.official)),
    Forgery("stranger in the second field", AFTER, _in_second_field(Adversary.stranger)),
    Forgery("another official in the second field", AFTER, _in_second_field(Adversary.official)),
    Forgery("stranger signs afterwards", AFTER, _afterwards(Adversary.stranger)),
    Forgery("another official signs afterwards", AFTER, _afterwards(Adversary.official)),
    Forgery("CMS: content inside", CMS, _changed(_enveloped)),
    Forgery("CMS: two signers", CMS, _changed(_two_signers)),
    Forgery("CMS: no signer", CMS, _changed(_no_signer)),
    Forgery("CMS: no signed attributes", CMS, _changed(_no_signed_attributes)),
    Forgery("CMS: MD5 named", CMS, _changed(_other_digest)),
    Forgery("CMS: no certificates", CMS, _changed(_no_certificates)),
    Forgery("CMS: another official's certificate named", CMS, _changed(_other_certificate)),
    Forgery("CMS: other signature value", CMS, _changed(_other_value)),
    Forgery("CMS: of another letter", TRANSPLANT, _transplanted),
]
