"""The few shapes that every part of the page is made of."""

from collections.abc import Iterable, Sequence

from workbench.domain.findings import Bearing
from workbench.domain.verdicts import Light, Status
from workbench.reports.markup import Element, Node, element

BEARING_SIGNS = {Bearing.SUPPORTS: "▲", Bearing.UNDERMINES: "▼", Bearing.NEUTRAL: "○"}
LIGHT_SIGNS = {Light.GREEN: "✓", Light.AMBER: "~", Light.RED: "✕", Light.GREY: "?"}
STATUS_SIGNS = {
    Status.VERIFIED: "✓",
    Status.LIKELY: "▲",
    Status.UNDETERMINED: "?",
    Status.UNLIKELY: "▼",
    Status.REFUTED: "✕",
    Status.OPEN: "○",
}
"""A sign beside each word: colour alone says nothing in print, or to those who do not see it."""


def badge(kind: str, sign: str, words: Node) -> Element:
    """A sign and its words, coloured by `kind`."""
    mark = element("span", {"class": "sign", "aria-hidden": "true"}, sign)
    return element("span", {"class": f"badge {kind}"}, mark, "\N{NO-BREAK SPACE}", words)


def terms(rows: Iterable[tuple[str, Node]]) -> Element:
    """Names with their values."""
    pairs = ((element("dt", {}, name), element("dd", {}, value)) for name, value in rows)
    return element("dl", {}, *(element("div", {}, pair) for pair in pairs))


def bullets(items: Iterable[Node], kind: str = "plain") -> Element:
    return element("ul", {"class": kind}, *(element("li", {}, item) for item in items))


def part(heading: str, *body: Node) -> Element:
    """A part of an image's section under its own heading."""
    return element("div", {"class": "part"}, element("h4", {}, heading), *body)


def table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[Node]], kind: str = "") -> Element:
    """A table whose first cell heads its row; on a narrow page every cell carries the name of its column."""
    heads = [element("th", {"scope": "col"}, name) for name in columns]
    return element(
        "table",
        {"class": kind} if kind else {},
        element("caption", {}, caption),
        element("thead", {}, element("tr", {}, heads)),
        element("tbody", {}, *(element("tr", {}, _cells(columns, row)) for row in rows)),
    )


def _cells(columns: Sequence[str], row: Sequence[Node]) -> list[Element]:
    first, *rest = zip(columns, row, strict=True)
    return [
        element("th", {"scope": "row", "data-label": first[0]}, element("div", {}, first[1])),
        *(element("td", {"data-label": name}, element("div", {}, cell)) for name, cell in rest),
    ]
