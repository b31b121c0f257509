"""What can be chosen in the columns with lists, by code, and the other words that sections type there."""

from __future__ import annotations

from collections.abc import Mapping

ROUTINE = {"routine": ("定型", "routine"), "non_routine": ("非定型", "non-routine")}
CORE = {"core": ("コア", "core"), "non_core": ("ノンコア", "non-core")}
MEDIUM = {
    "paper": ("紙", "paper"),
    "mixed": ("紙と電子", "paper and electronic"),
    "electronic": ("電子", "electronic"),
    "spoken": ("電話・窓口", "phone or counter"),
}
APPROVAL = {
    "needed": ("要", "needed"),
    "delegated": ("専決", "delegated"),
    "informed": ("供覧で足りる", "informing suffices"),
    "not_needed": ("不要", "not needed"),
}
DIGITAL = {"done": ("済", "done"), "partly": ("一部", "partly"), "not_yet": ("未", "not yet")}
YES_NO = {"yes": ("○", "yes"), "no": ("×", "no"), "not_applicable": ("対象外", "not applicable")}
ONLINE = {
    "yes": ("○", "yes"),
    "partly": ("途中まで", "partly"),
    "no": ("×", "no"),
    "not_applicable": ("対象外", "not applicable"),
}
EFFORT = {"small": ("小", "small"), "medium": ("中", "medium"), "large": ("大", "large")}

ALSO: Mapping[str, Mapping[str, str]] = {
    "routine": {"定": "routine", "非": "non_routine", "定型業務": "routine", "非定型業務": "non_routine"},
    "core": {
        "コア業務": "core",
        "ノンコア業務": "non_core",
        "ノン・コア": "non_core",
        "non core": "non_core",
    },
    "medium": {
        "書面": "paper",
        "紙媒体": "paper",
        "紙・電子": "mixed",
        "紙/電子": "mixed",
        "紙・データ": "mixed",
        "両方": "mixed",
        "併用": "mixed",
        "データ": "electronic",
        "電子データ": "electronic",
        "システム": "electronic",
        "メール": "electronic",
        "電話": "spoken",
        "窓口": "spoken",
        "口頭": "spoken",
        "対面": "spoken",
    },
    "approval": {
        "必要": "needed",
        "有": "needed",
        "あり": "needed",
        "○": "needed",
        "供覧": "informed",
        "無": "not_needed",
        "なし": "not_needed",
        "×": "not_needed",
        "決裁不要": "not_needed",
        "課長専決": "delegated",
        "部長専決": "delegated",
    },
    "digital": {
        "○": "done",
        "済み": "done",
        "電子化済": "done",
        "△": "partly",
        "一部済": "partly",
        "×": "not_yet",
        "未実施": "not_yet",
        "未対応": "not_yet",
    },
    "yes_no": {
        "有": "yes",
        "あり": "yes",
        "済": "yes",
        "可": "yes",
        "掲載": "yes",
        "対応": "yes",
        "無": "no",
        "なし": "no",
        "未": "no",
        "不可": "no",
        "未掲載": "no",
        "未対応": "no",
        "-": "not_applicable",
        "該当なし": "not_applicable",
        "△": "partly",
        "一部": "partly",
        "一部可": "partly",
    },
    "effort": {"低": "small", "高": "large", "low": "small", "high": "large"},
}
