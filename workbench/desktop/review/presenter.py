"""What is known of the image at hand, in words, and the list that it stands in."""

from collections.abc import Callable
from dataclasses import dataclass

from workbench.casework.comparing import found_matches
from workbench.casework.examining import dossier_of, examination_of
from workbench.casework.grouping import best_of
from workbench.casework.view_ports import EvidenceRow
from workbench.desktop.care.words import note_words
from workbench.desktop.enlarging import FORENSIC_EDGE, LONGEST_EDGE, Enlarger
from workbench.desktop.plain_text import joined, visible
from workbench.desktop.review.grounds import Ground, ground_of
from workbench.desktop.review.search import Search
from workbench.desktop.session import Session, Topic
from workbench.domain.dossiers import Dossier
from workbench.domain.evidence import Arrival
from workbench.domain.examinations import Examination, Preview
from workbench.domain.findings import Bearing, Finding
from workbench.domain.refusals import Refusal
from workbench.domain.reports import FoundMatch, GivenVerdict, HistoryLine
from workbench.domain.verdicts import Pillar

_SAID_ELSEWHERE = frozenset({"known", "document"})
"""Facts of history entries that the match or the file itself says better."""

BEARING_SIGNS = {Bearing.SUPPORTS: "▲", Bearing.UNDERMINES: "▼", Bearing.NEUTRAL: "●"}
BEARING_INKS = {Bearing.SUPPORTS: "supports", Bearing.UNDERMINES: "undermines", Bearing.NEUTRAL: "muted"}


