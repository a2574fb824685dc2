"""Time stamps by RFC 3161, whose requests and replies are carried by hand: nothing here opens a connection.

Of a reply its status, what it stamps and its nonce are read. The authority's signature and its certificates are not
checked here: that takes the authority's certificate, which the user has to have from elsewhere, and `openssl ts`.
"""

from datetime import UTC, datetime

from workbench.casework.notary_ports import TimestampReply
from workbench.custody import der
from workbench.custody.der import Value

SHA256 = "2.16.840.1.101.3.4.2.1"
SIGNED_DATA, TST_INFO = "1.2.840.113549.1.7.2", "1.2.840.113549.1.9.16.1.4"
_SHA256 = bytes.fromhex("0609608648016503040201")


def timestamp_request(digest: bytes, nonce: int) -> bytes:
    """A TimeStampReq for a SHA-256 digest (32 bytes), asking for the authority's certificate in the reply."""
    algorithm = der.write(der.SEQUENCE, _SHA256, der.write(der.NULL))
    imprint = der.write(der.SEQUENCE, algorithm, der.write(der.OCTETS, digest))
    return der.write(der.SEQUENCE, der.integer(1), imprint, der.integer(nonce), der.write(der.BOOLEAN, b"\xff"))


def read_reply(untrusted: bytes) -> TimestampReply:
    """What a TimeStampResp says; ValueError where the bytes are none. Only status where nothing was granted."""
    try:
        status, *token = der.read(untrusted).parts()
        code = status.parts()[0].number()
        if code not in (0, 1) or not token:
            return TimestampReply(code)
        return _stamped(code, _info(token[0]))
    except (IndexError, OverflowError, UnicodeDecodeError) as error:
        raise ValueError("not a time stamp reply") from error


def _info(token: Value) -> list[Value]:
    """The parts of the TSTInfo inside a ContentInfo of SignedData."""
    kind, content = token.parts()
    if kind.dotted() != SIGNED_DATA:
        raise ValueError("not signed data")
    _, _, inner, *_ = content.parts()[0].parts()
    kind, wrapped = inner.parts()
    if kind.dotted() != TST_INFO:
        raise ValueError("not a time stamp")
    return der.read(wrapped.parts()[0].body).parts()


def _stamped(code: int, info: list[Value]) -> TimestampReply:
    version, policy, imprint, serial, moment, *rest = info
    if version.number() != 1 or moment.tag != der.TIME:
        raise ValueError("not a time stamp of version 1")
    algorithm, digest = imprint.parts()
    nonce = next((value.number() for value in rest if value.tag == der.INTEGER), None)
    return TimestampReply(
        status=code,
        algorithm=algorithm.parts()[0].dotted(),
        imprint=digest.body.hex(),
        nonce=nonce,
        at=_moment(moment.body.decode("ascii")),
        policy=policy.dotted(),
        serial=str(serial.number()) if len(serial.body) <= 64 else serial.body.hex(),
    )


def _moment(text: str) -> str:
    """GeneralizedTime as RFC 3161 has it (`20251125120000.5Z`), as ISO 8601 in UTC."""
    if not text.endswith("Z"):
        raise ValueError("not a time in UTC")
    whole, _, fraction = text[:-1].partition(".")
    at = datetime.strptime(whole, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    if fraction and not fraction.isdecimal():
        raise ValueError("not a time")
    return at.replace(microsecond=int(f"{fraction:0<6}"[:6])).isoformat()
