"""Who may decide what alone: the delegation table (専決規程) of a city, as data."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from bprkit.errors import InputError
from bprkit.procedure.model import Title
from bprkit.procedure.unreadable import unreadable

ANY = "any"
_UNITS = {"千": 1_000, "万": 10_000, "億": 100_000_000}


class UnknownKind(InputError):
    """The table has no line for such a kind of decision."""


class UnknownRank(InputError):
    """The table does not know such a rank."""


@dataclass(frozen=True)
class Rule:
    """Up to which amount each rank decides a kind at a stage: yen, the amount itself included."""

    kind: str
    stage: str
    limits: Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class Delegation:
    """A delegation table. `ranks`: from the lowest to the highest, those of equal standing together.

    amount: names that the amount goes by among the attributes of a case. kinds, stages: other names of each.
    """

    id: str
    title: Title
    ranks: tuple[tuple[str, ...], ...]
    rules: tuple[Rule, ...]
    amount: tuple[str, ...] = ("amount",)
    kinds: Mapping[str, tuple[str, ...]]
    stages: Mapping[str, tuple[str, ...]]
    estimate: bool = False
    source: str | None = None

    @property
    def highest(self) -> str:
        """The rank that decides what no line grants to another."""
        return self.ranks[-1][0]

    def standing(self, rank: str) -> int:
        """Return the place of a rank, 0 the lowest; raise UnknownRank where the table does not know it."""
        for place, equals in enumerate(self.ranks):
            if rank in equals:
                return place
        listed = [name for equals in self.ranks for name in equals]
        raise UnknownRank(
            en=f"The delegation table {self.id} knows no rank '{rank}'. Ranks: {', '.join(listed)}.",
            ja=f"専決区分「{self.id}」に職位「{rank}」はありません。{'、'.join(listed)} のいずれかにしてください。",
        )

    def rule(self, kind: str, stage: str) -> Rule:
        """Return the line for a kind and a stage, else for the kind at any stage; raise UnknownKind if there "
        "is none."""
        kind, stage = _canonical(kind, self.kinds), _canonical(stage, self.stages)
        for wanted in (stage, ANY):
            for rule in self.rules:
                if (rule.kind, rule.stage) == (kind, wanted):
                    return rule
        listed = list(dict.fromkeys(rule.kind for rule in self.rules))
        raise UnknownKind(
            en=f"The delegation table {self.id} has no line for '{kind}' at '{stage}'. Kinds: {', '.join(listed)}.",
            ja=f"専決区分「{self.id}」に「{kind}」（{stage}）の行はありません。区分は {'、'.join(listed)} です。",
        )


def decider(table: Delegation, kind: str, stage: str, amount: float) -> str:
    """Return the lowest rank that may decide it alone. `amount` in yen; `math.inf` asks for whatever the amount.

    Raises UnknownKind.

    >>> table = load_delegation("default")
    >>> [decider(table, "goods", "decision", amount) for amount in (500_000, 500_001, 30_000_000)]
    ['課長', '部長', '市長']
    >>> decider(table, "物品", "支出命令", 30_000_000)
    '課長'
    """
    limits = table.rule(kind, stage).limits
    entitled = [rank for rank, limit in limits.items() if amount <= limit]
    return min(entitled, key=table.standing, default=table.highest)


def may_decide(table: Delegation, rank: str, kind: str, stage: str, amount: float) -> bool:
    """Tell whether a rank may decide it; a higher rank may do what a lower one may. `amount` in yen.

    Raises UnknownKind and UnknownRank.

    >>> table = load_delegation("default")
    >>> may_decide(table, "課長", "construction", "decision", 2_000_000)
    True
    >>> may_decide(table, "係長", "payroll", "decision", 0)
    False
    """
    return table.standing(rank) >= table.standing(decider(table, kind, stage, amount))


def load_delegation(name_or_path: str | Path) -> Delegation:
    """Return a table by the name of one that comes along ("default"), or from a YAML file of the same form.

    Raises InputError where there is none, or where it cannot be used.

    >>> load_delegation("default").highest
    '市長'
    """
    name = str(name_or_path)
    if Path(name).suffix.lower() in (".yaml", ".yml"):
        return _from_file(Path(name))
    return _bundled(name)


