"""The kinds of a flow sheet's rows: which node a word in the column 種別 stands for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bprkit.procedure.excel.layout import Language, plain
from bprkit.procedure.model import End, Event, Gateway, Message, Node, Start, SubProcess, Task, Timer


@dataclass(frozen=True)
class Kind:
    """A kind of row: its words, the class of its node, and the fields that the kind settles."""

    ja: str
    en: str
    node: type[Node]
    settled: Mapping[str, Any] = field(default_factory=dict)
    others: tuple[str, ...] = ()

    def word(self, language: Language) -> str:
        """Return the word that is written."""
        return self.ja if language == "ja" else self.en


KINDS = (
    Kind("開始", "start", Start, others=("スタート", "はじめ", "○")),
    Kind("作業", "task", Task, {"type": "task"}, ("処理", "工程", "step", "□")),
    Kind("分岐", "choice", Gateway, {"logic": "exclusive"}, ("判断", "条件分岐", "判定分岐", "gateway", "◇")),
    Kind("並行", "parallel", Gateway, {"logic": "parallel"}, ("並列", "同時並行")),
    Kind("複数選択", "inclusive", Gateway, {"logic": "inclusive"}),
    Kind("先着", "event choice", Gateway, {"logic": "event"}),
    Kind("時間待ち", "timer", Timer, {"deadline": False}, ("タイマー", "期間")),
    Kind("期限", "deadline", Timer, {"deadline": True}),
    Kind("発信", "send message", Message, {"direction": "send"}, ("送信",)),
    Kind("着信", "receive message", Message, {"direction": "receive"}, ("受信",)),
    Kind("イベント", "event", Event, {"throws": False}),
    Kind("イベント(送出)", "throwing event", Event, {"throws": True}),
    Kind("まとまり", "sub-process", SubProcess, others=("サブプロセス", "subprocess")),
    Kind("終了", "end", End, others=("エンド", "完了", "おわり", "◎")),
    Kind("手作業", "manual task", Task, {"type": "manual"}),
    Kind("システム操作", "user task", Task, {"type": "user"}, ("画面操作",)),
    Kind("自動処理", "service task", Task, {"type": "service"}, ("自動",)),
    Kind("送付", "send task", Task, {"type": "send"}),
    Kind("受領", "receive task", Task, {"type": "receive"}),
    Kind("スクリプト", "script task", Task, {"type": "script"}),
    Kind("自動判定", "rule task", Task, {"type": "business_rule"}),
    Kind("呼出し", "call", Task, {"type": "call"}),
)
TASK = KINDS[1]
_KIND_OF = {plain(name): kind for kind in KINDS for name in (kind.ja, kind.en, *kind.others)}


def kind_named(text: str) -> Kind | None:
    """Return the kind that a word stands for; None for none.

    >>> found = kind_named("手作業")
    >>> found is not None and dict(found.settled)
    {'type': 'manual'}
    """
    return _KIND_OF.get(plain(text))


def kind_of(node: Node) -> Kind:
    """Return the kind of a node."""
    return next(
        kind
        for kind in KINDS
        if type(node) is kind.node and all(getattr(node, key) == each for key, each in kind.settled.items())
    )
