"""A verdict in the making: what is chosen, what contradicts, what is still open."""

from collections.abc import Callable
from dataclasses import dataclass, field

from workbench.casework.comparing import found_matches
from workbench.casework.deciding import decide
from workbench.casework.examining import findings_of
from workbench.casework.grouping import Known, decide_for_group
from workbench.casework.undoing import Given, given
from workbench.desktop.plain_text import joined
from workbench.desktop.review.counsel import added, pointed_out, said_of_cited
from workbench.desktop.review.presenter import Reviewed, ReviewPresenter
from workbench.desktop.session import Session, Topic
from workbench.domain.entries import Entry
from workbench.domain.refusals import Refusal
from workbench.domain.verdicts import (
    CONTRADICTS_ORIGINAL,
    Confidence,
    Light,
    MediaReview,
    Pillar,
    PillarNote,
    Status,
    Verdict,
    empty_pillars,
)

STATUS_KEYS = {
    "1": Status.VERIFIED,
    "2": Status.LIKELY,
    "3": Status.UNDETERMINED,
    "4": Status.UNLIKELY,
    "5": Status.REFUTED,
    "0": Status.OPEN,
}
LIGHT_SIGNS = {Light.GREEN: "●", Light.AMBER: "◐", Light.RED: "✕", Light.GREY: "○"}


@dataclass(slots=True)
class Draft:
    """What the form holds. Nothing of it is a verdict before it is saved."""

    claim: str = ""
    status: Status | None = None
    reviewer: str = ""
    reasons: str = ""
    categories: set[MediaReview] = field(default_factory=set)
    lights: dict[Pillar, Light] = field(default_factory=lambda: dict.fromkeys(Pillar, Light.GREY))
    notes: dict[Pillar, str] = field(default_factory=lambda: dict.fromkeys(Pillar, ""))
    confidence: Confidence = Confidence.NOT_STATED
    cites: set[str] = field(default_factory=set)
    gap_reason: str = ""


@dataclass(frozen=True, slots=True)
class Citable:
    """A finding or match that a verdict may rest on."""

    id: str
    words: str
    pillar: Pillar


