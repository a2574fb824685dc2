"""The page, through its public door: what it holds, and what no text can make of it."""

import dataclasses
import re
import tomllib
import unicodedata
from itertools import count, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reports import builders as build
from tests.reports.pages import Page, parse
from workbench.assets import resources
from workbench.domain.intervals import parse_interval
from workbench.reports.html import HtmlRenderer
from workbench.wording import Wording

LOCALE = resources() / "locale"
CSS = (resources() / "templates" / "report.css").read_text("utf-8")
RENDERER = HtmlRenderer(Wording(LOCALE), CSS)

_TAGS = (
    "html head meta title style body header main footer section article h1 h2 h3 h4 h5 p div span bdi dl dt dd ul ol li"
    " table caption thead tbody tr th td details summary img pre code s strong br"
)
_ATTRIBUTES = "lang dir charset name content http-equiv class id scope src alt data-label aria-hidden aria-labelledby"
TAGS, ATTRIBUTES = set(_TAGS.split()), set(_ATTRIBUTES.split())

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</bdi></td></table><a href=javascript:alert(1)>",
    "javascript:alert(1)",
    "https://example.org/tracker.gif",
    "</style><style>@import 'https://example.org/x.css';</style>",
    "</title></head><body onload=alert(1)>",
    "<!-- --><![CDATA[ ]]><?php ?>",
    "&lt;script&gt;&#x3c;&amp;",
    '=HYPERLINK("https://example.org","x")',
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1,1)",
    "  =1+1",
    "first\n=1+1\r\n@SUM(A1)",
    "x\t=1+1",
    "＝1+1",
    "harmless\u202egpj.exe",
    "\u2066isolated\u2069\u200f\u061c",
    "nul\0bell\a\x1b[31m\x7f\x9b",
    "line\u2028paragraph\u2029next\x85",
    "\ud800 alone, \ufffe and \U000e0041",
    "{0.__class__} {facts} %s ${x}",
    "a" * 20_000,
    "ئ" * 500,
    "\ufeff\u200b=1+1",
)
FORMULA = re.compile(r"[\s\u200c\u200d]*[=+\-@＝＋－＠]")


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:24]))
def test_no_text_becomes_markup_a_link_or_a_formula(text: str) -> None:
    body = RENDERER.render(build.with_texts(build.report(), lambda path, _: text))
    page = parse(body)
    assert_loads_nothing(page)
    assert not page.others
    assert [cell[:40] for cell in page.cells if FORMULA.match(cell) and not re.fullmatch(r"[+-]\d+", cell)] == []
    written = page.text + "".join(value or "" for _, attributes in page.tags for value in attributes.values())
    assert not {c for c in written if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")}


def assert_loads_nothing(page: Page) -> None:
    for tag, attributes in page.tags:
        assert tag in TAGS
        assert attributes.keys() <= ATTRIBUTES
        assert all(name == "content" or "//" not in (value or "") for name, value in attributes.items())
        if "src" in attributes:
            assert tag == "img"
            assert re.fullmatch(r"data:image/jpeg;base64,[A-Za-z0-9+/]+=*", attributes["src"] or "")
        if tag == "meta":
            assert attributes.get("http-equiv", "Content-Security-Policy") == "Content-Security-Policy"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(min_size=1, max_size=60))
def test_any_text_leaves_the_page_as_it_is_built(text: str) -> None:
    image = build.image(matches=(), verdicts=build.verdicts()[:2], arrivals=build.image().arrivals[:1])
    made = build.with_texts(build.report(image), lambda path, _: text)
    page = parse(RENDERER.render(made))
    plain = parse(RENDERER.render(build.with_texts(build.report(image), lambda path, _: "x")))
    assert_loads_nothing(page)
    built = [(tag, set(attributes)) for tag, attributes in page.tags if tag not in LINES and not is_mark(attributes)]
    assert built == [(tag, set(found)) for tag, found in plain.tags if tag not in LINES and not is_mark(found)]


LINES = {"p", "bdi", "br"}
"""A text of several lines makes more of these, one of blanks makes fewer; a page may differ in them alone."""


def is_mark(attributes: dict[str, str | None]) -> bool:
    return attributes.get("class") in ("control", "guard")


