"""The sheet that says how sure the results are, with a tornado chart of what to go and measure; nothing here is live."""

from __future__ import annotations

from bprkit.language import tell
from bprkit.savings.answers import Savings
from bprkit.savings.uncertain import Swing
from bprkit.savings.words import count, measured
from bprkit.savings.workbook.sheets import Book, Look, Sheet

_LOOKS: dict[str, Look] = {"cash_out": "yen", "net_present_value": "yen"}
_MOST = 10
_LOW, _HIGH = "#7F9DB9", "#C55A11"


def write_certainty(book: Book, savings: Savings) -> None:
    """Write the spreads, the chances of payback, and for each result the figures that move it most."""
    sheet = book.sheet(tell(en="How sure", ja="確からしさ"), (50, 18, 18, 18, 18, 16, 16))
    _spreads(sheet, savings)
    _chances(sheet, savings)
    breaks: list[int] = []
    for measure, swings in savings.tornado.items():
        if swings:
            breaks.append(sheet.row)
            _tornado(book, sheet, savings, measure, swings[:_MOST])
    sheet.made.set_h_pagebreaks(breaks[1:])


def _spreads(sheet: Sheet, savings: Savings) -> None:
    sheet.headline(
        tell(en="How sure it is (a snapshot)", ja="どれほど確かか（作成時の値）"),
        tell(
            en=f"{savings.samples:,} draws of all uncertain figures (Latin hypercube, seed {savings.seed}), made when this "
            "workbook was written.",
            ja=f"不確かな数値すべてを動かした{savings.samples:,}通り（ラテン超方格法、種{savings.seed}）。"
            "このブックを作ったときの値です。",
        ),
        tell(
            en="This sheet does not follow when you change an input: run bprkit savings with the new figures.",
            ja="入力を変えても、このシートは再計算されません。新しい数値で bprkit savings を実行し直してください。",
        ),
    )
    sheet.heads("", tell(en="all likely", ja="見込み値"), "10%", "50%", "90%")
    for name, spread in savings.spreads.items():
        sheet.label(_title(savings, name))
        for place, value in enumerate((spread.likely, spread.p10, spread.p50, spread.p90), 1):
            sheet.told(place, value, _LOOKS.get(name, "tenths"))
        sheet.row += 1
    sheet.gap()


def _chances(sheet: Sheet, savings: Savings) -> None:
    if savings.payback is None:
        return
    sheet.heads(
        tell(en="chance that the cash is back", ja="現金で回収できる確率"), tell(en="share", ja="割合")
    )
    for year, chance in savings.payback.chances.items():
        sheet.label(tell(en=f"within {count(year)}", ja=f"{year}年以内"))
        sheet.told(1, chance, "share")
        sheet.row += 1
    sheet.gap()


def _title(savings: Savings, measure: str) -> str:
    return str(measured(measure, has_costs=savings.payback is not None))


def _tornado(book: Book, sheet: Sheet, savings: Savings, measure: str, swings: tuple[Swing, ...]) -> None:
    look, title = _LOOKS.get(measure, "tenths"), _title(savings, measure)
    sheet.headline(
        tell(en=f"What to go and measure: {title}", ja=f"何を測るべきか：{title}"),
        tell(
            en="One figure from low to high, all others likely; widest first. A snapshot: it does not follow the inputs.",
            ja="1つの数値だけを下限から上限まで動かし、他は見込み値。幅の大きい順。作成時の値で、再計算されません。",
        ),
    )
    sheet.heads(
        tell(en="figure", ja="数値"),
        tell(en="low", ja="下限"),
        tell(en="high", ja="上限"),
        tell(en="result if low", ja="下限なら"),
        tell(en="result if high", ja="上限なら"),
        tell(en="change if low", ja="下限での差"),
        tell(en="change if high", ja="上限での差"),
    )
    first, likely = sheet.row, savings.spreads[measure].likely
    for swing in swings:
        own = swing.input
        sheet.label(str(own))
        sheet.told(1, own.shown(own.low), "text")
        sheet.told(2, own.shown(own.high), "text")
        for place, value in enumerate((swing.at_low, swing.at_high), 3):
            sheet.told(place, value, look)
            sheet.told(place + 2, value - likely, look)
        sheet.row += 1
    sheet.gap()
    _chart(book, sheet, title, first, len(swings))


def _chart(book: Book, sheet: Sheet, title: str, first: int, number: int) -> None:
    chart = book.book.add_chart({"type": "bar"})
    last = first + number - 1
    for column, colour in ((5, _LOW), (6, _HIGH)):
        chart.add_series(
            {
                "name": [sheet.name, first - 1, column],
                "categories": [sheet.name, first, 0, last, 0],
                "values": [sheet.name, first, column, last, column],
                "fill": {"color": colour},
                "overlap": 100,
                "gap": 40,
            }
        )
    chart.set_title({"name": title, "name_font": {"size": 11}, "overlay": False})
    chart.set_y_axis({"reverse": True, "label_position": "low", "num_font": {"size": 9}})
    chart.set_x_axis(
        {
            "name": tell(en="change against the likely result", ja="見込みの結果との差"),
            "name_font": {"size": 9, "bold": False},
            "num_format": "#,##0",
            "label_position": "high",
            "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}},
        }
    )
    chart.set_legend({"position": "bottom"})
    height = 130 + 28 * number
    chart.set_size({"width": 1_050, "height": height})
    sheet.made.insert_chart(sheet.row, 0, chart)
    sheet.row += height // 20 + 2
