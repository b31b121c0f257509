"""Price lists as workbooks, and what a clerk fills into them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl

from bprkit.language import Language
from bprkit.procedure.model import Title
from bprkit.savings import (
    ChangeItem,
    ContractCut,
    Costs,
    OvertimeCut,
    PostCut,
    load_costs,
    write_costs_template,
)

SHEETS: Mapping[Language, Mapping[str, str]] = {
    "ja": {
        "settings": "基本",
        "prices": "単価",
        "overtime": "時間外勤務",
        "posts": "定数",
        "contracts": "委託",
        "benefits": "その他の効果",
        "charges": "手数料等",
        "changes": "導入経費",
    },
    "en": {
        "settings": "Basics",
        "prices": "Prices",
        "overtime": "Overtime",
        "posts": "Posts",
        "contracts": "Contracts",
        "benefits": "Other benefits",
        "charges": "Charges",
        "changes": "Costs of the change",
    },
}


def filled(folder: Path, lang: Language, sheet: str, *cells: tuple[str, Any]) -> Path:
    """Return a template in which cells of a sheet were changed."""
    path = folder / "costs.xlsx"
    write_costs_template(path, lang=lang)
    return changed(path, SHEETS[lang][sheet], *cells)


def changed(path: Path, sheet: str, *cells: tuple[str, Any]) -> Path:
    """Change cells of a workbook."""
    book = openpyxl.load_workbook(path)
    for address, value in cells:
        book[sheet][address] = value
    book.save(path)
    return path


def full() -> Costs:
    """Return the usual prices and everything that a city may add."""
    usual, start = load_costs(), dt.date(2028, 4, 1)
    item = ChangeItem(
        kind="running", title=Title("保守"), likely=1e6, tax_included=True, first_year=2, last_year=4
    )
    return replace(
        usual,
        overtime=(OvertimeCut(section="税務課", worked_hours=1_200, cut_hours=600, start=start),),
        posts=(PostCut(posts=1, role="staff", start=start, kind="not_hired", yen_per_post=3e6),),
        contracts=(
            ContractCut(
                title=Title("入力"), role="typist", yen_per_hour=2_500, yen_per_year=3e6, renewal=start
            ),
        ),
        changes=(*usual.changes, item),
        by_rank=True,
    )
