"""The summary of a report, and the claims with what is offered for them."""

from workbench.domain.claims import Claim
from workbench.domain.findings import Bearing
from workbench.domain.known import Timing
from workbench.domain.reports import GivenVerdict, Report, ReportedImage
from workbench.reports.blocks import BEARING_SIGNS, STATUS_SIGNS, badge, bullets, table, terms
from workbench.reports.markup import Element, Node, element
from workbench.reports.phrases import Phrases
from workbench.reports.quoting import exact, prose

_SHORT_DIGEST = 16


def standing(image: ReportedImage, claim: str) -> tuple[GivenVerdict, ...]:
    """The verdicts on an image for one claim that no later one superseded."""
    return tuple(given for given in image.verdicts if given.verdict.claim == claim and not given.superseded)


def name_of(image: ReportedImage) -> str:
    """The name under which an image first came; its digest where no arrival is known."""
    return image.arrivals[0][1].name if image.arrivals else image.evidence.sha256


def content_note(image: ReportedImage, phrases: Phrases, tag: str = "p") -> Node:
    """What is to be known before the picture is looked at, or nothing."""
    if not image.note:
        return ""
    kinds = [phrases.word(f"content-kind.{kind.value}") for kind in image.note.kinds]
    said: list[Node] = [", ".join(kinds), ": " if kinds and image.note.text else "", exact(image.note.text)]
    return element(tag, {"class": "content-note"}, phrases.say("report.content-note", note=said))


def status_badge(given: GivenVerdict, phrases: Phrases) -> Element:
    status = given.verdict.status
    return badge(f"status-{status.value}", STATUS_SIGNS[status], phrases.word(f"status.{status.value}"))


def bearing_badge(bearing: Bearing, words: Node) -> Element:
    return badge(f"bearing-{bearing.value}", BEARING_SIGNS[bearing], words)


def summary_section(report: Report, phrases: Phrases) -> Element:
    """One line for each image, in the order in which they came."""
    if report.images:
        columns = [
            phrases.word(f"report.summary-{name}") for name in ("image", "digest", "verdicts", "findings", "matches")
        ]
        rows = [_summary_row(number, image, report, phrases) for number, image in enumerate(report.images, 1)]
        body = table(phrases.word("report.summary-caption"), columns, rows, "summary")
    else:
        body = element("p", {}, phrases.word("report.no-images"))
    return element(
        "section",
        {"aria-labelledby": "summary"},
        element("h2", {"id": "summary"}, phrases.word("report.summary")),
        body,
    )


def _summary_row(number: int, image: ReportedImage, report: Report, phrases: Phrases) -> tuple[Node, ...]:
    numbers = {claim.id: str(place) for place, claim in enumerate(report.claims, 1)}
    current = [given for given in image.verdicts if not given.superseded]
    verdicts: Node = [
        element(
            "p",
            {},
            phrases.say("report.on-claim", claim=numbers.get(given.verdict.claim, given.verdict.claim)),
            " ",
            status_badge(given, phrases),
        )
        for given in current
    ] or phrases.word("report.no-verdict")
    counts: list[Node] = []
    for bearing in (Bearing.UNDERMINES, Bearing.SUPPORTS):
        count = sum(finding.bearing is bearing for finding in image.findings)
        if count:
            words = phrases.say(
                "report.count-bearing", count=str(count), bearing=phrases.word(f"bearing.{bearing.value}")
            )
            counts.append(element("p", {}, bearing_badge(bearing, words)))
    found = [match for match in image.matches if not match.dismissed]
    before = sum(match.timing is Timing.BEFORE for match in found)
    matches: Node = phrases.word("report.none")
    if found:
        matches = phrases.say("report.count-matches", count=str(len(found)), before=str(before))
    return (
        (element("span", {"class": "number"}, str(number)), " ", exact(name_of(image)), content_note(image, phrases)),
        element("code", {}, exact(image.evidence.sha256[:_SHORT_DIGEST]), "…"),
        verdicts,
        counts or phrases.word("report.none-telling"),
        matches,
    )


def claims_section(report: Report, phrases: Phrases) -> Element:
    """What is said of the event, by whom, and each exhibit with the verdicts that stand."""
    claims: list[Node] = [_claim(number, claim, report, phrases) for number, claim in enumerate(report.claims, 1)]
    return element(
        "section",
        {"aria-labelledby": "claims"},
        element("h2", {"id": "claims"}, phrases.word("report.claims")),
        claims or element("p", {}, phrases.word("report.no-claims")),
    )


def _claim(number: int, claim: Claim, report: Report, phrases: Phrases) -> Element:
    heading = f"claim-{number}"
    offered = {exhibit.evidence for exhibit in report.exhibits if exhibit.claim == claim.id}
    exhibits = [
        _exhibit(place, image, standing(image, claim.id), phrases)
        for place, image in enumerate(report.images, 1)
        if image.evidence.sha256 in offered or any(given.verdict.claim == claim.id for given in image.verdicts)
    ]
    return element(
        "article",
        {"class": "claim", "aria-labelledby": heading},
        element(
            "h3", {"id": heading}, phrases.say("report.claim-number", number=str(number), by=phrases.quoted(claim.by))
        ),
        element("div", {"class": "said"}, prose(claim.text)),
        terms(
            (
                (phrases.word("report.source-grade"), phrases.word(f"source-grade.{claim.source_grade.value}")),
                (
                    phrases.word("report.information-grade"),
                    phrases.word(f"information-grade.{claim.information_grade.value}"),
                ),
                (phrases.word("report.url"), phrases.quoted(claim.source_url)),
                (phrases.word("report.claim-id"), exact(claim.id)),
            )
        ),
        element("h4", {}, phrases.word("report.exhibits")),
        bullets(exhibits) if exhibits else element("p", {}, phrases.word("report.no-exhibits")),
    )


def _exhibit(number: int, image: ReportedImage, verdicts: tuple[GivenVerdict, ...], phrases: Phrases) -> Node:
    given: list[Node] = [
        element(
            "p", {}, status_badge(one, phrases), " ", phrases.say("report.by", who=phrases.quoted(one.verdict.reviewer))
        )
        for one in verdicts
    ]
    differ = len({one.verdict.status for one in verdicts}) > 1
    return (
        element("p", {}, phrases.say("report.image-named", number=str(number), name=name_of(image))),
        given or element("p", {}, phrases.word("report.no-verdict")),
        element("p", {"class": "aside"}, phrases.word("report.verdicts-differ")) if differ else "",
    )
