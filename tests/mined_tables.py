"""Tables as mining makes them, for tests of maps and charts: of a small office, and of made-up logs of any size."""

from __future__ import annotations

import itertools
import random

import pandas as pd

DAY = 27_900.0
Frames = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]
HOSTILE = (
    "<script>alert(1)</script>",
    "a & b \"c\" 'd' ]]> -->",
    "長" * 300,
    "絵文字😀と外字𠮷",
    "二行\nある\x00\x1b[31m名",
    "‮right-to-left",
    r"back\slash \n {record|field} %s",
    "",
)


def tables_of(
    sequences: list[tuple[list[str], int]], seconds: dict[tuple[str, str], float] | None = None
) -> Frames:
    """Return activities, transitions, starts and ends of cases that go these ways so many times."""
    done: dict[str, int] = {}
    steps: dict[tuple[str, str], int] = {}
    starts: dict[str, int] = {}
    ends: dict[str, int] = {}
    for names, times in sequences:
        for name in names:
            done[name] = done.get(name, 0) + times
        for pair in itertools.pairwise(names):
            steps[pair] = steps.get(pair, 0) + times
        starts[names[0]] = starts.get(names[0], 0) + times
        ends[names[-1]] = ends.get(names[-1], 0) + times
    lengths = seconds or {}
    moves = [
        {
            "source": source,
            "target": target,
            "measure": "sojourn",
            "count": count,
            "clock_seconds_median": 86_400.0 * lengths.get((source, target), 1.0),
            "working_seconds_median": DAY * lengths.get((source, target), 1.0),
        }
        for (source, target), count in steps.items()
    ]
    columns = ["source", "target", "measure", "count", "clock_seconds_median", "working_seconds_median"]
    return (
        pd.DataFrame({"activity": list(done), "instances": list(done.values())}),
        pd.DataFrame(moves, columns=columns),
        pd.DataFrame({"activity": list(starts), "count": list(starts.values())}),
        pd.DataFrame({"activity": list(ends), "count": list(ends.values())}),
    )


def office() -> Frames:
    """Approvals: most go straight to the decision, some are sent back, some need another section's consent."""
    straight = ["起案", "係長確認", "課長決裁", "施行"]
    back = ["起案", "係長確認", "差戻し", "起案", "係長確認", "課長決裁", "施行"]
    consent = ["起案", "係長確認", "合議", "合議", "課長決裁", "施行"]
    lengths = {("係長確認", "課長決裁"): 3.0, ("係長確認", "合議"): 5.0, ("課長決裁", "施行"): 0.1}
    return tables_of([(straight, 60), (consent, 25), (back, 15)], lengths)


def made_up(seed: int, activities: int, cases: int = 60) -> Frames:
    """Return the tables of cases that mostly go on, at times skip, return or repeat; the same ones for a seed."""
    draw = random.Random(seed)
    names = [
        draw.choice(("審査", "Check ", "合議・決裁 ", "Send back to ")) + str(n) for n in range(activities)
    ]
    ways = []
    for _ in range(cases):
        place, way = 0, []
        while place < activities and len(way) < 3 * activities:
            way.append(names[place])
            place = max(place + draw.choice((1, 1, 1, 1, 1, 2, 3, 0, -1, -2)), 0)
        ways.append((way, draw.randint(1, 500)))
    lengths = {(one, other): draw.expovariate(0.3) for one in names for other in names}
    return tables_of(ways, lengths)
