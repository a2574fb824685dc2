"""How far the workbench reads what other tools read: agreement with metadata-extractor and ExifTool.

    python tests/benchmarks/agreement.py ../shared/data [--misses FAMILY|all] [--exiftool PROGRAM FOLDER...]

Each JPEG, PNG, WebP, TIFF, HEIF and AVIF of `metadata/metadata-extractor` and `metadata/exiftool-t` that has a
reference output is examined by the product, in its locked child. A reference's field is agreed upon where a tag of the
same family, group and field shows the same meaning (how meanings are compared: `agreement_meanings.py`; what is left
out of the references: `agreement_references.py`). In EXIF the group must be the same too; IPTC and XMP fields
are compared by their names, and lists as one. Dimensions of the picture are compared with the examination's own.

A control compares each EXIF field with what another picture says there, which differs: it should hardly ever agree.
Printed: the share overall, for each of the twenty subjects that matter, for each family, and every miss by its cause.
`standard` leaves out EXIF fields that no table names, maker notes, and XMP namespaces of single makers.
With `--exiftool`, a program's own answers for other folders are a third reference.
"""

import argparse
import re
import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from agreement_meanings import plain, same
from agreement_references import ENDINGS, Field, exiftool_fields, references

from workbench.domain.examinations import Examination, Limits, Tag
from workbench.domain.refusals import Refusal
from workbench.sandbox.supervisor import ChildExaminer

TWENTY: dict[str, tuple[str, str]] = {
    "capture time": ("EXIF|XMP", r"DateTimeOriginal|SubsecTimeOriginal"),
    "storing time": ("EXIF|XMP", r"DateTimeDigitized|SubsecTimeDigitized|CreateDate"),
    "change time": ("EXIF|XMP|PNG", r"DateTime|SubsecTime|ModifyDate|MetadataDate"),
    "date created": ("IPTC|XMP", r"DateCreated|TimeCreated|DigitalCreation(Date|Time)"),
    "offsets": ("EXIF|XMP", r"OffsetTime(Original|Digitized)?|TimeZoneOffset"),
    "GPS position": ("EXIF|XMP", r"GPS(Latitude|Longitude)(Ref)?|GPSMapDatum"),
    "GPS altitude": ("EXIF|XMP", r"GPSAltitude(Ref)?"),
    "GPS time": ("EXIF|XMP", r"GPS(TimeStamp|DateStamp|DateTime)"),
    "GPS direction, speed": ("EXIF|XMP", r"GPS(ImgDirection|Track|Speed|Dest\w+|HPositioningError)(Ref)?"),
    "make": ("EXIF|XMP", r"Make"),
    "model": ("EXIF|XMP", r"Model|CameraModelName"),
    "lens": ("EXIF|XMP", r"Lens(Make|Model|Specification|SerialNumber|Info|ID)?"),
    "software": ("EXIF|XMP", r"Software|ProcessingSoftware|CreatorTool"),
    "orientation": ("EXIF|XMP", r"Orientation"),
    "dimensions": (
        "EXIF|XMP|File",
        r"(Exif)?Image(Width|Height|Length)|width|height|Pixel[XY]Dimension",
    ),
    "creator": ("EXIF|XMP|IPTC", r"Artist|XPAuthor|CameraOwnerName|creator|By-line|Credit"),
    "copyright": ("EXIF|XMP|IPTC", r"Copyright|rights|CopyrightNotice"),
    "description": (
        "EXIF|XMP|IPTC",
        r"ImageDescription|UserComment|XP(Title|Comment|Subject|Keywords)|description|title|subject|Headline"
        r"|Caption-Abstract|ObjectName|Keywords",
    ),
    "history": ("XMP", r"History\w*|DerivedFrom\w*|(Original)?DocumentID|InstanceID"),
    "thumbnail": ("EXIF", r"JPEGInterchangeFormat(Length)?|ThumbnailImage"),
}
"""Subject to families and field names, blanks and slashes left out."""
DESCRIPTIONS = {"cameramodelname": "model", "ratingpercent": "rating"}
"""Where ExifTool prints a name of its own for an XMP property."""
MAKERS_XMP = frozenset({"crs", "aux", "nokia", "avm", "microsoftphoto", "mp", "mpri", "mpreg"})
TOLD = 60


