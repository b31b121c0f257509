"""`bprkit template`, `bprkit apply-times` and `bprkit mine` of a form: what is written, told and refused."""

from __future__ import annotations

import csv
import datetime as dt
import json
import random
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from bprkit import language
from bprkit.procedure.files import open_procedure
from bprkit.templates.stamps import Document, Sample, Stamps, save_stamps
from bprkit.templates.stopwatch import Measurement, write_times
from cli_runs import Run
from filled_forms import fill

SCHEMA = Path(__file__).parents[2] / "src" / "bprkit" / "data" / "mined.schema.json"


def sampled(path: Path, drawn: str = "every_nth", documents: int = 30) -> Path:
    """Write a form of so many documents, drawn so from 300."""
    rng = random.Random(5)
    rows = []
    for number in range(1, documents + 1):
        first = dt.date(2025, 4, 1) + dt.timedelta(days=rng.randrange(300))
        second = first + dt.timedelta(days=rng.randrange(1, 9))
        days = {"起案": first, "課長": second, "施行": second + dt.timedelta(days=rng.randrange(1, 5))}
        rows.append(Document(f"第{number}号", days, {"section": rng.choice(["福祉課", "税務課"])}))
    stamps = Stamps("", ("起案", "課長", "施行"), tuple(rows), Sample(drawn, 300, "令和7年度"))
    save_stamps(stamps, path, lang="ja")
    return path


def test_a_template_is_written_and_its_blank_form_checked(bprkit: Run, tmp_path: Path) -> None:
    place = tmp_path / "stamps.xlsx"
    language.use("ja")
    assert bprkit("template", "stamps", "-o", place).code == 0
    told = bprkit("template", "stamps", "--check", place)
    assert told.code == 2
    assert "標本の取り方!B6" in told.err


def test_how_many_documents_are_enough(bprkit: Run) -> None:
    told = bprkit("template", "stamps", "--population", "1200", "--precision", "0.2")
    assert told.code == 0
    assert [line.split()[-1] for line in told.out.splitlines()[1:]] == ["89", "114", "24"]
    assert "(assumed)" in told.err


def test_the_form_has_a_row_for_each_document_that_is_enough(bprkit: Run, tmp_path: Path) -> None:
    place = tmp_path / "stamps.xlsx"
    bprkit("template", "stamps", "--population", "1200", "--precision", "0.2", "-o", place)
    import openpyxl

    numbers = [row[0].value for row in openpyxl.load_workbook(place)["Stamps"].iter_rows(min_row=3)]
    assert numbers == list(range(1, 115))


