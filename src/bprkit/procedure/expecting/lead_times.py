"""The lead time of all classes together: on a grid and on one twice as fine, or played where the graph asks for it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bprkit.errors import InputError
from bprkit.procedure.distributions import AnyDistribution
from bprkit.procedure.expecting.answers import SHOWN, LeadTime
from bprkit.procedure.expecting.reduction import IrreducibleError, lead_time
from bprkit.procedure.expecting.times import Allowance, Grid, Timing, TooMuchError, after, mixed, on_grid
from bprkit.procedure.expecting.visits import Course

Counts = Mapping[str, float]
Spent = Mapping[str, tuple[AnyDistribution, ...]]
_ROUGH, _FINE, _MOST = 1024, 8192, 1 << 18
_TAIL = 1e-7
_LEAST_PLAYED = 500
_MOST_PLAYED = 2_000_000
"""Steps of all played cases together, some seconds."""
_DEARER = 3
"""How much more work the two finer grids make than the rough one, at least."""


@dataclass(frozen=True, eq=False)
class LeadTimes:
    """whole: of all cases. means: of each class, in minutes. visits: of each class, empty if none was played.

    assumed: (en, ja) of what the reader should know.
    """

    whole: LeadTime
    means: tuple[float, ...]
    visits: tuple[Counts, ...]
    assumed: tuple[tuple[str, str], ...] = ()


def lead_times(
    parts: Sequence[tuple[float, Course, Counts | None]],
    spent: Spent,
    *,
    day_minutes: float,
    step: float | None,
    cases: int,
    seed: int,
) -> LeadTimes:
    """Return the lead times of classes, each with its share; raises InputError for a step that is too small."""
    if step is not None and not step > 0:
        raise ValueError(f"step_minutes has to be positive, not {step}")
    try:
        if all(counts is not None for _, _, counts in parts):
            return _computed(parts, spent, day_minutes, step)
    except IrreducibleError:
        pass
    except TooMuchError:
        answer = _played(parts, spent, day_minutes, cases, seed)
        played = len(answer.whole.at)
        told = (
            f"So many ways cross that the lead time would take long to compute; {played:,} cases were played instead.",
            f"流れの交差が多く所要時間の計算に時間がかかるため、代わりに {played:,} 件を試行しました。",
        )
        return replace(answer, assumed=(told,))
    return _played(parts, spent, day_minutes, cases, seed)


def _computed(
    parts: Sequence[tuple[float, Course, Counts | None]], spent: Spent, day_minutes: float, step: float | None
) -> LeadTimes:
    allowed = Allowance()
    at_first = allowed.left
    longest = _horizon(parts, spent, allowed)
    if allowed.left < _DEARER * (at_first - allowed.left):
        raise TooMuchError
    fine = _round(longest / _FINE) if step is None else step
    if longest / fine > _MOST:
        raise InputError(
            en=f"Steps of {fine:g} minutes are too small for lead times up to {longest:,.0f} minutes. "
            f"Take {longest / _MOST:.2g} or more.",
            ja=f"最長 {longest:,.0f} 分に対して {fine:g} 分の刻みは細かすぎます。{longest / _MOST:.2g} 分以上にしてください。",
        )
    answers = []
    for width in (2 * fine, fine):
        grid = Grid(width, math.ceil(longest / width) + 2)
        answers.append(_on(grid, parts, spent, allowed))
    wholes = [_told(mixed([(part[0], one) for part, one in zip(parts, timings, strict=True)]), width, day_minutes)
              for timings, width in zip(answers, (2 * fine, fine), strict=True)]  # fmt: skip
    coarse, whole = wholes
    apart = [abs(whole.quantile(share) - coarse.quantile(share)) for share in SHOWN]
    known = [difference for difference in apart if math.isfinite(difference)]
    return LeadTimes(
        LeadTime(
            mean=whole.mean,
            sd=whole.sd,
            error=abs(whole.mean - coarse.mean),
            quantile_error=max([*known, fine]),
            exact=True,
            step_minutes=fine,
            beyond=whole.beyond,
            day_minutes=day_minutes,
            at=whole.at,
            up_to=whole.up_to,
        ),
        tuple(timing.mean for timing in answers[-1]),
        tuple({} for _ in parts),
    )


def _on(
    grid: Grid, parts: Sequence[tuple[float, Course, Counts | None]], spent: Spent, allowed: Allowance
) -> list[Timing]:
    known: dict[tuple[AnyDistribution, ...], Timing] = {}
    for times in spent.values():
        if times not in known:
            whole = on_grid(times[0], grid)
            for time in times[1:]:
                whole = after(whole, on_grid(time, grid), grid)
            known[times] = whole
    timings = {place: known[times] for place, times in spent.items()}
    return [lead_time(course, timings, grid, allowed) for _, course, _ in parts]


def _told(timing: Timing, width: float, day_minutes: float) -> LeadTime:
    import numpy as np

    up_to = np.minimum(np.cumsum(timing.mass), 1.0)
    beyond = max(1 - float(timing.mass.sum()), 0.0)
    at = np.arange(len(timing.mass), dtype=np.float64) * width
    return LeadTime(
        timing.mean, math.sqrt(timing.variance), 0.0, width, True, width, beyond, day_minutes, at, up_to
    )


def _horizon(parts: Sequence[tuple[float, Course, Counts | None]], spent: Spent, allowed: Allowance) -> float:
    """Return how many minutes hold all but one in ten million cases, as far as a rough grid shows."""
    import numpy as np

    work = [sum(counts.get(place, 0.0) * sum(time.mean for time in times) for place, times in spent.items())
            for _, _, counts in parts if counts is not None]  # fmt: skip
    longest = 8 * max(work) or 1.0
    for _ in range(24):
        width = longest / _ROUGH
        timings = _on(Grid(width, _ROUGH + 2), parts, spent, allowed)
        whole = mixed([(share, timing) for (share, _, _), timing in zip(parts, timings, strict=True)])
        if 1 - float(whole.mass.sum()) <= _TAIL:
            enough = int(np.searchsorted(np.cumsum(whole.mass), 1 - _TAIL)) + 2
            return width * min(enough, _ROUGH)
        longest *= 2
    return longest


def _round(width: float) -> float:
    """Return the nearest handy width below: 1, 2.5 or 5 of a power of ten."""
    power = 10.0 ** math.floor(math.log10(width))
    return next(factor * power for factor in (5.0, 2.5, 1.0) if factor * power <= width * (1 + 1e-12))


def _played(
    parts: Sequence[tuple[float, Course, Counts | None]],
    spent: Spent,
    day_minutes: float,
    cases: int,
    seed: int,
) -> LeadTimes:
    import numpy as np

    from bprkit.procedure.expecting.sampling import play

    rng = np.random.default_rng(seed)
    planned = [max(math.ceil(cases * share), _LEAST_PLAYED) for share, _, _ in parts]
    steps = [sum(counts.values()) if counts else 0.0 for _, _, counts in parts]
    total = sum(number * each for number, each in zip(planned, steps, strict=True))
    fewer = min(_MOST_PLAYED / total, 1.0) if total else 1.0
    played = [
        play(course, spent, max(math.ceil(number * fewer), 2), rng)
        for number, (_, course, _) in zip(planned, parts, strict=True)
    ]
    shares = [share for share, _, _ in parts]
    means = [float(one.times.mean()) for one in played]
    mean = sum(share * one for share, one in zip(shares, means, strict=True))
    second = sum(share * float((one.times**2).mean()) for share, one in zip(shares, played, strict=True))
    squared_error = sum(
        share**2 * float(one.times.var()) / len(one.times) for share, one in zip(shares, played, strict=True)
    )
    times = np.concatenate([one.times for one in played])
    each = np.concatenate(
        [np.full(len(one.times), share / len(one.times)) for share, one in zip(shares, played, strict=True)]
    )
    order = np.argsort(times, kind="stable")
    whole = LeadTime(
        mean=mean,
        sd=math.sqrt(max(second - mean**2, 0.0)),
        error=2 * math.sqrt(squared_error),
        quantile_error=0.0,
        exact=False,
        step_minutes=None,
        beyond=0.0,
        day_minutes=day_minutes,
        at=times[order],
        up_to=np.minimum(np.cumsum(each[order]), 1.0),
    )
    return LeadTimes(_with_quantile_error(whole), tuple(means), tuple(one.visits for one in played))


def _with_quantile_error(whole: LeadTime) -> LeadTime:
    widths = []
    for share in SHOWN:
        off = 2 * math.sqrt(share * (1 - share) / len(whole.at))
        widths.append(whole.quantile(min(share + off, 1.0)) - whole.quantile(max(share - off, 0.0)))
    return replace(whole, quantile_error=max(widths) / 2)