@dataclass(frozen=True, slots=True)
class Miss:
    field: Field
    cause: str
    shown: str


def main() -> None:
    arguments = _arguments()
    fields: list[Field] = []
    misses: list[Miss] = []
    examiner = ChildExaminer(1)
    try:
        pictures = list(references(arguments.data))
        for folder in arguments.others:
            pictures += list(_asked(arguments.exiftool, folder))
        for picture, _, wanted in pictures:
            examination = _examined(examiner, picture)
            fields += wanted
            misses += _misses(picture, wanted, examination)
    finally:
        examiner.close()
    missed = {id(miss.field) for miss in misses}
    print(f"{len(pictures)} pictures, {len(fields)} fields of references")
    _tell("subject that matters", _by_subject(fields), missed)
    _tell("family", ((_family(field), field) for field in fields), missed)
    _tell("standard fields", ((_family(field), field) for field in fields if is_standard(field)), missed)
    taken, of = _control(fields, misses)
    print(f"\ncontrol: of {of} pairs of an agreed EXIF field and what another picture says there, {taken} agree too")
    print("\nmisses by cause")
    for (family, cause), count in Counter((_family(miss.field), miss.cause) for miss in misses).most_common():
        print(f"  {count:5}  {family:12} {cause}")
    for miss in misses:
        if arguments.misses in ("all", miss.field.family) or (arguments.misses == "twenty" and subject(miss.field)):
            field = miss.field
            where = f"{field.picture.name}: {field.family} {field.group} {field.name}"
            print(f"  {where} [{miss.cause}] {field.text[:TOLD]!r} / {miss.shown[:TOLD]!r}")


def _control(fields: Iterable[Field], misses: Iterable[Miss]) -> tuple[int, int]:
    """How often the comparison is fooled: each reference's text against the next picture's other text."""
    missed = {id(miss.field) for miss in misses}
    last: dict[tuple[str, ...], Field] = {}
    taken = of = 0
    for field in fields:
        if field.family != "EXIF" or id(field) in missed:
            continue
        key = (field.reference, *_key(field.family, field.group, field.name))
        other = last.get(key)
        if other is not None and plain(other.text) != plain(field.text):
            of += 1
            taken += same(field.name, field.text, other.text, "")
        last[key] = field
    return taken, of


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--misses", default="twenty", help="list the misses of one family, of the twenty, or `all`")
    parser.add_argument("--exiftool", help="a program to ask about --others")
    parser.add_argument("--others", type=Path, nargs="*", default=())
    return parser.parse_args()


def _asked(exiftool: str, folder: Path) -> Iterator[tuple[Path, str, tuple[Field, ...]]]:
    for picture in sorted(path for path in folder.rglob("*") if path.name.lower().endswith(ENDINGS)):
        command = [exiftool, "-a", "-G0:1:2", "-D", "-charset", "exif=utf8", str(picture)]
        answer = subprocess.run(command, capture_output=True, check=False).stdout.decode("utf-8", "replace")
        yield picture, "ExifTool", tuple(exiftool_fields(picture, "\n".join(map(_as_in_tests, answer.splitlines()))))


def _as_in_tests(line: str) -> str:
    """A line of the program in the form that its own tests keep."""
    found = re.fullmatch(r"\[([^]]+)\]\s+(\S+) (.*?)\s*: ?(.*)", line)
    if not found:
        return ""
    groups = found[1].split(":")
    names = (groups[0], groups[1] if len(groups) == 3 else groups[0], groups[-1])
    return f"[{', '.join(names)}] {found[2]} - {found[3]}: {found[4]}"


def _examined(examiner: ChildExaminer, picture: Path) -> Examination | Refusal:
    try:
        return examiner.examine(picture, sha256(picture.read_bytes()).hexdigest(), Limits())
    except Refusal as refusal:
        return refusal


