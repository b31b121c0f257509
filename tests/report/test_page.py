"""What the page says, and in what order."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from bprkit.report.model import Section, Table
from bprkit.report.page import MOST_ROWS, page

Result = Callable[[str], dict[str, Any]]


def section(sections: tuple[Section, ...], id_: str) -> Section:
    return next(found for found in sections if found.id == id_)


def texts(table: Table | None, key: str) -> list[str]:
    assert table is not None
    place = [column.key for column in table.columns].index(key)
    return [row[place].text for row in table.rows]


def test_what_was_read_comes_first_then_the_worst_and_the_method_last(result: Result, spoken: str) -> None:
    whole = [found.id for found in page(result(spoken)).sections if found.under is None]
    assert whole[:3] == ["columns", "bottlenecks", "lead-time"]
    assert whole[-2:] == ["quality", "method"]


def test_a_detail_follows_the_section_that_it_details(result: Result, spoken: str) -> None:
    before = ""
    for found in page(result(spoken)).sections:
        if found.under is not None:
            assert found.under == before
        else:
            before = found.id


def test_both_languages_have_the_same_sections_columns_and_values(result: Result) -> None:
    from bprkit.language import use

    shapes = []
    for of in ("ja", "en"):
        use("ja" if of == "ja" else "en")
        sections = page(result("ja")).sections
        shapes.append(
            [(s.id, [(c.key, c.kind) for c in s.table.columns] if s.table else []) for s in sections]
        )
    use(None)
    assert shapes[0] == shapes[1]


def test_the_worst_bottleneck_is_on_top_with_what_halving_it_would_bring(
    result: Result, english: None
) -> None:
    table = section(page(result("en")).sections, "bottlenecks").table
    assert texts(table, "source")[0] == "Concurrence of finance section"
    assert texts(table, "rank")[:2] == ["1", "2"]
    assert texts(table, "working_seconds_total")[0] == "9,401 wd"
    assert texts(table, "mean_lead_time_if_halved")[0] == "6.1 wd"
    assert texts(table, "each")[0] == "5.4 wd"


def test_transitions_are_ranked_by_all_the_working_time_in_them(result: Result, english: None) -> None:
    mined = result("en")
    mined["transitions"].reverse()
    table = section(page(mined).sections, "transitions").table
    assert texts(table, "source")[:2] == ["Concurrence of finance section", "Draft"]


def test_without_starts_no_time_is_called_waiting(result: Result, english: None) -> None:
    said = str(page(result("en")).sections)
    assert "not called waiting" in said
    assert "waited" not in said


def test_with_starts_the_time_between_activities_is_called_waiting(result: Result, english: None) -> None:
    mined = result("en")
    mined["overview"]["has_starts"] = True
    for row in [*mined["bottlenecks"], *mined["transitions"]]:
        row["measure"] = "waiting"
    bottlenecks = section(page(mined).sections, "bottlenecks")
    assert "time waited between two activities" in bottlenecks.note
    assert bottlenecks.table is not None
    assert "waited in all" in [column.title for column in bottlenecks.table.columns]


def test_how_long_a_working_day_is_stands_at_the_top_and_in_the_method(result: Result, spoken: str) -> None:
    made = page(result(spoken))
    length = {"ja": "7時間45分", "en": "7 h 45 min"}[spoken]
    assert length in made.subtitle
    assert any(length in text for text in texts(section(made.sections, "method").table, "text"))


def test_without_a_calendar_nothing_is_called_working_time(result: Result, english: None) -> None:
    mined = result("en")
    mined["settings"]["calendar"] = {"name": "none", "title": None, "working_day_seconds": None}
    mined["summary"] = []
    without_working_time(mined)
    made = page(mined)
    kinds = {column.kind for found in made.sections if found.table for column in found.table.columns}
    assert "working" not in kinds
    assert "wd" not in str(made)
    assert "clock time only" in made.subtitle


def without_working_time(value: Any) -> None:
    for inner in value.values() if isinstance(value, dict) else value:
        if isinstance(inner, dict | list):
            without_working_time(inner)
    if isinstance(value, dict):
        value |= {key: None for key in value if key.startswith("working_seconds")}


def test_persons_are_listed_by_name_and_cannot_be_ranked(result: Result, spoken: str) -> None:
    mined = result(spoken)
    shared = {"by": "resource", "cases": 9, "share": 0.1, "first": None, "last": None}
    mined["workload"] = [{**shared, "name": "P2", "instances": 90}, {**shared, "name": "P1", "instances": 5}]
    flow = copy.deepcopy(mined["handovers"]["pairs"][:2])
    mined["handovers"]["pairs"] = [
        {**flow[0], "by": "resource", "source": "P2", "target": "P1"},
        {**flow[1], "by": "resource", "source": "P1", "target": "P2"},
    ]
    sections = page(mined).sections
    for id_, key in (("workload-resource", "name"), ("handovers-resource", "source")):
        table = section(sections, id_).table
        assert table is not None
        assert not table.sortable
        assert table.bar is None
        assert texts(table, key) == ["P1", "P2"]


def test_a_table_holds_500_rows_and_knows_how_many_there_are(result: Result, english: None) -> None:
    mined = result("en")
    mined["transitions"] *= 100
    table = section(page(mined).sections, "transitions").table
    assert table is not None
    assert (len(table.rows), table.total, table.top) == (MOST_ROWS, 1_600, 10)


def test_strong_attributes_come_before_larger_numbers_of_another_measure(
    result: Result, english: None
) -> None:
    table = section(page(result("en")).sections, "attributes").table
    assert texts(table, "strength") == ["large", "medium", "small"]
    assert texts(table, "effect_size") == ["0.17", "0.31", "0.02"]


def test_going_together_is_not_called_a_cause(result: Result, spoken: str) -> None:
    note = section(page(result(spoken)).sections, "attributes").note
    assert {"en": "need not be a cause", "ja": "原因とは限りません"}[spoken] in note


def test_undeclared_ends_are_called_unknown_and_the_likely_ones_offered(
    result: Result, english: None
) -> None:
    sections = page(result("en")).sections
    assert "No end activity was declared" in section(sections, "lead-time").note
    assert texts(section(sections, "ends").table, "activity") == ["Filing", "Issue", "Later review"]


def test_with_a_declared_end_only_finished_cases_are_spoken_of(result: Result, english: None) -> None:
    mined = result("en")
    mined["settings"]["end_activities"] = ["Filing"]
    mined["lead_time"] |= {"status": "complete", "cases": 4_280}
    sections = page(mined).sections
    assert "its end (Filing): the 4,280 finished cases" in section(sections, "lead-time").note
    assert "ends" not in [found.id for found in sections]


def test_every_finding_on_the_data_is_told_with_rows_that_show_it(result: Result, english: None) -> None:
    sections = page(result("en")).sections
    assert texts(section(sections, "quality").table, "count") == ["14", "31", "208"]
    assert texts(section(sections, "quality-examples").table, "row") == ["1,202", "8,431", "77"]
    assert "2024/13/40 9:05" in texts(section(sections, "quality-examples").table, "values")[0]


def test_the_folder_of_a_file_does_not_show_because_it_may_name_a_person(
    result: Result, english: None
) -> None:
    assert "/home/dx" not in str(page(result("en")))


def test_a_log_of_one_case_with_one_event_still_makes_a_page(result: Result, spoken: str) -> None:
    mined = result(spoken)
    for key in ("transitions", "bottlenecks", "activities", "variants", "workload", "attributes", "quality"):
        mined[key] = []
    mined["rework"] |= {"cases": 0, "share_of_cases": 0.0, "activities": [], "returns": []}
    mined["handovers"] = {"resource": None, "role": None, "pairs": []}
    mined["backlog"] = {"weeks": [], "by_activity": []}
    mined["lead_time"] |= {"cases": 1, "by_fiscal_year": [], "by_month": [], "end_activity_candidates": []}
    mined["overview"] |= {"resources": None, "roles": None, "cases": 1}
    made = page(mined)
    assert section(made.sections, "bottlenecks").table is None
    assert section(made.sections, "bottlenecks").note


def test_numbers_that_an_engine_gives_read_as_numbers(result: Result, english: None) -> None:
    mined = result("en")
    mined["bottlenecks"][0] |= {"count": np.int64(1_754), "share_of_lead_time": np.float64(0.267)}
    mined["transitions"][0]["working_seconds"] = dict.fromkeys(
        ("total", "mean", "median", "p95"), float("nan")
    )
    sections = page(mined).sections
    table = section(sections, "bottlenecks").table
    assert table is not None
    assert isinstance(table.rows[0][-1].value, float)
    assert texts(section(sections, "transitions").table, "working_mean")[-1] == "–"


def test_a_page_needs_at_least_one_row_a_table(result: Result) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        page(result("ja"), top=0)
