"""An anonymised log has no names, numbers or free text in it, and the same figures."""

from __future__ import annotations

import hashlib
import hmac
import re
import stat
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings

import bprkit
import generated
import real_logs
from bprkit.errors import InputError, OutputError
from bprkit.log.anonymizing import key as anonymize_key
from bprkit.log.anonymizing.coarsening import MINIMUM_CASES
from bprkit.log.anonymizing.key import codes, key_in
from bprkit.log.anonymizing.logs import AnonymizeReport, anonymize
from bprkit.log.anonymizing.risks import MINIMUM_PERSONS
from bprkit.log.writing.rows import STANDARD
from bprkit.mining import naming
from figures import figures, same

EXAMPLE = real_logs.ROOT / "examples" / "approval_circulation_cp932.csv"
STEPS = ("起案", "係長決裁", "課長決裁", "施行")


def circulation(cases: int = 24) -> pd.DataFrame:
    """Drafts that go up the line; two cases share each moment of beginning; the mayor's post has one person."""
    rows = []
    for case in range(cases):
        for place, step in enumerate(STEPS):
            rows.append(
                {
                    "文書番号": f"R6-{case:03}",
                    "処理内容": step,
                    "処理日時": f"2024-06-{3 + case // 4:02} {9 + place:02}:{15 * (case // 2 % 2):02}:0{case % 2 * place}",
                    "処理者": ("市長" if step == "施行" else f"職員{(case + place) % 6:03}"),
                    "役職": ("市長" if step == "施行" else "主事"),
                    "起案者": f"職員{case % 6:03}",
                    "件名": f"{case}番の件（職員{case % 6:03}）",
                    "種別": "物品" if case % 3 else "委託",
                    "金額": f"{(case + 1) * 10_000:,}",
                    "管理番号": f"K{1000 - case}",
                }
            )
    return pd.DataFrame(rows)


def read(report: AnonymizeReport) -> pd.DataFrame:
    if report.path.suffix == ".parquet":
        return pd.read_parquet(report.path)
    return pd.read_csv(report.path, dtype=str, keep_default_na=False)


def done(report: AnonymizeReport) -> dict[str, str]:
    return {treated.column: treated.done for treated in report.columns}


def risks(report: AnonymizeReport) -> dict[str, int]:
    return {risk.check: risk.count for risk in report.risks}


def workload_of(log: bprkit.EventLog, by: str) -> Counter[tuple[int, int]]:
    """How much each did, without saying who."""
    table = bprkit.workload(log, by, persons=True)
    return Counter(table[["instances", "cases"]].itertuples(index=False, name=None))


def check_figures(log: bprkit.EventLog, anonymised: bprkit.EventLog) -> None:
    assert same(figures(anonymised), figures(log))
    for question in (bprkit.lead_times, bprkit.rework, bprkit.backlog, bprkit.activities):
        pd.testing.assert_frame_equal(question(anonymised), question(log), obj=question.__name__)
    for by in ("resource", "role", "section"):
        if log.has(by):
            assert bprkit.handover_totals(anonymised, by) == bprkit.handover_totals(log, by)
            assert workload_of(anonymised, by) == workload_of(log, by)


@pytest.mark.parametrize("name", ["out.csv", "out.parquet", "out.xes"])
def test_it_mines_to_the_same_figures(tmp_path: Path, name: str) -> None:
    log = bprkit.read_log(circulation())
    report = anonymize(circulation(), tmp_path / name)
    check_figures(log, bprkit.read_log(report.path))


REAL = (
    "receipt_wabo/receipt.csv",
    "production/Production.csv",
    pytest.param("bpic2012/BPI_Challenge_2012.xes.gz", marks=pytest.mark.slow),
)


