"""The report as one HTML file that loads nothing from anywhere, runs nothing and links to nothing."""

import base64
import hashlib

from workbench.domain.reports import Report
from workbench.reports.blocks import terms
from workbench.reports.html_claims import claims_section, summary_section
from workbench.reports.html_custody import checkpoints_section, legend_section, limits_footer, refused_section
from workbench.reports.html_images import images_section
from workbench.reports.html_libraries import libraries_section
from workbench.reports.markup import Element, Node, element, page_title, style_sheet
from workbench.reports.phrases import Phrases
from workbench.reports.quoting import exact
from workbench.wording import Wording


class HtmlRenderer:
    """Renders a report with the words of `wording` and the style sheet `css`, which is our own file.

    The page forbids itself, by its own policy, to load or run anything; the style sheet is named in it by
    its hash. Pictures are covered until they are asked for, in print too. Text from files and persons
    becomes quoted text: never markup, a link or a formula.
    """

    def __init__(self, wording: Wording, css: str) -> None:
        self._phrases = Phrases(wording)
        self._css = css
        self._tongue = {"lang": wording.language, "dir": "rtl" if wording.turned else "ltr"}

    def render(self, report: Report) -> bytes:
        """The whole page as UTF-8; the same report gives the same bytes."""
        page = element("html", self._tongue, self._head(report), self._body(report))
        return b"<!DOCTYPE html>\n" + page.html.encode()

    def _head(self, report: Report) -> Element:
        style_hash = base64.b64encode(hashlib.sha256(self._css.encode()).digest()).decode()
        policy = (
            f"default-src 'none'; img-src data:; style-src 'sha256-{style_hash}'; base-uri 'none'; form-action 'none'"
        )
        title = f"{self._phrases.word('report.kicker')}: {report.event.title}"
        return element(
            "head",
            {},
            element("meta", {"charset": "utf-8"}),
            element("meta", {"http-equiv": "Content-Security-Policy", "content": policy}),
            element("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
            element("meta", {"name": "color-scheme", "content": "light dark"}),
            element("meta", {"name": "referrer", "content": "no-referrer"}),
            # Some viewers make links of numbers, places and addresses that they find in a text.
            element("meta", {"name": "format-detection", "content": "telephone=no, date=no, address=no, email=no"}),
            page_title(title),
            style_sheet(self._css),
        )

    def _body(self, report: Report) -> Element:
        phrases = self._phrases
        main = element(
            "main",
            {},
            summary_section(report, phrases),
            claims_section(report, phrases),
            images_section(report, phrases),
            libraries_section(report, phrases),
            refused_section(report, phrases),
            legend_section(phrases),
            checkpoints_section(report, phrases),
        )
        return element("body", {}, self._header(report), main, limits_footer(phrases))

    def _header(self, report: Report) -> Element:
        phrases, event = self._phrases, report.event
        place: list[Node] = [element("p", {}, phrases.quoted(event.place.name))]
        precision = phrases.word(f"precision.{event.place.precision.value}")
        if event.place.point:
            place.append(element("p", {}, phrases.say("report.position", point=event.place.point.text())))
        place.append(element("p", {"class": "aside"}, phrases.say("report.precision", precision=precision)))
        counts = phrases.say(
            "report.counts",
            images=str(len(report.images)),
            claims=str(len(report.claims)),
            refused=str(len(report.refused)),
        )
        return element(
            "header",
            {},
            element("p", {"class": "kicker"}, phrases.word("report.kicker")),
            element("h1", {"dir": "auto"}, phrases.quoted(event.title)),
            terms(
                (
                    (phrases.word("report.when"), phrases.stretch(event.interval)),
                    (phrases.word("report.where"), place),
                    (phrases.word("report.case"), (phrases.quoted(report.case_title), " ", _aside(report.case_id))),
                    (phrases.word("report.event"), _aside(event.id)),
                    (phrases.word("report.contents"), counts),
                    (
                        phrases.word("report.written"),
                        phrases.say(
                            "report.written-by",
                            at=phrases.moment(report.written_at),
                            by=phrases.quoted(report.written_by),
                            program=report.program,
                        ),
                    ),
                )
            ),
            element("p", {"class": "note"}, phrases.word("report.read-this-first")),
        )


def _aside(text: str) -> Element:
    return element("span", {"class": "aside"}, exact(text))