LEFT_TO_JSON = (
    "tags[].group", "tags[].family", "fingerprints", "examination.sha256", "examination.media_type",
    "examination.format", "facts[].key", "candidates", "known.sha256.", ".event.interval", "verdict.evidence",
    "verdict.event", "claims[].event", "exhibits", "tags[].name",
    "countries[].code", "countries[].iso", "provinces[].code", "provinces[].iso", "districts[].code",
    "districts[].iso", "nearby[].place.country.", "nearby[].place.province.", "town.place.country.",
    "town.place.province.",
)  # fmt: skip


def test_every_text_of_a_report_stands_on_the_page() -> None:
    """A field that is added to the report and forgotten on the page is found here."""
    numbers = count(1000)
    written: dict[str, str] = {}

    def write(path: str, text: str) -> str:
        if any(left in path for left in (*LEFT_TO_JSON, ".tags[]", ".facts[]", "verdict.claim", "cites", "edits")):
            return text
        if path.endswith(("findings[].pillar", "findings[].code", "findings[].caveat", "refused[].code")):
            return text
        if path == "report.checkpoints[].note":
            return text
        written[token := f"T{next(numbers)}T"] = path
        return token

    made = build.with_texts(build.report(), write)
    text = parse(RENDERER.render(made)).text
    assert sorted({path for token, path in written.items() if token not in text}) == []
    assert len(written) > 60


def test_a_finding_says_its_facts_and_a_match_what_it_means(page_text: str) -> None:
    assert "lies 0 m N of Bermal" in page_text
    assert "certainly there before the event began" in page_text
    assert "mirrored left to right" in page_text
    assert "About 1 in 2,000" in page_text
    assert "A person dismissed this match: It is another village." in page_text


def test_a_verdict_stands_with_its_pillars_and_a_superseded_one_is_struck(page_text: str) -> None:
    page = parse(RENDERER.render(build.report()))
    assert "Missing context DecontextualizedContent" in page_text
    assert "red: contradicted" in page_text
    assert "Superseded by a later verdict." in page_text
    assert "The reviewers differ." in page_text
    assert "capture.gone: cited when the verdict was given" in page_text
    assert [tag for tag, _ in page.tags].count("s") == 1


def test_a_verdict_for_a_group_says_so_and_names_its_images() -> None:
    alone = build.image(verdicts=(build.verdicts()[2],))
    text = parse(RENDERER.render(build.report(build.image(), alone, build.image()))).text
    assert text.count("given on images 1, 3 of this report together (decision d3c1)") == 2


def test_libraries_stand_with_whether_they_were_searched_and_what_was_not_compared(page_text: str) -> None:
    assert "7 of 120 known images in Older wars could not be compared with this one" in page_text
    assert "with 1 images of this report: at most 7 known images" in page_text
    assert "no: switched off for this case" in page_text
    assert "/mnt/disk" in page_text, "why one could not be opened"
    none = parse(RENDERER.render(build.report(build.image(not_compared=()), libraries=()))).text
    assert "compared with no library" in none


def test_times_stand_in_the_stated_zone_and_in_utc(page_text: str) -> None:
    assert "2025-10-09 22:00:00 UTC+04:30 up to, not including, 2025-10-10 02:00:00 UTC+04:30" in page_text
    assert "2025-10-09 17:30:00 UTC up to, not including, 2025-10-09 21:30:00 UTC" in page_text


def test_a_time_without_a_zone_is_said_to_be_widened() -> None:
    event = dataclasses.replace(build.report().event, interval=parse_interval("2025-10-09"))
    page = parse(RENDERER.render(build.report(event=event)))
    assert "No time zone was stated" in page.text


def test_a_time_that_has_no_moment_in_utc_is_no_error() -> None:
    event = dataclasses.replace(build.report().event, interval=parse_interval("0001-01-01T00:00:00+14:00/2025"))
    assert "0001-01-01 00:00:00" in parse(RENDERER.render(build.report(event=event))).text


def test_the_checkpoint_is_printed_word_for_word(page_text: str) -> None:
    for line in build.NOTE.splitlines():
        assert line in page_text


def test_pictures_are_covered_until_asked_for() -> None:
    page = parse(RENDERER.render(build.report()))
    names = [tag for tag, _ in page.tags]
    assert names.count("img") == names.count("details") == 1
    assert all("open" not in attributes for _, attributes in page.tags)


