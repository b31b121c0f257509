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


def keys_of(shape: type[shapes.Shape]) -> tuple[str, ...]:
    """Return the keys of a shape as they are written."""
    return tuple(field.alias or name for name, field in shape.model_fields.items())
