"""Savings in a few sentences, in the language in use: hours, money, cost, payback, and what would have to be true."""

from __future__ import annotations

import math
from collections.abc import Iterator

from bprkit.language import tell
from bprkit.savings.answers import Payback, Savings
from bprkit.savings.words import days, hours, part, share_of_city, signed_yen, years, yen


def sentences(savings: Savings) -> tuple[str, ...]:
    """Return what the change comes to, the most telling first."""
    return tuple(_sentences(savings))


def _sentences(savings: Savings) -> Iterator[str]:
    yield _hours(savings)
    yield _money(savings)
    if savings.payback is not None:
        yield from _payback(savings, savings.payback)
    yield _must_be_true(savings)
    before, after = savings.lead_time_days
    times = [days(each, savings.day_minutes) for each in (before, after)]
    yield tell(
        en=f"From start to end: {times[0]} → {times[1]} ({part(before - after, before) or '±0%'})"
        + (", as simulated." if savings.lead_time_simulated else ", queues left out."),
        ja=f"開始から終了まで：{times[0]}から{times[1]}へ（{part(before - after, before) or '±0%'}、"
        + ("シミュレーションによる）。" if savings.lead_time_simulated else "混雑を除く）。"),
    )


def _hours(savings: Savings) -> str:
    before, spread = sum(own.as_is for own in savings.hours), savings.spreads["hours"]
    saved = savings.hours_saved
    after = before - saved
    if saved < 0:
        return tell(
            en=f"Staff work {hours(-saved)} MORE a year: {before:,.0f} → {after:,.0f} h ({part(saved, before)}).",
            ja=f"職員の時間は年{hours(-saved)}増えます：{before:,.0f}時間から{after:,.0f}時間へ（{part(saved, before)}）。",
        )
    if round(saved) == 0:
        return tell(
            en=f"Staff hours stay as they are: {after:,.0f} a year.",
            ja=f"職員の時間は年{after:,.0f}時間のまま変わりません。",
        )
    share = savings.city_share
    city_en = f" That is {share_of_city(share)} of all hours of the city." if share is not None else ""
    city_ja = f"全職員の時間の{share_of_city(share)}にあたります。" if share is not None else ""
    return tell(
        en=f"Staff hours: {before:,.0f} → {after:,.0f} a year, {hours(saved)} fewer ({part(saved, before)}); 8 in 10 draws "
        f"lie between {spread.p10:,.0f} and {spread.p90:,.0f} h, the middle one is {spread.p50:,.0f} h.{_reached(savings)}"
        f"{city_en}",
        ja=f"職員の時間：年{before:,.0f}時間から{after:,.0f}時間へ、{hours(saved)}減（{part(saved, before)}）。"
        f"8割の確率で{spread.p10:,.0f}〜{spread.p90:,.0f}時間、中央値{spread.p50:,.0f}時間。{_reached(savings)}{city_ja}",
    )


def _reached(savings: Savings) -> str:
    """Return what part of the effect is counted, where it is not all."""
    if savings.reached == 1:
        return ""
    return tell(
        en=f" Counted is {savings.reached:.0%} of every gain, as likely to be reached; with all of it, "
        f"{hours(savings.hours_computed)} fewer.",
        ja=f"効果の実現率を{savings.reached:.0%}として数えています（すべて実現すれば{hours(savings.hours_computed)}減）。",
    )


def _money(savings: Savings) -> str:
    cash = sum(line.yen for line in savings.cash_out)
    of_hours = sum(
        line.yen
        for line in savings.cash_out
        if line.key.partition("/")[0] in ("overtime", "post", "contract")
    )
    by_line: dict[str, float] = {}
    for line in savings.cash_out:
        name = str(line.budget_line or line.title)
        by_line[name] = by_line.get(name, 0.0) + line.yen
    ordered = sorted(by_line.items(), key=lambda own: -abs(own[1]))[:3]
    moved = tell(en=", ", ja="、").join(f"{name} {signed_yen(-amount)}" for name, amount in ordered if amount)
    lines_en, lines_ja = (f" ({moved})", f"（{moved}）") if moved else ("", "")
    if not savings.cash_out:
        return tell(en="No budget line changes.", ja="予算の節は変わりません。") + _capacity(savings)
    if cash < 0:
        told = tell(
            en=f"Budget lines RISE by {yen(-cash)} a year{lines_en}",
            ja=f"予算の節は年{yen(-cash)}増えます{lines_ja}",
        )
    else:
        told = tell(
            en=f"Budget lines fall by {yen(cash)} a year{lines_en}",
            ja=f"予算の節は年{yen(cash)}減ります{lines_ja}",
        )
    told += tell(
        en=f", {yen(of_hours) if of_hours else 'nothing'} of it from hours.",
        ja=f"。うち時間の削減によるものは{yen(of_hours)}。",
    )
    return told + _capacity(savings)