@lru_cache(maxsize=8)
def _bundled(name: str) -> Delegation:
    from importlib import resources

    folder = resources.files("bprkit").joinpath("data", "delegations")
    known = sorted(
        file.name.removesuffix(".yaml") for file in folder.iterdir() if file.name.endswith(".yaml")
    )
    if name not in known:
        raise InputError(
            en=f"There is no delegation table '{name}'. Use {', '.join(known)}, or the path of a YAML file.",
            ja=f"専決区分「{name}」はありません。{'、'.join(known)} か、YAMLファイルのパスを指定してください。",
        )
    return _read(folder.joinpath(f"{name}.yaml").read_text(encoding="utf-8"), name, f"{name}.yaml")


def _from_file(path: Path) -> Delegation:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise unreadable(
            path,
            error,
            en="Give a delegation table that can be read.",
            ja="読み込める専決区分のファイルを指定してください。",
        ) from None
    except UnicodeDecodeError:
        raise InputError(
            en=f"{path} is not UTF-8. Save it as UTF-8.",
            ja=f"{path} はUTF-8ではありません。UTF-8で保存してください。",
        ) from None
    return _read(text, path.stem, str(path))


def _read(text: str, name: str, file: str) -> Delegation:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        data = YAML(typ="safe", pure=True).load(text)
    except YAMLError as error:
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        line_en, line_ja = (f", line {mark.line + 1}", f"、{mark.line + 1}行目") if mark else ("", "")
        raise InputError(
            en=f"{file}{line_en}: this is not YAML. Correct the line; tabs may not indent.",
            ja=f"{file}{line_ja}：YAMLとして読めません。書き方を直してください。字下げにタブは使えません。",
        ) from None
    if not isinstance(data, dict) or not isinstance(data.get("rules"), list) or not data.get("ranks"):
        raise InputError(
            en=f"{file} holds no delegation table. Write 'ranks' and 'rules' as the bundled default.yaml does.",
            ja=f"{file} に専決区分の内容がありません。付属の default.yaml にならって ranks と rules "
            "を書いてください。",
        )
    ranks = tuple(tuple(map(str, _listed(rank))) for rank in data["ranks"])
    known = {rank for equals in ranks for rank in equals}
    title = data.get("title") or name
    return Delegation(
        id=str(data.get("id", name)),
        title=Title(str(title.get("ja", "")), title.get("en"))
        if isinstance(title, dict)
        else Title(str(title)),
        ranks=ranks,
        rules=tuple(_rules(data["rules"], known, file)),
        amount=tuple(map(str, _listed(data.get("amount", "amount")))),
        kinds=_names(data.get("kinds")),
        stages=_names(data.get("stages")),
        estimate=bool(data.get("estimate", False)),
        source=data.get("source"),
    )


def _rules(rows: list[Any], ranks: set[str], file: str) -> Iterator[Rule]:
    for place, row in enumerate(rows, 1):
        if not isinstance(row, dict) or not row.get("kind") or not isinstance(row.get("limits"), dict):
            raise InputError(
                en=f"{file}, rules[{place}]: 'kind' and 'limits' are needed, such as "
                f"{{kind: goods, limits: {{課長: 50万}}}}.",
                ja=f"{file}、rules[{place}]：kind と limits "
                f"が必要です（例：{{kind: goods, limits: {{課長: 50万}}}}）。",
            )
        limits = {str(rank): _yen(limit, f"{file}, rules[{place}]") for rank, limit in row["limits"].items()}
        for rank in limits:
            if rank not in ranks:
                raise InputError(
                    en=f"{file}, rules[{place}]: '{rank}' is not among 'ranks'. Add it there, or correct it.",
                    ja=f"{file}、rules[{place}]：「{rank}」は ranks にありません。追加するか、直してください。",
                )
        yield Rule(str(row["kind"]), str(row.get("stage", ANY)), limits)


def _yen(written: Any, where: str) -> float:
    text = unicodedata.normalize("NFKC", str(written)).replace(",", "").removesuffix("円").strip()
    if text == ANY:
        return math.inf
    unit = _UNITS.get(text[-1:], 1)
    try:
        amount = float(text[:-1] if unit > 1 else text) * unit
    except ValueError:
        amount = math.nan
    if not amount >= 0:
        raise InputError(
            en=f"{where}: '{written}' is no amount. Write 500000, 50万 or any.",
            ja=f"{where}：「{written}」は金額として読めません。500000、50万、any のように書いてください。",
        )
    return amount


def _names(node: Any) -> dict[str, tuple[str, ...]]:
    return {str(name): tuple(map(str, _listed(others))) for name, others in (node or {}).items()}


def _listed(node: Any) -> list[Any]:
    return node if isinstance(node, list) else [node]


def _canonical(name: str, names: Mapping[str, tuple[str, ...]]) -> str:
    return next((known for known, others in names.items() if name in others), name)
