"""Which work to review first: a score whose parts are shown, and effect against effort."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bprkit.inventory.model import Inventory, Task
from bprkit.inventory.settings import PARTS, Settings

Size = Literal["small", "large"]


@dataclass(frozen=True)
class Score:
    """The score of a task and its parts: hours a year times factors of 1 and more, each to the power of its weight."""

    task: Task
    score: float
    parts: Mapping[str, float]


@dataclass(frozen=True)
class Placement:
    """Where a task stands in the matrix. points: of effort, 0–5, and `why`, the codes of what they are for.

    told: the section has said how large the effort is; otherwise it is estimated.
    """

    task: Task
    effect: Size
    effort: Size
    points: float
    why: tuple[str, ...]
    told: bool


def scores(inventory: Inventory, settings: Settings) -> tuple[Score, ...]:
    """Return all tasks with hours by their score, the first to be reviewed first."""
    scored = (_score(task, settings) for task in inventory.tasks if task.hours > 0)
    return tuple(sorted(scored, key=lambda each: (-each.score, each.task.section, each.task.name)))


def _score(task: Task, settings: Settings) -> Score:
    parts = {
        "hours": task.hours,
        "repetition": _repetition(task, settings.repetition),
        "paper": settings.paper.get(task.medium or "", 1.0),
        "handovers": min(1 + settings.handovers["each"] * (task.handovers or 0), settings.handovers["most"]),
    }
    product = math.prod(parts[part] ** settings.weights[part] for part in PARTS)
    return Score(task, product, parts)


def _repetition(task: Task, rule: Mapping[str, float]) -> float:
    """Return 1 for a case a year, `most` at `full_at` cases, in between by the logarithm."""
    cases = max(task.cases or 1.0, 1.0)
    grown = 1 + (rule["most"] - 1) * min(math.log(cases) / math.log(rule["full_at"]), 1.0)
    return grown * (rule["non_routine"] if task.routine == "non_routine" else 1.0)


def placements(inventory: Inventory, settings: Settings) -> tuple[Placement, ...]:
    """Return where each task with hours stands, most hours first."""
    tasks = sorted(
        (task for task in inventory.tasks if task.hours > 0),
        key=lambda task: (-task.hours, task.section, task.name),
    )
    whole = math.fsum(task.hours for task in tasks)
    placed, before = [], 0.0
    for task in tasks:
        effect: Size = "large" if before < settings.effect["share"] * whole else "small"
        before += task.hours
        points, why = _effort(task, settings.effort)
        large = points >= settings.effort["large_from"]
        if task.effort is not None:
            large = task.effort == "large"
        effort: Size = "large" if large else "small"
        placed.append(Placement(task, effect, effort, points, why, task.effort is not None))
    return tuple(placed)


def _effort(task: Task, rule: Mapping[str, float]) -> tuple[float, tuple[str, ...]]:
    reasons = {
        "law": bool(task.law),
        "handovers": (task.handovers or 0) >= rule["many_handovers"],
        "no_system": not task.system,
        "non_routine": task.routine == "non_routine",
        "approval": task.approval == "needed",
    }
    why = tuple(reason for reason, holds in reasons.items() if holds)
    return math.fsum(rule[reason] for reason in why), why
