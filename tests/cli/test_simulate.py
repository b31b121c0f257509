"""`bprkit simulate`: its page in both languages, its JSON by the schema, its log, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

import bprkit as package
from bprkit import language
from bprkit.language import Language
from cli_runs import Run

SCHEMA = json.loads(
    (Path(package.__file__).parent / "data" / "simulated.schema.json").read_text(encoding="utf-8")
)
CIRCULATION = "approval-circulation/as_is"
SHORT = ("--years", "0.1", "--replications", "3")


@pytest.mark.parametrize(
    ("files", "options"),
    [
        ((CIRCULATION,), ()),
        (("care-certification/as_is", "road-occupation/to_be"), ("--warm-up", "0")),
        ((CIRCULATION,), ("--order", "priority", "--priority", "決裁区分")),
        (
            (CIRCULATION,),
            ("--absence", "manager=10%", "--deputy", "manager=deputy", "--order", "oldest_case"),
        ),
    ],
)
def test_its_json_is_as_the_schema_says(
    bprkit: Run, files: tuple[str, ...], options: tuple[str, ...]
) -> None:
    told = bprkit("simulate", *files, *SHORT, *options, "--json", "-")
    assert told.code == 0, told.err
    jsonschema.validate(told.json, SCHEMA)
    assert told.json["cases"] > 0
    assert list(told.json["procedures"]) == [file.partition("/")[0] for file in files]


def test_one_replication_knows_no_interval(bprkit: Run) -> None:
    found = bprkit("simulate", CIRCULATION, "--cases", "50", "--replications", "1", "--json", "-").json
    jsonschema.validate(found, SCHEMA)
    assert found["precision"] is None
    assert found["cases"] == 50


@pytest.mark.parametrize(
    ("spoken", "words"),
    [("en", ("on average", "Where cases wait")), ("ja", ("平均", "どこで、なぜ待つか"))],
)
def test_its_page_speaks_both_languages(bprkit: Run, spoken: Language, words: tuple[str, ...]) -> None:
    language.use(spoken)
    told = bprkit("simulate", CIRCULATION, *SHORT)
    assert told.code == 0
    assert [word for word in words if word not in told.out] == []
    assert told.err == ""


def test_the_same_command_gives_the_same_bytes(bprkit: Run) -> None:
    assert bprkit("simulate", CIRCULATION, *SHORT).out == bprkit("simulate", CIRCULATION, *SHORT).out


@pytest.mark.parametrize("name", ["log.csv", "log.parquet", "log.xes"])
def test_mine_reads_its_log_and_counts_the_same(bprkit: Run, tmp_path: Path, name: str) -> None:
    log = tmp_path / name
    once = ("--years", "0.1", "--replications", "1")
    simulated = bprkit("simulate", CIRCULATION, *once, "--log", log, "--json", "-").json
    mined = bprkit("mine", log, "--json", "-").json
    assert mined["overview"]["cases"] == simulated["cases"]
    lead = {(row["time"], row["statistic"]): row["seconds"] for row in simulated["lead_times"]}
    assert mined["lead_time"]["clock_seconds"]["mean"] == pytest.approx(lead["clock", "mean"], abs=1)
    assert mined["lead_time"]["working_seconds"]["mean"] == pytest.approx(lead["working", "mean"], abs=1)
    steps = {row["title"]: row for row in simulated["steps"]}
    for activity in mined["activities"]:
        step = steps.get(activity["activity"])
        if step is not None:
            assert activity["instances"] == round(step["per_case"] * simulated["cases"])
            assert activity["working_seconds"]["mean"] == pytest.approx(step["touch"], abs=1)
    assert {"Drafting", "Review by the unit chief"} <= {
        each["activity"] for each in mined["activities"]
    } & steps.keys()
    handed = next(row["mean"] for row in simulated["per_case"] if row["figure"] == "handovers")
    assert mined["handovers"]["role"]["handovers"] == round(handed * simulated["cases"])


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--years", "1", "--cases", "5"), "two different things"),
        (("--replications", "1", "--precision", "2%"), "two different things"),
        (("--precision", "quite good"), "no share"),
        (("--absence", "manager"), "names no role and value"),
        (("--warm-up", "-1"), "warm-up of -1 days"),
        (("--absence", "boss=10%"), "no role boss"),
        (("--priority", "amount"), "belong together"),
        (("--order", "priority", "--priority", "colour"), "colour"),
        (("--log", "log.doc"), ".csv, .parquet or .xes"),
    ],
)
def test_it_refuses_what_it_cannot_do_in_one_message(
    bprkit: Run, options: tuple[str, ...], told: str
) -> None:
    found = bprkit("simulate", CIRCULATION, *options)
    assert found.code == 2
    assert told in found.err
    assert found.out == ""


def test_too_much_work_is_refused_with_the_utilisation(bprkit: Run, tmp_path: Path) -> None:
    """公印: two keepers cannot set a million seals a year."""
    drawn = tmp_path / "busy.yaml"
    assert bprkit("convert", CIRCULATION, drawn).code == 0
    text = drawn.read_text(encoding="utf-8")
    assert "per_year: 25000" in text or "25,000" in text
    drawn.write_text(
        text.replace("25,000", "250,000").replace("per_year: 25000", "per_year: 250000"), encoding="utf-8"
    )
    found = bprkit("simulate", drawn, *SHORT)
    assert found.code == 2
    assert "Keeper of the official seal 223%" in found.err.replace("222%", "223%")
