"""The sections on similar tasks: those to be confirmed, the work that is shared, and answers that fit no pair."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bprkit.inventory.answers import Answers
from bprkit.inventory.confirming import ASKED, NAMES, sides
from bprkit.inventory.numbers import Cell
from bprkit.inventory.page_parts import column, table
from bprkit.inventory.similar import Pair
from bprkit.language import tell
from bprkit.report.model import Section, Value


def similar_tasks(answers: Answers, top: int) -> Iterator[Section]:
    """Pairs to confirm, then those confirmed, then answers that were not used."""
    judged = answers.judged
    columns = (
        column("likeness", "alike", "似ている\n度合い", "share"),
        column("one", NAMES["one"][1], NAMES["one"][0]),
        column("one_section", "section", "課"),
        column("other", NAMES["other"][1], NAMES["other"][0]),
        column("other_section", "sections", "課", lines=2),
        column("hours", "hours", "時間", "count"),
    )
    yield Section(
        "pairs",
        tell(en="Similar tasks, to be confirmed", ja="似た業務（要確認）"),
        tell(
            en="Alike by the characters of their names alone: the sections have to say whether it is the same work.",
            ja="業務名の文字だけで似ていると判断したものです。同じ業務かどうかは、課に確かめてください。",
        )
        + _answered(answers)
        if judged.open
        else tell(
            en="No pair of similar tasks of different sections is to be confirmed.",
            ja="課をまたいで名前の似た業務で、確かめるものはありません。",
        )
        + _answered(answers),
        table(columns, [_row(pair) for pair in judged.open], top),
    )
    if judged.shared:
        yield Section(
            "shared",
            tell(en="Shared work, confirmed", ja="同じ業務と確かめたもの"),
            tell(
                en="An officer has confirmed that it is the same work. Nothing is merged: the hours are what the sections spend "
                "now, not savings, and each task counts once in all other tables.",
                ja="担当者が同じ業務と確かめたものです。業務は統合していません。時間は各課が今かけている時間で、削減量ではありません。"
                "ほかの表では、それぞれの業務を1回ずつ数えています。",
            ),
            table(
                (
                    *columns[1:3],
                    column("other", "the same as", "同じ業務"),
                    *columns[4:],
                ),
                [_row(pair)[1:] for pair in sorted(judged.shared, key=lambda pair: -pair.hours)],
                top,
            ),
        )
    if judged.unmet:
        yield Section(
            "unmet",
            tell(en="Answers not used", ja="使わなかった回答"),
            tell(
                en="Answers about names or sections that are no pair (any more): where a section has come in or gone, the pair "
                "is to be confirmed again.",
                ja="業務名や課が変わり、当てはまる組がない回答です。課が増減した組は、もう一度確かめてください。",
            ),
            table(
                (
                    *columns[1:5],
                    column("said", "answer", "回答", lines=1),
                    column("where", "file and cell", "ファイル・セル"),
                ),
                [
                    (*each.one, *each.other, answer_word(same=each.same), str(each.place))
                    for each in judged.unmet
                ],
                top,
            ),
        )


def _answered(answers: Answers) -> str:
    shared, refused = len(answers.judged.shared), len(answers.judged.refused)
    if not shared and not refused:
        return ""
    return tell(
        en=f" Answered already: {shared} the same, {refused} not (no longer shown).",
        ja=f"回答済み：同じ業務 {shared}組、別の業務 {refused}組（別の業務は表示しません）。",
    )


def _row(pair: Pair) -> tuple[Value, ...]:
    (one, one_sections), (other, other_sections) = sides(pair)
    return pair.likeness, one, one_sections, other, other_sections, pair.hours


def answer_word(*, same: bool) -> str:
    """Return the word for an answer."""
    return tell(en="yes", ja="はい") if same else tell(en="no", ja="いいえ")


def pair_table(answers: Answers) -> tuple[list[str], list[str], list[list[Cell]]]:
    """Return header, kinds and rows of all pairs with a column to answer in; every answer that was given stands in it."""
    judged = answers.judged
    header = [
        *(
            tell(en=en, ja=ja)
            for en, ja in (("alike", "似ている度合い"), NAMES["one"][::-1], ("section", "課"))
        ),
        *(tell(en=en, ja=ja) for en, ja in (NAMES["other"][::-1], ("sections", "課"), ("hours", "時間"))),
        tell(en=ASKED[1], ja=ASKED[0]),
    ]
    parts: Sequence[tuple[Sequence[Pair], str | None]] = (
        (judged.open, None),
        (judged.shared, answer_word(same=True)),
        (judged.refused, answer_word(same=False)),
    )
    rows: list[list[Cell]] = [[*_row(pair), said] for pairs, said in parts for pair in pairs]
    rows += [[None, *each.one, *each.other, None, answer_word(same=each.same)] for each in judged.unmet]
    return header, ["share", "text", "text", "text", "text", "count", "text"], rows
