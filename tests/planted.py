"""A case in which every text that a file or a person can put there tries to act."""

import contextlib
import os
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import Path

from tests.arsenal import as_name
from tests.builders import known_image, match
from tests.hostile.crafted import photograph, saved
from tests.readers.packed import XMP_SEGMENT, iim, packet, photoshop, segment
from workbench.casework.cases import Case
from workbench.casework.claiming import record_claim, record_event
from workbench.casework.comparing import dismiss, match_facts
from workbench.casework.deciding import decide
from workbench.casework.grouping import link_facts, unlink
from workbench.casework.importing import import_files
from workbench.casework.knowing import Provenance, add_known, attach
from workbench.casework.ports import Draft
from workbench.casework.workroom import Workroom
from workbench.domain.intervals import parse_interval
from workbench.domain.places import Place, Point, Precision
from workbench.domain.refusals import Refusal
from workbench.domain.verdicts import Light, Pillar, PillarNote, Status, Verdict

EXIF = {"DocumentName": 269, "ImageDescription": 270, "Make": 271, "Model": 272, "Software": 305, "DateTime": 306,
        "Artist": 315, "Copyright": 33432}  # fmt: skip
IPTC = {"headline": 105, "caption": 120, "city": 90, "object": 5}
XMP = ("dc:creator", "dc:description", "xmp:CreatorTool", "photoshop:Credit", "xmpNote:HasExtendedXMP")
NIGHT = "2025-11-24T22:00+04:30/2025-11-25T06:00+04:30"


@dataclass
class Planted:
    """Where the case and its library lie, and every text in it by the field that holds it."""

    case: Path
    library: Path
    event: str = ""
    texts: dict[str, list[str]] = field(default_factory=dict)
    declined: list[str] = field(default_factory=list)
    """Fields and texts that were refused with a sentence."""

    def put(self, place: str, text: str) -> str:
        """The text with its own mark at the end, by which it is known again wherever it is shown."""
        texts = self.texts.setdefault(place, [])
        texts.append(f"{text}~{place}.{len(texts)}~")
        return texts[-1]


def plant(room: Workroom, folder: Path, arsenal: Sequence[str]) -> Planted:
    """Make the case: for each text a picture, a known image, a claim and a verdict that hold it in every field."""
    planted = Planted(folder / "case", folder / as_name(f"library {arsenal[0]}"))
    with contextlib.ExitStack() as stack:
        library = stack.enter_context(contextlib.closing(room.new_library(planted.library)))
        case = stack.enter_context(contextlib.closing(room.new_case(planted.case, planted.put("title", arsenal[4]))))
        attach(case, library)
        place = Place("x", Point(33.34, 69.92), Precision.LOCALITY)
        for text in arsenal[1:4]:
            where = replace(place, name=planted.put("place", text))
            event = record_event(case, planted.put("event", text), parse_interval(NIGHT), where)
            planted.event = planted.event or event.id
        for number, text in enumerate(arsenal):
            with _declining(planted, f"known {number}"):
                told = Provenance(parse_interval("2018-06"), *(planted.put(f"known-{one}", text)
                                  for one in ("place", "source", "note", "event")))  # fmt: skip
                file = _file(folder / "older", planted.put("known-name", text), _picture(planted, "k", text, number))
                source = room.files([file], "file", "", "")
                for _ in add_known(library, source, told, room.examiner(), room.encode, room.feature_row, room.limits):
                    pass
            with _declining(planted, f"case {number}"):
                _one_image(room, case, planted, folder, text, number)
        for number, text in enumerate(arsenal):
            with _declining(planted, f"not an image {number}"):
                file = _file(folder / "in", planted.put("refused-name", text), b"no picture")
                _bring(room, case, file, "file", "", "")
    return planted


