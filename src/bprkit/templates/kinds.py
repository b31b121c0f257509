"""The kinds of templates: what each is for, how it is written, and how one that was filled in is checked.

The rooms that a kind belongs to are imported only when it is asked for.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from bprkit.errors import InputError
from bprkit.language import Language, counted, tell
from bprkit.procedure.model import Title

if TYPE_CHECKING:
    from bprkit.procedure.model import Procedure


@dataclass(frozen=True)
class Wish:
    """What a template is to be written for: its language, a procedure with steps, and how many documents there are."""

    lang: Language | None = None
    procedure: Procedure | None = None
    population: int | None = None
    documents: int | None = None


@dataclass(frozen=True)
class Kind:
    """A kind of template. check: returns in words what a filled one holds, or raises all that is wrong with it."""

    title: Title
    write: Callable[[Path, Wish], None]
    check: Callable[[Path], str]


def write_template(kind: str, path: str | os.PathLike[str], wish: Wish | None = None) -> Path:
    """Write a blank template and return its path; raises InputError for a kind that there is not.

    >>> import tempfile
    >>> place = Path(tempfile.mkdtemp()) / "stopwatch.xlsx"
    >>> write_template("stopwatch", place, Wish(lang="en")).name
    'stopwatch.xlsx'
    """
    place = Path(path)
    if place.suffix.lower() != ".xlsx":
        raise InputError(
            en=f"{place}: a template is an Excel workbook. End its name with .xlsx.",
            ja=f"{place}：ひな形はExcelブックです。名前の末尾を .xlsx にしてください。",
        )
    _of(kind).write(place, wish or Wish())
    return place


def check_template(kind: str, path: str | os.PathLike[str]) -> str:
    """Return in words what a filled template holds; raises an InputError with all that is wrong with it."""
    return _of(kind).check(Path(path))


def _of(kind: str) -> Kind:
    if kind not in KINDS:
        listed = ", ".join(KINDS)
        raise InputError(
            en=f"There is no template '{kind}'. There are {listed}.",
            ja=f"「{kind}」というひな形はありません。{listed} があります。",
        )
    return KINDS[kind]


def _write_log_request(path: Path, wish: Wish) -> None:
    from bprkit.templates.log_request import write_log_request

    write_log_request(path, lang=wish.lang)


def _check_log_request(path: Path) -> str:
    import shlex

    from bprkit.templates.log_request import read_log_request

    request = read_log_request(path)
    options = " ".join(f"--{name} {shlex.quote(value)}" for name, value in request.reading.items())
    if request.missing:
        return tell(
            en=f"Required and not answered, or not to be had: {', '.join(request.missing)}. Ask once more.",
            ja=f"必須の項目のうち、回答がないか出せないもの：{'、'.join(request.missing)}。もう一度確認してください。",
        )
    return tell(
        en=f"Read the export with: bprkit mine EXPORT.csv {options}",
        ja=f"読み込み方： bprkit mine 出力.csv {options}",
    )


def _write_stamps(path: Path, wish: Wish) -> None:
    from bprkit.templates.stamps import write_stamps

    write_stamps(path, population=wish.population, documents=wish.documents, lang=wish.lang)


def _check_stamps(path: Path) -> str:
    from bprkit.templates.stamps import read_stamps

    stamps = read_stamps(path)
    n, names = len(stamps.documents), stamps.milestones
    return tell(
        en=f"{n} documents with {len(names)} stamps: {', '.join(names)}. Next: bprkit mine {path}",
        ja=f"{n}件の文書、{len(names)}種類の日付（{'、'.join(names)}）を読めました。次は： bprkit mine {path}",
    )


def _write_stopwatch(path: Path, wish: Wish) -> None:
    from bprkit.templates.stopwatch import write_times

    write_times(path, procedure=wish.procedure, lang=wish.lang)


def _write_self_report(path: Path, wish: Wish) -> None:
    from bprkit.templates.stopwatch import write_times

    write_times(path, reported=True, procedure=wish.procedure, lang=wish.lang)


def _check_times(path: Path) -> str:
    from bprkit.templates.stopwatch import read_times

    times = read_times(path)
    rows = len(times.measurements)
    steps = len({each.step for each in times.measurements})
    cases = sum(each.cases for each in times.measurements)
    return tell(
        en=f"{counted(rows, 'row')} on {counted(cases, 'case')} of {counted(steps, 'step')}. "
        f"Next: bprkit apply-times PROCEDURE {path} -o NEW.yaml",
        ja=f"{steps}工程、{cases}件分（{rows}行）を読めました。次は： bprkit apply-times 手続 {path} -o 新しい手続.yaml",
    )


def _write_flow(path: Path, wish: Wish) -> None:
    from bprkit.templates.flow import write_flow_template

    write_flow_template(path, lang=wish.lang)


def _check_flow(path: Path) -> str:
    from bprkit.procedure.excel import read_flow_sheet

    procedure = read_flow_sheet(path)
    return tell(
        en=f"{counted(len(procedure.tasks), 'step')}. Next: bprkit check {path}",
        ja=f"{len(procedure.tasks)}工程を読めました。次は： bprkit check {path}",
    )


def _write_inventory(path: Path, wish: Wish) -> None:
    from bprkit.inventory.form import write_form

    write_form(path, lang=wish.lang)


def _check_inventory(path: Path) -> str:
    from bprkit.templates.inventory_check import read_filled_inventory

    tasks = read_filled_inventory(path).tasks
    blank = sum(not task.hours for task in tasks)
    without_en = f" ({blank} of them without hours)" if blank else ""
    without_ja = f"（うち{blank}業務は時間が空欄）" if blank else ""
    return tell(
        en=f"{len(tasks)} tasks{without_en}. Next: bprkit inventory with the folder that this file is in",
        ja=f"{len(tasks)}業務{without_ja}を読めました。次は： bprkit inventory このファイルのあるフォルダー",
    )


def _write_costs(path: Path, wish: Wish) -> None:
    import_module("bprkit.savings.template").write_costs_template(path, lang=wish.lang)


def _check_costs(path: Path) -> str:
    costs = import_module("bprkit.savings.loading").load_costs(path)
    prices, overtime = len(costs.prices), len(costs.overtime)
    return tell(
        en=f"{prices} prices and overtime of {overtime} sections. Next: bprkit savings … --costs {path}",
        ja=f"{prices}件の単価と{overtime}件の時間外勤務を読めました。次は： bprkit savings … --costs {path}",
    )


def _of_savings() -> dict[str, Kind]:
    """Return the kinds that savings need: one workbook holds rates, overtime and posts."""
    if find_spec("bprkit.savings") is None:
        return {}
    costs = Title("単価・時間外・定数", "rates, overtime and fiscal-year staff")
    overtime = Title("時間外勤務と定数（単価と同じブック）", "overtime and posts, in the workbook of costs")
    return {
        "costs": Kind(costs, _write_costs, _check_costs),
        "overtime": Kind(overtime, _write_costs, _check_costs),
    }


KINDS: Mapping[str, Kind] = {
    "log-request": Kind(
        Title("処理履歴（ログ）の提供依頼", "a request for an event log"),
        _write_log_request,
        _check_log_request,
    ),
    "stamps": Kind(
        Title("押印日の写し（簿冊の標本調査）", "stamp dates copied from files"), _write_stamps, _check_stamps
    ),
    "stopwatch": Kind(Title("処理時間の計測", "times of work by stopwatch"), _write_stopwatch, _check_times),
    "self-report": Kind(
        Title("処理時間の自己申告", "times of work as reported"), _write_self_report, _check_times
    ),
    "flow": Kind(Title("業務フロー表", "the flow sheet of a procedure"), _write_flow, _check_flow),
    "inventory": Kind(
        Title("業務量調査票", "the inventory of all the work"), _write_inventory, _check_inventory
    ),
    **_of_savings(),
}