@pytest.mark.parametrize("source", REAL)
def test_real_logs_mine_to_the_same_figures(tmp_path: Path, source: str) -> None:
    """With lifecycles, ties, and the Start and End of tools, which stay recognisable."""
    log = bprkit.read_log(real_logs.path_of(source), timezone="Europe/Amsterdam")
    report = anonymize(log, tmp_path / "out.csv")
    check_figures(log, bprkit.read_log(report.path, timezone="Europe/Amsterdam"))


def test_the_example_in_cp932_mines_to_the_same_figures(tmp_path: Path) -> None:
    report = anonymize(EXAMPLE, tmp_path / "out.csv")
    check_figures(bprkit.read_log(EXAMPLE), bprkit.read_log(report.path))


@settings(max_examples=3, deadline=None)
@given(generated.logs())
def test_any_log_mines_to_the_same_sequences(drawn: generated.Drawn) -> None:
    log = drawn.read()
    with TemporaryDirectory() as folder:
        report = anonymize(log, Path(folder) / "out.csv")
        headers = {
            part: part for part in ("case", "activity", "time", "start", "resource", "role", "section")
        }
        written = list(read(report))
        if "concept:name" in written:
            headers = dict(STANDARD)
        options = {part: header for part, header in headers.items() if header in written}
        options |= {key: drawn.options[key] for key in ("calendar", "timezone", "end", "after_end")}
        check_figures(log, bprkit.read_log(report.path, shape="long", **options))


def test_no_name_number_or_free_text_is_left(tmp_path: Path) -> None:
    frame = circulation()
    report = anonymize(frame, tmp_path / "out.csv")
    text = report.path.read_text(encoding="utf-8-sig")
    for column in ("文書番号", "件名", "管理番号", "起案者"):
        assert not any(value in text for value in frame[column].unique()), column
    assert "職員" not in text
    assert done(report) == {
        "文書番号": "coded",
        "処理内容": "kept",
        "処理日時": "kept",
        "処理者": "coded",
        "役職": "kept",
        "起案者": "coded",
        "件名": "dropped",
        "種別": "kept",
        "金額": "kept",
        "管理番号": "dropped",
    }
    assert (report.rows, report.cases, report.persons) == (96, 24, 7)


def test_the_same_person_has_the_same_code_in_every_column(tmp_path: Path) -> None:
    frame = circulation()
    found = read(anonymize(frame, tmp_path / "out.csv"))
    pairs = {
        *zip(frame["処理者"], found["処理者"], strict=True),
        *zip(frame["起案者"], found["起案者"], strict=True),
    }
    assert len(pairs) == 7 == len({code for _, code in pairs})
    assert all(re.fullmatch(r"P-[A-Z2-7]{8}", code) for _, code in pairs)
    assert all(re.fullmatch(r"C-[A-Z2-7]{12}", code) for code in found["文書番号"])


def test_a_code_is_the_keyed_hash_of_the_name(tmp_path: Path) -> None:
    report = anonymize(circulation(), tmp_path / "out.csv")
    line = report.key_file.read_text(encoding="utf-8").splitlines()[-1]
    secret = bytes.fromhex(line.removeprefix("bprkit-key/1 "))
    digest = hmac.new(secret, b"person\0" + "職員000".encode(), hashlib.sha256).digest()
    bits = f"{int.from_bytes(digest[:5]):040b}"
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    code = "P-" + "".join(letters[int(bits[place : place + 5], 2)] for place in range(0, 40, 5))
    assert code in set(read(report)["処理者"])


def test_monthly_exports_with_one_key_have_the_same_codes_and_others_have_not(tmp_path: Path) -> None:
    frame = circulation()
    key = tmp_path / "鍵" / "key"
    key.parent.mkdir()
    june = anonymize(frame, tmp_path / "june.csv", key_file=key)
    before = key.read_bytes()
    july = anonymize(frame.tail(40), tmp_path / "july.csv", key_file=key)
    assert (june.key_is_new, july.key_is_new, key.read_bytes()) == (True, False, before)
    assert read(june).tail(40).reset_index(drop=True).equals(read(july))
    alone = anonymize(frame, tmp_path / "alone.csv")
    assert not set(read(alone)["処理者"]) & set(read(june)["処理者"])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