def _misses(picture: Path, fields: Iterable[Field], examination: Examination | Refusal) -> Iterator[Miss]:
    if isinstance(examination, Refusal):
        yield from (Miss(field, f"file refused: {examination.code}", "") for field in fields)
        return
    header = picture.read_bytes()[: 2**20].find(b"Exif\0\0") + 6
    shown: dict[tuple[str, ...], list[Tag]] = defaultdict(list)
    for tag in examination.tags:
        shown[_key(tag.family, tag.group, tag.name)].append(tag)
    refused = {refused.reader for refused in examination.refused}
    for field in fields:
        if field.family == "File" and field.name in ("width", "height"):
            size = getattr(examination, field.name)
            if str(size) not in re.findall(r"\d+", field.text):
                yield Miss(field, "another size", str(size))
            continue
        if field.name == "ThumbnailImage" and field.family == "EXIF":
            if examination.thumbnail is None and not shown[_key("EXIF", "Thumbnail", "JPEGInterchangeFormatLength")]:
                yield Miss(field, "no thumbnail", "")
            continue
        tags = shown[_key(field.family, field.group, field.name)]
        if not tags:
            cause = f"not read ({', '.join(sorted(refused))} refused)" if refused else "not read"
            yield Miss(field, cause, "")
        elif not _shown(field, tags, header):
            yield Miss(field, "another meaning", " | ".join(f"{tag.value} ({tag.interpreted})" for tag in tags))


def _key(family: str, group: str, name: str) -> tuple[str, ...]:
    if family == "EXIF" and group != "MakerNote":
        return family, group, name
    family = "MakerNote" if family == "EXIF" else family
    words = plain(re.sub(r"\[\d+\]|\b\w+:", "", name))
    return family, DESCRIPTIONS.get(words, words) if family == "XMP" else words


def _shown(field: Field, tags: list[Tag], header: int) -> bool:
    if any(same(field.name, field.text, tag.value, tag.interpreted, header) for tag in tags):
        return True
    if field.family == "EXIF":
        return False
    values = {plain(part) for tag in tags for part in (tag.value, tag.interpreted, *re.split("[,;]", tag.value))}
    whole = plain("".join(tag.value for tag in tags))
    return plain(field.text) == whole or all(plain(part) in values for part in re.split("[,;]", field.text))


def is_standard(field: Field) -> bool:
    """Fields that a public standard defines."""
    if field.family == "EXIF":
        return not field.name.startswith("0x") and field.name != "MakerNote"
    return field.family == "IPTC" or (
        field.family == "XMP" and field.group.removeprefix("XMP-").lower() not in MAKERS_XMP
    )


def subject(field: Field) -> str:
    """Which of the twenty a field belongs to; empty where to none. Thumbnails' own tags do not count."""
    if field.family == "EXIF" and field.group == "Thumbnail" and not field.name.startswith("JPEGInterchange"):
        return ""
    name = re.sub(r"[\s/]", "", field.name)
    for one, (families, pattern) in TWENTY.items():
        if field.family in families.split("|") and re.fullmatch(pattern, name, re.IGNORECASE):
            return one
    return ""


def _by_subject(fields: Iterable[Field]) -> Iterator[tuple[str, Field]]:
    return ((name, field) for field in fields if (name := subject(field)))


def _family(field: Field) -> str:
    return field.family


def _tell(title: str, named: Iterable[tuple[str, Field]], missed: set[int]) -> None:
    total: Counter[str] = Counter()
    agreed: Counter[str] = Counter()
    for name, field in named:
        total[name] += 1
        agreed[name] += id(field) not in missed
    print(f"\n{title}")
    for name in [*total, ""]:
        of, got = (total[name], agreed[name]) if name else (total.total(), agreed.total())
        print(f"  {name or 'together':24} {got:5} of {of:5}  {got / of:7.2%}" if of else "  none")


if __name__ == "__main__":
    main()
