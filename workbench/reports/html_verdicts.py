"""The verdicts on one image: those that stand, and those that later ones superseded."""

from workbench.domain.claims import Claim
from workbench.domain.reports import GivenVerdict, Report, ReportedImage
from workbench.domain.verdicts import Light, Pillar, Verdict
from workbench.reports.blocks import LIGHT_SIGNS, badge, bullets, part, table, terms
from workbench.reports.html_claims import status_badge
from workbench.reports.markup import Element, Node, element
from workbench.reports.phrases import Phrases
from workbench.reports.quoting import exact, prose


def verdicts_part(image: ReportedImage, report: Report, phrases: Phrases) -> Element:
    """Standing verdicts in full, superseded ones struck and still to be read."""
    current = [given for given in image.verdicts if not given.superseded]
    former = [given for given in image.verdicts if given.superseded]
    body: list[Node] = [_verdict(given, image, report, phrases) for given in current]
    if not body:
        body.append(element("p", {}, phrases.word("report.no-verdict-long")))
    if former:
        body.append(element("h5", {}, phrases.word("report.superseded-verdicts")))
        body += [_verdict(given, image, report, phrases) for given in former]
    return part(phrases.word("report.verdicts"), *body)


def _verdict(given: GivenVerdict, image: ReportedImage, report: Report, phrases: Phrases) -> Element:
    verdict = given.verdict
    lead: Node = (status_badge(given, phrases), " ", _on(verdict, report.claims, phrases))
    if given.superseded:
        lead = (element("s", {}, lead), " ", element("strong", {}, phrases.word("report.superseded")))
    entry = phrases.say(
        "report.verdict-entry",
        reviewer=phrases.quoted(verdict.reviewer),
        at=phrases.moment(given.at),
        id=given.id,
        author=phrases.quoted(given.author),
    )
    rows: list[tuple[str, Node]] = [
        (phrases.word("report.reasons"), prose(verdict.reasons) if verdict.reasons else phrases.quoted("")),
        (phrases.word("report.confidence"), phrases.word(f"confidence.{verdict.confidence.value}")),
        (phrases.word("report.mediareview"), _categories(verdict, phrases)),
        (phrases.word("report.cites"), _cites(verdict, image, phrases)),
    ]
    if verdict.gap_reason:
        rows.append((phrases.word("report.gap-reason"), prose(verdict.gap_reason)))
    return element(
        "div",
        {"class": "verdict superseded" if given.superseded else "verdict"},
        element("p", {"class": "lead"}, lead),
        element("p", {"class": "aside"}, entry),
        element("p", {"class": "note"}, _for_group(given.group, report, phrases)) if given.group else "",
        terms(rows),
        _pillars(verdict, phrases),
    )


def _on(verdict: Verdict, claims: tuple[Claim, ...], phrases: Phrases) -> Node:
    for number, claim in enumerate(claims, 1):
        if claim.id == verdict.claim:
            return phrases.say("report.verdict-on", number=str(number), by=phrases.quoted(claim.by))
    return phrases.say("report.verdict-on-other", claim=verdict.claim)


def _for_group(group: str, report: Report, phrases: Phrases) -> Node:
    """That one decision was given on several near-copies, and on which images of this report."""
    members = [
        str(number)
        for number, image in enumerate(report.images, 1)
        if any(given.group == group for given in image.verdicts)
    ]
    return phrases.say("report.verdict-group", images=", ".join(members), group=group)


def _categories(verdict: Verdict, phrases: Phrases) -> Node:
    """Label and code; the code without its address, which a viewer might turn into a link."""
    if not verdict.categories:
        return phrases.word("report.none")
    return bullets(
        (phrases.word(f"mediareview.{code.value}"), " ", element("code", {}, code.value))
        for code in sorted(verdict.categories)
    )


def _pillars(verdict: Verdict, phrases: Phrases) -> Element:
    notes = {note.pillar: note for note in verdict.pillars}
    rows: list[tuple[Node, ...]] = []
    for pillar in Pillar:
        note = notes.get(pillar)
        light = note.light if note else Light.GREY
        words = phrases.word(f"light.{light.value}")
        text = prose(note.text) if note and note.text else phrases.quoted("")
        rows.append(
            (phrases.word(f"pillar.{pillar.value}"), badge(f"light-{light.value}", LIGHT_SIGNS[light], words), text)
        )
    columns = [phrases.word(f"report.pillar-{name}") for name in ("name", "light", "note")]
    return table(phrases.word("report.pillars-caption"), columns, rows, "pillars")


def _cites(verdict: Verdict, image: ReportedImage, phrases: Phrases) -> Node:
    if not verdict.cites:
        return phrases.word("report.cites-nothing")
    return bullets(_cited(name, image, phrases) for name in verdict.cites)


def _cited(name: str, image: ReportedImage, phrases: Phrases) -> Node:
    for number, found in enumerate(image.matches, 1):
        if found.match.id == name:
            return phrases.say("report.cited-match", number=str(number), known=found.match.known.path)
    for finding in image.findings:
        if finding.identity() == name:
            title = f"{name}.title"
            words = phrases.word(title) if phrases.has(title) else exact(name)
            return phrases.say("report.cited-finding", title=words, code=name)
    return phrases.say("report.cited-elsewhere", id=name)
