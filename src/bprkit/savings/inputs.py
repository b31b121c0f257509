"""The figures that a saving rests on and that nobody knows exactly, each with its range."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bprkit.language import tell
from bprkit.procedure.code_words import STATES
from bprkit.procedure.model import Title
from bprkit.procedure.translating import in_both
from bprkit.savings.figures import Ranged, Sourced
from bprkit.savings.uses import StateName, StateUse, StepUse

if TYPE_CHECKING:
    from bprkit.savings.planning import Plan

Topic = Literal["volume", "touch", "price", "uptake", "change", "charge", "benefit", "simulation"]


@dataclass(frozen=True)
class Input:
    """A figure in its own unit. spread: triangular between low and high, or, if measured, normal about likely with low and
    high at 1.645 standard errors (5% and 95%). where: what tells two of one title apart.
    sample: how often it was measured."""

    key: str
    topic: Topic
    title: Title
    unit: Title
    low: float
    likely: float
    high: float
    spread: Literal["triangular", "normal"] = "triangular"
    where: Title = Title()  # noqa: RUF009 (it is frozen)
    estimate: bool = False
    source: Title | None = None
    sample: int = 0

    @property
    def is_exact(self) -> bool:
        """Whether it is taken as known."""
        return self.low == self.high

    def __str__(self) -> str:
        apart = [str(self.where)] if self.where else []
        apart += [f"n={self.sample}"] if self.sample else []
        return f"{self.title} ({', '.join(apart)})" if apart else str(self.title)

    def shown(self, value: float) -> str:
        """Return a value with its unit, in the language in use."""
        if self.topic in ("uptake", "simulation"):
            return f"{value:.0%}"
        text = f"{value:,.0f}" if abs(value) >= 100 or float(value).is_integer() else f"{value:,.1f}"
        unit = str(self.unit)
        return f"{text}{tell(en=' ', ja='')}{unit}" if unit else text


Z = 1.645
_YEN = Title("円", "yen")
_MINUTES = Title("分", "min")
_CASES = Title("件/年", "cases/year")
_SHARE = Title("", "")


def state_title(plan: Plan, state: StateName) -> Title:
    """Return what a state is called."""
    en, ja = STATES[(plan.as_is if state == "as_is" else plan.to_be).procedure.state]
    return Title(ja, en)


def inputs_of(plan: Plan) -> tuple[Input, ...]:
    """Return every figure of a plan, exact ones too, in a fixed order."""
    found = [*_volume(plan), *_touch(plan), *_prices(plan), *_items(plan), *_uptake(plan), *_noise(plan)]
    return tuple({one.key: one for one in found}.values())


def likely(inputs: tuple[Input, ...]) -> Mapping[str, float]:
    """Return each figure as it is likely to be."""
    return {one.key: one.likely for one in inputs}


def _volume(plan: Plan) -> Iterator[Input]:
    volume = plan.as_is.procedure.volume
    estimate = bool(volume and volume.estimate)
    low, mid, high = plan.costs.uncertainty.volume.range if estimate else (1.0, 1.0, 1.0)
    cases = plan.as_is.volume
    yield Input(
        "volume",
        "volume",
        Title("年間件数", "Cases a year"),
        _CASES,
        low * cases,
        mid * cases,
        high * cases,
        estimate=estimate,
        source=in_both(volume.source) if volume and volume.source else None,
    )


def _touch(plan: Plan) -> Iterator[Input]:
    for step in (*plan.as_is.steps, *plan.to_be.steps):
        if step.minutes <= 0 or not step.visits:
            continue
        low, mid, high, measured = _minutes(plan, step)
        yield Input(
            step.key,
            "touch",
            step.title,
            _MINUTES,
            low,
            mid,
            high,
            "normal" if measured else "triangular",
            Title() if step.unchanged else state_title(plan, step.state),
            step.estimate,
            in_both(step.source) if step.source else None,
            step.measured,
        )


def _minutes(plan: Plan, step: StepUse) -> tuple[float, float, float, bool]:
    if error := step.relative_error:
        off = Z * error * step.minutes
        return step.minutes - off, step.minutes, step.minutes + off, True
    if not step.estimate:
        return step.minutes, step.minutes, step.minutes, False
    low, mid, high = plan.costs.uncertainty.touch.range
    return low * step.minutes, mid * step.minutes, high * step.minutes, False


def _prices(plan: Plan) -> Iterator[Input]:
    for key in plan.price_keys:
        price = plan.costs.prices[key]
        yield _ranged(f"price/{key}", "price", price, price.title, price.unit)


def _items(plan: Plan) -> Iterator[Input]:
    for place, charge in enumerate(plan.charges):
        yield _ranged(f"charge/{place}", "charge", charge, charge.title, Title("円/回", "yen each"))
    for place, benefit in enumerate(plan.benefits):
        yield _ranged(f"benefit/{place}", "benefit", benefit, benefit.title, Title("円/年", "yen/year"))
    for place, item in enumerate(plan.changes.items):
        yield _ranged(f"change/{place}", "change", item, item.title, _YEN)


def _uptake(plan: Plan) -> Iterator[Input]:
    low, mid, high = plan.ramp.uptake.range
    title = Title("効果の実現率", "Share of the effect that is reached")
    yield Input("uptake", "uptake", title, _SHARE, low, mid, high, estimate=low < high)


def _noise(plan: Plan) -> Iterator[Input]:
    states: tuple[tuple[StateName, StateUse], ...] = (("as_is", plan.as_is), ("to_be", plan.to_be))
    for state, found in states:
        error = found.queued.touch_error if found.queued else 0.0
        if error > 0:
            title = Title("シミュレーションの誤差", "Noise of the simulation")
            low, high = 1 - Z * error, 1 + Z * error
            yield Input(
                f"noise/{state}",
                "simulation",
                title,
                _SHARE,
                low,
                1.0,
                high,
                "normal",
                state_title(plan, state),
            )


def _ranged(key: str, topic: Topic, figure: Ranged, title: Title, unit: Title) -> Input:
    low, mid, high = figure.range
    sourced = figure if isinstance(figure, Sourced) else None
    return Input(
        key,
        topic,
        title,
        unit,
        low,
        mid,
        high,
        estimate=bool(sourced and sourced.estimate),
        source=sourced.source if sourced else None,
    )
