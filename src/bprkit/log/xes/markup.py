"""The text of an XES file: its encoding, its well-formedness, and what each distinct tag says."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, NamedTuple, NoReturn
from xml.parsers import expat

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bprkit.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

# What a tag is about. A tag of no concern can still open or close something.
OTHER, ATTRIBUTE, EVENT, TRACE, LOG, GLOBAL = range(6)
_STRUCTURE = {"event": EVENT, "trace": TRACE, "log": LOG, "global": GLOBAL}
KINDS = ("string", "date", "int", "float", "boolean", "id", "list")

_SIMPLE = r'^(?P<head>[^\s"\'>]+\s+key="[^"]*")\s+value="(?P<value>[^"&\t\n\r]*)"\s*(?P<end>/?)>'
_HEAD = re.compile(r'(?:[^:\s]+:)?(?P<name>\S+)\s+key="(?P<key>[^"&\t\n\r]*)"')
_ASIDE = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_BYTE_ORDER = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_OTHER_FORMATS = {
    "html": ("a web page", "ウェブページ"),
    "definitions": ("a BPMN model", "BPMNの業務フロー図"),
    "pnml": ("a Petri net (PNML)", "ペトリネット（PNML）"),
    "WorkflowLog": ("an MXML log, the format before XES", "XESより前の形式（MXML）のログ"),
    "Workbook": ("an Excel workbook saved as XML", "XML形式で保存されたExcelブック"),
}


def utf8_blocks(stream: IO[bytes], name: str, size: int) -> Iterator[bytes]:
    """Yield the text of an XML file in UTF-8, `size` bytes at a time, whatever its encoding.

    Raises InputError if the file is empty, its encoding unknown, or a byte does not belong to it.
    """
    block = stream.read(size)
    if not block.strip():
        raise InputError(
            en=f"{name} is empty. Export it again.", ja=f"{name} は空です。もう一度出力してください。"
        )
    encoding = _BYTE_ORDER.get(block[:2]) or _declared_encoding(block)
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
    except LookupError:
        raise InputError(
            en=f"{name} declares the encoding {encoding!r}, which is not known here. Save it as UTF-8.",
            ja=f"{name} の文字コード {encoding!r} は扱えません。UTF-8で保存し直してください。",
        ) from None
    as_it_is = codecs.lookup(encoding).name in ("utf-8", "ascii")
    lines = 1
    while block:
        following = stream.read(size)
        if as_it_is:
            yield block
        else:
            try:
                text = decoder.decode(block, final=not following)
            except UnicodeDecodeError as error:
                line = lines + error.object[: error.start].decode(encoding, "ignore").count("\n")
                raise InputError(
                    en=f"{name}, line {line}: a byte that is not {encoding}, which the file declares. "
                    "Save it as UTF-8.",
                    ja=f"{name} の{line}行目に、宣言された文字コード {encoding} では読めないバイトが"
                    "あります。UTF-8で保存し直してください。",
                ) from None
            lines += text.count("\n")
            yield text.encode()
        block = following


def _declared_encoding(block: bytes) -> str:
    match = _DECLARED.match(block[:1000].removeprefix(codecs.BOM_UTF8))
    declared = match[1].decode().lower() if match else "utf-8"
    return "cp932" if declared in ("shift_jis", "shift-jis", "sjis") else declared


class XmlCheck:
    """Lets only well-formed XML pass whose first element is `log` and that declares no entities.

    Nothing is looked up outside the file, and text is refused as soon as it is found to be wrong.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._parser = expat.ParserCreate("utf-8")
        self._parser.StartElementHandler = self._root
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.EntityDeclHandler = self._entity
        self._started = False

    @property
    def line(self) -> int:
        """The line reached."""
        return self._parser.CurrentLineNumber

    def feed(self, text: bytes) -> None:
        """Judge the next part of the text. Raises InputError."""
        self._parse(text, False)

    def end(self) -> None:
        """Say that the text ends here. Raises InputError if it may not."""
        self._parse(b"", True)

    def _parse(self, text: bytes, final: bool) -> None:
        try:
            self._parser.Parse(text, final)
        except expat.ExpatError as error:
            self._refuse(error)

    def _refuse(self, error: expat.ExpatError) -> NoReturn:
        name, line, column = self._name, error.lineno, error.offset + 1
        errors = expat.errors.codes
        cut_off = (
            expat.errors.XML_ERROR_NO_ELEMENTS,
            expat.errors.XML_ERROR_UNCLOSED_TOKEN,
            expat.errors.XML_ERROR_PARTIAL_CHAR,
            expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
        )
        if not self._started and error.code not in [errors[c] for c in cut_off]:
            raise InputError(
                en=f"{name} is not an XES file: it is not XML (line {line}). Give the .xes or .xes.gz file.",
                ja=f"{name} はXESファイルではありません（{line}行目がXMLではありません）。"
                ".xes または .xes.gz ファイルを指定してください。",
            ) from error
        if error.code in [errors[c] for c in cut_off]:
            raise InputError(
                en=f"{name} was cut off: it ends at line {line} in the middle of the log. "
                "Copy or export it again.",
                ja=f"{name} は{line}行目で途切れています。もう一度コピーまたは出力してください。",
            ) from error
        reason = expat.ErrorString(error.code)
        raise InputError(
            en=f"{name}, line {line}, column {column}: damaged XML ({reason}). Export the log again.",
            ja=f"{name} の{line}行{column}文字目でXMLが壊れています（{reason}）。もう一度出力してください。",
        ) from error

    def _root(self, tag: str, _: dict[str, str]) -> None:
        self._parser.StartElementHandler = None
        self._started = True
        local = tag.rpartition(":")[2]
        if local != "log":
            self._not_a_log(local)

    def _not_a_log(self, tag: str) -> NoReturn:
        en, ja = _OTHER_FORMATS.get(tag, (f"<{tag}>", f"<{tag}> で始まる別の形式"))
        raise InputError(
            en=f"{self._name} is not an XES log but {en}. Give a file whose first element is <log>.",
            ja=f"{self._name} はXESログではなく、{ja}です。<log> で始まるファイルを指定してください。",
        )

    def _doctype(self, tag: str, system: str | None, public: str | None, has_subset: bool) -> None:
        if tag.lower() == "html":
            self._not_a_log("html")
        self._parser.EndDoctypeDeclHandler = self._needless_doctype

    def _entity(self, entity: str, *_: object) -> None:
        raise InputError(
            en=f"{self._name}, line {self.line}: this file declares entities ({entity}); refused, for they "
            "can make a small file fill the memory. Export the log again without them.",
            ja=f"{self._name} の{self.line}行目で実体（{entity}）が宣言されています。"
            "小さなファイルでメモリを使い切らせる手口に使われるため、読み込みません。"
            "実体を使わずに出力し直してください。",
        )

    def _needless_doctype(self) -> None:
        raise InputError(
            en=f"{self._name}, line {self.line}: a document type declaration (<!DOCTYPE>), which no XES log "
            "needs; refused. Remove it.",
            ja=f"{self._name} の{self.line}行目に、XESには不要な文書型宣言（<!DOCTYPE>）があるため、"
            "読み込みません。この宣言を削除してください。",
        )


