"""What has to be said beside the figures: warnings, and what was assumed, each in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bprkit.procedure.model import Title
from bprkit.procedure.translating import in_both
from bprkit.savings.answers import AtVolume, Payback
from bprkit.savings.conversions import PostCut
from bprkit.savings.evaluating import Outcome
from bprkit.savings.planning import Plan
from bprkit.savings.tables import one
from bprkit.savings.uncertain import Spread
from bprkit.savings.words import measured

MOST_OF_A_CITY = 0.05


def warnings_of(
    plan: Plan,
    outcome: Outcome,
    payback: Payback | None,
    share: float | None,
    found: Mapping[str, Spread],
    redesign: AtVolume | None,
) -> tuple[Title, ...]:
    """Return what has to be looked at before anybody decides.

    found: the results with their spread. redesign: what it alone brings, where the states have other cases a year.
    """
    return (
        *_other_volume(plan, found, redesign),
        *_warnings(plan, outcome, payback, share, found["hours"].likely),
        *_lopsided(found, has_costs=payback is not None),
    )


def _other_volume(plan: Plan, found: Mapping[str, Spread], redesign: AtVolume | None) -> Iterator[Title]:
    """Split the effect where the states have other cases a year: no redesign brings fewer cases."""
    if redesign is None:
        return
    before, after = f"{plan.as_is.volume:,.0f}", f"{plan.to_be.volume:,.0f}"
    hours, cash = found["hours"].likely, found["cash_out"].likely
    of_cases, yen_of_cases = hours - redesign.hours_saved, cash - redesign.cash_out
    yield Title(
        f"年間件数が{before}件から{after}件へ変わる前提です。件数の増減は見直しの効果ではありません。職員時間の削減{hours:,.0f}時間の"
        f"うち、見直しによるもの（どちらも{before}件の場合）は{redesign.hours_saved:,.0f}時間、件数によるものは{of_cases:,.0f}時間。"
        f"現金支出の削減{cash:,.0f}円のうち、見直しによるものは{redesign.cash_out:,.0f}円、件数によるものは{yen_of_cases:,.0f}円。",
        f"The cases a year differ, {before} → {after}, and that is no effect of the redesign. Of {hours:,.0f} h of staff saved, "
        f"the redesign brings {redesign.hours_saved:,.0f} h (at {before} cases in both states), and other cases {of_cases:,.0f} "
        f"h; of ¥{cash:,.0f} of cash out that falls, ¥{redesign.cash_out:,.0f} and ¥{yen_of_cases:,.0f}.",
    )


def _lopsided(found: Mapping[str, Spread], *, has_costs: bool) -> Iterator[Title]:
    """Say where what counts as likely lies outside the interval that it stands beside."""
    names = [
        measured(name, has_costs=has_costs)
        for name, one in found.items()
        if name != "cash_payback" and not one.p10 - 1e-9 <= one.likely <= one.p90 + 1e-9
    ]
    if names:
        yield Title(
            f"見込み値が10%〜90%の幅の外にあります：{'、'.join(name.ja for name in names)}。見込みを下限か上限に置いた数値"
            "（効果の実現率など）がないか確かめ、要求には50%の値を使ってください。",
            f"What counts as likely lies outside its own range of 10% to 90%: {', '.join(name.en or name.ja for name in names)}. "
            "See whether a figure is given as likely at its lowest or highest (such as the share of the effect that is reached), "
            "and use the value at 50% for a request.",
        )


def _warnings(
    plan: Plan, outcome: Outcome, payback: Payback | None, share: float | None, saved: float
) -> Iterator[Title]:
    if share is not None and share > MOST_OF_A_CITY:
        yield Title(
            f"全職員の年間時間の{share:.1%}を削減する見込みです。5%を超える見積りはまず疑ってください"
            "（東海村は4,339業務を洗い出して1.21%）。処理時間と件数を実測してください。",
            f"This claims {share:.1%} of all hours of the city. More than 5% is hardly ever true (東海村 found 1.21% in "
            "4,339 tasks): measure minutes and cases first.",
        )
    before, after = plan.as_is.procedure, plan.to_be.procedure
    if before.id != after.id and before.title != after.title:
        names = [str(own.title or own.id) for own in (before, after)]
        yield Title(
            f"2つの状態の名称が「{names[0]}」と「{names[1]}」です。同じ手続か確かめてください。",
            f"The two states are called '{names[0]}' and '{names[1]}': make sure that they are one procedure.",
        )
    if saved < 0:
        yield Title(
            f"職員の時間は年{-saved:,.0f}時間増えます。削減ではありません。",
            f"Staff work {-saved:,.0f} hours more a year: this is no saving.",
        )
    if saved > 0 and not plan.conversions:
        yield Title(
            "時間の削減から生まれる現金は0円です（時間外勤務・定数・委託の裏付けがないため）。人事課の「時間外勤務実績"
            "（所属別）」と財政課の「職員手当等・会計年度任用職員報酬の予算額（所属別）」を入手し、単価表に書いてください。",
            "Cash from hours is zero: no overtime, post or contract is named that they would cut. Ask 人事課 for the overtime "
            "worked by section (時間外勤務実績), and 財政課 for the budgets of overtime and fiscal-year staff by section; "
            "put them in the price list.",
        )
    if payback is None:
        yield Title(
            "変更にかかる経費が示されていないため、回収年数は計算できません。見積りを取り、単価表の changes に書いてください。",
            "No cost of the change is known, so no payback can be told. Ask for quotations, and write them under 'changes'.",
        )
    estimated = [item for item in plan.changes.items if item.estimate]
    if payback is not None and estimated:
        yield Title(
            f"導入・運用経費{len(plan.changes.items)}件のうち{len(estimated)}件は見積書のない推計です。"
            "予算要求の前に見積りに置き換えてください。",
            f"{len(estimated)} of {len(plan.changes.items)} costs of the change are estimates without a quotation. Replace them "
            "before any request.",
        )
    yield from _scattered(plan, outcome)
    yield from _unmeasured(plan)
    lost = one(outcome.full.of_class("revenue"))
    if lost < 0:
        yield Title(f"歳入が年{-lost:,.0f}円減ります。", f"Revenue falls by ¥{-lost:,.0f} a year.")


def _scattered(plan: Plan, outcome: Outcome) -> Iterator[Title]:
    """Doubt posts that are put together from hours of many sections."""
    sections = plan.as_is.procedure.sections
    number = len(sections) if isinstance(sections, Mapping) else sections
    gone = sum(
        one(outcome.full.taken[key])
        for key, cut in plan.in_order
        if isinstance(cut, PostCut) and cut.section is None
    )
    if number > 1 and gone > 0:
        yield Title(
            f"減らす職は{number}課に分かれた時間（計{gone:,.0f}時間、1課あたり約{gone / number:,.0f}時間）を合わせたものです。"
            "業務を一か所に集めない限り、職は減りません。",
            f"The posts that go are put together from hours in {number} sections ({gone:,.0f} h, about {gone / number:,.0f} h "
            "each): no post goes unless the work is brought together.",
        )


def _unmeasured(plan: Plan) -> Iterator[Title]:
    steps = [step for state in (plan.as_is, plan.to_be) for step in state.steps if step.visits]
    guessed = sum(step.estimate for step in steps)
    if guessed:
        yield Title(
            f"処理時間{len(steps)}件のうち{guessed}件が推計です。「何を測るべきか」の上位から実測してください。",
            f"The minutes of {guessed} of {len(steps)} steps are estimates: measure those first that stand first under "
            "'What to go and measure'.",
        )
    blank = [step.title for step in steps if step.touch is None and step.kind in ("staff", "applicant")]
    if blank:
        yield Title(
            f"処理時間のない工程は0分としています：{'、'.join(title.ja for title in blank)}。",
            f"Steps without minutes count as none: {', '.join(title.en or title.ja for title in blank)}.",
        )


def assumptions_of(plan: Plan) -> tuple[Title, ...]:
    """Return what was assumed, apart from prices and minutes that stand in tables of their own."""
    return tuple(_assumptions(plan))


def _assumptions(plan: Plan) -> Iterator[Title]:
    before, after = plan.as_is.volume, plan.to_be.volume
    months = plan.as_is.procedure.volume
    source = in_both(months.source if months else None)
    cases = f"{before:,.0f}" if before == after else f"{before:,.0f} → {after:,.0f}"
    yield Title(
        f"年間件数 {cases}件{f'（{source.ja}）' if source else ''}。",
        f"{cases} cases a year{f' ({source.en or source.ja})' if source else ''}.",
    )
    phases = " → ".join(f"{share:.0%}" for share in plan.ramp.phase_in)
    yield Title(
        f"{plan.costs.start_year}年度に開始し、新方式の割合は {phases}。導入経費はその前年度。",
        f"Begins in FY{plan.costs.start_year}; on the new way: {phases}. What is bought is paid in the year before.",
    )
    if any(plan.ramp.learning):
        extra = " → ".join(f"+{share:.0%}" for share in plan.ramp.learning)
        yield Title(
            f"習熟まで、変わった工程の時間は {extra}。",
            f"Until people have learnt, changed steps take {extra}.",
        )
    named = plan.costs.discount_source
    if plan.discount_rate != plan.costs.discount_rate:
        named = Title("この計算のための指定", "as given for this estimate")
    low, mid, high = plan.ramp.uptake.range
    if low < high:
        yield Title(
            f"効果の実現率は {low:.0%}〜{high:.0%}（見込み {mid:.0%}、推計）。損失には掛けません。",
            f"{low:.0%} to {high:.0%} of the effect is reached (likely {mid:.0%}, an estimate); losses count in full.",
        )
    yield Title(
        f"割引率 {plan.discount_rate:.1%}（{named.ja}）。消費税 {plan.costs.tax:.0%}。",
        f"Discount rate {plan.discount_rate:.1%} ({named.en or named.ja}). Consumption tax {plan.costs.tax:.0%}.",
    )
    if plan.as_is.queued is not None:
        yield Title(
            "所要日数はシミュレーションによる平均で、担当者の混雑と閉庁を含みます。職員数と他の仕事は手続に書かれたとおりとしました。",
            "Lead times are means of a simulation, with people busy and the office closed; staff are as the procedures say.",
        )
    else:
        yield Title(
            "所要日数は行列（担当者の混雑）を含まない理論値です。混雑を含めるにはシミュレーションを使ってください。",
            "Lead times leave out queues for busy people; simulate to have them.",
        )
    without = [
        str(role.title.ja or key)
        for key, role in plan.roles.items()
        if role.kind == "staff" and not role.rate
    ]
    if without:
        yield Title(
            f"単価の指定がない担当は正規職員の単価としました：{'、'.join(without)}。",
            f"Roles without a rate are taken as regular staff: {', '.join(without)}.",
        )
    none_paid = [role for role in plan.staff if role not in plan.paid_overtime]
    if none_paid:
        titles = [plan.roles[role].title or Title(role) for role in none_paid]
        yield Title(
            f"時間外勤務手当の支給されない職位の時間は、時間外の削減に換えません：{'、'.join(own.ja for own in titles)}。",
            "Hours of ranks that are paid no overtime cannot become overtime cut: "
            f"{', '.join(own.en or own.ja for own in titles)}.",
        )
    if any(step.things["storage"] for state in (plan.as_is, plan.to_be) for step in state.steps):
        yield Title(
            "保管する文書は原本の枚数をすべて数えています。渡したり郵送したりして手元に残らない分も含むため、保管の額は上限です。",
            "Sheets to be kept are all originals, also those that are handed over or posted and do not stay: storage is told "
            "at its most.",
        )
    if not plan.costs.by_rank:
        yield Title(
            "正規職員の時間は職位によらず平均の単価です（単価表の by_rank で職位別にできます）。",
            "An hour of regular staff is priced at the average of all ranks (by_rank in the price list tells ranks apart).",
        )
    if any(cut.procedure is None for _, cut in plan.in_order):
        yield Title(
            "手続を指定していない時間外・定数・委託の削減は、他の手続の見積りで重ねて数えないでください。",
            "Overtime, posts and contracts that name no procedure must not be counted again for another one.",
        )
    if any(item.kind == "running" for item in plan.changes.items):
        yield Title(
            "複数年の利用契約には債務負担行為または長期継続契約が必要です。",
            "Contracts over several years need 債務負担行為 or 長期継続契約.",
        )
