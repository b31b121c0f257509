"""A comparison in a few sentences, and what has to be looked at before anybody decides, in the language in use."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bprkit.language import counted, tell
from bprkit.procedure.code_words import STATES, said, word
from bprkit.procedure.comparing.changes import ORDER, Change
from bprkit.procedure.comparing.comparison import Comparison, Difference
from bprkit.procedure.comparing.titles import speak_alike
from bprkit.procedure.comparing.totals import Totals
from bprkit.procedure.comparing.words import KINDS, listed, steps_text

if TYPE_CHECKING:
    from bprkit.procedure.expecting import Expected

UNSURE = 0.6


@dataclass(frozen=True)
class Figure:
    """A number of the totals: its key, its name and unit, and its value in each state; None where it is not known."""

    key: str
    label: str
    unit: str
    values: tuple[float | None, ...]

    def text(self, value: float | None) -> str:
        """Return a value as it is read, with one decimal at most."""
        return "–" if value is None else f"{value:,.1f}".removesuffix(".0")

    @property
    def change(self) -> str:
        """From the first state to the last, with the part that it makes: -28.5 (-43%)."""
        first, last = self.values[0], self.values[-1]
        if first is None or last is None:
            return "–"
        gap = last - first
        if abs(gap) < 0.05:
            return "±0"
        part = f" ({gap / first:+.0%})" if first else ""
        return f"{gap:+,.1f}".removesuffix(".0") + part

    @property
    def way(self) -> str:
        """From the first state to the last as a sentence has it: 66.1 → 37.6 min (-43%)."""
        first, last = self.values[0], self.values[-1]
        part = f" ({last / first - 1:+.0%})" if first and last is not None and self.change != "±0" else ""
        one = self.unit.removesuffix("s")
        reached = tell(
            en=counted(self.text(last), one, self.unit) if self.unit else self.text(last),
            ja=self.text(last) + self.unit,
        )
        return f"{self.text(first)} → {reached}{part}"


def sentences(comparison: Comparison) -> tuple[str, ...]:
    """Return what changed in plain words, the most telling first."""
    return tuple(filter(None, (_counts(comparison), *_case(comparison), *_asked_for(comparison))))


def warnings(comparison: Comparison) -> tuple[str, ...]:
    """Return what may stop the change: a step that the law demands is gone, nobody was asked, titles that hardly match."""
    return (
        *_of_two_procedures(comparison),
        *_in_two_languages(comparison),
        *_mandates(comparison.overall),
        *_unasked(comparison),
        *_unknown(comparison),
    )


def state_names(comparison: Comparison) -> tuple[str, ...]:
    """Return the names of the states; numbered where two have one name."""
    names = [word(STATES, procedure.state) for procedure in comparison.procedures]
    return tuple(
        name if names.count(name) == 1 else f"{name} {names[: place + 1].count(name)}"
        for place, name in enumerate(names)
    )


def case_figures(comparison: Comparison) -> tuple[Figure, ...]:
    """Return the averages of a case: every step by how often it is done."""
    found = [totals.case.expected for totals in comparison.totals]
    minutes, days = tell(en="min", ja="分"), tell(en="working days", ja="開庁日")

    def figure(key: str, en: str, ja: str, value: Callable[[Expected], float], unit: str = "") -> Figure:
        return Figure(
            key, tell(en=en, ja=ja), unit, tuple(None if each is None else value(each) for each in found)
        )

    return (
        figure("staff", "staff work", "職員の処理時間", lambda each: each.touch_minutes, minutes),
        figure(
            "applicant",
            "applicants' work",
            "申請者の所要時間",
            lambda each: each.touch_by_kind.get("applicant", 0.0),
            minutes,
        ),
        figure(
            "lead_time",
            "lead time without queues",
            "所要日数（混雑による待ちを除く）",
            lambda each: each.lead_time.mean_days,
            days,
        ),
        figure("handovers", "handovers", "受渡し", lambda each: each.handovers),
        figure("approvals", "approvals", "承認", lambda each: each.approvals),
        figure("seals", "seals", "押印", lambda each: each.seals),
        figure("sheets", "sheets of paper", "用紙（枚）", lambda each: each.sheets),
        figure("letters", "letters", "郵送（通）", lambda each: each.letters),
    )


LISTED = (
    ("steps", "steps", "工程"),
    ("listed_minutes_staff", "minutes of staff", "職員の分数"),
    ("listed_minutes_applicant", "minutes of applicants", "申請者の分数"),
    ("handovers", "handovers", "受渡し"),
    ("approvals", "approvals", "承認"),
    ("seals", "seals", "押印"),
    ("sheets", "sheets of paper", "用紙（枚）"),
    ("letters", "letters", "郵送（通）"),
    ("roles", "roles involved", "関わる担当"),
    ("people", "people in these roles", "その担当の人数"),
)


def listed_figures(comparison: Comparison) -> tuple[Figure, ...]:
    """Return the totals in which each step counts once, whatever its share."""
    return tuple(
        Figure(key, tell(en=en, ja=ja), "", tuple(float(getattr(each, key)) for each in comparison.totals))
        for key, en, ja in LISTED
    )


def role_figures(comparison: Comparison) -> tuple[Figure, ...]:
    """Return the minutes of a case by role, in the order of the lanes."""
    roles = {
        (own.role.id, str(own.role.title) or own.role.id)
        for totals in comparison.totals
        for own in totals.per_role
    }
    order = {own.role.id: place for totals in comparison.totals for place, own in enumerate(totals.per_role)}
    return tuple(
        Figure(key, name, "", tuple(_minutes_of(totals, key) for totals in comparison.totals))
        for key, name in sorted(roles, key=lambda role: (order[role[0]], role[1]))
    )


def _minutes_of(totals: Totals, role: str) -> float:
    if totals.case.expected is not None:
        return totals.case.expected.touch_by_role.get(role, 0.0)
    return sum(own.listed_minutes for own in totals.per_role if own.role.id == role)


def _counts(comparison: Comparison) -> str:
    names, totals = state_names(comparison), comparison.totals
    counts = [
        f"{said(KINDS[kind])} {len(comparison.overall.of_kind(kind))}"
        for kind in ORDER
        if comparison.overall.of_kind(kind)
    ]
    if not counts:
        return tell(
            en="Nothing changes from the first state to the last.", ja="最初と最後の状態に違いはありません。"
        )
    return tell(
        en=f"{names[0]} has {counted(totals[0].steps, 'step')}, {names[-1]} has {totals[-1].steps}. Changes: {listed(counts)}.",
        ja=f"{names[0]}は{totals[0].steps}工程、{names[-1]}は{totals[-1].steps}工程。変更の内訳：{listed(counts)}。",
    )


def _case(comparison: Comparison) -> Iterator[str]:
    for figure in case_figures(comparison)[:3]:
        first, last = figure.values[0], figure.values[-1]
        if first is not None and last is not None and (first or last):
            yield tell(
                en=f"{figure.label.capitalize()} of an average case: {figure.way}.",
                ja=f"1件あたりの{figure.label}の平均：{figure.way}。",
            )
    moved = [
        f"{each.label} {each.way}"
        for each in case_figures(comparison)[3:]
        if each.values[0] is not None and each.values[-1] is not None and each.change != "±0"
    ]
    if moved:
        yield tell(en=f"Per case: {listed(moved)}.", ja=f"1件あたり：{listed(moved)}。")


def _asked_for(comparison: Comparison) -> Iterator[str]:
    if comparison.needs:
        count = len(comparison.needs)
        yield tell(
            en=f"{count} {'thing has' if count == 1 else 'things have'} to be there first.",
            ja=f"実施の前に必要なものが{count}件あります。",
        )
    if comparison.loses:
        agreed = sum(loss.agreed_by is not None for loss in comparison.loses)
        count = len(comparison.loses)
        yield tell(
            en=f"{count} {'step is' if count == 1 else 'steps are'} taken from somebody; "
            f"for {agreed} of them it is said who agreed.",
            ja=f"担当の手を離れる工程が{count}件あり、うち{agreed}件は同意した人が記録されています。",
        )


def _of_two_procedures(comparison: Comparison) -> Iterator[str]:
    """Say so where what is compared has no name in common, and not half of its steps."""
    first, last = comparison.procedures[0], comparison.procedures[-1]
    titles = [{title for title in (one.title.ja, one.title.en) if title} for one in (first, last)]
    if first.id == last.id or titles[0] & titles[1]:
        return
    steps = min(totals.steps for totals in (comparison.totals[0], comparison.totals[-1]))
    matched = sum(
        match.confidence >= UNSURE and bool(match.before and match.after)
        for match in comparison.overall.matches
    )
    if 2 * matched < steps:
        one, other = (str(each.title) or each.id for each in (first, last))
        yield tell(
            en=f"These look like two procedures, not two states of one: {one} [{first.id}] and {other} [{last.id}] have "
            f"{matched} of {steps} steps in common. If it is one, give both the same id.",
            ja=f"1つの手続の2つの状態ではなく、別の手続のようです：{one} [{first.id}] と {other} [{last.id}] で一致する工程は"
            f"{steps}件中{matched}件です。同じ手続なら、両方に同じidを付けてください。",
        )


def _in_two_languages(comparison: Comparison) -> Iterator[str]:
    """Say so where half of the steps have no counterpart, and no title that could tell one."""
    names = state_names(comparison)
    for difference in comparison.differences:
        earlier, later = difference.earlier, difference.later
        gone = [step for change in difference.of_kind("removed") for step in change.before]
        new = [step for change in difference.of_kind("added") for step in change.after]
        apart = [step for step in gone if new and not any(speak_alike(step.title, one.title) for one in new)]
        if apart and 2 * len(apart) >= min(comparison.totals[earlier].steps, comparison.totals[later].steps):
            yield tell(
                en=f"{len(apart)} steps of {names[earlier]} and {len(new)} of {names[later]} have titles in different "
                "languages and no ids in common: nothing tells which is which, so all are listed as removed and added. "
                "Write the titles in both, such as {ja: 起案, en: Drafting}, or give a step the same id in both states.",
                ja=f"{names[earlier]}の{len(apart)}工程と{names[later]}の{len(new)}工程は、題名の言語が違い、idも共通でない"
                "ため、対応を判断できません。すべて廃止・新設として挙げています。題名を {ja: 起案, en: Drafting} のように"
                "両方の言語で書くか、同じ工程に同じidを付けてください。",
            )


def _mandates(overall: Difference) -> Iterator[str]:
    for change in overall.changes:
        if change.aspect == "demanded_order":
            steps = steps_text(change.before)
            yield tell(
                en=f"{change.was} demands the order of {steps}, which does not hold any more. Put it back.",
                ja=f"{change.was}が求める「{steps}」の順序が崩れています。元に戻してください。",
            )
            continue
        step = change.before[0] if change.before else None
        if step is None or step.task is None or step.task.mandatory is None:
            continue
        if change.kind == "removed" or change.aspect == "mandatory":
            citation = step.task.mandatory.citation
            yield tell(
                en=f"{step} is demanded by {citation}, and is not there or not marked any more. Put it back.",
                ja=f"「{step}」は{citation}により必要ですが、なくなったか根拠の記載が消えています。元に戻してください。",
            )


def _unasked(comparison: Comparison) -> Iterator[str]:
    for step in comparison.unlisted:
        yield tell(
            en=f"{step.who} loses '{step}', and 'loses' does not name it: ask, and write down who agreed.",
            ja=f"{step.who}は「{step}」を失いますが、loses に書かれていません。了解を得て、同意した人を記録してください。",
        )


def _unknown(comparison: Comparison) -> Iterator[str]:
    names = state_names(comparison)
    for name, totals in zip(names, comparison.totals, strict=True):
        if totals.case.why_not is not None:
            yield tell(
                en=f"The average case of {name} cannot be computed: {totals.case.why_not}",
                ja=f"{name}の1件あたりの平均は計算できません：{totals.case.why_not}",
            )
    unsure = [match for match in comparison.overall.matches if match.confidence < UNSURE]
    if unsure:
        pairs = listed(f"{steps_text(match.before)} = {steps_text(match.after)}" for match in unsure)
        yield tell(
            en=f"Are these the same? {pairs}. If not, give them other ids; if so, the same id.",
            ja=f"次は同じ工程とみなしましたが、確かではありません：{pairs}。同じなら同じidを、違うなら別のidを付けてください。",
        )


def grouped(changes: Sequence[Change]) -> list[tuple[Change, ...]]:
    """Return changes of one kind that are the same for several steps together, in order."""
    groups: dict[object, list[Change]] = {}
    for change in changes:
        alike = change.kind in ("moved", "retimed", "remediumed", "altered", "for_information")
        same = (change.kind, change.aspect, repr(change.was), repr(change.becomes))
        groups.setdefault(same if alike else id(change), []).append(change)
    return [tuple(group) for group in groups.values()]
