"""XML from strangers, read without trusting it, and pieces of it kept as text that can stand alone."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from bprkit.errors import InputError
from bprkit.procedure.bpmn.names import MODEL
from bprkit.procedure.unreadable import unreadable

if TYPE_CHECKING:
    from lxml.etree import XMLParser, XMLSyntaxError
    from lxml.etree import _Element as Element

_PREFIXED = re.compile(r"^\s*([\w.-]+):[\w.-]+\s*$")


def parse_file(path: Path) -> Element:
    """Read a file; raise InputError where it is missing, no XML, or brings a document type of its own."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise unreadable(
            path, error, en="Give a BPMN file.", ja="BPMNのファイルを指定してください。"
        ) from None
    return parse_bytes(data, str(path))


def parse_bytes(data: bytes, name: str) -> Element:
    """Read XML; entities are never resolved and nothing is fetched.

    Raises InputError with the line where it breaks off, or where it has a document type (DOCTYPE), which BPMN never has.
    """
    from lxml import etree

    if not data.strip():
        raise InputError(
            en=f"{name} is empty. Export it from the BPMN tool again.",
            ja=f"{name} は空です。BPMNツールからもう一度書き出してください。",
        )
    try:
        root = etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as error:
        raise InputError(
            en=f"{name}, line {error.lineno or 1}: no complete XML ({error.msg}). Export it from the BPMN tool again.",
            ja=f"{name}、{error.lineno or 1}行目: XMLとして読めません（{_in_japanese(error)}）。"
            "BPMNツールからもう一度書き出してください。",
        ) from error
    if _has_doctype(root):
        raise InputError(
            en=f"{name} has a document type of its own (<!DOCTYPE …>), which BPMN never has: it is not read, for safety. "
            "Export it from the BPMN tool again.",
            ja=f"{name} に文書型宣言(<!DOCTYPE …>)があります。BPMNにはないもので、安全のため読みません。"
            "BPMNツールからもう一度書き出してください。",
        )
    return root


def _in_japanese(error: XMLSyntaxError) -> str:
    """Return what the parser, which knows English only, found wrong."""
    from lxml.etree import ErrorTypes

    kinds = {
        "先頭がXMLではありません": (ErrorTypes.ERR_DOCUMENT_EMPTY,),
        "途中で切れています": (
            ErrorTypes.ERR_TAG_NOT_FINISHED, ErrorTypes.ERR_GT_REQUIRED, ErrorTypes.ERR_ATTRIBUTE_NOT_FINISHED,
        ),
        "開始タグと終了タグが対応していません": (ErrorTypes.ERR_TAG_NAME_MISMATCH,),
        "終わりの後に余分な内容があります": (ErrorTypes.ERR_DOCUMENT_END,),
        "使えない文字があります": (ErrorTypes.ERR_INVALID_CHAR,),
        "宣言された文字コードと内容が合いません": (ErrorTypes.ERR_INVALID_ENCODING, ErrorTypes.ERR_UNSUPPORTED_ENCODING),
    }  # fmt: skip
    return next(
        (ja for ja, codes in kinds.items() if getattr(error, "code", None) in codes), "書き方に誤りがあります"
    )


def fragment(text: str, owner: str) -> Element:
    """Read a kept piece again; raise InputError where somebody changed it into something that is no XML."""
    from lxml import etree

    try:
        element = etree.fromstring(text.encode("utf-8", "surrogatepass"), _parser())
        if _has_doctype(element):
            raise ValueError("<!DOCTYPE …>")
        return element
    except (etree.XMLSyntaxError, ValueError) as error:
        shown = text if len(text) < 80 else f"{text[:80]}…"
        raise InputError(
            en=f"What is kept of a BPMN file for {owner} is no XML any more: {shown!r} ({error}). "
            "Correct it there, or delete it.",
            ja=f"{owner} に保存されているBPMNの記述がXMLとして読めません：「{shown}」。"
            "修正するか、削除してください。",
        ) from error


def _has_doctype(root: Element) -> bool:
    return bool(cast(Any, root.getroottree()).docinfo.doctype)


def _parser() -> XMLParser:
    from lxml import etree

    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )


def text_of(element: Element) -> str:
    """Return an element as XML that can stand alone, without indentation, with the namespaces that it needs."""
    from lxml import etree

    alone = etree.fromstring(etree.tostring(element, encoding="utf-8", with_tail=False), _parser())
    _close_up(alone)
    etree.cleanup_namespaces(alone, keep_ns_prefixes=sorted(prefixes_in_values(alone)))
    return str(etree.tostring(alone, encoding="unicode"))


def prefixes_in_values(root: Element) -> set[str]:
    """Return the prefixes that stand in attributes and texts: `bpmn` in xsi:type="bpmn:tFormalExpression"."""
    found = set()
    for element in elements(root):
        for value in (*element.attrib.values(), element.text or ""):
            if matched := _PREFIXED.match(str(value)):
                found.add(matched[1])
    return found & {prefix for element in elements(root) for prefix in element.nsmap if prefix}


def elements(root: Element) -> Iterator[Element]:
    """Yield an element and all elements in it, without comments."""
    return root.iter("*")


def is_mixed(element: Element) -> bool:
    """Tell whether words stand between its children, so that white space there counts."""
    return bool(len(element)) and any(
        part and part.strip() for part in (element.text, *(child.tail for child in element))
    )


def _close_up(element: Element) -> None:
    if is_mixed(element):
        return
    if len(element):
        element.text = None
    for child in element:
        child.tail = None
        _close_up(child)


def indent(element: Element, depth: int = 0) -> None:
    """Set each element on a line of its own, except where words stand between them."""
    if not len(element) or is_mixed(element):
        return
    element.text = "\n" + "  " * (depth + 1)
    for child in element:
        indent(child, depth + 1)
        child.tail = "\n" + "  " * (depth + 1)
    element[-1].tail = "\n" + "  " * depth


def local(element: Element) -> str:
    """Return the name of a BPMN element without its namespace, and of any other in full."""
    tag = str(element.tag)
    return tag.removeprefix(f"{{{MODEL}}}")


def attributes_of(element: Element, without: Container[str] = ()) -> dict[str, str]:
    """Return the attributes of an element; those of other namespaces as `{namespace}name`."""
    return {str(key): str(value) for key, value in element.attrib.items() if key not in without}


def children_of(element: Element) -> list[Element]:
    """Return the elements right in it, without comments."""
    return list(element.iterchildren("*"))


def line_of(element: Element) -> int | None:
    """Return the line where an element begins."""
    line: int | None = cast(Any, element).sourceline  # lxml-stubs have no type for it
    return line


def spaces_of(element: Element) -> Any:
    """Return the prefixes in scope; the types of lxml do not know the one without a name."""
    return element.nsmap
