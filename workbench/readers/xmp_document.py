"""An XMP packet as a small tree of XML elements, within bounds of size, depth and number.

Entities and document types are refused by defusedxml. A packet that breaks off gives what stands before the
break: platforms cut files, and half a history is better than none.
"""

import codecs
import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError

from defusedxml.ElementTree import DefusedXMLParser

DEPTH, ELEMENTS, ATTRIBUTES = 64, 50_000, 1_000
TEXT_CHARACTERS = 1 << 20
"""Characters of one element's own text; longer ones are pictures in base64."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_PATTERNS = ((b"<\0\0\0", "utf-32-le"), (b"\0\0\0<", "utf-32-be"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]+")
_DECODERS = {name: codecs.lookup(name) for _, name in (*_MARKS, *_PATTERNS)}
"""Looked up now: the child cannot load one when it is locked."""


@dataclass(slots=True)
class Element:
    """`uri` and `name` of the element, its attributes by (uri, name), its children and its own text."""

    uri: str
    name: str
    attributes: dict[tuple[str, str], str]
    children: list["Element"] = field(default_factory=list)
    text: str = ""


@dataclass(slots=True)
class Document:
    """`prefixes`: namespace -> the prefix that the packet gives it. `whole` is False where it breaks off."""

    root: Element
    prefixes: dict[str, str]
    whole: bool


class TooDeep(Exception):
    """The packet goes beyond the bounds."""


def xmp_document(untrusted: bytes) -> Document:
    """The packet's tree under a nameless root. Raises what defusedxml raises for entities and document types."""
    target = _Tree()
    parser = DefusedXMLParser(target=target, forbid_dtd=True)
    text = xmp_text(untrusted)
    whole = True
    try:
        parser.feed(text)
        parser.close()
    except (ParseError, TooDeep):
        whole = False
    return Document(target.root, target.prefixes, whole)


def xmp_text(untrusted: bytes) -> str:
    """The packet as text from its first tag to its last, in UTF-8, 16 or 32; characters foreign to XML dropped."""
    name = next((name for mark, name in (*_MARKS, *_PATTERNS) if untrusted.startswith(mark)), "utf-8")
    text, _ = _DECODERS[name].decode(untrusted, "replace")
    start, end = text.find("<"), text.rfind(">")
    text = _NOT_XML.sub("", text[start : end + 1]) if start >= 0 else ""
    # A wrapper may stand outside the root element, and a sloppy writer may put two roots side by side.
    return re.sub(r"^<\?xml[ \t\r\n][^>]*\?>", "", text)


class _Tree:
    """Takes the parser's events; keeps its own stack, so that depth and number can be bounded."""

    def __init__(self) -> None:
        self.root = Element("", "", {})
        self.prefixes: dict[str, str] = {}
        self._open = [self.root]
        self._left = ELEMENTS

    def start_ns(self, prefix: str, uri: str) -> None:
        self.prefixes.setdefault(uri, prefix or "")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._left -= 1
        if len(self._open) > DEPTH or self._left < 0 or len(attributes) > ATTRIBUTES:
            raise TooDeep
        element = Element(*_split(tag), {_split(name): value for name, value in attributes.items()})
        self._open[-1].children.append(element)
        self._open.append(element)

    def end(self, _: str) -> None:
        self._open.pop()

    def data(self, text: str) -> None:
        top = self._open[-1]
        if len(top.text) < TEXT_CHARACTERS:
            top.text += text

    def close(self) -> None:
        return None


def _split(tag: str) -> tuple[str, str]:
    uri, brace, name = tag[1:].partition("}")
    return (uri, name) if brace and tag.startswith("{") else ("", tag)
