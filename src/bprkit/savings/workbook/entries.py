"""The sheets of inputs: settings, prices, steps, costs and conversions; each cell may be changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bprkit.language import tell
from bprkit.savings.answers import Savings
from bprkit.savings.conversions import ContractCut, OvertimeCut, PostCut
from bprkit.savings.inputs import state_title
from bprkit.savings.planning import Plan
from bprkit.savings.uses import THINGS, StateName, StateUse
from bprkit.savings.words import KINDS, sourced
from bprkit.savings.workbook.expressions import Expr, if_, number, total
from bprkit.savings.workbook.sheets import Book, Look, Sheet

States = dict[StateName, Expr]


@dataclass
class Entries:
    """The inputs by their names, and sums of steps that follow from them: hours by role, things, charges; in both states.

    changed: hours of those steps of the to-be that are not as they were.
    """

    settings: dict[str, Expr] = field(default_factory=dict)
    phases: list[Expr] = field(default_factory=list)
    extras: list[Expr] = field(default_factory=list)
    prices: dict[str, Expr] = field(default_factory=dict)
    hours: dict[str, States] = field(default_factory=dict)
    changed: dict[str, Expr] = field(default_factory=dict)
    things: dict[str, States] = field(default_factory=dict)
    charge_times: list[States] = field(default_factory=list)
    charges: list[Expr] = field(default_factory=list)
    benefits: list[tuple[Expr, Expr | None]] = field(default_factory=list)
    changes: list[Mapping[str, Expr]] = field(default_factory=list)
    conversions: dict[str, Mapping[str, Expr]] = field(default_factory=dict)


def write_entries(book: Book, savings: Savings) -> Entries:
    """Write the sheets of inputs and return their cells."""
    entries = Entries()
    plan = savings.plan
    _settings(book, plan, entries)
    _prices(book, plan, entries)
    _steps(book, plan, entries)
    _items(book, plan, entries)
    _conversions(book, savings, entries)
    return entries


def _settings(book: Book, plan: Plan, entries: Entries) -> None:
    sheet = book.sheet(tell(en="Inputs", ja="入力"), (46, 16, 60))
    note = tell(en="Yellow cells may be changed.", ja="黄色のセルは変更できます。")
    sheet.headline(tell(en="Settings", ja="基本の数字"), note)
    sheet.heads(tell(en="what", ja="項目"), tell(en="value", ja="値"))
    rows: list[tuple[str, str, float, Look]] = [
        ("as_is", _cases(plan, "as_is"), plan.as_is.volume, "number"),
        ("to_be", _cases(plan, "to_be"), plan.to_be.volume, "number"),
        (
            "start_year",
            tell(en="first fiscal year of running", ja="新方式を始める年度"),
            plan.costs.start_year,
            "whole",
        ),
        (
            "hours_per_post",
            tell(en="hours a post and year", ja="1人の年間時間"),
            plan.costs.hours_per_post,
            "number",
        ),
        ("discount_rate", tell(en="discount rate", ja="割引率"), plan.discount_rate, "share"),
        ("tax", tell(en="consumption tax", ja="消費税率"), plan.costs.tax, "share"),
        (
            "uptake",
            tell(en="share of gains that is reached", ja="効果の実現率"),
            plan.ramp.uptake.likely,
            "share",
        ),
    ]
    for key, label, value, look in rows:
        sheet.label(label)
        entries.settings[key] = sheet.given(1, value, look)
        sheet.row += 1
    for year in range(1, plan.years + 1):
        sheet.label(tell(en=f"on the new way in year {year}", ja=f"新方式の割合 {year}年目"))
        entries.phases.append(sheet.given(1, plan.ramp.share(year), "share"))
        sheet.row += 1
    for year in range(1, plan.years + 1):
        sheet.label(
            tell(en=f"changed steps take longer in year {year}", ja=f"変わった工程の時間増 {year}年目")
        )
        entries.extras.append(sheet.given(1, plan.ramp.extra(year), "share"))
        sheet.row += 1


def _prices(book: Book, plan: Plan, entries: Entries) -> None:
    sheet = book.sheet(tell(en="Prices", ja="単価"), (62, 14, 12, 12, 12, 12, 80))
    sheet.headline(tell(en="Prices (yen, with tax)", ja="単価（円、税込）"))
    sheet.heads(
        tell(en="price", ja="単価"),
        tell(en="unit", ja="単位"),
        tell(en="used", ja="採用値"),
        tell(en="low", ja="下限"),
        tell(en="high", ja="上限"),
        tell(en="basis hours", ja="基礎時間"),
        tell(en="source", ja="出典"),
    )
    for key in plan.price_keys:
        price = plan.costs.prices[key]
        low, mid, high = price.range
        sheet.label(f"{price.title} [{key}]")
        sheet.label(str(price.unit), 1)
        entries.prices[key] = sheet.given(2, mid)
        sheet.given(3, low)
        sheet.given(4, high)
        if price.basis_hours:
            sheet.given(5, price.basis_hours)
        sheet.label(sourced(price), 6)
        sheet.row += 1


def _steps(book: Book, plan: Plan, entries: Entries) -> None:
    sheet = book.sheet(tell(en="Steps", ja="工程"), (8, 56, 30, 12, 10, 16, 10, 10, 10, 10, 12))
    sheet.headline(
        tell(en="Steps", ja="工程"),
        tell(
            en="times: how often a case does the step. Things are counted a case.",
            ja="回数は1件あたり。物品は1件あたりの数。",
        ),
    )
    sheet.heads(
        *(tell(en="state", ja="状態"), tell(en="step", ja="工程"), tell(en="role", ja="担当")),
        *(
            tell(en="times", ja="回数"),
            tell(en="minutes", ja="分/回"),
            tell(en="hours a year", ja="年間時間"),
        ),
        *(tell(en="pages", ja="面"), tell(en="letters", ja="通"), tell(en="seals", ja="押印")),
        *(tell(en="kept", ja="保管枚数"), tell(en="as before", ja="変更なし")),
    )
    hours: dict[tuple[str, StateName], list[Expr]] = {}
    changed: dict[str, list[Expr]] = {}
    things: dict[tuple[str, StateName], list[Expr]] = {}
    visits: dict[tuple[str, StateName], list[Expr]] = {}
    states: tuple[tuple[StateName, StateUse], ...] = (("as_is", plan.as_is), ("to_be", plan.to_be))
    for name, state in states:
        for step in state.steps:
            sheet.label(str(state_title(plan, name)))
            sheet.label(f"{step.title} [{step.id}]", 1)
            sheet.label(str(plan.roles[step.role].title or step.role), 2)
            times = sheet.given(3, step.visits)
            minutes = sheet.given(4, step.minutes)
            own = sheet.found(5, times * minutes * entries.settings[name] / 60, "hours")
            for place, key in enumerate(THINGS):
                things.setdefault((key, name), []).append(sheet.given(6 + place, step.things[key]))
            same = sheet.given(10, int(step.unchanged), "whole")
            hours.setdefault((step.role, name), []).append(own)
            visits.setdefault((step.id, name), []).append(times)
            if name == "to_be":
                changed.setdefault(step.role, []).append(own * (number(1) - same))
            sheet.row += 1
    _sums(sheet, plan, entries, hours, changed, things)
    for charge in plan.charges:
        entries.charge_times.append(
            {name: total(visits.get((charge.step, name), [])) * entries.settings[name] for name, _ in states}
        )


def _sums(
    sheet: Sheet,
    plan: Plan,
    entries: Entries,
    hours: Mapping[tuple[str, StateName], list[Expr]],
    changed: Mapping[str, list[Expr]],
    things: Mapping[tuple[str, StateName], list[Expr]],
) -> None:
    names: tuple[StateName, StateName] = ("as_is", "to_be")
    sheet.gap()
    sheet.heads(
        "",
        tell(en="hours a year by role", ja="担当ごとの年間時間"),
        "",
        str(state_title(plan, "as_is")),
        str(state_title(plan, "to_be")),
        tell(en="of that changed", ja="うち変わった工程"),
    )
    for role in plan.roles:
        sheet.label(str(plan.roles[role].title or role), 1)
        entries.hours[role] = {
            name: sheet.found(3 + place, total(hours.get((role, name), [])), "hours")
            for place, name in enumerate(names)
        }
        entries.changed[role] = sheet.found(5, total(changed.get(role, [])), "hours")
        sheet.row += 1
    for key in THINGS:
        sheet.label(f"{plan.costs.prices[key].title}", 1)
        entries.things[key] = {
            name: sheet.found(3 + place, total(things[key, name]) * entries.settings[name])
            for place, name in enumerate(names)
        }
        sheet.row += 1


def _items(book: Book, plan: Plan, entries: Entries) -> None:
    sheet = book.sheet(tell(en="Costs", ja="経費と効果"), (60, 16, 14, 12, 10, 10, 12, 14, 60))
    sheet.headline(
        tell(en="What the change costs", ja="見直しにかかる経費"),
        tell(en="Year 0 is that of building. Tax: 1 if included.", ja="0年目は構築の年。税込は1、税抜は0。"),
    )
    sheet.heads(
        *(tell(en="what", ja="内容"), tell(en="kind", ja="区分"), tell(en="yen", ja="円")),
        *(
            tell(en="tax included", ja="税込か"),
            tell(en="from year", ja="開始年"),
            tell(en="to year", ja="終了年"),
        ),
        *(
            tell(en="own hours", ja="職員時間"),
            tell(en="with tax", ja="税込額"),
            tell(en="source", ja="出典"),
        ),
    )
    for item in plan.changes.items:
        first, last = item.years(plan.years)
        sheet.label(str(item.title))
        sheet.label(str(KINDS[item.kind]), 1)
        amount = sheet.given(2, item.likely, "yen")
        included = sheet.given(3, int(item.tax_included), "whole")
        begins, ends = sheet.given(4, first, "whole"), sheet.given(5, min(last, plan.years), "whole")
        own = sheet.given(6, item.hours, "hours")
        taxed = if_(included, "=", 1, amount, amount * (number(1) + entries.settings["tax"]))
        entries.changes.append(
            {"first": begins, "last": ends, "hours": own, "yen": sheet.found(7, taxed, "yen")}
        )
        sheet.label(sourced(item), 8)
        sheet.row += 1
    sheet.gap()
    if plan.charges or plan.benefits:
        sheet.heads(
            tell(en="charges and other benefits", ja="手数料・その他の効果"), "", tell(en="yen", ja="円")
        )
    for charge in plan.charges:
        sheet.label(f"{charge.title} [{charge.step}]")
        entries.charges.append(sheet.given(2, charge.likely, "yen"))
        sheet.row += 1
    for benefit in plan.benefits:
        sheet.label(str(benefit.title))
        start = None if benefit.start is None else sheet.given(3, benefit.start, "date")
        entries.benefits.append((sheet.given(2, benefit.likely, "yen"), start))
        sheet.row += 1


def _conversions(book: Book, savings: Savings, entries: Entries) -> None:
    plan = savings.plan
    lines = (*savings.cash_out, *savings.cost_avoidance)
    titles = {line.key: str(line.title) for line in lines}
    sheet = book.sheet(tell(en="Hours to cash", ja="換金"), (44, 14, 16, 16, 16, 60))
    sheet.headline(
        tell(en="What turns hours into money", ja="時間を現金に換える裏付け"),
        tell(
            en="Each takes hours in this order; what is left stays capacity.",
            ja="上から順に時間を使います。残りは創出時間です。",
        ),
    )
    sheet.heads(
        tell(en="what", ja="内容"),
        tell(en="from", ja="開始日"),
        tell(en="cap 1", ja="上限1"),
        tell(en="cap 2", ja="上限2"),
        tell(en="yen", ja="単価（円）"),
    )
    if not plan.in_order:
        sheet.label(
            tell(
                en="None is stated: ask 人事課 for overtime by section and 財政課 for the budgets.",
                ja="なし：人事課の時間外勤務実績と財政課の予算（所属別）が必要です。",
            )
        )
    for key, cut in plan.in_order:
        place = cut.role or ""
        if isinstance(cut, ContractCut):
            sheet.label(f"{cut.title} ({place}) [{key}]")
            start = sheet.given(1, cut.renewal, "date")
            caps = {
                "most_yen": sheet.given(2, cut.yen_per_year, "yen"),
                "price": sheet.given(4, cut.yen_per_hour),
            }
        else:
            where = " ".join(filter(None, (cut.section, place)))
            sheet.label(f"{titles.get(key, '')} {where} [{key}]".strip())
            start = sheet.given(1, cut.start, "date")
            caps = _caps(sheet, cut)
        entries.conversions[key] = {"start": start, **caps}
        sheet.row += 1


def _caps(sheet: Sheet, cut: OvertimeCut | PostCut) -> dict[str, Expr]:
    if isinstance(cut, OvertimeCut):
        return {"worked": sheet.given(2, cut.worked_hours), "cut": sheet.given(3, cut.cut_hours)}
    found = {"posts": sheet.given(2, cut.posts, "whole")}
    if cut.yen_per_post is not None:
        found["each"] = sheet.given(4, cut.yen_per_post, "yen")
    return found


def _cases(plan: Plan, state: StateName) -> str:
    name = state_title(plan, state)
    return tell(en=f"cases a year, {name.en}", ja=f"年間件数（{name.ja}）")
