"""How the window looks: three palettes, one spacing scale, one type scale, and the icons."""

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from string import Template

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QStyleFactory

from workbench.desktop.care.care import Care

XS, S, M, L, XL = 4, 8, 12, 16, 24
"""The spacing scale, in logical pixels."""

TYPE = {"small": 12, "body": 13, "heading": 15, "title": 20, "display": 28}
"""The type scale, in logical pixels."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by what they mean, as `#rrggbb`."""

    name: str
    window: str
    panel: str
    sunken: str
    line: str
    edge: str
    text: str
    muted: str
    accent: str
    on_accent: str
    chosen: str
    supports: str
    undermines: str
    caution: str
    veil: str
    veil_text: str


LIGHT = Palette(
    "light",
    window="#f3f2ee", panel="#fdfcfa", sunken="#ebe9e3", line="#dcd9d1", edge="#8b8a84", text="#1c2226",
    muted="#565d63", accent="#17596b", on_accent="#ffffff", chosen="#d6e6ea", supports="#1c6338",
    undermines="#9c2430", caution="#7a4d00", veil="#dfdcd4", veil_text="#494f54",
)  # fmt: skip
DARK = Palette(
    "dark",
    window="#15181b", panel="#1d2125", sunken="#101315", line="#2f353a", edge="#7b858d", text="#e7e9ea",
    muted="#a3acb3", accent="#7cc0d3", on_accent="#0b1c22", chosen="#24404a", supports="#86cf9f",
    undermines="#f39b9b", caution="#e6bb6c", veil="#262b30", veil_text="#b6bec4",
)  # fmt: skip

HIGH_CONTRAST = Palette(
    "high-contrast",
    window="#000000", panel="#000000", sunken="#101010", line="#c8c8c8", edge="#ffffff", text="#ffffff",
    muted="#e4e4e4", accent="#5fe3ff", on_accent="#000000", chosen="#003f70", supports="#7dffa0",
    undermines="#ffb0b0", caution="#ffe169", veil="#1c1c1c", veil_text="#ffffff",
)  # fmt: skip
PALETTES = {palette.name: palette for palette in (LIGHT, DARK, HIGH_CONTRAST)}

READ_TOGETHER = (
    *((ink, ground) for ink in ("text", "muted", "supports", "undermines", "caution", "accent")
      for ground in ("window", "panel", "sunken")),
    *((ink, "chosen") for ink in ("text", "muted", "supports", "undermines", "caution", "accent")),
    ("on_accent", "accent"),
    ("veil_text", "veil"),
)  # fmt: skip
"""Every pair of ink and ground on which words stand; each has a contrast of at least 4.5:1."""


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21, by WCAG 2.2 (relative luminance)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


class Look:
    """The palette in use, with its style sheet and icons from `resources`; and how pictures look, in `care`."""

    def __init__(
        self, resources: Path, palette: Palette = LIGHT, chosen: bool = False, care: Care | None = None
    ) -> None:
        self._resources, self.care = resources, care or Care()
        self.palette, self.chosen = palette, chosen
        """`chosen`: whether a person chose the palette, here or before."""
        self._listeners: list[Callable[[], None]] = []
        self._icons: dict[tuple[str, str], QIcon] = {}

    def listen(self, callback: Callable[[], None]) -> None:
        self._listeners.append(callback)

    def colour(self, name: str) -> QColor:
        return QColor(getattr(self.palette, name))

    def toggle(self) -> None:
        """Change between light and dark; from then on the desktop's wish is no longer followed."""
        self.use(LIGHT if self.palette is DARK else DARK)

    def toggle_contrast(self) -> None:
        """Change between high contrast and the palette that the desktop wishes."""
        usual = DARK if system_prefers_dark() else LIGHT
        self.use(usual if self.palette is HIGH_CONTRAST else HIGH_CONTRAST)

    def use(self, palette: Palette) -> None:
        """Take up what a person chose."""
        self.palette, self.chosen = palette, True
        self.apply()

    def follow(self, dark: bool) -> None:
        """Take up the desktop's wish, unless a person chose."""
        if not self.chosen and (self.palette is DARK) != dark:
            self.palette = DARK if dark else LIGHT
            self.apply()

    def apply(self) -> None:
        """Put the palette on the whole application."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            if not app.styleSheet():
                app.setStyle(QStyleFactory.create("Fusion"))
            app.setStyleSheet("")  # so that widgets are polished once, and not for the palette too
            app.setPalette(self.qt_palette())
            app.setStyleSheet(self.style_sheet())
        for callback in self._listeners:
            callback()

    def style_sheet(self) -> str:
        template = Template((self._resources / "styles" / "workbench.qss").read_text("utf-8"))
        sizes = {f"type_{name}": f"{size}px" for name, size in TYPE.items()}
        icons = {"icons": (self._resources / "icons").as_posix()}
        return template.substitute(asdict(self.palette) | sizes | icons)

    def qt_palette(self) -> QPalette:
        roles = {
            QPalette.ColorRole.Window: "window", QPalette.ColorRole.Base: "panel",
            QPalette.ColorRole.AlternateBase: "sunken", QPalette.ColorRole.Button: "panel",
            QPalette.ColorRole.Text: "text", QPalette.ColorRole.WindowText: "text",
            QPalette.ColorRole.ButtonText: "text", QPalette.ColorRole.PlaceholderText: "muted",
            QPalette.ColorRole.Highlight: "chosen", QPalette.ColorRole.HighlightedText: "text",
            QPalette.ColorRole.Link: "accent", QPalette.ColorRole.ToolTipBase: "panel",
            QPalette.ColorRole.ToolTipText: "text", QPalette.ColorRole.Mid: "line",
            QPalette.ColorRole.Light: "panel", QPalette.ColorRole.Dark: "line",
        }  # fmt: skip
        palette = QPalette()
        for role, name in roles.items():
            palette.setColor(role, self.colour(name))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour("edge"))
        return palette

    def icon(self, name: str, ink: str = "text") -> QIcon:
        key = (name, getattr(self.palette, ink))
        if key not in self._icons:
            icon = QIcon()
            for size in (16, 20, 24, 32, 48, 64, 96):
                icon.addPixmap(self._pixmap(name, key[1], size))
            self._icons[key] = icon
        return self._icons[key]

    def _pixmap(self, name: str, colour: str, size: int) -> QPixmap:
        svg = (self._resources / "icons" / f"{name}.svg").read_text("utf-8")
        renderer = QSvgRenderer(QByteArray(re.sub("#000000", colour, svg).encode()))
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
        return pixmap


def system_prefers_dark() -> bool:
    """What the desktop asks for; False where it does not say."""
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