def without_asides(text: bytes) -> tuple[bytes, bytes]:
    """Take comments, CDATA and processing instructions out of text; a last one left unclosed stands apart.

    >>> without_asides(b'<?xml version="1.0"?><log><!-- <event> --><trace><!-- to be co')
    (b'<log><trace>', b'<!-- to be co')
    """
    # One byte is looked for much faster than two, and neither is common in a log.
    if not any(sign in text and b"<" + sign in text for sign in (b"!", b"?")):
        return text, b""
    text = _ASIDE.sub(b"", text)
    unclosed = min((at for at in (text.find(b"<!"), text.find(b"<?")) if at >= 0), default=len(text))
    return text[:unclosed], text[unclosed:]


@dataclass(frozen=True)
class Tags:
    """What each of some distinct tags says, in parallel arrays.

    `what` it is about; `delta` +1 if it opens an element, -1 if it closes one, 0 if it does both or neither;
    for an attribute the code of its `key`, the code of its type in KINDS as `kind`, and its `values`.
    """

    what: NDArray[np.int8]
    delta: NDArray[np.int8]
    key: NDArray[np.int32]
    kind: NDArray[np.int8]
    values: Any


class _Tag(NamedTuple):
    what: int
    delta: int
    key: str | None = None
    kind: int = -1
    value: str | None = None


