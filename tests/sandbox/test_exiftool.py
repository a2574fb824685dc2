"""A program that calls itself ExifTool is run locked, in time, and is not believed."""

import hashlib
import json
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hostile.crafted import photograph, saved
from workbench.domain.disagreements import disagreements
from workbench.domain.examinations import Limits, Refused, Tag
from workbench.sandbox.exiftool import ExifTool
from workbench.sandbox.exiftool_answers import rows
from workbench.sandbox.replies import Failure, Read
from workbench.sandbox.supervisor import ChildExaminer

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="a program is confined on Linux only"),
    pytest.mark.skipif(shutil.which("perl") is None, reason="ExifTool is a Perl script, and there is no Perl here"),
]
LIMITS = Limits(reader_seconds=10)
VERSION = 'if (grep { $_ eq "-ver" } @ARGV) { print "12.34\\n"; exit }\n'
ESCAPES = r"""
sub say_so { my ($name, $words) = @_; push @out, sprintf '"File:File:%s": {"val": "%s"}', $name, $words }
sub could { my ($name, $done) = @_; say_so $name, $done ? "possible" : "refused" }
could "OpenUsersFile", open(my $a, "<", "/etc/passwd");
could "OpenTemporary", opendir(my $b, "/tmp");
could "Write", open(my $c, ">", "/dev/shm/workbench-escaped");
could "Fork", defined(my $pid = fork());
exit if defined $pid && !$pid;
could "Socket", socket(my $d, 2, 1, 0);
could "Unix", socket(my $e, 1, 1, 0);
could "Signal", kill(0, getppid());
{ local $/; my $given = <STDIN>; say_so "Given", length $given }
print "[{" . join(",", @out) . "}]";
"""


@pytest.fixture
def program(tmp_path: Path) -> Callable[[str], ExifTool]:
    def write(body: str) -> ExifTool:
        path = tmp_path / "exiftool"
        path.write_text(f"#!{shutil.which('perl')}\n{VERSION}{body}")
        path.chmod(0o755)
        return ExifTool(path)

    return write


def test_it_can_reach_nothing_but_its_pipes(program: Callable[[str], ExifTool]) -> None:
    given = bytes(3 * 2**20)
    found = program(ESCAPES).read(given, LIMITS)
    assert isinstance(found, Read)
    said = {tag.name: tag.value for tag in found.tags}
    assert said.pop("Given") == str(len(given))
    assert len(said) == 7
    assert set(said.values()) == {"refused"}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("1 while 1;", "examine.reader-took-too-long"),
        ('print "x" x 2000000; 1 while 1;', "examine.answer-too-long"),
        ('my $eaten = "x" x 2**31; print "[{}]";', "examine.reply-invalid"),
        ('print "[" x 100000;', "examine.reply-invalid"),
        ('print "not JSON";', "examine.reply-invalid"),
        ('print "[{}, {}]";', "examine.reply-invalid"),
        ("exit 3;", "examine.reply-invalid"),
    ],
)
def test_what_does_not_answer_as_agreed_costs_that_reading(
    program: Callable[[str], ExifTool], body: str, code: str
) -> None:
    start = time.monotonic()
    answer = program(body).read(b"bytes", Limits(reader_seconds=2, output_bytes=2**20))
    assert isinstance(answer, Failure)
    assert answer.code == code
    assert time.monotonic() - start < 10


def test_a_program_that_is_no_script_is_not_run(tmp_path: Path) -> None:
    path = tmp_path / "exiftool"
    path.write_bytes(b"\x7fELF")
    assert ExifTool(path).version == ""


def test_its_reading_stands_beside_the_others(program: Callable[[str], ExifTool], tmp_path: Path) -> None:
    picture = photograph()
    exif = picture.getexif()
    exif[0x010F], exif[0x0112] = "Maker", 6
    data = saved(picture, "JPEG", exif=exif)
    (tmp_path / "a.jpg").write_bytes(data)
    answer = {"EXIF:IFD0:Make": {"val": "Another"}, "EXIF:IFD0:Orientation": {"num": 6, "val": "Rotate 90 CW"}}
    examiner = ChildExaminer(1, exiftool=program(f"print '[{json.dumps(answer)}]';"))
    try:
        found = examiner.examine(tmp_path / "a.jpg", hashlib.sha256(data).hexdigest(), LIMITS)
    finally:
        examiner.close()
    assert found.tools["exiftool"] == "12.34"
    assert Tag("exiftool", "EXIF", "Image", "Orientation", "6", "Rotate 90 CW") in found.tags
    assert [one.name for one in disagreements(found.tags)] == ["Make"]


def test_its_failure_is_named_and_costs_nothing_else(program: Callable[[str], ExifTool], tmp_path: Path) -> None:
    data = saved(photograph(), "JPEG")
    (tmp_path / "a.jpg").write_bytes(data)
    examiner = ChildExaminer(1, exiftool=program("exit 1;"))
    try:
        found = examiner.examine(tmp_path / "a.jpg", hashlib.sha256(data).hexdigest(), LIMITS)
    finally:
        examiner.close()
    assert found.refused == (Refused("exiftool", "examine.reply-invalid"),)


def test_fields_that_can_be_compared_get_the_names_of_the_other_readers() -> None:
    answer = [
        {
            "SourceFile": "-",
            "File:System:FileSize": {"val": "1 kB"},
            "Composite:ImageSize": {"val": "1x1"},
            "EXIF:ExifIFD:CreateDate": {"val": "2025:10:09 23:40:00"},
            "EXIF:ExifIFD:Copy1:ShutterSpeedValue": {"num": 0.0156, "val": "1/64"},
            "XMP:XMP-dc:Subject": {"val": ["a", "b"]},
            "MakerNotes:Canon:MacroMode": {"num": 2, "val": "Normal"},
        }
    ]
    said, cuts = rows(answer, LIMITS)
    assert said == [
        ["EXIF", "EXIF", "DateTimeDigitized", "2025:10:09 23:40:00", ""],
        ["ExifTool", "ExifIFD", "ShutterSpeedValue", "0.0156", "1/64"],
        ["XMP", "XMP-dc", "Subject", "a, b", ""],
        ["EXIF", "MakerNote", "MacroMode", "2", "Normal"],
    ]
    assert cuts == {}
