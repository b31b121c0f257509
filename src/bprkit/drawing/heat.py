"""What a log says of a procedure's steps, to be laid on its drawing: how often, how long, and where most of the time goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from bprkit.drawing.figures import Clock, count, percent
from bprkit.language import tell

BOUNDS = (0.02, 0.05, 0.10, 0.20)
"""Shares of all time at which a step becomes one shade hotter."""


@dataclass(frozen=True)
class Observed:
    """What a log says of a step.

    count: how often it was done. seconds: how long it took on average, in the clock of its `Heat`; None where the log
    does not tell. share: its part of the time of all steps together, from 0 to 1. whole: the log has no starts, so the
    time includes the work. A folded part has the share of all steps in it, and no seconds.
    """

    count: int
    seconds: float | None = None
    share: float = 0.0
    whole: bool = False

    @property
    def level(self) -> int:
        """How hot it is, from 0 to 4.

        >>> [Observed(9, 60.0, share).level for share in (0.0, 0.03, 0.5)]
        [0, 1, 4]
        """
        return sum(self.share >= bound for bound in BOUNDS)


@dataclass(frozen=True)
class Heat:
    """What a log says of the steps of a procedure, by their ids; notes are written below the drawing."""

    steps: Mapping[str, Observed] = field(default_factory=lambda: MappingProxyType({}))
    clock: Clock = field(default_factory=Clock)
    notes: tuple[str, ...] = ()

    def pills(self, step: str) -> tuple[str, ...]:
        """Return what is written on a step, in the language in use.

        >>> from bprkit.language import speaking
        >>> heat = Heat({"a": Observed(1200, 90_000.0, 0.18)}, Clock(27_900.0, working=True))
        >>> with speaking("ja"):
        ...     heat.pills("a")
        ('実測 3.2日・18%', '1,200回')
        """
        observed = self.steps.get(step)
        if observed is None:
            return ()
        times = tell(en=f"done {count(observed.count)}×", ja=f"{count(observed.count)}回")
        if observed.seconds is None:
            share = percent(observed.share)
            return (tell(en=f"measured {share}", ja=f"実測 {share}"),) if observed.share else (times,)
        taken = self.clock.say(observed.seconds)
        return (
            tell(en=f"measured {taken}, ", ja=f"実測 {taken}・") + percent(observed.share),
            times,
        )

    @property
    def explained(self) -> tuple[str, ...]:
        """Sentences that say what the pills and the shades mean."""
        whole = {observed.whole for observed in self.steps.values() if observed.seconds is not None}
        if not whole:
            return self.notes
        if whole == {True}:
            until = tell(
                en="from the end of the step before to its own end",
                ja="前の処理が終わってからこの処理が終わるまで",
            )
        elif whole == {False}:
            until = tell(
                en="the wait from the end of the step before to its start",
                ja="前の処理が終わってから着手するまでの待ち",
            )
        else:
            until = tell(
                en="to the start where it is recorded, else to the end",
                ja="着手の記録があれば着手まで、なければ終了まで",
            )
        meaning = tell(
            en=f"Measured: {until}, on average ({self.clock.name}), and the share of that time of all steps together. ",
            ja=f"実測：{until}の平均（{self.clock.name}）と、全工程のその時間に占める割合です。",
        )
        bounds = tell(en=", ", ja="・").join(percent(bound) for bound in BOUNDS)
        shades = tell(
            en=f"The darker, the larger the share: from {bounds} on.",
            ja=f"割合が大きいほど濃い色です（{bounds}から）。",
        )
        return (meaning + shades, *self.notes)
