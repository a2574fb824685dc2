"""Time-stamp requests and replies against OpenSSL's own, and against bytes that are none."""

import contextlib
import hashlib
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workbench.custody.timestamps import SHA256, read_reply, timestamp_request

needs_openssl = pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")
CONFIGURATION = """
[ tsa ]
default_tsa = here
[ here ]
serial = serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
clock_precision_digits = 3
[ ext ]
extendedKeyUsage = critical,timeStamping
"""


def openssl(folder: Path, *arguments: str) -> str:
    ran = subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout + ran.stderr


class Authority:
    """A time-stamping authority of OpenSSL's, in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)
        (folder / "tsa.cnf").write_text(CONFIGURATION)
        (folder / "serial").write_text("01")
        (folder / "req.cnf").write_text("[req]\ndistinguished_name=dn\n[dn]\n" + CONFIGURATION)
        openssl(folder, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                "-keyout", "key.pem", "-out", "tsa.pem", "-subj", "/CN=Test authority", "-days", "30",
                "-config", "req.cnf", "-extensions", "ext")  # fmt: skip

    def reply(self, request: bytes) -> bytes:
        (self.folder / "asked.tsq").write_bytes(request)
        openssl(self.folder, "ts", "-reply", "-config", "tsa.cnf", "-section", "here", "-queryfile", "asked.tsq",
                "-inkey", "key.pem", "-signer", "tsa.pem", "-out", "reply.tsr")  # fmt: skip
        return (self.folder / "reply.tsr").read_bytes()


@needs_openssl
@pytest.mark.parametrize("nonce", [0, 1, 127, 128, 2**63 - 1, 2**64])
def test_a_request_says_what_it_was_made_of(tmp_path: Path, nonce: int) -> None:
    digest = hashlib.sha256(b"a checkpoint").digest()
    (tmp_path / "r.tsq").write_bytes(timestamp_request(digest, nonce))
    said = openssl(tmp_path, "ts", "-query", "-in", "r.tsq", "-text")
    assert "Version: 1" in said
    assert "Hash Algorithm: sha256" in said
    assert "Certificate required: yes" in said
    told = re.search(r"Nonce: 0x([0-9A-F]+)", said)
    assert told is not None
    assert int(told.group(1), 16) == nonce
    assert digest.hex()[:16] in said.replace(" ", "").replace("-", "")


@needs_openssl
def test_a_real_reply_is_read(tmp_path: Path) -> None:
    digest = hashlib.sha256(b"a checkpoint").digest()
    raw = Authority(tmp_path).reply(timestamp_request(digest, 2**62 + 5))
    reply = read_reply(raw)
    assert (reply.status, reply.imprint, reply.nonce) == (0, digest.hex(), 2**62 + 5)
    assert (reply.algorithm, reply.policy, reply.serial) == (SHA256, "1.2.3.4.1", "2")
    assert reply.at.startswith("20")
    assert reply.at.endswith("+00:00")
    for end in range(0, len(raw), 7):
        with pytest.raises(ValueError, match=r"."):
            read_reply(raw[:end])


def test_a_refusal_is_told_from_a_stamp() -> None:
    assert read_reply(bytes.fromhex("30053003020102")).status == 2


@given(st.binary(max_size=60))
@example(b"\x30\x80\x00\x00")
@example(b"\x30\x84\xff\xff\xff\xff")
@example(b"\x30\x03\x30\x01\x02")
def test_other_bytes_are_no_reply(raw: bytes) -> None:
    with contextlib.suppress(ValueError):
        assert read_reply(raw).status not in (0, 1)
