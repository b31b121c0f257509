"""How sure savings are: paybacks, spreads, what to go and measure, other volumes, and what all of it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bprkit.cli.savings_page import number, table, text
from bprkit.language import tell
from bprkit.procedure.model import Title
from bprkit.report.model import Section
from bprkit.savings.answers import Payback, Savings
from bprkit.savings.uses import THINGS
from bprkit.savings.words import count, hours, measured, worth, years, yen

_MOST = 5


def certainty(savings: Savings) -> Iterator[Section]:
    """Yield the sections."""
    yield _paybacks(savings)
    yield _spreads(savings)
    yield from _measure(savings)
    yield _volumes(savings)
    yield _prices(savings)
    yield _assumed(savings)


def _worth(savings: Savings) -> Title:
    return worth(has_costs=savings.payback is not None)


def _paybacks(savings: Savings) -> Section:
    horizon = len(savings.by_year) - 1
    rows = [*_payback_rows(savings.payback)] if savings.payback is not None else []
    spread = savings.spreads["net_present_value"]
    rows.append(
        (
            tell(
                en=f"{_worth(savings).en}, {horizon} years at {savings.discount_rate:.1%}",
                ja=f"{_worth(savings).ja}（{horizon}年、割引率{savings.discount_rate:.1%}）",
            ),
            yen(savings.net_present_value),
            tell(en=f"{yen(spread.p10)} to {yen(spread.p90)}", ja=f"{yen(spread.p10)}〜{yen(spread.p90)}"),
        )
    )
    if savings.payback is not None:
        chances = savings.payback.chances
        rows.append(
            (
                tell(
                    en=f"Chance that the cash is back within {horizon} years",
                    ja=f"{horizon}年以内に現金で回収できる確率",
                ),
                f"{chances[horizon]:.0%}",
                tell(en=", ", ja="、").join(
                    tell(en=f"{count(year)}: {chance:.0%}", ja=f"{year}年以内 {chance:.0%}")
                    for year, chance in chances.items()
                    if year != horizon
                ),
            )
        )
    columns = (
        text("what", "", ""),
        number("value", "", ""),
        text("how", "how", "内訳"),
    )
    return Section(
        "payback", tell(en="When it is earned back", ja="いつ回収できるか"), "", table(columns, rows)
    )


def _payback_rows(payback: Payback) -> Iterator[tuple[str, str, str]]:
    yield (
        tell(
            en="Payback as usually reported: all classes added",
            ja="通常報告される回収年数（全区分を合算）",
        ),
        years(payback.as_usually_reported),
        tell(
            en=f"{yen(payback.paid_once)} ÷ {yen(payback.usual_yen_a_year)} a year, staff hours at their pay, less running costs",
            ja=f"{yen(payback.paid_once)}÷年{yen(payback.usual_yen_a_year)}（人件費換算を含み、運用費を引く）",
        ),
    )
    yield (
        tell(en="Cash payback", ja="現金ベースの回収年数"),
        years(payback.cash),
        tell(
            en="budget lines that fall against what is paid, phase-in and dates counted",
            ja="減る節と支払う経費だけで計算。移行と時期を考慮",
        ),
    )


def _spreads(savings: Savings) -> Section:
    shown: dict[str, Callable[[float], str]] = {
        "hours": hours,
        "cash_out": yen,
        "capacity_hours": hours,
        "net_present_value": yen,
        "cash_payback": years,
        "lead_time_days": "{:.1f}".format,
    }
    known = savings.payback is not None
    rows = [
        (
            str(measured(name, has_costs=known)),
            *(shown[name](value) for value in (one.likely, one.p10, one.p50, one.p90)),
        )
        for name, one in savings.spreads.items()
        if name != "capacity_hours" or savings.plan.conversions
    ]
    columns = (
        text("what", "", ""),
        number("likely", "all likely", "見込み値"),
        number("p10", "10%", "10%"),
        number("p50", "50%", "50%"),
        number("p90", "90%", "90%"),
    )
    note = tell(
        en=f"{savings.samples:,} draws of all uncertain figures (Latin hypercube, seed {savings.seed}); so many in 100 are "
        "smaller. Where figures are lopsided, the middle is not the likely value.",
        ja=f"不確かな数値すべてを動かした{savings.samples:,}通り（ラテン超方格法、種{savings.seed}）。"
        "各列はその割合がそれ以下になる値。分布が偏るため、50%点は見込み値と一致しません。",
    )
    return Section("spread", tell(en="How sure it is", ja="どれほど確かか"), note, table(columns, rows))


def _measure(savings: Savings) -> Iterator[Section]:
    shown = {"net_present_value": yen, "hours": hours}
    heads = {
        "net_present_value": Title(
            f"{_worth(savings).ja}を動かすもの", f"What moves the {_lower(_worth(savings))}"
        ),
        "hours": Title("職員時間の削減を動かすもの", "What moves the hours saved"),
    }
    for measure, swings in savings.tornado.items():
        rows = [
            (
                str(swing.input),
                f"{swing.input.shown(swing.input.low)} – {swing.input.shown(swing.input.high)}",
                shown[measure](swing.at_low),
                shown[measure](swing.at_high),
                _bar(swing.width, swings[0].width),
            )
            for swing in swings[:_MOST]
        ]
        if rows:
            columns = (
                text("input", "figure", "数値"),
                text("range", "from – to", "幅"),
                number("low", "if low", "下限なら"),
                number("high", "if high", "上限なら"),
                text("bar", "", "", 1),
            )
            yield Section(
                f"tornado-{measure}",
                tell(
                    en=f"What to go and measure: {_lower(heads[measure])}",
                    ja=f"何を測るべきか：{heads[measure]}",
                ),
                "",
                table(columns, rows),
            )


def _lower(title: Title) -> str:
    words = str(title)
    return words[0].lower() + words[1:]


def _bar(width: float, widest: float) -> str:
    return "#" * max(round(8 * width / widest), 1) if widest else ""


def _volumes(savings: Savings) -> Section:
    rows = [
        (f"{at.volume:,.0f}", hours(at.hours_saved), yen(at.cash_out), yen(at.net_present_value))
        for at in savings.at_volumes
    ]
    columns = (
        number("volume", "cases a year", "年間件数"),
        number("hours", "hours saved", "削減時間"),
        number("cash", "cash out falls", "現金支出の削減"),
        number("npv", "net present value", "現在価値"),
    )
    note = "" if savings.payback is not None else tell(en="Before any cost.", ja="経費を引く前。")
    return Section("volume", tell(en="At other volumes", ja="件数が変わると"), note, table(columns, rows))


def _prices(savings: Savings) -> Section:
    rows = []
    for key in savings.plan.price_keys:
        price = savings.costs.prices[key]
        low, mid, high = price.range
        if key in _unused(savings):
            continue
        spread = f" ({low:g}–{high:g})" if low < high and high < 100 else ""
        spread = spread or (f" ({low:,.0f}–{high:,.0f})" if low < high else "")
        amount = f"{mid:,.0f}" if mid >= 100 else f"{mid:g}"
        on = price.basis_hours or 0
        basis = tell(en=f", on {on:,.0f} h a year", ja=f"、年{on:,.0f}時間で除算") if on else ""
        source = [str(price.source)] if price.source else []
        source += [tell(en=f"FY{price.year}", ja=f"{price.year}年度")] if price.year else []
        star = "*" if price.estimate else ""
        rows.append(
            (
                str(price.title) + star,
                f"{amount} {price.unit}{spread}{basis}",
                tell(en=", ", ja="、").join(source),
            )
        )
    columns = (text("what", "price", "単価"), text("value", "yen", "金額"), text("source", "source", "出典"))
    name = savings.costs.file or str(savings.costs.title)
    note = tell(
        en=f"From {savings.costs.title} ({name}). * = estimate.",
        ja=f"{savings.costs.title}（{name}）。* は推計。",
    )
    return Section("prices", tell(en="Prices", ja="単価"), note, table(columns, rows))


def _unused(savings: Savings) -> set[str]:
    """Return the prices of things that neither state uses."""
    used = {each.key for each in savings.quantities if each.as_is or each.to_be}
    return (set(THINGS) - used) | (set() if savings.applicant_hours else {"applicant"})


def _assumed(savings: Savings) -> Section:
    rows = [(str(one),) for one in savings.assumptions]
    return Section(
        "assumptions",
        tell(en="What was assumed", ja="前提"),
        "",
        table((text("assumed", "", ""),), rows),
    )
