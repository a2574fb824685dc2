"""HTML that cannot be forgotten to escape: text becomes escaped text, whatever it holds.

An `Element` is made by `element` alone. A plain string inside one is always text, never markup; tags and
attributes come from closed lists, which know no link, no script, no handler and no inline style; and a
picture is bytes that begin as a JPEG, written into the page.
"""

import base64
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from types import MappingProxyType
from typing import TypeAlias

from workbench.domain.unseen import marked

_TAGS = (
    "html head meta body header main footer section article h1 h2 h3 h4 h5 p div span bdi dl dt dd ul ol li"
    " table caption thead tbody tr th td details summary img pre code s strong br"
)
_ATTRIBUTES = "lang dir charset name content http-equiv class id scope src alt data-label aria-hidden aria-labelledby"
TAGS = frozenset(_TAGS.split())
ATTRIBUTES = frozenset(_ATTRIBUTES.split())
_VOID = frozenset({"meta", "img", "br"})
_PICTURE = re.compile(r"data:image/jpeg;base64,[A-Za-z0-9+/]+={0,2}")
_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Element:
    """A finished piece of markup."""

    html: str


Node: TypeAlias = "Element | str | Iterable[Node]"
"""An element, a text, or any number of both."""


def element(tag: str, attributes: Mapping[str, str] = _NONE, /, *children: Node) -> Element:
    """An element with its children; ValueError for a tag, an attribute or a source outside the closed lists."""
    if tag not in TAGS or not ATTRIBUTES.issuperset(attributes):
        raise ValueError(f"a report has no <{tag}> with {sorted(attributes)}")
    if not _PICTURE.fullmatch(attributes.get("src", "data:image/jpeg;base64,A")):
        raise ValueError("a report loads nothing")
    written = "".join(f' {name}="{_text(value)}"' for name, value in attributes.items())
    if tag in _VOID:
        return Element(f"<{tag}{written}>")
    return Element(f"<{tag}{written}>{''.join(map(_html, children))}</{tag}>")


def style_sheet(css: str) -> Element:
    """The page's one style sheet: our own file, never text of a case. ValueError where it could end early."""
    if "<" in css:
        raise ValueError("the style sheet holds markup")
    return Element(f"<style>{css}</style>")


def page_title(text: str) -> Element:
    """The page's title, which holds text only."""
    return Element(f"<title>{_text(text)}</title>")


def picture(jpeg: bytes, alt: str) -> Element | None:
    """A picture that is part of the page, or None where the bytes do not begin as a JPEG."""
    if not jpeg.startswith(b"\xff\xd8\xff"):
        return None
    return element("img", {"src": f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}", "alt": alt})


def _html(node: Node) -> str:
    if isinstance(node, Element):
        return node.html
    if isinstance(node, str):
        return "".join(
            f'<span class="control">{piece}</span>' if is_mark else escape(piece) for piece, is_mark in marked(node)
        )
    return "".join(map(_html, node))


def _text(value: str) -> str:
    return "".join(escape(piece) for piece, _ in marked(value))
