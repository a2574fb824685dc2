"""What follows from one image, laid out for reading: findings by pillar, then matches and verdicts."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.desktop.controls import button, card, column, empty, row, scrolled
from workbench.desktop.directions import turned_window
from workbench.desktop.labels import PlainLabel
from workbench.desktop.plain_text import Speech
from workbench.desktop.review.grounds import Ground
from workbench.desktop.review.presenter import FindingWords, Reviewed
from workbench.desktop.task_view import holder
from workbench.desktop.theme import XS, S
from workbench.domain.verdicts import Pillar


class FindingsPanel(QWidget):
    """Findings in words by pillar, with basis, bearing and caveat; below them matches and verdicts."""

    def __init__(
        self, speech: Speech, compare: Callable[[], None], decide: Callable[[], None], look_at: Callable[[Ground], None]
    ) -> None:
        """`look_at` shows what a finding rests on."""
        super().__init__()
        self._speech, self._compare, self._decide, self._look_at = speech, compare, decide, look_at
        inner, self._layout = holder()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(inner, speech.say("desktop.tab.findings")))

    def show_image(self, known: Reviewed, against: str) -> None:
        """`against` says which event the findings were judged by."""
        say, layout = self._speech.say, self._layout
        empty(layout)
        layout.addWidget(PlainLabel(against, size="small", ink="muted"))
        if not known.findings:
            layout.addWidget(PlainLabel(say("desktop.review.no-findings"), ink="muted"))
        for pillar in Pillar:
            found = [finding for finding in known.findings if finding.pillar is pillar]
            if found:
                layout.addWidget(PlainLabel(say(f"pillar.{pillar.value}"), size="heading"))
                for finding in found:
                    layout.addWidget(self._finding(finding))
        layout.addWidget(PlainLabel(say("desktop.review.matches-title"), size="heading"))
        if known.matches:
            layout.addWidget(card(*(PlainLabel(words) for words in known.matches),
                                  row(button(say("desktop.command.compare"), self._compare), None)))  # fmt: skip
        else:
            layout.addWidget(
                PlainLabel(
                    say("desktop.review.no-matches" if known.searched else "desktop.review.no-library"), ink="muted"
                )
            )
        layout.addWidget(PlainLabel(say("desktop.review.verdicts-title"), size="heading"))
        if known.verdicts:
            layout.addWidget(card(*(PlainLabel(words) for words in known.verdicts)))
        else:
            layout.addWidget(PlainLabel(say("desktop.review.no-verdicts"), ink="muted"))
        layout.addWidget(row(button(say("desktop.command.verdict"), self._decide), None))
        layout.addStretch(1)

    def _finding(self, finding: FindingWords) -> QWidget:
        sign = PlainLabel(finding.sign, size="heading", ink=finding.ink, wrap=False)
        sign.setAlignment(Qt.AlignmentFlag.AlignTop)
        sign.setFixedWidth(20)
        title = PlainLabel(finding.title or finding.sentence)
        title.setStyleSheet("font-weight: 600;")
        words = [title, PlainLabel(finding.ground, size="small", ink=finding.ink)]
        if finding.title:
            words.insert(1, PlainLabel(finding.sentence))
        caveat = self._speech.say("desktop.review.caveat", caveat=finding.caveat) if finding.caveat else ""
        words.append(PlainLabel(caveat, size="small", ink="muted"))
        ground = finding.rests_on
        words_of_ground = self._speech.say(ground.words)
        to_ground = button(
            f"{'←' if turned_window() else '→'} {words_of_ground}", partial(self._look_at, ground), flat=True
        )
        to_ground.setAccessibleName(f"{words_of_ground}: {finding.title or finding.sentence}")
        body = column(*words, row(to_ground, None), gap=XS)
        made = row(sign, body, gap=S)
        layout = made.layout()
        if layout is not None:
            layout.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
            layout.setStretchFactor(body, 1)  # type: ignore[attr-defined]
        return card(made)
