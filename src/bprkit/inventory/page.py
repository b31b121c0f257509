"""The page of an inventory: warnings, plain words, figures, then the answers, doubts and repairs in sections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bprkit.inventory.answers import Answers
from bprkit.inventory.page_parts import hours, share
from bprkit.inventory.page_sections import SECTIONS
from bprkit.language import current, tell
from bprkit.report.model import Figure, Page
from bprkit.report.units import count

_MOST_NAMED = 3
_ALARMING = {
    "unreadable_file": ("files that could not be read", "読み込めなかったファイル"),
    "no_table": ("files without a table of tasks", "業務の一覧がないファイル"),
    "empty_form": ("forms that came back empty", "記入のない調査票"),
    "unnamed_row": (
        "rows with numbers but without the name of a task, not counted",
        "業務名がないまま数値のある行（数えていません）",
    ),
    "numbers_aside": (
        "columns of numbers that were not read, though tasks lack cases or hours",
        "件数か時間のない業務があるのに、読んでいない数値の列",
    ),
    "two_answers": (
        "tables that differ from another of the same section, both counted",
        "同じ課から来た、数値の違う表（両方数えています）",
    ),
    "total_differs": ("totals that are not the sum of their rows", "行の合計と合わない合計"),
    "unreadable_number": ("cells that are no number, left blank", "数として読めないセル（空欄としました）"),
    "section_unknown": ("tables that do not say whose they are", "どの課のものか書かれていない表"),
}


def page(answers: Answers, *, top: int = 10) -> Page:
    """Return the page in the language in use; `top` is how many rows a table shows at first."""
    inventory = answers.inventory
    files, tasks, sections = len(inventory.files), len(inventory.tasks), len(answers.sections)
    return Page(
        language=current(),
        title=tell(en=f"Inventory of work: {inventory.folder}", ja=f"業務量調査：{inventory.folder}"),
        subtitle=" · ".join(
            (
                tell(en=f"{files:,} files", ja=f"{files:,}ファイル"),
                tell(en=f"{sections:,} sections", ja=f"{sections:,}課"),
                tell(en=f"{tasks:,} tasks", ja=f"{tasks:,}業務"),
                tell(
                    en="hours are hours a year, as the sections told them", ja="時間は各課が記入した年間時間"
                ),
            )
        ),
        warnings=tuple(_warnings(answers)),
        summary=tuple(_summary(answers)),
        figures=tuple(_figures(answers)),
        sections=tuple(section for make in SECTIONS for section in make(answers, top)),
        more=tell(
            en="Everything, uncut: --xlsx FILE (a workbook), --html FILE (a page), --csv DIR (tables), --json - "
            "(one object). A candidate becomes a procedure with --skeleton TASK -o FILE.yaml.",
            ja="すべての結果：--xlsx ファイル（ブック）、--html ファイル（ページ）、--csv フォルダー（表）、--json -（JSON）。"
            "候補の業務は --skeleton 業務名 -o ファイル.yaml で手続のひな形になります。",
        ),
    )


def _warnings(answers: Answers) -> Iterator[str]:
    counts = Counter(repair.code for repair in answers.inventory.repairs)
    told = [(counts[code], en, ja) for code, (en, ja) in _ALARMING.items() if counts[code]]
    if told:
        yield tell(
            en="Look at these first: "
            + "; ".join(f"{en}: {number}" for number, en, _ in told)
            + ". See the repairs.",
            ja="先に確かめてください："
            + "、".join(f"{ja} {number}件" for number, _, ja in told)
            + "。修正の一覧にあります。",
        )

    aside = [repair for repair in answers.inventory.repairs if repair.code == "numbers_aside"]
    if aside:
        shown = [f"{each.place} '{each.before}'" for each in aside[:_MOST_NAMED]]
        named = [f"{each.place}「{each.before}」" for each in aside[:_MOST_NAMED]]
        yield tell(
            en=f"Not read: {', '.join(shown)}{' and others' if len(aside) > len(shown) else ''}. Are they cases, minutes or "
            "hours? Write their headers as in the form.",
            ja=f"読んでいない数値の列：{'、'.join(named)}{'ほか' if len(aside) > len(named) else ''}。"
            "件数・分・時間なら、見出しを様式のとおりに直してください。",
        )


def _summary(answers: Answers) -> Iterator[str]:
    if answers.scores:
        first = answers.scores[0].task
        yield tell(
            en=f"Review first: {first.name} ({first.section}), {hours(first.hours)} a year.",
            ja=f"最初に見直す候補は「{first.name}」（{first.section}、年間{hours(first.hours)}）です。",
        )
    begin = [each for each in answers.matrix if (each.effect, each.effort) == ("large", "small")]
    if begin:
        told = hours(sum(each.task.hours for each in begin))
        yield tell(
            en=f"Tasks of large effect at small effort: {len(begin):,}, together {told} of work (not of savings).",
            ja=f"効果が大きく手間の小さい業務が{len(begin):,}件、合わせて{told}あります（業務量であって、削減量ではありません）。",
        )
    models = [each for each in answers.sprouts if each.others]
    if models:
        yield tell(
            en=f"Tasks digital already that have counterparts in other sections which are not: {len(models):,}.",
            ja=f"既にデジタル化された業務のうち{len(models):,}件には、まだの課に似た業務があります（DXの芽）。",
        )
    lacking = [each for each in answers.website if {"not_listed", "not_online"} & set(each.lacks)]
    if lacking:
        yield tell(
            en=f"{len(lacking):,} of {len(answers.website):,} procedures of residents cannot be found on the website or "
            "applied for online.",
            ja=f"住民の手続{len(answers.website):,}件のうち{len(lacking):,}件は、Webで見つからないか、オンラインで申請できません。",
        )
    if answers.months:
        peak = max(answers.months, key=lambda month: month.of_mean)
        from bprkit.inventory.words import month_name

        yield tell(
            en=f"The busiest month is {month_name(peak.month)}: {peak.of_mean:.1f} times the mean month.",
            ja=f"最も忙しいのは{month_name(peak.month)}で、平均の月の{peak.of_mean:.1f}倍です。",
        )


def _figures(answers: Answers) -> Iterator[Figure]:
    inventory = answers.inventory
    person = answers.settings.hours_per_post["regular"]
    yield Figure(
        tell(en="hours a year", ja="年間時間"),
        count(inventory.hours),
        tell(
            en=f"{inventory.hours / person:,.0f} people at {person:,} h",
            ja=f"{inventory.hours / person:,.0f}人分（1人{person:,}時間）",
        ),
    )
    yield Figure(tell(en="tasks", ja="業務"), count(len(inventory.tasks)))
    yield Figure(tell(en="sections", ja="課"), count(len(answers.sections)))
    paper = sum(group.share for group in answers.media if group.name in ("paper", "mixed"))
    yield Figure(
        tell(en="with paper", ja="紙が残る業務"), share(paper), tell(en="of the hours", ja="時間の割合")
    )
    yield Figure(
        tell(en="repairs", ja="修正・確認"),
        count(len(inventory.repairs)),
        tell(en="each listed below", ja="すべて一覧にあります"),
    )
    yield Figure(tell(en="to ask about", ja="課への確認"), count(len(answers.doubts)))
