"""The list of evidence as CSV, for a spreadsheet: one line an image, and what stands of it."""

import csv
import io
import re
from collections.abc import Iterator

from workbench.domain.findings import Bearing
from workbench.domain.known import Timing
from workbench.domain.reports import Report, ReportedImage
from workbench.domain.unseen import shown
from workbench.reports.quoting import FORMULA_SIGNS
from workbench.wording import Wording

COLUMNS = ("number", "name", "sha256", "media-type", "bytes", "width", "height", "came-at", "came-as", "path", "url",
           "collected-by", "posted", "verdicts", "reasons", "undermines", "supports", "matches")  # fmt: skip

_FORMULA = re.compile(rf"""(^|[;,|\t"'])([\s\u200c\u200d]*)(?=[{FORMULA_SIGNS}])(?![+-]\d+(?:\.\d+)?(?:$|[;,|]))""")
"""A sign that begins a formula, at the beginning of a cell or behind what a spreadsheet of another country, or one
that was told so, takes for the end of one. A plain number is none."""

_LONGEST = 32_000
"""A spreadsheet puts what is longer than 32,767 characters into the cells below, where it would begin anew."""


class CsvRenderer:
    """Renders a report as CSV after RFC 4180: commas, every cell in double quotes, CR LF, a line of names first.

    UTF-8 with a byte order mark: spreadsheets take a file without one for the system's old code page, and names in
    Arabic script would be lost; programs read JSON. Hidden characters and line ends are written out as in the page,
    and a text that a spreadsheet could take for a formula has an apostrophe before the sign.
    """

    def __init__(self, wording: Wording) -> None:
        self._say = wording.say

    def render(self, report: Report) -> bytes:
        """The whole list; the same report gives the same bytes."""
        out = io.StringIO(newline="")
        writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerow([self._say(f"csv.{name}") for name in COLUMNS])
        for number, image in enumerate(report.images, 1):
            writer.writerow([cell(text) for text in self._row(number, image, report)])
        return b"\xef\xbb\xbf" + out.getvalue().encode()

    def _row(self, number: int, image: ReportedImage, report: Report) -> Iterator[str]:
        evidence, examination = image.evidence, image.examination
        yield str(number)
        yield image.arrivals[0][1].name if image.arrivals else ""
        yield evidence.sha256
        yield evidence.media_type
        yield str(evidence.size)
        yield str(examination.width) if examination else ""
        yield str(examination.height) if examination else ""
        for name in ("kind", "path", "url", "collected_by", "posted"):
            if name == "kind":
                yield "; ".join(at for at, _ in image.arrivals)
            yield "; ".join(dict.fromkeys(text for _, came in image.arrivals if (text := str(getattr(came, name)))))
        yield from self._verdicts(image, report)
        for bearing in (Bearing.UNDERMINES, Bearing.SUPPORTS):
            yield "; ".join(self._say(f"{one.code}.title") for one in image.findings if one.bearing is bearing)
        standing = [found for found in image.matches if not found.dismissed]
        yield "; ".join(
            f"{found.match.known.path}{self._say('csv.before') if found.timing is Timing.BEFORE else ''}"
            for found in standing
        )

    def _verdicts(self, image: ReportedImage, report: Report) -> tuple[str, str]:
        """The verdicts that stand, each with its claim's number and its reviewer; then their reasons."""
        numbers = {claim.id: place for place, claim in enumerate(report.claims, 1)}
        standing = [given.verdict for given in image.verdicts if not given.superseded]
        said = [
            self._say("csv.verdict", {"claim": numbers.get(one.claim, one.claim), "who": one.reviewer,
                                      "status": self._say(f"status.{one.status.value}")})
            for one in standing
        ]  # fmt: skip
        return "; ".join(said), "; ".join(one.reasons for one in standing)


def cell(text: str) -> str:
    """A text as it may stand in a cell: nothing hidden, no formula, and no longer than a cell can be."""
    guarded = _FORMULA.sub(r"\1\2'", shown(text))
    return guarded if len(guarded) <= _LONGEST else f"{guarded[:_LONGEST]}…"
