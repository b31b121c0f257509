"""`bprkit new`: a first file for a procedure, by a few questions or by flags."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bprkit.cli.options import language_option
from bprkit.errors import InputError
from bprkit.language import tell

if TYPE_CHECKING:
    from bprkit.procedure.scaffold import Kind, Wanted

_Answer = TypeVar("_Answer")


def command() -> click.Command:
    """Return the command, its help in the language in use."""
    return click.Command(
        "new",
        callback=new,
        short_help=tell(en="Start the YAML file of a procedure.", ja="手続のYAMLファイルを作り始めます。"),
        help=tell(
            en="Start the YAML file of a procedure, by answering a few questions or by flags.",
            ja="手続のYAMLファイルを、質問に答えるか指定によって作り始めます。",
        ),
        params=[click.Argument(["name"], metavar="NAME"), *_contents(), *_targets(), language_option()],
    )


def _contents() -> list[click.Parameter]:
    return [
        _text("--title", "TEXT", en="What the procedure is called.", ja="手続の名前。"),
        _text(
            "--drafter",
            "ROLE",
            en="The role that does the work or drafts.",
            ja="仕事をする、または起案する担当の名前。",
        ),
        _text("--steps", "A,B,C", en="The steps, in order.", ja="工程を順に。"),
        _text("--volume", "N", en="Cases a year.", ja="年間件数。"),
        _flag("--circulation", en="With the circulation of an approval.", ja="決裁の回議を含めます。"),
        _flag(
            "--no-decision",
            en="Circulation asked for, but no decision is needed (決裁不要): a record.",
            ja="決裁不要：記録だけにします。",
        ),
        _flag("--inform-only", en="It suffices to inform the route (供覧).", ja="供覧で足ります。"),
        _text(
            "--route", "A,B,C", en="Who reviews, up to who decides.", ja="回議先を、決裁する担当まで順に。"
        ),
        _text(
            "--decider",
            "ROLE",
            en="A lower rank of the route that decides (専決); who comes after it is left out.",
            ja="専決する担当。回議先のうち、その後の担当は除かれます。",
        ),
        _text("--concur", "A,B", en="Sections that concur (合議).", ja="合議先。"),
        _text("--from", "BUNDLED", "source", en="Copy a bundled procedure.", ja="付属の手続から写します。"),
    ]


def _targets() -> list[click.Parameter]:
    return [
        click.Option(
            ["-o", "--output"],
            metavar="FILE",
            help=tell(
                en="The file to write; NAME.yaml if not given.", ja="書き出すファイル。既定は NAME.yaml。"
            ),
        ),
        _flag("--force", en="Replace the file if there is one.", ja="既にあるファイルを置き換えます。"),
        _flag("--no-input", en="Ask nothing; take what is usual.", ja="質問せず、既定のとおりにします。"),
    ]


def _text(name: str, metavar: str, variable: str | None = None, *, en: str, ja: str) -> click.Option:
    return click.Option([name, *([variable] if variable else [])], metavar=metavar, help=tell(en=en, ja=ja))


def _flag(name: str, *, en: str, ja: str) -> click.Option:
    return click.Option([name], is_flag=True, help=tell(en=en, ja=ja))


def new(name: str, **given: Any) -> None:
    """Ask what was not given, and write the file."""
    from bprkit.procedure.scaffold import refuse_name, scaffold, write_scaffold

    path = Path(given["output"] or f"{name}.yaml")
    _refuse_contradictions(given)
    if given["source"]:
        text = _copied(name, given)
    else:
        refuse_name(name)
        if (path.exists() and not given["force"]) or not path.parent.is_dir():
            write_scaffold("", path)  # says so before anybody has answered anything
        text = scaffold(_flagged(name, given) if given["no_input"] else _asked(name, given))
    write_scaffold(text, path, force=given["force"])
    _say(en=f"Written: {path}", ja=f"書き出しました：{path}")


def _refuse_contradictions(given: dict[str, Any]) -> None:
    """Refuse flags that the answer to another flag would drop."""
    kept = {
        "no_decision": ("circulation",),
        "inform_only": ("circulation", "route"),
        "steps": (),
    }
    for flag, beside in kept.items():
        others = ("no_decision", "inform_only", "circulation", "route", "decider", "concur", "steps")
        unused = [f"--{one.replace('_', '-')}" for one in others if one not in (flag, *beside) and given[one]]
        if given[flag] and unused:
            shown = f"--{flag.replace('_', '-')}"
            raise InputError(
                en=f"{shown} leaves no place for {', '.join(unused)}. Take one or the other.",
                ja=f"{shown} と {'、'.join(unused)} は一緒に使えません。どちらかにしてください。",
            )


def _copied(name: str, given: dict[str, Any]) -> str:
    from bprkit.procedure.library import find_procedure
    from bprkit.procedure.scaffold import copied

    others = (
        "drafter",
        "steps",
        "volume",
        "circulation",
        "no_decision",
        "inform_only",
        "route",
        "decider",
        "concur",
    )
    unused = [f"--{option.replace('_', '-')}" for option in others if given[option]]
    if unused:
        raise InputError(
            en=f"{', '.join(unused)} cannot go with --from, which copies a procedure whole. Take one or the other.",
            ja=f"--from は手続をそのまま写すので、{'、'.join(unused)} とは一緒に使えません。どちらかにしてください。",
        )
    return copied(find_procedure(given["source"]), name=name, title=given["title"])


def _flagged(name: str, given: dict[str, Any]) -> Wanted:
    from bprkit.procedure.scaffold import Wanted

    kind: Kind = "steps"
    if given["circulation"] or given["route"] or given["decider"] or given["concur"]:
        kind = "circulation"
    kind = "inform" if given["inform_only"] else "record" if given["no_decision"] else kind
    return Wanted(
        name=name,
        title=given["title"] or name,
        drafter=given["drafter"] or _drafter(),
        kind=kind,
        steps=_listed(given["steps"] or _usual_steps()) if kind == "steps" else (),
        route=_up_to(_listed(given["route"] or _usual_route()), given["decider"])
        if kind in ("circulation", "inform")
        else (),
        concur=_listed(given["concur"] or "") if kind == "circulation" else (),
        volume=_number(given["volume"]),
    )


def _asked(name: str, given: dict[str, Any]) -> Wanted:
    """Ask for what no flag says; before a circulation, ask whether it is needed at all."""
    from bprkit.procedure.scaffold import Wanted

    title = given["title"] or _ask(en="What is it called?", ja="手続の名前は？", default=name)
    drafter = given["drafter"] or _ask(
        en="Which role does the work?", ja="担当は？（誰が行うか）", default=_drafter()
    )
    volume = _number(given["volume"]) if given["volume"] else _asked_number()
    kind, decider = _asked_kind(given)
    route: tuple[str, ...] = ()
    if kind in ("circulation", "inform"):
        route = (
            _up_to(_listed(given["route"]), decider)
            if given["route"]
            else _until(lambda: _up_to(_asked_route(drafter, decider), decider))
        )
    concur: tuple[str, ...] = ()
    if kind == "circulation" and given["concur"] is None:
        concur = _asked_roles(
            (drafter, *route),
            en="Which other sections concur (合議)? (empty: none)",
            ja="合議先は？（なければ空欄）",
            default="",
        )
    elif kind == "circulation":
        concur = _listed(given["concur"])
    steps: tuple[str, ...] = ()
    if kind == "steps":
        steps = _listed(
            given["steps"]
            or _ask(
                en="The steps, in order (with commas)?", ja="工程を順に（読点区切り）", default=_usual_steps()
            )
        )
    return Wanted(
        name=name,
        title=title,
        drafter=drafter,
        kind=kind,
        steps=steps,
        route=route,
        concur=concur,
        volume=volume,
    )


def _asked_number() -> float | None:
    return _until(
        lambda: _number(
            _ask(en="Cases a year? (leave empty if not known)", ja="年間件数は？（不明なら空欄）", default="")
        )
    )


def _asked_route(drafter: str, decider: str | None) -> tuple[str, ...]:
    return _asked_roles(
        (drafter,),
        en="Who sees it, in order (with commas)?",
        ja="回す担当を順に（読点区切り）",
        default=_route_with(decider),
    )


def _asked_roles(others: tuple[str, ...], *, en: str, ja: str, default: str) -> tuple[str, ...]:
    """Ask for roles until none of them stands twice."""
    from bprkit.procedure.scaffold import refuse_twice

    def answer() -> tuple[str, ...]:
        roles = _listed(_ask(en=en, ja=ja, default=default))
        refuse_twice((*others, *roles))
        return roles

    return _until(answer)


def _until(answer: Callable[[], _Answer]) -> _Answer:
    """Ask again until the answer can be used: what was answered before must not be lost."""
    while True:
        try:
            return answer()
        except InputError as refused:
            _say(en=refused.en, ja=refused.ja)


def _asked_kind(given: dict[str, Any]) -> tuple[Kind, str | None]:
    """Return what kind of procedure it is, and who decides if a lower rank does."""
    wants = given["circulation"] or any(
        given[one] for one in ("route", "decider", "concur", "no_decision", "inform_only")
    )
    if not wants and not _confirm(en="Is there an approval to circulate?", ja="決裁の回議がありますか？"):
        return "steps", None
    if given["no_decision"] or (
        not (given["decider"] or given["inform_only"])
        and _confirm(en="Could it do without a decision (決裁不要)?", ja="決裁不要ではありませんか？")
    ):
        return "record", None
    if given["inform_only"]:
        return "inform", None
    if given["decider"]:
        return "circulation", given["decider"]
    if _confirm(en="May a lower rank decide (専決)?", ja="専決で済みますか？"):
        return "circulation", _ask(
            en="Which role decides?", ja="専決する担当は？", default=_listed(_usual_route())[-2]
        )
    if _confirm(en="Does it suffice to inform (供覧で足りる)?", ja="供覧で足りますか？"):
        return "inform", None
    return "circulation", None


def _up_to(route: tuple[str, ...], decider: str | None) -> tuple[str, ...]:
    if decider is None or not route:
        return route
    if decider not in route:
        raise InputError(
            en=f"'{decider}' is not on the route {', '.join(route)}. Name one of them, or add it to --route.",
            ja=f"「{decider}」は回議先（{'、'.join(route)}）にありません。その中から選ぶか、--route に加えてください。",
        )
    place = route.index(decider) + 1
    if left_out := route[place:]:
        _say(
            en=f"{decider} decides (専決): left out {', '.join(left_out)}.",
            ja=f"{decider}の専決とし、{'、'.join(left_out)} を除きました。",
        )
    return route[:place]


def _listed(text: str) -> tuple[str, ...]:
    for mark in "、，→":
        text = text.replace(mark, ",")
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _number(text: str | None) -> float | None:
    from bprkit.procedure.units import read_per_year

    if text is None or not text.strip():
        return None
    number = read_per_year(text)
    if number > 0:
        return number
    raise InputError(
        en=f"'{text}' is no yearly number of cases. Write one above 0, such as 1,200.",
        ja=f"「{text}」は年間件数として読めません。1,200 のように、0より大きい数を書いてください。",
    )


def _drafter() -> str:
    return tell(en="drafter", ja="担当者")


def _usual_route() -> str:
    return tell(en="subsection-chief, section-chief, director", ja="係長、課長、部長")


def _route_with(decider: str | None) -> str:
    return _usual_route() if decider is None or decider in _listed(_usual_route()) else decider


def _usual_steps() -> str:
    return tell(en="Acceptance, Examination, Notice", ja="受付、審査、通知")


def _ask(*, en: str, ja: str, default: str) -> str:
    answer: str = click.prompt(tell(en=en, ja=ja), default=default, show_default=bool(default), err=True)
    return answer.strip()


def _confirm(*, en: str, ja: str) -> bool:
    return click.confirm(tell(en=en, ja=ja), default=False, err=True)


def _say(*, en: str, ja: str) -> None:
    click.echo(tell(en=en, ja=ja), err=True)
