"""Tables as systems of a city hall export them, and what is recognised in them, in short."""

from __future__ import annotations

from typing import Any

import pandas as pd

from bprkit.log.columns.headers import PARTS
from bprkit.log.columns.recognition import Recognised


def parts(found: Recognised) -> dict[str, str]:
    return {part: header for part in PARTS if (header := getattr(found, part)) is not None}


def row_of(found: Recognised, header: str) -> dict[str, Any]:
    (row,) = [row for row in found.taken if row["column"] == header]
    return row


def history(cases: int = 20) -> pd.DataFrame:
    """The history of a 文書管理 system: three steps a document."""
    steps = (("起案", "山田", "主事"), ("回議", "佐藤", "係長"), ("決裁", "鈴木", "課長"))
    rows = [
        (f"R6総-{case}", f"2020/08/{20 + place} {9 + case % 8}:00", step, person, "総務課", post)
        for case in range(cases)
        for place, (step, person, post) in enumerate(steps)
    ]
    return pd.DataFrame(rows, columns=["番号", "処理日時", "処理内容", "処理者", "所属", "役職"])


def register(cases: int = 30) -> pd.DataFrame:
    """The register of a 文書管理 system: a row a document, one date."""
    rows = [
        (
            f"総第{n}号",
            f"市道{n}号線の修繕について（伺い）",
            "決裁済",
            f"R6.4.{n % 28 + 1}",
            "山田",
            "土木課",
            "電子",
        )
        for n in range(cases)
    ]
    return pd.DataFrame(rows, columns=["文書番号", "件名", "状態", "起案日", "担当", "起案課", "決裁方式"])


def accounts(cases: int = 40) -> pd.DataFrame:
    """Slips of a 財務会計 system, whose numbers begin anew each fiscal year."""
    rows = [
        (
            str(2023 + (n >= 20)),
            f"{n % 20 + 1:05d}",
            "R060401",
            "R060403",
            "R060405",
            "R060410",
            f"{n * 12345:,}",
        )
        for n in range(cases)
    ]
    return pd.DataFrame(rows, columns=["年度", "伝票番号", "起票日", "決裁日", "審査日", "支払日", "金額"])


def groupware() -> pd.DataFrame:
    steps = (("申請", "APPROVE", "u1"), ("承認", "SENT_BACK", "u2"), ("決裁", "APPROVE", "u3"))
    rows = [
        (
            str(n // 3),
            "旅費精算",
            *steps[n % 3][:2],
            f"2017/9/{n % 28 + 1} 11:41",
            steps[n % 3][2],
            f"確認 {n}",
        )
        for n in range(60)
    ]
    headers = ["申請番号", "申請フォーム名", "ステップ名", "処理結果", "処理日時", "処理者", "コメント"]
    return pd.DataFrame(rows, columns=headers)
