"""The forensic views of the image at hand: which one, set how, what it shows and when it misleads. Sets nothing."""

from collections.abc import Callable
from dataclasses import dataclass

from workbench.casework.comparing import found_matches
from workbench.casework.examining import examination_of, findings_of
from workbench.desktop.compare.geometry import IDENTITY
from workbench.desktop.compare.light_table import LightTable
from workbench.desktop.enlarging import FORENSIC_EDGE, Enlarger
from workbench.desktop.plain_text import visible
from workbench.desktop.session import Session
from workbench.domain.examinations import Examination, Preview
from workbench.domain.forensic_cautions import cautions
from workbench.domain.forensic_views import PARAMETERS, Parameter, View, bounded, reduction
from workbench.domain.refusals import Refusal

VIEWS = tuple(View)


@dataclass(frozen=True, slots=True)
class ViewWords:
    """What stands beside a view, always; `of_this_file` as far as its facts are known."""

    title: str
    shows: str
    misleads: str
    of_this_file: tuple[str, ...]


class ForensicPresenter:
    """Shows pixels and words; whatever a person concludes is written by that person, in a verdict."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.table = LightTable()
        self.table.marks = False
        self.view = VIEWS[0]
        self._set = {view: bounded(view, {}) for view in VIEWS}
        self._original, self._viewed = Enlarger(session), Enlarger(session)
        self._examination: Examination | None = None
        self._findings: frozenset[str] = frozenset()

    @property
    def subject(self) -> str | None:
        """The image at hand, or None."""
        return self._session.current if self._session.is_open else None

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        return PARAMETERS[self.view]

    @property
    def values(self) -> dict[str, int]:
        """How the view is set."""
        return dict(self._set[self.view])

    def choose(self, view: View) -> None:
        self.view = view

    def set(self, name: str, value: int) -> None:
        """Set one parameter of the view, brought within its bounds."""
        self._set[self.view] = bounded(self.view, {**self._set[self.view], name: value})

    def step(self, steps: int) -> None:
        """More or less of the view's first parameter; after the last choice comes the first."""
        first = self.parameters[0]
        value = self.values[first.name] + steps
        if first.choices:
            value %= len(first.choices)
        self.set(first.name, value)

    def reset(self) -> None:
        """Set the view as it was at first."""
        self._set[self.view] = bounded(self.view, {})

    def begin(self) -> str:
        """Take up the image at hand, covered and whole; why its facts cannot be read, else nothing."""
        self.stop()
        self.table.show(IDENTITY, ())
        self._examination, self._findings = None, frozenset()
        sha256 = self.subject
        if sha256 is None:
            return ""
        session = self._session
        try:
            self._examination = examination_of(session.case, sha256)
            standing = (one for one in found_matches(session.case, sha256, session.event) if not one.dismissed)
            matches = [one.match for one in standing]
            found = findings_of(session.case, sha256, session.event, matches, session.room.inspection)
        except Refusal as refusal:
            return session.speech.refusal(refusal)
        self._findings = frozenset(finding.code for finding in found)
        return ""

    def name(self) -> str:
        row = self._session.case.views.evidence(self.subject) if self.subject else None
        return visible(row.name) if row else ""

    def preview(self) -> bytes | None:
        """The small picture that the case keeps, as a JPEG of our own."""
        return self._session.case.views.preview(self.subject) if self.subject else None

    def show_original(self, done: Callable[[Preview], None], failed: Callable[[str], None]) -> None:
        """The picture, in the same size as its views."""
        if self.subject:
            plain = bounded(View.CHANNELS, {})
            self._original.forensic(self.subject, View.CHANNELS, plain, done, failed)

    def show_view(self, done: Callable[[Preview], None], failed: Callable[[str], None]) -> None:
        """The view as it is set; one that is under way is no longer waited for."""
        if self.subject:
            self._viewed.forensic(self.subject, self.view, self.values, done, failed)

    def stop(self) -> None:
        """Wait for nothing any more."""
        self._original.stop()
        self._viewed.stop()

    def title(self, view: View) -> tuple[str, str]:
        """A view's name, and in few words what it is good for."""
        say = self._session.speech.say
        return say(f"forensic.view.{view.value}"), say(f"forensic.view.{view.value}.short")

    def words(self) -> ViewWords:
        say, code = self._session.speech.say, f"forensic.view.{self.view.value}"
        known: tuple[str, ...] = ()
        if self._examination:
            known = tuple(
                say(caution, **dict(facts))
                for caution, facts in cautions(self.view, self._examination, self._findings, FORENSIC_EDGE)
            )
        return ViewWords(say(code), say(f"{code}.shows"), say(f"{code}.misleads"), known)

    def set_words(self) -> str:
        """The view and how it is set, for the pane that shows it."""
        parts = []
        for one in self.parameters:
            value = self.value_words(one, self.values[one.name])
            parts.append(value if one.choices else f"{self.label(one)} {value}")
        return " · ".join([self.title(self.view)[0], *parts])

    def label(self, parameter: Parameter) -> str:
        return self._session.speech.say(f"forensic.parameter.{parameter.name}")

    def value_words(self, parameter: Parameter, value: int) -> str:
        if parameter.choices:
            return self._session.speech.say(f"forensic.{parameter.name}.{parameter.choices[value]}")
        if parameter.name == "gamma":
            return f"{value / 100:.2f}"
        return f"×{value}" if parameter.name == "gain" else str(value)

    @property
    def pixels_of_file(self) -> int:
        """How many of the file's pixels, across and down, one of the view's stands for."""
        return reduction(*self._examination.upright_size, FORENSIC_EDGE) if self._examination else 1
