"""A page as a browser's parser sees it: tags, attributes and text."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "img", "br"}
_CELLS = {"td", "th", "li", "dd", "p", "pre", "h1", "h2", "h3", "h4", "h5", "caption", "dt"}


@dataclass
class Page(HTMLParser):
    """`tags` with attributes in order; `text` in one piece; `cells`, the text of each element that a copy separates."""

    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    text: str = ""
    cells: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "br":
            self._end_lines()
        if tag not in VOID:
            self._open.append((tag, []))

    def handle_endtag(self, tag: str) -> None:
        opened, texts = self._open.pop()
        assert opened == tag
        if tag in _CELLS:
            self.cells.append("".join(texts))

    def _end_lines(self) -> None:
        for tag, texts in self._open:
            if tag in _CELLS:
                self.cells.append("".join(texts))
                texts.clear()

    def handle_data(self, data: str) -> None:
        if any(tag == "style" for tag, _ in self._open):
            return
        self.text += data
        for _, texts in self._open:
            texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)

    def unknown_decl(self, data: str) -> None:
        self.others.append(data)


def parse(body: bytes | str) -> Page:
    page = Page()
    page.feed(body if isinstance(body, str) else body.decode())
    page.close()
    return page