def classify(tags: Any, keys: dict[str, int]) -> Tags:
    """Understand distinct tags, given without their `<` as an Arrow string array; new keys get the next code.

    >>> seen = {}
    >>> tags = classify(pa.array(['event>', 'int key="pages" value="3"/>', '/event>']), seen)
    >>> tags.what.tolist(), tags.delta.tolist(), tags.values.to_pylist(), seen
    ([2, 1, 2], [1, 0, -1], [None, '3', None], {'pages': 0})
    """
    head, value, end = pc.extract_regex(tags, _SIMPLE).flatten()
    heads = head.dictionary_encode()
    simple = [
        *map(_read_head, heads.dictionary.to_pylist()),
        None,
    ]  # the last stands for tags that do not match
    head_of = heads.indices.fill_null(-1).to_numpy()

    def code(key: str | None) -> int:
        return -1 if key is None else keys.setdefault(key, len(keys))

    key = np.array([code(h.key) if h else -1 for h in simple], np.int32)[head_of]
    kind = np.array([h.kind if h else -1 for h in simple], np.int8)[head_of]
    what = np.where(kind >= 0, ATTRIBUTE, OTHER).astype(np.int8)
    delta = pc.equal(end.fill_null("/"), "").to_numpy(zero_copy_only=False).astype(np.int8)

    not_simple = kind < 0
    read = [_read_tag(tag) for tag in tags.filter(pa.array(not_simple)).to_pylist()]
    what[not_simple] = [tag.what for tag in read]
    delta[not_simple] = [tag.delta for tag in read]
    kind[not_simple] = [tag.kind for tag in read]
    key[not_simple] = [code(tag.key) for tag in read]
    values = pc.replace_with_mask(
        value, pa.array(not_simple), pa.array([tag.value for tag in read], pa.string())
    )
    return Tags(what, delta, key, kind, values)


def _read_head(head: str) -> _Tag | None:
    """Read 'string key="concept:name"'; None if that takes a parser."""
    match = _HEAD.fullmatch(head)
    if match is None or match["name"] in _STRUCTURE:
        return None
    return _Tag(ATTRIBUTE, 0, match["key"], _kind(match["name"]))


def _read_tag(tag: str) -> _Tag:
    """Read any tag by the parser that judged it: any quotes, references, any order of attributes."""
    if not tag:
        return _Tag(OTHER, 0)
    if tag.startswith("/"):
        name = tag[1 : tag.index(">")].strip().rpartition(":")[2]
        return _Tag(_STRUCTURE.get(name, OTHER), -1)
    opened: list[tuple[str, dict[str, str]]] = []
    closed: list[str] = []
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = lambda name, attributes: opened.append((name, attributes))
    parser.EndElementHandler = closed.append
    parser.Parse(f"<_><{tag}", False)
    name, attributes = opened[1]
    name, delta = name.rpartition(":")[2], 0 if closed else 1
    if name in _STRUCTURE:
        return _Tag(_STRUCTURE[name], delta)
    if "key" not in attributes:
        return _Tag(OTHER, delta)
    return _Tag(ATTRIBUTE, delta, attributes["key"], _kind(name), attributes.get("value"))


def _kind(element: str) -> int:
    """Return the code of an attribute's type; what the standard does not know is text."""
    if element == "container":
        return KINDS.index("list")
    return KINDS.index(element) if element in KINDS else KINDS.index("string")
