"""What becomes of each column of a log that is to be anonymised."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from bprkit.errors import InputError
from bprkit.language import tell
from bprkit.log.anonymizing.coarsening import STAMP_RULES, check_rule
from bprkit.log.anonymizing.key import Kind
from bprkit.log.columns.headers import header_key
from bprkit.log.columns.recognition import Recognised
from bprkit.log.writing.rows import Rows

Done = Literal["coded", "kept", "coarsened", "dropped"]

CODED_PARTS: Mapping[str, Kind] = {"case": "case", "resource": "person", "instance": "instance"}


@dataclass(frozen=True)
class Treated:
    """What was done with a column, and why.

    column: its header. done: coded, kept, coarsened or dropped. rule: how it was coarsened. en, ja: the reason.
    name: its column of `Rows.table`. kind: of a coded column, what the codes stand for.
    """

    column: str
    done: Done
    en: str
    ja: str
    name: str
    rule: str | None = None
    kind: Kind | None = None

    @property
    def why(self) -> str:
        """The reason, in the language in use."""
        return tell(en=self.en, ja=self.ja)


def planned(
    rows: Rows, taken: Recognised, coarsen: Mapping[str, str], keep: Collection[str]
) -> tuple[Treated, ...]:
    """Decide what is done with each column; in doubt it is dropped.

    Raises InputError for a column that is not there, a rule that does not fit, and for persons or case numbers that
    are to be kept.
    """
    recorded = {shown: header for header, shown in rows.renamed.items()}
    columns = {name: recorded.get(header, header) for name, header in rows.columns().items()}
    rules = _by_column(columns, coarsen, "--coarsen")
    kept = _by_column(columns, dict.fromkeys(keep, ""), "--keep")
    plan = tuple(_treated(rows, taken, name, header, rules, kept) for name, header in columns.items())
    for one in plan:
        if one.name in kept and one.done in ("coded", "dropped") and one.rule != "drop":
            raise InputError(
                en=f"--keep {one.column}: persons and case numbers are always replaced. Leave it out.",
                ja=f"--keep {one.column}：個人と案件番号は必ず符号に置き換えます。この指定を外してください。",
            )
    return plan


def _by_column(columns: Mapping[str, str], asked: Mapping[str, str], option: str) -> dict[str, str]:
    """Find the columns that are named by part or by header; "time" stands for the starts, too."""
    found: dict[str, str] = {}
    for wanted, rule in asked.items():
        names = [wanted] if wanted in columns else []
        names = names or [
            name for name, header in columns.items() if header_key(header) == header_key(wanted)
        ]
        if not names:
            known = ", ".join(columns.values())
            raise InputError(
                en=f"{option} {wanted}: there is no such column. There are: {known}.",
                ja=f"{option} {wanted}：この列はありません。あるのは {known} です。",
            )
        if names[0] in ("start", "time"):
            names = [name for name in ("start", "time") if name in columns]
        found |= dict.fromkeys(names, rule)
    return found


def _treated(
    rows: Rows,
    taken: Recognised,
    name: str,
    header: str,
    rules: Mapping[str, str],
    kept: Mapping[str, str],
) -> Treated:
    kind = CODED_PARTS.get(name, "person" if header in taken.persons else None)
    if (rule := rules.get(name)) is not None:
        check_rule(header, _holds(rows, taken, name, header, kind), rule)
        done: Done = "dropped" if rule == "drop" else "coarsened"
        return Treated(header, done, "chosen", "指定による", name, rule)
    if kind is not None:
        return Treated(header, "coded", *_CODED[kind], name, kind=kind)
    return _untouched(rows, taken, name, header, kept)


def _holds(rows: Rows, taken: Recognised, name: str, header: str, kind: Kind | None) -> str:
    if name == "case":
        return "case"
    if name in ("activity", "lifecycle"):
        return "step"
    if kind is not None:
        return "code"
    return "stamp" if name in rows.moments else taken.kinds.get(header, "category")


_CODED: Mapping[Kind, tuple[str, str]] = {
    "person": ("names people", "個人を表す"),
    "case": ("the number of the case", "案件の番号"),
    "instance": ("numbers the instances of a step", "処理ごとの番号"),
}


def _untouched(rows: Rows, taken: Recognised, name: str, header: str, kept: Mapping[str, str]) -> Treated:
    if name in rows.moments:
        return Treated(header, "kept", "the moment of the step", "処理の日時", name)
    if name in rows.headers:
        return Treated(header, "kept", "a step, or the post that did it", "処理、または担当の職・課", name)
    if header in taken.attributes:
        return Treated(header, "kept", "describes the case or the step", "案件や処理の属性", name)
    if header in taken.case_parts:
        return Treated(header, "dropped", "part of the number of the case", "案件番号の一部", name)
    if name in kept:
        return Treated(header, "kept", "chosen", "指定による", name)
    if header in taken.free_text:
        return Treated(header, "dropped", "free text", "自由記述", name)
    if header in taken.identifiers:
        return Treated(header, "dropped", "nearly one value a case", "案件をほぼ特定できる値", name)
    return Treated(header, "dropped", "not used in mining", "分析に使わない列", name)


def stamp_unit(plan: Iterable[Treated]) -> int | None:
    """Return the microseconds that stamps are to be cut down to; None if they stay as they are."""
    rules = [one.rule for one in plan if one.name == "time" and one.rule is not None]
    return STAMP_RULES[rules[0]] if rules else None
