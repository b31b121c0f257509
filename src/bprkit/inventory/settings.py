"""What the answers weigh and where the checks begin to speak: from data/inventory.yaml, weights changeable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from bprkit.errors import InputError

PARTS = ("hours", "repetition", "paper", "handovers")


@dataclass(frozen=True)
class Settings:
    """The numbers of data/inventory.yaml, by their names there."""

    weights: Mapping[str, float]
    hours_per_post: Mapping[str, float]
    repetition: Mapping[str, float]
    paper: Mapping[str, float]
    handovers: Mapping[str, float]
    effort: Mapping[str, float]
    effect: Mapping[str, float]
    similar: Mapping[str, Any]
    checks: Mapping[str, float]
    estimate: bool
    source: str

    def weighing(self, weights: Mapping[str, float]) -> Settings:
        """Return these settings with other weights of the score; parts that are not named keep theirs.

        Raises InputError for a part that does not exist, and a weight below 0 or above 5.

        >>> default_settings().weighing({"paper": 2}).weights["paper"]
        2
        """
        for part, weight in weights.items():
            if part not in PARTS:
                raise InputError(
                    en=f"'{part}' is no part of the score. Parts are {', '.join(PARTS)}: as in --weight paper=2.",
                    ja=f"「{part}」は点数の要素ではありません。{'、'.join(PARTS)} のいずれかを --weight paper=2 のように"
                    "指定してください。",
                )
            if not 0 <= weight <= 5:
                raise InputError(
                    en=f"The weight of {part} is {weight:g}. Give a number from 0 (does not count) to 5.",
                    ja=f"{part} の重み {weight:g} は使えません。0（数えない）から5までの数にしてください。",
                )
        return replace(self, weights={**self.weights, **weights})


@cache
def default_settings() -> Settings:
    """Return the settings that come along.

    >>> default_settings().hours_per_post["regular"]
    1860
    """
    from ruamel.yaml import YAML

    text = (files("bprkit") / "data" / "inventory.yaml").read_text(encoding="utf-8")
    return Settings(**YAML(typ="safe").load(text))
