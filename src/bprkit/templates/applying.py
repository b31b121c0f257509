"""From measured times to the distributions of a procedure's touch times, and into its file."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from bprkit.errors import InputError
from bprkit.language import tell
from bprkit.mining.sampling.intervals import Interval, mean_interval
from bprkit.procedure.distributions import AnyDistribution, Constant, Empirical, LogNormal
from bprkit.procedure.model import Node, Procedure, SubProcess, Task
from bprkit.templates.stopwatch import Measurement, Times

Shape = Literal["auto", "empirical", "lognormal"]
MOST_VALUES = 100
"""More measured values than these are told as a lognormal distribution, unless asked for as they are."""
LEAST_FOR_OUTLIERS = 5
_FENCE = 1.5
_REST = re.compile(r"; the rest: |。ほかは ")


@dataclass(frozen=True)
class StepTimes:
    """What was measured at a step. n: cases; rows: measurements; mean, sd in minutes a case; before: as it was.

    interval: of the mean at 95 %; None where it was measured too few times. outliers: shown, and kept.
    """

    step: str
    title: str
    n: int
    rows: int
    mean: float
    sd: float
    interval: Interval | None
    touch: AnyDistribution
    before: AnyDistribution | None
    outliers: tuple[Measurement, ...]


def step_times(times: Sequence[Times], procedure: Procedure, shape: Shape = "auto") -> tuple[StepTimes, ...]:
    """Return the distribution of each measured step, in the order of the procedure.

    shape: "empirical" takes the measured values as they are, "lognormal" a distribution with their mean and standard
    deviation; "auto" the former for up to 100 cases timed one by one, the latter otherwise. Rows of several cases give the
    mean a case; its standard deviation is that of cases: Σ k(m − mean)² ÷ (rows − 1), k cases a row with mean m.
    """
    found: dict[str, list[Measurement]] = {}
    for each in times:
        for one in each.measurements:
            found.setdefault(one.step, []).append(one)
    return tuple(_measured(task, found[task.id], shape) for task in procedure.tasks if task.id in found)


def _measured(task: Task, measurements: Sequence[Measurement], shape: Shape) -> StepTimes:
    n = sum(each.cases for each in measurements)
    mean = math.fsum(each.minutes * each.cases for each in measurements) / n
    spread = math.fsum(each.cases * (each.minutes - mean) ** 2 for each in measurements)
    sd = math.sqrt(spread / (len(measurements) - 1)) if len(measurements) > 1 else 0.0
    values = [each.minutes for each in measurements]
    one_by_one = all(each.cases == 1 for each in measurements)
    return StepTimes(
        task.id,
        str(task.title) or task.id,
        n,
        len(measurements),
        mean,
        sd,
        mean_interval(values) if one_by_one else None,
        _distribution(measurements, mean, sd, shape, one_by_one),
        task.touch,
        outliers(measurements),
    )


def _distribution(
    measurements: Sequence[Measurement], mean: float, sd: float, shape: Shape, one_by_one: bool
) -> AnyDistribution:
    n = sum(each.cases for each in measurements)
    if len(measurements) == 1 or sd < 0.005:
        return Constant(_rounded(mean))
    if shape == "empirical" or (shape == "auto" and one_by_one and n <= MOST_VALUES):
        return Empirical(tuple(_rounded(each.minutes) for each in measurements for _ in range(each.cases)))
    return LogNormal(_rounded(mean), _rounded(sd))


def _rounded(minutes: float) -> float:
    """Return minutes to a hundredth, and never none."""
    return max(round(minutes, 2), 0.01)


def outliers(measurements: Sequence[Measurement]) -> tuple[Measurement, ...]:
    """Return what lies far from the rest: beyond 1.5 interquartile ranges of the logarithms, the longest first.

    J. W. Tukey, Exploratory Data Analysis, 1977, chapter 2, on logarithms, for times of work have a long tail. Nothing
    is told of fewer than five measurements.

    >>> [each.minutes for each in outliers([Measurement("a", minutes) for minutes in (3, 3.5, 4, 4, 5, 60)])]
    [60]
    """
    import numpy as np

    if len(measurements) < LEAST_FOR_OUTLIERS:
        return ()
    logs = np.log([each.minutes for each in measurements])
    low, high = np.quantile(logs, [0.25, 0.75])
    reach = _FENCE * (high - low)
    far = [
        each
        for each, value in zip(measurements, logs, strict=True)
        if not low - reach - 1e-9 <= value <= high + reach + 1e-9
    ]
    return tuple(sorted(far, key=lambda each: -each.minutes))


def apply_times(procedure: Procedure, measured: Sequence[StepTimes], *, source: str = "") -> Procedure:
    """Return the procedure with measured touch times, which are estimates no longer; `source` names the files.

    What is said of the source of a step's other numbers (its wait) stays beside it.
    """
    by_step = {each.step: each for each in measured}
    return replace(procedure, nodes=_with_times(procedure.nodes, by_step, source))


def _with_times(nodes: tuple[Node, ...], by_step: Mapping[str, StepTimes], source: str) -> tuple[Node, ...]:
    found: list[Node] = []
    for node in nodes:
        if isinstance(node, Task) and node.id in by_step:
            found.append(_task_with(node, by_step[node.id], source))
        elif isinstance(node, SubProcess):
            found.append(replace(node, nodes=_with_times(node.nodes, by_step, source)))
        else:
            found.append(node)
    return tuple(found)


def _task_with(task: Task, measured: StepTimes, source: str) -> Task:
    said = tell(
        en=f"touch measured, n = {measured.n} ({source})" if source else f"touch measured, n = {measured.n}",
        ja=f"処理時間は実測 n={measured.n}（{source}）" if source else f"処理時間は実測 n={measured.n}",
    )
    estimated = task.estimate and task.wait is not None
    if estimated and task.source:
        rest = _REST.split(task.source)[-1]  # measured once more: what was said of the touch before is gone
        said = tell(en=f"{said}; the rest: {rest}", ja=f"{said}。ほかは {rest}")
    return replace(task, touch=measured.touch, estimate=estimated, source=said)


def save_beside(procedure: Procedure, origin: Path | None, target: str | os.PathLike[str]) -> Path:
    """Write a procedure as YAML, with the comments, the order and the wording of the file that it came from.

    Raises InputError for a target that is no YAML by its ending, OutputError where it cannot be written.
    """
    from bprkit.files import write_beside
    from bprkit.procedure.yaml import dumps_procedure
    from bprkit.procedure.yaml.comments import kept
    from bprkit.procedure.yaml.loading import file_text, read_procedure

    place = Path(target)
    if place.suffix.lower() not in (".yaml", ".yml"):
        raise InputError(
            en=f"{place}: a procedure with measured times is written as YAML. End the name with .yaml.",
            ja=f"{place}：計測した時間を入れた手続はYAMLで書き出します。名前の末尾を .yaml にしてください。",
        )
    if origin is not None and origin.suffix.lower() in (".yaml", ".yml"):
        text = file_text(origin)
        written = kept((text, *read_procedure(text, str(origin))), procedure)
    else:
        written = dumps_procedure(procedure)
    with write_beside(place) as unfinished:
        unfinished.write_text(written, encoding="utf-8", newline="\n")
    return place
