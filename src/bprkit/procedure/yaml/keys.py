"""Which shape stands under which key: to say what may stand there when something else does."""

from __future__ import annotations

from bprkit.procedure.yaml import shapes

OF_KIND: dict[str, type[shapes.StepShape]] = {
    "start": shapes.StartShape,
    "task": shapes.TaskShape,
    "gateway": shapes.GatewayShape,
    "choice": shapes.ChoiceShape,
    "parallel": shapes.ParallelShape,
    "timer": shapes.TimerShape,
    "send": shapes.SendShape,
    "receive": shapes.ReceiveShape,
    "subprocess": shapes.SubProcessShape,
    "circulation": shapes.CirculationShape,
    "event": shapes.EventShape,
    "end": shapes.EndShape,
}
UNDER: dict[str, type[shapes.Shape]] = {
    "bpmn": shapes.ForeignShape,
    "next": shapes.WayShape,
    "flows": shapes.FlowShape,
    "returns": shapes.ReturnsShape,
    "start": shapes.StartBody,
    "end": shapes.EndBody,
    "materials": shapes.MaterialsShape,
    "batch": shapes.BatchShape,
    "branches": shapes.BranchShape,
    "parallel": shapes.ParallelBranchShape,
    "period": shapes.PeriodShape,
    "roles": shapes.RoleShape,
    "volume": shapes.VolumeShape,
    "needs": shapes.NeedShape,
    "loses": shapes.LossShape,
}

IN_JAPANESE = {
    **{
        "題名": "title",
        "名称": "title",
        "手続名": "title",
        "所管": "owner",
        "状態": "state",
        "件数": "volume",
    },
    **{"年間件数": "volume", "担当": "role", "担当者": "role", "役割": "role", "役職": "role"},
    **{
        "処理時間": "touch",
        "作業時間": "touch",
        "所要時間": "touch",
        "待ち": "wait",
        "待ち時間": "wait",
        "媒体": "medium",
    },
    **{"次": "next", "次工程": "next", "差戻し": "returns", "割合": "share", "条件": "when", "備考": "note"},
    **{"出典": "source", "根拠": "mandatory", "根拠法令": "legal_basis", "工程": "steps", "手順": "steps"},
    **{
        "起案者": "drafter",
        "回議先": "route",
        "合議": "concur",
        "施行": "issue",
        "人数": "headcount",
        "職位": "rank",
    },
}
"""What the keys are called in the Japanese documents, for those who write them so."""


def keys_of(shape: type[shapes.Shape]) -> tuple[str, ...]:
    """Return the keys of a shape as they are written."""
    return tuple(field.alias or name for name, field in shape.model_fields.items())
