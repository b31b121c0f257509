"""Yen, hours and years as people read them, and the names of the classes, in the language in use."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from bprkit.language import tell
from bprkit.procedure.model import Title
from bprkit.savings.prices import BenefitClass

CLASSES: Mapping[BenefitClass, Title] = {
    "cash_out": Title("現金支出の削減（予算の節が減る）", "Cash out: a budget line falls"),
    "revenue": Title("歳入の増減", "Revenue"),
    "cost_avoidance": Title("将来支出の回避", "Cost avoidance"),
    "capacity": Title("創出時間（現金にならない）", "Capacity: hours, no money"),
}
KINDS: Mapping[str, Title] = {
    "initial": Title("初期", "initial"),
    "running": Title("運用（毎年）", "running, yearly"),
    "training": Title("研修", "training"),
    "parallel": Title("並行運用", "parallel run"),
}


def sourced(item: Any) -> str:
    """Return the source of a figure, and that it is an estimate, where the source does not say so itself."""
    named = str(item.source) if item.source else ""
    guess = tell(en="estimate", ja="推計")
    says_so = named.startswith((guess, "目安"))
    parts = [guess] if item.estimate and not says_so else []
    return tell(en="; ", ja="、").join([*parts, *([named] if named else [])])


def worth(*, has_costs: bool) -> Title:
    """Return what the net present value is called: where no cost is known, it is one before any cost."""
    if not has_costs:
        return Title("経費を引く前の現金の現在価値", "Present value of the cash, before any cost")
    return Title("現金収支の現在価値", "Net present value of the cash")


def measured(name: str, *, has_costs: bool) -> Title:
    """Return what a result is called whose spread is told."""
    if name == "net_present_value":
        return worth(has_costs=has_costs)
    return {
        "hours": Title("職員時間の削減（年）", "Staff hours saved a year"),
        "cash_out": Title("現金支出の削減（年）", "Cash out that falls, a year"),
        "capacity_hours": Title("創出時間（年）", "Capacity, a year"),
        "cash_payback": Title("現金ベースの回収年数", "Cash payback"),
        "lead_time_days": Title(
            "短縮日数（開庁日、シミュレーションの誤差のみ）", "Working days saved, noise of simulation alone"
        ),
    }[name]


def yen(amount: float) -> str:
    """Return an amount as it is spoken of: three figures from ¥1M (in Japanese from 1万円), thousands below, else to the yen.

    >>> from bprkit import language
    >>> language.use("en"); yen(1436363.6), yen(-21_000), yen(12_345_678)
    ('¥1.44M', '-¥21,000', '¥12.3M')
    >>> language.use("ja"); yen(1436363.6), yen(-21_000), yen(312_345_678)
    ('144万円', '-2.1万円', '3.12億円')
    >>> language.use(None)
    """
    sign, size = ("-" if amount < -0.5 else ""), abs(amount)
    if not math.isfinite(size):
        return "–"
    if size >= 1e8:
        return sign + tell(en=f"¥{_three(size / 1e6)}M", ja=f"{_three(size / 1e8)}億円")
    if size >= 1e6:
        return sign + tell(en=f"¥{_three(size / 1e6)}M", ja=f"{_three(size / 1e4)}万円")
    if size >= 1e4:
        return sign + tell(en=f"¥{round(size, -3):,.0f}", ja=f"{_three(size / 1e4)}万円")
    return sign + tell(en=f"¥{size:,.0f}", ja=f"{size:,.0f}円")


def signed_yen(amount: float) -> str:
    """Return what a budget line changes by.

    >>> from bprkit import language
    >>> language.use("en"); signed_yen(2_223_000), signed_yen(-232_000)
    ('+¥2.22M', '-¥232,000')
    >>> language.use(None)
    """
    return ("+" if amount > 0 else "") + yen(amount)


def exact_yen(amount: float) -> str:
    """Return an amount to the yen."""
    sign = "-" if amount < -0.5 else ""
    return sign + tell(en=f"¥{abs(amount):,.0f}", ja=f"{abs(amount):,.0f}円")


def years(number: float) -> str:
    """Return a payback; "never" for infinity.

    >>> from bprkit import language
    >>> language.use("en"); years(1.478), years(41.7), years(float("inf"))
    ('1.5 years', '42 years', 'never')
    >>> language.use(None)
    """
    if not math.isfinite(number):
        return tell(en="never", ja="回収できない")
    text = f"{number:.1f}" if number < 10 else f"{number:,.0f}"
    return tell(en=f"{text} years", ja=f"{text}年")


def count(number: int) -> str:
    """Return a whole number of years.

    >>> from bprkit import language
    >>> language.use("en"); count(1), count(3)
    ('1 year', '3 years')
    >>> language.use(None)
    """
    return tell(en=f"{number} year{'' if number == 1 else 's'}", ja=f"{number}年")


def days(number: float, day_minutes: float, *, unit: bool = True) -> str:
    """Return working days; minutes of work where it is less than half of one. day_minutes: of a working day.

    >>> from bprkit import language
    >>> language.use("en"); days(4.04, 465), days(0.032, 465), days(0.2, 465), days(4.04, 465, unit=False)
    ('4.0 working days', '15 min', '1 h 33 min', '4.0')
    >>> language.use("ja"); days(4.04, 465), days(0.2, 465)
    ('4.0開庁日', '1時間33分')
    >>> language.use(None)
    """
    if number >= 0.5:
        return f"{number:.1f}" + (tell(en=" working days", ja="開庁日") if unit else "")
    return minutes(number * day_minutes)


def minutes(number: float) -> str:
    """Return minutes, from an hour on as hours and minutes."""
    whole, rest = divmod(round(number), 60)
    if not whole:
        return tell(en=f"{rest} min", ja=f"{rest}分")
    return tell(en=f"{whole} h {rest:02} min", ja=f"{whole}時間{rest}分")


def share_of_city(share: float) -> str:
    """Return a share of all hours of a city; small ones are not told as none.

    >>> from bprkit import language
    >>> language.use("en"); share_of_city(0.0073), share_of_city(0.0002)
    ('0.7%', 'less than 0.1%')
    >>> language.use(None)
    """
    return f"{share:.1%}" if share >= 0.001 else tell(en="less than 0.1%", ja="0.1%未満")


def hours(number: float) -> str:
    """Return hours with their unit."""
    text = f"{number:z,.0f}" if abs(number) >= 100 else f"{number:z,.1f}".removesuffix(".0")
    return tell(en=f"{text} h", ja=f"{text}時間")


def part(saved: float, of: float) -> str:
    """Return what part a change makes, with its sign from the reader's side: -43%.

    >>> part(43, 100), part(1, 0)
    ('-43%', '')
    """
    text = f"{-saved / of:+z.0%}" if of else ""
    return "±0%" if text == "+0%" else text


def change(saved: float) -> str:
    """Return what a figure changes by, whole and with its sign: -9,597.

    >>> change(9597.3), change(-0.2)
    ('-9,597', '±0')
    """
    text = f"{-saved:+z,.0f}"
    return "±0" if text == "+0" else text


def _three(number: float) -> str:
    """Return a number with three figures.

    >>> _three(144.6), _three(1.446), _three(1446.6)
    ('145', '1.45', '1,447')
    """
    places = max(0, 2 - math.floor(math.log10(number))) if number > 0 else 0
    text = f"{number:,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
