"""What can be asked of a simulation, what is refused, and what has to be assumed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal

from bprkit.errors import InputError
from bprkit.procedure.model import Procedure, Role, Task, Timer, walk

if TYPE_CHECKING:
    from bprkit.calendar import OfficeCalendar

Order = Literal["first_come", "oldest_case", "earliest_due", "priority"]
ORDERS: Mapping[Order, int] = {"first_come": 0, "oldest_case": 1, "earliest_due": 2, "priority": 3}
LONGEST_YEARS = 100
MOST_REPLICATIONS = 1000


def refuse_unusable(
    procedures: tuple[Procedure, ...],
    years: float,
    cases: int | None,
    replications: int,
    precision: float | None,
    seed: int,
    warm_up_days: int,
    order: str,
) -> None:
    """Raise InputError for arguments that cannot be used."""
    wrong = None
    if not procedures:
        wrong = (
            "There is no procedure to run. Give at least one.",
            "実行する手続がありません。1つ以上指定してください。",
        )
    elif cases is not None and len(procedures) > 1:
        wrong = (
            "With several procedures a number of cases is not clear. Give years instead.",
            "複数の手続では件数を指定できません。年数を指定してください。",
        )
    elif len({procedure.id for procedure in procedures}) < len(procedures):
        wrong = (
            "Two of the procedures have the same id, so their figures could not be told apart. To compare two states, run each "
            "by itself with the same seed.",
            "同じ id の手続が2つあり、結果を区別できません。2つの状態を比べるには、同じ乱数の種で別々に実行してください。",
        )
    elif cases is not None and cases < 1:
        wrong = (
            f"{cases} cases are too few. Ask for 1 or more.",
            f"件数 {cases} は少なすぎます。1以上にしてください。",
        )
    elif not 0 < years <= LONGEST_YEARS:
        wrong = (
            f"{years:g} years cannot be run. Choose a number above 0, up to {LONGEST_YEARS}.",
            f"{years:g} 年は実行できません。0より大きく{LONGEST_YEARS}以下にしてください。",
        )
    elif replications < 1:
        wrong = (
            f"{replications} replications are too few. Ask for 1 or more.",
            f"反復回数 {replications} は少なすぎます。1以上にしてください。",
        )
    elif precision is not None and not 0 < precision < 1:
        wrong = (
            f"A precision of {precision:g} cannot be reached. Choose one between 0 and 1, such as 0.02 for 2%.",
            f"精度 {precision:g} は使えません。0と1の間（2%なら0.02）にしてください。",
        )
    elif seed < 0:
        wrong = (f"The seed is {seed}. Choose 0 or more.", f"乱数の種が {seed} です。0以上にしてください。")
    elif warm_up_days < 0:
        wrong = (
            f"A warm-up of {warm_up_days} days cannot be run. Choose 0 or more.",
            f"助走期間が {warm_up_days} 日です。0以上にしてください。",
        )
    elif order not in ORDERS:
        known = ", ".join(ORDERS)
        wrong = (
            f"There is no order '{order}'. Choose one of {known}.",
            f"順序「{order}」はありません。{known} のどれかにしてください。",
        )
    if wrong:
        raise InputError(en=wrong[0], ja=wrong[1])


def refuse_absences(
    procedures: tuple[Procedure, ...], absences: Mapping[str, float], deputies: Mapping[str, str]
) -> None:
    """Raise InputError for an unknown role, a share that is none, and a deputy who is the same role."""
    known = {role.id for procedure in procedures for role in procedure.roles}
    for name in (*absences, *deputies, *deputies.values()):
        if name not in known:
            raise InputError(
                en=f"There is no role {name}. The roles are {', '.join(sorted(known))}.",
                ja=f"役割 {name} はありません。役割は {'、'.join(sorted(known))} です。",
            )
    for name, share in absences.items():
        if not 0 <= share < 1:
            raise InputError(
                en=f"{name} is away on {share:g} of the days. Give a share from 0 to below 1.",
                ja=f"{name} の不在の割合が {share:g} です。0以上1未満にしてください。",
            )
    for name, deputy in deputies.items():
        if name == deputy:
            raise InputError(
                en=f"{name} cannot be its own deputy. Name another role.",
                ja=f"{name} の代決者が同じ役割です。別の役割を指定してください。",
            )


def refuse_priority(procedures: tuple[Procedure, ...], order: str, priority: str | None) -> None:
    """Raise InputError for an order by priority without an attribute to go by, and for one that no case has."""
    if (order == "priority") != (priority is not None):
        raise InputError(
            en="The order 'priority' and the attribute that it goes by belong together. Give both or neither.",
            ja="順序 priority と、その基準にする属性は一緒に指定してください。",
        )
    known = {name: None for procedure in procedures for name in procedure.attributes}
    if priority is not None and priority not in known:
        raise InputError(
            en=f"No case has the attribute {priority}. There is {', '.join(known) or 'none'}.",
            ja=f"属性 {priority} を持つ案件はありません。属性は{'、'.join(known) or 'なし'}です。",
        )


def circumstances(
    procedures: tuple[Procedure, ...],
    order: Order,
    priority: str | None,
    arrivals: str | None,
    absences: Mapping[str, float],
    deputies: Mapping[str, str],
    calendars: Mapping[str, OfficeCalendar],
    start: dt.date,
) -> tuple[tuple[str, str], ...]:
    """Return what was asked for beyond the usual, in both languages, so that a page tells what it is of."""
    titles = {role.id: role.title for procedure in procedures for role in procedure.roles}
    told = []
    served = {
        "oldest_case": ("the oldest case", "受付の古い案件"),
        "earliest_due": ("the case whose deadline is first", "期限の早い案件"),
        "priority": (f"the case of highest priority ({priority})", f"優先度（{priority}）の高い案件"),
    }.get(order)
    if served:
        told.append((f"Served first is {served[0]}.", f"{served[1]}から処理します。"))
    if arrivals is not None:
        told.append(
            (f"Cases come in by the calendar {arrivals}.", f"案件は暦「{arrivals}」の時間帯に来ます。")
        )
    for procedure in procedures:
        told += _while_closed(procedure, calendars[arrivals or procedure.calendar], start)
    for role, share in absences.items():
        en, ja = titles[role].en or titles[role].ja or role, titles[role].ja or role
        told.append((f"{en}: away on {share:.1%} of the days.", f"{ja}は勤務日の{share:.1%}に不在です。"))
    for role, deputy in deputies.items():
        names = [(titles[one].en or titles[one].ja or one, titles[one].ja or one) for one in (role, deputy)]
        told.append(
            (
                f"{names[1][0]} acts where no {names[0][0]} is there.",
                f"{names[0][1]}が全員不在のときは{names[1][1]}が代決します。",
            )
        )
    return tuple(told)


def _while_closed(
    procedure: Procedure, calendar: OfficeCalendar, start: dt.date
) -> Iterator[tuple[str, str]]:
    from bprkit.simulation.arrivals import hours_never_open

    assert procedure.volume is not None
    closed = hours_never_open(procedure.volume, calendar, start)
    if closed:
        share, title = sum(closed.values()), procedure.title
        hours = ", ".join(f"{hour}:00–{hour + 1}:00" for hour in closed)
        yield (
            f"{share:.1%} of the cases of {title.en or title.ja or procedure.id} come in while the office is closed "
            f"({hours}, on its days); people see them when it opens.",
            f"{title.ja or procedure.id}の案件の{share:.1%}は、開庁日の閉庁時間帯"
            f"（{'、'.join(f'{hour}時台' for hour in closed)}）に来て、開庁を待ちます。",
        )


def assumed(
    procedures: tuple[Procedure, ...], precision: float | None, reached: float
) -> tuple[tuple[str, str], ...]:
    """Return what had to be assumed, in both languages."""
    told = []
    nodes = [node for procedure in procedures for node in walk(procedure.nodes)]
    unknown = [str(node.title) or node.id for node in nodes if isinstance(node, Task) and node.touch is None]
    if unknown:
        told.append(
            (
                f"Steps without a touch time take no work: {', '.join(unknown)}.",
                f"作業時間のない工程は0分としました：{'、'.join(unknown)}。",
            )
        )
    if any(isinstance(node, Timer) and node.period is None for node in nodes):
        told.append(("Timers without a period take no time.", "期間のないタイマーは0分としました。"))
    if any(isinstance(node, Task) and node.act in ("review_after", "inform") for node in nodes):
        told.append(
            (
                "後閲 and 供覧 after the 決裁 are work, but no case waits for them.",
                "決裁後の後閲・供覧は作業時間に数え、所要時間には数えません。",
            )
        )
    roles = [role for procedure in procedures for role in procedure.roles if role.kind == "staff"]
    if any(_most_holders(role) > 1 for role in roles):
        told.append(
            (
                "The holders of a role in a section take turns; a case is not kept by one of them.",
                "同じ課の同じ役割の職員は交代で受け持ち、1件を1人が通して担当することまでは再現していません。",
            )
        )
    if any(isinstance(node, Task) and node.controls for node in nodes):
        told.append(
            (
                "That a step is done by another person than the one it checks is not enforced where both have one role.",
                "確認する工程と確認される工程の役割が同じ場合、別人が行うことまでは再現していません。",
            )
        )
    if precision is not None and reached > precision:
        told.append(
            (
                f"The precision of {precision:.1%} was not reached in {MOST_REPLICATIONS:,} replications ({reached:.1%}).",
                f"{MOST_REPLICATIONS:,}回の反復では精度{precision:.1%}に届きませんでした（{reached:.1%}）。",
            )
        )
    return tuple(told)


def _most_holders(role: Role) -> int:
    counts = [role.headcount] if isinstance(role.headcount, int) else role.headcount.values()
    return max(counts, default=0)
