"""The page of savings: plain words, then the applicant, the roles, the budget, the costs, how sure it is, and who loses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bprkit.cli.compare_page import _loses, _needs, assumptions
from bprkit.cli.savings_words import sentences
from bprkit.language import current, tell
from bprkit.procedure.code_words import STATES, word
from bprkit.procedure.comparing import Comparison, compare
from bprkit.procedure.comparing.summary import warnings as stoppers
from bprkit.procedure.model import Title
from bprkit.report.model import Cell, Column, Page, Section, Table
from bprkit.report.units import day
from bprkit.savings.answers import Capacity, Line, Savings
from bprkit.savings.prices import BenefitClass
from bprkit.savings.words import CLASSES, KINDS, change, days, hours, minutes, part, yen

_NO_APPLICANT = Title(
    "申請者の工程はありません。届くまでの日数だけが変わります。",
    "No step is the applicant's; what changes for them is how long it takes.",
)


def savings_page(savings: Savings) -> Page:
    """Return the page of savings in the language in use."""
    comparison = compare(savings.plan.as_is.procedure, savings.plan.to_be.procedure)
    names = [word(STATES, state) for state in savings.states]
    title = savings.title or savings.plan.as_is.procedure.id
    return Page(
        language=current(),
        title=tell(
            en=f"{title}: what the change saves ({' → '.join(names)})",
            ja=f"{title}：見直しの効果（{' → '.join(names)}）",
        ),
        subtitle="",
        warnings=(*stoppers(comparison), *savings.notes),
        summary=sentences(savings),
        figures=(),
        sections=tuple(_sections(savings, comparison, names)),
        more=tell(
            en="Every yen can be traced to its steps: --explain. Live formulas: --xlsx.",
            ja="すべての金額は工程まで遡れます（--explain）。数式のあるExcelは --xlsx。",
        ),
    )


def _sections(savings: Savings, comparison: Comparison, names: Sequence[str]) -> Iterator[Section]:
    from bprkit.cli.savings_certainty import certainty

    yield _applicant(savings, comparison, names)
    yield _roles(savings, names)
    yield _materials(savings, names)
    yield _budget(savings)
    if savings.change_costs:
        yield _costs(savings)
    yield _by_year(savings)
    yield from certainty(savings)
    yield from _needs(comparison, names[-1])
    yield from _loses(comparison, names[-1])


def table(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> Table:
    """Return a table of texts, all of it shown."""
    cells = tuple(tuple(Cell(text) for text in row) for row in rows)
    return Table(tuple(columns), cells, len(cells), len(cells))


def text(key: str, en: str, ja: str, lines: int = 0) -> Column:
    """Return a column of texts."""
    return Column(key, (tell(en=en, ja=ja),), "text", lines)


def number(key: str, en: str, ja: str) -> Column:
    """Return a column of numbers."""
    return Column(key, (tell(en=en, ja=ja),), "number")


def _states(names: Sequence[str]) -> tuple[Column, Column]:
    return Column("as_is", (names[0],), "number"), Column("to_be", (names[-1],), "number")


def _applicant(savings: Savings, comparison: Comparison, names: Sequence[str]) -> Section:
    before, after = savings.lead_time_days
    rows = [
        (
            tell(en="from start to end", ja="開始から終了まで"),
            *(days(each, savings.day_minutes) for each in (before, after)),
            part(before - after, before),
        )
    ]
    outside = [own for own in savings.other_hours if own.kind == "outside"]
    for own in (*savings.applicant_hours, *outside):
        changed = part(own.saved, own.as_is)
        apart = tell(en=" (outside party)", ja="（外部）") if own.kind == "outside" else ""
        rows.append(
            (
                tell(en=f"hours of: {own.title}", ja=f"{own.title}の時間") + apart,
                hours(own.as_is),
                hours(own.to_be),
                changed,
            )
        )
    for each in savings.quantities:
        if each.key == "outside" and (each.as_is or each.to_be):
            changed = part(each.saved, each.as_is) or tell(en="new", ja="新規")
            rows.append((str(each.title), f"{each.as_is:,.0f}", f"{each.to_be:,.0f}", changed))
    note = (
        tell(
            en=f"Their hours are worth {yen(savings.applicant_yen)} a year to them (Standard Cost Model): nobody's budget, "
            "and kept apart from all that follows.",
            ja=f"申請者の時間の価値は年{yen(savings.applicant_yen)}（標準費用モデル）。市の財源ではなく、以下の金額とは別です。",
        )
        if savings.applicant_hours
        else str(_NO_APPLICANT)
    )
    if not savings.lead_time_simulated:
        note += tell(
            en=" Days without queues (see --simulate).",
            ja="日数は混雑による待ちを含みません（--simulate で計算）。",
        )
        note += tell(en=" ", ja="").join(["", *assumptions(comparison)])
    length = minutes(savings.day_minutes)
    note += tell(en=f" A working day is {length} long.", ja=f"1開庁日は{length}。")
    columns = (text("what", "", "", 1), *_states(names), number("change", "change", "増減"))
    return Section("applicant", tell(en="For the applicant", ja="申請者にとって"), note, table(columns, rows))


def _roles(savings: Savings, names: Sequence[str]) -> Section:
    of_post = savings.costs.hours_per_post
    sections = any(own.section for own in savings.hours)
    rows = []
    for own in savings.hours:
        cells = [str(own.title), *([own.section or "–"] if sections else [])]
        cells += [f"{own.as_is:,.0f}", f"{own.to_be:,.0f}", change(own.saved)]
        share = part(own.saved, own.as_is) or (tell(en="new", ja="新規") if own.to_be else "")
        rows.append((*cells, share, f"{own.saved / of_post:z,.2f}"))
    before, after = (sum(getattr(own, state) for own in savings.hours) for state in ("as_is", "to_be"))
    all_staff = [tell(en="all staff", ja="職員計"), *(["–"] if sections else [])]
    all_staff += [f"{before:,.0f}", f"{after:,.0f}", change(before - after), part(before - after, before)]
    rows.append((*all_staff, f"{(before - after) / of_post:z,.2f}"))
    if savings.reached != 1:
        reached, saved = f"{savings.reached:.0%}", savings.hours_saved
        counted = [tell(en=f"{reached} of gains", ja=f"実現率{reached}"), *(["–"] if sections else [])]
        counted += [f"{before:,.0f}", f"{before - saved:,.0f}", change(saved), part(saved, before)]
        rows.append((*counted, f"{saved / of_post:z,.2f}"))
    columns = (
        text("role", "role", "担当", 1),
        *([text("section", "section", "課", 1)] if sections else []),
        *_states(names),
        number("change", "change", "増減"),
        number("part", "", ""),
        number("fte", "posts' worth", "人分"),
    )
    note = tell(
        en=f"Hours a year with everybody on the new way. A post is {of_post:,.0f} h. Hours are no money.",
        ja=f"全面実施時の年間時間。1人分は{of_post:,.0f}時間。時間はそのままでは現金になりません。",
    )
    if savings.reached != 1:
        note += tell(
            en=f" The roles are as the two states are written; the last row counts {savings.reached:.0%} of every gain, as all "
            "other sums here do.",
            ja=f"各担当は2つの状態に書かれたとおりの時間。最後の行は効果の実現率{savings.reached:.0%}を掛けたもので、"
            "金額や年度ごとの値もこれによります。",
        )
    return Section("roles", tell(en="For each role", ja="担当ごと"), note, table(columns, rows))


def _materials(savings: Savings, names: Sequence[str]) -> Section:
    rows = [
        (
            tell(en=f"{each.title}", ja=f"{each.title}（{each.unit}）"),
            f"{each.as_is:,.0f}",
            f"{each.to_be:,.0f}",
            change(each.saved),
            part(each.saved, each.as_is) or tell(en="new", ja="新規"),
        )
        for each in savings.quantities
        if each.key != "outside" and (each.as_is or each.to_be)
    ]
    columns = (
        text("what", "a year", "年間", 1),
        *_states(names),
        number("change", "change", "増減"),
        number("part", "", ""),
    )
    return Section(
        "materials",
        tell(en="Paper, post, seals, storage", ja="用紙・郵送・押印・保管"),
        ""
        if savings.reached == 1
        else tell(
            en=f"As the two states are written; money counts {savings.reached:.0%} of every gain.",
            ja=f"2つの状態に書かれたとおりの数量。金額には効果の実現率{savings.reached:.0%}を掛けます。",
        ),
        table(columns, rows),
    )


def _budget(savings: Savings) -> Section:
    rows: list[tuple[str, str, str, str]] = []
    for benefit in ("cash_out", "revenue", "cost_avoidance"):
        lines: tuple[Line, ...] = getattr(savings, benefit)
        rows += [_budget_row(line, benefit) for line in lines] or [
            (str(CLASSES[benefit]), "–", "–", tell(en="none", ja="なし"))
        ]
    rows.append((str(CLASSES["capacity"]), _free(savings.capacity), "–", hours(savings.capacity.hours)))
    columns = (
        text("class", "class", "区分"),
        text("what", "what", "内容"),
        text("line", "budget line", "節"),
        number("yen", "a year", "年額"),
    )
    return Section(
        "budget",
        tell(
            en="For the budget: four classes, never added together", ja="予算にとって：4区分（合算しません）"
        ),
        tell(
            en="A year of full effect; negative: a line rises, or money is lost. * = estimate.",
            ja="全面実施時の1年分。マイナスは支出増または歳入減。* は推計。",
        ),
        table(columns, _once(rows)),
    )


def _free(found: Capacity) -> str:
    posts, pay = f"{abs(found.full_time_equivalents):,.1f}", yen(abs(found.yen_equivalent))
    if found.hours < 0:
        return tell(
            en=f"{posts} posts' worth of work more, {pay} at their pay, for the staff there are",
            ja=f"{posts}人分の仕事が増える。人件費換算{pay}、今いる職員で賄う",
        )
    return tell(
        en=f"{posts} posts' worth; paid {pay} now, which stays paid",
        ja=f"{posts}人分。人件費換算{pay}は引き続き支払われる",
    )


def _budget_row(line: Line, benefit: BenefitClass) -> tuple[str, str, str, str]:
    what = str(line.title)
    if line.hours:
        what += tell(en=f", {hours(line.hours)}", ja=f"、{hours(line.hours)}")
    if line.cap:
        what += tell(en=f" ({line.cap})", ja=f"（{line.cap}）")
    if line.start is not None:
        what += tell(en=f" from {day(line.start)}", ja=f" {day(line.start)}から")
    star = "*" if line.estimate else ""
    return str(CLASSES[benefit]), what, str(line.budget_line) or "–", yen(line.yen) + star


def _once(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return rows in which a first cell that repeats the one above is blank."""
    return [
        ("" if place and rows[place - 1][0] == row[0] else row[0], *row[1:]) for place, row in enumerate(rows)
    ]