def _capacity(savings: Savings) -> str:
    free = savings.capacity
    if round(free.hours) == 0:
        return ""
    posts = f"{abs(free.full_time_equivalents):,.1f}"
    if free.hours < 0:
        return tell(
            en=f" {hours(-free.hours)} more ({posts} posts' worth) have to be found among the staff there are.",
            ja=f"不足する{hours(-free.hours)}（{posts}人分）は今いる職員で賄うことになります。",
        )
    return tell(
        en=f" {hours(free.hours)} stay capacity ({posts} posts' worth): time for other work, no money.",
        ja=f"残る{hours(free.hours)}（{posts}人分）は他の仕事に回せる時間で、現金ではありません。",
    )


def _payback(savings: Savings, payback: Payback) -> Iterator[str]:
    yield tell(
        en=f"It costs {yen(payback.paid_once)} once and {yen(payback.running)} a year, tax included, and "
        f"{hours(sum(cost.hours for cost in savings.change_costs))} of one's own staff.",
        ja=f"経費は一時{yen(payback.paid_once)}、毎年{yen(payback.running)}（税込）。"
        f"ほかに職員の{hours(sum(cost.hours for cost in savings.change_costs))}を使います。",
    )
    yield tell(
        en=f"Payback as usually reported: {years(payback.as_usually_reported)} (all classes added, staff hours at their pay). "
        f"Cash payback: {years(payback.cash)}.",
        ja=f"通常報告される回収年数：{years(payback.as_usually_reported)}（人件費換算を含め全区分を合算）。"
        f"現金ベースの回収年数：{years(payback.cash)}。",
    )


def _must_be_true(savings: Savings) -> str:
    horizon = len(savings.by_year) - 1
    found = savings.break_even
    if savings.payback is None and found.overtime_hours is None:
        return tell(
            en=f"Its costs are not known yet. In cash it pays for itself within {horizon} years only if all of them together, "
            f"running costs included, stay below {yen(found.paid_once)} at today's worth.",
            ja=f"見直しの経費はまだ分かりません。{horizon}年以内に現金で回収できるのは、運用費を含む経費の合計が"
            f"現在価値で{yen(found.paid_once)}以下のときだけです。",
        )
    if found.overtime_hours is None:
        return tell(
            en=f"In cash it pays for itself within {horizon} years as long as it costs no more than {yen(found.paid_once)} once.",
            ja=f"一時経費が{yen(found.paid_once)}以下であれば、{horizon}年以内に現金で回収できます。",
        )
    if found.hours_available <= 0:
        return tell(
            en=f"Within {horizon} years it cannot pay for itself in cash: no hours become free that could be made money of. It "
            "has to be wanted for other reasons.",
            ja=f"{horizon}年以内に現金で回収することはできません（現金に換えられる時間が空きません）。他の理由で選ぶべき事業です。",
        )
    if math.isinf(found.overtime_hours) or found.overtime_hours > found.hours_available:
        return tell(
            en=f"Within {horizon} years it cannot pay for itself in cash: not even if all {hours(found.hours_available)} that "
            "become free of people who are paid overtime were cut from it. It has to be wanted for other reasons.",
            ja=f"{horizon}年以内に現金で回収することはできません（手当対象者の空く{hours(found.hours_available)}をすべて時間外勤務から"
            "削っても足りません）。他の理由で選ぶべき事業です。",
        )
    share = found.overtime_hours / found.hours_available
    if savings.payback is None:
        worth = yen(-savings.net_present_value)
        return tell(
            en=f"Even before any cost of the change, {horizon} years lose {worth} in cash at today's worth. To make up for that "
            f"alone, {hours(found.overtime_hours)} of paid overtime have to go each year ({share:.0%} of what becomes "
            "free of staff who are paid overtime), agreed and cut from the budget.",
            ja=f"見直しの経費を除いても、{horizon}年で現金が現在価値{worth}減ります。その分だけでも、時間外勤務を"
            f"年{hours(found.overtime_hours)}（手当対象者の空く時間の{share:.0%}）、予算から実際に削る必要があります。",
        )
    return tell(
        en=f"To pay for itself in cash within {horizon} years, {hours(found.overtime_hours)} of paid overtime have to go each "
        f"year ({share:.0%} of what becomes free of staff who are paid overtime), agreed and cut from the budget.",
        ja=f"{horizon}年以内に現金で回収するには、時間外勤務を年{hours(found.overtime_hours)}（手当対象者の空く時間の{share:.0%}）、"
        "予算から実際に削ることが条件です。",
    )
