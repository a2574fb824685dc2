"""Pictures with Content Credentials, signed here with keys made here."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import c2pa
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from PIL import Image

SOURCES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
OFFLINE = {
    "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False, "verify_after_sign": False},
    "builder": {"thumbnail": {"enabled": False}},
}


@dataclass(frozen=True)
class Notary:
    """A root certificate, a signer under it, and the signer's key."""

    root: str
    chain: bytes
    key: bytes


def notary(signer: str = "Test Signer", until: datetime = datetime(2049, 1, 1)) -> Notary:
    since = datetime(2025, 1, 1)
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = _certificate("Test Root", root_key, "Test Root", root_key, since, datetime(2050, 1, 1), True)
    own = _certificate(signer, key, "Test Root", root_key, since, until, False)
    pem = [certificate.public_bytes(Encoding.PEM) for certificate in (own, root)]
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return Notary(pem[1].decode(), b"".join(pem), secret)


def actions(*rows: Mapping[str, Any]) -> dict[str, Any]:
    return {"label": "c2pa.actions.v2", "data": {"actions": list(rows)}}


def created(source: str = "digitalCapture", agent: str = "Test Camera") -> dict[str, Any]:
    return actions({"action": "c2pa.created", "digitalSourceType": SOURCES + source, "softwareAgent": {"name": agent}})


def plain() -> bytes:
    stream = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(stream, "JPEG", quality=90)
    return stream.getvalue()


def signed(by: Notary, *assertions: Mapping[str, Any], remote: str = "", parent: bytes = b"") -> bytes:
    """A JPEG that asserts what is given. With `remote` the manifest is only named by that address."""
    definition = {"claim_generator_info": [{"name": "test", "version": "1"}], "assertions": list(assertions)}
    with c2pa.Context.from_dict(OFFLINE) as context, c2pa.Builder(definition, context=context) as builder:
        if remote:
            builder.set_no_embed()
            builder.set_remote_url(remote)
        if parent:
            described = {"title": "parent.jpg", "relationship": "parentOf"}
            builder.add_ingredient(described, "image/jpeg", io.BytesIO(parent))
        signer = c2pa.Signer.from_info(c2pa.C2paSignerInfo(b"es256", by.chain, by.key, None))
        stream = io.BytesIO()
        builder.sign(signer, "image/jpeg", io.BytesIO(plain()), stream)
    return stream.getvalue()


def changed(picture: bytes) -> bytes:
    """The same file with one byte of its pixels changed, that leaves it a picture."""
    place = len(picture) - 40
    return picture[:place] + bytes([picture[place] ^ 1]) + picture[place + 1 :]


def _certificate(
    name: str, key: ec.EllipticCurvePrivateKey, issuer: str, issuer_key: ec.EllipticCurvePrivateKey,
    since: datetime, until: datetime, root: bool,
) -> x509.Certificate:  # fmt: skip
    usage = dict.fromkeys(("content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
                           "encipher_only", "decipher_only"), False)  # fmt: skip
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(root, None), True)
        .add_extension(x509.KeyUsage(digital_signature=not root, key_cert_sign=root, crl_sign=root, **usage), True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), False)
    )
    if not root:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), True)
    return builder.sign(issuer_key, hashes.SHA256())


def _name(text: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, text), x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Test Org")]
    )
