"""What a workbook of prices is made of: sheets, cells with their units, and words to choose from, in both languages."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bprkit.language import Language, speaking
from bprkit.procedure.model import Title

CellKind = Literal["text", "names", "amount", "share", "whole", "date"]
Example = Title | str | float | dt.date | None


@dataclass(frozen=True)
class Field:
    """A column, or a row of the sheet of settings: the path of its value, its header, and its form.

    words: what can be chosen, a code and how it is called; prices: whether a price can be chosen.
    """

    key: str
    header: Title
    kind: CellKind = "text"
    width: float = 14
    words: tuple[tuple[str, Title], ...] = ()
    prices: bool = False

    def word(self, code: str) -> str:
        """Return the word for a code in the language in use."""
        return str(dict(self.words).get(code, code))

    def code(self, written: str) -> str:
        """Return the code that a word of either language stands for, other texts as they are.

        >>> USE.code("はい"), USE.code(" Yes"), USE.code("perhaps")
        ('yes', 'yes', 'perhaps')
        """
        known = {folded(text): code for code, word in self.words for text in (code, *spellings(word))}
        return known.get(folded(written), written.strip())


@dataclass(frozen=True)
class SheetLayout:
    """A sheet of rows. key: where its rows stand in the price list. purpose: what it is for.

    example: a row that shows how, a value a column; it is not read.
    """

    key: str
    name: Title
    purpose: Title
    fields: tuple[Field, ...]
    example: tuple[Example, ...] = ()

    @property
    def by_header(self) -> Mapping[str, Field]:
        """The columns by their headers of either language, `folded`."""
        return {folded(text): field for field in self.fields for text in spellings(field.header)}


def spellings(title: Title) -> tuple[str, ...]:
    """Return what something is called, in each language."""
    return tuple(text for text in (title.ja, title.en) if text)


def written_in(title: Title, lang: Language) -> str:
    """Return what something is called in a language."""
    with speaking(lang):
        return str(title)


def folded(written: object) -> str:
    """Return a text as it is compared: without regard to case, to spaces around, and to full or half width.

    >>> folded(" Low（yen）"), folded("Low (yen)")
    ('low(yen)', 'low(yen)')
    """
    return "".join(unicodedata.normalize("NFKC", str(written)).casefold().split())


USE = Field(
    "use",
    Title("使う", "Use"),
    "text",
    9,
    (("yes", Title("はい", "yes")), ("no", Title("いいえ", "no")), ("example", Title("例", "example"))),
)
MOST_YEARS = 5
"""For which the template asks how the change comes into force."""


def _phase_in(year: int) -> Field:
    header = Title(
        f"新方式の割合 {year}年目（%、空欄は前年と同じ）",
        f"Cases on the new way, year {year} (%; blank: as the year before)",
    )
    return Field(f"ramp.phase_in.{year - 1}", header, "share")


def _learning(year: int) -> Field:
    header = Title(f"習熟までの時間増 {year}年目（%）", f"Extra time while people learn, year {year} (%)")
    return Field(f"ramp.learning.{year - 1}", header, "share")


_YEARS = range(1, MOST_YEARS + 1)
SETTINGS = SheetLayout(
    "settings",
    Title("基本", "Basics"),
    Title(
        "年度、割引率、税率、移行の速さ", "Years, discount rate, tax, how fast the change comes into force"
    ),
    (
        Field("title", Title("名称", "Title")),
        Field("year", Title("単価の年度（西暦）", "Fiscal year of the prices"), "whole"),
        Field(
            "start_year",
            Title("新方式を始める年度（西暦）", "Fiscal year in which the new way begins"),
            "whole",
        ),
        Field(
            "hours_per_post",
            Title("職員1人の年間時間（時間）", "Hours a year of one member of staff (h)"),
            "amount",
        ),
        Field(
            "by_rank",
            Title(
                "職員の時間を職位別の単価で計算するか", "Price of an hour of staff: by rank, or the average"
            ),
            words=(("true", Title("職位別", "by rank")), ("false", Title("平均", "average"))),
        ),
        Field(
            "without_overtime",
            Title(
                "時間外勤務手当のない職位（、で区切る）",
                "Ranks that are paid no overtime (with commas between)",
            ),
            "names",
        ),
        Field("discount_rate", Title("割引率（%）", "Discount rate (%)"), "share"),
        Field("discount_source", Title("割引率の根拠", "Where the discount rate comes from")),
        Field("tax", Title("消費税率（%）", "Consumption tax (%)"), "share"),
        Field("city.regular", Title("正規職員数（人）", "Regular staff (people)"), "amount"),
        Field("city.fiscal_year", Title("会計年度任用職員数（人）", "Fiscal-year staff (people)"), "amount"),
        Field(
            "city.fiscal_year_hours",
            Title(
                "会計年度任用職員1人の年間時間（時間）", "Hours a year of one of the fiscal-year staff (h)"
            ),
            "amount",
        ),
        *map(_phase_in, _YEARS),
        *map(_learning, _YEARS),
        Field(
            "ramp.uptake.low",
            Title("効果の実現率 下限（%）", "Share of the effect that is reached, low (%)"),
            "share",
        ),
        Field(
            "ramp.uptake.likely",
            Title("効果の実現率 見込み（%）", "Share of the effect, likely (%)"),
            "share",
        ),
        Field("ramp.uptake.high", Title("効果の実現率 上限（%）", "Share of the effect, high (%)"), "share"),
        Field(
            "uncertainty.touch.low",
            Title("推計の処理時間の下限（見込み比、%）", "Estimated minutes, low (% of the likely ones)"),
            "share",
        ),
        Field(
            "uncertainty.touch.likely",
            Title("推計の処理時間の見込み（%）", "Estimated minutes, likely (%)"),
            "share",
        ),
        Field(
            "uncertainty.touch.high",
            Title("推計の処理時間の上限（見込み比、%）", "Estimated minutes, high (% of the likely ones)"),
            "share",
        ),
        Field(
            "uncertainty.volume.low",
            Title("推計の件数の下限（見込み比、%）", "Estimated cases a year, low (% of the likely ones)"),
            "share",
        ),
        Field(
            "uncertainty.volume.likely",
            Title("推計の件数の見込み（%）", "Estimated cases a year, likely (%)"),
            "share",
        ),
        Field(
            "uncertainty.volume.high",
            Title("推計の件数の上限（見込み比、%）", "Estimated cases a year, high (% of the likely ones)"),
            "share",
        ),
    ),
)
SETTING_HEADS = (Title("項目（単位）", "Item (unit)"), Title("値", "Value"))
