"""What is said to have happened, who says it, and which images are offered for it."""

from collections.abc import Callable
from dataclasses import dataclass

from workbench.casework.claiming import offer_exhibit, record_claim, record_event
from workbench.desktop.events.chronicle import ChroniclePresenter
from workbench.desktop.plain_text import visible
from workbench.desktop.session import Session, Topic
from workbench.domain.claims import Claim, Event, InformationGrade, SourceGrade
from workbench.domain.intervals import between, parse_interval
from workbench.domain.places import Place, Precision, parse_point
from workbench.domain.refusals import Refusal


@dataclass(frozen=True, slots=True)
class EventForm:
    """What was typed of an event; `start` and `end` in the forms of `domain.intervals`."""

    title: str
    start: str
    end: str = ""
    place: str = ""
    point: str = ""
    precision: Precision = Precision.UNKNOWN


@dataclass(frozen=True, slots=True)
class ClaimForm:
    text: str
    by: str
    source_grade: SourceGrade = SourceGrade.CANNOT_BE_JUDGED
    information_grade: InformationGrade = InformationGrade.CANNOT_BE_JUDGED
    source_url: str = ""


class EventsPresenter:
    """Records events, claims and exhibits. Whatever is refused comes back as a sentence."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.chronicle = ChroniclePresenter(session)
        self.changed: Callable[[], None] = lambda: None
        for topic in (Topic.CASE, Topic.EVENTS, Topic.CURRENT, Topic.EVIDENCE, Topic.MATCHES):
            session.listen(topic, lambda: self.changed())

    @property
    def is_open(self) -> bool:
        return self._session.is_open

    def events(self) -> tuple[Event, ...]:
        return self._session.case.views.events() if self._session.is_open else ()

    @property
    def event(self) -> Event | None:
        return self._session.event

    def choose(self, event: str) -> None:
        self._session.choose_event(event)

    def select(self, evidence: str) -> None:
        """Have an image at hand."""
        self._session.select(evidence)

    def claims(self) -> tuple[Claim, ...]:
        event = self._session.event
        return self._session.case.views.claims(event.id) if event else ()

    def event_words(self, event: Event) -> tuple[str, str]:
        """Its title, and when and where."""
        say = self._session.speech.say
        where = visible(event.place.name)
        precision = say(f"precision.{event.place.precision.value}")
        return visible(event.title), say("desktop.event.line", when=interval_words(event), where=where, near=precision)

    def event_details(self, event: Event) -> tuple[tuple[str, str], ...]:
        say, place = self._session.speech.say, event.place
        zone = "" if event.interval.zone_stated else f" ({say('desktop.event.no-zone')})"
        point = f"{place.point.text()} " if place.point else ""
        return (
            (say("desktop.event.when"), interval_words(event) + zone),
            (say("desktop.event.where"), visible(place.name)),
            (say("desktop.event.position"), f"{point}{say(f'precision.{place.precision.value}')}"),
        )

    def claim_words(self, claim: Claim) -> tuple[str, str]:
        """What is said and by whom; then both grades, the source and how many images are offered."""
        say = self._session.speech.say
        offered = sum(exhibit.claim == claim.id for exhibit in self._session.case.views.exhibits(claim.event))
        parts = [
            say(f"source-grade.{claim.source_grade.value}"),
            say(f"information-grade.{claim.information_grade.value}"),
            visible(claim.source_url),
            say("desktop.claim.offered", count=offered),
        ]
        return say("desktop.verdict.claim", by=claim.by, text=claim.text), " · ".join(part for part in parts if part)

    def at_hand(self) -> str:
        """The name of the image that can be offered, or nothing."""
        current = self._session.current
        row = self._session.case.views.evidence(current) if self._session.is_open and current else None
        return visible(row.name) if row else ""

    def record_event(self, form: EventForm) -> str:
        try:
            interval = between(form.start, form.end) if form.end.strip() else parse_interval(form.start)
            point = parse_point(form.point) if form.point.strip() else None
            place = Place(form.place.strip(), point, form.precision)
            event = record_event(self._session.case, form.title, interval, place)
        except Refusal as refusal:
            return self._session.speech.refusal(refusal)
        self._session.choose_event(event.id)
        return ""

    def record_claim(self, form: ClaimForm) -> str:
        event = self._session.event
        if event is None:
            return self._session.speech.say("desktop.claim.needs-event")
        try:
            record_claim(
                self._session.case, event.id, form.text, form.by, form.source_grade, form.information_grade,
                form.source_url.strip(),
            )  # fmt: skip
        except Refusal as refusal:
            return self._session.speech.refusal(refusal)
        self._session.announce(Topic.EVENTS)
        return ""

    def offer(self, claim: str) -> str:
        """Offer the image at hand for a claim; the sentence says what became of it."""
        current, name = self._session.current, self.at_hand()
        if not current:
            return self._session.speech.say("desktop.claim.no-image")
        try:
            offer_exhibit(self._session.case, current, claim)
        except Refusal as refusal:
            return self._session.speech.refusal(refusal)
        self._session.announce(Topic.EVENTS)
        return self._session.speech.say("desktop.claim.was-offered", name=name)


def interval_words(event: Event) -> str:
    """Both ends with their zones."""
    start, end = event.interval.start, event.interval.end
    return f"{start:%Y-%m-%d %H:%M} {start:%Z} – {end:%Y-%m-%d %H:%M} {end:%Z}"