def _costs(savings: Savings) -> Section:
    rows = [
        (
            str(cost.title),
            str(KINDS[cost.kind]),
            str(cost.budget_line) or "–",
            f"{cost.first_year}"
            if cost.first_year == cost.last_year
            else f"{cost.first_year}–{cost.last_year}",
            (yen(cost.yen) + ("*" if cost.estimate else "")) if cost.yen else "–",
            hours(cost.hours) if cost.hours else "–",
        )
        for cost in savings.change_costs
    ]
    columns = (
        text("what", "what", "内容"),
        text("kind", "kind", "区分", 1),
        text("line", "budget line", "節"),
        number("year", "year", "年目"),
        number("yen", "with tax", "税込"),
        number("hours", "own staff", "職員"),
    )
    note = tell(
        en=f"Year 0 is FY{savings.start_year - 1}, that of building. * = estimate.",
        ja=f"0年目は構築の年（{savings.start_year - 1}年度）。毎年の経費は1年分。* は推計。",
    )
    return Section(
        "costs", tell(en="What the change costs", ja="見直しにかかる経費"), note, table(columns, rows)
    )


def _by_year(savings: Savings) -> Section:
    revenue, known = bool(savings.revenue), savings.payback is not None
    rows = []
    for year in savings.by_year:
        cells = [f"{year.fiscal_year}", f"{year.capacity.hours:z,.0f}", yen(sum(year.cash_out.values()))]
        if revenue:
            cells.append(yen(sum(year.revenue.values())))
        cells.append(yen(sum(year.cost_avoidance.values())))
        rows.append([*cells, *([yen(sum(year.costs.values()))] if known else []), yen(year.net_cash)])
    columns = (
        text("year", "FY", "年度", 1),
        number("capacity", "free hours", "創出時間"),
        number("cash", "cash out falls", "現金支出の削減"),
        *([number("revenue", "revenue", "歳入")] if revenue else []),
        number("avoided", "avoided", "将来支出の回避"),
        *([number("costs", "costs", "経費")] if known else []),
        number("net", "net cash", "現金収支")
        if known
        else number("net", "before any cost", "経費を引く前の現金"),
    )
    note = tell(
        en="Net cash = cash out that falls, less the costs (and less revenue that is lost); nothing else is in it.",
        ja="現金収支＝現金支出の削減－経費（歳入が減る場合はその分も引く）。他の区分は含みません。",
    )
    if not known:
        note = tell(
            en="No cost of the change is known: what stands here is cash before any of them, not what is left in the end.",
            ja="見直しの経費が分からないため、経費を引く前の現金です。実際に残る額ではありません。",
        )
    return Section("years", tell(en="Year by year", ja="年度ごと"), note, table(columns, rows))


__all__ = ["number", "savings_page", "table", "text"]