def test_the_key_is_readable_by_its_owner_only_and_told_if_not(tmp_path: Path, english: None) -> None:
    report = anonymize(circulation(), tmp_path / "out.csv")
    assert report.key_file == tmp_path / "out.csv.key"
    assert stat.S_IMODE(report.key_file.stat().st_mode) == 0o600
    assert "key_readable" not in risks(report)
    report.key_file.chmod(0o644)
    again = anonymize(circulation(), tmp_path / "out.csv")
    assert risks(again)["key_readable"] == 1
    assert "chmod 600" in next(risk.en for risk in again.risks if risk.check == "key_readable")


def test_another_file_is_never_overwritten_by_a_key(tmp_path: Path, english: None) -> None:
    letter = tmp_path / "out.csv.key"
    letter.write_text("Dear mayor")
    with pytest.raises(InputError, match="no key that bprkit wrote"):
        anonymize(circulation(), tmp_path / "out.csv")
    assert letter.read_text() == "Dear mayor"
    assert not (tmp_path / "out.csv").exists()
    circulation().to_csv(tmp_path / "in.csv", index=False)
    for key in ("in.csv", "out.csv"):
        with pytest.raises(InputError, match="both a log and the key"):
            anonymize(tmp_path / "in.csv", tmp_path / "out.csv", key_file=tmp_path / key)


def test_what_fails_leaves_neither_log_nor_new_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "bprkit.log.anonymizing.logs.write_rows", lambda rows, place: (_ for _ in ()).throw(KeyboardInterrupt)
    )
    with pytest.raises(KeyboardInterrupt):
        anonymize(circulation(), tmp_path / "out.csv")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(OutputError):
        anonymize(circulation(), tmp_path / "なし" / "out.csv")


def test_two_short_codes_that_meet_become_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(anonymize_key._LENGTH, "person", 1)
    people = [f"職員{place}" for place in range(40)]
    found = codes(b"secret", "person", people).to_pylist()
    assert len(set(found)) == 40
    assert {len(code) for code in found} == {3, 66}
    assert codes(b"secret", "person", people[::-1]).to_pylist() == found[::-1]


def test_a_person_and_a_case_of_one_name_have_nothing_in_common() -> None:
    person, case = (codes(b"secret", kind, ["山田"])[0].as_py() for kind in ("person", "case"))
    assert person[2:] not in case


def test_times_coarsened_to_the_hour_or_day_keep_the_order_of_steps(tmp_path: Path) -> None:
    frame = circulation().sample(frac=1, random_state=1)  # the order of the file is not that of time
    log = bprkit.read_log(frame)
    for rule, shape in (("hour", r"2024-06-\d\d \d\d:00:00"), ("day", r"2024-06-\d\d")):
        report = anonymize(frame, tmp_path / f"{rule}.csv", coarsen={"time": rule})
        assert all(re.fullmatch(shape, stamp) for stamp in read(report)["処理日時"])
        back = bprkit.read_log(report.path)
        assert figures(back)["sequences"] == figures(log)["sequences"]
        assert bprkit.handover_totals(back, "resource") == bprkit.handover_totals(log, "resource")


def test_instants_are_cut_by_the_wall_clock_of_the_zone(tmp_path: Path) -> None:
    frame = circulation(8)
    frame["処理日時"] = pd.to_datetime(frame["処理日時"]).dt.tz_localize("UTC").astype(str)
    hours = read(
        anonymize(frame, tmp_path / "hour.csv", coarsen={"処理日時": "hour"}, timezone="Asia/Kolkata")
    )
    assert set(hours["処理日時"].str[-12:]) <= {f"{hour}:00:00+05:30"[-12:] for hour in range(10, 19)}
    days = read(anonymize(frame, tmp_path / "day.csv", coarsen={"time": "day"}, timezone="Asia/Tokyo"))
    assert set(days["処理日時"]) == {"2024-06-03", "2024-06-04"}


