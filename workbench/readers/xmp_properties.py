"""RDF as XMP uses it, flattened: every simple value with its group and the path of names that leads to it.

ISO 16684-1 (XMP part 1), section 7: properties as elements or attributes, structures, bags, sequences,
alternatives (in languages too), qualifiers, and the shorthands of each.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from workbench.readers.xmp_document import Element
from workbench.readers.xmp_names import RDF, XML

ARRAYS = frozenset({"Bag", "Seq", "Alt"})
LANGUAGE = (XML, "lang")


@dataclass(frozen=True, slots=True)
class Property:
    """One simple value. `uri` is the namespace of the outermost property; `places` has, for each step of `path`,
    the number of its item in a list (from 1), or 0 outside one."""

    uri: str
    path: tuple[str, ...]
    places: tuple[int, ...]
    value: str
    language: str = ""


def properties(root: Element) -> Iterator[Property]:
    """All simple values below `root`, in document order: those of every rdf:RDF, wherever it stands."""
    for element in root.children:
        if (element.uri, element.name) == (RDF, "RDF"):
            for node in element.children:
                yield from _node(node)
        else:
            yield from properties(element)


def _node(node: Element) -> Iterator[Property]:
    """A top-level rdf:Description: its attributes and its children are properties."""
    for (uri, name), value in node.attributes.items():
        if uri in (RDF, "") and name == "about":  # the oldest packets leave the prefix out
            if value:
                yield Property(RDF, ("about",), (0,), value)
        elif uri not in (RDF, XML, ""):
            yield Property(uri, (name,), (0,), value)
    for child in node.children:
        yield from _property(child, child.uri, (child.name,), (0,))


def _property(element: Element, uri: str, path: tuple[str, ...], places: tuple[int, ...]) -> Iterator[Property]:
    language = element.attributes.get(LANGUAGE, "")[:32]
    resource = element.attributes.get((RDF, "resource"))
    fields = {key: value for key, value in element.attributes.items() if key[0] not in (RDF, XML, "")}
    children = element.children
    if children and children[0].uri == RDF and children[0].name in ARRAYS:
        for place, item in enumerate(children[0].children, 1):
            yield from _property(item, uri, path, (*places[:-1], place))
        return
    if len(children) == 1 and (children[0].uri, children[0].name) == (RDF, "Description"):
        # A structure, or a value with qualifiers, written out as a node of its own.
        inner = children[0]
        fields |= {key: value for key, value in inner.attributes.items() if key[0] not in (RDF, XML, "")}
        children = inner.children
    for child in children:
        if (child.uri, child.name) == (RDF, "value"):
            yield Property(uri, path, places, child.text.strip(), language)
            return
    if (RDF, "value") in element.attributes:
        yield Property(uri, path, places, element.attributes[RDF, "value"], language)
        return
    for (_, name), value in fields.items():
        yield Property(uri, (*path, name), (*places, 0), value)
    for child in children:
        yield from _property(child, uri, (*path, child.name), (*places, 0))
    if resource is not None:
        yield Property(uri, path, places, resource, language)
    elif not children and not fields:
        yield Property(uri, path, places, element.text.strip(), language)
