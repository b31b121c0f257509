"""pm4py as a peer.

peer_pm4py.py pandas|polars LOG.csv   answers what ours.py answers
peer_pm4py.py xes LOG.xes             only reads
"""

from __future__ import annotations

import argparse
import warnings
from typing import Any

import answers

warnings.filterwarnings("ignore")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("engine", choices=("pandas", "polars", "xes"))
    parser.add_argument("log")
    parser.add_argument("--case", default="文書番号")
    parser.add_argument("--activity", default="処理内容")
    parser.add_argument("--time", default="処理日時")
    parser.add_argument("--offsets", action="store_true", help="stamps carry UTC offsets")
    options = parser.parse_args()
    if options.engine == "xes":
        _read_xes(options.log)
    else:
        _answer(options)


def _answer(options: argparse.Namespace) -> None:
    import pm4py

    log = (_with_pandas if options.engine == "pandas" else _with_polars)(options)
    log = pm4py.format_dataframe(
        log, case_id=options.case, activity_key=options.activity, timestamp_key=options.time
    )
    performance, _, _ = pm4py.discover_performance_dfg(log, perf_aggregation_key="all")
    counts, _, _ = pm4py.discover_dfg(log)
    variants = pm4py.get_variants(log)
    durations = pm4py.get_all_case_durations(log)
    transitions = {pair: (int(count), float(performance[pair]["mean"])) for pair, count in counts.items()}
    cases = [value if isinstance(value, int) else len(value) for value in variants.values()]
    answers.tell(answers.summarise(transitions, cases, len(durations), float(sum(durations))))


def _with_pandas(options: argparse.Namespace) -> Any:
    import pandas as pd

    log = pd.read_csv(options.log)
    if options.offsets:
        log[options.time] = pd.to_datetime(log[options.time], utc=True, format="ISO8601")
    else:
        log[options.time] = pd.to_datetime(log[options.time])
    return log


def _with_polars(options: argparse.Namespace) -> Any:
    import polars as pl

    stamp = pl.col(options.time).str
    if options.offsets:
        return pl.scan_csv(options.log).with_columns(stamp.to_datetime("%+", time_zone="UTC"))
    return pl.scan_csv(options.log).with_columns(stamp.to_datetime())


def _read_xes(path: str) -> None:
    import pm4py

    log = pm4py.read_xes(path)
    answers.tell({"events": len(log), "cases": int(log["case:concept:name"].nunique())})


if __name__ == "__main__":
    main()
