"""What the tests of office hours share."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

from bprkit.calendar import japanese_city_hall, load_calendar
from bprkit.errors import InputError

JP = japanese_city_hall()
DAY = 86_400
DAY_US = DAY * 1_000_000
unhurried = settings(deadline=None)  # the first look at a country or a decade takes longer than the rest


def us(*times: str | datetime) -> np.ndarray:
    return np.array(times, dtype="datetime64[us]")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def write(folder: Path, text: str, name: str = "counter.yaml", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def refusal(path: Path | str, **more) -> InputError:
    with pytest.raises(InputError) as caught:
        load_calendar(path, **more)
    return caught.value
