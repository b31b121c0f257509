"""The page of a comparison: plain words, changes, totals side by side, what is needed and who loses what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bprkit.language import current, tell
from bprkit.procedure.code_words import NEEDS, said, word
from bprkit.procedure.comparing import Comparison
from bprkit.procedure.comparing.changes import Change
from bprkit.procedure.comparing.comparison import Difference
from bprkit.procedure.comparing.course import name_of
from bprkit.procedure.comparing.summary import (
    Figure,
    case_figures,
    grouped,
    listed_figures,
    role_figures,
    sentences,
    state_names,
    warnings,
)
from bprkit.procedure.comparing.words import KINDS, change_text, circumstance_text, listed, steps_text
from bprkit.procedure.translating import spoken
from bprkit.report.model import Cell, Column, Page, Section, Table
from bprkit.report.units import day, length_of_day


def comparison_page(comparison: Comparison) -> Page:
    """Return the page of a comparison in the language in use."""
    names = state_names(comparison)
    first = comparison.procedures[0]
    last = len(names) - 1
    overall = comparison.overall
    steps = [each for each in comparison.differences if each is not overall]
    return Page(
        language=current(),
        title=f"{first.title or first.id}{tell(en=': ', ja='：')}{' → '.join(names)}",
        subtitle="",
        warnings=warnings(comparison),
        summary=sentences(comparison),
        figures=(),
        sections=(
            _changes(overall, names),
            *_circumstances(overall),
            *_totals(comparison, names),
            *_needs(comparison, names[last]),
            *_loses(comparison, names[last]),
            *(_changes(each, names) for each in steps),
        ),
        more="",
    )


def _table(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> Table:
    cells = tuple(tuple(Cell(text) for text in row) for row in rows)
    return Table(tuple(columns), cells, len(cells), len(cells))


def _text(key: str, en: str, ja: str, lines: int = 0) -> Column:
    return Column(key, (tell(en=en, ja=ja),), "text", lines)


def _number(key: str, title: str) -> Column:
    return Column(key, (title,), "number")


# Changes


def _changes(difference: Difference, names: Sequence[str]) -> Section:
    earlier, later = names[difference.earlier], names[difference.later]
    title = tell(en=f"What changes: {earlier} → {later}", ja=f"変更点：{earlier} → {later}")
    key = f"changes-{difference.earlier}-{difference.later}"
    if not difference.changes:
        return Section(key, title, tell(en="Nothing changes.", ja="変更はありません。"))
    columns = (
        _text("kind", "change", "変更", 1),
        _text("steps", "step", "工程"),
        _text("values", "from → to", "変更前 → 変更後"),
        Column("sure", tuple(tell(en="sure of match", ja="対応の 確かさ").split(" ", 1)), "share"),
    )
    rows = [
        (said(KINDS[group[0].kind]), _steps(group), change_text(group[0]), _sure(group))
        for group in grouped(difference.changes)
    ]
    return Section(key, title, table=_table(columns, rows))


def _steps(group: Sequence[Change]) -> str:
    return listed(dict.fromkeys(_both(change) for change in group))


def _both(change: Change) -> str:
    before, after = steps_text(change.before), steps_text(change.after)
    if not before or not after or (before == after and change.kind != "retitled"):
        return before or after
    if change.kind in ("merged", "split", "retitled"):
        return f"{before} → {after}"
    return after


def _sure(group: Sequence[Change]) -> str:
    least = min(change.confidence for change in group)
    return "" if least == 1 else f"{least:.0%}"


def _circumstances(difference: Difference) -> Iterator[Section]:
    if not difference.circumstances:
        return
    columns = (
        _text("what", "what", "項目", 1),
        _text("role", "role", "担当"),
        _text("values", "from → to", "変更前 → 変更後"),
    )
    rows = [circumstance_text(each) for each in difference.circumstances]
    title = tell(en="What changes around the steps", ja="工程以外の変更点")
    yield Section("circumstances", title, table=_table(columns, rows))


# Totals


def _totals(comparison: Comparison, names: Sequence[str]) -> Iterator[Section]:
    known = all(totals.case.expected is not None for totals in comparison.totals)
    if known:
        yield Section(
            "case",
            tell(en="An average case", ja="平均的な1件"),
            tell(
                en="Every step as often as it is done; nobody is waited for because of a queue. Work of staff and of "
                f"applicants is never added together. A working day is {_day_lengths(comparison)}.",
                ja="各工程を行う頻度で重み付けしています。混雑による待ちは含みません。職員と申請者の時間は合算しません。"
                f"1開庁日は{_day_lengths(comparison)}です。",
            )
            + _handovers()
            + tell(en=" ", ja="").join(["", *assumptions(comparison)]),
            _figures(case_figures(comparison), names),
        )
    yield Section(
        "listed",
        tell(en="Each step counted once", ja="各工程を1回ずつ数えた合計"),
        tell(en="Whatever the share of cases that take it.", ja="通る案件の割合は考慮していません。"),
        _figures(listed_figures(comparison), names),
    )
    yield Section(
        "roles",
        tell(en="Minutes by role", ja="担当ごとの処理時間（分）"),
        tell(en="Of an average case.", ja="平均的な1件あたり。")
        if known
        else tell(en="Each step once.", ja="各工程を1回ずつ。"),
        _figures(role_figures(comparison), names),
    )


def _handovers() -> str:
    return tell(
        en=" Handovers are from person to person: through a system it is one, and parallel branches count each.",
        ja="受渡しは人から人へのもので、システムを介しても1回、並行する流れはそれぞれ数えます。",
    )


def assumptions(comparison: Comparison) -> tuple[str, ...]:
    """Return what was assumed of the average cases, each sentence once: waits for batches left out, and the like."""
    found = [totals.case.expected for totals in comparison.totals]
    return tuple(dict.fromkeys(note for each in found if each is not None for note in each.notes))


def _day_lengths(comparison: Comparison) -> str:
    """Return how long a working day is; several, where the states have other office hours."""
    found = [totals.case.expected for totals in comparison.totals]
    lengths = {60 * each.lead_time.day_minutes: None for each in found if each is not None}
    return tell(en=" or ", ja="または").join(map(length_of_day, lengths))


def _figures(figures: Sequence[Figure], names: Sequence[str]) -> Table:
    columns = (
        _text("what", "", "", 1),
        *(_number(f"state-{place}", name) for place, name in enumerate(names)),
        _number("change", tell(en="change", ja="増減")),
    )
    rows = [
        (
            f"{figure.label} ({figure.unit})" if figure.unit else figure.label,
            *(figure.text(value) for value in figure.values),
            figure.change,
        )
        for figure in figures
    ]
    return _table(columns, rows)


# What is asked of others


def _needs(comparison: Comparison, name: str) -> Iterator[Section]:
    if not comparison.needs:
        return
    columns = (
        _text("kind", "kind", "区分", 1),
        _text("need", "what", "必要なもの"),
        _text("citation", "rule or network", "規程・ネットワーク"),
        _text("note", "note", "備考"),
    )
    rows = [
        (
            word(NEEDS, need.kind),
            str(need.title),
            listed(filter(None, (need.citation, spoken(need.network)))),
            spoken(need.note),
        )
        for need in comparison.needs
    ]
    title = tell(en=f"What has to be there before: {name}", ja=f"{name}の前に必要なもの")
    yield Section("needs", title, table=_table(columns, rows))


def _loses(comparison: Comparison, name: str) -> Iterator[Section]:
    if not comparison.loses:
        return
    columns = (
        _text("role", "who", "担当", 1),
        _text("step", "step", "工程"),
        _text("agreed_by", "agreed by", "同意した人"),
        Column("agreed_on", (tell(en="on", ja="同意した日"),), "date"),
    )
    known = {role.id: role for procedure in comparison.procedures for role in procedure.roles}
    nodes = {key: node for procedure in comparison.procedures for key, node in procedure.node_of.items()}
    rows = [
        (
            name_of(known.get(loss.role)) or loss.role,
            str(nodes[loss.step].title) if loss.step in nodes else loss.step,
            loss.agreed_by or tell(en="not yet", ja="未了"),
            day(loss.agreed_on) if loss.agreed_on else "–",
        )
        for loss in comparison.loses
    ]
    yield Section(
        "loses", tell(en=f"Who loses a step: {name}", ja=f"{name}で工程を失う人"), table=_table(columns, rows)
    )