def test_amounts_become_bands_and_rare_values_are_merged(tmp_path: Path, english: None) -> None:
    frame = circulation()
    frame.loc[frame["文書番号"] == "R6-005", "種別"] = "特殊"
    report = anonymize(frame, tmp_path / "out.csv", coarsen={"金額": "bands", "種別": "rare"})
    found = read(report)
    # 24 cases of ¥10,000 to ¥240,000: a fifth of them lie below ¥50,000, and so on
    bands = ["–50,000", "50,000–100,000", "100,000–150,000", "150,000–200,000", "200,000–"]
    assert set(found["金額"]) <= set(bands) and len(set(found["金額"])) == 5
    for band, amount in zip(found["金額"], frame["金額"], strict=True):
        low, high = (
            float(edge.replace(",", "") or default)
            for edge, default in zip(band.split("–"), "09", strict=True)
        )
        assert low <= float(amount.replace(",", "")) and (
            band.endswith("–") or float(amount.replace(",", "")) < high
        )
    assert Counter(found["種別"]) == {"(others)": 4, "委託": 32, "物品": 60}
    assert [treated.rule for treated in report.columns if treated.done == "coarsened"] == ["rare", "bands"]


def test_dates_become_months_and_columns_can_be_dropped(tmp_path: Path) -> None:
    frame = circulation()
    frame["回答期限"] = ["R6.7.5"] * 48 + ["R6.8.20"] * 48
    report = anonymize(
        frame, tmp_path / "out.csv", coarsen={"回答期限": "month", "処理者": "drop", "種別": "drop"}
    )
    assert set(read(report)["回答期限"]) == {"2024-07", "2024-08"}
    assert not {"処理者", "種別"} & set(read(report))


def test_free_text_stays_only_if_asked_for_and_is_told(tmp_path: Path, english: None) -> None:
    report = anonymize(circulation(), tmp_path / "out.csv", keep=["件名"])
    assert set(read(report)["件名"]) == set(circulation()["件名"])
    assert risks(report)["free_text_kept"] == 1


BAD: Sequence[tuple[dict[str, Any], str]] = (
    ({"coarsen": {"time": "bands"}}, r"--coarsen 処理日時=bands.*hour, day"),
    ({"coarsen": {"文書番号": "drop"}}, "has to stay as it is"),
    ({"coarsen": {"処理内容": "rare"}}, "has to stay as it is"),
    ({"coarsen": {"金額": "day"}}, "bands, rare, drop"),
    ({"coarsen": {"なし": "rare"}}, "--coarsen なし: there is no such column. There are: 文書番号"),
    ({"keep": ["処理者"]}, "always replaced"),
    ({"keep": ["文書番号"]}, "always replaced"),
)


