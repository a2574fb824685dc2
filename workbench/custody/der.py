"""As much of DER (X.690) as time stamps need: to write short values, and to read a stranger's within bounds."""

from collections.abc import Iterator
from dataclasses import dataclass

INTEGER, OCTETS, NULL, OBJECT_ID, TIME, SEQUENCE, SET = 0x02, 0x04, 0x05, 0x06, 0x18, 0x30, 0x31
BOOLEAN = 0x01


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a reply: its tag and the bytes inside it."""

    tag: int
    body: bytes

    def parts(self) -> list["Value"]:
        """The values inside; ValueError where the bytes are not values that fill it."""
        return list(_values(self.body))

    def number(self) -> int:
        """An INTEGER; ValueError for another tag."""
        if self.tag != INTEGER or not self.body:
            raise ValueError("not an integer")
        return int.from_bytes(self.body, "big", signed=True)

    def dotted(self) -> str:
        """An OBJECT IDENTIFIER in dots."""
        if self.tag != OBJECT_ID or not self.body or self.body[-1] & 0x80:
            raise ValueError("not an object identifier")
        arcs, arc = [], 0
        for byte in self.body:
            arc = arc << 7 | byte & 0x7F
            if not byte & 0x80:
                arcs.append(arc)
                arc = 0
        first = min(arcs[0] // 40, 2)
        return ".".join(map(str, (first, arcs[0] - 40 * first, *arcs[1:])))


def read(untrusted: bytes) -> Value:
    """The one value that the bytes are; ValueError for any other bytes."""
    values = list(_values(untrusted))
    if len(values) != 1:
        raise ValueError("not one value")
    return values[0]


def _values(body: bytes) -> Iterator[Value]:
    at = 0
    while at < len(body):
        if at + 2 > len(body) or body[at] & 0x1F == 0x1F:
            raise ValueError("not a short tag")
        tag, length, at = body[at], body[at + 1], at + 2
        if length & 0x80:
            count = length & 0x7F
            if not 1 <= count <= 4 or at + count > len(body):
                raise ValueError("not a definite length")
            length, at = int.from_bytes(body[at : at + count], "big"), at + count
        if at + length > len(body):
            raise ValueError("cut short")
        yield Value(tag, body[at : at + length])
        at += length


def write(tag: int, *parts: bytes) -> bytes:
    """A value of `tag` around the parts."""
    body = b"".join(parts)
    if len(body) < 0x80:
        return bytes([tag, len(body)]) + body
    length = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + body


def integer(number: int) -> bytes:
    """An INTEGER that is not negative."""
    return write(INTEGER, number.to_bytes(number.bit_length() // 8 + 1, "big"))
