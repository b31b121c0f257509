"""The chain from lines and costs to net cash, its worth today, and both paybacks."""

from __future__ import annotations

from collections.abc import Iterator

from bprkit.language import tell
from bprkit.savings.answers import Payback, Savings, Year
from bprkit.savings.words import exact_yen, years


def cash_by_year(savings: Savings) -> Iterator[str]:
    """Yield the net present value and the years that it is the sum of."""
    rate = savings.discount_rate
    source = savings.costs.discount_source
    of = f" ({source})" if rate == savings.costs.discount_rate else ""
    yield tell(
        en=f"Net present value of the cash, {rate:.1%} a year{of}: {exact_yen(savings.net_present_value)}",
        ja=f"現金収支の現在価値（割引率 年{rate:.1%}）{of}：{exact_yen(savings.net_present_value)}",
    )
    ramp, held = savings.plan.ramp, 0.0
    for year in savings.by_year:
        held += year.net_cash
        phase = ramp.share(year.year) if year.year else 0.0
        worth = year.net_cash / (1 + rate) ** year.year
        yield tell(
            en=f"  FY{year.fiscal_year} (year {year.year}, {phase:.0%} on the new way): {_parts(year)} = "
            f"{exact_yen(year.net_cash)}; ÷ {1 + rate:g}^{year.year} = {exact_yen(worth)}; so far {exact_yen(held)}",
            ja=f"  {year.fiscal_year}年度（{year.year}年目、新方式{phase:.0%}）：{_parts(year)} = "
            f"{exact_yen(year.net_cash)}、÷ {1 + rate:g}^{year.year} = {exact_yen(worth)}、累計 {exact_yen(held)}",
        )


def _parts(year: Year) -> str:
    lost = min(sum(year.revenue.values()), 0.0)
    parts = [
        tell(en="cash out ", ja="現金支出の削減 ") + exact_yen(sum(year.cash_out.values())),
        tell(en="costs ", ja="経費 ") + exact_yen(sum(year.costs.values())),
    ]
    parts += [tell(en="revenue lost ", ja="歳入の減 ") + exact_yen(-lost)] if lost else []
    return " − ".join(parts)


def paybacks(savings: Savings, payback: Payback) -> Iterator[str]:
    """Yield both paybacks: the usual one, in which the classes are added, and that of the cash."""
    classes = (savings.cash_out, savings.revenue, savings.cost_avoidance)
    names = (
        tell(en="cash out", ja="現金支出の削減"),
        tell(en="revenue", ja="歳入"),
        tell(en="cost avoidance", ja="将来支出の回避"),
    )
    added = [
        f"{name} {exact_yen(sum(line.yen for line in lines))}"
        for name, lines in zip(names, classes, strict=True)
    ]
    pay = exact_yen(savings.capacity.yen_equivalent)
    added.append(tell(en=f"hours at their pay {pay}", ja=f"人件費換算 {pay}"))
    yield tell(
        en=f"Payback as usually reported: {years(payback.as_usually_reported)} = paid once {exact_yen(payback.paid_once)} ÷ "
        f"{exact_yen(payback.usual_yen_a_year)} a year",
        ja=f"通常報告される回収年数：{years(payback.as_usually_reported)} = 一時経費 {exact_yen(payback.paid_once)} ÷ "
        f"年{exact_yen(payback.usual_yen_a_year)}",
    )
    yield tell(
        en=f"  = {' + '.join(added)} − running {exact_yen(payback.running)}: the one place where classes are added",
        ja=f"  = {' + '.join(added)} − 運用経費 {exact_yen(payback.running)}（区分を合算する唯一の箇所）",
    )
    yield tell(
        en=f"Cash payback: {years(payback.cash)}, when the sum of net cash above is back to zero and stays there; after the "
        "last year every year is like it",
        ja=f"現金ベースの回収年数：{years(payback.cash)}（上の累計が0に戻り、その後も下回らない時点。最終年より後は最終年と"
        "同じとする）",
    )