def test_what_is_no_jpeg_is_not_put_on_the_page() -> None:
    page = parse(RENDERER.render(build.report(build.image(preview=b"<svg onload=alert(1)>"))))
    assert "img" not in [tag for tag, _ in page.tags]
    assert "There is no small view" in page.text


def test_the_page_allows_itself_nothing_but_its_pictures_and_its_style() -> None:
    page = parse(RENDERER.render(build.report()))
    policy = next(attributes["content"] for tag, attributes in page.tags if "http-equiv" in attributes)
    assert policy is not None
    assert policy.startswith("default-src 'none'; img-src data:; style-src 'sha256-")
    assert "unsafe" not in policy


def test_an_empty_case_has_a_report() -> None:
    page = parse(
        RENDERER.render(
            dataclasses.replace(build.report(), images=(), claims=(), refused=(), checkpoints=(), exhibits=())
        )
    )
    assert "This case has no images." in page.text
    assert "No file was refused." in page.text


def test_an_image_that_was_not_examined_is_reported() -> None:
    image = build.image(examination=None, findings=(), matches=(), verdicts=(), history=(), arrivals=(), preview=b"")
    text = parse(RENDERER.render(build.report(image))).text
    assert "This image was not examined." in text
    assert "nothing was looked for, and nothing found" in text


def test_the_same_report_gives_the_same_bytes() -> None:
    assert RENDERER.render(build.report()) == HtmlRenderer(Wording(LOCALE), CSS).render(build.report())


def test_every_word_of_the_page_is_in_the_locale() -> None:
    prefixes = "report|status|light|pillar|basis|bearing|kind|timing|edit|precision|isolation|confidence|mediareview"
    cells = parse(RENDERER.render(build.report())).cells
    assert [cell for cell in cells if re.search(rf"\b(?:{prefixes})\.[a-z][\w.-]+", cell)] == []


def test_every_sentence_of_the_report_is_used() -> None:
    """Codes that are put together at run time are found by their beginnings."""
    source = "".join(file.read_text("utf-8") for file in (resources().parent / "workbench" / "reports").glob("*.py"))
    beginnings = (*re.findall(r"report\.[a-z.-]*[a-z][-.](?=\{)", source), "report.time.", "report.position.")
    codes = tomllib.loads((LOCALE / "en" / "report.toml").read_text("utf-8"))
    assert [code for code in codes if f'"{code}"' not in source and not code.startswith(beginnings)] == []


def test_every_reason_for_no_time_and_no_position_has_words() -> None:
    tags = [
        build.build.exif(DateTimeOriginal="0000:00:00 00:00:00"),
        build.build.exif(DateTimeOriginal="yesterday"),
        build.build.exif(GPSLatitude="1/1"),
        build.build.exif(GPSLatitude="1/1", GPSLongitude="1/1"),
        build.build.exif(GPSLatitude="x", GPSLatitudeRef="N", GPSLongitude="1/1", GPSLongitudeRef="E"),
        build.build.exif(GPSLatitude="95/1", GPSLatitudeRef="N", GPSLongitude="1/1", GPSLongitudeRef="E"),
    ]
    for one in tags:
        image = build.image(examination=dataclasses.replace(build.examination(), tags=one))
        assert "report." not in parse(RENDERER.render(build.report(image))).text


def test_headings_descend_one_by_one() -> None:
    levels = [int(tag[1]) for tag, _ in parse(RENDERER.render(build.report())).tags if re.fullmatch("h[1-5]", tag)]
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_every_colour_of_text_can_be_read() -> None:
    """WCAG 2.2 success criterion 1.4.3: 4.5 to 1, on screens light and dark and on paper."""
    palettes = [
        dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", block)) for block in re.findall(r":root \{(.*?)\}", CSS, re.S)
    ]
    assert len(palettes) == 3
    for colours in palettes:
        for ground in ("paper", "card", "tint"):
            for ink in ("ink", "soft", "good", "bad", "warn", "accent"):
                assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground, colours)


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour, by WCAG 2.2."""
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.fixture
def page_text() -> str:
    return parse(RENDERER.render(build.report())).text
