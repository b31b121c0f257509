"""The committed example logs are what the script makes, and agree with one another."""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter
from datetime import datetime
from pathlib import Path

import generate_log
import pytest

EXAMPLES = Path(generate_log.__file__).parent


def read(name: str, encoding: str) -> list[dict[str, str]]:
    with (EXAMPLES / name).open(encoding=encoding, newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def japanese() -> list[dict[str, str]]:
    return read(generate_log.NAMES["ja"], "cp932")


@pytest.fixture(scope="module")
def english() -> list[dict[str, str]]:
    return read(generate_log.NAMES["en"], "utf-8")


@pytest.fixture(scope="module")
def register() -> list[dict[str, str]]:
    return read(generate_log.NAMES["register"], "utf-8-sig")


def test_the_committed_files_are_what_the_script_makes(tmp_path: Path) -> None:
    for made in generate_log.generate(tmp_path):
        assert made.read_bytes() == (EXAMPLES / made.name).read_bytes(), made.name


def test_the_files_stay_small() -> None:
    sizes = [(EXAMPLES / name).stat().st_size for name in generate_log.NAMES.values()]
    assert max(sizes) < 4_000_000


def test_the_history_is_an_export_of_a_japanese_pc() -> None:
    data = (EXAMPLES / generate_log.NAMES["ja"]).read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n") > 35_000
    with pytest.raises(UnicodeDecodeError):
        data.decode("utf-8")


def moment(text: str) -> datetime:
    """Read 和暦 as a person would: the era's name and the year's mark do not matter in a log of 令和 only."""
    plain = unicodedata.normalize("NFKC", text).replace("令和", "R").replace("令", "R")
    plain = plain.replace("年", "/").replace("月", "/").replace("日", "").replace(".", "/")
    date, clock = plain.removeprefix("R").split()
    year, month, day = map(int, date.split("/"))
    hour, minute = map(int, clock.split(":"))
    return datetime(2018 + year, month, day, hour, minute)


def test_the_twins_tell_the_same_events_at_the_same_times(
    japanese: list[dict[str, str]], english: list[dict[str, str]]
) -> None:
    assert [row["文書番号"] for row in japanese] == [row["document_no"] for row in english]
    assert [moment(row["処理日時"]) for row in japanese] == [
        datetime.fromisoformat(row["timestamp"]) for row in english
    ]
    assert [row["金額"] for row in japanese] == [row["amount"] for row in english]
    for column, twin in (
        ("処理内容", "activity"),
        ("所属", "section"),
        ("役職", "role"),
        ("文書種別", "kind"),
    ):
        pairs = {(row[column], other[twin]) for row, other in zip(japanese, english, strict=True)}
        assert len(pairs) == len({first for first, _ in pairs}) == len({second for _, second in pairs})


def test_dates_are_spelled_in_several_ways(japanese: list[dict[str, str]]) -> None:
    dates = [row["処理日時"] for row in japanese]
    starts = Counter("R0" if date.startswith("R0") else date[0] for date in dates)
    assert set(starts) == {"R", "R0", "令", "Ｒ"}
    assert starts["R"] > 10_000 < starts["R0"]


def test_the_imperfections_are_as_documented(japanese: list[dict[str, str]]) -> None:
    rows = [tuple(row.values()) for row in japanese]
    assert len(rows) - len(set(rows)) == generate_log.DUPLICATED_ROWS
    nameless = [row for row in dict.fromkeys(rows) if not row[4]]
    assert len(nameless) == generate_log.ROWS_WITHOUT_PERSON
    filed = {row["文書番号"] for row in japanese if row["処理内容"] == "編綴"}
    still_open = {row["文書番号"] for row in japanese} - filed
    assert 20 < len(still_open) < 200
    last_seen = {row["文書番号"]: moment(row["処理日時"]) for row in japanese}
    assert min(last_seen[number] for number in still_open) > datetime(2026, 2, 1)


def test_within_a_document_no_two_different_rows_share_a_minute(japanese: list[dict[str, str]]) -> None:
    distinct = {tuple(row.values()) for row in japanese}
    stamps = Counter((row[0], moment(row[2])) for row in distinct)
    assert max(stamps.values()) == 1


def test_the_register_has_the_dates_of_the_history(
    japanese: list[dict[str, str]], register: list[dict[str, str]]
) -> None:
    expected: dict[str, dict[str, str]] = {}
    for row in japanese:
        at = moment(row["処理日時"])
        dates = expected.setdefault(row["文書番号"], {})
        if row["処理内容"] in {"起案", "施行"}:
            dates[row["処理内容"]] = f"{at.year}/{at.month}/{at.day}"
        elif row["処理内容"].endswith("決裁"):
            dates["決裁"] = f"{at.year}/{at.month}/{at.day}"
    assert len(register) == len(expected)
    for row in register:
        found = {name: row[f"{name}日"] for name in ("起案", "決裁", "施行") if row[f"{name}日"]}
        assert found == expected[row["文書番号"]]
    assert {row["決裁方式"] for row in register} == {"電子決裁", "紙決裁"}
