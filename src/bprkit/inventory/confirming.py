"""What officers answered about similar tasks: the same work, or not. Read back from the workbook; nothing is merged."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bprkit.errors import InputError
from bprkit.inventory.columns import plain
from bprkit.inventory.grids import Grid, address, open_grids
from bprkit.inventory.model import Place
from bprkit.inventory.settings import Settings
from bprkit.inventory.similar import Pair, bare_name
from bprkit.language import tell

YES, NO = {"はい", "yes", "y", "○", "〇"}, {"いいえ", "no", "n", "×"}
NAMES = {"one": ("業務", "task"), "other": ("同じかもしれない業務", "may be the same as")}
SECTIONS = {plain(title) for title in ("課", "section", "sections")}
ASKED = ("同じ業務か（はい・いいえ）", "the same work? (yes, no)")
"""Headers of the sheet of pairs, Japanese and English; beside each name stand its sections."""

_JOINED = re.compile(r"[、,]\s*")
Side = tuple[str, frozenset[str]]


@dataclass(frozen=True)
class Judgement:
    """An answer: two names, each with its sections, and whether they are the same work; and where it stands."""

    one: tuple[str, str]
    other: tuple[str, str]
    same: bool
    place: Place


@dataclass(frozen=True)
class Judged:
    """Pairs by what was answered; `unmet` are answers about names and sections that are no pair of this inventory."""

    shared: tuple[Pair, ...] = ()
    refused: tuple[Pair, ...] = ()
    open: tuple[Pair, ...] = ()
    unmet: tuple[Judgement, ...] = ()

    def apart(self, settings: Settings) -> frozenset[str]:
        """Return the names that are different work in different sections, as they are compared."""
        return frozenset(
            name
            for pair in self.refused
            if (name := bare_name(pair.one[0].name, settings)) == bare_name(pair.other[0].name, settings)
        )

    def are_apart(self) -> frozenset[frozenset[int]]:
        """Return the tasks (by identity), two by two, that are different work."""
        return frozenset(
            frozenset((id(one), id(other)))
            for pair in self.refused
            for one in (*pair.one, *pair.other)
            for other in pair.other
        )


def read_judgements(paths: Iterable[str | os.PathLike[str]]) -> tuple[Judgement, ...]:
    """Return all answers (yes or no) in workbooks that `bprkit inventory --xlsx` wrote, or in their pairs.csv.

    Pairs without an answer are passed over. Raises InputError where a file has no such sheet, and with every answer that
    is neither yes nor no.
    """
    found: list[Judgement] = []
    wrong: list[tuple[Place, str]] = []
    for each in paths:
        path = Path(each)
        if not path.is_file():
            raise InputError(
                en=f"{path} is not there. Give the workbook in which the similar tasks were answered.",
                ja=f"{path} がありません。似た業務に答えたExcelブックを指定してください。",
            )
        tables = [(grid, columns) for grid in open_grids(path, path.name) if (columns := _columns(grid))]
        if not tables:
            raise InputError(
                en=f"{path} has no sheet of similar tasks with the column '{ASKED[1]}'. Write one with "
                "bprkit inventory FOLDER --xlsx FILE, and answer in it.",
                ja=f"{path} に、似た業務の一覧（「{ASKED[0]}」の列があるシート）がありません。"
                "bprkit inventory フォルダー --xlsx ファイル で書き出したブックに答えてください。",
            )
        for grid, columns in tables:
            found += _answers(grid, columns, wrong)
    if wrong:
        raise InputError(
            en="\n".join(f"{place}: '{text}' is neither yes nor no. Correct it." for place, text in wrong),
            ja="\n".join(
                f"{place}：「{text}」は「はい」でも「いいえ」でもありません。直してください。"
                for place, text in wrong
            ),
        )
    return tuple(found)


@dataclass(frozen=True)
class _Columns:
    top: int
    asked: int
    names: dict[str, int] = field(default_factory=dict)


def _columns(grid: Grid) -> _Columns | None:
    """Return where the columns of pairs are; None where a sheet has no such table."""
    for row, cells in enumerate(grid.rows[:10]):
        heads = [plain(cell) if cell is not None else "" for cell in cells]
        asked = [place for place, head in enumerate(heads) if head in {plain(title) for title in ASKED}]
        names = {
            key: place
            for key, titles in NAMES.items()
            for place, head in enumerate(heads[:-1])
            if head in {plain(title) for title in titles} and heads[place + 1] in SECTIONS
        }
        if asked and set(names) == set(NAMES):
            return _Columns(row, asked[0], names)
    return None


def _answers(grid: Grid, columns: _Columns, wrong: list[tuple[Place, str]]) -> Iterator[Judgement]:
    for row in range(columns.top + 1, len(grid.rows)):
        said = grid.cell(row, columns.asked)
        place = Place(grid.file, grid.sheet, address(row, columns.asked))
        answer = "" if said is None else plain(said)
        if not answer:
            continue
        if answer not in YES | NO:
            wrong.append((place, str(said).strip()))
            continue
        one, other = (
            (str(grid.cell(row, at) or ""), str(grid.cell(row, at + 1) or ""))
            for at in columns.names.values()
        )
        yield Judgement(one, other, answer in YES, place)


def judged(pairs: Sequence[Pair], judgements: Sequence[Judgement], settings: Settings) -> Judged:
    """Return pairs by what was answered about them.

    An answer holds for the names and the sections that it was given about: where a section has come in or gone, the pair is
    to be confirmed again. Raises InputError where the same pair was answered yes and no.
    """
    said: dict[frozenset[Side], Judgement] = {}
    for judgement in judgements:
        key = _key(judgement.one, judgement.other, settings)
        before = said.setdefault(key, judgement)
        if before.same != judgement.same:
            raise InputError(
                en=f"{before.place} and {judgement.place} answer the same pair, '{judgement.one[0]}' and "
                f"'{judgement.other[0]}', once with yes and once with no. Correct one of them.",
                ja=f"{before.place} と {judgement.place} で、同じ組（「{judgement.one[0]}」と「{judgement.other[0]}」）に"
                "「はい」と「いいえ」の両方が答えられています。どちらかを直してください。",
            )
    parts: dict[bool | None, list[Pair]] = {True: [], False: [], None: []}
    met = set()
    for pair in pairs:
        key = _key(*sides(pair), settings)
        answer = said.get(key)
        met.add(key)
        parts[None if answer is None else answer.same].append(pair)
    unmet = tuple(judgement for key, judgement in said.items() if key not in met)
    return Judged(tuple(parts[True]), tuple(parts[False]), tuple(parts[None]), unmet)


def sides(pair: Pair) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return both names of a pair with their sections, as the table of pairs shows them."""
    joint = tell(en=", ", ja="、")
    one, other = (
        (tasks[0].name, joint.join(dict.fromkeys(task.section for task in tasks)))
        for tasks in (pair.one, pair.other)
    )
    return one, other


def _key(one: tuple[str, str], other: tuple[str, str], settings: Settings) -> frozenset[Side]:
    """Return what makes an answer that of a pair: names as they are compared, each with its sections."""
    both = [
        (bare_name(name, settings), frozenset(map(plain, filter(None, _JOINED.split(sections)))))
        for name, sections in (one, other)
    ]
    if both[0][0] == both[1][0]:
        return frozenset({(both[0][0], both[0][1] | both[1][1])})
    return frozenset(both)
