"""A first YAML file for a procedure: what a clerk answers in a minute, with guesses that are marked as such."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bprkit.errors import InputError, OutputError
from bprkit.language import tell

Kind = Literal["steps", "record", "inform", "circulation"]
_PLAIN = re.compile(r"^[^\W\d_][\w・（）ー／ -]*$")
_WORDS = {"true", "false", "yes", "no", "on", "off", "null", "none", "y", "n"}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the new procedure is to hold.

    kind: steps one after another by the drafter; a record that needs no decision (決裁不要); a draft shown for
    information (供覧); or a circulation, which the last of `route` decides. volume: cases a year.
    """

    name: str
    title: str
    drafter: str
    kind: Kind = "steps"
    steps: tuple[str, ...] = ()
    route: tuple[str, ...] = ()
    concur: tuple[str, ...] = ()
    volume: float | None = None

    @property
    def people(self) -> tuple[str, ...]:
        """The roles that have something to do in a procedure of this kind."""
        route = self.route if self.kind in ("inform", "circulation") else ()
        return (self.drafter, *route, *(self.concur if self.kind == "circulation" else ()))


def scaffold(wanted: Wanted) -> str:
    """Return the text of a YAML file that loads without errors; comments are in the language in use.

    Raises InputError for a name that no file can have, a role named twice, and a circulation that nobody decides.

    >>> from bprkit import language
    >>> language.use("en")
    >>> text = scaffold(Wanted(name="note", title="Note", drafter="drafter", kind="record"))
    >>> print(text.splitlines()[-2])
      - {task: Recording, id: record, role: drafter, touch: 5 min, estimate: true}
    >>> language.use(None)
    """
    _refuse_unusable(wanted)
    head = [
        tell(
            en="# Made by bprkit new. What says `estimate: true` is a guess: put in what was measured, and take the mark away.",
            ja="# bprkit new で作成。「estimate: true」は仮の値です。測った値に直し、印を消してください。",
        ),
        f"id: {quoted(wanted.name)}",
        f"title: {quoted(wanted.title)}",
        "state: as_is",
        "source: bprkit default [E]",
        *([] if wanted.volume is None else [f"volume: {wanted.volume:,.10g} / year"]),
        "roles:",
        *(f"  - {quoted(role)}" for role in wanted.people),
        "steps:",
        "  - start: application",
    ]
    body = {"steps": _steps, "record": _record, "inform": _inform, "circulation": _circulation}[wanted.kind]
    return "\n".join([*head, *body(wanted), "  - end: done", ""])


def copied(bundled: Path, *, name: str, title: str | None = None) -> str:
    """Return the text of a bundled procedure under another name, comments and all."""
    import io

    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    content = yaml.load(bundled.read_text(encoding="utf-8"))
    if "id" in content:
        content["id"] = name
    else:
        content.insert(0, "id", name)
    if title is not None:
        content["title"] = title
    text = io.StringIO()
    yaml.dump(content, text)
    return text.getvalue()


def write_scaffold(text: str, path: Path, *, force: bool = False) -> Path:
    """Write the text; raises OutputError where there is a file already, unless forced."""
    from bprkit.files import write_beside

    if path.exists() and not force:
        raise OutputError(
            en=f"{path} exists already. Choose another name with -o, or say --force to replace it.",
            ja=f"{path} は既にあります。-o で別の名前を指定するか、置き換えるなら --force を付けてください。",
        )
    with write_beside(path) as unfinished:
        unfinished.write_text(text, encoding="utf-8")
    return path


def quoted(text: str) -> str:
    """Return a text as YAML takes it for that text: quoted only where it has to be.

    >>> quoted("課長"), quoted("1/2 no"), quoted("no")
    ('課長', '"1/2 no"', '"no"')
    """
    bare = _PLAIN.match(text) and not text.endswith(" ") and text.lower() not in _WORDS
    return text if bare else json.dumps(text, ensure_ascii=False)


