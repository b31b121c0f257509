"""What a BPMN element says beyond the model, as `Foreign`, and back into the element."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import TYPE_CHECKING

from bprkit.procedure.bpmn.data import foreign_extensions
from bprkit.procedure.bpmn.markup import attributes_of, children_of, elements, fragment, local, text_of
from bprkit.procedure.bpmn.names import MODEL, XSI, mtag
from bprkit.procedure.model import Foreign

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


_TYPE = f"{{{XSI}}}type"
_OURS = frozenset({"id", "name", "default", "sourceRef", "targetRef"})


def note_of(element: Element) -> str | None:
    """Return the text of the first documentation, if it is nothing but text."""
    found = element.find(mtag("documentation"))
    return found.text if found is not None and not len(found) and not found.attrib and found.text else None


def is_plain_note(child: Element, note: str | None) -> bool:
    """Tell whether a documentation says nothing but the note."""
    return local(child) == "documentation" and not child.attrib and not len(child) and child.text == note


def foreign_of(
    element: Element, taken: Container[str], rest: Sequence[Element], note: str | None, tag: str = ""
) -> Foreign | None:
    """Return what is left of an element: attributes not `taken`, and those of its children that are in `rest`.

    The first documentation is the note and not kept; bprkit's own data is never kept.
    """
    attributes = attributes_of(element, taken)
    children = []
    for child in rest:
        if note is not None and is_plain_note(child, note):
            note = None
        elif local(child) == "extensionElements":
            extension = foreign_extensions(child)
            if extension is not None:
                children.append(text_of(extension))
        else:
            children.append(text_of(child))
    if not (attributes or children or tag):
        return None
    return Foreign(tag, attributes, tuple(children))


def has_place(foreign: Foreign | None, tags: Container[str] = ()) -> bool:
    """Tell whether what is kept came from such an element, so that it can go back there; `tags`: kinds beyond the model."""
    if foreign is None or foreign == Foreign():
        return False
    return (foreign.tag == "" or foreign.tag in tags) and not (_OURS & foreign.attributes.keys())


def children_kept(foreign: Foreign | None, owner: str) -> list[Element]:
    """Return the kept children as new elements; raise InputError where one is no XML any more."""
    return [] if foreign is None else [fragment(text, owner) for text in foreign.children]


def children_at_home(foreign: Foreign | None, owner: str, prefix: str | None) -> list[Element]:
    """Return the kept children for a file with another `prefix` of BPMN: the types that they name follow."""
    children = children_kept(foreign, owner)
    for element in (inner for child in children for inner in elements(child)):
        named = element.get(_TYPE)
        space, _, name = (named or "").rpartition(":")
        if named and element.nsmap.get(space or None) == MODEL:
            element.set(_TYPE, f"{prefix}:{name}" if prefix else name)
    return children


def names_of(foreign: Foreign) -> list[str]:
    """Return what is kept by name: names of attributes and of elements, innermost for extensions."""
    names = [key.rpartition("}")[2] for key in foreign.attributes]
    for text in foreign.children:
        element = fragment(text, "")
        inner = children_of(element) if local(element) == "extensionElements" else []
        names += [f"<{local(one).rpartition('}')[2]}>" for one in inner or [element]]
    return names


def write_note(element: Element, note: str | None) -> None:
    """Write the note as the first documentation."""
    from lxml import etree

    if note:
        documentation = etree.Element(mtag("documentation"))
        documentation.text = note
        element.insert(0, documentation)