class VerdictPresenter:
    """The draft for the image at hand. Every image keeps its own until it is saved; claim and reviewer carry over."""

    def __init__(
        self,
        session: Session,
        review: ReviewPresenter,
        told: Callable[[tuple[Given, ...]], None] = lambda verdicts: None,
    ) -> None:
        """`told` is called with verdicts that were just given."""
        self._session, self._review = session, review
        self._drafts: dict[str, Draft] = {}
        self.draft = Draft()
        self.subject: Reviewed | None = None
        self.changed: Callable[[], None] = lambda: None
        self.told = told

    def begin(self, subject: Reviewed | None) -> None:
        """Take an image up with its draft, which cites only what is still there."""
        fresh = Draft(claim=self.draft.claim, reviewer=self.draft.reviewer)
        self.subject = subject
        if subject and subject.sha256 not in self._drafts:
            offered = self._offered(subject.sha256)
            fresh.claim = fresh.claim if fresh.claim in offered or not offered else offered[0]
        self.draft = self._drafts.setdefault(subject.sha256, fresh) if subject else fresh
        self.draft.cites &= {citable.id for citable in self.citable()}
        if not self.draft.reviewer and self._session.is_open:
            self.draft.reviewer = self._session.case.author
        claims = [claim for claim, _ in self.claims()]
        if self.draft.claim not in claims:
            self.draft.claim = claims[0] if claims else ""
        self.changed()

    def claims(self) -> list[tuple[str, str]]:
        """(id, words) of every claim, those of the event in view first."""
        if not self._session.is_open:
            return []
        event = self._session.event
        found = self._session.case.views.claims()
        ordered = sorted(found, key=lambda claim: event is None or claim.event != event.id)
        say = self._session.speech.say
        return [(claim.id, say("desktop.verdict.claim", by=claim.by, text=claim.text)) for claim in ordered]

    def put_by(self) -> dict[str, Draft]:
        """Every draft, for a case that is locked and opened again."""
        return dict(self._drafts)

    def take_up(self, drafts: dict[str, Draft]) -> None:
        self._drafts.update(drafts)

    def forget(self) -> None:
        """Drop every draft: another case was opened."""
        self._drafts.clear()
        self.draft = Draft()

    def set_claim(self, claim: str) -> None:
        """Answer this claim; findings are judged against its event from now on."""
        self.draft.claim = claim
        event = next((found.event for found in self._session.case.views.claims() if found.id == claim), "")
        if event and self._session.event and event != self._session.event.id:
            self._session.choose_event(event)
        self.changed()

    def set_status(self, status: Status) -> None:
        self.draft.status = status
        self.changed()

    def toggle_category(self, category: MediaReview, on: bool) -> None:
        if on and not self.blocked(category):
            self.draft.categories.add(category)
        else:
            self.draft.categories.discard(category)
        self.changed()

    def blocked(self, category: MediaReview) -> str:
        """Why a code cannot be added to those that are chosen, or nothing."""
        chosen = self.draft.categories
        if category in chosen:
            return ""
        if category is MediaReview.ORIGINAL:
            against = chosen & CONTRADICTS_ORIGINAL
        else:
            against = chosen & {MediaReview.ORIGINAL} if category in CONTRADICTS_ORIGINAL else set()
        if not against:
            return ""
        say = self._session.speech.say
        words = joined(", ", sorted(say(f"mediareview.{other.value}") for other in against))
        return say("desktop.verdict.blocked", one=say(f"mediareview.{category.value}"), other=words)

    def citable(self) -> tuple[Citable, ...]:
        """What the verdict may cite: every finding, and every match that was not dismissed."""
        if not self.subject:
            return ()
        findings = (Citable(f.id, f"{f.sign} {f.title or f.sentence}", f.pillar) for f in self.subject.findings)
        matches = (
            Citable(found.match.id, self._review.match_words(found), Pillar.PROVENANCE)
            for found in self.subject.raw_matches
            if not found.dismissed
        )
        return tuple({citable.id: citable for citable in (*findings, *matches)}.values())

    def gap(self) -> str:
        """The pillars that stand empty under "verified", in words; nothing where no reason is asked for."""
        if self.draft.status is not Status.VERIFIED:
            return ""
        say = self._session.speech.say
        names = joined(", ", (say(f"desktop.pillar.{pillar.value}") for pillar in empty_pillars(self._notes())))
        return say("desktop.verdict.gap", pillars=names) if names else ""

    def still_open(self) -> str:
        """What has to be said before the verdict can be saved, or nothing."""
        say, draft = self._session.speech.say, self.draft
        lacking = []
        if not draft.claim:
            lacking.append(say("desktop.verdict.needs-claim"))
        if draft.status is None:
            lacking.append(say("desktop.verdict.needs-status"))
        if not draft.reasons.strip():
            lacking.append(say("desktop.verdict.needs-reasons"))
        if not draft.reviewer.strip():
            lacking.append(say("desktop.verdict.needs-reviewer"))
        if self.gap() and not draft.gap_reason.strip():
            lacking.append(say("desktop.verdict.needs-gap"))
        return say("desktop.verdict.open", lacking=joined(", ", lacking)) if lacking else ""

    def pointed_out(self) -> tuple[str, ...]:
        """What in the draft goes against what is known, or against itself."""
        if not self.subject:
            return ()
        draft, citable = self.draft, [one.id for one in self.citable()]
        return pointed_out(
            self._session.speech, self.subject, draft.status, draft.lights, draft.cites, citable, self._standing()
        )

    def _standing(self) -> list[Status]:
        """Of the other verdicts that stand on this exhibit."""
        given = self._session.case.views.verdicts(self.subject.sha256) if self.subject else ()
        return [one.verdict.status for one in given if not one.superseded and one.verdict.claim == self.draft.claim]

    def put_cited(self) -> None:
        """Put what the cited findings and matches say into the reasons."""
        if self.subject:
            matches = {found.match.id: self._review.match_words(found) for found in self.subject.raw_matches}
            for words in said_of_cited(self.subject, matches, self.draft.cites):
                self.draft.reasons = added(self.draft.reasons, words)
            self.changed()

    def put_template(self, name: str) -> None:
        """Put the beginning of reasons into the reasons, its gaps to be filled."""
        self.draft.reasons = added(self.draft.reasons, self._session.speech.say(f"template.{name}"))
        self.changed()

    def group_size(self) -> int:
        """How many near-copies the image at hand is one of, itself included; 1 where it is alone."""
        return len(self._session.case.views.group(self.subject.sha256)) if self.subject else 1

    def save(self, whole_group: bool = False) -> str:
        """Record the verdict; the sentence of the refusal, or nothing where it stands.

        With `whole_group` it is given on every near-copy, or where that is refused on none.
        """
        if lacking := self.still_open():
            return lacking
        subject, draft = self.subject, self.draft
        if subject is None or draft.status is None:
            return self._session.speech.say("desktop.verdict.no-image")
        case = self._session.case
        event = next((claim.event for claim in case.views.claims() if claim.id == draft.claim), "")
        verdict = Verdict(
            evidence=subject.sha256,
            claim=draft.claim,
            event=event,
            status=draft.status,
            reviewer=draft.reviewer,
            reasons=draft.reasons,
            categories=frozenset(draft.categories),
            pillars=self._notes(),
            confidence=draft.confidence,
            cites=tuple(citable.id for citable in self.citable() if citable.id in draft.cites),
            gap_reason=draft.gap_reason if self.gap() else "",
        )
        matches = [found.match for found in subject.raw_matches]
        try:
            members: tuple[str, ...] = (subject.sha256,)
            written: tuple[Entry, ...]
            if whole_group:
                members = case.views.group(subject.sha256)
                written = decide_for_group(case, verdict, {member: self._known(member, event) for member in members})
            else:
                written = (decide(case, verdict, subject.raw_findings, matches),)
        except Refusal as refusal:
            return self._session.speech.refusal(refusal)
        for member in members:
            self._drafts.pop(member, None)
        self.draft = Draft(claim=draft.claim, reviewer=draft.reviewer)
        self.told(given(written))
        self._session.announce(Topic.VERDICTS)
        return ""

    def _known(self, evidence: str, event: str) -> Known:
        case = self._session.case
        against = next((found for found in case.views.events() if found.id == event), None)
        matches = [found.match for found in found_matches(case, evidence, against) if not found.dismissed]
        return findings_of(case, evidence, against, matches, self._session.room.inspection), matches

    def _offered(self, sha256: str) -> list[str]:
        """The claims for which an image is offered, those of the event in view first."""
        event, claims = self._session.event, self._session.case.views.claims_of(sha256)
        return [claim.id for claim in sorted(claims, key=lambda one: event is None or one.event != event.id)]

    def _notes(self) -> tuple[PillarNote, ...]:
        draft = self.draft
        return tuple(PillarNote(pillar, draft.lights[pillar], draft.notes[pillar].strip()) for pillar in Pillar)
