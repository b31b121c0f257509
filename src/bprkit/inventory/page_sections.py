"""The sections of the page, in their order; tables hold everything, and show the first rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from bprkit.inventory import words
from bprkit.inventory.answers import Answers
from bprkit.inventory.hours import Group
from bprkit.inventory.layout import REPAIRS_SHEET
from bprkit.inventory.page_pairs import similar_tasks
from bprkit.inventory.page_parts import column, plain_table, share, table, task_columns, whose
from bprkit.inventory.words import word
from bprkit.language import tell
from bprkit.report.model import Section, Value

Make = Callable[[Answers, int], Iterator[Section]]


def where_hours_go(answers: Answers, top: int) -> Iterator[Section]:
    """Hours by section, then by kind, medium and post."""
    columns = (
        column("section", "section", "課"),
        column("hours", "hours", "時間", "count"),
        column("tasks", "tasks", "業務数", "count"),
        column("share", "share", "割合", "share"),
    )
    yield Section(
        "hours",
        tell(en="Where the hours go", ja="時間はどこに使われているか"),
        "",
        table(columns, [_group(group) for group in answers.sections], top, bar="share"),
    )
    for key, title, groups in (
        ("kinds", tell(en="By kind", ja="業務の性質別"), answers.kinds),
        ("media", tell(en="By medium", ja="媒体別"), answers.media),
        ("posts", tell(en="By post, of the whole office", ja="職位・雇用区分別（全庁）"), answers.posts),
    ):
        if groups:
            named = (column("name", "", ""), *columns[1:])
            rows = [(_named(key, group.name), *_group(group)[1:]) for group in groups]
            yield Section(key, title, "", plain_table(named, rows), under="hours")


def _named(key: str, name: str) -> str:
    return words.medium(name) if key == "media" else word(name)


def _group(group: Group) -> tuple[Value, ...]:
    return group.name, group.hours, group.tasks, group.share


def review_first(answers: Answers, top: int) -> Iterator[Section]:
    """The score of each task, and its parts."""
    weights = answers.settings.weights
    columns = (
        *task_columns(),
        column("score", "score", "点数", "count"),
        column("hours", "hours", "時間", "count"),
        column("repetition", "× repe-\ntition", "×反復", "number"),
        column("paper", "× paper", "×紙", "number"),
        column("handovers", "× hand-\novers", "×受渡し", "number"),
    )
    rows: list[tuple[Value, ...]] = [
        (*whose(each.task), each.score, *each.parts.values()) for each in answers.scores
    ]
    used = ", ".join(f"{part}={weight:g}" for part, weight in weights.items())
    yield Section(
        "review",
        tell(en="Which work to review first", ja="どの業務から見直すか"),
        tell(
            en=f"Score = hours × repetition × paper × hand-overs, each to the power of its weight ({used}; change with "
            "--weight paper=2). The factors are estimates: they set an order, they measure nothing.",
            ja=f"点数＝時間×反復×紙×受渡し。各要素は重みの分だけ掛けます（{used}。--weight paper=2 のように変えられます）。"
            "係数は推計で、順番を決めるためのものです。",
        ),
        table(columns, rows, top),
    )


def effect_and_effort(answers: Answers, top: int) -> Iterator[Section]:
    """The four fields of the matrix, first what to begin with."""
    columns = (
        *task_columns(),
        column("effect", "effect", "効果", lines=1),
        column("effort", "effort", "手間", lines=1),
        column("hours", "hours", "時間", "count"),
        column("why", "what makes it hard", "手間の理由", lines=0, drop=1),
    )
    order = {("large", "small"): 0, ("large", "large"): 1, ("small", "small"): 2, ("small", "large"): 3}
    placed = sorted(answers.matrix, key=lambda each: order[each.effect, each.effort])
    joint = tell(en=", ", ja="、")
    rows = [
        (
            *whose(each.task),
            word(each.effect),
            word(each.effort) + ("" if each.told else " *"),
            each.task.hours,
            joint.join(map(word, each.why)),
        )
        for each in placed
    ]
    half = share(answers.settings.effect["share"])
    yield Section(
        "matrix",
        tell(en="Effect and effort", ja="効果と手間"),
        tell(
            en=f"Effect is large for the tasks that together hold {half} of the hours. Effort as the section told "
            "it (medium counts as small); * = estimated from law, hand-overs, system, routine and approval.",
            ja=f"効果「大」は、時間の多い順に合わせて{half}を占める業務です。手間は課の記入によります（「中」は「小」に含めます）。"
            "* は根拠法令・受渡し・システム・定型・決裁からの推計です。",
        ),
        table(columns, rows, top),
    )


def peaks(answers: Answers, top: int) -> Iterator[Section]:
    """Hours by month, and who is busiest."""
    columns = (
        column("month", "month", "月", lines=1),
        column("hours", "hours", "時間", "count"),
        column("of_mean", "× mean\nmonth", "平均の月\nの倍率", "number"),
        column("busiest", "sections with the most hours", "時間の多い課", lines=0),
    )
    rows = [
        (
            words.month_name(month.month),
            month.hours,
            month.of_mean,
            tell(en=", ", ja="、").join(f"{name} {hours:,.0f}" for name, hours in month.busiest),
        )
        for month in answers.months
    ]
    title = tell(en="Peaks by month", ja="月ごとの山")
    if not rows:
        yield Section("months", title, tell(en="No task tells its months.", ja="月別の記入がありません。"))
        return
    yield Section(
        "months",
        title,
        tell(
            en=f"The months are told for {share(answers.months_told)} of the hours; what is not told is not spread.",
            ja=f"月別の記入があるのは、時間の{share(answers.months_told)}です。記入のない分は配分していません。",
        ),
        plain_table(columns, rows),
    )


def digital_sprouts(answers: Answers, top: int) -> Iterator[Section]:
    """What is digital somewhere and could be shared."""
    columns = (
        *task_columns(),
        column("system", "system", "システム", lines=2, drop=1),
        column("served", "sections\nit may serve", "広げられ\nそうな課", "count"),
        column("hours", "their\nhours", "その課の\n時間", "count"),
        column("where", "such as", "例", lines=2, drop=2),
    )
    rows = []
    for each in answers.sprouts:
        served = list(dict.fromkeys(task.section for _, task in each.others))
        shown = tell(en=", ", ja="、").join(served[:4]) + (tell(en=" …", ja="…") if len(served) > 4 else "")
        rows.append((*whose(each.model), each.model.system, len(served), each.hours, shown))
    yield Section(
        "sprouts",
        tell(
            en="Seeds of digital change: what is digital already", ja="DXの芽：既にデジタル化されている業務"
        ),
        tell(
            en="Beside each: sections with the same or a similar task that is not digital yet. Ask how it was done; nothing "
            "has been merged, and the hours are not savings.",
            ja="同じ、または似た業務がまだデジタル化されていない課を示します。やり方を聞いてみてください。"
            "業務は統合していません。時間は削減量ではありません。",
        )
        if rows
        else tell(
            en="No task is told to be digital already.", ja="既にデジタル化されたと書かれた業務はありません。"
        ),
        table(columns, rows, top),
    )


def seen_by_residents(answers: Answers, top: int) -> Iterator[Section]:
    """Procedures of residents, and what they lack."""
    columns = (
        *task_columns(),
        column("cases", "cases\na year", "年間\n件数", "count"),
        column("web", "web", "Web\n掲載", lines=1),
        column("phone", "phone", "スマホ", lines=1),
        column("online", "online", "オンライン\n申請", lines=1),
        column("lacks", "what is lacking", "足りないもの", lines=0),
    )
    joint = tell(en=", ", ja="、")
    rows = [
        (
            *whose(seen.task),
            seen.task.cases,
            words.answer_word(seen.task.web),
            words.answer_word(seen.task.phone),
            words.answer_word(seen.task.online),
            joint.join(map(word, seen.lacks)),
        )
        for seen in answers.website
    ]
    counted = Counter(lack for seen in answers.website for lack in seen.lacks)
    told = joint.join(f"{word(lack)} {number:,}" for lack, number in counted.most_common())
    yield Section(
        "website",
        tell(
            en="Which procedures residents cannot find or finish", ja="住民が見つけられない、終えられない手続"
        ),
        f"{told}{tell(en='.', ja='。')}" if told else _nothing_lacks(bool(rows)),
        table(columns, rows, top),
    )


def _nothing_lacks(procedures: bool) -> str:
    if procedures:
        return tell(en="Nothing is lacking.", ja="足りないものはありません。")
    return tell(
        en="No task tells whether it is on the website.", ja="Web掲載・オンライン申請の記入がありません。"
    )


def to_ask_about(answers: Answers, top: int) -> Iterator[Section]:
    """What does not fit."""
    columns = (column("kind", "kind", "種類"), column("message", "to ask about", "確認すること", lines=0))
    rows = [(word(doubt.code), doubt.message) for doubt in answers.doubts]
    yield Section(
        "doubts",
        tell(en="To ask the sections about", ja="課に確かめること"),
        tell(
            en="Sections of fewer than 3 people are not compared with their headcount: the study is of work, not of workers.",
            ja="職員が3人に満たない課は、人数と比べていません（調べるのは業務であり、人ではありません）。",
        )
        + ("" if rows else tell(en=" There is nothing to ask about.", ja="確かめることはありません。")),
        table(columns, rows, top),
    )


def repairs(answers: Answers, top: int) -> Iterator[Section]:
    """How often each kind of repair was needed, then every one with its place."""
    from bprkit.inventory.repairs import REPAIRS

    counted = Counter(repair.code for repair in answers.inventory.repairs)
    columns = (
        column("done", "", "扱い", lines=1),
        column("what", "what", "内容", lines=0),
        column("count", "how often", "件数", "count"),
    )
    rows = [
        (word(REPAIRS[code].done), tell(en=REPAIRS[code].en, ja=REPAIRS[code].ja), number)
        for code, number in counted.most_common()
    ]
    yield Section(
        "repairs",
        tell(en=REPAIRS_SHEET[1], ja=REPAIRS_SHEET[0]),
        tell(en="Nothing is changed in the files themselves.", ja="元のファイルは変えていません。"),
        plain_table(columns, rows),
    )
    listed = (
        column("file", "file", "ファイル"),
        column("place", "sheet and cell", "シート・セル"),
        column("message", "what", "内容", lines=0),
    )
    places = [
        (
            each.place.file,
            "!".join(part for part in (each.place.sheet, each.place.cell) if part),
            each.message,
        )
        for each in answers.inventory.repairs
    ]
    yield Section(
        "repair-list",
        tell(en="Every repair with its place", ja="すべての修正とその場所"),
        "",
        table(listed, places, top),
        under="repairs",
    )


SECTIONS: tuple[Make, ...] = (
    where_hours_go,
    review_first,
    effect_and_effort,
    peaks,
    digital_sprouts,
    similar_tasks,
    seen_by_residents,
    to_ask_about,
    repairs,
)