@pytest.mark.parametrize(("options", "message"), BAD)
def test_what_cannot_be_done_is_refused_before_anything_is_written(
    tmp_path: Path, english: None, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        anonymize(circulation(), tmp_path / "out.csv", **options)
    assert list(tmp_path.iterdir()) == []


def test_it_says_what_could_still_identify_someone(tmp_path: Path, english: None) -> None:
    report = anonymize(circulation(), tmp_path / "out.csv")
    found = {risk.check: risk for risk in report.risks}
    assert found["small_groups"].examples == ({"column": "役職", "value": "市長", "cases": 24, "persons": 1},)
    assert found["few_persons"].examples == ({"activity": "施行", "persons": 1, "cases": 24},)
    # each amount is one case's alone
    assert (found["unique_cases"].count, found["rare_values"].count) == (24, 24)
    assert found["unique_cases"].examples[0] == {"column": "金額", "cases": 24}
    assert "exact_times" not in found  # two cases begin at each moment
    assert "unique_variants" not in found
    # the mayor goes by the name of the post
    assert found["names_left"].examples == ({"column": "役職", "values": 1},)


def test_coarser_columns_leave_fewer_cases_alone(tmp_path: Path) -> None:
    report = anonymize(circulation(), tmp_path / "out.csv", coarsen={"金額": "drop", "time": "day"})
    # four cases begin on each day, one or two of each kind are 委託
    frame = circulation().drop_duplicates("文書番号")
    groups = Counter(zip(frame["処理日時"].str[:10], frame["種別"], strict=True))
    assert risks(report).get("unique_cases", 0) == sum(size == 1 for size in groups.values())
    assert "rare_values" not in risks(report)


def test_a_sequence_that_only_one_case_has_is_told(tmp_path: Path) -> None:
    frame = circulation()
    frame.loc[(frame["文書番号"] == "R6-007") & (frame["処理内容"] == "係長決裁"), "処理内容"] = "起案"
    assert risks(anonymize(frame, tmp_path / "out.csv"))["unique_variants"] == 1


def test_names_within_kept_values_are_found(tmp_path: Path, english: None) -> None:
    frame = circulation()
    frame["起案課"] = ["税務課"] * 60 + ["税務課（職員003）"] * 20 + ["職員001"] * 16
    report = anonymize(frame, tmp_path / "out.csv")
    (found,) = [risk for risk in report.risks if risk.check == "names_left"]
    assert {"column": "起案課", "values": 2} in found.examples
    assert "職員" not in found.en + found.ja + str(found.examples)


def test_a_register_of_a_row_a_case_is_anonymised_too(tmp_path: Path) -> None:
    register = pd.DataFrame(
        {
            "文書番号": [f"R6-{place}" for place in range(30)],
            "担当者": [f"職員{place % 5}" for place in range(30)],
            "件名": [f"件{place}" for place in range(30)],
            "起案日": ["R6.6.28"] * 30,
            "決裁日": ["R6.7.1"] * 30,
        }
    )
    report = anonymize(register, tmp_path / "out.csv")
    assert done(report) == {
        "文書番号": "coded", "activity": "kept", "time": "kept", "担当者": "coded", "件名": "dropped"}  # fmt: skip
    assert "職員" not in report.path.read_text(encoding="utf-8-sig")
    assert figures(bprkit.read_log(report.path)) == figures(bprkit.read_log(register))


def test_a_case_number_of_two_columns_becomes_one_code(tmp_path: Path) -> None:
    ledger = pd.DataFrame(
        {
            "年度": [str(2023 + place % 2) for place in range(40)],
            "伝票番号": [str(place // 2 + 1) for place in range(40)],
            "起票日": ["2024-04-01"] * 40,
            "支払日": ["2024-04-09"] * 40,
        }
    )
    report = anonymize(ledger, tmp_path / "out.csv")
    assert report.cases == 40
    # the fiscal year alone says little; with the number beside it, it was the case
    assert list(read(report)) == ["case", "activity", "time", "年度"]
    assert done(report)["伝票番号"] == "dropped"


def test_only_the_cases_of_a_filtered_log_go_out(tmp_path: Path) -> None:
    log = bprkit.read_log(circulation()).filter(where="種別=委託")
    report = anonymize(log, tmp_path / "out.csv")
    assert (report.cases, set(read(report)["種別"])) == (8, {"委託"})


def test_groups_are_as_small_here_as_in_the_tables_of_mining() -> None:
    assert (MINIMUM_CASES, MINIMUM_PERSONS) == (naming.MINIMUM_CASES, naming.MINIMUM_PERSONS)


def test_a_key_made_by_hand_of_the_wrong_length_is_refused(tmp_path: Path, english: None) -> None:
    (tmp_path / "key").write_text("bprkit-key/1 abcd\n")
    with pytest.raises(InputError, match="no key that bprkit wrote"), key_in(tmp_path / "key"):
        pass
