"""What is said beside a verdict in the making: what does not go together, and words to begin with."""

from collections.abc import Collection, Mapping

from workbench.desktop.plain_text import Speech, joined
from workbench.desktop.review.presenter import Reviewed
from workbench.domain.tensions import tensions
from workbench.domain.verdicts import Light, Pillar, Status

TEMPLATES = ("recycled", "no-metadata", "place-compared", "source-asked", "edited", "not-decidable")
"""Beginnings of reasons, in the order in which they are offered."""


def pointed_out(
    speech: Speech,
    subject: Reviewed,
    status: Status | None,
    lights: Mapping[Pillar, Light],
    cites: Collection[str],
    citable: Collection[str],
    standing: Collection[Status],
) -> tuple[str, ...]:
    """A sentence for each thing in the draft that goes against what is known, or against itself."""
    titles = {finding.id: finding.title or finding.sentence for finding in subject.findings}
    return tuple(
        speech.say(
            found.code,
            findings=joined(", ", (joined("", ("“", titles.get(one, one), "”")) for one in found.ids)),
            pillars=joined(", ", (speech.say(f"desktop.pillar.{pillar.value}") for pillar in found.pillars)),
        )
        for found in tensions(status, lights, cites, citable, subject.raw_findings, standing)
    )


def said_of_cited(subject: Reviewed, match_words: Mapping[str, str], cites: Collection[str]) -> tuple[str, ...]:
    """The sentences of the findings and matches that are cited, in the order in which they stand."""
    findings = {finding.id: finding.sentence for finding in subject.findings}
    known = {**findings, **match_words}
    return tuple(words for name, words in known.items() if name in cites)


def templates(speech: Speech) -> list[tuple[str, str]]:
    """(name, title) of each beginning."""
    return [(name, speech.say(f"template.{name}.title")) for name in TEMPLATES]


def added(reasons: str, more: str) -> str:
    """Reasons with a further paragraph, which is not put twice."""
    if not more or more in reasons:
        return reasons
    return f"{reasons.rstrip()}\n{more}" if reasons.strip() else more
