"""Of which CAs a list is needed, by certificates that are made here."""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from signing.listed_authorities import key_of, lacking, listing_authorities, what_is_lacking

NOW = datetime(2026, 11, 20, tzinfo=UTC)
LATER = NOW + timedelta(days=3650)


def name_of(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def made(
    subject: str,
    key: ec.EllipticCurvePrivateKey,
    by: tuple[str, ec.EllipticCurvePrivateKey] | None = None,
    *,
    ca: bool | None = True,
    crl: str | None = None,
    since: datetime = NOW - timedelta(days=365 * 20),
    until: datetime = LATER,
) -> x509.Certificate:
    issuer, signing_key = by or (subject, key)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name_of(subject))
        .issuer_name(name_of(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
    )
    if ca is not None:
        builder = builder.add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    if crl is not None:
        point = x509.DistributionPoint([x509.UniformResourceIdentifier(crl)], None, None, None)
        builder = builder.add_extension(x509.CRLDistributionPoints([point]), critical=False)
    return builder.sign(signing_key, hashes.SHA256())


def key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def test_each_ca_that_holds_is_named_once_with_the_address_that_its_certificates_name() -> None:
    """Two certificates of one key (renewed, or cross-certified) need one list; a signer's certificate needs none."""
    root_key, other_key, sub_key = key(), key(), key()
    root, other = made("Akar", root_key), made("Akar Lain", other_key)
    cross = made("Akar Lain", other_key, ("Akar", root_key), crl="http://ca.contoh/akar.crl")
    sub = made("Penerbit", sub_key, ("Akar Lain", other_key), crl="http://ca.contoh/lain.crl")
    seal = made("Segel", key(), ("Penerbit", sub_key), ca=False, crl="http://ca.contoh/penerbit.crl")
    bare = made("Tanpa", key(), ("Penerbit", sub_key), ca=None)
    found = listing_authorities([root, other], [cross, sub, seal, bare], NOW)
    assert [(each.name, each.addresses) for each in found] == [
        ("CN=Akar", ("http://ca.contoh/akar.crl",)),
        ("CN=Akar Lain", ("http://ca.contoh/lain.crl",)),
        ("CN=Penerbit", ("http://ca.contoh/penerbit.crl",)),
    ]
    assert key_of(cross) == key_of(other) == found[1].key
    missing = lacking(found, [key_of(root), key_of(sub)])
    assert [each.name for each in missing] == ["CN=Akar Lain"]
    said = what_is_lacking(missing)
    assert "there is none of CN=Akar Lain (http://ca.contoh/lain.crl): name its address or file" in said
    assert "belum ada dari CN=Akar Lain (http://ca.contoh/lain.crl): sebutkan alamat atau berkasnya" in said


def test_a_root_that_says_nothing_of_itself_is_a_ca_and_one_that_does_not_hold_now_needs_nothing() -> None:
    plain, ended = made("Akar", key(), ca=None), made("Akar Lama", key(), until=NOW)
    coming = made("Akar Baru", key(), since=NOW + timedelta(seconds=1))
    assert [each.name for each in listing_authorities([plain, ended, coming], [], NOW)] == ["CN=Akar"]
    begins = [each.name for each in listing_authorities([coming], [], NOW + timedelta(seconds=1))]
    assert begins == ["CN=Akar Baru"]
    assert lacking(listing_authorities([plain], [], NOW), [key_of(plain)]) == ()
