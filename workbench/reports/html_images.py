"""One image of a report: where it came from, what it says, what was found, and how it was measured."""

from workbench.domain.examinations import Examination
from workbench.domain.findings import Finding
from workbench.domain.known import MatchKind
from workbench.domain.readings import CaptureTime, Position, read
from workbench.domain.reports import FoundMatch, HistoryLine, Report, ReportedImage
from workbench.domain.verdicts import Pillar
from workbench.reports import figures
from workbench.reports.blocks import badge, bullets, table, terms
from workbench.reports.html_claims import bearing_badge, name_of
from workbench.reports.html_verdicts import verdicts_part
from workbench.reports.markup import Element, Node, element, picture
from workbench.reports.phrases import Phrases
from workbench.reports.quoting import exact

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
        element("div", {"class": "identity"}, _covered(number, image, phrases), _identity(image, phrases)),
        _arrivals(image, phrases),
        _contents(image.examination, phrases),
        _findings(image.findings, phrases),
        _matches(image.matches, phrases),
        verdicts_part(image, report.claims, phrases),
        _history(image.history, phrases),
        _measuring(image.examination, phrases),
    )


def _covered(number: int, image: ReportedImage, phrases: Phrases) -> Element:
    shown = picture(image.preview, phrases.word("report.picture-alt").replace("{number}", str(number)))
    if shown is None:
        return element("div", {"class": "figure"}, element("p", {"class": "aside"}, phrases.word("report.no-picture")))
    summary = element(
        "summary",
        {},
        element("span", {"class": "on-screen"}, phrases.word("report.uncover")),
        element("span", {"class": "on-paper"}, phrases.word("report.covered")),
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
    columns = [phrases.word(f"report.arrival-{name}") for name in ("at", "path", "kind", "url", "by", "modified")]
    rows = [
        (
            phrases.moment(at),
            exact(arrival.path),
            phrases.quoted(arrival.kind),
            phrases.quoted(arrival.url),
            phrases.quoted(arrival.collected_by),
            phrases.moment(arrival.file_modified),
        )
        for at, arrival in image.arrivals
    ]
    return _part(phrases, "report.arrivals", table(phrases.word("report.arrivals-caption"), columns, rows))


def _contents(examination: Examination | None, phrases: Phrases) -> Element:
    if examination is None:
        return _part(phrases, "report.contents-of-file", element("p", {}, phrases.word("report.not-examined")))
    reading = read(examination)
    device = " ".join(part for part in (reading.make, reading.model, reading.lens) if part)
    rows: list[tuple[Node, Node, Node, Node]] = [_time_row(time, phrases) for time in reading.times]
    rows += [_position_row(position, phrases) for position in reading.positions]
    if device:
        rows.append((phrases.word("report.device"), "", exact(device), phrases.word("report.device-meaning")))
    rows += [(phrases.word("report.software"), "", exact(name), "") for name in reading.software]
    columns = [phrases.word(f"report.field-{name}") for name in ("name", "reader", "value", "meaning")]
    body: list[Node] = []
    if rows:
        body.append(table(phrases.word("report.fields-caption"), columns, rows))
    else:
        body.append(element("p", {}, phrases.word("report.no-capture-facts")))
    if examination.container:
        facts = ((exact(name), ": ", exact(value)) for name, value in sorted(examination.container.items()))
        body += [element("h5", {}, phrases.word("report.container")), bullets(facts, "inline")]
    body.append(element("p", {"class": "aside"}, phrases.say("report.tags-read", count=str(len(examination.tags)))))
    return _part(phrases, "report.contents-of-file", *body)


def _time_row(time: CaptureTime, phrases: Phrases) -> tuple[Node, Node, Node, Node]:
    meaning: Node = phrases.stretch(time.interval) if time.interval else phrases.say(f"report.{time.reason}")
    return (exact(time.field), exact(time.reader), exact(time.text), meaning)


def _position_row(position: Position, phrases: Phrases) -> tuple[Node, Node, Node, Node]:
    name, reader = phrases.word("report.gps"), exact(position.reader)
    if position.point is None:
        return (name, reader, "", phrases.say(f"report.{position.reason}"))
    meaning = phrases.word("report.position-zero") if position.zero else phrases.word("report.position-meaning")
    return (name, reader, position.point.text(), meaning)


def _findings(findings: tuple[Finding, ...], phrases: Phrases) -> Element:
    parts: list[Node] = []
    silent: list[str] = []
    for pillar in Pillar:
        here = [finding for finding in findings if finding.pillar == pillar.value]
        words = phrases.word(f"pillar.{pillar.value}")
        if here:
            parts.append(element("h5", {}, words))
            parts += [_finding(finding, phrases) for finding in here]
        else:
            silent.append(words)
    if rest := [finding for finding in findings if finding.pillar not in set(Pillar)]:
        parts.append(element("h5", {}, phrases.word("report.other-findings")))
        parts += [_finding(finding, phrases) for finding in rest]
    if silent:
        nothing = (phrases.word("report.pillars-silent"), bullets(silent, "inline"))
        parts.append(element("div", {"class": "aside"}, nothing))
    return _part(phrases, "report.findings", *parts)


def _finding(finding: Finding, phrases: Phrases) -> Element:
    title = f"{finding.code}.title"
    named = phrases.say(title) if phrases.has(title) else exact(finding.code)
    caveat: Node = ""
    if finding.caveat:
        words = phrases.about(finding.caveat, finding.facts)
        caveat = element("p", {"class": "caveat"}, element("strong", {}, phrases.word("report.caveat")), " ", words)
    return element(
        "div",
        {"class": f"finding {finding.bearing.value}"},
        element("p", {"class": "title"}, element("strong", {}, named)),
        element("p", {}, bearing_badge(finding.bearing, phrases.word(f"bearing.{finding.bearing.value}")), " ",
                element("span", {"class": "aside"}, phrases.word("report.basis"), " ",
                        phrases.word(f"basis.{finding.basis.value}"))),
        element("p", {}, phrases.about(finding.code, finding.facts)),
        caveat,
    )  # fmt: skip


def _matches(matches: tuple[FoundMatch, ...], phrases: Phrases) -> Element:
    if not matches:
        return _part(phrases, "report.matches", element("p", {}, phrases.word("report.no-matches")))
    return _part(phrases, "report.matches", *(_match(number, found, phrases) for number, found in enumerate(matches, 1)))


def _match(number: int, found: FoundMatch, phrases: Phrases) -> Element:
    match, known = found.match, found.match.known
    kind = phrases.word(f"kind.{match.kind.value}")
    edits = bullets(phrases.say(edit) for edit in match.edits) if match.edits else phrases.word("report.no-edits")
    overlap = phrases.say(
        "report.overlap-shares", query=figures.share(match.overlap_query), known=figures.share(match.overlap_known)
    )
    rows: list[tuple[str, Node]] = [
        (phrases.word("report.first-known"), phrases.stretch(known.first_known)),
        (phrases.word("report.known-place"), phrases.quoted(known.place)),
        (phrases.word("report.known-source"), phrases.quoted(known.source)),
        (phrases.word("report.known-note"), phrases.quoted(known.note)),
        (phrases.word("report.edits"), edits),
        (phrases.word("report.overlap"), overlap),
        (phrases.word("report.score"), figures.share(match.score)),
        (phrases.word("report.odds"), _odds(found, phrases)),
        (phrases.word("report.library"), exact(match.library)),
        (phrases.word("report.known-sha256"), element("code", {}, exact(known.sha256))),
        (phrases.word("report.known-id"), (exact(known.id), " · ", exact(match.id))),
    ]
    dismissed: Node = ""
    if found.dismissed:
        words = phrases.say("report.dismissed", reason=found.dismissed)
        dismissed = element("p", {"class": "note"}, words)
    return element(
        "div",
        {"class": "match dismissed" if found.dismissed else "match"},
        element("h5", {}, phrases.say("report.match-named", number=str(number), kind=kind, known=known.path)),
        dismissed,
        element("p", {}, badge(f"timing-{found.timing.value}", "▼" if found.timing.value == "before" else "○",
                               phrases.word(f"timing.{found.timing.value}"))),
        element("p", {}, phrases.word(_meaning(found))),
        terms(rows),
    )  # fmt: skip


def _meaning(found: FoundMatch) -> str:
    if found.match.kind is MatchKind.SCENE:
        return "report.match-means-scene"
    return f"report.match-means-{found.timing.value}"


def _odds(found: FoundMatch, phrases: Phrases) -> Node:
    chance = found.match.false_match_odds
    if found.match.kind is MatchKind.EXACT:
        return phrases.word("report.odds-exact")
    if chance is None:
        return phrases.word("report.odds-unknown")
    return phrases.say("report.odds-one-in", count=figures.one_in(chance))


def _history(history: tuple[HistoryLine, ...], phrases: Phrases) -> Element:
    if not history:
        return _part(phrases, "report.history", element("p", {}, phrases.word("report.no-history")))
    columns = [phrases.word(f"report.history-{name}") for name in ("id", "at", "who", "what", "facts")]
    rows = [
        (
            exact(line.id),
            phrases.moment(line.at),
            phrases.quoted(line.author),
            phrases.say(f"report.entry.{line.kind}") if phrases.has(f"report.entry.{line.kind}") else exact(line.kind),
            bullets((_fact_name(name, phrases), ": ", exact(value)) for name, value in line.facts) if line.facts else "",
        )
        for line in history
    ]
    return _part(phrases, "report.history", table(phrases.word("report.history-caption"), columns, rows, "history"))


def _fact_name(name: str, phrases: Phrases) -> Node:
    code = f"report.fact.{name}"
    return phrases.word(code) if phrases.has(code) else exact(name)


def _measuring(examination: Examination | None, phrases: Phrases) -> Element | str:
    if examination is None:
        return ""
    isolation = examination.isolation
    layers = bullets(((exact(layer), ": ", exact(state)) for layer, state in isolation.layers), "inline")
    tools = bullets(((exact(tool), " ", exact(version)) for tool, version in sorted(examination.tools.items())), "inline")
    refused: Node = phrases.word("report.readers-all-answered")
    if examination.refused:
        refused = bullets(
            (exact(one.reader), ": ", phrases.say(one.code, reader=one.reader)) for one in examination.refused
        )
    rows: list[tuple[str, Node]] = [
        (phrases.word("report.isolation"), (phrases.word(f"isolation.{isolation.level.value}"), layers)),
        (phrases.word("report.tools"), tools),
        (phrases.word("report.recipe"), phrases.quoted(examination.recipe)),
        (phrases.word("report.readers-refused"), refused),
    ]
    return _part(phrases, "report.measuring", terms(rows))


def _part(phrases: Phrases, heading: str, *body: Node) -> Element:
    return element("div", {"class": "part"}, element("h4", {}, phrases.word(heading)), *body)
