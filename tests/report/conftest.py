"""A result as `bprkit.mine` gives it: a year of approval circulation in a city hall, in two languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from bprkit import language

WORKING_DAY = 27_900.0
CASES = 5_012
TEXTS: dict[str, dict[str, Any]] = {
    "ja": {
        "steps": [
            "起案",
            "係長確認",
            "課長補佐確認",
            "課長決裁",
            "合議(財政課)",
            "部長決裁",
            "副市長決裁",
            "公印審査",
            "施行",
            "編綴",
            "差戻し",
            "後閲",
        ],
        "columns": [
            "文書番号",
            "処理内容",
            "処理日時",
            "処理者",
            "役職",
            "所属",
            "文書種別",
            "起案金額",
            "件名",
        ],
        "roles": ["担当者", "係長", "課長補佐", "課長", "財政課長", "部長", "副市長", "文書係", "その他"],
        "sections": ["総務課", "税務課", "福祉課", "建設課", "教育総務課", "会計課", "その他"],
        "kinds": ["支出負担行為", "補助金交付決定", "契約締結", "照会・回答", "要綱・要領の制定改廃"],
        "file": "決裁履歴 令和6年度.csv",
        "calendar": "日本の市役所(平日8:30〜12:00、13:00〜17:15)",
        "warnings": [
            "記録の12%は閉庁時間(土曜・日曜・祝日・夜間)に行われています。窓口や夜勤の記録であれば、"
            "--calendar で実際の開庁時間を指定してください。"
        ],
        "summary": [
            "5,012件の案件は、平均6.3日(開庁)、半数は4.4日(開庁)以内で終わっています。",
            "最も時間がかかっているのは「合議(財政課)」から「部長決裁」までの間で、所要期間全体の29.8%を占めます。"
            "ここが半分になると、平均は5.4日(開庁)になります。",
            "612件(12.2%)で差戻しなどの手戻りがあり、その対応に合計1,204日(開庁)かかっています。",
        ],
        "reason": "個人情報を含むおそれのある自由記述",
        "amount": "金額として読み取り",
        "unreadable": "日付として読めない値が14行あります。直してから読み込むと集計に入ります。",
        "tie": "同じ案件で同じ時刻の記録が208組あります。ファイルの順に並べました。",
        "duplicate": "全く同じ行が31行あります。1行だけを残しました。",
        "filter": "開始日が2024/04/01〜2025/03/31",
    },
    "en": {
        "steps": [
            "Draft",
            "Check by subsection chief",
            "Check by deputy manager",
            "Decision of section manager",
            "Concurrence of finance section",
            "Decision of department head",
            "Decision of vice mayor",
            "Seal check",
            "Issue",
            "Filing",
            "Sent back",
            "Later review",
        ],
        "columns": [
            "Document no.",
            "Step",
            "Processed at",
            "Officer",
            "Post",
            "Section",
            "Document type",
            "Amount",
            "Subject",
        ],
        "roles": [
            "Officer in charge",
            "Subsection chief",
            "Deputy manager",
            "Section manager",
            "Finance manager",
            "Department head",
            "Vice mayor",
            "Documents desk",
            "others",
        ],
        "sections": ["General affairs", "Tax", "Welfare", "Construction", "Education", "Accounts", "others"],
        "kinds": [
            "Commitment of spending",
            "Grant decision",
            "Contract",
            "Inquiry and reply",
            "Rules and guidelines",
        ],
        "file": "approvals FY2024.csv",
        "calendar": "Japanese city hall (Mon-Fri 8:30-12:00, 13:00-17:15)",
        "warnings": [
            "12% of the events happened while the office was closed (weekends, holidays, nights). "
            "If the log is of a counter or a night shift, give its own hours with --calendar."
        ],
        "summary": [
            "5,012 cases take 6.3 wd on average; half of them end within 4.4 wd.",
            "Most time goes by between “Concurrence of finance section” and “Decision of department "
            "head”: 29.8% of all lead time. At half of it, the mean would be 5.4 wd.",
            "612 cases (12.2%) have rework, which took 1,204 wd in all.",
        ],
        "reason": "free text that may name people",
        "amount": "read as amounts of money",
        "unreadable": "14 rows hold a value that is not a date. Correct them and they will be counted.",
        "tie": "208 pairs of events in a case carry the same moment; they were kept in file order.",
        "duplicate": "31 rows are there twice, word for word; one of each was kept.",
        "filter": "cases started from 2024-04-01 to 2025-03-31",
    },
}
# from, to, how often, mean working days
FLOW = [
    (4, 5, 1754, 5.36),
    (0, 1, 5012, 0.83),
    (3, 4, 1998, 1.94),
    (2, 3, 4702, 0.79),
    (5, 6, 402, 7.1),
    (3, 7, 2608, 0.92),
    (1, 2, 4890, 0.44),
    (10, 0, 601, 2.21),
    (6, 7, 398, 4.03),
    (5, 7, 1321, 0.78),
    (7, 8, 4320, 0.21),
    (8, 9, 4280, 0.19),
    (2, 10, 311, 1.42),
    (4, 10, 190, 1.88),
    (3, 10, 111, 0.97),
    (3, 11, 84, 0.31),
]


def _durations(days: float, count: int = 1) -> dict[str, dict[str, float]]:
    shape = {"total": days * count, "mean": days, "median": days * 0.7, "p90": days * 2.1, "p95": days * 3.05}
    return {
        "clock_seconds": {name: value * 86_400 * 1.46 for name, value in shape.items()},
        "working_seconds": {name: value * WORKING_DAY for name, value in shape.items()},
    }


def _only(statistics: dict[str, dict[str, float]], *names: str) -> dict[str, dict[str, float]]:
    return {kind: {name: of[name] for name in names} for kind, of in statistics.items()}


def sample_result(of: str = "ja") -> dict[str, Any]:
    """Return the result; every table is filled, with a name of 40 characters nowhere (tests put those in)."""
    texts = TEXTS[of]
    step: list[str] = texts["steps"]
    everything = sum(count * days for _, _, count, days in FLOW)
    mean = everything / CASES
    four, three, two = ("total", "mean", "median", "p95"), ("mean", "median", "p95"), ("mean", "median")
    transitions = [
        {
            "source": step[a],
            "target": step[b],
            "measure": "sojourn",
            "count": n,
            "cases": int(n * 0.97),
            **_only(_durations(days, n), *four),
        }
        for a, b, n, days in FLOW
    ]
    ranked = sorted(transitions, key=lambda row: -row["working_seconds"]["total"])
    bottlenecks = [
        {
            "rank": rank,
            "source": row["source"],
            "target": row["target"],
            "measure": "sojourn",
            "count": row["count"],
            "cases": row["cases"],
            "working_seconds_total": row["working_seconds"]["total"],
            "clock_seconds_total": row["clock_seconds"]["total"],
            "share_of_lead_time": row["working_seconds"]["total"] / (everything * WORKING_DAY),
            "mean_lead_time": mean * WORKING_DAY,
            "mean_lead_time_if_halved": mean * WORKING_DAY - row["working_seconds"]["total"] / 2 / CASES,
        }
        for rank, row in enumerate(ranked, 1)
    ]
    routes = [
        [0, 1, 2, 3, 7, 8, 9],
        [0, 1, 2, 3, 4, 5, 7, 8, 9],
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
        [0, 1, 2, 10, 0, 1, 2, 3, 7, 8, 9],
        [0, 1, 3, 11],
    ]
    covered, variants = 0.0, []
    for number, (route, part) in enumerate(
        zip([*routes, *routes[1:4]], [0.401, 0.244, 0.071, 0.052, 0.017, 0.012, 0.009, 0.008], strict=True), 1
    ):
        covered += part
        variants.append(
            {
                "variant": number,
                "activities": [step[place] for place in route],
                "cases": round(part * CASES),
                "share": part,
                "cumulative_share": covered,
                **_only(_durations(len(route) * 0.62), *three),
            }
        )
    months = [f"{2024 + (3 + place) // 12}-{(3 + place) % 12 + 1:02}" for place in range(14)]
    weeks = [(date(2024, 4, 1) + timedelta(weeks=place)).isoformat() for place in range(52)]
    c = texts["columns"]
    return {
        "bprkit": "0.1.0",
        "format": "bprkit-mined/1",
        "settings": {
            "files": [f"/home/dx/ログ/{texts['file']}"],
            "engine": "duckdb",
            "timezone": "Asia/Tokyo",
            "calendar": {"name": "jp", "title": texts["calendar"], "working_day_seconds": WORKING_DAY},
            "filters": [texts["filter"]],
            "end_activities": [],
            "after_end": [step[11]],
            "persons": False,
            "privacy": {"min_cases": 5, "min_persons": 3},
        },
        "overview": {
            "rows": 41_230,
            "events": 41_230,
            "activity_instances": 41_185,
            "cases": CASES,
            "activities": 12,
            "variants": 187,
            "resources": 326,
            "roles": 9,
            "first": "2024-04-01T08:45:00+09:00",
            "last": "2025-05-09T16:58:00+09:00",
            "has_starts": False,
            "dates_only": False,
            "complete_cases": None,
            "open_cases": None,
            "status": "unknown",
        },
        "columns": [
            {"column": name, "taken_as": taken, "why": why, "note": note}
            for name, taken, why, note in zip(
                c,
                [
                    "case",
                    "activity",
                    "time",
                    "resource",
                    "role",
                    "section",
                    "attribute",
                    "attribute",
                    "ignored",
                ],
                ["header", "header", "header", "header", "chosen", "header", "content", "content", "content"],
                [None, None, None, None, None, None, None, texts["amount"], texts["reason"]],
                strict=True,
            )
        ],
        "quality": [
            {
                "check": "unparsable_date",
                "count": 14,
                "action": "set_aside",
                "message": texts["unreadable"],
                "examples": [
                    {"row": 1_202, c[0]: "06総務第0123号", c[2]: "2024/13/40 9:05"},
                    {"row": 8_431, c[0]: "06税務第2201号", c[2]: "令和6年"},
                ],
            },
            {
                "check": "exact_duplicate",
                "count": 31,
                "action": "removed",
                "message": texts["duplicate"],
                "examples": [{"row": 77, c[0]: "06建設第0042号", c[1]: step[3], c[2]: "2024/06/29 10:00"}],
            },
            {"check": "tie", "count": 208, "action": "kept", "message": texts["tie"], "examples": []},
        ],
        "warnings": list(texts["warnings"]),
        "summary": list(texts["summary"]),
        "lead_time": {
            "cases": CASES,
            "status": "unknown",
            **_only(_durations(mean), *two, "p90", "p95"),
            "by_fiscal_year": [
                {"fiscal_year": year, "cases": n, **_only(_durations(days), *two, "p90", "p95")}
                for year, n, days in ((2024, 4_871, mean), (2025, 141, 3.9))
            ],
            "by_month": [
                {
                    "month": month,
                    "cases": 300 + 17 * place,
                    **_only(_durations(4 + place % 5), *two, "p90", "p95"),
                }
                for place, month in enumerate(months)
            ],
            "end_activity_candidates": [
                {"activity": step[9], "count": 4_280, "share": 0.854},
                {"activity": step[8], "count": 388, "share": 0.0774},
                {"activity": step[11], "count": 84, "share": 0.0168},
            ],
        },
        "activities": [
            {
                "activity": name,
                "instances": 5_000 - 390 * place,
                "cases": 4_900 - 385 * place,
                "resources": 40 + place,
                "first_share": 1.0 if place == 0 else 0.0,
                "last_share": 0.854 if place == 9 else 0.0,
                "measure": "sojourn",
                **_only(_durations(0.3 + (place * 7 % 11) / 3, 5_000 - 390 * place), *four),
            }
            for place, name in enumerate(step)
        ],
        "transitions": transitions,
        "bottlenecks": bottlenecks,
        "start_activities": [{"activity": step[0], "count": CASES}],
        "end_activities": [{"activity": step[9], "count": 4_280}, {"activity": step[8], "count": 388}],
        "variants": variants,
        "rework": {
            "cases": 612,
            "share_of_cases": 612 / CASES,
            "activities": [
                {
                    "activity": step[place],
                    "cases": 601 - 60 * place,
                    "self_loops": 12,
                    "repetitions": 590 - 60 * place,
                    "repeats": 580 - 60 * place,
                    "redos": 22,
                    "clock_seconds_total": 9e7 - 1e7 * place,
                    "working_seconds_total": 3e7 - 4e6 * place,
                }
                for place in range(4)
            ],
            "returns": [
                {
                    "activity": step[0],
                    "source": step[place],
                    "count": n,
                    "cases": n - 3,
                    "resolved": n - 9,
                    **_only(_durations(days, n), *four),
                }
                for place, n, days in ((2, 311, 2.4), (4, 190, 6.1), (3, 111, 3.3))
            ],
        },
        "handovers": {
            "resource": {
                "transitions": 36_173,
                "handovers": 31_004,
                "share": 31_004 / 36_173,
                "ping_pongs": 1_211,
                "cases": 5_012,
            },
            "role": {
                "transitions": 36_173,
                "handovers": 26_511,
                "share": 26_511 / 36_173,
                "ping_pongs": 873,
                "cases": 5_012,
            },
            "pairs": [
                {
                    "by": "role",
                    "source": texts["roles"][a],
                    "target": texts["roles"][a + 1],
                    "count": 4_800 - 510 * a,
                    "cases": 4_700 - 500 * a,
                    **_only(_durations(0.5 + a * 0.4), *four),
                }
                for a in range(8)
            ],
        },
        "workload": [
            {
                "by": by,
                "name": name,
                "instances": 9_000 - 950 * place,
                "cases": 4_100 - 480 * place,
                "share": (9_000 - 950 * place) / 41_185,
                "first": "2024-04-01T08:45:00+09:00",
                "last": "2025-05-09T16:58:00+09:00",
            }
            for by in ("role", "section")
            for place, name in enumerate(texts[f"{by}s"])
        ],
        "backlog": {
            "weeks": [
                {
                    "week": week,
                    "arrivals": 90 + place * 13 % 40,
                    "completions": 88 + place * 7 % 44,
                    "in_progress": 60 + place * 5 % 90,
                }
                for place, week in enumerate(weeks)
            ],
            "by_activity": [
                {
                    "week": week,
                    "activity": step[place],
                    "arrivals": 70 - place,
                    "completions": 69 - place,
                    "in_progress": (week_number * (place + 3)) % 41,
                }
                for week_number, week in enumerate(weeks)
                for place in (3, 4, 5, 6)
            ],
        },
        "attributes": [
            {
                "attribute": c[6],
                "kind": "category",
                "cases": 5_012,
                "effect": "epsilon_squared",
                "effect_size": 0.17,
                "strength": "large",
                "values": [
                    {
                        "value": kind,
                        "cases": 1_800 - 330 * place,
                        "cliffs_delta": 0.44 - 0.23 * place,
                        **_only(_durations(9 - place * 1.6), *two),
                    }
                    for place, kind in enumerate(texts["kinds"])
                ],
            },
            {
                "attribute": c[7],
                "kind": "number",
                "cases": 4_100,
                "effect": "spearman",
                "effect_size": 0.31,
                "strength": "medium",
                "values": [
                    {
                        "value": value,
                        "cases": 1_025,
                        "cliffs_delta": None,
                        **_only(_durations(3 + place * 2), *two),
                    }
                    for place, value in enumerate(("< 100,000", "< 500,000", "< 3,000,000", "≥ 3,000,000"))
                ],
            },
            {
                "attribute": c[5],
                "kind": "category",
                "cases": 5_012,
                "effect": "epsilon_squared",
                "effect_size": 0.021,
                "strength": "small",
                "values": [
                    {
                        "value": name,
                        "cases": 1_100 - 140 * place,
                        "cliffs_delta": 0.12 - 0.05 * place,
                        **_only(_durations(6.6 - place * 0.3), *two),
                    }
                    for place, name in enumerate(texts["sections"])
                ],
            },
        ],
    }


@pytest.fixture
def result() -> Callable[[str], dict[str, Any]]:
    return sample_result


@pytest.fixture(params=["ja", "en"])
def spoken(request: pytest.FixtureRequest) -> Iterator[str]:
    language.use(request.param)
    yield request.param
    language.use(None)


@pytest.fixture
def english() -> Iterator[None]:
    language.use("en")
    yield
    language.use(None)


@pytest.fixture
def japanese() -> Iterator[None]:
    language.use("ja")
    yield
    language.use(None)
