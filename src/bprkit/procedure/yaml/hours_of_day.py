"""How the cases of a day spread over its hours: {9: 30%, 10: 25%, 13: 45%}, or so many cases an hour."""

from __future__ import annotations

import math
import re
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema

from bprkit.errors import InputError
from bprkit.procedure import units
from bprkit.procedure.quantities import folded
from bprkit.procedure.yaml.leaves import NUMBER, ROUNDING, refusal, told

HOURS = 24


def read_hourly(value: Any) -> tuple[float, ...]:
    """Return 24 weights from midnight.

    >>> read_hourly({9: "75%", "10時台": "25%"})[8:12]
    (0.0, 0.75, 0.25, 0.0)
    """
    if not isinstance(value, dict) or not value:
        raise InputError(
            en="Write hours and their weights, such as {9: 30%, 10: 25%, 13: 45%} or {9: 41, 10: 33}.",
            ja="時間帯とその重みを、{9: 30%, 10: 25%, 13: 45%} や {9: 41, 10: 33} のように書いてください。",
        )
    weights = [0.0] * HOURS
    seen: dict[int, Any] = {}
    for key, weight in value.items():
        try:
            hour = _hour(key)
            if hour in seen:
                raise InputError(
                    en=f"The hour {hour} stands twice. Take one of them away.",
                    ja=f"{hour}時台が2つあります。片方を消してください。",
                )
            weights[hour] = _weight(weight, hour)
        except InputError as error:
            raise refusal(en=error.en, ja=error.ja, at=(key,)) from None
        seen[hour] = "%" in folded(weight)
    if len(set(seen.values())) > 1:
        raise InputError(
            en="Some hours have a % and others have none. Write all of them with %, or all without.",
            ja="%のある時間帯とない時間帯があります。どちらかにそろえてください。",
        )
    if all(seen.values()) and abs(math.fsum(weights) - 1) > ROUNDING:
        total = units.write_share(round(math.fsum(weights), 4))
        raise InputError(
            en=f"The shares of the hours sum to {total}, not 100%. Correct them, or count cases: numbers without %.",
            ja=f"時間帯の割合の合計が {total} です。100%にするか、%を付けずに件数で書いてください。",
        )
    if not any(weights):
        raise InputError(
            en="All hours weigh 0, so no case would come. Give one of them more.",
            ja="すべての時間帯の重みが0で、案件が来ません。1つ以上を0より大きくしてください。",
        )
    return tuple(weights)


def _hour(key: Any) -> int:
    found = re.fullmatch(r"(\d{1,2})(?::00|時台?)?", folded(key))
    if not found or int(found[1]) >= HOURS:
        raise InputError(
            en=f"'{key}' is no hour of the day. Write whole hours from 0 to 23, such as 9 for 9:00 to 10:00.",
            ja=f"「{key}」は時間帯として読めません。0〜23の整数で書いてください（9 は9時から10時まで）。",
        )
    return int(found[1])


def _weight(value: Any, hour: int) -> float:
    text = folded(value)
    weight = (
        units.read_share(text) if "%" in text and "-" not in text else units.read_number(text.rstrip("%"))
    )
    if weight < 0:
        raise InputError(
            en=f"The hour {hour} weighs {text}. Write 0 or more.",
            ja=f"{hour}時台の重みが {text} です。0以上にしてください。",
        )
    return weight


Hourly = Annotated[
    tuple[float, ...],
    PlainValidator(told(read_hourly)),
    WithJsonSchema({"type": "object", "additionalProperties": NUMBER}),
]
