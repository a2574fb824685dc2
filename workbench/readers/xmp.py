"""XMP from wherever the format keeps it, flattened to the tags by which ExifTool's users know it.

Standard and extended packets (XMP specification part 3, section 1.1.3.1): an extension counts only where the
standard packet names its GUID, which is the MD5 of the whole.
"""

import hashlib
from collections.abc import Iterable, Iterator

import defusedxml

from workbench.domain.examinations import Limits, Tag
from workbench.readers.metadata_blocks import BLOCK_BYTES, metadata_blocks
from workbench.readers.photoshop_resources import XMP_RESOURCE, resources
from workbench.readers.reading import Reading, bounded
from workbench.readers.xmp_document import Document, xmp_document
from workbench.readers.xmp_meanings import meaning
from workbench.readers.xmp_names import META, group_name, property_name
from workbench.readers.xmp_properties import properties

PACKETS = 16
GUID_CHARACTERS = 32
ITEMISED = frozenset({"History", "Ingredients"})
"""Lists of structures whose items are told apart as well: groups `xmpMM History 1`, `xmpMM History 2`, ..."""
ITEMS = 200


class XmpReader:
    name = "xmp"
    tool = ("defusedxml", defusedxml.__version__)

    def read(self, untrusted: bytes, limits: Limits) -> Reading:
        """Tags of family XMP; facts on the packets: `xmp-packets`, `xmp-damaged`, `xmp-extended`.

        A list's values are joined by `, `; each step of an editing history stands in a group of its own too.
        """
        blocks = metadata_blocks(untrusted, limits)
        packets = list(blocks.xmp)
        packets += [one.data for one in resources(blocks.photoshop) if one.number == XMP_RESOURCE]
        packets = list(dict.fromkeys(packets))[:PACKETS]
        documents = [xmp_document(packet[: BLOCK_BYTES // len(packets)]) for packet in packets]
        facts: dict[str, str] = {}
        extension, state = _extension(blocks.extended, documents)
        if state:
            facts["xmp-extended"] = state
        if extension:
            documents.append(xmp_document(extension))
        if packets:
            facts["xmp-packets"] = str(len(packets))
        if not all(document.whole for document in documents):
            facts["xmp-damaged"] = "yes"
        return bounded(self._tags(documents, limits), limits, facts)

    def _tags(self, documents: Iterable[Document], limits: Limits) -> Iterator[Tag]:
        said: set[tuple[str, ...]] = set()
        for document in documents:
            for row in _rows(document, limits):
                if row not in said:  # a second packet usually repeats the first: what it says otherwise is kept
                    said.add(row)
                    yield Tag(self.name, "XMP", *row)


def _rows(document: Document, limits: Limits) -> Iterator[tuple[str, str, str, str]]:
    """Group, name, value and meaning: each property once, then the items of the lists that are told apart."""
    joined: dict[tuple[str, str], list[str]] = {}
    local: dict[tuple[str, str], str] = {}
    items: dict[tuple[str, str], str] = {}
    for group, name, value in _toolkits(document):
        joined[group, name] = [value]
    for one in properties(document.root):
        group = group_name(one.uri, document.prefixes.get(one.uri, ""))
        key = group, property_name(group, one.path, one.language)
        local[key] = one.path[-1]
        values = joined.setdefault(key, [])
        if len(values) < limits.value_characters:
            values.append(one.value)
        if group == "xmpMM" and len(one.path) == 2 and one.path[0] in ITEMISED and 0 < one.places[0] <= ITEMS:
            items[f"{group} {one.path[0]} {one.places[0]}", property_name("", one.path[1:])] = one.value
    about = joined.get(("rdf", "About"), [""])[0]
    if about.startswith("uuid:") and ("xmpMM", "InstanceID") not in joined:
        joined["xmpMM", "InstanceID"] = [about]  # the oldest packets name the instance there, as Adobe's toolkit has it
    for (group, name), values in joined.items():
        value = ", ".join(values)
        short = value[: limits.value_characters]
        yield group, name, value, meaning(group, local.get((group, name), name), short)
    for (group, name), value in items.items():
        yield group, name, value, ""


def _toolkits(document: Document) -> Iterator[tuple[str, str, str]]:
    for element in document.root.children:
        if element.uri == META:
            for (_, name), value in element.attributes.items():
                if name in ("xmptk", "xaptk"):
                    yield "x", property_name("x", (name,)), value


def _extension(untrusted: list[bytes], documents: list[Document]) -> tuple[bytes, str]:
    """The extended packet that a standard one names, put together, and how complete it is.

    States: `complete`, `incomplete` (parts or digest do not fit: nothing is taken from it), `unclaimed` (no
    standard packet names it), or empty where there is neither.
    """
    wanted = {
        one.value.strip().upper()
        for document in documents
        for one in properties(document.root)
        if one.path == ("HasExtendedXMP",)
    }
    if not untrusted and not wanted:
        return b"", ""
    parts: dict[str, dict[int, bytes]] = {}
    lengths: dict[str, int] = {}
    for body in untrusted:
        guid = body[:GUID_CHARACTERS].decode("ascii", "replace").upper()
        lengths[guid] = int.from_bytes(body[32:36], "big")
        parts.setdefault(guid, {})[int.from_bytes(body[36:40], "big")] = body[40:]
    claimed = next((guid for guid in parts if guid in wanted), None)
    if claimed is None:
        return b"", "unclaimed" if untrusted else "incomplete"
    data = _in_order(parts[claimed])
    digest = hashlib.md5(data, usedforsecurity=False).hexdigest().upper()
    if len(data) != lengths[claimed] or len(data) > BLOCK_BYTES or digest != claimed:
        return b"", "incomplete"
    return data, "complete"


def _in_order(parts: dict[int, bytes]) -> bytes:
    """The parts joined by their offsets, up to the first gap."""
    data = bytearray()
    for offset in sorted(parts):
        if offset != len(data) or offset > BLOCK_BYTES:
            break
        data += parts[offset]
    return bytes(data)
