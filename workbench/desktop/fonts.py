"""The fonts that come with the program, so that every language of it can be read on a bare system."""

from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

FAMILIES = ("Noto Sans", "Noto Sans Arabic", "Noto Sans Symbols", "Noto Sans Symbols2", "Noto Sans Mono")
"""In the order in which a character is looked for; what none of them has comes from the system."""


def use_fonts(app: QApplication, folder: Path) -> None:
    """Have the window written in the fonts of `folder`; loaded once, however many windows there are."""
    if app.font().families()[: len(FAMILIES)] == list(FAMILIES):
        return
    for file in sorted(folder.glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(file))
    font = QFont(app.font())
    font.setFamilies(list(FAMILIES))
    app.setFont(font)
