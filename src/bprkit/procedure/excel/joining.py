"""The flows of a flow sheet: from the column 次工程, from the order of the rows where it is blank, and from the sheet 分岐."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bprkit.procedure.excel.drafts import Draft, Drafts
from bprkit.procedure.excel.fields import FLOW_FIELDS, Cell, Field, text_of
from bprkit.procedure.excel.kept import Kept, Own
from bprkit.procedure.excel.layout import plain
from bprkit.procedure.excel.reports import Report
from bprkit.procedure.excel.workbook import Row, Sheet
from bprkit.procedure.model import End, Flow, Gateway, Start, SubProcess

_SEVERAL = re.compile(r"\s*[、,，/／;；\n]\s*")
_NONE = {plain(word) for word in ("なし", "無し", "none", "-", "–", "—", "ー")}
_END = {plain(word) for word in ("終了", "終わり", "完了", "end", "done")}


@dataclass(frozen=True)
class _Branch:
    row: Row
    source: int
    target: int


def flows_of(
    sheet: Sheet, branches: Sheet | None, drafts: Drafts, kept: Kept, report: Report
) -> dict[str, tuple[Flow, ...]]:
    """Return the flows of the procedure (under "") and of each sub-process (under its number)."""
    told = list(_branches(branches, drafts, report)) if branches is not None else []
    found = {}
    boxes = [draft.number for draft in drafts.rows if isinstance(draft.node, SubProcess)]
    for parent in ("", *boxes):
        inside = drafts.inside(parent)
        ways = list(_ways(sheet, inside, told, drafts, kept, report))
        key = next((draft.key for draft in drafts.rows if draft.number == parent), "") if parent else ""
        found[parent] = _in_order(_flows(ways, branches, drafts, kept, report), kept, key)
    return found


Way = tuple[int, int, Row | None]


def _ways(
    sheet: Sheet,
    inside: Sequence[Draft],
    told: Sequence[_Branch],
    drafts: Drafts,
    kept: Kept,
    report: Report,
) -> Iterator[Way]:
    """Yield source, target and, if there is one, the row of the sheet 分岐, in the order of the rows."""
    place_of = {id(draft): place for place, draft in enumerate(drafts.rows)}
    for turn, draft in enumerate(inside):
        source = place_of[id(draft)]
        own = [branch for branch in told if branch.source == source]
        text = text_of(draft.row.cells.get("next"))
        following = inside[turn + 1] if turn + 1 < len(inside) else None
        if text:
            targets = _targets(sheet, draft, text, drafts, report)
        elif own:
            targets = [branch.target for branch in own]
        elif following is None or isinstance(draft.node, End) or isinstance(following.node, Start):
            targets = []
        else:
            targets = [place_of[id(following)]]
        for target in targets:
            branch = next((each for each in own if each.target == target), None)
            if branch is not None:
                own.remove(branch)
            yield source, target, branch.row if branch is not None else None
        for branch in own:
            yield source, branch.target, branch.row
        if not kept.written_by_bprkit:
            _ask_what_is_meant(sheet, draft, targets, told, source, report)


def _targets(sheet: Sheet, draft: Draft, text: str, drafts: Drafts, report: Report) -> list[int]:
    if plain(text) in _NONE:
        return []
    whole = drafts.names.find(text)
    parts = [text] if len(whole) == 1 else [part.strip("→⇒ ") for part in _SEVERAL.split(text)]
    targets: list[int] = []
    for part in filter(None, parts):
        found = drafts.names.find(part)
        if len(found) == 1:
            targets += found
        elif not found and plain(part) in _END:
            ends = [place for place, each in enumerate(drafts.rows) if isinstance(each.node, End)]
            targets += ends if len(ends) == 1 else []
        else:
            report.add(_unclear(sheet, draft.row, "next", part, len(found)))
    return targets


def _unclear(sheet: Sheet, row: Row, column: str, text: str, found: int) -> Any:
    if found:
        return sheet.problem(
            "ambiguous_step",
            row,
            column,
            en=f"'{text}' is the name of {found} steps. Write the number of the one that is meant.",
            ja=f"「{text}」という工程は{found}つあります。項番で書いてください。",
        )
    return sheet.problem(
        "unknown_step",
        row,
        column,
        en=f"There is no step '{text}'. Write the number or the name of a step; several with a comma between.",
        ja=f"「{text}」という工程はありません。項番か工程名を書いてください（複数あるときは「、」で区切ります）。",
    )


def _ask_what_is_meant(
    sheet: Sheet, draft: Draft, targets: Sequence[int], told: Sequence[_Branch], source: int, report: Report
) -> None:
    """Two ways out of a step may be one or the other, or both: nothing is guessed."""
    if (
        len(targets) > 1
        and not isinstance(draft.node, Gateway)
        and all(each.source != source for each in told)
    ):
        report.add(
            sheet.problem(
                "unclear_split",
                draft.row,
                "next",
                en="Does a case go on to one of these, or to all? Add a row of the kind choice or parallel after this "
                "step, or say their shares on the sheet 分岐 (Branches).",
                ja="次工程が複数あります。どれか一つに進むのか、すべてを並行して行うのかが分かりません。この工程の後に"
                "種別「分岐」か「並行」の行を加えるか、シート「分岐」に割合か条件を書いてください。",
            )
        )


def _branches(sheet: Sheet, drafts: Drafts, report: Report) -> Iterator[_Branch]:
    for row in sheet.rows:
        ends = list[int]()
        for column in ("from", "to"):
            text = text_of(row.cells.get(column))
            found = drafts.names.find(text)
            if len(found) == 1:
                ends += found
            else:
                report.add(_unclear(sheet, row, column, text, len(found)))
        if len(ends) == 2:
            source, target = (drafts.rows[place] for place in ends)
            if source.parent != target.parent:
                report.add(_crossing(sheet, row))
            else:
                yield _Branch(row, ends[0], ends[1])


def _crossing(sheet: Sheet, row: Row) -> Any:
    return sheet.problem(
        "crossing_flow",
        row,
        "to",
        en="A way cannot lead into or out of a sub-process. Let it lead to the sub-process itself.",
        ja="まとまり（サブプロセス）の内と外を直接つなぐことはできません。まとまりの行につないでください。",
    )


Keyed = tuple[tuple[str, str, int], Flow]


def _flows(
    ways: Sequence[Way], sheet: Sheet | None, drafts: Drafts, kept: Kept, report: Report
) -> list[Keyed]:
    turns: dict[tuple[int, int], int] = {}
    found = []
    for source, target, row in ways:
        turn = turns.get((source, target), 0)
        turns[source, target] = turn + 1
        key = (drafts.rows[source].key, drafts.rows[target].key, turn)
        own = kept.of("flow", json.dumps(key, ensure_ascii=False))
        values = _flow_values(row, own, sheet, report)
        ends = {"source": drafts.rows[source].node.id, "target": drafts.rows[target].node.id}
        found.append((key, Flow(**(values | ends))))
    return found


def _flow_values(row: Row | None, own: Own, sheet: Sheet | None, report: Report) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field in FLOW_FIELDS:
        cells = row.get(*field.columns) if row is not None else (None,) * len(field.columns)

        def read(field: Field = field, cells: Sequence[Cell] = cells) -> Any:
            return field.read(cells, [""] * len(cells))

        if sheet is None or row is None:
            values[field.name] = own.value(field.name, cells, read)
            continue
        with report.about(sheet, row, field.columns[0]):
            values[field.name] = own.value(field.name, cells, read)
    return values | own.others(Flow, {*values, "source", "target"})


def _in_order(flows: list[Keyed], kept: Kept, key: str) -> tuple[Flow, ...]:
    """Return the flows in the order that is kept, as long as the sheet still has the same ones."""
    order = kept.of("flows", key).values.get("order", ("", ()))[1]
    by_key: Mapping[tuple[str, str, int], Flow] = dict(flows)
    strays = tuple(each for each in order if isinstance(each, Flow))
    if {each for each in order if not isinstance(each, Flow)} != set(by_key):
        return (*by_key.values(), *strays)
    return tuple(each if isinstance(each, Flow) else by_key[each] for each in order)
