"""One image of a report: where it came from, what it says, what was found, and its history."""

from workbench.domain.reports import HistoryLine, Report, ReportedImage
from workbench.reports import figures
from workbench.reports.blocks import bullets, part, table, terms
from workbench.reports.html_claims import content_note, name_of
from workbench.reports.html_file import contents_part, measuring_part
from workbench.reports.html_findings import findings_part, matches_part
from workbench.reports.html_libraries import not_compared_notes
from workbench.reports.html_surroundings import surroundings_part
from workbench.reports.html_verdicts import verdicts_part
from workbench.reports.markup import Element, Node, element, picture
from workbench.reports.phrases import Phrases
from workbench.reports.quoting import exact

_WORDED_FACTS = ("kind", "status", "isolation")


def images_section(report: Report, phrases: Phrases) -> Element:
    """Every image, in the order in which they came."""
    return element(
        "section",
        {"aria-labelledby": "images"},
        element("h2", {"id": "images"}, phrases.word("report.images")),
        *(_image(number, image, report, phrases) for number, image in enumerate(report.images, 1)),
    )


def _image(number: int, image: ReportedImage, report: Report, phrases: Phrases) -> Element:
    heading = f"image-{number}"
    return element(
        "article",
        {"class": "image", "aria-labelledby": heading},
        element("h3", {"id": heading}, phrases.say("report.image-named", number=str(number), name=name_of(image))),
        content_note(image, phrases),
        element("div", {"class": "identity"}, _covered(number, image, phrases), _identity(image, phrases)),
        _arrivals(image, phrases),
        contents_part(image.examination, phrases),
        surroundings_part(image.surroundings, phrases),
        findings_part(image, phrases),
        matches_part(image.matches, not_compared_notes(image, report, phrases), phrases),
        verdicts_part(image, report, phrases),
        _history(image.history, phrases),
        measuring_part(image.examination, phrases),
    )


def _covered(number: int, image: ReportedImage, phrases: Phrases) -> Element:
    shown = picture(image.preview, phrases.word("report.picture-alt", number=number))
    if shown is None:
        return element("div", {"class": "figure"}, element("p", {"class": "aside"}, phrases.word("report.no-picture")))
    summary = element(
        "summary",
        {},
        element("span", {"class": "on-screen"}, phrases.word("report.uncover")),
        element("span", {"class": "on-paper"}, phrases.word("report.covered")),
        content_note(image, phrases, "span"),
    )
    return element("div", {"class": "figure"}, element("details", {}, summary, shown))


def _identity(image: ReportedImage, phrases: Phrases) -> Element:
    names = dict.fromkeys(arrival.name for _, arrival in image.arrivals)
    rows: list[tuple[str, Node]] = [
        (phrases.word("report.names"), [element("p", {}, exact(name)) for name in names] or phrases.quoted("")),
        (phrases.word("report.sha256"), element("code", {}, exact(image.evidence.sha256))),
        (phrases.word("report.size"), figures.size(image.evidence.size)),
        (phrases.word("report.media-type"), exact(image.evidence.media_type)),
    ]
    if found := image.examination:
        size = phrases.say("report.pixels", width=str(found.width), height=str(found.height))
        rows.append((phrases.word("report.dimensions"), size))
        if not found.complete:
            rows.append((phrases.word("report.complete"), phrases.word("report.incomplete")))
    return terms(rows)


def _arrivals(image: ReportedImage, phrases: Phrases) -> Element:
    columns = [
        phrases.word(f"report.arrival-{name}") for name in ("at", "path", "kind", "url", "posted", "by", "modified")
    ]
    rows = [
        (
            phrases.moment(at),
            exact(arrival.path),
            phrases.quoted(arrival.kind),
            phrases.quoted(arrival.url),
            phrases.quoted(arrival.posted),
            phrases.quoted(arrival.collected_by),
            phrases.moment(arrival.file_modified),
        )
        for at, arrival in image.arrivals
    ]
    return part(phrases.word("report.arrivals"), table(phrases.word("report.arrivals-caption"), columns, rows))


def _history(history: tuple[HistoryLine, ...], phrases: Phrases) -> Element:
    if not history:
        return part(phrases.word("report.history"), element("p", {}, phrases.word("report.no-history")))
    columns = [phrases.word(f"report.history-{name}") for name in ("id", "at", "who", "what", "facts")]
    rows = [
        (
            exact(line.id),
            phrases.moment(line.at),
            phrases.quoted(line.author),
            phrases.say(f"report.entry.{line.kind}") if phrases.has(f"report.entry.{line.kind}") else exact(line.kind),
            bullets((_fact_name(name, phrases), ": ", _fact_value(name, value, phrases)) for name, value in line.facts)
            if line.facts
            else "",
        )
        for line in history
    ]
    return part(phrases.word("report.history"), table(phrases.word("report.history-caption"), columns, rows, "history"))


def _fact_name(name: str, phrases: Phrases) -> Node:
    code = f"report.fact.{name}"
    return phrases.word(code) if phrases.has(code) else exact(name)


def _fact_value(name: str, value: str, phrases: Phrases) -> Node:
    code = f"{name}.{value}"
    return phrases.word(code) if name in _WORDED_FACTS and phrases.has(code) else exact(value)
