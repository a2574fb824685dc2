"""`workbench demo`: the sample case through to the report, and in one screen what it found."""

import argparse
from pathlib import Path

from workbench.casework.sample import run_sample
from workbench.casework.workroom import Workroom
from workbench.commandline.import_verb import outcome_line, reason
from workbench.commandline.voice import Voice
from workbench.domain.examinations import IsolationLevel
from workbench.domain.findings import Bearing
from workbench.domain.known import Timing
from workbench.domain.reports import ReportedImage


def run(options: argparse.Namespace, room: Workroom, voice: Voice) -> int:
    room.precautions.accepted = IsolationLevel.NONE  # the only pictures that are read are the program's own
    folder = Path(options.folder)
    done = run_sample(room, folder, lambda step: voice.progress(step))
    voice.progress_done()
    report, isolation = done.report, room.isolation()
    voice.tell("demo.head", title=report.event.title, interval=report.event.interval.text())
    for image in report.images:
        voice.tell("demo.image", name=_name(image), said=_said(image, voice), verdict=_verdict(image, voice))
    for outcome in done.outcomes:
        voice.line(outcome_line(outcome, voice))
        if outcome.code:
            voice.tell("demo.refused", name=Path(outcome.path).name, reason=reason(outcome, voice))
    checkpoint = report.checkpoints[0]
    voice.tell("demo.foot", arrivals=sum(len(image.arrivals) for image in report.images), images=len(report.images),
               refused=len(report.refused), isolation=isolation.level.value, size=checkpoint.size,
               root=checkpoint.root[:16], case=done.case, report=done.report_file)  # fmt: skip
    voice.line(
        {
            "case": str(done.case),
            "library": str(done.library),
            "report": str(done.report_file),
            "images": len(report.images),
            "refused": len(report.refused),
            "isolation": isolation.level.value,
        }
    )
    return 0


def _name(image: ReportedImage) -> str:
    return image.arrivals[0][1].name if image.arrivals else image.evidence.sha256[:16]


def _said(image: ReportedImage, voice: Voice) -> str:
    """The most telling thing in few words: what undermines, else what supports, else a match, else nothing."""
    say = voice.wording.say
    for bearing in (Bearing.UNDERMINES, Bearing.SUPPORTS):
        titles = [say(f"{f.code}.title") for f in image.findings if f.bearing is bearing]
        if titles:
            joined = "; ".join(dict.fromkeys(titles))
            return say("demo.said", {"bearing": say(f"bearing.{bearing.value}"), "titles": joined})
    if any(found.timing is not Timing.BEFORE for found in image.matches):
        return say("demo.match-undecided")
    return say("demo.nothing")


def _verdict(image: ReportedImage, voice: Voice) -> str:
    standing = [given.verdict.status for given in image.verdicts if not given.superseded]
    return ", ".join(voice.wording.say(f"status.{status.value}") for status in standing) or voice.wording.say(
        "demo.open"
    )
