"""Read BPMN 2.0 files: every process becomes a procedure, and what bprkit has no word for is kept."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from bprkit.errors import InputError
from bprkit.procedure.bpmn import findings
from bprkit.procedure.bpmn.markup import children_of, elements, line_of, local, parse_file
from bprkit.procedure.bpmn.names import MODEL, free, mtag
from bprkit.procedure.bpmn.reading_context import NODES, context_of
from bprkit.procedure.bpmn.reading_file import FileRest, procedure_foreign
from bprkit.procedure.bpmn.reading_process import ProcessRead, read_process
from bprkit.procedure.bpmn.references import duplicates, ids_of, references
from bprkit.procedure.model import Procedure
from bprkit.procedure.problems import Problem, ProcedureError

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MOST_PROCESSES = 500  # each procedure keeps all the others word for word
_MUST_BE_ONE = NODES | {"sequenceFlow", "lane", "process"}


@dataclass(frozen=True)
class BpmnRead:
    """What a BPMN file holds: a procedure for each process (pool), and what is to be known of the reading."""

    procedures: tuple[Procedure, ...]
    problems: tuple[Problem, ...]

    @property
    def kept(self) -> tuple[Problem, ...]:
        """What has no meaning in bprkit and goes back into the BPMN file as it came."""
        return tuple(problem for problem in self.problems if problem.code == "kept")

    @property
    def lost(self) -> tuple[Problem, ...]:
        """What is not carried over, and references that lead nowhere."""
        return tuple(problem for problem in self.problems if problem.code != "kept")


def read_bpmn(path: str | os.PathLike[str]) -> BpmnRead:
    """Read a BPMN 2.0 file.

    Raises InputError (or ProcedureError with all findings) where the file is missing, broken, no BPMN 2.0, has a document
    type of its own, or uses an id twice; all else that is odd is told in `problems`.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "leave.bpmn"
    >>> _ = path.write_text('''<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="leave">
    ...   <startEvent id="s"/><task id="t" name="決裁"/><sequenceFlow id="f" sourceRef="s" targetRef="t"/>
    ... </process></definitions>''', encoding="utf-8")
    >>> [str(node.title) for node in read_bpmn(path).procedures[0].tasks]
    ['決裁']
    """
    file = Path(path)
    root = parse_file(file)
    _need_bpmn(root, file)
    problems: list[Problem] = []
    _name_the_nameless(root, problems)
    known = ids_of(root)
    _need_single_ids(
        duplicates(known), {id_: [local(one) for one in known[id_]] for id_ in known}, file, problems
    )
    _tell_dangling(root, known.keys(), problems)
    _tell_comments(root, problems)
    ids = frozenset(known)
    read = [
        read_process(process, context_of(process, ids, problems)) for process in root.findall(mtag("process"))
    ]
    rest = FileRest(root, tuple(read))
    procedures = tuple(_with_foreign(one, rest, problems) for one in read)
    return BpmnRead(procedures, tuple(replace(problem, file=str(file)) for problem in problems))


def _with_foreign(read: ProcessRead, rest: FileRest, problems: list[Problem]) -> Procedure:
    foreign, found = procedure_foreign(read, rest)
    problems += found
    return read.procedure if foreign is None else replace(read.procedure, foreign=foreign)


def _need_bpmn(root: Element, file: Path) -> None:
    if root.tag != mtag("definitions"):
        tag = str(root.tag)
        raise InputError(
            en=f"{file} is no BPMN 2.0: it begins with <{tag}>, not <definitions> of {MODEL}. "
            "Export it as BPMN 2.0 XML.",
            ja=f"{file} はBPMN 2.0ではありません。先頭が <{tag}> です({MODEL} の <definitions> が必要)。"
            "BPMN 2.0のXMLとして書き出してください。",
        )
    count = len(root.findall(mtag("process")))
    if count > _MOST_PROCESSES:
        raise InputError(
            en=f"{file} holds {count:,} processes; up to {_MOST_PROCESSES} are read. Export fewer at a time.",
            ja=f"{file} にプロセスが{count:,}件あります(上限{_MOST_PROCESSES}件)。分けて書き出してください。",
        )
    if not count:
        raise InputError(
            en=f"{file} holds no process (only {_listed(root)}). Draw the steps inside a pool and export it again.",
            ja=f"{file} にプロセスがありません({_listed(root)}のみ)。プールの中に工程を描いて書き出してください。",
        )


def _listed(root: Element) -> str:
    return ", ".join(dict.fromkeys(local(child).rpartition("}")[2] for child in children_of(root))) or "-"


def _name_the_nameless(root: Element, problems: list[Problem]) -> None:
    """Give ids to nodes, lanes and processes that have none: nothing can refer to them, but bprkit has to."""
    taken = {str(element.get("id")) for element in elements(root) if element.get("id")}
    for element in elements(root):
        tag = local(element)
        if not element.get("id") and (tag in NODES or tag in ("lane", "process")):
            element.set("id", free(f"{tag}-1", taken))
            problems.append(findings.named(element.get("id", ""), tag, line_of(element)))


def _need_single_ids(
    found: tuple[Problem, ...], tags: dict[str, list[str]], file: Path, problems: list[Problem]
) -> None:
    fatal = [one for one in found if _MUST_BE_ONE & set(tags[str(one.value)])]
    if fatal:
        raise ProcedureError([replace(problem, file=str(file)) for problem in fatal])
    problems += [replace(problem, severity="warning") for problem in found]


def _tell_dangling(root: Element, known: object, problems: list[Problem]) -> None:
    """Tell references that lead nowhere; those of flows are told where the flows are read."""
    names = set(known)  # type: ignore[call-overload]  # keys of a mapping
    for element, attribute, value in references(root):
        if value not in names and local(element) != "sequenceFlow":
            problem = findings.dangling(_owner(element), attribute or local(element), value, line_of(element))
            problems.append(replace(problem, severity="warning"))


def _owner(element: Element) -> str:
    from bprkit.procedure.bpmn.references import owner_of

    return owner_of(element)


def _tell_comments(root: Element, problems: list[Problem]) -> None:
    from lxml import etree

    count = sum(1 for _ in root.getroottree().iter(etree.Comment))
    if count:
        problems.append(
            findings.lost(
                None,
                f"Comments in the XML ({count}) are not carried over. What matters in them belongs into the documentation "
                "of an element.",
                f"XMLのコメント({count}件)は引き継ぎません。必要な内容は要素の説明(documentation)に書いてください。",
            )
        )
