"""The libraries of known images that the case is compared with, and what could not be compared."""

from workbench.domain.reports import Report, ReportedImage, ReportedLibrary
from workbench.reports.blocks import table
from workbench.reports.markup import Element, Node, element
from workbench.reports.phrases import Phrases
from workbench.reports.quoting import exact


def libraries_section(report: Report, phrases: Phrases) -> Element:
    """Each library by name: switched on or off, its size, and how much of it could not be compared."""
    body: Node = element("p", {}, phrases.word("report.no-libraries"))
    if report.libraries:
        columns = [phrases.word(f"report.library-{name}") for name in ("name", "state", "size", "uncompared")]
        rows = [_row(library, report, phrases) for library in report.libraries]
        body = [
            table(phrases.word("report.libraries-caption"), columns, rows),
            element("p", {"class": "aside"}, phrases.word("report.libraries-why")),
        ]
    return element(
        "section",
        {"aria-labelledby": "libraries"},
        element("h2", {"id": "libraries"}, phrases.word("report.libraries")),
        body,
    )


def not_compared_notes(image: ReportedImage, report: Report, phrases: Phrases) -> list[Node]:
    """How much of which library could not be compared with one image, a sentence for each."""
    libraries = {library.id: library for library in report.libraries}
    notes: list[Node] = []
    for name, count in image.not_compared:
        library = libraries.get(name)
        words = phrases.say(
            "report.not-compared",
            count=str(count),
            all=str(library.count) if library and library.count is not None else "?",
            library=library.name if library else name,
        )
        notes.append(element("p", {"class": "aside"}, words))
    return notes


def _row(library: ReportedLibrary, report: Report, phrases: Phrases) -> tuple[Node, ...]:
    on = phrases.word("report.library-on" if library.on else "report.library-off")
    state: Node = on
    if library.code:
        state = [element("p", {}, on), element("p", {}, phrases.about(library.code, library.facts))]
    return (
        (exact(library.name), " ", element("span", {"class": "aside"}, exact(library.id))),
        state,
        "–" if library.count is None else str(library.count),
        _uncompared(library, report, phrases),
    )


def _uncompared(library: ReportedLibrary, report: Report, phrases: Phrases) -> Node:
    if not library.on or library.count is None:
        return phrases.word("report.library-nothing-compared")
    counts = [count for image in report.images for name, count in image.not_compared if name == library.id]
    unexamined = sum(image.examination is None for image in report.images)
    said = [phrases.word("report.library-all-compared")] if not library.without_features else []
    if counts:
        said = [phrases.word("report.library-some", images=len(counts), most=max(counts))]
    if library.without_features:
        said.append(phrases.word("report.library-without-features", count=library.without_features))
    if unexamined:
        said.append(phrases.word("report.library-unexamined", images=unexamined))
    return [element("p", {}, words) for words in said]
