"""Signatures on a list of files that OpenSSH and OpenSSL can check.

ssh-keygen -Y verify -f allowed_signers -I workbench -n file -s SHA256SUMS.sig < SHA256SUMS
openssl pkeyutl -verify -pubin -inkey signer.pem -rawin -in SHA256SUMS -sigfile SHA256SUMS.ed25519
"""

import base64
import hashlib
from collections.abc import Mapping

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from workbench.custody.keys import SigningKey

_NAMESPACE, _LINE = b"file", 70


def key_files(public: bytes) -> Mapping[str, bytes]:
    """The public key as both programs take it."""
    key = Ed25519PublicKey.from_public_bytes(public)
    line = key.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    return {
        "allowed_signers": b'workbench namespaces="file" ' + line + b"\n",
        "signer.pem": key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
    }


def signature_files(name: str, text: bytes, key: SigningKey) -> Mapping[str, bytes]:
    """The signature on `text` in the form of each program, as files beside the one called `name`."""
    about = _field(_NAMESPACE) + _field(b"") + _field(b"sha512")
    public = _field(b"ssh-ed25519") + _field(key.public)
    signed = b"SSHSIG" + about + _field(hashlib.sha512(text).digest())
    signature = _field(b"ssh-ed25519") + _field(key.private.sign(signed))
    blob = b"SSHSIG" + (1).to_bytes(4, "big") + _field(public) + about + _field(signature)
    coded = base64.b64encode(blob).decode()
    lines = [coded[at : at + _LINE] for at in range(0, len(coded), _LINE)]
    armored = "\n".join(["-----BEGIN SSH SIGNATURE-----", *lines, "-----END SSH SIGNATURE-----", ""])
    return {f"{name}.sig": armored.encode(), f"{name}.ed25519": key.private.sign(text)}


def _field(raw: bytes) -> bytes:
    """A string of RFC 4251 section 5."""
    return len(raw).to_bytes(4, "big") + raw
