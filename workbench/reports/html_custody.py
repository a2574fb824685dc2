"""What was refused, how the report can be checked, what its signs mean, and what it does not say."""

from workbench.domain.findings import Basis, Bearing
from workbench.domain.reports import BookCheckpoint, Report
from workbench.domain.verdicts import Light
from workbench.reports.blocks import BEARING_SIGNS, LIGHT_SIGNS, badge, bullets, table, terms
from workbench.reports.markup import Element, Node, element
from workbench.reports.phrases import Phrases
from workbench.reports.quoting import exact, verbatim

_CHECKS = ("verify", "keep", "note", "signature", "root")
_LIMITS = ("person", "absence", "refused", "matches", "file", "covered", "tail")


def refused_section(report: Report, phrases: Phrases) -> Element:
    """Every file that was met and not admitted, with the reason."""
    columns = [phrases.word(f"report.refused-{name}") for name in ("path", "at", "why", "digest")]
    rows = [
        (
            exact(refused.path),
            phrases.moment(refused.at),
            phrases.about(refused.code, refused.facts),
            element("code", {}, exact(refused.sha256)) if refused.sha256 else phrases.quoted(""),
        )
        for refused in report.refused
    ]
    body: Node = element("p", {}, phrases.word("report.none-refused"))
    if rows:
        body = table(phrases.word("report.refused-caption"), columns, rows)
    return _section("refused", phrases.word("report.refused"), body)


def checkpoints_section(report: Report, phrases: Phrases) -> Element:
    """Each book's signed checkpoint in full, and how to check it with or without this program."""
    checks = element("ol", {}, *(element("li", {}, phrases.word(f"report.check-{name}")) for name in _CHECKS))
    return _section(
        "checkpoints",
        phrases.word("report.checkpoints"),
        element("p", {}, phrases.word("report.checkpoints-why")),
        *(_checkpoint(checkpoint, phrases) for checkpoint in report.checkpoints),
        element("h3", {}, phrases.word("report.check")),
        checks,
    )


def _checkpoint(checkpoint: BookCheckpoint, phrases: Phrases) -> Element:
    return element(
        "div",
        {"class": "checkpoint"},
        element("h3", {}, phrases.say("report.book", book=checkpoint.book)),
        terms(
            (
                (phrases.word("report.origin"), exact(checkpoint.origin)),
                (phrases.word("report.entries"), str(checkpoint.size)),
                (phrases.word("report.root"), element("code", {}, exact(checkpoint.root))),
                (phrases.word("report.public-key"), element("code", {}, exact(checkpoint.public_key))),
            )
        ),
        element("p", {"class": "aside"}, phrases.word("report.note-follows")),
        verbatim(checkpoint.note.rstrip("\n")),
    )


def legend_section(phrases: Phrases) -> Element:
    """What the words and signs of the report mean."""
    bearings = [
        (
            badge(f"bearing-{bearing.value}", BEARING_SIGNS[bearing], phrases.word(f"bearing.{bearing.value}")),
            " ",
            phrases.word(f"report.bearing-{bearing.value}"),
        )
        for bearing in Bearing
    ]
    lights = [badge(f"light-{one.value}", LIGHT_SIGNS[one], phrases.word(f"light.{one.value}")) for one in Light]
    bases = [
        (phrases.word(f"basis.{basis.value}"), " — ", phrases.word(f"report.basis-{basis.value}")) for basis in Basis
    ]
    marks = phrases.say(
        "report.legend-marks",
        control="\u202e",
        apostrophe=element("span", {"class": "guard"}, "'"),
    )
    rows: list[tuple[str, Node]] = [
        (phrases.word("report.legend-bearing"), bullets(bearings)),
        (phrases.word("report.legend-basis"), bullets(bases)),
        (phrases.word("report.legend-lights"), (phrases.word("report.legend-lights-text"), bullets(lights, "inline"))),
        (phrases.word("report.legend-grades"), phrases.word("report.legend-grades-text")),
        (phrases.word("report.legend-mediareview"), phrases.word("report.legend-mediareview-text")),
        (phrases.word("report.legend-digest"), phrases.word("report.legend-digest-text")),
        (phrases.word("report.legend-text"), marks),
    ]
    return _section("legend", phrases.word("report.legend"), terms(rows))


def limits_footer(phrases: Phrases) -> Element:
    """What the report does not say."""
    return element(
        "footer",
        {"aria-labelledby": "limits"},
        element("h2", {"id": "limits"}, phrases.word("report.limits")),
        bullets((phrases.word(f"report.limit-{name}") for name in _LIMITS), "limits"),
    )


def _section(name: str, heading: str, *body: Node) -> Element:
    return element("section", {"aria-labelledby": name}, element("h2", {"id": name}, heading), *body)
