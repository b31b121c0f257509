"""A data frame that no file could be is read as a file would be, or refused in words."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pytest

import bprkit
from bprkit import InputError

ROWS = [["1", "A", "2024-05-07", "x"], ["1", "B", "2024-05-08", "y"], ["2", "A", "2024-05-07", "x"]]
HEADER = ["case", "activity", "time", "activity"]


@pytest.mark.parametrize("form", ["pandas", "arrow"])
def test_columns_of_one_name_are_told_apart_as_in_a_file(form: str) -> None:
    frame = pd.DataFrame(ROWS, columns=HEADER)
    table = pa.Table.from_arrays([pa.array(column) for column in zip(*ROWS, strict=True)], names=HEADER)
    log = bprkit.read_log(frame if form == "pandas" else table, activity="activity", calendar="none")
    assert set(bprkit.activities(log).activity) == {"A", "B"}
    (told,) = (finding for finding in bprkit.quality(log) if finding.check == "renamed_column")
    assert told.count == 1 and "activity_2" in told.en


@pytest.mark.parametrize("empty", [pd.DataFrame(), pa.table({})])
def test_a_frame_without_columns_is_refused_in_words(empty: object) -> None:
    with pytest.raises(InputError, match="DataFrame is empty"):
        bprkit.read_log(empty)