@dataclass(frozen=True, slots=True)
class FindingWords:
    """A finding as it is read; `ink` names the colour that repeats what `sign` and `ground` say."""

    id: str
    pillar: Pillar
    sign: str
    ink: str
    title: str
    sentence: str
    ground: str
    caveat: str
    rests_on: Ground


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One image with all that is known of it; every text is safe to show."""

    sha256: str
    name: str
    facts: str
    findings: tuple[FindingWords, ...]
    matches: tuple[str, ...]
    verdicts: tuple[str, ...]
    arrivals: tuple[str, ...]
    measured: tuple[tuple[str, str], ...]
    history: tuple[tuple[str, str], ...]
    searched: bool
    group: str = ""
    note: str = ""
    raw_findings: tuple[Finding, ...] = ()
    raw_matches: tuple[FoundMatch, ...] = ()
    dossier: Dossier | None = None


class ReviewPresenter:
    """The evidence list with its filter, and the image that is chosen in it."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.search = Search(session)
        self.rows = self.search.rows
        self.search.again()
        self._enlarger = Enlarger(session)
        self.ready = self._preparing = False
        """Whether the tables are there that every image needs."""
        self._waiting: Callable[[], None] = lambda: None

    @property
    def text(self) -> str:
        return self.search.text

    def filter(self, text: str) -> None:
        """Narrow the list to what `text` asks for; the case's own search answers."""
        self.search.ask(text)

    def line(self, row: EvidenceRow) -> tuple[str, str]:
        """A list line's two texts: the name, and what is known in short."""
        say = self._session.speech.say
        parts = [say(f"status.{status}") for status in row.statuses] or [say("desktop.review.undecided")]
        if row.note:
            parts.insert(0, note_words(self._session.speech, row.note))
        if row.matches:
            parts.append(say("desktop.review.matches", count=row.matches))
        if row.arrivals > 1:
            parts.append(say("desktop.review.came", count=row.arrivals))
        if row.copies > 1:
            parts.append(say("desktop.group.line", count=row.copies))
        return visible(row.name), " · ".join(parts)

    def select(self, sha256: str | None) -> None:
        self._session.select(sha256)

    def preview(self, sha256: str) -> bytes | None:
        return self._session.case.views.preview(sha256)

    def enlarge(
        self, sha256: str, done: Callable[[Preview], None], failed: Callable[[str], None], pixels: bool = False
    ) -> None:
        """The picture for the screen; with `pixels` as much of the file's own as can be shown."""
        self._enlarger.evidence(sha256, done, failed, FORENSIC_EDGE if pixels else LONGEST_EDGE)

    def own_size(self, sha256: str) -> tuple[int, int]:
        """The file's width and height as the picture is looked at; 0 where it was not examined."""
        examination = examination_of(self._session.case, sha256)
        return examination.upright_size if examination else (0, 0)

    def row(self) -> EvidenceRow | None:
        """The image at hand as the list knows it."""
        session = self._session
        return session.case.views.evidence(session.current) if session.is_open and session.current else None

    def head(self, row: EvidenceRow) -> tuple[str, str]:
        """Name and plain facts of an image, without its examination."""
        return visible(row.name), self._facts(row, None)

    def prepare(self, done: Callable[[], None]) -> None:
        """Read away from the window what the first image needs, and then call `done`."""
        self._waiting = done
        if self._preparing:
            return
        self._preparing = True

        def ended() -> None:
            self.ready = True
            self._waiting()

        room = self._session.room
        self._session.background.run(lambda task: room.gazetteer(), lambda _: ended(), lambda refusal: ended())

    def reviewed(self) -> Reviewed | None:
        """All that is known of the image at hand. Refusal `document.damaged`."""
        session, sha256 = self._session, self._session.current
        if not session.is_open or sha256 is None:
            return None
        case = session.case
        row = case.views.evidence(sha256)
        if row is None:
            return None
        matches = found_matches(case, sha256, session.event)
        standing = [found.match for found in matches if not found.dismissed]
        dossier = dossier_of(case, sha256, session.event, standing)
        examination = dossier.examination if dossier else None
        findings = session.room.inspection(dossier) if dossier else ()
        return Reviewed(
            sha256=sha256,
            name=visible(row.name),
            facts=self._facts(row, examination),
            findings=tuple(self.finding_words(finding) for finding in findings),
            matches=tuple(self.match_words(found) for found in matches),
            verdicts=tuple(self._verdict(given) for given in case.views.verdicts(sha256)),
            arrivals=tuple(self._arrival(at, arrival) for at, arrival in case.views.arrivals(sha256)),
            measured=self._measured(sha256, row, examination),
            history=tuple(self._history(entry) for entry in case.views.history(sha256)),
            searched=bool(session.searched),
            group=self._group(row),
            note=note_words(session.speech, row.note),
            raw_findings=findings,
            raw_matches=matches,
            dossier=dossier,
        )

    def finding_words(self, finding: Finding) -> FindingWords:
        speech = self._session.speech
        bearing, basis = speech.say(f"bearing.{finding.bearing.value}"), speech.say(f"basis.{finding.basis.value}")
        title = f"{finding.code}.title"
        return FindingWords(
            finding.identity(),
            Pillar(finding.pillar),
            BEARING_SIGNS[finding.bearing],
            BEARING_INKS[finding.bearing],
            speech.say(title) if speech.knows(title) else "",
            speech.finding(finding),
            speech.say("desktop.review.ground", bearing=bearing, basis=basis),
            speech.caveat(finding),
            ground_of(finding),
        )

    def match_words(self, found: FoundMatch) -> str:
        say = self._session.speech.say
        known = found.match.known
        words = say(
            "desktop.review.match",
            kind=say(f"kind.{found.match.kind.value}"),
            name=known.path.replace("\\", "/").rsplit("/", 1)[-1],
            timing=say(f"timing.{found.timing.value}"),
        )
        return say("desktop.review.match-dismissed", match=words, reason=found.dismissed) if found.dismissed else words

    def _group(self, row: EvidenceRow) -> str:
        if row.copies < 2:
            return ""
        case, say = self._session.case, self._session.speech.say
        best = best_of(case, case.views.group(row.evidence.sha256))
        why, found = say(best.why, **best.facts), case.views.evidence(best.evidence)
        if best.evidence == row.evidence.sha256:
            advice = say("desktop.group.is-best", why=why)
        else:
            advice = say("desktop.group.best", name=found.name if found else best.evidence[:16], why=why)
        return f"{say('desktop.group.shown', count=row.copies)} {advice}"

    def _facts(self, row: EvidenceRow, examination: Examination | None) -> str:
        parts = [row.evidence.media_type or "?", size_words(row.evidence.size)]
        if row.width and row.height:
            parts.insert(1, f"{row.width} × {row.height}")
        if examination and not examination.complete:
            parts.append(self._session.speech.say("desktop.review.incomplete"))
        return " · ".join(visible(part) for part in parts)

    def _measured(self, sha256: str, row: EvidenceRow, examination: Examination | None) -> tuple[tuple[str, str], ...]:
        say = self._session.speech.say
        lines = [("SHA-256", sha256), (say("desktop.file.size"), f"{row.evidence.size:,}".replace(",", " "))]
        if examination is None:
            return (*lines, (say("desktop.file.examined"), say("desktop.file.not-examined")))
        isolation = examination.isolation
        layers = ", ".join(f"{layer}: {state}" for layer, state in isolation.layers)
        lines += [
            (say("desktop.file.format"), f"{examination.format} ({examination.media_type})"),
            (say("desktop.file.pixels"), f"{examination.width} × {examination.height}"),
            (say("desktop.file.orientation"), str(examination.orientation)),
            (say("desktop.file.isolation"), joined("", (say(f"isolation.{isolation.level.value}"), f" ({layers})"))),
            (say("desktop.file.recipe"), examination.recipe),
            (say("desktop.file.tools"), ", ".join(f"{k} {v}" for k, v in sorted(examination.tools.items()))),
            *(
                (joined(": ", (say("desktop.file.container"), key)), value)
                for key, value in examination.container.items()
            ),
        ]
        for refused in examination.refused:
            words = self._session.speech.sentence(refused.code, {**dict(refused.facts), "reader": refused.reader})
            cut = refused.code.startswith("examine.cut-")
            name = "desktop.file.reader-cut" if cut else "desktop.file.reader-refused"
            lines.append((say(name, reader=refused.reader), words))
        lines += [(say("desktop.file.limit", name=name), value) for name, value in sorted(examination.limits.items())]
        return tuple((visible(name), visible(value)) for name, value in lines)

    def _arrival(self, at: str, arrival: Arrival) -> str:
        say = self._session.speech.say
        parts = [say("desktop.arrival", at=at, path=arrival.path, kind=arrival.kind)]
        for key in ("url", "posted", "collected_by", "file_modified"):
            if value := getattr(arrival, key):
                parts.append(say(f"desktop.arrival.{key}", value=value))
        return "\n".join(parts)

    def _verdict(self, given: GivenVerdict) -> str:
        say, verdict = self._session.speech.say, given.verdict
        code = "desktop.verdict.superseded-line" if given.superseded else "desktop.verdict.line"
        words = say(
            code, status=say(f"status.{verdict.status.value}"), claim=verdict.claim, reviewer=verdict.reviewer,
            at=given.at[:16].replace("T", " "), reasons=verdict.reasons,
        )  # fmt: skip
        return f"{words} {say('desktop.group.one-decision')}" if given.group else words

    def _history(self, entry: HistoryLine) -> tuple[str, str]:
        speech = self._session.speech
        code = f"desktop.history.{entry.kind}"
        kind = speech.say(code) if speech.knows(code) else visible(entry.kind)
        facts = "; ".join(f"{key}: {value}" for key, value in entry.facts if key not in _SAID_ELSEWHERE)
        who = speech.say("desktop.history.who", at=entry.at[:19].replace("T", " "), author=entry.author, id=entry.id)
        return f"{kind} · {who}", visible(facts)

    def refusal(self, refusal: Refusal) -> str:
        return self._session.speech.refusal(refusal)

    def refresh_on(self, callback: Callable[[], None]) -> None:
        for topic in (Topic.CASE, Topic.MATCHES, Topic.VERDICTS):
            self._session.listen(topic, callback)


def size_words(size: int) -> str:
    """Bytes in the unit that a person reads: `812 bytes`, `34 KiB`, `2.1 MiB`."""
    if size < 1024:
        return f"{size} bytes"
    return f"{size / 1024:.0f} KiB" if size < 2**20 else f"{size / 2**20:.1f} MiB"
