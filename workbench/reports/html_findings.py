"""What the program found on one image: findings and known images."""

from workbench.domain.findings import Finding
from workbench.domain.known import Match, MatchKind
from workbench.domain.reports import FoundMatch, ReportedImage
from workbench.domain.verdicts import Pillar
from workbench.reports import figures
from workbench.reports.blocks import badge, bullets, part, terms
from workbench.reports.html_claims import bearing_badge
from workbench.reports.markup import Element, Node, element
from workbench.reports.phrases import Phrases
from workbench.reports.quoting import exact


def findings_part(image: ReportedImage, phrases: Phrases) -> Element:
    """What the inspectors conclude, pillar by pillar, and the pillars on which they found nothing."""
    findings = image.findings
    if image.examination is None and not findings:
        return part(phrases.word("report.findings"), element("p", {}, phrases.word("report.not-examined-no-findings")))
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
    return part(phrases.word("report.findings"), *parts)


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
        element(
            "p",
            {},
            bearing_badge(finding.bearing, phrases.word(f"bearing.{finding.bearing.value}")),
            " ",
            element(
                "span",
                {"class": "aside"},
                phrases.word("report.basis"),
                " ",
                phrases.word(f"basis.{finding.basis.value}"),
            ),
        ),
        element("p", {}, phrases.about(finding.code, finding.facts)),
        caveat,
    )


def matches_part(matches: tuple[FoundMatch, ...], notes: list[Node], phrases: Phrases) -> Element:
    """Every known image found again, with what that means for the event, dismissed ones with the reason; below them
    the notes on what could not be compared."""
    found: list[Node] = [_match(number, one, phrases) for number, one in enumerate(matches, 1)]
    return part(
        phrases.word("report.matches"), *(found or [element("p", {}, phrases.word("report.no-matches"))]), *notes
    )


def _match(number: int, found: FoundMatch, phrases: Phrases) -> Element:
    match, known = found.match, found.match.known
    kind = phrases.word(f"kind.{match.kind.value}")
    rows: list[tuple[str, Node]] = [
        (phrases.word("report.first-known"), phrases.stretch(known.first_known)),
        (phrases.word("report.known-place"), phrases.quoted(known.place)),
        (phrases.word("report.known-source"), phrases.quoted(known.source)),
    ]
    if known.event:
        rows.append((phrases.word("report.known-event"), exact(known.event)))
    if known.note:
        rows.append((phrases.word("report.known-note"), exact(known.note)))
    if match.kind is not MatchKind.EXACT:
        rows += _likeness(match, phrases)
    rows += [
        (phrases.word("report.odds"), _odds(match, phrases)),
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
        element(
            "p",
            {},
            badge(
                f"timing-{found.timing.value}",
                "▼" if found.timing.value == "before" else "○",
                phrases.word(f"timing.{found.timing.value}"),
            ),
        ),
        element("p", {}, phrases.word(_meaning(found))),
        terms(rows),
    )


def _meaning(found: FoundMatch) -> str:
    if found.match.kind is MatchKind.SCENE:
        return "report.match-means-scene"
    return f"report.match-means-{found.timing.value}"


def _likeness(match: Match, phrases: Phrases) -> list[tuple[str, Node]]:
    shares = {"query": figures.share(match.overlap_query), "known": figures.share(match.overlap_known)}
    said = [phrases.say(edit.code, **dict(edit.facts)) for edit in match.edits]
    edits = bullets(said) if said else phrases.word("report.no-edits")
    return [
        (phrases.word("report.edits"), edits),
        (phrases.word("report.overlap"), phrases.say("report.overlap-shares", **shares)),
        (phrases.word("report.score"), figures.share(match.score)),
    ]


def _odds(match: Match, phrases: Phrases) -> Node:
    if match.kind is MatchKind.EXACT:
        return phrases.word("report.odds-exact")
    if match.false_match_odds is None:
        return phrases.word("report.odds-unknown")
    return phrases.say("report.odds-one-in", count=figures.one_in(match.false_match_odds))