def refuse_name(name: str) -> None:
    """Raise InputError for a name that no file can have."""
    if not name.strip() or re.search(r'[/\\:*?"<>|\x00-\x1f]', name) or name.startswith("."):
        raise InputError(
            en=f"'{name}' cannot be the name of a procedure: it names a file, too. "
            "Take letters, digits and hyphens.",
            ja=f"「{name}」は手続の名前にできません（ファイル名になります）。文字・数字・ハイフンにしてください。",
        )


def refuse_twice(people: tuple[str, ...]) -> None:
    """Raise InputError for a role that stands twice."""
    twice = next((role for role in people if people.count(role) > 1), None)
    if twice is not None:
        raise InputError(
            en=f"The role '{twice}' stands twice. Name each once among drafter, route and concur.",
            ja=f"「{twice}」が重なっています。起案者・回議・合議のどこか一か所に書いてください。",
        )


def _refuse_unusable(wanted: Wanted) -> None:
    refuse_name(wanted.name)
    refuse_twice(wanted.people)
    if wanted.kind == "steps" and not wanted.steps:
        raise InputError(
            en="There are no steps. Give them with --steps 受付,審査,通知.",
            ja="工程がありません。--steps 受付,審査,通知 のように指定してください。",
        )
    if wanted.kind in ("circulation", "inform") and not wanted.route:
        raise InputError(
            en="Nobody is on the route. Give one with --route 係長,課長.",
            ja="回議先がありません。--route 係長,課長 のように指定してください。",
        )


def _step(title: str, name: str, role: str, more: str) -> str:
    return f"  - {{task: {quoted(title)}, id: {name}, role: {quoted(role)}, {more}, estimate: true}}"


def _steps(wanted: Wanted) -> list[str]:
    return [
        _step(title, f"step-{place}", wanted.drafter, "touch: 10 min")
        for place, title in enumerate(wanted.steps, 1)
    ]


def _record(wanted: Wanted) -> list[str]:
    return [_step(tell(en="Recording", ja="記録"), "record", wanted.drafter, "touch: 5 min")]


def _inform(wanted: Wanted) -> list[str]:
    shown = tell(en="Information", ja="供覧")
    return [
        _step(tell(en="Writing", ja="作成"), "write", wanted.drafter, "touch: 15 min"),
        *(
            _step(
                f"{shown} {role}",
                f"inform-{place}",
                role,
                "touch: 1 min, wait: 0.5 working days, act: inform",
            )
            for place, role in enumerate(wanted.route, 1)
        ),
    ]


def _circulation(wanted: Wanted) -> list[str]:
    last = len(wanted.route) - 1
    lines = [
        "  - circulation:",
        "      id: approval",
        f"      drafter: {quoted(wanted.drafter)}",
        "      draft: {touch: 30 min, estimate: true}",
        "      route:",
    ]
    for place, role in enumerate(wanted.route):
        decides = ", decides: otherwise" if place == last else ""
        lines.append(
            f"        - {{role: {quoted(role)}, touch: 3 min, wait: 1 working day, estimate: true{decides}}}"
        )
    if last > 0:
        lines.append(
            tell(
                en="        # 専決 by amount: add 'attributes: {amount: {mean: 600,000, sd: 900,000}}' above,\n"
                '        # and write at a rank decides: "amount < 500,000"',
                ja="        # 金額による専決：上に「attributes: {amount: {mean: 600,000, sd: 900,000}}」を加え、\n"
                '        # その担当に decides: "amount < 500,000" と書きます',
            )
        )
    if wanted.concur:
        people = ", ".join(quoted(role) for role in wanted.concur)
        lines.append(
            f"      concur: {{roles: [{people}], order: parallel, touch: 3 min, wait: 1.5 working days, estimate: true}}"
        )
    return [
        *lines,
        "      returns: {share: 12%, estimate: true}",
        f"      issue: {{role: {quoted(wanted.drafter)}, touch: 8 min, estimate: true}}",
    ]
