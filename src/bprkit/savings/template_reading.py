"""Read the price list from a workbook in either language: every wrong cell is told at once, by its address."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path as FilePath
from typing import Any

from bprkit.procedure.excel.workbook import letters
from bprkit.procedure.model import Title
from bprkit.procedure.problems import Problem
from bprkit.savings.loading import DEFAULT, load_costs
from bprkit.savings.prices import Costs
from bprkit.savings.template_layout import SETTINGS, USE, Field, folded, spellings, written_in
from bprkit.savings.template_opening import Found, open_sheets
from bprkit.savings.template_sheets import PRICES, SHEETS
from bprkit.savings.validating import TITLES, CostsError, Path, number_of, validated


def read_costs_workbook(file: FilePath) -> Costs:
    """Return the price list of a workbook; raises InputError where it is none, CostsError with every wrong cell."""
    sheets = open_sheets(file)
    reading = _Reading(str(file), sheets)
    reading.settings(sheets[SETTINGS.key])
    for layout in SHEETS:
        if layout.key in sheets:
            reading.rows(sheets[layout.key])
    try:
        costs = validated(reading.data, lambda path: (None, reading.address(path)), str(file))
    except CostsError as error:
        told = [*reading.problems, *map(reading.in_words, error.problems)]
        raise CostsError(told, error.named) from None
    if reading.problems:
        parts = ("overtime", "posts", "contracts", "charges", "without_overtime", "file", "places")
        raise CostsError(reading.problems, {name: getattr(costs, name) for name in parts})
    return costs


def _bilingual() -> Mapping[tuple[str, str], Title]:
    """Return what the usual prices say, by how either language says it, of each price and of anything ("")."""
    usual = load_costs(DEFAULT)
    items = [("", item) for item in (usual, *usual.prices.values(), *usual.charges, *usual.changes)]
    said = [
        (of, title)
        for of, item in (*items, *usual.prices.items())
        for name in TITLES
        if (title := getattr(item, name, None)) is not None and title.en
    ]
    return {(of, text): title for of, title in said for text in spellings(title)}


class _Reading:
    """The data of a workbook, where each of its values stands, and what could not be read."""

    def __init__(self, file: str, sheets: Mapping[str, Found]) -> None:
        self.file = file
        self.data: dict[str, Any] = {}
        self.places: dict[Path, str] = {(key,): found.name for key, found in sheets.items()}
        self.fields: dict[str, tuple[Field, str, Found]] = {}
        """By address: what belongs there, the header over it, and its sheet."""
        self.problems: list[Problem] = []
        self.bilingual = _bilingual()
        self.basics, self.prices = sheets[SETTINGS.key].name, sheets[PRICES.key].name

    def address(self, path: Path) -> str:
        """Return where a value stands, or what it is in."""
        ends = (path[:end] for end in range(len(path), 0, -1))
        return next((self.places[end] for end in ends if end in self.places), self.basics)

    def in_words(self, problem: Problem) -> Problem:
        """Return a problem in the words of the workbook, not in the keys of the price list."""
        if problem.path not in self.fields:
            return problem
        field, head, found = self.fields[problem.path]
        if field.words and problem.value:
            words = [written_in(word, found.lang) for _, word in field.words]
            return replace(
                problem,
                en=f"'{problem.value}' cannot be chosen under '{head}'. Choose one of {', '.join(words)}.",
                ja=f"「{head}」に「{problem.value}」は選べません。次から選んでください：{'、'.join(words)}。",
            )
        key = field.key.rpartition(".")[2]
        return replace(
            problem,
            en=problem.en.replace(f"'{key}'", f"'{head}'").replace("under 'prices'", f"to '{self.prices}'"),
            ja=problem.ja.replace(f"「{key}」", f"「{head}」").replace(
                "prices に", f"シート「{self.prices}」に"
            ),
        )

    def settings(self, found: Found) -> None:
        """Read the sheet of settings: a header, and its value beside it."""
        seen: set[str] = set()
        for number, row in enumerate(found.rows[1:], 2):
            head = str(row[0]).strip() if row else ""
            value = row[1] if len(row) > 1 else ""
            if not head:
                continue
            field = found.layout.by_header.get(folded(head))
            if field is None or field.key in seen:
                if value != "" or field is not None:
                    self._misplaced(field, head, f"{found.name}!A{number}")
                continue
            seen.add(field.key)
            path: Path = tuple(int(part) if part.isdigit() else part for part in field.key.split("."))
            where = f"{found.name}!B{number}"
            self.places[path], self.fields[where] = where, (field, head, found)
            if value != "":
                self._put(path, self._in_both(str(path[-1]), self._cell(field, value)))

    def _put(self, path: Path, value: Any) -> None:
        here: Any = self.data
        for part, following in pairwise(path):
            fresh: Any = [] if isinstance(following, int) else {}
            here = here.setdefault(part, fresh)
        last = path[-1]
        if isinstance(last, int):
            blank = here[-1] if here and "phase_in" in path else 0.0
            here.extend([blank] * (last - len(here)))
            here.append(value)
        else:
            here[last] = value

    def rows(self, found: Found) -> None:
        """Read a sheet of rows below its headers."""
        heads = [str(head).strip() for head in found.rows[0]] if found.rows else []
        columns: dict[int, Field] = {}
        for place, head in enumerate(heads):
            field = found.layout.by_header.get(folded(head))
            if head and (field is None or field in columns.values()):
                self._misplaced(field, head, f"{found.name}!{letters(place)}1")
            elif field is not None:
                columns[place] = field
        data: Any = {} if found.layout is PRICES else []
        for number, row in enumerate(found.rows[1:], 2):
            self._row(found, heads, columns, number, row, data)
        self.data[found.layout.key] = data

    def _row(
        self,
        found: Found,
        heads: Sequence[str],
        columns: Mapping[int, Field],
        number: int,
        row: Sequence[Any],
        data: Any,
    ) -> None:
        cells = {
            field.key: self._cell(field, row[place])
            for place, field in columns.items()
            if place < len(row) and row[place] != ""
        }
        where = {field.key: f"{found.name}!{letters(place)}{number}" for place, field in columns.items()}
        key = found.layout.key
        if not cells or (found.layout is not PRICES and not self._is_used(found, cells, where, number)):
            return
        base: Path = (key, len(data))
        if found.layout is PRICES:
            name = str(cells.pop("key", ""))
            base = (key, name)
            if not name or name in data:
                self._twice(name, where.get("key", f"{found.name}!A{number}"))
            data[name] = {each: self._in_both(each, value, name) for each, value in cells.items()}
        else:
            data.append({each: self._in_both(each, value) for each, value in cells.items()})
        self.places[base] = f"{found.name}!A{number}"
        self.places |= {(*base, name): place for name, place in where.items()}
        self.fields |= {where[field.key]: (field, heads[place], found) for place, field in columns.items()}

    def _is_used(self, found: Found, cells: dict[str, Any], where: Mapping[str, str], number: int) -> bool:
        use = cells.pop(USE.key, "")
        if use not in dict(USE.words):
            head, *words = (
                written_in(word, found.lang) for word in (USE.header, *(word for _, word in USE.words))
            )
            self._note(
                where.get(USE.key, f"{found.name}!A{number}"),
                str(use),
                f"It is not said whether this row counts. Choose {words[0]}, {words[1]} or {words[2]} under '{head}'.",
                f"この行を使うかどうかが書かれていません。「{head}」の欄で {'・'.join(words)} から選んでください。",
            )
        return bool(use == "yes")

    def _cell(self, field: Field, value: Any) -> Any:
        if field.words:
            return field.code(str(value))
        if isinstance(value, dt.datetime):
            return value.date()
        if field.kind == "date" and isinstance(value, str):
            from bprkit.log.dates.stamps import parse_stamp

            stamp = parse_stamp(value)  # R9.4.1 and 令和9年4月1日, as in the other forms
            return value if stamp is None else stamp.date
        if field.kind == "names":
            return [rank.strip() for rank in re.split("[、,，]", str(value)) if rank.strip()]
        if field.kind == "share" and isinstance(value, str):
            return number_of(value)
        if field.kind == "text" and isinstance(value, float) and value.is_integer():
            value = int(value)
        return str(value) if field.kind == "text" else value

    def _in_both(self, key: str, value: Any, price: str = "") -> Any:
        """Return a text in both languages, where it still is as the template had it, of that price if of any."""
        if key not in TITLES or not isinstance(value, str):
            return value
        known = self.bilingual.get((price, value.strip())) or self.bilingual.get(("", value.strip()))
        return value if known is None else {"ja": known.ja, "en": known.en}

    def _misplaced(self, field: Field | None, head: str, where: str) -> None:
        if field is None:
            self._note(
                where,
                head,
                f"There is no '{head}' in the template. Put the header back as it was, or take it away.",
                f"「{head}」はひな形にない項目です。元の見出しに戻すか、消してください。",
            )
        else:
            self._note(
                where,
                head,
                f"'{head}' is there twice, perhaps in two languages. Take one of them away.",
                f"「{head}」が2か所にあります（別の言語の見出しを含む）。片方を消してください。",
            )

    def _twice(self, key: str, where: str) -> None:
        self._note(
            where,
            key,
            f"The key '{key}' is missing or stands twice. Give every price a key of its own.",
            f"記号「{key}」が空か、重複しています。単価ごとに別の記号を付けてください。",
        )

    def _note(self, where: str, value: str, en: str, ja: str) -> None:
        self.problems.append(Problem("bad_costs", "error", en, ja, None, self.file, None, where, value))
