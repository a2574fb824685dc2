"""XMP, IPTC, Photoshop resources and ICC profiles made in code, and packed where each format keeps them."""

import hashlib
import struct
import zlib

from PIL.PngImagePlugin import PngInfo
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from tests.hostile.crafted import photograph, saved

XMP_SEGMENT, EXTENSION = b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0"
NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "xmpNote": "http://ns.adobe.com/xmp/note/",
    "stEvt": "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#",
    "stRef": "http://ns.adobe.com/xap/1.0/sType/ResourceRef#",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "crs": "http://ns.adobe.com/camera-raw-settings/1.0/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "tiff": "http://ns.adobe.com/tiff/1.0/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "own": "urn:of-nobody",
}


def packet(inner: str, attributes: str = "") -> bytes:
    """An XMP packet of one rdf:Description: `attributes` on it, `inner` in it."""
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Toolkit 1">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {declared} {attributes}>{inner}</rdf:Description></rdf:RDF></x:xmpmeta>'
        '<?xpacket end="w"?>'
    ).encode()


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def jpeg(*segments: bytes) -> bytes:
    plain = saved(photograph(64, 48), "JPEG")
    return plain[:2] + b"".join(segments) + plain[2:]


def jpeg_with_xmp(*packets: bytes) -> bytes:
    return jpeg(*(segment(0xE1, XMP_SEGMENT + one) for one in packets))


def extension(data: bytes, part_bytes: int = 60_000, guid: str = "") -> tuple[str, list[bytes]]:
    """The GUID of an extended packet, and its segments."""
    guid = guid or hashlib.md5(data, usedforsecurity=False).hexdigest().upper()
    parts = [
        segment(
            0xE1,
            EXTENSION + guid.encode() + struct.pack(">II", len(data), at) + data[at : at + part_bytes],
        )
        for at in range(0, len(data), part_bytes)
    ]
    return guid, parts


def xmp_everywhere(data: bytes) -> dict[str, bytes]:
    """One picture in every format that Pillow writes, with the packet where the format keeps it."""
    picture = photograph(64, 48)
    text = PngInfo()
    text.add_itxt("XML:com.adobe.xmp", data.decode())
    packed = PngInfo()
    packed.add_itxt("XML:com.adobe.xmp", data.decode(), zip=True)
    raw = PngInfo()
    raw.add_text("Raw profile type xmp", f"\nxmp\n{len(data):8}\n{data.hex()}\n", zip=True)
    gif = saved(picture, "GIF")
    trailer = b"\x01" + bytes(range(255, -1, -1)) + b"\0"
    return {
        "jpeg": jpeg_with_xmp(data),
        "png": saved(picture, "PNG", pnginfo=text),
        "png, packed": saved(picture, "PNG", pnginfo=packed),
        "png, raw profile": saved(picture, "PNG", pnginfo=raw),
        "webp": saved(picture, "WEBP", xmp=data),
        "tiff": tiff({700: (7, data)}),
        "gif": gif[:-1] + b"\x21\xff\x0bXMP DataXMP" + data + trailer + b";",
        "avif": saved(picture, "AVIF", xmp=data),
        "photoshop's resources": jpeg(photoshop((0x0424, data))),
    }


def tiff(fields: dict[int, tuple[int, bytes]]) -> bytes:
    """A good TIFF with fields of bytes: number -> (type, bytes)."""
    info = ImageFileDirectory_v2()
    for tag, (kind, data) in fields.items():
        info.tagtype[tag] = kind
        info[tag] = data
    return saved(photograph(64, 48), "TIFF", tiffinfo=info)


def photoshop(*blocks: tuple[int, bytes], name: bytes = b"") -> bytes:
    """An APP13 segment of image resources."""
    label = bytes([len(name)]) + name
    label += bytes(len(label) % 2)
    body = b"".join(
        b"8BIM" + struct.pack(">H", number) + label + struct.pack(">I", len(data)) + data + bytes(len(data) % 2)
        for number, data in blocks
    )
    return segment(0xED, b"Photoshop 3.0\0" + body)


def iim(*datasets: tuple[int, int, bytes]) -> bytes:
    return b"".join(
        bytes([0x1C, record, number]) + struct.pack(">H", len(raw)) + raw for record, number, raw in datasets
    )


def unicode_text(text: str) -> bytes:
    return struct.pack(">I", len(text) + 1) + text.encode("utf-16-be") + b"\0\0"


def icc(*entries: tuple[bytes, bytes], year: int = 2017) -> bytes:
    """A display profile for RGB by Apple, with the given entries."""
    head = bytearray(128)
    head[4:8], head[8:12], head[12:24] = b"appl", b"\x04\0\0\0", b"mntrRGB XYZ "
    struct.pack_into(">6H", head, 24, year, 7, 7, 13, 22, 32)
    head[36:44], head[48:56], head[80:84] = b"acspAPPL", b"APPLP3  ", b"appl"
    offset = 128 + 4 + 12 * len(entries)
    table, data = struct.pack(">I", len(entries)), b""
    for signature, body in entries:
        table += signature + struct.pack(">II", offset + len(data), len(body))
        data += body
    profile = bytes(head) + table + data
    return struct.pack(">I", len(profile)) + profile[4:]


def in_languages(**texts: str) -> bytes:
    """ICC's multiLocalizedUnicode; languages as `en_US`."""
    head, data = b"mluc\0\0\0\0" + struct.pack(">II", len(texts), 12), b""
    for language, text in texts.items():
        encoded = text.encode("utf-16-be")
        head += language.replace("_", "").encode() + struct.pack(">II", len(encoded), 16 + 12 * len(texts) + len(data))
        data += encoded
    return head + data


def icc_segments(profile: bytes, part_bytes: int) -> list[bytes]:
    parts = [profile[at : at + part_bytes] for at in range(0, len(profile), part_bytes)]
    return [
        segment(0xE2, b"ICC_PROFILE\0" + bytes([number, len(parts)]) + part) for number, part in enumerate(parts, 1)
    ]


def bomb(size: int) -> bytes:
    return zlib.compress(bytes(size), 9)
