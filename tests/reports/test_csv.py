"""The list of evidence for a spreadsheet."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reports.builders import report
from workbench.assets import resources
from workbench.reports.csv_list import COLUMNS, CsvRenderer, cell
from workbench.wording import Wording

BEGINS = re.compile(r"""(?:^|[;,|\t])[\s"']*[=+\-@＝＋－＠](?!\d+(?:\.\d+)?(?:$|[;,|]))""")


def rows(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), strict=True))


def test_one_line_an_image_all_of_one_length() -> None:
    made = report()
    body = CsvRenderer(Wording(resources() / "locale")).render(made)
    found = rows(body)
    assert body.startswith(b"\xef\xbb\xbf")
    assert body.endswith(b"\r\n")
    assert {len(row) for row in found} == {len(COLUMNS)}
    assert [row[2] for row in found[1:]] == [image.evidence.sha256 for image in made.images]
    assert not any(name.startswith("csv.") for name in found[0])
    assert CsvRenderer(Wording(resources() / "locale")).render(made) == body


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("=1+1", "'=1+1"),
        (" @x", " '@x"),
        ("\t=1", "⟨U+0009⟩=1"),
        ("a;=1", "a;'=1"),
        ('quiet",=1', "quiet\",'=1"),
        ("-33.25", "-33.25"),
        ("33.3,-69.9", "33.3,-69.9"),
        ("-5;+6+cmd", "-5;'+6+cmd"),
        ("＝1", "'＝1"),
        ("photo\u202egpj", "photo⟨U+202E⟩gpj"),
        ("a\nb", "a⟨U+000A⟩b"),
    ],
)
def test_a_cell_is_no_formula_and_hides_nothing(text: str, seen: str) -> None:
    assert cell(text) == seen


@given(st.text(alphabet=st.sampled_from("=+-@;,|\t\n\r\"' a1.＝\u200c"), max_size=12))
def test_whatever_separates_no_part_of_a_cell_begins_a_formula(text: str) -> None:
    guarded = cell(text)
    for part in re.split(r"[;,|]", guarded):
        stripped = part.lstrip(' "')
        assert not re.match(r"[=+\-@＝]", stripped) or re.fullmatch(r"[+-]\d+(\.\d+)?", stripped), guarded


def test_a_cell_is_no_longer_than_a_spreadsheet_takes() -> None:
    assert len(cell("\u202e" * 32_000)) < 32_767