def _one_image(room: Workroom, case: Case, planted: Planted, folder: Path, text: str, number: int) -> None:
    file = _file(folder / "in", planted.put("name", text), _picture(planted, "e", text, number))
    sha256 = _bring(room, case, file, *(planted.put(one, text) for one in ("kind", "url", "collected-by")))
    claim = record_claim(case, planted.event, planted.put("claim", text), planted.put("by", text),
                         source_url=planted.put("claim-url", text))  # fmt: skip
    known = known_image(f"K{number}", "2018-06", path=planted.put("match-name", text),
                        place=planted.put("match-place", text), source=planted.put("match-source", text),
                        note=planted.put("match-note", text), event=planted.put("match-event", text))  # fmt: skip
    found = [match(known, id=f"m{number}"), match(known, id=f"d{number}")]
    case.journal.append([Draft("match.found", match_facts(sha256, one)) for one in found], case.author, case.clock())
    dismiss(case, sha256, f"d{number}", planted.put("dismissed", text))
    other = min(case.views.known_digests() - {sha256}, default="")
    if other:
        link = match(replace(known, id=other, sha256=other))
        case.journal.append([Draft("copies.linked", link_facts(sha256, link))], case.author, case.clock())
        unlink(case, sha256, planted.put("unlinked", text), other)
    notes = tuple(PillarNote(pillar, Light.AMBER, planted.put(f"pillar-{pillar.value}", text)) for pillar in Pillar)
    verdict = Verdict(sha256, claim.id, planted.event, Status.LIKELY, planted.put("reviewer", text),
                      planted.put("reasons", text), pillars=notes, gap_reason=planted.put("gap", text))  # fmt: skip
    decide(case, verdict)


def _bring(room: Workroom, case: Case, file: str, kind: str, url: str, by: str) -> str:
    source = room.files([file], kind, url, by)
    outcome = next(iter(import_files(case, source, room.examiner(), room.encode, room.limits)))
    return outcome.sha256


@contextlib.contextmanager
def _declining(planted: Planted, what: str):  # type: ignore[no-untyped-def]
    try:
        yield
    except Refusal as refusal:
        planted.declined.append(f"{what}: {refusal.code}")


def _file(folder: Path, text: str, body: bytes) -> str:
    folder.mkdir(exist_ok=True)
    mark = text[text.rindex("~", 0, -1) :]
    name = f"{as_name(text[: -len(mark)], 120)}{mark}.jpg"
    path = os.fsencode(folder) + b"/" + name.encode("utf-8", "surrogateescape")
    with open(path, "wb") as out:
        out.write(body)
    return os.fsdecode(path)


def _picture(planted: Planted, whose: str, text: str, number: int) -> bytes:
    """A small JPEG with the text in EXIF, XMP, IPTC and a comment."""
    put: Callable[[str], str] = lambda where: planted.put(f"{whose}-{where}", text)  # noqa: E731
    plain = saved(photograph(48, 36, seed=number + (1_000 if whose == "k" else 0)), "JPEG")
    inner = "".join(f"<{name}>{_xml(put(name.partition(':')[2]))}</{name}>" for name in XMP)
    steps = "".join(
        f"<rdf:li rdf:parseType='Resource'><stEvt:{name}>{_xml(put(f'step-{name}'))}</stEvt:{name}></rdf:li>"
        for name in ("action", "softwareAgent", "when")
    )
    xmp = packet(f"{inner}<xmpMM:History><rdf:Seq>{steps}</rdf:Seq></xmpMM:History>")
    datasets = [(1, 90, b"\x1b%G"), *((2, number, _bytes(put(name))[:2_000]) for name, number in IPTC.items())]
    comment = _bytes(put("comment"))
    parts = (
        segment(0xE1, b"Exif\0\0" + _tiff({number: _bytes(put(name)) for name, number in EXIF.items()})),
        segment(0xE1, XMP_SEGMENT + xmp),
        photoshop((0x0404, iim(*datasets))),
        segment(0xFE, comment),
    )
    return plain[:2] + b"".join(parts) + plain[2:]


def _tiff(fields: dict[int, bytes]) -> bytes:
    head = struct.pack("<2sHIH", b"II", 42, 8, len(fields))
    at, table, data = 8 + 2 + 12 * len(fields) + 4, b"", b""
    for number, raw in sorted(fields.items()):
        value = raw + b"\0" * max(1, 5 - len(raw))
        table += struct.pack("<HHII", number, 2, len(value), at + len(data))
        data += value
    return head + table + bytes(4) + data


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _xml(text: str) -> str:
    """As XML, which has no control characters and no halves of characters."""
    return escape("".join(c for c in text if c in "\t\n\r" or (c >= " " and not "\ud800" <= c <= "\udfff"
                                                                and c not in "\ufffe\uffff")))  # fmt: skip