@pytest.mark.parametrize(
    "arguments",
    [
        ("stamps",),
        ("stamp", "-o", "x.xlsx"),
        ("flow", "-o", "x.xlsx", "--precision", "0.1"),
        ("stamps", "-o", "x.xlsx", "--procedure", "leave-request"),
        ("stamps", "-o", "x.xlsx", "--check", "y.xlsx"),
        ("stamps", "--check", "missing.xlsx"),
        ("stamps", "--precision", "20"),
        ("stamps", "-o", "missing-folder/x.xlsx"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_line(
    bprkit: Run, arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = bprkit("template", *arguments)
    assert (told.code, len(told.err.splitlines())) == (2, 1)
    assert [path for path in tmp_path.iterdir() if path.suffix] == []


def test_a_form_is_mined_with_n_and_intervals(bprkit: Run, tmp_path: Path) -> None:
    told = bprkit("mine", sampled(tmp_path / "stamps.xlsx"), "--json", "-")
    assert list(Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).iter_errors(told.json)) == []
    sample = told.json["sample"]
    assert (sample["documents"], sample["population"], sample["by_chance"]) == (30, 300, True)
    for figure in sample["figures"]:
        if figure["section"] == "lead_time" and figure["low"] is not None:
            measure, _, statistic = figure["figure"].rpartition("_")
            assert figure["low"] <= told.json["lead_time"][measure][statistic] <= figure["high"]
    page = bprkit("mine", tmp_path / "stamps.xlsx").out
    assert "n = 30 of 300 documents" in page
    assert "(estimated)" in page


def test_documents_at_hand_get_a_warning_and_no_interval(bprkit: Run, tmp_path: Path) -> None:
    told = bprkit("mine", sampled(tmp_path / "stamps.xlsx", "at_hand"), "--json", "-")
    assert told.json["sample"]["figures"] == []
    assert "! The documents were not drawn by chance" in bprkit("mine", tmp_path / "stamps.xlsx").out


def test_a_part_of_the_sample_has_intervals_with_its_own_n(bprkit: Run, tmp_path: Path) -> None:
    narrowed = (
        sampled(tmp_path / "stamps.xlsx"),
        "--from",
        "2025-06-01",
        "--where",
        "Drafting section=福祉課",
    )
    told = bprkit("mine", *narrowed, "--json", "-")
    assert list(Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).iter_errors(told.json)) == []
    n = told.json["overview"]["cases"]
    assert told.json["sample"]["cases"] == n < 30
    assert {row["n"] for row in told.json["sample"]["figures"] if row["section"] == "lead_time"} == {n}
    assert f"n = {n} of the 30 documents drawn from 300" in " ".join(bprkit("mine", *narrowed).out.split())


def test_csv_tables_have_the_intervals_beside_the_figures(bprkit: Run, tmp_path: Path) -> None:
    assert bprkit("mine", sampled(tmp_path / "stamps.xlsx"), "--csv", tmp_path / "tables").code == 0

    def table(name: str) -> list[dict[str, str]]:
        with (tmp_path / "tables" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    for row in table("lead_time_by_month"):
        assert row["working_seconds_mean_n"] == row["cases"]
        assert (row["working_seconds_mean_low"] == "") == (int(row["cases"]) < 5)
    worst = table("bottlenecks")[0]
    for end in ("low", "high"):
        assert float(worst[f"share_of_lead_time_{end}"]) > 0
    assert float(worst["working_seconds_total_estimate"]) == pytest.approx(
        10 * float(worst["working_seconds_total"])
    )
    assert table("sample")[0]["population"] == "300"


def test_the_form_itself_is_not_written_over(bprkit: Run, tmp_path: Path) -> None:
    place = sampled(tmp_path / "stamps.xlsx")
    told = bprkit("mine", place, "--html", place)
    assert told.code == 2
    assert "the log itself" in told.err


@pytest.fixture
def stopwatch(tmp_path: Path) -> Path:
    place = tmp_path / "stopwatch.xlsx"
    minutes = (2.0, 2.5, 3.0, 3.0, 3.5, 40.0)
    rows = [Measurement("休暇簿の記入", each) for each in minutes]
    write_times(place, procedure=open_procedure("leave-request/as_is"), measurements=rows, lang="ja")
    return place


def test_times_are_shown_with_n_and_outliers_and_nothing_is_written(
    bprkit: Run, stopwatch: Path, tmp_path: Path
) -> None:
    told = bprkit("apply-times", "leave-request", stopwatch)
    assert told.code == 0
    assert "計測!D8" in told.out
    assert "1 of 4 steps were measured" in told.out
    assert "Nothing was written" in told.err
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["stopwatch.xlsx"]


@pytest.mark.parametrize("spoken", ["ja", "en"])
def test_a_procedure_gets_the_times(bprkit: Run, stopwatch: Path, tmp_path: Path, spoken: str) -> None:
    target = tmp_path / "new.yaml"
    language.use(spoken)  # type: ignore[arg-type]
    told = bprkit("apply-times", "leave-request/as_is", stopwatch, "-o", target)
    assert told.code == 0
    touch = open_procedure(target).node_of["apply"].touch
    assert touch is not None
    assert touch.mean == 9.0
    assert "4月から。夏季と年末に多い" in target.read_text("utf-8")
    language.use("en")
    assert bprkit("apply-times", target, stopwatch, "-o", target).code == 0
    assert "4月から。夏季と年末に多い" in target.read_text("utf-8")


def test_all_wrong_cells_of_all_forms_are_told_and_nothing_is_written(
    bprkit: Run, stopwatch: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.xlsx"
    other.write_bytes(stopwatch.read_bytes())
    fill(stopwatch, "計測", [{"工程": "休暇簿", "分": 3}], first=12)
    fill(other, "計測", [{"工程": "休暇簿の記入", "分": -3}], first=12)
    told = bprkit("apply-times", "leave-request", stopwatch, other, "-o", tmp_path / "new.yaml")
    assert told.code == 2
    assert "計測!C12" in told.err
    assert "other.xlsx, 計測!D12" in told.err
    assert not (tmp_path / "new.yaml").exists()


@pytest.mark.parametrize("target", ["new.xlsx", "missing/new.yaml"])
def test_a_target_that_cannot_be_is_refused(
    bprkit: Run, stopwatch: Path, tmp_path: Path, target: str
) -> None:
    assert bprkit("apply-times", "leave-request", stopwatch, "-o", tmp_path / target).code == 2
