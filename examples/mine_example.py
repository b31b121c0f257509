"""Mine an event log in Python: where do the documents of a city hall wait?

    python examples/mine_example.py

Reads both example logs, the export of a Japanese document system (CP932, 和暦 dates) and its English twin,
and prints what delays the documents most. Every step works the same for a log of your own: put its path in
place of ours.
"""

from __future__ import annotations

from pathlib import Path

import bprkit

EXAMPLES = Path(__file__).parent

# 1. Read.
# Encoding, delimiter, columns and dates are recognised. Whatever is recognised wrongly can be said:
# read_log(path, case="文書番号", activity="処理内容", time="処理日時", encoding="cp932").
# `end` names the activities that finish a case, so that finished cases can be told from open ones.
LOGS = {
    "approval_circulation_cp932.csv": "編綴",
    "approval_circulation_en.csv": "Filing",
}


def read(name: str) -> bprkit.EventLog:
    return bprkit.read_log(EXAMPLES / name, end=LOGS[name])


# 2. Narrow it down, if you like: a filter keeps or leaves whole cases and returns another log.
def finished(log: bprkit.EventLog) -> bprkit.EventLog:
    return log.filter(complete=True)


# 3. Ask. Each question is a function from a log to a pandas DataFrame; durations are in seconds, and each
# comes twice: by the clock, and in working time, which runs only while the office is open.
def tell(log: bprkit.EventLog, most: int = 5) -> None:
    working_day = log.calendar.working_day_seconds  # 7 h 45 min: never divide working time by 24 hours
    whole = bprkit.lead_times(log).iloc[0]
    print(
        f"{whole.cases:,} documents; half take more than "
        f"{whole.working_seconds_median / working_day:.1f} working days, "
        f"one in twenty more than {whole.working_seconds_p95 / working_day:.1f}"
    )

    # The ranking: where most working time goes. `mean_lead_time_if_halved` is there, too.
    for step in bprkit.bottlenecks(log).head(most).itertuples():
        days, share = step.working_seconds_total / working_day, step.share_of_lead_time
        where = f"{step.rank}. {step.source} → {step.target}"
        print(f"{where}: {days:,.0f} working days, {share:.1%} of all lead time")

    # The same grammar for every question: `by` says what plays the part of the activity.
    often = bprkit.transitions(log, by="role").iloc[0]
    print(f"most frequent between posts: {often.source} → {often.target}, {often['count']:,} times")


def main() -> None:
    for name in LOGS:
        print(f"\n{name}")
        tell(finished(read(name)))


if __name__ == "__main__":
    main()
